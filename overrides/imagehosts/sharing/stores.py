"""Where a journal is kept: a SQLite file for one machine, PostgreSQL for many.

Both run the same statements. What differs is here, as data: the name of a table, the time of the
database, and how a row is taken without waiting for the worker that has it.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import IO, TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar
from urllib.parse import urlsplit, urlunsplit
from weakref import WeakSet

from .database import DatabaseError, open_database

if TYPE_CHECKING:
    import psycopg

__all__ = ["PostgresStore", "Run", "SqliteStore", "Store", "is_postgres", "shown_address"]

T = TypeVar("T")

#: Runs a statement with its values; gives the rows.
Run: TypeAlias = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]

_APPLICATION_ID = 0x494D4A31
#: Seconds between tries to reach a server, at first and at most, and for one of them.
_FIRST_WAIT, _LONGEST_WAIT, _CONNECT_SECONDS = 0.05, 2.0, 10
#: ``worker`` has a row for as long as ``lease_until`` is ahead; without one, until it lets go.
_TABLES = """
CREATE TABLE IF NOT EXISTS {upload}(
    key TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    host TEXT NOT NULL,
    base_url TEXT NOT NULL,
    digest TEXT,
    state TEXT NOT NULL CHECK (state IN ('claimed', 'sent', 'done', 'failed', 'in doubt')),
    changed_at {time} NOT NULL,
    uploaded TEXT,
    error TEXT,
    picture_id TEXT,
    worker TEXT,
    lease_until {time}
);
CREATE TABLE IF NOT EXISTS {note}(name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS {pause}(
    host TEXT NOT NULL,
    base_url TEXT NOT NULL,
    until {time} NOT NULL,
    PRIMARY KEY (host, base_url)
);
"""
_INDEXES = """
CREATE INDEX IF NOT EXISTS upload_picture ON {indexed}(host, base_url, picture_id)
    WHERE picture_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS upload_worker ON {indexed}(worker, host) WHERE worker IS NOT NULL;
"""

#: What stands in the braces of a statement.
_NAMES: Mapping[str, Mapping[str, str]] = {
    "sqlite": {
        "upload": "upload",
        "note": "note",
        "pause": "pause",
        "indexed": "upload",
        "time": "REAL",
        "now": "((julianday('now') - 2440587.5) * 86400.0)",
        "skip_locked": "",  # one writes at a time, and waits for the others
        "greatest": "max",
    },
    "postgres": {
        "upload": "imagehosts.upload",
        "note": "imagehosts.note",
        "pause": "imagehosts.pause",
        "indexed": "imagehosts.upload",
        "time": "DOUBLE PRECISION",
        "now": "extract(epoch FROM clock_timestamp())::float8",
        "skip_locked": "FOR UPDATE SKIP LOCKED",
        "greatest": "greatest",
    },
}


class Store(Protocol):
    """What a journal needs of a database."""

    @property
    def address(self) -> str | None:
        """Where it is, as another process finds it. It may hold a password."""
        ...

    @property
    def shown(self) -> str:
        """The same for people, without a password."""
        ...

    @property
    def shared(self) -> bool:
        """Whether processes use it that know nothing of each other."""
        ...

    def run(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one statement; what it did is on the disk when it returns."""
        ...

    def atomically(self, steps: Callable[[Run], T]) -> T:
        """Run several statements as one; they may be begun anew, so they must bear repeating."""
        ...

    def serialize(self, run: Run, name: str) -> None:
        """Have all others that give this name wait until these statements are through."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


def is_postgres(address: object) -> bool:
    """Whether this is the address of a database, and not the name of a file."""
    return isinstance(address, str) and address.startswith(("postgresql://", "postgres://"))


def shown_address(address: str) -> str:
    """An address without the password that may stand in it."""
    parts = urlsplit(address)
    user, at, place = parts.netloc.rpartition("@")
    netloc = f"{user.partition(':')[0]}{at}{place}"
    # A password may stand among the parameters too; none of them matters to people.
    return urlunsplit((parts.scheme, netloc, parts.path, "", ""))


# --- SQLite ------------------------------------------------------------------------------------


class SqliteStore:
    """A file on this machine, or memory.

    Args:
        path: The file; None keeps everything in memory.
        joining: Whether another process has it already and lets this one in. Otherwise no other
            may have it.
    """

    shared = False

    def __init__(self, path: str | os.PathLike[str] | None, *, joining: bool = False) -> None:
        self.address: str | None = None if path is None else os.path.abspath(os.fspath(path))
        self.shown = "in memory" if path is None else os.fspath(path)
        self._lock = threading.RLock()
        self._held = None
        if joining and not os.path.exists(self.address or ""):
            raise DatabaseError(
                f"there is no {self.shown} on this machine; workers on other machines need a"
                " journal in PostgreSQL: postgresql://..."
            )
        if path is not None and not joining:
            self._held = _hold(f"{self.shown}.lock")
        try:
            tables = _TABLES.format(**_NAMES["sqlite"])
            self._database = open_database(path, _APPLICATION_ID, tables)
            self._add_columns()
            self._database.executescript(_INDEXES.format(**_NAMES["sqlite"]))
        except sqlite3.Error as error:
            self._let_go()
            raise DatabaseError(f"{self.shown} cannot be used: {error}") from None
        except BaseException:
            self._let_go()
            raise

    def run(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one statement."""
        try:
            with self._lock:
                return self._run(statement, values)
        except sqlite3.Error as error:
            raise DatabaseError(f"the journal cannot be written: {error}") from None

    def atomically(self, steps: Callable[[Run], T]) -> T:
        """Run several statements as one."""
        try:
            with self._lock:
                self._database.execute("BEGIN IMMEDIATE")
                try:
                    result = steps(self._run)
                    self._database.execute("COMMIT")
                except BaseException:
                    if self._database.in_transaction:
                        self._database.execute("ROLLBACK")
                    raise
                return result
        except sqlite3.Error as error:
            raise DatabaseError(f"the journal cannot be written: {error}") from None

    def serialize(self, run: Run, name: str) -> None:
        """Nothing: one writes at a time as it is."""

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._database.close()
        self._let_go()

    def _run(self, statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        return self._database.execute(_finished(statement, "sqlite"), values).fetchall()

    def _add_columns(self) -> None:
        """What a file lacks that an earlier version made."""
        there = {row[1] for row in self._database.execute("PRAGMA table_info(upload)")}
        for name, kind in (("picture_id", "TEXT"), ("worker", "TEXT"), ("lease_until", "REAL")):
            if name not in there:
                self._database.execute(f"ALTER TABLE upload ADD COLUMN {name} {kind}")
        if "picture_id" not in there:
            self._database.execute("UPDATE upload SET picture_id = uploaded ->> 'id'")

    def _let_go(self) -> None:
        if self._held is not None:
            self._held.close()
            self._held = None


#: Files that are locked by being open here, and must not be open in a child that is forked.
_HELD: WeakSet[IO[bytes]] = WeakSet()


def _hold(path: str) -> IO[bytes]:
    """Keep others from using a journal for as long as the file given back is open."""
    try:
        # Open for as long as the journal is.
        file = open(  # noqa: SIM115
            os.open(path, os.O_CREAT | os.O_RDWR, 0o600), "r+b", buffering=0
        )
    except OSError as error:
        raise DatabaseError(f"{path} cannot be opened: {error.strerror or error}") from None
    try:
        # The system lets go of it when the process ends, however it ends.
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise DatabaseError(
            f"another run uses the journal {path.removesuffix('.lock')}; wait for it to end"
        ) from None
    _HELD.add(file)
    return file


def _close_held() -> None:
    # A worker that outlives the process that forked it would keep the journal locked.
    for file in list(_HELD):
        with suppress(OSError):
            file.close()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_close_held)


# --- PostgreSQL --------------------------------------------------------------------------------


class PostgresStore:
    """A database that many machines reach. Its tables are in a schema of their own.

    Args:
        address: As in ``postgresql://user@host/database``; libpq reads what is not in it from the
            environment and ``~/.pgpass``.
        joining: Whether the tables are there already.
    """

    shared = True
    #: For how many seconds a lost connection is made anew, before that is an error.
    patience = 30.0

    def __init__(self, address: str, *, joining: bool = False) -> None:
        try:
            import psycopg
        except ImportError:
            raise DatabaseError(
                'a journal in PostgreSQL needs psycopg: pip install "imagehosts[cluster]"'
            ) from None
        self.address: str | None = address
        self.shown = shown_address(address)
        self._psycopg = psycopg
        self._lock = threading.RLock()
        self._connection: psycopg.Connection[tuple[Any, ...]] | None = None
        try:
            self._connection = self._connect()
        except psycopg.ProgrammingError:
            # What it says of an address may hold a piece of the password.
            raise DatabaseError(
                "the address of the journal cannot be read; expected"
                " postgresql://user@host:port/database, with % and / in names escaped"
            ) from None
        except psycopg.Error as error:
            raise self._problem(error) from None
        try:
            if not joining:
                self._make_tables()
        except BaseException:
            self.close()
            raise

    def run(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one statement."""
        return self._connected(lambda _: self._run(statement, values))

    def atomically(self, steps: Callable[[Run], T]) -> T:
        """Run several statements as one, again where the connection was lost on the way."""

        def transaction(connection: psycopg.Connection[tuple[Any, ...]]) -> T:
            with connection.transaction():
                return steps(self._run)

        return self._connected(transaction)

    def _connected(self, call: Callable[[psycopg.Connection[tuple[Any, ...]]], T]) -> T:
        psycopg = self._psycopg
        give_up = time.monotonic() + self.patience
        wait = _FIRST_WAIT
        with self._lock:
            while True:
                try:
                    if self._connection is None or self._connection.broken:
                        self._connection = self._connect()
                    return call(self._connection)
                except (psycopg.OperationalError, psycopg.InterfaceError) as error:
                    if time.monotonic() > give_up:
                        raise self._problem(error) from None
                    time.sleep(wait)
                    wait = min(wait * 2, _LONGEST_WAIT)
                except psycopg.Error as error:
                    raise self._problem(error) from None

    def serialize(self, run: Run, name: str) -> None:
        """Have all others that give this name wait until the transaction is over."""
        run("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", (name,))

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()

    def _connect(self) -> psycopg.Connection[tuple[Any, ...]]:
        # Nothing is prepared, so that a pool between us and the server may change connections.
        return self._psycopg.connect(
            self.address or "",
            autocommit=True,
            prepare_threshold=None,
            connect_timeout=_CONNECT_SECONDS,
            application_name="imagehosts",
        )

    def _run(self, statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        assert self._connection is not None
        text = _finished(statement, "postgres")
        given = [each.replace("\0", "\ufffd") if isinstance(each, str) else each for each in values]
        cursor = self._connection.execute(text.encode(), given)
        return cursor.fetchall() if cursor.description is not None else []

    def _make_tables(self) -> None:
        def steps(run: Run) -> None:
            self.serialize(run, "imagehosts tables")  # two that begin at once would collide
            run("CREATE SCHEMA IF NOT EXISTS imagehosts", ())
            for script in (_TABLES, _INDEXES):
                for statement in script.split(";\n"):
                    if statement.strip():
                        run(statement, ())

        self.atomically(steps)

    def _problem(self, error: Exception) -> DatabaseError:
        said = " ".join(str(error).split()) or type(error).__name__
        return DatabaseError(f"the journal at {self.shown} cannot be used: {said}")


@cache
def _finished(statement: str, kind: str) -> str:
    """A statement as one kind of database takes it."""
    text = statement.format(**_NAMES[kind])
    return text.replace("?", "%s") if kind == "postgres" else text
