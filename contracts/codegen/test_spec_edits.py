"""Somebody edits a spec on a Monday: whatever it is, the report names it, and nothing is silent."""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path

import pytest
from codegen.changes.compare import LEVELS, Change, compare
from codegen.changes.report import compare_specs
from codegen.changes.surface import Surface, surface_of
from codegen.driver import read_api
from codegen.problems import GenerationFailed
from codegen.specs import Json, Spec

from contracts.codegen.edits import EDITS, XSD_EDITS, Expected
from contracts.support.reporting import report_all
from contracts.support.specs import API_NAMES, ROOT

#: What is not one of a rule's own may be told as this, where its level is high enough.
CATCH_ALL = "spec-changed"


def spec_of(api: str) -> Path:
    return ROOT / "specs" / api / "openapi.yaml"


def by_size() -> list[str]:
    """The APIs, the one with the shortest spec first: to read one takes as long as it is."""
    return sorted(API_NAMES, key=lambda api: spec_of(api).stat().st_size)


@cache
def document_of(api: str) -> Json:
    return json.loads(json.dumps(Spec(spec_of(api)).document))


def surface(api: str, document: Json) -> Surface:
    return surface_of(read_api(Spec(spec_of(api), None, copy.deepcopy(document))))


@cache
def surface_before(api: str) -> Surface:
    return surface(api, document_of(api))


def edited(name: str) -> tuple[str, Expected, Surface]:
    """The shortest spec that an edit can be made to, and what it is then."""
    refused: list[str] = []
    for api in by_size():
        document = copy.deepcopy(document_of(api))
        expected = EDITS[name](document)
        if expected is None:
            continue
        try:
            return api, expected, surface(api, json.loads(json.dumps(document)))
        except GenerationFailed as problem:
            refused.append(f"{api}: {problem}")  # as loud as can be, and tells what to do
    raise AssertionError(f"no spec has this: {refused}")


def fits(change: Change, expected: Expected) -> bool:
    known = change.rule in expected.rules and expected.where in ("*", change.where)
    high = LEVELS.index(change.level) >= LEVELS.index(expected.level)
    return high and (known or change.rule == CATCH_ALL)


def test_every_edit_of_a_spec_is_named_where_it_was_made() -> None:
    with report_all(least=40) as case:
        for name in EDITS:
            with case(name):
                api, expected, after = edited(name)
                found = compare(api, surface_before(api), after).changes
                assert [each for each in found if fits(each, expected)], [
                    f"{each.where} {each.rule} {each.level}: {each.what}" for each in found
                ]
                own = [each for each in found if each.rule == CATCH_ALL]
                if CATCH_ALL not in expected.rules and len(found) > len(own):
                    assert own == [], "told twice"


def test_every_edit_of_an_xsd_is_named(tmp_path: Path) -> None:
    (source,) = {path.parent for path in (ROOT / "specs").glob("*/*.xsd")}
    with report_all(least=3) as case:
        for name, (in_xsd, in_spec, rules, level) in XSD_EDITS.items():
            with case(name):
                folder = tmp_path / name.replace(" ", "-") / source.name
                folder.mkdir(parents=True)
                (xsd,) = source.glob("*.xsd")
                files = {xsd: in_xsd, source / "openapi.yaml": in_spec}
                for path, change in files.items():
                    text = path.read_text("utf-8")
                    assert change is None or change[0] in text
                    text = text if change is None else text.replace(*change)
                    (folder / path.name).write_text(text, "utf-8")
                (compared,) = compare_specs(
                    {source.name: source / "openapi.yaml"}, {source.name: folder / "openapi.yaml"}
                )
                found = [each for each in compared.changes if each.rule != "quirk-changed"]
                assert {each.rule for each in found} == {*rules}
                assert max((each.level for each in found), key=LEVELS.index) == level


def test_a_spec_that_stays_is_not_reported() -> None:
    api = by_size()[0]
    assert compare(api, surface_before(api), surface(api, document_of(api))).changes == []


def test_edits_of_quirks_are_named_by_their_ids(tmp_path: Path) -> None:
    api = by_size()[0]
    folder = tmp_path / api
    folder.mkdir()
    for name in ("openapi.yaml", "quirks.yaml"):
        (folder / name).write_bytes((ROOT / "specs" / api / name).read_bytes())
    before = (folder / "quirks.yaml").read_text("utf-8")
    first = before.partition("- id: ")[2].partition("\n")[0]
    (folder / "quirks.yaml").write_text(before.replace("claim: ", "claim: x ", 1), "utf-8")
    (compared,) = compare_specs({api: spec_of(api)}, {api: folder / "openapi.yaml"})
    (change,) = compared.changes
    assert (change.rule, change.what, change.level) == (
        "quirk-changed",
        f"quirk {first}: claim",
        "text",
    )


def test_refused_edit_says_line_and_what_to_do() -> None:
    api = by_size()[0]
    document = copy.deepcopy(document_of(api))
    operation = next(iter(next(iter(document["paths"].values())).values()))
    operation["parameters"] = [{"name": "x", "in": "query", "schema": {"type": "object"}}]
    with pytest.raises(GenerationFailed, match=r"openapi.yaml:\d+ at [\s\S]+to do: "):
        surface(api, document)
