"""The requests of Imges."""

from __future__ import annotations

from contracts.hosts.chevereto.wire import KEY
from contracts.wire.samples import ADDRESS, PLAIN_ADDRESSES, REFUSED_SOURCES, sources
from contracts.wire.tables import Refused, Request, Table

URL = "https://imges.link/sharexapi/1/upload/"


def post(form: str) -> Request:
    return Request("POST", URL, fields=[("format", form), ("key", KEY), ("source", ADDRESS)])


def get(form: str) -> Request:
    return Request("GET", URL, query=[("format", form), ("key", KEY), ("source", ADDRESS)])


TABLE = Table(
    credentials={"api_key": KEY},
    operations={
        "images_upload": post("json"),
        "images_upload_txt": post("txt"),
        "images_upload_redirect": post("redirect"),
        "images_upload_by_get": get("json"),
        "images_upload_txt_by_get": get("txt"),
        "images_upload_redirect_by_get": get("redirect"),
    },
    required={"source": ADDRESS},
    samples={"source:source": sources("source", empty=False), "source:text": PLAIN_ADDRESSES},
    refused={
        "source:source": [*REFUSED_SOURCES, Refused(("a.png", b""), "the file is empty")],
        "source:text": [
            Refused(None, "value is needed"),
            Refused(b"bytes", "string"),
            Refused("http://x.example/a%20b.png", "use POST"),
            Refused("http://x.example/a.png?a=1&b=2", "use POST"),
        ],
    },
)
