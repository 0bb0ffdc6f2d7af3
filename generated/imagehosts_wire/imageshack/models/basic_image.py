# Generated from specs/imageshack/openapi.yaml by `make generate`. Change the spec, not this file.
"""BasicImage."""

from __future__ import annotations

from attrs import define, field


@define(kw_only=True)
class BasicImage:
    """A picture as it stands in lists.

    Source: imageshack-api-v2.txt, "Basic Image Model".

    Attributes:
        id: Id of the picture, to be taken as it is. Case counts.
        server: Number of the server that keeps the file.
        bucket: Number of the directory that the file is in.
        filename: File name on the server.
        original_filename: File name as the user sent it.
        direct_link: Address of the file without a scheme. (observed)
        title: Title of the picture.
        album: The album that the picture is in. Missing, or with a null or empty id, when
            it is in none.
        album_id: Id of the album, where the host does not nest it.
        album_title: Title of the album, where the host does not nest it.
        creation_date: When it was made, in seconds of Unix time.
        public: Whether everybody may see the picture.
        hidden: Whether the picture is deleted. Only its owner can still see it then.
        filesize: Size of the file in kilobytes of 1024 bytes, rounded.
        width: Width in pixels; 0 when not known.
        height: Height in pixels; 0 when not known.
        likes: Number of accounts that like the picture.
        liked: Whether the caller likes the picture.
        is_owner: Whether the picture belongs to the caller.
        owner: The account that the picture belongs to. Told of public pictures only.
        adult_content: Whether the picture is for adults only. (observed)
    """

    id: str
    server: int | None = None
    bucket: int | None = None
    filename: str | None = None
    original_filename: str | None = None
    direct_link: str | None = None
    title: str | None = None
    album: AlbumReference | None = None
    album_id: str | None = field(default=None, repr=False, eq=False)
    album_title: str | None = field(default=None, repr=False, eq=False)
    creation_date: int | None = None
    public: bool | None = None
    hidden: bool | None = None
    filesize: int | None = None
    width: int | None = None
    height: int | None = None
    likes: int | None = None
    liked: bool | None = None
    is_owner: bool | None = None
    owner: Owner | None = None
    adult_content: bool | None = None

    def __attrs_post_init__(self) -> None:
        # Other spellings of a member, as some answers have them.
        if self.album_id is not None:
            self.album = self.album or AlbumReference()
            if self.album.id is None:
                self.album.id = self.album_id
        if self.album_title is not None:
            self.album = self.album or AlbumReference()
            if self.album.title is None:
                self.album.title = self.album_title


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
from imagehosts_wire.imageshack.models import (
    AlbumReference,  # noqa: E402
    Owner,  # noqa: E402
)
