"""Mutants of the specs and of the XML Schemas beside them.

A mutant changes one thing that a client or server can notice; descriptions, examples and sources
are left alone. It is written as text: the smallest object around the change is replaced where it
stands, so that all else of the file keeps its lines.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import yaml
from codegen.snapshot import PROSE
from codegen.specs import METHODS, SpecLoader

__all__ = ["SpecMutant", "changes_of", "mutants_of_spec", "mutants_of_xsd"]

Json = Any
Where = tuple[str | int, ...]

#: What is said to readers and tools alone, beside what the snapshots leave out.
SAID = PROSE | {"info", "x-provenance", "x-style", "externalDocs", "operationId", "title", "links"}
#: Another type for each.
_TYPES = {"string": "integer", "integer": "string", "number": "integer", "boolean": "string"}
_BOUNDS = ("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems")
_ANCHOR = re.compile(r"(?:^|[\s\[{])&\w+")
_XS = "{http://www.w3.org/2001/XMLSchema}"


@dataclass(frozen=True)
class SpecMutant:
    """A fault in a spec.

    Attributes:
        name: File, place, operator, and what is changed.
        path: The file, below the checkout.
        line: Where the changed object begins.
        operator: What kind of fault it is.
        text: Gives the whole file with the fault in it.
    """

    name: str
    path: str
    line: int
    operator: str
    text: Callable[[], str] = field(repr=False, compare=False)

    @property
    def api(self) -> str:
        return Path(self.path).parent.name


def mutants_of_spec(path: str, text: str) -> Iterator[SpecMutant]:
    """Every mutant of a spec."""
    document = yaml.load(text, Loader=SpecLoader)
    places = _Places(text)
    names: dict[str, int] = {}
    for where, operator, what, new in changes_of(document):
        name = f"{path} {_pointer(where)}: {operator}: {what}"
        names[name] = names.get(name, 0) + 1
        name = name if names[name] == 1 else f"{name} #{names[name]}"
        found = places.node(where)
        if found is not None:
            line = found.start_mark.line + 1
            changed = partial(_replaced, text, found, where, new)
            yield SpecMutant(name, path, line, operator, changed)


def changes_of(document: Json) -> Iterator[tuple[Where, str, str, Json]]:
    """Every change of one thing: where, which kind, of what, and what stands there then."""
    for where, value in _objects(document):
        for operator, what, new in _changes(document, where, value):
            yield where, operator, what, new


def _pointer(where: Where) -> str:
    return "/".join(["", *(str(part).replace("~", "~0").replace("/", "~1") for part in where)])


class _Places:
    """Where each object of a YAML file stands."""

    def __init__(self, text: str) -> None:
        self.root = yaml.compose(text, Loader=SpecLoader)

    def node(self, where: Where) -> yaml.Node | None:
        """An object of the file; None for what is merged in from elsewhere in it."""
        node: Any = self.root
        for part in where:
            if isinstance(node, yaml.MappingNode):
                node = {key.value: value for key, value in node.value}.get(str(part))
            else:
                node = node.value[part]
            if node is None:
                break
        return node


def _replaced(text: str, node: yaml.Node, where: Where, new: Json) -> str:
    """The text with another object in the place of one."""
    start, end = node.start_mark.index, node.end_mark.index
    old = text[start:end]
    if _ANCHOR.search(old):  # other places speak of what is in it
        document = yaml.load(text, Loader=SpecLoader)
        return json.dumps(_put(document, where, new), ensure_ascii=False) + "\n"
    kept = old[len(old.rstrip()) :]  # the end of a block lies at the next thing
    if not kept and "\n" in old:
        kept = "\n"
    return text[:start] + json.dumps(new, ensure_ascii=False) + kept + text[end:]


def _put(value: Json, where: Where, new: Json) -> Json:
    """A copy with another object at a place."""
    if not where:
        return new
    inner = _put(value[where[0]], where[1:], new)
    if isinstance(value, dict):
        return {**value, where[0]: inner}
    return [*value[: int(where[0])], inner, *value[int(where[0]) + 1 :]]


def _objects(value: Json, where: Where = ()) -> Iterator[tuple[Where, Json]]:
    """Every object and list that is more than words, from the outside in."""
    yield where, value
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        names_things = bool(where) and where[-1] in ("properties", "schemas", "parameters")
        if isinstance(inner, dict | list) and (names_things or key not in SAID):
            yield from _objects(inner, (*where, key))


def _changes(document: Json, where: Where, value: Json) -> Iterator[tuple[str, str, Json]]:
    """What may become of an object: the operator, what of it, and the object as it is then."""
    if where == ("x-error-table",):
        yield from _of_errors(value)
    elif isinstance(value, list):
        return
    elif where[:1] == ("x-error-table",):
        yield from _of_row(value)
    elif where[-1:] == ("properties",):
        yield from _of_members(value)
    elif where == ("paths",):
        yield from _of_paths(value)
    elif len(where) == 3 and where[0] == "paths" and where[2] in METHODS:
        yield from _of_operation(value)
    elif where[-1:] == ("requestBody",) or where[:-1] == ("components", "requestBodies"):
        if "$ref" not in value:
            yield "body required", "required", _with(value, "required", not value.get("required"))
    elif "in" in value and "name" in value and isinstance(value["name"], str):
        yield from _of_parameter(value)
    elif isinstance(value.get("type"), str | list) or "enum" in value or "const" in value:
        yield from _of_schema(value)
    if isinstance(value, dict) and where[:1] != ("x-error-table",):
        yield from _of_extensions(where, value)


def _with(value: Json, key: str, new: Json) -> Json:
    """A copy with another value for a key; without it where that is None."""
    changed = {name: inner for name, inner in value.items() if name != key or new is not None}
    return changed if new is None else {**changed, key: new}


def _without(values: list[Json], index: int) -> list[Json]:
    return values[:index] + values[index + 1 :]


def _of_errors(rows: list[Json]) -> Iterator[tuple[str, str, Json]]:
    for index, row in enumerate(rows):
        shown = json.dumps({key: row[key] for key in _CRITERIA if key in row}, ensure_ascii=False)
        yield "error row left out", shown, _without(rows, index)
        if index and rows[index - 1]["category"] != row["category"]:
            swapped = [*rows[: index - 1], row, rows[index - 1], *rows[index + 1 :]]
            yield "error rows exchanged", f"{shown} goes before the last", swapped


_CRITERIA = ("status", "code", "message", "category")


def _of_row(row: Json) -> Iterator[tuple[str, str, Json]]:
    category = row.get("category")
    other = "permission" if category != "permission" else "not_found"
    if isinstance(category, str):
        yield "error category", category, _with(row, "category", other)
    for key in ("status", "code"):
        if isinstance(row.get(key), int):
            yield "error number", f"{key} {row[key]}", _with(row, key, row[key] + 1)
        elif isinstance(row.get(key), str):
            yield "error number", f"{key} {row[key]}", _with(row, key, f"{row[key]}x")
    if isinstance(row.get("message"), str):
        yield "error message", row["message"], _with(row, "message", f"{row['message']}qqq")


def _of_members(members: Json) -> Iterator[tuple[str, str, Json]]:
    for name in members:
        yield "member left out", name, _with(members, name, None)
        renamed = {f"{key}x" if key == name else key: inner for key, inner in members.items()}
        yield "member renamed", name, renamed


def _of_paths(paths: Json) -> Iterator[tuple[str, str, Json]]:
    for path, item in paths.items():
        head, mark, tail = path.partition("#")
        changed = f"{head}x{mark}{tail}"
        yield "path", path, {changed if key == path else key: one for key, one in paths.items()}
        for method in METHODS:
            if method in item:
                other = "post" if method != "post" else "put"
                if other not in item:
                    moved = {other if key == method else key: one for key, one in item.items()}
                    yield "method", f"{method} {path}", {**paths, path: moved}


def _of_operation(operation: Json) -> Iterator[tuple[str, str, Json]]:
    retry = None if operation.get("x-retry") == "never" else "never"
    yield "retries", operation["operationId"], _with(operation, "x-retry", retry)
    for index, parameter in enumerate(operation.get("parameters", [])):
        shown = parameter.get("$ref") or parameter.get("name")
        kept = _without(operation["parameters"], index)
        yield "parameter left out", str(shown), _with(operation, "parameters", kept or None)
    responses = operation.get("responses", {})
    for status in responses:
        if len(responses) > 1:
            yield (
                "status left out",
                status,
                _with(operation, "responses", _with(responses, status, None)),
            )
        if status.isdigit():
            other = str(int(status) + 1)
            moved = {other if key == status else key: one for key, one in responses.items()}
            yield "status", status, _with(operation, "responses", moved)
    if "security" in operation:
        yield "security", "left out", _with(operation, "security", None)


def _of_parameter(parameter: Json) -> Iterator[tuple[str, str, Json]]:
    name, place = parameter["name"], parameter["in"]
    if place != "path":
        required = None if parameter.get("required") else True
        yield "parameter required", name, _with(parameter, "required", required)
        other = "header" if place == "query" else "query"
        yield "parameter moved", name, _with(parameter, "in", other)
        yield "parameter renamed", name, _with(parameter, "name", f"{name}x")
    for key in ("explode", "allowReserved"):
        if isinstance(parameter.get(key), bool):
            yield (
                "parameter written otherwise",
                f"{name} {key}",
                _with(parameter, key, not parameter[key]),
            )


def _of_schema(schema: Json) -> Iterator[tuple[str, str, Json]]:
    kind = schema.get("type")
    if isinstance(kind, str):
        if kind in _TYPES and not {"enum", "const", "pattern", "properties"} & schema.keys():
            yield "type", kind, _with(schema, "type", _TYPES[kind])
        if kind in (*_TYPES, "array"):
            yield "null allowed", kind, _with(schema, "type", [kind, "null"])
    elif isinstance(kind, list):
        for index, one in enumerate(kind):
            left = _without(kind, index)
            operator = "null forbidden" if one == "null" else "type left out"
            yield operator, str(one), _with(schema, "type", left[0] if len(left) == 1 else left)
    required = schema.get("required")
    if isinstance(required, list):
        for index, name in enumerate(required):
            yield (
                "member optional",
                name,
                _with(schema, "required", _without(required, index) or None),
            )
    for name in schema.get("properties", {}):
        if name not in (required or ()):
            yield "member required", name, _with(schema, "required", [*(required or ()), name])
    if isinstance(schema.get("enum"), list):
        values = schema["enum"]
        if len(values) > 1:
            yield "choice left out", str(values[-1]), _with(schema, "enum", values[:-1])
        if all(isinstance(one, str) for one in values):
            yield "choice added", str(values[-1]), _with(schema, "enum", [*values, "qqq"])
    if isinstance(schema.get("const"), str):
        yield "constant", schema["const"], _with(schema, "const", f"{schema['const']}x")
    for key in _BOUNDS:
        if isinstance(schema.get(key), int):
            shown = f"{key} {schema[key]}"
            yield "bound", shown, _with(schema, key, schema[key] + 1)
            yield "bound left out", shown, _with(schema, key, None)
    if "pattern" in schema:
        yield "pattern left out", schema["pattern"], _with(schema, "pattern", None)
    if "format" in schema:
        yield "format left out", schema["format"], _with(schema, "format", None)


def _of_extensions(where: Where, value: Json) -> Iterator[tuple[str, str, Json]]:
    """Our own extensions: gone, or with another word or number inside."""
    for key, inner in value.items():
        if not key.startswith("x-") or key in SAID or key in ("x-error-table", "x-retry"):
            continue
        yield "extension left out", key, _with(value, key, None)
        for place, leaf in _leaves(inner):
            other = _other_leaf(leaf)
            if other is not None:
                changed = copy.deepcopy(value)
                holder = changed
                for part in (key, *place)[:-1]:
                    holder = holder[part]
                holder[(key, *place)[-1]] = other
                yield "extension changed", f"{_pointer((key, *place))} {leaf}", changed


def _leaves(value: Json, place: Where = ()) -> Iterator[tuple[Where, Json]]:
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            if key not in SAID:
                yield from _leaves(inner, (*place, key))
    else:
        yield place, value


def _other_leaf(leaf: Json) -> Json:
    if isinstance(leaf, bool):
        return not leaf
    if isinstance(leaf, int):
        return leaf + 1
    return f"{leaf}x" if isinstance(leaf, str) else None


# --- XML Schemas -----------------------------------------------------------------------------


def mutants_of_xsd(path: str, text: str) -> Iterator[SpecMutant]:
    """Every mutant of an XML Schema."""
    ET.register_namespace("xs", _XS.strip("{}"))
    count = sum(1 for _ in ET.fromstring(text).iter())
    names: dict[str, int] = {}
    for index in range(count):
        for number in range(_XSD_MOST):
            root = ET.fromstring(text)
            parents = {child: parent for parent in root.iter() for child in parent}
            element = list(root.iter())[index]
            changes = _of_element(element, parents.get(element))
            if number >= len(changes):
                break
            operator, what, change = changes[number]
            place = _xsd_place(element, parents)
            change()
            name = f"{path} {place}: {operator}: {what}"
            names[name] = names.get(name, 0) + 1
            name = name if names[name] == 1 else f"{name} #{names[name]}"
            changed = ET.tostring(root, encoding="unicode") + "\n"
            yield SpecMutant(name, path, 0, operator, partial(str, changed))


_XSD_MOST = 8
_XSD_TYPES = {"xs:string": "xs:int", "xs:boolean": "xs:string"}


def _xsd_place(element: ET.Element, parents: dict[ET.Element, ET.Element]) -> str:
    names = []
    here: ET.Element | None = element
    while here is not None:
        names.append(here.get("name") or here.tag.removeprefix(_XS))
        here = parents.get(here)
    return "/".join(["", *reversed(names)])


def _of_element(element: ET.Element, parent: ET.Element | None) -> list[tuple[str, str, Any]]:
    tag = element.tag.removeprefix(_XS)
    found: list[tuple[str, str, Any]] = []
    is_top = parent is not None and parent.tag == f"{_XS}schema"

    def put(name: str, value: str | None) -> Any:
        if value is None:
            return lambda: element.attrib.pop(name)
        return lambda: element.set(name, value)

    if tag in ("element", "sequence", "choice", "any") and not is_top:
        if element.get("minOccurs") == "0":
            found.append(("part required", tag, put("minOccurs", None)))
        elif element.get("minOccurs") is None:
            found.append(("part optional", tag, put("minOccurs", "0")))
        if element.get("maxOccurs") is not None:
            found.append(("part once", tag, put("maxOccurs", None)))
    if tag == "element" and parent is not None:
        found.append(("part left out", element.get("name", ""), lambda: parent.remove(element)))
    if tag in ("element", "attribute") and element.get("name"):
        found.append(
            ("part renamed", element.get("name", ""), put("name", f"{element.get('name')}x"))
        )
    kind = element.get("type", "")
    if kind.startswith("xs:"):
        found.append(("part type", kind, put("type", _XSD_TYPES.get(kind, "xs:string"))))
    if tag == "attribute":
        use = None if element.get("use") == "required" else "required"
        found.append(("attribute required", element.get("name", ""), put("use", use)))
    if tag in ("enumeration", "pattern") and parent is not None:
        found.append(("choice left out", element.get("value", ""), lambda: parent.remove(element)))
    value = element.get("value", "")
    if tag in ("minInclusive", "maxInclusive", "minLength", "maxLength") and value.isdigit():
        found.append(("bound", f"{tag} {value}", put("value", str(int(value) + 1))))
    return found
