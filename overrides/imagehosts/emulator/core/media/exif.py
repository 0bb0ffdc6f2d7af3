"""Exif as PHP's ``exif_read_data`` gives it: what hosts pass on as ``original_exifdata``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

from PIL import ExifTags, Image, ImageFile, IptcImagePlugin

ORIENTATION = 0x0112
_DATE_TIME = 0x0132
_DESCRIPTION = 0x010E
_XP_TITLE = 0x9C9B
_MAKER_NOTE = 0x927C
_EXIF_IFD = 0x8769
_GPS_IFD = 0x8825
_POINTERS = {_EXIF_IFD, _GPS_IFD, 0xA005}
_IPTC_TITLE = (2, 5)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x80-\xff]")
_LONGEST_TEXT = 2000


@dataclass(frozen=True, slots=True)
class ExifFacts:
    """Tags by name, and what hosts make of some of them."""

    tags: dict[str, Any] = field(default_factory=dict[str, Any])
    orientation: int = 1
    title: str | None = None
    description: str | None = None
    taken: datetime | None = None


def read_exif(image: Image.Image) -> ExifFacts:
    """What an opened picture says about itself. Broken Exif counts as none."""
    try:
        exif = image.getexif()
        main = dict(exif)
        sections = {"IFD0": main, "EXIF": exif.get_ifd(_EXIF_IFD), "GPS": exif.get_ifd(_GPS_IFD)}
    except Exception:  # hostile bytes again
        main, sections = {}, {}
    found = {name: tags for name, tags in sections.items() if tags}
    tags: dict[str, Any] = {
        "MimeType": Image.MIME.get(image.format or "", ""),
        "SectionsFound": ", ".join(["ANY_TAG", *found]) if found else "",
        "COMPUTED": {
            "html": f'width="{image.width}" height="{image.height}"',
            "Height": image.height,
            "Width": image.width,
            "IsColor": int(len(image.getbands()) > 1),
        },
    }
    for name, section in found.items():
        names = ExifTags.GPSTAGS if name == "GPS" else ExifTags.TAGS
        for number, value in section.items():
            if number in _POINTERS or number == _MAKER_NOTE:
                continue
            known = names.get(number, f"UndefinedTag:0x{number:04X}")
            tags[str(known)] = _plain_value(value)
    orientation = main.get(ORIENTATION)
    return ExifFacts(
        tags=tags,
        orientation=orientation if isinstance(orientation, int) and 1 <= orientation <= 8 else 1,
        title=_title(image, main),
        description=_text(main.get(_DESCRIPTION)),
        taken=_moment(main.get(_DATE_TIME)),
    )


def _title(image: Image.Image, main: dict[int, Any]) -> str | None:
    wide: Any = main.get(_XP_TITLE)
    if isinstance(wide, bytes):
        return _text(wide.decode("utf-16-le", "replace"))
    if isinstance(wide, tuple):
        return _text(bytes(cast("tuple[int, ...]", wide)).decode("utf-16-le", "replace"))
    if not isinstance(image, ImageFile.ImageFile):
        return None
    try:
        iptc = IptcImagePlugin.getiptcinfo(image) or {}
    except Exception:
        return None
    value = iptc.get(_IPTC_TITLE)
    value = value[0] if isinstance(value, list) and value else value
    return _text(value)


def _text(value: object) -> str | None:
    """Text as hosts take it from metadata: printable ASCII, nothing else."""
    if isinstance(value, bytes):
        value = value.decode("latin-1")
    if not isinstance(value, str):
        return None
    return _UNPRINTABLE.sub("", value).strip() or None


def _moment(value: object) -> datetime | None:
    try:
        return datetime.strptime(str(value), "%Y:%m:%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _plain_value(value: Any) -> Any:
    """A tag as JSON can carry it: numbers, texts, fractions as ``a/b``, lists of those."""
    if isinstance(value, bool | int):
        return value
    if isinstance(value, tuple | list):
        return [_plain_value(item) for item in cast("list[Any]", value)[:64]]
    if isinstance(value, bytes):
        return value.decode("latin-1").rstrip("\0")[:_LONGEST_TEXT]
    numerator = getattr(value, "numerator", None)
    denominator = getattr(value, "denominator", None)
    if isinstance(numerator, int) and isinstance(denominator, int):
        return f"{numerator}/{denominator}"
    return str(value).rstrip("\0")[:_LONGEST_TEXT]
