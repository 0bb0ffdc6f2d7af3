"""Formats generated code with exactly one version of ruff, whatever else is installed."""

from __future__ import annotations

import importlib.metadata
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

RUFF_VERSION = "0.17.5"
# Nothing around the files may decide how they are written: no configuration, no ignore file.
STYLE = (
    *("--isolated", "--no-respect-gitignore", "--no-cache"),
    *("--target-version", "py311", "--line-length", "100"),
)


def format_tree(folder: Path, cache: Path) -> None:
    """Drop unused imports, sort the others and lay out the code below a folder, in place."""
    ruff = _ruff(cache)
    for command in (["check", *STYLE, "--select", "F401,I", "--fix-only"], ["format", *STYLE]):
        ran = subprocess.run(
            [*ruff, *command, str(folder)], check=False, capture_output=True, text=True
        )
        if ran.returncode != 0:
            said = ran.stderr.strip() or ran.stdout.strip()
            raise RuntimeError(f"ruff {command[0]} cannot read what the templates wrote:\n{said}")


def _ruff(cache: Path) -> list[str]:
    """The command of the pinned ruff; it is fetched into a folder of its own if another is here."""
    try:
        if importlib.metadata.version("ruff") == RUFF_VERSION:
            # The program itself where it lies beside this interpreter: a start of Python less.
            beside = shutil.which("ruff", path=sysconfig.get_path("scripts"))
            return [beside] if beside else [sys.executable, "-m", "ruff"]
    except importlib.metadata.PackageNotFoundError:
        pass
    home = cache / f"ruff-{RUFF_VERSION}"
    binary = home / "bin" / ("ruff.exe" if sys.platform == "win32" else "ruff")
    if not binary.exists():
        print(f"fetching ruff {RUFF_VERSION}: the output must not depend on another one")
        fetched = subprocess.run(
            [
                *(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"),
                *("--target", str(home), f"ruff=={RUFF_VERSION}"),
            ],
            check=False,
            capture_output=True,
            text=True,
        )
        if fetched.returncode != 0 or not binary.exists():
            raise RuntimeError(
                f"ruff {RUFF_VERSION} is needed and could not be fetched: run `make setup`, or"
                f" install ruff=={RUFF_VERSION}\n{fetched.stderr.strip()}"
            )
    return [str(binary)]
