# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""The messages operations of imgur API."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

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
    from imagehosts_wire.imgur.models import Message

MESSAGES_INBOX: Operation[list[Message]] = Operation(
    "imgur",
    "messages_inbox",
    "GET",
    "/messages",
    result=Result(
        "json",
        lambda: list[models.Message],
        envelope="data",
        tolerant=True,
    ),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "messages"),
)
MESSAGES_IDS: Operation[Page[int]] = Operation(
    "imgur",
    "messages_ids",
    "GET",
    "/messages/ids/{page}",
    result=Result(
        "json",
        lambda: list[int],
        envelope="data",
        tolerant=True,
    ),
    parameters=(Parameter("page", "page", "path", encode="integer:0", optional_segment=True),),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    repeatable=True,
    pagination=Pagination(
        "page",
        "page",
        first=0,
        items="",
    ),
    source=("imgur-api-v3.txt", "messages-ids"),
)
MESSAGES_COUNT: Operation[int] = Operation(
    "imgur",
    "messages_count",
    "GET",
    "/messages/count",
    result=Result(
        "json",
        lambda: int,
        envelope="data",
        tolerant=True,
    ),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "messages-count"),
)
MESSAGES_GET: Operation[Message] = Operation(
    "imgur",
    "messages_get",
    "GET",
    "/message/{message_id}",
    result=Result(
        "json",
        lambda: models.Message,
        envelope="data",
        tolerant=True,
    ),
    parameters=(Parameter("message_id", "message_id", "path", encode="integer:0", required=True),),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "message"),
)
MESSAGES_DELETE: Operation[bool | None] = Operation(
    "imgur",
    "messages_delete",
    "DELETE",
    "/message/{message_id}",
    result=Result(
        "json",
        lambda: bool | None,
        envelope="data",
    ),
    parameters=(Parameter("message_id", "message_id", "path", encode="integer:0", required=True),),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "message-delete"),
)
MESSAGES_THREAD: Operation[list[Message]] = Operation(
    "imgur",
    "messages_thread",
    "GET",
    "/message/{message_id}/thread",
    result=Result(
        "json",
        lambda: list[models.Message],
        envelope="data",
        tolerant=True,
    ),
    parameters=(Parameter("message_id", "message_id", "path", encode="integer:0", required=True),),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "message-thread"),
)
MESSAGES_SEND: Operation[bool | None] = Operation(
    "imgur",
    "messages_send",
    "POST",
    "/message",
    result=Result(
        "json",
        lambda: bool | None,
        envelope="data",
    ),
    parameters=(
        Parameter("recipient", "recipient", "body", required=True),
        Parameter("body", "body", "body", required=True),
        Parameter("subject", "subject", "body"),
        Parameter("parent_id", "parent_id", "body", encode="integer"),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    repeatable=False,
    source=("imgur-api-v3.txt", "message-create"),
)
MESSAGES_REPORT: Operation[bool | None] = Operation(
    "imgur",
    "messages_report",
    "POST",
    "/message/report/{username}",
    result=Result(
        "json",
        lambda: bool | None,
        envelope="data",
    ),
    parameters=(Parameter("username", "username", "path", required=True),),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    repeatable=False,
    source=("imgur-api-v3.txt", "message-report"),
)
MESSAGES_BLOCK: Operation[bool | None] = Operation(
    "imgur",
    "messages_block",
    "POST",
    "/message/block/{username}",
    result=Result(
        "json",
        lambda: bool | None,
        envelope="data",
    ),
    parameters=(Parameter("username", "username", "path", required=True),),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    repeatable=False,
    source=("imgur-api-v3.txt", "message-block"),
)

OPERATIONS = (
    MESSAGES_INBOX,
    MESSAGES_IDS,
    MESSAGES_COUNT,
    MESSAGES_GET,
    MESSAGES_DELETE,
    MESSAGES_THREAD,
    MESSAGES_SEND,
    MESSAGES_REPORT,
    MESSAGES_BLOCK,
)
"""Every operation of this resource."""


class MessagesResource(Resource):
    """The messages operations."""

    @cached_property
    def with_raw_response(self) -> MessagesResourceWithRawResponse:
        """The same methods; they return the whole answer: status, headers, body, ``parse()``."""
        return MessagesResourceWithRawResponse(self)

    @cached_property
    def with_streaming_response(self) -> MessagesResourceWithStreamingResponse:
        """The same methods; they return the answer before its body has been read."""
        return MessagesResourceWithStreamingResponse(self)

    def inbox(self, *, options: RequestOptions | None = None) -> list[Message]:
        """List the newest message of each thread

        Answers one message of every thread that the user has received. Requires a user to be
        logged in (inferred). Five messages of which three are on one thread make three. It is
        the latest of its thread, and the thread with the latest message comes first (inferred).

        Args:
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The messages (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            AuthenticationFailed: The call needs a logged-in user (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "messages".
        """

        return self._call(MESSAGES_INBOX, (), options)

    def ids(self, *, page: int | None = None, options: RequestOptions | None = None) -> Page[int]:
        """List the numbers of the messages

        Answers the ids of the messages to the user, page by page. Requires a user to be logged
        in (inferred).

        Args:
            page: Number of the page. The first page is 0, and answered where the number is
                left out. Lists of other things count alike (observed).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Page by page; iterate for everything. The numbers (observed).

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

        Source: imgur-api-v3.txt (a third party's capture), "messages-ids".
        """

        return self._call(MESSAGES_IDS, (page,), options)

    def count(self, *, options: RequestOptions | None = None) -> int:
        """Count the messages

        Answers how many messages the user has. Requires a user to be logged in (inferred).

        Args:
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            How many there are (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            AuthenticationFailed: The call needs a logged-in user (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "messages-count".
        """

        return self._call(MESSAGES_COUNT, (), options)

    def get(self, message_id: int, *, options: RequestOptions | None = None) -> Message:
        """Look at a message

        Answers a specific message. Requires a user to be logged in (inferred). It is one that
        the user has received or sent (inferred).

        Args:
            message_id: Id of the message. It is a whole number (observed).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The message (observed).

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

        Source: imgur-api-v3.txt (a third party's capture), "message".
        """

        return self._call(MESSAGES_GET, (message_id,), options)

    def delete(self, message_id: int, *, options: RequestOptions | None = None) -> bool | None:
        """Delete a message

        Deletes a message. Requires a user to be logged in (inferred). It is deleted for this
        user; the other side keeps it (inferred).

        Args:
            message_id: Id of the message. It is a whole number (observed).
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

        Source: imgur-api-v3.txt (a third party's capture), "message-delete".
        """

        return self._call(MESSAGES_DELETE, (message_id,), options)

    def thread(self, message_id: int, *, options: RequestOptions | None = None) -> list[Message]:
        """Look at a thread

        Answers a message and the rest of the conversation with it. Requires a user to be logged
        in (inferred). The first one comes first (inferred).

        Args:
            message_id: Id of the first message of the thread. A later one does not do. It
                is a whole number (observed).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The messages (observed).

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

        Source: imgur-api-v3.txt (a third party's capture), "message-thread".
        """

        return self._call(MESSAGES_THREAD, (message_id,), options)

    def send(
        self,
        recipient: str,
        body: str,
        *,
        subject: str | None = None,
        parent_id: int | None = None,
        options: RequestOptions | None = None,
    ) -> bool | None:
        """Send a message

        Sends a message. With `parent_id` it joins a thread. Requires a user to be logged in
        (inferred).

        Args:
            recipient: Username of the recipient.
            body: Text of the message.
            subject: Subject of the message.
            parent_id: Number of the first message of the thread that this one joins. It is
                a whole number (observed).
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

        Source: imgur-api-v3.txt (a third party's capture), "message-create".
        """

        return self._call(
            MESSAGES_SEND,
            (
                recipient,
                body,
                subject,
                parent_id,
            ),
            options,
        )

    def report(self, username: str, *, options: RequestOptions | None = None) -> bool | None:
        """Report a user for their messages

        Tells the host that a user sends messages against its terms. Requires a user to be
        logged in (inferred).

        Args:
            username: Username of the other user.
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

        Source: imgur-api-v3.txt (a third party's capture), "message-report".
        """

        return self._call(MESSAGES_REPORT, (username,), options)

    def block(self, username: str, *, options: RequestOptions | None = None) -> bool | None:
        """Block a user

        Keeps a user from sending messages to the user who blocks. Requires a user to be logged
        in. No documented call takes a block back (inferred).

        Args:
            username: Username of the other user.
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

        Source: imgur-api-v3.txt (a third party's capture), "message-block".
        """

        return self._call(MESSAGES_BLOCK, (username,), options)


class AsyncMessagesResource(AsyncResource):
    """The messages operations, awaited."""

    @cached_property
    def with_raw_response(self) -> AsyncMessagesResourceWithRawResponse:
        """The same methods; they return the whole answer: status, headers, body, ``parse()``."""
        return AsyncMessagesResourceWithRawResponse(self)

    @cached_property
    def with_streaming_response(self) -> AsyncMessagesResourceWithStreamingResponse:
        """The same methods; they return the answer before its body has been read."""
        return AsyncMessagesResourceWithStreamingResponse(self)

    async def inbox(self, *, options: RequestOptions | None = None) -> list[Message]:
        """See :meth:`MessagesResource.inbox`."""

        return await self._call(MESSAGES_INBOX, (), options)

    def ids(
        self, *, page: int | None = None, options: RequestOptions | None = None
    ) -> AsyncPager[int]:
        """See :meth:`MessagesResource.ids`."""

        return AsyncPager(lambda: self._call(MESSAGES_IDS, (page,), options))

    async def count(self, *, options: RequestOptions | None = None) -> int:
        """See :meth:`MessagesResource.count`."""

        return await self._call(MESSAGES_COUNT, (), options)

    async def get(self, message_id: int, *, options: RequestOptions | None = None) -> Message:
        """See :meth:`MessagesResource.get`."""

        return await self._call(MESSAGES_GET, (message_id,), options)

    async def delete(
        self, message_id: int, *, options: RequestOptions | None = None
    ) -> bool | None:
        """See :meth:`MessagesResource.delete`."""

        return await self._call(MESSAGES_DELETE, (message_id,), options)

    async def thread(
        self, message_id: int, *, options: RequestOptions | None = None
    ) -> list[Message]:
        """See :meth:`MessagesResource.thread`."""

        return await self._call(MESSAGES_THREAD, (message_id,), options)

    async def send(
        self,
        recipient: str,
        body: str,
        *,
        subject: str | None = None,
        parent_id: int | None = None,
        options: RequestOptions | None = None,
    ) -> bool | None:
        """See :meth:`MessagesResource.send`."""

        return await self._call(
            MESSAGES_SEND,
            (
                recipient,
                body,
                subject,
                parent_id,
            ),
            options,
        )

    async def report(self, username: str, *, options: RequestOptions | None = None) -> bool | None:
        """See :meth:`MessagesResource.report`."""

        return await self._call(MESSAGES_REPORT, (username,), options)

    async def block(self, username: str, *, options: RequestOptions | None = None) -> bool | None:
        """See :meth:`MessagesResource.block`."""

        return await self._call(MESSAGES_BLOCK, (username,), options)


class MessagesResourceWithRawResponse:
    """The messages operations with whole answers."""

    def __init__(self, resource: MessagesResource) -> None:
        raw = resource.in_mode("raw")
        self.inbox = as_raw(raw.inbox)
        self.ids = as_raw(raw.ids)
        self.count = as_raw(raw.count)
        self.get = as_raw(raw.get)
        self.delete = as_raw(raw.delete)
        self.thread = as_raw(raw.thread)
        self.send = as_raw(raw.send)
        self.report = as_raw(raw.report)
        self.block = as_raw(raw.block)


class AsyncMessagesResourceWithRawResponse:
    """The messages operations with whole answers, awaited."""

    def __init__(self, resource: AsyncMessagesResource) -> None:
        raw = resource.in_mode("raw")
        self.inbox = as_async_raw(raw.inbox)
        self.ids = as_async_raw_page(raw.ids)
        self.count = as_async_raw(raw.count)
        self.get = as_async_raw(raw.get)
        self.delete = as_async_raw(raw.delete)
        self.thread = as_async_raw(raw.thread)
        self.send = as_async_raw(raw.send)
        self.report = as_async_raw(raw.report)
        self.block = as_async_raw(raw.block)


class MessagesResourceWithStreamingResponse:
    """The messages operations with answers that are still on their way."""

    def __init__(self, resource: MessagesResource) -> None:
        streamed = resource.in_mode("stream")
        self.inbox = as_streamed(streamed.inbox)
        self.ids = as_streamed(streamed.ids)
        self.count = as_streamed(streamed.count)
        self.get = as_streamed(streamed.get)
        self.delete = as_streamed(streamed.delete)
        self.thread = as_streamed(streamed.thread)
        self.send = as_streamed(streamed.send)
        self.report = as_streamed(streamed.report)
        self.block = as_streamed(streamed.block)


class AsyncMessagesResourceWithStreamingResponse:
    """The messages operations with answers that are still on their way, awaited."""

    def __init__(self, resource: AsyncMessagesResource) -> None:
        streamed = resource.in_mode("stream")
        self.inbox = as_async_streamed(streamed.inbox)
        self.ids = as_async_streamed(streamed.ids)
        self.count = as_async_streamed(streamed.count)
        self.get = as_async_streamed(streamed.get)
        self.delete = as_async_streamed(streamed.delete)
        self.thread = as_async_streamed(streamed.thread)
        self.send = as_async_streamed(streamed.send)
        self.report = as_async_streamed(streamed.report)
        self.block = as_async_streamed(streamed.block)
