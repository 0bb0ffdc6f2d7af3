"""Every request that a document shows is valid under the portable form of its contract.

Read as any validator reads it: the path, the query and the body, by OpenAPI's own rules and no
extension. What is not offered there is what the contract itself lists as left out.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

import pytest
from jsonschema import Draft202012Validator

from contracts.specs.test_requests import DESCRIBED, REST
from contracts.support.examples import api_where
from contracts.support.reporting import report_all
from contracts.support.specs import (
    API_NAMES,
    ROOT,
    Json,
    load_examples,
    load_spec,
    operations,
    resolve,
)

FORM, FILES = "application/x-www-form-urlencoded", "multipart/form-data"

#: A value for each name that a document writes as `name={}`; any other one is text.
VALUES = {"page": "0", "vote": "up", "section": "hot", "sort": "viral", "terms": "1", "type": "URL"}
VALUES |= {"id": "7", "parent_id": "7", "new": "true"}


class Request(NamedTuple):
    """A request as it travels; a form may stand in the address or in the body."""

    method: str
    url: str
    pairs: Sequence[tuple[str, str]] = ()
    files: frozenset[str] = frozenset()


def portable(api: str) -> Json:
    path = ROOT / "generated" / "imagehosts_wire" / api / "openapi.json"
    return json.loads(path.read_text("utf-8"))


# --- reading what documents show -----------------------------------------------------------


def shown(api: str) -> Iterator[tuple[str, str, Request]]:
    """Every request of the documents: where it stands, the call that it makes, and itself."""
    for example in load_examples(api):
        entry = example.entry
        if entry["kind"] != "request" or not entry["file"].startswith("documented/"):
            continue
        text = example.text
        lines = [text] if text.startswith("curl ") else text.splitlines()
        for line in lines:
            line += REST.get(f"{api}/{entry['file']}", "")
            yield entry["file"], entry["operation"], request(api, entry, line)


def request(api: str, entry: Json, line: str) -> Request:
    if line.startswith("curl "):
        return _of_curl(line)
    if found := re.match(r"(get|post|put|delete|patch) (.*)$", line, re.IGNORECASE):
        return _of_line(api, entry["operation"], found[1].upper(), found[2])
    return _of_pairs(api, entry["operation"], entry["in"], line)


def _of_curl(text: str) -> Request:
    """A command line, with the options that documents use."""
    method, url, pairs, files = "POST", "", [], set()
    words = iter(shlex.split(text)[1:])
    for word in words:
        if word in ("-X", "--request"):
            method = next(words)
        elif word in ("-F", "--form"):
            name, _, value = next(words).partition("=")
            pairs.append((name, value.removeprefix("@")))
            files |= {name} if value.startswith("@") else set()
        elif word in ("-H", "--header"):
            next(words)
        elif not word.startswith("-"):
            url = word
    return Request(method, url, pairs, frozenset(files) or frozenset({""}))


def _of_line(api: str, operation: str, method: str, target: str) -> Request:
    """A line of a document: `[x={}]` may be sent, `{}` stands for a value."""
    filled = re.sub(r"\{(\w+)\}", lambda name: VALUES.get(name[1], "aB3dE5f"), target)
    path, _, query = filled.partition("?")
    pairs = [
        (name, value if value not in ("{}", "") else VALUES.get(name, "aB3dE5f"))
        for name, value in parse_qsl(re.sub(r"[\[\]](?=&|$)|(?<=&)\[|^\[", "", query), True)
    ]
    if "://" not in path:
        version = load_spec(api)["servers"][0]["url"]
        path = version + "/" + path.removeprefix("/3").strip("/")
    if method == "GET" or FORM not in _kinds(load_spec(api), operation):
        return Request(method, f"{path}?{_joined(pairs)}" if pairs else path)
    return Request(method, path, pairs)


def _of_pairs(api: str, operation: str, place: str, line: str) -> Request:
    """Names and values of a call that a document shows without its address."""
    node = operations(load_spec(api))[operation]
    _, _, route, method = node.pointer.split("/")
    route = route.replace("~1", "/").partition("#")[0]
    url = load_spec(api)["servers"][0]["url"] + re.sub(r"\{(\w+)\}", "aB3dE5f", route)
    pairs = parse_qsl(line, keep_blank_values=True, strict_parsing=True)
    if place == "query":
        return Request(method.upper(), f"{url}?{line}")
    kinds = _kinds(load_spec(api), operation)
    return Request(method.upper(), url, pairs, frozenset({""} if kinds == {FILES} else ()))


def _kinds(document: Json, operation: str) -> set[str]:
    body = resolve(document, operations(document)[operation].value.get("requestBody", {}))
    return set(body.get("content", {}))


def _joined(pairs: Sequence[tuple[str, str]]) -> str:
    return "&".join(f"{name}={value}" for name, value in pairs)


# --- a validator that knows OpenAPI alone --------------------------------------------------


def faults(document: Json, sent: Request) -> list[str]:
    """What keeps a request from being valid; credentials are not looked for."""
    found = [*_operations(document, sent)]
    if not found:
        return [f"no operation for {sent.method} {sent.url}"]
    return min((_faults(document, operation, sent) for operation in found), key=len)


def _operations(document: Json, sent: Request) -> Iterator[Json]:
    parts = urlsplit(sent.url)
    for path, item in document["paths"].items():
        operation = item.get(sent.method.lower())
        for server in (operation or {}).get("servers", document["servers"]):
            whole = urlsplit(server["url"]).path.rstrip("/") + path
            pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(whole))
            if operation and re.fullmatch(f"{pattern.rstrip('/')}/?", parts.path):
                yield operation


def _faults(document: Json, operation: Json, sent: Request) -> list[str]:
    parameters = [resolve(document, each) for each in operation.get("parameters", [])]
    parameters = [each for each in parameters if each["in"] == "query"]
    schemes = document["components"].get("securitySchemes", {}).values()
    query = parse_qsl(urlsplit(sent.url).query, keep_blank_values=True)
    found = []
    values = [pair for pair in query if pair[0] not in {each.get("name") for each in schemes}]
    for parameter in parameters:
        given = [value for name, value in values if name == parameter["name"]]
        if given:
            found += _bad(document, parameter["name"], parameter["schema"], given)
        elif parameter.get("required"):
            found.append(f"{parameter['name']} is missing")
    body = resolve(document, operation.get("requestBody", {})).get("content", {})
    media = body.get(FILES if sent.files else FORM)
    if media is None:
        return found + (["this kind of body is not taken"] if sent.pairs else [])
    # A call may stand in the address as a whole, where the document shows it so.
    in_query = [p for p in values if p[0] not in {each["name"] for each in parameters}]
    return found + _body_faults(document, media["schema"], [*sent.pairs, *in_query], sent.files)


def _body_faults(
    document: Json, reference: Json, pairs: list[tuple[str, str]], files: frozenset[str]
) -> list[str]:
    schema = resolve(document, reference)
    members = schema.get("properties", {})
    patterns = schema.get("patternProperties", {})
    found = []
    for name in dict.fromkeys(name for name, _ in pairs):
        given = [value for each, value in pairs if each == name]
        fitting = [each for pattern, each in patterns.items() if re.search(pattern, name)]
        if name in members or fitting:
            found += _bad(document, name, members.get(name, *fitting[:1]), given)
        elif not schema.get("additionalProperties", True):
            found.append(f"{name} is not in the contract")
    for name in schema.get("required", []):
        member = resolve(document, members[name])
        is_file = "binary" in (member.get("format"), member.get("items", {}).get("format"))
        if not (name in dict(pairs) or member.get("format") == "password" or is_file):
            found.append(f"{name} is missing")
    return found


def _bad(document: Json, name: str, reference: Json, texts: list[str]) -> list[str]:
    schema = {**resolve(document, reference), "components": document["components"]}
    text = texts[-1]
    number = [int(text)] if text.isdigit() else []
    readings = [*number, text, texts, *([text == "true"] if text in ("true", "false") else [])]
    errors = [[*Draft202012Validator(schema).iter_errors(reading)] for reading in readings]
    best = min(errors, key=len)
    return [f"{name}: {error.message}" for error in best]


# --- the tests -----------------------------------------------------------------------------


def left_out(document: Json) -> set[str]:
    """The calls that a contract lists as not offered."""
    text = document["info"]["description"].partition("**Left out**")[2]
    return set(re.findall(r"^- `(\w+)`,", text, re.MULTILINE))


@pytest.mark.parametrize("api", API_NAMES)
def test_request_of_a_document_is_valid_in_portable_form(api: str) -> None:
    document = portable(api)
    with report_all(least=0) as case:  # a document may show none
        for file, operation, sent in shown(api):
            with case(f"{file}: {operation}"):
                if operation in left_out(document):
                    assert sent.method in ("DELETE", "PUT", "PATCH")
                else:
                    assert faults(document, sent) == []


def test_most_documents_show_requests() -> None:
    assert sum(any(True for _ in shown(api)) for api in API_NAMES) > len(API_NAMES) / 2


def test_spelling_that_a_document_describes_is_valid_in_portable_form() -> None:
    with report_all() as case:
        for api, operation, place, line in DESCRIBED:
            document = portable(api)
            sent = _of_pairs(api, operation, place, line)
            if operation not in left_out(document):
                # What the documents say of the gallery API's parameters leaves out the action.
                constants = _constants(load_spec(api), operation)
                if place == "query":
                    sent = sent._replace(url=f"{sent.url}&{_joined(constants)}")
                else:
                    sent = sent._replace(pairs=[*sent.pairs, *constants])
                with case(f"{api} {operation}: {line}"):
                    assert faults(document, sent) == []


def _constants(document: Json, operation: str) -> list[tuple[str, str]]:
    value = operations(document)[operation].value
    parameters = [resolve(document, each) for each in value.get("parameters", [])]
    found = {each["name"]: each["schema"] for each in parameters}
    for media in resolve(document, value.get("requestBody", {})).get("content", {}).values():
        found |= resolve(document, media["schema"])["properties"]
    values = {name: resolve(document, schema).get("const") for name, schema in found.items()}
    return [(name, value) for name, value in values.items() if value is not None]


def test_all_documents_show_requests_and_only_deletions_are_left_out() -> None:
    counted = {api: sum(1 for _ in shown(api)) for api in API_NAMES}
    assert min(counted.values()) > 0
    assert max(counted.values()) >= 75
    for api in API_NAMES:
        for operation in left_out(portable(api)):
            assert re.search("delete|remove", operation), operation


def updates_many(api: str) -> bool:
    """Whether a call changes several pictures."""
    return "images_update_many" in operations(load_spec(api))


def test_request_that_no_document_has_is_noticed_in_portable_form() -> None:
    api = api_where(updates_many)
    document = portable(api)
    for line, fault in (
        ("ids[]=a&colour=red", "colour is not in the contract"),
        ("ids=", "ids: '' should be non-empty"),
        ("ids=a&filter=24", "filter: 24 is greater than the maximum of 23"),
    ):
        sent = _of_pairs(api, "images_update_many", "body", line)
        assert fault in faults(document, sent)
