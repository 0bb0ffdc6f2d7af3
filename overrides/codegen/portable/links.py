"""Leads links to the operations that are there, and writes them as strict parsers take them."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from codegen.portable.routes import Call
from codegen.specs import Json


class Links:
    """Where each call of the source form can be made now."""

    def __init__(self) -> None:
        self.targets: dict[str, list[Json]] = {}
        self.calls: dict[str, tuple[Call, str | None]] = {}

    def note(self, call: Call, told_by: str | None, operation: Json) -> None:
        """Remember that an operation makes a call; ``told_by`` is the constant that says so."""
        self.targets.setdefault(call.id, []).append(operation)
        self.calls[call.id] = (call, told_by)

    def rewrite(self, links: Json, resolve: Any) -> Json:
        """The links that can still be followed."""
        made = {name: self._link(resolve(link), resolve) for name, link in links.items()}
        return {name: link for name, link in made.items() if link}

    def _link(self, link: Json, resolve: Any) -> Json | None:
        if link.get("operationId") not in self.targets:
            return None
        call, told_by = self.calls[link["operationId"]]
        given = {
            name.removeprefix("path.").removeprefix("query.").removeprefix("header."): value
            for name, value in link.get("parameters", {}).items()
        }
        operation, places = self._target(link["operationId"], set(given), resolve)
        parameters = {
            f"{places[name]}.{name}": value for name, value in given.items() if name in places
        }
        if told_by in places:
            parameters[f"{places[told_by]}.{told_by}"] = call.constants[told_by]
        rewritten: Json = {
            "operationId": operation["operationId"],
            "description": link.get("description", ""),
        }
        if parameters:
            rewritten["parameters"] = parameters
        if "requestBody" in link:
            rewritten["requestBody"] = _as_text(link["requestBody"], operation, resolve)
        return rewritten

    def _target(self, call: str, given: set[str], resolve: Any) -> tuple[Json, dict[str, str]]:
        """The operation of a call that needs no more of its path than is given."""
        found = []
        for operation in self.targets[call]:
            parameters = [resolve(each) for each in operation.get("parameters", [])]
            places = {each["name"]: each["in"] for each in parameters}
            missing = {name for name, place in places.items() if place == "path"} - given
            found.append((len(missing), operation, places))
        _, operation, places = min(found, key=lambda each: each[0])
        return operation, places


def _as_text(body: Any, operation: Json, resolve: Any) -> str:
    """A body as one text with expressions in it: strict parsers take nothing else."""
    if isinstance(body, str):
        return body
    content = resolve(operation.get("requestBody", {})).get("content", {})
    if "application/x-www-form-urlencoded" not in content or not isinstance(body, dict):
        return json.dumps(_embedded(body))
    pairs = [
        (name, item)
        for name, value in body.items()
        for item in (value if isinstance(value, list) else [value])
    ]
    return "&".join(f"{quote(name)}={_embedded(value)}" for name, value in pairs)


def _embedded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _embedded(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_embedded(inner) for inner in value]
    return f"{{{value}}}" if isinstance(value, str) and value.startswith("$") else value
