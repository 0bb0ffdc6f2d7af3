"""Who likes a picture, or votes it up or down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..core.store import Store


class Votes:
    """The votes of all users on pictures; a like is a vote of 1."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def set(self, picture_id: int, user_id: int, value: int, now: float) -> None:
        """Cast a vote; it replaces an earlier one of the same user, and 0 withdraws it."""
        with self._store.transaction() as db:
            if value == 0:
                db.execute(
                    "DELETE FROM vote WHERE picture_id = ? AND user_id = ?", (picture_id, user_id)
                )
                return
            db.execute(
                "INSERT INTO vote (picture_id, user_id, value, created) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (picture_id, user_id) DO UPDATE SET value = excluded.value",
                (picture_id, user_id, value, now),
            )

    def of(self, picture_id: int, user_id: int) -> int:
        """The vote of one user: 1, -1, or 0 for none."""
        return self.among(user_id, [picture_id]).get(picture_id, 0)

    def among(self, user_id: int, picture_ids: Sequence[int]) -> dict[int, int]:
        """The votes of one user on some pictures; those without one are missing."""
        rows = self._store.rows_among(
            "SELECT picture_id, value FROM vote WHERE user_id = :user AND picture_id IN ({marks})",
            picture_ids,
            {"user": user_id},
        )
        return {int(row["picture_id"]): int(row["value"]) for row in rows}

    def count(self, picture_id: int, value: int = 1) -> int:
        """The number of users with this vote."""
        return self.counts([picture_id], value).get(picture_id, 0)

    def users(self, picture_id: int, value: int = 1) -> list[int]:
        """The users with this vote, earliest first."""
        rows = self._store.rows(
            "SELECT user_id FROM vote WHERE picture_id = ? AND value = ? ORDER BY created, user_id",
            (picture_id, value),
        )
        return [int(row["user_id"]) for row in rows]

    def counts(self, picture_ids: Iterable[int], value: int = 1) -> dict[int, int]:
        """The same as :meth:`count` for several pictures; those without a vote are missing."""
        rows = self._store.rows_among(
            "SELECT picture_id, count(*) AS n FROM vote"
            " WHERE value = :value AND picture_id IN ({marks}) GROUP BY picture_id",
            [*picture_ids],
            {"value": value},
        )
        return {int(row["picture_id"]): int(row["n"]) for row in rows}
