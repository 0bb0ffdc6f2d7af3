# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""NotificationsEnvelope."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class NotificationsEnvelope:
    """An answer: the result in `data`, whether the call succeeded, and its status.

    Source: imgur-api-v3.txt, "notifications".

    Attributes:
        data: The notifications. (observed)
        success: Whether the call succeeded. (observed)
        status: HTTP status of the answer, once more. (observed)
    """

    data: Notifications
    success: bool
    status: int


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
from imagehosts_wire.imgur.models import Notifications  # noqa: E402
