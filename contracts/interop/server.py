"""``imagehosts emulate`` as a user starts it, for clients and tools that are not ours."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx


@contextmanager
def emulator(*options: str) -> Iterator[str]:
    """A server with fresh state; its address."""
    command = [sys.executable, "-m", "imagehosts", "emulate", "--port", "0", *options]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            found = re.fullmatch(r"listening on (http://127\.0\.0\.1:\d+)\n", line)
            assert found, f"the emulator said {line!r}"
            yield found[1]
            control = httpx.get(f"{found[1]}/_emulator/", timeout=30).json()
            assert control["internal_errors"] == 0, "the emulator failed in itself"
        finally:
            process.terminate()


def base_url(address: str, server: str) -> str:
    """Where the emulator has what a contract has at its server."""
    return address + urlsplit(server).path.rstrip("/")


def key_for(scheme: dict[str, str]) -> str:
    """A key as a header wants it: behind the word that the description of its scheme names."""
    found = re.search(r"The value is `([^`]+)`", scheme.get("description", ""))
    return f"{found[1] if found else ''}a-key"
