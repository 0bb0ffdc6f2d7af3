"""Every host on an emulator, with its key in the environment, as a program would have it."""

from __future__ import annotations

from collections.abc import Iterator

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
        for scheme, value in account(emulator, "imageshack").items():
            shack = find_host("imageshack")
            assert shack is not None
            monkeypatch.setenv(shack.sync_client.environment[scheme], value)
        yield url


def account(emulator: Emulator, name: str) -> dict[str, str]:
    """The credentials of the account that the emulator has."""
    host = find_host(name)
    assert host is not None
    return {**emulator.log_in(name), host.credential: "any"}
