"""What the tests of one host share: clients over a recording transport, and emulators."""

from __future__ import annotations

from contracts.clients.conftest import kind, open_driver
from contracts.emulator.conftest import emulated, open_emulated
from contracts.live.conftest import as_documented, base_url, client, drifts, host, ledger

__all__ = [
    "as_documented",
    "base_url",
    "client",
    "drifts",
    "emulated",
    "host",
    "kind",
    "ledger",
    "open_driver",
    "open_emulated",
]
