"""What of this project a change of a spec breaks: the lines that name what is no longer so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from codegen.changes.compare import BREAKING, Change

#: Where the parts of a host lie, by what they are. ``{api}`` is the API.
PARTS: tuple[tuple[str, str], ...] = (
    ("client", "overrides/imagehosts/hosts/{api}.py"),
    ("client", "overrides/imagehosts/hosts/{api}"),
    ("emulator", "overrides/imagehosts/emulator/hosts/{api}"),
    ("test", "contracts/hosts/{api}"),
    ("guide", "docs/guides/{api}.md"),
    ("guide", "README.md"),
    ("quirk", "specs/{api}/quirks.yaml"),
    ("snapshot", "contracts/snapshots/{api}.contract.txt"),
    ("snapshot", "contracts/snapshots/{api}.values.txt"),
    ("snapshot", "contracts/snapshots/{api}.answers.txt"),
)
#: The part that a name is looked for in, by a mark at its end: a member of an answer is written by
#: the emulator, an argument in quotes is one of a client.
_ONLY_IN = {":": "emulator", "!": "client"}
#: So many lines of one file are listed.
_MOST_LINES = 8
#: Files of these kinds are looked through.
_KINDS = (".py", ".md", ".yaml", ".txt")


class Place(NamedTuple):
    """A line that names something."""

    part: str
    path: str
    line: int


def places_of(root: Path, change: Change) -> list[Place]:
    """The lines of a host's own parts that a breaking change makes wrong."""
    if BREAKING not in (change.python, change.wire) or not change.names:
        return []
    return list(dict.fromkeys(_places(root, change.api, change.names)))


def in_short(places: Iterable[Place]) -> list[str]:
    """Places as texts, one for each file with its lines, of which a file of many has the first."""
    files: dict[tuple[str, str], list[int]] = {}
    for part, path, line in places:
        files.setdefault((part, path), []).append(line)
    order = [part for part, _ in PARTS]
    return [
        f"{part}: {path}:{_listed(sorted({*lines}))}"
        for (part, path), lines in sorted(files.items(), key=lambda each: order.index(each[0][0]))
    ]


def _listed(lines: list[int]) -> str:
    shown = ", ".join(map(str, lines[:_MOST_LINES]))
    more = len(lines) - _MOST_LINES
    return f"{shown} and {more} more" if more > 0 else shown


def _places(root: Path, api: str, names: Iterable[str]) -> Iterator[Place]:
    patterns = {name: _pattern(name) for name in names}
    for part, folder in PARTS:
        top = root / folder.format(api=api)
        paths = sorted(top.rglob("*")) if top.is_dir() else [top]
        wanted = [
            pattern for name, pattern in patterns.items() if _ONLY_IN.get(name[-1:], part) == part
        ]
        for path in paths:
            if path.suffix not in _KINDS or not path.is_file():
                continue
            text = _text(path)
            for number, line in enumerate(text.splitlines(), 1):
                if any(pattern.search(line) for pattern in wanted):
                    yield Place(part, path.relative_to(root).as_posix(), number)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """A name as code has it.

    A method has its dot and call, an argument its equals sign, what travels its quotes, a member of
    an answer its colon as well; an address stands as it is.
    """
    if "/" in name:
        return re.compile(rf"{re.escape(name)}(?![\w{'/' if name.startswith('/') else ''}])")
    if name.startswith('"'):
        text, _, mark = name[1:].partition('"')
        return re.compile(rf"[\"']{re.escape(text)}[\"']{mark.removesuffix('!')}")
    if name.endswith("="):
        return re.compile(rf"(?<![\w.]){re.escape(name)}(?!=)")
    call, _, argument = name.partition("(")
    if argument:
        return re.compile(rf"\.{re.escape(call)}\(.*\b{re.escape(argument[:-1])}=")
    if name.startswith("."):
        return re.compile(rf"{re.escape(name)}\b(?!\()")
    if "." in name:
        return re.compile(rf"\.{re.escape(name)}\(|\"{re.escape(name)}\"")
    return re.compile(rf"\b{re.escape(name)}\b(?!\s*\()" if name.islower() else rf"\b{name}\b")


@cache
def _text(path: Path) -> str:
    return path.read_text("utf-8", errors="replace")
