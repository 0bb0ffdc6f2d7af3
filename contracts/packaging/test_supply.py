"""What development, CI and users install: pinned, hashed, declared and listed."""

from __future__ import annotations

import ast
import json
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from contracts.packaging import parts

ROOT = parts.ROOT
OWN = {"imagehosts", "imagehosts_wire", "codegen", "contracts", "docs", "benchmarks"}
#: Modules that programs of the tests find beside them.
OWN |= {"flows", "models"}
#: Imported only where a caller runs on it.
OF_CALLERS = {"trio"}
#: The run-time code of the wheel, and what may use the tools of development.
RUNTIME = ("overrides/imagehosts", "generated/imagehosts_wire")
TOOLS = ("overrides/codegen", "contracts", "docs", "benchmarks")
#: Licences that let everybody use, change and pass on; one of a part's alternatives is enough.
ALLOWED = {
    *(
        "0BSD",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "ISC",
        "MIT",
        "MIT-0",
        "MIT-CMU",
        "MPL-2.0",
    ),
    *("PSF-2.0", "Unlicense", "HPND"),
}
#: Licences that ask more of those who change a part, taken for these alone: they are installed by
#: an extra, used as they are, and not in our wheel.
ALLOWED_FOR = {"psycopg": "LGPL-3.0-only", "psycopg-binary": "LGPL-3.0-only"}
#: More than this many imported parts must be found, or the test looks in the wrong place.
AT_LEAST = 15


def none_of(problems: list[str]) -> None:
    assert not problems, "\n".join(sorted(problems))


def listed(name: str) -> list[Requirement]:
    lines = (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines()
    texts = (line.partition("#")[0].strip() for line in lines)
    return [Requirement(text) for text in texts if text]


def imported(folders: tuple[str, ...]) -> dict[str, set[str]]:
    """Distribution -> the files that import it, local and optional imports included."""
    by_module = packages_distributions()
    found: dict[str, set[str]] = {}
    for path in (each for folder in folders for each in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            for top in {name.partition(".")[0] for name in names}:
                if top in sys.stdlib_module_names or top in OWN:
                    continue
                for each in by_module.get(top, [top]):
                    where = path.relative_to(ROOT).as_posix()
                    found.setdefault(canonicalize_name(each), set()).add(where)
    return found


def test_every_imported_package_is_declared_where_it_is_used() -> None:
    asked = {canonicalize_name(r.name) for rows in parts.declared().values() for r in rows}
    tools = {canonicalize_name(r.name) for f in ("dev.txt", "docs.txt") for r in listed(f)}
    runtime, others = imported(RUNTIME), imported(TOOLS)
    assert len(runtime | others) >= AT_LEAST
    none_of(
        [
            f"pyproject.toml does not declare {n}: {runtime[n]}"
            for n in runtime.keys() - asked - OF_CALLERS
        ]
        + [f"requirements/ does not list {n}: {others[n]}" for n in others.keys() - asked - tools]
    )


def test_every_requirement_is_locked_with_hashes() -> None:
    wanted = [r for rows in parts.declared().values() for r in rows if r.name != "imagehosts"]
    wanted += listed("dev.txt") + listed("docs.txt")
    locked = parts.locked()
    problems = [f"{name}=={v} has no hash" for name, vs in locked.items() for v in vs if not vs[v]]
    for each in wanted:
        versions = locked.get(canonicalize_name(each.name), {})
        if not versions or not all(each.specifier.contains(version) for version in versions):
            problems.append(f"{each} is not what lock.txt has ({[*versions]}): run make lock")
    none_of(problems)


def test_the_lock_names_no_address_and_no_file() -> None:
    text = (ROOT / "requirements/lock.txt").read_text(encoding="utf-8")
    assert not re.findall(r"https?:|file:|--index|--find-links|@ ", text)


def test_the_bill_of_materials_names_every_runtime_part() -> None:
    bill = json.loads(parts.BILL.read_text(encoding="utf-8"))
    versions = {each["name"]: each["version"] for each in bill["components"]}
    required = {each["name"] for each in bill["components"] if each["scope"] == "required"}
    assert {"attrs", "httpx", "msgspec"} <= required
    here = {name for group in parts.declared() for name in parts.closure(group)}
    table = parts.LICENCES.read_text(encoding="utf-8")
    locked = parts.locked()
    none_of(
        [f"{name} is missing: run make lock" for name in here - versions.keys()]
        + [f"{n} {v} is not locked" for n, v in versions.items() if v not in locked.get(n, {})]
        + [f"{n} {v} has no licence" for n, v in versions.items() if f"| {n} | {v} |" not in table]
    )


def test_every_runtime_part_says_a_licence_that_may_be_shipped() -> None:
    names = {name for group in parts.declared() for name in parts.closure(group)}
    assert len(names) >= AT_LEAST
    licences = {name: parts.licence(name) for name in sorted(names)}
    none_of(
        [
            f"{name}: {text}"
            for name, text in licences.items()
            if not ALLOWED & {*text.split()} and ALLOWED_FOR.get(name) != text
        ]
    )


def test_setup_installs_nothing_without_a_hash() -> None:
    text = Path(ROOT / "Makefile").read_text(encoding="utf-8")
    setup = text.partition("$(READY):")[2].partition("lock:")[0]
    assert setup.count(" install ") == 2
    assert "--require-hashes" in setup
    assert "--no-deps --no-build-isolation -e ." in setup
