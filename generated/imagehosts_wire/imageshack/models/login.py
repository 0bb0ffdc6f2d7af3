# Generated from specs/imageshack/openapi.yaml by `make generate`. Change the spec, not this file.
"""Login."""

from __future__ import annotations

from attrs import define, field


@define(kw_only=True)
class Login:
    """An account that logged in, and its token.

    Source: imageshack-api-v2.txt, "Login Model".

    Attributes:
        auth_token: The token that later calls carry. Whoever has it can act for the
            account.
        user_id: Lasting number of the account.
        userid: The name that others have seen for `user_id`. (observed)
        email: E-mail address of the account.
        username: Name of the account.
        avatar: The picture that stands for the user.
        membership: Kind of membership: `free`, `premium` or `Pro`, or empty. Compare
            without regard to case.
        membership_item_number: Item number of a paid membership; null for others.
        membership_cookie: Cookie of a paid membership; null for others.
    """

    auth_token: str = field(repr=False)
    user_id: int | None = None
    userid: int | None = field(default=None, repr=False, eq=False)
    email: str | None = None
    username: str
    avatar: Avatar | None = None
    membership: str | None = None
    membership_item_number: str | None = None
    membership_cookie: str | None = field(default=None, repr=False)

    def __attrs_post_init__(self) -> None:
        # Other spellings of a member, as some answers have them.
        if self.user_id is None:
            self.user_id = self.userid


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
from imagehosts_wire.imageshack.models import Avatar  # noqa: E402
