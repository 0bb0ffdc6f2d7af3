"""What a caller gave is shown nowhere, whatever a host makes of it, and goes to no other origin."""

from __future__ import annotations

import base64
import logging
import pickle
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from imagehosts import (
    Chevereto,
    ConnectionFailed,
    ImageHostError,
    ImageShack,
    Imgur,
    ResponseError,
    StatusError,
    Url,
)
from imagehosts.core.flow import Flow
from imagehosts.core.logging import Drift
from imagehosts.core.transport import WireRequest
from imagehosts_wire.types import Operation

from contracts.support.clients import PNG
from contracts.support.fault_server import Connection, FaultServer
from contracts.support.recording import Recorder, Reply
from contracts.support.reporting import report_all

#: None of them has the looks of a secret.
MINE = {
    "key": "plain words of a key",
    "custom header": "custom-header-value",
    "cookie": "cookie-of-mine",
    "client header": "header-of-my-client",
    "client cookie": "cookie-of-my-client",
    "login": "correct horse: battery",
}


def echo(sent_secrets: dict[str, str]) -> Iterator[tuple[str, Reply]]:
    """Answers that repeat every secret, in every place and spelling."""
    text = " ".join(sent_secrets.values())
    quoted = quote(text)
    headers = {"X-Said": text.encode("ascii", "replace").decode(), "X-Request-Id": "abc"}
    yield "words at 403", Reply(403, f"No {text} and {quoted} here", headers)
    yield "JSON at 400", Reply(400, {"error": {"message": f"no {text}", "code": 1}}, headers)
    yield "imgur at 400", Reply(400, {"data": {"error": f"no {text}"}, "success": False}, headers)
    yield "page at 502", Reply(502, f"<html><title>{text}</title><p>{quoted}</p></html>", headers)
    yield "nonsense at 200", Reply(200, f"what is {text}?", headers)
    yield "cut at 200", Reply(200, '{"image": {"name": "' + text, headers)
    yield "a redirect", Reply(302, text, {"location": f"https://other.example/{quoted}?a={quoted}"})


def shown(error: ImageHostError) -> Iterator[str]:
    """Everything of an error that anybody could see, store or send on."""
    yield from (str(error), repr(error), str(error.args), str(vars(error)))
    yield "".join(traceback.format_exception(error))
    yield pickle.dumps(error).decode("latin-1")
    yield str(getattr(error, "__notes__", ""))
    response = getattr(error, "response", None)
    if response is not None:
        yield from (repr(response), response.text, str(dict(response.headers)), response.url)
    cause: BaseException | None = error
    while cause is not None:
        yield repr(cause) + str(cause.args)
        cause = cause.__cause__ or cause.__context__


def check(secrets: dict[str, str], texts: list[str]) -> None:
    for text in texts:
        for name, secret in secrets.items():
            for spelling in (secret, quote(secret), secret.replace(" ", "+")):
                assert spelling not in text, f"{name} in {text[:500]!r}"


def failing(call: Callable[[], object]) -> ImageHostError:
    with pytest.raises(ImageHostError) as caught:
        call()
    return caught.value


@pytest.mark.outside("sends more than a contract has")
def test_what_a_caller_gave_is_in_no_error_and_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    token = base64.b64encode(b"me:correct horse: battery").decode()
    headers = {"X-Custom": MINE["custom header"], "Cookie": f"a=b; s={MINE['cookie']}"}
    secrets = {**MINE, "basic": token}
    with report_all() as case:
        for name, reply in echo(secrets):
            with case(name):
                drifts: list[Drift] = []
                mine = httpx.Client(
                    transport=Recorder(reply),
                    headers={"X-Client": MINE["client header"]},
                    cookies={"session": MINE["client cookie"]},
                    auth=("me", MINE["login"]),
                )
                site = Chevereto(
                    "https://pics.example/api/1",
                    MINE["key"],
                    http_client=mine,
                    headers=headers,
                    max_retries=0,
                    on_drift=drifts.append,
                )
                errors = [failing(partial(site.upload, PNG, format=f)) for f in ("json", "txt")]
                check(secrets, [text for error in errors for text in shown(error)])
                check(secrets, [repr(site), str(drifts), caplog.text])
    assert "pics.example" in caplog.text


def test_passwords_and_deletehashes_are_kept_as_keys_are(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    secret = "AbCdEfGhIjKlMn0"
    secrets = {"secret": secret}
    options: dict[str, Any] = {"max_retries": 0}
    calls: dict[str, Callable[[Any], Callable[[], object]]] = {
        "password": lambda t: partial(
            ImageShack("k-of-mine", transport=t, **options).login, "somebody", secret
        ),
        "deletehash": lambda t: partial(Imgur("id-of-mine", transport=t, **options).delete, secret),
        "deletehash for an id": lambda t: partial(
            Imgur("id-of-mine", transport=t, **options).images.update, secret, title="x"
        ),
        "deletehashes": lambda t: partial(
            Imgur("id-of-mine", transport=t, **options).albums.create,
            deletehashes=["another", secret],
        ),
        "deletehash of an album": lambda t: partial(
            Imgur("id-of-mine", transport=t, **options).upload, PNG, album_id=secret
        ),
        "password in an address": lambda t: partial(
            Imgur("id-of-mine", transport=t, **options).upload,
            Url(f"https://me:{secret}@a.example/lake.png"),
        ),
        "signature in an address": lambda t: partial(
            Imgur("id-of-mine", transport=t, **options).upload,
            Url(f"https://a.example/lake.png?X-Amz-Signature={secret}&X-Amz-Expires=60"),
        ),
    }
    failures: list[Any] = [httpx.ConnectError("no"), httpx.ReadError(f"what {secret}")]
    with report_all() as case:
        for name, call in calls.items():
            for reply in [*(reply for _, reply in echo(secrets)), *failures]:
                with case(f"{name}, {reply}"):
                    check(secrets, list(shown(failing(call(Recorder(reply))))))
    check(secrets, [caplog.text])
    assert "images_delete" in caplog.text


def test_errors_that_a_host_module_makes_carry_no_secrets() -> None:
    secret = "AbCdEfGhIjKlMn0"
    stored_nothing = {"success": True, "process_time": 1, "result": {"images": [], "a": secret}}
    page = f"<html><title>Sure?</title><form action='/lake/delete/{secret}'></form></html>"
    options: dict[str, Any] = {"max_retries": 0}
    calls: dict[str, tuple[Reply, Callable[[Any], object]]] = {
        "an upload without pictures": (
            Reply(200, stored_nothing),
            lambda t: ImageShack("a-key", secret, transport=t, **options).upload(PNG),
        ),
        "a deletion that asks": (
            Reply(200, page, {"content-type": "text/html"}),
            lambda t: Chevereto("https://pics.example/api/1", transport=t, **options).delete(
                f"https://pics.example/lake/delete/{secret}"
            ),
        ),
    }
    with report_all() as case:
        for name, (reply, call) in calls.items():
            with case(name):
                error = failing(partial(call, Recorder(reply)))
                assert isinstance(error, ResponseError)
                assert error.response is not None
                assert "[redacted]" in error.response.text
                check({"secret": secret}, list(shown(error)))


@pytest.mark.outside("sends more than a contract has")
def test_a_short_secret_is_struck_where_it_stands_by_itself() -> None:
    said = 'wrong code zq7, not zq7x or azq7; ?pin=zq7&a=%7aq7 {"p": "zq7"} Zq7'
    reply = Reply(403, said)
    options: dict[str, Any] = {"max_retries": 0, "transport": Recorder(reply)}
    calls: dict[str, Callable[[], object]] = {
        "a password": lambda: ImageShack("key-of-mine", **options).login("somebody", "zq7"),
        "a deletehash": lambda: Imgur("id-of-mine", **options).delete("zq7"),
        "a header": lambda: Imgur("id-of-mine", headers={"X-Pin": "zq7"}, **options).images.get(
            "Ab3dEf7"
        ),
        "a cookie": lambda: Imgur(
            "id-of-mine", headers={"Cookie": "a=1; pin=zq7"}, **options
        ).images.get("Ab3dEf7"),
        "a login": lambda: Imgur(
            "id-of-mine",
            http_client=httpx.Client(transport=Recorder(reply), auth=("me", "zq7")),
            max_retries=0,
        ).images.get("Ab3dEf7"),
    }
    with report_all() as case:
        for name, call in calls.items():
            with case(name):
                error = failing(call)
                assert isinstance(error, StatusError)
                assert error.response is not None
                for text in (str(error), error.response.text):
                    left = text.replace("zq7x", "").replace("azq7", "")
                    assert "zq7" not in left, text
                    assert "%7aq7" not in left, text
                assert "wrong code" in error.response.text
                assert "zq7x or azq7" in error.response.text
        with case("a password of one letter"):
            options["transport"] = Recorder(Reply(403, "not a good password: a"))
            error = failing(lambda: ImageShack("key-of-mine", **options).login("me", "a"))
            assert isinstance(error, StatusError)
            assert (error.host_message or "").startswith("not ")
            assert not (error.host_message or "").endswith("a")


def parrot(connection: Connection) -> None:
    """Answer with the request itself, which is no HTTP answer."""
    request = connection.read_request()
    connection.send((request or b"") + b"\r\n")


def test_an_answer_that_is_no_http_does_not_repeat_the_key(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    secrets = {"id": "words-of-my-id", "header": "header-of-mine"}
    with FaultServer(parrot) as server:
        url = f"http://127.0.0.1:{server.port}/3"
        client = Imgur(
            secrets["id"], base_url=url, headers={"X-Mine": secrets["header"]}, max_retries=0
        )
        error = failing(lambda: client.images.get("Ab3dEf7"))
        assert isinstance(error, ConnectionFailed)
        check(secrets, [*shown(error), caplog.text])
        assert secrets["id"].encode() in server.requests[0]
    assert "httpcore" in caplog.text


def test_a_reason_beside_a_status_does_not_bring_the_key_into_logs(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    secrets = {"id": "words-of-my-id", "header": "header-of-mine"}

    def say_it_back(connection: Connection) -> None:
        said = " ".join((connection.read_request() or b"").decode("latin-1").split())
        connection.send(f"HTTP/1.1 400 {said}\r\nContent-Length: 0\r\n\r\n".encode("latin-1"))

    with FaultServer(say_it_back) as server:
        url = f"http://127.0.0.1:{server.port}/3"
        headers = {"X-Mine": secrets["header"]}
        client = Imgur(secrets["id"], base_url=url, headers=headers, max_retries=0)
        check(secrets, [*shown(failing(lambda: client.images.get("Ab3dEf7"))), caplog.text])
    assert '"HTTP/1.1 400 GET /3/image/Ab3dEf7' in caplog.text


def test_a_short_or_public_header_does_not_strike_out_the_rest() -> None:
    headers = {"X-A": "no", "Accept-Language": "words", "User-Agent": "gallery"}
    reply = Reply(403, "no words of this gallery")
    client = Imgur("client-id", transport=Recorder(reply), headers=headers, max_retries=0)
    error = failing(lambda: client.images.get("Ab3dEf7"))
    assert isinstance(error, StatusError)
    assert error.host_message == "no words of this gallery"
    assert error.response is not None
    assert error.response.text == "no words of this gallery"


# --- other origins -------------------------------------------------------------------------


def test_a_download_takes_nothing_to_another_origin() -> None:
    recorder = Recorder(Reply(200, PNG))
    mine = httpx.Client(
        transport=recorder,
        headers={"X-Client": "a"},
        cookies={"session": "b"},
        auth=("me", "c"),
    )
    base = "https://pics.example/api/1"
    client = Chevereto(base, "key", http_client=mine, headers={"X-Mine": "d"})
    for url in (
        "https://pics.example/a.png",
        "https://pics.example:443/a.png",
        "https://PICS.example/a.png",
    ):
        client.download(url)
        assert {"x-client", "x-mine", "cookie", "authorization"} <= set(recorder.sent[-1].headers)
    for url in (
        "http://pics.example/a.png",
        "https://pics.example:8443/a.png",
        "https://cdn.pics.example/a.png",
        "https://pics.example.evil.example/a.png",
    ):
        client.download(url)
        names = set(recorder.sent[-1].headers)
        assert names == {"host", "user-agent", "accept", "accept-encoding"}, url
    assert "key" not in str([sent.headers.raw for sent in recorder.sent])


def test_a_redirect_of_a_download_takes_nothing_to_another_origin() -> None:
    moved = Reply(301, "", {"location": "https://pics.example/a.png"})
    recorder = Recorder(moved, Reply(200, PNG))
    client = Chevereto(
        "http://pics.example/api/1", "key", transport=recorder, headers={"X-Mine": "d"}
    )
    assert client.download("http://pics.example/a.png") == PNG
    first, second = recorder.sent
    assert (first.headers.get("x-mine"), second.headers.get("x-mine")) == ("d", None)
    # And never from https to http, nor to another host.
    for location in ("http://pics.example/b.png", "https://cdn.example/a.png"):
        recorder = Recorder(Reply(302, "", {"location": location}), Reply(200, PNG))
        client = Chevereto("https://pics.example/api/1", "key", transport=recorder)
        with pytest.raises(StatusError, match="not followed"):
            client.download("https://pics.example/a.png")
        assert len(recorder.sent) == 1


@pytest.mark.outside("the caller adds a secret to the query")
def test_a_request_shows_itself_to_hooks_without_its_secrets() -> None:
    key = "words-of-a-key-in-the-path"
    seen: list[str] = []

    class Watching(Imgur):
        def repair_request(
            self, operation: Operation[Any], request: WireRequest, error: StatusError
        ) -> Flow[bool]:
            seen.append(repr(request))
            yield from ()
            return False

    recorder = Recorder(Reply(404, {"data": {"error": "no"}, "success": False, "status": 404}))
    with Watching(key, base_url="https://h.example/3", transport=recorder, max_retries=0) as client:
        with pytest.raises(StatusError):
            client.images.get("a1", options={"query": {"token": "secret-of-a-query"}})
        with pytest.raises(StatusError):
            client.images.delete(key)
    assert seen[0] == "<GET https://h.example/3/image/a1>"
    assert len(seen) == 2
    assert key not in seen[1]
