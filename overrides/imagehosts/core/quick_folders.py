"""Which folders give files so quickly that a small one is read without a thread of its own.

A trip to a thread takes longer than reading a small file that the system has in memory, which is
the rule when many pictures are sent. But a disk may be asleep, and a network share may hang, and
neither must stop the event loop of an asynchronous client. So it is tried out: the first file of a
folder is read in a thread, and as long as files of that folder came quickly just now, the next one
is read where it is asked for.
"""

from __future__ import annotations

import os
import stat
import time

__all__ = ["is_quick", "note"]

#: What takes longer, in seconds, is left to a thread the next time.
QUICK = 0.01
#: For how many seconds it counts that a folder was quick.
JUST_NOW = 10.0
_MOST = 256

#: When a folder was quick last, by :func:`time.monotonic`.
_quick: dict[str, float] = {}


def is_quick(path: str) -> bool:
    """Whether a file can be looked at without a thread: its folder was quick just now."""
    seen = _quick.get(os.path.dirname(path))
    if seen is None or time.monotonic() - seen >= JUST_NOW:
        return False
    try:
        return stat.S_ISREG(os.stat(path).st_mode)  # to open a pipe may take for ever
    except (OSError, ValueError):
        return True  # there is nothing to read


def note(path: str, seconds: float) -> None:
    """Note how long it took to look at a file, and to read it where it is small."""
    folder = os.path.dirname(path)
    if seconds >= QUICK:
        _quick.pop(folder, None)
        return
    if len(_quick) >= _MOST:
        _quick.clear()  # they are tried out again
    _quick[folder] = time.monotonic()
