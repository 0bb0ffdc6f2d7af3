# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""Account."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class Account:
    """What everybody may know of a user.

    Source: imgur-api-v3.txt, "account".

    Attributes:
        id: Number of the account. (observed)
        url: Username, as in the address of the user's page. (observed)
        bio: What the user says about themselves. (observed)
        avatar: Address of the user's picture. (observed)
        avatar_name: Name of the user's picture. (observed)
        cover: Address of the picture on the user's page. (observed)
        cover_name: Name of the picture on the user's page. (observed)
        reputation: Points that others gave to posts and comments, less those that they
            took. (observed)
        reputation_name: What the host calls somebody with that reputation. (observed)
        created: When the account was made, as Unix time in seconds. (observed)
        pro_expiration: False without a paid account, else its end as Unix time in seconds.
            (observed)
        user_follow: Whether the logged-in user follows this one. (observed)
        is_blocked: Whether the logged-in user has blocked this one. (observed)
    """

    id: int
    url: str
    bio: str | None = None
    avatar: str | None = None
    avatar_name: str | None = None
    cover: str | None = None
    cover_name: str | None = None
    reputation: float | None = None
    reputation_name: str | None = None
    created: int | None = None
    pro_expiration: int | bool | None = None
    user_follow: UserFollow | None = None
    is_blocked: bool | None = None


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
from imagehosts_wire.imgur.models import UserFollow  # noqa: E402
