"""The network below a client of our own: proxies, certificates, and bounds that httpx has none of.

httpx has a timeout for each step and none for a call, so a host that sends a byte now and then is
listened to for ever. Here each read and write is held to the :class:`.bounds.Exchange` of its
request.
The environment is read as curl reads it: what cannot be used is skipped, or is an error of ours
that names the variable, and only where an address needs it.

Connections belong to one process and to one event loop. After a fork the child begins with none;
so does a client that is used in another event loop once the first is closed.
"""

from __future__ import annotations

import ipaddress
import os
import re
import select
import ssl
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import lru_cache, partial
from importlib.util import find_spec
from typing import Any, NamedTuple, TypeAlias, cast
from urllib.parse import urlsplit
from urllib.request import getproxies

import httpcore
import httpx

from .bounds import Step
from .errors import ClientUnusable, InvalidArgument

__all__ = ["AsyncNetwork", "SyncNetwork"]

#: As many as httpx allows itself.
_LIMITS: dict[str, Any] = {
    "max_connections": 100,
    "max_keepalive_connections": 20,
    "keepalive_expiry": 5.0,
}
#: So much is written within the time of one step.
_PIECE = 128 * 1024


# --- connections ---------------------------------------------------------------------------


class _SyncStream(httpcore.NetworkStream):
    """A connection whose reads and writes keep to their exchange."""

    def __init__(self, stream: httpcore.NetworkStream, step: Step) -> None:
        self._stream = stream
        self._step = step
        """Of the exchange that the connection was made for: a proxy is greeted without any."""

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        step = timeout if isinstance(timeout, Step) else self._step
        exchange = step.exchange
        exchange.check_head()
        data = self._stream.read(max_bytes, exchange.seconds(step, httpcore.ReadTimeout))
        exchange.received(data)
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        step = timeout if isinstance(timeout, Step) else self._step
        exchange = step.exchange
        for piece in _pieces(cast("bytes", memoryview(buffer))):
            self._stream.write(piece, exchange.seconds(step, httpcore.WriteTimeout))
            exchange.deadline.moved(len(piece))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        step = timeout if isinstance(timeout, Step) else self._step
        seconds = step.exchange.seconds(step, httpcore.ConnectTimeout)
        return _SyncStream(self._stream.start_tls(ssl_context, server_hostname, seconds), step)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _AsyncStream(httpcore.AsyncNetworkStream):
    """The asynchronous twin of :class:`_SyncStream`."""

    def __init__(self, stream: httpcore.AsyncNetworkStream, step: Step) -> None:
        self._stream = stream
        self._step = step
        self._socket: Any = None

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        step = timeout if isinstance(timeout, Step) else self._step
        exchange = step.exchange
        exchange.check_head()
        data = await self._stream.read(max_bytes, exchange.seconds(step, httpcore.ReadTimeout))
        exchange.received(data)
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        step = timeout if isinstance(timeout, Step) else self._step
        exchange = step.exchange
        for piece in _pieces(buffer):
            await self._stream.write(piece, exchange.seconds(step, httpcore.WriteTimeout))
            exchange.deadline.moved(len(piece))

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.AsyncNetworkStream:
        step = timeout if isinstance(timeout, Step) else self._step
        seconds = step.exchange.seconds(step, httpcore.ConnectTimeout)
        stream = await self._stream.start_tls(ssl_context, server_hostname, seconds)
        return _AsyncStream(stream, step)

    def get_extra_info(self, info: str) -> Any:
        # The pool asks this of every idle connection for each request. The library below would
        # look up all that there is to know of a socket each time, its peer's address too.
        if info == "is_readable" and _CAN_POLL:
            if self._socket is None:
                self._socket = self._stream.get_extra_info("socket")
            return _is_readable(self._socket)
        return self._stream.get_extra_info(info)


_CAN_POLL = hasattr(select, "poll")


def _is_readable(socket: Any) -> bool:
    """Whether a read would give something at once; of what is closed it would."""
    number = -1 if socket is None else socket.fileno()
    if number < 0:
        return True
    poll = select.poll()
    poll.register(number, select.POLLIN)
    return bool(poll.poll(0))


def _pieces(buffer: bytes) -> Iterable[bytes]:
    """A buffer in pieces that each get a time of their own; none is copied."""
    if len(buffer) <= _PIECE:
        return (buffer,)
    view = cast("bytes", memoryview(buffer))
    return (view[at : at + _PIECE] for at in range(0, len(buffer), _PIECE))


class _SyncBackend(httpcore.NetworkBackend):
    """Makes connections that keep to their exchange."""

    def __init__(self) -> None:
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        step = _step(timeout)
        seconds = step.exchange.seconds(step, httpcore.ConnectTimeout)
        stream = self._backend.connect_tcp(host, port, seconds, local_address, socket_options)
        return _SyncStream(stream, step)


class _AsyncBackend(httpcore.AsyncNetworkBackend):
    """The asynchronous twin of :class:`_SyncBackend`."""

    def __init__(self) -> None:
        backend: Any = httpcore.AnyIOBackend
        self._backend: httpcore.AsyncNetworkBackend = backend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        step = _step(timeout)
        seconds = step.exchange.seconds(step, httpcore.ConnectTimeout)
        stream = await self._backend.connect_tcp(host, port, seconds, local_address, socket_options)
        return _AsyncStream(stream, step)


def _step(timeout: float | None) -> Step:
    if not isinstance(timeout, Step):
        raise TypeError("a request of this network needs an exchange")
    return timeout


# --- transports ----------------------------------------------------------------------------

#: Where a pool leads: whether by TLS, and through which proxy.
_Key: TypeAlias = "tuple[bool, str]"


class SyncNetwork(httpx.BaseTransport):
    """Sends requests through pools of connections, one for each proxy; made when needed."""

    def __init__(self) -> None:
        self._proxies = _Proxies()
        self._lock = threading.Lock()
        self._pools: dict[_Key, _SyncPool] = {}
        self._process = os.getpid()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        key = request.url.scheme == "https", self._proxies.find(request.url)
        if self._process != os.getpid():
            self._begin_anew()
        pool = self._pools.get(key)
        if pool is None:
            with self._lock:
                pool = self._pools.get(key)
                if pool is None:
                    pool = self._pools[key] = _SyncPool(*_pool_options(key, self._proxies))
        return pool.handle_request(request)

    def _begin_anew(self) -> None:
        """Leave the connections to the process that made them.

        They stay open here, in a list that nobody reads: to close one could end it for the other.
        """
        _LEFT_BEHIND.append(self._pools)
        self._pools, self._lock, self._process = {}, threading.Lock(), os.getpid()

    def close(self) -> None:
        pools, self._pools = self._pools, {}
        if self._process != os.getpid():
            _LEFT_BEHIND.append(pools)
            return
        for pool in pools.values():
            pool.close()


class AsyncNetwork(httpx.AsyncBaseTransport):
    """The asynchronous twin of :class:`SyncNetwork`, for one event loop at a time."""

    def __init__(self) -> None:
        self._proxies = _Proxies()
        self._pools: dict[_Key, _AsyncPool] = {}
        self._process = os.getpid()
        self._loop: Any = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self._settle()
        key = request.url.scheme == "https", self._proxies.find(request.url)
        pool = self._pools.get(key)
        if pool is None:
            pool = self._pools[key] = _AsyncPool(*_pool_options(key, self._proxies))
        return await pool.handle_async_request(request)

    def _settle(self) -> None:
        """See that the connections are those of the event loop that runs."""
        loop = _running_loop()
        if self._process != os.getpid():
            _LEFT_BEHIND.append(self._pools)
            self._pools, self._process, self._loop = {}, os.getpid(), None
        if self._loop is loop:
            return
        if self._loop is not None:
            if not _is_over(self._loop):
                raise ClientUnusable(
                    "this client is in use in another event loop; make one client for each"
                )
            self._pools = {}  # nobody can close them properly any more
        self._loop = loop

    async def aclose(self) -> None:
        if self._loop is None:
            return
        self._settle()
        pools, self._pools = self._pools, {}
        for pool in pools.values():
            await pool.aclose()


#: Pools of the process that this one was forked from.
_LEFT_BEHIND: list[object] = []


def _running_loop() -> Any:
    """The event loop of this task: asyncio's, or the token of trio's."""
    import asyncio

    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        from trio.lowlevel import current_trio_token

        return current_trio_token()


def _is_over(loop: Any) -> bool:
    """Whether an event loop will not run again."""
    is_closed = getattr(loop, "is_closed", None)
    if is_closed is not None:
        return bool(is_closed())
    from trio import RunFinishedError

    try:
        loop.run_sync_soon(_do_nothing)
    except RunFinishedError:
        return True
    return False


def _do_nothing() -> None:
    """What a loop that still runs is given to do."""


class _SyncPool(httpx.HTTPTransport):
    """The transport of httpx over a pool that keeps to the exchange of each request."""

    def __init__(self, context: ssl.SSLContext, proxy: httpx.Proxy | None) -> None:
        super().__init__(verify=context, trust_env=False)
        options: dict[str, Any] = {
            "ssl_context": context,
            "network_backend": _SyncBackend(),
            **_LIMITS,
        }
        if proxy is None:
            self._pool = httpcore.ConnectionPool(**options)
        elif proxy.url.scheme.startswith("socks"):
            self._pool = httpcore.SOCKSProxy(**options, **_proxy_options(proxy))
        else:
            options |= {"proxy_ssl_context": context if proxy.url.scheme == "https" else None}
            self._pool = httpcore.HTTPProxy(**options, **_proxy_options(proxy))


class _AsyncPool(httpx.AsyncHTTPTransport):
    """The asynchronous twin of :class:`_SyncPool`."""

    def __init__(self, context: ssl.SSLContext, proxy: httpx.Proxy | None) -> None:
        super().__init__(verify=context, trust_env=False)
        options: dict[str, Any] = {
            "ssl_context": context,
            "network_backend": _AsyncBackend(),
            **_LIMITS,
        }
        if proxy is None:
            self._pool = _Pool(**options)
        elif proxy.url.scheme.startswith("socks"):
            self._pool = _SocksPool(**options, **_proxy_options(proxy))
        else:
            options |= {"proxy_ssl_context": context if proxy.url.scheme == "https" else None}
            self._pool = _ProxyPool(**options, **_proxy_options(proxy))


class _Taken(httpcore.AsyncConnectionInterface):
    """A connection that is given to nobody else from the moment that somebody asks by it.

    The pool would give an idle one to all requests that come in the same turn of the event loop;
    one gets it, and the others come back for another, and again.
    """

    def __init__(self, connection: httpcore.AsyncConnectionInterface) -> None:
        self._connection = connection
        self._asking = 0

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        self._asking += 1
        try:
            return await self._connection.handle_async_request(request)
        finally:
            self._asking -= 1

    def can_handle_request(self, origin: httpcore.Origin) -> bool:
        return self._connection.can_handle_request(origin)

    def is_closed(self) -> bool:
        return self._connection.is_closed()

    def info(self) -> str:
        return self._connection.info()

    async def aclose(self) -> None:
        await self._connection.aclose()

    def is_available(self) -> bool:
        return not self._asking and self._connection.is_available()

    def has_expired(self) -> bool:
        return not self._asking and self._connection.has_expired()

    def is_idle(self) -> bool:
        return not self._asking and self._connection.is_idle()

    def __repr__(self) -> str:
        return repr(self._connection)


class _Pool(httpcore.AsyncConnectionPool):
    def create_connection(self, origin: httpcore.Origin) -> httpcore.AsyncConnectionInterface:
        return _Taken(super().create_connection(origin))


class _ProxyPool(_Pool, httpcore.AsyncHTTPProxy):
    """The same, through a proxy."""


class _SocksPool(_Pool, httpcore.AsyncSOCKSProxy):
    """The same, through a proxy by SOCKS."""


def _proxy_options(proxy: httpx.Proxy) -> dict[str, Any]:
    address = httpcore.URL(
        scheme=proxy.url.raw_scheme,
        host=proxy.url.raw_host,
        port=proxy.url.port,
        target=proxy.url.raw_path,
    )
    return {"proxy_url": address, "proxy_auth": proxy.raw_auth}


def _pool_options(key: _Key, proxies: _Proxies) -> tuple[ssl.SSLContext, httpx.Proxy | None]:
    by_tls, variable = key
    proxy = proxies.open(variable) if variable else None
    to_proxy_by_tls = proxy is not None and proxy.url.scheme == "https"
    return (_trusted() if by_tls or to_proxy_by_tls else _no_tls()), proxy


# --- certificates --------------------------------------------------------------------------


def _trusted() -> ssl.SSLContext:
    """The certificates to trust: those that the environment names, else those of certifi."""
    return _context(os.environ.get("SSL_CERT_FILE", ""), os.environ.get("SSL_CERT_DIR", ""))


@lru_cache(maxsize=8)  # reading them takes longer than all else about a client
def _context(file: str, folder: str) -> ssl.SSLContext:
    variable, place, exists = (
        ("SSL_CERT_FILE", file, os.path.isfile) if file else ("SSL_CERT_DIR", folder, os.path.isdir)
    )
    if place and not exists(place):
        what = "file" if variable == "SSL_CERT_FILE" else "folder"
        raise InvalidArgument(variable, f"there is no {what} {place!r}; correct it or unset it")
    try:
        if file:
            return ssl.create_default_context(cafile=file)
        if folder:
            return ssl.create_default_context(capath=folder)
    except (OSError, ValueError) as error:  # an SSLError is an OSError
        raise InvalidArgument(
            variable, f"{place!r} holds no certificates that can be read: {error}"
        ) from None
    return httpx.create_ssl_context(trust_env=False)


@lru_cache(maxsize=1)
def _no_tls() -> ssl.SSLContext:
    """Stands where a context is wanted and no connection by TLS is ever made; it trusts nobody."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


# --- proxies -------------------------------------------------------------------------------


class _Proxies:
    """The proxies that the environment, or the system, names for each scheme."""

    def __init__(self) -> None:
        found = {scheme: value.strip() for scheme, value in getproxies().items()}
        self._by_scheme = {s: found[s] for s in ("http", "https", "all") if found.get(s)}
        rules = [_Direct.of(entry) for entry in re.split(r"[,\s]+", found.get("no", ""))]
        self._direct = [rule for rule in rules if rule is not None]

    def find(self, url: httpx.URL) -> str:
        """The scheme under which a proxy is named that this address goes through; else empty."""
        if not self._by_scheme:
            return ""
        scheme = next((s for s in (url.scheme, "all") if s in self._by_scheme), "")
        return "" if any(rule.fits(url) for rule in self._direct) else scheme

    def open(self, scheme: str) -> httpx.Proxy:
        """The proxy named for a scheme."""
        variable, value = _variable(scheme), self._by_scheme[scheme]
        address = value if "://" in value else f"http://{value}"
        proxy = None
        with suppress(ValueError, httpx.InvalidURL):
            if urlsplit(address).port != 0 and not re.search(r"\s", address):
                proxy = httpx.Proxy(address)
        if proxy is None or not proxy.url.host:
            from .logging import redact_url

            raise InvalidArgument(
                variable,
                f"{redact_url(address)[:100]!r} is not the address of a proxy such as"
                " http://proxy.example:3128; correct it or unset it",
            )
        if proxy.url.scheme.startswith("socks") and find_spec("socksio") is None:
            raise InvalidArgument(
                variable, "a SOCKS proxy needs one more package: pip install 'httpx[socks]'"
            )
        return proxy


def _variable(scheme: str) -> str:
    """The name of the variable that says which proxy to take."""
    lower = f"{scheme}_proxy"
    names = (lower, lower.upper())
    return next((name for name in names if os.environ.get(name)), "the system's proxy")


class _Direct(NamedTuple):
    """One entry of ``NO_PROXY``: a name and all below it, an address, or a network."""

    fits_host: Callable[[str], bool]
    scheme: str
    port: int | None

    @classmethod
    def of(cls, entry: str) -> _Direct | None:
        """The rule in an entry; None for one that means nothing, which is skipped."""
        scheme, _, rest = entry.rpartition("://")
        host, port = (rest, None) if _network(rest) else _split_port(rest)
        network = _network(host)
        if network is not None:
            return cls(partial(_is_in, network), scheme, port)
        name = host.lower().lstrip("*").strip(".")
        if host == "*":
            return cls(_is_any, scheme, port)
        if not name or not re.fullmatch(r"[^\s/\[\]:@]+", name):
            return None
        return cls(partial(_is_below, name), scheme, port)

    def fits(self, url: httpx.URL) -> bool:
        """Whether an address is reached without a proxy."""
        port = url.port or {"http": 80, "https": 443}.get(url.scheme)
        return (
            self.scheme in ("", "all", url.scheme)
            and self.port in (None, port)
            and self.fits_host(url.host.lower().rstrip("."))
        )


_Network: TypeAlias = "ipaddress.IPv4Network | ipaddress.IPv6Network"


def _network(text: str) -> _Network | None:
    address, slash, bits = text.partition("/")
    try:
        return ipaddress.ip_network(f"{address.strip('[]')}{slash}{bits}", strict=False)
    except ValueError:
        return None


def _is_any(host: str) -> bool:
    return bool(host)


def _is_below(name: str, host: str) -> bool:
    return host == name or host.endswith(f".{name}")


def _is_in(network: _Network, host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")) in network
    except ValueError:
        return False


def _split_port(text: str) -> tuple[str, int | None]:
    """A host and the port behind it, where one stands there."""
    found = re.fullmatch(r"(\[[^\]]*\]|[^:]*):([0-9]{1,5})", text)
    return (found[1], int(found[2])) if found else (text, None)
