"""Whether the schemas of a spec and the XSD beside it say the same of XML answers.

Read over the model that xmlschema builds. The generator compares the two as well, with another
tool and by other code, so that a mistake in one comparison is found by the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from xmlschema import XMLSchema
from xmlschema.validators import XsdElement, XsdGroup, XsdType

from contracts.support.specs import Json, resolve
from contracts.support.xml import xml_answers, xml_kind

#: The types that an XSD may use, as a schema has them: type, format, minimum.
TYPES = {
    "string": ("string", None, None),
    "anyURI": ("string", "uri", None),
    "boolean": ("boolean", None, None),
    "integer": ("integer", None, None),
    "nonNegativeInteger": ("integer", None, 0),
}


class Member(NamedTuple):
    """A part of an element: how it stands there, what it holds, how often."""

    kind: str
    type: tuple[Json, ...] | str
    many: bool
    required: bool


def differences(document: dict[str, Json], xsd: XMLSchema) -> list[str]:
    """Where a spec and an XSD disagree, a line each; empty where they say the same."""
    roots: dict[str, dict[str, Json]] = {}
    for answer in xml_answers(document):
        name, schema = _named(document, answer.media["schema"])
        roots.setdefault(answer.root, {})[name] = schema
    found = [f"{name}: the XSD declares no such element" for name in roots.keys() - xsd.elements]
    found += [f"{name}: no answer begins with it" for name in xsd.elements.keys() - roots.keys()]
    seen: set[tuple[str, ...]] = set()
    for name, schemas in roots.items():
        if name in xsd.elements:
            found += _compare(document, xsd.elements[name].type, schemas, seen)
    reached = {name for names in seen for name in names}
    found += [f"{name}: no answer has this type" for name in xsd.types if name not in reached]
    return sorted(set(found))


def _compare(
    document: dict[str, Json],
    xsd_type: XsdType,
    schemas: dict[str, Json],
    seen: set[tuple[str, ...]],
) -> Iterator[str]:
    """Compare a type with the schemas that stand for it, and then what is below."""
    here = xsd_type.local_name or "a nameless type"
    key = (here, *sorted(schemas))
    if key in seen:
        return
    seen.add(key)
    # That of a root element ends in Type where it would be the name of the element again.
    if not {here, here.removesuffix("Type")} & set(schemas):
        yield f"{here}: stands for {', '.join(sorted(schemas))}, and none has its name"
    ours, clashes = _described(document, schemas)
    yield from (f"{here}: {clash}" for clash in clashes)
    theirs = dict(_declared(xsd_type))
    for name in sorted(ours.keys() | theirs.keys()):
        if name not in theirs:
            yield f"{here}/{name}: in the spec alone"
        elif name not in ours:
            yield f"{here}/{name}: in the XSD alone"
        elif ours[name] != (declared := theirs[name][0]):
            yield f"{here}/{name}: {ours[name]} in the spec, {declared} in the XSD"
        elif (below := theirs[name][1]).is_complex():
            yield from _compare(document, below, _below(document, schemas, name), seen)


def _described(
    document: dict[str, Json], schemas: dict[str, Json]
) -> tuple[dict[str, Member], list[str]]:
    """The members of the schemas together, and where they contradict each other."""
    found: dict[str, Member] = {}
    clashes = []
    for schema in schemas.values():
        for name, raw in schema.get("properties", {}).items():
            member = resolve(document, raw)
            many = member.get("type") == "array"
            item = member["items"] if many else raw
            key = "#text" if xml_kind(raw) == "text" else name
            described = Member(
                xml_kind(raw),
                _type(document, item),
                many,
                all(name in other.get("required", []) for other in schemas.values()),
            )
            if found.setdefault(key, described) != described:
                clashes.append(f"{name} is {found[key]} and {described}")
    return found, clashes


def _type(document: dict[str, Json], schema: Json) -> tuple[Json, ...] | str:
    """The type of a value, or the name of the schema of an element that has parts."""
    name, found = _named(document, schema)
    if found.get("type") == "object":
        return name
    form = found.get("format")
    return found.get("type"), None if form == "password" else form, found.get("minimum")


def _named(document: dict[str, Json], schema: Json) -> tuple[str, Json]:
    return schema.get("$ref", "").rpartition("/")[2], resolve(document, schema)


def _below(document: dict[str, Json], schemas: dict[str, Json], name: str) -> dict[str, Json]:
    """The schemas of a member, by their names."""
    found = {}
    for schema in schemas.values():
        raw = schema.get("properties", {}).get(name)
        if raw is not None:
            member = resolve(document, raw)
            below, described = _named(document, member.get("items", raw))
            found[below] = described
    return found


def _declared(xsd_type: XsdType) -> Iterator[tuple[str, tuple[Member, XsdType]]]:
    """The members of a type of an XSD: attributes, text, elements."""
    for name, attribute in xsd_type.attributes.items():
        member = Member("attribute", _of(attribute.type), False, attribute.use == "required")
        yield name, (member, attribute.type)
    if xsd_type.has_simple_content():
        yield "#text", (Member("text", _of(xsd_type.content), False, True), xsd_type.content)
    elif isinstance(xsd_type.content, XsdGroup):
        for element, many, required in _particles(xsd_type.content, False, True):
            member = Member("element", _of(element.type), many, required)
            yield element.local_name, (member, element.type)


def _particles(
    group: XsdGroup, many: bool, required: bool
) -> Iterator[tuple[XsdElement, bool, bool]]:
    """The elements of a group: whether each may come again, and whether it must come."""
    many = many or group.max_occurs != 1
    required = required and group.min_occurs > 0 and group.model != "choice"
    for part in group:
        if isinstance(part, XsdGroup):
            yield from _particles(part, many, required)
        else:
            assert isinstance(part, XsdElement), "an element of any name says nothing"
            yield part, many or part.max_occurs != 1, required and part.min_occurs > 0


def _of(xsd_type: XsdType) -> tuple[Json, ...] | str:
    name = xsd_type.local_name or ""
    return name if xsd_type.is_complex() else TYPES[name]
