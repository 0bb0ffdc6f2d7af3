# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""MessageNotification."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class MessageNotification:
    """Word of a message.

    Source: imgur-api-v3.txt, "account-messages".

    Attributes:
        id: Number of the notification. (observed)
        account_id: Account number of who is told. (observed)
        viewed: Whether it was marked as viewed. (observed)
        content: The conversation that the message belongs to. (observed)
    """

    id: int
    account_id: int | None = None
    viewed: bool | None = None
    content: Conversation | None = None


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
from imagehosts_wire.imgur.models import Conversation  # noqa: E402
