# Generated from specs/imageshack_gallery/openapi.yaml by `make generate`. Change the spec, not this file.
"""The classes of the answers of ImageShack Gallery API; each is finished when it is first used."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from imagehosts_wire.deferred import defer

if TYPE_CHECKING:
    from attrs import define, field
else:
    from imagehosts_wire.deferred import define, field


@define(kw_only=True)
class DeletedGallery:
    """What is left of a gallery when it has been deleted.

    Source: imageshack-gallery-api.txt, "delete".

    Attributes:
        version: Version of the form of the answer, `1.0`.
    """

    version: str


@define(kw_only=True)
class Embed:
    """The HTML element that shows the slide show.

    Source: imageshack-gallery-api.txt, "create".

    Attributes:
        src: Address of the player.
        width: Width in pixels.
        height: Height in pixels.
        name: Name of the element in its page.
        id: Id of the element in its page.
        bgcolor: Background colour, such as `#ffffff`.
        menu: Whether the player has a menu.
        type: Media type of the player.
        pluginspage: Address where browsers got the player from.
        flashvars: The input of the player: `id=img<server>/<name of the gallery>`.
    """

    src: str
    width: int
    height: int
    name: str
    id: str
    bgcolor: str
    menu: bool
    type: str
    pluginspage: str
    flashvars: str


@define(kw_only=True)
class EmbedCode:
    """The slide show as HTML for a page of one's own; an element, not escaped text.

    Source: imageshack-gallery-api.txt, "create".

    Attributes:
        embed: The HTML element that shows the slide show.
    """

    embed: Embed


@define(kw_only=True)
class Galleries:
    """A part of the list of a user's galleries.

    Source: imageshack-gallery-api.txt, "gallery_list".

    Attributes:
        version: Version of the form of the answer, `2`.
        count: How long a list is.
        gallery: The galleries.
    """

    version: str
    count: GalleryCount
    gallery: list[GalleryEntry]


@define(kw_only=True)
class Gallery:
    """A gallery with its pictures and links.

    Source: imageshack-gallery-api.txt, "create".

    Attributes:
        version: Version of the form of the answer, `2`; text, because deleting answers
            `1.0`.
        updated: Time of the last change, Unix time in seconds (inferred).
        server: Number of the server that the gallery is on; its host is
            `img<server>.imageshack.us`.
        name: Name of the gallery, unique on its server. It may differ from the one asked
            for.
        title: Title, empty where none was given.
        uploader: Who owns a gallery.
        files: The pictures of a gallery.
        links: Where a gallery can be seen, and how to put it into a page.
    """

    version: str
    updated: int
    server: int
    name: str
    title: str
    uploader: Uploader
    files: GalleryFiles
    links: GalleryLinks


@define(kw_only=True)
class GalleryCount:
    """How long a list is.

    Source: imageshack-gallery-api.txt, "gallery_list".

    Attributes:
        total: How many galleries the user has.
        batch: How many of them this answer holds.
    """

    total: int
    batch: int


@define(kw_only=True)
class GalleryEntry:
    """A gallery in a list, without its pictures.

    Source: imageshack-gallery-api.txt, "gallery_list".

    Attributes:
        added: Time when the gallery was made, Unix time in seconds (inferred).
        server: Number of the server that the gallery is on.
        name: Name of the gallery, unique on its server.
        title: Title, empty where none was given.
        links: Where a gallery can be seen, and how to put it into a page.
    """

    added: int
    server: int
    name: str
    title: str
    links: GalleryLinks


@define(kw_only=True)
class GalleryFile:
    """A picture in a gallery.

    Source: imageshack-gallery-api.txt, "create".

    Attributes:
        server: Number of the server that the picture is on, which may be another than the
            gallery's.
        name: File name of the picture with its extension.
        bucket: Number of the picture's folder on its server.
        thumbnail: Whether there is a thumbnail of the picture.
        width: Width in pixels.
        height: Height in pixels.
    """

    server: int
    name: str
    bucket: int
    thumbnail: bool
    width: int
    height: int


@define(kw_only=True)
class GalleryFiles:
    """The pictures of a gallery.

    Source: imageshack-gallery-api.txt, "create".

    Attributes:
        total: How many pictures the gallery has.
        items: The pictures. They come in the order in which they were sent (inferred).
    """

    __wire_names__: ClassVar[dict[str, str]] = {"items": "file"}

    total: int
    items: list[GalleryFile]


@define(kw_only=True)
class GalleryLinks:
    """Where a gallery can be seen, and how to put it into a page.

    Source: imageshack-gallery-api.txt, "create".

    Attributes:
        gallery_url: Address of the page that shows the gallery.
        player_url: Address of the slide show. It names the gallery by `g` or by `id`; take
            it as it is.
        yfrog_url: Short address of the gallery. It cannot be worked out from the name.
        embed_code: The slide show as HTML for a page of one's own; an element, not escaped
            text.
    """

    gallery_url: str
    player_url: str
    yfrog_url: str
    embed_code: EmbedCode


@define(kw_only=True)
class Uploader:
    """Who owns a gallery.

    Source: imageshack-gallery-api.txt, "create".

    Attributes:
        username: Name of the registered user, empty for anybody else.
        token: The token that owns the gallery (inferred). Anyone who has it can change and
            delete the gallery: treat it as a secret (inferred).
    """

    username: str
    token: str | None = field(default=None, repr=False)


__all__ = [
    "DeletedGallery",
    "Embed",
    "EmbedCode",
    "Galleries",
    "Gallery",
    "GalleryCount",
    "GalleryEntry",
    "GalleryFile",
    "GalleryFiles",
    "GalleryLinks",
    "Uploader",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = defer(globals(), __all__)
