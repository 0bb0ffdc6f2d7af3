# Generated from specs/imgbb/openapi.yaml by `make generate`. Change the spec, not this file.
"""ImageFile."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class ImageFile:
    """One file made of a stored picture.

    Source: imgbb-api-v1.txt, "Example response (JSON)".

    Attributes:
        filename: File name with its extension.
        name: File name without the extension.
        mime: Media type.
        extension: File extension without a dot.
        url: Direct address of this file.
        size: Size in bytes. Later answers have that of the picture alone, beside the files.
            (observed)
    """

    filename: str
    name: str
    mime: str
    extension: str
    url: str
    size: int | None = None


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
