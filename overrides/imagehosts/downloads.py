"""Writing what a host sends to a file, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

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
    folder = os.path.dirname(target) or "."
    handle, partial = tempfile.mkstemp(dir=folder, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as file:
            yield cast("BinaryIO", file)
        os.chmod(partial, 0o666 & ~_umask())
        os.replace(partial, target)
    except BaseException:
        os.unlink(partial)
        raise


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
