"""Emulators as their users start them, with workers or without, as processes that can be killed."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["COMMAND", "PATIENCE", "Fleet", "fleet", "is_worker"]

COMMAND = (sys.executable, "-m", "imagehosts.emulator", "--port", "0")
#: Seconds for what takes a moment; machines stall.
PATIENCE = 90.0


class Fleet:
    """An emulator with workers: its address, its parent process, and what it wrote."""

    def __init__(self, process: subprocess.Popen[str], address: str, log: Path) -> None:
        self.process = process
        self.address = address
        self._log = log

    @property
    def log(self) -> str:
        return self._log.read_text("utf-8")

    def workers(self) -> list[int]:
        """The processes that answer, now."""
        task = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(word) for word in task.read_text().split() if is_worker(int(word))]


def is_worker(number: int) -> bool:
    """Whether a process answers for a parent."""
    try:
        return b"spawn_main" in Path(f"/proc/{number}/cmdline").read_bytes()
    except OSError:
        return False


@contextmanager
def fleet(folder: Path, *arguments: str) -> Iterator[Fleet]:
    """Start it; it must be running, or have ended well, when the block ends."""
    log = folder / "log"
    with log.open("w") as errors:
        process = subprocess.Popen(
            [*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=errors, text=True
        )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        found = re.fullmatch(r"listening on (http://127\.0\.0\.1:\d+)\n", line)
        assert found, line + log.read_text("utf-8")
        yield Fleet(process, found[1], log)
        process.terminate()
        assert process.wait(PATIENCE) == 0
        assert process.stdout.read() == "", "it says where it is once"
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
