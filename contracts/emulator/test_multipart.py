"""Multipart bodies are read as PHP 8.2 reads them: the rows hold what it made of the same bytes."""

from __future__ import annotations

import random
from typing import Any

import pytest
from imagehosts.emulator.core.multipart import LONGEST_HEADERS, MultipartReader, Part

from contracts.support.emulated import EmulatorClient, png
from contracts.support.reporting import each, report_all

ADDRESS, APP = "/3/image", {"Authorization": "Client-ID some-app"}

#: A body, then its fields, then its files: the name, and the size or why there is no file.
#: ``|`` stands for the end of a line, ``D:`` for ``Content-Disposition: form-data;``.
BODIES: list[tuple[str, str, dict[str, str], dict[str, tuple[str, Any]]]] = [
    (
        "plain",
        '--BB|D: name="a"||v|--BB|D: name="f"; filename="a.png"||v|--BB--|',
        {"a": "v"},
        {"f": ("a.png", 1)},
    ),
    ("preamble", 'This is|many.|--BB|D: name="a"||v|--BB--|', {"a": "v"}, {}),
    ("preamble no newline", 'This is --BB|D: name="a"||v|--BB--|', {}, {}),
    (
        "lf",
        '--BB\nD: name="a"\n\nv\n--BB\nD: name="f"; filename="a.png"\n\nv\n--BB--\n',
        {"a": "v"},
        {"f": ("a.png", 1)},
    ),
    ("lf keeps cr in content", '--BB\nD: name="a"\n\nx\ry|--BB--\n', {"a": "x\ry"}, {}),
    ("lf only head", '--BB\nD: name="a"\n\nv|--BB--|', {"a": "v"}, {}),
    (
        "single quotes",
        "--BB|D: name='a'||v|--BB|D: name='f'; filename='a b.png'||v|--BB--|",
        {"a": "v"},
        {"f": ("a b.png", 1)},
    ),
    (
        "no quotes",
        "--BB|D: name=a||v|--BB|D: name=f; filename=a.png||v|--BB--|",
        {"a": "v"},
        {"f": ("a.png", 1)},
    ),
    ("no quotes blank", "--BB|D: name=f; filename=a b.png||v|--BB--|", {}, {"f": ("a", 1)}),
    ("attachment", '--BB|Content-Disposition: attachment; name="a"||v|--BB--|', {"a": "v"}, {}),
    ("no kind", '--BB|Content-Disposition: name="a"||v|--BB--|', {"a": "v"}, {}),
    ("upper", '--BB|Content-Disposition: FORM-DATA; NAME="a"||v|--BB--|', {"a": "v"}, {}),
    ("header case", '--BB|content-DISPOSITION:form-data;name="a"||v|--BB--|', {"a": "v"}, {}),
    ("two names", '--BB|D: name="a"; name="b"||v|--BB--|', {"b": "v"}, {}),
    (
        "two filenames",
        '--BB|D: name="f"; filename="a"; filename="b"||v|--BB--|',
        {},
        {"f": ("b", 1)},
    ),
    ("filename*", "--BB|D: name=\"f\"; filename*=UTF-8''x.png||v|--BB--|", {"f": "v"}, {}),
    (
        "filename and star",
        '--BB|D: name="f"; filename="a.png"; filename*=UTF-8\'\'x.png||v|--BB--|',
        {},
        {"f": ("a.png", 1)},
    ),
    ("padding", '--BB  |D: name="a"||v|--BB|D: name="b"||v|--BB--|', {"b": "v"}, {}),
    (
        "prefix boundary in content",
        '--BB|D: name="a"||x|--BBextra|y|--BB|D: name="b"||v|--BB--|',
        {"a": "x", "b": "v"},
        {},
    ),
    ("boundary not at line start", '--BB|D: name="a"||x--BB|y|--BB--|', {"a": "x--BB\r\ny"}, {}),
    (
        "no end",
        '--BB|D: name="a"||v|--BB|D: name="f"; filename="a.png"||v|',
        {"a": "v"},
        {"f": ("a.png", "partial")},
    ),
    ("cut file", '--BB|D: name="f"; filename="a.png"||abc', {}, {"f": ("a.png", "partial")}),
    ("cut value", '--BB|D: name="a"||abc', {"a": "abc"}, {}),
    ("cut after head", '--BB|D: name="f"; filename="a.png"||', {}, {"f": ("a.png", "partial")}),
    ("empty value", '--BB|D: name="a"|||--BB|D: name="b"||v|--BB--|', {"a": "", "b": "v"}, {}),
    (
        "empty value short",
        '--BB|D: name="a"||--BB|D: name="b"||v|--BB--|',
        {"a": '--BB\r\nContent-Disposition: form-data; name="b"\r\n\r\nv'},
        {},
    ),
    ("no filename but bytes", '--BB|D: name="f"; filename=""||v|--BB--|', {}, {"f": ("", "none")}),
    ("empty filename", '--BB|D: name="f"; filename=""|||--BB--|', {}, {"f": ("", "none")}),
    ("empty file", '--BB|D: name="f"; filename="a.png"|||--BB--|', {}, {"f": ("a.png", 0)}),
    (
        "no name at all",
        '--BB|Content-Disposition: form-data||v|--BB|D: name="b"||v|--BB--|',
        {},
        {},
    ),
    (
        "no disposition",
        '--BB|Content-Type: text/plain||v|--BB|D: name="b"||v|--BB--|',
        {"b": "v"},
        {},
    ),
    ("no head", '--BB||v|--BB|D: name="b"||v|--BB--|', {"b": "v"}, {}),
    (
        "file without name",
        '--BB|D: filename="a.png"||v|--BB|D: name="b"||v|--BB--|',
        {"b": "v"},
        {"0": ("a.png", 1)},
    ),
    ("folded", '--BB|D:| name="a"||v|--BB--|', {"a": "v"}, {}),
    ("folded filename", '--BB|D: name="f";|\tfilename="a.png"||v|--BB--|', {}, {"f": ("a.png", 1)}),
    ("blank before =", '--BB|D: name ="a"||v|--BB--|', {}, {}),
    ("blank after =", '--BB|D: name= "a"||v|--BB--|', {"a": "v"}, {}),
    (
        "semicolon in quotes",
        '--BB|D: name="f"; filename="a;b.png"||v|--BB--|',
        {},
        {"f": ("a;b.png", 1)},
    ),
    (
        "escaped quote",
        '--BB|D: name="f"; filename="a\\"b.png"||v|--BB--|',
        {},
        {"f": ('a"b.png', 1)},
    ),
    ("unescaped quote", '--BB|D: name="f"; filename="a"b.png"||v|--BB--|', {}, {"f": ("a", 1)}),
    (
        "backslashes",
        '--BB|D: name="f"; filename="C:\\\\dir\\\\a.png"||v|--BB--|',
        {},
        {"f": ("a.png", 1)},
    ),
    (
        "backslash path",
        '--BB|D: name="f"; filename="C:\\dir\\a.png"||v|--BB--|',
        {},
        {"f": ("a.png", 1)},
    ),
    ("apostrophe", '--BB|D: name="f"; filename="it\'s.png"||v|--BB--|', {}, {"f": ("it's.png", 1)}),
    (
        "apostrophe unquoted",
        "--BB|D: name=f; filename=it's.png||v|--BB--|",
        {},
        {"f": ("it's.png", 1)},
    ),
    ("slash path", '--BB|D: name="f"; filename="/x/a.png"||v|--BB--|', {}, {"f": ("a.png", 1)}),
    (
        "trailing backslash",
        '--BB|D: name="f"; filename="a\\"; name="g"||v|--BB--|',
        {},
        {"f": ('a"; name=', 1)},
    ),
    ("dots", '--BB|D: name="a.b c"||v|--BB|D: name=" d"||v|--BB--|', {"a_b_c": "v", "d": "v"}, {}),
    ("array", '--BB|D: name="a[]"||v|--BB|D: name="a[]"||w|--BB--|', {"a": "w"}, {}),
    (
        "array files",
        '--BB|D: name="f[]"; filename="a.png"||v|--BB|D: name="f[]"; filename="b.png"||w|--BB--|',
        {},
        {"f": ("b.png", 1)},
    ),
    (
        "bad brackets",
        '--BB|D: name="f[x"; filename="a.png"||v|--BB|D: name="g]"; filename="a.png"||v|--BB--|',
        {},
        {},
    ),
    ("two dispositions", '--BB|D: name="a"|D: name="b"||v|--BB--|', {"a": "v"}, {}),
    ("epilogue", '--BB|D: name="a"||v|--BB--|--BB|D: name="b"||v|', {"a": "v", "b": "v"}, {}),
    ("nul in name", '--BB|D: name="f"; filename="a\x00b.png"||v|--BB--|', {}, {"f": ("a", 1)}),
    ("end without dashes", '--BB|D: name="a"||v|--BB|', {"a": "v"}, {}),
    ("crlf before end missing", '--BB|D: name="a"||v--BB--|', {"a": "v--BB--"}, {}),
    ("head without blank", '--BB|D: name="a"|', {"a": ""}, {}),
    ("colonless line", '--BB|rubbish|D: name="a"||v|--BB--|', {"a": "v"}, {}),
    ("colonless after", '--BB|D: name="a|rubbish"||v|--BB--|', {"arubbish": "v"}, {}),
    ("blank before colon", '--BB|Content-Disposition : form-data; name="a"||v|--BB--|', {}, {}),
    (
        "two files one name",
        '--BB|D: name="f"; filename="a.png"||1|--BB|D: name="f"; filename="b.png"||2|--BB--|',
        {},
        {"f": ("b.png", 1)},
    ),
    ("double semicolon", '--BB|D:; name="a"||v|--BB--|', {"a": "v"}, {}),
    (
        "equals in value",
        '--BB|D: name="f"; filename="a=b.png"||v|--BB--|',
        {},
        {"f": ("a=b.png", 1)},
    ),
    ("equals equals", '--BB|D: name=="a"||v|--BB--|', {"a": "v"}, {}),
    ("trailing text after quotes", '--BB|D: name="a"x||v|--BB--|', {"a": "v"}, {}),
    ("comma", '--BB|Content-Disposition: form-data, name="a"||v|--BB--|', {}, {}),
    ("crcrlf", '--BB|D: name="a"||v\r|--BB--|', {"a": "v\r"}, {}),
    ("blank line first", '|--BB|D: name="a"||v|--BB--|', {"a": "v"}, {}),
    (
        "no space after colon",
        '--BB|Content-Disposition:form-data; name="a"||v|--BB--|',
        {"a": "v"},
        {},
    ),
    ("filename first", '--BB|D: filename="a.png"; name="f"||v|--BB--|', {}, {"f": ("a.png", 1)}),
    ("empty name", '--BB|D: name=""||v|--BB|D: name="b"||v|--BB--|', {"b": "v"}, {}),
    ("space name", '--BB|D: name=" "||v|--BB|D: name="b"||v|--BB--|', {"b": "v"}, {}),
    (
        "bare value backslash",
        "--BB|D: name=f; filename=C:\\dir\\a.png||v|--BB--|",
        {},
        {"f": ("a.png", 1)},
    ),
    (
        "bare doubled backslash",
        "--BB|D: name=f; filename=C:\\\\dir\\\\a.png||v|--BB--|",
        {},
        {"f": ("a.png", 1)},
    ),
    ("bare empty filename", "--BB|D: name=f; filename=||v|--BB--|", {}, {"f": ("", "none")}),
    ("bare no filename eq", "--BB|D: name=f; filename||v|--BB--|", {"f": "v"}, {}),
]

#: Content types whose boundary is BB, and others.
TYPES = [
    ("multipart/form-data; boundary=BB", True),
    ('multipart/form-data; boundary="BB"', True),
    ("multipart/form-data; BOUNDARY=BB", True),
    ("Multipart/Form-Data; boundary=BB", True),
    ("multipart/form-data ; boundary=BB", True),
    ("multipart/form-data; charset=utf-8; boundary=BB; x=y", True),
    ("multipart/form-data; boundary=BB, x", True),
    ("multipart/form-data; boundary='BB'", False),
    ('multipart/form-data; boundary="BB', False),
    ("multipart/form-data", False),
    ("multipart/mixed; boundary=BB", False),
]


def received(
    emulated: EmulatorClient, body: bytes, kind: str = "multipart/form-data; boundary=BB"
) -> tuple[dict[str, str], dict[str, tuple[str, Any]]]:
    """The fields and files that the emulator found in a body."""
    emulated.post(ADDRESS, content=body, headers={**APP, "Content-Type": kind})
    entry = emulated.emulator.requests[-1]
    files = {
        name.partition("[")[0]: (file["filename"], file.get("error", file["size"]))
        for name, file in entry.files.items()
    }
    return entry.fields, files


def test_multipart_bodies_are_read_as_php_reads_them(emulated: EmulatorClient) -> None:
    with report_all() as case:
        for name, text, fields, files in BODIES:
            with case(name):
                body = text.replace("|", "\r\n").replace("D:", "Content-Disposition: form-data;")
                assert received(emulated, body.encode()) == (fields, files)


@each(("kind", "is_read"), TYPES)
def test_a_boundary_is_found_as_php_finds_it(
    emulated: EmulatorClient, kind: str, is_read: bool
) -> None:
    body = b'--BB\r\nContent-Disposition: form-data; name="a"\r\n\r\nv\r\n--BB--\r\n'
    assert received(emulated, body, kind)[0] == ({"a": "v"} if is_read else {})


def test_a_picture_with_boundaries_in_it_is_kept(emulated: EmulatorClient) -> None:
    """Whichever way the body is cut into pieces on its way."""
    content = png() + b"--BB\r--BB\n-BB\r\n--B" * 40
    head = b"preamble\n--BB\nContent-Disposition: form-data; name=image; filename=a.png\n\n"
    body = head + content + b"\n--BB--"
    dice = random.Random(7)

    with report_all() as case:
        for size in (1, 2, 3, 5, 64, 1000):
            with case(size):

                async def pieces(size: int = size) -> Any:
                    start = 0
                    while start < len(body):
                        end = start + dice.randint(1, size)
                        yield body[start:end]
                        start = end

                headers = {**APP, "Content-Type": "multipart/form-data; boundary=BB"}
                answer = emulated.post(ADDRESS, content=pieces(), headers=headers)
                assert emulated.get(answer.json()["data"]["link"]).content == content


class Names:
    """Takes parts, and keeps their names."""

    def __init__(self) -> None:
        self.found: list[bytes | None] = []

    def begin_part(self, part: Part) -> None:
        self.found.append(part.name)

    def part_data(self, data: bytes) -> None: ...

    def end_part(self, *, whole: bool) -> None: ...


@pytest.mark.parametrize(
    ("before", "found"),
    [
        (b"x" * (LONGEST_HEADERS + 1), []),
        (b"x" * (LONGEST_HEADERS + 1) + b"\r\n", [b"a"]),
        (b"x" * LONGEST_HEADERS, []),
        (b"", [b"a"]),
    ],
)
def test_the_end_of_a_line_that_is_too_long_is_no_boundary(
    before: bytes, found: list[bytes]
) -> None:
    names = Names()
    reader = MultipartReader(b"BB", names)
    reader.feed(before)
    reader.feed(b'--BB\r\nContent-Disposition: form-data; name="a"\r\n\r\nv\r\n--BB--\r\n')
    reader.end()
    assert names.found == found
