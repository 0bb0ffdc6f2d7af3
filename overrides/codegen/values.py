"""Two examples of every model: one with a value in each member, one with null wherever null may be.

They are committed beside the snapshot of the contract, so that a member that takes another type, or
takes null no longer, meets an answer that it was made for.
"""

from __future__ import annotations

import json
import re
from typing import Any

from jsonschema import Draft202012Validator

from codegen.plans import read_operations
from codegen.samples import sample
from codegen.specs import Json, Spec, schemas_reached

#: Texts for patterns and formats; the first that fits is taken.
TEXTS = ("a text", "7", "1", "1.5", "2024-10-10 16:58:00", "0123456789abcdef" * 2, "img1/2/a.jpg")
ADDRESS = "https://example.org/a.png"


def values_text(spec: Spec) -> str:
    """The examples of all models that a client knows, as the file that is committed."""
    lines = [f"# {spec.api}: values and nulls for every model, by `make snapshots`."]
    schemas: Json = spec.document.get("components", {}).get("schemas", {})
    plans = read_operations(spec)
    known = schemas_reached(spec.document, [plan.result.schema for plan in plans])
    for name, schema in schemas.items():
        if name in known and schema.get("properties"):
            lines += [name, f"  values {_written(values_of(spec, schema))}"]
            lines.append(f"  nulls {_written(nulls_of(spec, schema))}")
    return "\n".join(lines) + "\n"


def read_values(text: str) -> dict[str, dict[str, Json]]:
    """The examples out of the file: by model, then ``values`` and ``nulls``."""
    found: dict[str, dict[str, Json]] = {}
    name = ""
    for line in text.splitlines():
        if line.startswith("  "):
            kind, _, written = line.strip().partition(" ")
            found[name][kind] = json.loads(written)
        elif not line.startswith("#"):
            name = line
            found[name] = {}
    return found


def values_of(spec: Spec, schema: Json) -> Json:
    """An object with a value in every member."""
    members: Json = schema.get("properties", {})
    return {
        name: _value(spec, member)
        for name, member in members.items()
        if not {"x-alias-of", "writeOnly"} & spec.resolve(member).keys()
    }


def nulls_of(spec: Spec, schema: Json) -> Json:
    """An object with null in every member that takes it, and no member that may be absent."""
    required = schema.get("required", [])
    found: Json = {}
    for name, member in schema.get("properties", {}).items():
        if spec.resolve(member).get("writeOnly"):
            continue
        if takes_null(spec, member):
            found[name] = None
        elif name in required:
            found[name] = _value(spec, member)
    return found


def takes_null(spec: Spec, member: Json) -> bool:
    """Whether null may stand in a member."""
    found = spec.resolve(member)
    kinds = found.get("type", [])
    choices = [*found.get("anyOf", []), *found.get("oneOf", [])]
    return "null" in kinds or any(takes_null(spec, choice) for choice in choices)


def _value(spec: Spec, schema: Json) -> Any:
    """A value of a member: a plain one where its limits allow that."""
    value = _plain_value(spec, schema)
    found: Json = spec.resolve(schema)
    components: Json = spec.document.get("components", {})
    if Draft202012Validator({**found, "components": components}).is_valid(value):
        return value
    return sample(found, components.get("schemas", {}))


def _plain_value(spec: Spec, schema: Json) -> Any:
    found = spec.resolve(schema)
    for key in ("anyOf", "oneOf", "allOf"):
        for choice in found.get(key, []):
            if spec.resolve(choice).get("type") != "null":
                return _value(spec, choice)
    if "const" in found:
        return found["const"]
    if "enum" in found:
        return next(value for value in found["enum"] if value is not None)
    kinds = found.get("type", "object" if "properties" in found else [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    kind = next((each for each in kinds if each != "null"), "")
    members = found.get("properties", {})
    if kind == "object":
        return {name: _value(spec, members[name]) for name in found.get("required", [])}
    if kind == "array":
        return [_value(spec, found["items"])] if found.get("items") else []
    if found.get("x-present-as") == "boolean":
        return 1
    if kind == "integer":
        return int(found.get("minimum", found.get("maximum", 7)))
    plain = {"number": 1.5, "boolean": True, "string": _text(found)}
    return plain.get(kind, "anything")


def _text(schema: Json) -> str:
    if str(schema.get("format", "")).startswith("uri"):
        return ADDRESS
    pattern = schema.get("pattern", "")
    return next((text for text in TEXTS if re.search(pattern, text)), TEXTS[0])


def _written(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)
