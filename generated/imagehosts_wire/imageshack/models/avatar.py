# Generated from specs/imageshack/openapi.yaml by `make generate`. Change the spec, not this file.
"""Avatar."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class Avatar:
    """The picture that stands for a user.

    Source: imageshack-api-v2.txt, "User Model".

    Attributes:
        id: Id of the picture. Missing in comments; one table calls it an integer, which it
            never is.
        server: Number of the server that keeps the file; 0 when there is no picture.
        filename: File name on the server; null when there is no picture.
    """

    id: str | None = None
    server: int | None = None
    filename: str | None = None


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
