"""Writes ``overrides/imagehosts/_exports.py``: the public names that the hosts bring.

The names stand in each host's row, ``HOST = Host(...)``: its two clients, and what it lists as
``exports``. Rows are read as text, so that a host whose code cannot be imported, because its spec
has just changed, does not keep the generator from working.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from codegen.formatting import format_tree

PACKAGE = "imagehosts"
TARGET = Path("overrides") / PACKAGE / "_exports.py"

HEAD = '''\
# From the rows in overrides/imagehosts/hosts/ by `make generate`; change them there.
"""The public names of the hosts, and the modules that they come from; imports none of them."""

from __future__ import annotations

# Type checkers know the name; importing it from typing would be most of this module's cost.
TYPE_CHECKING = False
'''


class IncompleteRow(Exception):
    """A host's module without a row that can be read."""


def write_exports(root: Path) -> list[str]:
    """Write the module; says what is missing where a host is not whole, and leaves that one out."""
    text, problems = exports_of(root)
    target = root / TARGET
    if text and (not target.exists() or target.read_text("utf-8") != text):
        target.write_text(text, encoding="utf-8", newline="\n")
    return problems


def verify_exports(root: Path) -> list[str]:
    """A line of report for everything that keeps the module from being what the rows make of it."""
    text, problems = exports_of(root)
    target = root / TARGET
    if text and (not target.exists() or target.read_bytes() != text.encode("utf-8")):
        problems.append(f"{TARGET.as_posix()}: differs from what the rows of the hosts make of it")
    return problems


def exports_of(root: Path) -> tuple[str, list[str]]:
    """The text of the module, and what is missing; no text where there are no hosts at all."""
    found: dict[str, str] = {}
    problems: list[str] = []
    for name, path in host_modules(root):
        try:
            found |= read_row(name, path)
        except (IncompleteRow, SyntaxError) as problem:
            problems.append(f"{path.relative_to(root).as_posix()}: {problem}")
    if not (root / TARGET.parent / "hosts").exists():
        return "", problems
    return formatted(module_text(found), root), problems


def host_modules(root: Path) -> Iterator[tuple[str, Path]]:
    """Each host's module below a checkout, by name."""
    folder = root / TARGET.parent / "hosts"
    for path in sorted(folder.glob("*")):
        name, file = path.stem, path / "__init__.py" if path.is_dir() else path
        if name[0] != "_" and file.suffix == ".py" and file.exists():
            yield name, file


def read_row(name: str, path: Path) -> dict[str, str]:
    """The public names of a host, each with the module in which it is defined."""
    tree = ast.parse(path.read_text("utf-8"), str(path))
    row = next(filter(None, map(_row, tree.body)), None)
    if row is None:
        raise IncompleteRow(f"no row; add HOST = Host({name!r}, ...)")
    given = {keyword.arg: keyword.value for keyword in row.keywords}
    values: list[ast.expr] = []
    for part in ("sync_client", "async_client"):
        if part not in given:
            raise IncompleteRow(f"line {row.lineno}: the row of {name} has no {part}; add it")
        values.append(given[part])
    further = given.get("exports")
    values += further.elts if isinstance(further, ast.Tuple) else [further] if further else []
    module = f"{PACKAGE}.hosts.{name}"
    is_package = path.name == "__init__.py"
    imported = dict(_imports(tree, module if is_package else f"{PACKAGE}.hosts"))
    found: dict[str, str] = {}
    for value in values:
        if not isinstance(value, ast.Name):
            raise IncompleteRow(
                f"line {value.lineno}: name a class of this module, not {ast.unparse(value)}"
            )
        found[value.id] = imported.get(value.id, module)
    return found


def module_text(found: dict[str, str]) -> str:
    """The module with these names, not formatted yet."""
    lines = [HEAD, "if TYPE_CHECKING:"]
    lines += [
        f"    from {module.removeprefix(PACKAGE)} import {name}" for name, module in found.items()
    ]
    lines += ["    pass"] if not found else []
    lines += ["", "#: The module of each name.", "MODULES = {"]
    lines += [f'    "{name}": "{found[name]}",' for name in sorted(found)]
    lines += ["}", "", "__all__ = ["]
    lines += [f'    "{name}",' for name in sorted(found)]
    return "\n".join([*lines, "]", ""])


def formatted(text: str, root: Path) -> str:
    """The text as the pinned formatter lays it out."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="imagehosts-exports-") as folder:
        path = Path(folder) / TARGET.name
        path.write_text(text, encoding="utf-8", newline="\n")
        format_tree(Path(folder), root / ".cache")
        return path.read_bytes().decode("utf-8")


def _row(statement: ast.stmt) -> ast.Call | None:
    """The call that makes the row, if this statement is the one that assigns it."""
    if not isinstance(statement, ast.Assign) or not isinstance(statement.value, ast.Call):
        return None
    names = [target.id for target in statement.targets if isinstance(target, ast.Name)]
    return statement.value if "HOST" in names else None


def _imports(tree: ast.Module, package: str) -> Iterator[tuple[str, str]]:
    """The names that a module imports at its top from others of this package."""
    for statement in tree.body:
        if isinstance(statement, ast.ImportFrom):
            base = package.split(".")[: package.count(".") + 2 - statement.level]
            before = [".".join(base)] if statement.level else []
            home = ".".join([*before, *([statement.module] if statement.module else [])])
            # What it gives another name is found in the module itself alone.
            kept = [each for each in statement.names if each.asname in (None, each.name)]
            yield from ((alias.name, home) for alias in kept)
