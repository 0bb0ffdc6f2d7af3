"""Bytes of an answer to typed models.

The way taken nearly always is msgspec straight from bytes into the generated classes. An answer
that it refuses is looked at again by :mod:`imagehosts.core.tolerant`, which gives the model all the
same and says what was wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any, get_origin

import msgspec

from .memo import per_operation

if TYPE_CHECKING:
    from imagehosts_wire.types import Operation

__all__ = ["Refused", "decode_json", "empty_success", "is_hollow"]

#: What a strict decoder raises on an answer that is not as specified, is not JSON at all, or is
#: nested too deep.
Refused = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


def decode_json(operation: Operation[Any], content: bytes) -> Any:
    """The result in a JSON body; raises one of :data:`Refused`."""
    return _compile(operation)(content)


def empty_success(operation: Operation[Any], status: int) -> Any:
    """The result of an answer without a body that is a plain yes; None where it is none.

    A deletion needs no words, and what answers with yes or no may say yes by 204 or 205.
    """
    deletes = _DELETES.search(operation.id) is not None or operation.method == "DELETE"
    if not 200 <= status < 300 or not (deletes or status in (204, 205)):
        return None
    kind = operation.result.type() if operation.result.type is not None else None
    if kind is bool or kind == bool | None:
        return True
    if not deletes:
        return None
    if get_origin(kind) is list:
        return []
    if not _optional_members(operation):
        return None
    from .tolerant import fit

    return fit(kind, {}, "", lambda pointer, expected, got: None)


_DELETES = re.compile(r"(^|_)(delete|remove)(_|$)")


def is_hollow(operation: Operation[Any], result: Any) -> bool:
    """Whether a result is a model that needs no member and got none.

    Any object decodes into such a model, whatever it says.
    """
    names = _optional_members(operation)
    return bool(names) and all(getattr(result, name) is None for name in names)


@per_operation
def _optional_members(operation: Operation[Any]) -> tuple[str, ...]:
    """The members of a result's class where none of them is needed; else nothing."""
    kind = operation.result.type() if operation.result.type is not None else None
    attributes = getattr(kind, "__attrs_attrs__", ())
    if any(attribute.default is not None for attribute in attributes):
        return ()
    return tuple(attribute.name for attribute in attributes)


@per_operation
def _compile(operation: Operation[Any]) -> Callable[[bytes], Any]:
    result = operation.result
    if result.type is None:
        raise TypeError(f"{operation!r} has no type to decode into")
    kind = result.type()
    if _is_renamed(kind, set()):
        return _refuse
    try:
        if not result.envelope:
            return msgspec.json.Decoder(kind, strict=not result.tolerant).decode
        rename = {"result": result.envelope}
        envelope = msgspec.defstruct("Envelope", [("result", kind)], rename=rename)
        decode = msgspec.json.Decoder(envelope, strict=not result.tolerant).decode
    except TypeError:
        return _refuse  # a choice between classes, which msgspec leaves to others
    unwrap = attrgetter("result")
    return lambda content: unwrap(decode(content))


def _refuse(content: bytes) -> Any:
    raise msgspec.ValidationError("msgspec cannot make these classes")


def _is_renamed(kind: Any, seen: set[Any]) -> bool:
    """Whether a class in here renames a member, which msgspec cannot do for attrs classes."""
    if kind in seen:
        return False
    seen.add(kind)
    if hasattr(kind, "__wire_names__"):
        return True
    if hasattr(kind, "__attrs_attrs__"):
        from typing import get_type_hints

        return any(_is_renamed(hint, seen) for hint in get_type_hints(kind).values())
    return any(_is_renamed(part, seen) for part in getattr(kind, "__args__", ()) if _hashable(part))


def _hashable(part: Any) -> bool:
    return not isinstance(part, (list, dict))
