"""The emulator without a socket, for programs that use httpx or requests.

:class:`SyncTransport` and :class:`AsyncTransport` are transports of httpx, :func:`requests_adapter`
makes one for a session of requests. :func:`intercepted` leads every client in the process to the
emulator that asks for the address of a host which is emulated, and leaves all other addresses
alone. Bodies are handed over whole.
"""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import io
import sys
import threading
from collections.abc import Callable, Coroutine, Generator
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar
from unittest.mock import patch

import anyio
import httpx

if TYPE_CHECKING:
    from .emulator import Emulation

T = TypeVar("T")


class AsyncTransport(httpx.AsyncBaseTransport):
    """A transport of ``httpx.AsyncClient``."""

    def __init__(self, emulator: Emulation) -> None:
        self._inner = httpx.ASGITransport(emulator.app, client=("127.0.0.1", 1))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Have the emulator answer, within the time that the client allows."""
        timeout: dict[str, float | None] = request.extensions.get("timeout", {})
        try:
            with anyio.fail_after(timeout.get("read")):
                response = await self._inner.handle_async_request(request)
                content = await response.aread()
        except TimeoutError:
            raise httpx.ReadTimeout("no answer came in time", request=request) from None
        except _broken_off():
            message = "the answer was broken off"
            raise httpx.RemoteProtocolError(message, request=request) from None
        return httpx.Response(response.status_code, headers=response.headers.raw, content=content)


class SyncTransport(httpx.BaseTransport):
    """A transport of ``httpx.Client``. Its requests run on a loop of their own, in a thread."""

    def __init__(self, emulator: Emulation) -> None:
        self._inner = AsyncTransport(emulator)
        self._loop = _Loop()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Have the emulator answer, within the time that the client allows."""
        content = request.read()
        headers = [pair for pair in request.headers.raw if pair[0].lower() != b"transfer-encoding"]
        whole = httpx.Request(
            request.method,
            request.url,
            headers=headers,
            content=content,
            extensions=request.extensions,
        )
        return self._loop.run(self._inner.handle_async_request(whole))

    def close(self) -> None:
        """End the thread."""
        self._loop.close()


class _Loop:
    """An event loop in a thread, from the first call on."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def run(self, task: Coroutine[Any, Any, T]) -> T:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
                self._thread.start()
        return asyncio.run_coroutine_threadsafe(task, self._loop).result()

    def close(self) -> None:
        with self._lock:
            loop, thread, self._loop, self._thread = self._loop, self._thread, None, None
        if loop is not None and thread is not None:
            asyncio.run_coroutine_threadsafe(loop.shutdown_default_executor(), loop).result()
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()


def _broken_off() -> type[Exception]:
    from .app import BrokenOff

    return BrokenOff


def requests_adapter(emulator: Emulation) -> Any:
    """An adapter for ``session.mount("https://", ...)`` of requests."""
    transport = SyncTransport(emulator)
    adapters = importlib.import_module("requests.adapters")

    parent: Any = adapters.HTTPAdapter

    def send(self: Any, request: Any, *_: Any, timeout: Any = None, **__: Any) -> Any:
        return _send(self, transport, request, timeout)

    def close(self: Any) -> None:
        transport.close()
        parent.close(self)

    return type("EmulatorAdapter", (parent,), {"send": send, "close": close})()


def _send(adapter: Any, transport: SyncTransport, request: Any, timeout: Any) -> Any:
    """A request of requests by a transport of httpx, with the errors of requests."""
    errors = importlib.import_module("requests.exceptions")
    urllib3 = importlib.import_module("urllib3")
    read: float | None = timeout
    with suppress(TypeError, IndexError):  # a pair has it behind the time to connect
        read = timeout[1]
    body = request.body
    content = body.read() if hasattr(body, "read") else body
    if content is not None and not isinstance(content, str | bytes):
        content = b"".join(content)
    asked = httpx.Request(
        request.method,
        request.url,
        headers=[
            (name, value)
            for name, value in request.headers.items()
            if name.lower() != "transfer-encoding"
        ],
        content=content,
        extensions={"timeout": {"read": read}},
    )
    try:
        answer = transport.handle_request(asked)
    except httpx.TimeoutException as error:
        raise errors.ReadTimeout(str(error), request=request) from None
    except httpx.TransportError as error:
        raise errors.ConnectionError(str(error), request=request) from None
    raw = urllib3.HTTPResponse(
        body=io.BytesIO(answer.content),
        headers=urllib3.HTTPHeaderDict(answer.headers.multi_items()),
        status=answer.status_code,
        reason=answer.reason_phrase,
        preload_content=False,
        decode_content=False,
    )
    return adapter.build_response(request, raw)


@contextmanager
def intercepted(emulator: Emulation) -> Generator[None]:
    """Lead the clients of this process to the emulator while the block runs."""
    services = emulator.services
    synchronous, asynchronous = SyncTransport(emulator), AsyncTransport(emulator)

    def is_emulated(url: httpx.URL) -> bool:
        return bool(services.sites_called(url.host.lower()))

    def by_httpx(real: Callable[..., Any]) -> Callable[..., Any]:
        def handle(self: Any, request: httpx.Request) -> httpx.Response:
            ours = is_emulated(request.url)
            found: httpx.Response = (
                synchronous.handle_request(request) if ours else real(self, request)
            )
            return found

        return handle

    def by_async_httpx(real: Callable[..., Any]) -> Callable[..., Any]:
        async def handle(self: Any, request: httpx.Request) -> httpx.Response:
            if is_emulated(request.url):
                return await asynchronous.handle_async_request(request)
            found: httpx.Response = await real(self, request)
            return found

        return handle

    def by_requests(real: Callable[..., Any]) -> Callable[..., Any]:
        def send(self: Any, request: Any, *given: Any, **options: Any) -> Any:
            if is_emulated(httpx.URL(request.url)):
                return _send(self, synchronous, request, options.get("timeout"))
            return real(self, request, *given, **options)

        return send

    targets: list[tuple[Any, str, Callable[..., Any]]] = [
        (httpx.HTTPTransport, "handle_request", by_httpx),
        (httpx.AsyncHTTPTransport, "handle_async_request", by_async_httpx),
    ]
    if "requests" in sys.modules or importlib.util.find_spec("requests") is not None:
        adapter = importlib.import_module("requests.adapters").HTTPAdapter
        targets.append((adapter, "send", by_requests))
    with ExitStack() as stack:
        stack.callback(synchronous.close)
        for owner, name, make in targets:
            stack.enter_context(patch.object(owner, name, make(getattr(owner, name))))
        yield
