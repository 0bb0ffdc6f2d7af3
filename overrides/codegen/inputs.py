"""The types of arguments that are sent as JSON: a TypedDict for each object that a request holds.

Answers are classes, whose members may be absent or late; what a caller gives is a plain value that
is checked before it is sent. Both may come from one schema of a spec, so these types have a module
of their own, ``inputs.py``, and are written ``inputs.Album`` elsewhere.
"""

from __future__ import annotations

import keyword
import re
from dataclasses import dataclass, field

from codegen.claims import described, wholly
from codegen.limits import with_limits
from codegen.naming import TAKEN_BY_INPUTS, pascal_case
from codegen.plans import Argument, OperationPlan, class_name
from codegen.specs import Json, Spec, Where

#: The types of plain values.
_PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
#: The limits that are checked, with the names that msgspec has for them.
_BOUNDS = {
    "minimum": "ge",
    "maximum": "le",
    "exclusiveMinimum": "gt",
    "exclusiveMaximum": "lt",
}
_QUALIFIED = re.compile(r"\binputs\.")


@dataclass
class InputMember:
    """One member of an object that callers give."""

    wire: str
    type: str
    """As it is checked: with limits."""
    required: bool
    description: str
    schema: Json

    @property
    def annotation(self) -> str:
        """What stands in the class."""
        return self.type if self.required else f"NotRequired[{self.type}]"


@dataclass
class Input:
    """One TypedDict: an object in a request."""

    name: str
    description: str
    members: list[InputMember] = field(default_factory=list)

    @property
    def has_plain_names(self) -> bool:
        """Whether the names of all members can be written in a class."""
        return all(
            each.wire.isidentifier() and not keyword.iskeyword(each.wire) for each in self.members
        )


@dataclass
class Inputs:
    """What the module of an API's inputs holds."""

    classes: list[Input] = field(default_factory=list)
    shapes: dict[str, str] = field(default_factory=dict)
    """The types of arguments as they are checked, by the names of their constants."""


def shape_name(plan: OperationPlan, argument: Argument) -> str:
    """The constant with the type of an argument."""
    return f"{plan.id}_{argument.name}".upper()


def read_inputs(spec: Spec, plans: list[OperationPlan]) -> Inputs:
    """The types of all arguments that are sent as JSON, which the arguments then name."""
    reader = _Reader(spec)
    found = Inputs()
    for plan in plans:
        for argument in plan.arguments:
            if argument.is_json:
                wanted = f"{pascal_case(plan.id)}{pascal_case(argument.name)}"
                text = reader.type_of(argument.schema, argument.where, wanted)
                found.shapes[shape_name(plan, argument)] = _QUALIFIED.sub("", text)
                argument.type = _without_limits(text).removesuffix(" | None")
    found.classes = sorted(reader.classes.values(), key=lambda each: each.name)
    return found


class _Reader:
    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.classes: dict[str, Input] = {}
        self.names: dict[Where, str] = {}

    def type_of(self, schema: Json, where: Where, wanted: str) -> str:
        """The type of a schema, with the classes of this module qualified by its name."""
        schema, where = self.spec.follow(schema, where)
        for key in ("allOf", "anyOf", "oneOf"):
            options = [
                (each, (*where, key, index))
                for index, each in enumerate(schema.get(key, []))
                if self.spec.resolve(each).get("type") != "null"
            ]
            if len(options) == 1 and "properties" not in schema:
                null = len(schema[key]) > 1 or "null" in schema.get("type", [])
                inner = self.type_of(*options[0], wanted)
                return f"{inner} | None" if null and not inner.endswith(" | None") else inner
        self._refuse(schema, where)
        kinds = schema.get("type", [])
        kinds = [kinds] if isinstance(kinds, str) else kinds
        if "properties" in schema or "allOf" in schema:
            kinds = kinds or ["object"]
        if "const" in schema:
            return f"Literal[{schema['const']!r}]"
        if "enum" in schema:
            values = [value for value in schema["enum"] if value is not None]
            text = f"Literal[{', '.join(map(repr, values))}]"
            return f"{text} | None" if None in schema["enum"] or "null" in kinds else text
        if not kinds:
            return "Any"
        return " | ".join(
            self._of_kind(kind, schema, where, wanted)
            for kind in sorted(kinds, key=lambda kind: kind == "null")
        )

    def _of_kind(self, kind: str, schema: Json, where: Where, wanted: str) -> str:
        if kind == "array":
            items = schema.get("items", {})
            return f"Sequence[{self.type_of(items, (*where, 'items'), f'{wanted}Item')}]"
        if kind == "object":
            return self._object(schema, where, wanted)
        text = _PLAIN[kind]
        bounds = [f"{to}={schema[key]}" for key, to in _BOUNDS.items() if key in schema]
        if bounds and kind in ("integer", "number"):
            return f"Annotated[{text}, Meta({', '.join(bounds)})]"
        return text

    def _object(self, schema: Json, where: Where, wanted: str) -> str:
        members = dict(self._members(schema, where))
        if not members:
            extras = schema.get("additionalProperties")
            inner = (
                self.type_of(extras, (*where, "additionalProperties"), f"{wanted}Value")
                if isinstance(extras, dict)
                else "Any"
            )
            return f"Mapping[str, {inner}]"
        if where not in self.names:
            name = self.names[where] = self._name(where, wanted)
            found = self.classes[name] = Input(name, described(schema) or wholly(schema))
            for wire, (member, place) in members.items():
                resolved = self.spec.resolve(member)
                found.members.append(
                    InputMember(
                        wire,
                        _QUALIFIED.sub("", self.type_of(member, place, f"{name}{_part(wire)}")),
                        wire in self._required(schema),
                        with_limits(wholly(resolved), resolved),
                        resolved,
                    )
                )
        return f"inputs.{self.names[where]}"

    def _members(self, schema: Json, where: Where) -> list[tuple[str, tuple[Json, Where]]]:
        """The members of an object with their places, those of its parts first."""
        found: list[tuple[str, tuple[Json, Where]]] = []
        for index, part in enumerate(schema.get("allOf", [])):
            found += self._members(*self.spec.follow(part, (*where, "allOf", index)))
        for wire, member in schema.get("properties", {}).items():
            if not self.spec.resolve(member).get("readOnly"):
                found.append((wire, (member, (*where, "properties", wire))))
        return found

    def _required(self, schema: Json) -> set[str]:
        found = set(schema.get("required", []))
        for part in schema.get("allOf", []):
            found |= self._required(self.spec.resolve(part))
        return found

    def _name(self, where: Where, wanted: str) -> str:
        """The name of a class: that of its schema, or of where it stands."""
        named = where[:2] == ("components", "schemas") and len(where) == 3
        name = class_name(str(where[2])) if named else wanted
        if name in TAKEN_BY_INPUTS:
            name = f"{name}_"
        while name in self.classes:
            name = f"{name}_"
        return name

    def _refuse(self, schema: Json, where: Where) -> None:
        """What an object of JSON cannot hold."""
        faults = {
            "x-credential": ("a credential within an object", "have it in the body itself"),
            "x-present-as": ("`x-present-as` within an object", "say there what is sent"),
            "x-alias-of": ("`x-alias-of` within an object", "keep one of the names"),
        }
        for key, (fault, advice) in faults.items():
            if key in schema:
                raise self.spec.problem(where, fault, advice)
        if schema.get("format") == "binary" or "contentMediaType" in schema:
            raise self.spec.problem(
                where,
                "a file within an object of JSON",
                "describe the body as multipart/form-data, or the member as base64 text",
            )


def _part(wire: str) -> str:
    """The name of a member as a part of the name of a class."""
    words = re.sub(r"\W+", "_", wire).strip("_")
    return pascal_case(words) or "Value"


def _without_limits(text: str) -> str:
    return re.sub(r"Annotated\[(\w+), Meta\([^)]*\)\]", r"\1", text)
