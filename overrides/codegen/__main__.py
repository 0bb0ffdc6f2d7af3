"""``python -m codegen``: ``generate``, ``verify``, ``spec-diff``, ``snapshots``, ``new-host``."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from codegen.changes.base import NoBase, base_specs, specs_in
from codegen.changes.compare import BREAKING, Comparison
from codegen.changes.report import compare_specs, json_of, short_text, text_of, version_of
from codegen.driver import PACKAGE, generate
from codegen.exports import verify_exports, write_exports
from codegen.newhost.foreign import CannotImport
from codegen.newhost.scaffold import CannotCreate, new_host
from codegen.problems import GenerationFailed, SpecProblem
from codegen.snapshot import write_snapshots
from codegen.verify import read_tree, verify

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit status says whether all is well."""
    parser = argparse.ArgumentParser(prog="python -m codegen", description=__doc__)
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout (default: this one)")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("generate", help="write generated/imagehosts_wire from specs/")
    commands.add_parser("verify", help="fail if generated/ is not what specs/ make of it")
    commands.add_parser("snapshots", help="write contracts/snapshots/ from specs/")
    new = commands.add_parser("new-host", help="write every file of another host, working")
    new.add_argument("api", help="its identifier, as in pixbin: a Python module's name")
    new.add_argument("--spec", type=Path, help="an OpenAPI 3.0 or 3.1 file to start from")
    diff = commands.add_parser(
        "spec-diff",
        help="say what changed for callers since a commit or in another folder",
        description="The exit status is 0 where nothing breaks, 1 where something does, and 2"
        " where the two cannot be compared.",
    )
    diff.add_argument("base", help="a commit, such as main, or a folder with specs")
    diff.add_argument("--api", help="one API alone")
    diff.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(arguments)
    root: Path = options.root.resolve()
    if options.command == "spec-diff":
        return _spec_diff(root, options.base, options.api, as_json=options.json)
    try:
        if options.command == "new-host":
            new_host(root, options.api, options.spec)
            return 0
        commanded = {"generate": _generate, "verify": _verify, "snapshots": _snapshots}
        return commanded[options.command](root)
    except (CannotCreate, CannotImport, GenerationFailed, SpecProblem, RuntimeError) as problem:
        print(problem, file=sys.stderr)
        return 1


def _generate(root: Path) -> int:
    target = root / "generated" / PACKAGE
    before = read_tree(target)
    with tempfile.TemporaryDirectory(prefix="generated-before-") as folder:
        # The client that was generated last holds the specs that it was made of.
        for name, content in before.items():
            if name.endswith((".xsd", "spec.json")):
                kept = Path(folder) / name
                kept.parent.mkdir(parents=True, exist_ok=True)
                kept.write_bytes(content)
        generate(root, target)
        comparisons = _compared(specs_in(Path(folder)), specs_in(target)) if before else []
    for problem in write_exports(root):
        print(problem, file=sys.stderr)
    after = read_tree(target)
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    print(f"{len(changed)} files changed" if changed else "nothing changed")
    if before and changed:
        print(short_text(comparisons))
    return 0


def _compared(old: dict[str, Path], new: dict[str, Path]) -> list[Comparison]:
    """What changed since the last time; nothing where the spec of that time cannot be read now."""
    try:
        return compare_specs(old, new)
    except (GenerationFailed, SpecProblem) as problem:
        print(f"the spec of before cannot be compared: {problem}", file=sys.stderr)
        return []


def _spec_diff(root: Path, base: str, api: str | None, *, as_json: bool) -> int:
    try:
        with base_specs(root, base) as old:
            new = specs_in(root)
            chosen = {*old, *new} if api is None else {api}
            if not chosen <= {*old, *new}:
                raise NoBase(f"no API {api!r}; there are: {', '.join(sorted({*old, *new}))}")
            comparisons = compare_specs(
                *(
                    {name: path for name, path in each.items() if name in chosen}
                    for each in (old, new)
                )
            )
    except (NoBase, GenerationFailed, SpecProblem) as problem:
        print(problem, file=sys.stderr)
        return 2
    version = version_of(root)
    print((json_of if as_json else text_of)(comparisons, root, version))
    breaking = any(c.level == BREAKING for each in comparisons for c in each.changes)
    return 1 if breaking else 0


def _snapshots(root: Path) -> int:
    changed = write_snapshots(root)
    print("\n".join(changed) if changed else "nothing changed")
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
