"""Schemas of an OpenAPI file from elsewhere: 3.0 written as 3.1, and samples of their values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from codegen.specs import Json, Where, schemas_reached, steps

#: Samples of texts by their formats.
_TEXTS = {
    "byte": "dGV4dA==",
    "date": "2026-01-01",
    "date-time": "2026-01-01T00:00:00Z",
    "email": "somebody@pictures.example",
    "ipv4": "192.0.2.1",
    "uri": "https://pictures.example/1.png",
    "url": "https://pictures.example/1.png",
    "uuid": "00000000-0000-4000-8000-000000000001",
    "binary": "lake.png",
}
#: Keys that hold a schema, a list of them, or names with a schema each.
_ONE = ("additionalProperties", "items", "schema", "not")
_LISTS = ("allOf", "anyOf", "oneOf")


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


def sample(schema: Any, schemas: Json, depth: int = 6) -> Any:
    """A value that a schema allows, if one is easily found: see :mod:`codegen.newhost.fitting`."""
    if not isinstance(schema, dict) or depth < 0:
        return None
    if "$ref" in schema:
        return sample(schemas.get(str(steps(schema["$ref"])[-1]), {}), schemas, depth - 1)
    for key in ("example", "const"):
        if key in schema:
            return schema[key]
    for key in ("examples", "enum"):
        if schema.get(key):
            return schema[key][0]
    for key in ("oneOf", "anyOf"):
        if schema.get(key):
            return sample(schema[key][0], schemas, depth)
    if schema.get("allOf"):
        own = {key: value for key, value in schema.items() if key != "allOf"}
        parts = [*schema["allOf"], *([own] if "properties" in own else [])]
        values = [sample(part, schemas, depth) for part in parts]
        members = [each for each in values if isinstance(each, dict)]
        return {k: v for each in members for k, v in each.items()} if members else values[0]
    kind = next(iter(kinds_of(schema)), "object" if "properties" in schema else "")
    if kind == "object":
        return _sample_object(schema, schemas, depth)
    if kind == "array":
        least = int(schema.get("minItems", 1 if depth > 3 else 0))
        item = schema.get("items", {})
        if schema.get("uniqueItems") and least > 1:
            return [_another(sample(item, schemas, depth - 1), number) for number in range(least)]
        return [sample(item, schemas, depth - 1) for _ in range(least)]
    return _sample_plain(kind, schema)


def _sample_object(schema: Json, schemas: Json, depth: int) -> Json:
    """The members that are asked for, and as many others as there is room for."""
    members = schema.get("properties") or {}
    wanted = list(members) if depth > 3 else [n for n in members if n in schema.get("required", [])]
    found = {name: sample(members[name], schemas, depth - 1) for name in wanted}
    required = schema.get("required", [])
    return {name: value for name, value in found.items() if value is not None or name in required}


def _another(value: Any, number: int) -> Any:
    if isinstance(value, str):
        return f"{value}{number or ''}"
    return value + number if isinstance(value, int | float) else value


def _sample_plain(kind: str, schema: Json) -> Any:
    if kind in ("integer", "number"):
        return _sample_number(kind, schema)
    if kind == "boolean":
        return True
    if kind != "string":
        return None
    if "pattern" in schema:
        return _sample_of_pattern(str(schema["pattern"]))
    text = _TEXTS.get(schema.get("format", ""), "text".ljust(int(schema.get("minLength", 0)), "x"))
    return text[: int(schema["maxLength"])] if "maxLength" in schema else text


def _sample_number(kind: str, schema: Json) -> Any:
    step = schema.get("multipleOf", 1)
    below = schema.get("exclusiveMinimum")
    least: Any = schema.get("minimum", below if below is not None else 0)
    most = schema.get("maximum", schema.get("exclusiveMaximum"))
    value = max(1, least)
    if value == below:
        value += step
    if step != 1:
        value = -(-value // step) * step
    if most is not None and value >= most:
        value = most if "maximum" in schema else (least + most) / 2
    return int(value) if kind == "integer" else value


@cache
def _sample_of_pattern(pattern: str) -> str | None:
    """The simplest text of a pattern; None where Python cannot read it."""
    from hypothesis import errors, find, settings
    from hypothesis.strategies import from_regex

    quiet = settings(database=None, derandomize=True)
    try:
        re.compile(pattern)
        return find(from_regex(pattern, fullmatch=True), lambda text: True, settings=quiet)
    except (re.error, errors.HypothesisException):
        return None
