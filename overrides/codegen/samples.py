"""Values that schemas allow: readable, and the same every time.

What a schema shows itself comes first, then something small of its type that keeps to its limits.
Texts of a pattern are looked for by hypothesis, which finds the simplest one.
"""

from __future__ import annotations

import itertools
import math
import re
import warnings
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from codegen.specs import Json, steps

#: Texts by their formats.
_TEXTS = {
    "byte": "dGV4dA==",
    "date": "2026-01-01",
    "date-time": "2026-01-01T00:00:00Z",
    "email": "somebody@pictures.example",
    "ipv4": "192.0.2.1",
    "uri": "https://pictures.example/1.png",
    "url": "https://pictures.example/1.png",
    "uuid": "00000000-0000-4000-8000-000000000001",
    "binary": "lake.png",
}
#: Down to this depth optional members and items of lists are shown.
_SHOWN = 3
#: What must be there is followed so deep; a schema that never ends has no value.
_DEEPEST = 60
_COMBINING = ("allOf", "oneOf", "anyOf")
#: What may be allowed where alternatives leave each other little room.
_OF_EACH_KIND = (1.5, "text", True, None)
#: What says nothing of the value of an alternative.
_NOTES = ("description", "title", "example", "examples", "default", "deprecated")


class _Nothing:
    """Stands for the value of a schema that allows none, as far as was looked."""


_NOTHING = _Nothing()


def sample(schema: Any, schemas: Json) -> Any:
    """A value that a schema allows; None where none is found easily, or null is one.

    Args:
        schema: The schema, or a reference to one.
        schemas: The schemas of the document, which references lead to.
    """
    found = _Samples(schemas).of(schema, 0)
    return None if found is _NOTHING else found


class _Samples:
    """Draws values; what is optional is left out deep down and where it would not end."""

    def __init__(self, schemas: Json) -> None:
        self.schemas = schemas

    def of(self, schema: Any, depth: int, names: tuple[str, ...] = ()) -> Any:
        if schema is False or depth > _DEEPEST:
            return _NOTHING
        if not isinstance(schema, dict):
            return None
        if "$ref" in schema:
            name = str(steps(schema["$ref"])[-1])
            if depth > _SHOWN and names.count(name) > 1:
                return _NOTHING
            return self.of(self.schemas.get(name, {}), depth + 1, (*names, name))
        found = next(self._valid(schema, self._shown(schema)), _NOTHING)
        if found is not _NOTHING:
            return found
        if any(schema.get(key) for key in _COMBINING):
            made = [each for each in self._combined(schema, depth, names) if each is not _NOTHING]
            return next(self._valid(schema, [*made, *_OF_EACH_KIND]), next(iter(made), _NOTHING))
        return self._made(schema, depth, names)

    def _valid(self, schema: Json, values: Iterable[Any]) -> Iterator[Any]:
        """Those of some values that a schema allows."""
        validator = None
        for value in values:
            if validator is None:
                components = {"schemas": self.schemas}
                validator = Draft202012Validator({**schema, "components": components})
            if validator.is_valid(value):
                yield value

    def _shown(self, schema: Json) -> Iterator[Any]:
        """What a schema shows itself."""
        for key in ("example", "const"):
            if key in schema:
                yield schema[key]
        for key in ("examples", "enum"):
            shown = schema.get(key) or []
            yield from shown.values() if isinstance(shown, dict) else shown

    def _combined(self, schema: Json, depth: int, names: tuple[str, ...]) -> Iterator[Any]:
        """A value of all parts together, or one of each alternative."""
        for key in _COMBINING:
            if not schema.get(key):
                continue
            rest = {name: each for name, each in schema.items() if name not in {key, *_NOTES}}
            if key == "allOf":
                yield self.of(self._together([*schema["allOf"], rest], depth), depth, names)
                return
            for option in schema[key]:
                yield self.of({"allOf": [option, rest]} if rest else option, depth, names)
            return

    def _together(self, parts: list[Any], depth: int) -> Json:
        """One schema for several that hold together."""
        whole: Json = {}
        for part in parts:
            own = self._resolved(part)
            if own.get("allOf") and depth < _DEEPEST:
                rest = {key: each for key, each in own.items() if key != "allOf"}
                own = self._together([*own["allOf"], rest], depth + 1)
            shown = own.pop("example", None)
            shown = shown if isinstance(shown, dict) else {}
            members = dict(whole.get("properties", {}))
            for name, member in (own.get("properties") or {}).items():
                both = {"allOf": [members[name], member]} if name in members else member
                members[name] = {"allOf": [both], "example": shown[name]} if name in shown else both
            required = [*whole.get("required", []), *(own.get("required") or [])]
            whole |= own
            if members:
                whole["properties"] = members
            if required:
                whole["required"] = list(dict.fromkeys(required))
        return whole

    def _resolved(self, schema: Any) -> Json:
        seen: set[str] = set()
        while isinstance(schema, dict) and "$ref" in schema and schema["$ref"] not in seen:
            seen.add(schema["$ref"])
            schema = self.schemas.get(str(steps(schema["$ref"])[-1]), {})
        return dict(schema) if isinstance(schema, dict) and "$ref" not in schema else {}

    def _made(self, schema: Json, depth: int, names: tuple[str, ...]) -> Any:
        """A value of the first type that has one."""
        kinds = schema.get("type", "object" if "properties" in schema else "")
        kinds = [kinds] if isinstance(kinds, str) else list(kinds)
        for kind in sorted(kinds, key=lambda each: each == "null"):
            if kind == "object":
                found = self._object(schema, depth, names)
            elif kind == "array":
                found = self._array(schema, depth, names)
            elif kind in ("null", ""):
                found = None
            else:
                found = next((each for each in _plain(kind, schema)), _NOTHING)
            if found is not _NOTHING:
                return found
        return _NOTHING

    def _object(self, schema: Json, depth: int, names: tuple[str, ...]) -> Any:
        """The members that are asked for, and near the top as many others as have values."""
        members = schema.get("properties") or {}
        required = schema.get("required") or []
        wanted = [*members] if depth < _SHOWN else [name for name in members if name in required]
        found: Json = {}
        for name in [*wanted, *(name for name in required if name not in members)]:
            member = members.get(name, schema.get("additionalProperties", {}))
            if name not in required and isinstance(member, dict) and member.get("writeOnly"):
                continue
            value = self.of(member, depth + 1, names)
            if value is _NOTHING and name in required:
                return _NOTHING
            if name in required or not (value is _NOTHING or value is None):
                found[name] = value
        return found

    def _array(self, schema: Json, depth: int, names: tuple[str, ...]) -> Any:
        least = int(schema.get("minItems", 0))
        count = max(least, 1 if depth < _SHOWN else 0)
        count = min(count, int(schema.get("maxItems", count)))
        if not count:
            return []
        item = schema.get("items", {})
        first = self.of(item, depth + 1, names)
        if first is _NOTHING:
            return _NOTHING if least else []
        if not schema.get("uniqueItems") or count == 1:
            return [first] * count
        found: list[Any] = []
        for value in self._valid(self._resolved(item), _others(first, self._resolved(item))):
            if not any(_same(value, each) for each in found):
                found.append(value)
            if len(found) == count:
                return found
        return _NOTHING if least > len(found) else found


def _same(one: Any, other: Any) -> bool:
    """Whether JSON has two values for one."""
    return isinstance(one, bool) is isinstance(other, bool) and bool(one == other)


def _others(value: Any, schema: Json) -> Iterator[Any]:
    """A value, and values that differ from it."""
    yield value
    yield from schema.get("enum", [])
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float):
        step = schema.get("multipleOf", 1)
        for sign in (1, -1):
            yield from (value + sign * number * step for number in range(1, _DEEPEST))
    elif isinstance(value, str):
        yield from _other_texts(value, schema)
    elif isinstance(value, list):
        yield []
        yield from ([*value, *[each] * number] for each in value[:1] for number in range(1, 9))
    elif isinstance(value, dict):
        for name, inner in value.items():
            member = schema.get("properties", {}).get(name, {})
            for other in _others(inner, member if isinstance(member, dict) else {}):
                yield {**value, name: other}


def _other_texts(value: str, schema: Json) -> Iterator[str]:
    if "pattern" in schema:
        yield from _texts_of_pattern(str(schema["pattern"]), 10)
    numbers = range(1, _DEEPEST)
    if "format" in schema:
        # A date, an address or a UUID with another number in it.
        yield from (re.sub(r"\d(?=\D*$)", str(n % 10), value, count=1) for n in numbers)
    yield from (f"{value}{number}" for number in numbers)
    yield from (f"{value[: -len(str(number))]}{number}" for number in numbers)


# --- plain values --------------------------------------------------------------------------


def _plain(kind: str, schema: Json) -> Iterator[Any]:
    """Values of a plain type that its schema allows."""
    alone = {**schema, "type": kind}
    values: Iterable[Any] = (True, False) if kind == "boolean" else ()
    if kind in ("integer", "number"):
        values = _numbers(schema, whole=kind == "integer")
    elif kind == "string":
        values = _texts(schema)
    yield from (value for value in values if _fits(alone, value))


def _fits(schema: Json, value: Any) -> bool:
    return Draft202012Validator(schema).is_valid(value)


def _numbers(schema: Json, *, whole: bool) -> Iterator[float]:
    """Numbers near the limits, the plainest first."""
    for value in _near_limits(schema):
        yield int(value) if whole and value == int(value) else value


def _near_limits(schema: Json) -> Iterator[float]:
    lows = [schema[key] for key in ("minimum", "exclusiveMinimum") if key in schema]
    highs = [schema[key] for key in ("maximum", "exclusiveMaximum") if key in schema]
    low, high = max(lows, default=None), min(highs, default=None)
    step = schema.get("multipleOf")
    yield 1
    if step:
        first = math.ceil(low / step) if low is not None else 1
        last = math.floor(high / step) if high is not None else first + 1
        for count in (max(first, 1) if last >= 1 else last, first, first + 1, last, last - 1):
            yield count * step
        return
    if low is not None:
        yield from (low, low + 1)
    if high is not None:
        yield from (high, high - 1)
    if low is not None and high is not None:
        yield from ((low + high) / 2, low + (high - low) / 4)
    yield 0


def _texts(schema: Json) -> Iterator[str]:
    """Texts of a format or a pattern, as long as they may be."""
    least, most = int(schema.get("minLength", 0)), schema.get("maxLength")
    named = _TEXTS.get(schema.get("format", ""))
    plain = named or "text"
    if "pattern" not in schema:
        yield plain if named else plain.ljust(least, "x")
        yield plain.ljust(least, "x")[: None if most is None else int(most)]
        return
    if named:
        yield named
    yield from _texts_of_pattern(str(schema["pattern"]), 1, least, most)


@cache
def _texts_of_pattern(
    pattern: str, count: int, least: int = 0, most: int | None = None
) -> tuple[str, ...]:
    """The simplest texts of a pattern; none where Python cannot read it."""
    from hypothesis import HealthCheck, Phase, errors, find, settings
    from hypothesis.strategies import from_regex

    common = settings(database=None, derandomize=True, suppress_health_check=[*HealthCheck])
    # The first that is tried is the simplest; where that is not right, a search takes long.
    first = settings(common, max_examples=1, phases=[Phase.generate])
    search = settings(common, max_examples=300)
    found: list[str] = []
    if most is not None and least > most:
        return ()

    def right(text: str) -> bool:
        whole = least <= len(text) and (most is None or len(text) <= most)
        # `$` leaves a line end behind it, which nobody means.
        return whole and text not in found and not text.endswith("\n")

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of a class of characters in another one
        for whole, how in itertools.product((True, False), (first, search)):
            try:
                while len(found) < count:
                    found.append(find(from_regex(pattern, fullmatch=whole), right, settings=how))
            except (re.error, errors.HypothesisException):
                continue
    return tuple(found)
