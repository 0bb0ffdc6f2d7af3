# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""ErrorData."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class ErrorData:
    """What went wrong, and with which request.

    Source: imgur-api-v3.txt, "Authorization header".

    Attributes:
        error: What went wrong: a sentence, or an object that holds one. (observed)
        request: Path of the request. Missing from answers of the server in front.
            (observed)
        method: Method of the request. Missing from answers of the server in front.
            (observed)
    """

    error: str | ErrorObject
    request: str | None = None
    method: str | None = None


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
from imagehosts_wire.imgur.models import ErrorObject  # noqa: E402
