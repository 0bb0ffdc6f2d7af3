"""Drafted values: what each schema allows, as plain as it can be."""

from __future__ import annotations

from typing import Any

from codegen.samples import sample
from jsonschema import Draft202012Validator

from contracts.support.reporting import report_all

SEVERAL = {"type": "array", "minItems": 3, "uniqueItems": True}
SCHEMAS: dict[str, Any] = {
    "Tree": {
        "type": "object",
        "required": ["name"],
        "properties": {
            "name": {"type": "string"},
            "inner": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
        },
    },
    "Endless": {"required": ["of"], "properties": {"of": {"$ref": "#/components/schemas/Endless"}}},
    "Chain": {
        "required": ["next"],
        "properties": {
            "next": {"anyOf": [{"$ref": "#/components/schemas/Chain"}, {"type": "null"}]},
        },
    },
    "Base": {"type": "object", "properties": {"id": {"type": "integer"}}, "example": {"id": 7}},
}
NAMED = {"type": "string", "enum": ["a", "b", "c"]}


def reference(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


#: Schemas, and the value that is drafted.
DRAFTED: list[tuple[dict[str, Any], Any]] = [
    # Numbers.
    ({"type": "integer"}, 1),
    ({"type": "integer", "minimum": 5}, 5),
    ({"type": "integer", "maximum": -2}, -2),
    ({"type": "integer", "exclusiveMinimum": 1}, 2),
    ({"type": "integer", "exclusiveMaximum": 1}, 0),
    ({"type": "integer", "multipleOf": 4, "minimum": 5}, 8),
    ({"type": "integer", "multipleOf": 3, "exclusiveMinimum": 3}, 6),
    ({"type": "integer", "multipleOf": 7, "maximum": -3}, -7),
    ({"type": "integer", "minimum": 0.5, "maximum": 1.5}, 1),
    ({"type": "number", "minimum": 0.5, "maximum": 0.75}, 0.5),
    ({"type": "number", "exclusiveMinimum": 1, "exclusiveMaximum": 2}, 1.5),
    ({"type": "number", "multipleOf": 0.25, "exclusiveMinimum": 0, "exclusiveMaximum": 0.5}, 0.25),
    # Texts.
    ({"type": "string", "maxLength": 2}, "te"),
    ({"type": "string", "minLength": 6}, "textxx"),
    ({"type": "string", "format": "date-time"}, "2026-01-01T00:00:00Z"),
    ({"type": "string", "pattern": "^[a-c]{2}-[0-9]$"}, "aa-0"),
    ({"type": "string", "pattern": "^[0-9]+$", "minLength": 4, "maxLength": 6}, "0000"),
    ({"type": "string", "pattern": "x"}, "x"),
    ({"type": "string", "format": "date", "pattern": "^2026"}, "2026-01-01"),
    # Lists.
    ({"type": "array", "items": {"type": "string"}}, ["text"]),
    ({"type": "array", "items": {"type": "string"}, "maxItems": 0}, []),
    ({"type": "array", "minItems": 2, "items": {"type": "boolean"}}, [True, True]),
    ({**SEVERAL, "items": {"type": "string"}}, ["text", "text1", "text2"]),
    ({**SEVERAL, "items": {"type": "string", "maxLength": 4}}, ["text", "tex1", "tex2"]),
    ({**SEVERAL, "items": {"type": "integer", "minimum": 4}}, [4, 5, 6]),
    ({**SEVERAL, "items": {"type": "integer", "maximum": 1}}, [1, 0, -1]),
    ({**SEVERAL, "items": {"type": "number", "multipleOf": 5}}, [5, 10, 15]),
    ({**SEVERAL, "items": NAMED}, ["a", "b", "c"]),
    ({**SEVERAL, "minItems": 2, "items": {"type": "boolean"}}, [True, False]),
    ({**SEVERAL, "items": {"type": "string", "pattern": "^[ab]{2}$"}}, ["aa", "ab", "ba"]),
    (
        {**SEVERAL, "items": {"type": "string", "format": "date"}},
        ["2026-01-01", "2026-01-02", "2026-01-03"],
    ),
    (
        {**SEVERAL, "minItems": 2, "items": {"properties": {"id": {"type": "integer"}}}},
        [{"id": 1}, {"id": 2}],
    ),
    ({**SEVERAL, "minItems": 2, "items": {**SEVERAL, "minItems": 0}}, [[None], []]),
    # What is shown, where it is allowed.
    ({"type": "string", "example": "lake", "enum": ["a", "lake"]}, "lake"),
    ({"type": "integer", "example": "12"}, 1),
    ({"type": "integer", "examples": ["12", 12]}, 12),
    ({"type": "string", "enum": [None, "a"]}, "a"),
    ({"type": ["null", "integer"]}, 1),
    ({"type": "null"}, None),
    # Objects.
    (reference("Tree"), {"name": "text", "inner": [{"name": "text"}]}),
    (reference("Chain"), {"next": {"next": None}}),
    ({"type": "object", "required": ["more"]}, {"more": None}),
    (
        {
            "properties": {
                "kept": {"type": "integer"},
                "told": {"type": "string", "writeOnly": True},
            }
        },
        {"kept": 1},
    ),
    ({"properties": {"a": reference("Endless"), "b": {"type": "integer"}}}, {"b": 1}),
    # Several schemas together.
    ({"allOf": [{"type": "string", "maxLength": 3}, {"minLength": 2}]}, "tex"),
    ({"allOf": [reference("Base"), {"required": ["id"]}]}, {"id": 7}),
    (
        {
            "allOf": [
                {"properties": {"kind": {"type": "string"}, "a": {"type": "integer"}}},
                {"properties": {"kind": {"const": "x"}}, "required": ["kind"]},
            ]
        },
        {"kind": "x", "a": 1},
    ),
    ({"oneOf": [{"type": "integer"}, {"type": "number"}]}, 1.5),
    ({"anyOf": [reference("Endless"), {"type": "string"}]}, "text"),
    (
        {
            "type": "object",
            "required": ["id"],
            "properties": {"id": {"type": "integer"}},
            "oneOf": [{"required": ["a"], "properties": {"a": {"type": "string"}}}],
        },
        {"a": "text", "id": 1},
    ),
]
#: Schemas that no value fits, or whose pattern Python cannot read.
IMPOSSIBLE: list[dict[str, Any]] = [
    {"type": "integer", "minimum": 2, "maximum": 1},
    {"type": "string", "pattern": "^a$", "minLength": 2},
    {**SEVERAL, "items": {"type": "boolean"}},
    {**SEVERAL, "items": {"type": "integer", "minimum": 2, "maximum": 1}},
    {"required": ["a"], "properties": {"a": {"type": "string", "pattern": "$a^"}}},
    reference("Endless"),
]


def test_a_drafted_value_is_plain_and_what_its_schema_allows() -> None:
    with report_all() as case:
        for schema, expected in DRAFTED:
            with case(schema):
                value = sample(schema, SCHEMAS)
                assert value == expected
                assert repr(value) == repr(expected)  # True is not 1, 1.0 is not 1
                whole = {**schema, "components": {"schemas": SCHEMAS}}
                faults = Draft202012Validator(whole).iter_errors(value)
                assert [fault.message for fault in faults] == []


def test_a_schema_that_nothing_fits_has_no_drafted_value() -> None:
    with report_all() as case:
        for schema in IMPOSSIBLE:
            with case(schema):
                assert sample(schema, SCHEMAS) is None


def test_a_member_far_below_is_drafted_where_it_is_required() -> None:
    schema: dict[str, Any] = {"type": "string"}
    for _ in range(12):
        schema = {"required": ["a"], "properties": {"a": schema, "b": {"type": "string"}}}
    value = sample(schema, {})
    for depth in range(12):
        assert ("b" in value) == (depth < 3)
        value = value["a"]
    assert value == "text"
