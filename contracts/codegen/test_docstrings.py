"""The text of a spec becomes the docstrings of the client, with any characters in it."""

from __future__ import annotations

import ast
import inspect
import json
from pathlib import Path
from typing import Any

import pytest

from contracts.codegen.conftest import Build
from contracts.codegen.minispec import Checkout, MiniApi, answering, document, operation, schemas
from contracts.support.reporting import report_all

HOSTILE = {
    "quotes": "say \"hi\" and 'ho'",
    "three quotes": 'before """ after',
    "three quotes at the end": 'ends with """',
    "a quote at the end": 'ends with "',
    "backslashes": r"C:\new\table \N{BULLET} \u0041 \x",
    "a backslash at the end": "ends with \\",
    "backslash and quotes": '\\"""\\',
    "template syntax": "{{ 1/0 }} {% raw %} {# note #} ${x} %s {0}",
    "separators": "one\u2028two\u2029three\u0085four\x0bfive",
    "an escape": "one\x1b[31mtwo",
    "bidi": "a\u202eb\u2066c",
    "lines": "first line\n\nsecond paragraph\n- a list\n- of two",
    "carriage returns": "one\r\ntwo\rthree",
    "tabs": "one\ttwo",
    "a long word": "x" * 300,
    "a long word of backslashes": "\\" * 301,
    "other alphabets": "naïve 写真 🖼 Ελληνικά",
    "markup": "<b>bold</b> & `code` *star* :class:`x`",
    "code": "raise SystemExit('run')\nimport os",
    "empty": "",
    "spaces": "   ",
}


#: A text, a schema, and the limits that are said behind it.
LIMITED: list[tuple[str, str, str]] = [
    ("How many characters.", "{type: string, minLength: 5}", "At least 5 characters."),
    ("At least 5 of them.", "{type: string, minLength: 5}", ""),
    ("At least 50 of them.", "{type: string, minLength: 5}", "At least 5 characters."),
    ("At most 5,000.", "{type: integer, maximum: 5000}", ""),
    ("At most 15,000.", "{type: integer, maximum: 5000}", "At most 5000."),
    ("From 1 to 100.", "{type: integer, minimum: 1, maximum: 100}", ""),
    ("It is 100 where it is left out.", "{type: integer, minimum: 1, maximum: 100}", "1 to 100."),
    ("A number.", "{type: integer, minimum: 0}", ""),
    ("Left out.", "{type: integer, default: 7}", "The host takes 7 where it is left out."),
]


def test_limits_that_a_text_does_not_name_stand_behind_it(build: Build) -> None:
    parameters = "".join(
        f"\n  - {{name: p{number}, in: query, description: {quoted(text)}, schema: {schema}}}"
        for number, (text, schema, _) in enumerate(LIMITED)
    )
    api = build(document(operation(f"parameters:{parameters}")))
    shown = " ".join(inspect.getdoc(api.part("resources.things").ThingsResource.get).split())
    with report_all(least=len(LIMITED)) as case:
        for number, (text, _, limits) in enumerate(LIMITED):
            with case(text):
                after = shown.partition(f"p{number}: ")[2]
                after = after.partition(f" p{number + 1}: ")[0].partition(" Source: ")[0]
                after = after.partition(" options: ")[0].partition(" Returns: ")[0]
                assert after == f"{text} {limits}".strip()


def quoted(text: str) -> str:
    """A text in YAML's double quotes, whatever it holds."""
    plain = (c if c.isprintable() and c not in '"\\' else f"\\U{ord(c):08x}" for c in text)
    return '"' + "".join(plain) + '"'


def speaking(text: str) -> str:
    """A spec that says the same everywhere a text may stand."""
    said = quoted(text)
    row = f"code: {said}, message: {quoted('^' + text.strip())}, category: duplicate"
    meaning = f"meaning: {quoted(text.strip() or 'A')}, x-provenance: observed"
    # Patterns are regular expressions, which not every text is.
    table = "" if set("\\{[*") & set(text) else f"x-error-table:\n  - {{{row}, {meaning}}}"
    members = f"properties:\n    id: {{type: string, description: {said}}}"
    return document(
        f"""
/things:
  post:
    operationId: things_make
    tags: [things]
    summary: {said}
    description: {said}
    x-source: {{document: mini.txt, section: {quoted(text.strip() or "A")}}}
    parameters:
      - {{name: q, in: query, description: {said}, schema: {{type: string}}}}
    requestBody:
      content:
        application/x-www-form-urlencoded:
          schema:
            type: object
            properties:
              note: {{type: string, description: {said}}}
              kind: {{const: {said}}}
    responses:
      "200":
        description: {said}
        content:
          application/json:
            schema: {{$ref: '#/components/schemas/Thing'}}
      "400": {{description: {said}}}
/files:
  post:
    operationId: things_upload
    tags: [things]
    summary: Upload
    requestBody:
      content:
        multipart/form-data:
          schema:
            type: object
            required: [file]
            properties:
              file: {{type: string, format: binary}}
              note: {{type: string, description: {said}}}
    responses:
      "200": {{description: Done.}}
""",
        schemas(f"Thing:\n  type: object\n  description: {said}\n  {members}"),
        table,
    ).replace("title: Mini API", f"title: {said}")


def words(text: str | None) -> str:
    """A text without its layout: only what is said counts."""
    letters = "".join(letter for letter in text or "" if letter.isprintable() or letter.isspace())
    return " ".join(letters.split())


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_does_no_harm_and_is_kept(build: Build, name: str) -> None:
    text = HOSTILE[name]
    api = build(speaking(text))
    for source in api.folder.rglob("*.py"):
        ast.parse(source.read_text("utf-8"), source.name)
    assert api.sent(lambda client: client.things.make(note="n")).query == []
    for place, documented in documented_places(api).items():
        assert joined(text) in documented.replace(" ", ""), place


def joined(text: str) -> str:
    """The words without blanks, which layout may move; a control character says nothing."""
    return words(text).replace(" ", "")


def documented_places(api: MiniApi) -> dict[str, str]:
    """The docstrings that repeat the spec's words."""
    resources = api.part("resources.things")
    return {
        "sync method": words(inspect.getdoc(resources.ThingsResource.make)),
        "options": words(options_text(api.source("resources/things.py"))),
        "model": words(inspect.getdoc(api.models.Thing)),
        "api": words(api.part("api").__doc__),
        "package": words(api.part("api").__doc__),
    }


def options_text(source: str) -> str:
    """What the class of optional arguments says of its one key."""
    (options,) = [
        node
        for node in ast.parse(source).body
        if isinstance(node, ast.ClassDef) and node.name == "ThingsUploadOptions"
    ]
    said = options.body[-1]
    assert isinstance(said, ast.Expr)
    return str(ast.literal_eval(said.value))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_constants_travel_unchanged(build: Build, name: str) -> None:
    api = build(speaking(HOSTILE[name]))
    sent = api.sent(lambda client: client.things.make(note="n"))
    assert ("kind", HOSTILE[name]) in sent.fields


def test_a_method_says_everything_that_its_spec_says(build: Build) -> None:
    api = build(
        document(
            """
/things/{id}:
  get:
    operationId: things_get
    tags: [things]
    summary: Get a thing
    description: It is fetched from the shelf.
    x-source: {document: mini.txt, section: Getting things}
    parameters:
      - {name: id, in: path, required: true, description: Which one., schema: {type: string}}
      - {name: width, in: query, schema: {type: integer, description: Width in pixels.}}
      - {name: mute, in: query, schema: {type: string}}
    responses:
      "200": {description: The thing itself.}
      "404": {description: No such thing.}
      default: {description: Anything else.}
"""
        )
    )
    said = inspect.getdoc(api.part("resources.things").ThingsResource.get)
    assert said is not None
    order = [
        "Get a thing",
        "It is fetched from the shelf.",
        "Args:",
        "id: Which one.",
        "width: Width in pixels.",
        "mute: No description in the document.",
        "options:",
        "Returns:",
        "The thing itself.",
        "Raises:",
        "ImageHostError: Anything else.",
        "NotFound: No such thing.",
        'Source: mini.txt, "Getting things".',
    ]
    assert [line for line in order if line not in said] == []
    assert sorted(order, key=said.index) == order
    awaited = inspect.getdoc(api.part("resources.things").AsyncThingsResource.get)
    assert awaited == "See :meth:`ThingsResource.get`."


def test_the_spec_itself_is_in_the_package(checkout: Checkout, tmp_path: Path) -> None:
    checkout.write(speaking("naïve 写真 \u2028"))
    checkout.generate()
    bundled: Any = json.loads((checkout.package / "mini" / "spec.json").read_text("utf-8"))
    assert bundled["info"]["title"] == "naïve 写真 \u2028"
    assert list(bundled) == ["openapi", "info", "servers", "x-error-table", "paths", "components"]


def test_the_error_table_is_in_the_package(build: Build) -> None:
    api = build(
        document(
            operation(answer=answering("{}")),
            root="""
            x-error-body: {code: /error/code, message: /error/message}
            x-error-table:
              - {status: 429, category: rate_limited, meaning: Slow down., x-provenance: observed}
              - {code: 5, category: not_found, meaning: Gone., x-provenance: observed}
              - code: E7
                message: '^a "b" \\d{2,}'
                category: duplicate
                meaning: Twice.
                x-provenance: observed
            """,
        )
    )
    rules = [
        (rule.category, rule.status, rule.code, rule.message, rule.meaning)
        for rule in api.part("api").API.error_rules
    ]
    assert rules == [
        ("rate_limited", 429, None, "", "Slow down."),
        ("not_found", None, 5, "", "Gone."),
        ("duplicate", None, "E7", '^a "b" \\d{2,}', "Twice."),
    ]
