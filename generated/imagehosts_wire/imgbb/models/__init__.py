# Generated from specs/imgbb/openapi.yaml by `make generate`. Change the spec, not this file.
"""The classes of the answers; each is imported when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from imagehosts_wire.imgbb.models.error_detail import ErrorDetail
    from imagehosts_wire.imgbb.models.error_response import ErrorResponse
    from imagehosts_wire.imgbb.models.image import Image
    from imagehosts_wire.imgbb.models.image_file import ImageFile
    from imagehosts_wire.imgbb.models.image_response import ImageResponse

_MODULES = {
    "ErrorDetail": "error_detail",
    "ErrorResponse": "error_response",
    "Image": "image",
    "ImageFile": "image_file",
    "ImageResponse": "image_response",
}

__all__ = [
    "ErrorDetail",
    "ErrorResponse",
    "Image",
    "ImageFile",
    "ImageResponse",
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
