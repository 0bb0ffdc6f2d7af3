"""Imges: a site of the Chevereto family with version 1 of the API, for guests.

What it shares with its family is in :mod:`.chevereto`; ``specs/imges/quirks.yaml`` lists its
quirks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Unpack

from imagehosts_wire.imges import api as imges
from imagehosts_wire.types import Operation

from ..core.client import AsyncClient, AsyncOptions, SyncClient, SyncOptions
from ..sharing.profile import Fact, Sharing
from . import Host
from .chevereto import LINKS, MEMBERS, CheveretoFamily

if TYPE_CHECKING:
    from imagehosts_wire.imges.models import Image

__all__ = ["HOST", "AsyncImges", "Imges"]


class _ImgesCore(CheveretoFamily):
    api = imges.API
    base_url_variable = "IMGES_BASE_URL"
    environment: ClassVar[Mapping[str, str]] = {"api_key": "IMGES_API_KEY"}
    credential_help: ClassVar[Mapping[str, str]] = {
        "api_key": "Imges shows the key for guests on its page about API version 1."
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


def upload_operation() -> Operation[Image]:
    """The operation whose options ``upload()`` takes."""
    from imagehosts_wire.imges.resources import images

    return images.IMAGES_UPLOAD


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
