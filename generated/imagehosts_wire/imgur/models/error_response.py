# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""ErrorResponse."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class ErrorResponse:
    """How the application answers that it did not do what was asked.

    Source: imgur-api-v3.txt, "Authorization header".

    Attributes:
        data: What went wrong. Some old answers hold a sentence or false here. (observed)
        success: False. (observed)
        status: HTTP status of the answer, once more; old answers hold other numbers such as
            1203. (observed)
    """

    data: ErrorData | str | bool | None
    success: bool | None = None
    status: int | None = None


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
from imagehosts_wire.imgur.models import ErrorData  # noqa: E402
