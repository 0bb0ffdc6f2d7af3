"""The emulator's server beside the same server with nothing behind it, and with much behind it.

``python -m benchmarks.emulated FILE`` serves the bytes of a file by a bare Starlette application on
the emulator's server, as a peer.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks import corpus
from benchmarks.measure import Comparison

#: How many pictures are much; the aim is for 300,000, which take some minutes to write.
MANY = int(os.environ.get("BENCH_PICTURES", "30000"))
FEW = 1000


def noise(size: int) -> bytes:
    """A JPEG of noise, of about so many bytes."""
    import io

    from PIL import Image

    side = max(16, round((size / 0.9) ** 0.5))
    content = io.BytesIO()
    Image.effect_noise((side, side), 90).convert("RGB").save(content, "JPEG", quality=75)
    return content.getvalue()


# One picture


def serving(folder: Path) -> Iterator[Comparison]:
    """CPU time of a server for one GET of a picture; the other machine's load does not count."""
    picture = folder / "served.jpg"
    picture.write_bytes(noise(60_000))
    with (
        server("imagehosts.emulator", "--port", "0") as (ours, base),
        server("benchmarks.emulated", str(picture)) as (theirs, bare),
    ):
        import httpx

        answer = httpx.post(
            f"{base}/api/1/upload", data={"key": "k"}, files={"source": picture.open("rb")}
        )
        path = answer.json()["image"]["url"].removeprefix(base)
        kinds: list[tuple[str, bool, float | None]] = [
            ("GET of a picture of 60 kB, CPU", True, 1 / 0.7),
            ("the same, each request another", False, None),
        ]
        for what, equal, aim in kinds:
            mine, peers = list[float](), list[float]()
            for number in range(7):
                pairs = ((ours, base, path, mine), (theirs, bare, "/", peers))
                for process, address, at, times in pairs if number % 2 else reversed(pairs):
                    times.append(_cost_of_gets(process.pid, address, at, 1000, equal=equal))
            ratio = statistics.median(a / b for a, b in zip(mine[1:], peers[1:], strict=True))
            figures = (statistics.median(mine), statistics.median(peers), ratio)
            yield Comparison(what, "bare Starlette", *figures, aim)


def _cost_of_gets(process: int, base: str, path: str, number: int, *, equal: bool = True) -> float:
    """Milliseconds of CPU for each; ``equal`` requests are the same to the last byte."""
    host, _, port = base.removeprefix("http://").partition(":")
    head = f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nAccept: */*\r\nX-Number: "
    with socket.create_connection((host, int(port))) as connection:
        before = cpu(process)
        for count in range(number):
            connection.sendall(f"{head}{1 if equal else count + before}\r\n\r\n".encode())
            _read_answer(connection)
        return (cpu(process) - before) / number * 1000


def _read_answer(connection: socket.socket) -> None:
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(262_144)
    head, _, body = data.partition(b"\r\n\r\n")
    match = re.search(rb"(?i)content-length: (\d+)", head)
    assert match, head
    left = int(match[1]) - len(body)
    while left > 0:
        left -= len(connection.recv(262_144))


def cpu(process: int) -> float:
    """Seconds that a process has worked, by the clock that Linux has for each process."""
    return time.clock_gettime((~process << 3) | 2)


@contextmanager
def server(module: str, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [sys.executable, "-m", module, *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=corpus.ROOT)
    assert process.stdout is not None
    try:
        yield process, process.stdout.readline().split()[-1]
    finally:
        process.terminate()
        process.wait()


def starting(folder: Path) -> Iterator[Comparison]:
    """CPU time from nothing to the first answer, beside that of what it is made of."""
    parts = "import resource, starlette.requests, uvicorn, PIL.Image, sqlite3, anyio.to_thread;"
    parts += "used = resource.getrusage(resource.RUSAGE_SELF); print(used.ru_utime + used.ru_stime)"
    mine, peers = list[float](), list[float]()
    for _ in range(5):
        with server("imagehosts.emulator", "--port", "0") as (process, _):
            mine.append(cpu(process.pid) * 1000)
        command = [sys.executable, "-c", parts]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        peers.append(float(done.stdout) * 1000)
    ratio = statistics.median(a / b for a, b in zip(mine, peers, strict=True))
    figures = (statistics.median(mine), statistics.median(peers), ratio)
    yield Comparison("start to first answer, CPU", "importing its libraries", *figures, None)


# Many clients


#: Uploads of each client, of which the first do not count: everything warms up.
_CLIENTS, _UPLOADS, _WARMING = 50, 44, 4


def uploading_at_once(folder: Path) -> Iterator[Comparison]:
    """50 connections that upload 2,000 pictures: the slowest of a hundred beside the median.

    In memory, and with everything on disk before it is acknowledged. The clients are bare sockets
    in threads; with more in them, their own waiting for one another would be measured.
    """
    content = noise(20_000)
    for where, options in (("memory", ()), ("disk", ("--data", str(folder / "data")))):
        times = list[float]()
        with server("imagehosts.emulator", "--port", "0", *options) as (_, base):
            begin = threading.Barrier(_CLIENTS)
            threads = [
                threading.Thread(target=_upload_steadily, args=(base, content, begin, times))
                for _ in range(_CLIENTS)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        times.sort()
        slow, middle = times[len(times) * 99 // 100], statistics.median(times)
        what = f"99th of 100 of 2,000 uploads, {where}"
        yield Comparison(what, "the median", slow, middle, slow / middle, 2)


def _upload_steadily(
    base: str, content: bytes, begin: threading.Barrier, times: list[float]
) -> None:
    """Upload over one connection; all begin at once, and count while all are at it."""
    host, _, port = base.removeprefix("http://").partition(":")
    body = (
        b'--frontier\r\nContent-Disposition: form-data; name="image"; filename="a.jpg"\r\n'
        b"Content-Type: image/jpeg\r\n\r\n" + content + b"\r\n--frontier--\r\n"
    )
    head = (
        f"POST /3/image HTTP/1.1\r\nHost: {host}:{port}\r\nAuthorization: Client-ID a\r\n"
        f"Content-Type: multipart/form-data; boundary=frontier\r\nContent-Length: {len(body)}"
    )
    request = head.encode() + b"\r\n\r\n" + body
    with socket.create_connection((host, int(port))) as connection:
        begin.wait()
        for number in range(_UPLOADS):
            started = time.perf_counter()
            connection.sendall(request)
            _read_answer(connection)
            if number >= _WARMING:
                times.append((time.perf_counter() - started) * 1000)


# Many workers


def scaling(folder: Path) -> Iterator[Comparison]:
    """CPU time of the busier of two workers, beside that of one process, for the same requests.

    That is what two processors take of the time that one takes. The client would need them as well,
    so that a clock on the wall would measure it more than the emulator.
    """
    from concurrent.futures import ThreadPoolExecutor

    import httpx

    content, clients = noise(60_000), 16
    print(f"GETs of the workers by {'ab' if _AB else 'clients in Python: no ab (apache2-utils)'}")
    work: dict[str, Callable[[str, str], None]] = {
        "GET of 60 kB": _get_by_ab if _AB else lambda base, path: _get_often(base, path, 200),
        "upload of 60 kB": lambda base, _: _upload_often(base, content, 12),
    }
    used = {name: ([], []) for name in work}  # type: dict[str, tuple[list[float], list[float]]]
    for number in range(6):
        for workers in (1, 2) if number % 2 else (2, 1):
            data = str(folder / f"data{number}-{workers}")
            arguments = ("--port", "0", "--data", data, "--workers", str(workers))
            with (
                server("imagehosts.emulator", *arguments) as (process, base),
                ThreadPoolExecutor(clients) as pool,
            ):
                answering = _children(process.pid) if workers > 1 else [process.pid]
                files = {"source": ("a.jpg", content)}
                answer = httpx.post(f"{base}/api/1/upload", data={"key": "k"}, files=files)
                path = answer.json()["image"]["url"].removeprefix(base)
                for name, ask in work.items():
                    at_once = 1 if ask is _get_by_ab else clients
                    before = [cpu(one) for one in answering]
                    list(pool.map(ask, [base] * at_once, [path] * at_once))
                    each = [cpu(one) - then for one, then in zip(answering, before, strict=True)]
                    used[name][workers - 1].append(max(each) * 1000)
    for name, (one, two) in used.items():
        ratio = statistics.median(b / a for a, b in zip(one[1:], two[1:], strict=True))
        figures = (statistics.median(two), statistics.median(one), ratio)
        yield Comparison(f"{name}, busier of 2 workers", "one process alone", *figures, 1 / 1.7)


def _children(process: int) -> list[int]:
    """The workers of an emulator."""
    found = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [int(one) for one in found if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]


#: A client in C, which leaves the servers more of the processors than one in Python.
_AB = shutil.which("ab")


def _get_by_ab(base: str, path: str) -> None:
    """As many GETs as all other clients make together, over 64 connections that are kept."""
    assert _AB
    command = [_AB, "-q", "-k", "-c", "64", "-n", "3200", base + path]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert re.search(r"Failed requests: +0\n", done.stdout), done.stdout


def _get_often(base: str, path: str, number: int) -> None:
    """GETs over connections that are kept for ten of them."""
    host, _, port = base.removeprefix("http://").partition(":")
    request = f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nAccept: */*\r\n\r\n".encode()
    for _ in range(number // 10):
        with socket.create_connection((host, int(port))) as connection:
            for _ in range(10):
                connection.sendall(request)
                _read_answer(connection)


def _upload_often(base: str, content: bytes, number: int) -> None:
    import httpx

    for _ in range(number):
        files = {"source": ("a.jpg", content)}
        answer = httpx.post(f"{base}/api/1/upload", data={"key": "k"}, files=files, timeout=120)
        assert answer.is_success, answer.text


# Many pictures


def growing(folder: Path) -> Iterator[Comparison]:
    """CPU time of every operation with many pictures, beside the same with few."""
    from imagehosts.emulator import Emulator

    from contracts.support.crowd import fill
    from contracts.support.operations import operations

    with Emulator(seed=1) as few, Emulator(seed=1) as many:
        fill(few, FEW // 2)
        fill(many, MANY // 2)
        clients = [_Direct(emulator) for emulator in (few, many)]
        pairs = zip(operations(few), operations(many), strict=True)
        found: list[tuple[float, float, float, str]] = []
        for (name, with_few), (_, with_many) in pairs:
            asks = ((with_few, clients[0]), (with_many, clients[1]))
            rounds = [[_took(ask, client) for ask, client in asks] for _ in range(7)]
            small, large = (min(column) for column in zip(*rounds, strict=True))
            found.append((large / small, large, small, name))
    found.sort(reverse=True)
    for ratio, large, small, name in found[:5]:
        what = f"{name[:36]}"
        yield Comparison(what, f"{MANY:,} pictures beside {FEW:,}", large, small, ratio, 1.5)
    ratio, large, small, _ = found[len(found) // 2]
    what = f"the median of {len(found)} operations"
    yield Comparison(what, f"{MANY:,} pictures beside {FEW:,}", large, small, ratio, 1.5)


def _took(ask: Callable[[Any], Any], client: Any) -> float:
    started = time.process_time()
    ask(client)
    return (time.process_time() - started) * 1000


class _Direct:
    """Calls the application itself, for a client in between would take longer than it does."""

    def __init__(self, emulator: Any) -> None:
        import httpx

        self.emulator = emulator
        self._loop = asyncio.new_event_loop()
        transport = httpx.ASGITransport(emulator.app)
        self._client = httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8765")

    def request(self, method: str, url: str, **options: Any) -> Any:
        return self._loop.run_until_complete(self._client.request(method, url, **options))

    def get(self, url: str, **options: Any) -> Any:
        return self.request("GET", url, **options)

    def post(self, url: str, **options: Any) -> Any:
        return self.request("POST", url, **options)

    def upload(self, content: bytes) -> Any:
        files = {"source": ("a.png", content)}
        return self.post("/api/1/upload", data={"key": "k"}, files=files)


def main() -> None:
    """Serve a file by nothing but the server."""
    import uvicorn
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    content = Path(sys.argv[1]).read_bytes()

    async def serve(request: Request) -> Response:
        return Response(content, media_type="image/jpeg")

    listener = socket.create_server(("127.0.0.1", 0))
    print(f"listening on http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    app = Starlette(routes=[Route("/", serve)])
    config = uvicorn.Config(
        app,
        http="auto",  # the fast parser where it is installed, as the emulator has it
        lifespan="off",
        log_level="warning",
        access_log=False,
    )
    uvicorn.Server(config).run([listener])


if __name__ == "__main__":
    main()
