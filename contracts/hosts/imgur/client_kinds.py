"""The clients of imgur, whose arguments and answers are unlike those of other hosts."""

from __future__ import annotations

from contracts.support.client_host import Host
from contracts.support.clients import Kind

__all__ = ["IMGUR", "IMGUR_KINDS"]

IMGUR = Host(
    "imgur",
    "Imgur",
    "imgur",
    "IMGUR_CLIENT_ID",
    "https://api.imgur.com/3",
    "/image",
    "authorization",
    "client_id",
)
IMGUR_KINDS = tuple(Kind(IMGUR, mode) for mode in ("sync", "async"))
