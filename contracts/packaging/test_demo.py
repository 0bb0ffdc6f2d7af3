"""The stories of ``make demo`` end well, for both kinds of client, and notice when they do not."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from imagehosts.emulator import Emulator
from imagehosts.emulator.core.xml import Element
from imagehosts.emulator.hosts.imageshack_gallery import answers as answer
from imagehosts.hosts import find_host

from contracts.demo.__main__ import TALES
from contracts.demo.pictures import Picture, fault_of, make_pictures, tiny_picture
from contracts.demo.server import PEOPLE
from contracts.demo.story import Story, Told, tell


@pytest.fixture
def address() -> Iterator[str]:
    users = tuple(f"{name}:{password}" for name, password in PEOPLE.items())
    with Emulator(users=users) as emulator, emulator.serve() as url:
        yield url
        assert emulator.internal_errors == []
        # ImageShack hides what its owner deletes.
        assert {picture.host for picture in emulator.pictures} <= {"imageshack"}


def told(name: str, address: str, pictures: list[Picture], *, asynchronous: bool = False) -> Told:
    host = find_host(name)
    assert host is not None
    base_url = address + host.base_path
    return tell(TALES[name], host, base_url, pictures, asynchronous=asynchronous)


@pytest.mark.parametrize("name", TALES)
@pytest.mark.parametrize("asynchronous", [False, True], ids=["sync", "async"])
def test_a_story_ends_well(name: str, asynchronous: bool, address: str, tmp_path: Path) -> None:
    own = tmp_path / "own.png"
    own.write_bytes(tiny_picture(200))
    pictures = list(make_pictures(tmp_path, own))
    result = told(name, address, pictures, asynchronous=asynchronous)
    assert result.problems == []
    assert result.identical >= len(pictures) == 4
    assert result.answers_checked > 20


@pytest.mark.parametrize("name", TALES)
def test_bytes_that_differ_are_noticed(name: str, address: str, tmp_path: Path) -> None:
    pictures = [p._replace(content=Changed(p.content)) for p in make_pictures(tmp_path, None)]
    problems = told(name, address, pictures).problems
    assert len([p for p in problems if "the bytes that came back differ" in p]) >= len(pictures)


class Changed(bytes):
    """Bytes that are no longer what they were when they are compared."""

    def __eq__(self, other: object) -> bool:
        return False

    __hash__ = bytes.__hash__


@pytest.mark.parametrize("name", TALES)
def test_a_refusal_is_a_problem_that_says_where(name: str) -> None:
    with Emulator() as emulator, emulator.serve() as url:  # where nobody has these accounts
        (problem,) = told(name, url, [Picture("a.png", tiny_picture(1), Path("a.png"))]).problems[
            :1
        ]
    assert problem.startswith(("logging in: ", "agreeing in a browser, typing the PIN: "))


def test_what_the_spec_does_not_allow_is_a_problem(address: str) -> None:
    host = find_host("imgur")
    assert host is not None

    async def tale(story: Story, pictures: object) -> None:
        nobody = story.person(client_id="demo")
        await nobody.do("credits.get", options={"query": {"more": "1"}})

    story = Story(host, f"{address}/3", asynchronous=False, tick=lambda: None)
    asyncio.run(story.run(tale, []))
    assert story.told().problems == ["credits_get: request: query more is not known"]


def test_an_answer_in_xml_that_the_xsd_does_not_allow_is_a_problem(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def uploader(ask: object, gallery: object) -> Element:
        return Element("uploader", (Element("username", "ann"), Element("rank", "1")))

    monkeypatch.setattr(answer, "_uploader", uploader)
    problems = told("imageshack_gallery", address, [*make_pictures(tmp_path, None)]).problems
    found = [p for p in problems if p.startswith("galleries_create: answer: XSD: ")]
    assert any("rank" in problem for problem in found), problems


def test_a_file_that_is_no_picture_is_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "notes.png"
    assert fault_of(path) == f"there is no file {path}"
    path.write_bytes(tiny_picture(1)[:-20])
    assert fault_of(path) == f"{path} is no picture"
    path.write_bytes(tiny_picture(1))
    assert fault_of(path) == ""
