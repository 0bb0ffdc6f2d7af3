"""The change report: every rule in both directions, on pairs of small specs and on our own."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from codegen.__main__ import main
from codegen.changes.base import NoBase, base_specs, specs_in
from codegen.changes.compare import BREAKING, RULES, Change, Comparison, compare
from codegen.changes.report import (
    changelog,
    compare_specs,
    level_of,
    next_version,
    short_text,
    text_of,
)
from codegen.changes.surface import Surface, surface_of
from codegen.changes.types import is_within
from codegen.driver import read_api
from codegen.specs import Json, Spec, SpecLoader, Where

from contracts.codegen.change_pairs import (
    BASE,
    ELSEWHERE,
    FORM,
    FURTHER,
    NEW_OPERATION,
    PAIRS,
    REWRITTEN,
    ROWS,
    SHARED,
    TITLE_BY_FORM,
    TITLE_BY_PARTS,
    edited,
)
from contracts.codegen.minispec import Checkout
from contracts.support.reporting import report_all
from contracts.support.snapshots import hold_sections
from contracts.support.specs import API_NAMES, ROOT


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("changes") / "mini"
    place.mkdir()
    (place / "openapi.yaml").write_text(BASE, "utf-8")
    return place


def surface(folder: Path, text: str) -> Surface:
    document = yaml.load(text, SpecLoader)
    return surface_of(read_api(Spec(folder / "openapi.yaml", None, document)))


def changes(folder: Path, old: str, new: str) -> list[Change]:
    return compare("mini", surface(folder, old), surface(folder, new)).changes


@pytest.mark.snapshots
def test_every_rule_is_reported_in_both_directions(folder: Path) -> None:
    said: dict[str, str] = {}
    with report_all(least=50) as case:
        for name, pair in PAIRS.items():
            with case(name):
                assert BASE.count(pair.old) >= 1, "the base has not what is to be replaced"
                edited = BASE.replace(pair.old, pair.new)
                for texts, expected in (((BASE, edited), pair.there), ((edited, BASE), pair.back)):
                    old, new = (surface(folder, text) for text in texts)
                    comparison = compare("mini", old, new)
                    found = comparison.changes
                    facts = "\n".join(
                        f"{each.rule} {each.where}: {' '.join(each.operations)} | {each.names}"
                        for each in found
                    )
                    texts_of = short_text([comparison]), text_of([comparison], folder, "0.1.0")
                    texts_of = (*texts_of, facts)
                    said[f"{name}, {'back' if texts[1] is BASE else 'there'}"] = "\n".join(texts_of)
                    assert {each.rule for each in found} == {*expected}
                    assert {each.where for each in found} <= {
                        *pair.where.split(),
                        *([""] if not pair.where else []),
                    }
                    for each in found:
                        assert each.what
                        assert each.python in ("none", RULES[each.rule].python, "compatible") or (
                            each.python == BREAKING
                        )
    hold_sections("changes.txt", said)


def test_argument_that_one_type_narrows_and_another_widens_breaks(folder: Path) -> None:
    plain, null = "title: {type: string", "title: {type: [string, 'null']"
    null_in_parts = TITLE_BY_PARTS.replace(plain, null)
    null_in_form = TITLE_BY_FORM.replace(plain, null)
    texts = [
        edited(BASE, (TITLE_BY_FORM, both))
        for both in (TITLE_BY_FORM + null_in_parts, null_in_form + TITLE_BY_PARTS)
    ]
    for pair in (texts, texts[::-1]):
        (found,) = changes(folder, *pair)
        assert (found.rule, found.wire) == ("argument-type-narrowed", BREAKING)


def test_order_of_a_sequence_of_an_xsd_breaks_where_parts_change_places(folder: Path) -> None:
    order = "a.xsd/complexType A/sequence/order"
    there = replace(surface(folder, BASE), xsd={order: "a b c"})
    with report_all() as case:
        for after, said in (
            ("a c b", "the parts of complexType A/sequence stand in another order: a c b"),
            ("c x a", "the parts of complexType A/sequence stand in another order: c a"),
            ("a x c", None),
            ("", None),
        ):
            with case(after):
                other = replace(there, xsd={order: after} if after else {})
                for pair in ((there, other), (other, there)):
                    found = compare("mini", *pair).changes
                    assert [(each.rule, each.wire) for each in found] == (
                        [("xsd-part-changed", BREAKING)] if said else []
                    )
                assert [each.what for each in compare("mini", there, other).changes] == (
                    [said] if said else []
                )


def test_places_of_one_change_are_counted_where_there_are_many(folder: Path) -> None:
    with report_all() as case:
        for count, shown in (
            (3, "o1, o2, o3"),
            (4, "o1, o2, o3, o4"),
            (5, "o1, o2, o3 and 2 more"),
            (9, "o1, o2, o3 and 6 more"),
        ):
            with case(count):
                found = [
                    Change("operation-moved", "mini", f"o{number + 1}", "it moved", wire=BREAKING)
                    for number in range(count)
                ]
                said = short_text([Comparison("mini", None, None, found)])
                assert f"  ! mini {shown}: it moved [wire breaking]" in said


def test_nothing_that_callers_notice_is_said_in_a_line(folder: Path) -> None:
    same = surface(folder, BASE)
    for comparisons in ([], [compare("mini", same, same)]):
        assert short_text(comparisons) == "nothing changed for callers"


@pytest.mark.snapshots
def test_another_way_to_write_the_same_changes_nothing(folder: Path) -> None:
    with report_all(least=14) as case:
        for name, (old, new, said) in REWRITTEN.items():
            for texts in ((old, new), (new, old)):
                with case(name):
                    assert old != new
                    found = changes(folder, *texts)
                    assert {each.level for each in found} <= {"text"}
                    if texts == (old, new):
                        assert [f"{each.where}: {each.what}" for each in found] == said


def test_what_has_no_rule_breaks_where_it_allows_less(folder: Path) -> None:
    base = edited(
        BASE,
        (
            TITLE_BY_FORM,
            TITLE_BY_FORM
            + """          multipart/form-data:
            encoding: {cover: {contentType: "image/png, image/gif"}}
            schema:
              {type: object, additionalProperties: false, required: [title], properties: {
                title: {type: string, maxLength: 80}, cover: {type: string, format: binary},
                name: {type: string, pattern: a+, maxLength: 7, minLength: 2, x-alias-of: title}}}
""",
        ),
    )
    with report_all(least=8) as case:
        for name, (before, after, there, back) in FURTHER.items():
            other = edited(base, (before, after))
            for texts, level in (((base, other), there), ((other, base), back)):
                with case(f"{name}, {level}"):
                    (found,) = changes(folder, *texts)
                    assert (found.rule, found.where) == ("spec-changed", "albums_change")
                    assert (found.wire, found.python) == (level, "compatible")


def test_change_of_one_place_does_not_speak_of_another(folder: Path) -> None:
    """What a rule says of one class or operation hides nothing that it does not say of another."""
    rows = {
        "of two classes": (
            ("        count: {type: integer}", "        count: {type: string}"),
            ("        url: {type: string}", "        url: {type: string, format: uri}"),
            "models.Cover",
        ),
        "of two calls": (
            ("schema: {type: integer, minimum: 1", "schema: {type: integer, minimum: 2"),
            ("{name: size, in: query,", "{name: size, in: query, allowReserved: true,"),
            "albums_cover",
        ),
    }
    with report_all(least=2) as case:
        for name, (spoken_of, silent, where) in rows.items():
            with case(name):
                found = changes(folder, BASE, edited(BASE, spoken_of, silent))
                assert (where, "spec-changed") in [(each.where, each.rule) for each in found]
                assert len(found) == 2


def test_order_is_a_change_where_it_may_say_something(folder: Path) -> None:
    head = "      operationId: albums_cover\n"
    base, after = (
        edited(BASE, (head, f"{head}      x-order: [{order}]\n")) for order in ("a, b", "b, a")
    )
    (found,) = changes(folder, base, after)
    assert (found.rule, found.where) == ("spec-changed", "albums_cover")


def test_members_beside_a_single_part_are_another_type(folder: Path) -> None:
    alone = "kind: {allOf: [{$ref: '#/components/schemas/Cover'}]}"
    more = f"{alone[:-1]}, properties: {{more: {{type: string}}}}}}"
    whole, joined = (
        edited(BASE, ("kind: {type: string, enum: [open, closed]}", each)) for each in (alone, more)
    )
    assert "member-retyped" in {each.rule for each in changes(folder, whole, joined)}


def test_class_without_members_is_no_other_one_by_a_new_name(folder: Path) -> None:
    old, new = (
        edited(
            BASE,
            ("    Cover:\n", f"    {name}: {{type: object}}\n    Cover:\n"),
            (
                "        count: {type: integer}\n",
                f"        count: {{$ref: '#/components/schemas/{name}'}}\n",
            ),
        )
        for name in ("Empty", "Void")
    )
    rules = {each.rule for each in changes(folder, old, new)}
    assert "model-renamed" not in rules
    assert rules


def test_long_value_is_cut_and_shown_as_it_is_written(folder: Path) -> None:
    head = "      operationId: albums_cover\n"
    with report_all() as case:
        for length in (77, 78, 79, 100):
            with case(length):
                other = edited(BASE, (head, f"{head}      callbacks: {'é' * length}\n"))
                (found,) = changes(folder, BASE, other)
                shown = f'"{"é" * length}"' if length <= 78 else f'"{"é" * 79}...'
                assert found.what.endswith(f"callbacks: nothing became {shown}")


def test_error_rows_that_can_both_fit_break_by_their_order(folder: Path) -> None:
    rows = {
        "status": "status: 404",
        "message": "message: Gone",
        "both": "status: 404, message: Gone",
        "code": "code: 7",
        "other": "status: 400, code: 7",
        "more": "status: 400, code: 8",
    }
    orders = [
        ("status", "message", True),
        ("status", "both", True),
        ("message", "code", True),
        ("status", "code", True),
        ("status", "other", False),
        ("other", "more", False),
        ("code", "more", False),
    ]
    with report_all() as case:
        for first, second, decides in orders:
            with case(f"{first}, {second}"):
                texts = [
                    edited(
                        BASE,
                        (
                            "".join(ROWS),
                            "".join(
                                f"  - {{{rows[name]}, category: {category}, meaning: It is.,"
                                " x-provenance: inferred}\n"
                                for name, category in order
                            ),
                        ),
                    )
                    for order in (
                        [(first, "not_found"), (second, "permission")],
                        [(second, "permission"), (first, "not_found")],
                    )
                ]
                (found,) = changes(folder, *texts)
                assert (found.rule, found.wire) == ("error-row-moved", "none")
                assert found.python == (BREAKING if decides else "text")
                if decides:
                    one, other = (rows[name].replace(":", "") for name in (first, second))
                    assert found.what == (
                        f"errors by {other} that are also by {one} were not_found"
                        " and are permission"
                    )


def test_reference_that_nobody_follows_is_named_as_it_stands(folder: Path) -> None:
    head = "      operationId: albums_cover\n"
    old, new = (
        edited(BASE, (head, f"{head}      callbacks: {{a: {{$ref: '{reference}'}}}}\n"))
        for reference in ("#/nowhere", "elsewhere.yaml#/a")
    )
    for texts in ((old, new), (new, old)):
        (found,) = changes(folder, *texts)
        assert (found.rule, found.where) == ("spec-changed", "albums_cover")
        assert "/callbacks/a" in found.what
        assert "nowhere" in found.what
        assert "elsewhere.yaml" in found.what


def test_scheme_that_nothing_asks_for_is_named(folder: Path) -> None:
    spare = "    spare: {type: http, scheme: bearer}\n"
    other = edited(BASE, ("  securitySchemes:\n", f"  securitySchemes:\n{spare}"))
    for texts in ((BASE, other), (other, BASE)):
        (found,) = changes(folder, *texts)
        assert (found.rule, found.where) == ("spec-changed", "components.securitySchemes.spare")
        assert (found.level, found.operations) == ("compatible", ())


def test_schema_of_a_request_is_reported_for_what_sends_it(folder: Path) -> None:
    base = edited(BASE, *FORM)
    with report_all() as case:
        for name, (before, after, rule) in {
            "a limit": ("title: {type: string}}", "title: {type: string, maxLength: 3}}", "limit"),
            "a type": ("title: {type: string}}", "title: {type: integer}}", "type"),
            "a member": ("{title: {type: string}}", "{title: {type: string}, b: {}}", "added"),
        }.items():
            with case(name):
                found = changes(folder, base, edited(base, (before, after)))
                assert {each.where for each in found} == {"albums_change"}
                assert [each.rule for each in found if rule in each.rule]
                assert "spec-changed" not in {each.rule for each in found}


def test_what_is_shared_names_the_operations_that_use_it(folder: Path) -> None:
    base = edited(BASE, *SHARED)
    (found,) = changes(
        folder, base, edited(base, ("    Sort: {name", "    Sort: {example: a, name"))
    )
    assert (found.where, found.operations) == ("components.parameters.Sort", ("albums_change",))
    comparison = Comparison("mini", None, None, [found])
    assert "  components.parameters.Sort (of albums_change)\n" in text_of(
        [comparison], folder, "0.1.0"
    )
    with report_all() as case:
        for count, shown in (
            (0, ""),
            (5, " (of o0, o1, o2, o3, o4)"),
            (6, " (of o0, o1, o2, o3, o4 and 1 more)"),
            (9, " (of o0, o1, o2, o3, o4 and 4 more)"),
        ):
            with case(count):
                several = replace(found, operations=tuple(f"o{number}" for number in range(count)))
                said = text_of([comparison._replace(changes=[several])], folder, "0.1.0")
                assert f"\n  components.parameters.Sort{shown}\n" in said


def test_same_change_of_several_operations_stands_once(folder: Path) -> None:
    comparison = compare(
        "mini", surface(folder, BASE), surface(folder, edited(BASE, ("X-Key", "X-Secret")))
    )
    text = "api_key was sent as header X-Key and is sent as header X-Secret"
    for said in (
        f"  albums_change, albums_list, albums_cover\n  ! {text} [wire breaking]\n",
        f"- mini, breaking: `albums_change`, `albums_list`, `albums_cover` {text}.",
    ):
        assert said in text_of([comparison], folder, "0.1.0")
    assert f"  ! mini albums_change, albums_list, albums_cover: {text} [wire" in short_text(
        [comparison]
    )


def test_every_rule_has_a_pair() -> None:
    reported = {rule for pair in PAIRS.values() for rule in (*pair.there, *pair.back)}
    assert reported | ELSEWHERE == set(RULES)
    assert not reported & ELSEWHERE


def test_nothing_is_reported_of_a_spec_that_stays(folder: Path) -> None:
    assert changes(folder, BASE, BASE) == []
    assert changes(folder, BASE, BASE.replace("The title.", "The title.")) == []


def test_a_class_by_another_name_is_one_change(folder: Path) -> None:
    edited = BASE.replace("schemas/Cover'", "schemas/Front'").replace(
        "    Cover:\n", "    Front:\n"
    )
    (found,) = changes(folder, BASE, edited)
    assert (found.rule, found.python, found.wire) == ("model-renamed", "breaking", "none")
    assert set(found.operations) == {"albums_change", "albums_list", "albums_cover"}


def test_an_api_that_comes_or_goes_is_one_change(folder: Path) -> None:
    there = surface(folder, BASE)
    (come,) = compare("mini", None, there).changes
    (gone,) = compare("mini", there, None).changes
    assert (come.rule, come.level) == ("api-added", "added")
    assert (gone.rule, gone.level) == ("api-removed", "breaking")


XSD = "a.xsd/element gallery/attribute title"


def test_parts_of_an_xsd_are_compared_by_what_they_demand(folder: Path) -> None:
    there = replace(surface(folder, BASE), xsd={XSD: "type=xs:string use=required"})
    rows = [
        ({}, "xsd-part-removed", "xsd-part-added", BREAKING, "compatible"),
        (
            {XSD: "type=xs:string use=optional"},
            "xsd-part-changed",
            "xsd-part-changed",
            BREAKING,
            "compatible",
        ),
        (
            {XSD: "type=xs:int use=required"},
            "xsd-part-changed",
            "xsd-part-changed",
            BREAKING,
            BREAKING,
        ),
    ]
    with report_all() as case:
        for parts, forth, back, level, level_back in rows:
            with case(parts):
                other = replace(there, xsd=parts)
                (found,) = compare("mini", there, other).changes
                assert (found.rule, found.wire, found.python) == (forth, level, "none")
                (found,) = compare("mini", other, there).changes
                assert (found.rule, found.wire) == (back, level_back)


TYPES = [
    ("str", "str | None", True),
    ("str | None", "str", False),
    ("Literal['a']", "str", True),
    ("str", "Literal['a']", False),
    ("Literal['a']", "Literal['a', 'b']", True),
    ("list[int]", "list[int | None]", True),
    ("list[int | None]", "list[int]", False),
    ("int", "float", True),
    ("float", "int", False),
    ("bool", "int", True),
    ("Album", "Any", True),
    ("Any", "Album", False),
    ("dict[str, int]", "dict[str, float]", True),
    ("list[int]", "Sequence[int]", False),
    ("Literal[1]", "int", True),
    ("Literal[1]", "str", False),
]


def test_types_are_compared_by_what_their_values_are() -> None:
    with report_all() as case:
        for narrow, wide, expected in TYPES:
            with case(f"{narrow} within {wide}"):
                assert is_within(narrow, wide) is expected


def test_versions_before_one_raise_the_second_number_for_a_break() -> None:
    rows = [
        ("0.1.4", "major", "0.2.0"),
        ("0.1.4", "minor", "0.1.5"),
        ("0.1.4", "patch", "0.1.5"),
        ("2.3.4", "major", "3.0.0"),
        ("2.3.4", "minor", "2.4.0"),
        ("2.3.4", "patch", "2.3.5"),
        ("2.3.4", "none", "2.3.4"),
        ("1.2", "minor", "1.3.0"),
        ("3", "patch", "3.0.1"),
        ("0.2.0rc1", "major", "0.3.0"),
        ("1.2.3.dev4", "patch", "1.2.4"),
        ("unknown", "patch", "0.0.1"),
    ]
    assert [next_version(version, bump) for version, bump, _ in rows] == [row[2] for row in rows]


# --- the report ----------------------------------------------------------------------------


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A checkout with the base spec, and files that name what is in it."""
    made = Checkout(tmp_path / "checkout")
    made.write(BASE)
    files = {
        "pyproject.toml": "[project]\nname = 'mini'\nversion = '0.3.1'\n",
        "overrides/imagehosts/hosts/mini.py": "x = client.albums.cover(1)\n",
        "overrides/imagehosts/emulator/hosts/mini/albums.py": '@operation("albums_cover")\n',
        "contracts/hosts/mini/wire.py": 'ROW = "albums_cover"\n',
        "docs/guides/mini.md": "\n    mini.albums.cover('a')\n    mini.albums.covers\n",
        "docs/guides/other.md": "mini.albums.cover('a')\n",
    }
    for name, text in files.items():
        (made.root / name).parent.mkdir(parents=True, exist_ok=True)
        (made.root / name).write_text(text, "utf-8")
    return made


def spec_diff(checkout: Checkout, *arguments: str) -> int:
    return main(["--root", str(checkout.root), "spec-diff", *arguments])


def committed(checkout: Checkout) -> None:
    """Make a commit of all that is there."""
    who = ["-c", "user.name=A", "-c", "user.email=a@example.com"]
    for command in (["init", "-q"], ["add", "-A"], [*who, "commit", "-qm", "First"]):
        subprocess.run(["git", "-C", str(checkout.root), *command], check=True)


def test_report_names_what_breaks_for_whom_and_where(
    checkout: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    committed(checkout)
    text = BASE.replace("albums_cover", "albums_front").replace(
        "note: {type: string}", "note: {type: string}\n                mood: {type: string}"
    )
    checkout.write(text)
    assert spec_diff(checkout, "HEAD") == 1
    said = capsys.readouterr().out
    wanted = (
        "mini: 1 breaking, 1 new",
        "! albums.cover() is called albums.front() now [python breaking]",
        "before: albums.cover(id: str, size: str) -> Cover",
        "after:  albums.front(id: str, size: str) -> Cover",
        "look at client: overrides/imagehosts/hosts/mini.py:1",
        "look at emulator: overrides/imagehosts/emulator/hosts/mini/albums.py:1",
        "look at test: contracts/hosts/mini/wire.py:1",
        "look at guide: docs/guides/mini.md:2",
        "+ argument mood: str may be given [added]",
        "version: major, 0.3.1 becomes 0.4.0",
        "- mini, breaking: `albums_front` albums.cover() is called albums.front() now.",
        "- mini, new: `albums_change` argument mood: str may be given.",
    )
    assert [each for each in wanted if each not in said] == []
    assert "other.md" not in said
    assert "mini.md:3" not in said


def test_report_as_json_has_every_change_with_its_levels(
    checkout: Checkout, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(checkout.root / "specs", tmp_path / "before" / "specs")
    checkout.write(BASE.replace("enum: [a, b]", "enum: [a]"))
    assert spec_diff(checkout, str(tmp_path / "before"), "--json") == 1
    report = json.loads(capsys.readouterr().out)
    assert (report["level"], report["bump"]) == ("breaking", "major")
    assert report["version"] == {"now": "0.3.1", "next": "0.4.0"}
    (found,) = report["changes"]
    assert (found["rule"], found["python"], found["wire"]) == (
        "argument-type-narrowed",
        "breaking",
        "breaking",
    )
    assert "Literal['a', 'b']" in found["before"]
    assert "mini, breaking" in report["changelog"]


STATUSES = {
    "nothing changed": (BASE, (), 0, "nothing changed for callers"),
    "something is new": (BASE.replace("  /albums:\n", NEW_OPERATION), (), 0, "version: minor"),
    "something breaks": (BASE.replace("albums_cover", "albums_a"), (), 1, "version: major"),
    "no such API": (BASE, ("--api", "maxi"), 2, "there are: mini"),
    "a spec that cannot be read": (
        BASE.replace("type: integer, minimum", "type: object, minimum"),
        (),
        2,
        "openapi.yaml:",
    ),
    "a reference to another file": (
        BASE.replace("#/components/schemas/Album'", "other.yaml#/Album'"),
        (),
        2,
        "other.yaml#/Album points outside this file\n  to do: keep each API in one file",
    ),
    "a reference to nothing": (
        BASE.replace("#/components/schemas/Album'", "#/components/schemas/Nobody'"),
        (),
        2,
        "#/components/schemas/Nobody points to nothing\n  to do: correct the reference",
    ),
    "a reference to itself": (
        BASE.replace(
            "    Album:\n", "    Round: {$ref: '#/components/schemas/Round'}\n    Album:\n"
        ).replace("#/components/schemas/Album'", "#/components/schemas/Round'"),
        (),
        2,
        "#/components/schemas/Round refers to itself\n  to do: break the circle",
    ),
}


def test_exit_status_tells_breaks_from_what_cannot_be_compared(
    checkout: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    committed(checkout)
    with report_all() as case:
        for name, (text, arguments, status, message) in STATUSES.items():
            with case(name):
                checkout.write(text)
                assert spec_diff(checkout, "HEAD", *arguments) == status
                said = capsys.readouterr()
                assert message in said.out + said.err
        for base in ("nowhere", "docs", "HEAD~7", "--output=x"):
            with case(f"base {base}"):
                checkout.write(BASE)
                assert spec_diff(checkout, "--", base) == 2
                assert base in capsys.readouterr().err
                assert not (checkout.root / "x").exists()


def test_generate_ends_with_what_changed_for_callers(
    checkout: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    checkout.generate()
    assert "callers" not in capsys.readouterr().out, "there is nothing to compare with"
    checkout.write(BASE.replace("enum: [a, b]", "enum: [a]").replace("The title.", "A title."))
    checkout.generate()
    said = capsys.readouterr().out.rpartition("files changed\n")[2].splitlines()
    assert said[0] == "changed for callers:"
    assert said[1].startswith("  ! mini albums_change: argument sort was Literal['a', 'b']")
    assert said[2] == "    mini: 1 descriptions changed"
    assert said[3] == "  this asks for a major version"
    checkout.generate()
    assert capsys.readouterr().out.endswith("nothing changed\n")


def test_specs_of_the_same_text_are_left_out_and_others_compared(tmp_path: Path) -> None:
    def written(name: str, files: dict[str, str]) -> Path:
        folder = tmp_path / name / "mini"
        folder.mkdir(parents=True)
        for file, text in files.items():
            (folder / file).write_text(text, "utf-8", newline="")
        return folder / next(iter(files))

    yaml_file, xsd = {"openapi.yaml": BASE}, "<schema xmlns='a'><element name='b'/></schema>"
    before = written("before", {**yaml_file, "a.xsd": xsd})
    as_json = json.dumps(yaml.load(BASE, SpecLoader))
    others: dict[str, tuple[dict[str, str], list[str] | None]] = {
        "the same": ({**yaml_file, "a.xsd": xsd}, None),
        "other line ends": ({"openapi.yaml": BASE.replace("\n", "\r\n"), "a.xsd": xsd}, None),
        "a file beside": ({**yaml_file, "a.xsd": xsd, "notes.txt": "x"}, None),
        "a comment": ({"openapi.yaml": f"{BASE}# It ends.\n", "a.xsd": xsd}, []),
        "json": ({"spec.json": as_json, "a.xsd": xsd}, []),
        "quirks": ({**yaml_file, "a.xsd": xsd, "quirks.yaml": "- {id: M-1}\n"}, ["quirk-changed"]),
        "no xsd": ({**yaml_file}, []),
    }
    with report_all() as case:
        for name, (files, rules) in others.items():
            with case(name):
                after = written(name, files)
                for pair in ((before, after), (after, before)):
                    found = compare_specs({"mini": pair[0]}, {"mini": pair[1]})
                    assert [[c.rule for c in each.changes] for each in found] == (
                        [] if rules is None else [rules]
                    )
        for old, new, rule in (
            ({}, {"mini": before}, "api-added"),
            ({"mini": before}, {}, "api-removed"),
        ):
            with case(rule):
                ((_, _, _, (found_change,)),) = compare_specs(old, new)
                assert (found_change.rule, found_change.api) == (rule, "mini")
                assert found_change.operations == ("albums_change", "albums_list", "albums_cover")
                words = "is new" if rule == "api-added" else "is gone"
                assert found_change.what == f"mini {words}, 3 operations"


def test_base_is_a_checkout_a_folder_of_specs_or_a_client(tmp_path: Path) -> None:
    places = {
        "checkout": ("specs/mini/openapi.yaml", "specs/mini/spec.json"),
        "client": ("generated/imagehosts_wire/mini/spec.json",),
        "specs": ("mini/openapi.yaml", "other/openapi.yaml"),
        "nothing": ("mini/other.yaml",),
    }
    for name, files in places.items():
        for file in files:
            path = tmp_path / name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("x")
    found = {name: specs_in(tmp_path / name) for name in places}
    shown = {
        name: {api: path.relative_to(tmp_path / name).as_posix() for api, path in each.items()}
        for name, each in found.items()
    }
    assert shown == {
        "checkout": {"mini": "specs/mini/openapi.yaml"},
        "client": {"mini": "generated/imagehosts_wire/mini/spec.json"},
        "specs": {"mini": "mini/openapi.yaml", "other": "other/openapi.yaml"},
        "nothing": {},
    }
    with base_specs(tmp_path, "specs") as specs:
        assert specs == found["specs"]
    with pytest.raises(NoBase, match=r"^the folder nothing holds no specs/<api>/openapi\.yaml$"):
        with base_specs(tmp_path, "nothing"):
            pass


def test_commit_without_git_or_specs_is_said_to_be_missing(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(checkout.root / "specs" / "mini")
    committed(checkout)
    assert spec_diff(checkout, "HEAD") == 2
    said = capsys.readouterr().err
    assert said == "the commit HEAD holds no specs/<api>/openapi.yaml\n"
    assert spec_diff(checkout, "HEAD~1") == 2
    said = capsys.readouterr().err
    assert said.startswith("HEAD~1 is neither a folder nor a commit with specs: fatal: ")
    assert said.endswith("such as main or v0.1.0\n")
    monkeypatch.setenv("PATH", "")
    assert spec_diff(checkout, "HEAD") == 2
    said = capsys.readouterr().err
    assert said == "HEAD is no folder, and there is no git to look for a commit\n"


def test_version_is_zero_where_no_project_file_says_one(
    checkout: Checkout, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(checkout.root / "specs", tmp_path / "before" / "specs")
    (checkout.root / "pyproject.toml").unlink()
    checkout.write(BASE.replace("albums_cover", "albums_front"))
    assert spec_diff(checkout, str(tmp_path / "before")) == 1
    assert "version: major, 0.0.0 becomes 0.1.0" in capsys.readouterr().out


# --- our own specs -------------------------------------------------------------------------


Mutation = tuple[str, str, str]
Mutate = Callable[[random.Random, Spec, Json], Iterator[Mutation]]


def _operations(spec: Spec) -> list[tuple[Where, Json]]:
    return [(where, raw) for where, _, _, raw in spec.operations()]


def drop_operation(chance: random.Random, spec: Spec, document: Json) -> Iterator[Mutation]:
    where, raw = chance.choice(_operations(spec))
    del document["paths"][where[1]][where[2]]
    yield raw["operationId"], "operation-removed", BREAKING


def rename_operation(chance: random.Random, spec: Spec, document: Json) -> Iterator[Mutation]:
    where, raw = chance.choice(_operations(spec))
    new = f"{raw['operationId']}_again"
    document["paths"][where[1]][where[2]] = {**raw, "operationId": new}
    yield new, "operation-renamed", BREAKING


def move_operation(chance: random.Random, spec: Spec, document: Json) -> Iterator[Mutation]:
    where, raw = chance.choice(_operations(spec))
    path, _, fragment = where[1].partition("#")
    key = f"{path}/again" + (f"#{fragment}" if fragment else "")
    item = document["paths"][where[1]]
    document["paths"].setdefault(key, {})[where[2]] = item.pop(where[2])
    document["paths"][key].setdefault("parameters", item.get("parameters", []))
    yield raw["operationId"], "operation-moved", BREAKING


def add_argument(chance: random.Random, spec: Spec, document: Json) -> Iterator[Mutation]:
    where, raw = chance.choice(_operations(spec))
    required = chance.random() < 0.5
    added = {"name": "mood", "in": "query", "required": required, "schema": {"type": "string"}}
    changed = {**raw, "parameters": [*raw.get("parameters", []), added]}
    document["paths"][where[1]][where[2]] = changed
    rule = "required-argument-added" if required else "argument-added"
    yield raw["operationId"], rule, BREAKING if required else "added"


def drop_success_member(chance: random.Random, spec: Spec, document: Json) -> Iterator[Mutation]:
    build = read_api(spec)
    model = chance.choice([each for each in build.models if len(each.members) > 1])
    member = chance.choice(model.members)
    if _remove(document["components"]["schemas"][model.name], member.wire):
        yield f"models.{model.name}", "member-removed", BREAKING


def loosen_member(chance: random.Random, spec: Spec, document: Json) -> Iterator[Mutation]:
    """A member of a plain type becomes one that may be null as well."""
    build = read_api(spec)
    members = [
        (model.name, wire, schema)
        for model in build.models
        for wire, schema in document["components"]["schemas"][model.name]
        .get("properties", {})
        .items()
        if schema.get("type") in ("string", "integer", "boolean") and "x-present-as" not in schema
    ]
    if not members:
        return
    model, wire, schema = chance.choice(members)
    fresh = {**schema, "type": [schema["type"], "null"]}
    document["components"]["schemas"][model]["properties"][wire] = fresh
    yield f"models.{model}", "member-retyped", BREAKING


def drop_failure(chance: random.Random, spec: Spec, document: Json) -> Iterator[Mutation]:
    where, raw = chance.choice(_operations(spec))
    statuses = [status for status in raw["responses"] if status[0] in "45"]
    if statuses:
        gone = chance.choice(statuses)
        kept = {status: each for status, each in raw["responses"].items() if status != gone}
        document["paths"][where[1]][where[2]] = {**raw, "responses": kept}
        yield raw["operationId"], "error-status-removed", BREAKING


def deprecate(chance: random.Random, spec: Spec, document: Json) -> Iterator[Mutation]:
    where, raw = chance.choice(_operations(spec))
    document["paths"][where[1]][where[2]] = {**raw, "deprecated": True}
    yield raw["operationId"], "operation-deprecated", "compatible"


def raise_base_url(chance: random.Random, spec: Spec, document: Json) -> Iterator[Mutation]:
    server = document["servers"][0]
    document["servers"] = [{**server, "url": server["url"].replace("://", "://elsewhere.", 1)}]
    yield "", "base-url-changed", BREAKING


def _remove(schema: Json, wire: str) -> bool:
    if wire not in schema.get("properties", {}):
        return False
    kept = {name: each for name, each in schema["properties"].items() if name != wire}
    schema["properties"] = kept
    if wire in schema.get("required", []):
        schema["required"] = [name for name in schema["required"] if name != wire]
    return True


MUTATIONS: tuple[Mutate, ...] = (
    drop_operation,
    rename_operation,
    move_operation,
    add_argument,
    drop_success_member,
    loosen_member,
    drop_failure,
    deprecate,
    raise_base_url,
)


def test_seeded_mutations_of_our_specs_are_reported_by_their_rules() -> None:
    tried = {mutate.__name__: 0 for mutate in MUTATIONS}
    with report_all(least=20) as case:
        for api in API_NAMES:
            path = ROOT / "specs" / api / "openapi.yaml"
            build = read_api(Spec(path))
            old = surface_of(build)
            for mutate in MUTATIONS:
                chance = random.Random(f"{api} {mutate.__name__}")
                spec = Spec(path)
                if len(_operations(spec)) > 40 and mutate not in (rename_operation, drop_failure):
                    continue  # the largest take a second each
                if build.xml.files and mutate in (drop_success_member, loosen_member):
                    continue  # a member in XML is in the XSD as well
                for where, rule, level in list(mutate(chance, spec, spec.document)):
                    tried[mutate.__name__] += 1
                    with case(f"{api}: {mutate.__name__} {where}"):
                        fresh = json.loads(json.dumps(spec.document))
                        new = surface_of(read_api(Spec(path, None, fresh)))
                        found = compare(api, old, new).changes
                        fitting = [c for c in found if (c.where, c.rule) == (where, rule)]
                        assert fitting, [f"{c.where} {c.rule}" for c in found]
                        assert fitting[0].level == level
                        # An operation that is gone is no longer chosen by another one's method.
                        assert not [
                            c
                            for c in found
                            if c.rule != "choice-changed"
                            and c.where.partition(".")[0]
                            not in (where.partition(".")[0], "models", "")
                        ]
    assert min(tried.values()) > 0, tried


def test_changelog_of_a_comparison_is_markdown_without_empty_lines(folder: Path) -> None:
    edited = BASE.replace("enum: [a, b]", "enum: [a, b, c]").replace("maxLength: 9", "maxLength: 8")
    found = changes(folder, BASE, edited)
    text = changelog([Comparison("mini", None, None, found)])
    assert re.fullmatch(r"(- mini, \w+: .+\.\n?)+", text)
    assert level_of(found) == "compatible"
