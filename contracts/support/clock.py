"""A clock for code that waits: it stands still while something runs, and jumps where all wait.

So a test says exactly when each thing happens, and an hour of waiting costs nothing.
"""

from __future__ import annotations

import asyncio
import selectors
import time
from collections.abc import Coroutine
from typing import Any, TypeVar

import pytest

__all__ = ["Clock"]

T = TypeVar("T")

#: Ends a test that hangs: how long something from outside the loop is waited for.
PATIENCE = 10.0


class Clock:
    """Stands in for :func:`time.monotonic`, in the event loops that it runs too.

    Args:
        monkeypatch: What puts the true clock back after the test.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = self.begun = 1_000_000.0
        monkeypatch.setattr(time, "monotonic", lambda: self.now)

    @property
    def passed(self) -> float:
        """Seconds since the beginning."""
        return round(self.now - self.begun, 6)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine to its end. No thread may be waited for: time would not."""
        with asyncio.Runner(loop_factory=self._loop) as runner:
            return runner.run(work)

    def _loop(self) -> asyncio.AbstractEventLoop:
        return asyncio.SelectorEventLoop(_Selector(self))


class _Selector(selectors.DefaultSelector):
    """Lets the time pass for which it should wait."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock

    def select(self, timeout: float | None = None) -> Any:
        ready = super().select(PATIENCE if timeout is None else 0)
        if timeout is None and not ready:
            raise RuntimeError("all that runs waits for something that never comes")
        if timeout and not ready:
            self._clock.now += timeout
        return ready
