"""The tokens of an imgur account: asked for once, shared by all calls, handed on when they change.

A refresh may make the refresh token worthless that it was asked with. So only one of many calls
that find their token stale asks for a new one, and the others wait for it and use it; what it
gives is kept before anybody can be cancelled; and a refresh that failed is not tried again by
those who waited for it.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from imagehosts_wire.types import Mode, Operation, RawResponse

from ...core.client import ClientCore
from ...core.errors import (
    AuthenticationFailed,
    ImageHostError,
    InvalidArgument,
    ResponseDecodeError,
    ResponseError,
    StatusError,
)
from ...core.flow import Exclusive, Flow, Tell, Turn
from ...core.options import checked_credential

if TYPE_CHECKING:
    from imagehosts_wire.imgur.models import Token

    from ...core.behavior import Call
    from ...core.transport import WireRequest

__all__ = ["TokenCalls", "TokenState", "needs_new_token"]

_FOR_REFRESH = ("client_id", "client_secret", "refresh_token")
#: Tokens that are no longer used and may still turn up in what the host says.
_REMEMBERED = 8


class TokenState:
    """What a client and its copies know of their tokens."""

    __slots__ = ("attempts", "expires_at", "failure", "refused", "turn")

    def __init__(self) -> None:
        self.turn = Turn()
        self.attempts = 0
        self.failure: ImageHostError | None = None
        self.refused = ""
        """The refresh token that the host did not take."""
        self.expires_at: float | None = None

    def __reduce__(self) -> Any:
        raise TypeError("the tokens of a client cannot be pickled")


class TokenCalls(ClientCore):
    """A client whose token is refreshed when it has run out."""

    #: Called with new tokens, to keep them.
    _on_tokens: Callable[[Token], object] | None = None
    _tokens: TokenState

    def around_call(self, operation: Operation[Any], mode: Mode, call: Call) -> Flow[Any]:
        if is_token_call(operation):
            if mode == "stream":
                error = InvalidArgument("operation", "tokens are not streamed")
                self._place(error, operation)
                raise error
            return (yield Exclusive(self._tokens.turn, self._ask(operation, mode, call)))
        if self._token_due(operation):
            yield from self._fresh_token(self._credentials.get("access_token"))
        return (yield from call(mode))

    def repair_request(
        self, operation: Operation[Any], request: WireRequest, error: StatusError
    ) -> Flow[bool]:
        used = _bearer(request)
        replayable = request.body is None or request.body.replayable
        if not (used and replayable and self._can_refresh() and needs_new_token(error)):
            return False
        try:
            token = yield from self._fresh_token(used)
        except ImageHostError as failed:
            raise failed from error
        # Once: where the new token is refused too, the token is not what is wrong.
        request.headers["Authorization"] = f"Bearer {token}"
        request.secrets.credentials += (token,)
        return True

    def improve_error(
        self, operation: Operation[Any], response: RawResponse[Any], error: ImageHostError
    ) -> ImageHostError:
        if is_token_call(operation) and isinstance(error, ResponseError):
            # What cannot be read may hold tokens all the same; an error is shown and pickled.
            error.response = RawResponse(response.status, {}, b"", response.url)
        return error

    def _can_refresh(self) -> bool:
        return all(self._credentials.get(scheme) for scheme in _FOR_REFRESH)

    def _token_due(self, operation: Operation[Any]) -> bool:
        """Whether this call needs a token that is not there yet or is known to have run out."""
        if not any(slot.scheme == "access_token" for slot in operation.credentials):
            return False
        ends = self._tokens.expires_at
        missing = "access_token" not in self._credentials
        return (missing or (ends is not None and self._now() >= ends)) and self._can_refresh()

    def _fresh_token(self, used: str | None) -> Flow[str]:
        """Another token than the one that was used."""
        refresh = self._refresh(used, self._tokens.attempts)
        token: str = yield Exclusive(self._tokens.turn, refresh)
        return token

    def _refresh(self, used: str | None, attempts: int) -> Flow[str]:
        """What one caller does while the others wait: nothing where another has done it."""
        tokens = self._tokens
        current = self._credentials.get("access_token")
        if current is not None and current != used:
            return current
        refresh_token = self._credentials["refresh_token"]
        if tokens.failure is not None and (
            tokens.attempts != attempts or tokens.refused == refresh_token
        ):
            raise copy.copy(tokens.failure)
        from imagehosts_wire.imgur.resources.oauth import OAUTH_REFRESH

        yield from self._ask(
            OAUTH_REFRESH,
            "parsed",
            lambda mode: self.exchange_adapted(OAUTH_REFRESH, (), None, mode),
        )
        return self._credentials["access_token"]

    def _ask(self, operation: Operation[Any], mode: Mode, call: Call) -> Flow[Any]:
        """Ask for tokens, keep them, and hand them on."""
        from imagehosts_wire.imgur.resources.oauth import OAUTH_REFRESH

        tokens = self._tokens
        refresh_token = self._credentials.get("refresh_token", "")
        refreshes = operation is OAUTH_REFRESH
        try:
            response = yield from call("raw")
            token: Token = self._keep(operation, response, response.parse())
        except ImageHostError as error:
            if refreshes:
                tokens.failure = error
                if isinstance(error, AuthenticationFailed):
                    tokens.refused = refresh_token
            raise
        finally:
            tokens.attempts += refreshes
        tokens.failure, tokens.refused = None, ""
        if self._on_tokens is not None:
            yield Tell(self._on_tokens, token)
        return response if mode == "raw" else token

    def _keep(self, operation: Operation[Any], response: RawResponse[Any], token: Token) -> Token:
        """Use these tokens from now on."""
        from attrs import evolve

        try:
            access_token = checked_credential("access_token", token.access_token)
            if token.refresh_token:
                checked_credential("refresh_token", token.refresh_token)
        except InvalidArgument:
            error = ResponseDecodeError("the host gave no token that can be used", status=200)
            self._place(error, operation)
            raise error from None
        old = self._credentials
        if not token.refresh_token:
            # Not every host gives a new one each time.
            token = evolve(token, refresh_token=old.get("refresh_token"))
        past = [old[name] for name in ("access_token", "refresh_token") if name in old]
        self._past_credentials[:] = (*past, *self._past_credentials)[:_REMEMBERED]
        lasts = token.expires_in or 0
        self._tokens.expires_at = self._now() + lasts if lasts > 0 else None
        old["access_token"] = access_token
        if token.refresh_token:
            old["refresh_token"] = token.refresh_token
        return token


def is_token_call(operation: Operation[Any]) -> bool:
    """Whether the answer of a call is tokens."""
    if not any(slot.scheme == "client_secret" for slot in operation.credentials):
        return False  # nothing is imported for it
    from imagehosts_wire.imgur.resources import oauth

    return operation in (oauth.OAUTH_REFRESH, oauth.OAUTH_EXCHANGE_CODE, oauth.OAUTH_EXCHANGE_PIN)


def needs_new_token(error: StatusError) -> bool:
    """Whether a refusal means that the token has run out, rather than that something else is wrong.

    The host says so with 401, 403 and 429.
    """
    if not isinstance(error, AuthenticationFailed):
        return False
    message = error.host_message.lower()
    if "client" in message or "malformed" in message:
        return False
    return "token" in message or 401 in (error.status, _as_number(error.code))


def _bearer(request: WireRequest) -> str | None:
    """The token of the client's own that a request carries."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if scheme == "Bearer" and token in request.secrets.credentials else None


def _as_number(code: int | str | None) -> int | None:
    return int(code) if code is not None and str(code).isdecimal() else None
