"""What sites of this family do that no document says, and what the clients make of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from imagehosts import (
    AuthenticationFailed,
    Base64,
    DuplicateUpload,
    FileTooLarge,
    HostUnavailable,
    ImageHostError,
    InvalidArgument,
    InvalidRequest,
    NotFound,
    PermissionDenied,
    StatusError,
    Url,
)
from imagehosts.core.logging import Drift

from contracts.support.clients import PNG, Driver, Kind, for_kinds, success
from contracts.support.recording import Reply, Sent
from contracts.support.reporting import each, report_all

OpenDoor = Callable[..., Driver]
FORMATS = ("json", "txt", "redirect")
PICTURE = "https://elsewhere.example/lake.png"
HTML = {"content-type": "text/html; charset=utf-8"}


def error_reply(message: str, code: int, status: int = 400) -> Reply:
    return Reply(status, {"status_code": status, "error": {"message": message, "code": code}})


# --- the site by its name ------------------------------------------------------------------


@for_kinds("chevereto")
def test_an_error_and_a_drift_name_the_site(open_driver: OpenDoor, kind: Kind) -> None:
    drifts: list[Drift] = []
    driver = open_driver(
        success(kind, {"size": "many"}),
        Reply(403, "no"),
        base_url="https://pics.example/api/1",
        on_drift=drifts.append,
    )
    driver.upload()
    assert [drift.host for drift in drifts] == ["pics.example"]
    with pytest.raises(PermissionDenied, match=r"^pics\.example images_upload: ") as caught:
        driver.upload()
    assert caught.value.host == "pics.example"


# --- the spelling of the path --------------------------------------------------------------


@for_kinds("imges")
@each("script", ["unknown", "moved"])
def test_the_spelling_that_worked_is_tried_first_from_then_on(
    open_driver: OpenDoor, kind: Kind, script: str
) -> None:
    slashless = kind.host.url.rstrip("/")

    def site(sent: Sent) -> Reply:
        if sent.address == slashless:
            reply: Reply = success(kind)
            return reply
        moved = Reply(301, "", {"location": slashless})
        return moved if script == "moved" else Reply(404, "no such page")

    driver = open_driver(site)
    for _ in range(3):
        driver.upload()
    copy = driver.client.with_options(max_retries=0)
    driver.wait_for(copy.upload(PNG))
    sent = [sent.address for sent in driver.sent]
    assert sent == [kind.host.url, slashless, slashless, slashless, slashless]


@for_kinds("imges")
def test_a_spelling_that_is_no_longer_known_is_forgotten(open_driver: OpenDoor, kind: Kind) -> None:
    slashless = kind.host.url.rstrip("/")
    good, gone = success(kind), Reply(404, "no such page")
    driver = open_driver(gone, good, good, gone, good, good)
    for _ in range(4):
        driver.upload()
    assert [sent.address for sent in driver.sent] == [
        kind.host.url,
        slashless,
        slashless,
        slashless,
        kind.host.url,
        kind.host.url,
    ]


@pytest.mark.outside("sends what the host must refuse or forgive")
@for_kinds("chevereto")
def test_an_upload_by_get_works_at_old_and_new_sites(open_driver: OpenDoor, kind: Kind) -> None:
    base = kind.host.url

    def old(sent: Sent) -> Reply:
        """A slash before a query, or a redirect that damages the source."""
        if sent.address.endswith("/"):
            reply: Reply = success(kind)
            return reply
        damaged = sent.url.replace("upload?", "upload/?").replace("https://else", "https:/else")
        return Reply(301, "", {"location": damaged})

    def new(sent: Sent) -> Reply:
        reply: Reply = success(kind)
        return Reply(404, "no such page") if sent.address.endswith("/") else reply

    for site, addresses in (
        (old, [base + "/", base + "/"]),
        (new, [base + "/", base, base + "/", base]),
    ):
        driver = open_driver(site)
        for _ in range(2):
            driver.upload(Url(PICTURE), method="GET")
        sent = [sent.address for sent in driver.sent]
        assert sent[:2] == addresses[:2]
        assert {dict(sent.query)["source"] for sent in driver.sent} == {PICTURE}


# --- what a GET can carry ------------------------------------------------------------------


@pytest.mark.outside("sends what the host must refuse or forgive")
def test_a_source_by_get_goes_out_as_it_is(open_driver: OpenDoor, kind: Kind) -> None:
    for source in (
        "https://elsewhere.example/a.png?size=large",
        "http://elsewhere.example:8080/~u/a,b(1)!*$@c.png?x=1=2?y",
    ):
        driver = open_driver(success(kind))
        driver.upload(source, method="GET")
        assert f"source={source}" in driver.only.url.partition("?")[2].split("&")


def test_a_source_that_a_get_would_damage_is_refused(open_driver: OpenDoor, kind: Kind) -> None:
    driver = open_driver(success(kind))
    with report_all() as case:
        for character in "&%#+;'[]|ü":
            with case(character), pytest.raises(InvalidArgument, match="use POST") as caught:
                driver.upload(f"https://elsewhere.example/a{character}b.png", method="GET")
            assert caught.value.argument == "source"
    assert driver.sent == []
    driver.upload("https://elsewhere.example/a%20b.png?x=1&y=2")
    assert len(driver.sent) == 1


@pytest.mark.outside("sends what the host must refuse or forgive")
def test_a_redirect_that_changed_the_source_is_not_followed(
    open_driver: OpenDoor, kind: Kind
) -> None:
    def damage(sent: Sent) -> Reply:
        return Reply(301, "", {"location": sent.url.replace("https://else", "https:/else")})

    driver = open_driver(damage)
    with pytest.raises(StatusError, match="not followed"):
        driver.upload(Url(PICTURE), method="GET")
    assert {dict(sent.query)["source"] for sent in driver.sent} == {PICTURE}
    assert len(driver.sent) == 1


# --- files that do not arrive --------------------------------------------------------------


@for_kinds("chevereto", "imges")
@each("format", FORMATS)
def test_a_body_dropped_for_its_size_names_the_size(
    open_driver: OpenDoor, kind: Kind, format: str
) -> None:
    large = PNG + bytes(3 * 1024 * 1024)
    texts = ("Invalid API v1 key.", "Empty upload source.")
    for text, code in zip(texts, (100, 130), strict=True):
        reply = error_reply(text, code) if format == "json" else Reply(200, text, HTML)
        driver = open_driver(reply, by_the_spec=False)
        with pytest.raises(FileTooLarge, match="bytes were sent") as caught:
            driver.upload(large, format=format)
        assert driver.only.headers["content-length"] in str(caught.value)
        assert caught.value.host_message == text
        # A small body is not dropped: then the site means what it says.
        meant = AuthenticationFailed if code == 100 else InvalidRequest
        with pytest.raises(meant) as small:
            driver.upload(format=format)
        assert not isinstance(small.value, FileTooLarge)


def test_an_empty_file_is_refused_before_sending(open_driver: OpenDoor, kind: Kind) -> None:
    driver = open_driver(error_reply("Duplicated upload", 101))
    with report_all() as case:
        for name, source in (
            ("bytes", b""),
            ("named", ("lake.png", b"", "image/png")),
            ("stream", iter([b"", b""])),
        ):
            with case(name), pytest.raises(InvalidArgument, match="the file is empty") as caught:
                driver.upload(source)
            assert (caught.value.argument, caught.value.host) == ("source", kind.named)
    assert driver.sent == []
    with pytest.raises(DuplicateUpload):
        driver.upload(Base64("iVBORw0KGgo="))


# --- asked for, not done -------------------------------------------------------------------

ASKED: dict[str, tuple[Any, Any, Any]] = {
    "expiration": (
        "P3D",
        {"expiration_date_gmt": None},
        {"expiration_date_gmt": "2023-06-24 09:00:00"},
    ),
    "title": ("Tahoe at dawn", {"title": "lake"}, {"title": "Tahoe at dawn"}),
    "description": ("cold", {"description": None}, {"description": "cold"}),
    "nsfw": (True, {"nsfw": "0"}, {"nsfw": "1"}),
    "width": (100, {"width": 640}, {"width": 100}),
    "category_id": (4, {"category_id": None}, {"category_id": 4}),
    "tags": (["lake", "dawn"], {"tags_string": "lake"}, {"tags_string": "dawn,lake"}),
}


@for_kinds("imagehosting_me", "chevereto")
@each("option", ASKED)
def test_what_a_site_ignored_is_reported_as_not_done(
    open_driver: OpenDoor, kind: Kind, option: str
) -> None:
    asked, ignored, done = ASKED[option]
    now = {"date_gmt": "2023-06-21 09:00:00", "is_animated": 0}
    for changes, expected in ((ignored, [f"/image/{next(iter(ignored))}"]), (done, [])):
        drifts: list[Drift] = []
        driver = open_driver(success(kind, {**now, **changes}), on_drift=drifts.append)
        driver.upload(**{option: asked})
        assert [drift.pointer for drift in drifts] == expected
        assert {drift.kind for drift in drifts} <= {"asked for, not done"}
        assert all(f"asked for, not done: {option} " in str(drift) for drift in drifts)
        driver.upload()  # nothing asked, nothing missed
        assert len(drifts) == len(expected)


@for_kinds("imagehosting_me", "chevereto")
def test_an_expiration_that_became_another_is_reported(open_driver: OpenDoor, kind: Kind) -> None:
    # Sites make five minutes of what they do not understand.
    drifts: list[Drift] = []
    times = {"date_gmt": "2023-06-21 09:00:00", "expiration_date_gmt": "2023-06-21 09:05:00"}
    driver = open_driver(success(kind, times), on_drift=drifts.append)
    driver.upload(expiration="P3D")
    assert [(drift.pointer, drift.kind) for drift in drifts] == [
        ("/image/expiration_date_gmt", "asked for, not done")
    ]


# --- pages and plain words -----------------------------------------------------------------

STYLES = "<style>body{background:#eee;font:" + "x" * 9000 + "}</style>"
PAGE = f"<!DOCTYPE html><html><head>{STYLES}<title>Down for\n repairs</title></head><body>b</body>"


@each("format", FORMATS)
@each("status", [200, 404, 503])
def test_a_page_for_a_message_gives_its_title(
    open_driver: OpenDoor, format: str, status: int
) -> None:
    driver = open_driver(Reply(status, PAGE, HTML), max_retries=0)
    with pytest.raises(StatusError, match="Down for repairs") as caught:
        driver.upload(format=format)
    assert isinstance(caught.value, NotFound if status == 404 else HostUnavailable)
    assert caught.value.host_message == "Down for repairs"
    assert "background" not in str(caught.value)


@each("format", FORMATS)
@each("status", [200, 403])
@each("around", ["{}", "\n{}\n", "\ufeff{}"])
def test_a_ban_in_plain_words_is_one_error_in_every_format(
    open_driver: OpenDoor, format: str, status: int, around: str
) -> None:
    text = "You have been forbidden to use this website."
    driver = open_driver(Reply(status, around.format(text), HTML))
    with pytest.raises(PermissionDenied) as caught:
        driver.upload(format=format)
    assert caught.value.host_message == text
    assert len(driver.sent) == 1


NOTICE = "<br />\n<b>Warning</b>:  Undefined key in <b>/var/www/a.php</b> on line <b>3</b><br />\n"
PLAIN_NOTICE = "\nNotice: Undefined index: x in /var/www/a.php on line 12\n"
ADDRESS = "https://pictures.example/images/a.png"


@each(
    "text",
    [
        NOTICE + ADDRESS,
        ADDRESS + NOTICE,
        PLAIN_NOTICE + ADDRESS,
        ADDRESS + PLAIN_NOTICE,
        NOTICE * 2 + ADDRESS + "\n<!-- made in 0.2 s -->",
        f"\ufeff{NOTICE}{ADDRESS}",
    ],
)
def test_a_stored_picture_is_found_among_notices(open_driver: OpenDoor, text: str) -> None:
    drifts: list[Drift] = []
    driver = open_driver(Reply(200, text, HTML), on_drift=drifts.append)
    assert driver.upload(format="txt") == ADDRESS
    assert [drift.expected for drift in drifts] == ["an address alone"]


@each(
    "text",
    [
        f"<html><body><a href='/'>home</a>\n{ADDRESS}</body></html>",
        f"<form method=post>\n{ADDRESS}</form>",
        f"{ADDRESS}\nhttps://pictures.example/images/b.png",
        f"Error\n{ADDRESS}\nnot found",
        f"Could not fetch {ADDRESS}",
    ],
)
def test_an_address_on_a_page_is_no_stored_picture(open_driver: OpenDoor, text: str) -> None:
    with pytest.raises(ImageHostError):
        open_driver(Reply(200, text, HTML)).upload(format="txt", options={"max_retries": 0})


# --- deletions that do nothing ---------------------------------------------------------------


@for_kinds("imagehosting_me", "chevereto")
@each(
    ("body", "error"),
    [
        ("<html><form method='post'><button>Delete</button></form></html>", StatusError),
        ("<html><head><title>Page not found</title></head></html>", NotFound),
        ("That page doesn't exist", NotFound),
        ("You have been forbidden to use this website.", PermissionDenied),
    ],
)
def test_a_page_in_place_of_a_deletion_is_an_error(
    open_driver: OpenDoor, kind: Kind, body: str, error: type[ImageHostError]
) -> None:
    site = "/".join(kind.host.base_url.split("/")[:3])
    driver = open_driver(Reply(200, body, HTML))
    with pytest.raises(error) as caught:
        driver.do("delete", f"{site}/image/L/delete/5ecret")
    assert type(caught.value) is error
    assert (caught.value.host, caught.value.operation) == (kind.named, "delete")


@for_kinds("imagehosting_me", "chevereto")
@each("reply", [Reply(200), Reply(204), Reply(200, " \n"), Reply(200, "Deleted"), Reply(302)])
def test_a_deletion_needs_no_words(open_driver: OpenDoor, kind: Kind, reply: Reply) -> None:
    site = "/".join(kind.host.base_url.split("/")[:3])
    open_driver(reply).do("delete", f"{site}/image/L/delete/5ecret")
