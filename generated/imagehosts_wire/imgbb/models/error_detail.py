# Generated from specs/imgbb/openapi.yaml by `make generate`. Change the spec, not this file.
"""ErrorDetail."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class ErrorDetail:
    """The reason of a refusal. Code 100 has two meanings, so read the message as well.

    Source: imgbb-api-v1.txt, "API response".

    Attributes:
        message: What went wrong, in English.
        code: Code of the application, not an HTTP status.
        context: Class of the exception inside the site; seen in 2019 and 2022, no longer in
            2023.
    """

    message: str
    code: int
    context: str | None = None


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
