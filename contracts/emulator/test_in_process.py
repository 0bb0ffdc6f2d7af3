"""The emulator without a socket: transports for httpx and requests, and clients led to it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
import requests
import trio
from imagehosts import AsyncImgur, ImageHostingMe, Imgur
from imagehosts.emulator import Emulator

from contracts.support.emulated import png, sound
from contracts.support.reporting import each, report_all

APP = {"Authorization": "Client-ID x"}
UPLOAD, CREDITS = "https://api.imgur.com/3/image", "https://api.imgur.com/3/credits"


@pytest.fixture
def emulator(monkeypatch: pytest.MonkeyPatch) -> Iterator[Emulator]:
    """An emulator in a process that must open no connection."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    with sound(Emulator()) as client:
        yield client.emulator


def by_httpx(url: str, **options: Any) -> tuple[int, bytes]:
    answer = httpx.post(url, **options) if "files" in options else httpx.get(url, **options)
    return answer.status_code, answer.content


def by_async_httpx(url: str, **options: Any) -> tuple[int, bytes]:
    async def send() -> httpx.Response:
        async with httpx.AsyncClient() as client:
            return await client.request("POST" if "files" in options else "GET", url, **options)

    answer = asyncio.run(send())
    return answer.status_code, answer.content


def by_trio(url: str, **options: Any) -> tuple[int, bytes]:
    async def send() -> httpx.Response:
        async with httpx.AsyncClient() as client:
            return await client.request("POST" if "files" in options else "GET", url, **options)

    answer = trio.run(send)
    return answer.status_code, answer.content


def by_requests(url: str, **options: Any) -> tuple[int, bytes]:
    answer = requests.request("POST" if "files" in options else "GET", url, **options)
    return answer.status_code, answer.content


WAYS = [by_httpx, by_async_httpx, by_trio, by_requests]


@each("send", WAYS)
def test_literal_addresses_are_answered_in_this_process(
    emulator: Emulator, send: Callable[..., tuple[int, bytes]]
) -> None:
    with emulator.intercept():
        files = {"image": ("lake.png", png(), "image/png")}
        status, body = send(UPLOAD, headers=APP, files=files)
        assert (status, b"deletehash" in body) == (200, True)
        picture = emulator.pictures[-1]
        assert send(f"https://i.imgur.com/{picture.code}.png") == (200, png())
        assert send(CREDITS)[0] == 401
        assert send("https://imgur.com/nothing1")[0] == 404
    emulator.reset()


@each("send", WAYS)
def test_other_addresses_are_left_alone(
    emulator: Emulator, send: Callable[..., tuple[int, bytes]]
) -> None:
    with emulator.intercept():
        with pytest.raises((AssertionError, Exception), match=r"socket was opened|refused|resolve"):
            send("https://pictures.example/a.png")
    assert emulator.requests == []


def test_everything_is_as_before_when_the_block_ends(emulator: Emulator) -> None:
    before = (httpx.HTTPTransport.handle_request, requests.adapters.HTTPAdapter.send)
    with pytest.raises(KeyError), emulator.intercept():
        raise KeyError
    assert (httpx.HTTPTransport.handle_request, requests.adapters.HTTPAdapter.send) == before


def test_our_clients_need_no_arguments(emulator: Emulator) -> None:
    async def upload() -> str:
        async with AsyncImgur("x") as imgur:
            return str((await imgur.upload(png())).link)

    with emulator.intercept():
        with Imgur("x") as imgur:
            image = imgur.upload(png(), title="Lake")
            assert str(image.link).startswith("https://i.imgur.com/")
            assert imgur.download(image.link) == png()
            imgur.delete(image)
        with ImageHostingMe("k") as host:
            assert host.upload(png()).url.startswith("https://imagehosting.me/images/")
        assert asyncio.run(upload()).startswith("https://i.imgur.com/")


def test_faults_reach_clients_without_a_socket(emulator: Emulator) -> None:
    rows: list[tuple[str, dict[str, Any], type[Exception], type[Exception]]] = [
        ("cut", {"value": 5}, httpx.RemoteProtocolError, requests.ConnectionError),
        ("connection_failed", {}, httpx.RemoteProtocolError, requests.ConnectionError),
        ("timed_out", {}, httpx.ReadTimeout, requests.ReadTimeout),
        ("slow", {"value": 5}, httpx.ReadTimeout, requests.ReadTimeout),
    ]
    with report_all() as case, emulator.intercept():
        for name, options, by_httpx_kind, by_requests_kind in rows:
            with case(name), emulator._effect(name, options.get("value"), "imgur", {}):
                with pytest.raises(by_httpx_kind):
                    httpx.get(CREDITS, timeout=0.1)
                with pytest.raises(by_requests_kind):
                    requests.get(CREDITS, timeout=0.1)
        with case("all is well again"):
            assert httpx.get(CREDITS, headers=APP).status_code == 200


def test_transports_serve_any_address(emulator: Emulator) -> None:
    with httpx.Client(transport=emulator.transport(), base_url="http://anything") as client:
        assert client.get("/3/credits", headers=APP).status_code == 200
    with requests.Session() as session:
        session.mount("http://", emulator.requests_adapter())
        answer = session.post(
            "http://anything/3/image", headers=APP, data=iter([png()[:20], png()[20:]]), timeout=5
        )
        assert answer.json()["data"]["width"] == 60
        assert answer.headers["content-type"] == "application/json"

    async def ask() -> int:
        async with httpx.AsyncClient(transport=emulator.async_transport()) as client:
            return (await client.get("http://anything/3/credits", headers=APP)).status_code

    assert asyncio.run(ask()) == 200
