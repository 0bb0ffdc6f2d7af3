"""What callers see of an API: its operations, models and errors, in a form that can be compared."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import yaml

from codegen.choices import ChoicePlan
from codegen.claims import wholly
from codegen.driver import ApiBuild, read_api
from codegen.failures import read_failures
from codegen.plans import Argument as PlannedArgument
from codegen.plans import OperationPlan, body_members
from codegen.security import needed_credentials
from codegen.specs import METHODS, Json, Spec, reached

#: Limits of a value, by which of two bounds of the same name allows less: the greater or the less.
LOWER = ("minimum", "exclusiveMinimum", "minLength", "minItems")
UPPER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems")
#: What a part of an XSD says for people is kept under this name.
XSD_TEXT = "documentation"
#: And the names of the parts of a sequence, in order, under this one.
XSD_ORDER = "order"
LIMITS = (*LOWER, *UPPER, "pattern", "multipleOf", "uniqueItems")
_NAMES = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "null": "None",
    "object": "dict",
    "array": "list",
}


class Form(NamedTuple):
    """What of a value may travel in one media type."""

    type: str
    limits: Json


@dataclass
class Argument:
    """One argument of a method, and how it travels."""

    name: str
    wire: str
    place: str
    type: str
    sent: str
    required: bool
    forms: dict[str, Form]
    """What travels, by the media types of the body that it is in; by an empty text elsewhere."""
    default: Any
    secret: bool
    text: str
    within: str = ""
    """The argument that holds it, where it is a member of an object of JSON."""

    @property
    def wire_type(self) -> str:
        """What travels in any media type."""
        return _union(each.type for each in self.forms.values())


@dataclass
class Operation:
    """One method of a client, and its request and answers."""

    id: str
    call: str
    signature: str
    method: str
    path: str
    server: str
    arguments: list[Argument]
    constants: dict[str, str]
    credentials: dict[str, str]
    needed: tuple[str, ...]
    credential_optional: bool
    bodies: tuple[str, ...]
    body_required: bool
    returns: str
    kind: str
    envelope: str
    root: str
    answer: str
    statuses: tuple[int, ...]
    media_types: tuple[str, ...]
    failures: dict[str, str]
    errors: tuple[str, ...]
    headers: tuple[str, ...]
    pagination: Json
    choice: Json
    """The arguments by which a method of the client chooses, and which of them go together."""
    repeatable: bool
    deprecated: bool
    text: str
    models: frozenset[str]

    @property
    def route(self) -> str:
        return f"{self.method} {self.path}"


@dataclass
class Member:
    """One member of a model."""

    name: str
    type: str
    wire_type: str
    required: bool
    limits: Json
    secret: bool
    read: str
    text: str


@dataclass
class Surface:
    """One API."""

    api: str
    base_url: str
    error_body: Json
    errors: dict[str, str]
    operations: dict[str, Operation]
    models: dict[str, dict[str, Member]]
    xsd: dict[str, str] = field(default_factory=dict)
    texts: str = ""
    document: Json = field(default_factory=dict)
    #: Schemas of answers that are no models: what stands beside a result, and failures.
    others: dict[str, dict[str, Member]] = field(default_factory=dict)
    quirks: dict[str, Json] = field(default_factory=dict)

    def operations_with(self, model: str) -> list[str]:
        """The operations whose answers hold a model."""
        return [op.id for op in self.operations.values() if model in op.models]

    def operations_at(self, component: str) -> list[str]:
        """The operations that refer to a component, such as ``components.parameters.Page``."""
        return [id for id, found in self._references.items() if component.lower() in found]

    @cached_property
    def _references(self) -> dict[str, set[str]]:
        """All that each operation refers to, itself or through something else, in lower case."""
        return {
            id: {".".join(map(str, place)).lower() for place in reached(self.document, own)}
            for id, own in _raw_operations(self.document)
        }


def _raw_operations(document: Json) -> Iterator[tuple[str, list[Any]]]:
    for item in document.get("paths", {}).values():
        for method in METHODS:
            if method in item:
                shared = [item.get("parameters", [])]
                yield str(item[method].get("operationId", "")), [*shared, item[method]]


def read_surface(path: Path, shown_as: Path | None = None) -> Surface:
    """The surface of the API that a spec describes, as YAML or as the ``spec.json`` of a client.

    Raises:
        SpecProblem, GenerationFailed: The spec cannot be read.
    """
    document = json.loads(path.read_text("utf-8")) if path.suffix == ".json" else None
    spec = Spec(path, shown_as, document)
    return replace(surface_of(read_api(spec)), quirks=_quirks(path.with_name("quirks.yaml")))


def _quirks(path: Path) -> dict[str, Json]:
    """The entries of ``quirks.yaml`` by their ids; none where there is no such file."""
    entries = yaml.safe_load(path.read_text("utf-8")) if path.is_file() else None
    return {str(entry.get("id")): entry for entry in entries or []}


def surface_of(build: ApiBuild) -> Surface:
    """The surface of an API whose plans and types are known."""
    spec = build.spec
    document = spec.document
    info = document.get("info", {})
    return Surface(
        spec.api,
        build.base_url,
        document.get("x-error-body", {}),
        dict(_error_rows(document.get("x-error-table", []))),
        {plan.id: _operation(build, plan) for plan in build.plans},
        _models(build),
        {name: text for path in build.xml.files.values() for name, text in _xsd_parts(path)},
        " ".join(str(info.get(key, "")) for key in ("title", "summary", "description")),
        document,
        _others(build),
    )


def _others(build: ApiBuild) -> dict[str, dict[str, Member]]:
    spec = build.spec
    schemas = spec.document.get("components", {}).get("schemas", {})
    models = {model.name for model in build.models}
    found: dict[str, dict[str, Member]] = {}
    for name in _answered(spec):
        title = name[:1].upper() + name[1:]
        if title not in models:
            found[title] = {
                wire: _wire_member(spec, wire, below, schemas[name])
                for wire, below in all_members(spec, schemas[name]).items()
            }
    return found


def _wire_member(spec: Spec, wire: str, below: Json, holder: Json) -> Member:
    schema = spec.resolve(below)
    text = wire_type(spec, below)
    return Member(
        name=wire,
        type=text,
        wire_type=text,
        required=wire in holder.get("required", []),
        limits=_limits(schema),
        secret=False,
        read="",
        text=str(schema.get("description", "")),
    )


def _answered(spec: Spec) -> list[str]:
    """The schemas that some answer is made of, by their names."""
    found: dict[str, None] = {}
    queue: list[Any] = [
        spec.resolve(response).get("content", {})
        for _, _, _, raw in spec.operations()
        for response in raw.get("responses", {}).values()
    ]
    schemas = spec.document.get("components", {}).get("schemas", {})
    while queue:
        value = queue.pop()
        if isinstance(value, list):
            queue += value
        elif isinstance(value, dict):
            name = str(value.get("$ref", "")).removeprefix("#/components/schemas/")
            if name in schemas and name not in found:
                found[name] = None
                queue.append(schemas[name])
            queue += [inner for key, inner in value.items() if key not in ("example", "examples")]
    return list(found)


def _error_rows(table: list[Json]) -> Iterator[tuple[str, str]]:
    for row in table:
        asked = {key: row[key] for key in ("status", "code", "message") if key in row}
        yield ", ".join(f"{key} {value}" for key, value in asked.items()), row.get("category", "")


def _operation(build: ApiBuild, plan: OperationPlan) -> Operation:
    spec = build.spec
    responses = plan.raw.get("responses", {})
    success = spec.resolve(responses.get(str(plan.result.statuses[0]), {}))
    required = {slot.scheme for slot in plan.credentials if slot.required}
    required |= needed_credentials(spec, plan.raw)
    sent_as = body_members(spec, plan.raw)
    return Operation(
        id=plan.id,
        call=f"{plan.tag}.{plan.method_name}",
        signature=_signature(plan),
        method=plan.method,
        path=plan.key,
        server=plan.server,
        arguments=[
            found
            for argument in plan.arguments
            for found in (_argument(spec, argument, sent_as), *_members(build, argument))
        ],
        constants={f"{place} {name}": value for place, name, value in plan.constants},
        credentials={
            f"{slot.scheme} in {slot.place}": f"{slot.prefix}{slot.wire}"
            for slot in plan.credentials
        },
        needed=tuple(sorted(required)),
        credential_optional=plan.credential_optional,
        bodies=tuple(plan.bodies),
        body_required=bool(spec.resolve(plan.raw.get("requestBody", {})).get("required")),
        returns=plan.returns,
        kind=plan.result.kind,
        envelope=plan.result.envelope,
        root=plan.result.root,
        answer=wire_type(spec, plan.result.schema) if plan.result.schema is not None else "",
        statuses=plan.result.statuses,
        media_types=tuple(
            f"{status} {media_type}"
            for status, response in responses.items()
            for media_type in spec.resolve(response).get("content", {})
        ),
        failures=dict(read_failures(spec, plan.raw)),
        errors=tuple(sorted(str(s) for s in responses if str(s)[0] in "45d")),
        headers=tuple(sorted(success.get("headers", {}))),
        pagination=plan.pagination or {},
        choice=next((_choice(each) for each in build.choices if each.plan is plan), {}),
        repeatable=plan.repeatable,
        deprecated=bool(plan.raw.get("deprecated")),
        text=f"{plan.summary}\n{plan.description}\n{plan.result.description}",
        models=frozenset(_reached(build, plan)),
    )


def _signature(plan: OperationPlan) -> str:
    """The method as somebody would write its declaration."""
    given = [f"{each.name}: {each.type}" for each in plan.positional]
    named = [f"{each.name}: {each.type} = ..." for each in plan.by_keyword]
    arguments = ", ".join([*given, *(["*", *named] if named else [])])
    return f"{plan.tag}.{plan.method_name}({arguments}) -> {plan.returns}"


def _choice(choice: ChoicePlan) -> Json:
    return {
        "arguments": {chooser.name: chooser.values for chooser in choice.choosers},
        "calls": [list(key) for key in choice.operations],
    }


def _argument(
    spec: Spec, argument: PlannedArgument, bodies: dict[str, dict[str, Json]]
) -> Argument:
    # What may be sent is in the type and the limits; here is only how.
    how = re.sub(r"choice:.*", "text", re.sub(r"integer:.*", "integer", argument.encode))
    sent = " ".join(part for part in (how, argument.array) if part)
    schemas = {"": argument.schema}
    text = argument.description
    if argument.place == "body" and bodies:
        # Each media type has a schema of its own for it, in whatever order the file has them.
        schemas = {
            kind: members[argument.wire]
            for kind, members in sorted(bodies.items())
            if argument.wire in members
        }
    if len(schemas) > 1:
        text = "\n".join(dict.fromkeys(wholly(schema) for schema in schemas.values()))
    return Argument(
        name=argument.name,
        wire=argument.wire,
        place=argument.place,
        type=argument.type,
        sent=sent,
        required=argument.required,
        forms={
            kind: Form(
                wire_type(spec, schema) if schema else argument.type,
                _limits(schema)
                | {f"items {key}": v for key, v in _limits(spec.resolve(_items(schema))).items()}
                | ({"pattern": argument.pattern} if argument.pattern else {}),
            )
            for kind, schema in schemas.items()
        },
        default=next((each["default"] for each in schemas.values() if "default" in each), None),
        secret=any(each.get("format") == "password" for each in schemas.values()),
        text=text,
    )


def _limits(schema: Json) -> Json:
    return {key: schema[key] for key in LIMITS if key in schema}


def _items(schema: Json) -> Json:
    items: Json = schema.get("items", {})
    return items


def _members(build: ApiBuild, argument: PlannedArgument) -> Iterator[Argument]:
    """The members of the objects that an argument of JSON holds, at any depth, each class once."""
    classes = {each.name: each for each in build.inputs.classes}
    seen: set[str] = set()
    queue = [(argument.name, name) for name in re.findall(r"inputs\.(\w+)", argument.type)]
    while queue:
        path, name = queue.pop(0)
        if name in seen:
            continue
        seen.add(name)
        for member in classes[name].members:
            schema, here = member.schema, f"{path}.{member.wire}"
            yield Argument(
                name=here,
                wire=here.replace(argument.name, argument.wire, 1),
                place=argument.place,
                type=member.type,
                sent="json",
                required=member.required,
                forms={"": Form(wire_type(build.spec, schema), _limits(schema))},
                default=schema.get("default"),
                secret=schema.get("format") == "password",
                text=member.description,
                within=argument.name,
            )
            queue += [(here, each) for each in re.findall(r"\w+", member.type) if each in classes]


def _models(build: ApiBuild) -> dict[str, dict[str, Member]]:
    found: dict[str, dict[str, Member]] = {}
    schemas = build.spec.document.get("components", {}).get("schemas", {})
    raws = {name[:1].upper() + name[1:]: schema for name, schema in schemas.items()}
    for model in build.models:
        members = all_members(build.spec, raws.get(model.name, {}))
        found[model.name] = {}
        for member in model.members:
            schema = build.spec.resolve(members.get(member.wire, {}))
            found[model.name][member.wire] = Member(
                name=member.name,
                type=member.type,
                wire_type=wire_type(build.spec, members.get(member.wire, {})),
                required=member.required,
                limits=_limits(schema),
                secret=member.secret,
                read=f"{member.alias_of} {member.keyed_by}".strip(),
                text=member.description,
            )
    return found


def all_members(spec: Spec, schema: Json) -> Json:
    """The members of a schema with those of its parts."""
    members: Json = {}
    for part in schema.get("allOf", []):
        members |= all_members(spec, spec.resolve(part))
    members |= schema.get("properties", {})
    return members


def wire_type(spec: Spec, schema: Any, depth: int = 6) -> str:
    """What a schema lets travel, written as a type of Python; other schemas by their names."""
    if not isinstance(schema, dict) or depth == 0:
        return "Any"
    if "$ref" in schema:
        target, place = spec.follow(schema, ())
        named = target.get("properties") or target.get("allOf")
        if place[:2] == ("components", "schemas") and named:
            return str(place[2])[:1].upper() + str(place[2])[1:]
        return wire_type(spec, target, depth - 1)
    for key in ("anyOf", "oneOf"):
        if schema.get(key):
            return _union(wire_type(spec, each, depth - 1) for each in schema[key])
    if len(schema.get("allOf", [])) == 1 and "properties" not in schema:
        return wire_type(spec, schema["allOf"][0], depth - 1)
    if "const" in schema:
        return f"Literal[{schema['const']!r}]"
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else list(kinds)
    if "enum" in schema:
        values = [value for value in schema["enum"] if value is not None]
        texts = [f"Literal[{value!r}]" for value in sorted(values, key=repr)]
        return _union([*texts, *(["None"] if None in schema["enum"] or "null" in kinds else [])])
    texts = []
    for kind in kinds:
        if kind == "array":
            texts.append(f"list[{wire_type(spec, schema.get('items', {}), depth - 1)}]")
        elif kind == "object":
            extra = schema.get("additionalProperties")
            inner = wire_type(spec, extra, depth - 1) if isinstance(extra, dict) else "Any"
            texts.append(f"dict[str, {inner}]")
        elif kind == "string" and schema.get("format") == "binary":
            texts.append("bytes")
        else:
            texts.append(_NAMES[kind])
    return _union(texts) if texts else "Any"


def _union(texts: Any) -> str:
    found = list(dict.fromkeys(texts))
    return "Any" if "Any" in found else " | ".join(sorted(found, key=lambda t: (t == "None", t)))


def _reached(build: ApiBuild, plan: OperationPlan) -> set[str]:
    """The models that an answer is made of, directly or in members of others."""
    found: set[str] = set()
    queue = list(plan.result.models)
    imports = {model.name: model.imports for model in build.models}
    while queue:
        name = queue.pop()
        if name not in found:
            found.add(name)
            queue += imports.get(name, ())
    return found


def _xsd_parts(path: Path) -> Iterator[tuple[str, str]]:
    """Every part of an XSD with what it says, by where it stands."""

    def visit(element: ElementTree.Element, at: str) -> Iterator[tuple[str, str]]:
        if str(element.tag).endswith("}sequence"):
            yield f"{at}/{XSD_ORDER}", " ".join(child.get("name", "") for child in element)
        for child in element:
            kind = str(child.tag).rpartition("}")[2]
            if kind == "annotation":
                text = " ".join(" ".join(child.itertext()).split())
                yield f"{at}/{XSD_TEXT}", text
                continue
            label = child.get("name") or child.get("value") or child.get("base") or ""
            here = f"{at}/{kind} {label}".rstrip()
            said = {k: v for k, v in sorted(child.attrib.items()) if k not in ("name", "id")}
            yield here, " ".join(f"{key}={value}" for key, value in said.items())
            yield from visit(child, here)

    yield from visit(ElementTree.fromstring(path.read_bytes()), path.name)
