"""What came out, tool by tool and API by API, and the table that the documentation shows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

BEGIN, END = "<!-- interop: begin -->\n", "<!-- interop: end -->\n"

#: Why a warning of a linter stays.
REASONS = {
    "no-ambiguous-paths": (
        "The host's own routes: where a path without variables and one with them both fit, the one"
        " without wins."
    ),
    "no-unused-components": "A model that the host's document has and no call answers with.",
    "oas3-unused-component": "A model that the host's document has and no call answers with.",
    "no-invalid-media-type-examples": (
        "Answers are open: an example of a real one may have a member that the contract does not"
        " describe."
    ),
}


@dataclass
class Outcome:
    """What a tool said of one API."""

    text: str = "ok"
    problems: list[str] = field(default_factory=list)
    #: Rules of warnings, each with how often it came.
    warnings: dict[str, int] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        """Whether anything is wrong; a warning that nobody gave a reason for is."""
        return bool(self.problems)

    def settle(self) -> None:
        """Hold each warning against the reasons. No counts: a change of a spec leaves the table."""
        self.problems += [
            f"a warning without a reason: {rule}" for rule in self.warnings if rule not in REASONS
        ]
        if self.warnings:
            self.text += ", warnings"


@dataclass
class Row:
    """A tool with what it said of each API; no outcome where it has nothing to do."""

    tool: str
    version: str
    what: str
    outcomes: dict[str, Outcome]
    #: What of the tool is left out, each with the reason.
    left_out: Mapping[str, str] = field(default_factory=dict)

    @property
    def faults(self) -> list[str]:
        """A line for everything that is wrong."""
        return [
            f"{self.tool}, {api}: {problem}"
            for api, outcome in self.outcomes.items()
            for problem in outcome.problems
        ]


def table(rows: Sequence[Row], apis: Sequence[str]) -> str:
    """The rows as Markdown, and the warnings with their reasons."""
    lines = [
        f"| tool | version | what it does | {' | '.join(f'`{api}`' for api in apis)} |",
        "|---" * (len(apis) + 3) + "|",
    ]
    warned: dict[str, str] = {}
    for row in rows:
        cells = [_cell(row.outcomes.get(api)) for api in apis]
        lines.append(f"| {row.tool} | {row.version} | {row.what} | {' | '.join(cells)} |")
        for outcome in row.outcomes.values():
            for rule in outcome.warnings:
                warned.setdefault(f"{row.tool}, `{rule}`", REASONS.get(rule, "no reason given"))
    if warned:
        lines += ["", "Warnings that stay, and why:", ""]
        lines += [f"- {what}: {reason}" for what, reason in sorted(warned.items())]
    for row in (row for row in rows if row.left_out):
        lines += ["", f"What {row.tool} is told to leave out, and why:", ""]
        lines += [f"- {what}: {reason}." for what, reason in row.left_out.items()]
    return "\n".join(lines)


def _cell(outcome: Outcome | None) -> str:
    if outcome is None:
        return "-"
    return f"**{len(outcome.problems)} problems**" if outcome.failed else outcome.text


def with_table(page: str, text: str) -> str:
    """A page with the table in its place."""
    before, found_begin, rest = page.partition(BEGIN)
    _, found_end, after = rest.partition(END)
    if not found_begin or not found_end:
        raise LookupError(f"the page has no place for the table: {BEGIN}{END}")
    return f"{before}{BEGIN}\n{text}\n\n{END}{after}"


def one_line(text: str) -> str:
    """A message on one line, cut."""
    return re.sub(r"\s+", " ", text).strip()[:300]
