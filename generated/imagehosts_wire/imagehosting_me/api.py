# Generated from specs/imagehosting_me/openapi.yaml by `make generate`. Change the spec, not this file.
"""imagehosting.me API: base URL, error table, and the resources of a client."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, Unpack, cast, overload

from imagehosts_wire.types import (
    Api,
    AsyncCaller,
    AsyncChooser,
    Caller,
    Chooser,
    ErrorRule,
    RequestOptions,
    UploadSource,
)

if TYPE_CHECKING:
    from imagehosts_wire.imagehosting_me import models
    from imagehosts_wire.imagehosting_me.resources.images import (
        AsyncImagesResource,
        ImagesResource,
        ImagesUploadOptions,
    )

API = Api(
    "imagehosting_me",
    "imagehosting.me API",
    "https://imagehosting.me/api/1",
    error_code=("/error/code",),
    error_message=("/error/message",),
    error_rules=(
        ErrorRule(
            "not_found",
            status=301,
            meaning="The address was written with a slash too many or too few. Nothing was uploaded.",
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
            meaning="No such route or file on this server.",
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
            meaning="The site broke while it worked on the request, or could not resolve the host of a source URL.",
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
            status=200,
            message="(?i)^\\s*<(!doctype|html)",
            meaning="The site is closed for maintenance and shows a page, whatever the format asked for.",
        ),
        ErrorRule(
            "invalid_request",
            status=400,
            message="(?i)^\\s*<(!doctype|html)",
            meaning="The web server refused the request before the application saw it.",
        ),
        ErrorRule(
            "duplicate",
            message="^Duplicated upload",
            meaning="The same bytes came from the same address within 24 hours (codes 101, 102, 103). Also a false answer to an upload that PHP rejected, so no proof that the site has the picture.",
        ),
        ErrorRule(
            "rate_limited",
            message="^Flooding detected",
            meaning="Too many uploads from this address; the message names the limit and the period (code 130).",
        ),
        ErrorRule(
            "rate_limited",
            message="(?i)^rate limit reached",
            meaning="Too many requests, in the words of a related site (code 100).",
        ),
        ErrorRule(
            "permission",
            message="^You have been forbidden to use this website",
            meaning="The site has banned the address of the client.",
        ),
        ErrorRule(
            "authentication",
            message="(?i)^API v1 (public )?key can't be null",
            meaning="The site has no guest key, so only a personal key can work (code 0).",
        ),
        ErrorRule(
            "authentication",
            message="(?i)^(invalid|this) API (v1 )?key|^no key provided",
            meaning="The key is missing, wrong, or of a kind the site no longer takes (codes 100 and 0). Also the answer to a body larger than the site takes, because the key is lost with it.",
        ),
        ErrorRule(
            "invalid_request",
            message="^No (version|action) provided",
            meaning="The address lacks the version or the action (code 100).",
        ),
        ErrorRule(
            "invalid_request",
            message="^Invalid API (version|action)",
            meaning="The address names a version (code 110) or an action (code 120) that the site does not have.",
        ),
        ErrorRule(
            "invalid_request",
            message="(?i)^empty (upload )?source",
            meaning="No source arrived (code 130).",
        ),
        ErrorRule(
            "invalid_request",
            message="(?i)^(invalid|upload using) base64",
            meaning="The base64 text is malformed (code 120 or 130), or was sent by GET (code 130).",
        ),
        ErrorRule(
            "permission",
            message="(?i)^request denied",
            meaning="The key may not upload (code 401).",
        ),
        ErrorRule(
            "permission",
            message="(?i)^url uploading is disabled",
            meaning="The site does not fetch pictures from URLs for this key (code 403).",
        ),
        ErrorRule(
            "invalid_request",
            message="^Invalid (file source|image URL|upload type)",
            meaning="The source is neither a file nor a URL that the site can use (codes 120, 610, 620, 622).",
        ),
        ErrorRule(
            "invalid_request",
            message="(?i)^unsupported .*(url|scheme|host|ip address)",
            meaning="The site does not fetch from this address or with this scheme (code 400).",
        ),
        ErrorRule(
            "too_large",
            message="(?i)^file (is )?too (big|large)|^[^<{]*UPLOAD_ERR_(INI|FORM)_SIZE",
            meaning="The file is larger than the site takes (codes 201, 310, 313, 400, 601).",
        ),
        ErrorRule(
            "invalid_request",
            message="^[^<{]*UPLOAD_ERR_(PARTIAL|NO_FILE)",
            meaning="The file arrived in part or not at all (codes 201, 601).",
        ),
        ErrorRule(
            "unavailable",
            message="^[^<{]*UPLOAD_ERR_",
            meaning="The server could not keep the file that it received (codes 201, 601).",
        ),
        ErrorRule(
            "invalid_request",
            message="(?i)^target (width|height) is greater",
            meaning="The width asked for is larger than the picture (code 610 or 100).",
        ),
        ErrorRule(
            "unsupported_format",
            message="(?i)^animated",
            meaning="Animated WebP is not taken (codes 314, 400).",
        ),
        ErrorRule(
            "unavailable",
            message="(?i)^error processing|^can't get uploaded info|^concurrency",
            meaning="The site failed while it handled or moderated the file (codes 600, 610, 666).",
        ),
        ErrorRule(
            "unsupported_format",
            message="^(Unavailable|Disabled) image format|^Invalid (image )?mimetype",
            meaning="The format is unknown to the site (313, 613), switched off (314, 614), or the media type is wrong (312, 612).",
        ),
        ErrorRule(
            "unsupported_format",
            message="^Invalid image[.]?$|^Can't get target upload source info",
            meaning="The source is not a picture (codes 310, 311, 400, 610).",
        ),
        ErrorRule(
            "invalid_request",
            message="^Can't create ",
            meaning="The file begins as a picture and cannot be decoded (codes 210, 600).",
        ),
        ErrorRule(
            "invalid_request",
            message="^[^<{]*SQLSTATE.*\\b(1366|1406)\\b",
            meaning="The file name or a text is not UTF-8 (1366) or too long (1406) for the database (code 400).",
        ),
        ErrorRule(
            "unavailable",
            message="^[^<{]*SQLSTATE",
            meaning="The database of the site failed (code 400).",
        ),
        ErrorRule(
            "unavailable",
            code=0,
            meaning="An error without a code of its own.",
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
            "unavailable",
            code=104,
            meaning="No space left on the storage of the site.",
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
            "rate_limited",
            code=130,
            meaning="Too many uploads, in another language: of the messages with this code only that one is translated.",
        ),
        ErrorRule(
            "unavailable",
            code=200,
            meaning="The server could not make a temporary file.",
        ),
        ErrorRule(
            "invalid_request",
            code=201,
            meaning="PHP refused the file part.",
        ),
        ErrorRule(
            "invalid_request",
            code=202,
            meaning="The source URL could not be fetched.",
        ),
        ErrorRule(
            "invalid_request",
            code=210,
            meaning="The picture cannot be decoded.",
        ),
        ErrorRule(
            "unavailable",
            code=300,
            meaning="The received file is gone.",
        ),
        ErrorRule(
            "unsupported_format",
            code=310,
            meaning="The source is not a picture.",
        ),
        ErrorRule(
            "unsupported_format",
            code=311,
            meaning="The source is not a picture.",
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
            code=400,
            meaning="The source or one of the texts is refused.",
        ),
        ErrorRule(
            "permission",
            code=401,
            meaning="The key may not upload.",
        ),
        ErrorRule(
            "permission",
            code=403,
            meaning="The site does not do this for this key.",
        ),
        ErrorRule(
            "unavailable",
            code=600,
            meaning="The server could not handle the file.",
        ),
        ErrorRule(
            "invalid_request",
            code=601,
            meaning="PHP refused the file part.",
        ),
        ErrorRule(
            "unsupported_format",
            code=610,
            meaning="The source tells nothing about itself, so it is no picture.",
        ),
        ErrorRule(
            "unsupported_format",
            code=612,
            meaning="The media type is wrong.",
        ),
        ErrorRule(
            "unsupported_format",
            code=613,
            meaning="The format is unknown to the site.",
        ),
        ErrorRule(
            "unsupported_format",
            code=614,
            meaning="The format is switched off.",
        ),
        ErrorRule(
            "unavailable",
            code=620,
            meaning="The server could not use its temporary file.",
        ),
        ErrorRule(
            "unavailable",
            code=622,
            meaning="The server could not use its temporary file.",
        ),
        ErrorRule(
            "unavailable",
            code=630,
            meaning="The server could not write to its storage.",
        ),
        ErrorRule(
            "unavailable",
            code=631,
            meaning="The server could not write to its storage.",
        ),
        ErrorRule(
            "unavailable",
            code=632,
            meaning="The server could not write to its storage.",
        ),
        ErrorRule(
            "unavailable",
            code=666,
            meaning="Two uploads got in the way of each other.",
        ),
        ErrorRule(
            "unavailable",
            code=900,
            meaning="The server failed in some other way.",
        ),
        ErrorRule(
            "invalid_request",
            status=400,
            meaning="An error of the application that this table does not know.",
        ),
    ),
)


class Choices:
    """Calls that choose among operations; mixed into a class that can ``call_chosen``."""

    @overload
    def upload(
        self,
        source: UploadSource,
        *,
        format: Literal["json"] = "json",
        method: Literal["POST", "GET"] = "POST",
        options: RequestOptions | None = None,
        **details: Unpack[ImagesUploadOptions],
    ) -> models.Image: ...
    @overload
    def upload(
        self,
        source: UploadSource,
        *,
        format: Literal["txt", "redirect"],
        method: Literal["POST", "GET"] = "POST",
        options: RequestOptions | None = None,
        **details: Unpack[ImagesUploadOptions],
    ) -> str: ...
    def upload(
        self,
        source: UploadSource,
        *,
        format: Literal["json", "txt", "redirect"] = "json",
        method: Literal["POST", "GET"] = "POST",
        options: RequestOptions | None = None,
        **details: Unpack[ImagesUploadOptions],
    ) -> models.Image | str:
        """Upload a picture

        Args:
            source: A path, bytes, a binary file object, ``(name, content)`` or ``(name,
                content, content type)``; :class:`Base64` or a ``data:`` URL; :class:`Url` or an
                http(s) address, which the host fetches by itself.
            format: `json` for the image, `txt` for its direct address, `redirect` for the
                address of the page that shows it.
            method: `GET` takes nothing but an address as its source.
            options: Settings for this call alone: timeout, max_retries, headers, query.
            details: See :class:`ImagesUploadOptions`.

        Returns:
            ``Image`` for format 'json'.
            ``str`` for format 'txt' or 'redirect'.

        Raises:
            InvalidArgument: An argument cannot be sent; nothing was.
            ImageHostError: Everything else that can go wrong.

        Source: imagehosting-me-api-v1.1.txt, "Request method".
        """
        from imagehosts_wire.imagehosting_me.resources.images import IMAGES_UPLOAD_CHOICE

        given: dict[str, Any] = {"source": source, **details}
        chosen = (
            format,
            method,
        )
        found: models.Image | str = cast("Chooser", self).call_chosen(
            IMAGES_UPLOAD_CHOICE, chosen, given, options
        )
        return found


class AsyncChoices:
    """The asynchronous twin of :class:`Choices`."""

    @overload
    async def upload(
        self,
        source: UploadSource,
        *,
        format: Literal["json"] = "json",
        method: Literal["POST", "GET"] = "POST",
        options: RequestOptions | None = None,
        **details: Unpack[ImagesUploadOptions],
    ) -> models.Image: ...
    @overload
    async def upload(
        self,
        source: UploadSource,
        *,
        format: Literal["txt", "redirect"],
        method: Literal["POST", "GET"] = "POST",
        options: RequestOptions | None = None,
        **details: Unpack[ImagesUploadOptions],
    ) -> str: ...
    async def upload(
        self,
        source: UploadSource,
        *,
        format: Literal["json", "txt", "redirect"] = "json",
        method: Literal["POST", "GET"] = "POST",
        options: RequestOptions | None = None,
        **details: Unpack[ImagesUploadOptions],
    ) -> models.Image | str:
        """Upload a picture; with the arguments and results of the synchronous method."""
        from imagehosts_wire.imagehosting_me.resources.images import IMAGES_UPLOAD_CHOICE

        given: dict[str, Any] = {"source": source, **details}
        chosen = (
            format,
            method,
        )
        found: models.Image | str = await cast("AsyncChooser", self).call_chosen(
            IMAGES_UPLOAD_CHOICE, chosen, given, options
        )
        return found


class Resources(Choices):
    """The resources of a client; mixed into a class that can ``call``."""

    @cached_property
    def images(self) -> ImagesResource:
        """The images operations."""
        from imagehosts_wire.imagehosting_me.resources.images import ImagesResource

        return ImagesResource(cast("Caller", self))


class AsyncResources(AsyncChoices):
    """The asynchronous twin of :class:`Resources`."""

    @cached_property
    def images(self) -> AsyncImagesResource:
        """The images operations."""
        from imagehosts_wire.imagehosting_me.resources.images import AsyncImagesResource

        return AsyncImagesResource(cast("AsyncCaller", self))
