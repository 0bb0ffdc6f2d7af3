"""``make new-host`` in a copy of the checkout, from the command to a host that works."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from codegen.driver import PACKAGE, generate
from codegen.exports import write_exports
from codegen.newhost import scaffold

from contracts.codegen.test_importing import STORE
from contracts.packaging.checkouts import python

USE = """
from imagehosts import Pixbin, NotFound
from imagehosts.emulator import Emulator
from contracts.support.emulated import png

content = png(12, 8)
with Emulator(apis=("pixbin",)) as emulator, emulator.serve() as address:
    with Pixbin("a-key", base_url=f"{address}/v1", max_retries=0) as host:
        image = host.upload(("lake.png", content), title="Tahoe")
        assert host.download(image.url) == content
        assert [each.id for each in host.images.list()] == [image.id]
        assert host.delete(image) is None
        try:
            host.images.get(image.id)
        except NotFound:
            print("uploaded, listed and deleted")
"""

EXAMPLES = """
from imagehosts import Snapstore
from imagehosts.emulator import Emulator

with Emulator(apis=("snapstore",)) as emulator, emulator.serve() as address:
    with Snapstore("a-key", base_url=f"{address}/v2", max_retries=0) as host:
        print(type(host.pictures.get(7)).__name__, host.pictures.delete(7))
"""


def tree(copy: Path) -> dict[str, bytes]:
    return {
        path.relative_to(copy).as_posix(): path.read_bytes()
        for path in sorted(copy.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts and ".cache" not in path.parts
    }


def test_new_host_works_and_passes_its_contract_at_once(whole: Path) -> None:
    made = python(whole, "-m", "codegen", "new-host", "pixbin")
    assert made.returncode == 0, made.stderr
    assert "make contract API=pixbin" in made.stdout
    used = python(whole, "-c", USE)
    assert used.stdout == "uploaded, listed and deleted\n", used.stderr
    done = python(whole, "-m", "contracts", "--api", "pixbin", "-n", "0", "-p", "no:cacheprovider")
    assert done.returncode == 0, done.stdout[-6000:]
    rows = [line.split() for line in done.stdout.splitlines() if line.startswith("images_")]
    assert sorted(row[0] for row in rows) == [
        "images_delete",
        "images_get",
        "images_list",
        "images_upload",
    ]
    assert all(int(number) > 0 for row in rows for number in row[1:4]), rows


def test_new_host_of_an_openapi_file_answers_its_examples(copy: Path) -> None:
    (copy / "store.json").write_text(json.dumps(STORE), "utf-8")
    made = python(copy, "-m", "codegen", "new-host", "snapstore", "--spec", "store.json")
    assert made.returncode == 0, made.stderr
    for said in ("operationId listPictures is called pictures_list", "the documented examples"):
        assert said in made.stdout
    assert (copy / "contracts/hosts/snapstore/wire.py").is_file()
    used = python(copy, "-c", EXAMPLES)
    assert used.stdout == "Picture None\n", used.stderr
    # The rest of its contract does not depend on where a host comes from.
    tests = ["contracts/wire/test_tables.py", "contracts/emulator/test_examples.py"]
    options = ("--api", "snapstore", "-q", "-p", "no:cacheprovider", "-p", "no:xdist")
    done = python(copy, "-m", "pytest", *tests, *options)
    assert done.returncode == 0, done.stdout[-6000:]
    assert "skipped" not in done.stdout


def test_new_host_that_fails_late_leaves_the_checkout_as_it_was(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(root: Path, apis: list[str]) -> None:
        assert (root / "generated/imagehosts_wire" / apis[0]).is_dir()
        raise KeyboardInterrupt

    (copy / "store.json").write_text(json.dumps(STORE), "utf-8")
    # What is generated of the hosts that are there.
    generate(copy, copy / "generated" / PACKAGE, say=lambda line: None)
    assert write_exports(copy) == []
    before = tree(copy)
    monkeypatch.setattr(scaffold, "draft_tables", fail)
    with pytest.raises(KeyboardInterrupt):
        scaffold.new_host(copy, "snapstore", copy / "store.json", lambda line: None)
    assert tree(copy) == before


REFUSED = {
    "a name that is no module": (("Pix-Bin",), "expected a Python module's name"),
    "a host that is there": (("{there}",), "is there already"),
    "a file that is not there": (("pixbin", "--spec", "missing.yaml"), "missing.yaml"),
    "a file that is something else": (("pixbin", "--spec", "README.md"), "README.md"),
}


def test_new_host_that_cannot_be_made_changes_nothing(copy: Path) -> None:
    before = tree(copy)
    there = next(path.name for path in sorted((copy / "specs").iterdir()) if path.is_dir())
    faults = []
    for name, (arguments, message) in REFUSED.items():
        given = [argument.format(there=there) for argument in arguments]
        done = python(copy, "-m", "codegen", "new-host", *given)
        if done.returncode != 1 or message not in done.stderr or "Traceback" in done.stderr:
            faults.append(f"{name}: {done.returncode} {done.stderr}")
        if tree(copy) != before:
            faults.append(f"{name}: something was written")
    assert faults == []
