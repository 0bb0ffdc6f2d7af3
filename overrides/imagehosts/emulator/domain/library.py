"""What accounts know of pictures: whose they are, who may see them, and lists of them.

A picture that is hidden was deleted by its owner, who can still see it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import randint
from typing import Any, NamedTuple

from ..core.database import ALL
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


class AlbumPart(NamedTuple):
    """What is chosen of an album: how many pictures, and the numbers of the first of them."""

    total: int
    first: list[int]


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
    "host": "holding.host = :host",
    "user_id": "holding.user_id = :user_id",
    "owner": "holding.owner = :owner",
    "public": "holding.public = :public",
    "hidden": "holding.hidden = :hidden",
    "in_album": "holding.filed = :in_album",
    "album_id": "album_entry.album_id = :album_id",
    "tag": "holding_tag.name = :tag",
}
#: Where a list begins, so that an index has its order: SQLite reads what is joined by ``CROSS`` in
#: the order in which it stands.
_TABLES = {
    "album_id": ("album_entry", "holding"),
    "tag": ("holding_tag", "holding"),
    "": ("holding",),
}
#: ``{}`` is the table that is read first.
_ORDERS = {
    "newest": "{}.picture_id DESC",
    "oldest": "{}.picture_id",
    "album": "album_entry.position",
    "random": "random()",
}
#: Of more pictures than this some are picked at random, without looking at all.
_MOST_SHUFFLED = 200
#: So many of the latest pictures with a tag are looked at for others like one.
_MOST_RELATED = 50


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
                "INSERT INTO holding (picture_id, user_id, public, facts, owner, host, size, views)"
                " SELECT id, ?, ?, ?, ?, host, size, views FROM picture WHERE id = ?",
                (user_id, public, json.dumps(facts or {}), owner, picture_id),
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

    def found(self, picture_ids: Sequence[int]) -> dict[int, Owned]:
        """Pictures by their numbers; what is not there is left out."""
        pictures = self._store.pictures_by_id(picture_ids)
        return {owned.picture.id: owned for owned in self._owned([*pictures.values()])}

    def by_ids(self, picture_ids: Sequence[int]) -> list[Owned]:
        """The same in the order of the numbers."""
        found = self.found(picture_ids)
        return [found[number] for number in picture_ids if number in found]

    def find(
        self, choice: Choice, *, order: str = "newest", limit: int = ALL, offset: int = 0
    ) -> list[Owned]:
        """A part of the chosen pictures: ``newest`` or ``oldest`` first, as in their
        ``album``, or in a ``random`` order.
        """
        if order == "random" and self.count(choice) > _MOST_SHUFFLED:
            return self._picked(choice, limit)
        where, values, tables = _where(choice)
        pictures = self._store.pictures_where(
            f"WHERE {where} AND {_PICTURE} ORDER BY {_order(order, tables)}"
            " LIMIT :_limit OFFSET :_offset",
            {**values, "_limit": limit, "_offset": offset},
            f"{tables} CROSS JOIN picture",
        )
        return self._owned(pictures)

    def _picked(self, choice: Choice, limit: int) -> list[Owned]:
        """Some of many, each the first behind a number that was drawn."""
        where, values, tables = _where(choice)
        ends = [self.find(choice, order=order, limit=1) for order in ("oldest", "newest")]
        first, last = (end[0].picture.id for end in ends)
        one = (
            f"SELECT holding.picture_id AS id, {{n}} AS n FROM {tables} WHERE {where}"
            f" AND {_first(tables)}.picture_id >= :_drawn{{n}}"
            f" ORDER BY {_order('oldest', tables)} LIMIT 1"
        )
        found: dict[int, None] = {}
        for _ in range(4):
            drawn = {f"_drawn{n}": randint(first, last) for n in range(limit)}  # noqa: S311
            numbers = self._each([one.format(n=n) for n in range(limit)], {**values, **drawn})
            found |= dict.fromkeys(number for part in numbers for number in part)
            if len(found) >= limit:
                break
        return self.by_ids([*found][:limit])

    def _each(self, queries: Sequence[str], values: Mapping[str, Any]) -> list[list[int]]:
        """The numbers of pictures, as ``id``, that several queries find, each with its ``n``."""
        found: list[list[int]] = [[] for _ in queries]
        for start in range(0, len(queries), _QUERIES_AT_A_TIME):
            some = queries[start : start + _QUERIES_AT_A_TIME]
            whole = " UNION ALL ".join(
                f"SELECT * FROM ({query}) AS q{n}" for n, query in enumerate(some)
            )
            for row in self._store.rows(whole, values):
                found[int(row["n"])].append(int(row["id"]))
        return found

    def with_each_tag(self, choice: Choice, names: Sequence[str], limit: int) -> list[list[int]]:
        """The numbers of the latest chosen pictures with each of some tags."""
        values: dict[str, Any] = {"_limit": limit}
        queries: list[str] = []
        for n, name in enumerate(names):
            where, these, tables = _where(replace(choice, tag=name))
            values |= {**these, f"tag{n}": name}
            where = where.replace(":tag", f":tag{n}")
            order = _order("newest", tables)
            queries += [
                f"SELECT holding.picture_id AS id, {n} AS n FROM {tables} WHERE {where}"
                f" ORDER BY {order} LIMIT :_limit"
            ]
        return [sorted(part, reverse=True) for part in self._each(queries, values)]

    def in_albums(
        self, choice: Choice, album_ids: Sequence[int], limit: int
    ) -> dict[int, AlbumPart]:
        """What is chosen of each of some albums; those of which nothing is are missing."""
        values = _values(choice)
        chosen = [*(_CONDITIONS[part] for part in values), "album_entry.album_id IN ({marks})"]
        rows = self._store.rows_among(
            "SELECT album, id, total FROM (SELECT album_entry.album_id AS album,"
            " holding.picture_id AS id, count(*) OVER (PARTITION BY album_entry.album_id) AS total,"
            " row_number() OVER (PARTITION BY album_entry.album_id ORDER BY album_entry.position)"
            " AS place FROM album_entry CROSS JOIN holding"
            f" WHERE holding.picture_id = album_entry.picture_id AND {' AND '.join(chosen)})"
            " AS part WHERE place <= :_limit ORDER BY album, place",
            album_ids,
            {**values, "_limit": max(1, limit)},
        )
        found: dict[int, AlbumPart] = {}
        for row in rows:
            part = found.setdefault(int(row["album"]), AlbumPart(int(row["total"]), []))
            part.first.append(int(row["id"]))
        return found

    def count(self, choice: Choice) -> int:
        """How many are chosen."""
        if choice.album_id is None and (choice.tag is None or choice.user_id is not None):
            table = "tally" if choice.tag is None else "tag_tally"
            where, values = _counted(choice)
            if choice.tag is None or (choice.in_album is None and choice.owner is None):
                return self._sum(f"SELECT sum(pictures) AS n FROM {table} WHERE {where}", values)
        where, values, tables = _where(choice)
        return self._sum(f"SELECT count(*) AS n FROM {tables} WHERE {where}", values)

    def _sum(self, query: str, values: Mapping[str, Any]) -> int:
        return int(self._store.rows(query, values)[0]["n"] or 0)

    def neighbours(self, owned: Owned, choice: Choice, *, newer: bool, limit: int) -> list[Owned]:
        """The chosen pictures that came after or before one, the nearest first."""
        where, values, tables = _where(choice)
        beside, order = (">", "oldest") if newer else ("<", "newest")
        pictures = self._store.pictures_where(
            f"WHERE {where} AND {_PICTURE} AND {_first(tables)}.picture_id {beside} :_id"
            f" ORDER BY {_order(order, tables)} LIMIT :_limit",
            {**values, "_id": owned.picture.id, "_limit": limit},
            f"{tables} CROSS JOIN picture",
        )
        return self._owned(pictures)

    def related(self, owned: Owned, choice: Choice, *, limit: int) -> list[Owned]:
        """Chosen pictures like one: the more tags they share the earlier, then the newest.

        Of each tag the latest pictures are looked at.
        """
        shared: dict[int, int] = {}
        for name in owned.picture.tags:
            for one in self._ids(replace(choice, tag=name), _MOST_RELATED + 1):
                shared[one] = shared.get(one, 0) + 1
        shared.pop(owned.picture.id, None)
        best = sorted(shared, key=lambda one: (-shared[one], -one))[:limit]
        if len(best) < limit:
            others = self._ids(choice, limit + len(best) + 1)
            best += [one for one in others if one not in shared and one != owned.picture.id]
        return self.by_ids(best[:limit])

    def _ids(self, choice: Choice, limit: int) -> list[int]:
        where, values, tables = _where(choice)
        rows = self._store.rows(
            f"SELECT holding.picture_id AS id FROM {tables} WHERE {where}"
            f" ORDER BY {_order('newest', tables)} LIMIT :_limit",
            {**values, "_limit": limit},
        )
        return [int(row["id"]) for row in rows]

    def tags(self, choice: Choice) -> dict[str, int]:
        """The tags of the chosen pictures of an account and how many have each, by name."""
        where, values = _counted(choice)
        rows = self._store.rows(
            f"SELECT name, sum(pictures) AS n FROM tag_tally WHERE {where}"
            " GROUP BY name HAVING sum(pictures) > 0 ORDER BY name",
            values,
        )
        return {str(row["name"]): int(row["n"]) for row in rows}

    def space(self, user_id: int, *, public: bool | None = None, hidden: bool | None = None) -> int:
        """Bytes of the pictures of an account."""
        return self._of_account("bytes", user_id, public, hidden)

    def traffic(self, user_id: int) -> int:
        """Bytes that were sent of the pictures of an account, as far as views were counted."""
        return self._of_account("traffic", user_id, None, None)

    def _of_account(
        self, column: str, user_id: int, public: bool | None, hidden: bool | None
    ) -> int:
        return self._sum(
            f'SELECT sum({column}) AS n FROM tally JOIN "user" AS u ON u.id = tally.user_id'
            " WHERE tally.host = u.host AND u.id = :user AND public = coalesce(:public,"
            " public) AND hidden = coalesce(:hidden, hidden)",
            {"user": user_id, "public": public, "hidden": hidden},
        )

    def most_viewed(self, user_id: int, limit: int) -> list[Owned]:
        """The pictures of an account that were looked at most, if at all."""
        pictures = self._store.pictures_where(
            f"WHERE holding.user_id = :user AND holding.views > 0 AND {_PICTURE}"
            " ORDER BY holding.views DESC, holding.picture_id DESC LIMIT :limit",
            {"user": user_id, "limit": limit},
            "holding CROSS JOIN picture",
        )
        return self._owned(pictures)

    def ids_of(self, user_id: int) -> list[int]:
        """The numbers of all pictures of an account, hidden ones included."""
        rows = self._store.rows("SELECT picture_id FROM holding WHERE user_id = ?", (user_id,))
        return [int(row["picture_id"]) for row in rows]

    def concealed(self, picture_ids: Sequence[int]) -> set[int]:
        """Those of some pictures that not everybody may see.

        What is in a gallery is public, even if it was private before.
        """
        rows = self._store.rows_among(
            "SELECT picture_id FROM holding WHERE picture_id IN ({marks})"
            " AND (hidden = 1 OR public = 0 AND NOT EXISTS ("
            "SELECT 1 FROM post WHERE post.picture_id = holding.picture_id)"
            " AND NOT EXISTS (SELECT 1 FROM album_entry JOIN post USING (album_id)"
            " WHERE album_entry.picture_id = holding.picture_id))",
            picture_ids,
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
        with self._store.transaction() as db:
            owned = self.by_id(picture_id)
            assert owned is not None
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
        rows = self._store.rows_among(
            "SELECT picture_id, user_id, public, hidden, facts, owner FROM holding"
            " WHERE picture_id IN ({marks})",
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


_PICTURE = "picture.id = holding.picture_id"
#: So many queries are made one: SQLite takes 500.
_QUERIES_AT_A_TIME = 100


def _where(choice: Choice) -> tuple[str, dict[str, Any], str]:
    """Conditions, their values, and the tables in the order in which they are to be read."""
    values = _values(choice)
    begin = next(part for part in _TABLES if not part or part in values)
    first, *others = _TABLES[begin]
    conditions = [_CONDITIONS[part] for part in values]
    if begin == "album_id" and "tag" in values:
        others.append("holding_tag")
    elif begin == "tag":
        conditions += [f"holding_tag.{p} = :{p}" for p in ("host", "user_id") if p in values]
    conditions += [f"{other}.picture_id = {first}.picture_id" for other in others]
    return " AND ".join(conditions), values, " CROSS JOIN ".join([first, *others])


def _first(tables: str) -> str:
    return tables.partition(" ")[0]


def _order(order: str, tables: str) -> str:
    return _ORDERS[order].format(_first(tables))


#: What counters tell apart, by the parts of a choice.
_COUNTED = {"in_album": "filed", "tag": "name"}


def _counted(choice: Choice) -> tuple[str, dict[str, Any]]:
    """The same for the tables of counters."""
    values = _values(choice)
    return " AND ".join(f"{_COUNTED.get(part, part)} = :{part}" for part in values), values


def _values(choice: Choice) -> dict[str, Any]:
    return {
        part: getattr(choice, part) for part in _CONDITIONS if getattr(choice, part) is not None
    }
