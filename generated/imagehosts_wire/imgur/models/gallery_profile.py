# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""GalleryProfile."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class GalleryProfile:
    """Totals of what a user does in the gallery.

    Source: imgur-api-v3.txt, "account-profile".

    Attributes:
        total_gallery_comments: Number of comments. (observed)
        total_gallery_likes: Number of posts voted up. In answers of the document's time.
            (observed)
        total_gallery_favorites: Number of favourites. In later answers. (observed)
        total_gallery_submissions: Number of posts. (observed)
        trophies: Trophies that the user has won. (observed)
    """

    total_gallery_comments: int | None = None
    total_gallery_likes: int | None = None
    total_gallery_favorites: int | None = None
    total_gallery_submissions: int | None = None
    trophies: list[Trophy] | None = None


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
from imagehosts_wire.imgur.models import Trophy  # noqa: E402
