"""The emulator's idea of now: the real clock, moved forward on demand or held still.

Expirations, flood limits and upload dates all read this clock and never ``time.time()``, so a test
can let three days pass in no time.
"""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta

_YEAR_9000 = datetime(9000, 1, 1, tzinfo=UTC).timestamp()


class Clock:
    """Unix seconds, from the system unless a start was given. Safe to share between threads."""

    def __init__(self, frozen_at: float | None = None) -> None:
        self._lock = threading.Lock()
        self._frozen_at = frozen_at
        self._offset = 0.0

    def now(self) -> float:
        """Seconds since 1970, moved by everything that :meth:`advance` was given."""
        start = time.time() if self._frozen_at is None else self._frozen_at
        return start + self.offset()

    def utc(self) -> datetime:
        """The same moment as an aware datetime in UTC."""
        return datetime.fromtimestamp(self.now(), UTC)

    def advance(self, by: timedelta | float | None = None, **units: float) -> float:
        """Move the clock: ``advance(90)``, ``advance(timedelta(days=3))``, ``advance(days=3)``.

        Keyword arguments are those of :class:`datetime.timedelta`. Returns the new time. Steps out
        of the years 1970 to 9000 are a ``ValueError``.
        """
        step = timedelta(**units)
        if isinstance(by, timedelta):
            step += by
        elif by is not None:
            step += timedelta(seconds=by)
        now = self.now() + step.total_seconds()
        if not 0 <= now < _YEAR_9000:
            raise ValueError("the clock stays between the years 1970 and 9000")
        self.move(step.total_seconds())
        return self.now()

    def offset(self) -> float:
        """Seconds by which it was moved."""
        return self._offset

    def move(self, seconds: float) -> None:
        """Move it by so many seconds more."""
        with self._lock:
            self._offset += seconds

    def reset(self) -> None:
        """Take back every step."""
        with self._lock:
            self._offset = 0.0
