"""What imgur serves beside its API: files and their thumbnails, albums, the delete page."""

from __future__ import annotations

import io
import re
from functools import lru_cache

from PIL import Image, ImageDraw
from starlette.responses import HTMLResponse, Response

from ...core.blobs import open_blob
from ...core.context import Call
from ...core.delivery import SAFE_HEADERS, deliver, deliver_bytes
from ...core.media.pictures import PictureError, Rendition, probe_picture, thumbnails
from ...core.pages import FORM_HEADERS, PAGE_HEADERS
from ...core.store import Picture
from .dialect import dialect

#: Widths and heights of thumbnails by suffix: cropped squares first, then those in proportion.
SQUARES = {"s": 90, "b": 160}
FRAMES = {"t": 160, "m": 320, "l": 640, "h": 1024}
_NAME = re.compile(
    r"(?P<code>[A-Za-z0-9]{5}|[A-Za-z0-9]{7})(?P<size>[sbtmlh]?)\.(?P<kind>[a-z0-9]+)\.?"
)
REMOVED = "/removed.png"
#: The name of a file at i.imgur.com, so that nothing else at the root is taken for one.
FILE_NAME = r"[A-Za-z0-9]{5,8}\.(?:jpe?g|png|gifv?|webp|avif|mp4|mov|webm)\.?"
#: The id of a picture at imgur.com, for the same reason.
CODE = r"[A-Za-z0-9]{7}|[A-Za-z0-9]{5}"


@dialect.page(REMOVED)
async def removed(call: Call) -> Response:
    """What is shown in place of a picture that is gone."""
    return Response(_removed(), media_type="image/png", headers=SAFE_HEADERS)


@dialect.page(f"/{{name<{FILE_NAME}>}}")
async def file(call: Call) -> Response:
    """A picture under any extension, or its thumbnail by suffix."""
    store = call.services.store
    match = _NAME.fullmatch(call.request.path_params["name"])
    picture = None if match is None else store.picture_by_code(match["code"])
    if match is None or picture is None or not _is_own(call, picture):
        return Response(status_code=302, headers={"Location": REMOVED})
    call.entry.api = picture.host
    if match["size"]:
        still = await call.services.in_thread(thumbnail, call, picture, match["size"])
        content = still.content.getvalue()
        return deliver_bytes(call.request, content, still.probe.mime, picture.created)
    if call.request.method == "GET":
        store.count_view(picture.id)
    as_still = picture.kind == "video" and match["kind"] in ("jpg", "jpeg", "png", "webp")
    role = "frame" if as_still else "image"
    return deliver(call.request, picture.files[role], store.blobs, picture.created)


def thumbnail(call: Call, picture: Picture, suffix: str) -> Rendition:
    """A still of a size; pictures that are smaller keep theirs."""
    stored = picture.files.get("frame") or picture.files["image"]
    reader = open_blob(call.services.store.blobs, stored.sha256, stored.size)
    if suffix in SQUARES:
        side = min(SQUARES[suffix], max(picture.width, picture.height))
        size = (side, side)
    else:
        scale = min(1.0, FRAMES[suffix] / max(picture.width, picture.height))
        size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    try:
        content = io.BytesIO(reader.read(stored.size))
        probe = probe_picture(content)
        return thumbnails(content, probe, {suffix: size}, "JPEG")[suffix]
    except (PictureError, KeyError):  # damaged on disk, or deleted in the meantime
        gone = io.BytesIO(_removed())
        return Rendition(gone, probe_picture(gone))


@dialect.page(f"/{{code<{CODE}>}}")
async def viewer(call: Call) -> Response:
    """The page of a picture: anyone with its id may see it."""
    services, code = call.services, call.request.path_params["code"]
    picture = services.store.picture_by_code(code)
    if picture is None or not _is_own(call, picture):
        return services.not_found("There is no such picture.")
    return _shown(call, picture.title or code, [picture])


@dialect.page("/a/{code}")
@dialect.page("/gallery/{code}")
async def page(call: Call) -> Response:
    """An album for a person to look at."""
    services, code = call.services, call.request.path_params["code"]
    album = services.accounts.albums.by_code(call.site.api, code)
    if album is None or album.facts["privacy"] == "secret":
        return services.not_found("There is no such album.")
    numbers = services.accounts.albums.pictures(album.id)
    known = services.store.pictures_by_id(numbers)
    pictures = [known.get(number) for number in numbers]
    return _shown(call, album.title or code, [one for one in pictures if one is not None])


def _is_own(call: Call, picture: Picture) -> bool:
    """Whether a picture is of this host; ids are unique over all of them."""
    site = call.services.site(picture.host)
    return site is not None and site.dialect is dialect


def _shown(call: Call, title: str, pictures: list[Picture]) -> Response:
    """A page with pictures, and videos to be played there."""
    text = call.services.pages.render("imgur/pictures.html", title=title, pictures=pictures)
    return HTMLResponse(text, headers=PAGE_HEADERS)


@dialect.page("/delete/{deletehash}", "GET", "HEAD", "POST")
async def delete_page(call: Call) -> Response:
    """Asks whether to delete, and does so once the button is pressed."""
    store, deletehash = call.services.store, call.request.path_params["deletehash"]
    rows = store.rows(
        "SELECT picture_id FROM holding WHERE json_extract(facts, '$.deletehash') = ?",
        (deletehash,),
    )
    if not rows:
        return call.services.not_found("There is nothing to delete here.")
    if call.request.method == "POST":
        store.delete_picture(int(rows[0]["picture_id"]))
        text = call.services.pages.message("Deleted", "The image is gone.")
        return HTMLResponse(text, headers=PAGE_HEADERS)
    return HTMLResponse(call.services.pages.render("imgur/delete.html"), headers=FORM_HEADERS)


@lru_cache(1)
def _removed() -> bytes:
    """The picture for pictures that are gone, of the size that the host's has."""
    image = Image.new("RGB", (161, 81), "#1b1b1b")
    ImageDraw.Draw(image).text((55, 34), "removed", fill="#dddddd")
    content = io.BytesIO()
    image.save(content, "PNG")
    return content.getvalue()
