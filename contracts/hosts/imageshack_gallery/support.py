"""What the tests of the Gallery API's client share: its two kinds, and answers in XML."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from contracts.support.clients import Driver, Host, Kind
from contracts.support.recording import Reply, Script

API = "imageshack_gallery"
ROOT = "http://www.imageshack.us"
COOKIE = "the-cookie-of-these-tests"
TOKEN = "the-token-of-these-tests"

HOST = Host(
    API,
    "ImageShackGallery",
    API,
    "IMAGESHACK_GALLERY_COOKIE",
    ROOT,
    "/gallery_api.php",
    "",
    "cookie",
)
KINDS = tuple(Kind(HOST, mode) for mode in ("sync", "async"))

#: Server, folder and name of each picture.
FILES = ((123, 4567, "image1.jpg"), (234, 5678, "image2.jpg"))


def xml(text: str, status: int = 200) -> Reply:
    """An answer in XML."""
    return Reply(status, text.encode(), {"content-type": "text/xml; charset=UTF-8"})


def gallery_text(
    *,
    server: int = 123,
    name: str = "my_gallery",
    title: str = "",
    token: str | None = None,
    files: Sequence[tuple[int, int, str]] = FILES,
) -> str:
    """A gallery as the document shows it."""
    secret = "" if token is None else f"<token>{escape(token)}</token>"
    pictures = "".join(
        f"<file><server>{at}</server><name>{escape(file)}</name><bucket>{bucket}</bucket>"
        "<thumbnail>true</thumbnail><width>928</width><height>792</height></file>"
        for at, bucket, file in files
    )
    return (
        f'<gallery version="2" updated="1254914155"><server>{server}</server>'
        f"<name>{escape(name)}</name><title>{escape(title)}</title>"
        f"<uploader><username/>{secret}</uploader>"
        f'<files total="{len(files)}">{pictures}</files>{links_text(server, name)}</gallery>'
    )


def links_text(server: int, name: str) -> str:
    """The links of a gallery, with line breaks around them as lists have them."""
    host = f"http://img{server}.imageshack.us"
    return (
        f"<links><gallery_url>\n{host}/gal.php?g={escape(name)}\n</gallery_url>"
        f"<player_url>\n{host}/slideshow/webplayer.php?id={escape(name)}\n</player_url>"
        f"<yfrog_url>\nhttp://yfrog.com/{escape(name)}x\n</yfrog_url><embed_code>"
        f'<embed src="{host}/slideshow/smilplayer.swf" width="320" height="240" name="smilplayer"'
        ' id="smilplayer" bgcolor="#ffffff" menu="false" type="application/x-shockwave-flash"'
        ' pluginspage="http://www.macromedia.com/go/getflashplayer"'
        f" flashvars={quoteattr(f'id=img{server}/{name}')}/></embed_code></links>"
    )


def list_text(names: Sequence[str], *, total: int) -> str:
    """A part of a list of galleries."""
    entries = "".join(
        f'<gallery added="1254156539"><server>123</server><name>{escape(name)}</name><title/>'
        f"{links_text(123, name)}</gallery>"
        for name in names
    )
    count = f"<count><total>{total}</total><batch>{len(names)}</batch></count>"
    return f'<galleries version="2">{count}{entries}</galleries>'


def errors_text(code: str, message: str) -> str:
    """A failure as the document shows it."""
    error = f"<error code={quoteattr(code)}>{escape(message)}</error>"
    return f'<?xml version="1.0"?>\n<errors>\n{error}\n</errors>'


def gallery(**parts: Any) -> Reply:
    """A gallery as an answer."""
    return xml(gallery_text(**parts))


DELETED = xml('<?xml version="1.0" ?>\n<gallery version="1.0" />')


def open_gallery(kind: Kind, *script: Script, **options: Any) -> Driver:
    """A driver to the client, with no credential unless the options give one."""
    return Driver(kind, *script, key=options.pop("cookie", None), by_the_spec=False, **options)
