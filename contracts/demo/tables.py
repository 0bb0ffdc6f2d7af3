"""What happened in the demo, for a person."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from contracts.demo.story import Told
from contracts.demo.uploads import Uploaded

#: So many problems are told; the others are counted.
MOST = 20


def print_tables(
    uploads: Sequence[Uploaded], stories: Sequence[Told], checks: Sequence[dict[str, Any]]
) -> int:
    """Print what happened, and what went wrong; how many problems there were."""
    _table(
        ("client", "uploads", "identical", "answers checked"),
        [(u.client, u.uploads, u.identical, u.answers_checked, u.problems) for u in uploads],
    )
    _table(
        ("story", "steps", "identical", "operations", "answers checked"),
        [
            (s.client, s.steps, s.identical, s.operations, s.answers_checked, s.problems)
            for s in stories
        ],
    )
    members = ("api", "operations", "requests", "accepted", "problems")
    _table(
        ("contract", "operations", "requests", "accepted"),
        [tuple(check[member] for member in members) for check in checks],
    )
    problems = [f"{each.client}: {p}" for each in (*uploads, *stories) for p in each.problems]
    problems += [f"{check['api']}: {p}" for check in checks for p in check["problems"]]
    for problem in problems[:MOST]:
        print(f"  problem: {problem:.300}", file=sys.stderr)
    if len(problems) > MOST:
        print(f"  and {len(problems) - MOST} more", file=sys.stderr)
    return len(problems)


def _table(head: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> None:
    """A table whose rows end in a list of problems."""
    name, *columns = head
    print(f"\n{name:<22}{''.join(f'{column:>17}' for column in columns)}  result")
    for first, *cells, problems in rows:
        verdict = f"{len(problems)} PROBLEMS" if problems else "ok"
        print(f"{first:<22}{''.join(f'{cell:>17}' for cell in cells)}  {verdict}")
