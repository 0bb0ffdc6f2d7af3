# Generated from specs/imageshack/openapi.yaml by `make generate`. Change the spec, not this file.
"""ImagesList."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class ImagesList:
    """A page of pictures.

    Source: imageshack-api-v2.txt, "Images List Model".

    Attributes:
        base_url: Where the files are, without a scheme. The address of one is this, then
            `img` with the number of the server, its bucket and its file name. The document
            leaves out the `img`.
        limit: How many items a page holds; the last one may hold fewer.
        offset: How many items were skipped.
        total: Number of pictures in the account that the caller may see.
        images: The pictures.
    """

    base_url: str | None = None
    limit: int
    offset: int
    total: int
    images: list[BasicImage]


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
from imagehosts_wire.imageshack.models import BasicImage  # noqa: E402
