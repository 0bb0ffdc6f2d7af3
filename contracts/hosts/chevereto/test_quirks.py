"""The oddities of the Chevereto hosts, each as the client deals with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from imagehosts import (
    Base64,
    DuplicateUpload,
    ImageHostError,
    InvalidArgument,
    InvalidRequest,
    MissingCredentials,
    NotFound,
    RateLimited,
    Url,
)
from imagehosts_wire.imges.resources.images import OPERATIONS as IMGES_OPERATIONS

from contracts.support.clients import KEY, KINDS, PNG, Driver, Kind, for_kinds, success
from contracts.support.recording import Reply
from contracts.support.reporting import each

OpenDoor = Callable[..., Driver]

PICTURE = "https://elsewhere.example/lake.png?size=large"
SLASHLESS = "https://imges.link/sharexapi/1/upload"
VIEWER = "https://imges.link/image/L"


# --- IMG-01: the slash at the end ----------------------------------------------------------


@for_kinds("imges")
@each("status", [404, 405])
@each("method", ["POST", "GET"])
def test_an_unknown_path_is_tried_without_its_slash(
    open_driver: OpenDoor, kind: Kind, status: int, method: str
) -> None:
    driver = open_driver(Reply(status, "<h1>Not Found</h1>"), success(kind))
    image = driver.upload(Url(PICTURE), method=method)
    first, second = driver.sent
    assert (first.address, second.address) == (SLASHLESS + "/", SLASHLESS)
    assert image.id_encoded == "L"
    # Nothing else differs: the method, the query and the body went along.
    assert (second.method, second.query, second.parts) == (method, first.query, first.parts)


@for_kinds("imges")
def test_a_path_unknown_in_both_spellings_is_not_found_after_two_requests(
    open_driver: OpenDoor,
) -> None:
    driver = open_driver(Reply(404, "<h1>Not Found</h1>"))
    with pytest.raises(NotFound):
        driver.upload()
    assert [sent.address for sent in driver.sent] == [SLASHLESS + "/", SLASHLESS]


@for_kinds("imges")
@each("status", [400, 403, 413, 500])
def test_an_answer_that_knows_the_path_is_final(open_driver: OpenDoor, status: int) -> None:
    driver = open_driver(Reply(status, "no"))
    with pytest.raises(ImageHostError):
        driver.upload()
    assert len(driver.sent) == 1


@for_kinds("imges")
def test_a_source_that_can_be_read_once_is_not_tried_at_a_second_address(
    open_driver: OpenDoor,
) -> None:
    driver = open_driver(Reply(404, "<h1>Not Found</h1>"))
    with pytest.raises(NotFound):
        driver.upload(iter([PNG]))
    assert len(driver.sent) == 1


@for_kinds("imagehosting_me", "chevereto")
def test_a_host_with_one_documented_path_gets_one_request(open_driver: OpenDoor) -> None:
    driver = open_driver(Reply(404, "<h1>Not Found</h1>"))
    with pytest.raises(NotFound):
        driver.upload()
    assert driver.only.address == driver.host.url


def test_every_operation_of_imges_knows_its_other_path() -> None:
    assert {operation.alternate_path for operation in IMGES_OPERATIONS} == {"/{action}"}


# --- IMG-02, IHM-02: POST or GET -----------------------------------------------------------


@pytest.mark.outside("sends what the host must refuse or forgive")
@each("source", [Url(PICTURE), PICTURE, PICTURE.replace("https", "HTTP")])
def test_get_takes_a_url_and_nothing_else(open_driver: OpenDoor, kind: Kind, source: Any) -> None:
    driver = open_driver(success(kind))
    driver.upload(source, method="GET")
    assert driver.only.method == "GET"
    assert driver.only.content == b""
    assert dict(driver.only.query)["source"] == getattr(source, "url", source)

    for wrong in (PNG, "lake.png", Path("lake.png"), ("lake.png", PNG), Base64("iVBORw0KGgo=")):
        with pytest.raises(InvalidArgument, match="source: GET takes an address only") as caught:
            driver.upload(wrong, method="GET")
        assert caught.value.argument == "source"
    assert len(driver.sent) == 1


@pytest.mark.outside("sends what the host must refuse or forgive")
def test_a_url_in_a_query_keeps_its_colons_and_slashes(open_driver: OpenDoor, kind: Kind) -> None:
    # Observed: a site that gets them escaped takes the address for broken base64.
    driver = open_driver(success(kind), by_the_spec=False)
    driver.upload("https://elsewhere.example/a?b=c", method="GET", options={"query": {"d": "c&ü"}})
    assert "source=https://elsewhere.example/a?b=c&" in driver.only.url
    assert driver.only.url.endswith("&d=c%26%C3%BC")


@each("method", ["get", "PUT", "", None])
def test_another_method_is_refused(open_driver: OpenDoor, method: Any) -> None:
    driver = open_driver()
    with pytest.raises(InvalidArgument, match="method: expected 'POST' or 'GET'"):
        driver.upload(method=method)
    assert driver.sent == []


# --- IMG-03, IHM-01: the key ---------------------------------------------------------------


@for_kinds("imges")
def test_the_key_of_imges_goes_in_the_body_of_a_post(open_driver: OpenDoor, kind: Kind) -> None:
    driver = open_driver(success(kind))
    driver.upload()
    assert ("key", KEY) in driver.only.fields
    assert KEY not in driver.only.url
    assert KEY not in str(driver.only.headers.raw)

    driver.upload(Url(PICTURE), method="GET")
    # The old document knows no other place; a GET has no body.
    assert ("key", KEY) in driver.sent[1].query
    assert KEY not in str(driver.sent[1].headers.raw)


@for_kinds("imagehosting_me")
@each("method", ["POST", "GET"])
def test_the_key_of_imagehosting_me_goes_in_the_header_alone(
    open_driver: OpenDoor, kind: Kind, method: str
) -> None:
    driver = open_driver(success(kind))
    driver.upload(Url(PICTURE), method=method)
    assert driver.only.headers["x-api-key"] == KEY
    assert KEY not in driver.only.url
    assert KEY.encode() not in driver.only.content


@for_kinds("chevereto")
def test_the_key_of_any_site_goes_where_every_version_reads_it(
    open_driver: OpenDoor, kind: Kind
) -> None:
    driver = open_driver(success(kind))
    driver.upload()
    assert ("key", KEY) in driver.only.fields
    assert "x-api-key" not in driver.only.headers

    new = open_driver(success(kind), key_in="header")
    new.upload()
    assert new.only.headers["x-api-key"] == KEY
    assert KEY.encode() not in new.only.content


@for_kinds("chevereto")
def test_a_place_that_no_version_reads_the_key_from_is_refused(kind: Kind) -> None:
    with pytest.raises(InvalidArgument, match="key_in: expected 'body' or 'header'"):
        kind.make(api_key=KEY, key_in="query")


def test_no_key_is_shipped(open_driver: OpenDoor) -> None:
    driver = open_driver(key=None)
    with pytest.raises(MissingCredentials):
        driver.upload()
    assert driver.sent == []


# --- IMG-05, IHM-05: the source ------------------------------------------------------------

SOURCES = [
    # what the caller gives, the media type of the body, and the source in it
    (PNG, "multipart/form-data", PNG),
    (("näme.png", PNG), "multipart/form-data", PNG),
    (Base64("iVBORw0KGgo="), "application/x-www-form-urlencoded", b"iVBORw0KGgo="),
    (Base64(b"iVBORw0KGgo="), "application/x-www-form-urlencoded", b"iVBORw0KGgo="),
    # Sites refuse each of these spellings, or take them for something else.
    (Base64("iVBORw0KGgo"), "application/x-www-form-urlencoded", b"iVBORw0KGgo="),
    (Base64("iVBORw0KGgo==="), "application/x-www-form-urlencoded", b"iVBORw0KGgo="),
    (Base64("_-8"), "application/x-www-form-urlencoded", b"/+8="),
    (Base64("iVBO\r\nRw0K Ggo=\n"), "application/x-www-form-urlencoded", b"iVBORw0KGgo="),
    ("data:image/png;base64,iVBORw0KGgo", "application/x-www-form-urlencoded", b"iVBORw0KGgo="),
    (
        "DATA:image/png;BASE64,iVBORw0KGgo%3D",
        "application/x-www-form-urlencoded",
        b"iVBORw0KGgo=",
    ),
    (Url(PICTURE), "application/x-www-form-urlencoded", PICTURE.encode()),
    (PICTURE, "application/x-www-form-urlencoded", PICTURE.encode()),
]


@each(("source", "media_type", "content"), SOURCES)
def test_a_source_is_sent_in_the_form_it_was_given_in(
    open_driver: OpenDoor, kind: Kind, source: Any, media_type: str, content: bytes
) -> None:
    driver = open_driver(success(kind))
    driver.upload(source)
    (part,) = [part for part in driver.only.parts if part.name == "source"]
    assert (driver.only.media_type, part.content) == (media_type, content)
    assert (part.filename is not None) == (media_type == "multipart/form-data")


@each(
    ("source", "said"),
    [
        (Base64(""), "the base64 text is empty"),
        (Base64("data:image/png;base64,"), "the base64 text is empty"),
        (Base64("not base64!"), "not base64"),
        (Base64("iVBOR"), "not base64"),
        (Base64("iV=BO"), "not base64"),
        (Base64("ü" * 4), "not base64"),
        ("data:image/png,plain", "expected a data: URL with ;base64"),
        ("data:image/png;base64", "expected a data: URL with ;base64"),
        (Url("lake.png"), "expected an http"),
        (Url("ftp://elsewhere.example/lake.png"), "expected an http"),
        (Url("https://"), "expected an http"),
        (Url("https://elsewhere.example:port/"), "expected an http"),
        (Url("https://[elsewhere/"), "expected an http"),
        (Url("https://elsewhere.example/a b"), "expected an http"),
        (Url("https://elsewhere.example/a\r\nX: y"), "expected an http"),
        (Url(""), "expected an http"),
        (Url(None), "expected an http"),  # type: ignore[arg-type]
        (Url(PICTURE.encode()), "expected an http"),  # type: ignore[arg-type]
        ("http://", "expected an http"),
    ],
)
def test_a_source_that_no_host_could_read_is_refused_by_name(
    open_driver: OpenDoor, source: Any, said: str
) -> None:
    driver = open_driver()
    with pytest.raises(InvalidArgument, match=f"source: {said}") as caught:
        driver.upload(source)
    assert caught.value.argument == "source"
    assert driver.sent == []


def test_an_address_that_is_refused_shows_no_password(open_driver: OpenDoor) -> None:
    driver = open_driver()
    with pytest.raises(InvalidArgument) as caught:
        driver.upload(Url("ftp://me:hunter2@elsewhere.example/x?token=hunter3"))
    assert "hunter" not in str(caught.value)
    assert "elsewhere.example" in str(caught.value)


# --- IHM-05: the expiration ----------------------------------------------------------------

EXPIRATIONS = [
    (timedelta(minutes=5), "PT5M"),
    (timedelta(days=3), "P3D"),
    (timedelta(days=1, hours=2, minutes=3, seconds=4), "P1DT2H3M4S"),
    # Never shorter than asked for.
    (timedelta(minutes=5, microseconds=1), "PT5M1S"),
    (timedelta(days=365), "P365D"),
    ("PT5M", "PT5M"),
    ("P3D", "P3D"),
    ("P1W", "P1W"),
    ("P1M", "P1M"),
    ("P1Y", "P1Y"),
    ("P1DT12H", "P1DT12H"),
    ("PT300S", "PT300S"),
]

MISREAD = [
    # Observed: five minutes are made of everything that cannot be read, and of what is shorter.
    "",
    "P",
    "PT",
    "P1DT",
    "5 minutes",
    "PT5",
    "5M",
    "pt5m",
    "PT1.5H",
    "-PT5M",
    "PT5M ",
    "PT5M\n",
    "٥",
    "P٥D",
    "300",
    "2030-01-01",
    "PT0S",
    "PT299S",
    "PT1S",
    timedelta(),
    timedelta(seconds=-1),
    timedelta(days=-3),
    timedelta(seconds=299),
    timedelta(microseconds=1),
    # And a year of what is longer.
    "P2Y",
    "P367D",
    timedelta(days=367),
    timedelta.max,
    "P" + "9" * 5000 + "D",
    # What is no duration at all.
    300,
    300.0,
    True,
    b"PT5M",
    ["PT5M"],
]


@for_kinds("imagehosting_me", "chevereto")
@each(("expiration", "sent"), EXPIRATIONS)
def test_an_expiration_is_sent_as_the_host_reads_it(
    open_driver: OpenDoor, kind: Kind, expiration: Any, sent: str
) -> None:
    driver = open_driver(success(kind))
    driver.upload(expiration=expiration)
    assert ("expiration", sent) in driver.only.fields


@for_kinds("imagehosting_me", "chevereto")
@each("expiration", MISREAD, ids=lambda value: repr(value)[:30])
def test_an_expiration_the_host_would_misread_is_refused(
    open_driver: OpenDoor, expiration: Any
) -> None:
    driver = open_driver()
    with pytest.raises(InvalidArgument, match="expiration: expected") as caught:
        driver.upload(expiration=expiration)
    assert caught.value.argument == "expiration"
    assert (caught.value.host, caught.value.operation) == (driver.kind.named, "images_upload")
    assert driver.sent == []


@for_kinds("imagehosting_me", mode="sync")
@settings(max_examples=200, deadline=None)
@given(expiration=st.text(max_size=20) | st.from_regex(r"P[0-9YMWDTHS]{0,12}", fullmatch=True))
def test_any_text_is_an_expiration_of_five_minutes_to_a_year_or_refused(
    kind: Kind, expiration: str
) -> None:
    with Driver(kind, success(kind)) as driver:
        try:
            driver.upload(expiration=expiration)
        except InvalidArgument:
            assert driver.sent == []
        else:
            assert ("expiration", expiration) in driver.only.fields
            assert expiration[0] == "P"
            assert any(digit in "123456789" for digit in expiration)


# --- IMG-07, IHM-06: the redirect ----------------------------------------------------------


@pytest.mark.outside("sends what the host must refuse or forgive")
@each("method", ["POST", "GET"])
def test_a_redirect_is_returned_and_not_followed(open_driver: OpenDoor, method: str) -> None:
    viewer = f"https://{door_host(open_driver)}/image/L"
    driver = open_driver(Reply(302, headers={"Location": viewer}), Reply(200, "the viewer page"))
    assert driver.upload(Url(PICTURE), format="redirect", method=method) == viewer
    assert len(driver.sent) == 1


def test_a_redirect_to_another_host_is_returned_and_not_followed(open_driver: OpenDoor) -> None:
    # Sites show their pictures under other names than their API.
    driver = open_driver(Reply(302, headers={"Location": "https://www.shown.example/image/L"}))
    assert driver.upload(format="redirect") == "https://www.shown.example/image/L"
    assert len(driver.sent) == 1


@each("location", ["/clip/lake.L", "../../clip/lake.L", "//{host}/clip/lake.L"])
def test_a_redirect_to_a_path_becomes_an_address_of_the_host(
    open_driver: OpenDoor, location: str
) -> None:
    host = door_host(open_driver)
    driver = open_driver(Reply(302, headers={"Location": location.format(host=host)}))
    viewer = driver.upload(format="redirect")
    assert viewer.startswith(f"https://{host}/")
    assert viewer.endswith("/clip/lake.L")


@pytest.mark.outside("sends what the host must refuse or forgive")
@each("redirect", [301, 302, 307, 308])
def test_a_redirect_between_spellings_of_the_api_is_no_viewer_page(
    open_driver: OpenDoor, redirect: int
) -> None:
    driver = open_driver()
    other = driver.host.url.removesuffix("/") + ("" if driver.host.url.endswith("/") else "/")
    moved = Reply(redirect, headers={"Location": other})
    driver = open_driver(moved, Reply(302, headers={"Location": VIEWER}))
    assert driver.upload(format="redirect") == VIEWER
    assert [sent.address for sent in driver.sent] == [driver.host.url, other]


# --- IMG-08, IHM-07: errors in plain text --------------------------------------------------

TEXTS = [
    ("Duplicated upload", DuplicateUpload),
    ("Flooding detected. You can only upload 50 images per minute", RateLimited),
    ("Empty upload source.", InvalidRequest),
    ("Something nobody has heard of", InvalidRequest),
    ("httpx is no address", InvalidRequest),
    ("https://one.example/a.png https://two.example/b.png", InvalidRequest),
    ("see https://one.example/a.png", InvalidRequest),
    ("ftp://one.example/a.png", InvalidRequest),
]


@each(("text", "error"), TEXTS)
@each("format", ["txt", "redirect"])
def test_text_answer_that_is_not_an_address_is_an_error(
    open_driver: OpenDoor, text: str, error: type[ImageHostError], format: str
) -> None:
    driver = open_driver(Reply(200, text, {"content-type": "text/html; charset=utf-8"}))
    with pytest.raises(error, match=text[:20]) as caught:
        driver.upload(format=format, options={"max_retries": 0})
    assert type(caught.value) is error
    assert (caught.value.status, caught.value.host_message) == (200, text)  # type: ignore[attr-defined]
    assert (caught.value.host, caught.value.operation) == (
        driver.kind.named,
        f"images_upload_{format}",
    )


@each(
    "text",
    [
        "https://one.example/images/a.png",
        "http://one.example/images/a.png\n",
        "  HTTPS://one.example/images/%E5%86%99.png\r\n",
    ],
)
@each("content_type", ["text/plain", "text/html; charset=utf-8", ""])
def test_text_that_is_one_address_is_the_picture(
    open_driver: OpenDoor, text: str, content_type: str
) -> None:
    driver = open_driver(Reply(200, text.encode(), {"content-type": content_type}))
    assert driver.upload(format="txt") == text.strip()


def test_an_error_in_json_is_read_although_text_was_asked_for(open_driver: OpenDoor) -> None:
    # Observed: a wrong version is answered in JSON whatever the format.
    error = {"status_code": 400, "error": {"message": "Duplicated upload", "code": 101}}
    for status in (200, 400):
        with pytest.raises(DuplicateUpload) as caught:
            open_driver(Reply(status, error)).upload(format="txt")
        assert (caught.value.status, caught.value.code) == (status, 101)


# --- IHM-16: the address that deletes ------------------------------------------------------


@each("format", ["json", "txt", "redirect"])
def test_an_upload_never_opens_the_delete_address(
    open_driver: OpenDoor, kind: Kind, format: str
) -> None:
    host = door_host(open_driver)
    delete_url = f"https://{host}/image/L/delete/5ecret"
    reply = {
        "json": success(kind, {"delete_url": delete_url}),
        "txt": Reply(200, f"https://{host}/images/lake.png"),
        "redirect": Reply(302, headers={"Location": f"https://{host}/image/L"}),
    }[format]
    driver = open_driver(reply)
    result = driver.upload(format=format)
    assert len(driver.sent) == 1
    if format == "json":
        assert result.delete_url == delete_url
        assert "5ecret" not in repr(result)


def test_a_redirect_to_the_delete_address_is_not_followed(open_driver: OpenDoor) -> None:
    host = door_host(open_driver)
    for status in (301, 302, 303):
        driver = open_driver(
            Reply(status, headers={"Location": f"https://{host}/image/L/delete/5ecret"})
        )
        with pytest.raises(ImageHostError) as caught:
            driver.upload()
        assert len(driver.sent) == 1
        assert "5ecret" not in str(caught.value)


def door_host(open_driver: OpenDoor) -> str:
    """The host that the client under test talks to."""
    return open_driver().host.base_url.split("/")[2]


def test_every_client_is_under_test() -> None:
    assert len({str(kind) for kind in KINDS}) == 6
