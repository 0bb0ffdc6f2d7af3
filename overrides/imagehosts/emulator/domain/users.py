"""People with an account at a host: names, addresses, passwords, and what else a host knows.

Names and addresses are found in any case. What only one kind of host knows of a user is in
``facts``, what users choose themselves in ``settings``.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ..core.database import Conflict, Row, fold
from ..core.store import Store

#: Cheap on purpose: these passwords guard test data, and tests log in by the hundred.
_ROUNDS = 1000
_COLUMNS = "id, host, name, email, created, version, avatar_id, facts, settings"


class TakenError(Exception):
    """Another account of the host has this ``name`` or ``email``."""

    def __init__(self, what: str) -> None:
        super().__init__(f"this {what} is taken")
        self.what = what


@dataclass(frozen=True, slots=True)
class User:
    """An account. Times are Unix seconds."""

    id: int
    host: str
    name: str
    email: str
    created: float
    version: int
    avatar_id: int | None
    facts: dict[str, Any]
    settings: dict[str, Any]


class Users:
    """The accounts of all hosts."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(
        self,
        host: str,
        name: str,
        email: str,
        password: str,
        now: float,
        facts: dict[str, Any] | None = None,
        *,
        configured: bool = False,
    ) -> User:
        """A new account. ``TakenError`` if the name or the address is in use.

        The digest of a ``configured`` password is made once for a process: half of what it takes
        to begin anew.
        """
        digest = (_configured_digest if configured else _digest)(password)
        values = (host, name, email, digest, now, json.dumps(facts or {}))
        with self._store.transaction() as db, _taken():
            (user_id,) = db.execute(
                'INSERT INTO "user" (host, name, email, password, created, facts)'
                " VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
                values,
            ).fetchone()
        user = self.get(user_id)
        assert user is not None
        return user

    def get(self, user_id: int) -> User | None:
        """One account by its number."""
        return self._find("id = ?", user_id)

    def by_ids(self, user_ids: Sequence[int]) -> dict[int, User]:
        """Accounts by their numbers."""
        query = f'SELECT {_COLUMNS} FROM "user" WHERE id IN ({{marks}})'
        rows = self._store.rows_among(query, user_ids)
        return {user.id: user for user in map(_user, rows)}

    def by_name(self, host: str, name: str) -> User | None:
        """One account by its name."""
        return self._find("host = ? AND lower(name) = ?", host, fold(name))

    def by_email(self, host: str, email: str) -> User | None:
        """One account by its address."""
        return self._find("host = ? AND lower(email) = ?", host, fold(email))

    def by_either(self, host: str, text: str) -> User | None:
        """One account by its name or its address, the name first."""
        return self.by_name(host, text) or self.by_email(host, text)

    def all(self, host: str | None = None) -> list[User]:
        """All accounts, or those of one host, oldest first."""
        where, values = ("true", ()) if host is None else ("host = ?", (host,))
        rows = self._store.rows(f'SELECT {_COLUMNS} FROM "user" WHERE {where} ORDER BY id', values)
        return [_user(row) for row in rows]

    def log_in(self, host: str, name_or_email: str, password: str) -> User | None:
        """The account, if this is its password."""
        user = self.by_either(host, name_or_email)
        if user is None:
            return None
        row = self._store.rows('SELECT password FROM "user" WHERE id = ?', (user.id,))[0]
        return user if _matches(password, str(row["password"])) else None

    def change(
        self,
        user_id: int,
        *,
        name: str | None = None,
        email: str | None = None,
        password: str | None = None,
        avatar_id: int | None = None,
        facts: dict[str, Any] | None = None,
        settings: dict[str, Any] | None = None,
    ) -> User:
        """Set what is given. Facts and settings are merged into the existing ones."""
        with self._store.transaction() as db, _taken():
            user = self.get(user_id)
            assert user is not None
            values: dict[str, Any] = {
                "name": name,
                "email": email,
                "password": None if password is None else _digest(password),
                "avatar_id": avatar_id,
                "facts": None if facts is None else json.dumps(user.facts | facts),
                "settings": None if settings is None else json.dumps(user.settings | settings),
            }
            given = {column: value for column, value in values.items() if value is not None}
            marks = "".join(f"{column} = :{column}, " for column in given)
            db.execute(
                f'UPDATE "user" SET {marks}version = version + 1 WHERE id = :id',
                {**given, "id": user_id},
            )
        changed = self.get(user_id)
        assert changed is not None
        return changed

    def touch(self, user_id: int) -> None:
        """Note that something changed in an account."""
        with self._store.transaction() as db:
            db.execute('UPDATE "user" SET version = version + 1 WHERE id = ?', (user_id,))

    def delete(self, user_id: int) -> None:
        """Remove an account with its sessions, albums, votes and comments, but not its pictures."""
        with self._store.transaction() as db:
            db.execute('DELETE FROM "user" WHERE id = ?', (user_id,))

    def _find(self, where: str, *values: Any) -> User | None:
        rows = self._store.rows(f'SELECT {_COLUMNS} FROM "user" WHERE {where}', values)
        return _user(rows[0]) if rows else None


class _taken:
    """The error for a violated uniqueness."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Conflict):
            raise TakenError("email" if "email" in error.columns else "name") from None


def _user(row: Row) -> User:
    values = dict(row)
    values["facts"] = json.loads(values["facts"])
    values["settings"] = json.loads(values["settings"])
    return User(**values)


def _digest(password: str, salt: str | None = None) -> str:
    salt = salt or secrets.token_hex(8)
    # HMAC fills short keys up with zeros, so that passwords which end in them would be one.
    raw = hashlib.sha256(password.encode("utf-8", "surrogatepass")).digest()
    return f"{salt}${hashlib.pbkdf2_hmac('sha256', raw, salt.encode(), _ROUNDS).hex()}"


@lru_cache(maxsize=32)
def _configured_digest(password: str) -> str:
    return _digest(password)


def _matches(password: str, digest: str) -> bool:
    return hmac.compare_digest(_digest(password, digest.partition("$")[0]), digest)
