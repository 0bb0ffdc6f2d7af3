"""What accounts know of pictures: whose they are, who may see them, and lists of them.

A picture that is hidden was deleted by its owner, who can still see it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ..core.store import Picture, Store


@dataclass(frozen=True, slots=True)
class Owned:
    """A picture and what its account knows of it. ``user_id`` is ``None`` for nobody's."""

    picture: Picture
    user_id: int | None
    public: bool
    hidden: bool
    facts: dict[str, Any]
    #: Fingerprint of the key that it belongs to, where pictures belong to keys.
    owner: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which pictures a list has; ``None`` means any."""

    host: str
    user_id: int | None = None
    owner: str | None = None
    public: bool | None = None
    hidden: bool | None = False
    in_album: bool | None = None
    album_id: int | None = None
    tag: str | None = None


#: The SQL of each part of a choice; ``:part`` is its value.
_CONDITIONS = {
    "host": "host = :host",
    "user_id": "id IN (SELECT picture_id FROM holding WHERE user_id = :user_id)",
    "owner": "id IN (SELECT picture_id FROM holding WHERE owner = :owner)",
    "public": "id IN (SELECT picture_id FROM holding WHERE public = :public)",
    "hidden": "id IN (SELECT picture_id FROM holding WHERE hidden = :hidden)",
    "in_album": "(id IN (SELECT picture_id FROM album_entry)) = :in_album",
    "album_id": "id IN (SELECT picture_id FROM album_entry WHERE album_id = :album_id)",
    "tag": "id IN (SELECT picture_id FROM tag WHERE name = :tag)",
}
_ORDERS = {
    "newest": "id DESC",
    "oldest": "id",
    "album": "(SELECT position FROM album_entry"
    " WHERE album_id = :album_id AND picture_id = picture.id)",
    "random": "random()",
}


class Library:
    """The pictures of all accounts."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def keep(
        self,
        picture_id: int,
        user_id: int | None,
        *,
        public: bool = True,
        facts: dict[str, Any] | None = None,
        owner: str | None = None,
    ) -> None:
        """Note the owner of a stored picture: an account, a key, or nobody."""
        with self._store.transaction() as db:
            db.execute(
                "INSERT INTO holding (picture_id, user_id, public, facts, owner)"
                " VALUES (?, ?, ?, ?, ?)",
                (picture_id, user_id, public, json.dumps(facts or {}), owner),
            )

    def get(self, host: str, code: str) -> Owned | None:
        """One picture by the id that users see."""
        picture = self._store.picture_by_code(code, host)
        found = [] if picture is None else self._owned([picture])
        return found[0] if found else None

    def by_id(self, picture_id: int) -> Owned | None:
        """One picture by its number."""
        picture = self._store.picture(picture_id)
        found = [] if picture is None else self._owned([picture])
        return found[0] if found else None

    def find(
        self, choice: Choice, *, order: str = "newest", limit: int = -1, offset: int = 0
    ) -> list[Owned]:
        """A part of the chosen pictures: ``newest`` or ``oldest`` first, as in their
        ``album``, or in a ``random`` order.
        """
        where, values = _where(choice)
        pictures = self._store.pictures_where(
            f"WHERE {where} ORDER BY {_ORDERS[order]} LIMIT :_limit OFFSET :_offset",
            {**values, "_limit": limit, "_offset": offset},
        )
        return self._owned(pictures)

    def count(self, choice: Choice) -> int:
        """The number of chosen pictures."""
        where, values = _where(choice)
        rows = self._store.rows(f"SELECT count(*) AS n FROM picture WHERE {where}", values)
        return int(rows[0]["n"])

    def neighbours(self, owned: Owned, choice: Choice, *, newer: bool, limit: int) -> list[Owned]:
        """The chosen pictures that came after or before one, nearest first."""
        where, values = _where(choice)
        beside, order = (">", "id") if newer else ("<", "id DESC")
        pictures = self._store.pictures_where(
            f"WHERE {where} AND id {beside} :_id ORDER BY {order} LIMIT :_limit",
            {**values, "_id": owned.picture.id, "_limit": limit},
        )
        return self._owned(pictures)

    def related(self, owned: Owned, choice: Choice, *, limit: int) -> list[Owned]:
        """Chosen pictures similar to one: those with most tags in common first, then the newest."""
        where, values = _where(choice)
        pictures = self._store.pictures_where(
            f"WHERE {where} AND id != :_id ORDER BY (SELECT count(*) FROM tag WHERE picture_id ="
            " picture.id AND name IN (SELECT name FROM tag WHERE picture_id = :_id)) DESC, id DESC"
            " LIMIT :_limit",
            {**values, "_id": owned.picture.id, "_limit": limit},
        )
        return self._owned(pictures)

    def tags(self, choice: Choice) -> dict[str, int]:
        """The tags of the chosen pictures and how many have each, by name."""
        where, values = _where(choice)
        rows = self._store.rows(
            "SELECT name, count(DISTINCT picture_id) AS n FROM tag"
            f" WHERE picture_id IN (SELECT id FROM picture WHERE {where})"
            " GROUP BY name ORDER BY name",
            values,
        )
        return {str(row["name"]): int(row["n"]) for row in rows}

    def space(self, user_id: int, *, public: bool | None = None, hidden: bool | None = None) -> int:
        """Bytes of the pictures of an account."""
        rows = self._store.rows(
            "SELECT coalesce(sum(size), 0) AS n FROM picture"
            " JOIN holding ON holding.picture_id = picture.id"
            " WHERE user_id = ? AND public = coalesce(?, public) AND hidden = coalesce(?, hidden)",
            (user_id, public, hidden),
        )
        return int(rows[0]["n"])

    def ids_of(self, user_id: int) -> list[int]:
        """The numbers of all pictures of an account, hidden ones included."""
        rows = self._store.rows("SELECT picture_id FROM holding WHERE user_id = ?", (user_id,))
        return [int(row["picture_id"]) for row in rows]

    def concealed(self) -> set[int]:
        """The numbers of all pictures that not everybody may see.

        What is in a gallery is public, even if it was private before.
        """
        rows = self._store.rows(
            "SELECT picture_id FROM holding WHERE hidden OR NOT public AND picture_id NOT IN"
            " (SELECT picture_id FROM post WHERE picture_id IS NOT NULL UNION"
            " SELECT album_entry.picture_id FROM album_entry JOIN post USING (album_id))"
        )
        return {int(row["picture_id"]) for row in rows}

    def change(
        self,
        picture_id: int,
        *,
        texts: dict[str, str | None] | None = None,
        public: bool | None = None,
        hidden: bool | None = None,
        facts: dict[str, Any] | None = None,
    ) -> None:
        """Set what is given. Facts are merged into the existing ones.

        ``texts`` may have ``title``, ``description`` and ``original_filename``.
        """
        owned = self.by_id(picture_id)
        assert owned is not None
        with self._store.transaction() as db:
            for column in ("title", "description", "original_filename"):
                if texts and column in texts:
                    db.execute(
                        f"UPDATE picture SET {column} = ? WHERE id = ?",
                        (texts[column], picture_id),
                    )
            db.execute(
                "UPDATE holding SET public = coalesce(?, public), hidden = coalesce(?, hidden),"
                " facts = ? WHERE picture_id = ?",
                (public, hidden, json.dumps(owned.facts | (facts or {})), picture_id),
            )

    def set_tags(self, picture_id: int, names: Iterable[str]) -> None:
        """Replace the tags of a picture by these, in this order."""
        with self._store.transaction() as db:
            db.execute("DELETE FROM tag WHERE picture_id = ?", (picture_id,))
            db.executemany(
                "INSERT INTO tag (picture_id, position, name) VALUES (?, ?, ?)",
                [(picture_id, n, name) for n, name in enumerate(dict.fromkeys(names))],
            )

    def _owned(self, pictures: Sequence[Picture]) -> list[Owned]:
        marks = ", ".join("?" * len(pictures))
        rows = self._store.rows(
            "SELECT picture_id, user_id, public, hidden, facts, owner FROM holding"
            f" WHERE picture_id IN ({marks})",
            [picture.id for picture in pictures],
        )
        known = {int(row["picture_id"]): row for row in rows}
        return [
            Owned(
                picture,
                known[picture.id]["user_id"],
                bool(known[picture.id]["public"]),
                bool(known[picture.id]["hidden"]),
                json.loads(known[picture.id]["facts"]),
                known[picture.id]["owner"],
            )
            for picture in pictures
            if picture.id in known
        ]


def _where(choice: Choice) -> tuple[str, dict[str, Any]]:
    values = {
        part: getattr(choice, part) for part in _CONDITIONS if getattr(choice, part) is not None
    }
    return " AND ".join(_CONDITIONS[part] for part in values), values
