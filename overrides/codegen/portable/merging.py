"""Makes one operation of the calls of a route."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import Any

from codegen.naming import pascal_case
from codegen.portable.routes import Call, Route, constant, discriminator
from codegen.specs import Json, Spec


def merge(spec: Spec, route: Route, schemas: Json) -> Json:
    """The operation of a route; schemas that it needs are added to ``schemas``."""
    calls = route.calls
    operation = _one(calls[0]) if len(calls) == 1 else _several(spec, route, schemas)
    if reasons := [each for each in route.left_out if each.what.strip("`") not in _ids(calls)]:
        lines = [f"- {each.what}: {each.reason}." for each in reasons]
        operation["description"] = "\n".join(
            [str(operation.get("description", "")).strip(), "", "Not offered here:", "", *lines]
        )
    return operation


def _ids(calls: Sequence[Call]) -> set[str]:
    return {call.id for call in calls}


def _one(call: Call) -> Json:
    operation: Json = deepcopy(call.raw)
    operation.pop("parameters", None)
    if call.parameters:
        operation["parameters"] = [
            deepcopy(call.references.get((each["in"], each["name"]), each))
            for each in call.parameters
        ]
    if not call.body:
        operation.pop("requestBody", None)
    return operation


def _several(spec: Spec, route: Route, schemas: Json) -> Json:
    calls = route.calls
    name = operation_id(route)
    merged: Json = {
        "operationId": name,
        "tags": calls[0].raw.get("tags", []),
        "summary": _summary(calls),
        "description": _description(route),
    }
    sources = _unique(call.raw["x-source"] for call in calls if "x-source" in call.raw)
    if len(sources) == 1:
        merged["x-source"] = sources[0]
    if parameters := _merge_parameters(calls):
        merged["parameters"] = parameters
    if body := _merge_bodies(calls, name, schemas):
        merged["requestBody"] = body
    merged["responses"] = _merge_responses(spec, calls)
    if any("security" in call.raw for call in calls):
        alternatives = [call.raw.get("security", spec.document.get("security")) for call in calls]
        merged["security"] = _unique(each for several in alternatives for each in several or [{}])
    if any(call.raw.get("servers") for call in calls):
        merged["servers"] = _merge_servers(spec, calls)
    return merged


def operation_id(route: Route) -> str:
    """The name of an operation that several calls became: that of the first, where it fits all."""
    ids = [call.id for call in route.calls]
    shortest = min(ids, key=len)
    stem = shortest.removesuffix(f"_by_{route.method}")
    if all(each == stem or each.startswith(f"{stem}_") for each in ids):
        return shortest
    tag = _common_tag(ids)
    if len(ids) == 2:
        return f"{ids[0]}_or_{ids[1].removeprefix(tag)}"
    return f"{tag}by_{route.method}" if tag else f"{ids[0]}_and_others"


def _common_tag(ids: Sequence[str]) -> str:
    tags = {each.partition("_")[0] for each in ids}
    return f"{tags.pop()}_" if len(tags) == 1 else ""


def _summary(calls: Sequence[Call]) -> str:
    first = str(calls[0].raw.get("summary", ""))
    others = len(calls) - 1
    return f"{first}, and {others} other call{'s' if others > 1 else ''} on this route"


def _description(route: Route) -> str:
    calls = route.calls
    name = discriminator(calls)
    how = f"`{name}` says which" if name else "what is sent says which"
    lines = [f"{len(calls)} documented calls share this route; {how}:", ""]
    for call in calls:
        told = (
            f"`{name}` = `{call.constants[name]}`"
            if name
            else _told_apart(call, [each for each in calls if each is not call])
        )
        about = str(call.raw.get("description") or call.raw.get("summary", ""))
        if "x-provenance" in call.raw:
            told += f"; {call.raw['x-provenance']}"
        lines.append(f"- `{call.id}` ({told}): {' '.join(about.split())}")
    return "\n".join(lines)


def _told_apart(call: Call, others: Sequence[Call]) -> str:
    """What a call has that the others on its route have not."""
    foreign = set().union(*(other.names for other in others))
    own = [name for name in _ordered(call) if name in call.required - foreign]
    own = own or [name for name in _ordered(call) if name in call.names - foreign]
    if own:
        return "with " + " and ".join(f"`{name}`" for name in own)
    without = sorted(foreign - call.names)
    if without:
        return "without " + " and ".join(f"`{name}`" for name in without)
    return "the same request"


def _ordered(call: Call) -> list[str]:
    names = [each["name"] for each in call.parameters]
    for schema in call.bodies.values():
        names += schema.get("properties", {})
    return [*dict.fromkeys(names)]


# --- parameters and bodies -----------------------------------------------------------------


def _merge_parameters(calls: Sequence[Call]) -> list[Json]:
    places: dict[tuple[str, str], list[tuple[Call, Json]]] = {}
    for call in calls:
        for parameter in call.parameters:
            places.setdefault((parameter["in"], parameter["name"]), []).append((call, parameter))
    merged = []
    for found in places.values():
        first = deepcopy(found[0][1])
        required = {call.id for call, each in found if each.get("required")}
        everywhere = len(found) == len(calls)
        first.pop("required", None)
        if first["in"] == "path" or (everywhere and len(required) == len(calls)):
            first["required"] = True
        first["description"] = _limited(
            _together([(call, each.get("description", "")) for call, each in found]),
            [call for call, _ in found],
            calls,
            required,
        )
        first["schema"] = merge_schemas([each["schema"] for _, each in found])
        first["schema"].pop("description", None)
        merged.append(first)
    return merged


def _merge_bodies(calls: Sequence[Call], name: str, schemas: Json) -> Json:
    having = [call for call in calls if call.body]
    if not having:
        return {}
    content: Json = {}
    kinds = _unique(kind for call in having for kind in call.body["content"])
    for kind in kinds:
        found = [call for call in having if kind in call.body["content"]]
        media = _merge_media(found, kind, calls)
        title = pascal_case(f"{name}_{_short(kind) if len(kinds) > 1 else ''}_request")
        while title in schemas and schemas[title] != media["schema"]:
            title += "Body"
        schemas[title] = media["schema"]
        content[kind] = {**media, "schema": {"$ref": f"#/components/schemas/{title}"}}
    everywhere = len(having) == len(calls)
    return {
        "description": having[0].body.get("description", ""),
        **(
            {"required": True} if everywhere and all(c.body.get("required") for c in having) else {}
        ),
        "content": content,
    }


def _merge_media(calls: Sequence[Call], kind: str, route: Sequence[Call]) -> Json:
    medias = [call.body["content"][kind] for call in calls]
    merged = deepcopy({key: value for key, value in medias[0].items() if key != "example"})
    bodies = [call.bodies[kind] for call in calls]
    if any("properties" not in body for body in bodies):
        return {**merged, "schema": merge_schemas(bodies)}
    properties: Json = {}
    required = []
    encoding: Json = {}
    for name in _unique(name for body in bodies for name in body["properties"]):
        having = [
            (call, body)
            for call, body in zip(calls, bodies, strict=True)
            if name in body["properties"]
        ]
        needed = {call.id for call, body in having if name in body.get("required", [])}
        if len(having) == len(needed) == len(calls):
            required.append(name)
        member = merge_schemas([body["properties"][name] for _, body in having])
        texts = [(call, body["properties"][name].get("description", "")) for call, body in having]
        member["description"] = _limited(
            _together(texts), [call for call, _ in having], calls, needed
        )
        properties[name] = member
        for media in medias:
            if name in media.get("encoding", {}):
                encoding[name] = deepcopy(media["encoding"][name])
    names = ", ".join(f"`{call.id}`" for call in calls)
    merged["schema"] = {
        "type": "object",
        "description": f"What {names} take."
        if len(calls) > 1
        else bodies[0].get("description", ""),
        "additionalProperties": any(body.get("additionalProperties", True) for body in bodies),
        "properties": properties,
        **({"patternProperties": patterns} if (patterns := _merge_patterns(bodies)) else {}),
        **({"required": required} if required else {}),
    }
    merged.pop("encoding", None)
    if encoding:
        merged["encoding"] = encoding
    examples: Json = {}
    for call, media in zip(calls, medias, strict=True):
        if "example" in media:
            examples[call.id] = {"summary": call.raw.get("summary", ""), "value": media["example"]}
        for key, example in media.get("examples", {}).items():
            examples[f"{call.id}_{key}"] = example
    merged.pop("examples", None)
    # Not every tool knows a second name that is a pattern, and an example is for every tool.
    shown = {
        key: each for key, each in examples.items() if _named(each.get("value")) <= {*properties}
    }
    if shown:
        merged["examples"] = shown
    return merged


def _named(value: Any) -> set[str]:
    return set(value) if isinstance(value, dict) else set()


def _merge_patterns(bodies: Sequence[Json]) -> Json:
    """The second names that any of the bodies takes."""
    found: dict[str, list[Json]] = {}
    for body in bodies:
        for pattern, each in body.get("patternProperties", {}).items():
            found.setdefault(pattern, []).append(each)
    return {pattern: merge_schemas(each) for pattern, each in found.items()}


def merge_schemas(found: Sequence[Json]) -> Json:
    """One schema that takes what any of them takes."""
    merged = deepcopy(dict(found[0]))
    for other in found[1:]:
        if _bare(other) == _bare(merged):
            continue
        same = {key: value for key, value in merged.items() if other.get(key) == value}
        if description := merged.get("description"):
            same["description"] = description
        values = _unique([*_values(merged), *_values(other)])
        if _values(merged) and _values(other):
            same.pop("const", None)
            same["enum"] = values
        kinds = _unique([*_kinds(merged), *_kinds(other)])
        if kinds:
            same["type"] = kinds[0] if len(kinds) == 1 else kinds
        if "items" in merged and "items" in other:
            same["items"] = merge_schemas([merged["items"], other["items"]])
        merged = same
    return merged


def _bare(schema: Json) -> Json:
    return {key: value for key, value in schema.items() if key != "description"}


# --- answers and servers -------------------------------------------------------------------


def _merge_responses(spec: Spec, calls: Sequence[Call]) -> Json:
    merged: Json = {}
    for call in calls:
        for status, reference in call.raw["responses"].items():
            response = _with_named_examples(spec.resolve(reference), call)
            if str(status) not in merged:
                merged[str(status)] = (
                    deepcopy(reference) if _alike(status, reference, calls) else response
                )
                continue
            old = merged[str(status)]
            if old == reference or "$ref" in old:
                continue
            if response["description"] not in old["description"]:
                old["description"] += f" Or: {response['description']}"
            for kind, media in response.get("content", {}).items():
                content = old.setdefault("content", {})
                content[kind] = _merge_answers(content.get(kind), media)
            for part in ("headers", "links"):
                for name, value in response.get(part, {}).items():
                    old.setdefault(part, {}).setdefault(name, value)
            if "x-outcome" in old and "x-outcome" not in response:
                del old["x-outcome"]
    return merged


def _alike(status: str, reference: Json, calls: Sequence[Call]) -> bool:
    """Whether all calls answer a status with the same named response."""
    return "$ref" in reference and all(
        call.raw["responses"].get(status) == reference for call in calls
    )


def _merge_answers(old: Json | None, new: Json) -> Json:
    """A body that is one or the other."""
    if old is None or old == new:
        return new
    merged = deepcopy(old)
    if old.get("schema") != new.get("schema"):
        options = old["schema"]["anyOf"] if "anyOf" in old["schema"] else [old["schema"]]
        if new["schema"] not in options:
            merged["schema"] = {"anyOf": [*options, new["schema"]]}
    examples = merged.setdefault("examples", {})
    for name, example in new.get("examples", {}).items():
        if example.get("value") not in [each.get("value") for each in examples.values()]:
            examples[name] = example
    if not examples:
        del merged["examples"]
    return merged


def _with_named_examples(response: Json, call: Call) -> Json:
    """An answer whose examples carry the name of the call that they are of."""
    made = deepcopy(response)
    for media in made.get("content", {}).values():
        examples = media.pop("examples", {})
        if "example" in media:
            examples["document"] = {"value": media.pop("example")}
        if examples:
            media["examples"] = {
                call.id if name == "document" else f"{call.id}_{name}": example
                for name, example in examples.items()
            }
    return made


def _merge_servers(spec: Spec, calls: Sequence[Call]) -> list[Json]:
    """Every server that one of the calls uses, with the names of these calls."""
    found: dict[str, tuple[Json, list[Call]]] = {}
    for call in calls:
        for server in call.raw.get("servers") or spec.document["servers"]:
            found.setdefault(server["url"], (server, []))[1].append(call)
    return [
        {
            **deepcopy(server),
            "description": _limited(server.get("description", ""), having, calls, set()),
        }
        for server, having in found.values()
    ]


# --- small things --------------------------------------------------------------------------


def _together(texts: Sequence[tuple[Call, str]]) -> str:
    """What calls say of the same thing: the first one's words, then what others say besides."""
    found: dict[str, list[str]] = {}
    for call, text in texts:
        found.setdefault(" ".join(text.split()), []).append(f"`{call.id}`")
    first, *others = (text for text in found if text) if any(found) else ("",)
    return " ".join([first, *(f"For {', '.join(found[text])}: {text}" for text in others)])


def _limited(
    description: str, having: Sequence[Call], calls: Sequence[Call], required: set[str]
) -> str:
    """A description that says for which calls a thing is, and which of them need it."""
    text = " ".join(description.split())
    if len(having) < len(calls):
        names = ", ".join(f"`{call.id}`" for call in having)
        text = f"{text} Only for {names}.".strip()
    if required and len(required) < len(calls):
        if len(required) == len(having):
            return f"{text[:-1]}, which need{'s' if len(having) == 1 else ''} it."
        names = ", ".join(f"`{call.id}`" for call in having if call.id in required)
        text = f"{text} Required for {names}."
    return text


def _short(kind: str) -> str:
    named = {"multipart/form-data": "file", "application/x-www-form-urlencoded": "form"}
    return named.get(kind, re.sub(r"[^a-z0-9]+", "_", kind.rpartition("/")[2].lower()))


def _values(schema: Json) -> list[Any]:
    only = constant(schema)
    return [only] if only is not None else list(schema.get("enum", []))


def _kinds(schema: Json) -> list[str]:
    kinds = schema.get("type", [])
    return [kinds] if isinstance(kinds, str) else list(kinds)


def _unique(values: Iterable[Any]) -> list[Any]:
    found: list[Any] = []
    for value in values:
        if value not in found:
            found.append(value)
    return found
