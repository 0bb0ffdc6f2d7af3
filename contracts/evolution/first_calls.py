"""Calls as the first guides had them: the type checkers hold them to the clients of today."""

from __future__ import annotations

from pathlib import Path

from imagehosts import (
    AsyncImges,
    Chevereto,
    FileTooLarge,
    ImageHostError,
    ImageHostingMe,
    ImageShack,
    ImageShackGallery,
    Imges,
    Imgur,
    NotFound,
    RateLimited,
)


def imagehosting_me(host: ImageHostingMe, picture: Path) -> list[object]:
    """Upload with options, look at the answer, delete."""
    image = host.upload(picture, title="Tahoe", tags=["lake", "dawn"], expiration="P3D")
    seen: list[object] = [image.url, image.width, image.height]
    host.delete(image)
    return seen


def imges(host: Imges, picture: Path) -> str:
    """The address alone."""
    return host.upload(picture.read_bytes(), format="txt")


async def imges_awaited(host: AsyncImges, picture: Path) -> str:
    """The same with await."""
    return await host.upload(picture.read_bytes(), format="txt")


def chevereto(host: Chevereto, picture: Path) -> int | None:
    """Any site of the software."""
    return host.upload(picture).width


def imgur(host: Imgur, picture: Path) -> list[object]:
    """Albums and pictures by their deletehashes, pages, and errors."""
    album = host.albums.create(title="Lakes")
    image = host.images.upload(picture, title="Tahoe", album_id=album.deletehash)
    seen: list[object] = [image.width, image.type, host.images.get(image.id).title]
    if image.deletehash is not None:
        host.images.update(image.deletehash, title="Tahoe at dawn")
        host.images.delete(image.deletehash)
    try:
        host.images.get(image.id)
    except NotFound as error:
        seen.append(error.status)
    except (FileTooLarge, RateLimited, ImageHostError):
        raise
    return seen


def imageshack(host: ImageShack) -> object:
    """Usage of the account that a token is of."""
    return host.users.usage


def imageshack_gallery(host: ImageShackGallery) -> list[str | None]:
    """Titles of somebody's galleries."""
    return [gallery.title for gallery in host.list_galleries("bob")]
