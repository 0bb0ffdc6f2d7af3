"""Results for people, for machines, and as a page of the docs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from contracts.mutation.groups import GROUPS
from contracts.mutation.results import Result, Summary

__all__ = ["as_json", "page_of", "text_of"]


def text_of(found: Iterable[Summary]) -> str:
    """The share, interval and survivors of each group."""
    lines: list[str] = []
    for summary in found:
        lines += [_share(summary), *(f"  {line}" for line in _by(summary))]
        lines += [f"  survived: {_described(one)}" for one in summary.survivors]
        lines += [
            f"  not equivalent, for {one.by} notices it: {one.mutant}"
            for one in summary.wrongly_equivalent
        ]
    return "\n".join(lines)


def _share(summary: Summary) -> str:
    return (
        f"{summary.group}: {summary.noticed} of {summary.tried} mutants noticed,"
        f" {summary.share:.1%} ({summary.low:.1%} to {summary.high:.1%});"
        f" aim {GROUPS[summary.group].aim:.0%}"
    )


def _by(summary: Summary) -> list[str]:
    lines = []
    if set(summary.by) - {"behavior"}:
        lines = [f"by {who}: {count}" for who, count in sorted(summary.by.items())]
    if summary.equivalent:
        lines.append(f"{summary.equivalent} more change nothing (equivalent.yaml says why)")
    return lines


def _described(result: Result) -> str:
    why = f" ({result.by})" if result.by else f" ({result.tests} tests)"
    return f"{result.mutant}, line {result.line}{why}"


def as_json(found: Iterable[Summary]) -> list[dict[str, Any]]:
    """The same for machines."""
    return [
        {
            "group": summary.group,
            "tried": summary.tried,
            "noticed": summary.noticed,
            "share": round(summary.share, 4),
            "interval": [round(summary.low, 4), round(summary.high, 4)],
            "aim": GROUPS[summary.group].aim,
            "by": summary.by,
            "equivalent": summary.equivalent,
            "survivors": [
                {"mutant": one.mutant, "line": one.line, "tests": one.tests, "by": one.by}
                for one in summary.survivors
            ],
            "wrongly equivalent": [one.mutant for one in summary.wrongly_equivalent],
        }
        for summary in found
    ]


def page_of(runs: list[tuple[int, list[Summary]]]) -> str:
    """A table for the docs: each group, with the seeds that were run."""
    lines = [
        "| what was changed | seed | mutants | noticed | share | interval |",
        "|---|---|---|---|---|---|",
    ]
    for seed, found in runs:
        lines += [
            f"| {GROUPS[one.group].about} | {seed} | {one.tried} | {one.noticed} |"
            f" {one.share:.0%} | {one.low:.0%} to {one.high:.0%} |"
            for one in found
        ]
    return "\n".join(lines) + "\n"
