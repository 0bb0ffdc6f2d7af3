"""The emulator in tests without a plugin: a ``with`` block, and a mixin for unittest."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar

from .emulator import Emulator


@contextmanager
def emulate(*apis: str, **settings: Any) -> Generator[Emulator]:
    """Stand in for hosts while the block runs: their addresses lead to an emulator.

    That goes for everything in this process that uses httpx or requests, see
    :meth:`~imagehosts.emulator.Emulator.intercept`; all other addresses are left alone.

    Args:
        *apis: The hosts, by their names in ``imagehosts hosts``; without any, all of them.
        **settings: Those of :class:`~imagehosts.emulator.EmulatorConfig`.
    """
    with Emulator(apis=apis, **settings) as emulator, emulator.intercept():
        yield emulator


class EmulatorMixin:
    """For a ``unittest.TestCase``: a new emulator for each test.

    It is what :func:`~imagehosts.emulator.emulate` gives.

    Attributes:
        emulator_settings: Settings of it, for a class of tests.
        emulator: The emulator of the test that runs.
    """

    emulator_settings: ClassVar[Mapping[str, Any]] = {}
    emulator: Emulator

    def setUp(self) -> None:
        """Begin to stand in for the hosts."""
        parent: Any = super()
        parent.setUp()
        case: Any = self
        self.emulator = case.enterContext(emulate(**self.emulator_settings))
