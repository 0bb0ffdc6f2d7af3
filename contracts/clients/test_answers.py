"""What a client makes of an answer: the typed result, or the one error that it means."""

from __future__ import annotations

import copy
import gzip
import json
import logging
import pickle
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from importlib import import_module
from typing import Any, Union

import httpx
import imagehosts
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from imagehosts import (
    AuthenticationFailed,
    CaptchaRequired,
    ConnectionFailed,
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
    TimedOut,
    UnsupportedFormat,
)
from imagehosts_wire.types import Api, ErrorRule

from contracts.support.clients import (
    APIS,
    EVERY_HOST,
    HOSTS,
    KEY,
    KINDS,
    ONE_HOST,
    PNG,
    Driver,
    Kind,
    for_hosts_that,
    have_an_address,
    image_document,
    success,
)
from contracts.support.fault_server import FaultServer, answer, endless
from contracts.support.recording import Recorder, Reply, as_reply
from contracts.support.reporting import each
from contracts.support.specs import Example, load_examples

OpenDoor = Callable[..., Driver]


@pytest.fixture(params=EVERY_HOST, ids=str)
def kind(request: pytest.FixtureRequest) -> Kind:
    """The core is the same for all clients: no need for each host in both ways of waiting."""
    chosen: Kind = request.param
    return chosen


CLASSES = {
    "authentication": AuthenticationFailed,
    "captcha": CaptchaRequired,
    "permission": PermissionDenied,
    "geo_blocked": GeoBlocked,
    "not_found": NotFound,
    "invalid_request": InvalidRequest,
    "too_large": FileTooLarge,
    "unsupported_format": UnsupportedFormat,
    "duplicate": DuplicateUpload,
    "rate_limited": RateLimited,
    "unavailable": HostUnavailable,
}
FORMATS = {
    "images_upload": "json",
    "images_upload_txt": "txt",
    "images_upload_redirect": "redirect",
}


# --- the examples of the specs -------------------------------------------------------------


def answers(*, failing: bool) -> list[Any]:
    """The example answers with the clients that may get them."""
    return [
        pytest.param(kind, example, id=f"{kind}-{example.entry['file']}")
        for kind in KINDS
        for example in load_examples(kind.host.api)
        if example.entry["kind"] == "response" and ("category" in example.entry) == failing
    ]


def reply_of(example: Example) -> Reply:
    """An example as the host sends it."""
    if "header" in example.entry:
        name, _, value = example.text.partition(": ")
        return Reply(example.entry["status"], b"", {name: value})
    headers = {"content-type": example.entry["content_type"]}
    return Reply(example.entry["status"], example.text.encode(), headers)


@each(("kind", "example"), answers(failing=False), group="kind")
def test_every_example_of_a_success_becomes_the_result(
    open_driver: OpenDoor, kind: Kind, example: Example
) -> None:
    drifts: list[Drift] = []
    driver = open_driver(reply_of(example), on_drift=drifts.append)
    format = FORMATS[example.entry["operation"]]
    result = driver.upload(format=format)
    assert drifts == []
    if format == "json":
        check_same(result, json.loads(example.text)["image"])
    elif format == "txt":
        assert result == example.text
    else:
        location = example.text.partition(": ")[2]
        assert result == httpx.URL(kind.host.base_url).join(location)


@each(("kind", "example"), answers(failing=True), group="kind")
def test_every_example_of_a_failure_becomes_its_error(
    open_driver: OpenDoor, kind: Kind, example: Example
) -> None:
    reply = reply_of(example)
    if "Location" in reply.headers:
        # As this host would have said it: elsewhere it would be no spelling of the same address.
        reply = reply._replace(headers={"Location": kind.host.url.rstrip("/")})
    driver = open_driver(reply, max_retries=0)
    with pytest.raises(StatusError) as caught:
        driver.upload(format=FORMATS[example.entry["operation"]])
    error = caught.value
    assert type(error) is CLASSES[example.entry["category"]]
    assert error.status == example.entry["status"]
    assert (error.host, error.operation) == (kind.named, example.entry["operation"])
    assert error.response is not None
    assert error.response.content == reply_of(example).body
    if example.entry.get("content_type", "").startswith("application/json"):
        told = json.loads(example.text)["error"]
        assert (error.code, error.host_message) == (told["code"], told["message"])
        assert told["message"][:190] in str(error)
        assert f"code {told['code']}" in str(error)


def check_same(model: Any, payload: Mapping[str, Any]) -> None:
    """Every member that the model has is that of the payload, in the type that users get."""
    assert is_typed(model, strictly=True)
    for attribute in type(model).__attrs_attrs__:
        value, sent = getattr(model, attribute.name), payload.get(attribute.name)
        if isinstance(value, bool):
            assert value is (str(sent) in ("1", "True"))
        elif isinstance(value, int | float):
            assert value == float(sent)  # type: ignore[arg-type]
        elif hasattr(value, "__attrs_attrs__"):
            assert sent is not None
            check_same(value, sent)
        else:
            assert value == sent


def is_typed(model: Any, *, strictly: bool = False) -> bool:
    """Whether each member is of its type; a host's fault may leave None in any of them."""
    hints = typing.get_type_hints(type(model))
    return all(_fits(getattr(model, name), hint, strictly=strictly) for name, hint in hints.items())


def _fits(value: Any, hint: Any, *, strictly: bool) -> bool:
    if value is None and not strictly:
        return True
    origin = typing.get_origin(hint)
    if origin in (Union, types.UnionType):
        return any(_fits(value, kind, strictly=strictly) for kind in typing.get_args(hint))
    if hint is Any:
        return True
    if origin is list:
        (item,) = typing.get_args(hint)
        return type(value) is list and all(_fits(one, item, strictly=strictly) for one in value)
    if hasattr(hint, "__attrs_attrs__"):
        return type(value) is hint and is_typed(value, strictly=strictly)
    return value is None if hint is type(None) else type(value) is hint


# --- one meaning in many spellings ---------------------------------------------------------


SPELLINGS: dict[type, list[tuple[Any, Any]]] = {
    int: [(7, 7), ("7", 7), (0, 0), ("0", 0), (-3, -3), ("-3", -3), (2**53 + 1, 2**53 + 1)],
    float: [(1.5, 1.5), ("1.5", 1.5), (1, 1.0), ("1", 1.0), ("1.2817371937639", 1.2817371937639)],
    bool: [(1, True), ("1", True), (True, True), (0, False), ("0", False), (False, False)],
}
WRONG_SPELLINGS: dict[type, list[Any]] = {
    int: ["", "many", "1.5", 1.5, [], {}, [1]],
    float: ["", "wide", [], {"a": 1}],
    bool: ["", "maybe", 2, "2", [], {}],
    str: [True, [], ["a"], {}, {"a": "b"}],
}


def members(*kinds: type) -> list[tuple[str, type]]:
    """The plain members of an image that have one of these types."""
    modules = (import_module(f"imagehosts_wire.{api}.models") for api in APIS)
    hints, *others = (typing.get_type_hints(module.Image) for module in modules)
    assert all(other.keys() == hints.keys() for other in others)
    return [
        (name, kind)
        for name, hint in hints.items()
        for kind in kinds
        if kind in (hint, *typing.get_args(hint))
    ]


@each(("name", "type_"), members(int, float, bool))
def test_a_number_means_the_same_as_its_digits(
    open_driver: OpenDoor, kind: Kind, name: str, type_: type
) -> None:
    drifts: list[Drift] = []
    for sent, meant in SPELLINGS[type_]:
        driver = open_driver(success(kind, {name: sent}), on_drift=drifts.append)
        value = getattr(driver.upload(), name)
        assert (type(value), value) == (type_, meant)
    assert drifts == []


@for_hosts_that(have_an_address, mode="sync")
@each(("name", "type_"), members(int, float, bool, str))
def test_a_member_of_another_meaning_is_left_out_and_reported(
    open_driver: OpenDoor, kind: Kind, name: str, type_: type
) -> None:
    for sent in WRONG_SPELLINGS[type_]:
        drifts: list[Drift] = []
        driver = open_driver(success(kind, {name: sent}), on_drift=drifts.append)
        image = driver.upload()
        assert getattr(image, name) is None
        assert is_typed(image)
        (drift,) = drifts
        assert drift.pointer == f"/image/{name}"
        assert type_.__name__ in drift.expected


@for_hosts_that(have_an_address)
def test_a_number_where_text_belongs_is_text_and_reported(
    open_driver: OpenDoor, kind: Kind
) -> None:
    drifts: list[Drift] = []
    driver = open_driver(success(kind, {"id_encoded": 77, "name": 1.5}), on_drift=drifts.append)
    image = driver.upload()
    assert (image.id_encoded, image.name) == ("77", "1.5")
    assert [drift.pointer for drift in drifts] == ["/image/name", "/image/id_encoded"]


NULLS = {"filename": None, "name": None, "mime": None, "extension": None, "url": None}


@each("medium", [None, NULLS, {**NULLS, "size": None}, ...])
def test_a_picture_without_a_medium_has_none(
    open_driver: OpenDoor, kind: Kind, medium: Any
) -> None:
    document = image_document(kind.host.api)
    document["image"]["medium"] = medium
    if medium is ...:
        del document["image"]["medium"]
    drifts: list[Drift] = []
    image = open_driver(as_reply(document), on_drift=drifts.append).upload()
    if isinstance(medium, dict):
        assert image.medium.url is None
    else:
        assert image.medium is None
    assert drifts == []


def test_unknown_members_break_nothing(open_driver: OpenDoor, kind: Kind) -> None:
    drifts: list[Drift] = []
    document = image_document(kind.host.api)
    document["new"] = {"deep": [1, {"a": None}]}
    for place in (document, document["image"], document["image"]["thumb"]):
        place["a member of tomorrow"] = [{"x": 1}, None, "y"]
    image = open_driver(as_reply(document), on_drift=drifts.append).upload()
    check_same(image, document["image"])
    assert drifts == []


def test_escapes_and_letters_arrive_as_they_were_meant(open_driver: OpenDoor, kind: Kind) -> None:
    text = '写真 é 🌊 / " \\ </b> \u0000'
    for ascii_only in (True, False):
        document = image_document(kind.host.api)
        document["image"] |= {"title": text, "url": "https://pictures.example/a.png"}
        body = json.dumps(document, ensure_ascii=ascii_only).replace("/", "\\/")
        image = open_driver(as_reply(body)).upload()
        assert image.title == text
        assert image.url == "https://pictures.example/a.png"


# --- a success with other things around it -------------------------------------------------

WARNING = (
    "<br />\n<b>Warning</b>:  Undefined array key {0} in <b>/var/www/app.php</b> on line"
    " <b>7</b><br />\n"
)

AROUND: dict[str, tuple[Callable[[str], str | bytes], list[str]]] = {
    "nothing": (lambda body: body, []),
    "white space": (lambda body: f" \r\n\t{body}\n\n", []),
    "a byte order mark": (lambda body: "\ufeff" + body, []),
    "a PHP warning before": (lambda body: WARNING + body, ["text before the document"]),
    "two warnings before": (lambda body: WARNING * 2 + body, ["text before the document"]),
    "plain words before": (lambda body: f"Notice: hello {{}} {body}", ["text before the document"]),
    "a second document behind": (lambda body: body + body, ["text behind the document"]),
    "an error behind": (
        lambda body: body + '{"error": {"message": "x", "code": 1}}',
        ["text behind the document"],
    ),
    "a warning behind": (lambda body: body + WARNING, ["text behind the document"]),
}


@each("around", AROUND)
@each("content_type", ["application/json", "text/html; charset=UTF-8", "", "x"])
def test_success_is_found_between_other_output(
    open_driver: OpenDoor, kind: Kind, around: str, content_type: str
) -> None:
    wrap, reported = AROUND[around]
    document = image_document(kind.host.api)
    drifts: list[Drift] = []
    body = wrap(json.dumps(document))
    content = body if isinstance(body, bytes) else body.encode()
    driver = open_driver(
        Reply(200, content, {"content-type": content_type}), on_drift=drifts.append
    )
    check_same(driver.upload(), document["image"])
    assert [drift.got for drift in drifts] == [f'string "{text}"' for text in reported]
    assert {(drift.pointer, drift.expected) for drift in drifts} <= {("", "a JSON document alone")}


def test_an_error_is_found_behind_a_warning(open_driver: OpenDoor) -> None:
    error = json.dumps({"status_code": 400, "error": {"message": "Duplicated upload", "code": 101}})
    for status in (200, 400):
        for body in (WARNING + error, error + error, error + WARNING, "\ufeff" + error):
            with pytest.raises(DuplicateUpload) as caught:
                open_driver(Reply(status, body)).upload()
            assert (caught.value.code, caught.value.host_message) == (101, "Duplicated upload")


def test_text_in_another_encoding_is_kept_as_far_as_it_can_be(
    open_driver: OpenDoor, kind: Kind
) -> None:
    body = json.dumps(image_document(kind.host.api)).encode().replace(b"example", b"ex\xe4mple")
    drifts: list[Drift] = []
    image = open_driver(Reply(200, body), on_drift=drifts.append).upload()
    if "example" in image_document(kind.host.api)["image"]["name"]:
        assert image.name == "ex\ufffdmple"
        assert [drift.expected for drift in drifts] == ["UTF-8"]
    assert is_typed(image)


@each("status", [201, 202, 206])
def test_another_success_is_a_success(open_driver: OpenDoor, kind: Kind, status: int) -> None:
    document = image_document(kind.host.api)
    check_same(open_driver(as_reply(document, status)).upload(), document["image"])


@for_hosts_that(have_an_address, mode="sync")
def test_an_answer_that_was_cut_is_never_taken_for_a_picture(
    open_driver: OpenDoor, kind: Kind
) -> None:
    # A newer site nests an `image` in the image: what was cut holds it whole.
    image = image_document(APIS[0])["image"]
    for document in (image_document(kind.host.api), {"image": image}):
        for before in ("", WARNING):
            body = before + json.dumps(document)
            # Behind every object that is whole, and at any odd place.
            places = range(len(before), len(body))
            ends = [at for at in places if body[at - 1] == "}" or at % 17 == 0]
            script = [Reply(200, body[:end]) for end in ends]
            driver = open_driver(*script)
            for _ in script:
                with pytest.raises(ResponseDecodeError):
                    driver.upload()
            assert len(driver.sent) == len(script)


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
    # Of an address that is none the library below says nothing but that.
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


# --- the errors themselves -----------------------------------------------------------------

SITE = Api(
    "site",
    "A site with an error for everything",
    "https://pictures.example/api/1",
    error_code=("/error/code",),
    error_message=("/error/message", "/errors/0/detail"),
    error_rules=tuple(ErrorRule(category, code=category) for category in CLASSES),
)


class Site(getattr(imagehosts, ONE_HOST[0].host.client)):  # type: ignore[misc]
    api = SITE


def site(*script: Any, **options: Any) -> Site:
    return Site("https://pictures.example/api/1", KEY, transport=Recorder(*script), **options)


def raised(call: Callable[[], Any]) -> ImageHostError:
    with pytest.raises(ImageHostError) as caught:
        call()
    return caught.value


def every_error() -> Iterator[ImageHostError]:
    """One error of each class, as a client raises it."""
    for category in CLASSES:
        reply = Reply(400, {"error": {"message": f"words of {category}", "code": category}})
        reply = reply._replace(headers={"Retry-After": "7", "X-Request-Id": "abc-1"})
        yield raised(lambda reply=reply: site(reply, max_retries=0).upload(PNG))  # type: ignore[misc]
    yield raised(lambda: site(Reply(418, "teapot")).upload(PNG))
    yield raised(lambda: site(Reply(200)).upload(PNG))
    yield raised(lambda: site(httpx.ConnectError("refused"), max_retries=0).upload(PNG))
    yield raised(lambda: site(httpx.ReadTimeout("")).upload(PNG))
    yield raised(lambda: site().upload(PNG, expiration="soon"))
    yield raised(lambda: Site("https://pictures.example/api/1").upload(PNG))
    closed = site()
    closed.close()
    yield raised(lambda: closed.upload(PNG))


def all_classes() -> set[type[ImageHostError]]:
    """The classes that callers can catch, but those that only stand above others."""
    found = {
        value for name in imagehosts.__all__ if isinstance(value := getattr(imagehosts, name), type)
    }
    found = {kind for kind in found if kind.__module__.startswith("imagehosts.core.")}
    errors = {kind for kind in found if issubclass(kind, ImageHostError)}
    return errors - {ImageHostError, ResponseError}


def test_every_class_of_error_is_raised_by_something() -> None:
    assert {type(error) for error in every_error()} == all_classes()


def test_every_error_says_where_it_happened() -> None:
    for error in every_error():
        assert (error.host, error.operation) == ("pictures.example", "images_upload")
        assert str(error).startswith("pictures.example images_upload: ")
        assert error.message in str(error)
        assert KEY not in str(error)


def test_every_error_of_an_answer_carries_it() -> None:
    for error in every_error():
        if not isinstance(error, StatusError) or type(error) is StatusError:
            continue
        category = next(name for name, kind in CLASSES.items() if kind is type(error))
        assert (error.status, error.code) == (400, category)
        assert error.host_message == f"words of {category}"
        assert error.retry_after == 7.0
        assert error.request_id == "abc-1"
        assert error.response is not None
        assert error.response.status == 400
        assert json.loads(error.response.content)["error"]["code"] == category
        assert f"words of {category} (code {category}, HTTP 400)" in str(error)


@each("again", [lambda e: pickle.loads(pickle.dumps(e)), copy.copy])
def test_every_error_survives_pickling_and_copying(again: Callable[[Any], Any]) -> None:
    for error in every_error():
        error.add_note("a note")
        other = again(error)
        assert type(other) is type(error)
        assert (str(other), repr(other), other.args) == (str(error), repr(error), error.args)
        assert other.__notes__ == error.__notes__
        ours, theirs = dict(vars(error)), dict(vars(other))
        response, copied = ours.pop("response", None), theirs.pop("response", None)
        assert ours == theirs
        assert (response is None) == (copied is None)
        if response is not None:
            assert (copied.status, copied.content, copied.url) == (
                response.status,
                response.content,
                response.url,
            )
            # By any case, as before.
            assert copied.headers.get("X-REQUEST-ID") == response.headers.get("x-request-id")
            assert getattr(other, "request_id", None) == getattr(error, "request_id", None)


CAUSES = [
    (httpx.ConnectError("refused"), ConnectionFailed, False, "refused"),
    (httpx.ConnectTimeout(""), TimedOut, False, "connect timeout"),
    (httpx.PoolTimeout(""), TimedOut, False, "pool timeout"),
    (httpx.ProxyError("407"), ConnectionFailed, False, "407"),
    (httpx.ReadTimeout(""), TimedOut, True, "read timeout"),
    (httpx.WriteTimeout(""), TimedOut, True, "write timeout"),
    (httpx.ReadError(""), ConnectionFailed, True, "ReadError"),
    (httpx.WriteError("broken pipe"), ConnectionFailed, True, "broken pipe"),
    (httpx.CloseError("?"), ConnectionFailed, True, "?"),
    (httpx.RemoteProtocolError("hung up"), ConnectionFailed, True, "hung up"),
]


@each(("cause", "error", "arrived", "said"), CAUSES)
def test_broken_connection_raises_an_error_with_its_cause(
    open_driver: OpenDoor,
    kind: Kind,
    cause: httpx.RequestError,
    error: type[ConnectionFailed],
    arrived: bool,
    said: str,
) -> None:
    driver = open_driver(cause, max_retries=0)
    with pytest.raises(error) as caught:
        driver.upload()
    assert type(caught.value) is error
    assert said in str(caught.value)
    assert caught.value.__cause__ is cause
    assert caught.value.may_have_arrived is arrived
    assert (caught.value.host, caught.value.operation) == (kind.named, "images_upload")
    # The request below holds the key; what stands in the error does not.
    assert KEY not in str(cause.request.url) + str(cause.request.headers.raw)


def test_an_error_of_the_answer_has_no_cause_below(open_driver: OpenDoor) -> None:
    for reply in (Reply(500), Reply(200, b"{"), Reply(200, {"image": {"size": "x"}})):
        with pytest.raises(ImageHostError) as caught:
            open_driver(reply, max_retries=0).upload(format="txt")
        assert caught.value.__cause__ is None


def test_a_duplicate_is_not_taken_as_proof(open_driver: OpenDoor) -> None:
    # Observed: PHP's refusal of a file can be answered with these words.
    for reply in (
        Reply(400, {"error": {"message": "Duplicated upload", "code": 101}}),
        Reply(400, {"error": {"message": "Imagen duplicada", "code": 102}}),
    ):
        with pytest.raises(DuplicateUpload, match="does not prove that the host has the picture"):
            open_driver(reply).upload()


NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
LATER = format_datetime(NOW + timedelta(hours=2), usegmt=True)

WAITS = [
    (Reply(429, "no", {"Retry-After": "7200"}), 7200.0),
    (Reply(429, "no", {"retry-after": LATER}), 7200.0),
    (Reply(503, "no", {"Retry-After": "7200"}), 7200.0),
    (Reply(429, "Please wait 37 more minutes."), 37 * 60.0),
    (Reply(429, "Please wait 37 more minutes.", {"Retry-After": "7200"}), 7200.0),
    (Reply(429, "Please wait 37 more hours.", {"Retry-After": "7200"}), 37 * 3600.0),
    (Reply(429, "no"), None),
    (Reply(429, "no", {"Retry-After": "soon"}), None),
    (Reply(200, "Flooding detected. Come back in 10 minutes"), 600.0),
    (Reply(200, "Flooding detected.", {"Retry-After": "7200"}), 7200.0),
]


@each(("reply", "seconds"), WAITS)
def test_an_error_says_how_long_to_wait(
    open_driver: OpenDoor, reply: Reply, seconds: float | None
) -> None:
    driver = open_driver(reply, max_retries=0)
    driver.client._now = NOW.timestamp
    with pytest.raises(StatusError) as caught:
        driver.upload(format="txt")
    assert caught.value.retry_after == seconds


# --- drift ---------------------------------------------------------------------------------


def test_drift_is_reported_once_with_place_and_both_sides(
    open_driver: OpenDoor, kind: Kind, caplog: pytest.LogCaptureFixture
) -> None:
    drifts: list[Drift] = []
    document = image_document(kind.host.api)
    document["image"]["size"] = "large"
    document["image"]["thumb"]["url"] = ["a"]
    del document["image"]["url_viewer"]
    driver = open_driver(as_reply(document), on_drift=drifts.append)
    image = driver.upload()
    assert (image.size, image.thumb.url, image.url_viewer) == (None, None, None)
    assert image.id_encoded == document["image"]["id_encoded"]
    told = {(drift.pointer, drift.expected, drift.got) for drift in drifts}
    assert told == {
        ("/image/size", "int", 'string "large"'),
        ("/image/thumb/url", "str", "array of length 1"),
        ("/image/url_viewer", "str", "nothing"),
    }
    assert {(drift.host, drift.operation) for drift in drifts} == {(kind.named, "images_upload")}
    logged = [record for record in caplog.records if record.name == "imagehosts.drift"]
    assert [record.getMessage() for record in logged] == [str(drift) for drift in drifts]
    assert {record.levelno for record in logged} == {logging.WARNING}
    assert dict(driver.client.drift_counts) == {
        (kind.named, "images_upload", drift.pointer): 1 for drift in drifts
    }


def test_answer_as_specified_reports_no_drift(
    open_driver: OpenDoor, kind: Kind, caplog: pytest.LogCaptureFixture
) -> None:
    driver = open_driver(success(kind))
    driver.upload()
    assert dict(driver.client.drift_counts) == {}
    assert caplog.records == []


def test_a_broken_host_does_not_flood_the_log(
    open_driver: OpenDoor, kind: Kind, caplog: pytest.LogCaptureFixture
) -> None:
    drifts: list[Drift] = []
    driver = open_driver(success(kind, {"size": "large"}), on_drift=drifts.append)
    for _ in range(120):
        driver.upload()
    assert len(drifts) == 120
    assert len([r for r in caplog.records if r.name == "imagehosts.drift"]) < 10
    assert driver.client.drift_counts[kind.named, "images_upload", "/image/size"] == 120


def test_copies_of_a_client_count_together(
    open_driver: OpenDoor, kind: Kind, caplog: pytest.LogCaptureFixture
) -> None:
    driver = open_driver(success(kind, {"size": "large"}))
    for number in range(60):
        copied = driver.client.with_options(max_retries=number).with_options(timeout=5)
        driver.wait_for(copied.upload(PNG))
    assert driver.client.drift_counts[kind.named, "images_upload", "/image/size"] == 60
    assert len(caplog.records) < 10


def test_a_callback_can_make_an_error_of_drift(open_driver: OpenDoor, kind: Kind) -> None:
    class DriftError(Exception):
        pass

    def refuse(drift: Drift) -> None:
        raise DriftError(str(drift))

    driver = open_driver(success(kind, {"size": "large"}), on_drift=refuse)
    with pytest.raises(DriftError, match="/image/size: expected int"):
        driver.upload()


def test_a_failure_is_not_reported_as_drift(open_driver: OpenDoor) -> None:
    drifts: list[Drift] = []
    for name in ("error at 200", "page at 200", "cut", "nothing at 200"):
        driver = open_driver(HOSTILE[name][0], on_drift=drifts.append)
        with pytest.raises(ImageHostError):
            driver.upload()
    assert drifts == []


# --- anything at all -----------------------------------------------------------------------

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["0", "1", "true", "null", "NaN", "1e400", "\ud800", "1_0", "٣", " 7 "])
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


def places(document: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The path to every member of a payload, those that hold others among them."""
    if isinstance(document, dict):
        for name, member in document.items():
            yield (*path, name)
            yield from places(member, (*path, name))


PLACES = sorted({place for host in HOSTS.values() for place in places(image_document(host.api))})
BOTH = tuple(kind for kind in KINDS if have_an_address(kind.host) and not kind.is_async)


def outcome_of(kind: Kind, reply: Reply, format: str = "json") -> Any:
    """The result of an upload, or the error of ours that it ended in."""
    # Where a redirect leads is the server's choice, so that is not held against the spec.
    by_the_spec = "location" not in reply.headers
    with Driver(kind, reply, max_retries=0, by_the_spec=by_the_spec) as driver:
        try:
            return driver.upload(format=format)
        except ImageHostError as error:
            return pickle.loads(pickle.dumps(error))


@pytest.mark.parametrize("kind", BOTH, ids=str)
@settings(max_examples=200, deadline=None)
@given(changes=st.dictionaries(st.sampled_from(PLACES), values, min_size=1, max_size=4))
@example(changes={("image", "size"): 10**400})
@example(changes={("image", "size"): float("inf")})
@example(changes={("image", "views"): "9" * 5000})
@example(changes={("image",): [], ("image", "thumb"): []})
def test_any_value_in_any_member_gives_a_typed_model_or_an_error_of_ours(
    kind: Kind, changes: dict[tuple[str, ...], Any]
) -> None:
    document = image_document(kind.host.api)
    for path, value in sorted(changes.items(), key=lambda change: len(change[0])):
        holder = document
        for name in path[:-1]:
            holder = holder.setdefault(name, {}) if isinstance(holder, dict) else {}
        if isinstance(holder, dict):
            holder[path[-1]] = value
    try:
        body = json.dumps(document).encode()
    except ValueError:  # Python does not print every number that it has.
        return
    result = outcome_of(kind, as_reply(body))
    if not isinstance(result, ImageHostError):
        assert is_typed(result)
        assert repr(result)


bodies = (
    st.binary(max_size=200)
    | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))
    | values.map(lambda value: json.dumps(value).encode())
    | st.builds(
        lambda api, at, junk: corrupted(json.dumps(image_document(api)).encode(), at, junk),
        st.sampled_from(APIS),
        st.integers(0, 3000),
        st.binary(max_size=6),
    )
)


def corrupted(body: bytes, at: int, junk: bytes) -> bytes:
    return body[:at] + junk + body[at + len(junk) :]


@pytest.mark.parametrize("kind", BOTH, ids=str)
@settings(max_examples=200, deadline=None)
@given(
    body=bodies,
    status=st.sampled_from([200, 200, 201, 204, 301, 302, 400, 404, 429, 500, 520])
    | st.integers(200, 999),
    content_type=st.sampled_from(
        ["application/json", "text/html; charset=utf-16", "", "x;charset="]
    )
    | st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30),
    location=st.none() | st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=40),
    format=st.sampled_from(["json", "txt", "redirect"]),
)
def test_any_answer_gives_a_result_or_an_error_of_ours(
    kind: Kind, body: bytes, status: int, content_type: str, location: str | None, format: str
) -> None:
    headers: dict[str, Any] = {"content-type": content_type}
    if location is not None:
        headers["location"] = location.encode("latin-1")
    reply = Reply(status, b"" if status in (204, 304) else body, headers)
    result = outcome_of(kind, reply, format)
    if isinstance(result, ImageHostError):
        assert isinstance(result, ResponseError)
    elif format == "json":
        assert is_typed(result)
    else:
        assert result.lower().startswith(("http://", "https://"))


def test_the_checks_of_this_file_can_fail() -> None:
    image = Driver(KINDS[0], success(KINDS[0])).upload()
    assert is_typed(image, strictly=True)
    image.size = "53237"
    assert not is_typed(image)
    image.size, image.thumb.url = 53237, 5
    assert not is_typed(image)
    with pytest.raises(AssertionError):
        check_same(image, {})
