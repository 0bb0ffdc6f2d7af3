"""What a run found, in a folder: each result is a line that is written at once.

So a run that is stopped at any moment is gone on with from there.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["Result", "Run", "Summary", "interval", "summaries"]

RUN, RESULTS = "run.json", "results.jsonl"
#: What of the results counts as noticed, and by whom.
NOTICED = ("generator", "snapshot", "behavior")


@dataclass(frozen=True)
class Result:
    """What became of one mutant.

    Attributes:
        group: The group that it belongs to.
        mutant: Its name.
        line: Where it is.
        noticed: Who noticed: ``generator``, ``snapshot``, ``behavior``; nobody where empty.
        by: The test, or what was said.
        tests: How many tests were chosen; none reach it where this is 0.
        seconds: What it took.
    """

    group: str
    mutant: str
    line: int
    noticed: tuple[str, ...]
    by: str = ""
    tests: int = 0
    seconds: float = 0.0


@dataclass
class Run:
    """A run in its folder."""

    folder: Path
    settings: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def begin(cls, folder: Path, settings: dict[str, Any]) -> Run:
        """Make the folder of a new run; one that was there with the same settings goes on."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / RUN
        if path.exists() and json.loads(path.read_text("utf-8")) != settings:
            raise ValueError(f"{folder} holds another run; name another folder, or delete it")
        path.write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
        return cls(folder, settings)

    @classmethod
    def open(cls, folder: Path) -> Run:
        """Take up a run that was begun."""
        path = folder / RUN
        if not path.is_file():
            raise ValueError(f"{folder} holds no run: there is no {RUN} in it")
        return cls(folder, json.loads(path.read_text("utf-8")))

    def results(self) -> dict[str, Result]:
        """The results so far, by mutant; the last of each holds. A half line is left out."""
        path = self.folder / RESULTS
        found: dict[str, Result] = {}
        for line in path.read_text("utf-8").splitlines() if path.exists() else ():
            try:
                noted = json.loads(line)
            except ValueError:
                continue
            found[noted["mutant"]] = Result(**{**noted, "noticed": tuple(noted["noticed"])})
        return found

    def add(self, result: Result) -> None:
        path = self.folder / RESULTS
        with path.open("a+b") as file:
            # A line that a killed run left half is ended first.
            if file.tell() and not _ends_with_line(path):
                file.write(b"\n")
            file.write((json.dumps(asdict(result), ensure_ascii=False) + "\n").encode())


def _ends_with_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, 2)
        return file.read(1) == b"\n"


@dataclass(frozen=True)
class Summary:
    """The result of a group: shares leave out what is known to change nothing."""

    group: str
    tried: int
    noticed: int
    equivalent: int
    low: float
    high: float
    by: dict[str, int]
    survivors: tuple[Result, ...]
    wrongly_equivalent: tuple[Result, ...]

    @property
    def share(self) -> float:
        return self.noticed / self.tried if self.tried else 1.0


def interval(noticed: int, tried: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson's interval of a share: where it lies, 95 times of a hundred."""
    if not tried:
        return 0.0, 1.0
    share = noticed / tried
    middle = share + z * z / (2 * tried)
    spread = z * math.sqrt(share * (1 - share) / tried + z * z / (4 * tried * tried))
    whole = 1 + z * z / tried
    return max(0.0, (middle - spread) / whole), min(1.0, (middle + spread) / whole)


def summaries(results: Iterable[Result], equivalent: Iterable[str]) -> Iterator[Summary]:
    """The results of each group that was tried."""
    known = set(equivalent)
    groups: dict[str, list[Result]] = {}
    for result in results:
        groups.setdefault(result.group, []).append(result)
    for group, found in groups.items():
        counted = [one for one in found if one.mutant not in known or one.noticed]
        noticed = [one for one in counted if one.noticed]
        low, high = interval(len(noticed), len(counted))
        yield Summary(
            group,
            len(counted),
            len(noticed),
            len(found) - len(counted),
            low,
            high,
            dict(Counter("+".join(one.noticed) for one in noticed)),
            tuple(one for one in counted if not one.noticed),
            tuple(one for one in noticed if one.mutant in known),
        )
