# Generated from specs/imgbb/openapi.yaml by `make generate`. Change the spec, not this file.
"""ImgBB API: base URL, error table, and the resources of a client."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

from imagehosts_wire.types import Api, AsyncCaller, Caller, ErrorRule

if TYPE_CHECKING:
    from imagehosts_wire.imgbb.resources.images import AsyncImagesResource, ImagesResource

API = Api(
    "imgbb",
    "ImgBB API",
    "https://api.imgbb.com/1",
    error_code=("/error/code",),
    error_message=("/error/message",),
    error_rules=(
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
            meaning="The address is longer than the server takes; send the source in the body of a POST.",
        ),
        ErrorRule(
            "rate_limited",
            status=429,
            meaning="The server in front wants fewer requests.",
        ),
        ErrorRule(
            "unavailable",
            status=500,
            meaning="The site failed while it worked on the request.",
        ),
        ErrorRule(
            "unavailable",
            status=502,
            meaning="The server in front got no usable answer from the site.",
        ),
        ErrorRule(
            "unavailable",
            status=503,
            meaning="The site is switched off or overloaded.",
        ),
        ErrorRule(
            "unavailable",
            status=504,
            meaning="The site did not answer the server in front in time.",
        ),
        ErrorRule(
            "unavailable",
            status=524,
            meaning="The site did not answer the server in front within 100 seconds.",
        ),
        ErrorRule(
            "unavailable",
            status=200,
            message="(?i)^\\s*<(!doctype|html)",
            meaning="The site shows a page instead of an answer.",
        ),
        ErrorRule(
            "invalid_request",
            status=400,
            message="(?i)^\\s*<(!doctype|html)",
            meaning="The web server refused the request before the application saw it.",
        ),
        ErrorRule(
            "rate_limited",
            message="(?i)^rate limit reached",
            meaning="Too many uploads with this key (code 100). How many are allowed is not published.",
        ),
        ErrorRule(
            "authentication",
            message="(?i)^invalid API (v1 )?key",
            meaning="The key is missing or wrong (code 100).",
        ),
        ErrorRule(
            "invalid_request",
            message="(?i)^empty upload source",
            meaning="No picture arrived (code 130).",
        ),
        ErrorRule(
            "unsupported_format",
            message="(?i)^can't get target upload source info",
            meaning="The source is not a picture (code 310).",
        ),
        ErrorRule(
            "duplicate",
            message="(?i)^duplicated upload",
            meaning="The same bytes came recently.",
        ),
        ErrorRule(
            "rate_limited",
            message="^Flooding detected",
            meaning="Too many uploads from this address.",
        ),
        ErrorRule(
            "permission",
            message="^You have been forbidden to use this website",
            meaning="The site has banned the address of the client.",
        ),
        ErrorRule(
            "invalid_request",
            message="(?i)^invalid base64",
            meaning="The base64 text is malformed.",
        ),
        ErrorRule(
            "too_large",
            message="(?i)^file (is )?too (big|large)|^[^<{]*UPLOAD_ERR_(INI|FORM)_SIZE",
            meaning="The file is larger than the site takes.",
        ),
        ErrorRule(
            "authentication",
            code=100,
            meaning="The key is missing or wrong.",
        ),
        ErrorRule(
            "duplicate",
            code=101,
            meaning="The same bytes as a recent upload, as they were sent.",
        ),
        ErrorRule(
            "duplicate",
            code=102,
            meaning="The same bytes as a recent upload, as they would be stored.",
        ),
        ErrorRule(
            "duplicate",
            code=103,
            meaning="The same bytes as a recent upload, after resizing.",
        ),
        ErrorRule(
            "invalid_request",
            code=110,
            meaning="The version of the API is wrong.",
        ),
        ErrorRule(
            "invalid_request",
            code=120,
            meaning="The action or the source is malformed.",
        ),
        ErrorRule(
            "invalid_request",
            code=130,
            meaning="No picture arrived.",
        ),
        ErrorRule(
            "unsupported_format",
            code=310,
            meaning="The source is not a picture.",
        ),
        ErrorRule(
            "unsupported_format",
            code=311,
            meaning="The picture has no width or height.",
        ),
        ErrorRule(
            "unsupported_format",
            code=312,
            meaning="The media type is wrong.",
        ),
        ErrorRule(
            "unsupported_format",
            code=313,
            meaning="The format is unknown to the site.",
        ),
        ErrorRule(
            "unsupported_format",
            code=314,
            meaning="The format is switched off.",
        ),
        ErrorRule(
            "invalid_request",
            status=400,
            meaning="An error of the application that this table does not know.",
        ),
    ),
)


class Resources:
    """The resources of a client; mixed into a class that can ``call``."""

    @cached_property
    def images(self) -> ImagesResource:
        """The images operations."""
        from imagehosts_wire.imgbb.resources.images import ImagesResource

        return ImagesResource(cast("Caller", self))


class AsyncResources:
    """The asynchronous twin of :class:`Resources`."""

    @cached_property
    def images(self) -> AsyncImagesResource:
        """The images operations."""
        from imagehosts_wire.imgbb.resources.images import AsyncImagesResource

        return AsyncImagesResource(cast("AsyncCaller", self))
