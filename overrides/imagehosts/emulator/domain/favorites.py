"""Pictures and albums that users keep as favorites."""

from __future__ import annotations

from ..core.store import Store


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
        values = (user_id, picture_id, album_id)
        with self._store.transaction() as db:
            gone = db.execute(
                "DELETE FROM favorite WHERE user_id = ? AND picture_id IS ? AND album_id IS ?",
                values,
            )
            if gone.rowcount:
                return False
            db.execute(
                "INSERT INTO favorite (user_id, picture_id, album_id, created) VALUES (?, ?, ?, ?)",
                (*values, now),
            )
        return True

    def has(
        self, user_id: int | None, *, picture_id: int | None = None, album_id: int | None = None
    ) -> bool:
        """Whether something is a favorite of a user."""
        rows = self._store.rows(
            "SELECT 1 FROM favorite WHERE user_id = ? AND picture_id IS ? AND album_id IS ?",
            (user_id, picture_id, album_id),
        )
        return bool(rows)

    def count(self, *, picture_id: int | None = None, album_id: int | None = None) -> int:
        """The number of users who have something as a favorite."""
        rows = self._store.rows(
            "SELECT count(*) AS n FROM favorite WHERE picture_id IS ? AND album_id IS ?",
            (picture_id, album_id),
        )
        return int(rows[0]["n"])

    def of(self, user_id: int) -> list[tuple[int | None, int | None]]:
        """The favorites of a user, last first: each with the number of a picture or an album."""
        rows = self._store.rows(
            "SELECT picture_id, album_id FROM favorite WHERE user_id = ? ORDER BY id DESC",
            (user_id,),
        )
        return [(row["picture_id"], row["album_id"]) for row in rows]
