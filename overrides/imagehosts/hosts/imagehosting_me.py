"""imagehosting.me: a site of the Chevereto family with version 1.1 of the API.

What it shares with its family is in :mod:`.chevereto`; ``specs/imagehosting_me/quirks.yaml`` lists
its quirks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Unpack

from imagehosts_wire.imagehosting_me import api as imagehosting_me

from ..core.client import AsyncOptions, SyncOptions
from ..sharing.profile import Fact, Sharing
from . import Host
from .chevereto import (
    LINKS,
    LONGEST_EXPIRATION,
    MEMBERS,
    SHORTEST_EXPIRATION,
    AsyncChevereto,
    Chevereto,
    CheveretoFamily,
    upload_operation,
)

__all__ = ["HOST", "AsyncImageHostingMe", "ImageHostingMe"]


class _ImageHostingMeCore(CheveretoFamily):
    api = imagehosting_me.API
    needs_base_url = False
    base_url_variable = "IMAGEHOSTING_ME_BASE_URL"
    credential_order = ("header", "body", "query")
    environment: ClassVar[Mapping[str, str]] = {"api_key": "IMAGEHOSTING_ME_API_KEY"}
    credential_help: ClassVar[Mapping[str, str]] = {
        "api_key": "imagehosting.me shows your key in your settings; its page about the API shows"
        " one for guests."
    }


class ImageHostingMe(_ImageHostingMeCore, Chevereto):
    """A client of imagehosting.me.

    Args:
        api_key: Your key; ``IMAGEHOSTING_ME_API_KEY`` otherwise.
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
        super().__init__(base_url, api_key, key_in="header", **options)


class AsyncImageHostingMe(_ImageHostingMeCore, AsyncChevereto):
    """The asynchronous twin of :class:`ImageHostingMe`."""

    def __init__(
        self,
        api_key: str | None = None,
        *,
        base_url: str | None = None,
        **options: Unpack[AsyncOptions],
    ) -> None:
        super().__init__(base_url, api_key, key_in="header", **options)


def sharing() -> Sharing:
    """What the upload of all hosts must know."""
    return Sharing(
        members=MEMBERS,
        sites=("imagehosting.me",),
        links=LINKS,
        deletes=Fact("handle", "the document, delete_url of its example"),
        expires=Fact((SHORTEST_EXPIRATION, LONGEST_EXPIRATION), "Chevereto's source"),
        by_address=Fact(True, "the document; version 4 of Chevereto refuses it to guests"),
        anonymous=Fact(True, "the site's page about its API has a key for guests"),
    )


HOST = Host(
    "imagehosting_me",
    "imagehosting.me",
    sync_client=ImageHostingMe,
    async_client=AsyncImageHostingMe,
    status="API version 1.1 is documented and open to accounts and guests",
    upload_operation=upload_operation,
    addresses={"url": "url", "viewer": "url_viewer", "delete": "delete_url"},
    is_default=True,
    sharing=sharing,
)
