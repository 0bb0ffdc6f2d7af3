"""A process that has imported everything and collected the tests, and tries mutants in children.

For each mutant it forks; the child gives the functions of the mutated module their new code, runs
the tests that were chosen, and ends at the first that fails. What the parent has never done, such
as opening a database, no child inherits. Jobs come as lines of JSON, and so do the results.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import select
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest

from contracts.mutation.python import mutated
from contracts.mutation.sources import OVERRIDES, ROOT, relative

__all__ = ["HUNG", "KILLED", "OFTEN", "SURVIVED", "UNFIT"]

KILLED, SURVIVED, UNFIT = "killed", "survived", "unfit"
PACKAGES = ("imagehosts", "codegen")
#: A test that takes as many times what it took when it was recorded may hang: where it takes as
#: many times what it takes at that moment without the mutant, it does.
PATIENCE, LEAST_SECONDS, OFTEN = 20, 30.0, 5
HUNG = "nothing ended"
#: A test that takes longer without any mutant says nothing.
MOST_SECONDS = 300.0
#: What a child says after each test; no line of JSON has it.
NEXT = b"\n"

Key = tuple[str, int]


def codes(code: CodeType) -> Iterator[CodeType]:
    """A piece of code and all that stands in it."""
    yield code
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from codes(inner)


def by_key(code: CodeType) -> dict[Key, CodeType]:
    return {(one.co_qualname, one.co_firstlineno): one for one in codes(code)}


class Functions:
    """All functions of ours that exist, by module, name and line."""

    def __init__(self) -> None:
        for package in PACKAGES:
            for module in _modules(package):
                with suppress(ImportError):
                    importlib.import_module(module)
        gc.unfreeze()
        self.found: dict[str, dict[Key, list[FunctionType]]] = {}
        # As they were imported: files may be edited while a run goes on.
        self.sources = {str(path): path.read_text("utf-8") for path in OVERRIDES.rglob("*.py")}
        for one in gc.get_objects():
            if isinstance(one, FunctionType):
                code = one.__code__
                functions = self.found.setdefault(code.co_filename, {})
                functions.setdefault((code.co_qualname, code.co_firstlineno), []).append(one)
        gc.freeze()

    def plant(self, path: Path, index: int) -> bool:
        """Give every function of a module that a mutant changes its new code."""
        source = self.sources[str(path)]
        old = by_key(compile(source, str(path), "exec", dont_inherit=True))
        tree = mutated(relative(path), source, index)
        new = by_key(compile(tree, str(path), "exec", dont_inherit=True))
        known = self.found.get(str(path), {})
        planted = 0
        for key, code in new.items():
            if key not in old or old[key] == code:
                continue
            for function in known.get(key, ()):
                try:
                    function.__code__ = code
                except ValueError:  # another number of variables from around it
                    return False
                planted += 1
        return planted > 0


def _modules(package: str) -> list[str]:
    root = importlib.import_module(package)
    found = pkgutil.walk_packages(root.__path__, f"{package}.", onerror=lambda name: None)
    return [one.name for one in found if not one.name.endswith("__main__")]


class Trying:
    """The plugin that runs in place of pytest's loop over all tests."""

    def __init__(self, jobs: Iterable[str], answer: int) -> None:
        self.jobs = jobs
        self.answer = answer
        self.failed: list[str] = []
        self.trusted: dict[str, bool] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.items = {item.nodeid: item for item in session.items}
        self.functions = Functions()
        self._say({"ready": len(self.items)})
        for line in self.jobs:
            job = json.loads(line)
            self._say({"mutant": job["mutant"], **self._try(job)})
        return True

    def _say(self, result: dict[str, Any]) -> None:
        os.write(self.answer, (json.dumps(result) + "\n").encode())

    def _try(self, job: dict[str, Any]) -> dict[str, Any]:
        """Try a mutant; a test that fails without it as well proves nothing and is left out."""
        begun = time.monotonic()
        tests = [test for test in job["tests"] if self.trusted.get(test, True)]
        outcome, by = UNFIT, ""
        while tests := [test for test in tests if test in self.items]:
            outcome, by = self._in_child(tests, job)
            if outcome == HUNG:
                test, (outcome, by) = by, self._hung(by, job)
                if outcome == KILLED:
                    break
                tests, outcome, by = tests[tests.index(test) + 1 :], SURVIVED, ""
                continue
            if outcome != KILLED or by not in self.items:
                break
            if by not in self.trusted:
                self.trusted[by] = self._in_child([by], {**job, "index": None})[0] == SURVIVED
            if self.trusted[by]:
                break
            tests = tests[tests.index(by) + 1 :]
            outcome, by = SURVIVED, ""
        seconds = round(time.monotonic() - begun, 2)
        return {"outcome": outcome, "by": by, "tests": len(job["tests"]), "seconds": seconds}

    def _hung(self, test: str, job: dict[str, Any]) -> tuple[str, str]:
        """Whether a test hangs by the mutant, and not since the machine has other work."""
        begun = time.monotonic()
        if self._in_child([test], {**job, "index": None}, MOST_SECONDS)[0] != SURVIVED:
            return SURVIVED, ""
        limit = LEAST_SECONDS + OFTEN * (time.monotonic() - begun)
        outcome, by = self._in_child([test], job, limit)
        return (KILLED, HUNG) if outcome == HUNG else (outcome, by)

    def _in_child(
        self, tests: list[str], job: dict[str, Any], limit: float | None = None
    ) -> tuple[str, str]:
        read, write = os.pipe()
        child = os.fork()
        if not child:
            os.setsid()
            os.close(read)
            with suppress(BaseException):
                os.write(write, json.dumps(self._run(tests, job, write)).encode())
            os._exit(0)
        os.close(write)
        costs = [job["costs"].get(test, 1.0) for test in tests]
        limits = [LEAST_SECONDS + PATIENCE * cost if limit is None else limit for cost in costs]
        text, count = _heard(read, limits)
        with suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        os.close(read)
        os.waitpid(child, 0)
        if text is None:
            return HUNG, tests[count]
        outcome, by = json.loads(text) if text else (KILLED, "the process ended")
        return outcome, by

    def _run(self, tests: list[str], job: dict[str, Any], said: int) -> tuple[str, str]:
        index = job["index"]
        if index is not None and not self.functions.plant(ROOT / job["path"], index):
            return UNFIT, ""
        items = [self.items[test] for test in tests]
        self.failed.clear()
        for item, later in zip(items, [*items[1:], None], strict=True):
            try:
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=later)
            except BaseException:
                return KILLED, item.nodeid
            if self.failed:
                return KILLED, self.failed[0]
            os.write(said, NEXT)
        return SURVIVED, ""


def _heard(read: int, limits: list[float]) -> tuple[bytes | None, int]:
    """What a child says in the end, and which test it is at; ``None`` where that takes too long."""
    text, test = b"", 0
    while not text.strip():
        ready, _, _ = select.select([read], [], [], limits[test])
        if not ready:
            return None, test
        said = os.read(read, 1 << 16)
        if not said:
            break
        text += said
        test = min(text.count(NEXT), len(limits) - 1)
    return text.strip(), test


def main() -> int:
    """Collect the modules of tests that the first line names, then try what comes."""
    # What the tests read and print must not be what is said here.
    asked, answer = os.fdopen(os.dup(0)), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    modules = json.loads(asked.readline())
    plugin = Trying(iter(asked.readline, ""), answer)
    arguments = ["-q", "-s", "-p", "no:cacheprovider", "--hypothesis-seed=0", *modules]
    return int(pytest.main(arguments, plugins=[plugin]))


if __name__ == "__main__":
    sys.exit(main())
