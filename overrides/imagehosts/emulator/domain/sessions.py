"""Secrets that stand for a user: tokens of logins, hashes in mails, grants of OAuth.

Only their checksums are kept, so nobody who reads the database can act for anybody.
"""

from __future__ import annotations

import hashlib

from ..core.store import Store

LOGIN = "login"


class Sessions:
    """The secrets of all users, each for one purpose."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def open(
        self,
        user_id: int,
        secret: str,
        now: float,
        *,
        purpose: str = LOGIN,
        lifetime: float | None = None,
    ) -> str:
        """Let a secret stand for a user, for ``lifetime`` seconds or without end; returns it."""
        expires = None if lifetime is None else now + lifetime
        with self._store.transaction() as db:
            db.execute("DELETE FROM session WHERE expires <= ?", (now,))
            db.execute(
                "INSERT INTO session (token, user_id, purpose, created, expires)"
                " VALUES (?, ?, ?, ?, ?) ON CONFLICT (token) DO UPDATE SET"
                " user_id = excluded.user_id, purpose = excluded.purpose,"
                " created = excluded.created, expires = excluded.expires",
                (fingerprint(secret), user_id, purpose, now, expires),
            )
        return secret

    def user_id(self, secret: str, now: float, *, purpose: str = LOGIN) -> int | None:
        """The user that a secret stands for at this time."""
        rows = self._store.rows(
            "SELECT user_id FROM session WHERE token = ? AND purpose = ?"
            " AND (expires IS NULL OR expires > ?)",
            (fingerprint(secret), purpose, now),
        )
        return int(rows[0]["user_id"]) if rows else None

    def close(self, secret: str) -> None:
        """Invalidate a secret."""
        with self._store.transaction() as db:
            db.execute("DELETE FROM session WHERE token = ?", (fingerprint(secret),))

    def close_all(self, user_id: int, *, purpose: str | None = None) -> None:
        """Invalidate all secrets of a user, or those of one purpose."""
        with self._store.transaction() as db:
            db.execute(
                "DELETE FROM session WHERE user_id = ? AND purpose = coalesce(?, purpose)",
                (user_id, purpose),
            )


def fingerprint(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
