"""Albums: pictures in an order, with a title, a cover and what a host adds.

An album belongs to an account, to a key where a host has no accounts, or to nobody.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ..core.database import Conflict, Connection, Row
from ..core.store import Store

_COLUMNS = "id, host, code, user_id, title, description, public, created, cover_id, facts, owner"


@dataclass(frozen=True, slots=True)
class Album:
    """An album. ``code`` is the id that users see; ``created`` is in Unix seconds.

    ``user_id`` is the account that it belongs to, ``owner`` the fingerprint of the key.
    """

    id: int
    host: str
    code: str
    user_id: int | None
    title: str | None
    description: str | None
    public: bool
    created: float
    cover_id: int | None
    facts: dict[str, Any]
    owner: str | None


class Albums:
    """The albums of all hosts. A picture may be in several."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(
        self,
        host: str,
        codes: Iterable[str],
        now: float,
        *,
        user_id: int | None,
        title: str | None = None,
        description: str | None = None,
        public: bool = True,
        facts: dict[str, Any] | None = None,
        owner: str | None = None,
    ) -> Album:
        """A new album under the first of ``codes`` that is free."""
        for code in codes:
            try:
                with self._store.transaction() as db:
                    (album_id,) = db.execute(
                        "INSERT INTO album (host, code, user_id, title, description, public,"
                        " created, facts, owner) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                        (
                            host,
                            code,
                            user_id,
                            title,
                            description,
                            public,
                            now,
                            json.dumps(facts or {}),
                            owner,
                        ),
                    ).fetchone()
            except Conflict:
                continue
            album = self.get(album_id)
            assert album is not None
            return album
        raise ValueError("every code is taken")

    def ensure(self, host: str, code: str, now: float, *, owner: str) -> Album:
        """The album of a key, created if missing. An existing album keeps its owner."""
        with self._store.transaction():
            found = self.by_code(host, code)
            return found or self.add(host, [code], now, user_id=None, owner=owner)

    def get(self, album_id: int) -> Album | None:
        """One album by its number."""
        return self._one("id = ?", album_id)

    def by_ids(self, album_ids: Sequence[int]) -> dict[int, Album]:
        """Albums by their numbers."""
        query = f"SELECT {_COLUMNS} FROM album WHERE id IN ({{marks}})"
        rows = self._store.rows_among(query, album_ids)
        return {album.id: album for album in map(_album, rows)}

    def by_code(self, host: str, code: str) -> Album | None:
        """One album by the id that users see."""
        return self._one("host = ? AND code = ?", host, code)

    def by_title(self, user_id: int, title: str) -> Album | None:
        """The oldest album of an account with this title."""
        return self._one("user_id = ? AND title = ? ORDER BY id LIMIT 1", user_id, title)

    def of_user(self, user_id: int, *, public: bool | None = None) -> list[Album]:
        """The albums of an account, newest first: all, the public or the private ones."""
        rows = self._store.rows(
            f"SELECT {_COLUMNS} FROM album"
            " WHERE user_id = ? AND public = coalesce(?, public) ORDER BY id DESC",
            (user_id, public),
        )
        return [_album(row) for row in rows]

    def change(self, album_id: int, **values: Any) -> Album:
        """Set what is given of title, description, public, cover_id, created and user_id.

        ``facts`` are merged into the existing ones.
        """
        with self._store.transaction() as db:
            album = self.get(album_id)
            assert album is not None
            if "facts" in values:
                values["facts"] = json.dumps(album.facts | values["facts"])
            if values:
                marks = ", ".join(f"{_known(column)} = :{column}" for column in values)
                db.execute(
                    f"UPDATE album SET {marks} WHERE id = :album_id",
                    {**values, "album_id": album_id},
                )
        changed = self.get(album_id)
        assert changed is not None
        return changed

    def delete(self, album_id: int) -> None:
        """Remove an album; its pictures stay."""
        with self._store.transaction() as db:
            db.execute("DELETE FROM album WHERE id = ?", (album_id,))

    # What is in an album

    def pictures(self, album_id: int) -> list[int]:
        """The numbers of the pictures, in the order of the album."""
        return self.pictures_of([album_id]).get(album_id, [])

    def pictures_of(self, album_ids: Sequence[int]) -> dict[int, list[int]]:
        """The same for several albums; those without pictures are missing."""
        query = (
            "SELECT album_id, picture_id FROM album_entry WHERE album_id IN ({marks})"
            " ORDER BY album_id, position"
        )
        found: dict[int, list[int]] = {}
        for row in self._store.rows_among(query, album_ids):
            found.setdefault(int(row["album_id"]), []).append(int(row["picture_id"]))
        return found

    def with_pictures(self, picture_ids: Sequence[int]) -> dict[int, list[Album]]:
        """The albums that each of some pictures is in; those in none are missing."""
        query = (
            f"SELECT picture_id, {_COLUMNS} FROM album_entry JOIN album ON album.id = album_id"
            " WHERE picture_id IN ({marks}) ORDER BY picture_id, id"
        )
        found: dict[int, list[Album]] = {}
        for row in self._store.rows_among(query, picture_ids):
            found.setdefault(int(row["picture_id"]), []).append(_album(row))
        return found

    def albums_of(self, picture_id: int) -> list[Album]:
        """The albums that a picture is in."""
        return self.with_pictures([picture_id]).get(picture_id, [])

    def set(self, album_id: int, picture_ids: Sequence[int]) -> None:
        """Replace the pictures of the album by these, in this order."""
        with self._store.transaction() as db:
            db.execute("DELETE FROM album_entry WHERE album_id = ?", (album_id,))
            _append(db, album_id, picture_ids)

    def put_in(self, album_id: int, picture_ids: Sequence[int], *, alone: bool = False) -> None:
        """Add pictures at the end. ``alone`` takes them out of every other album."""
        with self._store.transaction() as db:
            if alone:
                db.executemany(
                    "DELETE FROM album_entry WHERE picture_id = ? AND album_id != ?",
                    [(picture_id, album_id) for picture_id in picture_ids],
                )
            _append(db, album_id, picture_ids)

    def take_out(self, album_id: int, picture_ids: Iterable[int]) -> None:
        """Remove pictures from the album; they stay in the account."""
        with self._store.transaction() as db:
            db.executemany(
                "DELETE FROM album_entry WHERE album_id = ? AND picture_id = ?",
                [(album_id, picture_id) for picture_id in picture_ids],
            )

    def _one(self, where: str, *values: Any) -> Album | None:
        rows = self._store.rows(f"SELECT {_COLUMNS} FROM album WHERE {where}", values)
        return _album(rows[0]) if rows else None


def _append(db: Connection, album_id: int, picture_ids: Sequence[int]) -> None:
    (last,) = db.execute(
        "SELECT coalesce(max(position), 0) FROM album_entry WHERE album_id = ?", (album_id,)
    ).fetchone()
    db.executemany(
        "INSERT INTO album_entry (album_id, picture_id, position) VALUES (?, ?, ?)"
        " ON CONFLICT (album_id, picture_id) DO NOTHING",
        [(album_id, picture_id, last + n) for n, picture_id in enumerate(picture_ids, 1)],
    )


def _known(column: str) -> str:
    if column not in _COLUMNS.split(", "):
        raise TypeError(f"an album has no {column}")
    return column


def _album(row: Row) -> Album:
    values = {name: row[name] for name in _COLUMNS.split(", ")}
    values["public"] = bool(values["public"])
    values["facts"] = json.loads(values["facts"])
    return Album(**values)
