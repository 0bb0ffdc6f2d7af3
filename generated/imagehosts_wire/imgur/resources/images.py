# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""The images operations of imgur API."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypedDict

from imagehosts_wire.imgur import models
from imagehosts_wire.types import (
    AsyncResource,
    Credential,
    FileInput,
    Operation,
    Parameter,
    RequestOptions,
    Resource,
    Result,
    UploadSource,
    as_async_raw,
    as_async_streamed,
    as_raw,
    as_streamed,
)

if TYPE_CHECKING:
    from imagehosts_wire.imgur.models import Image

IMAGES_UPLOAD: Operation[Image] = Operation(
    "imgur",
    "images_upload",
    "POST",
    "/image",
    result=Result(
        "json",
        lambda: models.Image,
        envelope="data",
        tolerant=True,
    ),
    parameters=(
        Parameter("image", "image", "body", encode="source", required=True),
        Parameter("album_id", "album", "body"),
        Parameter("type", "type", "body", encode="choice:file/base64/URL"),
        Parameter("name", "name", "body"),
        Parameter("title", "title", "body"),
        Parameter("description", "description", "body"),
    ),
    bodies=(
        "multipart/form-data",
        "application/x-www-form-urlencoded",
    ),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    repeatable=False,
    source=("imgur-api-v3.txt", "image-upload"),
)
IMAGES_UPLOAD_VIDEO: Operation[Image] = Operation(
    "imgur",
    "images_upload_video",
    "POST",
    "/image",
    result=Result(
        "json",
        lambda: models.Image,
        envelope="data",
        tolerant=True,
    ),
    parameters=(
        Parameter("video", "video", "body", encode="file", required=True),
        Parameter("album_id", "album", "body"),
        Parameter("name", "name", "body"),
        Parameter("title", "title", "body"),
        Parameter("description", "description", "body"),
        Parameter("disable_audio", "disable_audio", "body", encode="flag:1/0"),
    ),
    bodies=("multipart/form-data",),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    repeatable=False,
    source=("imgur-api-v3.txt", "image-upload"),
)
IMAGES_GET: Operation[Image] = Operation(
    "imgur",
    "images_get",
    "GET",
    "/image/{image_id}",
    result=Result(
        "json",
        lambda: models.Image,
        envelope="data",
        tolerant=True,
    ),
    parameters=(Parameter("image_id", "image_id", "path", required=True),),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "image"),
)
IMAGES_UPDATE: Operation[bool | None] = Operation(
    "imgur",
    "images_update",
    "PUT",
    "/image/{image_id}",
    result=Result(
        "json",
        lambda: bool | None,
        envelope="data",
    ),
    parameters=(
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
    source=("imgur-api-v3.txt", "image-update"),
)
IMAGES_DELETE: Operation[bool | None] = Operation(
    "imgur",
    "images_delete",
    "DELETE",
    "/image/{image_id}",
    result=Result(
        "json",
        lambda: bool | None,
        envelope="data",
    ),
    parameters=(Parameter("deletehash", "image_id", "path", required=True),),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "image-delete"),
)

OPERATIONS = (
    IMAGES_UPLOAD,
    IMAGES_UPLOAD_VIDEO,
    IMAGES_GET,
    IMAGES_UPDATE,
    IMAGES_DELETE,
)
"""Every operation of this resource."""


class ImagesUploadOptions(TypedDict, total=False):
    """What ``ImagesResource.upload()`` takes by keyword, beside ``options``."""

    album_id: str | None
    """Id of the album to add the picture to; for an anonymous album its deletehash (observed). The
    document's name of it is `album_id` (observed)."""
    type: Literal["URL", "base64", "file"] | None
    """In which form the picture is sent. The host finds out by itself where it is left out
    (inferred)."""
    name: str | None
    """Name of the file. Of a file part the host takes the part's own."""
    title: str | None
    """Title of the picture."""
    description: str | None
    """Description of the picture."""


class ImagesUploadVideoOptions(TypedDict, total=False):
    """What ``ImagesResource.upload_video()`` takes by keyword, beside ``options``."""

    album_id: str | None
    """Id of the album to add the picture to; for an anonymous album its deletehash (observed). The
    document's name of it is `album_id` (observed)."""
    name: str | None
    """Name of the file. Of a file part the host takes the part's own."""
    title: str | None
    """Title of the picture."""
    description: str | None
    """Description of the picture."""
    disable_audio: bool | None
    """Whether to store the video without sound (observed)."""


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

    def upload(
        self,
        image: UploadSource,
        *,
        album_id: str | None = None,
        type: Literal["URL", "base64", "file"] | None = None,
        name: str | None = None,
        title: str | None = None,
        description: str | None = None,
        options: RequestOptions | None = None,
    ) -> Image:
        """Upload a picture

        Stores a picture: a file, base64 text, or the address of one for the host to fetch. With
        a token it belongs to the account, without one it is anonymous and only its deletehash
        reaches it later (observed). A PNG over 5 MB becomes a JPEG (observed). It costs 10
        credits (observed).

        Args:
            image: The picture, as a file part with a file name. A form without file parts
                takes its address or base64 text instead (inferred).
            album_id: Id of the album to add the picture to; for an anonymous album its
                deletehash (observed). The document's name of it is `album_id` (observed).
            type: In which form the picture is sent. The host finds out by itself where it
                is left out (inferred).
            name: Name of the file. Of a file part the host takes the part's own.
            title: Title of the picture.
            description: Description of the picture.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The picture as it was stored, with its deletehash (observed).

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

        Source: imgur-api-v3.txt (a third party's capture), "image-upload".
        """

        return self._call(
            IMAGES_UPLOAD,
            (
                image,
                album_id,
                type,
                name,
                title,
                description,
            ),
            options,
        )

    def upload_video(
        self,
        video: FileInput,
        *,
        album_id: str | None = None,
        name: str | None = None,
        title: str | None = None,
        description: str | None = None,
        disable_audio: bool | None = None,
        options: RequestOptions | None = None,
    ) -> Image:
        """Upload a video

        Stores a video of up to 200 MB and a minute. The answer may come before the host has
        worked on it; `processing` tells how far it is. Costs 10 credits.

        Not in the document: observed, clients that work and the host's later pages; the
        document knows pictures only.

        Args:
            video: The video as a file part with a file name (observed).
            album_id: Id of the album to add the picture to; for an anonymous album its
                deletehash (observed). The document's name of it is `album_id` (observed).
            name: Name of the file. Of a file part the host takes the part's own.
            title: Title of the picture.
            description: Description of the picture.
            disable_audio: Whether to store the video without sound (observed).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The picture as it was stored, with its deletehash (observed).

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

        Source: imgur-api-v3.txt (a third party's capture), "image-upload".
        """

        return self._call(
            IMAGES_UPLOAD_VIDEO,
            (
                video,
                album_id,
                name,
                title,
                description,
                disable_audio,
            ),
            options,
        )

    def get(self, image_id: str, *, options: RequestOptions | None = None) -> Image:
        """Look at a picture

        Answers what is known of a picture. The deletehash is there for its owner alone.

        Args:
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

        Source: imgur-api-v3.txt (a third party's capture), "image".
        """

        return self._call(IMAGES_GET, (image_id,), options)

    def update(
        self,
        image_id: str,
        *,
        title: str | None = None,
        description: str | None = None,
        options: RequestOptions | None = None,
    ) -> bool | None:
        """Change the texts of a picture

        Updates the title or the description of a picture. Requires the picture to be associated
        with the account that is logged in; the deletehash of an anonymous picture does too
        (observed).

        Args:
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

        Source: imgur-api-v3.txt (a third party's capture), "image-update".
        """

        return self._call(
            IMAGES_UPDATE,
            (
                image_id,
                title,
                description,
            ),
            options,
        )

    def delete(self, deletehash: str, *, options: RequestOptions | None = None) -> bool | None:
        """Delete a picture

        Deletes a picture. It takes the deletehash, which owners get, rather than the id. The
        picture does not come back, and leaves the albums that it is in (inferred).

        Args:
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

        Source: imgur-api-v3.txt (a third party's capture), "image-delete".
        """

        return self._call(IMAGES_DELETE, (deletehash,), options)


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

    async def upload(
        self,
        image: UploadSource,
        *,
        album_id: str | None = None,
        type: Literal["URL", "base64", "file"] | None = None,
        name: str | None = None,
        title: str | None = None,
        description: str | None = None,
        options: RequestOptions | None = None,
    ) -> Image:
        """See :meth:`ImagesResource.upload`."""

        return await self._call(
            IMAGES_UPLOAD,
            (
                image,
                album_id,
                type,
                name,
                title,
                description,
            ),
            options,
        )

    async def upload_video(
        self,
        video: FileInput,
        *,
        album_id: str | None = None,
        name: str | None = None,
        title: str | None = None,
        description: str | None = None,
        disable_audio: bool | None = None,
        options: RequestOptions | None = None,
    ) -> Image:
        """See :meth:`ImagesResource.upload_video`."""

        return await self._call(
            IMAGES_UPLOAD_VIDEO,
            (
                video,
                album_id,
                name,
                title,
                description,
                disable_audio,
            ),
            options,
        )

    async def get(self, image_id: str, *, options: RequestOptions | None = None) -> Image:
        """See :meth:`ImagesResource.get`."""

        return await self._call(IMAGES_GET, (image_id,), options)

    async def update(
        self,
        image_id: str,
        *,
        title: str | None = None,
        description: str | None = None,
        options: RequestOptions | None = None,
    ) -> bool | None:
        """See :meth:`ImagesResource.update`."""

        return await self._call(
            IMAGES_UPDATE,
            (
                image_id,
                title,
                description,
            ),
            options,
        )

    async def delete(
        self, deletehash: str, *, options: RequestOptions | None = None
    ) -> bool | None:
        """See :meth:`ImagesResource.delete`."""

        return await self._call(IMAGES_DELETE, (deletehash,), options)


class ImagesResourceWithRawResponse:
    """The images operations with whole answers."""

    def __init__(self, resource: ImagesResource) -> None:
        raw = resource.in_mode("raw")
        self.upload = as_raw(raw.upload)
        self.upload_video = as_raw(raw.upload_video)
        self.get = as_raw(raw.get)
        self.update = as_raw(raw.update)
        self.delete = as_raw(raw.delete)


class AsyncImagesResourceWithRawResponse:
    """The images operations with whole answers, awaited."""

    def __init__(self, resource: AsyncImagesResource) -> None:
        raw = resource.in_mode("raw")
        self.upload = as_async_raw(raw.upload)
        self.upload_video = as_async_raw(raw.upload_video)
        self.get = as_async_raw(raw.get)
        self.update = as_async_raw(raw.update)
        self.delete = as_async_raw(raw.delete)


class ImagesResourceWithStreamingResponse:
    """The images operations with answers that are still on their way."""

    def __init__(self, resource: ImagesResource) -> None:
        streamed = resource.in_mode("stream")
        self.upload = as_streamed(streamed.upload)
        self.upload_video = as_streamed(streamed.upload_video)
        self.get = as_streamed(streamed.get)
        self.update = as_streamed(streamed.update)
        self.delete = as_streamed(streamed.delete)


class AsyncImagesResourceWithStreamingResponse:
    """The images operations with answers that are still on their way, awaited."""

    def __init__(self, resource: AsyncImagesResource) -> None:
        streamed = resource.in_mode("stream")
        self.upload = as_async_streamed(streamed.upload)
        self.upload_video = as_async_streamed(streamed.upload_video)
        self.get = as_async_streamed(streamed.get)
        self.update = as_async_streamed(streamed.update)
        self.delete = as_async_streamed(streamed.delete)
