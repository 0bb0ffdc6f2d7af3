"""Validators of JSON Schema that are quick where all is well, and explain where it is not.

``jsonschema_rs`` says in microseconds whether a value is valid. Only what is not is looked at again
by ``jsonschema``, whose messages tests read; where the two differ, ``jsonschema`` is right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema_rs
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

__all__ = ["Validator"]

Json = Any


class Validator:
    """A schema of a document, with whatever its references lead to.

    Args:
        schema: The schema.
        document: Where its references lead into.
    """

    def __init__(self, schema: Json, document: Mapping[str, Json]) -> None:
        self._schema: dict[str, Json] = {**schema, **_referenced(schema, document)}
        self._quick: jsonschema_rs.Draft202012Validator | None
        try:
            self._quick = jsonschema_rs.Draft202012Validator(self._schema)
        except (ValueError, jsonschema_rs.ValidationError):
            self._quick = None  # a pattern of another dialect
        self._slow: Draft202012Validator | None = None

    def errors(self, instance: Json) -> list[ValidationError]:
        """What is wrong with a value; empty where it is valid."""
        try:
            if self._quick is not None and self._quick.is_valid(instance):
                return []
        except (ValueError, TypeError):
            pass  # a number or text that its data model does not have
        if self._slow is None:
            self._slow = Draft202012Validator(self._schema)
        return list(self._slow.iter_errors(instance))


def _referenced(schema: Json, document: Mapping[str, Json]) -> dict[str, Json]:
    """The parts of a document that a schema leads to, at their places; all others only cost."""
    found: dict[str, Json] = {}
    todo = [*_references(schema)]
    while todo:
        names = [
            name.replace("~1", "/").replace("~0", "~")
            for name in todo.pop().removeprefix("#/").split("/")
        ]
        source: Json = document
        for name in names:
            source = source[int(name)] if isinstance(source, list) else source[name]
        # A part of a list, or below another part, stays where it is: take all that holds it.
        kept = names[:3] if names[0] == "components" else names[:1]
        holder, whole = found, document
        for name in kept[:-1]:
            holder, whole = holder.setdefault(name, {}), whole[name]
        if kept[-1] not in holder:
            holder[kept[-1]] = whole[kept[-1]]
            todo += _references(whole[kept[-1]])
    return found


def _references(value: Json) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for inner in value.values():
            yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)
