"""Messages between users: threads, deletion on either side, and blocked users."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..core.database import Row
from ..core.store import Store

_COLUMNS = "id, thread, sender_id, recipient_id, subject, body, created"
_HAS = "((recipient_id = :user AND recipient_has = 1) OR (sender_id = :user AND sender_has = 1))"


@dataclass(frozen=True, slots=True)
class Message:
    """One message. ``thread`` is the number of the first of its conversation."""

    id: int
    thread: int
    sender_id: int
    recipient_id: int
    subject: str | None
    body: str
    created: float


class Messages:
    """The messages of all users."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def send(
        self,
        sender_id: int,
        recipient_id: int,
        body: str,
        now: float,
        *,
        subject: str | None = None,
        thread: int | None = None,
    ) -> Message:
        """Send a message, into an existing thread or a new one."""
        with self._store.transaction() as db:
            (number,) = db.execute(
                "INSERT INTO message (thread, sender_id, recipient_id, subject, body, created)"
                " VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
                (thread or 0, sender_id, recipient_id, subject, body, now),
            ).fetchone()
            if thread is None:
                db.execute("UPDATE message SET thread = id WHERE id = ?", (number,))
        rows = self._store.rows(f"SELECT {_COLUMNS} FROM message WHERE id = ?", (number,))
        return _message(rows[0])

    def get(self, message_id: int, user_id: int) -> Message | None:
        """One message, if the user still has it."""
        found = self._many("id = :id AND " + _HAS, user_id, id=message_id)
        return found[0] if found else None

    def by_ids(self, user_id: int, message_ids: Sequence[int]) -> dict[int, Message]:
        """Several messages by their numbers, as far as the user still has them."""
        query = f"SELECT {_COLUMNS} FROM message WHERE id IN ({{marks}}) AND {_HAS}"
        rows = self._store.rows_among(query, message_ids, {"user": user_id})
        return {one.id: one for one in map(_message, rows)}

    def counts(self, user_id: int, threads: Sequence[int]) -> dict[int, int]:
        """How many messages of each of some threads a user still has."""
        rows = self._store.rows_among(
            f"SELECT thread, count(*) AS n FROM message WHERE thread IN ({{marks}}) AND {_HAS}"
            " GROUP BY thread",
            threads,
            {"user": user_id},
        )
        return {int(row["thread"]): int(row["n"]) for row in rows}

    def thread(self, thread: int, user_id: int) -> list[Message]:
        """The messages of a thread that a user still has, oldest first."""
        return self._many(f"thread = :thread AND {_HAS} ORDER BY id", user_id, thread=thread)

    def first(self, thread: int) -> Message | None:
        """The message that began a thread, even if it was deleted."""
        rows = self._store.rows(f"SELECT {_COLUMNS} FROM message WHERE id = ?", (thread,))
        return _message(rows[0]) if rows and rows[0]["thread"] == thread else None

    def latest(self, user_id: int) -> list[Message]:
        """The last message of each thread in which the user has received one, newest first."""
        return self._many(
            f"{_HAS} AND id IN (SELECT max(id) FROM message"
            " WHERE recipient_id = :user AND recipient_has = 1 GROUP BY thread) ORDER BY id DESC",
            user_id,
        )

    def conversations(self, user_id: int) -> list[Message]:
        """The last message of each thread of which the user has one, newest first."""
        return self._many(
            f"id IN (SELECT max(id) FROM message WHERE {_HAS} GROUP BY thread) ORDER BY id DESC",
            user_id,
        )

    def between(self, user_id: int, other_id: int) -> Message | None:
        """The first message of the thread in which two users wrote last."""
        rows = self._store.rows(
            "SELECT thread FROM message WHERE (sender_id, recipient_id) IN (VALUES (?, ?), (?, ?))"
            " ORDER BY id DESC LIMIT 1",
            (user_id, other_id, other_id, user_id),
        )
        return self.first(int(rows[0]["thread"])) if rows else None

    def ids(self, user_id: int, limit: int, offset: int) -> list[int]:
        """The numbers of the messages that a user has received, newest first."""
        rows = self._store.rows(
            "SELECT id FROM message WHERE recipient_id = ? AND recipient_has = 1"
            " ORDER BY id DESC LIMIT ? OFFSET ?",
            (user_id, limit, offset),
        )
        return [int(row["id"]) for row in rows]

    def count(self, user_id: int) -> int:
        """The number of messages that a user has received."""
        rows = self._store.rows(
            "SELECT count(*) AS n FROM message WHERE recipient_id = ? AND recipient_has = 1",
            (user_id,),
        )
        return int(rows[0]["n"])

    def delete(self, message_id: int, user_id: int) -> None:
        """Delete a message for one user; the other keeps it."""
        with self._store.transaction() as db:
            for side in ("sender", "recipient"):
                db.execute(
                    f"UPDATE message SET {side}_has = 0 WHERE id = ? AND {side}_id = ?",
                    (message_id, user_id),
                )
            db.execute(
                "DELETE FROM notification WHERE message_id = ? AND user_id = ?",
                (message_id, user_id),
            )

    # Blocking

    def block(self, user_id: int, blocked_id: int) -> None:
        """Block messages from one user to another."""
        with self._store.transaction() as db:
            db.execute(
                "INSERT INTO block (user_id, blocked_id) VALUES (?, ?)"
                " ON CONFLICT (user_id, blocked_id) DO NOTHING",
                (user_id, blocked_id),
            )

    def unblock(self, user_id: int, blocked_id: int) -> None:
        """Remove a block."""
        with self._store.transaction() as db:
            db.execute(
                "DELETE FROM block WHERE user_id = ? AND blocked_id = ?", (user_id, blocked_id)
            )

    def blocked(self, user_id: int) -> list[int]:
        """The users that a user has blocked."""
        rows = self._store.rows(
            "SELECT blocked_id FROM block WHERE user_id = ? ORDER BY blocked_id", (user_id,)
        )
        return [int(row["blocked_id"]) for row in rows]

    def _many(self, where: str, user_id: int, **values: int) -> list[Message]:
        rows = self._store.rows(
            f"SELECT {_COLUMNS} FROM message WHERE {where}", {"user": user_id, **values}
        )
        return [_message(row) for row in rows]


def _message(row: Row) -> Message:
    return Message(**dict(row))
