# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""Credits."""

from __future__ import annotations

from typing import ClassVar

from attrs import define


@define(kw_only=True)
class Credits:
    """What may still be asked. An upload takes 10 credits, another call 1, a call for tokens none.

    Source: imgur-api-v3.txt, "credits".

    Attributes:
        user_limit: Credits of this address with this application in an hour. (observed)
        user_remaining: Credits of this address that are left. (observed)
        user_reset: When they are given anew, as Unix time in seconds. The header of that
            name holds seconds left instead. (observed)
        client_limit: Credits of the application in a day. (observed)
        client_remaining: Credits of the application that are left. (observed)
    """

    __wire_names__: ClassVar[dict[str, str]] = {
        "user_limit": "UserLimit",
        "user_remaining": "UserRemaining",
        "user_reset": "UserReset",
        "client_limit": "ClientLimit",
        "client_remaining": "ClientRemaining",
    }

    user_limit: int | None = None
    user_remaining: int | None = None
    user_reset: int | None = None
    client_limit: int | None = None
    client_remaining: int | None = None


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
