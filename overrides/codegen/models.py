"""Turns the generator's classes into what the model template prints."""

from __future__ import annotations

import keyword
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from openapi_python_client.parser.properties import AnyProperty, LiteralEnumProperty, ModelProperty
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.none import NoneProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol
from openapi_python_client.parser.properties.union import UnionProperty

from codegen.claims import described, holder_of, origin, shown_source, wholly
from codegen.limits import with_limits
from codegen.plans import class_name, identifier
from codegen.specs import Json, Spec


@dataclass
class Member:
    """One attribute of a model."""

    name: str
    wire: str
    type: str
    required: bool
    description: str
    secret: bool
    alias_of: str = ""
    keyed_by: str = ""


@dataclass
class Model:
    """One class: a named schema."""

    name: str
    module: str
    description: str
    source: tuple[str, str]
    origin: str
    members: list[Member]
    imports: set[str] = field(default_factory=set)

    @property
    def aliases(self) -> list[Member]:
        return [member for member in self.members if member.alias_of]

    @property
    def keyed(self) -> dict[str, str]:
        """Lists that may come as objects, and the member of their items that takes the key."""
        return {m.name: m.keyed_by for m in self.members if m.keyed_by}

    def holder(self, alias: Member) -> tuple[str, str]:
        """The member that holds what an alias stands for, and its class; empty if it is here."""
        name, _, inner = alias.alias_of.partition(".")
        kinds = [m.type.removesuffix(" | None") for m in self.members if m.name == name]
        return (name, kinds[0]) if inner else ("", "")

    @property
    def renamed(self) -> dict[str, str]:
        return {m.name: m.wire for m in self.members if m.name != m.wire}


#: What the lines of a class say: a member of such a name would change what the next line means.
IN_CLASS_BODIES = frozenset(
    {
        "Any",
        "ClassVar",
        "Literal",
        "bool",
        "define",
        "dict",
        "field",
        "float",
        "int",
        "list",
        "self",
        "str",
    }
)
#: The generator's classes by name.
Classes = dict[str, ModelProperty]


def python_type(prop: PropertyProtocol, imports: set[str], classes: Classes) -> str:
    """The type of a property as source text; the classes that it names go into ``imports``."""
    if isinstance(prop, NoneProperty):
        return "None"
    if isinstance(prop, UnionProperty):
        inner = [python_type(member, imports, classes) for member in prop.inner_properties]
        unique = list(dict.fromkeys(inner))
        if "Any" in unique:
            return "Any"
        return " | ".join([t for t in unique if t != "None"] + ["None"] * ("None" in unique))
    if isinstance(prop, ListProperty):
        return f"list[{python_type(prop.inner_property, imports, classes)}]"
    if isinstance(prop, ModelProperty):
        # A reference was copied before its class was read: only the class itself is complete.
        complete = classes[str(prop.class_info.name)]
        if is_open_map(complete):
            extra = complete.additional_properties
            return f"dict[str, {python_type(extra, imports, classes) if extra else 'Any'}]"
        imports.add(str(prop.class_info.name))
        return str(prop.class_info.name)
    if isinstance(prop, LiteralEnumProperty):
        values = sorted(prop.values, key=str)
        return f"Literal[{', '.join(repr(value) for value in values)}]"
    if isinstance(prop, AnyProperty):
        return "Any"
    return str(prop.get_type_string(no_optional=True).as_unembedded_code())


def attribute_name(wire: str, classes: Collection[str] = ()) -> str:
    """The name on the wire wherever Python allows it, so that decoding needs no translation."""
    if wire.startswith("_"):
        return f"{identifier(wire)}_"
    if wire in IN_CLASS_BODIES or wire in classes:
        return f"{wire}_"
    return wire if wire.isidentifier() and not keyword.iskeyword(wire) else identifier(wire)


def is_open_map(model: ModelProperty) -> bool:
    """Whether a class has no members of its own, so that a plain dict says as much."""
    return not model.required_properties and not model.optional_properties


def read_models(spec: Spec, models: list[ModelProperty]) -> list[Model]:
    """The models of the generator, with what it does not know of the spec."""
    schemas: Json = spec.document.get("components", {}).get("schemas", {})
    classes = {str(model.class_info.name): model for model in models}
    raw_by_class = {class_name(name): schema for name, schema in schemas.items()}
    result = []
    for model in sorted(models, key=lambda m: str(m.class_info.name)):
        if is_open_map(model):
            continue
        name = str(model.class_info.name)
        raw = raw_by_class.get(name)
        if raw is None:
            raise spec.problem(
                ("components", "schemas"),
                f"an object without a name of its own became the class {name}",
                "move it to components/schemas and refer to it",
            )
        result.append(_read_model(spec, name, raw, model, classes))
    return result


def _read_model(spec: Spec, name: str, raw: Json, model: ModelProperty, classes: Classes) -> Model:
    source = raw.get("x-source", {})
    view = Model(
        name,
        str(model.class_info.module_name),
        described(raw),
        shown_source(spec, source),
        origin(raw),
        [],
    )
    raw_members = all_properties(spec, raw)
    for prop in [*(model.required_properties or []), *(model.optional_properties or [])]:
        wire = prop.name.get_untrusted_value()
        reference = raw_members.get(wire, {})
        raw_member: Any = spec.resolve(reference)
        described_by = holder_of(spec, reference)
        type_text = python_type(prop, view.imports, classes)
        if not prop.required and type_text != "Any" and "None" not in type_text.split(" | "):
            type_text += " | None"
        view.members.append(
            Member(
                name=raw_member.get("x-argument") or attribute_name(wire, classes),
                wire=wire,
                type=type_text,
                required=prop.required,
                description=with_limits(wholly(described_by), raw_member, patterns=False),
                secret=raw_member.get("format") == "password",
                alias_of=raw_member.get("x-alias-of", "").replace("/", "."),
                keyed_by=raw_member.get("x-keyed-by", ""),
            )
        )
    order = {wire: index for index, wire in enumerate(raw_members)}
    view.members.sort(key=lambda member: order.get(member.wire, len(order)))
    view.imports.discard(name)
    return view


def all_properties(spec: Spec, raw: Json) -> Json:
    """The members of a schema, with those of the schemas that it is put together from."""
    members: Json = {}
    for part in raw.get("allOf", []):
        members.update(all_properties(spec, spec.resolve(part)))
    members.update(raw.get("properties", {}))
    return members
