"""Copies of the checkout in which a test may make hosts, and Python on what they hold."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from contracts.support.specs import ROOT

#: What a host needs to be made and used; the tests of the others stay behind.
COPIED = (
    *("overrides", "generated", "specs", "docs", "contracts", "benchmarks", "requirements"),
    *("pyproject.toml", "Makefile", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE"),
)


def copy_checkout(target: Path) -> Path:
    """A checkout without its history; what Python compiled comes along, which saves seconds."""
    ignored = shutil.ignore_patterns(".cache")
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=ignored)
        else:
            shutil.copyfile(source, target / name)
    return target


def python(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python on what a copy holds."""
    below = [copy, copy / "overrides", copy / "generated"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, below))}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
