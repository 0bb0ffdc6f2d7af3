"""The optional parameters of version 1.1, and names made from file names and titles."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from imagehosts.core.quirks import quirk

if TYPE_CHECKING:
    from ...core.forms import Form

SHORTEST_EXPIRATION = 300
LONGEST_EXPIRATION = 31_536_000
LONGEST_TITLE = 100
LONGEST_NAME = 200
_LARGEST_INTEGER = 2**63 - 1

_NUMBER = r"(\d{1,9})"
_INTERVAL = re.compile(
    rf"P(?=.)(?:{_NUMBER}Y)?(?:{_NUMBER}M)?(?:{_NUMBER}W)?(?:{_NUMBER}D)?"
    rf"(?:T(?=.)(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?\Z",
    re.ASCII,
)
_WITHOUT_ACCENT = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "Æ": "AE",
        "œ": "oe",
        "Œ": "OE",
        "ø": "o",
        "Ø": "O",
        "ð": "d",
        "Ð": "D",
        "þ": "th",
        "Þ": "TH",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "ı": "i",
    }
)


@dataclass(frozen=True, slots=True)
class Options:
    """What an uploader may say about a picture. Nothing said is ``None``."""

    title: str | None = None
    description: str | None = None
    tags: tuple[str, ...] = ()
    album_id: str | None = None
    category_id: int | None = None
    width: int | None = None
    expires: float | None = None
    nsfw: int = 0
    use_file_date: bool = False


@quirk("IHM-04", "IHM-05")
def read_options(form: Form, now: float) -> Options:
    """The parameters of version 1.1. What PHP counts as empty, ``0`` included, counts as unsaid."""

    def said(name: str) -> str | None:
        text = form.text(name)
        return text if text not in (None, "", "0") else None

    return Options(
        title=said("title") or said("name"),
        description=said("description"),
        tags=read_tags(said("tags") or ""),
        album_id=said("album_id"),
        category_id=_whole_number(said("category_id")),
        width=_whole_number(said("width")),
        expires=expiry(said("expiration"), now),
        nsfw=1 if said("nsfw") == "1" else 0,
        use_file_date=said("use_file_date") is not None,
    )


def read_tags(text: str) -> tuple[str, ...]:
    """Tags out of a comma separated list: trimmed, none empty, none twice."""
    return tuple(dict.fromkeys(tag for part in text.split(",") if (tag := part.strip())))


@quirk("IHM-05")
def expiry(text: str | None, now: float) -> float | None:
    """The moment at which a picture goes, out of a duration: ``P3D``, ``PT5M`` or seconds.

    What cannot be read becomes five minutes, not an error; everything is kept between five minutes
    and 365 days.
    """
    if not text:
        return None
    seconds = _seconds(text.strip(), now)
    return now + min(max(seconds, SHORTEST_EXPIRATION), LONGEST_EXPIRATION)


def _seconds(text: str, now: float) -> float:
    if re.fullmatch(r"[+-]?\d{1,12}(?:\.\d{0,12})?", text, re.ASCII):
        return int(float(text))
    match = _INTERVAL.match(text)
    if not match or not any(match.groups()):
        return 0
    years, months, weeks, days, hours, minutes, seconds = (int(n or 0) for n in match.groups())
    if years > 1 or months > 12 or weeks + days > 366:
        return LONGEST_EXPIRATION
    rest = timedelta(weeks=weeks, days=days).total_seconds()
    rest += hours * 3600 + minutes * 60 + seconds
    return _later(now, years * 12 + months) - now + rest


def _later(now: float, months: int) -> float:
    """The same day and time some calendar months later."""
    start = datetime.fromtimestamp(now, UTC)
    month = start.month - 1 + months
    year = start.year + month // 12
    day = min(start.day, monthrange(year, month % 12 + 1)[1])
    return start.replace(year=year, month=month % 12 + 1, day=day).timestamp()


def _whole_number(text: str | None) -> int | None:
    """A number as PHP reads it where it looks like one, else nothing. Integers end at 64 bits."""
    match = re.fullmatch(r"\s*([+-]?)(\d+)(?:\.\d*)?\s*", text or "", re.ASCII)
    if match is None:
        return None
    size = int(match[2]) if len(match[2]) <= 18 else _LARGEST_INTEGER
    return -size if match[1] == "-" else size


# Names


def without_accents(text: str, letters: Mapping[str, str] = MappingProxyType({})) -> str:
    """ASCII letters where they can be made; everything else is left out."""
    own = {ord(letter): plain for letter, plain in letters.items()}
    plain = text.translate(own).translate(_WITHOUT_ACCENT)
    plain = unicodedata.normalize("NFKD", plain)
    return plain.encode("ascii", "ignore").decode()


def split_name(filename: str) -> tuple[str, str]:
    """``a.b.jpg`` as ``a.b`` and ``jpg``."""
    name, dot, extension = filename.rpartition(".")
    return (name, extension.lower()) if dot else (filename, "")


def served_name(
    filename: str, extension: str, letters: Mapping[str, str] = MappingProxyType({})
) -> str:
    """The name under which a file is served, without extension; empty when nothing is left of it.

    Letters lose their accents, blanks become hyphens, and marks of thumbs and mediums go.
    """
    name = split_name(filename)[0].lstrip(".")
    if split_name(name)[1] == extension:
        name = split_name(name)[0]
    name = re.sub(r"\.(?:th|md|original|lg)\Z", "", name)
    name = re.sub(r"\s+", "-", without_accents(name, letters)).strip("-")
    return re.sub(r"[^.\w-]", "", name, flags=re.ASCII)[:LONGEST_NAME]


def title_from_name(filename: str) -> str | None:
    """``my-summer_photo.jpg`` as ``my summer photo``."""
    return re.sub(r"[-_\s\x00-\x1f\x7f]+", " ", split_name(filename)[0]).strip() or None


_STOP_WORDS = (
    *("a", "an", "as", "at", "before", "but", "by", "for", "from", "in", "into", "is", "like"),
    *("of", "off", "on", "onto", "per", "since", "than", "that", "the", "this", "to", "up"),
    *("via", "with"),
)
_STOP_WORD = re.compile(rf"\b(?:{'|'.join(_STOP_WORDS)})\b", re.IGNORECASE)
_LONGEST_SHORT_SLUG = 60


def short_slug(title: str | None) -> str:
    """What version 3 makes of a title: lower case, without words that say nothing and marks."""
    words = _STOP_WORD.sub("", without_accents(title or ""))
    words = re.sub(r"[^\s_a-zA-Z0-9-]", "", words).replace("_", " ").strip()
    return re.sub(r"[-\s]+", "-", words).lower()[:_LONGEST_SHORT_SLUG].strip("-")


def slug(title: str | None) -> str:
    """Words of a title for a viewer address; empty where none are left."""
    words = re.findall(r"[A-Za-z0-9]+", without_accents(title or ""))
    return "-".join(words)[:LONGEST_TITLE].strip("-")
