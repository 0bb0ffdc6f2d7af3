# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""The notifications operations of imgur API."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

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
    from imagehosts_wire.imgur.models import Notification, Notifications

NOTIFICATIONS_INBOX: Operation[Notifications] = Operation(
    "imgur",
    "notifications_inbox",
    "GET",
    "/notification",
    result=Result(
        "json",
        lambda: models.Notifications,
        envelope="data",
        tolerant=True,
    ),
    parameters=(Parameter("new", "new", "query", encode="flag:true/false"),),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "notifications"),
)
NOTIFICATIONS_GET: Operation[Notification] = Operation(
    "imgur",
    "notifications_get",
    "GET",
    "/notification/{notification_id}",
    result=Result(
        "json",
        lambda: models.Notification,
        envelope="data",
        tolerant=True,
    ),
    parameters=(
        Parameter("notification_id", "notification_id", "path", encode="integer:0", required=True),
    ),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "notification"),
)
NOTIFICATIONS_MARK_VIEWED: Operation[bool | None] = Operation(
    "imgur",
    "notifications_mark_viewed",
    "PUT",
    "/notification/{notification_id}",
    result=Result(
        "json",
        lambda: bool | None,
        envelope="data",
    ),
    parameters=(
        Parameter("notification_id", "notification_id", "path", encode="integer:0", required=True),
    ),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "notification-viewed"),
)

OPERATIONS = (
    NOTIFICATIONS_INBOX,
    NOTIFICATIONS_GET,
    NOTIFICATIONS_MARK_VIEWED,
)
"""Every operation of this resource."""


class NotificationsResource(Resource):
    """The notifications operations."""

    @cached_property
    def with_raw_response(self) -> NotificationsResourceWithRawResponse:
        """The same methods; they return the whole answer: status, headers, body, ``parse()``."""
        return NotificationsResourceWithRawResponse(self)

    @cached_property
    def with_streaming_response(self) -> NotificationsResourceWithStreamingResponse:
        """The same methods; they return the answer before its body has been read."""
        return NotificationsResourceWithStreamingResponse(self)

    def inbox(
        self, *, new: bool | None = None, options: RequestOptions | None = None
    ) -> Notifications:
        """List the notifications

        Answers the notifications of the user: those not viewed yet, or all. Requires a user to
        be logged in. Replies and messages come apart (observed).

        Args:
            new: True for only those that were not viewed, as the host does by itself; false
                for all.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The notifications, replies and messages apart (observed).

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
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "notifications".
        """

        return self._call(NOTIFICATIONS_INBOX, (new,), options)

    def get(self, notification_id: int, *, options: RequestOptions | None = None) -> Notification:
        """Look at a notification

        Answers a notification of the user. Requires a user to be logged in (inferred).

        Args:
            notification_id: Id of the notification. It is a whole number (observed).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The notification (observed).

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

        Source: imgur-api-v3.txt (a third party's capture), "notification".
        """

        return self._call(NOTIFICATIONS_GET, (notification_id,), options)

    def mark_viewed(
        self, notification_id: int, *, options: RequestOptions | None = None
    ) -> bool | None:
        """Mark a notification as viewed

        Marks a notification as viewed, so that lists of new ones leave it out. Requires a user
        to be logged in (inferred).

        Args:
            notification_id: Id of the notification. It is a whole number (observed).
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

        Source: imgur-api-v3.txt (a third party's capture), "notification-viewed".
        """

        return self._call(NOTIFICATIONS_MARK_VIEWED, (notification_id,), options)


class AsyncNotificationsResource(AsyncResource):
    """The notifications operations, awaited."""

    @cached_property
    def with_raw_response(self) -> AsyncNotificationsResourceWithRawResponse:
        """The same methods; they return the whole answer: status, headers, body, ``parse()``."""
        return AsyncNotificationsResourceWithRawResponse(self)

    @cached_property
    def with_streaming_response(self) -> AsyncNotificationsResourceWithStreamingResponse:
        """The same methods; they return the answer before its body has been read."""
        return AsyncNotificationsResourceWithStreamingResponse(self)

    async def inbox(
        self, *, new: bool | None = None, options: RequestOptions | None = None
    ) -> Notifications:
        """See :meth:`NotificationsResource.inbox`."""

        return await self._call(NOTIFICATIONS_INBOX, (new,), options)

    async def get(
        self, notification_id: int, *, options: RequestOptions | None = None
    ) -> Notification:
        """See :meth:`NotificationsResource.get`."""

        return await self._call(NOTIFICATIONS_GET, (notification_id,), options)

    async def mark_viewed(
        self, notification_id: int, *, options: RequestOptions | None = None
    ) -> bool | None:
        """See :meth:`NotificationsResource.mark_viewed`."""

        return await self._call(NOTIFICATIONS_MARK_VIEWED, (notification_id,), options)


class NotificationsResourceWithRawResponse:
    """The notifications operations with whole answers."""

    def __init__(self, resource: NotificationsResource) -> None:
        raw = resource.in_mode("raw")
        self.inbox = as_raw(raw.inbox)
        self.get = as_raw(raw.get)
        self.mark_viewed = as_raw(raw.mark_viewed)


class AsyncNotificationsResourceWithRawResponse:
    """The notifications operations with whole answers, awaited."""

    def __init__(self, resource: AsyncNotificationsResource) -> None:
        raw = resource.in_mode("raw")
        self.inbox = as_async_raw(raw.inbox)
        self.get = as_async_raw(raw.get)
        self.mark_viewed = as_async_raw(raw.mark_viewed)


class NotificationsResourceWithStreamingResponse:
    """The notifications operations with answers that are still on their way."""

    def __init__(self, resource: NotificationsResource) -> None:
        streamed = resource.in_mode("stream")
        self.inbox = as_streamed(streamed.inbox)
        self.get = as_streamed(streamed.get)
        self.mark_viewed = as_streamed(streamed.mark_viewed)


class AsyncNotificationsResourceWithStreamingResponse:
    """The notifications operations with answers that are still on their way, awaited."""

    def __init__(self, resource: AsyncNotificationsResource) -> None:
        streamed = resource.in_mode("stream")
        self.inbox = as_async_streamed(streamed.inbox)
        self.get = as_async_streamed(streamed.get)
        self.mark_viewed = as_async_streamed(streamed.mark_viewed)
