# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""Notifications."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class Notifications:
    """Notifications, sorted by what they are about.

    Source: imgur-api-v3.txt, "notifications".

    Attributes:
        replies: Replies to comments. (observed)
        messages: Messages. (observed)
    """

    replies: list[ReplyNotification] | None = None
    messages: list[MessageNotification] | None = None


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
from imagehosts_wire.imgur.models import (
    MessageNotification,  # noqa: E402
    ReplyNotification,  # noqa: E402
)
