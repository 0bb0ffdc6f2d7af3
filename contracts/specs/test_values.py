"""Every member of every model is read with a value, and with null wherever null may be."""

from __future__ import annotations

import copy
from importlib import import_module
from typing import Any

import pytest
from codegen.snapshot import FOLDER
from codegen.specs import Spec
from codegen.values import read_values, takes_null, values_text
from imagehosts.core.tolerant import fit
from jsonschema import Draft202012Validator

from contracts.support.reporting import report_all
from contracts.support.specs import API_NAMES, ROOT, SPECS, Json, load_spec, resolve, validator
from contracts.support.xml import xml_answers

#: What says of a value what kind it is; without it all are taken.
KINDS = {"type", "anyOf", "oneOf", "allOf", "enum", "const", "x-present-as"}
every_api = pytest.mark.parametrize("api", API_NAMES)


def committed(api: str) -> dict[str, dict[str, Json]]:
    path = ROOT / FOLDER / f"{api}.values.txt"
    assert path.exists(), f"{path.relative_to(ROOT)} is missing: run `make snapshots`"
    return read_values(path.read_text("utf-8"))


def read(api: str, name: str, value: Json) -> tuple[Any, list[str]]:
    """A model as the client reads it, and what differs from the spec."""
    drifts: list[str] = []

    def report(pointer: str, expected: str, got: Any) -> None:
        drifts.append(f"{pointer}: {expected}, not {got!r}")

    kind = getattr(import_module(f"imagehosts_wire.{api}.models"), name)
    return fit(kind, value, "", report, tolerant=True), drifts


def attribute(model: Any, wire: str) -> Any:
    names = {value: name for name, value in getattr(model, "__wire_names__", {}).items()}
    return getattr(model, names.get(wire, wire))


@every_api
def test_the_values_of_a_contract_are_valid_and_read_as_they_are(api: str) -> None:
    document = load_spec(api)
    schemas = document["components"]["schemas"]
    stale = [
        f"{name} has no {member}"
        for name, samples in committed(api).items()
        for member in samples["values"]
        if member not in schemas.get(name, {}).get("properties", ())
    ]
    assert stale == [], "of another spec: run `make snapshots`"
    is_xml = any(xml_answers(document))
    with report_all(least=0) as case:
        for name, samples in committed(api).items():
            for kind, sample in samples.items():
                with case(f"{api} {name} {kind}"):
                    check: Draft202012Validator = validator(
                        document, f"#/components/schemas/{name}"
                    )
                    assert [error.message for error in check.iter_errors(sample)] == []
                    if is_xml:
                        continue  # readers of their own, from the XSD, read these
                    model, drifts = read(api, name, copy.deepcopy(sample))
                    assert drifts == []
                    for wire, value in sample.items():
                        if not isinstance(value, dict | list):
                            assert attribute(model, wire) in (value, _presented(value)), wire


def _presented(value: Json) -> Any:
    """A number or flag in disguise, as clients present it."""
    return bool(value) if isinstance(value, int) else value


@every_api
def test_each_member_has_a_value_and_null_where_it_may_be(api: str) -> None:
    spec = Spec(SPECS / api / "openapi.yaml")
    samples = committed(api)
    assert set(samples) == set(read_values(values_text(spec))), "run `make snapshots`"
    missing = []
    for name, found in samples.items():
        for wire, member in spec.document["components"]["schemas"][name]["properties"].items():
            if {"x-alias-of", "writeOnly"} & spec.resolve(member).keys():
                continue
            if found["values"].get(wire) is None:
                missing.append(f"{name}.{wire} has no value")
            is_null = wire in found["nulls"] and found["nulls"][wire] is None
            if takes_null(spec, member) != is_null:
                missing.append(f"{name}.{wire}: null")
    assert missing == []


@every_api
def test_a_member_of_another_kind_is_reported(api: str) -> None:
    """The values would say nothing if the client took whatever comes."""
    document = load_spec(api)
    silent = []
    for name, samples in committed(api).items():
        members = document["components"]["schemas"][name].get("properties", {})
        for wire, value in samples["values"].items():
            takes_anything = not resolve(document, members.get(wire, {})).keys() & KINDS
            if isinstance(value, dict | list) or takes_anything:
                continue
            wrong: Json = {"not": "this"}
            model = validator(document, f"#/components/schemas/{name}")
            if model.is_valid({**samples["values"], wire: wrong}):
                continue
            _, drifts = read(api, name, {**copy.deepcopy(samples["values"]), wire: wrong})
            if not drifts:
                silent.append(f"{name}.{wire}")
    assert silent == []
