"""What ImageShack serves beside its API: files, smaller ones made on demand, and viewer pages."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import HTMLResponse, Response

from ...core.blobs import open_blob
from ...core.context import Call
from ...core.delivery import deliver, deliver_bytes
from ...core.media.pictures import PictureError, Rendition, probe_picture, thumbnails
from ...core.pages import PAGE_HEADERS
from ...core.store import Picture, StoredFile
from ...domain.library import Owned
from .dialect import dialect
from .upload import TYPES, image_id

_LETTERS = dict(TYPES.values())
_NOTHING = "There is no such picture."


@dataclass(frozen=True, slots=True)
class View:
    """A picture with its addresses, for a page."""

    picture: Picture
    base: str

    def url(self, file: StoredFile) -> str:
        """The whole address of a file."""
        return self.base + file.path


@dialect.page("/img{server:int}/{bucket:int}/{name}")
@dialect.page("/a/img{server:int}/{bucket:int}/{name}")
async def file(call: Call) -> Response:
    """The file itself. Anyone who knows the address of a private one may have it; a deleted one is
    gone.
    """
    path = call.request.path_params
    owned = _find(call)
    if owned is None or owned.facts["bucket"] != path["bucket"]:
        return call.services.not_found(_NOTHING)
    stored = owned.picture.files["image"]
    return deliver(call.request, stored, call.services.store.blobs, owned.picture.created)


@dialect.page("/v2/{width:int}x{height:int}q{quality:int}/{server:int}/{name}")
async def thumbnail(call: Call) -> Response:
    """A still that fits into a box, never larger than the picture; a side of 0 is no limit."""
    owned = _find(call)
    if owned is None:
        return call.services.not_found(_NOTHING)
    path, picture = call.request.path_params, owned.picture
    sides = ((path["width"], picture.width), (path["height"], picture.height))
    scale = min([1.0, *(box / side for box, side in sides if box)])
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    try:
        made = await call.services.in_thread(_make, call, picture.files["image"], size)
    except PictureError:
        return call.services.not_found(_NOTHING)
    content = made.content.getvalue()
    return deliver_bytes(call.request, content, made.probe.mime, picture.created)


@dialect.page("/i/{code}")
async def viewer(call: Call) -> Response:
    """The page of a public picture."""
    owned = call.services.accounts.library.get(call.site.api, call.request.path_params["code"])
    if owned is None or owned.hidden or not owned.public:
        return call.services.not_found(_NOTHING)
    if call.request.method == "GET":
        call.services.store.count_view(owned.picture.id)
    view = View(owned.picture, call.base_url)
    return HTMLResponse(call.services.pages.viewer(call.site, view), headers=PAGE_HEADERS)


def _find(call: Call) -> Owned | None:
    """The picture that is not deleted behind a server and a file name."""
    path = call.request.path_params
    stem, _, extension = path["name"].rpartition(".")
    letter = _LETTERS.get(extension)
    if letter is None:
        return None
    code = image_id(path["server"], stem, letter)
    owned = call.services.accounts.library.get(call.site.api, code)
    return None if owned is None or owned.hidden else owned


def _make(call: Call, stored: StoredFile, size: tuple[int, int]) -> Rendition:
    reader = open_blob(call.services.store.blobs, stored.sha256, stored.size)
    return thumbnails(reader, probe_picture(reader), {"thumb": size})["thumb"]
