"""Fixtures of the emulator's tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from imagehosts.emulator import Emulator

from contracts.hosts.imageshack.emulated import Shack
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
def free(open_emulated: Callable[..., EmulatorClient]) -> EmulatorClient:
    """An emulator that answers as Chevereto-Free did."""
    return open_emulated(profile="chevereto-free")


@pytest.fixture
def extra_hosts(tmp_path: Path) -> Iterator[ExtraHosts]:
    """Makes hosts that are found for this test alone."""
    with pytest.MonkeyPatch.context() as patch:
        made = ExtraHosts(patch, tmp_path)
        yield made
    made.forget()


@pytest.fixture
def open_shack(open_emulated: Callable[..., EmulatorClient]) -> Callable[..., Shack]:
    """Make emulated ImageShacks with settings; who comes in is nobody yet."""

    def make(**settings: Any) -> Shack:
        settings.setdefault("users", ("owner:secret", "other:secret"))
        return Shack(open_emulated(**settings).emulator)

    return make


@pytest.fixture
def nobody(open_shack: Callable[..., Shack]) -> Shack:
    """An emulated ImageShack with two accounts, called by nobody in particular."""
    return open_shack()


@pytest.fixture
def owner(nobody: Shack) -> Shack:
    """The same, called by the first account."""
    return nobody.become("owner", "secret")


@pytest.fixture
def other(nobody: Shack) -> Shack:
    """The same, called by the second account."""
    return nobody.become("other", "secret")
