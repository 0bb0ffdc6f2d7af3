"""The mutants that change nothing anybody could notice, each with the reason.

``equivalent.yaml`` lists them by name. An entry whose mutant is gone is stale and fails a test; one
that a test notices is wrong and fails the run that finds out.
"""

from __future__ import annotations

from pathlib import Path

import yaml

from contracts.mutation.groups import GROUPS
from contracts.mutation.sources import ROOT
from contracts.mutation.trying import mutants_of_file

__all__ = ["LISTED", "read_equivalent", "stale_entries"]

LISTED = Path(__file__).parent / "equivalent.yaml"


def read_equivalent(path: Path = LISTED) -> dict[str, str]:
    """The reason of each mutant that is listed."""
    found = yaml.safe_load(path.read_text("utf-8")) or []
    return {entry["mutant"]: entry["reason"] for entry in found}


def stale_entries(listed: dict[str, str]) -> list[str]:
    """The mutants of the list that are no more."""
    by_file: dict[str, list[str]] = {}
    for mutant in listed:
        by_file.setdefault(mutant.partition(" ")[0], []).append(mutant)
    known = {
        path.relative_to(ROOT).as_posix() for group in GROUPS.values() for path in group.files()
    }
    return [
        mutant
        for path, mutants in by_file.items()
        for names in [{one.name for one in mutants_of_file(path)} if path in known else set()]
        for mutant in mutants
        if mutant not in names
    ]
