# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""AccountSettings."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class AccountSettings:
    """The settings of one's own account.

    Source: imgur-api-v3.txt, "account-settings".

    Attributes:
        account_url: Username. (observed)
        email: E-mail address of the user. (observed)
        high_quality: Whether pictures are stored with less compression. Gone from later
            answers. (observed)
        public_images: Whether new pictures can be seen by everybody. (observed)
        album_privacy: Privacy of new albums: public, hidden or secret. (observed)
        pro_expiration: False without a paid account, else its end as Unix time in seconds.
            (observed)
        accepted_gallery_terms: Whether the user has accepted the terms of the gallery.
            (observed)
        active_emails: Addresses that pictures may be mailed from. (observed)
        messaging_enabled: Whether others may send messages. (observed)
        comment_replies: Whether replies to comments make a notification. (observed)
        blocked_users: Users that may not send messages to this one. (observed)
        show_mature: Whether gallery lists include mature pictures. (observed)
        newsletter_subscribed: Whether the host mails its newsletter. (observed)
        first_party: False if the account was made through another service. (observed)
    """

    account_url: str | None = None
    email: str | None = None
    high_quality: bool | None = None
    public_images: bool | None = None
    album_privacy: str | None = None
    pro_expiration: int | bool | None = None
    accepted_gallery_terms: bool | None = None
    active_emails: list[str] | None = None
    messaging_enabled: bool | None = None
    comment_replies: bool | None = None
    blocked_users: list[BlockedUser] | None = None
    show_mature: bool | None = None
    newsletter_subscribed: bool | None = None
    first_party: bool | None = None


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
from imagehosts_wire.imgur.models import BlockedUser  # noqa: E402
