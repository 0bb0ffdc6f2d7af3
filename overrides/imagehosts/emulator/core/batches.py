"""Look-ups for one of many, made for all of them by one statement.

What shows a list says of which numbers it is. What shows one thing of it then asks for what it
needs as if it were alone, and the first that asks has it looked up for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

__all__ = ["Batches"]

T = TypeVar("T")

#: So many are asked for by one statement.
_AT_A_TIME = 256


class Batches:
    """Those of one request. Nothing is remembered but what was expected."""

    def __init__(self) -> None:
        #: The numbers that were expected together, by kind and each of them.
        self._groups: dict[str, dict[int, tuple[int, ...]]] = {}
        self._found: dict[tuple[str, str], dict[int, Any]] = {}

    def expect(self, kind: str, numbers: Iterable[int | None]) -> None:
        """These are going to be asked for, each by itself."""
        group = tuple(dict.fromkeys(number for number in numbers if number is not None))
        if group:
            known = self._groups.setdefault(kind, {})
            for number in group:
                known.setdefault(number, group)

    def get(
        self,
        kind: str,
        what: str,
        number: int,
        fetch: Callable[[Sequence[int]], Mapping[int, T]],
        default: T,
    ) -> T:
        """What ``fetch`` finds for a number of a kind, or for all that were expected with it."""
        group = self._groups.get(kind, {}).get(number)
        if group is None:
            return fetch([number]).get(number, default)
        found = self._found.setdefault((kind, what), {})
        if number not in found:
            missing = [one for one in group if one not in found]
            for start in range(0, len(missing), _AT_A_TIME):
                some = missing[start : start + _AT_A_TIME]
                fetched = fetch(some)
                found.update((one, fetched.get(one, default)) for one in some)
        value: T = found[number]
        return value
