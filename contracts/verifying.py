"""Whether the contract of one API is sound: its spec, and the code that is generated from it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from codegen.driver import PACKAGE, generate
from codegen.problems import GenerationFailed, SpecProblem
from codegen.verify import compare

from contracts.support.specs import ROOT

__all__ = ["contract_problems"]


def contract_problems(api: str) -> list[str]:
    """What is wrong with the spec of an API, or with its generated code; no other API matters."""
    if not (ROOT / "specs" / api / "openapi.yaml").is_file():
        return []  # a host without a spec of its own
    with _only(api) as root:
        fresh = root / "fresh" / PACKAGE
        try:
            generate(root, fresh, say=lambda line: None)
        except (GenerationFailed, SpecProblem, RuntimeError) as problem:
            return [str(problem).replace(f"{root}/", "")]
        differences = compare(ROOT / "generated" / PACKAGE / api, fresh / api)
    if differences:
        differences.append("run `make generate`; a generated file is never edited by hand")
    return [line.replace(f"{PACKAGE}/", f"{PACKAGE}/{api}/", 1) for line in differences]


@contextmanager
def _only(api: str) -> Iterator[Path]:
    """A checkout like this one whose only spec is that of an API."""
    with tempfile.TemporaryDirectory(prefix="imagehosts-contract-") as folder:
        root = Path(folder)
        for path in ROOT.iterdir():
            if path.name not in ("specs", "generated") and not path.name.startswith("."):
                (root / path.name).symlink_to(path)
        (root / "specs").mkdir()
        for path in (ROOT / "specs").iterdir():
            if path.is_file() or path.name == api:
                (root / "specs" / path.name).symlink_to(path)
        yield root
