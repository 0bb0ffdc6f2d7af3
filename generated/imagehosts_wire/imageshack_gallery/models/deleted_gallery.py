# Generated from specs/imageshack_gallery/openapi.yaml by `make generate`. Change the spec, not this file.
"""DeletedGallery."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class DeletedGallery:
    """What is left of a gallery when it has been deleted.

    Source: imageshack-gallery-api.txt, "delete".

    Attributes:
        version: Version of the form of the answer, `1.0`.
    """

    version: str


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
