"""Whatever is sent to imgur, the emulator answers in the host's words and never fails in itself."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from imagehosts.emulator.routing import load_spec, operations_of

from contracts.emulator.imgur_world import USERS, World

OPERATIONS = operations_of(load_spec("imgur"))
#: Texts that are not what anybody expects there.
ODD = [
    "%00",
    "9" * 30,
    "-1",
    "%F0%9F%A6%89",
    "%FF%FE",
    "..%2F..%2Fetc",
    "'%20OR%201=1--",
    "%3Cscript%3E",
    "a" * 3000,
]
FIELDS = (
    "ids[]",
    "title",
    "image",
    "video",
    "album",
    "privacy",
    "cover",
    "comment",
    "image_id",
    "parent_id",
    "recipient",
    "body",
    "q",
    "new",
    "terms",
    "client_id",
    "grant_type",
    "refresh_token",
    "type",
    "name",
)


@pytest.mark.parametrize("odd", ODD, ids=lambda text: text[:12])
def test_odd_segments_and_fields_are_answered(open_door: Any, odd: str) -> None:
    world = World(open_door(users=USERS))
    for operation in OPERATIONS:
        if operation.id == "account_delete":
            continue
        path = re.sub(r"{username}", "me", operation.path)
        path = re.sub(r"{\w+}", odd, path)
        prefix = "" if path.startswith("/oauth2") else "/3"
        query = "&".join(f"{name}={odd}" for name in FIELDS)
        in_query: dict[str, Any] = {"params": query}
        in_body: dict[str, Any] = {"content": query.encode()}
        for options in (in_query, in_body):
            headers = {**world.headers("miriam"), **(FORM if options is in_body else {})}
            answer = world.door.request(operation.method, prefix + path, headers=headers, **options)
            assert answer.status_code < 500, answer.text
            if "json" in answer.headers["content-type"]:
                json.loads(answer.text)
    assert world.data("miriam", "GET", "/account/me")["url"] == "miriam"


FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[1, 2]",
        b'"text"',
        b'{"ids": {"a": 1}}',
        b'{"ids": [[1]], "title": 7}',
        b"null",
        b"\xff",
    ],
)
def test_odd_json_is_answered(open_door: Any, body: bytes) -> None:
    world = World(open_door(users=USERS))
    album = world.album("miriam")["id"]
    headers = {"Content-Type": "application/json"}
    for method, path in (("POST", "/album"), ("PUT", f"/album/{album}"), ("POST", "/image")):
        answer = world.ask("miriam", method, path, content=body, headers=headers)
        assert answer.status_code < 500, answer.text


@pytest.mark.parametrize("method", ["PATCH", "OPTIONS", "PUT"])
def test_a_method_that_is_none_is_refused_in_the_words_of_the_host(
    open_door: Any, method: str
) -> None:
    world = World(open_door())
    answer = world.ask(None, method, "/credits")
    assert answer.status_code == 405
    assert answer.json()["success"] is False
