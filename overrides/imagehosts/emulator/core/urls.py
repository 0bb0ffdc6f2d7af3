"""Absolute links in answers: they follow the address by which the request came.

An emulator in a container is reached under other names than it knows itself; an answer that names
``localhost`` to a client that asked for ``emulator:8080`` cannot be used. So the order is
``--public-url``, then ``X-Forwarded-Proto`` and ``Host`` of the request.
"""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from starlette.requests import HTTPConnection
from starlette.types import Scope

if TYPE_CHECKING:
    from .choice import Choice

_HOST = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?\Z")

_ABSOLUTE = re.compile(rb"(https?)://([^/?#]*)(.*)\Z", re.IGNORECASE | re.DOTALL)
#: Where a server that takes targets apart itself leaves the scheme and the host of one.
TARGET = "imagehosts.target"
#: Where a request has the application that it was sent to.
APP = "imagehosts.app"


def split_target(target: bytes) -> tuple[bytes, bytes, bytes] | None:
    """Scheme, host and the rest of an absolute address; ``None`` for a path."""
    match = _ABSOLUTE.match(target)
    host = match[2].rpartition(b"@")[2] if match else b""
    if match is None or not host:
        return None
    rest = match[3] if match[3].startswith(b"/") else b"/" + match[3]
    return match[1].lower(), host, rest


def read_target(scope: Scope) -> Scope:
    """A request with an absolute address, as clients send it to a proxy, as its host gets it.

    What the address says counts, whatever the header ``Host`` says. Other requests stay as they
    are.
    """
    found = scope.get(TARGET) or split_target(scope.get("raw_path") or b"")
    if found is None:
        return scope
    scheme, host, path = found
    others = [(name, value) for name, value in scope["headers"] if name != b"host"]
    return {
        **scope,
        "scheme": scheme.decode(),
        "path": unquote(path.partition(b"?")[0].decode("latin-1")),
        "raw_path": path,
        "headers": [(b"host", host), *others],
        "state": {**scope.get("state", {}), "proxied": True},
    }


def request_path(request: HTTPConnection) -> str:
    """The decoded path. ``request.url.path`` ends at a ``?`` or ``#`` that was escaped."""
    return str(request.scope["path"])


def request_query(request: HTTPConnection) -> str:
    """The query as it was sent, whatever bytes are in it."""
    query: bytes = request.scope["query_string"]
    return query.decode("latin-1")


def readable_host(request: HTTPConnection) -> str | None:
    """``name[:port]`` as the client wrote it; ``None`` when that is not one host."""
    hosts = request.headers.getlist("host")
    return hosts[0] if len(hosts) == 1 and _HOST.match(hosts[0]) else None


def request_host(request: HTTPConnection) -> str:
    """The same for links and for finding a site, which need one: ``localhost`` for what is not.

    What only this machine may do must not be decided by it; see :func:`readable_host`.
    """
    return readable_host(request) or "localhost"


def host_name(host: str) -> str:
    """``host`` without its port and brackets, in lower case."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].lower()


def base_url(request: HTTPConnection, public_url: str | None = None) -> str:
    """Scheme and host for links in the answer to ``request``, with no slash at the end.

    Those of a space lead back into it.
    """
    space = space_of(request)
    if public_url:
        public = public_url.rstrip("/")
        return public if space is None else space.lead(public)
    proxied = request.scope.get("state", {}).get("proxied", False)
    forwarded = "" if proxied else request.headers.get("x-forwarded-proto", "")
    forwarded = forwarded.partition(",")[0].strip().lower()
    scheme = forwarded if forwarded in ("http", "https") else request.scope["scheme"]
    root = "" if space is None else space.root
    return f"{scheme}://{request_host(request)}{root}"


def space_of(request: HTTPConnection) -> Choice | None:
    """The space that a request has chosen."""
    found: Choice | None = request.scope.get("state", {}).get("space")
    return found


def is_loopback_name(name: str) -> bool:
    """Whether ``name`` (no port) can only mean this machine."""
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def is_public_name(name: str) -> bool:
    """Whether ``name`` (no port) can be that of a host on the internet; an address is not one."""
    try:
        ip_address(name)
    except ValueError:
        return "." in name and not is_loopback_name(name)
    return False


def same_origin(origin: str, request: HTTPConnection) -> bool:
    """Whether an ``Origin`` header names the very site that the request went to."""
    parts = urlsplit(origin)
    return parts.scheme in ("http", "https") and parts.netloc == request.headers.get("host")
