"""What the tests of one host share: clients over a recording transport, and emulators."""

from __future__ import annotations

from contracts.clients.conftest import kind, open_driver, pytest_generate_tests
from contracts.emulator.conftest import emulated, open_emulated

__all__ = ["emulated", "kind", "open_driver", "open_emulated", "pytest_generate_tests"]
