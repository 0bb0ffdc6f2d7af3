"""Values of JSON as callers give them: checked against the type of their argument, then sent.

The types are the TypedDicts of a generated ``inputs`` module. What a type does not allow is refused
by the place where it stands, such as ``cover.points[0].x``, and so is a member that it does not
name: the host would ignore it, and nobody would notice the misspelling.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeGuard, cast

from .errors import InvalidArgument

__all__ = ["checked_value", "is_list", "json_text", "secrets_within"]

#: Deeper than any document of a host; deeper ones may be circles.
_DEEPEST = 60


def checked_value(value: Any, shape: Callable[[], Any] | None, argument: str) -> Any:
    """A value as it is sent: lists, dicts and plain values of the types that are asked for.

    Raises:
        InvalidArgument: It is something else; the error names the place within it.
    """
    plain = _plain(value, argument, 0)
    if shape is None:
        return plain
    from msgspec import ValidationError, convert

    try:
        known = convert(plain, shape())
    except ValidationError as error:
        fault, _, place = str(error).partition(" - at ")
        path = place.strip("`").rpartition("`")[2].removeprefix("$")
        raise InvalidArgument(f"{argument}{path}", _in_words(fault)) from None
    for path in _unknown(plain, known, argument):
        raise InvalidArgument(path, "the host has no such member; leave it out, or correct it")
    return plain


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Whether a checked value is a list."""
    return isinstance(value, list)


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether a checked value is an object."""
    return isinstance(value, dict)


def json_text(value: Any) -> str:
    """A value as a field of a form or of a query holds it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def secrets_within(value: Any, depth: int = 0) -> Iterator[str]:
    """The texts in a value whose names say that they are secret."""
    from .logging import is_secret_name

    if depth > _DEEPEST:
        return
    if isinstance(value, Mapping):
        for name, each in cast("Mapping[object, object]", value).items():
            if isinstance(each, str) and is_secret_name(str(name)):
                yield each
            yield from secrets_within(each, depth + 1)
    elif isinstance(value, (list, tuple)):
        for each in cast("Sequence[object]", value):
            yield from secrets_within(each, depth + 1)


def _plain(value: Any, path: str, depth: int) -> Any:
    """The value in the types that JSON has; anything else is refused where it stands."""
    kind: str = type(value).__name__
    if depth > _DEEPEST:
        raise InvalidArgument(path, "it is nested too deeply, or holds itself")
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        if math.isfinite(value):
            return value
        raise InvalidArgument(path, f"expected a number that JSON has, got {value}")
    if isinstance(value, Mapping):
        members = cast("Mapping[object, object]", value)
        for name in members:
            if not isinstance(name, str):
                raise InvalidArgument(path, f"expected names that are strings, got {name!r:.60}")
        return {
            str(name): _plain(each, f"{path}.{name}", depth + 1) for name, each in members.items()
        }
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray, memoryview)):
        items = cast("Sequence[object]", value)
        return [_plain(each, f"{path}[{index}]", depth + 1) for index, each in enumerate(items)]
    raise InvalidArgument(path, f"expected a value of JSON, got {kind}")


def _unknown(given: Any, known: Any, path: str) -> Iterator[str]:
    """The members that a check passed over, because the type does not name them."""
    if is_object(given):
        for name, each in given.items():
            if name not in known:
                yield f"{path}.{name}"
            else:
                yield from _unknown(each, known[name], f"{path}.{name}")
    elif is_list(given):
        for index, (each, other) in enumerate(zip(given, known, strict=True)):
            yield from _unknown(each, other, f"{path}[{index}]")


def _in_words(fault: str) -> str:
    """A fault as other arguments have it, without the marks around types."""
    found = re.sub(r"`([^`]*)`", r"\1", fault)
    return found[:1].lower() + found[1:]
