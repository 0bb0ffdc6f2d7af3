"""What was used and what never was, as a table for people, as data for programs, and its floors."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from contracts.coverage.contract import KINDS, Contract, load_contract
from contracts.coverage.record import Record
from contracts.support.specs import API_NAMES, ROOT

__all__ = [
    "FLOORS",
    "JSON",
    "PAGE",
    "Coverage",
    "as_json",
    "coverage_of",
    "data_of",
    "floors_of",
    "out_of_date",
    "page_of",
    "too_low",
]

PAGE = ROOT / "docs" / "guides" / "contract-coverage.md"
JSON = ROOT / "docs" / "contract-coverage.json"
FLOORS = Path(__file__).with_name("floors.json")

#: Who has to use an element of each kind, by the names of :data:`contracts.coverage.record.ENDS`.
ENDS_OF: Mapping[str, tuple[str, ...]] = {
    "operation": ("sent", "taken"),
    "parameter": ("sent", "taken"),
    "value": ("sent", "taken"),
    "media type": ("sent", "taken"),
    "status": ("answered", "read"),
    "member": ("answered", "read"),
    "error row": ("answered", "read"),
}
MEANING = {
    "sent": "our clients sent it",
    "taken": "the emulator was sent it, and did not refuse",
    "answered": "the emulator answered with it",
    "read": "our clients read an answer with it",
}
#: So many points below what was reached is the floor: some tests make up what they send.
MARGIN = 2
#: So many names of what was never used stand on the page for each kind; all are in the data.
MOST_NAMED = 40


class Coverage(NamedTuple):
    """One kind of elements of one API, at one end.

    Attributes:
        used: How many were used.
        never: The names of those that never were.
    """

    api: str
    kind: str
    end: str
    used: int
    never: list[str]

    @property
    def total(self) -> int:
        """How many there are."""
        return self.used + len(self.never)

    @property
    def share(self) -> float:
        """The share that was used, from 0 to 100; of nothing all."""
        return 100 * self.used / self.total if self.total else 100.0


def coverage_of(record: Record, apis: Iterable[str] = API_NAMES) -> list[Coverage]:
    """How much of each contract was used, by API, kind and end."""
    found: list[Coverage] = []
    for api in apis:
        contract = load_contract(api)
        assert contract is not None
        names = _names(contract)
        for kind in KINDS:
            for end in ENDS_OF[kind]:
                used = record.used[api][end]
                never = [name for name in names[kind] if name not in used]
                found.append(Coverage(api, kind, end, len(names[kind]) - len(never), never))
    return found


def _names(contract: Contract) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for element in contract.elements():
        found[element.kind].append(str(element))
    return found


def data_of(coverages: Iterable[Coverage]) -> dict[str, Any]:
    """The table as data: by API, kind and end how many there are, were used, and never were."""
    found: dict[str, Any] = {}
    for each in coverages:
        found.setdefault(each.api, {}).setdefault(each.kind, {})[each.end] = {
            "total": each.total,
            "used": each.used,
            "never": [name.partition(": ")[2] for name in each.never],
        }
    return found


def too_low(data: Mapping[str, Any], floors: Mapping[str, Any]) -> list[str]:
    """Where less is used than the floors ask for, and floors that speak of nothing."""
    found: list[str] = []
    for api, kinds in data.items():
        for kind, ends in kinds.items():
            for end, counts in ends.items():
                floor = floors.get(api, {}).get(kind, {}).get(end)
                if floor is None:
                    found.append(f"{api}: no floor for {kind}, {end}: write {_floor(counts)}")
                    continue
                share = 100 * counts["used"] / counts["total"] if counts["total"] else 100.0
                if share < floor:
                    never = ", ".join(counts["never"][:3])
                    found.append(
                        f"{api}: {share:.1f} % of {kind}s {end}, and the floor is {floor} %;"
                        f" never: {never} ..."
                    )
    found += [f"{api}: a floor, and no such API" for api in floors if api not in data]
    return found


def out_of_date(data: Mapping[str, Any], committed: Mapping[str, Any]) -> list[str]:
    """Where the committed table speaks of other specs than there are now."""

    def totals(table: Mapping[str, Any]) -> dict[tuple[str, str], int]:
        return {
            (api, kind): next(iter(ends.values()))["total"]
            for api, kinds in table.items()
            for kind, ends in kinds.items()
        }

    now, then = totals(data), totals(committed)
    return [
        f"{api}: there are {now.get((api, kind), 0)} of the kind {kind}, and the page has"
        f" {then.get((api, kind), 0)}: python -m contracts.coverage FOLDER --write"
        for api, kind in sorted({*now, *then})
        if now.get((api, kind)) != then.get((api, kind))
    ]


def floors_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """Floors just below what was reached: random runs reach a little more or less each time."""
    return {
        api: {
            kind: {end: _floor(counts) for end, counts in ends.items()}
            for kind, ends in kinds.items()
        }
        for api, kinds in data.items()
    }


def _floor(counts: Mapping[str, Any]) -> int:
    return max(0, int(100 * counts["used"] / counts["total"]) - MARGIN)


def page_of(data: Mapping[str, Any]) -> str:
    """The page of the documentation, in Markdown."""
    lines = [
        "# What the tests use of each contract",
        "",
        "Written from a run of the whole suite (`make coverage`); as data it is in",
        "`docs/contract-coverage.json`, which names all that is missing.",
        "",
        "Every request that any test sends, and every answer of the emulator, is held against the",
        "spec, and its parts are counted: at one end what our clients send and read, whatever is",
        "below them; at the other what the emulator takes and answers. A part that neither ends",
        "use is where a contract can change without a test that notices.",
        "",
        *(f"- **{end}**: {meaning}" for end, meaning in MEANING.items()),
        "- a *value* is one of a parameter's listed values, either flag, or a limit itself;",
        "  a *member* counts where it has a value, and once more where it may be null and is",
        "",
        *("All contracts together:", "", "```{coverage-chart}", "```", ""),
    ]
    heads = [(kind, end) for kind in KINDS for end in ENDS_OF[kind]]
    lines += ["| | | " + " | ".join(data) + " |", "|---|---|" + "---|" * len(data)]
    for kind, end in heads:
        cells = [_cell(kinds[kind][end]) for kinds in data.values()]
        lines.append(f"| {kind} | {end} | " + " | ".join(cells) + " |")
    for api, kinds in data.items():
        lines += ["", f"## {api}", ""]
        rows = [(kind, *_never(kinds[kind])) for kind in KINDS]
        rows = [row for row in rows if row[1]]
        if not rows:
            lines.append("Everything was used at one end or the other.")
        for kind, never, ends in rows:
            first, second = ends
            lines.append(f"- **{kind}**, neither {first} nor {second}: {_listed(never)}")
    return "\n".join(lines) + "\n"


def _cell(counts: Mapping[str, Any]) -> str:
    return f"{counts['used']} of {counts['total']}" if counts["total"] else ""


def _never(ends: Mapping[str, Any]) -> tuple[list[str], tuple[str, str]]:
    first, second = ends
    behind = set(ends[second]["never"])
    return [name for name in ends[first]["never"] if name in behind], (first, second)


def _listed(names: list[str]) -> str:
    shown = ", ".join(f"`{name.replace('|', chr(92) + '|')}`" for name in names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return f"{shown} and {more} more" if more > 0 else shown


def as_json(data: Mapping[str, Any]) -> str:
    """Data as the committed file has it."""
    return json.dumps(data, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
