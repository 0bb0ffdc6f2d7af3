"""Reading requests as PHP does, which forgives nearly everything.

Query, urlencoded bodies and multipart bodies become one :class:`Form`. A broken body is never an
error here: what can be understood is handed over, a file that was cut is marked as partial, and the
host's own rules decide what to answer. Files and long values are streamed to temporary files while
their checksums are taken, so a body of any size takes the same memory.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from json import loads
from typing import Any, BinaryIO, TypeGuard, cast
from urllib.parse import unquote_to_bytes

from starlette.requests import ClientDisconnect, Request

from .multipart import MultipartReader, Part, boundary_of
from .urls import request_query

#: Values and files up to this size stay in memory while a request is worked on.
SPOOL_SIZE = 1024 * 1024
LONGEST_TEXT = 1024 * 1024
LONGEST_JSON = 20 * LONGEST_TEXT
MOST_PARTS = 1000
_LONGEST_NAME = 4096
_LONGEST_REPEATED = 16 * 1024
_DATA_URL = re.compile(rb"\s*data:[a-z0-9.+/-]*(?:;[a-z0-9=-]+)*;base64,", re.IGNORECASE)


class Value:
    """The value of a field, however long. ``text`` decodes it, ``chunks`` streams its bytes."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=SPOOL_SIZE)  # noqa: SIM115
        self.size = 0

    def write(self, data: bytes) -> None:
        """Append bytes."""
        self._file.write(data)
        self.size += len(data)

    @property
    def text(self) -> str:
        """The value, cut at a megabyte; bytes that are no UTF-8 become lone surrogates."""
        self._file.seek(0)
        return self._file.read(LONGEST_TEXT).decode("utf-8", "surrogateescape")

    def start(self, length: int) -> bytes:
        """The first bytes."""
        self._file.seek(0)
        return self._file.read(length)

    def chunks(self, size: int = 64 * 1024) -> Iterator[bytes]:
        """All bytes, piece by piece."""
        self._file.seek(0)
        while piece := self._file.read(size):
            yield piece

    def close(self) -> None:
        """Give the memory or the file back."""
        self._file.close()


class Upload:
    """A file that arrived: its name as sent, its bytes on disk, their checksums."""

    def __init__(self, filename: str = "", content_type: str = "") -> None:
        self.filename = filename
        self.content_type = content_type
        self.size = 0
        #: Why there is no whole file: ``partial``, ``none`` or nothing.
        self.error: str | None = None
        self._md5 = hashlib.md5(usedforsecurity=False)
        self._sha256 = hashlib.sha256()
        self._file = tempfile.SpooledTemporaryFile(max_size=SPOOL_SIZE)  # noqa: SIM115

    @classmethod
    def of(cls, data: bytes | BinaryIO, filename: str = "", content_type: str = "") -> Upload:
        """An upload made here, from bytes or from a file read from its start."""
        upload = cls(filename, content_type)
        if isinstance(data, bytes):
            upload.write(data)
        else:
            data.seek(0)
            while piece := data.read(SPOOL_SIZE):
                upload.write(piece)
        return upload

    def write(self, data: bytes) -> None:
        """Append bytes."""
        self._file.write(data)
        self._md5.update(data)
        self._sha256.update(data)
        self.size += len(data)

    @property
    def file(self) -> BinaryIO:
        """The bytes, to be read from their start."""
        self._file.seek(0)
        return cast("BinaryIO", self._file)

    @property
    def md5(self) -> str:
        """MD5 of the bytes, in hexadecimal."""
        return self._md5.hexdigest()

    @property
    def sha256(self) -> str:
        """SHA-256 of the bytes, in hexadecimal."""
        return self._sha256.hexdigest()

    def close(self) -> None:
        """Give the memory or the file back."""
        self._file.close()


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
    #: Every file part with its name as sent; of several under one name ``files`` has the last.
    parts: list[tuple[str, Upload]] = field(default_factory=list[tuple[str, Upload]])
    #: Names that were sent as arrays, ``source[]``, which PHP keeps apart from texts.
    arrays: set[str] = field(default_factory=set[str])
    #: The query as it was sent, for hosts that look at it undecoded.
    raw_query: str = ""
    #: The body was larger than the server takes and has been thrown away, as PHP does.
    dropped: bool = False

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
        for value in self.body.values():
            value.close()
        for _, file in self.parts:
            file.close()
        if self.whole is not None:
            self.whole.close()
        self.body, self.files, self.parts, self.whole = {}, {}, [], None

    def close(self) -> None:
        """Give everything back."""
        self.forget_body()
        for value in self.query.values():
            value.close()


async def read_form(
    request: Request,
    largest_body: int,
    *,
    methods: set[str],
    json: bool = False,
    raw: bool = False,
) -> Form:
    """Read a request; its body only when its method is in ``methods``.

    With ``json`` an object in JSON is taken as a form too, lists in it as arrays. With ``raw`` a
    body that is not a form is kept as it is, whatever content type it claims.

    A body larger than ``largest_body`` bytes is read to its end and forgotten, and with it all its
    fields. A client that goes away leaves what had arrived.
    """
    form = Form(raw_query=request_query(request))
    query = _Urlencoded(form, form.query)
    query.feed(form.raw_query.encode("latin-1", "replace"))
    query.end()
    if request.method not in methods:
        return form
    content_type = request.headers.get("content-type", "")
    sink: _Multipart | _Urlencoded | _Json | _Raw | None = _sink(form, content_type)
    if json and sink is None and "json" in content_type:
        sink = _Json(form)
    size = 0
    async for chunk in _body(request):
        if raw and chunk and not size and not _looks_like_its_type(sink, chunk):
            sink = _Raw(form)
        size += len(chunk)
        if size > largest_body:
            form.dropped = True
        elif sink is not None:
            sink.feed(chunk)
        if size > 4 * largest_body:
            break
    if sink is not None:
        sink.end()
    if form.dropped:
        form.forget_body()
    return form


def lenient_base64(content: bytes) -> bytes | None:
    """Base64 as clients write it: with line ends, as a data URL, with blanks for lost pluses."""
    match = _DATA_URL.match(content[:200])
    content = content[match.end() :] if match else content
    content = re.sub(rb"[\r\n\t]", b"", content.strip()).replace(b" ", b"+").rstrip(b"=")
    content = content.translate(bytes.maketrans(b"-_", b"+/"))
    try:
        return base64.b64decode(content + b"=" * (-len(content) % 4), validate=True)
    except binascii.Error:
        return None


async def _body(request: Request) -> AsyncIterator[bytes]:
    try:
        async for chunk in request.stream():
            yield chunk
    except ClientDisconnect:
        return


def _sink(form: Form, content_type: str) -> _Multipart | _Urlencoded | None:
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

    def feed(self, data: bytes) -> None:
        *whole, rest = data.split(b"&")
        for piece in whole:
            self._piece(piece)
            self._finish()
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
            self._value = Value()
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
        value = self._value or (Value() if name else None)
        self._name, self._value, self._cut = b"", None, b""
        if value is not None:
            _set(self._form, self._target, name, value)


def _set(form: Form, target: dict[str, Value], name: str, value: Value) -> None:
    """Keep a field as PHP would: the last one counts, brackets make an array."""
    name, is_array = _variable(name)
    if not name or (name not in target and len(target) >= MOST_PARTS):
        value.close()
        return
    if is_array:
        form.arrays.add(name)
        items = form.lists.setdefault(name, [])
        if value.size <= SPOOL_SIZE and len(items) < MOST_PARTS:
            items.append(value.text)
    else:
        form.arrays.discard(name)
        values = form.repeated.setdefault(name, [])
        if value.size <= _LONGEST_REPEATED and len(values) < MOST_PARTS:
            values.append(value.text)
    previous = target.get(name)
    if previous is not None:
        previous.close()
    target[name] = value


def _variable(name: str) -> tuple[str, bool]:
    """The variable that PHP makes of the name of a field, and whether it is an array."""
    base, bracket, index = name.partition("[")
    if bracket and "]" not in index:
        base, bracket = f"{base}_{index}", ""
    return base.lstrip(" ").replace(".", "_").replace(" ", "_"), bool(bracket)


# JSON


class _Json:
    """An object in JSON of a bounded length; anything else is ignored."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._text = bytearray()

    def feed(self, data: bytes) -> None:
        if len(self._text) <= LONGEST_JSON:
            self._text += data

    def end(self) -> None:
        try:
            found = loads(self._text)
        except (ValueError, RecursionError):
            return
        if isinstance(found, dict):
            for name, value in cast("dict[str, Any]", found).items():
                items = value if _is_list(value) else [value]
                suffix = "[]" if _is_list(value) and "[" not in name else ""
                if _is_list(value):  # an empty one was sent all the same
                    self._form.arrays.add(name.partition("[")[0])
                for item in items:
                    if item is not None and not isinstance(item, dict):
                        field_value = Value()
                        field_value.write(_plain(item).encode("utf-8", "surrogatepass"))
                        _set(self._form, self._form.body, name + suffix, field_value)


def _is_list(value: object) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


# Neither


class _Raw:
    """A body that is the file itself."""

    def __init__(self, form: Form) -> None:
        self._upload = form.whole = Upload()

    def feed(self, data: bytes) -> None:
        self._upload.write(data)

    def end(self) -> None: ...


def _looks_like_its_type(
    sink: _Multipart | _Urlencoded | _Json | _Raw | None, start: bytes
) -> bool:
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
        self._reader.feed(data)

    def end(self) -> None:
        self._reader.end()

    def begin_part(self, part: Part) -> None:
        """A field or a file; more parts than a form may have are read and forgotten."""
        self._parts += 1
        self._field = (part.name or b"").decode("utf-8", "replace")
        self._part = None
        if self._parts > MOST_PARTS or (part.name is not None and not part.name.strip(b" ")):
            return
        if part.filename is None:
            self._part = Value()
            return
        if part.name is None:
            self._field, self._nameless = str(self._nameless), self._nameless + 1
        self._skips_files = self._skips_files or not _is_balanced(self._field)
        if self._skips_files:  # after one that is not an array no other file is taken either
            return
        filename = base_name(part.filename.decode("utf-8", "surrogateescape"))
        content_type = part.content_type.decode("latin-1")
        self._part = Upload(filename, content_type.partition(";")[0].strip().lower())
        self._part.error = None if part.filename else "none"

    def part_data(self, data: bytes) -> None:
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


def base_name(filename: str) -> str:
    """What is left of a path after its last slash or backslash, without control characters."""
    name = re.split(r"[/\\]", filename)[-1]
    return "".join(character for character in name if character >= " " and character != "\x7f")
