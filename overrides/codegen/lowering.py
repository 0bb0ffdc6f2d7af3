"""Makes of a spec the plain document that openapi-python-client reads without loss.

It is asked for two things only: the classes of the schemas, and the Python type of every argument
and result. So bodies become parameters, envelopes are opened, constants and credentials are gone,
and a value that is presented as something else has the type that the user sees.
"""

from __future__ import annotations

from typing import Any

from codegen.plans import OperationPlan
from codegen.specs import Json, Spec

PRESENTED: dict[str, Json] = {
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "duration": {"type": "string"},
    "csv": {"type": "array", "items": {"type": "string"}},
}
# Without `format`: a date or an id is the text that came, and files are typed by us.
KEPT = (
    "type",
    "items",
    "properties",
    "required",
    "additionalProperties",
    "enum",
    "const",
    "anyOf",
    "allOf",
    "oneOf",
    "description",
    "$ref",
    "title",
)


def lower(spec: Spec, plans: list[OperationPlan]) -> Json:
    """The document for the generator."""
    schemas: Json = spec.document.get("components", {}).get("schemas", {})
    # Requests become arguments, envelopes are opened, and errors have a tree of their own.
    wanted = reachable(spec, [plan.result.schema for plan in plans])
    paths: Json = {}
    for plan in plans:
        paths.setdefault(_lowered_path(plan), {})[plan.method.lower()] = {
            "operationId": plan.id,
            "tags": [plan.tag],
            "parameters": [
                {
                    "name": argument.wire,
                    "in": "query" if argument.place == "body" else argument.place,
                    "required": argument.required or argument.place == "path",
                    "schema": _lower_schema(argument.schema),
                }
                for argument in plan.arguments
                if argument.place != "server"
            ],
            "responses": {"200": _lowered_response(plan)},
        }
    return {
        "openapi": "3.1.0",
        "info": {"title": spec.api, "version": "0"},
        "paths": paths,
        "components": {
            "schemas": {
                name: _lower_schema(schema) for name, schema in schemas.items() if name in wanted
            }
        },
    }


def _lowered_path(plan: OperationPlan) -> str:
    path = plan.key
    for place, name, value in plan.constants:
        if place == "path":
            path = path.replace("{" + name + "}", value)
    return path


def _lowered_response(plan: OperationPlan) -> Json:
    if plan.result.schema is None:
        return {"description": ""}
    schema = _lower_schema(plan.result.schema)
    return {"description": "", "content": {"application/json": {"schema": schema}}}


def _lower_schema(schema: Any) -> Any:
    if not isinstance(schema, dict):
        return schema
    present = schema.get("x-present-as")
    if present:
        kinds = schema.get("type", [])
        lowered = dict(PRESENTED[present])
        if "null" in kinds:
            lowered = {**lowered, "type": [lowered["type"], "null"]}
        if "description" in schema:
            lowered["description"] = schema["description"]
        return lowered
    if "x-keyed-by" in schema:
        kept = {key: value for key, value in schema.items() if key in ("items", "description")}
        schema = {"type": "array", **kept}
    lowered = {key: value for key, value in schema.items() if key in KEPT}
    if "$ref" in lowered:
        return {"$ref": lowered["$ref"]}
    described = ("properties", "allOf")
    open_map = isinstance(lowered.get("additionalProperties"), dict)
    if lowered.get("type") == "object" and not open_map and not any(map(lowered.get, described)):
        return {"description": lowered.get("description", "")}
    if "properties" in lowered:
        lowered["properties"] = {
            name: _lower_schema(member) for name, member in lowered["properties"].items()
        }
    for key in ("items", "additionalProperties"):
        if key in lowered:
            lowered[key] = _lower_schema(lowered[key])
    for key in ("anyOf", "allOf", "oneOf"):
        if key in lowered:
            lowered[key] = [_lower_schema(member) for member in lowered[key]]
    return lowered


def reachable(spec: Spec, schemas: list[Any]) -> set[str]:
    """The names of all schemas that some schemas refer to, directly or through others."""
    found: set[str] = set()
    queue = list(schemas)
    while queue:
        value = queue.pop()
        if isinstance(value, list):
            queue += value
        elif isinstance(value, dict):
            ref = value.get("$ref", "")
            if isinstance(ref, str) and ref.startswith("#/components/schemas/"):
                name = ref.rpartition("/")[2]
                if name not in found:
                    found.add(name)
                    queue.append(spec.resolve(value))
            queue += [inner for key, inner in value.items() if key not in ("example", "examples")]
    return found
