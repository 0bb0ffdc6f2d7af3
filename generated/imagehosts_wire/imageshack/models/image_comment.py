# Generated from specs/imageshack/openapi.yaml by `make generate`. Change the spec, not this file.
"""ImageComment."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class ImageComment:
    """A comment on a picture. No documented call answers with it.

    Source: imageshack-api-v2.txt, "Image Comment Model".

    Attributes:
        id: Id of the comment.
        comment: The text.
        source: Where it was written: web, mobile, or the name of a program.
        owner: Who wrote it.
        likes: Number of accounts that like the comment.
        liked: Whether the caller likes the comment.
        is_owner: Whether the comment is the caller's. (observed)
        creation_date: When it was made, in seconds of Unix time.
    """

    id: str
    comment: str | None = None
    source: str | None = None
    owner: Owner | None = None
    likes: int | None = None
    liked: bool | None = None
    is_owner: bool | None = None
    creation_date: int | None = None


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
from imagehosts_wire.imageshack.models import Owner  # noqa: E402
