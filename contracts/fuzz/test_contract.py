"""Every API of the emulator against its spec: examples, coverage, fuzzing, and chains along links.

A run has to find nothing and to reach enough; ``test_guard.py`` shows that it can fail in both.
"""

from __future__ import annotations

import base64

import pytest
from imagehosts.emulator import Emulator
from imagehosts.emulator.core.journal import Entry
from schemathesis.checks import CHECKS, load_all_checks

from contracts.fuzz import checks
from contracts.fuzz.planting import ORIGIN, SAME_EVERY_TIME
from contracts.fuzz.rows import ENFORCED, load_row, rows
from contracts.fuzz.runs import THOROUGH, check
from contracts.fuzz.samples import SAMPLES, TAILS, as_base64
from contracts.fuzz.shapes import base_path, load_shapes
from contracts.fuzz.short import check_api
from contracts.support.reporting import report_all
from contracts.support.specs import load_spec

every_api = pytest.mark.parametrize("api", rows())


@pytest.mark.slow
@every_api
def test_the_emulator_keeps_its_contract(api: str) -> None:
    seen: dict[int, Entry] = {}  # the journal forgets, so it is read now and then
    with Emulator(**SAME_EVERY_TIME) as emulator, report_all() as case:

        def note() -> None:
            seen.update({id(entry): entry for entry in emulator.requests})

        with case("a running server passes the short check"), emulator.serve() as address:
            passes_the_short_check(api, emulator, address)
        # What that check left behind is not in the way of another one.
        before = len(emulator.pictures)
        report = check(api, ORIGIN + base_path(api), emulator, tick=note)
        note()
        with case("the run found nothing and reached enough"):
            assert not report.problems, "\n".join(report.problems)
            assert report.operations.keys() == load_shapes(api).keys()
            assert emulator.internal_errors == []
        if not load_row(api).gone:
            with case("what was accepted is stored"):
                assert report.stored == len(emulator.pictures) - before
        with case("what was sent is what the spec says"):
            sent_as_declared(api, list(seen.values()))
        with case("each type of file is stored byte for byte"):
            stored_byte_for_byte(api, emulator)


def passes_the_short_check(api: str, emulator: Emulator, address: str) -> None:
    """The check of `make demo`, over a socket."""
    ticks: list[None] = []
    result = check_api(api, address + base_path(api), lambda: ticks.append(None))
    assert result["problems"] == []
    assert result["operations"] == len(load_shapes(api))
    assert result["requests"] >= result["accepted"]
    stores = any(shape.source for shape in load_shapes(api).values())
    assert (result["accepted"] > 0) == stores
    assert load_row(api).gone or result["accepted"] == len(emulator.pictures)
    assert len(ticks) >= len(load_shapes(api))
    assert not emulator.web, "what the check registered is taken away again"
    assert emulator.internal_errors == []


@every_api
def test_no_check_of_the_library_is_left_undecided(api: str) -> None:
    load_all_checks()
    decided = {*ENFORCED, *load_row(api).excluded}
    assert not decided & set(checks.NAMES)
    known = set(CHECKS.get_all_names()) | {"max_response_time"}
    assert known == decided | set(checks.NAMES)
    row = load_row(api)
    for reasons in (row.excluded, row.refusals, row.anywhere, row.without_sample):
        assert all(len(reason) > 20 for reason in reasons.values())
    assert all(len(reason) > 20 for reason in row.dead_addresses.values())


@every_api
def test_an_api_has_links_or_a_reason_for_none(api: str) -> None:
    linked = any(shape.links for shape in load_shapes(api).values())
    reason = load_row(api).no_links
    assert linked == (not reason)
    assert linked or len(reason) > 20
    assert ("stateful" in THOROUGH.for_shapes(load_shapes(api)).phases) == linked


# What is really sent. Each of these has been lost on the way by some tool.


def sent_as_declared(api: str, seen: list[Entry]) -> None:
    """Every operation was called, with its constants and with files of every type that it names."""
    shapes = load_shapes(api)
    entries = [entry for entry in seen if entry.api == api and entry.operation]
    assert {entry.operation for entry in entries} == set(shapes)
    fragments = tuple(
        f"#{path.partition('#')[2]}" for path in load_spec(api)["paths"] if "#" in path
    )
    assert not [e.path for e in entries if e.path.endswith(fragments)], "fragments stay at home"
    # The phase of coverage leaves out file names and types on purpose.
    files = [file for entry in entries for file in entry.files.values()]
    types = {file["content_type"] for file in files if file["filename"]}
    wanted = {t for shape in shapes.values() for t in shape.file_types}
    without_sample = set(load_row(api).without_sample)
    assert wanted - {sample.media_type for sample in SAMPLES} == without_sample
    assert wanted - without_sample <= types
    for entry in entries:
        for name, value in _constants(api, str(entry.operation)).items():
            assert entry.fields.get(name, value) == value


def stored_byte_for_byte(api: str, emulator: Emulator) -> None:
    """The emulator keeps what was sent, whatever follows the end of the picture."""
    kept = {emulator.read(picture.files["image"].path) for picture in emulator.pictures}
    for sample in SAMPLES:
        wanted = any(sample.media_type in shape.file_types for shape in load_shapes(api).values())
        if wanted and sample.kept:
            assert any(content.startswith(sample.content) for content in kept), sample.media_type


def test_base64_text_of_the_samples_needs_escaping() -> None:
    texts = [as_base64(sample.content + tail) for sample in SAMPLES for tail in TAILS]
    assert sum("+" in text for text in texts) > 20
    assert all(base64.b64decode(text, validate=True) for text in texts)


def _constants(api: str, operation: str) -> dict[str, object]:
    places = load_shapes(api)[operation].constants
    return {
        n: v for place, members in places.items() if place != "path" for n, v in members.items()
    }
