# Generated from specs/imageshack/openapi.yaml by `make generate`. Change the spec, not this file.
"""Bulk."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class Bulk:
    """What became of a call about several things. Which of the two lists is there depends on what
    they are. Things that failed are only counted, as in uploads: compare with what was asked
    for.

    Source: imageshack-api-v2.txt, "Bulk Model".

    Attributes:
        passed: Number of things that went well.
        failed: Number of things that did not.
        total: Number of things that were asked for.
        images: The pictures that went well. (inferred)
        albums: The albums that went well. (inferred)
    """

    passed: int
    failed: int
    total: int | None = None
    images: list[Image] | None = None
    albums: list[Album] | None = None


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
from imagehosts_wire.imageshack.models import (
    Album,  # noqa: E402
    Image,  # noqa: E402
)
