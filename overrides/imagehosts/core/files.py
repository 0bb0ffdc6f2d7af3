"""Files as callers give them, made ready to be sent: one input type for all hosts.

:func:`prepare_file` takes a path, bytes, a binary file object or ``(name, content[, type])`` and
gives a :class:`FilePart`: a name, a content type, a size where one can be known, and a way to read
the bytes as often as the source allows. Problems with the source are found here, before a
connection is opened, and name the argument they came in.

Nothing is held in memory that was not there before. Files opened here are closed here; a caller's
file object is never closed, and stands afterwards where it stood before.
"""

from __future__ import annotations

import errno
import io
import os
import re
import stat
import threading
from collections.abc import Callable, Iterator
from inspect import isawaitable, iscoroutinefunction
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeGuard, cast

from .errors import InvalidArgument

if TYPE_CHECKING:
    from types import TracebackType

    from imagehosts_wire.types import FileInput

__all__ = [
    "EXTENSIONS",
    "MEDIA_TYPES",
    "FilePart",
    "FileReader",
    "prepare_file",
    "sniff",
]

#: Content types by extension. A table of our own, because the system's differs between machines.
MEDIA_TYPES = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "jpe": "image/jpeg",
    "jfif": "image/jpeg",
    "png": "image/png",
    "apng": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "bmp": "image/bmp",
    "avif": "image/avif",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "heic": "image/heic",
    "heif": "image/heif",
    "svg": "image/svg+xml",
    "mp4": "video/mp4",
    "m4v": "video/mp4",
    "mov": "video/quicktime",
    "qt": "video/quicktime",
    "webm": "video/webm",
    "mkv": "video/x-matroska",
    "3gp": "video/3gpp",
}

#: The usual extension of each content type: the first that :data:`MEDIA_TYPES` lists for it.
EXTENSIONS = {kind: extension for extension, kind in reversed(MEDIA_TYPES.items())}

EXPECTED = (
    "expected the path of a file, bytes, a binary file object, or a tuple (name, content) or "
    "(name, content, content type)"
)

# Enough for every signature below and for the prologue of an SVG.
_HEAD_BYTES = 1024
_READ_BYTES = 64 * 1024


def prepare_file(value: FileInput, *, argument: str = "source") -> FilePart:
    """Check a file that a caller gave and make it ready to be sent.

    A path is looked at now: it must exist, be readable, and not be a directory. A file object is
    read from where it stands. One that cannot seek (a pipe, standard input, a generator of bytes)
    is accepted too: its size is not known and it can be sent only once. An empty file is accepted.

    Args:
        value: A path, bytes, a binary file object, or ``(name, content)`` or
            ``(name, content, content type)`` where content is any of these.
        argument: The name of the caller's argument, for error messages.

    Raises:
        InvalidArgument: The value is no file, cannot be read, or gives text instead of bytes.
    """
    name, content, content_type = _unpack(value, argument)
    source = _source_of(content, argument)
    kind = content_type or sniff(source.head) or _type_by_name(name or source.name)
    return FilePart(source, name or source.name or _default_name(kind), kind)


def sniff(head: bytes) -> str | None:
    """Tell the content type of a picture or video from its first bytes; None if they do not."""
    for signature, kind in _SIGNATURES:
        if signature.match(head):
            return kind
    return _sniff_container(head)


class FilePart:
    """A file that is ready to be sent.

    Attributes:
        filename: The name to send, never empty; whatever the file system holds that is no Unicode
            is replaced by U+FFFD.
        content_type: What the first bytes say, else what the name says, else
            ``application/octet-stream``; the caller's own where one was given.
        size: Bytes to be sent, or None where only reading would tell.
        rewindable: Whether it can be read more than once.
        argument: The caller's argument that it came in.
    """

    __slots__ = ("_source", "argument", "content_type", "filename", "rewindable", "size")

    def __init__(self, source: _Source, filename: str, content_type: str) -> None:
        self._source = source
        self.filename = _SURROGATES.sub("\ufffd", filename)
        self.content_type = content_type
        self.size = source.size
        self.rewindable = source.rewindable
        self.argument = source.argument

    @property
    def in_memory(self) -> bool:
        """Whether reading can never block, so that no thread is needed for it."""
        return isinstance(self._source, _Memory)

    @property
    def replayable(self) -> bool:
        """Whether it can be read from its beginning now: rewindable, or not begun yet."""
        return self.rewindable or not self._source.begun

    def open(self) -> FileReader:
        """Give a reader that stands at the beginning; use it in a ``with`` block or close it.

        Nothing is opened before the first ``read``, so that this call never blocks.
        """
        return FileReader(self._source)

    def head(self, size: int) -> bytes:
        """Look at the first bytes (fewer only if the file is shorter) without consuming them."""
        source = self._source
        known = source.head
        if size <= len(known) or len(known) < _HEAD_BYTES:
            return known[:size]
        return source.peek(size)

    def close(self) -> None:
        """Let go of a pipe that was opened by path and will not be sent after all."""
        self._source.discard()

    def __repr__(self) -> str:
        size = "size unknown" if self.size is None else f"{self.size} bytes"
        return f"<FilePart {self.filename!r}, {self.content_type}, {size}>"


class FileReader:
    """One reading of a :class:`FilePart`, which holds the file to the size that it promised.

    ``read`` may run in another thread than ``close``: a close that comes meanwhile (a cancelled
    upload) does not wait, the reading thread lets go of the file as soon as it returns.
    """

    __slots__ = ("_busy", "_closed", "_handle", "_lock", "_sent", "_source")

    def __init__(self, source: _Source) -> None:
        self._source = source
        self._handle: _Handle | None = None
        self._sent = 0
        self._lock = threading.Lock()
        self._busy = False
        self._closed = False

    def read(self, size: int = _READ_BYTES) -> bytes:
        """Read at most ``size`` bytes; ``b""`` only at the end.

        Raises:
            InvalidArgument: The file cannot be read, or has not the size that it had. The last
                bytes are given only once the end is sure, so that a file which grew while it was
                sent never leaves here whole.
        """
        with self._lock:
            if self._closed:
                raise ValueError("read from a file part that is closed")
            self._busy = True
        try:
            return self._read(size)
        finally:
            with self._lock:
                self._busy = False
                closed_meanwhile = self._closed
            if closed_meanwhile:
                self._release()

    @property
    def busy(self) -> bool:
        """Whether a ``read`` is under way in some thread."""
        return self._busy

    def close(self) -> None:
        """Let go of the file: ours is closed, the caller's is put back to where it stood."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            if self._busy:
                return
        self._release()

    def __enter__(self) -> FileReader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()

    def _read(self, size: int) -> bytes:
        source = self._source
        if self._handle is None:
            self._handle = source.begin()
        read, promised = self._handle.read, source.size
        if promised is None:
            return source.checked(read, size)
        left = promised - self._sent
        chunk = source.checked(read, size) if left else b""
        if left and not chunk:
            raise source.problem(f"{_changed(promised)}, ended after {self._sent}")
        if len(chunk) > left or (len(chunk) == left and source.checked(read, 1)):
            raise source.problem(f"{_changed(promised)}, now has more")
        self._sent += len(chunk)
        return chunk

    def _release(self) -> None:
        handle, self._handle = self._handle, None
        if handle is not None:
            handle.close()


# --- sources: where the bytes come from ----------------------------------------------------


class _Handle(NamedTuple):
    read: Callable[[int], object]
    close: Callable[[], None]


class _Source:
    """What all sources share; each kind knows how to begin a reading from the start."""

    def __init__(self, argument: str, label: str, *, name: str = "") -> None:
        self.argument = argument
        self.label = label
        self.name = name
        self.size: int | None = None
        self.rewindable = True
        self.begun = False
        self.head = b""

    def begin(self) -> _Handle:
        raise NotImplementedError

    def discard(self) -> None:
        """Let go of what was opened ahead of the first reading."""

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


class _Memory(_Source):
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
        self.head = self.peek(_HEAD_BYTES)

    def begin(self) -> _Handle:
        try:
            view = memoryview(self.data).cast("B")
        except ValueError as error:
            raise self.problem(f"cannot be read: {error}") from error
        if view.nbytes != self.size:
            now = view.nbytes
            view.release()
            raise self.problem(f"{_changed(self.size or 0)}, now has {now}")
        position = 0

        def read(size: int) -> bytes:
            nonlocal position
            position += size
            return view[position - size : position].tobytes()

        # While a view is alive, its owner cannot resize a bytearray.
        return _Handle(read, view.release)


class _Path(_Source):
    """A file on a disk, opened anew for each reading."""

    def __init__(self, argument: str, path: str, size: int) -> None:
        super().__init__(argument, f"file {_shorten(path)}", name=os.path.basename(path))
        self.path = path
        self.size = size
        self.head = self.peek(_HEAD_BYTES)

    def begin(self) -> _Handle:
        file = _open(self.path, self)
        size = os.fstat(file.fileno()).st_size
        if size != self.size:
            file.close()
            raise self.problem(f"{_changed(self.size or 0)}, now has {size}")
        return _Handle(file.read, file.close)


class _Seekable(_Source):
    """A caller's file object, read from where it stood when it was given."""

    def __init__(self, argument: str, file: _SeekableFile, start: int) -> None:
        super().__init__(argument, _describe(file), name=_name_of(file))
        self.file = file
        self.start = start
        self.busy = False
        self.size = self._measure()
        self.head = self.peek(_HEAD_BYTES)

    def begin(self) -> _Handle:
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

        return _Handle(read, close)

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


class _Stream(_Source):
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
            self.head = self.peek(_HEAD_BYTES)
        except BaseException:
            self.discard()
            raise

    def begin(self) -> _Handle:
        if self.begun:
            raise self.problem("can be read only once, and was")
        self.begun = True
        return _Handle(self.read, self.discard)

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


def _source_of(content: object, argument: str) -> _Source:
    if _is_buffer(content):
        return _Memory(argument, content)
    if isinstance(content, (str, os.PathLike)):
        return _path_source(os.fsdecode(cast("str | os.PathLike[str]", content)), argument)
    if callable(getattr(content, "read", None)):
        return _object_source(cast("_Reading", content), argument)
    if isinstance(content, Iterator):
        pieces = _Pieces(cast("Iterator[object]", content))
        return _Stream(argument, "the iterator given", pieces.read)
    raise InvalidArgument(argument, f"{type(content).__name__} is not a file; {EXPECTED}")


def _path_source(path: str, argument: str) -> _Source:
    if not path:
        raise InvalidArgument(argument, f"an empty path; {EXPECTED}")
    try:
        info = os.stat(path)
    except (OSError, ValueError) as error:
        # ValueError: a NUL character within the path.
        raise InvalidArgument(argument, _explain_missing(path, error)) from error
    mode = info.st_mode
    if stat.S_ISREG(mode):
        return _Path(argument, path, info.st_size)
    if stat.S_ISFIFO(mode) or stat.S_ISCHR(mode):
        stream = _Source(argument, f"file {_shorten(path)}")
        file = _open(path, stream)
        return _Stream(
            argument, stream.label, file.read, name=os.path.basename(path), close=file.close
        )
    what = "a directory" if stat.S_ISDIR(mode) else "neither a file nor a pipe"
    raise InvalidArgument(argument, f"{_shorten(path)} is {what}; expected the path of a file")


def _object_source(file: _Reading, argument: str) -> _Source:
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


def _open(path: str, source: _Source) -> io.FileIO:
    try:
        # Unbuffered: every read is a large one, and a buffer would only copy.
        return open(path, "rb", buffering=0)
    except OSError as error:
        raise source.problem(f"cannot be opened: {error.strerror or error}") from error


# --- names and types -----------------------------------------------------------------------


_CONTENT_TYPE = re.compile(r"[!#$%&'*+.^_`|~\w-]+/[!#$%&'*+.^_`|~\w-]+(;[\x20-\x7e]*)?", re.ASCII)
_SURROGATES = re.compile("[\ud800-\udfff]")


def _unpack(value: object, argument: str) -> tuple[str, object, str]:
    if not isinstance(value, tuple):
        return "", value, ""
    items = cast("tuple[object, ...]", value)
    if len(items) not in (2, 3):
        raise InvalidArgument(argument, f"a tuple of {len(items)}; {EXPECTED}")
    name, content = items[:2]
    content_type = items[2] if len(items) == 3 else ""
    if not isinstance(name, str) or not isinstance(content_type, str):
        raise InvalidArgument(argument, f"name and content type must be str; {EXPECTED}")
    if content_type and not _CONTENT_TYPE.fullmatch(content_type):
        raise InvalidArgument(argument, f"{content_type!r} is not a content type like image/png")
    return name, content, content_type


def _type_by_name(name: str) -> str:
    return MEDIA_TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")


def _default_name(content_type: str) -> str:
    family = content_type.partition("/")[0]
    extension = EXTENSIONS.get(content_type, "bin")
    return f"{family if family in ('image', 'video') else 'upload'}.{extension}"


def _name_of(file: object) -> str:
    """The name that a file object carries: a path, but a number for descriptors, `<stdin>`, ..."""
    name = getattr(file, "name", None)
    if not isinstance(name, str) or name.startswith("<"):
        return ""
    return os.path.basename(name)


def _signature(pattern: bytes) -> re.Pattern[bytes]:
    return re.compile(pattern, re.DOTALL)


_SIGNATURES: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (_signature(rb"\xff\xd8\xff"), "image/jpeg"),
    (_signature(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (_signature(rb"GIF8[79]a"), "image/gif"),
    (_signature(rb"RIFF....WEBP"), "image/webp"),
    # "BM" alone begins many a text: the size of the second header must be one that exists.
    (_signature(rb"BM.{12}[\x0c\x10\x28\x34\x38\x40\x6c\x7c]\0\0\0"), "image/bmp"),
    (_signature(rb"II[*+]\0|MM\0[*+]"), "image/tiff"),
    (_signature(rb"\x1aE\xdf\xa3.{0,64}\x42\x82.{1,8}webm"), "video/webm"),
    (_signature(rb"\x1aE\xdf\xa3.{0,64}\x42\x82.{1,8}matroska"), "video/x-matroska"),
    # QuickTime from before the days of brands; the first bytes are a size, not letters.
    (_signature(rb"[\0-\x1f]...(?:moov|mdat|wide|pnot|skip|free)"), "video/quicktime"),
    (
        # Each comment can match in one way only, or hostile ones would take for ever.
        _signature(
            rb"(?:\xef\xbb\xbf)?\s*"
            rb"(?:<!--(?:[^-]|-(?!->))*-->\s*|<\?xml[^>]*>\s*|<!DOCTYPE\s+svg[^>]*>\s*)*<svg[\s>]"
        ),
        "image/svg+xml",
    ),
)

# Brands of the ISO base media file format. A file may claim several: the first known one counts.
_BRANDS = {
    **dict.fromkeys((b"avif", b"avis"), "image/avif"),
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"), "image/heic"),
    **dict.fromkeys((b"3gp4", b"3gp5", b"3gp6", b"3g2a"), "video/3gpp"),
    **dict.fromkeys((b"M4A ", b"M4B "), "audio/mp4"),
    **dict.fromkeys((b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6"), "video/mp4"),
    **dict.fromkeys((b"mp41", b"mp42", b"mp71", b"avc1", b"dash", b"mmp4"), "video/mp4"),
    **dict.fromkeys((b"M4V ", b"M4VH", b"M4VP", b"f4v ", b"MSNV"), "video/mp4"),
    b"qt  ": "video/quicktime",
}
# These say only "pictures of some coding"; a brand beside them says which.
_GENERIC_BRANDS = {b"mif1": "image/heif", b"msf1": "image/heif"}


def _sniff_container(head: bytes) -> str | None:
    if head[4:8] != b"ftyp":
        return None
    end = min(int.from_bytes(head[:4], "big"), len(head))
    # After the major brand comes a version number, not a brand.
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, end - 3, 4))]
    for table in (_BRANDS, _GENERIC_BRANDS):
        for brand in brands:
            if brand in table:
                return table[brand]
    return None


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
    return f"file {_shorten(path)} {reason}{place}; {EXPECTED}"


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


def _changed(size: int) -> str:
    return f"changed while it was being sent: it had {size} bytes"


def _describe(file: object) -> str:
    name = getattr(file, "name", None)
    named = f" {_shorten(name)}" if isinstance(name, str) else ""
    return f"file object{named} ({type(file).__name__})"


def _shorten(path: str) -> str:
    return repr(path if len(path) <= 200 else f"{path[:150]}…{path[-49:]}")
