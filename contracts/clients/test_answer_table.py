"""What a client makes of answers that nearly fit: result, drift or error, for each kind of result.

Each kind of result meets each body; what comes of it is committed. A host that marks success in a
member of its own is asked as well, and one that speaks XML.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

import attrs
import pytest
from imagehosts import Drift
from imagehosts.core.client import SyncClient
from imagehosts_wire.types import Api, ErrorRule, Operation, Result, SuccessMark

from contracts.support.plain_client import API, Coming, Patient, result_of
from contracts.support.recording import Recorder
from contracts.support.reporting import report_all
from contracts.support.snapshots import hold_file

MARKED = Api(
    "marked",
    "A host that says in every answer how the call went",
    "https://marked.example/api",
    error_code=("/data/code", "/code"),
    error_message=("/data/message", "/data"),
    error_rules=(
        ErrorRule("captcha", message="(?i)robot"),
        ErrorRule("permission", status=200, code="E7"),
        ErrorRule("not_found", code=4, message="gone"),
    ),
    success=SuccessMark("/meta/ok", (True, "yes", 1)),
)


@attrs.define(slots=True)
class Size:
    """A model with a member that is needed, and one that may be missing."""

    width: int
    height: int | None = None


@attrs.define(slots=True)
class Picture:
    """A model whose members may all be missing."""

    id: str | None = None
    size: Size | None = None
    tags: list[str] | None = None
    flags: dict[str, bool] | None = None
    kind: Literal["a", "b"] | None = None
    ratio: float | None = None
    either: int | str | None = None


@attrs.define(slots=True)
class Named:
    """A model with other names on the wire, and a list that comes as an object."""

    __wire_names__: ClassVar[dict[str, str]] = {"class_": "class", "items": "things"}
    __keyed_by__: ClassVar[dict[str, str]] = {"items": "width"}

    class_: str
    items: list[Size]


@attrs.define(slots=True)
class Faulty:
    """A model with a member that errors have as well."""

    error: object = None


def kind_of(type: Any) -> Any:
    return lambda: type


KINDS: dict[str, Result] = {
    "dict": Result("json", kind_of(dict[str, int])),
    "list": Result("json", kind_of(list[int])),
    "list of numbers or nothing": Result("json", kind_of(list[int | None])),
    "boolean": Result("json", kind_of(bool)),
    "text in JSON": Result("json", kind_of(str), envelope="data"),
    "number, as text too": Result("json", kind_of(int), envelope="data", tolerant=True),
    "size": Result("json", kind_of(Size), envelope="data"),
    "picture": Result("json", kind_of(Picture)),
    "picture, numbers as text too": Result("json", kind_of(Picture), tolerant=True),
    "names of its own": Result("json", kind_of(Named)),
    "anything": Result("json", kind_of(object), envelope="data"),
    "text": Result("text"),
    "text of a model": Result("text", kind_of(Faulty)),
    "model with an error in it": Result("json", kind_of(Faulty)),
    "nothing": Result("none"),
    "redirect": Result("redirect", statuses=(302, 200)),
    "bytes": Result("bytes"),
}
BODIES: dict[str, bytes] = {
    "empty": b"",
    "blank": b" \n",
    "null": b"null",
    "object": b'{"a": 1, "b": 2}',
    "object of texts": b'{"a": "1", "b": "x", "c": true, "d": 1.0, "e": null}',
    "list of numbers": b"[1, 2]",
    "list of others": b'[1, "2", "x", null, 3.0, 3.5, true]',
    "object for a list": b'{"0": 1, "5": 2}',
    "true": b"true",
    "false in words": b'"False"',
    "one": b"1",
    "data that is text": b'{"data": "hello"}',
    "data that is a number": b'{"data": 7}',
    "data that is digits": b'{"data": " 7 "}',
    "data that is a fraction": b'{"data": 7.0}',
    "data that is null": b'{"data": null}',
    "data that is empty": b'{"data": {}}',
    "size": b'{"data": {"width": 4, "height": 3, "depth": 9}}',
    "size in texts": b'{"data": {"width": "4", "height": "x"}}',
    "size without width": b'{"data": {"height": 3}}',
    "size of others": b'{"data": {"depth": 9}}',
    "size as a list": b'{"data": [4, 3]}',
    "picture": b'{"id": "x", "size": {"width": 4}, "tags": ["a"], "flags": {"a": true},'
    b' "kind": "a", "ratio": 1, "either": 1}',
    "picture astray": b'{"id": 5, "size": [], "tags": "a", "flags": [], "kind": "c",'
    b' "ratio": "1.5", "either": 1.5}',
    "picture further astray": b'{"id": true, "size": {"width": "w"}, "tags": {"x": "a", "y": 1},'
    b' "flags": {"a": "1", "b": 2, "c": null}, "kind": null, "ratio": false, "either": []}',
    "picture of nothing": b"{}",
    "names": b'{"class": "c", "things": {"4": {"height": 3}, "x": 5}}',
    "names, as a list": b'{"class": "c", "things": [{"width": 4}, 7]}',
    "names missing": b'{"things": null}',
    "notice first": b'Warning: x in y on line 3\n{"a": 1, "data": {"width": 4}}',
    "page": b"<html><title>Maintenance</title><body>back soon</body></html>",
    "address": b"https://a.example/b.png",
    "error": b'{"error": {"message": "It is broken", "code": 17}}',
    "code alone": b'{"error": {"code": 0}}',
    "empty message": b'{"error": {"message": ""}}',
    "error in words": b'{"error": "It is broken"}',
    "message in a message": b'{"error": {"message": "{\\"detail\\": \\"in here\\"}"}}',
    "nested words": b'{"errors": [{"x": 1}, {"title": "Deep"}]}',
}
MARKS: dict[str, bytes] = {
    "yes": b'{"meta": {"ok": true}, "data": {"width": 4}}',
    "yes, as a word": b'{"meta": {"ok": " YES "}, "data": {"width": 4}}',
    "yes, as a number": b'{"meta": {"ok": 1}, "data": {"width": 4}}',
    "no": b'{"meta": {"ok": false}, "data": {"width": 4}}',
    "no, as a word": b'{"meta": {"ok": "no"}, "data": "It went wrong"}',
    "no, as a number": b'{"meta": {"ok": 0}, "code": 4, "data": "it is gone"}',
    "no mark": b'{"data": {"width": 4}}',
    "null for a mark": b'{"meta": {"ok": null}, "data": {"width": 4}}',
    "no, and a robot": b'{"meta": {"ok": false}, "data": {"message": "Are you a robot?"}}',
    "no, by a code": b'{"meta": {"ok": false}, "data": {"code": "E7"}}',
    "no, not found": b'{"meta": {"ok": false}, "data": "No such picture"}',
    "yes, and a message": b'{"meta": {"ok": true}, "data": "all is well"}',
    "no JSON": b"it is broken",
    "mark hidden by escapes": b'{"m\\u0065ta": {"ok": false}, "data": {"width": 4}}',
}


class Client(SyncClient):
    api = API


class MarkedClient(SyncClient):
    api = MARKED


def outcome(kind: type[SyncClient], operation: Operation[Any], status: int, body: bytes) -> str:
    """The result of a call, or its error; then each deviation that was reported."""
    drifts: list[Drift] = []
    headers = {"location": "/there"} if operation.result.kind == "redirect" else {}
    client = kind(
        credentials={},
        transport=Recorder(Coming(status, body, headers)),
        max_retries=0,
        on_drift=drifts.append,
    )
    Patient(client)
    text = result_of(client, lambda: client.call(operation, ()))
    quoted = repr(" ".join(body.decode().split())[:200]) if body.strip() else "it is empty"
    if text.endswith(f"HTTP {status}, and the body is not what this call answers: {quoted}"):
        text = "unreadable, and quoted"
    return "\n    ".join([text, *(f"drift: {drift}" for drift in drifts)])


def rows() -> Iterator[tuple[str, type[SyncClient], Operation[Any], int, bytes]]:
    for name, result in KINDS.items():
        get: Operation[Any] = Operation("plain", "things_get", "GET", "/things", result=result)
        for said, body in BODIES.items():
            yield f"{name}: {said}", Client, get, 200, body
    for name in ("boolean", "list", "picture", "size", "text", "nothing", "anything"):
        result = KINDS[name]
        for id, method in (("things_delete", "POST"), ("things", "DELETE"), ("undelete", "GET")):
            for status in (200, 204, 205, 299):
                done: Operation[Any] = Operation("plain", id, method, "/things", result=result)
                yield f"{name}, {method} {id}: empty at {status}", Client, done, status, b""
    for name in ("size", "text", "anything", "nothing"):
        get = Operation("marked", "things_get", "GET", "/things", result=KINDS[name])
        for said, body in MARKS.items():
            for status in (200, 400):
                yield f"{name}, marked: {said} at {status}", MarkedClient, get, status, body


@pytest.mark.snapshots
def test_answers_become_the_results_and_drift_that_are_committed() -> None:
    lines = ["# What a client makes of answers that nearly fit, by `make snapshots`.", ""]
    with report_all() as case:
        for name, kind, operation, status, body in rows():
            with case(name):
                lines += [name, f"    {outcome(kind, operation, status, body)}"]
    hold_file("readable.txt", "\n".join(lines) + "\n")


def test_answer_as_specified_is_read_without_a_second_look(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def look_again(*_: Any) -> Any:
        raise AssertionError("what fits its type was read member by member")

    monkeypatch.setattr("imagehosts.core.tolerant.find_json", look_again)
    good = {
        "dict": b'{"a": 1, "b": 2}',
        "list": b"[1, 2]",
        "list of numbers or nothing": b"[1, null]",
        "boolean": b"true",
        "text in JSON": b'{"data": "hello", "more": 1}',
        "number, as text too": b'{"data": "7"}',
        "size": b'{"data": {"width": 4, "height": 3, "depth": 9}}',
        "picture": BODIES["picture"],
        "picture, numbers as text too": b'{"id": "x", "ratio": "1.5"}',
        "anything": b'{"data": {"a": [1]}}',
    }
    with report_all(len(good)) as case:
        for name, body in good.items():
            with case(name):
                get: Operation[Any] = Operation("plain", "a", "GET", "/a", result=KINDS[name])
                assert "Error" not in outcome(Client, get, 200, body)
