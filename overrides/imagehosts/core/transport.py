"""The only module that knows httpx: it sends a request and brings back an answer or an error.

Answers are read here with a bound on their size, and every failure of the library below becomes
one of ours. A client of the caller's own is used as it is and never closed.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol

import httpx
import idna  # comes with httpx, which lets its errors through
from attrs import Attribute, field, frozen
from imagehosts_wire.types import RawResponse

from .errors import ConnectionFailed, ImageHostError, InvalidArgument, TimedOut

if TYPE_CHECKING:
    import os

__all__ = ["AsyncTransport", "SyncTransport", "Timeout", "WireRequest"]


def _check_seconds(timeout: object, attribute: Attribute[Any], value: object) -> None:
    if value is None:
        return
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    # Above a thousand years the clocks of some systems give up.
    if not number or not 0 < value < 3e10:  # type: ignore[operator]
        raise InvalidArgument(
            "timeout", f"{value!r} is not a positive number of seconds ({attribute.name})"
        )


@frozen
class Timeout:
    """How long to wait, in seconds; None waits for ever.

    Attributes:
        connect: For a connection to the host.
        read: For the next piece of the answer. Hosts work on a picture before they answer.
        write: For the host to take the next piece of the request.
        pool: For a free connection of the client's own.
    """

    connect: float | None = field(default=10.0, validator=_check_seconds)
    read: float | None = field(default=60.0, validator=_check_seconds)
    write: float | None = field(default=60.0, validator=_check_seconds)
    pool: float | None = field(default=10.0, validator=_check_seconds)

    @classmethod
    def of(cls, value: object) -> Timeout:
        """A timeout from what a caller may give: seconds, None, or a timeout."""
        if isinstance(value, Timeout):
            return value
        seconds: Any = value
        return cls(seconds, seconds, seconds, seconds)


class Body(Protocol):
    """A request body: its headers, and its bytes in pieces as often as it can be replayed."""

    @property
    def content_type(self) -> str: ...
    @property
    def content_length(self) -> int | None: ...
    @property
    def replayable(self) -> bool: ...
    def __iter__(self) -> Iterator[bytes]: ...
    def __aiter__(self) -> AsyncIterator[bytes]: ...
    def close(self) -> None: ...


class WireRequest:
    """A request that is ready to be sent."""

    __slots__ = (
        "body",
        "headers",
        "host",
        "method",
        "operation",
        "secrets",
        "shown_url",
        "timeout",
        "url",
    )

    def __init__(
        self,
        method: str,
        url: str,
        *,
        headers: dict[str, str],
        body: Body | None,
        timeout: Timeout,
        host: str,
        operation: str,
        shown_url: str,
        secrets: tuple[str, ...] = (),
    ) -> None:
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.host = host
        self.operation = operation
        self.shown_url = shown_url
        """The URL without what is secret in it."""
        self.secrets = secrets
        """The credentials that it carries, wherever they are."""

    def __repr__(self) -> str:
        return f"<{self.method} {self.shown_url}>"


class _Stream(httpx.SyncByteStream, httpx.AsyncByteStream):
    """Our body as httpx wants it, for either kind of client."""

    def __init__(self, body: Body) -> None:
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._body)

    def __aiter__(self) -> AsyncIterator[bytes]:
        return aiter(self._body)


class SyncTransport:
    """Sends requests through an ``httpx.Client``."""

    def __init__(
        self,
        http_client: httpx.Client | None = None,
        *,
        transport: httpx.BaseTransport | None = None,
        max_response_bytes: int,
    ) -> None:
        _check_client(http_client, transport, httpx.Client)
        self.owned = http_client is None
        self.client = http_client or httpx.Client(
            transport=transport, timeout=None, verify=transport is None
        )
        self._limit = max_response_bytes

    def send(self, request: WireRequest) -> RawResponse[Any]:
        """Send and read the whole answer."""
        return self._read(self._open(request), request)

    def stream(self, request: WireRequest) -> Streamed:
        """Send and return an answer whose body is still to be read."""
        return Streamed(self._open(request), request)

    def drain(self, streamed: Streamed, request: WireRequest) -> RawResponse[Any]:
        """Read an answer that was opened as a stream to its end."""
        return self._read(streamed.response, request)

    def _read(self, response: httpx.Response, request: WireRequest) -> RawResponse[Any]:
        try:
            pieces: list[bytes] = []
            size = 0
            for piece in response.iter_bytes():
                size += len(piece)
                if size > self._limit:
                    raise _endless(request, self._limit)
                pieces.append(piece)
            return _whole(response, request, pieces)
        except httpx.RequestError as error:
            raise _translated(error, request, answered=response) from error
        finally:
            response.close()

    def _open(self, request: WireRequest) -> httpx.Response:
        """Send and return once the headers have come."""
        try:
            return self.client.send(
                _built(request, self.client, self.owned), stream=True, follow_redirects=False
            )
        except (httpx.RequestError, *_NO_ADDRESS) as error:
            raise _translated(error, request) from error
        finally:
            if request.body is not None:
                request.body.close()

    def close(self) -> None:
        """Close the connections, unless the client below is the caller's."""
        if self.owned:
            self.client.close()


class AsyncTransport:
    """Sends requests through an ``httpx.AsyncClient``."""

    def __init__(
        self,
        http_client: httpx.AsyncClient | None = None,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        max_response_bytes: int,
    ) -> None:
        _check_client(http_client, transport, httpx.AsyncClient)
        self.owned = http_client is None
        self.client = http_client or httpx.AsyncClient(
            transport=transport, timeout=None, verify=transport is None
        )
        self._limit = max_response_bytes

    async def send(self, request: WireRequest) -> RawResponse[Any]:
        """Send and read the whole answer."""
        return await self._read(await self._open(request), request)

    async def stream(self, request: WireRequest) -> AsyncStreamed:
        """Send and return an answer whose body is still to be read."""
        return AsyncStreamed(await self._open(request), request)

    async def drain(self, streamed: AsyncStreamed, request: WireRequest) -> RawResponse[Any]:
        """Read an answer that was opened as a stream to its end."""
        return await self._read(streamed.response, request)

    async def _read(self, response: httpx.Response, request: WireRequest) -> RawResponse[Any]:
        try:
            pieces: list[bytes] = []
            size = 0
            async for piece in response.aiter_bytes():
                size += len(piece)
                if size > self._limit:
                    raise _endless(request, self._limit)
                pieces.append(piece)
            return _whole(response, request, pieces)
        except httpx.RequestError as error:
            raise _translated(error, request, answered=response) from error
        finally:
            await response.aclose()

    async def _open(self, request: WireRequest) -> httpx.Response:
        """Send and return once the headers have come."""
        try:
            return await self.client.send(
                _built(request, self.client, self.owned), stream=True, follow_redirects=False
            )
        except (httpx.RequestError, *_NO_ADDRESS) as error:
            raise _translated(error, request) from error
        finally:
            if request.body is not None:
                request.body.close()

    async def close(self) -> None:
        """Close the connections, unless the client below is the caller's."""
        if self.owned:
            await self.client.aclose()


class Streamed:
    """An answer whose body is still on its way."""

    def __init__(self, response: httpx.Response, request: WireRequest) -> None:
        self.response = response
        self._request = request

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def headers(self) -> Mapping[str, str]:
        return self.response.headers

    def iter_bytes(self) -> Iterator[bytes]:
        """The body in pieces as they come."""
        try:
            yield from self.response.iter_bytes()
        except httpx.RequestError as error:
            raise _translated(error, self._request, answered=self.response) from error

    def read(self) -> bytes:
        """The whole body."""
        return b"".join(self.iter_bytes())

    def stream_to_file(self, path: str | os.PathLike[str]) -> int:
        """Write the body to a file as it comes; returns the number of bytes.

        A partial file never stands under the name asked for.
        """
        from .downloads import write_whole

        return write_whole(path, self.iter_bytes())

    def close(self) -> None:
        """Let go of the connection."""
        self.response.close()


class AsyncStreamed:
    """The asynchronous twin of :class:`Streamed`."""

    def __init__(self, response: httpx.Response, request: WireRequest) -> None:
        self.response = response
        self._request = request

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def headers(self) -> Mapping[str, str]:
        return self.response.headers

    async def iter_bytes(self) -> AsyncIterator[bytes]:
        """The body in pieces as they come."""
        try:
            async for piece in self.response.aiter_bytes():
                yield piece
        except httpx.RequestError as error:
            raise _translated(error, self._request, answered=self.response) from error

    async def read(self) -> bytes:
        """The whole body."""
        return b"".join([piece async for piece in self.iter_bytes()])

    async def stream_to_file(self, path: str | os.PathLike[str]) -> int:
        """Write the body to a file as it comes, off the event loop; returns the number of bytes."""
        from .downloads import write_whole_async

        return await write_whole_async(path, self.iter_bytes())

    async def close(self) -> None:
        """Let go of the connection."""
        await self.response.aclose()


_NO_ADDRESS = (httpx.InvalidURL, idna.IDNAError)
_NOTHING_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)


def _built(
    request: WireRequest, client: httpx.Client | httpx.AsyncClient, owned: bool
) -> httpx.Request:
    body = request.body
    try:
        url = _OwnURL(request.url)
        _ = url.host  # which httpx decodes later, and not every name can be
    except _NO_ADDRESS as error:
        raise InvalidArgument("url", f"{request.method} {request.shown_url}: {error}") from error
    headers = request.headers
    ours = {name.lower() for name in headers}
    if "host" not in ours:
        # Written out here: httpx adds none of its own where it is handed a stream.
        headers = {"Host": url.netloc.decode("ascii"), **headers}
    cookies = None
    if not owned:
        headers |= {k: v for k, v in client.headers.items() if k.lower() not in ours}
        cookies = client.cookies or None
    timeout = request.timeout
    built = httpx.Request(
        request.method,
        url,
        headers=headers,
        cookies=cookies,
        stream=_Stream(body) if body is not None else httpx.ByteStream(b""),
        extensions={
            "timeout": {
                "connect": timeout.connect,
                "read": timeout.read,
                "write": timeout.write,
                "pool": timeout.pool,
            }
        },
    )
    built.url = url
    return built


class _OwnURL(httpx.URL):
    """An address of ours, which the log of httpx would otherwise not tell apart."""


class _HideOwnSecrets(logging.Filter):
    """Takes what is secret out of our addresses, which httpx logs as they are.

    Keys stand in some of them, and one that deletes is a secret as a whole.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            from .logging import redact_url

            record.args = tuple(
                redact_url(value) if isinstance(value, _OwnURL) else value for value in record.args
            )
        return True


logging.getLogger("httpx").addFilter(_HideOwnSecrets())


def _check_client(http_client: object, transport: object, wanted: type[object]) -> None:
    if http_client is None:
        return
    if not isinstance(http_client, wanted):
        raise InvalidArgument("http_client", f"expected an httpx.{wanted.__name__}")
    if transport is not None:
        raise InvalidArgument("transport", "the http_client given has one of its own")


def _whole(response: httpx.Response, request: WireRequest, pieces: list[bytes]) -> RawResponse[Any]:
    content = pieces[0] if len(pieces) == 1 else b"".join(pieces)
    return RawResponse(response.status_code, response.headers, content, request.shown_url)


def _endless(request: WireRequest, limit: int) -> ImageHostError:
    from .errors import ResponseDecodeError

    return ResponseDecodeError(
        f"the answer is longer than {limit} bytes; give the client a larger"
        " max_response_bytes, or stream it",
        host=request.host,
        operation=request.operation,
    )


def _translated(
    error: Exception, request: WireRequest, answered: httpx.Response | None = None
) -> ImageHostError:
    """One of our errors for one of httpx's, without the request that holds the credential."""
    from .errors import ResponseDecodeError

    where: dict[str, Any] = {"host": request.host, "operation": request.operation}
    if isinstance(error, httpx.RequestError):
        error.request = httpx.Request(request.method, "https://redacted.invalid/")
    about = f"{request.method} {request.shown_url}"
    if isinstance(error, _NO_ADDRESS) or "location header" in str(error):
        # Ours was looked at before: httpx looks at the one in an answer even to leave it alone.
        return ResponseDecodeError(f"{about}: the host redirects to no address: {error}", **where)
    if isinstance(error, httpx.DecodingError):
        return ResponseDecodeError(
            f"{about}: the body is not what its Content-Encoding says: {error}",
            status=answered.status_code if answered is not None else None,
            **where,
        )
    arrived = not isinstance(error, _NOTHING_SENT)
    if isinstance(error, httpx.TimeoutException):
        doing = type(error).__name__.removesuffix("Timeout").lower()
        return TimedOut(
            f"{about}: no answer within the {doing} timeout", may_have_arrived=arrived, **where
        )
    if isinstance(error, httpx.LocalProtocolError):
        return InvalidArgument("headers", f"{about}: {error}", **where)
    if isinstance(error, httpx.UnsupportedProtocol):
        return InvalidArgument("url", f"{about}: {error}", **where)
    reason = str(error) or type(error).__name__
    if answered is not None:
        return ConnectionFailed(f"{about}: the answer broke off: {reason}", **where)
    return ConnectionFailed(f"{about}: {reason}", may_have_arrived=arrived, **where)
