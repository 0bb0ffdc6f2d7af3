# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""The comments operations of imgur API."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal

from imagehosts_wire.imgur import models
from imagehosts_wire.types import (
    AsyncResource,
    Credential,
    Operation,
    Parameter,
    RequestOptions,
    Resource,
    Result,
    as_async_raw,
    as_async_streamed,
    as_raw,
    as_streamed,
)

if TYPE_CHECKING:
    from imagehosts_wire.imgur.models import Comment, CreatedComment

COMMENTS_CREATE: Operation[CreatedComment] = Operation(
    "imgur",
    "comments_create",
    "POST",
    "/comment",
    result=Result(
        "json",
        lambda: models.CreatedComment,
        envelope="data",
        tolerant=True,
    ),
    parameters=(
        Parameter("image_id", "image_id", "body", required=True),
        Parameter("comment", "comment", "body", required=True),
        Parameter("parent_id", "parent_id", "body", encode="integer"),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    repeatable=False,
    source=("imgur-api-v3.txt", "comment-create"),
)
COMMENTS_GET: Operation[Comment] = Operation(
    "imgur",
    "comments_get",
    "GET",
    "/comment/{comment_id}",
    result=Result(
        "json",
        lambda: models.Comment,
        envelope="data",
    ),
    parameters=(Parameter("comment_id", "comment_id", "path", encode="integer:0", required=True),),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", 'comment" class="textbox">'),
)
COMMENTS_REPLY: Operation[CreatedComment] = Operation(
    "imgur",
    "comments_reply",
    "POST",
    "/comment/{comment_id}",
    result=Result(
        "json",
        lambda: models.CreatedComment,
        envelope="data",
        tolerant=True,
    ),
    parameters=(
        Parameter("comment_id", "comment_id", "path", encode="integer:0", required=True),
        Parameter("image_id", "image_id", "body", required=True),
        Parameter("comment", "comment", "body", required=True),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    repeatable=False,
    source=("imgur-api-v3.txt", "comment-reply-create"),
)
COMMENTS_DELETE: Operation[bool | None] = Operation(
    "imgur",
    "comments_delete",
    "DELETE",
    "/comment/{comment_id}",
    result=Result(
        "json",
        lambda: bool | None,
        envelope="data",
    ),
    parameters=(Parameter("comment_id", "comment_id", "path", encode="integer:0", required=True),),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "comment-delete"),
)
COMMENTS_REPLIES: Operation[Comment] = Operation(
    "imgur",
    "comments_replies",
    "GET",
    "/comment/{comment_id}/replies",
    result=Result(
        "json",
        lambda: models.Comment,
        envelope="data",
    ),
    parameters=(Parameter("comment_id", "comment_id", "path", encode="integer:0", required=True),),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "comment-replies"),
)
COMMENTS_VOTE: Operation[bool | None] = Operation(
    "imgur",
    "comments_vote",
    "POST",
    "/comment/{comment_id}/vote/{vote}",
    result=Result(
        "json",
        lambda: bool | None,
        envelope="data",
    ),
    parameters=(
        Parameter("comment_id", "comment_id", "path", encode="integer:0", required=True),
        Parameter("vote", "vote", "path", encode="choice:up/down", required=True),
    ),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    repeatable=False,
    source=("imgur-api-v3.txt", "comment-vote"),
)
COMMENTS_REPORT: Operation[bool | None] = Operation(
    "imgur",
    "comments_report",
    "POST",
    "/comment/{comment_id}/report",
    result=Result(
        "json",
        lambda: bool | None,
        envelope="data",
    ),
    parameters=(Parameter("comment_id", "comment_id", "path", encode="integer:0", required=True),),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    repeatable=False,
    source=("imgur-api-v3.txt", "comment-report"),
)

OPERATIONS = (
    COMMENTS_CREATE,
    COMMENTS_GET,
    COMMENTS_REPLY,
    COMMENTS_DELETE,
    COMMENTS_REPLIES,
    COMMENTS_VOTE,
    COMMENTS_REPORT,
)
"""Every operation of this resource."""


class CommentsResource(Resource):
    """The comments operations."""

    @cached_property
    def with_raw_response(self) -> CommentsResourceWithRawResponse:
        """The same methods; they return the whole answer: status, headers, body, ``parse()``."""
        return CommentsResourceWithRawResponse(self)

    @cached_property
    def with_streaming_response(self) -> CommentsResourceWithStreamingResponse:
        """The same methods; they return the answer before its body has been read."""
        return CommentsResourceWithStreamingResponse(self)

    def create(
        self,
        image_id: str,
        comment: str,
        *,
        parent_id: int | None = None,
        options: RequestOptions | None = None,
    ) -> CreatedComment:
        """Write a comment

        Writes a comment on an image in the gallery, or with `parent_id` a reply to another.
        Requires a user to be logged in (inferred). Albums have comments too (observed).

        Args:
            image_id: Id of the image in the gallery. That of an album will do as well
                (observed).
            comment: Text of the comment.
            parent_id: Id of the comment that this one replies to. It is a whole number
                (observed).
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

        Source: imgur-api-v3.txt (a third party's capture), "comment-create".
        """

        return self._call(
            COMMENTS_CREATE,
            (
                image_id,
                comment,
                parent_id,
            ),
            options,
        )

    def get(self, comment_id: int, *, options: RequestOptions | None = None) -> Comment:
        """Look at a comment

        Answers the comment. Replies to it may be among its children (observed).

        Args:
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

        Source: imgur-api-v3.txt (a third party's capture), "comment" class="textbox">".
        """

        return self._call(COMMENTS_GET, (comment_id,), options)

    def reply(
        self, comment_id: int, image_id: str, comment: str, *, options: RequestOptions | None = None
    ) -> CreatedComment:
        """Reply to a comment

        Replies to the comment. The picture or album that it is about must be named although the
        comment tells it. Requires a user to be logged in (inferred).

        Args:
            comment_id: Id of the comment. It is a whole number (observed).
            image_id: Id of the image that the comment is about. Demanded although the
                comment tells it. That of an album will do as well (observed).
            comment: Text of the reply.
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

        Source: imgur-api-v3.txt (a third party's capture), "comment-reply-create".
        """

        return self._call(
            COMMENTS_REPLY,
            (
                comment_id,
                image_id,
                comment,
            ),
            options,
        )

    def delete(self, comment_id: int, *, options: RequestOptions | None = None) -> bool | None:
        """Delete a comment

        Deletes a comment of the user. Requires a user to be logged in (inferred). Where it has
        replies it stays in place without its text (observed).

        Args:
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

        Source: imgur-api-v3.txt (a third party's capture), "comment-delete".
        """

        return self._call(COMMENTS_DELETE, (comment_id,), options)

    def replies(self, comment_id: int, *, options: RequestOptions | None = None) -> Comment:
        """Look at a comment with its replies

        Answers the comment with all replies to it, and the replies to those.

        Args:
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

        Source: imgur-api-v3.txt (a third party's capture), "comment-replies".
        """

        return self._call(COMMENTS_REPLIES, (comment_id,), options)

    def vote(
        self, comment_id: int, vote: Literal["down", "up"], *, options: RequestOptions | None = None
    ) -> bool | None:
        """Vote on a comment

        Votes for or against the comment. Requires a user to be logged in (inferred). A second
        vote takes the place of the first (inferred).

        Args:
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

        Source: imgur-api-v3.txt (a third party's capture), "comment-vote".
        """

        return self._call(
            COMMENTS_VOTE,
            (
                comment_id,
                vote,
            ),
            options,
        )

    def report(self, comment_id: int, *, options: RequestOptions | None = None) -> bool | None:
        """Report a comment

        Tells the host that the comment is not fit for it. Requires a user to be logged in
        (inferred).

        Args:
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

        Source: imgur-api-v3.txt (a third party's capture), "comment-report".
        """

        return self._call(COMMENTS_REPORT, (comment_id,), options)


class AsyncCommentsResource(AsyncResource):
    """The comments operations, awaited."""

    @cached_property
    def with_raw_response(self) -> AsyncCommentsResourceWithRawResponse:
        """The same methods; they return the whole answer: status, headers, body, ``parse()``."""
        return AsyncCommentsResourceWithRawResponse(self)

    @cached_property
    def with_streaming_response(self) -> AsyncCommentsResourceWithStreamingResponse:
        """The same methods; they return the answer before its body has been read."""
        return AsyncCommentsResourceWithStreamingResponse(self)

    async def create(
        self,
        image_id: str,
        comment: str,
        *,
        parent_id: int | None = None,
        options: RequestOptions | None = None,
    ) -> CreatedComment:
        """See :meth:`CommentsResource.create`."""

        return await self._call(
            COMMENTS_CREATE,
            (
                image_id,
                comment,
                parent_id,
            ),
            options,
        )

    async def get(self, comment_id: int, *, options: RequestOptions | None = None) -> Comment:
        """See :meth:`CommentsResource.get`."""

        return await self._call(COMMENTS_GET, (comment_id,), options)

    async def reply(
        self, comment_id: int, image_id: str, comment: str, *, options: RequestOptions | None = None
    ) -> CreatedComment:
        """See :meth:`CommentsResource.reply`."""

        return await self._call(
            COMMENTS_REPLY,
            (
                comment_id,
                image_id,
                comment,
            ),
            options,
        )

    async def delete(
        self, comment_id: int, *, options: RequestOptions | None = None
    ) -> bool | None:
        """See :meth:`CommentsResource.delete`."""

        return await self._call(COMMENTS_DELETE, (comment_id,), options)

    async def replies(self, comment_id: int, *, options: RequestOptions | None = None) -> Comment:
        """See :meth:`CommentsResource.replies`."""

        return await self._call(COMMENTS_REPLIES, (comment_id,), options)

    async def vote(
        self, comment_id: int, vote: Literal["down", "up"], *, options: RequestOptions | None = None
    ) -> bool | None:
        """See :meth:`CommentsResource.vote`."""

        return await self._call(
            COMMENTS_VOTE,
            (
                comment_id,
                vote,
            ),
            options,
        )

    async def report(
        self, comment_id: int, *, options: RequestOptions | None = None
    ) -> bool | None:
        """See :meth:`CommentsResource.report`."""

        return await self._call(COMMENTS_REPORT, (comment_id,), options)


class CommentsResourceWithRawResponse:
    """The comments operations with whole answers."""

    def __init__(self, resource: CommentsResource) -> None:
        raw = resource.in_mode("raw")
        self.create = as_raw(raw.create)
        self.get = as_raw(raw.get)
        self.reply = as_raw(raw.reply)
        self.delete = as_raw(raw.delete)
        self.replies = as_raw(raw.replies)
        self.vote = as_raw(raw.vote)
        self.report = as_raw(raw.report)


class AsyncCommentsResourceWithRawResponse:
    """The comments operations with whole answers, awaited."""

    def __init__(self, resource: AsyncCommentsResource) -> None:
        raw = resource.in_mode("raw")
        self.create = as_async_raw(raw.create)
        self.get = as_async_raw(raw.get)
        self.reply = as_async_raw(raw.reply)
        self.delete = as_async_raw(raw.delete)
        self.replies = as_async_raw(raw.replies)
        self.vote = as_async_raw(raw.vote)
        self.report = as_async_raw(raw.report)


class CommentsResourceWithStreamingResponse:
    """The comments operations with answers that are still on their way."""

    def __init__(self, resource: CommentsResource) -> None:
        streamed = resource.in_mode("stream")
        self.create = as_streamed(streamed.create)
        self.get = as_streamed(streamed.get)
        self.reply = as_streamed(streamed.reply)
        self.delete = as_streamed(streamed.delete)
        self.replies = as_streamed(streamed.replies)
        self.vote = as_streamed(streamed.vote)
        self.report = as_streamed(streamed.report)


class AsyncCommentsResourceWithStreamingResponse:
    """The comments operations with answers that are still on their way, awaited."""

    def __init__(self, resource: AsyncCommentsResource) -> None:
        streamed = resource.in_mode("stream")
        self.create = as_async_streamed(streamed.create)
        self.get = as_async_streamed(streamed.get)
        self.reply = as_async_streamed(streamed.reply)
        self.delete = as_async_streamed(streamed.delete)
        self.replies = as_async_streamed(streamed.replies)
        self.vote = as_async_streamed(streamed.vote)
        self.report = as_async_streamed(streamed.report)
