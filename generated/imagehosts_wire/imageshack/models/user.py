# Generated from specs/imageshack/openapi.yaml by `make generate`. Change the spec, not this file.
"""User."""

from __future__ import annotations

from attrs import define, field


@define(kw_only=True)
class User:
    """An account as others see it, and a little more for its owner.

    Source: imageshack-api-v2.txt, "User Model".

    Attributes:
        is_owner: Whether the token of the call belongs to this account.
        cache_version: A number that grows with everything that happens in the account.
        user_id: Lasting number of the account. Null or missing unless the caller is its
            owner.
        userid: The name that the document's example has for `user_id`.
        email: E-mail address. Null or missing unless the caller is the owner.
        username: Name of the account.
        description: What the user says about themselves.
        creation_date: When it was made, in seconds of Unix time.
        location: Where the user lives.
        gender: Gender, such as `male`.
        first_name: First name.
        last_name: Last name.
        avatar: The picture that stands for the user.
        membership: Kind of membership: `free`, `premium` or `Pro`, or empty. Compare
            without regard to case.
        is_following: Whether the caller follows this account. Needs a login.
        following_allowed: Whether others may follow this account. The opposite of the
            setting `private_followings`.
        latest_images: The latest pictures of the account, 5 unless the call says otherwise.
    """

    is_owner: bool | None = None
    cache_version: int | None = None
    user_id: int | None = None
    userid: int | None = field(default=None, repr=False, eq=False)
    email: str | None = None
    username: str
    description: str | None = None
    creation_date: int | None = None
    location: str | None = None
    gender: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    avatar: Avatar | None = None
    membership: str | None = None
    is_following: bool | None = None
    following_allowed: bool | None = None
    latest_images: list[ImageReference] | None = None

    def __attrs_post_init__(self) -> None:
        # Other spellings of a member, as some answers have them.
        if self.user_id is None:
            self.user_id = self.userid


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
from imagehosts_wire.imageshack.models import (
    Avatar,  # noqa: E402
    ImageReference,  # noqa: E402
)
