# Generated from specs/imageshack/openapi.yaml by `make generate`. Change the spec, not this file.
"""The albums operations of ImageShack API."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from imagehosts_wire.imageshack import models
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
    from imagehosts_wire.imageshack.models import Album, BasicImage, Bulk

ALBUMS_GET_MANY: Operation[Bulk] = Operation(
    "imageshack",
    "albums_get_many",
    "GET",
    "/albums",
    result=Result(
        "json",
        lambda: models.Bulk,
        envelope="result",
    ),
    parameters=(Parameter("ids", "ids", "query", encode="csv", required=True),),
    credentials=(Credential("auth_token", "query", "auth_token"),),
    credential_optional=True,
    repeatable=True,
    source=("imageshack-api-v2.txt", "Get Multiple Albums"),
)
ALBUMS_UPDATE_MANY: Operation[Bulk] = Operation(
    "imageshack",
    "albums_update_many",
    "PUT",
    "/albums",
    result=Result(
        "json",
        lambda: models.Bulk,
        envelope="result",
    ),
    parameters=(
        Parameter("ids", "ids", "body", encode="csv", required=True),
        Parameter("description", "description", "body"),
        Parameter("public", "public", "body", encode="flag:true/false"),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("api_key", "body", "api_key", required=True),
        Credential("auth_token", "body", "auth_token", required=True),
    ),
    credential_optional=True,
    repeatable=True,
    source=("imageshack-api-v2.txt", "Update Multiple Albums"),
)
ALBUMS_CREATE: Operation[Album] = Operation(
    "imageshack",
    "albums_create",
    "POST",
    "/albums",
    result=Result(
        "json",
        lambda: models.Album,
        envelope="result",
    ),
    parameters=(
        Parameter("title", "title", "body", required=True),
        Parameter("description", "description", "body"),
        Parameter("public", "public", "body", encode="flag:true/false"),
        Parameter("image_ids", "files[]", "body", encode="list:text", array="repeat"),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("api_key", "body", "api_key", required=True),
        Credential("auth_token", "body", "auth_token", required=True),
    ),
    credential_optional=True,
    repeatable=False,
    source=("imageshack-api-v2.txt", "Create Album"),
)
ALBUMS_DELETE_MANY: Operation[Bulk] = Operation(
    "imageshack",
    "albums_delete_many",
    "DELETE",
    "/albums",
    result=Result(
        "json",
        lambda: models.Bulk,
        envelope="result",
    ),
    parameters=(Parameter("ids", "ids", "query", encode="csv", required=True),),
    credentials=(
        Credential("api_key", "query", "api_key", required=True),
        Credential("auth_token", "query", "auth_token", required=True),
    ),
    credential_optional=True,
    repeatable=True,
    source=("imageshack-api-v2.txt", "Delete Multiple Albums"),
)
ALBUMS_UPDATE_MANY_BY_PATCH: Operation[Bulk] = Operation(
    "imageshack",
    "albums_update_many_by_patch",
    "PATCH",
    "/albums",
    result=Result(
        "json",
        lambda: models.Bulk,
        envelope="result",
    ),
    parameters=(
        Parameter("ids", "ids", "body", encode="csv", required=True),
        Parameter("description", "description", "body"),
        Parameter("public", "public", "body", encode="flag:true/false"),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("api_key", "body", "api_key", required=True),
        Credential("auth_token", "body", "auth_token", required=True),
    ),
    credential_optional=True,
    repeatable=False,
    source=("imageshack-api-v2.txt", "Update Multiple Albums"),
)
ALBUMS_DELETE_MANY_BY_PUT: Operation[Bulk] = Operation(
    "imageshack",
    "albums_delete_many_by_put",
    "PUT",
    "/albums",
    result=Result(
        "json",
        lambda: models.Bulk,
        envelope="result",
    ),
    parameters=(Parameter("ids", "ids", "body", encode="csv", required=True),),
    constants=(("body", "_method", "DELETE"),),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("api_key", "body", "api_key", required=True),
        Credential("auth_token", "body", "auth_token", required=True),
    ),
    credential_optional=True,
    repeatable=True,
    source=("imageshack-api-v2.txt", "Delete Multiple Albums"),
)
ALBUMS_DELETE_MANY_BY_PATCH: Operation[Bulk] = Operation(
    "imageshack",
    "albums_delete_many_by_patch",
    "PATCH",
    "/albums",
    result=Result(
        "json",
        lambda: models.Bulk,
        envelope="result",
    ),
    parameters=(Parameter("ids", "ids", "body", encode="csv", required=True),),
    constants=(("body", "_method", "DELETE"),),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("api_key", "body", "api_key", required=True),
        Credential("auth_token", "body", "auth_token", required=True),
    ),
    credential_optional=True,
    repeatable=False,
    source=("imageshack-api-v2.txt", "Delete Multiple Albums"),
)
ALBUMS_GET: Operation[Album] = Operation(
    "imageshack",
    "albums_get",
    "GET",
    "/albums/{album_id}",
    result=Result(
        "json",
        lambda: models.Album,
        envelope="result",
    ),
    parameters=(
        Parameter("album_id", "album_id", "path", required=True),
        Parameter("limit", "limit", "query", encode="integer:0"),
        Parameter("offset", "offset", "query", encode="integer:0"),
    ),
    credentials=(Credential("auth_token", "query", "auth_token"),),
    credential_optional=True,
    repeatable=True,
    source=("imageshack-api-v2.txt", "Get Album"),
)
ALBUMS_UPDATE: Operation[Album] = Operation(
    "imageshack",
    "albums_update",
    "PUT",
    "/albums/{album_id}",
    result=Result(
        "json",
        lambda: models.Album,
        envelope="result",
    ),
    parameters=(
        Parameter("album_id", "album_id", "path", required=True),
        Parameter("title", "title", "body"),
        Parameter("description", "description", "body"),
        Parameter("public", "public", "body", encode="flag:true/false"),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("api_key", "body", "api_key", required=True),
        Credential("auth_token", "body", "auth_token", required=True),
    ),
    credential_optional=True,
    repeatable=True,
    source=("imageshack-api-v2.txt", "Update Album"),
)
ALBUMS_DELETE: Operation[bool] = Operation(
    "imageshack",
    "albums_delete",
    "DELETE",
    "/albums/{album_id}",
    result=Result(
        "json",
        lambda: bool,
        envelope="result",
    ),
    parameters=(Parameter("album_id", "album_id", "path", required=True),),
    credentials=(
        Credential("api_key", "query", "api_key", required=True),
        Credential("auth_token", "query", "auth_token", required=True),
    ),
    credential_optional=True,
    repeatable=True,
    source=("imageshack-api-v2.txt", "Delete Album"),
)
ALBUMS_UPDATE_BY_PATCH: Operation[Album] = Operation(
    "imageshack",
    "albums_update_by_patch",
    "PATCH",
    "/albums/{album_id}",
    result=Result(
        "json",
        lambda: models.Album,
        envelope="result",
    ),
    parameters=(
        Parameter("album_id", "album_id", "path", required=True),
        Parameter("title", "title", "body"),
        Parameter("description", "description", "body"),
        Parameter("public", "public", "body", encode="flag:true/false"),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("api_key", "body", "api_key", required=True),
        Credential("auth_token", "body", "auth_token", required=True),
    ),
    credential_optional=True,
    repeatable=False,
    source=("imageshack-api-v2.txt", "Update Album"),
)
ALBUMS_IMAGES: Operation[Page[BasicImage]] = Operation(
    "imageshack",
    "albums_images",
    "GET",
    "/albums/{album_id}",
    result=Result(
        "json",
        lambda: models.Album,
        envelope="result",
    ),
    parameters=(
        Parameter("album_id", "album_id", "path", required=True),
        Parameter("limit", "limit", "query", encode="integer:0"),
        Parameter("offset", "offset", "query", encode="integer:0"),
    ),
    credentials=(Credential("auth_token", "query", "auth_token"),),
    credential_optional=True,
    repeatable=True,
    pagination=Pagination(
        "offset",
        "offset",
        key="id",
        limit="limit",
        first=0,
        items="/images",
        total="/total",
    ),
    source=("imageshack-api-v2.txt", "Get Album"),
)
ALBUMS_SET_IMAGES: Operation[Album] = Operation(
    "imageshack",
    "albums_set_images",
    "PUT",
    "/albums/{album_id}",
    result=Result(
        "json",
        lambda: models.Album,
        envelope="result",
    ),
    parameters=(
        Parameter("album_id", "album_id", "path", required=True),
        Parameter(
            "image_ids", "files[]", "body", encode="list:text", required=True, array="repeat"
        ),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("api_key", "body", "api_key", required=True),
        Credential("auth_token", "body", "auth_token", required=True),
    ),
    credential_optional=True,
    repeatable=True,
    source=("imageshack-api-v2.txt", "Set album Images"),
)
ALBUMS_SET_IMAGES_BY_PATCH: Operation[Album] = Operation(
    "imageshack",
    "albums_set_images_by_patch",
    "PATCH",
    "/albums/{album_id}",
    result=Result(
        "json",
        lambda: models.Album,
        envelope="result",
    ),
    parameters=(
        Parameter("album_id", "album_id", "path", required=True),
        Parameter(
            "image_ids", "files[]", "body", encode="list:text", required=True, array="repeat"
        ),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("api_key", "body", "api_key", required=True),
        Credential("auth_token", "body", "auth_token", required=True),
    ),
    credential_optional=True,
    repeatable=False,
    source=("imageshack-api-v2.txt", "Set album Images"),
)
ALBUMS_ADD_IMAGES: Operation[Album] = Operation(
    "imageshack",
    "albums_add_images",
    "PUT",
    "/albums/{album_id}/add_files",
    result=Result(
        "json",
        lambda: models.Album,
        envelope="result",
    ),
    parameters=(
        Parameter("album_id", "album_id", "path", required=True),
        Parameter(
            "image_ids", "files[]", "body", encode="list:text", required=True, array="repeat"
        ),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("api_key", "body", "api_key", required=True),
        Credential("auth_token", "body", "auth_token", required=True),
    ),
    credential_optional=True,
    repeatable=True,
    source=("imageshack-api-v2.txt", "Add Images to Album"),
)
ALBUMS_ADD_IMAGES_BY_PATCH: Operation[Album] = Operation(
    "imageshack",
    "albums_add_images_by_patch",
    "PATCH",
    "/albums/{album_id}/add_files",
    result=Result(
        "json",
        lambda: models.Album,
        envelope="result",
    ),
    parameters=(
        Parameter("album_id", "album_id", "path", required=True),
        Parameter(
            "image_ids", "files[]", "body", encode="list:text", required=True, array="repeat"
        ),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("api_key", "body", "api_key", required=True),
        Credential("auth_token", "body", "auth_token", required=True),
    ),
    credential_optional=True,
    repeatable=False,
    source=("imageshack-api-v2.txt", "Add Images to Album"),
)
ALBUMS_REMOVE_IMAGES: Operation[Album] = Operation(
    "imageshack",
    "albums_remove_images",
    "PUT",
    "/albums/{album_id}/delete_files",
    result=Result(
        "json",
        lambda: models.Album,
        envelope="result",
    ),
    parameters=(
        Parameter("album_id", "album_id", "path", required=True),
        Parameter(
            "image_ids", "files[]", "body", encode="list:text", required=True, array="repeat"
        ),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("api_key", "body", "api_key", required=True),
        Credential("auth_token", "body", "auth_token", required=True),
    ),
    credential_optional=True,
    repeatable=True,
    source=("imageshack-api-v2.txt", "Delete Images from Album"),
)
ALBUMS_REMOVE_IMAGES_BY_PATCH: Operation[Album] = Operation(
    "imageshack",
    "albums_remove_images_by_patch",
    "PATCH",
    "/albums/{album_id}/delete_files",
    result=Result(
        "json",
        lambda: models.Album,
        envelope="result",
    ),
    parameters=(
        Parameter("album_id", "album_id", "path", required=True),
        Parameter(
            "image_ids", "files[]", "body", encode="list:text", required=True, array="repeat"
        ),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("api_key", "body", "api_key", required=True),
        Credential("auth_token", "body", "auth_token", required=True),
    ),
    credential_optional=True,
    repeatable=False,
    source=("imageshack-api-v2.txt", "Delete Images from Album"),
)

OPERATIONS = (
    ALBUMS_GET_MANY,
    ALBUMS_UPDATE_MANY,
    ALBUMS_CREATE,
    ALBUMS_DELETE_MANY,
    ALBUMS_UPDATE_MANY_BY_PATCH,
    ALBUMS_DELETE_MANY_BY_PUT,
    ALBUMS_DELETE_MANY_BY_PATCH,
    ALBUMS_GET,
    ALBUMS_UPDATE,
    ALBUMS_DELETE,
    ALBUMS_UPDATE_BY_PATCH,
    ALBUMS_IMAGES,
    ALBUMS_SET_IMAGES,
    ALBUMS_SET_IMAGES_BY_PATCH,
    ALBUMS_ADD_IMAGES,
    ALBUMS_ADD_IMAGES_BY_PATCH,
    ALBUMS_REMOVE_IMAGES,
    ALBUMS_REMOVE_IMAGES_BY_PATCH,
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

    def get_many(self, ids: Sequence[str] | str, *, options: RequestOptions | None = None) -> Bulk:
        """Get several albums

        Each of the albums with its pictures. Albums that the caller may not see count as failed
        (inferred).

        Args:
            ids: Ids of the albums. The host takes the array `ids[]` as well.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            What became of each album. Albums that failed are counted, not listed (inferred).

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Get Multiple Albums".
        """

        return self._call(ALBUMS_GET_MANY, (ids,), options)

    def update_many(
        self,
        ids: Sequence[str] | str,
        *,
        description: str | None = None,
        public: bool | None = None,
        options: RequestOptions | None = None,
    ) -> Bulk:
        """Change several albums alike

        Sets the same on each of the albums. The document has the same call without anything to
        set as the way to delete albums, so one of description and public must be given.
        Requires authentication. What is not given stays (inferred).

        Args:
            ids: Ids of the albums. The host takes the array `ids[]` as well.
            description: Description of the album. It has at most 200 characters.
            public: Let everybody see it, or nobody else. What is not given stays, though
                the document calls true the default (inferred).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            What became of each album. Albums that failed are counted, not listed (inferred).

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Update Multiple Albums".
        """

        return self._call(
            ALBUMS_UPDATE_MANY,
            (
                ids,
                description,
                public,
            ),
            options,
        )

    def create(
        self,
        title: str,
        *,
        description: str | None = None,
        public: bool | None = None,
        image_ids: Sequence[str] | None = None,
        options: RequestOptions | None = None,
    ) -> Album:
        """Make an album

        Makes an album, empty or with pictures. Requires authentication.

        Args:
            title: Title of the album.
            description: Description of the album. It has at most 200 characters.
            public: Let everybody see the album. That is the default, unless the settings of
                the account say otherwise.
            image_ids: Ids of pictures to put into the album. No files, whatever the name
                says.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The album with a page of its pictures.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Create Album".
        """

        return self._call(
            ALBUMS_CREATE,
            (
                title,
                description,
                public,
                image_ids,
            ),
            options,
        )

    def delete_many(
        self, ids: Sequence[str] | str, *, options: RequestOptions | None = None
    ) -> Bulk:
        """Delete several albums

        Deletes each of the albums. The document has PUT or PATCH for this, which can hardly be
        meant. Requires authentication. The pictures in them stay in the account (inferred).

        Not in the document: inferred, deleting several pictures, one picture and one album are
        all DELETE.

        Args:
            ids: Ids of the albums. The host takes the array `ids[]` as well.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            What became of each album. Albums that failed are counted, not listed (inferred).

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Delete Multiple Albums".
        """

        return self._call(ALBUMS_DELETE_MANY, (ids,), options)

    def update_many_by_patch(
        self,
        ids: Sequence[str] | str,
        *,
        description: str | None = None,
        public: bool | None = None,
        options: RequestOptions | None = None,
    ) -> Bulk:
        """Change several albums alike, by PATCH

        The same call as `update_many` with the other method that the document allows. Requires
        authentication.

        Args:
            ids: Ids of the albums. The host takes the array `ids[]` as well.
            description: Description of the album. It has at most 200 characters.
            public: Let everybody see it, or nobody else. What is not given stays, though
                the document calls true the default (inferred).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            What became of each album. Albums that failed are counted, not listed (inferred).

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Update Multiple Albums".
        """

        return self._call(
            ALBUMS_UPDATE_MANY_BY_PATCH,
            (
                ids,
                description,
                public,
            ),
            options,
        )

    def delete_many_by_put(
        self, ids: Sequence[str] | str, *, options: RequestOptions | None = None
    ) -> Bulk:
        """Delete several albums, by PUT as the document has it

        The documented call, which differs from an update only by what is missing. So that no
        update without fields can ever delete, it also says in `_method` what it wants. Use
        `delete_many`. Requires authentication.

        Args:
            ids: Ids of the albums. The host takes the array `ids[]` as well.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            What became of each album. Albums that failed are counted, not listed (inferred).

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Delete Multiple Albums".
        """

        return self._call(ALBUMS_DELETE_MANY_BY_PUT, (ids,), options)

    def delete_many_by_patch(
        self, ids: Sequence[str] | str, *, options: RequestOptions | None = None
    ) -> Bulk:
        """Delete several albums, by PATCH as the document has it

        The same call as `delete_many_by_put` with the other method that the document allows.
        Requires authentication.

        Args:
            ids: Ids of the albums. The host takes the array `ids[]` as well.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            What became of each album. Albums that failed are counted, not listed (inferred).

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Delete Multiple Albums".
        """

        return self._call(ALBUMS_DELETE_MANY_BY_PATCH, (ids,), options)

    def get(
        self,
        album_id: str,
        *,
        limit: int | None = None,
        offset: int | None = None,
        options: RequestOptions | None = None,
    ) -> Album:
        """Get an album

        The album with a page of its pictures. To go through all pictures use `images`. Private
        ones are for the owner (inferred).

        Args:
            album_id: Id of the album. Its case counts (inferred).
            limit: How many items a page holds, 20 by default (observed).
            offset: How many items to skip (observed).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The album with a page of its pictures.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Get Album".
        """

        return self._call(
            ALBUMS_GET,
            (
                album_id,
                limit,
                offset,
            ),
            options,
        )

    def update(
        self,
        album_id: str,
        *,
        title: str | None = None,
        description: str | None = None,
        public: bool | None = None,
        options: RequestOptions | None = None,
    ) -> Album:
        """Change an album

        Changes title, description or privacy of an album. Requires authentication. What is not
        given stays, the pictures among it (inferred). Only the owner may (inferred).

        Args:
            album_id: Id of the album. Its case counts (inferred).
            title: Title of the album.
            description: Description of the album. It has at most 200 characters.
            public: Let everybody see it, or nobody else. What is not given stays, though
                the document calls true the default (inferred).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The album with a page of its pictures.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Update Album".
        """

        return self._call(
            ALBUMS_UPDATE,
            (
                album_id,
                title,
                description,
                public,
            ),
            options,
        )

    def delete(self, album_id: str, *, options: RequestOptions | None = None) -> bool:
        """Delete an album

        Deletes the album. Requires authentication. The pictures in it stay in the account
        (inferred). Only the owner may (inferred).

        Args:
            album_id: Id of the album. Its case counts (inferred).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            True when it was done.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Delete Album".
        """

        return self._call(ALBUMS_DELETE, (album_id,), options)

    def update_by_patch(
        self,
        album_id: str,
        *,
        title: str | None = None,
        description: str | None = None,
        public: bool | None = None,
        options: RequestOptions | None = None,
    ) -> Album:
        """Change an album, by PATCH

        The same call as `update` with the other method that the document allows. Requires
        authentication.

        Args:
            album_id: Id of the album. Its case counts (inferred).
            title: Title of the album.
            description: Description of the album. It has at most 200 characters.
            public: Let everybody see it, or nobody else. What is not given stays, though
                the document calls true the default (inferred).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The album with a page of its pictures.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Update Album".
        """

        return self._call(
            ALBUMS_UPDATE_BY_PATCH,
            (
                album_id,
                title,
                description,
                public,
            ),
            options,
        )

    def images(
        self,
        album_id: str,
        *,
        limit: int | None = None,
        offset: int | None = None,
        options: RequestOptions | None = None,
    ) -> Page[BasicImage]:
        """Go through the pictures of an album

        The same call as `get`, for the pictures alone, a page at a time.

        Not in the document: observed, the answer has limit and offset, and public clients send
        them.

        Args:
            album_id: Id of the album. Its case counts (inferred).
            limit: How many items a page holds, 20 by default (observed).
            offset: How many items to skip (observed).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Page by page; iterate for everything. The album with a page of its pictures.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Get Album".
        """

        return self._call(
            ALBUMS_IMAGES,
            (
                album_id,
                limit,
                offset,
            ),
            options,
        )

    def set_images(
        self, album_id: str, image_ids: Sequence[str], *, options: RequestOptions | None = None
    ) -> Album:
        """Set the pictures of an album

        Puts the pictures in place of those that are in the album. Requires authentication.
        Those leave the album and stay in the account (inferred). Only the owner may (inferred).

        Args:
            album_id: Id of the album. Its case counts (inferred).
            image_ids: Ids of the pictures. No files, whatever the name says.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The album with a page of its pictures.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Set album Images".
        """

        return self._call(
            ALBUMS_SET_IMAGES,
            (
                album_id,
                image_ids,
            ),
            options,
        )

    def set_images_by_patch(
        self, album_id: str, image_ids: Sequence[str], *, options: RequestOptions | None = None
    ) -> Album:
        """Set the pictures of an album, by PATCH

        The same call as `set_images` with the other method that the document allows. Requires
        authentication.

        Args:
            album_id: Id of the album. Its case counts (inferred).
            image_ids: Ids of the pictures. No files, whatever the name says.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The album with a page of its pictures.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Set album Images".
        """

        return self._call(
            ALBUMS_SET_IMAGES_BY_PATCH,
            (
                album_id,
                image_ids,
            ),
            options,
        )

    def add_images(
        self, album_id: str, image_ids: Sequence[str], *, options: RequestOptions | None = None
    ) -> Album:
        """Put pictures into an album

        Adds the pictures to those that are in the album. Requires authentication. Only the
        owner may (inferred).

        Args:
            album_id: Id of the album. Its case counts (inferred).
            image_ids: Ids of the pictures. No files, whatever the name says.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The album with a page of its pictures.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Add Images to Album".
        """

        return self._call(
            ALBUMS_ADD_IMAGES,
            (
                album_id,
                image_ids,
            ),
            options,
        )

    def add_images_by_patch(
        self, album_id: str, image_ids: Sequence[str], *, options: RequestOptions | None = None
    ) -> Album:
        """Put pictures into an album, by PATCH

        The same call as `add_images` with the other method that the document allows. Requires
        authentication.

        Args:
            album_id: Id of the album. Its case counts (inferred).
            image_ids: Ids of the pictures. No files, whatever the name says.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The album with a page of its pictures.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Add Images to Album".
        """

        return self._call(
            ALBUMS_ADD_IMAGES_BY_PATCH,
            (
                album_id,
                image_ids,
            ),
            options,
        )

    def remove_images(
        self, album_id: str, image_ids: Sequence[str], *, options: RequestOptions | None = None
    ) -> Album:
        """Take pictures out of an album

        Takes the pictures out of the album. Requires authentication. They stay in the account
        (inferred). Only the owner may (inferred).

        Args:
            album_id: Id of the album. Its case counts (inferred).
            image_ids: Ids of the pictures. No files, whatever the name says.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The album with a page of its pictures.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Delete Images from Album".
        """

        return self._call(
            ALBUMS_REMOVE_IMAGES,
            (
                album_id,
                image_ids,
            ),
            options,
        )

    def remove_images_by_patch(
        self, album_id: str, image_ids: Sequence[str], *, options: RequestOptions | None = None
    ) -> Album:
        """Take pictures out of an album, by PATCH

        The same call as `remove_images` with the other method that the document allows.
        Requires authentication.

        Args:
            album_id: Id of the album. Its case counts (inferred).
            image_ids: Ids of the pictures. No files, whatever the name says.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The album with a page of its pictures.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Delete Images from Album".
        """

        return self._call(
            ALBUMS_REMOVE_IMAGES_BY_PATCH,
            (
                album_id,
                image_ids,
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

    async def get_many(
        self, ids: Sequence[str] | str, *, options: RequestOptions | None = None
    ) -> Bulk:
        """See :meth:`AlbumsResource.get_many`."""

        return await self._call(ALBUMS_GET_MANY, (ids,), options)

    async def update_many(
        self,
        ids: Sequence[str] | str,
        *,
        description: str | None = None,
        public: bool | None = None,
        options: RequestOptions | None = None,
    ) -> Bulk:
        """See :meth:`AlbumsResource.update_many`."""

        return await self._call(
            ALBUMS_UPDATE_MANY,
            (
                ids,
                description,
                public,
            ),
            options,
        )

    async def create(
        self,
        title: str,
        *,
        description: str | None = None,
        public: bool | None = None,
        image_ids: Sequence[str] | None = None,
        options: RequestOptions | None = None,
    ) -> Album:
        """See :meth:`AlbumsResource.create`."""

        return await self._call(
            ALBUMS_CREATE,
            (
                title,
                description,
                public,
                image_ids,
            ),
            options,
        )

    async def delete_many(
        self, ids: Sequence[str] | str, *, options: RequestOptions | None = None
    ) -> Bulk:
        """See :meth:`AlbumsResource.delete_many`."""

        return await self._call(ALBUMS_DELETE_MANY, (ids,), options)

    async def update_many_by_patch(
        self,
        ids: Sequence[str] | str,
        *,
        description: str | None = None,
        public: bool | None = None,
        options: RequestOptions | None = None,
    ) -> Bulk:
        """See :meth:`AlbumsResource.update_many_by_patch`."""

        return await self._call(
            ALBUMS_UPDATE_MANY_BY_PATCH,
            (
                ids,
                description,
                public,
            ),
            options,
        )

    async def delete_many_by_put(
        self, ids: Sequence[str] | str, *, options: RequestOptions | None = None
    ) -> Bulk:
        """See :meth:`AlbumsResource.delete_many_by_put`."""

        return await self._call(ALBUMS_DELETE_MANY_BY_PUT, (ids,), options)

    async def delete_many_by_patch(
        self, ids: Sequence[str] | str, *, options: RequestOptions | None = None
    ) -> Bulk:
        """See :meth:`AlbumsResource.delete_many_by_patch`."""

        return await self._call(ALBUMS_DELETE_MANY_BY_PATCH, (ids,), options)

    async def get(
        self,
        album_id: str,
        *,
        limit: int | None = None,
        offset: int | None = None,
        options: RequestOptions | None = None,
    ) -> Album:
        """See :meth:`AlbumsResource.get`."""

        return await self._call(
            ALBUMS_GET,
            (
                album_id,
                limit,
                offset,
            ),
            options,
        )

    async def update(
        self,
        album_id: str,
        *,
        title: str | None = None,
        description: str | None = None,
        public: bool | None = None,
        options: RequestOptions | None = None,
    ) -> Album:
        """See :meth:`AlbumsResource.update`."""

        return await self._call(
            ALBUMS_UPDATE,
            (
                album_id,
                title,
                description,
                public,
            ),
            options,
        )

    async def delete(self, album_id: str, *, options: RequestOptions | None = None) -> bool:
        """See :meth:`AlbumsResource.delete`."""

        return await self._call(ALBUMS_DELETE, (album_id,), options)

    async def update_by_patch(
        self,
        album_id: str,
        *,
        title: str | None = None,
        description: str | None = None,
        public: bool | None = None,
        options: RequestOptions | None = None,
    ) -> Album:
        """See :meth:`AlbumsResource.update_by_patch`."""

        return await self._call(
            ALBUMS_UPDATE_BY_PATCH,
            (
                album_id,
                title,
                description,
                public,
            ),
            options,
        )

    def images(
        self,
        album_id: str,
        *,
        limit: int | None = None,
        offset: int | None = None,
        options: RequestOptions | None = None,
    ) -> AsyncPager[BasicImage]:
        """See :meth:`AlbumsResource.images`."""

        return AsyncPager(
            lambda: self._call(
                ALBUMS_IMAGES,
                (
                    album_id,
                    limit,
                    offset,
                ),
                options,
            )
        )

    async def set_images(
        self, album_id: str, image_ids: Sequence[str], *, options: RequestOptions | None = None
    ) -> Album:
        """See :meth:`AlbumsResource.set_images`."""

        return await self._call(
            ALBUMS_SET_IMAGES,
            (
                album_id,
                image_ids,
            ),
            options,
        )

    async def set_images_by_patch(
        self, album_id: str, image_ids: Sequence[str], *, options: RequestOptions | None = None
    ) -> Album:
        """See :meth:`AlbumsResource.set_images_by_patch`."""

        return await self._call(
            ALBUMS_SET_IMAGES_BY_PATCH,
            (
                album_id,
                image_ids,
            ),
            options,
        )

    async def add_images(
        self, album_id: str, image_ids: Sequence[str], *, options: RequestOptions | None = None
    ) -> Album:
        """See :meth:`AlbumsResource.add_images`."""

        return await self._call(
            ALBUMS_ADD_IMAGES,
            (
                album_id,
                image_ids,
            ),
            options,
        )

    async def add_images_by_patch(
        self, album_id: str, image_ids: Sequence[str], *, options: RequestOptions | None = None
    ) -> Album:
        """See :meth:`AlbumsResource.add_images_by_patch`."""

        return await self._call(
            ALBUMS_ADD_IMAGES_BY_PATCH,
            (
                album_id,
                image_ids,
            ),
            options,
        )

    async def remove_images(
        self, album_id: str, image_ids: Sequence[str], *, options: RequestOptions | None = None
    ) -> Album:
        """See :meth:`AlbumsResource.remove_images`."""

        return await self._call(
            ALBUMS_REMOVE_IMAGES,
            (
                album_id,
                image_ids,
            ),
            options,
        )

    async def remove_images_by_patch(
        self, album_id: str, image_ids: Sequence[str], *, options: RequestOptions | None = None
    ) -> Album:
        """See :meth:`AlbumsResource.remove_images_by_patch`."""

        return await self._call(
            ALBUMS_REMOVE_IMAGES_BY_PATCH,
            (
                album_id,
                image_ids,
            ),
            options,
        )


class AlbumsResourceWithRawResponse:
    """The albums operations with whole answers."""

    def __init__(self, resource: AlbumsResource) -> None:
        raw = resource.in_mode("raw")
        self.get_many = as_raw(raw.get_many)
        self.update_many = as_raw(raw.update_many)
        self.create = as_raw(raw.create)
        self.delete_many = as_raw(raw.delete_many)
        self.update_many_by_patch = as_raw(raw.update_many_by_patch)
        self.delete_many_by_put = as_raw(raw.delete_many_by_put)
        self.delete_many_by_patch = as_raw(raw.delete_many_by_patch)
        self.get = as_raw(raw.get)
        self.update = as_raw(raw.update)
        self.delete = as_raw(raw.delete)
        self.update_by_patch = as_raw(raw.update_by_patch)
        self.images = as_raw(raw.images)
        self.set_images = as_raw(raw.set_images)
        self.set_images_by_patch = as_raw(raw.set_images_by_patch)
        self.add_images = as_raw(raw.add_images)
        self.add_images_by_patch = as_raw(raw.add_images_by_patch)
        self.remove_images = as_raw(raw.remove_images)
        self.remove_images_by_patch = as_raw(raw.remove_images_by_patch)


class AsyncAlbumsResourceWithRawResponse:
    """The albums operations with whole answers, awaited."""

    def __init__(self, resource: AsyncAlbumsResource) -> None:
        raw = resource.in_mode("raw")
        self.get_many = as_async_raw(raw.get_many)
        self.update_many = as_async_raw(raw.update_many)
        self.create = as_async_raw(raw.create)
        self.delete_many = as_async_raw(raw.delete_many)
        self.update_many_by_patch = as_async_raw(raw.update_many_by_patch)
        self.delete_many_by_put = as_async_raw(raw.delete_many_by_put)
        self.delete_many_by_patch = as_async_raw(raw.delete_many_by_patch)
        self.get = as_async_raw(raw.get)
        self.update = as_async_raw(raw.update)
        self.delete = as_async_raw(raw.delete)
        self.update_by_patch = as_async_raw(raw.update_by_patch)
        self.images = as_async_raw_page(raw.images)
        self.set_images = as_async_raw(raw.set_images)
        self.set_images_by_patch = as_async_raw(raw.set_images_by_patch)
        self.add_images = as_async_raw(raw.add_images)
        self.add_images_by_patch = as_async_raw(raw.add_images_by_patch)
        self.remove_images = as_async_raw(raw.remove_images)
        self.remove_images_by_patch = as_async_raw(raw.remove_images_by_patch)


class AlbumsResourceWithStreamingResponse:
    """The albums operations with answers that are still on their way."""

    def __init__(self, resource: AlbumsResource) -> None:
        streamed = resource.in_mode("stream")
        self.get_many = as_streamed(streamed.get_many)
        self.update_many = as_streamed(streamed.update_many)
        self.create = as_streamed(streamed.create)
        self.delete_many = as_streamed(streamed.delete_many)
        self.update_many_by_patch = as_streamed(streamed.update_many_by_patch)
        self.delete_many_by_put = as_streamed(streamed.delete_many_by_put)
        self.delete_many_by_patch = as_streamed(streamed.delete_many_by_patch)
        self.get = as_streamed(streamed.get)
        self.update = as_streamed(streamed.update)
        self.delete = as_streamed(streamed.delete)
        self.update_by_patch = as_streamed(streamed.update_by_patch)
        self.images = as_streamed(streamed.images)
        self.set_images = as_streamed(streamed.set_images)
        self.set_images_by_patch = as_streamed(streamed.set_images_by_patch)
        self.add_images = as_streamed(streamed.add_images)
        self.add_images_by_patch = as_streamed(streamed.add_images_by_patch)
        self.remove_images = as_streamed(streamed.remove_images)
        self.remove_images_by_patch = as_streamed(streamed.remove_images_by_patch)


class AsyncAlbumsResourceWithStreamingResponse:
    """The albums operations with answers that are still on their way, awaited."""

    def __init__(self, resource: AsyncAlbumsResource) -> None:
        streamed = resource.in_mode("stream")
        self.get_many = as_async_streamed(streamed.get_many)
        self.update_many = as_async_streamed(streamed.update_many)
        self.create = as_async_streamed(streamed.create)
        self.delete_many = as_async_streamed(streamed.delete_many)
        self.update_many_by_patch = as_async_streamed(streamed.update_many_by_patch)
        self.delete_many_by_put = as_async_streamed(streamed.delete_many_by_put)
        self.delete_many_by_patch = as_async_streamed(streamed.delete_many_by_patch)
        self.get = as_async_streamed(streamed.get)
        self.update = as_async_streamed(streamed.update)
        self.delete = as_async_streamed(streamed.delete)
        self.update_by_patch = as_async_streamed(streamed.update_by_patch)
        self.images = as_async_streamed(streamed.images)
        self.set_images = as_async_streamed(streamed.set_images)
        self.set_images_by_patch = as_async_streamed(streamed.set_images_by_patch)
        self.add_images = as_async_streamed(streamed.add_images)
        self.add_images_by_patch = as_async_streamed(streamed.add_images_by_patch)
        self.remove_images = as_async_streamed(streamed.remove_images)
        self.remove_images_by_patch = as_async_streamed(streamed.remove_images_by_patch)
