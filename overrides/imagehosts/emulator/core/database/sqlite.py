"""SQLite: one file, or memory. Nothing has to be set up."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Generator, Iterable
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from ..schema import SchemaError
from . import Conflict

__all__ = ["SqliteDatabase", "open_sqlite"]

#: Bytes of a database that is read from start to end when it is opened. In a larger one, damage
#: shows when it is met.
_LARGEST_CHECKED = 16 * 1024 * 1024
#: Seconds for which a process waits for another one that writes.
_PATIENCE = 60.0
_UNIQUE = ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_ROWID")
#: Errors that are mistakes in a query; all others are the state of the file.
_MISTAKES = (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.InterfaceError)


class SqliteDatabase(sqlite3.Connection):
    """A connection to a file, or to a database in memory."""

    #: Where it is; ``None`` in memory.
    file: Path | None = None
    #: Whether other processes use the file at the same time.
    shared = False
    #: Whether what is committed must be on disk, so that it survives a loss of power.
    durable = True

    def execute(self, sql: str, values: Any = (), /) -> sqlite3.Cursor:
        try:
            return super().execute(sql, values)
        except sqlite3.IntegrityError as error:
            raise _conflict(error) from None

    def executemany(self, sql: str, rows: Iterable[Any], /) -> sqlite3.Cursor:
        try:
            return super().executemany(sql, rows)
        except sqlite3.IntegrityError as error:
            raise _conflict(error) from None

    def begin(self, *, reading: bool = False) -> None:
        super().execute("BEGIN" if reading else "BEGIN IMMEDIATE")

    def commit(self) -> None:
        super().execute("COMMIT")

    def rollback(self) -> None:
        super().execute("ROLLBACK")

    def prepare(self) -> None:
        if self.file is not None:
            super().execute(f"PRAGMA synchronous = {'FULL' if self.durable else 'OFF'}")
            super().execute("PRAGMA journal_mode = WAL")
            self._check_pages()

    def _check_pages(self) -> None:
        (pages,) = super().execute("PRAGMA page_count").fetchone()
        (size,) = super().execute("PRAGMA page_size").fetchone()
        if pages * size <= _LARGEST_CHECKED:
            found = str(super().execute("PRAGMA quick_check(1)").fetchone()[0])
            if found != "ok":
                raise sqlite3.DatabaseError(f"the database is damaged: {found.splitlines()[-1]}")

    @contextmanager
    def changing_tables(self) -> Generator[None]:
        super().execute("PRAGMA foreign_keys = OFF")
        try:
            self.begin()
            try:
                yield
                if broken := super().execute("PRAGMA foreign_key_check").fetchall():
                    raise SchemaError(
                        f"is damaged: {len(broken)} references of {broken[0][0]} lead nowhere;"
                        " put back a copy"
                    )
            except BaseException:
                if self.in_transaction:
                    self.rollback()
                raise
            self.commit()
        finally:
            super().execute("PRAGMA foreign_keys = ON")

    @contextmanager
    def refilling(self, tables: Iterable[str]) -> Generator[None]:
        try:
            with self.changing_tables():
                yield
        except sqlite3.IntegrityError as error:
            raise SchemaError(f"is damaged: {error}") from None

    def define(self, statements: Iterable[str]) -> None:
        for statement in statements:
            super().execute(statement)

    def tables(self) -> set[str]:
        query = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        return {str(row[0]) for row in super().execute(query)}

    def names(self) -> set[str]:
        return {str(row[0]) for row in super().execute("SELECT name FROM sqlite_schema")}

    def columns(self, table: str) -> set[str]:
        return {str(row[1]) for row in super().execute(f"PRAGMA table_info({table})")}

    def empty(self, tables: Iterable[str]) -> None:
        for table in tables:
            super().execute(f'DELETE FROM "{table}"')
        super().execute("DELETE FROM sqlite_sequence")

    def number_on(self, tables: Iterable[str]) -> None:
        """SQLite does so by itself."""

    def explain(self, error: Exception) -> str | None:
        if not isinstance(error, sqlite3.Error) or isinstance(error, _MISTAKES):
            return None
        return explain(error, self.file)


def explain(error: sqlite3.Error, file: Path | None) -> str:
    """What is wrong with a file, and what to do."""
    text, where = str(error), "the database" if file is None else str(file)
    if "locked" in text:
        return f"{file.parent if file else where} is in use by another emulator"
    if "full" in text:
        return f"there is no room left for {where}: {text}"
    if isinstance(error, sqlite3.OperationalError):
        return f"{where} cannot be used: {text}"
    return (
        f"{where} is no database of the emulator, or is damaged: {text}; put back a copy, or name"
        " an empty directory"
    )


def open_sqlite(file: Path | None, *, shared: bool = False, durable: bool = True) -> SqliteDatabase:
    """Open a file, or a new database in memory.

    A file is this process's alone until it ends, however that ends, unless it is ``shared``.
    """
    db = sqlite3.connect(
        ":memory:" if file is None else str(file),
        check_same_thread=False,
        isolation_level=None,
        timeout=_PATIENCE if shared else 1.0,
        factory=SqliteDatabase,
    )
    db.file, db.shared, db.durable = file, shared, durable
    db.row_factory = sqlite3.Row
    db.execute("PRAGMA foreign_keys = ON")
    if not shared:
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
    return db


def _conflict(error: sqlite3.IntegrityError) -> Exception:
    """The columns out of ``UNIQUE constraint failed: user.host, user.name``; else the error."""
    if error.sqlite_errorname not in _UNIQUE:
        return error
    _, _, named = str(error).partition(": ")
    return Conflict(re.findall(r"\w+\.(\w+)", named))


@contextmanager
def held(file: Path) -> Generator[None]:
    """Keep a file to this process while the block runs. ``sqlite3.Error`` if another has it.

    The lock ends with the process on every system, which a file that merely exists would not.
    """
    db = sqlite3.connect(str(file), isolation_level=None, timeout=1.0)
    try:
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        with suppress(sqlite3.Error):
            db.close()
