"""Finds the specs of before: in a commit, in a folder, or in the client that was generated last."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: The files that a spec may be in, the one of a checkout first.
_FILES = ("openapi.yaml", "spec.json")


class NoBase(Exception):
    """There is nothing to compare with; the message says what was looked for."""


@contextmanager
def base_specs(root: Path, base: str) -> Iterator[dict[str, Path]]:
    """The specs of a state of before, by API, for as long as the block runs.

    Args:
        root: The checkout.
        base: A folder (of a checkout, of specs, or of a generated client), or a commit of the
            checkout by any name that git has for it.

    Raises:
        NoBase: There is no such folder or commit, or it holds no specs.
    """
    folder = Path(base)
    folder = folder if folder.is_absolute() else root / folder
    if folder.is_dir():
        yield _found(specs_in(folder), f"the folder {base}")
        return
    with tempfile.TemporaryDirectory(prefix="spec-diff-") as place:
        _extract(root, base, Path(place))
        yield _found(specs_in(Path(place)), f"the commit {base}")


def specs_in(folder: Path) -> dict[str, Path]:
    """The specs of a folder, by API."""
    for below in (folder / "specs", folder / "generated" / "imagehosts_wire", folder):
        found = {
            path.parent.name: path
            for name in reversed(_FILES)
            for path in sorted(below.glob(f"*/{name}"))
        }
        if found:
            return dict(sorted(found.items()))
    return {}


def _found(specs: dict[str, Path], where: str) -> dict[str, Path]:
    if not specs:
        raise NoBase(f"{where} holds no specs/<api>/openapi.yaml")
    return specs


def _extract(root: Path, commit: str, place: Path) -> None:
    command = ["git", "-C", str(root), "archive", "--format=tar", "--end-of-options", commit]
    try:
        done = subprocess.run([*command, "specs"], capture_output=True, check=False)
    except FileNotFoundError:
        raise NoBase(f"{commit} is no folder, and there is no git to look for a commit") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        reason = f": {said[-1]}" if said else ""
        raise NoBase(
            f"{commit} is neither a folder nor a commit with specs{reason}; give a folder, or a"
            " name that `git log` knows, such as main or v0.1.0"
        )
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        archive.extractall(place, filter="data")
