"""The site in a real browser: small pages, tabs, copying, the search, and the console."""

from __future__ import annotations

import http.server
import re
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from contracts.docs.conftest import Built
from contracts.support.browser import Browser, browser, chromium
from contracts.support.reporting import report_all
from contracts.support.specs import API_NAMES, load_quirks, load_spec, operations

pytestmark = pytest.mark.site

__all__ = ["browser", "chromium"]

#: What a browser may have to hold of a page of the reference.
MOST_ELEMENTS = 3000
TAG = re.compile(r"<[a-zA-Z]")


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, format: str, *args: Any) -> None:
        """Keep it to itself."""


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """The site on a server of files."""
    handler = partial(Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_no_page_of_the_reference_has_too_many_elements(site: Path) -> None:
    pages = [*site.glob("apis/**/*.html"), *site.glob("python/**/*.html")]
    assert len(pages) > 5 * len(API_NAMES)
    with report_all(len(pages)) as case:
        for page in pages:
            with case(page.relative_to(site)):
                count = len(TAG.findall(page.read_text("utf-8")))
                assert count < MOST_ELEMENTS, count


def test_largest_page_is_as_small_in_the_browser(
    browser: Browser, address: str, site: Path
) -> None:
    pages = sorted(site.glob("apis/**/*.html"), key=lambda page: page.stat().st_size)
    browser.open(f"{address}/{pages[-1].relative_to(site)}")
    count = browser.driver.execute_script("return document.querySelectorAll('*').length")
    assert count < MOST_ELEMENTS
    assert browser.complaints == []
    assert all(url.startswith(address) for url in browser.requested)


def call_page(site: Path, address: str) -> tuple[str, str]:
    """The address of a call, and its id."""
    api = API_NAMES[0]
    name = next(iter(operations(load_spec(api))))
    pages = (site / "apis" / api).glob("*.html")
    page = next(each for each in pages if f'<section id="{name}"' in each.read_text("utf-8"))
    return f"{address}/{page.relative_to(site)}#{name}", name


def test_tab_chosen_by_keyboard_counts_for_all_calls_and_is_kept(
    browser: Browser, address: str, site: Path
) -> None:
    url, name = call_page(site, address)
    browser.open(url)
    script = browser.driver.execute_script
    first = f"document.getElementById('{name}-python-tab')"
    script(f"{first}.focus()")
    visible = (
        "return [...document.querySelectorAll('[role=tabpanel]')].filter(each => !each.hidden)"
    )
    names = f"{visible}.map(each => each.id.replace(/.*-/, ''))"
    assert set(script(names)) == {"python"}
    browser.driver.switch_to.active_element.send_keys("\ue014")  # arrow right
    assert set(script(names)) == {"async"}
    assert script("return document.activeElement.getAttribute('aria-selected')") == "true"
    browser.driver.switch_to.active_element.send_keys("\ue012\ue012")  # arrow left, twice
    assert set(script(names)) == {"cli"}
    browser.driver.refresh()
    assert set(script(names)) == {"cli"}
    script("localStorage.clear()")


def test_copy_button_copies_what_is_printed(browser: Browser, address: str, site: Path) -> None:
    url, name = call_page(site, address)
    browser.open(url)
    script = browser.driver.execute_script
    # What the page would put on the clipboard, which a browser without a screen keeps shut.
    script(
        "window.copied = [];"
        "navigator.clipboard.writeText = (text) => { window.copied.push(text); };"
        f"document.querySelector('#{name}-python .copy').click()"
    )
    (copied,) = script("return window.copied")
    assert copied == script(f"return document.querySelector('#{name}-python pre').textContent")
    assert "Copied" in script("return document.querySelector('[role=status]').textContent")


def test_contents_of_the_page_follow_the_reader(browser: Browser, address: str, site: Path) -> None:
    url, _ = call_page(site, address)
    browser.driver.set_window_size(1440, 900)
    browser.open(url.partition("#")[0])
    script = browser.driver.execute_script
    wanted = script(
        "const last = [...document.querySelectorAll('section.call')].pop();"
        "last.scrollIntoView(); return last.id"
    )
    current = "const here = [...document.querySelectorAll('.scroll-current > a')].pop();"
    wait(browser, f"{current} return here && here.hash === '#{wanted}'")


def wait(browser: Browser, script: str) -> None:
    """Wait until a script says yes."""
    from selenium.webdriver.support.wait import WebDriverWait

    ready = lambda driver: driver.execute_script(script)  # noqa: E731
    WebDriverWait(browser.driver, 20, poll_frequency=0.05).until(ready, script)


#: What people type, and what the first result must be: the kind, and a part of the address.
QUESTIONS = (
    ("imgur.albums.create", "Call", "apis/imgur/albums.html#albums_create"),
    ("Imgur.albums.create()", "Call", "apis/imgur/albums.html#albums_create"),
    ("albums_create", "Call", "#albums_create"),
    ("/album", "Call", "apis/imgur/albums.html#albums_create"),
    ("POST /3/album", "Call", "apis/imgur/albums.html#albums_create"),
    ("delete link", "Guide", "guides/"),
    ("You are uploading too fast", "Error", "apis/imgur/errors.html#error-"),
    ("Malformed auth header", "Error", "apis/imgur/errors.html#error-"),
    ("IGR-12", "Quirk", "apis/imgur/quirks.html#IGR-12"),
    ("rate limit", "Guide", "guides/"),
    ("pytest", "Guide", "guides/"),
    ("what happens when the rate limit is hit", "Guide", "#rate-limits"),
    ("how to fake a 503", "Guide", "guides/emulator.html#faults"),
    ("upload and get the delete link", "Guide", "guides/"),
    ("delete an image", "Call", "images_delete"),
    ("curl delete image", "Call", "images_delete"),
    ("RateLimited", "Class", "python/errors.html#imagehosts.RateLimited"),
)


def test_search_finds_first_what_is_meant(browser: Browser, address: str) -> None:
    browser.open(f"{address}/search.html?q=albums_create")
    assert "results" in browser.text
    search = "return window.searchSite(arguments[0]).slice(0, 5).map(each => [each.k, each.u])"
    with report_all(len(QUESTIONS)) as case:
        for question, kind, url in QUESTIONS:
            with case(question):
                found = browser.driver.execute_script(search, question)
                assert found, "nothing"
                assert found[0][0] == kind, found
                assert url in found[0][1], found


def test_search_finds_every_call_route_and_quirk_by_its_name(
    browser: Browser, address: str
) -> None:
    browser.open(f"{address}/search.html")
    search = "return arguments[0].map(name => window.searchSite(name, 8).map(each => each.u))"
    with report_all() as case:
        for api in API_NAMES:
            ids = list(operations(load_spec(api)))
            python = [f"{api}.{name.replace('_', '.', 1)}" for name in ids]
            quirks = [quirk["id"] for quirk in load_quirks(api)]
            targets = [*ids, *ids, *quirks]
            asked = [*ids, *python, *quirks]
            answers = browser.driver.execute_script(search, asked)
            for name, target, found in zip(asked, targets, answers, strict=True):
                with case(name):
                    own = [url for url in found if f"apis/{api}/" in url]
                    assert own, found
                    assert own[0].endswith(f"#{target}"), found


def test_guides_come_before_members_of_classes(browser: Browser, address: str) -> None:
    browser.open(f"{address}/search.html")
    for words in ("upload", "retries", "emulator", "album"):
        script = "return window.searchSite(arguments[0]).map(each => each.k)"
        kinds = browser.driver.execute_script(script, words)
        assert "Guide" in kinds, words
        if "Member" in kinds:
            assert kinds.index("Guide") < kinds.index("Member"), words


def test_search_as_a_person_types_leads_to_the_call(browser: Browser, address: str) -> None:
    from selenium.webdriver.common.by import By

    browser.driver.set_window_size(1440, 900)
    browser.open(f"{address}/index.html")
    field = browser.driver.find_element(By.CSS_SELECTOR, ".sidebar-search")
    field.send_keys("albums_create\ue007")
    wait(browser, "return document.querySelector('#search-results a')")
    browser.driver.find_element(By.CSS_SELECTOR, "#search-results a").click()
    wait(browser, "return location.hash === '#albums_create'")
    assert browser.complaints == []


def test_console_without_an_emulator_says_how_to_start_one(
    browser: Browser, address: str, site: Path
) -> None:
    page = site / "console" / f"{API_NAMES[0]}.html"
    port = "127.0.0.1:8765"
    assert port in page.read_text("utf-8")
    browser.open(f"{address}/console/{API_NAMES[0]}.html")
    wait(browser, "return /emulator answers/.test(document.body.textContent)")
    assert "imagehosts emulate" in browser.text or "The emulator answers" in browser.text


def test_old_address_of_a_call_leads_to_its_page(browser: Browser, built: Built) -> None:
    for api in API_NAMES:
        name = next(iter(operations(load_spec(api))))
        browser.open((built.folder / "apis" / f"{api}.html").as_uri() + f"#{name}")
        wait(browser, f"return location.pathname.includes('/apis/{api}/')")
        assert browser.url.endswith(f"#{name}")
