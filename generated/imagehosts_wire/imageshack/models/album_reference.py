# Generated from specs/imageshack/openapi.yaml by `make generate`. Change the spec, not this file.
"""AlbumReference."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class AlbumReference:
    """The album that a picture is in.

    Source: imageshack-api-v2.txt, "Image Model".

    Attributes:
        id: Id of the album; null or empty when the picture is in none.
        title: Title of the album; null or empty when the picture is in none.
        public: Whether everybody may see the album; also there when the picture is in none.
    """

    id: str | None = None
    title: str | None = None
    public: bool | None = None


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
