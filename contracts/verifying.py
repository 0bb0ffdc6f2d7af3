"""Whether contracts are sound: the specs of some APIs, and the code that is generated from them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from codegen.driver import PACKAGE, generate
from codegen.problems import GenerationFailed, SpecProblem
from codegen.verify import compare

from contracts.support.specs import ROOT

__all__ = ["contract_problems"]


def contract_problems(*apis: str) -> list[str]:
    """What is wrong with the specs of some APIs, or their generated code; no other API matters."""
    # Some hosts have no spec of their own.
    apis = tuple(api for api in apis if (ROOT / "specs" / api / "openapi.yaml").is_file())
    if not apis:
        return []
    differences: list[str] = []
    with _only(apis) as root:
        fresh = root / "fresh" / PACKAGE
        try:
            generate(root, fresh, say=lambda line: None)
        except (GenerationFailed, SpecProblem, RuntimeError) as problem:
            return [str(problem).replace(f"{root}/", "")]
        for api in apis:
            found = compare(ROOT / "generated" / PACKAGE / api, fresh / api)
            differences += [line.replace(f"{PACKAGE}/", f"{PACKAGE}/{api}/", 1) for line in found]
    if differences:
        differences.append("run `make generate`; a generated file is never edited by hand")
    return differences


@contextmanager
def _only(apis: Sequence[str]) -> Iterator[Path]:
    """A checkout like this one whose only specs are those of some APIs."""
    with tempfile.TemporaryDirectory(prefix="imagehosts-contract-") as folder:
        root = Path(folder)
        for path in ROOT.iterdir():
            if path.name not in ("specs", "generated") and not path.name.startswith("."):
                (root / path.name).symlink_to(path)
        (root / "specs").mkdir()
        for path in (ROOT / "specs").iterdir():
            if path.is_file() or path.name in apis:
                (root / "specs" / path.name).symlink_to(path)
        yield root
