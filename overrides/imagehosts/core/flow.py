"""What a client does, written once for both kinds of client.

A flow is a generator: it yields what it wants done (a request sent, a wait, a piece of blocking
work, something that only one caller may do at a time) and is sent the result. :func:`run` does
these things in place, :func:`run_async` awaits them. So retries, redirects and the hosts' own ways
exist once, and the two kinds of client cannot part.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Coroutine, Generator
from contextvars import ContextVar
from functools import cached_property
from inspect import isawaitable
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from .forks import renew_in_children

if TYPE_CHECKING:
    import anyio

    from .transport import AsyncTransport, SyncTransport, WireRequest

__all__ = [
    "Close",
    "Drain",
    "Exclusive",
    "Flow",
    "Send",
    "Sleep",
    "Tell",
    "Turn",
    "Work",
    "run",
    "run_async",
]

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


class Tell:
    """Call somebody back with a value; what they answer is awaited where it can be."""

    __slots__ = ("function", "value")

    def __init__(self, function: Callable[[Any], object], value: Any) -> None:
        self.function = function
        self.value = value


class Turn:
    """What only one caller at a time may hold: one thread, or one task of an event loop."""

    def __init__(self) -> None:
        self.threads = Lock()
        renew_in_children(self)

    def renew(self) -> None:
        """Let nobody hold it: who held it is not in this process."""
        self.threads = Lock()
        self.__dict__.pop("tasks", None)

    @cached_property
    def tasks(self) -> anyio.Lock:
        """The lock of the tasks; threads have their own."""
        import anyio

        return anyio.Lock()

    def checked(self) -> Turn:
        """Itself; refused to somebody whom the holder called, for they would wait for ever."""
        if self in _HELD.get():
            raise RuntimeError("this waits for itself: a callback used the client that called it")
        return self


class Exclusive:
    """Run a flow while nobody else runs one of the same turn.

    Who waits for the turn can be cancelled; a flow that has begun comes to its end all the same,
    so that no answer gets lost that cannot be had again. The caller is cancelled after it.
    """

    __slots__ = ("flow", "turn")

    def __init__(self, turn: Turn, flow: Flow[Any]) -> None:
        self.turn = turn
        self.flow = flow


#: The turns that the flow running here holds.
_HELD: ContextVar[frozenset[Turn]] = ContextVar("_HELD", default=frozenset())

Effect: TypeAlias = "Send | Close | Drain | Sleep | Work | Tell | Exclusive"
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
    if isinstance(effect, Exclusive):
        return _alone(effect, transport, sleep)
    if isinstance(effect, Tell):
        return effect.function(effect.value)
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
        return await _in_thread(lambda: _ready(effect.function()))
    if isinstance(effect, Drain):
        return await transport.drain(effect.response, effect.request)
    if isinstance(effect, Exclusive):
        return await _alone_async(effect, transport, sleep)
    if isinstance(effect, Tell):
        answer = effect.function(effect.value)
        return await answer if isawaitable(answer) else answer
    return await effect.response.close()


def _alone(
    effect: Exclusive, transport: SyncTransport, sleep: Callable[[float], None] | None
) -> Any:
    with effect.turn.checked().threads:
        before = _HELD.set(_HELD.get() | {effect.turn})
        try:
            return run(effect.flow, transport, sleep)
        finally:
            _HELD.reset(before)


async def _alone_async(
    effect: Exclusive,
    transport: AsyncTransport,
    sleep: Callable[[float], Awaitable[None]] | None,
) -> Any:
    async def hold() -> Any:
        before = _HELD.set(_HELD.get() | {effect.turn})
        try:
            return await run_async(effect.flow, transport, sleep)
        finally:
            _HELD.reset(before)

    async with effect.turn.checked().tasks:
        return await _to_its_end(hold)


async def _to_its_end(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Await something that goes on to its end where the caller is cancelled meanwhile."""
    import asyncio

    from anyio import CancelScope

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        with CancelScope(shield=True):  # trio: nothing else can cancel there
            return await work()
    # A task of asyncio can be cancelled past every scope; one of its own cannot.
    task = asyncio.ensure_future(work())
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        with CancelScope(shield=True):
            await asyncio.wait([task])
        if not task.cancelled():
            task.exception()  # looked at, or asyncio would report that it was not
        raise


async def _anyio_sleep(seconds: float) -> None:
    import anyio

    await anyio.sleep(seconds)


def _ready(result: Any) -> Any:
    """A request whose body, where that is small, needs no thread any more."""
    body = getattr(result, "body", None)
    if body is not None:
        body.read_small()
    return result


async def _in_thread(function: Callable[[], Any]) -> Any:
    from anyio.to_thread import run_sync

    return await run_sync(function)
