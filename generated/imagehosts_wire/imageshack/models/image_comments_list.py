# Generated from specs/imageshack/openapi.yaml by `make generate`. Change the spec, not this file.
"""ImageCommentsList."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class ImageCommentsList:
    """A page of comments. No documented call answers with it.

    Source: imageshack-api-v2.txt, "Image Comments List Model".

    Attributes:
        limit: How many comments a page holds.
        end_offset: Where the page ends; the `offset` of the next one.
        start_offset: Where the page begins.
        total: Number of comments on the picture.
        comments: The comments.
    """

    limit: int | None = None
    end_offset: str | None = None
    start_offset: str | None = None
    total: int | None = None
    comments: list[ImageComment]


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
from imagehosts_wire.imageshack.models import ImageComment  # noqa: E402
