# Generated from specs/imagehosting_me/openapi.yaml by `make generate`. Change the spec, not this file.
"""The images operations of imagehosting.me API."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, TypedDict

from imagehosts_wire.imagehosting_me import models
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
    from imagehosts_wire.imagehosting_me.models import Image

IMAGES_UPLOAD_BY_GET: Operation[Image] = Operation(
    "imagehosting_me",
    "images_upload_by_get",
    "GET",
    "/upload",
    result=Result(
        "json",
        lambda: models.Image,
        envelope="image",
        tolerant=True,
    ),
    parameters=(
        Parameter("source", "source", "query", required=True),
        Parameter("title", "title", "query"),
        Parameter("description", "description", "query"),
        Parameter("tags", "tags", "query", encode="csv"),
        Parameter("album_id", "album_id", "query"),
        Parameter("category_id", "category_id", "query", encode="integer"),
        Parameter("width", "width", "query", encode="integer:1"),
        Parameter("expiration", "expiration", "query", encode="duration"),
        Parameter("nsfw", "nsfw", "query", encode="flag:1/0"),
        Parameter("use_file_date", "use_file_date", "query", encode="flag:1/0"),
    ),
    constants=(("query", "format", "json"),),
    credentials=(
        Credential("api_key", "header", "X-API-Key"),
        Credential("api_key", "query", "key"),
    ),
    credential_optional=True,
    repeatable=False,
    source=("imagehosting-me-api-v1.1.txt", "Request method"),
)
IMAGES_UPLOAD: Operation[Image] = Operation(
    "imagehosting_me",
    "images_upload",
    "POST",
    "/upload",
    result=Result(
        "json",
        lambda: models.Image,
        envelope="image",
        tolerant=True,
    ),
    parameters=(
        Parameter("source", "source", "body", encode="source", required=True),
        Parameter("title", "title", "body"),
        Parameter("description", "description", "body"),
        Parameter("tags", "tags", "body", encode="csv"),
        Parameter("album_id", "album_id", "body"),
        Parameter("category_id", "category_id", "body", encode="integer"),
        Parameter("width", "width", "body", encode="integer:1"),
        Parameter("expiration", "expiration", "body", encode="duration"),
        Parameter("nsfw", "nsfw", "body", encode="flag:1/0"),
        Parameter("use_file_date", "use_file_date", "body", encode="flag:1/0"),
    ),
    constants=(("body", "format", "json"),),
    bodies=(
        "multipart/form-data",
        "application/x-www-form-urlencoded",
    ),
    credentials=(
        Credential("api_key", "header", "X-API-Key"),
        Credential("api_key", "body", "key"),
    ),
    credential_optional=True,
    repeatable=False,
    source=("imagehosting-me-api-v1.1.txt", "Request method"),
)
IMAGES_UPLOAD_TXT_BY_GET: Operation[str] = Operation(
    "imagehosting_me",
    "images_upload_txt_by_get",
    "GET",
    "/upload",
    result=Result(
        "text",
    ),
    parameters=(
        Parameter("source", "source", "query", required=True),
        Parameter("title", "title", "query"),
        Parameter("description", "description", "query"),
        Parameter("tags", "tags", "query", encode="csv"),
        Parameter("album_id", "album_id", "query"),
        Parameter("category_id", "category_id", "query", encode="integer"),
        Parameter("width", "width", "query", encode="integer:1"),
        Parameter("expiration", "expiration", "query", encode="duration"),
        Parameter("nsfw", "nsfw", "query", encode="flag:1/0"),
        Parameter("use_file_date", "use_file_date", "query", encode="flag:1/0"),
    ),
    constants=(("query", "format", "txt"),),
    credentials=(
        Credential("api_key", "header", "X-API-Key"),
        Credential("api_key", "query", "key"),
    ),
    credential_optional=True,
    repeatable=False,
    source=("imagehosting-me-api-v1.1.txt", "API response"),
)
IMAGES_UPLOAD_TXT: Operation[str] = Operation(
    "imagehosting_me",
    "images_upload_txt",
    "POST",
    "/upload",
    result=Result(
        "text",
    ),
    parameters=(
        Parameter("source", "source", "body", encode="source", required=True),
        Parameter("title", "title", "body"),
        Parameter("description", "description", "body"),
        Parameter("tags", "tags", "body", encode="csv"),
        Parameter("album_id", "album_id", "body"),
        Parameter("category_id", "category_id", "body", encode="integer"),
        Parameter("width", "width", "body", encode="integer:1"),
        Parameter("expiration", "expiration", "body", encode="duration"),
        Parameter("nsfw", "nsfw", "body", encode="flag:1/0"),
        Parameter("use_file_date", "use_file_date", "body", encode="flag:1/0"),
    ),
    constants=(("body", "format", "txt"),),
    bodies=(
        "multipart/form-data",
        "application/x-www-form-urlencoded",
    ),
    credentials=(
        Credential("api_key", "header", "X-API-Key"),
        Credential("api_key", "body", "key"),
    ),
    credential_optional=True,
    repeatable=False,
    source=("imagehosting-me-api-v1.1.txt", "API response"),
)
IMAGES_UPLOAD_REDIRECT_BY_GET: Operation[str] = Operation(
    "imagehosting_me",
    "images_upload_redirect_by_get",
    "GET",
    "/upload",
    result=Result(
        "redirect",
        statuses=(302,),
    ),
    parameters=(
        Parameter("source", "source", "query", required=True),
        Parameter("title", "title", "query"),
        Parameter("description", "description", "query"),
        Parameter("tags", "tags", "query", encode="csv"),
        Parameter("album_id", "album_id", "query"),
        Parameter("category_id", "category_id", "query", encode="integer"),
        Parameter("width", "width", "query", encode="integer:1"),
        Parameter("expiration", "expiration", "query", encode="duration"),
        Parameter("nsfw", "nsfw", "query", encode="flag:1/0"),
        Parameter("use_file_date", "use_file_date", "query", encode="flag:1/0"),
    ),
    constants=(("query", "format", "redirect"),),
    credentials=(
        Credential("api_key", "header", "X-API-Key"),
        Credential("api_key", "query", "key"),
    ),
    credential_optional=True,
    repeatable=False,
    source=("imagehosting-me-api-v1.1.txt", "API response"),
)
IMAGES_UPLOAD_REDIRECT: Operation[str] = Operation(
    "imagehosting_me",
    "images_upload_redirect",
    "POST",
    "/upload",
    result=Result(
        "redirect",
        statuses=(302,),
    ),
    parameters=(
        Parameter("source", "source", "body", encode="source", required=True),
        Parameter("title", "title", "body"),
        Parameter("description", "description", "body"),
        Parameter("tags", "tags", "body", encode="csv"),
        Parameter("album_id", "album_id", "body"),
        Parameter("category_id", "category_id", "body", encode="integer"),
        Parameter("width", "width", "body", encode="integer:1"),
        Parameter("expiration", "expiration", "body", encode="duration"),
        Parameter("nsfw", "nsfw", "body", encode="flag:1/0"),
        Parameter("use_file_date", "use_file_date", "body", encode="flag:1/0"),
    ),
    constants=(("body", "format", "redirect"),),
    bodies=(
        "multipart/form-data",
        "application/x-www-form-urlencoded",
    ),
    credentials=(
        Credential("api_key", "header", "X-API-Key"),
        Credential("api_key", "body", "key"),
    ),
    credential_optional=True,
    repeatable=False,
    source=("imagehosting-me-api-v1.1.txt", "API response"),
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

    title: str | None
    """Title of the file. The site takes it from the metadata when none is sent. Without metadata
    the site takes it from the file name (observed)."""
    description: str | None
    """Description of the file. The site takes it from the metadata when none is sent."""
    tags: Sequence[str] | str | None
    """Tags, separated by commas. A comma cannot be part of a tag (inferred)."""
    album_id: str | None
    """Id of an album that belongs to the user of the key (inferred). It is the encoded id, as
    addresses have it (observed). Sites silently ignore the album of somebody else (observed)."""
    category_id: int | None
    """Number of the category to file the picture under (inferred)."""
    width: int | None
    """Width to resize the picture to; the height follows. It is in pixels, ignored for animated
    pictures and videos, and an error where it is larger than that of the picture (observed). At
    least 1."""
    expiration: timedelta | str | None
    """Time until the site deletes the file, as an ISO 8601 duration such as `PT5M` or `P3D`. Sites
    keep it between 5 minutes and 365 days, and turn a text that they cannot read into 5 minutes
    instead of an error (observed)."""
    nsfw: bool | None
    """1 flags the file as not safe for work."""
    use_file_date: bool | None
    """1 files the picture under the date it was taken (Exif) instead of the date of the upload.
    For administrators of the site only."""


class ImagesUploadTxtOptions(TypedDict, total=False):
    """What ``ImagesResource.upload_txt()`` takes by keyword, beside ``options``."""

    title: str | None
    """Title of the file. The site takes it from the metadata when none is sent. Without metadata
    the site takes it from the file name (observed)."""
    description: str | None
    """Description of the file. The site takes it from the metadata when none is sent."""
    tags: Sequence[str] | str | None
    """Tags, separated by commas. A comma cannot be part of a tag (inferred)."""
    album_id: str | None
    """Id of an album that belongs to the user of the key (inferred). It is the encoded id, as
    addresses have it (observed). Sites silently ignore the album of somebody else (observed)."""
    category_id: int | None
    """Number of the category to file the picture under (inferred)."""
    width: int | None
    """Width to resize the picture to; the height follows. It is in pixels, ignored for animated
    pictures and videos, and an error where it is larger than that of the picture (observed). At
    least 1."""
    expiration: timedelta | str | None
    """Time until the site deletes the file, as an ISO 8601 duration such as `PT5M` or `P3D`. Sites
    keep it between 5 minutes and 365 days, and turn a text that they cannot read into 5 minutes
    instead of an error (observed)."""
    nsfw: bool | None
    """1 flags the file as not safe for work."""
    use_file_date: bool | None
    """1 files the picture under the date it was taken (Exif) instead of the date of the upload.
    For administrators of the site only."""


class ImagesUploadRedirectOptions(TypedDict, total=False):
    """What ``ImagesResource.upload_redirect()`` takes by keyword, beside ``options``."""

    title: str | None
    """Title of the file. The site takes it from the metadata when none is sent. Without metadata
    the site takes it from the file name (observed)."""
    description: str | None
    """Description of the file. The site takes it from the metadata when none is sent."""
    tags: Sequence[str] | str | None
    """Tags, separated by commas. A comma cannot be part of a tag (inferred)."""
    album_id: str | None
    """Id of an album that belongs to the user of the key (inferred). It is the encoded id, as
    addresses have it (observed). Sites silently ignore the album of somebody else (observed)."""
    category_id: int | None
    """Number of the category to file the picture under (inferred)."""
    width: int | None
    """Width to resize the picture to; the height follows. It is in pixels, ignored for animated
    pictures and videos, and an error where it is larger than that of the picture (observed). At
    least 1."""
    expiration: timedelta | str | None
    """Time until the site deletes the file, as an ISO 8601 duration such as `PT5M` or `P3D`. Sites
    keep it between 5 minutes and 365 days, and turn a text that they cannot read into 5 minutes
    instead of an error (observed)."""
    nsfw: bool | None
    """1 flags the file as not safe for work."""
    use_file_date: bool | None
    """1 files the picture under the date it was taken (Exif) instead of the date of the upload.
    For administrators of the site only."""


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
        source: str,
        *,
        title: str | None = None,
        description: str | None = None,
        tags: Sequence[str] | str | None = None,
        album_id: str | None = None,
        category_id: int | None = None,
        width: int | None = None,
        expiration: timedelta | str | None = None,
        nsfw: bool | None = None,
        use_file_date: bool | None = None,
        options: RequestOptions | None = None,
    ) -> Image:
        """Upload a picture from a URL by GET

        Stores the picture found at a URL and answers with everything the site knows about it.
        The key stands in the address, where logs keep it: prefer POST. Sites refuse base64 text
        by GET (observed).

        Args:
            source: URL of a picture for the site to fetch. Base64 data is documented too.
                Sites refuse base64 text by GET, and many refuse URLs to ordinary keys
                (observed).
            title: Title of the file. The site takes it from the metadata when none is sent.
                Without metadata the site takes it from the file name (observed).
            description: Description of the file. The site takes it from the metadata when
                none is sent.
            tags: Tags, separated by commas. A comma cannot be part of a tag (inferred).
            album_id: Id of an album that belongs to the user of the key. It is the encoded
                id, as addresses have it (observed). Sites silently ignore the album of somebody
                else (observed).
            category_id: Number of the category to file the picture under.
            width: Width to resize the picture to; the height follows. It is in pixels,
                ignored for animated pictures and videos, and an error where it is larger than
                that of the picture (observed). At least 1.
            expiration: Time until the site deletes the file, as an ISO 8601 duration such
                as `PT5M` or `P3D`. Sites keep it between 5 minutes and 365 days, and turn a
                text that they cannot read into 5 minutes instead of an error (observed).
            nsfw: 1 flags the file as not safe for work.
            use_file_date: 1 files the picture under the date it was taken (Exif) instead of
                the date of the upload. For administrators of the site only.
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

        Source: imagehosting-me-api-v1.1.txt, "Request method".
        """

        return self._call(
            IMAGES_UPLOAD_BY_GET,
            (
                source,
                title,
                description,
                tags,
                album_id,
                category_id,
                width,
                expiration,
                nsfw,
                use_file_date,
            ),
            options,
        )

    def upload(
        self,
        source: UploadSource,
        *,
        title: str | None = None,
        description: str | None = None,
        tags: Sequence[str] | str | None = None,
        album_id: str | None = None,
        category_id: int | None = None,
        width: int | None = None,
        expiration: timedelta | str | None = None,
        nsfw: bool | None = None,
        use_file_date: bool | None = None,
        options: RequestOptions | None = None,
    ) -> Image:
        """Upload a picture

        Stores a picture and answers with everything the site knows about it. The source is a
        file part, or in a form without file parts a URL or base64 text.

        Args:
            source: The picture as a file part with a file name.
            title: Title of the file. The site takes it from the metadata when none is sent.
                Without metadata the site takes it from the file name (observed).
            description: Description of the file. The site takes it from the metadata when
                none is sent.
            tags: Tags, separated by commas. A comma cannot be part of a tag (inferred).
            album_id: Id of an album that belongs to the user of the key (inferred). It is
                the encoded id, as addresses have it (observed). Sites silently ignore the album
                of somebody else (observed).
            category_id: Number of the category to file the picture under (inferred).
            width: Width to resize the picture to; the height follows. It is in pixels,
                ignored for animated pictures and videos, and an error where it is larger than
                that of the picture (observed). At least 1.
            expiration: Time until the site deletes the file, as an ISO 8601 duration such
                as `PT5M` or `P3D`. Sites keep it between 5 minutes and 365 days, and turn a
                text that they cannot read into 5 minutes instead of an error (observed).
            nsfw: 1 flags the file as not safe for work.
            use_file_date: 1 files the picture under the date it was taken (Exif) instead of
                the date of the upload. For administrators of the site only.
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

        Source: imagehosting-me-api-v1.1.txt, "Request method".
        """

        return self._call(
            IMAGES_UPLOAD,
            (
                source,
                title,
                description,
                tags,
                album_id,
                category_id,
                width,
                expiration,
                nsfw,
                use_file_date,
            ),
            options,
        )

    def upload_txt_by_get(
        self,
        source: str,
        *,
        title: str | None = None,
        description: str | None = None,
        tags: Sequence[str] | str | None = None,
        album_id: str | None = None,
        category_id: int | None = None,
        width: int | None = None,
        expiration: timedelta | str | None = None,
        nsfw: bool | None = None,
        use_file_date: bool | None = None,
        options: RequestOptions | None = None,
    ) -> str:
        """Upload a picture from a URL by GET and get its direct address

        Stores the picture found at a URL and answers with its direct address as text. An error
        is answered with the same status: only text that begins with `http://` or `https://` is
        success (observed).

        Args:
            source: URL of a picture for the site to fetch. Base64 data is documented too.
                Sites refuse base64 text by GET, and many refuse URLs to ordinary keys
                (observed).
            title: Title of the file. The site takes it from the metadata when none is sent.
                Without metadata the site takes it from the file name (observed).
            description: Description of the file. The site takes it from the metadata when
                none is sent.
            tags: Tags, separated by commas. A comma cannot be part of a tag (inferred).
            album_id: Id of an album that belongs to the user of the key. It is the encoded
                id, as addresses have it (observed). Sites silently ignore the album of somebody
                else (observed).
            category_id: Number of the category to file the picture under.
            width: Width to resize the picture to; the height follows. It is in pixels,
                ignored for animated pictures and videos, and an error where it is larger than
                that of the picture (observed). At least 1.
            expiration: Time until the site deletes the file, as an ISO 8601 duration such
                as `PT5M` or `P3D`. Sites keep it between 5 minutes and 365 days, and turn a
                text that they cannot read into 5 minutes instead of an error (observed).
            nsfw: 1 flags the file as not safe for work.
            use_file_date: 1 files the picture under the date it was taken (Exif) instead of
                the date of the upload. For administrators of the site only.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The direct address of the stored picture; or the message of an error. The document
            gives no media type. There is no line end (observed). An error has the same status,
            and its message is all that comes (observed). Sites say `text/html` (observed).

        Raises:
            ImageHostError: A failure outside the application: a page of the web server, an
                empty body, or the application's error under another status (observed).
            NotFound: The address was written with a slash too many or too few (observed).
                Nothing was uploaded (observed). A client that follows this with GET loses its
                body (observed).
            InvalidRequest: The upload was refused (observed). The code and the message say
                why; neither suffices alone (observed).

        Source: imagehosting-me-api-v1.1.txt, "API response".
        """

        return self._call(
            IMAGES_UPLOAD_TXT_BY_GET,
            (
                source,
                title,
                description,
                tags,
                album_id,
                category_id,
                width,
                expiration,
                nsfw,
                use_file_date,
            ),
            options,
        )

    def upload_txt(
        self,
        source: UploadSource,
        *,
        title: str | None = None,
        description: str | None = None,
        tags: Sequence[str] | str | None = None,
        album_id: str | None = None,
        category_id: int | None = None,
        width: int | None = None,
        expiration: timedelta | str | None = None,
        nsfw: bool | None = None,
        use_file_date: bool | None = None,
        options: RequestOptions | None = None,
    ) -> str:
        """Upload a picture and get its direct address

        Stores a picture and answers with its direct address as text, nothing else. An error is
        answered with the same status: only text that begins with `http://` or `https://` is
        success (observed).

        Args:
            source: The picture as a file part with a file name.
            title: Title of the file. The site takes it from the metadata when none is sent.
                Without metadata the site takes it from the file name (observed).
            description: Description of the file. The site takes it from the metadata when
                none is sent.
            tags: Tags, separated by commas. A comma cannot be part of a tag (inferred).
            album_id: Id of an album that belongs to the user of the key (inferred). It is
                the encoded id, as addresses have it (observed). Sites silently ignore the album
                of somebody else (observed).
            category_id: Number of the category to file the picture under (inferred).
            width: Width to resize the picture to; the height follows. It is in pixels,
                ignored for animated pictures and videos, and an error where it is larger than
                that of the picture (observed). At least 1.
            expiration: Time until the site deletes the file, as an ISO 8601 duration such
                as `PT5M` or `P3D`. Sites keep it between 5 minutes and 365 days, and turn a
                text that they cannot read into 5 minutes instead of an error (observed).
            nsfw: 1 flags the file as not safe for work.
            use_file_date: 1 files the picture under the date it was taken (Exif) instead of
                the date of the upload. For administrators of the site only.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The direct address of the stored picture; or the message of an error. The document
            gives no media type. There is no line end (observed). An error has the same status,
            and its message is all that comes (observed). Sites say `text/html` (observed).

        Raises:
            ImageHostError: A failure outside the application: a page of the web server, an
                empty body, or the application's error under another status (observed).
            NotFound: The address was written with a slash too many or too few (observed).
                Nothing was uploaded (observed). A client that follows this with GET loses its
                body (observed).
            InvalidRequest: The upload was refused (observed). The code and the message say
                why; neither suffices alone (observed).

        Source: imagehosting-me-api-v1.1.txt, "API response".
        """

        return self._call(
            IMAGES_UPLOAD_TXT,
            (
                source,
                title,
                description,
                tags,
                album_id,
                category_id,
                width,
                expiration,
                nsfw,
                use_file_date,
            ),
            options,
        )

    def upload_redirect_by_get(
        self,
        source: str,
        *,
        title: str | None = None,
        description: str | None = None,
        tags: Sequence[str] | str | None = None,
        album_id: str | None = None,
        category_id: int | None = None,
        width: int | None = None,
        expiration: timedelta | str | None = None,
        nsfw: bool | None = None,
        use_file_date: bool | None = None,
        options: RequestOptions | None = None,
    ) -> str:
        """Upload a picture from a URL by GET and get the address of its page

        Stores the picture found at a URL and answers with a redirect to the page that shows it.
        The address is the answer: do not follow it. An error is answered with 200 and its
        message as text (observed).

        Args:
            source: URL of a picture for the site to fetch. Base64 data is documented too.
                Sites refuse base64 text by GET, and many refuse URLs to ordinary keys
                (observed).
            title: Title of the file. The site takes it from the metadata when none is sent.
                Without metadata the site takes it from the file name (observed).
            description: Description of the file. The site takes it from the metadata when
                none is sent.
            tags: Tags, separated by commas. A comma cannot be part of a tag (inferred).
            album_id: Id of an album that belongs to the user of the key. It is the encoded
                id, as addresses have it (observed). Sites silently ignore the album of somebody
                else (observed).
            category_id: Number of the category to file the picture under.
            width: Width to resize the picture to; the height follows. It is in pixels,
                ignored for animated pictures and videos, and an error where it is larger than
                that of the picture (observed). At least 1.
            expiration: Time until the site deletes the file, as an ISO 8601 duration such
                as `PT5M` or `P3D`. Sites keep it between 5 minutes and 365 days, and turn a
                text that they cannot read into 5 minutes instead of an error (observed).
            nsfw: 1 flags the file as not safe for work.
            use_file_date: 1 files the picture under the date it was taken (Exif) instead of
                the date of the upload. For administrators of the site only.
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

        Source: imagehosting-me-api-v1.1.txt, "API response".
        """

        return self._call(
            IMAGES_UPLOAD_REDIRECT_BY_GET,
            (
                source,
                title,
                description,
                tags,
                album_id,
                category_id,
                width,
                expiration,
                nsfw,
                use_file_date,
            ),
            options,
        )

    def upload_redirect(
        self,
        source: UploadSource,
        *,
        title: str | None = None,
        description: str | None = None,
        tags: Sequence[str] | str | None = None,
        album_id: str | None = None,
        category_id: int | None = None,
        width: int | None = None,
        expiration: timedelta | str | None = None,
        nsfw: bool | None = None,
        use_file_date: bool | None = None,
        options: RequestOptions | None = None,
    ) -> str:
        """Upload a picture and get the address of its page

        Stores a picture and answers with a redirect to the page that shows it. The address is
        the answer: do not follow it. An error is answered with 200 and its message as text
        (observed).

        Args:
            source: The picture as a file part with a file name.
            title: Title of the file. The site takes it from the metadata when none is sent.
                Without metadata the site takes it from the file name (observed).
            description: Description of the file. The site takes it from the metadata when
                none is sent.
            tags: Tags, separated by commas. A comma cannot be part of a tag (inferred).
            album_id: Id of an album that belongs to the user of the key (inferred). It is
                the encoded id, as addresses have it (observed). Sites silently ignore the album
                of somebody else (observed).
            category_id: Number of the category to file the picture under (inferred).
            width: Width to resize the picture to; the height follows. It is in pixels,
                ignored for animated pictures and videos, and an error where it is larger than
                that of the picture (observed). At least 1.
            expiration: Time until the site deletes the file, as an ISO 8601 duration such
                as `PT5M` or `P3D`. Sites keep it between 5 minutes and 365 days, and turn a
                text that they cannot read into 5 minutes instead of an error (observed).
            nsfw: 1 flags the file as not safe for work.
            use_file_date: 1 files the picture under the date it was taken (Exif) instead of
                the date of the upload. For administrators of the site only.
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

        Source: imagehosting-me-api-v1.1.txt, "API response".
        """

        return self._call(
            IMAGES_UPLOAD_REDIRECT,
            (
                source,
                title,
                description,
                tags,
                album_id,
                category_id,
                width,
                expiration,
                nsfw,
                use_file_date,
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
        source: str,
        *,
        title: str | None = None,
        description: str | None = None,
        tags: Sequence[str] | str | None = None,
        album_id: str | None = None,
        category_id: int | None = None,
        width: int | None = None,
        expiration: timedelta | str | None = None,
        nsfw: bool | None = None,
        use_file_date: bool | None = None,
        options: RequestOptions | None = None,
    ) -> Image:
        """See :meth:`ImagesResource.upload_by_get`."""

        return await self._call(
            IMAGES_UPLOAD_BY_GET,
            (
                source,
                title,
                description,
                tags,
                album_id,
                category_id,
                width,
                expiration,
                nsfw,
                use_file_date,
            ),
            options,
        )

    async def upload(
        self,
        source: UploadSource,
        *,
        title: str | None = None,
        description: str | None = None,
        tags: Sequence[str] | str | None = None,
        album_id: str | None = None,
        category_id: int | None = None,
        width: int | None = None,
        expiration: timedelta | str | None = None,
        nsfw: bool | None = None,
        use_file_date: bool | None = None,
        options: RequestOptions | None = None,
    ) -> Image:
        """See :meth:`ImagesResource.upload`."""

        return await self._call(
            IMAGES_UPLOAD,
            (
                source,
                title,
                description,
                tags,
                album_id,
                category_id,
                width,
                expiration,
                nsfw,
                use_file_date,
            ),
            options,
        )

    async def upload_txt_by_get(
        self,
        source: str,
        *,
        title: str | None = None,
        description: str | None = None,
        tags: Sequence[str] | str | None = None,
        album_id: str | None = None,
        category_id: int | None = None,
        width: int | None = None,
        expiration: timedelta | str | None = None,
        nsfw: bool | None = None,
        use_file_date: bool | None = None,
        options: RequestOptions | None = None,
    ) -> str:
        """See :meth:`ImagesResource.upload_txt_by_get`."""

        return await self._call(
            IMAGES_UPLOAD_TXT_BY_GET,
            (
                source,
                title,
                description,
                tags,
                album_id,
                category_id,
                width,
                expiration,
                nsfw,
                use_file_date,
            ),
            options,
        )

    async def upload_txt(
        self,
        source: UploadSource,
        *,
        title: str | None = None,
        description: str | None = None,
        tags: Sequence[str] | str | None = None,
        album_id: str | None = None,
        category_id: int | None = None,
        width: int | None = None,
        expiration: timedelta | str | None = None,
        nsfw: bool | None = None,
        use_file_date: bool | None = None,
        options: RequestOptions | None = None,
    ) -> str:
        """See :meth:`ImagesResource.upload_txt`."""

        return await self._call(
            IMAGES_UPLOAD_TXT,
            (
                source,
                title,
                description,
                tags,
                album_id,
                category_id,
                width,
                expiration,
                nsfw,
                use_file_date,
            ),
            options,
        )

    async def upload_redirect_by_get(
        self,
        source: str,
        *,
        title: str | None = None,
        description: str | None = None,
        tags: Sequence[str] | str | None = None,
        album_id: str | None = None,
        category_id: int | None = None,
        width: int | None = None,
        expiration: timedelta | str | None = None,
        nsfw: bool | None = None,
        use_file_date: bool | None = None,
        options: RequestOptions | None = None,
    ) -> str:
        """See :meth:`ImagesResource.upload_redirect_by_get`."""

        return await self._call(
            IMAGES_UPLOAD_REDIRECT_BY_GET,
            (
                source,
                title,
                description,
                tags,
                album_id,
                category_id,
                width,
                expiration,
                nsfw,
                use_file_date,
            ),
            options,
        )

    async def upload_redirect(
        self,
        source: UploadSource,
        *,
        title: str | None = None,
        description: str | None = None,
        tags: Sequence[str] | str | None = None,
        album_id: str | None = None,
        category_id: int | None = None,
        width: int | None = None,
        expiration: timedelta | str | None = None,
        nsfw: bool | None = None,
        use_file_date: bool | None = None,
        options: RequestOptions | None = None,
    ) -> str:
        """See :meth:`ImagesResource.upload_redirect`."""

        return await self._call(
            IMAGES_UPLOAD_REDIRECT,
            (
                source,
                title,
                description,
                tags,
                album_id,
                category_id,
                width,
                expiration,
                nsfw,
                use_file_date,
            ),
            options,
        )


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
