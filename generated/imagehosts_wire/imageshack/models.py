# Generated from specs/imageshack/openapi.yaml by `make generate`. Change the spec, not this file.
"""The classes of the answers of ImageShack API; each is finished when it is first used."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from imagehosts_wire.deferred import defer

if TYPE_CHECKING:
    from attrs import define, field
else:
    from imagehosts_wire.deferred import define, field


@define(kw_only=True)
class Album:
    """An album with a page of its pictures.

    Source: imageshack-api-v2.txt, "Album Model".

    Attributes:
        id: Id of the album. It is text also where it looks like a number.
        title: Title of the album.
        description: Description of the album. It has at most 200 characters.
        creation_date: When it was made, in seconds of Unix time.
        public: Whether everybody may see the album.
        is_owner: Whether the album belongs to the caller.
        owner: The account that the album belongs to. Told of public albums only.
        limit: How many items a page holds. A page may hold fewer (inferred).
        offset: How many items were skipped.
        total: Number of pictures in the album.
        images: Pictures of the album, or null when it has none.
    """

    id: str
    title: str | None = None
    description: str | None = None
    creation_date: int | None = None
    public: bool | None = None
    is_owner: bool | None = None
    owner: Owner | None = None
    limit: int | None = None
    offset: int | None = None
    total: int | None = None
    images: list[BasicImage] | None = None


@define(kw_only=True)
class AlbumReference:
    """The album that a picture is in.

    Source: imageshack-api-v2.txt, "Image Model".

    Attributes:
        id: Id of the album. It is null or empty when the picture is in none (observed).
        title: Title of the album. It is null or empty when the picture is in none
            (observed).
        public: Whether everybody may see the album; also there when the picture is in none.
    """

    id: str | None = None
    title: str | None = None
    public: bool | None = None


@define(kw_only=True)
class AlbumsList:
    """A page of albums.

    Source: imageshack-api-v2.txt, "Albums List Model".

    Attributes:
        limit: How many items a page holds. A page may hold fewer (inferred).
        offset: How many items were skipped.
        total: Number of albums in the account. Those that the caller may not see do not
            count (inferred).
        albums: The albums.
    """

    limit: int
    offset: int
    total: int
    albums: list[BasicAlbum]


@define(kw_only=True)
class Avatar:
    """The picture that stands for a user.

    Source: imageshack-api-v2.txt, "User Model".

    Attributes:
        id: Id of the picture. It is missing in comments. One table calls it an integer, no
            example does.
        server: Number of the server that keeps the file. It is 0 when there is no picture.
        filename: File name on the server. It is null when there is no picture.
    """

    id: str | None = None
    server: int | None = None
    filename: str | None = None


@define(kw_only=True)
class BasicAlbum:
    """An album as it stands in lists, with its first pictures.

    Source: imageshack-api-v2.txt, "Basic Album Model".

    Attributes:
        id: Id of the album. It is text also where it looks like a number.
        title: Title of the album.
        creation_date: When it was made, in seconds of Unix time.
        public: Whether everybody may see the album.
        total: Number of pictures in the album.
        is_owner: Whether the album belongs to the caller.
        owner: The account that the album belongs to. Told of public albums only.
        images: Pictures of the album, or null when it has none.
    """

    id: str
    title: str | None = None
    creation_date: int | None = None
    public: bool | None = None
    total: int | None = None
    is_owner: bool | None = None
    owner: Owner | None = None
    images: list[BasicImage] | None = None


@define(kw_only=True)
class BasicImage:
    """A picture as it stands in lists.

    Source: imageshack-api-v2.txt, "Basic Image Model".

    Attributes:
        id: Id of the picture, to be taken as it is. Its case counts (inferred).
        server: Number of the server that keeps the file.
        bucket: Number of the directory that the file is in.
        filename: File name on the server.
        original_filename: File name as the user sent it.
        direct_link: Address of the file without a scheme (observed).
        title: Title of the picture.
        album: The album that the picture is in. It is missing, or has a null or empty id,
            when the picture is in none (observed).
        album_id: Id of the album, where the host does not nest it.
        album_title: Title of the album, where the host does not nest it.
        creation_date: When it was made, in seconds of Unix time.
        public: Whether everybody may see the picture.
        hidden: Whether the picture is deleted. Only its owner can still see it then
            (inferred).
        filesize: Size of the file in kilobytes. A kilobyte has 1024 bytes, and the number
            is rounded (inferred).
        width: Width in pixels. It is 0 when not known (inferred).
        height: Height in pixels. It is 0 when not known (inferred).
        likes: Number of accounts that like the picture.
        liked: Whether the caller likes the picture.
        is_owner: Whether the picture belongs to the caller.
        owner: The account that the picture belongs to. Told of public pictures only.
        adult_content: Whether the picture is for adults only (observed).
    """

    id: str
    server: int | None = None
    bucket: int | None = None
    filename: str | None = None
    original_filename: str | None = None
    direct_link: str | None = None
    title: str | None = None
    album: AlbumReference | None = None
    album_id: str | None = field(default=None, repr=False, eq=False)
    album_title: str | None = field(default=None, repr=False, eq=False)
    creation_date: int | None = None
    public: bool | None = None
    hidden: bool | None = None
    filesize: int | None = None
    width: int | None = None
    height: int | None = None
    likes: int | None = None
    liked: bool | None = None
    is_owner: bool | None = None
    owner: Owner | None = None
    adult_content: bool | None = None

    def __attrs_post_init__(self) -> None:
        # Other spellings of a member, as some answers have them.
        if self.album_id is not None:
            self.album = self.album or AlbumReference()
            if self.album.id is None:
                self.album.id = self.album_id
        if self.album_title is not None:
            self.album = self.album or AlbumReference()
            if self.album.title is None:
                self.album.title = self.album_title


@define(kw_only=True)
class Bulk:
    """What became of a call about several things. Which of the two lists is there depends on what
    they are. Things that failed are only counted, as in uploads: compare with what was asked
    for (inferred).

    Source: imageshack-api-v2.txt, "Bulk Model".

    Attributes:
        passed: Number of things that went well.
        failed: Number of things that did not.
        total: Number of things that were asked for.
        images: The pictures that went well (inferred).
        albums: The albums that went well (inferred).
    """

    passed: int
    failed: int
    total: int | None = None
    images: list[Image] | None = None
    albums: list[Album] | None = None


@define(kw_only=True)
class Image:
    """A picture with everything about it.

    Source: imageshack-api-v2.txt, "Image Model".

    Attributes:
        id: Id of the picture, to be taken as it is. Its case counts (inferred).
        server: Number of the server that keeps the file.
        bucket: Number of the directory that the file is in.
        lp_hash: A name of the picture's page, kept as the host sends it (observed).
        filename: File name on the server.
        original_filename: File name as the user sent it.
        direct_link: Address of the file without a scheme.
        title: Title of the picture.
        description: Description of the picture.
        tags: Names of the tags of the picture.
        liked: Whether the caller likes the picture.
        likes: Number of accounts that like the picture.
        views: How often the page of the picture was seen.
        moderated: Whether a moderator has dealt with the picture.
        album: The album that the picture is in. It is missing, or has a null or empty id,
            when the picture is in none (observed).
        album_id: Id of the album, where the host does not nest it.
        album_title: Title of the album, where the host does not nest it.
        comments_count: Number of comments.
        comments_disabled: Whether comments are not allowed.
        filter: Number of the effect laid over the picture. It is 0 to 23, and 0 is none.
        filesize: Size of the file in kilobytes. A kilobyte has 1024 bytes, and the number
            is rounded (inferred).
        creation_date: When it was made, in seconds of Unix time.
        width: Width in pixels. It is 0 when not known (inferred).
        height: Height in pixels. It is 0 when not known (inferred).
        public: Whether everybody may see the picture.
        hidden: Whether the picture is deleted (observed). Only its owner can still see it
            then (inferred).
        is_owner: Whether the picture belongs to the caller.
        owner: The account that the picture belongs to. Told of public pictures only.
        adult_content: Whether the picture is for adults only (observed).
        block_downloading: Whether the owner does not want the picture downloaded
            (observed).
        copyright: Who has the rights, in the words of the owner; empty when not given
            (observed).
        featured: Whether the host shows the picture on its front page (observed).
        next_images: The pictures that follow in the account, 2 unless the call says
            otherwise.
        prev_images: The pictures that come before in the account, 2 unless the call says
            otherwise.
        previous_images: The name that the document's table has for `prev_images`.
        related_images: Pictures like this one, 10 unless the call says otherwise.
    """

    id: str
    server: int | None = None
    bucket: int | None = None
    lp_hash: str | None = None
    filename: str | None = None
    original_filename: str | None = None
    direct_link: str | None = None
    title: str | None = None
    description: str | None = None
    tags: list[str] | None = None
    liked: bool | None = None
    likes: int | None = None
    views: int | None = None
    moderated: bool | None = None
    album: AlbumReference | None = None
    album_id: str | None = field(default=None, repr=False, eq=False)
    album_title: str | None = field(default=None, repr=False, eq=False)
    comments_count: int | None = None
    comments_disabled: bool | None = None
    filter: int | None = None
    filesize: int | None = None
    creation_date: int | None = None
    width: int | None = None
    height: int | None = None
    public: bool | None = None
    hidden: bool | None = None
    is_owner: bool | None = None
    owner: Owner | None = None
    adult_content: bool | None = None
    block_downloading: bool | None = None
    copyright: str | None = None
    featured: bool | None = None
    next_images: list[ImageReference] | None = None
    prev_images: list[ImageReference] | None = None
    previous_images: list[ImageReference] | None = field(default=None, repr=False, eq=False)
    related_images: list[ImageReference] | None = None

    def __attrs_post_init__(self) -> None:
        # Other spellings of a member, as some answers have them.
        if self.album_id is not None:
            self.album = self.album or AlbumReference()
            if self.album.id is None:
                self.album.id = self.album_id
        if self.album_title is not None:
            self.album = self.album or AlbumReference()
            if self.album.title is None:
                self.album.title = self.album_title
        if self.prev_images is None:
            self.prev_images = self.previous_images


@define(kw_only=True)
class ImageComment:
    """A comment on a picture. No documented call answers with it.

    Source: imageshack-api-v2.txt, "Image Comment Model".

    Attributes:
        id: Id of the comment.
        comment: The text.
        source: Where it was written: web, mobile, or the name of a program.
        owner: Who wrote it.
        likes: Number of accounts that like the comment.
        liked: Whether the caller likes the comment.
        is_owner: Whether the comment is the caller's (observed).
        creation_date: When it was made, in seconds of Unix time.
    """

    id: str
    comment: str | None = None
    source: str | None = None
    owner: Owner | None = None
    likes: int | None = None
    liked: bool | None = None
    is_owner: bool | None = None
    creation_date: int | None = None


@define(kw_only=True)
class ImageCommentsList:
    """A page of comments. No documented call answers with it.

    Source: imageshack-api-v2.txt, "Image Comments List Model".

    Attributes:
        limit: How many comments a page holds.
        end_offset: Where the page ends. It is the `offset` of the next one (observed).
        start_offset: Where the page begins.
        total: Number of comments on the picture.
        comments: The comments.
    """

    limit: int | None = None
    end_offset: str | None = None
    start_offset: str | None = None
    total: int | None = None
    comments: list[ImageComment]


@define(kw_only=True)
class ImageReference:
    """The little that is told of a neighbouring or similar picture.

    Source: imageshack-api-v2.txt, "Image Model".

    Attributes:
        id: Id of the picture. Its case counts (inferred).
        server: Number of the server that keeps the file.
        bucket: Number of the directory that the file is in (observed).
        filename: File name on the server.
        width: Width in pixels (observed). It is 0 when not known (inferred).
        height: Height in pixels (observed). It is 0 when not known (inferred).
    """

    id: str | None = None
    server: int | None = None
    bucket: int | None = None
    filename: str | None = None
    width: int | None = None
    height: int | None = None


@define(kw_only=True)
class ImagesList:
    """A page of pictures.

    Source: imageshack-api-v2.txt, "Images List Model".

    Attributes:
        base_url: Where the files are, without a scheme. The address of one is this, then
            `img` with the number of the server, its bucket and its file name; the document
            leaves out the `img` (inferred).
        limit: How many items a page holds. A page may hold fewer (inferred).
        offset: How many items were skipped.
        total: Number of pictures in the account. Those that the caller may not see do not
            count (inferred).
        images: The pictures.
    """

    base_url: str | None = None
    limit: int
    offset: int
    total: int
    images: list[BasicImage]


@define(kw_only=True)
class Login:
    """An account that logged in, and its token.

    Source: imageshack-api-v2.txt, "Login Model".

    Attributes:
        auth_token: The token that later calls carry. Anyone who has it can act for the
            account.
        user_id: Lasting number of the account.
        userid: The name that others have seen for `user_id` (observed).
        email: E-mail address of the account.
        username: Name of the account.
        avatar: The picture that stands for the user.
        membership: Kind of membership: `free`, `premium` or `Pro`. Compare without regard
            to case (inferred). It may be empty (observed).
        membership_item_number: Item number of the membership. It is there for pro accounts,
            and null for others.
        membership_cookie: Cookie of the membership. It is there for pro accounts, and null
            for others.
    """

    auth_token: str = field(repr=False)
    user_id: int | None = None
    userid: int | None = field(default=None, repr=False, eq=False)
    email: str | None = None
    username: str
    avatar: Avatar | None = None
    membership: str | None = None
    membership_item_number: str | None = None
    membership_cookie: str | None = field(default=None, repr=False)

    def __attrs_post_init__(self) -> None:
        # Other spellings of a member, as some answers have them.
        if self.user_id is None:
            self.user_id = self.userid


@define(kw_only=True)
class Owner:
    """The account that something belongs to.

    Source: imageshack-api-v2.txt, "Image Model".

    Attributes:
        username: Name of the account.
        avatar: The picture that stands for the user. It may be missing (observed).
        membership: Kind of membership: `free`, `premium` or `Pro` (observed). Compare
            without regard to case (inferred). It may be empty (observed).
        allow_following: Whether others may follow the account (observed).
        featured_photographer: Whether the host shows the account on its front page
            (observed).
    """

    username: str | None = None
    avatar: Avatar | None = None
    membership: str | None = None
    allow_following: bool | None = None
    featured_photographer: bool | None = None


@define(kw_only=True)
class Tag:
    """A tag of an account and pictures that have it.

    Source: imageshack-api-v2.txt, "Tag Model".

    Attributes:
        name: The tag (inferred). The host gives it as the key that leads here (inferred).
        total: Number of pictures that have the tag.
        images: Pictures that have the tag.
    """

    name: str | None = None
    total: int | None = None
    images: list[BasicImage] | None = None


@define(kw_only=True)
class TagsList:
    """A page of tags.

    Source: imageshack-api-v2.txt, "Tags List Model".

    Attributes:
        limit: How many items a page holds. A page may hold fewer (inferred).
        offset: How many items were skipped.
        total: Number of tags in the account. The document says albums.
        tags: The tags. The host sends an object with the names as keys; the document's
            table has a list.
    """

    __keyed_by__: ClassVar[dict[str, str]] = {"tags": "name"}

    limit: int | None = None
    offset: int | None = None
    total: int | None = None
    tags: list[Tag]


@define(kw_only=True)
class Upload:
    """What became of an upload.

    Source: imageshack-api-v2.txt, "Upload Model".

    Attributes:
        max_filesize: Largest file that the account may upload, in kilobytes. A kilobyte has
            1024 bytes (inferred).
        space_limit: Space that the account may use, in kilobytes. It is 5 GB for free
            accounts. A kilobyte has 1024 bytes (inferred).
        space_used: Space that the account uses, in kilobytes. A kilobyte has 1024 bytes
            (inferred).
        space_left: Space that is left, in kilobytes. A kilobyte has 1024 bytes (inferred).
        passed: Number of files that were stored.
        failed: Number of files that were not.
        total: Number of files that were sent (observed).
        images: The pictures that were stored. Files that failed have no place in it.
    """

    max_filesize: int | None = None
    space_limit: int | None = None
    space_used: int | None = None
    space_left: int | None = None
    passed: int
    failed: int
    total: int | None = None
    images: list[BasicImage] | None = None


@define(kw_only=True)
class User:
    """An account as others see it, and a little more for its owner.

    Source: imageshack-api-v2.txt, "User Model".

    Attributes:
        is_owner: Whether the token of the call belongs to this account.
        cache_version: A number that grows with everything that happens in the account.
        user_id: Lasting number of the account. Null or missing unless the caller is its
            owner.
        userid: The name that the document's example has for `user_id`.
        email: E-mail address. Null or missing unless the caller is the owner.
        username: Name of the account.
        description: What the user says about themselves.
        creation_date: When it was made, in seconds of Unix time.
        location: Where the user lives.
        gender: Gender, such as `male`.
        first_name: First name.
        last_name: Last name.
        avatar: The picture that stands for the user.
        membership: Kind of membership: `free`, `premium` or `Pro`. Compare without regard
            to case (inferred). It may be empty (observed).
        is_following: Whether the caller follows this account. Requires authentication.
        following_allowed: Whether others may follow this account. It is the opposite of the
            setting `private_followings` (inferred).
        latest_images: The latest pictures of the account, 5 unless the call says otherwise.
    """

    is_owner: bool | None = None
    cache_version: int | None = None
    user_id: int | None = None
    userid: int | None = field(default=None, repr=False, eq=False)
    email: str | None = None
    username: str
    description: str | None = None
    creation_date: int | None = None
    location: str | None = None
    gender: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    avatar: Avatar | None = None
    membership: str | None = None
    is_following: bool | None = None
    following_allowed: bool | None = None
    latest_images: list[ImageReference] | None = None

    def __attrs_post_init__(self) -> None:
        # Other spellings of a member, as some answers have them.
        if self.user_id is None:
            self.user_id = self.userid


@define(kw_only=True)
class UserSettings:
    """The settings of an account.

    Source: imageshack-api-v2.txt, "User Settings Model".

    Attributes:
        private_profile: Do not show the public pages of the account.
        private_images: Make new pictures private by default.
        private_albums: Make new albums private by default.
        private_files: Make new files private by default.
        private_followings: Do not let others follow the account. It is the opposite of
            `following_allowed` of the account (inferred).
        upload_notification: Send a message about every upload.
        comments_notification: Send a message about comments on the account's pictures.
        shares_notification: Send a message when somebody shares one of the account's
            pictures.
        likes_notification: Send a message when somebody likes one of the account's
            pictures.
        follows_notification: Send a message when somebody follows the account.
        new_feature_notification: Send a message about new features of the site.
        weekly_update_notification: Mail a report of the uploads every week.
        daily_update_notification: Mail a report of the uploads every day.
        skypath_message: Send a message about messages in Skypath, a service that is not
            documented.
        skypath_share_file: Send a message about pictures shared by Skypath, a service that
            is not documented.
        onboarding: The user has seen the introduction to the site.
    """

    private_profile: bool
    private_images: bool
    private_albums: bool
    private_files: bool | None = None
    private_followings: bool
    upload_notification: bool
    comments_notification: bool
    shares_notification: bool | None = None
    likes_notification: bool
    follows_notification: bool
    new_feature_notification: bool | None = None
    weekly_update_notification: bool | None = None
    daily_update_notification: bool | None = None
    skypath_message: bool | None = None
    skypath_share_file: bool | None = None
    onboarding: bool | None = None


@define(kw_only=True)
class UserUsage:
    """What an account holds and may hold.

    Source: imageshack-api-v2.txt, "User Usage Model".

    Attributes:
        images_count: Number of pictures in the account.
        album_images_count: Number of pictures that are in albums.
        albums_count: Number of albums.
        root_images_count: Number of pictures that are in no album.
        space_limit: Space that the account may use, in kilobytes. It is 5 GB for free
            accounts. A kilobyte has 1024 bytes (inferred).
        space_used: Space that the account uses, in kilobytes. A kilobyte has 1024 bytes
            (inferred).
    """

    images_count: int
    album_images_count: int
    albums_count: int | None = None
    root_images_count: int
    space_limit: int
    space_used: int


__all__ = [
    "Album",
    "AlbumReference",
    "AlbumsList",
    "Avatar",
    "BasicAlbum",
    "BasicImage",
    "Bulk",
    "Image",
    "ImageComment",
    "ImageCommentsList",
    "ImageReference",
    "ImagesList",
    "Login",
    "Owner",
    "Tag",
    "TagsList",
    "Upload",
    "User",
    "UserSettings",
    "UserUsage",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = defer(globals(), __all__)
