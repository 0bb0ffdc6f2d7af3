"""Where the key of a Chevereto client travels."""

from __future__ import annotations

from typing import Any

import imagehosts
import pytest

from contracts.hosts.chevereto.wire import KEY
from contracts.support.recording import Recorder, Reply

PLACES: list[tuple[str, str, dict[str, Any], dict[str, str]]] = [
    # client, operation, options of the client, where the key is: place -> name
    ("Imges", "images_upload", {}, {"body": "key"}),
    ("Imges", "images_upload_by_get", {}, {"query": "key"}),
    ("ImageHostingMe", "images_upload", {}, {"header": "x-api-key"}),
    ("ImageHostingMe", "images_upload_by_get", {}, {"header": "x-api-key"}),
    ("Chevereto", "images_upload", {}, {"body": "key"}),
    ("Chevereto", "images_upload_by_get", {}, {"query": "key"}),
    ("Chevereto", "images_upload", {"key_in": "header"}, {"header": "x-api-key"}),
    ("Chevereto", "images_upload_by_get", {"key_in": "header"}, {"header": "x-api-key"}),
]


@pytest.mark.outside("sends what the host must refuse or forgive")
@pytest.mark.parametrize(("kind", "operation", "options", "place"), PLACES)
def test_a_key_travels_in_one_place(
    kind: str, operation: str, options: dict[str, Any], place: dict[str, str]
) -> None:
    if kind == "Chevereto":
        options = {**options, "base_url": "https://pictures.example/sub/api/1/"}
    recorder = Recorder(Reply(200, b"{}"))
    with getattr(imagehosts, kind)(api_key=KEY, transport=recorder, **options) as client:
        method = getattr(client.images.with_raw_response, operation.removeprefix("images_"))
        method("https://x.example/a.png")
    sent = recorder.only
    found = {
        "query": [name for name, value in sent.query if value == KEY],
        "body": [name for name, value in sent.fields if value == KEY],
        "header": [name for name, value in sent.headers.items() if KEY in value],
    }
    assert found == {"query": [], "body": [], "header": []} | {p: [n] for p, n in place.items()}
    assert KEY not in sent.address
    if kind == "Chevereto":
        # Old sites want a slash in front of a query, and none without.
        slash = "/" if operation.endswith("by_get") else ""
        assert sent.address == f"https://pictures.example/sub/api/1/upload{slash}"
