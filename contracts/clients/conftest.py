"""Fixtures of the client tests: every client, behind one driver."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from contracts.support.clients import KINDS, PNG, Driver, Kind


@pytest.fixture(params=KINDS, ids=str)
def kind(request: pytest.FixtureRequest) -> Kind:
    """Each client in turn; a test that needs fewer says so with ``for_kinds``."""
    chosen: Kind = request.param
    return chosen


class DriverFactory:
    """Makes drivers to one client, and closes them."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self._stack = ExitStack()

    def __call__(self, *script: Any, **options: Any) -> Driver:
        return self._stack.enter_context(Driver(self._kind, *script, **options))

    def end_case(self) -> None:
        """Close what was opened; what is wrong with the requests sent is an error."""
        self._stack.close()


@pytest.fixture
def open_driver(kind: Kind) -> Iterator[DriverFactory]:
    """Make drivers to the client under test; they are closed after each case of a test."""
    factory = DriverFactory(kind)
    yield factory
    factory.end_case()


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "lake.png"
    path.write_bytes(PNG)
    return path


@pytest.fixture
def large_picture(tmp_path: Path) -> Path:
    """Larger than what the buffers of a connection hold."""
    path = tmp_path / "large.png"
    with path.open("wb") as file:
        file.write(PNG)
        file.truncate(32 * 1024 * 1024)
    return path
