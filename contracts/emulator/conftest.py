"""Fixtures of the emulator's tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from imagehosts.emulator import Emulator

from contracts.emulator.doors import Door, sound


@pytest.fixture
def open_door() -> Iterator[Callable[..., Door]]:
    """Make emulators with settings; each must be free of faults of its own at the end."""
    with ExitStack() as stack:
        yield lambda **settings: stack.enter_context(sound(_emulator(**settings)))


@pytest.fixture
def door(open_door: Callable[..., Door]) -> Door:
    """An emulator as it is without settings."""
    return open_door()


@pytest.fixture
def free(open_door: Callable[..., Door]) -> Door:
    """An emulator that answers as Chevereto-Free did."""
    return open_door(profile="chevereto-free")


def _emulator(**settings: Any) -> Emulator:
    return Emulator(**settings)
