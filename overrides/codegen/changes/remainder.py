"""What differs between two specs and no rule has spoken of, so that nothing stays silent.

The rules compare what callers see. Whatever else somebody edits, such as an example, a link, a
format, a further address, or a member that nobody thought of, is found here by comparing the two
documents piece by piece; a difference counts as reported where a rule of its region spoke of its
place.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from codegen.specs import METHODS, steps

__all__ = ["Difference", "differences", "renamed_schemas", "with_renamed_schemas"]

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
#: Lists of which the order says nothing.
_SETS = ("enum", "required", "type", "anyOf", "oneOf", "allOf", "security")
#: Limits, by which a greater or a less one allows less.
_LOWER = ("minimum", "exclusiveMinimum", "minLength", "minItems")
_UPPER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems")
#: Keywords of what is valid.
_BREAKING: tuple[str, ...] = (
    "required",
    "type",
    "enum",
    "const",
    "$ref",
    "pattern",
    "items",
    "additionalProperties",
    "nullable",
)
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
    ("servers", ("base-url", "server", "argument")),
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
        keyword = _keywords(self.place)[-1]
        is_part = len(self.place) > 1 and self.place[-2] in ("properties", "content")
        if keyword in (*_LOWER, *_UPPER, "contentType"):
            return self._allows_less(keyword)
        if keyword == "additionalProperties" and self.was is False:
            return False
        return keyword in _BREAKING or (is_part and self.now is ...)

    def _allows_less(self, keyword: str) -> bool:
        if self.was is ... or self.now is ...:
            return self.was is ...
        if keyword == "contentType":
            return not {*_listed(self.was)} <= {*_listed(self.now)}
        return bool(self.now > self.was if keyword in _LOWER else self.now < self.was)

    @property
    def layout(self) -> str:
        """What it is called where it says the same in another way, and nobody notices; else empty.

        What several operations share is compared where it is used.
        """
        match self.place:
            case ("components", kind, _) if kind != "securitySchemes" and ... in (
                self.was,
                self.now,
            ):
                return "what is shared in the file"
        return "the order of its values" if _is_reordered(self.place, self.was, self.now) else ""

    def is_reported_by(self, rule: str, where: str) -> bool:
        """Whether a change by this rule at this place speaks of it."""
        if self.text:
            return False
        keywords = _keywords(self.place)
        for key, begins in REGIONS:
            if key in keywords:
                if not rule.startswith(begins):
                    return False
                # What is sent is reported for the operations, wherever its schema stands.
                return self._is_near(where) or (key == "schemas" and rule.startswith(_SENT))
        return self._is_near(where)

    def _is_near(self, where: str) -> bool:
        # What several operations share is reported for each of them.
        return self.where == where or self.where.startswith("components") or not self.where


def differences(old: Json, new: Json) -> Iterator[Difference]:
    """Every place where two documents differ; where a whole part came or went, that part alone.

    Where one has a reference and the other another one, or the thing itself, what they lead to is
    compared; a parameter of a path is one of each of its operations.
    """
    found = _Walk(old, new).all()
    for place, was, now in found:
        text = next((TEXTS[key] for key in _keywords(place) if key in TEXTS), "")
        if place[-2:-1] == ("x-choices",) and ... not in (was, now):
            text = TEXTS["description"]
        if place == ("info", "version"):
            text = "the version of its document"
        yield Difference(_where(place, (new, old)), place, text, was, now)


def _is_reordered(place: Place, was: Json, now: Json) -> bool:
    """Whether two lists of which the order says nothing hold the same."""
    if not (isinstance(was, list) and isinstance(now, list) and _keywords(place)[-1] in _SETS):
        return False
    return sorted(map(repr, was)) == sorted(map(repr, now))


def _listed(value: Json) -> list[str]:
    return [part.strip() for part in str(value).split(",")]


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


def renamed_schemas(old: Json, new: Json) -> dict[str, str]:
    """Schemas with the same members as another one, which is gone: their names before and now."""
    before, after = (each.get("components", {}).get("schemas", {}) for each in (old, new))
    come = [name for name in after if name not in before]
    found: dict[str, str] = {}
    for name in [name for name in before if name not in after]:
        members = before[name].get("properties", {}).keys()
        twin = next(
            (each for each in come if after[each].get("properties", {}).keys() == members), ""
        )
        if members and twin:
            come.remove(twin)
            found[name] = twin
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


class _Walk:
    """Goes through two documents side by side."""

    def __init__(self, old: Json, new: Json) -> None:
        self.documents = (old, new)

    def all(self) -> Iterator[tuple[Place, Json, Json]]:
        old, new = (_with_parts_of_paths(document) for document in self.documents)
        return self._walk(old, new, (), ())

    def _walk(
        self, old: Json, new: Json, place: Place, around: tuple[Json, ...]
    ) -> Iterator[tuple[Place, Json, Json]]:
        if place[:1] == ("components",) and len(place) == 2:
            old, new = ({} if each is ... else each for each in (old, new))
        if _refer_to_others(old, new):
            pair = (_reference(old), _reference(new))
            if pair in around:
                return
            old, new, around = *self._followed(old, new), (*around, pair)
        if isinstance(old, dict) and isinstance(new, dict):
            for key in [*old, *(key for key in new if key not in old)]:
                was, now = old.get(key, ...), new.get(key, ...)
                yield from self._walk(was, now, (*place, str(key)), around)
            return
        if isinstance(old, list) and isinstance(new, list):
            before, after = self.documents
            named, now_named = self._by_name(old, before), self._by_name(new, after)
            if named is not None and now_named is not None:
                yield from self._walk(named, now_named, place, around)
                return
            by_place = len(old) == len(new) and not _is_reordered(place, old, new)
            if by_place and all(isinstance(each, dict) for each in [*old, *new]):
                for index, (was, now) in enumerate(zip(old, new, strict=True)):
                    yield from self._walk(was, now, (*place, str(index)), around)
                return
        if old != new or type(old) is not type(new):
            yield place, old, new

    def _followed(self, old: Json, new: Json) -> tuple[Json, Json]:
        """What two values lead to; schemas by other names stay what they are, unless alike."""
        found = [_resolved(*each) for each in zip((old, new), self.documents, strict=True)]
        names = [str(_reference(each)) for each in (old, new)]
        if all(name.startswith("#/components/schemas/") for name in names):
            return (old, new) if found[0] != found[1] else (found[0], found[1])
        return found[0], found[1]

    def _by_name(self, items: list[Json], document: Json) -> dict[str, Json] | None:
        """The items of a list by names of their own, where the order says nothing; else None."""
        names = [_name(_resolved(item, document)) for item in items]
        if None in names or len({*names}) < len(names):
            return None
        return {str(name): item for name, item in zip(names, items, strict=True)}


def _refer_to_others(old: Json, new: Json) -> bool:
    references = (_reference(old), _reference(new))
    return references[0] != references[1] and isinstance(old, dict) and isinstance(new, dict)


def _reference(value: Json) -> str | None:
    """Where a value refers to, and nothing else: words beside a reference are compared as well."""
    found = value.get("$ref") if isinstance(value, dict) else None
    return found if isinstance(found, str) and found.startswith("#/") else None


def _resolved(value: Json, document: Json) -> Json:
    seen: set[str] = set()
    while (reference := _reference(value)) is not None and reference not in seen:
        seen.add(reference)
        target = document
        for part in steps(reference):
            target = target.get(part) if isinstance(target, dict) else None
        if not isinstance(target, dict):
            return value
        value = {**target, **{key: each for key, each in value.items() if key != "$ref"}}
    return value


def _with_parts_of_paths(document: Json) -> Json:
    """A document whose operations have what their paths have for all of them."""
    paths: dict[str, Json] = {}
    for path, item in (document.get("paths") or {}).items():
        shared = item.get("parameters", [])
        own = {method: item[method] for method in METHODS if method in item}
        if not (shared or "servers" in item) or not own:
            paths[path] = item
            continue
        rest = {k: v for k, v in item.items() if k not in ("parameters", "servers", *own)}
        paths[path] = rest | {
            method: _with_shared(operation, item, document) for method, operation in own.items()
        }
    return {**document, "paths": paths}


def _with_shared(operation: Json, item: Json, document: Json) -> Json:
    own = operation.get("parameters", [])
    names = [_name(_resolved(each, document)) for each in own]
    inherited = [
        each for each in item.get("parameters", []) if _name(_resolved(each, document)) not in names
    ]
    found = {**operation, "parameters": [*inherited, *own]}
    if "servers" in item:
        found.setdefault("servers", item["servers"])
    return found


def _name(item: Json) -> str | None:
    if not isinstance(item, dict):
        return None
    if "category" in item:  # a row of the error table
        return json.dumps([item.get(key) for key in ("status", "code", "message")])
    return f"{item.get('in', '')} {item['name']}".strip() if "name" in item else None


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
