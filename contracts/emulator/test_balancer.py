"""Two services on ports of their own, behind nginx, over one PostgreSQL and one bucket of S3.

They are what two machines would be: they share nothing else. nginx has the lines of the guide.
"""

from __future__ import annotations

import signal
import threading
import time
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from contracts.support.balancer import balanced
from contracts.support.databases import MakeDatabase
from contracts.support.emulated import ME, jpeg, png
from contracts.support.fleets import PATIENCE, Fleet, fleet
from contracts.support.s3 import UseS3

pytestmark = pytest.mark.slow
CLIENTS, EACH = 8, 4


def test_clients_of_a_balancer_lose_nothing_when_a_service_dies(
    nginx: str, made_database: MakeDatabase, use_s3: UseS3, tmp_path: Path
) -> None:
    with ExitStack() as stack:
        url = stack.enter_context(made_database())
        where = ["--database", url, "--blobs", use_s3("moto").address]
        kept, dying = (
            stack.enter_context(fleet(_folder(tmp_path, name), *where)) for name in ("a", "b")
        )
        base = stack.enter_context(balanced(nginx, [kept.address, dying.address]))
        acknowledged: dict[str, bytes] = {}

        def upload(number: int) -> None:
            for count in range(EACH):
                content = png(20 + number, 20 + count)
                while (link := _upload(base, content)) is None:
                    time.sleep(0.05)
                acknowledged[link] = content

        threads = [threading.Thread(target=upload, args=(n,)) for n in range(CLIENTS)]
        for thread in threads:
            thread.start()
        while len(acknowledged) < CLIENTS:
            time.sleep(0.01)
        _kill(dying)
        for thread in threads:
            thread.join()
        # Links lead through the balancer, and what the dead one took is served by the other.
        assert {link.startswith(base) for link in acknowledged} == {True}
        with httpx.Client(base_url=base, timeout=PATIENCE) as client:
            served = {link: client.get(link).content for link in acknowledged}
            assert served == acknowledged
            pictures = client.get("/_emulator/pictures").json()
            links = [one["files"]["image"] for one in pictures]
            assert len(links) == len(set(links)) >= len(acknowledged) == CLIENTS * EACH
            large = jpeg(900, 700) + bytes(3_000_000)
            link = _upload(base, large)
            assert link is not None
            part = client.get(link, headers={"Range": "bytes=2000000-2000009"})
            assert (part.status_code, part.content) == (206, large[2000000:2000010])
            assert client.get("/_emulator/").json()["internal_errors"] == 0
        revived = stack.enter_context(fleet(_folder(tmp_path, "c"), *where))
        with httpx.Client(base_url=revived.address, timeout=PATIENCE) as client:
            path = next(iter(acknowledged)).removeprefix(base)
            assert client.get(path).content == next(iter(acknowledged.values()))


def _folder(parent: Path, name: str) -> Path:
    (parent / name).mkdir()
    return parent / name


def _kill(one: Fleet) -> None:
    one.process.send_signal(signal.SIGKILL)
    one.process.wait(PATIENCE)
    one.process.returncode = 0  # it was not asked how it ends


def _upload(base: str, content: bytes) -> str | None:
    """The link of a picture; nothing where the service died over it, so that it must be sent
    again.
    """
    try:
        files = {"source": ("a.png", content)}
        answer = httpx.post(base + ME, data={"key": "k"}, files=files, timeout=PATIENCE)
    except httpx.TransportError:
        return None
    if answer.status_code in (502, 504):
        return None
    link: str = answer.raise_for_status().json()["image"]["url"]
    return link
