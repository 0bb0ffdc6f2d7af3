# Generated from specs/imagehosting_me/openapi.yaml by `make generate`. Change the spec, not this file.
"""UploadSuccess."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class UploadSuccess:
    """What succeeded. An object, not a flag.

    Source: imagehosting-me-api-v1.1.txt, "Example response (JSON)".

    Attributes:
        message: A sentence such as `file uploaded`.
        code: Code of the outcome, 200.
    """

    message: str
    code: int


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
