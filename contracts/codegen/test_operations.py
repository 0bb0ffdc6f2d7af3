"""What the generator makes of an operation: its method, the request it sends, the result it gives.

Each test generates a spec with one feature in it and calls the result through the real runtime, by
a synchronous and an asynchronous client at once.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from imagehosts.core.errors import InvalidArgument, MissingCredentials, NotFound, StatusError
from imagehosts_wire.types import RawResponse

from contracts.codegen.conftest import Build
from contracts.codegen.minispec import BASE_URL, MiniApi, answering, document, operation, schemas
from contracts.support.recording import Part, Recorder, Reply, Sent, as_reply
from contracts.support.reporting import each, report_all

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


def form(
    properties: str, *, required: str = "", media: str = "application/x-www-form-urlencoded"
) -> str:
    """A request body of one media type."""
    members = "\n".join(f"          {line}" for line in properties.strip("\n").splitlines())
    demanded = f"\n        required: [{required}]" if required else ""
    return (
        f"requestBody:\n  required: true\n  content:\n    {media}:\n      schema:\n"
        f"        type: object\n        additionalProperties: false{demanded}\n"
        f"        properties:\n{members}\n"
    )


def query(text: str) -> str:
    return "parameters:\n" + "\n".join(f"  - {line}" for line in text.strip().splitlines())


# --- routes --------------------------------------------------------------------------------


def test_fragments_and_constants_tell_calls_on_one_route_apart(build: Build) -> None:
    api = build(
        document(
            operation(
                query("{name: action, in: query, required: true, schema: {const: create}}"),
                key="/gallery.php#create",
                id="galleries_create",
            )
            + operation(
                query("{name: action, in: query, required: true, schema: {const: add}}"),
                key="/gallery.php#add",
                id="galleries_add",
            )
        )
    )
    for name in ("create", "add"):
        sent = api.sent(lambda client, name=name: getattr(client.galleries, name)())
        assert (sent.method, sent.url) == ("GET", f"{BASE_URL}/gallery.php?action={name}")


@each(
    ("place", "expected"),
    [
        ("path", ("GET", f"{BASE_URL}/things/true", [], "")),
        ("query", ("GET", f"{BASE_URL}/things?on=true", [], "")),
        ("header", ("GET", f"{BASE_URL}/things", [], "true")),
        ("body", ("POST", f"{BASE_URL}/things", [("on", "true")], "")),
    ],
)
def test_constants_are_sent_in_every_place_and_are_no_arguments(
    build: Build, place: str, expected: tuple[Any, ...]
) -> None:
    parameter = f"{{name: 'on', in: {place}, required: true, schema: {{const: true}}}}"
    api = build(
        document(
            operation(form("'on': {const: true}"), method="post")
            if place == "body"
            else operation(query(parameter), key="/things/{on}" if place == "path" else "/things")
        )
    )
    sent = api.sent(lambda client: client.things.get())
    assert (sent.method, sent.url, sent.fields, sent.headers.get("on", "")) == expected


def test_an_optional_constant_is_an_argument(build: Build) -> None:
    api = build(document(operation(query("{name: deep, in: query, schema: {const: 'yes'}}"))))
    assert api.sent(lambda client: client.things.get()).query == []
    assert api.sent(lambda client: client.things.get(deep="yes")).query == [("deep", "yes")]


HOSTILE_SEGMENTS = {
    "a/b": "a%2Fb",
    "a b": "a%20b",
    "?x=1#y": "%3Fx%3D1%23y",
    "100%": "100%25",
    "naïve": "na%C3%AFve",
    "{id}": "%7Bid%7D",
    "../secret": "..%2Fsecret",
    "a+b": "a%2Bb",
    "a\r\nb": "a%0D%0Ab",
}


@each(("given", "sent"), HOSTILE_SEGMENTS.items())
def test_a_path_argument_stays_one_segment(build: Build, given: str, sent: str) -> None:
    api = build(
        document(
            operation(
                query("{name: id, in: path, required: true, schema: {type: string}}"),
                key="/things/{id}/parts",
            )
        )
    )
    url = api.sent(lambda client: client.things.get(given)).url
    assert url == f"{BASE_URL}/things/{sent}/parts"


@each("given", ["", ".", ".."])
def test_a_path_argument_that_would_address_something_else_is_refused(
    build: Build, given: str
) -> None:
    api = build(
        document(
            operation(
                query("{name: id, in: path, required: true, schema: {type: string}}"),
                key="/things/{id}",
                method="delete",
            )
        )
    )
    with pytest.raises(InvalidArgument, match="id"):
        api.sent(lambda client: client.things.get(given))


def test_the_second_address_of_an_operation_is_kept(build: Build) -> None:
    with_second = operation("x-alternate-path: /things", key="/things/")
    without = operation(key="/others/", id="others_get")
    api = build(document(with_second + without))
    assert api.operation("things_get").alternate_path == "/things"
    assert api.operation("others_get").alternate_path == ""


def test_creating_calls_are_not_repeatable_and_harmless_ones_are(build: Build) -> None:
    api = build(
        document(
            operation(id="things_get")
            + operation(id="things_make", key="/b", method="post")
            + operation("x-retry: never", id="things_count", key="/c")
            + operation(id="things_put", key="/d", method="put")
            + operation(id="things_delete", key="/e", method="delete")
        )
    )
    made = {op.id: op.repeatable for op in api.part("resources.things").OPERATIONS}
    assert made == {
        "things_get": True,
        "things_make": False,
        "things_count": False,
        "things_put": True,
        "things_delete": True,
    }


# --- credentials ---------------------------------------------------------------------------


SCHEME = """
securitySchemes:
  Key: {type: apiKey, in: header, name: X-Key, x-credential: api_key}
"""

CREDENTIALS: dict[str, tuple[str, str, Callable[[Any], Any]]] = {
    "query": (
        operation(query("{name: key, in: query, x-credential: api_key, schema: {type: string}}")),
        "",
        lambda sent: sent.query == [("key", "SECRET")],
    ),
    "form": (
        operation(form("key: {type: string, x-credential: api_key}"), method="post"),
        "",
        lambda sent: sent.fields == [("key", "SECRET")] and sent.query == [],
    ),
    "header parameter": (
        operation(
            query("{name: X-Key, in: header, x-credential: api_key, schema: {type: string}}")
        ),
        "",
        lambda sent: sent.headers["x-key"] == "SECRET",
    ),
    "header scheme": (
        operation("security: [{Key: []}]"),
        SCHEME,
        lambda sent: sent.headers["x-key"] == "SECRET",
    ),
    "query scheme": (
        operation("security: [{Key: []}]"),
        "securitySchemes:\n  Key: {type: apiKey, in: query, name: key, x-credential: api_key}",
        lambda sent: sent.query == [("key", "SECRET")],
    ),
    "header scheme with a prefix": (
        operation("security: [{Key: []}]"),
        SCHEME.replace("X-Key", "Authorization, x-prefix: 'Client-ID '"),
        lambda sent: sent.headers["authorization"] == "Client-ID SECRET",
    ),
    "bearer scheme": (
        operation("security: [{Key: []}]"),
        "securitySchemes:\n  Key: {type: http, scheme: bearer, x-credential: api_key}",
        lambda sent: sent.headers["authorization"] == "Bearer SECRET",
    ),
}


@each("place", CREDENTIALS)
def test_a_credential_is_the_clients_and_no_argument(build: Build, place: str) -> None:
    paths, components, arrived = CREDENTIALS[place]
    api = build(document(paths, components))
    sent = api.sent(lambda client: client.things.get(), credentials={"api_key": "SECRET"})
    assert arrived(sent)
    for method in both_methods(api):
        assert set(inspect.signature(method).parameters) == {"self", "options"}


def test_a_credential_goes_to_the_best_of_its_places_alone(build: Build) -> None:
    """The header before the body, and the body before the address, where logs keep it."""
    in_query = query("{name: key, in: query, x-credential: api_key, schema: {type: string}}")
    in_body = form("key: {type: string, x-credential: api_key}")
    api = build(
        document(
            operation(
                f"security: [{{Key: []}}, {{}}]\n{in_query}\n{in_body}",
                key="/all",
                id="things_all",
                method="post",
            )
            + operation(f"{in_query}\n{in_body}", key="/two", id="things_two", method="post"),
            SCHEME,
        )
    )
    given = {"credentials": {"api_key": "SECRET"}}
    sent = api.sent(lambda client: client.things.all(), **given)
    assert (sent.headers["x-key"], sent.fields, sent.query) == ("SECRET", [], [])
    sent = api.sent(lambda client: client.things.two(), **given)
    assert (sent.fields, sent.query) == ([("key", "SECRET")], [])
    assert "x-key" not in sent.headers


def test_a_call_that_needs_a_credential_is_not_sent_without_one(build: Build) -> None:
    api = build(
        document(
            operation("security: [{Key: []}]")
            + operation("security: [{Key: []}, {}]", key="/free", id="things_free"),
            SCHEME,
        )
    )
    with pytest.raises(MissingCredentials, match="api key"):
        api.sent(lambda client: client.things.get())
    assert "x-key" not in api.sent(lambda client: client.things.free()).headers


def test_security_of_the_document_holds_for_operations_without_their_own(
    build: Build,
) -> None:
    api = build(
        document(
            operation() + operation("security: []", key="/open", id="things_open"),
            SCHEME,
            "security: [{Key: []}]",
        )
    )
    given = {"credentials": {"api_key": "SECRET"}}
    assert api.sent(lambda client: client.things.get(), **given).headers["x-key"] == "SECRET"
    assert "x-key" not in api.sent(lambda client: client.things.open(), **given).headers


# --- arguments -----------------------------------------------------------------------------


def test_required_arguments_come_first_and_the_others_by_keyword(build: Build) -> None:
    api = build(
        document(
            operation(
                query(
                    "{name: page, in: query, schema: {type: integer}}\n"
                    "{name: id, in: path, required: true, schema: {type: string}}\n"
                    "{name: sort, in: query, required: true, schema: {type: string}}"
                ),
                key="/things/{id}",
            )
        )
    )
    for method in both_methods(api):
        parameters = inspect.signature(method).parameters
        assert list(parameters) == ["self", "id", "sort", "page", "options"]
        assert parameters["page"].default is None
        assert parameters["page"].kind is inspect.Parameter.KEYWORD_ONLY
        assert parameters["id"].default is inspect.Parameter.empty
    sent = api.sent(lambda client: client.things.get("x", "top"))
    assert sent.url == f"{BASE_URL}/things/x?sort=top"
    sent = api.sent(lambda client: client.things.get(id="x", sort="top", page=0))
    assert sent.query == [("sort", "top"), ("page", "0")]


@each(
    ("wire", "name"),
    [
        ("from", "from_"),
        ("maxWidth", "max_width"),
        ("ids[]", "ids"),
        ("X-Trace-Id", "x_trace_id"),
        ("2x", "n2x"),
        ("a.b", "a_b"),
        ("class", "class_"),
    ],
)
def test_a_name_that_python_cannot_use_is_changed_for_python_alone(
    build: Build, wire: str, name: str
) -> None:
    api = build(
        document(operation(query(f"{{name: '{wire}', in: query, schema: {{type: string}}}}")))
    )
    assert api.sent(lambda client: client.things.get(**{name: "v"})).query == [(wire, "v")]


def test_x_argument_names_an_argument_for_people(build: Build) -> None:
    api = build(
        document(
            operation(
                query("{name: q, in: query, x-argument: words, schema: {type: string}}")
                + "\n"
                + form("ids[]: {type: string, x-argument: image_ids}"),
                method="post",
            )
        )
    )
    sent = api.sent(lambda client: client.things.get(words="sea", image_ids="a"))
    assert (sent.query, sent.fields) == ([("q", "sea")], [("ids[]", "a")])


ENCODINGS: list[tuple[str, Any, str]] = [
    ("{type: string}", "plain & simple=1+1", "plain & simple=1+1"),
    ("{type: string}", "", ""),
    ("{type: string}", "zwei\nZeilen, naïve 写真", "zwei\nZeilen, naïve 写真"),
    ("{type: string}", 7, "7"),
    ("{type: integer}", 0, "0"),
    ("{type: integer}", -12, "-12"),
    ("{type: [integer, string], x-present-as: integer}", 5, "5"),
    ("{type: number}", 1.5, "1.5"),
    ("{type: boolean}", True, "true"),
    ("{type: boolean}", False, "false"),
    ("{type: integer, enum: [0, 1], x-present-as: boolean}", True, "1"),
    ("{type: integer, enum: [1, 0], x-present-as: boolean}", False, "0"),
    ("{type: string, enum: ['false', 'true'], x-present-as: boolean}", True, "true"),
    ("{type: string, enum: [y, n], x-present-as: boolean}", True, "y"),
    ("{type: string, enum: [y, n], x-present-as: boolean}", False, "n"),
    ("{type: string, x-present-as: duration}", timedelta(days=1, minutes=5), "P1DT5M"),
    ("{type: string, x-present-as: duration}", "PT5M", "PT5M"),
    ("{type: string, x-present-as: csv}", ["a", "b c"], "a,b c"),
    ("{type: string, x-present-as: csv}", "a,b", "a,b"),
    ("{type: string, enum: [top, hot]}", "hot", "hot"),
    ("{type: string, format: date-time}", "2026-11-21T00:00:00Z", "2026-11-21T00:00:00Z"),
    ("{type: string, format: uuid}", "any text", "any text"),
]


#: The text that no header can carry.
LINES = next(index for index, (_, value, _) in enumerate(ENCODINGS) if "\n" in str(value))
MEDIA = {"form": "application/x-www-form-urlencoded", "multipart": "multipart/form-data"}


def is_list(schema: str) -> bool:
    """Whether a user gives a list, which no header takes."""
    return "csv" in schema or "array" in schema


def places(schemas: list[str]) -> str:
    """A spec that takes each schema in each place, as ``v0``, ``v1`` and so on."""
    paths = ""
    for place in ("query", "header"):
        parameters = [
            f"{{name: v{index}, in: {place}, schema: {schema}}}"
            for index, schema in enumerate(schemas)
            if place == "query" or not is_list(schema)
        ]
        if parameters:
            paths += operation(query("\n".join(parameters)), key=f"/{place}", id=f"things_{place}")
    for place, media in MEDIA.items():
        members = "\n".join(f"v{index}: {schema}" for index, schema in enumerate(schemas))
        paths += operation(
            form(members, media=media), key=f"/{place}", id=f"things_{place}", method="post"
        )
    return document(paths)


def arrived(sent: Sent, place: str) -> list[tuple[str, str]]:
    """The names and values that came in a place."""
    if place == "header":
        return [(name, value) for name, value in sent.headers.items() if name[0] == "v"]
    return sent.query if place == "query" else sent.fields


@each(
    ("place", "index"),
    [
        (place, index)
        for place in ("query", "form", "multipart", "header")
        for index, (schema, _, _) in enumerate(ENCODINGS)
        if place != "header" or not (is_list(schema) or index == LINES)
    ],
)
def test_a_value_travels_as_its_schema_says(build: Build, place: str, index: int) -> None:
    api = build(places([schema for schema, _, _ in ENCODINGS]))
    _, value, text = ENCODINGS[index]
    name = f"v{index}"
    sent = api.sent(lambda client: getattr(client.things, place)(**{name: value}))
    assert arrived(sent, place) == [(name, text)]
    assert sent.media_type == MEDIA.get(place, "")


@each("place", ["query", "form", "multipart", "header"])
def test_what_is_left_out_is_not_sent(build: Build, place: str) -> None:
    api = build(places([schema for schema, _, _ in ENCODINGS]))
    sent = api.sent(lambda client: getattr(client.things, place)(v0=None))
    assert arrived(sent, place) == []


ARRAYS = {
    "repeat": ("x-array-format: repeat", [("v0", "a"), ("v0", "b")]),
    "csv": ("x-array-format: csv", [("v0", "a,b")]),
    "brackets": ("x-array-format: brackets", [("v0[]", "a"), ("v0[]", "b")]),
}


@each("style", ARRAYS)
@each("place", ["query", "form", "multipart"])
def test_an_array_travels_as_its_spec_says(build: Build, place: str, style: str) -> None:
    extra, expected = ARRAYS[style]
    api = build(places([f"{{type: array, items: {{type: string}}, {extra}}}"]))
    sent = api.sent(lambda client: getattr(client.things, place)(v0=["a", "b"]))
    assert arrived(sent, place) == expected
    assert arrived(api.sent(lambda client: getattr(client.things, place)(v0=[])), place) == []


@each("place", ["query", "header", *MEDIA])
def test_value_outside_an_enum_is_refused_with_the_choices(build: Build, place: str) -> None:
    api = build(places(["{type: string, enum: [up, down, veto]}"]))
    for wrong in ("sideways", "UP", "", 5, True):
        with pytest.raises(InvalidArgument, match="v0: expected 'up', 'down' or 'veto'"):
            api.sent(lambda client, wrong=wrong: getattr(client.things, place)(v0=wrong))


def test_text_that_no_header_can_carry_is_refused(build: Build) -> None:
    api = build(places([schema for schema, _, _ in ENCODINGS]))
    for text in ("two\r\nX-Other: lines", "\x00", "写真"):
        with pytest.raises(InvalidArgument, match="v0"):
            api.sent(lambda client, text=text: client.things.header(v0=text))


def test_explode_false_joins_an_array_with_commas(build: Build) -> None:
    api = build(
        document(
            operation(
                query(
                    "{name: v, in: query, explode: false, "
                    "schema: {type: array, items: {type: integer}}}"
                )
            )
        )
    )
    assert api.sent(lambda client: client.things.get(v=[1, 2])).query == [("v", "1,2")]
    with pytest.raises(InvalidArgument, match=r"v\[1\]"):
        api.sent(lambda client: client.things.get(v=[1, "2,3"]))


# --- bodies --------------------------------------------------------------------------------

UPLOAD = """
requestBody:
  required: true
  content:
    multipart/form-data:
      schema:
        type: object
        additionalProperties: false
        required: [source]
        properties:
          title: {type: string}
          source: {type: string, format: binary}
    application/x-www-form-urlencoded:
      schema:
        type: object
        additionalProperties: false
        required: [source]
        properties:
          source: {type: string}
          title: {type: string}
"""


def test_two_media_types_of_a_body_are_one_method(build: Build) -> None:
    api = build(document(operation(UPLOAD, method="post")))
    sent = api.sent(lambda client: client.things.get(("a.png", PNG), title="t"))
    assert sent.media_type == "multipart/form-data"
    # The file comes last: a host may read it before the fields that say what to do with it.
    assert sent.parts == [
        Part("title", b"t"),
        Part("source", PNG, filename="a.png", content_type="image/png"),
    ]
    sent = api.sent(lambda client: client.things.get("https://example.org/a.png", title="t"))
    assert sent.media_type == "application/x-www-form-urlencoded"
    assert sent.fields == [("source", "https://example.org/a.png"), ("title", "t")]


def test_several_files_keep_their_order_and_may_share_a_name(build: Build) -> None:
    files = "'images[]': {type: array, items: {type: string, format: binary}}"
    api = build(
        document(
            operation(
                form(files, required="'images[]'", media="multipart/form-data"), method="post"
            )
        )
    )
    sent = api.sent(lambda client: client.things.get([("a.png", PNG), ("a.png", b"GIF89a"), b""]))
    assert [(part.name, part.filename, part.content) for part in sent.files] == [
        ("images[]", "a.png", PNG),
        ("images[]", "a.png", b"GIF89a"),
        ("images[]", sent.files[2].filename, b""),
    ]
    assert sent.files[2].filename
    with pytest.raises(InvalidArgument, match=r"images\[1\]"):
        api.sent(lambda client: client.things.get([PNG, 5]))


def test_a_body_may_be_put_together_from_named_parts(build: Build) -> None:
    api = build(
        document(
            operation(
                """
                requestBody:
                  content:
                    application/x-www-form-urlencoded:
                      schema: {$ref: '#/components/schemas/Request'}
                """,
                method="post",
            ),
            schemas(
                """
                Common:
                  type: object
                  required: [token]
                  properties: {token: {type: string, x-credential: api_key}, note: {type: string}}
                Request:
                  type: object
                  required: [name]
                  allOf:
                    - $ref: '#/components/schemas/Common'
                    - type: object
                      properties: {name: {type: string}}
                """
            ),
        )
    )
    sent = api.sent(
        lambda client: client.things.get("n", note="x"), credentials={"api_key": "SECRET"}
    )
    assert sent.fields == [("token", "SECRET"), ("name", "n"), ("note", "x")]


# --- results -------------------------------------------------------------------------------

RESULTS: dict[str, tuple[str, str, Reply, Any, str]] = {
    "json": ("200", answering("{type: integer}"), as_reply("5"), 5, "int"),
    "json list": (
        "200",
        answering("{type: array, items: {type: string}}"),
        as_reply('["a"]'),
        ["a"],
        "list[str]",
    ),
    "json without a schema": ("200", answering("{}"), as_reply('{"a": [1]}'), {"a": [1]}, "Any"),
    "a flavour of json": (
        "201",
        answering("{type: string}", "application/hal+json"),
        as_reply('"made"', 201),
        "made",
        "str",
    ),
    "text": ("200", answering("{type: string}", "text/plain"), Reply(200, " hi \n"), "hi", "str"),
    "bytes": ("200", answering("{}", "image/png"), Reply(200, PNG), PNG, "bytes"),
    "redirect": (
        "302",
        "description: Found",
        Reply(302, b"", {"location": "/page/1"}),
        "https://mini.example/page/1",
        "str",
    ),
    "nothing": ("204", "description: Done", Reply(204), None, "None"),
}


@each("kind", RESULTS)
def test_an_answer_is_read_as_what_its_spec_says(build: Build, kind: str) -> None:
    status, answer, reply, expected, annotation = RESULTS[kind]
    api = build(document(operation(answer=answer, status=status)))
    result, _ = api.call(lambda client: client.things.get(), reply)
    assert result == expected
    for method in both_methods(api):
        assert method.__annotations__["return"] == annotation
    assert api.operation("things_get").result.statuses == (int(status),)


@each("member", ["data", "the result", "class", "größe"])
def test_the_envelope_of_an_answer_is_taken_off(build: Build, member: str) -> None:
    schema = answering("{$ref: '#/components/schemas/Answer'}")
    api = build(
        document(
            operation(answer=f"{schema}\n    x-envelope: {{result: '{member}'}}"),
            schemas(
                f"""
                Answer:
                  type: object
                  properties:
                    '{member}':
                      type: [array, 'null']
                      items: {{$ref: '#/components/schemas/Item'}}
                    status: {{type: integer}}
                Item: {{type: object, properties: {{id: {{type: string}}}}}}
                """
            ),
        )
    )
    reply = as_reply({"status": 200, member: [{"id": "x", "new": 1}]})
    result, _ = api.call(lambda client: client.things.get(), reply)
    assert result == [api.models.Item(id="x")]
    assert api.call(lambda client: client.things.get(), as_reply({member: None}))[0] is None


def test_raw_and_streaming_twins_take_the_same_arguments(build: Build) -> None:
    api = build(
        document(operation(query("{name: q, in: query, required: true, schema: {type: string}}")))
    )
    result, sent = api.call(
        lambda client: _status(client.things.with_raw_response.get("x")), as_reply("{}")
    )
    assert (result, sent.query) == (200, [("q", "x")])


def _status(answer: Any) -> Any:
    """The status of a raw answer, awaited where it must be."""
    if isinstance(answer, RawResponse):
        return answer.status

    async def later() -> int:
        status: int = (await answer).status
        return status

    return later()


def both_methods(api: MiniApi) -> list[Any]:
    """``things.get`` of both kinds of client."""
    resources = api.part("resources.things")
    return [resources.ThingsResource.get, resources.AsyncThingsResource.get]


def test_only_a_lasting_spelling_of_one_address_is_used_again(build: Build) -> None:
    """What a redirect said of one thing says nothing of another, and 302 is said of one request."""
    number = "parameters:\n  - {name: id, in: path, required: true, schema: {type: integer}}"
    api = build(
        document(
            operation(id="things_list") + operation(number, key="/things/{id}", id="things_read")
        )
    )
    good = Reply(200, {})
    plain, slashed = f"{BASE_URL}/things", f"{BASE_URL}/things/"
    with report_all() as case:
        for status, known in ((301, True), (308, True), (302, False), (307, False)):
            with case(f"one address, {status}"):
                recorder = Recorder(Reply(status, "", {"location": slashed}), good, good, good)
                with api.sync_client(recorder) as client:
                    for _ in range(3):
                        client.things.with_raw_response.list()
                later = slashed if known else plain
                assert [sent.address for sent in recorder.sent] == [plain, slashed, later, later]
        with case("an address with a number in it"):
            moved = Reply(301, "", {"location": f"{plain}/7/"})
            recorder = Recorder(moved, good, good)
            with api.sync_client(recorder) as client:
                client.things.with_raw_response.read(7)
                client.things.with_raw_response.read(7)
            addresses = [f"{plain}/7", f"{plain}/7/", f"{plain}/7"]
            assert [sent.address for sent in recorder.sent] == addresses


def test_a_failure_in_a_success_is_known_by_its_code_alone(build: Build) -> None:
    """Some hosts say a number and no word, and some a word and no number."""
    root = (
        "x-error-body: {code: /error/code, message: /error/message}\n"
        "x-error-table:\n"
        "  - {code: 7, category: not_found, meaning: It is gone., x-provenance: inferred}\n"
    )
    thing = "Thing: {type: object, properties: {id: {type: integer}}}"
    answer = answering("$ref: '#/components/schemas/Thing'")
    api = build(document(operation(id="things_read", answer=answer), schemas(thing), root))
    with report_all() as case:
        for error, kind, code in (
            ({"code": 7}, NotFound, 7),
            ({"code": 7, "message": ""}, NotFound, 7),
            ({"code": 8}, StatusError, 8),
            ({"message": "It does not exist"}, NotFound, None),
            ({"message": "Out of paint"}, StatusError, None),
        ):
            with case(error):
                recorder = Recorder(Reply(200, json.dumps({"error": error})))
                with api.sync_client(recorder) as client, pytest.raises(kind) as caught:
                    client.things.read()
                assert (caught.value.code, caught.value.operation) == (code, "things_read")
        for harmless in ({"id": 1}, {"id": 1, "error": None}, {"id": 1, "error": {}}):
            with case(harmless):
                recorder = Recorder(Reply(200, json.dumps(harmless)))
                with api.sync_client(recorder) as client:
                    assert client.things.read().id == 1


#: Said once for every answer: code and message are the same members, whether it worked or not.
HOW_IT_WENT = """
x-error-body: {{code: /code, message: /msg, success: {{at: {at}, values: {values}}}}}
x-error-table:
  - {{code: gone, category: not_found, meaning: It is gone., x-provenance: inferred}}
"""


def test_a_member_of_every_answer_says_whether_the_call_worked(build: Build) -> None:
    members = "{ok: {type: boolean}, code: {type: [string, integer]}, msg: {type: string}"
    named = f"""
    Thing: {{type: object, properties: {{id: {{type: integer}}}}}}
    Whole: {{type: object, properties: {members}, data: {{$ref: '#/components/schemas/Thing'}}}}}}
    """
    whole = answering("$ref: '#/components/schemas/Whole'")
    enveloped = f"{whole}\n    x-envelope: {{result: data}}"
    good = {"ok": True, "code": "success", "msg": "Not found: none missing", "data": {"id": 1}}
    with report_all() as case:
        for at, values, right, wrong in (
            ("/ok", "[true]", (True, "true", "TRUE", 1, "1"), (False, "false", 0, "no", 2)),
            ("/code", "[0, 200, ok]", (0, "0", 200, "OK"), (1, "success", 404, "gone", -1)),
        ):
            root = HOW_IT_WENT.format(at=at, values=values)
            get = operation(id="things_read", answer=enveloped)
            get += operation(id="things_whole", key="/whole", answer=whole)
            api = build(document(get, schemas(named), root))

            def answer(said: Any, *, to: str, api: Any = api, at: str = at) -> Any:
                reply = Reply(200, json.dumps({**good, at[1:]: said}))
                with api.sync_client(Recorder(reply)) as client:
                    return getattr(client.things, to)()

            for said in right:
                with case(f"{at}: {said!r} is a success"):
                    assert answer(said, to="read").id == 1
                    assert answer(said, to="whole").data.id == 1
            for said, to in product(wrong, ("read", "whole")):
                with case(f"{at}: {said!r} is a failure of {to}"):
                    with pytest.raises(NotFound if said == "gone" else StatusError):
                        answer(said, to=to)
            with case(f"{at}: it is missing"):
                reply = Reply(200, json.dumps({"data": {"id": 1}}))
                with api.sync_client(Recorder(reply)) as client:
                    assert client.things.read().id == 1
            with case(f"{at}: a failure to HTTP alone"):
                reply = Reply(500, json.dumps(good))
                with api.sync_client(Recorder(reply)) as client, pytest.raises(StatusError):
                    client.things.read()


def test_a_failure_is_found_in_an_answer_that_needs_mending(build: Build) -> None:
    """Notices of PHP before the JSON, and a member of another type than the spec has."""
    named = "Thing: {type: object, required: [id], properties: {id: {type: integer}}}"
    root = HOW_IT_WENT.format(at="/state/ok", values="[true]")
    get = operation(id="things_read", answer=answering("$ref: '#/components/schemas/Thing'"))
    api = build(document(get, schemas(named), root))
    bad = {"state": {"ok": False}, "code": "gone", "msg": "Look elsewhere"}
    with report_all() as case:
        for text in (json.dumps(bad), "<b>Notice</b>: x\n" + json.dumps({**bad, "id": "1"})):
            with case(text), api.sync_client(Recorder(Reply(200, text))) as client:
                with pytest.raises(NotFound, match="Look elsewhere"):
                    client.things.read()
        good = "<b>Notice</b>: x\n" + json.dumps({"state": {"ok": "true"}, "id": "1", "msg": "!"})
        with case(good), api.sync_client(Recorder(Reply(200, good))) as client:
            assert client.things.read().id == 1
