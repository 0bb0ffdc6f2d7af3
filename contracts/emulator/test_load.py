"""Other people's bytes and connections: whatever one client sends, the others are answered."""

from __future__ import annotations

import io
import json
import os
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from imagehosts.emulator import Emulator, connections
from imagehosts.emulator.core.fetching import fetch_guarded
from imagehosts.emulator.core.forms import Bounds, Spool, Upload, Value, decode_base64
from imagehosts.emulator.core.sources import SourceError
from imagehosts.emulator.domain.credits import Allowance, Credits

from contracts.support.emulated import IMGES, ME, EmulatorClient, field, file, multipart, png
from contracts.support.reporting import each, report_all

Open = Callable[..., EmulatorClient]
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=f"
HEALTH = b"GET /_emulator/health HTTP/1.1\r\nHost: localhost\r\n\r\n"
#: CPU time, in seconds; an attack that is not fended off takes several times as much.
MOST_WORK = 1.5


def _head(length: int | None, kind: str, path: str = "/3/image") -> bytes:
    size = "Transfer-Encoding: chunked" if length is None else f"Content-Length: {length}"
    lines = [f"POST {path} HTTP/1.1", "Host: localhost", "Authorization: Client-ID a", size]
    return "\r\n".join([*lines, f"Content-Type: {kind}", "", ""]).encode()


def _sized(body: bytes, kind: str) -> bytes:
    return _head(len(body), kind) + body


def _fields(number: int) -> bytes:
    part = b'--f\r\nContent-Disposition: form-data; name="%d"; filename="a"\r\n\r\nx\r\n'
    return b"".join(part % n for n in range(number)) + b"--f--\r\n"


ATTACKS: dict[str, Callable[[], bytes]] = {
    "members in JSON": lambda: _sized(
        b"{" + b",".join(b'"%d":1' % n for n in range(1_800_000)) + b"}", "application/json"
    ),
    "lists in JSON": lambda: _sized(b'{"a":[' + b"[]," * 5_000_000 + b"0]}", "application/json"),
    "depth in JSON": lambda: _sized(b'{"a":' + b"[" * 5_000_000, "application/json"),
    "fields of nothing": lambda: _sized(b"a&" * 5_000_000, FORM),
    "fields without names": lambda: _sized(b"&" * 10_000_000, FORM),
    "escapes": lambda: _sized(b"a=" + b"%41" * 2_000_000, FORM),
    "chunks of a byte": lambda: _head(None, FORM) + b"1\r\na\r\n" * 700_000 + b"0\r\n\r\n",
    "files": lambda: _sized(_fields(100_000), MULTIPART),
    "a quote that is not closed": lambda: _sized(
        b'--f\r\nContent-Disposition: form-data; name="' + b"\\" * 60 + b"\r\n\r\nx\r\n--f--\r\n",
        MULTIPART,
    ),
    "a header in pieces": lambda: _sized(
        b"--f\r\nContent-Disposition: form-data" + b'; a="\\"' * 9000 + b"\r\n\r\nx\r\n--f--\r\n",
        MULTIPART,
    ),
    "half a boundary": lambda: _sized(
        b'--f\r\nContent-Disposition: form-data; name="a"\r\n\r\n' + b"\r\n--" * 1_000_000,
        MULTIPART,
    ),
    "a scheme and blanks": lambda: (
        b"GET /3/image/abcde HTTP/1.1\r\nHost: a\r\nAuthorization: Client-ID a"
        + b" " * 30_000
        + b"b\r\n\r\n"
    ),
}


@contextmanager
def _connection(base: str) -> Iterator[socket.socket]:
    host, _, port = base.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=60) as connection:
        yield connection


def _send(base: str, data: bytes) -> bytes:
    """What is answered; a server that has heard enough may close before it is all sent."""
    answer = b""
    with _connection(base) as connection:
        try:
            connection.sendall(data)
            while not re.search(rb"HTTP/1\.1 [2-5]\d\d [^\r]*\r\n", answer):
                if not (piece := connection.recv(65_536)):
                    break
                answer += piece
        except OSError:
            pass
    return answer


def test_nothing_that_is_sent_keeps_others_waiting() -> None:
    with Emulator(max_body_size=64_000_000) as emulator, emulator.serve() as base:
        with report_all() as case:
            for name, make in ATTACKS.items():
                data = make()
                with case(name):
                    thread = threading.Thread(target=_send, args=(base, data))
                    start = time.process_time()
                    thread.start()
                    while thread.is_alive():
                        assert b" 200 " in _send(base, HEALTH)
                        thread.join(0.02)
                    assert time.process_time() - start < MOST_WORK
        assert emulator.internal_errors == []


def test_a_large_body_needs_one_file_and_little_memory(emulated: EmulatorClient) -> None:
    before = len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").exists() else 0
    most = 0

    async def body() -> Any:
        nonlocal most
        for number in range(20):
            yield b"f%d=" % number + b"x" * 1_500_000 + b"&"
            if before:
                most = max(most, len(os.listdir("/proc/self/fd")) - before)

    response = emulated.post("/3/image", content=body(), headers={"Content-Type": FORM})
    assert response.status_code in (400, 401)
    assert most < 12


def test_fields_beyond_the_bound_are_thrown_away(open_emulated: Open) -> None:
    emulated = open_emulated(max_fields=10)
    many = [field(f"f{number}", "x") for number in range(9)]
    picture = file('name="source"; filename="a.png"', png())
    for parts, code in (([field("key", "k"), picture, *many], 200), ([*many, picture], 400)):
        assert emulated.post(ME, **multipart(*parts)).status_code == code
    noted = emulated.emulator.requests[-1].fields
    assert len(noted) == 9


def test_lists_and_members_beyond_the_bound_are_thrown_away(open_emulated: Open) -> None:
    emulated = open_emulated(max_fields=3)
    emulated.post("/v2/images", json={"ids": ["a", "b", "c", "d", "e"], "title": "t"})
    assert "title" not in emulated.emulator.requests[-1].fields
    emulated.post("/v2/images", json={"title": "t", "tags": "x", "public": "1", "album": "no"})
    assert set(emulated.emulator.requests[-1].fields) == {"title", "tags", "public"}


def test_json_beyond_its_size_is_not_understood(open_emulated: Open) -> None:
    emulated = open_emulated(max_json_size=1000)
    for size, there in ((100, True), (2000, False)):
        emulated.post("/v2/images", json={"title": "x" * size})
        assert ("title" in emulated.emulator.requests[-1].fields) is there


def test_json_nested_beyond_its_depth_is_not_understood(open_emulated: Open) -> None:
    emulated = open_emulated(max_json_depth=4)
    for nested, there in (('[[[""]]]', True), ('[[[[""]]]]', False), ('"[[[[[["', True)):
        body = f'{{"title": "x", "more": {nested}}}'
        emulated.post("/v2/images", content=body, headers={"content-type": "application/json"})
        assert ("title" in emulated.emulator.requests[-1].fields) is there, nested


def test_the_journal_keeps_little_of_a_large_request(emulated: EmulatorClient) -> None:
    headers = {f"x-{number}": "v" * 5000 for number in range(500)}
    fields = {f"{number}" + "n" * 3000: "v" * 300 for number in range(900)}
    query = "&".join(f"q{number}=v" for number in range(5000))
    emulated.post(f"{ME}?{query}", data=fields, headers=headers)
    entry = emulated.emulator.requests[-1]
    assert len(json.dumps(entry.as_dict())) < 500_000


def test_the_journal_has_a_bound(open_emulated: Open) -> None:
    emulated = open_emulated(max_journal=5)
    for _ in range(9):
        emulated.get("/nothing")
    assert len(emulated.emulator.requests) == 5


# Values and files of a request


def test_values_of_one_request_share_a_spool_and_stay_apart() -> None:
    spool = Spool()
    first = Value(spool)
    first.write(b"abc")
    second = Upload("a", spool=spool)
    second.write(b"defg")
    second.write(b"h")
    with pytest.raises(ValueError, match="in between"):
        first.write(b"x")
    reader = second.file
    assert (first.text, list(second.chunks(2))) == ("abc", [b"de", b"fg", b"h"])
    reader.seek(-2, io.SEEK_END)
    assert (reader.read(), reader.tell()) == (b"gh", 5)
    assert second.file.read() == b"defgh"
    spool.close()


@each("text", [b"QUJD!", b"QQ==QUJD", b"A", b"=" * 3_000_000 + b"QUJD"])
def test_what_is_not_base64_is_none(text: bytes) -> None:
    chunks = [text[at : at + 65_536] for at in range(0, len(text), 65_536)]
    assert decode_base64(chunks) is None


def test_the_bounds_are_those_of_the_settings(open_emulated: Open) -> None:
    emulated = open_emulated(max_body_size=5, max_fields=6, max_json_size=7, max_json_depth=8)
    assert emulated.emulator.services.bounds == Bounds(5, 6, 7, 8)


# Sources that are slow


@contextmanager
def _server(answer: Callable[[socket.socket], None]) -> Iterator[int]:
    """Answers each connection in a thread of its own."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.1)
    stop = threading.Event()
    threads: list[threading.Thread] = []

    def one(connection: socket.socket) -> None:
        with connection:
            try:
                while not stop.is_set():
                    answer(connection)
            except OSError:
                return

    def run() -> None:
        while not stop.is_set():
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                continue
            connection.settimeout(None)
            thread = threading.Thread(target=one, args=(connection,))
            thread.start()
            threads.append(thread)

    main = threading.Thread(target=run)
    main.start()
    try:
        yield listener.getsockname()[1]
    finally:
        stop.set()
        main.join()
        for thread in threads:
            thread.join()
        listener.close()


def _begin(connection: socket.socket, head: bytes, once: set[int]) -> None:
    if connection.fileno() not in once:
        once.add(connection.fileno())
        connection.sendall(head)


def _dripping(head: bytes, drop: bytes, pause: float) -> Callable[[socket.socket], None]:
    begun: set[int] = set()

    def answer(connection: socket.socket) -> None:
        _begin(connection, head, begun)
        connection.sendall(drop)
        time.sleep(pause)

    return answer


SLOW = {
    "a dripping body": _dripping(b"HTTP/1.1 200 OK\r\n\r\n", b"x", 0.05),
    "a dripping head": _dripping(b"HTTP/1.1 200 OK\r\n", b"a: b\r\n", 0.05),
    "interim answers without end": _dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.05),
    "silence": _dripping(b"", b"", 0.05),
}


def test_no_source_takes_longer_than_it_may() -> None:
    with report_all() as case:
        for name, answer in SLOW.items():
            with case(name), _server(answer) as port:
                start = time.monotonic()
                with pytest.raises(SourceError):
                    fetch_guarded(
                        f"http://localhost:{port}/a.png",
                        frozenset({f"localhost:{port}"}),
                        1_000_000,
                        start + 0.5,
                    )
                assert time.monotonic() - start < 15


def test_a_head_without_end_is_cut_off() -> None:
    fast = _dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000, 0)
    with _server(fast) as port:
        url, allowed = f"http://localhost:{port}/", frozenset({f"localhost:{port}"})
        with pytest.raises(SourceError, match="does not end"):
            fetch_guarded(url, allowed, 1_000_000, time.monotonic() + 20)


def test_a_name_that_is_not_resolved_in_time_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: go_on.wait(20) and [])
    start = time.monotonic()
    with pytest.raises(SourceError, match="in time"):
        fetch_guarded("http://slow.example/", frozenset({"public"}), 1000, start + 0.3)
    go_on.set()
    assert time.monotonic() - start < 15


def test_slow_sources_keep_no_upload_waiting() -> None:
    dialled: list[int] = []

    def silent(connection: socket.socket) -> None:
        dialled.append(connection.fileno())
        time.sleep(3)

    with _server(silent) as port:
        allowed = (f"localhost:{port}",)
        with (
            Emulator(allow_network=allowed, fetch_threads=2, fetch_seconds=2) as emulator,
            emulator.serve() as base,
        ):
            source = {"key": "k", "source": f"http://localhost:{port}/a.png"}
            answers: list[int] = []

            def fetch() -> None:
                answers.append(httpx.post(base + ME, data=source, timeout=60).status_code)

            threads = [threading.Thread(target=fetch) for _ in range(10)]
            start = time.monotonic()
            for thread in threads:
                thread.start()
            while len(dialled) < 2:
                time.sleep(0.01)
            files = {"source": ("a.png", png())}
            assert httpx.post(base + IMGES, data={"key": "k"}, files=files).status_code == 200
            assert answers == [], "the upload had to wait for a source"
            for thread in threads:
                thread.join()
            assert answers == [400] * 10
            assert time.monotonic() - start < 9, "waiting for a thread is part of the time"
            assert emulator.internal_errors == []


def test_many_slow_sources_of_one_request_take_no_longer_than_one() -> None:
    dialled: list[int] = []

    def silent(connection: socket.socket) -> None:
        dialled.append(connection.fileno())
        time.sleep(2)

    with (
        _server(silent) as port,
        Emulator(allow_network=(f"localhost:{port}",), fetch_seconds=0.5) as emulator,
    ):
        token = emulator.log_in("imageshack")["auth_token"]
        urls = ",".join(f"http://localhost:{port}/{number}.png" for number in range(6))
        fields = {"api_key": "k", "auth_token": token, "urls": urls}
        answer = EmulatorClient(emulator).post("/v2/images", data=fields).json()
        assert answer["result"]["failed"] == 6
    assert len(dialled) == 1


# Connections


UPLOAD = (
    b"POST /api/1/upload HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
    + FORM.encode()
    + b"\r\nContent-Length: 100\r\n\r\nkey=k"
)


def _until_closed(base: str, data: bytes) -> tuple[bytes, float]:
    start = time.monotonic()
    with _connection(base) as connection:
        connection.settimeout(20)
        answer = b""
        try:
            connection.sendall(data)
            while piece := connection.recv(65_536):
                answer += piece
        except ConnectionError:
            pass
    return answer, time.monotonic() - start


@pytest.fixture(params=["C", "Python"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """With the parser of the extra ``fast``, and without it."""
    if request.param == "C":
        pytest.importorskip("httptools", reason="needs the extra fast")
    monkeypatch.setattr(connections, "_is_fast", lambda: request.param == "C")
    return str(request.param)


def test_connections_on_which_nothing_happens_are_closed(parser: str) -> None:
    idle = {"nothing": b"", "half a head": HEALTH[:-4], "half a body": UPLOAD}
    with Emulator(idle_seconds=0.4) as emulator, emulator.serve() as base:
        with report_all() as case:
            for name, data in {**idle, "one request": HEALTH}.items():
                with case(name):
                    answer, took = _until_closed(base, data)
                    assert took < 10
                    assert (b"200 OK" in answer) == (data == HEALTH)
        assert emulator.internal_errors == []


def test_a_head_that_drips_is_closed(parser: str) -> None:
    with Emulator(idle_seconds=0.4) as emulator, emulator.serve() as base:
        with _connection(base) as connection:
            connection.sendall(b"GET / HTTP/1.1\r\n")
            sent = 0
            with suppress(ConnectionError):
                while sent < 100:
                    connection.sendall(b"A: b\r\n")
                    sent += 1
                    time.sleep(0.05)
            assert sent < 100


def test_a_client_that_reads_no_answer_is_let_go(parser: str, tmp_path: Path) -> None:
    content = png() + bytes(30_000_000)
    with Emulator(idle_seconds=0.5) as emulator, emulator.serve() as base:
        client = EmulatorClient(emulator)
        path = client.image(content)["url"].partition("8765")[2]
        with _connection(base) as connection:
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            time.sleep(2)
            size = 0
            try:
                while piece := connection.recv(1_000_000):
                    size += len(piece)
            except ConnectionError:
                pass
            assert size < len(content)
        assert emulator.internal_errors == []


def test_slow_work_is_no_idleness(parser: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from imagehosts.emulator.hosts.chevereto import upload as chevereto_upload

    make = chevereto_upload.make

    def slow(*arguments: Any) -> Any:
        time.sleep(1)
        return make(*arguments)

    monkeypatch.setattr(chevereto_upload, "make", slow)
    with Emulator(idle_seconds=0.3) as emulator, emulator.serve() as base:
        files = {"source": ("a.png", png())}
        assert httpx.post(base + ME, data={"key": "k"}, files=files).status_code == 200


def test_a_request_with_two_lengths_ends_its_connection(parser: str) -> None:
    smuggled = b"0\r\n\r\n" + HEALTH
    for head in (
        b"Content-Length: 5\r\nTransfer-Encoding: chunked",
        b"Transfer-Encoding: chunked\r\nContent-Length: 5",
        b"Content-Length: 5\r\nContent-Length: 6",
    ):
        with Emulator() as emulator, emulator.serve() as base:
            request = b"POST /api/1/upload HTTP/1.1\r\nHost: localhost\r\n" + head + b"\r\n\r\n"
            answer, _ = _until_closed(base, request + smuggled)
            assert answer.startswith(b"HTTP/1.1 400 "), answer
            assert b"connection: close" in answer.lower()
            assert answer.count(b"HTTP/1.1 ") == 1


def test_a_body_in_small_chunks_is_taken_up_to_a_bound(parser: str) -> None:
    with Emulator(max_small_chunks=100) as emulator, emulator.serve() as base:
        for number, status in ((50, b"400"), (5000, b"400")):
            body = b"1\r\na\r\n" * number + b"0\r\n\r\n"
            answer = _send(base, _head(None, FORM, ME) + body)
            assert answer.startswith(b"HTTP/1.1 " + status)
            assert (b"Invalid HTTP" in answer) == (number > 100)


def test_connection_over_the_limit_is_refused_with_a_message(parser: str) -> None:
    with Emulator(max_connections=3) as emulator, emulator.serve() as base:
        with _connection(base), _connection(base), _connection(base):
            time.sleep(0.2)
            assert b" 503 " in _send(base, HEALTH)


def test_callers_without_number_take_a_bounded_memory() -> None:
    allowance = Allowance("client", 5, 60.0)
    counted = Credits()
    for number in range(12_000):
        counted.take(allowance, f"{number}" + "x" * 5000, 1, 0.0)
    assert len(counted._used) == 10_000
    assert max(len(who) for _, who in counted._used) <= 200
    assert counted.take(allowance, "11999" + "x" * 5000, 0, 0.0).remaining == 4
