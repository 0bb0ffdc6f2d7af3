# Generated from specs/imagehosting_me/openapi.yaml by `make generate`. Change the spec, not this file.
"""FileResource."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class FileResource:
    """How a stored file is referred to.

    Source: imagehosting-me-api-v1.1.txt, "Example response (JSON)".

    Attributes:
        type: Kind of reference, such as `url`.
    """

    type: str | None = None


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
