"""The Chevereto family: each client uploads in every way that it has, and downloads again."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from html import unescape
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

from imagehosts import Base64, Url

from contracts.demo.pictures import Picture
from contracts.demo.stage import Person, Stage

FORMATS = ("json", "txt", "redirect")


def input_forms(picture: Picture, address: str) -> dict[str, Callable[[], Any]]:
    """Every way to give a picture to a client."""
    text = base64.b64encode(picture.content).decode()
    return {
        "path as text": lambda: str(picture.path),
        "path object": lambda: picture.path,
        "bytes": lambda: picture.content,
        "file object": lambda: picture.path.open("rb"),
        "name and content": lambda: (picture.name, picture.content),
        "name, content, type": lambda: (picture.name, BytesIO(picture.content), "image/*"),
        "base64": lambda: Base64(text),
        "data URL": lambda: f"data:image/png;base64,{text}",
        "address": lambda: Url(address),
    }


async def scenario(stage: Stage, pictures: Sequence[Picture]) -> None:
    """Upload every picture in every form of input and format of answer."""
    guest = stage.person(api_key="demo-key")
    for picture in pictures:
        stage.step(f"uploading {picture.name}")
        first = await guest.do("upload", picture.path)
        for form, source in input_forms(picture, first.url).items():
            for method in ("POST", "GET") if form == "address" else ("POST",):
                for format in FORMATS:
                    stage.step(f"uploading {picture.name} as {form}, {format}, {method}")
                    with closing_files(source()) as given:
                        answer = await guest.do("upload", given, format=format, method=method)
                    address = await picture_behind(guest, answer, format)
                    await stage.same_bytes(guest, picture.name, address, picture.content)


@contextmanager
def closing_files(source: Any) -> Iterator[Any]:
    """A source, closed afterwards where it is an open file."""
    try:
        yield source
    finally:
        if hasattr(source, "close"):
            source.close()


async def picture_behind(person: Person, answer: Any, format: str) -> str:
    """The address of the stored picture, from what the answer says of where it is."""
    if format == "json":
        return str(answer.url)
    if format == "txt":
        return str(answer)
    page = (await person.do("download", answer)).decode()
    found = re.search(r'<img src="([^"]+)"', page)
    return urljoin(answer, unescape(found.group(1))) if found else str(answer)
