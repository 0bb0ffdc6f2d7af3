# Generated from specs/imageshack_gallery/openapi.yaml by `make generate`. Change the spec, not this file.
"""GalleryEntry."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class GalleryEntry:
    """A gallery in a list, without its pictures.

    Source: imageshack-gallery-api.txt, "gallery_list".

    Attributes:
        added: Time when the gallery was made, Unix time in seconds. (inferred)
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


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
from imagehosts_wire.imageshack_gallery.models import GalleryLinks  # noqa: E402
