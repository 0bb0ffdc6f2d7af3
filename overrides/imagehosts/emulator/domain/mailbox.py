"""Mail that hosts send. Nothing leaves the machine: tests and people read it in the emulator."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from ..core.database import fold
from ..core.store import Store


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail. ``facts`` holds the parts of the text that a program wants, such as a secret."""

    id: int
    host: str
    recipient: str
    subject: str
    text: str
    facts: dict[str, str]
    sent: float

    def as_dict(self) -> dict[str, Any]:
        """The mail as plain data."""
        return asdict(self)


class Mailbox:
    """All mail of all hosts."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def send(
        self, host: str, recipient: str, subject: str, text: str, now: float, **facts: str
    ) -> None:
        """Put a mail into the mailbox."""
        with self._store.transaction() as db:
            db.execute(
                "INSERT INTO mail (host, recipient, subject, text, facts, sent)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (host, recipient, subject, text, json.dumps(facts), now),
            )

    def mails(self, recipient: str | None = None) -> list[Mail]:
        """All mails, or those to one address, oldest first."""
        where, values = "true", tuple[str, ...]()
        if recipient is not None:
            where, values = "lower(recipient) = ?", (fold(recipient),)
        rows = self._store.rows(
            "SELECT id, host, recipient, subject, text, facts, sent FROM mail"
            f" WHERE {where} ORDER BY id",
            values,
        )
        return [Mail(**{**dict(row), "facts": json.loads(row["facts"])}) for row in rows]

    def clear(self) -> None:
        """Delete all mail."""
        with self._store.transaction() as db:
            db.execute("DELETE FROM mail")
