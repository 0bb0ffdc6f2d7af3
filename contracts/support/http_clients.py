"""HTTP clients that a caller made, what a transport sees of timeouts, and streams in use."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import httpx

from contracts.support.clients import Driver, Kind, success

__all__ = ["Looking", "all_at", "close_own", "own_client", "within"]


class Looking(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Keeps the requests as the library below gets them."""

    def __init__(self, kind: Kind) -> None:
        self.reply = success(kind)
        self.requests: list[httpx.Request] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.requests.append(request)
        return self.reply.response()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        self.requests.append(request)
        return self.reply.response()

    def timeouts(self) -> list[Any]:
        return [request.extensions["timeout"] for request in self.requests]


def all_at(seconds: float | None) -> dict[str, float | None]:
    return dict.fromkeys(("connect", "read", "write", "pool"), seconds)


def own_client(kind: Kind, handler: Callable[..., Any], **options: Any) -> Any:
    transport = httpx.MockTransport(handler)
    if kind.is_async:
        return httpx.AsyncClient(transport=transport, **options)
    return httpx.Client(transport=transport, **options)


def close_own(driver: Driver, client: Any) -> None:
    driver.wait_for(client.aclose() if driver.kind.is_async else client.close())


def within(driver: Driver, manager: Any, action: Callable[[Any], Any]) -> Any:
    """Do something with an answer that is open, whichever way the client waits."""

    async def act() -> Any:
        async with manager as response:
            result = action(response)
            return await result if inspect.isawaitable(result) else result

    if driver.kind.is_async:
        return driver.wait_for(act())
    with manager as response:
        return action(response)
