"""Galleries: pictures in an order under a name, which an account or a token may change.

Of a token only the checksum is kept, so nobody who reads the database can change anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from ...core.database import Conflict, Connection
from ...core.store import Store


@dataclass(frozen=True, slots=True)
class GalleryFile:
    """A picture in a gallery. ``None`` for a width or height that nobody gave."""

    picture_id: int
    width: int | None = None
    height: int | None = None
    thumbnail: bool = True


@dataclass(frozen=True, slots=True)
class Gallery:
    """A gallery. ``token`` is the checksum of one; times are Unix seconds."""

    id: int
    server: int
    name: str
    short_name: str
    title: str
    user_id: int | None
    token: str | None
    created: float
    updated: float


class Galleries:
    """All galleries, of accounts and of nobody in particular."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(
        self,
        names: Iterable[tuple[str, str]],
        files: Sequence[GalleryFile],
        now: float,
        *,
        server: int,
        title: str,
        user_id: int | None,
        token: str | None,
    ) -> Gallery:
        """A new gallery under the first of ``names``, each with its short form, that is free."""
        for name, short_name in names:
            try:
                with self._store.transaction() as db:
                    (gallery_id,) = db.execute(
                        "INSERT INTO gallery (server, name, short_name, title, user_id, token,"
                        " created, updated) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                        (server, name, short_name, title, user_id, token, now, now),
                    ).fetchone()
                    _append(db, gallery_id, files)
            except Conflict:
                continue
            (gallery,) = self._find("id = ?", gallery_id)
            return gallery
        raise ValueError("every name is taken")

    def by_name(self, name: str, server: int | None = None) -> Gallery | None:
        """One gallery by its name: of this server, or of any."""
        found = self._find("name = ? AND server = coalesce(?, server)", name, server)
        return found[0] if found else None

    def by_short_name(self, short_name: str) -> Gallery | None:
        """One gallery by what its short link ends in."""
        found = self._find("short_name = ?", short_name)
        return found[0] if found else None

    def of_user(self, user_id: int, *, limit: int, offset: int) -> list[Gallery]:
        """Some galleries of an account, the newest first."""
        where = "user_id = ? ORDER BY id DESC LIMIT ? OFFSET ?"
        return self._find(where, user_id, limit, offset)

    def count(self, user_id: int | None = None) -> int:
        """How many an account has, or how many there are."""
        where, values = ("true", ()) if user_id is None else ("user_id = ?", (user_id,))
        rows = self._store.rows(f"SELECT count(*) AS n FROM gallery WHERE {where}", values)
        return int(rows[0]["n"])

    def change(
        self,
        gallery_id: int,
        files: Sequence[GalleryFile],
        now: float,
        *,
        title: str | None = None,
    ) -> None:
        """Have these pictures and no others, and the title, if one is given."""
        with self._store.transaction() as db:
            db.execute("DELETE FROM gallery_file WHERE gallery_id = ?", (gallery_id,))
            _append(db, gallery_id, files)
            _touch(db, gallery_id, now, title)

    def put_in(self, gallery_id: int, files: Sequence[GalleryFile], now: float) -> None:
        """Add pictures at the end; those that are in it stay where they are."""
        with self._store.transaction() as db:
            _append(db, gallery_id, files)
            _touch(db, gallery_id, now)

    def take_out(self, gallery_id: int, picture_ids: Iterable[int], now: float) -> None:
        """Remove pictures from the gallery; the account keeps them."""
        with self._store.transaction() as db:
            db.executemany(
                "DELETE FROM gallery_file WHERE gallery_id = ? AND picture_id = ?",
                [(gallery_id, picture_id) for picture_id in picture_ids],
            )
            _touch(db, gallery_id, now)

    def files(self, gallery_id: int) -> list[GalleryFile]:
        """The pictures of a gallery, in its order."""
        rows = self._store.rows(
            f"SELECT {_FILE_COLUMNS} FROM gallery_file WHERE gallery_id = ? ORDER BY position",
            (gallery_id,),
        )
        return [GalleryFile(**{**dict(row), "thumbnail": bool(row["thumbnail"])}) for row in rows]

    def delete(self, gallery_id: int) -> None:
        """Remove a gallery; its pictures stay."""
        with self._store.transaction() as db:
            db.execute("DELETE FROM gallery WHERE id = ?", (gallery_id,))

    def _find(self, where: str, *values: Any) -> list[Gallery]:
        rows = self._store.rows(f"SELECT {_COLUMNS} FROM gallery WHERE {where}", values)
        return [Gallery(**dict(row)) for row in rows]


_COLUMNS = ", ".join(field.name for field in fields(Gallery))
_FILE_COLUMNS = ", ".join(field.name for field in fields(GalleryFile))


def _append(db: Connection, gallery_id: int, files: Sequence[GalleryFile]) -> None:
    (last,) = db.execute(
        "SELECT coalesce(max(position), 0) FROM gallery_file WHERE gallery_id = ?", (gallery_id,)
    ).fetchone()
    db.executemany(
        f"INSERT INTO gallery_file (gallery_id, position, {_FILE_COLUMNS})"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (gallery_id, picture_id) DO NOTHING",
        [
            (gallery_id, last + n, file.picture_id, file.width, file.height, file.thumbnail)
            for n, file in enumerate(files, 1)
        ],
    )


def _touch(db: Connection, gallery_id: int, now: float, title: str | None = None) -> None:
    db.execute(
        "UPDATE gallery SET updated = ?, title = coalesce(?, title) WHERE id = ?",
        (now, title, gallery_id),
    )
