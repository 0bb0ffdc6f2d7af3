# From overrides/codegen/templates/shared_types.py.jinja by `make generate`; change it there.
"""What generated operations are made of: input types, operation descriptors, resource bases.

Nothing here sends anything. A resource method packs its arguments and hands them, with the
operation's descriptor, to a *caller*: any object with a ``call`` method (see :class:`Caller`).
"""

from __future__ import annotations

import inspect
import os
import warnings
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Generator,
    Iterator,
    Mapping,
    Sequence,
)
from typing import (
    TYPE_CHECKING,
    Any,
    Generic,
    Literal,
    ParamSpec,
    Protocol,
    Self,
    TypeAlias,
    TypedDict,
    TypeVar,
    cast,
)

if TYPE_CHECKING:
    from types import FrameType, TracebackType

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
P = ParamSpec("P")


# --- what a caller may pass as a file ------------------------------------------------------


class Base64:
    """A picture given as base64 text, bare or as a ``data:`` URL; sent as text, not as a file."""

    __slots__ = ("data",)

    def __init__(self, data: str | bytes) -> None:
        self.data = data if isinstance(data, str) else bytes(data).decode("ascii", "replace")

    def __repr__(self) -> str:
        return f"Base64(<{len(self.data)} characters>)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Base64) and other.data == self.data

    def __hash__(self) -> int:
        return hash((Base64, self.data))


class Url:
    """The http(s) address of a picture that the host is to fetch."""

    __slots__ = ("url",)

    def __init__(self, url: str) -> None:
        self.url = url

    def __repr__(self) -> str:
        return f"Url({self.url!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Url) and other.url == self.url

    def __hash__(self) -> int:
        return hash((Url, self.url))


class BinaryReader(Protocol):
    """The least a file object must do: give bytes."""

    def read(self, size: int = ..., /) -> bytes: ...


FileContent: TypeAlias = "str | os.PathLike[str] | bytes | bytearray | memoryview | BinaryReader"
FileInput: TypeAlias = "FileContent | tuple[str, FileContent] | tuple[str, FileContent, str]"
#: A file in any form, or a picture given as text: base64 or an address.
UploadSource: TypeAlias = "FileInput | Base64 | Url"


# --- options of one call -------------------------------------------------------------------


class RequestOptions(TypedDict, total=False):
    """Settings for one call that win over the client's own."""

    timeout: Any
    """Seconds, or a ``Timeout`` of connect, read, write and pool seconds; None waits for ever."""
    max_retries: int
    """How often a failed request may be repeated; 0 means one request."""
    headers: Mapping[str, str]
    """Further request headers; they win over the client's."""
    query: Mapping[str, str]
    """Further query parameters."""
    repeat_unsafe: bool
    """Allow a repetition although the first request may have created something."""
    progress: Callable[[int, int | None], None]
    """Called with the bytes of the body sent so far and their total, if that is known."""


# --- descriptors ---------------------------------------------------------------------------

Place: TypeAlias = Literal["server", "path", "query", "header", "body"]
Mode: TypeAlias = Literal["parsed", "raw", "stream"]


class Parameter:
    """One argument of an operation and how it travels."""

    __slots__ = (
        "name",
        "wire",
        "place",
        "encode",
        "required",
        "array",
        "optional_segment",
        "pattern",
        "shape",
    )

    def __init__(
        self,
        name: str,
        wire: str,
        place: Place,
        *,
        encode: str = "text",
        required: bool = False,
        array: str = "",
        optional_segment: bool = False,
        pattern: str = "",
        shape: Callable[[], Any] | None = None,
    ) -> None:
        self.name = name
        self.wire = wire
        self.place = place
        self.encode = encode
        self.required = required
        self.array = array
        self.optional_segment = optional_segment
        self.pattern = pattern
        """What the text must match, where it becomes a part of the host's name."""
        self.shape = shape
        """Gives the type of a value of JSON; its ``wire`` is empty where it is the whole body."""

    def __repr__(self) -> str:
        return f"Parameter({self.name!r}, {self.wire!r}, {self.place!r}, encode={self.encode!r})"


class Credential:
    """A place where an operation takes a credential: the client fills it, no caller does."""

    __slots__ = ("scheme", "place", "wire", "prefix", "required")

    def __init__(
        self, scheme: str, place: Place, wire: str, prefix: str = "", *, required: bool = False
    ) -> None:
        self.scheme = scheme
        self.place = place
        self.wire = wire
        self.prefix = prefix
        self.required = required

    def __repr__(self) -> str:
        return f"Credential({self.scheme!r}, {self.place!r}, {self.wire!r})"


class Result:
    """What a success looks like: its kind, and for JSON and XML the Python type."""

    __slots__ = ("kind", "type", "envelope", "tolerant", "root", "reader", "statuses")

    def __init__(
        self,
        kind: Literal["json", "xml", "text", "redirect", "bytes", "none"],
        type: Callable[[], Any] | None = None,
        *,
        envelope: str = "",
        tolerant: bool = False,
        root: str = "",
        reader: Callable[[], Callable[[Any, str, Any], Any]] | None = None,
        statuses: tuple[int, ...] = (200,),
    ) -> None:
        self.kind = kind
        self.type = type
        self.envelope = envelope
        self.tolerant = tolerant
        self.root = root
        """The element that an XML document must begin with."""
        self.reader = reader
        """Gives the function that makes a result of that element; see ``imagehosts_wire.reading``."""
        self.statuses = statuses

    def __repr__(self) -> str:
        return f"Result({self.kind!r}, envelope={self.envelope!r})"


class Pagination:
    """How an operation that answers page by page is asked for the next page.

    Styles: ``page`` counts pages from ``first``; ``offset`` and ``start`` count items; ``cursor``
    repeats what the last answer holds at ``next``. ``key`` is the member that tells items apart.
    """

    __slots__ = (
        "style",
        "parameter",
        "limit",
        "first",
        "items",
        "total",
        "next",
        "page_size",
        "key",
    )

    def __init__(
        self,
        style: Literal["page", "offset", "start", "cursor"],
        parameter: str,
        *,
        limit: str = "",
        first: int = 0,
        items: str = "",
        total: str = "",
        next: str = "",
        page_size: int = 0,
        key: str = "",
    ) -> None:
        self.style: Literal["page", "offset", "start", "cursor"] = style
        self.parameter = parameter
        self.limit = limit
        self.first = first
        self.items = items
        self.total = total
        self.next = next
        self.page_size = page_size
        self.key = key


class Operation(Generic[T_co]):
    """One documented call: everything that is needed to send it and to read its answer."""

    __slots__ = (
        "api",
        "id",
        "method",
        "path",
        "alternate_path",
        "server_path",
        "server_url",
        "parameters",
        "constants",
        "bodies",
        "credentials",
        "credential_optional",
        "result",
        "repeatable",
        "deprecated",
        "pagination",
        "source",
        "memo",
    )

    def __init__(
        self,
        api: str,
        id: str,
        method: str,
        path: str,
        *,
        result: Result,
        parameters: tuple[Parameter, ...] = (),
        constants: tuple[tuple[Place, str, str], ...] = (),
        bodies: tuple[str, ...] = (),
        credentials: tuple[Credential, ...] = (),
        credential_optional: bool = True,
        alternate_path: str = "",
        server_path: str | None = None,
        server_url: str = "",
        repeatable: bool = False,
        deprecated: str = "",
        pagination: Pagination | None = None,
        source: tuple[str, str] = ("", ""),
    ) -> None:
        self.api = api
        self.id = id
        self.method = method
        self.path = path
        self.alternate_path = alternate_path
        self.server_path = server_path
        """Path that stands in for that of the API's base URL, for a call beside it."""
        self.server_url = server_url
        """Server of the operation's own in the documented host's name, with ``{variables}``."""
        self.parameters = parameters
        self.constants = constants
        self.bodies = bodies
        self.credentials = credentials
        self.credential_optional = credential_optional
        self.result = result
        self.repeatable = repeatable
        self.deprecated = deprecated
        """What to use instead of a call that its host gives up; empty for others."""
        self.pagination = pagination
        self.source = source
        self.memo: dict[str, Any] = {}
        """Room for what a caller derives from the descriptor once (decoders, path pieces)."""

    def __repr__(self) -> str:
        return f"<Operation {self.api}.{self.id}: {self.method} {self.path}>"


class Choice:
    """Operations that the arguments of one method choose among.

    Attributes:
        method: The name of the method.
        arguments: The names of the arguments.
        operations: The operations by the values of the arguments; those of the first are the
            defaults.
    """

    __slots__ = ("method", "arguments", "operations")

    def __init__(
        self,
        method: str,
        arguments: tuple[str, ...],
        operations: Mapping[tuple[str, ...], Operation[Any]],
    ) -> None:
        self.method = method
        self.arguments = arguments
        self.operations = operations

    @property
    def default(self) -> Operation[Any]:
        """The operation with all defaults, which takes whatever one of the others takes."""
        return next(iter(self.operations.values()))


def warn_if_deprecated(operation: Operation[Any]) -> None:
    """Warn once of an operation that its host gives up, at the line of the caller."""
    if operation.deprecated and not operation.memo.get("deprecated"):
        operation.memo["deprecated"] = True
        level, frame = 1, inspect.currentframe()
        while frame is not None and frame.f_back is not None and _is_ours(frame):
            level, frame = level + 1, frame.f_back
        warnings.warn(operation.deprecated, DeprecationWarning, stacklevel=level)


def _is_ours(frame: FrameType) -> bool:
    return str(frame.f_globals.get("__name__", "")).partition(".")[0] in _PACKAGES


_PACKAGES = ("imagehosts", "imagehosts_wire")


# --- answers -------------------------------------------------------------------------------


class RawResponse(Generic[T_co]):
    """A whole answer as the host sent it; ``parse()`` gives what the plain method returns."""

    __slots__ = ("status", "headers", "content", "url", "_parse")

    def __init__(
        self,
        status: int,
        headers: Mapping[str, str],
        content: bytes,
        url: str = "",
        parse: Callable[[], T_co] | None = None,
    ) -> None:
        self.status = status
        self.headers = headers
        self.content = content
        self.url = url
        self._parse = parse

    def __reduce__(self) -> tuple[Any, ...]:
        # A pickled answer keeps what the host sent; the way to parse it stays behind.
        return (RawResponse, (self.status, self.headers, self.content, self.url))

    def parse(self) -> T_co:
        """The typed result; raises the same errors as the plain method."""
        if self._parse is None:
            raise TypeError("this response carries no result to parse")
        return self._parse()

    @property
    def text(self) -> str:
        """The body as text, in the charset that the headers name, else UTF-8."""
        declared = self.headers.get("content-type", "")
        charset = declared.partition("charset=")[2].partition(";")[0].strip(" \"'") or "utf-8"
        try:
            return self.content.decode(charset, "replace")
        except (LookupError, ValueError):
            # No such charset, or a codec that is not for text.
            return self.content.decode("utf-8", "replace")

    def __repr__(self) -> str:
        return f"<RawResponse {self.status}, {len(self.content)} bytes>"


class StreamedResponse(Protocol):
    """An answer whose body is still on its way; it lives as long as its ``with`` block."""

    @property
    def status(self) -> int: ...
    @property
    def headers(self) -> Mapping[str, str]: ...
    def iter_bytes(self) -> Iterator[bytes]: ...
    def read(self) -> bytes: ...
    def stream_to_file(self, path: str | os.PathLike[str]) -> int: ...
    def close(self) -> None: ...


class AsyncStreamedResponse(Protocol):
    """The asynchronous twin of :class:`StreamedResponse`."""

    @property
    def status(self) -> int: ...
    @property
    def headers(self) -> Mapping[str, str]: ...
    def iter_bytes(self) -> AsyncIterator[bytes]: ...
    async def read(self) -> bytes: ...
    async def stream_to_file(self, path: str | os.PathLike[str]) -> int: ...
    async def close(self) -> None: ...


class StreamManager:
    """Sends the request when its ``with`` block is entered, and lets go of the answer after it."""

    __slots__ = ("_send", "_response")

    def __init__(self, send: Callable[[], StreamedResponse]) -> None:
        self._send = send
        self._response: StreamedResponse | None = None

    def __enter__(self) -> StreamedResponse:
        self._response = self._send()
        return self._response

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._response is not None:
            self._response.close()


class AsyncStreamManager:
    """The asynchronous twin of :class:`StreamManager`."""

    __slots__ = ("_send", "_response")

    def __init__(self, send: Callable[[], Awaitable[AsyncStreamedResponse]]) -> None:
        self._send = send
        self._response: AsyncStreamedResponse | None = None

    async def __aenter__(self) -> AsyncStreamedResponse:
        self._response = await self._send()
        return self._response

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._response is not None:
            await self._response.close()


def _unseen(items: Sequence[T], key: str, seen: set[Any]) -> Iterator[T]:
    """The items that did not come before; a list that grows while it is read shows some again."""
    for item in items:
        name = getattr(item, key, None) if key else None
        if name is None or name not in seen:
            if name is not None:
                seen.add(name)
            yield item


class Page(Generic[T_co]):
    """One page of a list; iterate over it for the items of this page and of all that follow."""

    __slots__ = ("items", "result", "total", "_next", "_key")

    def __init__(
        self,
        items: Sequence[T_co],
        result: Any,
        total: int | None,
        next: Callable[[], Page[T_co] | None],
        key: str = "",
    ) -> None:
        self.items = items
        """The items of this page."""
        self.result = result
        """The answer that the page was taken from."""
        self.total = total
        """How many items there are in all, where the host says it."""
        self._next = next
        self._key = key

    def next(self) -> Page[T_co] | None:
        """The page after this one; None where the host has no more."""
        return self._next()

    def __iter__(self) -> Iterator[T_co]:
        page: Page[T_co] | None = self
        seen: set[Any] = set()
        while page is not None:
            yield from _unseen(page.items, self._key, seen)
            page = page.next()

    def __repr__(self) -> str:
        return f"<Page of {len(self.items)} items, {self.total or 'unknown'} in all>"


class AsyncPage(Generic[T_co]):
    """The asynchronous twin of :class:`Page`."""

    __slots__ = ("items", "result", "total", "_next", "_key")

    def __init__(
        self,
        items: Sequence[T_co],
        result: Any,
        total: int | None,
        next: Callable[[], Awaitable[AsyncPage[T_co] | None]],
        key: str = "",
    ) -> None:
        self.items = items
        self.result = result
        self.total = total
        self._next = next
        self._key = key

    async def next(self) -> AsyncPage[T_co] | None:
        """The page after this one; None where the host has no more."""
        return await self._next()

    async def __aiter__(self) -> AsyncIterator[T_co]:
        page: AsyncPage[T_co] | None = self
        seen: set[Any] = set()
        while page is not None:
            for item in _unseen(page.items, self._key, seen):
                yield item
            page = await page.next()

    def __repr__(self) -> str:
        return f"<AsyncPage of {len(self.items)} items, {self.total or 'unknown'} in all>"


class AsyncPager(Generic[T_co]):
    """A list that is still to be asked for: await it for its first page, or iterate over it all."""

    __slots__ = ("_first",)

    def __init__(self, first: Callable[[], Awaitable[Any]]) -> None:
        self._first = first

    def __await__(self) -> Generator[Any, None, AsyncPage[T_co]]:
        return self._first().__await__()

    async def __aiter__(self) -> AsyncIterator[T_co]:
        page: AsyncPage[T_co] = await self._first()
        async for item in page:
            yield item


# --- resources -----------------------------------------------------------------------------


class Caller(Protocol):
    """Sends an operation and waits for its answer."""

    def call(
        self,
        operation: Operation[T],
        values: tuple[Any, ...],
        options: RequestOptions | None,
        mode: Mode,
    ) -> T: ...


class AsyncCaller(Protocol):
    """The asynchronous twin of :class:`Caller`."""

    def call(
        self,
        operation: Operation[T],
        values: tuple[Any, ...],
        options: RequestOptions | None,
        mode: Mode,
    ) -> Awaitable[T]: ...


class Chooser(Protocol):
    """Sends one of several operations, as the values of some arguments choose it."""

    def call_chosen(
        self,
        choice: Choice,
        chosen: tuple[str, ...],
        given: Mapping[str, Any],
        options: RequestOptions | None,
    ) -> Any: ...


class AsyncChooser(Protocol):
    """The asynchronous twin of :class:`Chooser`."""

    async def call_chosen(
        self,
        choice: Choice,
        chosen: tuple[str, ...],
        given: Mapping[str, Any],
        options: RequestOptions | None,
    ) -> Any: ...


class Resource:
    """A group of operations on one caller."""

    __slots__ = ("_caller", "_mode")

    def __init__(self, caller: Caller, mode: Mode = "parsed") -> None:
        self._caller = caller
        self._mode: Mode = mode

    def in_mode(self, mode: Mode) -> Self:
        """This resource, answering in another way than its methods' types say."""
        return type(self)(self._caller, mode)

    def _call(
        self, operation: Operation[T], values: tuple[Any, ...], options: RequestOptions | None
    ) -> T:
        warn_if_deprecated(operation)
        return self._caller.call(operation, values, options, self._mode)


class AsyncResource:
    """The asynchronous twin of :class:`Resource`."""

    __slots__ = ("_caller", "_mode")

    def __init__(self, caller: AsyncCaller, mode: Mode = "parsed") -> None:
        self._caller = caller
        self._mode: Mode = mode

    def in_mode(self, mode: Mode) -> Self:
        """This resource, answering in another way than its methods' types say."""
        return type(self)(self._caller, mode)

    def _call(
        self, operation: Operation[T], values: tuple[Any, ...], options: RequestOptions | None
    ) -> Awaitable[T]:
        warn_if_deprecated(operation)
        return self._caller.call(operation, values, options, self._mode)


def as_raw(method: Callable[P, T]) -> Callable[P, RawResponse[T]]:
    """State the type of a method of a resource in raw mode: same arguments, whole answer."""
    return cast("Callable[P, RawResponse[T]]", method)


def as_async_raw(
    method: Callable[P, Awaitable[T]],
) -> Callable[P, Awaitable[RawResponse[T]]]:
    """The asynchronous twin of :func:`as_raw`."""
    return cast("Callable[P, Awaitable[RawResponse[T]]]", method)


def as_async_raw_page(
    method: Callable[P, AsyncPager[T]],
) -> Callable[P, Awaitable[RawResponse[AsyncPage[T]]]]:
    """The twin of :func:`as_async_raw` for a method that answers page by page."""
    return cast("Callable[P, Awaitable[RawResponse[AsyncPage[T]]]]", method)


def as_streamed(method: Callable[P, object]) -> Callable[P, StreamManager]:
    """Make of a method of a resource in stream mode one that waits for its ``with`` block."""

    def start(*args: P.args, **kwargs: P.kwargs) -> StreamManager:
        return StreamManager(lambda: cast("StreamedResponse", method(*args, **kwargs)))

    return start


def as_async_streamed(
    method: Callable[P, Awaitable[object]],
) -> Callable[P, AsyncStreamManager]:
    """The asynchronous twin of :func:`as_streamed`."""

    def start(*args: P.args, **kwargs: P.kwargs) -> AsyncStreamManager:
        return AsyncStreamManager(
            lambda: cast("Awaitable[AsyncStreamedResponse]", method(*args, **kwargs))
        )

    return start


# --- error tables --------------------------------------------------------------------------


class ErrorRule:
    """One row of a host's error table: which answers mean which kind of failure."""

    __slots__ = ("category", "status", "code", "message", "meaning")

    def __init__(
        self,
        category: str,
        *,
        status: int | None = None,
        code: int | str | None = None,
        message: str = "",
        meaning: str = "",
    ) -> None:
        self.category = category
        self.status = status
        self.code = code
        self.message = message
        self.meaning = meaning

    def __repr__(self) -> str:
        return f"ErrorRule({self.category!r}, code={self.code!r}, message={self.message!r})"


class SuccessMark:
    """The member of every answer that says whether the call worked, and what it says then."""

    __slots__ = ("pointer", "values")

    def __init__(self, pointer: str, values: tuple[bool | int | str, ...]) -> None:
        self.pointer = pointer
        self.values = values


class Api:
    """What a client must know of an API beside its operations."""

    __slots__ = (
        "name",
        "title",
        "base_url",
        "error_code",
        "error_message",
        "error_rules",
        "success",
        "speaks_xml",
    )

    def __init__(
        self,
        name: str,
        title: str,
        base_url: str,
        *,
        error_code: tuple[str, ...],
        error_message: tuple[str, ...],
        error_rules: tuple[ErrorRule, ...],
        success: SuccessMark | None = None,
        speaks_xml: bool = False,
    ) -> None:
        self.name = name
        self.title = title
        self.base_url = base_url
        self.error_code = error_code
        self.error_message = error_message
        self.error_rules = error_rules
        self.success = success
        """What says in every answer whether the call worked; None where no member does."""
        self.speaks_xml = speaks_xml
        """Whether errors are XML documents; the pointers then lead through their elements."""


__all__ = [
    "Api",
    "AsyncCaller",
    "AsyncPage",
    "AsyncPager",
    "AsyncResource",
    "AsyncStreamManager",
    "AsyncStreamedResponse",
    "Base64",
    "BinaryReader",
    "Caller",
    "Credential",
    "ErrorRule",
    "FileContent",
    "FileInput",
    "Mode",
    "Operation",
    "Page",
    "Pagination",
    "Parameter",
    "RawResponse",
    "RequestOptions",
    "Resource",
    "Result",
    "StreamManager",
    "StreamedResponse",
    "SuccessMark",
    "UploadSource",
    "Url",
    "as_async_raw",
    "as_async_raw_page",
    "as_async_streamed",
    "as_raw",
    "as_streamed",
]
