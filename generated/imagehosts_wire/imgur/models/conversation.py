# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""Conversation."""

from __future__ import annotations

from typing import ClassVar

from attrs import define


@define(kw_only=True)
class Conversation:
    """What a notification tells of a conversation.

    Source: imgur-api-v3.txt, "account-messages".

    Attributes:
        id: Number of the conversation. (observed)
        sender: Username of who wrote last. (observed)
        account_id: Account number of who is told. (observed)
        with_account: Account number of the other side. (observed)
        last_message: Text of the newest message. (observed)
        message_num: Number of messages so far. (observed)
        spam: Whether the host takes it for spam. (observed)
        datetime: When the newest message was sent, as Unix time in seconds. (observed)
    """

    __wire_names__: ClassVar[dict[str, str]] = {"sender": "from"}

    id: int | None = None
    sender: str | None = None
    account_id: int | None = None
    with_account: int | None = None
    last_message: str | None = None
    message_num: int | None = None
    spam: bool | None = None
    datetime: int | None = None


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
