"""One build of the site for all tests that look at it, in however many processes they run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from contracts.docs.markdown import ROOT


class Built(NamedTuple):
    """A built site, the checkout that it is of, and what the build said."""

    root: Path
    folder: Path
    messages: str


#: A host that is made in the copy of the checkout, and one of which only the spec is there.
NEW, HALF = "pixbin", "halfbin"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Built:
    """The site of this checkout and two more hosts. It takes long, so all tests look at one."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "site"
    with locked(folder.with_suffix(".lock")):
        report = folder / "messages.json"
        if not report.is_file():
            folder.mkdir(exist_ok=True)
            report.write_text(json.dumps(build(folder)), "utf-8")
        messages = json.loads(report.read_text("utf-8"))
    return Built(folder / "checkout", folder / "site", messages)


def build(folder: Path) -> str:
    """Build in a folder, and give what was said."""
    root = folder / "checkout"
    for name in ("contracts", "docs", "generated", "overrides", "specs"):
        # What Python compiled comes along, which saves seconds.
        shutil.copytree(ROOT / name, root / name)
    for name in ("CHANGELOG.md", "README.md", "pyproject.toml"):
        shutil.copy(ROOT / name, root / name)
    run(root, "-m", "codegen", "--root", root, "new-host", NEW).check_returncode()
    spec = (root / "specs" / NEW / "openapi.yaml").read_text("utf-8")
    (root / "specs" / HALF).mkdir()
    (root / "specs" / HALF / "openapi.yaml").write_text(spec.replace(NEW, HALF), "utf-8")
    finished = run(root, "docs/build.py", "--output", folder / "site", "--work", folder / "work")
    # That a host is incomplete does not stop it.
    assert (folder / "site" / "index.html").is_file(), finished.stderr
    return finished.stderr


def run(root: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run Python in a checkout."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": f"{root / 'overrides'}{os.pathsep}{root / 'generated'}"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Wait until nobody else in this run is here."""
    try:
        import fcntl
    except ImportError:  # each process builds for itself where there is no such lock
        yield
        return
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def site(built: Built) -> Path:
    """The folder of its pages."""
    return built.folder
