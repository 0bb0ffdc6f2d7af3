"""Galleries and refusals as ImageShack writes them in XML, and the links in them."""

from __future__ import annotations

import string
from collections.abc import Iterator, Sequence

from starlette.responses import Response

from imagehosts.core.quirks import quirk

from ...core.context import Call
from ...core.ids import BASE62, IdGenerator
from ...core.urls import base_url, host_name
from ...core.xml import MEDIA_TYPE, Element, document
from .galleries import Gallery
from .requests import LONGEST_NAME, Context, is_own_host, owns, visible

VERSION, VERSION_OF_NOTHING = "2", "1.0"
SHORT_HOST, SHORT_PATH = "yfrog.com", "/yfrog"
_NAME_CHARACTERS = frozenset(string.ascii_letters + string.digits + "._-")
_RANDOM_SYMBOLS = 4


def respond(root: Element, status: int = 200) -> Response:
    """An answer. The document knows of no status, so all of the host's own words come with 200."""
    return Response(document(root), status, {"Content-Type": MEDIA_TYPE})


# Elements


@quirk("ISG-30", "ISG-31", "ISG-41")
def show_gallery(context: Context, gallery: Gallery) -> Element:
    """A gallery with its pictures, as every action but two answers."""
    files = visible(context, gallery)
    return Element(
        "gallery",
        (
            Element("server", str(gallery.server)),
            Element("name", gallery.name),
            Element("title", gallery.title),
            _uploader(context, gallery),
            Element(
                "files",
                [
                    Element(
                        "file",
                        (
                            Element("server", str(owned.facts["server"])),
                            Element("name", f"{owned.picture.name}.{owned.picture.extension}"),
                            Element("bucket", str(owned.facts["bucket"])),
                            Element("thumbnail", "true" if file.thumbnail else "false"),
                            Element("width", _pixels(file.width, owned.picture.width)),
                            Element("height", _pixels(file.height, owned.picture.height)),
                        ),
                    )
                    for file, owned in files
                ],
                {"total": str(len(files))},
            ),
            _links(context.call, gallery, player="g", padding=""),
        ),
        {"version": VERSION, "updated": str(int(gallery.updated))},
    )


def _pixels(given: int | None, real: int) -> str:
    return str(real if given is None else given)


@quirk("ISG-14", "ISG-32")
def _uploader(context: Context, gallery: Gallery) -> Element:
    """Whose a gallery is. Its token lets write, so it comes back only to a client that sent it."""
    user = None if gallery.user_id is None else context.accounts.users.get(gallery.user_id)
    parts = [Element("username", user.name if user else "")]
    if gallery.token is not None and owns(context, gallery):
        parts.append(Element("token", context.token))
    return Element("uploader", parts)


def show_deleted() -> Element:
    """What is left of a gallery."""
    return Element("gallery", attributes={"version": VERSION_OF_NOTHING})


def show_list(call: Call, galleries: Sequence[Gallery], total: int) -> Element:
    """A part of a list of galleries, without their pictures."""
    count = Element("count", (Element("total", str(total)), Element("batch", str(len(galleries)))))
    entries = [_entry(call, gallery) for gallery in galleries]
    return Element("galleries", (count, *entries), {"version": VERSION})


@quirk("ISG-33", "ISG-34", "ISG-38")
def _entry(call: Call, gallery: Gallery) -> Element:
    """A gallery in a list: another player, and line breaks around the links."""
    return Element(
        "gallery",
        (
            Element("server", str(gallery.server)),
            Element("name", gallery.name),
            Element("title", gallery.title),
            _links(call, gallery, player="id", padding="\n"),
        ),
        {"added": str(int(gallery.created))},
    )


@quirk("ISG-28")
def show_errors(code: str, text: str) -> Element:
    """A refusal: one error in a list that could hold several."""
    return Element("errors", (Element("error", text, {"code": code}),))


# Links


def _links(call: Call, gallery: Gallery, *, player: str, padding: str) -> Element:
    base = server_base(call, gallery.server)
    urls = {
        "gallery_url": f"{base}/gal.php?g={gallery.name}",
        "player_url": f"{base}/slideshow/webplayer.php?{player}={gallery.name}",
        "yfrog_url": short_url(call, gallery.short_name),
    }
    texts = [Element(name, f"{padding}{url}{padding}") for name, url in urls.items()]
    return Element("links", (*texts, Element("embed_code", (_embed(base, gallery),))))


@quirk("ISG-35")
def _embed(base: str, gallery: Gallery) -> Element:
    """The player for a page of one's own: an element, with an attribute for each setting."""
    return Element(
        "embed",
        attributes={
            "src": f"{base}/slideshow/smilplayer.swf",
            "width": "320",
            "height": "240",
            "name": "smilplayer",
            "id": "smilplayer",
            "bgcolor": "#ffffff",
            "menu": "false",
            "type": "application/x-shockwave-flash",
            "pluginspage": "http://www.macromedia.com/go/getflashplayer",
            "flashvars": f"id=img{gallery.server}/{gallery.name}",
        },
    )


def server_base(call: Call, server: int) -> str:
    """Where a server is reached: by its own name if the host was, else as the request was."""
    return _base(call, f"img{server}.imageshack.us", "")


def short_url(call: Call, short_name: str) -> str:
    """The short link of a gallery."""
    return f"{_base(call, SHORT_HOST, SHORT_PATH)}/{short_name}"


def _base(call: Call, own_name: str, path_elsewhere: str) -> str:
    base = base_url(call.request, call.services.config.public_url)
    scheme, _, host = base.partition("://")
    name = host_name(host)
    if not is_own_host(name):
        return base + path_elsewhere
    return f"{scheme}://{own_name}{host[len(name) :]}"


# Names


@quirk("ISG-20", "ISG-43")
def names(ids: IdGenerator, wanted: str, first_file: str) -> Iterator[tuple[str, str]]:
    """Names for a new gallery, each with its short form: the wanted one, else that of the first
    file, and then others like it with random symbols.
    """
    kept = "".join(c if c in _NAME_CHARACTERS else "_" for c in wanted)[:LONGEST_NAME].strip(".")
    name = kept if kept.strip("_") else first_file
    yield name, short_name(name)
    stem, extension = _split(name)
    while True:
        symbols = ids.text(_RANDOM_SYMBOLS, BASE62)
        name = f"{stem}{symbols}{extension}"
        yield name, short_name(name)


@quirk("ISG-36")
def short_name(name: str) -> str:
    """The name in a short link: no dots, one letter of the extension, and an ``x``."""
    stem, extension = _split(name)
    return stem.replace(".", "") + extension[1:2] + "x"


def _split(name: str) -> tuple[str, str]:
    stem, dot, extension = name.rpartition(".")
    return (stem, dot + extension) if stem else (name, "")
