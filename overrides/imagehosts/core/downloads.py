"""Writing what a host sends to a file, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import contextmanager, suppress
from secrets import token_hex
from typing import BinaryIO

__all__ = ["write_whole", "write_whole_async"]


def write_whole(path: str | os.PathLike[str], pieces: Iterator[bytes]) -> int:
    """Write the pieces to a file; returns the number of bytes.

    A file that stood there before stays until the last byte has come.
    """
    size = 0
    with _beside(path) as file:
        for piece in pieces:
            file.write(piece)
            size += len(piece)
    return size


async def write_whole_async(path: str | os.PathLike[str], pieces: AsyncIterator[bytes]) -> int:
    """The asynchronous twin of :func:`write_whole`; it writes in a worker thread."""
    from anyio.to_thread import run_sync

    size = 0
    with _beside(path) as file:
        async for piece in pieces:
            await run_sync(file.write, piece)
            size += len(piece)
    return size


@contextmanager
def _beside(path: str | os.PathLike[str]) -> Generator[BinaryIO]:
    """A new file in the same folder, which takes the name asked for when all went well."""
    target = os.fspath(path)
    partial = os.path.join(os.path.dirname(target), f".part-{token_hex(8)}")
    # Opened, not made by tempfile: so it has the rights that any new file has.
    with open(partial, "xb") as file:
        try:
            yield file
            file.close()
            os.replace(partial, target)
        except BaseException:
            with suppress(OSError):
                os.unlink(partial)
            raise
