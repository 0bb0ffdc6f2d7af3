"""What a client makes of an answer: the typed result, or the one error that it means."""

from __future__ import annotations

import json
import pickle
import typing
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import httpx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from imagehosts import (
    Drift,
    DuplicateUpload,
    ImageHostError,
    ResponseDecodeError,
    ResponseError,
    StatusError,
)

from contracts.support.answers import CLASSES, check_same, is_typed
from contracts.support.clients import (
    APIS,
    EVERY_HOST,
    HOSTS,
    KINDS,
    Driver,
    Kind,
    for_hosts_that,
    have_an_address,
    image_document,
    success,
)
from contracts.support.recording import Reply, as_reply
from contracts.support.reporting import each
from contracts.support.specs import Example, load_examples

OpenDoor = Callable[..., Driver]


#: The core is the same for all clients: no need for each host in both ways of waiting.
UNDER_TEST = EVERY_HOST


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
