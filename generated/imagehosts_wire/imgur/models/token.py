# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""Token."""

from __future__ import annotations

from attrs import define, field


@define(kw_only=True)
class Token:
    """Tokens for an account. Each refresh may give a new refresh token, which replaces the old
    one.

    Source: imgur-api-v3.txt, "Authorization header".

    Attributes:
        access_token: Goes into the Authorization header of calls for the account.
            (observed)
        refresh_token: Gives new tokens once the access token has run out. (observed)
        expires_in: How long the access token lasts, in seconds. An hour once, a month since
            2015, longer in some samples. (observed)
        token_type: `bearer`. (observed)
        scope: Always null so far. (observed)
        account_id: Number of the account. (observed)
        account_username: Username of the account. (observed)
    """

    access_token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    expires_in: int | None = None
    token_type: str | None = None
    scope: str | None = None
    account_id: int | None = None
    account_username: str | None = None


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
