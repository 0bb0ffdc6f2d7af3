"""From one page of a list to the next, as the spec of an operation says that its host counts.

A host that has no more answers an empty page, or said how many there are. A short page is not the
end: hosts leave out what they hide. One that answers the same page for ever is stopped; a list that
grows by a page at its beginning while it is read shows a page twice, which is no harm where the
spec says what tells items apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from attrs import evolve, frozen
from imagehosts_wire.types import Operation, Pagination, RequestOptions

from .errors import ResponseDecodeError
from .tolerant import is_array

__all__ = ["MAX_PAGES", "PageCall"]

#: No list of a picture host is longer; one that seems so has lost count.
MAX_PAGES = 100_000
#: How often in a row a page may come again where its items can be told from others.
MAX_REPEATS = 10


@frozen
class PageCall:
    """The call for one page of a list, and what the pages before it were."""

    operation: Operation[Any]
    values: tuple[Any, ...]
    options: RequestOptions | None = None
    number: int = 1
    seen: int = 0
    previous: Sequence[Any] = ()
    repeats: int = 0
    cursors: frozenset[str] = frozenset()

    @property
    def style(self) -> Pagination:
        """How the operation counts its pages."""
        if self.operation.pagination is None:
            raise TypeError(f"{self.operation!r} does not answer page by page")
        return self.operation.pagination

    def items(self, result: Any) -> Sequence[Any]:
        """The items in a result."""
        found = _member(result, self.style.items)
        return found if is_array(found) else []

    def total(self, result: Any) -> int | None:
        """How many items there are in all, where the host says it."""
        found = _member(result, self.style.total) if self.style.total else None
        return found if isinstance(found, int) else None

    def after(self, result: Any) -> PageCall | None:
        """The call for the next page; None where the host has no more."""
        items = self.items(result)
        if not items:
            return None
        seen = self.seen + len(items)
        repeats = self.repeats + 1 if items == self.previous else 0
        if repeats > (MAX_REPEATS if self.style.key else 0):
            raise self._runaway("the host answers the same page again and again", seen)
        if self.number >= MAX_PAGES:
            raise self._runaway(f"more than {MAX_PAGES} pages", seen)
        step = self._step(result, len(items))
        if step is None:
            return None
        return evolve(
            self,
            values=self._with(step),
            number=self.number + 1,
            seen=seen,
            previous=items,
            repeats=repeats,
            cursors=self.cursors | {str(step)} if self.style.style == "cursor" else self.cursors,
        )

    def _step(self, result: Any, count: int) -> Any:
        """What the parameter that moves on must be next; None where this was the last page."""
        style = self.style
        if style.style == "cursor":
            cursor = _member(result, style.next)
            known = {*self.cursors, str(self._value(style.parameter))}
            total = self.total(result)
            ended = total is not None and self.seen + count >= total
            return (
                None
                if ended or cursor in (None, "", False) or str(cursor) in known
                else str(cursor)
            )
        asked = self._value(style.parameter)
        position = style.first if asked is None else int(asked)
        if style.page_size and count < style.page_size and not style.limit:
            return None
        if style.style == "page":
            return position + 1
        total = self.total(result)
        if total is not None and position + count - style.first >= total:
            return None
        return position + count

    def _value(self, name: str) -> Any:
        for parameter, value in zip(self.operation.parameters, self.values, strict=True):
            if parameter.name == name:
                return value
        return None

    def _with(self, step: Any) -> tuple[Any, ...]:
        return tuple(
            step if parameter.name == self.style.parameter else value
            for parameter, value in zip(self.operation.parameters, self.values, strict=True)
        )

    def _runaway(self, why: str, seen: int) -> ResponseDecodeError:
        return ResponseDecodeError(
            f"{why}; the list was stopped after {seen} items",
            host=self.operation.api,
            operation=self.operation.id,
        )


def _member(value: Any, pointer: str) -> Any:
    """What a JSON pointer leads to within a result of models, lists and dicts."""
    for part in pointer.split("/")[1:]:
        if isinstance(value, dict):
            value = cast("dict[str, Any]", value).get(part)
        else:
            value = getattr(value, part, None)
    return value
