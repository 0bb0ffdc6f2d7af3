# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""GalleryAlbum."""

from __future__ import annotations

from typing import Any

from attrs import define, field


@define(kw_only=True)
class GalleryAlbum:
    """An album in the gallery.

    Source: imgur-api-v3.txt, "album".

    Attributes:
        id: Five or seven letters and digits that name the album. (observed)
        title: Title in the gallery. (observed)
        description: Description. (observed)
        datetime: When it came into the gallery, as Unix time in seconds. (observed)
        cover: Id of the picture on the cover; null for an empty album. (observed)
        cover_width: Width of the cover in pixels. (observed)
        cover_height: Height of the cover in pixels. (observed)
        privacy: Who sees it: public, hidden or secret. (observed)
        layout: How the page of the album is laid out, such as blog or grid. (observed)
        images_count: How many pictures it holds. (observed)
        images: The pictures in order; in lists none or the first few. (observed)
        include_album_ads: Whether its page shows advertisements. (observed)
        views: How often it was looked at. (observed)
        link: Address of the page of the album. (observed)
        vote: Vote of the logged-in user: up, down or veto; null without a vote or a user.
            (observed)
        favorite: Whether the logged-in user has it among the favourites. (observed)
        nsfw: Whether it is marked as not safe for work; null where nobody has said.
            (observed)
        section: Section that the host sorted it into, such as the name of a subreddit; null
            or empty for none. (observed)
        account_url: Username of the owner; null for an anonymous one, and in lists for some
            that have one. (observed)
        account_id: Number of the owner's account; 0 or null for an anonymous one.
            (observed)
        is_ad: Whether it is an advertisement. (observed)
        ad_type: Kind of advertisement, 0 or null for none. (observed)
        ad_url: Address that the advertisement leads to; empty or null for none. (observed)
        tags: Tags of the post. (observed)
        in_most_viral: Whether it is among the most viral posts. (observed)
        in_gallery: Whether it is in the gallery. (observed)
        deletehash: Deletes or changes it without logging in. Only for its owner; empty or
            null for others. (observed)
        is_album: Whether this is an album; true here. (observed)
        topic: Topic that it was filed under. (observed)
        topic_id: Number of the topic; 0 or null for none. (observed)
        comment_preview: A few of the comments; null nearly always. (observed)
        ad_config: What advertisements may stand beside it; members vary. (observed)
        ups: Number of votes up; null outside the gallery. (observed)
        downs: Number of votes down; null outside the gallery. (observed)
        points: Votes up less votes down; null outside the gallery. (observed)
        score: Popularity as the host reckons it; null outside the gallery and in
            favourites. (observed)
        comment_count: Number of comments; null outside the gallery and in favourites.
            (observed)
        favorite_count: How many users have it among their favourites; null outside the
            gallery. (observed)
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
    views: int | None = None
    link: str | None = None
    vote: str | None = None
    favorite: bool | None = None
    nsfw: bool | None = None
    section: str | None = None
    account_url: str | None = None
    account_id: int | None = None
    is_ad: bool | None = None
    ad_type: int | None = None
    ad_url: str | None = None
    tags: list[Tag] | None = None
    in_most_viral: bool | None = None
    in_gallery: bool | None = None
    deletehash: str | None = field(default=None, repr=False)
    is_album: bool | None = None
    topic: str | None = None
    topic_id: int | None = None
    comment_preview: list[Comment] | None = None
    ad_config: dict[str, Any] | None = None
    ups: int | None = None
    downs: int | None = None
    points: int | None = None
    score: int | None = None
    comment_count: int | None = None
    favorite_count: int | None = None


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
from imagehosts_wire.imgur.models import (
    Comment,  # noqa: E402
    Image,  # noqa: E402
    Tag,  # noqa: E402
)
