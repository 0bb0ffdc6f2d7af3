"""imgur as the upload of all hosts sees it: its limits, its addresses, its albums."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ...sharing.albums import Album, AlbumPicture
from ...sharing.details import NotOffered
from ...sharing.profile import Fact, Link, Sharing

if TYPE_CHECKING:
    from imagehosts_wire.imgur import models

    from . import Imgur

__all__ = ["ImgurAlbums", "sharing"]

HELP = "imgur's help pages"
LIMITS = {"image": 10 * 1024 * 1024, "animation": 200 * 1024 * 1024, "video": 200 * 1024 * 1024}


def sharing() -> Sharing:
    """The part of the row."""
    return Sharing(
        members={"thumbnail_url": thumbnail_url, "bytes": "size", "mime": "type"},
        sites=("imgur.com",),
        links=(
            Link(r"/delete/(?P<handle>[A-Za-z0-9]+)/?", "delete"),
            Link(r"/(?:a/|gallery/)?[A-Za-z0-9]{5,8}(?:\.\w+)?", "picture"),
        ),
        deletes=Fact("handle", "the document, image-delete"),
        max_bytes=Fact(LIMITS, HELP),
        by_address=Fact(True, "the document, image-upload"),
        anonymous=Fact(True, "the document: with a client id, and without an account"),
        known_problems=(
            Fact(
                "no application can be registered: an old client id is needed",
                "ShareX/ShareX#8014, since mid-2025",
            ),
            Fact("some countries are refused, among them the UK", "ShareX/ShareX#8009"),
        ),
        albums=lambda: ImgurAlbums,
        recent=recent,
        expressions={"DeletionURL": "https://imgur.com/delete/{json:data.deletehash}"},
        who=lambda client: client.account.get("me").url if client.acts_for_account else None,
    )


def thumbnail_url(client: Any, image: models.Image) -> str | None:
    """The address of the small version: the letter ``m`` behind the id."""
    found = re.fullmatch(r"(.*/)([A-Za-z0-9]{5,8})\.\w+", image.link or "")
    return f"{found[1]}{found[2]}m.jpg" if found else None


def recent(client: Any) -> Any:
    """The pictures that the account uploaded last; None for an anonymous client."""
    return client.account.images("me") if client.acts_for_account else None


class ImgurAlbums:
    """The albums of an account, and anonymous ones by their deletehashes."""

    description_limit: int | None = None

    def __init__(self, client: Imgur) -> None:
        self._client = client

    def create(self, title: str, description: str | None, private: bool | None) -> Album:
        made = self._client.albums.create(
            title=title,
            description=description,
            privacy=None if private is None else "hidden" if private else "public",
        )
        handle = made.id if self._client.acts_for_account else made.deletehash or made.id
        return Album(made.id, handle, title, description, self._client.album_url(made.id))

    def all(self) -> Iterator[Album]:
        return map(self._album, self._client.account.albums("me"))

    def show(self, album: str) -> Album:
        return self._album(self._client.albums.get(album))

    def pictures(self, album: str) -> Iterator[AlbumPicture]:
        for image in self._client.albums.images(album):
            yield AlbumPicture(
                image.id, image.link or "", image.title, image.description, (), image.type
            )

    def add(self, album: str, pictures: Sequence[str]) -> None:
        if not self._client.acts_for_account:
            raise NotOffered(
                "album", "imgur adds to an anonymous album only what is uploaded into it"
            )
        self._client.albums.add_images(album, pictures)

    def remove(self, album: str, pictures: Sequence[str]) -> None:
        self._client.albums.remove_images(album, pictures)

    def delete(self, album: str) -> None:
        self._client.albums.delete(album)

    def _album(self, found: models.Album) -> Album:
        return Album(
            found.id,
            found.id if self._client.acts_for_account else found.deletehash or found.id,
            found.title,
            found.description,
            found.link or self._client.album_url(found.id),
            found.images_count,
        )
