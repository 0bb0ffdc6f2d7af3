# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""GatewayError."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class GatewayError:
    """One reason why the server in front refuses a request.

    Source: imgur-api-v3.txt, "Authorization header".

    Attributes:
        id: Name of the request in the host's logs; may be empty. (observed)
        code: HTTP status, as text. (observed)
        status: Words of the HTTP status. (observed)
        detail: What went wrong, in a few words. (observed)
    """

    id: str | None = None
    code: str | None = None
    status: str | None = None
    detail: str | None = None


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
