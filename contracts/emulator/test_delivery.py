"""Pictures are served as web servers serve files; viewer pages and delete links work."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from imagehosts.emulator import Emulator

from contracts.hosts.imageshack.emulated import Shack
from contracts.support.emulated import BASE, IMGES, EmulatorClient, jpeg, mp4, png
from contracts.support.reporting import each, report_all

CONTENT = jpeg() + random.Random(4).randbytes(1_500_000)  # large enough to leave memory


@each(
    ("asked", "start", "stop"),
    [
        ("bytes=0-9", 0, 10),
        ("bytes=100-", 100, None),
        ("bytes=-7", -7, None),
        ("bytes=0-99999999", 0, None),
        ("bytes=1000000-1000000", 1_000_000, 1_000_001),
    ],
)
def test_ranges_give_their_part(
    emulated: EmulatorClient, asked: str, start: int, stop: int | None
) -> None:
    url = emulated.image(CONTENT, "a.jpg")["url"]
    response = emulated.get(url, headers={"Range": asked})
    assert response.status_code == 206
    assert response.content == CONTENT[start:stop]
    first = len(CONTENT) + start if start < 0 else start
    last = first + len(response.content) - 1
    assert response.headers["content-range"] == f"bytes {first}-{last}/{len(CONTENT)}"


@each("asked", ["bytes=9999999-", "bytes=-0"])
def test_a_range_beyond_the_end_is_416(emulated: EmulatorClient, asked: str) -> None:
    response = emulated.get(emulated.image()["url"], headers={"Range": asked})
    assert response.status_code == 416
    assert response.headers["content-range"] == f"bytes */{len(png())}"


@each(
    "asked",
    [
        "bytes=5-2",
        "lines=1-2",
        "bytes=a-b",
        "bytes=0-1,3-4",
        "bytes=-",
        "bytes=" + "9" * 5000 + "-",
    ],
)
def test_a_range_that_cannot_be_read_gives_everything(emulated: EmulatorClient, asked: str) -> None:
    response = emulated.get(emulated.image()["url"], headers={"Range": asked})
    assert (response.status_code, response.content) == (200, png())


def test_validators_spare_a_second_delivery(emulated: EmulatorClient) -> None:
    url = emulated.image()["url"]
    first = emulated.get(url)
    for tag in (first.headers["etag"], f'"other", {first.headers["etag"]}', "*"):
        again = emulated.get(url, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
    assert emulated.get(url, headers={"If-None-Match": '"other"'}).status_code == 200
    stale = emulated.get(url, headers={"Range": "bytes=0-1", "If-Range": '"other"'})
    assert stale.status_code == 200


EARLIER, LATER = "Sun, 06 Nov 1994 08:49:37 GMT", "Fri, 31 Dec 2100 23:59:59 GMT"


@each(
    ("conditions", "status"),
    [
        ({"If-Modified-Since": LATER}, 304),
        ({"If-Modified-Since": "same"}, 304),
        ({"If-Modified-Since": EARLIER}, 200),
        ({"If-Modified-Since": "Sunday, 06-Nov-94 08:49:37 GMT"}, 200),
        ({"If-Modified-Since": "yesterday"}, 200),
        ({"If-Modified-Since": LATER, "If-None-Match": '"other"'}, 200),
        ({"If-Modified-Since": EARLIER, "If-None-Match": "*"}, 304),
        ({"If-Unmodified-Since": EARLIER}, 412),
        ({"If-Unmodified-Since": LATER}, 200),
        ({"If-Match": '"other"'}, 412),
        ({"If-Match": "*"}, 200),
        ({"Range": "bytes=0-3", "If-Range": "same"}, 206),
        ({"Range": "bytes=0-3", "If-Range": EARLIER}, 200),
    ],
)
def test_dates_and_tags_decide_whether_a_picture_is_sent(
    emulated: EmulatorClient, conditions: dict[str, str], status: int
) -> None:
    """Of every host, and of smaller versions that are made on demand."""
    for url in _addresses(emulated):
        modified = emulated.get(url).headers["last-modified"]
        headers = {n: modified if v == "same" else v for n, v in conditions.items()}
        for method in ("GET", "HEAD"):
            answer = emulated.request(method, url, headers=headers)
            assert answer.status_code == status, url
            assert status in (200, 206) or not answer.content
            assert answer.headers["last-modified"] == modified


#: What may happen between two equal requests for a picture that expires, and what the second gets.
CHANGES: dict[str, tuple[Callable[[EmulatorClient, dict[str, Any]], object], int]] = {
    "nothing": (lambda hosts, image: None, 200),
    "another picture": (lambda hosts, image: hosts.image(png(20, 20)), 200),
    "deleted": (lambda hosts, image: hosts.get(image["delete_url"]), 404),
    "expired": (lambda hosts, image: hosts.emulator.clock.advance(hours=1), 404),
    "not yet expired": (lambda hosts, image: hosts.emulator.clock.advance(minutes=1), 200),
    "reset": (lambda hosts, image: hosts.emulator.reset(), 404),
    "a fault": (lambda hosts, image: hosts.emulator.status(503, times=1), 503),
    "a fault of another host": (lambda hosts, image: hosts.emulator.status(503, "imgur"), 200),
    "bytes lost": (lambda hosts, image: _lose_bytes(hosts.emulator), 404),
    "restored": (lambda hosts, image: hosts.emulator.restore(Emulator().snapshot()), 404),
}


def _lose_bytes(emulator: Emulator) -> None:
    for name in emulator.services.store.blobs.names():
        emulator.services.store.blobs.remove(name)


def test_an_equal_request_sees_what_has_changed_since(tmp_path: Path) -> None:
    with report_all() as case:
        for place in (None, tmp_path):
            emulator = Emulator(seed=1, data=place)
            hosts = EmulatorClient(emulator)
            for name, (change, status) in CHANGES.items():
                with case((name, place)):
                    image = hosts.image(expiration="PT30M")
                    before = [hosts.get(image["url"]).content for _ in range(3)]
                    change(hosts, image)
                    answer = hosts.get(image["url"])
                    assert before == [png()] * 3
                    assert (answer.status_code, answer.content == png()) == (status, status == 200)
                emulator.reset()
            assert not emulator.internal_errors
            emulator.close()


def test_an_equal_request_is_not_looked_up_again(
    emulated: EmulatorClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its answer is the same, and the journal has a line of its own for it."""
    url, headers = emulated.image()["url"], {"If-None-Match": '"other"', "Range": "bytes=1-9"}
    for _ in range(3):
        first = emulated.get(url, headers=headers)
    monkeypatch.setattr(emulated.emulator.services.store, "served", None)
    emulated.emulator.clock.advance(90)
    again = emulated.get(url, headers=headers)
    assert (again.status_code, again.content, again.headers) == (206, png()[1:10], first.headers)
    *_, before, after = emulated.emulator.requests
    assert 90 <= after.time - before.time < 99
    assert after.took > 0
    assert replace(after, time=before.time, took=before.took) == before


@each(
    "other",
    [
        {"headers": {"Range": "bytes=0-3"}},
        {"headers": {"Host": "i.imgur.com"}},
        {"headers": {"X-Emulator-Fault": "status=503"}},
        {"headers": {"If-None-Match": "*"}},
        {"method": "HEAD"},
        {"method": "POST"},
    ],
)
def test_a_request_that_differs_gets_another_answer(
    emulated: EmulatorClient, other: dict[str, Any]
) -> None:
    url = emulated.image()["url"].removeprefix(BASE)
    for _ in range(3):
        assert emulated.get(url).content == png()
        assert emulated.request(**{"method": "GET", "url": url} | other).content != png()


def test_equal_requests_get_what_a_middleware_adds_once(emulated: EmulatorClient) -> None:
    app: Any = emulated.emulator.app
    url = emulated.image()["url"]

    async def adding(scope: Any, receive: Any, send: Any) -> None:
        async def sending(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"].append((b"x-added", b"1"))
            await send(message)

        await app(scope, receive, sending)

    async def get() -> list[str]:
        transport = httpx.ASGITransport(adding)
        async with httpx.AsyncClient(transport=transport) as client:
            return [(await client.get(url)).headers["x-added"] for _ in range(4)]

    assert asyncio.run(get()) == ["1"] * 4


def test_options_of_a_picture_are_answered_with_cors(emulated: EmulatorClient) -> None:
    page = {"Origin": "https://page.example", "Access-Control-Request-Method": "GET"}
    with report_all() as case:
        for url in _addresses(emulated):
            with case(url):
                asked = emulated.request("OPTIONS", url, headers=page)
                assert asked.status_code == 204
                assert asked.headers["access-control-allow-origin"] == "*"
                assert "GET" in asked.headers["access-control-allow-methods"]
                plain = emulated.request("OPTIONS", url)
                assert (plain.status_code, plain.headers["allow"]) == (204, "GET, HEAD, OPTIONS")
        with case("nothing there"):
            assert emulated.request("OPTIONS", "/images/none.png", headers=page).status_code == 404


def test_options_of_a_picture_say_nothing_to_pages_without_cors(
    open_emulated: Callable[..., EmulatorClient],
) -> None:
    free = open_emulated(profile="chevereto-free")
    page = {"Origin": "https://page.example", "Access-Control-Request-Method": "GET"}
    answer = free.request("OPTIONS", free.image()["url"], headers=page)
    assert answer.status_code == 204
    assert not [name for name in answer.headers if name.startswith("access-control")]


def _addresses(emulated: EmulatorClient) -> list[str]:
    """Pictures of several hosts, and smaller ones that are made when they are asked for."""
    image, app = emulated.image(png(900, 600)), {"Authorization": "Client-ID x"}
    files = {"image": ("lake.png", png(900, 600), "image/png")}
    link = emulated.post("/3/image", headers=app, files=files).json()["data"]["link"]
    shack = Shack(emulated.emulator).become("demo", "demo").picture()["direct_link"]
    address = shack if "://" in shack else f"http://{shack}"
    return [image["url"], image["thumb"]["url"], link, link.replace(".png", "s.png"), address]


def test_head_has_the_headers_of_get(emulated: EmulatorClient) -> None:
    url = emulated.image(CONTENT, "a.jpg")["url"]
    head, whole = emulated.request("HEAD", url), emulated.get(url)
    assert head.content == b""
    assert head.headers == whole.headers
    assert head.headers["content-length"] == str(len(CONTENT))


@each("method", ["POST", "PUT", "DELETE"])
def test_pictures_are_only_read(emulated: EmulatorClient, method: str) -> None:
    url = emulated.image()["url"]
    assert emulated.request(method, url).status_code == 404
    assert emulated.get(url).status_code == 200


@each(
    "path",
    [
        "/images/",
        "/images/2026/01/01/none.png",
        "/images/../../etc/passwd",
        "/%00",
        "/" + "x" * 3000,
        "/a%3Fb%23c",
        "/%ff%fe",
    ],
)
def test_what_is_not_there_is_404(emulated: EmulatorClient, path: str) -> None:
    response = emulated.get(path)
    assert response.status_code == 404
    assert response.headers["content-type"].startswith("text/html")


def test_a_delete_link_deletes_at_once_and_only_with_its_secret(emulated: EmulatorClient) -> None:
    image = emulated.image(png(900, 600), title="A lake")
    link = image["delete_url"]
    secret = link.rpartition("/")[2]
    assert link == f"{BASE}/image/{image['id_encoded']}/delete/{secret}"
    assert len(secret) == 48
    wrong = [link[:-1], link + "0", link.replace(secret, "0" * 48), link.replace(secret, "%20")]
    for address in [*wrong, link.removesuffix("/" + secret)]:
        assert emulated.get(address).status_code == 404
    assert emulated.get(image["url"]).status_code == 200
    response = emulated.get(link)
    assert response.status_code == 301
    assert response.headers["location"] == f"/image/A-lake.{image['id_encoded']}?deleted"
    for address in (
        image["url"],
        image["thumb"]["url"],
        image["medium"]["url"],
        image["url_viewer"],
        image["url_short"],
        link,
    ):
        assert emulated.get(address).status_code == 404
    assert emulated.emulator.pictures == []


def test_the_secret_of_one_picture_does_not_delete_another(emulated: EmulatorClient) -> None:
    first, second = emulated.image(), emulated.image()
    secret = first["delete_url"].rpartition("/")[2]
    assert emulated.get(f"{second['url_short']}/delete/{secret}").status_code == 404
    assert emulated.get(second["url"]).status_code == 200


def test_deleting_one_of_two_equal_pictures_leaves_the_other(emulated: EmulatorClient) -> None:
    first, second = emulated.image(), emulated.image()
    emulated.get(first["delete_url"])
    assert emulated.get(first["url"]).status_code == 404
    assert emulated.get(second["url"]).content == png()
    assert emulated.get(second["thumb"]["url"]).status_code == 200


def test_imges_has_no_delete_links(emulated: EmulatorClient) -> None:
    image = emulated.image(path=IMGES)
    assert "delete_url" not in image
    assert emulated.get(f"/image/{image['id_encoded']}/delete/{'0' * 48}").status_code == 404


def test_viewer_pages_show_the_picture_and_count(emulated: EmulatorClient) -> None:
    image = emulated.image(title="A lake", description="Two\nlines", tags="snow,ice")
    page = emulated.get(image["url_viewer"])
    for text in ("A lake", "Two\nlines", "snow, ice", image["url"].removeprefix(BASE)):
        assert text in page.text
    assert emulated.emulator.pictures[0].views == 1
    short = emulated.get(image["url_short"])
    assert (short.status_code, short.headers["location"]) == (302, image["path_viewer"])
    assert emulated.get("/image/nobody").status_code == 404
    assert emulated.get(f"/clip/{image['id_encoded']}").status_code == 404


def test_clip_has_its_own_viewer_page(emulated: EmulatorClient) -> None:
    image = emulated.image(mp4(), "my clip.mp4", "video/mp4")
    assert image["path_viewer"] == f"/clip/my-clip.{image['id_encoded']}"
    assert "<video" in emulated.get(image["url_viewer"]).text
    assert emulated.get(image["delete_url"]).status_code == 301
    assert emulated.get(image["url"]).status_code == 404
