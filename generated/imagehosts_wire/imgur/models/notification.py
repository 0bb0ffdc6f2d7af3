# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""Notification."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class Notification:
    """Word of a reply or a message.

    Source: imgur-api-v3.txt, "notification".

    Attributes:
        id: Number of the notification. (observed)
        account_id: Account number of who is told. (observed)
        viewed: Whether it was marked as viewed. (observed)
        content: What it is about: members of a comment or of a conversation. (observed)
    """

    id: int
    account_id: int | None = None
    viewed: bool | None = None
    content: NotificationContent | None = None


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
from imagehosts_wire.imgur.models import NotificationContent  # noqa: E402
