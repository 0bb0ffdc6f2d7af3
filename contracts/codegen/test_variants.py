"""What the generator makes of variants of the corpus, committed: what nobody thought of to try.

Below ``contracts/snapshots/generator/variants`` are the edits of each variant (:mod:`.variants`),
what was refused on the way to it, and what differs from what is made of the document as it is.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from codegen.changes.compare import compare
from codegen.changes.report import text_of
from codegen.changes.surface import surface_of
from codegen.driver import read_api
from codegen.newhost.fitting import fit
from codegen.newhost.foreign import CannotImport, read
from codegen.newhost.importing import import_spec
from codegen.portable import portable_text
from codegen.problems import GenerationFailed, SpecProblem, pointer
from codegen.rules import check
from codegen.snapshot import snapshot_of
from codegen.specs import Json, Spec

from contracts.codegen.corpus import EDITS, write_zoo
from contracts.codegen.minispec import Checkout
from contracts.codegen.variants import (
    Edit,
    Edits,
    differences,
    edited,
    edits,
    own_edits,
    unrefused,
    variants,
)
from contracts.support.snapshots import hold_file
from contracts.support.specs import EXTENSIONS

pytestmark = pytest.mark.snapshots

FILES = {path.stem: path for path in sorted((Path(__file__).parent / "foreign").iterdir())}
FOREIGN = [*FILES]
#: So many variants of each document are tried.
IMPORTED = 3
OWN = 3

Make = Callable[[Json], Iterator[str]]


def said_of(name: str, document: Json, count: int, some: Edits, make: Make) -> Iterator[str]:
    """What is made of some variants of a document, without edits of regions that are refused."""
    for number, chosen in enumerate(variants(name, document, count, some), 1):
        yield f"=== {name} {number}"
        lines, kept = _made(document, chosen, make)
        yield from (f"{edit}{'' if edit in kept else ' (refused)'}" for edit in chosen)
        yield from lines
        yield ""


def _made(document: Json, chosen: list[Edit], make: Make) -> tuple[list[str], list[Edit]]:
    refused: dict[str, None] = {}
    while True:
        try:
            return [*refused, *make(edited(document, chosen))], chosen
        except (GenerationFailed, SpecProblem, CannotImport) as failed:
            problems = getattr(failed, "problems", [])
            problems = [failed] if isinstance(failed, SpecProblem) else problems
            said = [f"{pointer(each.where)}: {each.fault}; {each.advice}" for each in problems]
            refused |= {f"! {each}": None for each in said or [str(failed).partition(": ")[2]]}
            if not chosen:
                raise
            chosen = unrefused(chosen, problems)


# --- files of others ------------------------------------------------------------------------


@pytest.mark.parametrize("part", range(3))
def test_variants_of_foreign_files_are_imported_as_committed(part: int, tmp_path: Path) -> None:
    lines: list[str] = []
    for name in FOREIGN[part::3]:
        document = read(FILES[name]).document
        make = importing(document, tmp_path / "file.json")
        lines += said_of(name, document, IMPORTED, edits, make)
    hold_file(f"generator/variants/imports_{part + 1}.txt", "\n".join(lines))


def importing(document: Json, path: Path) -> Make:
    """What differs in an import of another document, which is written to a file."""

    def imported(document: Json) -> tuple[Json, list[str]]:
        path.write_text(json.dumps(document), "utf-8")
        found = import_spec(read(path), "host", "Host")
        return found.document, [note.replace(f"{path.name}:1: ", "") for note in found.notes]

    before, notes = imported(document)

    def make(document: Json) -> Iterator[str]:
        after, said = imported(document)
        yield from (f"- {note}" for note in notes if note not in said)
        yield from (f"+ {note}" for note in said if note not in notes)
        yield from differences(before, after)

    return make


def test_variants_of_imports_lose_what_is_refused_and_no_more() -> None:
    lines: list[str] = []
    for name in FOREIGN[::3]:
        found = import_spec(read(FILES[name]), "host", "Host")
        (chosen,) = variants(name, found.document, 1, edits_inside)
        before = edited(found.document, chosen)
        found.document = copy.deepcopy(before)
        found.notes.clear()
        lines += [f"=== {name}", *map(str, chosen)]
        try:
            fit(found, "host", EXTENSIONS)
            lines += [f"+ {note}" for note in found.notes]
            lines += differences(before, found.document)
        except GenerationFailed as failed:
            lines += [f"! {pointer(each.where)}: {each.fault}" for each in failed.problems]
        lines.append("")
    hold_file("generator/variants/fitted.txt", "\n".join(lines))


def edits_inside(document: Json) -> Iterator[Edit]:
    """The edits of operations and components: what belongs to all of a spec cannot be left out."""
    return (edit for edit in own_edits(document) if len(edit.region) > 1)


# --- specs of ours --------------------------------------------------------------------------


@pytest.mark.parametrize("part", range(2))
def test_variants_of_the_zoo_are_generated_as_committed(part: int, checkout: Checkout) -> None:
    (checkout.root / "specs" / EXTENSIONS.name).write_bytes(EXTENSIONS.read_bytes())
    write_zoo(checkout)
    lines: list[str] = []
    for name in sorted({*EDITS, "shelf"})[part::2]:
        path = checkout.root / "specs" / name / "openapi.yaml"
        document = json.loads(json.dumps(Spec(path).document))
        lines += said_of(name, document, OWN, own_edits, generating(document, path))
    hold_file(f"generator/variants/zoo_{part + 1}.txt", "\n".join(lines))


def generating(document: Json, path: Path) -> Make:
    """What is reported, and differs for snapshots and other tools, of another edition of a spec."""
    api = path.parent.name
    spec = Spec(path, Path(api), document)
    before, plain = surface_of(read_api(spec)), json.loads(portable_text(spec))
    short = snapshot_of(spec).splitlines()

    def make(document: Json) -> Iterator[str]:
        spec = Spec(path, Path(api), document)
        check(spec)
        after = surface_of(read_api(spec))
        yield text_of([compare(api, before, after)], path.parent, "1.2.3")
        for each in compare(api, after, before).changes:
            yield f"back: {each.where} {each.rule} {each.python} {each.wire}: {each.what}"
        found = snapshot_of(spec).splitlines()
        yield from (f"- {line}" for line in short if line not in found)
        yield from (f"+ {line}" for line in found if line not in short)
        yield from differences(plain, json.loads(portable_text(spec)))

    return make
