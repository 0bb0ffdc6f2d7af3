"""Connections to the emulator's socket: those on which nothing happens are closed.

uvicorn closes one that is kept open after an answer. Here the others are looked after as well: one
on which no request ever comes, or none that ends, or whose client does not read the answer. A body
in very many very small chunks, each of which takes as long as a large one, is refused.
"""

from __future__ import annotations

import asyncio
import logging
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from .app import BrokenOff
from .config import EmulatorConfig
from .core.urls import TARGET, split_target
from .proxy import Proxied, Tunnels

#: Chunks of fewer bytes are small.
SMALL_CHUNK = 32


def protocol_for(config: EmulatorConfig, tunnels: Tunnels) -> type[asyncio.Protocol]:
    """The protocol of a server, with the fast parser where it is installed."""
    members = {"settings": config, "tunnels": tunnels}
    if not _is_fast():
        return type("Protocol", (_Watched, Proxied, _H11), members)
    from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

    return type("Protocol", (_Watched, Proxied, _HttpTools, HttpToolsProtocol), members)


def _is_fast() -> bool:
    return find_spec("httptools") is not None


def hide_what_was_noted(record: logging.LogRecord) -> bool:
    """Keep out of the server's log what the emulator has put into its own."""
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, BrokenOff)


if TYPE_CHECKING:
    _Protocol = H11Protocol
else:
    _Protocol = object


class _Watched(_Protocol):
    """Closes a connection that waits too long for its client."""

    settings: EmulatorConfig
    _timer: asyncio.TimerHandle | None = None
    _heard = 0.0

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        #: When the client was last waited for from the start, and when it was last heard.
        self._since = self._heard = self.loop.time()
        self._unread = 0
        self._unread_since = self._since
        self._timer = self.loop.call_later(self.settings.idle_seconds / 4, self._look)

    def data_received(self, data: bytes) -> None:
        self._heard = self.loop.time()
        super().data_received(data)

    def on_response_complete(self) -> None:
        self._since = self.loop.time()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self.stop_watching()
        super().connection_lost(exc)

    def stop_watching(self) -> None:
        """Look after the connection no longer."""
        if self._timer is not None:
            self._timer.cancel()

    def _look(self) -> None:
        if self.loop.time() - self._waiting_since() >= self.settings.idle_seconds:
            self.transport.abort()
            return
        self._timer = self.loop.call_later(self.settings.idle_seconds / 4, self._look)

    def _waiting_since(self) -> float:
        """Since when the client has been waited for; this moment, where it is not."""
        now = self.loop.time()
        unread = self.transport.get_write_buffer_size()
        if unread != self._unread or not unread:
            self._unread, self._unread_since = unread, now
        if unread:
            return self._unread_since
        cycle: Any = self.cycle  # there is none before the first request
        if cycle is None or cycle.response_complete:
            return self._since  # the head of a request is due as a whole
        if cycle.more_body and not self.flow.read_paused:
            return self._heard
        return now


class _H11(H11Protocol):
    """The parser in Python."""

    settings: EmulatorConfig

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        size = self.config.h11_max_incomplete_event_size or 64 * 1024
        self.conn = _Connection(self.settings.max_small_chunks, size)


class _Connection(h11.Connection):
    """Refuses a body in too many small chunks before the rest of them is parsed."""

    def __init__(self, most: int, size: int) -> None:
        super().__init__(h11.SERVER, size)
        self._most = most
        self._chunks = self._bytes = 0

    def next_event(self) -> Any:
        event = super().next_event()
        if isinstance(event, h11.Data):
            self._chunks += 1
            self._bytes += len(event.data)
            if self._chunks > self._most and self._bytes < SMALL_CHUNK * self._chunks:
                raise h11.RemoteProtocolError("too many small chunks")
        elif isinstance(event, h11.Request):
            self._chunks = self._bytes = 0
        return event


class _HttpTools(_Protocol):
    """The same for the parser in C, which would lose the host of an absolute address."""

    settings: EmulatorConfig
    url: bytes

    def on_headers_complete(self) -> None:
        target = split_target(self.url)
        if target is not None:
            self.scope[TARGET] = target  # type: ignore[literal-required]
            self.url = target[2]
        super().on_headers_complete()  # type: ignore[misc]

    def on_message_begin(self) -> None:
        self._chunks = self._bytes = 0
        super().on_message_begin()  # type: ignore[misc]

    def on_body(self, body: bytes) -> None:
        self._chunks += 1
        self._bytes += len(body)
        most = self.settings.max_small_chunks
        if self._chunks > most and self._bytes < SMALL_CHUNK * self._chunks:
            raise ValueError("too many small chunks")  # the parser makes it its own error
        super().on_body(body)  # type: ignore[misc]
