"""Samples that the wire tables of both Chevereto APIs share: every form of a picture."""

from __future__ import annotations

import base64
import io

from imagehosts_wire.types import Base64, Url

from contracts.support.recording import Part
from contracts.wire.tables import Given, Refused, Sample, Written

KEY = "k3y+of/these=tests"
ADDRESS = "https://x.example/lake.png"

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
GIF = b"GIF89a" + bytes(range(256))
#: What a parser that knows a boundary beforehand would take for the end of the part.
FIXED_BOUNDARY = (
    PNG + b"\r\n--+++--\r\nContent-Disposition: form-data; name=nsfw\r\n\r\n1\r\n--+++--\r\n"
)
PLAUSIBLE_BOUNDARY = (
    PNG + b"\r\n--" + b"0123456789abcdef" * 2 + b"--\r\n\r\n--" + b"f" * 32 + b"\r\n"
)

#: Bytes whose base64 has every character that another encoding could spoil: ``+``, ``/``, ``=``.
SPECIAL = b"\xfb\xef\xbe\xff\xff\xfe?>~\x00"
BASE64 = base64.b64encode(SPECIAL).decode()
assert {"+", "/", "="} <= set(BASE64)


def file(name: str, kind: str, content: bytes) -> Part:
    return Part("source", content, filename=name, content_type=kind)


FILES = [
    Sample(("lake.png", PNG), file("lake.png", "image/png", PNG)),
    Sample(("lake.png", PNG, "image/x-own"), file("lake.png", "image/x-own", PNG)),
    Sample(("lake.jpeg", PNG), file("lake.jpeg", "image/png", PNG)),
    Sample(("lake.webp", b"no picture"), file("lake.webp", "image/webp", b"no picture")),
    Sample(("lake", b"no picture"), file("lake", "application/octet-stream", b"no picture")),
    Sample(PNG, file("image.png", "image/png", PNG)),
    Sample(bytearray(GIF), file("image.gif", "image/gif", GIF)),
    Sample(memoryview(PNG), file("image.png", "image/png", PNG)),
    Sample(Given(lambda: io.BytesIO(PNG)), file("image.png", "image/png", PNG)),
    Sample(Given(lambda: ("a.gif", io.BytesIO(GIF))), file("a.gif", "image/gif", GIF)),
    Sample(Written("lake.png", PNG), file("lake.png", "image/png", PNG)),
    Sample(Written("two words.gif", GIF), file("two words.gif", "image/gif", GIF)),
    # Names. Parsers undo the escape of a quote, and give line ends back as they were escaped.
    Sample(
        ('naïve 写真 "x".png', PNG),
        file('naïve 写真 "x".png', "image/png", PNG),
    ),
    Sample(Written("naïve 写真.png", PNG), file("naïve 写真.png", "image/png", PNG)),
    Sample(
        ("a\r\nX-Injected: yes\r\n\r\nb.png", PNG),
        file("a%0D%0AX-Injected: yes%0D%0A%0D%0Ab.png", "image/png", PNG),
    ),
    Sample(
        ("100%22 sure; filename=b.png", PNG), file("100%22 sure; filename=b.png", "image/png", PNG)
    ),
    Sample(("🖼.png", PNG), file("🖼.png", "image/png", PNG)),
    # Contents.
    Sample(("empty.png", b""), file("empty.png", "image/png", b"")),
    Sample(Written("empty.png", b""), file("empty.png", "image/png", b"")),
    Sample(("a.png", FIXED_BOUNDARY), file("a.png", "image/png", FIXED_BOUNDARY)),
    Sample(("a.png", PLAUSIBLE_BOUNDARY), file("a.png", "image/png", PLAUSIBLE_BOUNDARY)),
    Sample(("a.txt", b"\r\n"), file("a.txt", "application/octet-stream", b"\r\n")),
    Sample(("a.png", PNG * 2000), file("a.png", "image/png", PNG * 2000)),
    # Base64, in each spelling that people have it.
    Sample(Base64(BASE64), BASE64),
    Sample(Base64(BASE64.rstrip("=")), BASE64),
    Sample(Base64(BASE64.translate({43: "-", 47: "_"})), BASE64),
    Sample(Base64(f"{BASE64[:4]}\r\n{BASE64[4:]}\n"), BASE64),
    Sample(Base64(BASE64.encode()), BASE64),
    Sample(Base64(f"data:image/png;base64,{BASE64}"), BASE64),
    Sample(f"data:image/png;base64,{BASE64}", BASE64),
    Sample(f"DATA:;BASE64,{BASE64.replace('+', '%2B').replace('=', '%3D')}", BASE64),
    # Addresses.
    Sample(ADDRESS, ADDRESS),
    Sample(Url(ADDRESS), ADDRESS),
    Sample(
        "http://x.example:8080/a%20b.png?a=1&b=c+d#e",
        "http://x.example:8080/a%20b.png?a=1&b=c+d#e",
    ),
]

ADDRESSES = [
    Sample(ADDRESS, ADDRESS),
    Sample(
        "http://x.example:8080/a%20b.png?a=1&b=c+d;e#f",
        "http://x.example:8080/a%20b.png?a=1&b=c+d;e#f",
    ),
    Sample("https://x.example/写真.png", "https://x.example/写真.png"),
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
