"""The scenarios of ``make demo`` end well, for both kinds of client, and notice when not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from imagehosts.emulator import Emulator
from imagehosts.hosts import find_host

from contracts.demo.__main__ import load_scenario
from contracts.demo.pictures import Picture, fault_of, make_pictures, tiny_picture
from contracts.demo.server import PEOPLE
from contracts.demo.stage import Outcome, play
from contracts.hosts import answered_by_examples, hosts_with
from contracts.support.examples import api_where, only_uploads


@pytest.fixture
def address() -> Iterator[str]:
    users = tuple(f"{name}:{password}" for name, password in PEOPLE.items())
    with Emulator(users=users) as emulator, emulator.serve() as url:
        yield url
        assert emulator.internal_errors == []


def outcome_of(
    name: str, address: str, pictures: list[Picture], *, asynchronous: bool = False
) -> Outcome:
    host = find_host(name)
    assert host is not None
    base_url = address + host.base_path
    return play(load_scenario(name), host, base_url, pictures, asynchronous=asynchronous)


#: Where the emulator answers examples, nothing comes back as it was sent.
every_host = pytest.mark.parametrize(
    "host", [name for name in hosts_with("demo") if not answered_by_examples(name)]
)


@every_host
@pytest.mark.parametrize("asynchronous", [False, True], ids=["sync", "async"])
def test_a_scenario_ends_well(host: str, asynchronous: bool, address: str, tmp_path: Path) -> None:
    own = tmp_path / "own.png"
    own.write_bytes(tiny_picture(200))
    photograph, drawing, animation, tiny = make_pictures(tmp_path, own)
    # Both kinds of client meet one picture with a name or content that is harder than usual.
    pictures = [animation, photograph] if asynchronous else [drawing, tiny]
    result = outcome_of(host, address, pictures, asynchronous=asynchronous)
    assert result.problems == []
    assert result.identical >= len(pictures)
    assert result.answers_checked >= result.steps > 1


def test_bytes_that_differ_are_noticed(address: str, tmp_path: Path) -> None:
    name = api_where(only_uploads)
    pictures = [p._replace(content=Changed(p.content)) for p in make_pictures(tmp_path, None)][:1]
    problems = outcome_of(name, address, pictures).problems
    assert problems
    assert all("the bytes that came back differ" in problem for problem in problems)


class Changed(bytes):
    """Bytes that are no longer what they were when they are compared."""

    def __eq__(self, other: object) -> bool:
        return False

    __hash__ = bytes.__hash__


@every_host
def test_a_refusal_is_a_problem_that_says_where(host: str) -> None:
    with Emulator(keys=("another",)) as emulator, emulator.serve() as url:
        # Nobody has an account here, nor the right key.
        pictures = [Picture("a.png", tiny_picture(1), Path("a.png"))]
        first, *_ = outcome_of(host, url, pictures).problems
    step, _, message = first.partition(": ")
    assert step
    assert message


def test_file_that_is_not_a_picture_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "notes.png"
    assert fault_of(path) == f"there is no file {path}"
    path.write_bytes(tiny_picture(1)[:-20])
    assert fault_of(path) == f"{path} is no picture"
    path.write_bytes(tiny_picture(1))
    assert fault_of(path) == ""
