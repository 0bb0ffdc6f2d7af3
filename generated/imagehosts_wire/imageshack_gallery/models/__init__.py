# Generated from specs/imageshack_gallery/openapi.yaml by `make generate`. Change the spec, not this file.
"""The classes of the answers; each is imported when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from imagehosts_wire.imageshack_gallery.models.deleted_gallery import DeletedGallery
    from imagehosts_wire.imageshack_gallery.models.embed import Embed
    from imagehosts_wire.imageshack_gallery.models.embed_code import EmbedCode
    from imagehosts_wire.imageshack_gallery.models.error import Error
    from imagehosts_wire.imageshack_gallery.models.errors import Errors
    from imagehosts_wire.imageshack_gallery.models.galleries import Galleries
    from imagehosts_wire.imageshack_gallery.models.gallery import Gallery
    from imagehosts_wire.imageshack_gallery.models.gallery_count import GalleryCount
    from imagehosts_wire.imageshack_gallery.models.gallery_entry import GalleryEntry
    from imagehosts_wire.imageshack_gallery.models.gallery_file import GalleryFile
    from imagehosts_wire.imageshack_gallery.models.gallery_files import GalleryFiles
    from imagehosts_wire.imageshack_gallery.models.gallery_links import GalleryLinks
    from imagehosts_wire.imageshack_gallery.models.sibling_error import SiblingError
    from imagehosts_wire.imageshack_gallery.models.sibling_errors import SiblingErrors
    from imagehosts_wire.imageshack_gallery.models.uploader import Uploader

_MODULES = {
    "DeletedGallery": "deleted_gallery",
    "Embed": "embed",
    "EmbedCode": "embed_code",
    "Error": "error",
    "Errors": "errors",
    "Galleries": "galleries",
    "Gallery": "gallery",
    "GalleryCount": "gallery_count",
    "GalleryEntry": "gallery_entry",
    "GalleryFile": "gallery_file",
    "GalleryFiles": "gallery_files",
    "GalleryLinks": "gallery_links",
    "SiblingError": "sibling_error",
    "SiblingErrors": "sibling_errors",
    "Uploader": "uploader",
}

__all__ = [
    "DeletedGallery",
    "Embed",
    "EmbedCode",
    "Error",
    "Errors",
    "Galleries",
    "Gallery",
    "GalleryCount",
    "GalleryEntry",
    "GalleryFile",
    "GalleryFiles",
    "GalleryLinks",
    "SiblingError",
    "SiblingErrors",
    "Uploader",
]


def __getattr__(name: str) -> object:
    module = _MODULES.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(f"{__name__}.{module}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
