# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""AccountStats."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class AccountStats:
    """What an account holds and how much of it was looked at.

    Source: imgur-api-v3.txt, "account-stats".

    Attributes:
        total_images: Number of pictures. (observed)
        total_albums: Number of albums. (observed)
        disk_used: Space that the pictures take, as text for people such as `8.92 MB`.
            (observed)
        bandwidth_used: Traffic that the pictures caused, as text for people such as `5.73
            GB`. (observed)
        top_images: The pictures looked at most. (observed)
        top_albums: The albums looked at most. (observed)
        top_gallery_comments: The user's comments with the most points. (observed)
    """

    total_images: int | None = None
    total_albums: int | None = None
    disk_used: str | None = None
    bandwidth_used: str | None = None
    top_images: list[Image] | None = None
    top_albums: list[Album] | None = None
    top_gallery_comments: list[Comment] | None = None


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
from imagehosts_wire.imgur.models import (
    Album,  # noqa: E402
    Comment,  # noqa: E402
    Image,  # noqa: E402
)
