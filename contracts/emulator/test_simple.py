"""A small JSON API out of the helpers: the example that the documentation gives, and its edges."""

from __future__ import annotations

import base64
import re
import textwrap
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import pytest
from imagehosts.emulator import Emulator, hosts
from imagehosts.emulator.core.media import on_demand
from PIL import Image

from contracts.support.emulated import EmulatorClient, gif, picture, png, sound
from contracts.support.half_hosts import ExtraHosts

KEY = {"X-Key": "mine"}
OTHER = {"X-Key": "of another"}
SPEC: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Pixbin", "version": "1"},
    "servers": [{"url": "https://api.pixbin.example/v9"}],
    "components": {"securitySchemes": {"Key": {"type": "apiKey", "in": "header", "name": "X-Key"}}},
    "paths": {
        "/pictures": {
            "post": {"operationId": "pictures_upload", "responses": {}},
            "get": {"operationId": "pictures_list", "responses": {}},
        },
        "/pictures/{picture_id}": {
            "parameters": [{"name": "picture_id", "in": "path", "required": True}],
            "get": {"operationId": "pictures_get", "responses": {}},
            "delete": {"operationId": "pictures_delete", "responses": {}},
        },
        "/anything": {"post": {"operationId": "pictures_anything", "responses": {}}},
        "/whole": {
            "put": {
                "operationId": "pictures_put",
                "requestBody": {"content": {"image/*": {"schema": {"type": "string"}}}},
                "responses": {},
            }
        },
        "/album": {"post": {"operationId": "pictures_album", "responses": {}}},
    },
}
#: Beside the documented example: files in every form, what goes by itself, and a page.
MORE = """
@dialect.operation("pictures_anything")
async def anything(call):
    await simple.require_key(call, field="key", status=403, wrong="no such key")
    upload = await simple.read_file(call, "file", base64=True, url=True)
    secret = simple.new_secret(call)
    picture = await simple.store(
        call, upload, title=simple.text(call, "title"), expires_in=simple.number(call, "for", 60),
        formats=("PNG",), largest=5000, thumbs={"small": 20}, secret=secret, facts={"n": 1},
        path="/pix/{code}.{extension}",
    )
    return simple.answer({
        "id": picture.code, "small": simple.link(call, picture, "small"),
        "none": simple.link(call, picture, "none"), "n": simple.owned(call, picture.code).facts,
        "ours": simple.is_secret(picture, secret), "not": simple.is_secret(picture, "x"),
    })

@dialect.operation("pictures_put")
async def put(call):
    picture = await simple.store(call, await simple.read_body(call))
    return simple.answer({"size": picture.size})

@dialect.operation("pictures_album")
async def album(call):
    await simple.read(call)
    return simple.answer([simple.document(call), simple.document(call, "cover")["id"]])

@dialect.page("/p/{code}")
async def viewer(call):
    return simple.viewer(call, simple.find(call))

@dialect.page("/raw/{code}")
async def raw(call):
    return await simple.answer_file(call, simple.find(call), "small")
"""


def documented_files() -> dict[str, str]:
    """The modules in the docstring of the hosts, by name."""
    text = (hosts.__doc__ or "").partition("domain.simple`::")[2].partition("\n\nFor operations")[0]
    parts = re.split(r"^# hosts/pixbin/(\S+)\n", textwrap.dedent(text), flags=re.MULTILINE)
    found = dict(zip(parts[1::2], parts[2::2], strict=True))
    package = "from imagehosts.emulator."  # the folder of the test is not inside the package
    return {name: code.replace("from ...", package) for name, code in found.items()}


@pytest.fixture
def pixbin(extra_hosts: ExtraHosts) -> Iterator[EmulatorClient]:
    files = documented_files()
    files["dialect.py"] += MORE
    extra_hosts.add("pixbin", spec=SPEC, files=files)
    with sound(Emulator(apis=("pixbin",))) as client:
        yield client


def test_the_documented_example_is_small() -> None:
    assert sum(len(code.strip().splitlines()) for code in documented_files().values()) < 50


def test_the_documented_example_stores_shows_lists_and_deletes(pixbin: EmulatorClient) -> None:
    content = png()
    sent = pixbin.post("/v9/pictures", headers=KEY, files={"file": ("a.png", content)})
    assert sent.status_code == 201
    shown = sent.json()
    assert shown["size"] == len(content)
    assert pixbin.get(shown["url"]).content == content
    one = f"/v9/pictures/{shown['id']}"
    assert pixbin.get(one, headers=KEY).json() == shown
    assert pixbin.get("/v9/pictures", headers=KEY).json() == [shown]
    gone = pixbin.request("DELETE", one, headers=KEY)
    assert (gone.status_code, gone.content) == (204, b"")
    for method in ("GET", "DELETE"):
        assert pixbin.request(method, one, headers=KEY).status_code == 404
    assert pixbin.get(shown["url"]).status_code == 404
    assert pixbin.get("/v9/pictures", headers=KEY).json() == []


def test_a_body_that_is_the_file_is_stored(pixbin: EmulatorClient) -> None:
    content, kind = png(), {"Content-Type": "image/png"}
    assert pixbin.request("PUT", "/v9/whole", content=content, headers=kind).json() == {
        "size": len(content)
    }
    assert pixbin.request("PUT", "/v9/whole", headers=kind).status_code == 400


def test_objects_in_a_body_of_json_reach_their_handler(pixbin: EmulatorClient) -> None:
    body = {"title": "Tahoe", "cover": {"id": "a", "box": [[0, 1]]}}
    assert pixbin.post("/v9/album", json=body).json() == [body, "a"]
    for other in ({"json": ["a"]}, {"data": {"cover": "a"}}, {}):
        assert pixbin.post("/v9/album", **other).status_code == 400, other


def test_small_version_is_made_when_somebody_asks_for_it(
    pixbin: EmulatorClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[object] = []
    thumbnails = on_demand.thumbnails

    def count(*given: Any) -> Any:
        made.append(given)
        return thumbnails(*given)

    monkeypatch.setattr(on_demand, "thumbnails", count)
    files = {"file": ("a.png", picture("PNG", 64, 48))}
    answer = pixbin.post("/v9/anything", data={"key": "k"}, files=files).json()
    assert not made
    head = pixbin.request("HEAD", answer["small"])
    shown = [pixbin.get(answer["small"]) for _ in range(4)]
    assert len({one.content for one in shown}) == 1
    assert [head.headers[name] for name in ("content-length", "etag")] == [
        shown[0].headers[name] for name in ("content-length", "etag")
    ]
    with Image.open(BytesIO(shown[0].content)) as image:
        assert (image.format, image.size) == ("PNG", (20, 15))
    assert len(made) == 3  # and for what came twice not again
    pixbin.emulator.restore(pixbin.emulator.snapshot())
    assert pixbin.get(answer["small"]).content == shown[0].content
    files = {"file": ("b.png", picture("PNG", 30, 30))}
    other = pixbin.post("/v9/anything", data={"key": "k"}, files=files).json()
    blobs = pixbin.emulator.services.store.blobs
    assert len(blobs.names()) == 2
    blobs.remove(*blobs.names())
    assert [pixbin.get(other["small"]).status_code for _ in range(2)] == [404, 404]


def test_small_version_of_a_flat_picture_is_a_pixel_high(pixbin: EmulatorClient) -> None:
    data = {"key": "mine"}
    answer = pixbin.post("/v9/anything", data=data, files={"file": png(800, 2)})
    small = pixbin.get(answer.json()["small"])
    with Image.open(BytesIO(small.content)) as image:
        assert image.size == (20, 1)


def test_home_page_links_a_picture_without_viewer_to_its_file(pixbin: EmulatorClient) -> None:
    shown = pixbin.post("/v9/pictures", headers=KEY, files={"file": png()}).json()
    home = pixbin.get("/")
    assert home.status_code == 200
    assert f'href="{urlsplit(shown["url"]).path}"' in home.text


def test_pictures_of_a_key_are_not_found_by_another(pixbin: EmulatorClient) -> None:
    shown = pixbin.post("/v9/pictures", headers=KEY, files={"file": png()}).json()
    one = f"/v9/pictures/{shown['id']}"
    assert pixbin.get(one, headers=OTHER).status_code == 404
    assert pixbin.request("DELETE", one, headers=OTHER).status_code == 404
    assert pixbin.get("/v9/pictures", headers=OTHER).json() == []
    assert pixbin.get(one, headers=KEY).status_code == 200


def test_page_has_the_requested_length_newest_first(pixbin: EmulatorClient) -> None:
    made = [pixbin.post("/v9/pictures", headers=KEY, files={"file": png()}) for _ in range(5)]
    ids = [response.json()["id"] for response in made][::-1]
    for query, expected in (("page=1&per_page=2", ids[:2]), ("page=3&per_page=2", ids[4:])):
        listed = pixbin.get(f"/v9/pictures?{query}", headers=KEY).json()
        assert [one["id"] for one in listed] == expected, query
    for query in ("page=0", "page=x", "per_page=101"):
        assert pixbin.get(f"/v9/pictures?{query}", headers=KEY).status_code == 400, query


def test_refusals_have_status_and_body_of_the_dialect(pixbin: EmulatorClient) -> None:
    upload = {"headers": KEY, "files": {"file": png()}}
    table: list[tuple[str, str, dict[str, Any], int]] = [
        ("GET", "/v9/pictures", {}, 401),
        ("GET", "/v9/pictures", {"headers": {"X-Key": "invalid"}}, 401),
        ("POST", "/v9/pictures", {"headers": KEY}, 400),
        ("POST", "/v9/pictures", {"headers": KEY, "data": {"file": "text"}}, 400),
        ("POST", "/v9/pictures", {**upload, "files": {"file": b"not a picture"}}, 415),
        ("POST", "/v9/pictures", {**upload, "files": {"file": png()[:60]}}, 415),
        ("POST", "/v9/anything", {"data": {"key": "invalid"}}, 403),
        ("GET", "/v9/pictures/nosuch", {"headers": KEY}, 404),
        ("GET", "/v9/nothing", {}, 404),
        ("PUT", "/v9/pictures", {}, 405),
    ]
    wrong: list[str] = []
    for method, path, options, status in table:
        response = pixbin.request(method, path, **options)
        body = response.json()
        if response.status_code != status or body["error"]["code"] != status:
            wrong.append(f"{method} {path}: {response.status_code} {body}, not {status}")
    assert wrong == []
    allowed = pixbin.request("PUT", "/v9/pictures").headers["allow"]
    assert allowed == "GET, HEAD, POST"
    assert pixbin.emulator.requests[-1].problem == "405 Method not allowed"


def test_files_come_as_parts_as_base64_and_by_url(pixbin: EmulatorClient) -> None:
    content = png()
    pixbin.emulator.web["http://a.example/b.png"] = content
    text = base64.b64encode(content).decode()
    forms: list[dict[str, Any]] = [
        {"data": {"key": "k"}, "files": {"file": content}},
        {"data": {"key": "k", "file": text}},
        {"data": {"key": "k", "file": f"data:image/png;base64,{text}"}},
        {"json": {"key": "k", "file": text}},
        {"data": {"key": "k", "file": "http://a.example/b.png"}},
    ]
    for form in forms:
        response = pixbin.post("/v9/anything", **form)
        assert response.status_code == 200, response.text
        stored = pixbin.emulator.pictures[-1]
        assert pixbin.emulator.read(stored.files["image"].path) == content
    refused = pixbin.post("/v9/anything", data={"key": "k", "file": "http://a.example/none"})
    assert refused.status_code == 400


def test_options_of_storing_do_what_they_say(pixbin: EmulatorClient) -> None:
    def send(content: bytes, **fields: str) -> Any:
        return pixbin.post("/v9/anything", data={"key": "k", **fields}, files={"file": content})

    made = send(png(60, 40), title="Lake").json()
    (stored,) = pixbin.emulator.pictures
    assert (made["ours"], made["not"], made["n"]) == (True, False, {"n": 1})
    assert (stored.title, stored.files["small"].width, stored.files["small"].height) == (
        "Lake",
        20,
        13,
    )
    assert made["small"].endswith(f"/pix/{stored.code}.small.png")
    assert made["none"].endswith(f"/pix/{stored.code}.png")
    assert pixbin.get(made["small"]).status_code == 200
    assert "Lake" in pixbin.get(f"/p/{stored.code}").text
    assert pixbin.get(f"/raw/{stored.code}").content == pixbin.get(made["small"]).content
    assert send(gif()).status_code == 415
    assert send(picture("PNG", 900, 900, compress_level=0)).status_code == 413
    pixbin.emulator.clock.advance(seconds=61)
    assert pixbin.emulator.pictures == []


def test_the_header_of_the_key_is_kept_out_of_the_journal(pixbin: EmulatorClient) -> None:
    """Which names hold secrets, the spec says."""
    pixbin.get("/v9/pictures", headers={"X-Key": "very-secret"})
    assert pixbin.emulator.requests[-1].headers["x-key"] == "[redacted]"
    assert "very-secret" not in pixbin.get("/_emulator/requests").text
