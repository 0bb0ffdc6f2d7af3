"""Fixtures of ImageShack's tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from contracts.hosts.imageshack.emulated import Shack
from contracts.support.emulated import EmulatorClient


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
