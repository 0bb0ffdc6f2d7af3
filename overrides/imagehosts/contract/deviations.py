"""From what was seen to what is written down: proposals for quirks, and accepted deviations.

A file of accepted deviations is TOML, one table for each:

    [[deviation]]
    operation = "an operationId"
    pointer = "/image/views"
    reason = "the site counts views in a member of its own since 4.1"

An entry that a run does not see, though it used its operation, is stale and fails the run.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from ..core.logging import Drift, DriftKind

__all__ = ["Accepted", "BadDeviations", "Seen", "counted", "load_accepted", "propose", "read_log"]

_INDEX = re.compile(r"/[0-9]+(?=/|$)")
_WHOLE = "(whole answer)"
#: How the log says each kind of deviation.
_FORMS: tuple[tuple[DriftKind, str, str], ...] = (
    ("not as specified", ": expected ", ", got "),
    ("asked for, not done", ": asked for, not done: ", "; got "),
)
#: What ends a line after which the same place is no longer logged.
_COUNTED = " times so far; more will only be counted)"


class BadDeviations(ValueError):
    """A file of accepted deviations that cannot be used; the message says why."""


@frozen
class Seen:
    """A place where a host differs from its spec, the same whatever the value there was."""

    host: str
    operation: str
    pointer: str
    expected: str
    kind: str
    """What kind of value is there, such as ``string`` or ``nothing``."""
    about: DriftKind = "not as specified"
    """Whether the answer differs from its spec, or from what was asked for."""

    @classmethod
    def of(cls, drift: Drift) -> Seen:
        """The place of one deviation; places within arrays are one, whatever the index."""
        pointer = _INDEX.sub("/*", drift.pointer)
        kind = _kind(drift.got)
        return cls(drift.host, drift.operation, pointer, drift.expected, kind, drift.kind)

    def __str__(self) -> str:
        where = self.pointer or "(whole answer)"
        if self.about == "not as specified":
            return f"{self.operation} {where}: expected {self.expected}, got {self.kind}"
        return f"{self.operation} {where}: {self.about}: {self.expected}; got {self.kind}"


@frozen
class Accepted:
    """A deviation that was looked at, and why it is accepted."""

    operation: str
    pointer: str
    reason: str

    def covers(self, seen: Seen) -> bool:
        """Whether this is the place."""
        return (self.operation, self.pointer) == (seen.operation, seen.pointer)


def load_accepted(path: Path) -> list[Accepted]:
    """Read a file of accepted deviations.

    Raises:
        BadDeviations: It cannot be read, or an entry lacks a part or a reason.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8")).get("deviation", [])
    except (OSError, ValueError) as error:
        raise BadDeviations(f"{path}: {error}") from error
    found: list[Accepted] = []
    for number, table in enumerate(tables, 1):
        lacking = [name for name in ("operation", "reason") if not table.get(name)]
        unknown = sorted(table.keys() - {"operation", "pointer", "reason"})
        if lacking or unknown:
            fault = f"lacks {lacking[0]}" if lacking else f"has {unknown[0]}, which means nothing"
            raise BadDeviations(f"{path}: deviation {number} {fault}")
        found.append(Accepted(table["operation"], table.get("pointer", ""), table["reason"]))
    return found


def counted(drifts: Iterable[Drift]) -> tuple[Counter[Seen], dict[Seen, str]]:
    """How often each place was seen, and an example of what was there."""
    counts: Counter[Seen] = Counter()
    examples: dict[Seen, str] = {}
    for drift in drifts:
        seen = Seen.of(drift)
        counts[seen] += 1
        examples.setdefault(seen, drift.got)
    return counts, examples


def read_log(lines: Iterable[str]) -> tuple[Counter[Seen], dict[Seen, str]]:
    """The deviations in a log of ``imagehosts.drift``; other lines are passed over."""

    found = (_drift_in(line.rstrip("\r\n")) for line in lines)
    return counted(drift for drift in found if drift is not None)


def _drift_in(line: str) -> Drift | None:
    """The deviation in a line of a log, whatever its formatter puts before it."""
    from ..core.logging import Drift

    for about, before, between in _FORMS:
        place, found, rest = line.partition(before)
        expected, comma, got = rest.partition(between)
        if not found or not comma:
            continue
        whole = place.endswith(_WHOLE)
        place, pointer = (place.removesuffix(_WHOLE), "") if whole else _last_word(place)
        words = place.split()[-2:]
        if len(words) < 2 or (pointer and not pointer.startswith("/")):
            continue
        if got.endswith(_COUNTED):
            got = got.rpartition(" (")[0]
        return Drift(words[0], words[1], pointer, expected, got, about)
    return None


def _last_word(text: str) -> tuple[str, str]:
    before, _, last = text.rpartition(" ")
    return before, last


def propose(
    counts: Mapping[Seen, int], examples: Mapping[Seen, str], *, source: str, today: str = ""
) -> str:
    """Quirk entries to go into ``specs/<api>/quirks.yaml``, as text.

    Args:
        counts: How often each place was seen.
        examples: What was there.
        source: What the evidence is, such as the name of a recording.
        today: The date of the evidence; today's otherwise.
    """
    day = today or datetime.now(UTC).date().isoformat()
    entries: list[str] = []
    for number, seen in enumerate(sorted(counts, key=str), 1):
        where = seen.pointer or "the whole answer"
        times = f"{counts[seen]} times" if counts[seen] > 1 else "once"
        claim = f"At {where} the host answers {seen.kind}, not {seen.expected}."
        if seen.about != "not as specified":
            claim = f"What was asked for is not done at {where}: {seen.expected}."
        entries.append(
            f"- id: NEW-{number:02}\n"
            f"  host: {seen.host}\n"
            f"  operations: [{seen.operation}]\n"
            f"  pointer: {_quoted(seen.pointer)}\n"
            f"  documented: {_quoted(seen.expected)}\n"
            f"  seen: {_quoted(examples[seen])}\n"
            f"  claim: {_quoted(claim)}\n"
            f"  evidence: {_quoted(f'observed {times}, {day}, {source}')}\n"
            "  decision: open\n"
        )
    return "\n".join(entries)


def _kind(got: str) -> str:
    if got == "null" or got.startswith(("true", "false")):
        return "null" if got == "null" else "boolean"
    if got.startswith("[redacted] "):
        got = got.removeprefix("[redacted] ")
    word = got.partition(" ")[0]
    return word if word in _KINDS else got


_KINDS = {"integer", "number", "string", "array", "object", "bytes", "nothing"}


def _quoted(text: str) -> str:
    """A string of YAML in double quotes; JSON's are YAML's."""
    return json.dumps(text, ensure_ascii=False)
