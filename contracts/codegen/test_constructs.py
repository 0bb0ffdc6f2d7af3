"""What OpenAPI allows is generated whole or refused with file, line and advice, never lost.

Each table is one checkout with a spec for each row, generated in one run.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from codegen.rules import CLIENT_NAMES
from imagehosts.core.client import AsyncClient, SyncClient
from imagehosts.core.errors import InvalidArgument, MissingCredentials

from contracts.codegen.minispec import (
    OK,
    Checkout,
    MiniApi,
    Recorder,
    answering,
    document,
    imported,
    operation,
    schemas,
)
from contracts.codegen.refused import Refusal, refusals
from contracts.support.recording import Reply
from contracts.support.reporting import report_all

THING = answering("{$ref: '#/components/schemas/Thing'}")
FORM = "application/x-www-form-urlencoded"


def answer(text: str, schema: str = "{$ref: '#/components/schemas/Thing'}") -> str:
    """A spec whose one operation answers with a schema, ``Thing`` by default."""
    return document(operation(answer=answering(schema)), schemas(text))


def parameters(text: str, key: str = "/things") -> str:
    """A spec whose one operation has these parameters."""
    return document(operation(f"parameters: [{text}]", key=key))


def form(members: str, more: str = "") -> str:
    """A spec whose one operation sends a form."""
    schema = f"{{type: object, {more}properties: {members}}}"
    body = f"requestBody: {{content: {{{FORM}: {{schema: {schema}}}}}}}"
    return document(operation(body, method="post", id="things_make"))


def secured(requirements: str, schemes: str) -> str:
    """A spec whose one operation needs credentials."""
    return document(
        operation(f"security: {requirements}"), f"securitySchemes:\n  {schemes.strip()}\n"
    )


A_STRING = "{type: object, properties: {a: {type: string}}}"
KEYS = """
  a: {type: apiKey, in: header, name: X-A}
  b: {type: apiKey, in: query, name: b}
  c: {type: apiKey, in: header, name: X-C}
  token: {type: http, scheme: bearer}
"""
CAT = (
    "Cat: {type: object, required: [kind], properties: {kind: {const: cat}, meow: {type: string}}}"
)
DOG = (
    "Dog: {type: object, required: [kind], properties: {kind: {const: dog}, bark: {type: string}}}"
)
PETS = "{oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]%s}"


# --- refused -------------------------------------------------------------------------------


class Refused(NamedTuple):
    """A spec, the end of the pointer in the message, and what the fault and the advice say."""

    text: str
    pointer: str
    says: str


LOOSE_PETS = re.sub("const: (cat|dog)", "type: string", f"{CAT}\n{DOG}")
OWNED = "Thing: {type: object, properties: {a: {type: string}}, %s}"

REFUSED = {
    # Alternatives.
    "a mapping that alternatives do not repeat": Refused(
        answer(
            LOOSE_PETS,
            PETS % ", discriminator: {propertyName: kind, mapping: {hund: Dog, katze: Cat}}",
        ),
        "/schema/discriminator",
        "const: hund",
    ),
    "a discriminator by the names of schemas": Refused(
        answer(f"{CAT}\n{DOG}", PETS % ", discriminator: {propertyName: kind}"),
        "/schema/discriminator",
        "const: Cat",
    ),
    "objects that nothing tells apart": Refused(
        answer(LOOSE_PETS, PETS % ""), "/schema/oneOf", "tells these alternatives apart"
    ),
    "objects without a type that nothing tells apart": Refused(
        answer(re.sub("type: object, ", "", LOOSE_PETS), PETS % ""),
        "/schema/oneOf",
        "tells these alternatives apart",
    ),
    "lists of objects that nothing tells apart": Refused(
        answer(
            LOOSE_PETS,
            "{anyOf: [{type: array, items: {$ref: '#/components/schemas/Cat'}},"
            " {type: array, items: {$ref: '#/components/schemas/Dog'}}]}",
        ),
        "/schema/anyOf/1",
        "tells these alternatives apart",
    ),
    "an object that may have what the other must": Refused(
        answer(
            "A: {type: object, required: [x], properties: {x: {type: string}, z: {type: string}}}\n"
            "B: {type: object, required: [y], properties: {y: {type: string}, x: {type: string}}}",
            "{oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}",
        ),
        "/schema/oneOf",
        "tells these alternatives apart",
    ),
    "an object that must have what the other may": Refused(
        answer(
            "A: {type: object, required: [y], properties: {y: {type: string}, x: {type: string}}}\n"
            "B: {type: object, required: [x], properties: {x: {type: string}, z: {type: string}}}",
            "{oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}",
        ),
        "/schema/oneOf",
        "tells these alternatives apart",
    ),
    "an object or a map": Refused(
        answer(
            CAT,
            "{anyOf: [{$ref: '#/components/schemas/Cat'},"
            " {type: object, additionalProperties: {type: string}}]}",
        ),
        "/schema/anyOf/1",
        "tells these alternatives apart",
    ),
    "alternatives in a member, with a shared value": Refused(
        answer(
            f"Thing: {{type: object, properties: {{pet: {PETS % ''}}}}}\n{CAT}\n"
            + DOG.replace("const: dog", "enum: [dog, cat]")
        ),
        "/components/schemas/Thing/properties/pet/oneOf",
        "tells these alternatives apart",
    ),
    "members beside alternatives": Refused(
        answer(
            "Thing: {type: object, properties: {a: {type: string}},"
            " anyOf: [{required: [a]}, {required: [b]}]}"
        ),
        "/components/schemas/Thing/properties",
        "beside alternatives",
    ),
    "anyOf beside oneOf": Refused(
        answer("Thing: {anyOf: [{type: string}], oneOf: [{type: integer}]}"), "/anyOf", "beside"
    ),
    "alternatives in a parameter": Refused(
        parameters("{name: q, in: query, schema: {oneOf: [{type: string}, {type: array}]}}"),
        "/schema/oneOf",
        "list of plain types",
    ),
    "alternatives in a field": Refused(
        form("{q: {anyOf: [{type: string}, {type: integer}]}}"), "/q/anyOf", "list of plain types"
    ),
    # Servers.
    "an address with a query": Refused(
        document(operation("servers: [{url: 'https://up.example/v2?a=b'}]")), "/url", "https://"
    ),
    "another scheme than the API's": Refused(
        document(operation("servers: [{url: http://mini.example/v1}]")), "/url", "by one scheme"
    ),
    "an address with a login": Refused(
        document(operation("servers: [{url: 'https://u:p@up.example'}]")), "/url", "https://"
    ),
    "an address without a scheme": Refused(
        document(operation("servers: [{url: //up.example/v2}]")), "/url", "https://"
    ),
    "an address that is relative to a page": Refused(
        document(operation("servers: [{url: v2}]")), "/url", "https://"
    ),
    "a variable that may be anything": Refused(
        document(
            operation("servers: [{url: 'https://{n}.example', variables: {n: {default: a}}}]")
        ).replace("https://mini.example/v1", "https://mini.example"),
        "/servers/0",
        "`x-pattern` or `enum`",
    ),
    "a path's own server with a variable below a path": Refused(
        document(
            operation().replace(
                "  get:\n",
                "  servers:\n  - url: https://{n}.example/v2\n"
                "    variables: {n: {default: a, enum: [a, b]}}\n  get:\n",
            )
        ),
        "/paths/~1things/servers/0",
        "name of the host",
    ),
    # Names.
    "a tag that every client has": Refused(
        document(operation(id="close_get", key="/close")), "/tags/0", "its own 'close'"
    ),
    "a tag that is the same class as another's async twin": Refused(
        document(
            operation()
            + operation(id="async_things_get", key="/async").replace(
                "tags: [async]", "tags: [async_things]"
            )
        ),
        "/tags/0",
        "AsyncThingsResource",
    ),
    "tags that are one class": Refused(
        document(
            operation(id="a_b_get", key="/1").replace("[a]", "[a_b]")
            + operation(id="a__b_get", key="/2").replace("[a]", "[a__b]")
        ),
        "/tags/0",
        "ABResource",
    ),
    "tags with a quote": Refused(
        document(operation(id="things_get").replace("[things]", "['thi\"ngs']")),
        "/tags/0",
        "names attributes",
    ),
    "tags with the end of a comment": Refused(
        document(operation(id="things_get").replace("[things]", "['*/']")), "/tags/0", "attributes"
    ),
    "tags with a line end": Refused(
        document(operation(id="things_get").replace("[things]", '["things\\n"]')),
        "/tags/0",
        "attributes",
    ),
    "two members of one attribute": Refused(
        answer(
            "Thing: {type: object, properties:"
            " {a: {type: string, x-argument: b}, b: {type: string}}}"
        ),
        "/properties/b",
        "one name",
    ),
    "two members of one attribute in parts": Refused(
        answer(
            "Thing: {allOf: [{$ref: '#/components/schemas/A'}, {type: object, properties:"
            " {foo_bar: {type: string}}}]}\nA: {type: object, properties: {fooBar: {type: string}}}"
        ),
        "/components/schemas/Thing",
        "one name",
    ),
    "a member that Python cannot name": Refused(
        answer("Thing: {type: object, properties: {a: {type: string, x-argument: class}}}"),
        "/properties/a",
        "x-argument",
    ),
    "one parameter in the path and in the query": Refused(
        parameters(
            "{name: q, in: query, schema: {type: string}},"
            " {name: q, in: header, schema: {type: string}}"
        ),
        "/parameters/1",
        "x-argument",
    ),
    "a parameter that its path has not": Refused(
        parameters("{name: id, in: path, required: true, schema: {type: string}}"),
        "/get",
        "drop the parameter",
    ),
    # References.
    "members beside a reference": Refused(
        answer(
            "Thing: {$ref: '#/components/schemas/A', properties: {b: {type: string}}}\n"
            "A: {type: object, properties: {a: {type: string}}}"
        ),
        "/components/schemas/Thing/properties",
        "allOf",
    ),
    "null beside a reference": Refused(
        answer(
            "Thing: {type: object, properties: {a: {$ref: '#/components/schemas/A',"
            " type: [object, 'null']}}}\nA: {type: object, properties: {a: {type: string}}}"
        ),
        "/properties/a/type",
        "beside a `$ref`",
    ),
    # Security.
    "two credentials in one header": Refused(
        secured(
            "[{a: [], b: []}]",
            "a: {type: http, scheme: bearer}\n  b: {type: apiKey, in: header, name: authorization}",
        ),
        "/security/0",
        "a place",
    ),
    "one credential in two places": Refused(
        secured(
            "[{a: [], b: []}]",
            "a: {type: apiKey, in: header, name: X-A, x-credential: key}\n"
            "  b: {type: apiKey, in: query, name: b, x-credential: key}",
        ),
        "/security/0",
        "of its own",
    ),
    "two together or another": Refused(
        secured("[{a: [], b: []}, {c: []}]", KEYS), "/security/0", "together"
    ),
    "two together or none": Refused(
        secured("[{a: [], b: []}, {}]", KEYS), "/security/1", "or none"
    ),
    "a certificate": Refused(secured("[{a: []}]", "a: {type: mutualTLS}"), "/a", "mutualtls"),
    "a password in a header": Refused(
        secured("[{a: []}]", "a: {type: http, scheme: basic}"), "/a", "basic"
    ),
    "a key in a cookie": Refused(
        secured("[{a: []}]", "a: {type: apiKey, in: cookie, name: sid}"), "/a", "cookie"
    ),
    "a credential as a cookie parameter": Refused(
        parameters("{name: sid, in: cookie, x-credential: a, schema: {type: string}}"),
        "/parameters/0",
        "cookie",
    ),
    # What nothing reads.
    "typed extras": Refused(
        answer(OWNED % "additionalProperties: {type: integer}"), "/additionalProperties", "a map"
    ),
    "typed extras in a part": Refused(
        answer(
            "Thing: {allOf: [{type: object, properties: {a: {type: string}}},"
            " {type: object, additionalProperties: {type: integer}}]}"
        ),
        "/allOf/1/additionalProperties",
        "a map",
    ),
    "typed extras in a body": Refused(
        form("{q: {type: string}}", "additionalProperties: {type: string}, "),
        "/additionalProperties",
        "list the members",
    ),
    "a list of lists in a query": Refused(
        parameters("{name: q, in: query, schema: {type: array, items: {type: array, items: {}}}}"),
        "/parameters/0",
        "one list",
    ),
    "fractions to choose from": Refused(
        parameters("{name: q, in: query, schema: {type: number, enum: [0.5, 1.5]}}"),
        "/schema/enum",
        "texts alone or whole numbers alone",
    ),
    "a choice of several types": Refused(
        answer("Thing: {type: object, properties: {a: {enum: [1, auto, true]}}}"),
        "/properties/a/enum",
        "texts alone or whole numbers alone",
    ),
    "alternatives and a member more": Refused(
        answer(
            f"Thing: {{allOf: [{{$ref: '#/components/schemas/Pet'}}, {A_STRING}]}}\n"
            "Pet: {oneOf: [{$ref: '#/components/schemas/Cat'},"
            f" {{$ref: '#/components/schemas/Dog'}}]}}\n{CAT}\n{DOG}"
        ),
        "/Thing/allOf/0",
        "into each alternative",
    ),
    "a success in two forms": Refused(
        document(operation(answer=OK + "  application/xml:\n    schema: {type: string}\n")),
        "/responses/200",
        "several forms",
    ),
    "a schema that is true": Refused(
        answer("Thing: {type: object, properties: {a: true}}"), "/properties/a", "write `{}`"
    ),
    "a header in a form": Refused(
        form("{q: {type: string}}").replace(
            "{schema: ", "{encoding: {q: {headers: {X-A: {schema: {}}}}}, schema: "
        ),
        "/q/headers",
        "leave it out",
    ),
    "JSON in a form": Refused(
        form("{q: {type: string}}").replace(
            "{schema: ", "{encoding: {q: {contentType: application/json}}, schema: "
        ),
        "/q/contentType",
        "plain text",
    ),
    "a callback": Refused(
        document(
            operation(
                "callbacks: {done: {'{$request.query.url}':"
                " {post: {responses: {'200': {description: Ok}}}}}}"
            )
        ),
        "/get/callbacks",
        "receives no calls",
    ),
    "a webhook": Refused(
        document(
            operation(),
            root="webhooks: {done: {post: {responses: {'200': {description: Ok}}}}}",
        ),
        "/webhooks",
        "receives no calls",
    ),
    "a type beside alternatives": Refused(
        answer("Thing: {type: string, anyOf: [{type: string}, {type: integer}]}"),
        "/Thing/type",
        "beside alternatives",
    ),
    "an argument of several parts": Refused(
        parameters(
            "{name: q, in: query, schema: {allOf: [{type: string}, {type: string, minLength: 2}]}}"
        ),
        "/schema/allOf",
        "in one schema",
    ),
    "a file as encoded text": Refused(
        form("{q: {type: string, contentMediaType: image/png, contentEncoding: base64}}"),
        "/q/contentEncoding",
        "the text is encoded",
    ),
    "a style of a field": Refused(
        form("{q: {type: array, items: {type: string}}}").replace(
            "{schema: ", "{encoding: {q: {style: spaceDelimited}}, schema: "
        ),
        "/q/style",
        "only form is sent",
    ),
    "an argument named like a keyword": Refused(
        parameters("{name: q, in: query, x-argument: lambda, schema: {type: string}}"),
        "/parameters/0",
        "another `x-argument`",
    ),
    "a body of unknown parts": Refused(
        document(
            operation(
                "requestBody: {content: {multipart/mixed: {schema: {type: string}}}}",
                method="post",
                id="things_make",
            )
        ),
        "/multipart~1mixed",
        "multipart/form-data",
    ),
    "a file among members of JSON": Refused(
        form("{q: {type: string, format: binary}}").replace(FORM, "application/json"),
        "/q",
        "base64",
    ),
    "a reference back into itself": Refused(
        answer(
            "Thing: {type: object, properties: {a: {type: array, items:"
            " {$ref: '#/components/schemas/Thing/properties/a'}}}}"
        ),
        "/Thing/properties/a",
        "name in components/schemas",
    ),
    "an extension where it means nothing": Refused(
        answer("Thing: {type: object, x-retry: never, properties: {a: {type: string}}}"),
        "/Thing/x-retry",
        "operation",
    ),
    "a schema that is no class": Refused(
        answer("my-thing: {type: object}", "{$ref: '#/components/schemas/my-thing'}"),
        "/components/schemas/my-thing",
        "MyThing",
    ),
    "a list of itself": Refused(
        answer("Thing: {type: array, items: {$ref: '#/components/schemas/Thing'}}"),
        "/components/schemas/Thing",
        "without a class between",
    ),
    "parts that are each other": Refused(
        answer(
            "Thing: {allOf: [{$ref: '#/components/schemas/Other'}]}\n"
            "Other: {allOf: [{$ref: '#/components/schemas/Thing'}, {type: object}]}"
        ),
        "/components/schemas/Thing",
        "without a class between",
    ),
    "a schema in small letters": Refused(
        answer("thing: {type: object}", "{$ref: '#/components/schemas/thing'}"),
        "/components/schemas/thing",
        "Thing",
    ),
    "a schema that begins with a digit": Refused(
        answer("2D: {type: object}", "{$ref: '#/components/schemas/2D'}"),
        "/components/schemas/2D",
        "cannot name a class 2D",
    ),
    "a variable that leads to another host": Refused(
        document(
            operation(
                "servers: [{url: 'https://{n}.example', variables:"
                " {n: {default: a, x-pattern: '^.*$'}}}]"
            )
        ).replace("https://mini.example/v1", "https://mini.example"),
        "/servers/0",
        "letters, digits and dashes",
    ),
    "a value of two hundred words": Refused(
        parameters(f"{{name: q, in: query, schema: {{type: {'string ' * 60}}}}}"),
        "/parameters/0/schema/type",
        "...",
    ),
    "raw characters": Refused(
        parameters("{name: q, in: query, allowReserved: true, schema: {type: string}}"),
        "/allowReserved",
        "escaped",
    ),
    **{
        f"{keyword} in an answer": Refused(answer(OWNED % f"{keyword}: {value}"), keyword, "to do")
        for keyword, value in {
            "patternProperties": "{'^x-': {type: string}}",
            "not": "{required: [b]}",
            "if": "{required: [a]}",
            "then": "{required: [b]}",
            "else": "{required: [c]}",
            "minProperties": "1",
            "maxProperties": "2",
            "propertyNames": "{pattern: '^a'}",
            "dependentRequired": "{a: [b]}",
            "dependentSchemas": "{a: {required: [b]}}",
            "unevaluatedProperties": "{type: integer}",
            "prefixItems": "[{type: string}]",
            "contains": "{type: string}",
            "nullable": "true",
        }.items()
    },
    "a form that may not be empty": Refused(
        form("{q: {type: string}}", "minProperties: 1, "),
        "/minProperties",
        "say in the description",
    ),
}


@pytest.mark.snapshots
def test_lossy_constructs_are_refused_with_place_and_advice(
    checkout: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    specs = {name: Refusal(wrong.text) for name, wrong in REFUSED.items()}
    said = refusals(checkout, capsys, specs, "constructs")
    with report_all() as case:
        for name, wrong in REFUSED.items():
            with case(name):
                place = re.compile(rf"\S+\.yaml:\d+ at \S*{re.escape(wrong.pointer)}\n")
                assert [each for each in said[name] if place.match(each) and wrong.says in each]


# --- done ----------------------------------------------------------------------------------


class Done(NamedTuple):
    """A spec, a call, the answer to it, and what must be true of the result and the request."""

    text: str
    holds: Callable[[Any, Any], bool]
    body: Any = {}  # noqa: RUF012
    call: Callable[[Any], Any] = lambda client: client.things.get()
    status: int = 200
    options: dict[str, Any] = {}  # noqa: RUF012


NAMES = ("Page", "Result", "Operation", "Resource", "Sequence", "Picture", "Note", "ThingsResource")

DONE = {
    # Names.
    **{
        f"a schema called {name}": Done(
            answer(
                f"{name}: {A_STRING}\nThing: {{type: object, properties:"
                f" {{b: {{$ref: '#/components/schemas/{name}'}}}}}}",
                f"{{type: array, items: {{$ref: '#/components/schemas/{name}'}}}}",
            ),
            lambda result, sent: [item.a for item in result] == ["q"],
            [{"a": "q"}],
        )
        for name in NAMES
    },
    "names that differ in case": Done(
        answer(
            f"HTTPError: {{type: object, properties: {{cause:"
            f" {{$ref: '#/components/schemas/HttpError'}}}}}}\nHttpError: {A_STRING}",
            "{$ref: '#/components/schemas/HTTPError'}",
        ),
        lambda result, sent: result.cause.a == "q",
        {"cause": {"a": "q"}},
    ),
    "a member called like a class": Done(
        answer(
            f"Thing: {{type: object, properties: {{Thing: {{type: string}},"
            f" Part: {{$ref: '#/components/schemas/Part'}}}}}}\nPart: {A_STRING}"
        ),
        lambda result, sent: (result.Thing_, result.Part_.a) == ("x", "q"),
        {"Thing": "x", "Part": {"a": "q"}},
    ),
    "an enum with the name of a class": Done(
        answer(
            "Thing: {type: object, properties: {kind: {type: string, enum: [Thing, list]}}}",
            "{type: array, items: {$ref: '#/components/schemas/Thing'}}",
        ),
        lambda result, sent: result[0].kind == "Thing",
        [{"kind": "Thing"}],
    ),
    "methods called like types": Done(
        document(
            operation(id="things_list", answer=answering("{type: array, items: {type: string}}"))
            + operation(
                "parameters: [{name: ids, in: query,"
                " schema: {type: array, items: {type: string}}}]",
                id="things_str",
                key="/str",
                answer=answering("{type: array, items: {type: string}}"),
            )
        ),
        lambda result, sent: result == ["a"] and sent.query == [("ids", "x")],
        ["a"],
        lambda client: client.things.str(ids=["x"]),
    ),
    # Alternatives.
    "a mapping that alternatives repeat": Done(
        answer(
            f"{CAT}\n{DOG}",
            PETS % ", discriminator: {propertyName: kind, mapping: {dog: Dog, cat: Cat}}",
        ),
        lambda result, sent: result.bark == "w",
        {"kind": "dog", "bark": "w"},
    ),
    "one of several constants tells them apart": Done(
        answer(
            "\n".join(
                each.replace("[kind], properties: {", "[api, kind], properties: {api: {const: 1}, ")
                for each in (CAT, DOG)
            ),
            PETS % "",
        ),
        lambda result, sent: result.bark == "w",
        {"api": 1, "kind": "dog", "bark": "w"},
    ),
    "alternatives with different members": Done(
        answer(
            "A: {type: object, required: [a], properties: {a: {type: string}}}\n"
            "B: {type: object, required: [b], properties: {b: {type: string}}}",
            "{type: object, anyOf: [{$ref: '#/components/schemas/A'},"
            " {$ref: '#/components/schemas/B'}]}",
        ),
        lambda result, sent: result.b == "q",
        {"b": "q"},
    ),
    "a text or an object": Done(
        answer(
            f"Thing: {A_STRING}",
            "{oneOf: [{type: string}, {$ref: '#/components/schemas/Thing'}, {type: 'null'}]}",
        ),
        lambda result, sent: result.a == "q",
        {"a": "q"},
    ),
    "a parameter that may be null": Done(
        parameters(
            "{name: q, in: query, schema: {anyOf: [{type: integer, maximum: 5}, {type: 'null'}]}}"
        ),
        lambda result, sent: sent.query == [("q", "5")],
        call=lambda client: client.things.get(q=5),
    ),
    "a parameter in a wrapper": Done(
        document(
            operation(
                "parameters: [{name: q, in: query,"
                " schema: {description: Why., allOf: [{$ref: '#/components/schemas/Kind'}]}}]"
            ),
            schemas("Kind: {type: string, enum: [a, b]}"),
        ),
        lambda result, sent: sent.query == [("q", "b")],
        call=lambda client: client.things.get(q="b"),
    ),
    "alternatives in a wrapper": Done(
        answer(
            "Thing: {type: object, properties: {pet: {allOf: [{oneOf:"
            " [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}]}}}\n"
            f"{CAT}\n{DOG}"
        ),
        lambda result, sent: result.pet.bark == "w",
        {"pet": {"kind": "dog", "bark": "w"}},
    ),
    "choices with slashes and quotes": Done(
        parameters('{name: q, in: query, schema: {enum: [a/b, it\'s, say "x"], type: string}}'),
        lambda result, sent: sent.query == [("q", "a/b")],
        call=lambda client: client.things.get(q="a/b"),
    ),
    "how a list travels, said of its parameter": Done(
        parameters(
            "{name: q, in: query, x-array-format: csv,"
            " schema: {type: array, items: {type: string}}}"
        ),
        lambda result, sent: sent.query == [("q", "a,b")],
        call=lambda client: client.things.get(q=["a", "b"]),
    ),
    "a list in a header": Done(
        parameters("{name: X-Q, in: header, schema: {type: array, items: {type: string}}}"),
        lambda result, sent: sent.headers["x-q"] == "a,b",
        call=lambda client: client.things.get(x_q=["a", "b"]),
    ),
    "arguments of one name on the wire": Done(
        parameters(
            "{name: q, in: query, schema: {type: string}},"
            " {name: q, in: header, x-argument: other, schema: {type: integer}}"
        ),
        lambda result, sent: sent.query == [("q", "a")] and sent.headers["q"] == "3",
        call=lambda client: client.things.get(q="a", other=3),
    ),
    # Servers.
    "a server of the path": Done(
        document(
            operation().replace("  get:\n", "  servers: [{url: https://up.example/v2}]\n  get:\n")
        ),
        lambda result, sent: sent.url == "https://up.example/v2/things",
    ),
    "a server of the operation before that of the path": Done(
        document(
            operation("servers: [{url: https://op.example}]").replace(
                "  get:\n", "  servers: [{url: https://up.example/v2}]\n  get:\n"
            )
        ),
        lambda result, sent: sent.url == "https://op.example/things",
    ),
    "a path on the same host": Done(
        document(operation("servers: [{url: /v2}]")),
        lambda result, sent: sent.url == "https://mini.example/v2/things",
    ),
    "another port": Done(
        document(operation("servers: [{url: 'https://mini.example:8443/v1'}]")),
        lambda result, sent: sent.url == "https://mini.example:8443/v1/things",
    ),
    "a variable of the API's server": Done(
        document(operation()).replace(
            "servers: [{url: https://mini.example/v1}]",
            "servers: [{url: 'https://{region}.example/{v}', variables:"
            " {region: {default: eu, enum: [eu, us]}, v: {default: v1}}}]",
        ),
        lambda result, sent: sent.url == "https://eu.example/v1/things",
    ),
    "a variable with a list of values": Done(
        document(
            operation(
                "servers: [{url: 'https://{n}.example',"
                " variables: {n: {default: a, enum: [a, b]}}}]"
            )
        ).replace("https://mini.example/v1", "https://mini.example"),
        lambda result, sent: sent.url == "https://b.example/things",
        call=lambda client: client.things.get("b"),
    ),
    # Aliases.
    **{
        f"a name for {kind}": Done(
            answer(
                f"Bag: {schema}\nAlias: {{$ref: '#/components/schemas/Bag'}}\n"
                "Thing: {type: object, properties: {a: {$ref: '#/components/schemas/Alias'},"
                " b: {type: array, items: {$ref: '#/components/schemas/Bag'}}}}"
            ),
            lambda result, sent: (result.a, result.b) == ({"q": 1}, [{"q": 1}]),
            {"a": {"q": 1}, "b": [{"q": 1}]},
        )
        for kind, schema in {
            "anything": "{description: Any.}",
            "free objects": "{type: object}",
            "open objects": "{type: object, additionalProperties: true}",
            "maps": "{type: object, additionalProperties: {type: integer}}",
        }.items()
    },
    "an alias of an alias": Done(
        answer(
            "Thing: {$ref: '#/components/schemas/Other', description: The same.}\n"
            f"Other: {{$ref: '#/components/schemas/Last'}}\nLast: {A_STRING}"
        ),
        lambda result, sent: result.a == "q",
        {"a": "q"},
    ),
    "aliases of plain types": Done(
        answer(
            "Thing: {type: object, properties: {id: {$ref: '#/components/schemas/Id'},"
            " kind: {$ref: '#/components/schemas/Kind'}, tags: {$ref: '#/components/schemas/Tags'},"
            " map: {$ref: '#/components/schemas/Map'}, any: {$ref: '#/components/schemas/Any_'}}}\n"
            "Id: {$ref: '#/components/schemas/Number'}\nNumber: {type: integer}\n"
            "Kind: {$ref: '#/components/schemas/Enum'}\nEnum: {type: string, enum: [a, b]}\n"
            "Tags: {$ref: '#/components/schemas/List'}\nList: {type: array, items:"
            " {$ref: '#/components/schemas/Id'}}\n"
            "Map: {$ref: '#/components/schemas/Dict'}\nDict: {type: object,"
            " additionalProperties: {$ref: '#/components/schemas/Kind'}}\n"
            "Any_: {}".replace("Any_", "Whatever")
        ).replace("Any_", "Whatever"),
        lambda result, sent: (
            (result.id, result.kind, result.tags, result.map, result.any)
            == (1, "a", [2], {"x": "b"}, [None])
        ),
        {"id": 1, "kind": "a", "tags": [2], "map": {"x": "b"}, "any": [None]},
    ),
    "an alias in a part": Done(
        answer(
            "Thing: {allOf: [{$ref: '#/components/schemas/Alias'}]}\n"
            f"Alias: {{$ref: '#/components/schemas/Last'}}\nLast: {A_STRING}"
        ),
        lambda result, sent: result.a == "q",
        {"a": "q"},
    ),
    "a reference to a member": Done(
        answer(
            "Thing: {type: object, properties: {a: {type: integer},"
            " b: {$ref: '#/components/schemas/Thing/properties/a'}}}"
        ),
        lambda result, sent: result.b == 5,
        {"b": 5},
    ),
    "an alias of a body and of a parameter": Done(
        document(
            operation(
                "parameters: [{$ref: '#/components/parameters/Alias'}]\n"
                f"requestBody: {{content: {{{FORM}:"
                " {schema: {$ref: '#/components/schemas/Form'}}}}",
                method="post",
            ),
            schemas(f"Form: {{$ref: '#/components/schemas/Last'}}\nLast: {A_STRING}")
            + "\nparameters:\n  Alias: {$ref: '#/components/parameters/Q'}\n"
            "  Q: {name: q, in: query, schema: {$ref: '#/components/schemas/Form/properties/a'}}",
        ).replace("Form/properties/a", "Last/properties/a"),
        lambda result, sent: (sent.query, sent.fields) == ([("q", "1")], [("a", "2")]),
        call=lambda client: client.things.get(q="1", a="2"),
    ),
    # Parameters of a path.
    "a parameter of the path": Done(
        document(
            operation(key="/things/{id}").replace(
                "  get:\n",
                "  parameters: [{name: id, in: path, required: true, schema: {type: string}}]\n"
                "  get:\n",
            )
        ),
        lambda result, sent: sent.url.endswith("/things/x"),
        call=lambda client: client.things.get("x"),
    ),
    "a parameter of the path, overridden": Done(
        document(
            operation(
                "parameters: [{name: q, in: query, required: true, schema: {type: string}}]"
            ).replace(
                "  get:\n",
                "  parameters: [{name: q, in: query, schema: {type: integer}}]\n  get:\n",
            )
        ),
        lambda result, sent: sent.query == [("q", "b")],
        call=lambda client: client.things.get("b"),
    ),
    "a parameter of the path, overridden by references": Done(
        document(
            operation("parameters: [{$ref: '#/components/parameters/Own'}]").replace(
                "  get:\n", "  parameters: [{$ref: '#/components/parameters/Shared'}]\n  get:\n"
            ),
            "parameters:\n  Own: {name: q, in: query, schema: {type: string}}\n"
            "  Shared: {name: q, in: query, required: true, schema: {type: integer}}",
        ),
        lambda result, sent: sent.query == [("q", "b")],
        call=lambda client: client.things.get(q="b"),
    ),
    "a parameter of the same name in another place": Done(
        document(
            operation(
                "parameters: [{name: q, in: header, x-argument: trace, schema: {type: string}}]"
            ).replace(
                "  get:\n",
                "  parameters: [{name: q, in: query, schema: {type: integer}}]\n  get:\n",
            )
        ),
        lambda result, sent: sent.query == [("q", "5")] and sent.headers["q"] == "t",
        call=lambda client: client.things.get(q=5, trace="t"),
    ),
    "a list in a path": Done(
        parameters(
            "{name: ids, in: path, required: true, schema: {type: array, items: {type: string}}}",
            "/things/{ids}",
        ),
        lambda result, sent: sent.url.replace("%2C", ",").endswith("/things/a,b"),
        call=lambda client: client.things.get(["a", "b"]),
    ),
    # Answers and bodies.
    "no content": Done(
        document(operation(method="delete", answer="description: Gone.", status="204")),
        lambda result, sent: result is None and sent.method == "DELETE",
        b"",
        status=204,
    ),
    "an empty answer": Done(
        document(operation(answer="description: Done.")), lambda result, sent: result is None, b""
    ),
    "a DELETE with a body": Done(
        document(
            operation(
                f"requestBody: {{content: {{{FORM}: {{schema: {A_STRING}}}}}}}",
                method="delete",
                answer="description: Gone.",
                status="204",
            )
        ),
        lambda result, sent: (sent.method, sent.fields) == ("DELETE", [("a", "q")]),
        b"",
        lambda client: client.things.get(a="q"),
        204,
    ),
    "two successes alike": Done(
        document(operation(answer=OK)).replace(
            '        "200":',
            '        "201": {description: Made, content: {application/json: {schema: {}}}}\n'
            '        "200":',
        ),
        lambda result, sent: result == {"a": 1},
        {"a": 1},
        status=201,
    ),
    "members that only the host writes": Done(
        form("{id: {type: string, readOnly: true}, q: {type: string}}", "required: [id], "),
        lambda result, sent: sent.fields == [("q", "x")],
        call=lambda client: client.things.make(q="x"),
    ),
    # Security.
    "two credentials together": Done(
        secured("[{a: [], b: []}]", KEYS),
        lambda result, sent: (sent.headers["x-a"], sent.query) == ("1", [("b", "2")]),
        options={"credentials": {"a": "1", "b": "2"}},
    ),
    "either credential": Done(
        secured("[{a: []}, {token: []}]", KEYS),
        lambda result, sent: (
            sent.headers["authorization"] == "Bearer 2" and "x-a" not in sent.headers
        ),
        options={"credentials": {"token": "2"}},
    ),
    "one more credential": Done(
        secured("[{a: []}, {a: [], b: []}]", KEYS),
        lambda result, sent: sent.headers["x-a"] == "1" and sent.query == [],
        options={"credentials": {"a": "1"}},
    ),
    "no credential for an operation of its own": Done(
        document(operation("security: []"), f"securitySchemes:{KEYS}", "security: [{a: []}]"),
        lambda result, sent: "x-a" not in sent.headers,
        options={"credentials": {"a": "1"}},
    ),
}


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, MiniApi]]:
    """The API of each row, generated in one run."""
    checkout = Checkout(tmp_path_factory.mktemp("done") / "checkout")
    for index, row in enumerate(DONE.values()):
        checkout.write(row.text, f"done_{index}")
    checkout.generate()
    with imported(checkout) as api:
        yield {name: api(f"done_{index}") for index, name in enumerate(DONE)}


def test_whole_constructs_are_sent_and_read_as_the_spec_says(done: dict[str, MiniApi]) -> None:
    faults = []
    for name, row in DONE.items():
        drift: list[str] = []
        try:
            result, sent = done[name].call(
                row.call,
                Reply(row.status, row.body),
                on_drift=lambda each, drift=drift: drift.append(str(each)),
                **row.options,
            )
            held = row.holds(result, sent)
        except Exception as error:  # every row is to be reported
            faults.append(f"{name}: {error!r}")
            continue
        if drift or not held:
            faults.append(f"{name}: {result!r}, {sent.url}, {dict(sent.headers)}, {drift}")
    assert faults == []


MISSING = {
    "two credentials together": ("a", "b"),
    "either credential": ("",),
    "one more credential": ("b",),
}


def test_call_without_its_credentials_is_refused_before_it_is_sent(
    done: dict[str, MiniApi],
) -> None:
    for name, given in MISSING.items():
        for scheme in given:
            recorder = Recorder(Reply(200, {}))
            credentials = {scheme: "1"} if scheme else {}
            with (
                done[name].sync_client(recorder, credentials=credentials) as client,
                pytest.raises(MissingCredentials),
            ):
                client.things.get()
            assert recorder.sent == []


def test_value_outside_a_wrapped_schema_is_refused(done: dict[str, MiniApi]) -> None:
    for name, value in (("a parameter that may be null", 6), ("a parameter in a wrapper", "c")):
        with (
            done[name].sync_client(Recorder(Reply(200, {}))) as client,
            pytest.raises(InvalidArgument),
        ):
            client.things.get(q=value)


def test_description_of_an_argument_names_limits_that_are_not_checked(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path / "checkout")
    checkout.write(
        form("{q: {type: string, description: A word., maxLength: 9, pattern: '^a', default: b}}")
    )
    checkout.generate()
    with imported(checkout) as api:
        text = inspect.getdoc(api("mini").part("resources.things").ThingsResource.make) or ""
    said = " ".join(text.split())
    assert "q: A word. At most 9 characters. Matches `^a`. The host takes b where it is" in said


def test_rules_know_every_name_of_a_client() -> None:
    names = {name for kind in (SyncClient, AsyncClient) for name in dir(kind)}
    names |= {"api", "upload", "delete"}
    unknown = {name for name in names if not name.startswith("_")} - CLIENT_NAMES
    assert unknown == set(), "add them to CLIENT_NAMES in overrides/codegen/rules.py"
