"""Request bodies that carry files: ``multipart/form-data``, and its plain sister for text alone.

Both bodies are written piece by piece and held in memory never whole. Each may be iterated by
``for`` or by ``async for`` (files are then read in a worker thread), and again from its beginning
for as long as ``replayable`` says so.
"""

from __future__ import annotations

import re
import weakref
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from secrets import token_hex
from typing import TypeAlias

from .files import FilePart, FileReader

__all__ = ["FormBody", "MultipartBody", "Progress"]

#: Called with the bytes handed to the connection so far, and their total or None.
Progress: TypeAlias = Callable[[int, int | None], None]

# Measured with 300 MB to a local sink: smaller pieces cost calls, larger ones fall out of the
# processor's cache and are copied again where a socket takes only part of one.
CHUNK_BYTES = 64 * 1024
# Off the event loop each read is a trip to another thread, which is worth a larger piece.
ASYNC_CHUNK_BYTES = 256 * 1024


class _Body:
    """What the two bodies share.

    Attributes:
        content_type: The value for the Content-Type header.
        content_length: Bytes of the whole body, or None where a file's size is unknown: send it
            chunked then.
    """

    content_type: str
    content_length: int | None

    def __init__(self, progress: Progress | None, chunk_size: int | None) -> None:
        if chunk_size is not None and chunk_size < 1:
            raise ValueError("chunk_size must be at least 1 byte")
        self._progress = progress
        self._chunk_size = chunk_size
        # Weak, so that a pass which its consumer dropped lets go of its file at once.
        self._pass: weakref.ref[_Pass] | None = None

    @property
    def replayable(self) -> bool:
        """Whether an iteration that starts now begins with the first byte."""
        return True

    def __iter__(self) -> Iterator[bytes]:
        return self._begin(_SyncPass, self._chunk_size or CHUNK_BYTES)

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._begin(_AsyncPass, self._chunk_size or ASYNC_CHUNK_BYTES)

    def close(self) -> None:
        """End the iteration that is under way, if there is one, and let go of its file.

        To be called when a request is over, however it ended: an iterator within a traceback may
        live long. The body may still be iterated anew.
        """
        running = self._pass and self._pass()
        if running:
            running.close()

    def _begin(self, kind: type[P], chunk_size: int) -> P:
        self.close()
        started = kind(self._segments(chunk_size), chunk_size, self.content_length, self._progress)
        self._pass = weakref.ref(started)
        return started

    def _segments(self, chunk_size: int) -> Iterator[bytes | FilePart]:
        raise NotImplementedError
