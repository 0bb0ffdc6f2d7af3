"""The emulated ImageShack at its oddities: what it reads, what it answers, what it keeps."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
from imagehosts.emulator import Emulator

from contracts.hosts.imageshack.emulated import API, KEY, Shack, category, check, ids, sent_to
from contracts.support.emulated import field as form_field
from contracts.support.emulated import file as form_file
from contracts.support.emulated import gif, jpeg, multipart, png
from contracts.support.reporting import each
from contracts.support.specs import load_examples, load_spec, operations

Open = Callable[..., Shack]


# Who calls, and what a refusal looks like


def test_a_call_that_needs_a_login_is_refused_without_one(nobody: Shack, owner: Shack) -> None:
    image = owner.picture()["id"]
    for method, path in (
        ("GET", "/user/settings"),
        ("GET", "/user"),
        ("GET", "/images"),
        ("GET", "/albums"),
        ("GET", "/user/owner/tags"),
        ("GET", f"/images/{image}/likes"),
        ("POST", "/images"),
        ("POST", "/albums"),
        ("PUT", "/user/owner"),
        ("POST", f"/images/{image}/likes"),
        ("POST", f"/comments/{image}"),
        ("DELETE", f"/images/{image}"),
    ):
        assert nobody.refusal(method, path, title="x", comment="x") == "authentication"
        wrong = Shack(nobody.emulator, "0" * 32)
        assert wrong.refusal(method, path, title="x", comment="x") == "authentication"


def test_a_wrong_token_is_refused_also_where_none_is_needed(nobody: Shack) -> None:
    assert Shack(nobody.emulator, "wrong").refusal("GET", "/user/owner") == "authentication"
    assert nobody.get("/user/owner", auth_token="")["username"] == "owner"


def test_every_call_but_get_and_the_login_needs_the_api_key(owner: Shack) -> None:
    data = {"auth_token": owner.token}
    for method, path in (("POST", "/v2/albums"), ("PUT", "/v2/user/owner"), ("DELETE", "/v2/user")):
        options = {"params": data} if method == "DELETE" else {"data": {**data, "title": "x"}}
        assert category(owner.send(method, path, **options)) == "authentication"
        data_with_wrong_key = {**data, "api_key": "invalid", "title": "x"}
        options = {"params" if method == "DELETE" else "data": data_with_wrong_key}
        assert category(owner.send(method, path, **options)) == "authentication"
    assert owner.send("POST", "/v2/user/login", data=data).status_code == 200
    assert owner.send("GET", "/v2/user/settings", params=data).status_code == 200


def test_only_configured_keys_are_accepted(open_shack: Open) -> None:
    shack = open_shack(keys=(KEY,)).become("owner", "secret")
    token = {"auth_token": shack.token, "title": "x"}
    response = shack.send("POST", "/v2/albums", data={**token, "api_key": "another"})
    assert category(response) == "authentication"
    assert shack.send("POST", "/v2/albums", data={**token, "api_key": KEY}).status_code == 200


def test_a_refusal_has_the_status_400_and_the_whole_envelope(nobody: Shack) -> None:
    response = nobody.ask("GET", "/user/nobody-is-called-so")
    answer = response.json()
    assert response.status_code == 400
    assert list(answer) == ["success", "process_time", "result", "error"]
    assert (answer["success"], answer["result"]) == (False, False)
    assert answer["error"] == {"error_code": 3, "error_message": "The username is invalid"}
    assert category(response) == "not_found"


def test_a_method_that_is_not_taken_is_refused_by_the_server_in_front(nobody: Shack) -> None:
    response = nobody.send("PATCH", "/v2/images/abc/likes")
    assert (response.status_code, response.headers["allow"]) == (405, "GET, POST, PUT")
    assert nobody.send("GET", "/v2/user/login").status_code == 405
    assert nobody.send("GET", "/v2/nothing").status_code == 404


def test_both_documented_addresses_are_served(owner: Shack) -> None:
    image = owner.picture()["id"]
    for url in (
        f"/v2/images/{image}",
        f"/rest_api/v2/images/{image}",
        f"http://api.imageshack.com/v2/images/{image}",
        f"http://imageshack.com/rest_api/v2/images/{image}",
    ):
        assert owner.send("GET", url).json()["result"]["id"] == image
    assert owner.send("GET", f"http://imges.link/v2/images/{image}").status_code == 404


# Logging in


@each("name", ["owner", "OWNER", "owner@example.com", "Owner@Example.com"])
@each("parameter", ["user", "username"])
@each("place", ["data", "params", "json", "multipart"])
def test_login_is_read_from_query_and_every_form(
    nobody: Shack, name: str, parameter: str, place: str
) -> None:
    values = {parameter: name, "password": "secret"}
    options: dict[str, Any] = {place: values}
    if place == "multipart":
        options = multipart(*(form_field(key, value) for key, value in values.items()))
    response = nobody.send("POST", "/v2/user/login", **options)
    assert response.json()["result"]["username"] == "owner"


def test_a_wrong_password_is_refused(nobody: Shack) -> None:
    assert nobody.refusal("POST", "/user/login", user="owner", password="Secret") == (
        "authentication"
    )
    assert nobody.refusal("POST", "/user/login", user="ghost", password="x") == "authentication"
    assert nobody.refusal("POST", "/user/login", user="owner") == "invalid_request"


def test_a_token_can_be_used_to_log_in_again(owner: Shack) -> None:
    found = owner.result("POST", "/user/login")
    assert (found["auth_token"], found["username"]) == (owner.token, "owner")
    assert found["user_id"] == owner.get("/user")["user_id"]


def test_a_captcha_is_wanted_where_it_is_switched_on(open_shack: Open) -> None:
    shack = open_shack(captcha=True)
    response = shack.ask("POST", "/user/login", user="owner", password="secret")
    assert response.json()["error"] == {
        "error_code": 2,
        "error_message": "Missing capcha response",
    }
    assert category(response) == "captcha"


@each(
    ("cookies", "remember", "expected"),
    [("TRUE", "TRUE", r"auth_token=\w+; .*Max-Age=31536000"), ("TRUE", "FALSE", "auth_token=")],
)
def test_cookies_are_set_where_they_are_asked_for(
    nobody: Shack, cookies: str, remember: str, expected: str
) -> None:
    values = {"user": "owner", "password": "secret"}
    response = nobody.ask("POST", "/user/login", **values)
    assert "set-cookie" not in response.headers
    response = nobody.ask(
        "POST", "/user/login", **values, set_cookies=cookies, remember_me=remember
    )
    cookie = response.headers["set-cookie"]
    assert re.match(expected, cookie)
    assert ("Max-Age" in cookie) == (remember == "TRUE")


def test_the_mailed_hash_sets_a_password_once(nobody: Shack, owner: Shack) -> None:
    assert nobody.result("POST", "/user/owner/forgot") is True
    (mail,) = nobody.send("GET", "/_emulator/mail?to=owner@example.com").json()
    secret = mail["facts"]["auth"]
    assert secret in mail["text"]
    reset = {"auth": secret, "password": "better"}
    assert nobody.refusal("POST", "/user/other/password_reset", **reset) == "invalid_request"
    assert nobody.result("POST", "/user/owner/password_reset", **reset) is True
    assert nobody.refusal("POST", "/user/owner/password_reset", **reset) == "invalid_request"
    assert owner.refusal("GET", "/user/settings") == "authentication", "old tokens are closed"
    assert nobody.refusal("POST", "/user/login", user="owner", password="secret")
    assert nobody.become("owner", "better").get("/user")["username"] == "owner"
    assert nobody.send("DELETE", "/_emulator/mail").json() == {"cleared": True}
    assert nobody.emulator.mails == []


def test_a_mailed_hash_grows_old(nobody: Shack) -> None:
    nobody.result("POST", "/user/owner@example.com/forgot")
    secret = nobody.emulator.mails[0].facts["auth"]
    nobody.emulator.clock.advance(hours=25)
    refusal = nobody.refusal("POST", "/user/owner/password_reset", auth=secret, password="x")
    assert refusal == "invalid_request"


def test_no_secret_is_in_the_journal(nobody: Shack) -> None:
    nobody.ask("POST", "/user/login", user="owner", password="hush-hush")
    nobody.ask("POST", "/user/owner/password_reset", auth="hush-hush", password="hush-hush")
    nobody.send("GET", "/v2/user/owner?auth_token=hush-hush")
    assert "hush-hush" not in str([entry.as_dict() for entry in nobody.emulator.requests])


# Accounts


def test_an_account_needs_an_address_alone(nobody: Shack) -> None:
    made = nobody.result("POST", "/user", email="ann.lee@example.com")
    assert made["username"] == "annlee"
    (mail,) = nobody.emulator.mails
    assert mail.recipient == "ann.lee@example.com"
    assert nobody.become("annlee", mail.facts["password"]).get("/user")["email"] == (
        "ann.lee@example.com"
    )
    again = nobody.result("POST", "/user", email="ann.lee@example.org")
    assert re.fullmatch(r"annlee\d{4}", again["username"])
    response = nobody.ask("POST", "/user", email="Ann.Lee@example.com")
    assert response.json()["error"]["error_code"] == 30
    for wrong in ("", "ann", "a b@c"):
        assert nobody.refusal("POST", "/user", email=wrong) == "invalid_request"


@each("name", ["login", "settings", "Settings", "a/b", "", "owner", "Owner", " "])
def test_no_account_is_called_like_a_route(nobody: Shack, name: str) -> None:
    response = nobody.ask("POST", "/user", email=f"{name or 'login'}@example.org", username=name)
    if name:
        assert category(response) == "invalid_request"
    else:
        assert response.json()["result"]["username"] not in ("login", "settings")


def test_an_account_is_renamed_and_goes_on(owner: Shack) -> None:
    image = owner.picture()["id"]
    changed = owner.result("PUT", "/user/owner", username="ann", location="Los Gatos, CA")
    assert (changed["username"], changed["location"]) == ("ann", "Los Gatos, CA")
    assert changed["is_owner"] is True
    assert owner.refusal("GET", "/user/owner") == "not_found"
    assert ids(owner.get("/user/ann/images")["images"]) == [image]
    assert owner.refusal("PUT", "/user/ann", username="other") == "invalid_request"
    assert owner.refusal("PUT", "/user/ann", email="other@example.com") == "invalid_request"


@each("spelling", ["avatar_server", "avatar_sever"])
def test_an_avatar_is_set_in_either_spelling(owner: Shack, spelling: str) -> None:
    image = owner.picture()
    values = {spelling: image["server"], "avatar_filename": image["filename"]}
    avatar = {key: image[key] for key in ("id", "server", "filename")}
    assert owner.result("PUT", "/user/owner", **values)["avatar"] == avatar
    assert owner.picture()["owner"]["avatar"] == avatar
    for half, value in values.items():
        assert owner.refusal("PUT", "/user/owner", **{half: value}) == "invalid_request"
    values[spelling] = image["server"] % 1295 + 1
    assert owner.refusal("PUT", "/user/owner", **values) == "invalid_request"
    assert owner.refusal("PUT", "/user/owner", first_name="Ann") == "invalid_request"


def test_own_account_needs_no_name(owner: Shack, other: Shack) -> None:
    assert owner.get("/user")["username"] == "owner"
    assert owner.result("PUT", "/user", description="I")["description"] == "I"
    assert owner.result("PATCH", "/user", description="we")["description"] == "we"
    assert owner.result("DELETE", "/user") is True
    assert other.refusal("GET", "/user/owner") == "not_found"


def test_an_account_goes_with_everything_in_it(owner: Shack, other: Shack) -> None:
    image, theirs = owner.picture(album="Tahoe"), other.picture()
    owner.result("POST", f"/images/{theirs['id']}/likes")
    owner.result("POST", f"/comments/{theirs['id']}", comment="nice")
    assert owner.result("DELETE", "/user/owner") is True
    assert other.refusal("GET", f"/images/{image['id']}") == "not_found"
    assert other.send("GET", "http://" + image["direct_link"]).status_code == 404
    assert owner.refusal("GET", "/user/settings") == "authentication"
    left = other.get(f"/images/{theirs['id']}")
    assert (left["likes"], left["comments_count"]) == (0, 0)
    assert [picture.code for picture in other.emulator.pictures] == [theirs["id"]]


def test_a_setting_is_set_and_not_toggled(owner: Shack) -> None:
    before = owner.get("/user/settings")
    for _ in range(2):
        after = owner.result("PUT", "/user/settings", private_images=True, onboarding=True)
        assert after == {**before, "private_images": True, "onboarding": True}
    assert owner.result("PATCH", "/user/settings", onboarding=False) == {
        **before,
        "private_images": True,
    }


def test_following_is_allowed_unless_it_is_private(owner: Shack, nobody: Shack) -> None:
    assert nobody.get("/user/owner")["following_allowed"] is True
    owner.result("PUT", "/user/settings", private_followings=True)
    assert nobody.get("/user/owner")["following_allowed"] is False


def test_a_version_grows_with_what_happens(owner: Shack) -> None:
    versions = [owner.get("/user")["cache_version"]]
    image = owner.picture()["id"]
    for call in (
        lambda: None,
        lambda: owner.result("PUT", f"/images/{image}", title="x"),
        lambda: owner.album(images=[image]),
        lambda: owner.result("DELETE", f"/images/{image}"),
    ):
        call()
        versions.append(owner.get("/user")["cache_version"])
    assert versions == sorted(set(versions))


# Reading requests


SPELLINGS = [
    *((text, True) for text in ("1", "true", "TRUE", "True", "y", "Y", "yes")),
    *((text, False) for text in ("0", "false", "FALSE", "n", "N", "no")),
]


@each(("text", "value"), SPELLINGS)
def test_a_flag_is_read_in_every_spelling(owner: Shack, text: str, value: bool) -> None:
    assert owner.picture(public=text)["public"] is value
    assert owner.result("PUT", "/user/settings", onboarding=text)["onboarding"] is value


@each("text", ["maybe", "2", "truefalse"])
def test_invalid_flag_is_refused(owner: Shack, text: str) -> None:
    assert owner.refusal("PUT", "/user/settings", onboarding=text) == "invalid_request"


@each("place", ["data", "params", "json", "multipart"])
def test_parameters_are_read_from_query_forms_and_json(owner: Shack, place: str) -> None:
    one, two = owner.pictures(2)
    values = {
        "auth_token": str(owner.token),
        "api_key": KEY,
        "ids[]": [one, two],
        "title": "Überall, ja",
        "public": "n",
    }
    options: dict[str, Any] = {place: values}
    if place == "multipart":
        pairs = [(k, item) for k, v in values.items() for item in (v if k == "ids[]" else [v])]
        options = multipart(*(form_field(key, str(value)) for key, value in pairs))
    elif place == "json":
        options = {"json": {**values, "ids": values["ids[]"], "public": False}}
    result = owner.send("PUT", "/v2/images", **options).json()["result"]
    assert result["passed"] == 2
    assert [(i["title"], i["public"]) for i in result["images"]] == [("Überall, ja", False)] * 2


@each(
    "example",
    [e for e in load_examples(API) if e.entry["kind"] == "request"],
    ids=lambda e: e.path.stem,
)
def test_the_documented_fragments_of_requests_are_read(owner: Shack, example: Any) -> None:
    """Each with the ids of things that are there in place of those of the document."""
    node = operations(load_spec(API))[example.entry["operation"]]
    _, _, path, method = (part.replace("~1", "/") for part in node.pointer.split("/"))
    images = owner.pictures(3)
    albums = [owner.album(title, images[:1]) for title in ("one", "two")]
    text = example.text
    of_images = dict(zip(("eb96484058j", "go4anjaj", "bb3zdkiwbj"), images, strict=True))
    replaced = {**of_images, **dict(zip(("TzcF", "i5VF"), albums, strict=True))}
    for old, new in replaced.items():
        text = text.replace(old, new)
    path = path.partition("#")[0].format(album_id=albums[0], username="owner")
    for line in text.splitlines():
        credentials = {"auth_token": str(owner.token), "api_key": KEY, "description": "new"}
        if method == "post":
            credentials["title"] = "new"
        pairs = [*credentials.items(), *parse_qsl(line)]
        where = "params" if example.entry["in"] == "query" else "content"
        body: Any = pairs
        headers = {}
        if where == "content":
            body = "&".join(f"{name}={value}" for name, value in pairs)
            headers = {"Content-Type": "application/x-www-form-urlencoded"}
        response = owner.send(method.upper(), "/v2" + path, **{where: body}, headers=headers)
        assert response.status_code == 200, response.text
        result = response.json()["result"]
        assert sent_to(owner.emulator)[-1][0] == example.entry["operation"]
        if isinstance(result, dict) and "passed" in result and "base_url" not in result:
            assert (result["passed"], result["failed"]) == (result["total"], 0)
            assert result["total"] == (3 if "images" in result else 2)


@each(
    "sent",
    [
        {"ids": "{0},{1}"},
        {"ids": "{0},{1},"},
        {"ids": " {0} , {1} "},
        {"ids[]": ["{0}", "{1}"]},
        {"ids[0]": "{0}", "ids[1]": "{1}"},
    ],
    ids=str,
)
@each("where", ["params", "data"])
def test_ids_are_read_as_clients_send_them(owner: Shack, sent: dict[str, Any], where: str) -> None:
    made = owner.pictures(2)
    values = {
        name: [v.format(*made) for v in value] if isinstance(value, list) else value.format(*made)
        for name, value in sent.items()
    }
    values |= {"api_key": KEY, "auth_token": str(owner.token)}
    result = owner.send("DELETE", "/v2/images", **{where: values}).json()["result"]
    assert (result["passed"], ids(result["images"])) == (2, made)


@each("name", ["files", "files[]", "ids"])
def test_an_album_takes_ids_as_clients_send_them(owner: Shack, name: str) -> None:
    made = owner.pictures(2)
    value: Any = made if name.endswith("[]") else ",".join(made) + ","
    album = owner.result("POST", "/albums", title="Tahoe", **{name: value})
    assert ids(album["images"]) == made
    if name != "ids":
        taken = owner.result("PUT", f"/albums/{album['id']}/delete_files", **{name: value})
        assert (taken["total"], taken["images"]) == (0, [])
        added = owner.result("PATCH", f"/albums/{album['id']}/add_files", **{name: value})
        assert ids(added["images"]) == made


def test_own_lists_need_no_ids(owner: Shack, nobody: Shack) -> None:
    image, album = owner.picture()["id"], owner.album()
    assert ids(owner.get("/images")["images"]) == [image]
    assert ids(owner.get("/albums")["albums"]) == [album]
    assert nobody.refusal("GET", "/images") == "authentication"


# Uploads


@each("name", ["file", "file[]", "files[]", "File 1", "picture", "files[3]"])
def test_a_file_is_taken_under_any_name(owner: Shack, name: str) -> None:
    data = {"api_key": KEY, "auth_token": str(owner.token)}
    response = owner.send(
        "POST", "/v2/images", data=data, files={name: ("lake.png", png(), "image/png")}
    )
    result = response.json()["result"]
    assert (result["passed"], result["failed"], result["total"]) == (1, 0, 1)
    link = "http://" + result["images"][0]["direct_link"]
    assert owner.send("GET", link).content == png()


def test_body_distinguishes_an_upload_from_a_transload(owner: Shack) -> None:
    owner.emulator.web["http://example.com/a.png"] = png()
    owner.upload()
    owner.upload(png(), png())
    url = "http://example.com/a.png"
    owner.result("POST", "/images", **{"urls[]": [url]})
    owner.result("POST", "/images", urls=url)
    both = {"api_key": KEY, "auth_token": str(owner.token), "urls[]": url}
    owner.send("POST", "/v2/images", data=both, files={"file": ("a.png", png(), "image/png")})
    assert owner.refusal("POST", "/images") == "invalid_request"
    told = [name for name, _ in sent_to(owner.emulator) if name.startswith("images_")]
    assert told == [
        "images_upload",
        "images_upload_many",
        "images_transload",
        "images_transload",
        "images_transload",
        "images_upload",
    ]


def test_an_upload_and_a_transload_take_the_same_options(owner: Shack) -> None:
    owner.emulator.web["http://example.com/a.png"] = png()
    options = {
        "title": "Snow, much",
        "description": "deep",
        "tags": "winter,snow",
        "public": False,
        "filter": 7,
        "comments_disabled": True,
        "album": "Tahoe",
    }
    uploaded = owner.picture(**options)["id"]
    fetched = owner.result("POST", "/images", **{"urls[]": "http://example.com/a.png"}, **options)
    same = []
    for code in (uploaded, fetched["images"][0]["id"]):
        image = owner.get(f"/images/{code}")
        same.append(
            {
                name: image[name]
                for name in ("title", "description", "tags", "public", "filter", "album_title")
            }
            | {"comments_disabled": image["comments_disabled"]}
        )
    assert same[0] == same[1]
    assert same[0]["tags"] == ["winter", "snow"]
    assert (same[0]["title"], same[0]["album_title"]) == ("Snow, much", "Tahoe")


@each(
    ("sent", "expected"),
    [
        ({"titles[]": ["a, b", "c"]}, ["a, b", "c"]),
        ({"titles": "a,b"}, ["a", "b"]),
        ({"title": "a, b"}, ["a, b", None]),
        ({"titles[]": ["a"]}, ["a", None]),
        ({"titles[]": ["", "b"]}, ["", "b"]),
        ({}, [None, None]),
    ],
    ids=str,
)
def test_titles_are_read_in_all_three_spellings(
    owner: Shack, sent: dict[str, Any], expected: list[str | None]
) -> None:
    images = owner.upload(png(), gif(), **sent)["images"]
    assert [image["title"] for image in images] == expected
    described = {name.replace("title", "description"): value for name, value in sent.items()}
    images = owner.upload(png(), gif(), **described)["images"]
    found = [owner.get(f"/images/{image['id']}")["description"] for image in images]
    assert found == expected


def test_one_bad_file_fails_and_the_others_are_stored(open_shack: Open) -> None:
    owner = open_shack(max_file_size=3000).become("owner", "secret")
    broken = png()[:-40]
    large = png(200, 200, "RGB", compress_level=0)
    result = owner.upload(png(), b"no picture", jpeg(), broken, large, gif())
    assert (result["passed"], result["failed"], result["total"]) == (3, 3, 6)
    assert [image["original_filename"] for image in result["images"]] == [
        "lake0.png",
        "lake2.png",
        "lake5.png",
    ]
    assert result["max_filesize"] == 3
    nothing = owner.upload(b"no picture")
    assert (nothing["passed"], nothing["failed"], nothing["images"]) == (0, 1, [])
    assert owner.get("/user/owner/usage")["images_count"] == 3


def test_one_bad_address_fails_and_the_others_are_stored(owner: Shack) -> None:
    owner.emulator.web["https://example.com/a.png"] = png()
    own = owner.picture()["direct_link"]
    urls = ["https://example.com/a.png", "http://127.0.0.1:22/", "ftp://example.com/", own]
    result = owner.result("POST", "/images", **{"urls[]": urls, "titles[]": ["a", "b", "c", "d"]})
    assert (result["passed"], result["failed"], result["total"]) == (2, 2, 4)
    assert [image["title"] for image in result["images"]] == ["a", "d"]


def test_an_unknown_album_of_an_upload_is_made(owner: Shack, other: Shack) -> None:
    owner.picture(album="Tahoe")
    (album,) = owner.get("/user/owner/albums")["albums"]
    assert album["title"] == "Tahoe"
    assert owner.picture(album=album["id"])["album"]["id"] == album["id"]
    assert owner.picture(album="Tahoe")["album"]["id"] == album["id"]
    theirs = other.picture(album=album["id"])["album"]
    assert theirs["title"] == album["id"], "somebody else's id is but a title"
    assert theirs["id"] != album["id"]
    assert owner.get(f"/albums/{album['id']}")["total"] == 3


def test_what_is_new_follows_the_settings(owner: Shack) -> None:
    owner.result("PUT", "/user/settings", private_images=True, private_albums=True)
    image = owner.picture(album="Tahoe")
    assert (image["public"], image["album"]["public"]) == (False, False)
    assert owner.picture(public=True)["public"] is True
    assert owner.get(f"/albums/{owner.album('Mine', public=True)}")["public"] is True


def test_a_filter_is_kept_and_one_out_of_range_refused(owner: Shack) -> None:
    image = owner.picture(filter=23)
    assert owner.get(f"/images/{image['id']}")["filter"] == 23
    assert owner.send("GET", "http://" + image["direct_link"]).content == png()
    for wrong in ("24", "-1", "x", "1.5"):
        refusal = owner.refusal("PUT", f"/images/{image['id']}", filter=wrong, title="changed")
        assert refusal == "invalid_request"
    assert owner.get(f"/images/{image['id']}")["title"] is None, "a refusal changes nothing"
    assert owner.get(f"/images/{owner.picture()['id']}")["filter"] == 0


def test_space_is_counted_and_ends(open_shack: Open) -> None:
    large = png(100, 100, "RGB", compress_level=0)
    owner = open_shack(space_limit=2 * len(large) + 10).become("owner", "secret")
    first = owner.upload(large)
    assert first["space_limit"] == -(-(2 * len(large) + 10) // 1024)
    assert first["space_used"] == -(-len(large) // 1024)
    some = owner.upload(large, large)
    assert (some["passed"], some["failed"]) == (1, 1)
    values = {"api_key": KEY, "auth_token": str(owner.token)}
    response = owner.send("POST", "/v2/images", data=values, files={"file": ("a.png", large)})
    assert category(response) == "too_large"
    owner.result("DELETE", f"/images/{first['images'][0]['id']}")
    assert owner.upload(large)["passed"] == 1, "what is deleted takes no space"


def test_uploads_at_once_do_not_share_the_last_space(open_shack: Open) -> None:
    owner = open_shack(space_limit=int(2.5 * len(png())), picture_threads=4)
    token = owner.become("owner", "secret").token
    data = {"api_key": KEY, "auth_token": str(token)}

    async def upload(client: httpx.AsyncClient) -> int:
        response = await client.post(
            "/v2/images", data=data, files={"file": ("a.png", png(), "image/png")}
        )
        return response.status_code

    async def uploads() -> list[int]:
        transport = httpx.ASGITransport(owner.emulator.app)
        async with httpx.AsyncClient(transport=transport, base_url=owner.base) as client:
            return await asyncio.gather(*(upload(client) for _ in range(8)))

    assert sorted(asyncio.run(uploads())) == [200] * 2 + [400] * 6
    assert len(owner.emulator.pictures) == 2


@pytest.mark.parametrize(("size", "expected"), [(1, 1), (1024, 1), (1025, 2), (2048, 2)])
def test_sizes_are_kilobytes_of_1024_bytes(owner: Shack, size: int, expected: int) -> None:
    content = gif(1, 4, 4)
    padded = content + b"\0" * (size - len(content))
    image = owner.upload(padded)["images"][0]
    if size > len(content):
        assert image["filesize"] == expected
    assert owner.get("/user/owner/usage")["space_used"] == image["filesize"]
    assert owner.get("/user/owner/usage")["space_limit"] == 5242880


@each(("content", "letter"), [(jpeg(), "j"), (png(), "p"), (gif(), "g")])
def test_an_id_is_server_name_and_type_and_its_case_counts(
    owner: Shack, content: bytes, letter: str
) -> None:
    for image in owner.upload(*[content] * 3)["images"]:
        stem, _, extension = image["filename"].rpartition(".")
        assert image["id"][2:] == stem + letter
        assert int(image["id"][:2], 36) == image["server"]
        assert image["id"][:2] == image["id"][:2].lower()
        host, server, bucket, name = image["direct_link"].split("/")
        assert (host, server, bucket) == (
            "127.0.0.1:8765",
            f"img{image['server']}",
            str(image["bucket"]),
        )
        assert (name, extension[0]) == (image["filename"], letter)
        if image["id"].swapcase() != image["id"]:
            assert owner.refusal("GET", f"/images/{image['id'].swapcase()}") == "not_found"


def test_links_follow_the_address_of_the_request(owner: Shack) -> None:
    image = owner.picture()["id"]
    for host in ("localhost:9", "pictures.example"):
        response = owner.send("GET", f"/v2/images/{image}", headers={"Host": host})
        assert response.json()["result"]["direct_link"].startswith(f"{host}/img")


def test_the_rule_for_addresses_leads_to_the_file(owner: Shack) -> None:
    owner.picture()
    page = owner.get("/user/owner/images")
    (image,) = page["images"]
    address = f"http://{page['base_url']}img{image['server']}/{image['bucket']}/{image['filename']}"
    assert owner.send("GET", address).content == png()
    # The folder is part of the address; a name alone finds nothing.
    for bucket in (image["bucket"] + 1, image["bucket"] - 1):
        other = f"/img{image['server']}/{bucket}/{image['filename']}"
        assert owner.send("GET", other).status_code == 404


@each(("box", "size"), [("30x30", (30, 20)), ("600x10", (15, 10)), ("600x600", (60, 40))])
def test_a_thumbnail_fits_into_its_box(owner: Shack, box: str, size: tuple[int, int]) -> None:
    from io import BytesIO

    from PIL import Image

    image = owner.picture()
    response = owner.send("GET", f"/v2/{box}q90/{image['server']}/{image['filename']}")
    assert Image.open(BytesIO(response.content)).size == size
    assert owner.send("GET", f"/v2/{box}q90/{image['server']}/x.png").status_code == 404


# Changes


def test_put_and_patch_leave_what_is_not_given(owner: Shack) -> None:
    image = owner.picture(title="a", description="b", tags="c,d", filter=3)["id"]
    before = owner.get(f"/images/{image}")
    for method in ("PUT", "PATCH"):
        after = owner.result(method, f"/images/{image}", title=method)
        assert after == {**before, "title": method}
    after = owner.result("PUT", f"/images/{image}", title="", tags="e", original_filename="n.png")
    tags = ["c", "d", "e"]
    assert after == {**before, "title": "", "tags": tags, "original_filename": "n.png"}
    album = owner.album("x", description="y")
    for method in ("PUT", "PATCH"):
        changed = owner.result(method, f"/albums/{album}", title=method)
        assert (changed["title"], changed["description"]) == (method, "y")
        user = owner.result(method, "/user/owner", location=method)
        assert (user["location"], user["email"]) == (method, "owner@example.com")


def test_a_change_of_a_title_publishes_nothing(owner: Shack) -> None:
    image, album = owner.picture(public=False)["id"], owner.album(public=False)
    assert owner.result("PUT", f"/images/{image}", title="x")["public"] is False
    (changed,) = owner.result("PUT", "/images", ids=image, title="y")["images"]
    assert changed["public"] is False
    assert owner.result("PATCH", f"/albums/{album}", title="x")["public"] is False
    (changed,) = owner.result("PUT", "/albums", ids=album, description="y")["albums"]
    assert changed["public"] is False
    assert owner.result("PUT", f"/images/{image}", public="y")["public"] is True


def test_a_change_of_albums_without_fields_deletes_nothing(owner: Shack) -> None:
    albums = [owner.album(title) for title in "ab"]
    for method in ("PUT", "PATCH"):
        assert owner.refusal(method, "/albums", ids=",".join(albums)) == "invalid_request"
    assert owner.get("/albums", ids=",".join(albums))["passed"] == 2
    deleted = owner.result("PUT", "/albums", ids=albums[0], _method="DELETE")
    assert (deleted["passed"], ids(deleted["albums"])) == (1, [albums[0]])
    assert owner.get("/albums", ids=",".join(albums))["passed"] == 1


def test_files_in_the_body_set_the_pictures_of_an_album(owner: Shack) -> None:
    one, two, three = owner.pictures(3)
    album = owner.album("a", [one, two])
    changed = owner.result("PUT", f"/albums/{album}", **{"files[]": [three, two]}, title="b")
    assert (changed["title"], ids(changed["images"])) == ("b", [three, two])
    assert ids(owner.result("PATCH", f"/albums/{album}", title="c")["images"]) == [three, two]
    assert "album_id" not in owner.get(f"/images/{one}")
    assert owner.get(f"/images/{two}")["album_id"] == album


def test_no_pictures_are_not_set_in_place_of_those_that_are_there(owner: Shack) -> None:
    """As the document has it: which ones is required, for each of the three calls."""
    image = owner.picture()["id"]
    album = owner.album("a", [image])
    for path in ("", "/add_files", "/delete_files"):
        for method in ("PUT", "PATCH"):
            for none in ({"data": {"files[]": ""}}, {"json": {"files": []}}):
                (place, values) = next(iter(none.items()))
                credentials = {"auth_token": owner.token, "api_key": KEY}
                response = owner.send(
                    method, f"/v2/albums/{album}{path}", **{place: credentials | values}
                )
                assert category(response) == "invalid_request"
    assert ids(owner.get(f"/albums/{album}")["images"]) == [image]


def test_a_picture_taken_out_of_an_album_stays_in_the_account(owner: Shack) -> None:
    one, two, three = owner.pictures(3)
    album = owner.album("a", [one, two])
    added = owner.result("PUT", f"/albums/{album}/add_files", **{"files[]": [three]})
    assert ids(added["images"]) == [one, two, three]
    left = owner.result("PUT", f"/albums/{album}/delete_files", **{"files[]": [two]})
    assert ids(left["images"]) == [one, three]
    assert owner.get(f"/images/{two}")["id"] == two
    owner.result("DELETE", f"/albums/{album}")
    assert set(ids(owner.get("/user/owner/images")["images"])) == {one, two, three}
    assert owner.refusal("GET", f"/albums/{album}") == "not_found"


def test_a_picture_is_in_one_album(owner: Shack) -> None:
    image = owner.picture()["id"]
    first, second = owner.album("a", [image]), owner.album("b", [image])
    assert owner.get(f"/albums/{first}")["total"] == 0
    assert owner.get(f"/images/{image}")["album_id"] == second


def test_an_album_description_is_at_most_200_characters(owner: Shack) -> None:
    album = owner.album(description="ü" * 200)
    assert owner.get(f"/albums/{album}")["description"] == "ü" * 200
    for method, path in (("POST", "/albums"), ("PUT", f"/albums/{album}")):
        assert owner.refusal(method, path, title="x", description="ü" * 201) == "invalid_request"
    assert owner.refusal("PUT", "/albums", ids=album, description="x" * 201) == "invalid_request"
    assert owner.refusal("POST", "/albums") == "invalid_request"


def test_tags_that_are_empty_take_none_away(owner: Shack) -> None:
    image = owner.picture(tags="a,b,c")["id"]
    for path, values in (("/images/tags", {"ids": image}), (f"/images/{image}/tags", {})):
        for empty in ({"params": {"tags": ""}}, {"json": {"tags": []}}):
            (place, given) = next(iter(empty.items()))
            credentials = {"auth_token": owner.token, "api_key": KEY}
            sent = {place: {**credentials, **values, **given}}
            result = owner.send("DELETE", "/v2" + path, **sent).json()["result"]
            assert result["images"][0]["tags"] == ["a", "b", "c"]
            assert sent_to(owner.emulator)[-1][0].startswith("tags_delete")
    assert owner.result("DELETE", f"/images/{image}/tags", tags="b,x")["passed"] == 1
    assert owner.get(f"/images/{image}/tags") == ["a", "c"]
    assert owner.result("DELETE", "/images/tags", ids=image, tags="a")["passed"] == 1
    assert owner.get(f"/images/{image}/tags") == ["c"]
    assert owner.result("DELETE", f"/images/{image}/tags")["images"][0]["tags"] == []
    owner.result("PUT", f"/images/{image}/tags", tags="a")
    assert owner.result("DELETE", "/images/tags", ids=image)["images"][0]["tags"] == []


def test_tagging_adds(owner: Shack) -> None:
    one, two = owner.picture(tags="a")["id"], owner.picture()["id"]
    assert owner.result("PUT", f"/images/{one}/tags", tags="b,a, c ,") is True
    assert owner.get(f"/images/{one}/tags") == ["a", "b", "c"]
    result = owner.result("PUT", "/images/tags", ids=f"{one},{two}", **{"tags[]": ["c", "d"]})
    assert [image["tags"] for image in result["images"]] == [["a", "b", "c", "d"], ["c", "d"]]
    assert owner.refusal("PUT", f"/images/{one}/tags", tags="") == "invalid_request"


def test_a_like_is_taken_back_by_its_own_route(owner: Shack, other: Shack) -> None:
    image = owner.picture()["id"]
    for method in ("POST", "PUT"):
        assert other.result(method, f"/images/{image}/likes") is True
        found = other.get(f"/images/{image}")
        assert (found["likes"], found["liked"]) == (1, True)
        assert owner.get(f"/images/{image}")["liked"] is False
        assert other.result(method, f"/images/{image}/unlike") is True
        assert other.get(f"/images/{image}")["likes"] == 0
    assert owner.send("DELETE", f"/v2/images/{image}/likes").status_code == 405


def test_comments_are_for_pictures_that_allow_them(owner: Shack, other: Shack) -> None:
    image = owner.picture()["id"]
    assert other.result("POST", f"/comments/{image}", comment="snow!", source="phone") is True
    (comment,) = owner.get(f"/comments/{image}")["comments"]
    assert (comment["comment"], comment["source"]) == ("snow!", "phone")
    assert (comment["owner"]["username"], comment["is_owner"]) == ("other", False)
    assert owner.get(f"/images/{image}")["comments_count"] == 1
    owner.result("PUT", f"/images/{image}", comments_disabled=True)
    assert other.refusal("POST", f"/comments/{image}", comment="more") == "permission"
    assert other.refusal("POST", f"/comments/{image}") == "invalid_request"


# Odd requests


def test_nothing_odd_brings_the_emulator_down(owner: Shack) -> None:
    token = {"auth_token": str(owner.token), "api_key": KEY}
    for content, kind in (
        (b"[1, 2]", "application/json"),
        (b"{", "application/json"),
        (b'{"title": {"a": 1}, "ids": [1, null, {"b": 2}], "api_key": 5}', "application/json"),
        (b"[" * 100_000, "application/json"),
        (b"\xff=\xfe&title=%ff%fe", "application/x-www-form-urlencoded"),
        (b"garbage", "multipart/form-data; boundary=x"),
        (b"", "text/plain"),
    ):
        for path in ("/v2/images", "/v2/albums", "/v2/user/login", "/v2/user/owner/forgot"):
            response = owner.send(
                "POST", path, params=token, content=content, headers={"Content-Type": kind}
            )
            assert response.status_code in (200, 400)
    made = owner.send(
        "POST",
        "/v2/albums",
        params=token,
        content=b"title=%ff%00%F0%9F%98%80",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    ).json()["result"]
    assert made["title"] == "\ufffd\0😀"


def test_a_body_that_is_too_large_is_refused(open_shack: Open) -> None:
    owner = open_shack(max_body_size=2000).become("owner", "secret")
    data = {"api_key": KEY, "auth_token": str(owner.token)}
    response = owner.send("POST", "/v2/images", params=data, files={"file": ("a.png", b"x" * 3000)})
    assert category(response) == "too_large"


def test_a_file_that_was_cut_fails(owner: Shack) -> None:
    data = [form_field("api_key", KEY), form_field("auth_token", str(owner.token))]
    body = multipart(*data, form_file('name="file"; filename="a.png"', png()))
    body["content"] = body["content"][:-30]
    result = owner.send("POST", "/v2/images", **body).json()["result"]
    assert (result["passed"], result["failed"]) == (0, 1)


def test_each_limit_has_its_documented_default(owner: Shack, nobody: Shack) -> None:
    images = owner.upload(*[png()] * 25, tags="snow")["images"]
    codes = ids(images)
    owner.album("all", codes)
    middle = owner.get(f"/images/{codes[12]}")
    assert ids(middle["next_images"]) == codes[13:15]
    assert ids(middle["prev_images"]) == [codes[11], codes[10]]
    assert len(middle["related_images"]) == 10
    assert len(nobody.get("/user/owner")["latest_images"]) == 5
    assert len(nobody.get(f"/images/{codes[0]}/related")) == 10
    assert len(nobody.get("/user/owner/images")["images"]) == 20
    assert len(owner.get("/user/owner/tags/snow")) == 20
    for path, name, reach in (
        (f"/images/{codes[12]}", "next_prev_limit", lambda r: len(r["next_images"])),
        (f"/images/{codes[12]}", "related_images_limit", lambda r: len(r["related_images"])),
        ("/user/owner", "image_limit", lambda r: len(r["latest_images"])),
        (f"/images/{codes[0]}/related", "limit", len),
        ("/user/owner/images", "limit", lambda r: len(r["images"])),
        ("/user/owner/albums", "image_limit", lambda r: len(r["albums"][0]["images"])),
        ("/user/owner/tags", "image_limit", lambda r: len(r["tags"]["snow"]["images"])),
    ):
        for count in (0, 1, 7):
            assert reach(owner.get(path, **{name: count})) == count, path
        assert owner.refusal("GET", path, **{name: "many"}) == "invalid_request"


# The emulator around it


def test_without_configured_users_there_is_a_demo_account(open_shack: Open) -> None:
    shack = open_shack(users=())
    assert shack.become("demo", "demo").get("/user")["email"] == "demo@example.com"
    assert "log in as demo with the password demo" in shack.send("GET", "/").text
    shack.emulator.reset()
    assert shack.become("demo", "demo").get("/user/demo/usage")["images_count"] == 0


def test_the_home_page_shows_what_everybody_may_see(owner: Shack) -> None:
    shown, private = owner.picture(title="shown"), owner.picture(title="unseen", public=False)
    page = owner.send("GET", "/").text
    assert f"/i/{shown['id']}" in page
    assert private["id"] not in page
    assert "secret" not in page
    assert owner.send("GET", f"/i/{shown['id']}").status_code == 200
    assert owner.get(f"/images/{shown['id']}")["views"] == 1
    assert owner.send("GET", f"/i/{private['id']}").status_code == 404
    assert owner.send("GET", f"/image/{shown['id']}").status_code == 404


def test_accounts_and_pictures_outlive_the_process(open_shack: Open, tmp_path: Any) -> None:
    first = open_shack(data=tmp_path)
    owner = first.become("owner", "secret")
    image = owner.picture(album="Tahoe", tags="snow")
    owner.result("PUT", "/user/owner", password="newer")
    first.emulator.close()
    again = Shack(open_shack(data=tmp_path).emulator, owner.token)
    assert again.get(f"/images/{image['id']}")["album_title"] == "Tahoe"
    assert again.become("owner", "newer").get("/user")["username"] == "owner"
    assert again.refusal("POST", "/user/login", user="owner", password="secret")


def test_a_fault_is_a_system_error(owner: Shack, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(owner.emulator.services.accounts.library, "get", broken)
    response = owner.ask("GET", "/images/x")
    assert response.json()["error"] == {"error_code": 1, "error_message": "System Error"}
    assert category(response) == "unavailable"
    assert len(owner.emulator.internal_errors) == 1
    owner.emulator.reset()


def test_an_answer_that_breaks_the_spec_is_noticed(owner: Shack) -> None:
    response = owner.ask("GET", "/user/owner")
    broken = response.json()
    broken["result"]["username"] = 5
    response._content = json.dumps(broken).encode()
    with pytest.raises(AssertionError, match="username"):
        check(owner.emulator, response)


def test_a_plain_login_asks_for_no_captcha() -> None:
    with Emulator(captcha=True) as emulator:
        wall = Shack(emulator, "")
        assert wall.refusal("POST", "/user/login", user="demo", password="demo") == "captcha"
        token = emulator.log_in("imageshack")["auth_token"]
        assert Shack(emulator, token).get("/user")["username"] == "demo"
