"""*Try it*: each call opens in the console filled in as the reference shows it, and can be sent."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from imagehosts.emulator import Emulator

from contracts.docs.calling import in_order
from contracts.docs.console_request import File, Typed, console_request
from contracts.support.browser import Browser, browser, chromium
from contracts.support.emulated import EmulatorClient
from contracts.support.recording import Part
from contracts.support.reporting import report_all
from contracts.support.specs import API_NAMES
from docs.samples import files

pytestmark = pytest.mark.site

__all__ = ["browser", "chromium"]

Json = dict[str, Any]
#: What the page says of the emulator. To read the whole page again and again takes long.
STATE = "const said = document.getElementById('emulator-state'); return said ? said.innerText : ''"
#: So many calls of each host are tried in a browser.
TRIED = 2
#: Presses the button once it is there; the status and the text once there is an answer.
PRESS = """
const block = document.getElementById(arguments[0]);
const status = block && block.querySelector('.live-responses-table tbody .response-col_status');
const button = block && block.querySelector('.execute');
if (status) return [status.textContent.trim(), block.textContent];
if (button && !block.dataset.pressed) { block.dataset.pressed = 'yes'; button.click(); }
return null;
"""


def console_of(site: Path, api: str) -> tuple[Json, Json]:
    """The document and the settings that stand in a console's page."""
    html = (site / "console" / f"{api}.html").read_text("utf-8")
    found = [
        json.loads(re.findall(rf'id="{name}">(.*?)</script>', html, re.DOTALL)[0])
        for name in ("specification", "settings")
    ]
    return found[0], found[1]


def operation_of(document: Json, settings: Json, call: str) -> Json:
    """What a call is in a console."""
    fill = settings["fills"][call]
    found: Json = document["paths"][fill["path"]][fill["method"]]
    return found


def sent_by_the_console(document: Json, settings: Json, call: str) -> httpx.Request:
    """The request for a call as it is filled in, with the login of the page."""
    fill = settings["fills"][call]
    typed: dict[str, Typed] = {
        name: list(map(text_of, value)) if isinstance(value, list) else text_of(value)
        for _, name, value in fill["values"]
    }
    chosen = [
        (name, File(file, files()[file], "image/jpeg"))
        for name, names in fill["files"].items()
        for file in names
    ]
    one_by_one = {name: file for name, file in chosen if not name.endswith("[]")}
    made = console_request(
        document,
        fill["path"],
        fill["method"],
        typed | one_by_one,
        server=0,
        media_type=fill["media_type"],
    )
    listed = [
        Part(name, file.content, file.name, file.content_type)
        for name, file in chosen
        if name not in one_by_one
    ]
    headers = credentials(document, operation_of(document, settings, call), settings["authorize"])
    return httpx.Request(
        made.method,
        made.address,
        params=httpx.QueryParams(tuple(made.query)),
        headers=headers,
        **body_of(made.media_type, made.parts + listed),
    )


def text_of(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def credentials(document: Json, operation: Json, authorize: dict[str, str]) -> dict[str, str]:
    """The headers of what is typed under "Authorize"."""
    headers = {}
    requirements: list[Json] = operation.get("security", document.get("security", []))
    for requirement in requirements:
        for name in requirement:
            scheme = document["components"]["securitySchemes"][name]
            if name in authorize and scheme["type"] == "http":
                headers["Authorization"] = f"Bearer {authorize[name]}"
            elif name in authorize and scheme["in"] == "header":
                headers[scheme["name"]] = authorize[name]
    return headers


def body_of(media_type: str, parts: list[Part]) -> Json:
    if media_type == "multipart/form-data":
        fields = [
            (part.name, (part.filename, part.content, part.content_type or "text/plain"))
            if part.filename
            else (part.name, (None, part.content))
            for part in parts
        ]
        return {"files": fields}
    data: dict[str, list[str]] = {}
    for part in parts:
        data.setdefault(part.name, []).append(part.text)
    return {"data": data} if media_type else {}


@pytest.mark.parametrize("api", API_NAMES)
def test_every_filled_call_is_answered_by_an_emulator_with_the_examples(
    site: Path, api: str
) -> None:
    document, settings = console_of(site, api)
    offered = {
        call
        for item in document["paths"].values()
        for operation in item.values()
        for call in operation["x-calls"]
    }
    assert set(settings["fills"]) == offered
    with Emulator() as emulator, report_all(len(offered)) as case:
        emulator.restore(site / "console" / settings["examples"]["file"])
        assert settings["examples"]["address"] in emulator.web
        client = EmulatorClient(emulator)
        for call in in_order(offered):
            with case(call):
                request = sent_by_the_console(document, settings, call)
                answer = client.request(
                    request.method,
                    str(request.url),
                    headers=request.headers,
                    content=request.read(),
                )
                said = f"{answer.status_code} {answer.text[:300]}"
                assert answer.status_code < 400, said
                assert '"error"' not in answer.text[:120], said
                assert "<error " not in answer.text, said
                operation = operation_of(document, settings, call)
                assert emulator.requests[-1].operation in operation["x-calls"]
        assert emulator.internal_errors == []


def tried_of(settings: Json) -> list[str]:
    """Some calls that differ: with a file, with a list, on a route of others, and others."""
    fills = settings["fills"]
    routes = [(fills[call]["path"], fills[call]["method"]) for call in fills]
    shared = {call for n, call in enumerate(fills) if routes[n] in routes[:n]}
    kinds = [
        [call for call in fills if fills[call]["files"] and call in shared],
        [call for call in fills if any(isinstance(v, list) for _, _, v in fills[call]["values"])],
        [call for call in fills if fills[call]["files"]],
        *([call] for call in fills),
    ]
    found = [calls[0] for calls in kinds if calls]
    return list(dict.fromkeys(found))[:TRIED]


def test_try_it_opens_the_filled_call_and_sends_it_at_once(browser: Browser, site: Path) -> None:
    """From the reference's link to the answer, for calls of every host."""
    browser.driver.set_window_size(1440, 900)
    with report_all(TRIED * len(API_NAMES)) as case:
        for api in API_NAMES:
            document, settings = console_of(site, api)
            with Emulator(docs=site) as emulator, emulator.serve() as address:
                for call in tried_of(settings):
                    with case(call):
                        operation = operation_of(document, settings, call)
                        block = f"operations-{operation['tags'][0]}-{operation['operationId']}"
                        browser.open("about:blank")
                        browser.open(f"{address}/docs/{link_of(site, api, call)}")
                        status, shown = pressed(browser, block)
                        assert status.startswith("200"), shown
                        came = [each.operation for each in emulator.requests]
                        assert set(came) & set(operation["x-calls"]), came
                assert browser.complaints == []
                assert all(url.startswith((address, "blob:")) for url in browser.requested)


def pressed(browser: Browser, block: str) -> tuple[str, str]:
    """Press the button of a call once the emulator is prepared: the status, and what is shown."""
    from selenium.webdriver.support.wait import WebDriverWait

    wait = WebDriverWait(browser.driver, 20, poll_frequency=0.05)
    wait.until(lambda driver: "holds what the examples act on" in driver.execute_script(STATE))
    status, shown = wait.until(lambda driver: driver.execute_script(PRESS, block))
    return status, shown


def link_of(site: Path, api: str, call: str) -> str:
    """Where *Try it* beside a call leads, below the site."""
    for page in (site / "apis" / api).glob("*.html"):
        _, _, section = page.read_text("utf-8").partition(f'<section id="{call}"')
        if section:
            link = re.search(r'class="try-it" href="\.\./\.\./([^"]*)"', section)
            assert link is not None
            return link[1]
    raise AssertionError(f"{call} is on no page")


def test_emulator_with_pictures_of_its_own_is_asked_before_they_go(
    browser: Browser, site: Path
) -> None:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.wait import WebDriverWait

    api = API_NAMES[0]
    with Emulator(docs=site) as emulator, emulator.serve() as address:
        emulator.restore(site / "console" / "examples.zip")
        emulator.web.clear()
        before = len(emulator.pictures)
        browser.open(f"{address}/docs/console/{api}.html")
        wait = WebDriverWait(browser.driver, 20, poll_frequency=0.05)
        wait.until(lambda driver: "does not hold what the" in driver.execute_script(STATE))
        assert "replaces" in browser.text
        assert len(emulator.pictures) == before
        assert not emulator.web
        browser.driver.find_element(By.CSS_SELECTOR, "#emulator-state button").click()
        wait.until(lambda driver: "page holds what the examples" in driver.execute_script(STATE))
        assert emulator.web
