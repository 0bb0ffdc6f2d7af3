"""Whatever anybody sends, the emulator answers as a host would: requests beyond any spec.

Requests are put together from pieces of real ones, from what breaks parsers, and at random, and
handed to the application in any slices, or cut off. An answer below 500 is not enough: the
emulator's last net catches its own errors and makes answers of them, so it has to stay empty.
"""

from __future__ import annotations

import asyncio
import errno
import json
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from urllib.parse import quote_from_bytes, unquote, urlsplit

import httpx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from imagehosts.emulator import Emulator

from contracts.fuzz.rows import load_row, rows
from contracts.fuzz.samples import SAMPLES, TAILS, as_base64
from contracts.fuzz.shapes import document_for_runs
from contracts.support.specs import SPECS
from contracts.support.xml import load_xsd, parse

pytestmark = [pytest.mark.outside("random requests go beyond every contract")]

#: Emulators as they are and with every rule that can be switched on.
SETTINGS: dict[str, dict[str, Any]] = {
    "documented": {},
    **{name: each for api in rows() for name, each in load_row(api).settings.items()},
    "strict": {
        "keys": ("k",),
        "users": ("demo:demo",),
        "captcha": True,
        "enforce_credits": True,
        "client_credits": 20,
        "hourly_uploads": 2,
        "space_limit": 4000,
        "admin_keys": ("boss",),
        "albums": ("abc=k",),
        "refuse_duplicates": True,
        "false_duplicates": True,
        "flood_limit": 50,
        "refuse_url_uploads": True,
        "moderate_uploads": True,
        "no_expiration": True,
        "php_warnings": True,
        "max_file_size": 2000,
        "max_body_size": 6000,
        "public_url": "https://pictures.example/",
        "no_cors": True,
    },
}

BOUNDARY = b"frontier"
#: Every address of every spec, ids in it as they come: sometimes of something, mostly of nothing.
PATHS = sorted(
    {
        re.sub(r"{\w+}", value, path.partition("#")[0])
        for api in rows()
        for path in document_for_runs(api)["paths"]
        for value in ("1", "demo", "%00%ff")
    }
)

# Pieces

_PICTURES = [sample.content + tail for sample in SAMPLES for tail in TAILS]
_PARTS = [
    b"--" + BOUNDARY + b"\r\n",
    b"\r\n--" + BOUNDARY + b"\r\n",
    b"\r\n--" + BOUNDARY + b"--\r\n",
    b"--" + BOUNDARY + b"\n",
    b"--" + BOUNDARY,
    b"--frontie",
    b'Content-Disposition: form-data; name="source"; filename="a.png"\r\n\r\n',
    b'Content-Disposition: form-data; name="source"\r\n\r\n',
    b'Content-Disposition: form-data; name="source[]"; filename="a.gif"\r\n\r\n',
    b'Content-Disposition: form-data; name="key"\r\n\r\nk',
    b'Content-Disposition: form-data; name="format"\r\n\r\nredirect',
    b'Content-Disposition: form-data; name="width"\r\n\r\n16',
    b"Content-Disposition: form-data; name=; filename=\r\n\r\n",
    b'Content-Disposition: form-data; name="source"; filename="../../\xff\x00\r\n.png"\r\n\r\n',
    b"Content-Disposition: form-data; name=\"source\"; filename*=UTF-8''%e5%86%99.png\r\n\r\n",
    b"Content-Disposition: attachment\r\n\r\n",
    b"Content-Type: image/png\r\n",
    b"Content-Type: video/mp4\r\n",
    b"Content-Transfer-Encoding: base64\r\n",
    b"Content-Length: 3\r\n",
    b": \r\n",
    b"\r\n\r\n",
    b"\0",
]
_FIELDS = [
    b"key=k",
    b"&key=boss",
    b"&source=",
    b"&source[]=1",
    b"&source=http://pictures.example/a.png",
    b"&source=http://127.0.0.1/images/",
    b"&api_key=k&auth_token=x",
    b"&client_id=k&client_secret=s&grant_type=pin&pin=1",
    b"&user=demo&password=demo",
    b"&ids[]=1&ids[]=",
    b"&ids=,a,,b",
    b"&files[0]=a&urls[]=http://pictures.example/a.png",
    b"&image=http://pictures.example/a.png&type=URL",
    b"&public=maybe&filter=-1&limit=1e9&offset=\xd9\xa3",
    b"&action=create&cookie=k&token=t&image[]=img1/1/a.png;1;1;y&name=%ef%bf%be&title=%0b]]>",
    b"&action=edit&g=a&image[0]=img999999/0/..&image[9]=;;;",
    b"&action=delete&g=%00&action[]=view",
    b"&action=delete_image&image=img1/1/%ff",
    b"&action=gallery_list&start=-1&limit=1e9",
    b"&action=%3Cerrors%3E",
    b"&_method=DELETE",
    b"&format=txt",
    b"&format=redirect&format[]=json",
    b"&expiration=P99999999999Y",
    b"&width=99999999999999999999999",
    b"&category_id=-1e999",
    b"&album_id=abc",
    b"&title=%00%ff%",
    b"&tags=,,%2C,",
    b"&" * 50,
    b"%",
    b"%4",
    b"=&=&",
    *[as_base64(picture).replace("+", "%2B").encode() for picture in _PICTURES[::9]],
]
_TYPES = [
    b"multipart/form-data; boundary=" + BOUNDARY,
    b'multipart/form-data; boundary="' + BOUNDARY + b'"',
    b"multipart/form-data",
    b"multipart/form-data; boundary=",
    b"multipart/form-data; boundary=" + b"x" * 300,
    b"multipart/mixed; boundary=" + BOUNDARY,
    b"application/x-www-form-urlencoded",
    b"application/x-www-form-urlencoded; charset=utf-16",
    b"application/json",
    b"image/png",
    b"\xff/\xfe; =;;",
    b"",
]
_HEADERS = [
    b"host",
    b"x-api-key",
    b"authorization",
    b"x-forwarded-proto",
    b"x-forwarded-host",
    b"content-length",
    b"transfer-encoding",
    b"content-encoding",
    b"range",
    b"if-none-match",
    b"if-range",
    b"origin",
    b"access-control-request-method",
    b"access-control-request-headers",
    b"cookie",
    b"x-emulator-token",
    b"expect",
    b"accept",
]
_VALUES = [
    *[name for api in rows() for name in load_row(api).server_names],
    b"k",
    b"Client-ID k",
    b"Bearer \xff",
    b"client-id  ",
    b"127.0.0.1",
    b"[::1]:99999",
    b"yfrog.com",
    b"a b/c",
    b"bytes=0-",
    b"bytes=-0",
    b"bytes=5-1",
    b"bytes=99999999999999999999-",
    b"bytes=0-1,2-3",
    b"https, http",
    b"gzip",
    b"*",
    b"null",
    b"9" * 40,
    b"\xc3\xa9\xff",
]
_TARGETS = [
    *PATHS,
    *[path + "/" for path in PATHS],
    "/",
    "//",
    "/index.php/api/1/upload",
    "/api",
    "/api/1.1/upload",
    "/api/1/upload/x/y",
    "/sharexapi//1//upload",
    "/image/abc",
    "/image/%00.%ff",
    "/clip/%E5%86%99.abc/delete/x",
    "/image/abc/delete/" + "d" * 3000,
    "/images/2026/01/01/a.png",
    "/images/../../etc/passwd",
    "/images/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "/album/abc",
    "/v2",
    "/v2/user//images",
    "/rest_api/v2/images/x",
    "/3",
    "/3/gallery/hot/viral/0.json",
    "/3/account/me/",
    "/3//image//x",
    "/3/album/%2e%2e/image",
    "/oauth2/authorize?response_type=pin&client_id=k",
    "/oauth2/token",
    "/gallery_api.php/x",
    "/gal.php?g=%00",
    "/slideshow/webplayer.php?id=%ff&g=",
    "/slideshow/smilplayer.swf",
    "/yfrog/%00.%ff",
    "/a/x",
    "/_still/x.jpg",
    "/_emulator/",
    "/_emulator/health",
    "/_emulator/web?url=http://[::1",
    "/_emulator/web?url=http://pictures.example/a.png",
    "/_emulator/pictures",
    "/_emulator/requests",
    "/_emulator/clock?seconds=nan",
    "/_emulator/clock?days=-1e9",
    "/_emulator/clock?hours=1e15&minutes=x",
    "/_emulator/nothing",
]


@dataclass
class Raw:
    """A request as an ASGI server would hand it over."""

    method: str
    target: str
    headers: list[tuple[bytes, bytes]]
    body: bytes = b""
    #: Where the body is cut into messages.
    cuts: list[int] = field(default_factory=list[int])
    #: Whether the client goes away before the body is over.
    leaves: bool = False


def _mix(pieces: list[bytes], most: int) -> st.SearchStrategy[bytes]:
    return st.lists(st.sampled_from(pieces) | st.binary(max_size=24), max_size=most).map(b"".join)


_bodies = st.one_of(
    _mix([*_PARTS, *_PICTURES[:40:3]], 14),
    _mix(_FIELDS, 8),
    st.binary(max_size=200),
    # A whole upload, cut anywhere.
    st.tuples(st.sampled_from(_PICTURES), st.integers(0, 400)).map(
        lambda drawn: b"".join((_PARTS[0], _PARTS[6], drawn[0], _PARTS[2]))[: -drawn[1] or None]
    ),
)
#: What a server lets through in a target; it refuses the rest before an application sees it.
_PRINTABLE = bytes(range(0x21, 0x7F))
_targets = st.one_of(
    st.sampled_from(_TARGETS),
    st.builds(
        lambda path, query: path + "?" + quote_from_bytes(query, _PRINTABLE),
        st.sampled_from(_TARGETS),
        _mix(_FIELDS, 4),
    ),
    st.binary(max_size=40).map(lambda data: "/" + quote_from_bytes(data, _PRINTABLE)),
)
_requests = st.builds(
    Raw,
    method=st.sampled_from(
        ["POST", "POST", "POST", "GET", "GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]
    ),
    target=_targets,
    headers=st.builds(
        lambda kind, others: [(b"content-type", kind), *others],
        st.sampled_from(_TYPES),
        st.lists(
            st.tuples(st.sampled_from(_HEADERS), st.sampled_from(_VALUES) | st.binary(max_size=20)),
            max_size=4,
        ),
    ),
    body=_bodies,
    cuts=st.lists(st.integers(0, 1500), max_size=6),
    leaves=st.booleans(),
)


@pytest.fixture(scope="module", params=SETTINGS)
def emulator(request: pytest.FixtureRequest) -> Iterator[Emulator]:
    with Emulator(**SETTINGS[request.param]) as emulator:
        emulator.web["http://pictures.example/a.png"] = SAMPLES[0].content
        yield emulator


@pytest.mark.planted("a warning of PHP may stand before the answer")
@settings(max_examples=250)
@given(_requests)
@example(Raw("GET", "/api/1/upload?key=k", [(b"host", b"localhost")]))
@example(Raw("POST", "/_emulator/clock?days=-1e7", []))
@example(Raw("PUT", "/_emulator/web?url=http://[", [(b"host", b"localhost")]))
@example(Raw("DELETE", "/_emulator/web?url=http://[", [(b"host", b"localhost")]))
@example(Raw("PUT", "/_emulator/web?url=http://a/b", [(b"host", b"[::1]")], b"abc", [1], True))
@example(Raw("GET", "/images/" + "x" * 9000, [(b"host", b"\xff")]))
@example(Raw("GET", "/gallery_api.php?action=%0b%ff]]%3e%3c!DOCTYPE%20a%3e&g=%00", []))
@example(
    Raw("POST", "/gallery_api.php", [(b"content-type", _TYPES[6])], b"action=create&title=%0b]]>")
)
def test_no_request_causes_an_internal_error(emulator: Emulator, raw: Raw) -> None:
    answer = asyncio.run(send(emulator.app, raw))
    assert emulator.internal_errors == []
    if answer is None:
        assert raw.leaves, "every client that waits is answered"
        return
    status, headers, content = answer
    assert 200 <= status < 500
    media_type = dict(headers).get(b"content-type", b"")
    if raw.method != "HEAD" and media_type.startswith(b"application/json"):
        text = content.decode()
        json.loads(text[text.index("{") :] if text.startswith("<br") else text)
    if raw.method != "HEAD" and media_type.startswith(b"application/xml"):
        root = parse(content)
        xsds = [load_xsd(path.parent.name, path.name) for path in SPECS.glob("*/*.xsd")]
        assert any(not list(xsd.iter_errors(root)) for xsd in xsds)
    for name, value in headers:
        assert not {b"\r", b"\n", b"\0"} & {name[i : i + 1] for i in range(len(name))}
        assert not {b"\r", b"\n", b"\0"} & {value[i : i + 1] for i in range(len(value))}


@pytest.mark.planted("a warning of PHP may stand before the answer")
def test_the_pieces_make_uploads_too(emulator: Emulator) -> None:
    """The garbage is near enough to real requests to reach the handlers."""
    whole = _PARTS[0] + _PARTS[9] + _PARTS[1] + _PARTS[6] + SAMPLES[0].content + _PARTS[2]
    raw = Raw("POST", "/api/1/upload", [(b"content-type", _TYPES[0])], whole, cuts=[3, 90, 91])
    answer = asyncio.run(send(emulator.app, raw))
    assert answer is not None
    assert answer[0] == 200
    assert b'"success"' in answer[2]


@settings(max_examples=40)
@given(
    st.one_of(
        st.binary(max_size=300),
        st.builds(
            lambda line, headers, body: line + headers + b"\r\n" + body,
            st.sampled_from(
                [
                    b"POST /api/1/upload HTTP/1.1\r\nHost: a\r\n",
                    b"GET /%zz?%zz=\xff HTTP/1.1\r\nHost: a\r\n",
                    b"POST /sharexapi/1/upload/ HTTP/1.0\r\n",
                    b"OPTIONS * HTTP/1.1\r\nHost: a\r\n",
                    b"CONNECT a:1 HTTP/1.1\r\nHost: a\r\n",
                ]
            ),
            _mix(
                [
                    b"Content-Length: 10\r\n",
                    b"Content-Length: -1\r\n",
                    b"Transfer-Encoding: chunked\r\n",
                    b"Content-Type: multipart/form-data; boundary=frontier\r\n",
                    b"Expect: 100-continue\r\n",
                    b"X: " + b"y" * 70_000 + b"\r\n",
                ],
                4,
            ),
            _mix([b"5\r\nab", b"0\r\n\r\n", b"zz\r\n", *_PARTS], 6),
        ),
    )
)
@example(b"GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")
@example(b"POST /api/1/upload HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\nkey=k&source=")
def test_no_bytes_on_the_socket_bring_the_server_down(
    served: tuple[Emulator, str], raw: bytes
) -> None:
    emulator, address = served
    parts = urlsplit(address)
    with socket.create_connection((str(parts.hostname), int(parts.port or 0)), 10) as connection:
        connection.settimeout(10)
        answer = b""
        try:
            connection.sendall(raw)
            connection.shutdown(socket.SHUT_WR)
            while piece := connection.recv(65536):
                answer += piece
        except OSError as error:
            # A server may hang up on such a client; it may not keep it waiting.
            if error.errno not in (errno.ECONNRESET, errno.EPIPE, errno.ENOTCONN):
                raise
    # An address of somebody else is refused as a proxy refuses it.
    if answer.startswith(b"HTTP/1.1 502 ") and b"The emulator stands in for" in answer:
        answer = b""
    assert not answer or (answer.startswith(b"HTTP/1.1 ") and answer[9:10] in b"1234"), answer[:200]
    assert httpx.get(f"{address}/_emulator/health", timeout=10).status_code == 200
    assert emulator.internal_errors == []


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Emulator, str]]:
    with Emulator() as emulator, emulator.serve() as address:
        yield emulator, address


async def send(app: Any, raw: Raw) -> tuple[int, list[tuple[bytes, bytes]], bytes] | None:
    """Hand a request to an application; gives its answer, or None if there was none."""
    path, _, query = raw.target.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": raw.method,
        "scheme": "http",
        "path": unquote(path, errors="replace"),
        "raw_path": path.encode("latin-1"),
        "query_string": query.encode("latin-1"),
        "root_path": "",
        "headers": raw.headers,
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    edges = [0, *sorted(min(cut, len(raw.body)) for cut in raw.cuts), len(raw.body)]
    waiting = [
        {"type": "http.request", "body": raw.body[start:stop], "more_body": True}
        for start, stop in pairwise(edges)
    ]
    if raw.leaves:
        waiting.append({"type": "http.disconnect"})
    else:
        waiting[-1]["more_body"] = False
    answered = asyncio.Event()
    starts: list[Any] = []
    content = b""

    async def receive() -> Any:
        if waiting:
            return waiting.pop(0)
        if not raw.leaves:
            await answered.wait()
        return {"type": "http.disconnect"}

    async def take(message: Any) -> None:
        nonlocal content
        if message["type"] == "http.response.start":
            starts.append(message)
            return
        content += message.get("body", b"")
        if not message.get("more_body"):
            answered.set()

    await asyncio.wait_for(app(scope, receive, take), 30)
    assert len(starts) <= 1
    if not starts:
        return None
    return starts[0]["status"], list(starts[0]["headers"]), content
