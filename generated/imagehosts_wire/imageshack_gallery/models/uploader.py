# Generated from specs/imageshack_gallery/openapi.yaml by `make generate`. Change the spec, not this file.
"""Uploader."""

from __future__ import annotations

from attrs import define, field


@define(kw_only=True)
class Uploader:
    """Who owns a gallery.

    Source: imageshack-gallery-api.txt, "create".

    Attributes:
        username: Name of the registered user, empty for anybody else.
        token: The token that owns the gallery. Whoever has it can change and delete the
            gallery: treat it as a secret. (inferred)
    """

    username: str
    token: str | None = field(default=None, repr=False)


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
