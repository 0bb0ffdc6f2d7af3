# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""The albums operations of imgur API."""

from __future__ import annotations

from collections.abc import Sequence
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
    from imagehosts_wire.imgur.models import Album, CreatedAlbum, Image

ALBUMS_CREATE: Operation[CreatedAlbum] = Operation(
    "imgur",
    "albums_create",
    "POST",
    "/album",
    result=Result(
        "json",
        lambda: models.CreatedAlbum,
        envelope="data",
    ),
    parameters=(
        Parameter("ids", "ids[]", "body", encode="list:text", array="repeat"),
        Parameter("deletehashes", "deletehashes[]", "body", encode="list:text", array="repeat"),
        Parameter("title", "title", "body"),
        Parameter("description", "description", "body"),
        Parameter("privacy", "privacy", "body", encode="choice:public/hidden/secret"),
        Parameter("cover", "cover", "body"),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    repeatable=False,
    source=("imgur-api-v3.txt", "album-upload"),
)
ALBUMS_GET: Operation[Album] = Operation(
    "imgur",
    "albums_get",
    "GET",
    "/album/{album_id}",
    result=Result(
        "json",
        lambda: models.Album,
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
    source=("imgur-api-v3.txt", "album-get"),
)
ALBUMS_UPDATE: Operation[bool | None] = Operation(
    "imgur",
    "albums_update",
    "PUT",
    "/album/{album_id}",
    result=Result(
        "json",
        lambda: bool | None,
        envelope="data",
    ),
    parameters=(
        Parameter("album_id", "album_id", "path", required=True),
        Parameter("ids", "ids[]", "body", encode="list:text", array="repeat"),
        Parameter("deletehashes", "deletehashes[]", "body", encode="list:text", array="repeat"),
        Parameter("title", "title", "body"),
        Parameter("description", "description", "body"),
        Parameter("privacy", "privacy", "body", encode="choice:public/hidden/secret"),
        Parameter("cover", "cover", "body"),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "album-update"),
)
ALBUMS_SET_IMAGES: Operation[bool | None] = Operation(
    "imgur",
    "albums_set_images",
    "POST",
    "/album/{album_id}",
    result=Result(
        "json",
        lambda: bool | None,
        envelope="data",
    ),
    parameters=(
        Parameter("album_id", "album_id", "path", required=True),
        Parameter("ids", "ids[]", "body", encode="list:text", required=True, array="repeat"),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    repeatable=False,
    source=("imgur-api-v3.txt", "album-set-to"),
)
ALBUMS_DELETE: Operation[bool | None] = Operation(
    "imgur",
    "albums_delete",
    "DELETE",
    "/album/{album_id}",
    result=Result(
        "json",
        lambda: bool | None,
        envelope="data",
    ),
    parameters=(Parameter("album_id", "album_id", "path", required=True),),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "album-delete"),
)
ALBUMS_REMOVE_IMAGES: Operation[bool | None] = Operation(
    "imgur",
    "albums_remove_images",
    "DELETE",
    "/album/{album_id}",
    result=Result(
        "json",
        lambda: bool | None,
        envelope="data",
    ),
    parameters=(
        Parameter("album_id", "album_id", "path", required=True),
        Parameter("ids", "ids[]", "query", encode="list:text", required=True, array="repeat"),
    ),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "album-remove-from"),
)
ALBUMS_IMAGES: Operation[list[Image]] = Operation(
    "imgur",
    "albums_images",
    "GET",
    "/album/{album_id}/images",
    result=Result(
        "json",
        lambda: list[models.Image],
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
    source=("imgur-api-v3.txt", "album-images"),
)
ALBUMS_IMAGE: Operation[Image] = Operation(
    "imgur",
    "albums_image",
    "GET",
    "/album/{album_id}/image/{image_id}",
    result=Result(
        "json",
        lambda: models.Image,
        envelope="data",
        tolerant=True,
    ),
    parameters=(
        Parameter("album_id", "album_id", "path", required=True),
        Parameter("image_id", "image_id", "path", required=True),
    ),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "album-image"),
)
ALBUMS_UPDATE_IMAGE: Operation[bool | None] = Operation(
    "imgur",
    "albums_update_image",
    "PUT",
    "/album/{album_id}/image/{image_id}",
    result=Result(
        "json",
        lambda: bool | None,
        envelope="data",
    ),
    parameters=(
        Parameter("album_id", "album_id", "path", required=True),
        Parameter("image_id", "image_id", "path", required=True),
        Parameter("title", "title", "body"),
        Parameter("description", "description", "body"),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "album-image"),
)
ALBUMS_DELETE_IMAGE: Operation[bool | None] = Operation(
    "imgur",
    "albums_delete_image",
    "DELETE",
    "/album/{album_id}/image/{image_id}",
    result=Result(
        "json",
        lambda: bool | None,
        envelope="data",
    ),
    parameters=(
        Parameter("album_id", "album_id", "path", required=True),
        Parameter("deletehash", "image_id", "path", required=True),
    ),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "album-image"),
)
ALBUMS_ADD_IMAGES: Operation[bool | None] = Operation(
    "imgur",
    "albums_add_images",
    "POST",
    "/album/{album_id}/add",
    result=Result(
        "json",
        lambda: bool | None,
        envelope="data",
    ),
    parameters=(
        Parameter("album_id", "album_id", "path", required=True),
        Parameter("ids", "ids[]", "body", encode="list:text", required=True, array="repeat"),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    repeatable=False,
    source=("imgur-api-v3.txt", "album-add-to"),
)

OPERATIONS = (
    ALBUMS_CREATE,
    ALBUMS_GET,
    ALBUMS_UPDATE,
    ALBUMS_SET_IMAGES,
    ALBUMS_DELETE,
    ALBUMS_REMOVE_IMAGES,
    ALBUMS_IMAGES,
    ALBUMS_IMAGE,
    ALBUMS_UPDATE_IMAGE,
    ALBUMS_DELETE_IMAGE,
    ALBUMS_ADD_IMAGES,
)
"""Every operation of this resource."""


class AlbumsResource(Resource):
    """The albums operations."""

    @cached_property
    def with_raw_response(self) -> AlbumsResourceWithRawResponse:
        """The same methods; they return the whole answer: status, headers, body, ``parse()``."""
        return AlbumsResourceWithRawResponse(self)

    @cached_property
    def with_streaming_response(self) -> AlbumsResourceWithStreamingResponse:
        """The same methods; they return the answer before its body has been read."""
        return AlbumsResourceWithStreamingResponse(self)

    def create(
        self,
        *,
        ids: Sequence[str] | None = None,
        deletehashes: Sequence[str] | None = None,
        title: str | None = None,
        description: str | None = None,
        privacy: Literal["hidden", "public", "secret"] | None = None,
        cover: str | None = None,
        options: RequestOptions | None = None,
    ) -> CreatedAlbum:
        """Make an album

        Makes an album, empty or with pictures. Without a token the album is anonymous: its
        deletehash is the only way to change it, and only anonymous pictures fit into it, by
        their deletehashes (observed).

        Args:
            ids: Ids of the pictures. They stand in the order in which they are sent
                (inferred).
            deletehashes: Deletehashes of anonymous pictures, which no id can put into an
                album (observed).
            title: Title of the album.
            description: Description of the album.
            privacy: Who sees the album: everybody, anyone with its address, or its owner
                (observed).
            cover: Id of the picture on the cover.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Id and deletehash of the new album (observed). The album itself is another call away
            (observed).

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

        Source: imgur-api-v3.txt (a third party's capture), "album-upload".
        """

        return self._call(
            ALBUMS_CREATE,
            (
                ids,
                deletehashes,
                title,
                description,
                privacy,
                cover,
            ),
            options,
        )

    def get(self, album_id: str, *, options: RequestOptions | None = None) -> Album:
        """Look at an album

        Answers the album with its pictures. The pictures come in order (observed). A hidden
        album is there for anyone who has its id (observed).

        Args:
            album_id: Id of the album.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The album with its pictures (observed).

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

        Source: imgur-api-v3.txt (a third party's capture), "album-get".
        """

        return self._call(ALBUMS_GET, (album_id,), options)

    def update(
        self,
        album_id: str,
        *,
        ids: Sequence[str] | None = None,
        deletehashes: Sequence[str] | None = None,
        title: str | None = None,
        description: str | None = None,
        privacy: Literal["hidden", "public", "secret"] | None = None,
        cover: str | None = None,
        options: RequestOptions | None = None,
    ) -> bool | None:
        """Change an album

        Changes title, description, cover or pictures of an album. Pictures that are given take
        the place of those in it; whether they would be added instead is not said (inferred). It
        changes the privacy too (observed).

        Args:
            album_id: Id of the album. An anonymous album takes its deletehash instead
                (observed).
            ids: Ids of the pictures. They stand in the order in which they are sent
                (inferred).
            deletehashes: Deletehashes of anonymous pictures, which no id can put into an
                album (observed).
            title: Title of the album.
            description: Description of the album.
            privacy: Who sees the album: everybody, anyone with its address, or its owner
                (observed).
            cover: Id of the picture on the cover.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Done (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            InvalidRequest: A parameter is missing or out of bounds, a file is too large or
                no picture, a token request was refused, or the server in front refuses the
                caller (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "album-update".
        """

        return self._call(
            ALBUMS_UPDATE,
            (
                album_id,
                ids,
                deletehashes,
                title,
                description,
                privacy,
                cover,
            ),
            options,
        )

    def set_images(
        self, album_id: str, ids: Sequence[str], *, options: RequestOptions | None = None
    ) -> bool | None:
        """Replace the pictures of an album

        Puts these pictures and no others into the album. They stand in this order (inferred).

        Args:
            album_id: Id of the album. An anonymous album takes its deletehash instead
                (observed).
            ids: Ids of the pictures. They stand in the order in which they are sent
                (inferred).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Done (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            InvalidRequest: A parameter is missing or out of bounds, a file is too large or
                no picture, a token request was refused, or the server in front refuses the
                caller (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "album-set-to".
        """

        return self._call(
            ALBUMS_SET_IMAGES,
            (
                album_id,
                ids,
            ),
            options,
        )

    def delete(self, album_id: str, *, options: RequestOptions | None = None) -> bool | None:
        """Delete an album

        Deletes an album. Requires the user to be logged in, or the deletehash of an anonymous
        album in place of the id (observed). The pictures in it stay (inferred).

        Args:
            album_id: Id of the album. An anonymous album takes its deletehash instead
                (observed).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Done (observed).

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

        Source: imgur-api-v3.txt (a third party's capture), "album-delete".
        """

        return self._call(ALBUMS_DELETE, (album_id,), options)

    def remove_images(
        self, album_id: str, ids: Sequence[str], *, options: RequestOptions | None = None
    ) -> bool | None:
        """Take pictures out of an album

        Takes these pictures out of the album. Without ids the host would delete the album
        instead, so that an empty list must never be sent. The pictures themselves stay
        (inferred).

        Args:
            album_id: Id of the album. An anonymous album takes its deletehash instead
                (observed).
            ids: Ids of the pictures to take out. Never empty: without ids the same call
                deletes the album.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Done (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            InvalidRequest: A parameter is missing or out of bounds, a file is too large or
                no picture, a token request was refused, or the server in front refuses the
                caller (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "album-remove-from".
        """

        return self._call(
            ALBUMS_REMOVE_IMAGES,
            (
                album_id,
                ids,
            ),
            options,
        )

    def images(self, album_id: str, *, options: RequestOptions | None = None) -> list[Image]:
        """List the pictures in an album

        Answers all pictures in the album. They come in the order of the album (inferred).

        Args:
            album_id: Id of the album.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The pictures (observed).

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

        Source: imgur-api-v3.txt (a third party's capture), "album-images".
        """

        return self._call(ALBUMS_IMAGES, (album_id,), options)

    def image(
        self, album_id: str, image_id: str, *, options: RequestOptions | None = None
    ) -> Image:
        """Look at a picture in an album

        Answers a picture of the album, as the same call on the picture itself does.

        Args:
            album_id: Id of the album.
            image_id: Id of the picture.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The picture or video (observed).

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

        Source: imgur-api-v3.txt (a third party's capture), "album-image".
        """

        return self._call(
            ALBUMS_IMAGE,
            (
                album_id,
                image_id,
            ),
            options,
        )

    def update_image(
        self,
        album_id: str,
        image_id: str,
        *,
        title: str | None = None,
        description: str | None = None,
        options: RequestOptions | None = None,
    ) -> bool | None:
        """Change the texts of a picture in an album

        Changes title and description of the picture, as the same call on the picture itself
        does.

        Not in the document: inferred, the document offers all actions on a picture below an
        album's picture.

        Args:
            album_id: Id of the album.
            image_id: Id of the picture. An anonymous picture takes its deletehash instead
                (observed).
            title: Title of the picture.
            description: Description of the picture.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Done (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            InvalidRequest: A parameter is missing or out of bounds, a file is too large or
                no picture, a token request was refused, or the server in front refuses the
                caller (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "album-image".
        """

        return self._call(
            ALBUMS_UPDATE_IMAGE,
            (
                album_id,
                image_id,
                title,
                description,
            ),
            options,
        )

    def delete_image(
        self, album_id: str, deletehash: str, *, options: RequestOptions | None = None
    ) -> bool | None:
        """Delete a picture in an album

        Deletes the picture for ever, as the same call on the picture itself does; it does not
        merely leave the album.

        Not in the document: inferred, the document offers all actions on a picture below an
        album's picture.

        Args:
            album_id: Id of the album.
            deletehash: Deletehash of the picture. The id works too for a picture of the
                user who is logged in (observed).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Done (observed).

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

        Source: imgur-api-v3.txt (a third party's capture), "album-image".
        """

        return self._call(
            ALBUMS_DELETE_IMAGE,
            (
                album_id,
                deletehash,
            ),
            options,
        )

    def add_images(
        self, album_id: str, ids: Sequence[str], *, options: RequestOptions | None = None
    ) -> bool | None:
        """Add pictures to an album

        Adds these pictures to those in the album. They come behind those (inferred).

        Args:
            album_id: Id of the album. An anonymous album takes its deletehash instead
                (observed).
            ids: Ids of the pictures. They stand in the order in which they are sent
                (inferred).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Done (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            InvalidRequest: A parameter is missing or out of bounds, a file is too large or
                no picture, a token request was refused, or the server in front refuses the
                caller (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "album-add-to".
        """

        return self._call(
            ALBUMS_ADD_IMAGES,
            (
                album_id,
                ids,
            ),
            options,
        )


class AsyncAlbumsResource(AsyncResource):
    """The albums operations, awaited."""

    @cached_property
    def with_raw_response(self) -> AsyncAlbumsResourceWithRawResponse:
        """The same methods; they return the whole answer: status, headers, body, ``parse()``."""
        return AsyncAlbumsResourceWithRawResponse(self)

    @cached_property
    def with_streaming_response(self) -> AsyncAlbumsResourceWithStreamingResponse:
        """The same methods; they return the answer before its body has been read."""
        return AsyncAlbumsResourceWithStreamingResponse(self)

    async def create(
        self,
        *,
        ids: Sequence[str] | None = None,
        deletehashes: Sequence[str] | None = None,
        title: str | None = None,
        description: str | None = None,
        privacy: Literal["hidden", "public", "secret"] | None = None,
        cover: str | None = None,
        options: RequestOptions | None = None,
    ) -> CreatedAlbum:
        """See :meth:`AlbumsResource.create`."""

        return await self._call(
            ALBUMS_CREATE,
            (
                ids,
                deletehashes,
                title,
                description,
                privacy,
                cover,
            ),
            options,
        )

    async def get(self, album_id: str, *, options: RequestOptions | None = None) -> Album:
        """See :meth:`AlbumsResource.get`."""

        return await self._call(ALBUMS_GET, (album_id,), options)

    async def update(
        self,
        album_id: str,
        *,
        ids: Sequence[str] | None = None,
        deletehashes: Sequence[str] | None = None,
        title: str | None = None,
        description: str | None = None,
        privacy: Literal["hidden", "public", "secret"] | None = None,
        cover: str | None = None,
        options: RequestOptions | None = None,
    ) -> bool | None:
        """See :meth:`AlbumsResource.update`."""

        return await self._call(
            ALBUMS_UPDATE,
            (
                album_id,
                ids,
                deletehashes,
                title,
                description,
                privacy,
                cover,
            ),
            options,
        )

    async def set_images(
        self, album_id: str, ids: Sequence[str], *, options: RequestOptions | None = None
    ) -> bool | None:
        """See :meth:`AlbumsResource.set_images`."""

        return await self._call(
            ALBUMS_SET_IMAGES,
            (
                album_id,
                ids,
            ),
            options,
        )

    async def delete(self, album_id: str, *, options: RequestOptions | None = None) -> bool | None:
        """See :meth:`AlbumsResource.delete`."""

        return await self._call(ALBUMS_DELETE, (album_id,), options)

    async def remove_images(
        self, album_id: str, ids: Sequence[str], *, options: RequestOptions | None = None
    ) -> bool | None:
        """See :meth:`AlbumsResource.remove_images`."""

        return await self._call(
            ALBUMS_REMOVE_IMAGES,
            (
                album_id,
                ids,
            ),
            options,
        )

    async def images(self, album_id: str, *, options: RequestOptions | None = None) -> list[Image]:
        """See :meth:`AlbumsResource.images`."""

        return await self._call(ALBUMS_IMAGES, (album_id,), options)

    async def image(
        self, album_id: str, image_id: str, *, options: RequestOptions | None = None
    ) -> Image:
        """See :meth:`AlbumsResource.image`."""

        return await self._call(
            ALBUMS_IMAGE,
            (
                album_id,
                image_id,
            ),
            options,
        )

    async def update_image(
        self,
        album_id: str,
        image_id: str,
        *,
        title: str | None = None,
        description: str | None = None,
        options: RequestOptions | None = None,
    ) -> bool | None:
        """See :meth:`AlbumsResource.update_image`."""

        return await self._call(
            ALBUMS_UPDATE_IMAGE,
            (
                album_id,
                image_id,
                title,
                description,
            ),
            options,
        )

    async def delete_image(
        self, album_id: str, deletehash: str, *, options: RequestOptions | None = None
    ) -> bool | None:
        """See :meth:`AlbumsResource.delete_image`."""

        return await self._call(
            ALBUMS_DELETE_IMAGE,
            (
                album_id,
                deletehash,
            ),
            options,
        )

    async def add_images(
        self, album_id: str, ids: Sequence[str], *, options: RequestOptions | None = None
    ) -> bool | None:
        """See :meth:`AlbumsResource.add_images`."""

        return await self._call(
            ALBUMS_ADD_IMAGES,
            (
                album_id,
                ids,
            ),
            options,
        )


class AlbumsResourceWithRawResponse:
    """The albums operations with whole answers."""

    def __init__(self, resource: AlbumsResource) -> None:
        raw = resource.in_mode("raw")
        self.create = as_raw(raw.create)
        self.get = as_raw(raw.get)
        self.update = as_raw(raw.update)
        self.set_images = as_raw(raw.set_images)
        self.delete = as_raw(raw.delete)
        self.remove_images = as_raw(raw.remove_images)
        self.images = as_raw(raw.images)
        self.image = as_raw(raw.image)
        self.update_image = as_raw(raw.update_image)
        self.delete_image = as_raw(raw.delete_image)
        self.add_images = as_raw(raw.add_images)


class AsyncAlbumsResourceWithRawResponse:
    """The albums operations with whole answers, awaited."""

    def __init__(self, resource: AsyncAlbumsResource) -> None:
        raw = resource.in_mode("raw")
        self.create = as_async_raw(raw.create)
        self.get = as_async_raw(raw.get)
        self.update = as_async_raw(raw.update)
        self.set_images = as_async_raw(raw.set_images)
        self.delete = as_async_raw(raw.delete)
        self.remove_images = as_async_raw(raw.remove_images)
        self.images = as_async_raw(raw.images)
        self.image = as_async_raw(raw.image)
        self.update_image = as_async_raw(raw.update_image)
        self.delete_image = as_async_raw(raw.delete_image)
        self.add_images = as_async_raw(raw.add_images)


class AlbumsResourceWithStreamingResponse:
    """The albums operations with answers that are still on their way."""

    def __init__(self, resource: AlbumsResource) -> None:
        streamed = resource.in_mode("stream")
        self.create = as_streamed(streamed.create)
        self.get = as_streamed(streamed.get)
        self.update = as_streamed(streamed.update)
        self.set_images = as_streamed(streamed.set_images)
        self.delete = as_streamed(streamed.delete)
        self.remove_images = as_streamed(streamed.remove_images)
        self.images = as_streamed(streamed.images)
        self.image = as_streamed(streamed.image)
        self.update_image = as_streamed(streamed.update_image)
        self.delete_image = as_streamed(streamed.delete_image)
        self.add_images = as_streamed(streamed.add_images)


class AsyncAlbumsResourceWithStreamingResponse:
    """The albums operations with answers that are still on their way, awaited."""

    def __init__(self, resource: AsyncAlbumsResource) -> None:
        streamed = resource.in_mode("stream")
        self.create = as_async_streamed(streamed.create)
        self.get = as_async_streamed(streamed.get)
        self.update = as_async_streamed(streamed.update)
        self.set_images = as_async_streamed(streamed.set_images)
        self.delete = as_async_streamed(streamed.delete)
        self.remove_images = as_async_streamed(streamed.remove_images)
        self.images = as_async_streamed(streamed.images)
        self.image = as_async_streamed(streamed.image)
        self.update_image = as_async_streamed(streamed.update_image)
        self.delete_image = as_async_streamed(streamed.delete_image)
        self.add_images = as_async_streamed(streamed.add_images)
