"""The bytes of a JSON or plain answer as UTF-8, whatever its host says or does about charsets.

JSON is UTF-8 by its standard, and hosts declare other charsets, send UTF-16, or declare Latin-1 and
send UTF-8 all the same. XML says for itself what it is in, see :mod:`.xml`.
"""

from __future__ import annotations

import codecs
import json
from typing import Any

from imagehosts_wire.types import RawResponse

__all__ = ["as_utf8", "charset_of", "is_plain", "utf8_of"]

_UTF_8 = frozenset({"utf-8", "ascii"})
#: Codecs of Python that are no charsets of text on the wire, or hide what a text holds.
_NO_CHARSETS = frozenset(
    {"utf-7", "unicode_escape", "raw_unicode_escape", "punycode", "idna", "undefined", "mbcs"}
)


def utf8_of(response: RawResponse[Any]) -> bytes:
    """The body of an answer as UTF-8; made once for each answer."""
    made: bytes | None = getattr(response, "utf8", None)
    if made is None:
        made = as_utf8(response.content, response.headers.get("content-type", ""))
    return made


def as_utf8(content: bytes, content_type: str) -> bytes:
    """A body as UTF-8, without a byte order mark; as it is where it cannot be read."""
    charset = _of_bytes(content[:4]) or charset_of(content_type)
    if not charset:
        return content.removeprefix(codecs.BOM_UTF8)
    try:
        text = content.decode(charset)
    except UnicodeDecodeError:
        return content
    if len(text) == len(content) and not content.isascii() and _is_utf8(content):
        # A charset of single bytes fits any bytes; what is UTF-8 besides was meant as that.
        return content
    return text.removeprefix("\ufeff").encode("utf-8", "replace")


def is_plain(content: bytes) -> bool:
    """Whether bytes are text that a person could read."""
    return b"\0" not in content and _is_utf8(content)


def charset_of(content_type: str) -> str:
    """The codec of the charset in a content type; empty for UTF-8 and for what is not known."""
    at = content_type.lower().find("charset=")
    if at < 0:
        return ""
    name = content_type[at + 8 :].partition(";")[0].strip(" \t\"'")
    try:
        codec = codecs.lookup(name[:40]).name
        "".encode(codec)  # some are no codecs of text
    except (LookupError, ValueError):
        return ""
    return "" if codec in _UTF_8 or codec in _NO_CHARSETS else codec


def _of_bytes(head: bytes) -> str:
    """UTF-16 or UTF-32, by its mark or by the zeros between letters; else empty."""
    if len(head) < 2 or not (head[0] in (0xFE, 0xFF) or b"\0" in head):
        return ""
    found = json.detect_encoding(head)
    return "" if found.startswith("utf-8") else found


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
