"""The hosts that this package knows, as a table: clients, credentials, and how alive each is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..core.client import AsyncClient, SyncClient

__all__ = ["HOSTS", "Host", "find_host"]


#: What hosts of the Chevereto family send.
SENT_ADDRESSES: Mapping[str, str] = {
    "url": "url",
    "viewer": "url_viewer",
    "delete": "delete_url",
}


class Host:
    """One kind of host.

    Attributes:
        name: The API's identifier, as in ``specs/`` and on the command line.
        title: Its name for people.
        client: The synchronous client's class name in :mod:`imagehosts`; the asynchronous one has
            ``Async`` before it.
        variable: The environment variable of its key.
        credential: The argument of its client that takes the key.
        status: What works today, in a sentence.
        needs_key: Whether its client can do little without a key. Where not, none is better than a
            wrong one.
        needs_base_url: Whether the address of a site must be given.
        uploads_nothing: What its client does instead of uploading, where it does not.
        addresses: How to come by the addresses of an uploaded picture, by ``url``, ``viewer`` and
            ``delete``, as far as there are such: a method of the client that takes the picture, or
            a member of the picture.
    """

    __slots__ = (
        "addresses",
        "client",
        "credential",
        "name",
        "needs_base_url",
        "needs_key",
        "status",
        "title",
        "uploads_nothing",
        "variable",
    )

    def __init__(
        self,
        name: str,
        title: str,
        client: str,
        variable: str,
        status: str,
        *,
        credential: str = "api_key",
        needs_key: bool = True,
        needs_base_url: bool = False,
        uploads_nothing: str = "",
        addresses: Mapping[str, str] = SENT_ADDRESSES,
    ) -> None:
        self.name = name
        self.title = title
        self.client = client
        self.variable = variable
        self.status = status
        self.credential = credential
        self.needs_key = needs_key
        self.needs_base_url = needs_base_url
        self.uploads_nothing = uploads_nothing
        self.addresses = addresses

    @property
    def base_path(self) -> str:
        """The path of its API, which an emulator has too, as in ``/api/1``."""
        import imagehosts

        kind: type[SyncClient] = getattr(imagehosts, self.client)
        return urlsplit(kind.api.base_url).path.rstrip("/")

    @property
    def base_url_variable(self) -> str:
        """The environment variable with another address of its API."""
        import imagehosts

        kind: type[SyncClient] = getattr(imagehosts, self.client)
        return kind.base_url_variable

    @property
    def other_variables(self) -> tuple[str, ...]:
        """The environment variables of its further credentials."""
        import imagehosts

        kind: type[SyncClient] = getattr(imagehosts, self.client)
        return tuple(name for name in kind.environment.values() if name != self.variable)

    def make_client(self, **options: Any) -> SyncClient:
        """A synchronous client of this host."""
        import imagehosts

        client: SyncClient = getattr(imagehosts, self.client)(**options)
        return client

    def make_async_client(self, **options: Any) -> AsyncClient:
        """An asynchronous client of this host."""
        import imagehosts

        client: AsyncClient = getattr(imagehosts, f"Async{self.client}")(**options)
        return client


HOSTS = (
    Host(
        "imges",
        "Imges",
        "Imges",
        "IMGES_API_KEY",
        "API version 1 is documented for guests, with one key for all, until a version 2 comes",
        addresses={"url": "url", "viewer": "url_viewer"},
    ),
    Host(
        "imagehosting_me",
        "imagehosting.me",
        "ImageHostingMe",
        "IMAGEHOSTING_ME_API_KEY",
        "API version 1.1 is documented and open to accounts and guests",
    ),
    Host(
        "chevereto",
        "any Chevereto site",
        "Chevereto",
        "CHEVERETO_API_KEY",
        "sites of version 3 and later; what each allows is up to its owner",
        needs_base_url=True,
    ),
    Host(
        "imageshack",
        "ImageShack",
        "ImageShack",
        "IMAGESHACK_API_KEY",
        "what is public can be read; the login has wanted a captcha since late 2025, so all else"
        " needs a token from a browser, in IMAGESHACK_AUTH_TOKEN",
        addresses={"url": "image_url"},
    ),
    Host(
        "imageshack_gallery",
        "ImageShack Gallery API",
        "ImageShackGallery",
        "IMAGESHACK_GALLERY_COOKIE",
        "historical, of 2009: nothing is known to answer there; it uploads nothing",
        credential="cookie",
        needs_key=False,
        uploads_nothing="it makes galleries of pictures that are on ImageShack: upload them there",
        addresses={},
    ),
    Host(
        "imgur",
        "imgur",
        "Imgur",
        "IMGUR_CLIENT_ID",
        "anonymous uploads with a client id of old; no application was registered since 2025",
        credential="client_id",
        addresses={"url": "link", "viewer": "page_url", "delete": "delete_url"},
    ),
)


def find_host(name: str) -> Host | None:
    """The host of that name; dashes and dots are as good as underscores."""
    wanted = name.lower().replace("-", "_").replace(".", "_")
    return next((host for host in HOSTS if host.name == wanted), None)
