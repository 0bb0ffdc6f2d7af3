"""Printed pages are whole: text and code without navigation, and where links lead."""

from __future__ import annotations

import base64
import io
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pypdf import PdfReader

from contracts.support.accessibility import overflow
from contracts.support.browser import Browser, browser, chromium
from contracts.support.reporting import report_all
from contracts.support.specs import API_NAMES

pytestmark = pytest.mark.site

__all__ = ["browser", "chromium"]

#: A4 with the margins of the browser, in pixels.
PAPER = {"width": 718, "height": 1047, "deviceScaleFactor": 1, "mobile": False}
#: The code that is there to be read, line by line; tabs that are not chosen are not printed.
LINES = """
return [...document.querySelectorAll("article pre")]
  .filter((each) => !each.closest("[hidden]"))
  .flatMap((each) => each.textContent.split("\\n"));
"""
#: Addresses of the links to other sites, as they are printed.
LINKS = """
return [...document.querySelectorAll("article a[href^=http]:not([href*=':~:text='])")]
  .filter((each) => each.getClientRects().length).map((each) => each.getAttribute("href"));
"""
#: What is wider than its own box, which a printer cuts off.
CUT = """
return [...document.querySelectorAll("article :is(pre, table, p, img, svg)")]
  .filter((each) => each.scrollWidth > each.clientWidth + 1 && each.clientWidth)
  .map((each) => each.outerHTML.slice(0, 120));
"""
#: What the site has around its pages.
AROUND = ("Search", "Hide navigation", "Copy", "Try it", "Back to top", "On this page", "Toggle")


def pages() -> Iterator[str]:
    """Pages of each kind."""
    yield "index.html"
    yield "guides/command-line.html"
    yield "guides/interoperability.html"
    yield "python/errors.html"
    for api in API_NAMES[-1:]:
        yield f"apis/{api}.html"
        yield f"apis/{api}/errors.html"
        yield f"apis/{api}/albums.html"


@contextmanager
def on_paper(browser: Browser) -> Iterator[None]:
    """The open page as it is laid out for paper, by somebody who prefers dark pages."""
    tell = browser.driver.execute_cdp_cmd
    preferred = [{"name": "prefers-color-scheme", "value": "dark"}]
    tell("Emulation.setEmulatedMedia", {"media": "print", "features": preferred})
    tell("Emulation.setDeviceMetricsOverride", PAPER)
    try:
        yield
    finally:
        tell("Emulation.setEmulatedMedia", {"media": "", "features": []})
        tell("Emulation.clearDeviceMetricsOverride", {})


def printed(browser: Browser) -> str:
    """The text of the open page as a printer gets it, without spaces."""
    answer = browser.driver.execute_cdp_cmd("Page.printToPDF", {"paperWidth": 8.27})
    reader = PdfReader(io.BytesIO(base64.b64decode(answer["data"])))
    return "".join(page.extract_text() for page in reader.pages)


def squeezed(text: str) -> str:
    """Text without spaces and ligatures."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def test_printed_page_has_all_of_its_text_and_nothing_around_it(
    browser: Browser, site: Path
) -> None:
    with report_all(4 * 6) as case:
        for name in pages():
            browser.open((site / name).as_uri())
            with on_paper(browser):
                with case(f"{name} fits"):
                    assert overflow(browser) == []
                    assert browser.driver.execute_script(CUT) == []
                with case(f"{name} is light"):
                    ground = "return getComputedStyle(document.body).backgroundColor"
                    assert browser.driver.execute_script(ground) in (
                        "rgb(255, 255, 255)",
                        "rgba(0, 0, 0, 0)",
                    )
                links = browser.driver.execute_script(LINKS)
                text = printed(browser)
            whole = squeezed(text)
            with case(f"{name} has its code and its addresses"):
                lines = [*map(squeezed, browser.driver.execute_script(LINES)), *links]
                assert [line for line in lines if line not in whole] == []
            with case(f"{name} has nothing around it"):
                said = [line.strip() for line in text.splitlines()]
                assert [words for words in AROUND if words in said] == []


def test_closed_parts_are_printed_and_closed_again(browser: Browser, site: Path) -> None:
    browser.open((site / "apis" / API_NAMES[-1] / "albums.html").as_uri())
    script = browser.driver.execute_script
    closed = "return document.querySelectorAll('article details:not([open])').length"
    hidden = script("return document.querySelector('details.quirks li').textContent")
    before = script(closed)
    assert before
    assert squeezed(hidden) in squeezed(printed(browser))
    assert script(closed) == before
