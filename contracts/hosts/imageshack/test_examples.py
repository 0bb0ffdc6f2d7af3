"""The payloads and requests of ImageShack's document, through the client and back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any
from urllib.parse import parse_qsl

import msgspec
import pytest
from imagehosts import Drift, NotFound, StatusError
from imagehosts.core.errors import CATEGORIES
from imagehosts_wire.types import Operation

from contracts.hosts.imageshack.support import (
    BY_ID,
    KINDS,
    OPERATIONS,
    TOKEN,
    VALUES,
    arguments,
    call,
    name_of,
    open_imageshack,
    reply_to,
    success,
)
from contracts.support.clients import KEY, Driver, Kind
from contracts.support.recording import Reply, Sent
from contracts.support.reporting import each
from contracts.support.specs import Example, Json, load_examples, load_spec, resolve
from contracts.support.specs import operations as spec_operations

OpenDoor = Callable[..., Driver]
SPEC = load_spec("imageshack")
ALL = load_examples("imageshack")
DOCUMENTED = [
    e
    for e in ALL
    if e.path.suffix == ".json" and e.path.parent.name == "documented" and "operation" in e.entry
]
RESPONSES = [e for e in ALL if e.entry["kind"] == "response" and e.entry["status"] == 200]
FAILURES = [e for e in ALL if e.entry["kind"] == "response" and e.entry["status"] != 200]
FRAGMENTS = [e for e in ALL if e.entry["kind"] == "request"]


UNDER_TEST = KINDS


@pytest.fixture
def open_driver(kind: Kind) -> Iterator[OpenDoor]:
    with ExitStack() as stack:
        yield lambda *script, **options: stack.enter_context(
            open_imageshack(kind, *script, **options)
        )


def missing(shown: Json, found: Json, at: str = "") -> list[str]:
    """What of a payload is not in what was made of it; a null is the same as nothing."""
    if isinstance(shown, dict):
        lost = []
        for name, value in shown.items():
            if name in ("album_id", "album_title"):
                # They moved into the album.
                lost += missing(value, (found.get("album") or {}).get(name[6:]), f"{at}/{name}")
            else:
                lost += missing(value, found.get(RENAMED.get(name, name)), f"{at}/{name}")
        return lost
    if isinstance(shown, list):
        if not isinstance(found, list) or len(found) != len(shown):
            return [at]
        return [
            each
            for index, pair in enumerate(zip(shown, found, strict=True))
            for each in missing(*pair, f"{at}/{index}")
        ]
    return [] if shown == found else [f"{at}: {shown!r} became {found!r}"]


RENAMED = {"userid": "user_id", "previous_images": "prev_images"}


def by_list(shown: Json) -> Json:
    """A payload whose tags stand by name, with a list in their place."""
    if isinstance(shown, dict) and isinstance(shown.get("tags"), dict):
        return shown | {"tags": [{"name": n} | tag for n, tag in shown["tags"].items()]}
    return shown


def as_data(result: Any) -> Json:
    """A result as plain data; of a page its whole answer."""
    return msgspec.to_builtins(getattr(result, "result", result))


@each("example", DOCUMENTED, ids=lambda e: e.id)
def test_a_documented_payload_is_read_whole(open_driver: OpenDoor, example: Example) -> None:
    shown = json.loads(example.text)
    operation = example.entry.get("operation")
    drifts: list[Drift] = []
    if "category" in example.entry:
        with pytest.raises(NotFound, match="The username is invalid") as caught:
            open_driver(Reply(400, example.text)).do("users.get", "x")
        assert caught.value.code == 3
        return
    result = shown.get("result", shown)
    is_item = example.path.stem in ("basic_image", "basic_album", "tag", "image_comment")
    whole = in_its_list(example.path.stem, result) if is_item else result
    driver = open_driver(success(whole), on_drift=drifts.append)
    found = call(driver, BY_ID[operation])
    assert missing(by_list(whole), as_data(found)) == []
    assert drifts == []


def in_its_list(stem: str, item: Json) -> Json:
    """An item of a list, in the answer that brings it."""
    if stem == "basic_image":
        return [item]
    if stem == "image_comment":
        return {"limit": 1, "total": 1, "comments": [item]}
    several = {"tags": {"bird": item}} if stem == "tag" else {"albums": [item]}
    return {"limit": 1, "offset": 0, "total": 1} | several


@each("example", RESPONSES, ids=lambda e: e.id)
def test_a_whole_answer_is_read_without_drift(open_driver: OpenDoor, example: Example) -> None:
    drifts: list[Drift] = []
    driver = open_driver(Reply(200, example.text), on_drift=drifts.append)
    found = call(driver, BY_ID[example.entry["operation"]])
    assert missing(by_list(json.loads(example.text)["result"]), as_data(found)) == []
    assert drifts == []


@each("example", FAILURES, ids=lambda e: e.id)
def test_an_observed_failure_is_the_error_of_its_category(
    open_driver: OpenDoor, example: Example
) -> None:
    driver = open_driver(Reply(example.entry["status"], example.text), max_retries=0)
    with pytest.raises(StatusError) as caught:
        call(driver, BY_ID[example.entry["operation"]])
    assert type(caught.value) is CATEGORIES[example.entry["category"]]


def test_there_are_as_many_as_the_document_has() -> None:
    assert (len(DOCUMENTED), len(FRAGMENTS)) == (15, 18)


# --- requests ------------------------------------------------------------------------------


def pairs_of(line: str) -> list[tuple[str, str]]:
    return parse_qsl(line, keep_blank_values=True, strict_parsing=True)


@each("example", FRAGMENTS, ids=lambda e: e.id)
def test_a_documented_fragment_is_what_the_client_sends(
    open_driver: OpenDoor, example: Example
) -> None:
    operation = BY_ID[example.entry["operation"]]
    lines = example.text.splitlines()
    driver = open_driver(reply_to(operation), key="YOUR_API_KEY")
    for line in lines:
        call(driver, operation, optional=False, **as_arguments(pairs_of(line)))
    for line, sent in zip(lines, driver.sent, strict=True):
        pairs = sent.query if example.entry["in"] == "query" else sent.fields
        shown = pairs_of(line)
        if shown[0][0] == "ids[]":
            # Arrays of ids mean the same, and are sent with commas between them.
            shown = [("ids", ",".join(value for _, value in shown))]
        assert [pair for pair in pairs if pair[0] in dict(shown)] == shown
        text = sent.url if example.entry["in"] == "query" else sent.content.decode()
        if "ids[]" not in line:
            assert line in text.replace("%2C", ",").replace("%5B%5D", "[]")


def as_arguments(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """The arguments of a call that a documented fragment stands for."""
    given: dict[str, Any] = {}
    for wire, value in pairs:
        if wire == "files[]":
            given.setdefault("image_ids", []).append(value)
        elif wire == "ids[]":
            given.setdefault("ids", []).append(value)
        elif wire == "ids":
            given["ids"] = value.split(",")
        elif wire != "api_key":
            given[wire] = int(value)
    return given


def expected(operation: Operation[Any], given: dict[str, Any]) -> tuple[Any, ...]:
    """Method, address, query, fields and file names of a call, from the spec and nothing else."""
    node = spec_operations(SPEC)[operation.id]
    path = node.pointer.split("/")[2].replace("~1", "/").partition("#")[0]
    placed: dict[str, list[tuple[str, str]]] = {"query": [], "body": []}
    files = []
    known = {
        "query": {p["name"]: p | p["schema"] for p in parameters(node.value) if p["in"] == "query"},
        "path": {p["name"]: p for p in parameters(node.value) if p["in"] == "path"},
        "body": members(node.value),
    }
    for name in known["path"]:
        path = path.replace(f"{{{name}}}", QUOTED.get(name, str(given[name])))
    for place, rows in (("query", known["query"]), ("body", known["body"])):
        for wire, row in rows.items():
            argument = row.get("x-argument") or wire.removesuffix("[]")
            if wire in CREDENTIALS:
                placed[place].append((wire, CREDENTIALS[wire]))
            elif "const" in row:
                placed[place].append((wire, row["const"]))
            elif "x-alias-of" in row or argument not in given:
                continue
            elif row.get("format") == "binary" or row.get("items", {}).get("format") == "binary":
                value = given[argument]
                files += [(wire, f[0]) for f in (value if isinstance(value, list) else [value])]
            elif row.get("enum"):
                placed[place].append((wire, row["enum"][given[argument]]))
            elif operation.id == "images_comments" and argument == "offset":
                placed[place].append((wire, given[argument]))
            else:
                text = VALUES[argument][1]
                texts = text if isinstance(text, list) else [text]
                placed[place] += [(wire, each) for each in texts]
    root = SPEC["servers"][0]["url"]
    return (
        node.pointer.rpartition("/")[2].upper(),
        root + path,
        sorted(placed["query"]),
        sorted(placed["body"]),
        files,
    )


CREDENTIALS = {"api_key": KEY, "auth_token": TOKEN}
QUOTED = {"tag": "lake%2Ftahoe%20%C3%BC", "user": "nick%40example.com"}


def parameters(operation: Json) -> list[Json]:
    return [resolve(SPEC, reference) for reference in operation.get("parameters", [])]


def members(operation: Json) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for media in operation.get("requestBody", {}).get("content", {}).values():
        found |= resolve(SPEC, media["schema"])["properties"]
    return found


def seen(sent: Sent) -> tuple[Any, ...]:
    files = [(part.name, part.filename) for part in sent.files]
    return (sent.method, sent.address, sorted(sent.query), sorted(sent.fields), files)


@each("optional", [True, False], ids=["everything", "least"])
@each("operation", OPERATIONS, ids=lambda o: o.id)
def test_a_call_is_the_request_of_its_spec(
    open_driver: OpenDoor, operation: Operation[Any], optional: bool
) -> None:
    given = arguments(operation, optional=optional)
    driver = open_driver(reply_to(operation))
    call(driver, operation, optional=optional)
    assert seen(driver.only) == expected(operation, given)
    assert "#" not in driver.only.url
    files = {"multipart/form-data"} if driver.only.files else {"application/x-www-form-urlencoded"}
    bodyless = operation.method in ("GET", "DELETE")
    assert {driver.only.media_type} == ({""} if bodyless else files)


@each("operation", OPERATIONS, ids=lambda o: o.id)
def test_both_clients_send_the_same(operation: Operation[Any]) -> None:
    shapes = []
    for kind in KINDS:
        with open_imageshack(kind, reply_to(operation)) as driver:
            call(driver, operation)
            shapes.append(driver.only.shape)
    assert shapes[0] == shapes[1]


def test_every_argument_of_every_operation_is_in_the_table() -> None:
    used = {name for operation in OPERATIONS for name in arguments(operation)}
    left = {p.name for operation in OPERATIONS for p in operation.parameters} - used
    assert left == set()
    assert set(VALUES) <= used
    assert len(OPERATIONS) == len(spec_operations(SPEC)) == 62


def test_every_operation_is_a_method_of_both_clients() -> None:
    async def names() -> None:
        for kind in KINDS:
            client = kind.make(api_key=KEY)
            for operation in OPERATIONS:
                resource, _, method = name_of(operation).partition(".")
                assert callable(getattr(getattr(client, resource), method))
                assert callable(getattr(getattr(client, resource).with_raw_response, method))
            closing = client.close()
            if kind.is_async:
                await closing

    asyncio.run(names())
