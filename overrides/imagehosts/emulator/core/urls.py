"""Absolute links in answers: they follow the address by which the request came.

An emulator in a container is reached under other names than it knows itself; an answer that names
``localhost`` to a client that asked for ``emulator:8080`` cannot be used. So the order is
``--public-url``, then ``X-Forwarded-Proto`` and ``Host`` of the request.
"""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from starlette.requests import HTTPConnection
from starlette.types import Scope

_HOST = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?\Z")

_ABSOLUTE = re.compile(rb"(https?)://([^/?#]*)([^?#]*)\Z", re.IGNORECASE)


def read_target(scope: Scope) -> Scope:
    """A request with an absolute address, as clients send it to a proxy, as its host gets it.

    What the address says counts, whatever the header ``Host`` says. Other requests stay as they
    are.
    """
    match = _ABSOLUTE.match(scope.get("raw_path") or b"")
    host = match[2].rpartition(b"@")[2] if match else b""
    if match is None or not host:
        return scope
    path = match[3] or b"/"
    others = [(name, value) for name, value in scope["headers"] if name != b"host"]
    return {
        **scope,
        "scheme": match[1].decode().lower(),
        "path": unquote(path.decode("latin-1")),
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


def request_host(request: HTTPConnection) -> str:
    """``name[:port]`` as the client wrote it, or ``localhost`` when that is not a host."""
    host = request.headers.get("host", "")
    return host if _HOST.match(host) else "localhost"


def host_name(host: str) -> str:
    """``host`` without its port and brackets, in lower case."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].lower()


def base_url(request: HTTPConnection, public_url: str | None = None) -> str:
    """Scheme and host for links in the answer to ``request``, with no slash at the end."""
    if public_url:
        return public_url.rstrip("/")
    proxied = request.scope.get("state", {}).get("proxied", False)
    forwarded = "" if proxied else request.headers.get("x-forwarded-proto", "")
    forwarded = forwarded.partition(",")[0].strip().lower()
    scheme = forwarded if forwarded in ("http", "https") else request.scope["scheme"]
    return f"{scheme}://{request_host(request)}"


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
