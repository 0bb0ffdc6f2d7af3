"""One client for many threads or tasks, under every event loop."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import anyio
import httpcore
import pytest
from imagehosts import (
    ConnectionFailed,
    RetryPolicy,
    Url,
)
from imagehosts.core import quick_folders

from contracts.support.clients import (
    EVERY_HOST,
    KEY,
    KINDS,
    ONLY_ASYNC,
    ONLY_SYNC,
    PNG,
    Driver,
    Kind,
    have_an_address,
    image_document,
    success,
)
from contracts.support.fault_server import (
    FaultServer,
    answer,
    nobody_listens,
)
from contracts.support.recording import Reply, Sent, as_reply
from contracts.support.reporting import each

OpenDoor = Callable[..., Driver]


#: The core is the same for all clients: no need for each host in both ways of waiting.
UNDER_TEST = EVERY_HOST


PICTURE = "https://elsewhere.example/lake.png"


def echo(kind: Kind) -> Callable[[Sent], Reply]:
    """Answers with the name of the file that came."""

    def reply(sent: Sent) -> Reply:
        document = image_document(kind.host.api)
        document["image"]["name"] = sent.files[0].filename
        document["image"]["size"] = "large" if sent.files[0].filename == "7" else 7
        return as_reply(document)

    return reply


@pytest.mark.parametrize("kind", ONLY_SYNC, ids=str)
def test_threads_can_share_a_client(open_driver: OpenDoor, kind: Kind) -> None:
    drifts: list[Any] = []
    driver = open_driver(echo(kind), on_drift=drifts.append)
    start = threading.Barrier(8)

    def work(worker: int) -> list[tuple[str, str]]:
        start.wait()
        pairs = []
        for number in range(20):
            name = f"{worker}-{number}" if number else str(worker)
            client = driver.client.with_options(headers={"X-Worker": name})
            pairs.append((name, client.images.upload((name, PNG)).name))
            pairs.append((name, driver.client.upload((name, PNG)).name))
        return pairs

    with ThreadPoolExecutor(8) as pool:
        for pairs in pool.map(work, range(8)):
            assert len(pairs) == 40
            assert all(name == answered for name, answered in pairs)
    assert len(driver.sent) == 320
    for sent in driver.sent:
        assert sent.headers.get("x-worker", sent.files[0].filename) == sent.files[0].filename
    assert len(drifts) == 2


@pytest.mark.parametrize("kind", ONLY_ASYNC, ids=str)
def test_tasks_can_share_a_client(open_driver: OpenDoor, kind: Kind, picture: Path) -> None:
    driver = open_driver(echo(kind))

    async def work(name: str) -> tuple[str, str]:
        client = driver.client.with_options(headers={"X-Worker": name})
        source = (name, picture) if len(name) % 2 else (name, PNG)
        return name, (await client.images.upload(source)).name

    async def all_at_once() -> list[tuple[str, str]]:
        return await asyncio.gather(*(work(str(number)) for number in range(120)))

    pairs = driver.wait_for(all_at_once())
    assert all(name == answered for name, answered in pairs)
    assert len(driver.sent) == 120


@pytest.mark.parametrize("kind", ONLY_ASYNC, ids=str)
def test_stat_of_a_slow_file_does_not_block_the_event_loop(
    open_driver: OpenDoor, kind: Kind, tmp_path: Path
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    loop_runs, ran = threading.Event(), []

    def write() -> None:
        ran.append(loop_runs.wait(10))
        pipe.write_bytes(PNG)

    async def work() -> None:
        task = asyncio.create_task(driver.client.upload(("lake.png", pipe)))
        await asyncio.sleep(0.01)
        loop_runs.set()
        await task

    driver = open_driver(success(kind))
    writer = threading.Thread(target=write)
    writer.start()
    driver.wait_for(work())
    writer.join()
    assert ran == [True]
    assert driver.only.files[0].content == PNG


@each("backend", ["asyncio", "trio"])
def test_an_async_client_works_under_every_event_loop(backend: str, picture: Path) -> None:
    kind = next(kind for kind in KINDS if kind.is_async and have_an_address(kind.host))
    document = image_document(kind.host.api)

    async def work(url: str) -> None:
        async with kind.make(KEY, base_url=url, retries=RetryPolicy(initial=0)) as client:
            for source in (picture, PNG, Url(PICTURE)):
                image = await client.upload(source)
                assert image.id_encoded == document["image"]["id_encoded"]
            target = picture.with_name("copy.json")
            await client.download_to(f"{url}/picture", target)
            assert target.stat().st_size > 0

    with FaultServer(answer(200, document)) as server:
        anyio.run(work, server.url, backend=backend)
        assert len(server.requests) == 4
        assert PNG in server.requests[0]
    with nobody_listens() as url, pytest.raises(ConnectionFailed) as caught:
        anyio.run(work, url, backend=backend)
    assert "given up after 3 requests" in caught.value.__notes__[0]


@pytest.fixture
def trips(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What is done in a thread."""
    found: list[object] = []
    run_sync = anyio.to_thread.run_sync

    async def count(function: Callable[[], Any], *given: Any, **options: Any) -> Any:
        found.append(function)
        return await run_sync(function, *given, **options)

    monkeypatch.setattr(anyio.to_thread, "run_sync", count)
    return found


@pytest.mark.parametrize("kind", ONLY_ASYNC, ids=str)
def test_async_upload_of_small_files_needs_a_thread_for_the_first_alone(
    open_driver: OpenDoor, kind: Kind, tmp_path: Path, trips: list[object]
) -> None:
    content = PNG + bytes(200_000)
    path = tmp_path / "lake.png"
    path.write_bytes(content)
    driver = open_driver(success(kind))
    sources = [(path, 1), (path, 0), (("sea.png", str(path)), 0), (content, 0)]
    for source, expected in sources:
        trips.clear()
        driver.wait_for(driver.client.upload(source))
        assert len(trips) == expected
        assert driver.sent[-1].files[0].content == content


@pytest.mark.parametrize("kind", ONLY_ASYNC, ids=str)
def test_files_of_a_slow_folder_are_read_in_threads(
    open_driver: OpenDoor,
    kind: Kind,
    tmp_path: Path,
    trips: list[object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "lake.png"
    path.write_bytes(PNG)
    driver = open_driver(success(kind))
    for limit, expected in ((quick_folders.QUICK, [1, 0]), (0.0, [0, 1, 1])):
        # What counts is how long the file before took.
        monkeypatch.setattr(quick_folders, "QUICK", limit)
        for count in expected:
            trips.clear()
            driver.wait_for(driver.client.upload(path))
            assert len(trips) == count


@pytest.mark.parametrize("kind", ONLY_ASYNC, ids=str)
def test_pipe_in_a_quick_folder_does_not_block_the_event_loop(
    open_driver: OpenDoor, kind: Kind, tmp_path: Path, trips: list[object]
) -> None:
    (tmp_path / "lake.png").write_bytes(PNG)
    os.mkfifo(tmp_path / "pipe")
    driver = open_driver(success(kind))
    driver.wait_for(driver.client.upload(tmp_path / "lake.png"))
    trips.clear()
    writer = threading.Thread(target=(tmp_path / "pipe").write_bytes, args=(PNG,))
    writer.start()
    driver.wait_for(driver.client.upload(("lake.png", tmp_path / "pipe")))
    writer.join()
    assert trips
    assert driver.sent[-1].files[0].content == PNG


def test_idle_connection_is_given_to_one_of_many_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    kind = next(kind for kind in KINDS if kind.is_async and have_an_address(kind.host))
    asked: list[object] = []
    handle = httpcore.AsyncHTTPConnection.handle_async_request

    async def count(self: Any, request: httpcore.Request) -> httpcore.Response:
        asked.append(self)
        return await handle(self, request)

    async def work(url: str) -> None:
        async with kind.make(KEY, base_url=url) as client:
            for _ in range(3):
                await asyncio.gather(*(client.upload(PNG) for _ in range(8)))

    monkeypatch.setattr(httpcore.AsyncHTTPConnection, "handle_async_request", count)
    with FaultServer(answer(200, image_document(kind.host.api))) as server:
        asyncio.run(work(server.url))
        assert len(server.requests) == 24
    assert len(asked) == 24  # one that is refused a connection comes back for another
    assert len(set(asked)) <= 8
