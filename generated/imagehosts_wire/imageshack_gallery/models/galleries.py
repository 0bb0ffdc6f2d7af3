# Generated from specs/imageshack_gallery/openapi.yaml by `make generate`. Change the spec, not this file.
"""Galleries."""

from __future__ import annotations

from attrs import define


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


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
from imagehosts_wire.imageshack_gallery.models import (
    GalleryCount,  # noqa: E402
    GalleryEntry,  # noqa: E402
)
