"""The words of everything that people read, and which of them no dictionary has.

The dictionary is that of ``pyspellchecker``; ``docs/words.txt`` has what it lacks: terms of the
field, names, and British spelling. Names of packages that are installed are known, and code is not
looked at, wherever it stands.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from markdown_it import MarkdownIt
from spellchecker import SpellChecker

from contracts.docs.markdown import ROOT

LIST = ROOT / "docs" / "words.txt"
LOCK = ROOT / "requirements" / "lock.txt"
#: Elements whose text is code, or nobody reads.
CODE = {"code", "pre", "script", "style", "svg", "textarea", "option"}
#: What is a name of something, and not a word.
NAMES = re.compile(
    r"""(?:\{[\w:]+\}|:[a-z:]+:)?(?:``[^`]*``|`[^`]*`)  # code in docstrings, and roles
    |\b\w+://\S+                   # addresses
    |\S*[\w*][/\\@_=.:+]\w\S*      # paths, names with dots, options with values
    |--?[a-z][\w-]*                # options
    |\S*\d\S*                      # numbers, versions, ids
    """,
    re.VERBOSE,
)
#: Indented text behind an empty line, in a docstring.
CODE_BLOCK = re.compile(r"\n\n(?: {4}.*\n|\n)+")
WORD = re.compile(r"[A-Za-zÀ-ÿ]+(?:['’][a-z]+)?")


@cache
def dictionary() -> frozenset[str]:
    """Every word that is one, in lower case."""
    known = set(SpellChecker().word_frequency.dictionary)
    return frozenset(known | own_words() | packages())


@cache
def packages() -> frozenset[str]:
    """The names of what is installed for this project, and of Python's own modules."""
    locked = re.findall(r"^([a-z0-9-]+)==", LOCK.read_text("utf-8"), re.MULTILINE)
    return frozenset(part for name in locked for part in (name, *name.split("-"))) | frozenset(
        name.lower() for name in sys.stdlib_module_names
    )


@cache
def own_words() -> frozenset[str]:
    """The words of the project's list."""
    lines = LIST.read_text("utf-8").splitlines()
    return frozenset(line.lower() for line in lines if line and not line.startswith("#"))


def unknown(text: str) -> Iterator[str]:
    """The words of a text that are in no dictionary."""
    for found in WORD.findall(NAMES.sub(" ", text)):
        word = found.replace("’", "'")
        if not is_known(word):
            yield word


@cache
def is_known(word: str) -> bool:
    """Whether a word is one; a name of a class or an abbreviation is not looked at."""
    if len(word) < 3 or re.search(r"[A-Z]", word[1:]):
        return True
    plain = re.sub(r"'s?$", "", word.lower())
    return bool({word.lower(), plain, plain.removesuffix("s")} & dictionary())


class _Text(HTMLParser):
    """Collects what is read as text, outside code."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in CODE or "sig" in (given.get("class") or "").split():
            self._inside.append(tag)
        self.parts += [given[name] or "" for name in ("alt", "aria-label") if name in given]
        # What stands in two elements is two words, unless they are parts of a line.
        if tag not in ("em", "strong", "span", "a", "b", "i"):
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self._inside and tag == self._inside[-1]:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.parts.append(data)


def text_of_html(html: str) -> str:
    """What is read on a page, outside code and navigation."""
    _, _, article = html.partition("<article")
    reader = _Text()
    reader.feed(f"<article{article or html}")
    return "".join(reader.parts)


def text_of_markdown(text: str) -> str:
    """What is read of a page in Markdown."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    inline = [child for token in tokens for child in token.children or ()]
    return "\n".join(token.content for token in inline if token.type == "text")


def docstrings(path: Path) -> Iterator[str]:
    """The docstrings of a module."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
        if isinstance(node, kinds) and (text := ast.get_docstring(node)):
            yield CODE_BLOCK.sub("\n\n", text + "\n")


def unknown_words(texts: Mapping[str, str]) -> dict[str, list[str]]:
    """Words that no dictionary has, with the places where they stand."""
    found: dict[str, list[str]] = {}
    for place, text in texts.items():
        for word in unknown(text):
            found.setdefault(word, []).append(place)
    return found
