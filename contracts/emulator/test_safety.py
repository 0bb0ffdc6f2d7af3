"""Hostile pictures, hostile URLs, hostile web pages."""

from __future__ import annotations

import gc
import io
import logging
import socket
import struct
import threading
import weakref
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore
import pytest
from imagehosts.emulator import Emulator
from imagehosts.emulator.core.fetching import GuardedBackend, fetch_guarded
from imagehosts.emulator.core.sources import SourceError, is_public
from imagehosts.emulator.hosts import rows
from imagehosts.emulator.hosts.chevereto import upload as chevereto_upload
from imagehosts.emulator.hosts.imgur.access import ACCESS
from PIL import Image

from contracts.support.emulated import BASE, ME, PATHS, EmulatorClient, gif, png, text64
from contracts.support.reporting import each

Open = Callable[..., EmulatorClient]


def _bomb(width: int, height: int) -> bytes:
    """A small PNG that claims many pixels and holds them."""
    row = zlib.compressobj(9)
    data = b"".join(row.compress(bytes(width + 1)) for _ in range(height)) + row.flush()

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    )


@each("size", [(6400, 6300), (16_385, 10), (10, 16_385), (60_000, 60_000)])
@pytest.mark.parametrize("api", PATHS)
def test_too_many_pixels_are_refused_before_they_are_decoded(
    emulated: EmulatorClient, api: str, size: tuple[int, int]
) -> None:
    width, height = size
    content = _bomb(width, min(height, 6300))
    content = content[:20] + struct.pack(">I", height) + content[24:]
    content = content[:29] + struct.pack(">I", zlib.crc32(content[12:29])) + content[33:]
    code = emulated.upload(content, path=PATHS[api]).json()["error"]["code"]
    assert code in (310, 610)


def test_the_bounds_are_settings(open_emulated: Open) -> None:
    emulated = open_emulated(max_pixels=100, max_side=20)
    assert emulated.upload(png(10, 10)).status_code == 200
    assert emulated.upload(png(10, 11)).status_code == 400
    assert emulated.upload(png(21, 1)).status_code == 400


@each("kind", ["TIFF", "ICO", "PPM", "TGA", "PCX", "SGI", "DDS", "MSP", "XBM", "PDF", "EPS"])
def test_other_formats_that_pillow_knows_are_not_taken(emulated: EmulatorClient, kind: str) -> None:
    content = io.BytesIO()
    mode = "1" if kind in ("MSP", "XBM") else "RGB"
    Image.new(mode, (16, 16)).save(content, kind)
    assert emulated.upload(content.getvalue(), "a.png").json()["error"]["code"] in (610, 613)


def test_every_prefix_of_every_format_is_an_answer(emulated: EmulatorClient) -> None:
    for content in (png(9, 9), gif(2, 9, 9), gif(1, 9, 9)):
        for length in range(1, len(content), 3):
            assert emulated.upload(content[:length]).status_code in (200, 400)


def test_a_picture_with_any_byte_wrong_is_an_answer(emulated: EmulatorClient) -> None:
    for content in (png(9, 9), gif(2, 9, 9)):
        for at in range(0, len(content), 2):
            wrong = content[:at] + bytes([content[at] ^ 0x5A]) + content[at + 1 :]
            assert emulated.upload(wrong).status_code in (200, 400)


def test_uploads_are_served_so_that_no_browser_runs_them(emulated: EmulatorClient) -> None:
    content = png() + b"<script>alert(1)</script>"
    served = emulated.get(emulated.image(content, "a.html", "text/html")["url"])
    assert served.headers["content-type"] == "image/png"
    assert served.headers["x-content-type-options"] == "nosniff"
    assert served.headers["content-security-policy"] == "sandbox; default-src 'none'"


def test_texts_of_uploaders_are_escaped_on_pages(emulated: EmulatorClient) -> None:
    text = '<script>alert(1)</script>"onload="x'
    image = emulated.image(title=text, description=text, tags=text, name="<b>.png")
    for at in (image["url_viewer"], "/"):
        page = emulated.get(at).text
        assert "<script" not in page
        assert "alert(1)" in page or at == "/"
        assert '"onload' not in page


MARKUP = "http://<script>alert(1)</script>.example/a.png"
#: Requests that are answered with a page, on whichever host.
PAGES: list[tuple[str, str, dict[str, Any]]] = [
    ("GET", "/", {}),
    ("GET", "/nothing", {}),
    ("GET", "/_emulator/nothing", {}),
    ("PUT", "/_emulator/nothing", {}),
    ("GET", "/image/nothing", {}),
    ("GET", "/a/nothing", {}),
    ("GET", "/oauth2/authorize?client_id=a&response_type=pin", {}),
    *(
        ("POST", path, {"data": {"key": "k", "source": source, "format": style}})
        for path in PATHS.values()
        for style in ("txt", "redirect")
        for source in (MARKUP, "!", text64(png()))
    ),
]


@each("settings", [{}, {"maintenance": True}, {"banned": ("127.0.0.1",)}])
def test_every_page_is_one_on_which_nothing_runs(
    open_emulated: Open, settings: dict[str, Any]
) -> None:
    emulated, shown = open_emulated(**settings), 0
    pages = list(PAGES)
    for api in rows() if not settings else ():
        image = emulated.image(path=PATHS[api]) if api in PATHS else None
        pages += [("GET", image["url_viewer"], {})] if image else []
    if not settings:
        pages += [("GET", f"/i/{_shack(emulated)}", {})]
    for method, url, options in pages:
        response = emulated.request(method, url, **options)
        if response.headers.get("content-type", "text/html").startswith("text/html"):
            shown += 1
            policy = response.headers["content-security-policy"]
            assert "default-src 'none'" in policy, url
            assert "script-src" not in policy, url
            assert response.headers["x-content-type-options"] == "nosniff", url
            assert "<script" not in response.text, url
    assert shown >= 8


def _shack(emulated: EmulatorClient) -> str:
    """The id of a public picture with a page."""
    login = {"api_key": "k", "user": "demo", "password": "demo"}
    token = emulated.post("/v2/user/login", data=login).json()["result"]["auth_token"]
    made = emulated.post(
        "/v2/images",
        data={"api_key": "k", "auth_token": token, "public": "1"},
        files={"file": ("a.png", png())},
    )
    code: str = made.json()["result"]["images"][0]["id"]
    return code


@each("digits", [1, 18, 19, 5000])
@each(
    "path",
    [
        "/img{}/1/a.png",
        "/img1/{}/a.png",
        "/v2/{}x1q1/1/a.png",
        "/a/img{}/1/a.png",
        "/v2/1x1q1/{}/a",
    ],
)
def test_numbers_of_any_length_in_addresses_are_answers(
    emulated: EmulatorClient, path: str, digits: int
) -> None:
    assert emulated.get(path.format("9" * digits)).status_code == 404


@each("digits", [1, 18, 19, 5000])
@each(
    "path",
    [
        "/3/gallery/hot/viral/{}",
        "/3/account/demo/images/{}",
        "/3/account/demo/images/ids/{}",
        "/3/account/demo/comments/newest/{}",
        "/3/conversations/{}/1/1",
        "/3/conversations/1/{}/{}",
        "/3/gallery/random/random/{}",
        "/3/gallery/t/a/viral/day/{}",
        "/3/comment/{}",
        "/3/message/{}/thread",
        "/3/account?account_id={}",
        "/v2/images?limit={}&offset={}",
        "/gallery_api.php?action=list&user=demo&start={}&limit={}",
    ],
)
def test_numbers_of_any_length_in_requests_are_no_faults(
    emulated: EmulatorClient, path: str, digits: int
) -> None:
    head = {"Authorization": f"Bearer {_imgur_token(emulated)}"}
    number = "9" * digits
    assert emulated.get(path.format(number, number), headers=head).status_code < 500


def _imgur_token(emulated: EmulatorClient) -> str:
    accounts = emulated.emulator.services.accounts
    user = accounts.users.by_name("imgur", "demo")
    assert user is not None
    return accounts.sessions.open(user.id, "t" * 40, 0, purpose=ACCESS)


def test_errors_of_the_emulator_are_kept_in_a_bounded_number(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class Large:
        pass

    alive = weakref.WeakSet[Large]()

    def break_down(*arguments: Any) -> Any:
        held = Large()
        alive.add(held)
        raise RuntimeError("a bug " + "x" * 1000)

    monkeypatch.setattr(chevereto_upload, "make", break_down)
    caplog.set_level(logging.CRITICAL, "imagehosts.emulator")  # what is logged is kept by pytest
    with Emulator(max_errors=3) as emulator:
        client = EmulatorClient(emulator)
        for _ in range(5):
            assert client.upload().status_code == 400
        gc.collect()
        assert not alive, "an error that is kept holds what its request had"
        assert len(emulator.internal_errors) == 3
        shown = repr(emulator.internal_errors[0])
        assert "RuntimeError('a bug" in shown
        assert "in break_down" in shown
        assert len(shown) < 2000


# The network

PUBLIC = ["8.8.8.8", "1.1.1.1", "93.184.216.34", "2606:4700::1111", "2a00:1450:4001::1"]
NOT_PUBLIC = [
    "127.0.0.1",
    "127.1.2.3",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    # Those that ipaddress.is_global lets pass.
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "::127.0.0.1",
    "fec0::1",
    "192.88.99.1",
    "ff0e::1",
    "2001:0:7f00:1::",
    "",
    "localhost",
]


@each("address", PUBLIC)
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


@each("address", NOT_PUBLIC)
def test_no_address_that_leads_inside_is_public(address: str) -> None:
    assert not is_public(address)


class _NoNetwork(httpcore.NetworkBackend):
    """Notes who would be dialled."""

    def __init__(self) -> None:
        self.dialled: list[tuple[str, int]] = []

    def connect_tcp(self, host: str, port: int, *args: Any, **more: Any) -> httpcore.NetworkStream:
        self.dialled.append((host, port))
        return httpcore.MockStream([])


def _guard(allowed: set[str], answers: list[list[str]]) -> tuple[GuardedBackend, _NoNetwork]:
    network = _NoNetwork()
    found = iter(answers)
    return GuardedBackend(frozenset(allowed), lambda host, port: next(found), network), network


def test_a_name_is_resolved_once_and_dialled_as_it_was_checked() -> None:
    guard, network = _guard({"public"}, [["8.8.8.8"], ["127.0.0.1"]])
    guard.connect_tcp("rebinding.example", 80)
    assert network.dialled == [("8.8.8.8", 80)]
    with pytest.raises(SourceError):
        guard.connect_tcp("rebinding.example", 80)
    assert len(network.dialled) == 1


@each("address", NOT_PUBLIC[:-2])
def test_one_bad_address_among_good_ones_is_enough(address: str) -> None:
    guard, network = _guard({"public"}, [["8.8.8.8", address]])
    with pytest.raises(SourceError):
        guard.connect_tcp("mixed.example", 443)
    assert network.dialled == []


def test_only_an_allowed_host_is_fetched_at_any_address() -> None:
    guard, network = _guard({"inside:8000"}, [["10.0.0.1"]] * 3)
    guard.connect_tcp("inside", 8000)
    for host, port in (("inside", 8001), ("outside", 8000)):
        with pytest.raises(SourceError):
            guard.connect_tcp(host, port)
    assert network.dialled == [("10.0.0.1", 8000)]


#: Spellings of this machine that resolvers understand.
SPELLINGS = [
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f.1",
    "0177.0.0.1",
    "0",
    "localhost",
    "[::1]",
    "[::ffff:7f00:1]",
    "[::ffff:127.0.0.1]",
    "user@127.0.0.1",
    "8.8.8.8@127.0.0.1",
    "127.0.0.1.",
    "LOCALHOST",
    "①②⑦.⓪.⓪.①",
]


@contextmanager
def _secret_server(answer: bytes) -> Iterator[int]:
    """A server on this machine that nobody may reach; counts in ``hits`` who did."""
    listener = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def run() -> None:
        while not stop.is_set():
            connection, _ = listener.accept()
            with connection:
                if stop.is_set():
                    return
                connection.settimeout(5)
                connection.recv(65_536)
                connection.sendall(answer)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        stop.set()
        with socket.create_connection(listener.getsockname()):
            pass
        thread.join()
        listener.close()


def _http(body: bytes, status: str = "200 OK", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


@each("settings", [{}, {"allow_network": ("public",)}])
@each("host", SPELLINGS)
def test_no_spelling_of_this_machine_gets_through(
    open_emulated: Open, host: str, settings: dict[str, Any]
) -> None:
    emulated = open_emulated(**settings)
    with _secret_server(_http(png())) as port:
        response = emulated.post(ME, data={"key": "k", "source": f"http://{host}:{port}/a.png"})
    assert response.status_code == 400, response.text
    assert response.json()["error"]["code"] in (400, 600, 120)


def test_an_allowed_host_and_port_is_fetched(open_emulated: Open) -> None:
    with _secret_server(_http(png())) as port:
        emulated = open_emulated(allow_network=(f"localhost:{port}",))
        url = f"http://localhost:{port}/lake.png"
        image = emulated.post(ME, data={"key": "k", "source": url}).json()["image"]
        assert image["original_filename"] == "lake.png"
        assert emulated.get(image["url"]).content == png()
        other = f"http://127.0.0.1:{port}/lake.png"
        assert emulated.post(ME, data={"key": "k", "source": other}).status_code == 400


def test_redirects_are_not_followed(open_emulated: Open) -> None:
    with _secret_server(_http(png())) as inner:
        location = f"Location: http://127.0.0.1:{inner}/secret"
        with _secret_server(_http(b"elsewhere", "302 Found", location)) as port:
            emulated = open_emulated(allow_network=(f"localhost:{port}",))
            url = f"http://localhost:{port}/a.png"
            response = emulated.post(ME, data={"key": "k", "source": url})
    assert response.json()["error"]["code"] == 610


def test_an_endless_answer_is_cut_off() -> None:
    body = b"HTTP/1.1 200 OK\r\n\r\n" + bytes(3_000_000)
    with _secret_server(body) as port, pytest.raises(SourceError, match="too large"):
        fetch_guarded(f"http://localhost:{port}/", frozenset({f"localhost:{port}"}), 1_000_000)


@each(
    "url",
    [
        "http://",
        "http://[::1",
        "http://a:b:c/",
        "http://a.example:99999/",
        "http://\x00/",
        "http://a.example/\r\nX: y",
        "http://" + "a" * 300 + ".example/",
        "https://…/",
        "http://*/",
        "http://-/",
        "http://a..b/",
    ],
)
@each("settings", [{}, {"allow_network": ("public",)}])
def test_urls_that_are_none_are_errors_of_the_host(
    open_emulated: Open, monkeypatch: pytest.MonkeyPatch, url: str, settings: dict[str, Any]
) -> None:
    def nobody(*args: Any, **more: Any) -> Any:
        raise socket.gaierror("there is no network here")

    emulated = open_emulated(**settings)
    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    response = emulated.post(ME, data={"key": "k", "source": url})
    assert response.status_code == 400


# The controls

CONTROLS = [
    ("GET", "/_emulator/"),
    ("POST", "/_emulator/reset"),
    ("GET", "/_emulator/pictures"),
    ("GET", "/_emulator/requests"),
    ("PUT", "/_emulator/web?url=http://a.example/"),
    ("POST", "/_emulator/clock?days=1"),
]


def test_two_hosts_control_nothing(emulated: EmulatorClient) -> None:
    hosts = [("Host", "localhost"), ("Host", "evil.example")]
    assert emulated.get("/_emulator/", headers=hosts).status_code == 403


@each(("method", "path"), CONTROLS)
def test_pages_of_other_origins_cannot_control_the_emulator(
    emulated: EmulatorClient, method: str, path: str
) -> None:
    for headers in (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example"},
        {"Host": "imagehosting.me"},
        *({"Host": f"rebinding{mark}example:8765"} for mark in "+=,~!$;&'()*@%/\\ \""),
        *({"Host": host} for host in ("", ":8765", "localhost:", "localhost:a", "[::1")),
        {"Host": b"\xc3\xa9.example"},
    ):
        response = emulated.request(method, path, headers=headers)
        assert response.status_code == 403, headers
        assert "access-control-allow-origin" not in response.headers
    for headers in ({}, {"Origin": BASE}, {"Host": "localhost:8765"}, {"Host": "[::1]"}):
        assert emulated.request(method, path, headers=headers).status_code == 200, headers


def test_a_token_opens_the_controls_by_any_name(open_emulated: Open) -> None:
    emulated = open_emulated(admin_token="open sesame")
    away = {"Host": "emulator:8765"}
    token = {"X-Emulator-Token": "open sesame"}
    assert emulated.get("/_emulator/pictures", headers=away).status_code == 403
    assert emulated.get("/_emulator/pictures", headers={**away, **token}).status_code == 200
    wrong = {**away, "X-Emulator-Token": "open sesam"}
    assert emulated.get("/_emulator/pictures", headers=wrong).status_code == 403


def test_health_is_answered_to_everybody(emulated: EmulatorClient) -> None:
    response = emulated.get("/_emulator/health", headers={"Host": "anything.example"})
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "apis": list(rows()), "to_remove": 0}


def test_apis_may_be_called_from_web_pages_unless_that_is_switched_off(open_emulated: Open) -> None:
    preflight = {
        "Origin": "https://page.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "x-api-key",
    }
    emulated = open_emulated()
    answer = emulated.request("OPTIONS", ME, headers=preflight)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-headers"] == "x-api-key"
    image = emulated.image()
    for response in (emulated.upload(), emulated.upload(key="invalid"), emulated.get(image["url"])):
        assert response.headers["access-control-allow-origin"] == "*"
    closed = open_emulated(no_cors=True)
    assert closed.request("OPTIONS", ME, headers=preflight).status_code == 400
    assert "access-control-allow-origin" not in closed.upload().headers
