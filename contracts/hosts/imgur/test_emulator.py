"""What imgur does at the places where its document is odd, and in every spelling of a request."""

from __future__ import annotations

import ast
import io
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from imagehosts.emulator.hosts.imgur.accounts import SETTINGS
from imagehosts.emulator.hosts.imgur.faults import API, SHAPES
from PIL import Image

from contracts.hosts.imgur.emulated import APP, TOKEN, USERS, World, error_of
from contracts.support.emulated import (
    EmulatorClient,
    field,
    mp4,
    multipart,
    png,
    text64,
    webm,
)
from contracts.support.reporting import each, report_all


@pytest.fixture
def world(open_emulated: Any) -> World:
    return World(open_emulated(users=USERS))


@pytest.fixture
def emulated(world: World) -> EmulatorClient:
    return world.emulated


# Deleting, and taking out


@each("query", ["ids[]=", "ids=", "ids[]", "ids=,", "ids[]=&ids[]="])
def test_an_empty_list_of_ids_deletes_no_album(world: World, query: str) -> None:
    album, image = world.album("miriam"), world.upload("miriam")
    world.data("miriam", "POST", f"/album/{album['id']}/add", data={"ids[]": image["id"]})
    response = world.ask("miriam", "DELETE", f"/album/{album['id']}?{query}")
    assert response.status_code == 400
    assert world.ids_in(album["id"]) == [image["id"]]


@each("body", [{"ids": []}, {"ids[]": []}, {"deletehashes": []}])
def test_an_empty_list_in_json_deletes_no_album(world: World, body: dict[str, Any]) -> None:
    album = world.album("miriam")
    assert world.ask("miriam", "DELETE", f"/album/{album['id']}", json=body).status_code == 400
    assert world.ids_in(album["id"]) == []


def test_taking_out_the_last_picture_leaves_an_empty_album(world: World) -> None:
    image = world.upload("miriam")
    album = world.album("miriam", **{"ids[]": image["id"]})
    world.data("miriam", "DELETE", f"/album/{album['id']}", params={"ids[]": image["id"]})
    assert world.ids_in(album["id"]) == []
    assert world.data("miriam", "GET", f"/image/{image['id']}")["id"] == image["id"]
    world.data("miriam", "DELETE", f"/album/{album['id']}")
    assert world.ask("miriam", "GET", f"/album/{album['id']}").status_code == 404


def test_an_anonymous_picture_is_deleted_by_its_deletehash_alone(world: World) -> None:
    image = world.upload()
    assert world.ask(None, "DELETE", f"/image/{image['id']}").status_code == 403
    assert world.ask("tove", "DELETE", f"/image/{image['id']}").status_code == 403
    assert world.data(None, "DELETE", f"/image/{image['deletehash']}") is True
    assert world.ask(None, "GET", f"/image/{image['id']}").status_code == 404
    kept = json.dumps([entry.as_dict() for entry in world.emulated.emulator.requests])
    assert image["deletehash"] not in kept


def test_an_anonymous_album_is_changed_by_its_deletehash_alone(world: World) -> None:
    album, image = world.album(title="Tahoe"), world.upload()
    refused = world.ask(None, "POST", f"/album/{album['id']}/add", data={"ids[]": image["id"]})
    assert refused.status_code == 400
    assert error_of(refused).startswith(f"You are not the owner of album '{album['id']}'")
    hashes = {"deletehashes[]": image["deletehash"]}
    world.data(None, "POST", f"/album/{album['deletehash']}/add", data=hashes)
    assert world.ids_in(album["id"]) == [image["id"]]
    filled = world.upload(width=61, album=album["deletehash"])
    assert world.ids_in(album["id"]) == [image["id"], filled["id"]]
    world.data(None, "DELETE", f"/album/{album['deletehash']}")
    assert world.ask(None, "GET", f"/album/{album['id']}").status_code == 404


def test_album_is_read_by_as_few_statements_however_long_it_is(world: World) -> None:
    counts: list[int] = []
    for length in (2, 9):
        images = [world.upload(width=60 + n) for n in range(length)]
        hashes = [image["deletehash"] for image in images[::-1]]
        album = world.data(None, "POST", "/album", data={"deletehashes[]": hashes})
        statements: list[str] = []
        database: Any = world.emulated.emulator.services.store._db
        database.set_trace_callback(statements.append)
        shown = world.data(None, "GET", f"/album/{album['id']}")["images"]
        database.set_trace_callback(None)
        assert [one["id"] for one in shown] == [image["id"] for image in images[::-1]]
        assert not any(one["in_gallery"] for one in shown)
        counts.append(len(statements))
    assert counts[0] == counts[1] > 0


# Addresses


@each("path", ["/album", "/album/", "/album//", "/album.json", "/album.json/"])
def test_a_trailing_slash_changes_nothing(world: World, path: str) -> None:
    assert set(world.data(None, "POST", path)) == {"id", "deletehash"}


def test_the_images_of_an_album_are_set_with_a_slash_and_without(world: World) -> None:
    album, one, two = world.album("miriam"), world.upload("miriam"), world.upload("miriam", 61)
    for image, slash in ((one, "/"), (two, "")):
        path = f"/album/{album['id']}{slash}"
        world.data("miriam", "POST", path, data={"ids[]": image["id"]})
        assert world.ids_in(album["id"]) == [image["id"]]


@each("path", ["/gallery/hot/viral/0", "/account/miriam", "/credits"])
def test_a_suffix_of_json_changes_nothing(world: World, path: str) -> None:
    assert set(world.data(None, "GET", path + ".json")) == set(world.data(None, "GET", path))


def test_literal_segments_win_over_parameters(world: World) -> None:
    album, post = world.album("miriam", privacy="public"), world.post("miriam", "An owl")
    assert world.data("miriam", "GET", "/account/me/albums/ids") == [album["id"]]
    assert world.data("miriam", "GET", "/account/me/albums/count") == 1
    assert world.data("miriam", "GET", "/account/me/images/ids") == [post]
    assert world.data("miriam", "GET", "/account/me/images/count") == 1
    assert [one["id"] for one in world.data("miriam", "GET", "/account/me/images/0")] == [post]
    assert [one["id"] for one in world.data(None, "GET", "/gallery/search?q=owl")] == [post]
    assert world.data(None, "GET", f"/gallery/image/{post}")["id"] == post
    assert world.data(None, "GET", f"/gallery/image/{post}/votes") == {"ups": 1, "downs": 0}
    assert world.data(None, "GET", "/gallery/r/pics") == []
    assert world.data("miriam", "GET", "/messages/count") == 0


def test_a_user_may_have_the_name_of_a_route(open_emulated: Any) -> None:
    world = World(open_emulated(users=(*USERS, "thread:x", "count:y")))
    world.data("miriam", "POST", "/message/block/thread")
    blocked = world.data("miriam", "GET", "/account/me/settings")["blocked_users"]
    assert [one["blocked_url"] for one in blocked] == ["thread"]
    assert world.data(None, "GET", "/account/count")["url"] == "count"


def test_segments_that_are_left_out_have_their_defaults(world: World) -> None:
    post = world.post("miriam")
    for path in ("/gallery", "/gallery/hot", "/gallery/hot/viral", "/gallery/hot/viral/0"):
        assert [one["id"] for one in world.data(None, "GET", path)] == [post]
    assert world.ask(None, "GET", "/gallery/nowhere").status_code == 404
    assert world.ask(None, "GET", "/gallery/hot/sideways").status_code == 404


def test_a_page_behind_the_last_is_empty(world: World) -> None:
    world.post("miriam")
    world.send("tove", "miriam")
    for path in (
        "/gallery/hot/viral",
        "/account/me/images",
        "/account/me/albums",
        "/account/me/submissions",
        "/messages/ids",
    ):
        assert world.data("miriam", "GET", f"{path}/1") == []
    assert world.data(None, "GET", "/gallery/r/pics/new/7") == []


# Requests in every spelling

IDS: list[dict[str, Any]] = [
    {"data": {"ids[]": ["{a}", "{b}"]}},
    {"data": {"ids": ["{a}", "{b}"]}},
    {"data": {"ids": "{a},{b}"}},
    {"data": {"ids[]": "{a},{b}"}},
    {"data": {"ids[0]": "{a}", "ids[1]": "{b}"}},
    {"params": {"ids[]": ["{a}", "{b}"]}},
    {"params": {"ids": "{a},{b}"}},
    {"json": {"ids": ["{a}", "{b}"]}},
    {"json": {"ids[]": ["{a}", "{b}"]}},
    {"json": {"ids": "{a},{b}"}},
    {"data": {"deletehashes[]": ["{c}", "{d}"]}},
    {"data": {"deletehashes": "{c},{d}"}},
    {"json": {"deletehashes": ["{c}", "{d}"]}},
    {"files": [("ids[]", (None, "{a}")), ("ids[]", (None, "{b}"))]},
]


@each("spelling", IDS, ids=str)
def test_ids_are_taken_in_every_spelling(world: World, spelling: dict[str, Any]) -> None:
    one, two = world.upload("miriam"), world.upload("miriam", 61)
    values = {"{a}": one["id"], "{b}": two["id"], "{c}": one["deletehash"]}
    album = world.album("miriam")
    options = filled(spelling, {**values, "{d}": two["deletehash"]})
    world.data("miriam", "POST", f"/album/{album['id']}/add", **options)
    assert world.ids_in(album["id"]) == [one["id"], two["id"]]


def filled(options: dict[str, Any], values: dict[str, str]) -> dict[str, Any]:
    """Options of a request with ids in place of marks, wherever they stand."""
    text = repr(options)
    for mark, value in values.items():
        text = text.replace(mark, value)
    found: dict[str, Any] = ast.literal_eval(text)
    return found


TITLE = "Größe & Maß = 100 % + ein Ei"


def as_parts(fields: dict[str, str]) -> dict[str, Any]:
    return {name: (None, value.encode()) for name, value in fields.items()}


#: Where parameters travel: the argument of the HTTP client, and how they are given to it.
PARAMETERS: dict[str, tuple[str, Callable[[dict[str, str]], Any]]] = {
    "query": ("params", dict),
    "form": ("data", dict),
    "multipart": ("files", as_parts),
    "json": ("json", dict),
}


def carried(where: str, fields: dict[str, str]) -> dict[str, Any]:
    argument, give = PARAMETERS[where]
    return {argument: give(fields)}


@each("where", PARAMETERS)
@each("method", ["POST", "PUT"])
def test_parameters_are_read_from_query_and_every_kind_of_body(
    world: World, where: str, method: str
) -> None:
    options = carried(where, {"title": TITLE, "description": "Zeile\nzwei", "privacy": "public"})
    album = world.album("miriam")
    path = f"/album/{album['id']}" if method == "PUT" else "/album"
    made = world.data("miriam", method, path, **options)
    found = world.data("miriam", "GET", f"/album/{album['id'] if made is True else made['id']}")
    assert (found["title"], found["description"]) == (TITLE, "Zeile\nzwei")
    assert found["privacy"] == "public"


@each("where", PARAMETERS)
def test_tokens_are_given_for_requests_in_every_form(world: World, where: str) -> None:
    renewal = world.log_in("miriam")["refresh_token"]
    sent = {
        "client_id": "some-app",
        "client_secret": "s",
        "grant_type": "refresh_token",
        "refresh_token": renewal,
    }
    answer = world.emulated.post(TOKEN, **carried(where, sent))
    assert answer.json()["account_username"] == "miriam"


PICTURE = png(width=70)
FORM = "application/x-www-form-urlencoded"
UPLOADS: dict[str, dict[str, Any]] = {
    "a file": {"files": {"image": ("lake.png", PICTURE, "image/png")}},
    "a file with a type": {
        "files": {"image": ("a.png", PICTURE, "image/png")},
        "data": {"type": "file"},
    },
    "bytes in a field": multipart(field("image", PICTURE)),
    "base64": {"data": {"image": text64(PICTURE)}},
    "base64 with a type": {"data": {"image": text64(PICTURE), "type": "base64"}},
    "base64 in multipart": {"files": {"image": (None, text64(PICTURE)), "type": (None, "base64")}},
    "base64 as a file": {
        "files": {"image": ("b64", text64(PICTURE).encode())},
        "data": {"type": "base64"},
    },
    "base64 in json": {"json": {"image": text64(PICTURE), "type": "base64"}},
    "base64 in json alone": {"json": {"image": text64(PICTURE)}},
    "a data url": {"data": {"image": "data:image/png;base64," + text64(PICTURE)}},
    "base64 unescaped": {
        "content": b"type=base64&image=" + text64(PICTURE).encode(),
        "headers": {"Content-Type": FORM},
    },
    "a url": {"data": {"image": "http://example.com/a.png"}},
    "a url with a type": {"data": {"image": "http://example.com/a.png", "type": "URL"}},
    "a url of any case": {"data": {"image": "http://example.com/a.png", "type": "url"}},
    "a url in json": {"json": {"image": "http://example.com/a.png", "type": "url"}},
    "a url in the query": {"params": {"image": "http://example.com/a.png"}},
    "the body": {"content": PICTURE},
    "the body as a picture": {"content": PICTURE, "headers": {"Content-Type": "image/png"}},
    "the body as a form": {"content": PICTURE, "headers": {"Content-Type": FORM}},
    "the body as bytes": {
        "content": PICTURE,
        "headers": {"Content-Type": "application/octet-stream"},
    },
}


@each("path", ["/image", "/upload", "/upload.json", "/image/"])
@each("form", UPLOADS)
def test_an_upload_is_taken_in_every_form(world: World, form: str, path: str) -> None:
    world.emulated.emulator.web["http://example.com/a.png"] = PICTURE
    image = world.data(None, "POST", path, **UPLOADS[form])
    assert (image["type"], image["width"], image["size"]) == ("image/png", 70, len(PICTURE))
    assert world.emulated.get(image["link"]).content == PICTURE


def test_a_raw_body_has_its_texts_in_the_query(world: World) -> None:
    texts = {"title": "Lake", "description": "Deep", "name": "lake.png"}
    image = world.data("miriam", "POST", "/image", params=texts, content=PICTURE)
    shown = world.data("miriam", "GET", f"/image/{image['id']}")
    assert (shown["title"], shown["description"], shown["name"]) == ("Lake", "Deep", "lake")


@each("content", [mp4(seconds=20), webm(seconds=20)])
@each("name", ["video", "image"])
def test_a_video_is_taken_under_both_names(world: World, content: bytes, name: str) -> None:
    video = world.data(None, "POST", "/image", files={name: ("clip", content, "video/mp4")})
    assert video["type"].startswith("video/")
    assert video["mp4"] == video["link"]
    assert world.emulated.get(video["link"]).content == content


def _large_jpeg(comments: int = 0) -> bytes:
    """A picture of noise, of which only a part is looked at, behind so many long comments."""
    content = io.BytesIO()
    Image.effect_noise((640, 640), 90).save(content, "JPEG", quality=90)
    comment = b"\xff\xfe\xff\xff" + bytes(65_533)
    return b"\xff\xd8" + comment * comments + content.getvalue()[2:]


@each(
    ("content", "status"),
    [
        (_large_jpeg(), 200),
        (_large_jpeg(comments=2), 200),
        (_large_jpeg(comments=5), 200),
        (b"\xff\xd8" + b"\xff\xfe\0\2" * 5000 + _large_jpeg()[2:], 200),
        (_large_jpeg()[:200_000], 200),
        (_large_jpeg()[:300] + bytes(300_000), 400),
        (_large_jpeg(comments=2)[: 2 * 65_537 + 300] + bytes(300_000), 400),
        (_large_jpeg(comments=5)[: 5 * 65_537 + 300] + bytes(300_000), 400),
    ],
)
def test_a_large_jpeg_is_taken_where_it_begins_with_pixels(
    world: World, content: bytes, status: int
) -> None:
    files = {"image": ("lake.jpg", content, "image/jpeg")}
    answer = world.emulated.post("/3/image", headers=APP, files=files)
    assert answer.status_code == status, answer.text
    if status == 200:
        assert world.emulated.get(answer.json()["data"]["link"]).content == content


@each("name", ["album", "album_id"])
def test_the_album_of_an_upload_is_taken_under_both_names(world: World, name: str) -> None:
    album = world.album("miriam")
    image = world.upload("miriam", **{name: album["id"]})
    assert world.ids_in(album["id"]) == [image["id"]]


@each(
    ("header", "status", "words"),
    [
        ("Client-ID abc", 200, ""),
        ("client-id abc", 200, ""),
        ("CLIENT-ID   abc ", 200, ""),
        ("Client-IDabc", 403, "Malformed auth header"),
        ("Basic abc", 403, "Malformed auth header"),
        ("abc", 403, "Malformed auth header"),
        ("Client-ID invalid", 403, "Invalid client_id"),
        ("Bearer nothing", 403, "The access token provided is invalid."),
        (None, 401, "Authentication required"),
    ],
)
@each("name", ["Authorization", "authorization", "AUTHORIZATION"])
def test_the_header_is_read_as_the_host_does(
    emulated: EmulatorClient, name: str, header: str | None, status: int, words: str
) -> None:
    response = emulated.get("/3/credits", headers={} if header is None else {name: header})
    assert response.status_code == status
    assert status == 200 or error_of(response) == words


def test_bearer_token_is_accepted_in_any_case_of_its_scheme(world: World) -> None:
    token = world.log_in("miriam")["access_token"]
    for scheme in ("Bearer", "bearer", "BEARER"):
        headers = {"Authorization": f"{scheme} {token}"}
        assert (
            world.emulated.get("/3/account/me", headers=headers).json()["data"]["url"] == "miriam"
        )


# Accounts and those who may not


@each(
    ("method", "path"),
    [
        ("GET", "/account/me/settings"),
        ("GET", "/messages"),
        ("GET", "/notification"),
        ("POST", "/comment"),
        ("POST", "/message/block/tove"),
        ("DELETE", "/account/miriam"),
        ("GET", "/account/miriam/images"),
    ],
)
def test_calls_of_a_user_are_refused_without_a_token(world: World, method: str, path: str) -> None:
    response = world.ask(None, method, path)
    assert (response.status_code, error_of(response)) == (401, "Authentication required")


@each(
    ("method", "path"),
    [
        ("GET", "/account/miriam/settings"),
        ("GET", "/account/miriam/images"),
        ("DELETE", "/account/miriam"),
        ("GET", "/account/miriam/notifications"),
    ],
)
def test_the_account_of_another_is_refused(world: World, method: str, path: str) -> None:
    assert world.ask("tove", method, path).status_code == 403
    assert world.data(None, "GET", "/account/miriam")["url"] == "miriam"


def test_me_is_the_logged_in_user(world: World) -> None:
    assert world.data("miriam", "GET", "/account/me")["url"] == "miriam"
    assert world.data("tove", "GET", "/account/ME")["url"] == "tove"
    assert world.data("tove", "GET", "/account/Miriam")["url"] == "miriam"
    assert world.ask(None, "GET", "/account/me").status_code == 401


def test_an_account_needs_a_captcha(world: World) -> None:
    refused = world.ask(None, "POST", "/account/newcomer")
    assert refused.status_code == 400
    assert "captcha" in error_of(refused)
    proof = {"recaptcha_response_field": "two words"}
    assert world.data(None, "POST", "/account/newcomer", data=proof) is True
    assert world.data(None, "GET", "/account/newcomer")["url"] == "newcomer"
    assert world.ask(None, "POST", "/account/NewComer", data=proof).status_code == 400


def test_an_implied_route_does_what_the_thing_itself_does(world: World) -> None:
    image = world.upload("miriam")
    album = world.album("miriam", **{"ids[]": image["id"]})
    for prefix in ("", "/account/miriam", "/account/me"):
        title = {"title": f"by {prefix}"}
        world.data("miriam", "PUT", f"{prefix}/album/{album['id']}", data=title)
        assert world.data("miriam", "GET", f"/album/{album['id']}")["title"] == title["title"]
        shown = world.data("miriam", "GET", f"{prefix}/album/{album['id']}/images")
        assert [one["id"] for one in shown] == [image["id"]]
    world.data("miriam", "PUT", f"/album/{album['id']}/image/{image['id']}", data={"title": "T"})
    assert world.data("miriam", "GET", f"/account/me/image/{image['id']}")["title"] == "T"
    assert world.ask("tove", "GET", f"/account/tove/album/{album['id']}").status_code == 404
    assert world.ask("tove", "GET", f"/account/me/image/{image['id']}").status_code == 404


# Albums, messages, notifications, the gallery


def test_an_update_with_ids_replaces_the_pictures(world: World) -> None:
    one, two = world.upload("miriam"), world.upload("miriam", 61)
    album = world.album("miriam", **{"ids[]": one["id"], "title": "Tahoe"})
    world.data("miriam", "PUT", f"/album/{album['id']}", data={"description": "Deep"})
    assert world.ids_in(album["id"]) == [one["id"]]
    both = {"ids[]": [two["id"], one["id"]], "cover": one["id"]}
    world.data("miriam", "PUT", f"/album/{album['id']}", data=both)
    shown = world.data("miriam", "GET", f"/album/{album['id']}")
    assert [image["id"] for image in shown["images"]] == [two["id"], one["id"]]
    assert (shown["title"], shown["description"]) == ("Tahoe", "Deep")
    assert (shown["cover"], shown["cover_width"]) == (one["id"], 60)


def test_both_ways_to_send_make_the_same_message(world: World) -> None:
    fields = {"body": "Ahoy", "subject": "Sailing"}
    world.data("tove", "POST", "/message", data={"recipient": "miriam", **fields})
    world.data("tove", "POST", "/account/miriam/message", data=fields)
    one, two = world.data("miriam", "GET", "/messages")
    own = {"id", "parent_id", "conversation_id", "datetime"}
    assert {k: v for k, v in one.items() if k not in own} == {
        k: v for k, v in two.items() if k not in own
    }
    assert (one["from"], one["subject"], one["body"]) == ("tove", "Sailing", "Ahoy")


def test_text_of_blanks_is_a_text_and_an_empty_one_is_missing(world: World) -> None:
    """The contract asks for one character, whichever it is."""
    post = world.post("miriam")
    with report_all() as case:
        for words in (" ", "\t", "\n", "\x1c", "\u3000"):
            with case(repr(words)):
                number = world.comment("tove", post, words)
                assert world.data(None, "GET", f"/comment/{number}")["comment"] == words
        with case("nothing"):
            sent = {"image_id": post, "comment": ""}
            refused = world.ask("tove", "POST", "/comment", data=sent)
            assert refused.status_code == 400
            assert refused.json()["data"]["error"] == "The parameter comment is required"


def test_both_ways_to_reply_make_the_same_comment(world: World) -> None:
    post = world.post("miriam")
    first = world.comment("miriam", post, "Measure twice.")
    sent = {"image_id": post, "comment": "Cut once."}
    by_parent = world.comment("tove", post, "Cut once.", parent_id=str(first))
    by_path = int(world.data("tove", "POST", f"/comment/{first}", data=sent)["id"])
    one, two = (world.data(None, "GET", f"/comment/{number}") for number in (by_parent, by_path))
    assert {**one, "id": 0} == {**two, "id": 0}
    assert one["parent_id"] == first
    other = world.post("miriam", "Another", 61)
    wrong = {"image_id": other, "comment": "Lost."}
    assert world.ask("tove", "POST", f"/comment/{first}", data=wrong).status_code == 400
    unknown = {"image_id": post, "comment": "Lost.", "parent_id": "987654"}
    refused = world.ask("tove", "POST", "/comment", data=unknown)
    assert refused.status_code in (400, 404), refused.text
    assert world.data(None, "GET", f"/gallery/{post}/comments/count") == 3


def test_viewed_notifications_are_listed_on_request(world: World) -> None:
    world.comment("tove", world.post("miriam"))
    world.send("tove", "miriam")
    new = world.data("miriam", "GET", "/notification")
    assert [len(new[kind]) for kind in ("replies", "messages")] == [1, 1]
    number = new["replies"][0]["id"]
    assert world.data("miriam", "PUT", f"/notification/{number}") is True
    for word in ("true", "1", ""):
        assert world.data("miriam", "GET", f"/notification?new={word}")["replies"] == []
    for word in ("false", "0", "False"):
        again = world.data("miriam", "GET", f"/account/me/notifications/replies?new={word}")
        assert [(one["id"], one["viewed"]) for one in again] == [(number, True)]
    assert world.ask("miriam", "GET", "/notification?new=perhaps").status_code == 400
    assert world.ask("tove", "GET", f"/notification/{number}").status_code == 404


def test_a_post_needs_the_terms(world: World) -> None:
    image = world.upload("miriam")
    path, title = f"/gallery/image/{image['id']}", {"title": "The lake"}
    refused = world.ask("miriam", "POST", path, data=title)
    assert refused.status_code == 400
    assert "terms" in error_of(refused)
    world.data("miriam", "PUT", "/account/me/settings", data={"accepted_gallery_terms": "true"})
    assert world.data("miriam", "POST", path, data=title) is True


def test_an_album_can_be_submitted(world: World) -> None:
    image = world.upload("miriam")
    album = world.album("miriam", **{"ids[]": image["id"]})
    sent = {"title": "Tahoe", "terms": "1"}
    assert world.data("miriam", "POST", f"/gallery/album/{album['id']}", data=sent) is True
    shown = world.data(None, "GET", f"/gallery/album/{album['id']}")
    assert (shown["is_album"], shown["images"][0]["id"]) == (True, image["id"])
    assert [one["id"] for one in world.data(None, "GET", "/gallery")] == [album["id"]]
    empty = world.album("miriam")
    assert (
        world.ask("miriam", "POST", f"/gallery/album/{empty['id']}", data=sent).status_code == 400
    )


def test_posts_of_both_kinds_are_found_on_both_routes(world: World) -> None:
    picture, image = world.post("miriam"), world.upload("miriam", 61)
    album = world.album("miriam", **{"ids[]": image["id"]})["id"]
    world.data("miriam", "POST", f"/gallery/album/{album}", data={"title": "A", "terms": "1"})
    for item in (picture, album):
        for number, route in enumerate(("album/", "image/", ""), 1):
            world.data("tove", "POST", f"/gallery/{route}{item}/vote/up")
            assert world.data(None, "GET", f"/gallery/{route}{item}/votes")["ups"] == 2
            said = {"comment": f"number {number}"}
            world.data("tove", "POST", f"/gallery/{route}{item}/comment", data=said)
            assert world.data(None, "GET", f"/gallery/{route}{item}/comments/count") == number
    assert world.ask(None, "GET", f"/gallery/album/{picture}").status_code == 404


# Errors that are switched on


@each("name", SHAPES)
def test_each_shape_of_error_can_be_switched_on(open_emulated: Any, name: str) -> None:
    emulated = open_emulated(users=USERS, faults=(name,))
    shape = SHAPES[name]
    path = {API: "/3/image"}.get(shape.where, shape.where)
    response: httpx.Response = emulated.post(path, headers=APP)
    assert response.status_code == shape.status
    assert response.headers["content-type"].startswith(shape.content_type)
    if isinstance(shape.content("", ""), str):
        assert response.text == shape.content("", "")
    else:
        assert response.json() == shape.content(path, "POST")
    for header, value in shape.headers.items():
        assert response.headers[header] == value


# A login without the page


def test_a_plain_login_acts_for_its_account(world: World) -> None:
    found = world.emulated.request(
        "POST",
        "/_emulator/login",
        json={"host": "imgur", "user": "miriam", "password": "lake-house"},
    ).json()
    headers = found["send"]["headers"]
    answer = world.emulated.get(found["base_url"] + "/account/me", headers=headers)
    assert answer.json()["data"]["url"] == "miriam"
    assert answer.json()["data"]["id"] == world.data("miriam", "GET", "/account/me")["id"]


def test_a_change_of_one_setting_leaves_the_others_alone(world: World) -> None:
    def settings() -> dict[str, Any]:
        found = world.data("miriam", "GET", "/account/me/settings")
        return {name: value for name, value in found.items() if isinstance(value, bool)}

    names = {name for name, default in SETTINGS.items() if isinstance(default, bool)}
    with report_all(least=5) as case:
        for name in sorted(names):
            with case(name):
                before = settings()
                value = "false" if before[name] else "true"
                world.data("miriam", "PUT", "/account/me/settings", data={name: value})
                assert settings() == {**before, name: not before[name]}


def test_what_is_asked_for_by_no_number_or_elsewhere_is_not_found(world: World) -> None:
    world.send("tove", "miriam")
    (message,) = world.data("miriam", "GET", "/messages")
    inside, outside = world.upload("miriam"), world.upload("miriam", 61)
    album = world.album("miriam", **{"ids[]": inside["id"]})
    assert world.data("miriam", "GET", f"/message/{message['id']}")["id"] == message["id"]
    assert world.data(None, "GET", f"/album/{album['id']}/image/{inside['id']}")["id"]
    for path in (
        "/message/x",
        "/message/0x1",
        "/notification/x",
        f"/album/{album['id']}/image/{outside['id']}",
    ):
        response = world.ask("miriam", "GET", path)
        assert response.status_code == 404, path
