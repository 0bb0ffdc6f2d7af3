"""The emulated galleries of ImageShack: seven actions, who may do what, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from imagehosts.emulator import Emulator
from imagehosts.emulator.hosts.imageshack_gallery.faults import BROKEN

from contracts.hosts.imageshack.emulated import Shack
from contracts.hosts.imageshack_gallery.emulated import (
    API,
    PLACES,
    Galleries,
    World,
    code_of,
    files,
    made,
    reference,
    text,
)
from contracts.support.emulated import png
from contracts.support.reporting import each
from contracts.support.specs import load_examples, load_spec, operations

Open = Callable[..., Shack]
ACTIONS = ("create", "edit", "add", "delete", "delete_image", "view", "gallery_list")


@pytest.fixture
def world(nobody: Shack) -> World:
    return World(nobody)


# The route


@each("place", PLACES)
@each("action", ACTIONS)
def test_either_method_does_the_same(world: World, action: str, place: str) -> None:
    first, second = world.images(2)
    gallery = world.galleries.create(first, cookie=world.cookie)
    values: dict[str, Any] = {"g": text(gallery, "name"), "cookie": world.cookie}
    if action in ("create", "edit", "add"):
        values["images"] = [second]
    if action == "delete_image":
        values["image"] = first
    if action == "gallery_list":
        values["user"] = "owner"
    root = world.galleries.ask(action, place=place, **values)
    taken = world.galleries.operation() or ""
    assert root.tag == ("galleries" if action == "gallery_list" else "gallery")
    spec = operations(load_spec(API))[taken]
    assert spec.pointer.split("/")[2].endswith(f"#{action}")
    assert spec.pointer.endswith(PLACES[place].lower())
    if action in ("create", "edit", "add", "delete_image"):
        expected = {"add": [first, second], "delete_image": []}.get(action, [second])
        assert files(root) == expected


@each("values", [{}, {"action": ""}, {"view": "xml"}, {"action": "view"}])
def test_a_request_without_an_action_views(world: World, values: dict[str, str]) -> None:
    name = text(world.galleries.create(*world.images()), "name")
    for method, place in (("GET", "params"), ("POST", "data")):
        response = world.galleries.request(method, **{place: {"g": name, **values}})
        assert text(world.galleries.read(response), "name") == name
        assert (world.galleries.operation() or "").startswith("galleries_view")


@each("action", ["Create", "create ", "destroy", "view\0", "a" * 5000])
def test_an_unknown_action_is_refused(world: World, action: str) -> None:
    gallery = world.galleries.create(*world.images(), cookie=world.cookie)
    root = world.galleries.ask(action, g=text(gallery, "name"), cookie=world.cookie)
    assert code_of(root) == "bad_parameter_action"
    assert world.galleries.operation() is None
    assert files(world.galleries.ask(g=text(gallery, "name"))) == files(gallery)


def test_other_methods_are_refused_by_the_server_in_front(world: World) -> None:
    for method in ("PUT", "DELETE", "PATCH"):
        response = world.galleries.request(method, params={"action": "gallery_list"})
        assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD, POST")
    assert world.galleries.request("HEAD", params={"g": "none"}).status_code == 200
    preflight = {"Origin": "https://page.example", "Access-Control-Request-Method": "POST"}
    assert world.galleries.request("OPTIONS", headers=preflight).status_code == 204


def test_what_is_in_the_body_wins_over_what_is_in_the_address(world: World) -> None:
    names = [text(world.galleries.create(*world.images()), "name") for _ in range(2)]
    response = world.galleries.request("POST", params={"g": names[0]}, data={"g": names[1]})
    assert text(world.galleries.read(response), "name") == names[1]


# Pictures


def test_pictures_may_be_named_in_each_form(world: World) -> None:
    first, second = world.images(2)
    for values, expected in (
        ({"image": first}, [first]),
        ({"image[]": [second, first]}, [second, first]),
        ({"image[]": first}, [first]),
        ({"image[0]": first, "image[1]": second}, [first, second]),
        ({"image[1]": first, "image[0]": second}, [first, second]),
        ({"image[]": [first, first, second, first]}, [first, second]),
        ({"image[]": ["", first, " "]}, [first]),
        ({"image": f" {first} "}, [first]),
    ):
        for place in PLACES:
            assert files(made(world.galleries.ask("create", place=place, **values))) == expected


def test_width_height_and_thumbnail_are_kept_as_given_to_create(world: World) -> None:
    first, second, third = world.images(3)
    gallery = world.galleries.create(f"{first};640;480;n", f"{second};1;0;y", third)
    told = [
        tuple(text(file, name) for name in ("width", "height", "thumbnail"))
        for file in gallery.findall("files/file")
    ]
    assert told == [("640", "480", "false"), ("1", "0", "true"), ("60", "40", "true")]


@pytest.mark.parametrize(
    "spoil",
    [
        "nothing like a picture",
        "{}x",
        "{};640;480",
        "{};640;480;q",
        "{};640;480;Y",
        "{};;;y",
        "{};-1;480;y",
        "{};1e9;480;y",
        "{};99999999999999999999;480;y",
        "{};640;480;y;y",
        "{},{}",
        "http://imageshack.us/{}",
        "/{}",
        "img1/2/../../{}",
        "img99999999999999999999/1/a.jpg",
        "img１/２/a.jpg",
        "<b>&\0😀]]>",
    ],
)
def test_a_bad_picture_is_named_in_the_message(world: World, spoil: str) -> None:
    first, second = world.images(2)
    gallery = world.galleries.create(first, cookie=world.cookie)
    bad = spoil.replace("{}", second)
    for action in ("create", "edit", "add"):
        values = {"g": text(gallery, "name"), "cookie": world.cookie}
        root = world.galleries.ask(action, images=[second, bad], **values)
        assert code_of(root) == "bad_parameter_file"
        assert text(root, "error") == f"Invalid file name {bad}".replace("\0", "\ufffd")
    assert files(world.galleries.ask(g=text(gallery, "name"))) == [first]
    assert text(world.galleries.ask("gallery_list", user="owner"), "count/total") == "1"


@each("action", ["create", "edit", "add"])
def test_no_picture_at_all_is_refused(world: World, action: str) -> None:
    gallery = world.galleries.create(*world.images(), cookie=world.cookie)
    for values in ({}, {"image": ""}, {"image[]": ["", " "]}):
        root = world.galleries.ask(
            action, g=text(gallery, "name"), cookie=world.cookie, title="x", **values
        )
        assert code_of(root) == "bad_parameter_file"
        assert text(root, "error") == "Invalid file name"
    assert text(world.galleries.ask(g=text(gallery, "name")), "title") == ""


@each("action", ["edit", "add"])
def test_packed_sizes_count_in_create_alone(world: World, action: str) -> None:
    first, second = world.images(2)
    gallery = world.galleries.create(first, cookie=world.cookie)
    values = {"g": text(gallery, "name"), "cookie": world.cookie}
    packed = [f"{second};640;480;y"]
    assert world.galleries.refusal(action, images=packed, **values) == "bad_parameter_file"


def test_only_personal_pictures_are_taken(world: World) -> None:
    foreign = reference(world.other.picture())
    (own,) = world.images(public=False)
    cookie = world.cookie
    assert world.galleries.refusal("create", images=[foreign], cookie=cookie) == (
        "bad_parameter_file"
    )
    assert files(world.galleries.create(own, cookie=cookie)) == [own]


def test_a_token_adds_what_everybody_may_see(world: World) -> None:
    (public,), (private,) = world.images(), world.images(public=False)
    assert files(world.galleries.create(public)) == [public]
    assert world.galleries.refusal("create", images=[private]) == "bad_parameter_file"


def test_a_deleted_picture_is_taken_from_nobody(world: World) -> None:
    gone = world.owner.picture()
    world.owner.result("DELETE", f"/images/{gone['id']}")
    for cookie in (world.cookie, ""):
        values = {"images": [reference(gone)], "cookie": cookie}
        assert world.galleries.refusal("create", **values) == "bad_parameter_file"


def test_only_pictures_of_imageshack_are_taken(world: World) -> None:
    emulated = world.galleries
    uploaded = emulated.request(
        "POST", "/api/1/upload", data={"key": "k"}, files={"source": ("a.png", png(), "image/png")}
    )
    path = uploaded.json()["image"]["url"].removeprefix(emulated.base)
    assert emulated.page(path).status_code == 200
    for name in (path, path.lstrip("/")):
        assert emulated.refusal("create", image=name) == "bad_parameter_file"


def test_pictures_that_are_deleted_or_private_leave_what_others_see(world: World) -> None:
    shown = world.owner.picture()
    hidden, gone = world.owner.picture(), world.owner.picture()
    all_three = [reference(shown), reference(hidden), reference(gone)]
    name = text(world.galleries.create(*all_three, cookie=world.cookie), "name")
    world.owner.result("PUT", f"/images/{hidden['id']}", public=False)
    world.owner.result("DELETE", f"/images/{gone['id']}")
    assert files(world.galleries.ask(g=name)) == all_three[:1]
    assert files(world.galleries.ask(g=name, cookie=world.others_cookie)) == all_three[:1]
    assert files(world.galleries.ask(g=name, cookie=world.cookie)) == all_three[:2]
    for path in (f"/gal.php?g={name}", f"/slideshow/webplayer.php?id={name}"):
        page = world.galleries.page(path).text
        assert shown["filename"] in page
        assert hidden["filename"] not in page
        assert gone["filename"] not in page


# Names, titles, tokens


def test_a_gallery_is_called_as_wanted_or_after_its_first_picture(world: World) -> None:
    first, second = world.images(2)
    assert text(world.galleries.create(first, name="my_gallery"), "name") == "my_gallery"
    assert text(world.galleries.create(second, first), "name") == second.rpartition("/")[2]


@each(
    ("wanted", "expected"),
    [
        ("a gallery!", "a_gallery_"),
        ("../../etc", "_.._etc"),
        ("a/b\\c?d&e", "a_b_c_d_e"),
        ("x" * 5000, "x" * 100),
        ("...", None),
        ("галерея", None),
        ("😀\0", None),
        (" ", None),
    ],
)
def test_names_have_characters_that_need_no_care(
    world: World, wanted: str, expected: str | None
) -> None:
    (image,) = world.images()
    found = text(world.galleries.create(image, name=wanted), "name")
    assert found == (expected or image.rpartition("/")[2])
    assert text(world.galleries.ask(g=found), "name") == found


@each(
    ("wanted", "other"),
    [
        ("my_gallery", r"my_gallery\w{4}"),
        ("image.jpg", r"image\w{4}\.jpg"),
        ("a.b.jpg", r"a\.b\w{4}\.jpg"),
    ],
)
def test_a_taken_name_gets_random_symbols(world: World, wanted: str, other: str) -> None:
    (image,) = world.images()
    answers = [world.galleries.create(image, name=wanted) for _ in range(20)]
    names = [text(answer, "name") for answer in answers]
    assert names[0] == wanted
    assert len(set(names)) == 20
    assert all(re.fullmatch(other, name) for name in names[1:])
    short = {text(answer, "links/yfrog_url") for answer in answers}
    assert len(short) == 20


def test_names_differ_also_where_their_short_links_would_be_the_same(world: World) -> None:
    (image,) = world.images()
    assert text(world.galleries.create(image, name="image.jpg"), "name") == "image.jpg"
    assert re.fullmatch(
        r"image\w{4}\.jpeg", text(world.galleries.create(image, name="image.jpeg"), "name")
    )


def test_creating_without_an_owner_makes_a_token(world: World) -> None:
    first, second = world.images(2)
    gallery = world.galleries.create(first)
    token = text(gallery, "uploader/token")
    assert re.fullmatch("[a-z0-9]{27}", token)
    assert text(gallery, "uploader/username") == ""
    changed = world.galleries.ask("add", g=text(gallery, "name"), images=[second], token=token)
    assert files(changed) == [first, second]
    assert text(changed, "uploader/token") == token
    assert text(world.galleries.create(first), "uploader/token") != token


def test_one_token_owns_all_galleries_made_with_it(world: World) -> None:
    (image,) = world.images()
    galleries = [world.galleries.create(image, token="of my program") for _ in range(3)]
    for gallery in galleries:
        assert text(gallery, "uploader/token") == "of my program"
        values = {"g": text(gallery, "name"), "token": "of my program"}
        assert world.galleries.ask("delete", **values).attrib == {"version": "1.0"}


def test_a_gallery_of_a_user_has_no_token(world: World) -> None:
    (image,) = world.images()
    gallery = world.galleries.create(image, cookie=world.cookie, token="of my program")
    assert text(gallery, "uploader/username") == "owner"
    assert gallery.find("uploader/token") is None
    values = {"g": text(gallery, "name"), "images": [image]}
    assert world.galleries.refusal("edit", token="of my program", **values) == (
        "not_owner_save_album"
    )
    assert files(world.galleries.ask("edit", cookie=world.cookie, **values)) == [image]


def test_the_cookie_counts_before_the_token(world: World) -> None:
    (image,) = world.images()
    gallery = world.galleries.create(image)
    token, name = text(gallery, "uploader/token"), text(gallery, "name")
    values = {"g": name, "token": token, "images": [image]}
    assert world.galleries.refusal("add", cookie=world.cookie, **values) == "not_owner_add_image"
    assert world.galleries.refusal("add", cookie="wrong", **values) == (
        "authentication_failed_add_image"
    )
    assert files(world.galleries.ask("add", cookie="", **values)) == [image]


def test_a_cookie_of_nobody_makes_no_gallery(world: World) -> None:
    values = {"images": world.images(), "cookie": "wrong", "token": "right"}
    assert world.galleries.refusal("create", **values) == "authentication_failed_save_album"


def test_login_of_another_host_is_not_accepted_as_cookie(world: World) -> None:
    accounts = world.emulator.services.accounts
    stranger = accounts.users.by_name("imgur", "owner")
    assert stranger is not None
    accounts.sessions.open(stranger.id, "of another host", world.emulator.clock.now())
    values = {"images": world.images(), "cookie": "of another host"}
    assert world.galleries.refusal("create", **values) == "authentication_failed_save_album"


def test_a_cookie_is_a_login_and_ends_with_it(world: World) -> None:
    name = text(world.galleries.create(*world.images(), cookie=world.cookie), "name")
    world.emulator.services.accounts.sessions.close(world.cookie)
    assert world.galleries.refusal("delete", g=name, cookie=world.cookie) == (
        "authentication_failed_delete"
    )
    again = world.nobody.become("owner", "secret").token
    assert world.galleries.ask("delete", g=name, cookie=again).attrib == {"version": "1.0"}


def test_viewing_shows_the_token_to_nobody_who_has_not_sent_it(world: World) -> None:
    gallery = world.galleries.create(*world.images())
    name, token = text(gallery, "name"), text(gallery, "uploader/token")
    for values in ({}, {"token": "wrong"}, {"cookie": world.cookie}):
        for action in (None, "view"):
            answer = world.galleries.ask(action, g=name, **values)
            assert answer.find("uploader/token") is None
            assert text(answer, "uploader/username") == ""
    assert text(world.galleries.ask("view", g=name, token=token), "uploader/token") == token


def test_editing_without_a_title_leaves_it(world: World) -> None:
    (image,) = world.images()
    gallery = world.galleries.create(image, title="A lake", token="t")
    values = {"g": text(gallery, "name"), "token": "t", "images": [image]}
    assert text(gallery, "title") == "A lake"
    assert text(world.galleries.ask("edit", **values), "title") == "A lake"
    assert text(world.galleries.ask("add", title="no", **values), "title") == "A lake"
    assert text(world.galleries.ask("edit", title="Two lakes", **values), "title") == "Two lakes"
    assert text(world.galleries.ask("edit", title="", **values), "title") == ""


def test_edit_replaces_all_pictures_and_add_appends(world: World) -> None:
    first, second, third = world.images(3)
    gallery = world.galleries.create(first, second, token="t")
    values = {"g": text(gallery, "name"), "token": "t"}
    assert files(world.galleries.ask("edit", images=[third, first], **values)) == [third, first]
    assert files(world.galleries.ask("add", images=[first, second], **values)) == [
        third,
        first,
        second,
    ]


def test_a_picture_leaves_a_gallery_and_stays_where_it_is(world: World) -> None:
    first, second = world.images(2)
    gallery = world.galleries.create(first, second, cookie=world.cookie)
    values = {"g": text(gallery, "name"), "cookie": world.cookie}
    for _ in range(2):
        left = world.galleries.ask("delete_image", image=first, **values)
        assert files(left) == [second]
    assert world.galleries.page(f"/{first}").status_code == 200
    assert files(world.galleries.ask("delete_image", image="img1/1/none.jpg", **values)) == [second]


def test_a_deleted_gallery_is_gone_and_its_name_is_free(world: World) -> None:
    (image,) = world.images()
    gallery = world.galleries.create(image, name="mine", token="t")
    answer = world.galleries.ask("delete", g="mine", token="t")
    assert (answer.tag, answer.attrib, list(answer)) == ("gallery", {"version": "1.0"}, [])
    assert world.galleries.refusal("delete", g="mine", token="t") == "io_exist_error"
    assert world.galleries.refusal(g="mine") == "not_exist"
    assert text(world.galleries.create(image, name="mine"), "name") == text(gallery, "name")


def test_times_are_unix_seconds_of_making_and_of_the_last_change(open_shack: Open) -> None:
    world = World(open_shack(frozen_at=1254914155.75))
    (image,) = world.images()
    gallery = world.galleries.create(image, cookie=world.cookie)
    assert gallery.attrib == {"version": "2", "updated": "1254914155"}
    name = text(gallery, "name")
    values = {"g": name, "cookie": world.cookie}
    for number, action in enumerate(("edit", "add", "delete_image"), 1):
        world.emulator.clock.advance(1)
        pictures = {"image": image} if action == "delete_image" else {"images": [image]}
        changed = world.galleries.ask(action, **pictures, **values)
        assert changed.attrib["updated"] == str(1254914155 + number)
    world.emulator.clock.advance(1)
    assert world.galleries.ask(g=name).attrib["updated"] == "1254914158"
    (entry,) = world.galleries.ask("gallery_list", user="owner").findall("gallery")
    assert entry.attrib == {"added": "1254914155"}


# Refusals

_WRITES = {
    "edit": ("save_album", "io_exists_error"),
    "add": ("add_image", "io_exist_error"),
    "delete": ("delete", "io_exist_error"),
    "delete_image": ("delete_image", "io_exist_error"),
}


@each("action", _WRITES)
def test_each_action_has_its_own_codes_for_who_may_not(world: World, action: str) -> None:
    (image,) = world.images()
    ending, missing = _WRITES[action]
    users = text(world.galleries.create(image, cookie=world.cookie), "name")
    tokens = text(world.galleries.create(image, token="right"), "name")

    def refused(name: str, **credentials: str) -> str:
        pictures = {"image": image} if action == "delete_image" else {"images": [image]}
        return world.galleries.refusal(action, g=name, **pictures, **credentials)

    nobody = f"authentication_failed_{ending}"
    for name in (users, tokens, "none"):
        assert refused(name) == nobody
        assert refused(name, cookie="", token="") == nobody
        assert refused(name, cookie="wrong") == nobody
    for name in (users, tokens):
        assert refused(name, cookie=world.others_cookie) == f"not_owner_{ending}"
    by_wrong_token = nobody if action == "delete_image" else f"not_owner_{ending}"
    assert refused(users, token="right") == by_wrong_token
    assert refused(tokens, token="wrong") == by_wrong_token
    for name in ("none", "", "' OR 1=1 --", "%", users + " ", users.upper() + "\0"):
        assert refused(name, cookie=world.cookie) == missing
    assert files(world.galleries.ask(g=users)) == files(world.galleries.ask(g=tokens)) == [image]


def test_a_token_takes_no_picture_out(world: World) -> None:
    (image,) = world.images()
    gallery = world.galleries.create(image, token="right")
    values = {"g": text(gallery, "name"), "image": image}
    assert world.galleries.refusal("delete_image", token="right", **values) == (
        "authentication_failed_delete_image"
    )


def test_a_missing_gallery_is_spelt_as_each_action_spells_it(world: World) -> None:
    values = {"g": "none", "cookie": world.cookie, "images": world.images()}
    assert {action: world.galleries.refusal(action, **values) for action in (*_WRITES, "view")} == {
        "edit": "io_exists_error",
        "add": "io_exist_error",
        "delete": "io_exist_error",
        "delete_image": "io_exist_error",
        "view": "not_exist",
    }


#: The documented requests that change a gallery, and how each is refused.
_WITHOUT_OWNER = {
    "edit": "authentication_failed_save_album",
    "add": "authentication_failed_add_image",
    "delete": "authentication_failed_delete",
    "delete_image": "authentication_failed_delete_image",
}


def _documented_requests() -> dict[str, str]:
    """The query of each documented request, by the action of its operation."""
    found: dict[str, str] = {}
    for example in load_examples(API):
        if example.entry["kind"] == "request" and example.text.startswith("GET http"):
            pointer = operations(load_spec(API))[example.entry["operation"]].pointer
            found[pointer.split("#")[1].split("/")[0]] = example.text
    return found


@pytest.mark.parametrize("action", _documented_requests())
def test_the_documented_requests_lack_an_owner_and_are_refused(world: World, action: str) -> None:
    """Those that write to a gallery; the others are what they were meant to be."""
    images = world.images(2)
    gallery = world.galleries.create(*images, name="my_gallery", cookie=world.cookie)
    line = _documented_requests()[action].replace("username", "owner")
    for written in set(re.findall(r"img[0-9]+/[0-9]+/[^&]+", line)):
        line = line.replace(written, images[0])
    line = line.replace("img123.", f"img{text(gallery, 'server')}.").replace("start=5", "start=0")
    method, url = line.split(" ")
    root = world.galleries.read(world.galleries.request(method, url))
    assert (world.galleries.operation() or "").removesuffix("_by_get") == (
        f"galleries_{action.removeprefix('gallery_')}"
    )
    if action in _WITHOUT_OWNER:
        assert code_of(root) == _WITHOUT_OWNER[action]
        _, url = line.split(" ")
        response = world.galleries.request("GET", f"{url}&cookie={world.cookie}")
        assert world.galleries.read(response).tag == "gallery"
    else:
        assert root.tag == ("galleries" if action == "gallery_list" else "gallery")


def test_taking_out_no_picture_is_refused(world: World) -> None:
    gallery = world.galleries.create(*world.images(), cookie=world.cookie)
    values = {"g": text(gallery, "name"), "cookie": world.cookie}
    for images in ({}, {"image": ""}, {"image[]": ""}):
        assert world.galleries.refusal("delete_image", **images, **values) == "no_image"


#: The code and text of each documented refusal, as the examples show it.
DOCUMENTED = {
    error.attrib["code"]: error.text or ""
    for example in load_examples(API)
    if example.entry["provenance"] == "documented" and "category" in example.entry
    for error in ET.fromstring(example.path.read_bytes())
}
#: What brings each code about: the action, and parameters other than those of a right request.
SITUATIONS: dict[str, tuple[str, dict[str, str]]] = {
    "io_create_error": ("create", {}),
    "io_read_error": ("add", {}),
    "io_save_error": ("edit", {}),
    "io_error": ("create", {}),
    "db_delete_error": ("delete", {}),
    "io_delete_error": ("delete", {}),
    "db_error_album_list": ("gallery_list", {}),
    "bad_parameter_file": ("create", {"image": "img123/4567/no picture.jpg"}),
    "authentication_failed_save_album": ("edit", {"cookie": ""}),
    "io_exists_error": ("edit", {"g": "none"}),
    "not_owner_save_album": ("edit", {"cookie": "of another"}),
    "authentication_failed_add_image": ("add", {"cookie": ""}),
    "io_exist_error": ("add", {"g": "none"}),
    "not_owner_add_image": ("add", {"cookie": "of another"}),
    "authentication_failed_delete": ("delete", {"cookie": ""}),
    "not_owner_delete": ("delete", {"cookie": "of another"}),
    "authentication_failed_delete_image": ("delete_image", {"cookie": ""}),
    "no_image": ("delete_image", {"image": ""}),
    "not_owner_delete_image": ("delete_image", {"cookie": "of another"}),
    "not_exist": ("view", {"g": "none"}),
    "no_gallery": ("gallery_list", {"user": "other"}),
}


def _asked(world: World, code: str) -> ET.Element:
    """The answer to a request that is right but for what brings a code about."""
    (image,) = world.images()
    gallery = world.galleries.create(image, cookie=world.cookie)
    if code in BROKEN:
        world.galleries.request("PUT", f"/_emulator/faults?name={code}&times=1")
    action, wrong = SITUATIONS[code]
    right = {"g": text(gallery, "name"), "cookie": world.cookie, "image": image, "user": "owner"}
    values = {**right, **wrong}
    if values["cookie"] == "of another":
        values["cookie"] = world.others_cookie
    return world.galleries.ask(action, **values)


@each("code", DOCUMENTED)
def test_every_documented_refusal_comes_about(world: World, code: str) -> None:
    root = _asked(world, code)
    assert (code_of(root), text(root, "error")) == (code, DOCUMENTED[code])
    assert world.emulator.requests[-1].problem == code


def test_the_spec_knows_every_refusal_that_comes_about() -> None:
    rows = {row["code"] for row in load_spec(API)["x-error-table"] if "code" in row}
    assert set(SITUATIONS) == set(DOCUMENTED) <= rows
    assert len(DOCUMENTED) == 21  # twenty of tables, and one of the example


@pytest.mark.parametrize("code", BROKEN)
def test_switched_on_error_changes_nothing_and_meets_its_actions_only(
    world: World, code: str
) -> None:
    (image,) = world.images()
    gallery = world.galleries.create(image, name="mine", cookie=world.cookie)
    assert code_of(_asked(world, code)) == code
    assert files(world.galleries.ask(g="mine")) == files(gallery)
    world.galleries.request("PUT", f"/_emulator/faults?name={code}")
    met = {
        action
        for action in ACTIONS
        if world.galleries.ask(
            action, g="none", cookie=world.cookie, image=image, user="owner"
        ).findall(f"error[@code='{code}']")
    }
    assert (
        met
        == {
            "io_create_error": {"create"},
            "io_error": {"create"},
            "io_read_error": {"create", "edit", "add", "delete_image"},
            "io_save_error": {"create", "edit", "delete_image"},
            "io_delete_error": {"delete"},
            "db_delete_error": {"delete"},
            "db_error_album_list": {"gallery_list"},
        }[code]
    )
    world.galleries.request("DELETE", "/_emulator/faults")
    made(world.galleries.create(image))


def test_what_breaks_can_be_configured_and_comes_back_with_a_reset(open_shack: Open) -> None:
    world = World(open_shack(faults=("db_error_album_list",)))
    assert world.galleries.refusal("gallery_list", user="owner") == "db_error_album_list"
    world.galleries.request("DELETE", "/_emulator/faults")
    assert world.galleries.refusal("gallery_list", user="owner") == "no_gallery"
    world.emulator.reset()
    assert world.galleries.refusal("gallery_list", user="owner") == "db_error_album_list"


def test_errors_of_one_host_leave_the_others_alone(world: World) -> None:
    world.galleries.request("PUT", "/_emulator/faults?name=io_create_error&times=1")
    world.galleries.request("PUT", "/_emulator/faults?name=e11&times=1")
    assert world.galleries.request("GET", "/3/image/none").status_code == 401
    assert world.galleries.refusal("create", images=world.images()) == "io_create_error"
    assert world.galleries.request("GET", "/_emulator/faults").json() == []


# Lists


def test_a_list_is_cut_by_start_and_limit(world: World) -> None:
    (image,) = world.images()
    names = [
        text(world.galleries.create(image, cookie=world.cookie, title=f"No. {n}"), "name")
        for n in range(25)
    ][::-1]
    world.galleries.create(image, token="of nobody")

    def listed(**values: str) -> list[str]:
        root = world.galleries.ask("gallery_list", place="query", user="owner", **values)
        found = [text(entry, "name") for entry in root.findall("gallery")]
        assert text(root, "count/total") == "25"
        assert text(root, "count/batch") == str(len(found))
        assert root.attrib == {"version": "2"}
        return found

    assert listed() == names[:20]
    assert listed(start="5", limit="10") == names[5:15]
    assert listed(start="20") == names[20:]
    assert listed(start="25") == listed(start="999999999999999") == []
    assert listed(start="767718115184818176") == listed(start="9" * 5000) == []
    assert listed(limit="101") == listed(limit="100") == names
    assert listed(limit="9" * 40) == names
    for unreadable in ("", "0", "-1", "x", "1.5"):
        assert listed(limit=unreadable) == names[:20]
        assert listed(start=unreadable) == names[:20]
    root = world.galleries.ask("gallery_list", user="OWNER", limit="1")
    assert text(root, "gallery/title") == "No. 24"
    assert root.find("gallery/files") is root.find("gallery/uploader") is None


def test_a_list_holds_no_more_than_a_hundred(world: World) -> None:
    (image,) = world.images()
    for _ in range(101):
        world.galleries.create(image, cookie=world.cookie)
    root = world.galleries.ask("gallery_list", user="owner", limit="5000")
    assert (text(root, "count/total"), text(root, "count/batch")) == ("101", "100")


def test_nobody_private_or_without_galleries_has_a_list(world: World) -> None:
    for user in ("", "ghost", "owner", "owner\0", "other@example.com"):
        assert world.galleries.refusal("gallery_list", user=user) == "no_gallery"
    assert world.galleries.refusal("gallery_list") == "no_gallery"
    world.galleries.create(*world.images(), cookie=world.cookie)
    assert world.galleries.ask("gallery_list", user="owner").tag == "galleries"
    world.owner.result("PUT", "/user/settings", private_profile=True)
    assert world.galleries.refusal("gallery_list", user="owner") == "no_gallery"


def test_galleries_of_a_token_are_in_no_list(world: World) -> None:
    world.galleries.create(*world.images(), token="right")
    assert world.galleries.refusal("gallery_list", token="right") == "no_gallery"


# Servers and links


def _links(root: ET.Element, before: str = "") -> dict[str, str]:
    names = ("gallery_url", "player_url", "yfrog_url")
    return {name: text(root, f"{before}links/{name}") for name in names}


def test_the_links_of_a_list_differ_as_documented(world: World) -> None:
    (image,) = world.images()
    emulated = world.galleries.at("http://emulator:81")
    gallery = emulated.create(image, name="image.jpg", cookie=world.cookie)
    server = image.partition("/")[0]
    assert _links(gallery) == {
        "gallery_url": "http://emulator:81/gal.php?g=image.jpg",
        "player_url": "http://emulator:81/slideshow/webplayer.php?g=image.jpg",
        "yfrog_url": "http://emulator:81/yfrog/imagejx",
    }
    listed = emulated.ask("gallery_list", user="owner")
    assert _links(listed, "gallery/") == {
        "gallery_url": "\nhttp://emulator:81/gal.php?g=image.jpg\n",
        "player_url": "\nhttp://emulator:81/slideshow/webplayer.php?id=image.jpg\n",
        "yfrog_url": "\nhttp://emulator:81/yfrog/imagejx\n",
    }
    for root in (gallery, listed):
        (embed,) = root.iter("embed")
        assert embed.attrib == {
            "src": "http://emulator:81/slideshow/smilplayer.swf",
            "width": "320",
            "height": "240",
            "name": "smilplayer",
            "id": "smilplayer",
            "bgcolor": "#ffffff",
            "menu": "false",
            "type": "application/x-shockwave-flash",
            "pluginspage": "http://www.macromedia.com/go/getflashplayer",
            "flashvars": f"id={server}/image.jpg",
        }


@each(
    ("name", "short"),
    [("my_gallery", "my_galleryx"), ("image.jpg", "imagejx"), ("a.b.c.png", "abcpx")],
)
def test_short_names_are_those_of_the_examples(world: World, name: str, short: str) -> None:
    gallery = world.galleries.create(*world.images(), name=name)
    assert _links(gallery)["yfrog_url"].endswith(f"/{short}")


def test_links_at_the_hosts_own_names_are_as_documented(world: World) -> None:
    (image,) = world.images()
    server = image.partition("/")[0]
    for base in ("http://www.imageshack.us", f"http://{server}.imageshack.us"):
        gallery = world.galleries.at(base).create(image, name="mine", token="t")
        name = text(gallery, "name")
        assert _links(gallery) == {
            "gallery_url": f"http://{server}.imageshack.us/gal.php?g={name}",
            "player_url": f"http://{server}.imageshack.us/slideshow/webplayer.php?g={name}",
            "yfrog_url": f"http://yfrog.com/{name}x",
        }


def test_links_start_as_configured(open_shack: Open) -> None:
    world = World(open_shack(public_url="https://pictures.example/"))
    gallery = world.galleries.create(*world.images(), name="mine")
    assert _links(gallery)["gallery_url"] == "https://pictures.example/gal.php?g=mine"


def test_a_gallery_lives_on_the_server_of_its_first_picture(world: World) -> None:
    images = world.images(5)
    gallery = world.galleries.create(*images, token="t")
    assert f"img{text(gallery, 'server')}" == images[0].partition("/")[0]
    assert files(gallery) == images
    values = {"g": text(gallery, "name"), "token": "t", "images": images[:0:-1]}
    assert text(world.galleries.ask("edit", **values), "server") == text(gallery, "server")


def test_a_server_knows_its_own_galleries_alone(world: World) -> None:
    (image,) = world.images()
    gallery = world.galleries.create(image, token="t")
    name, server = text(gallery, "name"), int(text(gallery, "server"))
    here = world.galleries.at(f"http://img{server}.imageshack.us")
    elsewhere = world.galleries.at(f"http://img{server + 1}.imageshack.us")
    assert text(here.ask(g=name), "name") == name
    assert text(world.galleries.at("http://www.imageshack.us").ask(g=name), "name") == name
    assert elsewhere.refusal(g=name) == "not_exist"
    values = {"g": name, "token": "t"}
    assert elsewhere.refusal("add", images=[image], **values) == "io_exist_error"
    assert elsewhere.refusal("edit", images=[image], **values) == "io_exists_error"
    assert elsewhere.refusal("delete", **values) == "io_exist_error"
    assert elsewhere.page(f"/gal.php?g={name}").status_code == 404
    assert here.ask("delete", **values).attrib == {"version": "1.0"}


@each("base", ["http://emulator:81", "http://www.imageshack.us"])
def test_every_link_leads_to_a_page_with_the_pictures(world: World, base: str) -> None:
    images = world.images(2)
    emulated = world.galleries.at(base)
    gallery = emulated.create(*images, name="mine", title="<b>Lakes</b>", cookie=world.cookie)
    listed = emulated.ask("gallery_list", user="owner")
    for url in (*_links(gallery).values(), *_links(listed, "gallery/").values()):
        response = emulated.page(url.strip())
        if response.is_redirect:
            response = emulated.page(response.headers["location"])
        assert response.status_code == 200, url
        assert "&lt;b&gt;Lakes&lt;/b&gt;" in response.text
        assert response.headers["content-security-policy"].startswith("default-src 'none'")
        shown = re.findall(r'<img src="([^"]+)"', response.text)
        assert shown == [f"/{image}" for image in images]
        for path in shown:
            assert emulated.page(str(response.url.join(path))).status_code == 200


def test_the_main_server_sends_to_the_server_of_a_gallery(world: World) -> None:
    (image,) = world.images()
    world.galleries.create(image, name="mine")
    server = image.partition("/")[0]
    for path in ("/gal.php", "/slideshow/webplayer.php"):
        response = world.galleries.page(f"http://www.imageshack.us{path}?g=mine")
        assert response.headers["location"] == f"http://{server}.imageshack.us{path}?g=mine"


def test_pages_of_what_is_not_there_say_so(world: World) -> None:
    for path in (
        "/gal.php",
        "/gal.php?g=none",
        "/gal.php?g=%ED%A0%80%00",
        "/slideshow/webplayer.php?id=none",
        "/slideshow/smilplayer.swf",
        "/yfrog/none",
        "http://yfrog.com/none",
        "http://yfrog.com/",
    ):
        assert world.galleries.page(path).status_code == 404, path
    assert world.galleries.page("http://yfrog.com/_emulator/health").status_code == 200


def test_the_home_page_counts_galleries(world: World) -> None:
    assert "0 galleries" in world.galleries.page("/").text
    world.galleries.create(*world.images())
    assert "1 gallery" in world.galleries.page("/").text
    assert "1 gallery" in world.galleries.page("http://www.imageshack.us/").text


# State


def test_galleries_outlive_the_process_and_a_reset_ends_them(tmp_path: Path) -> None:
    settings: dict[str, Any] = {"data": tmp_path, "users": ("owner:secret", "other:secret")}
    with Emulator(**settings) as emulator:
        world = World(Shack(emulator))
        (image,) = world.images()
        gallery = world.galleries.create(f"{image};1;2;n", name="mine", title="😀", token="t0k3n")
        before = ET.tostring(world.galleries.ask(g="mine"))
        world.galleries.create(image, name="users", cookie=world.cookie)
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"mine" in kept
    assert b"t0k3n" not in kept
    with Emulator(**settings) as emulator:
        emulated = Galleries(emulator)
        assert ET.tostring(emulated.ask(g="mine")) == before
        assert files(emulated.ask("edit", g="mine", images=[image], token="t0k3n")) == files(
            gallery
        )
        assert text(emulated.ask("gallery_list", user="owner"), "gallery/name") == "users"
        emulator.reset()
        assert emulated.refusal(g="mine") == "not_exist"
        assert emulated.refusal("gallery_list", user="owner") == "no_gallery"


def test_galleries_of_an_account_go_with_it_and_pictures_leave_the_others(world: World) -> None:
    (image,) = world.images()
    foreign = reference(world.other.picture())
    world.galleries.create(image, name="users", cookie=world.cookie)
    world.galleries.create(image, foreign, name="tokens")
    world.owner.result("DELETE", "/user/owner")
    assert world.galleries.refusal(g="users") == "not_exist"
    assert files(world.galleries.ask(g="tokens")) == [foreign]


def test_credentials_stay_out_of_the_journal(world: World) -> None:
    (image,) = world.images()
    for place in PLACES:
        world.galleries.ask(
            "create", place=place, image=image, cookie="c00kie-secret", token="t0ken-secret"
        )
        entry = str(world.emulator.requests[-1].as_dict())
        assert "c00kie-secret" not in entry
        assert "t0ken-secret" not in entry
        assert image in entry


def test_random_ids_repeat_with_a_seed(open_shack: Open) -> None:
    answers = []
    for _ in range(2):
        world = World(open_shack(seed=7, frozen_at=1254914155.0))
        images = world.images(2)
        answers.append([ET.tostring(world.galleries.create(*images)) for _ in range(3)])
    assert answers[0] == answers[1]


def test_a_host_in_maintenance_answers_nothing_else(open_shack: Open) -> None:
    world = open_shack(maintenance=True)
    response = Galleries(world.emulator).request("POST", data={"action": "create"})
    assert "maintenance" in response.text
