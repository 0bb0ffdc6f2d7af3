"""Bytes by their sha256: in memory for tests, in a directory for ``--data``.

A picture is stored once however often it is uploaded. Callers store and remove inside a
transaction of :mod:`.store`, which keeps the references; nothing here counts them.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import secrets
import shutil
import tempfile
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, BinaryIO, Protocol

CHUNK = 256 * 1024
#: Blobs in memory that are larger than this live in an unnamed temporary file instead.
LARGEST_IN_MEMORY = 1024 * 1024
#: So many blobs are remembered to be as they were written.
_MOST_CHECKED = 10_000


class BlobError(Exception):
    """A blob is not what it was when it was written."""


class Blobs(Protocol):
    """A place for bytes that never change."""

    def put(self, sha256: str, source: BinaryIO) -> None:
        """Store everything in ``source``, read from its start, unless it is here already."""

    def settle(self, names: Iterable[str]) -> None:
        """These are referred to from now on; until then they count as left behind by a crash."""

    def unsettled(self) -> set[str]:
        """What was put by a process that did not come to settle it."""
        ...

    def has(self, sha256: str) -> bool:
        """Whether these bytes are here."""
        ...

    def is_known(self, sha256: str, size: int) -> bool | None:
        """Whether these bytes are here, whole; ``None`` where only :meth:`is_whole` can tell."""
        ...

    def is_whole(self, sha256: str, size: int) -> bool:
        """The same, read from start to end where need be."""
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


_NAME = re.compile(r"[0-9a-f]{64}")
#: Seconds after which a file that is half written was left behind.
_ABANDONED = 900.0
#: What is half written, and the note that a whole one is not referred to yet.
_INCOMING = re.compile(r"([0-9a-f]{64})\.[0-9a-f]{16}\.(?:part|note)")


class DirectoryBlobs:
    """Blobs as files. A blob that :meth:`put` has returned from survives a crash, whole.

    A note in ``incoming/`` says which of them nobody may refer to yet, so that a crash leaves
    nothing behind, and nothing is ever removed that was not written here. Where the folder is
    ``shared`` with other processes, what is half written may be of one that is at it. Without
    ``durable`` nobody waits for a disk, and only the process may crash.
    """

    def __init__(self, root: Path, *, shared: bool = False, durable: bool = True) -> None:
        self._root = root
        self._durable = durable
        self._incoming = root / "incoming"
        self._incoming.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._notes: dict[str, list[Path]] = {}
        self._synced: set[Path] = set()
        self._checked: OrderedDict[tuple[str, int, int, int], None] = OrderedDict()
        for path in self._incoming.iterdir():
            match = _INCOMING.fullmatch(path.name)
            if match and path.suffix == ".part":
                if not shared or _is_abandoned(path):
                    path.unlink(missing_ok=True)
            elif match:
                self._notes.setdefault(match[1], []).append(path)

    def put(self, sha256: str, source: BinaryIO) -> None:
        target = self._path(sha256)
        if target.exists() and self.is_whole(sha256, target.stat().st_size):
            return
        source.seek(0)
        target.parent.mkdir(exist_ok=True)
        half = self._incoming / f"{sha256}.{secrets.token_hex(8)}.part"
        note = half.with_suffix(".note")
        try:
            with half.open("xb") as file:
                shutil.copyfileobj(source, file, CHUNK)
                if self._durable:
                    file.flush()
                    os.fsync(file.fileno())
            note.touch()
            os.replace(half, target)
        except BaseException:
            half.unlink(missing_ok=True)
            note.unlink(missing_ok=True)
            raise
        with self._lock:
            self._notes.setdefault(sha256, []).append(note)
        self._remember(sha256, target.stat())
        if self._durable:
            _sync_directory(target.parent)
            if target.parent not in self._synced:  # once is enough for the name of a folder
                _sync_directory(self._root)
                self._synced.add(target.parent)

    def settle(self, names: Iterable[str]) -> None:
        with self._lock:
            notes = [note for name in names for note in self._notes.pop(name, ())]
        for note in notes:
            note.unlink(missing_ok=True)

    def unsettled(self) -> set[str]:
        with self._lock:
            return set(self._notes)

    def has(self, sha256: str) -> bool:
        return self._path(sha256).exists()

    def is_known(self, sha256: str, size: int) -> bool | None:
        try:
            status = os.stat(f"{self._root}/{sha256[:2]}/{sha256}")
        except OSError:
            return False
        if status.st_size != size:
            return False
        with self._lock:
            return True if _key(sha256, status) in self._checked else None

    def is_whole(self, sha256: str, size: int) -> bool:
        known = self.is_known(sha256, size)
        if known is not None:
            return known
        try:
            with self._path(sha256).open("rb") as file:
                status = os.fstat(file.fileno())
                if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
                    return False
        except OSError:
            return False
        self._remember(sha256, status)
        return True

    def _remember(self, sha256: str, status: os.stat_result) -> None:
        """Once it was found whole, a file is not read again until it changes."""
        with self._lock:
            self._checked[_key(sha256, status)] = None
            if len(self._checked) > _MOST_CHECKED:
                self._checked.popitem(last=False)

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
        return {path.name for path in self._root.glob("??/*") if _NAME.fullmatch(path.name)}

    def close(self) -> None: ...

    def _path(self, sha256: str) -> Path:
        return self._root / sha256[:2] / sha256


def _is_abandoned(path: Path) -> bool:
    """Whether nobody has written to a file for so long that nobody will."""
    try:
        return time.time() - path.stat().st_mtime > _ABANDONED
    except OSError:
        return False


def _key(sha256: str, status: os.stat_result) -> tuple[str, int, int, int]:
    return (sha256, status.st_ino, status.st_size, status.st_mtime_ns)


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
