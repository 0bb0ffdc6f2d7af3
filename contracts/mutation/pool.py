"""Processes that try mutants side by side, and what comes of each as soon as it is known."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contracts.mutation import planting
from contracts.mutation.python import PythonMutant
from contracts.mutation.reach import Reach
from contracts.mutation.results import Result
from contracts.mutation.shadow import Shadow
from contracts.mutation.sources import ROOT
from contracts.mutation.specs import SpecMutant
from contracts.mutation.worker import HUNG, KILLED, OFTEN, SURVIVED, UNFIT

__all__ = ["Budget", "try_python", "try_specs"]


#: What looks at modules as they were imported, whichever they are.
AT_IMPORT = ("contracts/specs/test_limits.py",)


@dataclass(frozen=True)
class Budget:
    """How much is spent: seconds of tests for each mutant, more for one that survives them, and
    processes.
    """

    seconds: float
    workers: int
    further: float = 0.0


def try_python(
    mutants: Sequence[tuple[str, PythonMutant]], reach: Reach, budget: Budget
) -> Iterator[Result]:
    """Try mutants of Python, each with its group."""
    jobs: queue.SimpleQueue[tuple[str, PythonMutant, list[list[str]]]] = queue.SimpleQueue()
    modules: dict[str, None] = {}
    for group, mutant in mutants:
        first = reach.chosen(mutant, budget.seconds)
        known = set(first)
        more = reach.chosen(mutant, budget.seconds + budget.further) if budget.further else []
        tests = [first, [test for test in more if test not in known]]
        modules.update(dict.fromkeys(test.partition("::")[0] for some in tests for test in some))
        jobs.put((group, mutant, tests))
    results: queue.SimpleQueue[Result | Exception | None] = queue.SimpleQueue()
    count = max(1, min(budget.workers, len(mutants)))
    workers = [_Worker(list(modules), reach, jobs, results) for _ in range(count)]
    try:
        for worker in workers:
            worker.start()
        left = len(workers)
        while left:
            result = results.get()
            if isinstance(result, Exception):
                raise result
            if result is None:
                left -= 1
            else:
                yield result
    finally:
        for worker in workers:
            worker.stop()


class _Worker(threading.Thread):
    """Speaks with one process."""

    def __init__(
        self,
        modules: list[str],
        reach: Reach,
        jobs: queue.SimpleQueue[tuple[str, PythonMutant, list[list[str]]]],
        results: queue.SimpleQueue[Result | Exception | None],
    ) -> None:
        super().__init__(daemon=True)
        self.modules, self.reach, self.jobs, self.results = modules, reach, jobs, results
        self.process: subprocess.Popen[str] | None = None

    def run(self) -> None:
        try:
            while True:
                try:
                    group, mutant, tests = self.jobs.get_nowait()
                except queue.Empty:
                    break
                self.results.put(self._tried(group, mutant, tests))
        except Exception as error:
            self.results.put(error)
        else:
            self.results.put(None)

    def stop(self) -> None:
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            with suppress(BrokenPipeError):
                self.process.communicate()

    def _tried(self, group: str, mutant: PythonMutant, tests: list[list[str]]) -> Result:
        chosen = [test for some in tests for test in some]
        if not chosen and mutant.function:
            return Result(group, mutant.name, mutant.line, (), "no test reaches it")
        outcome, by, seconds = UNFIT, "", 0.0
        for some in tests if mutant.function else []:
            if some and outcome in (UNFIT, SURVIVED):
                answer = self._ask(mutant, some)
                outcome, by = answer["outcome"], answer["by"]
                seconds += answer["seconds"]
        runs_at_import = not mutant.function or mutant.block in self.reach.at_import
        if outcome == UNFIT or (outcome == SURVIVED and runs_at_import):
            outcome, by = _try_at_import(mutant, chosen, self._cost(chosen))
        noticed = ("behavior",) if outcome == KILLED else ()
        return Result(group, mutant.name, mutant.line, noticed, by, len(chosen), seconds)

    def _cost(self, tests: list[str]) -> float:
        return sum(self.reach.costs[test] for test in tests)

    def _ask(self, mutant: PythonMutant, tests: list[str]) -> dict[str, Any]:
        job = {
            "mutant": mutant.name,
            "path": mutant.path,
            "index": mutant.index,
            "tests": tests,
            "costs": {test: self.reach.costs[test] for test in tests},
        }
        process = self.process or self._begin()
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps(job) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
        if not line:
            raise RuntimeError(f"a process that tries mutants ended: {process.wait()}")
        found: dict[str, Any] = json.loads(line)
        return found

    def _begin(self) -> subprocess.Popen[str]:
        self.process = process = subprocess.Popen(
            [sys.executable, "-m", "contracts.mutation.worker"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps(self.modules) + "\n")
        process.stdin.flush()
        if not process.stdout.readline():
            raise RuntimeError("the tests that were chosen cannot be collected")
        return process


def _try_at_import(mutant: PythonMutant, tests: list[str], seconds: float) -> tuple[str, str]:
    """Run the tests in a process of its own, in which the module is imported with the mutant.

    One that takes too long is believed where the same tests end without the mutant.
    """
    status, by = _run_at_import(mutant, tests, 120 + 20 * seconds)
    if status is None:
        begun = time.monotonic()
        if _run_at_import(None, tests, 600 + 60 * seconds)[0] != 0:
            return SURVIVED, ""
        status, by = _run_at_import(mutant, tests, 60 + OFTEN * (time.monotonic() - begun))
        if status is None:
            return KILLED, HUNG
    return (SURVIVED, "") if status == 0 else (KILLED, by)


def _run_at_import(
    mutant: PythonMutant | None, tests: list[str], limit: float
) -> tuple[int | None, str]:
    """The status of such a process, ``None`` where it takes too long, and what failed first."""
    with tempfile.TemporaryDirectory(prefix="imagehosts-mutant-") as folder:
        noticed = Path(folder) / "noticed"
        arguments = ["-q", "-x", "-p", "no:cacheprovider", "--hypothesis-seed=0"]
        planted = {} if mutant is None else {planting.VARIABLE: f"{mutant.index} {mutant.path}"}
        process = subprocess.Popen(
            [sys.executable, "-m", "pytest", *arguments, *AT_IMPORT, *tests],
            cwd=ROOT,
            env={
                **os.environ,
                "PYTEST_PLUGINS": planting.__name__,
                planting.NOTICED: str(noticed),
                **planted,
            },
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        status: int | None = None
        try:
            status = process.wait(timeout=limit)
        except subprocess.TimeoutExpired:
            pass
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        by = noticed.read_text("utf-8") if noticed.exists() else "nothing could be imported"
        return status, by


def try_specs(
    mutants: Sequence[tuple[str, SpecMutant]], budget: Budget, *, behavior: bool
) -> Iterator[Result]:
    """Try mutants of specs, each in a copy of the checkout."""
    with tempfile.TemporaryDirectory(prefix="imagehosts-shadow-") as folder:
        copies: list[Shadow] = []
        shadows: queue.SimpleQueue[Shadow] = queue.SimpleQueue()
        # The generator is one process' work; only the tests run side by side.
        count = budget.workers if behavior else 1
        for number in range(count):
            copies.append(Shadow(Path(folder) / str(number)))
            shadows.put(copies[-1])

        def tried(group: str, mutant: SpecMutant) -> Result:
            shadow = shadows.get()
            try:
                verdict = shadow.try_mutant(mutant, behavior=behavior)
            finally:
                shadows.put(shadow)
            said = {
                "generator": verdict.generator,
                "snapshot": verdict.snapshot,
                "behavior": verdict.behavior or "",
            }
            by = "; ".join(text for text in said.values() if text)
            noticed = tuple(name for name, text in said.items() if text)
            return Result(group, mutant.name, mutant.line, noticed, by, 1)

        with ThreadPoolExecutor(count) as threads:
            waiting = [threads.submit(tried, group, mutant) for group, mutant in mutants]
            try:
                for one in waiting:
                    yield one.result()
            finally:
                for one in waiting:
                    one.cancel()
                for copy in copies:
                    copy.stop()
