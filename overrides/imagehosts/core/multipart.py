"""Request bodies: forms, ``multipart/form-data`` where there are files, JSON, or a file by itself.

All are written piece by piece and never held in memory whole. Each can be iterated with ``for``
or with ``async for`` (files are then read in a worker thread), and from the beginning again for
as long as ``replayable`` says so.
"""

from __future__ import annotations

import re
import weakref
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from secrets import token_hex
from typing import Any, TypeAlias

from .files import FilePart, FileReader

__all__ = ["FormBody", "JsonBody", "MultipartBody", "Progress", "RawBody"]

#: Called with the bytes handed to the connection so far, and their total or None.
Progress: TypeAlias = Callable[[int, "int | None"], None]

# Measured with 300 MB to a local sink: half of this costs a fifth more time, twice this saves
# little. And a write timeout may count for a whole chunk, which a slow line must get through.
CHUNK_BYTES = 128 * 1024
# Off the event loop each read is a trip to another thread, which is worth a larger piece.
READ_AHEAD_BYTES = 1024 * 1024
# Bytes of chance in a boundary.
BOUNDARY_BYTES = 16


class _Body:
    """What all bodies share: pieces in order, and passes over them.

    Attributes:
        content_type: The value of the Content-Type header.
        content_length: Bytes of the whole body, or None where a file's size is unknown: it goes
            out chunked then.
    """

    content_type: str
    content_length: int | None

    def __init__(
        self,
        pieces: Sequence[bytes | str | FilePart],
        *,
        encode: Callable[[str], bytes],
        measure: Callable[[str], int],
        progress: Progress | None,
        chunk_size: int | None,
    ) -> None:
        if chunk_size is not None and chunk_size < 1:
            raise ValueError("chunk_size must be at least 1 byte")
        self._pieces = pieces
        self._encode = encode
        self._progress = progress
        self._chunk_size = chunk_size
        self._whole: bytes | None = None
        # Weak, so that a pass which its consumer drops lets go of its file at once.
        self._pass: weakref.ref[_Pass] | None = None
        self.content_length = 0
        for piece in pieces:
            if isinstance(piece, FilePart):
                size = piece.size
            else:
                size = len(piece) if isinstance(piece, bytes) else measure(piece)
            if size is None:
                self.content_length = None
                break
            self.content_length += size

    @property
    def replayable(self) -> bool:
        """Whether an iteration that starts now would send every byte."""
        return all(piece.replayable for piece in self._pieces if isinstance(piece, FilePart))

    def __iter__(self) -> Iterator[bytes]:
        self.close()
        if self._is_unwatched:
            self.read_small()
        size, segments = self._ready()
        running = _SyncPass(segments, size, self.content_length, self._progress)
        self._pass = weakref.ref(running)
        return running

    def __aiter__(self) -> AsyncIterator[bytes]:
        if all(piece.in_memory for piece in self._pieces if isinstance(piece, FilePart)):
            self.read_small()
        whole = self._whole
        self.close()
        self._whole = whole
        size, segments = self._ready()
        running = _AsyncPass(segments, size, self.content_length, self._progress)
        self._pass = weakref.ref(running)
        return running

    def _ready(self) -> tuple[int, Iterator[bytes | FilePart]]:
        """The size of the chunks of a pass, and what they are made of.

        What was read is sent as one chunk, unless somebody wants to see how it goes: each chunk
        costs as much as what it carries.
        """
        size, whole = self._chunk_size or CHUNK_BYTES, self._whole
        self._whole = None
        if whole is None:
            return size, self._segments(size)
        return size, iter((whole,)) if self._is_unwatched else _slices(whole, size)

    @property
    def _is_unwatched(self) -> bool:
        """Whether nobody asked how it goes, or in what chunks."""
        return self._progress is None and self._chunk_size is None

    def close(self) -> None:
        """End the iteration under way, if any, and let go of its file.

        For the sender of the body, to be called when a request is over however it ended: a
        traceback may keep an iterator alive for long. The body can still be iterated again.
        """
        self._whole = None
        running = self._pass and self._pass()
        if running:
            running.close()

    def read_small(self) -> None:
        """Read a body that is small, so that its next iteration has nothing left to read.

        One trip to a thread, where this is called for an asynchronous one, is less than one for
        each look at a file.
        """
        if (
            self._whole is not None
            or self.content_length is None
            or self.content_length > READ_AHEAD_BYTES
            or not all(p.rewindable for p in self._pieces if isinstance(p, FilePart))
        ):
            return
        found: list[bytes] = []
        for segment in self._segments(self.content_length or 1):
            if isinstance(segment, FilePart):
                if (kept := segment.take()) is not None:
                    found.append(kept)
                    continue
                with segment.open() as reader:
                    while chunk := reader.read(segment.size or READ_AHEAD_BYTES):
                        found.append(chunk)
            else:
                found.append(segment)
        self._whole = b"".join(found)

    def _segments(self, chunk_size: int) -> Iterator[bytes | FilePart]:
        """Yield the files, and between them the text in chunks of about the size asked for."""
        pending: list[bytes] = []
        waiting = 0
        for piece in self._pieces:
            if isinstance(piece, FilePart):
                yield b"".join(pending)
                yield piece
                pending, waiting = [], 0
                continue
            for at in range(0, len(piece), chunk_size):
                part = piece[at : at + chunk_size]
                pending.append(part if isinstance(part, bytes) else self._encode(part))
                waiting += len(pending[-1])
                if waiting >= chunk_size:
                    yield b"".join(pending)
                    pending, waiting = [], 0
        yield b"".join(pending)


def _slices(whole: bytes, size: int) -> Iterator[bytes]:
    return (whole[at : at + size] for at in range(0, len(whole), size))


class MultipartBody(_Body):
    """A ``multipart/form-data`` body of text fields and files.

    Names and file names are escaped as PHP and other servers undo it (``"`` is ``\\"``, CR is
    ``%0D``, LF is ``%0A``, a backslash is ``%5C``) and otherwise sent as UTF-8. Values are sent as
    they are, line ends included.

    Args:
        fields: Names with their values, in the order in which they are sent.
        boundary: Text between the parts. Random if not given, and it should not be: a boundary
            that can be foreseen lets a file end its own part.
        progress: Called as the body is sent, from 0 to the total, and again from 0 in a replay.
            What it raises ends the sending.
        chunk_size: Bytes per chunk, about.
    """

    def __init__(
        self,
        fields: Sequence[tuple[str, str | FilePart]],
        *,
        boundary: str | None = None,
        progress: Progress | None = None,
        chunk_size: int | None = None,
    ) -> None:
        boundary = token_hex(BOUNDARY_BYTES) if boundary is None else boundary
        if not _BOUNDARY.fullmatch(boundary):
            raise ValueError("a boundary has 1 to 70 characters of A-Z a-z 0-9 ' + _ . -")
        self.boundary = boundary
        self.content_type = f"multipart/form-data; boundary={boundary}"
        super().__init__(
            _multipart_pieces(fields, boundary),
            encode=_utf8,
            measure=_utf8_length,
            progress=progress,
            chunk_size=chunk_size,
        )


class FormBody(_Body):
    """An ``application/x-www-form-urlencoded`` body in UTF-8.

    Everything is escaped but letters, digits and ``*-._``, so that the ``+``, ``/`` and ``=`` of
    base64 arrive as they are. Large values are escaped while they are sent, without a second copy.

    Args:
        fields: Names with their values, in the order in which they are sent.
        progress: Called as the body is sent, from 0 to the total, and again from 0 in a replay.
            What it raises ends the sending.
        chunk_size: Characters per chunk, about.
    """

    def __init__(
        self,
        fields: Sequence[tuple[str, str]],
        *,
        progress: Progress | None = None,
        chunk_size: int | None = None,
    ) -> None:
        self.content_type = "application/x-www-form-urlencoded"
        pieces: list[bytes | str] = []
        for name, value in fields:
            pieces += (b"&" if pieces else b"", name, b"=", value)
        super().__init__(
            pieces,
            encode=_percent_encode,
            measure=_percent_length,
            progress=progress,
            chunk_size=chunk_size,
        )


class JsonBody(_Body):
    """An ``application/json`` body in UTF-8.

    Args:
        value: What it holds: an object as a rule, whose members are sent in their order.
        progress: Called as the body is sent; see :class:`FormBody`.
        chunk_size: Bytes per chunk, about.
    """

    def __init__(
        self,
        value: Any,
        *,
        progress: Progress | None = None,
        chunk_size: int | None = None,
    ) -> None:
        import json

        self.content_type = "application/json"
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        super().__init__(
            [text],
            encode=_utf8,
            measure=_utf8_length,
            progress=progress,
            chunk_size=chunk_size,
        )


class RawBody(_Body):
    """A file or a text that is the whole body.

    Args:
        content: The file or text.
        content_type: What it is; a file's own where none is given.
        progress: Called as the body is sent; see :class:`FormBody`.
        chunk_size: Bytes per chunk, about.
    """

    def __init__(
        self,
        content: FilePart | str,
        content_type: str = "",
        *,
        progress: Progress | None = None,
        chunk_size: int | None = None,
    ) -> None:
        known = content.content_type if isinstance(content, FilePart) else "text/plain"
        self.content_type = content_type or known
        super().__init__(
            [content],
            encode=_utf8,
            measure=_utf8_length,
            progress=progress,
            chunk_size=chunk_size,
        )


# --- passes over a body --------------------------------------------------------------------


class _Pass:
    """One iteration: where it stands, the file it reads, and what it has reported."""

    def __init__(
        self,
        segments: Iterator[bytes | FilePart],
        chunk_size: int,
        total: int | None,
        progress: Progress | None,
    ) -> None:
        self.segments = segments
        self.chunk_size = chunk_size
        self.total = total
        self.progress = progress
        self.reader: FileReader | None = None
        self.in_memory = True
        self.sent = 0
        self.on_its_way = 0
        self.state = "running"

    def close(self) -> None:
        if self.state == "running":
            self.state = "closed"
        self.end_file()

    def __del__(self) -> None:
        # The thread that read last may still hold the reader for a moment.
        self.close()

    def hand_over(self, chunk: bytes) -> bytes:
        self.on_its_way = len(chunk)
        return chunk

    def report(self) -> None:
        """Report the chunk handed over last: who asks for another has sent that one."""
        if self.state == "closed":
            # An end here would look like the end of the body, and half of it like the whole.
            raise ValueError("the body was closed before all of it was sent")
        if self.progress is not None and self.state == "running":
            self.sent += self.on_its_way
            self.progress(self.sent, self.total)

    def next_text(self) -> bytes | None:
        """The next chunk of text; ``b""`` where a file comes next, None at the end."""
        for segment in self.segments:
            if isinstance(segment, FilePart):
                self.reader = segment.open()
                self.in_memory = segment.in_memory
                return b""
            if segment:
                return segment
        self.state = "done"
        return None

    def end_file(self) -> None:
        reader, self.reader = self.reader, None
        if reader is not None:
            reader.close()


class _SyncPass(_Pass, Iterator[bytes]):
    def __next__(self) -> bytes:
        try:
            self.report()
            while True:
                if self.reader is not None:
                    if chunk := self.reader.read(self.chunk_size):
                        return self.hand_over(chunk)
                    self.end_file()
                text = self.next_text()
                if text is None:
                    break
                if text:
                    return self.hand_over(text)
        except BaseException:
            self.close()
            raise
        raise StopIteration


class _AsyncPass(_Pass, AsyncIterator[bytes]):
    ahead = b""
    taken = 0

    async def __anext__(self) -> bytes:
        try:
            self.report()
            while True:
                if self.reader is not None:
                    if chunk := await self.read(self.reader):
                        return self.hand_over(chunk)
                    self.end_file()
                text = self.next_text()
                if text is None:
                    break
                if text:
                    return self.hand_over(text)
        except BaseException:
            # Also when the task is cancelled: the file is let go of, not forgotten.
            self.close()
            raise
        raise StopAsyncIteration

    async def read(self, reader: FileReader) -> bytes:
        if self.in_memory:
            return reader.read(self.chunk_size)
        if self.taken == len(self.ahead):
            # Comes with httpx, and works under asyncio and trio alike.
            from anyio import to_thread

            size = max(self.chunk_size, READ_AHEAD_BYTES)
            self.ahead = await to_thread.run_sync(reader.read, size)
            self.taken = 0
        chunk = self.ahead[self.taken : self.taken + self.chunk_size]
        self.taken += len(chunk)
        return chunk


# --- multipart -----------------------------------------------------------------------------


# Of what the standard allows, the characters that need no quoting within a header.
_BOUNDARY = re.compile(r"[0-9A-Za-z'+_.-]{1,70}")
# The hosts run PHP, which undoes a backslash before a quote and leaves %22 as it is. A backslash of
# the name's own would end its name there, or swallow the closing quote.
_NAME_ESCAPES = str.maketrans({'"': '\\"', "\\": "%5C", "\r": "%0D", "\n": "%0A"})


def _multipart_pieces(
    fields: Sequence[tuple[str, str | FilePart]], boundary: str
) -> list[bytes | str | FilePart]:
    pieces: list[bytes | str | FilePart] = []
    for name, value in fields:
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{_escaped(name)}"'
        if isinstance(value, FilePart):
            head += f'; filename="{_escaped(value.filename)}"\r\nContent-Type: {value.content_type}'
        pieces += (_utf8(f"{head}\r\n\r\n"), value, b"\r\n")
    pieces.append(f"--{boundary}--\r\n".encode("ascii"))
    return pieces


def _escaped(name: str) -> str:
    return name.translate(_NAME_ESCAPES)


# --- text ----------------------------------------------------------------------------------


_SURROGATES = re.compile("[\ud800-\udfff]")
# Long texts are measured in slices, so that measuring makes no copy of the whole.
_SLICE = 64 * 1024


def _utf8(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        # Half a surrogate pair has no UTF-8; browsers send U+FFFD in its place.
        return _SURROGATES.sub("\ufffd", text).encode()


def _utf8_length(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(len(_utf8(text[at : at + _SLICE])) for at in range(0, len(text), _SLICE))


_UNESCAPED = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-._"
_ESCAPES = [
    bytes([byte]) if byte in _UNESCAPED else b"+" if byte == 0x20 else b"%%%02X" % byte
    for byte in range(256)
]


def _percent_encode(text: str) -> bytes:
    data = _utf8(text)
    special = set(data.translate(None, _UNESCAPED))
    if len(special) > 8:
        return b"".join(map(_ESCAPES.__getitem__, data))
    # Base64 and the like: a few sweeps are much faster than a look at every byte. The percent
    # sign comes first and the space last, because they appear in what the others become.
    for byte in sorted(special, key=_sweep_order):
        data = data.replace(bytes([byte]), _ESCAPES[byte])
    return data


def _percent_length(text: str) -> int:
    length = 0
    for at in range(0, len(text), _SLICE):
        data = _utf8(text[at : at + _SLICE])
        length += len(data) + 2 * len(data.translate(None, _UNESCAPED + b" "))
    return length


def _sweep_order(byte: int) -> int:
    return {0x25: 0, 0x20: 2}.get(byte, 1)
