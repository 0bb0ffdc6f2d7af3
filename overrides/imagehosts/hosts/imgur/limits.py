"""How much imgur still allows: the counters in its headers and in its answer about credits.

The two say the time of the next credits in two ways under one name: the header counts the seconds
that are left, ``/credits`` gives a Unix time. Here both are a Unix time.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from attrs import evolve, frozen

__all__ = ["UPLOAD_CREDITS", "Quota", "RateLimits", "wait_for_credits"]

#: What an upload costs; any other call costs one.
UPLOAD_CREDITS = 10

#: So large a number is a moment, not a length of time.
_EPOCH_FROM = 1_000_000_000

_HEADERS = {
    "user": "x-ratelimit-user",
    "client": "x-ratelimit-client",
    "post": "x-post-rate-limit-",
}


@frozen
class Quota:
    """One of the host's counters; None stands for what it did not say."""

    limit: int | None = None
    """Credits in all."""
    remaining: int | None = None
    """Credits that are left."""
    resets_at: float | None = None
    """When there are new ones, as Unix time in seconds."""

    def seconds_left(self, now: float | None = None) -> float | None:
        """Seconds until there are new ones; 0 where that is past."""
        if self.resets_at is None:
            return None
        return max(0.0, self.resets_at - (time.time() if now is None else now))


@frozen
class RateLimits:
    """What the host said last of each of its counters."""

    user: Quota = Quota()
    """Credits of this address with this application, in an hour."""
    client: Quota = Quota()
    """Credits of the application, in a day."""
    post: Quota = Quota()
    """POST requests of this address, in an hour; with answers to them alone."""

    def updated(self, headers: Mapping[str, str], now: float) -> RateLimits:
        """These with what the headers of an answer say; their names may be in any case."""
        found = _read(headers, now)
        return evolve(self, **found) if found else self

    def with_credits(self, credits: Any, now: float) -> RateLimits:
        """These with what the answer about credits says."""
        reset = credits.user_reset
        return evolve(
            self,
            user=Quota(credits.user_limit, credits.user_remaining, _moment(reset, now)),
            client=Quota(credits.client_limit, credits.client_remaining, self.client.resets_at),
        )


def wait_for_credits(headers: Mapping[str, str], cost: int, now: float) -> float | None:
    """Seconds until a call of this cost is paid for, where the headers of a refusal say it.

    None where every counter shows credits left: the host refuses all the same at times.
    """
    waits = [
        quota.seconds_left(now)
        for name, quota in _read(headers, now).items()
        if quota.remaining is not None and quota.remaining < (1 if name == "post" else cost)
    ]
    return max((wait for wait in waits if wait is not None), default=None)


def _read(headers: Mapping[str, str], now: float) -> dict[str, Quota]:
    """The counters that the headers have."""
    lower = {name.lower(): value for name, value in headers.items() if name[:2] in ("X-", "x-")}
    found: dict[str, Quota] = {}
    for name, prefix in _HEADERS.items():
        limit, remaining, reset = (
            _number(lower.get(prefix + what)) for what in ("limit", "remaining", "reset")
        )
        if limit is not None or remaining is not None or reset is not None:
            found[name] = Quota(limit, remaining, _moment(reset, now))
    return found


def _moment(reset: int | None, now: float) -> float | None:
    """A Unix time, of a number that is one or counts seconds from now."""
    if reset is None or reset >= _EPOCH_FROM:
        return reset
    return now + reset


def _number(text: str | None) -> int | None:
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else None
