"""What happened in a run, as tables for a person."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from contracts.demo.stage import Outcome

__all__ = ["print_operations", "print_outcomes"]

#: So many problems are shown; the others are counted.
MOST = 20


def print_outcomes(outcomes: Sequence[Outcome], checks: Sequence[Mapping[str, Any]]) -> int:
    """Print what happened in a demo, and what went wrong; how many problems there were."""
    _print_table(
        ("scenario", "steps", "identical", "operations", "answers checked"),
        [
            (o.client, o.steps, o.identical, o.operations, o.answers_checked, o.problems)
            for o in outcomes
        ],
    )
    members = ("api", "operations", "requests", "accepted", "problems")
    _print_table(
        ("contract", "operations", "requests", "accepted"),
        [tuple(check[member] for member in members) for check in checks],
    )
    problems = [f"{outcome.client}: {p}" for outcome in outcomes for p in outcome.problems]
    problems += [f"{check['api']}: {p}" for check in checks for p in check["problems"]]
    for problem in problems[:MOST]:
        print(f"  problem: {problem:.300}", file=sys.stderr)
    if len(problems) > MOST:
        print(f"  and {len(problems) - MOST} more", file=sys.stderr)
    return len(problems)


def print_operations(rows: Mapping[str, Mapping[str, int]]) -> None:
    """Print a table of the operations of an API: what runs sent, and what came of it."""
    columns = ("requests", "accepted", "refused", "links")
    width = max([22, *(len(id) + 2 for id in rows)])
    print(f"\n{'operation':<{width}}{''.join(f'{column:>10}' for column in columns)}")
    for id, counts in rows.items():
        print(f"{id:<{width}}{''.join(f'{counts[column]:>10}' for column in columns)}")


def _print_table(head: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> None:
    """A table whose rows end in a list of problems."""
    name, *columns = head
    print(f"\n{name:<22}{''.join(f'{column:>17}' for column in columns)}  result")
    for first, *cells, problems in rows:
        verdict = f"{len(problems)} PROBLEMS" if problems else "ok"
        print(f"{first:<22}{''.join(f'{cell:>17}' for cell in cells)}  {verdict}")
