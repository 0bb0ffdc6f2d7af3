"""Real files to upload: what schemathesis puts where a spec asks for a file.

Random bytes are refused by every host, so a run that sends nothing else stores nothing and follows
no link. Here each media type has files that hosts take, ended in many ways (bytes after the end of
a picture belong to the file), and a little garbage beside them.
"""

from __future__ import annotations

import base64
from typing import NamedTuple

import schemathesis
from hypothesis import strategies as st

from contracts.support.emulated import gif, mp4, picture, webm


class Sample(NamedTuple):
    """A file that hosts take."""

    media_type: str
    content: bytes
    width: int
    height: int
    #: Whether a host serves the very bytes; a BMP becomes a PNG.
    kept: bool = True
    #: Whether it moves; what moves is not resized.
    moves: bool = False

    @property
    def extension(self) -> str:
        return self.media_type.rpartition("/")[2]


def _still(media_type: str, width: int, height: int, mode: str = "RGB") -> Sample:
    kind = media_type.rpartition("/")[2].upper()
    content = picture(kind, width, height, mode)
    return Sample(media_type, content, width, height, kept=kind != "BMP")


SAMPLES = (
    _still("image/png", 60, 40, "RGBA"),
    _still("image/png", 700, 20, "L"),
    _still("image/jpeg", 64, 48),
    _still("image/jpeg", 600, 30, "L"),
    _still("image/gif", 40, 40, "P"),
    Sample("image/gif", gif(width=80, height=30), 80, 30, moves=True),
    _still("image/bmp", 33, 21),
    _still("image/webp", 50, 50),
    _still("image/avif", 48, 32),
    Sample("video/mp4", mp4(160, 90, 3), 160, 90, moves=True),
    Sample("video/quicktime", mp4(90, 160, 1, brand=b"qt  "), 90, 160, moves=True),
    Sample("video/webm", webm(128, 72), 128, 72, moves=True),
)

#: Ends that have broken uploaders: boundaries, line ends, zeros.
TAILS = (b"", b"\r\n--+++--\r\n", b"\r\n--+++\r\n", b"\r\n--", b"\r\n", b"\n", b"\0", b"&source=")


def recognise(content: bytes) -> Sample | None:
    """The sample that a file is, whatever follows its end."""
    return next((sample for sample in SAMPLES if content.startswith(sample.content)), None)


def as_base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def files_of(media_type: str) -> st.SearchStrategy[bytes]:
    """Files of a media type; one in eight is not one."""
    contents = st.sampled_from([s.content for s in SAMPLES if s.media_type == media_type])
    whole = st.builds(lambda content, tail: content + tail, contents, st.sampled_from(TAILS))
    cut = contents.map(lambda content: content[: len(content) // 3])
    return st.integers(0, 7).flatmap(
        lambda number: whole if number else st.one_of(st.binary(max_size=40), cut)
    )


for _media_type in {sample.media_type for sample in SAMPLES}:
    schemathesis.openapi.media_type(_media_type, files_of(_media_type))
