"""PostgreSQL: for any number of processes, on any number of machines.

Everything lies in a schema of its own, so that a database may be shared with something else. There
is one writer at a time, as with SQLite: a transaction that changes something holds a lock until it
has committed, so that no domain code has to know which rows somebody else may be about to change.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg.abc import Buffer
from psycopg.adapt import Dumper, Loader

from ..schema import SchemaError
from . import Conflict, Values
from .ddl import translated

__all__ = ["SCHEMA", "Connections", "PostgresDatabase"]

SCHEMA = "imagehosts"
#: The advisory lock of the one who writes; a number that nobody else in the database would take.
_WRITER = 7_236_114_902
#: Seconds for which a thread waits until one of several connections is free.
_PATIENCE = 60.0
#: Milliseconds. A process that hangs with the lock in its hands loses it.
_SETTINGS = {
    "lock_timeout": "60000",
    "idle_in_transaction_session_timeout": "60000",
    "client_min_messages": "warning",
}
#: What SQLite has and PostgreSQL calls otherwise.
_FUNCTIONS = """
CREATE OR REPLACE FUNCTION instr(text, text) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT strpos($1, $2)';
CREATE OR REPLACE FUNCTION json_extract(text, text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    'SELECT $1::json #>> string_to_array(substr($2, 3), ''.'')';
"""
_Status = psycopg.pq.TransactionStatus
#: Errors that are mistakes in a query or in its values.
_MISTAKES = (psycopg.ProgrammingError, psycopg.IntegrityError, psycopg.DataError)


class _Lent:
    """A connection, with the settings that it was last used with."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.connection = connection
        self.mode = ""


class _Lost(psycopg.OperationalError):
    """A connection was found closed by the server."""


class Connections:
    """Connections to one server that several databases take turns with, each a schema there.

    One that comes back keeps the settings of its last user, and is given to the same one again if
    it is free: whoever is alone never pays for the change. What waits for a free one must hold
    nothing that others need to go on.
    """

    def __init__(self, url: str, most: int) -> None:
        self._url, self._most = url, most
        self._free: list[_Lent] = []
        self._made = 0
        self._closed = False
        self._changed = threading.Condition()

    def take(self, mode: str) -> _Lent:
        """A connection with these settings, until it is put back."""
        with self._changed:
            if not self._changed.wait_for(self._can_give, _PATIENCE):
                raise psycopg.OperationalError("all connections are in use")
            if self._closed:
                raise psycopg.OperationalError("the connections are closed")
            lent = next((one for one in reversed(self._free) if one.mode == mode), None)
            if lent is not None:
                self._free.remove(lent)
            elif self._made < self._most:
                self._made += 1
            else:
                lent = self._free.pop(0)
        try:
            if lent is None:
                lent = _Lent(self._connect())
            if lent.mode != mode:
                self._prepare(lent, mode)
        except BaseException:
            if lent is not None:
                lent.connection.close()
            self._forget_one()
            raise
        return lent

    def put(self, lent: _Lent) -> None:
        """Let others have it, with no transaction left open."""
        if lent.connection.pgconn.transaction_status != _Status.IDLE:
            with suppress(psycopg.OperationalError):
                lent.connection.execute(b"ROLLBACK", prepare=False)
        if lent.connection.closed or self._closed:
            lent.connection.close()
            self._forget_one()
            return
        with self._changed:
            self._free.append(lent)
            self._changed.notify()

    def close(self) -> None:
        """Close what is free now, and the others once they come back."""
        with self._changed:
            self._closed = True
            free, self._free = self._free, []
            self._made -= len(free)
            self._changed.notify_all()
        for lent in free:
            lent.connection.close()

    def _can_give(self) -> bool:
        return self._closed or bool(self._free) or self._made < self._most

    def _prepare(self, lent: _Lent, mode: str) -> None:
        """Give a connection the settings of its next user; a new one where the old one is lost."""
        try:
            lent.connection.execute(mode.encode(), prepare=False)
        except psycopg.OperationalError:
            if not lent.connection.closed or not lent.mode:
                raise
            lent.connection = self._connect()
            lent.connection.execute(mode.encode(), prepare=False)
        lent.mode = mode

    def _forget_one(self) -> None:
        with self._changed:
            self._made -= 1
            self._changed.notify()

    def _connect(self) -> psycopg.Connection[Any]:
        connection = psycopg.connect(self._url, autocommit=True, row_factory=_rows)
        for name, dumper in ((str, _TextDumper), (bool, _TruthDumper)):
            connection.adapters.register_dumper(name, dumper)
        connection.adapters.register_loader("text", _TextLoader)
        connection.adapters.register_loader("numeric", _NumberLoader)
        settings = "; ".join(f"SET {name} = '{value}'" for name, value in _SETTINGS.items())
        connection.execute(settings.encode(), prepare=False)
        return connection


class PostgresDatabase:
    """A schema, by a connection that is made anew when it was lost between two transactions.

    Without ``connections`` to share it has one of its own.
    """

    def __init__(
        self,
        url: str,
        *,
        durable: bool = True,
        schema: str = SCHEMA,
        connections: Connections | None = None,
    ) -> None:
        self._url, self._schema = url, schema
        self._owns = connections is None
        self._connections = connections or Connections(url, 1)
        waits = "DEFAULT" if durable else "off"
        self._mode = f"SET search_path = '{schema}'; SET synchronous_commit = {waits}"
        #: The connection of the open transaction.
        self._held: _Lent | None = None
        self.total_changes = 0
        if self._owns:
            self._script("SELECT 1")  # whether there is a server is seen at once

    @property
    def in_transaction(self) -> bool:
        if self._held is None:
            return False
        status = self._held.connection.pgconn.transaction_status
        return status in (_Status.INTRANS, _Status.INERROR)

    def execute(self, sql: str, values: Values = (), /) -> psycopg.Cursor[Any]:
        cursor = self._run(lambda connection: connection.execute(_query(sql), values))
        if not (cursor.statusmessage or "").startswith("SELECT"):
            self.total_changes += max(0, cursor.rowcount)
        return cursor

    def executemany(self, sql: str, rows: Iterable[Any], /) -> psycopg.Cursor[Any]:
        def run(connection: psycopg.Connection[Any]) -> psycopg.Cursor[Any]:
            cursor = connection.cursor()
            cursor.executemany(_query(sql), rows)
            return cursor

        cursor = self._run(run)
        self.total_changes += max(0, cursor.rowcount)
        return cursor

    def begin(self, *, reading: bool = False) -> None:
        if reading:
            statement = b"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        else:
            statement = b"BEGIN; SELECT pg_advisory_xact_lock(%d)" % _writer(self._schema)
        self._run(lambda connection: connection.execute(statement, prepare=False), holds=True)

    def commit(self) -> None:
        self._end(b"COMMIT")

    def rollback(self) -> None:
        self._end(b"ROLLBACK")

    def _end(self, statement: bytes) -> None:
        """End the transaction; whatever comes of it, its connection is free."""
        held, self._held = self._held, None
        if held is None:  # it was lost, and the transaction with it
            raise psycopg.OperationalError("the connection of this transaction was lost")
        try:
            held.connection.execute(statement, prepare=False)
        finally:
            self._connections.put(held)

    def _script(self, script: str) -> None:
        """Run statements that have no values."""
        self._run(lambda connection: connection.execute(script.encode(), prepare=False))

    def prepare(self) -> None:
        self.begin()
        try:
            if not self.execute(
                "SELECT 1 FROM pg_namespace WHERE nspname = ?", (self._schema,)
            ).fetchone():
                self._script(f'CREATE SCHEMA "{self._schema}"')
            self._script(_FUNCTIONS)
            # References that an earlier version made.
            for table, name in self.execute(
                "SELECT conrelid::regclass::text, conname FROM pg_constraint"
                " WHERE contype = 'f' AND NOT condeferrable AND connamespace = ?::regnamespace",
                (self._schema,),
            ).fetchall():
                self._script(f'ALTER TABLE {table} ALTER CONSTRAINT "{name}" DEFERRABLE')
        except BaseException:
            self.rollback()
            raise
        self.commit()

    @contextmanager
    def changing_tables(self) -> Generator[None]:
        self.begin()
        try:
            yield
        except BaseException:
            with suppress(psycopg.OperationalError):
                self.rollback()
            raise
        self.commit()

    @contextmanager
    def refilling(self, tables: Iterable[str]) -> Generator[None]:
        names = sorted(tables)

        def triggers(do: str) -> str:
            return "; ".join(f'ALTER TABLE "{name}" {do} TRIGGER USER' for name in names)

        try:
            with self.changing_tables():
                self._script(f"SET CONSTRAINTS ALL DEFERRED; {triggers('DISABLE')}")
                yield
                # References are looked at before tables may change again.
                self._script("SET CONSTRAINTS ALL IMMEDIATE")
                self._script(triggers("ENABLE"))
        except (psycopg.IntegrityError, psycopg.DataError) as error:
            raise SchemaError(f"is damaged: {error.diag.message_primary}") from None

    def define(self, statements: Iterable[str]) -> None:
        script = ";\n".join(one for statement in statements for one in translated(statement))
        if script:
            self._script(script)

    def tables(self) -> set[str]:
        query = "SELECT tablename FROM pg_tables WHERE schemaname = ?"
        return {str(row[0]) for row in self.execute(query, (self._schema,))}

    def names(self) -> set[str]:
        query = (
            "SELECT relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace"
            " WHERE nspname = ?"
        )
        return {str(row[0]) for row in self.execute(query, (self._schema,))}

    def columns(self, table: str) -> set[str]:
        query = (
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_schema = ? AND table_name = ?"
        )
        return {str(row[0]) for row in self.execute(query, (self._schema, table))}

    def empty(self, tables: Iterable[str]) -> None:
        names = sorted(tables)
        if names:
            self._script("; ".join(f'DELETE FROM "{name}"' for name in names))
            self.number_on(names)

    def number_on(self, tables: Iterable[str]) -> None:
        numbered = self.execute(
            "SELECT table_name, column_name, pg_get_serial_sequence('\"' || table_name || '\"',"
            " column_name) FROM information_schema.columns"
            " WHERE table_schema = ? AND is_identity = 'YES' AND table_name = ANY(?)",
            (self._schema, list(tables)),
        ).fetchall()
        for table, column, sequence in numbered:
            ((next_one, wanted),) = self.execute(
                f"SELECT (SELECT last_value + is_called::int FROM {sequence}),"
                f' (SELECT coalesce(max("{column}"), 0) + 1 FROM "{table}")'
            )
            if next_one != wanted:  # unlike setval, this is undone with the transaction
                self._script(f"ALTER SEQUENCE {sequence} RESTART {wanted}")

    def explain(self, error: Exception) -> str | None:
        if not isinstance(error, psycopg.Error) or isinstance(error, _MISTAKES):
            return None
        return explain(error, self._url)

    def close(self) -> None:
        self._release()
        if self._owns:
            self._connections.close()

    def _release(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            self._connections.put(held)

    def _run(
        self,
        run: Callable[[psycopg.Connection[Any]], psycopg.Cursor[Any]],
        *,
        holds: bool = False,
    ) -> psycopg.Cursor[Any]:
        """Run something in the open transaction, else by itself, or as the start of one."""
        try:
            if self._held is not None:
                return self._run_within(run, self._held)
            try:
                return self._run_apart(run, holds)
            except _Lost:
                # The server went away between two transactions, as for an update: nothing is lost.
                return self._run_apart(run, holds)
        except psycopg.errors.UniqueViolation as error:
            raise _conflict(error) from None

    def _run_within(
        self, run: Callable[[psycopg.Connection[Any]], psycopg.Cursor[Any]], held: _Lent
    ) -> psycopg.Cursor[Any]:
        try:
            return run(held.connection)
        except psycopg.OperationalError:
            if held.connection.closed:
                self._release()
            raise

    def _run_apart(
        self, run: Callable[[psycopg.Connection[Any]], psycopg.Cursor[Any]], holds: bool
    ) -> psycopg.Cursor[Any]:
        lent = self._connections.take(self._mode)
        try:
            cursor = run(lent.connection)
            if holds:
                self._held = lent
        except psycopg.OperationalError as error:
            if lent.connection.closed:
                raise _Lost(*error.args) from error
            raise
        finally:
            if self._held is not lent:
                self._connections.put(lent)
        return cursor


def _writer(schema: str) -> int:
    """The number of the lock of whoever writes in a schema."""
    if schema == SCHEMA:
        return _WRITER
    return int.from_bytes(hashlib.sha256(schema.encode()).digest()[:8], "big", signed=True)


def explain(error: psycopg.Error, url: str) -> str:
    """What is wrong with a server, and what to do; without the password in its address."""
    where = f"the database {named(url)}"
    text = " ".join(str(error).split()) or type(error).__name__
    if isinstance(error, psycopg.errors.InsufficientPrivilege):
        return f"{where} does not let its user make what the emulator needs: {text}"
    return f"{where} cannot be used: {text}"


def named(url: str) -> str:
    """An address without who asks and with what password."""
    parts = urlsplit(url)
    port = "" if parts.port is None else f":{parts.port}"
    return f"{parts.scheme}://{parts.hostname or ''}{port}{parts.path}"


def _conflict(error: psycopg.errors.UniqueViolation) -> Conflict:
    """The columns out of ``Key (host, lower(name))=(...) exists``, in whatever language."""
    match = re.search(r"\((.*?)\)=\(", error.diag.message_detail or "")
    return Conflict(re.findall(r"\w+", match[1]) if match else ())


# Statements

_PART = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|\?|(?<!:):([a-z_]\w*)|%")


@lru_cache(maxsize=2000)
def _query(sql: str) -> bytes:
    """A statement with the marks of this driver in place of ``?`` and ``:name``."""

    def mark(match: re.Match[str]) -> str:
        found = match[0]
        if found == "?":
            return "%s"
        if match[1]:
            return f"%({match[1]})s"
        return found.replace("%", "%%")

    return _PART.sub(mark, sql).encode()


# Rows and values


class _Row(tuple[Any, ...]):
    """A row like those of SQLite: columns by number and by name."""

    __slots__ = ()
    names: dict[str, int]

    def __getitem__(self, key: Any, /) -> Any:
        at: Any = self.names[key] if isinstance(key, str) else key
        return super().__getitem__(at)

    def keys(self) -> list[str]:
        return list(self.names)


@lru_cache(maxsize=1000)
def _row_of(names: tuple[str, ...]) -> type[_Row]:
    numbers = {name: number for number, name in enumerate(names)}
    return type("Row", (_Row,), {"__slots__": (), "names": numbers})


def _rows(cursor: psycopg.Cursor[Any]) -> Callable[[Sequence[Any]], Any]:
    if cursor.description is None:
        return tuple
    return _row_of(tuple(column.name for column in cursor.description))


#: PostgreSQL's texts have no NUL; here it and the letter that stands for it are two letters.
_ESCAPE, _NUL = "\uffff", "\0"


class _TextDumper(Dumper):
    def dump(self, obj: str) -> Buffer:
        if _NUL in obj or _ESCAPE in obj:
            obj = obj.replace(_ESCAPE, _ESCAPE + "1").replace(_NUL, _ESCAPE + "0")
        return obj.encode()


class _TextLoader(Loader):
    def load(self, data: Buffer) -> str:
        text = bytes(data).decode()
        if _ESCAPE in text:
            text = text.replace(_ESCAPE + "0", _NUL).replace(_ESCAPE + "1", _ESCAPE)
        return text


class _TruthDumper(Dumper):
    def dump(self, obj: bool) -> Buffer:
        return b"1" if obj else b"0"


class _NumberLoader(Loader):
    """Sums of whole numbers are whole."""

    def load(self, data: Buffer) -> int | float:
        text = bytes(data)
        return float(text) if b"." in text or b"N" in text else int(text)
