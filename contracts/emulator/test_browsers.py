"""What a page of somebody else's may do to the emulator on its reader's machine, in a real browser.

Every name under ``rebound.example`` leads to this machine there: what an attacker's own name server
makes of a page that has been loaded already.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
from imagehosts.emulator import Emulator

from contracts.support.browser import Browser
from contracts.support.emulated import png, sound
from contracts.support.reporting import report_all

#: What a hostile page tries; each answer as its status, or as why there is none.
ATTEMPTS = """
const [base, done] = arguments;
const calls = [
    ["GET", "/_emulator/pictures", {}],
    ["GET", "/_emulator/mail", {}],
    ["GET", "/_emulator/requests", {}],
    ["POST", "/_emulator/reset", {}],
    ["POST", "/_emulator/reset", {headers: {"Content-Type": "text/plain"}, body: "{}"}],
    ["POST", "/_emulator/reset", {mode: "no-cors"}],
    ["POST", "/_emulator/reset", {headers: {"Content-Type": "application/json"}, body: "{}"}],
    ["DELETE", "/_emulator/faults", {}],
];
(async () => {
    const found = [];
    for (const [method, path, more] of calls) {
        try {
            const answer = await fetch(base + path, {method, ...more});
            found.push([method, path, answer.type === "opaque" ? "opaque" : answer.status]);
        } catch (error) {
            found.push([method, path, String(error)]);
        }
    }
    done(found);
})();
"""
NAMES = ("a", "a+b", "a=b", "a~b", "a!b", "a$b", "a;b", "a,b", "a_b", "a-b")


def attempts(browser: Browser, base: str) -> list[Any]:
    found: list[Any] = browser.driver.execute_async_script(ATTEMPTS, base)  # type: ignore[no-untyped-call]
    assert len(found) == 8
    return found


def upload(url: str) -> None:
    """Put a picture there that a reset would take away."""
    files = {"image": ("lake.png", png(), "image/png")}
    httpx.post(f"{url}/1/upload", params={"key": "any"}, files=files).raise_for_status()


@contextmanager
def without_policies(browser: Browser) -> Iterator[None]:
    """The pages of the one who attacks have no policy that keeps scripts from asking."""
    browser.driver.execute_cdp_cmd("Page.setBypassCSP", {"enabled": True})
    try:
        yield
    finally:
        browser.driver.execute_cdp_cmd("Page.setBypassCSP", {"enabled": False})


@contextmanager
def foreign_page() -> Iterator[str]:
    """A web server of somebody else's, with one page."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>Kittens</title>")

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f":{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_page_on_another_host_name_reaches_no_controls(browser: Browser) -> None:
    emulator = Emulator()
    with (
        sound(emulator),
        emulator.serve() as url,
        foreign_page() as page,
        without_policies(browser),
        report_all() as case,
    ):
        port = url.rpartition(":")[2]
        browser.open(url)
        # (A reset takes no body.)
        assert {status for _, _, status in attempts(browser, url)} == {200, 400}, "its own may"
        upload(url)
        for name in NAMES:
            host = f"{name}.rebound.example"
            with case(f"rebinding with {name}"):
                browser.open(f"http://{host}:{port}/_emulator/health")
                assert host in browser.url
                for method, path, status in attempts(browser, f"http://{host}:{port}"):
                    assert status in (403, "opaque"), (method, path, status)
                assert len(emulator.pictures) == 1
        for host in ("a.rebound.example", "localhost", "127.0.0.1"):
            with case(f"a page of {host}"):
                browser.open(f"http://{host}{page}")
                for method, path, status in attempts(browser, url):
                    refused = status == "opaque" or "Failed to fetch" in str(status)
                    assert refused, (method, path, status)
                assert len(emulator.pictures) == 1
