# Generated from specs/imagehosting_me/openapi.yaml by `make generate`. Change the spec, not this file.
"""StoredFile."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class StoredFile:
    """Where the site keeps a file.

    Source: imagehosting-me-api-v1.1.txt, "Example response (JSON)".

    Attributes:
        resource: How a stored file is referred to.
    """

    resource: FileResource | None = None


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
from imagehosts_wire.imagehosting_me.models import FileResource  # noqa: E402
