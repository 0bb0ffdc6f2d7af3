# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""The oauth operations of imgur API."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal

from imagehosts_wire.imgur import models
from imagehosts_wire.types import (
    AsyncResource,
    Credential,
    Operation,
    Parameter,
    RequestOptions,
    Resource,
    Result,
    as_async_raw,
    as_async_streamed,
    as_raw,
    as_streamed,
)

if TYPE_CHECKING:
    from imagehosts_wire.imgur.models import Token

OAUTH_AUTHORIZE: Operation[str] = Operation(
    "imgur",
    "oauth_authorize",
    "GET",
    "/oauth2/authorize",
    result=Result(
        "text",
    ),
    parameters=(
        Parameter(
            "response_type", "response_type", "query", encode="choice:code/pin/token", required=True
        ),
        Parameter("state", "state", "query"),
    ),
    credentials=(Credential("client_id", "query", "client_id", required=True),),
    credential_optional=True,
    server_path="",
    repeatable=True,
    source=("imgur-api-v3.txt", "Authorization header"),
)
OAUTH_REFRESH: Operation[Token] = Operation(
    "imgur",
    "oauth_refresh",
    "POST",
    "/oauth2/token",
    result=Result(
        "json",
        lambda: models.Token,
        tolerant=True,
    ),
    constants=(("body", "grant_type", "refresh_token"),),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("client_id", "body", "client_id", required=True),
        Credential("client_secret", "body", "client_secret", required=True),
        Credential("refresh_token", "body", "refresh_token", required=True),
    ),
    credential_optional=True,
    server_path="",
    repeatable=False,
    source=("imgur-api-v3.txt", "Authorization header"),
)
OAUTH_EXCHANGE_CODE: Operation[Token] = Operation(
    "imgur",
    "oauth_exchange_code",
    "POST",
    "/oauth2/token",
    result=Result(
        "json",
        lambda: models.Token,
        tolerant=True,
    ),
    parameters=(Parameter("code", "code", "body", required=True),),
    constants=(("body", "grant_type", "authorization_code"),),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("client_id", "body", "client_id", required=True),
        Credential("client_secret", "body", "client_secret", required=True),
    ),
    credential_optional=True,
    server_path="",
    repeatable=False,
    source=("imgur-api-v3.txt", "Authorization header"),
)
OAUTH_EXCHANGE_PIN: Operation[Token] = Operation(
    "imgur",
    "oauth_exchange_pin",
    "POST",
    "/oauth2/token",
    result=Result(
        "json",
        lambda: models.Token,
        tolerant=True,
    ),
    parameters=(Parameter("pin", "pin", "body", required=True),),
    constants=(("body", "grant_type", "pin"),),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("client_id", "body", "client_id", required=True),
        Credential("client_secret", "body", "client_secret", required=True),
    ),
    credential_optional=True,
    server_path="",
    repeatable=False,
    source=("imgur-api-v3.txt", "Authorization header"),
)

OPERATIONS = (
    OAUTH_AUTHORIZE,
    OAUTH_REFRESH,
    OAUTH_EXCHANGE_CODE,
    OAUTH_EXCHANGE_PIN,
)
"""Every operation of this resource."""


class OauthResource(Resource):
    """The oauth operations."""

    @cached_property
    def with_raw_response(self) -> OauthResourceWithRawResponse:
        """The same methods; they return the whole answer: status, headers, body, ``parse()``."""
        return OauthResourceWithRawResponse(self)

    @cached_property
    def with_streaming_response(self) -> OauthResourceWithStreamingResponse:
        """The same methods; they return the answer before its body has been read."""
        return OauthResourceWithStreamingResponse(self)

    def authorize(
        self,
        response_type: Literal["code", "pin", "token"],
        *,
        state: str | None = None,
        options: RequestOptions | None = None,
    ) -> str:
        """Ask a person for consent

        The page on which a person lets an application act for them. Send the person there with
        a browser: it asks them to log in and to agree, then leads back to the application's
        address or shows a PIN. Shows an error to applications that ask for tokens since 2025.

        Not in the document: observed, clients that work; the document names tokens and not
        where they come from.

        Args:
            response_type: What the application gets when the person agrees: a code or
                tokens at its address, or a PIN that the person reads (observed).
            state: Comes back unchanged, so that the application knows its own request again
                (observed).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The page (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            InvalidRequest: A parameter is missing or out of bounds, a file is too large or
                no picture, a token request was refused, or the server in front refuses the
                caller (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "Authorization header".
        """

        return self._call(
            OAUTH_AUTHORIZE,
            (
                response_type,
                state,
            ),
            options,
        )

    def refresh(self, *, options: RequestOptions | None = None) -> Token:
        """Refresh the tokens

        Gives a new access token for the refresh token. The answer may hold a new refresh token
        as well; the old one must then be forgotten. The refresh token stands for the user
        (observed).

        Not in the document: observed, clients that work; the document names tokens and not
        where they come from.

        Args:
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The tokens (observed). The refresh token that was sent may be worth nothing from now
            on (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            InvalidRequest: A parameter is missing or out of bounds, a file is too large or
                no picture, a token request was refused, or the server in front refuses the
                caller (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "Authorization header".
        """

        return self._call(OAUTH_REFRESH, (), options)

    def exchange_code(self, code: str, *, options: RequestOptions | None = None) -> Token:
        """Get tokens for a code

        Gives tokens for the code that came back to the application's address when a person
        agreed. A code works once, and soon.

        Not in the document: observed, clients that work; the document names tokens and not
        where they come from.

        Args:
            code: The code, as it came in the address (observed).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The tokens (observed). The refresh token that was sent may be worth nothing from now
            on (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            InvalidRequest: A parameter is missing or out of bounds, a file is too large or
                no picture, a token request was refused, or the server in front refuses the
                caller (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "Authorization header".
        """

        return self._call(OAUTH_EXCHANGE_CODE, (code,), options)

    def exchange_pin(self, pin: str, *, options: RequestOptions | None = None) -> Token:
        """Get tokens for a PIN

        Gives tokens for the PIN that a person read from the page when they agreed. A PIN works
        once, and soon.

        Not in the document: observed, clients that work; the document names tokens and not
        where they come from.

        Args:
            pin: The PIN, as the person typed it (observed).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The tokens (observed). The refresh token that was sent may be worth nothing from now
            on (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            InvalidRequest: A parameter is missing or out of bounds, a file is too large or
                no picture, a token request was refused, or the server in front refuses the
                caller (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "Authorization header".
        """

        return self._call(OAUTH_EXCHANGE_PIN, (pin,), options)


class AsyncOauthResource(AsyncResource):
    """The oauth operations, awaited."""

    @cached_property
    def with_raw_response(self) -> AsyncOauthResourceWithRawResponse:
        """The same methods; they return the whole answer: status, headers, body, ``parse()``."""
        return AsyncOauthResourceWithRawResponse(self)

    @cached_property
    def with_streaming_response(self) -> AsyncOauthResourceWithStreamingResponse:
        """The same methods; they return the answer before its body has been read."""
        return AsyncOauthResourceWithStreamingResponse(self)

    async def authorize(
        self,
        response_type: Literal["code", "pin", "token"],
        *,
        state: str | None = None,
        options: RequestOptions | None = None,
    ) -> str:
        """See :meth:`OauthResource.authorize`."""

        return await self._call(
            OAUTH_AUTHORIZE,
            (
                response_type,
                state,
            ),
            options,
        )

    async def refresh(self, *, options: RequestOptions | None = None) -> Token:
        """See :meth:`OauthResource.refresh`."""

        return await self._call(OAUTH_REFRESH, (), options)

    async def exchange_code(self, code: str, *, options: RequestOptions | None = None) -> Token:
        """See :meth:`OauthResource.exchange_code`."""

        return await self._call(OAUTH_EXCHANGE_CODE, (code,), options)

    async def exchange_pin(self, pin: str, *, options: RequestOptions | None = None) -> Token:
        """See :meth:`OauthResource.exchange_pin`."""

        return await self._call(OAUTH_EXCHANGE_PIN, (pin,), options)


class OauthResourceWithRawResponse:
    """The oauth operations with whole answers."""

    def __init__(self, resource: OauthResource) -> None:
        raw = resource.in_mode("raw")
        self.authorize = as_raw(raw.authorize)
        self.refresh = as_raw(raw.refresh)
        self.exchange_code = as_raw(raw.exchange_code)
        self.exchange_pin = as_raw(raw.exchange_pin)


class AsyncOauthResourceWithRawResponse:
    """The oauth operations with whole answers, awaited."""

    def __init__(self, resource: AsyncOauthResource) -> None:
        raw = resource.in_mode("raw")
        self.authorize = as_async_raw(raw.authorize)
        self.refresh = as_async_raw(raw.refresh)
        self.exchange_code = as_async_raw(raw.exchange_code)
        self.exchange_pin = as_async_raw(raw.exchange_pin)


class OauthResourceWithStreamingResponse:
    """The oauth operations with answers that are still on their way."""

    def __init__(self, resource: OauthResource) -> None:
        streamed = resource.in_mode("stream")
        self.authorize = as_streamed(streamed.authorize)
        self.refresh = as_streamed(streamed.refresh)
        self.exchange_code = as_streamed(streamed.exchange_code)
        self.exchange_pin = as_streamed(streamed.exchange_pin)


class AsyncOauthResourceWithStreamingResponse:
    """The oauth operations with answers that are still on their way, awaited."""

    def __init__(self, resource: AsyncOauthResource) -> None:
        streamed = resource.in_mode("stream")
        self.authorize = as_async_streamed(streamed.authorize)
        self.refresh = as_async_streamed(streamed.refresh)
        self.exchange_code = as_async_streamed(streamed.exchange_code)
        self.exchange_pin = as_async_streamed(streamed.exchange_pin)
