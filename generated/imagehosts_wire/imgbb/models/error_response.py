# Generated from specs/imgbb/openapi.yaml by `make generate`. Change the spec, not this file.
"""ErrorResponse."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class ErrorResponse:
    """The answer to a request that the application refused. Its HTTP status is 400 whatever the
    reason.

    Source: imgbb-api-v1.txt, "API response".

    Attributes:
        status_code: HTTP status of the answer, 400.
        error: The reason of a refusal. Code 100 has two meanings, so read the message as
            well. (observed)
        status_txt: Name of the HTTP status, `Bad Request`.
    """

    status_code: int
    error: ErrorDetail
    status_txt: str


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
from imagehosts_wire.imgbb.models import ErrorDetail  # noqa: E402
