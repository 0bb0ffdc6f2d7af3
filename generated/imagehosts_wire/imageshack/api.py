# Generated from specs/imageshack/openapi.yaml by `make generate`. Change the spec, not this file.
"""ImageShack API: base URL, error table, and the resources of a client."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

from imagehosts_wire.types import Api, AsyncCaller, Caller, ErrorRule

if TYPE_CHECKING:
    from imagehosts_wire.imageshack.resources.albums import AlbumsResource, AsyncAlbumsResource
    from imagehosts_wire.imageshack.resources.images import AsyncImagesResource, ImagesResource
    from imagehosts_wire.imageshack.resources.session import AsyncSessionResource, SessionResource
    from imagehosts_wire.imageshack.resources.tags import AsyncTagsResource, TagsResource
    from imagehosts_wire.imageshack.resources.users import AsyncUsersResource, UsersResource

API = Api(
    "imageshack",
    "ImageShack API",
    "https://api.imageshack.com/v2",
    error_code=("/error/error_code",),
    error_message=("/error/error_message",),
    error_rules=(
        ErrorRule(
            "unavailable",
            status=200,
            message="(?i)^\\s*<(!doctype|html)",
            meaning="A page written for people instead of an answer.",
        ),
        ErrorRule(
            "captcha",
            message="(?i)^[^<{]*\\bcapt?cha\\b",
            meaning="The login wants the answer to a captcha, which only the website can show (code 2). Log in there and give the client the token.",
        ),
        ErrorRule(
            "authentication",
            message="(?i)^[^<{]*\\b(auth[_ ]?token|api[_ ]?key)\\b",
            meaning="The token or the API key is missing, wrong or expired.",
        ),
        ErrorRule(
            "authentication",
            message="(?i)^[^<{]*\\b(log(ged)?[ -]?in|authenticat\\w*|credentials|(wrong|incorrect) password)\\b",
            meaning="The call needs a login, or the login was refused.",
        ),
        ErrorRule(
            "permission",
            message="(?i)^[^<{]*\\b(permission|not allowed|not the owner|owner only|is private|denied)\\b",
            meaning="What was asked for belongs to somebody else, or is private.",
        ),
        ErrorRule(
            "not_found",
            message="(?i)^[^<{]*\\b(not found|no such|does not exist|doesn't exist|unable to find)\\b",
            meaning="There is no such account, picture, album or tag, or it is hidden.",
        ),
        ErrorRule(
            "not_found",
            message="(?i)^the (username|user|image|album|tag|(image |album )?id) is invalid",
            meaning="The account, picture, album or tag that the call names is not there (code 3).",
        ),
        ErrorRule(
            "too_large",
            message="(?i)^[^<{]*\\b(not enough space|space limit|storage limit|quota|out of space)\\b",
            meaning="The account has no space left for the picture.",
        ),
        ErrorRule(
            "too_large",
            message="(?i)^[^<{]*\\b(too (large|big)|exceeds?|max_filesize)\\b",
            meaning="The file is larger than the account may upload; `max_filesize` of an upload says how large.",
        ),
        ErrorRule(
            "unsupported_format",
            message="(?i)^[^<{]*\\b(unsupported|not an? (valid |supported )?image|invalid image|file type)\\b",
            meaning="The file is no picture, or of a kind that the host does not take.",
        ),
        ErrorRule(
            "rate_limited",
            message="(?i)^[^<{]*\\b(too many|rate limit|try again later)\\b",
            meaning="Too many requests in a short time.",
        ),
        ErrorRule(
            "unavailable",
            code=1,
            meaning="The host failed, in its own words a system error.",
        ),
        ErrorRule(
            "invalid_request",
            code=2,
            meaning="A required parameter is missing.",
        ),
        ErrorRule(
            "invalid_request",
            code=3,
            meaning="A parameter has a value that cannot be used.",
        ),
        ErrorRule(
            "unavailable",
            code=4,
            meaning="A service behind the host failed.",
        ),
        ErrorRule(
            "invalid_request",
            code=29,
            meaning="The account cannot be made, for another reason than a known e-mail address.",
        ),
        ErrorRule(
            "invalid_request",
            code=30,
            meaning="An account with this e-mail address exists already.",
        ),
        ErrorRule(
            "authentication",
            status=401,
            meaning="The server in front wants credentials of its own.",
        ),
        ErrorRule(
            "permission",
            status=403,
            meaning="The server in front refuses the client.",
        ),
        ErrorRule(
            "not_found",
            status=404,
            meaning="No such route on this server.",
        ),
        ErrorRule(
            "invalid_request",
            status=405,
            meaning="The server in front does not take this method.",
        ),
        ErrorRule(
            "too_large",
            status=413,
            meaning="The body is larger than the server in front takes.",
        ),
        ErrorRule(
            "too_large",
            status=414,
            meaning="The address is longer than the server takes; name fewer ids in one call.",
        ),
        ErrorRule(
            "rate_limited",
            status=429,
            meaning="The server in front wants fewer requests.",
        ),
        ErrorRule(
            "unavailable",
            status=500,
            meaning="The host broke while it worked on the request.",
        ),
        ErrorRule(
            "unavailable",
            status=502,
            meaning="The server in front got no usable answer from the host.",
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
        ErrorRule(
            "invalid_request",
            status=400,
            meaning="An error that this table does not know.",
        ),
    ),
)


class Resources:
    """The resources of a client; mixed into a class that can ``call``."""

    @cached_property
    def session(self) -> SessionResource:
        """The session operations."""
        from imagehosts_wire.imageshack.resources.session import SessionResource

        return SessionResource(cast("Caller", self))

    @cached_property
    def users(self) -> UsersResource:
        """The users operations."""
        from imagehosts_wire.imageshack.resources.users import UsersResource

        return UsersResource(cast("Caller", self))

    @cached_property
    def tags(self) -> TagsResource:
        """The tags operations."""
        from imagehosts_wire.imageshack.resources.tags import TagsResource

        return TagsResource(cast("Caller", self))

    @cached_property
    def images(self) -> ImagesResource:
        """The images operations."""
        from imagehosts_wire.imageshack.resources.images import ImagesResource

        return ImagesResource(cast("Caller", self))

    @cached_property
    def albums(self) -> AlbumsResource:
        """The albums operations."""
        from imagehosts_wire.imageshack.resources.albums import AlbumsResource

        return AlbumsResource(cast("Caller", self))


class AsyncResources:
    """The asynchronous twin of :class:`Resources`."""

    @cached_property
    def session(self) -> AsyncSessionResource:
        """The session operations."""
        from imagehosts_wire.imageshack.resources.session import AsyncSessionResource

        return AsyncSessionResource(cast("AsyncCaller", self))

    @cached_property
    def users(self) -> AsyncUsersResource:
        """The users operations."""
        from imagehosts_wire.imageshack.resources.users import AsyncUsersResource

        return AsyncUsersResource(cast("AsyncCaller", self))

    @cached_property
    def tags(self) -> AsyncTagsResource:
        """The tags operations."""
        from imagehosts_wire.imageshack.resources.tags import AsyncTagsResource

        return AsyncTagsResource(cast("AsyncCaller", self))

    @cached_property
    def images(self) -> AsyncImagesResource:
        """The images operations."""
        from imagehosts_wire.imageshack.resources.images import AsyncImagesResource

        return AsyncImagesResource(cast("AsyncCaller", self))

    @cached_property
    def albums(self) -> AsyncAlbumsResource:
        """The albums operations."""
        from imagehosts_wire.imageshack.resources.albums import AsyncAlbumsResource

        return AsyncAlbumsResource(cast("AsyncCaller", self))
