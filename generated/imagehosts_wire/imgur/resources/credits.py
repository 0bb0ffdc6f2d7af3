# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""The credits operations of imgur API."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from imagehosts_wire.imgur import models
from imagehosts_wire.types import (
    AsyncResource,
    Credential,
    Operation,
    RequestOptions,
    Resource,
    Result,
    as_async_raw,
    as_async_streamed,
    as_raw,
    as_streamed,
)

if TYPE_CHECKING:
    from imagehosts_wire.imgur.models import Credits

CREDITS_GET: Operation[Credits] = Operation(
    "imgur",
    "credits_get",
    "GET",
    "/credits",
    result=Result(
        "json",
        lambda: models.Credits,
        envelope="data",
    ),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "credits"),
)

OPERATIONS = (CREDITS_GET,)
"""Every operation of this resource."""


class CreditsResource(Resource):
    """The credits operations."""

    @cached_property
    def with_raw_response(self) -> CreditsResourceWithRawResponse:
        """The same methods; they return the whole answer: status, headers, body, ``parse()``."""
        return CreditsResourceWithRawResponse(self)

    @cached_property
    def with_streaming_response(self) -> CreditsResourceWithStreamingResponse:
        """The same methods; they return the answer before its body has been read."""
        return CreditsResourceWithStreamingResponse(self)

    def get(self, *, options: RequestOptions | None = None) -> Credits:
        """Look at the credits

        Answers what this address and this application may still ask. The call itself costs
        nothing; every answer tells the same in its headers (observed).

        Args:
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The credits (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "credits".
        """

        return self._call(CREDITS_GET, (), options)


class AsyncCreditsResource(AsyncResource):
    """The credits operations, awaited."""

    @cached_property
    def with_raw_response(self) -> AsyncCreditsResourceWithRawResponse:
        """The same methods; they return the whole answer: status, headers, body, ``parse()``."""
        return AsyncCreditsResourceWithRawResponse(self)

    @cached_property
    def with_streaming_response(self) -> AsyncCreditsResourceWithStreamingResponse:
        """The same methods; they return the answer before its body has been read."""
        return AsyncCreditsResourceWithStreamingResponse(self)

    async def get(self, *, options: RequestOptions | None = None) -> Credits:
        """See :meth:`CreditsResource.get`."""

        return await self._call(CREDITS_GET, (), options)


class CreditsResourceWithRawResponse:
    """The credits operations with whole answers."""

    def __init__(self, resource: CreditsResource) -> None:
        raw = resource.in_mode("raw")
        self.get = as_raw(raw.get)


class AsyncCreditsResourceWithRawResponse:
    """The credits operations with whole answers, awaited."""

    def __init__(self, resource: AsyncCreditsResource) -> None:
        raw = resource.in_mode("raw")
        self.get = as_async_raw(raw.get)


class CreditsResourceWithStreamingResponse:
    """The credits operations with answers that are still on their way."""

    def __init__(self, resource: CreditsResource) -> None:
        streamed = resource.in_mode("stream")
        self.get = as_streamed(streamed.get)


class AsyncCreditsResourceWithStreamingResponse:
    """The credits operations with answers that are still on their way, awaited."""

    def __init__(self, resource: AsyncCreditsResource) -> None:
        streamed = resource.in_mode("stream")
        self.get = as_async_streamed(streamed.get)
