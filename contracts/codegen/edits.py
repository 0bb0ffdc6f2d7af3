"""Edits that somebody makes to a spec on a Monday, each with what the report must say of it.

An edit is a function of a document that changes it in place, and gives the place and the rule of
the change, or None where the document has nothing of the kind. So each is tried on every spec.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from codegen.specs import METHODS

__all__ = ["EDITS", "XSD_EDITS", "Expected"]

Json = Any


class Expected(NamedTuple):
    """What the report must say: where, by one of which rules, and at which level at least."""

    where: str
    rules: tuple[str, ...]
    level: str


Edit = Callable[[Json], Expected | None]
EDITS: dict[str, Edit] = {}


def edit(name: str) -> Callable[[Edit], Edit]:
    """Add an edit to the table."""

    def add(function: Edit) -> Edit:
        EDITS[name] = function
        return function

    return add


def operations(document: Json) -> Iterator[tuple[str, str, Json]]:
    """Each operation with its path and method."""
    for path, item in document["paths"].items():
        for method in [key for key in item if key in METHODS]:
            yield path, method, item[method]


def resolve(document: Json, value: Json) -> Json:
    """What a reference leads to."""
    while isinstance(value, dict) and "$ref" in value:
        found = document
        for part in value["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        value = found
    return value


def own_parameter(document: Json, fits: Callable[[Json], bool]) -> tuple[str, Json] | None:
    """The first parameter or field of the operation itself, or of a component that one uses."""
    for _, _, operation in operations(document):
        for reference in operation.get("parameters", []):
            parameter = resolve(document, reference)
            if fits(parameter.get("schema", {})) and parameter["in"] != "path":
                return operation["operationId"], parameter["schema"]
        body = resolve(document, operation.get("requestBody", {}))
        for media in body.get("content", {}).values():
            schema = resolve(document, media.get("schema", {}))
            for member in schema.get("properties", {}).values():
                if isinstance(member, dict) and fits(member):
                    return operation["operationId"], member
    return None


def member(document: Json, fits: Callable[[str, Json, Json], bool]) -> tuple[str, str, Json] | None:
    """The first member of a model that some success answers with."""
    for name in answered(document):
        schema = document["components"]["schemas"][name]
        for wire, below in schema.get("properties", {}).items():
            if isinstance(below, dict) and fits(wire, below, schema):
                return name, wire, schema
    return None


def answered(document: Json) -> list[str]:
    """The schemas with members that answers hold, those of envelopes left out."""
    found: dict[str, None] = {}

    def visit(value: Json) -> None:
        if isinstance(value, dict):
            reference = value.get("$ref", "")
            if reference.startswith("#/components/schemas/"):
                name = reference.rpartition("/")[2]
                if name not in found:
                    found[name] = None
                    visit(document["components"]["schemas"][name])
            for key, inner in value.items():
                if key not in ("example", "examples"):
                    visit(inner)
        elif isinstance(value, list):
            for inner in value:
                visit(inner)

    enveloped: set[str] = set()
    for _, _, operation in operations(document):
        for status, response in operation["responses"].items():
            if str(status)[0] != "2":
                continue
            for media in resolve(document, response).get("content", {}).values():
                visit(media.get("schema", {}))
                if "x-envelope" in media or "x-xml" in media:
                    enveloped.add(media["schema"].get("$ref", "").rpartition("/")[2])
    schemas = document["components"]["schemas"]
    return [n for n in found if n not in enveloped and schemas[n].get("properties")]


def first(
    document: Json, fits: Callable[[Json], bool] = lambda _: True
) -> tuple[str, str, Json] | None:
    """The first operation of a kind."""
    return next((each for each in operations(document) if fits(each[2])), None)


def model(name: str) -> str:
    return f"models.{name[:1].upper()}{name[1:]}"


# --- members of answers ------------------------------------------------------------------------


@edit("a member has another name")
def _(document: Json) -> Expected | None:
    found = member(document, lambda wire, _, __: True)
    if found is None:
        return None
    name, wire, schema = found
    schema["properties"] = {
        (f"{key}_now" if key == wire else key): below for key, below in schema["properties"].items()
    }
    schema["required"] = [f"{n}_now" if n == wire else n for n in schema.get("required", [])]
    return Expected(model(name), ("member-removed",), "breaking")


@edit("a member is a whole number where it was a text")
def _(document: Json) -> Expected | None:
    found = member(
        document, lambda _, below, __: below.get("type") == "string" and "enum" not in below
    )
    if found is None:
        return None
    name, wire, schema = found
    old = schema["properties"][wire]
    kept = {k: v for k, v in old.items() if k in ("description", "xml", "x-provenance")}
    schema["properties"][wire] = {"type": "integer", **kept}
    return Expected(model(name), ("member-retyped",), "breaking")


@edit("a member may be null")
def _(document: Json) -> Expected | None:
    plain = ("string", "integer", "boolean")
    found = member(
        document,
        lambda _, below, __: (
            below.get("type") in plain
            and not {"enum", "x-present-as", "const", "xml"} & below.keys()
        ),
    )
    if found is None:
        return None
    name, wire, schema = found
    schema["properties"][wire] = {
        **schema["properties"][wire],
        "type": [schema["properties"][wire]["type"], "null"],
    }
    return Expected(model(name), ("member-retyped",), "breaking")


@edit("a member need not be there")
def _(document: Json) -> Expected | None:
    found = member(document, lambda wire, _, schema: wire in schema.get("required", []))
    if found is None:
        return None
    name, wire, schema = found
    schema["required"] = [each for each in schema["required"] if each != wire]
    return Expected(model(name), ("member-now-optional",), "breaking")


@edit("a member is always there")
def _(document: Json) -> Expected | None:
    found = member(document, lambda wire, _, schema: wire not in schema.get("required", []))
    if found is None:
        return None
    name, wire, schema = found
    schema["required"] = [*schema.get("required", []), wire]
    return Expected(model(name), ("member-now-required",), "compatible")


@edit("a member is gone")
def _(document: Json) -> Expected | None:
    found = member(document, lambda wire, _, schema: len(schema["properties"]) > 1)
    if found is None:
        return None
    name, wire, schema = found
    schema["properties"] = {k: v for k, v in schema["properties"].items() if k != wire}
    schema["required"] = [each for each in schema.get("required", []) if each != wire]
    return Expected(model(name), ("member-removed",), "breaking")


@edit("a member is new")
def _(document: Json) -> Expected | None:
    found = member(document, lambda *_: True)
    if found is None:
        return None
    name, _, schema = found
    schema["properties"] = {**schema["properties"], "mood": {"type": "string"}}
    return Expected(model(name), ("member-added",), "added")


@edit("a member has an alias")
def _(document: Json) -> Expected | None:
    found = member(document, lambda _, below, __: "x-argument" not in below and "$ref" not in below)
    if found is None:
        return None
    name, wire, schema = found
    schema["properties"][wire] = {**schema["properties"][wire], "x-argument": "renamed_now"}
    # What is no model has no names in Python.
    return Expected(model(name), ("member-renamed", "spec-changed"), "compatible")


@edit("a member has another format")
def _(document: Json) -> Expected | None:
    found = member(document, lambda _, below, __: below.get("format") in ("uri", "uri-reference"))
    if found is None:
        return None
    name, wire, schema = found
    schema["properties"][wire] = {**schema["properties"][wire], "format": "iri"}
    return Expected(model(name), ("spec-changed",), "compatible")


@edit("a member is described in other words")
def _(document: Json) -> Expected | None:
    found = member(document, lambda _, below, __: "description" in below)
    if found is None:
        return None
    name, wire, schema = found
    schema["properties"][wire] = {**schema["properties"][wire], "description": "Other words."}
    return Expected(model(name), ("text-changed",), "text")


@edit("a model has another name")
def _(document: Json) -> Expected | None:
    names = answered(document)
    if not names:
        return None
    old = names[0]
    _rename(document, f"#/components/schemas/{old}", f"#/components/schemas/{old}Now")
    schemas = document["components"]["schemas"]
    document["components"]["schemas"] = {
        (f"{old}Now" if name == old else name): schema for name, schema in schemas.items()
    }
    return Expected(model(f"{old}Now"), ("model-renamed", "text-changed"), "text")


def _rename(value: Json, old: str, new: str) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "$ref" and inner == old:
                value[key] = new
            else:
                _rename(inner, old, new)
    elif isinstance(value, list):
        for inner in value:
            _rename(inner, old, new)


# --- what is sent ------------------------------------------------------------------------------


@edit("a choice is gone")
def _(document: Json) -> Expected | None:
    found = own_parameter(document, lambda schema: len(schema.get("enum", [])) > 1)
    if found is None:
        return None
    id, schema = found
    schema["enum"] = schema["enum"][:-1]
    return Expected(id, ("argument-type-narrowed",), "breaking")


@edit("a choice is new")
def _(document: Json) -> Expected | None:
    found = own_parameter(
        document, lambda schema: "enum" in schema and isinstance(schema["enum"][0], str)
    )
    if found is None:
        return None
    id, schema = found
    schema["enum"] = [*schema["enum"], "else"]
    return Expected(id, ("argument-type-widened",), "compatible")


@edit("a greatest value is less")
def _(document: Json) -> Expected | None:
    found = own_parameter(document, lambda schema: "maximum" in schema)
    if found is None:
        return None
    id, schema = found
    schema["maximum"] -= 1
    return Expected(id, ("argument-limit-tightened",), "breaking")


@edit("a least value is less")
def _(document: Json) -> Expected | None:
    found = own_parameter(document, lambda schema: schema.get("minimum", 0) > 0)
    if found is None:
        return None
    id, schema = found
    schema["minimum"] -= 1
    return Expected(id, ("argument-limit-loosened",), "compatible")


@edit("a text must not be empty any more")
def _(document: Json) -> Expected | None:
    found = own_parameter(
        document,
        lambda schema: (
            schema.get("type") == "string"
            and not {"minLength", "enum", "const", "format"} & schema.keys()
        ),
    )
    if found is None:
        return None
    id, schema = found
    schema["minLength"] = 1
    return Expected(id, ("argument-limit-tightened",), "breaking")


@edit("a default is another")
def _(document: Json) -> Expected | None:
    found = own_parameter(document, lambda schema: schema.get("type") == "integer")
    if found is None:
        return None
    id, schema = found
    schema["default"] = schema.get("maximum", schema.get("minimum", 6) + 1)
    return Expected(id, ("argument-default-changed",), "compatible")


@edit("a parameter is required")
def _(document: Json) -> Expected | None:
    for _, _, operation in operations(document):
        for reference in operation.get("parameters", []):
            parameter = resolve(document, reference)
            if parameter["in"] == "query" and not parameter.get("required"):
                if "default" in parameter.get("schema", {}) or "x-pagination" in operation:
                    continue
                if "x-credential" in parameter:
                    continue
                parameter["required"] = True
                return Expected(operation["operationId"], ("argument-now-required",), "breaking")
    return None


@edit("a parameter is new and required")
def _(document: Json) -> Expected | None:
    _, _, operation = next(operations(document))
    new = {"name": "mood", "in": "query", "required": True, "schema": {"type": "string"}}
    operation["parameters"] = [*operation.get("parameters", []), new]
    return Expected(operation["operationId"], ("required-argument-added",), "breaking")


@edit("a field of a form is gone")
def _(document: Json) -> Expected | None:
    for _, _, operation in operations(document):
        body = resolve(document, operation.get("requestBody", {}))
        content = body.get("content", {})
        schemas = [resolve(document, media.get("schema", {})) for media in content.values()]
        shared = [
            name
            for name in (schemas[0].get("properties", {}) if schemas else {})
            if not any(name in schema.get("required", []) for schema in schemas)
            and "x-credential" not in str(schemas[0]["properties"][name])
        ]
        if shared:
            for schema in schemas:
                schema["properties"] = {
                    k: v for k, v in schema.get("properties", {}).items() if k != shared[0]
                }
            for media in content.values():
                media.get("encoding", {}).pop(shared[0], None)
            return Expected(operation["operationId"], ("argument-removed",), "breaking")
    return None


@edit("a field of a form is new")
def _(document: Json) -> Expected | None:
    found = first(document, lambda o: bool(resolve(document, o.get("requestBody", {}))))
    if found is None:
        return None
    operation = found[2]
    for media in resolve(document, operation["requestBody"])["content"].values():
        schema = resolve(document, media["schema"])
        schema["properties"] = {**schema.get("properties", {}), "mood": {"type": "string"}}
    return Expected(operation["operationId"], ("argument-added",), "added")


@edit("a type of body is gone")
def _(document: Json) -> Expected | None:
    urlencoded = "application/x-www-form-urlencoded"
    for _, _, operation in operations(document):
        content = resolve(document, operation.get("requestBody", {})).get("content", {})
        if len(content) > 1 and urlencoded in content:
            del content[urlencoded]
            return Expected(operation["operationId"], ("body-type-removed",), "breaking")
    return None


@edit("a body need not be sent")
def _(document: Json) -> Expected | None:
    for _, _, operation in operations(document):
        body = resolve(document, operation.get("requestBody", {}))
        if body.get("required"):
            body["required"] = False
            return Expected(operation["operationId"], ("body-now-optional",), "compatible")
    return None


@edit("an argument is called otherwise")
def _(document: Json) -> Expected | None:
    found = own_parameter(
        document,
        lambda schema: (
            schema.get("type") == "string"
            and not {"x-argument", "const", "x-credential", "format"} & schema.keys()
        ),
    )
    if found is None:
        return None
    _, schema = found
    schema["x-argument"] = "renamed_now"
    return Expected("*", ("argument-renamed", "spec-changed"), "compatible")


# --- operations --------------------------------------------------------------------------------


@edit("an operation is gone")
def _(document: Json) -> Expected | None:
    *_, (path, method, operation) = operations(document)
    del document["paths"][path][method]
    return Expected(operation["operationId"], ("operation-removed",), "breaking")


@edit("an operation has another name")
def _(document: Json) -> Expected | None:
    *_, (_, _, operation) = operations(document)
    operation["operationId"] += "_now"
    return Expected(operation["operationId"], ("operation-renamed",), "breaking")


@edit("an operation has another path")
def _(document: Json) -> Expected | None:
    *_, (path, _, operation) = operations(document)
    plain, mark, fragment = path.partition("#")
    item = document["paths"].pop(path)
    document["paths"][f"{plain.rstrip('/')}/now{mark}{fragment}"] = item
    return Expected(operation["operationId"], ("operation-moved",), "breaking")


@edit("an operation is deprecated")
def _(document: Json) -> Expected | None:
    _, _, operation = next(operations(document))
    operation["deprecated"] = True
    return Expected(operation["operationId"], ("operation-deprecated",), "compatible")


@edit("an operation is never sent again")
def _(document: Json) -> Expected | None:
    for _, method, operation in operations(document):
        if method == "get" and "x-retry" not in operation:
            operation["x-retry"] = "never"
            return Expected(operation["operationId"], ("retries-end",), "compatible")
    return None


@edit("an operation needs no credential")
def _(document: Json) -> Expected | None:
    found = first(
        document,
        lambda o: (
            bool(o.get("security", document.get("security")))
            and {} not in o.get("security", document.get("security"))
        ),
    )
    if found is None:
        return None
    security = found[2].get("security", document.get("security"))
    found[2]["security"] = [*security, {}]
    return Expected(found[2]["operationId"], ("credential-no-longer-needed",), "compatible")


@edit("a credential travels under another name")
def _(document: Json) -> Expected | None:
    for scheme in document["components"].get("securitySchemes", {}).values():
        if scheme["type"] == "apiKey":
            scheme["name"] = "X-Now"
            return Expected("*", ("credential-moved",), "breaking")
    return None


@edit("pages are counted otherwise")
def _(document: Json) -> Expected | None:
    found = first(document, lambda o: o.get("x-pagination", {}).get("style") == "page")
    if found is None:
        return None
    found[2]["x-pagination"] = {**found[2]["x-pagination"], "style": "offset"}
    return Expected(found[2]["operationId"], ("pagination-changed",), "breaking")


@edit("an operation is described in other words")
def _(document: Json) -> Expected | None:
    _, _, operation = next(operations(document))
    operation["description"] = "Other words."
    return Expected(operation["operationId"], ("text-changed",), "text")


@edit("an operation comes from another section")
def _(document: Json) -> Expected | None:
    found = first(document, lambda o: "x-source" in o)
    if found is None:
        return None
    found[2]["x-source"] = {**found[2]["x-source"], "section": "Another one"}
    return Expected(found[2]["operationId"], ("text-changed",), "text")


@edit("an example is another")
def _(document: Json) -> Expected | None:
    for _, _, operation in operations(document):
        body = resolve(document, operation.get("requestBody", {}))
        for media in body.get("content", {}).values():
            if "example" in media:
                media["example"] = {**media["example"], "mood": "blue"}
                return Expected("*", ("text-changed",), "text")
    return None


@edit("a tag is described in other words")
def _(document: Json) -> Expected | None:
    if not document.get("tags"):
        return None
    document["tags"][0]["description"] = "Other words."
    return Expected("", ("text-changed",), "text")


# --- answers -----------------------------------------------------------------------------------


@edit("a failure is gone")
def _(document: Json) -> Expected | None:
    for _, _, operation in operations(document):
        for status in operation["responses"]:
            if str(status)[0] == "4":
                del operation["responses"][status]
                return Expected(operation["operationId"], ("error-status-removed",), "breaking")
    return None


@edit("a failure is new")
def _(document: Json) -> Expected | None:
    _, _, operation = next(operations(document))
    operation["responses"]["418"] = {"description": "It is a teapot."}
    return Expected(operation["operationId"], ("error-status-added",), "compatible")


@edit("an answer has another type")
def _(document: Json) -> Expected | None:
    for _, _, operation in operations(document):
        for status, reference in operation["responses"].items():
            response = resolve(document, reference)
            if str(status)[0] == "4" and "application/json" in response.get("content", {}):
                response["content"]["text/html"] = {"schema": {"type": "string"}}
                return Expected(operation["operationId"], ("answer-type-added",), "compatible")
    return None


@edit("a link is gone")
def _(document: Json) -> Expected | None:
    for _, _, operation in operations(document):
        for reference in operation["responses"].values():
            response = resolve(document, reference)
            if response.get("links"):
                response["links"] = {}
                return Expected("*", ("links-changed",), "compatible")
    return None


@edit("an envelope has another member")
def _(document: Json) -> Expected | None:
    for _, _, operation in operations(document):
        for reference in operation["responses"].values():
            for media in resolve(document, reference).get("content", {}).values():
                if "x-envelope" in media:
                    del media["x-envelope"]
                    rules = ("envelope-changed", "answer-kind-changed", "answer-changed")
                    return Expected(operation["operationId"], rules, "breaking")
    return None


# --- the whole API -----------------------------------------------------------------------------


@edit("the server has another address")
def _(document: Json) -> Expected | None:
    server = document["servers"][0]
    document["servers"][0] = {**server, "url": server["url"].replace("://", "://now.", 1)}
    return Expected("", ("base-url-changed",), "breaking")


@edit("a row of the error table is gone")
def _(document: Json) -> Expected | None:
    if len(document.get("x-error-table", [])) < 2:
        return None
    document["x-error-table"] = document["x-error-table"][1:]
    return Expected("", ("error-row-removed", "error-row-reworded"), "compatible")


@edit("a row of the error table means something else")
def _(document: Json) -> Expected | None:
    row = document["x-error-table"][0]
    other = "not_found" if row["category"] != "not_found" else "invalid_request"
    document["x-error-table"][0] = {**row, "category": other}
    return Expected("", ("error-row-changed",), "breaking")


@edit("errors stand elsewhere")
def _(document: Json) -> Expected | None:
    document["x-error-body"] = {**document["x-error-body"], "message": "/now"}
    return Expected("", ("error-body-changed",), "compatible")


@edit("something that nobody has a rule for")
def _(document: Json) -> Expected | None:
    _, _, operation = next(operations(document))
    operation["callbacks"] = {"done": {"{$request.body#/url}": {}}}
    return Expected(operation["operationId"], ("spec-changed",), "compatible")


#: Edits of an XSD and of the spec beside it, which must say the same: what is replaced in each, the
#: rules, and the level that is reported.
XSD_EDITS: dict[str, tuple[tuple[str, str], tuple[str, str] | None, tuple[str, ...], str]] = {
    "a part is always there": (
        ('name="token" type="xs:string" minOccurs="0"', 'name="token" type="xs:string"'),
        ("required: [username]", "required: [username, token]"),
        ("xsd-part-changed", "member-now-required"),
        "compatible",
    ),
    "a part may be missing": (
        ('<xs:element name="username"', '<xs:element minOccurs="0" name="username"'),
        ("required: [username]", "required: []"),
        ("xsd-part-changed", "member-now-optional"),
        "breaking",
    ),
    "a type is described in other words": (
        ("Who owns a gallery.", "The owner of a gallery."),
        None,
        ("text-changed",),
        "text",
    ),
}
