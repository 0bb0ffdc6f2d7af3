# Generated from specs/imageshack/openapi.yaml by `make generate`. Change the spec, not this file.
"""ErrorDetail."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class ErrorDetail:
    """The reason of a refusal.

    Source: imageshack-api-v2.txt, "Error Handling".

    Attributes:
        error_code: Number of the error, of which few are known. Not an HTTP status.
        error_message: What went wrong, in English.
    """

    error_code: int
    error_message: str


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
