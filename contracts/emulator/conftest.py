"""Fixtures of the emulator's tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from imagehosts.emulator import Emulator

from contracts.support.emulated import EmulatorClient, sound
from contracts.support.half_hosts import ExtraHosts


class Emulators:
    """Makes emulators, and closes them; each must be free of faults of its own at the end."""

    def __init__(self) -> None:
        self._stack = ExitStack()

    def __call__(self, **settings: Any) -> EmulatorClient:
        return self._stack.enter_context(sound(Emulator(**settings)))

    def end_case(self) -> None:
        self._stack.close()


@pytest.fixture
def open_emulated() -> Iterator[Emulators]:
    """Make emulators with settings; they are closed after each case of a test."""
    emulators = Emulators()
    yield emulators
    emulators.end_case()


@pytest.fixture
def emulated(open_emulated: Callable[..., EmulatorClient]) -> EmulatorClient:
    """An emulator as it is without settings."""
    return open_emulated()


@pytest.fixture
def extra_hosts(tmp_path: Path) -> Iterator[ExtraHosts]:
    """Makes hosts that are found for this test alone."""
    with pytest.MonkeyPatch.context() as patch:
        made = ExtraHosts(patch, tmp_path)
        yield made
    made.forget()
