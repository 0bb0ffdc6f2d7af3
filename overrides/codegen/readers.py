"""Plans the readers of XML answers: what each class takes from an element, as expressions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from codegen.models import Model
from codegen.plans import OperationPlan
from codegen.xsd import ATTRIBUTE, ELEMENT, TEXT, Part, XmlClass, XmlPlan

#: How text becomes a value: an expression over the text, the pointer and the name of the part.
READ = {
    "string": "{text}",
    "uri": "trimmed({text})",
    **{kind: kind + "({text}, at, {name}, note)" for kind in ("integer", "number", "boolean")},
}


class ReaderArgument(NamedTuple):
    """A member of the class and where its value comes from."""

    name: str
    expression: str


@dataclass
class ReaderPlan:
    """The reader of one class."""

    name: str
    module: str
    form: dict[str, object] = field(default_factory=dict)
    arguments: list[ReaderArgument] = field(default_factory=list)

    @property
    def constant(self) -> str:
        """The name of the constant that says what may stand in its elements."""
        return self.module.upper()

    @property
    def uses_parts(self) -> bool:
        """Whether an element in it becomes a value of its own, rather than an item of a list."""
        return any("parts[" in argument.expression for argument in self.arguments)


def read_results(plans: list[OperationPlan], models: list[Model]) -> None:
    """Name the reader of each operation that answers in XML."""
    modules = {model.name: model.module for model in models}
    for plan in plans:
        if plan.result.kind == "xml":
            plan.result.reader = f"read_{modules[plan.result.type]}"


def plan_readers(xml: XmlPlan, models: list[Model]) -> list[ReaderPlan]:
    """The readers of the classes that a success can hold."""
    modules = {model.name: model.module for model in models}
    return [
        _plan_reader(xml.classes[model.name], model, modules)
        for model in models
        if model.name in xml.read
    ]


def present_lists(xml: XmlPlan, models: list[Model]) -> None:
    """A list in XML is as many elements as there are: it is never absent, only empty."""
    for model in models:
        if model.name in xml.classes:
            lists = {m for part, m in xml.classes[model.name].parts if part.repeated}
            for member in model.members:
                if member.wire in lists:
                    member.required = True
                    member.type = member.type.removesuffix(" | None")


def _plan_reader(class_: XmlClass, model: Model, modules: dict[str, str]) -> ReaderPlan:
    names = {member.wire: member.name for member in model.members}
    plan = ReaderPlan(model.name, model.module)
    parts = [part for part, _ in class_.parts]

    def named(kind: str, *, simple: bool = True) -> dict[str, bool]:
        return {
            part.name: part.required
            for part in parts
            if part.kind == kind and part.simple == simple
        }

    plan.form = {
        "attributes": named(ATTRIBUTE),
        "leaves": named(ELEMENT),
        "nodes": named(ELEMENT, simple=False),
        "repeated": tuple(part.name for part in parts if part.repeated),
        "has_text": any(part.kind == TEXT for part in parts),
    }
    plan.arguments = [
        ReaderArgument(names[member], _expression(part, modules)) for part, member in class_.parts
    ]
    return plan


def _expression(part: Part, modules: dict[str, str]) -> str:
    name = repr(part.name)
    if part.kind == TEXT:
        return _value(part, "element.text", "'#text'")
    if part.kind == ATTRIBUTE:
        text = f"element.attrib[{name}]" if part.required else f"element.get({name})"
        value = _value(part, text, repr(f"@{part.name}"))
        return value if part.required else f"None if {text} is None else {value}"
    if part.repeated:
        at = f'f"{{at}}/{part.name}/{{index}}"'
        if part.simple:
            item = _value(part, "child.text", f'f"{part.name}/{{index}}"')
        else:
            item = f"read_{modules[part.type]}(child, {at}, note)"
        return f"[{item} for index, child in enumerate(element.findall({name}))]"
    if part.simple:
        value = _value(part, f"parts[{name}].text", name)
    else:
        value = f'read_{modules[part.type]}(parts[{name}], f"{{at}}/{part.name}", note)'
    return value if part.required else f"({value}) if {name} in parts else None"


def _value(part: Part, text: str, name: str) -> str:
    # An attribute that must be there is text; of an element without any, the text is None.
    if part.type == "string" and "attrib" not in text and ".get(" not in text:
        text = f'{text} or ""'
    return READ[part.type].format(text=text, name=name)
