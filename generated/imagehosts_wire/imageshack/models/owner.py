# Generated from specs/imageshack/openapi.yaml by `make generate`. Change the spec, not this file.
"""Owner."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class Owner:
    """The account that something belongs to.

    Source: imageshack-api-v2.txt, "Image Model".

    Attributes:
        username: Name of the account.
        avatar: The picture that stands for the user. May be missing.
        membership: Kind of membership: `free`, `premium` or `Pro`, or empty. Compare
            without regard to case. (observed)
        allow_following: Whether others may follow the account. (observed)
        featured_photographer: Whether the host shows the account on its front page.
            (observed)
    """

    username: str | None = None
    avatar: Avatar | None = None
    membership: str | None = None
    allow_following: bool | None = None
    featured_photographer: bool | None = None


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
from imagehosts_wire.imageshack.models import Avatar  # noqa: E402
