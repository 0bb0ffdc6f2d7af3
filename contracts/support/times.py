"""Where the time of the tests goes: ``pytest --times``, or ``make test-times``.

Wall time says little on a machine that does other things as well. So a test is charged with the
CPU time of its process and of the processes that it waited for, and beside it with the time in
which it only waited: for a server, a signal, a sleep. What is set up for several tests is charged
to the first of them.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Generator
from typing import Any, NamedTuple

import pytest

__all__ = ["Times"]

#: So many modules and tests are listed.
SHOWN = 70


class Mark(NamedTuple):
    """A moment, in seconds of CPU and of the clock."""

    cpu: float
    clock: float

    @classmethod
    def now(cls) -> Mark:
        used = os.times()
        own, children = used.user + used.system, used.children_user + used.children_system
        return cls(own + children, time.perf_counter())


class Times:
    """Measures tests where they run, and sums them up where the results come together."""

    def __init__(self) -> None:
        self._before = Mark.now()
        self._cpu = Counter[str]()
        self._waiting = Counter[str]()
        self._workers = Counter[str]()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logstart(self) -> None:
        self._before = Mark.now()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self) -> Generator[None, Any, Any]:
        report = yield
        before, self._before = self._before, Mark.now()
        cpu = self._before.cpu - before.cpu
        waiting = self._before.clock - before.clock - cpu
        # A report takes along what JSON can hold, from a worker to where it is shown.
        report.seconds = [cpu, max(0.0, waiting)]
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        cpu, waiting = getattr(report, "seconds", (0.0, 0.0))
        self._cpu[report.nodeid] += cpu
        self._waiting[report.nodeid] += waiting
        self._workers[getattr(report, "worker_id", "this process")] += cpu + waiting

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        modules, waiting = Counter[str](), Counter[str]()
        for id, seconds in self._cpu.items():
            modules[id.partition("::")[0]] += seconds
            waiting[id.partition("::")[0]] += self._waiting[id]
        write = terminalreporter.write_line
        terminalreporter.section("where the time goes")
        for title, cpu, idle in (
            ("module", modules, waiting),
            ("test", self._cpu, self._waiting),
        ):
            write(f"    CPU  waiting  {title}")
            for name in sorted(cpu, key=lambda each: -cpu[each] - idle[each])[:SHOWN]:
                write(f"{cpu[name]:7.2f}  {idle[name]:7.2f}  {name}")
            write("")
        write(f"{self._cpu.total():7.2f}  {self._waiting.total():7.2f}  all tests, without imports")
        for worker, seconds in sorted(self._workers.items()):
            write(f"{seconds:7.2f}           {worker}")
