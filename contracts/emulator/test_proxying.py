"""The emulator as a proxy: programs name the real hosts, and reach the emulated ones."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from imagehosts import ImageHostingMe, ImageShackGallery, Imgur, NotFound
from imagehosts.emulator import Emulator, connections

from contracts.support.emulated import png, sound
from contracts.support.reporting import each, report_all


@pytest.fixture(scope="module", params=["fast", "plain"])
def proxy(request: pytest.FixtureRequest) -> Iterator[tuple[Emulator, str]]:
    """An emulator that listens, with either parser."""
    emulator = Emulator()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connections, "_is_fast", lambda: request.param == "fast")
        with sound(emulator), emulator.serve() as url:
            yield emulator, url


def exchange(url: str, target: str, *headers: str, method: str = "GET") -> tuple[int, str]:
    """Send a request line as it is; gives the status and all of the answer."""
    host, _, port = url.removeprefix("http://").partition(":")
    lines = [f"{method} {target} HTTP/1.1", *headers, "Connection: close", "", ""]
    with socket.create_connection((host, int(port)), 5) as connection:
        connection.sendall("\r\n".join(lines).encode())
        answer = b""
        while data := connection.recv(65536):
            answer += data
    return int(answer.split(b" ", 2)[1]), answer.decode("utf-8", "replace")


APP = "Authorization: Client-ID x"


@each(
    ("target", "status", "api"),
    [
        ("http://api.imgur.com/3/credits", 200, "imgur"),
        ("HTTP://API.IMGUR.COM/3/credits", 200, "imgur"),
        ("http://api.imgur.com:80/3/credits", 200, "imgur"),
        ("http://user:word@api.imgur.com/3/credits?x=http://a/", 200, "imgur"),
        ("https://api.imgur.com/3/credits", 200, "imgur"),
        ("http://api.imgur.com/3//credits/", 200, "imgur"),
        ("http://api.imgur.com/v2/images", 404, "imgur"),
        ("http://imgur.com/nothing1", 404, "imgur"),
        ("http://www.imageshack.us/gallery_api.php", 200, "imageshack_gallery"),
        ("http://imagehosting.me/api/1/upload", 400, "imagehosting_me"),
        ("http://imges.link/sharexapi/1/upload", 400, "imges"),
        ("http://api.imgbb.com/1/upload", 400, "imgbb"),
        ("http://api.imageshack.com/v2/nothing", 404, "imageshack"),
        ("http://127.0.0.1/3/credits", 200, "imgur"),
        ("http://emulator:8080/3/credits", 200, "imgur"),
        ("http://[::1]:8080/3/credits", 200, "imgur"),
        ("http://api.imgur.com", 200, None),
        ("http://example.com/3/credits", 502, None),
        ("http://example.com/", 502, None),
        ("http://notimgur.com/3/credits", 502, None),
        ("http://api.imgur.com.example.com/3/credits", 502, None),
    ],
)
def test_an_absolute_target_reaches_the_host_it_names(
    proxy: tuple[Emulator, str], target: str, status: int, api: str | None
) -> None:
    """Whatever the header Host says."""
    emulator, url = proxy
    found, answer = exchange(url, target, "Host: www.example.com", APP)
    assert found == status, answer[:300]
    if api:
        entry = emulator.requests[-1]
        assert (entry.api, "example" in entry.host) == (api, False)


def test_the_controls_are_not_reached_by_the_name_of_a_host(proxy: tuple[Emulator, str]) -> None:
    _, url = proxy
    for name, status in (("api.imgur.com", 403), ("example.com", 502), ("127.0.0.1", 200)):
        assert exchange(url, f"http://{name}/_emulator/", "Host: 127.0.0.1")[0] == status, name


def test_clients_upload_through_the_proxy_to_the_real_names(
    proxy: tuple[Emulator, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The links in answers can be followed the same way."""
    emulator, url = proxy
    monkeypatch.setenv("http_proxy", url)
    with report_all() as case:
        with case("imgur"), Imgur("x", base_url="http://api.imgur.com/3") as imgur:
            image = imgur.upload(png(), title="Lake")
            assert str(image.link).startswith("http://i.imgur.com/")
            assert httpx.get(image.link).content == png()
            imgur.delete(image)
            assert emulator.pictures == []
        base = "http://imagehosting.me/api/1"
        with case("imagehosting.me"), ImageHostingMe("k", base_url=base) as host:
            kept: Any = host.upload(png(50, 50))
            assert kept.url.startswith("http://imagehosting.me/images/")
            assert httpx.get(kept.url).content == png(50, 50)
        base = "http://www.imageshack.us"
        with case("gallery"), ImageShackGallery(base_url=base) as galleries:
            with pytest.raises(NotFound, match="no albums"):
                galleries.galleries.list(user="nobody")


def test_proxied_request_for_a_file_is_not_looked_up_again(
    proxy: tuple[Emulator, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    emulator, url = proxy
    form = {"data": {"key": "k"}, "files": {"source": ("a.png", png())}}
    with httpx.Client(proxy=url) as client:
        image = client.post("http://imagehosting.me/api/1/upload", **form).json()["image"]
        target = image["url"].replace("https:", "http:")
        path, host = httpx.URL(target).path, httpx.URL(target).host
        for _ in range(3):
            assert client.get(target).content == png()
        monkeypatch.setattr(emulator.services.store, "served", lambda path: None)
        assert client.get(target).content == png()
        # Under a name that is not emulated it was not asked for yet, and a proxy has no others.
        assert client.get(f"http://nowhere.example{path}").status_code == 502
    # The same but for the proxy is another request, though it is sent with the same headers.
    assert exchange(url, path, f"Host: {host}")[0] == 404
