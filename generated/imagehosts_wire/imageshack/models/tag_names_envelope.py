# Generated from specs/imageshack/openapi.yaml by `make generate`. Change the spec, not this file.
"""TagNamesEnvelope."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class TagNamesEnvelope:
    """Names of tags in the envelope of every answer.

    Source: imageshack-api-v2.txt, "User Model".

    Attributes:
        success: Whether the call went well.
        process_time: Time that the host took; the document names no unit, the numbers look
            like milliseconds.
        result: The names.
    """

    success: bool
    process_time: int | None = None
    result: list[str]


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
