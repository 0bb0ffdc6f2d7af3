# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""CreatedAlbum."""

from __future__ import annotations

from attrs import define, field


@define(kw_only=True)
class CreatedAlbum:
    """What a new album is reached by.

    Source: imgur-api-v3.txt, "album-upload".

    Attributes:
        id: Id of the new album. (observed)
        deletehash: Changes, fills and deletes the album without logging in: keep it for an
            anonymous album. (observed)
    """

    id: str
    deletehash: str | None = field(default=None, repr=False)


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
