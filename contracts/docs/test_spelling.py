"""What people read is spelled right: pages, guides, docstrings, and the comments in the sources."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from spellchecker import SpellChecker

from contracts.docs.conftest import HALF, NEW
from contracts.docs.markdown import PAGES, ROOT
from contracts.docs.spelling import (
    LIST,
    docstrings,
    own_words,
    packages,
    text_of_html,
    text_of_markdown,
    unknown_words,
)
from contracts.support.reporting import report_all

#: Where the sources of what people read are. Tests have mistakes on purpose.
SOURCES = (
    *("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "Makefile", "pyproject.toml", "requirements"),
    *("specs", "docs", "overrides", "benchmarks"),
)
#: Words that codespell takes for others: a header, media types, what hosts wrote.
RIGHT = "te,medias,alll,reqest"


#: Quotes in YAML and patterns end within a word; documents of others are as they are.
OPTIONS = ("--ignore-regex", r"\b\w+'(?!\w)|\w+''\w+", "--skip", "*/examples/*,*.xml,__pycache__")


@cache
def written() -> dict[str, str]:
    """The pages that are written by hand, by their files."""
    pages = [*PAGES, ROOT / "CHANGELOG.md"]
    return {
        str(page.relative_to(ROOT)): text_of_markdown(page.read_text("utf-8")) for page in pages
    }


@cache
def documented() -> dict[str, str]:
    """The docstrings of what is shipped and of the generator, by their files."""
    return {
        str(path.relative_to(ROOT)): "\n".join(docstrings(path))
        for path in sorted((ROOT / "overrides").rglob("*.py"))
    }


@cache
def shown(site: Path) -> Mapping[str, str]:
    """The pages of the site, by their files; the index has names alone."""
    return {
        str(page.relative_to(site)): text_of_html(page.read_text("utf-8"))
        for page in sorted(site.rglob("*.html"))
        if page.name != "genindex.html"
    }


def mistakes(texts: Mapping[str, str]) -> dict[str, list[str]]:
    """Words that are not known, each with a few of its places."""
    found = unknown_words(texts)
    return {
        word: sorted(set(places))[:3] for word, places in found.items() if word.lower() not in MADE
    }


#: The hosts that the site of the tests has beside the others.
MADE = {NEW, HALF}


def test_every_word_that_is_written_is_in_a_dictionary() -> None:
    assert mistakes(written()) == {}, f"put it right, or add it to {LIST.relative_to(ROOT)}"
    assert mistakes(documented()) == {}, f"put it right, or add it to {LIST.relative_to(ROOT)}"


@pytest.mark.site
def test_every_word_on_the_site_is_in_a_dictionary(site: Path) -> None:
    assert mistakes(shown(site)) == {}, f"put it right, or add it to {LIST.relative_to(ROOT)}"
    assert len(shown(site)) > 80


@pytest.mark.site
def test_word_list_is_in_order_and_each_word_is_needed(site: Path) -> None:
    parts = LIST.read_text("utf-8").split("\n\n")[1:]
    words = [[line for line in part.splitlines() if not line.startswith("#")] for part in parts]
    known = {*SpellChecker().word_frequency.dictionary, *packages()}
    everything = " ".join([*written().values(), *documented().values(), *shown(site).values()])
    used = everything.lower()
    with report_all(100) as case:
        for part in words:
            with case(f"the part that begins with {part[0]}"):
                assert part == sorted(part)
            for word in part:
                with case(word):
                    assert word in used, "nobody writes it"
                    assert not {word, word.removesuffix("s")} & known, "the dictionary has it"
    assert len(own_words()) == sum(map(len, words)), "a word is there twice"


def test_common_misspellings_are_nowhere_in_the_sources() -> None:
    """codespell knows them, in comments and code too."""
    finished = subprocess.run(
        [sys.executable, "-m", "codespell_lib", "--ignore-words-list", RIGHT, *OPTIONS, *SOURCES],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (finished.returncode, finished.stdout) == (0, "")


def test_misspelt_word_is_found_in_each_kind_of_text(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text('"""We ``sned`` what you recieve."""\n', "utf-8")
    texts = {
        "html": text_of_html("<article><p>You <code>sned</code> &amp; recieve.</p></article>"),
        "label": text_of_html('<article><img alt="What you recieve"></article>'),
        "markdown": text_of_markdown("# You recieve\n\n`sned`\n\n```\nsned\n```\n"),
        "docstring": "\n".join(docstrings(module)),
    }
    assert unknown_words(texts) == {"recieve": list(texts)}
