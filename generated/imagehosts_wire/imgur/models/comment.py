# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""Comment."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class Comment:
    """A comment on a picture or album in the gallery.

    Source: imgur-api-v3.txt, "comment" class="textbox">".

    Attributes:
        id: Number of the comment. (observed)
        image_id: Id of the picture or album that it is about. (observed)
        comment: Text of the comment. (observed)
        author: Username of who wrote it. (observed)
        author_id: Account number of who wrote it. (observed)
        on_album: Whether it is about an album. (observed)
        album_cover: Id of the cover of the album that it is about; null for a picture.
            (observed)
        ups: Number of votes up. (observed)
        downs: Number of votes down. (observed)
        points: Votes up less votes down. (observed)
        datetime: When it was written, as Unix time in seconds. (observed)
        parent_id: Number of the comment that it replies to; 0 for none. (observed)
        deleted: Whether it was deleted. It stays in place for its replies. (observed)
        vote: Vote of the logged-in user: up, down or veto; null without a vote or a user.
            (observed)
        platform: What it was written with, such as desktop, iphone or api. (observed)
        has_admin_badge: Whether it was written by the host's staff. (observed)
        children: The replies to it, each with its own. (observed)
    """

    id: int
    image_id: str | None = None
    comment: str | None = None
    author: str | None = None
    author_id: int | None = None
    on_album: bool | None = None
    album_cover: str | None = None
    ups: int | None = None
    downs: int | None = None
    points: int | None = None
    datetime: int | None = None
    parent_id: int | None = None
    deleted: bool | None = None
    vote: str | None = None
    platform: str | None = None
    has_admin_badge: bool | None = None
    children: list[Comment] | None = None


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
