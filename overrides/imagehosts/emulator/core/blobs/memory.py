"""Blobs in memory: they end with the process."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Iterable
from typing import IO, BinaryIO

from . import CHUNK

__all__ = ["LARGEST_IN_MEMORY", "MemoryBlobs"]

#: Blobs in memory that are larger than this live in an unnamed temporary file instead.
LARGEST_IN_MEMORY = 1024 * 1024


class MemoryBlobs:
    """Blobs that end with the process. Large ones take disk, not memory, and have no name there."""

    piece = at_once = CHUNK
    removes_at_once = True

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

    def settle(self, names: Iterable[str]) -> None: ...

    def unsettled(self) -> set[str]:
        return set()

    def has(self, sha256: str) -> bool:
        with self._lock:
            return sha256 in self._blobs

    def is_known(self, sha256: str, size: int) -> bool | None:
        return self.has(sha256)

    def is_whole(self, sha256: str, size: int) -> bool:
        return self.has(sha256)

    def read(self, sha256: str, start: int, length: int) -> bytes:
        with self._lock:
            blob = self._blobs[sha256]
            if isinstance(blob, bytes):
                return blob[start : start + length]
            blob.seek(start)
            return blob.read(length)

    def remove(self, *names: str) -> None:
        with self._lock:
            gone = [self._blobs.pop(name, None) for name in names]
        for blob in gone:
            if blob is not None and not isinstance(blob, bytes):
                blob.close()

    def names(self) -> set[str]:
        with self._lock:
            return set(self._blobs)

    def close(self) -> None:
        self.remove(*self.names())
