"""API keys: which are accepted, and which belong to administrators."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

#: The one key that is wrong where any other is right.
INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys as they were configured. Without any, every key is accepted but :data:`INVALID`."""

    plain: tuple[str, ...] = ()
    admins: tuple[str, ...] = ()

    def accepts(self, key: str) -> bool:
        """Whether a host would know this key."""
        if not self.plain and not self.admins:
            return bool(key) and key != INVALID
        return any(_same(key, known) for known in (*self.plain, *self.admins))

    def example(self) -> str:
        """One that is accepted."""
        return (*self.plain, *self.admins, "any")[0]

    def is_admin(self, key: str | None) -> bool:
        """Whether a key is free of the rules for everybody."""
        return key is not None and any(_same(key, known) for known in self.admins)

    def may_use_file_date(self, key: str | None) -> bool:
        """Administrators may; where nobody is said to be one, everybody is."""
        return not self.admins or self.is_admin(key)

    @staticmethod
    def fingerprint(key: str | None) -> str:
        """What is kept of a key."""
        return hashlib.sha256((key or "").encode("utf-8", "surrogatepass")).hexdigest()


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(
        one.encode("utf-8", "surrogatepass"), other.encode("utf-8", "surrogatepass")
    )
