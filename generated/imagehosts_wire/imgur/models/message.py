# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""Message."""

from __future__ import annotations

from typing import ClassVar

from attrs import define


@define(kw_only=True)
class Message:
    """A message from one user to another. The document's time knew threads with a subject; later
    answers know conversations instead.

    Source: imgur-api-v3.txt, "message".

    Attributes:
        id: Number of the message. (observed)
        sender: Username of who sent it. (observed)
        account_id: Account number of who sent it in answers with a subject, of who received
            it in answers with a sender_id. (observed)
        recipient_account_id: Account number of who received it. (observed)
        sender_id: Account number of who sent it. In later answers. (observed)
        subject: Subject. (observed)
        body: Text of the message. (observed)
        timestamp: Age as text for people, such as `5 days ago`. (observed)
        datetime: When it was sent, as Unix time in seconds. In later answers. (observed)
        parent_id: Number of the first message of its thread, its own number for that one.
            (observed)
        conversation_id: Number of the conversation. In later answers. (observed)
    """

    __wire_names__: ClassVar[dict[str, str]] = {"sender": "from"}

    id: int
    sender: str | None = None
    account_id: int | None = None
    recipient_account_id: int | None = None
    sender_id: int | None = None
    subject: str | None = None
    body: str | None = None
    timestamp: str | None = None
    datetime: int | None = None
    parent_id: int | None = None
    conversation_id: int | None = None


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
