"""Says what a change of the specs means: for people, for a changelog, and as JSON for machines."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from textwrap import wrap
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
from codegen.changes.places import Place, in_short, places_of
from codegen.changes.surface import Surface, read_surface

#: So many files of ours are listed for one change.
MOST_FILES = 20
#: A line of the report is so long.
WIDTH = 100
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
    parts = re.match(r"(\d+)(?:\.(\d+))?(?:\.(\d+))?", version)
    major, minor, patch = (int(part or 0) for part in parts.groups()) if parts else (0, 0, 0)
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
        lines += [f"  {_line(alike)}" for alike in _alike(listed)]
        others = len(comparison.changes) - len(listed)
        if others:
            texts = "description" if others == 1 else "descriptions"
            lines.append(f"    {comparison.api}: {others} {texts} changed")
    if not lines:
        return "nothing changed for callers"
    bump = bump_of([change for each in comparisons for change in each.changes])
    return "\n".join(["changed for callers:", *lines, f"  this asks for a {bump} version"])


def _alike(changes: Iterable[Change]) -> list[list[Change]]:
    """Changes in groups that say the same of several places."""
    groups: dict[tuple[str, str, str], list[Change]] = {}
    for change in changes:
        groups.setdefault((change.what, change.python, change.wire), []).append(change)
    return list(groups.values())


def _line(alike: list[Change]) -> str:
    change = alike[0]
    places = _several([each.where for each in alike])
    place = f"{change.api} {places}".rstrip()
    return f"{_MARKS[change.level]} {place}: {change.what} {_audience(change)}".rstrip()


def _several(names: Sequence[str], most: int = 3) -> str:
    """A few names, and how many more there are."""
    names = [name for name in dict.fromkeys(names) if name]
    if len(names) > most + 1:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return ", ".join(names)


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
    # Places of which the same is said stand together.
    alike: dict[tuple[tuple[str, str, str], ...], list[str]] = {}
    for where, changes in groups.items():
        said = tuple((each.what, each.python, each.wire) for each in changes)
        alike.setdefault(said, []).append(where)
    for places in alike.values():
        yield ""
        changes = groups[places[0]]
        heads = [
            f"{where or 'the whole API'}{_reached(comparison, groups[where])}" for where in places
        ]
        yield from wrap(
            ", ".join(heads),
            WIDTH,
            initial_indent="  ",
            subsequent_indent="    ",
            break_long_words=False,
            break_on_hyphens=False,
        )
        for where in places:
            yield from _signatures(comparison, where)
        found: list[Place] = []
        for change in sorted(changes, key=lambda each: -LEVELS.index(each.level)):
            yield f"  {_MARKS[change.level]} {change.what} {_audience(change)}"
        for change in [change for where in places for change in groups[where]]:
            found += [each for each in places_of(root, change) if each not in found]
        files = in_short(found)
        yield from (f"      look at {file}" for file in files[:MOST_FILES])
        if len(files) > MOST_FILES:
            yield f"      and {len(files) - MOST_FILES} more files"


def _counted(changes: Sequence[Change]) -> str:
    counts = {level: sum(c.level == level for c in changes) for level in reversed(LEVELS)}
    words = {BREAKING: "breaking", ADDED: "new", COMPATIBLE: "compatible", TEXT: "in descriptions"}
    return ", ".join(f"{counts[level]} {word}" for level, word in words.items() if counts[level])


def _reached(comparison: Comparison, changes: Sequence[Change]) -> str:
    """The operations that a change of something shared reaches."""
    where, ids = changes[0].where, changes[0].operations
    kind, _, name = where.partition(".")
    if kind not in ("models", "components") or not ids:
        return ""
    shown = ", ".join(ids[:5]) + (f" and {len(ids) - 5} more" if len(ids) > 5 else "")
    states = [state for state in (comparison.old, comparison.new) if state]
    answered = kind == "models" and any(state.operations_with(name) for state in states)
    return f" ({'answers ' if answered else ''}of {shown})"


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
                items = "; ".join(map(_item, _alike(listed)))
                lines.append(f"- {comparison.api}, {head}: {items}.")
    return "\n".join(lines)


def _item(alike: list[Change]) -> str:
    names = [f"`{each.where}`" for each in alike if not each.where.startswith("models.")]
    calls = _several([name for name in names if name != "``"])
    return f"{calls} {alike[0].what}".lstrip()


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
