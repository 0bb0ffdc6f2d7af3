"""The console sends what the clients of this family send, form by form."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from imagehosts import Base64, Url
from imagehosts.hosts import find_host

from contracts.docs.console_request import MULTIPART, File, Refused, Typed, console_request
from contracts.support.clients import PNG
from contracts.support.recording import Recorder, Reply, Sent
from contracts.support.reporting import report_all
from contracts.support.specs import load_spec
from docs.merge_spec import merge

FORM = "application/x-www-form-urlencoded"
KEY = "the-key-of-a-reader"
PICTURE = File("lake.png", PNG, "image/png")
URL = "https://example.com/a/lake.png?size=1&x=%20"
#: One that a GET carries whole.
PLAIN = "https://example.com/a/lake.png?size=1"

#: What a caller gives and what a reader of the site types, call by call. The path is that of all
#: calls of the API.
Case = tuple[str, str, str, str, dict[str, Any], dict[str, Any], str]
PATHS = {"imges": "/{action}/", "imagehosting_me": "/upload"}
DETAILS = {
    "title": "Tahoe",
    "description": 'naïve 写真 "x" & more',
    "tags": ["lake", "dawn"],
    "album_id": "fGh",
    "category_id": 3,
    "width": 320,
    "expiration": timedelta(days=3, minutes=5),
    "nsfw": True,
    "use_file_date": False,
}
TYPED_DETAILS = {
    "title": "Tahoe",
    "description": 'naïve 写真 "x" & more',
    "tags": "lake,dawn",
    "album_id": "fGh",
    "category_id": "3",
    "width": "320",
    "expiration": "P3DT5M",
    "nsfw": "1",
    "use_file_date": "0",
}


def cases(wanted: str) -> list[tuple[str, Case]]:
    found: list[tuple[str, Case]] = []
    for api, path in PATHS.items():
        if api != wanted:
            continue
        for ending, format in (("", "json"), ("_txt", "txt"), ("_redirect", "redirect")):
            typed = {"format": format} | ({"key": KEY} if api == "imges" else {})
            post, get = f"upload{ending}", f"upload{ending}_by_get"
            picture = {"source": (PICTURE.name, PICTURE.content)}
            rows: list[tuple[str, str, dict[str, Any], dict[str, Any], str]] = [
                (post, "post", picture, {"source": PICTURE}, MULTIPART),
                (post, "post", {"source": Url(URL)}, {"source": URL}, FORM),
                (post, "post", {"source": Base64("aGVsbG8+/w")}, {"source": "aGVsbG8+/w=="}, FORM),
                (get, "get", {"source": PLAIN}, {"source": PLAIN}, ""),
            ]
            if api == "imagehosting_me":
                rows += [
                    (
                        post,
                        "post",
                        picture | DETAILS,
                        {"source": PICTURE, **TYPED_DETAILS},
                        MULTIPART,
                    ),
                    (
                        get,
                        "get",
                        {"source": PLAIN, **DETAILS},
                        {"source": PLAIN, **TYPED_DETAILS},
                        "",
                    ),
                ]
            for method_name, method, arguments, entries, media in rows:
                name = f"{api}-{method_name}-{media or 'query'}-{len(arguments)}"
                case = (api, path, method_name, method, arguments, {**typed, **entries}, media)
                found.append((name, case))
    return found


@pytest.mark.parametrize("api", PATHS)
def test_console_sends_what_the_client_sends(api: str) -> None:
    with report_all() as report:
        for name, case in cases(api):
            with report(name):
                compare(case)


def compare(case: Case) -> None:
    api, path, method_name, method, arguments, typed, media_type = case
    if typed.get("format") == "json":
        typed = {name: value for name, value in typed.items() if name != "format"}
    sent = sent_by_client(api, method_name, arguments)
    console = console_request(
        merge(load_spec(api)), path, method, typed, media_type=media_type, credential=KEY
    )
    assert console.method == sent.method
    assert console.address == sent.address
    assert console.query == sorted(sent.query)
    assert console.media_type == sent.media_type
    assert console.parts == sorted(sent.parts)
    assert console.credential_headers == {
        name: value for name, value in sent.headers.items() if value == KEY
    }


def sent_by_client(api: str, method_name: str, arguments: dict[str, Any]) -> Sent:
    recorder = Recorder(Reply(500))
    host = find_host(api)
    assert host is not None
    with host.make_client(api_key=KEY, transport=recorder, max_retries=0) as client:
        with pytest.raises(Exception, match="HTTP 500"):
            getattr(client.images, method_name)(**arguments)  # type: ignore[attr-defined]
    return recorder.only


@pytest.mark.parametrize("api", PATHS)
def test_console_requires_what_the_client_requires(api: str) -> None:
    path, document = PATHS[api], merge(load_spec(api))
    key = {"key": KEY} if api == "imges" else {}
    with pytest.raises(Refused, match="source is required"):
        console_request(document, path, "post", key, media_type=MULTIPART)
    typed: dict[str, Typed] = {**key, "source": PICTURE, "format": "xml"}
    with pytest.raises(Refused, match="is not a choice for format"):
        console_request(document, path, "post", typed, media_type=MULTIPART)
