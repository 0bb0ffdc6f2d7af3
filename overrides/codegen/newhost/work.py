"""What an import works on: the document, where in it the work is, and what became of it."""

from __future__ import annotations

import copy
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from codegen.newhost import names
from codegen.specs import Json, Spec, Where, steps

NO_DESCRIPTION = "The document does not describe it."


@dataclass
class Imported:
    """A spec, what was changed to make it one, and where its parts come from."""

    document: Json
    notes: list[str]
    source: Spec
    #: Where in the file a named schema or an operation of the spec stands.
    origins: dict[Where, Where] = field(default_factory=dict)

    def note(self, where: Where, text: str) -> None:
        """Note a change at a place of the file."""
        line = f"{self.source.shown_as.name}:{self.source.line(where)}: {text}"
        if line not in self.notes:
            self.notes.append(line)

    def origin(self, where: Where) -> Where:
        """The place in the file that a place of the spec was made from, as near as it is known."""
        for length in range(len(where), 0, -1):
            if where[:length] in self.origins:
                found = (*self.origins[where[:length]], *where[length:])
                while self.source.at(found) is None:
                    found = found[:-1]
                return found
        return ()


class Work:
    """The state of an import.

    Attributes:
        old: The document; schemas in it get their names and forms where they stand.
        schemas: Its named schemas, and those that are made on the way.
        here: The place in the file that the work is at; notes name it.
        renamed: What named schemas are called now.
    """

    def __init__(self, source: Spec, api: str, title: str) -> None:
        self.old: Json = copy.deepcopy(source.document)
        self.api = api
        self.title = title
        self.imported = Imported({}, [], source)
        self.here: Where = ()
        self.source = {"document": f"{api.replace('_', '-')}.txt", "section": "API"}
        self.components: Json = self.old.setdefault("components", {})
        self.schemas: Json = self.components.setdefault("schemas", {})
        self.renamed: dict[str, str] = {}

    def note(self, text: str) -> None:
        """Note a change at the place that the work is at."""
        self.imported.note(self.here, text)

    def go_to(self, where: Where) -> None:
        """Be at the place of the file that a place of the document came from."""
        self.here = self.imported.origin(where) or where

    def fresh(self, name: str) -> str:
        """A name for another schema, which comes from where the import is now."""
        found = names.fresh(name, self.schemas, "")
        self.imported.origins["components", "schemas", found] = self.here
        return found

    def example(self, value: Any) -> Any:
        """A value that a file shows; some write a reference where the value belongs."""
        if isinstance(value, dict) and [*value] == ["$ref"]:
            with suppress(KeyError, IndexError, TypeError, ValueError):
                return self.resolved(value)
        return value

    def resolved(self, value: Any) -> Any:
        """What a reference leads to, as a copy; schemas keep their references."""
        while isinstance(value, dict) and "$ref" in value:
            found: Any = self.old
            for part in steps(value["$ref"]):
                found = found[int(part)] if isinstance(found, list) else found[part]
            rest = {key: each for key, each in value.items() if key != "$ref"}
            value = {**found, **rest} if isinstance(found, dict) else found
        return copy.deepcopy(value)
