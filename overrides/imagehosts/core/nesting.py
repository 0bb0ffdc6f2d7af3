"""How deep the values of a JSON text are nested, before any of them is made."""

from __future__ import annotations

import re

__all__ = ["is_deeper"]

_ALL_BUT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_AS_ONE_KIND = bytes.maketrans(b"{}", b"[]")
#: A string, closed or cut off.
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)


def is_deeper(text: bytes | bytearray, most: int) -> bool:
    """Whether objects and lists are nested in each other more than ``most`` times.

    Of a text that is no JSON, or is cut off, what counts is how many of them are open at once.
    """
    brackets = text.translate(_AS_ONE_KIND, _ALL_BUT_BRACKETS)
    # Brackets within strings are rare, and taking strings out of a text takes longest.
    return _exceeds(brackets, most) and _exceeds(
        _STRING.sub(b"", text).translate(_AS_ONE_KIND, _ALL_BUT_BRACKETS), most
    )


def _exceeds(brackets: bytes | bytearray, most: int) -> bool:
    if brackets.count(b"[") <= most:
        return False
    level = 0
    for bracket in brackets.strip(b"]"):
        if bracket == _OPENS:
            level += 1
            if level > most:
                return True
        elif level:
            level -= 1
    return False


_OPENS = ord("[")
