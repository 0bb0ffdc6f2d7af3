"""What a Chevereto site shows beside its API: viewer pages, delete links, albums."""

from __future__ import annotations

import hmac

from starlette.responses import HTMLResponse, Response

from imagehosts.core.quirks import quirk

from ...core.context import Call
from ...core.dialect import ANY_METHOD
from ...core.pages import PAGE_HEADERS
from ...core.store import Picture
from ...core.urls import request_path
from .dialect import dialect, view_of
from .upload import hash_secret

_KINDS = {"image": "image", "clip": "video"}


@dialect.page("/image/{address}")
@dialect.page("/clip/{address}")
@dialect.page("/image/{address}/")
@dialect.page("/clip/{address}/")
async def viewer(call: Call) -> Response:
    """The page of one picture. Short and outdated addresses lead to the one of today."""
    picture = _find(call)
    if picture is None:
        status = call.site.profile.unknown_picture_status
        return call.services.not_found("There is no such picture.", status)
    if not picture.approved:
        return call.services.not_found("This picture waits for approval.", 403)
    view = view_of(call, picture)
    if request_path(call.request) != view.path_viewer:
        location = view.path_viewer
        return Response(
            status_code=call.site.profile.viewer_redirect_status, headers={"Location": location}
        )
    if call.request.method == "GET":
        call.services.store.count_view(picture.id)
    return HTMLResponse(call.services.pages.viewer(call.site, view), headers=PAGE_HEADERS)


@dialect.page("/image/{address}/delete/{secret}", *ANY_METHOD)
@dialect.page("/clip/{address}/delete/{secret}", *ANY_METHOD)
@quirk("IHM-16")
async def delete_link(call: Call) -> Response:
    """Opening the address is enough to delete; nothing is asked."""
    picture = _find(call)
    secret = call.request.path_params["secret"]
    if (
        picture is None
        or picture.delete_hash is None
        or not hmac.compare_digest(picture.delete_hash, hash_secret(secret))
    ):
        return call.services.not_found("There is nothing to delete here.")
    location = f"{view_of(call, picture).path_viewer}?deleted"
    await call.services.in_thread(call.services.store.delete_picture, picture.id)
    return Response(status_code=301, headers={"Location": location})


@dialect.page("/image/{address}/{rest:path}")
@dialect.page("/clip/{address}/{rest:path}")
async def below_viewer(call: Call) -> Response:
    """Nothing else is served below a picture."""
    return call.services.not_found("There is no such page.")


@dialect.page("/album/{code}")
async def album(call: Call) -> Response:
    """The pictures of an album."""
    services, code = call.services, call.request.path_params["code"]
    albums = [
        found
        for site in services.sites_for(call.request)
        if site.dialect is dialect
        and (found := services.accounts.albums.by_code(site.api, code)) is not None
    ]
    if not albums:
        return services.not_found("There is no such album.")
    entries = services.accounts.albums.pictures_of([found.id for found in albums])
    numbers = [number for found in albums for number in entries.get(found.id, ())]
    known = services.store.pictures_by_id(numbers)
    shown = [
        picture
        for number in numbers
        if (picture := known.get(number)) is not None and picture.approved
    ]
    text = services.pages.render("chevereto/album.html", album=albums[0], pictures=shown)
    return HTMLResponse(text, headers=PAGE_HEADERS)


def _find(call: Call) -> Picture | None:
    """The picture that a viewer address means. Sites share these addresses, ids tell them apart."""
    address = call.request.path_params["address"]
    picture = call.services.store.picture_by_code(address.rpartition(".")[2])
    if picture is None or picture.host not in call.services.served_at(call.request):
        return None
    site = call.services.site(picture.host)
    if site is None or site.dialect is not dialect:
        return None  # a host of another kind has pages of its own
    call.site = site
    call.entry.api = call.site.api
    kind = request_path(call.request).split("/", 2)[1]
    return picture if _KINDS[kind] == picture.kind else None
