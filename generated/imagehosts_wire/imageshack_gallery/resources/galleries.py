# Generated from specs/imageshack_gallery/openapi.yaml by `make generate`. Change the spec, not this file.
"""The galleries operations of ImageShack Gallery API."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from imagehosts_wire.imageshack_gallery import models
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
    from imagehosts_wire.imageshack_gallery.models import (
        DeletedGallery,
        Gallery,
        GalleryEntry,
    )


def _xml() -> Any:
    """The readers of XML, imported with the first answer."""
    from imagehosts_wire.imageshack_gallery import xml

    return xml


GALLERIES_CREATE_BY_GET: Operation[Gallery] = Operation(
    "imageshack_gallery",
    "galleries_create_by_get",
    "GET",
    "/gallery_api.php",
    result=Result(
        "xml",
        lambda: models.Gallery,
        root="gallery",
        reader=lambda: _xml().read_gallery,
    ),
    parameters=(
        Parameter("images", "image[]", "query", encode="list:text", required=True, array="repeat"),
        Parameter("title", "title", "query"),
        Parameter("name", "name", "query"),
    ),
    constants=(("query", "action", "create"),),
    credentials=(
        Credential("cookie", "query", "cookie"),
        Credential("token", "query", "token"),
    ),
    credential_optional=True,
    repeatable=False,
    source=("imageshack-gallery-api.txt", "create"),
)
GALLERIES_CREATE: Operation[Gallery] = Operation(
    "imageshack_gallery",
    "galleries_create",
    "POST",
    "/gallery_api.php",
    result=Result(
        "xml",
        lambda: models.Gallery,
        root="gallery",
        reader=lambda: _xml().read_gallery,
    ),
    parameters=(
        Parameter("images", "image[]", "body", encode="list:text", required=True, array="repeat"),
        Parameter("title", "title", "body"),
        Parameter("name", "name", "body"),
    ),
    constants=(("body", "action", "create"),),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("cookie", "body", "cookie"),
        Credential("token", "body", "token"),
    ),
    credential_optional=True,
    repeatable=False,
    source=("imageshack-gallery-api.txt", "create"),
)
GALLERIES_EDIT_BY_GET: Operation[Gallery] = Operation(
    "imageshack_gallery",
    "galleries_edit_by_get",
    "GET",
    "/gallery_api.php",
    result=Result(
        "xml",
        lambda: models.Gallery,
        root="gallery",
        reader=lambda: _xml().read_gallery,
    ),
    parameters=(
        Parameter("server", "server", "server", required=True, pattern="^[0-9]{1,6}$"),
        Parameter("gallery", "g", "query", required=True),
        Parameter("images", "image[]", "query", encode="list:text", required=True, array="repeat"),
        Parameter("title", "title", "query"),
    ),
    constants=(("query", "action", "edit"),),
    credentials=(
        Credential("cookie", "query", "cookie"),
        Credential("token", "query", "token"),
    ),
    credential_optional=True,
    server_url="http://img{server}.imageshack.us",
    repeatable=True,
    source=("imageshack-gallery-api.txt", "edit"),
)
GALLERIES_EDIT: Operation[Gallery] = Operation(
    "imageshack_gallery",
    "galleries_edit",
    "POST",
    "/gallery_api.php",
    result=Result(
        "xml",
        lambda: models.Gallery,
        root="gallery",
        reader=lambda: _xml().read_gallery,
    ),
    parameters=(
        Parameter("server", "server", "server", required=True, pattern="^[0-9]{1,6}$"),
        Parameter("gallery", "g", "body", required=True),
        Parameter("images", "image[]", "body", encode="list:text", required=True, array="repeat"),
        Parameter("title", "title", "body"),
    ),
    constants=(("body", "action", "edit"),),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("cookie", "body", "cookie"),
        Credential("token", "body", "token"),
    ),
    credential_optional=True,
    server_url="http://img{server}.imageshack.us",
    repeatable=False,
    source=("imageshack-gallery-api.txt", "edit"),
)
GALLERIES_ADD_BY_GET: Operation[Gallery] = Operation(
    "imageshack_gallery",
    "galleries_add_by_get",
    "GET",
    "/gallery_api.php",
    result=Result(
        "xml",
        lambda: models.Gallery,
        root="gallery",
        reader=lambda: _xml().read_gallery,
    ),
    parameters=(
        Parameter("server", "server", "server", required=True, pattern="^[0-9]{1,6}$"),
        Parameter("gallery", "g", "query", required=True),
        Parameter("images", "image[]", "query", encode="list:text", required=True, array="repeat"),
    ),
    constants=(("query", "action", "add"),),
    credentials=(
        Credential("cookie", "query", "cookie"),
        Credential("token", "query", "token"),
    ),
    credential_optional=True,
    server_url="http://img{server}.imageshack.us",
    repeatable=False,
    source=("imageshack-gallery-api.txt", "add"),
)
GALLERIES_ADD: Operation[Gallery] = Operation(
    "imageshack_gallery",
    "galleries_add",
    "POST",
    "/gallery_api.php",
    result=Result(
        "xml",
        lambda: models.Gallery,
        root="gallery",
        reader=lambda: _xml().read_gallery,
    ),
    parameters=(
        Parameter("server", "server", "server", required=True, pattern="^[0-9]{1,6}$"),
        Parameter("gallery", "g", "body", required=True),
        Parameter("images", "image[]", "body", encode="list:text", required=True, array="repeat"),
    ),
    constants=(("body", "action", "add"),),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("cookie", "body", "cookie"),
        Credential("token", "body", "token"),
    ),
    credential_optional=True,
    server_url="http://img{server}.imageshack.us",
    repeatable=False,
    source=("imageshack-gallery-api.txt", "add"),
)
GALLERIES_DELETE_BY_GET: Operation[DeletedGallery] = Operation(
    "imageshack_gallery",
    "galleries_delete_by_get",
    "GET",
    "/gallery_api.php",
    result=Result(
        "xml",
        lambda: models.DeletedGallery,
        root="gallery",
        reader=lambda: _xml().read_deleted_gallery,
    ),
    parameters=(
        Parameter("server", "server", "server", required=True, pattern="^[0-9]{1,6}$"),
        Parameter("gallery", "g", "query", required=True),
    ),
    constants=(("query", "action", "delete"),),
    credentials=(
        Credential("cookie", "query", "cookie"),
        Credential("token", "query", "token"),
    ),
    credential_optional=True,
    server_url="http://img{server}.imageshack.us",
    repeatable=True,
    source=("imageshack-gallery-api.txt", "delete"),
)
GALLERIES_DELETE: Operation[DeletedGallery] = Operation(
    "imageshack_gallery",
    "galleries_delete",
    "POST",
    "/gallery_api.php",
    result=Result(
        "xml",
        lambda: models.DeletedGallery,
        root="gallery",
        reader=lambda: _xml().read_deleted_gallery,
    ),
    parameters=(
        Parameter("server", "server", "server", required=True, pattern="^[0-9]{1,6}$"),
        Parameter("gallery", "g", "body", required=True),
    ),
    constants=(("body", "action", "delete"),),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("cookie", "body", "cookie"),
        Credential("token", "body", "token"),
    ),
    credential_optional=True,
    server_url="http://img{server}.imageshack.us",
    repeatable=False,
    source=("imageshack-gallery-api.txt", "delete"),
)
GALLERIES_DELETE_IMAGE_BY_GET: Operation[Gallery] = Operation(
    "imageshack_gallery",
    "galleries_delete_image_by_get",
    "GET",
    "/gallery_api.php",
    result=Result(
        "xml",
        lambda: models.Gallery,
        root="gallery",
        reader=lambda: _xml().read_gallery,
    ),
    parameters=(
        Parameter("server", "server", "server", required=True, pattern="^[0-9]{1,6}$"),
        Parameter("gallery", "g", "query", required=True),
        Parameter("image", "image", "query", required=True),
    ),
    constants=(("query", "action", "delete_image"),),
    credentials=(Credential("cookie", "query", "cookie", required=True),),
    credential_optional=True,
    server_url="http://img{server}.imageshack.us",
    repeatable=True,
    source=("imageshack-gallery-api.txt", "delete_image"),
)
GALLERIES_DELETE_IMAGE: Operation[Gallery] = Operation(
    "imageshack_gallery",
    "galleries_delete_image",
    "POST",
    "/gallery_api.php",
    result=Result(
        "xml",
        lambda: models.Gallery,
        root="gallery",
        reader=lambda: _xml().read_gallery,
    ),
    parameters=(
        Parameter("server", "server", "server", required=True, pattern="^[0-9]{1,6}$"),
        Parameter("gallery", "g", "body", required=True),
        Parameter("image", "image", "body", required=True),
    ),
    constants=(("body", "action", "delete_image"),),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(Credential("cookie", "body", "cookie", required=True),),
    credential_optional=True,
    server_url="http://img{server}.imageshack.us",
    repeatable=False,
    source=("imageshack-gallery-api.txt", "delete_image"),
)
GALLERIES_VIEW: Operation[Gallery] = Operation(
    "imageshack_gallery",
    "galleries_view",
    "GET",
    "/gallery_api.php",
    result=Result(
        "xml",
        lambda: models.Gallery,
        root="gallery",
        reader=lambda: _xml().read_gallery,
    ),
    parameters=(
        Parameter("server", "server", "server", required=True, pattern="^[0-9]{1,6}$"),
        Parameter("gallery", "g", "query", required=True),
    ),
    constants=(
        ("query", "action", "view"),
        ("query", "view", "xml"),
    ),
    server_url="http://img{server}.imageshack.us",
    repeatable=True,
    source=("imageshack-gallery-api.txt", "view"),
)
GALLERIES_VIEW_BY_POST: Operation[Gallery] = Operation(
    "imageshack_gallery",
    "galleries_view_by_post",
    "POST",
    "/gallery_api.php",
    result=Result(
        "xml",
        lambda: models.Gallery,
        root="gallery",
        reader=lambda: _xml().read_gallery,
    ),
    parameters=(
        Parameter("server", "server", "server", required=True, pattern="^[0-9]{1,6}$"),
        Parameter("gallery", "g", "body", required=True),
    ),
    constants=(
        ("body", "action", "view"),
        ("body", "view", "xml"),
    ),
    bodies=("application/x-www-form-urlencoded",),
    server_url="http://img{server}.imageshack.us",
    repeatable=False,
    source=("imageshack-gallery-api.txt", "view"),
)
GALLERIES_LIST: Operation[Page[GalleryEntry]] = Operation(
    "imageshack_gallery",
    "galleries_list",
    "GET",
    "/gallery_api.php",
    result=Result(
        "xml",
        lambda: models.Galleries,
        root="galleries",
        reader=lambda: _xml().read_galleries,
    ),
    parameters=(
        Parameter("user", "user", "query", required=True),
        Parameter("start", "start", "query", encode="integer:0"),
        Parameter("limit", "limit", "query", encode="integer:1:100"),
    ),
    constants=(("query", "action", "gallery_list"),),
    repeatable=True,
    pagination=Pagination(
        "start",
        "start",
        limit="limit",
        first=0,
        items="/gallery",
        total="/count/total",
    ),
    source=("imageshack-gallery-api.txt", "gallery_list"),
)
GALLERIES_LIST_BY_POST: Operation[Page[GalleryEntry]] = Operation(
    "imageshack_gallery",
    "galleries_list_by_post",
    "POST",
    "/gallery_api.php",
    result=Result(
        "xml",
        lambda: models.Galleries,
        root="galleries",
        reader=lambda: _xml().read_galleries,
    ),
    parameters=(
        Parameter("user", "user", "body", required=True),
        Parameter("start", "start", "body", encode="integer:0"),
        Parameter("limit", "limit", "body", encode="integer:1:100"),
    ),
    constants=(("body", "action", "gallery_list"),),
    bodies=("application/x-www-form-urlencoded",),
    repeatable=False,
    pagination=Pagination(
        "start",
        "start",
        limit="limit",
        first=0,
        items="/gallery",
        total="/count/total",
    ),
    source=("imageshack-gallery-api.txt", "gallery_list"),
)

OPERATIONS = (
    GALLERIES_CREATE_BY_GET,
    GALLERIES_CREATE,
    GALLERIES_EDIT_BY_GET,
    GALLERIES_EDIT,
    GALLERIES_ADD_BY_GET,
    GALLERIES_ADD,
    GALLERIES_DELETE_BY_GET,
    GALLERIES_DELETE,
    GALLERIES_DELETE_IMAGE_BY_GET,
    GALLERIES_DELETE_IMAGE,
    GALLERIES_VIEW,
    GALLERIES_VIEW_BY_POST,
    GALLERIES_LIST,
    GALLERIES_LIST_BY_POST,
)
"""Every operation of this resource."""


class GalleriesResource(Resource):
    """The galleries operations."""

    @cached_property
    def with_raw_response(self) -> GalleriesResourceWithRawResponse:
        """The same methods; they return the whole answer: status, headers, body, ``parse()``."""
        return GalleriesResourceWithRawResponse(self)

    @cached_property
    def with_streaming_response(self) -> GalleriesResourceWithStreamingResponse:
        """The same methods; they return the answer before its body has been read."""
        return GalleriesResourceWithStreamingResponse(self)

    def create_by_get(
        self,
        images: Sequence[str],
        *,
        title: str | None = None,
        name: str | None = None,
        options: RequestOptions | None = None,
    ) -> Gallery:
        """Create a gallery, by GET

        The same call as `create` with the other method that the document allows. Cookie and
        token stand in the address, where servers and proxies write them into logs.

        Args:
            images: Pictures on ImageShack, each written `img<server>/<bucket>/<file name>`.
                Width, height and `y` or `n` for whether there is a thumbnail may follow, with
                semicolons between them. The gallery shows them in the order in which they are
                sent (inferred).
            title: Title of the gallery. Whether editing without one leaves the old one is
                not said (inferred).
            name: Wanted name of the gallery. The host appends random characters to a name
                that is taken, and without one takes the name of the first picture. Letters,
                digits, dots, dashes and underscores make a name that stands in addresses as it
                is; which characters the host takes is not said (inferred).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The gallery.

        Raises:
            ImageHostError: A failure (inferred). The host's own errors may come with status
                200; what is no XML comes from the server in front (inferred).
            StatusError: The host refused the request and says why (inferred).

        Error codes in the document:
            io_create_error: Unable to create new album file
            io_read_error: Unable to read album information
            io_save_error: Unable to save album information
            bad_parameter_file: Invalid file name <filename>

        Source: imageshack-gallery-api.txt, "create".
        """

        return self._call(
            GALLERIES_CREATE_BY_GET,
            (
                images,
                title,
                name,
            ),
            options,
        )

    def create(
        self,
        images: Sequence[str],
        *,
        title: str | None = None,
        name: str | None = None,
        options: RequestOptions | None = None,
    ) -> Gallery:
        """Create a gallery

        Makes a gallery of pictures that are on ImageShack already. The gallery belongs to the
        user of the cookie, else to the token; with neither the host makes a token, and the
        answer holds it. A name that is taken gets random characters appended, and without a
        name the gallery is called after its first picture: read `name` and `server` from the
        answer. Those of a cookie are linked to its user, who has them on the page `my albums`.
        Only pictures of one's own are taken.

        Args:
            images: Pictures on ImageShack, each written `img<server>/<bucket>/<file name>`.
                Width, height and `y` or `n` for whether there is a thumbnail may follow, with
                semicolons between them. The gallery shows them in the order in which they are
                sent (inferred).
            title: Title of the gallery. Whether editing without one leaves the old one is
                not said (inferred).
            name: Wanted name of the gallery. The host appends random characters to a name
                that is taken, and without one takes the name of the first picture. Letters,
                digits, dots, dashes and underscores make a name that stands in addresses as it
                is; which characters the host takes is not said (inferred).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The gallery.

        Raises:
            ImageHostError: A failure (inferred). The host's own errors may come with status
                200; what is no XML comes from the server in front (inferred).
            StatusError: The host refused the request and says why (inferred).

        Error codes in the document:
            io_create_error: Unable to create new album file
            io_read_error: Unable to read album information
            io_save_error: Unable to save album information
            bad_parameter_file: Invalid file name <filename>

        Source: imageshack-gallery-api.txt, "create".
        """

        return self._call(
            GALLERIES_CREATE,
            (
                images,
                title,
                name,
            ),
            options,
        )

    def edit_by_get(
        self,
        server: int | str,
        gallery: str,
        images: Sequence[str],
        *,
        title: str | None = None,
        options: RequestOptions | None = None,
    ) -> Gallery:
        """Replace the pictures of a gallery, by GET

        The same call as `edit` with the other method that the document allows. Cookie and token
        stand in the address, where servers and proxies write them into logs.

        Args:
            server: Number of the gallery's server, as `server` of the gallery gives it.
            gallery: Name of the gallery. The server that it is on goes into the host of the
                address.
            images: Pictures on ImageShack, each written `img<server>/<bucket>/<file name>`.
                The gallery shows them in the order in which they are sent (inferred).
            title: Title of the gallery. Whether editing without one leaves the old one is
                not said (inferred).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The gallery.

        Raises:
            ImageHostError: A failure (inferred). The host's own errors may come with status
                200; what is no XML comes from the server in front (inferred).
            StatusError: The host refused the request and says why (inferred).

        Error codes in the document:
            authentication_failed_save_album: You should be logged in to save album
            io_exists_error: Album does not exist or not readable
            not_owner_save_album: You are not authorized to modify specified album
            io_read_error: Unable to read album information
            io_save_error: Unable to save album information
            bad_parameter_file: Invalid file name <filename>

        Source: imageshack-gallery-api.txt, "edit".
        """

        return self._call(
            GALLERIES_EDIT_BY_GET,
            (
                server,
                gallery,
                images,
                title,
            ),
            options,
        )

    def edit(
        self,
        server: int | str,
        gallery: str,
        images: Sequence[str],
        *,
        title: str | None = None,
        options: RequestOptions | None = None,
    ) -> Gallery:
        """Replace the pictures of a gallery

        Overwrites the list of pictures, and the title where one is given. Only who owns the
        gallery may: the user of its cookie, or anyone with its token. Send the title along:
        whether a missing one clears it is not said (inferred).

        Args:
            server: Number of the gallery's server, as `server` of the gallery gives it.
            gallery: Name of the gallery. The server that it is on goes into the host of the
                address.
            images: Pictures on ImageShack, each written `img<server>/<bucket>/<file name>`.
                The gallery shows them in the order in which they are sent (inferred).
            title: Title of the gallery. Whether editing without one leaves the old one is
                not said (inferred).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The gallery.

        Raises:
            ImageHostError: A failure (inferred). The host's own errors may come with status
                200; what is no XML comes from the server in front (inferred).
            StatusError: The host refused the request and says why (inferred).

        Error codes in the document:
            authentication_failed_save_album: You should be logged in to save album
            io_exists_error: Album does not exist or not readable
            not_owner_save_album: You are not authorized to modify specified album
            io_read_error: Unable to read album information
            io_save_error: Unable to save album information
            bad_parameter_file: Invalid file name <filename>

        Source: imageshack-gallery-api.txt, "edit".
        """

        return self._call(
            GALLERIES_EDIT,
            (
                server,
                gallery,
                images,
                title,
            ),
            options,
        )

    def add_by_get(
        self,
        server: int | str,
        gallery: str,
        images: Sequence[str],
        *,
        options: RequestOptions | None = None,
    ) -> Gallery:
        """Add pictures to a gallery, by GET

        The same call as `add` with the other method that the document allows. Cookie and token
        stand in the address, where servers and proxies write them into logs.

        Args:
            server: Number of the gallery's server, as `server` of the gallery gives it.
            gallery: Name of the gallery. The server that it is on goes into the host of the
                address.
            images: Pictures on ImageShack, each written `img<server>/<bucket>/<file name>`.
                The gallery shows them in the order in which they are sent (inferred).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The gallery.

        Raises:
            ImageHostError: A failure (inferred). The host's own errors may come with status
                200; what is no XML comes from the server in front (inferred).
            StatusError: The host refused the request and says why (inferred).

        Error codes in the document:
            authentication_failed_add_image: You should be logged in to save album
            io_exist_error: Album does not exist or not readable
            not_owner_add_image: You are not authorized to modify specified album
            io_read_error: Unable to read album information
            bad_parameter_file: Invalid file name <filename>

        Source: imageshack-gallery-api.txt, "add".
        """

        return self._call(
            GALLERIES_ADD_BY_GET,
            (
                server,
                gallery,
                images,
            ),
            options,
        )

    def add(
        self,
        server: int | str,
        gallery: str,
        images: Sequence[str],
        *,
        options: RequestOptions | None = None,
    ) -> Gallery:
        """Add pictures to a gallery

        Adds pictures that are on ImageShack already to a gallery. Only who owns the gallery
        may: the user of its cookie, or anyone with its token. The pictures come behind those of
        the gallery (inferred).

        Args:
            server: Number of the gallery's server, as `server` of the gallery gives it.
            gallery: Name of the gallery. The server that it is on goes into the host of the
                address.
            images: Pictures on ImageShack, each written `img<server>/<bucket>/<file name>`.
                The gallery shows them in the order in which they are sent (inferred).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The gallery.

        Raises:
            ImageHostError: A failure (inferred). The host's own errors may come with status
                200; what is no XML comes from the server in front (inferred).
            StatusError: The host refused the request and says why (inferred).

        Error codes in the document:
            authentication_failed_add_image: You should be logged in to save album
            io_exist_error: Album does not exist or not readable
            not_owner_add_image: You are not authorized to modify specified album
            io_read_error: Unable to read album information
            bad_parameter_file: Invalid file name <filename>

        Source: imageshack-gallery-api.txt, "add".
        """

        return self._call(
            GALLERIES_ADD,
            (
                server,
                gallery,
                images,
            ),
            options,
        )

    def delete_by_get(
        self, server: int | str, gallery: str, *, options: RequestOptions | None = None
    ) -> DeletedGallery:
        """Delete a gallery, by GET

        The same call as `delete` with the other method that the document allows. Cookie and
        token stand in the address, where servers and proxies write them into logs.

        Args:
            server: Number of the gallery's server, as `server` of the gallery gives it.
            gallery: Name of the gallery. The server that it is on goes into the host of the
                address.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The gallery is deleted. The element of the gallery comes back empty.

        Raises:
            ImageHostError: A failure (inferred). The host's own errors may come with status
                200; what is no XML comes from the server in front (inferred).
            StatusError: The host refused the request and says why (inferred).

        Error codes in the document:
            authentication_failed_delete: You should be logged in to delete album
            io_exist_error: Album does not exist or not readable
            not_owner_delete: You are not authorized to delete specified album
            db_delete_error: We were unable to delete album
            io_delete_error: We were unable to delete album

        Source: imageshack-gallery-api.txt, "delete".
        """

        return self._call(
            GALLERIES_DELETE_BY_GET,
            (
                server,
                gallery,
            ),
            options,
        )

    def delete(
        self, server: int | str, gallery: str, *, options: RequestOptions | None = None
    ) -> DeletedGallery:
        """Delete a gallery

        Deletes the gallery. Only who owns the gallery may: the user of its cookie, or anyone
        with its token. The pictures in it stay where they are (inferred).

        Args:
            server: Number of the gallery's server, as `server` of the gallery gives it.
            gallery: Name of the gallery. The server that it is on goes into the host of the
                address.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The gallery is deleted. The element of the gallery comes back empty.

        Raises:
            ImageHostError: A failure (inferred). The host's own errors may come with status
                200; what is no XML comes from the server in front (inferred).
            StatusError: The host refused the request and says why (inferred).

        Error codes in the document:
            authentication_failed_delete: You should be logged in to delete album
            io_exist_error: Album does not exist or not readable
            not_owner_delete: You are not authorized to delete specified album
            db_delete_error: We were unable to delete album
            io_delete_error: We were unable to delete album

        Source: imageshack-gallery-api.txt, "delete".
        """

        return self._call(
            GALLERIES_DELETE,
            (
                server,
                gallery,
            ),
            options,
        )

    def delete_image_by_get(
        self, server: int | str, gallery: str, image: str, *, options: RequestOptions | None = None
    ) -> Gallery:
        """Take a picture out of a gallery, by GET

        The same call as `delete_image` with the other method that the document allows. The
        cookie stands in the address, where servers and proxies write it into logs. Requires the
        cookie of the registered user who owns the gallery.

        Args:
            server: Number of the gallery's server, as `server` of the gallery gives it.
            gallery: Name of the gallery. The server that it is on goes into the host of the
                address.
            image: The picture, written `img<server>/<bucket>/<file name>`. Matches
                `^img[0-9]+/[0-9]+/[^/;]+$`.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The gallery.

        Raises:
            ImageHostError: A failure (inferred). The host's own errors may come with status
                200; what is no XML comes from the server in front (inferred).
            StatusError: The host refused the request and says why (inferred).

        Error codes in the document:
            authentication_failed_delete_image: You should be logged in or have token to
                delete image from album
            no_image: No image specified for deletion from an album
            io_exist_error: Album does not exist or not readable
            not_owner_delete_image: You are not authorized to delete specified image from
                album
            io_read_error: Unable to read album information
            io_save_error: Unable to save album information

        Source: imageshack-gallery-api.txt, "delete_image".
        """

        return self._call(
            GALLERIES_DELETE_IMAGE_BY_GET,
            (
                server,
                gallery,
                image,
            ),
            options,
        )

    def delete_image(
        self, server: int | str, gallery: str, image: str, *, options: RequestOptions | None = None
    ) -> Gallery:
        """Take a picture out of a gallery

        Takes one picture out of the gallery. For galleries of registered users only: a token
        does not do. Requires the cookie of the registered user who owns the gallery. The
        picture itself stays (inferred).

        Args:
            server: Number of the gallery's server, as `server` of the gallery gives it.
            gallery: Name of the gallery. The server that it is on goes into the host of the
                address.
            image: The picture, written `img<server>/<bucket>/<file name>`. Matches
                `^img[0-9]+/[0-9]+/[^/;]+$`.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The gallery.

        Raises:
            ImageHostError: A failure (inferred). The host's own errors may come with status
                200; what is no XML comes from the server in front (inferred).
            StatusError: The host refused the request and says why (inferred).

        Error codes in the document:
            authentication_failed_delete_image: You should be logged in or have token to
                delete image from album
            no_image: No image specified for deletion from an album
            io_exist_error: Album does not exist or not readable
            not_owner_delete_image: You are not authorized to delete specified image from
                album
            io_read_error: Unable to read album information
            io_save_error: Unable to save album information

        Source: imageshack-gallery-api.txt, "delete_image".
        """

        return self._call(
            GALLERIES_DELETE_IMAGE,
            (
                server,
                gallery,
                image,
            ),
            options,
        )

    def view(
        self, server: int | str, gallery: str, *, options: RequestOptions | None = None
    ) -> Gallery:
        """Get a gallery

        Gets a gallery with its pictures and links. The answer has the form of that of create,
        whose token lets its holder write: treat a token in it as a secret. Anybody may look
        (inferred).

        Args:
            server: Number of the gallery's server, as `server` of the gallery gives it.
            gallery: Name of the gallery. The server that it is on goes into the host of the
                address.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The gallery.

        Raises:
            ImageHostError: A failure (inferred). The host's own errors may come with status
                200; what is no XML comes from the server in front (inferred).
            StatusError: The host refused the request and says why (inferred).

        Error codes in the document:
            not_exist: Specified album does not exist

        Source: imageshack-gallery-api.txt, "view".
        """

        return self._call(
            GALLERIES_VIEW,
            (
                server,
                gallery,
            ),
            options,
        )

    def view_by_post(
        self, server: int | str, gallery: str, *, options: RequestOptions | None = None
    ) -> Gallery:
        """Get a gallery, by POST

        The same call as `view` with the other method that the document allows.

        Args:
            server: Number of the gallery's server, as `server` of the gallery gives it.
            gallery: Name of the gallery. The server that it is on goes into the host of the
                address.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The gallery.

        Raises:
            ImageHostError: A failure (inferred). The host's own errors may come with status
                200; what is no XML comes from the server in front (inferred).
            StatusError: The host refused the request and says why (inferred).

        Error codes in the document:
            not_exist: Specified album does not exist

        Source: imageshack-gallery-api.txt, "view".
        """

        return self._call(
            GALLERIES_VIEW_BY_POST,
            (
                server,
                gallery,
            ),
            options,
        )

    def list(
        self,
        user: str,
        *,
        start: int | None = None,
        limit: int | None = None,
        options: RequestOptions | None = None,
    ) -> Page[GalleryEntry]:
        """List the galleries of a user

        Lists galleries of a registered user, page by page. Galleries made with a token belong
        to no user and cannot be listed. A user without galleries is an error, `no_gallery`, and
        no empty list; so is a user whom nobody knows. The newest come first (inferred).

        Args:
            user: Name of a registered user.
            start: Number of the first gallery to list, counted from 0. It is 0 where it is
                left out.
            limit: How many galleries to list at most. It is at most 100, and 20 where it is
                left out. 1 to 100.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Page by page; iterate for everything. A part of the list.

        Raises:
            ImageHostError: A failure (inferred). The host's own errors may come with status
                200; what is no XML comes from the server in front (inferred).
            StatusError: The host refused the request and says why (inferred).

        Error codes in the document:
            db_error_album_list: We were unable to fetch list of albums
            no_gallery: Specified user have no albums

        Source: imageshack-gallery-api.txt, "gallery_list".
        """

        return self._call(
            GALLERIES_LIST,
            (
                user,
                start,
                limit,
            ),
            options,
        )

    def list_by_post(
        self,
        user: str,
        *,
        start: int | None = None,
        limit: int | None = None,
        options: RequestOptions | None = None,
    ) -> Page[GalleryEntry]:
        """List the galleries of a user, by POST

        The same call as `list` with the other method that the document allows. A user without
        galleries is an error, `no_gallery`, and no empty list; so is a user whom nobody knows.

        Args:
            user: Name of a registered user.
            start: Number of the first gallery to list, counted from 0. It is 0 where it is
                left out.
            limit: How many galleries to list at most. It is at most 100, and 20 where it is
                left out. 1 to 100.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Page by page; iterate for everything. A part of the list.

        Raises:
            ImageHostError: A failure (inferred). The host's own errors may come with status
                200; what is no XML comes from the server in front (inferred).
            StatusError: The host refused the request and says why (inferred).

        Error codes in the document:
            db_error_album_list: We were unable to fetch list of albums
            no_gallery: Specified user have no albums

        Source: imageshack-gallery-api.txt, "gallery_list".
        """

        return self._call(
            GALLERIES_LIST_BY_POST,
            (
                user,
                start,
                limit,
            ),
            options,
        )


class AsyncGalleriesResource(AsyncResource):
    """The galleries operations, awaited."""

    @cached_property
    def with_raw_response(self) -> AsyncGalleriesResourceWithRawResponse:
        """The same methods; they return the whole answer: status, headers, body, ``parse()``."""
        return AsyncGalleriesResourceWithRawResponse(self)

    @cached_property
    def with_streaming_response(self) -> AsyncGalleriesResourceWithStreamingResponse:
        """The same methods; they return the answer before its body has been read."""
        return AsyncGalleriesResourceWithStreamingResponse(self)

    async def create_by_get(
        self,
        images: Sequence[str],
        *,
        title: str | None = None,
        name: str | None = None,
        options: RequestOptions | None = None,
    ) -> Gallery:
        """See :meth:`GalleriesResource.create_by_get`."""

        return await self._call(
            GALLERIES_CREATE_BY_GET,
            (
                images,
                title,
                name,
            ),
            options,
        )

    async def create(
        self,
        images: Sequence[str],
        *,
        title: str | None = None,
        name: str | None = None,
        options: RequestOptions | None = None,
    ) -> Gallery:
        """See :meth:`GalleriesResource.create`."""

        return await self._call(
            GALLERIES_CREATE,
            (
                images,
                title,
                name,
            ),
            options,
        )

    async def edit_by_get(
        self,
        server: int | str,
        gallery: str,
        images: Sequence[str],
        *,
        title: str | None = None,
        options: RequestOptions | None = None,
    ) -> Gallery:
        """See :meth:`GalleriesResource.edit_by_get`."""

        return await self._call(
            GALLERIES_EDIT_BY_GET,
            (
                server,
                gallery,
                images,
                title,
            ),
            options,
        )

    async def edit(
        self,
        server: int | str,
        gallery: str,
        images: Sequence[str],
        *,
        title: str | None = None,
        options: RequestOptions | None = None,
    ) -> Gallery:
        """See :meth:`GalleriesResource.edit`."""

        return await self._call(
            GALLERIES_EDIT,
            (
                server,
                gallery,
                images,
                title,
            ),
            options,
        )

    async def add_by_get(
        self,
        server: int | str,
        gallery: str,
        images: Sequence[str],
        *,
        options: RequestOptions | None = None,
    ) -> Gallery:
        """See :meth:`GalleriesResource.add_by_get`."""

        return await self._call(
            GALLERIES_ADD_BY_GET,
            (
                server,
                gallery,
                images,
            ),
            options,
        )

    async def add(
        self,
        server: int | str,
        gallery: str,
        images: Sequence[str],
        *,
        options: RequestOptions | None = None,
    ) -> Gallery:
        """See :meth:`GalleriesResource.add`."""

        return await self._call(
            GALLERIES_ADD,
            (
                server,
                gallery,
                images,
            ),
            options,
        )

    async def delete_by_get(
        self, server: int | str, gallery: str, *, options: RequestOptions | None = None
    ) -> DeletedGallery:
        """See :meth:`GalleriesResource.delete_by_get`."""

        return await self._call(
            GALLERIES_DELETE_BY_GET,
            (
                server,
                gallery,
            ),
            options,
        )

    async def delete(
        self, server: int | str, gallery: str, *, options: RequestOptions | None = None
    ) -> DeletedGallery:
        """See :meth:`GalleriesResource.delete`."""

        return await self._call(
            GALLERIES_DELETE,
            (
                server,
                gallery,
            ),
            options,
        )

    async def delete_image_by_get(
        self, server: int | str, gallery: str, image: str, *, options: RequestOptions | None = None
    ) -> Gallery:
        """See :meth:`GalleriesResource.delete_image_by_get`."""

        return await self._call(
            GALLERIES_DELETE_IMAGE_BY_GET,
            (
                server,
                gallery,
                image,
            ),
            options,
        )

    async def delete_image(
        self, server: int | str, gallery: str, image: str, *, options: RequestOptions | None = None
    ) -> Gallery:
        """See :meth:`GalleriesResource.delete_image`."""

        return await self._call(
            GALLERIES_DELETE_IMAGE,
            (
                server,
                gallery,
                image,
            ),
            options,
        )

    async def view(
        self, server: int | str, gallery: str, *, options: RequestOptions | None = None
    ) -> Gallery:
        """See :meth:`GalleriesResource.view`."""

        return await self._call(
            GALLERIES_VIEW,
            (
                server,
                gallery,
            ),
            options,
        )

    async def view_by_post(
        self, server: int | str, gallery: str, *, options: RequestOptions | None = None
    ) -> Gallery:
        """See :meth:`GalleriesResource.view_by_post`."""

        return await self._call(
            GALLERIES_VIEW_BY_POST,
            (
                server,
                gallery,
            ),
            options,
        )

    def list(
        self,
        user: str,
        *,
        start: int | None = None,
        limit: int | None = None,
        options: RequestOptions | None = None,
    ) -> AsyncPager[GalleryEntry]:
        """See :meth:`GalleriesResource.list`."""

        return AsyncPager(
            lambda: self._call(
                GALLERIES_LIST,
                (
                    user,
                    start,
                    limit,
                ),
                options,
            )
        )

    def list_by_post(
        self,
        user: str,
        *,
        start: int | None = None,
        limit: int | None = None,
        options: RequestOptions | None = None,
    ) -> AsyncPager[GalleryEntry]:
        """See :meth:`GalleriesResource.list_by_post`."""

        return AsyncPager(
            lambda: self._call(
                GALLERIES_LIST_BY_POST,
                (
                    user,
                    start,
                    limit,
                ),
                options,
            )
        )


class GalleriesResourceWithRawResponse:
    """The galleries operations with whole answers."""

    def __init__(self, resource: GalleriesResource) -> None:
        raw = resource.in_mode("raw")
        self.create_by_get = as_raw(raw.create_by_get)
        self.create = as_raw(raw.create)
        self.edit_by_get = as_raw(raw.edit_by_get)
        self.edit = as_raw(raw.edit)
        self.add_by_get = as_raw(raw.add_by_get)
        self.add = as_raw(raw.add)
        self.delete_by_get = as_raw(raw.delete_by_get)
        self.delete = as_raw(raw.delete)
        self.delete_image_by_get = as_raw(raw.delete_image_by_get)
        self.delete_image = as_raw(raw.delete_image)
        self.view = as_raw(raw.view)
        self.view_by_post = as_raw(raw.view_by_post)
        self.list = as_raw(raw.list)
        self.list_by_post = as_raw(raw.list_by_post)


class AsyncGalleriesResourceWithRawResponse:
    """The galleries operations with whole answers, awaited."""

    def __init__(self, resource: AsyncGalleriesResource) -> None:
        raw = resource.in_mode("raw")
        self.create_by_get = as_async_raw(raw.create_by_get)
        self.create = as_async_raw(raw.create)
        self.edit_by_get = as_async_raw(raw.edit_by_get)
        self.edit = as_async_raw(raw.edit)
        self.add_by_get = as_async_raw(raw.add_by_get)
        self.add = as_async_raw(raw.add)
        self.delete_by_get = as_async_raw(raw.delete_by_get)
        self.delete = as_async_raw(raw.delete)
        self.delete_image_by_get = as_async_raw(raw.delete_image_by_get)
        self.delete_image = as_async_raw(raw.delete_image)
        self.view = as_async_raw(raw.view)
        self.view_by_post = as_async_raw(raw.view_by_post)
        self.list = as_async_raw_page(raw.list)
        self.list_by_post = as_async_raw_page(raw.list_by_post)


class GalleriesResourceWithStreamingResponse:
    """The galleries operations with answers that are still on their way."""

    def __init__(self, resource: GalleriesResource) -> None:
        streamed = resource.in_mode("stream")
        self.create_by_get = as_streamed(streamed.create_by_get)
        self.create = as_streamed(streamed.create)
        self.edit_by_get = as_streamed(streamed.edit_by_get)
        self.edit = as_streamed(streamed.edit)
        self.add_by_get = as_streamed(streamed.add_by_get)
        self.add = as_streamed(streamed.add)
        self.delete_by_get = as_streamed(streamed.delete_by_get)
        self.delete = as_streamed(streamed.delete)
        self.delete_image_by_get = as_streamed(streamed.delete_image_by_get)
        self.delete_image = as_streamed(streamed.delete_image)
        self.view = as_streamed(streamed.view)
        self.view_by_post = as_streamed(streamed.view_by_post)
        self.list = as_streamed(streamed.list)
        self.list_by_post = as_streamed(streamed.list_by_post)


class AsyncGalleriesResourceWithStreamingResponse:
    """The galleries operations with answers that are still on their way, awaited."""

    def __init__(self, resource: AsyncGalleriesResource) -> None:
        streamed = resource.in_mode("stream")
        self.create_by_get = as_async_streamed(streamed.create_by_get)
        self.create = as_async_streamed(streamed.create)
        self.edit_by_get = as_async_streamed(streamed.edit_by_get)
        self.edit = as_async_streamed(streamed.edit)
        self.add_by_get = as_async_streamed(streamed.add_by_get)
        self.add = as_async_streamed(streamed.add)
        self.delete_by_get = as_async_streamed(streamed.delete_by_get)
        self.delete = as_async_streamed(streamed.delete)
        self.delete_image_by_get = as_async_streamed(streamed.delete_image_by_get)
        self.delete_image = as_async_streamed(streamed.delete_image)
        self.view = as_async_streamed(streamed.view)
        self.view_by_post = as_async_streamed(streamed.view_by_post)
        self.list = as_async_streamed(streamed.list)
        self.list_by_post = as_async_streamed(streamed.list_by_post)
