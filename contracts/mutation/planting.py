"""A pytest plugin that plants one mutant as its module is imported.

``PYTEST_PLUGINS=contracts.mutation.planting MUTANT="INDEX PATH" NOTICED=FILE pytest ...`` writes
the first test that fails into the file. It is for what runs at import: all else is tried faster in
processes that have imported everything (:mod:`.worker`).
"""

from __future__ import annotations

import ast
import os
from pathlib import Path

import pytest

from contracts.mutation.python import mutated
from contracts.mutation.sources import rewrite_imports

VARIABLE, NOTICED = "MUTANT", "NOTICED"


def _planted(path: str, source: str) -> ast.Module | None:
    index, _, wanted = os.environ[VARIABLE].partition(" ")
    return mutated(path, source, int(index)) if path == wanted else None


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    _note(report.nodeid, failed=report.failed)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    _note(f"{report.nodeid} (import)", failed=report.failed)


def _note(name: str, *, failed: bool) -> None:
    path = Path(os.environ[NOTICED]) if NOTICED in os.environ else None
    if failed and path and not path.exists():
        path.write_text(name, encoding="utf-8")


if VARIABLE in os.environ:
    rewrite_imports(_planted)
