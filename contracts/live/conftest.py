"""The host that is asked for, a client of it, and what must be deleted in the end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from imagehosts import Drift
from imagehosts.hosts import Host, find_host

from contracts.live.ledger import Ledger


@pytest.fixture(scope="module")
def host(request: pytest.FixtureRequest) -> Host:
    found = find_host(request.config.getoption("--api"))
    assert found is not None
    return found


@pytest.fixture(scope="module")
def base_url(request: pytest.FixtureRequest) -> str:
    address: str = request.config.getoption("--base-url")
    return address


@pytest.fixture(scope="module")
def drifts() -> list[Drift]:
    return []


@pytest.fixture
def as_documented(drifts: list[Drift]) -> Iterator[None]:
    """In a test with it no answer may differ from its spec."""
    before = len(drifts)
    yield
    assert [str(drift) for drift in drifts[before:]] == []


@pytest.fixture(scope="module")
def client(host: Host, base_url: str, drifts: list[Drift]) -> Iterator[Any]:
    with host.make_client(base_url=base_url, on_drift=drifts.append, max_retries=0) as made:
        yield made


@pytest.fixture(scope="module")
def ledger(client: Any) -> Iterator[Ledger]:
    made = Ledger(client)
    yield made
    made.clear()
