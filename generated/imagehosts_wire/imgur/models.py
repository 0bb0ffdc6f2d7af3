# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""The classes of the answers of imgur API; each is finished when it is first used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from imagehosts_wire.deferred import defer

if TYPE_CHECKING:
    from attrs import define, field
else:
    from imagehosts_wire.deferred import define, field


@define(kw_only=True)
class Account:
    """What everybody may know of a user.

    Not in the document: observed, the host's model page of 2014 and answers up to 2025.

    Source: imgur-api-v3.txt (a third party's capture), "account".

    Attributes:
        id: Number of the account (observed).
        url: Username, as in the address of the user's page (observed).
        bio: What the user says about themselves (observed).
        avatar: Address of the user's picture (observed).
        avatar_name: Name of the user's picture (observed).
        cover: Address of the picture on the user's page (observed).
        cover_name: Name of the picture on the user's page (observed).
        reputation: Points that others gave to posts and comments, less those that they took
            (observed).
        reputation_name: What the host calls somebody with that reputation (observed).
        created: When the account was made, as Unix time in seconds (observed).
        pro_expiration: False without a paid account, else its end as Unix time in seconds
            (observed).
        user_follow: Whether the logged-in user follows this one (observed).
        is_blocked: Whether the logged-in user has blocked this one (observed).
    """

    id: int
    url: str
    bio: str | None = None
    avatar: str | None = None
    avatar_name: str | None = None
    cover: str | None = None
    cover_name: str | None = None
    reputation: float | None = None
    reputation_name: str | None = None
    created: int | None = None
    pro_expiration: int | bool | None = None
    user_follow: UserFollow | None = None
    is_blocked: bool | None = None


@define(kw_only=True)
class AccountSettings:
    """The settings of one's own account.

    Not in the document: observed, the host's model pages of 2012 and 2014.

    Source: imgur-api-v3.txt (a third party's capture), "account-settings".

    Attributes:
        account_url: Username (observed).
        email: E-mail address of the user (observed).
        high_quality: Whether pictures are stored with less compression (observed). Gone
            from later answers (observed).
        public_images: Whether new pictures can be seen by everybody (observed).
        album_privacy: Privacy of new albums: public, hidden or secret (observed).
        pro_expiration: False without a paid account, else its end as Unix time in seconds
            (observed).
        accepted_gallery_terms: Whether the user has accepted the terms of the gallery
            (observed).
        active_emails: Addresses that pictures may be mailed from (observed).
        messaging_enabled: Whether others may send messages (observed).
        comment_replies: Whether replies to comments make a notification (observed).
        blocked_users: Users that may not send messages to this one (observed).
        show_mature: Whether gallery lists include mature pictures (observed).
        newsletter_subscribed: Whether the host mails its newsletter (observed).
        first_party: False if the account was made through another service (observed).
    """

    account_url: str | None = None
    email: str | None = None
    high_quality: bool | None = None
    public_images: bool | None = None
    album_privacy: str | None = None
    pro_expiration: int | bool | None = None
    accepted_gallery_terms: bool | None = None
    active_emails: list[str] | None = None
    messaging_enabled: bool | None = None
    comment_replies: bool | None = None
    blocked_users: list[BlockedUser] | None = None
    show_mature: bool | None = None
    newsletter_subscribed: bool | None = None
    first_party: bool | None = None


@define(kw_only=True)
class AccountStats:
    """What an account holds and how much of it was looked at.

    Not in the document: observed, the host's model page of 2012.

    Source: imgur-api-v3.txt (a third party's capture), "account-stats".

    Attributes:
        total_images: Number of pictures (observed).
        total_albums: Number of albums (observed).
        disk_used: Space that the pictures take, as text for people such as `8.92 MB`
            (observed).
        bandwidth_used: Traffic that the pictures caused, as text for people such as `5.73
            GB` (observed).
        top_images: The pictures looked at most (observed).
        top_albums: The albums looked at most (observed).
        top_gallery_comments: The user's comments with the most points (observed).
    """

    total_images: int | None = None
    total_albums: int | None = None
    disk_used: str | None = None
    bandwidth_used: str | None = None
    top_images: list[Image] | None = None
    top_albums: list[Album] | None = None
    top_gallery_comments: list[Comment] | None = None


@define(kw_only=True)
class Album:
    """An ordered set of pictures with a cover.

    Not in the document: observed, the host's model page of 2014 and answers up to 2025.

    Source: imgur-api-v3.txt (a third party's capture), "album-get".

    Attributes:
        id: Five or seven letters and digits that name the album (observed).
        title: Title (observed).
        description: Description (observed).
        datetime: When it was made, as Unix time in seconds (observed).
        cover: Id of the picture on the cover; null for an empty album (observed).
        cover_width: Width of the cover in pixels (observed).
        cover_height: Height of the cover in pixels (observed).
        privacy: Who sees it: public, hidden or secret (observed).
        layout: How the page of the album is laid out, such as blog or grid (observed).
        images_count: How many pictures it holds (observed).
        images: The pictures in order; in lists none or the first few (observed).
        include_album_ads: Whether its page shows advertisements (observed).
        cover_edited: When the cover was edited, as Unix time in seconds; null for never
            (observed).
        order: Place among the albums of its owner; 0 where they were never ordered
            (observed).
        account_url: Username of the owner; null for an anonymous one, and in lists for some
            that have one (observed).
        account_id: Number of the owner's account; 0 or null for an anonymous one
            (observed).
        views: How often it was looked at (observed).
        link: Address of the page of the album (observed).
        favorite: Whether the logged-in user has it among the favourites (observed).
        nsfw: Whether it is marked as not safe for work; null where nobody has said
            (observed).
        section: Section that the host sorted it into, such as the name of a subreddit; null
            or empty for none (observed).
        vote: Vote of the logged-in user: up, down or veto; null without a vote or a user
            (observed).
        in_gallery: Whether it was submitted to the gallery (observed).
        is_album: Whether this is an album; true where it is there (observed).
        is_ad: Whether it is an advertisement (observed).
        deletehash: Deletes or changes it without logging in (observed). Only for its owner;
            empty or null for others (observed).
        ad_config: What advertisements may stand beside it; members vary (observed).
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


@define(kw_only=True)
class BlockedUser:
    """A user that may not send messages to this one.

    Not in the document: observed.

    Source: imgur-api-v3.txt (a third party's capture), "message-block".

    Attributes:
        blocked_id: Number of the blocked account (observed).
        blocked_url: Username of the blocked account (observed).
    """

    blocked_id: int | None = None
    blocked_url: str | None = None


@define(kw_only=True)
class Comment:
    """A comment on a picture or album in the gallery.

    Not in the document: observed, the host's model page of 2014 and captured answers.

    Source: imgur-api-v3.txt (a third party's capture), "comment" class="textbox">".

    Attributes:
        id: Number of the comment (observed).
        image_id: Id of the picture or album that it is about (observed).
        comment: Text of the comment (observed).
        author: Username of who wrote it (observed).
        author_id: Account number of who wrote it (observed).
        on_album: Whether it is about an album (observed).
        album_cover: Id of the cover of the album that it is about; null for a picture
            (observed).
        ups: Number of votes up (observed).
        downs: Number of votes down (observed).
        points: Votes up less votes down (observed).
        datetime: When it was written, as Unix time in seconds (observed).
        parent_id: Number of the comment that it replies to; 0 for none (observed).
        deleted: Whether it was deleted (observed). It stays in place for its replies
            (observed).
        vote: Vote of the logged-in user: up, down or veto; null without a vote or a user
            (observed).
        platform: What it was written with, such as desktop, iphone or api (observed).
        has_admin_badge: Whether it was written by the host's staff (observed).
        children: The replies to it, each with its own (observed).
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


@define(kw_only=True)
class Conversation:
    """What a notification tells of a conversation.

    Not in the document: observed, the host's model page of 2014 sends its numbers as text.

    Source: imgur-api-v3.txt (a third party's capture), "account-messages".

    Attributes:
        id: Number of the conversation (observed).
        sender: Username of who wrote last (observed).
        account_id: Account number of who is notified (observed).
        with_account: Account number of the other side (observed).
        last_message: Text of the newest message (observed).
        message_num: Number of messages so far (observed).
        spam: Whether the host takes it for spam (observed).
        datetime: When the newest message was sent, as Unix time in seconds (observed).
    """

    __wire_names__: ClassVar[dict[str, str]] = {"sender": "from"}

    id: int | None = None
    sender: str | None = None
    account_id: int | None = None
    with_account: int | None = None
    last_message: str | None = None
    message_num: int | None = None
    spam: bool | None = None
    datetime: int | None = None


@define(kw_only=True)
class CreatedAlbum:
    """What a new album is reached by.

    Not in the document: observed, captured answers.

    Source: imgur-api-v3.txt (a third party's capture), "album-upload".

    Attributes:
        id: Id of the new album (observed).
        deletehash: Changes, fills and deletes the album without logging in: keep it for an
            anonymous album (observed).
    """

    id: str
    deletehash: str | None = field(default=None, repr=False)


@define(kw_only=True)
class CreatedComment:
    """What a new comment is reached by.

    Not in the document: observed, captured answers hold an object, where the document speaks of
    the id alone.

    Source: imgur-api-v3.txt (a third party's capture), "comment-create".

    Attributes:
        id: Number of the new comment (observed).
    """

    id: int


@define(kw_only=True)
class Credits:
    """What may still be asked. An upload takes 10 credits, another call 1, a call for tokens none.

    Not in the document: observed, captured answers.

    Source: imgur-api-v3.txt (a third party's capture), "credits".

    Attributes:
        user_limit: Credits of this address with this application in an hour (observed).
        user_remaining: Credits of this address that are left (observed).
        user_reset: When they are reset, as Unix time in seconds (observed). The header of
            that name holds seconds left instead (observed).
        client_limit: Credits of the application in a day (observed).
        client_remaining: Credits of the application that are left (observed).
    """

    __wire_names__: ClassVar[dict[str, str]] = {
        "user_limit": "UserLimit",
        "user_remaining": "UserRemaining",
        "user_reset": "UserReset",
        "client_limit": "ClientLimit",
        "client_remaining": "ClientRemaining",
    }

    user_limit: int | None = None
    user_remaining: int | None = None
    user_reset: int | None = None
    client_limit: int | None = None
    client_remaining: int | None = None


@define(kw_only=True)
class GalleryAlbum:
    """An album in the gallery.

    Not in the document: observed, the host's model page of 2014, answers of 2015 to 2025.

    Source: imgur-api-v3.txt (a third party's capture), "album".

    Attributes:
        id: Five or seven letters and digits that name the album (observed).
        title: Title in the gallery (observed).
        description: Description (observed).
        datetime: When it came into the gallery, as Unix time in seconds (observed).
        cover: Id of the picture on the cover; null for an empty album (observed).
        cover_width: Width of the cover in pixels (observed).
        cover_height: Height of the cover in pixels (observed).
        privacy: Who sees it: public, hidden or secret (observed).
        layout: How the page of the album is laid out, such as blog or grid (observed).
        images_count: How many pictures it holds (observed).
        images: The pictures in order; in lists none or the first few (observed).
        include_album_ads: Whether its page shows advertisements (observed).
        views: How often it was looked at (observed).
        link: Address of the page of the album (observed).
        vote: Vote of the logged-in user: up, down or veto; null without a vote or a user
            (observed).
        favorite: Whether the logged-in user has it among the favourites (observed).
        nsfw: Whether it is marked as not safe for work; null where nobody has said
            (observed).
        section: Section that the host sorted it into, such as the name of a subreddit; null
            or empty for none (observed).
        account_url: Username of the owner; null for an anonymous one, and in lists for some
            that have one (observed).
        account_id: Number of the owner's account; 0 or null for an anonymous one
            (observed).
        is_ad: Whether it is an advertisement (observed).
        ad_type: Kind of advertisement, 0 or null for none (observed).
        ad_url: Address that the advertisement leads to; empty or null for none (observed).
        tags: Tags of the post (observed).
        in_most_viral: Whether it is among the most viral posts (observed).
        in_gallery: Whether it is in the gallery (observed).
        deletehash: Deletes or changes it without logging in (observed). Only for its owner;
            empty or null for others (observed).
        is_album: Whether this is an album; true here (observed).
        topic: Topic that it was filed under (observed).
        topic_id: Number of the topic; 0 or null for none (observed).
        comment_preview: A few of the comments; null nearly always (observed).
        ad_config: What advertisements may stand beside it; members vary (observed).
        ups: Number of votes up; null outside the gallery (observed).
        downs: Number of votes down; null outside the gallery (observed).
        points: Votes up less votes down; null outside the gallery (observed).
        score: Popularity as the host reckons it; null outside the gallery and in favourites
            (observed).
        comment_count: Number of comments; null outside the gallery and in favourites
            (observed).
        favorite_count: How many users have it among their favourites; null outside the
            gallery (observed).
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


@define(kw_only=True)
class GalleryImage:
    """A picture in the gallery.

    Not in the document: observed, the host's model pages of 2012 and 2014, answers of 2015 to
    2025.

    Source: imgur-api-v3.txt (a third party's capture), "gallery-image".

    Attributes:
        id: Five or seven letters and digits that name the picture (observed).
        title: Title in the gallery (observed).
        description: Description (observed).
        datetime: When it came into the gallery, as Unix time in seconds (observed).
        type: Media type, such as image/png or video/mp4 (observed).
        animated: Whether it moves (observed).
        width: Width in pixels (observed).
        height: Height in pixels (observed).
        size: Size of the file in bytes; can be 0 inside albums (observed).
        views: How often it was looked at (observed).
        bandwidth: Bytes served so far, views times size (observed).
        vote: Vote of the logged-in user: up, down or veto; null without a vote or a user
            (observed).
        favorite: Whether the logged-in user has it among the favourites (observed).
        nsfw: Whether it is marked as not safe for work; null where nobody has said
            (observed).
        section: Section that the host sorted it into, such as the name of a subreddit; null
            or empty for none (observed).
        account_url: Username of the owner; null for an anonymous one, and in lists for some
            that have one (observed).
        account_id: Number of the owner's account; 0 or null for an anonymous one
            (observed).
        is_ad: Whether it is an advertisement (observed).
        ad_type: Kind of advertisement, 0 or null for none (observed).
        ad_url: Address that the advertisement leads to; empty or null for none (observed).
        has_sound: Whether it is a video with sound (observed).
        gifv: Address of the page that plays an animated picture (observed).
        webm: Address of the animation as WebM; may end in a dot (observed).
        mp4: Address of the animation or video as MP4; empty where there is none (observed).
        mp4_size: Size of the MP4 in bytes; 0 until it was made (observed).
        hls: Address of the playlist of a video; empty where there is none (observed).
        looping: Whether the animation starts over at its end (observed).
        processing: How far the host is with a video (observed).
        tags: Tags of the post (observed).
        edited: Whether it was edited on the site (observed). The host sends the text `0` or
            `1` (observed).
        in_most_viral: Whether it is among the most viral posts (observed).
        in_gallery: Whether it is in the gallery (observed).
        deletehash: Deletes or changes it without logging in (observed). Only for its owner;
            empty or null for others (observed).
        name: Name of the file as it was uploaded; only for its owner (observed).
        link: Direct address of the file (observed).
        is_album: Whether this is an album; false here (observed).
        topic: Topic that it was filed under (observed).
        topic_id: Number of the topic; 0 or null for none (observed).
        reddit_comments: Path of the discussion on Reddit, for pictures of a subreddit
            (observed).
        comment_preview: A few of the comments; null nearly always (observed).
        ad_config: What advertisements may stand beside it; members vary (observed).
        ups: Number of votes up; null outside the gallery (observed).
        downs: Number of votes down; null outside the gallery (observed).
        points: Votes up less votes down; null outside the gallery (observed).
        score: Popularity as the host reckons it; null outside the gallery and in favourites
            (observed).
        comment_count: Number of comments; null outside the gallery and in favourites
            (observed).
        favorite_count: How many users have it among their favourites; null outside the
            gallery (observed).
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


@define(kw_only=True)
class GalleryItem:
    """A picture or an album in a list of the gallery; `is_album` tells which. The members are
    those of GalleryImage and GalleryAlbum.

    Not in the document: observed, answers of 2015 to 2025 mix both kinds in one list.

    Source: imgur-api-v3.txt (a third party's capture), "gallery".

    Attributes:
        id: Five or seven letters and digits that name the picture or album (observed).
        title: Title in the gallery (observed).
        description: Description (observed).
        datetime: When it came into the gallery, as Unix time in seconds (observed).
        type: Pictures only (observed). Media type, such as image/png or video/mp4
            (observed).
        animated: Pictures only (observed). Whether it moves (observed).
        width: Pictures only (observed). Width in pixels (observed).
        height: Pictures only (observed). Height in pixels (observed).
        size: Pictures only (observed). Size of the file in bytes; can be 0 inside albums
            (observed).
        views: How often it was looked at (observed).
        bandwidth: Bytes served so far, views times size (observed).
        vote: Vote of the logged-in user: up, down or veto; null without a vote or a user
            (observed).
        favorite: Whether the logged-in user has it among the favourites (observed).
        nsfw: Whether it is marked as not safe for work; null where nobody has said
            (observed).
        section: Section that the host sorted it into, such as the name of a subreddit; null
            or empty for none (observed).
        account_url: Username of the owner; null for an anonymous one, and in lists for some
            that have one (observed).
        account_id: Number of the owner's account; 0 or null for an anonymous one
            (observed).
        is_ad: Whether it is an advertisement (observed).
        ad_type: Kind of advertisement, 0 or null for none (observed).
        ad_url: Address that the advertisement leads to; empty or null for none (observed).
        has_sound: Whether it is a video with sound (observed).
        gifv: Address of the page that plays an animated picture (observed).
        webm: Address of the animation as WebM; may end in a dot (observed).
        mp4: Address of the animation or video as MP4; empty where there is none (observed).
        mp4_size: Size of the MP4 in bytes; 0 until it was made (observed).
        hls: Address of the playlist of a video; empty where there is none (observed).
        looping: Whether the animation starts over at its end (observed).
        processing: How far the host is with a video (observed).
        tags: Tags of the post (observed).
        edited: Whether it was edited on the site (observed). The host sends the text `0` or
            `1` (observed).
        in_most_viral: Whether it is among the most viral posts (observed).
        in_gallery: Whether it is in the gallery (observed).
        deletehash: Deletes or changes it without logging in (observed). Only for its owner;
            empty or null for others (observed).
        name: Name of the file as it was uploaded; only for its owner (observed).
        link: Direct address of the file of a picture, address of the page of an album
            (observed).
        is_album: Whether this is an album (observed). Members of the other kind are absent
            (observed).
        topic: Topic that it was filed under (observed).
        topic_id: Number of the topic; 0 or null for none (observed).
        reddit_comments: Path of the discussion on Reddit, for pictures of a subreddit
            (observed).
        comment_preview: A few of the comments; null nearly always (observed).
        ad_config: What advertisements may stand beside it; members vary (observed).
        ups: Number of votes up; null outside the gallery (observed).
        downs: Number of votes down; null outside the gallery (observed).
        points: Votes up less votes down; null outside the gallery (observed).
        score: Popularity as the host reckons it; null outside the gallery and in favourites
            (observed).
        comment_count: Number of comments; null outside the gallery and in favourites
            (observed).
        favorite_count: How many users have it among their favourites; null outside the
            gallery (observed).
        cover: Albums only (observed). Id of the picture on the cover; null for an empty
            album (observed).
        cover_width: Width of the cover in pixels (observed).
        cover_height: Height of the cover in pixels (observed).
        privacy: Albums only (observed). Who sees it: public, hidden or secret (observed).
        layout: Albums only (observed). How the page of the album is laid out, such as blog
            or grid (observed).
        images_count: Albums only (observed). How many pictures it holds (observed).
        images: Albums only (observed). The pictures in order; in lists none or the first
            few (observed).
        include_album_ads: Whether its page shows advertisements (observed).
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
    cover: str | None = None
    cover_width: int | None = None
    cover_height: int | None = None
    privacy: str | None = None
    layout: str | None = None
    images_count: int | None = None
    images: list[Image] | None = None
    include_album_ads: bool | None = None


@define(kw_only=True)
class GalleryProfile:
    """Totals of what a user does in the gallery.

    Not in the document: observed, the host's model pages of 2012 and 2014.

    Source: imgur-api-v3.txt (a third party's capture), "account-profile".

    Attributes:
        total_gallery_comments: Number of comments (observed).
        total_gallery_likes: Number of posts voted up (observed). In answers of the
            document's time (observed).
        total_gallery_favorites: Number of favourites (observed). In later answers
            (observed).
        total_gallery_submissions: Number of posts (observed).
        trophies: Trophies that the user has won (observed).
    """

    total_gallery_comments: int | None = None
    total_gallery_likes: int | None = None
    total_gallery_favorites: int | None = None
    total_gallery_submissions: int | None = None
    trophies: list[Trophy] | None = None


@define(kw_only=True)
class Image:
    """A stored picture or video.

    Not in the document: observed, captured answers of 2013 to 2025; old uploads answer id,
    deletehash and link alone.

    Source: imgur-api-v3.txt (a third party's capture), "image".

    Attributes:
        id: Five or seven letters and digits that name the picture (observed).
        title: Title (observed).
        description: Description (observed).
        datetime: When it was stored, as Unix time in seconds (observed).
        type: Media type, such as image/png or video/mp4 (observed).
        animated: Whether it moves (observed).
        width: Width in pixels (observed).
        height: Height in pixels (observed).
        size: Size of the file in bytes; can be 0 inside albums (observed).
        views: How often it was looked at (observed).
        bandwidth: Bytes served so far, views times size (observed).
        vote: Vote of the logged-in user: up, down or veto; null without a vote or a user
            (observed).
        favorite: Whether the logged-in user has it among the favourites (observed).
        nsfw: Whether it is marked as not safe for work; null where nobody has said
            (observed).
        section: Section that the host sorted it into, such as the name of a subreddit; null
            or empty for none (observed).
        account_url: Username of the owner; null for an anonymous one, and in lists for some
            that have one (observed).
        account_id: Number of the owner's account; 0 or null for an anonymous one
            (observed).
        is_ad: Whether it is an advertisement (observed).
        ad_type: Kind of advertisement, 0 or null for none (observed).
        ad_url: Address that the advertisement leads to; empty or null for none (observed).
        in_most_viral: Whether it is among the most viral posts (observed).
        in_gallery: Whether it was submitted to the gallery (observed).
        has_sound: Whether it is a video with sound (observed).
        gifv: Address of the page that plays an animated picture (observed).
        webm: Address of the animation as WebM; may end in a dot (observed).
        mp4: Address of the animation or video as MP4; empty where there is none (observed).
        mp4_size: Size of the MP4 in bytes; 0 until it was made (observed).
        hls: Address of the playlist of a video; empty where there is none (observed).
        looping: Whether the animation starts over at its end (observed).
        processing: How far the host is with a video (observed).
        tags: Tags of the post that it belongs to (observed).
        edited: Whether it was edited on the site (observed). The host sends the text `0` or
            `1` (observed).
        deletehash: Deletes or changes it without logging in (observed). Only for its owner;
            empty or null for others (observed).
        name: Name of the file as it was uploaded; empty or null where unknown or for others
            (observed).
        link: Direct address of the file (observed).
        comment_preview: A few of the comments; null nearly always (observed).
        ups: Number of votes up; null outside the gallery (observed).
        downs: Number of votes down; null outside the gallery (observed).
        points: Votes up less votes down; null outside the gallery (observed).
        score: Popularity as the host reckons it; null outside the gallery and in favourites
            (observed).
        comment_count: Number of comments; null outside the gallery and in favourites
            (observed).
        favorite_count: How many users have it among their favourites; null outside the
            gallery (observed).
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
    in_most_viral: bool | None = None
    in_gallery: bool | None = None
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
    deletehash: str | None = field(default=None, repr=False)
    name: str | None = None
    link: str
    comment_preview: list[Comment] | None = None
    ups: int | None = None
    downs: int | None = None
    points: int | None = None
    score: int | None = None
    comment_count: int | None = None
    favorite_count: int | None = None


@define(kw_only=True)
class ImageProcessing:
    """How far the host is with a video.

    Not in the document: observed.

    Source: imgur-api-v3.txt (a third party's capture), "image".

    Attributes:
        status: `pending` or `completed` (observed).
    """

    status: str | None = None


@define(kw_only=True)
class Message:
    """A message from one user to another. The document's time knew threads with a subject; later
    answers know conversations instead.

    Not in the document: observed, the host's model pages of 2012 and 2014.

    Source: imgur-api-v3.txt (a third party's capture), "message".

    Attributes:
        id: Number of the message (observed).
        sender: Username of who sent it (observed).
        account_id: Account number of who sent it in answers with a subject, of who received
            it in answers with a sender_id (observed).
        recipient_account_id: Account number of who received it (observed).
        sender_id: Account number of who sent it (observed). In later answers (observed).
        subject: Subject (observed).
        body: Text of the message (observed).
        timestamp: Age as text for people, such as `5 days ago` (observed).
        datetime: When it was sent, as Unix time in seconds (observed). In later answers
            (observed).
        parent_id: Number of the first message of its thread, its own number for that one
            (observed).
        conversation_id: Number of the conversation (observed). In later answers (observed).
    """

    __wire_names__: ClassVar[dict[str, str]] = {"sender": "from"}

    id: int
    sender: str | None = None
    account_id: int | None = None
    recipient_account_id: int | None = None
    sender_id: int | None = None
    subject: str | None = None
    body: str | None = None
    timestamp: str | None = None
    datetime: int | None = None
    parent_id: int | None = None
    conversation_id: int | None = None


@define(kw_only=True)
class MessageNotification:
    """Word of a message.

    Not in the document: observed, the host's model page of 2014.

    Source: imgur-api-v3.txt (a third party's capture), "account-messages".

    Attributes:
        id: Number of the notification (observed).
        account_id: Account number of who is notified (observed).
        viewed: Whether it was marked as viewed (observed).
        content: The conversation that the message belongs to (observed).
    """

    id: int
    account_id: int | None = None
    viewed: bool | None = None
    content: Conversation | None = None


@define(kw_only=True)
class Notification:
    """Word of a reply or a message.

    Not in the document: observed, the host's model page of 2014.

    Source: imgur-api-v3.txt (a third party's capture), "notification".

    Attributes:
        id: Number of the notification (observed).
        account_id: Account number of who is notified (observed).
        viewed: Whether it was marked as viewed (observed).
        content: What it is about: members of a comment or of a conversation (observed).
    """

    id: int
    account_id: int | None = None
    viewed: bool | None = None
    content: NotificationContent | None = None


@define(kw_only=True)
class NotificationContent:
    """What a notification is about. With a `comment` it is a reply and has the members of Comment,
    else those of Conversation.

    Not in the document: observed, the host's model page of 2014: a comment or a conversation.

    Source: imgur-api-v3.txt (a third party's capture), "notification".

    Attributes:
        id: Number of the comment or conversation (observed).
        image_id: Id of the picture or album that it is about (observed).
        comment: Text of the comment (observed).
        author: Username of who wrote it (observed).
        author_id: Account number of who wrote it (observed).
        on_album: Whether it is about an album (observed).
        album_cover: Id of the cover of the album that it is about; null for a picture
            (observed).
        ups: Number of votes up (observed).
        downs: Number of votes down (observed).
        points: Votes up less votes down (observed).
        datetime: When it was written, as Unix time in seconds (observed).
        parent_id: Number of the comment that it replies to; 0 for none (observed).
        deleted: Whether it was deleted (observed). It stays in place for its replies
            (observed).
        vote: Vote of the logged-in user: up, down or veto; null without a vote or a user
            (observed).
        platform: What it was written with, such as desktop, iphone or api (observed).
        has_admin_badge: Whether it was written by the host's staff (observed).
        children: The replies to it, each with its own (observed).
        sender: Username of who wrote last (observed).
        account_id: Account number of who is notified (observed).
        with_account: Account number of the other side (observed).
        last_message: Text of the newest message (observed).
        message_num: Number of messages so far (observed).
        spam: Whether the host takes it for spam (observed).
    """

    __wire_names__: ClassVar[dict[str, str]] = {"sender": "from"}

    id: int | None = None
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
    sender: str | None = None
    account_id: int | None = None
    with_account: int | None = None
    last_message: str | None = None
    message_num: int | None = None
    spam: bool | None = None


@define(kw_only=True)
class Notifications:
    """Notifications, sorted by what they are about.

    Not in the document: observed, the host's model page of 2014.

    Source: imgur-api-v3.txt (a third party's capture), "notifications".

    Attributes:
        replies: Replies to comments (observed).
        messages: Messages (observed).
    """

    replies: list[ReplyNotification] | None = None
    messages: list[MessageNotification] | None = None


@define(kw_only=True)
class ReplyNotification:
    """Word of a reply to a comment.

    Not in the document: observed, the host's model page of 2014.

    Source: imgur-api-v3.txt (a third party's capture), "replies".

    Attributes:
        id: Number of the notification (observed).
        account_id: Account number of who is notified (observed).
        viewed: Whether it was marked as viewed (observed).
        content: The reply (observed).
    """

    id: int
    account_id: int | None = None
    viewed: bool | None = None
    content: Comment | None = None


@define(kw_only=True)
class Tag:
    """A tag and how it is shown.

    Not in the document: observed.

    Source: imgur-api-v3.txt (a third party's capture), "gallery".

    Attributes:
        name: The tag (observed).
        display_name: The tag as it is shown (observed).
        followers: How many users follow it (observed).
        total_items: How many posts carry it (observed).
        following: Whether the logged-in user follows it (observed).
        is_whitelisted: Whether the host recommends it (observed).
        background_hash: Id of the picture behind its page (observed).
        thumbnail_hash: Id of its small picture (observed).
        accent: Colour of its page, hexadecimal without `#` (observed).
        background_is_animated: Whether the picture behind its page moves (observed).
        thumbnail_is_animated: Whether its small picture moves (observed).
        is_promoted: Whether it is advertised (observed).
        description: What it is for; may be empty (observed).
        logo_hash: Id of its logo (observed).
        logo_destination_url: Address that its logo leads to (observed).
    """

    name: str
    display_name: str | None = None
    followers: int | None = None
    total_items: int | None = None
    following: bool | None = None
    is_whitelisted: bool | None = None
    background_hash: str | None = None
    thumbnail_hash: str | None = None
    accent: str | None = None
    background_is_animated: bool | None = None
    thumbnail_is_animated: bool | None = None
    is_promoted: bool | None = None
    description: str | None = None
    logo_hash: str | None = None
    logo_destination_url: str | None = None


@define(kw_only=True)
class Token:
    """Tokens for an account. Each refresh may give a new refresh token, which replaces the old
    one.

    Not in the document: observed, clients that work and captured answers.

    Source: imgur-api-v3.txt (a third party's capture), "Authorization header".

    Attributes:
        access_token: Goes into the Authorization header of calls for the account
            (observed).
        refresh_token: Gives new tokens once the access token has run out (observed).
        expires_in: How long the access token lasts, in seconds (observed). An hour once, a
            month since 2015, longer in some samples (observed).
        token_type: `bearer` (observed).
        scope: Always null so far (observed).
        account_id: Number of the account (observed).
        account_username: Username of the account (observed).
    """

    access_token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    expires_in: int | None = None
    token_type: str | None = None
    scope: str | None = None
    account_id: int | None = None
    account_username: str | None = None


@define(kw_only=True)
class Trophy:
    """A trophy that the host gave to a user.

    Not in the document: observed.

    Source: imgur-api-v3.txt (a third party's capture), "account-profile".

    Attributes:
        id: Number of the trophy (observed).
        name: Name of the trophy (observed).
        name_clean: Name of the kind of trophy, for use in addresses (observed).
        description: What it was won for (observed).
        data: Id of the picture or comment that it was won with (observed).
        data_link: Address of the picture or comment that it was won with (observed).
        datetime: When it was won, as Unix time in seconds (observed).
        image: Address of a picture of it (observed).
    """

    id: int | None = None
    name: str | None = None
    name_clean: str | None = None
    description: str | None = None
    data: str | None = None
    data_link: str | None = None
    datetime: int | None = None
    image: str | None = None


@define(kw_only=True)
class UserFollow:
    """Whether one user follows another.

    Not in the document: observed.

    Source: imgur-api-v3.txt (a third party's capture), "account".

    Attributes:
        status: True if so (observed).
    """

    status: bool | None = None


@define(kw_only=True)
class Votes:
    """How many voted for and against a post.

    Not in the document: observed, captured answers.

    Source: imgur-api-v3.txt (a third party's capture), "gallery-votes".

    Attributes:
        ups: Number of votes up (observed).
        downs: Number of votes down (observed).
    """

    ups: int
    downs: int


__all__ = [
    "Account",
    "AccountSettings",
    "AccountStats",
    "Album",
    "BlockedUser",
    "Comment",
    "Conversation",
    "CreatedAlbum",
    "CreatedComment",
    "Credits",
    "GalleryAlbum",
    "GalleryImage",
    "GalleryItem",
    "GalleryProfile",
    "Image",
    "ImageProcessing",
    "Message",
    "MessageNotification",
    "Notification",
    "NotificationContent",
    "Notifications",
    "ReplyNotification",
    "Tag",
    "Token",
    "Trophy",
    "UserFollow",
    "Votes",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = defer(globals(), __all__)
