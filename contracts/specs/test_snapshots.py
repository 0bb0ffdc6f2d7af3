"""Each contract in short is committed, and nothing that a client or server notices escapes it."""

from __future__ import annotations

import difflib
import random
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from codegen.snapshot import FOLDER, PROSE, snapshot_of, xsd_lines
from codegen.specs import Spec
from codegen.walking import walk

from contracts.support.examples import answers_in_xml, api_where, xsd_of
from contracts.support.specs import API_NAMES, ROOT, SPECS

every_api = pytest.mark.parametrize("api", API_NAMES)
ADVICE = "run `make snapshots`, look at the difference, and commit it with the change of the spec"
#: As many places of each spec are changed, by chance with a seed.
CHANGES = 60


def spec_of(api: str) -> Spec:
    return Spec(SPECS / api / "openapi.yaml")


@every_api
def test_a_contract_is_as_its_snapshot_says(api: str) -> None:
    path = ROOT / FOLDER / f"{api}.contract.txt"
    assert path.exists(), f"{path.relative_to(ROOT)} is missing: {ADVICE}"
    committed, found = path.read_text("utf-8"), snapshot_of(spec_of(api))
    if committed != found:
        lines = difflib.unified_diff(
            committed.splitlines(), found.splitlines(), "snapshot", "spec", lineterm="", n=1
        )
        pytest.fail("\n".join([*lines, "", ADVICE]), pytrace=False)


def changed(value: Any) -> Any:
    """Another value of the same kind, or of another where there is no other."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        return f"{value}x"
    if isinstance(value, list):
        return value[:-1] if value else ["x"]
    return None


@every_api
def test_a_change_of_any_keyword_changes_the_snapshot(api: str) -> None:
    spec = spec_of(api)
    before = snapshot_of(spec)
    places = [
        (node.where, key)
        for node in walk(spec.document)
        if node.where[:1] not in (("info",), ("tags",))
        for key, value in node.value.items()
        if key not in PROSE and key != "meaning" and not isinstance(value, dict)
    ]
    escaped = []
    for where, key in random.Random(7).sample(places, min(CHANGES, len(places))):
        holder = spec.at(where)
        kept = dict(holder)
        for new in (changed(kept[key]), None):
            holder[key] = new
            if new is None:
                del holder[key]
            try:
                same = snapshot_of(spec) == before
            except (KeyError, TypeError):
                same = False  # no spec any more, which other rules say
            if same:
                escaped.append("/".join(map(str, (*where, key))))
            holder.clear()
            holder.update(kept)  # in its order
    assert snapshot_of(spec) == before
    assert escaped == []


@every_api
def test_a_member_that_goes_or_comes_changes_the_snapshot(api: str) -> None:
    spec = spec_of(api)
    before = snapshot_of(spec)
    escaped = []
    schemas = spec.document["components"]["schemas"]
    for name in random.Random(7).sample(sorted(schemas), min(CHANGES // 2, len(schemas))):
        members = schemas[name].setdefault("properties", {})
        kept = dict(members)
        for member in (*list(members)[:1], "new"):
            if members.pop(member, None) is None:
                members[member] = {"type": "string"}
            if snapshot_of(spec) == before:
                escaped.append(f"{name}.{member}")
            members.clear()
            members.update(kept)
    assert snapshot_of(spec) == before
    assert escaped == []


def test_a_part_of_an_optional_group_of_an_xsd_changes_the_snapshot() -> None:
    text = xsd_of(api_where(answers_in_xml))
    before = list(xsd_lines(ET.fromstring(text)))
    for old, new in (
        ('name="links" type="GalleryLinks"/>', 'name="links" type="GalleryLinks" minOccurs="0"/>'),
        ('<xs:sequence minOccurs="0">', "<xs:sequence>"),
        ('name="updated" type="xs:nonNegativeInteger"', 'name="updated" type="xs:string"'),
    ):
        assert old in text
        assert list(xsd_lines(ET.fromstring(text.replace(old, new, 1)))) != before
