# Generated from specs/imageshack_gallery/openapi.yaml by `make generate`. Change the spec, not this file.
"""SiblingError."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class SiblingError:
    """One reason of a failure, in the form of the other XML interfaces of the host.

    Source: imageshack-gallery-api.txt, "create".

    Attributes:
        id: Code of the failure.
        text: What went wrong, in English.
    """

    id: str
    text: str


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
