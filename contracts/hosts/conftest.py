"""What the tests of one host share: clients over a recording transport, and emulators."""

from __future__ import annotations

from contracts.clients.conftest import kind, open_driver
from contracts.emulator.conftest import (
    emulated,
    free,
    nobody,
    open_emulated,
    open_shack,
    other,
    owner,
)

__all__ = [
    "emulated",
    "free",
    "kind",
    "nobody",
    "open_driver",
    "open_emulated",
    "open_shack",
    "other",
    "owner",
]
