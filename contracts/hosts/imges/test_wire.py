"""The bytes of Imges' requests, written down whole."""

from __future__ import annotations

from typing import Any

from imagehosts_wire.types import Operation

from contracts.wire.calls import send
from contracts.wire.tables import operations_of


def operation(id: str) -> Operation[Any]:
    return next(op for op in operations_of("imges") if op.id == id)


def test_a_multipart_body_is_this_to_the_byte() -> None:
    sent = send(
        "imges",
        operation("images_upload"),
        lambda: {"source": ('a "b" ñ.png', b"\x89PNG\r\n\x1a\n")},
    )
    kind, _, boundary = sent.headers["content-type"].partition("; boundary=")
    assert kind == "multipart/form-data"
    lines = [
        "--BOUNDARY",
        'Content-Disposition: form-data; name="format"',
        "",
        "json",
        "--BOUNDARY",
        'Content-Disposition: form-data; name="key"',
        "",
        "k3y+of/these=tests",
        "--BOUNDARY",
        r'Content-Disposition: form-data; name="source"; filename="a \"b\" ñ.png"',
        "Content-Type: image/png",
        "",
        "CONTENT",
        "--BOUNDARY--",
        "",
    ]
    text = "\r\n".join(lines).replace("BOUNDARY", boundary).encode()
    assert sent.content == text.replace(b"CONTENT", b"\x89PNG\r\n\x1a\n")


def test_a_urlencoded_body_is_this_to_the_byte() -> None:
    sent = send(
        "imges",
        operation("images_upload"),
        lambda: {"source": "https://x.example/a b=ü".replace(" ", "+")},
    )
    assert sent.headers["content-type"] == "application/x-www-form-urlencoded"
    assert sent.content == (
        b"format=json&key=k3y%2Bof%2Fthese%3Dtests&source=https%3A%2F%2Fx.example%2Fa%2Bb%3D%C3%BC"
    )


def test_a_query_is_this_to_the_byte() -> None:
    by_get = operation("images_upload_by_get")
    sent = send("imges", by_get, lambda: {"source": "https://x.example/~a/b,c.png?b=1=2"})
    assert sent.url == (
        "https://imges.link/sharexapi/1/upload/?format=json&key=k3y%2Bof/these=tests"
        "&source=https://x.example/~a/b,c.png?b=1=2"
    )
