# Generated from specs/imageshack_gallery/openapi.yaml by `make generate`. Change the spec, not this file.
"""Errors."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class Errors:
    """Why a call failed; it may list no error at all.

    Source: imageshack-gallery-api.txt, "create".

    Attributes:
        error: The errors.
    """

    error: list[Error]


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
from imagehosts_wire.imageshack_gallery.models import Error  # noqa: E402
