"""Uploading and deleting: what is sent for what a caller gives, and what never is."""

from __future__ import annotations

import base64
import copy
import io
import logging
import os
import pickle
import secrets
import traceback
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from imagehosts import (
    AuthenticationFailed,
    Base64,
    ConnectionFailed,
    HostUnavailable,
    ImageHostError,
    InvalidArgument,
    MissingCredentials,
    NotFound,
    ResponseDecodeError,
    StatusError,
    TimedOut,
    Url,
)

from contracts.support.clients import (
    KEY,
    PNG,
    Driver,
    Kind,
    for_hosts_that,
    have_an_address,
    need_an_address,
    success,
    take_no_options,
    take_options,
)
from contracts.support.fault_server import FaultServer, answer
from contracts.support.recording import Reply, Sent
from contracts.support.reporting import each

OpenDoor = Callable[..., Driver]

NAME = 'naïve 写真 "x".png'
PICTURE = "https://elsewhere.example/lake.png"
BASE64 = base64.b64encode(PNG).decode()
FORMATS = ("json", "txt", "redirect")


class Unseekable:
    """The least that may be called a file object."""

    def __init__(self, data: bytes) -> None:
        self.file = io.BytesIO(data)

    def read(self, size: int = -1) -> bytes:
        return self.file.read(size)


def named(data: bytes) -> io.BytesIO:
    file = io.BytesIO(data)
    file.name = f"/somewhere/{NAME}"
    return file


#: What a caller may give, made of the path of a picture; the file name and the type that go out.
FILES: dict[str, tuple[Callable[[Path], Any], str, str]] = {
    "path as text": (str, NAME, "image/png"),
    "path": (lambda path: path, NAME, "image/png"),
    "path as bytes in PathLike": (lambda path: OddPath(path), NAME, "image/png"),
    "bytes": (lambda path: PNG, "image.png", "image/png"),
    "bytearray": (lambda path: bytearray(PNG), "image.png", "image/png"),
    "memoryview": (lambda path: memoryview(b"--" + PNG)[2:], "image.png", "image/png"),
    "file": (lambda path: path.open("rb"), NAME, "image/png"),
    "unbuffered file": (lambda path: path.open("rb", buffering=0), NAME, "image/png"),
    "file in memory": (lambda path: io.BytesIO(PNG), "image.png", "image/png"),
    "file in memory with a name": (lambda path: named(PNG), NAME, "image/png"),
    "file that stands in the middle": (lambda path: stood(PNG), "image.png", "image/png"),
    "file that cannot seek": (lambda path: Unseekable(PNG), "image.png", "image/png"),
    "iterator": (lambda path: iter([PNG[:7], b"", PNG[7:]]), "image.png", "image/png"),
    "name and bytes": (lambda path: ("a.gif", PNG), "a.gif", "image/png"),
    "name and path": (lambda path: (NAME, path), NAME, "image/png"),
    "name and unknown bytes": (lambda path: ("a.gif", b"x" + PNG), "a.gif", "image/gif"),
    "name, bytes and type": (lambda path: (NAME, PNG, "image/x-own"), NAME, "image/x-own"),
    "name, file and type": (
        lambda path: ("b", io.BytesIO(PNG), "image/jpeg"),
        "b",
        "image/jpeg",
    ),
    "name, stream and type": (lambda path: ("c", Unseekable(PNG), "a/b"), "c", "a/b"),
}

TEXTS: dict[str, tuple[Any, str]] = {
    "base64": (Base64(BASE64), BASE64),
    "base64 as bytes": (Base64(BASE64.encode()), BASE64),
    "base64 for addresses, of slashes": (Base64("____AAAA"), "////AAAA"),
    "base64 for addresses, of pluses": (Base64("----AAAA"), "++++AAAA"),
    "base64 in lines, without an end": (Base64("AAAA\r\nAAA"), "AAAAAAA="),
    "data URL as such": (Base64(f"data:image/png;base64,{BASE64}"), BASE64),
    "data URL": (f"data:image/png;base64,{BASE64}", BASE64),
    "address as such": (Url(PICTURE), PICTURE),
    "address": (PICTURE, PICTURE),
}


class OddPath(os.PathLike[bytes]):
    """A path of the kind that the file system knows: bytes."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __fspath__(self) -> bytes:
        return os.fsencode(self.path)


def stood(data: bytes) -> io.BytesIO:
    file = io.BytesIO(b"not this" + data)
    file.seek(8)
    return file


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / NAME
    path.write_bytes(PNG)
    return path


def good_reply(kind: Kind, format: str) -> Reply:
    """A success in one of the formats."""
    if format == "json":
        return success(kind)
    if format == "txt":
        return Reply(200, "https://pictures.example/images/lake.png")
    return Reply(302, headers={"Location": "https://pictures.example/image/lake.L"})


def check_result(result: Any, format: str) -> None:
    """A result of :func:`good_reply`, as the user gets it."""
    if format == "json":
        assert type(result).__name__ == "Image"
        assert result.url_viewer.startswith("http")
    elif format == "txt":
        assert result == "https://pictures.example/images/lake.png"
    else:
        assert result == "https://pictures.example/image/lake.L"


def text_fields(sent: Sent) -> dict[str, str]:
    """The text fields of a request, each of which must be there once."""
    fields = dict(sent.fields)
    assert len(fields) == len(sent.fields)
    return fields


# --- what a caller may give ----------------------------------------------------------------


@each("format", FORMATS)
@each("form", FILES)
def test_every_form_of_a_file_arrives_whole_under_its_name(
    open_driver: OpenDoor, kind: Kind, picture: Path, form: str, format: str
) -> None:
    make, filename, content_type = FILES[form]
    given = make(picture)
    content = b"x" + PNG if form == "name and unknown bytes" else PNG
    driver = open_driver(good_reply(kind, format))
    check_result(driver.upload(given, format=format), format)

    sent = driver.only
    assert (sent.method, sent.url) == ("POST", driver.host.url)
    (part,) = sent.files
    assert part.name == "source"
    assert part.content == content
    # As browsers write it.
    assert part.filename == filename
    assert part.content_type == content_type
    key = {} if driver.host.key_header else {"key": KEY}
    assert text_fields(sent) == {"format": format, **key}
    # A host may look at the file before it looks at the fields behind it.
    assert sent.parts[-1] is part
    if hasattr(given, "close"):
        assert not given.closed
        given.close()


@each("format", FORMATS)
@each("form", TEXTS)
def test_every_form_of_text_is_sent_as_a_field(
    open_driver: OpenDoor, kind: Kind, form: str, format: str
) -> None:
    given, text = TEXTS[form]
    driver = open_driver(good_reply(kind, format))
    check_result(driver.upload(given, format=format), format)
    sent = driver.only
    assert (sent.method, sent.url) == ("POST", driver.host.url)
    assert sent.media_type == "application/x-www-form-urlencoded"
    key = {} if driver.host.key_header else {"key": KEY}
    assert text_fields(sent) == {"source": text, "format": format, **key}


@pytest.mark.outside("sends more than a contract has")
@each("format", FORMATS)
def test_an_address_can_be_sent_by_get(open_driver: OpenDoor, kind: Kind, format: str) -> None:
    driver = open_driver(good_reply(kind, format))
    check_result(driver.upload(Url(PICTURE), format=format, method="GET"), format)
    key = {} if driver.host.key_header else {"key": KEY}
    assert dict(driver.only.query) == {"source": PICTURE, "format": format, **key}
    # A site of any version: the old ones want a slash in front of a query.
    slash = "/" if kind.named != kind.host.api else ""
    assert driver.only.address == driver.host.url + slash


def test_the_length_is_said_where_it_is_known(open_driver: OpenDoor, kind: Kind) -> None:
    driver = open_driver(success(kind))
    driver.upload(PNG)
    driver.upload(Unseekable(PNG))
    known, unknown = driver.sent
    assert known.headers["content-length"] == str(len(known.content))
    assert "transfer-encoding" not in known.headers
    assert unknown.headers["transfer-encoding"] == "chunked"
    assert "content-length" not in unknown.headers


@for_hosts_that(need_an_address)
@each(
    "wrong",
    ["no such file.png", b"", None, 7, 1.5, object(), {"a": "b"}, [PNG], ("a", "b", "c", "d")],
)
def test_source_that_is_not_a_picture_is_refused_by_name(open_driver: OpenDoor, wrong: Any) -> None:
    driver = open_driver(Reply(400, "Empty upload source."))
    with pytest.raises(InvalidArgument, match="source: ") as caught:
        driver.upload(wrong)
    assert caught.value.argument == "source"
    assert (caught.value.host, caught.value.operation) == (driver.kind.named, "images_upload")
    assert driver.sent == []


@each("format", ["xml", "JSON", "", None, 1])
def test_another_format_is_refused(open_driver: OpenDoor, format: Any) -> None:
    driver = open_driver()
    with pytest.raises(InvalidArgument, match="format: expected 'json', 'txt' or 'redirect'"):
        driver.upload(format=format)
    assert driver.sent == []


@pytest.mark.outside("sends more than a contract has")
def test_the_generated_methods_upload_too(open_driver: OpenDoor, kind: Kind) -> None:
    for format, name in (("json", ""), ("txt", "_txt"), ("redirect", "_redirect")):
        driver = open_driver(good_reply(kind, format))
        check_result(driver.do(f"images.upload{name}", PNG), format)
        check_result(driver.do(f"images.upload{name}_by_get", PICTURE), format)
        posted, got = driver.sent
        assert posted.files[0].content == PNG
        assert (got.method, dict(got.query)["source"]) == ("GET", PICTURE)


# --- options -------------------------------------------------------------------------------

OPTIONS: list[tuple[str, Any, str]] = [
    ("title", "Lake", "Lake"),
    ("title", "naïve 写真 & = + \r\n", "naïve 写真 & = + \r\n"),
    ("title", "", ""),
    ("description", "a\nb", "a\nb"),
    ("tags", ["lake", "写真"], "lake,写真"),
    ("tags", ("lake",), "lake"),
    ("tags", [], ""),
    ("album_id", "3Kq", "3Kq"),
    ("album_id", 3, "3"),
    ("category_id", 7, "7"),
    ("category_id", "7", "7"),
    ("width", 320, "320"),
    ("expiration", timedelta(days=3), "P3D"),
    ("expiration", "PT5M", "PT5M"),
    ("nsfw", True, "1"),
    ("nsfw", False, "0"),
    ("nsfw", 1, "1"),
    ("nsfw", 0, "0"),
    ("use_file_date", True, "1"),
    ("use_file_date", False, "0"),
]


@pytest.mark.outside("sends more than a contract has")
@for_hosts_that(take_options)
@each(("option", "value", "text"), OPTIONS)
@each("method", ["POST", "GET"])
def test_option_is_sent_as_the_host_reads_it(
    open_driver: OpenDoor, kind: Kind, option: str, value: Any, text: str, method: str
) -> None:
    driver = open_driver(success(kind))
    driver.upload(Url(PICTURE), method=method, **{option: value})
    fields = driver.only.fields if method == "POST" else driver.only.query
    assert [sent for name, sent in fields if name == option] == [text]


@for_hosts_that(take_options)
def test_file_is_the_last_part_after_its_options(open_driver: OpenDoor, kind: Kind) -> None:
    driver = open_driver(success(kind))
    driver.upload(PNG, title="Lake", tags=["a"], nsfw=True)
    names = [part.name for part in driver.only.parts]
    assert names[-1] == "source"
    assert {"title", "tags", "nsfw", "format"} <= set(names[:-1])


@for_hosts_that(take_options)
def test_option_none_is_not_sent(open_driver: OpenDoor, kind: Kind) -> None:
    driver = open_driver(success(kind))
    driver.upload(**{option: None for option, *_ in OPTIONS})
    assert {name for name, _ in driver.only.fields} <= {"format", "key"}


WRONG: list[tuple[str, Any, str]] = [
    ("expiration", "5 minutes", "expiration: expected an ISO 8601 duration such as PT5M or P3D"),
    ("expiration", timedelta(minutes=4), "expiration: expected between 5 minutes and a year"),
    ("expiration", timedelta(days=-1), "expiration: expected a time in the future"),
    ("expiration", 300, "expiration: expected a timedelta or an ISO 8601 duration"),
    ("tags", ["a,b"], r"tags\[0\]: 'a,b' holds a comma"),
    ("tags", ["a", " "], r"tags\[1\]: an empty item"),
    ("tags", ["a", None], r"tags\[1\]: expected a string"),
    ("tags", {"a", "b"}, "tags: expected a sequence"),
    ("tags", 5, "tags: expected a sequence"),
    ("tags", b"ab", "tags: expected a sequence"),
    ("width", "wide", "width: expected an integer, got 'wide'"),
    ("width", 3.5, "width: expected an integer"),
    ("width", True, "width: expected an integer"),
    ("width", 10**30, "width: expected an integer, got a number of many digits"),
    ("category_id", [1], "category_id: expected an integer"),
    ("nsfw", "yes", "nsfw: expected True or False, got 'yes'"),
    ("nsfw", 2, "nsfw: expected True or False"),
    ("use_file_date", "1", "use_file_date: expected True or False"),
    ("title", b"Lake", "title: expected a string"),
    ("title", 1.5, "title: expected a string"),
    ("description", ["a"], "description: expected a string"),
    ("album_id", True, "album_id: expected a string"),
]


@for_hosts_that(take_options)
@each(("option", "value", "said"), WRONG)
def test_an_option_that_cannot_be_sent_is_refused_by_name(
    open_driver: OpenDoor, option: str, value: Any, said: str
) -> None:
    driver = open_driver()
    with pytest.raises(InvalidArgument, match=said) as caught:
        driver.upload(**{option: value})
    assert caught.value.argument.partition("[")[0] == option
    assert (caught.value.host, caught.value.operation) == (driver.kind.named, "images_upload")
    assert isinstance(caught.value, ValueError)
    assert len(str(caught.value)) < 300
    assert driver.sent == []


anything = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(2**80), 2**80)
    | st.floats()
    | st.text(max_size=12)
    | st.text(st.characters(), max_size=5)
    | st.binary(max_size=5)
    | st.timedeltas()
    | st.lists(st.text(max_size=5) | st.integers() | st.none(), max_size=4)
    | st.dictionaries(st.text(max_size=3), st.text(max_size=3), max_size=2)
    | st.sampled_from(["P3D", "7", " 7 ", "-1", "true", object(), range(3), ("a", "b"), 1j])
)


@for_hosts_that(take_options, have_an_address, mode="sync")
@settings(max_examples=300, deadline=None)
@given(options=st.dictionaries(st.sampled_from(sorted({o for o, *_ in OPTIONS})), anything))
@example(options={"title": "\ud800\x00"})
@example(options={"width": -1})
@example(options={"width": 0})
def test_any_value_of_any_option_is_sent_by_the_spec_or_refused(
    kind: Kind, options: dict[str, Any]
) -> None:
    for source, method in ((PNG, "POST"), (Url(PICTURE), "GET")):
        with Driver(kind, success(kind)) as driver:  # It holds what is sent against the spec.
            try:
                driver.upload(source, method=method, **options)
            except InvalidArgument as error:
                refused = error.argument.partition("[")[0]
            else:
                refused = ""
        assert refused in options or not refused
        assert len(driver.sent) == (0 if refused else 1)


@for_hosts_that(take_options)
@each("option", ["title", "width", "album_id", "nsfw", "expiration", "tags"])
def test_a_number_that_python_cannot_even_print_is_refused(
    open_driver: OpenDoor, option: str
) -> None:
    driver = open_driver()
    with pytest.raises(InvalidArgument, match=f"{option}.*: expected"):
        driver.upload(**{option: [10**5000] if option == "tags" else 10**5000})
    assert driver.sent == []


@for_hosts_that(take_options)
def test_an_unknown_option_is_refused_with_the_names_of_all(open_driver: OpenDoor) -> None:
    driver = open_driver()
    with pytest.raises(TypeError, match="no argument 'colour'") as caught:
        driver.upload(colour="red")
    known = {option for option, *_ in OPTIONS}
    assert known <= set(str(caught.value).replace(",", "").split())
    assert driver.sent == []


@for_hosts_that(take_no_options)
def test_option_of_a_host_without_options_is_refused(open_driver: OpenDoor) -> None:
    driver = open_driver()
    with pytest.raises(TypeError, match="title"):
        driver.upload(title="Lake")
    assert driver.sent == []


# --- the key -------------------------------------------------------------------------------


def test_the_key_comes_from_the_argument_or_the_environment(
    open_driver: OpenDoor, kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(kind.host.variable, " from-the-environment\n")
    for argument, used in ((None, "from-the-environment"), ("  given ", "given")):
        driver = open_driver(success(kind), key=argument)
        driver.upload()
        assert keys_in(driver.only) == [used]


def test_key_of_another_host_is_not_used(
    open_driver: OpenDoor, kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("IMGES_API_KEY", "IMAGEHOSTING_ME_API_KEY", "CHEVERETO_API_KEY"):
        if variable != kind.host.variable:
            monkeypatch.setenv(variable, "of-another-host")
    driver = open_driver(key=None)
    with pytest.raises(MissingCredentials):
        driver.upload()


@pytest.mark.parametrize("variable", [None, ""])
def test_missing_key_is_reported_before_anything_is_sent(
    open_driver: OpenDoor,
    kind: Kind,
    picture: Path,
    monkeypatch: pytest.MonkeyPatch,
    variable: str | None,
) -> None:
    if variable is not None:
        monkeypatch.setenv(kind.host.variable, variable)
    driver = open_driver(key=None)
    source = Unseekable(PNG)
    for call in (
        lambda: driver.upload(picture),
        lambda: driver.upload(source),
        lambda: driver.upload("no such file"),
        lambda: driver.upload(Url(PICTURE), method="GET"),
        lambda: driver.do("images.upload_txt", PNG),
    ):
        with pytest.raises(MissingCredentials) as caught:
            call()
        assert kind.host.variable in str(caught.value)
        assert "api_key=" in str(caught.value)
        # And where a key comes from.
        assert "shows" in str(caught.value)
        assert caught.value.host == driver.kind.named
        assert caught.value.operation.startswith("images_upload")
    assert driver.sent == []
    assert source.file.tell() == 0


@each("wrong", ["", "  ", "a\nb", "ключ", "a\x00b", 5, b"key", ["key"]])
def test_a_key_that_no_header_can_carry_is_refused_and_not_repeated(kind: Kind, wrong: Any) -> None:
    with pytest.raises(InvalidArgument, match="api_key: ") as caught:
        kind.make(api_key=wrong)
    shown = str(caught.value)
    assert "ключ" not in shown
    assert "b'" not in shown


def test_a_key_with_signs_arrives_as_it_is(open_driver: OpenDoor, kind: Kind) -> None:
    key = "a+b/c=d&e%20f\"g'h;i"
    driver = open_driver(success(kind), key=key)
    for source in (PNG, Url(PICTURE)):
        driver.upload(source)
    assert [keys_in(sent) for sent in driver.sent] == [[key], [key]]


# --- where the key never goes --------------------------------------------------------------


def failures(kind: Kind, key: str) -> Iterator[tuple[str, Any]]:
    """Ways for a call to end badly; the host repeats the key wherever it can."""
    error = {"status_code": 400, "error": {"message": f"Invalid API v1 key {key}.", "code": 100}}
    told = {"x-debug": key, "set-cookie": f"key={key}"}
    yield "refused", Reply(400, error, told)
    yield "refused in words", Reply(403, f"The key {key} is not known.", told)
    yield "refused in a page", Reply(500, f"<html><p>key={quote(key)}</p></html>", told)
    yield "refused at 200", Reply(200, error, told)
    yield "nonsense", Reply(200, f"{key} is not JSON", told)
    yield "cut", Reply(200, f'{{"image": {{"key": "{key}"', told)
    yield "elsewhere", Reply(301, "", {"location": f"https://other.example/{key}?key={key}"})
    yield "here", Reply(302, f"moved {key}", {"location": f"/login?key={quote(key)}"})
    yield "nowhere", Reply(302, "", {"location": f"http://[{key}"})
    yield "no connection", httpx.ConnectError("[Errno 111] Connection refused")
    yield "cut off", httpx.ReadError("")
    yield "hung up", httpx.RemoteProtocolError("Server disconnected")
    yield "too slow", httpx.ReadTimeout("")
    yield "drifting", success(kind, {"title": [key], "key": key, "views": key, "size": f"a {key}"})


@pytest.mark.outside("sends more than a contract has")
@each("method", ["POST", "GET"])
@each("format", FORMATS)
def test_the_key_is_in_no_error_no_log_and_no_repr(
    open_driver: OpenDoor,
    kind: Kind,
    caplog: pytest.LogCaptureFixture,
    method: str,
    format: str,
) -> None:
    key = "k" + secrets.token_urlsafe(20) + "+/ &"
    spellings = [key, quote(key), quote(key, safe="")]
    caplog.set_level(logging.DEBUG)
    seen: list[Any] = []
    for name, reply in failures(kind, key):
        driver = open_driver(reply, key=key, max_retries=1, on_drift=seen.append)
        source = Url(PICTURE)
        try:
            result = driver.upload(source, method=method, format=format)
        except ImageHostError as error:
            seen += [
                f"{name}: {error}",
                repr(error),
                str(error.args),
                getattr(error, "host_message", ""),
                "".join(traceback.format_exception(error)),
                repr(getattr(error, "response", None)),
            ]
        else:
            assert name == "drifting" or format != "json", name
            assert name != "drifting" or result.title is None
        seen += [repr(driver.client), str(driver.client.drift_counts)]
        # It was sent each time, or there would be nothing to hide.
        assert driver.sent
        assert all(key in keys_in(sent) for sent in driver.sent)
    seen.append(caplog.text)
    assert "images_upload" in caplog.text
    for text in seen:
        for spelling in spellings:
            assert spelling not in str(text)
            assert spelling not in repr(text)


def keys_in(sent: Sent) -> list[str]:
    """What stands where hosts look for a key."""
    places = [*sent.query, *sent.fields, *sent.headers.items()]
    return [value for name, value in places if name in ("key", "x-api-key")]


@pytest.mark.outside("sends more than a contract has")
def test_the_key_is_in_no_pickled_error(open_driver: OpenDoor, kind: Kind) -> None:
    key = "k" + secrets.token_urlsafe(20)
    replies = [Reply(status, "no") for status in (200, 302, 400, 404, 500)]
    errors = [httpx.ConnectError("no"), httpx.ReadTimeout("slow"), httpx.RemoteProtocolError("?")]
    for reply in (*replies, *errors):
        for method in ("POST", "GET"):
            driver = open_driver(reply, key=key, max_retries=0)
            with pytest.raises(ImageHostError) as caught:
                driver.upload(Url(PICTURE), method=method)
            assert key.encode() not in pickle.dumps(caught.value)
            cause: BaseException | None = caught.value
            while cause is not None:
                request = getattr(cause, "_request", None)
                assert request is None or key not in str(request.url)
                assert request is None or key not in str(request.headers.raw)
                assert key not in repr(cause) + str(cause.args)
                cause = cause.__cause__ or cause.__context__


def test_the_key_is_never_in_the_address_of_a_post(open_driver: OpenDoor, kind: Kind) -> None:
    for source in (PNG, Url(PICTURE), Base64(BASE64)):
        for format in FORMATS:
            driver = open_driver(good_reply(kind, format))
            driver.upload(source, format=format)
            assert KEY not in driver.only.url


@for_hosts_that(take_options)
def test_no_log_and_no_error_shows_the_address_that_deletes(
    open_driver: OpenDoor, caplog: pytest.LogCaptureFixture
) -> None:
    token = secrets.token_urlsafe(20)
    url = f"{door_root(open_driver)}/image/L/delete/{token}"
    caplog.set_level(logging.DEBUG)
    told: list[str] = []
    for reply in (
        Reply(404, "gone"),
        Reply(301, "", {"location": url}),
        httpx.ConnectError("no"),
        httpx.ReadTimeout(""),
    ):
        driver = open_driver(reply, max_retries=0)
        try:
            driver.do("delete", url)
        except ImageHostError as error:
            told += ["".join(traceback.format_exception(error)), repr(pickle.dumps(error))]
    assert len(told) == 6
    assert token not in str(told)
    assert "delete" in caplog.text
    assert token not in caplog.text


def door_root(open_driver: OpenDoor) -> str:
    """The address of the site under test, without the path of its API."""
    return "/".join(open_driver().host.base_url.split("/")[:3])


# --- redirects -----------------------------------------------------------------------------


@pytest.mark.outside("sends more than a contract has")
@each("status", [301, 302, 307, 308])
@each("source", [PNG, Url(PICTURE)], ids=["file", "address"])
def test_a_redirect_to_the_other_slash_keeps_method_and_body(
    open_driver: OpenDoor, kind: Kind, status: int, source: Any
) -> None:
    url = kind.host.url
    other = url.removesuffix("/") if url.endswith("/") else f"{url}/"
    for location in (other, other.partition(".link")[2] or "/" + other.split("/", 3)[3]):
        driver = open_driver(Reply(status, "moved", {"location": location}), success(kind))
        check_result(driver.upload(source), "json")
        first, second = driver.sent
        assert second.url == other
        assert second.shape[2:] == first.shape[2:]
        assert second.method == "POST"
        assert second.parts == first.parts
        assert second.headers["host"] == first.headers["host"]


@pytest.mark.outside("sends more than a contract has")
@for_hosts_that(need_an_address)
@each(
    ("base_url", "location"),
    [
        ("https://pictures.example/api/1", "https://pictures.example:443/api/1/upload/"),
        ("http://pictures.example/api/1", "http://pictures.example:80/api/1/upload/"),
        # Never the other way round.
        ("http://pictures.example/api/1", "https://pictures.example/api/1/upload"),
        ("http://pictures.example/api/1", "https://pictures.example:443/api/1/upload/"),
        # Observed: a second slash in the path is taken out.
        ("https://pictures.example//api/1", "/api/1/upload"),
        ("https://PICTURES.example/api/1", "https://pictures.example/api/1/upload"),
    ],
)
def test_a_redirect_within_the_host_is_followed(
    open_driver: OpenDoor, kind: Kind, base_url: str, location: str
) -> None:
    driver = open_driver(Reply(301, "", {"location": location}), success(kind), base_url=base_url)
    check_result(driver.upload(), "json")
    first, second = driver.sent
    assert httpx.URL(second.url) == httpx.URL(first.url).join(location)
    assert ("key", KEY) in second.fields
    assert second.method == "POST"


FOREIGN = [
    "https://other.example{path}",
    "//other.example{path}",
    "https://{host}.other.example{path}",
    "https://{host}:8443{path}",
    "http://{host}{path}",
    "http://{host}:443{path}",
    "https://{host}@other.example{path}",
    "https://other.example\\@{host}{path}",
    "https://{host}/\\other.example{path}",
    "ftp://{host}{path}",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "mailto:a@b.example",
    "http://[",
    "https://{host}:port{path}",
    "https:{path}\t",
    "",
]


@each("location", FOREIGN)
@each("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_another_host_is_refused(
    open_driver: OpenDoor, kind: Kind, location: str, status: int
) -> None:
    _, _, host, path = kind.host.url.split("/", 3)
    target = location.format(host=host, path=f"/{path}")
    driver = open_driver(Reply(status, "moved", {"location": target}), success(kind))
    with pytest.raises(ImageHostError) as caught:
        driver.upload()
    assert isinstance(caught.value, StatusError | ResponseDecodeError)
    assert [sent.url for sent in driver.sent] == [kind.host.url]


@for_hosts_that(need_an_address)
def test_a_refused_redirect_says_where_it_leads(open_driver: OpenDoor) -> None:
    location = "https://other.example/api/1/upload?key=secret"
    driver = open_driver(Reply(307, "<h1>Moved</h1>", {"location": location}))
    with pytest.raises(StatusError, match=r"redirects to https://other\.example/api/1/u") as e:
        driver.upload()
    assert e.value.status == 307
    assert "secret" not in str(e.value)


@pytest.mark.outside("sends more than a contract has")
@for_hosts_that(need_an_address)
@each("status", [301, 302, 303, 307, 308])
@each("method", ["POST", "GET"])
def test_redirect_after_a_possible_upload_is_not_followed(
    open_driver: OpenDoor, kind: Kind, status: int, method: str
) -> None:
    # As a browser is sent on after it uploaded: the picture may be there already.
    driver = open_driver(Reply(status, "", {"location": "/image/lake.L"}), success(kind))
    with pytest.raises(StatusError, match=r"/image/lake\.L"):
        driver.upload(Url(PICTURE), method=method)
    assert len(driver.sent) == 1


@pytest.mark.outside("sends more than a contract has")
@each("format", FORMATS)
def test_redirect_loop_raises_an_error(open_driver: OpenDoor, kind: Kind, format: str) -> None:
    url = kind.host.url.removesuffix("/")

    def other_slash(sent: Sent) -> Reply:
        target = f"{url}/" if sent.address == url else url
        return Reply(301, "moved", {"location": target})

    driver = open_driver(other_slash)
    with pytest.raises(NotFound):
        driver.upload(format=format)
    assert len(driver.sent) == 4


@pytest.mark.outside("sends more than a contract has")
@for_hosts_that(need_an_address)
@each("status", [301, 307])
def test_redirect_does_not_count_as_a_retry(open_driver: OpenDoor, kind: Kind, status: int) -> None:
    moved = Reply(status, "", {"location": kind.host.url + "/"})
    driver = open_driver(moved, httpx.ConnectError("no"), success(kind), max_retries=1)
    check_result(driver.upload(), "json")
    # And what was moved stays so.
    assert [sent.url for sent in driver.sent[1:]] == [kind.host.url + "/"] * 2


@for_hosts_that(need_an_address)
@each("status", [301, 302, 307])
def test_a_redirect_to_itself_is_not_followed(
    open_driver: OpenDoor, kind: Kind, status: int
) -> None:
    driver = open_driver(Reply(status, "", {"location": kind.host.url}), success(kind))
    with pytest.raises(StatusError):
        driver.upload()
    assert len(driver.sent) == 1


def test_a_redirect_of_a_source_that_can_be_read_once_is_not_followed(
    open_driver: OpenDoor, kind: Kind
) -> None:
    other = kind.host.url.removesuffix("/") if kind.host.url.endswith("/") else kind.host.url + "/"
    driver = open_driver(Reply(301, "", {"location": other}), success(kind))
    with pytest.raises(StatusError):
        driver.upload(Unseekable(PNG))
    assert len(driver.sent) == 1


def test_the_key_does_not_reach_another_host_over_real_sockets(
    kind: Kind, open_driver: OpenDoor
) -> None:
    with FaultServer(answer(200, {"image": {}})) as thief:
        location = thief.url.replace("127.0.0.1", "localhost") + "/upload"
        with FaultServer(answer(307, b"", {"Location": location})) as server:
            driver = open_driver(base_url=server.url, transport=None)
            with pytest.raises(StatusError, match="localhost"):
                driver.upload()
        assert thief.connections == 0
    assert len(server.requests) == 1


def test_a_download_carries_no_key(open_driver: OpenDoor, kind: Kind) -> None:
    secret = {"Authorization": "Basic c2VjcmV0", "X-Api-Key": KEY, "Cookie": "a=secret"}
    given = {**secret, "X-Own": "mine", "User-Agent": "my-gallery"}
    home = kind.host.base_url
    for url, foreign in (
        (f"{home}/lake.png", False),
        ("https://cdn.example/images/lake.png", True),
        (f"{home}/lake.png".replace("https:", "http:"), True),
        (f"{home}/lake.png".replace(urlsplit(home).netloc, urlsplit(home).netloc + ":8443"), True),
        (f"{home}/lake.png".replace("://", "://img."), True),
    ):
        driver = open_driver(Reply(200, PNG), headers=given)
        assert driver.do("download", url) == PNG
        assert not driver.only.content
        for name, value in given.items():
            assert (driver.only.headers.get(name) == value) != foreign, (url, name)

    plain = open_driver(Reply(200, PNG))
    plain.do("download", kind.host.base_url + "/lake.png")
    assert KEY not in str([plain.only.url, plain.only.headers.raw, plain.only.content])


# --- deleting ------------------------------------------------------------------------------


@for_hosts_that(take_options)
@each("status", [200, 301, 302])
def test_a_picture_is_deleted_by_its_own_address(
    open_driver: OpenDoor, kind: Kind, status: int
) -> None:
    url = f"{door_root(open_driver)}/image/L/delete/5ecret"
    for location in (f"{door_root(open_driver)}/image/L?deleted", f"{url}?deleted"):
        deleted = Reply(status, "", {"location": location})
        driver = open_driver(success(kind, {"delete_url": url}), deleted)
        image = driver.upload()
        assert driver.do("delete", image) is None
        assert driver.do("delete", url) is None
        _, *opened = driver.sent
        # Once for each call, by GET and nothing but that: the answer is not followed.
        assert [(sent.method, sent.url) for sent in opened] == [("GET", url)] * 2
        assert all(KEY not in str([sent.headers.raw, sent.content]) for sent in opened)


@for_hosts_that(take_options)
@each(
    "url",
    [
        "https://other.example/image/L/delete/5ecret",
        "https://{host}.other.example/image/L/delete/5ecret",
        "https://{host}@other.example/image/L/delete/5ecret",
        "https://other.example\\@{host}/image/L/delete/5ecret",
        "https://{host}/image/L",
        "https://{host}/image/L?/delete/5ecret",
        "https://{host}/image/L#/delete/5ecret",
        "/image/L/delete/5ecret",
        "{host}/image/L/delete/5ecret",
        "ftp://{host}/image/L/delete/5ecret",
        "https://{host}/image/L/delete/5ecret\r\nX: y",
        "",
    ],
)
def test_address_that_deletes_nothing_here_is_not_opened(
    open_driver: OpenDoor, kind: Kind, url: str
) -> None:
    driver = open_driver()
    host = kind.host.base_url.split("/")[2]
    with pytest.raises(InvalidArgument, match="image: ") as caught:
        driver.do("delete", url.format(host=host))
    assert "5ecret" not in str(caught.value)
    assert (caught.value.host, caught.value.operation) == (kind.named, "delete")
    assert driver.sent == []


@for_hosts_that(take_options)
def test_an_image_without_a_delete_address_cannot_be_deleted(
    open_driver: OpenDoor, kind: Kind
) -> None:
    driver = open_driver(success(kind, {"delete_url": None}))
    image = driver.upload()
    for wrong in (image, None, 5, b"https://imagehosting.me/image/L/delete/5ecret"):
        with pytest.raises(InvalidArgument, match="image: "):
            driver.do("delete", wrong)
    assert len(driver.sent) == 1


@for_hosts_that(take_options)
def test_a_picture_that_is_gone_is_not_found(open_driver: OpenDoor) -> None:
    url = f"{door_root(open_driver)}/image/L/delete/5ecret"
    driver = open_driver(Reply(404, "<h1>Not Found</h1>"))
    with pytest.raises(NotFound) as caught:
        driver.do("delete", url)
    assert (caught.value.operation, caught.value.status) == ("delete", 404)
    assert len(driver.sent) == 1


@for_hosts_that(take_options)
@each(
    ("reply", "error"),
    [
        (Reply(500, "oops"), HostUnavailable),
        (httpx.ReadTimeout(""), TimedOut),
        (httpx.ReadError(""), ConnectionFailed),
    ],
)
def test_a_deletion_that_may_have_happened_is_not_repeated(
    open_driver: OpenDoor, reply: Any, error: type[ImageHostError]
) -> None:
    driver = open_driver(reply)
    with pytest.raises(error):
        driver.do("delete", f"{door_root(open_driver)}/image/L/delete/5ecret")
    assert len(driver.sent) == 1


addresses = st.text(max_size=30) | st.builds(
    "{}{}{}".format,
    st.sampled_from(["http://", "https://", "HTTPS:", "//", "ftp://", "http://imagehosting.me/"]),
    st.text(st.characters(max_codepoint=255), max_size=20) | st.text(max_size=20),
    st.sampled_from(["", "/delete/x", "?a=b", "#c", ":80", ":x", "@imagehosting.me/delete/x"]),
)


@for_hosts_that(take_options, have_an_address, mode="sync")
@settings(max_examples=300, deadline=None)
@given(url=addresses)
@example(url="http://imagehosting.me\uff0f@other.example/delete/x")
@example(url="http://\u2100.example/delete/x")
@example(url="http://xn--/delete/x")
@example(url="https://imagehosting.me:0/delete/x")
def test_any_address_is_opened_or_refused(kind: Kind, url: str) -> None:
    for call in ("download", "delete"):
        with Driver(kind, Reply(200, PNG)) as driver:
            try:
                driver.do(call, url)
            except InvalidArgument:
                assert driver.sent == []
            else:
                host = httpx.URL(driver.only.url).host
                assert call == "download" or host == "imagehosting.me"
                assert KEY not in str([driver.only.url, driver.only.headers.raw])


def test_a_wrong_key_says_what_to_do(open_driver: OpenDoor) -> None:
    error = {"status_code": 400, "error": {"message": "Invalid API v1 key.", "code": 100}}
    driver = open_driver(Reply(400, error))
    with pytest.raises(AuthenticationFailed, match="check the key") as caught:
        driver.upload()
    assert (caught.value.code, caught.value.status) == (100, 400)
    again = pickle.loads(pickle.dumps(caught.value))
    assert (type(again), str(again), again.code) == (AuthenticationFailed, str(caught.value), 100)
    assert str(copy.copy(caught.value)) == str(caught.value)
