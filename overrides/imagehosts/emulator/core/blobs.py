"""Bytes by their sha256: in memory for tests, in a directory for ``--data``.

A picture is stored once however often it is uploaded. Whoever stores and removes does so inside a
transaction of :mod:`.store`, which keeps the references; nothing here counts them.
"""

from __future__ import annotations

import io
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO, BinaryIO, Protocol

CHUNK = 256 * 1024
#: Blobs in memory that are larger than this live in an unnamed temporary file instead.
LARGEST_IN_MEMORY = 1024 * 1024


class Blobs(Protocol):
    """A place for bytes that never change."""

    def put(self, sha256: str, source: BinaryIO) -> None:
        """Store everything in ``source``, read from its start, unless it is here already."""

    def has(self, sha256: str) -> bool:
        """Whether these bytes are here."""
        ...

    def read(self, sha256: str, start: int, length: int) -> bytes:
        """Part of a blob; empty at its end. ``KeyError`` when it is not here."""
        ...

    def remove(self, sha256: str) -> None:
        """Forget a blob; nothing happens when it is not here."""

    def names(self) -> set[str]:
        """The sha256 of everything that is here."""
        ...

    def close(self) -> None:
        """Let go of files."""


class MemoryBlobs:
    """Blobs that end with the process. Large ones take disk, not memory, and have no name there."""

    def __init__(self) -> None:
        self._blobs: dict[str, bytes | IO[bytes]] = {}
        self._lock = threading.Lock()

    def put(self, sha256: str, source: BinaryIO) -> None:
        if self.has(sha256):
            return
        source.seek(0)
        small = source.read(LARGEST_IN_MEMORY + 1)
        blob: bytes | IO[bytes] = small
        if len(small) > LARGEST_IN_MEMORY:
            blob = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the blob is removed
            blob.write(small)
            shutil.copyfileobj(source, blob, CHUNK)
        with self._lock:
            self._blobs[sha256] = blob

    def has(self, sha256: str) -> bool:
        with self._lock:
            return sha256 in self._blobs

    def read(self, sha256: str, start: int, length: int) -> bytes:
        with self._lock:
            blob = self._blobs[sha256]
            if isinstance(blob, bytes):
                return blob[start : start + length]
            blob.seek(start)
            return blob.read(length)

    def remove(self, sha256: str) -> None:
        with self._lock:
            blob = self._blobs.pop(sha256, None)
        if blob is not None and not isinstance(blob, bytes):
            blob.close()

    def names(self) -> set[str]:
        with self._lock:
            return set(self._blobs)

    def close(self) -> None:
        for name in self.names():
            self.remove(name)


class DirectoryBlobs:
    """Blobs as files. A blob that :meth:`put` has returned from survives a crash, whole."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._incoming = root / "incoming"
        shutil.rmtree(self._incoming, ignore_errors=True)  # what a killed process left half written
        self._incoming.mkdir(parents=True, exist_ok=True)

    def put(self, sha256: str, source: BinaryIO) -> None:
        target = self._path(sha256)
        if target.exists():
            return
        source.seek(0)
        target.parent.mkdir(exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=self._incoming)
        try:
            with os.fdopen(handle, "wb") as file:
                shutil.copyfileobj(source, file, CHUNK)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        _sync_directory(target.parent)
        _sync_directory(self._root)

    def has(self, sha256: str) -> bool:
        return self._path(sha256).exists()

    def read(self, sha256: str, start: int, length: int) -> bytes:
        try:
            with self._path(sha256).open("rb") as file:
                file.seek(start)
                return file.read(length)
        except FileNotFoundError:
            raise KeyError(sha256) from None

    def remove(self, sha256: str) -> None:
        self._path(sha256).unlink(missing_ok=True)

    def names(self) -> set[str]:
        return {path.name for path in self._root.glob("??/*")}

    def close(self) -> None:
        shutil.rmtree(self._incoming, ignore_errors=True)

    def _path(self, sha256: str) -> Path:
        return self._root / sha256[:2] / sha256


class BlobReader(io.RawIOBase):
    """A blob as a readable, seekable binary file, for code that wants one."""

    def __init__(self, blobs: Blobs, sha256: str, size: int) -> None:
        self._blobs = blobs
        self._sha256 = sha256
        self._size = size
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._size}[whence]
        self._position = max(0, start + offset)
        return self._position

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        data = self._blobs.read(self._sha256, self._position, len(buffer))
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)


def chunks(blobs: Blobs, sha256: str, start: int, length: int) -> Iterator[bytes]:
    """``length`` bytes of a blob from ``start``, piece by piece."""
    while length > 0:
        piece = blobs.read(sha256, start, min(CHUNK, length))
        if not piece:
            return
        yield piece
        start += len(piece)
        length -= len(piece)


def _sync_directory(path: Path) -> None:
    """Make a rename in ``path`` durable, where the system can."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:  # a directory cannot be opened on Windows, and need not be
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
