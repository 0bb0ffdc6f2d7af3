"""Shows that the generated code is what the specs, templates and driver make of it today."""

from __future__ import annotations

import difflib
import json
import tempfile
from contextlib import suppress
from pathlib import Path

from codegen.driver import PACKAGE, generate

SHOWN_LINES = 60


def verify(root: Path) -> list[str]:
    """Regenerate into a temporary place; a line of report for every file that differs."""
    committed = root / "generated" / PACKAGE
    with tempfile.TemporaryDirectory(prefix="imagehosts-verify-") as folder:
        fresh = Path(folder) / PACKAGE
        generate(root, fresh, say=lambda line: None)
        return list(compare(committed, fresh))


def compare(committed: Path, fresh: Path) -> list[str]:
    """What differs between two trees, with a diff of the first lines of each file."""
    report: list[str] = []
    old, new = read_tree(committed), read_tree(fresh)
    for name in sorted(old.keys() | new.keys()):
        if name not in new:
            report.append(f"{PACKAGE}/{name}: nothing generates this file; delete it")
        elif name not in old:
            report.append(f"{PACKAGE}/{name}: missing; run `make generate`")
        elif old[name] != new[name]:
            report.append(f"{PACKAGE}/{name}: differs from what is generated")
            report += _diff(name, old[name], new[name])
    return report


def read_tree(folder: Path) -> dict[str, bytes]:
    """The files below a folder by their paths; none where there is no folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def _lines(name: str, content: bytes) -> list[str]:
    """A file as lines; JSON that is one line is indented, for a diff that can be read."""
    text = content.decode("utf-8", "replace")
    if name.endswith(".json"):
        with suppress(ValueError):
            text = json.dumps(json.loads(text), indent=1, ensure_ascii=False)
    return text.splitlines()


def _diff(name: str, old: bytes, new: bytes) -> list[str]:
    lines = list(
        difflib.unified_diff(
            _lines(name, old),
            _lines(name, new),
            f"committed/{name}",
            f"generated/{name}",
            lineterm="",
            n=2,
        )
    )
    if not lines:
        lines = ["the same text: line ends or other bytes that do not show are different"]
    if len(lines) > SHOWN_LINES:
        lines = [*lines[:SHOWN_LINES], f"... and {len(lines) - SHOWN_LINES} lines more"]
    return [f"    {line}" for line in lines]
