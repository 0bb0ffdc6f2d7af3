# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""BlockedUser."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class BlockedUser:
    """A user that may not send messages to this one.

    Source: imgur-api-v3.txt, "message-block".

    Attributes:
        blocked_id: Number of the blocked account. (observed)
        blocked_url: Username of the blocked account. (observed)
    """

    blocked_id: int | None = None
    blocked_url: str | None = None


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
