# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""CreatedComment."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class CreatedComment:
    """What a new comment is reached by.

    Source: imgur-api-v3.txt, "comment-create".

    Attributes:
        id: Number of the new comment. (observed)
    """

    id: int


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
