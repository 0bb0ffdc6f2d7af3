"""Real S3 servers for the tests that need one: two of other people's, each a process.

moto's is the one that most tests in the world use; it keeps objects in memory and checks no
signature. nanio keeps files, and checks everything. A server is started when it is first asked for,
one for each process of the tests, and ends with it; every test gets a bucket of its own.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from contracts.support.postgres import ends_with_its_parent, free_port

__all__ = [
    "KINDS",
    "S3Place",
    "S3Server",
    "StartS3",
    "UseS3",
    "running",
    "s3_place",
    "start_s3",
    "use_s3",
]

#: Not anybody's: what the servers are started with.
KEY, SECRET, REGION = "imagehosts", "not-a-secret-of-anybody", "us-east-1"
#: Seconds for a start; machines stall.
PATIENCE = 60.0


@dataclass(frozen=True)
class Kind:
    """How a server is started, and how a bucket is made in it."""

    command: tuple[str, ...]
    make_bucket: Callable[[S3Server, str], None]


@dataclass(frozen=True)
class S3Server:
    """A running server."""

    kind: Kind
    endpoint: str
    folder: Path
    numbers: Iterator[int]
    process: subprocess.Popen[bytes]

    def stop(self) -> None:
        """Have it go away."""
        self.process.kill()
        self.process.wait()

    def bucket(self) -> str:
        """The name of a new one, which is empty."""
        name = f"pictures-{next(self.numbers)}"
        self.kind.make_bucket(self, name)
        return name

    @property
    def environment(self) -> dict[str, str]:
        """The variables with which whoever uses it is let in."""
        return {
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_REGION": REGION,
            "AWS_ENDPOINT_URL": self.endpoint,
        }


def _by_request(server: S3Server, name: str) -> None:
    urlopen(Request(f"{server.endpoint}/{name}", method="PUT")).close()


def _as_folder(server: S3Server, name: str) -> None:
    (server.folder / name).mkdir()


KINDS = {
    "moto": Kind(("moto.server", "-H", "127.0.0.1", "-p", "{port}"), _by_request),
    "nanio": Kind(
        (
            *("nanio", "serve", "--host", "127.0.0.1", "--port", "{port}"),
            *("--data-dir", "{folder}", "--no-access-log", "--log-level", "warning"),
        ),
        _as_folder,
    ),
}


@contextmanager
def running(kind: Kind) -> Iterator[S3Server]:
    """A new server for the time of the block."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="imagehosts-s3-")))
        port = free_port()
        log = folder.with_suffix(".log")
        stack.callback(log.unlink, missing_ok=True)
        words = [word.format(port=port, folder=folder) for word in kind.command]
        with log.open("wb") as output:
            process = subprocess.Popen(
                ends_with_its_parent([sys.executable, "-m", *words]),
                env={
                    **os.environ,
                    "NANIO_ACCESS_KEY": KEY,
                    "NANIO_SECRET_KEY": SECRET,
                },
                stdout=output,
                stderr=output,
            )
        try:
            endpoint = f"http://127.0.0.1:{port}"
            server = S3Server(kind, endpoint, folder, itertools.count(1), process)
            _wait_for(process, server.endpoint, log)
            yield server
        finally:
            process.kill()
            process.wait()


def _wait_for(process: subprocess.Popen[bytes], endpoint: str, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            urlopen(endpoint).close()
            return
        except HTTPError:  # it answers, and wants a signature
            return
        except OSError as error:
            if process.poll() is not None or time.monotonic() > end:
                said = log.read_text(errors="replace")
                raise RuntimeError(f"the S3 server does not answer:\n{said}") from error
            time.sleep(0.05)


StartS3 = Callable[[str], S3Server]


@pytest.fixture(scope="session")
def start_s3() -> Iterator[StartS3]:
    """Gives a server by its kind, started when it is first asked for."""
    servers: dict[str, S3Server] = {}
    with ExitStack() as stack:

        def start(kind: str) -> S3Server:
            if kind not in servers:
                servers[kind] = stack.enter_context(running(KINDS[kind]))
            return servers[kind]

        yield start


@dataclass(frozen=True)
class S3Place:
    """Where an emulator of a test may keep pictures: an empty bucket."""

    server: S3Server
    bucket: str

    @property
    def address(self) -> str:
        """A place in it, as ``--blobs`` takes it."""
        return f"s3://{self.bucket}/some/pictures"


UseS3 = Callable[[str], S3Place]


@pytest.fixture
def use_s3(start_s3: StartS3, monkeypatch: pytest.MonkeyPatch) -> UseS3:
    """Makes a bucket at a kind of server, which the environment of the test names from then on."""

    def use(kind: str) -> S3Place:
        server = start_s3(kind)
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            monkeypatch.delenv(name)
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        return S3Place(server, server.bucket())

    return use


@pytest.fixture(params=sorted(KINDS))
def s3_place(request: pytest.FixtureRequest, use_s3: UseS3) -> S3Place:
    """A bucket of this test's own at each kind of server."""
    return use_s3(request.param)
