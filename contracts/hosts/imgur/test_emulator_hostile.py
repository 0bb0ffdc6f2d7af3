"""Whatever is sent to imgur, the emulator answers in the host's words and never fails in itself."""

from __future__ import annotations

import json
import re
from typing import Any

from imagehosts.emulator.core.specs import load_spec, operations_of

from contracts.hosts.imgur.emulated import USERS, World
from contracts.support.reporting import each

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
    "a" * 2500,
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
    "q_any",
    "q_not",
    "tags",
    "new",
    "terms",
    "client_id",
    "grant_type",
    "refresh_token",
    "type",
    "name",
)


#: Routes that clients use and no spec has.
LATER = [
    ("GET", "/account?account_id={odd}"),
    ("GET", "/account/me/comments/best/{odd}"),
    ("GET", "/account/me/favorites/{odd}"),
    ("POST", "/album/{odd}/favorite"),
    ("GET", "/conversations/{odd}"),
    ("GET", "/conversations/1/{odd}/{odd}"),
    ("POST", "/conversations/{odd}"),
    ("DELETE", "/conversations/{odd}"),
    ("GET", "/gallery/hot/viral/{odd}/{odd}"),
    ("GET", "/gallery/r/{odd}/top/{odd}/{odd}"),
    ("GET", "/gallery/search/time/{odd}/{odd}"),
    ("GET", "/gallery/t/{odd}"),
    ("GET", "/gallery/t/{odd}/{odd}"),
    ("GET", "/gallery/{odd}/comments/best/{odd}"),
    ("GET", "/gallery/{odd}/tags"),
    ("POST", "/gallery/{odd}"),
    ("POST", "/image/{odd}/favorite"),
    ("POST", "/image/{odd}.xml"),
    ("POST", "/notification"),
    ("POST", "/upload.xml"),
]


@each("odd", ODD, ids=lambda text: text[:12])
def test_odd_segments_and_fields_are_answered(open_emulated: Any, odd: str) -> None:
    world = World(open_emulated(users=USERS))
    world.send("tove", "miriam")
    requests = [(operation.method, operation.path) for operation in OPERATIONS]
    requests.remove(("delete", "/account/{username}"))
    for method, template in [*requests, *LATER]:
        path = re.sub(r"{\w+}", odd, template.replace("{username}", "me"))
        prefix = "" if path.startswith("/oauth2") else "/3"
        query = "&".join(f"{name}={odd}" for name in FIELDS)
        in_query: dict[str, Any] = {"params": query}
        in_body: dict[str, Any] = {"content": query.encode()}
        for options in (in_query, in_body):
            headers = {**world.headers("miriam"), **(FORM if options is in_body else {})}
            answer = world.emulated.request(method, prefix + path, headers=headers, **options)
            assert answer.status_code < 500, answer.text
            if "json" in answer.headers["content-type"]:
                json.loads(answer.text)
    assert world.data("miriam", "GET", "/account/me")["url"] == "miriam"


FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@each(
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
def test_odd_json_is_answered(open_emulated: Any, body: bytes) -> None:
    world = World(open_emulated(users=USERS))
    album = world.album("miriam")["id"]
    headers = {"Content-Type": "application/json"}
    for method, path in (("POST", "/album"), ("PUT", f"/album/{album}"), ("POST", "/image")):
        answer = world.ask("miriam", method, path, content=body, headers=headers)
        assert answer.status_code < 500, answer.text


@each("method", ["PATCH", "OPTIONS", "PUT"])
def test_unknown_method_is_refused_as_the_host_does(open_emulated: Any, method: str) -> None:
    world = World(open_emulated())
    answer = world.ask(None, method, "/credits")
    assert answer.status_code == 405
    assert answer.json()["success"] is False
