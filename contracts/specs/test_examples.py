"""The examples hold against the specs, and the specs against the hosts' documents."""

from __future__ import annotations

import json
import shlex
from collections import Counter
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from contracts.support.reporting import each
from contracts.support.specs import (
    API_NAMES,
    SPECS,
    Example,
    Json,
    at,
    classify,
    describing,
    faults,
    leaves,
    load_examples,
    load_spec,
    nodes,
    operations,
    resolve,
)
from contracts.support.xml import parse, plain, shaped, xml_answers, xml_faults

EXAMPLES = [example for api in API_NAMES for example in load_examples(api)]
RESPONSES = [example for example in EXAMPLES if example.entry["kind"] == "response"]
MODELS = [example for example in EXAMPLES if example.entry["kind"] == "model"]
FAILURES = [example for example in RESPONSES if "category" in example.entry]
UPLOADS = [
    example
    for example in RESPONSES
    if example.entry["schema"] == "#/components/schemas/UploadResponse"
]
XML = [example for example in RESPONSES if example.path.suffix == ".xml"]
FAMILY = ["imges", "imagehosting_me"]

# How many values the one documented answer of each host has.
LEAVES = {"imges": 55, "imagehosting_me": 81}

# Every documented parameter and where it may travel: in the body of a POST, in the query of a GET,
# in a header, in the path.
PARAMETERS = {
    "imges": {
        "key": {"body", "query"},
        "action": {"path"},
        "source": {"body", "query"},
        "format": {"body", "query"},
    },
    "imagehosting_me": {
        "X-API-Key": {"header"},
        "source": {"body", "query"},
        "key": {"body", "query"},
        "title": {"body", "query"},
        "description": {"body", "query"},
        "tags": {"body", "query"},
        "album_id": {"body", "query"},
        "category_id": {"body", "query"},
        "width": {"body", "query"},
        "expiration": {"body", "query"},
        "nsfw": {"body", "query"},
        "format": {"body", "query"},
        "use_file_date": {"body", "query"},
    },
}


def ids(example: Example) -> str:
    return example.id


def under_the_envelope(document: Json, operation: str) -> Json:
    """The schema of what clients hand out of the success of an operation."""
    responses = operations(document)[operation].value["responses"]
    media = responses["200"]["content"]["application/json"]
    schema = resolve(document, media["schema"])
    return resolve(document, schema["properties"][media["x-envelope"]["result"]])


def parts_of(schema: Json) -> list[Json]:
    """The items of a list, also where it stands in a member of an object or may be one."""
    members = [schema, *schema.get("properties", {}).values()]
    return [member["items"] for member in members if "items" in member]


def instance(example: Example) -> Json:
    """The value that the schema of an example speaks of."""
    if "header" in example.entry:
        name, _, value = example.text.partition(": ")
        assert name == example.entry["header"]
        return value
    if example.path.suffix == ".xml":
        schema = at(load_spec(example.api), example.entry["schema"])
        return shaped(load_spec(example.api), schema, parse(example.content))
    return json.loads(example.text) if example.path.suffix == ".json" else example.text


def answer_of(example: Example) -> Json:
    """The response of the spec that describes an example.

    A failure may come with the status of a success; then `default` describes it, unless the
    response of that status does.
    """
    document = load_spec(example.api)
    responses = operations(document)[example.entry["operation"]].value["responses"]
    status = str(example.entry["status"])
    name = next(n for n in (status, f"{status[0]}XX", "default") if n in responses)
    fails_as_success = "category" in example.entry and status[0] == "2"
    if fails_as_success and not described_by(example, responses[name]):
        name = "default"
    return resolve(document, responses[name])


def described_by(example: Example, response: Json) -> bool:
    """Whether a response has the media type and the schema of an example."""
    document = load_spec(example.api)
    media_type = example.entry.get("content_type", "").partition(";")[0]
    media = resolve(document, response).get("content", {}).get(media_type, {})
    return resolve(document, media.get("schema")) == at(document, example.entry["schema"])


def first(value: Json, pointers: str | list[str]) -> Json:
    """What the first of some pointers leads to that leads to words or a number."""
    for pointer in [pointers] if isinstance(pointers, str) else pointers:
        try:
            found = at(value, pointer)
        except KeyError:
            continue
        if isinstance(found, str | int) and not isinstance(found, bool):
            return found
    return None


def documented(api: str) -> Json:
    return json.loads((SPECS / api / "examples/documented/upload_success.json").read_text("utf-8"))


@pytest.mark.parametrize("api", API_NAMES)
def test_the_index_lists_every_file_once_and_no_other(api: str) -> None:
    folder = SPECS / api / "examples"
    found = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    listed = Counter(example.entry["file"] for example in load_examples(api))
    assert set(listed) == found - {"index.yaml"}
    assert set(listed.values()) == {1}


@each("example", EXAMPLES, ids=ids, group="api")
def test_an_entry_of_the_index_says_what_the_file_is(example: Example) -> None:
    entry = example.entry
    document = load_spec(example.api)
    assert {"file", "what", "kind", "provenance"} <= set(entry)
    assert entry["kind"] in ("request", "response", "model")
    if "operation" in entry:
        assert entry["operation"] in operations(document)
    else:
        assert at(document, entry["schema"])["x-model-only"], "no operation answers with it"
    if entry["kind"] == "request":
        assert entry.get("in", "body") in ("query", "body")
    assert entry["file"].startswith(entry["provenance"] + "/")
    if entry["kind"] == "response":
        assert {"status", "schema"} <= set(entry)
        assert ("content_type" in entry) != ("header" in entry)


@each("example", RESPONSES, ids=ids, group="api")
def test_an_example_is_valid(example: Example) -> None:
    assert faults(load_spec(example.api), example.entry["schema"], instance(example)) == []


@each("example", MODELS, ids=ids, group="api")
def test_a_model_without_its_envelope_is_valid(example: Example) -> None:
    document = load_spec(example.api)
    assert faults(document, example.entry["schema"], instance(example)) == []
    if "operation" in example.entry:
        result = under_the_envelope(document, example.entry["operation"])
        parts = [result, *(resolve(document, part) for part in parts_of(result))]
        assert at(document, example.entry["schema"]) in parts


@each("example", RESPONSES, ids=ids, group="api")
def test_the_operation_describes_the_status_and_media_type_of_an_example(example: Example) -> None:
    response = answer_of(example)
    if "header" in example.entry:
        assert example.entry["header"] in response["headers"]
        return
    assert described_by(example, response)


@each("example", XML, ids=ids, group="api")
def test_an_xml_example_is_valid_by_the_xsd_too(example: Example) -> None:
    document = load_spec(example.api)
    response = answer_of(example)
    media = response["content"][example.entry["content_type"].partition(";")[0]]
    answer = next(answer for answer in xml_answers(document) if answer.media is media)
    assert xml_faults(example.api, document, answer, example.content) == []


@each(
    ("member", "value"),
    [
        ("size", "53 kB"),
        ("nsfw", "yes"),
        ("nsfw", 2),
        ("nsfw", None),
        ("md5", "C684350D722C956C362AB70299735830"),
        ("date", "2014-06-04T15:32:33Z"),
        ("id_encoded", 12),
        ("thumb", None),
        ("thumb", {"filename": "a.th.png"}),
        ("width", ""),
        ("is_use_loader", "no"),
    ],
)
@pytest.mark.parametrize("api", FAMILY)
def test_a_spoilt_example_is_not_valid(api: str, member: str, value: Json) -> None:
    answer = documented(api)
    answer["image"][member] = value
    assert faults(load_spec(api), "#/components/schemas/UploadResponse", answer)


@pytest.mark.parametrize("api", FAMILY)
def test_every_leaf_of_the_documented_answer_is_described(api: str) -> None:
    document = load_spec(api)
    answer = {"$ref": "#/components/schemas/UploadResponse"}
    found = list(leaves(documented(api)))
    assert len(found) == LEAVES[api]
    for pointer, _ in found:
        assert describing(document, answer, pointer).get("description"), pointer


@pytest.mark.parametrize("api", FAMILY)
def test_a_member_that_no_document_shows_says_how_we_know_of_it(api: str) -> None:
    document = load_spec(api)
    image = documented(api)["image"]
    files = {name for value in image.values() if isinstance(value, dict) for name in value}
    for schema, shown in (("Image", set(image)), ("ImageFile", files)):
        members = document["components"]["schemas"][schema]["properties"]
        assert shown - {"resource"} <= set(members)
        for name in set(members) - shown:
            assert members[name].get("x-provenance") in ("observed", "inferred"), name


@pytest.mark.parametrize("api", FAMILY)
def test_the_example_in_the_spec_is_the_documented_answer(api: str) -> None:
    content = operations(load_spec(api))["images_upload"].value["responses"]["200"]["content"]
    assert content["application/json"]["example"] == documented(api)


@pytest.mark.parametrize("api", FAMILY)
@each("example", UPLOADS, ids=ids)
def test_answers_of_the_family_are_valid_for_every_host_of_it(api: str, example: Example) -> None:
    assert faults(load_spec(api), example.entry["schema"], instance(example)) == []


def observed_uploads(condition: str) -> list[str]:
    checks = {
        "strings for numbers": lambda image: image["size"] == str(image["size"]),
        "numbers": lambda image: isinstance(image["size"], int),
        "both in one answer": lambda image: (
            type(image.get("display_width")) is not type(image.get("display_height"))
        ),
        "no medium": lambda image: "medium" not in image,
        "a medium full of nulls": lambda image: set((image.get("medium") or {}).values()) == {None},
        "no title": lambda image: image.get("title", "") is None,
        "exif data": lambda image: bool(image.get("original_exifdata")),
        "an animated picture": lambda image: str(image.get("is_animated")) == "1",
        "no address": lambda image: "url" not in image,
        "no way to delete": lambda image: "delete_url" not in image,
        "an expiration": lambda image: bool(image.get("expiration_date_gmt")),
        "a changed file": lambda image: bool(image.get("source_md5")),
        "another language": lambda image: image["views_label"] != "views",
        "a video": lambda image: image.get("type") == "video",
    }
    check: Any = checks[condition]
    return [example.id for example in UPLOADS if check(instance(example)["image"])]


@each(
    "condition",
    [
        "strings for numbers",
        "numbers",
        "both in one answer",
        "no medium",
        "a medium full of nulls",
        "no title",
        "exif data",
        "an animated picture",
        "no address",
        "no way to delete",
        "an expiration",
        "a changed file",
        "another language",
        "a video",
    ],
)
def test_the_examples_show_the_variety_of_the_family(condition: str) -> None:
    assert observed_uploads(condition)


@pytest.mark.parametrize("api", PARAMETERS)
def test_every_documented_parameter_is_described_and_no_other(api: str) -> None:
    document = load_spec(api)
    found: dict[str, set[str]] = {}
    for node in nodes(document, "parameter"):
        found.setdefault(node.value["name"], set()).add(node.value["in"])
    for scheme in document["components"].get("securitySchemes", {}).values():
        found.setdefault(scheme["name"], set()).add(scheme["in"])
    for operation in operations(document).values():
        for media in operation.value.get("requestBody", {}).get("content", {}).values():
            for name in resolve(document, media["schema"])["properties"]:
                found.setdefault(name, set()).add("body")
    assert found == PARAMETERS[api]


@pytest.mark.parametrize("api", PARAMETERS)
@each("answer", ["", "_txt", "_redirect"])
def test_every_operation_takes_every_parameter(api: str, answer: str) -> None:
    document = load_spec(api)
    in_body = {name for name, places in PARAMETERS[api].items() if "body" in places}
    post = operations(document)[f"images_upload{answer}"].value
    for media in post["requestBody"]["content"].values():
        assert set(resolve(document, media["schema"])["properties"]) == in_body
    get = operations(document)[f"images_upload{answer}_by_get"].value
    in_query = [
        parameter["name"]
        for parameter in (resolve(document, reference) for reference in get["parameters"])
        if parameter["in"] == "query"
    ]
    assert sorted(in_query) == sorted(in_body)


@each("example", FAILURES, ids=ids, group="api")
def test_the_error_table_gives_a_failure_its_category(example: Example) -> None:
    document = load_spec(example.api)
    value = instance(example)
    if example.path.suffix == ".xml":
        value = plain(parse(example.content))
    code, message = None, value
    if isinstance(value, dict):
        code, message = (
            first(value, document["x-error-body"][part]) for part in ("code", "message")
        )
    row = classify(document, example.entry["status"], code, message)
    assert row["category"] == example.entry["category"]


@each("example", UPLOADS, ids=ids, group="api")
def test_the_error_table_finds_nothing_in_a_success_however_it_was_cut(example: Example) -> None:
    document = load_spec(example.api)
    for length in (*range(0, len(example.text), 97), len(example.text)):
        with pytest.raises(LookupError):
            classify(document, 200, None, example.text[:length])


@each("example", EXAMPLES, ids=ids, group="api")
def test_an_example_names_the_category_of_a_failure_and_of_nothing_else(example: Example) -> None:
    entry = example.entry
    fails = entry["kind"] == "response" and (
        entry["status"] >= 400
        or entry["status"] == 301
        or entry["schema"].endswith(("ErrorResponse", "Errors"))
    )
    fails = fails or (
        entry.get("content_type", "").startswith("text/")
        and not example.text.startswith(("http://", "GET "))
    )
    assert ("category" in entry) == fails


def test_the_documented_curl_command_is_a_request_of_the_spec() -> None:
    """Quirk IHM-08: the command is damaged in the document and repaired here."""
    document = load_spec("imagehosting_me")
    text = (SPECS / "imagehosting_me/examples/documented/request_upload_curl.txt").read_text()
    words = shlex.split(text.replace("\\\n", " "))
    assert words[0] == "curl"
    options = dict.fromkeys(words[1:])
    assert "--fail-with-body" in options
    assert words[words.index("-X") + 1] == "POST"
    headers = dict(
        words[index + 1].split(": ", 1) for index, word in enumerate(words) if word == "-H"
    )
    parts = dict(words[index + 1].split("=", 1) for index, word in enumerate(words) if word == "-F")
    scheme = document["components"]["securitySchemes"]["ApiKeyHeader"]
    assert headers[scheme["name"]] == "YOUR_API_KEY"
    assert set(headers) == {scheme["name"], "Content-Type"}
    assert words[-1] == document["servers"][0]["url"] + "/upload"

    content = operations(document)["images_upload"].value["requestBody"]["content"]
    request = resolve(document, content[headers["Content-Type"]]["schema"])
    assert set(parts) <= set(request["properties"])
    assert set(request["required"]) - set(parts) == {"format"}, "the host's default is JSON"
    assert parts["source"].startswith("@")
    assert request["properties"]["source"]["format"] == "binary"


def test_the_documented_address_is_a_request_of_the_spec() -> None:
    document = load_spec("imges")
    text = (SPECS / "imges/examples/documented/request_upload_get.txt").read_text()
    method, _, address = text.strip().partition(" ")
    parts = urlsplit(address)
    operation = operations(document)["images_upload_by_get"]
    assert operation.pointer.rpartition("/")[2] == method.lower()
    path = operation.pointer.split("/")[2].replace("~1", "/").partition("#")[0]
    base = urlsplit(document["servers"][0]["url"])
    assert parts.netloc == base.netloc
    assert parts.path == base.path + path.replace("{action}", "upload")
    sent = {name: values[0] for name, values in parse_qs(parts.query).items()}
    query = {
        parameter["name"]: parameter
        for parameter in (resolve(document, p) for p in operation.value["parameters"])
        if parameter["in"] == "query"
    }
    assert set(sent) == set(query)
    assert sent["format"] == query["format"]["schema"]["const"]
