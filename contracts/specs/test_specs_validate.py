"""Every spec of the project keeps every rule of `make generate`; every rule can fail."""

from __future__ import annotations

import copy
import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from codegen import constructs, rules, style
from codegen.contents import credentials_in
from codegen.problems import SpecProblem
from codegen.specs import Spec, SpecLoader
from jsonschema import Draft202012Validator

from contracts.support.reporting import each
from contracts.support.snapshots import hold_file
from contracts.support.specs import (
    API_NAMES,
    ROOT,
    SPECS,
    Json,
    load_extensions,
    load_spec,
    operations,
    read_example,
    walk,
)

Document = dict[str, Json]
JSON_PATH = "/upload#json"
TXT_PATH = "/upload#txt"


#: Every rule by its name, those of style among them.
RULES: dict[str, rules.Rule] = {
    rule.__name__: rule
    for stage in (*rules.STAGES, style.RULES)
    for rule in stage
    if rule is not rules.style_rules
}
#: Rules whose planted violations are elsewhere: in tests of the generator with specs of their own.
PLANTED_ELSEWHERE = {
    "standard_with_place",
    "standard_without_place",
    "folder_names_a_package",
    "classes_of_resources_have_names_of_their_own",
    "schemas_are_named_like_classes",
    "schemas_have_an_end",
    "members_have_names_of_their_own",
    "objects_have_names",
    *(rule.__name__ for rule in (*constructs.SHAPES, *constructs.RULES)),
}


def path_of(api: str) -> Path:
    return SPECS / api / "openapi.yaml"


@pytest.mark.parametrize("api", API_NAMES)
def test_spec_keeps_every_rule(api: str) -> None:
    rules.check(Spec(path_of(api)))


@each("name", load_extensions())
def test_definition_of_an_extension_is_a_schema_that_names_its_places(name: str) -> None:
    definition = load_extensions()[name]
    Draft202012Validator.check_schema(definition)
    assert name.startswith("x-")
    assert definition["description"]
    assert set(definition["standsOn"]) <= {
        "document",
        "errorRow",
        "header",
        "info",
        "mediaType",
        "operation",
        "parameter",
        "property",
        "requestBody",
        "response",
        "schema",
        "securityScheme",
        "serverVariable",
        "tag",
    }


@each("name", load_extensions())
def test_an_extension_is_used_and_explained(name: str) -> None:
    users = [node for api in API_NAMES for node in walk(load_spec(api)) if name in node.value]
    assert users, f"{name} stands nowhere: take it out of extensions.schema.json"
    assert f"`{name}`" in (SPECS / "README.md").read_text("utf-8")


@each(
    "path",
    sorted(path for path in SPECS.rglob("*") if path.is_file()),
    ids=lambda path: str(path.relative_to(SPECS)),
)
def test_no_file_beside_the_specs_holds_what_looks_like_a_credential(path: Path) -> None:
    assert credentials_in(read_example(path)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the key " + "0123456789abcdef" * 4, 1),
        ("/image/ZfGd/delete/" + "e8b0747981" * 4 + "8bc58d3b", 1),
        ("X-API-Key: chv_aB3_" + "x" * 40, 1),
        ("Authorization: Bearer " + "abcDEF012345", 1),
        ("md5 c684350d722c956c362ab70299735830", 0),
        ("X-API-Key: YOUR_API_KEY", 0),
        ("X-API-Key: chv_key_here", 0),
        ('"end_offset": "' + "1046570614" * 9 + '"', 0),
        ('"auth_token": "' + "1046570614" * 9 + '"', 1),
    ],
)
def test_credential_is_distinguished_from_checksum_and_placeholder(text: str, found: int) -> None:
    assert len(credentials_in(text)) == found


#: Digests of credentials that the documents print, and which no file of the project may hold.
PRINTED = {
    "f59221906f4ef4ea588993fd9c31f4b346152ac5c75a73788e008e77669d1372": "a login of ImageShack",
    "09525b189f9a81f81f140db2be2f9d38506f4278137cf6bb0ba885f6e327dd46": "a gallery of ImageShack",
}


def printed_in(text: str) -> list[str]:
    """The credentials of the documents in a text."""
    words = set(re.findall(r"[0-9A-Za-z_-]{16,}", text))
    digests = (hashlib.sha256(word.encode()).hexdigest() for word in words)
    return [PRINTED[digest] for digest in digests if digest in PRINTED]


def test_no_credential_that_a_document_prints_is_anywhere_in_the_project() -> None:
    folders = ("specs", "generated", "overrides", "contracts", "docs", "benchmarks")
    paths = [path for folder in folders for path in (ROOT / folder).rglob("*")]
    texts = [path for path in paths if path.is_file() and path.suffix != ".pyc"]
    assert len(texts) > 500
    found = {path: printed_in(path.read_text("utf-8", "replace")) for path in texts}
    assert {path: printed for path, printed in found.items() if printed} == {}


def test_a_printed_credential_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    digest = hashlib.sha256(b"a-word-that-is-long-enough").hexdigest()
    monkeypatch.setitem(PRINTED, digest, "this test")
    assert printed_in('{"token": "a-word-that-is-long-enough"}') == ["this test"]


# One violation or more of each rule, planted into a copy of a real spec.


def upload(document: Document) -> Json:
    return operations(document)["images_upload"].value


def ok(document: Document) -> Json:
    return upload(document)["responses"]["200"]


def schemas(document: Document) -> Json:
    return document["components"]["schemas"]


def file_request(document: Document) -> Json:
    return schemas(document)["UploadFileRequest"]


def first_link(document: Document) -> Json:
    return ok(document)["links"]["upload_again_by_url"]


def put(holder: Callable[[Document], Json], key: str, value: Any) -> Callable[[Document], None]:
    def mutate(document: Document) -> None:
        holder(document)[key] = copy.deepcopy(value)

    return mutate


def drop(holder: Callable[[Document], Json], key: str) -> Callable[[Document], None]:
    def mutate(document: Document) -> None:
        del holder(document)[key]

    return mutate


def whole(document: Document) -> Json:
    return document


def a_property(document: Document) -> Json:
    return schemas(document)["Image"]["properties"]["size"]


def rows(document: Document) -> Json:
    return document["x-error-table"]


def move_path(old: str, new: str) -> Callable[[Document], None]:
    def mutate(document: Document) -> None:
        document["paths"][new] = document["paths"].pop(old)

    return mutate


def append(holder: Callable[[Document], Json], value: Any) -> Callable[[Document], None]:
    def mutate(document: Document) -> None:
        holder(document).append(copy.deepcopy(value))

    return mutate


def prepend(holder: Callable[[Document], Json], value: Any) -> Callable[[Document], None]:
    def mutate(document: Document) -> None:
        holder(document).insert(0, copy.deepcopy(value))

    return mutate


def error_body(document: Document) -> Json:
    return document["x-error-body"]


ROW = {"category": "duplicate", "meaning": "Planted.", "x-provenance": "observed"}
PLAIN = {"type": "string", "description": "Planted for a test."}
REQUEST_JSON = {"schema": {"type": "object", "additionalProperties": False}}

PLANTED: list[tuple[str, str, Callable[[Document], None]]] = [
    (
        "operations_are_named",
        "a second tag",
        put(upload, "tags", ["images", "uploads"]),
    ),
    (
        "root_describes_every_tag",
        "no description of the tag",
        put(whole, "tags", [{"name": "images"}]),
    ),
    (
        "operations_are_named",
        "the verb first",
        put(upload, "operationId", "upload_image"),
    ),
    (
        "operations_are_named",
        "camel case",
        put(upload, "operationId", "images_uploadFile"),
    ),
    (
        "operations_are_named",
        "twice the same",
        put(upload, "operationId", "images_upload_txt"),
    ),
    (
        "deprecated_operation_names_what_to_use",
        "no way out",
        put(upload, "deprecated", True),
    ),
    ("operation_has_summary_and_description", "no summary", drop(upload, "summary")),
    ("operation_has_summary_and_description", "a word", put(upload, "description", "It.")),
    (
        "operations_can_be_planned",
        "a failure not marked",
        drop(lambda d: upload(d)["responses"]["301"], "x-outcome"),
    ),
    ("operations_can_be_planned", "none left", put(ok, "x-outcome", "error")),
    (
        "operation_describes_refusals_and_the_rest",
        "no default",
        drop(lambda d: upload(d)["responses"], "default"),
    ),
    (
        "operation_describes_refusals_and_the_rest",
        "no 4xx",
        drop(lambda d: upload(d)["responses"], "400"),
    ),
    (
        "only_successes_are_marked_as_failures",
        "on a 400",
        put(lambda d: upload(d)["responses"]["400"], "x-outcome", "error"),
    ),
    (
        "operations_can_be_planned",
        "no such member",
        put(lambda d: ok(d)["content"]["application/json"], "x-envelope", {"result": "data"}),
    ),
    (
        "links_lead_to_operations_and_their_parameters",
        "no such operation",
        put(first_link, "operationId", "images_delete"),
    ),
    (
        "links_lead_to_operations_and_their_parameters",
        "no such parameter",
        put(first_link, "parameters", {"url": "$response.body#/image/url"}),
    ),
    (
        "links_lead_to_operations_and_their_parameters",
        "no such member",
        put(first_link, "parameters", {"source": "$response.body#/data/link"}),
    ),
    (
        "links_lead_to_operations_and_their_parameters",
        "an item of what is no list",
        put(first_link, "parameters", {"source": "$response.body#/image/0/url"}),
    ),
    (
        "links_lead_to_operations_and_their_parameters",
        "no such member of the body",
        put(first_link, "requestBody", {"source": "$response.body#/image/url"}),
    ),
    (
        "every_security_scheme_is_used",
        "never used",
        put(whole, "security", []),
    ),
    (
        "security_rules",
        "not described",
        put(upload, "security", [{"Cookie": []}]),
    ),
    (
        "credential_is_marked_wherever_it_travels",
        "a parameter",
        drop(lambda d: d["components"]["parameters"]["Key"], "x-credential"),
    ),
    (
        "credential_is_marked_wherever_it_travels",
        "a member of a body",
        put(lambda d: file_request(d)["properties"], "auth_token", PLAIN),
    ),
    (
        "credential_is_marked_wherever_it_travels",
        "a password that any tool would show",
        put(lambda d: file_request(d)["properties"], "password", PLAIN),
    ),
    (
        "credential_is_marked_wherever_it_travels",
        "a scheme",
        drop(lambda d: d["components"]["securitySchemes"]["ApiKeyHeader"], "x-credential"),
    ),
    (
        "paths_that_share_a_route_are_told_apart",
        "two of them bare",
        lambda d: d["paths"].update({"/{a}": d["paths"][JSON_PATH], "/{b}": d["paths"][TXT_PATH]}),
    ),
    (
        "paths_that_share_a_route_are_told_apart",
        "the same fragment behind another name of a parameter",
        lambda d: d["paths"].update(
            {"/{a}#json": d["paths"][JSON_PATH], "/{b}#json": d["paths"][TXT_PATH]}
        ),
    ),
    (
        "paths_that_share_a_route_are_told_apart",
        "a query in a path",
        move_path(TXT_PATH, "/upload?format=txt"),
    ),
    (
        "parameters_are_described",
        "not described",
        move_path(TXT_PATH, "/upload/{id}#txt"),
    ),
    (
        "requests_have_no_defaults",
        "in a body",
        put(lambda d: file_request(d)["properties"]["nsfw"], "default", 0),
    ),
    (
        "requests_have_no_defaults",
        "in a query",
        put(lambda d: d["components"]["parameters"]["FormatJson"]["schema"], "default", "json"),
    ),
    (
        "request_bodies_are_named_closed_objects",
        "alternatives",
        put(file_request, "oneOf", [{"required": ["title"]}]),
    ),
    (
        "request_bodies_are_named_closed_objects",
        "open",
        drop(file_request, "additionalProperties"),
    ),
    (
        "request_bodies_are_named_closed_objects",
        "without a name",
        put(lambda d: upload(d)["requestBody"]["content"], "application/json", REQUEST_JSON),
    ),
    (
        "no_list_is_offered_under_two_names",
        "in a body",
        put(lambda d: file_request(d)["properties"], "tags[]", PLAIN),
    ),
    (
        "no_list_is_offered_under_two_names",
        "in a query",
        append(
            lambda d: operations(d)["images_upload_by_get"].value["parameters"],
            {"name": "tags[]", "in": "query", "schema": PLAIN},
        ),
    ),
    (
        "constant_is_required",
        "in a query",
        drop(lambda d: d["components"]["parameters"]["FormatTxt"], "required"),
    ),
    ("constant_is_required", "in a body", put(file_request, "required", ["source"])),
    (
        "replacement_is_an_operation",
        "another name",
        put(lambda d: d["paths"]["/upload#json"]["post"], "x-instead", "`images_wipe`"),
    ),
    (
        "every_body_has_a_schema_and_an_example",
        "no example",
        drop(lambda d: ok(d)["content"]["application/json"], "example"),
    ),
    (
        "every_body_has_a_schema_and_an_example",
        "no schema",
        drop(lambda d: ok(d)["content"]["application/json"], "schema"),
    ),
    (
        "every_body_has_a_schema_and_an_example",
        "neither a body nor a Location",
        put(lambda d: upload(d)["responses"], "302", {"description": "Moved."}),
    ),
    (
        "examples_are_valid",
        "of an answer",
        put(lambda d: ok(d)["content"]["application/json"]["example"]["image"], "size", "3 MB"),
    ),
    (
        "examples_say_how_the_call_went",
        "a success that says that it failed",
        put(error_body, "success", {"at": "/status_code", "values": [0]}),
    ),
    (
        "examples_say_how_the_call_went",
        "an error that says that it worked",
        put(error_body, "success", {"at": "/status_code", "values": [200, 400]}),
    ),
    (
        "examples_are_valid",
        "of a parameter",
        put(lambda d: d["components"]["parameters"]["Expiration"], "example", "5 minutes"),
    ),
    (
        "answers_are_open",
        "a closed model",
        put(lambda d: schemas(d)["Image"], "additionalProperties", False),
    ),
    (
        "number_in_disguise_says_what_it_is",
        "said nothing",
        drop(a_property, "x-present-as"),
    ),
    (
        "presentations_fit_their_types",
        "said something else",
        put(a_property, "x-present-as", "duration"),
    ),
    (
        "presentations_fit_their_types",
        "yes or no in any words",
        put(schemas, "Flag", {"type": "string", "x-present-as": "boolean"}),
    ),
    ("everything_has_a_description", "a property", drop(a_property, "description")),
    (
        "everything_has_a_description",
        "a schema",
        drop(lambda d: schemas(d)["Image"], "description"),
    ),
    (
        "everything_has_a_description",
        "a parameter",
        drop(lambda d: d["components"]["parameters"]["Width"], "description"),
    ),
    ("operations_and_schemas_name_their_source", "an operation", drop(upload, "x-source")),
    (
        "operations_and_schemas_name_their_source",
        "a schema",
        drop(lambda d: schemas(d)["ImageFile"], "x-source"),
    ),
    (
        "extensions_are_known_and_stand_where_they_may",
        "misspelt",
        put(a_property, "x-presentas", "integer"),
    ),
    (
        "extensions_are_known_and_stand_where_they_may",
        "in a wrong place",
        put(upload, "x-envelope", {"result": "image"}),
    ),
    (
        "extensions_are_known_and_stand_where_they_may",
        "where nothing may stand",
        put(lambda d: d["info"], "x-source", {"document": "a.txt", "section": "b"}),
    ),
    (
        "extensions_are_known_and_stand_where_they_may",
        "an invalid value",
        put(a_property, "x-present-as", "int"),
    ),
    (
        "extensions_are_known_and_stand_where_they_may",
        "an unknown error category",
        prepend(rows, {**ROW, "code": 4711, "category": "sorry"}),
    ),
    (
        "extensions_are_known_and_stand_where_they_may",
        "an invalid pattern",
        prepend(rows, {**ROW, "message": "("}),
    ),
    (
        "extensions_are_known_and_stand_where_they_may",
        "a row without a condition",
        append(rows, ROW),
    ),
    (
        "evidence_stands_beside_a_provenance",
        "alone",
        put(a_property, "x-evidence", "hearsay"),
    ),
    (
        "every_row_of_the_error_table_can_win",
        "behind the code alone",
        append(rows, {**ROW, "code": 101, "message": "^Duplicated"}),
    ),
    ("every_row_of_the_error_table_can_win", "twice", append(rows, {**ROW, "code": 101})),
    (
        "references",
        "to another file",
        put(lambda d: schemas(d)["UploadResponse"]["properties"]["image"], "$ref", "image.yaml"),
    ),
    (
        "references",
        "to nothing",
        put(
            lambda d: schemas(d)["UploadResponse"]["properties"]["image"],
            "$ref",
            "#/components/schemas/Picture",
        ),
    ),
    ("every_component_is_used", "a lonely schema", put(schemas, "Lonely", PLAIN)),
    (
        "nothing_looks_like_a_credential",
        "64 hexadecimal digits",
        put(lambda d: d["components"]["parameters"]["Key"], "example", "0123456789abcdef" * 4),
    ),
    (
        "base_url_is_public",
        "this machine",
        put(whole, "servers", [{"url": "http://localhost/api/1"}]),
    ),
    ("servers_are_there", "none", drop(whole, "servers")),
    (
        "base_url_is_an_address",
        "of another kind",
        put(whole, "servers", [{"url": "ftp://imagehosting.me/api/1"}]),
    ),
    (
        "base_url_is_an_address",
        "with a slash at its end",
        put(whole, "servers", [{"url": "https://imagehosting.me/api/1/"}]),
    ),
    (
        "base_url_is_an_address",
        "with a variable that nothing describes",
        put(whole, "servers", [{"url": "https://{site}/api/1"}]),
    ),
]

# The same for the rules that speak of XML and of servers with variables, in a spec that has both.


def gallery(document: Document) -> Json:
    return operations(document)["galleries_create"].value["responses"]["200"]


def gallery_xml(document: Document) -> Json:
    return gallery(document)["content"]["application/xml"]


def members(name: str) -> Callable[[Document], Json]:
    return lambda document: schemas(document)[name]["properties"]


def gallery_server(document: Document) -> Json:
    return operations(document)["galleries_view"].value["servers"][0]


def server_number(document: Document) -> Json:
    return gallery_server(document)["variables"]["server"]


PLANTED_IN_XML: list[tuple[str, str, Callable[[Document], None]]] = [
    ("xml_agrees_with_its_xsd", "no x-xml", drop(gallery_xml, "x-xml")),
    (
        "xml_agrees_with_its_xsd",
        "another root than its schema",
        put(gallery_xml, "x-xml", {"xsd": "gallery.xsd", "root": "album"}),
    ),
    (
        "examples_are_valid",
        "an example of another root",
        put(gallery_xml, "example", "<galleries/>"),
    ),
    (
        "xml_agrees_with_its_xsd",
        "a page with an XSD",
        put(
            lambda d: gallery(d)["content"],
            "text/html",
            {"schema": PLAIN, "x-xml": {"xsd": "gallery.xsd", "root": "gallery"}},
        ),
    ),
    (
        "xml_agrees_with_its_xsd",
        "a nameless schema",
        put(gallery_xml, "schema", {"type": "object"}),
    ),
    (
        "examples_are_valid",
        "XML that lacks a part",
        put(gallery_xml, "example", '<gallery version="2"/>'),
    ),
    (
        "examples_are_valid",
        "invalid XML",
        put(gallery_xml, "example", '<gallery version="2">'),
    ),
    (
        "xml_agrees_with_its_xsd",
        "an attribute with parts",
        put(lambda d: members("Gallery")(d)["files"], "xml", {"attribute": True}),
    ),
    (
        "xml_agrees_with_its_xsd",
        "a text beside an element",
        drop(lambda d: members("Error")(d)["code"], "xml"),
    ),
    (
        "operations_can_be_planned",
        "no pattern",
        drop(server_number, "x-pattern"),
    ),
    (
        "everything_has_a_description",
        "no description",
        drop(server_number, "description"),
    ),
    (
        "operations_can_be_planned",
        "a pattern that lets a name of a host in",
        put(server_number, "x-pattern", "^[0-9a-z.]+$"),
    ),
    (
        "default_of_a_server_variable_fits",
        "a pattern that its default breaks",
        put(server_number, "x-pattern", "^[2-9]$"),
    ),
    (
        "operations_can_be_planned",
        "not in the address",
        put(gallery_server, "url", "http://img1.imageshack.us"),
    ),
    (
        "extensions_are_known_and_stand_where_they_may",
        "a pattern of everything",
        put(server_number, "x-pattern", ".*"),
    ),
    (
        "extensions_are_known_and_stand_where_they_may",
        "an XSD somewhere else",
        put(gallery_xml, "x-xml", {"xsd": "../gallery.xsd", "root": "gallery"}),
    ),
]


# The same for the rules about provenance, in specs that have what they speak of.


def an_operation(name: str) -> Callable[[Document], Json]:
    return lambda document: operations(document)[name].value


def form_of(name: str) -> Callable[[Document], Json]:
    return lambda document: operations(document)[name].value["requestBody"]["content"][
        "multipart/form-data"
    ]


def parameter(name: str) -> Callable[[Document], Json]:
    return lambda document: document["components"]["parameters"][name]


def members_of(schema: str, member: str) -> Callable[[Document], Json]:
    return lambda document: schemas(document)[schema]["properties"][member]


def claim(text: str, **more: str) -> list[Json]:
    return [{"text": text, "provenance": "inferred", "evidence": "a test", **more}]


def told(text: str) -> Callable[[Document], None]:
    """A sentence in the description of an album's deletion, without a mark."""
    return put(an_operation("albums_delete"), "description", f"Deletes the album. {text}")


#: What makes a sentence longer than what a message shows of it; no part of it repeats.
LONG = " " + " ".join(str(number) for number in range(10, 50)) + "."
NO_CLAIMS = "descriptions_hold_nothing_but_the_document"
PLANTED_OF_CLAIMS: list[tuple[str, str, Callable[[Document], None]]] = [
    (NO_CLAIMS, "pictures that stay", told("The pictures in it stay.")),
    (NO_CLAIMS, "all that goes with it", told("Everything in it goes with it.")),
    (NO_CLAIMS, "hiding", told("The host hides it.")),
    (NO_CLAIMS, "an order", told("The newest first.")),
    (NO_CLAIMS, "a place in an order", told("Pictures come at its end.")),
    (NO_CLAIMS, "a size", told("Pictures of 5 MB are left out.")),
    (NO_CLAIMS, "a limit", told("It takes up to 200 of them.")),
    (NO_CLAIMS, "a price", told("It costs 10 credits.")),
    (NO_CLAIMS, "a unit", told("Sizes are kilobytes.")),
    (NO_CLAIMS, "a conversion", told("A PNG becomes a JPEG.")),
    (NO_CLAIMS, "a login", told("Only the owner may.")),
    (NO_CLAIMS, "a user", told("It acts for the logged-in user.")),
    (NO_CLAIMS, "what was seen", told("This was seen with old albums.")),
    (NO_CLAIMS, "a guess", told("It is evidently final.")),
    (NO_CLAIMS, "what chance does", told("Another call gives others.")),
    (NO_CLAIMS, "whose it is", told("Changes an album of the caller's.")),
    ("texts_speak_of_the_host", "what clients do", told("Clients present a list.")),
    ("texts_speak_of_the_host", "what is sent", told("It is always sent.")),
    ("texts_speak_of_the_host", "at length", told(f"Clients present a list{LONG}")),
    (NO_CLAIMS, "at length", told(f"The pictures in it stay{LONG}")),
    (
        "claims_are_not_said_twice",
        "at length",
        lambda d: an_operation("albums_delete")(d).update(
            {"description": f"It is final{LONG}", "x-claims": claim(f"It is final{LONG}")}
        ),
    ),
    (
        "claims_are_not_said_twice",
        "in the description too",
        lambda d: an_operation("albums_delete")(d).update(
            {"description": "Deletes the album. It is final.", "x-claims": claim("It is final.")}
        ),
    ),
    (
        "claims_are_about_what_is_there",
        "a limit that is not there",
        put(parameter("CommentId"), "x-claims", claim("It is small.", of="maximum")),
    ),
    ("numbers_as_ids_say_how_that_is_known", "no claim", drop(parameter("CommentId"), "x-claims")),
    (
        "numbers_as_ids_say_how_that_is_known",
        "a member of a body",
        drop(members_of("CreateCommentRequest", "parent_id"), "x-claims"),
    ),
    (
        "types_of_parts_say_how_they_are_known",
        "no claim",
        drop(form_of("images_upload"), "x-claims"),
    ),
    ("need_of_a_login_is_said", "by security", drop(an_operation("account_delete"), "x-claims")),
    ("documents_are_described", "none", drop(whole, "x-documents")),
    (
        "documents_are_described",
        "another",
        put(lambda d: d["x-documents"], "other.txt", {"title": "A", "by": "us", "note": "A."}),
    ),
    (
        "listed_error_codes_have_a_row",
        "a code that the table lacks",
        put(an_operation("albums_delete"), "x-error-codes", {"4711": "Sorry"}),
    ),
    (
        "extensions_are_known_and_stand_where_they_may",
        "a claim without evidence",
        put(
            an_operation("albums_delete"),
            "x-claims",
            [{"text": "It is final.", "provenance": "inferred"}],
        ),
    ),
    (
        "extensions_are_known_and_stand_where_they_may",
        "a claim that is no sentence",
        put(an_operation("albums_delete"), "x-claims", claim("final")),
    ),
]
#: A token in the body or query, where OpenAPI has no security scheme for it.
PLANTED_OF_TOKENS: list[tuple[str, str, Callable[[Document], None]]] = [
    ("need_of_a_login_is_said", "by a parameter", drop(an_operation("users_delete"), "x-claims")),
    ("need_of_a_login_is_said", "by a body", drop(an_operation("images_like"), "x-claims")),
]


ALL_PLANTED = [("imagehosting_me", *planted) for planted in PLANTED] + [
    ("imageshack_gallery", *planted) for planted in PLANTED_IN_XML
]
ALL_PLANTED += [("imgur", *planted) for planted in PLANTED_OF_CLAIMS]
ALL_PLANTED += [("imageshack", *planted) for planted in PLANTED_OF_TOKENS]


def problems(api: str, name: str, mutate: Callable[[Document], None]) -> list[SpecProblem]:
    """What a rule says of a copy of a spec that has been changed."""
    document = copy.deepcopy(load_spec(api))
    mutate(document)
    return list(RULES[name](Spec(path_of(api), Path("specs", api), document)))


@pytest.mark.snapshots
def test_every_rule_finds_its_planted_violations() -> None:
    said = {
        f"{api}: {name}: {what}": [
            # Without its line, which any edit of the spec moves.
            str(problem).partition(" at ")[2]
            for problem in problems(api, name, mutate)
        ]
        for api, name, what, mutate in ALL_PLANTED
    }
    assert [planted for planted, texts in said.items() if not texts] == []
    parts = ["\n".join([f"=== {planted}", *texts]) for planted, texts in said.items()]
    hold_file("generator/refused/rules.txt", "\n\n".join(parts) + "\n")


def test_every_rule_has_a_planted_violation() -> None:
    planted = {name for _, name, _, _ in ALL_PLANTED}
    assert planted | PLANTED_ELSEWHERE == set(RULES)
    assert planted & PLANTED_ELSEWHERE == set()


def test_planted_violation_is_found_by_its_rule_alone() -> None:
    """A rule that always speaks would pass the test above."""
    mutate = drop(upload, "summary")
    speaking = {name for name in RULES if problems("imagehosting_me", name, mutate)}
    assert speaking == {"operation_has_summary_and_description"}


def test_problem_names_file_line_place_fault_and_advice() -> None:
    (problem,) = problems("imagehosting_me", *ALL_PLANTED[4][1::2])
    text = str(problem)
    assert re.match(r"specs/imagehosting_me:\d+ at /\S+\n  \S.*\n  to do: \S", text)


def test_style_rules_hold_where_the_spec_asks_for_them() -> None:
    document = copy.deepcopy(load_spec("imagehosting_me"))
    drop(upload, "summary")(document)
    path = path_of("imagehosting_me")
    assert list(rules.style_rules(Spec(path, document=document)))
    del document["x-style"]
    assert list(rules.style_rules(Spec(path, document=document))) == []


@pytest.mark.parametrize("api", API_NAMES)
def test_every_yaml_tool_reads_the_same_spec(api: str) -> None:
    """Plain YAML readers turn dates, clock times and `no` into something else; nothing here may."""
    text = (SPECS / api / "openapi.yaml").read_text("utf-8")
    assert yaml.safe_load(text) == yaml.load(text, Loader=SpecLoader)
