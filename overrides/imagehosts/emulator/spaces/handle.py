"""A space as an object, for tests in the process of its emulator."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Mapping
from typing import Any

from ..config import check_space_settings
from ..core.choice import PREFIX, BadChoice
from ..core.context import Services
from ..emulator import Emulation
from ..proxy import Tunnels, as_user
from . import OpenSpace, Spaces
from .front import Bound, Front

__all__ = ["Space"]


class Space(Emulation):
    """A space of an emulator, which it gives by :meth:`~imagehosts.emulator.Emulator.space`.

    It has the methods of the emulator. A space that was removed meanwhile comes into being again
    when something is asked of it.

    Attributes:
        name: Its name.
    """

    def __init__(
        self, front: Front, tunnels: Tunnels, name: str, settings: Mapping[str, Any] | None
    ) -> None:
        self.name = name
        self.app = Bound(front, name)
        self.tunnels = tunnels
        self._spaces = front.spaces
        self._hold = _Hold(front.spaces, name)
        try:
            front.spaces.make(name, None if settings is None else check_space_settings(settings))
        except BadChoice as error:
            raise ValueError(str(error)) from None
        weakref.finalize(self, self._hold.let_go)

    @property
    def services(self) -> Services:
        return self._hold.space().services

    @property
    def path(self) -> str:
        """Where it is on the emulator: what stands before the paths of hosts."""
        return PREFIX + self.name

    def remove(self) -> None:
        """Remove it with everything in it."""
        self._hold.let_go()
        self._spaces.remove(self.name)

    def close(self) -> None:
        """Need it no longer; it stays as it is."""
        self._hold.let_go()

    def _as_proxy(self, url: str) -> str:
        return as_user(url, self.name)


class _Hold:
    """Keeps a space open while somebody may use what it gave."""

    def __init__(self, spaces: Spaces, name: str) -> None:
        self._spaces, self._name = spaces, name
        self._space: OpenSpace | None = None
        self._lock = threading.Lock()

    def space(self) -> OpenSpace:
        """The space of that name as it is now."""
        found = self._spaces.opened(self._name) or self._spaces.enter(self._name)
        with self._lock:
            before, self._space = self._space, found
        if before is not None:
            self._spaces.leave(before)
        return found

    def let_go(self) -> None:
        with self._lock:
            before, self._space = self._space, None
        if before is not None:
            self._spaces.leave(before)
