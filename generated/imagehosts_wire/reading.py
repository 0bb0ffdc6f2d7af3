# From overrides/codegen/templates/shared_reading.py.jinja by `make generate`; change it there.
"""What the generated readers of XML answers are made of.

A reader takes an element that has been parsed, the JSON pointer of its place, and a function to call
with what is not as the contract has it: pointer, what was expected, what came. Such a deviation never
keeps a reader from its work; a part that its class needs and that is not there does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from math import isfinite
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Note: TypeAlias = "Callable[[str, str, object], None]"

_NONE: Mapping[str, bool] = {}
_SPACE = " \t\r\n"
_INTEGER = re.compile(r"[+-]?[0-9]{1,19}")
_NUMBER = re.compile(r"[+-]?([0-9]{1,400}(\.[0-9]{0,400})?|\.[0-9]{1,400})([eE][+-]?[0-9]{1,4})?")
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


class MissingPart(Exception):
    """An element lacks a part that its class cannot do without.

    Attributes:
        pointer: Where the part should be.
    """

    def __init__(self, pointer: str) -> None:
        super().__init__(f"{pointer} is missing")
        self.pointer = pointer


class Form:
    """What may stand in elements of one type, and what must."""

    __slots__ = ("_attributes", "_has_text", "_leaves", "_repeated", "_required", "_usual")

    def __init__(
        self,
        *,
        attributes: Mapping[str, bool] = _NONE,
        leaves: Mapping[str, bool] = _NONE,
        nodes: Mapping[str, bool] = _NONE,
        repeated: tuple[str, ...] = (),
        has_text: bool = False,
    ) -> None:
        """Attributes, elements of text, elements of elements: each by name, and if it must be."""
        self._attributes = attributes
        self._leaves = {**dict.fromkeys(leaves, True), **dict.fromkeys(nodes, False)}
        self._repeated = frozenset(repeated)
        needs = {**leaves, **nodes}
        self._required = frozenset(name for name, required in needs.items() if required)
        self._usual = tuple(needs)
        self._has_text = has_text

    def parts(self, element: Element, at: str, note: Note) -> dict[str, Element]:
        """The elements in an element by name; of those that should be one, the first.

        Raises:
            MissingPart: An attribute or element that must be there is not.
        """
        if self._attributes or element.keys():
            self._check_attributes(element, at, note)
        text = element.text
        if text is not None and not text.isspace() and not self._has_text:
            note(f"{at}/#text", "no text", text)
        found: dict[str, Element] = {}
        for child in element:
            found[child.tag] = child
            if (len(child) or child.keys()) and self._leaves.get(child.tag):
                _note_inner(child, f"{at}/{child.tag}", note)
            if not (child.tail or " ").isspace():
                note(f"{at}/#text", "no text", child.tail)
        # Nearly always everything is there, once, and as the schema has it.
        if tuple(found) != self._usual or len(element) != len(found):
            self._sort_out(found, element, at, note)
        return found

    def _sort_out(self, found: dict[str, Element], element: Element, at: str, note: Note) -> None:
        """Tell of what nobody knows and of what is there again, and keep the first of it."""
        seen: set[str] = set()
        for child in element:
            tag = child.tag
            if tag not in self._leaves:
                note(f"{at}/{tag}", "no such element", child.text or "")
            elif tag not in self._repeated:
                if tag in seen:
                    note(f"{at}/{tag}", "one such element", "another one")
                else:
                    found[tag] = child
                seen.add(tag)
        missing = self._required - found.keys()
        if missing:
            raise MissingPart(f"{at}/{min(missing)}")

    def _check_attributes(self, element: Element, at: str, note: Note) -> None:
        for name in element.keys():
            if name not in self._attributes:
                note(f"{at}/@{name}", "no such attribute", element.get(name))
        for name, required in self._attributes.items():
            if required and element.get(name) is None:
                raise MissingPart(f"{at}/@{name}")


def _note_inner(element: Element, at: str, note: Note) -> None:
    """What stands in an element that should hold text alone."""
    for name in element.keys():
        note(f"{at}/@{name}", "no such attribute", element.get(name))
    for child in element:
        note(f"{at}/{child.tag}", "no such element", child.text or "")


def trimmed(text: str | None) -> str:
    """Text without the white space around it, as addresses are written."""
    return (text or "").strip(_SPACE)


def integer(text: str | None, at: str, name: str, note: Note) -> int:
    """A whole number; None, with a note, where the text is none."""
    if text is not None and text.isdecimal() and text.isascii() and len(text) < 19:
        return int(text)
    stripped = trimmed(text)
    readable = _INTEGER.fullmatch(stripped) is not None
    value: int = int(stripped) if readable else _unreadable(text, f"{at}/{name}", "int", note)
    return value


def number(text: str | None, at: str, name: str, note: Note) -> float:
    """A number; None, with a note, where the text is none."""
    stripped = trimmed(text)
    readable = _NUMBER.fullmatch(stripped) is not None and isfinite(float(stripped))
    value: float = float(stripped) if readable else _unreadable(text, f"{at}/{name}", "float", note)
    return value


def boolean(text: str | None, at: str, name: str, note: Note) -> bool:
    """A truth value; None, with a note, where the text is none."""
    value = _BOOLEANS.get(text or "")
    return _odd_boolean(text, f"{at}/{name}", note) if value is None else value


def _odd_boolean(text: str | None, pointer: str, note: Note) -> Any:
    stripped = trimmed(text)
    if stripped not in _BOOLEANS:
        note(pointer, "bool", text or "")
    # The meaning of True is plain, though the contract spells it otherwise.
    return _BOOLEANS.get(stripped.lower())


def _unreadable(text: str | None, pointer: str, expected: str, note: Note) -> Any:
    note(pointer, expected, text or "")
    return None


__all__ = ["Form", "MissingPart", "Note", "boolean", "integer", "number", "trimmed"]
