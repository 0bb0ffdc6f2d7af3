"""Schemas of an OpenAPI file from elsewhere: 3.0 written as 3.1, and what they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from codegen.specs import Json, Where, schemas_reached

#: Keys that hold a schema, a list of them, or names with a schema each.
_ONE = ("additionalProperties", "items", "schema", "not")
_LISTS = ("allOf", "anyOf", "oneOf")
#: Those of them that are keywords of JSON Schema.
HOLDING_SCHEMAS = {*_ONE, *_LISTS, "properties"} - {"schema"}


def visit_schemas(
    value: Any, visit: Callable[[Json, Where], None], where: Where = (), *, is_schema: bool = False
) -> None:
    """Visit every schema in a part of a document, inner ones first; data is left alone."""
    if isinstance(value, list):
        for index, each in enumerate(value):
            visit_schemas(each, visit, (*where, index))
    if not isinstance(value, dict):
        return
    for key, each in value.items():
        here = (*where, key)
        if key in ("example", "default", "enum", "const", "value"):
            continue
        if key == "examples" and is_schema:
            continue
        if (is_schema and key in ("properties", *_LISTS)) or key == "schemas":
            pairs = each.items() if isinstance(each, dict) else enumerate(each)
            for name, member in pairs:
                visit_schemas(member, visit, (*here, name), is_schema=True)
        else:
            visit_schemas(each, visit, here, is_schema=key in _ONE)
    if is_schema:
        visit(value, where)


def as_3_1(schema: Json, where: Where = ()) -> None:
    """Write a schema of OpenAPI 3.0 as 3.1 has it, where it stands."""
    if "$ref" in schema:
        # Beside a reference 3.0 reads nothing; `nullable` is meant all the same.
        nullable = schema.get("nullable")
        for key in [key for key in schema if key not in ("$ref", "description")]:
            del schema[key]
        if nullable:
            schema["anyOf"] = [{"$ref": schema.pop("$ref")}, {"type": "null"}]
        return
    if schema.pop("nullable", False):
        if isinstance(schema.get("type"), str):
            schema["type"] = [schema["type"], "null"]
            if "enum" in schema and None not in schema["enum"]:
                schema["enum"].append(None)
        elif len(schema.get("allOf", [])) == 1:
            schema["anyOf"] = [*schema.pop("allOf"), {"type": "null"}]
        elif "oneOf" in schema or "anyOf" in schema:
            schema["oneOf" if "oneOf" in schema else "anyOf"].append({"type": "null"})
    read_bounds(schema)


def read_bounds(schema: Json) -> None:
    """Write bounds that are exclusive by a boolean, as 3.0 has them, as 3.1 has them."""
    for key, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if schema.get(key) is True and bound in schema:
            schema[key] = schema.pop(bound)
        elif isinstance(schema.get(key), bool):
            del schema[key]


def kinds_of(schema: Json) -> list[str]:
    """The types of a schema but null."""
    kinds = schema.get("type", [])
    return [kind for kind in ([kinds] if isinstance(kinds, str) else kinds) if kind != "null"]


def without_null(schema: Json) -> bool:
    """Take null out of the types of an object, which has a class then; whether it was there."""
    kinds = schema.get("type")
    if not isinstance(kinds, list) or "null" not in kinds or len(kinds) < 2:
        return False
    rest = [kind for kind in kinds if kind != "null"]
    schema["type"] = rest[0] if len(rest) == 1 else rest
    return True


def pointers(value: Any, prefix: str = "") -> Iterator[str]:
    """The JSON pointers of all plain values."""
    if not isinstance(value, dict | list):
        return
    for name, member in value.items() if isinstance(value, dict) else enumerate(value):
        if not isinstance(member, dict | list):
            yield f"{prefix}/{name}"
        yield from pointers(member, f"{prefix}/{name}")


def reachable(document: Json, schemas: Json) -> Json:
    """The schemas that some operation leads to."""
    found = schemas_reached({"components": {"schemas": schemas}}, [document["paths"]])
    return {name: schema for name, schema in schemas.items() if name in found}
