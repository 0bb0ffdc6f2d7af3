"""What becomes of the bytes: decoded, turned upright, scaled, and made into thumb and medium."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO

from imagehosts.core.quirks import quirk

from ...core.forms import Upload
from ...core.media.pictures import (
    Limits,
    PictureError,
    Probe,
    Rendition,
    as_png,
    probe_picture,
    scaled_to_width,
    thumbnails,
    upright,
)
from ...core.media.videos import VideoProbe, drawn_frame, probe_video
from .answers import MEDIUM_WIDTH, THUMB_SIZE, format_size
from .options import split_name
from .problems import Refused
from .profile import Profile

_EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp", "AVIF": "avif"}
_PROBLEMS = {"too_many_pixels": "not_a_picture"}

#: Called with an MD5 and the name of a problem; raises the problem where the bytes are known.
DuplicateCheck = Callable[[str, str], None]


@dataclass(slots=True)
class Made:
    """A picture ready to be stored: the file that is served, and what is known of it."""

    kind: str
    content: BinaryIO
    sha256: str
    md5: str
    size: int
    probe: Probe
    extension: str
    source_md5: str | None = None
    duration: int = 0
    renditions: dict[str, Rendition] = field(default_factory=dict[str, Rendition])


@dataclass(frozen=True, slots=True, kw_only=True)
class Demands:
    """What a picture has to comply with."""

    profile: Profile
    limits: Limits
    largest: int | None
    width: int | None
    refuse_duplicate: DuplicateCheck


@quirk("IMG-18", "IHM-20")
def make(source: Upload, demands: Demands) -> Made:
    """Look at what arrived, in the order in which sites do, and make everything that is served."""
    try:
        # Sites take for a video what is sent as one.
        if demands.profile.videos and source.content_type.startswith("video/"):
            return _make_video(source, demands)
        return _make_image(source, demands)
    except PictureError as error:
        raise Refused(_PROBLEMS.get(error.kind, error.kind), str(error)) from None


def _make_image(source: Upload, demands: Demands) -> Made:
    profile = demands.profile
    probe = probe_picture(source.file, demands.limits)
    if probe.format not in profile.formats:
        raise Refused("not_a_picture")
    _refuse_too_big(source, demands)
    if probe.format == "WEBP" and probe.animated:
        raise Refused("animated_webp")
    made = _made("image", source, probe, _extension(probe.format, source.filename, profile))
    if probe.format == "BMP":
        _replace(made, as_png(source.file, probe))
    elif probe.format == "JPEG" and probe.orientation != 1:
        _replace(made, upright(source.file, probe))
    demands.refuse_duplicate(made.md5, "duplicate_stored")
    if demands.width and demands.width > 0 and not probe.animated:
        _scale(made, demands.width, demands.refuse_duplicate)
    made.renditions = thumbnails(made.content, made.probe, _sizes(made.probe))
    return made


def _make_video(source: Upload, demands: Demands) -> Made:
    video = probe_video(source.file)
    if video is None or not _within(video, demands.limits):
        raise Refused("not_a_picture")
    _refuse_too_big(source, demands)
    frame = drawn_frame(video.width, video.height)
    frame_probe = probe_picture(frame, demands.limits)
    probe = Probe(video.mime, video.mime, video.width, video.height)
    made = _made("video", source, probe, video.extension)
    made.duration = video.duration
    made.renditions = {
        "frame": Rendition(frame, frame_probe),
        **thumbnails(frame, frame_probe, _sizes(frame_probe)),
    }
    return made


def _made(kind: str, source: Upload, probe: Probe, extension: str) -> Made:
    return Made(
        kind=kind,
        content=source.file,
        sha256=source.sha256,
        md5=source.md5,
        size=source.size,
        probe=probe,
        extension=extension,
    )


def _within(video: VideoProbe, limits: Limits) -> bool:
    return (
        video.width * video.height <= limits.pixels
        and max(video.width, video.height) <= limits.side
    )


def _refuse_too_big(source: Upload, demands: Demands) -> None:
    if demands.largest is not None and source.size > demands.largest:
        raise Refused("too_big", format_size(demands.largest, demands.profile.kilobyte))


def _scale(made: Made, width: int, refuse_duplicate: DuplicateCheck) -> None:
    if width == made.probe.width:
        return
    refuse_duplicate(made.md5, "duplicate_resized")
    if width > made.probe.width:
        raise Refused("target_width")
    source_md5 = made.md5
    _replace(made, scaled_to_width(made.content, made.probe, width))
    made.source_md5 = source_md5


def _replace(made: Made, rendition: Rendition) -> None:
    """Serve another file instead of the one that was sent; what its metadata said stays known."""
    data = rendition.content.getvalue()
    made.content = rendition.content
    made.sha256 = hashlib.sha256(data).hexdigest()
    made.md5 = hashlib.md5(data, usedforsecurity=False).hexdigest()
    made.size = len(data)
    made.probe = rendition.probe


def _sizes(probe: Probe) -> dict[str, tuple[int, int]]:
    """A thumb always; a medium of a picture that is wider than it, or moves."""
    sizes: dict[str, tuple[int, int]] = {"thumb": THUMB_SIZE}
    if probe.width > MEDIUM_WIDTH or probe.animated:
        width = min(MEDIUM_WIDTH, probe.width)
        sizes["medium"] = (width, max(1, round(width * probe.height / probe.width)))
    return sizes


def _extension(format_name: str, filename: str, profile: Profile) -> str:
    """By the content, not by the name; a BMP becomes a PNG."""
    if format_name == "JPEG" and profile.jpeg_as_named:
        return "jpg" if split_name(filename)[1] == "jpg" else "jpeg"
    return _EXTENSIONS.get(format_name, "png")
