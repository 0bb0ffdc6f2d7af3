"""A copy of the checkout in which specs are changed, generated from, and tested.

A spec mutant is tried in four steps: does ``make generate`` refuse it; does the committed snapshot
of the contract show it; and does anything else notice, which are the tests of the specs, of the
wire and of the host, run in the copy with the code that was generated from the changed spec.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree import ElementTree as ET

from codegen.driver import PACKAGE, generate
from codegen.problems import GenerationFailed, SpecProblem
from codegen.snapshot import FOLDER, snapshot_of
from codegen.specs import Spec
from codegen.values import values_text

from contracts.hosts import family_of
from contracts.mutation.sources import ROOT
from contracts.mutation.specs import SpecMutant

__all__ = ["Shadow", "Verdict"]

COPIED = ("contracts", "docs", "generated", "overrides", "specs", "pyproject.toml")
#: What compares with the snapshots of the contract, whose word is asked for by itself.
SNAPSHOTS = ("test_snapshots.py", "test_values.py")
#: Tests that take long, or whose subject is another than a host's contract.
LEFT_OUT = ("test_model.py", "test_uses.py", "test_fuzz.py", "test_contract_runs.py")
PATIENCE = 900
_generating = threading.Lock()


@dataclass(frozen=True)
class Verdict:
    """Who noticed a spec mutant; empty where nobody did.

    Attributes:
        generator: What ``make generate`` says against it.
        snapshot: The snapshot that differs.
        behavior: The first test that fails; None where none was run.
    """

    generator: str = ""
    snapshot: str = ""
    behavior: str | None = None


class Shadow:
    """A copy of the checkout."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._running: subprocess.Popen[str] | None = None
        #: Tests by whether they pass in the copy as it is; what does not proves nothing.
        self._trusted: dict[str, bool] = {}
        for name in COPIED:
            source = ROOT / name
            ignored = shutil.ignore_patterns("__pycache__", "mutation")
            if source.is_dir():
                shutil.copytree(source, root / name, ignore=ignored, symlinks=True)
            else:
                shutil.copy2(source, root / name)

    def try_mutant(self, mutant: SpecMutant, *, behavior: bool) -> Verdict:
        """Change the spec, look who notices, and put all back."""
        while True:
            verdict = self._tried(mutant, behavior=behavior)
            test = verdict.behavior
            if not test or self._trusted.get(test):
                return verdict
            if test in self._trusted:  # it cannot be left out, and says nothing
                return replace(verdict, behavior="")
            self._trusted[test] = not self._run(["--api", mutant.api, test])
            if self._trusted[test]:
                return verdict

    def _tried(self, mutant: SpecMutant, *, behavior: bool) -> Verdict:
        path = self.root / mutant.path
        kept = path.read_text("utf-8")
        generated = self.root / "generated" / PACKAGE / mutant.api
        path.write_text(mutant.text(), encoding="utf-8", newline="\n")
        try:
            with tempfile.TemporaryDirectory(dir=self.root, prefix=".fresh-") as folder:
                refusal = self._generate(mutant.api, Path(folder))
                if refusal:
                    return Verdict(generator=refusal)
                fresh = Path(folder) / PACKAGE / mutant.api
                with _replaced(generated, fresh, Path(folder) / "before"):
                    snapshot = self._snapshot(mutant.api)
                    found = self._tests(mutant.api) if behavior else None
            return Verdict(snapshot=snapshot, behavior=found)
        finally:
            path.write_text(kept, encoding="utf-8", newline="\n")

    def _generate(self, api: str, folder: Path) -> str:
        only = folder / "only"
        (only / "specs").mkdir(parents=True)
        for name in ("overrides", "pyproject.toml"):
            (only / name).symlink_to(self.root / name)
        for path in (self.root / "specs").iterdir():
            if path.is_file() or path.name == api:
                (only / "specs" / path.name).symlink_to(path)
        try:
            with _generating:
                generate(only, folder / PACKAGE, say=lambda line: None)
        except (GenerationFailed, SpecProblem, RuntimeError) as problem:
            # The first line counts the problems, the second is the first of them.
            lines = [line.strip() for line in str(problem).replace(f"{only}/", "").splitlines()]
            return " ".join([line for line in lines if line][:2])
        except Exception as error:
            # A trace is no advice, but nobody commits what ends in one.
            return f"{type(error).__name__}: {error}"
        return ""

    def _snapshot(self, api: str) -> str:
        spec = Spec(self.root / "specs" / api / "openapi.yaml")
        try:
            texts = {"contract": snapshot_of(spec), "values": values_text(spec)}
        except (KeyError, TypeError, ValueError, ET.ParseError) as error:
            return f"{type(error).__name__}: {error}"
        for kind, text in texts.items():
            name = f"{api}.{kind}.txt"
            if (self.root / FOLDER / name).read_text("utf-8") != text:
                return name
        return ""

    def _tests(self, api: str) -> str:
        """The first test of an API that fails; empty where all pass."""
        left_out = [
            f"--{'deselect' if '::' in test else 'ignore'}={test}"
            for test, passes in self._trusted.items()
            if not passes
        ]
        chosen = ["-m", "not guard and not slow", "--api", api]
        return self._run([*chosen, *left_out, *tests_of(self.root, api)])

    def _run(self, arguments: list[str]) -> str:
        options = ["-q", "-x", "-p", "no:cacheprovider", "--hypothesis-seed=0"]
        with subprocess.Popen(
            [sys.executable, "-m", "pytest", *options, *arguments],
            cwd=self.root,
            env=self._environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        ) as self._running:
            try:
                said, _ = self._running.communicate(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                said = "FAILED nothing ended"
            finally:
                self.stop()
        failed = re.search(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", said, re.MULTILINE)
        if failed:
            return failed[1]
        return "" if self._running.returncode == 0 else said.strip()[-160:]

    def stop(self) -> None:
        """End the tests that run."""
        if self._running is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._running.pid, signal.SIGKILL)

    def _environment(self) -> dict[str, str]:
        places = (self.root, self.root / "overrides", self.root / "generated")
        return {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, places))}


def tests_of(root: Path, api: str) -> list[str]:
    """The modules of tests that concern the contract of an API, cheap ones first."""
    hosts = [root / "contracts" / "hosts" / name for name in (api, family_of(api)) if name]
    general = [root / "contracts" / "specs", root / "contracts" / "wire"]
    found = [path for folder in (*general, *hosts) for path in sorted(folder.glob("test_*.py"))]
    names = (*SNAPSHOTS, *LEFT_OUT)
    extra = root / "contracts" / "clients" / "test_errors_at_200.py"
    return [str(path.relative_to(root)) for path in (*found, extra) if path.name not in names]


@contextmanager
def _replaced(target: Path, fresh: Path, aside: Path) -> Iterator[None]:
    """Have a folder be another one for a while."""
    target.rename(aside)
    fresh.rename(target)
    try:
        yield
    finally:
        target.rename(fresh)
        aside.rename(target)
