"""Which tests reach a mutant, as :mod:`.recording` noted, and in which order they are tried."""

from __future__ import annotations

import hashlib
import heapq
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path, PurePosixPath

from contracts.mutation.python import PythonMutant
from contracts.mutation.recording import VARIABLE, digest
from contracts.mutation.sources import ROOT

__all__ = ["Reach", "modules_of_tests", "read_reach", "record", "sample", "stale"]

FOLDERS = tuple(
    f"contracts/{name}"
    for name in ("cli", "clients", "codegen", "emulator", "hosts", "sharing", "specs", "wire")
)
#: What starts processes, type checkers or long runs, where no mutant is planted; and browsers,
#: which take long for what others look at as well.
LEFT_OUT = (
    "test_accessibility.py",
    "test_balancer.py",
    "test_browser.py",
    "test_browsers.py",
    "test_server_process.py",
    "test_workers.py",
    "clients/test_pytest_plugin.py",
    "clients/test_spec_changes.py",
    "clients/test_typing.py",
    "emulator/test_process.py",
    "test_contract_runs.py",
    "test_fuzz.py",
    "test_guard.py",
    "test_live_run.py",
)


@dataclass
class Reach:
    """The tests of each block, what each test costs in seconds, and what ran at import."""

    blocks: dict[str, set[str]] = field(default_factory=dict)
    tests: dict[str, set[str]] = field(default_factory=dict)
    costs: dict[str, float] = field(default_factory=dict)
    at_import: set[str] = field(default_factory=set)
    files: dict[str, str] = field(default_factory=dict)

    def of(self, mutant: PythonMutant) -> set[str]:
        """The tests that reach a mutant; for what runs at import alone, those of its module.

        A module of nothing but tables is reached by none: those of its folder look at it.
        """
        found = self.tests.get(mutant.block, set())
        if found or (mutant.block and mutant.block not in self.at_import):
            return found
        below = (f"{folder.as_posix()}/" for folder in PurePosixPath(mutant.path).parents)
        places = (f"{mutant.path}:", *below)
        return next((tests for place in places if (tests := self._below(place))), found)

    def _below(self, place: str) -> set[str]:
        return {
            test for block, tests in self.tests.items() if block.startswith(place) for test in tests
        }

    def chosen(self, mutant: PythonMutant, seconds: float) -> list[str]:
        """Tests for a mutant within a budget: those that together reach most, for what they cost.

        A block that every test reaches is looked at by those that come to it in different ways:
        with other settings, errors, callers. These reach other blocks as well, wherever they are.
        """
        chosen: list[str] = []
        spent = 0.0
        for test in self._spread(self.of(mutant)):
            if spent + self.costs[test] <= seconds:
                spent += self.costs[test]
                chosen.append(test)
        return self._by_module(chosen)

    def _spread(self, tests: Iterable[str]) -> Iterator[str]:
        """Tests in an order in which each adds most new blocks for what it costs."""
        covered: set[str] = set()
        heap = [(-len(self.blocks[test]) / self.costs[test], test) for test in tests]
        heapq.heapify(heap)
        while heap:
            known, test = heapq.heappop(heap)
            gain = -len(self.blocks[test] - covered) / self.costs[test]
            if gain > known:  # others came before, so that it adds less than was thought
                heapq.heappush(heap, (gain, test))
            else:
                covered |= self.blocks[test]
                yield test

    def _by_module(self, tests: Iterable[str]) -> list[str]:
        """Cheap modules first, with the tests of a module together: they share what they set up."""
        modules: dict[str, list[str]] = {}
        for test in tests:
            modules.setdefault(test.partition("::")[0], []).append(test)
        ordered = sorted(modules.values(), key=lambda some: sum(self.costs[one] for one in some))
        return [test for some in ordered for test in sorted(some, key=lambda one: self.costs[one])]


def read_reach(folder: Path) -> Reach:
    """What the processes of recorded runs wrote; of a module of tests the last run counts."""
    reach = Reach()
    tests: dict[str, tuple[float, list[str]]] = {}
    for path in sorted(folder.glob("*.json"), key=lambda one: one.stat().st_mtime_ns):
        noted = json.loads(path.read_text("utf-8"))
        blocks, bad = noted["blocks"], set(noted.get("not passed", ()))
        reach.files.update(noted["files"])
        reach.at_import |= {blocks[number] for number in noted["at import"]}
        for test in [test for test in tests if test.partition("::")[0] in noted["files"]]:
            del tests[test]
        for test, (seconds, numbers) in noted["tests"].items():
            # A record of all tests has those as well that say nothing of mutants.
            if test not in bad and _is_tried(test.partition("::")[0]):
                tests[test] = max(float(seconds), 0.01), [blocks[number] for number in numbers]
    for test, (seconds, blocks) in tests.items():
        reach.costs[test] = seconds
        reach.blocks[test] = set(blocks)
        for block in blocks:
            reach.tests.setdefault(block, set()).add(test)
    return reach


def stale(reach: Reach) -> list[str]:
    """The modules of tests that are new, or have changed since they were recorded."""
    return [path for path in modules_of_tests() if reach.files.get(path) != digest(ROOT / path)]


def modules_of_tests() -> list[str]:
    """The modules whose tests are tried: not those that look at processes, sites or copies."""
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("test_*.py")]
    return sorted(
        name for path in found for name in [path.relative_to(ROOT).as_posix()] if _is_tried(name)
    )


@cache
def _is_tried(module: str) -> bool:
    """Whether the tests of a module are tried on mutants."""
    path = PurePosixPath(module)
    is_inside = any(path.is_relative_to(folder) for folder in FOLDERS)
    return is_inside and not any(path.match(pattern) for pattern in LEFT_OUT)


def record(folder: Path, modules: list[str], workers: int) -> int:
    """Run modules of tests, and note in a folder which blocks each test reaches."""
    options = [
        "-q",
        "-p",
        "no:cacheprovider",
        "--hypothesis-seed=0",
        "-m",
        "not guard and not site",
    ]
    spread = ["-n", str(workers), "--dist", "loadfile"] if workers > 1 else []
    return subprocess.call(
        [sys.executable, "-m", "pytest", *options, *spread, *modules],
        cwd=ROOT,
        env={**os.environ, "PYTEST_PLUGINS": "contracts.mutation.recording", VARIABLE: str(folder)},
        stdout=subprocess.DEVNULL,
    )


def sample(names: Iterable[str], seed: int, count: int) -> list[str]:
    """As many names, by chance with a seed; what else there is does not change the choice.

    Each name gets a number from itself and the seed, and the least are taken. So a sample stays
    the same where code that it does not touch changes, and a larger one holds the smaller one.
    """

    def drawn(name: str) -> bytes:
        return hashlib.sha256(f"{seed} {name}".encode()).digest()

    return sorted(sorted(names, key=drawn)[:count], key=drawn)
