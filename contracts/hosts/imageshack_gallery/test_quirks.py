"""The oddities of the Gallery API, each as the client deals with it."""

from __future__ import annotations

import copy
import logging
import pickle
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from imagehosts import (
    AuthenticationFailed,
    HostUnavailable,
    ImageHostError,
    InvalidArgument,
    InvalidRequest,
    MissingCredentials,
    NotFound,
    PermissionDenied,
    ResponseDecodeError,
    StatusError,
)
from imagehosts.hosts.imageshack_gallery import GalleryReference, Picture
from imagehosts_wire.imageshack.models import BasicImage
from imagehosts_wire.imageshack_gallery.models import Gallery, GalleryEntry, GalleryFile

from contracts.hosts.imageshack_gallery.support import (
    COOKIE,
    DELETED,
    KINDS,
    TOKEN,
    errors_text,
    gallery,
    gallery_text,
    list_text,
    open_gallery,
    xml,
)
from contracts.support.clients import Driver, Kind
from contracts.support.recording import Reply
from contracts.support.reporting import each

OpenDoor = Callable[..., Driver]
REFERENCE = "img123/my_gallery"
PICTURE = "img123/4567/lake.jpg"
SECRETS = (COOKIE, TOKEN)

#: Every call for one gallery, with its answer and what it takes beside the gallery.
CALLS: dict[str, tuple[Reply, tuple[Any, ...]]] = {
    "edit_gallery": (gallery(), ([PICTURE],)),
    "add_images": (gallery(), ([PICTURE],)),
    "delete_image": (gallery(), (PICTURE,)),
    "delete_gallery": (DELETED, ()),
    "view_gallery": (gallery(), ()),
}
WRITES = tuple(name for name in CALLS if name != "view_gallery")
every_call = each("name", CALLS)
every_write = each("name", WRITES)


UNDER_TEST = KINDS


@pytest.fixture
def open_driver(kind: Kind) -> Iterator[OpenDoor]:
    with ExitStack() as stack:
        yield lambda *script, **options: stack.enter_context(open_gallery(kind, *script, **options))


def call(driver: Driver, name: str, of: Any = REFERENCE) -> Any:
    """One of the calls for a gallery."""
    return driver.do(name, of, *CALLS[name][1])


def refused(driver: Driver, argument: str, name: str, *args: Any, **options: Any) -> str:
    """The message for a call that must not be sent."""
    with pytest.raises(InvalidArgument) as caught:
        driver.do(name, *args, **options)
    assert caught.value.argument == argument
    assert caught.value.operation.startswith("galleries_")
    assert driver.sent == []
    return caught.value.message


def parsed(**parts: Any) -> Gallery:
    """A gallery as an answer gives it."""
    with open_gallery(KINDS[0], gallery(**parts)) as driver:
        found: Gallery = driver.do("view_gallery", REFERENCE)
    return found


# --- which server --------------------------------------------------------------------------


@every_call
def test_a_call_for_a_gallery_goes_to_the_server_of_the_gallery(
    open_driver: OpenDoor, name: str
) -> None:
    driver = open_driver(CALLS[name][0], cookie=COOKIE)
    call(driver, name)
    assert driver.only.address == "http://img123.imageshack.us/gallery_api.php"
    assert ("g", "my_gallery") in [*driver.only.query, *driver.only.fields]


def test_creating_and_listing_go_to_the_documented_address(open_driver: OpenDoor) -> None:
    driver = open_driver(gallery(), xml(list_text(["a"], total=1)))
    driver.do("create_gallery", [PICTURE])
    driver.do("list_galleries", "ann")
    assert {sent.address for sent in driver.sent} == {"http://www.imageshack.us/gallery_api.php"}


@every_call
def test_mistyped_host_of_the_document_is_never_requested(open_driver: OpenDoor, name: str) -> None:
    driver = open_driver(CALLS[name][0], cookie=COOKIE)
    call(driver, name)
    assert "imageshack.us.gallery_api.php" not in driver.only.url


@each(
    "of",
    [
        "img123.evil.example/x",
        "imgevil.example#/x",
        "img1234567/x",
        "img123",
        "img/x",
        "123/my_gallery",
        "http://img123.imageshack.us/gal.php?g=my_gallery",
        "img123/a/b",
        "img123/",
        "",
    ],
)
@every_call
def test_a_text_that_names_no_gallery_is_not_sent(
    open_driver: OpenDoor, name: str, of: str
) -> None:
    assert "img123/my_gallery" in refused(
        open_driver(cookie=COOKIE), "gallery", name, of, *CALLS[name][1]
    )


@each("of", [None, 7, b"img123/x", ("img123", "x"), {"server": 123, "name": "x", "token": TOKEN}])
def test_argument_that_is_not_a_gallery_is_not_sent(open_driver: OpenDoor, of: Any) -> None:
    message = refused(open_driver(), "gallery", "view_gallery", of)
    assert TOKEN not in message


@given(st.one_of(st.integers(), st.text(), st.just("1.evil.example#"), st.just("1/../x@")))
def test_server_name_always_leads_to_imageshack(server: Any) -> None:
    with open_gallery(KINDS[0], gallery(), cookie=COOKIE) as driver:
        with suppress(InvalidArgument):
            driver.do("edit_gallery", GalleryReference(server, "g", TOKEN), [PICTURE])
        hosts = [sent.url.split("/")[2] for sent in driver.sent]
        number = str(server)
        known = re.fullmatch(r"[0-9]{1,6}", number)
        assert hosts == ([f"img{number}.imageshack.us"] if known else [])


@every_call
def test_another_base_url_gets_the_calls_for_all_servers(open_driver: OpenDoor, name: str) -> None:
    driver = open_driver(CALLS[name][0], cookie=COOKIE, base_url="http://127.0.0.1:8765/there")
    call(driver, name)
    assert driver.only.address == "http://127.0.0.1:8765/there/gallery_api.php"


@every_call
def test_a_redirect_to_another_host_gets_no_credential(open_driver: OpenDoor, name: str) -> None:
    away = Reply(307, b"", {"location": "http://img9.imageshack.us/gallery_api.php"})
    driver = open_driver(away, cookie=COOKIE)
    with pytest.raises(ImageHostError, match="not followed"):
        call(driver, name)
    assert len(driver.sent) == 1


# --- credentials ---------------------------------------------------------------------------


@every_write
def test_what_writes_is_posted_so_that_no_address_holds_a_secret(
    open_driver: OpenDoor, name: str
) -> None:
    driver = open_driver(CALLS[name][0], cookie=COOKIE)
    call(driver, name)
    assert driver.only.method == "POST"
    assert COOKIE not in driver.only.url
    assert ("cookie", COOKIE) in driver.only.fields


@every_write
def test_the_cookie_goes_before_the_token(open_driver: OpenDoor, name: str) -> None:
    driver = open_driver(CALLS[name][0], cookie=COOKIE, token="of-the-client")
    call(driver, name, GalleryReference(123, "my_gallery", TOKEN))
    assert [pair for pair in driver.only.fields if pair[0] in ("cookie", "token")] == [
        ("cookie", COOKIE)
    ]


@each("name", [n for n in WRITES if n != "delete_image"])
def test_the_token_of_a_gallery_goes_before_that_of_the_client(
    open_driver: OpenDoor, name: str
) -> None:
    answer = CALLS[name][0]
    driver = open_driver(answer, answer, token="of-the-client")
    call(driver, name, GalleryReference(123, "my_gallery", TOKEN))
    call(driver, name)
    tokens = [dict(sent.fields)["token"] for sent in driver.sent]
    assert tokens == [TOKEN, "of-the-client"]


def test_creating_needs_no_credential_and_keeps_the_token_that_it_gets(
    open_driver: OpenDoor,
) -> None:
    driver = open_driver(gallery(token=TOKEN), gallery(), gallery())
    made = driver.do("create_gallery", [PICTURE])
    assert {"cookie", "token"}.isdisjoint(dict(driver.only.fields))
    changed = driver.do("add_images", made, [PICTURE])
    assert dict(driver.sent[1].fields)["token"] == TOKEN
    # The answer did not repeat it; it is the gallery's all the same.
    driver.do("edit_gallery", changed, [PICTURE])
    assert dict(driver.sent[2].fields)["token"] == TOKEN


def test_a_token_of_the_client_is_kept_by_the_galleries_that_it_makes(
    open_driver: OpenDoor,
) -> None:
    driver = open_driver(gallery(), token=TOKEN)
    assert driver.do("create_gallery", [PICTURE]).uploader.token == TOKEN
    assert dict(driver.only.fields)["token"] == TOKEN


def test_a_gallery_of_a_registered_user_gets_no_token(open_driver: OpenDoor) -> None:
    driver = open_driver(gallery(), cookie=COOKIE, token=TOKEN)
    assert driver.do("create_gallery", [PICTURE]).uploader.token is None


def test_the_token_that_the_host_gives_replaces_the_known_one(open_driver: OpenDoor) -> None:
    driver = open_driver(gallery(token="newer"))
    shown = driver.do("view_gallery", GalleryReference(123, "my_gallery", TOKEN))
    assert shown.uploader.token == "newer"


@each("name", ["view_gallery", "list_galleries"])
def test_what_reads_sends_no_credential(open_driver: OpenDoor, name: str) -> None:
    answer = gallery() if name == "view_gallery" else xml(list_text(["a"], total=1))
    driver = open_driver(answer, cookie=COOKIE, token=TOKEN)
    driver.do(name, GalleryReference(123, "g", TOKEN) if name == "view_gallery" else "ann")
    for secret in SECRETS:
        assert secret not in driver.only.url + str(driver.only.headers) + str(driver.only.content)


def test_a_picture_is_taken_out_for_registered_users_alone(open_driver: OpenDoor) -> None:
    driver = open_driver(token=TOKEN)
    with pytest.raises(MissingCredentials, match=r"no cookie.*edit the gallery"):
        call(driver, "delete_image", GalleryReference(123, "my_gallery", TOKEN))
    assert driver.sent == []


def test_no_secret_is_shown_anywhere(
    open_driver: OpenDoor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "imagehosts")
    told = errors_text("not_owner_save_album", f"{TOKEN} may not modify it")
    driver = open_driver(gallery(token=TOKEN), xml(told), xml(told), cookie=None)
    made = driver.do("create_gallery", [PICTURE])
    shown = [repr(made), repr(made.uploader), repr(GalleryReference(123, "g", TOKEN))]
    for of in (made, GalleryReference(123, "g", TOKEN)):
        with pytest.raises(PermissionDenied) as caught:
            driver.do("edit_gallery", of, [PICTURE])
        shown += [str(caught.value), repr(caught.value), str(pickle.dumps(caught.value.args))]
    shown += [caplog.text, repr(driver.client)]
    assert made.uploader.token == TOKEN
    assert [text for text in shown if TOKEN in text] == []


def test_a_token_that_cannot_be_sent_is_refused(open_driver: OpenDoor) -> None:
    for wrong in ("", "a\nb", "\u2019"):
        with pytest.raises(InvalidArgument) as caught:
            call(open_driver(), "delete_gallery", GalleryReference(123, "g", wrong))
        assert caught.value.argument == "token"


# --- pictures ------------------------------------------------------------------------------

FILE = GalleryFile(server=123, name="lake.jpg", bucket=4567, thumbnail=True, width=640, height=480)
IMAGE = BasicImage(id="3hlakej", server=123, bucket=4567, filename="lake.jpg")
PACKED = f"{PICTURE};640;480;y"


@each(
    ("given", "created", "elsewhere"),
    [
        (PICTURE, PICTURE, PICTURE),
        ("img0123/04567/lake.jpg", "img0123/04567/lake.jpg", "img0123/04567/lake.jpg"),
        (PACKED, PACKED, None),
        (Picture(123, 4567, "lake.jpg"), PICTURE, PICTURE),
        (Picture(123, 4567, "lake.jpg", 640, 480, True), PACKED, PICTURE),
        (Picture(123, 4567, "a&b=1 ü.png", 1, 2, False), "img123/4567/a&b=1 ü.png;1;2;n", ...),
        (FILE, PACKED, PICTURE),
        (IMAGE, PICTURE, PICTURE),
    ],
    ids=lambda value: getattr(value, "name", None) or str(value),
)
def test_sizes_are_packed_for_creating_and_for_nothing_else(
    open_driver: OpenDoor, given: Any, created: str, elsewhere: Any
) -> None:
    driver = open_driver(gallery(), gallery(), gallery(), gallery(), cookie=COOKIE)
    driver.do("create_gallery", [given, given])
    arrays = [value for name, value in driver.only.fields if name == "image[]"]
    assert arrays == [created, created]
    if elsewhere is None:
        for name in ("edit_gallery", "add_images"):
            words = refused(open_driver(cookie=COOKIE), "images[0]", name, REFERENCE, [given])
            assert "only creating" in words
        refused(open_driver(cookie=COOKIE), "image", "delete_image", REFERENCE, given)
        return
    plain = created.partition(";")[0]
    for name in ("edit_gallery", "add_images"):
        driver.do(name, REFERENCE, [given])
        assert [value for key, value in driver.sent[-1].fields if key == "image[]"] == [plain]
    driver.do("delete_image", REFERENCE, given)
    assert ("image", plain) in driver.sent[-1].fields


@each(
    "wrong",
    [
        "lake.jpg",
        "123/4567/lake.jpg",
        "http://img123.imageshack.us/img123/4567/lake.jpg",
        "img123/4567/a/b.jpg",
        "img123/4567/",
        "img123/lake.jpg",
        f"{PICTURE};640;480",
        f"{PICTURE};640;480;true",
        f"{PICTURE};;;",
        " " + PICTURE,
        "",
        None,
        7,
        b"img1/2/x",
    ],
)
def test_item_that_is_not_a_picture_is_refused_by_its_place(
    open_driver: OpenDoor, wrong: Any
) -> None:
    driver = open_driver(cookie=COOKIE)
    assert "img123/4567/lake.jpg" in refused(
        driver, "images[1]", "create_gallery", [PICTURE, wrong]
    )
    refused(driver, "images[0]", "edit_gallery", REFERENCE, [wrong])
    refused(driver, "images[0]", "add_images", REFERENCE, [wrong])
    refused(driver, "image", "delete_image", REFERENCE, wrong)


@each("wrong", [[], PICTURE, None, 3])
def test_no_pictures_are_no_gallery(open_driver: OpenDoor, wrong: Any) -> None:
    refused(open_driver(), "images", "create_gallery", wrong)
    refused(open_driver(), "images", "edit_gallery", REFERENCE, wrong)


@each(
    ("parts", "argument"),
    [
        ({"width": 640}, "picture"),
        ({"width": 640, "height": 480}, "picture"),
        ({"thumbnail": True}, "picture"),
        ({"server": -1}, "server"),
        ({"server": "123"}, "server"),
        ({"server": True}, "server"),
        ({"bucket": None}, "bucket"),
        ({"name": "a;b"}, "name"),
        ({"name": "a/b"}, "name"),
        ({"name": "a\nb"}, "name"),
        ({"name": ""}, "name"),
        ({"width": -1, "height": 1, "thumbnail": True}, "width"),
    ],
)
def test_a_picture_that_cannot_be_written_is_refused(parts: dict[str, Any], argument: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        Picture(**{"server": 123, "bucket": 4567, "name": "lake.jpg", **parts})
    assert caught.value.argument == argument


NAMES = st.text(
    st.characters(blacklist_categories=("Cc", "Cs"), blacklist_characters="/;"), min_size=1
)


@given(
    st.integers(0, 999_999),
    st.integers(0, 999_999_999),
    NAMES,
    st.none() | st.tuples(st.integers(0, 9999), st.integers(0, 9999), st.booleans()),
)
def test_a_picture_is_what_its_text_says(
    server: int, bucket: int, name: str, size: tuple[int, int, bool] | None
) -> None:
    picture = Picture(server, bucket, name, *(size or ()))
    assert Picture.parse(picture.packed) == picture
    assert Picture.parse(str(picture)) == Picture(server, bucket, name)


# --- galleries -----------------------------------------------------------------------------


def test_the_name_comes_from_the_answer(open_driver: OpenDoor) -> None:
    driver = open_driver(gallery(name="my_gallery7fq"))
    assert driver.do("create_gallery", [PICTURE], name="my_gallery").name == "my_gallery7fq"
    assert ("name", "my_gallery") in driver.only.fields


def test_editing_sends_the_title_that_the_gallery_has(open_driver: OpenDoor) -> None:
    driver = open_driver(*[gallery()] * 4, cookie=COOKIE)
    driver.do("edit_gallery", parsed(title="Tahoe"), [PICTURE])
    driver.do("edit_gallery", parsed(title="Tahoe"), [PICTURE], title="Other")
    driver.do("edit_gallery", parsed(title="Tahoe"), [PICTURE], title="")
    driver.do("edit_gallery", REFERENCE, [PICTURE])
    titles = [dict(sent.fields).get("title") for sent in driver.sent]
    assert titles == ["Tahoe", "Other", "", None]


def test_a_gallery_of_a_list_can_be_passed_on(open_driver: OpenDoor) -> None:
    driver = open_driver(xml(list_text(["one"], total=1)), gallery(), cookie=COOKIE)
    (entry,) = driver.do("list_galleries", "ann").items
    assert isinstance(entry, GalleryEntry)
    driver.do("view_gallery", entry)
    assert driver.sent[1].query == [("action", "view"), ("view", "xml"), ("g", "one")]


def test_deleting_answers_nothing(open_driver: OpenDoor) -> None:
    assert call(open_driver(DELETED, cookie=COOKIE), "delete_gallery") is None


def test_padded_addresses_are_trimmed_and_titles_are_not(open_driver: OpenDoor) -> None:
    found = open_driver(gallery(title=" two \n lines ")).do("view_gallery", REFERENCE)
    assert found.links.gallery_url == "http://img123.imageshack.us/gal.php?g=my_gallery"
    assert found.links.player_url.endswith("webplayer.php?id=my_gallery")
    assert found.title == " two \n lines "
    assert found.links.embed_code.embed.flashvars == "id=img123/my_gallery"
    assert found.links.embed_code.embed.menu is False


def test_a_list_goes_on_until_all_are_there(open_driver: OpenDoor) -> None:
    pages = [["a", "b"], ["c", "d"], ["e"]]
    driver = open_driver(*[xml(list_text(page, total=5)) for page in pages])

    async def gather(pager: Any) -> list[str]:
        return [entry.name async for entry in pager]

    pager = driver.client.list_galleries("ann", limit=2)
    names = driver.wait_for(gather(pager)) if driver.kind.is_async else [e.name for e in pager]
    assert names == ["a", "b", "c", "d", "e"]
    asked = [(dict(s.query).get("start", "0"), dict(s.query)["limit"]) for s in driver.sent]
    assert asked == [("0", "2"), ("2", "2"), ("4", "2")]


@each("limit", [0, 101, -1, "many"])
def test_a_limit_that_the_host_does_not_take_is_refused(open_driver: OpenDoor, limit: Any) -> None:
    assert "limit" in refused(open_driver(), "limit", "list_galleries", "ann", limit=limit)


# --- failures ------------------------------------------------------------------------------


@each("status", [200, 403, 500])
@each(
    ("code", "kind_of_error"),
    [
        ("bad_parameter_file", InvalidRequest),
        ("authentication_failed_save_album", AuthenticationFailed),
        ("not_owner_delete", PermissionDenied),
        ("io_exists_error", NotFound),
        ("io_exist_error", NotFound),
        ("io_error", HostUnavailable),
        ("db_delete_error", HostUnavailable),
    ],
)
def test_error_is_found_at_every_status(
    open_driver: OpenDoor, code: str, kind_of_error: type[ImageHostError], status: int
) -> None:
    answer = xml(errors_text(code, "Words of the host"), status)
    driver = open_driver(*[answer] * 9, cookie=COOKIE, max_retries=0)
    for name in CALLS:
        with pytest.raises(kind_of_error, match="Words of the host") as caught:
            call(driver, name)
        assert (caught.value.code, caught.value.host) == (code, "imageshack_gallery")


def test_errors_of_the_sibling_interfaces_are_read_too(open_driver: OpenDoor) -> None:
    text = '<links><error id="upload_failed">Invalid image file</error></links>'
    with pytest.raises(InvalidRequest, match="Invalid image file") as caught:
        call(open_driver(xml(text)), "view_gallery")
    assert caught.value.code == "upload_failed"


@each(
    "body",
    [
        b"",
        b"<html><body>Gone fishing</body></html>",
        b"<errors/>",
        gallery_text().encode()[:-20],
        b'<gallery version="1.0" />',
        b'{"gallery": 1}',
        list_text(["a"], total=1).encode(),
    ],
    ids=["empty", "page", "no error", "cut", "deleted", "json", "list"],
)
def test_answer_without_a_gallery_is_an_error(open_driver: OpenDoor, body: bytes) -> None:
    driver = open_driver(Reply(200, body), max_retries=0)
    with pytest.raises((ResponseDecodeError, StatusError)):
        call(driver, "view_gallery")


def test_a_changed_copy_of_the_client_is_another_owner(open_driver: OpenDoor) -> None:
    driver = open_driver(gallery(), gallery(), token=TOKEN)
    other = copy.copy(GalleryReference(123, "g", "another"))
    driver.do("add_images", other, [PICTURE])
    driver.do("add_images", REFERENCE, [PICTURE])
    assert [dict(sent.fields)["token"] for sent in driver.sent] == ["another", TOKEN]
