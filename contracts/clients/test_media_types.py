"""What a picture or video is: told by its first bytes, else by its name."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from imagehosts.core.files import prepare_file
from imagehosts.core.media_types import EXTENSIONS, MEDIA_TYPES, sniff
from PIL import Image

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20


def test_pictures_are_recognised_by_their_bytes() -> None:
    picture = Image.new("RGB", (3, 2), "red")
    for name in ("jpeg", "png", "gif", "webp", "bmp", "tiff", "avif"):
        buffer = io.BytesIO()
        picture.save(buffer, name)
        assert sniff(buffer.getvalue()) == f"image/{name}"


def _brands(major: bytes, *others: bytes) -> bytes:
    body = b"ftyp" + major + b"\0\0\0\0" + b"".join(others)
    return (len(body) + 4).to_bytes(4, "big") + body + b"mdat and more"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"II*\0\x08\0\0\0", "image/tiff"),
        (b"MM\0*\0\0\0\x08", "image/tiff"),
        (b"MM\0+\0\x08\0\0", "image/tiff"),
        (_brands(b"avif", b"mif1", b"miaf"), "image/avif"),
        (_brands(b"avis", b"msf1"), "image/avif"),
        (_brands(b"mif1", b"avif"), "image/avif"),
        (_brands(b"heic", b"mif1"), "image/heic"),
        (_brands(b"mif1", b"heic"), "image/heic"),
        (_brands(b"mif1", b"miaf"), "image/heif"),
        (_brands(b"isom", b"iso2", b"avc1"), "video/mp4"),
        (_brands(b"M4V ", b"mp42"), "video/mp4"),
        (_brands(b"xxxx", b"yyyy", b"mp41"), "video/mp4"),
        (_brands(b"M4A ", b"mp42"), "audio/mp4"),
        (_brands(b"3gp4", b"isom"), "video/3gpp"),
        (_brands(b"qt  "), "video/quicktime"),
        (_brands(b"zzzz"), None),
        (b"\0\0\0\x10ftypzzzzavif", None),
        (b"\0\0\0\x08wide\0\0\x10\0mdat", "video/quicktime"),
        (b"\0\0\x20\0moov", "video/quicktime"),
        (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webmB", "video/webm"),
        (b"\x1aE\xdf\xa3\x01\0\0\0\0\0\0\x23B\x82\x88matroska", "video/x-matroska"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", "image/svg+xml"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- a --><!-- b -- c -->\n<svg>", "image/svg+xml"),
        (b"<?xml version='1.0'?><!DOCTYPE svg PUBLIC 'x' 'y'>\n<svg\n>", "image/svg+xml"),
        (b"<html><svg>", None),
        (b"<svgx>", None),
        (b"RIFF\x10\0\0\0WAVEfmt ", None),
        (b"BMW is a car maker, and this is a text", None),
        (b"carefree text", None),
        (b"citywide text", None),
        (b"GIF88a", None),
        (b"\x89PNG\n", None),
        (b"\xff\xd8", None),
        (b"", None),
    ],
)
def test_the_first_bytes_decide_or_say_nothing(head: bytes, kind: str | None) -> None:
    assert sniff(head) == kind


@given(st.binary(max_size=200))
def test_sniffing_takes_any_bytes(head: bytes) -> None:
    assert sniff(head) in {None, *MEDIA_TYPES.values(), "audio/mp4", "image/heif"}


@given(st.sampled_from([b"<!---->", b"<!-- - -->", b"<?xml?>", b"<!DOCTYPE svg>", b" ", b"<!--"]))
def test_sniffing_hostile_markup_comes_to_an_end(piece: bytes) -> None:
    assert sniff(piece * 1000) is None


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (("photo.jpg", PNG), "image/png"),
        (("photo.jpg", b"no signature"), "image/jpeg"),
        (("PHOTO.JPEG", b""), "image/jpeg"),
        (("clip.mov", b"no signature"), "video/quicktime"),
        (("archive.tar.gz", b"no signature"), "application/octet-stream"),
        (("png", b"no signature"), "image/png"),
        (b"no signature", "application/octet-stream"),
        (("photo.jpg", PNG, "image/webp"), "image/webp"),
        (("photo.jpg", PNG, "text/plain; charset=utf-8"), "text/plain; charset=utf-8"),
        (("photo.jpg", PNG, ""), "image/png"),
    ],
)
def test_the_type_comes_from_the_caller_else_the_bytes_else_the_name(value: Any, kind: str) -> None:
    assert prepare_file(value).content_type == kind


def test_every_type_has_its_usual_extension() -> None:
    assert set(EXTENSIONS) == set(MEDIA_TYPES.values())
    assert (EXTENSIONS["image/jpeg"], EXTENSIONS["image/tiff"]) == ("jpg", "tif")
    assert all(MEDIA_TYPES[extension] == kind for kind, extension in EXTENSIONS.items())
