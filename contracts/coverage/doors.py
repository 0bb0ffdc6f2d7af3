"""Where requests and answers are seen: what a client puts on the wire, and what the emulator does.

Both doors are one step inside of the product: below everything that a client decides and above
every transport; around the emulator's hosts and inside of what spoils answers on purpose. So a
test sees the same whether it uses a port, a proxy, or no socket at all.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, MutableMapping
from contextlib import ExitStack
from functools import cache, partial
from typing import Any, NamedTuple
from unittest.mock import patch

import httpx
from imagehosts.core import transport
from imagehosts.emulator import app as emulator
from imagehosts.hosts import find_host, host_names

from contracts.coverage.contract import Answered, load_contract
from contracts.coverage.record import Record
from contracts.support.recording import Sent
from contracts.support.specs import API_NAMES

__all__ = ["Fault", "Watch"]

#: So much of a body is kept; what is longer is a file, and is not looked into.
MOST_BYTES = 64 * 1024


class Fault(NamedTuple):
    """Something that a contract does not allow."""

    kind: str
    """``request`` or ``answer``."""
    side: str
    text: str


class Watch:
    """Sees all exchanges of this process while it is installed.

    Attributes:
        record: What was used.
        faults: What was wrong since they were last taken.
    """

    def __init__(self) -> None:
        self.record = Record()
        self.faults: list[Fault] = []
        self._stack = ExitStack()

    def install(self) -> None:
        """Begin to watch."""
        for owner, name, make in (
            (transport, "_built", self._around_built),
            (transport._Body, "answer", self._around_read),
            (emulator.Hosts, "__call__", self._around_hosts),
        ):
            self._stack.enter_context(patch.object(owner, name, make(getattr(owner, name))))

    def close(self) -> None:
        """Watch no more."""
        self._stack.close()

    def take_faults(self) -> list[Fault]:
        """What was wrong since the last call."""
        found, self.faults = self.faults, []
        return found

    # --- clients -------------------------------------------------------------------------------

    def _around_built(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def built(request: Any, *more: Any, **options: Any) -> Any:
            made = real(request, *more, **options)
            if (api := _api_of(request.host)) is not None:
                made.stream = _Tee(made.stream, partial(self._sent, api, request, made))
            return made

        return built

    def _sent(self, api: str, request: Any, made: httpx.Request, content: bytes | None) -> None:
        contract = load_contract(api)
        self.record.requests[api]["sent"] += 1
        if contract is None or request.operation not in contract.operations:
            return  # a picture, or another address that an answer named
        used = self.record.used[api]["sent"]
        if content is None:
            used.add(f"operation: {request.operation}")
            return
        sent = Sent(made.method, str(made.url), made.headers, content)
        for fault in contract.request(request.operation, sent, used).faults:
            text = f"{api} {request.operation}: {fault}"
            self.faults.append(Fault("request", "a client sent", text))

    def _around_read(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def read(body: Any) -> Any:
            answer = real(body)
            request = body.request
            api = _api_of(request.host)
            contract = load_contract(api) if api else None
            if contract is not None and request.operation in contract.operations:
                kind = answer.headers.get("content-type", "")
                # What tests make up is theirs: only what fits is counted, and nothing is a fault.
                contract.answer(
                    request.operation,
                    Answered(answer.status, _media_type(kind), answer.content),
                    self.record.used[api or ""]["read"],
                    default=True,
                )
            return answer

        return read

    # --- the emulator --------------------------------------------------------------------------

    def _around_hosts(self, real: Callable[..., Any]) -> Callable[..., Any]:
        async def call(hosts: Any, scope: Any, receive: Any, send: Any) -> None:
            came, gone = _Came(), _Gone()

            async def receiving() -> Any:
                message = await receive()
                came.add(message)
                return message

            async def sending(message: MutableMapping[str, Any]) -> None:
                gone.add(message)
                await send(message)

            await real(hosts, scope, receiving, sending)
            self._answered(scope, came, gone)

        return call

    def _answered(self, scope: Any, came: _Came, gone: _Gone) -> None:
        entry = scope["state"]["entry"]
        contract = load_contract(entry.api) if entry.api else None
        if contract is None or entry.operation is None or gone.status is None:
            return
        if scope["method"] in ("HEAD", "OPTIONS"):
            return
        api, id = entry.api, entry.operation
        if scope["method"].lower() != contract.method(id):
            return  # a page at the address of an operation, such as a form that is sent there
        self.record.requests[api]["answered"] += 1
        content = came.content
        if content is None and not _has_body(scope):
            content = b""
        if content is not None:
            query = scope["query_string"].decode("latin-1")
            path = scope.get("raw_path", scope["path"].encode()).decode("latin-1")
            url = path.partition("?")[0] + (f"?{query}" if query else "")
            headers = httpx.Headers(scope["headers"])
            sent = Sent(scope["method"], url, headers, content)
            used: set[str] = set()
            # What tells calls of one route apart may be left to the host.
            faults, is_routed = contract.request(id, sent, used, constants=False)
            if gone.status < 400:
                self.record.used[api]["taken"] |= used
            side = f"the emulator was sent (and said {gone.status})"
            self.faults += [Fault("request", side, f"{api} {id}: {fault}") for fault in faults]
            if not is_routed:
                return  # the spec says nothing of answers at such an address
        if gone.content is None:
            return
        answered = Answered(gone.status, gone.media_type, gone.content)
        asked_for = bool(entry.faults)
        used = self.record.used[api]["answered"]
        faults = contract.answer(id, answered, used, default=asked_for)
        if asked_for:
            return  # it counts where it fits, and may be whatever somebody wants
        side = f"the emulator answered {gone.status}"
        self.faults += [Fault("answer", side, f"{api} {id}: {fault}") for fault in faults]


@cache
def _api_of(host: str) -> str | None:
    """The API that a client's name for its host means; a client of many sites says the site."""
    if host in API_NAMES:
        return host
    if "." not in host:
        return None
    rows = [row for name in host_names() if (row := find_host(name)) and row.needs_base_url]
    return rows[0].sync_client.api.name if rows else None


def _has_body(scope: Any) -> bool:
    """Whether a request says that a body comes with it."""
    lengths = {name: value for name, value in scope["headers"] if name in _LENGTHS}
    return lengths.get(b"content-length", b"0") != b"0" or b"transfer-encoding" in lengths


_LENGTHS = (b"content-length", b"transfer-encoding")


def _media_type(header: str) -> str:
    return header.partition(";")[0].strip().lower()


class _Tee(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body on its way, which says what it was when all of it has been sent."""

    def __init__(self, inner: Any, on_end: Callable[[bytes | None], None]) -> None:
        self._inner = inner
        self._on_end = on_end

    def __iter__(self) -> Iterator[bytes]:
        return _Passing(iter(self._inner), self._on_end)

    def __aiter__(self) -> AsyncIterator[bytes]:
        return _PassingAsync(aiter(self._inner), self._on_end)

    def close(self) -> None:
        self._inner.close()

    async def aclose(self) -> None:
        await self._inner.aclose()


class _Passing(Iterator[bytes]):
    """One pass over a body. A class, for a generator that nobody ends complains."""

    def __init__(self, inner: Iterator[bytes], on_end: Callable[[bytes | None], None]) -> None:
        self._inner = inner
        self._on_end = on_end
        self._kept = _Kept()

    def __next__(self) -> bytes:
        try:
            piece = next(self._inner)
        except StopIteration:
            self._on_end(self._kept.content)
            raise
        self._kept.add(piece)
        return piece


class _PassingAsync(AsyncIterator[bytes]):
    """The same without blocking."""

    def __init__(self, inner: AsyncIterator[bytes], on_end: Callable[[bytes | None], None]) -> None:
        self._inner = inner
        self._on_end = on_end
        self._kept = _Kept()

    async def __anext__(self) -> bytes:
        try:
            piece = await anext(self._inner)
        except StopAsyncIteration:
            self._on_end(self._kept.content)
            raise
        self._kept.add(piece)
        return piece


class _Kept:
    """The bytes of a body, or None where they are too many."""

    def __init__(self) -> None:
        self._pieces: list[bytes] | None = []
        self._size = 0

    def add(self, piece: bytes) -> None:
        if self._pieces is not None:
            self._size += len(piece)
            if self._size > MOST_BYTES:
                self._pieces = None
            else:
                self._pieces.append(bytes(piece))

    @property
    def content(self) -> bytes | None:
        return None if self._pieces is None else b"".join(self._pieces)


class _Came(_Kept):
    """What an ASGI application received; None where it did not ask for all of it."""

    is_whole = False

    def add(self, message: Any) -> None:
        if message["type"] == "http.request":
            self.is_whole = not message.get("more_body", False)
            super().add(message.get("body", b""))

    @property
    def content(self) -> bytes | None:
        return super().content if self.is_whole else None


class _Gone(_Kept):
    """What it sent."""

    def __init__(self) -> None:
        super().__init__()
        self.status: int | None = None
        self.media_type = ""

    def add(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            for name, value in message.get("headers", ()):
                if name.lower() == b"content-type":
                    self.media_type = _media_type(value.decode("latin-1"))
        elif message["type"] == "http.response.body" and message.get("body"):
            super().add(message["body"])
