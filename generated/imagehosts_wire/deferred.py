# From overrides/codegen/templates/shared_deferred.py.jinja by `make generate`; change it there.
"""Classes of attrs that are made when they are first used.

attrs needs a third of a millisecond for a class, and most programs use few of the classes of an API.
A module of models therefore takes ``define`` and ``field`` from here: they only note what is wanted.
:func:`defer` moves the unfinished classes out of the module and gives it a ``__getattr__`` that
finishes a class, and those that its annotations name, when somebody asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from threading import RLock
from typing import Any

_NAME = re.compile(r"[A-Za-z_]\w*")


class _Field:
    """The arguments of a call of ``attrs.field``."""

    def __init__(self, **arguments: Any) -> None:
        self.arguments = arguments


def field(**arguments: Any) -> Any:
    """Stands in for ``attrs.field``."""
    return _Field(**arguments)


def define(**arguments: Any) -> Callable[[type], type]:
    """Stands in for ``attrs.define``: keep the arguments with the class, for later."""

    def keep(unfinished: type) -> type:
        unfinished.__define__ = arguments  # type: ignore[attr-defined]
        return unfinished

    return keep


def defer(
    namespace: dict[str, Any], names: list[str]
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Take the classes of these names out of a module, and give it ``__getattr__`` and ``__dir__``."""
    unfinished: dict[str, type] = {name: namespace.pop(name) for name in names}
    lock = RLock()

    def get(name: str) -> Any:
        if name in unfinished:
            with lock:
                # All that belong together appear at once: annotations are looked up in the module.
                namespace.update(
                    {
                        each: _finish(unfinished[each])
                        for each in _needed(name, unfinished)
                        if each not in namespace
                    }
                )
        if name not in namespace:
            raise AttributeError(f"module {namespace['__name__']!r} has no attribute {name!r}")
        return namespace[name]

    return get, lambda: names


def _needed(name: str, unfinished: dict[str, type]) -> set[str]:
    """A class and all that can be reached from its annotations."""
    found, queue = {name}, [name]
    while queue:
        for annotation in unfinished[queue.pop()].__annotations__.values():
            named = unfinished.keys() & _NAME.findall(annotation)
            queue += named - found
            found |= named
    return found


def _finish(unfinished: type) -> type:
    import attrs

    for name, value in list(vars(unfinished).items()):
        if isinstance(value, _Field):
            setattr(unfinished, name, attrs.field(**value.arguments))
    arguments: dict[str, Any] = vars(unfinished)["__define__"]
    delattr(unfinished, "__define__")
    return attrs.define(unfinished, **arguments)


__all__ = ["defer", "define", "field"]
