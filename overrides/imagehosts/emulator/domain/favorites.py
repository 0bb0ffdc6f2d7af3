"""Pictures and albums that users keep as favorites."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from ..core.store import Store

Column = Literal["picture_id", "album_id"]


class Favorites:
    """The favorites of all users; a picture or an album is one or is not."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def toggle(
        self,
        user_id: int,
        now: float,
        *,
        picture_id: int | None = None,
        album_id: int | None = None,
    ) -> bool:
        """Toggle a favorite; returns whether it is one now."""
        column, number = _one_of(picture_id, album_id)
        with self._store.transaction() as db:
            gone = db.execute(
                f"DELETE FROM favorite WHERE user_id = ? AND {column} = ?", (user_id, number)
            )
            if gone.rowcount:
                return False
            db.execute(
                f"INSERT INTO favorite (user_id, {column}, created) VALUES (?, ?, ?)",
                (user_id, number, now),
            )
        return True

    def among(self, user_id: int, column: Column, numbers: Sequence[int]) -> dict[int, bool]:
        """Those of some pictures or albums that are favorites of a user."""
        query = f"SELECT {column} FROM favorite WHERE user_id = :user AND {column} IN ({{marks}})"
        rows = self._store.rows_among(query, numbers, {"user": user_id})
        return {int(row[0]): True for row in rows}

    def counts(self, column: Column, numbers: Sequence[int]) -> dict[int, int]:
        """How many users have each of some pictures or albums as a favorite, if any has."""
        where = f"{column} IN ({{marks}}) GROUP BY {column}"
        query = f"SELECT {column}, count(*) FROM favorite WHERE {where}"
        return {int(row[0]): int(row[1]) for row in self._store.rows_among(query, numbers)}

    def of(self, user_id: int) -> list[tuple[int | None, int | None]]:
        """The favorites of a user, last first: each with the number of a picture or an album."""
        rows = self._store.rows(
            "SELECT picture_id, album_id FROM favorite WHERE user_id = ? ORDER BY id DESC",
            (user_id,),
        )
        return [(row["picture_id"], row["album_id"]) for row in rows]


def _one_of(picture_id: int | None, album_id: int | None) -> tuple[str, int | None]:
    """The column of what is meant, a picture or an album, and its number."""
    return ("picture_id", picture_id) if album_id is None else ("album_id", album_id)
