"""imgur between two users, from an upload to its end, and what else changes with what they do."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from contracts.hosts.imgur.emulated import APP, USERS, World, error_of
from contracts.support.emulated import gif, jpeg, mp4, picture, png
from contracts.support.reporting import each, report_all

#: Of the tests of each host, these run in PostgreSQL too.
pytestmark = pytest.mark.usefixtures("each_database")


@pytest.fixture
def world(open_emulated: Any) -> World:
    return World(open_emulated(users=USERS))


def test_from_upload_to_deletion_between_two_users(world: World) -> None:
    one = world.upload("miriam", 60, title="Dawn")
    two = world.upload("miriam", 61, title="Dusk")
    album = world.album("miriam", title="Tahoe", **{"ids[]": [one["id"], two["id"]]})["id"]
    world.data("miriam", "PUT", f"/album/{album}", data={"cover": two["id"]})
    world.data(
        "miriam", "POST", f"/gallery/album/{album}", data={"title": "Two lakes", "terms": "1"}
    )
    found = world.data("tove", "GET", "/gallery/search", params={"q": "LAKES two"})
    assert [(item["id"], item["cover"]) for item in found] == [(album, two["id"])]

    comment = world.comment("tove", album, "Which one?")
    told = world.data("miriam", "GET", "/notification")["replies"]
    assert [(n["content"]["id"], n["content"]["author"]) for n in told] == [(comment, "tove")]
    reply = world.comment("miriam", album, "Both.", parent_id=str(comment))
    told_back = world.data("tove", "GET", "/account/me/notifications/replies")
    assert [n["content"]["parent_id"] for n in told_back] == [comment]
    (thread,) = world.data(None, "GET", f"/gallery/album/{album}/comments")
    assert [child["id"] for child in thread["children"]] == [reply]

    world.data("tove", "POST", f"/gallery/album/{album}/vote/up")
    world.data("miriam", "POST", f"/comment/{comment}/vote/down")
    item = world.data("tove", "GET", f"/gallery/album/{album}")
    assert (item["ups"], item["points"], item["vote"]) == (2, 2, "up")
    assert world.data("miriam", "GET", f"/comment/{comment}")["vote"] == "down"
    assert [one["id"] for one in world.data("tove", "GET", "/account/me/likes")] == [album]
    world.data("tove", "POST", f"/gallery/album/{album}/vote/down")
    assert world.data(None, "GET", f"/gallery/album/{album}/votes") == {"ups": 1, "downs": 1}

    number = told[0]["id"]
    world.data("miriam", "PUT", f"/notification/{number}")
    assert world.data("miriam", "GET", "/notification")["replies"] == []

    assert world.ask("miriam", "DELETE", f"/comment/{comment}").status_code == 403
    world.data("tove", "DELETE", f"/comment/{comment}")
    (left,) = world.data(None, "GET", f"/gallery/album/{album}/comments")
    assert (left["deleted"], left["comment"]) == (True, "[deleted]")
    assert world.data(None, "GET", f"/gallery/album/{album}/comments/count") == 1
    assert world.ask("tove", "DELETE", f"/album/{album}").status_code == 403
    world.data("miriam", "DELETE", f"/image/{two['deletehash']}")
    assert world.ids_in(album) == [one["id"]]
    assert world.data(None, "GET", f"/album/{album}")["cover"] == one["id"]
    world.data("miriam", "DELETE", f"/album/{album}")
    assert world.data(None, "GET", "/gallery") == []
    assert world.data("tove", "GET", "/account/me/comments") == []


def test_messages_go_into_threads_and_stop_at_a_block(world: World) -> None:
    world.send("tove", "miriam", "Is that Tahoe?", subject="The lake")
    (first,) = world.data("miriam", "GET", "/messages")
    world.send("miriam", "tove", "It is.", parent_id=str(first["id"]))
    world.send("tove", "miriam", "Lovely.", parent_id=str(first["id"]))
    for who in ("miriam", "tove"):
        thread = world.data(who, "GET", f"/message/{first['id']}/thread")
        assert [one["body"] for one in thread] == ["Is that Tahoe?", "It is.", "Lovely."]
    assert world.data("miriam", "GET", "/messages/count") == 2
    assert len(world.data("miriam", "GET", "/messages")) == 1
    told = world.data("miriam", "GET", "/account/me/notifications/messages")
    assert [(n["content"]["from"], n["content"]["message_num"]) for n in told] == [
        ("tove", "3")
    ] * 2
    world.data("miriam", "DELETE", f"/message/{first['id']}")
    assert world.data("miriam", "GET", "/messages/count") == 1
    assert world.data("tove", "GET", f"/message/{first['id']}")["body"] == "Is that Tahoe?"
    world.data("miriam", "POST", "/message/block/tove")
    sent = {"recipient": "miriam", "body": "Hello?"}
    assert world.ask("tove", "POST", "/message", data=sent).status_code == 403
    world.data("miriam", "POST", "/message/report/tove")
    assert world.ask("miriam", "GET", f"/message/{first['id']}").status_code == 404


def test_privacy_decides_who_sees_an_album(world: World) -> None:
    albums = {kind: world.album("miriam", privacy=kind)["id"] for kind in PRIVACY}
    seen = {
        kind
        for kind, code in albums.items()
        if world.ask("tove", "GET", f"/album/{code}").is_success
    }
    assert seen == {"public", "hidden"}
    assert world.data("tove", "GET", "/account/miriam/albums/ids") == [albums["public"]]
    assert set(world.data("miriam", "GET", "/account/me/albums/ids")) == set(albums.values())
    assert world.data("tove", "GET", "/account/miriam/albums/count") == 1


PRIVACY = ("public", "hidden", "secret")


def test_a_deletehash_is_shown_to_its_owner_alone(world: World) -> None:
    image = world.upload("miriam")
    assert world.data("miriam", "GET", f"/image/{image['id']}")["deletehash"] == image["deletehash"]
    for who in ("tove", None):
        assert "deletehash" not in world.data(who, "GET", f"/image/{image['id']}")


def test_pictures_of_others_stay_out_of_an_album(world: World) -> None:
    mine, theirs, nobodys = world.upload("miriam"), world.upload("tove", 61), world.upload(None, 62)
    given = [mine["id"], theirs["id"], nobodys["id"], "unknown"]
    album = world.album("miriam", **{"ids[]": given})["id"]
    assert world.ids_in(album) == [mine["id"], nobodys["id"]]


def test_lists_of_the_gallery_are_in_their_order(world: World) -> None:
    low, high, new = (world.post("miriam", f"r/pics number {n}", 60 + n) for n in range(3))
    world.data("tove", "POST", f"/gallery/image/{high}/vote/up")
    world.data("tove", "POST", f"/gallery/image/{low}/vote/down")

    def ids(path: str) -> list[str]:
        return [item["id"] for item in world.data(None, "GET", path)]

    assert ids("/gallery/hot/viral") == [high, new, low]
    assert ids("/gallery/top/score/0") == [high, new, low]
    assert ids("/gallery/hot/time") == ids("/gallery/new") == [new, high, low]
    assert ids("/gallery/r/pics/new") == [new, high, low]
    assert ids("/gallery/r/PICS/top") == [high, new, low]
    assert ids("/gallery/r/funny") == []


# Tokens


def test_a_token_ends_with_its_time_and_a_refresh_gives_another(world: World) -> None:
    first = world.log_in("miriam")
    world.emulated.emulator.clock.advance(seconds=first["expires_in"] + 1)
    old = {"Authorization": f"Bearer {first['access_token']}"}
    refused = world.emulated.get("/3/account/me", headers=old)
    assert (refused.status_code, error_of(refused)) == (
        403,
        "The access token provided is invalid.",
    )
    second = world.exchange("refresh_token", refresh_token=first["refresh_token"]).json()
    new = {"Authorization": f"Bearer {second['access_token']}"}
    assert world.emulated.get("/3/account/me", headers=new).json()["data"]["url"] == "miriam"
    again = world.exchange("refresh_token", refresh_token=first["refresh_token"])
    assert (again.status_code, error_of(again)) == (400, "Invalid refresh token")
    assert world.exchange("refresh_token", refresh_token=second["refresh_token"]).is_success


def test_a_grant_is_for_one_application_and_one_use(world: World) -> None:
    login = {"username": "miriam", "password": "lake-house"}
    query = {"client_id": "some-app", "response_type": "code", "state": "a&b"}
    target = {**query, "redirect_uri": "http://127.0.0.1:9/back"}
    page = world.emulated.post("/oauth2/authorize", params=target, data=login)
    assert page.status_code == 302
    start, _, rest = page.headers["location"].partition("?")
    assert start == "http://127.0.0.1:9/back"
    code = rest.partition("code=")[2].partition("&")[0]
    assert rest.endswith("state=a%26b")
    assert not world.exchange("authorization_code", code=code, client_id="other").is_success
    assert world.exchange("authorization_code", code=code).json()["account_username"] == "miriam"
    assert not world.exchange("authorization_code", code=code).is_success
    away = {**query, "redirect_uri": "http://example.com/"}
    assert world.emulated.post("/oauth2/authorize", params=away, data=login).status_code == 200
    wrong = world.emulated.post("/oauth2/authorize", params=query, data={**login, "password": "x"})
    assert (wrong.status_code, error_of(wrong)) == (403, "Unauthorized")
    implicit = {**target, "response_type": "token"}
    page = world.emulated.post("/oauth2/authorize", params=implicit, data=login)
    assert "#access_token=" in page.headers["location"]


# Credits and limits


def test_credits_go_down_and_reset(world: World) -> None:
    before = world.data(None, "GET", "/credits")
    world.upload()
    after = world.data(None, "GET", "/credits")
    assert before["UserRemaining"] - after["UserRemaining"] == 10
    assert before["ClientRemaining"] - after["ClientRemaining"] == 10
    headers = world.ask(None, "GET", "/gallery").headers
    assert int(headers["X-RateLimit-UserRemaining"]) == after["UserRemaining"] - 1
    assert int(headers["X-RateLimit-UserReset"]) <= 3600 < after["UserReset"]
    world.emulated.emulator.clock.advance(hours=1, seconds=1)
    assert world.data(None, "GET", "/credits")["UserRemaining"] == before["UserRemaining"]


def test_credits_are_enforced_with_the_setting(open_emulated: Any) -> None:
    world = World(open_emulated(users=USERS, enforce_credits=True, client_credits=3))
    for _ in range(3):
        assert world.ask(None, "GET", "/gallery").status_code == 200
    refused = world.ask(None, "GET", "/gallery")
    assert (refused.status_code, error_of(refused)) == (429, "Daily client requests exceeded")
    assert refused.headers["X-RateLimit-ClientRemaining"] == "0"
    world.emulated.emulator.clock.advance(days=1, seconds=1)
    assert world.ask(None, "GET", "/gallery").status_code == 200


def test_uploads_of_an_hour_are_limited_with_the_setting(open_emulated: Any) -> None:
    world = World(open_emulated(hourly_uploads=2))
    world.upload()
    world.emulated.emulator.clock.advance(minutes=20)
    world.upload(width=61)
    files = {"image": ("c.png", png(), "image/png")}
    refused = world.ask(None, "POST", "/image", files=files)
    assert refused.status_code == 429
    assert error_of(refused) == "You are uploading too fast. Please wait 40 more minutes."


@each(
    ("content", "words"),
    [
        (b"no picture", "File type invalid (1)"),
        (png()[:60], "File type invalid (1)"),
        (mp4(seconds=61), "File is over the size limit"),
        (png() + bytes(10_000_001), "File is over the size limit"),
    ],
)
def test_upload_that_is_not_a_picture_or_too_large_is_refused(
    world: World, content: bytes, words: str
) -> None:
    response = world.ask(None, "POST", "/image", files={"image": ("a.png", content, "image/png")})
    assert (response.status_code, error_of(response)) == (400, words)


def test_files_of_each_kind_are_held_to_the_size_of_the_setting(open_emulated: Any) -> None:
    with report_all() as case:
        for content in (mp4(seconds=9), png(), gif(2)):
            for size, status in ((len(content), 200), (len(content) - 1, 400)):
                with case(f"{content[:8]!r}: {size}"):
                    world = World(open_emulated(max_file_size=size))
                    files = {"image": ("a", content, "image/png")}
                    assert world.ask(None, "POST", "/image", files=files).status_code == status


def test_a_png_of_more_than_five_megabytes_becomes_jpeg(world: World) -> None:
    content = png() + bytes(5_000_001)
    image = world.data(None, "POST", "/image", files={"image": ("a.png", content)})
    assert (image["type"], image["width"]) == ("image/jpeg", 60)
    assert (
        world.data(None, "POST", "/image", files={"image": ("b.bmp", picture("BMP"))})["type"]
        == "image/png"
    )
    turned = jpeg(exif={274: 6})
    assert world.data(None, "POST", "/image", files={"image": ("c.jpg", turned)})["width"] == 40


# Files


@each(
    ("suffix", "size"),
    [
        ("s", (90, 90)),
        ("b", (160, 160)),
        ("t", (160, 80)),
        ("m", (320, 160)),
        ("l", (640, 320)),
        ("h", (1024, 512)),
    ],
)
def test_a_thumbnail_is_served_by_its_suffix(world: World, suffix: str, size: Any) -> None:
    content = png(2000, 1000)
    image = world.data(None, "POST", "/image", files={"image": ("a.png", content)})
    served = world.emulated.get(f"/{image['id']}{suffix}.jpg")
    assert Image.open(io.BytesIO(served.content)).size == size
    real = world.emulated.get(f"http://i.imgur.com/{image['id']}{suffix}.png")
    assert real.status_code == 200


def test_a_picture_is_served_under_any_extension_and_gone_when_deleted(world: World) -> None:
    content = gif()
    image = world.data(None, "POST", "/image", files={"image": ("a.gif", content)})
    for extension in ("gif", "jpg", "webm."):
        assert world.emulated.get(f"/{image['id']}.{extension}").content == content
    page = world.emulated.get(f"/delete/{image['deletehash']}")
    assert (page.status_code, "form" in page.text) == (200, True)
    assert world.emulated.get(f"/{image['id']}.gif").status_code == 200
    assert world.emulated.post(f"/delete/{image['deletehash']}").status_code == 200
    gone = world.emulated.get(f"/{image['id']}.gif")
    assert (gone.status_code, gone.headers["location"]) == (302, "/removed.png")
    assert world.emulated.get("/removed.png").headers["content-type"] == "image/png"
    assert world.emulated.get(f"/delete/{image['deletehash']}").status_code == 404


def test_links_follow_the_name_by_which_the_request_came(world: World) -> None:
    image = world.upload()
    shown = world.emulated.get(f"http://api.imgur.com/3/image/{image['id']}", headers=APP).json()[
        "data"
    ]
    assert shown["link"] == f"http://i.imgur.com/{image['id']}.png"
    assert world.emulated.get(shown["link"]).status_code == 200
    other = world.emulated.get(f"http://pictures.test:81/3/image/{image['id']}", headers=APP).json()
    assert other["data"]["link"] == f"http://pictures.test:81/{image['id']}.png"


# Switches and settings


def test_an_error_is_switched_on_for_some_requests_by_the_admin_api(world: World) -> None:
    switched = world.emulated.request("PUT", "/_emulator/faults?name=e6&times=2")
    assert (switched.json()["fault"], switched.json()["left"]) == ("e6,times=2", 2)
    answers = [world.ask(None, "GET", "/gallery") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [429, 429, 200]
    assert answers[0].json()["errors"][0]["code"] == "429"
    assert answers[0].headers["x-ratelimit-userremaining"] == "2000"
    assert world.emulated.request("PUT", "/_emulator/faults?name=e99").status_code == 400
    world.emulated.request("PUT", "/_emulator/faults?name=e16")
    (on,) = world.emulated.get("/_emulator/faults").json()
    assert (on["fault"], on["left"]) == ("e16", None)
    world.emulated.request("DELETE", "/_emulator/faults")
    assert world.ask(None, "GET", "/gallery").status_code == 200


def test_an_account_takes_everything_of_it_along(world: World) -> None:
    post = world.post("miriam")
    comment = world.comment("tove", post)
    world.data("miriam", "DELETE", "/account/me")
    assert world.ask(None, "GET", "/account/miriam").status_code == 404
    assert world.ask(None, "GET", f"/image/{post}").status_code == 404
    assert world.ask(None, "GET", f"/comment/{comment}").status_code == 404
    assert world.data(None, "GET", "/gallery") == []


def test_state_is_there_after_a_restart(open_emulated: Any, tmp_path: Any) -> None:
    first = World(open_emulated(users=USERS, data=tmp_path))
    post = first.post("miriam")
    token = first.headers("miriam")
    first.emulated.emulator.close()
    again = open_emulated(users=USERS, data=tmp_path)
    shown = again.get(f"/3/gallery/image/{post}", headers=token).json()["data"]
    assert (shown["title"], shown["vote"]) == ("The lake", "up")


def test_search_of_many_words_is_answered(world: World) -> None:
    post = world.post("miriam", "An owl")
    found = world.data(None, "GET", "/gallery/search", params={"q": "owl " * 2000})
    assert [item["id"] for item in found] == [post]


def test_a_configured_key_is_an_application_and_no_secret(open_emulated: Any) -> None:
    world = World(open_emulated(users=USERS, keys=("some-app",)))
    assert world.data("miriam", "GET", "/account/me")["url"] == "miriam"
    refused = world.emulated.get("/3/gallery", headers={"Authorization": "Client-ID another"})
    assert (refused.status_code, error_of(refused)) == (403, "Invalid client_id")
