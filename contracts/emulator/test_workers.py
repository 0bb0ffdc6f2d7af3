"""Processes that serve together: killed at random while many upload, they lose and double nothing.

What these tests start is what users start: ``imagehosts emulate --workers N``, over SQLite, over a
real PostgreSQL, and over that with pictures on a real S3 server.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from imagehosts.emulator import Emulator

from contracts.fuzz.runs import SHORT, check
from contracts.fuzz.shapes import base_path
from contracts.hosts.imgur.people import USERS
from contracts.hosts.imgur.test_model import World
from contracts.support.databases import MakeDatabase
from contracts.support.emulated import ME, png
from contracts.support.fleets import COMMAND, PATIENCE, fleet, is_worker
from contracts.support.s3 import KINDS, UseS3

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not Path("/proc/self/task").exists(), reason="finds the workers of a process in /proc"
    ),
]


class Place(NamedTuple):
    """Where a fleet keeps its state: as an emulator's settings, and how many workers it has."""

    settings: dict[str, Any]
    workers: int

    @property
    def arguments(self) -> list[str]:
        """The same for the command line."""
        given = {**self.settings, "workers": self.workers}
        return [word for name, value in given.items() for word in (f"--{name}", str(value))]


@pytest.fixture(params=["sqlite", "postgresql", "nanio"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    if request.param == "sqlite":
        yield Place({"data": tmp_path / "data"}, 2)
        return
    make: MakeDatabase = request.getfixturevalue("made_database")
    with make() as url:
        pictures: dict[str, Any] = {"data": tmp_path / "data"}
        if request.param in KINDS:
            use: UseS3 = request.getfixturevalue("use_s3")
            pictures = {"blobs": use(request.param).address}
        yield Place({"database": url, **pictures}, 4)


def _upload(client: httpx.Client, content: bytes) -> dict[str, str]:
    answer = client.post(ME, data={"key": "k"}, files={"source": ("a.png", content)})
    image: dict[str, str] = answer.raise_for_status().json()["image"]
    return image


CLIENTS, KILLS, EACH = 20, 4, 6


def test_workers_killed_at_random_lose_and_double_nothing(place: Place, tmp_path: Path) -> None:
    acknowledged: dict[str, bytes] = {}
    killed: set[int] = set()
    with fleet(tmp_path, *place.arguments) as one:
        done = threading.Event()

        def upload(number: int) -> None:
            for count in range(EACH):
                content = png(20 + number, 20 + count)
                while True:  # a client that tries again, as after any broken connection
                    try:
                        with httpx.Client(base_url=one.address, timeout=PATIENCE) as client:
                            acknowledged[_upload(client, content)["url"]] = content
                        break
                    except httpx.TransportError:
                        time.sleep(0.05)

        def kill() -> None:
            chance = random.Random(16)
            for _ in range(KILLS):
                done.wait(chance.uniform(0.1, 0.5))
                # One that is dead may still be listed.
                workers = [pid for pid in one.workers() if pid not in killed]
                if workers:
                    os.kill(chosen := chance.choice(workers), signal.SIGKILL)
                    killed.add(chosen)

        threads = [threading.Thread(target=upload, args=(n,)) for n in range(CLIENTS)]
        killer = threading.Thread(target=kill)
        for thread in (*threads, killer):
            thread.start()
        for thread in threads:
            thread.join()
        done.set()
        killer.join()
        end = time.monotonic() + PATIENCE
        while one.log.count("ended with -9; another is started") < len(killed):
            assert time.monotonic() < end, one.log
            time.sleep(0.05)
        assert len(killed) >= 2
        with httpx.Client(base_url=one.address, timeout=PATIENCE) as client:
            assert client.get("/_emulator/").json()["internal_errors"] == 0
            kept = client.get("/_emulator/pictures").json()
            links = Counter(picture["files"]["image"] for picture in kept)
            codes = Counter(picture["id"] for picture in kept)
            assert acknowledged.keys() <= links.keys(), "nothing acknowledged is lost"
            assert set(links.values()) == set(codes.values()) == {1}, "nothing is doubled"
            # At most what each killed worker was at when its clients got no answer.
            assert len(kept) - len(acknowledged) <= KILLS * CLIENTS
            broken = [
                url for url, content in acknowledged.items() if client.get(url).content != content
            ]
            assert broken == []
    assert len(acknowledged) == CLIENTS * EACH
    with Emulator(**place.settings) as last:  # what was left is swept, and nothing else
        needed = {file.sha256 for each in last.pictures for file in each.files.values()}
        assert last.services.store.blobs.names() == needed
        assert last.internal_errors == []


def test_spaces_of_killed_workers_lose_and_mix_nothing(place: Place, tmp_path: Path) -> None:
    names = [f"job-{number}" for number in range(8)]
    acknowledged: dict[str, set[int]] = {name: set() for name in names}
    with fleet(tmp_path, *place.arguments, "--max-open-spaces", "3") as one:
        chance = random.Random(17)

        def work(name: str, number: int) -> None:
            """What a job does: each of its pictures has a width that no other job's has."""
            for count in range(4):
                width = 20 + 10 * number + count
                while True:
                    try:
                        with httpx.Client(base_url=one.address, timeout=PATIENCE) as client:
                            client.headers["X-Emulator-Space"] = name
                            _upload(client, png(width, 9))
                        acknowledged[name].add(width)
                        break
                    except httpx.TransportError:
                        time.sleep(0.05)

        threads = [
            threading.Thread(target=work, args=job) for job in zip(names, range(8), strict=True)
        ]
        for thread in threads:
            thread.start()
        for _ in range(2):
            threads[0].join(chance.uniform(0.2, 0.6))
            os.kill(chance.choice(one.workers()), signal.SIGKILL)
        for thread in threads:
            thread.join()
        with httpx.Client(base_url=one.address, timeout=PATIENCE) as client:
            assert client.get("/_emulator/pictures").json() == []
            assert [each["name"] for each in client.get("/_emulator/spaces").json()] == names
            for name in names:
                kept = client.get(f"/_emulator/spaces/{name}/_emulator/pictures").json()
                widths = Counter(picture["width"] for picture in kept)
                assert set(widths) == acknowledged[name], name
                for picture in kept:
                    assert client.get(picture["files"]["image"]).status_code == 200
            for name in names[1:]:
                url = f"/_emulator/spaces/{name}"
                assert client.request("DELETE", url).json() == {"removed": True}
            left = client.get("/_emulator/spaces/job-1/_emulator/pictures").json()
            assert left == [], "whichever worker answers"
    assert all(len(widths) == 4 for widths in acknowledged.values())
    with Emulator(**place.settings) as last:
        assert [space.name for space in last.spaces] == names[:2]
        assert len({picture.width for picture in last.space("job-0").pictures}) == 4


def test_a_fleet_is_one_emulator_to_its_clients(tmp_path: Path) -> None:
    with fleet(tmp_path, "--workers", "2", "--seed", "3") as one:
        assert len(one.workers()) == 2

        def get(path: str, method: str = "GET") -> httpx.Response:
            """By a connection of its own each time, so that any worker may answer."""
            return httpx.request(method, one.address + path, timeout=PATIENCE)

        with httpx.Client(base_url=one.address, timeout=PATIENCE) as client:
            image = _upload(client, png())
        assert {get(image["url"].removeprefix(one.address)).content for _ in range(8)} == {png()}
        now = get("/_emulator/clock").json()["now"]
        get("/_emulator/clock?days=3", "POST")
        moved = [get("/_emulator/clock").json()["now"] - now for _ in range(6)]
        assert all(259_200 <= one < 259_300 for one in moved)
        get("/_emulator/faults?name=status&value=520&times=3&host=imgur", "PUT")
        met = [get("/3/credits").status_code for _ in range(8)]
        assert [number for number, status in enumerate(met) if status == 520] == [0, 1, 2]
        journal = [entry["path"] for entry in get("/_emulator/requests").json()]
        served = [image["url"].removeprefix(one.address)] * 8
        assert journal == [ME, *served, *["/3/credits"] * 8]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_workers_end_with_their_parent(tmp_path: Path, number: signal.Signals) -> None:
    with fleet(tmp_path, "--workers", "2", "--data", str(tmp_path / "data")) as one:
        workers = one.workers()
        second = (
            subprocess.run(
                [*COMMAND, "--workers", "2", "--data", str(tmp_path / "data")],
                capture_output=True,
                text=True,
                timeout=PATIENCE,
                check=False,
            )
            if number == signal.SIGINT
            else None
        )
        one.process.send_signal(number)
        one.process.wait(PATIENCE)
        end = time.monotonic() + PATIENCE
        while any(is_worker(worker) for worker in workers) and time.monotonic() < end:
            time.sleep(0.05)
        assert not any(is_worker(worker) for worker in workers)
        if number == signal.SIGKILL:
            one.process.returncode = 0  # it was not asked how it ends
        assert one.log == ""
    if second is not None:
        assert (second.returncode, len(second.stderr.splitlines())) == (1, 1)
        assert "in use by another emulator" in second.stderr


def test_what_keeps_a_fleet_from_starting_is_said_once(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("x")
    wrong = {
        "holds notes.txt": ["--data", str(tmp_path)],
        "cannot be used: ": ["--data", str(tmp_path / "data"), "--database", UNREACHABLE],
        "name it with --data": ["--database", UNREACHABLE],
    }
    for words, arguments in wrong.items():
        result = subprocess.run(
            [*COMMAND, "--workers", "2", *arguments],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert (result.returncode, result.stdout) == (1, "")
        assert words in result.stderr
        assert "hunter2" not in result.stderr
        assert len(result.stderr.splitlines()) == 1


def test_four_processes_keep_the_contract_and_do_what_the_model_does(
    made_database: MakeDatabase, use_s3: UseS3, tmp_path: Path
) -> None:
    """The contract runs and the model of accounts, over whichever process answers."""
    with made_database() as url:
        place = Place({"database": url, "blobs": use_s3("nanio").address}, 4)
        people = [word for user in USERS for word in ("--user", user)]
        with (
            fleet(tmp_path, *place.arguments, "--user-credits", "1000000", *people) as one,
            Emulator(**place.settings, users=USERS) as handle,
        ):
            World.emulator, World.base_url = handle, f"{one.address}/3"
            run_state_machine_as_test(
                World,
                settings=settings(
                    max_examples=1,
                    stateful_step_count=15,
                    deadline=None,
                    derandomize=True,
                    suppress_health_check=list(HealthCheck),
                ),
            )
            handle.reset()
            report = check("imgbb", f"{one.address}{base_path('imgbb')}", depth=SHORT)
            assert report.problems == [], "\n".join(report.problems)
            assert report.stored == len(handle.pictures) >= 1
            assert handle.internal_errors == []


UNREACHABLE = "postgresql://me:hunter2@127.0.0.1:9/images"
