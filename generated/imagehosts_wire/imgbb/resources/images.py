# Generated from specs/imgbb/openapi.yaml by `make generate`. Change the spec, not this file.
"""The images operations of ImgBB API."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypedDict

from imagehosts_wire.imgbb import models
from imagehosts_wire.types import (
    AsyncResource,
    Credential,
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
    from imagehosts_wire.imgbb.models import Image

IMAGES_UPLOAD_BY_GET: Operation[Image] = Operation(
    "imgbb",
    "images_upload_by_get",
    "GET",
    "/upload",
    result=Result(
        "json",
        lambda: models.Image,
        envelope="data",
        tolerant=True,
    ),
    parameters=(
        Parameter("image", "image", "query", required=True),
        Parameter("name", "name", "query"),
        Parameter("expiration", "expiration", "query", encode="integer:60:15552000"),
    ),
    credentials=(Credential("api_key", "query", "key", required=True),),
    credential_optional=True,
    repeatable=False,
    source=("imgbb-api-v1.txt", "Request method"),
)
IMAGES_UPLOAD: Operation[Image] = Operation(
    "imgbb",
    "images_upload",
    "POST",
    "/upload",
    result=Result(
        "json",
        lambda: models.Image,
        envelope="data",
        tolerant=True,
    ),
    parameters=(
        Parameter("image", "image", "body", encode="source", required=True),
        Parameter("name", "name", "body"),
        Parameter("expiration", "expiration", "body", encode="integer:60:15552000"),
    ),
    bodies=(
        "multipart/form-data",
        "application/x-www-form-urlencoded",
    ),
    credentials=(Credential("api_key", "body", "key", required=True),),
    credential_optional=True,
    repeatable=False,
    source=("imgbb-api-v1.txt", "Image Upload"),
)

OPERATIONS = (
    IMAGES_UPLOAD_BY_GET,
    IMAGES_UPLOAD,
)
"""Every operation of this resource."""


class ImagesUploadOptions(TypedDict, total=False):
    """What ``ImagesResource.upload()`` takes by keyword, beside ``options``."""

    name: str | None
    """Name of the file; that of the file part when none is sent. Title and file name in the answer
    are made from it."""
    expiration: int | None
    """Seconds until the site deletes the picture, from a minute to 180 days. Left out, the picture
    stays (inferred). 60 to 15552000."""


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

    def upload_by_get(
        self,
        image: str,
        *,
        name: str | None = None,
        expiration: int | None = None,
        options: RequestOptions | None = None,
    ) -> Image:
        """Upload a picture from a URL by GET

        Stores the picture found at a URL and answers with its addresses. The key stands in the
        address, where logs keep it: prefer POST. The document warns that base64 text may be
        altered or cut on this way.

        Args:
            image: URL of a picture that the site fetches. Base64 text is documented too,
                but an address may be too short for it, and the encoding of addresses may alter
                it.
            name: Name of the file; that of the file part when none is sent. Title and file
                name in the answer are made from it.
            expiration: Seconds until the site deletes the picture, from a minute to 180
                days. Left out, the picture stays (inferred). 60 to 15552000.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The picture is stored.

        Raises:
            ImageHostError: A failure outside the application: a page of the server in
                front, an empty body, or the application's error under another status
                (observed).
            InvalidRequest: The upload was refused, whatever the reason (observed). The code
                and the message say why; the code does not suffice (observed).

        Source: imgbb-api-v1.txt, "Request method".
        """

        return self._call(
            IMAGES_UPLOAD_BY_GET,
            (
                image,
                name,
                expiration,
            ),
            options,
        )

    def upload(
        self,
        image: UploadSource,
        *,
        name: str | None = None,
        expiration: int | None = None,
        options: RequestOptions | None = None,
    ) -> Image:
        """Upload a picture

        Stores a picture and answers with its addresses. The picture is a file part, or in a
        form without file parts a URL or base64 text. The key travels in the body; The document
        has the key in the address instead, which leaves it in logs.

        Args:
            image: The picture as a file part with a file name. It may have up to 32 MB.
            name: Name of the file; that of the file part when none is sent. Title and file
                name in the answer are made from it.
            expiration: Seconds until the site deletes the picture, from a minute to 180
                days. Left out, the picture stays (inferred). 60 to 15552000.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The picture is stored.

        Raises:
            ImageHostError: A failure outside the application: a page of the server in
                front, an empty body, or the application's error under another status
                (observed).
            InvalidRequest: The upload was refused, whatever the reason (observed). The code
                and the message say why; the code does not suffice (observed).

        Source: imgbb-api-v1.txt, "Image Upload".
        """

        return self._call(
            IMAGES_UPLOAD,
            (
                image,
                name,
                expiration,
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

    async def upload_by_get(
        self,
        image: str,
        *,
        name: str | None = None,
        expiration: int | None = None,
        options: RequestOptions | None = None,
    ) -> Image:
        """See :meth:`ImagesResource.upload_by_get`."""

        return await self._call(
            IMAGES_UPLOAD_BY_GET,
            (
                image,
                name,
                expiration,
            ),
            options,
        )

    async def upload(
        self,
        image: UploadSource,
        *,
        name: str | None = None,
        expiration: int | None = None,
        options: RequestOptions | None = None,
    ) -> Image:
        """See :meth:`ImagesResource.upload`."""

        return await self._call(
            IMAGES_UPLOAD,
            (
                image,
                name,
                expiration,
            ),
            options,
        )


class ImagesResourceWithRawResponse:
    """The images operations with whole answers."""

    def __init__(self, resource: ImagesResource) -> None:
        raw = resource.in_mode("raw")
        self.upload_by_get = as_raw(raw.upload_by_get)
        self.upload = as_raw(raw.upload)


class AsyncImagesResourceWithRawResponse:
    """The images operations with whole answers, awaited."""

    def __init__(self, resource: AsyncImagesResource) -> None:
        raw = resource.in_mode("raw")
        self.upload_by_get = as_async_raw(raw.upload_by_get)
        self.upload = as_async_raw(raw.upload)


class ImagesResourceWithStreamingResponse:
    """The images operations with answers that are still on their way."""

    def __init__(self, resource: ImagesResource) -> None:
        streamed = resource.in_mode("stream")
        self.upload_by_get = as_streamed(streamed.upload_by_get)
        self.upload = as_streamed(streamed.upload)


class AsyncImagesResourceWithStreamingResponse:
    """The images operations with answers that are still on their way, awaited."""

    def __init__(self, resource: AsyncImagesResource) -> None:
        streamed = resource.in_mode("stream")
        self.upload_by_get = as_async_streamed(streamed.upload_by_get)
        self.upload = as_async_streamed(streamed.upload)
