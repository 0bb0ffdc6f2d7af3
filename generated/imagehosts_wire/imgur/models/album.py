# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""Album."""

from __future__ import annotations

from typing import Any

from attrs import define, field


@define(kw_only=True)
class Album:
    """An ordered set of pictures with a cover.

    Source: imgur-api-v3.txt, "album-get".

    Attributes:
        id: Five or seven letters and digits that name the album. (observed)
        title: Title. (observed)
        description: Description. (observed)
        datetime: When it was made, as Unix time in seconds. (observed)
        cover: Id of the picture on the cover; null for an empty album. (observed)
        cover_width: Width of the cover in pixels. (observed)
        cover_height: Height of the cover in pixels. (observed)
        privacy: Who sees it: public, hidden or secret. (observed)
        layout: How the page of the album is laid out, such as blog or grid. (observed)
        images_count: How many pictures it holds. (observed)
        images: The pictures in order; in lists none or the first few. (observed)
        include_album_ads: Whether its page shows advertisements. (observed)
        cover_edited: When the cover was edited, as Unix time in seconds; null for never.
            (observed)
        order: Place among the albums of its owner; 0 where they were never ordered.
            (observed)
        account_url: Username of the owner; null for an anonymous one, and in lists for some
            that have one. (observed)
        account_id: Number of the owner's account; 0 or null for an anonymous one.
            (observed)
        views: How often it was looked at. (observed)
        link: Address of the page of the album. (observed)
        favorite: Whether the logged-in user has it among the favourites. (observed)
        nsfw: Whether it is marked as not safe for work; null where nobody has said.
            (observed)
        section: Section that the host sorted it into, such as the name of a subreddit; null
            or empty for none. (observed)
        vote: Vote of the logged-in user: up, down or veto; null without a vote or a user.
            (observed)
        in_gallery: Whether it was submitted to the gallery. (observed)
        is_album: Whether this is an album; true where it is there. (observed)
        is_ad: Whether it is an advertisement. (observed)
        deletehash: Deletes or changes it without logging in. Only for its owner; empty or
            null for others. (observed)
        ad_config: What advertisements may stand beside it; members vary. (observed)
    """

    id: str
    title: str | None = None
    description: str | None = None
    datetime: int | None = None
    cover: str | None = None
    cover_width: int | None = None
    cover_height: int | None = None
    privacy: str | None = None
    layout: str | None = None
    images_count: int | None = None
    images: list[Image] | None = None
    include_album_ads: bool | None = None
    cover_edited: int | None = None
    order: int | None = None
    account_url: str | None = None
    account_id: int | None = None
    views: int | None = None
    link: str | None = None
    favorite: bool | None = None
    nsfw: bool | None = None
    section: str | None = None
    vote: str | None = None
    in_gallery: bool | None = None
    is_album: bool | None = None
    is_ad: bool | None = None
    deletehash: str | None = field(default=None, repr=False)
    ad_config: dict[str, Any] | None = None


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
from imagehosts_wire.imgur.models import Image  # noqa: E402
