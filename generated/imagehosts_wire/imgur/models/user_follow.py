# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""UserFollow."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class UserFollow:
    """Whether one user follows another.

    Source: imgur-api-v3.txt, "account".

    Attributes:
        status: True if so. (observed)
    """

    status: bool | None = None


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
