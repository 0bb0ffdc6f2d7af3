"""Bytes by their sha256: in memory for tests, in a folder, or in an object store such as S3.

A picture is stored once however often it is uploaded. Callers store and remove inside a
transaction of :mod:`..store`, which keeps the references; nothing here counts them. Which kind it
is, :mod:`.places` says; nobody else asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from threading import Lock
from time import time
from typing import BinaryIO, Generic, Protocol, TypeVar

from ..reading import open_at

__all__ = ["CHUNK", "BlobError", "Blobs", "Notes", "chunks", "open_blob"]

CHUNK = 256 * 1024
#: Seconds after which what is half written, or noted, was left behind.
ABANDONED = 900.0

NoteType = TypeVar("NoteType")


class BlobError(Exception):
    """A blob is not what it was when it was written, or cannot be had; the message says why."""


class Blobs(Protocol):
    """A place for bytes that never change."""

    @property
    def piece(self) -> int:
        """So many bytes are worth asking for at a time."""
        ...

    @property
    def removes_at_once(self) -> bool:
        """Whether blobs are removed so quickly that nobody is kept waiting."""
        ...

    @property
    def at_once(self) -> int:
        """So many bytes are there at once: to hand the reading to a thread would take longer."""
        ...

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
        """Whether these bytes are here, whole; ``None`` where only :meth:`is_whole` can tell.

        It never takes long.
        """
        ...

    def is_whole(self, sha256: str, size: int) -> bool:
        """The same, read from start to end where need be."""
        ...

    def read(self, sha256: str, start: int, length: int) -> bytes:
        """Part of a blob; empty at its end. ``KeyError`` when it is not here."""
        ...

    def remove(self, *names: str) -> None:
        """Forget blobs; nothing happens to those that are not here."""

    def names(self) -> set[str]:
        """The sha256 of everything that is here."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""


class Notes(Generic[NoteType]):
    """The notes that say of which blobs nobody may refer to yet, by the names of these.

    A note is written before its blob is there, and goes when something refers to the blob, so that
    what a crash leaves is known without looking at everything. Where other processes use the same
    place, a young note that was found may be of one that is at it: its blob is looked at like all
    others, for whoever is at it puts the blob again, but the note stays.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._ours: dict[str, list[NoteType]] = {}
        self._found: dict[str, list[tuple[NoteType, float]]] = {}

    def add(self, name: str, note: NoteType) -> None:
        """One that was written here."""
        with self._lock:
            self._ours.setdefault(name, []).append(note)

    def find(self, name: str, note: NoteType, written: float = 0.0) -> None:
        """One that was here, written at a time in Unix seconds."""
        with self._lock:
            self._found.setdefault(name, []).append((note, written))

    def names(self) -> set[str]:
        """The blobs that have one."""
        with self._lock:
            return {*self._ours, *self._found}

    def take(self, names: Iterable[str]) -> list[NoteType]:
        """The notes of these blobs, which may go; they are forgotten here."""
        taken: list[NoteType] = []
        with self._lock:
            for name in names:
                taken += self._ours.pop(name, ())
                found = self._found.pop(name, ())
                taken += [note for note, written in found if is_abandoned(written)]
        return taken


def is_abandoned(written: float) -> bool:
    """Whether nobody has written to something for so long that nobody will."""
    return time() - written > ABANDONED


def open_blob(blobs: Blobs, sha256: str, size: int) -> BinaryIO:
    """A blob as a readable, seekable binary file, for code that wants one."""
    return open_at(partial(blobs.read, sha256), size, blobs.piece)


def chunks(blobs: Blobs, sha256: str, start: int, length: int) -> Iterator[bytes]:
    """``length`` bytes of a blob from ``start``, piece by piece."""
    while length > 0:
        piece = blobs.read(sha256, start, min(blobs.piece, length))
        if not piece:
            return
        yield piece
        start += len(piece)
        length -= len(piece)
