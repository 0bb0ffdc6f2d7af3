"""What the package is made of: its run-time parts with versions, hashes and licences."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
BILL = ROOT / "requirements/imagehosts.cdx.json"
LICENCES = ROOT / "requirements/licences.md"

#: Licences that the metadata of a part says in a form of its own.
SPDX = {
    "MIT License": "MIT",
    "BSD License": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Apache 2.0": "Apache-2.0",
}


@cache
def project() -> dict[str, Any]:
    """The table ``[project]`` of pyproject.toml."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        table: dict[str, Any] = tomllib.load(file)["project"]
    return table


def oldest_python() -> str:
    """The oldest Python that the package supports, as ``3.11.0``."""
    return project()["requires-python"].removeprefix(">=") + ".0"


@cache
def locked() -> dict[str, dict[str, list[str]]]:
    """Name -> version -> hashes of the lock; a name may be there once for each kind of Python."""
    found: dict[str, dict[str, list[str]]] = {}
    current: list[str] = []
    for line in (ROOT / "requirements/lock.txt").read_text(encoding="utf-8").splitlines():
        if pin := re.match(r"([A-Za-z0-9._-]+)==([^ ;\\]+)", line):
            current = found.setdefault(canonicalize_name(pin[1]), {}).setdefault(pin[2], [])
        elif digest := re.match(r" +--hash=(sha256:[0-9a-f]{64})", line):
            current.append(digest[1])
    return found


def pins() -> str:
    """The locked versions as pip's constraints, without hashes and without what depends on it."""
    text = (ROOT / "requirements/lock.txt").read_text(encoding="utf-8")
    return "\n".join(re.findall(r"^[A-Za-z0-9._-]+==[^\\\n]+", text, re.MULTILINE)) + "\n"


def declared() -> dict[str, list[Requirement]]:
    """Group -> what pyproject.toml asks for: ``""`` for the base, or the name of an extra."""
    extras = project()["optional-dependencies"]
    groups = {"": project()["dependencies"], **extras}
    return {name: [Requirement(each) for each in lines] for name, lines in groups.items()}


def closure(group: str) -> dict[str, list[str]]:
    """Every part that a group of pyproject.toml brings here -> what it needs in turn."""
    found: dict[str, list[str]] = {}

    def visit(wanted: Requirement) -> None:
        name = canonicalize_name(wanted.name)
        if name == "imagehosts" or name in found:
            return
        needed = []
        found[name] = []
        for text in distribution(name).requires or ():
            below = Requirement(text)
            extras = wanted.extras or {""}
            if below.marker is None or any(below.marker.evaluate({"extra": e}) for e in extras):
                needed.append(below)
        found[name] = sorted(canonicalize_name(each.name) for each in needed)
        for each in needed:
            visit(each)

    for wanted in declared()[group]:
        visit(wanted)
    return found


def licence(name: str) -> str:
    """The licence of an installed part, as its metadata says it."""
    about = distribution(name).metadata
    if expression := about.get("License-Expression"):
        return str(expression)
    classifiers = [
        each.rpartition(" :: ")[2]
        for each in about.get_all("Classifier") or ()
        if each.startswith("License :: OSI Approved :: ")
    ]
    text = classifiers[0] if classifiers else str(about.get("License") or "not said")
    return SPDX.get(text, text)


def bill() -> dict[str, Any]:
    """The bill of materials in CycloneDX's JSON: run-time parts of the base and of each extra."""
    groups = {name: closure(name) for name in declared()}
    needs: dict[str, list[str]] = {}
    for group in groups.values():
        needs |= group
    own = f"pkg:pypi/imagehosts@{project()['version']}"
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "library",
                "bom-ref": own,
                "purl": own,
                "name": "imagehosts",
                "version": project()["version"],
                "licenses": [{"expression": project()["license"]}],
            }
        },
        "components": [_component(name, groups) for name in sorted(needs)],
        "dependencies": [
            {"ref": own, "dependsOn": sorted(_purl(each) for each in _first(groups))},
            *({"ref": _purl(n), "dependsOn": [_purl(b) for b in needs[n]]} for n in sorted(needs)),
        ],
    }


def _first(groups: dict[str, dict[str, list[str]]]) -> set[str]:
    asked = {canonicalize_name(each.name) for lines in declared().values() for each in lines}
    return {name for group in groups.values() for name in group if name in asked}


def _version(name: str) -> str:
    return distribution(name).version


def _purl(name: str) -> str:
    return f"pkg:pypi/{name}@{_version(name)}"


def _component(name: str, groups: dict[str, dict[str, list[str]]]) -> dict[str, Any]:
    return {
        "type": "library",
        "bom-ref": _purl(name),
        "purl": _purl(name),
        "name": name,
        "version": _version(name),
        "scope": "required" if name in groups[""] else "optional",
        "licenses": [{"license": {"name": licence(name)}}],
        "properties": [
            {"name": "imagehosts:extra", "value": group}
            for group, found in groups.items()
            if group and name in found and name not in groups[""]
        ],
    }


def licences() -> str:
    """The licences of the run-time parts, as a table in Markdown."""
    base = closure("")
    rows = [("part", "version", "licence", "comes with"), ("---", "---", "---", "---")]
    seen: dict[str, list[str]] = {name: ["the package itself"] for name in base}
    for group in declared():
        for name in closure(group) if group else ():
            if name not in base:
                seen.setdefault(name, []).append(f"`[{group}]`")
    for name in sorted(seen):
        rows.append((name, _version(name), licence(name), ", ".join(seen[name])))
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return (
        "# Licences of the run-time parts\n\n"
        "What an installed imagehosts brings with it. Written by `make lock` from the metadata of "
        f"the parts.\n\n{table}\n"
    )
