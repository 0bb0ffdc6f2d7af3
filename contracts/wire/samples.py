"""Samples of arguments by how they are sent, for any API: files, texts, numbers, flags, lists.

A table takes them where it says nothing of its own, so that the table of an ordinary API is the
requests of its operations and little more.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple
from urllib.parse import quote

from imagehosts.core.json_values import json_text
from imagehosts_wire.types import Base64, Operation, Parameter, Url

from contracts.support.recording import Part
from contracts.wire.limits import fits, value_that_fits
from contracts.wire.shapes import refusals_of_shape, values_of_shape
from contracts.wire.tables import Given, Refused, Sample, Written

__all__ = [
    "ADDRESS",
    "ADDRESSES",
    "FLAGS",
    "INTEGERS",
    "NO_FLAG",
    "NO_INTEGER",
    "NO_TEXT",
    "REFUSED_SOURCES",
    "TEXTS",
    "derived_refusals",
    "derived_samples",
    "derived_value",
    "sources",
]

ADDRESS = "https://x.example/lake.png"

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
GIF = b"GIF89a" + bytes(range(256))
UNKNOWN = "application/octet-stream"
#: What a parser that knows a boundary beforehand would take for the end of the part.
FIXED_BOUNDARY = (
    PNG + b"\r\n--+++--\r\nContent-Disposition: form-data; name=nsfw\r\n\r\n1\r\n--+++--\r\n"
)
PLAUSIBLE_BOUNDARY = (
    PNG + b"\r\n--" + b"0123456789abcdef" * 2 + b"--\r\n\r\n--" + b"f" * 32 + b"\r\n"
)

#: Bytes whose base64 has every character that another encoding could change: ``+``, ``/``, ``=``.
SPECIAL = b"\xfb\xef\xbe\xff\xff\xfe?>~\x00"
BASE64 = base64.b64encode(SPECIAL).decode()
assert {"+", "/", "="} <= set(BASE64)


def sources(name: str, *, empty: bool = True) -> list[Sample]:
    """Every form of a picture, for the member of that name: files, base64, addresses.

    Args:
        name: The member.
        empty: Whether files without a byte are among them.
    """
    found = [each for each in files(name) if empty or getattr(each.arrives, "content", b"")]
    return [*found, *_BASE64, *_URLS]


def files(name: str) -> list[Sample]:
    """Every form of a file, for the member of that name; a body that is a file has no name."""
    if not name:
        contents = [PNG, GIF, b"no picture", PNG * 2000]
        return [Sample(each, Part("", each, "")) for each in contents]

    def file(filename: str, kind: str, content: bytes) -> Part:
        return Part(name, content, filename=filename, content_type=kind)

    return [
        Sample(("lake.png", PNG), file("lake.png", "image/png", PNG)),
        Sample(("lake.png", PNG, "image/x-own"), file("lake.png", "image/x-own", PNG)),
        Sample(("lake.jpeg", PNG), file("lake.jpeg", "image/png", PNG)),
        Sample(("lake.webp", b"no picture"), file("lake.webp", "image/webp", b"no picture")),
        Sample(("lake", b"no picture"), file("lake", UNKNOWN, b"no picture")),
        Sample(PNG, file("image.png", "image/png", PNG)),
        Sample(bytearray(GIF), file("image.gif", "image/gif", GIF)),
        Sample(memoryview(PNG), file("image.png", "image/png", PNG)),
        Sample(Given(lambda: io.BytesIO(PNG)), file("image.png", "image/png", PNG)),
        Sample(Given(lambda: ("a.gif", io.BytesIO(GIF))), file("a.gif", "image/gif", GIF)),
        Sample(Written("lake.png", PNG), file("lake.png", "image/png", PNG)),
        Sample(Written("two words.gif", GIF), file("two words.gif", "image/gif", GIF)),
        # Names. Parsers undo the escape of a quote, and give line ends back as they were escaped.
        Sample(('naïve 写真 "x".png', PNG), file('naïve 写真 "x".png', "image/png", PNG)),
        Sample(Written("naïve 写真.png", PNG), file("naïve 写真.png", "image/png", PNG)),
        Sample(
            ("a\r\nX-Injected: yes\r\n\r\nb.png", PNG),
            file("a%0D%0AX-Injected: yes%0D%0A%0D%0Ab.png", "image/png", PNG),
        ),
        Sample(
            ("100%22 sure; filename=b.png", PNG),
            file("100%22 sure; filename=b.png", "image/png", PNG),
        ),
        Sample(("🖼.png", PNG), file("🖼.png", "image/png", PNG)),
        # Contents.
        Sample(("empty.png", b""), file("empty.png", "image/png", b"")),
        Sample(Written("empty.png", b""), file("empty.png", "image/png", b"")),
        Sample(("a.png", FIXED_BOUNDARY), file("a.png", "image/png", FIXED_BOUNDARY)),
        Sample(("a.png", PLAUSIBLE_BOUNDARY), file("a.png", "image/png", PLAUSIBLE_BOUNDARY)),
        Sample(("a.txt", b"\r\n"), file("a.txt", UNKNOWN, b"\r\n")),
        Sample(("a.png", PNG * 2000), file("a.png", "image/png", PNG * 2000)),
    ]


#: Base64, in each spelling that people have it.
_BASE64 = [
    Sample(Base64(BASE64), BASE64),
    Sample(Base64(BASE64.rstrip("=")), BASE64),
    Sample(Base64(BASE64.translate({43: "-", 47: "_"})), BASE64),
    Sample(Base64(f"{BASE64[:4]}\r\n{BASE64[4:]}\n"), BASE64),
    Sample(Base64(BASE64.encode()), BASE64),
    Sample(Base64(f"data:image/png;base64,{BASE64}"), BASE64),
    Sample(f"data:image/png;base64,{BASE64}", BASE64),
    Sample(f"DATA:;BASE64,{BASE64.replace('+', '%2B').replace('=', '%3D')}", BASE64),
]
_URLS = [
    Sample(ADDRESS, ADDRESS),
    Sample(Url(ADDRESS), ADDRESS),
    Sample(
        "http://x.example:8080/a%20b.png?a=1&b=c+d#e",
        "http://x.example:8080/a%20b.png?a=1&b=c+d#e",
    ),
]
#: Addresses where text alone is taken.
ADDRESSES = [
    Sample(ADDRESS, ADDRESS),
    Sample(
        "http://x.example:8080/a%20b.png?a=1&b=c+d;e#f",
        "http://x.example:8080/a%20b.png?a=1&b=c+d;e#f",
    ),
    Sample("https://x.example/写真.png", "https://x.example/写真.png"),
]
#: Addresses that a query can carry without an escape.
PLAIN_ADDRESSES = [
    Sample(ADDRESS, ADDRESS),
    Sample("http://x.example:8080/~a,b(1).png?a=1=2", "http://x.example:8080/~a,b(1).png?a=1=2"),
]
REFUSED_SOURCES = [
    Refused(None, "value is needed"),
    Refused("/no/such/file.png", "file.png"),
    Refused("", "source"),
    Refused(5, "expected"),
    Refused(Given(lambda: io.StringIO("text")), "bytes"),
    Refused(Base64("no base64!"), "base64"),
    Refused(Base64(""), "empty"),
    Refused("data:image/png,notbase64", "base64"),
    Refused(Url("ftp://x.example/a.png"), "http"),
    Refused(Url("https:///a.png"), "http"),
    Refused("https://x.example/a b.png", "http"),
]

TEXTS = [
    Sample("Lake Tahoe", "Lake Tahoe"),
    Sample("a & b = c + d; 100% #1?", "a & b = c + d; 100% #1?"),
    Sample('naïve 写真 🖼 "quoted" \\', 'naïve 写真 🖼 "quoted" \\'),
    Sample("two\r\nlines\nand\ttabs", "two\r\nlines\nand\ttabs"),
    Sample("\r\n--+++--\r\n", "\r\n--+++--\r\n"),
    Sample("  spaces  ", "  spaces  "),
    Sample("0", "0"),
    Sample("None", "None"),
    Sample("", ""),
]
#: What stands in a path: escaped, so that no value reaches another address.
SEGMENTS = [Sample("a1", "a1"), Sample("a b", "a%20b"), Sample("a/b?c#d", "a%2Fb%3Fc%23d")]
#: What a header can carry.
HEADER_TEXTS = [Sample("a1", "a1"), Sample("a b; c=d", "a b; c=d")]
INTEGERS = [Sample(3, "3"), Sample(0, "0"), Sample(2**40, str(2**40)), Sample("640", "640")]
FLAGS = [Sample(True, "1"), Sample(False, "0"), Sample(1, "1"), Sample(0, "0")]
NO_TEXT = [Refused(b"bytes", "string"), Refused(True, "string"), Refused(["a"], "string")]
NO_INTEGER = [
    Refused("wide", "integer"),
    Refused(True, "integer"),
    Refused(1.5, "integer"),
    Refused("1e3", "integer"),
    Refused("", "integer"),
]
NO_FLAG = [Refused("yes", "True or False"), Refused(2, "True or False"), Refused("1", "True or")]


def derived_samples(operation: Operation[Any], parameter: Parameter) -> Sequence[Sample]:
    """Samples of an argument by how it is sent; none where only its table can know."""
    kind, _, details = parameter.encode.partition(":")
    make = _SAMPLES.get(kind)
    found = make(parameter, details) if make and not parameter.pattern else []
    allowed = [each for each in found if fits(operation, parameter, each.given)]
    return allowed if allowed or not found else [_only_sample(operation, parameter)]


def _only_sample(operation: Operation[Any], parameter: Parameter) -> Sample:
    """A sample that the spec allows, of an argument that it holds to a pattern or a length."""
    value = value_that_fits(operation, parameter)
    if parameter.encode == "json":
        return _json_sample(parameter.wire, value)
    if isinstance(value, list):
        details = parameter.encode.partition(":")[2]
        return _listed(parameter, [_item(parameter, details, each) for each in value])
    return Sample(value, quote(str(value), safe="") if parameter.place == "path" else str(value))


def _item(parameter: Parameter, details: str, value: Any) -> Sample:
    """An item of a list that the spec allows, as its kind is sent."""
    kind, _, rest = details.partition(":")
    known = _flags(parameter, rest) if kind == "flag" else []
    return next((each for each in known if each.given is value), Sample(value, str(value)))


def derived_refusals(parameter: Parameter) -> Sequence[Refused]:
    """Values that are refused of any argument that is sent so."""
    if parameter.encode == "json" and parameter.shape is not None:
        return [Refused(Given(object), "JSON"), *refusals_of_shape(parameter.shape())]
    found = _REFUSALS.get(parameter.encode.partition(":")[0], ())
    return [each for each in found if each.given is not None or parameter.required]


def derived_value(operation: Operation[Any], parameter: Parameter) -> Any:
    """The value of a required argument in the request that a table writes down."""
    if parameter.encode == "json" and parameter.shape is not None:
        value = values_of_shape(parameter.shape())[0]
    else:
        value = _value(parameter.encode)
    if fits(operation, parameter, value):
        return value
    return value_that_fits(operation, parameter)


def _value(encode: str) -> Any:
    kind, _, details = encode.partition(":")
    if kind == "list":
        one = _value(details)
        return ["a1", "b2"] if one == "a1" else [one]
    return {
        "choice": lambda: details.partition("/")[0],
        "csv": lambda: ["a1", "b2"],
        "duration": lambda: "PT5M",
        "file": lambda: ("lake.png", PNG),
        "flag": lambda: True,
        "integer": lambda: max(1, _bounds(details)[0]),
        "number": lambda: 1.5,
        "source": lambda: ADDRESS,
    }.get(kind, lambda: "a1")()


def _bounds(details: str) -> tuple[int, int | None]:
    low, _, high = details.partition(":")
    return int(low or 0), int(high) if high else None


def _integers(parameter: Parameter | _Plain, details: str) -> list[Sample]:
    low, high = _bounds(details)
    values = [low, low + 1] if high is None else [low, high]
    return [Sample(value, str(value)) for value in values]


def _flags(parameter: Parameter | _Plain, details: str) -> list[Sample]:
    true, _, false = (details or "true/false").partition("/")
    return [Sample(True, true), Sample(False, false)]


def _texts(parameter: Parameter | _Plain, details: str) -> list[Sample]:
    return {"path": SEGMENTS, "header": HEADER_TEXTS}.get(parameter.place, TEXTS[:3])


def _several(parameter: Parameter, details: str) -> list[Sample]:
    """Lists of one and of two, with commas, with brackets, or under one name again and again."""
    if details == "file":
        two = [("a.png", PNG), ("b.gif", GIF)]
        parts = [
            Part(parameter.wire, PNG, filename="a.png", content_type="image/png"),
            Part(parameter.wire, GIF, filename="b.gif", content_type="image/gif"),
        ]
        return [Sample(two[:1], [*parts[:1]]), Sample(two, [*parts])]
    make = _SAMPLES.get(details.partition(":")[0], _texts)
    inner = make(_Plain(parameter), details.partition(":")[2])
    plain = [each for each in inner if "," not in str(each.arrives)][:2]
    if details == "text":
        plain = [Sample("a", "a"), Sample("b c", "b c")]
    return [_listed(parameter, plain[:1]), _listed(parameter, plain)]


def _listed(parameter: Parameter, items: Sequence[Sample]) -> Sample:
    given, texts = [each.given for each in items], [str(each.arrives) for each in items]
    if parameter.array == "csv":
        joined = ",".join(texts)
        return Sample(given, quote(joined, safe="") if parameter.place == "path" else joined)
    wire = f"{parameter.wire}[]" if parameter.array == "brackets" else parameter.wire
    return Sample(given, [(wire, text) for text in texts])


class _Plain(NamedTuple):
    """A parameter whose values are not escaped, as an item of a list is not by itself."""

    parameter: Parameter

    @property
    def place(self) -> str:
        return "header" if self.parameter.place in ("header", "path") else self.parameter.place


def _json(parameter: Parameter, details: str) -> list[Sample]:
    """The least and the most that a value of JSON can hold, as the member of a form or a body."""
    assert parameter.shape is not None
    return [_json_sample(parameter.wire, each) for each in values_of_shape(parameter.shape())]


def _json_sample(wire: str, value: Any) -> Sample:
    items = value if isinstance(value, list) else [value]
    texts = [each if isinstance(each, str) else json_text(each) for each in items]
    if wire or isinstance(value, list) or not isinstance(value, dict):
        return Sample(value, [(wire, text) for text in texts])
    members = [
        (name, item)
        for name, each in value.items()
        for item in (each if isinstance(each, list) else [each])
    ]
    return Sample(value, [(n, v if isinstance(v, str) else json_text(v)) for n, v in members])


_SAMPLES: Mapping[str, Callable[[Parameter, str], list[Sample]]] = {
    "choice": lambda p, details: [Sample(each, each) for each in details.split("/")],
    "csv": lambda p, details: [Sample(["a"], "a"), Sample(["a", "b c"], "a,b c")],
    "duration": lambda p, details: [Sample(timedelta(days=3), "P3D"), Sample("PT5M", "PT5M")],
    "file": lambda p, details: files(p.wire),
    "flag": _flags,
    "integer": _integers,
    "json": _json,
    "list": _several,
    "number": lambda p, details: [Sample(1.5, "1.5"), Sample(2, "2")],
    "source": lambda p, details: sources(p.wire),
    "text": _texts,
}
_REFUSALS: Mapping[str, Sequence[Refused]] = {
    "choice": [Refused("no such choice", "expected")],
    "duration": [Refused("soon", "ISO 8601")],
    "flag": NO_FLAG,
    "integer": NO_INTEGER,
    "source": [each for each in REFUSED_SOURCES if each.given != ""],
    "text": NO_TEXT,
}
