"""ImgBB: one call that uploads a picture with the key of an account.

Each quirk is a function of its own below the clients; ``specs/imgbb/quirks.yaml`` says what it is
for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Unpack, cast

from imagehosts_wire.imgbb import api as imgbb
from imagehosts_wire.types import Credential, Operation, RequestOptions, UploadSource, Url

from ..core.arguments import values_in_order
from ..core.client import AsyncClient, AsyncOptions, ClientCore, SyncClient, SyncOptions
from ..core.errors import InvalidArgument
from ..core.flow import Flow
from ..core.quirks import quirk
from ..core.sources import as_text
from ..sharing.profile import Fact, Link, Sharing
from . import Host

if TYPE_CHECKING:
    from imagehosts_wire.imgbb.models import Image

__all__ = ["HOST", "AsyncImgBB", "ImgBB", "Method"]

Method = Literal["POST", "GET"]


class _ImgBBCore(ClientCore):
    """What both clients share."""

    api = imgbb.API
    base_url_variable = "IMGBB_BASE_URL"
    environment: ClassVar[Mapping[str, str]] = {"api_key": "IMGBB_API_KEY"}
    credential_help: ClassVar[Mapping[str, str]] = {
        "api_key": "ImgBB shows the key of an account at https://api.imgbb.com/, once logged in."
    }

    def _upload(
        self, source: UploadSource, method: Method, options: RequestOptions | None, **details: Any
    ) -> Flow[Any]:
        from imagehosts_wire.imgbb.resources import images

        operation = images.IMAGES_UPLOAD_BY_GET if method == "GET" else images.IMAGES_UPLOAD
        try:
            given = {**details, "image": choose_method(source, method)}
        except InvalidArgument as error:
            self._place(error, operation)
            raise
        values = values_in_order(operation, given, method="upload")
        return self.exchange(operation, values, options)

    def adapt_arguments(
        self, operation: Operation[Any], values: tuple[Any, ...]
    ) -> tuple[Any, ...]:
        names = [parameter.name for parameter in operation.parameters]
        return tuple(
            expiration_in_seconds(value) if name == "expiration" else value
            for name, value in zip(names, values, strict=True)
        )

    def credential_slots(self, operation: Operation[Any]) -> Sequence[Credential]:
        return authorize(self, operation)


class ImgBB(_ImgBBCore, SyncClient, imgbb.Resources):
    """A client of ImgBB.

    Args:
        api_key: The key of an account; ``IMGBB_API_KEY`` otherwise.
        base_url: Another address of the API; ``IMGBB_BASE_URL`` otherwise.
        options: See :class:`imagehosts.core.client.SyncOptions`.

    Raises:
        InvalidArgument: An argument cannot be used.
    """

    def __init__(
        self,
        api_key: str | None = None,
        *,
        base_url: str | None = None,
        **options: Unpack[SyncOptions],
    ) -> None:
        super().__init__(base_url=base_url, credentials={"api_key": api_key}, **options)

    def upload(
        self,
        source: UploadSource,
        *,
        name: str | None = None,
        expiration: int | timedelta | None = None,
        method: Method = "POST",
        options: RequestOptions | None = None,
        **details: Any,
    ) -> Image:
        """Upload a picture.

        Args:
            source: A path, bytes, a binary file object, ``(name, content)`` or ``(name, content,
                content type)``; :class:`Base64` or a ``data:`` URL; :class:`Url` or an http(s)
                address, which the site fetches by itself.
            name: Name of the file; that of the source when none is given. The site makes title and
                file name from it.
            expiration: When the site deletes the picture: seconds, or a time span of whole
                seconds, from a minute to 180 days. Left out, the picture stays.
            method: ``GET`` takes nothing but an address as its source; the key is then part of the
                address of the request.
            options: Settings for this call alone.
            details: Other options that ``ImagesUploadOptions`` has; there are none today.

        Raises:
            InvalidArgument: An argument cannot be sent; nothing was.
            MissingCredentials: There is no key; nothing was sent.
            ImageHostError: Everything else that can go wrong; see :mod:`imagehosts.core.errors`.

        Source: imgbb-api-v1.txt, "Image Upload".
        """
        details |= {"name": name, "expiration": expiration}
        flow = self._upload(source, method, options, **details)
        return cast("Image", self._run(flow))


class AsyncImgBB(_ImgBBCore, AsyncClient, imgbb.AsyncResources):
    """The asynchronous twin of :class:`ImgBB`."""

    def __init__(
        self,
        api_key: str | None = None,
        *,
        base_url: str | None = None,
        **options: Unpack[AsyncOptions],
    ) -> None:
        super().__init__(base_url=base_url, credentials={"api_key": api_key}, **options)

    async def upload(
        self,
        source: UploadSource,
        *,
        name: str | None = None,
        expiration: int | timedelta | None = None,
        method: Method = "POST",
        options: RequestOptions | None = None,
        **details: Any,
    ) -> Image:
        """Upload a picture; see :meth:`ImgBB.upload`."""
        details |= {"name": name, "expiration": expiration}
        flow = self._upload(source, method, options, **details)
        return cast("Image", await self._run(flow))


# --- quirks --------------------------------------------------------------------------------


@quirk("IBB-01", "IBB-02")
def authorize(client: ClientCore, operation: Operation[Any]) -> Sequence[Credential]:
    """One place for the key: the body of a POST, the query of a GET. There are no guests."""
    slots = ClientCore.credential_slots(client, operation)
    if operation.credentials and not slots:
        raise client.missing_credentials("api_key")
    return slots


@quirk("IBB-03")
def choose_method(source: UploadSource, method: Method) -> UploadSource:
    """GET carries an address alone: a file does not fit, and base64 text may be altered."""
    if method not in ("POST", "GET"):
        raise InvalidArgument("method", f"expected 'POST' or 'GET', got {method!r}")
    if method == "POST":
        return source
    is_address = isinstance(source, Url) or (
        isinstance(source, str) and re.match(r"https?://", source, re.IGNORECASE)
    )
    if not is_address:
        raise InvalidArgument("source", "GET takes an address only; use POST")
    return cast("str", as_text(source))


@quirk("IBB-06")
def expiration_in_seconds(expiration: Any) -> Any:
    """A time span as the whole seconds that the site counts in; bounds are those of the spec."""
    if not isinstance(expiration, timedelta):
        return expiration
    if expiration.microseconds:
        raise InvalidArgument("expiration", f"expected whole seconds, got {expiration}")
    return expiration // timedelta(seconds=1)


def upload_operation() -> Operation[Image]:
    """The operation whose options ``upload()`` takes."""
    from imagehosts_wire.imgbb.resources import images

    return images.IMAGES_UPLOAD


def expires_at(client: Any, image: Image) -> int | None:
    """When the site deletes the picture, in Unix seconds."""
    return image.time + image.expiration if image.expiration else None


def sharing() -> Sharing:
    """What the upload of all hosts must know."""
    document = "the document, Image Upload"
    return Sharing(
        members={
            "thumbnail_url": "thumb.url",
            "bytes": "size",
            "mime": "image.mime",
            "expires_at": expires_at,
        },
        sites=("ibb.co", "imgbb.com"),
        links=(
            Link(r"/[A-Za-z0-9]{5,10}/[A-Za-z0-9]{32}/?", "delete"),
            Link(r"/[A-Za-z0-9]{5,10}/?|/[A-Za-z0-9]+/[^/]+\.\w+", "picture"),
        ),
        deletes=Fact("page", "its delete_url leads to a page with a button"),
        max_bytes=Fact(dict.fromkeys(("image", "animation"), 32_000_000), document),
        expires=Fact((timedelta(seconds=60), timedelta(seconds=15_552_000)), document),
        by_address=Fact(True, document),
        anonymous=Fact(False, "the document gives keys to accounts alone"),
    )


HOST = Host(
    "imgbb",
    "ImgBB",
    sync_client=ImgBB,
    async_client=AsyncImgBB,
    status="API version 1 is documented for accounts, which are free; its answers are of 2025",
    upload_operation=upload_operation,
    addresses={"url": "url", "viewer": "url_viewer", "delete": "delete_url"},
    sharing=sharing,
)
