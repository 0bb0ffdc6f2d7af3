"""Which host is taken, which is tried next, what is looked for at one, and what a worker gets."""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import imagehosts
import pytest
from imagehosts.core import errors
from imagehosts.core.errors import ImageHostError, InvalidArgument, StatusError
from imagehosts.hosts import HOSTS, find_host
from imagehosts.sharing import reconciling
from imagehosts.sharing.choosing import (
    curable_elsewhere,
    default_host,
    hosts_by_preference,
    how_to_begin,
)
from imagehosts.sharing.connections import HostConnection
from imagehosts.sharing.details import NotOffered
from imagehosts.sharing.reconciling import find_stored
from imagehosts.sharing.sources import Source

from contracts.support.emulated import png
from contracts.support.recording import Recorder, Reply
from contracts.support.reporting import report_all
from contracts.support.specs import SPECS

PICTURE = png(3, 2)
#: Failures after which another host may take the picture.
CURABLE = {
    *("AuthenticationFailed", "CaptchaRequired", "ConnectionFailed", "FileTooLarge", "GeoBlocked"),
    *("HostUnavailable", "MissingCredentials", "NotOffered", "PermissionDenied", "RateLimited"),
    *("ResponseDecodeError", "TimedOut", "UnsupportedFormat"),
}
ANSWER = json.loads(
    (SPECS / "imgbb" / "examples" / "documented" / "upload_success.json").read_text("utf-8")
)


@pytest.fixture(autouse=True)
def _nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key and no address of the person who runs the tests."""
    for host in HOSTS:
        monkeypatch.delenv(host.base_url_variable, raising=False)
        for variable in host.sync_client.environment.values():
            monkeypatch.delenv(variable, raising=False)


def made(kind: type[ImageHostError]) -> ImageHostError:
    if issubclass(kind, StatusError):
        return kind("x", status=400)
    if issubclass(kind, InvalidArgument):
        return kind("a", "b")
    return kind("x")


def test_next_host_is_tried_where_another_can_help() -> None:
    kinds = [kind for name in vars(errors) if isinstance(kind := getattr(errors, name), type)]
    failures = {kind for kind in kinds if issubclass(kind, ImageHostError)} | {NotOffered}
    found = {kind.__name__ for kind in failures if curable_elsewhere(made(kind))}
    assert found == CURABLE
    for status, curable in ((499, False), (500, True), (599, True)):
        assert curable_elsewhere(StatusError("x", status=status)) is curable
    assert not curable_elsewhere(OSError("x"))


def test_first_host_with_a_key_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [host.name for host in hosts_by_preference()]
    assert sorted(names) == sorted(host.name for host in HOSTS if host.upload_operation)
    assert names[0] == "imagehosting_me"
    assert default_host() is None
    # A site that nobody named cannot be taken, whatever key there is.
    monkeypatch.setenv("CHEVERETO_API_KEY", "any")
    assert default_host() is None
    monkeypatch.setenv("CHEVERETO_BASE_URL", "https://pics.example/api/1")
    found = default_host()
    assert found is not None
    assert found.name == "chevereto"
    monkeypatch.setenv("IMGES_API_KEY", "")
    monkeypatch.setenv("IMGUR_ACCESS_TOKEN", "any")
    monkeypatch.delenv("CHEVERETO_BASE_URL")
    found = default_host()
    assert found is not None
    assert found.name == "imgur"


def test_advice_for_a_beginner_names_every_host_and_variable() -> None:
    first, second, last = how_to_begin().split("\n")
    assert first == (
        "no host is named with --to and no key is set. Guests are taken by imagehosting_me"
        " (IMAGEHOSTING_ME_API_KEY), imges (IMGES_API_KEY), imgur (IMGUR_CLIENT_ID)."
    )
    assert second == "With an account: imageshack (IMAGESHACK_API_KEY), imgbb (IMGBB_API_KEY)."
    assert last == (
        "`imagehosts hosts NAME` says where a key comes from; set it in the environment, or keep it"
        " with `imagehosts login NAME`."
    )
    with pytest.raises(errors.MissingCredentials) as caught:
        imagehosts.upload(PICTURE)
    assert str(caught.value) == how_to_begin()


def options(*replies: Reply) -> dict[str, Any]:
    recorder = Recorder(*replies)
    return {"api_key": "any", "transport": recorder, "max_retries": 0}


def uploads(kind: str) -> Iterator[Any]:
    """The call that uploads to several hosts in turn, in one way of waiting."""
    if kind == "sync":
        yield imagehosts.upload
    else:
        yield lambda *given, **named: asyncio.run(imagehosts.upload_async(*given, **named))


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_each_host_is_asked_once_and_the_reasons_are_listed(kind: str) -> None:
    (upload,) = uploads(kind)
    busy, taken = Reply(503, {"error": {"message": "busy"}}), Reply(200, ANSWER)
    wrong = Reply(400, {"error": {"message": "wrong"}})
    with report_all() as case:
        with case("second takes it"):
            given = {"imges": options(busy), "imgbb": options(taken)}
            steps: list[Any] = []
            found = upload(
                ("a.png", PICTURE),
                to=["imges", "imgbb"],
                client_options=given,
                progress=lambda *step: steps.append(step),
            )
            assert (found.host, found.source) == ("imgbb", "a.png")
            assert steps[-1][0] == steps[-1][1] > len(PICTURE)
        with case("none takes it"):
            given = {"imges": options(busy), "imgbb": options(busy)}
            with pytest.raises(imagehosts.AllHostsFailed) as caught:
                upload(PICTURE, to=["imges", "imgbb"], client_options=given)
            said = str(caught.value)
            assert said.startswith("no host took the picture: imges: busy (HTTP 503); ")
            assert "; imgbb: busy (HTTP 503); " in said
        with case("picture is wrong"):
            given = {"imges": options(wrong), "imgbb": options(taken)}
            with pytest.raises(errors.InvalidRequest):
                upload(PICTURE, to=["imges", "imgbb"], client_options=given)
            assert given["imgbb"]["transport"].sent == []
        with case("one host alone"):
            with pytest.raises(errors.HostUnavailable):
                upload(PICTURE, to="imges", client_options={"imges": options(busy)})
        with case("no host"):
            with pytest.raises(InvalidArgument, match=r"^to: name at least one host$"):
                upload(PICTURE, to=[])

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    given = {"imges": options(busy), "imgbb": options(taken)}
    with pytest.raises(errors.HostUnavailable):
        upload(("a.png", Pipe(PICTURE)), to=["imges", "imgbb"], client_options=given)
    assert given["imgbb"]["transport"].sent == []


def test_source_that_is_read_once_cannot_be_mirrored() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    for call in (
        lambda: imagehosts.mirror(Pipe(PICTURE), ["imgbb"]),
        lambda: asyncio.run(imagehosts.mirror_async(Pipe(PICTURE), ["imgbb"])),
    ):
        with pytest.raises(InvalidArgument) as caught:
            call()
        assert str(caught.value) == "source: it can be read only once; give a path or its bytes"


# --- looking for what was stored -----------------------------------------------------------


class Account:
    """A host that lists pictures and hands them out."""

    base_url = "https://a.example/api"

    def __init__(self, listed: list[Any] | None, content: bytes = PICTURE) -> None:
        self.listed, self.content = listed, content
        self.downloaded: list[str] = []
        self.closed = 0
        recent = None if listed is None else (lambda client: iter(listed))
        self.name = "made up"
        self.sharing = SimpleNamespace(recent=recent, members={"bytes": "bytes"})
        self.addresses = {"url": "url"}

    @property
    def host(self) -> Any:
        return self

    def blocking_client(self) -> Any:
        return self

    def download(self, url: str) -> bytes:
        self.downloaded.append(url)
        if url.endswith("broken"):
            raise errors.ConnectionFailed("lost")
        return self.content if url.endswith("ours") else b"another"

    def close(self) -> None:
        self.closed += 1


def listed(id: str, url: str | None, size: int | None = None) -> Any:
    return SimpleNamespace(id=id, url=url, bytes=size, title=None, width=1, height=1)


def look(account: Account, taken: tuple[str, ...] = (), digest: Any = "") -> str | None:
    source = Source(("a.png", account.content))
    source.look()
    digest = hashlib.sha256(account.content).hexdigest() if digest == "" else digest
    given: Any = account
    found = find_stored(given, source, digest, taken.__contains__)
    return None if found is None else found.id


def test_stored_picture_is_found_by_its_content_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconciling, "LOOKED_AT", 3)
    monkeypatch.setattr(reconciling, "LISTED", 6)
    ours, size = "https://a.example/ours", len(PICTURE)
    other = listed("o", "https://a.example/other")
    broken = listed("b", "https://a.example/broken")
    rows: dict[str, tuple[list[Any], tuple[str, ...], str | None, int]] = {
        "first": ([listed("x", ours)], (), "x", 1),
        "size that fits": ([listed("x", ours, size)], (), "x", 1),
        "another size": ([listed("x", ours, size + 1)], (), None, 0),
        "another's": ([listed("x", ours), listed("y", ours)], ("x",), "y", 1),
        "no address": ([listed("x", None), listed("y", ours)], (), "y", 1),
        "behind others": ([other, other, listed("x", ours)], (), "x", 3),
        "too far behind": ([other, other, other, listed("x", ours)], (), None, 3),
        "behind what others made": ([listed("t", ours)] * 5 + [listed("x", ours)], ("t",), "x", 1),
        "beyond what is listed": ([listed("t", ours)] * 6 + [listed("x", ours)], ("t",), None, 0),
        "that breaks off": ([broken, listed("x", ours)], (), None, 1),
        "nothing": ([], (), None, 0),
    }  # fmt: skip
    with report_all(len(rows)) as case:
        for name, (pictures, taken, found, downloads) in rows.items():
            with case(name):
                account = Account(pictures)
                assert look(account, taken) == found
                assert (len(account.downloaded), account.closed) == (downloads, 1)
    assert look(Account([listed("x", ours)]), digest=None) is None
    assert look(Account(None)) is None


# --- connections ---------------------------------------------------------------------------


def test_worker_gets_the_options_and_credentials_of_its_caller() -> None:
    connection = imagehosts.open_host_async(
        "imgur", client_id="id", base_url="https://a.example/3/", max_retries=0, timeout=None
    )
    assert connection.portable() == (
        {"base_url": "https://a.example/3", "max_retries": 0},
        {"client_id": "id"},
    )
    assert (connection.name, connection.label, connection.has_credentials) == (
        "imgur",
        "imgur",
        True,
    )
    assert repr(connection) == "<AsyncOpenHost <AsyncImgur https://a.example/3 (client_id)>>"
    with connection.blocking_client() as client:
        assert (client.base_url, client.credentials()) == (
            "https://a.example/3",
            {"client_id": "id"},
        )
    mine = imagehosts.open_host_async("imgur", client_id="id", transport=Recorder())
    with pytest.raises(InvalidArgument) as caught:
        mine.portable()
    assert str(caught.value) == "transport: it belongs to this process; workers make their own"
    with mine.blocking_client() as client:
        assert client.credentials() == {"client_id": "id"}
    assert not imagehosts.open_host_async("imgur", base_url="https://a.example/3").has_credentials


def test_connection_is_opened_by_name_or_row_with_known_options() -> None:
    row = find_host("imgbb")
    assert row is not None
    for name in ("imgbb", row):
        with imagehosts.open_host(name, api_key="any") as connection:
            given: HostConnection = connection
            assert (given.name, given.capabilities.host) == ("imgbb", "imgbb")
            assert connection.base_url == "https://api.imgbb.com/1"
    known = "chevereto, imagehosting_me, imageshack, imageshack_gallery, imgbb, imges, imgur"
    for open_it in (imagehosts.open_host, imagehosts.open_host_async):
        with pytest.raises(InvalidArgument) as caught:
            open_it("flickr")
        assert str(caught.value) == f"to: no host 'flickr'; known: {known}"
        with pytest.raises(InvalidArgument) as caught:
            open_it("imgbb", colour="red")
        assert str(caught.value).startswith("colour: ")
        assert str(caught.value).endswith("ImgBB takes no such option")
        for name in ("timeout", "http_client", "limits", "on_drift"):
            open_it("imgbb", api_key="any", **{name: None})
