# Generated from specs/imageshack_gallery/openapi.yaml by `make generate`. Change the spec, not this file.
"""GalleryCount."""

from __future__ import annotations

from attrs import define


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


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
