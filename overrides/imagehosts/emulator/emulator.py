"""The emulator as an object: for tests in the same process, and for the server."""

from __future__ import annotations

from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any

from starlette.types import ASGIApp

from .app import build_app, make_services
from .config import EmulatorConfig
from .core.clock import Clock
from .core.faults import FaultRule, SwitchedFault, fault_name
from .core.journal import Entry
from .core.sources import Web
from .core.store import Picture
from .domain.mailbox import Mail


class Emulator:
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
        self.config = config or EmulatorConfig(**settings)
        self.services = make_services(self.config, strict=strict)
        self.app: ASGIApp = build_app(self.services)
        self._closed = False

    @property
    def clock(self) -> Clock:
        """The hosts' clock; ``clock.advance(days=3)`` lets time pass."""
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
    def internal_errors(self) -> list[Exception]:
        """Errors of the emulator itself, which a host would not have; a good run leaves none."""
        return self.services.internal_errors

    def fail(self, host: str | None, error: str | type[Exception], **when: Any) -> SwitchedFault:
        """Have a host answer with an error: ``fail("<host>", "rate_limited", times=1)``.

        Args:
            host: The host, by its name in ``imagehosts hosts``; ``None`` for all that can.
            error: One of our errors, by class or by name, or an answer of the host's own, by its
                name; ``GET /_emulator/faults/known`` lists all.
            **when: Which requests it meets, as attributes of
                :class:`~imagehosts.emulator.core.faults.FaultRule`: ``operation``, ``times``,
                ``share``, ``skip``, ``retry_after``.

        Returns:
            The fault, which counts the requests that it met (``hits``), ends with ``cancel()``,
            and is over at the end of a ``with`` block.
        """
        return self.services.faults.add(FaultRule(name=fault_name(error), host=host, **when))

    def status(self, status: int, host: str | None = None, **when: Any) -> SwitchedFault:
        """Answer with a page of this status, as a server in front of a host does."""
        return self._effect("status", status, host, when)

    def slow(self, seconds: float = 1.0, host: str | None = None, **when: Any) -> SwitchedFault:
        """Let so many real seconds pass before an answer."""
        return self._effect("slow", seconds, host, when)

    def cut(self, after: int = 0, host: str | None = None, **when: Any) -> SwitchedFault:
        """Close the connection behind so many bytes of a body."""
        return self._effect("cut", after, host, when)

    def drip(self, size: int = 16, host: str | None = None, **when: Any) -> SwitchedFault:
        """Send bodies in pieces of so many bytes, with pauses between them."""
        return self._effect("drip", size, host, when)

    def garble(self, host: str | None = None, **when: Any) -> SwitchedFault:
        """Send other bytes in place of the second half of a body."""
        return self._effect("garble", None, host, when)

    def _effect(
        self, name: str, value: float | None, host: str | None, when: dict[str, Any]
    ) -> SwitchedFault:
        return self.services.faults.add(FaultRule(name=name, value=value, host=host, **when))

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

    def reset(self) -> None:
        """Forget everything: pictures, registered web, requests, and steps of the clock."""
        self.services.reset()

    def close(self) -> None:
        """Let go of files. What is in memory is gone."""
        if not self._closed:
            self._closed = True
            self.services.store.close()

    def __enter__(self) -> Emulator:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
