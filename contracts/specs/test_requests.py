"""Every request that a document shows or describes is valid under its contract.

Clients send one spelling of a list or name. The host's document has others; they are aliases in the
spec, and an alias satisfies what requires the other name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import parse_qsl

import pytest
from jsonschema import Draft202012Validator

from contracts.support.reporting import report_all
from contracts.support.specs import API_NAMES, Json, load_examples, load_spec, operations, resolve

every_api = pytest.mark.parametrize("api", API_NAMES)


class Form(NamedTuple):
    """Where a request holds names and values: its query, or a body of one media type."""

    members: dict[str, Json]
    required: set[str]


def forms(document: Json, operation: str, place: str) -> Iterator[Form]:
    """The forms that a request of an operation may have in its query or body."""
    value = operations(document)[operation].value
    if place == "query":
        parameters = [resolve(document, each) for each in value.get("parameters", [])]
        parameters = [each for each in parameters if each["in"] == "query"]
        members = {
            each["name"]: {**each, **resolve(document, each["schema"])} for each in parameters
        }
        yield Form(members, {each["name"] for each in parameters if each.get("required")})
    for media in resolve(document, value.get("requestBody", {})).get("content", {}).values():
        if place == "body":
            schema = resolve(document, media["schema"])
            members = {
                name: resolve(document, member) for name, member in schema["properties"].items()
            }
            yield Form(members, set(schema.get("required", [])))


def faults(form: Form, pairs: list[tuple[str, str]]) -> list[str]:
    """What keeps some names and values from being this form; credentials are not looked for."""
    values: dict[str, Json] = {}
    for name, text in pairs:
        kind = form.members.get(name, {}).get("type")
        value = int(text) if kind == "integer" and text.isdigit() else text
        values[name] = [*values.get(name, []), value] if kind == "array" else value
    found = [f"{name} is not in the contract" for name in values if name not in form.members]
    for name, value in values.items():
        for error in Draft202012Validator(form.members.get(name, {})).iter_errors(value):
            found.append(f"{name}: {error.message}")
    aliases = {name: member.get("x-alias-of", name) for name, member in form.members.items()}
    given = set(values) | {aliases.get(name, name) for name in values}
    for name in sorted(form.required - given):
        member = form.members[name]
        is_file = "binary" in (member.get("format"), member.get("items", {}).get("format"))
        if not ({"x-credential", "const"} & set(member) or is_file):
            found.append(f"{name} is missing")
    return found


def least(document: Json, operation: str, place: str, line: str) -> list[str]:
    """The faults under the form that comes nearest."""
    query = line.partition("?")[2] if line.startswith(("GET ", "POST ")) else line
    pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=True)
    return min((faults(form, pairs) for form in forms(document, operation, place)), key=len)


#: What a fragment leaves out that its call requires.
REST = {"imageshack/documented/request_albums_create.txt": "&title=Tahoe"}


@every_api
def test_every_request_that_a_document_shows_is_valid(api: str) -> None:
    with report_all(least=0) as case:
        for example in load_examples(api):
            if example.entry["kind"] == "request" and "in" in example.entry:
                document, place = load_spec(api), example.entry["in"]
                for line in example.text.splitlines():
                    with case(f"{example.id}: {line}"):
                        whole = line + REST.get(f"{api}/{example.entry['file']}", "")
                        assert least(document, example.entry["operation"], place, whole) == []


#: Spellings that a document describes without showing a request.
DESCRIBED = [
    ("imgur", "images_upload", "body", "image=https://example.org/a.png&album_id=aB3dE5f&type=URL"),
    ("imgur", "albums_remove_images", "query", "ids[]=aB3dE5f&ids[]=Zk81vNw"),
    ("imageshack_gallery", "galleries_create", "body", "image=img123/4567/filename.ext;640;480;y"),
    ("imageshack_gallery", "galleries_add_by_get", "query", "g=a&image=img1/2/newfile.jpg"),
    ("imageshack", "images_upload_many", "body", "titles=Lake,Snow&descriptions=One,Two"),
    ("imageshack", "images_upload_many", "body", "titles[]=Lake&titles[]=Snow&tags[]=a&tags[]=b"),
    ("imageshack", "images_transload", "body", "urls[]=https://example.org/a.png&titles=Lake"),
    ("imageshack", "images_update", "body", "tags[]=winter&tags[]=snow"),
    ("imageshack", "images_update", "body", "tags=winter,snow"),
    ("imageshack", "images_update_many", "body", "ids[]=a&ids[]=b&tags[]=snow"),
    ("imageshack", "tags_add", "body", "tags[]=winter"),
    ("imageshack", "tags_add_many", "body", "ids[]=a&tags[]=winter"),
    ("imageshack", "tags_delete", "query", "tags[]=winter"),
    ("imageshack", "tags_delete_many", "query", "ids[]=a&tags=winter"),
    ("imageshack", "tags_clear_many", "query", "ids[]=a"),
    ("imageshack", "users_update", "body", "avatar_sever=208&avatar_filename=logolightcrop.png"),
    ("imageshack", "albums_create", "body", "title=Tahoe&files[]=eb96484058j&files[]=bb3zdkiwbj"),
    ("imageshack", "albums_delete_many_by_put", "body", "ids[]=TzcF&ids[]=i5VF"),
]


def test_every_spelling_that_a_document_describes_is_valid() -> None:
    with report_all() as case:
        for api, operation, place, line in DESCRIBED:
            with case(f"{api} {operation}: {line}"):
                assert least(load_spec(api), operation, place, line) == []


def test_a_request_that_no_document_has_is_noticed() -> None:
    document = load_spec("imageshack")
    for line, fault in (
        ("tags[]=winter", "ids is missing"),
        ("ids[]=a&tags=winter&colour=red", "colour is not in the contract"),
        ("ids=", "ids: '' should be non-empty"),
    ):
        assert fault in least(document, "tags_add_many", "body", line)
