"""What can be read from any place, as a file."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from typing import Any, BinaryIO, cast

__all__ = ["open_at"]


class _Reader(io.RawIOBase):
    """Readable and seekable; ``read_at`` gives so many bytes from a place."""

    def __init__(self, read_at: Callable[[int, int], bytes], size: int) -> None:
        self._read_at = read_at
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

    def readinto(self, buffer: Any, /) -> int:
        length = max(0, min(len(buffer), self._size - self._position))
        data = self._read_at(self._position, length)
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)


def open_at(
    read_at: Callable[[int, int], bytes], size: int, piece: int = io.DEFAULT_BUFFER_SIZE
) -> BinaryIO:
    """A binary file of ``size`` bytes, read ``piece`` bytes at a time however little is asked for.

    ``read_at(start, length)`` gives bytes from any place within it.
    """
    return cast("BinaryIO", io.BufferedReader(_Reader(read_at, size), piece))
