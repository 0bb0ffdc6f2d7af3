"""A real Dask cluster of several processes with its journal in a real PostgreSQL."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import imagehosts
import pytest
from imagehosts.emulator import Emulator
from imagehosts.sharing.batch import Outcome
from imagehosts.sharing.journal import Journal

from contracts.sharing.conftest import account
from contracts.support.emulated import png

COUNT = 2000
KILLS = 6

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs signals of POSIX")


def test_cluster_whose_workers_are_killed_loses_and_doubles_nothing(
    address: str, emulator: Emulator, postgres_url: str
) -> None:
    # Sizes tell the pictures apart.
    sizes = [(10 + number % 40, 10 + number // 40) for number in range(COUNT)]
    sources = [(f"{width}x{height}.png", png(width, height)) for width, height in sizes]
    with cluster(3) as (workers, executor), Journal(postgres_url, lease=5) as journal:

        async def upload() -> list[Outcome]:
            return await imagehosts.upload_many(
                sources,
                to="imgur",
                executor=executor,
                journal=journal,
                at_once=6,
                per_host=6,
                in_doubt="again",
                client_options={"imgur": account(emulator, "imgur")},
            )

        with killer(workers, emulator) as killed:
            outcomes = asyncio.run(upload())
        states = journal.count()
    assert len(killed) == KILLS
    assert [outcome.error for outcome in outcomes] == [None] * COUNT
    assert [outcome.source for outcome in outcomes] == [name for name, _ in sources]
    assert len({outcome.uploaded.url for outcome in outcomes if outcome.uploaded}) == COUNT
    assert states == {"done": COUNT}
    stored = Counter((picture.width, picture.height) for picture in emulator.pictures)
    assert stored == Counter(sizes)


@contextmanager
def cluster(count: int) -> Iterator[tuple[Any, Any]]:
    """A scheduler here, and workers in processes that are begun anew when they die."""
    from distributed import Client, LocalCluster

    with (
        LocalCluster(
            n_workers=count,
            threads_per_worker=2,
            processes=True,
            dashboard_address=None,
            silence_logs=60,
        ) as made,
        Client(made) as client,
    ):
        yield made, client.get_executor()


@contextmanager
def killer(workers: Any, emulator: Emulator) -> Iterator[list[int]]:
    """Kill a worker now and then while the block runs; gives who was killed."""
    killed: list[int] = []
    over = threading.Event()
    chance = random.Random(15)

    def run() -> None:
        next_at = 50
        while len(killed) < KILLS and not over.wait(0.01):
            if emulator.services.store.count_pictures("imgur") < next_at:
                continue
            time.sleep(chance.random() * 0.02)
            alive = [nanny.pid for nanny in workers.workers.values() if nanny.pid]
            if not alive:
                continue
            pid = chance.choice(alive)
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                killed.append(pid)
            next_at += COUNT // (KILLS + 2)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield killed
    finally:
        over.set()
        thread.join()
