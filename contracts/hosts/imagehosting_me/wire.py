"""The requests of imagehosting.me."""

from __future__ import annotations

from datetime import timedelta

from contracts.hosts.chevereto.wire import KEY
from contracts.wire.samples import (
    ADDRESS,
    FLAGS,
    INTEGERS,
    NO_FLAG,
    NO_INTEGER,
    NO_TEXT,
    PLAIN_ADDRESSES,
    REFUSED_SOURCES,
    TEXTS,
    sources,
)
from contracts.wire.tables import Refused, Request, Sample, Table

URL = "https://imagehosting.me/api/1/upload"
KEY_HEADER = {"x-api-key": KEY}


def post(form: str) -> Request:
    return Request("POST", URL, fields=[("format", form), ("source", ADDRESS)], headers=KEY_HEADER)


def get(form: str) -> Request:
    return Request("GET", URL, query=[("format", form), ("source", ADDRESS)], headers=KEY_HEADER)


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
    samples={
        "source:source": sources("source", empty=False),
        "source:text": PLAIN_ADDRESSES,
        "title": TEXTS,
        "description": TEXTS,
        "tags": [
            Sample(["lake"], "lake"),
            Sample(["lake", "two words", "写真"], "lake,two words,写真"),
            Sample(("a", "b"), "a,b"),
            Sample("a,b", "a,b"),
            Sample([7], "7"),
        ],
        "album_id": [Sample("fGh", "fGh"), Sample(7, "7"), Sample("a/b?c", "a/b?c")],
        "category_id": INTEGERS,
        "width": [sample for sample in INTEGERS if sample.given != 0],
        "expiration": [
            Sample(timedelta(days=3), "P3D"),
            Sample(timedelta(hours=1, minutes=30), "PT1H30M"),
            Sample(timedelta(days=1, seconds=5), "P1DT5S"),
            Sample(timedelta(minutes=5, microseconds=1), "PT5M1S"),
            Sample(timedelta(weeks=2), "P14D"),
            Sample("PT5M", "PT5M"),
            Sample("P1Y2M3W4DT5H6M7S", "P1Y2M3W4DT5H6M7S"),
        ],
        "nsfw": FLAGS,
        "use_file_date": FLAGS,
    },
    refused={
        "source:source": [*REFUSED_SOURCES, Refused(("a.png", b""), "the file is empty")],
        "source:text": [
            Refused(None, "value is needed"),
            Refused(b"bytes", "string"),
            Refused("http://x.example/a%20b.png", "use POST"),
            Refused("http://x.example/a.png?a=1&b=2", "use POST"),
        ],
        "title": NO_TEXT,
        "description": NO_TEXT,
        "album_id": NO_TEXT,
        "tags": [
            Refused(["a,b"], "comma"),
            Refused(["a", ""], "empty"),
            Refused(["a", None], "string"),
            Refused(5, "sequence"),
        ],
        "category_id": NO_INTEGER,
        "width": NO_INTEGER,
        "expiration": [
            Refused("soon", "ISO 8601"),
            Refused("5", "ISO 8601"),
            Refused("P", "ISO 8601"),
            Refused("PT", "ISO 8601"),
            Refused("P3D\n", "ISO 8601"),
            Refused("P1.5D", "ISO 8601"),
            Refused("pt5m", "ISO 8601"),
            Refused("PT0S", "future"),
            Refused(timedelta(0), "future"),
            Refused(timedelta(days=-1), "future"),
            Refused(300, "timedelta"),
        ],
        "nsfw": NO_FLAG,
        "use_file_date": NO_FLAG,
    },
)
