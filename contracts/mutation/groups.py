"""What is mutated: four groups, the share that each must reach, and the tests that concern it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from contracts.mutation.sources import ROOT

__all__ = ["GROUPS", "Group"]


@dataclass(frozen=True)
class Group:
    """A part of the project.

    Attributes:
        name: What it is called on the command line.
        about: What it is, in a few words.
        sources: Patterns of its files.
        aim: The share of mutants that tests should notice.
        floor: The share of a small sample below which a change may not land.
    """

    name: str
    about: str
    sources: tuple[str, ...]
    aim: float
    floor: float

    def files(self) -> list[Path]:
        """The files of the group, in order."""
        return sorted({path for pattern in self.sources for path in ROOT.glob(pattern)})


GROUPS: dict[str, Group] = {
    group.name: group
    for group in (
        Group(
            "specs",
            "specs and XML Schemas",
            ("specs/*/openapi.yaml", "specs/*/*.xsd"),
            aim=0.95,
            floor=0.9,
        ),
        Group(
            "emulator",
            "the emulator's core, domain and handlers",
            (
                "overrides/imagehosts/emulator/core/**/*.py",
                "overrides/imagehosts/emulator/domain/**/*.py",
                "overrides/imagehosts/emulator/hosts/**/*.py",
            ),
            aim=0.9,
            floor=0.65,
        ),
        Group(
            "runtime",
            "the clients' core, hosts and sharing",
            (
                "overrides/imagehosts/core/**/*.py",
                "overrides/imagehosts/hosts/**/*.py",
                "overrides/imagehosts/sharing/**/*.py",
            ),
            aim=0.9,
            floor=0.65,
        ),
        Group(
            "generator",
            "the generator",
            ("overrides/codegen/**/*.py",),
            aim=0.95,
            floor=0.65,
        ),
    )
}
