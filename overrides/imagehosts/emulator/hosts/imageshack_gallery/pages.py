"""The pages that the links of ImageShack's galleries lead to.

They show what everybody may see.
"""

from __future__ import annotations

from starlette.responses import HTMLResponse, RedirectResponse, Response

from ...core.context import Call
from ...core.pages import PAGE_HEADERS
from ...core.urls import host_name, request_host, request_path
from .answers import SHORT_PATH, server_base
from .dialect import dialect
from .galleries import Galleries, Gallery
from .requests import Context, asked_server, find_gallery, is_own_host, visible

GALLERY_PATH, SLIDES_PATH = "/gal.php", "/slideshow/webplayer.php"
_NOTHING = "There is no such gallery."


@dialect.page(GALLERY_PATH)
async def gallery(call: Call) -> Response:
    """The pictures of a gallery, small."""
    return _page(call, _named(call, "g"), large=False)


@dialect.page(SLIDES_PATH)
async def slides(call: Call) -> Response:
    """The same, large. Two spellings of the parameter are in use."""
    return _page(call, _named(call, "g") or _named(call, "id"), large=True)


@dialect.page("/slideshow/smilplayer.swf")
async def player(call: Call) -> Response:
    """What browsers no longer play."""
    return call.services.not_found("The player was written for Flash, and is not emulated.")


@dialect.page(SHORT_PATH + "/{name}")
async def short_link(call: Call) -> Response:
    """The way to a gallery from its short link."""
    found = Galleries(call.services.store).by_short_name(call.request.path_params["name"])
    if found is None:
        return call.services.not_found(_NOTHING)
    return RedirectResponse(f"{server_base(call, found.server)}{GALLERY_PATH}?g={found.name}", 302)


def _named(call: Call, parameter: str) -> Gallery | None:
    return find_gallery(call, call.request.query_params.get(parameter, ""))


def _page(call: Call, found: Gallery | None, *, large: bool) -> Response:
    if found is None:
        return call.services.not_found(_NOTHING)
    if asked_server(call) is None and is_own_host(host_name(request_host(call.request))):
        # Only there are its pictures served too.
        base = server_base(call, found.server)
        return RedirectResponse(f"{base}{request_path(call.request)}?g={found.name}", 302)
    nobody = Context(call, "", None, "")
    pictures = [owned.picture for _, owned in visible(nobody, found)]
    text = call.services.pages.render(
        "imageshack_gallery/gallery.html", gallery=found, pictures=pictures, large=large
    )
    return HTMLResponse(text, headers=PAGE_HEADERS)
