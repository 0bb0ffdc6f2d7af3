"""Schemas with versions, and the steps that lead a database from one version to the next.

A schema is a folder with ``schema.sql``, whose first line is ``-- version N``, and with
``migrations/N.sql`` for each version from 2 on, which leads there from the one before it. A change
of ``schema.sql`` needs the next number and a step; one without a step is refused at start.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .database import Database

#: Once there was one version for all tables. Of each schema that has tables there, such a database
#: holds version 1.
_ONE_FOR_ALL = "3"
_HEAD = re.compile(r"-- version ([0-9]+)\n")
_CREATED = re.compile(r'^CREATE (?:UNIQUE )?(TABLE|INDEX) "?(\w+)', re.MULTILINE)


class SchemaError(Exception):
    """A database that this emulator cannot use; the message says why, after its folder's name."""


_OTHER_VERSION = (
    "was written by another version of the emulator: {}; use an empty directory, or the"
    " version that wrote it"
)


@dataclass(frozen=True, slots=True)
class Schema:
    """The tables of one part of the emulator: its name in the database, and its folder."""

    name: str
    folder: Traversable

    @property
    def text(self) -> str:
        """The whole schema, as a new database gets it."""
        return self.folder.joinpath("schema.sql").read_text("utf-8")

    @property
    def version(self) -> int:
        """The version of :attr:`text`."""
        match = _HEAD.match(self.text)
        if match is None:
            raise SchemaError(f"schema.sql of {self.name} must begin with '-- version N'")
        return int(match[1])

    @property
    def tables(self) -> set[str]:
        """The names of its tables."""
        return {name for kind, name in _CREATED.findall(self.text) if kind == "TABLE"}

    @property
    def names(self) -> set[str]:
        """The names of its tables and indexes."""
        return {name for _, name in _CREATED.findall(self.text)}

    def step(self, version: int) -> str:
        """What leads to ``version`` from the one before it."""
        file = self.folder.joinpath("migrations", f"{version}.sql")
        if not file.is_file():
            raise SchemaError(f"migrations/{version}.sql of {self.name} is missing")
        return file.read_text("utf-8")


def prepare(db: Database, schemas: Sequence[Schema]) -> None:
    """Bring a database to the versions of ``schemas``, in their order, in one transaction.

    ``SchemaError`` for one that a later emulator wrote, which stays as it was. References are not
    looked at while tables change, but must be whole at the end.
    """
    if _is_current(db, schemas):
        return
    with db.changing_tables():
        # Once more, for another process may have done it while this one waited.
        known = versions(db, schemas)
        for schema in schemas:
            db.define(_pending(schema, known.get(schema.name, 0)))
            db.execute(
                "INSERT INTO meta VALUES (?, ?)"
                " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (f"schema {schema.name}", str(schema.version)),
            )
        db.execute("DELETE FROM meta WHERE name = 'version'")


def _is_current(db: Database, schemas: Sequence[Schema]) -> bool:
    """Whether nothing is to be done; an error for a database of a later emulator."""
    known = versions(db, schemas)
    for schema in schemas:
        found = known.get(schema.name, 0)
        if found > schema.version:
            raise SchemaError(
                _OTHER_VERSION.format(
                    f"its schema {schema.name} has version {found}, this one reads {schema.version}"
                )
            )
    return all(known.get(schema.name) == schema.version for schema in schemas)


def check(db: Database, schemas: Sequence[Schema]) -> None:
    """See that the tables of ``schemas`` are there with all their columns, else ``SchemaError``."""
    for table, columns in _wanted(tuple(schemas)).items():
        missing = columns - db.columns(table)
        if missing:
            what = ", ".join(sorted(missing))
            raise SchemaError(f"is damaged: its table {table} lacks {what}; put back a copy")


@lru_cache(maxsize=16)
def _wanted(schemas: tuple[Schema, ...]) -> dict[str, frozenset[str]]:
    """The columns of each table; they are read once, for many databases of one process."""
    wanted = sqlite3.connect(":memory:")
    try:
        for schema in schemas:
            wanted.executescript(schema.text)
        tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        return {table: frozenset(_columns(wanted, table)) for (table,) in wanted.execute(tables)}
    finally:
        wanted.close()


def _columns(db: sqlite3.Connection, table: str) -> set[str]:
    return {str(row[1]) for row in db.execute(f"PRAGMA table_info({table})")}


def versions(db: Database, schemas: Sequence[Schema]) -> dict[str, int]:
    """The versions of the schemas that a database holds, by name."""
    there = db.names()
    if "meta" not in there:
        return {}
    meta = {str(row[0]): str(row[1]) for row in db.execute("SELECT name, value FROM meta")}
    if meta.get("version", _ONE_FOR_ALL) != _ONE_FOR_ALL:
        raise SchemaError(
            _OTHER_VERSION.format(
                f"its schema has version {meta['version']}, this one reads {_ONE_FOR_ALL} and"
                f" {', '.join(f'{schema.name} {schema.version}' for schema in schemas)}"
            )
        )
    found = {schema.name: 1 for schema in schemas if there & schema.names}
    for name, value in meta.items():
        if name.startswith("schema "):
            if not value.isdecimal():
                raise SchemaError(f"is damaged: {name} has version {value[:40]}; put back a copy")
            found[name.removeprefix("schema ")] = int(value)
    return found


def _pending(schema: Schema, found: int) -> Iterator[str]:
    """The statements that lead from a version to the latest; from 0, all of the schema."""
    if not found:
        yield from statements(schema.text)
        return
    for version in range(found + 1, schema.version + 1):
        yield from statements(schema.step(version))


def statements(script: str) -> Iterator[str]:
    """The statements of a script, one after the other."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if any(line and not line.startswith("--") for line in map(str.strip, statement.splitlines())):
        raise SchemaError(f"a statement has no end: {statement.strip()[:60]}")
