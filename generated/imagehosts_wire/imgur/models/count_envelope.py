# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""CountEnvelope."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class CountEnvelope:
    """An answer: the result in `data`, whether the call succeeded, and its status.

    Source: imgur-api-v3.txt, "image-count".

    Attributes:
        data: How many there are. (observed)
        success: Whether the call succeeded. (observed)
        status: HTTP status of the answer, once more. (observed)
    """

    data: int
    success: bool
    status: int


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
