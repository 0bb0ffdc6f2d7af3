"""``python -m codegen generate`` and ``python -m codegen verify``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from codegen.driver import PACKAGE, generate
from codegen.problems import GenerationFailed, SpecProblem
from codegen.verify import compare, verify

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: list[str] | None = None) -> int:
    """Run one verb; the exit status says whether all is well."""
    parser = argparse.ArgumentParser(prog="python -m codegen", description=__doc__)
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout (default: this one)")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("generate", help="write generated/imagehosts_wire from specs/")
    verbs.add_parser("verify", help="fail if generated/ is not what specs/ make of it")
    options = parser.parse_args(arguments)
    try:
        return {"generate": _generate, "verify": _verify}[options.verb](options.root.resolve())
    except (GenerationFailed, SpecProblem, RuntimeError) as problem:
        print(problem, file=sys.stderr)
        return 1


def _generate(root: Path) -> int:
    target = root / "generated" / PACKAGE
    before = _snapshot(target)
    generate(root, target)
    changed = [name for name in {**before, **_snapshot(target)} if not _same(before, target, name)]
    print(f"{len(changed)} files changed" if changed else "nothing changed")
    return 0


def _verify(root: Path) -> int:
    report = verify(root)
    if not report:
        print("generated/ is what specs/ make of it")
        return 0
    print("\n".join(report), file=sys.stderr)
    print(
        "\ngenerated/ and specs/ have parted: run `make generate` after a change of a spec or"
        " template; never edit a generated file (CONTRIBUTING.md says where a change belongs)",
        file=sys.stderr,
    )
    return 1


def _snapshot(folder: Path) -> dict[str, bytes]:
    if not folder.exists():
        return {}
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def _same(before: dict[str, bytes], folder: Path, name: str) -> bool:
    path = folder / name
    return name in before and path.exists() and path.read_bytes() == before[name]


__all__ = ["compare", "main"]

if __name__ == "__main__":
    raise SystemExit(main())
