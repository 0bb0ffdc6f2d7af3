"""Spaces in PostgreSQL: a schema for each, and connections that all of them take turns with.

To make a schema takes a tenth of a second or more, for it is a hundred tables and indexes. So a few
are made beforehand, without a name, and a new space gives one of them its own.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Sequence
from contextlib import suppress

import psycopg

from ..core.database import Connection
from ..core.database.postgres import Connections, PostgresDatabase
from ..core.home import Home
from ..core.schema import Schema, prepare

__all__ = ["SpacesOfServer"]

logger = logging.getLogger("imagehosts.emulator")

#: The schema of the table of spaces.
TABLE = "imagehosts_spaces"
_SPACE, _SPARE, _UNDONE = "imagehosts_space_", "imagehosts_spare_", "imagehosts_undone_"
#: Of the longest name that PostgreSQL takes, 63 bytes, what is left for that of a space.
_LONGEST = 63 - len(_SPACE) - 9
#: Connections of a process, however many spaces are open: for what hosts have, and for the rest.
MOST_FOR_STORES, MOST_FOR_STATES = 6, 3
#: Schemas that are made beforehand.
SPARES = 3
#: The advisory lock of the one who makes them.
_MAKER = 7_236_114_903


class SpacesOfServer:
    """The part of spaces that is in a PostgreSQL database."""

    def __init__(self, url: str, schemas: Sequence[Schema]) -> None:
        self._url = url
        self._schemas = tuple(schemas)
        self._stores = Connections(url, MOST_FOR_STORES)
        self._states = Connections(url, MOST_FOR_STATES)
        self._making = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._closed = False

    def table(self) -> PostgresDatabase:
        """A connection for the table of spaces."""
        return PostgresDatabase(self._url, schema=TABLE)

    def home(self, home: str, *, durable: bool) -> Home:
        """Where a space keeps what is not in its folder."""
        return Home(
            shared=True,
            durable=durable,
            schema=_schema_of(home),
            store=self._stores,
            state=self._states,
        )

    def begin(self, db: Connection, home: str) -> None:
        """Give a new space one of the schemas that were made beforehand, if there is one left."""
        spare = next(iter(_names(db, _SPARE)), None)
        if spare is not None:
            db.execute(f'ALTER SCHEMA "{spare}" RENAME TO "{_schema_of(home)}"')
        thread = threading.Thread(target=self._make_spares, daemon=True)
        with self._making:
            if not self._closed and not any(one.is_alive() for one in self._threads):
                self._threads = [thread]
                thread.start()

    def destroy(self, home: str) -> None:
        """Remove the schema of a space."""
        self.drop([_schema_of(home)])

    def remains(self, db: Connection, homes: set[str]) -> list[str]:
        """The schemas of spaces that are none of these."""
        known = {_schema_of(home) for home in homes}
        return [name for name in _names(db, _SPACE) if name not in known]

    def drop(self, schemas: Sequence[str]) -> None:
        """Remove schemas with everything in them."""
        database = PostgresDatabase(self._url, schema=TABLE)
        try:
            for schema in schemas:
                database.execute(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE')
        finally:
            database.close()

    def _make_spares(self) -> None:
        try:
            database = PostgresDatabase(self._url, schema=TABLE)
        except psycopg.Error:
            return
        try:
            # Whoever has the lock is the only one who makes any; it ends with the connection.
            ((is_ours,),) = database.execute("SELECT pg_try_advisory_lock(?)", (_MAKER,)).fetchall()
            if not is_ours:
                return
            for left in _names(database, _UNDONE):
                database.execute(f'DROP SCHEMA "{left}" CASCADE')
            while not self._closed and len(_names(database, _SPARE)) < SPARES:
                self._make_spare(database)
        except psycopg.Error as error:
            if not self._closed:
                logger.warning("no schema for spaces could be made beforehand: %s", error)
        finally:
            with suppress(psycopg.Error):
                database.close()

    def _make_spare(self, database: PostgresDatabase) -> None:
        number = secrets.token_hex(4)
        made = PostgresDatabase(self._url, schema=_UNDONE + number)
        try:
            made.prepare()
            prepare(made, self._schemas)
        finally:
            made.close()
        database.execute(f'ALTER SCHEMA "{_UNDONE}{number}" RENAME TO "{_SPARE}{number}"')

    def close(self) -> None:
        """Let go of the connections."""
        with self._making:
            self._closed = True
        for thread in self._threads:
            thread.join()
        self._stores.close()
        self._states.close()


def _schema_of(home: str) -> str:
    """The schema of a home, by its name as far as there is room, and its number."""
    name, _, number = home.partition(".")
    return f"{_SPACE}{name.replace('-', '_')[:_LONGEST]}_{number}"


def _names(db: Connection, beginning: str) -> list[str]:
    query = "SELECT nspname::text FROM pg_namespace WHERE starts_with(nspname::text, ?) ORDER BY 1"
    return [str(row[0]) for row in db.execute(query, (beginning,)).fetchall()]
