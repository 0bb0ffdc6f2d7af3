"""Errors that are switched on by ``--fault`` or the admin API: nothing here is on by itself.

The row of a host lists those that it can answer with.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar


@dataclass(frozen=True, slots=True)
class Fault:
    """An error that can be switched on, by its name."""

    name: str
    meaning: str


AnyFault = TypeVar("AnyFault", bound=Fault)


class Faults:
    """Which errors are on, and for how many requests more."""

    def __init__(self, known: Iterable[str], on: tuple[str, ...] = ()) -> None:
        self._lock = threading.Lock()
        #: Every name that can be switched on.
        self.known = tuple(dict.fromkeys(known))
        self._configured = on
        self._on: dict[str, int | None] = dict.fromkeys(on)

    def set(self, name: str, times: int | None = None) -> None:
        """Switch an error on, for so many requests or for good. ``KeyError`` for an unknown one."""
        if name not in self.known:
            raise KeyError(name)
        with self._lock:
            self._on[name] = times

    def clear(self) -> None:
        """Switch everything off."""
        with self._lock:
            self._on.clear()

    def reset(self) -> None:
        """Back to what the configuration switched on."""
        with self._lock:
            self._on = dict.fromkeys(self._configured)

    def on(self) -> dict[str, int | None]:
        """What is on, with the number of requests left, ``None`` for any number."""
        with self._lock:
            return dict(self._on)

    def take(self, candidates: Iterable[AnyFault]) -> AnyFault | None:
        """The one of ``candidates`` that was switched on first; it is used up by one request."""
        with self._lock:
            if not self._on:
                return None
            by_name = {fault.name: fault for fault in candidates}
            name = next((name for name in self._on if name in by_name), None)
            if name is None:
                return None
            times = self._on[name]
            if times is not None:
                self._on[name] = times - 1
                if times <= 1:
                    del self._on[name]
            return by_name[name]
