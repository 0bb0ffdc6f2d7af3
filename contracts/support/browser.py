"""A real browser, for what only a browser decides: whether a form, a link or a script works.

Debian's Chromium over WebDriver, one for the whole session. Where CI is set in the environment a
missing browser is a failure, elsewhere the tests that want one are skipped.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from selenium.webdriver import Chrome
    from selenium.webdriver.remote.webelement import WebElement

__all__ = ["Browser", "browser", "chromium"]

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DRIVER = "chromedriver"
#: For a machine without a display, maybe as root, and without a word to anybody's server.
SWITCHES = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
    "--host-resolver-rules=MAP *.rebound.example 127.0.0.1 , MAP *.localhost 127.0.0.1 ,"
    " MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
)
#: A page is here at once or never; machines stall.
PATIENCE = 20.0


class Browser:
    """A browser with one page open, as a person sees it."""

    def __init__(self, driver: Chrome) -> None:
        self.driver = driver

    def open(self, url: str) -> None:
        """Go to an address and wait until its page is there."""
        self.driver.get(url)

    def fill(self, label: str, value: str) -> None:
        """Type into the field with this label."""
        from selenium.webdriver.common.by import By

        field = self._one(By.XPATH, f"//label[contains(., {label!r})]//input", f"field {label}")
        field.clear()
        field.send_keys(value)

    def press(self, button: str) -> None:
        """Press a button by its text, and wait for the page that follows."""
        from selenium.webdriver.common.by import By
        from selenium.webdriver.support.wait import WebDriverWait

        found = self._one(By.XPATH, f"//button[normalize-space()={button!r}]", f"button {button}")
        found.click()
        wait = WebDriverWait(self.driver, PATIENCE, poll_frequency=0.02)
        message = f"nothing happened after {button}; the console says {self.complaints}"
        wait.until(lambda _: _is_gone(found), message)
        ready = "return document.readyState == 'complete'"
        wait.until(lambda driver: driver.execute_script(ready), message)

    def follow(self, text: str) -> None:
        """Click a link by its text."""
        from selenium.webdriver.common.by import By

        self._one(By.LINK_TEXT, text, f"link {text}").click()

    @property
    def url(self) -> str:
        """The address that the browser is at."""
        return str(self.driver.current_url)

    @property
    def text(self) -> str:
        """What is read on the page."""
        from selenium.webdriver.common.by import By

        return str(self.driver.find_element(By.TAG_NAME, "body").text)

    def value(self, name: str) -> str:
        """What stands in a field, by its name."""
        from selenium.webdriver.common.by import By

        return self._one(By.NAME, name, f"field {name}").get_property("value") or ""  # type: ignore[return-value]

    @property
    def complaints(self) -> list[str]:
        """What the console says of the pages since the last look: policies, scripts, failed loads.

        That no page has an icon is not held against it.
        """
        entries: list[dict[str, Any]] = self.driver.get_log("browser")
        found = [str(entry["message"]) for entry in entries if entry["level"] == "SEVERE"]
        return [message for message in found if "favicon.ico" not in message]

    @property
    def requested(self) -> list[str]:
        """The addresses that were asked for since the last look, those of pages included."""
        events = [
            json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")
        ]
        return [
            event["params"]["request"]["url"]
            for event in events
            if event["method"] == "Network.requestWillBeSent"
            and urlsplit(event["params"]["request"]["url"]).scheme in ("http", "https")
        ]

    def _one(self, by: str, value: str, meaning: str) -> WebElement:
        found = self.driver.find_elements(by, value)
        assert len(found) == 1, f"{len(found)} times {meaning} on {self.url}:\n{self.text[:1000]}"
        return found[0]


def _is_gone(element: WebElement) -> bool:
    """Whether the page of an element has been left; between two pages the driver finds none."""
    from selenium.common.exceptions import StaleElementReferenceException, WebDriverException

    try:
        element.is_enabled()
    except StaleElementReferenceException:
        return True
    except WebDriverException as error:
        if "does not belong to the document" not in str(error):
            raise
        return True
    return False


def _missing(sentence: str) -> None:
    """No browser: nothing can be said here, and where a change is judged that is not enough."""
    if os.environ.get("CI"):
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chrome]:
    """The browser of the session."""
    binary = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    driver_path = shutil.which(DRIVER)
    if binary is None or driver_path is None:
        _missing(
            "no browser: install Chromium and its driver (on Debian: apt-get install chromium"
            " chromium-driver)"
        )
    from selenium.webdriver import Chrome, ChromeOptions, ChromeService

    options = ChromeOptions()
    options.binary_location = binary or ""
    for switch in SWITCHES:
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = Chrome(options, ChromeService(driver_path))
    driver.set_page_load_timeout(PATIENCE)
    yield driver
    driver.quit()


@pytest.fixture
def browser(chromium: Chrome) -> Browser:
    """The browser with an empty page, without cookies, and with nothing said before."""
    chromium.get("about:blank")
    chromium.delete_all_cookies()
    opened = Browser(chromium)
    _ = opened.complaints, opened.requested
    return opened
