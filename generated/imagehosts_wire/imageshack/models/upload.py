# Generated from specs/imageshack/openapi.yaml by `make generate`. Change the spec, not this file.
"""Upload."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class Upload:
    """What became of an upload.

    Source: imageshack-api-v2.txt, "Upload Model".

    Attributes:
        max_filesize: Largest file that the account may upload, in kilobytes of 1024 bytes.
        space_limit: Space that the account may use, in kilobytes of 1024 bytes.
        space_used: Space that the account uses, in kilobytes of 1024 bytes.
        space_left: Space that is left, in kilobytes of 1024 bytes.
        passed: Number of files that were stored.
        failed: Number of files that were not.
        total: Number of files that were sent. (observed)
        images: The pictures that were stored. Files that failed have no place in it.
    """

    max_filesize: int | None = None
    space_limit: int | None = None
    space_used: int | None = None
    space_left: int | None = None
    passed: int
    failed: int
    total: int | None = None
    images: list[BasicImage] | None = None


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
from imagehosts_wire.imageshack.models import BasicImage  # noqa: E402
