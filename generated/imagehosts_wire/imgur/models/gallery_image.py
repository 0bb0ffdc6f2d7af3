# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""GalleryImage."""

from __future__ import annotations

from typing import Any

from attrs import define, field


@define(kw_only=True)
class GalleryImage:
    """A picture in the gallery.

    Source: imgur-api-v3.txt, "gallery-image".

    Attributes:
        id: Five or seven letters and digits that name the picture. (observed)
        title: Title in the gallery. (observed)
        description: Description. (observed)
        datetime: When it came into the gallery, as Unix time in seconds. (observed)
        type: Media type, such as image/png or video/mp4. (observed)
        animated: Whether it moves. (observed)
        width: Width in pixels. (observed)
        height: Height in pixels. (observed)
        size: Size of the file in bytes; can be 0 inside albums. (observed)
        views: How often it was looked at. (observed)
        bandwidth: Bytes served so far, views times size. (observed)
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
        has_sound: Whether it is a video with sound. (observed)
        gifv: Address of the page that plays an animated picture. (observed)
        webm: Address of the animation as WebM; may end in a dot. (observed)
        mp4: Address of the animation or video as MP4; empty where there is none. (observed)
        mp4_size: Size of the MP4 in bytes; 0 until it was made. (observed)
        hls: Address of the playlist of a video; empty where there is none. (observed)
        looping: Whether the animation starts over at its end. (observed)
        processing: How far the host is with a video. (observed)
        tags: Tags of the post. (observed)
        edited: Whether it was edited on the site. The host sends the text `0` or `1`.
            (observed)
        in_most_viral: Whether it is among the most viral posts. (observed)
        in_gallery: Whether it is in the gallery. (observed)
        deletehash: Deletes or changes it without logging in. Only for its owner; empty or
            null for others. (observed)
        name: Name of the file as it was uploaded; only for its owner. (observed)
        link: Direct address of the file. (observed)
        is_album: Whether this is an album; false here. (observed)
        topic: Topic that it was filed under. (observed)
        topic_id: Number of the topic; 0 or null for none. (observed)
        reddit_comments: Path of the discussion on Reddit, for pictures of a subreddit.
            (observed)
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
    type: str | None = None
    animated: bool | None = None
    width: int | None = None
    height: int | None = None
    size: int | None = None
    views: int | None = None
    bandwidth: int | None = None
    vote: str | None = None
    favorite: bool | None = None
    nsfw: bool | None = None
    section: str | None = None
    account_url: str | None = None
    account_id: int | None = None
    is_ad: bool | None = None
    ad_type: int | None = None
    ad_url: str | None = None
    has_sound: bool | None = None
    gifv: str | None = None
    webm: str | None = None
    mp4: str | None = None
    mp4_size: int | None = None
    hls: str | None = None
    looping: bool | None = None
    processing: ImageProcessing | None = None
    tags: list[Tag] | None = None
    edited: bool | None = None
    in_most_viral: bool | None = None
    in_gallery: bool | None = None
    deletehash: str | None = field(default=None, repr=False)
    name: str | None = None
    link: str | None = None
    is_album: bool | None = None
    topic: str | None = None
    topic_id: int | None = None
    reddit_comments: str | None = None
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
    ImageProcessing,  # noqa: E402
    Tag,  # noqa: E402
)
