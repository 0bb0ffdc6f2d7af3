"""Which spaces there are: one small table for all processes of an emulator."""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from ..core.database import Connection, Database
from ..core.schema import Schema, prepare

__all__ = ["NoSpace", "Record", "Registry"]

SCHEMA = Schema("spaces", files("imagehosts.emulator").joinpath("spaces"))
_COLUMNS = "name, home, settings, created, used"


class NoSpace(Exception):
    """A space that cannot be had; the message says why, ``status`` is one of HTTP."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Record:
    """A space: its name, where its state is, its own settings, and when it was used last."""

    name: str
    home: str
    settings: Mapping[str, Any]
    created: float
    used: float


class Registry:
    """The table. Each change is one transaction, and one process at a time makes it."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._lock = threading.RLock()
        try:
            database.prepare()
            prepare(database, [SCHEMA])
        except BaseException:
            database.close()
            raise

    def find(self, name: str) -> Record | None:
        """The space of that name."""
        with self._lock:
            query = f"SELECT {_COLUMNS} FROM space WHERE name = ?"
            row = self._db.execute(query, (name,)).fetchone()
        return None if row is None else _record(row)

    def all(self) -> list[Record]:
        """All of them, by name."""
        with self._lock:
            rows = self._db.execute(f"SELECT {_COLUMNS} FROM space ORDER BY name").fetchall()
        return [_record(row) for row in rows]

    def add(
        self,
        name: str,
        settings: Mapping[str, Any],
        now: float,
        *,
        most: int,
        begin: Callable[[Connection, str], None] | None = None,
    ) -> tuple[Record | None, bool]:
        """A new space, or the one that is there, and whether it is new; ``None`` for one too many.

        ``begin`` makes the home of a new one, if that can be done in the same transaction.
        """
        with self._changing() as db:
            query = f"SELECT {_COLUMNS} FROM space WHERE name = ?"
            row = db.execute(query, (name,)).fetchone()
            if row is not None:
                return _record(row), False
            if db.execute("SELECT count(*) FROM space").fetchone()[0] >= most:
                return None, False
            made = Record(name, f"{name}.{secrets.token_hex(4)}", settings, now, now)
            db.execute(
                f"INSERT INTO space ({_COLUMNS}) VALUES (?, ?, ?, ?, ?)",
                (name, made.home, json.dumps(settings, sort_keys=True), now, now),
            )
            if begin is not None:
                begin(db, made.home)
        return made, True

    def touch(self, home: str, now: float) -> None:
        """Note that a space was used."""
        with self._changing() as db:
            db.execute("UPDATE space SET used = ? WHERE home = ? AND used < ?", (now, home, now))

    def remove(self, name: str) -> Record | None:
        """Forget a space; gives what it was."""
        query = f"DELETE FROM space WHERE name = ? RETURNING {_COLUMNS}"
        return next(iter(self._removed(query, (name,))), None)

    def expire(self, before: float) -> list[Record]:
        """Forget the spaces that were not used since; gives what they were."""
        return self._removed(f"DELETE FROM space WHERE used < ? RETURNING {_COLUMNS}", (before,))

    def _removed(self, query: str, values: Sequence[Any]) -> list[Record]:
        with self._changing() as db:
            return [_record(row) for row in db.execute(query, values).fetchall()]

    @contextmanager
    def looking(self) -> Generator[Connection]:
        """Have nobody add or remove a space while the block runs."""
        with self._changing() as db:
            yield db

    def close(self) -> None:
        """Let go of the table."""
        with self._lock:
            self._db.close()

    @contextmanager
    def _changing(self) -> Generator[Connection]:
        with self._lock:
            self._db.begin()
            try:
                yield self._db
            except BaseException:
                if self._db.in_transaction:
                    self._db.rollback()
                raise
            self._db.commit()


def _record(row: Any) -> Record:
    return Record(
        str(row["name"]),
        str(row["home"]),
        json.loads(row["settings"]),
        float(row["created"]),
        float(row["used"]),
    )
