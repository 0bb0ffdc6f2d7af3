# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""ErrorObject."""

from __future__ import annotations

from typing import Any

from attrs import define


@define(kw_only=True)
class ErrorObject:
    """An error with a number of the host's own.

    Source: imgur-api-v3.txt, "Authorization header".

    Attributes:
        code: The host's own number of the error, such as 1003 for a file that is no
            picture; at times an HTTP status. (observed)
        message: What went wrong, in a sentence. (observed)
        type: Name of the exception, `ImgurException`. (observed)
        exception: Empty: an array or an object. (observed)
    """

    code: int | None = None
    message: str
    type: str | None = None
    exception: Any = None


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
