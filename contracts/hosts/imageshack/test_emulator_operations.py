"""Every operation of ImageShack answers once with a success and once with a refusal, counted."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from contracts.hosts.imageshack.emulated import API, KEY, Shack, category, sent_to
from contracts.support.emulated import png
from contracts.support.snapshots import hold
from contracts.support.specs import load_spec, operations


class Case(NamedTuple):
    """A call that works, and what makes a refusal of it."""

    method: str
    path: str
    values: dict[str, Any]
    #: Parameters of the refused call, ``path`` among them where the path is what is wrong.
    wrong: dict[str, Any]
    category: str


NO_USER = {"path": "/user/ghost"}
NO_IMAGE = {"path": "/images/ghost"}
NO_ALBUM = {"path": "/albums/ghost"}
FILES = {"files[]": ["{image}"]}
NO_LOGIN = {"auth_token": "wrong"}


def unknown(path: str) -> dict[str, Any]:
    """The same call about something that is not there."""
    return {"path": path}


#: ``{image}`` and ``{album}`` stand for what was made before.
CASES = {
    "session_login": Case(
        "POST",
        "/user/login",
        {"auth_token": None, "user": "owner", "password": "secret"},
        {"password": "wrong"},
        "authentication",
    ),
    "session_resume": Case("POST", "/user/login", {}, NO_LOGIN, "authentication"),
    "session_forgot_password": Case(
        "POST", "/user/owner/forgot", {}, unknown("/user/ghost/forgot"), "not_found"
    ),
    "session_reset_password": Case(
        "POST",
        "/user/owner/password_reset",
        {"auth": "{hash}", "password": "secret"},
        {"auth": "wrong"},
        "invalid_request",
    ),
    "users_create": Case(
        "POST", "/user", {"email": "ann@example.org"}, {"email": "ann"}, "invalid_request"
    ),
    "users_get": Case("GET", "/user/owner", {}, NO_USER, "not_found"),
    "users_update": Case("PUT", "/user/owner", {"location": "x"}, NO_USER, "not_found"),
    "users_update_by_patch": Case("PATCH", "/user/owner", {"location": "x"}, NO_USER, "not_found"),
    "users_delete": Case("DELETE", "/user/owner", {}, NO_USER, "not_found"),
    "users_usage": Case("GET", "/user/owner/usage", {}, unknown("/user/ghost/usage"), "not_found"),
    "users_settings": Case("GET", "/user/settings", {}, NO_LOGIN, "authentication"),
    "users_update_settings": Case(
        "PUT", "/user/settings", {"onboarding": "true"}, {"onboarding": "?"}, "invalid_request"
    ),
    "users_update_settings_by_patch": Case(
        "PATCH", "/user/settings", {"onboarding": "true"}, {"onboarding": "?"}, "invalid_request"
    ),
    "users_images": Case("GET", "/user/owner/images", {}, {"limit": "x"}, "invalid_request"),
    "users_random_images": Case(
        "GET", "/user/owner/images/random", {}, unknown("/user/ghost/images/random"), "not_found"
    ),
    "users_albums": Case("GET", "/user/owner/albums", {}, {"offset": "-1"}, "invalid_request"),
    "tags_of_user": Case("GET", "/user/owner/tags", {}, unknown("/user/other/tags"), "permission"),
    "tags_images": Case(
        "GET", "/user/owner/tags/snow", {}, unknown("/user/other/tags/snow"), "permission"
    ),
    "tags_of_image": Case(
        "GET", "/images/{image}/tags", {}, unknown("/images/ghost/tags"), "not_found"
    ),
    "tags_add": Case("PUT", "/images/{image}/tags", {"tags": "a"}, {"tags": ""}, "invalid_request"),
    "tags_delete": Case(
        "DELETE", "/images/{image}/tags", {"tags": "a"}, unknown("/images/ghost/tags"), "not_found"
    ),
    "tags_clear": Case(
        "DELETE", "/images/{image}/tags", {}, unknown("/images/ghost/tags"), "not_found"
    ),
    "tags_add_many": Case(
        "PUT", "/images/tags", {"ids": "{image}", "tags": "a"}, {"tags": ""}, "invalid_request"
    ),
    "tags_delete_many": Case(
        "DELETE", "/images/tags", {"ids": "{image}", "tags": "a"}, {"ids": ""}, "invalid_request"
    ),
    "tags_clear_many": Case(
        "DELETE", "/images/tags", {"ids": "{image}"}, {"ids": ""}, "invalid_request"
    ),
    "images_get_many": Case(
        "GET", "/images", {"ids": "{image}"}, {"next_prev_limit": "x"}, "invalid_request"
    ),
    "images_upload": Case("POST", "/images", {"file": 1}, {"filter": "24"}, "invalid_request"),
    "images_upload_many": Case("POST", "/images", {"file": 2}, {"public": "?"}, "invalid_request"),
    "images_transload": Case(
        "POST",
        "/images",
        {"urls[]": ["http://example.com/a.png"]},
        {"urls[]": [""]},
        "invalid_request",
    ),
    "images_update_many": Case(
        "PUT", "/images", {"ids": "{image}", "title": "x"}, {"ids": ","}, "invalid_request"
    ),
    "images_update_many_by_patch": Case(
        "PATCH", "/images", {"ids": "{image}", "title": "x"}, {"ids": ","}, "invalid_request"
    ),
    "images_delete_many": Case(
        "DELETE", "/images", {"ids": "{image}"}, {"ids": ","}, "invalid_request"
    ),
    "images_get": Case("GET", "/images/{image}", {}, NO_IMAGE, "not_found"),
    "images_update": Case("PUT", "/images/{image}", {"title": "x"}, NO_IMAGE, "not_found"),
    "images_update_by_patch": Case(
        "PATCH", "/images/{image}", {"title": "x"}, {"filter": "99"}, "invalid_request"
    ),
    "images_delete": Case("DELETE", "/images/{image}", {}, NO_IMAGE, "not_found"),
    "images_likes": Case(
        "GET", "/images/{image}/likes", {}, unknown("/images/{theirs}/likes"), "permission"
    ),
    "images_like": Case("POST", "/images/{image}/likes", {}, NO_LOGIN, "authentication"),
    "images_like_by_put": Case("PUT", "/images/{image}/likes", {}, NO_LOGIN, "authentication"),
    "images_unlike": Case("POST", "/images/{image}/unlike", {}, NO_LOGIN, "authentication"),
    "images_unlike_by_put": Case("PUT", "/images/{image}/unlike", {}, NO_LOGIN, "authentication"),
    "images_related": Case(
        "GET", "/images/{image}/related", {}, unknown("/images/ghost/related"), "not_found"
    ),
    "images_comments": Case("GET", "/comments/{image}", {}, {"offset": "x"}, "invalid_request"),
    "images_add_comment": Case(
        "POST", "/comments/{image}", {"comment": "x"}, {"comment": ""}, "invalid_request"
    ),
    "albums_get_many": Case("GET", "/albums", {"ids": "{album}"}, NO_LOGIN, "authentication"),
    "albums_create": Case("POST", "/albums", {"title": "x"}, {"title": ""}, "invalid_request"),
    "albums_update_many": Case(
        "PUT", "/albums", {"ids": "{album}", "public": "n"}, {"public": "?"}, "invalid_request"
    ),
    "albums_update_many_by_patch": Case(
        "PATCH", "/albums", {"ids": "{album}", "public": "n"}, {"ids": ""}, "invalid_request"
    ),
    "albums_delete_many": Case(
        "DELETE", "/albums", {"ids": "{album}"}, {"ids": ""}, "invalid_request"
    ),
    "albums_delete_many_by_put": Case(
        "PUT", "/albums", {"ids": "{album}", "_method": "DELETE"}, {"ids": ""}, "invalid_request"
    ),
    "albums_delete_many_by_patch": Case(
        "PATCH", "/albums", {"ids": "{album}", "_method": "DELETE"}, {"ids": ""}, "invalid_request"
    ),
    "albums_get": Case("GET", "/albums/{album}", {}, NO_ALBUM, "not_found"),
    "albums_update": Case("PUT", "/albums/{album}", {"title": "x"}, NO_ALBUM, "not_found"),
    "albums_update_by_patch": Case(
        "PATCH", "/albums/{album}", {"title": "x"}, NO_ALBUM, "not_found"
    ),
    "albums_delete": Case("DELETE", "/albums/{album}", {}, NO_ALBUM, "not_found"),
    "albums_images": Case("GET", "/albums/{album}", {"offset": "0"}, NO_ALBUM, "not_found"),
    "albums_set_images": Case("PUT", "/albums/{album}", FILES, NO_ALBUM, "not_found"),
    "albums_set_images_by_patch": Case("PATCH", "/albums/{album}", FILES, NO_ALBUM, "not_found"),
    "albums_add_images": Case(
        "PUT", "/albums/{album}/add_files", FILES, {"files[]": ["ghost"]}, "not_found"
    ),
    "albums_add_images_by_patch": Case(
        "PATCH", "/albums/{album}/add_files", FILES, {"files[]": [""]}, "invalid_request"
    ),
    "albums_remove_images": Case(
        "PUT", "/albums/{album}/delete_files", FILES, {"files[]": ["{theirs}"]}, "permission"
    ),
    "albums_remove_images_by_patch": Case(
        "PATCH", "/albums/{album}/delete_files", FILES, {"files[]": [""]}, "invalid_request"
    ),
}


def test_every_operation_has_a_case() -> None:
    assert sorted(CASES) == sorted(operations(load_spec(API)))
    assert len(CASES) == 62


@pytest.mark.snapshots
@pytest.mark.parametrize("name", CASES)
def test_an_operation_answers_a_good_call_and_refuses_a_bad_one(
    name: str, owner: Shack, other: Shack
) -> None:
    """Each answer is held against the spec as well, by the one who asks."""
    case = CASES[name]
    owner.emulator.web["http://example.com/a.png"] = png()
    image = owner.picture(tags="snow")["id"]
    known = {"image": image, "theirs": other.picture()["id"], "album": owner.album("a", [image])}
    other.result("POST", "/user/owner/forgot")
    known["hash"] = owner.emulator.mails[-1].facts["auth"]

    refused = call(owner, case, {**case.values, **case.wrong}, known)
    assert category(refused) == case.category, refused.text
    assert sent_to(owner.emulator)[-1] == (name, 400)
    answered = call(owner, case, case.values, known)
    assert answered.status_code == 200, answered.text
    assert sent_to(owner.emulator)[-1] == (name, 200)
    hold(API, name, answered.json())


def call(shack: Shack, case: Case, values: dict[str, Any], known: dict[str, str]) -> Any:
    values = dict(values)
    path = "/v2" + values.pop("path", case.path).format(**known)
    count = values.pop("file", 0)
    pairs = {"auth_token": shack.token, "api_key": KEY, **values}
    if case.method == "GET":
        del pairs["api_key"]
    data = {
        key: [item.format(**known) for item in value]
        if isinstance(value, list)
        else value.format(**known)
        for key, value in pairs.items()
        if value is not None
    }
    if case.method in ("GET", "DELETE"):
        return shack.send(case.method, path, params=data)
    names = ["file"] if count == 1 else ["files[]"] * count
    files = [(part, ("a.png", png(), "image/png")) for part in names]
    return shack.send(case.method, path, data=data, files=files or None)
