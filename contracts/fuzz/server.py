"""The emulator as a server process of its own, used by the clients over a socket.

Nothing here is replaced or wrapped: ``imagehosts emulate`` as a user starts it, the public clients,
real files on disk.
"""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from inspect import isawaitable
from pathlib import Path
from typing import Any

import httpx
import pytest
from imagehosts.hosts import Host, find_host

from contracts.support.emulated import picture

__all__ = ["BOUNDARIES", "KEY", "PNG", "Server", "kinds", "run_server", "use"]

KEY = "the-key-of-these-tests"

PNG = picture("PNG", 90, 60)
#: A part of a multipart body may hold whatever looks like the end of another's.
BOUNDARIES = (
    PNG + b"\r\n--+++--\r\n--+++\r\nContent-Disposition: form-data; name=title\r\n\r\nx\r\n--+++--"
)


def kinds(*names: str) -> list[Any]:
    """Both kinds of client of some hosts."""
    return [
        pytest.param(host, asynchronous, id=f"{name}-{'async' if asynchronous else 'sync'}")
        for name in names
        if (host := find_host(name)) is not None
        for asynchronous in (False, True)
    ]


class Server:
    """A server process and where it listens."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self.process = process
        self.address = address

    def control(self, path: str) -> Any:
        return httpx.get(f"{self.address}/_emulator{path}", timeout=30).json()


def run_server(folder: Path) -> Iterator[Server]:
    """A server whose data is in a folder; it must end without an error."""
    command = [sys.executable, "-m", "imagehosts", "emulate", "--port", "0", "--data", str(folder)]
    log = folder.with_name(f"{folder.name}.log")
    with (
        log.open("w") as errors,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as process,
    ):
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.fullmatch(r"listening on (http://127\.0\.0\.1:\d+)\n", line)
        assert found, log.read_text()
        server = Server(process, found[1])
        try:
            yield server
            assert server.control("/")["internal_errors"] == 0
        finally:
            process.terminate()
    assert process.returncode == 0
    assert log.read_text() == ""


Use = Callable[[Any], Awaitable[None]]


def use(host: Host, asynchronous: bool, server: Server, test: Use, key: str = KEY) -> None:
    """Run a test with a client of a host whose calls can be awaited, of either kind."""
    options = {"base_url": server.address + host.base_path, host.credential: key}

    async def go() -> None:
        if asynchronous:
            async with host.make_async_client(**options) as client:
                await test(client)
        else:
            with host.make_client(**options) as client:
                await test(_Awaitable(client))

    asyncio.run(go())


class _Awaitable:
    """A synchronous client with its methods awaited."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._client, name)

        async def call(*args: Any, **options: Any) -> Any:
            result = value(*args, **options)
            return await result if isawaitable(result) else result

        return call if callable(value) else value
