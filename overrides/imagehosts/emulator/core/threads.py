"""Work beside the event loop: each kind has threads of its own, so that none keeps another waiting.

All spaces of an emulator share them, for it is the machine that they must not fill.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import anyio
import anyio.to_thread
from anyio.lowlevel import RunVar

from ..config import EmulatorConfig

__all__ = ["Threads"]

T = TypeVar("T")


class Threads:
    """Bounded numbers of threads, by kind."""

    def __init__(self, config: EmulatorConfig) -> None:
        self._numbers = {
            "pictures": config.picture_threads,
            "forms": config.form_threads,
            "fetches": config.fetch_threads,
        }
        self._limiters: RunVar[dict[str, anyio.CapacityLimiter]] = RunVar(
            "imagehosts.emulator.threads"
        )

    async def run(self, kind: str, function: Callable[..., T], *args: Any) -> T:
        """What a function gives, once a thread of this kind was free for it."""
        try:
            limiters = self._limiters.get()
        except LookupError:
            limiters = {
                name: anyio.CapacityLimiter(max(1, number))
                for name, number in self._numbers.items()
            }
            self._limiters.set(limiters)
        return await anyio.to_thread.run_sync(partial(function, *args), limiter=limiters[kind])
