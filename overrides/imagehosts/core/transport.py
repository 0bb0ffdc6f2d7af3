"""What sends a request and brings back an answer or an error: the module that knows httpx.

The network below a client of our own is :mod:`.network`. Answers are read here, with a bound on
what they become when their compression is undone, and every failure of the libraries below becomes
one of ours. A client of the caller's own is used as it is and never closed.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import nullcontext
from contextvars import ContextVar
from functools import lru_cache, partial
from math import inf
from typing import TYPE_CHECKING, Any, Literal, Protocol, cast

import httpx
from attrs import Attribute, field, frozen
from imagehosts_wire.types import RawResponse

from .bounds import Deadline, Exchange, Step
from .content_coding import Decoder, NotDecodable, decoder_of
from .errors import ClientUnusable, ConnectionFailed, ImageHostError, InvalidArgument, TimedOut
from .nesting import is_deeper
from .secrets import Secrets
from .text import as_utf8, is_plain

if TYPE_CHECKING:
    import os

__all__ = [
    "DEFAULT_LIMITS",
    "Answer",
    "AsyncTransport",
    "ResponseLimits",
    "SyncTransport",
    "Timeout",
    "WireRequest",
    "limits_of",
]

#: How long a call may take where nobody said it, and how slow it may be beyond that.
AUTO_TOTAL = 300.0
AUTO_STEPS = 5
AUTO_BYTES_PER_SECOND = 1024
#: Above a thousand years the clocks of some systems give up.
LONGEST = 3e10
#: Seconds that a step gets where no time is left, and from which on a call is out of time.
LEAST_STEP, OUT_OF_TIME = 0.001, 0.01


def _check_seconds(timeout: object, attribute: Attribute[Any], value: object) -> None:
    if value is None or (attribute.name == "total" and value == "auto"):
        return
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not number or not 0 < value < LONGEST:  # type: ignore[operator]
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
        total: For the whole call, its repetitions and the waits between them included. ``"auto"``
            is five minutes, or five times the longest of the others where that is more, and a
            second more for each kilobyte that is sent or received: large files take their time,
            and a host that drips is left. Waits between repetitions do not count then, nor does
            what you do between the pieces of a stream. Where another is None, so is this.
    """

    connect: float | None = field(default=10.0, validator=_check_seconds)
    read: float | None = field(default=60.0, validator=_check_seconds)
    write: float | None = field(default=60.0, validator=_check_seconds)
    pool: float | None = field(default=10.0, validator=_check_seconds)
    total: float | Literal["auto"] | None = field(default="auto", validator=_check_seconds)

    @classmethod
    def of(cls, value: object) -> Timeout:
        """A timeout from what a caller may give: seconds, None, or a timeout."""
        if isinstance(value, Timeout):
            return value
        seconds: Any = value
        return cls(seconds, seconds, seconds, seconds)

    def deadline(self) -> Deadline:
        """When a call that begins now must be over."""
        if self.total != "auto":
            return Deadline(inf if self.total is None else self.total)
        longest = 0.0
        for seconds in (self.connect, self.read, self.write, self.pool):
            if seconds is None:
                return Deadline(inf)
            longest = max(longest, seconds)
        return Deadline(max(AUTO_TOTAL, AUTO_STEPS * longest), 1 / AUTO_BYTES_PER_SECOND)


def _check_count(limits: object, attribute: Attribute[Any], value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise InvalidArgument(
            "limits", f"expected a number of 0 or more for {attribute.name}, got {value!r}"
        )


@frozen(kw_only=True)
class ResponseLimits:
    """What a client takes of an answer; beyond it the connection is given up.

    Attributes:
        max_bytes: Longest body that is read into memory, once its compression is undone; streams
            have no limit.
        max_values: Most values in a JSON answer, and most elements of XML, nested or not: each
            takes up many times as much memory as its bytes do. Looked at before any is made, and
            only in bodies of more than 256 KiB.
        max_depth: Most objects and lists of a JSON answer, or elements of XML, within each other.
            Of JSON it is looked at before anything is made, of XML after every 16 KiB.
        max_xml_bytes: Longest XML that is read.
        max_header_bytes: Most bytes before the end of the headers, interim answers included.
        max_interim_responses: Most interim answers, such as ``100 Continue``, before the answer.
    """

    max_bytes: int = field(default=64 * 1024 * 1024, validator=_check_count)
    max_values: int = field(default=500_000, validator=_check_count)
    max_depth: int = field(default=500, validator=_check_count)
    max_xml_bytes: int = field(default=8 * 1024 * 1024, validator=_check_count)
    max_header_bytes: int = field(default=64 * 1024, validator=_check_count)
    max_interim_responses: int = field(default=20, validator=_check_count)


DEFAULT_LIMITS = ResponseLimits()


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
    def read_small(self) -> None: ...
    def close(self) -> None: ...


class WireRequest:
    """A request that is ready to be sent."""

    __slots__ = (
        "body",
        "deadline",
        "foreign",
        "headers",
        "host",
        "method",
        "operation",
        "parsed",
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
        secrets: Secrets | None = None,
        parsed: bool = True,
        foreign: bool = False,
    ) -> None:
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.deadline = timeout.deadline()
        self.host = host
        self.operation = operation
        self.shown_url = shown_url
        """The URL without what is secret in it."""
        self.secrets = secrets or Secrets()
        """What it carries that must not be shown."""
        self.parsed = parsed
        """Whether the body of the answer becomes models, not bytes."""
        self.foreign = foreign
        """Whether it goes to another origin than the API's: with nothing of the caller's then."""

    @property
    def about(self) -> str:
        """What it asks for, as errors say it."""
        from .logging import hide_values

        return f"{self.method} {hide_values(self.shown_url, self.secrets.values())}"

    def __repr__(self) -> str:
        return f"<{self.about}>"


class Answer(RawResponse[Any]):
    """A whole answer, with its body as text, and what is to be known of its request."""

    __slots__ = ("_request", "_utf8", "limits")

    def __init__(
        self,
        status: int,
        headers: Mapping[str, str],
        content: bytes,
        request: WireRequest,
        limits: ResponseLimits = DEFAULT_LIMITS,
    ) -> None:
        super().__init__(status, headers, content, request.shown_url)
        self._request = request
        #: What bounds the reading of it.
        self.limits = limits
        self._utf8: bytes | None = None

    @property
    def secrets(self) -> Secrets:
        """What must not be shown of the call that this is the answer to."""
        return self._request.secrets

    @property
    def sent_bytes(self) -> int | None:
        """The size of the body that this is the answer to, where it was known."""
        body = self._request.body
        return body.content_length if body is not None else None

    def with_status(self, status: int) -> Answer:
        """The same answer with another status: that which its host meant."""
        other = Answer(status, self.headers, self.content, self._request, self.limits)
        other._utf8 = self._utf8
        return other

    @property
    def utf8(self) -> bytes:
        """The body as UTF-8, whatever it came in."""
        made = self._utf8
        if made is None:
            made = self._utf8 = as_utf8(self.content, self.headers.get("content-type", ""))
        return made


def limits_of(response: RawResponse[Any]) -> ResponseLimits:
    """What bounds the reading of an answer."""
    found: ResponseLimits | None = getattr(response, "limits", None)
    return found or DEFAULT_LIMITS


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
        limits: ResponseLimits,
    ) -> None:
        _check_client(http_client, transport, httpx.Client)
        self.owned = http_client is None
        self.bounded = self.owned and transport is None
        if http_client is None and transport is None:
            from .network import SyncNetwork

            transport = SyncNetwork()
        self._client = http_client
        self._network = transport
        self._limits = limits
        self._is_over = False

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
            body = _Body(response, request, self._limits)
            try:
                for piece in body.come or cast("httpx.SyncByteStream", response.stream):
                    if body.add(piece):
                        break
                else:
                    body.end()
            except (httpx.RequestError, NotDecodable) as error:
                body.fail(error)
            return body.answer()
        finally:
            response.close()

    def _open(self, request: WireRequest) -> httpx.Response:
        """Send and return once the headers have come."""
        if self.is_closed:
            raise _closed(request)
        exchange = _exchange(request, self._limits)
        sending = _SENDING.set(request.secrets)
        try:
            response = self._hand_over(
                _built(request, self._client, exchange, bounded=self.bounded), request
            )
        except (httpx.RequestError, RuntimeError, *_NO_ADDRESS) as error:
            raise _translated(error, request, closed=self.is_closed) from error
        finally:
            _SENDING.reset(sending)
            if request.body is not None:
                request.body.close()
        exchange.answered = True
        if not self.owned:
            request.secrets.sent = response.request.headers
        return response

    def _hand_over(self, built: httpx.Request, request: WireRequest) -> httpx.Response:
        """Let the client of the caller's send it, or the network below.

        What a client of httpx does besides is not asked of one of our own: it has no hooks and no
        login, follows no redirects, and sends no cookies.
        """
        if self._network is None:
            client = cast("httpx.Client", self._client)
            auth = None if request.foreign else httpx.USE_CLIENT_DEFAULT
            return client.send(built, auth=auth, stream=True, follow_redirects=False)
        response = self._network.handle_request(built)
        try:
            _look_at_head(built, response)
        except BaseException:
            response.close()
            raise
        return response

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be sent any more."""
        return self._is_over if self._client is None else self._client.is_closed

    def close(self) -> None:
        """Close the connections, unless the client below is the caller's."""
        if self._network is not None and not self._is_over:
            self._is_over = True
            self._network.close()


class AsyncTransport:
    """Sends requests through an ``httpx.AsyncClient``."""

    def __init__(
        self,
        http_client: httpx.AsyncClient | None = None,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        limits: ResponseLimits,
    ) -> None:
        _check_client(http_client, transport, httpx.AsyncClient)
        self.owned = http_client is None
        self.bounded = self.owned and transport is None
        if http_client is None and transport is None:
            from .network import AsyncNetwork

            transport = AsyncNetwork()
        self._client = http_client
        self._network = transport
        self._limits = limits
        self._is_over = False

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
            body = _Body(response, request, self._limits)
            try:
                with self._in_time(request):
                    async for piece in body.come or cast("httpx.AsyncByteStream", response.stream):
                        if body.add(piece):
                            break
                    else:
                        body.end()
            except (httpx.RequestError, NotDecodable, TimeoutError) as error:
                body.fail(error)
            return body.answer()
        finally:
            await response.aclose()

    async def _open(self, request: WireRequest) -> httpx.Response:
        """Send and return once the headers have come."""
        if self.is_closed:
            raise _closed(request)
        exchange = _exchange(request, self._limits)
        sending = _SENDING.set(request.secrets)
        try:
            built = _built(request, self._client, exchange, bounded=self.bounded)
            with self._in_time(request):
                response = await self._hand_over(built, request)
        except (httpx.RequestError, RuntimeError, TimeoutError, *_NO_ADDRESS) as error:
            raise _translated(error, request, closed=self.is_closed) from error
        finally:
            _SENDING.reset(sending)
            if request.body is not None:
                request.body.close()
        exchange.answered = True
        if not self.owned:
            request.secrets.sent = response.request.headers
        return response

    def _in_time(self, request: WireRequest) -> Any:
        """Ends what takes too long where the network below is not ours to bound."""
        left = inf if self.bounded else request.deadline.left()
        if left == inf:
            return nullcontext()
        from anyio import fail_after

        return fail_after(max(left, 0))

    async def _hand_over(self, built: httpx.Request, request: WireRequest) -> httpx.Response:
        """As the blocking twin does."""
        if self._network is None:
            client = cast("httpx.AsyncClient", self._client)
            auth = None if request.foreign else httpx.USE_CLIENT_DEFAULT
            return await client.send(built, auth=auth, stream=True, follow_redirects=False)
        response = await self._network.handle_async_request(built)
        try:
            _look_at_head(built, response)
        except BaseException:
            await response.aclose()
            raise
        return response

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be sent any more."""
        return self._is_over if self._client is None else self._client.is_closed

    async def close(self) -> None:
        """Close the connections, unless the client below is the caller's."""
        if self._network is not None and not self._is_over:
            self._is_over = True
            await self._network.aclose()


class _Body:
    """The body of an answer while it is read, within its bounds.

    The status counts before the body: of an answer that is no success, what can be read is kept,
    and nothing that is wrong with its body is an error of its own.
    """

    __slots__ = ("_decoder", "_limits", "_pieces", "_raw", "_size", "come", "request", "response")

    def __init__(
        self, response: httpx.Response, request: WireRequest, limits: ResponseLimits
    ) -> None:
        self.response = response
        self.request = request
        self._limits = limits
        self._pieces: list[bytes] = []
        self._raw: list[bytes] = []
        self._size = 0
        self._decoder: Decoder | None = None
        #: The body, where somebody has read it already, such as a hook of a caller's client.
        self.come: httpx.ByteStream | None = None
        if response.is_stream_consumed:
            self.come = httpx.ByteStream(response.content)
            return
        try:
            self._decoder = decoder_of(response.headers.get("content-encoding"))
        except NotDecodable as error:
            if not self._failed:
                raise self._undecodable(error) from error
            self._decoder = _Nothing()

    @property
    def _failed(self) -> bool:
        """Whether the status says that this is no success."""
        return self.response.status_code >= 300

    def add(self, piece: bytes) -> bool:
        """Take a piece as it came; whether enough has come."""
        deadline = self.request.deadline
        if deadline.left() <= 0:
            raise httpx.ReadTimeout("the time of the call is up")
        if self._failed and self._size < _KEPT_RAW:
            self._raw.append(piece)
        if self._decoder is None:
            return self._keep(piece)
        return any(self._keep(decoded) for decoded in self._decoder.feed(piece))

    def _keep(self, piece: bytes) -> bool:
        self._size += len(piece)
        if self._size > self._limits.max_bytes:
            if self._failed:
                return True
            raise _too_long(self.request, self._limits.max_bytes)
        self._pieces.append(piece)
        return False

    def end(self) -> None:
        """Note that all has come."""
        if self._decoder is not None:
            self._decoder.finish()

    def fail(self, error: Exception) -> None:
        """Go on with what has come of an error's body; raise what ended that of a success."""
        if not self._failed:
            if isinstance(error, NotDecodable):
                raise self._undecodable(error) from error
            raise _translated(error, self.request, answered=True) from error
        if isinstance(error, NotDecodable):
            raw = b"".join(self._raw)[:_KEPT_RAW]
            if not self._pieces and is_plain(raw):
                self._pieces = [raw]  # under a false name

    def answer(self) -> Answer:
        """The answer with what was read."""
        pieces = self._pieces
        content = pieces[0] if len(pieces) == 1 else b"".join(pieces)
        limits = self._limits
        if self.request.parsed and (too_much := _beyond(content, limits)):
            if not self._failed:
                raise _refused(self._answer(content), self.request, too_much)
            content = content[:_KEPT_RAW]
        return self._answer(content)

    def _answer(self, content: bytes) -> Answer:
        response = self.response
        return Answer(response.status_code, response.headers, content, self.request, self._limits)

    def _undecodable(self, error: NotDecodable) -> ImageHostError:
        from .errors import ResponseDecodeError

        return ResponseDecodeError(
            f"{self.request.about}: the body is not what its Content-Encoding says: {error}",
            status=self.response.status_code,
            host=self.request.host,
            operation=self.request.operation,
        )


class _Nothing(Decoder):
    """Stands for a coding that is not read, in an answer that is no success."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        raise NotDecodable("it is in a coding that was not asked for")


#: So much is kept of an error's body that cannot be read.
_KEPT_RAW = 64 * 1024
#: Shorter bodies cannot become more than memory has.
_LOOK_FROM = 256 * 1024


class _BodyStream:
    """What both kinds of open answers share."""

    def __init__(self, response: httpx.Response, request: WireRequest) -> None:
        self.response = response
        self._request = request

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def headers(self) -> Mapping[str, str]:
        return self.response.headers

    def _decoder(self) -> Decoder | None:
        if self.response.is_stream_consumed:
            return None
        try:
            return decoder_of(self.response.headers.get("content-encoding"))
        except NotDecodable as error:
            raise self._failure(error) from error

    def _check_time(self) -> None:
        if self._request.deadline.left() <= 0:
            raise httpx.ReadTimeout("the time of the call is up")

    def _failure(self, error: Exception) -> ImageHostError:
        if isinstance(error, NotDecodable):
            from .errors import ResponseDecodeError

            request = self._request
            return ResponseDecodeError(
                f"{request.about}: the body is not what its Content-Encoding says: {error}",
                status=self.status,
                host=request.host,
                operation=request.operation,
            )
        return _translated(error, self._request, answered=True)


class Streamed(_BodyStream):
    """An answer whose body is still on its way."""

    def iter_bytes(self) -> Iterator[bytes]:
        """The body in pieces as they come."""
        decoder, deadline = self._decoder(), self._request.deadline
        try:
            if self.response.is_stream_consumed:
                yield self.response.content
                return
            for piece in cast("httpx.SyncByteStream", self.response.stream):
                self._check_time()
                for part in decoder.feed(piece) if decoder is not None else (piece,):
                    left = deadline.left()
                    yield part
                    deadline.pause(left - deadline.left())
            if decoder is not None:
                decoder.finish()
        except (httpx.RequestError, NotDecodable) as error:
            raise self._failure(error) from error

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


class AsyncStreamed(_BodyStream):
    """The asynchronous twin of :class:`Streamed`."""

    async def iter_bytes(self) -> AsyncIterator[bytes]:
        """The body in pieces as they come."""
        decoder, deadline = self._decoder(), self._request.deadline
        try:
            if self.response.is_stream_consumed:
                yield self.response.content
                return
            async for piece in cast("httpx.AsyncByteStream", self.response.stream):
                self._check_time()
                for part in decoder.feed(piece) if decoder is not None else (piece,):
                    left = deadline.left()
                    yield part
                    deadline.pause(left - deadline.left())
            if decoder is not None:
                decoder.finish()
        except (httpx.RequestError, NotDecodable) as error:
            raise self._failure(error) from error

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


#: What a name that no resolver takes ends in: the last is that of the standard library and of idna.
_NO_ADDRESS = (httpx.InvalidURL, UnicodeError)
_NOTHING_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)


def _built(
    request: WireRequest,
    client: httpx.Client | httpx.AsyncClient | None,
    exchange: Exchange,
    *,
    bounded: bool,
) -> httpx.Request:
    """The request as httpx has it, with what a client of the caller's adds to each of its own."""
    body = request.body
    try:
        parsed = (_address if body is None else _known_address)(request.url)
    except _NO_ADDRESS as error:
        raise InvalidArgument("url", f"{request.about}: {error}") from error
    url = _OwnURL(parsed)
    url.secrets = request.secrets
    headers = request.headers
    ours = {name.lower() for name in headers}
    if "host" not in ours:
        # Written out here: httpx adds none of its own where it is handed a stream.
        headers = {"Host": url.netloc.decode("ascii"), **headers}
    cookies = None
    if client is not None and not request.foreign:
        headers |= {k: v for k, v in client.headers.items() if k.lower() not in ours}
        cookies = client.cookies or None
    built = httpx.Request(
        request.method,
        url,
        headers=headers,
        cookies=cookies,
        stream=_Stream(body) if body is not None else httpx.ByteStream(b""),
        extensions={"timeout": _steps(request, exchange if bounded else None)},
    )
    built.url = url
    if client is not None:
        request.secrets.sent = built.headers
        request.secrets.own = partial(_headers_of, client)
    elif url.userinfo:
        built = next(httpx.BasicAuth(url.username, url.password).auth_flow(built))
    return built


def _address(url: str) -> httpx.URL:
    parsed = httpx.URL(url)
    _check_name(parsed.host)  # which httpx decodes later, and not every name can be
    return parsed


#: For addresses that bodies go to: an API has few of them, and taking one apart takes long.
_known_address = lru_cache(maxsize=64)(_address)


def _headers_of(client: httpx.Client | httpx.AsyncClient) -> Iterator[tuple[str, str]]:
    """What a client of the caller's puts on its requests, and the cookies that it holds."""
    yield from client.headers.items()
    for cookie in client.cookies.jar:
        yield "cookie", f"{cookie.name}={cookie.value}"


@lru_cache(maxsize=64)
def _check_name(host: str) -> None:
    """Refuse a name that no resolver takes; the libraries below let that be a UnicodeError."""
    host.encode("idna")


def _exchange(request: WireRequest, limits: ResponseLimits) -> Exchange:
    return Exchange(request.deadline, limits.max_header_bytes, limits.max_interim_responses)


def _steps(request: WireRequest, exchange: Exchange | None) -> dict[str, Any]:
    """The timeouts of the steps; where the network is not ours, none longer than the call."""
    timeout = request.timeout
    left = max(request.deadline.left(), LEAST_STEP)
    if exchange is not None:
        return {
            "connect": Step(timeout.connect, exchange),
            "read": Step(timeout.read, exchange),
            "write": Step(timeout.write, exchange),
            "pool": _shorter(timeout.pool, left),
        }
    steps = {"connect": timeout.connect, "read": timeout.read, "write": timeout.write}
    return {name: _shorter(step, left) for name, step in {**steps, "pool": timeout.pool}.items()}


def _shorter(step: float | None, left: float) -> float | None:
    if step is None:
        return None if left == inf else left
    return min(step, left)


class _OwnURL(httpx.URL):
    """An address of ours, which the log of httpx would otherwise not tell apart."""

    secrets: Secrets


class _HideOwnSecrets(logging.Filter):
    """Takes what is secret out of the lines that httpx logs of our requests.

    Keys stand in some addresses, one that deletes is a secret as a whole, and the reason beside a
    status is whatever the host makes of the request.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        arguments = record.args if isinstance(record.args, tuple) else ()
        own = next((value for value in arguments if isinstance(value, _OwnURL)), None)
        if own is not None:
            from .logging import redact_text, redact_url

            secrets = own.secrets.values()
            record.args = tuple(
                redact_url(value, secrets=secrets)
                if value is own
                else redact_text(value, secrets=secrets)
                if isinstance(value, str)
                else value
                for value in arguments
            )
        return True


#: The secrets of the request that is being sent, in this thread or task.
_SENDING: ContextVar[Secrets | None] = ContextVar("_SENDING", default=None)


class _HideSentSecrets(logging.Filter):
    """Takes what we send out of the log below httpx, which quotes what is no answer of HTTP."""

    def filter(self, record: logging.LogRecord) -> bool:
        secrets = _SENDING.get()
        if secrets is not None:
            from .logging import redact_text

            record.msg, record.args = redact_text(record.getMessage(), secrets=secrets.values()), ()
        return True


_HTTPX_LOG = logging.getLogger("httpx")
_HTTPX_LOG.addFilter(_HideOwnSecrets())
for _name in ("connection", "http11", "proxy", "socks"):
    logging.getLogger(f"httpcore.{_name}").addFilter(_HideSentSecrets())


def _look_at_head(built: httpx.Request, response: httpx.Response) -> None:
    """Do what a client of httpx does with any answer: write its line, and look where it leads.

    Raises:
        httpx.InvalidURL, UnicodeError: A redirect leads to what is not an address.
    """
    if response.has_redirect_location:
        _check_name(built.url.join(response.headers["location"]).host)
    if _HTTPX_LOG.isEnabledFor(logging.INFO):
        _HTTPX_LOG.info(
            'HTTP Request: %s %s "%s %d %s"',
            built.method,
            built.url,
            response.http_version,
            response.status_code,
            response.reason_phrase,
        )


def _check_client(http_client: object, transport: object, wanted: type[object]) -> None:
    if http_client is None:
        return
    if not isinstance(http_client, wanted):
        raise InvalidArgument("http_client", f"expected an httpx.{wanted.__name__}")
    if transport is not None:
        raise InvalidArgument("transport", "the http_client given has one of its own")


def _closed(request: WireRequest) -> ImageHostError:
    return ClientUnusable(
        "this client is closed; make another one", host=request.host, operation=request.operation
    )


def _too_long(request: WireRequest, limit: int) -> ImageHostError:
    from .errors import ResponseDecodeError

    return ResponseDecodeError(
        f"the answer is longer than {limit} bytes; give the client a larger"
        " max_response_bytes, or stream it",
        host=request.host,
        operation=request.operation,
    )


def _beyond(content: bytes, limits: ResponseLimits) -> str | None:
    """What is too much about a body that is about to be decoded, in words."""
    is_markup = content[:1] == b"<" or content.lstrip()[:1] == b"<"
    if len(content) > _LOOK_FROM:
        marks = b"<=" if is_markup else b",[{<"
        if len(content) - len(content.translate(None, marks)) > limits.max_values:
            return (
                f"holds more than {limits.max_values} values; give the client larger limits"
                " (max_values) or ask for less at a time"
            )
    if not is_markup and is_deeper(content, limits.max_depth):
        return (
            f"has values nested more than {limits.max_depth} deep; give the client larger limits"
            " (max_depth) if that is right"
        )
    return None


def _refused(answer: Answer, request: WireRequest, what: str) -> ImageHostError:
    from .errors import ResponseDecodeError

    return ResponseDecodeError(
        f"{request.about}: the answer {what}",
        response=answer,
        status=answer.status,
        host=request.host,
        operation=request.operation,
    )


def _translated(
    error: Exception,
    request: WireRequest,
    *,
    answered: bool = False,
    closed: bool = False,
) -> ImageHostError:
    """One of our errors for one of httpx's, without the request that holds the credential."""
    from .errors import ResponseDecodeError
    from .logging import redact_text

    where: dict[str, Any] = {"host": request.host, "operation": request.operation}
    about = request.about
    if isinstance(error, ClientUnusable):
        error.host, error.operation = request.host, request.operation
        return error
    if isinstance(error, RuntimeError):
        if closed:
            return _closed(request)
        if "event loop" in str(error):
            return ClientUnusable(
                "the http_client given is in use in another event loop; make one for each", **where
            )
        raise error
    reason = redact_text(str(error), secrets=request.secrets.values())[:300]
    if isinstance(error, httpx.RequestError):
        error.request = httpx.Request(request.method, "https://redacted.invalid/")
    if isinstance(error, _NO_ADDRESS) or "location header" in str(error):
        # Ours was looked at before: httpx looks at the one in an answer even to leave it alone.
        return ResponseDecodeError(f"{about}: the host redirects to no address: {reason}", **where)
    if isinstance(error, httpx.DecodingError):
        return ResponseDecodeError(
            f"{about}: the body is not what its Content-Encoding says: {reason}", **where
        )
    arrived = not isinstance(error, _NOTHING_SENT)
    if isinstance(error, (httpx.TimeoutException, TimeoutError)):
        if request.deadline.left() <= OUT_OF_TIME:
            waited = f"its total of {request.deadline.seconds:g} s"
        else:
            doing = type(error).__name__.removesuffix("Timeout").lower()
            waited = f"the {doing} timeout"
        return TimedOut(f"{about}: no answer within {waited}", may_have_arrived=arrived, **where)
    if isinstance(error, httpx.LocalProtocolError):
        return InvalidArgument("headers", f"{about}: {reason}", **where)
    if isinstance(error, httpx.UnsupportedProtocol):
        return InvalidArgument("url", f"{about}: {reason}", **where)
    reason = reason or type(error).__name__
    if answered:
        return ConnectionFailed(f"{about}: the answer broke off: {reason}", **where)
    return ConnectionFailed(f"{about}: {reason}", may_have_arrived=arrived, **where)
