"""The spec of ImageShack holds what its document has, and says of the rest how it is known."""

from __future__ import annotations

import copy
import json
import re
from collections import Counter
from collections.abc import Iterator

from contracts.hosts.imageshack.document import CALLS, MODELS, Call
from contracts.support.reporting import each
from contracts.support.specs import (
    Example,
    Json,
    Node,
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
    said,
)

API = "imageshack"
SPEC = load_spec(API)
OPERATIONS = operations(SPEC)
SCHEMAS: dict[str, Json] = SPEC["components"]["schemas"]

#: Schema of each model: its heading without the spaces and the word Model.
NAMES = {heading: heading.removesuffix(" Model").replace(" ", "") for heading in MODELS}
#: What a row of a table or a parameter is called in the spec, where the document slips or packs.
ROWS = {"Avatar": "avatar", "{title}": "images"}
PARAMETERS = {
    "file(s[])@": ("file", "files[]"),
    "title(s[])": ("title", "titles[]", "titles"),
    "description(s[])": ("description", "descriptions[]", "descriptions"),
    "ids": ("ids", "ids[]"),
    "tags": ("tags", "tags[]"),
}
#: Operations that no table of parameters has: how the spec knows of them.
UNDOCUMENTED = {"images_comments", "images_add_comment"}
#: Headings of calls that stand below a model instead, for the two calls of the SDK.
BELOW_MODELS = {"Image Comments List Model"}


def path_of(node: Node) -> str:
    """The path of an operation as it goes over the wire."""
    return node.pointer.split("/")[2].replace("~1", "/").partition("#")[0]


def method_of(node: Node) -> str:
    return node.pointer.rpartition("/")[2].upper()


def of_call(heading: str) -> list[Node]:
    """The operations that a documented call became."""
    return [n for n in OPERATIONS.values() if n.value["x-source"]["section"] == heading]


def wire_path(call: Call) -> str:
    """The path of a documented call with the parameters of the spec."""
    things = {"images": "{image_id}", "albums": "{album_id}"}
    thing = things.get(call.path.split("/")[1], "")
    path = call.path.replace("<id>", thing)
    return re.sub(r"<(\w+)>", r"{\1}", path)


def sent_by(node: Node) -> dict[str, Json]:
    """The parameters of an operation by name, wherever they travel; those of the path left out."""
    found = {}
    for reference in node.value.get("parameters", []):
        parameter = resolve(SPEC, reference)
        if parameter["in"] != "path":
            found[parameter["name"]] = parameter
    for media in node.value.get("requestBody", {}).get("content", {}).values():
        found |= resolve(SPEC, media["schema"])["properties"]
    return found


def demanded_by(node: Node) -> set[str]:
    """The names that an operation cannot do without; those of the path left out."""
    found = set()
    for reference in node.value.get("parameters", []):
        parameter = resolve(SPEC, reference)
        if parameter["in"] != "path" and parameter.get("required"):
            found.add(parameter["name"])
    for media in node.value.get("requestBody", {}).get("content", {}).values():
        found |= set(resolve(SPEC, media["schema"]).get("required", []))
    return found


def result_of(node: Node) -> Json:
    """The schema of what an operation hands out."""
    media = resolve(SPEC, node.value["responses"]["200"])["content"]["application/json"]
    assert media["x-envelope"] == {"result": "result"}
    return resolve(SPEC, media["schema"])["properties"]["result"]


def examples(kind: str) -> list[Example]:
    return [
        example
        for example in load_examples(API)
        if example.entry["kind"] == kind and example.entry["provenance"] == "documented"
    ]


SHOWN = [e for e in load_examples(API) if e.path.suffix == ".json" and "documented/" in str(e.path)]


# --- calls ---------------------------------------------------------------------------------


def test_every_documented_call_is_an_operation() -> None:
    assert len(CALLS) == 42
    for heading in CALLS:
        assert of_call(heading), heading
    sections = {node.value["x-source"]["section"] for node in OPERATIONS.values()}
    assert sections - BELOW_MODELS == set(CALLS)


def test_each_call_that_the_document_protects_says_so_in_words() -> None:
    protected = 0
    assert sum(call.needs_login for call in CALLS.values()) == 26
    for heading, call in CALLS.items():
        for node in of_call(heading):
            claims = [c for c in node.value.get("x-claims", []) if c.get("of") == "security"]
            documented = [c for c in claims if c["provenance"] == "documented"]
            if call.needs_login:
                protected += 1
                assert documented, (heading, node.pointer)
                assert "Requires authentication" in said(node.value)
            elif heading != "Imageshack Login":  # a token in place of name and password
                assert not documented, (heading, node.pointer)
    assert protected == 41


def test_each_call_that_carries_a_token_says_how_that_is_known() -> None:
    """41 in the document's words; two by analogy, one that was seen, and the token that logs in."""
    said_so = {}
    for name, node in OPERATIONS.items():
        claims = [c for c in node.value.get("x-claims", []) if c.get("of") == "security"]
        if claims:
            said_so[name] = claims[0]["provenance"]
    assert len(said_so) == 45
    others = {name: mark for name, mark in said_so.items() if mark != "documented"}
    assert others == {
        "images_update_many": "inferred",
        "images_update_many_by_patch": "inferred",
        "images_add_comment": "observed",
    }
    with_token = {name for name, node in OPERATIONS.items() if "auth_token" in demanded_by(node)}
    assert with_token == set(said_so)


def test_every_documented_method_of_every_call_is_an_operation() -> None:
    pairs = set()
    for heading, call in CALLS.items():
        wanted = {(method, wire_path(call)) for method in call.methods}
        pairs |= wanted
        found = {(method_of(node), path_of(node)) for node in of_call(heading)}
        if heading == "Delete Multiple Albums":
            # Beside the documented methods stands the one that can hardly be mistaken.
            wanted.add(("DELETE", "/albums"))
        assert found == wanted, heading
    assert sum(len(call.methods) for call in CALLS.values()) == 54
    assert len(pairs) == 49
    assert len(OPERATIONS) == 62


def test_what_the_document_does_not_have_is_marked() -> None:
    for name, node in OPERATIONS.items():
        section = node.value["x-source"]["section"]
        documented = section in CALLS and method_of(node) in CALLS[section].methods
        marked = node.value.get("x-provenance") in ("observed", "inferred")
        # Going through an album's pictures is a second use of a documented call.
        assert marked == (not documented or name == "albums_images"), name
        if marked:
            assert node.value["x-evidence"]
    below = {n for n in OPERATIONS if OPERATIONS[n].value["x-source"]["section"] in BELOW_MODELS}
    assert below == UNDOCUMENTED


ANSWERS = {
    "login Model": "Login",
    "Usage Model": "UserUsage",
    "Setting Model": "UserSettings",
    "array of Basic Image Models": ["BasicImage"],
    "Array of Basic Image Models": ["BasicImage"],
    "array of User Model": ["User"],
    "Array of server and file names": ["ImageReference"],
    "Array of Tags": ["string"],
    "TRUE/FALSE": "boolean",
    "": "Image",
}


@each("heading", CALLS)
def test_a_call_answers_with_the_model_that_the_document_names(heading: str) -> None:
    words = CALLS[heading].answer
    expected = ANSWERS.get(words) or NAMES[words]
    for node in of_call(heading):
        result = result_of(node)
        found = shape(result["items"]) if result.get("type") == "array" else shape(result)
        assert ([found] if result.get("type") == "array" else found) == expected


def shape(schema: Json) -> str:
    """The name of a schema, or of its type."""
    name: str = schema["$ref"].rpartition("/")[2] if "$ref" in schema else schema["type"]
    return name


# --- parameters ----------------------------------------------------------------------------


def test_every_call_but_get_takes_the_api_key() -> None:
    for name, node in OPERATIONS.items():
        takes = "api_key" in sent_by(node)
        assert takes == (method_of(node) != "GET"), name
        optional = name in ("session_login", "session_resume")
        assert ("api_key" in demanded_by(node)) == (takes and not optional), name


def test_the_calls_that_need_a_login_are_those_of_the_document() -> None:
    #: Where the document does not say so: the reason stands with the quirk.
    silent = {
        "images_update_many": "IS2-08",
        "images_update_many_by_patch": "IS2-08",
        "session_resume": "IS2-04",
        "images_add_comment": "IS2-67",
    }
    for name, node in OPERATIONS.items():
        call = CALLS.get(node.value["x-source"]["section"])
        needs = name in silent or (call is not None and call.needs_login)
        assert ("auth_token" in demanded_by(node)) == needs, name
    forgetful = ("session_login", "session_forgot_password", "session_reset_password")
    for name, node in OPERATIONS.items():
        without = name in (*forgetful, "users_create")
        assert ("auth_token" in sent_by(node)) != without, name


def test_a_thing_has_one_name_in_all_routes() -> None:
    names = Counter(
        name for node in OPERATIONS.values() for name in re.findall(r"\{(\w+)\}", path_of(node))
    )
    assert set(names) == {"username", "user", "image_id", "album_id", "tag"}
    assert names["user"] == 2
    for node in OPERATIONS.values():
        path = path_of(node)
        assert ("/user/{user}" in path) == path.endswith(("/forgot", "/password_reset"))
        for thing, name in (("images", "image_id"), ("albums", "album_id")):
            assert set(re.findall(rf"/{thing}/\{{(\w+)\}}", path)) <= {name}


@each("heading", CALLS)
def test_every_documented_parameter_is_described_where_it_belongs(heading: str) -> None:
    call = CALLS[heading]
    credentials = {"api_key", "auth_token"}
    wanted = {
        name
        for parameter in (*call.required, *call.optional)
        for name in PARAMETERS.get(parameter, (parameter,))
    }
    found: dict[str, Json] = {}
    for node in of_call(heading):
        for name, parameter in sent_by(node).items():
            assert parameter["description"], (heading, name)
            found[name] = parameter
    undocumented = set(found) - wanted - credentials
    for name in undocumented:
        assert found[name].get("x-provenance") in ("observed", "inferred"), (heading, name)
    assert wanted - set(found) == set()
    for name in {n for p in call.required for n in PARAMETERS.get(p, (p,))}:
        takers = [node for node in of_call(heading) if name in sent_by(node)]
        for node in takers:
            either = "x-alias-of" in sent_by(node)[name]
            assert either or name in demanded_by(node), (heading, name)


def test_every_parameter_of_the_tables_is_counted() -> None:
    assert sum(len(call.required) + len(call.optional) for call in CALLS.values()) == 117


def test_parameters_outside_the_table_of_a_call_are_listed() -> None:
    added: dict[str, set[str]] = {}
    for heading, call in CALLS.items():
        table = {name for p in (*call.required, *call.optional) for name in PARAMETERS.get(p, (p,))}
        for node in of_call(heading):
            extra = set(sent_by(node)) - table - {"api_key", "auth_token"}
            if extra:
                added.setdefault(heading, set()).update(extra)
    assert added == {
        "Update User": {"avatar_server"},
        "Get User Images": {"limit", "offset"},
        "Get user albums": {"limit", "offset"},
        "Get Album": {"limit", "offset"},
        "Delete Multiple Albums": {"_method"},
    }


def test_every_setting_can_be_read_and_set() -> None:
    table = set(MODELS["User Settings Model"])
    assert len(table) == 16
    assert set(SCHEMAS["UserSettings"]["properties"]) == table
    request = SCHEMAS["UpdateSettingsRequest"]
    assert set(request["properties"]) - {"api_key", "auth_token"} == table
    for name in table:
        assert request["properties"][name]["enum"] == ["false", "true"]
        assert name not in request["required"]


def test_what_answers_in_pages_can_be_asked_for_pages() -> None:
    paged = {name for name, node in OPERATIONS.items() if "x-pagination" in node.value}
    for name, node in OPERATIONS.items():
        result = resolve(SPEC, result_of(node))
        members = result.get("properties", {})
        if "limit" in members and method_of(node) == "GET":
            assert {"limit", "offset"} <= set(sent_by(node)), name
            assert name in paged or name == "albums_get", name
    for name in paged:
        node = OPERATIONS[name]
        style = node.value["x-pagination"]
        result = resolve(SPEC, result_of(node))
        assert {style["parameter"], style["limit"]} <= set(sent_by(node))
        for member in ("items", "total", "next"):
            if style.get(member):
                assert describing(SPEC, result, style[member]) is not None
        items = describing(SPEC, result, style["items"]) if style["items"] else result
        assert "array" in items["type"], name
    assert len(paged) == 6


# --- models --------------------------------------------------------------------------------


def test_the_models_are_those_with_a_body_in_the_document() -> None:
    assert len(MODELS) == 17
    assert set(NAMES.values()) <= set(SCHEMAS)
    for heading, name in NAMES.items():
        assert SCHEMAS[name]["x-source"]["section"] == heading
    # The rest is what they are made of, what goes in, and the envelope.
    parts = {"ImageReference", "Avatar", "Owner", "AlbumReference", "ErrorDetail", "ErrorResponse"}
    others = set(SCHEMAS) - set(NAMES.values()) - parts
    assert {name for name in others if not name.endswith(("Request", "Envelope"))} == set()


ALL_ROWS = [(heading, row, kind) for heading in MODELS for row, kind in MODELS[heading].items()]
KINDS = {"integer": "integer", "string": "string", "boolean": "boolean"}
#: Rows whose type the examples contradict.
RETYPED = {("Login Model", "Avatar->id"): "string"}


@each(("heading", "row", "kind"), ALL_ROWS)
def test_every_row_of_every_model_is_a_member(heading: str, row: str, kind: str) -> None:
    schema = SCHEMAS[NAMES[heading]]
    for part in row.split("->"):
        name = ROWS.get(part, part).removesuffix("[]")
        schema = resolve(SPEC, schema)["properties"][name]
        assert schema.get("description"), f"{heading} {row}"
    expected = RETYPED.get((heading, row)) or KINDS.get(kind, "array")
    assert expected in as_list(resolve(SPEC, schema)["type"])


def test_every_row_is_counted() -> None:
    assert len(ALL_ROWS) == 165


def as_list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [value]


def shown_members(schema: Json, value: Json) -> Iterator[tuple[str, str]]:
    """Schema and name of every member that a payload shows, however deep."""
    inside = resolve(SPEC, schema)
    if isinstance(value, list):
        for item in value:
            yield from shown_members(inside["items"], item)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name in inside.get("properties", {}):
                yield schema.get("$ref", "").rpartition("/")[2], name
                yield from shown_members(inside["properties"][name], item)
            else:
                # By name: the name is no member, what stands under it is.
                yield from shown_members(inside["additionalProperties"], item)


def test_members_in_examples_and_not_in_tables_are_counted() -> None:
    shown: dict[str, set[str]] = {}
    for example in SHOWN:
        for schema, member in shown_members(
            {"$ref": example.entry["schema"]}, json.loads(example.text)
        ):
            shown.setdefault(schema, set()).add(member)
    beside = {
        name: shown.get(name, set())
        - {ROWS.get(top, top) for row in MODELS[heading] for top in [row.split("->")[0]]}
        - {row.removesuffix("[]") for row in MODELS[heading]}
        for heading, name in NAMES.items()
    }
    expected = {name: members for name, members in EXAMPLES_ONLY.items() if members}
    assert {name: members for name, members in beside.items() if members} == expected
    assert sum(len(members) for members in expected.values()) == 14


#: Members that stand in examples alone, by model.
EXAMPLES_ONLY = {
    "User": {"gender", "userid"},
    "UserUsage": {"albums_count"},
    "Image": {"album_id", "album_title", "prev_images"},
    "BasicImage": {"is_owner", "likes", "liked", "album"},
    "Tag": set[str](),
    "ImageComment": {"likes", "liked", "creation_date"},
    "FollowersImages": {"offset"},
}


@each("name", EXAMPLES_ONLY)
def test_members_seen_in_examples_only_are_described(name: str) -> None:
    heading = next(heading for heading, schema in NAMES.items() if schema == name)
    tops = {row.split("->")[0].removesuffix("[]").lower() for row in MODELS[heading]}
    members = SCHEMAS[name]["properties"]
    for member in EXAMPLES_ONLY[name]:
        assert member not in tops
        assert members[member].get("description") or "$ref" in members[member]
        assert any(
            pointer.split("/")[-1] == member or f"/{member}/" in pointer
            for example in SHOWN
            for pointer, _ in leaves(json.loads(example.text))
        ), member
    for member in set(members) - tops - EXAMPLES_ONLY[name]:
        known = members[member].get("x-provenance") in ("observed", "inferred")
        assert known or "x-alias-of" in members[member], f"{name} {member}"


@each("example", SHOWN, ids=lambda e: e.id)
def test_every_leaf_of_a_documented_example_is_described(example: Example) -> None:
    root = {"$ref": example.entry["schema"]}
    for pointer, _ in leaves(json.loads(example.text)):
        if pointer.startswith("/tags/") and "tags_list" in example.entry["file"]:
            # By name: the name is no member, what stands under it is a Tag.
            rest = pointer.split("/")[3:]
            assert describing(SPEC, SCHEMAS["Tag"], "/" + "/".join(rest)) is not None
            continue
        found = describing(SPEC, root, pointer)
        assert found.get("description") or found.get("type") or "$ref" in found, pointer


def test_members_that_are_null_in_a_document_are_nullable() -> None:
    nulls = 0
    for example in SHOWN:
        root = {"$ref": example.entry["schema"]}
        for pointer, value in leaves(json.loads(example.text)):
            if value is None and not pointer.startswith("/tags/"):
                schema = resolve(SPEC, describing(SPEC, root, pointer))
                assert "null" in as_list(schema["type"]), (example.id, pointer)
                nulls += 1
    assert nulls >= 10


def test_ids_are_text_everywhere() -> None:
    found = 0
    for node in nodes(SPEC, "property", "schema"):
        for name, member in node.value.get("properties", {}).items():
            if name in ("id", "ids", "album_id", "image_id"):
                assert set(as_list(member["type"])) <= {"string", "null"}, node.pointer
                found += 1
    for parameter in SPEC["components"]["parameters"].values():
        if parameter["name"] in ("ids", "image_id", "album_id"):
            assert parameter["schema"]["type"] == "string"
            found += 1
    assert found >= 15


def test_numbers_with_a_unit_name_it() -> None:
    units = {
        "creation_date": "in seconds of Unix time",
        "filesize": "in kilobytes",
        "max_filesize": "in kilobytes",
        "space_limit": "in kilobytes",
        "space_used": "in kilobytes",
        "space_left": "in kilobytes",
        "width": "pixels",
        "height": "pixels",
    }
    found = Counter[str]()
    for node in nodes(SPEC, "schema"):
        for name, member in node.value.get("properties", {}).items():
            if name in units:
                assert units[name] in member["description"], (node.pointer, name)
                assert "integer" in as_list(member["type"])
                found[name] += 1
    assert set(found) == set(units)
    assert found["creation_date"] == 6


REQUIRED = {
    "User": {"username"},
    "Login": {"auth_token", "username"},
    "Image": {"id"},
    "BasicImage": {"id"},
    "Album": {"id"},
    "BasicAlbum": {"id"},
    "ImageComment": {"id"},
    "ImageReference": set[str](),
    "Tag": set[str](),
    "Bulk": {"passed", "failed"},
    "Upload": {"passed", "failed"},
    "TagsList": {"tags"},
}


@each("name", REQUIRED)
def test_a_model_requires_only_what_no_answer_lacks(name: str) -> None:
    assert set(SCHEMAS[name].get("required", [])) == REQUIRED[name]
    minimal = {member: sample(SCHEMAS[name], member) for member in REQUIRED[name]}
    assert faults(SPEC, f"#/components/schemas/{name}", minimal) == []


def sample(schema: Json, member: str) -> Json:
    kind = as_list(schema["properties"][member]["type"])[0]
    return {"string": "x", "integer": 0, "array": [], "boolean": True}[kind]


# --- the envelope and errors ---------------------------------------------------------------


def test_every_answer_is_in_the_envelope() -> None:
    for name, node in OPERATIONS.items():
        media = resolve(SPEC, node.value["responses"]["200"])["content"]["application/json"]
        schema = resolve(SPEC, media["schema"])
        assert set(schema["properties"]) == {"success", "process_time", "result"}, name
        assert set(schema["required"]) == {"success", "result"}
        assert schema["properties"]["success"]["type"] == "boolean"
        assert schema["properties"]["process_time"]["type"] == "integer"
        shown = [media["example"]] if "example" in media else []
        shown += [each["value"] for each in media.get("examples", {}).values()]
        for document in shown:
            assert set(document) == {"success", "process_time", "result"}
            pointer = media["schema"]["$ref"]
            assert faults(SPEC, pointer, document) == []


def test_a_failure_is_described_with_and_without_the_envelope() -> None:
    error = {"error_code": 3, "error_message": "The username is invalid"}
    pointer = "#/components/schemas/ErrorResponse"
    assert faults(SPEC, pointer, {"error": error}) == []
    whole = {"success": False, "process_time": 9, "result": False, "error": error}
    assert faults(SPEC, pointer, whole) == []
    assert faults(SPEC, pointer, {"success": False})
    for node in OPERATIONS.values():
        assert {"200", "400", "default"} == set(node.value["responses"])


@each(
    ("code", "message", "category"),
    [
        (99, "Something else", "invalid_request"),
        (0, "", "invalid_request"),
        (1, "System Error", "unavailable"),
        (2, "Missing required parameter", "invalid_request"),
        (2, "Missing capcha response", "captcha"),
        (2, "Missing captcha response", "captcha"),
        (3, "Invalid parameter value", "invalid_request"),
        (3, "The username is invalid", "not_found"),
        (3, "Invalid auth_token", "authentication"),
        (30, "Email already exists", "invalid_request"),
    ],
)
def test_an_unknown_error_is_an_invalid_request(code: int, message: str, category: str) -> None:
    assert classify(SPEC, 400, code, message)["category"] == category


# --- examples ------------------------------------------------------------------------------


def test_the_documented_examples_are_kept_and_valid() -> None:
    assert len(SHOWN) == 16
    for example in SHOWN:
        instance = json.loads(example.text)
        assert faults(SPEC, example.entry["schema"], instance) == [], example.id
        assert "\u00a0" not in example.text
    models = {e.entry["schema"].rpartition("/")[2] for e in SHOWN}
    # Upload Model and Bulk Model have no example.
    assert set(NAMES.values()) - models - {"User"} == {"Upload", "Bulk"}
    assert models - set(NAMES.values()) == {"UserEnvelope", "ErrorResponse"}


def test_a_corrupted_example_is_not_valid() -> None:
    for example in SHOWN:
        document = json.loads(example.text)
        for corrupted in corruptions(
            document, at(SPEC, example.entry["schema"]).get("required", [])
        ):
            assert faults(SPEC, example.entry["schema"], corrupted), example.id


def corruptions(document: Json, required: list[str]) -> Iterator[Json]:
    """The document with each required member left out, and with each of another type."""
    for name in required:
        without = copy.deepcopy(document)
        del without[name]
        yield without
        other = copy.deepcopy(document)
        other[name] = {"neither": "nor"} if name != "error" else 7
        if name not in ("tags", "result"):
            yield other


def test_the_fragments_of_requests_are_kept() -> None:
    fragments = examples("request")
    assert len(fragments) == 18
    for example in fragments:
        node = OPERATIONS[example.entry["operation"]]
        for line in example.text.splitlines():
            for pair in line.split("&"):
                name = pair.partition("=")[0]
                known = name in sent_by(node) or name.removesuffix("[]") in sent_by(node)
                assert known, (example.id, name)
