"""What the emulator really sends, committed: the members of each answer, and what they hold.

Schemas let much be absent, as hosts do. A member that an emulated host stops sending would go
unnoticed, and so would a whole number that becomes a fraction. ``hold`` compares an answer with the
snapshot of its operation; with ``SNAPSHOTS=write`` in the environment, as in ``make snapshots``, it
writes it. ``hold_file`` and
``hold_files`` do the same for texts of any kind.
"""

from __future__ import annotations

import difflib
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from contracts.support.specs import ROOT

__all__ = ["hold", "hold_file", "hold_files", "hold_sections", "kinds_of", "sections"]

FOLDER = ROOT / "contracts" / "snapshots"
ADVICE = "if that is meant, run `make snapshots`, look at the difference, and commit it"


def hold(api: str, operation: str, body: Any) -> None:
    """An answer must have the members of the snapshot of its operation, and no others."""
    found = [f"{path} {'|'.join(sorted(kinds))}" for path, kinds in sorted(kinds_of(body).items())]
    if os.environ.get("SNAPSHOTS") == "write":
        known = {**_read(_path(api)), operation: found}
        _path(api).write_text(_text(known), encoding="utf-8", newline="\n")
        return
    committed = _committed(api).get(operation)
    if committed is None:
        pytest.fail(f"{operation} has no snapshot: {ADVICE}", pytrace=False)
    lost, new = sorted(set(committed) - set(found)), sorted(set(found) - set(committed))
    if lost or new:
        lines = [*(f"- {line}" for line in lost), *(f"+ {line}" for line in new)]
        pytest.fail("\n".join([f"{operation} answers otherwise:", *lines, ADVICE]), pytrace=False)


def hold_sections(name: str, sections: dict[str, str]) -> None:
    """Texts must be what a file of the snapshots holds; `make snapshots` adds new ones."""
    path = FOLDER / name
    if os.environ.get("SNAPSHOTS") == "write":
        parts = [f"{_HEAD}{title}\n{text}\n" for title, text in sections.items()]
        path.write_text("\n".join(parts), encoding="utf-8", newline="\n")
    committed = path.read_text("utf-8") if path.exists() else ""
    found = (part.partition("\n") for part in committed.split(_HEAD)[1:])
    known = {title: text.strip() for title, _, text in found}
    assert len(known.keys() & sections.keys()) > len(sections) // 2, ADVICE
    lines: list[str] = []
    for title, text in sections.items():
        before = known.get(title, text.strip()).splitlines()
        after = text.strip().splitlines()
        lines += difflib.unified_diff(before, after, f"{title}, snapshot", "now", "", "", 1, "")
    if lines:
        pytest.fail("\n".join([*lines, "", ADVICE]), pytrace=False)


def hold_file(name: str, text: str) -> None:
    """A file of the snapshots must hold this text."""
    path = FOLDER / name
    if os.environ.get("SNAPSHOTS") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    _compare({name: path.read_text("utf-8")} if path.exists() else {}, {name: text})


def hold_files(folder: str, files: dict[str, str]) -> None:
    """A folder of the snapshots must hold these texts, and nothing else."""
    place = FOLDER / folder
    if os.environ.get("SNAPSHOTS") == "write":
        for old in place.glob("*.txt"):
            old.unlink()
        for name, text in files.items():
            place.mkdir(parents=True, exist_ok=True)
            (place / name).write_text(text, encoding="utf-8", newline="\n")
    _compare({path.name: path.read_text("utf-8") for path in place.glob("*.txt")}, files)


def sections(texts: dict[str, str]) -> str:
    """Several texts as one, each below its name."""
    return "\n".join(f"{_HEAD}{name}\n{text.strip()}\n" for name, text in texts.items())


def _compare(known: dict[str, str], found: dict[str, str]) -> None:
    lines: list[str] = []
    for name in sorted({*known, *found}):
        before, after = known.get(name), found.get(name)
        if before is None or after is None:
            lines.append(f"{name}: {'new' if before is None else 'gone'}")
        elif before != after:
            both = before.splitlines(), after.splitlines()
            lines += difflib.unified_diff(*both, f"{name}, snapshot", "now", "", "", 2, "")
    if lines:
        more = [f"... {len(lines) - MOST_LINES} lines more"] if len(lines) > MOST_LINES else []
        shown = [*lines[:MOST_LINES], *more, "", ADVICE]
        pytest.fail("\n".join(shown), pytrace=False)


#: So much of a difference is shown.
MOST_LINES = 200
_HEAD = "=== "


def kinds_of(value: Any, path: str = "") -> dict[str, set[str]]:
    """The kinds of everything in an answer, by its path; items of a list are one."""
    if isinstance(value, dict) and value:
        parts = [kinds_of(inner, f"{path}.{key}".lstrip(".")) for key, inner in value.items()]
    elif isinstance(value, list) and value:
        parts = [kinds_of(inner, f"{path}[]") for inner in value]
        # What only some items have is told from what all of them have.
        for name in {name for part in parts for name in part}:
            if any(name not in part for part in parts):
                parts.append({name: {"absent"}})
    else:
        return {path or "itself": {_kind(value)}}
    found: dict[str, set[str]] = {}
    for part in parts:
        for name, kinds in part.items():
            found.setdefault(name, set()).update(kinds)
    return found


def _kind(value: Any) -> str:
    if value in ("", [], {}) and not isinstance(value, bool | int | float):
        return {str: "empty text", list: "empty list", dict: "empty object"}[type(value)]
    names = {bool: "flag", int: "whole", float: "fraction", str: "text", type(None): "null"}
    return names[type(value)]


def _path(api: str) -> Path:
    return FOLDER / f"{api}.answers.txt"


@cache
def _committed(api: str) -> dict[str, list[str]]:
    return _read(_path(api))


def _read(path: Path) -> dict[str, list[str]]:
    """The members of each operation; a line of the file has those of one object and kind."""
    found: dict[str, list[str]] = {}
    operation = ""
    for line in path.read_text("utf-8").splitlines() if path.exists() else []:
        if line.startswith("  "):
            head, _, names = line.strip().partition(": ")
            place, _, kinds = head.rpartition(" is ")
            found[operation] += [f"{_joined(place, name)} {kinds}" for name in names.split()]
        elif line and not line.startswith("#"):
            operation = line
            found[operation] = []
    return {name: sorted(members) for name, members in found.items()}


def _text(found: dict[str, list[str]]) -> str:
    lines = ["# What the emulator sends in a success of each operation, by `make snapshots`."]
    for operation in sorted(found):
        lines.append(operation)
        groups: dict[tuple[str, str], list[str]] = {}
        for member in found[operation]:
            path, _, kinds = member.partition(" ")
            place, _, name = path.rpartition(".")
            groups.setdefault((place or "top", kinds), []).append(name or ".")
        for (place, kinds), names in sorted(groups.items()):
            lines.append(f"  {place} is {kinds}: {' '.join(sorted(names))}")
    return "\n".join(lines) + "\n"


def _joined(place: str, name: str) -> str:
    return name if place == "top" else f"{place}.{name}"
