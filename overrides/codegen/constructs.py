"""What OpenAPI allows and this generator cannot do: refused, for nothing may get lost in silence.

Each kind of object has a list of the keywords that something here reads, or that say nothing a
client could lose. Any other keyword is refused with advice. The rules below the tables are about
constructs that are read in some forms only: alternatives, maps, references with siblings.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from codegen.problems import SpecProblem
from codegen.specs import FORMS, METHODS, Json, Spec, Where
from codegen.walking import Node, answer_schemas, request_schemas, walk

#: Keywords of a schema that only describe it.
NOTES = frozenset(
    [
        "$comment",
        "default",
        "deprecated",
        "description",
        "example",
        "examples",
        "externalDocs",
        "format",
        "readOnly",
        "title",
        "writeOnly",
    ]
)
#: Limits of a value: arguments name them in their descriptions, answers are read whatever they are.
LIMITS = frozenset(
    [
        "exclusiveMaximum",
        "exclusiveMinimum",
        "maxItems",
        "maxLength",
        "maximum",
        "minItems",
        "minLength",
        "minimum",
        "multipleOf",
        "pattern",
        "uniqueItems",
    ]
)
_SCHEMA = NOTES | LIMITS
_SCHEMA |= frozenset(
    [
        "$ref",
        "additionalProperties",
        "allOf",
        "anyOf",
        "const",
        "contentMediaType",
        "discriminator",
        "enum",
        "items",
        "oneOf",
        "properties",
        "required",
        "type",
        "xml",
    ]
)
_PARAMETER = frozenset(
    [
        "deprecated",
        "description",
        "example",
        "examples",
        "explode",
        "name",
        "in",
        "required",
        "schema",
        "content",
        "style",
    ]
)
#: The keywords of each kind of object that are read, or that no client needs.
KNOWN: dict[str, frozenset[str]] = {
    "document": frozenset(
        ["components", "externalDocs", "info", "openapi", "paths", "security", "servers", "tags"]
    ),
    "pathItem": frozenset(["description", "parameters", "servers", "summary", *METHODS]),
    "operation": frozenset(
        [
            "deprecated",
            "description",
            "externalDocs",
            "operationId",
            "parameters",
            "requestBody",
            "responses",
            "security",
            "servers",
            "summary",
            "tags",
        ]
    ),
    "parameter": _PARAMETER,
    "header": _PARAMETER,
    "requestBody": frozenset(["content", "description", "required"]),
    "mediaType": frozenset(["encoding", "example", "examples", "schema"]),
    "encoding": frozenset(["contentType", "explode", "style"]),
    "response": frozenset(["content", "description", "headers", "links"]),
    "server": frozenset(["description", "url", "variables"]),
    "serverVariable": frozenset(["default", "description", "enum"]),
    "schema": _SCHEMA,
    "property": _SCHEMA,
}
#: What to do about keywords that are not read; others are to be left out.
ADVICE = {
    "allowReserved": "arguments are always escaped; leave it out",
    "callbacks": "a client receives no calls; describe them in the text",
    "webhooks": "a client receives no calls; describe them in the text",
    "contentEncoding": "say in the description that the text is encoded",
    "else": "describe each shape as a schema of its own",
    "if": "describe each shape as a schema of its own",
    "then": "describe each shape as a schema of its own",
    "not": "describe what the value is instead",
    "nullable": 'OpenAPI 3.1 has no `nullable`; write `type: [string, "null"]`',
    "patternProperties": "describe a map by `additionalProperties`, without `properties`",
    "prefixItems": "describe one schema for all `items`",
}
#: What may stand beside a `$ref` to a schema.
BESIDE_REFERENCES = NOTES | {"$ref"}
#: What may stand beside alternatives.
BESIDE_ALTERNATIVES = NOTES | {"anyOf", "discriminator", "oneOf", "type"}


def unread_keywords(spec: Spec) -> Iterator[SpecProblem]:
    """Nothing stands in a spec that nothing reads."""
    for node in walk(spec.document):
        for keyword in [
            each for each in node.value if each not in KNOWN.get(node.kind, node.value)
        ]:
            if not keyword.startswith("x-"):
                yield spec.problem(
                    (*node.where, keyword),
                    f"`{keyword}` is not read here, so clients would not keep to it",
                    ADVICE.get(keyword, "leave it out, and say in the description what it says"),
                )


def boolean_schemas(spec: Spec) -> Iterator[SpecProblem]:
    """A schema that is true or false has no place for a type."""
    for node in walk(spec.document):
        places: list[tuple[Where, Any]] = [
            ((key,), node.value[key]) for key in ("schema", "items") if key in node.value
        ]
        members = node.value.get("properties") or {}
        places += [(("properties", name), member) for name, member in members.items()]
        for place, value in places:
            if isinstance(value, bool):
                fault = f"a schema that is {str(value).lower()}"
                yield spec.problem((*node.where, *place), fault, "write `{}`")


def siblings_of_references(spec: Spec) -> Iterator[SpecProblem]:
    """A reference stands for all of a schema; what changes it is another schema."""
    for node in walk(spec.document):
        if node.kind in ("schema", "property") and "$ref" in node.value:
            for keyword in node.value:
                if keyword not in BESIDE_REFERENCES and not keyword.startswith("x-"):
                    yield spec.problem(
                        (*node.where, keyword),
                        f"`{keyword}` beside a `$ref`",
                        "put both into `allOf`, or give the other schema a name of its own",
                    )


def typed_extras(spec: Spec) -> Iterator[SpecProblem]:
    """An object has members of known names or is a map; of both, a class could hold one half."""
    for where, _, schema in answer_schemas(spec):
        parts = list(_parts(spec, schema, where))
        named = any(part.get("properties") for part, _ in parts)
        for part, place in parts:
            extras = part.get("additionalProperties")
            if named and isinstance(extras, dict) and extras and "x-keyed-by" not in part:
                yield spec.problem(
                    (*place, "additionalProperties"),
                    "members of any name beside those of known names",
                    "list the members, or describe a map: `additionalProperties` alone",
                )


def typed_extras_in_requests(spec: Spec) -> Iterator[SpecProblem]:
    """What callers give has members of known names, or is a map; a form is never a map."""
    forms = _body_places(spec, FORMS)
    for where, _, schema in request_schemas(spec):
        parts = list(_parts(spec, schema, where))
        named = any(part.get("properties") for part, _ in parts)
        for part, place in parts:
            extras = part.get("additionalProperties")
            if isinstance(extras, dict) and extras and (named or where in forms):
                yield spec.problem(
                    (*place, "additionalProperties"),
                    "members of any name in a body",
                    "list the members, or describe a map in JSON: `additionalProperties` alone",
                )


def enums_have_one_type(spec: Spec) -> Iterator[SpecProblem]:
    """A choice is one of some texts or of some whole numbers: the types of Python that say so."""
    for node in walk(spec.document):
        values = node.value.get("enum") if node.kind in ("schema", "property") else None
        if not isinstance(values, list) or "x-present-as" in node.value:
            continue
        kinds = {type(value) for value in values if value is not None}
        if len(kinds) > 1 or not kinds <= {str, int, bool}:
            shown = ", ".join(map(str, values))
            yield spec.problem(
                (*node.where, "enum"),
                f"a choice among {shown}",
                "name texts alone or whole numbers alone, or say in the description what may come",
            )


def alternatives_as_parts(spec: Spec) -> Iterator[SpecProblem]:
    """A class is put together from members; alternatives among its parts would make several."""
    for node in (*answer_schemas(spec), *request_schemas(spec)):
        parts = node.value.get("allOf", [])
        for index, part in enumerate(parts if len(parts) > 1 or "properties" in node.value else []):
            if {"oneOf", "anyOf"} & spec.resolve(part).keys():
                yield spec.problem(
                    (*node.where, "allOf", index),
                    "alternatives as a part of a schema",
                    "put what they share into each alternative",
                )


def _parts(spec: Spec, schema: Json, where: Where) -> Iterator[tuple[Json, Where]]:
    """A schema and the schemas that it is put together from."""
    yield schema, where
    for index, part in enumerate(schema.get("allOf", [])):
        resolved, place = spec.follow(part, (*where, "allOf", index))
        if isinstance(resolved, dict):
            yield from _parts(spec, resolved, place)


# --- alternatives --------------------------------------------------------------------------


def alternatives_in_answers(spec: Spec) -> Iterator[SpecProblem]:
    """Alternatives that a client can tell apart by what is in an answer."""
    for node in answer_schemas(spec):
        keyword = next((key for key in ("oneOf", "anyOf") if key in node.value), None)
        if keyword is None:
            continue
        yield from _beside_alternatives(spec, node)
        members = [
            (resolved, place)
            for index, member in enumerate(node.value[keyword])
            for resolved, place in [spec.follow(member, (*node.where, keyword, index))]
            if isinstance(resolved, dict)
        ]
        for (first, _), (second, place) in itertools.combinations(members, 2):
            if _confusable(spec, first, second):
                yield spec.problem(
                    place if place[:1] != ("components",) else (*node.where, keyword),
                    "nothing in an answer tells these alternatives apart",
                    "give each a required member with another `const`, such as its kind",
                )
                break
        yield from _discriminator(spec, node, keyword)


def _beside_alternatives(spec: Spec, node: Node) -> Iterator[SpecProblem]:
    for keyword in node.value:
        if keyword not in BESIDE_ALTERNATIVES and not keyword.startswith("x-"):
            yield spec.problem(
                (*node.where, keyword),
                f"`{keyword}` beside alternatives",
                "put it into each alternative",
            )
    if {"anyOf", "oneOf"} <= node.value.keys():
        yield spec.problem((*node.where, "anyOf"), "`anyOf` beside `oneOf`", "choose one of them")
    if node.value.get("type") not in (None, "object"):
        yield spec.problem(
            (*node.where, "type"), "`type` beside alternatives", "put it into each alternative"
        )


def _discriminator(spec: Spec, node: Node, keyword: str) -> Iterator[SpecProblem]:
    """A discriminator says nothing that its alternatives do not say by a ``const`` of their own."""
    discriminator = node.value.get("discriminator")
    if not discriminator:
        return
    name = discriminator.get("propertyName", "")
    here = (*node.where, "discriminator")
    said: dict[str, list[str]] = {}
    for value, reference in discriminator.get("mapping", {}).items():
        said.setdefault(str(reference).rpartition("/")[2], []).append(value)
    for member in node.value[keyword]:
        target = str(member.get("$ref", "")).rpartition("/")[2]
        values = _fixed_values(spec, spec.resolve(member), name)
        expected = said.get(target, [target])
        if values is None or set(values) != set(expected):
            yield spec.problem(
                here,
                f"clients do not follow it, and {target or 'an alternative'} does not say by"
                f" itself that its {name!r} is {' or '.join(expected)}",
                f"require {name} there, with `const: {expected[0]}`"
                if len(expected) == 1
                else f"require {name} there, with `enum: [{', '.join(expected)}]`",
            )


def _confusable(spec: Spec, first: Json, second: Json) -> bool:
    """Whether a value of one schema could be taken for one of the other."""
    kinds = _kinds(spec, first) & _kinds(spec, second)
    if "array" in kinds:
        items = [spec.resolve(each.get("items", {})) for each in (first, second)]
        return _confusable(spec, items[0], items[1])
    if "object" not in kinds:
        return False
    sides = [_shape(spec, each) for each in (first, second)]
    if not all(members for members, _ in sides):
        return True  # a map or a free object takes everything
    names = sorted(sides[0][1])
    pairs = [[_fixed_values(spec, each, name) for each in (first, second)] for name in names]
    fixed = [[{*map(repr, values)} for values in pair if values is not None] for pair in pairs]
    shared = [bool(pair[0] & pair[1]) for pair in fixed if len(pair) == 2]
    if shared:
        return all(shared)  # one that differs is enough
    return not (sides[0][1] - sides[1][0] and sides[1][1] - sides[0][0])


def _kinds(spec: Spec, schema: Json) -> set[str]:
    kinds = schema.get("type", [])
    found = {kinds} if isinstance(kinds, str) else set(kinds)
    for key in ("allOf", "anyOf", "oneOf"):
        for part in schema.get(key, []):
            found |= _kinds(spec, spec.resolve(part))
    if "properties" in schema:
        found.add("object")
    return found


def _shape(spec: Spec, schema: Json) -> tuple[set[str], set[str]]:
    """The members of an object, and those that it must have."""
    members: set[str] = set()
    required: set[str] = set()
    for part, _ in _parts(spec, schema, ()):
        members |= set(part.get("properties", {}))
        required |= set(part.get("required", []))
    return members, required & members


def _fixed_values(spec: Spec, schema: Json, name: str) -> Sequence[Any] | None:
    """The only values that a required member may have; None where it may have any."""
    if name not in _shape(spec, schema)[1]:
        return None
    for part, _ in _parts(spec, schema, ()):
        member = spec.resolve(part.get("properties", {}).get(name, {}))
        if "const" in member:
            return [member["const"]]
        if "enum" in member:
            return list(member["enum"])
    return None


# --- requests ------------------------------------------------------------------------------


def alternatives_in_requests(spec: Spec) -> Iterator[SpecProblem]:
    """An argument has one way to be sent, or is null, which is not sent."""
    bodies = _body_places(spec)  # the plan of an operation speaks of those
    for where, _, schema in request_schemas(spec):
        if where in bodies:
            continue
        for keyword in ("anyOf", "oneOf"):
            if keyword in schema and len(_not_null(spec, schema[keyword])) > 1:
                yield spec.problem(
                    (*where, keyword),
                    f"an argument with {keyword}",
                    "give it one type, a list of plain types, or make two operations of it",
                )
        if len(schema.get("allOf", [])) > 1 and not _shape(spec, schema)[0]:
            yield spec.problem(
                (*where, "allOf"), "an argument put together by allOf", "describe it in one schema"
            )


def _body_places(spec: Spec, kinds: Collection[str] = ()) -> set[Where]:
    """Where the schemas of whole bodies stand, of some kinds or of all, and what they refer to."""
    found: set[Where] = set()
    for where, _, _, operation in spec.operations():
        body, place = spec.follow(operation.get("requestBody", {}), (*where, "requestBody"))
        for kind, media in body.get("content", {}).items():
            if kinds and kind not in kinds:
                continue
            here = (*place, "content", kind, "schema")
            found |= {here, spec.follow(media.get("schema", {}), here)[1]}
    return found


def encodings(spec: Spec) -> Iterator[SpecProblem]:
    """Fields of forms are sent in one way, and only a file says what kind of thing it is."""
    for node in walk(spec.document):
        schema = spec.resolve(node.value.get("schema", {})) if node.kind == "mediaType" else {}
        for name, encoding in node.value.get("encoding", {}).items() if schema else ():
            here = (*node.where, "encoding", name)
            if encoding.get("style", "form") != "form":
                fault = f"style {encoding['style']}"
                yield spec.problem((*here, "style"), fault, "only form is sent; leave it out")
            member = spec.resolve(schema.get("properties", {}).get(name, {}))
            member = spec.resolve(member.get("items", member))
            is_file = member.get("format") == "binary" or "contentMediaType" in member
            if "contentType" in encoding and not is_file:
                fault = f"a field of type {encoding['contentType']}"
                yield spec.problem(
                    (*here, "contentType"), fault, "fields are plain text; leave it out"
                )


def _not_null(spec: Spec, members: list[Any]) -> list[Any]:
    return [member for member in members if spec.resolve(member).get("type") != "null"]


SHAPES = (unread_keywords, boolean_schemas, siblings_of_references)
RULES = (
    typed_extras,
    typed_extras_in_requests,
    enums_have_one_type,
    alternatives_as_parts,
    alternatives_in_answers,
    alternatives_in_requests,
    encodings,
)
