# Generated from specs/imageshack_gallery/openapi.yaml by `make generate`. Change the spec, not this file.
"""Gallery."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class Gallery:
    """A gallery with its pictures and links.

    Source: imageshack-gallery-api.txt, "create".

    Attributes:
        version: Version of the form of the answer, `2`; text, because deleting answers
            `1.0`.
        updated: Time of the last change, Unix time in seconds. (inferred)
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


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
from imagehosts_wire.imageshack_gallery.models import (
    GalleryFiles,  # noqa: E402
    GalleryLinks,  # noqa: E402
    Uploader,  # noqa: E402
)
