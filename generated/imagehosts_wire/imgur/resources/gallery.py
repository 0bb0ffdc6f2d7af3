# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""The gallery operations of imgur API."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal

from imagehosts_wire.imgur import models
from imagehosts_wire.types import (
    AsyncPager,
    AsyncResource,
    Credential,
    Operation,
    Page,
    Pagination,
    Parameter,
    RequestOptions,
    Resource,
    Result,
    as_async_raw,
    as_async_raw_page,
    as_async_streamed,
    as_raw,
    as_streamed,
)

if TYPE_CHECKING:
    from imagehosts_wire.imgur.models import (
        Comment,
        CreatedComment,
        GalleryAlbum,
        GalleryImage,
        GalleryItem,
        Votes,
    )

GALLERY_BROWSE: Operation[Page[GalleryItem]] = Operation(
    "imgur",
    "gallery_browse",
    "GET",
    "/gallery/{section}/{sort}/{page}",
    result=Result(
        "json",
        lambda: list[models.GalleryItem],
        envelope="data",
        tolerant=True,
    ),
    parameters=(
        Parameter(
            "section", "section", "path", encode="choice:hot/top/new/user", optional_segment=True
        ),
        Parameter(
            "sort",
            "sort",
            "path",
            encode="choice:viral/score/time/top/rising",
            optional_segment=True,
        ),
        Parameter("page", "page", "path", encode="integer:0", optional_segment=True),
    ),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    repeatable=True,
    pagination=Pagination(
        "page",
        "page",
        first=0,
        items="",
    ),
    source=("imgur-api-v3.txt", "gallery"),
)
GALLERY_SUBREDDIT: Operation[Page[GalleryItem]] = Operation(
    "imgur",
    "gallery_subreddit",
    "GET",
    "/gallery/r/{subreddit}/{sort}/{page}",
    result=Result(
        "json",
        lambda: list[models.GalleryItem],
        envelope="data",
        tolerant=True,
    ),
    parameters=(
        Parameter("subreddit", "subreddit", "path", required=True),
        Parameter("sort", "sort", "path", encode="choice:hot/new/time/top", optional_segment=True),
        Parameter("page", "page", "path", encode="integer:0", optional_segment=True),
    ),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    repeatable=True,
    pagination=Pagination(
        "page",
        "page",
        first=0,
        items="",
    ),
    source=("imgur-api-v3.txt", "subreddit"),
)
GALLERY_SEARCH: Operation[list[GalleryItem]] = Operation(
    "imgur",
    "gallery_search",
    "GET",
    "/gallery/search",
    result=Result(
        "json",
        lambda: list[models.GalleryItem],
        envelope="data",
        tolerant=True,
    ),
    parameters=(Parameter("query", "q", "query", required=True),),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "gallery-serach"),
)
GALLERY_IMAGE: Operation[GalleryImage] = Operation(
    "imgur",
    "gallery_image",
    "GET",
    "/gallery/image/{image_id}",
    result=Result(
        "json",
        lambda: models.GalleryImage,
        envelope="data",
        tolerant=True,
    ),
    parameters=(Parameter("image_id", "image_id", "path", required=True),),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "gallery-image"),
)
GALLERY_SUBMIT_IMAGE: Operation[bool | None] = Operation(
    "imgur",
    "gallery_submit_image",
    "POST",
    "/gallery/image/{image_id}",
    result=Result(
        "json",
        lambda: bool | None,
        envelope="data",
    ),
    parameters=(
        Parameter("image_id", "image_id", "path", required=True),
        Parameter("title", "title", "body", required=True),
        Parameter("terms", "terms", "body", encode="flag:1/0"),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    repeatable=False,
    source=("imgur-api-v3.txt", "to-gallery"),
)
GALLERY_ALBUM: Operation[GalleryAlbum] = Operation(
    "imgur",
    "gallery_album",
    "GET",
    "/gallery/album/{album_id}",
    result=Result(
        "json",
        lambda: models.GalleryAlbum,
        envelope="data",
        tolerant=True,
    ),
    parameters=(Parameter("album_id", "album_id", "path", required=True),),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "album"),
)
GALLERY_SUBMIT_ALBUM: Operation[bool | None] = Operation(
    "imgur",
    "gallery_submit_album",
    "POST",
    "/gallery/album/{album_id}",
    result=Result(
        "json",
        lambda: bool | None,
        envelope="data",
    ),
    parameters=(
        Parameter("album_id", "album_id", "path", required=True),
        Parameter("title", "title", "body", required=True),
        Parameter("terms", "terms", "body", encode="flag:1/0"),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    repeatable=False,
    source=("imgur-api-v3.txt", "to-gallery"),
)
GALLERY_REPORT: Operation[bool | None] = Operation(
    "imgur",
    "gallery_report",
    "POST",
    "/gallery/{item_id}/report",
    result=Result(
        "json",
        lambda: bool | None,
        envelope="data",
    ),
    parameters=(Parameter("item_id", "item_id", "path", required=True),),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    repeatable=False,
    source=("imgur-api-v3.txt", "gallery-reporting"),
)
GALLERY_VOTES: Operation[Votes] = Operation(
    "imgur",
    "gallery_votes",
    "GET",
    "/gallery/album/{item_id}/votes",
    result=Result(
        "json",
        lambda: models.Votes,
        envelope="data",
    ),
    parameters=(Parameter("item_id", "item_id", "path", required=True),),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    alternate_path="/gallery/image/{item_id}/votes",
    repeatable=True,
    source=("imgur-api-v3.txt", "gallery-votes"),
)
GALLERY_VOTE: Operation[bool | None] = Operation(
    "imgur",
    "gallery_vote",
    "POST",
    "/gallery/album/{item_id}/vote/{vote}",
    result=Result(
        "json",
        lambda: bool | None,
        envelope="data",
    ),
    parameters=(
        Parameter("item_id", "item_id", "path", required=True),
        Parameter("vote", "vote", "path", encode="choice:up/down", required=True),
    ),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    alternate_path="/gallery/image/{item_id}/vote/{vote}",
    repeatable=False,
    source=("imgur-api-v3.txt", "gallery-voting"),
)
GALLERY_COMMENTS: Operation[list[Comment]] = Operation(
    "imgur",
    "gallery_comments",
    "GET",
    "/gallery/album/{item_id}/comments",
    result=Result(
        "json",
        lambda: list[models.Comment],
        envelope="data",
    ),
    parameters=(Parameter("item_id", "item_id", "path", required=True),),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    alternate_path="/gallery/image/{item_id}/comments",
    repeatable=True,
    source=("imgur-api-v3.txt", "gallery-comments"),
)
GALLERY_COMMENT: Operation[Comment] = Operation(
    "imgur",
    "gallery_comment",
    "GET",
    "/gallery/album/{item_id}/comment/{comment_id}",
    result=Result(
        "json",
        lambda: models.Comment,
        envelope="data",
    ),
    parameters=(
        Parameter("item_id", "item_id", "path", required=True),
        Parameter("comment_id", "comment_id", "path", encode="integer:0", required=True),
    ),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    alternate_path="/gallery/image/{item_id}/comment/{comment_id}",
    repeatable=True,
    source=("imgur-api-v3.txt", "gallery-comment"),
)
GALLERY_REPLY_TO_COMMENT: Operation[CreatedComment] = Operation(
    "imgur",
    "gallery_reply_to_comment",
    "POST",
    "/gallery/album/{item_id}/comment/{comment_id}",
    result=Result(
        "json",
        lambda: models.CreatedComment,
        envelope="data",
        tolerant=True,
    ),
    parameters=(
        Parameter("item_id", "item_id", "path", required=True),
        Parameter("comment_id", "comment_id", "path", encode="integer:0", required=True),
        Parameter("comment", "comment", "body", required=True),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    alternate_path="/gallery/image/{item_id}/comment/{comment_id}",
    repeatable=False,
    source=("imgur-api-v3.txt", "gallery-comment-reply"),
)
GALLERY_DELETE_COMMENT: Operation[bool | None] = Operation(
    "imgur",
    "gallery_delete_comment",
    "DELETE",
    "/gallery/album/{item_id}/comment/{comment_id}",
    result=Result(
        "json",
        lambda: bool | None,
        envelope="data",
    ),
    parameters=(
        Parameter("item_id", "item_id", "path", required=True),
        Parameter("comment_id", "comment_id", "path", encode="integer:0", required=True),
    ),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    alternate_path="/gallery/image/{item_id}/comment/{comment_id}",
    repeatable=True,
    source=("imgur-api-v3.txt", "gallery-comment"),
)
GALLERY_COMMENT_REPLIES: Operation[Comment] = Operation(
    "imgur",
    "gallery_comment_replies",
    "GET",
    "/gallery/album/{item_id}/comment/{comment_id}/replies",
    result=Result(
        "json",
        lambda: models.Comment,
        envelope="data",
    ),
    parameters=(
        Parameter("item_id", "item_id", "path", required=True),
        Parameter("comment_id", "comment_id", "path", encode="integer:0", required=True),
    ),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    alternate_path="/gallery/image/{item_id}/comment/{comment_id}/replies",
    repeatable=True,
    source=("imgur-api-v3.txt", "gallery-comment"),
)
GALLERY_VOTE_COMMENT: Operation[bool | None] = Operation(
    "imgur",
    "gallery_vote_comment",
    "POST",
    "/gallery/album/{item_id}/comment/{comment_id}/vote/{vote}",
    result=Result(
        "json",
        lambda: bool | None,
        envelope="data",
    ),
    parameters=(
        Parameter("item_id", "item_id", "path", required=True),
        Parameter("comment_id", "comment_id", "path", encode="integer:0", required=True),
        Parameter("vote", "vote", "path", encode="choice:up/down", required=True),
    ),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    alternate_path="/gallery/image/{item_id}/comment/{comment_id}/vote/{vote}",
    repeatable=False,
    source=("imgur-api-v3.txt", "gallery-comment"),
)
GALLERY_REPORT_COMMENT: Operation[bool | None] = Operation(
    "imgur",
    "gallery_report_comment",
    "POST",
    "/gallery/album/{item_id}/comment/{comment_id}/report",
    result=Result(
        "json",
        lambda: bool | None,
        envelope="data",
    ),
    parameters=(
        Parameter("item_id", "item_id", "path", required=True),
        Parameter("comment_id", "comment_id", "path", encode="integer:0", required=True),
    ),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    alternate_path="/gallery/image/{item_id}/comment/{comment_id}/report",
    repeatable=False,
    source=("imgur-api-v3.txt", "gallery-comment"),
)
GALLERY_CREATE_COMMENT: Operation[CreatedComment] = Operation(
    "imgur",
    "gallery_create_comment",
    "POST",
    "/gallery/album/{item_id}/comment",
    result=Result(
        "json",
        lambda: models.CreatedComment,
        envelope="data",
        tolerant=True,
    ),
    parameters=(
        Parameter("item_id", "item_id", "path", required=True),
        Parameter("comment", "comment", "body", required=True),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    alternate_path="/gallery/image/{item_id}/comment",
    repeatable=False,
    source=("imgur-api-v3.txt", "gallery-comment-creation"),
)
GALLERY_COMMENT_IDS: Operation[list[int]] = Operation(
    "imgur",
    "gallery_comment_ids",
    "GET",
    "/gallery/album/{item_id}/comments/ids",
    result=Result(
        "json",
        lambda: list[int],
        envelope="data",
        tolerant=True,
    ),
    parameters=(Parameter("item_id", "item_id", "path", required=True),),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    alternate_path="/gallery/image/{item_id}/comments/ids",
    repeatable=True,
    source=("imgur-api-v3.txt", "gallery-comment-ids"),
)
GALLERY_COMMENT_COUNT: Operation[int] = Operation(
    "imgur",
    "gallery_comment_count",
    "GET",
    "/gallery/album/{item_id}/comments/count",
    result=Result(
        "json",
        lambda: int,
        envelope="data",
        tolerant=True,
    ),
    parameters=(Parameter("item_id", "item_id", "path", required=True),),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    alternate_path="/gallery/image/{item_id}/comments/count",
    repeatable=True,
    source=("imgur-api-v3.txt", "gallery-comment-count"),
)

OPERATIONS = (
    GALLERY_BROWSE,
    GALLERY_SUBREDDIT,
    GALLERY_SEARCH,
    GALLERY_IMAGE,
    GALLERY_SUBMIT_IMAGE,
    GALLERY_ALBUM,
    GALLERY_SUBMIT_ALBUM,
    GALLERY_REPORT,
    GALLERY_VOTES,
    GALLERY_VOTE,
    GALLERY_COMMENTS,
    GALLERY_COMMENT,
    GALLERY_REPLY_TO_COMMENT,
    GALLERY_DELETE_COMMENT,
    GALLERY_COMMENT_REPLIES,
    GALLERY_VOTE_COMMENT,
    GALLERY_REPORT_COMMENT,
    GALLERY_CREATE_COMMENT,
    GALLERY_COMMENT_IDS,
    GALLERY_COMMENT_COUNT,
)
"""Every operation of this resource."""


class GalleryResource(Resource):
    """The gallery operations."""

    @cached_property
    def with_raw_response(self) -> GalleryResourceWithRawResponse:
        """The same methods; they return the whole answer: status, headers, body, ``parse()``."""
        return GalleryResourceWithRawResponse(self)

    @cached_property
    def with_streaming_response(self) -> GalleryResourceWithStreamingResponse:
        """The same methods; they return the answer before its body has been read."""
        return GalleryResourceWithStreamingResponse(self)

    def browse(
        self,
        *,
        section: Literal["hot", "new", "top", "user"] | None = None,
        sort: Literal["rising", "score", "time", "top", "viral"] | None = None,
        page: int | None = None,
        options: RequestOptions | None = None,
    ) -> Page[GalleryItem]:
        """Browse the gallery

        Answers the images in the gallery. Section, order and page are segments of the path that
        may be left out from the end. Pictures and albums are mixed (observed).

        Args:
            section: Which part of the gallery. `user` is known from later pages of the host
                (observed). It is `hot` where it is left out (inferred).
            sort: Order of the posts. `top` and `rising` are known from later pages of the
                host (observed). It is `viral` where it is left out (inferred).
            page: Number of the page. The first page is 0, and answered where the number is
                left out. Lists of other things count alike (observed).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Page by page; iterate for everything. Pictures and albums, mixed (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "gallery".
        """

        return self._call(
            GALLERY_BROWSE,
            (
                section,
                sort,
                page,
            ),
            options,
        )

    def subreddit(
        self,
        subreddit: str,
        *,
        sort: Literal["hot", "new", "time", "top"] | None = None,
        page: int | None = None,
        options: RequestOptions | None = None,
    ) -> Page[GalleryItem]:
        """Browse the pictures of a subreddit

        Answers the gallery images of a subreddit. Order and page are segments of the path that
        may be left out from the end.

        Args:
            subreddit: Name of a subreddit, such as `pics`.
            sort: Order of the pictures: `hot` where it is left out. `time` and `top` are
                known from later pages of the host (observed).
            page: Number of the page. The first page is 0, and answered where the number is
                left out. Lists of other things count alike (observed).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Page by page; iterate for everything. Pictures and albums, mixed (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "subreddit".
        """

        return self._call(
            GALLERY_SUBREDDIT,
            (
                subreddit,
                sort,
                page,
            ),
            options,
        )

    def search(self, query: str, *, options: RequestOptions | None = None) -> list[GalleryItem]:
        """Search the gallery

        Searches the gallery for words. Pictures and albums are mixed (observed).

        Args:
            query: Words to look for.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Pictures and albums, mixed (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            InvalidRequest: A parameter is missing or out of bounds, a file is too large or
                no picture, a token request was refused, or the server in front refuses the
                caller (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "gallery-serach".
        """

        return self._call(GALLERY_SEARCH, (query,), options)

    def image(self, image_id: str, *, options: RequestOptions | None = None) -> GalleryImage:
        """Look at a picture in the gallery

        Answers the picture with what the gallery knows of it.

        Args:
            image_id: Id of the picture.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The picture as it stands in the gallery (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "gallery-image".
        """

        return self._call(GALLERY_IMAGE, (image_id,), options)

    def submit_image(
        self,
        image_id: str,
        title: str,
        *,
        terms: bool | None = None,
        options: RequestOptions | None = None,
    ) -> bool | None:
        """Submit a picture to the gallery

        Shows a picture of the user to everybody, under a title. Requires a user to be logged in
        (inferred). No documented call takes a picture out of the gallery again (inferred).

        Args:
            image_id: Id of the picture.
            title: Title in the gallery.
            terms: Whether to go on although the user has not accepted the terms of the
                gallery. Without it that is an error.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Done (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            InvalidRequest: A parameter is missing or out of bounds, a file is too large or
                no picture, a token request was refused, or the server in front refuses the
                caller (observed).
            AuthenticationFailed: The call needs a logged-in user (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "to-gallery".
        """

        return self._call(
            GALLERY_SUBMIT_IMAGE,
            (
                image_id,
                title,
                terms,
            ),
            options,
        )

    def album(self, album_id: str, *, options: RequestOptions | None = None) -> GalleryAlbum:
        """Look at an album in the gallery

        Answers the album with its pictures and what the gallery knows of it.

        Args:
            album_id: Id of the album.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The album as it stands in the gallery, with its pictures (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "album".
        """

        return self._call(GALLERY_ALBUM, (album_id,), options)

    def submit_album(
        self,
        album_id: str,
        title: str,
        *,
        terms: bool | None = None,
        options: RequestOptions | None = None,
    ) -> bool | None:
        """Submit an album to the gallery

        Shows an album of the logged-in user to everybody, under a title. The document speaks of
        albums and gives a route for pictures alone. Requires a user to be logged in (inferred).

        Not in the document: observed, the host's later pages and clients.

        Args:
            album_id: Id of the album.
            title: Title in the gallery.
            terms: Whether to go on although the user has not accepted the terms of the
                gallery. Without it that is an error.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Done (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            InvalidRequest: A parameter is missing or out of bounds, a file is too large or
                no picture, a token request was refused, or the server in front refuses the
                caller (observed).
            AuthenticationFailed: The call needs a logged-in user (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "to-gallery".
        """

        return self._call(
            GALLERY_SUBMIT_ALBUM,
            (
                album_id,
                title,
                terms,
            ),
            options,
        )

    def report(self, item_id: str, *, options: RequestOptions | None = None) -> bool | None:
        """Report a post in the gallery

        Tells the host that a picture or album is not fit for the gallery. Requires a user to be
        logged in (inferred).

        Args:
            item_id: Id of a picture or album in the gallery.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Done (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            AuthenticationFailed: The call needs a logged-in user (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "gallery-reporting".
        """

        return self._call(GALLERY_REPORT, (item_id,), options)

    def votes(self, item_id: str, *, options: RequestOptions | None = None) -> Votes:
        """Look at the votes on a post

        Answers the vote information about a post. The document speaks of pictures and gives a
        route for albums. Pictures and albums alike are meant (inferred). It tells how many
        voted for and against (observed).

        Args:
            item_id: Id of a picture or album in the gallery.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The votes (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "gallery-votes".
        """

        return self._call(GALLERY_VOTES, (item_id,), options)

    def vote(
        self, item_id: str, vote: Literal["down", "up"], *, options: RequestOptions | None = None
    ) -> bool | None:
        """Vote on a post

        Votes for or against a post. The document speaks of pictures and gives a route for
        albums. Requires a user to be logged in (inferred). A second vote takes the place of the
        first (inferred). Pictures and albums alike are meant (inferred).

        Args:
            item_id: Id of a picture or album in the gallery.
            vote: `up` or `down`.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Done (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            InvalidRequest: A parameter is missing or out of bounds, a file is too large or
                no picture, a token request was refused, or the server in front refuses the
                caller (observed).
            AuthenticationFailed: The call needs a logged-in user (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "gallery-voting".
        """

        return self._call(
            GALLERY_VOTE,
            (
                item_id,
                vote,
            ),
            options,
        )

    def comments(self, item_id: str, *, options: RequestOptions | None = None) -> list[Comment]:
        """List the comments on a post

        Answers the comments on a post. The document speaks of pictures and gives a route for
        albums. Pictures and albums alike are meant (inferred). Each comes with its replies
        (observed).

        Args:
            item_id: Id of a picture or album in the gallery.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The comments (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "gallery-comments".
        """

        return self._call(GALLERY_COMMENTS, (item_id,), options)

    def comment(
        self, item_id: str, comment_id: int, *, options: RequestOptions | None = None
    ) -> Comment:
        """Look at a comment on a post

        Answers a comment on a post. The document speaks of pictures and gives a route for
        albums. Pictures and albums alike are meant (inferred).

        Args:
            item_id: Id of a picture or album in the gallery.
            comment_id: Id of the comment. It is a whole number (observed).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The comment (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "gallery-comment".
        """

        return self._call(
            GALLERY_COMMENT,
            (
                item_id,
                comment_id,
            ),
            options,
        )

    def reply_to_comment(
        self, item_id: str, comment_id: int, comment: str, *, options: RequestOptions | None = None
    ) -> CreatedComment:
        """Reply to a comment on a post

        Replies to a comment on a post. The document speaks of pictures and gives a route for
        albums. Requires a user to be logged in (inferred). Pictures and albums alike are meant
        (inferred).

        Args:
            item_id: Id of a picture or album in the gallery.
            comment_id: Id of the comment. It is a whole number (observed).
            comment: Text of the comment.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Number of the new comment (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            InvalidRequest: A parameter is missing or out of bounds, a file is too large or
                no picture, a token request was refused, or the server in front refuses the
                caller (observed).
            AuthenticationFailed: The call needs a logged-in user (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "gallery-comment-reply".
        """

        return self._call(
            GALLERY_REPLY_TO_COMMENT,
            (
                item_id,
                comment_id,
                comment,
            ),
            options,
        )

    def delete_comment(
        self, item_id: str, comment_id: int, *, options: RequestOptions | None = None
    ) -> bool | None:
        """Delete a comment on a post

        Deletes a comment of the logged-in user, as the same call on the comment itself does.
        Requires a user to be logged in (inferred).

        Not in the document: inferred, the document offers all actions on a comment below a
        post's comment.

        Args:
            item_id: Id of a picture or album in the gallery.
            comment_id: Id of the comment. It is a whole number (observed).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Done (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            AuthenticationFailed: The call needs a logged-in user (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "gallery-comment".
        """

        return self._call(
            GALLERY_DELETE_COMMENT,
            (
                item_id,
                comment_id,
            ),
            options,
        )

    def comment_replies(
        self, item_id: str, comment_id: int, *, options: RequestOptions | None = None
    ) -> Comment:
        """Look at a comment on a post with its replies

        Answers the comment with its replies, as the same call on the comment itself does.

        Not in the document: inferred, the document offers all actions on a comment below a
        post's comment.

        Args:
            item_id: Id of a picture or album in the gallery.
            comment_id: Id of the comment. It is a whole number (observed).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The comment (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "gallery-comment".
        """

        return self._call(
            GALLERY_COMMENT_REPLIES,
            (
                item_id,
                comment_id,
            ),
            options,
        )

    def vote_comment(
        self,
        item_id: str,
        comment_id: int,
        vote: Literal["down", "up"],
        *,
        options: RequestOptions | None = None,
    ) -> bool | None:
        """Vote on a comment on a post

        Votes on the comment, as the same call on the comment itself does. Requires a user to be
        logged in (inferred).

        Not in the document: inferred, the document offers all actions on a comment below a
        post's comment.

        Args:
            item_id: Id of a picture or album in the gallery.
            comment_id: Id of the comment. It is a whole number (observed).
            vote: `up` or `down`.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Done (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            InvalidRequest: A parameter is missing or out of bounds, a file is too large or
                no picture, a token request was refused, or the server in front refuses the
                caller (observed).
            AuthenticationFailed: The call needs a logged-in user (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "gallery-comment".
        """

        return self._call(
            GALLERY_VOTE_COMMENT,
            (
                item_id,
                comment_id,
                vote,
            ),
            options,
        )

    def report_comment(
        self, item_id: str, comment_id: int, *, options: RequestOptions | None = None
    ) -> bool | None:
        """Report a comment on a post

        Tells the host that the comment is not fit, as the same call on the comment itself does.
        Requires a user to be logged in (inferred).

        Not in the document: inferred, the document offers all actions on a comment below a
        post's comment.

        Args:
            item_id: Id of a picture or album in the gallery.
            comment_id: Id of the comment. It is a whole number (observed).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Done (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            AuthenticationFailed: The call needs a logged-in user (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "gallery-comment".
        """

        return self._call(
            GALLERY_REPORT_COMMENT,
            (
                item_id,
                comment_id,
            ),
            options,
        )

    def create_comment(
        self, item_id: str, comment: str, *, options: RequestOptions | None = None
    ) -> CreatedComment:
        """Write a comment on a post

        Writes a comment on a post. The document speaks of pictures and gives a route for
        albums. Requires a user to be logged in (inferred). Pictures and albums alike are meant
        (inferred).

        Args:
            item_id: Id of a picture or album in the gallery.
            comment: Text of the comment.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Number of the new comment (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            InvalidRequest: A parameter is missing or out of bounds, a file is too large or
                no picture, a token request was refused, or the server in front refuses the
                caller (observed).
            AuthenticationFailed: The call needs a logged-in user (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "gallery-comment-creation".
        """

        return self._call(
            GALLERY_CREATE_COMMENT,
            (
                item_id,
                comment,
            ),
            options,
        )

    def comment_ids(self, item_id: str, *, options: RequestOptions | None = None) -> list[int]:
        """List the numbers of the comments on a post

        Answers the ids of all comments on a post. The document speaks of pictures and gives a
        route for albums. Pictures and albums alike are meant (inferred).

        Args:
            item_id: Id of a picture or album in the gallery.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The numbers (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "gallery-comment-ids".
        """

        return self._call(GALLERY_COMMENT_IDS, (item_id,), options)

    def comment_count(self, item_id: str, *, options: RequestOptions | None = None) -> int:
        """Count the comments on a post

        Answers how many comments a post has. The document speaks of pictures and gives a route
        for albums. Pictures and albums alike are meant (inferred).

        Args:
            item_id: Id of a picture or album in the gallery.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            How many there are (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "gallery-comment-count".
        """

        return self._call(GALLERY_COMMENT_COUNT, (item_id,), options)


class AsyncGalleryResource(AsyncResource):
    """The gallery operations, awaited."""

    @cached_property
    def with_raw_response(self) -> AsyncGalleryResourceWithRawResponse:
        """The same methods; they return the whole answer: status, headers, body, ``parse()``."""
        return AsyncGalleryResourceWithRawResponse(self)

    @cached_property
    def with_streaming_response(self) -> AsyncGalleryResourceWithStreamingResponse:
        """The same methods; they return the answer before its body has been read."""
        return AsyncGalleryResourceWithStreamingResponse(self)

    def browse(
        self,
        *,
        section: Literal["hot", "new", "top", "user"] | None = None,
        sort: Literal["rising", "score", "time", "top", "viral"] | None = None,
        page: int | None = None,
        options: RequestOptions | None = None,
    ) -> AsyncPager[GalleryItem]:
        """See :meth:`GalleryResource.browse`."""

        return AsyncPager(
            lambda: self._call(
                GALLERY_BROWSE,
                (
                    section,
                    sort,
                    page,
                ),
                options,
            )
        )

    def subreddit(
        self,
        subreddit: str,
        *,
        sort: Literal["hot", "new", "time", "top"] | None = None,
        page: int | None = None,
        options: RequestOptions | None = None,
    ) -> AsyncPager[GalleryItem]:
        """See :meth:`GalleryResource.subreddit`."""

        return AsyncPager(
            lambda: self._call(
                GALLERY_SUBREDDIT,
                (
                    subreddit,
                    sort,
                    page,
                ),
                options,
            )
        )

    async def search(
        self, query: str, *, options: RequestOptions | None = None
    ) -> list[GalleryItem]:
        """See :meth:`GalleryResource.search`."""

        return await self._call(GALLERY_SEARCH, (query,), options)

    async def image(self, image_id: str, *, options: RequestOptions | None = None) -> GalleryImage:
        """See :meth:`GalleryResource.image`."""

        return await self._call(GALLERY_IMAGE, (image_id,), options)

    async def submit_image(
        self,
        image_id: str,
        title: str,
        *,
        terms: bool | None = None,
        options: RequestOptions | None = None,
    ) -> bool | None:
        """See :meth:`GalleryResource.submit_image`."""

        return await self._call(
            GALLERY_SUBMIT_IMAGE,
            (
                image_id,
                title,
                terms,
            ),
            options,
        )

    async def album(self, album_id: str, *, options: RequestOptions | None = None) -> GalleryAlbum:
        """See :meth:`GalleryResource.album`."""

        return await self._call(GALLERY_ALBUM, (album_id,), options)

    async def submit_album(
        self,
        album_id: str,
        title: str,
        *,
        terms: bool | None = None,
        options: RequestOptions | None = None,
    ) -> bool | None:
        """See :meth:`GalleryResource.submit_album`."""

        return await self._call(
            GALLERY_SUBMIT_ALBUM,
            (
                album_id,
                title,
                terms,
            ),
            options,
        )

    async def report(self, item_id: str, *, options: RequestOptions | None = None) -> bool | None:
        """See :meth:`GalleryResource.report`."""

        return await self._call(GALLERY_REPORT, (item_id,), options)

    async def votes(self, item_id: str, *, options: RequestOptions | None = None) -> Votes:
        """See :meth:`GalleryResource.votes`."""

        return await self._call(GALLERY_VOTES, (item_id,), options)

    async def vote(
        self, item_id: str, vote: Literal["down", "up"], *, options: RequestOptions | None = None
    ) -> bool | None:
        """See :meth:`GalleryResource.vote`."""

        return await self._call(
            GALLERY_VOTE,
            (
                item_id,
                vote,
            ),
            options,
        )

    async def comments(
        self, item_id: str, *, options: RequestOptions | None = None
    ) -> list[Comment]:
        """See :meth:`GalleryResource.comments`."""

        return await self._call(GALLERY_COMMENTS, (item_id,), options)

    async def comment(
        self, item_id: str, comment_id: int, *, options: RequestOptions | None = None
    ) -> Comment:
        """See :meth:`GalleryResource.comment`."""

        return await self._call(
            GALLERY_COMMENT,
            (
                item_id,
                comment_id,
            ),
            options,
        )

    async def reply_to_comment(
        self, item_id: str, comment_id: int, comment: str, *, options: RequestOptions | None = None
    ) -> CreatedComment:
        """See :meth:`GalleryResource.reply_to_comment`."""

        return await self._call(
            GALLERY_REPLY_TO_COMMENT,
            (
                item_id,
                comment_id,
                comment,
            ),
            options,
        )

    async def delete_comment(
        self, item_id: str, comment_id: int, *, options: RequestOptions | None = None
    ) -> bool | None:
        """See :meth:`GalleryResource.delete_comment`."""

        return await self._call(
            GALLERY_DELETE_COMMENT,
            (
                item_id,
                comment_id,
            ),
            options,
        )

    async def comment_replies(
        self, item_id: str, comment_id: int, *, options: RequestOptions | None = None
    ) -> Comment:
        """See :meth:`GalleryResource.comment_replies`."""

        return await self._call(
            GALLERY_COMMENT_REPLIES,
            (
                item_id,
                comment_id,
            ),
            options,
        )

    async def vote_comment(
        self,
        item_id: str,
        comment_id: int,
        vote: Literal["down", "up"],
        *,
        options: RequestOptions | None = None,
    ) -> bool | None:
        """See :meth:`GalleryResource.vote_comment`."""

        return await self._call(
            GALLERY_VOTE_COMMENT,
            (
                item_id,
                comment_id,
                vote,
            ),
            options,
        )

    async def report_comment(
        self, item_id: str, comment_id: int, *, options: RequestOptions | None = None
    ) -> bool | None:
        """See :meth:`GalleryResource.report_comment`."""

        return await self._call(
            GALLERY_REPORT_COMMENT,
            (
                item_id,
                comment_id,
            ),
            options,
        )

    async def create_comment(
        self, item_id: str, comment: str, *, options: RequestOptions | None = None
    ) -> CreatedComment:
        """See :meth:`GalleryResource.create_comment`."""

        return await self._call(
            GALLERY_CREATE_COMMENT,
            (
                item_id,
                comment,
            ),
            options,
        )

    async def comment_ids(
        self, item_id: str, *, options: RequestOptions | None = None
    ) -> list[int]:
        """See :meth:`GalleryResource.comment_ids`."""

        return await self._call(GALLERY_COMMENT_IDS, (item_id,), options)

    async def comment_count(self, item_id: str, *, options: RequestOptions | None = None) -> int:
        """See :meth:`GalleryResource.comment_count`."""

        return await self._call(GALLERY_COMMENT_COUNT, (item_id,), options)


class GalleryResourceWithRawResponse:
    """The gallery operations with whole answers."""

    def __init__(self, resource: GalleryResource) -> None:
        raw = resource.in_mode("raw")
        self.browse = as_raw(raw.browse)
        self.subreddit = as_raw(raw.subreddit)
        self.search = as_raw(raw.search)
        self.image = as_raw(raw.image)
        self.submit_image = as_raw(raw.submit_image)
        self.album = as_raw(raw.album)
        self.submit_album = as_raw(raw.submit_album)
        self.report = as_raw(raw.report)
        self.votes = as_raw(raw.votes)
        self.vote = as_raw(raw.vote)
        self.comments = as_raw(raw.comments)
        self.comment = as_raw(raw.comment)
        self.reply_to_comment = as_raw(raw.reply_to_comment)
        self.delete_comment = as_raw(raw.delete_comment)
        self.comment_replies = as_raw(raw.comment_replies)
        self.vote_comment = as_raw(raw.vote_comment)
        self.report_comment = as_raw(raw.report_comment)
        self.create_comment = as_raw(raw.create_comment)
        self.comment_ids = as_raw(raw.comment_ids)
        self.comment_count = as_raw(raw.comment_count)


class AsyncGalleryResourceWithRawResponse:
    """The gallery operations with whole answers, awaited."""

    def __init__(self, resource: AsyncGalleryResource) -> None:
        raw = resource.in_mode("raw")
        self.browse = as_async_raw_page(raw.browse)
        self.subreddit = as_async_raw_page(raw.subreddit)
        self.search = as_async_raw(raw.search)
        self.image = as_async_raw(raw.image)
        self.submit_image = as_async_raw(raw.submit_image)
        self.album = as_async_raw(raw.album)
        self.submit_album = as_async_raw(raw.submit_album)
        self.report = as_async_raw(raw.report)
        self.votes = as_async_raw(raw.votes)
        self.vote = as_async_raw(raw.vote)
        self.comments = as_async_raw(raw.comments)
        self.comment = as_async_raw(raw.comment)
        self.reply_to_comment = as_async_raw(raw.reply_to_comment)
        self.delete_comment = as_async_raw(raw.delete_comment)
        self.comment_replies = as_async_raw(raw.comment_replies)
        self.vote_comment = as_async_raw(raw.vote_comment)
        self.report_comment = as_async_raw(raw.report_comment)
        self.create_comment = as_async_raw(raw.create_comment)
        self.comment_ids = as_async_raw(raw.comment_ids)
        self.comment_count = as_async_raw(raw.comment_count)


class GalleryResourceWithStreamingResponse:
    """The gallery operations with answers that are still on their way."""

    def __init__(self, resource: GalleryResource) -> None:
        streamed = resource.in_mode("stream")
        self.browse = as_streamed(streamed.browse)
        self.subreddit = as_streamed(streamed.subreddit)
        self.search = as_streamed(streamed.search)
        self.image = as_streamed(streamed.image)
        self.submit_image = as_streamed(streamed.submit_image)
        self.album = as_streamed(streamed.album)
        self.submit_album = as_streamed(streamed.submit_album)
        self.report = as_streamed(streamed.report)
        self.votes = as_streamed(streamed.votes)
        self.vote = as_streamed(streamed.vote)
        self.comments = as_streamed(streamed.comments)
        self.comment = as_streamed(streamed.comment)
        self.reply_to_comment = as_streamed(streamed.reply_to_comment)
        self.delete_comment = as_streamed(streamed.delete_comment)
        self.comment_replies = as_streamed(streamed.comment_replies)
        self.vote_comment = as_streamed(streamed.vote_comment)
        self.report_comment = as_streamed(streamed.report_comment)
        self.create_comment = as_streamed(streamed.create_comment)
        self.comment_ids = as_streamed(streamed.comment_ids)
        self.comment_count = as_streamed(streamed.comment_count)


class AsyncGalleryResourceWithStreamingResponse:
    """The gallery operations with answers that are still on their way, awaited."""

    def __init__(self, resource: AsyncGalleryResource) -> None:
        streamed = resource.in_mode("stream")
        self.browse = as_async_streamed(streamed.browse)
        self.subreddit = as_async_streamed(streamed.subreddit)
        self.search = as_async_streamed(streamed.search)
        self.image = as_async_streamed(streamed.image)
        self.submit_image = as_async_streamed(streamed.submit_image)
        self.album = as_async_streamed(streamed.album)
        self.submit_album = as_async_streamed(streamed.submit_album)
        self.report = as_async_streamed(streamed.report)
        self.votes = as_async_streamed(streamed.votes)
        self.vote = as_async_streamed(streamed.vote)
        self.comments = as_async_streamed(streamed.comments)
        self.comment = as_async_streamed(streamed.comment)
        self.reply_to_comment = as_async_streamed(streamed.reply_to_comment)
        self.delete_comment = as_async_streamed(streamed.delete_comment)
        self.comment_replies = as_async_streamed(streamed.comment_replies)
        self.vote_comment = as_async_streamed(streamed.vote_comment)
        self.report_comment = as_async_streamed(streamed.report_comment)
        self.create_comment = as_async_streamed(streamed.create_comment)
        self.comment_ids = as_async_streamed(streamed.comment_ids)
        self.comment_count = as_async_streamed(streamed.comment_count)
