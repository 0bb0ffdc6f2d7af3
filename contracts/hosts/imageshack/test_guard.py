"""Bugs planted in this host are found, each by the check that is meant to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from imagehosts.emulator.domain.albums import Albums
from imagehosts.emulator.hosts.imageshack import access, images

from contracts.fuzz.planting import (
    HASTY,
    WITH_ACCOUNTS,
    Planted,
    always,
    found_by,
    name_of,
    nothing,
    run_with,
)

pytestmark = pytest.mark.guard

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
    report = run_with(API, planted, monkeypatch, replace(HASTY, first_only=len(by) == 1))
    assert set(by) <= found_by(report), report.problems
