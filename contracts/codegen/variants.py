"""Variants of specs: each part of a document edited once, in a way that chance with a seed draws.

A corpus shows what somebody thought of. What nobody thought of (a second one, the other order,
a keyword that is missing, a number at its border) is enumerated here: every edit of a kind that a
document can have, in an order that depends on nothing but its own name. A variant has the next edit
of each operation and of each component at once, so that a few dozen of them hold thousands.
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from codegen.problems import SpecProblem, pointer
from codegen.specs import METHODS, Where, value_at

from contracts.mutation.specs import changes_of

__all__ = ["Edit", "differences", "edited", "edits", "own_edits", "unrefused", "variants"]

Json = Any


class Edit(NamedTuple):
    """A change of one thing.

    Attributes:
        where: The place of the object, list or value that is changed.
        what: What becomes of it.
        new: What stands there then, made of what stood there.
    """

    where: Where
    what: str
    new: Callable[[Json], Json]

    def __str__(self) -> str:
        return f"{pointer(self.where) or '/'}: {self.what}"

    @property
    def region(self) -> Where:
        """The operation or component that it belongs to, or else the part of the document."""
        is_own = self.where[:1] == ("components",) or self.where[2:3] in [(m,) for m in METHODS]
        return self.where[: 3 if is_own else 1]


Edits = Callable[[Json], Iterator[Edit]]


def variants(name: str, document: Json, count: int, edits: Edits) -> Iterator[list[Edit]]:
    """The edits of some variants of a document, one for each of its regions."""
    regions: dict[Where, list[Edit]] = {}
    for edit in edits(document):
        regions.setdefault(edit.region, []).append(edit)
    for found in regions.values():
        found.sort(key=lambda edit: hashlib.sha256(f"{name} {edit}".encode()).digest())
    for turn in range(count):
        yield [found[turn] for found in regions.values() if turn < len(found)]


def edited(document: Json, some: Sequence[Edit]) -> Json:
    """A document with some edits in it, those of inner places first."""
    document = copy.deepcopy(document)
    for edit in sorted(some, key=lambda each: -len(each.where)):
        *around, last = edit.where or ("",)
        if not edit.where:
            document = edit.new(document)
        else:
            holder = value_at(document, tuple(around))
            holder[last] = edit.new(holder[last])
    return document


def unrefused(some: Sequence[Edit], problems: Sequence[SpecProblem]) -> list[Edit]:
    """The edits without those of the regions that were refused; the first half where none were."""
    places = [problem.where for problem in problems]
    kept = [
        edit for edit in some if not any(at[: len(edit.region)] == edit.region for at in places)
    ]
    return kept if len(kept) < len(some) else list(some[: len(some) // 2])


# --- what may become of a document ----------------------------------------------------------

#: What is said to people alone.
_PROSE = ("description", "summary", "title", "info", "externalDocs", "contact")
#: Behind these stand names that somebody gave.
_NAMING = ("properties", "paths", "responses", "content", "schemas", "parameters", "headers")
_NAMING += ("securitySchemes", "requestBodies", "variables", "links", "examples", "encoding")
_TYPES = {
    "string": ("integer", "array"),
    "integer": ("string", "number"),
    "number": ("integer",),
    "boolean": ("string",),
    "object": ("string",),
    "array": ("string",),
}
_MEDIA = ("application/json", "multipart/form-data", "application/x-www-form-urlencoded")
#: What a schema, a parameter and an operation may have besides.
_SCHEMA: Json = {
    "default": None,
    "format": "uri",
    "minLength": 1,
    "minItems": 1,
    "maximum": 9,
    "pattern": "^a",
    "enum": ["a", "b"],
    "const": "a",
    "example": "a",
    "nullable": True,
    "deprecated": True,
    "readOnly": True,
    "writeOnly": True,
    "additionalProperties": False,
}
_PARAMETER: Json = {
    "required": True,
    "deprecated": True,
    "explode": False,
    "style": "spaceDelimited",
    "allowReserved": True,
}
_OPERATION: Json = {
    "deprecated": True,
    "security": [],
    "description": "Other words.",
    "servers": [{"url": "https://other.example"}],
}


def edits(document: Json) -> Iterator[Edit]:
    """Every edit of a document, whether or not it is valid then."""
    references = sorted({value for where, value in _walk(document) if where[-1:] == ("$ref",)})
    for where, value in _walk(document):
        if where in ((), ("openapi",)) or (where[:1] == ("components",) and len(where) < 3):
            continue  # without these it is no document, or full of what leads nowhere
        if isinstance(value, dict):
            found = _of_names(where, value) if _is_naming(where) else _of_object(value)
        elif isinstance(value, list):
            found = _of_list(value)
        elif where[-1:] == ("$ref",):
            kind = value.rpartition("/")[0]
            others = [each for each in references if each.rpartition("/")[0] == kind] * 2
            found = _instead(value, others[others.index(value) + 1])
        else:
            found = _of_value(str(where[-1]), value)
        for what, new in found:
            yield Edit(where, what, new)


def own_edits(document: Json) -> Iterator[Edit]:
    """Every edit of a spec of this project that mutants have, and of what is around operations."""
    for where, operator, what, new in changes_of(document):
        if where and where != ("paths",):
            yield Edit(where, f"{operator}: {what}", lambda _, new=new: new)
    yield from (edit for edit in edits(document) if len(edit.region) == 1)


def _walk(value: Json, where: Where = ()) -> Iterator[tuple[Where, Json]]:
    yield where, value
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in _PROSE or _is_naming(where):
                yield from _walk(inner, (*where, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _walk(inner, (*where, index))


def _is_naming(where: Where) -> bool:
    """Whether the keys at a place are names; a member may be called ``content`` as well."""
    naming = False
    for part in where:
        naming = part in _NAMING and not naming
    return naming


Found = Iterator[tuple[str, Callable[[Json], Json]]]


def _instead(value: Json, *others: Json) -> Found:
    for other in others:
        if other != value:
            yield f"{_short(other)} for {_short(value)}", lambda _, other=other: other


def _of_names(where: Where, value: Json) -> Found:
    names = list(value)
    for index, name in enumerate(names):
        yield f"without {name}", lambda old, name=name: _without(old, name)
        other = _other_name(where, name, index)
        if other not in value:
            yield (
                f"{name} is called {other}",
                lambda old, name=name, other=other: {
                    other if key == name else key: each for key, each in old.items()
                },
            )
            yield f"{name} is {other} as well", lambda old, n=name, o=other: {**old, o: old[n]}
    for one, other in pairwise(names):
        yield f"{one} behind {other}", lambda old, one=one, other=other: _behind(old, one, other)
        yield f"{one} as {other}", lambda old, one=one, other=other: {**old, one: old[other]}


def _other_name(where: Where, name: str, index: int) -> str:
    if where[-1] == "content":
        return next(each for each in _MEDIA[index % 2 :] if each != name)
    if where[-1] == "responses" and name.isdigit():
        return str(int(name) + 1)
    return f"{name}x"


def _behind(old: Json, one: str, other: str) -> Json:
    return {
        {one: other, other: one}.get(key, key): old[{one: other, other: one}.get(key, key)]
        for key in old
    }


def _without(old: Json, name: str) -> Json:
    return {key: each for key, each in old.items() if key != name}


def _of_object(value: Json) -> Found:
    for name in value:
        yield f"without {name}", lambda old, name=name: _without(old, name)
    more: Json = {}
    if "in" in value and isinstance(value.get("name"), str):
        more = _PARAMETER
    elif "responses" in value:
        more = _OPERATION
    elif {"type", "enum", "$ref", "allOf", "oneOf", "anyOf"} & value.keys():
        more = _SCHEMA
        for name in value.get("properties", {}):
            if name not in value.get("required", []):
                yield (
                    f"{name} is required",
                    lambda old, name=name: {**old, "required": [*old.get("required", []), name]},
                )
    for name, each in more.items():
        if name not in value:
            yield (
                f"with {name}: {_short(each)}",
                lambda old, name=name, each=each: {**old, name: each},
            )


def _of_list(value: Json) -> Found:
    for index in range(len(value)):
        yield f"without {index}", lambda old, i=index: [*old[:i], *old[i + 1 :]]
        yield f"{index} twice", lambda old, i=index: [*old[: i + 1], *old[i:]]
        if index:
            yield (
                f"{index} before {index - 1}",
                lambda old, i=index: [*old[: i - 1], old[i], old[i - 1], *old[i + 1 :]],
            )


def _of_value(key: str, value: Json) -> Found:
    if key == "type" and value in _TYPES:
        yield from _instead(value, *_TYPES[value], [value, "null"])
    elif key == "in":
        yield from _instead(value, "query", "header", "path", "cookie")
    elif isinstance(value, bool):
        yield from _instead(value, not value)
    elif isinstance(value, int | float):
        yield from _instead(value, value + 1, value - 1)
    elif isinstance(value, str):
        yield from _instead(value, f"{value}x", value.swapcase())
    else:
        yield from _instead(value, "a")


# --- what became of it ----------------------------------------------------------------------


def differences(old: Json, new: Json, where: Where = ()) -> Iterator[str]:
    """What differs between two documents, a line for each place."""
    here = pointer(where) or "/"
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            if key not in new:
                yield f"- {pointer((*where, key))}: {_shown(old[key])}"
            elif key not in old:
                yield f"+ {pointer((*where, key))}: {_shown(new[key])}"
            else:
                yield from differences(old[key], new[key], (*where, key))
        before, after = ([key for key in each if key in old and key in new] for each in (old, new))
        if before != after:
            yield f"  {here}: now in the order {' '.join(after)}"
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (was, now) in enumerate(zip(old, new, strict=True)):
            yield from differences(was, now, (*where, index))
    elif isinstance(old, list) and isinstance(new, list):
        yield from (f"- {here}: {_shown(each)}" for each in old if each not in new)
        yield from (f"+ {here}: {_shown(each)}" for each in new if each not in old)
        yield f"  {here}: {len(new)} for {len(old)}"
    elif old != new or type(old) is not type(new):
        yield f"  {here}: {_shown(new)} for {_shown(old)}"


def _shown(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)


def _short(value: Json) -> str:
    text = _shown(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
