# Generated from specs/imgbb/openapi.yaml by `make generate`. Change the spec, not this file.
"""The classes of the answers of ImgBB API; each is finished when it is first used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imagehosts_wire.deferred import defer

if TYPE_CHECKING:
    from attrs import define, field
else:
    from imagehosts_wire.deferred import define, field


@define(kw_only=True)
class Image:
    """A stored picture.

    Source: imgbb-api-v1.txt, "Example response (JSON)".

    Attributes:
        id: Id of the picture, letters and digits, as in the address of its page. Seven
            characters in the document. It had eight characters in 2025 (observed).
        title: Title, made from the name that was sent or from that of the file.
        url_viewer: Address of the page that shows the picture.
        url: Direct address of the stored picture in full size.
        display_url: Direct address of the picture to show on a page. It is that of the
            medium picture if there is one, else that of the picture in full size (observed).
        width: Width in pixels. Older answers lack it (observed).
        height: Height in pixels. Older answers lack it (observed).
        size: Size of the stored picture in bytes. Older answers have one in each file
            instead (observed).
        time: Time of the upload in Unix seconds.
        expiration: Seconds from the upload until the site deletes the picture. It is the
            number that was sent, 0 when the picture stays, and missing from answers of 2019
            (observed).
        image: The stored picture itself.
        thumb: Thumbnail.
        medium: Picture of medium size. It is absent for small pictures (observed).
        delete_url: Address of a page for deleting the picture. Opening it deletes nothing:
            the page has a button that does, without a login (observed). Anyone with the address
            can delete, so treat it as a secret (observed).
    """

    id: str
    title: str
    url_viewer: str
    url: str
    display_url: str
    width: int | None = None
    height: int | None = None
    size: int | None = None
    time: int
    expiration: int | None = None
    image: ImageFile
    thumb: ImageFile
    medium: ImageFile | None = None
    delete_url: str = field(repr=False)


@define(kw_only=True)
class ImageFile:
    """One file made of a stored picture.

    Source: imgbb-api-v1.txt, "Example response (JSON)".

    Attributes:
        filename: File name with its extension.
        name: File name without the extension.
        mime: Media type.
        extension: File extension without a dot.
        url: Direct address of this file.
        size: Size in bytes (observed). Later answers have that of the picture alone, beside
            the files (observed).
    """

    filename: str
    name: str
    mime: str
    extension: str
    url: str
    size: int | None = None


__all__ = [
    "Image",
    "ImageFile",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = defer(globals(), __all__)
