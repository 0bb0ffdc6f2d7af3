"""Batches of the installed command: killed, interrupted, refused, and gone on with."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from imagehosts.emulator import Emulator
from imagehosts.hosts import HOSTS, find_host

from contracts.cli.conftest import COMMAND, Run
from contracts.support.emulated import png
from contracts.support.fault_proxy import FaultProxy
from contracts.support.reporting import report_all

Command = Callable[..., subprocess.CompletedProcess[bytes]]
posix = pytest.mark.skipif(os.name != "posix", reason="needs signals of POSIX")


def write_pictures(folder: Path, count: int) -> set[tuple[int, int]]:
    """Pictures that their sizes tell apart; gives the sizes."""
    folder.mkdir()
    sizes = {(10 + number % 20, 10 + number // 20) for number in range(count)}
    for width, height in sizes:
        (folder / f"{width}x{height}.png").write_bytes(png(width, height))
    return sizes


def stored(emulator: Emulator) -> Counter[tuple[int, int]]:
    return Counter((picture.width, picture.height) for picture in emulator.pictures)


def log_in(emulator: Emulator) -> dict[str, str]:
    """The variables of a user with an account at a host that lists its pictures."""
    host = find_host("imgur")
    assert host is not None
    found = emulator.log_in(host.name)
    return {host.sync_client.environment[scheme]: value for scheme, value in found.items()}


#: So often a batch is killed, before, while and after it sends something.
KILLS = 11


@posix
def test_batch_killed_again_and_again_loses_and_doubles_nothing(
    environment: dict[str, str], emulator: Emulator, tmp_path: Path
) -> None:
    sizes = write_pictures(tmp_path / "many", 200)
    variables = {**environment, **log_in(emulator)}
    words = [str(COMMAND), "upload", str(tmp_path / "many"), "--to", "imgur", "--json"]
    words += ["--journal", str(tmp_path / "journal"), "--no-history"]
    chance = random.Random(20)
    killed = 0
    for _ in range(KILLS):
        process = subprocess.Popen(
            words, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        before = len(emulator.pictures)
        wanted = before + chance.randrange(11)
        while process.poll() is None and len(emulator.pictures) < wanted:
            time.sleep(0.004)
        time.sleep(chance.random() * 0.02)
        killed += process.poll() is None
        process.kill()
        process.wait()
    assert killed == KILLS
    assert len(emulator.pictures) < 200
    last = subprocess.run(
        [*words, "--in-doubt", "again"], env=variables, capture_output=True, check=False
    )
    assert (last.returncode, last.stderr) == (0, b"")
    found = [json.loads(line) for line in last.stdout.splitlines()]
    assert len({each["url"] for each in found}) == 200
    assert stored(emulator) == Counter(sizes)


@posix
def test_batch_killed_at_each_host_names_what_it_cannot_know(
    environment: dict[str, str], emulator: Emulator, tmp_path: Path
) -> None:
    """Hosts that cannot be asked: nothing is doubled, and what may be missing is named."""
    sizes = write_pictures(tmp_path / "many", 40)
    chance = random.Random(15)
    names = [each.name for each in HOSTS if each.upload_operation and not each.sharing.recent]
    with report_all(3) as case:
        for name in names:
            with case(name):
                words = [str(COMMAND), "upload", str(tmp_path / "many"), "--to", name, "--json"]
                words += ["--journal", str(tmp_path / name), "--no-history", "-j", "4"]
                emulator.reset()
                for _ in range(2):
                    process = subprocess.Popen(
                        words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
                    )
                    wanted = len(emulator.pictures) + 1 + chance.randrange(12)
                    while process.poll() is None and len(emulator.pictures) < wanted:
                        time.sleep(0.001)
                    assert process.poll() is None
                    process.kill()
                    process.wait()
                last = subprocess.run(words, env=environment, capture_output=True, check=False)
                found = [json.loads(line) for line in last.stdout.splitlines()]
                at_host = stored(emulator)
                assert set(at_host.values()) == {1}
                named = {size_of(each["source"]) for each in found if each["error"]}
                assert sizes - set(at_host) <= named
                assert all("already" in each["error"] for each in found if each["error"])
                assert len({each["url"] for each in found if each["url"]}) == 40 - len(named)
                assert len(named) <= 2 * 4


def size_of(path: str) -> tuple[int, int]:
    width, _, height = Path(path).stem.partition("x")
    return int(width), int(height)


def test_lost_answers_are_found_again_at_a_host_that_lists(
    environment: dict[str, str], emulator: Emulator, tmp_path: Path, command: Command
) -> None:
    sizes = write_pictures(tmp_path / "many", 12)
    account = log_in(emulator)
    plan = ["pass", "lose", "cut", "refuse", "break", "lose", "pass", "cut"]
    proxy = FaultProxy(environment["IMGUR_BASE_URL"], plan)
    with proxy.serve() as url:
        words = ("upload", str(tmp_path / "many"), "--to", "imgur", "--base-url", f"{url}/3")
        words += ("--journal", str(tmp_path / "journal"), "--json", "-j", "3")
        first = command(*words, env=account)
        errors = [json.loads(line)["error"] for line in first.stdout.splitlines()]
        assert first.returncode == 1
        # Two answers were lost, two requests cut, one refused for good; one was only put off.
        assert sum(error is not None for error in errors) == 5
        assert not any(count > 1 for count in stored(emulator).values())
        second = command(*words, "--in-doubt", "again", env=account)
    assert (second.returncode, second.stderr) == (0, b"")
    assert len({json.loads(line)["url"] for line in second.stdout.splitlines()}) == 12
    assert stored(emulator) == Counter(sizes)


def test_doubtful_picture_is_left_where_the_host_cannot_be_asked(
    environment: dict[str, str], emulator: Emulator, tmp_path: Path, command: Command
) -> None:
    proxy = FaultProxy(environment["IMGBB_BASE_URL"], ["lose"])
    with proxy.serve() as url:
        words = ("upload", "lake.png", "--to", "imgbb", "--base-url", f"{url}/1")
        words += ("--journal", str(tmp_path / "journal"))
        assert command(*words).returncode == 1
        again = command(*words)
        assert (again.returncode, again.stdout, len(emulator.pictures)) == (1, b"", 1)
        assert b"may be at imgbb already" in again.stderr
        assert command(*words, "--in-doubt", "again").returncode == 0
    assert len(emulator.pictures) == 2


def test_host_that_asks_to_wait_is_waited_for(
    environment: dict[str, str], emulator: Emulator, tmp_path: Path, command: Command
) -> None:
    sizes = write_pictures(tmp_path / "many", 10)
    proxy = FaultProxy(environment["IMGBB_BASE_URL"], ["refuse"] * 8)
    with proxy.serve() as url:
        words = ("upload", str(tmp_path / "many"), "--to", "imgbb", "--base-url", f"{url}/1")
        ran = command(*words)
        assert (ran.returncode, ran.stderr) == (0, b"")
        assert stored(emulator) == Counter(sizes)
        proxy.plan = iter(["refuse"] * 99)
        ran = command(*words, "--patience", "1")
        assert (ran.returncode, ran.stdout) == (1, b"")
    assert stored(emulator) == Counter(sizes)


def test_wrong_key_is_refused_once_for_the_whole_batch(
    emulator: Emulator, tmp_path: Path, command: Command
) -> None:
    write_pictures(tmp_path / "many", 30)
    before = len(emulator.requests)
    ran = command(
        "upload", str(tmp_path / "many"), "--to", "imgbb", env={"IMGBB_API_KEY": "invalid"}
    )
    assert (ran.returncode, ran.stdout, emulator.pictures) == (1, b"", [])
    assert len(emulator.requests) <= before + 4
    assert b"more were not sent for the same reason" in ran.stderr


def test_second_run_uploads_only_what_is_missing(
    emulator: Emulator, tmp_path: Path, command: Command
) -> None:
    write_pictures(tmp_path / "many", 6)
    words = ("upload", str(tmp_path / "many"), "--to", "imgbb", "--journal", str(tmp_path / "j"))
    first = command(*words)
    (tmp_path / "many" / "more.png").write_bytes(png(99, 99))
    second = command(*words)
    assert (first.returncode, second.returncode, len(emulator.pictures)) == (0, 0, 7)
    assert set(first.stdout.splitlines()) < set(second.stdout.splitlines())
    # A picture that changed is another one.
    (tmp_path / "many" / "more.png").write_bytes(png(98, 98))
    assert command(*words).returncode == 0
    assert len(emulator.pictures) == 8


@posix
@pytest.mark.parametrize(
    ("folder", "variables"),
    [
        ("many", {}),
        ("two  spaces", {}),
        ("a quote's\nline end", {}),
        ("süß \\", {"PYTHONIOENCODING": "ascii"}),
    ],
    ids=["plain", "spaces", "a line end", "without the letters"],
)
def test_ctrl_c_leaves_the_journal_and_says_how_to_go_on(
    environment: dict[str, str],
    emulator: Emulator,
    tmp_path: Path,
    folder: str,
    variables: dict[str, str],
) -> None:
    environment = {**environment, **variables}
    sizes = write_pictures(tmp_path / folder, 60)
    words = ["upload", str(tmp_path / folder), "--to", "imgbb", "--journal", str(tmp_path / "j")]
    process = subprocess.Popen(
        [COMMAND, *words], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    while process.poll() is None and len(emulator.pictures) < 5:
        time.sleep(0.001)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 130
    assert said.count(b"\n") == 1
    assert b"interrupted; what is done is in" in said
    # What it says is given to a shell as it stands.
    again = said.partition(b"to go on: imagehosts ")[2].strip()
    line = b"%b %b --in-doubt leave" % (os.fsencode(COMMAND), again)
    ran = subprocess.run(["bash", "-c", line], env=environment, capture_output=True, check=False)
    assert ran.returncode in (0, 1), ran.stderr
    assert len(stored(emulator)) > 50
    assert max(stored(emulator).values()) == 1
    assert set(stored(emulator)) <= sizes


def test_two_runs_do_not_share_a_journal(
    environment: dict[str, str], emulator: Emulator, tmp_path: Path, command: Command
) -> None:
    from imagehosts.sharing.journal import Journal

    with Journal(tmp_path / "journal"):
        ran = command("upload", "lake.png", "--to", "imgbb", "--journal", str(tmp_path / "journal"))
    assert (ran.returncode, emulator.pictures) == (1, [])
    assert b"another run uses the journal" in ran.stderr


@posix
def test_runs_on_several_machines_share_a_journal_in_postgres(
    environment: dict[str, str], emulator: Emulator, tmp_path: Path, postgres_url: str
) -> None:
    sizes = write_pictures(tmp_path / "many", 60)
    journal = postgres_url.replace("imagehosts@", "imagehosts:s3cret@")
    words = [str(COMMAND), "upload", str(tmp_path / "many"), "--to", "imgbb", "--json"]
    words += ["--no-history", f"--journal={journal}"]
    runs = [
        subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    # All are read at once: who writes into a full pipe keeps the pictures that others wait for.
    with ThreadPoolExecutor(len(runs)) as readers:
        printed = list(readers.map(lambda run: run.communicate(timeout=60), runs))
    assert [run.returncode for run in runs] == [0, 0, 0], printed
    for out, said in printed:
        assert said == b""
        assert len({json.loads(line)["url"] for line in out.splitlines()}) == 60
    assert stored(emulator) == Counter(sizes)
    write_pictures(tmp_path / "more", 200)
    words[2] = str(tmp_path / "more")
    process = subprocess.Popen(
        words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    while process.poll() is None and len(emulator.pictures) < 64:
        time.sleep(0.001)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 130
    assert b"s3cret" not in said
    assert postgres_url.encode() in said


def pictures_of_size(size: int) -> list[str]:
    """Six different pictures of about so many bytes, by name."""
    for number in range(6):
        Path(f"p{number}.png").write_bytes(png(40 + number, 30) + bytes([number]) * size)
    return [f"p{number}.png" for number in range(6)]


@pytest.mark.parametrize("emulator", [{"space_limit": 10_000}], indirect=True)
def test_account_that_is_full_fails_the_rest_or_another_host_takes_it(
    run: Run, emulator: Emulator
) -> None:
    names = pictures_of_size(3000)
    with report_all() as case:
        with case("one host"):
            status, printed, complaint = run("upload", "--to", "imageshack", *names)
            assert (status, len(printed.splitlines())) == (1, 3)
            assert complaint.count("There is not enough space left in the account") == 3
        with case("another host after it"):
            words = ("upload", "--to", "imageshack", "--to", "imgur")
            status, printed, complaint = run(*words, *names)
            assert (status, len(printed.splitlines()), complaint) == (0, 6, "")
        with case("both at once"):
            status, printed, complaint = run(*words, "--mirror", *names)
            assert (status, len(printed.splitlines())) == (1, 6)
            assert complaint.count("There is not enough space left in the account") == 6


@pytest.mark.parametrize("emulator", [{"user_credits": 30, "enforce_credits": True}], indirect=True)
def test_credits_that_are_used_up_end_the_batch_at_that_host(run: Run, emulator: Emulator) -> None:
    names = pictures_of_size(10)
    words = ("upload", "--to", "imgur", "--patience", "1s")
    status, printed, complaint = run(*words, *names)
    assert (status, len(printed.splitlines())) == (1, 3)
    first, rest = complaint.splitlines()
    assert "requests exceeded (HTTP 429)" in first
    assert rest == "imagehosts: 2 more were not sent for the same reason"
    uploads = [entry for entry in emulator.requests if entry.operation == "images_upload"]
    assert len(uploads) == 4
