# Generated from specs/imageshack/openapi.yaml by `make generate`. Change the spec, not this file.
"""The images operations of ImageShack API."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypedDict

from imagehosts_wire.imageshack import models
from imagehosts_wire.types import (
    AsyncPager,
    AsyncResource,
    Credential,
    FileInput,
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
    from imagehosts_wire.imageshack.models import (
        Bulk,
        Image,
        ImageComment,
        ImageReference,
        Upload,
        User,
    )

IMAGES_GET_MANY: Operation[Bulk] = Operation(
    "imageshack",
    "images_get_many",
    "GET",
    "/images",
    result=Result(
        "json",
        lambda: models.Bulk,
        envelope="result",
    ),
    parameters=(
        Parameter("ids", "ids", "query", encode="csv", required=True),
        Parameter("next_prev_limit", "next_prev_limit", "query", encode="integer:0"),
    ),
    credentials=(Credential("auth_token", "query", "auth_token"),),
    credential_optional=True,
    repeatable=True,
    source=("imageshack-api-v2.txt", "Get Multiple Images"),
)
IMAGES_UPDATE_MANY: Operation[Bulk] = Operation(
    "imageshack",
    "images_update_many",
    "PUT",
    "/images",
    result=Result(
        "json",
        lambda: models.Bulk,
        envelope="result",
    ),
    parameters=(
        Parameter("ids", "ids", "body", encode="csv", required=True),
        Parameter("title", "title", "body"),
        Parameter("description", "description", "body"),
        Parameter("tags", "tags", "body", encode="csv"),
        Parameter("public", "public", "body", encode="flag:true/false"),
        Parameter("filter", "filter", "body", encode="integer:0:23"),
        Parameter("comments_disabled", "comments_disabled", "body", encode="flag:true/false"),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("api_key", "body", "api_key", required=True),
        Credential("auth_token", "body", "auth_token", required=True),
    ),
    credential_optional=True,
    repeatable=True,
    source=("imageshack-api-v2.txt", "Update Multiple Images"),
)
IMAGES_UPLOAD: Operation[Upload] = Operation(
    "imageshack",
    "images_upload",
    "POST",
    "/images",
    result=Result(
        "json",
        lambda: models.Upload,
        envelope="result",
    ),
    parameters=(
        Parameter("file", "file", "body", encode="file", required=True),
        Parameter("album", "album", "body"),
        Parameter("title", "title", "body"),
        Parameter("description", "description", "body"),
        Parameter("tags", "tags", "body", encode="csv"),
        Parameter("public", "public", "body", encode="flag:true/false"),
        Parameter("filter", "filter", "body", encode="integer:0:23"),
        Parameter("comments_disabled", "comments_disabled", "body", encode="flag:true/false"),
    ),
    bodies=("multipart/form-data",),
    credentials=(
        Credential("api_key", "body", "api_key", required=True),
        Credential("auth_token", "body", "auth_token", required=True),
    ),
    credential_optional=True,
    repeatable=False,
    source=("imageshack-api-v2.txt", "Upload image"),
)
IMAGES_DELETE_MANY: Operation[Bulk] = Operation(
    "imageshack",
    "images_delete_many",
    "DELETE",
    "/images",
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
    source=("imageshack-api-v2.txt", "Delete bulk Images"),
)
IMAGES_UPDATE_MANY_BY_PATCH: Operation[Bulk] = Operation(
    "imageshack",
    "images_update_many_by_patch",
    "PATCH",
    "/images",
    result=Result(
        "json",
        lambda: models.Bulk,
        envelope="result",
    ),
    parameters=(
        Parameter("ids", "ids", "body", encode="csv", required=True),
        Parameter("title", "title", "body"),
        Parameter("description", "description", "body"),
        Parameter("tags", "tags", "body", encode="csv"),
        Parameter("public", "public", "body", encode="flag:true/false"),
        Parameter("filter", "filter", "body", encode="integer:0:23"),
        Parameter("comments_disabled", "comments_disabled", "body", encode="flag:true/false"),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("api_key", "body", "api_key", required=True),
        Credential("auth_token", "body", "auth_token", required=True),
    ),
    credential_optional=True,
    repeatable=False,
    source=("imageshack-api-v2.txt", "Update Multiple Images"),
)
IMAGES_UPLOAD_MANY: Operation[Upload] = Operation(
    "imageshack",
    "images_upload_many",
    "POST",
    "/images",
    result=Result(
        "json",
        lambda: models.Upload,
        envelope="result",
    ),
    parameters=(
        Parameter("files", "files[]", "body", encode="list:file", required=True, array="repeat"),
        Parameter("album", "album", "body"),
        Parameter("titles", "titles[]", "body", encode="list:text", array="repeat"),
        Parameter("descriptions", "descriptions[]", "body", encode="list:text", array="repeat"),
        Parameter("tags", "tags", "body", encode="csv"),
        Parameter("public", "public", "body", encode="flag:true/false"),
        Parameter("filter", "filter", "body", encode="integer:0:23"),
        Parameter("comments_disabled", "comments_disabled", "body", encode="flag:true/false"),
    ),
    bodies=("multipart/form-data",),
    credentials=(
        Credential("api_key", "body", "api_key", required=True),
        Credential("auth_token", "body", "auth_token", required=True),
    ),
    credential_optional=True,
    repeatable=False,
    source=("imageshack-api-v2.txt", "Upload image"),
)
IMAGES_TRANSLOAD: Operation[Upload] = Operation(
    "imageshack",
    "images_transload",
    "POST",
    "/images",
    result=Result(
        "json",
        lambda: models.Upload,
        envelope="result",
    ),
    parameters=(
        Parameter("urls", "urls[]", "body", encode="list:text", required=True, array="repeat"),
        Parameter("album", "album", "body"),
        Parameter("title", "title", "body"),
        Parameter("titles", "titles[]", "body", encode="list:text", array="repeat"),
        Parameter("description", "description", "body"),
        Parameter("descriptions", "descriptions[]", "body", encode="list:text", array="repeat"),
        Parameter("tags", "tags", "body", encode="csv"),
        Parameter("public", "public", "body", encode="flag:true/false"),
        Parameter("filter", "filter", "body", encode="integer:0:23"),
        Parameter("comments_disabled", "comments_disabled", "body", encode="flag:true/false"),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("api_key", "body", "api_key", required=True),
        Credential("auth_token", "body", "auth_token", required=True),
    ),
    credential_optional=True,
    repeatable=False,
    source=("imageshack-api-v2.txt", "Transload image"),
)
IMAGES_GET: Operation[Image] = Operation(
    "imageshack",
    "images_get",
    "GET",
    "/images/{image_id}",
    result=Result(
        "json",
        lambda: models.Image,
        envelope="result",
    ),
    parameters=(
        Parameter("image_id", "image_id", "path", required=True),
        Parameter("next_prev_limit", "next_prev_limit", "query", encode="integer:0"),
        Parameter("related_images_limit", "related_images_limit", "query", encode="integer:0"),
    ),
    credentials=(Credential("auth_token", "query", "auth_token"),),
    credential_optional=True,
    repeatable=True,
    source=("imageshack-api-v2.txt", "Get Image"),
)
IMAGES_UPDATE: Operation[Image] = Operation(
    "imageshack",
    "images_update",
    "PUT",
    "/images/{image_id}",
    result=Result(
        "json",
        lambda: models.Image,
        envelope="result",
    ),
    parameters=(
        Parameter("image_id", "image_id", "path", required=True),
        Parameter("title", "title", "body"),
        Parameter("description", "description", "body"),
        Parameter("tags", "tags", "body", encode="csv"),
        Parameter("original_filename", "original_filename", "body"),
        Parameter("public", "public", "body", encode="flag:true/false"),
        Parameter("filter", "filter", "body", encode="integer:0:23"),
        Parameter("comments_disabled", "comments_disabled", "body", encode="flag:true/false"),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("api_key", "body", "api_key", required=True),
        Credential("auth_token", "body", "auth_token", required=True),
    ),
    credential_optional=True,
    repeatable=True,
    source=("imageshack-api-v2.txt", "Update Image"),
)
IMAGES_DELETE: Operation[bool] = Operation(
    "imageshack",
    "images_delete",
    "DELETE",
    "/images/{image_id}",
    result=Result(
        "json",
        lambda: bool,
        envelope="result",
    ),
    parameters=(Parameter("image_id", "image_id", "path", required=True),),
    credentials=(
        Credential("api_key", "query", "api_key", required=True),
        Credential("auth_token", "query", "auth_token", required=True),
    ),
    credential_optional=True,
    repeatable=True,
    source=("imageshack-api-v2.txt", "Delete Image"),
)
IMAGES_UPDATE_BY_PATCH: Operation[Image] = Operation(
    "imageshack",
    "images_update_by_patch",
    "PATCH",
    "/images/{image_id}",
    result=Result(
        "json",
        lambda: models.Image,
        envelope="result",
    ),
    parameters=(
        Parameter("image_id", "image_id", "path", required=True),
        Parameter("title", "title", "body"),
        Parameter("description", "description", "body"),
        Parameter("tags", "tags", "body", encode="csv"),
        Parameter("original_filename", "original_filename", "body"),
        Parameter("public", "public", "body", encode="flag:true/false"),
        Parameter("filter", "filter", "body", encode="integer:0:23"),
        Parameter("comments_disabled", "comments_disabled", "body", encode="flag:true/false"),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("api_key", "body", "api_key", required=True),
        Credential("auth_token", "body", "auth_token", required=True),
    ),
    credential_optional=True,
    repeatable=False,
    source=("imageshack-api-v2.txt", "Update Image"),
)
IMAGES_LIKES: Operation[list[User]] = Operation(
    "imageshack",
    "images_likes",
    "GET",
    "/images/{image_id}/likes",
    result=Result(
        "json",
        lambda: list[models.User],
        envelope="result",
    ),
    parameters=(Parameter("image_id", "image_id", "path", required=True),),
    credentials=(Credential("auth_token", "query", "auth_token", required=True),),
    credential_optional=True,
    repeatable=True,
    source=("imageshack-api-v2.txt", "Get image likes"),
)
IMAGES_LIKE_BY_PUT: Operation[bool] = Operation(
    "imageshack",
    "images_like_by_put",
    "PUT",
    "/images/{image_id}/likes",
    result=Result(
        "json",
        lambda: bool,
        envelope="result",
    ),
    parameters=(Parameter("image_id", "image_id", "path", required=True),),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("api_key", "body", "api_key", required=True),
        Credential("auth_token", "body", "auth_token", required=True),
    ),
    credential_optional=True,
    repeatable=True,
    source=("imageshack-api-v2.txt", "Like image"),
)
IMAGES_LIKE: Operation[bool] = Operation(
    "imageshack",
    "images_like",
    "POST",
    "/images/{image_id}/likes",
    result=Result(
        "json",
        lambda: bool,
        envelope="result",
    ),
    parameters=(Parameter("image_id", "image_id", "path", required=True),),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("api_key", "body", "api_key", required=True),
        Credential("auth_token", "body", "auth_token", required=True),
    ),
    credential_optional=True,
    repeatable=False,
    source=("imageshack-api-v2.txt", "Like image"),
)
IMAGES_UNLIKE_BY_PUT: Operation[bool] = Operation(
    "imageshack",
    "images_unlike_by_put",
    "PUT",
    "/images/{image_id}/unlike",
    result=Result(
        "json",
        lambda: bool,
        envelope="result",
    ),
    parameters=(Parameter("image_id", "image_id", "path", required=True),),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("api_key", "body", "api_key", required=True),
        Credential("auth_token", "body", "auth_token", required=True),
    ),
    credential_optional=True,
    repeatable=True,
    source=("imageshack-api-v2.txt", "Unlike image"),
)
IMAGES_UNLIKE: Operation[bool] = Operation(
    "imageshack",
    "images_unlike",
    "POST",
    "/images/{image_id}/unlike",
    result=Result(
        "json",
        lambda: bool,
        envelope="result",
    ),
    parameters=(Parameter("image_id", "image_id", "path", required=True),),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("api_key", "body", "api_key", required=True),
        Credential("auth_token", "body", "auth_token", required=True),
    ),
    credential_optional=True,
    repeatable=False,
    source=("imageshack-api-v2.txt", "Unlike image"),
)
IMAGES_RELATED: Operation[list[ImageReference]] = Operation(
    "imageshack",
    "images_related",
    "GET",
    "/images/{image_id}/related",
    result=Result(
        "json",
        lambda: list[models.ImageReference],
        envelope="result",
    ),
    parameters=(
        Parameter("image_id", "image_id", "path", required=True),
        Parameter("limit", "limit", "query", encode="integer:0"),
    ),
    credentials=(Credential("auth_token", "query", "auth_token"),),
    credential_optional=True,
    repeatable=True,
    source=("imageshack-api-v2.txt", "Get Related images"),
)
IMAGES_COMMENTS: Operation[Page[ImageComment]] = Operation(
    "imageshack",
    "images_comments",
    "GET",
    "/comments/{image_id}",
    result=Result(
        "json",
        lambda: models.ImageCommentsList,
        envelope="result",
    ),
    parameters=(
        Parameter("image_id", "image_id", "path", required=True),
        Parameter("limit", "limit", "query", encode="integer:0"),
        Parameter("offset", "offset", "query"),
    ),
    credentials=(Credential("auth_token", "query", "auth_token"),),
    credential_optional=True,
    repeatable=True,
    pagination=Pagination(
        "cursor",
        "offset",
        limit="limit",
        items="/comments",
        total="/total",
        next="/end_offset",
    ),
    source=("imageshack-api-v2.txt", "Image Comments List Model"),
)
IMAGES_ADD_COMMENT: Operation[bool] = Operation(
    "imageshack",
    "images_add_comment",
    "POST",
    "/comments/{image_id}",
    result=Result(
        "json",
        lambda: bool,
        envelope="result",
    ),
    parameters=(
        Parameter("image_id", "image_id", "path", required=True),
        Parameter("comment", "comment", "body", required=True),
        Parameter("source", "source", "body"),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("api_key", "body", "api_key", required=True),
        Credential("auth_token", "body", "auth_token", required=True),
    ),
    credential_optional=True,
    repeatable=False,
    source=("imageshack-api-v2.txt", "Image Comments List Model"),
)

OPERATIONS = (
    IMAGES_GET_MANY,
    IMAGES_UPDATE_MANY,
    IMAGES_UPLOAD,
    IMAGES_DELETE_MANY,
    IMAGES_UPDATE_MANY_BY_PATCH,
    IMAGES_UPLOAD_MANY,
    IMAGES_TRANSLOAD,
    IMAGES_GET,
    IMAGES_UPDATE,
    IMAGES_DELETE,
    IMAGES_UPDATE_BY_PATCH,
    IMAGES_LIKES,
    IMAGES_LIKE_BY_PUT,
    IMAGES_LIKE,
    IMAGES_UNLIKE_BY_PUT,
    IMAGES_UNLIKE,
    IMAGES_RELATED,
    IMAGES_COMMENTS,
    IMAGES_ADD_COMMENT,
)
"""Every operation of this resource."""


class ImagesUploadOptions(TypedDict, total=False):
    """What ``ImagesResource.upload()`` takes by keyword, beside ``options``."""

    album: str | None
    """Id or title of the album that the pictures go into. An album that does not exist is made,
    with this as its title."""
    title: str | None
    """Title of the picture."""
    description: str | None
    """Description of the picture."""
    tags: Sequence[str] | str | None
    """Tags for the pictures. A tag cannot hold a comma (inferred)."""
    public: bool | None
    """Let everybody see the pictures. That is the default, unless the settings of the account say
    otherwise."""
    filter: int | None
    """Number of the effect for the pictures. It is 0 to 23, and 0 is no effect; what the others do
    is not said."""
    comments_disabled: bool | None
    """Allow no comments on the pictures."""


class ImagesUploadManyOptions(TypedDict, total=False):
    """What ``ImagesResource.upload_many()`` takes by keyword, beside ``options``."""

    album: str | None
    """Id or title of the album that the pictures go into. An album that does not exist is made,
    with this as its title."""
    titles: Sequence[str] | None
    """Titles of the pictures, one for each. The host also takes `titles` with commas between them,
    which breaks titles that hold one."""
    descriptions: Sequence[str] | None
    """Descriptions of the pictures, one for each. The host also takes `descriptions` with commas
    between them."""
    tags: Sequence[str] | str | None
    """Tags for the pictures. A tag cannot hold a comma (inferred)."""
    public: bool | None
    """Let everybody see the pictures. That is the default, unless the settings of the account say
    otherwise."""
    filter: int | None
    """Number of the effect for the pictures. It is 0 to 23, and 0 is no effect; what the others do
    is not said."""
    comments_disabled: bool | None
    """Allow no comments on the pictures."""


class ImagesResource(Resource):
    """The images operations."""

    @cached_property
    def with_raw_response(self) -> ImagesResourceWithRawResponse:
        """The same methods; they return the whole answer: status, headers, body, ``parse()``."""
        return ImagesResourceWithRawResponse(self)

    @cached_property
    def with_streaming_response(self) -> ImagesResourceWithStreamingResponse:
        """The same methods; they return the answer before its body has been read."""
        return ImagesResourceWithStreamingResponse(self)

    def get_many(
        self,
        ids: Sequence[str] | str,
        *,
        next_prev_limit: int | None = None,
        options: RequestOptions | None = None,
    ) -> Bulk:
        """Get several pictures

        Everything about each of the pictures. Pictures that the caller may not see count as
        failed (inferred).

        Args:
            ids: Ids of the pictures. The host takes the array `ids[]` as well.
            next_prev_limit: How many neighbours to show on either side. The host shows 2 by
                default.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            What became of each item. Items that failed are counted, not listed (inferred).

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Get Multiple Images".
        """

        return self._call(
            IMAGES_GET_MANY,
            (
                ids,
                next_prev_limit,
            ),
            options,
        )

    def update_many(
        self,
        ids: Sequence[str] | str,
        *,
        title: str | None = None,
        description: str | None = None,
        tags: Sequence[str] | str | None = None,
        public: bool | None = None,
        filter: int | None = None,
        comments_disabled: bool | None = None,
        options: RequestOptions | None = None,
    ) -> Bulk:
        """Change several pictures alike

        Sets the same on each of the pictures. The document does not speak of authentication
        here. Requires authentication (inferred). Only their owner may (inferred). What is not
        given stays (inferred).

        Args:
            ids: Ids of the pictures. The host takes the array `ids[]` as well.
            title: Title of the picture.
            description: Description of the picture.
            tags: Tags to attach to the picture. They join the tags that the picture has,
                which stay (inferred). A tag cannot hold a comma (inferred).
            public: Let everybody see it, or nobody else. What is not given stays, though
                the document calls true the default (inferred).
            filter: Number of the effect for the pictures. It is 0 to 23, and 0 is no
                effect; what the others do is not said.
            comments_disabled: Allow no comments on the pictures.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            What became of each item. Items that failed are counted, not listed (inferred).

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Update Multiple Images".
        """

        return self._call(
            IMAGES_UPDATE_MANY,
            (
                ids,
                title,
                description,
                tags,
                public,
                filter,
                comments_disabled,
            ),
            options,
        )

    def upload(
        self,
        file: FileInput,
        *,
        album: str | None = None,
        title: str | None = None,
        description: str | None = None,
        tags: Sequence[str] | str | None = None,
        public: bool | None = None,
        filter: int | None = None,
        comments_disabled: bool | None = None,
        options: RequestOptions | None = None,
    ) -> Upload:
        """Upload a picture

        Stores one file. An album that is neither the id nor the title of one that exists is
        made, so a mistyped id makes a new album. Requires authentication.

        Args:
            file: The picture.
            album: Id or title of the album that the pictures go into. An album that does
                not exist is made, with this as its title.
            title: Title of the picture.
            description: Description of the picture.
            tags: Tags for the pictures. A tag cannot hold a comma (inferred).
            public: Let everybody see the pictures. That is the default, unless the settings
                of the account say otherwise.
            filter: Number of the effect for the pictures. It is 0 to 23, and 0 is no
                effect; what the others do is not said.
            comments_disabled: Allow no comments on the pictures.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The pictures that were stored, how many were not, and the space that is left.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Upload image".
        """

        return self._call(
            IMAGES_UPLOAD,
            (
                file,
                album,
                title,
                description,
                tags,
                public,
                filter,
                comments_disabled,
            ),
            options,
        )

    def delete_many(
        self, ids: Sequence[str] | str, *, options: RequestOptions | None = None
    ) -> Bulk:
        """Delete several pictures

        Deletes each of the pictures. Requires authentication. Only their owner may, and only
        the owner sees them then, as hidden (inferred).

        Args:
            ids: Ids of the pictures. The host takes the array `ids[]` as well.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            What became of each item. Items that failed are counted, not listed (inferred).

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Delete bulk Images".
        """

        return self._call(IMAGES_DELETE_MANY, (ids,), options)

    def update_many_by_patch(
        self,
        ids: Sequence[str] | str,
        *,
        title: str | None = None,
        description: str | None = None,
        tags: Sequence[str] | str | None = None,
        public: bool | None = None,
        filter: int | None = None,
        comments_disabled: bool | None = None,
        options: RequestOptions | None = None,
    ) -> Bulk:
        """Change several pictures alike, by PATCH

        The same call as `update_many` with the other method that the document allows. Requires
        authentication (inferred).

        Args:
            ids: Ids of the pictures. The host takes the array `ids[]` as well.
            title: Title of the picture.
            description: Description of the picture.
            tags: Tags to attach to the picture. They join the tags that the picture has,
                which stay (inferred). A tag cannot hold a comma (inferred).
            public: Let everybody see it, or nobody else. What is not given stays, though
                the document calls true the default (inferred).
            filter: Number of the effect for the pictures. It is 0 to 23, and 0 is no
                effect; what the others do is not said.
            comments_disabled: Allow no comments on the pictures.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            What became of each item. Items that failed are counted, not listed (inferred).

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Update Multiple Images".
        """

        return self._call(
            IMAGES_UPDATE_MANY_BY_PATCH,
            (
                ids,
                title,
                description,
                tags,
                public,
                filter,
                comments_disabled,
            ),
            options,
        )

    def upload_many(
        self,
        files: Sequence[FileInput],
        *,
        album: str | None = None,
        titles: Sequence[str] | None = None,
        descriptions: Sequence[str] | None = None,
        tags: Sequence[str] | str | None = None,
        public: bool | None = None,
        filter: int | None = None,
        comments_disabled: bool | None = None,
        options: RequestOptions | None = None,
    ) -> Upload:
        """Upload several pictures in one request

        Stores each file; some may fail while others pass. Requires authentication. Titles and
        descriptions belong to the files in their order (inferred).

        Args:
            files: The pictures.
            album: Id or title of the album that the pictures go into. An album that does
                not exist is made, with this as its title.
            titles: Titles of the pictures, one for each. The host also takes `titles` with
                commas between them, which breaks titles that hold one.
            descriptions: Descriptions of the pictures, one for each. The host also takes
                `descriptions` with commas between them.
            tags: Tags for the pictures. A tag cannot hold a comma (inferred).
            public: Let everybody see the pictures. That is the default, unless the settings
                of the account say otherwise.
            filter: Number of the effect for the pictures. It is 0 to 23, and 0 is no
                effect; what the others do is not said.
            comments_disabled: Allow no comments on the pictures.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The pictures that were stored, how many were not, and the space that is left.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Upload image".
        """

        return self._call(
            IMAGES_UPLOAD_MANY,
            (
                files,
                album,
                titles,
                descriptions,
                tags,
                public,
                filter,
                comments_disabled,
            ),
            options,
        )

    def transload(
        self,
        urls: Sequence[str],
        *,
        album: str | None = None,
        title: str | None = None,
        titles: Sequence[str] | None = None,
        description: str | None = None,
        descriptions: Sequence[str] | None = None,
        tags: Sequence[str] | str | None = None,
        public: bool | None = None,
        filter: int | None = None,
        comments_disabled: bool | None = None,
        options: RequestOptions | None = None,
    ) -> Upload:
        """Have the host fetch pictures from the web

        Stores the picture at each address; some may fail while others pass. Requires
        authentication. Titles and descriptions belong to the addresses in their order
        (inferred).

        Args:
            urls: Addresses of the pictures, a list also where it is one.
            album: Id or title of the album that the pictures go into. An album that does
                not exist is made, with this as its title.
            title: Title of the picture, where it is one.
            titles: Titles of the pictures, one for each. The host also takes `titles` with
                commas between them, which breaks titles that hold one.
            description: Description of the picture, where it is one.
            descriptions: Descriptions of the pictures, one for each. The host also takes
                `descriptions` with commas between them.
            tags: Tags for the pictures. A tag cannot hold a comma (inferred).
            public: Let everybody see the pictures. That is the default, unless the settings
                of the account say otherwise.
            filter: Number of the effect for the pictures. It is 0 to 23, and 0 is no
                effect; what the others do is not said.
            comments_disabled: Allow no comments on the pictures.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The pictures that were stored, how many were not, and the space that is left.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Transload image".
        """

        return self._call(
            IMAGES_TRANSLOAD,
            (
                urls,
                album,
                title,
                titles,
                description,
                descriptions,
                tags,
                public,
                filter,
                comments_disabled,
            ),
            options,
        )

    def get(
        self,
        image_id: str,
        *,
        next_prev_limit: int | None = None,
        related_images_limit: int | None = None,
        options: RequestOptions | None = None,
    ) -> Image:
        """Get a picture

        Everything about the picture, with its neighbours in the account and pictures like it.
        Private and deleted ones are for the owner (inferred).

        Args:
            image_id: Id of the picture. Its case counts (inferred).
            next_prev_limit: How many neighbours to show on either side. The host shows 2 by
                default.
            related_images_limit: How many similar pictures to show. The host shows 10 by
                default.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The picture.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Get Image".
        """

        return self._call(
            IMAGES_GET,
            (
                image_id,
                next_prev_limit,
                related_images_limit,
            ),
            options,
        )

    def update(
        self,
        image_id: str,
        *,
        title: str | None = None,
        description: str | None = None,
        tags: Sequence[str] | str | None = None,
        original_filename: str | None = None,
        public: bool | None = None,
        filter: int | None = None,
        comments_disabled: bool | None = None,
        options: RequestOptions | None = None,
    ) -> Image:
        """Change a picture

        Changes title, description, tags and the like of a picture. Requires authentication.
        What is not given stays (inferred). Only the owner may (inferred).

        Args:
            image_id: Id of the picture. Its case counts (inferred).
            title: Title of the picture.
            description: Description of the picture.
            tags: Tags to attach to the picture. They join the tags that the picture has,
                which stay (inferred). A tag cannot hold a comma (inferred).
            original_filename: A new name for the file as the user sent it.
            public: Let everybody see it, or nobody else. What is not given stays, though
                the document calls true the default (inferred).
            filter: Number of the effect for the pictures. It is 0 to 23, and 0 is no
                effect; what the others do is not said.
            comments_disabled: Allow no comments on the pictures.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The picture.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Update Image".
        """

        return self._call(
            IMAGES_UPDATE,
            (
                image_id,
                title,
                description,
                tags,
                original_filename,
                public,
                filter,
                comments_disabled,
            ),
            options,
        )

    def delete(self, image_id: str, *, options: RequestOptions | None = None) -> bool:
        """Delete a picture

        Deletes the picture. Requires authentication. Only the owner may, and only the owner
        sees it then, as hidden (inferred).

        Args:
            image_id: Id of the picture. Its case counts (inferred).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            True when it was done.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Delete Image".
        """

        return self._call(IMAGES_DELETE, (image_id,), options)

    def update_by_patch(
        self,
        image_id: str,
        *,
        title: str | None = None,
        description: str | None = None,
        tags: Sequence[str] | str | None = None,
        original_filename: str | None = None,
        public: bool | None = None,
        filter: int | None = None,
        comments_disabled: bool | None = None,
        options: RequestOptions | None = None,
    ) -> Image:
        """Change a picture, by PATCH

        The same call as `update` with the other method that the document allows. Requires
        authentication.

        Args:
            image_id: Id of the picture. Its case counts (inferred).
            title: Title of the picture.
            description: Description of the picture.
            tags: Tags to attach to the picture. They join the tags that the picture has,
                which stay (inferred). A tag cannot hold a comma (inferred).
            original_filename: A new name for the file as the user sent it.
            public: Let everybody see it, or nobody else. What is not given stays, though
                the document calls true the default (inferred).
            filter: Number of the effect for the pictures. It is 0 to 23, and 0 is no
                effect; what the others do is not said.
            comments_disabled: Allow no comments on the pictures.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The picture.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Update Image".
        """

        return self._call(
            IMAGES_UPDATE_BY_PATCH,
            (
                image_id,
                title,
                description,
                tags,
                original_filename,
                public,
                filter,
                comments_disabled,
            ),
            options,
        )

    def likes(self, image_id: str, *, options: RequestOptions | None = None) -> list[User]:
        """List the accounts that like a picture

        Lists the accounts that like the picture, for its owner to know. Requires authentication
        of the owner of the picture.

        Args:
            image_id: Id of the picture. Its case counts (inferred).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The accounts.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Get image likes".
        """

        return self._call(IMAGES_LIKES, (image_id,), options)

    def like_by_put(self, image_id: str, *, options: RequestOptions | None = None) -> bool:
        """Like a picture, by PUT

        The same call as `like` with the other method that the document allows. Requires
        authentication.

        Args:
            image_id: Id of the picture. Its case counts (inferred).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            True when it was done.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Like image".
        """

        return self._call(IMAGES_LIKE_BY_PUT, (image_id,), options)

    def like(self, image_id: str, *, options: RequestOptions | None = None) -> bool:
        """Like a picture

        Adds the caller to those who like the picture. Requires authentication.

        Args:
            image_id: Id of the picture. Its case counts (inferred).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            True when it was done.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Like image".
        """

        return self._call(IMAGES_LIKE, (image_id,), options)

    def unlike_by_put(self, image_id: str, *, options: RequestOptions | None = None) -> bool:
        """Take a like back, by PUT

        The same call as `unlike` with the other method that the document allows. Requires
        authentication.

        Args:
            image_id: Id of the picture. Its case counts (inferred).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            True when it was done.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Unlike image".
        """

        return self._call(IMAGES_UNLIKE_BY_PUT, (image_id,), options)

    def unlike(self, image_id: str, *, options: RequestOptions | None = None) -> bool:
        """Take a like back

        Takes the caller from those who like the picture. A route of its own, not a DELETE of
        the likes. Requires authentication.

        Args:
            image_id: Id of the picture. Its case counts (inferred).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            True when it was done.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Unlike image".
        """

        return self._call(IMAGES_UNLIKE, (image_id,), options)

    def related(
        self, image_id: str, *, limit: int | None = None, options: RequestOptions | None = None
    ) -> list[ImageReference]:
        """List pictures like a picture

        Server and file name of each of the pictures. The directory that a full address needs is
        not among them (inferred).

        Args:
            image_id: Id of the picture. Its case counts (inferred).
            limit: How many to show. The host shows 10 by default.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            References to the pictures.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Get Related images".
        """

        return self._call(
            IMAGES_RELATED,
            (
                image_id,
                limit,
            ),
            options,
        )

    def comments(
        self,
        image_id: str,
        *,
        limit: int | None = None,
        offset: str | None = None,
        options: RequestOptions | None = None,
    ) -> Page[ImageComment]:
        """List the comments on a picture

        A page of comments. Pages follow each other by a text: `end_offset` of one page is the
        `offset` of the next. The document describes this answer but not the call.

        Not in the document: observed, the host's SDK for Android makes this call.

        Args:
            image_id: Id of the picture. Its case counts (inferred).
            limit: How many comments a page holds, 10 by default (observed).
            offset: The `end_offset` of the page before (observed).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Page by page; iterate for everything. A page of comments.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Image Comments List Model".
        """

        return self._call(
            IMAGES_COMMENTS,
            (
                image_id,
                limit,
                offset,
            ),
            options,
        )

    def add_comment(
        self,
        image_id: str,
        comment: str,
        *,
        source: str | None = None,
        options: RequestOptions | None = None,
    ) -> bool:
        """Comment on a picture

        Adds a comment of the caller's. The document describes comments but not this call.
        Requires authentication (observed).

        Not in the document: observed, the host's SDK for Android makes this call.

        Args:
            image_id: Id of the picture. Its case counts (inferred).
            comment: The text.
            source: Where the comment is written, such as the name of the program.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            True when it was done.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Image Comments List Model".
        """

        return self._call(
            IMAGES_ADD_COMMENT,
            (
                image_id,
                comment,
                source,
            ),
            options,
        )


class AsyncImagesResource(AsyncResource):
    """The images operations, awaited."""

    @cached_property
    def with_raw_response(self) -> AsyncImagesResourceWithRawResponse:
        """The same methods; they return the whole answer: status, headers, body, ``parse()``."""
        return AsyncImagesResourceWithRawResponse(self)

    @cached_property
    def with_streaming_response(self) -> AsyncImagesResourceWithStreamingResponse:
        """The same methods; they return the answer before its body has been read."""
        return AsyncImagesResourceWithStreamingResponse(self)

    async def get_many(
        self,
        ids: Sequence[str] | str,
        *,
        next_prev_limit: int | None = None,
        options: RequestOptions | None = None,
    ) -> Bulk:
        """See :meth:`ImagesResource.get_many`."""

        return await self._call(
            IMAGES_GET_MANY,
            (
                ids,
                next_prev_limit,
            ),
            options,
        )

    async def update_many(
        self,
        ids: Sequence[str] | str,
        *,
        title: str | None = None,
        description: str | None = None,
        tags: Sequence[str] | str | None = None,
        public: bool | None = None,
        filter: int | None = None,
        comments_disabled: bool | None = None,
        options: RequestOptions | None = None,
    ) -> Bulk:
        """See :meth:`ImagesResource.update_many`."""

        return await self._call(
            IMAGES_UPDATE_MANY,
            (
                ids,
                title,
                description,
                tags,
                public,
                filter,
                comments_disabled,
            ),
            options,
        )

    async def upload(
        self,
        file: FileInput,
        *,
        album: str | None = None,
        title: str | None = None,
        description: str | None = None,
        tags: Sequence[str] | str | None = None,
        public: bool | None = None,
        filter: int | None = None,
        comments_disabled: bool | None = None,
        options: RequestOptions | None = None,
    ) -> Upload:
        """See :meth:`ImagesResource.upload`."""

        return await self._call(
            IMAGES_UPLOAD,
            (
                file,
                album,
                title,
                description,
                tags,
                public,
                filter,
                comments_disabled,
            ),
            options,
        )

    async def delete_many(
        self, ids: Sequence[str] | str, *, options: RequestOptions | None = None
    ) -> Bulk:
        """See :meth:`ImagesResource.delete_many`."""

        return await self._call(IMAGES_DELETE_MANY, (ids,), options)

    async def update_many_by_patch(
        self,
        ids: Sequence[str] | str,
        *,
        title: str | None = None,
        description: str | None = None,
        tags: Sequence[str] | str | None = None,
        public: bool | None = None,
        filter: int | None = None,
        comments_disabled: bool | None = None,
        options: RequestOptions | None = None,
    ) -> Bulk:
        """See :meth:`ImagesResource.update_many_by_patch`."""

        return await self._call(
            IMAGES_UPDATE_MANY_BY_PATCH,
            (
                ids,
                title,
                description,
                tags,
                public,
                filter,
                comments_disabled,
            ),
            options,
        )

    async def upload_many(
        self,
        files: Sequence[FileInput],
        *,
        album: str | None = None,
        titles: Sequence[str] | None = None,
        descriptions: Sequence[str] | None = None,
        tags: Sequence[str] | str | None = None,
        public: bool | None = None,
        filter: int | None = None,
        comments_disabled: bool | None = None,
        options: RequestOptions | None = None,
    ) -> Upload:
        """See :meth:`ImagesResource.upload_many`."""

        return await self._call(
            IMAGES_UPLOAD_MANY,
            (
                files,
                album,
                titles,
                descriptions,
                tags,
                public,
                filter,
                comments_disabled,
            ),
            options,
        )

    async def transload(
        self,
        urls: Sequence[str],
        *,
        album: str | None = None,
        title: str | None = None,
        titles: Sequence[str] | None = None,
        description: str | None = None,
        descriptions: Sequence[str] | None = None,
        tags: Sequence[str] | str | None = None,
        public: bool | None = None,
        filter: int | None = None,
        comments_disabled: bool | None = None,
        options: RequestOptions | None = None,
    ) -> Upload:
        """See :meth:`ImagesResource.transload`."""

        return await self._call(
            IMAGES_TRANSLOAD,
            (
                urls,
                album,
                title,
                titles,
                description,
                descriptions,
                tags,
                public,
                filter,
                comments_disabled,
            ),
            options,
        )

    async def get(
        self,
        image_id: str,
        *,
        next_prev_limit: int | None = None,
        related_images_limit: int | None = None,
        options: RequestOptions | None = None,
    ) -> Image:
        """See :meth:`ImagesResource.get`."""

        return await self._call(
            IMAGES_GET,
            (
                image_id,
                next_prev_limit,
                related_images_limit,
            ),
            options,
        )

    async def update(
        self,
        image_id: str,
        *,
        title: str | None = None,
        description: str | None = None,
        tags: Sequence[str] | str | None = None,
        original_filename: str | None = None,
        public: bool | None = None,
        filter: int | None = None,
        comments_disabled: bool | None = None,
        options: RequestOptions | None = None,
    ) -> Image:
        """See :meth:`ImagesResource.update`."""

        return await self._call(
            IMAGES_UPDATE,
            (
                image_id,
                title,
                description,
                tags,
                original_filename,
                public,
                filter,
                comments_disabled,
            ),
            options,
        )

    async def delete(self, image_id: str, *, options: RequestOptions | None = None) -> bool:
        """See :meth:`ImagesResource.delete`."""

        return await self._call(IMAGES_DELETE, (image_id,), options)

    async def update_by_patch(
        self,
        image_id: str,
        *,
        title: str | None = None,
        description: str | None = None,
        tags: Sequence[str] | str | None = None,
        original_filename: str | None = None,
        public: bool | None = None,
        filter: int | None = None,
        comments_disabled: bool | None = None,
        options: RequestOptions | None = None,
    ) -> Image:
        """See :meth:`ImagesResource.update_by_patch`."""

        return await self._call(
            IMAGES_UPDATE_BY_PATCH,
            (
                image_id,
                title,
                description,
                tags,
                original_filename,
                public,
                filter,
                comments_disabled,
            ),
            options,
        )

    async def likes(self, image_id: str, *, options: RequestOptions | None = None) -> list[User]:
        """See :meth:`ImagesResource.likes`."""

        return await self._call(IMAGES_LIKES, (image_id,), options)

    async def like_by_put(self, image_id: str, *, options: RequestOptions | None = None) -> bool:
        """See :meth:`ImagesResource.like_by_put`."""

        return await self._call(IMAGES_LIKE_BY_PUT, (image_id,), options)

    async def like(self, image_id: str, *, options: RequestOptions | None = None) -> bool:
        """See :meth:`ImagesResource.like`."""

        return await self._call(IMAGES_LIKE, (image_id,), options)

    async def unlike_by_put(self, image_id: str, *, options: RequestOptions | None = None) -> bool:
        """See :meth:`ImagesResource.unlike_by_put`."""

        return await self._call(IMAGES_UNLIKE_BY_PUT, (image_id,), options)

    async def unlike(self, image_id: str, *, options: RequestOptions | None = None) -> bool:
        """See :meth:`ImagesResource.unlike`."""

        return await self._call(IMAGES_UNLIKE, (image_id,), options)

    async def related(
        self, image_id: str, *, limit: int | None = None, options: RequestOptions | None = None
    ) -> list[ImageReference]:
        """See :meth:`ImagesResource.related`."""

        return await self._call(
            IMAGES_RELATED,
            (
                image_id,
                limit,
            ),
            options,
        )

    def comments(
        self,
        image_id: str,
        *,
        limit: int | None = None,
        offset: str | None = None,
        options: RequestOptions | None = None,
    ) -> AsyncPager[ImageComment]:
        """See :meth:`ImagesResource.comments`."""

        return AsyncPager(
            lambda: self._call(
                IMAGES_COMMENTS,
                (
                    image_id,
                    limit,
                    offset,
                ),
                options,
            )
        )

    async def add_comment(
        self,
        image_id: str,
        comment: str,
        *,
        source: str | None = None,
        options: RequestOptions | None = None,
    ) -> bool:
        """See :meth:`ImagesResource.add_comment`."""

        return await self._call(
            IMAGES_ADD_COMMENT,
            (
                image_id,
                comment,
                source,
            ),
            options,
        )


class ImagesResourceWithRawResponse:
    """The images operations with whole answers."""

    def __init__(self, resource: ImagesResource) -> None:
        raw = resource.in_mode("raw")
        self.get_many = as_raw(raw.get_many)
        self.update_many = as_raw(raw.update_many)
        self.upload = as_raw(raw.upload)
        self.delete_many = as_raw(raw.delete_many)
        self.update_many_by_patch = as_raw(raw.update_many_by_patch)
        self.upload_many = as_raw(raw.upload_many)
        self.transload = as_raw(raw.transload)
        self.get = as_raw(raw.get)
        self.update = as_raw(raw.update)
        self.delete = as_raw(raw.delete)
        self.update_by_patch = as_raw(raw.update_by_patch)
        self.likes = as_raw(raw.likes)
        self.like_by_put = as_raw(raw.like_by_put)
        self.like = as_raw(raw.like)
        self.unlike_by_put = as_raw(raw.unlike_by_put)
        self.unlike = as_raw(raw.unlike)
        self.related = as_raw(raw.related)
        self.comments = as_raw(raw.comments)
        self.add_comment = as_raw(raw.add_comment)


class AsyncImagesResourceWithRawResponse:
    """The images operations with whole answers, awaited."""

    def __init__(self, resource: AsyncImagesResource) -> None:
        raw = resource.in_mode("raw")
        self.get_many = as_async_raw(raw.get_many)
        self.update_many = as_async_raw(raw.update_many)
        self.upload = as_async_raw(raw.upload)
        self.delete_many = as_async_raw(raw.delete_many)
        self.update_many_by_patch = as_async_raw(raw.update_many_by_patch)
        self.upload_many = as_async_raw(raw.upload_many)
        self.transload = as_async_raw(raw.transload)
        self.get = as_async_raw(raw.get)
        self.update = as_async_raw(raw.update)
        self.delete = as_async_raw(raw.delete)
        self.update_by_patch = as_async_raw(raw.update_by_patch)
        self.likes = as_async_raw(raw.likes)
        self.like_by_put = as_async_raw(raw.like_by_put)
        self.like = as_async_raw(raw.like)
        self.unlike_by_put = as_async_raw(raw.unlike_by_put)
        self.unlike = as_async_raw(raw.unlike)
        self.related = as_async_raw(raw.related)
        self.comments = as_async_raw_page(raw.comments)
        self.add_comment = as_async_raw(raw.add_comment)


class ImagesResourceWithStreamingResponse:
    """The images operations with answers that are still on their way."""

    def __init__(self, resource: ImagesResource) -> None:
        streamed = resource.in_mode("stream")
        self.get_many = as_streamed(streamed.get_many)
        self.update_many = as_streamed(streamed.update_many)
        self.upload = as_streamed(streamed.upload)
        self.delete_many = as_streamed(streamed.delete_many)
        self.update_many_by_patch = as_streamed(streamed.update_many_by_patch)
        self.upload_many = as_streamed(streamed.upload_many)
        self.transload = as_streamed(streamed.transload)
        self.get = as_streamed(streamed.get)
        self.update = as_streamed(streamed.update)
        self.delete = as_streamed(streamed.delete)
        self.update_by_patch = as_streamed(streamed.update_by_patch)
        self.likes = as_streamed(streamed.likes)
        self.like_by_put = as_streamed(streamed.like_by_put)
        self.like = as_streamed(streamed.like)
        self.unlike_by_put = as_streamed(streamed.unlike_by_put)
        self.unlike = as_streamed(streamed.unlike)
        self.related = as_streamed(streamed.related)
        self.comments = as_streamed(streamed.comments)
        self.add_comment = as_streamed(streamed.add_comment)


class AsyncImagesResourceWithStreamingResponse:
    """The images operations with answers that are still on their way, awaited."""

    def __init__(self, resource: AsyncImagesResource) -> None:
        streamed = resource.in_mode("stream")
        self.get_many = as_async_streamed(streamed.get_many)
        self.update_many = as_async_streamed(streamed.update_many)
        self.upload = as_async_streamed(streamed.upload)
        self.delete_many = as_async_streamed(streamed.delete_many)
        self.update_many_by_patch = as_async_streamed(streamed.update_many_by_patch)
        self.upload_many = as_async_streamed(streamed.upload_many)
        self.transload = as_async_streamed(streamed.transload)
        self.get = as_async_streamed(streamed.get)
        self.update = as_async_streamed(streamed.update)
        self.delete = as_async_streamed(streamed.delete)
        self.update_by_patch = as_async_streamed(streamed.update_by_patch)
        self.likes = as_async_streamed(streamed.likes)
        self.like_by_put = as_async_streamed(streamed.like_by_put)
        self.like = as_async_streamed(streamed.like)
        self.unlike_by_put = as_async_streamed(streamed.unlike_by_put)
        self.unlike = as_async_streamed(streamed.unlike)
        self.related = as_async_streamed(streamed.related)
        self.comments = as_async_streamed(streamed.comments)
        self.add_comment = as_async_streamed(streamed.add_comment)
