"""Pages, cursors and calls about several things at the emulated ImageShack."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from contracts.hosts.imageshack.emulated import Shack, ids
from contracts.support.emulated import png
from contracts.support.reporting import each

PAGES: dict[str, Callable[[Shack, dict[str, Any]], tuple[list[str], int | None]]] = {}


def pages(name: str) -> Any:
    def note(function: Any) -> Any:
        PAGES[name] = function
        return function

    return note


@pages("users_images")
def user_images(shack: Shack, page: dict[str, Any]) -> tuple[list[str], int | None]:
    found = shack.get("/user/owner/images", **page)
    assert (found["limit"], found["offset"]) == (page["limit"], page["offset"])
    return ids(found["images"]), found["total"]


@pages("images_get_many without ids")
def own_images(shack: Shack, page: dict[str, Any]) -> tuple[list[str], int | None]:
    found = shack.get("/images", **page)
    return ids(found["images"]), found["total"]


@pages("albums_images")
def album_images(shack: Shack, page: dict[str, Any]) -> tuple[list[str], int | None]:
    (album,) = shack.get("/user/owner/albums")["albums"]
    found = shack.get(f"/albums/{album['id']}", **page)
    return ids(found["images"]), found["total"]


@pages("tags_images")
def tag_images(shack: Shack, page: dict[str, Any]) -> tuple[list[str], int | None]:
    return ids(shack.get("/user/owner/tags/snow", **page)), None


@pytest.mark.parametrize("limit", [1, 3, 7, 8, 50])
@pytest.mark.parametrize("name", PAGES)
def test_pages_hold_everything_once(owner: Shack, name: str, limit: int) -> None:
    made = ids(owner.upload(*[png()] * 7, tags="snow", album="Tahoe")["images"])
    found: list[str] = []
    while True:
        page, total = PAGES[name](owner, {"limit": limit, "offset": len(found)})
        assert total in (7, None)
        if not page:
            break
        assert len(page) <= limit
        found += page
    assert found == (made if name == "albums_images" else made[::-1])


@pytest.mark.parametrize("name", PAGES)
def test_pages_miss_nothing_and_repeat_nothing(owner: Shack, name: str) -> None:
    """While pictures are added, a reader that skips what it has seen gets all that was there.

    An album grows at its end, so there nothing is even seen twice.
    """
    made = ids(owner.upload(*[png()] * 6, tags="snow", album="Tahoe")["images"])
    seen: list[str] = []
    repeated = offset = 0
    while True:
        page, _ = PAGES[name](owner, {"limit": 2, "offset": offset})
        if not page:
            break
        offset += len(page)
        repeated += len([code for code in page if code in seen])
        seen += [code for code in page if code not in seen]
        if len(made) < 10:
            made.append(owner.picture(tags="snow", album="Tahoe")["id"])
    assert set(made[:6]) <= set(seen) <= set(made)
    if name == "albums_images":
        assert (seen, repeated) == (made, 0)


def test_comments_are_read_from_cursor_to_cursor(owner: Shack, other: Shack) -> None:
    image = owner.picture()["id"]
    for number in range(5):
        other.result("POST", f"/comments/{image}", comment=f"{number}")
    seen: list[str] = []
    cursor: dict[str, Any] = {}
    for _ in range(20):
        page = owner.get(f"/comments/{image}", limit=2, **cursor)
        assert isinstance(page["start_offset"], str | None)
        seen += [comment["comment"] for comment in page["comments"]]
        if not page["comments"]:
            break
        cursor = {"offset": page["end_offset"]}
        if len(seen) == 2:
            other.result("POST", f"/comments/{image}", comment="5")
    assert seen == list("012345")
    assert owner.refusal("GET", f"/comments/{image}", offset="§") == "invalid_request"
    first = owner.get(f"/comments/{image}", limit=2)
    for start in ("0", "", 0):
        assert owner.get(f"/comments/{image}", limit=2, offset=start) == first
    assert len(owner.get(f"/comments/{image}")["comments"]) == 6


def test_albums_come_in_pages(owner: Shack) -> None:
    made = [owner.album(str(number)) for number in range(5)]
    full = owner.album("full", [owner.picture()["id"]])
    found: list[str] = []
    while page := owner.get("/user/owner/albums", limit=2, offset=len(found))["albums"]:
        found += ids(page)
    assert found == [*made, full][::-1]
    first = owner.get("/user/owner/albums", limit=1)
    assert (first["total"], first["limit"]) == (6, 1)
    listed = owner.get("/user/owner/albums")["albums"]
    assert listed[1]["images"] is None, "an empty album has null for its pictures"
    assert ids(owner.get("/user/owner/albums", hide_empty="y")["albums"]) == [full]
    counts = [
        owner.get("/user/owner/usage", hide_empty=flag)["albums_count"] for flag in ("n", "y")
    ]
    assert counts == [6, 1]


def test_tags_come_by_name_and_in_pages(owner: Shack) -> None:
    assert owner.get("/user/owner/tags")["tags"] == [], "PHP writes no tags as a list"
    for tags in ("a,b", "b,c", "c"):
        owner.picture(tags=tags)
    found: dict[str, Any] = {}
    while page := owner.get("/user/owner/tags", limit=2, offset=len(found))["tags"]:
        found |= page
    assert {name: tag["total"] for name, tag in found.items()} == {"a": 1, "b": 2, "c": 2}
    assert owner.get("/user/owner/tags")["total"] == 3
    assert owner.get("/user/owner/tags/nothing") == []


def test_pictures_in_albums_can_be_left_out(owner: Shack) -> None:
    loose, filed = owner.picture()["id"], owner.picture(album="Tahoe")["id"]
    listed = owner.get("/user/owner/images")
    assert set(ids(listed["images"])) == {loose, filed}
    assert ids(owner.get("/user/owner/images", hide_folder_images="1")["images"]) == [loose]
    usage = owner.get("/user/owner/usage")
    assert (usage["album_images_count"], usage["root_images_count"]) == (1, 1)


def test_random_pictures_are_of_the_account_and_differ(owner: Shack, nobody: Shack) -> None:
    made = ids(owner.upload(*[png()] * 14)["images"])
    draws = [tuple(ids(nobody.get("/user/owner/images/random"))) for _ in range(12)]
    assert all(set(draw) <= set(made) for draw in draws)
    assert len(set(draws)) > 1


def test_similar_pictures_are_those_that_share_tags(owner: Shack) -> None:
    plain = owner.picture()["id"]
    one = owner.picture(tags="snow,lake")["id"]
    two = owner.picture(tags="snow")["id"]
    three = owner.picture(tags="lake,snow")["id"]
    assert ids(owner.get(f"/images/{one}/related")) == [three, two, plain]
    assert ids(owner.get(f"/images/{one}", related_images_limit=1)["related_images"]) == [three]


# Several things at once


def test_pictures_of_others_fail_in_a_bulk_call(owner: Shack, other: Shack) -> None:
    mine, theirs = owner.picture()["id"], other.picture(title="theirs")["id"]
    result = owner.result("PUT", "/images", ids=f"{mine},{theirs},none", title="x")
    assert (result["passed"], result["failed"], result["total"]) == (1, 2, 3)
    assert [(image["id"], image["title"]) for image in result["images"]] == [(mine, "x")]
    assert other.get(f"/images/{theirs}")["title"] == "theirs"


#: Calls about several things: method, path, parameters, and the member with what passed.
BULK: dict[str, tuple[str, str, dict[str, Any], str]] = {
    "images_get_many": ("GET", "/images", {}, "images"),
    "images_update_many": ("PUT", "/images", {"title": "x"}, "images"),
    "images_update_many_by_patch": ("PATCH", "/images", {"title": "x"}, "images"),
    "images_delete_many": ("DELETE", "/images", {}, "images"),
    "tags_add_many": ("PUT", "/images/tags", {"tags": "x"}, "images"),
    "tags_delete_many": ("DELETE", "/images/tags", {"tags": "snow"}, "images"),
    "tags_clear_many": ("DELETE", "/images/tags", {}, "images"),
    "albums_get_many": ("GET", "/albums", {}, "albums"),
    "albums_update_many": ("PUT", "/albums", {"public": "n"}, "albums"),
    "albums_update_many_by_patch": ("PATCH", "/albums", {"description": "x"}, "albums"),
    "albums_delete_many": ("DELETE", "/albums", {}, "albums"),
    "albums_delete_many_by_put": ("PUT", "/albums", {"_method": "DELETE"}, "albums"),
    "albums_delete_many_by_patch": ("PATCH", "/albums", {"_method": "delete"}, "albums"),
}


@each("call", BULK)
def test_bulk_call_lists_what_passed_and_counts_what_failed(
    call: str, owner: Shack, other: Shack
) -> None:
    method, path, values, member = BULK[call]
    make = {
        "images": lambda who: who.picture(tags="snow,lake", public=False)["id"],
        "albums": lambda who: who.album("Tahoe", public=False),
    }[member]
    mine = [make(owner), make(owner)]
    wanted = [mine[0], make(other), "none", mine[1], mine[0]]
    result = owner.result(method, path, ids=",".join(wanted), **values)
    assert owner.emulator.requests[-1].operation == call
    assert (result["passed"], result["failed"], result["total"]) == (2, 2, 4)
    assert ids(result[member]) == mine
    assert "none" in (owner.emulator.requests[-1].problem or "")
    nothing = owner.result(method, path, ids="none", **values)
    assert (nothing["passed"], nothing["failed"], nothing[member]) == (0, 1, [])
    if method != "GET":
        assert owner.refusal(method, path, **values) == "invalid_request"


def test_a_bulk_call_does_what_it_says(owner: Shack) -> None:
    one, two = owner.upload(png(), png(), tags="snow")["images"]
    both = f"{one['id']},{two['id']}"
    owner.result("PUT", "/images", ids=both, title="t", description="d", tags="a", filter=4)
    for code in (one["id"], two["id"]):
        image = owner.get(f"/images/{code}")
        assert (image["title"], image["description"], image["tags"], image["filter"]) == (
            "t",
            "d",
            ["snow", "a"],
            4,
        )
    owner.result("DELETE", "/images", ids=both)
    assert owner.get("/user/owner/images")["images"] == []
    hidden = owner.get("/user/owner/images", show_hidden="1")["images"]
    assert [image["hidden"] for image in hidden] == [True, True]
