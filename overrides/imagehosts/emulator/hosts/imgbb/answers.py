"""The answer to an upload, as ImgBB writes it since 2024: all numbers are numbers."""

from __future__ import annotations

import re
from typing import Any

from imagehosts.core.quirks import quirk

from ...core.context import Call
from ...core.ids import BASE62
from ...core.store import Picture, StoredFile
from ...domain import simple

__all__ = ["display_address", "file_address", "image_answer", "name_in_addresses"]

_FILE_ID_LENGTH = 8
_LONGEST_NAME = 100


@quirk("IBB-07", "IBB-09")
def image_answer(call: Call, picture: Picture, expiration: int, secret: str) -> dict[str, Any]:
    """A stored picture. ``expiration`` is the seconds that were sent, and 0 where it stays."""
    viewer = f"{call.base_url}/{picture.code}"
    roles = [role for role in ("image", "thumb", "medium") if role in picture.files]
    return {
        "id": picture.code,
        "title": picture.title,
        "url_viewer": viewer,
        "url": simple.link(call, picture),
        "display_url": display_address(call, picture),
        "width": picture.width,
        "height": picture.height,
        "size": picture.size,
        "time": int(picture.created),
        "expiration": expiration,
        **{role: _file(call, picture.files[role]) for role in roles},
        "delete_url": f"{viewer}/{secret}",
    }


def _file(call: Call, file: StoredFile) -> dict[str, Any]:
    filename = file.path.rpartition("/")[2]
    name, _, extension = filename.rpartition(".")
    return {
        "filename": filename,
        "name": name,
        "mime": file.mime,
        "extension": extension,
        "url": call.base_url + file.path,
    }


@quirk("IBB-08")
def name_in_addresses(name: str | None, filename: str) -> str:
    """Title and file name: the words of the name that was sent, or of the file, with hyphens."""
    stem = re.sub(r"\.\w{1,5}\Z", "", filename)
    for candidate in (name or "", stem):
        words = re.findall(r"[A-Za-z0-9]+", candidate)
        if words:
            return "-".join(words)[:_LONGEST_NAME].strip("-")
    return "image"


@quirk("IBB-11")
def display_address(call: Call, picture: Picture) -> str:
    """The medium picture where there is one, else the picture in full size."""
    return simple.link(call, picture, "medium")


@quirk("IBB-12")
def file_address(call: Call, name: str, extension: str) -> str:
    """A path for one file: each has an id of its own, which is not that of the picture."""
    return f"/{call.services.ids.text(_FILE_ID_LENGTH, BASE62)}/{name}.{extension}"
