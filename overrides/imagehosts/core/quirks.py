"""The mark that ties a function to the oddities of a host that it deals with.

Every oddity has an id and an entry in ``specs/<api>/quirks.yaml``. A function that exists because
of one carries the id, so that the data and the code can be held against each other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

F = TypeVar("F", bound=Callable[..., object])


def quirk(*ids: str) -> Callable[[F], F]:
    """Mark a function as the handler of the quirks with these ids."""

    def mark(function: F) -> F:
        function.__dict__["__quirks__"] = ids
        return function

    return mark
