"""Requests with a body of JSON or of one file: values keep their types, bad ones are refused."""

from __future__ import annotations

from typing import Any, NotRequired, get_type_hints

import pytest
from imagehosts.core.errors import ImageHostError, InvalidArgument

from contracts.codegen.conftest import Build
from contracts.codegen.minispec import Checkout, MiniApi, document, operation, schemas
from contracts.codegen.refused import Refusal, refusals
from contracts.support.recording import Reply
from contracts.support.reporting import report_all

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


# --- objects and lists within a body --------------------------------------------------------

NESTED = """
Album:
  type: object
  required: [title]
  description: An album as it is made.
  properties:
    id: {type: string, readOnly: true, description: Set by the host.}
    title: {type: string, description: Title.}
    mode: {enum: [open, closed], description: Who sees it.}
    cover: {$ref: '#/components/schemas/Cover', description: Its cover.}
    parts: {type: array, items: {$ref: '#/components/schemas/Album'}, description: Albums in it.}
Cover:
  type: object
  required: [image]
  description: A picture with a frame.
  properties:
    image: {type: string, description: Its id.}
    box:
      type: array
      items: {type: array, items: {type: integer, minimum: 0, maximum: 100}}
      description: Corners.
    2x: {type: [number, "null"], description: Its scale.}
    in: {type: object, additionalProperties: {type: string}, description: Texts by language.}
    token: {type: string, format: password, description: A secret.}
"""
MAKE = """
albums: {type: array, items: {$ref: '#/components/schemas/Album'}, description: Albums.}
cover: {$ref: '#/components/schemas/Cover', description: A cover.}
labels: {type: object, description: Texts by name.}
extra: {description: Anything.}
"""


def nested(build: Build) -> MiniApi:
    make = operation(body(MAKE, "albums"), method="post", id="things_make")
    return build(document(make, schemas(NESTED)))


def test_nested_objects_of_a_json_body_are_sent_as_they_are_given(build: Build) -> None:
    album = {"title": "Tahoe", "parts": ({"title": "Dawn", "mode": "open"},)}
    cover = {"image": "a", "box": [(0, 1), [2, 3]], "2x": None, "in": {"en": "lake"}}
    sent = nested(build).sent(
        lambda client: client.things.make(
            [album], cover=cover, labels={"a": 1, "b": [None]}, extra=1.5
        )
    )
    assert sent.json == {
        "albums": [{"title": "Tahoe", "parts": [{"title": "Dawn", "mode": "open"}]}],
        "cover": {"image": "a", "box": [[0, 1], [2, 3]], "2x": None, "in": {"en": "lake"}},
        "labels": {"a": 1, "b": [None]},
        "extra": 1.5,
    }


#: Arguments that are refused: the place that the error names, and a part of what it says.
WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"albums": [{}]}, "albums[0]", "title"),
    ({"albums": {"title": "x"}}, "albums", "expected array"),
    ({"albums": "Tahoe"}, "albums", "expected array"),
    ({"albums": [{"title": 3}]}, "albums[0].title", "expected str, got int"),
    ({"albums": [{"title": "x", "mode": "ajar"}]}, "albums[0].mode", "'ajar'"),
    ({"albums": [{"title": "x", "tite": "y"}]}, "albums[0].tite", "no such member"),
    ({"albums": [{"title": "x", "id": "set"}]}, "albums[0].id", "no such member"),
    ({"albums": [{"title": "x", "parts": [{"title": b"x"}]}]}, "parts[0].title", "got bytes"),
    ({"cover": {"image": "a", "box": [[0, 101]]}}, "cover.box[0][1]", "<= 100"),
    ({"cover": {"image": "a", "2x": float("inf")}}, "cover.2x", "inf"),
    ({"cover": {"image": "a", "in": {1: "x"}}}, "cover.in", "names that are strings"),
    ({"labels": [1]}, "labels", "expected object"),
    ({"extra": object()}, "extra", "a value of JSON"),
    ({"albums": None}, "albums", "a value is needed"),
]


def test_bad_values_within_a_json_body_are_refused_by_their_place(build: Build) -> None:
    api = nested(build)
    with report_all() as case:
        for given, place, says in WRONG:
            with case(f"{given}"), pytest.raises(InvalidArgument) as caught:
                api.sent(lambda client, given=given: client.things.make(**{"albums": [], **given}))
            assert str(caught.value.argument).endswith(place), f"{given}: {caught.value}"
            assert says in str(caught.value)


def test_a_value_that_holds_itself_is_refused(build: Build) -> None:
    circle: list[Any] = []
    circle.append(circle)
    with pytest.raises(InvalidArgument, match="holds itself"):
        nested(build).sent(lambda client: client.things.make([], extra=circle))


def test_secrets_within_a_json_body_stay_out_of_logs(
    build: Build, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    reply = Reply(400, {"error": "bad token s3cret-of-cover"})
    with pytest.raises(ImageHostError) as caught:
        nested(build).call(
            lambda client: client.things.make([], cover={"image": "a", "token": "s3cret-of-cover"}),
            reply,
        )
    assert "s3cret" not in f"{caught.value} {caplog.text}"


def test_types_of_nested_objects_are_typed_dicts(build: Build) -> None:
    api = nested(build)
    inputs = api.part("inputs")
    hints = get_type_hints(inputs.Album, include_extras=True)
    assert hints["title"] is str
    assert hints["cover"] == NotRequired[inputs.Cover]
    assert set(hints) == {"title", "mode", "cover", "parts"}
    assert set(get_type_hints(inputs.Cover)) == {"image", "box", "2x", "in", "token"}
    assert "albums: Sequence[inputs.Album]" in api.source("resources/things.py")


#: Bodies that are one value: its schema, what is given, and what is sent.
WHOLE: dict[str, tuple[str, Any, Any]] = {
    "a list of texts": ("{type: array, items: {type: string}}", ["a", "b"], ["a", "b"]),
    "a list of objects": (
        "{type: array, items: {type: object, required: [a], properties: {a: {type: integer}}}}",
        [{"a": 1}],
        [{"a": 1}],
    ),
    "a map": ("{type: object, additionalProperties: {type: integer}}", {"x": 1}, {"x": 1}),
    "any object": ("{type: object}", {"x": [1]}, {"x": [1]}),
    "a text": ("{type: string}", "hello", "hello"),
    "anything": ("{}", None, None),
}


def whole(schema: str, media: str = "application/json", required: str = "true") -> str:
    return operation(
        f"requestBody:\n  required: {required}\n  description: All of it.\n  content:\n"
        f"    {media}:\n      schema: {schema}\n",
        method="put",
        id="things_put",
    )


def test_a_json_body_that_is_one_value_is_one_argument(build: Build) -> None:
    with report_all(least=5) as case:
        for name, (schema, given, expected) in WHOLE.items():
            if given is not None:
                with case(name):
                    sent = build(document(whole(schema))).sent(lambda c, v=given: c.things.put(v))
                    assert (sent.media_type, sent.json) == ("application/json", expected)


def test_a_body_that_may_be_left_out_is_not_sent(build: Build) -> None:
    api = build(document(whole("{type: array, items: {type: string}}", required="false")))
    left_out = api.sent(lambda client: client.things.put())
    assert (left_out.content, "content-type" in left_out.headers) == (b"", False)
    assert api.sent(lambda client: client.things.put(body=[])).json == []


# --- bodies that are one file ----------------------------------------------------------------

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
BINARY = "{type: string, format: binary}"
#: Media types of a body, the file that is given, and the type that it is sent as.
RAW: dict[str, tuple[str, Any, str]] = {
    "the type of the file, where it is taken": ("image/*", PNG, "image/png"),
    "a type of the caller's own": ("image/*", ("a", b"x", "image/x-own"), "image/x-own"),
    "bytes of any kind": ("application/octet-stream", PNG, "application/octet-stream"),
    "whatever the file is": ("'*/*'", PNG, "image/png"),
    "a document": ("application/xml", b"<a/>", "application/xml"),
}


def test_a_body_that_is_one_file_is_sent_as_it_is(build: Build) -> None:
    with report_all() as case:
        for name, (media, given, kind) in RAW.items():
            with case(name):
                sent = build(document(whole(BINARY, media))).sent(
                    lambda c, v=given: c.things.put(v)
                )
                assert sent.headers["content-type"] == kind
                assert sent.content == (given[1] if isinstance(given, tuple) else given)
                assert int(sent.headers["content-length"]) == len(sent.content)


def test_a_file_of_one_of_several_types_is_sent_as_its_own(build: Build) -> None:
    two = f"{BINARY}\n    image/png:\n      schema: {BINARY}"
    api = build(document(whole(two, "image/gif")))
    kinds = {
        content: api.sent(lambda c, v=content: c.things.put(v)).media_type
        for content in (b"GIF89a", PNG, b"no picture")
    }
    assert kinds == {b"GIF89a": "image/gif", PNG: "image/png", b"no picture": "image/gif"}


def test_a_body_of_plain_text_is_one_argument(build: Build) -> None:
    api = build(document(whole("{type: string}", "text/plain")))
    sent = api.sent(lambda client: client.things.put("na\u00efve"))
    assert (sent.media_type, sent.content) == ("text/plain", "na\u00efve".encode())


def test_an_object_in_a_form_with_files_is_sent_as_json(build: Build) -> None:
    form = f"""
requestBody:
  required: true
  content:
    multipart/form-data:
      schema:
        type: object
        required: [file]
        properties:
          file: {BINARY}
          meta: {{type: object, required: [a], properties: {{a: {{type: integer}}}}}}
"""
    api = build(document(operation(form, method="post", id="things_add")))
    sent = api.sent(lambda client: client.things.add(PNG, meta={"a": 1}))
    assert sent.fields == [("meta", '{"a":1}')]
    with pytest.raises(InvalidArgument, match=r"meta\.a"):
        api.sent(lambda client: client.things.add(PNG, meta={"a": "x"}))


#: Bodies that no method could send, and what the generator says of each.
UNSENDABLE = {
    "a file beside JSON": (
        f"{BINARY}\n    application/json:\n      schema: {{type: array, items: {{type: string}}}}",
        "image/png",
        "keep the one that clients are to send",
    ),
    "an object in XML": (
        "{type: object, properties: {a: {type: string}}}",
        "application/xml",
        "that is not one file or text",
    ),
    "a file in a list of JSON": (
        f"{{type: array, items: {BINARY}}}",
        "application/json",
        "a file within an object of JSON",
    ),
    "alternatives within": (
        "{type: array, items: {oneOf: [{type: string}, {type: integer}]}}",
        "application/json",
        "oneOf",
    ),
    "members of any name beside others": (
        "{type: array, items: {type: object, properties: {a: {type: string}},"
        " additionalProperties: {type: string}}}",
        "application/json",
        "members of any name",
    ),
    "a credential within": (
        "{type: array, items: {type: object, properties:"
        " {key: {type: string, x-credential: api_key}}}}",
        "application/json",
        "a credential within an object",
    ),
}


@pytest.mark.snapshots
def test_bodies_that_cannot_be_sent_are_refused_with_place_and_advice(
    checkout: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    specs = {
        name: Refusal(document(whole(schema, media)))
        for name, (schema, media, _) in UNSENDABLE.items()
    }
    said = refusals(checkout, capsys, specs, "bodies")
    with report_all() as case:
        for name, (_, _, says) in UNSENDABLE.items():
            with case(name):
                assert [each for each in said[name] if says in each]
