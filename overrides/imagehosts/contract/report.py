"""What came of a run, for people and for programs, and the exit code that tells it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import IntEnum
from pathlib import Path
from typing import Any, Literal

from attrs import define, field

from .deviations import Seen
from .ledger import Ledger

__all__ = ["Exit", "Outcome", "Report"]


class Exit(IntEnum):
    """Exit codes; where several hold, the first in this order is the one."""

    KEPT = 0
    """The contract was kept, and nothing is left on the server."""
    BROKEN = 1
    """A check failed, or an accepted deviation is not there any more."""
    USAGE = 2
    """Wrong usage: an unknown host, a missing variable."""
    DRIFT = 3
    """All checks hold, and answers differ from the spec."""
    LEFT = 4
    """Something that the run made is on the server still, or may be."""
    UNREACHABLE = 5
    """Nothing answers, a credential is refused, or the server asked to stop."""
    INTERRUPTED = 130
    """A signal ended the run; what it made was deleted."""


@define
class Outcome:
    """What came of one check."""

    claim: str
    result: Literal["kept", "broken", "skipped"]
    detail: str = ""


@define
class Report:
    """What came of a run.

    Attributes:
        host: The name of the host.
        base_url: The address of its API.
        ledger: What was made.
        outcomes: What came of each check.
        drifts: How often each deviation was seen.
        examples: What was there, for each of them.
        accepted: Those of them that were accepted before, with the reason.
        stale: Accepted deviations that were not seen though their operation was used.
        requests: Requests sent.
        waited: Seconds of waiting for the pace and for the server's patience.
        stopped: Why the run ended early; empty where it did not.
        interrupted: Whether a signal ended it.
    """

    host: str
    base_url: str
    ledger: Ledger
    outcomes: list[Outcome] = field(factory=list)
    drifts: Counter[Seen] = field(factory=Counter)
    examples: dict[Seen, str] = field(factory=dict)
    accepted: dict[Seen, str] = field(factory=dict)
    stale: list[str] = field(factory=list)
    requests: int = 0
    waited: float = 0.0
    stopped: str = ""
    interrupted: bool = False

    @property
    def exit(self) -> Exit:
        """The exit code."""
        if any(outcome.result == "broken" for outcome in self.outcomes) or self.stale:
            return Exit.BROKEN
        if self.ledger.left:
            return Exit.LEFT
        if self.stopped:
            return Exit.UNREACHABLE
        if self.interrupted:
            return Exit.INTERRUPTED
        return Exit.DRIFT if self.new_drifts else Exit.KEPT

    @property
    def new_drifts(self) -> Counter[Seen]:
        """The deviations that nobody accepted."""
        return Counter({k: n for k, n in self.drifts.items() if k not in self.accepted})

    def lines(self) -> list[str]:
        """The summary, for people. No delete link is in it: those are in the ledger alone."""
        counts = Counter(outcome.result for outcome in self.outcomes)
        lines = [
            f"{self.host} at {self.base_url}",
            f"  checks    {counts['kept']} kept, {counts['broken']} broken,"
            f" {counts['skipped']} skipped",
            f"  requests  {self.requests}, {self.waited:.0f} s of waiting",
            f"  made      {self._made()}",
        ]
        if self.stopped:
            lines.append(f"  stopped   {self.stopped}")
        if self.interrupted:
            lines.append(
                "  stopped   by a signal; what was made has been deleted as far as it goes"
            )
        lines += _section("drift, by operation and pointer", self._drift_lines(self.new_drifts))
        known = Counter({k: n for k, n in self.drifts.items() if k in self.accepted})
        lines += _section("accepted drift", self._drift_lines(known))
        lines += _section("accepted deviations that are not seen any more", self.stale)
        left = [str(entry) for entry in self.ledger.left]
        lines += _section(f"left on the server; delete links are in {self.ledger.path}", left)
        if any(entry.undo for entry in self.ledger.left):
            lines.append(f"  try again: imagehosts contract clean {self.ledger.path}")
        return lines

    def data(self) -> dict[str, Any]:
        """The same for programs."""
        return {
            "host": self.host,
            "base_url": self.base_url,
            "exit": int(self.exit),
            "result": self.exit.name.lower(),
            "checks": [
                {"claim": o.claim, "result": o.result, "detail": o.detail} for o in self.outcomes
            ],
            "requests": self.requests,
            "waited_seconds": round(self.waited, 1),
            "stopped": self.stopped,
            "interrupted": self.interrupted,
            "created": sum(entry.step != "refused" for entry in self.ledger.entries),
            "deleted": sum(entry.step in ("deleted", "gone") for entry in self.ledger.entries),
            "left": [{"what": e.what, "shown": e.shown, "why": e.why} for e in self.ledger.left],
            "ledger": str(self.ledger.path) if Path(self.ledger.path).exists() else None,
            "drift": [
                {
                    "operation": seen.operation,
                    "pointer": seen.pointer,
                    "expected": seen.expected,
                    "got": self.examples[seen],
                    "times": times,
                    "accepted": self.accepted.get(seen),
                }
                for seen, times in sorted(self.drifts.items(), key=str)
            ],
            "stale": self.stale,
        }

    def _made(self) -> str:
        steps = Counter(entry.step for entry in self.ledger.entries)
        made = sum(steps.values()) - steps["refused"]
        gone = steps["deleted"] + steps["gone"]
        expiring = f", {steps['expires']} that expire by themselves" if steps["expires"] else ""
        return f"{made} created, {gone} deleted{expiring}, {len(self.ledger.left)} left"

    @staticmethod
    def _drift_lines(drifts: Counter[Seen]) -> list[str]:
        return [
            f"{seen}" + (f" ({times} times)" if times > 1 else "")
            for seen, times in sorted(drifts.items(), key=str)
        ]


def _section(title: str, lines: Sequence[str]) -> list[str]:
    return [f"  {title}:", *(f"    {line}" for line in lines)] if lines else []
