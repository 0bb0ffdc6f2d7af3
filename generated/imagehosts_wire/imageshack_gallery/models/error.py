# Generated from specs/imageshack_gallery/openapi.yaml by `make generate`. Change the spec, not this file.
"""Error."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class Error:
    """One reason of a failure.

    Source: imageshack-gallery-api.txt, "create".

    Attributes:
        code: Code of the failure. The tables of the document are not complete.
        text: What went wrong, in English.
    """

    code: str
    text: str


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
