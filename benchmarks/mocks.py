"""The emulator beside other people's servers: a mock of the same contract, and a mock of S3.

Both are optional: Prism comes with ``make interop`` or is on the path, moto is a package. What is
missing is left out with a word. CPU time of the servers is compared: on one machine their client
and everything else take from the same processors.

``python -m benchmarks.mocks`` runs the emulator without the packages of the extra ``fast``.
"""

from __future__ import annotations

import http.client
import json
import runpy
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from benchmarks import corpus, emulated
from benchmarks.measure import Comparison

#: The largest API, and where its paths begin: a mock has only what is behind that.
API, BASE, LOGIN = "imgur", "/3", {"Authorization": "Client-ID a"}
_FAST = ("httptools", "uvloop")
_ROUNDS, _GETS, _UPLOADS, _SLOW_UPLOADS = 5, 200, 20, 3
_PATIENCE = 60.0


class Request(NamedTuple):
    """One request, ready to be sent."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes = b""


@dataclass
class Server:
    """A server that runs, and what it is asked."""

    process: int
    port: int
    requests: dict[str, Request]

    def ask(self, request: Request, connection: http.client.HTTPConnection) -> bytes:
        """Send a request; gives the body of the answer."""
        connection.request(request.method, request.path, request.body, request.headers)
        answer = connection.getresponse()
        content = answer.read()
        assert answer.status < 300, content[:300]
        return content

    def connect(self) -> closing[http.client.HTTPConnection]:
        """A connection that is kept."""
        return closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE))

    def cost(self, what: str, number: int, *, equal: bool = True) -> float:
        """Milliseconds of CPU for each of so many requests, after two that do not count.

        ``equal`` ones are the same to the last byte.
        """
        request = self.requests[what]
        with self.connect() as connection:
            for _ in range(2):
                self.ask(request, connection)
            before = emulated.cpu(self.process)
            for count in range(number):
                own = {} if equal else {"X-Number": str(count + before)}
                self.ask(request._replace(headers=request.headers | own), connection)
            return (emulated.cpu(self.process) - before) / number * 1000


def beside_mocks(folder: Path) -> Iterator[Comparison]:
    """One image asked for, and one uploaded, from each server in turn."""
    # Noise, which is hard to decode: some 650 kB.
    picture = emulated.noise(1_035_000)
    kinds = {"plain": "benchmarks.mocks"}
    if all(map(find_spec, _FAST)):
        kinds["[fast]"] = "imagehosts.emulator"
    for kind, module in kinds.items():
        with _emulator(module, picture) as ours:
            with _prism(picture) as prism:
                if prism is None:
                    print("without Prism, which `make interop` installs")
                else:
                    least = 8 if kind == "[fast]" else 5
                    figures = _compared(ours, prism, "look", _GETS, _GETS)
                    yield Comparison(f"{_NAMES['look']}, {kind}", "Prism", *figures, 1 / least)
                    figures = _compared(ours, prism, "look", _GETS, _GETS, equal=False)
                    name = f"the same, each request another, {kind}"
                    yield Comparison(name, "Prism", *figures, None)
                    figures = _compared(ours, prism, "upload", _UPLOADS, _SLOW_UPLOADS)
                    yield Comparison(f"{_NAMES['upload']}, {kind}", "Prism", *figures, 1 / 60)
            with _moto(picture) as moto:
                if moto is None:
                    print("without moto's server, which is in no environment of ours by itself")
                else:
                    for what, number in (("download", _GETS), ("upload", _UPLOADS)):
                        name = f"{_NAMES[what]}, {kind}"
                        figures = _compared(ours, moto, what, number, number)
                        yield Comparison(name, "moto's S3", *figures, None)


#: moto wants to see a signature, and does not look at it.
_SIGNED = (
    "AWS4-HMAC-SHA256 Credential=key/20260101/us-east-1/s3/aws4_request,"
    " SignedHeaders=host, Signature=none"
)
_NAMES = {
    "look": "JSON of an image",
    "download": "the bytes of an image",
    "upload": "upload of a JPEG of 650 kB",
}


def _compared(
    ours: Server, theirs: Server, what: str, number: int, of_theirs: int, *, equal: bool = True
) -> tuple[float, float, float]:
    mine, peers = list[float](), list[float]()
    for _ in range(_ROUNDS):
        mine.append(ours.cost(what, number, equal=equal))
        peers.append(theirs.cost(what, of_theirs, equal=equal))
    ratio = statistics.median(a / b for a, b in zip(mine, peers, strict=True))
    return statistics.median(mine), statistics.median(peers), ratio


@contextmanager
def _emulator(module: str, picture: bytes) -> Generator[Server]:
    with emulated.server(module, "--port", "0") as (process, base):
        head, body = _form(picture)
        upload = Request("POST", f"{BASE}/image", LOGIN | head, body)
        found = Server(process.pid, int(base.rpartition(":")[2]), {"upload": upload})
        with found.connect() as connection:
            image = json.loads(found.ask(upload, connection))["data"]
        found.requests["look"] = Request("GET", f"{BASE}/image/{image['id']}", LOGIN)
        path = "/" + image["link"].rpartition("/")[2]
        found.requests["download"] = Request("GET", path, {})
        yield found


@contextmanager
def _prism(picture: bytes) -> Generator[Server | None]:
    command = _command_of_prism()
    if command is None:
        yield None
        return
    contract = corpus.ROOT / "generated" / "imagehosts_wire" / API / "openapi.json"
    port = _free_port()
    with _running([*command, "mock", str(contract), "-p", str(port)], port) as process:
        head, body = _form(picture)
        accept = LOGIN | {"Accept": "application/json"}
        yield Server(
            process,
            port,
            {
                "look": Request("GET", "/image/Ab3dEf7", accept),
                "upload": Request("POST", "/image", accept | head, body),
            },
        )


def _command_of_prism() -> list[str] | None:
    try:
        from contracts.interop.environment import NODE_FOLDER, node_tool
    except ImportError:  # the package that brings Node is of another environment
        pass
    else:
        if (NODE_FOLDER / "node_modules" / ".bin" / "prism").exists():
            return node_tool("prism")
    found = shutil.which("prism")
    return None if found is None else [found]


@contextmanager
def _moto(picture: bytes) -> Generator[Server | None]:
    if find_spec("moto") is None or find_spec("flask") is None:
        yield None
        return
    port = _free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with _running(command, port) as process:
        signed = {"Authorization": _SIGNED}
        put = Request("PUT", "/bench/lake.jpg", signed | {"Content-Type": "image/jpeg"}, picture)
        get = Request("GET", "/bench/lake.jpg", signed)
        found = Server(process, port, {"upload": put, "download": get})
        with found.connect() as connection:
            found.ask(Request("PUT", "/bench", signed), connection)
        with found.connect() as connection:
            found.ask(put, connection)
        yield found


def _form(picture: bytes) -> tuple[dict[str, str], bytes]:
    """A form with a picture in it: its headers and its body."""
    head = (
        b'--frontier\r\nContent-Disposition: form-data; name="image"; filename="lake.jpg"\r\n'
        b"Content-Type: image/jpeg\r\n\r\n"
    )
    kind = {"Content-Type": "multipart/form-data; boundary=frontier"}
    return kind, head + picture + b"\r\n--frontier--\r\n"


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def _running(command: list[str], port: int) -> Generator[int]:
    """A server until the block ends; gives the number of its process."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=quiet, stderr=quiet, cwd=corpus.ROOT)
    try:
        _wait_for(port, lambda: process.poll() is None)
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int, is_running: Callable[[], bool]) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and is_running():
        with socket.socket() as connection:
            if connection.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"nothing listens on port {port}")


def main() -> None:
    """The emulator as it is without the packages of the extra ``fast``."""
    for name in _FAST:
        sys.modules[name] = None  # type: ignore[assignment]
    runpy.run_module("imagehosts.emulator", run_name="__main__")


if __name__ == "__main__":
    main()
