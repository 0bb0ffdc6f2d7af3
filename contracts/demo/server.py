"""The emulator as a process of its own, as a user would start it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

#: Two people who have accounts at every host that has any, and their passwords.
PEOPLE = {"ann": "lake-house", "bob": "sail-boat"}


@contextmanager
def emulator() -> Iterator[str]:
    """Start it on a free port; it ends with the block."""
    users = [word for name, secret in PEOPLE.items() for word in ("--user", f"{name}:{secret}")]
    process = subprocess.Popen(
        [sys.executable, "-m", "imagehosts", "emulate", "--port", "0", *users],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C is for the demo, which ends the emulator in its own time
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://\S+", line)
        if found is None:
            raise SystemExit(f"the emulator did not start: {line or 'it said nothing'}")
        yield found.group()
    finally:
        process.terminate()
        process.wait(10)
