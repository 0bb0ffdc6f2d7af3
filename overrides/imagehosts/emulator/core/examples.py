"""Answers out of a spec alone, for operations whose handlers are not written yet.

The answer is the example of the first success, or an instance made from its schema. The header
``X-Emulator-Example`` and the journal say that nothing happened.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, cast

from starlette.responses import Response

from .specs import Operation, resolve

if TYPE_CHECKING:
    from .context import Call

MARK = "X-Emulator-Example"
#: Schemas that hold themselves end here.
_DEEPEST = 6
_BY_FORMAT = {
    "date-time": "2024-01-31T12:00:00Z",
    "date": "2024-01-31",
    "uri": "https://example.com/picture.png",
    "email": "demo@example.com",
    "uuid": "00000000-0000-4000-8000-000000000000",
}


async def answer_with_example(call: Call) -> Response:
    """The documented example of the operation that was called, with its status."""
    assert call.operation is not None
    status, media_type, content = example_of(call.site.spec, call.operation)
    call.entry.problem = "example"
    headers = {MARK: call.operation.id}
    if 300 <= status < 400:
        headers["Location"] = _location(call.site.spec, call.operation, status)
    response = Response(content, status_code=status, headers=headers)
    if media_type:
        response.headers["Content-Type"] = media_type
    return response


def example_of(spec: dict[str, Any], operation: Operation) -> tuple[int, str, bytes | None]:
    """Status, media type and body of the first success of an operation; empty where it has none."""
    responses: dict[str, Any] = operation.spec.get("responses", {})
    status = next((name for name in responses if name[:1] in ("2", "3")), "200")
    response = resolve(spec, responses.get(status, {}))
    for media_type, media in response.get("content", {}).items():
        value = _example(spec, media)
        content = (
            value if isinstance(value, str) and "json" not in media_type else json.dumps(value)
        )
        return _number(status), media_type, content.encode()
    return _number(status), "", None


def _location(spec: dict[str, Any], operation: Operation, status: int) -> str:
    """Where a redirect leads: what the spec shows, else an address that nobody has."""
    response = resolve(spec, operation.spec["responses"].get(str(status), {}))
    header = resolve(spec, response.get("headers", {}).get("Location", {}))
    shown = _example(spec, header)
    return shown if isinstance(shown, str) and "/" in shown else _BY_FORMAT["uri"]


def _example(spec: dict[str, Any], media: dict[str, Any]) -> Any:
    """An example of a media type, of its schema, or one that the schema allows."""
    if "example" in media:
        return media["example"]
    for example in media.get("examples", {}).values():
        found = resolve(spec, example)
        if "value" in found:
            return found["value"]
    return instance(spec, media.get("schema", {}))


def instance(spec: dict[str, Any], schema: Any, depth: int = 0) -> Any:
    """Something that a schema allows: what it names itself, else something small of its type."""
    if not isinstance(schema, dict) or depth > 2 * _DEEPEST:
        return None
    schema = resolve(spec, cast("dict[str, Any]", schema))
    for name in ("example", "const", "default"):
        if name in schema:
            return schema[name]
    for name in ("examples", "enum"):
        if schema.get(name):
            return schema[name][0]
    for name in ("anyOf", "oneOf"):
        if schema.get(name):
            return instance(spec, schema[name][0], depth + 1)
    if schema.get("allOf"):
        return _merged(spec, schema, depth)
    kinds = schema.get("type", "object" if "properties" in schema else "null")
    kind = kinds if isinstance(kinds, str) else kinds[0]
    if kind == "object":
        return _object(spec, schema, depth)
    if kind == "array":
        return _list(spec, schema, depth)
    return _scalar(kind, schema)


def _list(spec: dict[str, Any], schema: dict[str, Any], depth: int) -> list[Any]:
    count = max(schema.get("minItems", 0), 1 if depth < _DEEPEST else 0)
    item = resolve(spec, schema.get("items", {}))
    values = [instance(spec, item, depth + 1) for _ in range(count)]
    if not schema.get("uniqueItems"):
        return values
    choices = item.get("enum", [True, False])
    step = item.get("multipleOf", 1)
    for number, value in enumerate(values[1:], 1):
        if "enum" in item or isinstance(value, bool):
            values[number] = choices[number % len(choices)]
        elif isinstance(value, str):
            values[number] = f"{value}{number}"
        elif isinstance(value, int | float):
            values[number] = value + number * step
    return values


def _object(spec: dict[str, Any], schema: dict[str, Any], depth: int) -> dict[str, Any]:
    properties = schema.get("properties", {})
    wanted = properties if depth < _DEEPEST else schema.get("required", ())
    return {name: instance(spec, properties.get(name, {}), depth + 1) for name in wanted}


def _merged(spec: dict[str, Any], schema: dict[str, Any], depth: int) -> Any:
    own = {name: value for name, value in schema.items() if name != "allOf"}
    parts = [
        instance(spec, part, depth + 1) for part in (*schema["allOf"], *([own] if own else []))
    ]
    merged: dict[str, Any] = {}
    for part in parts:
        if isinstance(part, dict):
            merged |= cast("dict[str, Any]", part)
    return merged or parts[0]


def _scalar(kind: str, schema: dict[str, Any]) -> Any:
    if kind == "boolean":
        return True
    if kind in ("integer", "number"):
        return _number_within(schema, whole=kind == "integer")
    if kind == "string":
        text = _BY_FORMAT.get(schema.get("format", ""), "text")
        return text.ljust(schema.get("minLength", 0), "x")[
            : schema.get("maxLength", len(text) + 9999)
        ]
    return None


def _number_within(schema: dict[str, Any], *, whole: bool) -> float:
    """A number that the limits allow: the least one, of 1 and more where none is named."""
    above: float = schema.get("exclusiveMinimum", -math.inf)
    below: float = schema.get("exclusiveMaximum", math.inf)
    low: float = schema.get("minimum", -math.inf)
    high: float = schema.get("maximum", math.inf)
    low, high = max(low, above), min(high, below)
    step: float = schema.get("multipleOf", 1)
    start = low if low > -math.inf else min(1, high)
    rounded = math.ceil(start / step) * step
    tries = [rounded, rounded + step, rounded - step]
    if "multipleOf" not in schema and not whole:
        tries = [start, start + 1, start - 1, high, (low + high) / 2]
    return next((n for n in tries if low <= n <= high and above < n < below), start)


def _number(status: str) -> int:
    return int(status) if status.isdecimal() else int(status[0]) * 100
