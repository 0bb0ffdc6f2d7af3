"""Makes of a spec the plain document that openapi-python-client reads without loss.

It is asked for two things only: the classes of the schemas, and the Python type of every argument
and result. So bodies become parameters, envelopes are opened, constants and credentials are gone,
and a value that is presented as something else has the type that the user sees.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from codegen.plans import OperationPlan
from codegen.specs import Json, Spec, Where, schemas_reached

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

#: What a schema may be made of beside the schemas that it is put together from.
_SHAPES = {"properties", "required", "additionalProperties", "items", "enum", "const", "anyOf"}
_SHAPES |= {"oneOf", "x-keyed-by"}


def lower(spec: Spec, plans: list[OperationPlan]) -> Json:
    """The document for the generator."""
    schemas: Json = spec.document.get("components", {}).get("schemas", {})
    # Requests become arguments, envelopes are opened, and errors have a tree of their own.
    wanted = schemas_reached(spec.document, [plan.result.schema for plan in plans])
    paths: Json = {
        f"/{plan.id}": {
            "post": {
                "operationId": plan.id,
                "tags": [plan.tag],
                # Where an argument travels is our matter; by our names no two are the same.
                "parameters": [
                    {
                        "name": argument.name,
                        "in": "query",
                        "required": argument.required,
                        # The types of JSON are ours too: what callers give is no class.
                        "schema": {}
                        if argument.is_json
                        else _lower_schema(spec, _inlined(spec, argument.schema)),
                    }
                    for argument in plan.arguments
                    if argument.place != "server"
                ],
                "responses": {"200": _lowered_response(spec, plan)},
            }
        }
        for plan in plans
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": spec.api, "version": "0"},
        "paths": paths,
        "components": {
            "schemas": {
                name: _lower_schema(spec, schema)
                for name, schema in schemas.items()
                if name in wanted and "$ref" not in schema
            }
        },
    }


def _lowered_response(spec: Spec, plan: OperationPlan) -> Json:
    if plan.result.schema is None:
        return {"description": ""}
    schema = _lower_schema(spec, plan.result.schema)
    return {"description": "", "content": {"application/json": {"schema": schema}}}


def _lower_schema(spec: Spec, schema: Any, inside: tuple[Where, ...] = ()) -> Any:
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        target, place = spec.follow(schema, ())
        if _takes_anything(target):
            return {"description": schema.get("description", target.get("description", ""))}
        if place[:2] == ("components", "schemas") and len(place) == 3:
            return {"$ref": f"#/components/schemas/{place[2]}"}
        if place in inside:
            fault = f"{schema['$ref']} leads back into itself"
            raise spec.problem(place, fault, "give the schema a name in components/schemas")
        return _lower_schema(spec, target, (*inside, place))
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
    if len(schema.get("allOf", ())) == 1 and not schema.keys() & _SHAPES:
        return _lower_schema(spec, schema["allOf"][0], inside)
    if "allOf" in schema:
        schema = _with_one_list_each(spec, schema)
    lowered = {key: value for key, value in schema.items() if key in KEPT}
    described = ("properties", "allOf", "anyOf", "oneOf")
    open_map = isinstance(lowered.get("additionalProperties"), dict)
    if lowered.get("type") == "object" and not open_map and not any(map(lowered.get, described)):
        return {"description": lowered.get("description", "")}
    if "anyOf" in lowered or "oneOf" in lowered:
        lowered.pop("type", None)  # each alternative has its own
    if "properties" in lowered:
        lowered["properties"] = {
            name: _lower_schema(spec, member, inside)
            for name, member in lowered["properties"].items()
            if not spec.resolve(member).get("writeOnly")
        }
    for key in ("items", "additionalProperties"):
        if key in lowered:
            lowered[key] = _lower_schema(spec, lowered[key], inside)
    for key in ("anyOf", "allOf", "oneOf"):
        if key in lowered:
            lowered[key] = [_lower_schema(spec, member, inside) for member in lowered[key]]
    return lowered


def _with_one_list_each(spec: Spec, schema: Json) -> Json:
    """A schema of parts that describe one list again, as one that has it once.

    The generator would give the list of the first part the items of the last one, in the first part
    itself, and so in every class that is put together from it.
    """
    parts = list(_parts(spec, schema))
    lists = [
        name
        for part in parts
        for name, member in part.get("properties", {}).items()
        if "items" in spec.resolve(member)
    ]
    if len(lists) == len(set(lists)):
        return schema
    members: Json = {}
    for part in parts:
        for name, member in part.get("properties", {}).items():
            found = spec.resolve(member)
            if name not in members or not _takes_anything(spec.resolve(found.get("items", found))):
                members[name] = member
    required = dict.fromkeys(name for part in parts for name in part.get("required", []))
    kept = {key: value for key, value in schema.items() if key != "allOf"}
    return {**kept, "type": "object", "properties": members, "required": list(required)}


def _parts(spec: Spec, schema: Json) -> Iterator[Json]:
    """The schemas that a schema is put together from, and itself."""
    for part in schema.get("allOf", []):
        yield from _parts(spec, spec.resolve(part))
    yield schema


def _takes_anything(schema: Json) -> bool:
    """Whether a schema says nothing of its values, or no more than that they are objects."""
    says = schema.keys() & {*KEPT, "x-present-as", "x-keyed-by"} - {"description", "title"}
    free = {"type", "additionalProperties"}
    further = schema.get("additionalProperties")
    is_free = schema.get("type") == "object" and (not isinstance(further, dict) or not further)
    return not says or (is_free and says <= free)


def _inlined(spec: Spec, schema: Any) -> Any:
    """The schema of an argument with what its references lead to in their place."""
    if isinstance(schema, list):
        return [_inlined(spec, each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    resolved = spec.resolve(schema)
    return {key: _inlined(spec, value) for key, value in resolved.items()}
