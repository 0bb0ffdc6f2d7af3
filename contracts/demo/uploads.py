"""The Chevereto family: each client uploads in every way that it has, and downloads again."""

from __future__ import annotations

import asyncio
import base64
import inspect
import re
from collections.abc import Awaitable, Callable, Sequence
from html import unescape
from io import BytesIO
from typing import Any, NamedTuple
from urllib.parse import urljoin

from imagehosts import Base64, ImageHostError, Url
from imagehosts.hosts import Host

from contracts.demo.answers import Checker
from contracts.demo.pictures import Picture

FORMATS = ("json", "txt", "redirect")
#: Hosts without a spec of their own speak as one that has one.
SPECS = {"chevereto": "imagehosting_me"}


class Uploaded(NamedTuple):
    """What became of the uploads of one client."""

    client: str
    uploads: int
    identical: int
    answers_checked: int
    problems: list[str]


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


def upload_in_every_way(
    host: Host,
    base_url: str,
    pictures: Sequence[Picture],
    *,
    asynchronous: bool,
    tick: Callable[[], None] = lambda: None,
) -> Uploaded:
    """Upload every picture through one client, in every form of input and format of answer."""
    checker = Checker(SPECS.get(host.name, host.name), base_url, asynchronous=asynchronous)
    problems: list[str] = []
    counts = {"uploads": 0, "identical": 0}

    async def go() -> None:
        make = host.make_async_client if asynchronous else host.make_client
        client: Any = make(base_url=base_url, api_key="demo-key", transport=checker)
        upload, download, close = map(_awaited, (client.upload, client.download, client.close))
        try:
            for picture in pictures:
                tick()
                try:
                    first = await upload(picture.path)
                except ImageHostError as error:
                    problems.append(f"{picture.name}: {error}")
                    continue
                for form, source in input_forms(picture, first.url).items():
                    methods = ("POST", "GET") if form == "address" else ("POST",)
                    for method in methods:
                        for format in FORMATS:
                            what = f"{picture.name} as {form}, {format}, {method}"
                            counts["uploads"] += 1
                            try:
                                answer = await upload(source(), format=format, method=method)
                                content = await _picture_behind(answer, format, download)
                            except ImageHostError as error:
                                problems.append(f"{what}: {error}")
                                continue
                            if content == picture.content:
                                counts["identical"] += 1
                            else:
                                problems.append(f"{what}: the bytes that came back differ")
        finally:
            await close()

    asyncio.run(go())
    name = f"{'Async' if asynchronous else ''}{host.client}"
    return Uploaded(
        name, counts["uploads"], counts["identical"], checker.checked, problems + checker.problems
    )


def _awaited(function: Callable[..., Any]) -> Callable[..., Awaitable[Any]]:
    async def call(*args: Any, **kwargs: Any) -> Any:
        await asyncio.sleep(0)  # where Ctrl-C gets through
        result = function(*args, **kwargs)
        return await result if inspect.isawaitable(result) else result

    return call


async def _picture_behind(
    answer: Any, format: str, download: Callable[[str], Awaitable[bytes]]
) -> bytes:
    """The stored picture, by what the answer says of where it is."""
    if format == "json":
        return await download(answer.url)
    if format == "txt":
        return await download(answer)
    page = (await download(answer)).decode()
    found = re.search(r'<img src="([^"]+)"', page)
    return await download(urljoin(answer, unescape(found.group(1)))) if found else b""
