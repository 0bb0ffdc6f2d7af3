"""Pictures given as text: base64 and addresses, brought into the one spelling that hosts read."""

from __future__ import annotations

import binascii
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes, urlsplit

from imagehosts_wire.types import Base64, Url

from .errors import InvalidArgument

if TYPE_CHECKING:
    from .files import FilePart

__all__ = ["as_text", "checked_base64", "checked_url", "prepare_source"]


def prepare_source(value: Any, argument: str = "source", keep: int = -1) -> str | FilePart:
    """Text for base64 and addresses, else the file; ``keep`` is that of ``prepare_file``."""
    text = as_text(value, argument)
    if text is not None:
        return text
    from .files import prepare_file

    return prepare_file(value, argument=argument, keep=keep)


def as_text(value: Any, argument: str = "source") -> str | None:
    """What is sent for base64 or an address; None for everything that is a file."""
    if isinstance(value, Base64):
        return checked_base64(value.data, argument)
    if isinstance(value, Url):
        return checked_url(value.url, argument)
    if isinstance(value, str):
        if re.match(r"https?://", value, re.IGNORECASE):
            return checked_url(value, argument)
        if value[:5].lower() == "data:":
            return checked_base64(value, argument)
    return None


def checked_url(url: str, argument: str = "source") -> str:
    """An absolute http(s) address."""
    if not _is_address(url):
        raise InvalidArgument(argument, f"expected an http(s) address, got {_shown(url)}")
    return url


def _is_address(url: object) -> bool:
    if not isinstance(url, str) or re.search(r"[\s\x00-\x1f\x7f\\\ud800-\udfff]", url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _shown(url: object) -> str:
    """What was given in place of an address, without the password that may be in it."""
    if not isinstance(url, str):
        return type(url).__name__
    from .logging import redact_url

    return repr(redact_url(url[:500])[:80])


def checked_base64(text: str, argument: str = "source") -> str:
    """Base64 as hosts read it: standard alphabet, padded, no line breaks, no ``data:`` prefix.

    Hosts refuse the other spellings with an error that names none of this, or take them for
    something else; so they are brought into this one here.
    """
    if text[:5].lower() == "data:":
        head, comma, text = text.partition(",")
        if not comma or not head.lower().endswith(";base64"):
            raise InvalidArgument(argument, "expected a data: URL with ;base64, and data behind it")
        if "%" in text:
            text = unquote_to_bytes(text).decode("ascii", "replace")
    if re.search(r"\s", text):
        text = re.sub(r"\s+", "", text)
    if "-" in text or "_" in text:
        text = text.translate({ord("-"): "+", ord("_"): "/"})
    text = text.rstrip("=")
    text += "=" * (-len(text) % 4)
    if not text:
        raise InvalidArgument(argument, "the base64 text is empty")
    try:
        binascii.a2b_base64(text, strict_mode=True)
    except (binascii.Error, ValueError) as error:
        raise InvalidArgument(argument, f"not base64: {error}") from None
    return text
