"""The member ``image`` of a successful answer: a function for every name, a profile for the order.

Which members a site sends, in which order and with numbers as numbers or as texts, is data in
:mod:`.profile`.
"""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from imagehosts.core.quirks import quirk

from ...core.store import Picture, StoredFile
from .profile import Profile

MEDIUM_WIDTH = 500
THUMB_SIZE: tuple[int, int] = (160, 160)
#: A larger picture without a medium shows its thumb.
_LARGEST_DISPLAY = 200
_TITLE_LENGTH = 28
OMITTED = object()

#: Bits of ``chain``, which says what files there are.
_CHAIN = {"thumb": 1, "medium": 2, "image": 4, "frame": 16}
#: What an answer leaves out until a picture is approved.
_UNAPPROVED = ("url", "display_url")
_UNAPPROVED_FILES = ("image", "thumb", "medium")


@dataclass(frozen=True, slots=True)
class View:
    """A picture as one site shows it to one client."""

    picture: Picture
    profile: Profile
    base_url: str
    route: str
    slug: str
    delete_secret: str | None = None

    @property
    def path_viewer(self) -> str:
        code = self.picture.code
        return f"/{self.route}/{self.slug}.{code}" if self.slug else f"/{self.route}/{code}"

    @property
    def path_short(self) -> str:
        return f"/{self.route}/{self.picture.code}"

    def url(self, file: StoredFile) -> str:
        return self.base_url + file.path


def image_answer(view: View) -> dict[str, Any]:
    """The member ``image``."""
    answer: dict[str, Any] = {}
    for name in view.profile.members:
        value = MEMBERS[name](view)
        if value is not OMITTED:
            answer["medium" if name == "no_medium" else name] = _typed(name, value, view)
    if not view.picture.approved:
        _withhold_addresses(answer)
    return answer


def format_size(size: int, kilobyte: int) -> str:
    """``52 KB`` out of bytes, with at most one digit behind the point."""
    if size < kilobyte:
        return f"{size} B"
    value, units = size / kilobyte, ["GB", "MB", "KB"]
    while value >= kilobyte and len(units) > 1:
        value /= kilobyte
        units.pop()
    return f"{round(value, 1):g} {units[-1]}"


@quirk("IMG-10", "IHM-10")
def _typed(name: str, value: Any, view: View) -> Any:
    """A number as this site sends it: as a number or as text."""
    profile, has_medium = view.profile, "medium" in view.picture.files
    is_text = name in profile.texts or (has_medium and name in profile.texts_beside_medium)
    if not is_text or value is None:
        return value
    # With a medium its height is computed, and a computed number stays one.
    if name == "display_height" and has_medium:
        return value
    return str(int(value))


def _withhold_addresses(answer: dict[str, Any]) -> None:
    for name in _UNAPPROVED:
        answer.pop(name, None)
    for name in _UNAPPROVED_FILES:
        if isinstance(answer.get(name), dict):
            answer[name].pop("url", None)


# Members


@quirk("IMG-14", "IHM-14")
def _local(view: View, moment: float) -> str:
    """A moment in the site's own time, without saying which that is."""
    return _text(view.profile.local(moment))


def _gmt(moment: float | None) -> str | None:
    return None if moment is None else _text(datetime.fromtimestamp(moment, UTC))


def _text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S")


@quirk("IMG-11")
def _ratio(width: int, height: int, digits: int) -> float | int:
    """Width through height: PHP sends a whole number where it divides."""
    if width % height == 0:
        return width // height
    return float(f"{width / height:.{digits}g}")


@quirk("IMG-13", "IHM-13")
def _size_formatted(view: View) -> str:
    return format_size(view.picture.size, view.profile.kilobyte)


def _file(view: View, role: str) -> Any:
    """``image``, ``thumb``, ``medium`` or ``frame``, or nothing where there is no such file."""
    file = view.picture.files.get(role)
    if file is None:
        return OMITTED
    filename = file.path.rpartition("/")[2]
    name, _, extension = filename.rpartition(".")
    size: int | str = file.size
    if "file_size" in view.profile.texts:
        size = str(size)
    values = {
        "filename": filename,
        "name": name,
        "mime": file.mime,
        "extension": extension,
        "url": view.url(file),
        "size": size,
        "size_formatted": format_size(file.size, view.profile.kilobyte),
        "width": file.width,
        "height": file.height,
        "ratio": _ratio(file.width, file.height, view.profile.ratio_digits),
        "bits": file.bits,
        "channels": file.channels,
    }
    return {member: values[member] for member in view.profile.file_members}


@quirk("IHM-12")
def _no_medium(view: View) -> Any:
    """Version 4 keeps the object and empties it."""
    if "medium" in view.picture.files:
        return OMITTED
    return dict.fromkeys(("filename", "name", "mime", "extension", "url"))


def _size_of(role: str) -> Callable[[View], Any]:
    def size(view: View) -> int:
        file = view.picture.files.get(role)
        return 0 if file is None else file.size

    return size


@quirk("IHM-21")
def display(view: View) -> tuple[StoredFile, int, int]:
    """What a page shows: the medium, or for a large picture without one the thumb."""
    picture = view.picture
    files = picture.files
    if "medium" in files:
        height = round(MEDIUM_WIDTH * picture.height / picture.width)
        return files["medium"], MEDIUM_WIDTH, height
    if "frame" in files:
        return files["frame"], picture.width, picture.height
    if picture.size > _LARGEST_DISPLAY * view.profile.kilobyte:
        return files["thumb"], *THUMB_SIZE
    return files["image"], picture.width, picture.height


def _truncated(title: str | None) -> str | None:
    if title is None or len(title) <= _TITLE_LENGTH:
        return title
    return title[: _TITLE_LENGTH - 3] + "..."


def _truncated_html(view: View) -> str | None:
    text = _truncated(view.picture.title)
    return None if text is None else html.escape(text).replace("&#x27;", "&#039;")


def _duration_time(view: View) -> str:
    seconds = view.picture.duration
    return f"{seconds // 60:02d}:{seconds % 60:02d}" if seconds else ""


@quirk("IHM-16")
def _delete_url(view: View) -> Any:
    """The address that deletes when it is opened; it is answered once."""
    if view.delete_secret is None:
        return OMITTED
    return f"{view.base_url}{view.path_short}/delete/{view.delete_secret}"


def _column(name: str) -> Callable[[View], Any]:
    return lambda view: getattr(view.picture, name)


def _constant(value: Any) -> Callable[[View], Any]:
    return lambda view: value


def _exifdata(view: View) -> str | None:
    exif = view.picture.exif
    return None if exif is None else php_json(json.loads(exif))


def php_json(value: Any) -> str:
    """JSON as PHP writes it: ASCII only, slashes escaped, no blanks."""
    return json.dumps(value, separators=(",", ":")).replace("/", "\\/")


MEMBERS: dict[str, Callable[[View], Any]] = {
    "name": _column("name"),
    "extension": _column("extension"),
    "size": _column("size"),
    "width": _column("width"),
    "height": _column("height"),
    "date": lambda view: _local(view, view.picture.dated),
    "date_gmt": lambda view: _gmt(view.picture.dated),
    "title": _column("title"),
    "tags": lambda view: list(view.picture.tags),
    "tags_string": lambda view: ",".join(view.picture.tags),
    "description": _column("description"),
    "nsfw": _column("nsfw"),
    "storage_id": _constant(None),
    "storage": _constant("datefolder"),
    "storage_mode": _constant("datefolder"),
    "md5": _column("md5"),
    "source_md5": _column("source_md5"),
    "original_filename": _column("original_filename"),
    "original_exifdata": _exifdata,
    "views": _column("views"),
    "category_id": _column("category_id"),
    "chain": lambda view: sum(_CHAIN[role] for role in view.picture.files),
    "thumb_size": _size_of("thumb"),
    "medium_size": _size_of("medium"),
    "frame_size": _size_of("frame"),
    "expiration_date_gmt": lambda view: _gmt(view.picture.expires),
    "likes": _column("likes"),
    "is_animated": lambda view: int(view.picture.animated),
    "is_approved": lambda view: int(view.picture.approved),
    "is_360": _constant(0),
    "duration": _column("duration"),
    "type": _column("kind"),
    "file": lambda view: {"resource": {"type": view.profile.resource_type}},
    "id_encoded": _column("code"),
    "filename": lambda view: f"{view.picture.name}.{view.picture.extension}",
    "mime": _column("mime"),
    "bits": _column("bits"),
    "channels": _column("channels"),
    "url": lambda view: view.url(view.picture.files["image"]),
    "ratio": lambda view: _ratio(
        view.picture.width, view.picture.height, view.profile.ratio_digits
    ),
    "size_formatted": _size_formatted,
    "frame": lambda view: _file(view, "frame"),
    "image": lambda view: _file(view, "image"),
    "thumb": lambda view: _file(view, "thumb"),
    "medium": lambda view: _file(view, "medium"),
    "no_medium": _no_medium,
    "url_frame": lambda view: (
        view.url(view.picture.files["frame"]) if "frame" in view.picture.files else OMITTED
    ),
    "duration_time": _duration_time,
    "url_viewer": lambda view: view.base_url + view.path_viewer,
    "path_viewer": lambda view: view.path_viewer,
    "url_short": lambda view: view.base_url + view.path_short,
    "display_url": lambda view: view.url(display(view)[0]),
    "display_width": lambda view: display(view)[1],
    "display_height": lambda view: display(view)[2],
    "views_label": lambda view: "view" if view.picture.views == 1 else "views",
    "likes_label": lambda view: "like" if view.picture.likes == 1 else "likes",
    "how_long_ago": _constant("moments ago"),
    "date_fixed_peer": lambda view: _gmt(view.picture.dated),
    "title_truncated": lambda view: _truncated(view.picture.title),
    "title_truncated_html": _truncated_html,
    "is_use_loader": _constant(False),
    "display_title": lambda view: (
        view.picture.title or f"{view.picture.name}.{view.picture.extension}"
    ),
    "delete_url": _delete_url,
}
