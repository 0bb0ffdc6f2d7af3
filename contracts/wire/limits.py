"""What a spec lets an argument be, and a value that it allows where no sample of ours fits."""

from __future__ import annotations

import copy
from functools import cache
from typing import Any

from codegen.samples import sample
from imagehosts_wire.types import Operation, Parameter
from jsonschema import Draft202012Validator

from contracts.support.specs import API_NAMES, Json, load_spec, operations, resolve

#: Encodings whose values are those of the spec; what others are given as is ours.
PLAIN = ("text", "integer", "number", "choice", "flag", "list", "json")


def fits(operation: Operation[Any], parameter: Parameter, value: Any) -> bool:
    """Whether the spec lets an argument have a value."""
    key = operation.api, operation.id, parameter.place, parameter.wire
    schema = _schemas(*key[:2]).get(key[2:], {})
    plain = _is_plain(parameter, schema, load_spec(operation.api)) if schema else False
    return not plain or bool(_validator(*key).is_valid(value))


def value_that_fits(operation: Operation[Any], parameter: Parameter) -> Any:
    """A value that the spec lets an argument have."""
    return copy.deepcopy(_made(operation.api, operation.id, parameter.place, parameter.wire))


@cache
def _made(api: str, id: str, place: str, wire: str) -> Any:
    document = load_spec(api)
    schemas = document.get("components", {}).get("schemas", {})
    return sample(_schemas(api, id)[place, wire], schemas)


def _is_plain(parameter: Parameter, schema: dict[str, Json], document: dict[str, Json]) -> bool:
    kinds = parameter.encode.split(":")[:2]
    plain = kinds[0] in PLAIN and (kinds[0] != "list" or kinds[1] in PLAIN)
    items = resolve(document, schema.get("items", {}))
    return plain and not any("x-present-as" in each for each in (schema, items))


@cache
def _validator(api: str, id: str, place: str, wire: str) -> Draft202012Validator:
    components = load_spec(api).get("components", {})
    return Draft202012Validator({**_schemas(api, id)[place, wire], "components": components})


@cache
def _schemas(api: str, id: str) -> dict[tuple[str, str], dict[str, Json]]:
    if api not in API_NAMES:
        return {}
    document = load_spec(api)
    node = operations(document).get(id)
    if node is None:
        return {}
    found: dict[tuple[str, str], dict[str, Json]] = {}
    path = node.pointer.split("/")[2].replace("~1", "/").replace("~0", "~")
    shared = document["paths"][path].get("parameters", [])
    for reference in [*shared, *node.value.get("parameters", [])]:
        parameter = resolve(document, reference)
        found[parameter["in"], parameter["name"]] = resolve(document, parameter.get("schema", {}))
    body = resolve(document, node.value.get("requestBody", {}))
    for media in body.get("content", {}).values():
        found.setdefault(("body", ""), resolve(document, media.get("schema", {})))
        for name, member in _members(document, media.get("schema", {})).items():
            found.setdefault(("body", name), resolve(document, member))
    return found


def _members(document: dict[str, Json], schema: Json) -> dict[str, Json]:
    schema = resolve(document, schema)
    found: dict[str, Json] = {}
    for part in schema.get("allOf", []):
        found |= _members(document, part)
    return found | schema.get("properties", {})
