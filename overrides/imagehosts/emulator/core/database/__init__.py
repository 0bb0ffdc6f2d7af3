"""Databases that the emulator keeps its state in, behind one interface with one kind of SQL.

SQLite is the default, one file or memory. PostgreSQL is for many processes on many machines. Both
run the same statements, written in what the two understand alike:

* values are ``?`` or ``:name``; what an insert made comes back by ``RETURNING``;
* truth is 0 or 1 and is compared with it (``deleted = 0``, not ``NOT deleted``);
* ``ON CONFLICT (...) DO ...``, with the table's name before columns of the row that is there;
* text is compared byte by byte; for any case ``lower(column) = ?`` with :func:`fold`;
* ``"user"`` is quoted, a list without an end has the limit :data:`ALL`;
* ``instr`` and ``json_extract`` (of texts) are there on both.

Schemas are written for SQLite; :mod:`.ddl` puts them into PostgreSQL's words. One writer at a time
holds the database, whichever it is: what a transaction reads stays true until it has committed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from string import ascii_lowercase, ascii_uppercase
from typing import Any, Protocol, TypeAlias

__all__ = ["ALL", "Conflict", "Connection", "Cursor", "Database", "Row", "Values", "fold"]

#: The limit of a list that has none.
ALL = 2**62

Values: TypeAlias = Sequence[Any] | Mapping[str, Any]

_FOLDED = str.maketrans(ascii_uppercase, ascii_lowercase)


class Conflict(Exception):
    """A row that must be the only one of its kind is there already.

    ``columns`` are the names of what must be unique.
    """

    def __init__(self, columns: Collection[str]) -> None:
        super().__init__(f"another row has the same {', '.join(sorted(columns))}")
        self.columns = frozenset(columns)


class Row(Protocol):
    """A row of an answer: columns by name or by number."""

    def __getitem__(self, key: int | str, /) -> Any: ...

    def __iter__(self) -> Iterator[Any]: ...

    def __len__(self) -> int: ...

    def keys(self) -> list[str]:
        """The names of the columns."""
        ...


class Cursor(Protocol):
    """The answer to a statement."""

    @property
    def rowcount(self) -> int:
        """How many rows a change has met."""
        ...

    @property
    def description(self) -> Any:
        """The columns of the answer; ``None`` where it has no rows."""
        ...

    def fetchone(self) -> Any:
        """The next row, or ``None``."""
        ...

    def fetchall(self) -> list[Any]:
        """All rows that are left."""
        ...

    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """What statements are run with."""

    def execute(self, sql: str, values: Values = (), /) -> Cursor:
        """Run one statement. ``Conflict`` where a row is not the only one of its kind."""
        ...

    def executemany(self, sql: str, rows: Iterable[Any], /) -> Any:
        """Run one statement for each row of values."""
        ...


class Database(Connection, Protocol):
    """One connection. A thread that uses it keeps the others out; the store sees to that."""

    @property
    def total_changes(self) -> int:
        """How many rows were changed since it was opened."""
        ...

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        ...

    def begin(self, *, reading: bool = False) -> None:
        """Begin a transaction: the one writer of the database, or a reader of what is there now.

        A reader sees nothing of what others commit meanwhile, and changes nothing.
        """
        ...

    def commit(self) -> None:
        """Make what was changed durable, and let the next writer in."""
        ...

    def rollback(self) -> None:
        """Undo the transaction."""
        ...

    def prepare(self) -> None:
        """Set up what must be there before the schemas are looked at."""
        ...

    def changing_tables(self) -> AbstractContextManager[None]:
        """A transaction for changes of tables. References are looked at when it ends."""
        ...

    def refilling(self, tables: Iterable[str]) -> AbstractContextManager[None]:
        """The same for writing all rows of tables anew, in any order.

        What counts rows by itself does not do so meanwhile, where the database can do without.
        ``SchemaError`` for rows that cannot be.
        """
        ...

    def define(self, statements: Iterable[str]) -> None:
        """Run the statements of a schema or of a step between two versions."""
        ...

    def tables(self) -> set[str]:
        """The names of all tables."""
        ...

    def names(self) -> set[str]:
        """The names of all tables and indexes."""
        ...

    def columns(self, table: str) -> set[str]:
        """The names of the columns of a table; none where it is missing."""
        ...

    def empty(self, tables: Iterable[str]) -> None:
        """Delete all rows of tables, and let numbers start again."""
        ...

    def number_on(self, tables: Iterable[str]) -> None:
        """Number new rows of tables on from those that are there, however these came by theirs."""
        ...

    def explain(self, error: Exception) -> str | None:
        """What is wrong with the database, and what to do; ``None`` for a mistake in a query."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


def fold(text: str) -> str:
    """A text in lower case as databases see it: letters of ASCII alone."""
    return text.translate(_FOLDED)
