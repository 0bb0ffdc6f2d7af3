# Generated from specs/imageshack/openapi.yaml by `make generate`. Change the spec, not this file.
"""ErrorResponse."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class ErrorResponse:
    """The answer to a call that was refused. The document shows `error` alone; the host sends all
    four members.

    Source: imageshack-api-v2.txt, "Error Handling".

    Attributes:
        success: False.
        process_time: Time that the host took; the document names no unit, the numbers look
            like milliseconds.
        result: False, since there is none. (observed)
        error: What went wrong.
    """

    success: bool | None = None
    process_time: int | None = None
    result: bool | None = None
    error: ErrorDetail


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
from imagehosts_wire.imageshack.models import ErrorDetail  # noqa: E402
