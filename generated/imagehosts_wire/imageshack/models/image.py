# Generated from specs/imageshack/openapi.yaml by `make generate`. Change the spec, not this file.
"""Image."""

from __future__ import annotations

from attrs import define, field


@define(kw_only=True)
class Image:
    """A picture with everything about it.

    Source: imageshack-api-v2.txt, "Image Model".

    Attributes:
        id: Id of the picture, to be taken as it is. Case counts.
        server: Number of the server that keeps the file.
        bucket: Number of the directory that the file is in.
        lp_hash: A name of the picture's page, kept as the host sends it. (observed)
        filename: File name on the server.
        original_filename: File name as the user sent it.
        direct_link: Address of the file without a scheme.
        title: Title of the picture.
        description: Description of the picture.
        tags: Names of the tags of the picture.
        liked: Whether the caller likes the picture.
        likes: Number of accounts that like the picture.
        views: How often the page of the picture was seen.
        moderated: Whether a moderator has dealt with the picture.
        album: The album that the picture is in. Missing, or with a null or empty id, when
            it is in none.
        album_id: Id of the album, where the host does not nest it.
        album_title: Title of the album, where the host does not nest it.
        comments_count: Number of comments.
        comments_disabled: Whether comments are not allowed.
        filter: Number of the effect laid over the picture; 0 is none.
        filesize: Size of the file in kilobytes of 1024 bytes, rounded.
        creation_date: When it was made, in seconds of Unix time.
        width: Width in pixels; 0 when not known.
        height: Height in pixels; 0 when not known.
        public: Whether everybody may see the picture.
        hidden: Whether the picture is deleted. Only its owner can still see it then.
            (observed)
        is_owner: Whether the picture belongs to the caller.
        owner: The account that the picture belongs to. Told of public pictures only.
        adult_content: Whether the picture is for adults only. (observed)
        block_downloading: Whether the owner does not want the picture downloaded.
            (observed)
        copyright: Who has the rights, in the words of the owner; empty when not told.
            (observed)
        featured: Whether the host shows the picture on its front page. (observed)
        next_images: The pictures that follow in the account, 2 unless the call says
            otherwise.
        prev_images: The pictures that come before in the account, 2 unless the call says
            otherwise.
        previous_images: The name that the document's table has for `prev_images`.
        related_images: Pictures like this one, 10 unless the call says otherwise.
    """

    id: str
    server: int | None = None
    bucket: int | None = None
    lp_hash: str | None = None
    filename: str | None = None
    original_filename: str | None = None
    direct_link: str | None = None
    title: str | None = None
    description: str | None = None
    tags: list[str] | None = None
    liked: bool | None = None
    likes: int | None = None
    views: int | None = None
    moderated: bool | None = None
    album: AlbumReference | None = None
    album_id: str | None = field(default=None, repr=False, eq=False)
    album_title: str | None = field(default=None, repr=False, eq=False)
    comments_count: int | None = None
    comments_disabled: bool | None = None
    filter: int | None = None
    filesize: int | None = None
    creation_date: int | None = None
    width: int | None = None
    height: int | None = None
    public: bool | None = None
    hidden: bool | None = None
    is_owner: bool | None = None
    owner: Owner | None = None
    adult_content: bool | None = None
    block_downloading: bool | None = None
    copyright: str | None = None
    featured: bool | None = None
    next_images: list[ImageReference] | None = None
    prev_images: list[ImageReference] | None = None
    previous_images: list[ImageReference] | None = field(default=None, repr=False, eq=False)
    related_images: list[ImageReference] | None = None

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
        if self.prev_images is None:
            self.prev_images = self.previous_images


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
from imagehosts_wire.imageshack.models import (
    AlbumReference,  # noqa: E402
    ImageReference,  # noqa: E402
    Owner,  # noqa: E402
)
