"""Where the bytes of a file come from: memory, a path, a file object, or a stream read only once.

:func:`source_of` looks at what a caller gave and finds problems before a connection is opened; they
name the argument that it came in. Nothing is held in memory that was not there before. Files opened
here are closed here; a caller's file object is never closed, and stands afterwards where it stood
before.
"""

from __future__ import annotations

import errno
import io
import os
import re
import stat
import time
from collections.abc import Callable, Iterator
from inspect import isawaitable, iscoroutinefunction
from typing import NamedTuple, Protocol, TypeGuard, cast

from . import quick_folders
from .errors import InvalidArgument
from .media_types import SNIFFED_BYTES as HEAD_BYTES

__all__ = ["EXPECTED", "HEAD_BYTES", "ByteSource", "Handle", "changed", "source_of"]

EXPECTED = (
    "expected the path of a file, bytes, a binary file object, or a tuple (name, content) or "
    "(name, content, content type)"
)


class Handle(NamedTuple):
    """A reading that has begun."""

    read: Callable[[int], object]
    close: Callable[[], None]


class ByteSource:
    """What all sources share; each kind knows how to begin a reading from the start."""

    def __init__(self, argument: str, label: str, *, name: str = "") -> None:
        self.argument = argument
        self.label = label
        self.name = name
        self.size: int | None = None
        self.rewindable = True
        self.begun = False
        self.head = b""

    def begin(self) -> Handle:
        """Begin a reading from the start."""
        raise NotImplementedError

    def discard(self) -> None:
        """Let go of what was opened ahead of the first reading."""

    @property
    def at_hand(self) -> bool:
        """Whether the next reading cannot block."""
        return False

    def take(self) -> bytes | None:
        """All bytes where they were read already; they are given once, to spare memory."""
        return None

    def peek(self, size: int) -> bytes:
        handle = self.begin()
        try:
            return self.gather(handle.read, size)
        finally:
            handle.close()

    def gather(self, read: Callable[[int], object], size: int) -> bytes:
        """Read until ``size`` bytes are there or the end comes: raw files and pipes give less."""
        chunks: list[bytes] = []
        while size > 0 and (chunk := self.checked(read, size)):
            chunks.append(chunk)
            size -= len(chunk)
        return b"".join(chunks)

    def checked(self, read: Callable[[int], object], size: int) -> bytes:
        """Read once, and see that bytes came."""
        try:
            chunk = read(size)
        except OSError as error:
            raise self.problem(f"cannot be read: {error.strerror or error}") from error
        if isinstance(chunk, bytes):
            return chunk
        if _is_buffer(chunk):
            return bytes(chunk)
        raise self.problem(_explain_no_bytes(chunk))

    def problem(self, message: str) -> InvalidArgument:
        return InvalidArgument(self.argument, f"{self.label} {message}")


class Memory(ByteSource):
    """Bytes that are there already; those of a bytearray are not copied before they are sent."""

    def __init__(self, argument: str, data: bytes | bytearray | memoryview) -> None:
        super().__init__(argument, f"the {type(data).__name__} given")
        try:
            with memoryview(data) as view:
                plain = view.c_contiguous and view.nbytes > 0
                self.data = data if plain else view.tobytes()
                self.size = view.nbytes
        except ValueError as error:
            raise self.problem(f"cannot be read: {error}") from error
        self.head = self.peek(HEAD_BYTES)

    @property
    def at_hand(self) -> bool:
        return True

    def begin(self) -> Handle:
        try:
            view = memoryview(self.data).cast("B")
        except ValueError as error:
            raise self.problem(f"cannot be read: {error}") from error
        if view.nbytes != self.size:
            now = view.nbytes
            view.release()
            raise self.problem(f"{changed(self.size or 0)}, now has {now}")
        position = 0

        def read(size: int) -> bytes:
            nonlocal position
            position += size
            return view[position - size : position].tobytes()

        # While a view is alive, its owner cannot resize a bytearray.
        return Handle(read, view.release)


class _Path(ByteSource):
    """A file on a disk, opened again for each reading.

    One of at most ``keep`` bytes is read at once, and its bytes are kept for the first reading.
    """

    def __init__(self, argument: str, path: str, size: int, keep: int) -> None:
        super().__init__(argument, f"file {shorten(path)}", name=os.path.basename(path))
        self.path = path
        self.size = size
        self._kept: bytes | None = None
        if size > keep:
            self.head = self.peek(HEAD_BYTES)
            return
        with _open(path, self) as file:
            kept = self.gather(file.read, size + 1)
        if len(kept) != size:
            raise self.problem(f"{changed(size)}, now has {'more' if len(kept) > size else 'less'}")
        self._kept, self.head = kept, kept[:HEAD_BYTES]

    @property
    def at_hand(self) -> bool:
        return self._kept is not None

    def take(self) -> bytes | None:
        kept, self._kept = self._kept, None
        return kept

    def peek(self, size: int) -> bytes:
        return super().peek(size) if self._kept is None else self._kept[:size]

    def begin(self) -> Handle:
        kept = self.take()
        if kept is not None:
            return Memory(self.argument, kept).begin()
        file = _open(self.path, self)
        size = os.fstat(file.fileno()).st_size
        if size != self.size:
            file.close()
            raise self.problem(f"{changed(self.size or 0)}, now has {size}")
        return Handle(file.read, file.close)


class _Seekable(ByteSource):
    """A caller's file object, read from where it stood when it was given."""

    def __init__(self, argument: str, file: _SeekableFile, start: int) -> None:
        super().__init__(argument, _describe(file), name=_name_of(file))
        self.file = file
        self.start = start
        self.busy = False
        self.size = self._measure()
        self.head = self.peek(HEAD_BYTES)

    def begin(self) -> Handle:
        if self.busy:
            raise self.problem(
                "is being sent already; a file object can be sent only once at a time"
            )
        file, position = self.file, self.start
        self._rewind()
        self.busy = True

        def read(size: int) -> object:
            nonlocal position
            if file.tell() != position:
                raise self.problem("was moved by something else while it was being sent")
            chunk = file.read(size)
            position = file.tell()
            return chunk

        def close() -> None:
            self.busy = False
            try:
                file.seek(self.start)
            except (OSError, ValueError):
                pass  # Its owner closed it, which is the owner's right.

        return Handle(read, close)

    def _rewind(self) -> None:
        try:
            self.file.seek(self.start)
        except (OSError, ValueError) as error:
            raise self.problem(f"cannot be rewound: {error}") from error

    def _measure(self) -> int | None:
        try:
            self.file.seek(0, os.SEEK_END)
            end = self.file.tell()
        except (OSError, ValueError):
            return None
        finally:
            self._rewind()
        if 0 < end <= self.start:
            # Written and not rewound: nobody means to send the nothing that follows the end.
            raise self.problem(f"stands at its end, after {end} bytes; call seek(0) on it first")
        return max(end - self.start, 0)


class _Stream(ByteSource):
    """What can be read only once: pipes, sockets' files, generators."""

    def __init__(
        self,
        argument: str,
        label: str,
        read: Callable[[int], object],
        *,
        name: str = "",
        close: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(argument, label, name=name)
        self.rewindable = False
        self.source_read = read
        self.source_close = close
        self.pushed_back = b""
        try:
            self.head = self.peek(HEAD_BYTES)
        except BaseException:
            self.discard()
            raise

    def begin(self) -> Handle:
        if self.begun:
            raise self.problem("can be read only once, and was")
        self.begun = True
        return Handle(self.read, self.discard)

    def peek(self, size: int) -> bytes:
        if not self.begun:
            missing = size - len(self.pushed_back)
            self.pushed_back += self.gather(self.source_read, missing)
            return self.pushed_back[:size]
        return self.head[:size]

    def read(self, size: int) -> object:
        if self.pushed_back:
            chunk, self.pushed_back = self.pushed_back[:size], self.pushed_back[size:]
            return chunk
        return self.source_read(size)

    def discard(self) -> None:
        close, self.source_close = self.source_close, None
        if close is not None:
            self.begun = True
            close()

    def __del__(self) -> None:
        self.discard()


class _Reading(Protocol):
    def read(self, size: int, /) -> object: ...


class _SeekableFile(_Reading, Protocol):
    def seek(self, offset: int, whence: int = ..., /) -> object: ...
    def tell(self) -> int: ...


def source_of(content: object, argument: str, keep: int = -1) -> ByteSource:
    """The source of what a caller gave: a path, bytes, a binary file object, or an iterator.

    A file of at most ``keep`` bytes that is given by its path is read at once.
    """
    if _is_buffer(content):
        return Memory(argument, content)
    if isinstance(content, (str, os.PathLike)):
        return _path_source(os.fsdecode(cast("str | os.PathLike[str]", content)), argument, keep)
    if callable(getattr(content, "read", None)):
        return _object_source(cast("_Reading", content), argument)
    if isinstance(content, Iterator):
        pieces = _Pieces(cast("Iterator[object]", content))
        return _Stream(argument, "the iterator given", pieces.read)
    raise InvalidArgument(argument, f"{type(content).__name__} is not a file; {EXPECTED}")


def _path_source(path: str, argument: str, keep: int) -> ByteSource:
    if not path:
        raise InvalidArgument(argument, f"an empty path; {EXPECTED}")
    began = time.monotonic()
    try:
        info = os.stat(path)
    except (OSError, ValueError) as error:
        # ValueError: a NUL character within the path.
        raise InvalidArgument(argument, _explain_missing(path, error)) from error
    mode = info.st_mode
    if stat.S_ISREG(mode):
        source = _Path(argument, path, info.st_size, keep)
        quick_folders.note(path, time.monotonic() - began)
        return source
    if stat.S_ISFIFO(mode) or stat.S_ISCHR(mode):
        stream = ByteSource(argument, f"file {shorten(path)}")
        file = _open(path, stream)
        return _Stream(
            argument, stream.label, file.read, name=os.path.basename(path), close=file.close
        )
    what = "a directory" if stat.S_ISDIR(mode) else "neither a file nor a pipe"
    raise InvalidArgument(argument, f"{shorten(path)} is {what}; expected the path of a file")


def _object_source(file: _Reading, argument: str) -> ByteSource:
    label = _describe(file)
    if isinstance(file, io.TextIOBase):
        binary = "its .buffer" if hasattr(file, "buffer") else "bytes"
        raise InvalidArgument(
            argument, f'{label} is open for text; open it with mode "rb", or pass {binary}'
        )
    if getattr(file, "closed", False) is True:
        raise InvalidArgument(argument, f"{label} is closed")
    if not _answers_yes(file, "readable"):
        raise InvalidArgument(argument, f'{label} is not open for reading; open it with mode "rb"')
    if iscoroutinefunction(file.read):
        raise InvalidArgument(argument, f"{label} {_AWAITED}")
    start = _position(file)
    if start is None:
        return _Stream(argument, label, file.read, name=_name_of(file))
    return _Seekable(argument, cast("_SeekableFile", file), start)


def _is_buffer(value: object) -> TypeGuard[bytes | bytearray | memoryview]:
    return isinstance(value, (bytes, bytearray, memoryview))


def _position(file: _Reading) -> int | None:
    """Where a file object stands; None where it cannot come back there."""
    seek, tell = getattr(file, "seek", None), getattr(file, "tell", None)
    if not callable(seek) or not callable(tell) or not _answers_yes(file, "seekable"):
        return None
    try:
        start = tell()
        seek(start)
    except (OSError, ValueError):
        return None
    return start if isinstance(start, int) else None


def _answers_yes(file: object, question: str) -> bool:
    """Ask ``readable()`` or ``seekable()``; an object without such a method may be trusted."""
    method = getattr(file, question, None)
    return bool(method()) if callable(method) else True


class _Pieces:
    """Gives an iterator of bytes the ``read`` of a file."""

    def __init__(self, pieces: Iterator[object]) -> None:
        self.pieces = pieces
        self.rest = memoryview(b"")

    def read(self, size: int) -> object:
        while not self.rest:
            piece = next(self.pieces, None)
            if piece is None:
                return b""
            if not _is_buffer(piece):
                return piece
            self.rest = memoryview(bytes(piece))
        chunk, self.rest = self.rest[:size], self.rest[size:]
        return chunk


def _open(path: str, source: ByteSource) -> io.FileIO:
    try:
        # Unbuffered: every read is a large one, and a buffer would only copy.
        return open(path, "rb", buffering=0)
    except OSError as error:
        raise source.problem(f"cannot be opened: {error.strerror or error}") from error


def _name_of(file: object) -> str:
    """The name that a file object carries: a path, but a number for descriptors, `<stdin>`, ..."""
    name = getattr(file, "name", None)
    if not isinstance(name, str) or name.startswith("<"):
        return ""
    return os.path.basename(name)


# --- messages ------------------------------------------------------------------------------


_URL = re.compile(r"https?:/", re.IGNORECASE)
_BASE64 = re.compile(r"[A-Za-z0-9+/_\s-]++={0,2}\s*+")
# How JPEG, PNG, GIF, WebP and BMP begin once they are base64.
_BASE64_MAGIC = ("/9j/", "iVBORw0KGgo", "R0lGOD", "UklGR", "Qk")


def _explain_missing(path: str, error: Exception) -> str:
    if _URL.match(path):
        # Not quoted in full: an address may carry a signature.
        return "an address is not a path; pass Url(...) to let the host fetch it"
    if path[:5].lower() == "data:":
        return "a data URL is not a path; pass Base64(...) to send it"
    shortest = 32 if path.startswith(_BASE64_MAGIC) else 256
    if len(path) >= shortest and _BASE64.fullmatch(path):
        return f"{len(path)} characters of base64 are not a path; pass Base64(...) to send them"
    missing = isinstance(error, OSError) and error.errno in (errno.ENOENT, errno.ENOTDIR)
    reason = "does not exist" if missing else str(getattr(error, "strerror", None) or error)
    place = "" if os.path.isabs(path) else f" (looked for in {os.getcwd()})"
    return f"file {shorten(path)} {reason}{place}; {EXPECTED}"


_AWAITED = "must be read with await; pass its bytes or an ordinary file object"


def _explain_no_bytes(chunk: object) -> str:
    if isinstance(chunk, str):
        return "gives text; a file must be open in binary mode"
    if chunk is None:
        return "has nothing to read yet (it is in non-blocking mode)"
    if isawaitable(chunk):
        discard = getattr(chunk, "close", None)
        if callable(discard):
            discard()  # A coroutine that is dropped without this complains on standard error.
        return _AWAITED
    return f"gives {type(chunk).__name__} instead of bytes"


def changed(size: int) -> str:
    """The beginning of a message about a file that has not the size that it had."""
    return f"changed while it was being sent: it had {size} bytes"


def _describe(file: object) -> str:
    name = getattr(file, "name", None)
    named = f" {shorten(name)}" if isinstance(name, str) else ""
    return f"file object{named} ({type(file).__name__})"


def shorten(path: str) -> str:
    return repr(path if len(path) <= 200 else f"{path[:150]}…{path[-49:]}")
