"""A spec that cannot become a client whole becomes none, and says where and what to do.

In each spec of the table the line that is wrong is marked; the message must name the file with that
line, the JSON pointer, the fault and the remedy, the exit status must be 1, and what was generated
before must still be there.
"""

from __future__ import annotations

import os
import re
from typing import NamedTuple

import pytest
from codegen import driver
from codegen.plans import read_operations
from openapi_python_client.parser import GeneratorData

from contracts.codegen.minispec import OK, Checkout, answering, document, operation, schemas
from contracts.codegen.refused import Refusal, refusals
from contracts.support.reporting import report_all

MARK = "# HERE"


class Wrong(NamedTuple):
    """A spec that must be refused, and what the refusal says."""

    text: str
    pointer: str
    says: tuple[str, ...]
    """Words of the message, in no order."""


def get(details: str = "", **more: str) -> str:
    return document(operation(details, **more))


def body(schema: str, media: str = "application/x-www-form-urlencoded", mark: str = "") -> str:
    """An operation with a request body of one media type."""
    lines = "\n".join(f"        {line}" for line in schema.strip("\n").splitlines())
    return get(
        f"requestBody:\n  content:\n    {media}:{mark}\n      schema:\n{lines}", method="post"
    )


def parameter(text: str) -> str:
    return get(f"parameters:\n  - {text}  {MARK}")


ANSWER_A = answering("$ref: '#/components/schemas/A'")
GET = "/paths/~1things/get"
POST = "/paths/~1things/post"

WRONG: dict[str, Wrong] = {
    # Not a document at all.
    "yaml syntax": Wrong(
        get().replace("Do something", f"Do: something {MARK}"), "/", ("YAML", "syntax")
    ),
    "a tab": Wrong(get().replace("    get:", f"\tget: {MARK}"), "/", ("YAML",)),
    "a control character": Wrong(
        get().replace("It is done.", f"It is \x07 done. {MARK}"), "/", ("YAML",)
    ),
    "a key twice": Wrong(
        get().replace("      summary:", f"      operationId: again {MARK}\n      summary:"),
        "/",
        ("'operationId'", "second time"),
    ),
    "a status twice": Wrong(
        get().replace('        "200":', '        200: {description: Done}\n        "200":'),
        "/",
        ("'200'", "second time"),
    ),
    "a key that is a list": Wrong(get() + f"? [a, b] {MARK}\n: c\n", "/", ("YAML", "key")),
    "an alias to nothing": Wrong(get() + f"tags: *nowhere {MARK}\n", "/", ("undefined alias",)),
    "two documents": Wrong(get() + f"--- {MARK}\na: b\n", "/", ("document",)),
    "nothing": Wrong("", "/", ("no mapping", "openapi: 3.1.0")),
    "a list": Wrong(f"- a {MARK}\n", "/", ("no mapping",)),
    # Not OpenAPI 3.1.0.
    "another version": Wrong(
        get().replace("openapi: 3.1.0", f"openapi: 3.0.3 {MARK}"), "/openapi", ("3.0.3", "3.1.0")
    ),
    "no version": Wrong(get().replace("openapi: 3.1.0\n", ""), "/openapi", ("3.1.0",)),
    "no title": Wrong(
        get().replace("info: {title: Mini API, ", f"info: {{ {MARK}\n  "), "/info", ("title",)
    ),
    "a response without description": Wrong(
        get(answer="content: {application/json: {schema: {}}}").replace('"200":', f'"200": {MARK}'),
        f"{GET}/responses/200",
        ("description",),
    ),
    "a misspelt keyword": Wrong(
        get().replace("summary:", f"sumary: {MARK}\n       "),
        f"{GET}/sumary",
        ("sumary", "unexpected"),
    ),
    "an empty list of parameters": Wrong(
        get(f"parameters: {MARK}"), f"{GET}/parameters", ("array",)
    ),
    "an empty name of a required member": Wrong(
        document(operation(), schemas(f"Thing:\n  required:\n    - {MARK}")),
        "/components/schemas/Thing/required/0",
        ("string",),
    ),
    "a path without a slash": Wrong(
        get().replace("/things:", f"things: {MARK}"), "/paths/things", ("/",)
    ),
    "a path parameter that nobody describes": Wrong(
        get(key="/things/{id}").replace("get:", f"get: {MARK}"),
        "/paths/~1things~1{id}/get",
        ("id", "path"),
    ),
    "no servers": Wrong(re.sub("servers:.*\n", "", get()), "/", ("servers", "base URL")),
    # References.
    "a reference to nothing": Wrong(
        get(answer=answering(f"$ref: '#/components/schemas/Nothing' {MARK}")),
        f"{GET}/responses/200/content/application~1json/schema/$ref",
        ("#/components/schemas/Nothing", "nothing"),
    ),
    "a reference to another file": Wrong(
        get(answer=answering(f"$ref: 'other.yaml#/Thing' {MARK}")),
        f"{GET}/responses/200/content/application~1json/schema/$ref",
        ("other.yaml", "one file"),
    ),
    "a reference to the network": Wrong(
        get(answer=answering(f"$ref: 'https://example.org/a.json' {MARK}")),
        f"{GET}/responses/200/content/application~1json/schema/$ref",
        ("example.org", "one file"),
    ),
    "a reference in a circle": Wrong(
        document(
            operation(answer=ANSWER_A),
            schemas(
                f"A: {{$ref: '#/components/schemas/B'}} {MARK}\n"
                "B: {$ref: '#/components/schemas/A'}"
            ),
        ),
        "/components/schemas/A/$ref",
        ("itself",),
    ),
    "a path item by reference": Wrong(
        document(
            operation() + f"/others: {{$ref: '#/paths/~1things'}} {MARK}",
        ),
        "/paths/~1others",
        ("$ref", "path item"),
    ),
    # Extensions.
    "an unknown extension": Wrong(
        get(f"x-retyr: never {MARK}"), f"{GET}/x-retyr", ("x-retyr", "extensions.schema.json")
    ),
    "an unknown extension deep inside": Wrong(
        document(
            operation(answer=ANSWER_A),
            schemas(
                "A:\n  type: object\n  properties:\n    x-b:\n      type: string\n"
                f"      x-hidden: true {MARK}"
            ),
        ),
        "/components/schemas/A/properties/x-b/x-hidden",
        ("x-hidden",),
    ),
    "an extension with a wrong value": Wrong(
        parameter("{name: v, in: query, schema: {type: string, x-present-as: int}}"),
        f"{GET}/parameters/0/schema/x-present-as",
        ("'int'", "extensions.schema.json"),
    ),
    "an envelope that is no mapping": Wrong(
        get(answer=f"{answering('{type: object}')}\n    x-envelope: data {MARK}"),
        f"{GET}/responses/200/content/application~1json/x-envelope",
        ("'data'",),
    ),
    # Operations.
    "no operation": Wrong(
        "openapi: 3.1.0\ninfo: {title: M, version: '1'}\n"
        f"servers: [{{url: 'https://m.example'}}]\npaths: {{}} {MARK}\n",
        "/paths",
        ("no operations",),
    ),
    "no tag": Wrong(
        get().replace("tags: [things]\n      ", "").replace("  get:", f"  get: {MARK}"),
        GET,
        ("0 tags", "one"),
    ),
    "two tags": Wrong(
        get().replace("[things]", "[things, others]").replace("  get:", f"  get: {MARK}"),
        GET,
        ("2 tags", "one"),
    ),
    "a tag that python cannot use": Wrong(
        get(id="my-things_get").replace("tags: [my-things]", f"tags: [my-things] {MARK}"),
        f"{GET}/tags/0",
        ("'my-things'",),
    ),
    "no operationId": Wrong(
        get()
        .replace("operationId: things_get", "deprecated: false")
        .replace("get:", f"get: {MARK}"),
        f"{GET}/operationId",
        ("operationId", "things_"),
    ),
    "an operationId without its tag": Wrong(
        get(id="things_get").replace("operationId: things_get", f"operationId: get_thing {MARK}"),
        f"{GET}/operationId",
        ("'get_thing'", "things_<method name>"),
    ),
    "an operationId that is only its tag": Wrong(
        get(id="things_get").replace("operationId: things_get", f"operationId: things_ {MARK}"),
        f"{GET}/operationId",
        ("'things_'", "things_<method name>"),
    ),
    "an operationId twice": Wrong(
        document(
            operation()
            + operation(key="/others").replace("operationId:", f"operationId: {MARK}\n     ")
        ),
        "/paths/~1others/get/operationId",
        ("'things_get'", "second time"),
    ),
    "an operationId that the generator spells otherwise": Wrong(
        get().replace("operationId: things_get", f"operationId: things_getAll {MARK}"),
        f"{GET}/operationId",
        ("'things_getAll'", "snake_case"),
    ),
    "a method name of the resources' own": Wrong(
        get().replace("operationId: things_get", f"operationId: things_with_raw_response {MARK}"),
        f"{GET}/operationId",
        ("with_raw_response",),
    ),
    # Results.
    "two successes": Wrong(
        get().replace("responses:", f"responses: {MARK}\n        201: {{description: Made}}"),
        f"{GET}/responses",
        ("2 success responses", "200", "201", "x-outcome: error"),
    ),
    "no success": Wrong(
        get(status="400").replace("responses:", f"responses: {MARK}"),
        f"{GET}/responses",
        ("0 success responses",),
    ),
    "a range of successes": Wrong(
        get(status="2XX").replace('"2XX":', f'"2XX": {MARK}'),
        f"{GET}/responses/2XX",
        ("2XX", "status"),
    ),
    "an envelope without its member": Wrong(
        document(
            operation(answer=f"{ANSWER_A}\n    x-envelope: {{result: data}} {MARK}"),
            schemas(
                "A: {type: object, properties: {items: {type: string}, count: {type: integer}}}"
            ),
        ),
        f"{GET}/responses/200/content/application~1json/x-envelope",
        ("'data'", "items, count"),
    ),
    "a success that says that it failed": Wrong(
        document(
            operation(
                answer=f"{ANSWER_A}\n    example: {{ok: true}} {MARK}\n",
            ),
            schemas("A: {type: object, properties: {ok: {type: boolean}}}"),
            "x-error-body: {code: /code, message: /msg, success: {at: /ok, values: [yes]}}",
        ),
        f"{GET}/responses/200/content/application~1json/example",
        ("true at /ok", '["yes"]'),
    ),
    "an object without a name": Wrong(
        get(
            answer=answering("type: object\nproperties: {id: {type: string}}").replace(
                "schema:", f"schema: {MARK}"
            )
        ),
        f"{GET}/responses/200/content/application~1json/schema",
        ("name", "components/schemas"),
    ),
    "an object without a name in a list of a model": Wrong(
        document(
            operation(answer=ANSWER_A),
            schemas(
                "A: {type: object, properties: {a: {type: array, items:"
                f" {{type: object, properties: {{id: {{type: string}}}}}}}}}}}} {MARK}"
            ),
        ),
        "/components/schemas/A/properties/a/items",
        ("name", "components/schemas"),
    ),
    # Arguments.
    "two arguments of one name": Wrong(
        get(
            "parameters:\n"
            "  - {name: ids, in: query, schema: {type: string}}\n"
            f"  - {{name: 'ids[]', in: query, schema: {{type: string}}}} {MARK}"
        ),
        f"{GET}/parameters/1",
        ("'ids'", "'ids[]'", "x-argument"),
    ),
    "an argument in a body that a parameter has too": Wrong(
        get(
            "parameters:\n"
            "  - {name: id, in: query, schema: {type: string}}\n"
            "requestBody:\n  content:\n    application/x-www-form-urlencoded:\n      schema:\n"
            f"        type: object\n        properties:\n          id: {{type: string}} {MARK}",
            method="post",
        ),
        f"{POST}/requestBody/content/application~1x-www-form-urlencoded/schema/properties/id",
        ("query 'id'", "body 'id'", "x-argument"),
    ),
    "an argument called options": Wrong(
        parameter("{name: options, in: query, schema: {type: string}}"),
        f"{GET}/parameters/0",
        ("'options'", "x-argument"),
    ),
    "a cookie": Wrong(
        parameter("{name: session, in: cookie, schema: {type: string}}"),
        f"{GET}/parameters/0",
        ("cookie", "credential"),
    ),
    "a style that nobody sends": Wrong(
        parameter("{name: v, in: query, style: deepObject, schema: {type: object}}"),
        f"{GET}/parameters/0",
        ("deepObject",),
    ),
    "a parameter described by a media type": Wrong(
        parameter("{name: v, in: query, content: {application/json: {schema: {}}}}"),
        f"{GET}/parameters/0",
        ("content", "schema"),
    ),
    "a flag with three values": Wrong(
        parameter("{name: v, in: query, schema: {enum: [0, 1, 2], x-present-as: boolean}}"),
        f"{GET}/parameters/0",
        ("flag", "3 values", "two"),
    ),
    # Bodies.
    "a body of alternatives": Wrong(
        body("oneOf:\n  - {type: object}\n  - {type: object}", mark=f" {MARK}"),
        f"{POST}/requestBody/content/application~1x-www-form-urlencoded",
        ("oneOf", "one object"),
    ),
    "a body of alternatives beside members": Wrong(
        body(
            "type: object\nproperties: {a: {type: string}}\nanyOf: [{required: [a]}]",
            mark=f" {MARK}",
        ),
        f"{POST}/requestBody/content/application~1x-www-form-urlencoded",
        ("anyOf", "one object"),
    ),
    "a body that is no object": Wrong(
        body("{type: string}", mark=f" {MARK}"),
        f"{POST}/requestBody/content/application~1x-www-form-urlencoded",
        ("string", "object"),
    ),
    "a body of a type that nobody sends": Wrong(
        body("{type: object}", "application/xml", mark=f" {MARK}"),
        f"{POST}/requestBody/content/application~1xml",
        ("application/xml", "multipart/form-data"),
    ),
    "an object as a member of a form": Wrong(
        body(f"type: object\nproperties:\n  a: {{type: object}} {MARK}"),
        f"{POST}/requestBody/content/application~1x-www-form-urlencoded/schema/properties/a",
        ("object",),
    ),
    "a member with two meanings": Wrong(
        get(
            "requestBody:\n  content:\n"
            "    multipart/form-data:\n      schema:\n"
            "        {type: object, properties: {a: {type: integer}}}\n"
            "    application/x-www-form-urlencoded:\n      schema:\n        type: object\n"
            f"        properties:\n          a: {{type: boolean}} {MARK}",
            method="post",
        ),
        f"{POST}/requestBody/content/application~1x-www-form-urlencoded/schema/properties/a",
        ("'a'", "integer", "flag"),
    ),
    # Credentials.
    "a password scheme": Wrong(
        document(
            operation("security: [{Login: []}]"),
            f"securitySchemes:\n  Login: {{type: http, scheme: basic}} {MARK}",
        ),
        "/components/securitySchemes/Login",
        ("basic",),
    ),
    "a security scheme that nobody describes": Wrong(
        get(f"security: [{{Login: []}}] {MARK}"), f"{GET}/security/0/Login", ("Login",)
    ),
    # What openapi-python-client warns of, or loses.
    "a parameter twice in a path": Wrong(
        get(
            "parameters:\n  - {name: id, in: path, required: true, schema: {type: string}}",
            key="/things/{id}/parts/{id}",
        ).replace("get:", f"get: {MARK}"),
        "/paths/~1things~1{id}~1parts~1{id}/get",
        ("{id}",),
    ),
    "an enum of mixed types": Wrong(
        document(
            operation(answer=ANSWER_A),
            schemas(f"A:\n  type: object\n  properties:\n    b: {{enum: [1, one]}} {MARK}"),
        ),
        "/components/schemas/A/properties/b/enum",
        ("a choice among 1, one",),
    ),
    "two members of one name": Wrong(
        document(
            operation(answer=ANSWER_A),
            schemas(
                "A:\n  type: object\n  properties:\n    maxWidth: {type: string}\n"
                f"    max_width: {{type: string}} {MARK}"
            ),
        ),
        "/components/schemas/A/properties/max_width",
        ("'maxWidth'", "'max_width'"),
    ),
    "a schema called like a part of the generated code": Wrong(
        document(
            operation(answer=answering("{$ref: '#/components/schemas/Literal'}")),
            schemas(f"Literal: {MARK}\n  type: object\n  properties: {{a: {{type: string}}}}"),
        ),
        "/components/schemas/Literal",
        ("Literal", "another name"),
    ),
}


def test_long_message_of_the_validator_is_cut_in_its_middle(
    checkout: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    rest = len("'' is not of type 'array'")
    with report_all() as case:
        for length in (299, 300, 301, 302):
            with case(length):
                value = "a" * (length - rest - 1) + "b"
                checkout.write(get(f"parameters: {value}"))
                assert checkout.run("generate") == 1
                said = capsys.readouterr().err
                message = next(line.strip() for line in said.splitlines() if "array" in line)
                assert len(message) == (length if length <= 300 else 140 + len(" ... ") + 140)
                assert message[1:140] == value[:139]
                assert message[-23:] == " is not of type 'array'"


@pytest.mark.snapshots
def test_specs_that_cannot_be_generated_whole_are_refused(
    checkout: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    specs = {name: Refusal(wrong.text) for name, wrong in WRONG.items()}
    said = refusals(checkout, capsys, specs, "documents")
    with report_all() as case:
        for name, (text, pointer, words) in WRONG.items():
            with case(name):
                marked = [n for n, line in enumerate(text.split("\n"), 1) if MARK in line]
                line = f":{marked[0]}" if marked else r"[:\d]*"
                place = rf"specs/\w+/openapi\.yaml{line} at {re.escape(pointer)}\n"
                (fitting,) = (each for each in said[name] if re.match(place, each))
                assert [word for word in words if word not in fitting] == []
                assert "\n  to do: " in fitting


def test_a_refused_spec_leaves_what_was_generated_before(checkout: Checkout) -> None:
    checkout.write(get())
    checkout.generate()
    before = checkout.tree()
    checkout.write(get(), "good")
    checkout.write(WRONG["two successes"].text)
    assert checkout.run("generate") == 1
    assert checkout.tree() == before


def test_all_problems_are_reported_at_once(
    checkout: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    checkout.write(get("x-one: 1\nx-two: 2"), "first")
    checkout.write(WRONG["two successes"].text, "second")
    assert checkout.run("generate") == 1
    said = capsys.readouterr().err
    assert "3 problems" in said
    for part in ("specs/first/", "x-one", "x-two", "specs/second/", "2 success responses"):
        assert part in said
    assert not checkout.package.exists()


def test_the_command_itself_fails_with_status_1(checkout: Checkout) -> None:
    checkout.write(WRONG["no success"].text)
    ran = checkout.start("generate")
    assert ran.returncode == 1
    assert "0 success responses" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert list(checkout.tree()) == []


@pytest.mark.parametrize("name", ["my-host", "import", "types", "2host", "Host"])
def test_a_folder_that_cannot_be_a_package_is_refused(
    checkout: Checkout, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    checkout.write(get(), name)
    assert checkout.run("generate") == 1
    assert name in capsys.readouterr().err
    assert list(checkout.tree()) == []


def test_no_spec_at_all_is_a_failure(
    checkout: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    assert checkout.run("generate") == 1
    assert "openapi.yaml" in capsys.readouterr().err


def test_specs_without_their_extension_schema_are_a_failure(
    checkout: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    checkout.write(get())
    (checkout.root / "specs" / "extensions.schema.json").unlink()
    assert checkout.run("generate") == 1
    assert "extensions.schema.json" in capsys.readouterr().err


def test_another_generator_version_is_refused(
    checkout: Checkout,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    checkout.write(get())
    monkeypatch.setattr(driver, "GENERATOR_VERSION", "0.0.1")
    assert checkout.run("generate") == 1
    assert "0.0.1" in capsys.readouterr().err


def test_a_lost_operation_is_noticed(
    checkout: Checkout,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever the library below drops in silence, the counting finds."""
    read = GeneratorData.from_dict

    def forgetful(data: object, *, config: object) -> object:
        result = read(data, config=config)  # type: ignore[arg-type]
        for collection in result.endpoint_collections_by_tag.values():  # type: ignore[union-attr]
            collection.endpoints.pop()
        return result

    checkout.write(document(operation() + operation(key="/others", id="things_others")))
    monkeypatch.setattr(GeneratorData, "from_dict", staticmethod(forgetful))
    assert checkout.run("generate") == 1
    assert "lost" in capsys.readouterr().err
    assert list(checkout.tree()) == []


def test_an_operation_that_we_lose_ourselves_is_noticed(
    checkout: Checkout,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(driver, "read_operations", lambda spec: read_operations(spec)[1:])
    checkout.write(document(operation() + operation(key="/others", id="things_others")))
    assert checkout.run("generate") == 1
    assert "2 operations in the spec, 1 after the generator" in capsys.readouterr().err
    assert list(checkout.tree()) == []


def test_a_failure_while_files_are_replaced_leaves_the_old_ones(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout.write(get())
    checkout.generate()
    before = checkout.tree()
    checkout.write(get(answer=OK.replace("Done", "Changed")))
    replace = os.replace

    def full(source: object, target: object) -> None:
        if str(target) == str(checkout.package) and "old" not in str(source):
            raise OSError(28, "No space left on device")
        replace(source, target)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        checkout.run("generate")
    assert checkout.tree() == before
