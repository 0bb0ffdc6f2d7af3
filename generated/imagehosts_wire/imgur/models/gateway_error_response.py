# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""GatewayErrorResponse."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class GatewayErrorResponse:
    """How the server in front of the application answers that it refuses a request.

    Source: imgur-api-v3.txt, "Authorization header".

    Attributes:
        errors: What went wrong; one entry so far. (observed)
    """

    errors: list[GatewayError]


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
from imagehosts_wire.imgur.models import GatewayError  # noqa: E402
