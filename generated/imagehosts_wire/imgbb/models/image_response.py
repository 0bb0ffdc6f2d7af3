# Generated from specs/imgbb/openapi.yaml by `make generate`. Change the spec, not this file.
"""ImageResponse."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class ImageResponse:
    """The answer to an upload.

    Source: imgbb-api-v1.txt, "Example response (JSON)".

    Attributes:
        data: A stored picture.
        success: True. An error has no such member.
        status: HTTP status of the answer, 200. An error calls it `status_code`.
    """

    data: Image
    success: bool
    status: int


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
from imagehosts_wire.imgbb.models import Image  # noqa: E402
