"""The demo's checks of answers in XML, tried on one that the XSD does not allow."""

from __future__ import annotations

from pathlib import Path

import pytest
from imagehosts.emulator import Emulator
from imagehosts.emulator.core.xml import Element
from imagehosts.emulator.hosts.imageshack_gallery import answers as answer
from imagehosts.hosts import find_host

from contracts.demo.pictures import make_pictures
from contracts.demo.server import PEOPLE
from contracts.demo.stage import play
from contracts.hosts.imageshack_gallery.demo import scenario


@pytest.mark.planted("spoils the answer to see the demo notice")
def test_an_answer_in_xml_that_the_xsd_does_not_allow_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def uploader(ask: object, gallery: object) -> Element:
        return Element("uploader", (Element("username", "ann"), Element("rank", "1")))

    monkeypatch.setattr(answer, "_uploader", uploader)
    host = find_host("imageshack_gallery")
    assert host is not None
    users = tuple(f"{name}:{password}" for name, password in PEOPLE.items())
    with Emulator(users=users) as emulator, emulator.serve() as address:
        pictures = [*make_pictures(tmp_path, None)]
        problems = play(scenario, host, address, pictures, asynchronous=False).problems
    found = [p for p in problems if p.startswith("galleries_create: answer: XSD: ")]
    assert any("rank" in problem for problem in found), problems
