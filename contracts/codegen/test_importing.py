"""What becomes of somebody's OpenAPI file when it is made a spec of this project."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from codegen.newhost.foreign import CannotImport, read
from codegen.newhost.importing import import_spec
from codegen.problems import GenerationFailed

from contracts.codegen.minispec import Checkout
from contracts.support.reporting import report_all
from contracts.support.snapshots import hold_file, sections

#: Everything that ordinary files have and our specs have not, on two resources.
STORE: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Snap Store", "version": "2.0.0"},
    "servers": [{"url": "/v2"}],
    "security": [{"key": []}, {"oauth": ["read"]}],
    "tags": [{"name": "Photo Albums"}, {"name": "pictures", "description": "Your pictures"}],
    "paths": {
        "/pictures": {
            "get": {
                "operationId": "listPictures",
                "tags": ["pictures", "lists"],
                "parameters": [
                    {"name": "limit", "in": "query", "schema": {"type": "integer", "default": 20}},
                    {
                        "name": "ids",
                        "in": "query",
                        "explode": False,
                        "schema": {"type": "array", "items": {"type": "string"}},
                    },
                    {"name": "session", "in": "cookie", "schema": {"type": "string"}},
                ],
                "responses": {
                    "200": {
                        "description": "ok",
                        "content": {
                            "application/xml": {"schema": {"type": "string"}},
                            "application/json": {
                                "schema": {
                                    "type": "object",
                                    "properties": {
                                        "data": {
                                            "type": "array",
                                            "items": {"$ref": "#/components/schemas/picture"},
                                        },
                                        "next": {"type": "string", "nullable": True},
                                    },
                                }
                            },
                        },
                    },
                    "default": {"$ref": "#/components/responses/Problem"},
                },
            },
            "post": {
                "summary": "Upload.",
                "tags": ["pictures"],
                "requestBody": {
                    "required": True,
                    "content": {
                        "multipart/form-data": {
                            "schema": {
                                "type": "object",
                                "required": ["file"],
                                "properties": {
                                    "file": {"type": "string", "format": "binary"},
                                    "private": {"type": "boolean", "default": False},
                                    "labels": {"type": "array", "items": {"type": "string"}},
                                },
                            }
                        },
                        "application/xml": {"schema": {"type": "object"}},
                    },
                },
                "responses": {
                    "201": {
                        "description": "created",
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/picture"}}
                        },
                    },
                    "202": {"description": "later"},
                },
            },
        },
        "/pictures/{id}": {
            "parameters": [{"$ref": "#/components/parameters/Id"}],
            "get": {
                "tags": ["pictures"],
                "responses": {
                    "200": {
                        "description": "ok",
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/picture"}}
                        },
                    },
                    "404": {"$ref": "#/components/responses/Problem"},
                },
            },
            "delete": {
                "operationId": "deletePicture",
                "tags": ["pictures"],
                "responses": {"204": {"description": "gone"}},
            },
            "patch": {
                "tags": ["pictures"],
                "requestBody": {
                    "content": {
                        "application/json": {
                            "schema": {
                                "allOf": [
                                    {"$ref": "#/components/schemas/Titled"},
                                    {"properties": {"rank": {"type": "integer"}}},
                                ]
                            }
                        }
                    }
                },
                "responses": {"200": {"description": "done"}},
            },
        },
        "/v2/albums": {
            "get": {
                "tags": ["Photo Albums"],
                "responses": {
                    "200": {
                        "description": "ok",
                        "content": {
                            "application/json": {
                                "schema": {"type": "array", "items": {"type": "string"}}
                            }
                        },
                    }
                },
            },
            "options": {"responses": {"200": {"description": "ok"}}},
        },
    },
    "components": {
        "securitySchemes": {
            "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
            "oauth": {"type": "oauth2", "flows": {}},
            "mutual": {"type": "http", "scheme": "mutual"},
        },
        "parameters": {
            "Id": {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
        },
        "responses": {
            "Problem": {
                "description": "error",
                "content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}
                },
            }
        },
        "schemas": {
            "picture": {
                "type": "object",
                "properties": {
                    "id": {"type": "integer"},
                    "link": {"type": "string", "format": "uri"},
                    "meta": {"type": "object", "properties": {"width": {"type": "integer"}}},
                },
            },
            "Titled": {"type": "object", "properties": {"title": {"type": "string"}}},
            "Problem": {
                "type": "object",
                "properties": {
                    "error": {
                        "type": "object",
                        "properties": {"code": {"type": "string"}, "message": {"type": "string"}},
                    }
                },
            },
            "Unused": {"type": "object", "properties": {"a": {"type": "string"}}},
        },
    },
}


@pytest.fixture
def imported(tmp_path: Path) -> Any:
    path = tmp_path / "store.json"
    path.write_text(json.dumps(STORE), "utf-8")
    source = read(path)
    found = import_spec(source, "snapstore", "Snap Store")
    assert source.document == STORE, "the document that was given stays as it is"
    return found


def operation(document: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(
        operation
        for item in document["paths"].values()
        for operation in item.values()
        if operation["operationId"] == name
    )
    return found


def test_imported_spec_generates(imported: Any, checkout: Checkout) -> None:
    checkout.write(yaml.safe_dump(imported.document, sort_keys=False), "snapstore")
    checkout.generate()


def test_imported_operations_are_named_by_resource(imported: Any) -> None:
    names = [
        operation["operationId"]
        for item in imported.document["paths"].values()
        for operation in item.values()
    ]
    assert sorted(names) == [
        "photo_albums_list",
        "pictures_create",
        "pictures_delete",
        "pictures_get",
        "pictures_list",
        "pictures_update",
    ]


def test_imported_requests_lose_defaults_and_stay_closed(imported: Any) -> None:
    document = imported.document
    limit = operation(document, "pictures_list")["parameters"][0]
    assert "default" not in limit["schema"]
    media = operation(document, "pictures_create")["requestBody"]["content"]
    assert list(media) == ["multipart/form-data"]
    name = media["multipart/form-data"]["schema"]["$ref"].rpartition("/")[2]
    schema = document["components"]["schemas"][name]
    assert schema["additionalProperties"] is False
    assert "default" not in schema["properties"]["private"]
    assert schema["properties"]["labels"]["x-array-format"] == "repeat"


def test_imported_parameters_keep_how_lists_travel(imported: Any) -> None:
    ids = operation(imported.document, "pictures_list")["parameters"][1]
    assert ids["x-array-format"] == "csv"


def test_imported_all_of_in_a_request_is_one_object(imported: Any) -> None:
    document = imported.document
    media = operation(document, "pictures_update")["requestBody"]["content"]["application/json"]
    schema = document["components"]["schemas"][media["schema"]["$ref"].rpartition("/")[2]]
    assert sorted(schema["properties"]) == ["rank", "title"]


def test_imported_error_pointers_come_from_documented_errors(imported: Any) -> None:
    assert imported.document["x-error-body"] == {
        "code": ["/error/code"],
        "message": ["/error/message"],
    }


def test_imported_boolean_of_every_answer_says_whether_it_worked() -> None:
    """A number that is called ``status`` says nothing of the kind."""
    foreign = Path(__file__).with_name("foreign")
    with report_all() as case:
        for file, mark in (("lsky_like.yaml", "/status"), ("statuses.yaml", None)):
            with case(file):
                document = import_spec(read(foreign / file), "imported", "Imported").document
                said = document["x-error-body"].get("success")
                assert said == (mark and {"at": mark, "values": [True]})


def test_imported_security_names_credentials(imported: Any) -> None:
    document = imported.document
    schemes = document["components"]["securitySchemes"]
    assert {name: scheme["x-credential"] for name, scheme in schemes.items()} == {
        "key": "api_key",
        "oauth": "access_token",
    }
    assert document["security"] == [{"key": []}, {"oauth": []}]


def test_imported_schemas_are_named_and_used(imported: Any) -> None:
    schemas = imported.document["components"]["schemas"]
    assert "Picture" in schemas
    assert "PictureMeta" in schemas
    assert "Unused" not in schemas


def test_everything_left_out_or_renamed_is_noted(imported: Any) -> None:
    notes = "\n".join(imported.notes)
    wanted = (
        "no absolute server address",
        "the schema picture is called Picture",
        "operationId listPictures is called pictures_list",
        "limit: its default was left out",
        "cookie parameter session was left out",
        "security scheme mutual (http mutual) was left out",
        "a body of application/xml was left out",
        "of its successes 201 was kept, 202 was not",
        "OPTIONS /v2/albums was left out",
        "of its tags pictures, lists it keeps pictures",
    )
    assert [text for text in wanted if text not in notes] == []


def test_imported_schema_without_an_end_takes_any_value(tmp_path: Path) -> None:
    circles = {
        "value": {"anyOf": [{"type": "string"}, {"$ref": "#/components/schemas/values"}]},
        "values": {
            "type": "object",
            "additionalProperties": {"$ref": "#/components/schemas/value"},
        },
        "signed": {"allOf": [{"$ref": "#/components/schemas/signed"}], "description": "Signed."},
    }
    document = copy.deepcopy(STORE)
    schemas = document["components"]["schemas"]
    schemas |= circles
    schemas["picture"]["properties"] |= {
        name: {"$ref": f"#/components/schemas/{name}"} for name in circles
    }
    path = tmp_path / "store.json"
    path.write_text(json.dumps(document), "utf-8")
    found = import_spec(read(path), "store", "Store")
    made = found.document["components"]["schemas"]
    assert "Picture" in made
    for name in circles:
        said = f"the schema {name} leads back into itself without a class between"
        assert [note for note in found.notes if said in note]
        assert made[name.title()].keys() == {"description", "x-source"}
    assert made["Signed"]["description"] == "Signed."


REFUSED: dict[str, tuple[str | bytes, str]] = {
    "not-openapi.yaml": ("swagger: '2.0'\npaths: {}\n", "expected OpenAPI 3.0 or 3.1"),
    "future.yaml": ("openapi: 4.0.0\npaths: {}\n", "found version 4.0.0"),
    "broken.yaml": ("openapi: [3.1.0\n", "not readable"),
    "broken.json": ('{"openapi": ', "not readable"),
    "list.json": ("[]", "expected OpenAPI"),
    "twice.json": ('{"openapi": "3.0.0", "openapi": "3.0.1"}', "'openapi' stands in one object"),
    "circle.yaml": ("openapi: 3.0.0\npaths: &a {x: *a}\n", "not readable"),
    "latin.yaml": (b"openapi: 3.0.0 # caf\xe9\n", "codec can't decode"),
    "empty.yaml": ("openapi: 3.1.0\ninfo: {}\n", "`paths` is empty"),
}


@pytest.mark.snapshots
def test_a_file_that_cannot_become_a_spec_is_refused_by_name(tmp_path: Path) -> None:
    faults, said = [], {}
    for name, (text, message) in REFUSED.items():
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        try:
            read(path)
        except CannotImport as error:
            said[name] = str(error).replace(f"{tmp_path}/", "")
            if message not in str(error) or name not in str(error):
                faults.append(f"{name}: {error}")
        else:
            faults.append(f"{name}: taken")
    with pytest.raises(CannotImport, match="missing"):
        read(tmp_path / "missing.yaml")
    assert faults == []
    hold_file("generator/refused/unreadable.txt", sections(said))


@pytest.mark.parametrize("reference", ["other.yaml#/x", "#/components/schemas/Nobody"])
def test_a_reference_that_leads_nowhere_is_refused(reference: str, tmp_path: Path) -> None:
    document = copy.deepcopy(STORE)
    document["components"]["schemas"]["picture"]["properties"]["x"] = {"$ref": reference}
    path = tmp_path / "store.json"
    path.write_text(json.dumps(document), "utf-8")
    with pytest.raises(GenerationFailed, match=reference) as caught:
        read(path)
    assert "store.json:1 at /components/schemas/picture/properties/x/$ref" in str(caught.value)
