# Generated from specs/imges/openapi.yaml by `make generate`. Change the spec, not this file.
"""ImageFile."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class ImageFile:
    """One file made of a stored picture. Old sites tell its measures, newer ones only its name,
    type, address and size; where no such file was made, all members may be null.

    Source: imges-api-v1.txt, "Example Response (JSON)".

    Attributes:
        filename: File name with its extension.
        name: File name without the extension.
        width: Width in pixels.
        height: Height in pixels.
        ratio: Width divided by height.
        size: Size in bytes.
        size_formatted: Size for people, rounded.
        mime: Media type.
        extension: File extension without a dot.
        bits: Bits per sample, or null.
        channels: Number of colour channels, or null. (inferred)
        url: Direct address of this file. Missing while the file waits for approval.
    """

    filename: str | None
    name: str | None
    width: int | None = None
    height: int | None = None
    ratio: float | None = None
    size: int | None = None
    size_formatted: str | None = None
    mime: str | None
    extension: str | None
    bits: int | None = None
    channels: int | None = None
    url: str | None = None


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
