"""The examples of the Chevereto family hold against its specs, and show how they vary."""

from __future__ import annotations

import json
import shlex
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from contracts.specs.payloads import instance
from contracts.support.specs import (
    SPECS,
    Example,
    Json,
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

FAMILY = ["imges", "imagehosting_me"]
UPLOADS = [
    example
    for api in FAMILY
    for example in load_examples(api)
    if example.entry["kind"] == "response"
    and example.entry["schema"] == "#/components/schemas/UploadResponse"
]

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


def documented(api: str) -> Json:
    return json.loads((SPECS / api / "examples/documented/upload_success.json").read_text("utf-8"))


@pytest.mark.parametrize(
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
def test_a_corrupted_example_is_not_valid(api: str, member: str, value: Json) -> None:
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
@pytest.mark.parametrize("example", UPLOADS, ids=ids)
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


@pytest.mark.parametrize(
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
@pytest.mark.parametrize("answer", ["", "_txt", "_redirect"])
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


@pytest.mark.parametrize("example", UPLOADS, ids=ids)
def test_the_error_table_finds_nothing_in_a_success_however_it_was_cut(example: Example) -> None:
    document = load_spec(example.api)
    for length in (*range(0, len(example.text), 97), len(example.text)):
        with pytest.raises(LookupError):
            classify(document, 200, None, example.text[:length])


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
