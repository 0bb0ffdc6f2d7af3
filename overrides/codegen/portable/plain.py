"""Replaces what is ours by standard terms, in every object of a document.

What stays of the extensions only informs: where a thing comes from, how it is known, and which
error an answer means. No tool must know them to send the right request.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from codegen.portable.routes import constant
from codegen.specs import Json, Spec
from codegen.walking import Node, walk

#: Extensions that inform readers.
INFORMING = (
    "x-source",
    "x-provenance",
    "x-evidence",
    "x-documents",
    "x-error-codes",
    "x-error-table",
    "x-error-body",
)

#: What an ``int32`` can hold.
SMALL = range(-(2**31), 2**31)

#: Under these keys stand data, or names that anybody chose.
DATA = ("example", "examples", "default", "enum", "const", "required", "mapping")
NAMES = ("properties", "patternProperties", "headers", "schemas", "parameters", "responses")


def translate(spec: Spec) -> None:
    """Put arrays, constants and numbers of a document into standard terms, where they stand."""
    for node in [*walk(spec.document)]:
        if node.kind in ("schema", "property"):
            _schema(node.value)
        elif node.kind in ("parameter", "header") and "schema" in node.value:
            _array_parameter(spec, node.value)
        elif node.kind == "server":
            _server(node.value)
        elif node.kind == "requestBody":
            for kind, media in node.value.get("content", {}).items():
                _array_members(spec, kind, media)
            _body(node.value)


def _server(server: Json) -> None:
    """Say in words of the server what its variables are: not every tool lets them say it."""
    about = [str(server.get("description", "")).strip()]
    for name, variable in server.get("variables", {}).items():
        if text := " ".join(str(variable.pop("description", "")).split()):
            about.append(f"`{name}`: {text}")
    server["description"] = " ".join(part for part in about if part)


def _body(body: Json) -> None:
    """Say in words that a body of several forms is required.

    What openapi-python-client writes for one that is marked so cannot be imported.
    """
    if len(body.get("content", {})) > 1 and body.pop("required", False):
        text = " ".join(str(body.get("description", "")).split())
        body["description"] = f"{text} It must be sent, in one of the forms.".strip()


def _schema(schema: Json) -> None:
    if "const" in schema:
        # Known to more tools than `const`.
        value = schema.pop("const")
        schema["enum"] = [value]
        schema.setdefault("type", _kind(value))
    elif len(named := {_kind(value) for value in schema.get("enum", [])}) == 1:
        schema.setdefault("type", named.pop())
    kinds = _kinds(schema)
    known = schema.get("format") in ("int32", "int64")
    if "integer" in kinds and not known and ("format" not in schema or {*kinds} <= WHOLE):
        schema["format"] = "int32" if _is_small(schema) else "int64"
    if len([kind for kind in kinds if kind != "null"]) > 1:
        _split(schema, kinds)


#: The types of a whole number, whose format is one of two for every tool.
WHOLE = frozenset({"integer", "null"})
#: The keywords that concern one type alone.
OF_TYPE = {
    "string": ("minLength", "maxLength", "pattern", "contentMediaType", "contentEncoding"),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    "array": ("items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains"),
    "object": ("properties", "required", "additionalProperties", "patternProperties"),
}


def _split(schema: Json, kinds: list[str]) -> None:
    """Several types as alternatives, each with what concerns it: more tools can tell them apart."""
    given = {key: value for key, value in schema.items() if key not in ("type", "enum", "format")}
    values = schema.get("enum", [])
    options = []
    for kind in kinds:
        family = "number" if kind == "integer" else kind
        option = {"type": kind, **{k: v for k, v in given.items() if k in OF_TYPE.get(family, ())}}
        if own := [value for value in values if _kind(value) == kind]:
            option["enum"] = own
        if "format" in schema and (kind == "integer") == (schema["format"] in ("int32", "int64")):
            option["format"] = schema["format"]
        if own or not values:
            options.append(option)
    concerning = {key for keys in OF_TYPE.values() for key in keys}
    kept = {key: value for key, value in given.items() if key not in concerning}
    schema.clear()
    schema |= {**kept, "anyOf": options}


def _is_small(schema: Json) -> bool:
    values = [each for each in schema.get("enum", []) if isinstance(each, int)]
    if not values:
        lowest = schema.get("minimum", schema.get("exclusiveMinimum"))
        highest = schema.get("maximum", schema.get("exclusiveMaximum"))
        values = [each for each in (lowest, highest) if isinstance(each, int)]
        if len(values) < 2:
            return False
    return all(value in SMALL for value in values)


def _array_parameter(spec: Spec, parameter: Json) -> None:
    way = _array_format(spec, parameter)
    if way is None or parameter.get("in") == "path":
        return
    if way == "brackets":
        parameter["name"] = _bracketed(parameter["name"])
    if parameter.get("in") in ("query", "cookie"):
        parameter["style"] = "form"
        parameter["explode"] = way != "csv"


def _array_members(spec: Spec, kind: str, media: Json) -> None:
    if "json" in kind or "schema" not in media:
        return
    schema = spec.resolve(media["schema"])
    for name, member in [*schema.get("properties", {}).items()]:
        way = _array_format(spec, {"schema": member})
        if way is None:
            continue
        wire = name
        if way == "brackets":
            wire = _bracketed(name)
            _rename(schema, media, name, wire)
        if "form" in kind:
            encoding = media.setdefault("encoding", {}).setdefault(wire, {})
            encoding |= {"style": "form", "explode": way != "csv"}


def _array_format(spec: Spec, holder: Json) -> str | None:
    schema = spec.resolve(holder["schema"])
    found: str | None = holder.get("x-array-format") or schema.get("x-array-format")
    return found


def _rename(schema: Json, media: Json, name: str, wire: str) -> None:
    named = [schema["properties"], media.get("example")]
    named += [each.get("value") for each in media.get("examples", {}).values()]
    for holder in named:
        if isinstance(holder, dict) and name in holder:
            holder[wire] = holder.pop(name)
    if "required" in schema:
        schema["required"] = [wire if key == name else key for key in schema["required"]]


def _bracketed(name: str) -> str:
    return name if name.endswith("[]") else f"{name}[]"


def without_extensions(value: Any, keep: tuple[str, ...] = INFORMING) -> Any:
    """The same without the extensions that tell our own tools something."""
    if isinstance(value, dict):
        return {
            key: inner
            if key in DATA or key in keep
            else {name: without_extensions(each, keep) for name, each in inner.items()}
            if key in NAMES and isinstance(inner, dict)
            else without_extensions(inner, keep)
            for key, inner in value.items()
            if not str(key).startswith("x-") or key in keep
        }
    if isinstance(value, list):
        return [without_extensions(inner, keep) for inner in value]
    return value


def drop_unused(document: Json) -> None:
    """Drop components that nothing refers to any more; a model of the document stays."""
    components = document["components"]
    wanted: set[tuple[str, str]] = {
        ("schemas", name)
        for name, schema in components.get("schemas", {}).items()
        if schema.get("x-model-only")
    }
    waiting = [*_references(document["paths"]), *wanted]
    wanted = set()
    while waiting:
        place = waiting.pop()
        kind, name = place
        if place not in wanted and name in components.get(kind, {}):
            wanted.add(place)
            waiting += _references(components[kind][name])
    for kind in [kind for kind in components if kind != "securitySchemes"]:
        components[kind] = {k: v for k, v in components[kind].items() if (kind, k) in wanted}
    needed = {
        name
        for operation in operations_of(document)
        for alternative in operation.get("security", [])
        for name in alternative
    }
    schemes = components.get("securitySchemes", {})
    components["securitySchemes"] = {k: v for k, v in schemes.items() if k in needed}
    for kind in [kind for kind, named in components.items() if not named]:
        del components[kind]


def operations_of(document: Json) -> Iterator[Json]:
    """Every operation of a portable document."""
    for item in document["paths"].values():
        yield from item.values()


def _references(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "$ref" and isinstance(inner, str):
                kind, _, name = inner.removeprefix("#/components/").partition("/")
                yield kind, name.replace("~1", "/").replace("~0", "~")
            else:
                yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)


def nodes(document: Json, *kinds: str) -> list[Node]:
    """Every object of some kinds."""
    return [node for node in walk(document) if node.kind in kinds]


def _kinds(schema: Json) -> list[str]:
    kinds = schema.get("type", [])
    return [kinds] if isinstance(kinds, str) else list(kinds)


def _kind(value: Any) -> str:
    names = {bool: "boolean", int: "integer", float: "number", type(None): "null"}
    return names.get(type(value), "string")


__all__ = ["constant", "drop_unused", "nodes", "operations_of", "translate", "without_extensions"]
