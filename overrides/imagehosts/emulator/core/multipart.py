"""Multipart bodies as PHP reads them, piece by piece.

Written to answer as PHP 8.2 did to the same bytes, which is more than the standard allows and less:

- whatever stands before the first boundary is skipped, and lines may end with a bare line feed;
- a boundary line is compared as a whole, so blanks behind it make it another line, but within a
  part any line that begins with the boundary ends it;
- values of ``Content-Disposition`` stand in double quotes, single quotes or none, the last of two
  counts, and what kind of disposition it is does not matter;
- a line of a head ends at its first NUL;
- a part with neither name nor file name ends everything;
- a body that ends within a part gives what there is of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

#: A part may have headers of so many bytes; more are not of a client that means well.
LONGEST_HEADERS = 64 * 1024
#: So many lines may stand outside of parts; each takes as long as a part.
MOST_LINES = 100_000
_CR = ord("\r")
_BLANKS = b" \t\n\v\f\r"


@dataclass(frozen=True, slots=True)
class Part:
    """The head of a part: the name of its field, and of its file where it is one."""

    name: bytes | None
    filename: bytes | None
    content_type: bytes


class PartSink(Protocol):
    """Where parts go."""

    def begin_part(self, part: Part) -> None:
        """A part begins."""

    def part_data(self, data: bytes | memoryview) -> None:
        """More bytes of it, which are there until this returns."""

    def end_part(self, *, whole: bool) -> None:
        """It is over; not ``whole`` where the body ended before."""


def boundary_of(content_type: str) -> bytes | None:
    """The boundary that the content type of a multipart form names, or ``None``."""
    kind = re.split(r"[;,\s]", content_type, maxsplit=1)[0]
    found = content_type.lower().find("boundary")
    if kind.lower() != "multipart/form-data" or found < 0:
        return None
    _, equals, text = content_type[found:].partition("=")
    if text.startswith('"'):
        text, quote, _ = text[1:].partition('"')
        equals = equals and quote
    else:
        text = re.split(r"[,;]", text, maxsplit=1)[0]
    return text.encode("latin-1", "replace") if equals and text else None


class MultipartReader:
    """Takes a body apart as it arrives, and hands each part to a sink."""

    def __init__(self, boundary: bytes, sink: PartSink) -> None:
        self._line = b"--" + boundary
        self._next = b"\n" + self._line
        self._sink = sink
        self._buffer = bytearray()
        self._head: list[bytes] | None = None
        self._head_size = 0
        self._in_part = False
        self._in_long_line = False
        self._lines = 0
        self._done = False

    def feed(self, data: bytes) -> None:
        """More of the body."""
        if self._done:
            return
        self._buffer += data
        while not self._done and (self._read_part() if self._in_part else self._read_line()):
            pass

    def end(self) -> None:
        """The body is over; a part that is still open was cut."""
        if self._head is not None and not self._done:
            self._begin(self._head)
            self._head = None
        if self._in_part:
            self._sink.part_data(self._without_started_boundary())
            self._sink.end_part(whole=False)
        self._in_part, self._done = False, True
        self._buffer.clear()

    def _without_started_boundary(self) -> bytes:
        """What is left of the body, less what may have become a boundary."""
        data = bytes(self._buffer)
        for length in range(min(len(self._next), len(data)), 0, -1):
            if data.endswith(self._next[:length]):
                return data[:-length].removesuffix(b"\r")
        return data

    def _read_part(self) -> bool:
        """Hand over what is surely of the part; whether there may be more to read."""
        found = self._buffer.find(self._next)
        if found >= 0:
            end = found - 1 if found and self._buffer[found - 1] == _CR else found
            self._hand_over(end)
            self._sink.end_part(whole=True)
            del self._buffer[: found + 1]
            self._in_part = False
            return True
        sure = len(self._buffer) - len(self._next) - 1  # a boundary may be cut, a CR before it too
        if sure > 0:
            self._hand_over(sure)
            del self._buffer[:sure]
        return False

    def _hand_over(self, size: int) -> None:
        """Give the first bytes to the part, without a copy of what may be large."""
        with memoryview(self._buffer) as view, view[:size] as first:
            self._sink.part_data(first)

    def _read_line(self) -> bool:
        """A line outside of contents: of a head, or on the way to the next boundary."""
        found = self._buffer.find(b"\n")
        if found < 0:
            if len(self._buffer) > LONGEST_HEADERS:
                self._done = self._head is not None
                self._in_long_line = True
                self._buffer.clear()
            return False
        line = bytes(self._buffer[:found]).removesuffix(b"\r").partition(b"\0")[0]
        del self._buffer[: found + 1]
        whole, self._in_long_line = not self._in_long_line, False
        self._lines += 1
        if self._lines > MOST_LINES:
            self._head, self._done = None, True
        elif self._head is None:
            if whole and line == self._line:
                self._head, self._head_size = [], 0
        elif line:
            self._head_size += len(line)
            self._head.append(line)
            self._done = self._head_size > LONGEST_HEADERS
        else:
            self._begin(self._head)
            self._head = None
        return True

    def _begin(self, lines: list[bytes]) -> None:
        headers = dict(_headers(lines))
        disposition = headers.get(b"content-disposition")
        if disposition is None:
            return  # its content is read as lines that mean nothing
        values = dict(_parameters(disposition))
        part = Part(values.get(b"name"), values.get(b"filename"), headers.get(b"content-type", b""))
        if part.name is None and part.filename is None:
            self._done = True
            return
        self._in_part = True
        self._sink.begin_part(part)


def _headers(lines: list[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Names in lower case with their values, the first of a name last; folded lines are joined."""
    found: list[list[bytes]] = []
    for line in lines:
        name, colon, value = line.partition(b":")
        if line[0] not in _BLANKS and colon:
            found.append([name.lower(), value.lstrip(_BLANKS)])
        elif found:
            found[-1][1] += line
    return ((name, value) for name, value in reversed(found))


def _parameters(disposition: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The parameters of a disposition in their order, names in lower case."""
    for piece in _split(disposition):
        words = _split(piece, b"=")
        name = next(words, b"")
        if b"=" in piece:
            yield name.lower(), _unquoted(piece[len(name) :].lstrip(b"=").lstrip(_BLANKS))


_QUOTED = {mark: re.compile(rb"(?:\\%b|[^%b])*+%b?" % (mark, mark, mark)) for mark in (b'"', b"'")}


def _split(text: bytes, mark: bytes = b";") -> Iterator[bytes]:
    """The pieces between marks that stand outside of quotes, without blanks before them."""
    start = position = 0
    while position < len(text):
        character = text[position : position + 1]
        position += 1
        if character in _QUOTED:
            match = _QUOTED[character].match(text, position)
            position = match.end() if match else len(text)
        elif character == mark:
            yield text[start : position - 1].lstrip(_BLANKS)
            start = position
    yield text[start:].lstrip(_BLANKS)


def _unquoted(text: bytes) -> bytes:
    """A value without its quotes, or up to the first blank where it has none."""
    quote = text[:1]
    if quote not in _QUOTED:
        return re.split(rb"\s", text, maxsplit=1)[0].replace(b"\\\\", b"\\")
    inner = re.match(rb"(?s)((?:\\\\|\\%b|[^%b])*+)" % (quote, quote), text[1:])
    return re.sub(rb"\\(\\|%b)" % quote, rb"\1", inner[1] if inner else b"")
