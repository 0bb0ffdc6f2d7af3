# Generated from specs/imageshack_gallery/openapi.yaml by `make generate`. Change the spec, not this file.
"""SiblingErrors."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class SiblingErrors:
    """Why a call failed, in the form of the other XML interfaces of the host.

    Source: imageshack-gallery-api.txt, "create".

    Attributes:
        error: The errors.
    """

    error: list[SiblingError]


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
from imagehosts_wire.imageshack_gallery.models import SiblingError  # noqa: E402
