"""Blobs as files in a folder, on one machine or on a file system that several have."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import threading
from collections import OrderedDict
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from . import CHUNK, Notes, is_abandoned

__all__ = ["DirectoryBlobs"]

#: So many blobs are remembered to be as they were written.
_MOST_CHECKED = 10_000
_NAME = re.compile(r"[0-9a-f]{64}")
#: What is half written, and the note that a whole one is not referred to yet.
_INCOMING = re.compile(r"([0-9a-f]{64})\.[0-9a-f]{16}\.(?:part|note)")


class DirectoryBlobs:
    """Blobs as files. A blob that :meth:`put` has returned from survives a crash, whole.

    A note in ``incoming/`` says which of them nobody may refer to yet, so that a crash leaves
    nothing behind, and nothing is ever removed that was not written here. Where the folder is
    ``shared`` with other processes, what is half written may be of one that is at it. Without
    ``durable`` nobody waits for a disk, and only the process may crash.
    """

    piece = at_once = CHUNK
    removes_at_once = True

    def __init__(self, root: Path, *, shared: bool = False, durable: bool = True) -> None:
        self._root = root
        self._durable = durable
        self._incoming = root / "incoming"
        self._incoming.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._notes = Notes[Path]()
        self._synced: set[Path] = set()
        self._checked: OrderedDict[tuple[str, int, int, int], None] = OrderedDict()
        for path in self._incoming.iterdir():
            match = _INCOMING.fullmatch(path.name)
            written = _written(path) if shared else 0.0
            if match and path.suffix == ".part":
                if is_abandoned(written):
                    path.unlink(missing_ok=True)
            elif match:
                self._notes.find(match[1], path, written)

    def put(self, sha256: str, source: BinaryIO) -> None:
        target = self._path(sha256)
        with suppress(FileNotFoundError):  # another process may remove it at any moment
            if self.is_whole(sha256, target.stat().st_size):
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
            written = half.stat()
            os.replace(half, target)
        except BaseException:
            half.unlink(missing_ok=True)
            note.unlink(missing_ok=True)
            raise
        self._notes.add(sha256, note)
        self._remember(sha256, written)
        if self._durable:
            _sync_directory(target.parent)
            if target.parent not in self._synced:  # once is enough for the name of a folder
                _sync_directory(self._root)
                self._synced.add(target.parent)

    def settle(self, names: Iterable[str]) -> None:
        for note in self._notes.take(names):
            note.unlink(missing_ok=True)

    def unsettled(self) -> set[str]:
        return self._notes.names()

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

    def remove(self, *names: str) -> None:
        for name in names:
            self._path(name).unlink(missing_ok=True)

    def names(self) -> set[str]:
        return {path.name for path in self._root.glob("??/*") if _NAME.fullmatch(path.name)}

    def close(self) -> None: ...

    def _path(self, sha256: str) -> Path:
        return self._root / sha256[:2] / sha256


def _written(path: Path) -> float:
    """When somebody last wrote to a file; now, if it is gone already."""
    try:
        return path.stat().st_mtime
    except OSError:
        return float("inf")


def _key(sha256: str, status: os.stat_result) -> tuple[str, int, int, int]:
    return (sha256, status.st_ino, status.st_size, status.st_mtime_ns)


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
