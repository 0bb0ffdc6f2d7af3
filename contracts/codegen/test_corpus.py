"""What the generator writes and says, whole: every change of it is seen in what is committed.

Each test makes something of a corpus of specs and compares it with a folder below
``contracts/snapshots/generator``; ``make snapshots`` writes them anew. The messages for specs that
are refused are committed there by the tests that have the tables (:mod:`.refused`).
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from codegen.newhost import scaffold
from codegen.portable import PORTABLE
from codegen.snapshot import snapshot_of
from codegen.specs import Spec
from codegen.values import values_text

from contracts.codegen.corpus import ZOO, write_zoo
from contracts.codegen.minispec import Checkout
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
