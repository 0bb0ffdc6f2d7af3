"""Imges: a site of the Chevereto family with version 1 of the API, for guests.

What it shares with its family is in :mod:`.chevereto`; ``specs/imges/quirks.yaml`` lists its
quirks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Unpack, cast, overload

from imagehosts_wire.imges import api as imges
from imagehosts_wire.types import Operation, RequestOptions, UploadSource

from ..core.client import AsyncClient, AsyncOptions, SyncClient, SyncOptions
from ..sharing.profile import Fact, Sharing
from . import Host
from .chevereto import LINKS, MEMBERS, CheveretoFamily, Format, Method

if TYPE_CHECKING:
    from imagehosts_wire.imges.models import Image
    from imagehosts_wire.imges.resources.images import ImagesUploadOptions

__all__ = ["HOST", "AsyncImges", "Imges"]


class _ImgesCore(CheveretoFamily):
    api = imges.API
    base_url_variable = "IMGES_BASE_URL"
    environment: ClassVar[Mapping[str, str]] = {"api_key": "IMGES_API_KEY"}
    credential_help: ClassVar[Mapping[str, str]] = {
        "api_key": "Imges shows the key for guests on its page about API version 1."
    }

    @classmethod
    def upload_operations(cls) -> Mapping[tuple[Format, Method], Operation[Any]]:
        from imagehosts_wire.imges.resources import images

        return {
            ("json", "POST"): images.IMAGES_UPLOAD,
            ("txt", "POST"): images.IMAGES_UPLOAD_TXT,
            ("redirect", "POST"): images.IMAGES_UPLOAD_REDIRECT,
            ("json", "GET"): images.IMAGES_UPLOAD_BY_GET,
            ("txt", "GET"): images.IMAGES_UPLOAD_TXT_BY_GET,
            ("redirect", "GET"): images.IMAGES_UPLOAD_REDIRECT_BY_GET,
        }


class Imges(_ImgesCore, SyncClient, imges.Resources):
    """A client of Imges.

    Args:
        api_key: The key; ``IMGES_API_KEY`` otherwise.
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

    @overload
    def upload(
        self,
        source: UploadSource,
        *,
        format: Literal["json"] = "json",
        method: Method = "POST",
        options: RequestOptions | None = None,
        **details: Unpack[ImagesUploadOptions],
    ) -> Image: ...
    @overload
    def upload(
        self,
        source: UploadSource,
        *,
        format: Literal["txt", "redirect"],
        method: Method = "POST",
        options: RequestOptions | None = None,
        **details: Unpack[ImagesUploadOptions],
    ) -> str: ...
    def upload(
        self,
        source: UploadSource,
        *,
        format: Format = "json",
        method: Method = "POST",
        options: RequestOptions | None = None,
        **details: Unpack[ImagesUploadOptions],
    ) -> Image | str:
        """Upload a picture as a guest.

        Args:
            source: A path, bytes, a binary file object, ``(name, content)`` or ``(name, content,
                content type)``; :class:`Base64` or a ``data:`` URL; :class:`Url` or an http(s)
                address, which the site fetches by itself.
            format: ``json`` for the image, ``txt`` for its direct address, ``redirect`` for the
                address of the page that shows it.
            method: ``GET`` takes nothing but an address as its source; the key is then part of
                the address of the request, as the document has it.
            options: Settings for this call alone.
            details: See :class:`ImagesUploadOptions`; there are none today.

        Returns:
            The image, or an address, as ``format`` says. Nothing is followed or fetched.

        Raises:
            InvalidArgument: An argument cannot be sent; nothing was.
            ImageHostError: Everything else that can go wrong; see :mod:`imagehosts.core.errors`.

        Source: imges-api-v1.txt, "Parameters".
        """
        return cast(
            "Image | str", self._run(self._upload(source, format, method, options, details))
        )


class AsyncImges(_ImgesCore, AsyncClient, imges.AsyncResources):
    """The asynchronous twin of :class:`Imges`."""

    def __init__(
        self,
        api_key: str | None = None,
        *,
        base_url: str | None = None,
        **options: Unpack[AsyncOptions],
    ) -> None:
        super().__init__(base_url=base_url, credentials={"api_key": api_key}, **options)

    @overload
    async def upload(
        self,
        source: UploadSource,
        *,
        format: Literal["json"] = "json",
        method: Method = "POST",
        options: RequestOptions | None = None,
        **details: Unpack[ImagesUploadOptions],
    ) -> Image: ...
    @overload
    async def upload(
        self,
        source: UploadSource,
        *,
        format: Literal["txt", "redirect"],
        method: Method = "POST",
        options: RequestOptions | None = None,
        **details: Unpack[ImagesUploadOptions],
    ) -> str: ...
    async def upload(
        self,
        source: UploadSource,
        *,
        format: Format = "json",
        method: Method = "POST",
        options: RequestOptions | None = None,
        **details: Unpack[ImagesUploadOptions],
    ) -> Image | str:
        """Upload a picture as a guest; see :meth:`Imges.upload`."""
        return cast(
            "Image | str",
            await self._run(self._upload(source, format, method, options, details)),
        )


def upload_operation() -> Operation[Image]:
    """The operation whose options ``upload()`` takes."""
    return Imges.upload_operations()["json", "POST"]


def sharing() -> Sharing:
    """What the upload of all hosts must know."""
    return Sharing(
        members=MEMBERS,
        sites=("imges.link",),
        links=tuple(link for link in LINKS if link.leads_to == "picture"),
        deletes=Fact("no", "the document's example has no delete address"),
        by_address=Fact(True, "the document"),
        anonymous=Fact(True, "the site's page about its API has a key for guests"),
    )


HOST = Host(
    "imges",
    "Imges",
    sync_client=Imges,
    async_client=AsyncImges,
    status="API version 1 is documented for guests, with one key for everybody",
    upload_operation=upload_operation,
    addresses={"url": "url", "viewer": "url_viewer"},
    sharing=sharing,
)
