# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""imgur API: base URL, error table, and the resources of a client."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

from imagehosts_wire.types import Api, AsyncCaller, Caller, ErrorRule

if TYPE_CHECKING:
    from imagehosts_wire.imgur.resources.account import AccountResource, AsyncAccountResource
    from imagehosts_wire.imgur.resources.albums import AlbumsResource, AsyncAlbumsResource
    from imagehosts_wire.imgur.resources.comments import AsyncCommentsResource, CommentsResource
    from imagehosts_wire.imgur.resources.credits import AsyncCreditsResource, CreditsResource
    from imagehosts_wire.imgur.resources.gallery import AsyncGalleryResource, GalleryResource
    from imagehosts_wire.imgur.resources.images import AsyncImagesResource, ImagesResource
    from imagehosts_wire.imgur.resources.messages import AsyncMessagesResource, MessagesResource
    from imagehosts_wire.imgur.resources.notifications import (
        AsyncNotificationsResource,
        NotificationsResource,
    )
    from imagehosts_wire.imgur.resources.oauth import AsyncOauthResource, OauthResource

API = Api(
    "imgur",
    "imgur API",
    "https://api.imgur.com/3",
    error_code=(
        "/data/error/code",
        "/errors/0/code",
    ),
    error_message=(
        "/data/error/message",
        "/data/error/detail",
        "/data/error",
        "/errors/0/detail",
        "/data",
    ),
    error_rules=(
        ErrorRule(
            "authentication",
            message="^The access token",
            meaning="The token has run out, was withdrawn, or was never one. Also seen with 401 and 429.",
        ),
        ErrorRule(
            "authentication",
            message="^Invalid refresh token|^Refresh token doesn",
            meaning="The refresh token was used up by another refresh, or is invalid.",
        ),
        ErrorRule(
            "authentication",
            message="^Invalid (grant|pin|code|authorization)",
            meaning="The code or PIN is wrong or has run out.",
        ),
        ErrorRule(
            "authentication",
            message="(?i)^(invalid|no) client[_ ]?(id|secret)",
            meaning="The application is unknown. Seen in passing with an id that is good, so worth one more try.",
        ),
        ErrorRule(
            "authentication",
            message="^Malformed auth header",
            meaning="The header is neither `Client-ID` and an id nor `Bearer` and a token.",
        ),
        ErrorRule(
            "authentication",
            message="^Authentication required|^This method requires authentication",
            meaning="The call needs a logged-in user.",
        ),
        ErrorRule(
            "authentication",
            message="^Unauthorized",
            meaning="The page of consent was not confirmed by a logged-in user.",
        ),
        ErrorRule(
            "captcha",
            message="(?i)^[^<{]*captcha",
            meaning="The host wants proof that a person asks.",
        ),
        ErrorRule(
            "geo_blocked",
            message="^Banned Country|^Content not (view|avail)able in your region",
            meaning="The host does not serve this country.",
        ),
        ErrorRule(
            "rate_limited",
            message="^You are uploading too fast",
            meaning="Too many uploads from this address; the message says how many minutes to wait.",
        ),
        ErrorRule(
            "rate_limited",
            message="^Daily client requests exceeded",
            meaning="The credits of the application for a day are used up.",
        ),
        ErrorRule(
            "unavailable",
            message="^(Imgur is )?(temporarily )?over capacity",
            meaning="The host has too much to do. Comes with 403, 500 and other numbers.",
        ),
        ErrorRule(
            "unavailable",
            message="^Could not complete request",
            meaning="Something broke inside the host (code 500).",
        ),
        ErrorRule(
            "too_large",
            message="^File is over the size limit",
            meaning="The file is larger than the API takes: 10 MB for a picture, 200 MB for a video.",
        ),
        ErrorRule(
            "unsupported_format",
            message="^File type invalid",
            meaning="The file is no picture or video that the host knows (code 1003).",
        ),
        ErrorRule(
            "permission",
            message="^You are not the owner",
            meaning="It belongs to somebody else. What is anonymous is changed by its deletehash instead.",
        ),
        ErrorRule(
            "permission",
            message="^These actions are forbidden",
            meaning="The server in front refuses this address or application. It says `Retry-After: 0`, yet trying again is of no use.",
        ),
        ErrorRule(
            "not_found",
            message="^Unable to find",
            meaning="No such picture, album or user, or not for this user.",
        ),
        ErrorRule(
            "unsupported_format",
            code=1003,
            meaning="The file is no picture or video that the host knows.",
        ),
        ErrorRule(
            "authentication",
            code=401,
            meaning="The call needs a logged-in user.",
        ),
        ErrorRule(
            "permission",
            code=403,
            meaning="Refused, whatever the HTTP status says.",
        ),
        ErrorRule(
            "not_found",
            code=404,
            meaning="No such thing.",
        ),
        ErrorRule(
            "rate_limited",
            code=429,
            meaning="Too many requests.",
        ),
        ErrorRule(
            "unavailable",
            code=500,
            meaning="Something broke inside the host.",
        ),
        ErrorRule(
            "invalid_request",
            status=400,
            meaning="A parameter is missing or out of bounds, or the file is broken.",
        ),
        ErrorRule(
            "authentication",
            status=401,
            meaning="The call needs a logged-in user.",
        ),
        ErrorRule(
            "permission",
            status=403,
            meaning="The caller may not do this.",
        ),
        ErrorRule(
            "not_found",
            status=404,
            meaning="No such thing or route.",
        ),
        ErrorRule(
            "invalid_request",
            status=405,
            meaning="The route does not take this method.",
        ),
        ErrorRule(
            "too_large",
            status=413,
            meaning="The body is larger than the server in front takes.",
        ),
        ErrorRule(
            "unsupported_format",
            status=415,
            meaning="The host does not take this media type.",
        ),
        ErrorRule(
            "rate_limited",
            status=429,
            meaning="Too many requests. Can come while every counter shows credits left.",
        ),
        ErrorRule(
            "geo_blocked",
            status=451,
            meaning="The host does not serve this country.",
        ),
        ErrorRule(
            "unavailable",
            status=500,
            meaning="Something broke inside the host.",
        ),
        ErrorRule(
            "unavailable",
            status=502,
            meaning="The server in front got no usable answer; the body is no JSON.",
        ),
        ErrorRule(
            "unavailable",
            status=503,
            meaning="The host is switched off or overloaded.",
        ),
        ErrorRule(
            "unavailable",
            status=504,
            meaning="The host did not answer the server in front in time.",
        ),
    ),
)


class Resources:
    """The resources of a client; mixed into a class that can ``call``."""

    @cached_property
    def account(self) -> AccountResource:
        """The account operations."""
        from imagehosts_wire.imgur.resources.account import AccountResource

        return AccountResource(cast("Caller", self))

    @cached_property
    def albums(self) -> AlbumsResource:
        """The albums operations."""
        from imagehosts_wire.imgur.resources.albums import AlbumsResource

        return AlbumsResource(cast("Caller", self))

    @cached_property
    def comments(self) -> CommentsResource:
        """The comments operations."""
        from imagehosts_wire.imgur.resources.comments import CommentsResource

        return CommentsResource(cast("Caller", self))

    @cached_property
    def gallery(self) -> GalleryResource:
        """The gallery operations."""
        from imagehosts_wire.imgur.resources.gallery import GalleryResource

        return GalleryResource(cast("Caller", self))

    @cached_property
    def images(self) -> ImagesResource:
        """The images operations."""
        from imagehosts_wire.imgur.resources.images import ImagesResource

        return ImagesResource(cast("Caller", self))

    @cached_property
    def messages(self) -> MessagesResource:
        """The messages operations."""
        from imagehosts_wire.imgur.resources.messages import MessagesResource

        return MessagesResource(cast("Caller", self))

    @cached_property
    def notifications(self) -> NotificationsResource:
        """The notifications operations."""
        from imagehosts_wire.imgur.resources.notifications import NotificationsResource

        return NotificationsResource(cast("Caller", self))

    @cached_property
    def credits(self) -> CreditsResource:
        """The credits operations."""
        from imagehosts_wire.imgur.resources.credits import CreditsResource

        return CreditsResource(cast("Caller", self))

    @cached_property
    def oauth(self) -> OauthResource:
        """The oauth operations."""
        from imagehosts_wire.imgur.resources.oauth import OauthResource

        return OauthResource(cast("Caller", self))


class AsyncResources:
    """The asynchronous twin of :class:`Resources`."""

    @cached_property
    def account(self) -> AsyncAccountResource:
        """The account operations."""
        from imagehosts_wire.imgur.resources.account import AsyncAccountResource

        return AsyncAccountResource(cast("AsyncCaller", self))

    @cached_property
    def albums(self) -> AsyncAlbumsResource:
        """The albums operations."""
        from imagehosts_wire.imgur.resources.albums import AsyncAlbumsResource

        return AsyncAlbumsResource(cast("AsyncCaller", self))

    @cached_property
    def comments(self) -> AsyncCommentsResource:
        """The comments operations."""
        from imagehosts_wire.imgur.resources.comments import AsyncCommentsResource

        return AsyncCommentsResource(cast("AsyncCaller", self))

    @cached_property
    def gallery(self) -> AsyncGalleryResource:
        """The gallery operations."""
        from imagehosts_wire.imgur.resources.gallery import AsyncGalleryResource

        return AsyncGalleryResource(cast("AsyncCaller", self))

    @cached_property
    def images(self) -> AsyncImagesResource:
        """The images operations."""
        from imagehosts_wire.imgur.resources.images import AsyncImagesResource

        return AsyncImagesResource(cast("AsyncCaller", self))

    @cached_property
    def messages(self) -> AsyncMessagesResource:
        """The messages operations."""
        from imagehosts_wire.imgur.resources.messages import AsyncMessagesResource

        return AsyncMessagesResource(cast("AsyncCaller", self))

    @cached_property
    def notifications(self) -> AsyncNotificationsResource:
        """The notifications operations."""
        from imagehosts_wire.imgur.resources.notifications import AsyncNotificationsResource

        return AsyncNotificationsResource(cast("AsyncCaller", self))

    @cached_property
    def credits(self) -> AsyncCreditsResource:
        """The credits operations."""
        from imagehosts_wire.imgur.resources.credits import AsyncCreditsResource

        return AsyncCreditsResource(cast("AsyncCaller", self))

    @cached_property
    def oauth(self) -> AsyncOauthResource:
        """The oauth operations."""
        from imagehosts_wire.imgur.resources.oauth import AsyncOauthResource

        return AsyncOauthResource(cast("AsyncCaller", self))
