"""Everybody can use the pages of the site in a real browser, and programs can find them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from imagehosts.emulator import Emulator
from imagehosts.hosts import HOSTS
from selenium.webdriver.support.wait import WebDriverWait
from sphinx.util.inventory import InventoryFile

from contracts.docs.markdown import ROOT
from contracts.support.accessibility import (
    PHONE,
    SCREEN,
    SEEN,
    WIDE,
    appearing,
    barriers,
    long_lines,
    overflow,
)
from contracts.support.browser import PATIENCE, Browser
from contracts.support.reporting import report_all
from contracts.support.specs import API_NAMES
from docs.rows import host_names

pytestmark = pytest.mark.site

LINK = re.compile(r"^- \[[^\]]+\]\(([^)#]+)\)", re.MULTILINE)
#: Whether a console is there, where there is to be one.
READY = (
    "return !document.getElementById('console') || document.querySelector('#console .opblock-tag')"
)


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """The site as an emulator serves it, with its policy."""
    with Emulator(docs=site) as emulator, emulator.serve() as url:
        yield f"{url}/docs/"


def kinds(site: Path) -> list[Path]:
    """A page of each kind: what stands there for every host counts once."""
    of_hosts = re.compile(rf"\b({'|'.join(host_names())})\b(?!_)")
    found: dict[str, Path] = {}
    for page in sorted(site.rglob("*.html"), key=lambda page: page.stat().st_size):
        name = of_hosts.sub("*", str(page.relative_to(site)))
        found.setdefault(re.sub(r"^(apis/\*)/.*", r"\1/", name), page)
    return list(found.values())


def test_everybody_can_use_each_kind_of_page(browser: Browser, address: str, site: Path) -> None:
    """With EVERY_PAGE=1 in the environment all of them are looked at, which takes minutes."""
    pages = sorted(site.rglob("*.html")) if os.environ.get("EVERY_PAGE") else kinds(site)
    with report_all(least=20) as case:
        for page in pages:
            name = page.relative_to(site)
            with case(name):
                browser.open(f"{address}{name}")
                WebDriverWait(browser.driver, PATIENCE, poll_frequency=0.05).until(
                    lambda driver: driver.execute_script(READY)
                )
                with appearing(browser, "light", SCREEN):
                    assert barriers(browser) == [], "light"
                with appearing(browser, "dark", PHONE):
                    assert barriers(browser, *SEEN) == [], "dark"


def test_every_page_fits_and_loads_from_here_alone(
    browser: Browser, address: str, site: Path
) -> None:
    pages = sorted(site.rglob("*.html"))
    with report_all(least=80) as case:
        for page in pages:
            name = page.relative_to(site)
            with case(name):
                browser.open(f"{address}{name}")
                with appearing(browser, "dark", PHONE):
                    assert overflow(browser) == []
                with appearing(browser, "light", WIDE):
                    assert overflow(browser) == []
                    assert long_lines(browser) == []
                assert browser.complaints == []
                own = address.removesuffix("docs/")
                assert [url for url in browser.requested if not url.startswith(own)] == []


def test_programs_find_every_page_and_name(site: Path) -> None:
    """``llms.txt`` lists the guides and contracts, ``objects.inv`` the names."""
    text = (site / "llms.txt").read_text("utf-8")
    links = LINK.findall(text)
    with report_all(least=30) as case:
        for link in links:
            with case(link):
                assert (site / link).is_file()
        for guide in (ROOT / "docs" / "guides").glob("*.md"):
            with case(guide.name):
                assert f"guides/{guide.stem}.html" in links
        for name in API_NAMES:
            with case(name):
                assert f"specs/{name}/openapi.yaml" in links
    assert len(links) == len(set(links))
    inventory = InventoryFile.loads((site / "objects.inv").read_bytes(), uri="").data
    assert {f"imagehosts.{host.client}" for host in HOSTS} <= set(inventory["py:class"])
