"""Second names of parameters and members, ``x-alias-of``, for tools that know one name alone."""

from __future__ import annotations

import re

from codegen.specs import Json, Spec
from codegen.walking import Node, walk


def fold_aliases(spec: Spec) -> None:
    """Say second names in words where a tool would make one identifier of both names.

    ``ids`` and ``ids[]`` are such names: generators lose one of them, or the whole call. The other
    one says that the host takes it too. Names that differ as identifiers stay as they are.
    """
    for node in [*walk(spec.document)]:
        if node.kind in ("schema", "property"):
            _fold_members(spec, node)
        elif node.kind in ("operation", "pathItem") and "parameters" in node.value:
            _fold_parameters(spec, node)


def _fold_members(spec: Spec, node: Node) -> None:
    members: Json = node.value.get("properties", {})
    for name, reference in [*members.items()]:
        main = spec.resolve(reference).get("x-alias-of", "")
        if main in members and _identifier(name) == _identifier(main):
            del members[name]
            members[main] = _naming(spec, members[main], name)


def _fold_parameters(spec: Spec, node: Node) -> None:
    parameters = [spec.resolve(reference) for reference in node.value["parameters"]]
    kept = []
    for reference, parameter in zip(node.value["parameters"], parameters, strict=True):
        main = parameter.get("x-alias-of", "")
        if main and _identifier(parameter["name"]) == _identifier(main):
            continue
        others = [
            each["name"]
            for each in parameters
            if each.get("x-alias-of") == parameter["name"]
            and _identifier(each["name"]) == _identifier(parameter["name"])
        ]
        kept.append(_naming(spec, reference, others[0]) if others else reference)
    node.value["parameters"] = kept


def _naming(spec: Spec, reference: Json, other: str) -> Json:
    """A thing that says which other name the host takes for it."""
    thing: Json = dict(spec.resolve(reference))
    if f"`{other}`" not in thing.get("description", ""):
        text = f"The host takes it as `{other}` too."
        thing["description"] = f"{thing.get('description', '')} {text}".strip()
    return thing


def _identifier(name: str) -> str:
    return re.sub(r"\W+", "_", name).strip("_").lower()
