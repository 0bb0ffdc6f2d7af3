"""What is sent for each way in which an argument can travel, and which values are refused by name.

The operations are made up, so that each place, encoding and kind of body meets the same values;
what leaves is committed.
"""

from __future__ import annotations

import asyncio
from typing import Any, TypedDict

import pytest
from imagehosts import ImageHostError, Url
from imagehosts_wire.types import Credential, Operation, Parameter, Result

from contracts.support.plain_client import KEY, Awaiting, Blocking, Coming
from contracts.support.recording import Recorder, Sent
from contracts.support.reporting import report_all
from contracts.support.snapshots import hold_file

FORM, JSON, MULTIPART = (
    "application/x-www-form-urlencoded", "application/json", "multipart/form-data",
)  # fmt: skip


class Point(TypedDict):
    x: int


def operation(method: str, path: str, *parameters: Parameter, **more: Any) -> Operation[Any]:
    return Operation(
        "plain", "things", method, path, result=Result("none"), parameters=parameters, **more
    )


def query(encode: str = "text", **more: Any) -> Operation[Any]:
    return operation("GET", "/a", Parameter("q", "q", "query", encode=encode, **more))


def body(*bodies: str, encode: str = "text", wire: str = "b", **more: Any) -> Operation[Any]:
    given = Parameter("b", wire, "body", encode=encode, **more)
    other = Parameter("c", "c", "body", encode="integer")
    return operation("POST", "/a", given, *((other,) if wire else ()), bodies=bodies)


KEY_IN = {
    place: Credential("key", place, "k", prefix)  # type: ignore[arg-type]
    for place, prefix in (("query", ""), ("header", "Client-ID "), ("body", ""))
}
IN_HEADER = operation("GET", "/a", Parameter("h", "X-H", "header"))
PNG = ("a \u00e9.png", b"\x89PNG\r\n\x1a\n")
ROWS: dict[str, tuple[Operation[Any], tuple[Any, ...]]] = {
    "text in a query": (query(), ("a b&c=d/\u00e9+?:@,~!*()$#%",)),
    "half a character in a query": (query(), ("\ud83d",)),
    "nothing in a query": (query(), (None,)),
    "empty text in a query": (query(), ("",)),
    "number in a query": (query("integer:1:5"), (3,)),
    "flag in a query": (query("flag:1/0"), (False,)),
    "list in a query": (query("list:text"), (["a", "b"],)),
    "list with brackets": (query("list:integer", array="brackets"), ([1, 2],)),
    "list with commas": (query("list:text", array="csv"), (["a", "b"],)),
    "comma in a list with commas": (query("list:text", array="csv"), (["a", "b,c"],)),
    "empty list": (query("list:text"), ([],)),
    "empty list with commas": (query("list:text", array="csv"), ([],)),
    "text for a list": (query("list:text"), ("ab",)),
    "wrong item of a list": (query("list:integer"), ([1, "x"],)),
    "value of JSON in a query": (query("json"), ({"a": [1, None]},)),
    "list of JSON in a query": (query("json"), ([{"a": 1}, "b"],)),
    "value of a shape": (query("json", shape=lambda: Point), ({"x": 1},)),
    "value of another shape": (query("json", shape=lambda: Point), ({"x": "1"},)),
    "member that a shape does not have": (query("json", shape=lambda: Point), ({"x": 1, "y": 2},)),
    "shape within a list": (query("json", shape=lambda: list[Point]), ([{"x": 1}, {"y": 1}],)),
    "needed and missing": (query(required=True), (None,)),
    "path": (operation("GET", "/a/{p}/b", Parameter("p", "p", "path")), ("x y/z?\u00e9",)),
    "dots in a path": (operation("GET", "/a/{p}", Parameter("p", "p", "path")), ("..",)),
    "a dot in a path": (operation("GET", "/a/{p}", Parameter("p", "p", "path")), (".",)),
    "nothing in a path": (operation("GET", "/a/{p}", Parameter("p", "p", "path")), ("",)),
    "optional part of a path": (
        operation("GET", "/a/{p}/{q}", *(
            Parameter(name, name, "path", optional_segment=True) for name in "pq"
        )),
        ("x", None),
    ),
    "header": (IN_HEADER, ("value",)),
    "header of other letters": (IN_HEADER, ("\u00e9",)),
    "header of two lines": (IN_HEADER, ("a\nb",)),
    "server": (
        operation("GET", "/a", Parameter("s", "s", "server", pattern="img[0-9]+"),
                  server_url="https://{s}.example/api"),
        ("img7",),
    ),
    "server of another form": (
        operation("GET", "/a", Parameter("s", "s", "server", pattern="img[0-9]+")),
        ("img7.evil",),
    ),
    "neighbouring server": (operation("GET", "/a", server_path="/other"), ()),
    "constants": (
        operation("GET", "/{c}/a", constants=(
            ("path", "c", "x"), ("query", "q", "1"), ("header", "X-C", "2"),
        )),
        (),
    ),
    **{
        f"key in a {place}": (
            operation("POST", "/a", bodies=(FORM,), credentials=(slot,)), (),
        )
        for place, slot in KEY_IN.items()
    },
    "form": (body(FORM), ("a b&\u00e9", 2)),
    "form with nothing in it": (body(FORM), (None, None)),
    "form where a file could be": (body(FORM, MULTIPART, encode="source"), ("http://a/b", 2)),
    "file where a form could be": (body(FORM, MULTIPART, encode="source"), (PNG, 2)),
    "file behind its text": (body(MULTIPART, encode="file"), (PNG, 2)),
    "text in parts": (body(MULTIPART), ("a", 2)),
    "constants in a form": (
        operation("POST", "/a", bodies=(FORM,), constants=(("body", "x", "1"),)), (),
    ),
    "address for a file": (body(MULTIPART, encode="file"), (Url("http://a"), None)),
    "JSON": (body(JSON), ("a", 2)),
    "JSON of nothing": (body(JSON), (None, None)),
    "number in JSON": (body(JSON, encode="number"), (1.5, None)),
    "whole number in JSON": (body(JSON, encode="number"), (-7, None)),
    "flag of numbers in JSON": (body(JSON, encode="flag:1/0"), (True, None)),
    "flag in JSON": (body(JSON, encode="flag:true/false"), (False, None)),
    "flag of other words in JSON": (body(JSON, encode="flag:yes/no"), (True, None)),
    "list in JSON": (body(JSON, encode="list:integer"), ([1, 2], None)),
    "empty list in JSON": (body(JSON, encode="list:integer"), ([], None)),
    "list with commas in JSON": (body(JSON, encode="list:text", array="csv"), (["a", "b"], None)),
    "empty list with commas in JSON": (body(JSON, encode="list:text", array="csv"), ([], None)),
    "value in JSON": (body(JSON, encode="json"), ({"a": [1.5, None]}, None)),
    "whole JSON": (body(JSON, encode="json", wire=""), ([{"a": 1}],)),
    "no JSON": (body(JSON, encode="json", wire=""), (None,)),
    "file as a body": (body("image/png", "image/jpeg", encode="file", wire=""), (PNG,)),
    "other file as a body": (
        body("image/jpeg", "image/*", encode="file", wire=""), (("a.gif", b"GIF89a"),),
    ),
    "text as a body": (body("text/plain", wire=""), ("a\nb",)),
    "body as it is": (body("raw:application/xml", wire="b"), ("<a/>", None)),
    "file as it is": (body("raw:", encode="file"), (PNG, None)),
}  # fmt: skip


def said_of(sent: Sent) -> list[str]:
    """A request as far as it is not the same for all."""
    ordinary = ("host", "user-agent", "accept", "accept-encoding")
    lines = [f"{sent.method} {sent.url}"]
    for name, value in sent.headers.items():
        if name not in ordinary:
            boundary = sent.headers.get("content-type", "").partition("boundary=")[2]
            shown = value.replace(boundary, "...") if boundary else value
            lines.append(f"{name}: {shown}")
    if sent.media_type == "multipart/form-data":
        lines += [repr(tuple(part)) for part in sent.parts]
    elif sent.content:
        lines.append(repr(sent.content))
    return [line.encode("ascii", "backslashreplace").decode() for line in lines]


def outcome(kind: Any, asked: Operation[Any], values: tuple[Any, ...]) -> list[str]:
    recorder = Recorder(Coming(200))
    options: dict[str, Any] = {"query": {"own": "1"}} if asked.method == "GET" else {}
    client = kind(credentials={"key": KEY}, transport=recorder, headers={"X-Own": "2"})
    try:
        if kind is Blocking:
            client.call(asked, values, options)
        else:
            asyncio.run(client.call(asked, values, options))
    except ImageHostError as error:
        assert recorder.sent == []
        return [f"{type(error).__name__}: {error}"]
    return said_of(recorder.only)


@pytest.mark.snapshots
def test_requests_are_written_as_committed() -> None:
    lines = [
        "# What is sent for each way in which an argument can travel, by `make snapshots`.",
        "",
    ]
    with report_all(len(ROWS)) as case:
        for name, (asked, values) in ROWS.items():
            with case(name):
                found = outcome(Blocking, asked, values)
                again = outcome(Awaiting, asked, values)
                # Of a body in parts each has a boundary, and so the same length.
                assert again == found
                lines += [name, *(f"    {line}" for line in found)]
    hold_file("requests.txt", "\n".join(lines) + "\n")
