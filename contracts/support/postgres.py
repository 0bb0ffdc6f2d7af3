"""A real PostgreSQL for the tests that need one: started when it is first asked for, gone after.

Debian's server (or any that is found), with its files in a temporary folder, on a free port of
this machine, one for each process of the tests; every test that asks gets an empty database of
its own. Where CI is set in the environment a missing server is a failure, elsewhere the tests
that want one are skipped.
"""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

__all__ = ["PostgresServer", "postgres_server", "postgres_url"]

#: Where distributions put programs that are not on the PATH.
FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
#: The user that owns everything in the server; nobody from outside this machine can ask.
USER = "imagehosts"
#: For data that nobody keeps. Durability against a loss of power is not what the tests look at;
#: against killed clients it is the same.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "max_wal_size": "256MB",
    "timezone": "UTC",
    "log_min_messages": "fatal",
}
#: Seconds for a start; machines stall.
PATIENCE = 60.0


class PostgresServer:
    """A running server: :meth:`database` makes an empty database and gives its address."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._numbers = itertools.count(1)

    def url(self, database: str = "postgres") -> str:
        """The address of a database, with the user and no password: local ones are let in."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{database}"

    @contextmanager
    def database(self, template: str = "template0") -> Iterator[str]:
        """A database for the time of the block, whoever is connected at its end.

        It is empty, or like another one that nobody uses meanwhile.
        """
        import psycopg

        name = f"test_{next(self._numbers)}"
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
        try:
            yield self.url(name)
        finally:
            with psycopg.connect(self.url(), autocommit=True) as connection:
                connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def find_programs() -> Path | None:
    """The folder with ``initdb`` and ``postgres``, the newest of those that are installed."""
    on_path = shutil.which("initdb")
    if on_path and (Path(on_path).resolve().parent / "postgres").exists():
        return Path(on_path).resolve().parent
    found = [
        folder
        for pattern in FOLDERS
        for folder in Path("/").glob(pattern.lstrip("/"))
        if (folder / "initdb").exists() and (folder / "postgres").exists()
    ]
    return max(found, key=lambda folder: [int(part) for part in _digits(str(folder))], default=None)


def _digits(text: str) -> list[str]:
    return "".join(char if char.isdigit() else " " for char in text).split()


def _owner() -> str | None:
    """Whom the server runs as: PostgreSQL refuses to be root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in known)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ends_with_its_parent(command: list[str]) -> list[str]:
    """So that tests which are killed leave no server behind, where the system can do that."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "INT", *command] if setpriv else command


@contextmanager
def running(programs: Path) -> Iterator[PostgresServer]:
    """A new server with an empty data folder, for the time of the block."""
    owner = _owner()
    folder = Path(tempfile.mkdtemp(prefix="imagehosts-postgres-"))
    data = folder / "data"
    if owner is not None:
        shutil.chown(folder, owner)
    initdb = [str(programs / "initdb"), "--pgdata", str(data), "--username", USER]
    initdb += ["--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync"]
    # Its own idea of time zones and languages, none of the developer's.
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}
    server: subprocess.Popen[bytes] | None = None
    try:
        made = subprocess.run(
            initdb, cwd=folder, env=environment, user=owner, check=False, capture_output=True
        )
        assert made.returncode == 0, made.stderr.decode(errors="replace")
        port = free_port()
        command = [str(programs / "postgres"), "-D", str(data), "-h", "127.0.0.1"]
        command += ["-p", str(port), "-k", str(folder)]
        for name, value in SETTINGS.items():
            command += ["-c", f"{name}={value}"]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                ends_with_its_parent(command),
                cwd=folder,
                env=environment,
                user=owner,
                stdout=log,
                stderr=log,
            )
        _wait_for(server, port, folder / "log")
        yield PostgresServer(port)
    finally:
        if server is not None:
            server.send_signal(signal.SIGINT)
            try:
                server.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    import psycopg

    end = time.monotonic() + PATIENCE
    while True:
        try:
            psycopg.connect(PostgresServer(port).url(), connect_timeout=5).close()
            return
        except psycopg.OperationalError as error:
            said = log.read_text(errors="replace")
            if server.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"PostgreSQL does not answer:\n{said}") from error
            time.sleep(0.05)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """The server of this process of the tests."""
    programs = find_programs()
    if programs is None:
        sentence = "no PostgreSQL: install its server (on Debian: apt-get install postgresql)"
        if os.environ.get("CI"):
            pytest.fail(sentence, pytrace=False)
        pytest.skip(sentence)
    with running(programs) as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The address of an empty database of this test's own."""
    with postgres_server.database() as url:
        yield url
