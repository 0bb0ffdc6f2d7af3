"""Where a redirect leads, and whether it leads out of the host."""

from __future__ import annotations

from urllib.parse import SplitResult, urldefrag, urljoin, urlsplit

__all__ = ["is_same_origin", "is_spelling", "own_address", "redirected_base"]

_PORTS = {"http": 80, "https": 443}


def own_address(url: str, location: str, *, anywhere: bool) -> str | None:
    """Where a redirect leads within the host, by the same or a safer scheme; else None.

    Args:
        url: What was asked for.
        location: Where the host points to.
        anywhere: Whether any path and query will do. If not, they may differ in slashes alone.
    """
    try:
        # A fragment is not sent: an address with another one is the same address.
        target = urldefrag(urljoin(url, location)).url
        old, new = urlsplit(url), urlsplit(target)
        ports = _port(old), _port(new)
    except ValueError:
        return None
    if "@" in new.netloc or "\\" in target:
        return None  # Libraries do not agree on which host that is.
    if old.hostname != new.hostname or not _is_same_or_safer(old, new, *ports):
        return None
    same = _segments(old.path) == _segments(new.path) and old.query == new.query
    if not (anywhere or same):
        return None
    return target if target != url else None


def _is_same_or_safer(
    old: SplitResult, new: SplitResult, old_port: int | None, new_port: int | None
) -> bool:
    if old.scheme == new.scheme:
        return old_port == new_port
    upgraded = (old.scheme, new.scheme) == ("http", "https")
    return upgraded and (old_port, new_port) == (80, 443)


def is_spelling(url: str, location: str) -> bool:
    """Whether a redirect leads to the same address, but for slashes."""
    return url == location or own_address(url, location, anywhere=False) is not None


def is_same_origin(url: str, other: str) -> bool:
    """Whether two addresses have scheme, host and port in common."""
    try:
        return _origin(url) == _origin(other)
    except ValueError:
        return False


def redirected_base(base_url: str, url: str, location: str) -> str:
    """The base URL of an API that a host moved, as far as a redirect of one call tells it."""
    try:
        target = urljoin(url, location)
        moved = not is_same_origin(target, base_url)
        parts = urlsplit(target)
    except ValueError:
        return ""
    below = url.removeprefix(base_url)
    if not moved or below == url or parts.scheme not in _PORTS or "@" in parts.netloc:
        return ""
    address = f"{parts.scheme}://{parts.netloc}{parts.path}"
    for ending in (below, below.rstrip("/"), f"{below}/"):
        if ending and address.endswith(ending):
            return address.removesuffix(ending)
    return f"{parts.scheme}://{parts.netloc}{urlsplit(base_url).path}"


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, _port(parts)


def _port(parts: SplitResult) -> int | None:
    return parts.port or _PORTS.get(parts.scheme)


def _segments(path: str) -> list[str]:
    return [segment for segment in path.split("/") if segment]
