"""Arguments given by name, in the order in which an operation takes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .errors import InvalidArgument

if TYPE_CHECKING:
    from imagehosts_wire.types import Choice, Operation

__all__ = ["chosen_operation", "values_in_order"]


def chosen_operation(choice: Choice, chosen: tuple[Any, ...]) -> Operation[Any]:
    """The operation that the values of some arguments mean.

    Raises:
        InvalidArgument: One of them has no such value.
    """
    for index, name in enumerate(choice.arguments):
        known = list(dict.fromkeys(key[index] for key in choice.operations))
        if chosen[index] not in known:
            raise InvalidArgument(name, f"expected {_one_of(known)}, got {chosen[index]!r}")
    if chosen not in choice.operations:
        *names, last = choice.arguments
        others = ", ".join(f"{n}={v!r}" for n, v in zip(names, chosen, strict=False))
        raise InvalidArgument(last, f"{chosen[-1]!r} cannot be had with {others}")
    return choice.operations[chosen]


def _one_of(values: list[str]) -> str:
    *others, last = map(repr, values)
    return f"{', '.join(others)} or {last}" if others else last


def values_in_order(
    operation: Operation[Any],
    given: Mapping[str, Any],
    *,
    method: str = "",
    documented: Operation[Any] | None = None,
) -> tuple[Any, ...]:
    """The values of a call in the order of its parameters; None where nothing was given.

    Args:
        operation: What is called.
        given: The values by the names of the parameters.
        method: The method that a user called, for the error.
        documented: The operation whose options that method takes, where another is called.

    Raises:
        TypeError: The method takes no argument of this name.
        InvalidArgument: It does, and this operation does not; None counts as not given.
    """
    names = [parameter.name for parameter in operation.parameters]
    known = [each.name for each in (documented or operation).parameters if not each.required]
    for name, value in given.items():
        if name in names:
            continue
        if name not in known:
            takes = ", ".join(known) or "no others"
            raise TypeError(f"{method}() has no argument {name!r}; it takes {takes}")
        if value is not None:
            error = InvalidArgument(name, "it cannot be sent with a source of this kind")
            error.host, error.operation = operation.api, operation.id
            raise error
    return tuple(given.get(name) for name in names)
