"""What was uploaded before: its addresses, its delete handle, and the hash of its content."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from attrs import fields, frozen

from .database import DatabaseError, open_database
from .uploaded import Uploaded

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["History", "Record", "load_uploaded", "save_uploaded", "storable"]

_APPLICATION_ID = 0x494D4868
_SCHEMA = """
CREATE TABLE IF NOT EXISTS upload(
    id INTEGER PRIMARY KEY,
    at REAL NOT NULL,
    source TEXT NOT NULL,
    host TEXT NOT NULL,
    base_url TEXT NOT NULL,
    digest TEXT,
    url TEXT, page_url TEXT, thumbnail_url TEXT, handle TEXT, name TEXT,
    deleted_at REAL,
    uploaded TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS upload_digest ON upload(digest, host, base_url);
CREATE INDEX IF NOT EXISTS upload_handle ON upload(handle);
CREATE INDEX IF NOT EXISTS upload_url ON upload(url);
"""


@frozen
class Record:
    """An upload of the past."""

    id: int
    at: float
    uploaded: Uploaded
    digest: str | None
    deleted_at: float | None


class History:
    """The uploads of the past, in a file that only its user can read.

    Args:
        path: The file; it is made where there is none.

    Raises:
        DatabaseError: It cannot be opened, or is another kind of file; methods raise it where it
            can be read or written no more.
    """

    def __init__(self, path: str | os.PathLike[str] | None) -> None:
        self._database = open_database(path, _APPLICATION_ID, _SCHEMA)
        self._path = path

    def add(self, uploaded: Uploaded, digest: str | None = None) -> int:
        """Write down an upload; gives its number."""
        cursor = self._execute(
            "INSERT INTO upload(at, source, host, base_url, digest, url, page_url, thumbnail_url,"
            " handle, name, uploaded) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                time.time(),
                storable(uploaded.source),
                uploaded.host,
                uploaded.base_url,
                digest,
                storable(uploaded.url),
                storable(uploaded.page_url),
                storable(uploaded.thumbnail_url),
                storable(uploaded.delete),
                storable(uploaded.id),
                json.dumps(save_uploaded(uploaded)),
            ),
        )
        return int(cursor.lastrowid or 0)

    def find_content(self, digest: str, host: str, base_url: str) -> Record | None:
        """The last upload of this content to a host that was not deleted."""
        return self._one(
            "digest = ? AND host = ? AND base_url = ? AND deleted_at IS NULL",
            (digest, host, base_url),
        )

    def find_link(self, link: str) -> Record | None:
        """The last upload that has this address, delete handle, or id at its host."""
        columns = ("handle", "url", "page_url", "thumbnail_url", "name")
        where = " OR ".join(f"{column} = ?" for column in columns)
        return self._one(f"({where}) AND deleted_at IS NULL", (link,) * len(columns))

    def get(self, number: int) -> Record | None:
        """An upload by its number."""
        return self._one("id = ?", (number,))

    def last(self, host: str | None = None) -> Record | None:
        """The last upload that was not deleted."""
        if host is None:
            return self._one("deleted_at IS NULL", ())
        return self._one("deleted_at IS NULL AND host = ?", (host,))

    def records(
        self,
        *,
        host: str | None = None,
        since: float | None = None,
        search: str | None = None,
        deleted: bool = False,
    ) -> Iterator[Record]:
        """Uploads, the oldest first.

        Args:
            host: Of this host alone.
            since: From this time on, in Unix seconds.
            search: With this text in the source, the addresses or the title.
            deleted: Those that were deleted as well.
        """
        conditions, values = ["1"], list[Any]()
        if host is not None:
            conditions.append("host = ?")
            values.append(host)
        if since is not None:
            conditions.append("at >= ?")
            values.append(since)
        if not deleted:
            conditions.append("deleted_at IS NULL")
        if search is not None:
            parts = ("source", "url", "page_url", "uploaded ->> 'title'")
            found = " OR ".join(f"instr(lower(coalesce({part}, '')), lower(?))" for part in parts)
            conditions.append(f"({found})")
            values += [search] * len(parts)
        rows = self._execute(
            f"SELECT id, at, uploaded, digest, deleted_at FROM upload"
            f" WHERE {' AND '.join(conditions)} ORDER BY id",
            values,
        )
        return map(_record, rows.fetchall())

    def mark_deleted(self, number: int) -> None:
        """Write down that a picture is gone; its handle is forgotten."""
        self._execute(
            "UPDATE upload SET deleted_at = ?, handle = NULL,"
            " uploaded = json_remove(uploaded, '$.delete') WHERE id = ?",
            (time.time(), number),
        )

    def forget(self, numbers: list[int] | None = None) -> int:
        """Forget some uploads, or all; the pictures stay. Gives how many there were."""
        if numbers is None:
            return self._execute("DELETE FROM upload").rowcount
        marks = ", ".join("?" * len(numbers))
        return self._execute(f"DELETE FROM upload WHERE id IN ({marks})", numbers).rowcount

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def __enter__(self) -> History:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _execute(self, statement: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
        try:
            return self._database.execute(statement, values)
        except sqlite3.Error as error:
            raise DatabaseError(f"the history {self._path} cannot be used: {error}") from None

    def _one(self, where: str, values: tuple[Any, ...]) -> Record | None:
        row = self._execute(
            f"SELECT id, at, uploaded, digest, deleted_at FROM upload WHERE {where}"
            " ORDER BY id DESC LIMIT 1",
            [storable(value) if isinstance(value, str) else value for value in values],
        ).fetchone()
        return None if row is None else _record(row)


def save_uploaded(uploaded: Uploaded) -> dict[str, Any]:
    """A picture as JSON, to be read back by :func:`load_uploaded`."""
    from attrs import asdict

    saved = asdict(uploaded)
    if uploaded.expires_at is not None:
        saved["expires_at"] = uploaded.expires_at.isoformat()
    saved["source"] = storable(uploaded.source)
    del saved["reused"]
    return saved


def load_uploaded(saved: Mapping[str, Any]) -> Uploaded:
    """A picture that was kept as JSON, perhaps by a later version that knows more of it."""
    found = dict(saved)
    if found.get("expires_at"):
        found["expires_at"] = datetime.fromisoformat(found["expires_at"])
    known = {field.name for field in fields(Uploaded)}
    return Uploaded(**{name: value for name, value in found.items() if name in known})


def _record(row: tuple[Any, ...]) -> Record:
    number, at, uploaded, digest, deleted_at = row
    return Record(number, at, load_uploaded(json.loads(uploaded)), digest, deleted_at)


def storable(text: str | None) -> str | None:
    """A text that SQLite can hold: what is not Unicode in it is replaced."""
    return None if text is None else text.encode("utf-8", "replace").decode()
