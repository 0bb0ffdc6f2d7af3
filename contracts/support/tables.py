"""What functions without state make of values at their edges, as a file that is committed.

A table is a function with rows of arguments. Each row becomes two lines: what goes in, and the
result or the error of ours that comes out.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping
from types import FunctionType
from typing import Any, TypeAlias

from imagehosts import ImageHostError
from imagehosts.core.content_coding import NotDecodable
from imagehosts.core.logging import ABSENT
from imagehosts.core.xml import NotXml

from contracts.support.snapshots import hold_file

__all__ = ["Table", "hold_tables", "named"]

#: A function, and the arguments of each of its rows.
Table: TypeAlias = "tuple[Callable[..., Any], list[tuple[Any, ...]]]"
#: Longer texts are shown by their beginning, their length and their sum.
MOST_SHOWN = 400


def hold_tables(name: str, title: str, tables: Mapping[str, Table]) -> None:
    """What the rows give must be what a file of the snapshots holds."""
    lines = [f"# {title}, by `make snapshots`."]
    for heading, (function, rows) in tables.items():
        lines += [f"\n{heading}", *_lines(function, rows)]
    hold_file(name, "\n".join(lines) + "\n")


class _Named(bytes):
    name: str

    def __repr__(self) -> str:
        return self.name


def named(name: str, content: bytes) -> bytes:
    """Bytes that are shown by a name: those that each build of a library may write otherwise."""
    made = _Named(content)
    made.name = name
    return made


def _lines(function: Callable[..., Any], rows: list[tuple[Any, ...]]) -> Iterator[str]:
    for row in rows:
        try:
            found = _shown(function(*row))
        except (ImageHostError, NotDecodable, NotXml) as error:
            found = _shortened(f"{type(error).__name__}: {error}")
        yield f"  {', '.join(map(_shown, row))}\n    {found}"


def _shown(value: Any) -> str:
    if value is ABSENT:
        return "nothing"
    if isinstance(value, int) and value.bit_length() > 1000:
        # Python does not print every number that it has.
        return f"a number of {value.bit_length()} bits"
    if isinstance(value, (FunctionType, type)):
        return value.__name__
    return _shortened(repr(value))


def _shortened(text: str) -> str:
    text = text.encode("ascii", "backslashreplace").decode()
    if len(text) <= MOST_SHOWN:
        return text
    return f"{text[:60]}... ({len(text)} characters, sum {zlib.crc32(text.encode()):08x})"
