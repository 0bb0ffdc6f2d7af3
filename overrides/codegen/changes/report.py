"""Says what a change of the specs means: for people, for a changelog, and as JSON for machines."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from codegen.changes.compare import (
    ADDED,
    BREAKING,
    COMPATIBLE,
    LEVELS,
    NONE,
    TEXT,
    Change,
    Comparison,
    compare,
)
from codegen.changes.places import Place, places_of
from codegen.changes.surface import Surface, read_surface

#: So many places of ours are listed for one change.
MOST_PLACES = 6
_MARKS = {BREAKING: "!", ADDED: "+", COMPATIBLE: "~", TEXT: " ", NONE: " "}
_BUMPS = {BREAKING: "major", ADDED: "minor", COMPATIBLE: "patch", TEXT: "patch", NONE: "none"}


def compare_specs(old: dict[str, Path], new: dict[str, Path]) -> list[Comparison]:
    """Compare each spec with that of before; those whose text is the same are left out.

    Raises:
        SpecProblem, GenerationFailed: A spec cannot be read.
    """
    return [
        compare(api, _surface(old.get(api)), _surface(new.get(api)))
        for api in sorted({*old, *new})
        if not _is_same(old.get(api), new.get(api))
    ]


def _surface(path: Path | None) -> Surface | None:
    return None if path is None else read_surface(path)


def _is_same(old: Path | None, new: Path | None) -> bool:
    """Whether two folders hold the same spec and the same XSD, so that none needs to be read."""
    if old is None or new is None or old.suffix != new.suffix:
        return False
    return _contents(old) == _contents(new)


def _contents(path: Path) -> dict[str, bytes]:
    files = [path, *path.parent.glob("*.xsd"), *path.parent.glob("quirks.yaml")]
    return {each.name: each.read_bytes().replace(b"\r\n", b"\n") for each in files}


def level_of(changes: Iterable[Change]) -> str:
    """The greatest level of some changes."""
    return max((change.level for change in changes), key=LEVELS.index, default=NONE)


def bump_of(changes: Sequence[Change]) -> str:
    """The part of a version that some changes ask for: major, minor, patch or none."""
    return _BUMPS[level_of(changes)]


def version_of(root: Path) -> str:
    """The version of the package as its project file has it; 0.0.0 where there is none."""
    path = root / "pyproject.toml"
    if not path.is_file():
        return "0.0.0"
    return str(tomllib.loads(path.read_text("utf-8"))["project"]["version"])


def next_version(version: str, bump: str) -> str:
    """The version after a bump; before 1.0 a break raises the second number, all else the third."""
    major, minor, patch = (int(part) for part in version.split(".")[:3])
    if bump == "none":
        return version
    if major == 0:
        return f"0.{minor + 1}.0" if bump == "major" else f"0.{minor}.{patch + 1}"
    if bump == "major":
        return f"{major + 1}.0.0"
    return f"{major}.{minor + 1}.0" if bump == "minor" else f"{major}.{minor}.{patch + 1}"


# --- for people ----------------------------------------------------------------------------


def text_of(comparisons: Sequence[Comparison], root: Path, version: str) -> str:
    """The whole report."""
    changes = [change for each in comparisons for change in each.changes]
    if not changes:
        return "nothing changed for callers"
    lines: list[str] = []
    for comparison in comparisons:
        lines += _of_api(comparison, root)
    bump = bump_of(changes)
    lines += [
        "",
        "! breaks, + is new, ~ is compatible; python: for callers of the client, wire: for what"
        " speaks to the host",
        f"version: {bump}, {version} becomes {next_version(version, bump)}",
    ]
    entry = changelog(comparisons)
    if entry:
        lines += ["", "for CHANGELOG.md:", "", entry]
    return "\n".join(lines)


def short_text(comparisons: Sequence[Comparison]) -> str:
    """What changed for callers, a line for each change that they can notice."""
    lines: list[str] = []
    for comparison in comparisons:
        listed = [change for change in comparison.changes if change.level not in (NONE, TEXT)]
        lines += [f"  {_line(change)}" for change in listed]
        others = len(comparison.changes) - len(listed)
        if others:
            lines.append(f"    {comparison.api}: {others} descriptions changed")
    if not lines:
        return "nothing changed for callers"
    bump = bump_of([change for each in comparisons for change in each.changes])
    return "\n".join(["changed for callers:", *lines, f"  this asks for a {bump} version"])


def _line(change: Change) -> str:
    place = f"{change.api} {change.where}".rstrip()
    return f"{_MARKS[change.level]} {place}: {change.what} {_audience(change)}".rstrip()


def _audience(change: Change) -> str:
    """Who is concerned."""
    said = {"python": change.python, "wire": change.wire}
    if len(set(said.values())) == 1:
        return f"[{change.python}]"
    return f"[{', '.join(f'{name} {level}' for name, level in said.items() if level != NONE)}]"


def _of_api(comparison: Comparison, root: Path) -> Iterator[str]:
    yield ""
    yield f"{comparison.api}: {_counted(comparison.changes)}"
    groups: dict[str, list[Change]] = {}
    for change in comparison.changes:
        groups.setdefault(change.where, []).append(change)
    for where, changes in groups.items():
        yield ""
        yield f"  {where or 'the whole API'}{_reached(where, changes)}"
        yield from _signatures(comparison, where)
        places: list[Place] = []
        for change in sorted(changes, key=lambda each: -LEVELS.index(each.level)):
            yield f"  {_MARKS[change.level]} {change.what} {_audience(change)}"
            places += [each for each in places_of(root, change) if each not in places]
        for place in places[:MOST_PLACES]:
            yield f"      look at {place}"
        if len(places) > MOST_PLACES:
            yield f"      and {len(places) - MOST_PLACES} more"


def _counted(changes: Sequence[Change]) -> str:
    counts = {level: sum(c.level == level for c in changes) for level in reversed(LEVELS)}
    words = {BREAKING: "breaking", ADDED: "new", COMPATIBLE: "compatible", TEXT: "in descriptions"}
    return ", ".join(f"{counts[level]} {word}" for level, word in words.items() if counts[level])


def _reached(where: str, changes: Sequence[Change]) -> str:
    """The operations that a change of a model reaches."""
    if not where.startswith("models."):
        return ""
    ids = changes[0].operations
    shown = ", ".join(ids[:5]) + (f" and {len(ids) - 5} more" if len(ids) > 5 else "")
    return f" (answers of {shown})" if ids else ""


def _signatures(comparison: Comparison, where: str) -> Iterator[str]:
    """The signature before and after, where an operation's changed."""
    old, new = _both(comparison, where)
    if old == new:
        return
    if old:
        yield f"    before: {old}"
    if new:
        yield f"    after:  {new}"


def _both(comparison: Comparison, where: str) -> tuple[str, str]:
    before = comparison.old.operations if comparison.old else {}
    after = comparison.new.operations if comparison.new else {}
    new = after.get(where)
    old = before.get(where)
    if old is None and new is not None:
        old = next((o for o in before.values() if o.route == new.route and o.id not in after), None)
    return (old.signature if old else "", new.signature if new else "")


# --- for a changelog -----------------------------------------------------------------------


def changelog(comparisons: Sequence[Comparison]) -> str:
    """An entry for the changelog, in Markdown; empty where callers notice nothing."""
    lines: list[str] = []
    for comparison in comparisons:
        for level, head in ((BREAKING, "breaking"), (ADDED, "new"), (COMPATIBLE, "changed")):
            listed = [c for c in comparison.changes if c.level == level]
            if listed:
                lines.append(f"- {comparison.api}, {head}: {'; '.join(map(_item, listed))}.")
    return "\n".join(lines)


def _item(change: Change) -> str:
    call = "" if change.where.startswith("models.") or not change.where else f"`{change.where}` "
    return f"{call}{change.what}"


# --- for machines --------------------------------------------------------------------------


def json_of(comparisons: Sequence[Comparison], root: Path, version: str) -> str:
    """The report as JSON."""
    changes = [change for each in comparisons for change in each.changes]
    bump = bump_of(changes)
    found: dict[str, Any] = {
        "level": level_of(changes),
        "bump": bump,
        "version": {"now": version, "next": next_version(version, bump)},
        "changelog": changelog(comparisons),
        "changes": [
            {
                "api": change.api,
                "where": change.where,
                "rule": change.rule,
                "level": change.level,
                "python": change.python,
                "wire": change.wire,
                "what": change.what,
                "operations": list(change.operations),
                "before": _both(comparison, change.where)[0],
                "after": _both(comparison, change.where)[1],
                "places": [place._asdict() for place in places_of(root, change)],
            }
            for comparison in comparisons
            for change in comparison.changes
        ],
    }
    return json.dumps(found, indent=1, ensure_ascii=False)
