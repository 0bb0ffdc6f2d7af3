# Generated from specs/imageshack_gallery/openapi.yaml by `make generate`. Change the spec, not this file.
"""GalleryFiles."""

from __future__ import annotations

from typing import ClassVar

from attrs import define


@define(kw_only=True)
class GalleryFiles:
    """The pictures of a gallery.

    Source: imageshack-gallery-api.txt, "create".

    Attributes:
        total: How many pictures the gallery has.
        items: The pictures in their order.
    """

    __wire_names__: ClassVar[dict[str, str]] = {"items": "file"}

    total: int
    items: list[GalleryFile]


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
from imagehosts_wire.imageshack_gallery.models import GalleryFile  # noqa: E402
