"""The document of the console is legal, loses nothing, and sends what the client sends."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from codegen.specs import METHODS
from imagehosts import Base64, HostUnavailable, ImageShackGallery, Url
from imagehosts.hosts import find_host
from openapi_spec_validator import OpenAPIV31SpecValidator

from contracts.docs.console_request import MULTIPART, File, Refused, Typed, console_request
from contracts.support.clients import PNG
from contracts.support.recording import Recorder, Reply, Sent
from contracts.support.specs import API_NAMES, load_spec, resolve, walk
from docs.merge_spec import CALLS, call_ids, merge

FORM = "application/x-www-form-urlencoded"
KEY = "the-key-of-a-reader"
PICTURE = File("lake.png", PNG, "image/png")
URL = "https://example.com/a/lake.png?size=1&x=%20"


@pytest.fixture(params=API_NAMES)
def api(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def spec(api: str) -> dict[str, Any]:
    return load_spec(api)


@pytest.fixture
def merged(spec: dict[str, Any]) -> dict[str, Any]:
    return merge(spec)


# --- the document --------------------------------------------------------------------------


def test_the_merged_document_is_legal(merged: dict[str, Any]) -> None:
    assert [error.message for error in OpenAPIV31SpecValidator(merged).iter_errors()] == []


def test_no_path_has_a_fragment_or_a_query(merged: dict[str, Any]) -> None:
    assert [path for path in merged["paths"] if "#" in path or "?" in path] == []


def test_no_operation_is_lost(spec: dict[str, Any], merged: dict[str, Any]) -> None:
    documented = {
        operation["operationId"]: method
        for item in spec["paths"].values()
        for method, operation in item.items()
        if method in METHODS
    }
    told = json.dumps(merged)
    assert call_ids(merged) <= set(documented)
    for each in set(documented) - call_ids(merged):
        # Only what is too dangerous to try is left to the clients, and that is said.
        assert f"`{each}`" in told
        assert documented[each] == "delete" or f"`{each}`" in merged["info"]["description"]


def test_no_parameter_is_lost(spec: dict[str, Any], merged: dict[str, Any]) -> None:
    sendable = call_ids(merged)
    for key, item in spec["paths"].items():
        for method in METHODS:
            if method not in item or item[method]["operationId"] not in sendable:
                continue
            there = fields(merged, merged["paths"][key.partition("#")[0]][method])
            needed = fields(spec, item[method], item.get("parameters", []))
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


def test_every_status_of_each_call_is_told(spec: dict[str, Any], merged: dict[str, Any]) -> None:
    for key, item in spec["paths"].items():
        for method in METHODS:
            if method in item and item[method]["operationId"] in call_ids(merged):
                there = merged["paths"][key.partition("#")[0]][method]["responses"]
                assert set(map(str, item[method]["responses"])) <= set(there)


def test_nothing_in_it_refers_to_nothing(merged: dict[str, Any]) -> None:
    for node in walk(merged):
        if "$ref" in node.value:
            assert resolve(merged, node.value)


def test_our_own_extensions_stay_out(merged: dict[str, Any]) -> None:
    extensions = {
        name for node in walk(merged) for name in node.value if str(name).startswith("x-")
    }
    assert extensions <= {CALLS}


def test_no_field_is_filled_in_but_by_a_default(merged: dict[str, Any]) -> None:
    for item in merged["paths"].values():
        for operation in item.values():
            assert [p for p in operation.get("parameters", []) if "example" in p] == []
            for media in operation.get("requestBody", {}).get("content", {}).values():
                for name, member in media["schema"]["properties"].items():
                    empty = member.get("example") in ("", [], {})
                    assert "default" in member or member.get("format") == "binary" or empty, name


def test_the_emulator_is_the_first_server(spec: dict[str, Any], merged: dict[str, Any]) -> None:
    emulator, real, *_ = merged["servers"]
    path = urlsplit(spec["servers"][0]["url"]).path
    assert emulator["url"] == "http://127.0.0.1:{port}" + path
    assert emulator["variables"]["port"]["default"] == "8765"
    assert real["url"] == spec["servers"][0]["url"]
    for item in merged["paths"].values():
        for operation in item.values():
            for first in operation.get("servers", [])[:1]:
                assert first["url"].startswith("http://127.0.0.1:{port}")


def test_the_spec_is_not_changed_by_merging(api: str) -> None:
    spec = load_spec(api)
    before = json.dumps(spec)
    merge(spec)
    assert json.dumps(spec) == before


# --- the same request as the client's ------------------------------------------------------

#: What a caller gives and what a reader of the site types, call by call. The path is that of all
#: calls of the API.
Case = tuple[str, str, str, str, dict[str, Any], dict[str, Any], str]
IMGES = ("imges", "/{action}/")
HOSTING_ME = ("imagehosting_me", "/upload")
DETAILS = {
    "title": "Tahoe",
    "description": 'naïve 写真 "x" & more',
    "tags": ["lake", "dawn"],
    "album_id": "fGh",
    "category_id": 3,
    "width": 320,
    "expiration": timedelta(days=3, minutes=5),
    "nsfw": True,
    "use_file_date": False,
}
TYPED_DETAILS = {
    "title": "Tahoe",
    "description": 'naïve 写真 "x" & more',
    "tags": "lake,dawn",
    "album_id": "fGh",
    "category_id": "3",
    "width": "320",
    "expiration": "P3DT5M",
    "nsfw": "1",
    "use_file_date": "0",
}


def cases() -> list[Any]:
    found = []
    for api, path in (IMGES, HOSTING_ME):
        for ending, format in (("", "json"), ("_txt", "txt"), ("_redirect", "redirect")):
            typed = {"format": format} | ({"key": KEY} if api == "imges" else {})
            post, get = f"upload{ending}", f"upload{ending}_by_get"
            picture = {"source": (PICTURE.name, PICTURE.content)}
            rows: list[tuple[str, str, dict[str, Any], dict[str, Any], str]] = [
                (post, "post", picture, {"source": PICTURE}, MULTIPART),
                (post, "post", {"source": Url(URL)}, {"source": URL}, FORM),
                (post, "post", {"source": Base64("aGVsbG8+/w")}, {"source": "aGVsbG8+/w=="}, FORM),
                (get, "get", {"source": URL}, {"source": URL}, ""),
            ]
            if api == "imagehosting_me":
                rows += [
                    (
                        post,
                        "post",
                        picture | DETAILS,
                        {"source": PICTURE, **TYPED_DETAILS},
                        MULTIPART,
                    ),
                    (get, "get", {"source": URL, **DETAILS}, {"source": URL, **TYPED_DETAILS}, ""),
                ]
            for method_name, method, arguments, entries, media in rows:
                name = f"{api}-{method_name}-{media or 'query'}-{len(arguments)}"
                case = (api, path, method_name, method, arguments, {**typed, **entries}, media)
                found.append(pytest.param(case, id=name))
    return found


@pytest.mark.parametrize("case", cases())
def test_the_console_sends_what_the_client_sends(case: Case) -> None:
    api, path, method_name, method, arguments, typed, media_type = case
    if typed.get("format") == "json":
        typed = {name: value for name, value in typed.items() if name != "format"}
    sent = sent_by_client(api, method_name, arguments)
    console = console_request(
        merge(load_spec(api)), path, method, typed, media_type=media_type, credential=KEY
    )
    assert console.method == sent.method
    assert console.address == sent.address
    assert console.query == sorted(sent.query)
    assert console.media_type == sent.media_type
    assert console.parts == sorted(sent.parts)
    assert console.credential_headers == {
        name: value for name, value in sent.headers.items() if value == KEY
    }


def sent_by_client(api: str, method_name: str, arguments: dict[str, Any]) -> Sent:
    recorder = Recorder(Reply(500))
    host = find_host(api)
    assert host is not None
    with host.make_client(api_key=KEY, transport=recorder, max_retries=0) as client:
        with pytest.raises(Exception, match="HTTP 500"):
            getattr(client.images, method_name)(**arguments)  # type: ignore[attr-defined]
    return recorder.only


@pytest.mark.parametrize(("api", "path"), [IMGES, HOSTING_ME])
def test_the_console_demands_what_the_client_demands(api: str, path: str) -> None:
    document = merge(load_spec(api))
    key = {"key": KEY} if api == "imges" else {}
    with pytest.raises(Refused, match="source is required"):
        console_request(document, path, "post", key, media_type=MULTIPART)
    typed: dict[str, Typed] = {**key, "source": PICTURE, "format": "xml"}
    with pytest.raises(Refused, match="is no choice for format"):
        console_request(document, path, "post", typed, media_type=MULTIPART)


# --- seven calls on one route, at servers of their own -------------------------------------

#: Call by call: what a caller gives, and what a reader types for it beside the action.
GALLERIES: dict[str, tuple[dict[str, Any], dict[str, Typed]]] = {
    "create": (
        {"images": ["img1/2/a.jpg;640;480;y", "img1/2/b.jpg"], "title": "Snow", "name": "tahoe"},
        {"image[]": ["img1/2/a.jpg;640;480;y", "img1/2/b.jpg"], "title": "Snow", "name": "tahoe"},
    ),
    "edit": (
        {"server": 123, "gallery": "tahoe", "images": ["img1/2/a.jpg"], "title": ""},
        {"g": "tahoe", "image[]": ["img1/2/a.jpg"], "title": ""},
    ),
    "add": (
        {"server": 123, "gallery": "tahoe", "images": ["img1/2/a.jpg"]},
        {"g": "tahoe", "image[]": ["img1/2/a.jpg"]},
    ),
    "delete": ({"server": 123, "gallery": "tahoe"}, {"g": "tahoe"}),
    "delete_image": (
        {"server": 123, "gallery": "tahoe", "image": "img1/2/a.jpg"},
        {"g": "tahoe", "image": "img1/2/a.jpg"},
    ),
    "view": ({"server": 123, "gallery": "tahoe"}, {"g": "tahoe", "view": "xml"}),
    "list": (
        {"user": "ann", "start": 5, "limit": 10},
        {"user": "ann", "start": "5", "limit": "10"},
    ),
}
READING = ("view", "list")


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("call", GALLERIES)
def test_the_console_sends_each_action_as_the_client_does(call: str, method: str) -> None:
    given, typed = GALLERIES[call]
    plain = "get" if call in READING else "post"
    name = call if method == plain else f"{call}_by_{method}"
    typed = {"action": "gallery_list" if call == "list" else call, **typed}
    if call not in READING:
        typed["cookie"] = KEY
    recorder = Recorder(Reply(500))
    with ImageShackGallery(cookie=KEY, transport=recorder, max_retries=0) as client:
        with pytest.raises(HostUnavailable):
            getattr(client.galleries, name)(**given)
    sent = recorder.only
    console = console_request(
        merge(load_spec("imageshack_gallery")),
        "/gallery_api.php",
        method,
        typed,
        server=2 if "server" in given else 1,
        variables={"server": "123"},
    )
    assert console.method == sent.method
    assert console.address == sent.address
    assert console.query == sorted(sent.query)
    assert console.media_type == sent.media_type
    assert console.parts == sorted(sent.parts)
    assert method == "get" or console.query == []


def test_the_servers_of_a_route_say_which_calls_they_are_for() -> None:
    operation = merge(load_spec("imageshack_gallery"))["paths"]["/gallery_api.php"]["post"]
    _, documented, own = operation["servers"]
    assert "`galleries_create`, `galleries_list_by_post`" in documented["description"]
    assert own["url"] == "http://img{server}.imageshack.us"
    assert "`galleries_edit`" in own["description"]
    assert "`galleries_create`" not in own["description"]


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


def test_the_albums_are_legal(albums: dict[str, Any]) -> None:
    assert [error.message for error in OpenAPIV31SpecValidator(albums).iter_errors()] == []


def test_a_deletion_with_forgotten_ids_cannot_be_sent(albums: dict[str, Any]) -> None:
    path = "/album/{album_id}"
    with pytest.raises(Refused, match="ids is required"):
        console_request(albums, path, "delete", {"album_id": "a"})
    request = console_request(albums, path, "delete", {"album_id": "a", "ids": "x,y"})
    assert request.query == [("ids", "x,y")]
    assert albums["paths"][path]["delete"][CALLS] == ["albums_remove_images"]
    assert "`albums_delete`" in albums["paths"][path]["delete"]["description"]


def test_a_route_that_changes_or_deletes_is_left_to_the_clients(albums: dict[str, Any]) -> None:
    assert "/albums" not in albums["paths"]
    for name in ("albums_update_many", "albums_delete_many"):
        assert f"`{name}`" in albums["info"]["description"]


def test_what_is_only_for_some_calls_is_not_required_of_others(albums: dict[str, Any]) -> None:
    body = albums["paths"]["/album/{album_id}"]["post"]["requestBody"]
    schema = body["content"][FORM]["schema"]
    assert set(schema["properties"]) == {"title", "ids[]", "note"}
    assert "required" not in schema
    assert "Only for `albums_set_images`" in schema["properties"]["ids[]"]["description"]


def test_calls_told_apart_by_a_constant_are_a_choice(albums: dict[str, Any]) -> None:
    operation = albums["paths"]["/gallery.php"]["get"]
    by_name = {parameter["name"]: parameter for parameter in operation["parameters"]}
    assert by_name["action"]["schema"]["enum"] == ["view", "create"]
    assert by_name["action"]["required"]
    assert not by_name["g"]["required"]
    request = console_request(albums, "/gallery.php", "get", {"action": "create", "title": "Tahoe"})
    assert request.query == [("action", "create"), ("title", "Tahoe")]


def test_a_segment_that_may_be_left_out_makes_two_paths(albums: dict[str, Any]) -> None:
    assert "/account/{username}/albums" in albums["paths"]
    longer = albums["paths"]["/account/{username}/albums/{page}"]["get"]
    shorter = albums["paths"]["/account/{username}/albums"]["get"]
    assert [p["name"] for p in longer["parameters"]] == ["username", "page"]
    assert [p["name"] for p in shorter["parameters"]] == ["username"]
    assert longer["operationId"] != shorter["operationId"]


def test_segments_are_left_out_from_the_last_on(albums: dict[str, Any]) -> None:
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


def test_a_reader_types_a_token_and_is_sent_to_no_page_of_consent(albums: dict[str, Any]) -> None:
    scheme = albums["components"]["securitySchemes"]["Token"]
    assert scheme == {"type": "http", "scheme": "bearer", "description": "A token."}
    assert "albums.example/agree" not in json.dumps(albums)


def test_arrays_travel_as_the_spec_says(albums: dict[str, Any]) -> None:
    deletion = albums["paths"]["/album/{album_id}"]["delete"]
    ids = next(p for p in deletion["parameters"] if p["name"] == "ids")
    assert (ids["style"], ids["explode"]) == ("form", False)
    media = albums["paths"]["/album/{album_id}"]["post"]["requestBody"]["content"][FORM]
    assert media["encoding"]["ids[]"] == {"style": "form", "explode": True}


def test_a_reader_is_told_to_type_the_prefix(albums: dict[str, Any]) -> None:
    scheme = albums["components"]["securitySchemes"]["ClientId"]
    assert "`Client-ID `" in scheme["description"]


def test_what_nothing_refers_to_is_left_out(albums: dict[str, Any]) -> None:
    assert set(albums["components"]["schemas"]) == {"Note"}
    assert set(albums["components"]["headers"]) == {"Left"}


def drop_an_operation(document: dict[str, Any]) -> None:
    del document["paths"]["/upload"]["get"]


def drop_a_call(document: dict[str, Any]) -> None:
    document["paths"]["/upload"]["post"][CALLS].remove("images_upload_redirect")


def drop_a_parameter(document: dict[str, Any]) -> None:
    parameters = document["paths"]["/upload"]["get"]["parameters"]
    parameters[:] = [each for each in parameters if each["name"] != "width"]


def drop_a_member(document: dict[str, Any]) -> None:
    content = document["paths"]["/upload"]["post"]["requestBody"]["content"]
    del content[FORM]["schema"]["properties"]["width"]


@pytest.mark.parametrize(
    ("loss", "claim"),
    [
        (drop_an_operation, test_no_operation_is_lost),
        (drop_a_call, test_no_operation_is_lost),
        (drop_a_parameter, test_no_parameter_is_lost),
        (drop_a_member, test_no_parameter_is_lost),
    ],
)
def test_a_loss_would_be_noticed(
    loss: Callable[[dict[str, Any]], None], claim: Callable[..., None]
) -> None:
    spec = load_spec("imagehosting_me")
    merged = merge(spec)
    claim(spec, merged)
    loss(merged)
    with pytest.raises(AssertionError):
        claim(spec, merged)
