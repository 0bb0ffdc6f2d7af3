"""What a caller reads when a call fails, whole: the error, its notes, and what was done about it.

Each way to fail is a row; what comes of it is committed, so that a word, a limit or a repetition
that changes is seen. Blocking and asynchronous clients must say the same.
"""

from __future__ import annotations

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import httpx
import pytest
from imagehosts import ConnectionFailed, ImageHostError, StatusError
from imagehosts.core.options import response_limits
from imagehosts.core.transport import ResponseLimits, Timeout
from imagehosts_wire.types import Credential, Operation, Parameter, Result

from contracts.support.clock import Clock
from contracts.support.plain_client import (
    KEY,
    Awaiting,
    Blocking,
    Breaking,
    Coming,
    Patient,
    result_of,
)
from contracts.support.recording import Recorder, Reply, Script
from contracts.support.reporting import report_all
from contracts.support.snapshots import hold_file

FORM = "application/x-www-form-urlencoded"
READ: Operation[Any] = Operation(
    "plain",
    "things_get",
    "GET",
    "/things",
    result=Result("json", lambda: dict[str, int]),
    credentials=(Credential("key", "header", "Authorization", prefix="Bearer "),),
    repeatable=True,
)
MAKE: Operation[Any] = Operation(
    "plain",
    "things_make",
    "POST",
    "/things",
    result=Result("json", lambda: dict[str, int]),
    parameters=(Parameter("title", "title", "body"),),
    bodies=(FORM,),
)
#: Small enough to come near to each.
LIMITS = ResponseLimits(max_bytes=1000, max_values=500_000, max_depth=10, max_xml_bytes=1000)


def ok(body: bytes = b'{"a": 1}', **headers: str) -> Reply:
    return Coming(200, body, {name.replace("_", "-"): value for name, value in headers.items()})


def said(status: int, message: str = "", code: int | None = None, **headers: str) -> Reply:
    error: dict[str, Any] = {"message": message} if message else {}
    error |= {} if code is None else {"code": code}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Coming(status, {"error": error}, named)


def moved(status: int, location: str) -> Reply:
    return Coming(status, b"", {"location": location})


def nested(depth: int) -> bytes:
    return b'{"a": 1, "b": ' + b"[" * (depth - 1) + b"]" * (depth - 1) + b"}"


def of_size(size: int) -> bytes:
    return b'{"a": 1}'.ljust(size)


ERRORS: dict[str, Exception] = {
    "no connection": httpx.ConnectError("no route to host"),
    "no connection, without a word": httpx.ConnectError(""),
    "no connection in time": httpx.ConnectTimeout("timed out"),
    "no free connection": httpx.PoolTimeout("timed out"),
    "proxy": httpx.ProxyError("403 Forbidden"),
    "no answer in time": httpx.ReadTimeout("timed out"),
    "cannot write in time": httpx.WriteTimeout("timed out"),
    "reset while reading": httpx.ReadError("reset"),
    "reset while writing": httpx.WriteError(""),
    "no HTTP": httpx.RemoteProtocolError("illegal status line: the-key-of-these-tests"),
    "header that cannot be sent": httpx.LocalProtocolError("Illegal header value"),
    "scheme": httpx.UnsupportedProtocol("missing an http:// or https:// protocol"),
    "coding": httpx.DecodingError("incorrect header check"),
    "bad location": httpx.RemoteProtocolError("Invalid URL in location header: x."),
    "no name": UnicodeError("label too long"),
    "address of a redirect": httpx.InvalidURL("Invalid port"),
    "another event loop": RuntimeError("a Future attached to a different event loop"),
}
ANSWERS: dict[str, list[Script]] = {
    "success": [ok()],
    "success after two failures": [said(503), said(500), ok()],
    "busy": [said(503, "Down for repairs")],
    "busy for a while": [said(503, "Down", retry_after="7")],
    "busy for long": [said(503, "Down", retry_after="61")],
    "too soon": [said(429, "Slow down")],
    "too soon, by its text": [said(429, "Please wait 90 seconds")],
    "too soon, by its code": [said(400, "No", code=17)],
    "too soon, and the longer of two": [said(429, "wait 20 seconds", retry_after="10"), ok()],
    "refused by the table": [said(400, "You sent this Twice")],
    "refused": [said(400, "The title is too long")],
    "refused without a word": [said(400)],
    "wrong key": [said(401, f"The key {KEY} is unknown", code=3)],
    "forbidden": [said(403, "No")],
    "not found": [said(404, "No such thing")],
    "too large": [said(413, "Too large")],
    "kind of file": [said(415, "No")],
    "lawyers": [said(451, "No")],
    "teapot": [said(418, "No")],
    "page": [Coming(502, "<html><head><title>Bad  Gateway</title></head></html>")],
    "long message": [said(400, "x" * 300)],
    "message of two hundred letters": [said(400, "y" * 200)],
    "message of two hundred and one": [said(400, "z" * 201)],
    "error at 200": [said(200, "There is no such thing")],
    "error at 200, otherwise": [said(200, "Broken")],
    "empty": [ok(b"")],
    "blank": [ok(b" \n")],
    "text": [ok(b"all is   well")],
    "long text": [ok(b"all is well " * 30)],
    "another JSON": [ok(b"[1]")],
    "number out of place": [ok(b'{"a": "x", "b": 2}')],
    "as long as it may be": [ok(of_size(1000))],
    "a byte longer": [ok(of_size(1001))],
    "a byte longer, failed": [Coming(400, of_size(1001))],
    "as deep as it may be": [ok(nested(10))],
    "a level deeper": [ok(nested(11))],
    "a level deeper, failed": [Coming(400, nested(11))],
    "gzip": [ok(gzip.compress(b'{"a": 1}'), content_encoding="gzip")],
    "deflate": [ok(zlib.compress(b'{"a": 1}'), content_encoding="deflate")],
    "gzip, cut": [ok(gzip.compress(b'{"a": 1}')[:-9], content_encoding="gzip")],
    "gzip, as long as it may be": [ok(gzip.compress(of_size(1000)), content_encoding="gzip")],
    "gzip, a byte longer": [ok(gzip.compress(of_size(1001)), content_encoding="gzip")],
    "no gzip": [ok(b'{"a": 1}', content_encoding="gzip")],
    "no gzip, failed": [Coming(400, b"plain words", {"content-encoding": "gzip"})],
    "unknown coding": [ok(b'{"a": 1}', content_encoding="br")],
    "unknown coding, failed": [Coming(400, b"plain words", {"content-encoding": "br"})],
    "several codings": [ok(b'{"a": 1}', content_encoding="gzip, deflate")],
    "no coding": [ok(b'{"a": 1}', content_encoding="identity, utf-8")],
    "moved within the host": [moved(302, "/api/others"), ok()],
    "moved by a slash": [moved(301, "/api/things/"), ok()],
    "moved for good": [moved(308, "/api/others"), ok()],
    "moved for now": [moved(307, "/api/others"), ok()],
    "see other": [moved(303, "/api/others"), ok()],
    "moved and moved": [moved(302, f"/api/{number}") for number in range(9)],
    "moved three times": [*(moved(302, f"/api/{number}") for number in range(3)), ok()],
    "moved to another host": [moved(301, "https://other.example/api/things")],
    "moved to another path there": [moved(301, "https://other.example/v2?key=x")],
    "moved to another port": [moved(301, "https://plain.example:8443/api/things")],
    "moved to no TLS": [moved(301, "http://plain.example/api/things")],
    "moved to a user": [moved(301, "https://me:word@plain.example/api/others")],
    "moved nowhere": [moved(301, "")],
    "moved to itself": [moved(301, "/api/things")],
    "moved without saying where": [Coming(301, b"")],
    "not modified": [Coming(304, b"")],
}


def scenarios() -> Iterator[tuple[str, Operation[Any], list[Script]]]:
    for operation in (READ, MAKE):
        for name, error in ERRORS.items():
            yield f"{operation.id}, {name}", operation, [error]
        for name, script in ANSWERS.items():
            yield f"{operation.id}, {name}", operation, list(script)


def outcome(kind: Any, operation: Operation[Any], script: list[Script], **options: Any) -> str:
    """What a call gives, or the error that it ends in; then requests and waits."""
    recorder = Recorder(*script)
    client = kind(credentials={"key": KEY}, transport=recorder, limits=LIMITS, **options)
    patient = Patient(client)
    text = result_of(client, lambda: client.call(operation, ("x",) * len(operation.parameters)))
    count = f"{len(recorder.sent)} request{'s' if len(recorder.sent) != 1 else ''}"
    targets = dict.fromkeys(sent.url for sent in recorder.sent)
    asked = "" if len(targets) < 2 else f" to {', '.join(url[20:] for url in targets)}"
    waits = f", waits {', '.join(f'{wait:g}' for wait in patient.waits)}" if patient.waits else ""
    assert KEY not in text
    return f"{text}\n    {count}{asked}{waits}"


BROKEN: dict[str, list[Script]] = {
    "breaks off": [Breaking(200, b'{"a": 1')],
    "breaks off behind the document": [Breaking(200, b'{"a": 1}')],
    "breaks off, failed": [Breaking(400, b'{"error": {"message": "Too')],
    "breaks off, busy": [Breaking(503, b"We are bus")],
    "breaks off in gzip": [
        Breaking(200, gzip.compress(b'{"a": 1}')[:20], {"content-encoding": "gzip"})
    ],
    "breaks off, too long, failed": [Breaking(400, of_size(1001))],
}
#: What is read as it comes, or is no answer of the API's.
STREAMED: dict[str, list[Script]] = BROKEN | {
    name: ANSWERS[name]
    for name in (
        *("success", "busy", "not found", "empty", "a byte longer", "gzip", "gzip, cut", "no gzip"),
        *("unknown coding", "several codings", "no coding", "moved within the host"),
        *("moved and moved", "moved to another host", "success after two failures"),
        "wrong key",
    )
}


def streamed(kind: Any, script: list[Script]) -> str:
    """What a caller reads of an answer as it comes."""
    recorder = Recorder(*script)
    client = kind(credentials={"key": KEY}, transport=recorder, limits=LIMITS)
    Patient(client)

    def read() -> Any:
        return client.call(READ, (), None, "stream").read()

    async def read_async() -> Any:
        return await (await client.call(READ, (), None, "stream")).read()

    text = result_of(client, read if kind is Blocking else read_async)
    return text if len(text) < 400 else f"{len(text)} characters"


def downloaded(kind: Any, script: list[Script]) -> str:
    """What comes of an address at another host, and the key where it was sent along."""
    recorder = Recorder(*script)
    client = kind(credentials={"key": KEY}, transport=recorder, limits=LIMITS)
    Patient(client)
    text = result_of(client, lambda: client.download("https://cdn.example/a?token=secretive"))
    sent = "".join(f"{each.url} {each.headers!r}" for each in recorder.sent)
    assert KEY not in sent + text
    return f"{text}\n    {len(recorder.sent)} requests"


@pytest.mark.snapshots
def test_failures_are_said_and_repeated_as_committed() -> None:
    lines = ["# What a caller reads of each failure, by `make snapshots`.", ""]
    with report_all() as case:
        for name, operation, script in scenarios():
            with case(name):
                found = outcome(Blocking, operation, list(script))
                assert outcome(Awaiting, operation, list(script)) == found
                lines += [name, f"    {found}"]
        for name, script in BROKEN.items():
            with case(name):
                found = outcome(Blocking, READ, list(script))
                assert outcome(Awaiting, READ, list(script)) == found
                lines += [f"things_get, {name}", f"    {found}"]
        for title, call in (("streamed", streamed), ("downloaded", downloaded)):
            for name, script in STREAMED.items():
                with case(f"{title}, {name}"):
                    found = call(Blocking, list(script))
                    assert call(Awaiting, list(script)) == found
                    lines += [f"{title}, {name}", f"    {found}"]
    hold_file("failures.txt", "\n".join(lines) + "\n")


def test_bug_below_the_client_is_no_error_of_a_host() -> None:
    for kind in (Blocking, Awaiting):
        with pytest.raises(RuntimeError, match=r"^boom$"):
            outcome(kind, READ, [RuntimeError("boom")])
        with pytest.raises(ZeroDivisionError):
            outcome(kind, READ, [ZeroDivisionError()])


class Slow(httpx.AsyncBaseTransport):
    """Takes its seconds before it answers, and again before each piece of the body."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(self.seconds)

        async def body() -> AsyncIterator[bytes]:
            for piece in (b'{"a"', b": 1", b"}"):
                await asyncio.sleep(self.seconds)
                yield piece

        return httpx.Response(200, content=body())


def test_total_of_a_call_ends_it_at_every_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """Over a transport of the caller's, whose steps nobody else bounds."""
    total = (
        "plain things_get: GET https://plain.example/api/things: no answer within its total of {} s"
    )
    rows: list[tuple[Timeout, float, str]] = [
        (Timeout(total=4.5), 4.5, ""),
        (Timeout(total=3.5), 3.5, total.format(3.5)),
        (Timeout(total=0.5), 0.5, total.format(0.5)),
        (Timeout(total=None), 4, ""),
        (Timeout(), 4, ""),
    ]
    with report_all(len(rows)) as case:
        for timeout, seconds, expected in rows:
            with case(timeout):
                clock = Clock(monkeypatch)
                client = Awaiting(credentials={}, transport=Slow(1), timeout=timeout, max_retries=0)

                async def call(client: Awaiting = client) -> str:
                    try:
                        return repr(await client.call(READ, ()))
                    except ImageHostError as error:
                        return f"{error}"

                found = clock.run(call())
                assert clock.passed == min(seconds, 4)
                assert found == (expected or "{'a': 1}")


def test_answer_that_repeats_the_key_is_kept_without_it() -> None:
    script: list[Script] = [said(401, f"The key {KEY} is unknown")]
    calls: dict[str, Callable[[Any], Any]] = {
        "call": lambda client: client.call(READ, ()),
        "download": lambda client: client.download("https://cdn.example/a"),
    }
    with report_all(len(calls)) as case:
        for name, call in calls.items():
            client = Blocking(credentials={"key": KEY}, transport=Recorder(*script))
            with case(name), client, pytest.raises(StatusError) as caught:
                call(client)
            response = caught.value.response
            assert response is not None
            assert response.content == b'{"error": {"message": "The key [redacted] is unknown"}}'
            # So is what a library below says of bytes that are no answer.
            broken = Recorder(httpx.RemoteProtocolError(f"illegal status line: {KEY}"))
            client = Blocking(credentials={"key": KEY}, transport=broken, max_retries=0)
            with client, pytest.raises(ConnectionFailed) as lost:
                call(client)
            assert str(lost.value.__cause__) == "illegal status line: [redacted]"


def test_error_is_read_no_further_than_it_is_kept() -> None:
    class Counting(httpx.SyncByteStream, httpx.AsyncByteStream):
        pulled = 0

        def __iter__(self) -> Iterator[bytes]:
            for self.pulled in range(1, 9):
                yield b"x" * 600

        async def __aiter__(self) -> AsyncIterator[bytes]:
            for piece in self:
                yield piece

    class Long(Coming):
        def response(self) -> httpx.Response:
            return httpx.Response(400, stream=stream)

    for kind in (Blocking, Awaiting):
        stream = Counting()
        found = outcome(kind, READ, [Long()])
        assert found.startswith("InvalidRequest [plain things_get; status 400]")
        assert stream.pulled == 2


def test_limits_of_a_client_win_over_each_other_as_said() -> None:
    limits = ResponseLimits(max_bytes=7)
    assert response_limits(limits, None) is limits
    assert response_limits(limits, 0) == ResponseLimits(max_bytes=0)
    assert response_limits(ResponseLimits(max_depth=3), 9) == ResponseLimits(
        max_depth=3, max_bytes=9
    )


def test_total_of_a_call_follows_its_longest_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five minutes, five times the longest step, or no end where a step has none."""
    monkeypatch.setattr("time.monotonic", lambda: 0.0)
    rows: list[tuple[Timeout, float, float]] = [
        (Timeout(), 300, 1),
        (Timeout(60, 60, 60, 60), 300, 1),
        (Timeout(60.5, 1, 1, 1), 302.5, 1),
        (Timeout(1, 61, 1, 1), 305, 1),
        (Timeout(1, 1, 62, 1), 310, 1),
        (Timeout(1, 1, 1, 63), 315, 1),
        (Timeout.of(100), 500, 1),
        (Timeout(total=5), 5, 0),
        (Timeout(total=None), float("inf"), 0),
        (Timeout(read=None), float("inf"), 0),
        (Timeout.of(None), float("inf"), 0),
    ]
    with report_all(len(rows)) as case:
        for timeout, seconds, more in rows:
            with case(timeout):
                deadline = timeout.deadline()
                assert (deadline.seconds, deadline.left()) == (seconds, seconds)
                deadline.moved(1024)
                assert deadline.left() == seconds + more
                assert deadline.left_after(10) == seconds + more - (0 if more else 10)
