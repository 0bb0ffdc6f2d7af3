"""What the document of ImageShack leaves out, as it was decided and as the emulator does it."""

from __future__ import annotations

from collections.abc import Callable

from contracts.hosts.imageshack.emulated import Shack, ids
from contracts.support.emulated import png

Open = Callable[..., Shack]


def test_tags_of_an_update_join_those_that_are_there(owner: Shack) -> None:
    image, other = owner.picture(tags="lake")["id"], owner.picture()["id"]
    for method in ("PUT", "PATCH"):
        owner.result(method, f"/images/{image}", tags="snow,lake")
        assert owner.get(f"/images/{image}/tags") == ["lake", "snow"]
        owner.result(method, "/images", ids=f"{image},{other}", **{"tags[]": ["dawn"]})
        assert owner.get(f"/images/{image}/tags") == ["lake", "snow", "dawn"]
        assert owner.get(f"/images/{other}/tags") == ["dawn"]
        owner.result("DELETE", f"/images/{image}/tags", tags="snow,dawn")
    owner.result("PUT", f"/images/{image}", tags="", title="No tags")
    assert owner.get(f"/images/{image}/tags") == ["lake"]


def test_pictures_outlive_their_album(owner: Shack) -> None:
    one, two = owner.pictures(2)
    album, other = owner.album("Tahoe", [one]), owner.album("Snow", [two])
    assert owner.result("DELETE", f"/albums/{album}") is True
    assert owner.result("DELETE", "/albums", ids=other)["passed"] == 1
    for image in (one, two):
        assert owner.get(f"/images/{image}")["album"]["id"] in (None, "")
    assert owner.get("/user/owner/usage")["album_images_count"] == 0
    assert owner.get("/user/owner/usage")["root_images_count"] == 2


def test_lists_of_an_account_begin_with_the_newest(owner: Shack) -> None:
    images = owner.pictures(3, tags="snow")
    albums = [owner.album(title, images) for title in ("first", "second")]
    assert ids(owner.get("/user/owner/images")["images"]) == images[::-1]
    assert ids(owner.get("/user/owner/tags/snow")) == images[::-1]
    assert ids(owner.get("/user/owner/albums")["albums"]) == albums[::-1]
    assert ids(owner.get(f"/albums/{albums[1]}")["images"]) == images, "an order of its own"


def test_a_random_list_is_no_longer_than_a_page(owner: Shack) -> None:
    owner.upload(*[png()] * 3)
    assert len(owner.get("/user/owner/images/random")) == 3
    owner.upload(*[png()] * 22)
    found = ids(owner.get("/user/owner/images/random"))
    assert len(found) == len(set(found)) == 20


def test_a_file_over_the_limit_fails_and_is_counted(open_shack: Open) -> None:
    shack = open_shack(max_file_size=4096).become("owner", "secret")
    result = shack.upload(png(), b"\x89PNG" + bytes(5000), b"no picture at all")
    assert (result["passed"], result["failed"], result["max_filesize"]) == (1, 2, 4)
    free = open_shack().become("owner", "secret")
    assert free.upload(png())["max_filesize"] == 25 * 1024
