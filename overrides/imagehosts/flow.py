"""What a client does, written once for both kinds of client.

A flow is a generator: it yields what it wants done (a request sent, a wait, a piece of blocking
work) and is sent the result. :func:`run` does these things in place, :func:`run_async` awaits
them. So retries, redirects and the hosts' own ways exist once, and the two kinds of client cannot
part.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Generator
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

if TYPE_CHECKING:
    from .transport import AsyncTransport, SyncTransport, WireRequest

__all__ = ["Close", "Drain", "Flow", "Send", "Sleep", "Work", "run", "run_async"]

T = TypeVar("T")


class Send:
    """Send a request; the answer comes back whole, or open where ``stream`` is set."""

    __slots__ = ("request", "stream")

    def __init__(self, request: WireRequest, *, stream: bool = False) -> None:
        self.request = request
        self.stream = stream


class Close:
    """Let go of an open answer."""

    __slots__ = ("response",)

    def __init__(self, response: Any) -> None:
        self.response = response


class Drain:
    """Read the rest of an open answer; it comes back whole, and the connection is free again."""

    __slots__ = ("request", "response")

    def __init__(self, response: Any, request: WireRequest) -> None:
        self.response = response
        self.request = request


class Sleep:
    """Wait for so many seconds."""

    __slots__ = ("seconds",)

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds


class Work:
    """Do something that may block, such as a look at a file."""

    __slots__ = ("function",)

    def __init__(self, function: Callable[[], Any]) -> None:
        self.function = function


Effect: TypeAlias = "Send | Close | Drain | Sleep | Work"
Flow: TypeAlias = "Generator[Effect, Any, T]"


def run(flow: Flow[T], transport: SyncTransport, sleep: Callable[[float], None] | None) -> T:
    """Drive a flow to its end."""
    try:
        effect = next(flow)
        while True:
            try:
                result = _perform(effect, transport, sleep)
            except Exception as error:
                effect = flow.throw(error)
            else:
                effect = flow.send(result)
    except StopIteration as stop:
        value: T = stop.value
        return value
    finally:
        flow.close()


async def run_async(
    flow: Flow[T], transport: AsyncTransport, sleep: Callable[[float], Awaitable[None]] | None
) -> T:
    """Drive a flow to its end without blocking the event loop."""
    try:
        effect = next(flow)
        while True:
            try:
                result = await _perform_async(effect, transport, sleep)
            except Exception as error:
                effect = flow.throw(error)
            else:
                effect = flow.send(result)
    except StopIteration as stop:
        value: T = stop.value
        return value
    finally:
        flow.close()


def _perform(
    effect: Effect, transport: SyncTransport, sleep: Callable[[float], None] | None
) -> Any:
    if isinstance(effect, Send):
        return (transport.stream if effect.stream else transport.send)(effect.request)
    if isinstance(effect, Sleep):
        return (sleep or time.sleep)(effect.seconds)
    if isinstance(effect, Work):
        return effect.function()
    if isinstance(effect, Drain):
        return transport.drain(effect.response, effect.request)
    return effect.response.close()


async def _perform_async(
    effect: Effect,
    transport: AsyncTransport,
    sleep: Callable[[float], Awaitable[None]] | None,
) -> Any:
    if isinstance(effect, Send):
        return await (transport.stream if effect.stream else transport.send)(effect.request)
    if isinstance(effect, Sleep):
        return await (sleep or _anyio_sleep)(effect.seconds)
    if isinstance(effect, Work):
        return await _in_thread(effect.function)
    if isinstance(effect, Drain):
        return await transport.drain(effect.response, effect.request)
    return await effect.response.close()


async def _anyio_sleep(seconds: float) -> None:
    import anyio

    await anyio.sleep(seconds)


async def _in_thread(function: Callable[[], Any]) -> Any:
    from anyio.to_thread import run_sync

    return await run_sync(function)
