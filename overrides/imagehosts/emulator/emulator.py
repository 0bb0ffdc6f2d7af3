"""The emulator as an object: for tests in the same process, and for the server."""

from __future__ import annotations

from abc import abstractmethod
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.types import ASGIApp

from imagehosts.core.errors import AuthenticationFailed

from .app import build_app, make_services
from .config import EmulatorConfig
from .core.clock import Clock
from .core.errors import InternalError
from .core.faults import FaultRule, SwitchedFault
from .core.journal import Entry
from .core.snapshots import restore, snapshot
from .core.sources import Web
from .core.store import Picture
from .domain.accounts import DEMO
from .domain.mailbox import Mail
from .host_controls import HostControls
from .logins import log_in
from .proxy import Tunnels, environment

if TYPE_CHECKING:
    from .authority import Authority
    from .core.context import Services
    from .in_process import AsyncTransport, SyncTransport
    from .seeds.document import Source
    from .seeds.planting import Seeded
    from .spaces.handle import Space
    from .spaces.registry import Record


class Emulation(HostControls):
    """What tests do with emulated hosts: with those of an emulator, or of one of its spaces."""

    #: An application for ``httpx.ASGITransport``.
    app: ASGIApp
    #: What leads connections of a proxy here.
    tunnels: Tunnels

    @property
    @abstractmethod
    def services(self) -> Services:
        """The state, for modules of the emulator."""

    @property
    def config(self) -> EmulatorConfig:
        """The settings."""
        return self.services.config

    @property
    def clock(self) -> Clock:
        """The hosts' clock; ``clock.advance(days=3)`` lets time pass."""
        self.services.refresh()
        return self.services.clock

    @property
    def web(self) -> Web:
        """What uploads by URL find: ``web[url] = bytes``."""
        return self.services.web

    @property
    def pictures(self) -> list[Picture]:
        """Everything that was uploaded and is still there, oldest first."""
        self.services.store.delete_expired(self.clock.now())
        return self.services.store.pictures()[::-1]

    @property
    def mails(self) -> list[Mail]:
        """The mail that hosts have sent, oldest first."""
        return self.services.accounts.mailbox.mails()

    @property
    def requests(self) -> list[Entry]:
        """The last requests, oldest first, without secrets."""
        return self.services.journal.entries()

    @property
    def internal_errors(self) -> list[InternalError]:
        """Errors of the emulator itself, which a host would not have; a good run leaves none."""
        return self.services.failures()

    def switch_on(self, rule: FaultRule) -> SwitchedFault:
        """Switch a fault on, as ``fail`` and the others do."""
        return self.services.faults.add(rule)

    def read(self, path: str) -> bytes:
        """The bytes that are served at a path. ``KeyError`` when nothing is."""
        file = self.services.store.file(path)
        if file is None:
            raise KeyError(path)
        return self.services.store.blobs.read(file.sha256, 0, file.size)

    def serve(self, port: int = 0) -> AbstractContextManager[str]:
        """Listen on a loopback socket while a block runs: ``with emulator.serve() as url:``."""
        from .server import serve_in_thread

        return serve_in_thread(self, port=port)

    def intercept(self) -> AbstractContextManager[None]:
        """Lead the clients of this process here while a block runs, without a socket.

        Whatever asks for the address of an emulated host by httpx, synchronous or not, or by
        requests is answered here, at the address that the host documents; all other addresses
        are left alone.
        """
        from .in_process import intercepted

        return intercepted(self)

    def transport(self) -> SyncTransport:
        """A transport for ``httpx.Client``, which leads every address here without a socket."""
        from .in_process import SyncTransport

        return SyncTransport(self)

    def async_transport(self) -> AsyncTransport:
        """The same for ``httpx.AsyncClient``."""
        from .in_process import AsyncTransport

        return AsyncTransport(self)

    def requests_adapter(self) -> Any:
        """The same for ``session.mount("https://", ...)`` of requests."""
        from .in_process import requests_adapter

        return requests_adapter(self)

    def proxy_environment(self, url: str) -> dict[str, str]:
        """The variables that have a program use the emulator at ``url`` as its proxy.

        Empty without the setting ``proxy``. They name the proxy, and the file with the certificate
        that must be trusted, in the ways of Python, curl and Node.
        """
        authority = self.tunnels.authority
        return {} if authority is None else environment(self._as_proxy(url), str(authority.file))

    def _as_proxy(self, url: str) -> str:
        """The address of the proxy that leads here."""
        return url

    def log_in(self, host: str, user: str = DEMO[0], password: str = DEMO[1]) -> dict[str, str]:
        """Credentials of an account at a host, as its client takes them.

        Args:
            host: A host that has accounts.
            user: The name of the account; there is one called ``demo`` from the start, unless the
                setting ``users`` names others.
            password: Its password.

        Raises:
            LookupError: The host is not served, or has no accounts.
            AuthenticationFailed: There is no such account, or the password is another.
        """
        site = self.services.site(host)
        if site is None or site.dialect.log_in is None:
            known = [each.api for each in self.services.sites if each.dialect.log_in is not None]
            raise LookupError(f"{host} has no accounts here; known: {', '.join(known)}")
        found = log_in(self.services, site, user, password)
        if found is None:
            raise AuthenticationFailed("no such account, or another password", host=host)
        return found

    def seed(self, source: Source) -> Seeded:
        """Make users, pictures, albums and galleries at every host that can have them.

        Args:
            source: A folder of pictures, a file in YAML or JSON or a ZIP archive of a folder, by
                its path or as bytes; or what a document says as a mapping, as in
                ``{"pictures": [{"file": "lake.jpg", "title": "Tahoe"}]}``.

        Returns:
            How many of each were made, at all hosts together.

        Raises:
            SeedError: Something in it cannot be used; the message names the file, the line, the
                key, and what is expected there.
        """
        return self.services.plant(source)

    def snapshot(self, file: Path | str | None = None) -> bytes:
        """Everything there is as bytes, for ``restore`` here or in another emulator.

        That is what hosts have, the registered web and the steps of the clock, and not the journal
        nor the faults. With ``file`` it is written there as well.
        """
        content = snapshot(self.services)
        if file is not None:
            Path(file).write_bytes(content)
        return content

    def restore(self, state: bytes | Path | str) -> None:
        """Put what ``snapshot`` gave, or its file, in the place of everything there is.

        Raises:
            SnapshotError: It is none, is damaged, or was taken by another version. Nothing is
                changed.
        """
        content = state if isinstance(state, bytes) else Path(state).read_bytes()
        restore(self.services, content)

    def reset(self) -> None:
        """Forget everything: pictures, registered web, requests, and steps of the clock.

        What the setting ``seed`` names is there again.
        """
        self.services.reset()


class Emulator(Emulation):
    """Emulated hosts with their state.

    ``app`` is an ASGI application for ``httpx.ASGITransport``; :meth:`serve` listens on a socket::

        with Emulator() as emulator:
            emulator.web["http://example.com/a.jpg"] = picture_bytes
            transport = httpx.ASGITransport(emulator.app)
            ...
            emulator.clock.advance(days=3)
            assert emulator.pictures == []

    Settings are those of :class:`EmulatorConfig`, given as such or as keyword arguments. A host
    that lacks something, as one with a spec and no dialect, is left out with a warning; if ``apis``
    names it, or with ``strict``, it is an error that says what to write.
    """

    def __init__(
        self, config: EmulatorConfig | None = None, *, strict: bool = False, **settings: Any
    ) -> None:
        if config is not None and settings:
            raise TypeError("give a config or settings, not both")
        self._services = make_services(config or EmulatorConfig(**settings), strict=strict)
        self.app = self._front = build_app(self._services)
        self._authority = _authority(self.config) if self.config.proxy else None
        self._services.authority_pem = self._authority.pem if self._authority else None
        self.tunnels = Tunnels(self._services, self._authority)
        self._closed = False
        try:
            self._front.spaces.look()
        except BaseException:
            self.close()
            raise

    @property
    def services(self) -> Services:
        return self._services

    @property
    def spaces(self) -> list[Record]:
        """The spaces that there are, by name."""
        return self._front.spaces.all()

    def space(self, name: str, **settings: Any) -> Space:
        """A space: hosts with a state of their own, which nobody sees by another name.

        What it gives does all that an emulator does, with that state alone. Over HTTP the same
        space is below ``/_emulator/spaces/NAME``.

        Args:
            name: Up to 63 lower-case letters, digits and hyphens. A space comes into being when
                it is first named, and goes when it was not used for the time of ``space_expiry``.
            **settings: Settings that differ from those of the emulator: what hosts are like, keys,
                accounts, ``seed`` and ``frozen_at``. A space that is there must have the same.

        Raises:
            ValueError: The name is not one, or the settings cannot be used.
            NoSpace: There are too many, or it is there with other settings.
        """
        from .spaces.handle import Space

        return Space(self._front, self.tunnels, name, settings or None)

    def close(self) -> None:
        """Let go of files. What is in memory is gone."""
        if not self._closed:
            self._closed = True
            self.services.close()
            if self._authority is not None:
                self._authority.close()


def _authority(config: EmulatorConfig) -> Authority:
    """The authority of a proxy. Its package is of another extra, and needed for it alone."""
    try:
        from .authority import Authority
    except ImportError as error:
        raise ImportError(
            f'The proxy needs another package: pip install "imagehosts[proxy]" ({error})',
            name=error.name,
        ) from error
    return Authority(config.ca_file)
