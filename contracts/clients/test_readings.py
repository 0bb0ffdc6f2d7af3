"""What the small readers and writers of the core make of values at their edges, committed.

Each is a function without state: a table of what goes in, and a file of what comes out. A change
there is seen as a line that differs, whichever call it would have reached in the end.
"""

from __future__ import annotations

import gzip
import json
import zlib
from datetime import timedelta
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from imagehosts import ImageHostError
from imagehosts.core.content_coding import decoder_of
from imagehosts.core.encoding import encode
from imagehosts.core.failures import message_of_page
from imagehosts.core.files import prepare_file
from imagehosts.core.json_values import checked_value
from imagehosts.core.logging import (
    ABSENT,
    describe_value,
    hide_values,
    redact_headers,
    redact_text,
    redact_url,
)
from imagehosts.core.media_types import default_name, offered_type, sniff, type_by_name
from imagehosts.core.nesting import is_deeper
from imagehosts.core.options import checked_base_url, checked_headers, checked_max_retries
from imagehosts.core.redirects import is_same_origin, is_spelling, own_address, redirected_base
from imagehosts.core.retries import describe_wait
from imagehosts.core.secrets import Secrets, secret_arguments
from imagehosts.core.sources import checked_base64, checked_url
from imagehosts.core.text import as_utf8, charset_of, is_plain
from imagehosts.core.tolerant import find_address, find_json, pointer_value
from imagehosts.core.transport import ResponseLimits
from imagehosts.core.xml import as_plain, parse
from imagehosts_wire.types import Operation, Parameter, Result

from contracts.support.tables import Table, hold_tables, named


def brands(major: bytes, *others: bytes) -> bytes:
    body = b"ftyp" + major + b"\0\0\0\1" + b"".join(others)
    return (len(body) + 4).to_bytes(4, "big") + body


HEADS: dict[str, bytes] = {
    "jpeg": b"\xff\xd8\xff\xe0",
    "png": b"\x89PNG\r\n\x1a\n\0",
    "gif": b"GIF87a\0",
    "another gif": b"GIF88a\0",
    "webp": b"RIFF\0\0\0\nWEBPVP8",
    "bmp": b"BM" + bytes(12) + b"\x28\0\0\0\1",
    "another bmp": b"BM" + bytes(12) + b"\x29\0\0\0\1",
    "tiff": b"II*\0\x08",
    "large tiff": b"MM\0+\0",
    "webm": b"\x1aE\xdf\xa3" + bytes(64) + b"\x42\x82\x84webm",
    "webm too far off": b"\x1aE\xdf\xa3" + bytes(65) + b"\x42\x82\x84webm",
    "matroska": b"\x1aE\xdf\xa3\x01\x42\x82" + bytes(8) + b"matroska",
    "matroska too far off": b"\x1aE\xdf\xa3\x01\x42\x82" + bytes(9) + b"matroska",
    "old quicktime": b"\x1f\0\0\0moov",
    "text that reads so": b" \0\0\0moov",
    "svg": b"<svg xmlns",
    "svg behind all else": b"\xef\xbb\xbf <?xml a?> <!-- b --> <!DOCTYPE svg> <svg>",
    "another element": b"<svgs >",
    "avif": brands(b"avif"),
    "heif of some coding": brands(b"mif1", b"abcd", b"heic"),
    "heif of none": brands(b"mif1", b"abcd"),
    "brand behind its box": brands(b"abcd") + b"isom",
    "mp4 by its last brand": brands(b"abcd", b"efgh", b"isom"),
    "audio": brands(b"M4A "),
    "version like a brand": b"\0\0\0\x10ftypabcdisom",
}


def first_known(head: bytes) -> str:
    """From how many bytes on a head is known, and as what."""
    kinds = [sniff(head[:size]) for size in range(len(head) + 1)]
    steps = [(size, kind) for size, kind in enumerate(kinds) if not size or kind != kinds[size - 1]]
    return ", ".join(f"from {size} {kind}" for size, kind in steps)


def decoded(header: str, *pieces: bytes) -> bytes:
    decoder = decoder_of(header)
    if decoder is None:
        return b"".join(pieces)
    found = [part for piece in pieces for part in decoder.feed(piece)]
    decoder.finish()
    return b"".join(found)


def inflated(size: int) -> list[int]:
    """How long the pieces are in which a body of a size comes out."""
    decoder = decoder_of("gzip")
    assert decoder is not None
    return [len(part) for part in decoder.feed(gzip.compress(bytes(size)))]


def found_json(content: bytes) -> Any:
    notes: list[Any] = []
    value = find_json(content, lambda *note: notes.append(note))
    return ("nothing" if value is ABSENT else value), notes


def pointed(document: Any, pointer: str) -> Any:
    value = pointer_value(document, pointer)
    return "nothing" if value is ABSENT else value


def plain_xml(content: bytes, content_type: str = "", **limits: int) -> Any:
    """A document as plain data, with what was noted about it."""
    notes: list[Any] = []
    headers = {"content-type": content_type}
    bounds = ResponseLimits(**limits)
    parse(content, headers, lambda *note: notes.append(note), bounds)
    return as_plain(content, headers, bounds), notes


def addressed(depth: int) -> str:
    """An address within an address, and so on, with a secret in the innermost one."""
    address = "https://h.example/?a=b&key=secret"
    for _ in range(depth):
        address = f"https://h.example/?next={quote_plus(address)}"
    return redact_url(address)


def nested_in(depth: int) -> Any:
    """A number in so many lists."""
    value: Any = 1
    for _ in range(depth):
        value = [value]
    return value


def in_json(text: str) -> str:
    return json.dumps(text)[1:-1]


def in_json_as_utf8(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def in_python(text: str) -> str:
    return ascii(text)[1:-1]


def in_long_escapes(text: str) -> str:
    return "".join(f"\\U{ord(each):08X}" for each in text)


def in_slashes(text: str) -> str:
    return "".join(f"\\{each}" for each in text)


def in_small_percents(text: str) -> str:
    return "".join(f"%{byte:02x}" for byte in text.encode())


SPELLINGS = (
    *(str, in_json, in_json_as_utf8, in_python, in_long_escapes, in_slashes, quote, quote_plus),
    in_small_percents,
)


def taken_for_base64(text: str) -> bool:
    try:
        prepare_file(text)
    except ImageHostError as error:
        return "characters of base64" in str(error)
    return False


def secret_values(method: str, id: str) -> Any:
    """What is secret of a call with an id in its path, and a password and a list in its body."""
    operation: Operation[Any] = Operation(
        "a",
        "b",
        method,
        "/{id}",
        result=Result("none"),
        parameters=(
            Parameter("id", "id", "path"),
            Parameter("password", "pw", "body"),
            Parameter("names", "tokens[]", "body", encode="list:text"),
            Parameter("more", "more", "body", encode="json"),
        ),
    )
    more = {"a": [{"key": "x1"}, ("y",)], "secret": "x2", "b": {"token": 3}}
    return secret_arguments(operation, (id, "pass", ["t1", 2], more))


def known_file(value: Any) -> str:
    return repr(prepare_file(value))


BASE = "https://a.example/api"


ZIPPED, DEFLATED = gzip.compress(b"lake"), zlib.compress(b"lake")
GZIP = named("gzip", ZIPPED)
PAGE = "<html><head><title> Bad\n <b>Gateway</title></head><body>x</body></html>"
DOCUMENT = {"a": [{"b": 1}, None], "a/b": {"~": 2}, "1": 3}
VALUES: tuple[Any, ...] = (
    *("", "a", "b", " 1 ", "-1", "01", "1.5", "x" * 70, 0, 1, -1, 5, 6, 10**20, 10**400),
    *(1.0, 1.5, float("nan"), True, False, None, b"a", ["a", "b"], ("a", 1), [], ["a,b"], [" "]),
    *(timedelta(minutes=5), timedelta(days=3, hours=12), timedelta(0), timedelta(microseconds=1)),
    *("PT5M", "P1Y2M3W4DT5H6M7S", "P", "PT", "PT0S", "P1H", "-P1D"),
)
ENCODINGS = (
    *("text", "choice:a/b", "integer", "integer:1", "integer:1:5", "integer::5", "number"),
    *("flag:1/0", "flag:yes/no", "csv", "duration"),
)
TABLES: dict[str, Table] = {
    "kind of a file by its first bytes": (first_known, [(head,) for head in HEADS.values()]),
    "type by name": (
        type_by_name,
        [(name,) for name in ("a.PNG", "png", "a.tar.gif", "a.", "a.txt", "a.mov/x")],
    ),
    "default name": (
        default_name,
        [(kind,) for kind in ("image/jpeg", "video/mp4", "image/x", "audio/mp4", "")],
    ),
    "type that is offered": (
        offered_type,
        [
            ("image/png", ("image/jpeg", "image/png")),
            ("image/gif", ("image/jpeg", "image/png")),
            ("image/gif", ("image/*", "image/png")),
            ("Image/GIF; a=b", ("image/gif;c=d", "image/png")),
            ("video/mp4", ("image/*", "image/png")),
            ("video/mp4", ("image/*",)),
            ("video/mp4", ("*/*",)),
            ("", ("image/*", "image/png")),
            ("", ()),
        ],
    ),
    "file": (
        known_file,
        [
            (b"GIF89a",),
            (b"",),
            (("a.png", b"GIF89a"),),
            (("a.png", b"what"),),
            (("a", b"what"),),
            (("a\ud83d", b"x", "image/x; a=b"),),
            (("a", b"x", "image"),),
            (("a", b"x", "image/x", "y"),),
            (("a",),),
            ((1, b"x"),),
            (7,),
        ],
    ),
    "value in an encoding": (
        lambda encoding, value: encode(value, encoding, "name"),
        [(encoding, value) for encoding in ENCODINGS for value in VALUES],
    ),
    "long value": (
        lambda value: encode(value, "integer", "name"),
        [("y" * 58,), ("y" * 59,)],
    ),
    "path that is not there": (
        known_file,
        [(f"/{'none/' * count}{'x' * more}",) for count, more in ((39, 4), (39, 5), (60, 0))],
    ),
    "text that is no path": (
        taken_for_base64,
        [
            ("A" * 255,),
            ("A" * 256,),
            ("iVBORw0KGgo".ljust(31, "A"),),
            ("iVBORw0KGgo".ljust(32, "A"),),
            ("A" * 255 + "!",),
        ],
    ),
    "length of a wait": (
        describe_wait,
        [
            (seconds,)
            for seconds in (
                *(0, 0.04, 1, 1.01, 99.9, 99.95, 100, 120, 121, 5940, 5941, 7200, 7260, 172_799),
                *(172_800, 172_801, 1000 * 86400 - 1, 1000 * 86400, 1e300),
            )
        ],
    ),
    "secret in any spelling": (
        lambda secret, spell: hide_values(f"<{spell(secret)}>", [secret]),
        [
            (secret, spell)
            for secret in ("pa ss\n\r\t\b\f", 'ab"\\/c', "k\u00e9y\U0001f600", "+%&=")
            for spell in SPELLINGS
        ],
    ),
    "short secret": (
        lambda text: hide_values(text, ["abc", "", "wxyz"]),
        [
            (text,)
            for text in (
                *("abc", "xabc", "abcx", "_abc-", "1abc", "a abc b", "xwxyzx", "WXYZ", "%61bc"),
                *("abcabc", "wxyzabc"),
            )
        ],
    ),
    "secrets of a call": (
        lambda headers: Secrets(("key",), headers, ("key", "word")).values(),
        [
            (headers,)
            for headers in (
                *(
                    {},
                    {"Accept": "a" * 9},
                    {"X-A": "yes"},
                    {"X-A": "abcd"},
                    {"X-A": "yes1"},
                    {"X-A": "1"},
                ),
                *({"X-A": "12"}, {"X-A": "Bearer abc1 on"}, {"Cookie": 'a=b; c=" d "'}),
                *({"Authorization": "Basic bWU6d29yZA=="}, {"Authorization": "Basic ?"}),
                {"X-A": "one two"},
            )
        ],
    ),
    "secret arguments of a call": (
        secret_values,
        [
            ("GET", "abcdefghijk1"),
            ("POST", "abcdefghijk1"),
            ("POST", "abcdefghij1"),
            ("POST", "abcdefghijkl"),
            ("POST", "ABCDEFGHIJKL"),
            ("POST", "123456789012"),
        ],
    ),
    "value of a secret argument": (lambda value: encode(value, "text", "password"), [(1.5,)]),
    "value of JSON within others": (
        lambda depth: len(str(checked_value(nested_in(depth), None, "a"))),
        [(59,), (60,), (61,)],
    ),
    "value of JSON": (
        lambda value: checked_value(value, None, "a"),
        [
            ({"b": [1, "x", None, 1.5, True]},),
            ((1, (2,)),),
            (float("inf"),),
            ({"b": [{"c": float("nan")}]},),
            ({1: 2},),
            ({"b": b"x"},),
            ({"b": {"c": object}},),
        ],
    ),
    "base64": (
        checked_base64,
        [
            (text,)
            for text in (
                *("QQ==", "QQ", "Q Q\n==", "_-A", "Q", "Q===", "", "===", "QQ=A", "\u00e9\u00e9"),
                *("data:image/png;base64,QQ", "data:,QQ", "DATA:;BASE64,Q%51", "data:;base64"),
            )
        ],
    ),
    "address": (
        checked_url,
        [
            (url,)
            for url in (
                *("http://a", "HTTPS://a.example:443/b?c#d", "https://", "https://a:0", "//a"),
                *("https://a b", "https://a\\b", "https://a\x7f", "ftp://a", "https://a:99999"),
                *("https://me:word@[::1", "https:///me:word@", "x" * 600, 7),
            )
        ],
    ),
    "base URL": (
        checked_base_url,
        [(url,) for url in (f"{BASE}//", f"{BASE}?", f"{BASE}#a", "https://me@a.example/")],
    ),
    "headers": (
        checked_headers,
        [
            (headers,)
            for headers in (
                *(None, {"X-A": " b "}, {"X A": "b"}, {"": "b"}, {1: "b"}, {"X-A": 1}),
                *({"X-A": "\u00e9"}, {"X-A": "a\tb"}, {"X-A": "a\nb"}, {"Content-Length": "1"}),
            )
        ],
    ),
    "number of repetitions": (
        checked_max_retries,
        [(value,) for value in (None, 0, 3, -1, True, 1.0, "2")],
    ),
    "redirect within the host": (
        lambda url, location, anywhere: own_address(url, location, anywhere=anywhere),
        [
            ("https://a.example/b?c=d", location, anywhere)
            for anywhere in (False, True)
            for location in (
                *("/b?c=d", "/b/?c=d", "//a.example//b?c=d", "/b", "/c?c=d", "?c=d", ""),
                *(
                    "https://A.example:443/b/?c=d",
                    "https://a.example:444/b/?c=d",
                    "https://b.example/b",
                ),
                *(
                    "http://a.example/b/?c=d",
                    "https://me@a.example/b/?c=d",
                    "/b\\?c=d",
                    "https://[",
                ),
            )
        ],
    ),
    "redirect to a safer scheme": (
        lambda url, location: own_address(url, location, anywhere=True),
        [
            ("http://a.example/b", "https://a.example/b"),
            ("http://a.example:80/b", "https://a.example:443/b"),
            ("http://a.example:81/b", "https://a.example/b"),
            ("http://a.example/b", "https://a.example:444/b"),
            ("http://a.example:8080/b", "http://a.example:8080/c"),
        ],
    ),
    "another spelling": (
        is_spelling,
        [("https://a/b", other) for other in ("https://a/b", "/b/", "/c", "https://b/b")],
    ),
    "one origin": (
        is_same_origin,
        [
            ("https://a/b", other)
            for other in ("https://a:443/c", "https://A", "http://a", "https://a:1", "https://[")
        ],
    ),
    "base URL behind a redirect": (
        redirected_base,
        [
            (BASE, f"{BASE}/b", location)
            for location in (
                *("https://b.example/api/b", "https://b.example/v2/b/", "https://b.example/c"),
                *("/x", "https://me@b.example/api/b", "ftp://b.example/api/b", "https://["),
            )
        ]
        + [
            (BASE, f"{BASE}/b/", "https://b.example/new/b"),
            (BASE, "https://c.example/b", "https://b.example/b"),
            (BASE, BASE, "https://b.example/x"),
        ],
    ),
    "JSON nested deeper than two": (
        lambda text: is_deeper(text, 2),
        [
            (text,)
            for text in (
                *(b"", b"1", b"[[]]", b"[[[]]]", b"[{}]", b'{"a":[{}]}', b"[[],[],[[]]]"),
                *(b"[[1],[2]]", b"[[[", b"[[", b"[[[]]", b"[[]", b'["[[["]', b'["[[[', b"]]][[["),
                *(b'["\\"[[["]', b'[["\\\\"]]', b'[[["\\\\"]]]'),
            )
        ],
    ),
    "body in a coding": (
        decoded,
        [
            ("", b"lake"),
            ("Identity , utf8", b"lake"),
            ("GZip", GZIP),
            ("x-gzip", named("its beginning", ZIPPED[:5]), named("the rest", ZIPPED[5:])),
            ("gzip", named("two", ZIPPED * 2)),
            ("gzip", named("two, with zeros", ZIPPED + b"\0\0" + ZIPPED + b"\0")),
            ("gzip", GZIP, b"\0", GZIP),
            ("gzip", named("more behind it", ZIPPED + b"x")),
            ("gzip", named("all but its end", ZIPPED[:-1])),
            ("gzip", b"lake"),
            ("gzip",),
            ("gzip", b""),
            ("deflate", named("zlib", DEFLATED)),
            ("deflate", named("without a header", zlib.compress(b"lake", wbits=-15))),
            ("deflate", named("a byte", DEFLATED[:1]), named("the rest", DEFLATED[1:])),
            ("deflate", named("a byte", DEFLATED[:1])),
            ("deflate", named("nothing, in two bytes", zlib.compress(b"", wbits=-15))),
            ("deflate", named("all but its end", DEFLATED[:-1])),
            ("deflate", named("zeros behind it", DEFLATED + b"\0\0")),
            ("deflate", named("more behind it", DEFLATED + b"x")),
            ("deflate", b""),
            ("br", b"lake"),
            ("x" * 50, b"lake"),
            ("gzip, deflate", b"lake"),
        ],
    ),
    "pieces of an inflated body": (
        inflated,
        [(size,) for size in (0, 1, 2**18 - 1, 2**18, 2**18 + 1, 2**20)],
    ),
    "charset": (
        charset_of,
        [
            (f"text/html{rest}",)
            for rest in (
                *("", "; charset=utf-8", ";CHARSET='Latin1'", '; charset="cp1252"; a=b'),
                *(
                    "; charset=",
                    "; charset=utf-7",
                    "; charset=base64",
                    "; charset=no",
                    ";charset=ASCII",
                ),
            )
        ],
    ),
    "text as UTF-8": (
        as_utf8,
        [
            (b"\xef\xbb\xbfa", ""),
            (b"\xe9", "; charset=latin1"),
            ("é".encode(), "; charset=latin1"),
            (b"abc", "; charset=latin1"),
            ("[é]".encode("utf-16"), ""),
            ("[1]".encode("utf-16-le"), ""),
            ("[1]".encode("utf-32"), ""),
            (b"\xff", ""),
            (b"\xff\xfe\xff", ""),
            (b"\x81", "; charset=cp1252"),
            ("日".encode("shift_jis"), "; charset=shift_jis"),
        ],
    ),
    "plain text": (is_plain, [(b"a",), (b"\0",), (b"\xff",), (b"",), ("é".encode(),)]),
    "JSON among other things": (
        found_json,
        [
            (content,)
            for content in (
                *(b'{"a": 1}', b'\xef\xbb\xbf {"a": 1}\n', b'{"a": 1} x', b'x {"a": 1}', b"[1]"),
                *(b'x [{"a": 1}]', b"x [1]", b'x {"a": {"b": 1}', b"", b"x", b'{"a": "\x01"}'),
                *(b'{"a": "\xff"}', b'{"a": "\\ud83d"}', b'{"a": "\\ud83d\\ude00"}'),
                *(b'{"a": "\\ude00"}', b'{"a": "\\\\ud83d"}', b'{"a": "\\uD83Dx\\udbff\\ud83d"}'),
                b'Warning: x {"a": 1} in y on line 7\n{"b": 2}',
                b'<br />\n<b>Warning</b>: x in <b>y</b> on line <b>7</b><br />\n{"b": 2}',
                b'PHP Notice: {"a": 1} on line 1 Fatal error: {"c": 3} on line 2 {"b": 2}',
                b'x {"a": "\x01"}',
            )
        ],
    ),
    "what a pointer leads to": (
        pointed,
        [
            (DOCUMENT, pointer)
            for pointer in (
                *("", "/a", "/a/0/b", "/a/1", "/a/2", "/a/-1", "/a/x", "/a~1b/~0", "/1", "/b"),
                *("/a/0/b/c", "/a/01"),
            )
        ],
    ),
    "address in a plain answer": (
        find_address,
        [
            (text,)
            for text in (
                *("https://a/b", " \ufeffHTTP://a/b\n", "https://a b", "x\nhttps://a/b", "a"),
                *("https://a/b\nx", "x\nhttps://a/b\ny", "https://a/b\nhttps://a/c", "", "ftp://a"),
                *(
                    "https://a/b\nx\nhttps://a/b",
                    "<!-- https://c -->https://a/b",
                    "<b>x</b>https://a/b",
                ),
                *(
                    "<html>\nhttps://a/b",
                    "<form >\nhttps://a/b",
                    "<formx >\nhttps://a/b",
                    "<!--https://a",
                ),
            )
        ],
    ),
    "message of a page": (
        message_of_page,
        [
            (text,)
            for text in (
                *(
                    "a  b",
                    PAGE,
                    "<html><p>a &amp; b</p><script>x<y</script>",
                    "<b>a</b> b",
                    "a < b",
                ),
                *(
                    "a <b",
                    "a</b",
                    "<html>a < b<!-- c",
                    "<html><title></title>a<style>b",
                    "<!doctype html><!-- a -->b<c",
                    "<body>a &lt;b&gt;",
                ),
            )
        ],
    ),
    "XML as plain data": (
        plain_xml,
        [
            (b"<a b='c'>d<e/><e>f</e> </a>",),
            (b"\n<?xml version='1.0' encoding='latin1'?><a>\xe9</a>",),
            (b"Warning: <b>x</b> <a>b</a> y",),
            (b"<p>x</p><a/>",),
            (b"<a/>x",),
            (b"<a>x</a></a>",),
            (b"<a>\xe9</a>",),
            (b"<a>\xe9</a>", "text/xml; charset=latin1"),
            (b"<a>\xc3\xa9</a>", "text/xml; charset=utf-7"),
            (b"<a>\xc3\xa9</a>", "text/xml; charset=none"),
            (b"\xef\xbb\xbf<a/>",),
            ("<a/>".encode("utf-16"),),
            (b"<a>\0</a>",),
            (b"<!DOCTYPE a><a/>",),
            (b"x <!doctype a><a/>",),
            (b"<a><b></a>",),
            (b"<a>",),
            (b"",),
            (b" \n",),
            (b"x",),
        ],
    ),
    "XML within limits": (
        lambda text, **limits: plain_xml(text, "", **limits),
        [],
    ),
    "secrets in addresses of addresses": (addressed, [(depth,) for depth in range(7)]),
    "redacted address": (
        redact_url,
        [
            (url,)
            for url in (
                *(
                    f"https://a/?q={'x' * 200}",
                    f"https://a/?q={'x' * 201}",
                    "https://a/?code=1&key",
                ),
                *(
                    "https://a/b;key=c?d=e",
                    "https://a/#key=c",
                    "https://a/#key",
                    "data:image/png,abc",
                ),
                *("https://a/Delete/b/c", "https://a/?u=https%3A%2F%2Fme%3Aword%40b%2F", "a\nb"),
                *("https://a/?%6bey=b", "https://a/?chv_0123456789", "https://a/chv_0123456789"),
            )
        ],
    ),
    "redacted text": (
        redact_text,
        [
            (text,)
            for text in (
                *(
                    '{"key": "a", "b": "c"}',
                    "{'key': 'a'}",
                    '{"key": {"b": 1}, "c": 2}',
                    "key: a b",
                    "key: \r\nkey: a",
                    "<key></key><key>a</key>",
                ),
                *(
                    '{"key": ["a", 1], "c": 2}',
                    '{"key": 12, "c": 2}',
                    '"key": "a\\"b" c',
                    "key=a&b=c",
                ),
                *('key="a b" c', "Bearer abcd", "Bearer abc", "<key>a</key><b>c</b>", "<key/>a"),
                *("<key><![CDATA[a]]></key>", 'name="key"\r\n\r\na\r\n--b', "keywords=a; monkey=b"),
                *('{"a": "{\\"key\\": \\"b\\"}"}', "see https://me:word@a/b?key=c now"),
            )
        ],
    ),
    "redacted headers": (
        redact_headers,
        [
            (
                {
                    "Authorization": "Bearer abc",
                    "X-Api-Key": "Basicx",
                    "Accept": "key=a",
                    "Cookie": "a",
                },
            )
        ],
    ),
    "value as drift describes it": (
        describe_value,
        [
            *(
                (value,)
                for value in (None, True, 7, 2**199 - 1, 2**199, 1.5, [1, 2], {"a": 1}, b"x", (1,))
            ),
            *(("x" * size,) for size in (71, 72, 73)),
            (ABSENT,),
            ("a\nb",),
            (range(3),),
            ("x", "/a/token/b"),
            (7, "/key"),
            (None, "/key"),
        ],
    ),
}
TABLES["XML within limits"] = (
    lambda text, limits: plain_xml(text, "", **limits)[0] is not None,
    [
        (b"<a><b/></a>", {"max_depth": 2}),
        (b"<a><b/></a>", {"max_depth": 1}),
        (b"<a>" * 6000 + b"</a>" * 6000, {"max_depth": 500}),
        (b"<a/>", {"max_xml_bytes": 4}),
        (b"<a/>", {"max_xml_bytes": 3}),
    ],
)


@pytest.mark.snapshots
def test_readers_and_writers_give_what_is_committed() -> None:
    hold_tables("readings.txt", "What readers and writers give", TABLES)
