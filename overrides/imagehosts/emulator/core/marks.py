"""Whether another process has changed anything: a number in memory that all of them see.

To ask the database would cost a request more than everything else that sending a picture again
costs. So the processes that share a folder map one small file of it. A process that has committed a
change puts a number there that nobody had before; one that finds another number than last time
looks at the database.

A process that is killed between the two leaves a change that it did not acknowledge. The one that
takes its place begins with a number of its own, and with it the others see that change as well.
"""

from __future__ import annotations

import itertools
import mmap
import secrets
from pathlib import Path

from .folder import DATABASE

__all__ = ["FILE", "STATE", "STORE", "Mark"]

#: The file of the numbers beside the database.
FILE = f"{DATABASE}.marks"
#: The places of its numbers: of what hosts have, and of what processes agree on beside that.
STORE, STATE = 0, 1
_PLACES, _BYTES = 2, 8


class Mark:
    """One of the numbers."""

    def __init__(self, folder: Path, place: int) -> None:
        with (folder / FILE).open("a+b") as file:
            file.truncate(_PLACES * _BYTES)
            self._map = mmap.mmap(file.fileno(), _PLACES * _BYTES)
        self._numbers = memoryview(self._map).cast("Q")
        self._place = place
        # Numbers of two processes never meet: a half is by chance, the other counts.
        self._next = itertools.count(secrets.randbits(32) << 32).__next__
        self.set()

    def set(self) -> None:
        """Say that something was changed; it must be committed."""
        self._numbers[self._place] = self._next()

    def get(self) -> int:
        """The number as it is now. It must be read before what it stands for."""
        return self._numbers[self._place]

    def close(self) -> None:
        """Let go of the file."""
        self._numbers.release()
        self._map.close()
