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
import time
from collections.abc import Callable, Iterable, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

import httpcore

from .blobs import BlobReader
from .forms import Upload
from .store import Store, StoredFile
from .urls import host_name, is_loopback_name

SCHEMES = ("http", "https")
PUBLIC = "public"
CONNECT_SECONDS = 5.0
WHOLE_SECONDS = 30.0

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

    def fetch(self, url: str, own_hosts: Iterable[str]) -> Upload:
        """The bytes behind ``url``. ``own_hosts`` are names (with ports) of the emulator itself."""
        parts = _split(url)
        name = url.rpartition("/")[2]
        with contextlib.suppress(KeyError):
            return Upload.of(self.web[url], name)
        own = self._own(parts, own_hosts)
        if own is not None:
            reader = BlobReader(self.store.blobs, own.sha256, own.size)
            with contextlib.suppress(KeyError):  # deleted between two looks
                return Upload.of(reader, name, own.mime)  # type: ignore[arg-type]
        if not self.allowed:
            host = host_name(parts.netloc.rpartition("@")[2])
            kind = "unreachable" if _is_address(host) else "unresolved"
            raise SourceError(kind, f"{host} cannot be reached")
        return fetch_guarded(url, self.allowed, self.largest)

    def _own(self, parts: SplitResult, own_hosts: Iterable[str]) -> StoredFile | None:
        if parts.netloc.lower() not in {host.lower() for host in own_hosts}:
            return None
        return self.store.file(unquote(parts.path))


def fetch_guarded(url: str, allowed: frozenset[str], largest: int) -> Upload:
    """Fetch from the network, within the bounds of ``allowed`` and ``largest`` bytes."""
    parts = urlsplit(url)
    upload = Upload(url.rpartition("/")[2])
    deadline = time.monotonic() + WHOLE_SECONDS
    try:
        with (
            httpcore.ConnectionPool(network_backend=GuardedBackend(allowed)) as pool,
            pool.stream(
                "GET",
                url.partition("#")[0],
                headers={"Host": parts.netloc.rpartition("@")[2], "Accept": "image/*"},
                extensions={"timeout": {"connect": CONNECT_SECONDS, "read": CONNECT_SECONDS}},
            ) as response,
        ):
            for chunk in response.iter_stream():
                upload.write(chunk)
                if upload.size > largest or time.monotonic() > deadline:
                    raise SourceError("unreachable", "the answer is too large or too slow")
    except SourceError:
        upload.close()
        raise
    except Exception as error:  # whatever a foreign server or a malformed URL can cause
        upload.close()
        raise SourceError("unreachable", str(error) or type(error).__name__) from None
    return upload


class GuardedBackend(httpcore.NetworkBackend):
    """Opens connections to checked addresses only, and to exactly those that were checked."""

    def __init__(
        self,
        allowed: frozenset[str],
        resolve: Callable[[str, int], list[str]] | None = None,
        backend: httpcore.NetworkBackend | None = None,
    ) -> None:
        self._allowed = allowed
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
        addresses = self._resolve(host, port)
        if not addresses:
            raise SourceError("unresolved", f"{host} has no address")
        if f"{host.lower()}:{port}" not in self._allowed:
            if PUBLIC not in self._allowed:
                raise SourceError("address", f"{host}:{port} is not allowed")
            for address in addresses:
                if not is_public(address):
                    raise SourceError("address", f"{host} is not a public address")
        return self._backend.connect_tcp(addresses[0], port, timeout, local_address, socket_options)


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
