# Generated from specs/imageshack/openapi.yaml by `make generate`. Change the spec, not this file.
"""AlbumsList."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class AlbumsList:
    """A page of albums.

    Source: imageshack-api-v2.txt, "Albums List Model".

    Attributes:
        limit: How many items a page holds; the last one may hold fewer.
        offset: How many items were skipped.
        total: Number of albums in the account that the caller may see.
        albums: The albums.
    """

    limit: int
    offset: int
    total: int
    albums: list[BasicAlbum]


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
from imagehosts_wire.imageshack.models import BasicAlbum  # noqa: E402
