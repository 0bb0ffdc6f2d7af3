"""Makes of a spec the document for the try-it console: one operation per path and method.

The specs distinguish calls that share a route by fragments (``/upload#json``). A console takes such
a path literally and sends something else: the query ends up behind the ``#``, and a call that
removes pictures from an album becomes one that deletes the album. So the calls of a route are
merged here, and the result is valid for every tool:

- if the calls differ by a constant (``format``, ``action``), the constant becomes a choice;
- if they differ by what is sent, the parameters of all are there, and each says which call uses it;
- a call that turns into a larger deletion when a field is forgotten is left out, by the rule of the
  portable form (:mod:`codegen.portable.routes`).

What is left out is for the clients. The document is only for trying things out: it says less than
the spec, and it has defaults, which no spec here has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any
from urllib.parse import urlsplit

from codegen.portable.routes import Call, Route, safe

Json = dict[str, Any]

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
EMULATOR = "http://127.0.0.1:{port}"
EMULATOR_PORT = "8765"

#: The ids of the merged calls; the only extension of such a document.
CALLS = "x-calls"


def merge(spec: Json) -> Json:
    """The document for the console, made of a spec."""
    resolver = _Resolver(spec)
    paths: Json = {}
    left_out: list[str] = []
    for path, method, calls in _routes(resolver):
        kept = _safe_calls(resolver, path, method, calls)
        offered = {call["operationId"] for call in kept}
        left_out += [each for call in calls if (each := call["operationId"]) not in offered]
        if not kept:
            continue
        for where, operation in _spellings(path, _merge_calls(resolver, calls, kept)):
            if where != path and method in _plain(spec["paths"], where):
                continue  # a route of its own
            paths.setdefault(where, {})[method] = operation
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": spec["info"]["title"],
            "version": spec["info"]["version"],
            "description": _introduction(spec["info"].get("summary", ""), left_out),
        },
        "servers": _servers(spec["servers"]),
        "tags": _without_extensions(deepcopy(spec.get("tags", []))),
        "paths": paths,
        "components": _without_extensions(deepcopy(spec.get("components", {}))),
    }
    if "security" in spec:
        document["security"] = deepcopy(spec["security"])
    _adapt_credentials(spec, document)
    _drop_unused(document)
    return document


def call_ids(document: Json) -> set[str]:
    """The operationIds of the spec that a merged document can send."""
    return {
        call
        for item in document["paths"].values()
        for operation in item.values()
        for call in operation[CALLS]
    }


class _Resolver:
    """Follows the references of one spec."""

    def __init__(self, spec: Json) -> None:
        self.spec = spec

    def __call__(self, value: Json) -> Json:
        while "$ref" in value:
            target: Any = self.spec
            for part in value["$ref"].removeprefix("#/").split("/"):
                target = target[part.replace("~1", "/").replace("~0", "~")]
            value = {**target, **{k: v for k, v in value.items() if k != "$ref"}}
        return value


def _routes(resolver: _Resolver) -> Iterator[tuple[str, str, list[Json]]]:
    """Every path and method with the calls that share it, parameters of the path item included."""
    routes: dict[tuple[str, str], list[Json]] = {}
    for key, item in resolver.spec["paths"].items():
        for method in item:
            if method in METHODS:
                call = deepcopy(item[method])
                references = [*item.get("parameters", []), *call.get("parameters", [])]
                resolved = [deepcopy(resolver(each)) for each in references]
                # What an operation says of a parameter replaces what its path says.
                parameters = {(each["in"], each["name"]): each for each in resolved}
                call["parameters"] = list(parameters.values())
                routes.setdefault((key.partition("#")[0], method), []).append(call)
    for (route, method), calls in routes.items():
        yield route, method, calls


def _introduction(summary: str, left_out: Sequence[str]) -> str:
    if not left_out:
        return summary
    names = ", ".join(f"`{name}`" for name in left_out)
    return (
        f"{summary}\n\nNot in this console, because a forgotten field would delete more than was"
        f" meant: {names}. Use a client for them."
    )


# --- calls ---------------------------------------------------------------------------------


def _safe_calls(resolver: _Resolver, path: str, method: str, calls: Sequence[Json]) -> list[Json]:
    """The calls of a route that can be offered, by the rule of the portable form."""
    read = [_read(resolver, path, method, call) for call in calls]
    offered = {call.id: call for call in safe(Route(path, method, read, read)).calls}
    return [
        {**call, "parameters": offered[call["operationId"]].parameters}
        for call in calls
        if call["operationId"] in offered
    ]


def _read(resolver: _Resolver, path: str, method: str, call: Json) -> Call:
    body = resolver(call.get("requestBody", {}))
    bodies = {}
    for kind, media in body.get("content", {}).items():
        schema = resolver(media.get("schema", {}))
        members = {name: resolver(each) for name, each in schema.get("properties", {}).items()}
        bodies[kind] = {**schema, "properties": members}
    return Call(call["operationId"], path, method, call, call["parameters"], body, bodies)


def _merge_calls(resolver: _Resolver, calls: Sequence[Json], kept: Sequence[Json]) -> Json:
    discriminator = _discriminator(resolver, calls)
    first = kept[0]
    merged: Json = {
        "operationId": first["operationId"],
        "summary": _summary(kept, discriminator),
        "description": _description(resolver, calls, kept, discriminator),
        "tags": first.get("tags", []),
        CALLS: [call["operationId"] for call in kept],
    }
    parameters = _merge_parameters(kept)
    if parameters:
        merged["parameters"] = parameters
    body = _merge_bodies(resolver, kept)
    if body:
        merged["requestBody"] = body
    merged["responses"] = _merge_responses(resolver, kept)
    security = [call["security"] for call in kept if "security" in call]
    if security:
        merged["security"] = _unique(each for several in security for each in several)
    if any("servers" in call for call in kept):
        merged["servers"] = _servers(_merge_servers(resolver, kept))
    return merged


def _discriminator(resolver: _Resolver, calls: Sequence[Json]) -> str | None:
    """The constant by which the host distinguishes the calls of a route, if there is one."""
    constants = [_constants(resolver, call) for call in calls]
    for name in constants[0]:
        values = [each.get(name) for each in constants]
        if None not in values and len(set(map(str, values))) == len(calls) > 1:
            return name
    return None


def _constants(resolver: _Resolver, call: Json) -> dict[str, Any]:
    found = {p["name"]: p["schema"] for p in call["parameters"]}
    for schema in _body_schemas(resolver, call):
        found |= schema.get("properties", {})
    schemas = {name: resolver(schema) for name, schema in found.items()}
    return {name: schema["const"] for name, schema in schemas.items() if "const" in schema}


def _body_schemas(resolver: _Resolver, call: Json) -> list[Json]:
    content = resolver(call.get("requestBody", {})).get("content", {})
    return [resolver(media["schema"]) for media in content.values() if "schema" in media]


def _summary(calls: Sequence[Json], discriminator: str | None) -> str:
    summary = str(calls[0].get("summary", ""))
    if discriminator is None:
        return summary
    others = len(calls) - 1
    return f"{summary}, and {others} other call{'s' if others > 1 else ''} by {discriminator}"


def _description(
    resolver: _Resolver, calls: Sequence[Json], kept: Sequence[Json], discriminator: str | None
) -> str:
    if len(calls) == 1:
        return str(calls[0].get("description", ""))
    lines = ["Several calls share this route:", ""]
    for call in calls:
        line = f"- `{call['operationId']}`"
        if discriminator:
            line += f", by `{discriminator}` = `{_constants(resolver, call)[discriminator]}`"
        line += f": {call.get('summary', '')}"
        if call not in kept:
            line += " (not in this console: a forgotten field would delete too much)"
        lines.append(line)
    return "\n".join(lines)


# --- parts of calls ------------------------------------------------------------------------


def _merge_parameters(calls: Sequence[Json]) -> list[Json]:
    places: dict[tuple[str, str], list[tuple[str, Json]]] = {}
    for call in calls:
        for parameter in call["parameters"]:
            place = (parameter["in"], parameter["name"])
            places.setdefault(place, []).append((call["operationId"], parameter))
    merged = []
    for (where, name), found in places.items():
        first = found[0][1]
        required = [bool(parameter.get("required")) for _, parameter in found]
        everywhere = len(found) == len(calls)
        description = first.get("description", "")
        parameter = {
            "name": name,
            "in": where,
            "required": everywhere and all(required),
            "description": _limited(description, [call for call, _ in found], everywhere),
            "schema": _merge_schemas([parameter["schema"] for _, parameter in found]),
        }
        # No example: a console fills it in, and it would be sent unless the reader removes it.
        for key in ("style", "explode", "allowReserved"):
            if key in first:
                parameter[key] = first[key]
        if first.get("x-optional-segment"):
            parameter["x-optional-segment"] = True
        _set_style(parameter, parameter, first)
        merged.append(_choice(parameter, parameter["schema"], everywhere))
    return merged


def _merge_bodies(resolver: _Resolver, calls: Sequence[Json]) -> Json:
    bodies = [
        (call["operationId"], resolver(call["requestBody"]))
        for call in calls
        if "requestBody" in call
    ]
    if not bodies:
        return {}
    content: Json = {}
    for media_type in _unique(kind for _, body in bodies for kind in body["content"]):
        found = [
            (call, body["content"][media_type])
            for call, body in bodies
            if media_type in body["content"]
        ]
        content[media_type] = _merge_media(resolver, media_type, found)
    everywhere = len(bodies) == len(calls)
    return {
        "required": everywhere and all(body.get("required") for _, body in bodies),
        "description": bodies[0][1].get("description", ""),
        "content": content,
    }


def _merge_media(resolver: _Resolver, media_type: str, found: Sequence[tuple[str, Json]]) -> Json:
    schemas = [(call, resolver(media["schema"])) for call, media in found]
    if any("properties" not in schema for _, schema in schemas):
        only: Json = _without_extensions(deepcopy(found[0][1]))
        return only
    properties: Json = {}
    required = []
    encoding: Json = {}
    for name in _unique(name for _, schema in schemas for name in schema["properties"]):
        having = [(call, schema) for call, schema in schemas if name in schema["properties"]]
        members = [resolver(schema["properties"][name]) for _, schema in having]
        everywhere = len(having) == len(schemas)
        demanded = [name in schema.get("required", []) for _, schema in having]
        if everywhere and all(demanded):
            required.append(name)
        member = _merge_schemas(members)
        calls = [call for call, _ in having]
        member["description"] = _limited(member.get("description", ""), calls, everywhere)
        properties[name] = _choice({"required": name in required}, member, everywhere)["schema"]
        _leave_empty(properties[name])
        for _, media in found:
            if name in media.get("encoding", {}):
                encoding[name] = _without_extensions(deepcopy(media["encoding"][name]))
        style: Json = {}
        _set_style(style, {"in": "body", "schema": member}, members[0])
        if style and media_type != "application/json":
            encoding.setdefault(name, {}).update(style)
    schema: Json = {"type": "object", "properties": properties}
    if required:
        schema["required"] = required
    return {"schema": schema, "encoding": encoding} if encoding else {"schema": schema}


def _merge_schemas(schemas: Sequence[Json]) -> Json:
    """One schema that takes what any of them takes."""
    merged: Json = _without_extensions(deepcopy(schemas[0]))
    for other in map(_without_extensions, schemas[1:]):
        if other == merged:
            continue
        values = _unique([*_values(merged), *_values(other)])
        described = merged.get("description") == other.get("description")
        kinds = _unique([*_kinds(merged), *_kinds(other)])
        same = {key: value for key, value in merged.items() if other.get(key) == value}
        if not described:
            same["description"] = merged.get("description", "")
        if values:
            same["enum"] = values
            same.pop("const", None)
        if kinds:
            same["type"] = kinds[0] if len(kinds) == 1 else kinds
        if "items" in merged and "items" in other:
            same["items"] = _merge_schemas([merged["items"], other["items"]])
        merged = same
    return merged


def _choice(parameter: Json, schema: Json, everywhere: bool) -> Json:
    """Constants as choices with a default: a console offers them instead of asking.

    A constant that only some calls of a route have is not sent unless the reader chooses it.
    """
    if "const" in schema:
        schema["enum"] = [schema.pop("const")]
        if not everywhere:
            return {**parameter, "schema": schema}
    elif not (parameter.get("required") and len(schema.get("enum", [])) > 0):
        return {**parameter, "schema": schema}
    schema["default"] = schema["enum"][0]
    return {**parameter, "schema": schema}


def _leave_empty(schema: Json) -> None:
    """Keep a console from filling a field of a body with a sample value."""
    for key in ("example", "examples"):
        schema.pop(key, None)
    if "default" not in schema and schema.get("format") != "binary":
        kind = next((kind for kind in _kinds(schema) if kind != "null"), "string")
        schema["example"] = {"array": [], "object": {}}.get(kind, "")


def _set_style(target: Json, parameter: Json, original: Json) -> None:
    """How an array is sent, in terms of OpenAPI."""
    array = original.get("x-array-format") or original.get("schema", {}).get("x-array-format")
    if array is None or parameter.get("in") == "path":
        return
    target["style"] = "form"
    target["explode"] = array != "csv"


def _merge_servers(resolver: _Resolver, calls: Sequence[Json]) -> list[Json]:
    """Every server that one of the calls uses, with the names of these calls."""
    found: dict[str, tuple[Json, list[str]]] = {}
    for call in calls:
        for server in call.get("servers") or resolver.spec["servers"]:
            found.setdefault(server["url"], (server, []))[1].append(call["operationId"])
    merged = []
    for server, ids in found.values():
        description = _limited(server.get("description", ""), ids, len(ids) == len(calls))
        merged.append({**_without_extensions(deepcopy(server)), "description": description})
    return merged


def _merge_responses(resolver: _Resolver, calls: Sequence[Json]) -> Json:
    responses: Json = {}
    for call in calls:
        for status, reference in call["responses"].items():
            response = _without_extensions(deepcopy(resolver(reference)))
            # The reference shows them. Swagger UI reads all of a document before it shows any.
            response.pop("links", None)
            response.pop("headers", None)
            for media in response.get("content", {}).values():
                media.pop("example", None)
                media.pop("examples", None)
            old = responses.setdefault(str(status), response)
            if old is response:
                continue
            if response["description"] not in old["description"]:
                old["description"] += f" Or: {response['description']}"
            for kind, media in response.get("content", {}).items():
                old.setdefault("content", {}).setdefault(kind, media)
    return responses


# --- the document around them --------------------------------------------------------------


def _servers(servers: Sequence[Json]) -> list[Json]:
    """The emulator first, so that no one uses a real host by accident."""
    path = urlsplit(servers[0]["url"]).path.rstrip("/")
    emulator = {
        "url": EMULATOR + path,
        "description": "The emulator on this machine: imagehosts emulate",
        "variables": {
            "port": {"default": EMULATOR_PORT, "description": "The port that it printed."}
        },
    }
    return [emulator, *deepcopy(list(servers))]


def _spellings(path: str, operation: Json) -> Iterator[tuple[str, Json]]:
    """The path, and once more for each of its last segments that may be left out."""
    optional = [p for p in operation.get("parameters", []) if p.pop("x-optional-segment", False)]
    for parameter in optional:
        parameter["required"] = True
    yield path, operation
    for name in reversed([parameter["name"] for parameter in optional]):
        operation = deepcopy(operation)
        operation["parameters"] = [p for p in operation["parameters"] if p["name"] != name]
        operation["operationId"] += f"_without_{re.sub(r'[^A-Za-z0-9]+', '_', name)}"
        path = path.replace("/{" + name + "}", "")
        yield path, operation


def _plain(paths: Json, path: str) -> set[str]:
    """The methods that a spec has on a path, whatever fragments are on it."""
    return {
        method
        for key, item in paths.items()
        for method in item
        if key.partition("#")[0] == path and method in METHODS
    }


def _adapt_credentials(spec: Json, document: Json) -> None:
    """Credentials to type in.

    The text goes into the header unchanged, so the description mentions a prefix. A consent page
    would be that of the real host, and could not redirect to a page of this site.
    """
    schemes = spec.get("components", {}).get("securitySchemes", {})
    shown = document["components"].get("securitySchemes", {})
    for name, scheme in schemes.items():
        text = scheme.get("description", "")
        if scheme["type"] == "oauth2":
            shown[name] = {"type": "http", "scheme": "bearer", "description": text}
        elif "x-prefix" in scheme:
            text = f"{text} Type it with `{scheme['x-prefix']}` before it."
            shown[name]["description"] = text.strip()


def _drop_unused(document: Json) -> None:
    """Drop components that are not used any more, such as the request schemas that were merged."""
    components = document["components"]
    wanted: set[tuple[str, str]] = set()
    waiting = list(_references(document["paths"]))
    while waiting:
        place = waiting.pop()
        if place not in wanted:
            wanted.add(place)
            kind, name = place
            waiting += _references(components[kind][name])
    for kind in [kind for kind in components if kind != "securitySchemes"]:
        components[kind] = {k: v for k, v in components[kind].items() if (kind, k) in wanted}
        if not components[kind]:
            del components[kind]


def _references(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key == "$ref" and isinstance(inner, str):
                kind, _, name = inner.removeprefix("#/components/").partition("/")
                yield kind, name.replace("~1", "/").replace("~0", "~")
            else:
                yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)


def _without_extensions(value: Any) -> Any:
    """The same without the vendor extensions, which are for our own tools.

    Examples are data, and members can have any name: nothing is removed there.
    """
    if isinstance(value, dict):
        return {
            key: inner
            if key in ("example", "examples", "default", "enum", "const")
            else {name: _without_extensions(member) for name, member in inner.items()}
            if key in ("properties", "headers") and isinstance(inner, dict)
            else _without_extensions(inner)
            for key, inner in value.items()
            if not str(key).startswith("x-")
        }
    if isinstance(value, list):
        return [_without_extensions(inner) for inner in value]
    return value


def _limited(description: str, calls: Sequence[str], everywhere: bool) -> str:
    if everywhere:
        return description
    only = ", ".join(f"`{call}`" for call in calls)
    return f"{description} Only for {only}.".strip()


def _values(schema: Json) -> list[Any]:
    return [schema["const"]] if "const" in schema else list(schema.get("enum", []))


def _kinds(schema: Json) -> list[str]:
    kinds = schema.get("type", [])
    return [kinds] if isinstance(kinds, str) else list(kinds)


def _unique(values: Iterable[Any]) -> list[Any]:
    found: list[Any] = []
    for value in values:
        if value not in found:
            found.append(value)
    return found
