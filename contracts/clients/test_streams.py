"""Whole and streamed answers, and downloads into files."""

from __future__ import annotations

import logging
import os
import pickle
import stat
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from imagehosts import (
    ConnectionFailed,
    HostUnavailable,
    InvalidArgument,
    NotFound,
    ResponseDecodeError,
    StatusError,
    TimedOut,
    Url,
)

from contracts.support.clients import (
    EVERY_HOST,
    KEY,
    PNG,
    Driver,
    Kind,
    either_way,
    success,
)
from contracts.support.http_clients import close_own, own_client, within
from contracts.support.recording import Reply
from contracts.support.reporting import each

OpenDoor = Callable[..., Driver]


#: The core is the same for all clients: no need for each host in both ways of waiting.
UNDER_TEST = EVERY_HOST


PICTURE = "https://elsewhere.example/lake.png"


@either_way
def test_login_in_the_address_of_a_download_is_sent_as_basic(
    open_driver: OpenDoor, kind: Kind
) -> None:
    driver = open_driver(Reply(200, PNG))
    assert driver.do("download", PICTURE.replace("://", "://me:pass%20word@")) == PNG
    assert driver.only.headers["authorization"] == "Basic bWU6cGFzcyB3b3Jk"
    assert "@" not in driver.only.headers["host"]


@either_way
def test_log_of_httpx_has_a_line_for_each_request_without_secrets(
    open_driver: OpenDoor, kind: Kind, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "httpx")
    driver = open_driver(Reply(200, PNG))
    driver.do("download", f"{PICTURE}?key=a-key-of-mine")
    lines = [record.getMessage() for record in caplog.records if record.name == "httpx"]
    assert len(lines) == 1
    assert lines[0].startswith(f"HTTP Request: GET {PICTURE}?key=")
    assert lines[0].endswith('"HTTP/1.1 200 OK"')
    assert "a-key-of-mine" not in lines[0]


def test_a_raw_response_holds_the_whole_answer(open_driver: OpenDoor, kind: Kind) -> None:
    reply = success(kind)._replace(headers={"X-Own": "1", "Content-Type": "application/json"})
    driver = open_driver(reply)
    raw = driver.do("images.with_raw_response.upload", PNG)
    assert (raw.status, raw.headers["x-own"], raw.content) == (200, "1", reply.body.encode())
    assert raw.text == reply.body
    assert raw.url == kind.host.url
    assert len(driver.sent) == 1
    image = raw.parse()
    assert image == driver.upload()
    assert raw.parse() == image
    assert len(driver.sent) == 2
    assert repr(raw) == f"<RawResponse 200, {len(raw.content)} bytes>"


@either_way
def test_a_raw_response_is_parsed_as_the_plain_method_would(open_driver: OpenDoor) -> None:
    driver = open_driver(Reply(200, "Duplicated upload"), Reply(500))
    raw = driver.do("images.with_raw_response.upload_txt", PNG)
    with pytest.raises(StatusError, match="Duplicated upload") as caught:
        raw.parse()
    # A copy, without what was secret in the request.
    response = caught.value.response
    assert response is not None
    assert (response.status, response.content, response.url) == (raw.status, raw.content, raw.url)
    # What is no success is an error in every mode.
    with pytest.raises(HostUnavailable):
        driver.do("images.with_raw_response.upload_txt", PNG)
    copied = pickle.loads(pickle.dumps(raw))
    assert (copied.status, copied.content, copied.url) == (raw.status, raw.content, raw.url)
    with pytest.raises(TypeError, match="no result to parse"):
        copied.parse()


def collect(pieces: Any) -> Any:
    """The pieces of either kind of iterator."""

    async def gather() -> list[bytes]:
        return [piece async for piece in pieces]

    return gather() if hasattr(pieces, "__aiter__") else list(pieces)


def test_an_answer_can_be_read_as_it_comes(
    open_driver: OpenDoor, kind: Kind, tmp_path: Path
) -> None:
    reply = success(kind)
    driver = open_driver(reply)
    body = reply.body.encode()
    streaming = driver.client.images.with_streaming_response
    assert within(
        driver, streaming.upload(PNG), lambda r: (r.status, r.headers["content-type"])
    ) == (
        200,
        "application/json",
    )
    assert (
        b"".join(within(driver, streaming.upload(PNG), lambda r: collect(r.iter_bytes()))) == body
    )
    assert within(driver, streaming.upload(PNG), lambda r: r.read()) == body
    target = tmp_path / "answer.json"
    assert within(driver, streaming.upload(PNG), lambda r: r.stream_to_file(target)) == len(body)
    assert target.read_bytes() == body
    assert len(driver.sent) == 4


@either_way
def test_nothing_is_sent_before_a_stream_is_entered(open_driver: OpenDoor, kind: Kind) -> None:
    driver = open_driver(success(kind))
    driver.client.images.with_streaming_response.upload(PNG)
    assert driver.sent == []


@either_way
@each("status", [201, 206])
def test_another_success_can_be_streamed_too(open_driver: OpenDoor, status: int) -> None:
    driver = open_driver(Reply(status, b"abc"))
    streaming = driver.client.images.with_streaming_response
    assert within(driver, streaming.upload(PNG), lambda r: r.status) == status
    assert within(driver, streaming.upload(PNG), lambda r: r.read()) == b"abc"


@pytest.mark.outside("sends more than a contract has")
@either_way
def test_streamed_answer_without_success_raises_its_error(
    open_driver: OpenDoor, kind: Kind, tmp_path: Path
) -> None:
    driver = open_driver(
        Reply(404, "gone"),
        Reply(301, "", {"location": kind.host.url + "/"}),
        Reply(400, {"error": {"message": "Duplicated upload", "code": 101}}),
    )
    with pytest.raises(NotFound, match="gone"):
        driver.do("download_to", PICTURE, tmp_path / "lake.png")
    with pytest.raises(StatusError, match="Duplicated upload") as caught:
        within(driver, driver.client.images.with_streaming_response.upload(PNG), lambda r: r.read())
    assert caught.value.code == 101  # type: ignore[attr-defined]
    assert len(driver.sent) == 3
    assert list(tmp_path.iterdir()) == []


class Body(httpx.SyncByteStream, httpx.AsyncByteStream):
    """An answer that looks around while it is read, and may break."""

    def __init__(self, look: Callable[[], None], error: Exception | None = None) -> None:
        self.look = look
        self.error = error
        self.closed = 0

    def __iter__(self) -> Iterator[bytes]:
        for piece in (b"a", b"b", b"c"):
            self.look()
            yield piece
        if self.error:
            raise self.error

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self:
            yield piece

    def close(self) -> None:
        self.closed += 1

    async def aclose(self) -> None:
        self.closed += 1


@either_way
def test_a_file_appears_whole_or_not_at_all(
    open_driver: OpenDoor, kind: Kind, tmp_path: Path
) -> None:
    target = tmp_path / "lake.png"
    seen: list[set[str]] = []

    def look() -> None:
        seen.append({path.name for path in tmp_path.iterdir()})

    body = Body(look)
    client = own_client(kind, lambda request: httpx.Response(200, stream=body))
    driver = open_driver(http_client=client)
    assert driver.do("download_to", PICTURE, target) == 3
    assert target.read_bytes() == b"abc"
    assert all("lake.png" not in names for names in seen)
    assert {path.name for path in tmp_path.iterdir()} == {"lake.png"}
    assert body.closed == 1
    close_own(driver, client)


@either_way
def test_streamed_answer_over_the_limit_is_closed(open_driver: OpenDoor, kind: Kind) -> None:
    body = Body(lambda: None)
    client = own_client(kind, lambda request: httpx.Response(200, stream=body))
    driver = open_driver(http_client=client, max_response_bytes=2)
    with pytest.raises(ResponseDecodeError, match="longer than 2 bytes"):
        driver.do("download", PICTURE)
    assert body.closed == 1
    close_own(driver, client)


@pytest.mark.outside("sends more than a contract has")
@either_way
def test_redirect_of_a_stream_is_closed(open_driver: OpenDoor, kind: Kind) -> None:
    moved, arrived = Body(lambda: None), Body(lambda: None)

    def handler(request: httpx.Request) -> httpx.Response:
        if str(request.url).endswith("/"):
            return httpx.Response(200, stream=arrived)
        return httpx.Response(301, headers={"location": f"{request.url}/"}, stream=moved)

    client = own_client(kind, handler)
    driver = open_driver(http_client=client)
    streaming = driver.client.images.with_streaming_response
    assert within(driver, streaming.upload(PNG), lambda r: r.read()) == b"abc"
    assert (moved.closed, arrived.closed) == (1, 1)
    close_own(driver, client)


class Interrupt(BaseException):
    """What no `except Exception` catches, as the interrupt of a user."""


@either_way
@pytest.mark.parametrize("error", [httpx.ReadError("broken"), httpx.ReadTimeout(""), Interrupt()])
def test_broken_download_keeps_the_file_that_was_there(
    open_driver: OpenDoor, kind: Kind, tmp_path: Path, error: Any
) -> None:
    target = tmp_path / "lake.png"
    target.write_bytes(b"old")
    body = Body(lambda: None, error)
    client = own_client(kind, lambda request: httpx.Response(200, stream=body))
    driver = open_driver(http_client=client)
    with pytest.raises(Interrupt if isinstance(error, Interrupt) else ConnectionFailed) as caught:
        driver.do("download_to", PICTURE, target)
    if isinstance(caught.value, ConnectionFailed):
        assert "the answer broke off" in str(caught.value) or isinstance(caught.value, TimedOut)
        assert caught.value.operation == "fetch"
    assert target.read_bytes() == b"old"
    assert {path.name for path in tmp_path.iterdir()} == {"lake.png"}
    assert body.closed == 1
    close_own(driver, client)


@either_way
def test_a_folder_that_is_not_there_leaves_no_connection_open(
    open_driver: OpenDoor, kind: Kind, tmp_path: Path
) -> None:
    body = Body(lambda: None)
    client = own_client(kind, lambda request: httpx.Response(200, stream=body))
    driver = open_driver(http_client=client)
    with pytest.raises(FileNotFoundError):
        driver.do("download_to", PICTURE, tmp_path / "no" / "lake.png")
    with pytest.raises(IsADirectoryError):
        driver.do("download_to", PICTURE, tmp_path)
    assert body.closed == 2
    assert list(tmp_path.iterdir()) == []
    close_own(driver, client)


@either_way
def test_a_downloaded_file_has_the_rights_of_any_new_file(
    open_driver: OpenDoor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = open_driver(Reply(200, PNG))
    before = os.umask(0o027)
    try:
        driver.do("download_to", PICTURE, tmp_path / "lake.png")
        assert os.umask(0o027) == 0o027
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "lake.png").stat().st_mode) == 0o640
    # A path may be one within the folder one stands in.
    monkeypatch.chdir(tmp_path)
    driver.do("download_to", PICTURE, "here.png")
    assert Path("here.png").read_bytes() == PNG


@either_way
@each("url", ["", "lake.png", "file:///etc/passwd", None, b"https://a.example/", 5])
def test_download_of_an_invalid_address_is_refused(
    open_driver: OpenDoor, kind: Kind, url: Any
) -> None:
    driver = open_driver()
    with pytest.raises(InvalidArgument, match="url: ") as caught:
        driver.do("download", url)
    assert (caught.value.host, caught.value.operation) == (kind.named, "fetch")
    assert driver.sent == []


@either_way
def test_an_address_that_is_too_long_is_refused(open_driver: OpenDoor) -> None:
    driver = open_driver()
    for call in (
        lambda: driver.do("download", "https://a.example/" + "a" * 70_000),
        lambda: driver.upload(Url("https://a.example/" + "a" * 70_000), method="GET"),
    ):
        with pytest.raises(InvalidArgument, match="too long") as caught:
            call()
        assert KEY not in str(caught.value)
    assert driver.sent == []
