# Generated from specs/imges/openapi.yaml by `make generate`. Change the spec, not this file.
"""The images operations of Imges API."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypedDict

from imagehosts_wire.imges import models
from imagehosts_wire.types import (
    AsyncResource,
    Choice,
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
    from imagehosts_wire.imges.models import Image

IMAGES_UPLOAD_BY_GET: Operation[Image] = Operation(
    "imges",
    "images_upload_by_get",
    "GET",
    "/{action}/",
    result=Result(
        "json",
        lambda: models.Image,
        envelope="image",
        tolerant=True,
    ),
    parameters=(Parameter("source", "source", "query", required=True),),
    constants=(
        ("path", "action", "upload"),
        ("query", "format", "json"),
    ),
    credentials=(Credential("api_key", "query", "key", required=True),),
    credential_optional=True,
    alternate_path="/{action}",
    repeatable=False,
    source=("imges-api-v1.txt", "Example Call"),
)
IMAGES_UPLOAD: Operation[Image] = Operation(
    "imges",
    "images_upload",
    "POST",
    "/{action}/",
    result=Result(
        "json",
        lambda: models.Image,
        envelope="image",
        tolerant=True,
    ),
    parameters=(Parameter("source", "source", "body", encode="source", required=True),),
    constants=(
        ("path", "action", "upload"),
        ("body", "format", "json"),
    ),
    bodies=(
        "multipart/form-data",
        "application/x-www-form-urlencoded",
    ),
    credentials=(Credential("api_key", "body", "key", required=True),),
    credential_optional=True,
    alternate_path="/{action}",
    repeatable=False,
    source=("imges-api-v1.txt", "API Call"),
)
IMAGES_UPLOAD_TXT_BY_GET: Operation[str] = Operation(
    "imges",
    "images_upload_txt_by_get",
    "GET",
    "/{action}/",
    result=Result(
        "text",
    ),
    parameters=(Parameter("source", "source", "query", required=True),),
    constants=(
        ("path", "action", "upload"),
        ("query", "format", "txt"),
    ),
    credentials=(Credential("api_key", "query", "key", required=True),),
    credential_optional=True,
    alternate_path="/{action}",
    repeatable=False,
    source=("imges-api-v1.txt", "API Response"),
)
IMAGES_UPLOAD_TXT: Operation[str] = Operation(
    "imges",
    "images_upload_txt",
    "POST",
    "/{action}/",
    result=Result(
        "text",
    ),
    parameters=(Parameter("source", "source", "body", encode="source", required=True),),
    constants=(
        ("path", "action", "upload"),
        ("body", "format", "txt"),
    ),
    bodies=(
        "multipart/form-data",
        "application/x-www-form-urlencoded",
    ),
    credentials=(Credential("api_key", "body", "key", required=True),),
    credential_optional=True,
    alternate_path="/{action}",
    repeatable=False,
    source=("imges-api-v1.txt", "API Response"),
)
IMAGES_UPLOAD_REDIRECT_BY_GET: Operation[str] = Operation(
    "imges",
    "images_upload_redirect_by_get",
    "GET",
    "/{action}/",
    result=Result(
        "redirect",
        statuses=(302,),
    ),
    parameters=(Parameter("source", "source", "query", required=True),),
    constants=(
        ("path", "action", "upload"),
        ("query", "format", "redirect"),
    ),
    credentials=(Credential("api_key", "query", "key", required=True),),
    credential_optional=True,
    alternate_path="/{action}",
    repeatable=False,
    source=("imges-api-v1.txt", "API Response"),
)
IMAGES_UPLOAD_REDIRECT: Operation[str] = Operation(
    "imges",
    "images_upload_redirect",
    "POST",
    "/{action}/",
    result=Result(
        "redirect",
        statuses=(302,),
    ),
    parameters=(Parameter("source", "source", "body", encode="source", required=True),),
    constants=(
        ("path", "action", "upload"),
        ("body", "format", "redirect"),
    ),
    bodies=(
        "multipart/form-data",
        "application/x-www-form-urlencoded",
    ),
    credentials=(Credential("api_key", "body", "key", required=True),),
    credential_optional=True,
    alternate_path="/{action}",
    repeatable=False,
    source=("imges-api-v1.txt", "API Response"),
)

OPERATIONS = (
    IMAGES_UPLOAD_BY_GET,
    IMAGES_UPLOAD,
    IMAGES_UPLOAD_TXT_BY_GET,
    IMAGES_UPLOAD_TXT,
    IMAGES_UPLOAD_REDIRECT_BY_GET,
    IMAGES_UPLOAD_REDIRECT,
)
"""Every operation of this resource."""

IMAGES_UPLOAD_CHOICE = Choice(
    "upload",
    (
        "format",
        "method",
    ),
    {
        ("json", "POST"): IMAGES_UPLOAD,
        ("json", "GET"): IMAGES_UPLOAD_BY_GET,
        ("txt", "GET"): IMAGES_UPLOAD_TXT_BY_GET,
        ("txt", "POST"): IMAGES_UPLOAD_TXT,
        ("redirect", "GET"): IMAGES_UPLOAD_REDIRECT_BY_GET,
        ("redirect", "POST"): IMAGES_UPLOAD_REDIRECT,
    },
)
"""The operations that ``upload()`` of a client chooses among."""


class ImagesUploadOptions(TypedDict, total=False):
    """What ``ImagesResource.upload()`` takes by keyword, beside ``options``."""


class ImagesUploadTxtOptions(TypedDict, total=False):
    """What ``ImagesResource.upload_txt()`` takes by keyword, beside ``options``."""


class ImagesUploadRedirectOptions(TypedDict, total=False):
    """What ``ImagesResource.upload_redirect()`` takes by keyword, beside ``options``."""


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

    def upload_by_get(self, source: str, *, options: RequestOptions | None = None) -> Image:
        """Upload a picture from a URL by GET

        Stores the picture found at a URL and answers with everything the site knows about it.
        The key stands in the address, where logs keep it: prefer POST. Sites refuse base64 text
        by GET (observed).

        Args:
            source: URL of a picture for the site to fetch. Base64 text is documented too,
                but URL encoding may alter it and the length of an address is limited. Sites
                refuse base64 text by GET (observed).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The picture is stored. A site that is closed for maintenance, or that has banned the
            client, also answers 200, with a page or a sentence instead of JSON (observed).

        Raises:
            ImageHostError: A failure outside the application: a page of the web server, an
                empty body, or the application's error under another status (observed).
            NotFound: The address was written with a slash too many or too few (observed).
                Nothing was uploaded (observed). A client that follows this with GET loses its
                body (observed).
            InvalidRequest: The upload was refused (observed). The code and the message say
                why; neither suffices alone (observed).

        Source: imges-api-v1.txt, "Example Call".
        """

        return self._call(IMAGES_UPLOAD_BY_GET, (source,), options)

    def upload(self, source: UploadSource, *, options: RequestOptions | None = None) -> Image:
        """Upload a picture

        Stores a picture and answers with everything the site knows about it. The source is a
        file part, or in a form without file parts a URL or base64 text. If the address with the
        slash at its end does not work, the same address without it may.

        Args:
            source: The picture as a file part with a file name.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The picture is stored. A site that is closed for maintenance, or that has banned the
            client, also answers 200, with a page or a sentence instead of JSON (observed).

        Raises:
            ImageHostError: A failure outside the application: a page of the web server, an
                empty body, or the application's error under another status (observed).
            NotFound: The address was written with a slash too many or too few (observed).
                Nothing was uploaded (observed). A client that follows this with GET loses its
                body (observed).
            InvalidRequest: The upload was refused (observed). The code and the message say
                why; neither suffices alone (observed).

        Source: imges-api-v1.txt, "API Call".
        """

        return self._call(IMAGES_UPLOAD, (source,), options)

    def upload_txt_by_get(self, source: str, *, options: RequestOptions | None = None) -> str:
        """Upload a picture from a URL by GET and get its direct address

        Stores the picture found at a URL and answers with its direct address as text. An error
        is answered with the same status: only text that begins with `http://` or `https://` is
        success (observed).

        Args:
            source: URL of a picture for the site to fetch. Base64 text is documented too,
                but URL encoding may alter it and the length of an address is limited. Sites
                refuse base64 text by GET (observed).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The direct address of the stored picture; or the message of an error. The document
            promises `text/plain`. There is no line end (observed). An error has the same
            status, and its message is all that comes (observed). Sites say `text/html`
            (observed).

        Raises:
            ImageHostError: A failure outside the application: a page of the web server, an
                empty body, or the application's error under another status (observed).
            NotFound: The address was written with a slash too many or too few (observed).
                Nothing was uploaded (observed). A client that follows this with GET loses its
                body (observed).
            InvalidRequest: The upload was refused (observed). The code and the message say
                why; neither suffices alone (observed).

        Source: imges-api-v1.txt, "API Response".
        """

        return self._call(IMAGES_UPLOAD_TXT_BY_GET, (source,), options)

    def upload_txt(self, source: UploadSource, *, options: RequestOptions | None = None) -> str:
        """Upload a picture and get its direct address

        Stores a picture and answers with its direct address as text, nothing else. An error is
        answered with the same status: only text that begins with `http://` or `https://` is
        success (observed).

        Args:
            source: The picture as a file part with a file name.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The direct address of the stored picture; or the message of an error. The document
            promises `text/plain`. There is no line end (observed). An error has the same
            status, and its message is all that comes (observed). Sites say `text/html`
            (observed).

        Raises:
            ImageHostError: A failure outside the application: a page of the web server, an
                empty body, or the application's error under another status (observed).
            NotFound: The address was written with a slash too many or too few (observed).
                Nothing was uploaded (observed). A client that follows this with GET loses its
                body (observed).
            InvalidRequest: The upload was refused (observed). The code and the message say
                why; neither suffices alone (observed).

        Source: imges-api-v1.txt, "API Response".
        """

        return self._call(IMAGES_UPLOAD_TXT, (source,), options)

    def upload_redirect_by_get(self, source: str, *, options: RequestOptions | None = None) -> str:
        """Upload a picture from a URL by GET and get the address of its page

        Stores the picture found at a URL and answers with a redirect to the page that shows it.
        The address is the answer: do not follow it. An error is answered with 200 and its
        message as text (observed).

        Args:
            source: URL of a picture for the site to fetch. Base64 text is documented too,
                but URL encoding may alter it and the length of an address is limited. Sites
                refuse base64 text by GET (observed).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The picture is stored; its page is at the address in `Location` (observed). No body
            (observed).

        Raises:
            ImageHostError: A failure outside the application: a page of the web server, an
                empty body, or the application's error under another status (observed).
            StatusError: The message of an error, without a code (observed). Nothing was
                stored (observed).
            NotFound: The address was written with a slash too many or too few (observed).
                Nothing was uploaded (observed). A client that follows this with GET loses its
                body (observed).
            InvalidRequest: The upload was refused (observed). The code and the message say
                why; neither suffices alone (observed).

        Source: imges-api-v1.txt, "API Response".
        """

        return self._call(IMAGES_UPLOAD_REDIRECT_BY_GET, (source,), options)

    def upload_redirect(
        self, source: UploadSource, *, options: RequestOptions | None = None
    ) -> str:
        """Upload a picture and get the address of its page

        Stores a picture and answers with a redirect to the page that shows it. The address is
        the answer: do not follow it. An error is answered with 200 and its message as text
        (observed).

        Args:
            source: The picture as a file part with a file name.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The picture is stored; its page is at the address in `Location` (observed). No body
            (observed).

        Raises:
            ImageHostError: A failure outside the application: a page of the web server, an
                empty body, or the application's error under another status (observed).
            StatusError: The message of an error, without a code (observed). Nothing was
                stored (observed).
            NotFound: The address was written with a slash too many or too few (observed).
                Nothing was uploaded (observed). A client that follows this with GET loses its
                body (observed).
            InvalidRequest: The upload was refused (observed). The code and the message say
                why; neither suffices alone (observed).

        Source: imges-api-v1.txt, "API Response".
        """

        return self._call(IMAGES_UPLOAD_REDIRECT, (source,), options)


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

    async def upload_by_get(self, source: str, *, options: RequestOptions | None = None) -> Image:
        """See :meth:`ImagesResource.upload_by_get`."""

        return await self._call(IMAGES_UPLOAD_BY_GET, (source,), options)

    async def upload(self, source: UploadSource, *, options: RequestOptions | None = None) -> Image:
        """See :meth:`ImagesResource.upload`."""

        return await self._call(IMAGES_UPLOAD, (source,), options)

    async def upload_txt_by_get(self, source: str, *, options: RequestOptions | None = None) -> str:
        """See :meth:`ImagesResource.upload_txt_by_get`."""

        return await self._call(IMAGES_UPLOAD_TXT_BY_GET, (source,), options)

    async def upload_txt(
        self, source: UploadSource, *, options: RequestOptions | None = None
    ) -> str:
        """See :meth:`ImagesResource.upload_txt`."""

        return await self._call(IMAGES_UPLOAD_TXT, (source,), options)

    async def upload_redirect_by_get(
        self, source: str, *, options: RequestOptions | None = None
    ) -> str:
        """See :meth:`ImagesResource.upload_redirect_by_get`."""

        return await self._call(IMAGES_UPLOAD_REDIRECT_BY_GET, (source,), options)

    async def upload_redirect(
        self, source: UploadSource, *, options: RequestOptions | None = None
    ) -> str:
        """See :meth:`ImagesResource.upload_redirect`."""

        return await self._call(IMAGES_UPLOAD_REDIRECT, (source,), options)


class ImagesResourceWithRawResponse:
    """The images operations with whole answers."""

    def __init__(self, resource: ImagesResource) -> None:
        raw = resource.in_mode("raw")
        self.upload_by_get = as_raw(raw.upload_by_get)
        self.upload = as_raw(raw.upload)
        self.upload_txt_by_get = as_raw(raw.upload_txt_by_get)
        self.upload_txt = as_raw(raw.upload_txt)
        self.upload_redirect_by_get = as_raw(raw.upload_redirect_by_get)
        self.upload_redirect = as_raw(raw.upload_redirect)


class AsyncImagesResourceWithRawResponse:
    """The images operations with whole answers, awaited."""

    def __init__(self, resource: AsyncImagesResource) -> None:
        raw = resource.in_mode("raw")
        self.upload_by_get = as_async_raw(raw.upload_by_get)
        self.upload = as_async_raw(raw.upload)
        self.upload_txt_by_get = as_async_raw(raw.upload_txt_by_get)
        self.upload_txt = as_async_raw(raw.upload_txt)
        self.upload_redirect_by_get = as_async_raw(raw.upload_redirect_by_get)
        self.upload_redirect = as_async_raw(raw.upload_redirect)


class ImagesResourceWithStreamingResponse:
    """The images operations with answers that are still on their way."""

    def __init__(self, resource: ImagesResource) -> None:
        streamed = resource.in_mode("stream")
        self.upload_by_get = as_streamed(streamed.upload_by_get)
        self.upload = as_streamed(streamed.upload)
        self.upload_txt_by_get = as_streamed(streamed.upload_txt_by_get)
        self.upload_txt = as_streamed(streamed.upload_txt)
        self.upload_redirect_by_get = as_streamed(streamed.upload_redirect_by_get)
        self.upload_redirect = as_streamed(streamed.upload_redirect)


class AsyncImagesResourceWithStreamingResponse:
    """The images operations with answers that are still on their way, awaited."""

    def __init__(self, resource: AsyncImagesResource) -> None:
        streamed = resource.in_mode("stream")
        self.upload_by_get = as_async_streamed(streamed.upload_by_get)
        self.upload = as_async_streamed(streamed.upload)
        self.upload_txt_by_get = as_async_streamed(streamed.upload_txt_by_get)
        self.upload_txt = as_async_streamed(streamed.upload_txt)
        self.upload_redirect_by_get = as_async_streamed(streamed.upload_redirect_by_get)
        self.upload_redirect = as_async_streamed(streamed.upload_redirect)
