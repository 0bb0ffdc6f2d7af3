"""Copies of the checkout in which a test may make hosts, and Python on what they hold."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path

from contracts.support.specs import API_NAMES, ROOT, load_spec, operations

#: What a host needs to be made and used; the tests of the others stay behind.
COPIED = (
    *("overrides", "generated", "specs", "docs", "contracts", "benchmarks", "requirements"),
    *("pyproject.toml", "Makefile", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE"),
)


#: APIs that are left out where no test of another host runs. A host more or less is a folder more
#: or less in each layer, and generating these again and again takes long.
LARGE = [api for api in API_NAMES if len(operations(load_spec(api))) > 10]
#: Where a layer has the folder or file of a host.
PLACES = (
    *("specs/{}", "generated/imagehosts_wire/{}", "contracts/hosts/{}", "docs/guides/{}.md"),
    *("overrides/imagehosts/hosts/{}", "overrides/imagehosts/hosts/{}.py"),
    *("overrides/imagehosts/emulator/hosts/{}", "overrides/imagehosts/contract/hosts/{}.py"),
)


def copy_checkout(target: Path, *, without: Collection[str] = ()) -> Path:
    """A checkout without its history; what Python compiled comes along, which saves seconds."""
    left_out = {ROOT / place.format(api) for place in PLACES for api in without}

    def ignored(folder: str, names: list[str]) -> set[str]:
        return {name for name in names if name == ".cache" or Path(folder, name) in left_out}

    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target / name, ignore=ignored)
        else:
            shutil.copyfile(ROOT / name, target / name)
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
