# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""Votes."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class Votes:
    """How many voted for and against a post.

    Source: imgur-api-v3.txt, "gallery-votes".

    Attributes:
        ups: Number of votes up. (observed)
        downs: Number of votes down. (observed)
    """

    ups: int
    downs: int


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
