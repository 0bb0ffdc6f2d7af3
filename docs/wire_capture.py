"""Shows what a client sends, with nobody to send it to: the example requests of the reference."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

import httpx
from imagehosts.errors import ImageHostError
from imagehosts.hosts import Host

KEY = "YOUR_KEY"
BOUNDARY = "BOUNDARY"
#: Headers that say nothing about the API.
LEFT_OUT = {"accept", "accept-encoding", "connection", "content-length", "user-agent"}


class Captured(Exception):
    """Raised in place of an answer."""


def capture(
    host: Host,
    tag: str,
    method: str,
    arguments: dict[str, Any],
    credentials: Collection[str],
) -> str:
    """The request of one call as text, by a client that has these credentials."""
    sent: list[httpx.Request] = []

    def keep(request: httpx.Request) -> httpx.Response:
        request.read()
        sent.append(request)
        return httpx.Response(200, text="")

    with host.make_client(
        **{name: _placeholder(host, name) for name in credentials},
        transport=httpx.MockTransport(keep),
        max_retries=0,
    ) as client:
        try:
            getattr(getattr(client, tag), method)(**arguments)
        except ImageHostError:
            if not sent:
                raise
    return _as_text(sent[0])


def _placeholder(host: Host, name: str) -> str:
    import imagehosts

    several = len(getattr(imagehosts, host.client).environment) > 1
    return f"YOUR_{name.upper()}" if several else KEY


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
