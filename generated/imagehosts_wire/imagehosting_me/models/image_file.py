# Generated from specs/imagehosting_me/openapi.yaml by `make generate`. Change the spec, not this file.
"""ImageFile."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class ImageFile:
    """One file made of a stored picture. Old sites tell its measures, newer ones only its name,
    type, address and size; where no such file was made, all members may be null.

    Source: imagehosting-me-api-v1.1.txt, "Example response (JSON)".

    Attributes:
        filename: File name with its extension.
        name: File name without the extension.
        mime: Media type.
        extension: File extension without a dot.
        url: Direct address of this file. Missing while the file waits for approval.
        size: Size in bytes.
        width: Width in pixels. (observed)
        height: Height in pixels. (observed)
        ratio: Width divided by height. (observed)
        size_formatted: Size for people, rounded. (observed)
        bits: Bits per sample, or null. (observed)
        channels: Number of colour channels, or null. (observed)
    """

    filename: str | None
    name: str | None
    mime: str | None
    extension: str | None
    url: str | None = None
    size: int | None = None
    width: int | None = None
    height: int | None = None
    ratio: float | None = None
    size_formatted: str | None = None
    bits: int | None = None
    channels: int | None = None


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
