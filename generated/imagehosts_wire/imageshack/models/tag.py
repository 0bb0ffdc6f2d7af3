# Generated from specs/imageshack/openapi.yaml by `make generate`. Change the spec, not this file.
"""Tag."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class Tag:
    """A tag of an account and pictures that have it.

    Source: imageshack-api-v2.txt, "Tag Model".

    Attributes:
        name: The tag. The host gives it as the key that leads here; clients fill it in.
            (inferred)
        total: Number of pictures that have the tag.
        images: Pictures that have the tag.
    """

    name: str | None = None
    total: int | None = None
    images: list[BasicImage] | None = None


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
from imagehosts_wire.imageshack.models import BasicImage  # noqa: E402
