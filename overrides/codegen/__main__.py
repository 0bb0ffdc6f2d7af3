"""``python -m codegen generate``, ``verify`` and ``new-host``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from codegen.driver import PACKAGE, generate
from codegen.exports import verify_exports, write_exports
from codegen.newhost.foreign import CannotImport
from codegen.newhost.scaffold import CannotCreate, new_host
from codegen.problems import GenerationFailed, SpecProblem
from codegen.verify import read_tree, verify

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit status says whether all is well."""
    parser = argparse.ArgumentParser(prog="python -m codegen", description=__doc__)
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout (default: this one)")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("generate", help="write generated/imagehosts_wire from specs/")
    commands.add_parser("verify", help="fail if generated/ is not what specs/ make of it")
    new = commands.add_parser("new-host", help="write every file of another host, working")
    new.add_argument("api", help="its identifier, as in pixbin: a Python module's name")
    new.add_argument("--spec", type=Path, help="an OpenAPI 3.0 or 3.1 file to start from")
    options = parser.parse_args(arguments)
    root: Path = options.root.resolve()
    try:
        if options.command == "new-host":
            new_host(root, options.api, options.spec)
            return 0
        return {"generate": _generate, "verify": _verify}[options.command](root)
    except (CannotCreate, CannotImport, GenerationFailed, SpecProblem, RuntimeError) as problem:
        print(problem, file=sys.stderr)
        return 1


def _generate(root: Path) -> int:
    target = root / "generated" / PACKAGE
    before = read_tree(target)
    generate(root, target)
    for problem in write_exports(root):
        print(problem, file=sys.stderr)
    after = read_tree(target)
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    print(f"{len(changed)} files changed" if changed else "nothing changed")
    return 0


def _verify(root: Path) -> int:
    report = [*verify(root), *verify_exports(root)]
    if not report:
        print("generated/ is what specs/ make of it")
        return 0
    print("\n".join(report), file=sys.stderr)
    print(
        "\ngenerated/ and specs/ are out of sync: run `make generate` after a change of a spec or"
        " template; never edit a generated file (CONTRIBUTING.md says where a change belongs)",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
