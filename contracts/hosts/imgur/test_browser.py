"""The forms of imgur's pages, pressed in a real browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from imagehosts.emulator import Emulator

from contracts.hosts.imgur.emulated import USERS, World
from contracts.support.browser import Browser
from contracts.support.emulated import EmulatorClient, sound
from contracts.support.reporting import report_all


@pytest.fixture
def served() -> Iterator[tuple[World, str]]:
    """An emulator with two users, and where it listens."""
    emulator = Emulator(users=USERS)
    with sound(emulator) as client, emulator.serve() as url:
        yield World(EmulatorClient(client.emulator, url)), url


@contextmanager
def application(host: str = "127.0.0.1") -> Iterator[tuple[str, list[str]]]:
    """A program on this machine that waits for a browser; gives its address and what came."""
    came: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            came.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "text/plain")
            self.end_headers()
            self.wfile.write(b"thank you")

        def log_message(self, *_: object) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"http://{host}:{server.server_port}/callback", came
        finally:
            server.shutdown()
            thread.join()


def consent(browser: Browser, url: str, button: str, password: str = "lake-house") -> None:
    """Fill in the page of consent and press a button."""
    browser.open(url)
    browser.fill("Name", "miriam")
    browser.fill("Password", password)
    browser.press(button)


@pytest.mark.outside("sends what the host must refuse or forgive")
def test_allow_hands_a_code_to_the_program(browser: Browser, served: tuple[World, str]) -> None:
    world, url = served
    with report_all() as case:
        for host, kind in (("127.0.0.1", "code"), ("localhost", "code"), ("localhost", "token")):
            with case(f"{kind} to {host}"), application(host) as (target, came):
                query = f"client_id=some-app&response_type={kind}&state=s%26t"
                page = f"{url}/oauth2/authorize?{query}&redirect_uri={quote(target, safe='')}"
                consent(browser, page, "Allow")
                assert browser.complaints == []
                assert browser.url.startswith(target)
                assert browser.text == "thank you"
                parts = urlsplit(browser.url)
                given = {n: v[0] for n, v in parse_qs(parts.query or parts.fragment).items()}
                assert given["state"] == "s&t"
                if kind == "code":
                    assert [path for path in came if path.startswith("/callback?code=")]
                    answer = world.exchange("authorization_code", code=given["code"])
                    assert answer.json()["account_username"] == "miriam"
                else:
                    headers = {"Authorization": f"Bearer {given['access_token']}"}
                    me = world.emulated.get("/3/account/me", headers=headers)
                    assert me.json()["data"]["url"] == "miriam"


def test_allow_shows_a_pin_that_is_good(browser: Browser, served: tuple[World, str]) -> None:
    world, url = served
    consent(browser, f"{url}/oauth2/authorize?client_id=some-app&response_type=pin", "Allow")
    tokens = world.exchange("pin", pin=browser.value("pin")).json()
    assert tokens["account_username"] == "miriam"
    assert browser.complaints == []


def test_deny_and_a_wrong_password_give_nothing(
    browser: Browser, served: tuple[World, str]
) -> None:
    _, url = served
    page = f"{url}/oauth2/authorize?client_id=some-app&response_type=pin"
    with report_all() as case:
        for button, password in (("Deny", "lake-house"), ("Allow", "wrong")):
            with case(button):
                consent(browser, page, button, password)
                assert "Unauthorized" in browser.text


def test_delete_removes_the_picture_once_pressed(
    browser: Browser, served: tuple[World, str]
) -> None:
    world, url = served
    image = world.upload("miriam", title="Lake")
    browser.open(f"{url}/delete/{image['deletehash']}")
    assert [picture.code for picture in world.emulated.emulator.pictures] == [image["id"]]
    browser.press("Delete")
    assert "The image is gone." in browser.text
    assert world.emulated.emulator.pictures == []
    assert browser.complaints == []
