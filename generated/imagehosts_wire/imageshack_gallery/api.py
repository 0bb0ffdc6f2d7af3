# Generated from specs/imageshack_gallery/openapi.yaml by `make generate`. Change the spec, not this file.
"""ImageShack Gallery API: base URL, error table, and the resources of a client."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

from imagehosts_wire.types import Api, AsyncCaller, Caller, ErrorRule

if TYPE_CHECKING:
    from imagehosts_wire.imageshack_gallery.resources.galleries import (
        AsyncGalleriesResource,
        GalleriesResource,
    )

API = Api(
    "imageshack_gallery",
    "ImageShack Gallery API",
    "http://www.imageshack.us",
    error_code=(
        "/errors/error/0/@code",
        "/links/error/0/@id",
    ),
    error_message=(
        "/errors/error/0/#text",
        "/links/error/0/#text",
    ),
    error_rules=(
        ErrorRule(
            "unavailable",
            code="io_create_error",
            meaning="The host could not make the file of a new gallery.",
        ),
        ErrorRule(
            "unavailable",
            code="io_read_error",
            meaning="The host could not read the file of the gallery.",
        ),
        ErrorRule(
            "unavailable",
            code="io_save_error",
            meaning="The host could not write the file of the gallery.",
        ),
        ErrorRule(
            "unavailable",
            code="io_error",
            meaning="The same as `io_save_error`, in the one error that the document shows.",
        ),
        ErrorRule(
            "invalid_request",
            code="bad_parameter_file",
            meaning="A picture is not written as a reference, or the host has none there; the message names it.",
        ),
        ErrorRule(
            "authentication",
            code="authentication_failed_save_album",
            meaning="Changing the gallery needs a cookie or a token.",
        ),
        ErrorRule(
            "authentication",
            code="authentication_failed_add_image",
            meaning="Adding to the gallery needs a cookie or a token; the message speaks of saving.",
        ),
        ErrorRule(
            "authentication",
            code="authentication_failed_delete",
            meaning="Deleting the gallery needs a cookie or a token.",
        ),
        ErrorRule(
            "authentication",
            code="authentication_failed_delete_image",
            meaning="Taking a picture out of the gallery needs a cookie; the token of which the message speaks does not count.",
        ),
        ErrorRule(
            "permission",
            code="not_owner_save_album",
            meaning="The gallery belongs to another user or token and may not be changed.",
        ),
        ErrorRule(
            "permission",
            code="not_owner_add_image",
            meaning="The gallery belongs to another user or token and takes no pictures from this one.",
        ),
        ErrorRule(
            "permission",
            code="not_owner_delete",
            meaning="The gallery belongs to another user or token and may not be deleted.",
        ),
        ErrorRule(
            "permission",
            code="not_owner_delete_image",
            meaning="The gallery belongs to another user and keeps its pictures.",
        ),
        ErrorRule(
            "not_found",
            code="io_exists_error",
            meaning="There is no such gallery on this server, or it cannot be read; the spelling of edit.",
        ),
        ErrorRule(
            "not_found",
            code="io_exist_error",
            meaning="There is no such gallery on this server, or it cannot be read; the spelling of add, delete and delete_image.",
        ),
        ErrorRule(
            "not_found",
            code="not_exist",
            meaning="There is no such gallery on this server; the spelling of view.",
        ),
        ErrorRule(
            "not_found",
            code="no_gallery",
            meaning="The user has no galleries.",
        ),
        ErrorRule(
            "invalid_request",
            code="no_image",
            meaning="No picture was named that should leave the gallery.",
        ),
        ErrorRule(
            "unavailable",
            code="db_delete_error",
            meaning="The host could not take the gallery out of its database.",
        ),
        ErrorRule(
            "unavailable",
            code="io_delete_error",
            meaning="The host could not delete the file of the gallery; the message is that of `db_delete_error`.",
        ),
        ErrorRule(
            "unavailable",
            code="db_error_album_list",
            meaning="The host could not read the list of galleries from its database.",
        ),
        ErrorRule(
            "too_large",
            code="file_too_big",
            meaning="A file is larger than the host takes.",
        ),
        ErrorRule(
            "invalid_request",
            code="upload_failed",
            meaning="The host could not use what was sent.",
        ),
        ErrorRule(
            "authentication",
            message="^You should be logged in",
            meaning="The call needs a cookie or a token.",
        ),
        ErrorRule(
            "permission",
            message="^You are not authorized",
            meaning="The gallery belongs to another user or token.",
        ),
        ErrorRule(
            "not_found",
            message="^[^<{]*\\b(does not exist|have no albums)\\b",
            meaning="There is no such gallery, or none at all.",
        ),
        ErrorRule(
            "invalid_request",
            message="^Invalid |^No image specified",
            meaning="Something is missing, or not written as the host takes it.",
        ),
        ErrorRule(
            "unavailable",
            message="^(Unable to|We were unable to) ",
            meaning="The host failed over a gallery.",
        ),
        ErrorRule(
            "unavailable",
            status=200,
            message="(?i)^\\s*<(!doctype\\s+html|html)",
            meaning="A page written for people instead of an answer.",
        ),
        ErrorRule(
            "invalid_request",
            status=400,
            meaning="The server in front does not understand the request.",
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
            meaning="The address is longer than the server takes; send the pictures in the body of a POST.",
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
    ),
    speaks_xml=True,
)


class Resources:
    """The resources of a client; mixed into a class that can ``call``."""

    @cached_property
    def galleries(self) -> GalleriesResource:
        """The galleries operations."""
        from imagehosts_wire.imageshack_gallery.resources.galleries import GalleriesResource

        return GalleriesResource(cast("Caller", self))


class AsyncResources:
    """The asynchronous twin of :class:`Resources`."""

    @cached_property
    def galleries(self) -> AsyncGalleriesResource:
        """The galleries operations."""
        from imagehosts_wire.imageshack_gallery.resources.galleries import AsyncGalleriesResource

        return AsyncGalleriesResource(cast("AsyncCaller", self))
