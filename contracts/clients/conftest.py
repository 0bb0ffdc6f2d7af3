"""Fixtures of the client tests: every client, behind one driver."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from contracts.support.clients import KINDS, Driver, Kind


@pytest.fixture(params=KINDS, ids=str)
def kind(request: pytest.FixtureRequest) -> Kind:
    """Each client in turn; a test that needs fewer says so with ``for_kinds``."""
    chosen: Kind = request.param
    return chosen


@pytest.fixture
def open_driver(kind: Kind) -> Iterator[Callable[..., Driver]]:
    """Make drivers to the client under test; they are closed afterwards."""
    with ExitStack() as stack:
        yield lambda *script, **options: stack.enter_context(Driver(kind, *script, **options))
