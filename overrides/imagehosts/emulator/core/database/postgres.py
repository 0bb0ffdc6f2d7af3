"""PostgreSQL: for any number of processes, on any number of machines.

Everything lies in a schema of its own, so that a database may be shared with something else. There
is one writer at a time, as with SQLite: a transaction that changes something holds a lock until it
has committed, so that no domain code has to know which rows somebody else may be about to change.
"""

from __future__ import annotations

import re
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

__all__ = ["PostgresDatabase"]

SCHEMA = "imagehosts"
#: The advisory lock of the one who writes; a number that nobody else in the database would take.
_WRITER = 7_236_114_902
#: Milliseconds. A process that hangs with the lock in its hands loses it.
_SETTINGS = {
    "search_path": SCHEMA,
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


class PostgresDatabase:
    """A connection, which is made anew when it was lost between two transactions."""

    def __init__(self, url: str, *, durable: bool = True) -> None:
        self._url = url
        self._settings = {**_SETTINGS, **({} if durable else {"synchronous_commit": "off"})}
        self._connection = self._connect()
        self.total_changes = 0

    @property
    def in_transaction(self) -> bool:
        status = self._connection.info.transaction_status
        return status in (
            psycopg.pq.TransactionStatus.INTRANS,
            psycopg.pq.TransactionStatus.INERROR,
        )

    def execute(self, sql: str, values: Values = (), /) -> psycopg.Cursor[Any]:
        cursor = self._reconnecting(lambda: self._connection.execute(_query(sql), values))
        if not (cursor.statusmessage or "").startswith("SELECT"):
            self.total_changes += max(0, cursor.rowcount)
        return cursor

    def executemany(self, sql: str, rows: Iterable[Any], /) -> psycopg.Cursor[Any]:
        def run() -> psycopg.Cursor[Any]:
            cursor = self._connection.cursor()
            cursor.executemany(_query(sql), rows)
            return cursor

        cursor = self._reconnecting(run)
        self.total_changes += max(0, cursor.rowcount)
        return cursor

    def begin(self, *, reading: bool = False) -> None:
        if reading:
            statement = b"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        else:
            statement = b"BEGIN; SELECT pg_advisory_xact_lock(%d)" % _WRITER
        self._reconnecting(lambda: self._connection.execute(statement, prepare=False))

    def commit(self) -> None:
        self._connection.execute(b"COMMIT")

    def rollback(self) -> None:
        self._connection.execute(b"ROLLBACK")

    def prepare(self) -> None:
        self.begin()
        try:
            if not self.execute(
                "SELECT 1 FROM pg_namespace WHERE nspname = ?", (SCHEMA,)
            ).fetchone():
                self._connection.execute(f"CREATE SCHEMA {SCHEMA}".encode())
            self._connection.execute(_FUNCTIONS.encode(), prepare=False)
            # References that an earlier version made.
            for table, name in self.execute(
                "SELECT conrelid::regclass::text, conname FROM pg_constraint"
                " WHERE contype = 'f' AND NOT condeferrable AND connamespace = ?::regnamespace",
                (SCHEMA,),
            ).fetchall():
                statement = f'ALTER TABLE {table} ALTER CONSTRAINT "{name}" DEFERRABLE'
                self._connection.execute(statement.encode())
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
                start = f"SET CONSTRAINTS ALL DEFERRED; {triggers('DISABLE')}"
                self._connection.execute(start.encode(), prepare=False)
                yield
                # References are looked at before tables may change again.
                self._connection.execute(b"SET CONSTRAINTS ALL IMMEDIATE")
                self._connection.execute(triggers("ENABLE").encode(), prepare=False)
        except (psycopg.IntegrityError, psycopg.DataError) as error:
            raise SchemaError(f"is damaged: {error.diag.message_primary}") from None

    def define(self, statements: Iterable[str]) -> None:
        script = ";\n".join(one for statement in statements for one in translated(statement))
        if script:
            self._connection.execute(script.encode(), prepare=False)

    def tables(self) -> set[str]:
        query = "SELECT tablename FROM pg_tables WHERE schemaname = ?"
        return {str(row[0]) for row in self.execute(query, (SCHEMA,))}

    def names(self) -> set[str]:
        query = (
            "SELECT relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace"
            " WHERE nspname = ?"
        )
        return {str(row[0]) for row in self.execute(query, (SCHEMA,))}

    def columns(self, table: str) -> set[str]:
        query = (
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_schema = ? AND table_name = ?"
        )
        return {str(row[0]) for row in self.execute(query, (SCHEMA, table))}

    def empty(self, tables: Iterable[str]) -> None:
        names = sorted(tables)
        if names:
            deleted = "; ".join(f'DELETE FROM "{name}"' for name in names)
            self._connection.execute(deleted.encode(), prepare=False)
            self.number_on(names)

    def number_on(self, tables: Iterable[str]) -> None:
        numbered = self.execute(
            "SELECT table_name, column_name, pg_get_serial_sequence('\"' || table_name || '\"',"
            " column_name) FROM information_schema.columns"
            " WHERE table_schema = ? AND is_identity = 'YES' AND table_name = ANY(?)",
            (SCHEMA, list(tables)),
        ).fetchall()
        for table, column, sequence in numbered:
            ((next_one, wanted),) = self.execute(
                f"SELECT (SELECT last_value + is_called::int FROM {sequence}),"
                f' (SELECT coalesce(max("{column}"), 0) + 1 FROM "{table}")'
            )
            if next_one != wanted:  # unlike setval, this is undone with the transaction
                self._connection.execute(f"ALTER SEQUENCE {sequence} RESTART {wanted}".encode())

    def explain(self, error: Exception) -> str | None:
        if not isinstance(error, psycopg.Error) or isinstance(error, _MISTAKES):
            return None
        return explain(error, self._url)

    def close(self) -> None:
        self._connection.close()

    def _connect(self) -> psycopg.Connection[Any]:
        connection = psycopg.connect(self._url, autocommit=True, row_factory=_rows)
        for name, dumper in ((str, _TextDumper), (bool, _TruthDumper)):
            connection.adapters.register_dumper(name, dumper)
        connection.adapters.register_loader("text", _TextLoader)
        connection.adapters.register_loader("numeric", _NumberLoader)
        settings = "; ".join(f"SET {name} = '{value}'" for name, value in self._settings.items())
        connection.execute(settings.encode(), prepare=False)
        return connection

    def _reconnecting(self, run: Callable[[], psycopg.Cursor[Any]]) -> psycopg.Cursor[Any]:
        within = self.in_transaction
        try:
            return run()
        except psycopg.errors.UniqueViolation as error:
            raise _conflict(error) from None
        except psycopg.OperationalError:
            if within or not self._connection.closed:
                raise
        # The server went away between two transactions, as for an update: nothing is lost.
        self._connection = self._connect()
        return run()


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
