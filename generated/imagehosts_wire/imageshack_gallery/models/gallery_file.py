# Generated from specs/imageshack_gallery/openapi.yaml by `make generate`. Change the spec, not this file.
"""GalleryFile."""

from __future__ import annotations

from attrs import define


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


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
