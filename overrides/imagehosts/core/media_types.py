"""What a picture or video is: content types by first bytes and by name, and the usual extension."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = [
    "EXTENSIONS",
    "MEDIA_TYPES",
    "SNIFFED_BYTES",
    "default_name",
    "offered_type",
    "sniff",
    "type_by_name",
]

#: Content types by extension. A table of our own, because the system's differs between machines.
MEDIA_TYPES = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "jpe": "image/jpeg",
    "jfif": "image/jpeg",
    "png": "image/png",
    "apng": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "bmp": "image/bmp",
    "avif": "image/avif",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "heic": "image/heic",
    "heif": "image/heif",
    "svg": "image/svg+xml",
    "mp4": "video/mp4",
    "m4v": "video/mp4",
    "mov": "video/quicktime",
    "qt": "video/quicktime",
    "webm": "video/webm",
    "mkv": "video/x-matroska",
    "3gp": "video/3gpp",
}

#: The usual extension of each content type: the first that :data:`MEDIA_TYPES` lists for it.
EXTENSIONS = {kind: extension for extension, kind in reversed(MEDIA_TYPES.items())}

#: Enough for every signature below and for the prologue of an SVG.
SNIFFED_BYTES = 1024


def sniff(head: bytes) -> str | None:
    """Tell the content type of a picture or video from its first bytes; None if they do not."""
    for signature, kind in _SIGNATURES:
        if signature.match(head):
            return kind
    return _sniff_container(head)


def type_by_name(name: str) -> str:
    """The content type that the extension of a name says, else the one of unknown bytes."""
    return MEDIA_TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")


def default_name(content_type: str) -> str:
    """A name for a file without one."""
    family = content_type.partition("/")[0]
    extension = EXTENSIONS.get(content_type, "bin")
    return f"{family if family in ('image', 'video') else 'upload'}.{extension}"


def _signature(pattern: bytes) -> re.Pattern[bytes]:
    return re.compile(pattern, re.DOTALL)


_SIGNATURES: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (_signature(rb"\xff\xd8\xff"), "image/jpeg"),
    (_signature(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (_signature(rb"GIF8[79]a"), "image/gif"),
    (_signature(rb"RIFF....WEBP"), "image/webp"),
    # "BM" alone begins many a text: the size of the second header must be one that exists.
    (_signature(rb"BM.{12}[\x0c\x10\x28\x34\x38\x40\x6c\x7c]\0\0\0"), "image/bmp"),
    (_signature(rb"II[*+]\0|MM\0[*+]"), "image/tiff"),
    (_signature(rb"\x1aE\xdf\xa3.{0,64}\x42\x82.{1,8}webm"), "video/webm"),
    (_signature(rb"\x1aE\xdf\xa3.{0,64}\x42\x82.{1,8}matroska"), "video/x-matroska"),
    # QuickTime from before the days of brands; the first bytes are a size, not letters.
    (_signature(rb"[\0-\x1f]...(?:moov|mdat|wide|pnot|skip|free)"), "video/quicktime"),
    (
        # Each comment can match in one way only, or hostile ones would take for ever.
        _signature(
            rb"(?:\xef\xbb\xbf)?\s*"
            rb"(?:<!--(?:[^-]|-(?!->))*-->\s*|<\?xml[^>]*>\s*|<!DOCTYPE\s+svg[^>]*>\s*)*<svg[\s>]"
        ),
        "image/svg+xml",
    ),
)

# Brands of the ISO base media file format. A file may claim several: the first known one counts.
_BRANDS = {
    **dict.fromkeys((b"avif", b"avis"), "image/avif"),
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"), "image/heic"),
    **dict.fromkeys((b"3gp4", b"3gp5", b"3gp6", b"3g2a"), "video/3gpp"),
    **dict.fromkeys((b"M4A ", b"M4B "), "audio/mp4"),
    **dict.fromkeys((b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6"), "video/mp4"),
    **dict.fromkeys((b"mp41", b"mp42", b"mp71", b"avc1", b"dash", b"mmp4"), "video/mp4"),
    **dict.fromkeys((b"M4V ", b"M4VH", b"M4VP", b"f4v ", b"MSNV"), "video/mp4"),
    b"qt  ": "video/quicktime",
}
# These say only "pictures of some coding"; a brand beside them says which.
_GENERIC_BRANDS = {b"mif1": "image/heif", b"msf1": "image/heif"}


def _sniff_container(head: bytes) -> str | None:
    if head[4:8] != b"ftyp":
        return None
    end = min(int.from_bytes(head[:4], "big"), len(head))
    # After the major brand comes a version number, not a brand.
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, end - 3, 4))]
    for table in (_BRANDS, _GENERIC_BRANDS):
        for brand in brands:
            if brand in table:
                return table[brand]
    return None


def offered_type(own: str, offered: Sequence[str]) -> str:
    """The type of a file where a host takes it, else the first one that is offered by name.

    One that is offered may stand for many, as ``image/*`` does.
    """
    named = [each for each in offered if "*" not in each]
    if own and (not named or any(_matches(own, each) for each in offered)):
        return own
    return named[0] if named else ""


def _matches(media_type: str, pattern: str) -> bool:
    own, _, inner = media_type.partition(";")[0].strip().lower().partition("/")
    wanted, _, part = pattern.partition(";")[0].strip().lower().partition("/")
    return wanted in ("*", own) and part in ("*", inner)
