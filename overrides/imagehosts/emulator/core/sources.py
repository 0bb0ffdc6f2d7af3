"""Pictures that a client names by URL, and the guard that keeps the emulator off the network.

By default nothing is fetched: a URL stands for a picture of the emulator's own or for one that a
test registered. With ``--allow-network`` real addresses are dialled, but only public ones or those
on the list, checked after the name was resolved and dialled as they were checked, so that no second
look-up can give another answer. Redirects are not followed: hosts do not either.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

import httpcore

from .blobs import BlobReader
from .forms import Spool, Upload
from .store import Store, StoredFile
from .urls import host_name, is_loopback_name

SCHEMES = ("http", "https")
PUBLIC = "public"
STEP_SECONDS = 5.0
WHOLE_SECONDS = 30.0
#: What an answer may send before its body begins, interim answers included.
LARGEST_HEAD = 256 * 1024
#: Names that are being resolved at the same time; nothing can end a look-up that hangs.
_MOST_LOOKUPS = 16

#: Addresses that ``ipaddress.is_global`` lets pass although they lead, or can lead, inside.
_NOT_PUBLIC = tuple(
    ipaddress.ip_network(network)
    for network in (
        "64:ff9b::/96",  # NAT64: an IPv4 address in other clothes
        "64:ff9b:1::/48",  # NAT64 for local use
        "2002::/16",  # 6to4
        "2001::/32",  # Teredo
        "::/96",  # IPv4-compatible
        "fec0::/10",  # site local
        "192.88.99.0/24",  # 6to4 relays
    )
)


class SourceError(Exception):
    """A URL that gives no picture.

    ``kind``: ``scheme``, ``address``, ``unresolved`` (its host has no address) or ``unreachable``.
    """

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(detail)
        self.kind = kind


class Web(MutableMapping[str, bytes]):
    """The web as tests see it: ``web["http://a/b.jpg"] = picture_bytes``."""

    def __init__(self) -> None:
        self._pages: dict[str, bytes] = {}

    def __getitem__(self, url: str) -> bytes:
        return self._pages[_normal(url)]

    def __setitem__(self, url: str, content: bytes) -> None:
        self._pages[_normal(url)] = bytes(content)

    def __delitem__(self, url: str) -> None:
        del self._pages[_normal(url)]

    def __iter__(self) -> Any:
        return iter(list(self._pages))

    def __len__(self) -> int:
        return len(self._pages)


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the pictures behind URLs come from."""

    store: Store
    web: Web
    #: ``public``, or ``host:port`` that may be dialled whatever its address is.
    allowed: frozenset[str] = frozenset()
    largest: int = 512 * 1024 * 1024

    def check(self, url: str, own_hosts: Iterable[str]) -> None:
        """Refuse, without asking anybody, what hosts refuse by its looks."""
        parts = _split(url)
        if parts.scheme.lower() not in SCHEMES:
            raise SourceError("scheme", f"unsupported scheme {parts.scheme!r}")
        if url in self.web or self._own(parts, own_hosts) is not None:
            return
        name = host_name(parts.netloc.rpartition("@")[2])
        if f"{name}:{_port(parts)}" in self.allowed:
            return
        if is_loopback_name(name) or (_is_address(name) and not is_public(name)):
            raise SourceError("address", f"{name} is not a public address")

    def fetch(
        self,
        url: str,
        own_hosts: Iterable[str],
        deadline: float | None = None,
        spool: Spool | None = None,
    ) -> Upload:
        """The bytes behind ``url``. ``own_hosts`` are names (with ports) of the emulator itself.

        ``deadline`` is on the monotonic clock; the bytes go into ``spool``, if there is one.
        """
        parts = _split(url)
        name = url.rpartition("/")[2]
        with contextlib.suppress(KeyError):
            return Upload.of(self.web[url], name, spool=spool)
        own = self._own(parts, own_hosts)
        if own is not None:
            reader = BlobReader(self.store.blobs, own.sha256, own.size)
            with contextlib.suppress(KeyError):  # deleted between two looks
                return Upload.of(reader, name, own.mime, spool)  # type: ignore[arg-type]
        if not self.allowed:
            host = host_name(parts.netloc.rpartition("@")[2])
            kind = "unreachable" if _is_address(host) else "unresolved"
            raise SourceError(kind, f"{host} cannot be reached")
        return fetch_guarded(url, self.allowed, self.largest, deadline, spool)

    def _own(self, parts: SplitResult, own_hosts: Iterable[str]) -> StoredFile | None:
        if parts.netloc.lower() not in {host.lower() for host in own_hosts}:
            return None
        return self.store.file(unquote(parts.path))


def fetch_guarded(
    url: str,
    allowed: frozenset[str],
    largest: int,
    deadline: float | None = None,
    spool: Spool | None = None,
) -> Upload:
    """Fetch from the network, within the bounds of ``allowed``, ``largest`` bytes and ``deadline``,
    a moment of the monotonic clock that nothing in the whole exchange goes beyond.
    """
    parts = urlsplit(url)
    upload = Upload(url.rpartition("/")[2], spool=spool)
    watch = Watch(time.monotonic() + WHOLE_SECONDS if deadline is None else deadline)
    backend = GuardedBackend(allowed, watch=watch)
    steps = dict.fromkeys(("connect", "read", "write"), STEP_SECONDS)
    try:
        with (
            httpcore.ConnectionPool(network_backend=backend) as pool,
            pool.stream(
                "GET",
                url.partition("#")[0],
                headers={"Host": parts.netloc.rpartition("@")[2], "Accept": "image/*"},
                extensions={"timeout": steps, "trace": watch.note},
            ) as response,
        ):
            for chunk in response.iter_stream():
                upload.write(chunk)
                if upload.size > largest:
                    raise SourceError("unreachable", "the answer is too large")
    except SourceError:
        upload.close()
        raise
    except Exception as error:  # whatever a foreign server or a malformed URL can cause
        upload.close()
        raise SourceError("unreachable", str(error) or type(error).__name__) from None
    return upload


class Watch:
    """How much time an exchange has left, and how much may come before the body of the answer."""

    def __init__(self, deadline: float) -> None:
        self._deadline = deadline
        self._head = 0
        self._has_body = False

    def left(self, longest: float | None = None) -> float:
        """The seconds that a step may take; ``SourceError`` when there are none."""
        seconds = self._deadline - time.monotonic()
        if seconds <= 0:
            raise SourceError("unreachable", "the answer is too slow")
        return seconds if longest is None else min(seconds, longest)

    def note(self, event: str, info: Mapping[str, Any]) -> None:
        """Called by the connection at each of its steps."""
        self._has_body = self._has_body or event == "http11.receive_response_headers.complete"

    def count(self, data: bytes) -> bytes:
        """Called with what arrived."""
        self._head += 0 if self._has_body else len(data)
        if self._head > LARGEST_HEAD:
            raise SourceError("unreachable", "the head of the answer does not end")
        return data


class GuardedBackend(httpcore.NetworkBackend):
    """Opens connections to checked addresses only, and to exactly those that were checked."""

    def __init__(
        self,
        allowed: frozenset[str],
        resolve: Callable[[str, int], list[str]] | None = None,
        backend: httpcore.NetworkBackend | None = None,
        watch: Watch | None = None,
    ) -> None:
        self._allowed = allowed
        self._watch = watch or Watch(time.monotonic() + WHOLE_SECONDS)
        self._resolve = resolve or resolve_host
        self._backend = backend or httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Resolve once, check every address, dial the first."""
        addresses = _within(self._watch.left(timeout), self._resolve, host, port)
        if not addresses:
            raise SourceError("unresolved", f"{host} has no address")
        if f"{host.lower()}:{port}" not in self._allowed:
            if PUBLIC not in self._allowed:
                raise SourceError("address", f"{host}:{port} is not allowed")
            for address in addresses:
                if not is_public(address):
                    raise SourceError("address", f"{host} is not a public address")
        stream = self._backend.connect_tcp(
            addresses[0], port, self._watch.left(timeout), local_address, socket_options
        )
        return _WatchedStream(stream, self._watch)


class _WatchedStream(httpcore.NetworkStream):
    """A connection on which no step goes beyond the deadline of all."""

    def __init__(self, stream: httpcore.NetworkStream, watch: Watch) -> None:
        self._stream = stream
        self._watch = watch

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._watch.count(self._stream.read(max_bytes, self._watch.left(timeout)))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._watch.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = self._watch.left(timeout)
        return _WatchedStream(
            self._stream.start_tls(ssl_context, server_hostname, left), self._watch
        )

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


_lookups = threading.BoundedSemaphore(_MOST_LOOKUPS)


def _within(
    seconds: float, resolve: Callable[[str, int], list[str]], host: str, port: int
) -> list[str]:
    """What a look-up gives, if it does so in time; one that hangs is left behind."""
    found: list[list[str] | Exception] = []

    def look() -> None:
        try:
            found.append(resolve(host, port))
        except Exception as error:
            found.append(error)
        finally:
            _lookups.release()

    if not _lookups.acquire(timeout=seconds):
        raise SourceError("unreachable", f"{host} cannot be resolved now")
    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    thread.join(seconds)
    if not found:
        raise SourceError("unreachable", f"{host} cannot be resolved in time")
    if isinstance(found[0], Exception):
        raise found[0]
    return found[0]


def resolve_host(host: str, port: int) -> list[str]:
    """All addresses of a name, as text."""
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise SourceError("unresolved", f"{host} cannot be resolved") from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether an address certainly belongs to the public internet."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    if any(ip.version == network.version and ip in network for network in _NOT_PUBLIC):
        return False
    return ip.is_global and not (
        ip.is_multicast or ip.is_reserved or ip.is_private or ip.is_loopback or ip.is_unspecified
    )


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise SourceError("unreachable", str(error)) from None
    return parts


def _port(parts: SplitResult) -> int:
    return parts.port or {"http": 80, "https": 443}[parts.scheme.lower()]


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return True


def _normal(url: str) -> str:
    """A URL as a key: scheme and host in lower case, no default port, no fragment."""
    parts = urlsplit(url.strip())
    netloc = parts.netloc.lower()
    default = {"http": ":80", "https": ":443"}.get(parts.scheme.lower(), "")
    if default and netloc.endswith(default):
        netloc = netloc[: -len(default)]
    return urlunsplit((parts.scheme.lower(), netloc, parts.path or "/", parts.query, ""))
