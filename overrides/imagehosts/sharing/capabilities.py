"""What a host can do, each with where it is known from; checked before anything is sent."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from attrs import frozen

from ..core.errors import FileTooLarge, UnsupportedFormat
from .details import NotOffered, offered, options_of
from .profile import Deletion, Fact

if TYPE_CHECKING:
    from ..hosts import Host
    from .sources import Source

__all__ = ["Capabilities", "addresses_of", "capabilities_of", "check"]

DOCUMENT = "the host's document"


@frozen(kw_only=True)
class Capabilities:
    """What a host can do. None where nothing is known.

    Attributes:
        host: Its name.
        title: Its name for people.
        status: What works today.
        uploads: Whether it takes pictures at all.
        details: What may be said of a picture, by our names.
        options: Further options that this host alone has.
        max_bytes: The largest file, by kind: ``image``, ``animation``, ``video``.
        formats: Media types that it takes.
        expires: The shortest and the longest time after which it deletes a picture by itself;
            None where it cannot be asked to.
        by_address: Whether it fetches a picture by its address.
        anonymous: Whether it takes pictures without an account.
        albums: Whether it has albums that can be made, filled and listed.
        deletes: How a picture can be deleted.
        key_variable: The environment variable of its key.
        key_is_set: Whether that variable is set.
        known_problems: What is known to be broken today.
    """

    host: str
    title: str
    status: str
    uploads: bool
    details: Fact[tuple[str, ...]]
    options: Fact[tuple[str, ...]]
    max_bytes: Fact[Mapping[str, int]] | None
    formats: Fact[tuple[str, ...]] | None
    expires: Fact[tuple[timedelta, timedelta]] | None
    by_address: Fact[bool]
    anonymous: Fact[bool]
    albums: Fact[bool]
    deletes: Fact[Deletion]
    key_variable: str
    key_is_set: bool
    known_problems: tuple[Fact[str], ...]


def capabilities_of(host: Host) -> Capabilities:
    """What a host can do."""
    row = host.sharing
    uploads = host.upload_operation is not None
    names = offered(host) if uploads else {}
    taken = {name.lstrip("!") for name in names.values()}
    others = [name for name in options_of(host) if name not in taken] if uploads else []
    return Capabilities(
        host=host.name,
        title=host.title,
        status=host.status,
        uploads=uploads,
        details=Fact(tuple(names), DOCUMENT),
        options=Fact(tuple(others), DOCUMENT),
        max_bytes=row.max_bytes,
        formats=row.formats,
        expires=row.expires if "expires" in names else None,
        by_address=row.by_address,
        anonymous=row.anonymous,
        albums=Fact(row.albums is not None, DOCUMENT),
        deletes=row.deletes,
        key_variable=host.variable,
        key_is_set=bool(os.environ.get(host.variable)),
        known_problems=row.known_problems,
    )


def addresses_of(host: Host) -> tuple[str, ...]:
    """Which addresses of a picture a host gives: ``url``, ``page``, ``thumbnail``, ``delete``."""
    members = {*host.sharing.members}
    given = {"url", *host.addresses}
    names = {
        "url": "url" in given,
        "page": "viewer" in given or "page_url" in members,
        "thumbnail": "thumbnail_url" in members,
        "delete": "delete" in given or "delete" in members,
    }
    return tuple(name for name, known in names.items() if known)


def check(host: Host, source: Source, arguments: Mapping[str, Any]) -> None:
    """Refuse a picture that the host is known not to take, before it is sent.

    Raises:
        FileTooLarge: It has more bytes than the host takes.
        UnsupportedFormat: It is of a kind that the host does not take.
        NotOffered: The host does not fetch addresses, or keeps no picture for so long.
    """
    row = host.sharing
    if source.is_address and not row.by_address.value:
        raise NotOffered("source", f"{host.name} fetches no addresses", host=host.name)
    kind = _kind(source.mime)
    if row.max_bytes and source.size is not None:
        limit = row.max_bytes.value.get(kind)
        if limit is not None and source.size > limit:
            raise FileTooLarge(
                f"the file has {source.size} bytes, and {host.name} takes {limit} of one"
                f" ({row.max_bytes.source}); it was not sent",
                host=host.name,
            )
    formats = row.formats
    if formats and kind and source.mime not in formats.value:
        raise UnsupportedFormat(
            f"{source.mime} is not one of the formats that {host.name} takes"
            f" ({', '.join(formats.value)}; {formats.source}); it was not sent",
            host=host.name,
        )
    expires = next((v for v in arguments.values() if isinstance(v, timedelta)), None)
    if row.expires and expires is not None:
        shortest, longest = row.expires.value
        if not shortest <= expires <= longest:
            raise NotOffered(
                "expires",
                f"{host.name} keeps a picture between {shortest} and {longest}, not {expires}",
                host=host.name,
            )


def _kind(mime: str) -> str:
    """``image``, ``animation`` or ``video``; empty where that is not known."""
    if mime == "image/gif":
        return "animation"
    kind = mime.partition("/")[0]
    return kind if kind in ("image", "video") else ""
