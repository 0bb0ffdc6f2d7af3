"""What the words of ``upload`` mean: files, folders, patterns, addresses, standard input."""

from __future__ import annotations

import glob
import os
import re
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from imagehosts.core.media_types import type_by_name
from imagehosts.sharing.sources import Source

from . import output
from .options import STDIN

__all__ = ["find_sources", "words_from_stdin"]


def find_sources(words: Iterable[str], *, recursive: bool) -> list[Source]:
    """The pictures that the words name, in their order.

    Raises:
        UsageError: One of them names nothing.
    """
    found: list[Source] = []
    for word in words:
        if word == STDIN:
            if any(each.label == "-" for each in found):
                raise output.UsageError("- stands for standard input, which can be read only once")
            found.append(_standard_input())
        elif re.match(r"https?://", word, re.IGNORECASE):
            found.append(Source(word))
        else:
            found += map(Source, _paths(word, recursive=recursive))
    return found


def words_from_stdin() -> list[str]:
    """Names that stand in standard input, each ended by a NUL, as ``find -print0`` writes them."""
    if sys.stdin is None:
        raise output.UsageError("--from-stdin0: standard input is closed")
    content = sys.stdin.buffer.read()
    return [os.fsdecode(name) for name in content.split(b"\0") if name]


def _standard_input() -> Source:
    if sys.stdin is None:
        raise output.UsageError("-: standard input is closed")
    if sys.stdin.isatty():
        raise output.UsageError("-: standard input is the terminal; pipe a picture into it")
    given: Any = ("image", sys.stdin.buffer)
    return Source(given, "-")


def _paths(word: str, *, recursive: bool) -> Iterator[str]:
    path = os.path.expanduser(word) if word.startswith("~") else word
    if os.path.isdir(path):
        yield from _pictures_in(path, word, recursive=recursive)
        return
    # A shell that knows no patterns, or was told to leave them alone, hands them on.
    if not os.path.lexists(path) and glob.has_magic(path):
        matches = sorted(glob.glob(path, recursive=True))
        if not matches:
            raise output.UsageError(f"{word}: no file matches")
        for match in matches:
            if os.path.isfile(match):
                yield match
        return
    yield path


def _pictures_in(path: str, word: str, *, recursive: bool) -> Iterator[str]:
    found: list[str] = []
    here = [(path, list[str](), os.listdir(path))]
    folders = os.walk(path) if recursive else here
    for folder, below, names in folders:
        below.sort()
        found += [
            os.path.join(folder, name)
            for name in sorted(names)
            if type_by_name(name).startswith(("image/", "video/"))
            and os.path.isfile(os.path.join(folder, name))
        ]
    if not found:
        deeper = "" if recursive else "; -r looks into the folders below it as well"
        raise output.UsageError(f"{word}: there is no picture in this folder{deeper}")
    yield from found
