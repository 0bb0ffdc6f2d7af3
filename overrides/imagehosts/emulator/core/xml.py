"""Writing XML that every parser can read, whatever text goes into it.

XML 1.0 cannot carry all of Unicode, not even escaped: what it cannot becomes U+FFFD. A carriage
return, and a line break in an attribute, would come out as something else; they are escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

MEDIA_TYPE = "application/xml; charset=UTF-8"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_IMPOSSIBLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# The greater-than sign always, so that no text holds the "]]>" that would end a section.
_IN_TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_IN_ATTRIBUTE = {**_IN_TEXT, '"': "&quot;", "\t": "&#9;", "\n": "&#10;"}
_TEXT = str.maketrans(_IN_TEXT)
_ATTRIBUTE = str.maketrans(_IN_ATTRIBUTE)


@dataclass(frozen=True, slots=True)
class Element:
    """An element that holds text, or other elements. Names are ours and need no care."""

    name: str
    content: str | Sequence[Element] = ""
    attributes: Mapping[str, str] = field(default_factory=dict[str, str])


def possible(text: str) -> str:
    """``text`` with a replacement character for each one that XML cannot carry."""
    return _IMPOSSIBLE.sub("\ufffd", text)


def document(root: Element) -> bytes:
    """A whole document, in UTF-8."""
    return (_DECLARATION + "".join(_written(root)) + "\n").encode()


def _written(element: Element) -> Iterator[str]:
    yield f"<{element.name}"
    for name, value in element.attributes.items():
        yield f' {name}="{possible(value).translate(_ATTRIBUTE)}"'
    if not element.content:
        yield "/>"
        return
    yield ">"
    if isinstance(element.content, str):
        yield possible(element.content).translate(_TEXT)
    else:
        for child in element.content:
            yield "\n"
            yield from _written(child)
        yield "\n"
    yield f"</{element.name}>"
