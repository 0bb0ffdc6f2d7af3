"""Names that only brackets tell apart, such as ``ids`` and ``ids[]``.

A host may take both, and a document show both, so a request with either must be valid. Generators
make one identifier of them, and drop an operation that has the two. So one of them is a parameter
or member as any other. The second is

- in a query not described: OpenAPI forbids no parameter that an operation does not have;
- in a body a pattern that only this name fits (``patternProperties``): validators allow it, and no
  generator makes an identifier of it. It has no type there, for TypeScript would demand that type
  of every other member as well.

Neither is required, because no term of OpenAPI says "one of two" that clients understand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from codegen.specs import Json, Spec
from codegen.walking import walk

if TYPE_CHECKING:
    from codegen.portable.routes import Call


def identifier(name: str) -> str:
    """What a name becomes in most languages: brackets and the like make no difference there."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def plain_name(call: Call) -> str:
    """The name of a call without its method, where another method may offer it."""
    return call.id.removesuffix(f"_by_{call.method}")


def second_members(spec: Spec) -> None:
    """Make patterns of the members of bodies that are second names of others."""
    for node in [*walk(spec.document)]:
        if node.kind not in ("schema", "property"):
            continue
        members = node.value.get("properties", {})
        found = {name: spec.resolve(each) for name, each in members.items()}
        for twin in _twins(found):
            _to_pattern(node.value, twin, spec)


def set_apart(call: Call) -> Call:
    """A call without the parameters that are second names of others; they are kept beside them."""
    found = {each["name"]: each for each in call.parameters if each["in"] != "path"}
    twins = _twins(found)
    return replace(
        call,
        parameters=[each for each in call.parameters if each["name"] not in twins],
        spellings=[found[twin] for twin in twins],
    )


def keep_apart(
    calls: Sequence[Call], offered: set[str]
) -> tuple[list[Call], list[tuple[Call, str, str]]]:
    """The calls of a route with one name for each identifier.

    Where two calls have different ones, the name counts whose call no other method offers. Returns
    as well which call lost which name to which other one.
    """
    kept = [*calls]
    lost = []
    for names in _rivals(calls):
        having = {name: [call for call in kept if name in call.names] for name in names}
        new = {
            name: sum(plain_name(call) not in offered for call in found)
            for name, found in having.items()
        }
        chosen = max(names, key=lambda name: new[name])
        for name in names:
            for call in having[name] if name != chosen else ():
                index = next(i for i, each in enumerate(kept) if each.id == call.id)
                kept[index] = _renamed(kept[index], name, chosen)
                if chosen not in kept[index].names:
                    lost.append((call, name, chosen))
    return kept, lost


def _rivals(calls: Sequence[Call]) -> list[list[str]]:
    spellings: dict[str, list[str]] = {}
    for call in calls:
        for name in sorted(call.names):
            known = spellings.setdefault(identifier(name), [])
            if name not in known:
                known.append(name)
    return [names for names in spellings.values() if len(names) > 1]


def _renamed(call: Call, name: str, chosen: str) -> Call:
    """A call without a name, under its second name if it has that one."""
    kept = [each for each in call.parameters if each["in"] == "path" or each["name"] != name]
    seconds = [each for each in call.spellings if each["name"] == chosen]
    if len(kept) < len(call.parameters) and seconds:
        kept += [{k: v for k, v in each.items() if k != "x-alias-of"} for each in seconds]
        spellings = [each for each in call.spellings if each["name"] != chosen]
        call = replace(call, spellings=[*spellings, {"name": name, "x-alias-of": chosen}])
    bodies = {}
    for kind, schema in call.bodies.items():
        bodies[kind] = {**schema, "properties": dict(schema.get("properties", {}))}
        if name in bodies[kind]["properties"]:
            _to_pattern(bodies[kind], name)
    return replace(call, parameters=kept, bodies=bodies)


def second_names(holder: Iterable[Json]) -> dict[str, str]:
    """Of parameters, or of the patterns of a body: each second name with the first."""
    return {each["name"]: each["x-alias-of"] for each in holder if "x-alias-of" in each}


def patterns_of(schema: Json) -> list[Json]:
    """The second names in a body, each with its name as a parameter has it."""
    return [{**each, "name": name_of(pattern)} for pattern, each in _patterns(schema).items()]


def name_of(pattern: str) -> str:
    """The only name that a pattern of ours fits."""
    return re.sub(r"\\(.)", r"\1", pattern.removeprefix("^").removesuffix("$"))


def _patterns(schema: Json) -> dict[str, Json]:
    found: dict[str, Json] = schema.get("patternProperties", {})
    return found


def _twins(found: dict[str, Json]) -> list[str]:
    """The names that are another of these names with or without brackets."""
    return [
        name
        for name, value in found.items()
        if value.get("x-alias-of") in found and identifier(name) == identifier(value["x-alias-of"])
    ]


def _to_pattern(schema: Json, name: str, spec: Spec | None = None) -> None:
    members = schema["properties"]
    member = spec.resolve(members[name]) if spec else members[name]
    known = {k: v for k, v in member.items() if k in ("description", "x-alias-of", *KNOWLEDGE)}
    pattern = f"^{re.escape(name)}$"
    schema["patternProperties"] = {**_patterns(schema), pattern: known}
    del members[name]
    if name in schema.get("required", []):
        schema["required"] = [each for each in schema["required"] if each != name]


#: What says how a thing is known; it goes along with the thing.
KNOWLEDGE = ("x-source", "x-provenance", "x-evidence")
