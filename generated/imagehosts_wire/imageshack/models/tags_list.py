# Generated from specs/imageshack/openapi.yaml by `make generate`. Change the spec, not this file.
"""TagsList."""

from __future__ import annotations

from typing import ClassVar

from attrs import define


@define(kw_only=True)
class TagsList:
    """A page of tags.

    Source: imageshack-api-v2.txt, "Tags List Model".

    Attributes:
        limit: How many items a page holds; the last one may hold fewer.
        offset: How many items were skipped.
        total: Number of tags in the account. The document says albums.
        tags: The tags. The host sends an object with the names as keys, the document's
            table has a list; clients present a list whose items know their names.
    """

    __keyed_by__: ClassVar[dict[str, str]] = {"tags": "name"}

    limit: int | None = None
    offset: int | None = None
    total: int | None = None
    tags: list[Tag]


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
from imagehosts_wire.imageshack.models import Tag  # noqa: E402
