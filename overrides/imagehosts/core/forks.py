"""What a forked child must have anew: locks that another thread of the parent may have held."""

from __future__ import annotations

import os
from typing import Protocol
from weakref import WeakSet

__all__ = ["renew_in_children"]


class Renewable(Protocol):
    """Something with a lock."""

    def renew(self) -> None:
        """Take a lock of one's own; called in a child, where nobody else runs yet."""


_RENEWABLE: WeakSet[Renewable] = WeakSet()


def renew_in_children(thing: Renewable) -> None:
    """Have something renewed in every child that is forked from now on."""
    _RENEWABLE.add(thing)


def _renew_all() -> None:
    for thing in list(_RENEWABLE):
        thing.renew()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew_all)
