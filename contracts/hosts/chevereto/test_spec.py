"""What was decided for Imges and imagehosting.me stands in their specs.

Both hosts run one family of software, so one file holds the claims; `quirks.yaml` of each host
names the test of each decision.
"""

from __future__ import annotations

import copy
import json
import re
from urllib.parse import urlsplit

import pytest
import yaml

from contracts.support.reporting import each
from contracts.support.specs import (
    SPECS,
    Json,
    at,
    classify,
    describing,
    faults,
    leaves,
    load_spec,
    operations,
    resolve,
    said,
)

FAMILY = ["imges", "imagehosting_me"]
ANSWER = "#/components/schemas/UploadResponse"
FORMATS = {"": "json", "_txt": "txt", "_redirect": "redirect"}


def documented(api: str) -> Json:
    return json.loads((SPECS / api / "examples/documented/upload_success.json").read_text("utf-8"))


def member(api: str, name: str, schema: str = "Image") -> Json:
    return load_spec(api)["components"]["schemas"][schema]["properties"][name]


def changed(api: str, **members: Json) -> Json:
    """The documented answer with some members of its image changed."""
    answer = copy.deepcopy(documented(api))
    answer["image"].update(members)
    return answer


def without(api: str, *names: str) -> Json:
    answer = copy.deepcopy(documented(api))
    for name in names:
        answer["image"].pop(name, None)
    return answer


def request_schemas(api: str) -> list[Json]:
    document = load_spec(api)
    return [
        resolve(document, media["schema"])
        for operation in operations(document).values()
        for media in operation.value.get("requestBody", {}).get("content", {}).values()
    ]


# Operations


@pytest.mark.parametrize("api", FAMILY)
def test_the_one_call_is_three_operations_by_two_methods(api: str) -> None:
    found = operations(load_spec(api))
    assert set(found) == {
        f"images_upload{suffix}{by}" for suffix in FORMATS for by in ("", "_by_get")
    }
    for name, operation in found.items():
        assert operation.pointer.endswith("/get" if name.endswith("_by_get") else "/post")
        assert operation.value["x-retry"] == "never"


@pytest.mark.parametrize("api", FAMILY)
@each("suffix", FORMATS)
def test_an_operation_asks_for_its_own_format(api: str, suffix: str) -> None:
    document = load_spec(api)
    post, get = (operations(document)[f"images_upload{suffix}{by}"].value for by in ("", "_by_get"))
    for media in post["requestBody"]["content"].values():
        schema = resolve(document, media["schema"])
        assert schema["properties"]["format"]["const"] == FORMATS[suffix]
        assert "format" in schema["required"]
    query = {
        p["name"]: p for p in (resolve(document, reference) for reference in get["parameters"])
    }
    assert query["format"]["schema"]["const"] == FORMATS[suffix]


@pytest.mark.parametrize("api", FAMILY)
def test_a_file_travels_in_multipart_and_text_in_a_form(api: str) -> None:
    document = load_spec(api)
    for suffix in FORMATS:
        content = operations(document)[f"images_upload{suffix}"].value["requestBody"]["content"]
        sources = {
            media_type: resolve(document, media["schema"])["properties"]["source"]
            for media_type, media in content.items()
        }
        assert set(sources) == {"multipart/form-data", "application/x-www-form-urlencoded"}
        assert sources["multipart/form-data"]["format"] == "binary"
        assert "format" not in sources["application/x-www-form-urlencoded"]
        kinds = content["multipart/form-data"]["encoding"]["source"]["contentType"]
        assert {"image/png", "image/jpeg", "image/gif"} <= set(kinds.split(", "))


@pytest.mark.parametrize("api", FAMILY)
@each("by", ["", "_by_get"])
def test_each_format_describes_its_success_and_its_failure(api: str, by: str) -> None:
    found = operations(load_spec(api))
    as_json, as_text, as_redirect = (
        found[f"images_upload{suffix}{by}"].value["responses"] for suffix in FORMATS
    )
    assert set(as_json["200"]["content"]) == {"application/json"}

    # A text answer has one status for both; the media type is that of the document or of reality.
    assert set(as_text["200"]["content"]) == {"text/plain", "text/html"}
    assert set(as_text["200"]["content"]["text/html"]["examples"]) == {"address", "message"}

    assert "content" not in as_redirect["302"]
    assert as_redirect["302"]["headers"]["Location"]["required"]
    assert as_redirect["200"]["x-outcome"] == "error"
    assert set(as_redirect["200"]["content"]) == {"text/html"}

    for responses in (as_json, as_text, as_redirect):
        assert "application/json" in responses["400"]["content"]
        assert responses["400"]["x-provenance"] == "observed"


def test_only_imges_has_a_slash_and_a_path_to_try_without_it() -> None:
    assert {path.partition("#")[0] for path in load_spec("imges")["paths"]} == {"/{action}/"}
    assert {path.partition("#")[0] for path in load_spec("imagehosting_me")["paths"]} == {"/upload"}
    for operation in operations(load_spec("imges")).values():
        assert operation.value["x-alternate-path"] == "/{action}"
    for operation in operations(load_spec("imagehosting_me")).values():
        assert "x-alternate-path" not in operation.value


# Requests


def test_key_source_and_format_are_required_of_imges() -> None:
    for schema in request_schemas("imges"):
        assert set(schema["required"]) == {"key", "source", "format"}
    parameters = load_spec("imges")["components"]["parameters"].values()
    assert all(parameter["required"] for parameter in parameters)
    assert member("imges", "key", "UploadFileRequest")["x-provenance"] == "inferred"


def test_only_source_and_format_are_required_of_imagehosting_me() -> None:
    for schema in request_schemas("imagehosting_me"):
        assert set(schema["required"]) == {"source", "format"}
    parameters = load_spec("imagehosting_me")["components"]["parameters"].values()
    assert {p["name"] for p in parameters if p.get("required")} == {"source", "format"}
    for name in ("album_id", "category_id"):
        assert member("imagehosting_me", name, "UploadFileRequest")["x-provenance"] == "inferred"


def test_the_action_is_a_segment_of_the_path_and_nothing_else() -> None:
    document = load_spec("imges")
    action = at(document, "/components/parameters/Action")
    assert (action["in"], action["schema"]["const"]) == ("path", "upload")
    for schema in request_schemas("imges"):
        assert "action" not in schema["properties"]
    for operation in operations(document).values():
        places = [
            parameter["in"]
            for parameter in (resolve(document, p) for p in operation.value["parameters"])
            if parameter["name"] == "action"
        ]
        assert places == ["path"]


def test_the_key_of_imagehosting_me_goes_in_a_header_or_in_a_parameter() -> None:
    document = load_spec("imagehosting_me")
    assert document["security"] == [{"ApiKeyHeader": []}, {}]
    scheme = document["components"]["securitySchemes"]["ApiKeyHeader"]
    assert (scheme["in"], scheme["name"]) == ("header", "X-API-Key")
    for schema in request_schemas("imagehosting_me"):
        assert schema["properties"]["key"]["x-credential"] == scheme["x-credential"]


def test_options_of_imagehosting_me_are_presented_as_python_has_them() -> None:
    presented = {
        name: schema["x-present-as"]
        for name, schema in request_schemas("imagehosting_me")[0]["properties"].items()
        if "x-present-as" in schema
    }
    assert presented == {
        "tags": "csv",
        "expiration": "duration",
        "nsfw": "boolean",
        "use_file_date": "boolean",
    }
    assert member("imagehosting_me", "width", "UploadFileRequest")["type"] == "integer"


@each(
    ("text", "good"),
    [
        ("PT5M", True),
        ("P3D", True),
        ("P1Y2M10DT2H30M", True),
        ("P2W", True),
        ("PT36H", True),
        ("P", False),
        ("PT", False),
        ("P3DT", False),
        ("5M", False),
        ("PT5", False),
        ("pt5m", False),
        ("300", False),
        ("PT5M ", False),
    ],
)
def test_an_expiration_is_an_iso_8601_duration(text: str, good: bool) -> None:
    pointer = "#/components/schemas/UploadFormRequest/properties/expiration"
    assert (faults(load_spec("imagehosting_me"), pointer, text) == []) is good


# Answers


@pytest.mark.parametrize("api", FAMILY)
def test_success_is_an_object_and_image_is_what_users_get(api: str) -> None:
    assert load_spec(api)["components"]["schemas"]["UploadSuccess"]["type"] == "object"
    answer = documented(api)
    answer["success"] = True
    assert faults(load_spec(api), ANSWER, answer)
    content = operations(load_spec(api))["images_upload"].value["responses"]["200"]["content"]
    assert content["application/json"]["x-envelope"] == {"result": "image"}


@pytest.mark.parametrize("api", FAMILY)
@each(
    "name",
    ["size", "width", "height", "nsfw", "views", "chain", "thumb_size", "likes", "is_approved"],
)
@each("value", [0, "0", 1, "1"])
def test_digits_and_numbers_are_the_same_to_the_schema(api: str, name: str, value: Json) -> None:
    assert faults(load_spec(api), ANSWER, changed(api, **{name: value})) == []
    assert member(api, name)["x-present-as"] in ("integer", "boolean")


@pytest.mark.parametrize("api", FAMILY)
@each("value", [1, 1.0, "1", "1.2817371937639", 1.2817371937639, None])
def test_a_ratio_may_be_a_whole_number(api: str, value: Json) -> None:
    assert faults(load_spec(api), ANSWER, changed(api, ratio=value)) == []
    assert member(api, "ratio", "ImageFile")["x-present-as"] == "number"


@each("source", FAMILY)
@pytest.mark.parametrize("api", FAMILY)
def test_members_that_are_null_in_a_document_are_nullable(api: str, source: str) -> None:
    document = load_spec(api)
    nulls = [pointer for pointer, value in leaves(documented(source)) if value is None]
    assert len(nulls) == {"imges": 6, "imagehosting_me": 9}[source]
    for pointer in nulls:
        assert "null" in describing(document, {"$ref": ANSWER}, pointer)["type"], pointer


@pytest.mark.parametrize("api", FAMILY)
def test_a_medium_may_be_absent_or_full_of_nulls(api: str) -> None:
    nothing = dict.fromkeys(("filename", "name", "mime", "extension", "url"))
    assert faults(load_spec(api), ANSWER, without(api, "medium")) == []
    assert faults(load_spec(api), ANSWER, changed(api, medium=nothing)) == []


@pytest.mark.parametrize("api", FAMILY)
def test_a_still_picture_needs_no_member_of_a_video(api: str) -> None:
    video = ("frame", "url_frame", "frame_size", "duration", "duration_time", "type")
    assert faults(load_spec(api), ANSWER, without(api, *video)) == []
    nothing = dict.fromkeys(("url_frame", "duration", "duration_time", "type"))
    assert faults(load_spec(api), ANSWER, changed(api, **nothing)) == []


@pytest.mark.parametrize("api", FAMILY)
@each("tags", [[], ["a"], [{"name": "a", "url": "http://x/a"}], [7], None])
def test_tags_may_be_of_any_shape(api: str, tags: Json) -> None:
    assert faults(load_spec(api), ANSWER, changed(api, tags=tags)) == []


@pytest.mark.parametrize("api", FAMILY)
def test_only_what_every_answer_has_is_required(api: str) -> None:
    required = set(load_spec(api)["components"]["schemas"]["Image"]["required"])
    answers = [
        json.loads(path.read_text("utf-8"))["image"]
        for host in FAMILY
        for path in sorted((SPECS / host / "examples").rglob("upload_*.json"))
    ]
    assert len(answers) > 10
    assert required <= set.intersection(*(set(answer) for answer in answers))
    assert not required & {"url", "display_url", "medium", "title", "delete_url", "storage", "bits"}


def test_both_hosts_have_one_model_of_an_image() -> None:
    """One class can hold the answers of either, and of any other site of the family."""
    told = ("description", "x-claims", "x-provenance", "x-evidence", "x-source")
    for schema in ("UploadResponse", "UploadSuccess", "Image", "ImageFile", "ErrorResponse"):
        ours, theirs = (load_spec(api)["components"]["schemas"][schema] for api in FAMILY)
        assert set(ours["required"]) == set(theirs["required"])
        assert set(ours["properties"]) == set(theirs["properties"])
        for name in ours["properties"]:
            assert {k: v for k, v in ours["properties"][name].items() if k not in told} == {
                k: v for k, v in theirs["properties"][name].items() if k not in told
            }, name


@pytest.mark.parametrize("api", FAMILY)
@each(
    ("pattern", "unit"),
    [
        (r"^(size|thumb_size|medium_size|frame_size)$", "bytes"),
        (r"^(width|height|display_width|display_height)$", "pixels"),
        (r"^duration$", "seconds"),
    ],
)
@each("schema", ["Image", "ImageFile"])
def test_numbers_with_a_unit_name_it(api: str, pattern: str, unit: str, schema: str) -> None:
    members = load_spec(api)["components"]["schemas"][schema]["properties"]
    found = [name for name in members if re.match(pattern, name)]
    assert found or (schema, unit) == ("ImageFile", "seconds")
    for name in found:
        assert unit in members[name]["description"], name
    formatted = members["size_formatted"]
    assert "string" in formatted["type"]
    assert "x-present-as" not in formatted, "rounded: not to be taken for a number"


@pytest.mark.parametrize("api", FAMILY)
def test_dates_say_which_zone_they_are_in(api: str) -> None:
    members = load_spec(api)["components"]["schemas"]["Image"]["properties"]
    dates = [name for name in members if "date" in name]
    assert set(dates) == {"date", "date_gmt", "expiration_date_gmt", "date_fixed_peer"}
    for name in dates:
        text = said(members[name])
        assert "UTC" in text or "time zone" in text
        assert "format" not in members[name], "there is no zone, so this is no date-time"
    assert "date_gmt" in said(members["date"])


@pytest.mark.parametrize("api", FAMILY)
def test_the_delete_address_is_marked_as_a_secret(api: str) -> None:
    secret = member(api, "delete_url")
    assert secret["format"] == "password"
    assert "secret" in said(secret)
    for host in FAMILY:
        for path in sorted((SPECS / host / "examples").rglob("*.json")):
            for address in re.findall(r"http\S+/delete/([^\"\s]+)", path.read_text("utf-8")):
                assert address == "YOUR_DELETE_TOKEN"


# Errors


def test_the_documented_answers_are_described_as_documented() -> None:
    for api in FAMILY:
        for name in ("Image", "ImageFile", "UploadResponse", "UploadSuccess"):
            assert "x-provenance" not in load_spec(api)["components"]["schemas"][name]
        for name in ("ErrorResponse", "ErrorDetail"):
            schema = load_spec(api)["components"]["schemas"][name]
            assert schema["x-provenance"] == "observed"


@pytest.mark.parametrize("api", FAMILY)
@each("context", [None, "Exception", "CHV\\UploadException"])
def test_an_error_may_have_a_context(api: str, context: str | None) -> None:
    error: Json = {"message": "Duplicated upload", "code": 101}
    if context:
        error["context"] = context
    answer = {"status_code": 400, "error": error, "status_txt": "Bad Request"}
    assert faults(load_spec(api), "#/components/schemas/ErrorResponse", answer) == []


CODES = [
    0, 100, 101, 102, 103, 104, 110, 120, 130, 201, 202, 210, 310, 311, 312, 313, 314, 400, 401,
    403, 600, 601, 610, 612, 613, 614, 620, 622, 630, 631, 632, 666, 900,
]  # fmt: skip


@pytest.mark.parametrize("api", FAMILY)
@each("code", CODES)
def test_every_code_of_the_family_has_a_row_of_its_own(api: str, code: int) -> None:
    row = classify(load_spec(api), 400, code, "in words that nobody has seen")
    assert row["code"] == code


# One code with several meanings, and one meaning with several codes; the words decide.
ERRORS = [
    (400, 130, "Empty upload source.", "invalid_request"),
    (400, 130, "Empty upload source", "invalid_request"),
    (400, 130, "Upload using base64 source must be done using POST method.", "invalid_request"),
    (400, 130, "Invalid base64 string.", "invalid_request"),
    (400, 130, "Flooding detected. You can only upload 50 images per minute", "rate_limited"),
    (400, 130, "Zu viele Uploads: nur 50 Bilder pro Minute", "rate_limited"),
    (400, 100, "Invalid API key.", "authentication"),
    (400, 100, "Invalid API v1 key.", "authentication"),
    (400, 100, "No key provided", "authentication"),
    (400, 100, "No version provided", "invalid_request"),
    (400, 100, "Rate limit reached.", "rate_limited"),
    (400, 100, "Target width is greater than the original image width", "invalid_request"),
    (400, 0, "Invalid API key prefix", "authentication"),
    (400, 0, "This API key format is no longer supported.", "authentication"),
    (400, 0, "Something else", "unavailable"),
    (400, 120, "Invalid API action.", "invalid_request"),
    (400, 120, "Invalid file source", "invalid_request"),
    (400, 101, "Duplicated upload", "duplicate"),
    (400, 102, "Doppelter Upload", "duplicate"),
    (400, 103, "Duplicated upload", "duplicate"),
    (400, 201, "File too big (UPLOAD_ERR_INI_SIZE)", "too_large"),
    (400, 201, "File exceeds form max size (UPLOAD_ERR_FORM_SIZE)", "too_large"),
    (400, 201, "File was partially uploaded (UPLOAD_ERR_PARTIAL)", "invalid_request"),
    (400, 601, "Missing temp folder (UPLOAD_ERR_NO_TMP_DIR)", "unavailable"),
    (400, 313, "File too big - max 500 KB", "too_large"),
    (400, 313, "Unavailable image format", "unsupported_format"),
    (400, 400, "File too big - max 2 MB", "too_large"),
    (400, 400, "Invalid image", "unsupported_format"),
    (400, 400, "Animated WebP is not supported", "unsupported_format"),
    (400, 400, "Unsupported non-public IP address for upload", "invalid_request"),
    (400, 400, "SQLSTATE[22001]: String data, right truncated: 1406 Data too long",
     "invalid_request"),
    (400, 400, "SQLSTATE[HY000] [2002] Connection refused", "unavailable"),
    (400, 401, "Request denied", "permission"),
    (400, 403, "URL uploading is disabled", "permission"),
    (400, 610, "Can't get target upload source info", "unsupported_format"),
    (400, 610, "Target width is greater than the original image width", "invalid_request"),
    (400, 610, "Error processing ModerateContent: timeout", "unavailable"),
    (400, 610, "Can't get uploaded info", "unavailable"),
    (400, 4711, "Something else", "invalid_request"),
    # Plain text has no code.
    (200, None, "Duplicated upload", "duplicate"),
    (200, None, "Flooding detected. You can only upload 500 images per hour", "rate_limited"),
    (200, None, "URL uploading is disabled", "permission"),
    (200, None, "You have been forbidden to use this website.", "permission"),
    (200, None, "<!DOCTYPE html>\n<html><title>Maintenance</title></html>", "unavailable"),
    (200, None, "\n<html lang='en'>", "unavailable"),
    # What stands in front of the application.
    (301, None, "", "not_found"),
    (400, None, "<html><title>400 Bad Request</title></html>", "invalid_request"),
    (401, None, "", "authentication"),
    (403, None, "<html>animated</html>", "permission"),
    (404, None, "<html>File too big</html>", "not_found"),
    (413, None, "", "too_large"),
    (414, None, "", "too_large"),
    (429, None, "", "rate_limited"),
    (500, None, "", "unavailable"),
    (502, None, "<html>Bad Gateway</html>", "unavailable"),
    (503, None, "", "unavailable"),
]  # fmt: skip


@pytest.mark.parametrize("api", FAMILY)
@each(("status", "code", "message", "category"), ERRORS)
def test_status_code_and_message_together_tell_what_went_wrong(
    api: str, status: int, code: int | None, message: str, category: str
) -> None:
    assert classify(load_spec(api), status, code, message)["category"] == category


def test_the_hosts_differ_in_one_code_only() -> None:
    ours, theirs = (load_spec(api)["x-error-table"] for api in FAMILY)
    different = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b]
    assert [(a["code"], a["category"], b["category"]) for a, b in different] == [
        (666, "invalid_request", "unavailable")
    ]


# Documents


@each(
    ("api", "url"),
    [
        ("imges", "https://imges.link/sharexapi/1"),
        ("imagehosting_me", "https://imagehosting.me/api/1"),
    ],
    group="api",
)
def test_the_base_url_is_that_of_the_request_not_of_the_example(api: str, url: str) -> None:
    assert [server["url"] for server in load_spec(api)["servers"]] == [url]
    shown = urlsplit(documented(api)["image"]["url"]).hostname
    assert shown in ("127.0.0.1", "localhost")
    assert shown != urlsplit(url).hostname


def test_no_text_of_the_page_around_the_document_got_in() -> None:
    """Quirk IHM-19: headings and texts of the upload form in Spanish."""
    text = (SPECS / "imagehosting_me/openapi.yaml").read_text("utf-8").lower()
    for word in ("llave", "personaliza", "subida", "subiendo", "contenido", "álbum", "reporte"):
        assert word not in text


@pytest.mark.parametrize("api", FAMILY)
def test_a_source_names_the_document_of_its_host_and_a_heading_of_it(api: str) -> None:
    """The headings of the pages, as the pages spell them."""
    headings = {
        "imges-api-v1.txt": {
            "API Call",
            "Parameters",
            "Example Call",
            "API Response",
            "Example Response (JSON)",
        },
        "imagehosting-me-api-v1.1.txt": {
            "Request method",
            "Authorization",
            "Parameters",
            "API response",
            "Example response (JSON)",
        },
    }
    text = yaml.safe_load((SPECS / api / "openapi.yaml").read_text("utf-8"))
    sources = [operation.value["x-source"] for operation in operations(text).values()]
    sources += [schema["x-source"] for schema in text["components"]["schemas"].values()]
    for source in sources:
        assert source["section"] in headings[source["document"]]
