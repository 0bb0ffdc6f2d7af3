"""The emulator as a proxy: programs keep the addresses of the real hosts, and reach the emulated.

Requests with an absolute address are read by :func:`~.core.urls.read_target`. What is asked for by
``CONNECT`` is encrypted here, with a certificate of the emulator's own authority for each host. No
other host is reached: a proxy for tests must not be one for anything else.
"""

from __future__ import annotations

import asyncio
import ssl
from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from .core.choice import BadChoice, proxy_user, require_name
from .core.context import Services
from .core.urls import host_name

if TYPE_CHECKING:
    from .authority import Authority

    _Protocol = H11Protocol
else:
    _Protocol = object

_CONNECT = b"CONNECT "
_END_OF_HEAD = b"\r\n\r\n"
_LONGEST_HEAD = 16 * 1024
_ESTABLISHED = b"HTTP/1.1 200 Connection established\r\n\r\n"
_SECONDS_FOR_TLS = 15.0
#: Names of this machine, which programs reach without the proxy.
DIRECT = "localhost,127.0.0.1,::1"


def environment(url: str, ca_file: str) -> dict[str, str]:
    """The variables that have programs use a proxy at ``url`` and trust its authority."""
    proxies = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY"), url)
    trust = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS")
    return {
        **proxies,
        **{name.lower(): value for name, value in proxies.items()},
        "NO_PROXY": DIRECT,
        "no_proxy": DIRECT,
        **dict.fromkeys(trust, ca_file),
        "NODE_USE_ENV_PROXY": "1",
    }


class Tunnels:
    """The hosts that are reached by ``CONNECT``, each with its certificate."""

    def __init__(self, services: Services, authority: Authority | None) -> None:
        self._services = services
        self.authority = authority

    def context_for(self, name: str) -> ssl.SSLContext | None:
        """What encrypts a connection to a host; ``None`` for hosts that are not here."""
        if self.authority is None or not self._services.sites_called(name):
            return None
        return self.authority.context_for(name)

    def is_known(self, name: str) -> bool:
        """Whether a host is emulated here."""
        return bool(self._services.sites_called(name))

    def refusal(self, name: str) -> str:
        """Why there is no connection to a host."""
        if self.is_known(name):
            return "This emulator takes no CONNECT; start it with --proxy, or with proxy=True."
        known = ", ".join(sorted(self._services.sites_by_host))
        return f"The emulator stands in for {known} alone, and connects nobody to {name}."


def _user(head: bytes) -> str | None:
    """Who asks for a tunnel: the space of everything that comes through it."""
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"proxy-authorization":
            user = proxy_user(value.decode("latin-1"))
            return None if user is None else require_name(user)
    return None


class Proxied(_Protocol):
    """A connection that may begin with ``CONNECT``: what follows is encrypted, and served."""

    tunnels: Tunnels
    #: What came before it was clear whether it is ``CONNECT``; ``None`` once it is.
    _head: bytearray | None = None
    _early = b""
    _task: asyncio.Task[None] | None = None

    def stop_watching(self) -> None:
        """Look after the connection no longer."""

    def connection_made(self, transport: Any) -> None:
        if transport.get_extra_info("sslcontext") is None:
            self._head = bytearray()
        super().connection_made(transport)
        early, self._early = self._early, b""
        if early:
            self.data_received(early)

    def data_received(self, data: bytes) -> None:
        connection: Any = self.transport
        if connection is None:  # the first request may come with the end of the handshake
            self._early += data
            return
        if self._head is None:
            super().data_received(data)
            return
        self._head += data
        head = bytes(self._head)
        if not head.startswith(_CONNECT[: len(head)]):
            self._head = None
            super().data_received(head)
        elif _END_OF_HEAD in head:
            self._head = None
            self._connect(*head.partition(_END_OF_HEAD)[::2])
        elif len(head) > _LONGEST_HEAD:
            self.transport.abort()

    def _connect(self, head: bytes, rest: bytes) -> None:
        target = head.split(b"\r\n", 1)[0][len(_CONNECT) :].split(b" ")[0].decode("latin-1")
        name, port = host_name(target), target.rpartition(":")[2]
        context = self.tunnels.context_for(name)
        try:
            self.app_state = {**self.app_state, "proxied": True, "proxy_user": _user(head)}
        except BadChoice as error:
            self._refuse(str(error))
            return
        if port == "80" and self.tunnels.is_known(name):
            self.transport.write(_ESTABLISHED)
            if rest:
                super().data_received(rest)
        elif context is None or rest:
            self._refuse(self.tunnels.refusal(name))
        else:
            self.transport.pause_reading()
            self.transport.write(_ESTABLISHED)
            self._task = self.loop.create_task(self._encrypt(context))

    def _refuse(self, reason: str) -> None:
        text = f"{reason}\n".encode()
        head = (
            "HTTP/1.1 502 Bad Gateway\r\nServer: imagehosts-emulator\r\nConnection: close\r\n"
            f"Content-Type: text/plain; charset=utf-8\r\nContent-Length: {len(text)}\r\n\r\n"
        )
        self.transport.write(head.encode() + text)
        self.transport.close()

    async def _encrypt(self, context: ssl.SSLContext) -> None:
        """Hand the connection to another of these, which sees what was encrypted."""
        inner = type(self)(
            config=self.config,
            server_state=self.server_state,
            app_state=self.app_state,
            _loop=self.loop,
        )
        try:
            transport = await self.loop.start_tls(
                self.transport,
                inner,
                context,
                server_side=True,
                ssl_handshake_timeout=_SECONDS_FOR_TLS,
            )
        except (OSError, asyncio.CancelledError):  # a client that does not trust it, or has gone
            self.transport.abort()
        else:
            if transport is not None:
                inner.connection_made(transport)
        finally:  # the server must not wait for what this one was
            self.connections.discard(self)
            self._unset_keepalive_if_required()
            self.stop_watching()
