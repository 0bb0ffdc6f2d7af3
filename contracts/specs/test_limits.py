"""Limits, defaults and other numbers of clients and emulator are committed, as the contracts are.

Most numbers cannot be told from their neighbours by what a program does: a client that waits 61
seconds instead of 60 works as well. So each stands in ``contracts/snapshots/limits.txt``, where a
change of it is seen for what it is. ``make snapshots`` writes the file, new numbers among it.
"""

from __future__ import annotations

import importlib
import inspect
import os
import pkgutil
from collections.abc import Iterator
from types import FunctionType, ModuleType
from typing import Any

import attrs
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


def numbers(value: Any) -> str:
    """A number, a flag, or several of them, as text; empty for all else."""
    if isinstance(value, bool | int | float):
        return repr(value)
    if isinstance(value, tuple | list | frozenset | set):
        inner = [numbers(one) for one in value]
        if isinstance(value, frozenset | set):
            inner.sort()
        return f"({', '.join(inner)})" if inner and all(inner) else ""
    if isinstance(value, dict) and value:
        pairs = [(repr(key), numbers(one)) for key, one in value.items()]
        return ", ".join(f"{key}: {one}" for key, one in pairs) if all(p[1] for p in pairs) else ""
    return ""


def lines_of(module: ModuleType) -> Iterator[str]:
    name = module.__name__.removeprefix("imagehosts.")
    for key, value in vars(module).items():
        if key.lstrip("_").isupper() and key != "TYPE_CHECKING" and (text := numbers(value)):
            yield f"{name} {key} = {text}"
        if getattr(value, "__module__", None) != module.__name__:
            continue
        if isinstance(value, FunctionType):
            yield from defaults(f"{name} {key}", value)
        elif isinstance(value, type):
            yield from of_class(f"{name} {key}", value)


def of_class(name: str, kind: type) -> Iterator[str]:
    if attrs.has(kind):
        for field in attrs.fields(kind):
            if field.name in inspect.get_annotations(kind) and (text := numbers(field.default)):
                yield f"{name}.{field.name} = {text}"
    for key, value in vars(kind).items():
        if isinstance(value, FunctionType) and not key.startswith("__"):
            yield from defaults(f"{name}.{key}", value)


def defaults(name: str, function: FunctionType) -> Iterator[str]:
    for parameter in inspect.signature(function).parameters.values():
        if text := numbers(parameter.default):
            yield f"{name}({parameter.name}={text})"


def named(lines: Iterator[str] | list[str]) -> dict[str, str]:
    return {name: value for name, _, value in (line.partition("=") for line in lines)}


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
        f"{name}={value}, which was {committed[name]}"
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
        "core.example PLACES = 'a': (1, 2)",
        "core.example f(b=2)",
        "core.example f(c=True)",
        "core.example C.size = 7",
        "core.example C.g(n=1.5)",
    ]
