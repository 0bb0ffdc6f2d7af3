"""What differs between two specs and no rule has spoken of, so that nothing stays silent.

The rules compare what callers see. Whatever else somebody edits, such as an example, a link, a
format, a further address, or a member that nobody thought of, is found here by comparing the two
documents piece by piece; a difference counts as reported where a rule of its region spoke of its
place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from codegen.specs import METHODS

__all__ = ["Difference", "differences", "with_renamed_schemas"]

Json = Any
Place = tuple[str, ...]

#: Keys below which is only text for people, each with what it is called.
TEXTS: Mapping[str, str] = {
    "description": "its description",
    "summary": "its description",
    "title": "its description",
    "example": "an example",
    "examples": "an example",
    "externalDocs": "where it is documented",
    "contact": "whom to ask",
    "license": "its licence",
    "x-source": "where its document says so",
    "x-provenance": "how certain it is",
    "x-claims": "a claim of its document",
    "x-documents": "its documents",
    "x-evidence": "the evidence for it",
    "x-style": "its style",
    "meaning": "its description",
}
#: Keywords of what is valid.
_BREAKING: tuple[str, ...] = (
    "required",
    "type",
    "enum",
    "const",
    "$ref",
    "pattern",
    "minimum",
    "maximum",
    "items",
)
_BREAKING += ("minLength", "maxLength", "minItems", "maxItems", "additionalProperties", "nullable")
_SENT = ("argument", "required-argument", "constant", "body")
_OF_SCHEMAS = ("constant", "body", "answer", "secret")
#: Parts of a document, by a key on the way to a difference, with the beginnings of the rules that
#: speak of them. The first that fits counts; ``*`` stands for every other one.
REGIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("x-error-table", ("error-row",)),
    ("x-error-body", ("error-body",)),
    ("x-pagination", ("pagination",)),
    ("x-choices", ("choice",)),
    ("x-envelope", ("envelope", "answer", "member", "model")),
    ("x-retry", ("retries",)),
    ("deprecated", ("operation-",)),
    ("operationId", ("operation-",)),
    ("tags", ("operation-",)),
    ("links", ()),
    ("servers", ("base-url", "server")),
    ("security", ("credential",)),
    ("securitySchemes", ("credential",)),
    ("parameters", ("argument", "required-argument", "constant", "credential", "secret")),
    ("requestBody", ("argument", "required-argument", "constant", "body", "credential", "secret")),
    ("requestBodies", ("argument", "required-argument", "constant", "body", "credential")),
    ("responses", ("answer", "success", "error", "envelope", "member", "model")),
    ("headers", ("answer-header",)),
    ("schemas", ("member", "model", "argument", "required-argument", *_OF_SCHEMAS)),
    ("x-alternate-path", ()),
)


class Difference(NamedTuple):
    """A place where two documents differ.

    Attributes:
        where: The operation's id, ``models.Name`` or a component, or empty for the whole API.
        place: The way to it.
        text: What it is called, where it is only text for people; else empty.
        was: What stood there; an Ellipsis for nothing.
        now: What stands there.
    """

    where: str
    place: Place
    text: str
    was: Json
    now: Json

    @property
    def pointer(self) -> str:
        """The way to it as a JSON Pointer."""
        parts = (part.replace("~", "~0").replace("/", "~1") for part in self.place)
        return "/" + "/".join(parts)

    @property
    def may_break(self) -> bool:
        """Whether it is of a kind that can make a request or an answer of before invalid."""
        keywords = _keywords(self.place)
        is_part = len(self.place) > 1 and self.place[-2] in ("properties", "content")
        return keywords[-1] in _BREAKING or (is_part and self.now is ...)

    def is_reported_by(self, rule: str, where: str) -> bool:
        """Whether a change by this rule at this place speaks of it."""
        if self.text:
            return False
        keywords = _keywords(self.place)
        for key, begins in REGIONS:
            if key in keywords:
                if not begins or not rule.startswith(begins):
                    return False
                # What is sent is reported for the operations, wherever its schema stands.
                return self._is_near(where) or (key == "schemas" and rule.startswith(_SENT))
        return self._is_near(where)

    def _is_near(self, where: str) -> bool:
        # What several operations share is reported for each of them.
        return self.where == where or self.where.startswith("components") or not self.where


def differences(old: Json, new: Json) -> Iterator[Difference]:
    """Every place where two documents differ; where a whole part came or went, that part alone."""
    for place, was, now in _walk(old, new, ()):
        text = next((TEXTS[key] for key in _keywords(place) if key in TEXTS), "")
        yield Difference(_where(place, (new, old)), place, text, was, now)


#: Behind these stand names that somebody gave, and no keywords.
_NAMING: tuple[str, ...] = (
    "properties",
    "schemas",
    "responses",
    "parameters",
    "headers",
    "content",
    "links",
)
_NAMING += ("securitySchemes", "requestBodies", "variables", "paths", "patternProperties")


def _keywords(place: Place) -> list[str]:
    """The parts of a way that are words of OpenAPI; a member may be called ``title`` as well."""
    found: list[str] = []
    is_name = False
    for part in place:
        if not is_name:
            found.append(part)
        is_name = part in _NAMING and not is_name
    return found


def with_renamed_schemas(document: Json, renamed: Mapping[str, str]) -> Json:
    """A document with its schemas, and all references to them, by the names that they have now."""
    schemas = document.get("components", {}).get("schemas", {})
    names = {
        name: renamed[model]
        for name in schemas
        if (model := f"{name[:1].upper()}{name[1:]}") in renamed
    }
    if not names:
        return document
    references = {f"#/components/schemas/{old}": new for old, new in names.items()}

    def replaced(value: Json) -> Json:
        if isinstance(value, dict):
            return {key: replaced(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [replaced(inner) for inner in value]
        if isinstance(value, str) and value in references:
            return f"#/components/schemas/{references[value]}"
        return value

    found = replaced(document)
    kept = {
        names.get(name, name): schema for name, schema in found["components"]["schemas"].items()
    }
    return {**found, "components": {**found["components"], "schemas": kept}}


def _walk(old: Json, new: Json, place: Place) -> Iterator[tuple[Place, Json, Json]]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            yield from _walk(old.get(key, ...), new.get(key, ...), (*place, str(key)))
    elif isinstance(old, list) and isinstance(new, list) and _named(old) and _named(new):
        yield from _walk(_by_name(old), _by_name(new), place)
    elif type(old) is not type(new) or old != new:
        yield place, old, new


def _named(items: Collection[Json]) -> bool:
    """Whether the order of a list says nothing, because each item has a name of its own."""
    names = [_name(item) for item in items]
    return None not in names and len({*names}) == len(names)


def _by_name(items: Collection[Json]) -> dict[str, Json]:
    return {str(_name(item)): item for item in items}


def _name(item: Json) -> str | None:
    if not isinstance(item, dict):
        return None
    if "$ref" in item:
        return str(item["$ref"])
    return f"{item.get('in', '')} {item['name']}" if "name" in item else None


def _where(place: Place, documents: tuple[Json, Json]) -> str:
    match place:
        case ("paths", path, method, *_) if method in METHODS:
            for document in documents:
                operation = document.get("paths", {}).get(path, {}).get(method)
                if operation:
                    return str(operation.get("operationId", ""))
            return ""
        case ("components", "schemas", name, *_):
            return f"models.{name[:1].upper()}{name[1:]}"
        case ("components", kind, name, *_):
            return f"components.{kind}.{name}"
        case _:
            return ""
