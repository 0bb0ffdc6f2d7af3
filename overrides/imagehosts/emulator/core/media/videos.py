"""Reading the container of a video: width, height and duration, nothing more.

Nothing here decodes video. The still that hosts make of a clip is drawn instead, a plain surface
with a triangle, so that everything around it can be tried out.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from PIL import Image, ImageDraw

MOST_BOXES = 4096
_VIDEO_BRANDS = (
    b"isom",
    b"iso2",
    b"iso4",
    b"iso5",
    b"iso6",
    b"mp41",
    b"mp42",
    b"avc1",
    b"M4V ",
    b"dash",
)


class VideoProbe(NamedTuple):
    """What a container says; ``duration`` in whole seconds."""

    mime: str
    extension: str
    width: int
    height: int
    duration: int


def probe_video(file: BinaryIO) -> VideoProbe | None:
    """Recognise MP4, QuickTime and WebM. ``None`` for anything else, or when no size is found."""
    file.seek(0)
    head = file.read(4096)
    try:
        if head[4:8] == b"ftyp":
            return _probe_mp4(file, head)
        if head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head:
            return _probe_webm(file)
    except (struct.error, OverflowError, ValueError, IndexError, ZeroDivisionError):
        return None
    return None


def drawn_frame(width: int, height: int) -> io.BytesIO:
    """A JPEG that stands in for a frame of the clip."""
    image = Image.new("RGB", (width, height), "#26323a")
    half = max(2, min(width, height) // 6)
    x, y = width / 2, height / 2
    ImageDraw.Draw(image).polygon(
        [(x - half * 0.8, y - half), (x - half * 0.8, y + half), (x + half, y)], fill="#dfe6ea"
    )
    content = io.BytesIO()
    image.save(content, "JPEG", quality=90)
    return content


# MP4 and QuickTime: boxes of a size, a name and a content, some of which are boxes again


def _probe_mp4(file: BinaryIO, head: bytes) -> VideoProbe | None:
    brands = head[8 : int.from_bytes(head[:4], "big")]
    quicktime = brands.startswith(b"qt  ")
    if not quicktime and not any(brand in brands for brand in _VIDEO_BRANDS):
        return None
    duration, size = 0, None
    end = file.seek(0, io.SEEK_END)
    for name, start, stop in _boxes(file, 0, end):
        if name != b"moov":
            continue
        for inner, inner_start, inner_stop in _boxes(file, start, stop):
            if inner == b"mvhd":
                duration = _movie_seconds(_content(file, inner_start, inner_stop))
            elif inner == b"trak":
                size = size or _track_size(file, inner_start, inner_stop)
    if not size:
        return None
    mime, extension = ("video/quicktime", "mov") if quicktime else ("video/mp4", "mp4")
    return VideoProbe(mime, extension, *size, duration)


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Name, start and end of the content of each box between two positions."""
    for _ in range(MOST_BOXES):
        if start + 8 > end:
            return
        file.seek(start)
        size, name = struct.unpack(">I4s", file.read(8))
        header = 8
        if size == 1:
            (size,) = struct.unpack(">Q", file.read(8))
            header = 16
        elif size == 0:
            size = end - start
        if size < header or start + size > end:
            return
        yield name, start + header, start + size
        start += size


def _content(file: BinaryIO, start: int, stop: int) -> bytes:
    file.seek(start)
    return file.read(min(stop - start, 4096))


def _movie_seconds(mvhd: bytes) -> int:
    layout = ">IQ" if mvhd[0] == 1 else ">II"
    scale: int
    duration: int
    scale, duration = struct.unpack_from(layout, mvhd, 20 if mvhd[0] == 1 else 12)
    return round(duration / scale)


def _track_size(file: BinaryIO, start: int, stop: int) -> tuple[int, int] | None:
    """Width and height of a track in pixels; ``None`` for one without a picture."""
    for name, content_start, content_stop in _boxes(file, start, stop):
        if name == b"tkhd":
            width, height = struct.unpack(">II", _content(file, content_start, content_stop)[-8:])
            return (width >> 16, height >> 16) if width >> 16 and height >> 16 else None
    return None


# WebM: elements of an id, a size and a content, numbers of variable length

_SEGMENT, _INFO, _TRACKS, _TRACK, _VIDEO = 0x18538067, 0x1549A966, 0x1654AE6B, 0xAE, 0xE0
_SCALE, _DURATION, _WIDTH, _HEIGHT = 0x2AD7B1, 0x4489, 0xB0, 0xBA
_PARENTS = {_SEGMENT, _INFO, _TRACKS, _TRACK, _VIDEO}


def _probe_webm(file: BinaryIO) -> VideoProbe | None:
    end = file.seek(0, io.SEEK_END)
    found: dict[int, bytes] = {}
    waiting = [(0, end)]
    for _ in range(MOST_BOXES):
        if not waiting:
            break
        start, stop = waiting.pop()
        if start >= stop:
            continue
        file.seek(start)
        try:
            element, size = _number(file, keep_mark=True), _number(file)
        except (IndexError, ValueError):  # no element: bytes after the end, or a file that was cut
            continue
        content = file.tell()
        if size is None or content + size > stop:
            size = stop - content  # an unknown size reaches to the end of the parent
        waiting.append((content + size, stop))
        if element in _PARENTS:
            waiting.append((content, content + size))
        elif element in (_SCALE, _DURATION, _WIDTH, _HEIGHT):
            found.setdefault(element, file.read(min(size, 8)))
    if _WIDTH not in found or _HEIGHT not in found:
        return None
    width, height = (int.from_bytes(found[name], "big") for name in (_WIDTH, _HEIGHT))
    if not width or not height:
        return None
    scale = int.from_bytes(found.get(_SCALE, b"\x0f\x42\x40"), "big")
    raw = found.get(_DURATION, b"\0\0\0\0")
    ticks: float
    (ticks,) = struct.unpack(">f" if len(raw) == 4 else ">d", raw)
    return VideoProbe("video/webm", "webm", width, height, round(ticks * scale / 1e9))


def _number(file: BinaryIO, *, keep_mark: bool = False) -> int | None:
    """A number of variable length; ``None`` stands for an unknown size."""
    first = file.read(1)[0]
    if not first:
        raise ValueError("no number starts with a zero byte")
    length = 9 - first.bit_length()
    rest = file.read(length - 1)
    if keep_mark:
        return int.from_bytes(bytes([first]) + rest, "big")
    mask = (1 << (8 - length)) - 1
    value = int.from_bytes(bytes([first & mask]) + rest, "big")
    return None if value == (1 << (7 * length)) - 1 else value
