"""From an address to its host: which one it belongs to, and what deletes the picture behind it."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from attrs import field, frozen

from ..core.errors import InvalidArgument

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..hosts import Host

__all__ = ["Found", "find_host_of"]


@frozen
class Found:
    """What an address is.

    Attributes:
        host: The host that it belongs to.
        base_url: The address of the host's API; None for the one that is in use anyway.
        leads_to: What it leads to.
        handle: What ``delete()`` of the host takes, where it deletes.
    """

    host: Host
    base_url: str | None
    leads_to: Literal["delete", "picture"]
    handle: str = field(repr=False)


def find_host_of(address: str) -> Found:
    """The host of an address.

    An address that deletes wins over one that only shows something, and a host that is known to be
    there over one whose addresses look alike.

    Raises:
        InvalidArgument: It is not an address, or none of a host that is known here.
    """
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InvalidArgument("address", "expected an http(s) address")
    found = sorted(_matches(address), key=lambda each: each.leads_to != "delete")
    if not found:
        raise InvalidArgument(
            "address",
            f"{parts.hostname} is not a host that is known here, or the address is not one that"
            " deletes or shows a picture; name the host with --to",
        )
    return found[0]


def _matches(address: str) -> Iterator[Found]:
    parts = urlsplit(address)
    from ..hosts import HOSTS  # imports every host

    strangers: list[Found] = []
    for host in HOSTS:
        for link in host.sharing.links:
            match = re.fullmatch(link.path, parts.path)
            if match is None:
                continue
            handle = match.groupdict().get("handle") or address
            if _is_there(host, parts.netloc, parts.hostname or ""):
                yield Found(host, None, link.leads_to, handle)
            elif host.needs_base_url and link.leads_to == "delete":
                # Any site may be one of this kind; its API is beside its pages.
                base_url = f"{parts.scheme}://{parts.netloc}{host.base_path}"
                strangers.append(Found(host, base_url, link.leads_to, handle))
    yield from strangers


def _is_there(host: Host, netloc: str, name: str) -> bool:
    """Whether a site is the host's: by its names, or by the address of its API."""
    base_url = os.environ.get(host.base_url_variable)
    if base_url is None and not host.needs_base_url:
        base_url = host.sync_client.api.base_url
    if base_url is not None and urlsplit(base_url).netloc.lower() == netloc.lower():
        return True
    sites = host.sharing.sites
    return any(name == site or name.endswith(f".{site}") for site in sites)
