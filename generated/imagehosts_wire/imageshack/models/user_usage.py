# Generated from specs/imageshack/openapi.yaml by `make generate`. Change the spec, not this file.
"""UserUsage."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class UserUsage:
    """What an account holds and may hold.

    Source: imageshack-api-v2.txt, "User Usage Model".

    Attributes:
        images_count: Number of pictures in the account.
        album_images_count: Number of pictures that are in albums.
        albums_count: Number of albums.
        root_images_count: Number of pictures that are in no album.
        space_limit: Space that the account may use, in kilobytes of 1024 bytes.
        space_used: Space that the account uses, in kilobytes of 1024 bytes.
    """

    images_count: int
    album_images_count: int
    albums_count: int | None = None
    root_images_count: int
    space_limit: int
    space_used: int


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
