"""What the generator makes of the schemas of answers: classes, and how bytes become them."""

from __future__ import annotations

import copy
import json
import logging
import pickle
from typing import Any, get_type_hints

import pytest
from imagehosts import ResponseDecodeError

from contracts.codegen.conftest import Build
from contracts.codegen.minispec import MiniApi, answering, document, operation, schemas
from contracts.support.recording import Recorder, Reply, as_reply
from contracts.support.reporting import each


@pytest.fixture
def drift(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """The deviations from the spec that the client has reported."""
    caplog.set_level(logging.WARNING, "imagehosts.drift")
    return caplog


def model(build: Build, text: str, answer: str = "{$ref: '#/components/schemas/Thing'}") -> MiniApi:
    """An API whose one operation answers with what ``answer`` says, ``Thing`` by default."""
    return build(document(operation(answer=answering(answer)), schemas(text)))


def read(api: MiniApi, answer: Any) -> Any:
    """What both clients make of a JSON answer."""
    return api.call(lambda client: client.things.get(), as_reply(answer))[0]


def quiet(caplog: pytest.LogCaptureFixture) -> bool:
    return not caplog.records


# --- members -------------------------------------------------------------------------------


def test_what_is_absent_or_null_is_none_and_what_is_unknown_is_left(
    build: Build, drift: pytest.LogCaptureFixture
) -> None:
    api = model(
        build,
        """
        Thing:
          type: object
          required: [id]
          properties:
            id: {type: string}
            title: {type: [string, "null"]}
            owner: {type: string}
        """,
    )
    Thing = api.models.Thing
    assert read(api, {"id": "a", "title": None, "new": [1]}) == Thing(id="a", title=None)
    assert read(api, {"id": "a", "owner": "me"}) == Thing(id="a", owner="me")
    assert quiet(drift)
    assert get_type_hints(Thing) == {"id": str, "title": str | None, "owner": str | None}


NULLABLE = {
    "anyOf": "anyOf: [{$ref: '#/components/schemas/Part'}, {type: 'null'}]",
    "oneOf": "oneOf: [{$ref: '#/components/schemas/Part'}, {type: 'null'}]",
    "null first": "anyOf: [{type: 'null'}, {$ref: '#/components/schemas/Part'}]",
    "a nullable schema": "$ref: '#/components/schemas/Maybe'",
}


@each("way", NULLABLE)
@each("required", ["", "required: [part]"])
def test_a_reference_may_be_null(
    build: Build, drift: pytest.LogCaptureFixture, way: str, required: str
) -> None:
    api = model(
        build,
        f"""
        Thing:
          type: object
          {required}
          properties:
            part: {{{NULLABLE[way]}}}
        Part: {{type: object, properties: {{id: {{type: string}}}}}}
        Maybe:
          anyOf: [{{$ref: '#/components/schemas/Part'}}, {{type: 'null'}}]
        """,
    )
    models = api.models
    assert read(api, {"part": None}) == models.Thing(part=None)
    assert read(api, {"part": {"id": "x"}}) == models.Thing(part=models.Part(id="x"))
    assert quiet(drift)
    assert get_type_hints(models.Thing)["part"] == models.Part | None


def test_models_may_hold_themselves_and_each_other(
    build: Build, drift: pytest.LogCaptureFixture
) -> None:
    api = model(
        build,
        """
        Thing:
          type: object
          properties:
            name: {type: string}
            parent: {$ref: '#/components/schemas/Thing'}
            children: {type: array, items: {$ref: '#/components/schemas/Thing'}}
            album: {$ref: '#/components/schemas/Album'}
        Album:
          type: object
          properties:
            cover: {$ref: '#/components/schemas/Thing'}
            by_name: {type: object, additionalProperties: {$ref: '#/components/schemas/Thing'}}
        """,
    )
    Thing, Album = api.models.Thing, api.models.Album
    answer = {
        "name": "a",
        "parent": {"name": "b", "children": [{"name": "c"}]},
        "album": {"cover": {"name": "d", "album": {}}, "by_name": {"e": {"name": "e"}}},
    }
    assert read(api, answer) == Thing(
        name="a",
        parent=Thing(name="b", children=[Thing(name="c")]),
        album=Album(cover=Thing(name="d", album=Album()), by_name={"e": Thing(name="e")}),
    )
    assert quiet(drift)


#: Names on the wire that Python, the generator or the model's own machinery uses otherwise.
AWKWARD = {
    "from": "from_",
    "class": "class_",
    "None": "none",
    "content-type": "content_type",
    "ids[]": "ids",
    "4k": "n4k",
    "maxWidth": "maxWidth",
    "type": "type",
    "id": "id",
    "str": "str_",
    "int": "int_",
    "bool": "bool_",
    "float": "float_",
    "list": "list_",
    "dict": "dict_",
    "Any": "Any_",
    "Literal": "Literal_",
    "ClassVar": "ClassVar_",
    "define": "define_",
    "field": "field_",
    "Part": "Part_",
    "Thing": "Thing_",
    "self": "self_",
    "_id": "id_",
    "__slots__": "slots_",
    "__init__": "init_",
    "größe": "größe",
}


def test_member_keeps_its_name_where_python_allows_it(
    build: Build, drift: pytest.LogCaptureFixture
) -> None:
    members = "\n".join(
        f"            {json.dumps(wire, ensure_ascii=False)}: {{type: string}}" for wire in AWKWARD
    )
    api = model(
        build,
        f"""
        Thing:
          type: object
          properties:
{members}
            piece: {{$ref: '#/components/schemas/Part'}}
            pieces: {{type: array, items: {{$ref: '#/components/schemas/Part'}}}}
            whole: {{$ref: '#/components/schemas/Thing'}}
            token: {{type: string, format: password}}
            numbers: {{type: object, additionalProperties: {{type: integer}}}}
        Part: {{type: object, properties: {{id: {{type: string}}}}}}
        """,
    )
    answer = {wire: f"value of {wire}" for wire in AWKWARD}
    more: dict[str, Any] = {"piece": {"id": "x"}, "pieces": [{"id": "y"}], "numbers": {"a": 1}}
    thing = read(api, {**answer, **more, "whole": {**answer, "token": "T"}})
    assert {name: getattr(thing, name) for name in AWKWARD.values()} == {
        name: f"value of {wire}" for wire, name in AWKWARD.items()
    }
    assert thing.whole.from_ == "value of from"
    assert (thing.piece.id, thing.pieces[0].id, thing.numbers) == ("x", "y", {"a": 1})
    assert quiet(drift)


PRESENTED: list[tuple[str, Any, Any]] = [
    ("type: [integer, string], x-present-as: integer", 5, 5),
    ("type: [integer, string], x-present-as: integer", "5", 5),
    ("type: [integer, string], x-present-as: integer", "0", 0),
    ("type: [integer, string, 'null'], x-present-as: integer", None, None),
    ("type: [number, string], x-present-as: number", "1.5", 1.5),
    ("type: [number, string], x-present-as: number", 2, 2.0),
    ("type: [integer, string], x-present-as: boolean", 1, True),
    ("type: [integer, string], x-present-as: boolean", 0, False),
    ("type: [integer, string], x-present-as: boolean", "1", True),
    ("type: [integer, string], x-present-as: boolean", "0", False),
    ("type: [boolean, string], x-present-as: boolean", "true", True),
    ("type: [boolean, string], x-present-as: boolean", "false", False),
    ("type: [integer, string, 'null'], x-present-as: boolean", None, None),
]


@each(("schema", "wire", "value"), PRESENTED)
def test_a_value_is_presented_as_its_spec_says(
    build: Build, drift: pytest.LogCaptureFixture, schema: str, wire: Any, value: Any
) -> None:
    members = "\n".join(
        f"            v{index}: {{{each}}}" for index, (each, _, _) in enumerate(PRESENTED)
    )
    api = model(
        build, f"\n        Thing:\n          type: object\n          properties:\n{members}"
    )
    index = next(i for i, row in enumerate(PRESENTED) if row[:2] == (schema, wire))
    got = getattr(read(api, {f"v{index}": wire}), f"v{index}")
    assert (got, type(got)) == (value, type(value))
    assert quiet(drift)


def test_values_that_clients_do_not_convert_stay_what_the_host_sends(
    build: Build, drift: pytest.LogCaptureFixture
) -> None:
    api = model(
        build,
        """
        Thing:
          type: object
          properties:
            when: {type: string, format: date-time}
            day: {type: string, format: date}
            id: {type: string, format: uuid}
            link: {type: string, format: uri}
            raw: {type: string, format: binary}
            big: {type: integer, format: int64}
            either: {type: [integer, string]}
            anything: {}
            open: {type: object}
        """,
    )
    answer = {
        "when": "2014-06-04 15:32:33",
        "day": "yesterday",
        "id": "no uuid",
        "link": "/relative",
        "raw": "text",
        "big": 2**62,
        "either": "x",
        "anything": [1, {"a": None}],
        "open": {"a": 1},
    }
    assert vars_of(read(api, answer)) == answer
    assert read(api, {"either": 5, "anything": "x"}).either == 5
    assert quiet(drift)


def vars_of(thing: Any) -> dict[str, Any]:
    return {attribute.name: getattr(thing, attribute.name) for attribute in thing.__attrs_attrs__}


def test_maps_are_dicts(build: Build, drift: pytest.LogCaptureFixture) -> None:
    api = model(
        build,
        """
        Thing:
          type: object
          properties:
            votes: {type: object, additionalProperties: {type: integer}}
            named: {$ref: '#/components/schemas/Names'}
            maybe: {type: [object, 'null'], additionalProperties: {type: string}}
        Names: {type: object, additionalProperties: {$ref: '#/components/schemas/Part'}}
        Part: {type: object, properties: {id: {type: string}}}
        """,
    )
    Part = api.models.Part
    thing = read(api, {"votes": {"a": 1}, "named": {"from": {"id": "x"}}, "maybe": None})
    assert (thing.votes, thing.named, thing.maybe) == ({"a": 1}, {"from": Part(id="x")}, None)
    assert quiet(drift)


def test_enum_is_a_literal_type_and_an_unknown_value_is_decoded(
    build: Build, drift: pytest.LogCaptureFixture
) -> None:
    api = model(
        build,
        """
        Thing:
          type: object
          properties:
            privacy: {type: string, enum: [public, hidden, "it's \\"quoted\\""]}
            level: {type: [integer, 'null'], enum: [1, 2, null]}
        """,
    )
    assert read(api, {"privacy": "hidden", "level": 2}).privacy == "hidden"
    assert read(api, {"privacy": 'it\'s "quoted"', "level": None}).level is None
    assert quiet(drift)
    assert read(api, {"privacy": "secret"}).privacy == "secret"
    assert "/privacy" in drift.text


def test_what_gives_power_is_hidden_in_a_repr_and_nowhere_else(build: Build) -> None:
    api = model(
        build,
        """
        Thing:
          type: object
          required: [token]
          properties:
            id: {type: string}
            token: {type: string, format: password}
            delete_url: {type: string, format: password}
        """,
    )
    thing = read(api, {"id": "a", "token": "T0K3N", "delete_url": "https://x.example/D3L"})
    assert thing.token == "T0K3N"
    for text in (repr(thing), str(thing), f"{[thing]}"):
        assert "T0K3N" not in text
        assert "D3L" not in text
        assert "id='a'" in text
    assert pickle.loads(pickle.dumps(thing)) == thing == copy.copy(thing)
    assert thing != read(api, {"id": "a", "token": "other"})


def test_a_model_may_be_put_together_from_others(
    build: Build, drift: pytest.LogCaptureFixture
) -> None:
    api = model(
        build,
        """
        Thing:
          description: A thing with everything.
          allOf:
            - $ref: '#/components/schemas/Basic'
            - type: object
              required: [size]
              properties:
                size: {type: [integer, string], x-present-as: integer, description: Size in bytes.}
        Basic:
          type: object
          required: [id]
          properties:
            id: {type: string, description: Its id.}
            secret: {type: string, format: password}
        """,
    )
    thing = read(api, {"id": "a", "size": "5", "secret": "S3"})
    assert (thing.id, thing.size, thing.secret) == ("a", 5, "S3")
    assert "S3" not in repr(thing)
    assert "Size in bytes." in type(thing).__doc__
    assert "Its id." in type(thing).__doc__
    assert quiet(drift)


def test_parts_that_say_what_a_list_holds_leave_the_list_of_others_alone(
    build: Build, drift: pytest.LogCaptureFixture
) -> None:
    api = model(
        build,
        """
        Thing:
          description: Pages of two kinds.
          type: object
          properties:
            pictures: {$ref: '#/components/schemas/Pictures'}
            tags: {$ref: '#/components/schemas/Tags'}
            any: {$ref: '#/components/schemas/Page'}
        Page:
          type: object
          required: [data]
          properties:
            data: {type: array, items: {type: object}, description: What it holds.}
            next: {type: string, description: The next page.}
        Pictures:
          allOf:
            - $ref: '#/components/schemas/Page'
            - {properties: {data: {type: array, items: {$ref: '#/components/schemas/Picture'}}}}
        Tags:
          allOf:
            - {properties: {data: {type: array, items: {type: string}}}}
            - $ref: '#/components/schemas/Page'
        Picture: {type: object, required: [id], properties: {id: {type: integer}}}
        """,
    )
    thing = read(
        api,
        {
            "pictures": {"data": [{"id": 7}], "next": "p"},
            "tags": {"data": ["snow"]},
            "any": {"data": [{"other": 1}]},
        },
    )
    assert (thing.pictures.data[0].id, thing.pictures.next) == (7, "p")
    assert thing.tags.data == ["snow"]
    assert thing.any.data == [{"other": 1}]
    assert quiet(drift)


def test_an_answer_may_be_one_of_several_models(
    build: Build, drift: pytest.LogCaptureFixture
) -> None:
    api = model(
        build,
        """
        Picture:
          type: object
          required: [is_album, link]
          properties: {is_album: {const: false}, link: {type: string}}
        Album:
          type: object
          required: [is_album, images]
          properties: {is_album: {const: true}, images: {type: array, items: {type: string}}}
        """,
        "type: array\nitems:\n  anyOf:\n    - {$ref: '#/components/schemas/Picture'}\n"
        "    - {$ref: '#/components/schemas/Album'}",
    )
    models = api.models
    assert read(api, [{"is_album": True, "images": ["x"]}, {"is_album": False, "link": "y"}]) == [
        models.Album(is_album=True, images=["x"]),
        models.Picture(is_album=False, link="y"),
    ]
    assert quiet(drift)


def test_a_wrong_value_is_reported_and_the_model_comes_all_the_same(
    build: Build, drift: pytest.LogCaptureFixture
) -> None:
    api = model(
        build,
        """
        Thing:
          type: object
          required: [id]
          properties:
            id: {type: string}
            count: {type: integer}
            parts: {type: array, items: {$ref: '#/components/schemas/Part'}}
        Part: {type: object, properties: {size: {type: integer}}}
        """,
    )
    thing = read(api, {"count": "many", "parts": [{"size": 1}, {"size": []}]})
    assert (thing.id, thing.count) == (None, None)
    assert [part.size for part in thing.parts] == [1, None]
    for pointer in ("/id", "/count", "/parts/1/size"):
        assert pointer in drift.text


def test_another_spelling_of_a_member_fills_it(
    build: Build, drift: pytest.LogCaptureFixture
) -> None:
    api = model(
        build,
        """
        Thing:
          type: object
          properties:
            size: {type: integer}
            filesize: {type: integer, x-alias-of: size}
        """,
    )
    assert read(api, {"filesize": 5}).size == 5
    assert read(api, {"size": 6, "filesize": 5}).size == 6
    assert read(api, {"size": 5}) == read(api, {"filesize": 5})
    assert quiet(drift)


def test_only_schemas_that_an_answer_can_hold_become_models(build: Build) -> None:
    api = build(
        document(
            operation(
                "requestBody:\n  content:\n    application/x-www-form-urlencoded:\n"
                "      schema: {$ref: '#/components/schemas/Request'}",
                method="post",
                answer=answering("{$ref: '#/components/schemas/Thing'}"),
            ),
            schemas(
                """
                Thing: {type: object, properties: {id: {type: string}}}
                Request: {type: object, properties: {id: {type: string}}}
                Unused: {type: object, properties: {id: {type: string}}}
                """
            ),
        )
    )
    assert api.models.__all__ == ["Thing"]
    with pytest.raises(AttributeError, match="Unused"):
        _ = api.models.Unused
    assert dir(api.models) == ["Thing"]


def test_a_plain_result_is_found_between_other_output_and_null_is_none(build: Build) -> None:
    for kind, value in (("integer", 7), ("string", "seven"), ("boolean", False), ("number", 0.5)):
        schema = f"type: object\nrequired: [data]\nproperties:\n  data: {{type: {kind}}}"
        answer = f"{answering(schema)}\n    x-envelope: {{result: data}}"
        api = build(document(operation(id="things_count", answer=answer)))
        printed = f"<br>Warning: line 3</br>\n{json.dumps({'data': value})}"
        nothing = json.dumps({"data": None})
        with api.sync_client(Recorder(Reply(200, printed), Reply(200, nothing))) as client:
            assert client.things.count() == value
            with pytest.raises(ResponseDecodeError):
                client.things.count()
