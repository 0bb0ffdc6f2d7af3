"""What came as ``source``: a file part, base64 text, or a URL, distinguished as Chevereto does."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

from imagehosts.core.quirks import quirk

from ...core.forms import Form, Upload, Value
from ...core.media.videos import probe_video
from .problems import Refused
from .profile import Profile

_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]*)://\S+\Z", re.IGNORECASE)
_URL = re.compile(r"[a-z][a-z0-9+.-]*://[^\s/]\S*\Z", re.IGNORECASE)
_LONGEST_URL = 64 * 1024


@quirk("IMG-05")
def take_source(form: Form, method: str, profile: Profile, random_name: str) -> Upload | str:
    """The file that was sent, in whatever form, or the URL of one."""
    if "source" in form.arrays:
        raise Refused("source_array")
    file = form.files.get("source")
    if file is not None:
        return file
    value = form.value("source")
    if value is None and profile.options:
        value = form.value("image")  # what a related host calls it
    if value is None:
        raise Refused("no_source")
    url = _as_url(value, profile)
    if url is not None:
        return _url_as_written(form, url, profile)
    if method != "POST":
        raise Refused("base64_by_get")
    decoded = decode_base64(value, random_name + profile.base64_suffix)
    video = probe_video(decoded.file) if profile.videos else None
    decoded.content_type = video.mime if video else ""
    return decoded


def _as_url(value: Value, profile: Profile) -> str | None:
    if value.size > _LONGEST_URL or b"://" not in value.start(64):
        return None
    if profile.source_schemes is None:
        text = value.text.strip()
        return text if _URL.match(text) and not has_broken_characters(text) else None
    text = value.text
    address = _ADDRESS.match(text)
    if address is None or has_broken_characters(text):
        return None
    if address[1].lower() not in profile.source_schemes:
        raise Refused("url_scheme", address[1])
    return text if _URL.match(text) else None


def _url_as_written(form: Form, url: str, profile: Profile) -> str:
    """Version 3 takes a URL from the query as it stands there, so an encoded one is no URL."""
    raw = form.raw("source")
    if raw is None or not profile.raw_url_in_query:
        return url
    if not _URL.match(raw) or "%" in raw:
        raise Refused("bad_source")
    return raw


@quirk("IMG-02")
def decode_base64(value: Value, random_name: str) -> Upload:
    """Standard alphabet, full padding; blanks and newlines do not matter. Piece by piece."""
    decoded = Upload(random_name)
    try:
        for data in _decode(value):
            decoded.write(data)
        if not decoded.size:
            raise Refused("empty_base64")
    except Refused:
        decoded.close()
        raise
    return decoded


def _decode(value: Value) -> Iterator[bytes]:
    rest = b""
    ended = False
    for chunk in value.chunks():
        text = rest + b"".join(chunk.split())
        whole = len(text) - len(text) % 4
        text, rest = text[:whole], text[whole:]
        if text and ended:
            raise Refused("bad_base64")
        yield _decode_whole(text)
        ended = ended or text.endswith(b"=")
    if rest:
        raise Refused("bad_base64")


def _decode_whole(text: bytes) -> bytes:
    """Groups of four characters; only what an encoder would write again in the same way."""
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise Refused("bad_base64") from None
    if base64.b64encode(data) != text:
        raise Refused("bad_base64")
    return data


def has_broken_characters(text: str) -> bool:
    """Whether there is anything in a text that was no UTF-8 when it arrived."""
    return any("\ud800" <= character <= "\udfff" for character in text)
