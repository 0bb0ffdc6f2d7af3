"""How deep the values of a JSON text are nested, before any of them is made."""

from __future__ import annotations

import re

__all__ = ["is_deeper"]

_ALL_BUT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_AS_ONE_KIND = bytes.maketrans(b"{}", b"[]")
#: A string, closed or cut off.
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)


def is_deeper(text: bytes, most: int) -> bool:
    """Whether objects and lists are nested in each other more than ``most`` times.

    Of a text that is no JSON, or is cut off, what counts is how many of them are open at once.
    """
    brackets = text.translate(_AS_ONE_KIND, _ALL_BUT_BRACKETS)
    # Brackets within strings are rare, and taking strings out of a text takes longest.
    return _exceeds(brackets, most) and _exceeds(
        _STRING.sub(b"", text).translate(_AS_ONE_KIND, _ALL_BUT_BRACKETS), most
    )


def _exceeds(brackets: bytes, most: int) -> bool:
    if b"[" * (most + 1) in brackets:
        return True  # so many are open at once; to take off level after level would take long
    levels = 0
    while len(brackets) > most - levels:
        inner = brackets.replace(b"[]", b"")
        if len(inner) == len(brackets):
            # What never closes holds all that does, and is nested in itself.
            return brackets.count(b"[") + levels > most
        levels += 1
        if levels > most:
            return True
        brackets = inner
    return False
