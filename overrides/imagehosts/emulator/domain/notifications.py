"""Notifications: made by what others write, new until they are viewed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..core.store import Store

_COLUMNS = "id, user_id, comment_id, message_id, viewed"


@dataclass(frozen=True, slots=True)
class Notification:
    """A notification of a comment or of a message."""

    id: int
    user_id: int
    comment_id: int | None
    message_id: int | None
    viewed: bool


class Notifications:
    """The notifications of all users, newest first."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of_comment(self, user_id: int, comment_id: int, now: float) -> None:
        """Notify a user of a comment."""
        self._add(user_id, now, comment_id, None)

    def of_message(self, user_id: int, message_id: int, now: float) -> None:
        """Notify a user of a message."""
        self._add(user_id, now, None, message_id)

    def list(self, user_id: int, kind: str, *, only_new: bool) -> list[Notification]:
        """Those of one kind, ``comment`` or ``message``: the new ones, or all."""
        rows = self._store.rows(
            f"SELECT {_COLUMNS} FROM notification"
            f" WHERE user_id = ? AND {kind}_id IS NOT NULL AND viewed <= ? ORDER BY id DESC",
            (user_id, not only_new),
        )
        return [_notification(row) for row in rows]

    def get(self, notification_id: int, user_id: int) -> Notification | None:
        """One notification, if it is for this user."""
        rows = self._store.rows(
            f"SELECT {_COLUMNS} FROM notification WHERE id = ? AND user_id = ?",
            (notification_id, user_id),
        )
        return _notification(rows[0]) if rows else None

    def view(self, notification_id: int) -> None:
        """Mark it as viewed."""
        with self._store.transaction() as db:
            db.execute("UPDATE notification SET viewed = 1 WHERE id = ?", (notification_id,))

    def withdraw(self, comment_id: int) -> None:
        """Delete those of a deleted comment."""
        with self._store.transaction() as db:
            db.execute("DELETE FROM notification WHERE comment_id = ?", (comment_id,))

    def _add(
        self, user_id: int, now: float, comment_id: int | None, message_id: int | None
    ) -> None:
        with self._store.transaction() as db:
            db.execute(
                "INSERT INTO notification (user_id, comment_id, message_id, created)"
                " VALUES (?, ?, ?, ?)",
                (user_id, comment_id, message_id, now),
            )


def _notification(row: Any) -> Notification:
    return Notification(**{**dict(row), "viewed": bool(row["viewed"])})
