"""Reading requests as PHP does, which forgives nearly everything.

Query, urlencoded bodies and multipart bodies become one :class:`Form`. A broken body is never an
error here: what can be understood is handed over, a file that was cut is marked as partial, and the
host's own rules decide what to answer. All bytes of a request are streamed to one temporary file
while their checksums are taken, so a body of any size takes the same memory. What is long is taken
apart beside the event loop, and what has too many parts is not taken apart at all.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import tempfile
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from json import loads
from typing import Any, BinaryIO, Protocol, TypeGuard, cast
from urllib.parse import unquote_to_bytes

from starlette.requests import ClientDisconnect, Request

from imagehosts.core.nesting import is_deeper

from .multipart import MultipartReader, Part, boundary_of
from .reading import open_at
from .urls import request_query

#: A request stays in memory up to this size while it is worked on.
SPOOL_SIZE = 1024 * 1024
LONGEST_TEXT = 1024 * 1024
_LONGEST_NAME = 4096
_LONGEST_REPEATED = 16 * 1024
#: What all items of all arrays may take in memory.
_LARGEST_LISTS = 16 * 1024 * 1024
#: Bytes that are taken apart in one go: on the event loop where there are no more than the first,
#: beside it otherwise.
_ON_THE_LOOP, _STEP, _BATCH = 16 * 1024, 16 * 1024, 256 * 1024
#: Commas and brackets in JSON for each field that a form may have.
_MARKS_PER_FIELD = 100
_LONGEST_BLANKS = 1024 * 1024
_DATA_URL = re.compile(rb"\s*data:[a-z0-9.+/-]*(?:;[a-z0-9=-]+)*;base64,", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much of a request is looked at."""

    #: Bytes of a body; a larger one is thrown away.
    body: int = 512 * 1024 * 1024
    #: Fields and files, as PHP's max_input_vars has it; what comes later is thrown away.
    fields: int = 1000
    #: Bytes of a body in JSON; a larger one is not understood.
    json: int = 20 * 1024 * 1024
    #: Objects and lists of it within each other, as PHP's json_decode has it.
    depth: int = 512

    @property
    def drained(self) -> int:
        """Bytes of a body that are read at most, for its sender to see the answer."""
        return 4 * self.body


#: Runs a function beside the event loop.
Run = Callable[[Callable[[], None]], Awaitable[None]]


class Spool:
    """The bytes of a request, one after the other: in memory first, then in one temporary file."""

    def __init__(self) -> None:
        self._file: tempfile.SpooledTemporaryFile[bytes] | None = None
        self._lock = threading.Lock()
        self.size = 0

    def append(self, data: bytes | memoryview) -> None:
        """Write behind everything."""
        with self._lock:
            if self._file is None:
                self._file = tempfile.SpooledTemporaryFile(max_size=SPOOL_SIZE)  # noqa: SIM115
            self._file.seek(self.size)
            self._file.write(data)
            self.size += len(data)

    def cut(self, size: int) -> None:
        """Forget what stands behind a place."""
        with self._lock:
            if self._file is not None:
                self._file.truncate(size)
            self.size = size

    def read(self, start: int, length: int) -> bytes:
        """Bytes from a place on; empty behind the end."""
        with self._lock:
            if self._file is None:
                return b""
            self._file.seek(start)
            return self._file.read(length)

    def close(self) -> None:
        """Give the memory or the file back."""
        if self._file is not None:
            self._file.close()


class _Span:
    """A part of a spool that grows while it is the last; without one it has its own."""

    def __init__(self, spool: Spool | None = None) -> None:
        self._own = spool is None
        self._spool = spool or Spool()
        self._start = self._spool.size
        self.size = 0

    def write(self, data: bytes | memoryview) -> None:
        """Append bytes."""
        if self._start + self.size != self._spool.size:
            raise ValueError("something else was written in between")
        self._spool.append(data)
        self.size += len(data)

    def start(self, length: int) -> bytes:
        """The first bytes."""
        return self._spool.read(self._start, min(length, self.size))

    def chunks(self, size: int = 64 * 1024) -> Iterator[bytes]:
        """All bytes, piece by piece."""
        for at in range(0, self.size, size):
            yield self._spool.read(self._start + at, min(size, self.size - at))

    @property
    def file(self) -> BinaryIO:
        """The bytes as a file, to be read from its start."""
        return open_at(
            lambda start, length: self._spool.read(self._start + start, length), self.size
        )

    def close(self) -> None:
        """Give memory and file back where they are its own."""
        if self._own:
            self._spool.close()


class Value(_Span):
    """The value of a field, however long. ``text`` decodes it, ``chunks`` streams its bytes."""

    @property
    def text(self) -> str:
        """The value, cut at a megabyte; bytes that are no UTF-8 become lone surrogates."""
        return self.start(LONGEST_TEXT).decode("utf-8", "surrogateescape")


class Upload(_Span):
    """A file that arrived: its name as sent, its bytes, their checksum."""

    def __init__(
        self,
        filename: str = "",
        content_type: str = "",
        spool: Spool | None = None,
    ) -> None:
        super().__init__(spool)
        self.filename = filename
        #: The same with the control characters that came with it.
        self.sent_name = filename
        self.content_type = content_type
        #: Why there is no whole file: ``partial``, ``none`` or nothing.
        self.error: str | None = None
        self._sha256 = hashlib.sha256()
        self._md5 = ""

    @classmethod
    def of(
        cls,
        data: bytes | BinaryIO,
        filename: str = "",
        content_type: str = "",
        spool: Spool | None = None,
    ) -> Upload:
        """An upload made here, from bytes or from a file read from its start."""
        upload = cls(filename, content_type, spool)
        if isinstance(data, bytes):
            upload.write(data)
        else:
            data.seek(0)
            while piece := data.read(SPOOL_SIZE):
                upload.write(piece)
        return upload

    def write(self, data: bytes | memoryview) -> None:
        """Append bytes."""
        super().write(data)
        self._sha256.update(data)
        self._md5 = ""

    @property
    def md5(self) -> str:
        """MD5 of the bytes, in hexadecimal; made when it is asked for: few hosts answer it."""
        if not self._md5:
            found = hashlib.md5(usedforsecurity=False)
            for piece in self.chunks(SPOOL_SIZE):
                found.update(piece)
            self._md5 = found.hexdigest()
        return self._md5

    @property
    def sha256(self) -> str:
        """SHA-256 of the bytes, in hexadecimal."""
        return self._sha256.hexdigest()


@dataclass(slots=True)
class Form:
    """Everything a request carries beside its headers."""

    query: dict[str, Value] = field(default_factory=dict[str, Value])
    body: dict[str, Value] = field(default_factory=dict[str, Value])
    files: dict[str, Upload] = field(default_factory=dict[str, Upload])
    #: The items of what was sent as arrays, ``ids[]=a&ids[]=b``, in their order; short ones only.
    lists: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    #: All values of what was sent without brackets, ``ids=a&ids=b``; short ones only.
    repeated: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    #: A body that is not a form, where a host takes one.
    whole: Upload | None = None
    #: What a body of JSON holds, objects in objects among it; ``body`` has its plain members.
    document: Any = None
    #: Every file part with its name as sent; of several under one name ``files`` has the last.
    parts: list[tuple[str, Upload]] = field(default_factory=list[tuple[str, Upload]])
    #: Names that were sent as arrays, ``source[]``, which PHP keeps apart from texts.
    arrays: set[str] = field(default_factory=set[str])
    #: The query as it was sent, for hosts that look at it undecoded.
    raw_query: str = ""
    #: The body was larger than the server takes and has been thrown away, as PHP does.
    dropped: bool = False
    bounds: Bounds = field(default_factory=Bounds)
    spool: Spool = field(default_factory=Spool)
    #: Bytes of all items of arrays that were kept.
    listed: int = 0

    def value(self, name: str) -> Value | None:
        """A field; the one in the body wins over the one in the query."""
        found = self.body.get(name)
        return self.query.get(name) if found is None else found

    def text(self, name: str) -> str | None:
        """A field as text, or ``None``."""
        value = self.value(name)
        return None if value is None else value.text

    def raw(self, name: str) -> str | None:
        """A field of the query as it was sent, undecoded."""
        found = None
        for pair in self.raw_query.split("&"):
            key, mark, value = pair.partition("=")
            if key == name and mark:
                found = value
        return found

    def forget_body(self) -> None:
        """Give back what came in the body."""
        self.body, self.files, self.parts, self.whole = {}, {}, [], None
        self.document = None

    def close(self) -> None:
        """Give everything back."""
        self.forget_body()
        self.spool.close()


async def read_form(
    request: Request,
    bounds: Bounds,
    run: Run,
    *,
    methods: set[str],
    json: bool = False,
    raw: bool = False,
) -> Form:
    """Read a request; its body only when its method is in ``methods``.

    With ``json`` an object in JSON is taken as a form too, lists in it as arrays. With ``raw`` a
    body that is not a form is kept as it is, whatever content type it claims. What takes time is
    given to ``run``.

    A body larger than its bound is read to its end and forgotten, and with it all its fields. A
    client that goes away leaves what had arrived.
    """
    form = Form(raw_query=request_query(request), bounds=bounds)
    query = _Urlencoded(form, form.query)
    query.feed(form.raw_query.encode("latin-1", "replace"))
    query.end()
    if request.method not in methods:
        return form
    content_type = request.headers.get("content-type", "")
    sink: _Sink | None = _sink(form, content_type)
    if json and sink is None and "json" in content_type:
        sink = _Json(form)
    size, before = 0, form.spool.size
    async for batch in _batches(request):
        if raw and not size and not _looks_like_its_type(sink, b"".join(batch)):
            sink = _Raw(form)
        length = sum(map(len, batch))
        size += length
        if size > bounds.body and not form.dropped:
            form.dropped, sink = True, None
            form.forget_body()
            form.spool.cut(before)
        if sink is not None:
            await _do(run, length, partial(_feed, sink, batch))
        if size > bounds.drained:
            break
    if sink is not None:
        await _do(run, size, sink.end)
    return form


async def _do(run: Run, size: int, step: Callable[[], None]) -> None:
    """What is short is done at once: to hand it to a thread would take longer."""
    if size > _ON_THE_LOOP:
        await run(step)
    else:
        step()


def _feed(sink: _Sink, batch: Iterable[bytes]) -> None:
    for piece in batch:
        sink.feed(piece)


def decode_base64(chunks: Iterable[bytes]) -> Upload | None:
    """Base64 as clients write it: with line ends, as a data URL, with blanks for lost pluses.

    ``None`` where it is not base64. It is decoded piece by piece, so it may be of any length.
    """
    decoded = Upload()
    try:
        for data in _decoded(chunks):
            decoded.write(data)
    except binascii.Error:
        decoded.close()
        return None
    return decoded


_ALPHABET = bytes.maketrans(b"-_ ", b"+/+")


def _decoded(chunks: Iterable[bytes]) -> Iterator[bytes]:
    rest, begun = b"", False
    for chunk in chunks:
        text = rest + chunk.translate(None, b"\r\n\t\v\f")
        if not begun:
            text = text.lstrip()
            match = _DATA_URL.match(text[:200])
            text = text[match.end() :].lstrip() if match else text
            begun = bool(text)
        body = text.rstrip(b" =")  # blanks and padding count only where something follows
        if len(text) - len(body) > _LONGEST_BLANKS:
            raise binascii.Error("too much padding")
        whole = len(body) - len(body) % 4
        yield _decode(body[:whole])
        rest = text[whole:]
    left = rest.rstrip(b" =")
    yield _decode(left + b"=" * (-len(left) % 4))


def _decode(text: bytes) -> bytes:
    text = text.translate(_ALPHABET)
    if b"=" in text.rstrip(b"="):
        raise binascii.Error("padding in the middle")
    return base64.b64decode(text, validate=True)


async def _batches(request: Request) -> AsyncIterator[list[bytes]]:
    """The body in batches that are worth a thread, however small the pieces are that arrive."""
    pieces: list[bytes] = []
    size = 0
    try:
        async for chunk in request.stream():
            pieces.append(chunk)
            size += len(chunk)
            if size >= _BATCH:
                yield _worth_a_step(pieces, size)
                pieces, size = [], 0
    except ClientDisconnect:
        pass
    if size:
        yield _worth_a_step(pieces, size)


def _worth_a_step(pieces: list[bytes], size: int) -> list[bytes]:
    """Many small pieces as one; to copy large ones would take longer than a step for each."""
    return pieces if size >= _STEP * len(pieces) else [b"".join(pieces)]


class _Sink(Protocol):
    """What takes a body apart as it arrives."""

    def feed(self, data: bytes) -> None: ...

    def end(self) -> None: ...


def _sink(form: Form, content_type: str) -> _Sink | None:
    boundary = boundary_of(content_type)
    if boundary is not None:
        return _Multipart(form, boundary)
    kind = re.split(r"[;,\s]", content_type, maxsplit=1)[0].lower()
    if kind == "application/x-www-form-urlencoded":
        return _Urlencoded(form, form.body)
    return None


# Urlencoded


class _Urlencoded:
    """Decodes ``a=b&c=d`` as it arrives; a value may be longer than memory."""

    def __init__(self, form: Form, target: dict[str, Value]) -> None:
        self._form = form
        self._target = target
        self._name = b""
        self._value: Value | None = None
        self._cut = b""  # the start of a percent escape at the end of a chunk
        self._left = form.bounds.fields

    def feed(self, data: bytes) -> None:
        if not self._left:
            return
        *whole, rest = data.split(b"&", self._left)
        for piece in whole:
            self._piece(piece)
            self._finish()
        self._left -= len(whole)
        if self._left:
            self._piece(rest)

    def end(self) -> None:
        if self._cut:
            cut, self._cut = self._cut, b""
            if self._value is not None:
                self._value.write(cut)
        self._finish()

    def _piece(self, data: bytes) -> None:
        if self._value is None:
            name, mark, value = data.partition(b"=")
            self._name = (self._name + name)[:_LONGEST_NAME]
            if not mark:
                return
            self._value = Value(self._form.spool)
            data = value
        data = self._cut + data
        escape = data.rfind(b"%", max(0, len(data) - 2))
        self._cut = b"" if escape < 0 else data[escape:]
        whole = data if escape < 0 else data[:escape]
        self._value.write(unquote_to_bytes(whole.replace(b"+", b" ")))

    def _finish(self) -> None:
        if self._cut and self._value is not None:
            self._value.write(unquote_to_bytes(self._cut))
        name = unquote_to_bytes(self._name.replace(b"+", b" ")).decode("utf-8", "replace")
        value = self._value or (Value(self._form.spool) if name else None)
        self._name, self._value, self._cut = b"", None, b""
        if value is not None:
            _set(self._form, self._target, name, value)


def _set(form: Form, target: dict[str, Value], name: str, value: Value) -> None:
    """Keep a field as PHP would: the last one counts, brackets make an array."""
    name, is_array = _variable(name)
    if not name or (name not in target and len(target) >= form.bounds.fields):
        return
    if is_array:
        form.arrays.add(name)
        _list(form, form.lists.setdefault(name, []), value, SPOOL_SIZE)
    else:
        form.arrays.discard(name)
        _list(form, form.repeated.setdefault(name, []), value, _LONGEST_REPEATED)
    target[name] = value


def _list(form: Form, items: list[str], value: Value, longest: int) -> None:
    """Keep an item of an array, if it is not too much."""
    if value.size > longest or len(items) >= form.bounds.fields:
        return
    if form.listed + value.size <= _LARGEST_LISTS:
        form.listed += value.size
        items.append(value.text)


def _variable(name: str) -> tuple[str, bool]:
    """The variable that PHP makes of the name of a field, and whether it is an array."""
    base, bracket, index = name.partition("[")
    if bracket and "]" not in index:
        base, bracket = f"{base}_{index}", ""
    return base.lstrip(" ").replace(".", "_").replace(" ", "_"), bool(bracket)


# JSON


class _Json:
    """An object in JSON of bounded length, depth and number of members; all else is ignored."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._text = bytearray()

    def feed(self, data: bytes) -> None:
        if len(self._text) <= self._form.bounds.json:
            self._text += data

    def end(self) -> None:
        # Counted first: nothing else runs while a text is parsed, and each member takes memory.
        bounds = self._form.bounds
        most = _MARKS_PER_FIELD * bounds.fields
        if (
            len(self._text) > bounds.json
            or any(self._text.count(mark) > most for mark in (b",", b"[", b"{"))
            or is_deeper(self._text, bounds.depth)
        ):
            return
        try:
            found = loads(self._text)
        except (ValueError, RecursionError):
            return
        self._form.document = found
        if isinstance(found, dict):
            self._take(cast("dict[str, Any]", found))

    def _take(self, found: dict[str, Any]) -> None:
        left = self._form.bounds.fields
        for name, value in found.items():
            items = value if _is_list(value) else [value]
            suffix = "[]" if _is_list(value) and "[" not in name else ""
            if _is_list(value):  # an empty one was sent all the same
                self._form.arrays.add(name.partition("[")[0])
            for item in items[:left]:
                if item is not None and not isinstance(item, dict):
                    field_value = Value(self._form.spool)
                    field_value.write(_plain(item).encode("utf-8", "surrogatepass"))
                    _set(self._form, self._form.body, name + suffix, field_value)
            left -= min(left, max(1, len(items)))
            if not left:
                return


def _is_list(value: object) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


# Neither


class _Raw:
    """A body that is the file itself."""

    def __init__(self, form: Form) -> None:
        self._upload = form.whole = Upload(spool=form.spool)

    def feed(self, data: bytes) -> None:
        self._upload.write(data)

    def end(self) -> None: ...


def _looks_like_its_type(sink: _Sink | None, start: bytes) -> bool:
    """Whether a body may be what its content type says; a form has no control characters."""
    if isinstance(sink, _Urlencoded):
        return all(32 <= byte < 127 or byte in b"\r\n\t" for byte in start[:32])
    return sink is not None


# Multipart


class _Multipart:
    """Keeps the parts of a multipart body as PHP does."""

    def __init__(self, form: Form, boundary: bytes) -> None:
        self._form = form
        self._reader = MultipartReader(boundary, self)
        self._part: Value | Upload | None = None
        self._field = ""
        self._parts = self._nameless = 0
        self._skips_files = False

    def feed(self, data: bytes) -> None:
        if self._parts <= self._form.bounds.fields:
            self._reader.feed(data)

    def end(self) -> None:
        self._reader.end()

    def begin_part(self, part: Part) -> None:
        """A field or a file; more parts than a form may have are read and forgotten."""
        self._parts += 1
        self._field = (part.name or b"").decode("utf-8", "replace")
        self._part = None
        nameless = part.name is not None and not part.name.strip(b" ")
        if self._parts > self._form.bounds.fields or nameless:
            return
        if part.filename is None:
            self._part = Value(self._form.spool)
            return
        if part.name is None:
            self._field, self._nameless = str(self._nameless), self._nameless + 1
        self._skips_files = self._skips_files or not _is_balanced(self._field)
        if self._skips_files:  # after one that is not an array no other file is taken either
            return
        sent = last_of_path(part.filename.decode("utf-8", "surrogateescape"))
        content_type = part.content_type.decode("latin-1").partition(";")[0].strip().lower()
        self._part = Upload(base_name(sent), content_type, self._form.spool)
        self._part.sent_name = sent
        self._part.error = None if part.filename else "none"

    def part_data(self, data: bytes | memoryview) -> None:
        """More bytes of it."""
        if self._part is not None:
            self._part.write(data)

    def end_part(self, *, whole: bool) -> None:
        """Keep a part. Of a file that was cut its beginning counts, as a file that is not whole."""
        part, self._part = self._part, None
        if isinstance(part, Upload):
            if not whole:
                part.error = part.error or "partial"
            name, is_array = _variable(self._field)
            if is_array:
                self._form.arrays.add(name)
            self._form.files[name] = part
            self._form.parts.append((self._field, part))
        elif part is not None:
            _set(self._form, self._form.body, self._field, part)


def _is_balanced(name: str) -> bool:
    """Whether the brackets in the name of a file are those of an array."""
    return re.fullmatch(r"[^\[\]]*(?:\[[^\[\]]*\])*", name) is not None


def last_of_path(filename: str) -> str:
    """What is left of a path after its last slash or backslash."""
    return re.split(r"[/\\]", filename)[-1]


def base_name(filename: str) -> str:
    """What is left of a path after its last slash or backslash, without control characters."""
    name = last_of_path(filename)
    return "".join(character for character in name if character >= " " and character != "\x7f")
