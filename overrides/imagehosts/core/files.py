"""Files as callers give them, made ready to be sent: one input type for all hosts.

:func:`prepare_file` takes a path, bytes, a binary file object or ``(name, content[, type])`` and
gives a :class:`FilePart`: a name, a content type, a size where one can be known, and a way to read
the bytes as often as the source allows. Where the bytes come from is :mod:`.byte_sources`, what
they are :mod:`.media_types`.
"""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING, cast

from .byte_sources import EXPECTED, HEAD_BYTES, ByteSource, Handle, changed, source_of
from .errors import InvalidArgument
from .media_types import default_name, sniff, type_by_name

if TYPE_CHECKING:
    from types import TracebackType

    from imagehosts_wire.types import FileInput

__all__ = ["FilePart", "FileReader", "prepare_file"]

_READ_BYTES = 64 * 1024

_CONTENT_TYPE = re.compile(r"[!#$%&'*+.^_`|~\w-]+/[!#$%&'*+.^_`|~\w-]+(;[\x20-\x7e]*)?", re.ASCII)
_SURROGATES = re.compile("[\ud800-\udfff]")


def prepare_file(value: FileInput, *, argument: str = "source", keep: int = -1) -> FilePart:
    """Check a file that a caller gave and make it ready to be sent.

    A path is looked at now: it must exist, be readable, and not be a directory. A file object is
    read from where it stands. One that cannot seek (a pipe, standard input, a generator of bytes)
    is accepted too: its size is not known and it can be sent only once. An empty file is accepted.

    Args:
        value: A path, bytes, a binary file object, or ``(name, content)`` or
            ``(name, content, content type)`` where content is any of these.
        argument: The name of the caller's argument, for error messages.
        keep: A file of at most so many bytes is read now, for one that is about to be sent: its
            bytes are kept until they are read.

    Raises:
        InvalidArgument: The value is not a file, cannot be read, or gives text instead of bytes.
    """
    name, content, content_type = _unpack(value, argument)
    source = source_of(content, argument, keep)
    kind = content_type or sniff(source.head) or type_by_name(name or source.name)
    return FilePart(source, name or source.name or default_name(kind), kind)


class FilePart:
    """A file that is ready to be sent.

    Attributes:
        filename: The name to send, never empty; what the file system holds that is not Unicode
            is replaced by U+FFFD.
        content_type: What the first bytes say, else what the name says, else
            ``application/octet-stream``; the caller's own where one was given.
        size: Bytes to be sent, or None where only reading would tell.
        rewindable: Whether it can be read more than once.
        argument: The caller's argument that it came in.
    """

    __slots__ = ("_source", "argument", "content_type", "filename", "rewindable", "size")

    def __init__(self, source: ByteSource, filename: str, content_type: str) -> None:
        self._source = source
        self.filename = _SURROGATES.sub("\ufffd", filename)
        self.content_type = content_type
        self.size = source.size
        self.rewindable = source.rewindable
        self.argument = source.argument

    @property
    def in_memory(self) -> bool:
        """Whether the next reading cannot block, so that no thread is needed for it."""
        return self._source.at_hand

    def take(self) -> bytes | None:
        """All of it where it was read already and not taken yet; else None."""
        return self._source.take()

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
        if size <= len(known) or len(known) < HEAD_BYTES:
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

    def __init__(self, source: ByteSource) -> None:
        self._source = source
        self._handle: Handle | None = None
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
            raise source.problem(f"{changed(promised)}, ended after {self._sent}")
        if len(chunk) > left or (len(chunk) == left and source.checked(read, 1)):
            raise source.problem(f"{changed(promised)}, now has more")
        self._sent += len(chunk)
        return chunk

    def _release(self) -> None:
        handle, self._handle = self._handle, None
        if handle is not None:
            handle.close()


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
