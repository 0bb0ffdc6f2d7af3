"""Values of the types that arguments of JSON have: the least, the most, and what is refused."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints
from typing import is_typeddict as is_object

from contracts.wire.tables import Refused

#: An object in an object may hold itself; so deep goes the largest value.
DEEPEST = 4


def values_of_shape(shape: Any) -> list[Any]:
    """A value with what is required alone, and one with everything."""
    least, most = _value(shape, 0, whole=False), _value(shape, 0, whole=True)
    return [least] if least == most else [least, most]


def refusals_of_shape(shape: Any) -> Iterator[Refused]:
    """Values that are not of a type: of another kind, and with a member that nobody knows."""
    kind = _plain(shape)
    if kind is Any:
        return
    origin = get_origin(kind)
    if is_object(kind) or origin is Mapping:
        yield Refused(["a"], "expected object")
    elif origin is Sequence:
        yield Refused({"a": 1}, "expected array")
    if is_object(kind):
        yield Refused({**_value(kind, 0, whole=False), "no_such_member": 1}, "no such member")


def _plain(shape: Any) -> Any:
    """A type without what stands around it: limits, absence, null."""
    origin = get_origin(shape)
    if origin in (NotRequired, Annotated):
        return _plain(get_args(shape)[0])
    if origin in (Union, types.UnionType):
        return _plain(next(each for each in get_args(shape) if each is not type(None)))
    return shape


def _value(shape: Any, depth: int, *, whole: bool) -> Any:
    least = _least(shape)
    kind = _plain(shape)
    if is_object(kind):
        hints = get_type_hints(kind, include_extras=True)
        return {
            name: _value(each, depth + 1, whole=whole)
            for name, each in hints.items()
            if get_origin(each) is not NotRequired or (whole and depth < DEEPEST)
        }
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Literal:
        return inner[0]
    if origin is Sequence:
        return [_value(inner[0], depth + 1, whole=whole)] if depth < DEEPEST else []
    if origin is Mapping:
        return {"a": _value(inner[1], depth + 1, whole=whole)} if whole else {}
    if kind in (int, float):
        return kind(least)
    return {str: "a1", bool: True, type(None): None}.get(kind, "a1")


def _least(shape: Any) -> float:
    """The least number that the limits of a type allow, of 1 and more where they allow it."""
    if get_origin(shape) is NotRequired:
        return _least(get_args(shape)[0])
    if get_origin(shape) is not Annotated:
        return 1
    limits = get_args(shape)[1]
    low = limits.ge if limits.ge is not None else (limits.gt + 1 if limits.gt is not None else 1)
    high = limits.le if limits.le is not None else (limits.lt - 1 if limits.lt is not None else low)
    return float(min(max(low, 1 if high >= 1 else low), high))
