"""``make verify`` fails, with a diff that a person can read, when generated code and specs part."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from contracts.codegen.everything_spec import KITCHEN_SINK
from contracts.codegen.minispec import Checkout
from contracts.support.specs import API_NAMES
from contracts.verifying import contract_problems

RESOURCE = "imagehosts_wire/mini/resources/things.py"
MODEL = "imagehosts_wire/mini/models.py"


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    checkout = Checkout(tmp_path_factory.mktemp("generated") / "checkout")
    checkout.write(KITCHEN_SINK)
    checkout.generate()
    return checkout.root


@pytest.fixture
def clean(generated: Path, checkout: Checkout) -> Checkout:
    """A checkout in which all is well."""
    shutil.copytree(generated, checkout.root, dirs_exist_ok=True)
    return checkout


def change(old: str, new: str) -> Callable[[Checkout], None]:
    def edit(checkout: Checkout) -> None:
        assert KITCHEN_SINK.count(old) >= 1
        checkout.write(KITCHEN_SINK.replace(old, new, 1))

    return edit


def by_hand(name: str, old: bytes, new: bytes) -> Callable[[Checkout], None]:
    def edit(checkout: Checkout) -> None:
        path = checkout.root / "generated" / name
        text = path.read_bytes()
        assert old in text
        path.write_bytes(text.replace(old, new, 1))

    return edit


def delete(name: str) -> Callable[[Checkout], None]:
    return lambda checkout: (checkout.root / "generated" / name).unlink()


def add(name: str) -> Callable[[Checkout], None]:
    def edit(checkout: Checkout) -> None:
        (checkout.root / "generated" / name).write_bytes(b"stray = True\n")

    return edit


def replace_spec(checkout: Checkout) -> None:
    checkout.write(KITCHEN_SINK.replace("Mini API", "Other API"), "other")
    shutil.rmtree(checkout.root / "specs" / "mini")


DIFFERENT: dict[str, tuple[Callable[[Checkout], None], tuple[str, ...]]] = {
    "a member was added to the spec": (
        change("votes: {", "new: {type: integer}\n        votes: {"),
        (f"{MODEL}: differs", "+    new: int | None = None", "generation.lock.json: differs"),
    ),
    "an operation was renamed in the spec": (
        change("operationId: things_delete", "operationId: things_remove"),
        (f"{RESOURCE}: differs", '-    "things_delete",', '+    "things_remove",'),
    ),
    "a required parameter was dropped from the spec": (
        change("\n        - {name: format, in: query, required: true, schema: {const: json}}", ""),
        (f"{RESOURCE}: differs", '-    constants=(("query", "format", "json"),),'),
    ),
    "an argument became optional in the spec": (
        change("required: [source]", "required: []"),
        (f"{RESOURCE}: differs", "UploadSource | None = None"),
    ),
    "a description was changed in the spec": (
        change("Which.", "Which one."),
        (f"{RESOURCE}: differs", "+            id: Which one."),
    ),
    "an operation was added to the spec": (
        change(
            "/pictures/{id}:\n",
            "/rooms:\n    get:\n      operationId: rooms_list\n      tags: [rooms]\n"
            "      summary: List\n      responses: {'204': {description: None.}}\n"
            "  /pictures/{id}:\n",
        ),
        ("imagehosts_wire/mini/resources/rooms.py: missing", "make generate"),
    ),
    "a model was edited by hand": (
        by_hand(MODEL, b"    id: str\n", b"    id: int\n"),
        (f"{MODEL}: differs", "-    id: int", "+    id: str"),
    ),
    "one byte was added by hand": (
        by_hand(RESOURCE, b"OPERATIONS = (", b"OPERATIONS =  ("),
        (f"{RESOURCE}: differs", "-OPERATIONS =  (", "+OPERATIONS = ("),
    ),
    "the line ends were changed by hand": (
        lambda checkout: by_hand(MODEL, b"\n", b"\r\n")(checkout),
        (f"{MODEL}: differs", "line ends"),
    ),
    "the bundled spec was edited by hand": (
        by_hand("imagehosts_wire/mini/spec.json", b"Mini API", b"Maxi API"),
        ("imagehosts_wire/mini/spec.json: differs", "Maxi API", "Mini API"),
    ),
    "the lock was edited by hand": (
        by_hand("imagehosts_wire/generation.lock.json", b'"mini": 7', b'"mini": 8'),
        ("generation.lock.json: differs", '-  "mini": 8', '+  "mini": 7'),
    ),
    "the shared types were edited by hand": (
        by_hand("imagehosts_wire/types.py", b'"""', b'"""Edited. '),
        ("imagehosts_wire/types.py: differs", "Edited."),
    ),
    "a file was deleted": (delete(MODEL), (f"{MODEL}: missing", "make generate")),
    "the mark of types was deleted": (
        delete("imagehosts_wire/py.typed"),
        ("imagehosts_wire/py.typed: missing",),
    ),
    "a file was added": (
        add("imagehosts_wire/mini/stray.py"),
        ("imagehosts_wire/mini/stray.py: nothing generates this file", "delete it"),
    ),
    "everything was deleted": (
        lambda checkout: shutil.rmtree(checkout.package),
        (f"{MODEL}: missing", "make generate"),
    ),
    "a spec was removed": (
        replace_spec,
        (f"{MODEL}: nothing generates this file", "imagehosts_wire/other/api.py: missing"),
    ),
}


@pytest.mark.parametrize("name", DIFFERENT)
def test_verify_notices_that(
    clean: Checkout, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    edit, words = DIFFERENT[name]
    edit(clean)
    before = clean.tree()
    capsys.readouterr()
    assert clean.run("verify") == 1
    said = capsys.readouterr()
    assert [word for word in words if word not in said.err] == []
    assert "`make generate`" in said.err
    assert "CONTRIBUTING.md" in said.err
    assert said.out == ""
    # It only looks: neither corrects what is wrong nor leaves anything behind.
    assert clean.tree() == before
    assert sorted(path.name for path in clean.root.iterdir()) in (
        ["generated", "specs"],
        ["specs"],
    )


def test_verify_is_content_with_what_generate_wrote(
    clean: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    (clean.package / "mini" / "__pycache__").mkdir()
    (clean.package / "mini" / "__pycache__" / "api.cpython-311.pyc").write_bytes(b"x")
    capsys.readouterr()
    assert clean.run("verify") == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert "what specs/ make of it" in said.out


def test_verify_fails_on_a_broken_spec_as_generate_does(
    clean: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    clean.write(KITCHEN_SINK.replace("tags: [pictures]", "tags: []", 1))
    assert clean.run("verify") == 1
    assert "0 tags" in capsys.readouterr().err


def test_a_long_diff_is_cut_and_says_by_how_much(
    clean: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    path = clean.root / "generated" / RESOURCE
    path.write_bytes(b"")
    capsys.readouterr()
    assert clean.run("verify") == 1
    said = capsys.readouterr().err.splitlines()
    assert 50 < len(said) < 80
    assert any("lines more" in line for line in said)


def test_the_command_itself_exits_with_0_and_1(clean: Checkout) -> None:
    ran = clean.start("verify")
    assert (ran.returncode, ran.stderr) == (0, "")
    change("Which.", "Which one.")(clean)
    ran = clean.start("verify")
    assert ran.returncode == 1
    assert "Which one." in ran.stderr


@pytest.mark.parametrize("api", API_NAMES)
def test_what_is_committed_is_what_the_spec_of_an_api_makes(api: str) -> None:
    assert contract_problems(api) == []
