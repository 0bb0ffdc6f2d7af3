"""What is found out about an operation once, and kept with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from imagehosts_wire.types import Operation

__all__ = ["per_operation"]

P = ParamSpec("P")
T = TypeVar("T")


def per_operation(
    find: Callable[Concatenate[Operation[Any], P], T],
) -> Callable[Concatenate[Operation[Any], P], T]:
    """Ask a function once for each operation; what else it is given must be the same each time."""
    name = f"{find.__module__}.{find.__qualname__}"

    @wraps(find)
    def known(operation: Operation[Any], /, *args: P.args, **kwargs: P.kwargs) -> T:
        memo = operation.memo
        if name not in memo:
            memo[name] = find(operation, *args, **kwargs)
        found: T = memo[name]
        return found

    return known
