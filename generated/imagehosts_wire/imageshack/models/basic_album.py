# Generated from specs/imageshack/openapi.yaml by `make generate`. Change the spec, not this file.
"""BasicAlbum."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class BasicAlbum:
    """An album as it stands in lists, with its first pictures.

    Source: imageshack-api-v2.txt, "Basic Album Model".

    Attributes:
        id: Id of the album. Case counts, and it is text also where it looks like a number.
        title: Title of the album.
        creation_date: When it was made, in seconds of Unix time.
        public: Whether everybody may see the album.
        total: Number of pictures in the album.
        is_owner: Whether the album belongs to the caller.
        owner: The account that the album belongs to. Told of public albums only.
        images: Pictures of the album, or null when it has none.
    """

    id: str
    title: str | None = None
    creation_date: int | None = None
    public: bool | None = None
    total: int | None = None
    is_owner: bool | None = None
    owner: Owner | None = None
    images: list[BasicImage] | None = None


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
from imagehosts_wire.imageshack.models import (
    BasicImage,  # noqa: E402
    Owner,  # noqa: E402
)
