# Generated from specs/imageshack/openapi.yaml by `make generate`. Change the spec, not this file.
"""ImageReference."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class ImageReference:
    """The little that is told of a neighbouring or similar picture.

    Source: imageshack-api-v2.txt, "Image Model".

    Attributes:
        id: Id of the picture. Case counts.
        server: Number of the server that keeps the file.
        bucket: Number of the directory that the file is in. (observed)
        filename: File name on the server.
        width: Width in pixels; 0 when not known. (observed)
        height: Height in pixels; 0 when not known. (observed)
    """

    id: str | None = None
    server: int | None = None
    bucket: int | None = None
    filename: str | None = None
    width: int | None = None
    height: int | None = None


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
