"""The emulator's own pages in a real browser: pictures go up, and every button does its work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from imagehosts.emulator import Emulator
from selenium.common.exceptions import TimeoutException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

from contracts.support.browser import PATIENCE, Browser
from contracts.support.emulated import png, sound
from contracts.support.reporting import report_all
from contracts.support.specs import API_NAMES

HOSTILE = "<img src=x onerror=alert(1)>&\"'\u202e.png"


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    made = Emulator()
    with sound(made):
        yield made


@pytest.fixture
def url(emulator: Emulator) -> Iterator[str]:
    with emulator.serve() as address:
        yield address


def until(browser: Browser, true: Callable[[], object]) -> None:
    """Wait until something has become true on the page."""
    try:
        WebDriverWait(browser.driver, PATIENCE, poll_frequency=0.05).until(lambda _: true())
    except TimeoutException:  # what it says is read only now: before, the page may be on its way
        pytest.fail(f"{browser.text[:2000]}\n{browser.complaints}")


def click(browser: Browser, button: str) -> None:
    """Press a button that leads to no other page."""
    found = browser.driver.find_element(By.XPATH, f"//button[normalize-space()={button!r}]")
    # Not below the bar at the top.
    browser.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", found)
    found.click()


def table(browser: Browser, body: str) -> str:
    return str(browser.driver.find_element(By.ID, body).text)


def test_a_picture_goes_to_every_host_by_the_form(
    browser: Browser, emulator: Emulator, url: str, tmp_path: Path
) -> None:
    file = tmp_path / "lake.png"
    file.write_bytes(png(40, 30))
    browser.open(url)
    names = [o.get_attribute("value") for o in browser.driver.find_elements(By.TAG_NAME, "option")]
    assert len(names) >= 5
    with report_all() as case:
        for count, name in enumerate(names, 1):
            with case(str(name)):
                browser.open(url)
                browser.driver.find_element(By.NAME, "file").send_keys(str(file))
                Select(browser.driver.find_element(By.NAME, "host")).select_by_value(str(name))
                browser.press("Upload")
                assert browser.text.count("Uploaded to") == 1
                assert [picture.host for picture in emulator.pictures].count(str(name)) == 1
                assert len(emulator.pictures) == count
                link = browser.driver.find_element(By.ID, "text-1").get_property("value")
                assert httpx.get(str(link)).status_code == 200
                shown = browser.driver.find_element(By.CSS_SELECTOR, "figure img")
                until(browser, lambda shown=shown: shown.get_property("naturalWidth"))
                assert shown.get_property("naturalWidth") == 40
                assert browser.complaints == []


def test_what_is_no_picture_is_refused_with_a_reason(
    browser: Browser, emulator: Emulator, url: str, tmp_path: Path
) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("no picture")
    browser.open(url)
    browser.driver.find_element(By.NAME, "file").send_keys(str(file))
    browser.press("Upload")
    assert "Nothing was uploaded" in browser.text
    assert emulator.pictures == []


def test_the_buttons_of_the_controls_do_what_they_say(
    browser: Browser, emulator: Emulator, url: str
) -> None:
    files = {"image": ("lake.png", png(), "image/png")}
    httpx.post(f"{url}/1/upload", params={"key": "any"}, files=files).raise_for_status()
    browser.open(f"{url}/_emulator/")
    until(browser, lambda: "POST" in table(browser, "journal"))
    assert "/1/upload" in table(browser, "journal")
    assert browser.driver.find_element(By.ID, "pictures").text == "1"
    before = emulator.clock.now()
    for button, step in (("1 minute later", 60), ("1 hour later", 3600), ("1 day later", 86400)):
        click(browser, button)
        until(browser, lambda step=step: emulator.clock.now() - before >= step)
        until(browser, lambda button=button: f"The clock went on: {button}." in browser.text)
    Select(browser.driver.find_element(By.CSS_SELECTOR, "#fault [name=name]")).select_by_value(
        "rate_limited"
    )
    browser.driver.find_element(By.CSS_SELECTOR, "#fault [name=times]").send_keys("2")
    click(browser, "Switch on")
    until(browser, lambda: "rate_limited,times=2" in table(browser, "on"))
    assert [str(one.rule) for one in emulator.services.faults.on()] == ["rate_limited,times=2"]
    click(browser, "Off")
    until(browser, lambda: "None is on." in table(browser, "on"))
    assert emulator.services.faults.on() == []
    click(browser, "Forget them")
    until(browser, lambda: "None yet." in table(browser, "journal"))
    click(browser, "Reset everything")
    browser.driver.switch_to.alert.accept()
    until(browser, lambda: emulator.pictures == [])
    until(browser, lambda: browser.driver.find_element(By.ID, "pictures").text == "0")
    assert browser.complaints == []
    assert all(address.startswith(url) for address in browser.requested)


def test_pages_of_a_space_stay_in_it(
    browser: Browser, emulator: Emulator, url: str, tmp_path: Path
) -> None:
    file = tmp_path / "lake.png"
    file.write_bytes(png(40, 30))
    by_host = f"http://by-host.localhost:{url.rpartition(':')[2]}"
    ways = {"by-path": f"{url}/_emulator/spaces/by-path", "by-host": by_host}
    with report_all() as case:
        for name, start in ways.items():
            space = emulator.space(name)
            with case(f"upload {name}"):
                browser.open(f"{start}/")
                assert f"This is the space {name}" in browser.text
                browser.driver.find_element(By.NAME, "file").send_keys(str(file))
                browser.press("Upload")
                shown = browser.driver.find_element(By.CSS_SELECTOR, "figure img")
                until(browser, lambda shown=shown: shown.get_property("naturalWidth"))
                assert len(space.pictures) == 1
                browser.driver.find_element(By.LINK_TEXT, "Its page").click()
                until(browser, lambda: "<dt>Host</dt>" in browser.driver.page_source)
                assert browser.driver.current_url.startswith(f"{start}/")
            with case(f"controls {name}"):
                browser.driver.find_element(By.LINK_TEXT, "Controls").click()
                until(browser, lambda: browser.driver.find_element(By.ID, "pictures").text == "1")
                before = space.clock.now()
                click(browser, "1 day later")
                until(browser, lambda space=space, t=before: space.clock.now() - t >= 86_400)
                click(browser, "Reset everything")
                browser.driver.switch_to.alert.accept()
                until(browser, lambda space=space: space.pictures == [])
                assert browser.complaints == []
    assert emulator.clock.now() - before < 3600
    assert {one.path for one in emulator.requests} <= {"/_emulator/spaces"}
    assert all(one.startswith((url, by_host)) for one in browser.requested)


def test_the_controls_lead_from_space_to_space(
    browser: Browser, emulator: Emulator, url: str
) -> None:
    emulator.space("old")
    browser.open(f"{url}/_emulator/")
    spaces = Select(browser.driver.find_element(By.ID, "space"))
    until(browser, lambda: [one.text for one in spaces.options][1:] == ["old"])
    browser.fill("or a new one", "new")
    click(browser, "Go there")
    # A page that is on its way out has elements no longer, but it has a source.
    until(browser, lambda: "Controls of the space new" in browser.driver.page_source)
    until(browser, lambda: browser.driver.find_element(By.ID, "remove").is_enabled())
    click(browser, "Remove this space")
    browser.driver.switch_to.alert.accept()
    until(browser, lambda: "of the space" not in browser.driver.page_source)
    assert [one.name for one in emulator.spaces] == ["old"]
    assert browser.complaints == []


def test_the_journal_is_live_and_shows_hostile_names_as_text(
    browser: Browser, emulator: Emulator, url: str
) -> None:
    browser.open(f"{url}/_emulator/")
    until(browser, lambda: "None yet." in table(browser, "journal"))
    httpx.get(url + "/nothing/<script>alert(1)</script>", params={"title": HOSTILE})
    emulator.services.accounts.mailbox.send(API_NAMES[0], HOSTILE, HOSTILE, HOSTILE, 1.0)
    until(browser, lambda: "script" in table(browser, "journal"))
    until(browser, lambda: HOSTILE in table(browser, "mailbox"))
    assert browser.driver.find_elements(By.CSS_SELECTOR, "main img, main script") == []
    only = browser.driver.find_element(By.ID, "filter")
    only.send_keys("no such words")
    until(browser, lambda: "None yet." in table(browser, "journal"))
    assert browser.complaints == []


def test_the_controls_answer_programs_with_data_and_browsers_with_a_page(url: str) -> None:
    with report_all() as case:
        for accept, kind in (
            ("*/*", "application/json"),
            ("application/json", "application/json"),
            ("application/json, text/html;q=0.9", "application/json"),
            ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
        ):
            with case(accept):
                answer = httpx.get(f"{url}/_emulator/", headers={"Accept": accept})
                assert answer.headers["content-type"].partition(";")[0] == kind
