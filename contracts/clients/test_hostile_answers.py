"""Answers that no sound host gives: each ends in one of our errors, and none goes on for ever."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable

import pytest
from imagehosts import (
    AuthenticationFailed,
    Drift,
    DuplicateUpload,
    FileTooLarge,
    GeoBlocked,
    HostUnavailable,
    ImageHostError,
    InvalidRequest,
    NotFound,
    PermissionDenied,
    RateLimited,
    ResponseDecodeError,
    ResponseError,
    StatusError,
    UnsupportedFormat,
)

from contracts.support.answers import check_same
from contracts.support.clients import (
    EVERY_HOST,
    ONE_HOST,
    PNG,
    Driver,
    Kind,
    image_document,
)
from contracts.support.fault_server import FaultServer, answer, endless
from contracts.support.recording import Reply
from contracts.support.reporting import each

OpenDoor = Callable[..., Driver]


#: The core is the same for all clients: no need for each host in both ways of waiting.
UNDER_TEST = EVERY_HOST


# --- hostile answers -----------------------------------------------------------------------

PAGE = "<!DOCTYPE html><html><head><style>b{}</style></head><body><h1>%s</h1></body></html>"
ERROR = {"status_code": 400, "error": {"message": "Invalid API v1 key.", "code": 100}}
HTML = {"content-type": "text/html; charset=utf-8"}

HOSTILE: dict[str, tuple[Reply, type[ImageHostError], str]] = {
    "page at 200": (Reply(200, PAGE % "Maintenance", HTML), HostUnavailable, "Maintenance"),
    "page at 400": (Reply(400, PAGE % "Bad Request", HTML), InvalidRequest, "Bad Request"),
    "page at 403": (Reply(403, PAGE % "Forbidden", HTML), PermissionDenied, "Forbidden"),
    "page at 404": (Reply(404, PAGE % "Not Found", HTML), NotFound, "Not Found"),
    "page at 413": (Reply(413, PAGE % "Too Large", HTML), FileTooLarge, "Too Large"),
    "page at 502": (Reply(502, PAGE % "Bad Gateway", HTML), HostUnavailable, "Bad Gateway"),
    "words at 503": (Reply(503, "come back later"), HostUnavailable, "come back later"),
    "nothing at 200": (Reply(200), ResponseDecodeError, "it is empty"),
    "nothing at 204": (Reply(204), ResponseDecodeError, "it is empty"),
    "white space at 200": (Reply(200, " \n "), ResponseDecodeError, "it is empty"),
    "nothing at 400": (Reply(400), InvalidRequest, "the host gave no reason"),
    "nothing at 500": (Reply(500), HostUnavailable, "the host gave no reason"),
    "words at 200": (Reply(200, "hello"), ResponseDecodeError, "hello"),
    "cut": (Reply(200, '{"image": {"name": "lake"'), ResponseDecodeError, "lake"),
    "a list": (Reply(200, []), ResponseDecodeError, r"\[\]"),
    "a number": (Reply(200, b"7"), ResponseDecodeError, "7"),
    "null": (Reply(200, b"null"), ResponseDecodeError, "null"),
    "another object": (Reply(200, {"data": {}}), ResponseDecodeError, "data"),
    "no image": (Reply(200, {"image": None}), ResponseDecodeError, "image"),
    "a list for an image": (Reply(200, {"image": []}), ResponseDecodeError, "image"),
    "text for an image": (Reply(200, {"image": "lake"}), ResponseDecodeError, "lake"),
    "an empty image": (Reply(200, {"image": {}}), ResponseDecodeError, "image"),
    "an image of nothing known": (Reply(200, {"image": {"a": 1}}), ResponseDecodeError, "image"),
    "UTF-16": (
        Reply(200, json.dumps(ERROR).encode("utf-16")),
        AuthenticationFailed,
        "Invalid API v1 key",
    ),
    "bytes": (Reply(200, b"\xff\xfe\x00\x00" * 100), ResponseDecodeError, "HTTP 200"),
    "a picture": (Reply(200, PNG, {"content-type": "image/png"}), ResponseDecodeError, "PNG"),
    "deep nesting": (Reply(200, b'{"image":' + b"[" * 200_000), ResponseDecodeError, "max_depth"),
    "deep nesting in place": (
        Reply(200, b'{"image":{"tags":' + b"[" * 5000 + b"]" * 5000 + b"}}"),
        ResponseDecodeError,
        "max_depth",
    ),
    "a number of many digits": (
        Reply(200, b'{"image":{"size":' + b"9" * 6000 + b"}}"),
        ResponseDecodeError,
        "image",
    ),
    "error at 200": (Reply(200, ERROR), AuthenticationFailed, "Invalid API v1 key"),
    "error at 201": (Reply(201, ERROR), AuthenticationFailed, "Invalid API v1 key"),
    "error at 500": (Reply(500, ERROR), HostUnavailable, "Invalid API v1 key"),
    "error without a code": (
        Reply(200, {"error": {"message": "Request denied"}}),
        PermissionDenied,
        "Request denied",
    ),
    "error without a message": (Reply(400, {"error": {"code": 101}}), DuplicateUpload, "code 101"),
    "error with a text for a code": (
        Reply(400, {"error": {"message": "?", "code": "101"}}),
        DuplicateUpload,
        "code 101",
    ),
    "error of another shape": (Reply(400, {"error": "Request denied"}), PermissionDenied, "denied"),
    "error of odd members": (
        Reply(400, {"error": {"message": ["a"], "code": {"b": 1}}}),
        InvalidRequest,
        "HTTP 400",
    ),
    "error beside an empty image": (
        Reply(200, {**ERROR, "image": {}}),
        AuthenticationFailed,
        "Invalid API v1 key",
    ),
    "error beside a bit of an image": (
        Reply(200, {**ERROR, "image": {"name": "lake"}}),
        AuthenticationFailed,
        "Invalid API v1 key",
    ),
    "401": (Reply(401, "who?"), AuthenticationFailed, "check the key"),
    "405": (Reply(405, "no"), InvalidRequest, "no"),
    "409": (Reply(409, "no"), InvalidRequest, "no"),
    "410": (Reply(410, "no"), NotFound, "no"),
    "415": (Reply(415, "no"), UnsupportedFormat, "convert the file"),
    "418": (Reply(418, "I'm a teapot"), StatusError, "teapot"),
    "422": (Reply(422, "no"), InvalidRequest, "no"),
    "429": (Reply(429, "slow down"), RateLimited, "wait before the next request"),
    "451": (Reply(451, "not here"), GeoBlocked, "another host may serve you"),
    "520": (Reply(520, PAGE % "Web server is returning an unknown error"), HostUnavailable, "520"),
    "522": (Reply(522, "error code: 522"), HostUnavailable, "HTTP 522"),
    "561": (Reply(561, "?"), HostUnavailable, "HTTP 561"),
    "999": (Reply(999, "?"), HostUnavailable, "HTTP 999"),
    "304": (Reply(304), StatusError, "HTTP 304"),
    "300": (Reply(300, "choose"), StatusError, "choose"),
    "redirect without an address": (Reply(307, "moved"), StatusError, "moved"),
    "redirect to another host": (
        Reply(307, "moved", {"location": "https://other.example/"}),
        StatusError,
        "redirects to https://other.example/",
    ),
    "redirect to no name": (
        Reply(307, "", {"location": "http://xn--/"}),
        ResponseDecodeError,
        "redirects to no address",
    ),
    "redirect to no port": (
        Reply(307, "", {"location": "http://a:b/"}),
        ResponseDecodeError,
        "redirects to no address",
    ),
    "redirect to nowhere": (Reply(301, "", {"location": "http://["}), StatusError, "not followed"),
}


@each("name", HOSTILE)
def test_a_hostile_answer_ends_in_its_error(open_driver: OpenDoor, kind: Kind, name: str) -> None:
    reply, error, said = HOSTILE[name]
    driver = open_driver(reply, max_retries=0)
    with pytest.raises(error, match=said) as caught:
        driver.upload()
    assert type(caught.value) is error
    assert (caught.value.host, caught.value.operation) == (kind.named, "images_upload")
    assert len(str(caught.value)) < 700
    assert "<" not in str(caught.value).replace("<Re", "") or error is ResponseDecodeError
    # The library below says no more than that an address is invalid.
    if isinstance(caught.value, ResponseError) and "no address" not in said:
        assert caught.value.status == reply.status
        assert caught.value.response is not None
        assert caught.value.response.status == reply.status


@each("format", ["txt", "redirect"])
@each("name", HOSTILE)
def test_a_hostile_answer_is_an_error_in_every_format(
    open_driver: OpenDoor, kind: Kind, name: str, format: str
) -> None:
    reply, error, _ = HOSTILE[name]
    driver = open_driver(reply, max_retries=0)
    with pytest.raises(ImageHostError) as caught:
        driver.upload(format=format)
    if reply.status >= 300:
        assert type(caught.value) is error
    else:
        assert isinstance(caught.value, ResponseError)
        assert caught.value.status == reply.status
    assert caught.value.operation == f"images_upload_{format}"


@each("reply", [Reply(302), Reply(302, headers={"location": ""})])
def test_redirect_without_a_location_raises_decode_error(
    open_driver: OpenDoor, reply: Reply
) -> None:
    with pytest.raises(ResponseDecodeError, match="HTTP 302") as caught:
        open_driver(reply).upload(format="redirect")
    assert caught.value.status == 302


@each(
    "location",
    ["javascript:alert(1)", "file:///etc/passwd", "ftp://pictures.example/a", "http:///"],
)
def test_redirect_to_something_else_than_a_page_is_an_error(
    open_driver: OpenDoor, location: str
) -> None:
    with pytest.raises(ResponseDecodeError):
        open_driver(Reply(302, "", {"location": location})).upload(format="redirect")


@each(
    "charset", ["utf-8", "ISO-8859-1", "latin-1", "nonsense", "idna", "undefined", "hex", "", '"x']
)
def test_any_charset_is_read_as_well_as_it_can_be(open_driver: OpenDoor, charset: str) -> None:
    headers = {"content-type": f"text/html; charset={charset}"}
    driver = open_driver(Reply(200, "Duplicated upload é".encode("latin-1"), headers))
    with pytest.raises(DuplicateUpload, match="Duplicated upload"):
        driver.upload(format="txt")
    address = b"https://pictures.example/a.png"
    assert open_driver(Reply(200, address, headers)).upload(format="txt") == address.decode()


def test_a_charset_alone_is_a_charset(open_driver: OpenDoor) -> None:
    body = "Duplicated upload é".encode("latin-1")
    driver = open_driver(Reply(200, body, {"content-type": "charset=latin-1"}))
    with pytest.raises(DuplicateUpload, match="Duplicated upload é"):
        driver.upload(format="txt")


def test_an_error_shows_as_much_of_an_answer_as_can_be_read(open_driver: OpenDoor) -> None:
    with pytest.raises(ResponseDecodeError) as caught:
        open_driver(Reply(200, "lake " * 200, {"content-type": "text/plain"})).upload()
    assert repr(("lake " * 40).strip() + " ") in str(caught.value)


# --- what only a real connection can do ----------------------------------------------------


@pytest.mark.parametrize("kind", ONE_HOST, ids=str)
@each("encoding", ["gzip", "deflate", "br", "zstd", "gzip, gzip"])
def test_a_body_that_is_not_what_its_encoding_says_is_named(
    open_driver: OpenDoor, encoding: str
) -> None:
    with FaultServer(answer(200, b"this is no archive", {"Content-Encoding": encoding})) as host:
        driver = open_driver(base_url=host.url, transport=None, max_retries=0)
        with pytest.raises(ResponseDecodeError, match="Content-Encoding") as caught:
            driver.upload()
        assert caught.value.status == 200
        assert caught.value.operation == "images_upload"
        assert host.was_let_go()


@pytest.mark.parametrize("kind", ONE_HOST, ids=str)
def test_a_compressed_answer_is_read(open_driver: OpenDoor, kind: Kind) -> None:
    document = image_document(kind.host.api)
    body = gzip.compress(json.dumps(document).encode())
    with FaultServer(answer(200, body, {"Content-Encoding": "gzip"})) as server:
        driver = open_driver(base_url=server.url, transport=None)
        check_same(driver.upload(), document["image"])
        assert b"accept-encoding: gzip" in server.requests[0].lower()
    cut = body[: len(body) // 2]
    with FaultServer(answer(200, cut, {"Content-Encoding": "gzip"})) as server:
        driver = open_driver(base_url=server.url, transport=None, max_retries=0)
        with pytest.raises(ResponseDecodeError):
            driver.upload()


@pytest.mark.parametrize("kind", ONE_HOST, ids=str)
def test_an_endless_answer_is_left_at_a_bound(open_driver: OpenDoor) -> None:
    bomb = answer(200, gzip.compress(b" " * 50_000_000), {"Content-Encoding": "gzip"})
    for fault in (endless, bomb):
        with FaultServer(fault) as server:
            driver = open_driver(
                base_url=server.url, transport=None, max_retries=0, max_response_bytes=1_000_000
            )
            with pytest.raises(ResponseDecodeError, match="longer than 1000000 bytes") as caught:
                driver.upload()
            assert "max_response_bytes" in str(caught.value)
            # The connection is given up, not read to an end that never comes.
            assert server.was_let_go()


def test_an_answer_of_just_the_bound_is_read(open_driver: OpenDoor, kind: Kind) -> None:
    document = image_document(kind.host.api)
    size = len(json.dumps(document).encode())
    reply = Reply(200, json.dumps(document).encode())
    check_same(open_driver(reply, max_response_bytes=size).upload(), document["image"])
    with pytest.raises(ResponseDecodeError):
        open_driver(reply, max_response_bytes=size - 1).upload()


def test_a_failure_is_not_reported_as_drift(open_driver: OpenDoor) -> None:
    drifts: list[Drift] = []
    for name in ("error at 200", "page at 200", "cut", "nothing at 200"):
        driver = open_driver(HOSTILE[name][0], on_drift=drifts.append)
        with pytest.raises(ImageHostError):
            driver.upload()
    assert drifts == []
