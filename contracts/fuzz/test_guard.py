"""The contract runs can fail: what breaks inside is found, and what proves nothing is no success.

Bugs planted in one host are in ``contracts/hosts/<api>/test_guard.py``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from imagehosts.emulator import Emulator

from contracts.fuzz.cases import Editor
from contracts.fuzz.planting import FIRST, ORIGIN, SAME_EVERY_TIME
from contracts.fuzz.rows import load_row, rows
from contracts.fuzz.runs import SHORT, Reached, Report, check
from contracts.fuzz.shapes import base_path, load_shapes
from contracts.fuzz.worlds import KEY
from contracts.support.examples import api_where, only_uploads
from contracts.support.reporting import report_all

pytestmark = [
    pytest.mark.guard,
    pytest.mark.outside("random requests go beyond every contract"),
    pytest.mark.planted("plants faults in the emulator to see them found"),
]

ALL_LINKS = replace(SHORT, links=1.0)
every_api = pytest.mark.parametrize("api", rows())


@pytest.fixture
def example() -> str:
    """A small API where a key is all there is."""
    return api_where(only_uploads)


@every_api
def test_an_error_inside_is_found_although_the_answer_hides_it(
    api: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **options: object) -> None:
        raise LookupError("planted")

    monkeypatch.setattr(*load_row(api).breaks(), broken)
    with Emulator(**SAME_EVERY_TIME) as emulator:
        report = check(api, ORIGIN + base_path(api), emulator, FIRST)
        assert emulator.internal_errors
    assert any(", holds_out: " in finding for finding in report.findings), report.problems


def test_an_error_inside_a_running_server_is_found(
    example: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **options: object) -> None:
        raise LookupError("planted")

    monkeypatch.setattr(*load_row(example).breaks(), broken)
    with Emulator(**SAME_EVERY_TIME) as emulator, emulator.serve() as address:
        depth = replace(SHORT, phases=("examples",))
        report = check(example, address + base_path(example), depth=depth)
    assert any(", holds_out: " in finding for finding in report.findings), report.problems


# Runs that find nothing, because they reach nothing


def test_random_cases_alone_fall_short_of_everything(
    example: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Editor, "edit", lambda *args: None)
    monkeypatch.setattr(Editor, "examples", lambda *args: [])
    with Emulator(**SAME_EVERY_TIME, keys=(KEY,)) as emulator:
        report = check(example, ORIGIN + base_path(example), emulator, SHORT)
    assert report.findings == [], "all is answered as the spec has it"
    assert report.stored == 0
    for id in load_shapes(example):
        assert any(line.startswith(f"{id}: 0 requests succeeded") for line in report.problems)


def test_server_that_accepts_no_key_is_noticed(example: str) -> None:
    with Emulator(**SAME_EVERY_TIME, keys=("the key of somebody else",)) as emulator:
        report = check(example, ORIGIN + base_path(example), emulator, SHORT)
    assert any(", accepts_what_it_should: " in finding for finding in report.findings)
    assert len(report.shortfalls) >= len(load_shapes(example))


def test_a_link_that_leads_nowhere_is_noticed(example: str) -> None:
    with Emulator(**SAME_EVERY_TIME, refuse_url_uploads=True) as emulator:
        report = check(example, ORIGIN + base_path(example), emulator, ALL_LINKS)
    for shape in load_shapes(example).values():
        for link in shape.links:
            assert f"the link {link} was never followed with success" in report.shortfalls


LINK = "upload_again_by_url -> images_upload_by_get"


def sound_report(api: str) -> Report:
    operations = {
        id: Reached(requests=9, successes=7, refusals=Counter(permission=2))
        for id in load_shapes(api)
    }
    links = Counter({LINK: 1})
    phases = Counter(SHORT.phases)
    depth = replace(SHORT, links=1.0)
    return Report(api, depth, operations, links, 7 * len(operations), phases=phases)


def test_a_run_that_reached_everything_falls_short_of_nothing(example: str) -> None:
    assert sound_report(example).problems == []


SHORTFALLS: list[tuple[Callable[[Report], object], str]] = [
    (lambda r: r.phases.pop("stateful"), "the phase stateful tested nothing"),
    (
        lambda r: r.operations["images_upload"].refusals.clear(),
        "images_upload: 0 documented failures were seen, 1 are needed",
    ),
    (
        lambda r: setattr(r.operations["images_upload"], "successes", 1),
        "images_upload: 1 requests succeeded, 2 are needed",
    ),
    (lambda r: r.links.update({LINK: -1}), f"the link {LINK} was never followed with success"),
    (lambda r: setattr(r, "stored", 41), "42 uploads were accepted, but 41 files were stored"),
    (
        lambda r: setattr(r, "shown_to_owner", 0),
        "nobody saw what is theirs alone, so that others did not says nothing",
    ),
]


def test_each_shortfall_is_reported(example: str) -> None:
    with report_all() as case:
        for change, shortfall in SHORTFALLS:
            with case(shortfall):
                report = sound_report(example)
                change(report)
                assert shortfall in report.problems
                assert len(report.problems) == 1 + ("1 requests" in shortfall)
