# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""ImageProcessing."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class ImageProcessing:
    """How far the host is with a video.

    Source: imgur-api-v3.txt, "image".

    Attributes:
        status: `pending` or `completed`. (observed)
    """

    status: str | None = None


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
