"""A batch of small pictures to a local sink, in a process of its own.

``python -m benchmarks.batch OURS PEER URL FILE`` uploads the file :data:`PICTURES` times by each of
two of :data:`KINDS`, some at a time in turn, so that both run under the same conditions. It prints
the milliseconds an upload takes with each, and the median of the ratios. Connections, certificates
and imports are not measured.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Any, TypeAlias

PICTURES = 500
IN_A_ROW = 25
AT_ONCE = 8
# The host for which others have written a client that many use.
HOST, FIELD, KEY = "imgur", "image", "key"
LOGIN = {"Authorization": f"Client-ID {KEY}"}

#: Uploads so many.
Uploads: TypeAlias = Callable[[int], Awaitable[object]]
Kind: TypeAlias = Callable[[str, str], AbstractAsyncContextManager[Uploads]]


def one_by_one(upload: Callable[[], object]) -> Uploads:
    """Blocking uploads, one after the other."""

    async def run(count: int) -> None:
        for _ in range(count):
            upload()

    return run


def at_once(upload: Callable[[], Awaitable[object]]) -> Uploads:
    """Uploads of which several are under way."""

    async def work(numbers: Iterable[int]) -> None:
        for _ in numbers:
            await upload()

    async def run(count: int) -> None:
        numbers = iter(range(count))
        await asyncio.gather(*(work(numbers) for _ in range(AT_ONCE)))

    return run


@asynccontextmanager
async def ours(url: str, path: str) -> AsyncIterator[Uploads]:
    """Our blocking client."""
    import imagehosts

    with imagehosts.open_host(HOST, client_id=KEY, base_url=f"{url}/3") as host:
        client: Any = host.client
        yield one_by_one(lambda: client.upload(path))


@asynccontextmanager
async def ours_async(url: str, path: str) -> AsyncIterator[Uploads]:
    """Our asynchronous client."""
    import imagehosts

    async with imagehosts.open_host_async(HOST, client_id=KEY, base_url=f"{url}/3") as host:
        client: Any = host.client
        yield at_once(lambda: client.upload(path))


@asynccontextmanager
async def ours_many(url: str, path: str) -> AsyncIterator[Uploads]:
    """``upload_many()``, which keeps to what hosts allow and says what became of each."""
    import imagehosts

    async with imagehosts.open_host_async(HOST, client_id=KEY, base_url=f"{url}/3") as host:

        async def run(count: int) -> None:
            given: dict[str, Any] = {"to": host, "at_once": AT_ONCE, "per_host": AT_ONCE}
            outcomes = await imagehosts.upload_many([path] * count, **given)
            assert all(outcome.uploaded for outcome in outcomes)

        yield run


@asynccontextmanager
async def bare(url: str, path: str) -> AsyncIterator[Uploads]:
    """Plain httpx, blocking."""
    import httpx

    with httpx.Client(headers=LOGIN) as client:

        def upload() -> object:
            with open(path, "rb") as file:
                return client.post(f"{url}/3/upload", files={FIELD: file}).json()

        yield one_by_one(upload)


@asynccontextmanager
async def bare_async(url: str, path: str) -> AsyncIterator[Uploads]:
    """Plain httpx, asynchronous."""
    import httpx

    async with httpx.AsyncClient(headers=LOGIN) as client:

        async def upload() -> object:
            with open(path, "rb") as file:
                return (await client.post(f"{url}/3/upload", files={FIELD: file})).json()

        yield at_once(upload)


@asynccontextmanager
async def aiohttp(url: str, path: str) -> AsyncIterator[Uploads]:
    """Plain aiohttp."""
    import aiohttp as module

    async with module.ClientSession(headers=LOGIN) as session:

        async def upload() -> object:
            with open(path, "rb") as file:
                form = module.FormData()
                form.add_field(FIELD, file, filename="picture.png", content_type="image/png")
                async with session.post(f"{url}/3/upload", data=form) as response:
                    return await response.json()

        yield at_once(upload)


@asynccontextmanager
async def imgurpython(url: str, path: str) -> AsyncIterator[Uploads]:
    """The client of imgur's own, which is no longer kept up."""
    from imgurpython import client as module

    module.API_URL = f"{url}/"
    client = module.ImgurClient(KEY, "secret")
    yield one_by_one(lambda: client.upload_from_path(path))


KINDS: dict[str, Kind] = {
    "ours": ours,
    "ours-async": ours_async,
    "ours-many": ours_many,
    "bare": bare,
    "bare-async": bare_async,
    "aiohttp": aiohttp,
    "imgurpython": imgurpython,
}


async def measure(kinds: list[str], url: str, path: str) -> tuple[float, float, float]:
    """Milliseconds an upload takes with each of two kinds, and the median of their ratios."""
    times: list[list[float]] = [[], []]
    async with AsyncExitStack() as stack:
        runs = [await stack.enter_async_context(KINDS[kind](url, path)) for kind in kinds]
        for run in runs:
            await run(AT_ONCE)
        for number in range(PICTURES // IN_A_ROW):
            for which in (0, 1) if number % 2 else (1, 0):
                started = time.perf_counter()
                await runs[which](IN_A_ROW)
                times[which].append((time.perf_counter() - started) / IN_A_ROW * 1000)
    ratio = statistics.median(a / b for a, b in zip(*times, strict=True))
    return statistics.median(times[0]), statistics.median(times[1]), ratio


if __name__ == "__main__":
    print(*asyncio.run(measure(sys.argv[1:3], *sys.argv[3:5])))
