"""Fixtures of the client tests: every client, behind one door."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from contracts.support.clients import KINDS, Door, Kind


@pytest.fixture(params=KINDS, ids=str)
def kind(request: pytest.FixtureRequest) -> Kind:
    """Each client in turn; a test that needs fewer says so with ``for_kinds``."""
    chosen: Kind = request.param
    return chosen


@pytest.fixture
def open_door(kind: Kind) -> Iterator[Callable[..., Door]]:
    """Make doors to the client under test; they are closed afterwards."""
    with ExitStack() as stack:
        yield lambda *script, **options: stack.enter_context(Door(kind, *script, **options))
