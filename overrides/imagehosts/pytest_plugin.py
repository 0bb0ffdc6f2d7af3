"""Fixtures that give a test suite the emulated hosts; needs ``imagehosts[pytest]``.

    def test_backup(imagehosts_emulator):
        run_my_program()                               # finds the emulator in its environment
        assert len(imagehosts_emulator.pictures) == 3

    def test_album(imagehosts_emulator):
        login = imagehosts_emulator.log_in("<host>")       # one that has accounts: as "demo"
        with imagehosts_emulator.client("<host>", **login) as client: ...

    def test_a_program_with_literal_addresses(imagehosts_intercept):   # or imagehosts_proxy
        httpx.get("https://<the real host>/...")

    @pytest.mark.imagehosts(seed=7, max_file_size=1_000_000)
    def test_large_files(imagehosts_emulator): ...

The server runs for the whole session, its state is fresh in each test. Override the fixture
``imagehosts_config`` (session scope) for other settings in all tests.

Where ``IMAGEHOSTS_EMULATOR_URL`` names an emulator that runs already, as the service of a CI, each
process of the tests takes a space of it instead, and nobody sees what the others do. Its
``--admin-token`` is in ``IMAGEHOSTS_EMULATOR_TOKEN``.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Generator
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from imagehosts.core.client import AsyncClient, SyncClient
    from imagehosts.emulator import Emulator, EmulatorConfig, RemoteEmulator
    from imagehosts.hosts import Host

__all__ = [
    "EmulatedHosts",
    "imagehosts_config",
    "imagehosts_emulator",
    "imagehosts_in_process",
    "imagehosts_intercept",
    "imagehosts_proxy",
    "imagehosts_proxy_server",
    "imagehosts_server",
]

#: The key in the environment of a test; the emulator takes any.
KEY = "emulated-key"
#: The variables that name an emulator which runs already, and its token.
SERVICE, TOKEN = "IMAGEHOSTS_EMULATOR_URL", "IMAGEHOSTS_EMULATOR_TOKEN"


class EmulatedHosts:
    """The emulator as a test sees it.

    Attributes:
        url: Its address, as in ``http://127.0.0.1:40123``.
        emulator: The emulator itself; or the space of a service, which has the same for tests.
    """

    def __init__(self, emulator: Emulator | RemoteEmulator, url: str) -> None:
        self.emulator = emulator
        self.url = url

    @property
    def pictures(self) -> list[Any]:
        """What is stored, oldest first."""
        return list(self.emulator.pictures)

    @property
    def requests(self) -> list[Any]:
        """The requests of this test, oldest first, without their secrets."""
        return list(self.emulator.requests)

    @property
    def web(self) -> Any:
        """What the hosts find when they are given an address: ``web[url] = bytes``."""
        return self.emulator.web

    @property
    def clock(self) -> Any:
        """The hosts' clock: ``clock.advance(days=3)``."""
        return self.emulator.clock

    @property
    def expect(self) -> Any:
        """Assert what came in: ``expect(host, operation, fields={"title": "Lake"})``.

        The same as :meth:`imagehosts.emulator.Emulator.expect`.
        """
        return self.emulator.expect

    @property
    def fail(self) -> Any:
        """Have a host answer with an error: ``fail("<host>", "rate_limited", times=1)``.

        The same as :meth:`imagehosts.emulator.Emulator.fail`; ``status``, ``slow``, ``cut``,
        ``drip`` and ``garble`` are there too, at ``emulator``.
        """
        return self.emulator.fail

    def base_url(self, host: str) -> str:
        """The address of a host's API here, by its name in ``imagehosts hosts``."""
        return self.url + _host(host).base_path

    def client(self, host: str, **options: Any) -> SyncClient:
        """A synchronous client of a host here."""
        return _host(host).make_client(**{**self._options(host), **options})

    def async_client(self, host: str, **options: Any) -> AsyncClient:
        """An asynchronous client of a host here."""
        return _host(host).make_async_client(**{**self._options(host), **options})

    def log_in(
        self,
        host: str,
        user: str = "demo",
        password: str = "demo",  # noqa: S107 - that of the emulator's own account
    ) -> dict[str, str]:
        """Credentials of an account here, for :meth:`client` and :meth:`async_client`.

        Args:
            host: A host that has accounts.
            user: The name of the account; the emulator begins with one called ``demo``, unless its
                setting ``users`` names others.
            password: Its password.

        Raises:
            LookupError: The host has no accounts.
            AuthenticationFailed: There is no such account, or the password is another.
        """
        return self.emulator.log_in(_host(host).name, user, password)

    def _options(self, host: str) -> dict[str, Any]:
        found = _host(host)
        key = {found.credential: KEY} if found.needs_key else {}
        return {"base_url": self.base_url(host), **key}


def _host(name: str) -> Host:
    from imagehosts.hosts import find_host, host_names

    host = find_host(name)
    if host is None:
        raise LookupError(f"no host {name!r}; known: {', '.join(host_names())}")
    return host


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line(
        "markers",
        "imagehosts(**settings): settings of the emulator for this test, as of EmulatorConfig",
    )


@pytest.fixture(scope="session")
def imagehosts_config() -> EmulatorConfig:
    """Settings of the emulator; override it for others."""
    from imagehosts.emulator import EmulatorConfig

    return EmulatorConfig()


@pytest.fixture(scope="session")
def imagehosts_server(imagehosts_config: EmulatorConfig) -> Generator[EmulatedHosts]:
    """The running emulator, with the state of the whole session."""
    yield from _served(imagehosts_config)


@pytest.fixture(scope="session")
def imagehosts_in_process(
    request: pytest.FixtureRequest, imagehosts_config: EmulatorConfig
) -> Generator[EmulatedHosts]:
    """The same in this process, even where there is a service."""
    if os.environ.get(SERVICE):
        yield from _started(imagehosts_config)
    else:
        yield request.getfixturevalue("imagehosts_server")


@pytest.fixture(scope="session")
def imagehosts_proxy_server(imagehosts_config: EmulatorConfig) -> Generator[EmulatedHosts]:
    """The same as a proxy."""
    yield from _served(replace(imagehosts_config, proxy=True))


@pytest.fixture
def imagehosts_emulator(
    request: pytest.FixtureRequest,
    imagehosts_config: EmulatorConfig,
    monkeypatch: pytest.MonkeyPatch,
) -> Generator[EmulatedHosts]:
    """The running emulator, empty, and in the environment of every client without arguments."""
    from imagehosts.hosts import HOSTS

    for hosts in _for_test(request, imagehosts_config, "imagehosts_server"):
        _set_keys(monkeypatch)
        for host in HOSTS:
            monkeypatch.setenv(host.base_url_variable, hosts.base_url(host.name))
        yield hosts


@pytest.fixture
def imagehosts_intercept(
    request: pytest.FixtureRequest,
    imagehosts_config: EmulatorConfig,
    monkeypatch: pytest.MonkeyPatch,
) -> Generator[EmulatedHosts]:
    """The emulator in place of the real hosts, for clients in this process: httpx and requests.

    They keep the real addresses; nothing goes over a socket.
    """
    for hosts in _for_test(request, imagehosts_config, "imagehosts_in_process"):
        _set_keys(monkeypatch)
        emulator: Any = hosts.emulator
        with emulator.intercept():
            yield hosts


@pytest.fixture
def imagehosts_proxy(
    request: pytest.FixtureRequest,
    imagehosts_config: EmulatorConfig,
    monkeypatch: pytest.MonkeyPatch,
) -> Generator[EmulatedHosts]:
    """The emulator as the proxy of this process and of those that it starts, in any language.

    They keep the real addresses. The environment names the proxy and what must be trusted.
    """
    for hosts in _for_test(request, imagehosts_config, "imagehosts_proxy_server", proxy=True):
        _set_keys(monkeypatch)
        variables = hosts.emulator.proxy_environment(hosts.url)
        if not variables:
            raise pytest.UsageError(f"the emulator at {os.environ.get(SERVICE)} is no proxy")
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        yield hosts


def _for_test(
    request: pytest.FixtureRequest, config: EmulatorConfig, server: str, **needed: Any
) -> Generator[EmulatedHosts]:
    """The server of the session, empty; one of its own for a test with settings of its own."""
    marker = request.node.get_closest_marker("imagehosts")
    if marker is None:
        hosts: EmulatedHosts = request.getfixturevalue(server)
        hosts.emulator.reset()
        yield hosts
        return
    known = [setting.name for setting in fields(config)]
    unknown = sorted(set(marker.kwargs) - set(known))
    if marker.args or unknown:
        what = ", ".join(unknown) or "settings without names"
        raise pytest.UsageError(
            f"the marker imagehosts does not take {what}; there are {', '.join(known)}"
        )
    own = replace(config, **{**marker.kwargs, **needed})
    yield from (_started if server == "imagehosts_in_process" else _served)(own)


def _served(config: EmulatorConfig) -> Generator[EmulatedHosts]:
    """An emulator of this process, or a space of the service."""
    url = os.environ.get(SERVICE)
    yield from _started(config) if not url else _at_service(url, config)


def _at_service(url: str, config: EmulatorConfig) -> Generator[EmulatedHosts]:
    """A space that no other process takes, for as long as it is needed."""
    from imagehosts.emulator import EmulatorConfig, RemoteEmulator
    from imagehosts.emulator.config import settings_of_space

    settings = {
        setting.name: getattr(config, setting.name)
        for setting in fields(config)
        if getattr(config, setting.name) != getattr(EmulatorConfig(), setting.name)
    }
    settings.pop("proxy", None)  # the service is one or not
    if others := sorted(set(settings) - set(settings_of_space())):
        raise pytest.UsageError(
            f"the emulator at {url} is not set up by tests: {', '.join(others)} cannot be chosen"
        )
    worker = re.sub(r"[^a-z0-9]", "", os.environ.get("PYTEST_XDIST_WORKER", "main").lower())
    name = f"pytest-{secrets.token_hex(6)}-{worker}"
    with RemoteEmulator(url, token=os.environ.get(TOKEN)) as service:
        with service.space(name, **settings) as space:
            try:
                yield EmulatedHosts(space, space.url)
            finally:
                space.remove()


def _started(config: EmulatorConfig) -> Generator[EmulatedHosts]:
    from imagehosts.emulator import Emulator

    with Emulator(config) as emulator, emulator.serve() as url:
        yield EmulatedHosts(emulator, url)


def _set_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys that the emulator takes, and nothing of a developer's own."""
    from imagehosts.hosts import HOSTS

    for host in HOSTS:
        for name in (*host.sync_client.environment.values(), host.base_url_variable):
            monkeypatch.delenv(name, raising=False)
        if host.needs_key:
            monkeypatch.setenv(host.variable, KEY)
