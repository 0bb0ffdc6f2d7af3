"""The portable form is plain OpenAPI, loses no call, and cannot delete more than was meant."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml
from codegen.claims import marked
from codegen.portable import PORTABLE, portable_document
from codegen.portable.plain import INFORMING
from codegen.specs import METHODS, Spec
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from contracts.codegen.minispec import Checkout
from contracts.support.reporting import report_all
from contracts.support.specs import (
    API_NAMES,
    ROOT,
    SPECS,
    load_extensions,
    load_spec,
    resolve,
    walk,
)

Json = dict[str, Any]

#: What the portable form says in terms of OpenAPI or in words, or what only our clients ask.
TRANSLATED = {
    *("x-alias-of", "x-alternate-path", "x-argument", "x-array-format", "x-claims", "x-credential"),
    *("x-envelope", "x-keyed-by", "x-model-only", "x-optional-segment", "x-outcome"),
    *("x-pagination", "x-pattern", "x-prefix", "x-present-as", "x-retry", "x-style", "x-xml"),
    *("x-xml-text", "x-host-default", "x-instead", "x-choices"),
}


def portable(api: str) -> Json:
    """The file that is published."""
    path = ROOT / "generated" / "imagehosts_wire" / api / PORTABLE
    document: Json = json.loads(path.read_text("utf-8"))
    return document


def operations(document: Json) -> Iterator[tuple[str, str, Json]]:
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def media_of(document: Json, holder: Json) -> Iterator[tuple[str, Json]]:
    yield from resolve(document, holder).get("content", {}).items()


# --- what holds for every portable form ----------------------------------------------------


def check_valid(source: Json, document: Json) -> None:
    assert [error.message for error in OpenAPIV31SpecValidator(document).iter_errors()] == []


def check_paths(source: Json, document: Json) -> None:
    assert [path for path in document["paths"] if "#" in path or "?" in path] == []


def check_head(source: Json, document: Json) -> None:
    info = document["info"]
    assert info["contact"]["name"]
    assert info["license"]["name"]
    assert "--source" in info["description"]
    assert document["externalDocs"]["url"].startswith("http")
    described = {tag["name"] for tag in document["tags"] if tag["description"]}
    for _, _, operation in operations(document):
        assert set(operation["tags"]) <= described


def check_extensions(source: Json, document: Json) -> None:
    used = {name for node in walk(document) for name in node.value if str(name).startswith("x-")}
    assert used <= set(INFORMING)


def check_security(source: Json, document: Json) -> None:
    schemes = document["components"].get("securitySchemes", {})
    for path, method, operation in operations(document):
        for alternative in operation["security"]:
            assert set(alternative) <= set(schemes), (path, method)
    names = {(scheme.get("in"), scheme.get("name")) for scheme in schemes.values()}
    for node in walk(document):
        if node.kind == "parameter":
            assert (node.value.get("in"), node.value.get("name")) not in names


def check_integers(source: Json, document: Json) -> None:
    for node in walk(document):
        kinds = node.value.get("type", [])
        if (
            node.kind in ("schema", "property")
            and "integer" in ([kinds], kinds)[type(kinds) is list]
        ):
            assert node.value["format"] in ("int32", "int64"), node.pointer


def check_examples(source: Json, document: Json) -> None:
    for path, method, operation in operations(document):
        where = (method, path)
        for reference in operation.get("parameters", []):
            parameter = resolve(document, reference)
            assert {"example", "examples"} & set(parameter), (*where, parameter["name"])
        for kind, media in media_of(document, operation.get("requestBody", {})):
            check_example(document, media, (*where, kind))
        for status, reference in operation["responses"].items():
            if status[0] == "2":
                for kind, media in media_of(document, reference):
                    check_example(document, media, (*where, status, kind))


def check_example(document: Json, media: Json, where: tuple[str, ...]) -> None:
    values = [media["example"]] if "example" in media else []
    values += [example["value"] for example in media.get("examples", {}).values()]
    assert values, where
    schema = {"allOf": [media["schema"]], "components": document["components"]}
    for value in values:
        faults = [error.message for error in Draft202012Validator(schema).iter_errors(value)]
        assert faults == [], where


def check_links(source: Json, document: Json) -> None:
    known = {operation["operationId"]: operation for _, _, operation in operations(document)}
    for node in walk(document):
        for name, link in node.value.get("links", {}).items() if node.kind == "response" else ():
            parameters = [
                resolve(document, each) for each in known[link["operationId"]].get("parameters", [])
            ]
            places = {f"{each['in']}.{each['name']}" for each in parameters}
            assert set(link.get("parameters", {})) <= places, (node.pointer, name)
            assert isinstance(link.get("requestBody", ""), str), (node.pointer, name)


def check_calls(source: Json, document: Json) -> None:
    """Every call is offered with all that it takes, or listed with the reason why not."""
    places = {
        (scheme["in"], scheme["name"])
        for scheme in document["components"].get("securitySchemes", {}).values()
        if scheme["type"] == "apiKey"
    }
    offered: dict[str, set[tuple[str, str]]] = {}
    for _, _, operation in operations(document):
        fields = places | fields_of(document, operation)
        text = f"{operation['operationId']} {operation['description']}"
        text = text.partition("Not offered here:")[0]
        for word in text.replace("`", " ").split():
            offered.setdefault(word, set()).update(fields)
    text = document["info"]["description"].partition("**Left out**")[2]
    for key, item in source["paths"].items():
        for method in METHODS:
            if method in item:
                call = item[method]
                name = call["operationId"]
                assert (name in offered) != (f"- `{name}`" in text), name
                constants = {"path"} if "{" in key else set()
                needed = fields_of(source, call, item.get("parameters", []))
                missing = {
                    field
                    for field in needed - offered.get(name, needed)
                    if field[0] not in constants or f"{{{field[1]}}}" in "".join(document["paths"])
                    # A second spelling that only brackets tell from the first is said in words.
                    if (field[0] != "query" or f"`{field[1]}`" not in words_of(document))
                    and f"the parameter `{field[1]}` of `{name}`" not in text
                }
                assert missing == set(), name


def fields_of(document: Json, operation: Json, shared: list[Any] | None = None) -> set[Any]:
    found = set()
    for reference in [*(shared or []), *operation.get("parameters", [])]:
        parameter = resolve(document, reference)
        found.add((parameter["in"], parameter["name"]))
    for kind, media in media_of(document, operation.get("requestBody", {})):
        schema = resolve(document, media["schema"])
        found |= {(kind, name) for name in schema.get("properties", {})}
        patterns = schema.get("patternProperties", {})
        found |= {(kind, re.sub(r"[\\^$]", "", pattern)) for pattern in patterns}
    return found


def words_of(document: Json) -> str:
    """What the parameters of a document say of themselves."""
    return " ".join(n.value.get("description", "") for n in walk(document) if n.kind == "parameter")


def check_claims(source: Json, document: Json) -> None:
    """What is said of a call is said where the call is offered, with its mark."""
    texts = {}
    for _, _, operation in operations(document):
        text = operation["description"].partition("Not offered here:")[0]
        for name in (operation["operationId"], *re.findall(r"^- `(\w+)` \(", text, re.MULTILINE)):
            texts[name] = " ".join(text.split())
    for _, _, call in operations(source):
        name = call["operationId"]
        for claim in call.get("x-claims", []) if name in texts else []:
            text = marked(" ".join(claim["text"].split()), claim["provenance"])
            assert text in texts[name], (name, text)


def check_replacements(source: Json, document: Json) -> None:
    """A call that is left out says by which ones that are offered the same can be done."""
    offered = json.dumps([operation for _, _, operation in operations(document)])
    text = document["info"]["description"].partition("**Left out**")[2]
    for _, _, call in operations(source):
        for name in re.findall(r"`(\w+)`", call.get("x-instead", "")):
            assert name in offered, name
            assert f"to the same end: {call['x-instead']}" in text, call["operationId"]


CHECKS: tuple[Callable[[Json, Json], None], ...] = (
    *(check_valid, check_paths, check_head, check_extensions, check_security, check_integers),
    *(check_examples, check_links, check_calls, check_claims, check_replacements),
)


@pytest.mark.parametrize("api", API_NAMES)
def test_portable_form_is_whole_and_plain(api: str) -> None:
    source, document = load_spec(api), portable(api)
    with report_all(len(CHECKS)) as case:
        for check in CHECKS:
            with case(check.__name__):
                check(source, document)


@pytest.mark.parametrize("api", API_NAMES)
def test_making_portable_form_leaves_source_unchanged(api: str) -> None:
    spec = Spec(SPECS / api / "openapi.yaml")
    before = json.dumps(spec.document)
    portable_document(spec)
    assert json.dumps(spec.document) == before


def test_every_extension_informs_or_is_translated() -> None:
    assert set(load_extensions()) == set(INFORMING) | TRANSLATED
    assert set(INFORMING) & TRANSLATED == set()


# --- what is not safe to offer -------------------------------------------------------------

ALBUM = "{name: album_id, in: path, required: true, schema: {type: string}}"
IDS = "{name: 'ids[]', in: query, required: true, schema: {type: array, items: {type: string}}}"
LIMIT = "{name: before, in: query, schema: {type: string}}"
PAGE = "{name: part, in: path, required: true, x-optional-segment: true, schema: {type: string}}"


def call(name: str, parameters: str = "", body: str = "", required: bool = True) -> str:
    """An operation in YAML; a body is a form with these members, as in ``ids: {type: string}``."""
    form = (
        f"requestBody: {{required: {str(required).lower()}, content:"
        f" {{application/x-www-form-urlencoded: {{schema: {{type: object, {body}}}}}}}}},"
        if body
        else ""
    )
    return (
        f"{{operationId: {name}, tags: [albums], summary: The call {name}, {form}"
        f" parameters: [{parameters}], responses: {{'200': {{description: Done.}}}}}}"
    )


MEMBERS = "required: [ids{more}], properties: {{ids: {{type: string}}{properties}}}"
UPDATE = MEMBERS.format(more="", properties="")
DELETE = MEMBERS.format(more=", _method", properties=", _method: {const: DELETE}")

#: Paths of a spec, the calls that are offered, and words of the reason why another one is not.
DANGERS: dict[str, tuple[str, set[str], str]] = {
    "a required parameter is lost": (
        f"/a/{{album_id}}: {{delete: {call('albums_delete', ALBUM)}}}\n"
        f"/a/{{album_id}}#some: {{delete: {call('albums_take_out', f'{ALBUM}, {IDS}')}}}",
        {"albums_delete"},
        "`albums_take_out`, DELETE /a/{album_id}: when `ids[]` is lost, the route deletes more",
    ),
    "a deletion by its method alone": (
        f"/a/{{album_id}}: {{delete: {call('albums_drop', ALBUM)}}}\n"
        f"/a/{{album_id}}#some: {{delete: {call('albums_take_out', f'{ALBUM}, {IDS}')}}}",
        {"albums_drop"},
        "`albums_take_out`, DELETE /a/{album_id}: when `ids[]` is lost, the route deletes more",
    ),
    "the wider call comes last, under another name of the variable": (
        f"/a/{{album_id}}#some: {{delete: {call('albums_take_out', f'{ALBUM}, {IDS}')}}}\n"
        f"/a/{{id}}: {{delete: {call('albums_delete', ALBUM.replace('album_id', 'id'))}}}",
        {"albums_delete"},
        "`albums_take_out`, DELETE",
    ),
    "an optional parameter tells two deletions apart": (
        f"/a: {{delete: {call('albums_delete')}}}\n"
        f"/a#old: {{delete: {call('albums_delete_old', LIMIT)}}}",
        {"albums_delete"},
        "when `before` is lost, the route deletes more",
    ),
    "an optional parameter limits the only deletion": (
        f"/a: {{delete: {call('albums_delete', LIMIT)}}}",
        {"albums_delete"},
        "the parameter `before` of `albums_delete`",
    ),
    "an optional body limits a deletion": (
        f"/a: {{delete: {call('albums_delete', '', UPDATE, required=False)}}}",
        {"albums_delete"},
        "the body of `albums_delete`",
    ),
    "a part of the path may be left out of a deletion": (
        f"/a/{{album_id}}/{{part}}: {{delete: {call('albums_delete', f'{ALBUM}, {PAGE}')}}}",
        {"albums_delete"},
        "the part `part` of the path",
    ),
    "a change becomes a deletion by one member more": (
        f"/a: {{put: {call('albums_update', '', UPDATE)}}}\n"
        f"/a#delete: {{put: {call('albums_delete', '', DELETE)}}}",
        {"albums_update"},
        "`albums_delete`, PUT /a: when `_method` is sent as well, `albums_update` on the",
    ),
    "a change looks like a deletion": (
        f"/a: {{put: {call('albums_update', '', UPDATE)}}}\n"
        f"/a#delete: {{put: {call('albums_delete', '', UPDATE)}}}",
        {"albums_delete"},
        "`albums_update`, PUT /a: nothing that is sent tells it from `albums_delete`",
    ),
    "a change becomes a deletion by one member less": (
        f"/a: {{post: {call('albums_clear')}}}\n"
        f"/a#update: {{post: {call('albums_update', '', UPDATE)}}}",
        {"albums_clear"},
        "`albums_update`, POST /a: when `ids` is lost, the route deletes more",
    ),
}


Made = Callable[..., Json]


@pytest.fixture
def made(checkout: Checkout) -> Made:
    def make(paths: str, models: str = "{}") -> Json:
        keys, values = zip(*(line.split(": ", 1) for line in paths.splitlines()), strict=True)
        document = {
            "openapi": "3.1.0",
            "info": {"title": "Mini API", "version": "1", "description": "A host of a test."},
            "servers": [{"url": "https://mini.example/v1"}],
            "paths": {key: yaml.safe_load(value) for key, value in zip(keys, values, strict=True)},
            "components": {"schemas": yaml.safe_load(models)},
        }
        path = checkout.root / "specs" / "mini" / "openapi.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(document), "utf-8")
        return portable_document(Spec(path))

    return make


def test_call_that_can_turn_into_larger_deletion_is_left_out(made: Made) -> None:
    with report_all(len(DANGERS)) as case:
        for name, (paths, offered, reason) in DANGERS.items():
            with case(name):
                document = made(paths)
                found = {operation["operationId"] for _, _, operation in operations(document)}
                assert found == offered
                assert reason in document["info"]["description"]
                for path, _, operation in operations(document):
                    left = [resolve(document, each) for each in operation.get("parameters", [])]
                    assert all(each["in"] == "path" for each in left)
                    assert "{part}" not in path
                    if "requestBody" in operation:
                        assert "_method" not in json.dumps(operation["requestBody"])
                        assert "_method" not in json.dumps(document.get("components", {}))


#: Routes of several calls that are safe to offer as one.
SAFE = {
    "a constant tells a deletion apart": (
        "/a#view: {get: "
        + call("albums_view", "{name: do, in: query, required: true, schema: {const: view}}")
        + "}\n/a#delete: {get: "
        + call("albums_delete", "{name: do, in: query, required: true, schema: {const: delete}}")
        + "}"
    ),
    "nothing is deleted": (
        f"/a: {{put: {call('albums_update', '', UPDATE)}}}\n/a#s: {{put: {call('albums_sort')}}}"
    ),
}


def test_calls_that_cannot_be_mixed_up_share_an_operation(made: Made) -> None:
    with report_all(len(SAFE)) as case:
        for name, paths in SAFE.items():
            with case(name):
                document = made(paths)
                ((_, _, operation),) = operations(document)
                assert "2 documented calls share this route" in operation["description"]
                assert "Left out" not in document["info"]["description"]


def test_constant_of_shared_route_becomes_a_required_choice(made: Made) -> None:
    ((_, _, operation),) = operations(made(SAFE["a constant tells a deletion apart"]))
    (parameter,) = operation["parameters"]
    assert parameter["required"]
    assert parameter["schema"] == {"enum": ["view", "delete"], "type": "string"}
    assert "`do` = `delete`" in operation["description"]


DO = "{{name: do, in: query, required: true, schema: {{const: {}{}}}}}"
DEFAULT = ", x-host-default: true"


def test_constant_that_the_host_takes_as_read_need_not_be_sent(made: Made) -> None:
    ((_, _, operation),) = operations(
        made(
            f"/a: {{get: {call('albums_view', DO.format('view', DEFAULT))}}}\n"
            f"/a#delete: {{get: {call('albums_delete', DO.format('delete', ''))}}}"
        )
    )
    (parameter,) = operation["parameters"]
    assert not parameter.get("required")
    assert parameter["schema"]["enum"] == ["view", "delete"]


def test_deletion_that_is_left_without_a_constant_stands_alone(made: Made) -> None:
    document = made(
        f"/a: {{get: {call('albums_view', DO.format('view', ''))}}}\n"
        f"/a#delete: {{get: {call('albums_delete', DO.format('delete', DEFAULT))}}}"
    )
    assert [each["operationId"] for _, _, each in operations(document)] == ["albums_delete"]
    reason = "`albums_view`, GET /a: when `do` is lost, the route deletes more"
    assert reason in document["info"]["description"]


def test_link_leads_to_the_form_that_needs_no_more_than_is_given(
    made: Made,
) -> None:
    links = "links: {all: {operationId: albums_list}, part: {operationId: albums_list,"
    links += " parameters: {part: $request.body#/part}}}"
    making = call("albums_make").replace("Done.", f"Done., {links}")
    document = made(
        f"/a/{{part}}: {{get: {call('albums_list', PAGE)}}}\n"
        f"/b: {{get: {call('albums_list_without_part')}}}\n"
        f"/c: {{post: {making}}}"
    )
    found = {path: operation for path, _, operation in operations(document)}
    ids = {path: operation["operationId"] for path, operation in found.items()}
    assert len({*ids.values()}) == len(ids) == 4
    shown = found["/c"]["responses"]["200"]["links"]
    assert (shown["all"]["operationId"], shown["all"].get("parameters")) == (ids["/a"], None)
    assert shown["part"]["operationId"] == ids["/a/{part}"]
    assert shown["part"]["parameters"] == {"path.part": "$request.body#/part"}


def test_body_of_a_link_is_one_text_of_its_media_type(made: Made) -> None:
    links = (
        "links: {form: {operationId: albums_set, requestBody: {ids: [$response.body#/a, b c]}},"
        " json: {operationId: albums_put, requestBody: {ids: $response.body#/a}},"
        " list: {operationId: albums_put, requestBody: {ids: [a, {of: $response.body#/a}]}}}"
    )
    making = call("albums_make").replace("Done.", f"Done., {links}")
    putting = call("albums_put", "", UPDATE).replace("x-www-form-urlencoded", "json")
    document = made(
        f"/a: {{post: {making}}}\n"
        f"/b: {{post: {call('albums_set', '', UPDATE)}}}\n"
        f"/c: {{put: {putting}}}"
    )
    ((_, _, operation),) = [each for each in operations(document) if each[0] == "/a"]
    shown = operation["responses"]["200"]["links"]
    assert shown["form"]["requestBody"] == "ids={$response.body#/a}&ids=b c"
    assert shown["json"]["requestBody"] == '{"ids": "{$response.body#/a}"}'
    assert shown["list"]["requestBody"] == '{"ids": ["a", {"of": "{$response.body#/a}"}]}'


def test_body_that_is_named_as_a_model_gets_another_name(made: Made) -> None:
    named = "{type: object, required: [id], properties: {id: {type: string}}}"
    answer = (
        "content: {application/json: {schema: {$ref: '#/components/schemas/AlbumsSetRequest'}}}"
    )
    setting = call("albums_set", "", UPDATE).replace("Done.", f"Done., {answer}")
    more = call("albums_set_more", "", UPDATE.replace("ids", "names"))
    document = made(
        f"/b: {{post: {setting}}}\n/b#more: {{post: {more}}}", f"{{AlbumsSetRequest: {named}}}"
    )
    ((_, _, operation),) = operations(document)
    schemas = document["components"]["schemas"]
    answered = operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
    assert [*schemas[answered.rpartition("/")[2]]["properties"]] == ["id"]
    (media,) = operation["requestBody"]["content"].values()
    assert [*schemas[media["schema"]["$ref"].rpartition("/")[2]]["properties"]] == ["ids", "names"]


TEXTS = "{type: array, items: {type: string}, x-array-format: repeat}"
SECOND = f"{{name: 'ids[]', in: query, x-alias-of: ids, schema: {TEXTS}}}"
FIRST = "{name: ids, in: query, required: true, description: Ids., schema: {type: string}}"
TWO = (
    "required: [ids], properties: {ids: {type: string},"
    f" 'ids[]': {{x-alias-of: ids, {TEXTS[1:]}}}"
)


def test_second_name_is_valid_and_no_second_identifier(made: Made) -> None:
    document = made(
        f"/a: {{get: {call('albums_list', f'{FIRST}, {SECOND}')}}}\n"
        f"/b: {{put: {call('albums_update', '', TWO)}}}"
    )
    (_, _, get), (_, _, put) = operations(document)
    (parameter,) = [resolve(document, each) for each in get["parameters"]]
    assert (parameter["name"], parameter.get("required", False)) == ("ids", False)
    assert parameter["description"] == "Ids. One of `ids` and `ids[]` must be sent."
    ((_, media),) = media_of(document, put["requestBody"])
    schema = resolve(document, media["schema"])
    assert (
        "One of `ids` and `ids[]` must be sent." in schema["properties"].pop("ids")["description"]
    )
    assert schema["properties"] == {}
    assert "required" not in schema
    check = Draft202012Validator({**schema, "additionalProperties": False})
    assert check.is_valid({"ids[]": ["a"]})
    assert not check.is_valid({"ids[0]": ["a"]})


def test_names_of_two_calls_that_are_one_identifier_leave_both(made: Made) -> None:
    lists = FIRST.replace("ids", "'ids[]'").replace("{type: string}", TEXTS)
    add = f"{lists}, {DO.format('add', '')}"
    sort = f"{FIRST}, {DO.format('sort', '')}"
    document = made(
        f"/a: {{get: {call('albums_add', add)}}}\n/a#b: {{get: {call('albums_sort', sort)}}}"
    )
    ((_, _, operation),) = operations(document)
    names = [resolve(document, each)["name"] for each in operation["parameters"]]
    assert sorted(names) in (["do", "ids"], ["do", "ids[]"])
    assert "2 documented calls share this route" in operation["description"]
    text = document["info"]["description"].partition("**Left out**")[2]
    assert "which the host takes here too" in text
    assert "are one name in clients of other tools" in text
