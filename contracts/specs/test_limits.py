"""Limits, defaults and other numbers of clients and emulator are committed, as the contracts are.

Most numbers cannot be told from their neighbours by what a program does: a client that waits 61
seconds instead of 60 works as well. So each stands in ``contracts/snapshots/limits.txt``, where a
change of it is seen for what it is. ``make snapshots`` writes the file, new numbers among it.
"""

from __future__ import annotations

import ast
import dataclasses
import importlib
import inspect
import os
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import imagehosts
import pytest

from contracts.support.specs import ROOT

SNAPSHOT = ROOT / "contracts" / "snapshots" / "limits.txt"
ADVICE = "if that is meant, run `make snapshots`, look at the difference, and commit it"
#: What is used at run time by clients and emulator; commands print theirs in their help.
PARTS = ("core", "emulator", "hosts", "sharing")


def modules() -> Iterator[ModuleType]:
    for part in PARTS:
        package = importlib.import_module(f"{imagehosts.__name__}.{part}")
        yield package
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.endswith("__main__"):
                try:
                    yield importlib.import_module(found.name)
                except ImportError:
                    continue  # what an extra brings, where it is not installed


def numbers(name: str, value: Any, depth: int = 0) -> Iterator[str]:
    """The numbers and flags in a value, a line each; rows of tables have theirs by their fields."""
    if isinstance(value, bool | int | float):
        yield f"{name} = {value!r}"
    elif isinstance(value, frozenset | set | tuple | list) and value:
        items = sorted(value, key=repr) if isinstance(value, frozenset | set) else list(value)
        if all(isinstance(one, bool | int | float) for one in items):
            yield f"{name} = {', '.join(map(repr, items))}"
        elif depth < DEPTH and not isinstance(value, frozenset | set):
            labels = [_label(one) for one in items]
            for index, (label, one) in enumerate(zip(labels, items, strict=True)):
                # A row that comes between does not move the others.
                own = label if label and labels.count(label) == 1 else str(index)
                yield from numbers(f"{name}[{own}]", one, depth + 1)
    elif isinstance(value, dict) and depth < DEPTH:
        for key, one in value.items():
            if isinstance(key, str | int):
                yield from numbers(f"{name}[{key!r}]", one, depth + 1)
    elif type(value).__module__.startswith(imagehosts.__name__) and depth < DEPTH:
        for field in _fields(value):
            inner = getattr(value, field.name, None)
            yield from numbers(f"{name}.{field.name}", inner, depth + 1)


#: Tables are no deeper.
DEPTH = 4


def _label(row: Any) -> str:
    """The texts in a row, by which it is known."""
    found = [getattr(row, field.name, None) for field in _fields(row)]
    if isinstance(row, tuple | list):
        found = list(row)
    return " ".join(one for one in found if isinstance(one, str))[:60]


def _fields(value: Any) -> tuple[Any, ...]:
    fields: tuple[Any, ...] = getattr(value, "__attrs_attrs__", ())
    return (*fields, *(dataclasses.fields(value) if dataclasses.is_dataclass(value) else ()))


def lines_of(module: ModuleType) -> Iterator[str]:
    name = module.__name__.removeprefix("imagehosts.")
    imported = _imported(module)
    for key, value in vars(module).items():
        if key.lstrip("_").isupper() and key not in imported:
            yield from numbers(f"{name} {key}", value)
        if getattr(value, "__module__", None) != module.__name__:
            continue
        if isinstance(value, FunctionType):
            yield from defaults(f"{name} {key}", value)
            if key == "sharing":  # what the host of the module can do
                yield from numbers(f"{name} sharing()", value())
        elif isinstance(value, type):
            yield from of_class(f"{name} {key}", value)


def _imported(module: ModuleType) -> set[str]:
    """The names that a module has from others, which list them themselves."""
    path = getattr(module, "__file__", None)
    tree = ast.parse(Path(path).read_text("utf-8")) if path else ast.Module([], [])
    found = [one for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)]
    return {alias.asname or alias.name for one in found for alias in one.names}


def of_class(name: str, kind: type) -> Iterator[str]:
    for field in _fields(kind):
        if field.name in inspect.get_annotations(kind):
            yield from numbers(f"{name}.{field.name}", field.default)
    for key, value in vars(kind).items():
        if isinstance(value, FunctionType) and not key.startswith("__"):
            yield from defaults(f"{name}.{key}", value)


def defaults(name: str, function: FunctionType) -> Iterator[str]:
    for parameter in inspect.signature(function).parameters.values():
        yield from numbers(f"{name}({parameter.name})", parameter.default)


def named(lines: Iterator[str] | list[str]) -> dict[str, str]:
    return {name: value for name, _, value in (line.rpartition(" = ") for line in lines)}


@pytest.mark.snapshots
def test_limits_and_defaults_are_as_their_snapshot_says() -> None:
    found = sorted({line for module in modules() for line in lines_of(module)})
    if os.environ.get("SNAPSHOTS") == "write":
        text = "\n".join(
            ["# Limits and defaults of clients and emulator, by `make snapshots`.", *found]
        )
        SNAPSHOT.write_text(text + "\n", encoding="utf-8", newline="\n")
        return
    committed = named(SNAPSHOT.read_text("utf-8").splitlines()[1:])
    now = named(found)
    changed = [
        f"{name} = {value}, which was {committed[name]}"
        for name, value in now.items()
        if name in committed and committed[name] != value
    ]
    assert len(committed.keys() & now.keys()) > 200
    if changed:
        pytest.fail("\n".join([*changed, ADVICE]), pytrace=False)


def test_a_number_in_a_class_a_signature_or_a_table_is_a_limit() -> None:
    module = ModuleType("imagehosts.core.example")
    source = (
        "import attrs\n_MOST = 5\nPLACES = {'a': (1, 2)}\nNAMES = ('a',)\nlower = 3\n"
        "def f(a, b=2, *, c=True, d='x'): ...\n"
        "@attrs.define\nclass C:\n    size: int = 7\n    def g(self, n=1.5): ...\n"
    )
    exec(compile(source, "example.py", "exec"), vars(module))
    assert list(lines_of(module)) == [
        "core.example _MOST = 5",
        "core.example PLACES['a'] = 1, 2",
        "core.example f(b) = 2",
        "core.example f(c) = True",
        "core.example C.size = 7",
        "core.example C.g(n) = 1.5",
    ]
