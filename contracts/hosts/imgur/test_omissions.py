"""What the document of imgur leaves out, as it was decided and as the emulator does it."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.hosts.imgur.emulated import USERS, World
from contracts.support.specs import load_spec, operations, said


@pytest.fixture
def world(open_emulated: Any) -> World:
    return World(open_emulated(users=USERS))


def test_pictures_outlive_their_album(world: World) -> None:
    one, two = (world.upload("miriam", width)["id"] for width in (60, 61))
    first = world.album("miriam", **{"ids[]": [one, two]})["id"]
    second = world.album("miriam", **{"ids[]": [one]})["id"]
    world.data("miriam", "DELETE", f"/album/{first}")
    world.data("miriam", "DELETE", f"/account/me/album/{second}")
    assert world.data("miriam", "GET", "/account/me/albums/count") == 0
    assert world.data("miriam", "GET", "/account/me/images/count") == 2
    for image in (one, two):
        assert world.data(None, "GET", f"/image/{image}")["id"] == image


def test_lists_of_an_account_begin_with_the_newest(world: World) -> None:
    posts = [world.post("miriam", width=width) for width in (60, 61, 62)]
    comments = [world.comment("tove", posts[0], text) for text in ("One.", "Two.")]
    for path, expected in (
        ("/account/me/images", posts[::-1]),
        ("/account/me/images/ids", posts[::-1]),
        ("/account/miriam/submissions/0", posts[::-1]),
        ("/account/tove/comments", comments[::-1]),
        ("/account/tove/comments/ids", comments[::-1]),
    ):
        found = world.data("miriam", "GET", path)
        assert [each["id"] if isinstance(each, dict) else each for each in found] == expected, path
    album = world.album("miriam", **{"ids[]": posts})["id"]
    found = world.data("miriam", "GET", f"/album/{album}/images")
    assert [each["id"] for each in found] == posts, "an order of its own"


def test_an_account_is_made_from_a_name_and_a_captcha(world: World) -> None:
    captcha = {"recaptcha_response_field": "a lake"}
    assert world.data(None, "POST", "/account/newcomer", data=captcha) is True
    assert world.data(None, "GET", "/account/newcomer")["url"] == "newcomer"
    sent = load_spec("imgur")["components"]["schemas"]["CreateAccountRequest"]["properties"]
    assert not {"password", "email"} & set(sent)
    assert "No password and no e-mail address" in said(
        operations(load_spec("imgur"))["account_create"].value
    )


def test_a_list_without_pages_holds_everything(world: World) -> None:
    count = 55  # more than a page of any list
    images = [world.upload("miriam", 60 + number)["id"] for number in range(count)]
    albums = [world.album("miriam", privacy="public")["id"] for _ in range(count)]
    world.data("miriam", "PUT", f"/album/{albums[0]}", data={"ids[]": images})
    assert world.data("miriam", "GET", "/account/me/images/ids") == images[::-1]
    assert len(world.data("miriam", "GET", "/account/me/images/ids/0")) < count
    assert sorted(world.data(None, "GET", "/account/miriam/albums/ids")) == sorted(albums)
    assert len(world.data(None, "GET", "/account/miriam/albums/ids/0")) < count
    assert len(world.data(None, "GET", f"/album/{albums[0]}/images")) == count
    post = world.post("tove")
    comments = [world.comment("miriam", post, f"No. {number}") for number in range(count)]
    assert world.data(None, "GET", "/account/miriam/comments/ids") == comments[::-1]
    assert len(world.data(None, "GET", "/account/miriam/comments")) == count


def test_the_latest_message_stands_for_its_thread(world: World) -> None:
    for subject in ("The lake", "The snow"):
        world.send("tove", "miriam", f"{subject}?", subject=subject)
    snow, lake = world.data("miriam", "GET", "/messages")
    assert (snow["body"], lake["body"]) == ("The snow?", "The lake?")
    for body in ("Well?", "Please."):
        world.send("tove", "miriam", body, parent_id=str(lake["id"]))
    world.send("miriam", "tove", "Yes.", parent_id=str(snow["id"]))
    inbox = world.data("miriam", "GET", "/messages")
    assert [message["body"] for message in inbox] == ["Please.", "The snow?"], "received, newest"
    assert world.data("miriam", "GET", "/messages/count") == 4


def test_what_cannot_be_taken_back_is_said_to_be_so(world: World) -> None:
    every = operations(load_spec("imgur"))
    assert "No documented call takes a block back" in said(every["messages_block"].value)
    assert "No documented call takes a picture out" in said(every["gallery_submit_image"].value)
    assert not [name for name in every if "unblock" in name or "withdraw" in name]
    world.data("miriam", "POST", "/message/block/tove")
    sent = {"recipient": "miriam", "body": "Hello?"}
    assert world.ask("tove", "POST", "/message", data=sent).status_code == 403
    world.data("miriam", "DELETE", "/account/tove/block")
    assert world.ask("tove", "POST", "/message", data=sent).status_code == 200
    post = world.post("miriam")
    world.data("miriam", "DELETE", f"/gallery/image/{post}")
    assert world.data(None, "GET", "/gallery") == []
    assert world.data(None, "GET", f"/image/{post}")["id"] == post
