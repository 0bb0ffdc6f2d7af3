"""Every object of an OpenAPI document with its kind and its place: one loop for each rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from codegen.specs import METHODS, Json, Spec, Where

ONE, LIST, MAP = "one", "list", "map"

_PARAMETER = {"schema": (ONE, "property"), "content": (MAP, "mediaType")}
_SCHEMA = {
    **dict.fromkeys(("properties", "patternProperties", "dependentSchemas"), (MAP, "property")),
    **dict.fromkeys(("items", "additionalProperties", "not", "if", "then"), (ONE, "property")),
    **dict.fromkeys(("else", "contains", "propertyNames"), (ONE, "property")),
    **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), (LIST, "property")),
}
#: What stands in an object of a kind: by keyword, one, a list or a map of objects of another kind.
CHILDREN: dict[str, dict[str, tuple[str, str]]] = {
    "document": {
        "info": (ONE, "info"),
        "tags": (LIST, "tag"),
        "servers": (LIST, "server"),
        "paths": (MAP, "pathItem"),
        "components": (ONE, "components"),
        "x-error-table": (LIST, "errorRow"),
    },
    "components": {
        "schemas": (MAP, "schema"),
        "responses": (MAP, "response"),
        "parameters": (MAP, "parameter"),
        "requestBodies": (MAP, "requestBody"),
        "headers": (MAP, "header"),
        "securitySchemes": (MAP, "securityScheme"),
    },
    "pathItem": {
        "servers": (LIST, "server"),
        "parameters": (LIST, "parameter"),
        **dict.fromkeys(METHODS, (ONE, "operation")),
    },
    "operation": {
        "servers": (LIST, "server"),
        "parameters": (LIST, "parameter"),
        "requestBody": (ONE, "requestBody"),
        "responses": (MAP, "response"),
    },
    "server": {"variables": (MAP, "serverVariable")},
    "parameter": _PARAMETER,
    "header": _PARAMETER,
    "requestBody": {"content": (MAP, "mediaType")},
    "response": {"headers": (MAP, "header"), "content": (MAP, "mediaType")},
    "mediaType": {"schema": (ONE, "property"), "encoding": (MAP, "encoding")},
    "schema": _SCHEMA,
    "property": _SCHEMA,
}
_REFERENCED = ("parameter", "header", "requestBody", "response", "securityScheme")


class Node(NamedTuple):
    """An object of a document: its place, its kind, and itself."""

    where: Where
    kind: str
    value: Json


def walk(value: Any, where: Where = (), kind: str = "document") -> Iterator[Node]:
    """An object and all that stand in it; what a reference leads to is visited where it stands."""
    found: list[Node] = []
    _collect(value, where, kind, found)
    return iter(found)


def _collect(value: Any, where: Where, kind: str, into: list[Node]) -> None:
    """Every rule walks: a generator within a generator for each level takes five times as long."""
    if not isinstance(value, dict) or (kind in _REFERENCED and "$ref" in value):
        return
    into.append(Node(where, kind, value))
    for keyword, (shape, inner) in CHILDREN.get(kind, {}).items():
        if keyword not in value:
            continue
        found = value[keyword]
        if shape == ONE:
            _collect(found, (*where, keyword), inner, into)
        elif shape == LIST and isinstance(found, list):
            for index, each in enumerate(found):
                _collect(each, (*where, keyword, index), inner, into)
        elif shape == MAP and isinstance(found, dict):
            for name, each in found.items():
                _collect(each, (*where, keyword, name), inner, into)


def answer_schemas(spec: Spec) -> Iterator[Node]:
    """Every schema that a success can hold, with those that it refers to."""
    for where, _, _, operation in spec.operations():
        for status, reference in operation.get("responses", {}).items():
            response, place = spec.follow(reference, (*where, "responses", status))
            if str(status)[0] in "23" and response.get("x-outcome") != "error":
                for kind, media in response.get("content", {}).items():
                    yield from _schemas(
                        spec, media.get("schema"), (*place, "content", kind, "schema")
                    )


def request_schemas(spec: Spec) -> Iterator[Node]:
    """Every schema of a parameter or a body, with those that it refers to."""
    for where, _, _, operation in spec.operations():
        for reference, here in spec.parameters(where):
            parameter, place = spec.follow(reference, here)
            yield from _schemas(spec, parameter.get("schema"), (*place, "schema"))
        body, place = spec.follow(operation.get("requestBody", {}), (*where, "requestBody"))
        for kind, media in body.get("content", {}).items():
            yield from _schemas(spec, media.get("schema"), (*place, "content", kind, "schema"))


def _schemas(spec: Spec, schema: Any, where: Where) -> Iterator[Node]:
    seen: set[Where] = set()
    queue = [(schema, where)]
    while queue:
        schema, where = queue.pop(0)
        for node in walk(schema, where, "property"):
            if node.where not in seen:
                seen.add(node.where)
                yield node
                if "$ref" in node.value:
                    _, place = spec.follow(node.value, node.where)
                    queue.append((spec.at(place), place))
