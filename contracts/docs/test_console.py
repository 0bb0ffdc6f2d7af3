"""The document of the console is valid, loses nothing, and sends what the client sends."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from codegen.specs import METHODS
from openapi_spec_validator import OpenAPIV31SpecValidator

from contracts.docs.console_request import Refused, console_request
from contracts.support.reporting import report_all
from contracts.support.specs import API_NAMES, load_spec, resolve, walk
from docs.merge_spec import CALLS, call_ids, merge

FORM = "application/x-www-form-urlencoded"
Json = dict[str, Any]


# --- the document --------------------------------------------------------------------------
#
# Each of these compares a merged document with its spec.


def check_valid(spec: Json, merged: Json) -> None:
    assert [error.message for error in OpenAPIV31SpecValidator(merged).iter_errors()] == []


def check_paths(spec: Json, merged: Json) -> None:
    assert [path for path in merged["paths"] if "#" in path or "?" in path] == []


def check_operations(spec: Json, merged: Json) -> None:
    documented = {
        operation["operationId"]: method
        for item in spec["paths"].values()
        for method, operation in item.items()
        if method in METHODS
    }
    text = json.dumps(merged)
    assert call_ids(merged) <= set(documented)
    for each in set(documented) - call_ids(merged):
        # Only calls that are too dangerous to try are left out, and the document says so.
        assert f"`{each}`" in text
        assert documented[each] == "delete" or f"`{each}`" in merged["info"]["description"]


def check_parameters(spec: Json, merged: Json) -> None:
    sendable = call_ids(merged)
    for key, item in spec["paths"].items():
        for method in METHODS:
            if method not in item or item[method]["operationId"] not in sendable:
                continue
            there = fields(merged, merged["paths"][key.partition("#")[0]][method])
            needed = fields(spec, item[method], item.get("parameters", []))
            if method == "delete":  # what may be left out there may be what limits it
                parameters = [resolve(spec, each) for each in item[method].get("parameters", [])]
                needed -= {(p["in"], p["name"]) for p in parameters if not p.get("required")}
            assert needed <= there, item[method]["operationId"]


def fields(
    document: dict[str, Any], operation: dict[str, Any], shared: list[Any] | None = None
) -> set[tuple[str, str]]:
    """Place and name of everything that an operation takes."""
    found = set()
    for reference in [*(shared or []), *operation.get("parameters", [])]:
        parameter = resolve(document, reference)
        found.add((parameter["in"], parameter["name"]))
    body = resolve(document, operation.get("requestBody", {}))
    for kind, media in body.get("content", {}).items():
        schema = resolve(document, media["schema"])
        found |= {(kind, name) for name in schema.get("properties", {})}
    return found


def check_statuses(spec: Json, merged: Json) -> None:
    for key, item in spec["paths"].items():
        for method in METHODS:
            if method in item and item[method]["operationId"] in call_ids(merged):
                there = merged["paths"][key.partition("#")[0]][method]["responses"]
                assert set(map(str, item[method]["responses"])) <= set(there)


def check_references(spec: Json, merged: Json) -> None:
    for node in walk(merged):
        if "$ref" in node.value:
            assert resolve(merged, node.value)


def check_extensions(spec: Json, merged: Json) -> None:
    extensions = {
        name for node in walk(merged) for name in node.value if str(name).startswith("x-")
    }
    assert extensions <= {CALLS}


def check_fields(spec: Json, merged: Json) -> None:
    for item in merged["paths"].values():
        for operation in item.values():
            assert [p for p in operation.get("parameters", []) if "example" in p] == []
            for media in operation.get("requestBody", {}).get("content", {}).values():
                for name, member in media["schema"].get("properties", {}).items():
                    empty = member.get("example") in ("", [], {})
                    assert "default" in member or member.get("format") == "binary" or empty, name


def check_servers(spec: Json, merged: Json) -> None:
    emulator, real, *_ = merged["servers"]
    path = urlsplit(spec["servers"][0]["url"]).path
    assert emulator["url"] == "http://127.0.0.1:{port}" + path
    assert emulator["variables"]["port"]["default"] == "8765"
    assert real["url"] == spec["servers"][0]["url"]
    for item in merged["paths"].values():
        for operation in item.values():
            for first in operation.get("servers", [])[:1]:
                assert first["url"].startswith("http://127.0.0.1:{port}")


def check_spec_is_unchanged(spec: Json, merged: Json) -> None:
    before = json.dumps(spec)
    merge(spec)
    assert json.dumps(spec) == before


CHECKS: tuple[Callable[[Json, Json], None], ...] = (
    *(check_valid, check_paths, check_operations, check_parameters, check_statuses),
    *(check_references, check_extensions, check_fields, check_servers, check_spec_is_unchanged),
)


@pytest.mark.parametrize("api", API_NAMES)
def test_merged_document_is_valid_and_loses_nothing(api: str) -> None:
    spec = load_spec(api)
    merged = merge(spec)
    with report_all(len(CHECKS)) as case:
        for check in CHECKS:
            with case(check.__name__):
                check(spec, merged)


# --- routes that only differ by what is sent -----------------------------------------------

ALBUMS = """
openapi: 3.1.0
info: {title: Albums, version: "1", summary: Albums., description: Albums of a test.}
servers: [{url: "https://albums.example/3"}]
security: [{ClientId: []}]
paths:
  /album/{album_id}:
    delete: &delete_album
      operationId: albums_delete
      tags: [albums]
      summary: Delete an album
      parameters: [&album {name: album_id, in: path, required: true, schema: {type: string}}]
      responses: {"200": {description: Gone.}}
    post:
      operationId: albums_update
      tags: [albums]
      parameters: [*album]
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: {type: object, required: [title], properties: {title: {type: string}}}
      responses: {"200": {description: Changed.}}
  /album/{album_id}#remove_images:
    delete: &remove_images
      operationId: albums_remove_images
      tags: [albums]
      summary: Take pictures out of an album
      parameters:
        - *album
        - name: ids
          in: query
          required: true
          x-array-format: csv
          schema: {type: array, items: {type: string}}
      responses: {"200": {description: Taken out.}, "403": {description: Not yours.}}
    post:
      operationId: albums_set_images
      tags: [albums]
      parameters: [*album]
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              required: ["ids[]"]
              properties:
                "ids[]": {type: array, x-array-format: repeat, items: {type: string}}
                note: {type: string}
      responses:
        "200":
          description: Set.
          headers: {X-Left: {$ref: '#/components/headers/Left'}}
          content: {application/json: {schema: {$ref: '#/components/schemas/Note'}}}
  /albums#update:
    put:
      operationId: albums_update_many
      tags: [albums]
      requestBody: &several
        content:
          application/x-www-form-urlencoded:
            schema: {type: object, required: [ids], properties: {ids: {type: string}}}
      responses: {"200": {description: Changed.}}
  /albums:
    get:
      operationId: albums_get_many
      tags: [albums]
      parameters:
        - name: ids
          in: query
          required: true
          x-array-format: csv
          schema: {type: array, items: {type: string}}
      responses: {"200": {description: Albums.}}
  /albums#delete:
    put:
      operationId: albums_delete_many
      tags: [albums]
      requestBody: *several
      responses: {"200": {description: Gone.}}
  /account/{username}/albums/{page}:
    get:
      operationId: account_albums
      tags: [account]
      parameters:
        - {name: username, in: path, required: true, schema: {type: string}}
        - {name: page, in: path, required: true, x-optional-segment: true, schema: {type: integer}}
      responses: {"200": {description: Albums.}}
  /gallery/{section}/{sort}/{page}:
    get:
      operationId: galleries_browse
      tags: [galleries]
      security: [{ClientId: []}, {Token: []}]
      parameters:
        - &segment
          name: section
          in: path
          required: true
          x-optional-segment: true
          schema: {type: string}
        - {<<: *segment, name: sort}
        - {<<: *segment, name: page}
      responses: {"200": {description: Galleries.}}
  /gallery.php#view:
    get:
      operationId: galleries_view
      tags: [galleries]
      summary: View
      parameters:
        - {name: action, in: query, required: true, schema: {type: string, const: view}}
        - {name: g, in: query, required: true, schema: {type: string}}
      responses: {"200": {description: A gallery.}}
  /gallery.php#create:
    get:
      operationId: galleries_create
      tags: [galleries]
      summary: Create
      parameters:
        - {name: action, in: query, required: true, schema: {type: string, const: create}}
        - {name: title, in: query, required: true, schema: {type: string}}
      responses: {"200": {description: The new gallery.}}
components:
  headers:
    Left: {description: Calls left., schema: {type: integer}, x-provenance: observed}
    Right: {description: Nobody names this one., schema: {type: integer}}
  securitySchemes:
    ClientId: {type: apiKey, in: header, name: Authorization, x-prefix: "Client-ID "}
    Token:
      type: oauth2
      description: A token.
      x-prefix: "Bearer "
      flows: {implicit: {authorizationUrl: "https://albums.example/agree", scopes: {}}}
  schemas:
    Note: {type: string, description: A word., x-provenance: observed}
    Unused: {type: string}
"""


@pytest.fixture
def albums() -> dict[str, Any]:
    return merge(yaml.safe_load(ALBUMS))


def test_merged_albums_are_valid(albums: dict[str, Any]) -> None:
    assert [error.message for error in OpenAPIV31SpecValidator(albums).iter_errors()] == []


def test_deletion_that_forgotten_ids_would_enlarge_is_left_out(albums: dict[str, Any]) -> None:
    path = "/album/{album_id}"
    with pytest.raises(Refused, match="no field ids"):
        console_request(albums, path, "delete", {"album_id": "a", "ids": "x,y"})
    assert console_request(albums, path, "delete", {"album_id": "a"}).query == []
    assert albums["paths"][path]["delete"][CALLS] == ["albums_delete"]
    assert "`albums_remove_images`" in albums["paths"][path]["delete"]["description"]
    assert "`albums_remove_images`" in albums["info"]["description"]


def test_change_that_looks_like_a_deletion_is_left_out(albums: dict[str, Any]) -> None:
    assert albums["paths"]["/albums"]["put"][CALLS] == ["albums_delete_many"]
    assert "`albums_update_many`" in albums["info"]["description"]


def test_field_of_some_calls_is_not_required_of_others(albums: dict[str, Any]) -> None:
    body = albums["paths"]["/album/{album_id}"]["post"]["requestBody"]
    schema = body["content"][FORM]["schema"]
    assert set(schema["properties"]) == {"title", "ids[]", "note"}
    assert "required" not in schema
    assert "Only for `albums_set_images`" in schema["properties"]["ids[]"]["description"]


def test_calls_that_differ_by_a_constant_become_a_choice(albums: dict[str, Any]) -> None:
    operation = albums["paths"]["/gallery.php"]["get"]
    by_name = {parameter["name"]: parameter for parameter in operation["parameters"]}
    assert by_name["action"]["schema"]["enum"] == ["view", "create"]
    assert by_name["action"]["required"]
    assert not by_name["g"]["required"]
    request = console_request(albums, "/gallery.php", "get", {"action": "create", "title": "Tahoe"})
    assert request.query == [("action", "create"), ("title", "Tahoe")]


def test_optional_segment_makes_two_paths(albums: dict[str, Any]) -> None:
    assert "/account/{username}/albums" in albums["paths"]
    longer = albums["paths"]["/account/{username}/albums/{page}"]["get"]
    shorter = albums["paths"]["/account/{username}/albums"]["get"]
    assert [p["name"] for p in longer["parameters"]] == ["username", "page"]
    assert [p["name"] for p in shorter["parameters"]] == ["username"]
    assert longer["operationId"] != shorter["operationId"]


def test_optional_segments_are_left_out_from_the_last_on(albums: dict[str, Any]) -> None:
    found = {path for path in albums["paths"] if path.startswith("/gallery/") or path == "/gallery"}
    assert found == {
        "/gallery",
        "/gallery/{section}",
        "/gallery/{section}/{sort}",
        "/gallery/{section}/{sort}/{page}",
    }
    for path in found:
        named = [p["name"] for p in albums["paths"][path]["get"].get("parameters", [])]
        assert [f"{{{name}}}" for name in named] == path.split("/")[2:]


def test_token_is_typed_and_no_consent_page_is_linked(albums: dict[str, Any]) -> None:
    scheme = albums["components"]["securitySchemes"]["Token"]
    assert scheme == {"type": "http", "scheme": "bearer", "description": "A token."}
    assert "albums.example/agree" not in json.dumps(albums)


def test_arrays_are_sent_as_the_spec_says(albums: dict[str, Any]) -> None:
    listing = albums["paths"]["/albums"]["get"]
    ids = next(p for p in listing["parameters"] if p["name"] == "ids")
    assert (ids["style"], ids["explode"]) == ("form", False)
    media = albums["paths"]["/album/{album_id}"]["post"]["requestBody"]["content"][FORM]
    assert media["encoding"]["ids[]"] == {"style": "form", "explode": True}


def test_description_of_a_credential_mentions_its_prefix(albums: dict[str, Any]) -> None:
    scheme = albums["components"]["securitySchemes"]["ClientId"]
    assert "`Client-ID `" in scheme["description"]


def test_unused_components_are_dropped(albums: dict[str, Any]) -> None:
    assert set(albums["components"]["schemas"]) == {"Note"}
    assert "headers" not in albums["components"]


def drop_an_operation(document: Json) -> None:
    del document["paths"]["/gallery.php"]["get"]


def drop_a_call(document: Json) -> None:
    document["paths"]["/gallery.php"]["get"][CALLS].remove("galleries_create")


def drop_a_parameter(document: Json) -> None:
    parameters = document["paths"]["/gallery.php"]["get"]["parameters"]
    parameters[:] = [each for each in parameters if each["name"] != "title"]


def drop_a_member(document: Json) -> None:
    content = document["paths"]["/album/{album_id}"]["post"]["requestBody"]["content"]
    del content[FORM]["schema"]["properties"]["note"]


#: Something that a merged document could lose, and the check that must notice.
LOSSES = (
    (drop_an_operation, check_operations),
    (drop_a_call, check_operations),
    (drop_a_parameter, check_parameters),
    (drop_a_member, check_parameters),
)


def test_every_loss_is_noticed() -> None:
    spec = yaml.safe_load(ALBUMS)
    with report_all(len(LOSSES)) as case:
        for lose, check in LOSSES:
            with case(lose.__name__):
                merged = merge(spec)
                check(spec, merged)
                lose(merged)
                with pytest.raises(AssertionError):
                    check(spec, merged)
