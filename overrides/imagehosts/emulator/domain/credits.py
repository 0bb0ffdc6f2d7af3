"""What callers may still request: counters that go down with each request, and are reset."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from ..core.shared import SharedState

HOUR, DAY = 3600.0, 86_400.0


@dataclass(frozen=True, slots=True)
class Allowance:
    """How much of something one caller may use in a period of so many seconds."""

    name: str
    limit: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Balance:
    """What a caller has left, and the Unix time in seconds of the next reset."""

    limit: int
    remaining: int
    reset: float
    exceeded: bool


class Charge(NamedTuple):
    """What a request takes, of whose allowance, and how the headers begin that tell of it."""

    allowance: Allowance
    who: str
    cost: int
    header: str


#: So many callers are counted; who was not heard for longest starts anew.
_MOST_CALLERS = 10_000
_LONGEST_NAME = 200


class Credits:
    """The counters of all callers. They are lost when the process ends."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._used: OrderedDict[tuple[str, str], tuple[float, int]] = OrderedDict()

    def take(self, allowance: Allowance, who: str, cost: int, now: float) -> Balance:
        """Count ``cost``; with 0 only look."""
        key = (allowance.name, who[:_LONGEST_NAME])
        with self._lock:
            start, used = self._used.get(key, (now, 0))
            if now >= start + allowance.seconds:
                start, used = now, 0
            exceeded = used + cost > allowance.limit
            used += cost
            if cost:
                self._used[key] = (start, used)
                self._used.move_to_end(key)
                if len(self._used) > _MOST_CALLERS:
                    self._used.popitem(last=False)
        remaining = max(0, allowance.limit - used)
        return Balance(allowance.limit, remaining, start + allowance.seconds, exceeded)

    def charge(self, charges: Iterable[Charge], now: float) -> dict[str, Balance]:
        """Count them all; gives what is left, by the beginnings of the headers."""
        return {
            header: self.take(allowance, who, cost, now) for allowance, who, cost, header in charges
        }

    def clear(self) -> None:
        """Reset all counters."""
        with self._lock:
            self._used.clear()


class SharedCredits(Credits):
    """The counters of callers of several processes, in a table that these share."""

    def __init__(self, state: SharedState) -> None:
        super().__init__()
        self._state = state

    def take(self, allowance: Allowance, who: str, cost: int, now: float) -> Balance:
        values = {
            "name": allowance.name,
            "who": who[:_LONGEST_NAME],
            "now": now,
            "cost": cost,
            "seconds": allowance.seconds,
            "over": now - allowance.seconds,
        }
        if cost:
            rows = self._state.execute(_TAKE, values)
            if rows[0]["used"] == cost:  # somebody new: who is long gone may go
                self._state.execute(_FORGET, (now - DAY,))
        else:
            rows = self._state.execute(_LOOK, values)
        start, used = (rows[0]["began"], rows[0]["used"]) if rows else (now, 0)
        remaining = max(0, allowance.limit - used)
        exceeded = used > allowance.limit
        return Balance(allowance.limit, remaining, start + allowance.seconds, exceeded)

    def clear(self) -> None:
        self._state.execute("DELETE FROM credit")


_TAKE = (
    "INSERT INTO credit (name, who, began, used) VALUES (:name, :who, :now, :cost)"
    " ON CONFLICT (name, who) DO UPDATE SET"
    " used = :cost + CASE WHEN credit.began > :over THEN credit.used ELSE 0 END,"
    " began = CASE WHEN credit.began > :over THEN credit.began ELSE excluded.began END"
    " RETURNING began, used"
)
_LOOK = "SELECT began, used FROM credit WHERE name = :name AND who = :who AND began > :over"
_FORGET = "DELETE FROM credit WHERE began <= ?"
