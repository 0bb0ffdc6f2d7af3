# Generated from specs/imagehosting_me/openapi.yaml by `make generate`. Change the spec, not this file.
"""UploadResponse."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class UploadResponse:
    """The answer to an upload that succeeded. Its status stands in it three times.

    Source: imagehosting-me-api-v1.1.txt, "Example response (JSON)".

    Attributes:
        status_code: HTTP status of the answer, 200.
        success: What succeeded. An object, not a flag.
        image: A stored picture. Numbers from the database come as numbers or as strings of
            digits, depending on the version of the site; both mean the same.
        status_txt: Words for the HTTP status, `OK`.
    """

    status_code: int
    success: UploadSuccess
    image: Image
    status_txt: str


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
from imagehosts_wire.imagehosting_me.models import (
    Image,  # noqa: E402
    UploadSuccess,  # noqa: E402
)
