"""Paired measuring: ours and the peer in turn, so that both run under the same conditions."""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass
class Comparison:
    """One line of the report."""

    what: str
    peer: str
    ours: float
    theirs: float
    ratio: float
    aim: float | None
    unit: str = "ms"

    @property
    def met(self) -> bool:
        return self.aim is None or self.ratio <= self.aim

    def __str__(self) -> str:
        aim = "" if self.aim is None else f"{self.aim:.2f}"
        verdict = "" if self.aim is None else "met" if self.met else "MISSED"
        return (
            f"{self.what:<38}{self.peer:<34}{self.ours:>10.3f}{self.theirs:>10.3f} {self.unit:<4}"
            f"{self.ratio:>7.2f}{aim:>7}  {verdict}"
        )


HEADING = f"{'what':<38}{'peer':<34}{'ours':>10}{'peer':>10} {'unit':<4}{'ratio':>7}{'aim':>7}"


def paired(
    ours: Callable[[], object], theirs: Callable[[], object], *, rounds: int, calls: int
) -> tuple[float, float, float]:
    """Milliseconds a call of ours and of theirs, and the median of the rounds' ratios."""
    ours()
    theirs()
    mine, peers = [], []
    gc.collect()
    gc.disable()
    try:
        for number in range(rounds):
            pair = ((ours, mine), (theirs, peers))
            for function, times in pair if number % 2 else reversed(pair):
                started = time.perf_counter()
                for _ in range(calls):
                    function()
                times.append((time.perf_counter() - started) / calls * 1000)
    finally:
        gc.enable()
    ratio = statistics.median(a / b for a, b in zip(mine, peers, strict=True))
    return statistics.median(mine), statistics.median(peers), ratio


def processes(ours: str, theirs: str, *, rounds: int) -> tuple[float, float, float]:
    """The same for programs that each run in a new process and print what they measured."""

    def run(program: str) -> float:
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True
        )
        return float(done.stdout.split()[-1])

    run(ours)
    run(theirs)
    mine, peers = [], []
    for _ in range(rounds):
        mine.append(run(ours))
        peers.append(run(theirs))
    ratio = statistics.median(a / b for a, b in zip(mine, peers, strict=True))
    return statistics.median(mine), statistics.median(peers), ratio
