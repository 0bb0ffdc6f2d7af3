"""Fixtures of the client tests: every client, behind one driver."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from contracts.support.clients import KINDS, PNG, Driver, Kind


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each client in turn, or those that a module names in ``UNDER_TEST``.

    A test that needs fewer says so with ``for_kinds``.
    """
    own: set[str] = set()
    for mark in metafunc.definition.iter_markers("parametrize"):
        given = mark.args[0]
        own |= {name.strip() for name in (given.split(",") if isinstance(given, str) else given)}
    if "kind" in metafunc.fixturenames and "kind" not in own:
        kinds = getattr(metafunc.module, "UNDER_TEST", KINDS)
        metafunc.parametrize("kind", kinds, ids=str, indirect=True)


@pytest.fixture
def kind(request: pytest.FixtureRequest) -> Kind:
    """The client under test."""
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
