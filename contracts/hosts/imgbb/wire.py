"""The requests of ImgBB."""

from __future__ import annotations

from datetime import timedelta

from contracts.wire.samples import ADDRESS, ADDRESSES, NO_INTEGER
from contracts.wire.tables import Refused, Request, Sample, Table

URL = "https://api.imgbb.com/1/upload"
KEY = "the+key/of=these tests"
PAIRS = [("key", KEY), ("image", ADDRESS)]

TABLE = Table(
    credentials={"api_key": KEY},
    operations={
        "images_upload": Request("POST", URL, fields=PAIRS),
        "images_upload_by_get": Request("GET", URL, query=PAIRS),
    },
    required={"image": ADDRESS},
    samples={
        "image:text": ADDRESSES,
        "expiration": [
            Sample(60, "60"),
            Sample("600", "600"),
            Sample(15_552_000, "15552000"),
            Sample(timedelta(minutes=1), "60"),
            Sample(timedelta(days=180), "15552000"),
        ],
    },
    refused={
        "image:text": [Refused(None, "value is needed"), Refused(b"bytes", "string")],
        "expiration": [
            *NO_INTEGER,
            Refused(59, "60 or more"),
            Refused(15_552_001, "15552000 or less"),
            Refused(timedelta(seconds=59), "60 or more"),
            Refused(timedelta(days=181), "15552000 or less"),
            Refused(timedelta(minutes=2, milliseconds=1), "whole seconds"),
        ],
    },
)
