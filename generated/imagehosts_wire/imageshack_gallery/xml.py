# Generated from specs/imageshack_gallery/openapi.yaml by `make generate`. Change the spec, not this file.
"""ImageShack Gallery API: readers of its XML answers, one for each class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imagehosts_wire.imageshack_gallery.models import (
    DeletedGallery,
    Embed,
    EmbedCode,
    Galleries,
    Gallery,
    GalleryCount,
    GalleryEntry,
    GalleryFile,
    GalleryFiles,
    GalleryLinks,
    Uploader,
)
from imagehosts_wire.reading import Form, Note, boolean, integer, trimmed

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_DELETED_GALLERY = Form(
    attributes={"version": True},
)
_EMBED = Form(
    attributes={
        "src": True,
        "width": True,
        "height": True,
        "name": True,
        "id": True,
        "bgcolor": True,
        "menu": True,
        "type": True,
        "pluginspage": True,
        "flashvars": True,
    },
)
_EMBED_CODE = Form(
    nodes={"embed": True},
)
_GALLERIES = Form(
    attributes={"version": True},
    nodes={"count": True, "gallery": False},
    repeated=("gallery",),
)
_GALLERY = Form(
    attributes={"version": True, "updated": True},
    leaves={"server": True, "name": True, "title": True},
    nodes={"uploader": True, "files": True, "links": True},
)
_GALLERY_COUNT = Form(
    leaves={"total": True, "batch": True},
)
_GALLERY_ENTRY = Form(
    attributes={"added": True},
    leaves={"server": True, "name": True, "title": True},
    nodes={"links": True},
)
_GALLERY_FILE = Form(
    leaves={
        "server": True,
        "name": True,
        "bucket": True,
        "thumbnail": True,
        "width": True,
        "height": True,
    },
)
_GALLERY_FILES = Form(
    attributes={"total": True},
    nodes={"file": False},
    repeated=("file",),
)
_GALLERY_LINKS = Form(
    leaves={"gallery_url": True, "player_url": True, "yfrog_url": True},
    nodes={"embed_code": True},
)
_UPLOADER = Form(
    leaves={"username": True, "token": False},
)


def read_deleted_gallery(element: Element, at: str, note: Note) -> DeletedGallery:
    """The DeletedGallery that an element is."""
    _DELETED_GALLERY.parts(element, at, note)
    return DeletedGallery(
        version=element.attrib["version"],
    )


def read_embed(element: Element, at: str, note: Note) -> Embed:
    """The Embed that an element is."""
    _EMBED.parts(element, at, note)
    return Embed(
        src=trimmed(element.attrib["src"]),
        width=integer(element.attrib["width"], at, "@width", note),
        height=integer(element.attrib["height"], at, "@height", note),
        name=element.attrib["name"],
        id=element.attrib["id"],
        bgcolor=element.attrib["bgcolor"],
        menu=boolean(element.attrib["menu"], at, "@menu", note),
        type=element.attrib["type"],
        pluginspage=trimmed(element.attrib["pluginspage"]),
        flashvars=element.attrib["flashvars"],
    )


def read_embed_code(element: Element, at: str, note: Note) -> EmbedCode:
    """The EmbedCode that an element is."""
    parts = _EMBED_CODE.parts(element, at, note)
    return EmbedCode(
        embed=read_embed(parts["embed"], f"{at}/embed", note),
    )


def read_galleries(element: Element, at: str, note: Note) -> Galleries:
    """The Galleries that an element is."""
    parts = _GALLERIES.parts(element, at, note)
    return Galleries(
        version=element.attrib["version"],
        count=read_gallery_count(parts["count"], f"{at}/count", note),
        gallery=[
            read_gallery_entry(child, f"{at}/gallery/{index}", note)
            for index, child in enumerate(element.findall("gallery"))
        ],
    )


def read_gallery(element: Element, at: str, note: Note) -> Gallery:
    """The Gallery that an element is."""
    parts = _GALLERY.parts(element, at, note)
    return Gallery(
        version=element.attrib["version"],
        updated=integer(element.attrib["updated"], at, "@updated", note),
        server=integer(parts["server"].text, at, "server", note),
        name=parts["name"].text or "",
        title=parts["title"].text or "",
        uploader=read_uploader(parts["uploader"], f"{at}/uploader", note),
        files=read_gallery_files(parts["files"], f"{at}/files", note),
        links=read_gallery_links(parts["links"], f"{at}/links", note),
    )


def read_gallery_count(element: Element, at: str, note: Note) -> GalleryCount:
    """The GalleryCount that an element is."""
    parts = _GALLERY_COUNT.parts(element, at, note)
    return GalleryCount(
        total=integer(parts["total"].text, at, "total", note),
        batch=integer(parts["batch"].text, at, "batch", note),
    )


def read_gallery_entry(element: Element, at: str, note: Note) -> GalleryEntry:
    """The GalleryEntry that an element is."""
    parts = _GALLERY_ENTRY.parts(element, at, note)
    return GalleryEntry(
        added=integer(element.attrib["added"], at, "@added", note),
        server=integer(parts["server"].text, at, "server", note),
        name=parts["name"].text or "",
        title=parts["title"].text or "",
        links=read_gallery_links(parts["links"], f"{at}/links", note),
    )


def read_gallery_file(element: Element, at: str, note: Note) -> GalleryFile:
    """The GalleryFile that an element is."""
    parts = _GALLERY_FILE.parts(element, at, note)
    return GalleryFile(
        server=integer(parts["server"].text, at, "server", note),
        name=parts["name"].text or "",
        bucket=integer(parts["bucket"].text, at, "bucket", note),
        thumbnail=boolean(parts["thumbnail"].text, at, "thumbnail", note),
        width=integer(parts["width"].text, at, "width", note),
        height=integer(parts["height"].text, at, "height", note),
    )


def read_gallery_files(element: Element, at: str, note: Note) -> GalleryFiles:
    """The GalleryFiles that an element is."""
    _GALLERY_FILES.parts(element, at, note)
    return GalleryFiles(
        total=integer(element.attrib["total"], at, "@total", note),
        items=[
            read_gallery_file(child, f"{at}/file/{index}", note)
            for index, child in enumerate(element.findall("file"))
        ],
    )


def read_gallery_links(element: Element, at: str, note: Note) -> GalleryLinks:
    """The GalleryLinks that an element is."""
    parts = _GALLERY_LINKS.parts(element, at, note)
    return GalleryLinks(
        gallery_url=trimmed(parts["gallery_url"].text),
        player_url=trimmed(parts["player_url"].text),
        yfrog_url=trimmed(parts["yfrog_url"].text),
        embed_code=read_embed_code(parts["embed_code"], f"{at}/embed_code", note),
    )


def read_uploader(element: Element, at: str, note: Note) -> Uploader:
    """The Uploader that an element is."""
    parts = _UPLOADER.parts(element, at, note)
    return Uploader(
        username=parts["username"].text or "",
        token=(parts["token"].text or "") if "token" in parts else None,
    )
