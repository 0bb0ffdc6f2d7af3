"""A gallery of a hundred pictures in XML, and the peers that read it.

By hand: what one would write for this one answer over the same parser, into the same classes,
without checks for missing, unknown or invalid parts. By xsdata: its own parser, into dataclasses as
it generates them from the XSD.

The API is the one whose XSD describes such a gallery.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from codegen.plans import read_operations
from codegen.specs import Spec, find_specs
from imagehosts.core import xml
from imagehosts_wire.types import Operation

from benchmarks.corpus import ROOT

SPEC = next(
    path
    for path in find_specs(ROOT / "specs")
    if any('name="gallery"' in xsd.read_text("utf-8") for xsd in path.parent.glob("*.xsd"))
)
PACKAGE = f"imagehosts_wire.{SPEC.parent.name}"
models: Any = import_module(f"{PACKAGE}.models")

FILE = """
<file>
<server>{server}</server>
<name>holiday{number}.jpg</name>
<bucket>{bucket}</bucket>
<thumbnail>true</thumbnail>
<width>928</width>
<height>792</height>
</file>"""
GALLERY = """<?xml version="1.0"?>
<gallery version="2" updated="1254914155">
<server>123</server>
<name>my_gallery</name>
<title>Summer</title>
<uploader>
<username>somebody</username>
</uploader>
<files total="100">{files}
</files>
<links>
<gallery_url>http://img123.pictures.example/gal.php?g=my_gallery</gallery_url>
<player_url>http://img123.pictures.example/slideshow/webplayer.php?g=my_gallery</player_url>
<yfrog_url>http://short.example/my_galleryx</yfrog_url>
<embed_code>
<embed src="http://img123.pictures.example/slideshow/smilplayer.swf" width="320" height="240"
 name="smilplayer" id="smilplayer" bgcolor="#ffffff" menu="false"
 type="application/x-shockwave-flash" pluginspage="http://www.macromedia.com/go/getflashplayer"
 flashvars="id=img123/my_gallery"/>
</embed_code>
</links>
</gallery>
"""


def document() -> bytes:
    """About 15 kB of XML."""
    files = (
        FILE.format(number=number, server=100 + number, bucket=4000 + number)
        for number in range(100)
    )
    return GALLERY.format(files="".join(files)).encode()


def operation() -> Operation[Any]:
    """The call that answers with a gallery."""
    plans = read_operations(Spec(SPEC))
    plan = next(each for each in plans if each.result.root == "gallery" and each.method == "GET")
    found: Operation[Any] = getattr(
        import_module(f"{PACKAGE}.resources.{plan.tag}"), plan.constant_name
    )
    return found


def by_hand(content: bytes) -> models.Gallery:
    """The gallery in a document that is valid."""
    root = xml.parse(content, {}, print)
    text: Callable[..., Any] = root.findtext
    embed: Any = root.find("links/embed_code/embed")
    files: Any = root.find("files")
    return models.Gallery(
        version=root.attrib["version"],
        updated=int(root.attrib["updated"]),
        server=int(text("server")),
        name=text("name"),
        title=text("title"),
        uploader=models.Uploader(username=text("uploader/username"), token=text("uploader/token")),
        files=models.GalleryFiles(
            total=int(files.get("total")), items=[_file_by_hand(file) for file in files]
        ),
        links=models.GalleryLinks(
            gallery_url=text("links/gallery_url").strip(),
            player_url=text("links/player_url").strip(),
            yfrog_url=text("links/yfrog_url").strip(),
            embed_code=models.EmbedCode(
                embed=models.Embed(
                    src=embed.get("src"),
                    width=int(embed.get("width")),
                    height=int(embed.get("height")),
                    name=embed.get("name"),
                    id=embed.get("id"),
                    bgcolor=embed.get("bgcolor"),
                    menu=embed.get("menu") == "true",
                    type=embed.get("type"),
                    pluginspage=embed.get("pluginspage"),
                    flashvars=embed.get("flashvars"),
                )
            ),
        ),
    )


def _file_by_hand(file: Any) -> models.GalleryFile:
    text = file.findtext
    return models.GalleryFile(
        server=int(text("server")),
        name=text("name"),
        bucket=int(text("bucket")),
        thumbnail=text("thumbnail") == "true",
        width=int(text("width")),
        height=int(text("height")),
    )


# --- xsdata --------------------------------------------------------------------------------


def _element() -> Any:
    return field(metadata={"type": "Element", "required": True})


def _attribute() -> Any:
    return field(metadata={"type": "Attribute", "required": True})


@dataclass(slots=True, kw_only=True)
class Uploader:
    username: str = _element()
    token: str | None = field(default=None, metadata={"type": "Element"})


@dataclass(slots=True, kw_only=True)
class GalleryFile:
    server: int = _element()
    name: str = _element()
    bucket: int = _element()
    thumbnail: bool = _element()
    width: int = _element()
    height: int = _element()


@dataclass(slots=True, kw_only=True)
class GalleryFiles:
    total: int = _attribute()
    file: list[GalleryFile] = field(default_factory=list, metadata={"type": "Element"})


@dataclass(slots=True, kw_only=True)
class Embed:
    src: str = _attribute()
    width: int = _attribute()
    height: int = _attribute()
    name: str = _attribute()
    id: str = _attribute()
    bgcolor: str = _attribute()
    menu: bool = _attribute()
    type: str = _attribute()
    pluginspage: str = _attribute()
    flashvars: str = _attribute()


@dataclass(slots=True, kw_only=True)
class EmbedCode:
    embed: Embed = _element()


@dataclass(slots=True, kw_only=True)
class GalleryLinks:
    gallery_url: str = _element()
    player_url: str = _element()
    yfrog_url: str = _element()
    embed_code: EmbedCode = _element()


@dataclass(slots=True, kw_only=True)
class Gallery:
    class Meta:
        name = "gallery"

    version: str = _attribute()
    updated: int = _attribute()
    server: int = _element()
    name: str = _element()
    title: str = _element()
    uploader: Uploader = _element()
    files: GalleryFiles = _element()
    links: GalleryLinks = _element()


def by_xsdata() -> Callable[[bytes], Gallery]:
    """The reader of xsdata, with its description of the classes kept between calls."""
    from xsdata.formats.dataclass.context import XmlContext
    from xsdata.formats.dataclass.parsers import XmlParser
    from xsdata.formats.dataclass.parsers.handlers import XmlEventHandler

    parser = XmlParser(context=XmlContext(), handler=XmlEventHandler)
    return lambda content: parser.from_bytes(content, Gallery)
