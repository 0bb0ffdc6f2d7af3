# Generated from specs/imges/openapi.yaml by `make generate`. Change the spec, not this file.
"""The classes of the answers; each is imported when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from imagehosts_wire.imges.models.error_detail import ErrorDetail
    from imagehosts_wire.imges.models.error_response import ErrorResponse
    from imagehosts_wire.imges.models.file_resource import FileResource
    from imagehosts_wire.imges.models.image import Image
    from imagehosts_wire.imges.models.image_file import ImageFile
    from imagehosts_wire.imges.models.stored_file import StoredFile
    from imagehosts_wire.imges.models.upload_response import UploadResponse
    from imagehosts_wire.imges.models.upload_success import UploadSuccess

_MODULES = {
    "ErrorDetail": "error_detail",
    "ErrorResponse": "error_response",
    "FileResource": "file_resource",
    "Image": "image",
    "ImageFile": "image_file",
    "StoredFile": "stored_file",
    "UploadResponse": "upload_response",
    "UploadSuccess": "upload_success",
}

__all__ = [
    "ErrorDetail",
    "ErrorResponse",
    "FileResource",
    "Image",
    "ImageFile",
    "StoredFile",
    "UploadResponse",
    "UploadSuccess",
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
