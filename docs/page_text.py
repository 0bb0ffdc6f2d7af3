"""HTML out of what specs hold: Markdown, code, types, and links that are filled in later.

A page is made before it is known which page another section is on. Until then a link to a section
is ``@api:section``, and one into the Python reference ``@py:imagehosts.NotFound``;
:func:`fill_links` puts the addresses in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from functools import cache, lru_cache
from html import escape

from codegen.claims import DOCUMENTED, Claim
from markdown_it import MarkdownIt
from markupsafe import Markup
from pygments import lex  # type: ignore[import-untyped]
from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]
from pygments.token import Comment, Keyword, Number, String, Token  # type: ignore[import-untyped]

from docs.spec_reference import Provenance, words_of

#: What is coloured in code, by the class that Pygments' styles give it. Less than usual: each
#: piece is an element, and a page has hundreds of blocks.
COLOURED = ((Comment, "c1"), (String, "s1"), (Number, "mi"), (Keyword, "k"))

_LINK = re.compile(r'(href|data-at)="@(\w+):([^"]*)"')
_CODE = re.compile(r"<code>(\w+)</code>")


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table")


@lru_cache(maxsize=4096)
def prose(text: str) -> Markup:
    """Markdown as blocks."""
    return Markup(_markdown().render(text.strip()).strip())  # noqa: S704 - from the specs


@lru_cache(maxsize=4096)
def inline(text: str) -> Markup:
    """Markdown of one paragraph, without the paragraph."""
    return Markup(_markdown().renderInline(" ".join(text.split())))  # noqa: S704


def with_operations(html: Markup, operations: Collection[str]) -> Markup:
    """HTML in which the ids of operations lead to them."""

    def link(match: re.Match[str]) -> str:
        name = match[1]
        return f'<a href="@api:{name}">{match[0]}</a>' if name in operations else match[0]

    return Markup(_CODE.sub(link, html))  # noqa: S704


@lru_cache(maxsize=4096)
def coloured(text: str, language: str) -> Markup:
    """Code with the few pieces that help reading it."""
    pieces: list[str] = []
    last, held = "", ""
    for kind, value in lex(text, get_lexer_by_name(language, stripnl=False, ensurenl=False)):
        name = next((name for family, name in COLOURED if kind in family), "")
        if kind in Token.Text and not value.strip():
            name = last  # spaces need no piece of their own
        if name != last:
            pieces.append(_piece(held, last))
            last, held = name, ""
        held += value
    return Markup("".join([*pieces, _piece(held, last)]))  # noqa: S704


def _piece(text: str, name: str) -> str:
    return (
        f'<span class="{name}">{escape(text, quote=False)}</span>'
        if name and text
        else escape(text, quote=False)
    )


def badge(provenance: Provenance, *, always: bool = False) -> Markup:
    """How something is known, where that is not plainly the document or it is asked for."""
    if provenance.word == DOCUMENTED and not always:
        return Markup()
    made = Markup('<span class="badge {0}">{0}</span>').format(provenance.word)
    if provenance.evidence:
        made += Markup(' <span class="evidence">{}</span>').format(inline(provenance.evidence))
    return made


def claim(told: Claim) -> Markup:
    """A claim with how it is known and what that rests on; the words of a document in quotes."""
    evidence = f"“{told.evidence}”" if told.provenance == DOCUMENTED else told.evidence
    return inline(told.text) + " " + badge(Provenance(told.provenance, evidence), always=True)


def typed(text: str, models: Collection[str]) -> Markup:
    """A type in which models lead to them."""
    return Markup().join(
        Markup('<a href="@api:model-{0}">{0}</a>').format(word) if word in models else word
        for word in words_of(text)
    )


def size_of(html: str) -> int:
    """How many elements HTML has."""
    return len(re.findall(r"<[a-zA-Z]", html))


_SPAN = re.compile(r'<span class="(?:pre|w|p|o|n|k|default_value|sig-paren)">([^<]*)</span>')
_LINES = re.compile(r'<dl>\n((?:<dd><em class="sig-param.*</dd>\n)+)</dl>')


def lighter(html: str) -> str:
    """What Sphinx writes with fewer elements: a word of code needs no element of its own.

    The lines of a signature are no list of definitions either.
    """

    def lines(match: re.Match[str]) -> str:
        inner = match[1].replace("<dd>", '<span class="sig-line">').replace("</dd>", "</span>")
        return f'<span class="sig-lines">{inner}</span>'

    for _ in range(2):
        html = _SPAN.sub(r"\1", html)
    return _LINES.sub(lines, html)


def fill_links(html: str, find: Callable[[str, str], str]) -> str:
    """HTML with its addresses; ``find`` takes what kind of a link it is and what it leads to."""
    return _LINK.sub(lambda match: f'{match[1]}="{escape(find(match[2], match[3]))}"', html)


def pack(sections: Iterable[str], budget: int) -> list[list[int]]:
    """Sections by number, in as few pages of about the same size as ``budget`` allows."""
    sizes = [size_of(section) for section in sections]
    pages = max(1, -(-sum(sizes) // budget))
    while True:
        fair = sum(sizes) / pages
        found: list[list[int]] = [[]]
        filled = 0
        for number, size in enumerate(sizes):
            if found[-1] and filled + size / 2 > fair * len(found):
                found.append([])
            found[-1].append(number)
            filled += size
        if all(sum(sizes[each] for each in page) <= budget or len(page) == 1 for page in found):
            return found
        pages += 1
