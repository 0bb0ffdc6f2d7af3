"""What ImgBB's links lead to: the page of a picture, and one that asks before it deletes."""

from __future__ import annotations

from starlette.responses import HTMLResponse, Response

from imagehosts.core.quirks import quirk

from ...core.context import Call
from ...core.pages import FORM_HEADERS, PAGE_HEADERS
from ...core.problems import Refused
from ...core.store import Picture
from ...domain import simple
from .dialect import dialect

#: Ids are longer than those of other hosts with pages at the root.
_PAGE = "/{code<[A-Za-z0-9]{8}>}"
_DELETE = _PAGE + "/{secret<[A-Za-z0-9]{32}>}"
_NOTHING = "There is no such picture."


@dialect.page(_PAGE)
async def viewer(call: Call) -> Response:
    """The page of a picture: anybody who knows its id may see it."""
    try:
        picture = simple.find(call, call.request.path_params["code"])
    except Refused:
        return call.services.not_found(_NOTHING)
    return simple.viewer(call, picture)


@dialect.page(_DELETE)
@quirk("IBB-13")
async def ask_before_deleting(call: Call) -> Response:
    """The picture and a button; opening the page deletes nothing."""
    picture = _deletable(call)
    if picture is None:
        return call.services.not_found(_NOTHING)
    text = call.services.pages.render("imgbb/delete.html", picture=picture)
    return HTMLResponse(text, headers=FORM_HEADERS)


@dialect.page(_DELETE, "POST")
@quirk("IBB-13")
async def delete_after_asking(call: Call) -> Response:
    """What the button does. It needs no login: the address is the secret."""
    picture = _deletable(call)
    if picture is None:
        return call.services.not_found(_NOTHING)
    await simple.delete(call, picture)
    text = call.services.pages.message("Deleted", "The picture is gone.")
    return HTMLResponse(text, headers=PAGE_HEADERS)


def _deletable(call: Call) -> Picture | None:
    """The picture that an address with a secret means."""
    given = call.request.path_params
    try:
        picture = simple.find(call, given["code"])
    except Refused:
        return None
    return picture if simple.is_secret(picture, given["secret"]) else None
