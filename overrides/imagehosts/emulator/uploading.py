"""The form on the home page: a picture from the browser to a host, by our own client, in process.

The client is loaded when somebody uploads: many emulators never show a page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from starlette.requests import Request

from .core.context import Services
from .core.dialect import Site
from .core.forms import Upload, read_form
from .core.urls import APP, base_url
from .domain.accounts import named
from .logins import log_in

if TYPE_CHECKING:
    from imagehosts.sharing.uploaded import Uploaded

#: What is offered to copy, with what it is for.
OFFERED = {
    "url": "The picture",
    "page": "Its page",
    "markdown": "Markdown",
    "html": "HTML",
    "bbcode": "BBCode",
    "delete": "Delete it with",
}


class NoUpload(Exception):
    """What was sent cannot be uploaded; the message says why."""


def targets(services: Services) -> list[Site]:
    """The hosts that our clients upload to."""
    return [site for site in services.sites if _uploads(site)]


def _uploads(site: Site) -> bool:
    from imagehosts.hosts import find_host

    host = find_host(site.api)
    return host is not None and host.upload_operation is not None


async def upload(services: Services, request: Request) -> tuple[Site, Uploaded]:
    """Upload what a form brought.

    Raises:
        NoUpload: There is no picture or no such host, or the host refused it.
    """
    form = await read_form(request, services.bounds, services.parse, methods={"POST"})
    try:
        site = services.site(form.text("host") or "")
        if site is None or not _uploads(site):
            raise NoUpload("choose one of the hosts")
        file = form.files.get("file")
        if file is None or not file.size:
            raise NoUpload("choose a picture")
        return site, await _by_client(services, request, site, file, form.text("title") or "")
    finally:
        form.close()


async def _by_client(
    services: Services, request: Request, site: Site, file: Upload, title: str
) -> Uploaded:
    import httpx

    from imagehosts.core.errors import ImageHostError
    from imagehosts.sharing.connections import open_host_async

    user, password = named(services.config.users)[0]
    credentials = await services.in_thread(log_in, services, site, user, password)
    base = base_url(request, services.config.public_url) + site.base
    # By the way that the form came: the whole emulator, or a space that somebody has a handle of.
    transport = httpx.ASGITransport(request.scope[APP], client=("127.0.0.1", 1))
    try:
        async with open_host_async(
            site.api, base_url=base, transport=transport, max_retries=0, **(credentials or {})
        ) as host:
            content = b"".join(file.chunks())
            return await host.upload((file.filename or "picture", content), title=title or None)
    except ImageHostError as error:
        raise NoUpload(str(error)) from error


def offered(picture: Uploaded) -> Iterator[tuple[str, str]]:
    """What can be copied of a picture: a label and a text."""
    from imagehosts.sharing.uploaded import NoAddress

    for form, label in OFFERED.items():
        try:
            yield label, picture.render(form)
        except NoAddress:
            continue
