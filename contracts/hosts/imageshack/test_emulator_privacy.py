"""Who sees and may change what at the emulated ImageShack, as a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from contracts.hosts.imageshack.emulated import API, Shack, ids
from contracts.support.reporting import each
from contracts.support.specs import load_spec, operations

#: Of the tests of each host, these run in PostgreSQL too.
pytestmark = pytest.mark.usefixtures("each_database")

OPERATIONS = operations(load_spec(API))
KINDS = ("public", "private", "hidden")
WHO = ("nobody", "other", "owner")

Reading = Callable[[Shack, str], bool]


def in_list(path: str, member: str = "", **flags: Any) -> Reading:
    """Whether a list has the picture."""

    def read(shack: Shack, code: str) -> bool:
        response = shack.ask("GET", path, **flags)
        if response.status_code != 200:
            return False
        result = response.json()["result"]
        items = result[member] if member else result
        return code in ids(items or [])

    return read


def of_picture(path: str) -> Reading:
    """Whether a call about the picture itself answers."""

    def read(shack: Shack, code: str) -> bool:
        response = shack.ask("GET", path.replace("{id}", code))
        assert response.status_code in (200, 400)
        return response.status_code == 200

    return read


def in_bulk(shack: Shack, code: str) -> bool:
    result = shack.get("/images", ids=code)
    assert result["passed"] + result["failed"] == 1
    return ids(result["images"]) == [code]


def beside(shack: Shack, code: str) -> bool:
    """Whether it is among the neighbours or the similar pictures of a public one."""
    found = shack.get(f"/images/{anchor(shack)}", next_prev_limit=10)
    shown = {*ids(found["next_images"]), *ids(found["prev_images"]), *ids(found["related_images"])}
    return code in shown


def related(shack: Shack, code: str) -> bool:
    return code in ids(shack.get(f"/images/{anchor(shack)}/related"))


def in_albums(shack: Shack, code: str) -> bool:
    albums = shack.get("/user/owner/albums")["albums"]
    return any(code in ids(album["images"] or []) for album in albums)


def in_many_albums(shack: Shack, code: str) -> bool:
    (album,) = shack.get("/albums", ids=album_of(shack))["albums"]
    return code in ids(album["images"])


def in_album(shack: Shack, code: str, **page: int) -> bool:
    return code in ids(shack.get(f"/albums/{album_of(shack)}", **page)["images"])


def in_pages_of_album(shack: Shack, code: str) -> bool:
    return in_album(shack, code, limit=10, offset=0)


def in_tags(shack: Shack, code: str) -> bool:
    response = shack.ask("GET", "/user/owner/tags")
    return response.status_code == 200 and code in ids(
        response.json()["result"]["tags"]["snow"]["images"]
    )


def anchor(shack: Shack) -> str:
    """The public picture that was uploaded first."""
    code: str = shack.emulator.pictures[0].code
    return code


def album_of(shack: Shack) -> str:
    """The one album."""
    accounts = shack.emulator.services.accounts
    (album,) = accounts.albums.albums_of(shack.emulator.pictures[0].id)
    return album.code


#: Every reading call, and who sees the public, the private and the hidden picture in its answer.
EVERYBODY = "nobody other owner"
OPEN_TO_OWNER = {"public": EVERYBODY, "private": "owner", "hidden": "owner"}
ALIVE = {"public": EVERYBODY, "private": "owner", "hidden": ""}
PUBLIC = {"public": EVERYBODY, "private": "", "hidden": ""}
OWNERS = {"public": "owner", "private": "owner", "hidden": ""}
READINGS: dict[str, tuple[Reading, dict[str, str]]] = {
    "images_get": (of_picture("/images/{id}"), OPEN_TO_OWNER),
    "images_get_many": (in_bulk, OPEN_TO_OWNER),
    "images_related of it": (of_picture("/images/{id}/related"), OPEN_TO_OWNER),
    "images_related": (related, ALIVE),
    "neighbours in images_get": (beside, ALIVE),
    "images_comments": (of_picture("/comments/{id}"), OPEN_TO_OWNER),
    "images_likes": (
        of_picture("/images/{id}/likes"),
        {"public": "owner", "private": "owner", "hidden": "owner"},
    ),
    "tags_of_image": (of_picture("/images/{id}/tags"), OPEN_TO_OWNER),
    "users_get": (in_list("/user/owner", "latest_images"), PUBLIC),
    "users_random_images": (in_list("/user/owner/images/random"), PUBLIC),
    "users_images": (in_list("/user/owner/images", "images"), PUBLIC),
    "users_images show_private": (
        in_list("/user/owner/images", "images", show_private=True),
        ALIVE,
    ),
    "users_images show_hidden": (
        in_list("/user/owner/images", "images", show_hidden=True),
        {"public": EVERYBODY, "private": "", "hidden": "owner"},
    ),
    "users_images show_private show_hidden": (
        in_list("/user/owner/images", "images", show_private=True, show_hidden=True),
        OPEN_TO_OWNER,
    ),
    "users_images show_only_private": (
        in_list("/user/owner/images", "images", show_only_private=True),
        {"public": "nobody other", "private": "owner", "hidden": ""},
    ),
    "users_images both": (
        in_list("/user/owner/images", "images", show_only_private=True, show_private=True),
        {"public": "nobody other", "private": "owner", "hidden": ""},
    ),
    "users_images by name alone": (
        in_list("/images", "images", username="owner", show_private="1", show_hidden="1"),
        OPEN_TO_OWNER,
    ),
    "users_albums": (in_albums, ALIVE),
    "albums_get": (in_album, ALIVE),
    "albums_images": (in_pages_of_album, ALIVE),
    "albums_get_many": (in_many_albums, ALIVE),
    "tags_of_user": (in_tags, OWNERS),
    "tags_images": (in_list("/user/owner/tags/snow"), OWNERS),
}


#: Reading calls that show no pictures: one counts them, which has a table of its own below.
PICTURELESS = {"users_usage", "users_settings"}


def test_the_table_has_every_reading_call() -> None:
    reading = {name for name, node in OPERATIONS.items() if node.pointer.endswith("/get")}
    named = {word for row in READINGS for word in row.split() if word in OPERATIONS}
    assert reading == named | PICTURELESS
    assert not named & PICTURELESS


@pytest.fixture
def people(nobody: Shack, owner: Shack, other: Shack) -> dict[str, Shack]:
    return {"nobody": nobody, "owner": owner, "other": other}


@pytest.fixture
def codes(owner: Shack) -> dict[str, str]:
    """A picture of each kind, all with one tag and in one public album."""
    made = {
        "public": owner.picture(tags="snow", album="Tahoe")["id"],
        "private": owner.picture(tags="snow", album="Tahoe", public=False)["id"],
        "hidden": owner.picture(tags="snow", album="Tahoe")["id"],
    }
    assert owner.result("DELETE", f"/images/{made['hidden']}") is True
    # One more that is public, so that the first has neighbours and the lists are not empty.
    owner.picture(tags="snow", album="Tahoe")
    return made


@each("reading", READINGS)
def test_who_sees_what_is_private_or_hidden(
    reading: str, people: dict[str, Shack], codes: dict[str, str]
) -> None:
    read, expected = READINGS[reading]
    seen = {
        kind: " ".join(who for who in WHO if read(people[who], codes[kind]))
        for kind in KINDS
        if not (kind == "public" and read in (beside, related))
    }
    assert seen == {kind: expected[kind] for kind in seen}


@pytest.mark.parametrize("who", WHO)
def test_a_private_album_is_for_its_owner(who: str, people: dict[str, Shack]) -> None:
    owner = people["owner"]
    image = owner.picture()["id"]
    album = owner.album("Secret", [image], public=False)
    shack, mine = people[who], who == "owner"
    assert (shack.ask("GET", f"/albums/{album}").status_code == 200) == mine
    assert shack.get("/albums", ids=album)["passed"] == int(mine)
    assert ids(shack.get("/user/owner/albums")["albums"]) == []
    for flag in ("show_private", "show_only_private"):
        listed = ids(shack.get("/user/owner/albums", **{flag: True})["albums"])
        assert listed == ([album] if mine else [])
    assert ("album_id" in shack.get(f"/images/{image}")) == mine, "its title is private too"
    assert shack.get("/images", ids=image)["passed"] == 1


def test_a_private_profile_is_for_its_owner(people: dict[str, Shack]) -> None:
    owner = people["owner"]
    image = owner.picture()["id"]
    owner.result("PUT", "/user/settings", private_profile=True)
    for path in ("", "/images", "/images/random", "/albums", "/usage"):
        assert owner.ask("GET", "/user/owner" + path).status_code == 200
        for who in ("nobody", "other"):
            assert people[who].refusal("GET", "/user/owner" + path) == "permission"
    assert people["nobody"].get(f"/images/{image}")["id"] == image, "the picture itself is public"


@pytest.mark.parametrize(("kind", "expected"), [("private", "permission"), ("hidden", "not_found")])
@pytest.mark.parametrize("who", ["nobody", "other"])
def test_what_is_private_is_refused_and_what_is_hidden_is_not_there(
    who: str, kind: str, expected: str, people: dict[str, Shack], codes: dict[str, str]
) -> None:
    assert people[who].refusal("GET", f"/images/{codes[kind]}") == expected


def test_the_owner_sees_that_a_picture_is_deleted(
    people: dict[str, Shack], codes: dict[str, str]
) -> None:
    image = people["owner"].get(f"/images/{codes['hidden']}")
    assert (image["hidden"], image["is_owner"]) == (True, True)
    assert people["owner"].refusal("DELETE", f"/images/{codes['hidden']}") == "not_found"
    assert people["owner"].refusal("PUT", f"/images/{codes['hidden']}", title="x") == "not_found"


def test_the_file_of_a_deleted_picture_is_gone(owner: Shack) -> None:
    image = owner.picture()
    link = "http://" + image["direct_link"]
    assert owner.send("GET", link).status_code == 200
    owner.result("DELETE", f"/images/{image['id']}")
    for path in (link, link.replace("/img", "/a/img"), f"{owner.base}/i/{image['id']}"):
        assert owner.send("GET", path).status_code == 404


def test_only_the_owner_counts_what_is_private_or_hidden(
    people: dict[str, Shack], codes: dict[str, str]
) -> None:
    expected = {
        (): (2, 2, 2),
        ("show_private",): (2, 2, 3),
        ("show_hidden",): (2, 2, 3),
        ("show_private", "show_hidden"): (2, 2, 4),
    }
    for flags, counts in expected.items():
        found = tuple(
            people[who].get("/user/owner/usage", **dict.fromkeys(flags, True))["images_count"]
            for who in WHO
        )
        assert found == counts


def test_owner_of_a_private_item_is_not_disclosed(owner: Shack) -> None:
    public, private = owner.picture(), owner.picture(public=False)
    assert public["owner"]["username"] == "owner"
    assert "owner" not in private
    assert "owner" not in owner.get(f"/images/{private['id']}")
    assert "owner" not in owner.get(f"/albums/{owner.album('Secret', public=False)}")


def test_number_and_address_are_for_the_owner(people: dict[str, Shack]) -> None:
    told: dict[str, tuple[Any, Any, bool]] = {}
    for who, shack in people.items():
        user = shack.get("/user/owner")
        told[who] = (user["user_id"], user["email"], user["is_owner"])
    assert told["nobody"] == told["other"] == (None, None, False)
    assert told["owner"][1:] == ("owner@example.com", True)
    assert isinstance(told["owner"][0], int)


#: Calls that change things: method, path, parameters.
CHANGES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "images_update": ("PUT", "/images/{image}", {"title": "mine"}),
    "images_delete": ("DELETE", "/images/{image}", {}),
    "tags_add": ("PUT", "/images/{image}/tags", {"tags": "mine"}),
    "tags_delete": ("DELETE", "/images/{image}/tags", {"tags": "snow"}),
    "tags_clear": ("DELETE", "/images/{image}/tags", {}),
    "albums_update": ("PUT", "/albums/{album}", {"title": "mine"}),
    "albums_delete": ("DELETE", "/albums/{album}", {}),
    "albums_add_images": ("PUT", "/albums/{album}/add_files", {"files[]": ["{image}"]}),
    "albums_remove_images": ("PUT", "/albums/{album}/delete_files", {"files[]": ["{image}"]}),
    "albums_set_images": ("PUT", "/albums/{album}", {"files[]": ["{image}"]}),
    "users_update": ("PUT", "/user/owner", {"location": "here"}),
    "users_delete": ("DELETE", "/user/owner", {}),
}


@pytest.mark.parametrize("change", CHANGES)
def test_nobody_changes_what_is_not_theirs(change: str, people: dict[str, Shack]) -> None:
    owner = people["owner"]
    image = owner.picture(tags="snow", title="ours")["id"]
    album = owner.album("ours", [image])
    before = owner.get(f"/images/{image}"), owner.get(f"/albums/{album}"), owner.get("/user/owner")
    method, path, values = CHANGES[change]
    path = path.format(image=image, album=album)
    values = {
        name: [item.format(image=image) for item in value] if isinstance(value, list) else value
        for name, value in values.items()
    }
    assert people["other"].refusal(method, path, **values) == "permission"
    assert people["nobody"].refusal(method, path, **values) == "authentication"
    after = owner.get(f"/images/{image}"), owner.get(f"/albums/{album}"), owner.get("/user/owner")
    assert after == before


def test_an_album_takes_only_pictures_of_its_owner(owner: Shack, other: Shack) -> None:
    theirs, mine = other.picture()["id"], owner.picture()["id"]
    album = owner.album("Mine", [mine])
    assert (
        owner.refusal("PUT", f"/albums/{album}/add_files", **{"files[]": [mine, theirs]})
        == "permission"
    )
    assert owner.refusal("POST", "/albums", title="x", **{"files[]": [theirs]}) == "permission"
    assert ids(owner.get(f"/albums/{album}")["images"]) == [mine]


def test_a_picture_of_somebody_else_may_be_liked_but_not_counted_by_name(
    owner: Shack, other: Shack
) -> None:
    image = owner.picture()["id"]
    assert other.result("POST", f"/images/{image}/likes") is True
    assert [user["username"] for user in owner.get(f"/images/{image}/likes")] == ["other"]
    assert other.refusal("GET", f"/images/{image}/likes") == "permission"
