"""Puts the calls of a route together, and decides which of them can be offered there.

A call is not offered where losing a parameter would turn it into one that deletes more. A tool may
lose one in many ways: it does not know the fragment of a path, leaves out an empty list, or fills
in no default. So a parameter that is merely required does not suffice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from codegen.portable.spellings import keep_apart, plain_name, set_apart
from codegen.specs import Json, Spec

#: The names of calls that delete something, whatever their method.
DELETES = re.compile(r"_(delete|remove|clear|empty|purge|erase|destroy|wipe)(_|$)")

_VARIABLE = re.compile(r"\{([^{}]*)\}")


@dataclass
class Call:
    """One documented call of the source form; references are followed one level."""

    id: str
    path: str
    method: str
    raw: Json
    parameters: list[Json]
    body: Json
    #: What a body of each media type holds.
    bodies: dict[str, Json] = field(default_factory=dict)
    #: The parameters as the source form has them, by place and name.
    references: dict[tuple[str, str], Json] = field(default_factory=dict)
    #: Parameters of the query that clients cannot have as well (:mod:`codegen.portable.spellings`).
    spellings: list[Json] = field(default_factory=list)

    @property
    def deletes(self) -> bool:
        """Whether the call takes something away."""
        return self.method == "delete" or DELETES.search(self.id) is not None

    @property
    def names(self) -> set[str]:
        """What is sent beside the path; credentials do not tell calls apart."""
        found = {p["name"] for p in self.parameters if p["in"] != "path" and not _credential(p)}
        for schema in self.bodies.values():
            members = schema.get("properties", {})
            found |= {name for name, member in members.items() if not _credential(member)}
        return found

    @property
    def required(self) -> set[str]:
        """The part of :attr:`names` that must be sent; of a body, what all its forms need."""
        found = {p["name"] for p in self.parameters if p["in"] != "path" and p.get("required")}
        forms = [set(schema.get("required", [])) for schema in self.bodies.values()]
        if forms and self.body.get("required"):
            found |= set.intersection(*forms)
        return found & self.names

    @property
    def constants(self) -> dict[str, Any]:
        """What is always sent with the same value."""
        found = {p["name"]: p.get("schema", {}) for p in self.parameters if p["in"] != "path"}
        for schema in self.bodies.values():
            found |= schema.get("properties", {})
        values = {name: constant(schema) for name, schema in found.items()}
        return {name: value for name, value in values.items() if value is not None}


@dataclass
class LeftOut:
    """A call or a part of one that the portable form does not offer, and why."""

    what: str
    route: str
    reason: str


@dataclass
class Route:
    """A method and a path without a fragment, with the calls that are offered on it."""

    path: str
    method: str
    calls: list[Call]
    documented: list[Call]
    left_out: list[LeftOut] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The route as people write it."""
        return f"{self.method.upper()} {self.path}"


def read_routes(spec: Spec) -> list[Route]:
    """Every route of a spec; the order is that of the source form."""
    routes = [*_routes(spec)]
    offered: set[str] = set()
    lost: list[tuple[Route, Call, str, str]] = []
    for route in sorted(routes, key=lambda each: each.method == "get"):
        route.calls, names = keep_apart(route.calls, offered)
        lost += [(route, *each) for each in names]
        missing = {call.id for call, _, _ in names}
        offered |= {plain_name(call) for call in route.calls if call.id not in missing}
    for route, call, name, other in lost:
        reason = f"`{name}` and `{other}` are one name in clients of other tools"
        if plain_name(call) in offered:
            reason += ", and another method offers the same call"
        what = f"the parameter `{name}` of `{call.id}`, which the host takes here too"
        route.left_out.append(LeftOut(what, route.label, reason))
    return routes


def _routes(spec: Spec) -> Iterator[Route]:
    found: dict[tuple[str, str], list[Call]] = {}
    for call in _calls(spec):
        found.setdefault((_VARIABLE.sub("{}", call.path), call.method), []).append(call)
    paths = {call.path for calls in found.values() for call in calls}
    for calls in found.values():
        same = [_named_alike(call, calls[0]) for call in calls]
        yield safe(_without_constants(Route(same[0].path, same[0].method, same, same), paths))


def discriminator(calls: Sequence[Call]) -> str | None:
    """The parameter by whose value the host tells all calls of a route apart, if there is one."""
    constants = [call.constants for call in calls]
    for name in constants[0]:
        values = [each.get(name) for each in constants]
        if None not in values and len(set(map(str, values))) == len(calls) > 1:
            return name
    return None


def constant(schema: Json) -> Any:
    """The only value that a schema allows, if there is one."""
    values = schema.get("enum", [])
    return schema.get("const", values[0] if len(values) == 1 else None)


def _calls(spec: Spec) -> Iterator[Call]:
    for where, path, method, raw in spec.operations():
        references: dict[tuple[str, str], Json] = {}
        parameters: list[Json] = []
        for reference, _ in spec.parameters(where):
            parameter = dict(spec.resolve(reference))
            if "schema" in parameter:
                parameter["schema"] = spec.resolve(parameter["schema"])
            references[parameter["in"], parameter["name"]] = reference
            parameters.append(parameter)
        body = spec.resolve(raw.get("requestBody", {}))
        bodies = {
            kind: _flat(spec, media["schema"])
            for kind, media in body.get("content", {}).items()
            if "schema" in media
        }
        servers, _ = spec.servers(where)
        own = {**raw, "servers": servers} if servers else raw
        route = path.partition("#")[0]
        call = Call(raw["operationId"], route, method, own, parameters, body, bodies, references)
        yield set_apart(call)


def _flat(spec: Spec, reference: Json) -> Json:
    """A schema with the members of all its parts, each followed."""
    schema = dict(spec.resolve(reference))
    properties: Json = {}
    patterns: Json = {}
    required: list[str] = []
    for part in schema.pop("allOf", []):
        inner = _flat(spec, part)
        properties |= inner.get("properties", {})
        patterns |= inner.get("patternProperties", {})
        required += inner.get("required", [])
    for name, member in schema.get("properties", {}).items():
        properties[name] = spec.resolve(member)
    if properties:
        schema["properties"] = properties
    if patterns := patterns | schema.get("patternProperties", {}):
        schema["patternProperties"] = patterns
    if required := [*dict.fromkeys([*required, *schema.get("required", [])])]:
        schema["required"] = required
    return schema


def _named_alike(call: Call, first: Call) -> Call:
    """The call with the names that another call has for the variables of the same path."""
    if call.path == first.path:
        return call
    names = dict(zip(_VARIABLE.findall(call.path), _VARIABLE.findall(first.path), strict=True))
    parameters = [
        {**each, "name": names.get(each["name"], each["name"])} if each["in"] == "path" else each
        for each in call.parameters
    ]
    return replace(call, path=first.path, parameters=parameters)


def _without_constants(route: Route, paths: set[str]) -> Route:
    """The route with the value in its path where a variable of it has only one."""
    for name in _VARIABLE.findall(route.path):
        schemas = [
            each.get("schema", {})
            for call in route.calls
            for each in call.parameters
            if (each["in"], each["name"]) == ("path", name)
        ]
        values = {constant(schema) for schema in schemas}
        value = values.pop() if len(values) == 1 else None
        path = route.path.replace(f"{{{name}}}", str(value))
        if value is None or path in paths:
            continue
        calls = [
            replace(
                call,
                path=path,
                parameters=[
                    each for each in call.parameters if (each["in"], each["name"]) != ("path", name)
                ],
            )
            for call in route.calls
        ]
        route = Route(path, route.method, calls, calls)
    return route


def safe(route: Route) -> Route:
    """The route with the calls that stay what they are when a tool loses or adds a parameter."""
    told_by = discriminator(route.calls)
    if told_by is None or any(c.deletes and told_by not in c.required for c in route.calls):
        for danger in (_deletes_with_less, _deletes_with_more):
            reasons = [(call, danger(call, route.calls)) for call in route.calls]
            route.left_out += [
                LeftOut(f"`{call.id}`", route.label, reason + _instead(call))
                for call, reason in reasons
                if reason
            ]
            route.calls = [call for call, reason in reasons if not reason]
    route.calls = [_without_limits(call, route) for call in route.calls]
    return route


def _deletes_with_less(call: Call, calls: Sequence[Call]) -> str:
    """Why a call is not offered: without a parameter it is another one, which deletes more."""
    for other in calls:
        if other is not call and other.deletes and _turns_into(call, other):
            lost = _listed(sorted(call.names - other.required))
            about = str(other.raw.get("summary", "")).rstrip(" .")
            return f"when {lost} is lost, the route deletes more: `{other.id}` is left ({about})"
        if other.deletes and not call.deletes and _looks_like(call, other):
            return f"nothing that is sent tells it from `{other.id}`, which deletes"
    return ""


def _deletes_with_more(call: Call, calls: Sequence[Call]) -> str:
    """Why a deletion is not offered: another call becomes it when a parameter is sent as well."""
    for other in calls:
        if call.deletes and not other.deletes:
            sent = _listed(sorted(call.names - other.names) or sorted(call.names))
            return f"when {sent} is sent as well, `{other.id}` on the same route becomes a deletion"
    return ""


def _instead(call: Call) -> str:
    """How other calls do the same, where the source form says so."""
    how = call.raw.get("x-instead")
    return f"; to the same end: {how.rstrip(' .')}" if how else ""


def _turns_into(call: Call, other: Call) -> bool:
    """Whether what is left of a call is the other one when a parameter is lost."""
    if not other.required <= call.names:
        return False
    return other.required < call.required or (
        other.required == call.required and other.names < call.names
    )


def _looks_like(call: Call, other: Call) -> bool:
    return (call.names, call.required, call.constants) == (
        other.names,
        other.required,
        other.constants,
    )


def _without_limits(call: Call, route: Route) -> Call:
    """A call by DELETE without what may be left out of it, for that may be what limits it."""
    optional = [
        each
        for each in call.parameters
        if call.method == "delete" and each["in"] != "path" and not each.get("required")
        if not _credential(each) and constant(each.get("schema", {})) is None
    ]
    for each in optional:
        reason = "it may limit what is deleted, and a tool can lose it because it is optional"
        if "x-alias-of" in each:
            reason = f"`{each['x-alias-of']}` is the same, and is required here"
        what = f"the parameter `{each['name']}` of `{call.id}`"
        route.left_out.append(LeftOut(what, route.label, reason))
    if optional:
        call = replace(call, parameters=[each for each in call.parameters if each not in optional])
    if call.method == "delete" and call.bodies and not _needed_in_body(call):
        # Many tools send no body with a DELETE at all.
        reason = "it may limit what is deleted, and many tools send no body with DELETE"
        route.left_out.append(LeftOut(f"the body of `{call.id}`", route.label, reason))
        call = replace(call, body={}, bodies={})
    return call


def _needed_in_body(call: Call) -> bool:
    members = {name for schema in call.bodies.values() for name in schema.get("properties", {})}
    credentials = {
        name
        for schema in call.bodies.values()
        for name, member in schema.get("properties", {}).items()
        if _credential(member)
    }
    return bool(credentials or (call.required & members))


def _credential(value: Json) -> bool:
    return "x-credential" in value or "x-credential" in value.get("schema", {})


def _listed(names: Sequence[str]) -> str:
    return " or ".join(f"`{name}`" for name in names)
