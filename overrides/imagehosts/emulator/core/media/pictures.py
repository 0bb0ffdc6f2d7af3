"""Looking into picture files and making smaller ones: Pillow behind bounds.

Only the formats that hosts take are opened, only up to a number of pixels, and never twice the
whole of a large file in memory. What kind of thing a file is comes from its bytes, never from its
name or from what a client says.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import ceil
from typing import Any, BinaryIO, NamedTuple

from PIL import Image, ImageOps, features
from PIL.JpegImagePlugin import JpegImageFile

from .exif import read_exif

MIME_TYPES = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "GIF": "image/gif",
    "WEBP": "image/webp",
    "BMP": "image/bmp",
    **({"AVIF": "image/avif"} if features.check("avif") else {}),
}
#: Pictures that a host recognises as such and does not take, by their first bytes.
FOREIGN_FORMATS = (
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"8BPS", "PSD"),
    (b"\0\0\1\0", "ICO"),
    (b"\0\0\0\x0cjP  \r\n\x87\n", "JPEG2000"),
    (b"FWS", "SWF"),
    (b"CWS", "SWF"),
)
#: So many bytes of the pixels of a JPEG are looked at where nothing is made of it, and they are
#: looked for behind so many of what else stands there.
_CHECKED, _LONGEST_HEAD = 8 * 1024, 256 * 1024
_START_OF_JPEG, _END_OF_JPEG = b"\xff\xd8\xff", b"\xff\xd9"
#: The mark of the segment that the pixels are behind.
_PIXELS = 0xDA


class Limits(NamedTuple):
    """How much of a picture is decoded."""

    pixels: int = 40_000_000
    side: int = 16_384


class PictureError(Exception):
    """A file that is not a usable picture. ``kind`` says in which way."""

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(detail)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Probe:
    """What the header of a picture says, ``bits`` and ``channels`` as PHP's getimagesize does."""

    format: str
    mime: str
    width: int
    height: int
    bits: int | None = None
    channels: int | None = None
    animated: bool = False
    orientation: int = 1
    exif: dict[str, Any] | None = None
    title: str | None = None
    description: str | None = None
    taken: datetime | None = field(default=None)


@dataclass(frozen=True, slots=True)
class Rendition:
    """A picture made from another one."""

    content: io.BytesIO
    probe: Probe


def probe_picture(file: BinaryIO, limits: Limits = Limits()) -> Probe:  # noqa: B008 - immutable
    """Recognise a picture and read its header.

    ``PictureError`` kinds: ``not_a_picture``, ``unavailable_format``, ``too_many_pixels``, and
    ``undecodable`` for a good header with nothing usable behind it.
    """
    file.seek(0)
    head = file.read(32)
    for magic, name in FOREIGN_FORMATS:
        if head.startswith(magic):
            raise PictureError("unavailable_format", f"{name} is not taken")
    try:
        image = _open(file)
    except PictureError as error:
        if error.kind == "not_a_picture" and _has_size(head):
            raise PictureError("undecodable", str(error)) from None
        raise
    with image:
        format_name = image.format or ""
        width, height = image.size
        if width < 1 or height < 1:
            raise PictureError("not_a_picture", "the picture has no pixels")
        if width * height > limits.pixels or max(width, height) > limits.side:
            raise PictureError("too_many_pixels", f"{width}x{height} pixels")
        probe = Probe(
            format=format_name,
            mime=MIME_TYPES[format_name],
            width=width,
            height=height,
            bits=_bits(image, head),
            channels=_channels(image),
            animated=format_name in ("GIF", "WEBP") and _is_animated(image),
        )
        facts = read_exif(image)
        return replace(
            probe,
            orientation=facts.orientation,
            exif=facts.tags if format_name == "JPEG" else None,
            title=facts.title,
            description=facts.description,
            taken=facts.taken,
        )


def upright(file: BinaryIO, probe: Probe) -> Rendition:
    """The picture turned as its Exif orientation says, without Exif, as a host stores it."""
    with _load(file, probe) as image:
        turned = ImageOps.exif_transpose(image)
        return _rendition(turned, probe.format, probe)


def as_png(file: BinaryIO, probe: Probe) -> Rendition:
    """The same picture as PNG."""
    with _load(file, probe) as image:
        return _rendition(_plain(image), "PNG", probe)


def scaled_to_width(file: BinaryIO, probe: Probe, width: int) -> Rendition:
    """The picture ``width`` pixels wide, the height in proportion, in the same format."""
    height = max(1, round(width * probe.height / probe.width))
    with _load(file, probe) as image:
        return _rendition(_resized(image, (width, height)), probe.format, probe)


def thumbnails(
    file: BinaryIO, probe: Probe, sizes: dict[str, tuple[int, int]], format_name: str | None = None
) -> dict[str, Rendition]:
    """Stills of exactly these sizes, cropped around the centre, decoded from the file once.

    They have the format of the picture unless another is given. ``PictureError("undecodable")``
    when the bytes behind a good header are broken.
    """
    with _load(file, probe, sizes) as image:
        plain = _plain(image)
        return {
            role: _rendition(_fitted(plain, size), format_name or probe.format, probe)
            for role, size in sizes.items()
        }


def check_pixels(file: BinaryIO, probe: Probe) -> None:
    """See that there are pixels behind a header; ``PictureError("undecodable")`` otherwise.

    Of a large JPEG the beginning is decoded, if it can be: hosts show what there is of one, and the
    rest would be most of what an upload costs.
    """
    trial = {"trial": (min(8, probe.width), min(8, probe.height))}
    if probe.format == "JPEG":
        end = _start_of_pixels(file) + _CHECKED
        file.seek(0)
        start = file.read(end)
        if end > _CHECKED and len(start) == end:
            with suppress(PictureError), _load(io.BytesIO(start), probe, trial):
                return
    with _load(file, probe, trial):
        pass


def _start_of_pixels(file: BinaryIO) -> int:
    """How many bytes of a JPEG stand before its pixels; 0 where they cannot be told from these."""
    position, mark_size = 2, 2
    while position < _LONGEST_HEAD:
        file.seek(position)
        head = file.read(mark_size + 2).ljust(mark_size + 2, b"\0")
        length = int.from_bytes(head[mark_size:], "big")
        if head[0] != 0xFF or length < 2:  # its own two bytes count
            break
        if head[1] == _PIXELS:
            return position
        position += mark_size + length
    return 0


# Opening


def _open(file: BinaryIO) -> Image.Image:
    file.seek(0)
    is_jpeg = file.read(len(_START_OF_JPEG)) == _START_OF_JPEG
    file.seek(0)
    try:
        if is_jpeg:
            # Pillow has another format for a JPEG with more pictures behind it, as cameras and
            # telephones write them. Hosts see the first picture alone.
            return JpegImageFile(file)
        return Image.open(file, formats=tuple(MIME_TYPES))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureError("too_many_pixels", str(error)) from None
    except Exception as error:  # parsers of hostile files fail in every way there is
        raise PictureError("not_a_picture", str(error) or type(error).__name__) from None


def _load(
    file: BinaryIO, probe: Probe, sizes: dict[str, tuple[int, int]] | None = None
) -> Image.Image:
    """The first frame, decoded: at full size, or for JPEG at the least that ``sizes`` need."""
    source = _EndedJpeg(file) if probe.format == "JPEG" else file
    image = _open(source)  # type: ignore[arg-type]
    try:
        if sizes and probe.format == "JPEG":
            scale = max(max(w / probe.width, h / probe.height) for w, h in sizes.values())
            if scale < 1:
                image.draft(None, (ceil(probe.width * scale), ceil(probe.height * scale)))
        image.load()
    except Exception as error:
        image.close()
        raise PictureError("undecodable", str(error) or type(error).__name__) from None
    return image


class _EndedJpeg:
    """A JPEG file that ends as it should even where it was cut: hosts show what there is of it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._spare = 2048  # end marks that are handed out before the file really ends
        self._file.seek(0)

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        if data or size == 0 or self._spare <= 0:
            return data
        count = 2 if size < 0 else min(size, self._spare)
        self._spare -= count
        return (_END_OF_JPEG * (count // 2 + 1))[:count]

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()


# Facts from headers


def _has_size(head: bytes) -> bool:
    """Whether the first bytes say how large a picture is, as PHP's getimagesize reads them."""
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return head[12:16] == b"IHDR" and all(
            int.from_bytes(head[start : start + 4]) for start in (16, 20)
        )
    if head.startswith((b"GIF87a", b"GIF89a")):
        return all(int.from_bytes(head[start : start + 2], "little") for start in (6, 8))
    return False


def _bits(image: Image.Image, head: bytes) -> int | None:
    known: dict[str, Callable[[], int]] = {
        "PNG": lambda: head[24],
        "GIF": lambda: (head[10] & 0b111) + 1,
        "BMP": lambda: int.from_bytes(head[28:30], "little") or 24,
    }
    return known.get(image.format or "", lambda: 8)()


def _channels(image: Image.Image) -> int | None:
    if image.format == "GIF":
        return 3
    if image.format == "JPEG":
        return len(image.getbands())
    return None


def _is_animated(image: Image.Image) -> bool:
    try:
        return bool(getattr(image, "is_animated", False))
    except Exception:  # a broken second frame
        return False


# Pixels


def _plain(image: Image.Image) -> Image.Image:
    """The picture in a mode that can be resized: L, RGB or RGBA."""
    if image.mode in ("L", "RGB", "RGBA"):
        return image if "transparency" not in image.info else image.convert("RGBA")
    if image.mode.startswith("I;16") or image.mode == "I":
        wide: Any = image.convert("I")
        grey: Image.Image = wide.point(_shrink_16_bits)
        return grey.convert("L")
    has_alpha = image.mode in ("LA", "PA", "La", "RGBa") or "transparency" in image.info
    return image.convert("RGBA" if has_alpha else "RGB")


def _shrink_16_bits(value: Any) -> Any:
    return value * (1 / 256)


def _resized(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    plain = _plain(image)
    return _scaled(plain, size, (0, 0, *plain.size))


def _fitted(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """``image`` scaled to cover ``size`` and cut to it around the centre."""
    width, height = image.size
    scale = min(width / size[0], height / size[1])
    cut_width, cut_height = size[0] * scale, size[1] * scale
    left, top = max(0.0, (width - cut_width) / 2), max(0.0, (height - cut_height) / 2)
    box = (left, top, min(width, left + cut_width), min(height, top + cut_height))
    return _scaled(image, size, box)


def _scaled(
    image: Image.Image, size: tuple[int, int], box: tuple[float, float, float, float]
) -> Image.Image:
    untyped: Any = image  # resize is typed with the help of a package that need not be there
    scaled: Image.Image = untyped.resize(size, Image.Resampling.BICUBIC, box=box, reducing_gap=2.0)
    return scaled


_SAVE_OPTIONS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 90},
    "WEBP": {"quality": 90},
    "AVIF": {"quality": 75, "speed": 9},
}


def _rendition(image: Image.Image, format_name: str, source: Probe) -> Rendition:
    if format_name == "JPEG" and image.mode not in ("L", "RGB", "CMYK"):
        image = image.convert("RGB")
    content = io.BytesIO()
    try:
        image.save(content, format_name, **_SAVE_OPTIONS.get(format_name, {}))
    except Exception as error:
        raise PictureError("undecodable", str(error) or type(error).__name__) from None
    head = content.getvalue()[:32]
    with Image.open(io.BytesIO(content.getvalue()), formats=(format_name,)) as made:
        probe = replace(
            source,
            format=format_name,
            mime=MIME_TYPES[format_name],
            width=made.width,
            height=made.height,
            bits=_bits(made, head),
            channels=_channels(made),
            animated=False,
            orientation=1,
        )
    return Rendition(content, probe)
