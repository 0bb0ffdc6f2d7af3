"""A request whose body is an object of JSON: members keep their types, bad values are refused."""

from __future__ import annotations

from typing import Any

import pytest
from imagehosts.core.errors import InvalidArgument

from contracts.codegen.conftest import Build
from contracts.codegen.minispec import Checkout, MiniApi, document, operation

MEMBERS = """
title: {type: string, description: Title.}
rank: {type: integer, minimum: 0, description: Rank.}
ratio: {type: number, description: Ratio.}
private: {type: boolean, description: Private.}
nsfw: {type: integer, enum: [0, 1], x-present-as: boolean, description: Not safe for work.}
ids: {type: array, items: {type: integer}, description: Ids.}
tags: {type: array, items: {type: string}, x-array-format: csv, description: Tags.}
order: {type: string, enum: [new, top], description: Order.}
action: {const: edit, type: string, description: What to do.}
"""


def body(members: str = MEMBERS, required: str = "title, action") -> str:
    lines = "\n".join(f"          {line}" for line in members.strip().splitlines())
    return (
        "requestBody:\n  required: true\n  content:\n    application/json:\n      schema:\n"
        f"        type: object\n        additionalProperties: false\n"
        f"        required: [{required}]\n        properties:\n{lines}\n"
    )


@pytest.fixture
def api(build: Build) -> MiniApi:
    return build(document(operation(body(), method="post", id="things_edit")))


def test_members_of_a_json_body_keep_their_types(api: MiniApi) -> None:
    sent = api.sent(
        lambda client: client.things.edit(
            'a "title" \u5199',
            rank=3,
            ratio=0.5,
            private=False,
            nsfw=True,
            ids=[1, 2],
            tags=["a", "b"],
            order="top",
        )
    )
    assert sent.media_type == "application/json"
    assert sent.json == {
        "action": "edit",
        "title": 'a "title" \u5199',
        "rank": 3,
        "ratio": 0.5,
        "private": False,
        "nsfw": 1,
        "ids": [1, 2],
        "tags": "a,b",
        "order": "top",
    }
    assert int(sent.headers["content-length"]) == len(sent.content)


def test_members_left_out_of_a_json_body_are_not_sent(api: MiniApi) -> None:
    assert api.sent(lambda client: client.things.edit("x", ids=[])).json == {
        "action": "edit",
        "title": "x",
        "ids": [],
    }


REFUSED: dict[str, Any] = {
    "rank": -1,
    "ratio": float("nan"),
    "private": "yes",
    "nsfw": 2,
    "ids": [1, "x"],
    "order": "old",
}


def test_bad_members_of_a_json_body_are_refused_by_name(api: MiniApi) -> None:
    taken = []
    for name, value in REFUSED.items():
        try:
            api.sent(
                lambda client, name=name, value=value: client.things.edit("x", **{name: value})
            )
        except InvalidArgument as error:
            if not str(error.argument).startswith(name):
                taken.append(f"{name}: {error}")
        else:
            taken.append(f"{name}: {value!r} was sent")
    assert taken == []


def test_delete_with_a_json_body_sends_it(build: Build) -> None:
    members = "ids: {type: array, items: {type: string}, minItems: 1, description: Ids.}"
    text = body(members, required="ids")
    api = build(document(operation(text, method="delete", id="things_delete")))
    sent = api.sent(lambda client: client.things.delete(["a", "b"]))
    assert (sent.method, sent.json) == ("DELETE", {"ids": ["a", "b"]})


def test_a_file_in_a_json_body_is_refused_with_advice(
    checkout: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    members = "file: {type: string, format: binary, description: The file.}"
    text = operation(body(members, required="file"), method="post", id="things_add")
    checkout.write(document(text))
    assert checkout.run("generate") == 1
    assert "multipart/form-data" in capsys.readouterr().err
