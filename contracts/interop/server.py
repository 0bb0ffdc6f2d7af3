"""``imagehosts emulate`` as a user starts it, for clients and tools that are not ours."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx

from contracts.support.emulated import png


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


def stored_pictures(address: str) -> tuple[str, list[str]]:
    """A login of the emulated ImageShack, and the references of two pictures there.

    The gallery API uploads nothing: it works on pictures that are there already.
    """
    key = {"api_key": "a-key"}
    base = f"{address}/v2"
    data = {**key, "user": "demo", "password": "demo"}
    token = httpx.post(f"{base}/user/login", data=data).json()["result"]["auth_token"]
    references = []
    for width in (60, 80):
        files = {"file": ("lake.png", png(width), "image/png")}
        answer = httpx.post(f"{base}/images", data={**key, "auth_token": token}, files=files)
        (image,) = answer.json()["result"]["images"]
        references.append(f"img{image['server']}/{image['bucket']}/{image['filename']}")
    return token, references
