"""What an example of a spec's index stands for."""

from __future__ import annotations

import json

from contracts.support.specs import Example, Json, at, load_spec, operations, resolve
from contracts.support.xml import parse, shaped

__all__ = ["answer_of", "described_by", "first", "instance", "parts_of", "under_the_envelope"]


def under_the_envelope(document: Json, operation: str) -> Json:
    """The schema of what clients hand out of the success of an operation."""
    responses = operations(document)[operation].value["responses"]
    media = responses["200"]["content"]["application/json"]
    schema = resolve(document, media["schema"])
    return resolve(document, schema["properties"][media["x-envelope"]["result"]])


def parts_of(schema: Json) -> list[Json]:
    """The items of a list, also where it stands in a member of an object or may be one."""
    members = [schema, *schema.get("properties", {}).values()]
    return [member["items"] for member in members if "items" in member]


def instance(example: Example) -> Json:
    """The value that the schema of an example speaks of."""
    if "header" in example.entry:
        name, _, value = example.text.partition(": ")
        assert name == example.entry["header"]
        return value
    if example.path.suffix == ".xml":
        schema = at(load_spec(example.api), example.entry["schema"])
        return shaped(load_spec(example.api), schema, parse(example.content))
    return json.loads(example.text) if example.path.suffix == ".json" else example.text


def answer_of(example: Example) -> Json:
    """The response of the spec that describes an example.

    A failure may come with the status of a success; then `default` describes it, unless the
    response of that status does.
    """
    document = load_spec(example.api)
    responses = operations(document)[example.entry["operation"]].value["responses"]
    status = str(example.entry["status"])
    name = next(n for n in (status, f"{status[0]}XX", "default") if n in responses)
    fails_as_success = "category" in example.entry and status[0] == "2"
    if fails_as_success and not described_by(example, responses[name]):
        name = "default"
    return resolve(document, responses[name])


def described_by(example: Example, response: Json) -> bool:
    """Whether a response has the media type and the schema of an example."""
    document = load_spec(example.api)
    media_type = example.entry.get("content_type", "").partition(";")[0]
    media = resolve(document, response).get("content", {}).get(media_type, {})
    return resolve(document, media.get("schema")) == at(document, example.entry["schema"])


def first(value: Json, pointers: str | list[str]) -> Json:
    """What the first of some pointers leads to that leads to text or a number."""
    for pointer in [pointers] if isinstance(pointers, str) else pointers:
        try:
            found = at(value, pointer)
        except KeyError:
            continue
        if isinstance(found, str | int) and not isinstance(found, bool):
            return found
    return None
