"""Pictures that a client names by URL, and the guard that keeps the emulator off the network.

By default nothing is fetched: a URL stands for a picture of the emulator's own or for one that a
test registered. With ``--allow-network`` real addresses are dialled, but only public ones or those
on the list, checked after the name was resolved and dialled as they were checked, so that no second
look-up can give another answer. Redirects are not followed: hosts do not either.
"""

from __future__ import annotations

import contextlib
import ipaddress
from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

from .blobs import open_blob
from .forms import Spool, Upload
from .store import Store, StoredFile
from .urls import host_name, is_loopback_name

SCHEMES = ("http", "https")
PUBLIC = "public"

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
        return self._pages[normal_url(url)]

    def __setitem__(self, url: str, content: bytes) -> None:
        self._pages[normal_url(url)] = bytes(content)

    def __delitem__(self, url: str) -> None:
        del self._pages[normal_url(url)]

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
            reader = open_blob(self.store.blobs, own.sha256, own.size)
            with contextlib.suppress(KeyError):  # deleted between two looks
                return Upload.of(reader, name, own.mime, spool)
        if not self.allowed:
            host = host_name(parts.netloc.rpartition("@")[2])
            kind = "unreachable" if _is_address(host) else "unresolved"
            raise SourceError(kind, f"{host} cannot be reached")
        from .fetching import fetch_guarded  # most emulators never dial, and it takes long to load

        return fetch_guarded(url, self.allowed, self.largest, deadline, spool)

    def _own(self, parts: SplitResult, own_hosts: Iterable[str]) -> StoredFile | None:
        netloc, path = parts.netloc.lower(), unquote(parts.path)
        for own in own_hosts:
            host, slash, root = own.partition("/")
            if host.lower() == netloc and path.startswith(f"{slash}{root}/"):
                return self.store.file(path.removeprefix(slash + root))
        return None


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


def normal_url(url: str) -> str:
    """A URL as a key: scheme and host in lower case, no default port, no fragment."""
    parts = urlsplit(url.strip())
    netloc = parts.netloc.lower()
    default = {"http": ":80", "https": ":443"}.get(parts.scheme.lower(), "")
    if default and netloc.endswith(default):
        netloc = netloc[: -len(default)]
    return urlunsplit((parts.scheme.lower(), netloc, parts.path or "/", parts.query, ""))
