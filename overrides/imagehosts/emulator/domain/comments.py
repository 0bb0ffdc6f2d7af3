"""Comments on pictures and albums, with answers to them and votes on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..core.database import ALL, Row
from ..core.store import Store

_COLUMNS = (
    "id, host, code, picture_id, album_id, user_id, parent_id, text, source, created, deleted"
)


#: Up, down, and one user's own.
NO_VOTES = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody wrote. ``code`` is its id for users where that is not the number."""

    id: int
    host: str
    code: str | None
    picture_id: int | None
    album_id: int | None
    user_id: int | None
    parent_id: int | None
    text: str
    source: str
    created: float
    deleted: bool


class Comments:
    """The comments of all hosts. Lists are oldest first, so nothing moves between two pages."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(
        self,
        host: str,
        text: str,
        now: float,
        *,
        user_id: int | None,
        picture_id: int | None = None,
        album_id: int | None = None,
        parent_id: int | None = None,
        code: str | None = None,
        source: str = "",
    ) -> Comment:
        """A new comment on a picture or an album."""
        with self._store.transaction() as db:
            (comment_id,) = db.execute(
                "INSERT INTO comment (host, code, picture_id, album_id, user_id, parent_id, text,"
                " source, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                (host, code, picture_id, album_id, user_id, parent_id, text, source, now),
            ).fetchone()
        comment = self.get(comment_id)
        assert comment is not None
        return comment

    def get(self, comment_id: int) -> Comment | None:
        """One comment by its number."""
        rows = self._store.rows(f"SELECT {_COLUMNS} FROM comment WHERE id = ?", (comment_id,))
        return _comment(rows[0]) if rows else None

    def by_ids(self, comment_ids: Sequence[int]) -> dict[int, Comment]:
        """Comments by their numbers."""
        return {one.id: one for one in self._among("id", comment_ids)}

    def replies(self, comment_ids: Sequence[int]) -> dict[int, list[Comment]]:
        """What replies to each of some comments, oldest first; deleted ones are among it."""
        found: dict[int, list[Comment]] = {}
        for one in self._among("parent_id", comment_ids):
            found.setdefault(one.parent_id or 0, []).append(one)
        return found

    def on(self, picture_id: int | None, album_id: int | None) -> list[Comment]:
        """All comments on a picture or an album, newest first; deleted ones are among them."""
        rows = self._store.rows(
            f"SELECT {_COLUMNS} FROM comment WHERE picture_id = ? OR album_id = ? ORDER BY id DESC",
            (picture_id, album_id),
        )
        return [_comment(row) for row in rows]

    def _among(self, column: str, numbers: Sequence[int]) -> list[Comment]:
        where = f"{column} IN ({{marks}}) ORDER BY {column}, id"
        query = f"SELECT {_COLUMNS} FROM comment WHERE {where}"
        return [_comment(row) for row in self._store.rows_among(query, numbers)]

    def by_code(self, host: str, code: str) -> Comment | None:
        """One comment by the id that users see."""
        rows = self._store.rows(
            f"SELECT {_COLUMNS} FROM comment WHERE host = ? AND code = ?", (host, code)
        )
        return _comment(rows[0]) if rows else None

    def on_picture(self, picture_id: int, *, after: int = 0, limit: int = ALL) -> list[Comment]:
        """Comments on a picture that are still there, from those after number ``after``."""
        rows = self._store.rows(
            f"SELECT {_COLUMNS} FROM comment WHERE picture_id = ? AND id > ? AND deleted = 0"
            " ORDER BY id LIMIT ?",
            (picture_id, after, limit),
        )
        return [_comment(row) for row in rows]

    def count_on_picture(self, picture_id: int) -> int:
        """How many there are."""
        rows = self._store.rows(
            "SELECT count(*) AS n FROM comment WHERE picture_id = ? AND deleted = 0", (picture_id,)
        )
        return int(rows[0]["n"])

    def of_user(self, user_id: int, limit: int = ALL) -> list[Comment]:
        """Everything that a user wrote and that is still there, or the first of it."""
        rows = self._store.rows(
            f"SELECT {_COLUMNS} FROM comment WHERE user_id = ? AND deleted = 0 ORDER BY id LIMIT ?",
            (user_id, limit),
        )
        return [_comment(row) for row in rows]

    def count_of_user(self, user_id: int) -> int:
        """How many there are."""
        rows = self._store.rows("SELECT comments FROM standing WHERE user_id = ?", (user_id,))
        return int(rows[0]["comments"]) if rows else 0

    def delete(self, comment_id: int) -> None:
        """Delete a comment; answers to it stay."""
        with self._store.transaction() as db:
            db.execute("UPDATE comment SET deleted = 1 WHERE id = ?", (comment_id,))

    def vote(self, comment_id: int, user_id: int, value: int) -> None:
        """Vote on a comment; 0 withdraws the vote."""
        with self._store.transaction() as db:
            db.execute(
                "DELETE FROM comment_vote WHERE comment_id = ? AND user_id = ?",
                (comment_id, user_id),
            )
            if value:
                db.execute(
                    "INSERT INTO comment_vote (comment_id, user_id, value) VALUES (?, ?, ?)",
                    (comment_id, user_id, value),
                )

    def votes(self, comment_id: int, user_id: int | None = None) -> tuple[int, int, int]:
        """The number of votes up and down, and the vote of one user."""
        return self.votes_on([comment_id], user_id).get(comment_id, NO_VOTES)

    def votes_on(
        self, comment_ids: Sequence[int], user_id: int | None = None
    ) -> dict[int, tuple[int, int, int]]:
        """The same for several comments; those without votes are missing."""
        rows = self._store.rows_among(
            "SELECT comment_id, sum(CASE WHEN value > 0 THEN 1 ELSE 0 END) AS up, count(*) AS n,"
            " sum(CASE WHEN user_id = :user THEN value ELSE 0 END) AS own FROM comment_vote"
            " WHERE comment_id IN ({marks}) GROUP BY comment_id",
            comment_ids,
            {"user": -1 if user_id is None else user_id},
        )
        found: dict[int, tuple[int, int, int]] = {}
        for row in rows:
            up, count = int(row["up"]), int(row["n"])
            found[int(row["comment_id"])] = (up, count - up, int(row["own"]))
        return found


def _comment(row: Row) -> Comment:
    values: dict[str, Any] = dict(row)
    values["deleted"] = bool(values["deleted"])
    return Comment(**values)
