"""Shows what a client sends, without sending it: the example requests of the reference."""

from __future__ import annotations

import re
from typing import Any

import httpx
from imagehosts.core.errors import ImageHostError, MissingCredentials
from imagehosts.hosts import Host

from docs.rows import client_class

BOUNDARY = "BOUNDARY"
#: Headers that say nothing about the API.
LEFT_OUT = {"accept", "accept-encoding", "connection", "content-length", "user-agent"}


def capture(host: Host, tag: str, method: str, arguments: dict[str, Any]) -> str:
    """The request of one call as text, with the host's first credential or, if need be, with all.

    Raises:
        ImageHostError: The client sends no such call.
    """
    every = _credentials(host)
    try:
        request = _request(host, tag, method, arguments, dict(list(every.items())[:1]))
    except MissingCredentials:
        request = _request(host, tag, method, arguments, every)
    return _as_text(request)


def _request(
    host: Host, tag: str, method: str, arguments: dict[str, Any], credentials: dict[str, str]
) -> httpx.Request:
    sent: list[httpx.Request] = []

    def keep(request: httpx.Request) -> httpx.Response:
        request.read()
        sent.append(request)
        return httpx.Response(200, text="")

    with host.make_client(
        **credentials, transport=httpx.MockTransport(keep), max_retries=0
    ) as client:
        try:
            getattr(getattr(client, tag), method)(**arguments)
        except ImageHostError:
            if not sent:
                raise
    return sent[0]


def _credentials(host: Host) -> dict[str, str]:
    """A placeholder for each credential that the clients of a host take."""
    schemes = client_class(host).environment
    return {scheme: f"YOUR_{scheme.removeprefix('api_').upper()}" for scheme in schemes}


def _as_text(request: httpx.Request) -> str:
    path = str(request.url.raw_path, "ascii")
    lines = [f"{request.method} {path} HTTP/1.1", f"Host: {request.url.host}"]
    body: str = request.content.decode("utf-8", "replace").replace("\r\n", "\n").rstrip("\n")
    boundary = re.search(r"boundary=(\S+)", str(request.headers.get("content-type", "")))
    for name, value in request.headers.items():
        if name.lower() not in LEFT_OUT | {"host"}:
            lines.append(f"{name.title()}: {value}")
    text = "\n".join([*lines, "", body] if body else lines)
    # It is random, so every build would differ.
    return text.replace(boundary[1], BOUNDARY) if boundary else text
