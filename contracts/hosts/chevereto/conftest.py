"""Fixtures of the tests of the Chevereto family."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from contracts.support.emulated import EmulatorClient


@pytest.fixture
def free(open_emulated: Callable[..., EmulatorClient]) -> EmulatorClient:
    """An emulator that answers as Chevereto-Free did."""
    return open_emulated(profile="chevereto-free")
