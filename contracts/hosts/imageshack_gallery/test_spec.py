"""The spec of the Gallery API holds what its document has, and says of the rest how it is known."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit
from xml.etree.ElementTree import Element, tostring

import pytest

from contracts.hosts.imageshack_gallery.document import (
    ACTIONS,
    CORRECTED,
    LISTED_ACTIONS,
    MISTYPED,
    PARAMETERS,
    PAYLOADS,
    REFERENCES,
    SERVER,
    SHOWN_ERROR,
    TEXTS,
)
from contracts.support.reporting import each
from contracts.support.specs import (
    SPECS,
    Example,
    Json,
    Node,
    at,
    classify,
    describing,
    load_examples,
    load_spec,
    nodes,
    operations,
    resolve,
    said,
)
from contracts.support.xml import XmlAnswer, parse, plain, shaped, xml_answers, xml_faults

API = "imageshack_gallery"
SPEC = load_spec(API)
OPERATIONS = operations(SPEC)
SCHEMAS: dict[str, Json] = SPEC["components"]["schemas"]
EXAMPLES = {example.entry["file"]: example for example in load_examples(API)}
ROWS = {row["code"]: row for row in SPEC["x-error-table"] if "code" in row}

#: The method that the plain name of an action stands for.
MAIN = dict.fromkeys(ACTIONS, "post") | {"view": "get", "gallery_list": "get"}
#: Names on the wire of what the document names; `image` is a list but for taking one out.
WIRE = {"image": "image[]"}
#: What is sent beside the parameters that a section lists.
BESIDE = {"action"}


def action_of(node: Node) -> str:
    return node.pointer.split("/")[2].partition("#")[2]


def method_of(node: Node) -> str:
    return node.pointer.rpartition("/")[2]


def of_action(action: str) -> list[Node]:
    return [node for node in OPERATIONS.values() if action_of(node) == action]


def sent_by(node: Node) -> dict[str, tuple[Json, bool]]:
    """What clients send, by name: described how, and whether it must be; no second names."""
    found: dict[str, tuple[Json, bool]] = {}
    for reference in node.value.get("parameters", []):
        parameter = resolve(SPEC, reference)
        assert parameter["in"] == "query"
        if "x-alias-of" in parameter:
            continue
        merged = {**parameter, **resolve(SPEC, parameter["schema"])}
        found[parameter["name"]] = (merged, bool(parameter.get("required")))
    for media_type, media in node.value.get("requestBody", {}).get("content", {}).items():
        assert media_type == "application/x-www-form-urlencoded"
        schema = resolve(SPEC, media["schema"])
        for name, member in schema["properties"].items():
            if "x-alias-of" in member:
                continue
            found[name] = (member, name in schema["required"])
    return found


def wire(action: str, name: str) -> str:
    return name if action == "delete_image" else WIRE.get(name, name)


def answer(root: str, schema: str) -> XmlAnswer:
    wanted = f"#/components/schemas/{schema}"
    return next(
        found
        for found in xml_answers(SPEC)
        if (found.root, found.media["schema"]["$ref"]) == (root, wanted)
    )


def payload(name: str) -> Element:
    return parse(EXAMPLES[f"documented/{name}"].content)


def valid(root: str, schema: str, element: Element) -> bool:
    return xml_faults(API, SPEC, answer(root, schema), tostring(element)) == []


def failure(code: str, text: str, status: int = 200) -> str:
    return str(classify(SPEC, status, code, text)["category"])


# --- actions -------------------------------------------------------------------------------


def test_the_actions_are_those_with_a_section() -> None:
    assert len(ACTIONS) == 7
    assert {action_of(node) for node in OPERATIONS.values()} == set(ACTIONS)
    assert set(ACTIONS) - set(LISTED_ACTIONS) == {"delete_image", "gallery_list"}
    assert {node.value["x-source"]["section"] for node in OPERATIONS.values()} == set(ACTIONS)


def test_every_action_is_an_operation_by_either_method() -> None:
    assert len(OPERATIONS) == 14
    for action in ACTIONS:
        names = {method_of(node): node.value["operationId"] for node in of_action(action)}
        plain_name = "galleries_list" if action == "gallery_list" else f"galleries_{action}"
        other = {"post": "get", "get": "post"}[MAIN[action]]
        assert names == {MAIN[action]: plain_name, other: f"{plain_name}_by_{other}"}
    for node in nodes(SPEC, "mediaType"):
        if "/requestBody/" in node.pointer:
            assert node.value["x-provenance"] == "inferred", "the encoding of a POST is not stated"


def test_either_method_sends_the_same() -> None:
    for action in ACTIONS:
        one, other = (sent_by(node) for node in of_action(action))
        assert {n: must for n, (_, must) in one.items()} == {n: m for n, (_, m) in other.items()}
        for name, (described, _) in one.items():
            for key in ("type", "const", "pattern", "x-credential", "x-argument", "maximum"):
                assert described.get(key) == other[name][0].get(key), (action, name, key)


def test_an_action_is_a_fragment_and_a_constant() -> None:
    assert {node.pointer.split("/")[2].partition("#")[0] for node in OPERATIONS.values()} == {
        "~1gallery_api.php"
    }
    for node in OPERATIONS.values():
        described, required = sent_by(node)["action"]
        assert described["const"] == action_of(node)
        assert required


def test_viewing_asks_for_xml() -> None:
    for node in OPERATIONS.values():
        sent = sent_by(node)
        assert ("view" in sent) == (action_of(node) == "view")
        if "view" in sent:
            described, required = sent["view"]
            assert (described["const"], required) == ("xml", True)
            assert described["x-provenance"] == "inferred"


def test_what_makes_something_is_never_repeated() -> None:
    for node in OPERATIONS.values():
        makes = action_of(node) in ("create", "add")
        assert (node.value.get("x-retry") == "never") == makes


# --- addresses -----------------------------------------------------------------------------


def test_every_address_is_plain_http_as_documented() -> None:
    assert [server["url"] for server in SPEC["servers"]] == ["http://www.imageshack.us"]
    for node in OPERATIONS.values():
        for server in node.value.get("servers", []):
            assert server["url"] == "http://img{server}.imageshack.us"


def test_calls_for_a_gallery_have_its_server_and_the_others_have_not() -> None:
    for node in OPERATIONS.values():
        own = node.value.get("servers")
        assert (own is not None) == ("g" in sent_by(node))
        assert (own is None) == (action_of(node) in ("create", "gallery_list"))


@each("value", ["1", "123", "999999"])
def test_a_server_is_a_number(value: str) -> None:
    variable = OPERATIONS["galleries_view"].value["servers"][0]["variables"]["server"]
    assert re.search(variable["x-pattern"], value)


@each("value", ["", "1.evil.example/", "1/", "1@evil.example", "a", "-1", "1 ", "1234567", "１"])
def test_a_server_is_nothing_else(value: str) -> None:
    variable = OPERATIONS["galleries_view"].value["servers"][0]["variables"]["server"]
    assert not re.fullmatch(variable["x-pattern"], value)


def test_the_mistyped_hosts_are_corrected_and_nothing_else() -> None:
    mistyped = [name for name, action in ACTIONS.items() if action.request.startswith(MISTYPED)]
    assert mistyped == ["add", "delete", "view"]
    for name, action in ACTIONS.items():
        shown = EXAMPLES[f"documented/request_{name}.txt"].text
        assert shown == "GET " + action.request.replace(MISTYPED, SERVER)


def test_what_was_corrected_in_the_examples_is_said() -> None:
    told = {
        name.removeprefix("documented/")
        for name, example in EXAMPLES.items()
        if example.entry.get("corrected")
    }
    printed = {f"request_{name}.txt": action.request for name, action in ACTIONS.items()}
    differ = {name for name, request in printed.items() if MISTYPED in request}
    placeholders = {
        name.removeprefix("documented/")
        for name, example in EXAMPLES.items()
        if name.startswith("documented/") and "YOUR_GALLERY_TOKEN" in example.text
    }
    put_together = {f"error_{code}.xml" for code in TEXTS} | {"request_image_reference.txt"}
    assert "gallery_create.xml" in placeholders  # and it has slips, which is tested below
    assert told == differ | placeholders | put_together


# --- parameters ----------------------------------------------------------------------------


@each("action", ACTIONS)
def test_an_action_takes_the_parameters_that_its_section_lists(action: str) -> None:
    section = ACTIONS[action]
    listed = {wire(action, name) for name in (*section.required, *section.optional)}
    for node in of_action(action):
        found = set(sent_by(node))
        beside = BESIDE | ({"view"} if action == "view" else set())
        assert found == listed | set(section.credentials) | beside


@each("action", ACTIONS)
def test_the_required_parameters_of_an_action_are_those_of_its_section(action: str) -> None:
    section = ACTIONS[action]
    for node in of_action(action):
        demanded = {name for name, (_, must) in sent_by(node).items() if must}
        wanted = {wire(action, name) for name in section.required} | BESIDE
        wanted |= {"view"} if action == "view" else set()
        # One of cookie and token, or neither, does for most actions; the cookie alone for one.
        wanted |= {"cookie"} if action == "delete_image" else set()
        assert demanded == wanted


@each("action", ACTIONS)
def test_an_action_takes_the_credentials_that_its_section_lists(action: str) -> None:
    for node in of_action(action):
        found = {
            name: described["x-credential"]
            for name, (described, _) in sent_by(node).items()
            if "x-credential" in described
        }
        assert found == {name: name for name in ACTIONS[action].credentials}
        for name in found:
            assert sent_by(node)[name][0]["format"] == "password"


def test_every_parameter_of_the_list_is_sent_by_some_action() -> None:
    assert len(PARAMETERS) == 10
    sent = {name for node in OPERATIONS.values() for name in sent_by(node)}
    assert sent - {"image[]", "view"} == set(PARAMETERS)
    of_sections = {
        name
        for action in ACTIONS.values()
        for name in (*action.required, *action.optional, *action.credentials)
    }
    assert set(PARAMETERS) - of_sections == {"action"}
    assert (
        sum(len(a.required) + len(a.optional) + len(a.credentials) for a in ACTIONS.values()) == 24
    )


def test_pictures_are_a_list_but_for_taking_one_out() -> None:
    for node in OPERATIONS.values():
        sent = sent_by(node)
        if "image[]" in sent:
            described = sent["image[]"][0]
            assert (described["type"], described["minItems"]) == ("array", 1)
            assert described["x-argument"] == "images"
            assert described["x-array-format"] == "repeat"
        assert ("image" in sent) == (action_of(node) == "delete_image")


REFERENCE, PACKED = "img123/4567/filename.ext", "img123/4567/filename.ext;640;480;y"


def patterns(action: str) -> Iterator[str]:
    for node in of_action(action):
        sent = sent_by(node)
        yield (
            sent["image"][0]["pattern"]
            if "image" in sent
            else sent["image[]"][0]["items"]["pattern"]
        )


@each("action", ["create", "edit", "add", "delete_image"])
def test_a_reference_is_packed_for_create_alone(action: str) -> None:
    for pattern in patterns(action):
        assert re.search(pattern, REFERENCE)
        assert bool(re.search(pattern, PACKED)) == (action == "create")
        for part in (";640", ";640;480", ";;;y", ";640;480;yes", ";y"):
            assert not re.search(pattern, REFERENCE + part)


@each("action", ["create", "edit", "add", "delete_image"])
def test_a_reference_has_neither_scheme_nor_host(action: str) -> None:
    for pattern in patterns(action):
        for wrong in (
            "http://img123.imageshack.us/img123/4567/filename.ext",
            "/img123/4567/filename.ext",
            "123/4567/filename.ext",
            "img123/filename.ext",
            "img123/4567/a/b.ext",
            "img123/4567/",
        ):
            assert not re.search(pattern, wrong), wrong


def test_no_operation_takes_a_file() -> None:
    text = json.dumps(SPEC)
    assert '"binary"' not in text
    assert "multipart/form-data" not in text
    assert "uploads nothing" in " ".join(SPEC["info"]["description"].split())


def test_a_list_is_paged_by_start_and_limit() -> None:
    for name in ("galleries_list", "galleries_list_by_post"):
        node = OPERATIONS[name]
        pages, sent = node.value["x-pagination"], sent_by(node)
        assert (pages["style"], pages["first"]) == ("start", 0)
        assert sent[pages["parameter"]][0]["minimum"] == 0
        assert sent[pages["limit"]][0]["maximum"] == 100
        assert describing(SPEC, SCHEMAS["Galleries"], pages["items"])["type"] == "array"
        assert describing(SPEC, SCHEMAS["Galleries"], pages["total"])["type"] == "integer"
    count = payload("gallery_list.xml").find("count")
    assert count is not None
    assert [part.text for part in count] == ["20", "2"]


# --- requests ------------------------------------------------------------------------------


def requests() -> dict[str, Example]:
    return {name: e for name, e in EXAMPLES.items() if e.entry["kind"] == "request"}


def test_the_nine_examples_of_requests_are_kept() -> None:
    """Seven addresses, one in each section, and two pictures in the text on `image`."""
    lines = sorted([*REFERENCES, *(action.at for action in ACTIONS.values())])
    assert lines == [4, 6, 89, 102, 114, 127, 133, 137, 197]
    assert len(requests()) == 9
    assert EXAMPLES["documented/request_image_reference.txt"].text == f"image={REFERENCES[4]}"
    assert EXAMPLES["documented/request_image_packed.txt"].text == REFERENCES[6]


@each("action", ACTIONS)
def test_a_documented_address_is_a_request_of_the_spec(action: str) -> None:
    example = EXAMPLES[f"documented/request_{action}.txt"]
    node = OPERATIONS[example.entry["operation"]]
    assert (action_of(node), method_of(node)) == (action, "get")
    method, _, address = example.text.partition(" ")
    parts = urlsplit(address)
    assert (method, parts.scheme, parts.path) == ("GET", "http", "/gallery_api.php")
    server = node.value.get("servers", SPEC["servers"])[0]["url"]
    assert f"http://{parts.netloc}" == server.replace("{server}", "123")

    sent = sent_by(node)
    given = dict(parse_qsl(parts.query))
    assert set(given) - set(sent) <= {"image"}, "edit is shown with a single image"
    for name, value in given.items():
        described = sent[name if name in sent else "image[]"][0]
        assert value == described.get("const", value)
        if pattern := described.get("pattern") or described.get("items", {}).get("pattern"):
            assert re.search(pattern, value)
    # All but the constants, a cookie, and what stands under another name is there.
    missing = {name for name, (_, must) in sent.items() if must} - set(given)
    assert missing <= {"action", "cookie", "image[]"}
    assert ("action" in missing) == (action == "view")


def test_only_the_example_of_create_has_an_owner() -> None:
    owned = [
        action
        for action in ACTIONS
        if {"cookie", "token"}
        & {name for name, _ in parse_qsl(urlsplit(ACTIONS[action].request).query)}
    ]
    assert owned == ["create"]
    for action in ("edit", "add", "delete", "delete_image"):
        assert "the owner is missing" in EXAMPLES[f"documented/request_{action}.txt"].entry["what"]


# --- errors --------------------------------------------------------------------------------


def test_each_action_has_the_codes_of_its_table() -> None:
    counts = {action: len(section.codes) for action, section in ACTIONS.items()}
    assert counts == {
        "create": 4,
        "edit": 6,
        "add": 5,
        "delete": 5,
        "delete_image": 6,
        "view": 1,
        "gallery_list": 2,
    }
    assert {code for section in ACTIONS.values() for code in section.codes} == set(TEXTS)
    open_rows = [action for action in ACTIONS if "bad_parameter_file" in ACTIONS[action].codes]
    assert open_rows == ["create", "edit", "add"]


def test_the_twenty_codes_of_the_tables_are_known_and_have_an_example_each() -> None:
    assert len(TEXTS) == 20
    documented = {code for code, row in ROWS.items() if row["x-provenance"] == "documented"}
    assert documented == {*TEXTS, SHOWN_ERROR[0]}
    for code, text in TEXTS.items():
        example = EXAMPLES[f"documented/error_{code}.xml"]
        assert code in ACTIONS[action_of(OPERATIONS[example.entry["operation"]])].codes
        error = parse(example.content).find("error")
        assert error is not None
        assert error.get("code") == code
        shown = text.replace("<filename>", "img123/4567/no picture.jpg")
        assert error.text == shown
        assert example.entry["category"] == ROWS[code]["category"]


def test_code_of_the_example_is_listed_with_those_of_the_tables() -> None:
    code, text = SHOWN_ERROR
    assert code not in TEXTS
    assert text == TEXTS["io_save_error"]
    assert ROWS[code]["category"] == ROWS["io_save_error"]["category"] == "unavailable"
    assert plain(payload("errors.xml")) == {"errors": {"error": [{"@code": code, "#text": text}]}}


def test_a_missing_gallery_is_not_found_in_each_spelling() -> None:
    spellings = {
        action: next(c for c in section.codes if re.search(r"exists?(_error)?$", c))
        for action, section in ACTIONS.items()
        if action not in ("create", "gallery_list")
    }
    assert spellings == {
        "edit": "io_exists_error",
        "add": "io_exist_error",
        "delete": "io_exist_error",
        "delete_image": "io_exist_error",
        "view": "not_exist",
    }
    assert {ROWS[code]["category"] for code in spellings.values()} == {"not_found"}


def test_the_code_decides_where_texts_are_the_same() -> None:
    assert TEXTS["authentication_failed_add_image"] == TEXTS["authentication_failed_save_album"]
    assert TEXTS["db_delete_error"] == TEXTS["io_delete_error"]
    # A code that contradicts the words of another: the code counts.
    assert failure("not_exist", TEXTS["not_owner_delete"]) == "not_found"


@each("code", TEXTS)
def test_unknown_code_is_described_in_the_words_of_the_document(code: str) -> None:
    assert failure("of_2010", TEXTS[code]) == ROWS[code]["category"]


def test_a_kind_of_code_is_a_kind_of_error() -> None:
    kinds = {
        "authentication_failed_": "authentication",
        "not_owner_": "permission",
        "io_exist": "not_found",
        "db_": "unavailable",
        "io_": "unavailable",
    }
    for code in TEXTS:
        kind = next((kinds[start] for start in kinds if code.startswith(start)), None)
        if kind is not None:
            assert ROWS[code]["category"] == kind, code


def test_errors_are_read_in_both_forms_and_the_first_counts() -> None:
    pointers = SPEC["x-error-body"]
    for name, code in (
        ("documented/errors.xml", "io_error"),
        ("observed/errors_two.xml", "not_owner_delete"),
        ("observed/error_sibling_upload_failed.xml", "upload_failed"),
    ):
        document = plain(parse(EXAMPLES[name].content))
        found = [at(document, p) for p in pointers["code"] if p.split("/")[1] in document]
        assert found == [code]
    for member in ("code", "message"):
        assert [p.split("/")[1:4] for p in pointers[member]] == [
            ["errors", "error", "0"],
            ["links", "error", "0"],
        ]
    assert valid("errors", "Errors", parse("<errors/>")), "a list may hold nothing"


def test_no_row_finds_an_error_in_a_gallery() -> None:
    for name in ("gallery_create.xml", "gallery_delete.xml", "gallery_list.xml"):
        text = EXAMPLES[f"documented/{name}"].text
        for end in (*range(0, len(text), 61), len(text)):
            with pytest.raises(LookupError):
                classify(SPEC, 200, None, text[:end])


# --- answers -------------------------------------------------------------------------------


def test_the_four_payloads_are_those_of_the_document() -> None:
    assert len(PAYLOADS) == 4
    for name, (first, last, sha256) in PAYLOADS.items():
        text = EXAMPLES[f"documented/{name}"].path.read_text("utf-8")
        assert text.count("\n") == last - first + 1
        for broken, corrected in CORRECTED.items():
            if name == "gallery_create.xml":
                assert text.count(corrected) == 1
                text = text.replace(corrected, broken)
        assert hashlib.sha256(text.encode()).hexdigest() == sha256, name
    shown = {
        name.removeprefix("documented/")
        for name, example in EXAMPLES.items()
        if example.path.suffix == ".xml"
        and name.startswith("documented/")
        and not name.startswith("documented/error_")
    }
    assert shown == set(PAYLOADS)


def test_what_was_corrected_is_all_that_was_wrong() -> None:
    text = EXAMPLES["documented/gallery_create.xml"].text
    for broken, corrected in CORRECTED.items():
        with pytest.raises(SyntaxError):
            parse(text.replace(corrected, broken))


def test_the_example_in_the_spec_is_the_documented_gallery() -> None:
    for name, schema, shown in (
        ("galleries_create", "Gallery", "gallery_create.xml"),
        ("galleries_delete", "DeletedGallery", "gallery_delete.xml"),
    ):
        media = OPERATIONS[name].value["responses"]["200"]["content"]["application/xml"]
        reference = {"$ref": f"#/components/schemas/{schema}"}
        assert media["schema"] == reference
        assert shaped(SPEC, reference, parse(media["example"])) == shaped(
            SPEC, reference, payload(shown)
        )


def test_five_actions_answer_with_one_gallery() -> None:
    answers = {
        action: node.value["responses"]["200"] for action in ACTIONS for node in of_action(action)
    }
    same = [a for a in answers if answers[a] == answers["create"]]
    assert same == ["create", "edit", "add", "delete_image", "view"]
    roots = {a: answers[a]["content"]["application/xml"]["x-xml"]["root"] for a in answers}
    assert roots == dict.fromkeys(ACTIONS, "gallery") | {"gallery_list": "galleries"}


def test_what_the_document_does_not_say_of_answers_is_marked() -> None:
    for node in OPERATIONS.values():
        for status, response in node.value["responses"].items():
            if status == "200":
                media = response["content"]["application/xml"]
                assert media["x-provenance"] == "inferred", "no media type is named"
            else:
                assert response["x-provenance"] == "inferred", "no status is named"


def test_the_token_of_an_answer_is_a_secret_and_may_be_missing() -> None:
    uploader = SCHEMAS["Uploader"]
    assert uploader["properties"]["token"]["format"] == "password"
    assert uploader["required"] == ["username"]
    gallery = payload("gallery_create.xml")
    holder = gallery.find("uploader")
    assert holder is not None
    holder.remove(holder[1])
    assert valid("gallery", "Gallery", gallery)
    holder.remove(holder[0])
    assert not valid("gallery", "Gallery", gallery)


def test_no_token_stands_in_an_example() -> None:
    found = set()
    for path in (SPECS / API).rglob("*"):
        if path.is_file():
            text = path.read_bytes().decode("latin-1")
            found |= set(re.findall(r"token=([A-Za-z0-9_]+)|<token>([^<]+)<", text))
    assert {a or b for a, b in found} == {"YOUR_GALLERY_TOKEN"}


def test_a_version_is_text_with_or_without_a_declaration() -> None:
    for schema in ("Gallery", "DeletedGallery", "Galleries"):
        assert SCHEMAS[schema]["properties"]["version"]["type"] == "string"
    versions = {n: payload(n).get("version") for n in PAYLOADS if n != "errors.xml"}
    assert sorted(versions.values()) == ["1.0", "2", "2"]
    declared = [n for n in PAYLOADS if EXAMPLES[f"documented/{n}"].text.startswith("<?xml")]
    assert declared == ["errors.xml", "gallery_delete.xml"]


def test_a_player_is_addressed_in_two_ways() -> None:
    gallery, listed = payload("gallery_create.xml"), payload("gallery_list.xml")
    keys = {
        element.text.strip().partition("?")[2].partition("=")[0]
        for root in (gallery, listed)
        for element in root.iter("player_url")
        if element.text
    }
    assert keys == {"g", "id"}
    described = said(SCHEMAS["GalleryLinks"]["properties"]["player_url"])
    assert "`g`" in described
    assert "`id`" in described


def test_the_embedded_element_has_ten_attributes() -> None:
    members = SCHEMAS["Embed"]["properties"]
    assert len(members) == 10
    assert all(member["xml"]["attribute"] for member in members.values())
    embeds = [
        embed
        for name in ("gallery_create.xml", "gallery_list.xml")
        for embed in payload(name).iter("embed")
    ]
    assert [set(embed.attrib) for embed in embeds] == [set(members)] * 3
    value = shaped(SPEC, SCHEMAS["Embed"], embeds[0])
    assert (value["width"], value["height"], value["menu"]) == (320, 240, False)


def test_numbers_may_begin_with_zeros_and_servers_differ() -> None:
    gallery = payload("gallery_create.xml")
    assert [server.text for server in gallery.iter("server")] == ["123", "123", "234"]
    for name in ("server", "bucket"):
        for element in gallery.iter(name):
            element.text = f"00{element.text}"
    assert valid("gallery", "Gallery", gallery)
    value = shaped(SPEC, SCHEMAS["Gallery"], gallery)
    assert [(f["server"], f["bucket"]) for f in value["files"]["file"]] == [
        (123, 4567),
        (234, 5678),
    ]


def test_times_are_seconds_of_the_autumn_in_which_the_document_was_written() -> None:
    for schema, name in (("Gallery", "updated"), ("GalleryEntry", "added")):
        member = SCHEMAS[schema]["properties"][name]
        assert "in seconds" in member["description"]
        assert member["x-provenance"] == "inferred"
    listed = payload("gallery_list.xml")
    seconds = [payload("gallery_create.xml").get("updated")]
    seconds += [entry.get("added") for entry in listed.iter("gallery")]
    days = [datetime.fromtimestamp(int(value or 0), UTC) for value in seconds]
    assert [(day.year, day.month) for day in days] == [(2009, 10), (2009, 9), (2009, 9)]


def test_every_part_of_the_payloads_is_described_and_nothing_else_is() -> None:
    """But for what was observed elsewhere, the schemas hold what the payloads show, and no more."""
    shown: dict[str, set[str]] = {}
    for name, schema in (
        ("gallery_create.xml", "Gallery"),
        ("gallery_delete.xml", "DeletedGallery"),
        ("gallery_list.xml", "Galleries"),
        ("errors.xml", "Errors"),
    ):
        _collect(shown, schema, payload(name))
    described = {
        name: set(schema["properties"])
        for name, schema in SCHEMAS.items()
        if not name.endswith("Request") and not name.startswith("Sibling")
    }
    assert shown == described


def _collect(shown: dict[str, set[str]], schema: str, element: Element) -> None:
    members = SCHEMAS[schema]["properties"]
    found = shown.setdefault(schema, set())
    found |= set(element.attrib) | {child.tag for child in element}
    if (element.text or "").strip():
        found |= {name for name, member in members.items() if member.get("x-xml-text")}
    for child in element:
        member = members[child.tag]
        reference = member.get("items", member).get("$ref", "")
        if reference:
            _collect(shown, reference.rpartition("/")[2], child)


# --- the document itself -------------------------------------------------------------------


def test_names_and_codes_are_plain_ascii() -> None:
    names = {name for node in OPERATIONS.values() for name in sent_by(node)}
    names |= {name for schema in SCHEMAS.values() for name in schema["properties"]}
    for name in (*names, *ROWS):
        assert re.fullmatch(r"[a-z_]+(\[\])?", name), name
