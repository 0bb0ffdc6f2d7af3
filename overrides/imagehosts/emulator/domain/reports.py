"""Reports by users: at most one by each user for each item."""

from __future__ import annotations

from ..core.store import Store


class Reports:
    """The reports of all users on posts, comments and each other."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, host: str, user_id: int, kind: str, target: int, now: float) -> None:
        """Report an item; a second report changes nothing."""
        with self._store.transaction() as db:
            db.execute(
                "INSERT INTO report (host, user_id, kind, target, created)"
                " VALUES (?, ?, ?, ?, ?) ON CONFLICT (user_id, kind, target) DO NOTHING",
                (host, user_id, kind, target, now),
            )

    def count(self, kind: str, target: int) -> int:
        """The number of users who have reported an item."""
        rows = self._store.rows(
            "SELECT count(*) AS n FROM report WHERE kind = ? AND target = ?", (kind, target)
        )
        return int(rows[0]["n"])
