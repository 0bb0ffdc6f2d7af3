# Generated from specs/imageshack/openapi.yaml by `make generate`. Change the spec, not this file.
"""FollowersImages."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class FollowersImages:
    """A page of pictures of accounts that one follows or that follow one. No documented call
    answers with it, and no route is known.

    Source: imageshack-api-v2.txt, "Followers Images Model".

    Attributes:
        limit: How many pictures a page holds.
        start_offset: Where the page begins; null for the first. The document has the two
            texts the wrong way round.
        end_offset: Where the page ends. The document has the two texts the wrong way round.
        offset: Only ever null in the document.
        images: The pictures.
    """

    limit: int | None = None
    start_offset: str | None = None
    end_offset: str | None = None
    offset: int | None = None
    images: list[BasicImage]


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
from imagehosts_wire.imageshack.models import BasicImage  # noqa: E402
