"""Bugs planted in this host are found, each by the check that is meant to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from imagehosts.emulator.core.store import Store
from imagehosts.emulator.domain.comments import Comments
from imagehosts.emulator.hosts.imgur import access

from contracts.fuzz.planting import (
    HASTY,
    WITH_ACCOUNTS,
    Planted,
    always,
    name_of,
    nothing,
    run_with,
)

pytestmark = [
    pytest.mark.guard,
    pytest.mark.outside("random requests go beyond every contract"),
    pytest.mark.planted("plants faults in the emulator to see them found"),
]

API = "imgur"
#: What of the emulator is replaced, and what finds it.
PLANTED: list[tuple[Planted, tuple[str, ...]]] = [
    *WITH_ACCOUNTS,
    ((access, "_is_owner", always), ("tells_no_secret", "refuses_what_it_must")),
    ((Store, "delete_picture", nothing), ("forgets_what_was_deleted",)),
    ((Comments, "delete", nothing), ("forgets_what_was_deleted",)),
]


@pytest.mark.parametrize(("planted", "by"), PLANTED, ids=name_of)
def test_a_planted_bug_is_found(
    planted: Planted, by: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    report = run_with(API, planted, monkeypatch, replace(HASTY, first_only=len(by) == 1, until=by))
    assert set(by) <= report.found_by, report.problems
