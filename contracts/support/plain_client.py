"""A host without quirks, and what a caller sees of a call to it: for tables of answers.

Waits take no time, chances are even, and answers come as from a connection.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import httpx
from imagehosts import ImageHostError
from imagehosts.core.client import AsyncClient, SyncClient
from imagehosts_wire.types import Api, ErrorRule

from contracts.support.recording import Reply

__all__ = ["API", "KEY", "Awaiting", "Blocking", "Breaking", "Coming", "Patient", "result_of"]

KEY = "the-key-of-these-tests"
API = Api(
    "plain",
    "A host with a small table of errors",
    "https://plain.example/api",
    error_code=("/error/code",),
    error_message=("/error/message",),
    error_rules=(
        ErrorRule("rate_limited", code=17),
        ErrorRule("duplicate", status=400, message="(?i)twice"),
    ),
)


class Blocking(SyncClient):
    api = API
    environment = {"key": "PLAIN_KEY"}  # noqa: RUF012


class Awaiting(AsyncClient):
    api = API
    environment = {"key": "PLAIN_KEY"}  # noqa: RUF012


class Patient:
    """A client whose waits take no time and whose chances are even.

    Attributes:
        waits: What it would have waited, in seconds.
    """

    def __init__(self, client: Any) -> None:
        self.client = client
        self.waits: list[float] = []
        client._random, client._now = (lambda: 0.5), (lambda: 1_800_000_000.0)
        client._sleep = self._wait_async if isinstance(client, AsyncClient) else self.waits.append

    async def _wait_async(self, seconds: float) -> None:
        self.waits.append(seconds)


class Coming(Reply):
    """An answer as it comes from a connection: nothing of it is read or decoded yet."""

    def response(self) -> httpx.Response:
        body = self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()
        return httpx.Response(self.status, headers=self.headers, stream=httpx.ByteStream(body))


class Breaking(Coming):
    """An answer whose connection ends in an error when its body has come."""

    def response(self) -> httpx.Response:
        return httpx.Response(self.status, headers=self.headers, stream=_Broken(self.body))


class _Broken(httpx.SyncByteStream, httpx.AsyncByteStream):
    def __init__(self, body: bytes) -> None:
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        yield self._body
        raise httpx.ReadError("reset by peer")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._body
        raise httpx.ReadError("reset by peer")


def result_of(client: Any, call: Callable[[], Any]) -> str:
    """What a call gives, or all that a caller can read of the error that it ends in."""

    async def awaited() -> Any:
        async with client:
            found: Awaitable[Any] = call()
            return await found

    try:
        if isinstance(client, AsyncClient):
            return f"{asyncio.run(awaited())!r}"
        with client:
            return f"{call()!r}"
    except ImageHostError as error:
        facts = {
            "may have arrived": getattr(error, "may_have_arrived", None),
            "status": getattr(error, "status", None),
            "code": getattr(error, "code", None),
            "wait": getattr(error, "retry_after", None),
        }
        known = "; ".join(f"{name} {value}" for name, value in facts.items() if value is not None)
        notes = "".join(f"\n    note: {note}" for note in getattr(error, "__notes__", ()))
        return (
            f"{type(error).__name__} [{error.host} {error.operation}{'; ' if known else ''}{known}]"
            f"\n    {error}{notes}"
        )
