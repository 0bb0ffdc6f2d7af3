# Generated from specs/imges/openapi.yaml by `make generate`. Change the spec, not this file.
"""ErrorDetail."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class ErrorDetail:
    """The reason of a refusal. One code has several meanings, so read the message as well; a site
    may translate some messages.

    Source: imges-api-v1.txt, "API Response".

    Attributes:
        message: What went wrong, mostly in English.
        code: Code of the application, not an HTTP status.
        context: Class of the exception inside the site; old versions only.
    """

    message: str
    code: int
    context: str | None = None


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
