"""A pytest plugin that notes which tests reach which blocks of ``overrides``.

``PYTEST_PLUGINS=contracts.mutation.recording REACH=FOLDER pytest ...`` writes a file for each
process into the folder. Each block of a function gets one statement that sets a byte, which costs
so little that a whole run of the tests can carry it.
"""

from __future__ import annotations

import ast
import builtins
import hashlib
import json
import os
import re
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from contracts.mutation.blocks import Block, body_start, named_blocks
from contracts.mutation.sources import rewrite_imports

VARIABLE = "REACH"
NAME = "__reached__"
MOST = 1 << 17

_folder = Path(os.environ.get(VARIABLE, "."))
_reached = bytearray(MOST)
_names: list[str] = []
_found: dict[str, Any] = {"tests": {}, "at import": [], "files": {}}


def digest(path: Path) -> str:
    """What tells a module of tests from the same one after a change."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def _mark(block: Block, name: str) -> None:
    first = block[0]
    _names.append(name)
    mark = ast.parse(f"{NAME}[{len(_names) - 1}] = 1").body[0]
    for node in ast.walk(mark):
        ast.copy_location(node, first)
    block.insert(body_start(block), mark)


def _instrument(path: str, source: str) -> ast.Module:
    tree = ast.parse(source)
    for name, block in named_blocks(tree, path):
        _mark(block, name)
    return tree


def _taken() -> list[int]:
    """The blocks that were reached since the last call."""
    found = [match.start() for match in re.finditer(rb"\x01", _reached)]
    _reached[:] = bytes(MOST)
    return found


def _spent() -> float:
    """The CPU time of this process so far, with that of processes that it waited for."""
    return sum(os.times()[:4])


def pytest_collection_finish(session: pytest.Session) -> None:
    _found["at import"] = _taken()
    # Processes that tests start know nothing of this plugin.
    for name in (VARIABLE, "PYTEST_PLUGINS"):
        os.environ.pop(name, None)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, Any, Any]:
    begun = _spent()
    try:
        return (yield)
    finally:
        taken = _taken()
        _found["tests"][item.nodeid] = [round(_spent() - begun, 3), taken]
        path = item.nodeid.partition("::")[0]
        if path not in _found["files"]:
            _found["files"][path] = digest(item.path)
        if len(_found["tests"]) % 200 == 0:
            _write()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    report = yield
    if report.failed or report.skipped:
        _found.setdefault("not passed", []).append(item.nodeid)
    return report


def pytest_unconfigure(config: pytest.Config) -> None:
    _write()


def _write() -> None:
    """Replace the file of this process by what is known: a run that is stopped leaves it whole."""
    if not _found["tests"]:
        return
    _folder.mkdir(parents=True, exist_ok=True)
    name = f"{os.environ.get('PYTEST_XDIST_WORKER', 'main')}-{os.getpid()}.json"
    fresh = _folder / f".{name}"
    fresh.write_text(json.dumps({"blocks": _names, **_found}), encoding="utf-8")
    fresh.replace(_folder / name)


if VARIABLE in os.environ:
    setattr(builtins, NAME, _reached)
    rewrite_imports(_instrument)
