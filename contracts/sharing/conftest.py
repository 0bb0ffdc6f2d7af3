"""Every host on an emulator, with its key in the environment, as a program would have it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from imagehosts.emulator import Emulator
from imagehosts.hosts import HOSTS, find_host


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator() as running:
        yield running
        assert running.internal_errors == []


@pytest.fixture
def address(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of the emulator, which is in the environment too."""
    with emulator.serve() as url:
        for host in HOSTS:
            monkeypatch.setenv(host.variable, "any")
            monkeypatch.setenv(host.base_url_variable, url + host.base_path)
        for scheme, value in account("imageshack").items():
            shack = find_host("imageshack")
            assert shack is not None
            monkeypatch.setenv(shack.sync_client.environment[scheme], value)
        yield url


def account(name: str) -> dict[str, str]:
    """The credentials of the account that the emulator has."""
    host = find_host(name)
    assert host is not None
    assert host.log_in is not None

    def client_of(_: str, **options: Any) -> Any:
        return host.make_client(**{host.credential: "any", **options})

    return {**host.log_in(client_of, "demo", "demo"), host.credential: "any"}
