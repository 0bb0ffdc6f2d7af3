"""Every API of the emulator against its spec: examples, coverage, fuzzing, and chains along links.

A run has to find nothing and to reach enough; ``test_guard.py`` shows that it can fail in both.
"""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest
from imagehosts.emulator import Emulator
from imagehosts.emulator.core.journal import Entry
from schemathesis.checks import CHECKS, load_all_checks

from contracts.fuzz import checks
from contracts.fuzz.planting import ORIGIN, SAME_EVERY_TIME
from contracts.fuzz.rows import ENFORCED, load_row, rows
from contracts.fuzz.runs import SHORT, THOROUGH, Report, check
from contracts.fuzz.samples import SAMPLES, TAILS, as_base64
from contracts.fuzz.shapes import base_path, load_shapes
from contracts.fuzz.short import check_api
from contracts.support.specs import ROOT

every_api = pytest.mark.parametrize("api", rows())


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator(**SAME_EVERY_TIME) as emulator:
        yield emulator
        assert emulator.internal_errors == []


@pytest.mark.slow
@every_api
def test_the_emulator_keeps_its_contract(api: str, emulator: Emulator) -> None:
    report = check(api, ORIGIN + base_path(api), emulator.app)
    assert not report.problems, "\n".join(report.problems)
    assert report.operations.keys() == load_shapes(api).keys()
    if not load_row(api).gone:
        assert report.stored == len(emulator.pictures)


@every_api
def test_a_running_server_passes_the_short_check(api: str) -> None:
    ticks: list[None] = []
    with Emulator() as emulator, emulator.serve() as address:
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
def test_a_check_can_be_repeated_on_one_server(api: str) -> None:
    depth = replace(SHORT, phases=("examples",), links=0.0)
    with Emulator(**SAME_EVERY_TIME) as emulator:
        for _ in range(2):
            report = check(api, ORIGIN + base_path(api), emulator.app, depth)
            assert not report.findings, "\n".join(report.findings)


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


Sent = tuple[Report, Emulator, list[Entry]]


@pytest.fixture(scope="module", params=rows())
def sent(request: pytest.FixtureRequest) -> Iterator[Sent]:
    api: str = request.param
    seen: dict[int, Entry] = {}  # the journal forgets, so it is read now and then
    with Emulator(**SAME_EVERY_TIME) as emulator:

        def note() -> None:
            seen.update({id(entry): entry for entry in emulator.requests})

        report = check(api, ORIGIN + base_path(api), emulator.app, SHORT, note)
        note()
        yield report, emulator, list(seen.values())


def test_what_is_sent_is_what_the_spec_says(sent: Sent) -> None:
    report, _, seen = sent
    shapes = load_shapes(report.api)
    entries = [entry for entry in seen if entry.api == report.api and entry.operation]
    assert {entry.operation for entry in entries} == set(shapes)
    assert not [entry.path for entry in entries if "#" in entry.path], "fragments stay at home"
    types: set[str] = set()
    for entry in entries:
        shape = shapes[str(entry.operation)]
        for file in entry.files.values():
            assert file["filename"], "a part without a file name is no file to PHP"
            types.add(file["content_type"])
        said = {name for name in entry.fields if name in _constants(report.api, shape.id)}
        for name in said:
            assert entry.fields[name] == _constants(report.api, shape.id)[name]
    wanted = {t for shape in shapes.values() for t in shape.file_types}
    without_sample = set(load_row(report.api).without_sample)
    assert wanted - {sample.media_type for sample in SAMPLES} == without_sample
    wanted -= without_sample
    types -= without_sample
    # Lists of files lose their types on the way through schemathesis.
    several = any(shape.takes_several for shape in shapes.values())
    assert types - ({"application/octet-stream", ""} if several else set()) == wanted


def test_each_type_of_file_is_stored_byte_for_byte(sent: Sent) -> None:
    report, emulator, _ = sent
    kept = {
        content
        for picture in emulator.pictures
        for content in [emulator.read(picture.files["image"].path)]
    }
    for sample in SAMPLES:
        wanted = any(sample.media_type in s.file_types for s in load_shapes(report.api).values())
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


#: Prints what a run sends.
RUN = """
import logging, sys
from dataclasses import replace
from imagehosts.emulator import Emulator
from contracts.fuzz.runs import SHORT, check
from contracts.fuzz.test_contract import ORIGIN, SAME_EVERY_TIME
logging.disable()
with Emulator(**SAME_EVERY_TIME) as emulator:
    depth = replace(SHORT, phases=("examples",))
    check("imageshack", ORIGIN + "/v2", emulator.app, depth)
    for entry in emulator.requests:
        if entry.operation:  # which random pictures a host shows is left to chance
            print(entry.operation, entry.path, entry.fields, entry.status)
"""


def test_every_run_sends_the_same() -> None:
    outputs = {
        subprocess.run(
            [sys.executable, "-c", RUN],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    (output,) = outputs
    assert output.count("\n") > 200
