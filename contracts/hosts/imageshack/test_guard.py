"""Bugs planted in this host are found, each by the check that is meant to."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace

import pytest
from imagehosts.emulator.domain.albums import Albums
from imagehosts.emulator.hosts.imageshack import access, images

from contracts.fuzz.planting import (
    HASTY,
    WITH_ACCOUNTS,
    Planted,
    always,
    name_of,
    nothing,
    run_with,
)
from contracts.support.specs import ROOT

pytestmark = [
    pytest.mark.guard,
    pytest.mark.outside("random requests go beyond every contract"),
    pytest.mark.planted("plants faults in the emulator to see them found"),
]

API = "imageshack"
#: What of the emulator is replaced, and what finds it.
PLANTED: list[tuple[Planted, tuple[str, ...]]] = [
    *WITH_ACCOUNTS,
    ((access.Context, "is_owner", always), ("tells_no_secret", "refuses_what_it_must")),
    ((images, "_hide", lambda context, it: it), ("forgets_what_was_deleted",)),
    ((Albums, "delete", nothing), ("forgets_what_was_deleted",)),
]


@pytest.mark.parametrize(("planted", "by"), PLANTED, ids=name_of)
def test_a_planted_bug_is_found(
    planted: Planted, by: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    report = run_with(API, planted, monkeypatch, replace(HASTY, first_only=len(by) == 1, until=by))
    assert set(by) <= report.found_by, report.problems


#: Prints what a run sends.
RUN = """
import importlib, logging, sys
from dataclasses import replace
from imagehosts.emulator import Emulator
from contracts.fuzz.runs import SHORT, check
from contracts.fuzz.planting import ORIGIN, SAME_EVERY_TIME
logging.disable()
for name in sys.argv[1:]:
    importlib.import_module(name)
with Emulator(**SAME_EVERY_TIME) as emulator:
    depth = replace(SHORT, phases=("examples", "fuzzing"))
    check("imageshack", ORIGIN + "/v2", emulator, depth)
    for entry in emulator.requests:
        if entry.operation:  # which random pictures a host shows is left to chance
            print(entry.operation, entry.path, entry.fields, entry.status)
"""


def test_every_run_sends_the_same() -> None:
    """Whatever the order of sets, and whichever modules are there to draw values from."""
    outputs = {
        subprocess.run(
            [sys.executable, "-c", RUN, *modules],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, modules in (("1", ()), ("2", ("imagehosts.sharing", "contracts.docs.markdown")))
    }
    (output,) = outputs
    assert output.count("\n") > 200
