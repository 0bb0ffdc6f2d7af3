"""Pictures are served as web servers serve files; viewer pages and delete links work."""

from __future__ import annotations

import random

import pytest

from contracts.emulator.doors import BASE, IMGES, Door, jpeg, mp4, png

CONTENT = jpeg() + random.Random(4).randbytes(1_500_000)  # large enough to leave memory


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-9", 0, 10),
        ("bytes=100-", 100, None),
        ("bytes=-7", -7, None),
        ("bytes=0-99999999", 0, None),
        ("bytes=1000000-1000000", 1_000_000, 1_000_001),
    ],
)
def test_ranges_give_their_part(door: Door, asked: str, start: int, stop: int | None) -> None:
    url = door.image(CONTENT, "a.jpg")["url"]
    response = door.get(url, headers={"Range": asked})
    assert response.status_code == 206
    assert response.content == CONTENT[start:stop]
    first = len(CONTENT) + start if start < 0 else start
    last = first + len(response.content) - 1
    assert response.headers["content-range"] == f"bytes {first}-{last}/{len(CONTENT)}"


@pytest.mark.parametrize("asked", ["bytes=9999999-", "bytes=-0"])
def test_a_range_beyond_the_end_is_416(door: Door, asked: str) -> None:
    response = door.get(door.image()["url"], headers={"Range": asked})
    assert response.status_code == 416
    assert response.headers["content-range"] == f"bytes */{len(png())}"


@pytest.mark.parametrize(
    "asked",
    [
        "bytes=5-2",
        "lines=1-2",
        "bytes=a-b",
        "bytes=0-1,3-4",
        "bytes=-",
        "bytes=" + "9" * 5000 + "-",
    ],
)
def test_a_range_that_cannot_be_read_gives_everything(door: Door, asked: str) -> None:
    response = door.get(door.image()["url"], headers={"Range": asked})
    assert (response.status_code, response.content) == (200, png())


def test_validators_spare_a_second_delivery(door: Door) -> None:
    url = door.image()["url"]
    first = door.get(url)
    for tag in (first.headers["etag"], f'"other", {first.headers["etag"]}', "*"):
        again = door.get(url, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
    assert door.get(url, headers={"If-None-Match": '"other"'}).status_code == 200
    stale = door.get(url, headers={"Range": "bytes=0-1", "If-Range": '"other"'})
    assert stale.status_code == 200


def test_head_tells_what_get_would_send(door: Door) -> None:
    url = door.image(CONTENT, "a.jpg")["url"]
    head, whole = door.request("HEAD", url), door.get(url)
    assert head.content == b""
    assert head.headers == whole.headers
    assert head.headers["content-length"] == str(len(CONTENT))


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_pictures_are_only_read(door: Door, method: str) -> None:
    url = door.image()["url"]
    assert door.request(method, url).status_code == 404
    assert door.get(url).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/images/",
        "/images/2026/01/01/none.png",
        "/images/../../etc/passwd",
        "/%00",
        "/" + "x" * 3000,
        "/a%3Fb%23c",
        "/%ff%fe",
    ],
)
def test_what_is_not_there_is_404(door: Door, path: str) -> None:
    response = door.get(path)
    assert response.status_code == 404
    assert response.headers["content-type"].startswith("text/html")


def test_a_delete_link_deletes_at_once_and_only_with_its_secret(door: Door) -> None:
    image = door.image(png(900, 600), title="A lake")
    link = image["delete_url"]
    secret = link.rpartition("/")[2]
    assert link == f"{BASE}/image/{image['id_encoded']}/delete/{secret}"
    assert len(secret) == 48
    wrong = [link[:-1], link + "0", link.replace(secret, "0" * 48), link.replace(secret, "%20")]
    for address in [*wrong, link.removesuffix("/" + secret)]:
        assert door.get(address).status_code == 404
    assert door.get(image["url"]).status_code == 200
    response = door.get(link)
    assert response.status_code == 301
    assert response.headers["location"] == f"/image/A-lake.{image['id_encoded']}?deleted"
    for address in (
        image["url"],
        image["thumb"]["url"],
        image["medium"]["url"],
        image["url_viewer"],
        image["url_short"],
        link,
    ):
        assert door.get(address).status_code == 404
    assert door.emulator.pictures == []


def test_the_secret_of_one_picture_does_not_delete_another(door: Door) -> None:
    first, second = door.image(), door.image()
    secret = first["delete_url"].rpartition("/")[2]
    assert door.get(f"{second['url_short']}/delete/{secret}").status_code == 404
    assert door.get(second["url"]).status_code == 200


def test_deleting_one_of_two_equal_pictures_leaves_the_other(door: Door) -> None:
    first, second = door.image(), door.image()
    door.get(first["delete_url"])
    assert door.get(first["url"]).status_code == 404
    assert door.get(second["url"]).content == png()
    assert door.get(second["thumb"]["url"]).status_code == 200


def test_imges_has_no_delete_links(door: Door) -> None:
    image = door.image(path=IMGES)
    assert "delete_url" not in image
    assert door.get(f"/image/{image['id_encoded']}/delete/{'0' * 48}").status_code == 404


def test_viewer_pages_show_the_picture_and_count(door: Door) -> None:
    image = door.image(title="A lake", description="Two\nlines", tags="snow,ice")
    page = door.get(image["url_viewer"])
    for text in ("A lake", "Two\nlines", "snow, ice", image["url"].removeprefix(BASE)):
        assert text in page.text
    assert door.emulator.pictures[0].views == 1
    short = door.get(image["url_short"])
    assert (short.status_code, short.headers["location"]) == (302, image["path_viewer"])
    assert door.get("/image/nobody").status_code == 404
    assert door.get(f"/clip/{image['id_encoded']}").status_code == 404


def test_a_clip_has_a_viewer_of_its_own(door: Door) -> None:
    image = door.image(mp4(), "my clip.mp4", "video/mp4")
    assert image["path_viewer"] == f"/clip/my-clip.{image['id_encoded']}"
    assert "<video" in door.get(image["url_viewer"]).text
    assert door.get(image["delete_url"]).status_code == 301
    assert door.get(image["url"]).status_code == 404
