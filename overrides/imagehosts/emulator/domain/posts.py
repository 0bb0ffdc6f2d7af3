"""The gallery: what users submitted for everybody, and the votes on it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..core.database import Conflict, Row, fold
from ..core.store import Store

DAY = 86_400.0
WINDOWS = {"day": DAY, "week": 7 * DAY, "month": 30 * DAY, "year": 365 * DAY}

# Counted by triggers, and written as the indexes have them.
_POINTS = "ups - downs"
_TALKED = "ups - downs + comments"
_RECENT = (
    "(SELECT coalesce(sum(value), 0) FROM post_vote WHERE post_id = post.id AND created > :now - "
    f"{DAY})"
)
_COLUMNS = (
    "id, host, picture_id, album_id, user_id, title, section, tags, created, ups, downs, comments"
)
_TEXT = (
    "lower(title || ' ' || tags || ' ' || (SELECT name FROM \"user\" WHERE id = post.user_id)"
    " || ' ' || coalesce((SELECT description FROM picture WHERE id = post.picture_id), '')"
    " || ' ' || coalesce((SELECT description FROM album WHERE id = album_id), ''))"
)
_TAGGED = "EXISTS (SELECT 1 FROM post_tag WHERE name = :tag AND post_id = id)"
#: So many posts with a tag or of some time are sorted; where there are more, all posts are read in
#: the order that is asked for, until enough of these are among them.
_MOST_SORTED = 500
#: How a list is ordered, by the word in the address.
ORDERS = {
    "viral": f"{_TALKED} DESC, id DESC",
    "hot": f"{_TALKED} DESC, id DESC",
    "score": f"{_POINTS} DESC, id DESC",
    "top": f"{_POINTS} DESC, id DESC",
    "rising": f"{_RECENT} DESC, id DESC",
    "time": "id DESC",
    "new": "id DESC",
}
# With a sign, so that it is no reason to read them by their points and sort them all.
_LIKED = f"+({_POINTS}) >= 0"
#: Which posts a section of the gallery has.
SECTIONS = {"hot": _LIKED, "top": _LIKED, "new": "true", "user": "true"}


_BY_TIME = ("time", "new")


@dataclass(frozen=True, slots=True)
class Page:
    """The requested part of a list: its order, how far back it goes, and the page."""

    order: str
    number: int
    size: int
    window: str | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """A picture or an album in the gallery. ``created`` are Unix seconds."""

    id: int
    host: str
    picture_id: int | None
    album_id: int | None
    user_id: int
    title: str
    section: str | None
    tags: tuple[str, ...]
    created: float
    ups: int
    downs: int
    comments: int


@dataclass(frozen=True, slots=True)
class Search:
    """A search: words that must all be there, of which one must be, and of which none may be."""

    every: Sequence[str] = ()
    some: Sequence[str] = ()
    none: Sequence[str] = ()


class Posts:
    """The gallery and its votes."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(
        self,
        host: str,
        user_id: int,
        title: str,
        now: float,
        *,
        picture_id: int | None = None,
        album_id: int | None = None,
        section: str | None = None,
        tags: Sequence[str] = (),
    ) -> Post | None:
        """Submit a picture or an album; ``None`` where it was submitted before."""
        try:
            with self._store.transaction() as db:
                (number,) = db.execute(
                    "INSERT INTO post (host, user_id, title, created, picture_id, album_id,"
                    " section, tags) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                    (
                        host,
                        user_id,
                        title,
                        now,
                        picture_id,
                        album_id,
                        section,
                        json.dumps(list(tags)),
                    ),
                ).fetchone()
                db.executemany(
                    "INSERT INTO post_tag (post_id, name) VALUES (?, ?)"
                    " ON CONFLICT (name, post_id) DO NOTHING",
                    [(number, name.lower()) for name in tags],
                )
        except Conflict:
            return None
        return self._one("id = ?", number)

    def of_picture(self, picture_id: int) -> Post | None:
        """The post of a picture."""
        return self.of_pictures([picture_id]).get(picture_id)

    def of_pictures(self, picture_ids: Sequence[int]) -> dict[int, Post]:
        """The posts of some pictures, by the numbers of these."""
        return {post.picture_id or 0: post for post in self._among("picture_id", picture_ids)}

    def of_albums(self, album_ids: Sequence[int]) -> dict[int, Post]:
        """The posts of some albums, by the numbers of these."""
        return {post.album_id or 0: post for post in self._among("album_id", album_ids)}

    def _among(self, column: str, numbers: Sequence[int]) -> list[Post]:
        query = f"SELECT {_COLUMNS} FROM post WHERE {column} IN ({{marks}})"
        return [_post(row) for row in self._store.rows_among(query, numbers)]

    def of_album(self, album_id: int) -> Post | None:
        """The post of an album."""
        return self.of_albums([album_id]).get(album_id)

    def of_user(self, user_id: int, limit: int, offset: int) -> list[Post]:
        """What a user submitted, newest first."""
        where = "user_id = :user ORDER BY id DESC LIMIT :limit OFFSET :offset"
        return self._many(where, {"user": user_id, "limit": limit, "offset": offset})

    def liked_by(self, user_id: int) -> list[Post]:
        """What a user voted up, last vote first."""
        return self._many(
            "id IN (SELECT post_id FROM post_vote WHERE user_id = :user AND value > 0) ORDER BY"
            " (SELECT created FROM post_vote WHERE post_id = post.id AND user_id = :user) DESC,"
            " id DESC",
            {"user": user_id},
        )

    def browse(self, host: str, section: str, page: Page, now: float) -> list[Post]:
        """A page of a section of the gallery."""
        return self._page(host, [SECTIONS[section]], {}, page, now)

    def in_subreddit(self, host: str, name: str, page: Page, now: float) -> list[Post]:
        """A page of what was posted to a subreddit."""
        return self._page(host, ["lower(section) = :name"], {"name": fold(name)}, page, now)

    def with_tag(self, host: str, name: str, page: Page, now: float) -> list[Post]:
        """A page of what has a tag, whatever its case."""
        values = {"tag": name.lower()}
        if page.order in _BY_TIME:
            conditions, tables = ["name = :tag", "id = post_id"], "post_tag CROSS JOIN post"
            return self._page(host, conditions, values, page, now, tables, "post_id DESC")
        few = self.count_tagged(host, name) <= _MOST_SORTED
        condition = "id IN (SELECT post_id FROM post_tag WHERE name = :tag)" if few else _TAGGED
        return self._page(host, [condition], values, page, now)

    def count_tagged(self, host: str, name: str) -> int:
        """The number of posts with a tag."""
        rows = self._store.rows(
            "SELECT posts FROM gallery_tag WHERE host = ? AND name = ?", (host, name.lower())
        )
        return int(rows[0]["posts"]) if rows else 0

    def search(self, host: str, wanted: Search, page: Page, now: float) -> list[Post]:
        """Posts with words in title, description, tags or author, in any case."""
        values: dict[str, Any] = {}

        def has(word: str) -> str:
            values[f"word{len(values)}"] = word.lower()
            return f"instr({_TEXT}, :word{len(values) - 1}) > 0"

        parts = [has(word) for word in wanted.every]
        parts += [f"NOT {has(word)}" for word in wanted.none]
        if wanted.some:
            parts.append(f"({' OR '.join(has(word) for word in wanted.some)})")
        return self._page(host, parts, values, page, now)

    def _page(
        self,
        host: str,
        conditions: Sequence[str],
        values: Mapping[str, Any],
        page: Page,
        now: float,
        tables: str = "post",
        order: str = "",
    ) -> list[Post]:
        since = now - WINDOWS[page.window] if page.window in WINDOWS else 0
        in_window = []
        if since:
            in_window = ["created > :since" if self._are_few(host, since) else "+created > :since"]
        where = " AND ".join(["host = :host", *in_window, *conditions])
        return self._many(
            f"{where} ORDER BY {order or ORDERS[page.order]} LIMIT :limit OFFSET :offset",
            {
                **values,
                "host": host,
                "now": now,
                "since": since,
                "limit": page.size,
                "offset": page.number * page.size,
            },
            tables,
        )

    def _are_few(self, host: str, since: float) -> bool:
        """Whether so few posts are that new that all of them can be sorted."""
        rows = self._store.rows(
            "SELECT 1 FROM post WHERE host = ? AND created > ? ORDER BY created LIMIT 1 OFFSET ?",
            (host, since, _MOST_SORTED),
        )
        return not rows

    def vote(self, post_id: int, user_id: int, value: int, now: float) -> None:
        """Vote on a post: 1, -1, or 0 to withdraw the vote."""
        with self._store.transaction() as db:
            if value == 0:
                db.execute(
                    "DELETE FROM post_vote WHERE post_id = ? AND user_id = ?", (post_id, user_id)
                )
                return
            db.execute(
                "INSERT INTO post_vote (post_id, user_id, value, created) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (post_id, user_id) DO UPDATE SET value = excluded.value,"
                " created = excluded.created",
                (post_id, user_id, value, now),
            )

    def votes_of(self, user_id: int, post_ids: Sequence[int]) -> dict[int, int]:
        """The votes of one user on some posts; those without one are missing."""
        rows = self._store.rows_among(
            "SELECT post_id, value FROM post_vote WHERE user_id = :user AND post_id IN ({marks})",
            post_ids,
            {"user": user_id},
        )
        return {int(row["post_id"]): int(row["value"]) for row in rows}

    def points_of(self, user_id: int) -> int:
        """The points of everything that a user submitted or wrote."""
        return self._standing("points", user_id)

    def count(self, user_id: int) -> int:
        """How many posts a user has submitted."""
        return self._standing("posts", user_id)

    def count_liked(self, user_id: int) -> int:
        """How many posts a user voted up."""
        return self._standing("likes", user_id)

    def _standing(self, column: str, user_id: int) -> int:
        rows = self._store.rows(f"SELECT {column} FROM standing WHERE user_id = ?", (user_id,))
        return int(rows[0][column]) if rows else 0

    def delete(self, post_id: int) -> None:
        """Remove a post from the gallery; what was posted stays."""
        with self._store.transaction() as db:
            db.execute("DELETE FROM post WHERE id = ?", (post_id,))

    def _one(self, where: str, *values: Any) -> Post | None:
        rows = self._store.rows(f"SELECT {_COLUMNS} FROM post WHERE {where}", values)
        return _post(rows[0]) if rows else None

    def _many(self, where: str, values: dict[str, Any], tables: str = "post") -> list[Post]:
        rows = self._store.rows(f"SELECT {_COLUMNS} FROM {tables} WHERE {where}", values)
        return [_post(row) for row in rows]


def _post(row: Row) -> Post:
    values: dict[str, Any] = dict(row)
    values["tags"] = tuple(json.loads(values["tags"]))
    return Post(**values)
