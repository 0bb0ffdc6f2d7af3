"""Fills in examples: for every parameter, every request and every success.

The words are those of the API where there are any: what an example of the source form has under
the same name. What cannot be found is made of the schema.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator

from codegen.portable.plain import nodes
from codegen.samples import sample
from codegen.specs import Json, Spec

#: How deep an example of an answer goes where the source form has none.
DEPTH = 4

#: How many values of a name are tried.
ENOUGH = 5

FORMATS = {
    "binary": "lake.jpg",
    "byte": "/9j/4AAQSkZJRg==",
    "date": "2025-04-07",
    "date-time": "2025-04-07T13:33:20Z",
    "email": "ann@example.com",
    "uri": "https://example.com/lake.jpg",
    "url": "https://example.com/lake.jpg",
    "uri-reference": "/lake.jpg",
    "uuid": "5f0c6a3e-8f0e-4c57-9a39-0e5c8b1f2d4a",
    "duration": "P3D",
    "ipv4": "192.0.2.1",
    "time": "13:33:20Z",
    "hostname": "example.com",
}

#: Texts for patterns that no other text fits.
TEXTS = (
    *("lake", "Tahoe", "lake,dawn", "0", "1", "12", "lake.jpg", "PT5M"),
    *("img1/2/lake.jpg", "2025-04-07 13:33:20", "0" * 32, "a1b2c3"),
)


class Samples:
    """Examples for one document, by the names of what they are for."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.known: dict[str, list[Any]] = {}
        for name, value in _named_values(spec):
            values = self.known.setdefault(name, [])
            if value not in values and len(values) < ENOUGH:
                values.append(value)

    def fill(self) -> None:
        """Give everything that is sent, and every success, an example."""
        for node in nodes(self.spec.document, "parameter", "header"):
            value = node.value
            if not {"example", "examples", "$ref", "content"} & set(value) and "schema" in value:
                value["example"] = self.of(value["schema"], str(value.get("name", "")))
        for node in nodes(self.spec.document, "requestBody"):
            for media in node.value.get("content", {}).values():
                self._fill_request(media)
        for node in nodes(self.spec.document, "response"):
            for media in node.value.get("content", {}).values():
                if not {"example", "examples"} & set(media) and "schema" in media:
                    media["example"] = self.of(media["schema"], "")

    def _fill_request(self, media: Json) -> None:
        if "schema" not in media:
            return
        if not {"example", "examples"} & set(media):
            media["example"] = self.request(media["schema"])

    def request(self, reference: Json) -> Any:
        """An example of a body: what must be sent, or what one would send."""
        schema = self.spec.resolve(reference)
        members = schema.get("properties")
        if not members:
            return self.of(schema, "")
        required = [name for name in members if name in schema.get("required", [])]
        own = [name for name in required if not self._is_secret(members[name])]
        known = [
            name
            for name, member in members.items()
            if name not in required and not self._is_secret(member) and self._found(member, name)
        ]
        chosen = {*required, *(known[:2] if not own else [])}
        return {name: self.of(members[name], name) for name in members if name in chosen}

    def of(self, reference: Any, name: str, depth: int = DEPTH) -> Any:
        """An example of a schema."""
        schema = self.spec.resolve(reference) if isinstance(reference, dict) else {}
        for value in self._found(schema, name):
            return value
        made = next(self._made(schema, name, depth), None)
        if self.fits(schema, made):
            return made
        drafted = sample(schema, self.spec.document.get("components", {}).get("schemas", {}))
        return made if drafted is None else drafted

    def fits(self, schema: Json, value: Any) -> bool:
        """Whether a schema allows a value."""
        whole = schema
        if _has_reference(schema):
            whole = {"allOf": [schema], "components": self.spec.document.get("components", {})}
        return Draft202012Validator(whole).is_valid(value)

    def _is_secret(self, reference: Json) -> bool:
        schema = self.spec.resolve(reference)
        return schema.get("format") == "password" or "x-credential" in schema

    def _found(self, reference: Json, name: str) -> list[Any]:
        """What the document itself has for a name, if the schema allows it."""
        schema = self.spec.resolve(reference)
        candidates = [schema[key] for key in ("const", "example", "default") if key in schema]
        candidates += schema.get("examples", [])[:1]
        if self._is_secret(schema) and "const" not in schema:
            candidates = []
            word = re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_").upper() or "SECRET"
            candidates.append(f"YOUR_{word}")
        if schema.get("format") != "binary" and not schema.get("enum"):
            candidates += self.known.get(name, [])
        return [each for each in candidates if self.fits(schema, each)]

    def _made(self, schema: Json, name: str, depth: int) -> Iterator[Any]:
        if schema.get("enum"):
            yield schema["enum"][0]
        for part in ("anyOf", "oneOf"):
            for option in schema.get(part, []):
                yield self.of(option, name, depth)
        if "allOf" in schema:
            whole: Json = {}
            for option in schema["allOf"]:
                value = self.of(option, name, depth)
                whole |= value if isinstance(value, dict) else {}
            yield whole
        kinds = schema.get("type", "string" if "properties" not in schema else "object")
        for kind in [kinds] if isinstance(kinds, str) else kinds:
            yield from self._of_kind(kind, schema, name, depth)

    def _of_kind(self, kind: str, schema: Json, name: str, depth: int) -> Iterator[Any]:
        if kind == "object":
            required = schema.get("required", [])
            yield {
                key: self.of(member, key, depth - 1)
                for key, member in schema.get("properties", {}).items()
                if key in required or depth > 1
            }
        elif kind == "array":
            item = self.of(schema.get("items", {}), name, depth - 1)
            yield [item] * max(1, schema.get("minItems", 1)) if depth > 0 else []
        elif kind in ("integer", "number"):
            lowest = schema.get("minimum", schema.get("exclusiveMinimum", 0) + 0)
            yield from (each for each in (1, lowest, lowest + 1) if self.fits(schema, each))
        elif kind == "boolean":
            yield True
        elif kind == "null":
            yield None
        else:
            texts = [FORMATS.get(schema.get("format", ""), "lake"), *TEXTS]
            texts.append("x" * schema.get("minLength", 1))
            yield from (each for each in texts if self.fits(schema, each))
            yield texts[0]


def _has_reference(value: Any) -> bool:
    if isinstance(value, dict):
        return "$ref" in value or any(map(_has_reference, value.values()))
    return isinstance(value, list) and any(map(_has_reference, value))


def _named_values(spec: Spec) -> Iterator[tuple[str, Any]]:
    """Every value in the examples of a document, with its name: what is sent comes first."""
    answers: list[Any] = []
    for node in nodes(spec.document, "parameter"):
        if "example" in node.value:
            yield str(node.value.get("name", "")), node.value["example"]
    for node in nodes(spec.document, "requestBody", "response"):
        for media in node.value.get("content", {}).values():
            values = [media["example"]] if "example" in media else []
            values += [
                each["value"] for each in media.get("examples", {}).values() if "value" in each
            ]
            if node.kind == "requestBody":
                for value in values:
                    yield from _members(value)
            else:
                answers += values
    for value in answers:
        yield from _members(value)


def _members(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            plain = isinstance(inner, (str, int, float)) and not isinstance(inner, bool)
            texts = isinstance(inner, list) and all(isinstance(each, str) for each in inner)
            if (plain or texts) and inner not in ("", []):
                yield str(name), inner
            else:
                yield from _members(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _members(inner)
