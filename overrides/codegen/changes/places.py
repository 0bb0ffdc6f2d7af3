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
#: Files of these kinds are looked through.
_KINDS = (".py", ".md", ".yaml", ".txt")


class Place(NamedTuple):
    """A line that names something."""

    part: str
    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.part}: {self.path}:{self.line}"


def places_of(root: Path, change: Change) -> list[Place]:
    """The lines of a host's own parts that a breaking change makes wrong."""
    if BREAKING not in (change.python, change.wire) or not change.names:
        return []
    return list(dict.fromkeys(_places(root, change.api, change.names)))


def _places(root: Path, api: str, names: Iterable[str]) -> Iterator[Place]:
    patterns = [_pattern(name) for name in names]
    for part, folder in PARTS:
        top = root / folder.format(api=api)
        paths = sorted(top.rglob("*")) if top.is_dir() else [top]
        for path in paths:
            if path.suffix not in _KINDS or not path.is_file():
                continue
            text = _text(path)
            for number, line in enumerate(text.splitlines(), 1):
                if any(pattern.search(line) for pattern in patterns):
                    yield Place(part, path.relative_to(root).as_posix(), number)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """A name as code has it: a method with its dot and call, an argument with its equals sign."""
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
