"""A contract in short: everything of a spec that a client or server can notice, a line for each.

Types, null, what is required, limits, credentials, retries, pages, statuses and errors stand here;
descriptions, sources and examples do not. The snapshots are committed, so that a change of a spec
is seen for what it is: ``make snapshots`` writes them, and a test compares. A keyword that this
module does not know is printed as it is, so that nothing is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from codegen.specs import METHODS, Json, Spec, find_specs
from codegen.values import values_text

FOLDER = Path("contracts") / "snapshots"

#: What is said to readers alone.
PROSE = frozenset(
    {
        "description",
        "summary",
        "example",
        "examples",
        "x-source",
        "x-evidence",
        "x-claims",
        "x-documents",
        "tags",
    }
)
_XS = "{http://www.w3.org/2001/XMLSchema}"


def write_snapshots(root: Path, apis: list[str] | None = None) -> list[str]:
    """Write the snapshot of each spec of a checkout, or of some; says which ones changed."""
    changed = []
    for path in find_specs(root / "specs"):
        spec = Spec(path, path.relative_to(root))
        if apis and spec.api not in apis:
            continue
        for kind, text in (("contract", snapshot_of(spec)), ("values", values_text(spec))):
            target = root / FOLDER / f"{spec.api}.{kind}.txt"
            if not target.exists() or target.read_text("utf-8") != text:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, encoding="utf-8", newline="\n")
                changed.append(target.relative_to(root).as_posix())
    return changed


def snapshot_of(spec: Spec) -> str:
    """The snapshot of a spec, its XML Schemas included."""
    document = spec.document
    lines = [f"# {spec.api}: the contract in short, by `make snapshots`.", ""]
    rest = {key: value for key, value in document.items() if key not in ("info", *_PARTS)}
    lines += [f"{key}: {_plain(value)}" for key, value in rest.items() if key not in PROSE]
    lines.append(f"version: {document['info']['version']}")
    seen: dict[tuple[str, ...], str] = {}
    for path, item in document.get("paths", {}).items():
        rest = {key: value for key, value in item.items() if key not in METHODS}
        lines += [f"{path}: {key} {_plain(value)}" for key, value in rest.items()]
        for method in METHODS:
            if method in item:
                lines += ["", *_operation(path, method, item[method], seen)]
    for kind, things in document.get("components", {}).items():
        lines += ["", f"== {kind}"]
        for name, thing in things.items():
            lines += _component(kind, name, thing)
    lines += ["", "== errors, the first that fits"]
    lines += [_row(row) for row in document.get("x-error-table", [])]
    for path in sorted(spec.path.parent.glob("*.xsd")):
        lines += ["", f"== {path.name}", *xsd_lines(ET.fromstring(path.read_text("utf-8")))]
    return "\n".join(lines) + "\n"


_PARTS = ("paths", "components", "x-error-table")


def _operation(
    path: str, method: str, operation: Json, seen: dict[tuple[str, ...], str]
) -> Iterator[str]:
    """An operation; an answer that another has alike is named by that one."""
    yield f"{operation.get('operationId', '')}: {method.upper()} {path}"
    shown = ("operationId", "parameters", "requestBody", "responses", *PROSE)
    for key, value in operation.items():
        if key not in shown:
            yield f"  {key}: {_plain(value)}"
    parameters = operation.get("parameters", [])
    named = [_name(each) for each in parameters if "$ref" in each]
    yield from [f"  takes {', '.join(named)}"] * bool(named)
    for parameter in parameters:
        if "$ref" not in parameter:
            yield f"  {_parameter(parameter)}"
    if "requestBody" in operation:
        yield from _body(operation["requestBody"], "  ")
    responses = operation.get("responses", {})
    known_by_name = [f"{key} {_name(each)}" for key, each in responses.items() if "$ref" in each]
    yield from [f"  answers {', '.join(known_by_name)}"] * bool(known_by_name)
    for status, response in responses.items():
        if "$ref" in response:
            continue
        block = (*_response(str(status), response, "  "),)
        known = seen.setdefault(block, operation.get("operationId", ""))
        alike = len(block) > 1 and known != operation.get("operationId", "")
        yield from [f"  {status}: as in {known}"] if alike else block


def _parameter(parameter: Json) -> str:
    if "$ref" in parameter:
        return f"takes {_name(parameter)}"
    star = "*" if parameter.get("required") else ""
    rest = _others(parameter, {"name", "in", "required", "schema"})
    return f"{parameter['in']} {parameter['name']}{star}: " + ", ".join(
        [_facts(parameter.get("schema", {})), *rest]
    )


def _body(body: Json, indent: str) -> Iterator[str]:
    if "$ref" in body:
        yield f"{indent}body {_name(body)}"
        return
    yield f"{indent}body{'*' if body.get('required') else ''}"
    yield from _content(body, indent + "  ")


def _response(status: str, response: Json, indent: str) -> Iterator[str]:
    rest = _others(response, {"content", "headers", "links"})
    yield f"{indent}{status}" + (f": {', '.join(rest)}" if rest else "")
    yield from _content(response, indent + "  ")
    for name, header in response.get("headers", {}).items():
        found = _name(header) if "$ref" in header else _facts(header.get("schema", {}))
        rest = [] if "$ref" in header else _others(header, {"schema"})
        yield f"{indent}  header {name}: {', '.join([found, *rest])}"
    for name, link in response.get("links", {}).items():
        given = {key: value for key, value in link.items() if key not in PROSE}
        yield f"{indent}  link {name}: {_plain(given)}"


def _content(holder: Json, indent: str) -> Iterator[str]:
    for kind, media in holder.get("content", {}).items():
        rest = _others(media, {"schema"})
        yield f"{indent}{kind}: {', '.join([_facts(media.get('schema', {})), *rest])}"


def _component(kind: str, name: str, thing: Json) -> Iterator[str]:
    if kind == "parameters":
        yield f"{name}: {_parameter(thing)}"
    elif kind == "responses":
        yield from _response(name, thing, "")
    elif kind == "requestBodies":
        yield name
        yield from _body(thing, "  ")
    elif kind == "schemas":
        yield from _schema(name, thing)
    else:
        facts = [_facts(thing["schema"])] if "schema" in thing else []
        yield f"{name}: {', '.join([*facts, *_others(thing, {'schema'})])}"


def _schema(name: str, schema: Json) -> Iterator[str]:
    members = schema.get("properties", {})
    whole = {key: value for key, value in schema.items() if key not in ("properties", "required")}
    yield f"{name}: {_facts(whole)}"
    required = schema.get("required", [])
    for member, inner in members.items():
        yield f"  {member}{'*' if member in required else ''}: {_facts(inner)}"
    for absent in sorted(set(required) - members.keys()):
        yield f"  {absent}*"


def _facts(schema: Any) -> str:
    """A schema in a line: its type, then each other keyword."""
    if not isinstance(schema, dict):
        return _plain(schema)
    parts = []
    if "$ref" in schema:
        parts.append(_name(schema))
    kinds = schema.get("type")
    if kinds is not None:
        kinds = [kinds] if isinstance(kinds, str) else kinds
        parts.append("|".join(kinds))
    for key in ("anyOf", "oneOf", "allOf"):
        if key in schema:
            parts.append(f"{key}({'; '.join(_facts(each) for each in schema[key])})")
    if "items" in schema:
        parts.append(f"of ({_facts(schema['items'])})")
    if isinstance(schema.get("additionalProperties"), dict):
        parts.append(f"map of ({_facts(schema['additionalProperties'])})")
    if "properties" in schema:
        required = schema.get("required", [])
        inner = (
            f"{name}{'*' if name in required else ''}: {_facts(member)}"
            for name, member in schema["properties"].items()
        )
        parts.append(f"{{{'; '.join(inner)}}}")
    shown = {"$ref", "type", "anyOf", "oneOf", "allOf", "items", "properties", "required"}
    if isinstance(schema.get("additionalProperties"), dict):
        shown.add("additionalProperties")
    return ", ".join([*parts, *_others(schema, shown)]) or "anything"


def _others(thing: Json, shown: set[str]) -> list[str]:
    """The keywords that have no form of their own here, so that none is left out."""
    return [
        f"~{value}" if key == "x-provenance" else f"{key} {_plain(value)}"
        for key, value in thing.items()
        if key not in shown and key not in PROSE
    ]


def _row(row: Json) -> str:
    conditions = [f"{key} {row[key]}" for key in ("status", "code", "message") if key in row]
    shown = {"status", "code", "message", "category", "meaning"}
    return f"{', '.join(conditions)} -> {', '.join([row['category'], *_others(row, shown)])}"


def _name(reference: Json) -> str:
    return str(reference["$ref"]).rpartition("/")[2]


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(_without_prose(value), ensure_ascii=False)


def _without_prose(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_prose(inner) for key, inner in value.items() if key not in PROSE}
    if isinstance(value, list):
        return [_without_prose(inner) for inner in value]
    return value


# --- XML Schemas -------------------------------------------------------------------------------


def xsd_lines(root: ET.Element) -> Iterator[str]:
    """Each element, and each type with its parts; a part of an optional group is optional."""
    for node in root:
        if node.tag == f"{_XS}annotation":
            continue
        kind = node.tag.removeprefix(_XS)
        given = " ".join(f"{key}={value}" for key, value in node.attrib.items() if key != "name")
        yield f"{kind} {node.get('name', '')} {given}".rstrip()
        yield from _particles(node, "  ", "")


def _particles(node: ET.Element, indent: str, group: str) -> Iterator[str]:
    for child in node:
        kind = child.tag.removeprefix(_XS)
        if kind == "annotation":
            continue
        given = " ".join(f"{key}={value}" for key, value in child.attrib.items())
        bounds = " ".join(
            f"{key}={child.attrib[key]}"
            for key in ("minOccurs", "maxOccurs")
            if key in child.attrib
        )
        if kind in ("sequence", "choice", "all", "simpleContent", "complexContent"):
            inside = " ".join(part for part in (group, f"{kind} {bounds}".strip()) if part)
            yield from _particles(child, indent, inside)
        else:
            where = f" in {group}" if group else ""
            yield f"{indent}{kind} {given}{where}".rstrip()
            yield from _particles(child, indent + "  ", "")
