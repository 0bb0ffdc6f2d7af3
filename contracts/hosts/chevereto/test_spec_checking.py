"""The transport that checks requests against a spec lets right ones pass and no wrong one."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from contracts.support.recording import Recorder, Reply
from contracts.support.spec_checking import SpecBroken, SpecCheckingTransport

BASE = "https://imagehosting.me/api/1"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
JPEG = ("a.jpg", b"\xff\xd8\xff", "image/jpeg")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Request:
    """A request for imagehosting.me that is right, before something is changed in it."""

    def __init__(self, **changes: Any) -> None:
        self.method = "POST"
        self.url = f"{BASE}/upload"
        self.headers: dict[str, str] = {"X-API-Key": "KEY"}
        self.params: list[tuple[str, str]] = []
        self.data: dict[str, Any] | None = {"format": "json", "nsfw": "1", "tags": "a,b"}
        self.files: Any = [("source", ("a.png", PNG, "image/png"))]
        self.content: bytes | None = None
        for name, value in changes.items():
            setattr(self, name, value)

    def build(self) -> httpx.Request:
        return httpx.Request(
            self.method,
            self.url,
            headers=self.headers,
            params=self.params or None,
            data=self.data if self.content is None else None,
            files=self.files if self.content is None else None,
            content=self.content,
        )


FORM = {"format": "json", "source": "https://x.example/a.png"}
BY_GET: dict[str, Any] = {"method": "GET", "data": None, "files": None, "headers": {}}
QUERY = [("format", "txt"), ("source", "https://x.example/a.png"), ("key", "KEY")]

RIGHT: dict[str, tuple[dict[str, Any], str]] = {
    "a file": ({}, "images_upload"),
    "a file of no known type": (
        {"files": [("source", ("a", b"x", "application/octet-stream"))]},
        "images_upload",
    ),
    "an address in a form": ({"files": None, "data": FORM}, "images_upload"),
    "the key in the body": (
        {"headers": {}, "data": {"format": "redirect", "key": "KEY"}},
        "images_upload_redirect",
    ),
    "everything": (
        {
            "data": {
                "format": "txt",
                "title": "naïve",
                "width": "640",
                "category_id": "3",
                "expiration": "P3DT5M",
                "use_file_date": "0",
            }
        },
        "images_upload_txt",
    ),
    "by get": ({**BY_GET, "params": QUERY}, "images_upload_txt_by_get"),
}

WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "another address": ({"url": f"{BASE}/uploads"}, "no such address"),
    "a slash too many": ({"url": f"{BASE}/upload/"}, "no such address"),
    "another host": ({"url": "https://outside.example/api/1/upload"}, "no such address"),
    "another method": ({"method": "PUT"}, "no such address"),
    "an unknown query parameter": ({"params": [("debug", "1")]}, "query debug is not known"),
    "the key in the address of a post": ({"params": [("key", "KEY")]}, "query key is not known"),
    "no source": ({"files": None, "data": {"format": "json"}}, "'source' is a required property"),
    "no format": ({"data": {}}, "'format' is a required property"),
    "another format": ({"data": {"format": "xml"}}, "'json' was expected"),
    "an unknown field": ({"data": {"format": "json", "titel": "x"}}, "'titel' was unexpected"),
    "a flag in another spelling": ({"data": {"format": "json", "nsfw": "true"}}, "body nsfw"),
    "a flag of python's": ({"data": {"format": "json", "nsfw": "True"}}, "body nsfw"),
    "no number": ({"data": {"format": "json", "width": "wide"}}, "body width"),
    "a number with a fraction": ({"data": {"format": "json", "width": "64.0"}}, "body width"),
    "a number too small": ({"data": {"format": "json", "width": "0"}}, "body width"),
    "no duration": ({"data": {"format": "json", "expiration": "3 days"}}, "body expiration"),
    "a field twice": ({"data": {"format": "json", "title": ["a", "b"]}}, "title is sent 2 times"),
    "two files": ({"files": [("source", JPEG), ("source", JPEG)]}, "source is sent 2 times"),
    "text as a file": (
        {"files": [("source", JPEG), ("title", ("t.txt", b"t", "text/plain"))]},
        "body title is a file",
    ),
    "a file as text": (
        {"files": [("title", (None, "t"))], "data": {"format": "json", "source": "x"}},
        "body source is text",
    ),
    "a file of another type": (
        {"files": [("source", ("a.exe", b"MZ", "application/x-msdownload"))]},
        "of type application/x-msdownload",
    ),
    "a body of another type": (
        {"content": b"{}", "headers": {"Content-Type": "application/json", "X-API-Key": "KEY"}},
        "a body of type application/json",
    ),
    "a body without a type": ({"content": b"source=x"}, "no body"),
    "no body": ({"content": b""}, "no body"),
    "the key twice": (
        {"data": {"format": "json", "key": "KEY"}},
        "the credential api_key is sent twice: in body key and in header X-API-Key",
    ),
    "an empty key": ({"headers": {"X-API-Key": ""}}, "holds no credential"),
    "a foreign credential": (
        {"headers": {"X-API-Key": "KEY", "Authorization": "Bearer KEY"}},
        "authorization carries a credential",
    ),
    "a cookie": ({"headers": {"X-API-Key": "KEY", "Cookie": "a=b"}}, "cookie carries"),
    "a wrong length": (
        {
            "content": b"format=json&source=x",
            "headers": {
                "Content-Type": "application/x-www-form-urlencoded",
                "Content-Length": "7",
            },
        },
        "Content-Length says 7 and 20 bytes came",
    ),
    "by get without a source": (
        {**BY_GET, "params": [("format", "json")]},
        "query source is missing",
    ),
    "by get with a body": (
        {**BY_GET, "params": QUERY, "data": {"title": "x"}},
        "the operation has none",
    ),
    "by get with a parameter twice": (
        {**BY_GET, "params": [*QUERY, ("title", "a"), ("title", "b")]},
        "query title is sent 2 times",
    ),
}


async def send(request: httpx.Request, transport: SpecCheckingTransport, mode: str) -> None:
    if mode == "sync":
        transport.handle_request(request)
    else:
        await transport.handle_async_request(request)


both_kinds = pytest.mark.parametrize("mode", ["sync", "async"])


@pytest.mark.anyio
@both_kinds
@pytest.mark.parametrize("name", RIGHT)
async def test_a_right_request_goes_on_unchanged(name: str, mode: str) -> None:
    changes, operation = RIGHT[name]
    recorder = Recorder()
    transport = SpecCheckingTransport(recorder, spec="imagehosting_me")
    request = Request(**changes).build()
    content = request.read()
    await send(request, transport, mode)
    assert transport.checked == [operation]
    assert recorder.only.content == content


@pytest.mark.anyio
@both_kinds
@pytest.mark.parametrize("name", WRONG)
async def test_a_wrong_request_goes_nowhere(name: str, mode: str) -> None:
    changes, words = WRONG[name]
    recorder = Recorder()
    transport = SpecCheckingTransport(recorder, spec="imagehosting_me")
    with pytest.raises(SpecBroken) as broken:
        await send(Request(**changes).build(), transport, mode)
    assert words in str(broken.value)
    assert recorder.sent == []
    assert transport.checked == []


def test_fault_names_the_operation_that_was_meant() -> None:
    transport = SpecCheckingTransport(spec="imagehosting_me")
    with pytest.raises(SpecBroken, match="as images_upload_redirect:\n  body width"):
        transport.handle_request(Request(data={"format": "redirect", "width": "x"}).build())


def test_a_mirror_is_held_against_the_same_spec() -> None:
    transport = SpecCheckingTransport(spec="imges", base_url="http://127.0.0.1:8000/api/1")
    form = {"key": "K", "format": "json", "source": "https://x.example/a.png"}
    for path in ("upload/", "upload"):
        transport.handle_request(httpx.Request("POST", f"{transport.base_url}/{path}", data=form))
    assert transport.checked == ["images_upload", "images_upload"]
    with pytest.raises(SpecBroken, match="'upload' was expected"):
        transport.handle_request(
            httpx.Request("POST", f"{transport.base_url}/download/", data=form)
        )


def test_request_outside_the_api_is_not_checked() -> None:
    transport = SpecCheckingTransport(
        spec="imges", outside=lambda url: url.endswith("/picture.png")
    )
    transport.handle_request(httpx.Request("GET", "https://cdn.example/picture.png"))
    assert transport.checked == []


def test_a_redirected_request_is_checked_where_it_goes_next() -> None:
    moved = Reply(301, b"", {"location": "/api/1/upload/"})
    transport = SpecCheckingTransport(Recorder(moved, Reply()), spec="imagehosting_me")
    transport.handle_request(Request().build())
    transport.handle_request(Request(url=f"{BASE}/upload/").build())
    assert transport.checked == ["images_upload", "images_upload"]
    with pytest.raises(SpecBroken, match="'format' is a required property"):
        transport.handle_request(Request(url=f"{BASE}/upload/", data={}).build())


def test_types_of_files_may_be_left_to_the_user() -> None:
    transport = SpecCheckingTransport(spec="imagehosting_me", file_types=False)
    transport.handle_request(Request(files=[("source", ("a", b"x", "a/b"))]).build())
    assert transport.checked == ["images_upload"]
