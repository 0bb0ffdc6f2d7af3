"""What the generator writes and says, whole: every change of it is seen in what is committed.

Each test makes something of a corpus of specs and compares it with a folder below
``contracts/snapshots/generator``; ``make snapshots`` writes them anew. The messages for specs that
are refused are committed there by the tests that have the tables (:mod:`.refused`).
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from codegen.changes.base import specs_in
from codegen.changes.places import PARTS
from codegen.changes.report import compare_specs, json_of, short_text, text_of
from codegen.newhost import scaffold
from codegen.portable import PORTABLE
from codegen.snapshot import snapshot_of
from codegen.specs import Spec
from codegen.values import values_text

from contracts.codegen.corpus import EDITS, ZOO, next_edition, write_zoo
from contracts.codegen.minispec import Checkout
from contracts.codegen.xml_spec import SHELF_XSD
from contracts.packaging.checkouts import copy_checkout
from contracts.support.snapshots import hold_files, sections
from contracts.support.specs import API_NAMES, EXTENSIONS

pytestmark = pytest.mark.snapshots


def test_zoo_becomes_the_clients_and_contracts_that_are_committed(checkout: Checkout) -> None:
    (checkout.root / "specs" / EXTENSIONS.name).write_bytes(EXTENSIONS.read_bytes())
    write_zoo(checkout)
    checkout.generate()
    written = {}
    for name in ZOO:
        texts = {
            path.relative_to(checkout.package / name).as_posix(): path.read_text("utf-8")
            for path in sorted((checkout.package / name).rglob("*"))
            if path.suffix == ".py" or path.name == PORTABLE
        }
        path = checkout.root / "specs" / name / "openapi.yaml"
        spec = Spec(path, path.relative_to(checkout.root))
        texts |= {"the contract in short": snapshot_of(spec), "its values": values_text(spec)}
        # The source as it is kept is the file of the zoo, in one line.
        kept = json.loads((checkout.package / name / "spec.json").read_text("utf-8"))
        assert kept == spec.document
        written[f"{name}.txt"] = sections(texts)
    hold_files("generator/zoo", written)


def test_next_editions_of_the_zoo_are_reported_as_committed(tmp_path: Path) -> None:
    before, after = Checkout(tmp_path / "before"), Checkout(tmp_path / "after")
    for name in EDITS:
        before.write(ZOO[name], name)
        after.write(next_edition(name), name)
    for checkout, name in ((before, "servers"), (after, "routes")):
        checkout.write(ZOO[name], name)
        checkout.write(ZOO["shelf"], "shelf")
        text = SHELF_XSD
        if checkout is after:
            text = text.replace('"999"', '"99"').replace("Words.", "Other words.")
        checkout.write_beside("mini.xsd", text, "shelf")
        checkout.write_beside("quirks.yaml", QUIRKS[checkout is after], "calls")
    name_everything(tmp_path)
    written = {}
    for direction, old, new in (("there", before, after), ("back", after, before)):
        found = compare_specs(*(specs_in(checkout.root / "specs") for checkout in (old, new)))
        texts = {
            "short": short_text(found),
            "whole": text_of(found, tmp_path, "1.2.3"),
        }
        if new is after:
            texts["for programs"] = json_of(found, tmp_path, "1.2.3")
        written[f"{direction}.txt"] = sections(texts)
    hold_files("generator/editions", written)


#: What the quirks of a spec of the zoo are, before and after.
QUIRKS = (
    """
- {id: C-1, claim: Slow., operations: [lists_pages, lists_gone], decision: Wait.}
- {id: C-2, claim: Odd., operations: [old_get]}
- {id: C-3, claim: Fine.}
""",
    """
- {id: C-1, claim: Quick., operations: [lists_pages, lists_gone], decision: Go., test: a}
- {id: C-3, claim: Fine.}
- {id: C-4, claim: New., operations: [lists_starts, old_get]}
""",
)


def name_everything(root: Path) -> None:
    """Write files that name what the specs of the zoo have, where the parts of a host lie."""
    for api in ("answers", "calls", "parameters"):
        lines = ["# The first line names nothing."]
        spec = Spec(root / "before" / "specs" / api / "openapi.yaml")
        for _, _, _, operation in spec.operations():
            tag, id = operation["tags"][0], operation["operationId"]
            lines += [f"client.{tag}.{id.removeprefix(f'{tag}_')}(sort=1)", f'"{id}"']
        for number, (_, place) in enumerate(PARTS):
            path = root / place.format(api=api)
            if not path.suffix:
                (path / "inner").mkdir(parents=True, exist_ok=True)
                (path / "a.bin").write_text("\n".join(lines), "utf-8")
                path /= "inner/wire.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("\n".join([*lines[:1], *lines[1 + number :]]), "utf-8")


def test_new_hosts_are_the_files_that_are_committed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_checkout(tmp_path, without=API_NAMES)
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    monkeypatch.chdir(tmp_path)
    folder = Path("contracts", "codegen", "foreign")
    hosts = {
        "pixbin": None,
        "image_kit": folder / "imagekit_like.yaml",
        "uploads": folder / "uploads.yaml",
    }
    said: list[str] = []
    scaffold.new_hosts(Path(), hosts, said.append)
    written: dict[str, dict[str, str]] = {host: {} for host in hosts}
    for path in sorted(tmp_path.rglob("*")):
        name = path.relative_to(tmp_path).as_posix()
        if not path.is_file() or path in before or name.startswith("generated/"):
            continue
        if "__pycache__" in name or ".cache" in name:
            continue
        (host,) = (host for host in hosts if f"/{host}" in name)
        written[host][name] = path.read_text("utf-8")
    files = {f"{host}.txt": sections(texts) for host, texts in written.items()}
    hold_files("generator/hosts", {**files, "said.txt": "\n".join(said) + "\n"})
