"""Everybody can use the emulator's pages in a real browser, and nothing comes from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pytest
from imagehosts.emulator import Emulator
from selenium.webdriver.common.by import By

from contracts.hosts.imageshack.emulated import Shack
from contracts.hosts.imageshack_gallery.emulated import Galleries, reference
from contracts.hosts.imgur.emulated import USERS, World
from contracts.support.accessibility import PHONE, SCREEN, appearing, barriers, overflow
from contracts.support.browser import Browser
from contracts.support.emulated import EmulatorClient, png, sound
from contracts.support.reporting import report_all
from contracts.support.specs import API_NAMES

#: Markup, a text that reads backwards, and a word without a place to break.
HOSTILE = "<img src=x onerror=alert(1)>&\"'\u202e" + "a" * 90
#: So many elements axe-core looks at in a moment.
MOST_ELEMENTS = 3000
CONSENT = f"/oauth2/authorize?client_id={quote(HOSTILE)}&response_type=pin"


@pytest.fixture
def served() -> Iterator[tuple[Emulator, str]]:
    emulator = Emulator(users=USERS)
    with sound(emulator), emulator.serve() as url:
        yield emulator, url


def pages(emulator: Emulator, url: str) -> Iterator[str]:
    """A page of every kind that has an address, with names and titles that are hostile."""
    emulated = EmulatorClient(emulator, url)
    yield "/nothing"
    yield "/"  # before there are pictures
    image = emulated.image(png(900, 600), title=HOSTILE, description=HOSTILE)
    yield urlsplit(image["url_viewer"]).path
    world = World(emulated)
    one = world.upload("miriam", title=HOSTILE)
    album = world.album("miriam", title=HOSTILE, **{"ids[]": [one["id"]]})["id"]
    yield from (f"/{one['id']}", f"/a/{album}", f"/delete/{one['deletehash']}", CONSENT)
    yield f"/a/{world.album('miriam')['id']}"
    shack = Shack(emulator).become("miriam", "lake-house")
    picture = shack.picture(title=HOSTILE)
    yield f"/i/{picture['id']}"
    Galleries(emulator).create(reference(picture), name="lakes", title=HOSTILE)
    yield from ("/gal.php?g=lakes", "/slideshow/webplayer.php?id=lakes")
    file = {"image": (HOSTILE + ".png", png(), "image/png")}
    sent = httpx.post(f"{url}/1/upload", params={"key": "any", "name": HOSTILE}, files=file)
    made = sent.json()["data"]
    yield from (urlsplit(made["url_viewer"]).path, urlsplit(made["delete_url"]).path)
    emulator.services.accounts.mailbox.send("imgur", HOSTILE, HOSTILE, HOSTILE, 1.0)
    yield from ("/", "/_emulator/", *(f"/_emulator/reference/{api}" for api in API_NAMES))


def check(browser: Browser, url: str) -> None:
    """Look at the open page as people do: on a screen in the light, on a phone in the dark."""
    count = browser.driver.execute_script("return document.querySelectorAll('*').length")
    for scheme, width in (("light", SCREEN), ("dark", PHONE)):
        with appearing(browser, scheme, width):
            # What is larger is a reference, of which the smaller ones say the same.
            assert count > MOST_ELEMENTS or barriers(browser) == [], scheme
            assert overflow(browser) == [], scheme
    assert browser.driver.execute_script("return document.documentElement.lang") == "en"
    assert browser.driver.find_elements(By.CSS_SELECTOR, "[onerror]") == []
    assert all(address.startswith(url) for address in browser.requested)


def test_everybody_can_use_every_page(browser: Browser, served: tuple[Emulator, str]) -> None:
    emulator, url = served
    with report_all(least=15 + len(API_NAMES)) as case:
        for path in pages(emulator, url):
            with case(path):
                browser.open(url + path)
                check(browser, url)
                complaints = [each for each in browser.complaints if "/nothing" not in each]
                assert complaints == []


def test_everybody_can_use_what_follows_a_form(
    browser: Browser, served: tuple[Emulator, str], tmp_path: Path
) -> None:
    _, url = served
    file = tmp_path / ("<b>&\"'" + "a" * 90 + ".png")
    file.write_bytes(png(900, 600))
    browser.open(url)
    browser.driver.find_element(By.NAME, "file").send_keys(str(file))
    browser.press("Upload")
    assert "Uploaded to" in browser.text
    check(browser, url)
    browser.open(url + CONSENT)
    browser.fill("Name", "miriam")
    browser.fill("Password", "lake-house")
    browser.press("Allow")
    assert browser.value("pin")
    check(browser, url)
    assert browser.complaints == []
