"""The oddities of imgur, each as the client deals with it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import imagehosts
import pytest
from hypothesis import given
from hypothesis import strategies as st
from imagehosts import (
    Base64,
    FileTooLarge,
    InvalidArgument,
    MissingCredentials,
    NotFound,
    Url,
)
from imagehosts.hosts.imgur import IMAGE_LIMIT, VIDEO_LIMIT
from imagehosts_wire.imgur.api import Resources
from imagehosts_wire.types import Operation

from contracts.hosts.imgur.client_kinds import IMGUR_KINDS
from contracts.hosts.imgur.support import IMAGE, ok, refusal
from contracts.support.clients import KEY, PNG, Driver, Kind
from contracts.support.recording import Reply, Sent
from contracts.support.reporting import each

OpenDoor = Callable[..., Driver]
API = "https://api.imgur.com/3"
PICTURE = "https://elsewhere.example/lake.png"


UNDER_TEST = IMGUR_KINDS


# --- IGR-01: one route that deletes an album or takes pictures out of it --------------------

FILLERS = ("remove_images", "set_images", "add_images")


@each("ids", [[], (), [""], ["  "], ["a", ""], "abcdefg", None, 7])
@each("method", FILLERS)
def test_remove_images_never_sends_an_empty_list(
    open_driver: OpenDoor, method: str, ids: Any
) -> None:
    driver = open_driver(ok(True), access_token="token")
    with pytest.raises(InvalidArgument, match="ids"):
        driver.do(f"albums.{method}", "nB4xY2c", ids)
    name = method.replace("images", "album_images")
    with pytest.raises(InvalidArgument, match="ids"):
        driver.do(f"account.{name}", "ada", "nB4xY2c", ids)
    assert driver.sent == []


@each("ids", [[], [""]])
def test_an_update_with_a_list_without_ids_is_refused(open_driver: OpenDoor, ids: Any) -> None:
    driver = open_driver(ok(True))
    with pytest.raises(InvalidArgument, match="ids"):
        driver.do("albums.update", "nB4xY2c", ids=ids)
    assert driver.sent == []


@given(st.lists(st.text("ab \t", max_size=2), max_size=3))
def test_a_request_that_takes_pictures_out_always_names_one(ids: list[str]) -> None:
    with Driver(IMGUR_KINDS[0], ok(True), access_token="token") as driver:
        try:
            driver.do("albums.remove_images", "nB4xY2c", ids)
        except InvalidArgument:
            assert driver.sent == []
        else:
            assert (
                [name for name, value in driver.only.query if value] == ["ids[]"] * len(ids) != []
            )


def test_deleting_an_album_names_no_picture(open_driver: OpenDoor) -> None:
    driver = open_driver(ok(True), access_token="token")
    driver.do("albums.delete", "nB4xY2c")
    assert (driver.only.method, driver.only.url) == ("DELETE", f"{API}/album/nB4xY2c")


# --- IGR-05: an id for looking, a deletehash for deleting ----------------------------------


def test_a_picture_is_deleted_by_an_argument_called_deletehash(open_driver: OpenDoor) -> None:
    driver = open_driver(ok(True))
    driver.do("images.delete", deletehash="k3LmN9pQrS7tUvW")
    assert (driver.only.method, driver.only.url) == ("DELETE", f"{API}/image/k3LmN9pQrS7tUvW")


@each(
    "what",
    [
        "k3LmN9pQrS7tUvW",
        "https://imgur.com/delete/k3LmN9pQrS7tUvW",
        "http://imgur.com/delete/k3LmN9pQrS7tUvW/",
        "image",
    ],
)
def test_delete_takes_every_form_of_a_deletehash(open_driver: OpenDoor, what: str) -> None:
    driver = open_driver(ok(), ok(True))
    image = driver.do("images.get", "q7RtB2x")
    driver.do("delete", image if what == "image" else what)
    assert driver.sent[-1].url == f"{API}/image/k3LmN9pQrS7tUvW"


def test_a_picture_of_somebody_else_is_not_deleted_by_its_id(open_driver: OpenDoor) -> None:
    driver = open_driver(ok({**IMAGE, "deletehash": None}))
    image = driver.do("images.get", "q7RtB2x")
    with pytest.raises(InvalidArgument, match="no deletehash"):
        driver.do("delete", image)
    with pytest.raises(InvalidArgument, match="delete page"):
        driver.do("delete", "https://imgur.com/q7RtB2x")
    assert len(driver.sent) == 1


# --- IGR-08: segments that may be left out -------------------------------------------------


@each(
    ("arguments", "path"),
    [
        ({"page": 1}, "/gallery/hot/viral/1"),
        ({"sort": "time", "page": 2}, "/gallery/hot/time/2"),
        ({"section": "top", "page": 0}, "/gallery/top/viral/0"),
        ({"sort": "score"}, "/gallery/hot/score"),
    ],
)
def test_page_without_a_section_is_requested_with_the_defaults(
    open_driver: OpenDoor, arguments: dict[str, Any], path: str
) -> None:
    driver = open_driver(ok([]))
    driver.do("gallery.browse", **arguments)
    assert driver.only.url == API + path


def test_page_of_a_subreddit_without_an_order_uses_the_default(
    open_driver: OpenDoor,
) -> None:
    driver = open_driver(ok([]))
    driver.do("gallery.subreddit", "pics", page=3)
    assert driver.only.url == f"{API}/gallery/r/pics/hot/3"


@each(
    ("method", "arguments", "path"),
    [
        ("gallery.browse", {}, "/gallery"),
        ("gallery.browse", {"section": "new"}, "/gallery/new"),
        ("gallery.subreddit", {"subreddit": "pics"}, "/gallery/r/pics"),
        ("account.albums", {"username": "ada"}, "/account/ada/albums"),
        ("account.albums", {"username": "me", "page": 2}, "/account/me/albums/2"),
        ("account.images", {"username": "ada"}, "/account/ada/images"),
        ("account.submissions", {"username": "ada"}, "/account/ada/submissions"),
    ],
)
def test_a_segment_that_is_left_out_leaves_no_slash(
    open_driver: OpenDoor, method: str, arguments: dict[str, Any], path: str
) -> None:
    driver = open_driver(ok([]), access_token="token")
    driver.do(method, **arguments)
    assert driver.only.url == API + path


# --- IGR-11 to IGR-17: how arguments travel ------------------------------------------------


def test_ids_are_repeated_under_the_name_with_brackets(open_driver: OpenDoor) -> None:
    driver = open_driver(ok(True), access_token="token")
    driver.do("albums.add_images", "nB4xY2c", ["aaaaaaa", "bbbbbbb"])
    assert driver.sent[-1].fields == [("ids[]", "aaaaaaa"), ("ids[]", "bbbbbbb")]
    driver.do("albums.remove_images", "nB4xY2c", ["aaaaaaa", "bbbbbbb"])
    assert driver.sent[-1].query == [("ids[]", "aaaaaaa"), ("ids[]", "bbbbbbb")]
    assert driver.sent[-1].content == b""


@each(
    ("source", "kind_of_source", "media_type"),
    [
        (PNG, "file", "multipart/form-data"),
        (io.BytesIO(PNG), "file", "multipart/form-data"),
        (("lake.png", PNG), "file", "multipart/form-data"),
        (Base64("iVBORw0KGgo="), "base64", "application/x-www-form-urlencoded"),
        ("data:image/png;base64,iVBORw0KGgo=", "base64", "application/x-www-form-urlencoded"),
        (Url(PICTURE), "URL", "application/x-www-form-urlencoded"),
        (PICTURE, "URL", "application/x-www-form-urlencoded"),
    ],
    ids=["bytes", "file object", "pair", "base64", "data url", "url", "text of a url"],
)
@each("method", ["images.upload", "upload"])
def test_a_source_is_sent_with_the_type_that_it_has(
    open_driver: OpenDoor, source: Any, kind_of_source: str, media_type: str, method: str
) -> None:
    driver = open_driver(ok())
    if isinstance(source, io.BytesIO):
        source.seek(0)
    image = driver.do(method, source, title="Lake", description="Cold", name="lake.png")
    sent = driver.only
    assert image.link == IMAGE["link"]
    assert (sent.method, sent.url, sent.media_type) == ("POST", f"{API}/image", media_type)
    texts = {name: value for name, value in sent.fields if name != "image"}
    assert texts == {
        "type": kind_of_source,
        "title": "Lake",
        "description": "Cold",
        "name": "lake.png",
    }
    if kind_of_source == "file":
        assert [(part.name, part.content) for part in sent.files] == [("image", PNG)]
    else:
        wanted = PICTURE if kind_of_source == "URL" else "iVBORw0KGgo="
        assert ("image", wanted) in sent.fields


def test_a_type_that_the_caller_gives_is_sent_as_it_is(open_driver: OpenDoor) -> None:
    driver = open_driver(ok())
    driver.do("images.upload", PNG, type="base64")
    assert ("type", "base64") in driver.only.fields


def test_a_path_is_sent_as_a_file_with_its_name(open_driver: OpenDoor, tmp_path: Path) -> None:
    driver = open_driver(ok(), ok())
    path = tmp_path / "lake.png"
    path.write_bytes(PNG)
    driver.do("upload", str(path))
    driver.do("upload", path)
    for sent in driver.sent:
        assert [(part.name, part.filename) for part in sent.files] == [("image", "lake.png")]


def test_the_album_of_an_upload_is_sent_under_the_name_that_works(open_driver: OpenDoor) -> None:
    driver = open_driver(ok())
    driver.do("images.upload", PNG, album_id="nB4xY2c")
    assert ("album", "nB4xY2c") in driver.only.fields
    assert "album_id" not in dict(driver.only.fields)


@each(
    "source",
    [("clip.MP4", b"\0\0\0\x18ftypmp42"), ("clip", b"\0\0", "video/webm")],
    ids=["by name", "by media type"],
)
def test_video_is_sent_as_a_part_called_video(open_driver: OpenDoor, source: Any) -> None:
    driver = open_driver(ok())
    driver.do("upload", source, album_id="nB4xY2c")
    driver.do("images.upload_video", source, disable_audio=True)
    first, second = driver.sent
    assert [part.name for part in first.files + second.files] == ["video", "video"]
    assert first.fields == [("album", "nB4xY2c")]
    assert second.fields == [("disable_audio", "1")]


def test_an_upload_refuses_a_detail_that_the_host_does_not_know(open_driver: OpenDoor) -> None:
    driver = open_driver(ok())
    with pytest.raises(TypeError, match="tags"):
        driver.do("upload", PNG, tags=["a"])
    assert driver.sent == []


def test_new_is_sent_as_a_word_and_only_when_given(open_driver: OpenDoor) -> None:
    driver = open_driver(ok({"replies": [], "messages": []}), access_token="token")
    for new in (None, True, False):
        driver.do("notifications.inbox", new=new)
        driver.do("account.notifications", "me", new=new)
    assert [sent.query for sent in driver.sent] == [
        *[[]] * 2,
        *[[("new", "true")]] * 2,
        *[[("new", "false")]] * 2,
    ]


def test_terms_are_sent_as_one(open_driver: OpenDoor) -> None:
    driver = open_driver(ok(True), access_token="token")
    driver.do("gallery.submit_image", "q7RtB2x", "Lake", terms=True)
    driver.do("gallery.submit_album", "nB4xY2c", "Lakes")
    first, second = (sent.fields for sent in driver.sent)
    assert first == [("title", "Lake"), ("terms", "1")]
    assert second == [("title", "Lakes")]


# --- IGR-20: who asks ----------------------------------------------------------------------


def test_a_token_goes_before_the_client_id(open_driver: OpenDoor) -> None:
    driver = open_driver(ok(), access_token="the-token")
    driver.do("images.get", "q7RtB2x")
    assert driver.only.headers.get_list("authorization") == ["Bearer the-token"]


def test_client_id_is_sent_where_there_is_no_token(open_driver: OpenDoor) -> None:
    driver = open_driver(ok())
    driver.do("images.get", "q7RtB2x")
    assert driver.only.headers.get_list("authorization") == [f"Client-ID {KEY}"]


def test_a_call_of_a_user_without_a_token_says_where_one_comes_from(open_driver: OpenDoor) -> None:
    driver = open_driver(ok())
    with pytest.raises(MissingCredentials, match="IMGUR_ACCESS_TOKEN"):
        driver.do("account.settings", "me")
    assert driver.sent == []


def test_missing_credential_error_names_the_client_id(open_driver: OpenDoor) -> None:
    driver = open_driver(ok(), key=None)
    with pytest.raises(MissingCredentials, match="IMGUR_CLIENT_ID"):
        driver.do("upload", PNG)
    assert driver.sent == []


def test_an_anonymous_album_lives_by_its_deletehash(open_driver: OpenDoor) -> None:
    driver = open_driver(ok({"id": "nB4xY2c", "deletehash": "Dh1Dh1Dh1Dh1Dh1"}), ok(), ok(True))
    album = driver.do("albums.create", title="Lakes")
    driver.do("images.upload", PNG, album_id=album.deletehash)
    driver.do("albums.delete", album.deletehash)
    assert ("album", "Dh1Dh1Dh1Dh1Dh1") in driver.sent[1].fields
    assert driver.sent[2].url == f"{API}/album/Dh1Dh1Dh1Dh1Dh1"
    assert "Dh1Dh1Dh1Dh1Dh1" not in repr(album)
    assert {sent.headers["authorization"] for sent in driver.sent} == {f"Client-ID {KEY}"}


def test_the_environment_gives_what_was_not_given(
    kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMGUR_CLIENT_ID", "env-id")
    monkeypatch.setenv("IMGUR_ACCESS_TOKEN", "env-token")
    monkeypatch.setenv("IMGUR_BASE_URL", "http://127.0.0.1:9/3")
    with Driver(kind, ok(), key=None) as driver:
        driver.do("images.get", "q7RtB2x")
        assert driver.only.headers["authorization"] == "Bearer env-token"
        assert driver.only.url == "http://127.0.0.1:9/3/image/q7RtB2x"


def test_given_token_is_not_paired_with_a_refresh_token_of_the_environment(
    kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMGUR_REFRESH_TOKEN", "of-another-account")
    monkeypatch.setenv("IMGUR_CLIENT_SECRET", "of-another-application")
    with Driver(kind, ok(), access_token="mine") as driver:
        assert "refresh_token" not in repr(driver.client)
        assert "client_secret" not in repr(driver.client)


# --- IGR-26: posts of both kinds behind one route ------------------------------------------

BOTH_KINDS: list[tuple[str, tuple[Any, ...], Any]] = [
    ("gallery.votes", ("q7RtB2x",), {"ups": 1, "downs": 0}),
    ("gallery.vote", ("q7RtB2x", "up"), True),
    ("gallery.comments", ("q7RtB2x",), []),
    ("gallery.create_comment", ("q7RtB2x", "cold"), {"id": 5}),
    ("gallery.comment", ("q7RtB2x", 5), {"id": 5}),
    ("gallery.reply_to_comment", ("q7RtB2x", 5, "very"), {"id": 6}),
    ("gallery.comment_ids", ("q7RtB2x",), [5]),
    ("gallery.comment_count", ("q7RtB2x",), 1),
    ("gallery.delete_comment", ("q7RtB2x", 5), True),
    ("gallery.comment_replies", ("q7RtB2x", 5), {"id": 5}),
    ("gallery.vote_comment", ("q7RtB2x", 5, "down"), True),
    ("gallery.report_comment", ("q7RtB2x", 5), True),
]


@each(("method", "arguments", "data"), BOTH_KINDS)
def test_a_vote_finds_a_picture_behind_the_route_of_albums(
    open_driver: OpenDoor, method: str, arguments: tuple[Any, ...], data: Any
) -> None:
    unknown = refusal(404, "Unable to find an album with the id, q7RtB2x")
    driver = open_driver(unknown, ok(data), access_token="token")
    driver.do(method, *arguments)
    first, second = driver.sent
    assert "/gallery/album/q7RtB2x/" in first.url
    assert second.url == first.url.replace("/gallery/album/", "/gallery/image/")
    assert (second.method, second.parts) == (first.method, first.parts)


def test_what_is_neither_album_nor_picture_is_not_found_after_two_requests(
    open_driver: OpenDoor,
) -> None:
    driver = open_driver(refusal(404, "Unable to find an album with the id, q7RtB2x"))
    with pytest.raises(NotFound):
        driver.do("gallery.votes", "q7RtB2x")
    assert len(driver.sent) == 2


@each("method", ["gallery.album", "gallery.image", "images.get", "albums.get"])
def test_a_call_for_one_kind_does_not_try_the_other(open_driver: OpenDoor, method: str) -> None:
    driver = open_driver(refusal(404, "Unable to find it"))
    with pytest.raises(NotFound):
        driver.do(method, "q7RtB2x")
    assert len(driver.sent) == 1


def test_an_emulator_below_another_path_has_both_routes_too(kind: Kind) -> None:
    replies = refusal(404, "Unable to find"), ok({"ups": 0, "downs": 0})
    with Driver(kind, *replies, base_url="http://127.0.0.1:9/imgur/3") as driver:
        driver.do("gallery.votes", "gallery")
        assert [urlsplit(sent.url).path for sent in driver.sent] == [
            "/imgur/3/gallery/album/gallery/votes",
            "/imgur/3/gallery/image/gallery/votes",
        ]


# --- IGR-30: pages -------------------------------------------------------------------------


def test_pages_are_walked_until_one_is_empty(open_driver: OpenDoor) -> None:
    pages = {"": ["a", "b"], "1": ["c"], "2": ["d", "e"], "3": []}

    def answer(sent: Sent) -> Reply:
        page = re.fullmatch(r".*/images(?:/(\d+))?", sent.url)
        assert page is not None
        return ok([{**IMAGE, "id": each} for each in pages[page[1] or ""]])

    driver = open_driver(answer, access_token="token")
    page = driver.do("account.images", "me")
    found: list[str] = []
    while page is not None:
        found += [image.id for image in page.items]
        page = driver.wait_for(page.next())
    assert found == ["a", "b", "c", "d", "e"], "a short page is no end"
    assert len(driver.sent) == 4


def test_iteration_over_a_gallery_starts_at_the_requested_page(open_driver: OpenDoor) -> None:
    def answer(sent: Sent) -> Reply:
        number = sent.url.rpartition("/")[2]
        return ok([{**IMAGE, "id": number, "is_album": False}] if number < "7" else [])

    driver = open_driver(answer)
    page = driver.do("gallery.browse", page=5)
    assert page.items[0].id == "5"
    assert driver.wait_for(page.next()).items[0].id == "6"
    assert [sent.url for sent in driver.sent] == [f"{API}/gallery/hot/viral/{n}" for n in (5, 6)]


# --- known limits --------------------------------------------------------------------------


class Sized(io.RawIOBase):
    """A file that says how long it is and is never to be read."""

    def __init__(self, size: int, head: bytes) -> None:
        self.size, self.head, self.at = size, head, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self.at = offset if whence == 0 else (self.size if whence == 2 else self.at) + offset
        return self.at

    def tell(self) -> int:
        return self.at

    def read(self, size: int = -1) -> bytes:
        assert 0 < size < 100_000, "the whole of it is being read"
        chunk = self.head[self.at : self.at + size]
        self.at += len(chunk)
        return chunk


@each(
    ("head", "limit", "method"),
    [
        (b"\x89PNG\r\n\x1a\n", IMAGE_LIMIT, "images.upload"),
        (b"GIF89a", VIDEO_LIMIT, "images.upload"),
        (b"\0\0\0\x18ftypmp42", VIDEO_LIMIT, "images.upload_video"),
    ],
    ids=["picture", "animation", "video"],
)
def test_a_file_over_the_limit_is_refused_before_it_is_sent(
    open_driver: OpenDoor, head: bytes, limit: int, method: str
) -> None:
    driver = open_driver(ok())
    with pytest.raises(FileTooLarge, match=str(limit)) as caught:
        driver.do(method, Sized(limit + 1, head))
    assert (caught.value.host, caught.value.operation.partition("_")[0]) == ("imgur", "images")
    assert caught.value.response is None
    assert driver.sent == []


def test_a_file_of_just_the_limit_is_sent(open_driver: OpenDoor) -> None:
    driver = open_driver(ok())
    driver.do("upload", PNG + bytes(IMAGE_LIMIT - len(PNG)))
    assert len(driver.only.files[0].content) == IMAGE_LIMIT


@each(("extra", "refused"), [(0, False), (3, True)])
def test_base64_counts_what_it_stands_for(open_driver: OpenDoor, extra: int, refused: bool) -> None:
    driver = open_driver(ok())
    source = Base64("A" * (((IMAGE_LIMIT - IMAGE_LIMIT % 3) + extra) // 3 * 4))
    if refused:
        with pytest.raises(FileTooLarge):
            driver.do("upload", source)
    else:
        driver.do("upload", source)
    assert len(driver.sent) == (not refused)


# --- the whole surface ---------------------------------------------------------------------


def operations() -> list[Operation[Any]]:
    names = [name for name, value in vars(Resources).items() if isinstance(value, cached_property)]
    assert len(names) == 9
    return [
        operation
        for name in names
        for operation in import_module(f"imagehosts_wire.imgur.resources.{name}").OPERATIONS
    ]


def test_every_operation_is_a_method_of_both_clients() -> None:
    for client in (imagehosts.Imgur("id"), imagehosts.AsyncImgur("id")):
        for operation in operations():
            resource, _, name = operation.id.partition("_")
            assert callable(getattr(getattr(client, resource), name)), operation.id


def test_a_client_shows_which_credentials_it_has_and_none_of_them(open_driver: OpenDoor) -> None:
    driver = open_driver(ok(), access_token="the-token", client_secret="the-secret")
    text = repr(driver.client)
    assert "access_token" in text
    assert not re.search(f"the-token|the-secret|{KEY}", text)
