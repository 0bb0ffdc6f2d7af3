"""The rules of this house for specs, beyond what OpenAPI demands.

Each rule reads a document and yields what breaks it, a line each. ``RULES`` holds them by name;
``test_specs_validate.py`` runs every rule over every spec and plants a violation of each.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit
from xml.etree.ElementTree import ParseError

from jsonschema import Draft202012Validator

from contracts.support.specs import (
    Json,
    Node,
    at,
    faults,
    load_extensions,
    nodes,
    operations,
    resolve,
    step,
    walk,
)
from contracts.support.xml import parse, shaped, xml_kind

Rule = Callable[[dict[str, Json]], Iterator[str]]

RULES: dict[str, Rule] = {}


def rule(function: Rule) -> Rule:
    RULES[function.__name__] = function
    return function


# Operations


@rule
def an_operation_has_one_tag_and_the_root_describes_it(document: dict[str, Json]) -> Iterator[str]:
    described = {tag["name"] for tag in document.get("tags", []) if tag.get("description")}
    for node in nodes(document, "operation"):
        tags = node.value.get("tags", [])
        if len(tags) != 1:
            yield f"{node.pointer}: {len(tags)} tags"
        for tag in tags:
            if tag not in described:
                yield f"{node.pointer}: the root does not describe the tag {tag}"


@rule
def an_operation_id_is_the_tag_and_a_method_name(document: dict[str, Json]) -> Iterator[str]:
    seen: set[str] = set()
    for node in nodes(document, "operation"):
        operation_id = node.value.get("operationId", "")
        tag = (node.value.get("tags") or [""])[0]
        if not re.fullmatch(re.escape(tag) + r"_[a-z][a-z0-9_]*", operation_id):
            yield f"{node.pointer}: operationId {operation_id!r} under the tag {tag!r}"
        if operation_id in seen:
            yield f"{node.pointer}: operationId {operation_id!r} a second time"
        seen.add(operation_id)


@rule
def an_operation_has_a_summary_and_a_description(document: dict[str, Json]) -> Iterator[str]:
    for node in nodes(document, "operation"):
        summary = node.value.get("summary", "")
        if not summary or summary.endswith("."):
            yield f"{node.pointer}: summary {summary!r}; write one line without a full stop"
        if len(node.value.get("description", "")) < 40:
            yield f"{node.pointer}: no description worth the name"


@rule
def an_operation_has_exactly_one_success(document: dict[str, Json]) -> Iterator[str]:
    for node in nodes(document, "operation"):
        found = [
            status
            for status, response in node.value["responses"].items()
            if status[0] in "23" and resolve(document, response).get("x-outcome") != "error"
        ]
        if len(found) != 1:
            yield f"{node.pointer}: success responses {found}; mark the others x-outcome: error"


@rule
def an_operation_describes_its_refusals_and_the_rest(document: dict[str, Json]) -> Iterator[str]:
    for node in nodes(document, "operation"):
        statuses = node.value["responses"]
        if "default" not in statuses or not any(status[0] == "4" for status in statuses):
            yield f"{node.pointer}: responses {list(statuses)}; a 4xx and default are wanted"


@rule
def only_failures_are_marked_as_failures(document: dict[str, Json]) -> Iterator[str]:
    for node in nodes(document, "response"):
        status = node.pointer.rpartition("/")[2]
        if "x-outcome" in node.value and status[0] not in "23":
            yield f"{node.pointer}: x-outcome on a status that says so itself"


@rule
def an_envelope_is_a_member_of_the_answer(document: dict[str, Json]) -> Iterator[str]:
    for node in nodes(document, "mediaType"):
        result = node.value.get("x-envelope", {}).get("result")
        members = resolve(document, node.value.get("schema", {})).get("properties", {})
        if result is not None and result not in members:
            yield f"{node.pointer}: the answer has no member {result!r}"


@rule
def links_lead_to_operations_and_their_parameters(document: dict[str, Json]) -> Iterator[str]:
    known = operations(document)
    for node in nodes(document, "response"):
        for name, link in node.value.get("links", {}).items():
            here = step(node.pointer, "links", name)
            target = known.get(link.get("operationId", ""))
            if target is None:
                yield f"{here}: no operation {link.get('operationId')!r}"
                continue
            parameters = {
                resolve(document, parameter)["name"]
                for parameter in target.value.get("parameters", [])
            }
            for parameter, expression in link.get("parameters", {}).items():
                if parameter.rpartition(".")[2] not in parameters:
                    yield f"{here}: {link['operationId']} has no parameter {parameter!r}"
                yield from _expression_faults(document, node, here, str(expression))
            members = _members_of_body(document, target.value)
            for member, expression in link.get("requestBody", {}).items():
                if member not in members:
                    yield f"{here}: the body of {link['operationId']} has no member {member!r}"
                for each in expression if isinstance(expression, list) else [expression]:
                    yield from _expression_faults(document, node, here, str(each))


@rule
def every_security_scheme_is_used_and_known(document: dict[str, Json]) -> Iterator[str]:
    schemes = set(document.get("components", {}).get("securitySchemes", {}))
    used: set[str] = set()
    for holder in [document, *(node.value for node in nodes(document, "operation"))]:
        for requirement in holder.get("security", []):
            used.update(requirement)
    for name in sorted(schemes ^ used):
        yield f"security scheme {name}: {'never used' if name in schemes else 'not described'}"


@rule
def a_credential_is_marked_wherever_it_travels(document: dict[str, Json]) -> Iterator[str]:
    """By name: a key that is not marked would end up in signatures, logs and try-it forms."""
    for node in nodes(document, "parameter"):
        name = node.value.get("name", "")
        if _SECRET_NAME.search(name) and "x-credential" not in node.value:
            yield f"{node.pointer}: {name} is not marked x-credential"
    for node in nodes(document, "securityScheme"):
        if "x-credential" not in node.value:
            yield f"{node.pointer}: not marked x-credential"
    for node, name, member in _request_members(document):
        if _SECRET_NAME.search(name) and not _is_secret_argument(member):
            yield f"{node.pointer}: {name} is not marked x-credential"


# Paths


@rule
def paths_that_share_a_route_are_told_apart(document: dict[str, Json]) -> Iterator[str]:
    """By fragments; one of those that share a route may do without."""
    fragments: dict[str, list[str]] = {}
    for path in document.get("paths", {}):
        route, _, fragment = path.partition("#")
        fragments.setdefault(re.sub(r"{[^}]*}", "{}", route), []).append(fragment)
        if "#" in path and not re.fullmatch(r"[a-z][a-z0-9_]*", fragment):
            yield f"{path}: the fragment is no name"
        if "?" in path:
            yield f"{path}: a query in a path; make it a parameter with a const"
    for route, names in fragments.items():
        if len(set(names)) != len(names):
            yield f"{route}: the same route as {names}"


@rule
def a_path_names_each_parameter_once_and_describes_it(document: dict[str, Json]) -> Iterator[str]:
    for node in nodes(document, "operation"):
        path = node.pointer.split("/")[2].replace("~1", "/").replace("~0", "~")
        named = re.findall(r"{([^}]*)}", path)
        described = [
            parameter["name"]
            for parameter in (resolve(document, p) for p in node.value.get("parameters", []))
            if parameter["in"] == "path"
        ]
        if sorted(named) != sorted(described) or len(set(named)) != len(named):
            yield f"{node.pointer}: the path names {named}, the parameters describe {described}"


# Requests


@rule
def requests_have_no_defaults(document: dict[str, Json]) -> Iterator[str]:
    """Generators send a default as if the caller had asked for it."""
    for pointer, schema in _request_schemas(document):
        if "default" in schema:
            yield f"{pointer}: a default; describe it in words"


@rule
def request_bodies_are_named_closed_objects(document: dict[str, Json]) -> Iterator[str]:
    for node in _request_media(document):
        schema = node.value.get("schema", {})
        found = resolve(document, schema)
        if "$ref" not in schema:
            yield f"{node.pointer}: the schema has no name in components"
        if any(key in found for key in ("oneOf", "anyOf", "allOf")):
            yield f"{node.pointer}: a body made of alternatives; describe each media type apart"
        elif found.get("type") != "object" or found.get("additionalProperties") is not False:
            yield f"{node.pointer}: not an object with additionalProperties: false"


@rule
def no_list_is_offered_under_two_names(document: dict[str, Json]) -> Iterator[str]:
    """``ids`` beside ``ids[]`` become the same argument, and generators drop the operation."""
    for node in nodes(document, "operation"):
        names = [resolve(document, p)["name"] for p in node.value.get("parameters", [])]
        yield from _bracket_twins(node.pointer, names)
    for node in _request_media(document):
        schema = resolve(document, node.value.get("schema", {}))
        yield from _bracket_twins(node.pointer, list(schema.get("properties", {})))


@rule
def a_constant_parameter_is_required(document: dict[str, Json]) -> Iterator[str]:
    """Operations that share a route are told apart by it, so it must always be sent."""
    for node in nodes(document, "parameter"):
        schema = resolve(document, node.value.get("schema", {}))
        if "const" in schema and not node.value.get("required"):
            yield f"{node.pointer}: a const that may be left out"
    for media in _request_media(document):
        schema = resolve(document, media.value.get("schema", {}))
        for name, member in schema.get("properties", {}).items():
            if "const" in resolve(document, member) and name not in schema.get("required", []):
                yield f"{media.pointer}: {name} is a const that may be left out"


# Answers


@rule
def every_body_has_a_schema_and_an_example(document: dict[str, Json]) -> Iterator[str]:
    for node in nodes(document, "response"):
        content = node.value.get("content", {})
        for name, media in content.items():
            if not media.get("schema"):
                yield f"{node.pointer}: {name} has no schema"
            if "example" not in media and not media.get("examples"):
                yield f"{node.pointer}: {name} has no example"
        location = node.value.get("headers", {}).get("Location", {})
        if not content and not (location.get("schema") and location.get("example")):
            yield f"{node.pointer}: neither a body nor a Location with a schema and an example"


@rule
def examples_in_the_spec_are_valid(document: dict[str, Json]) -> Iterator[str]:
    for node in nodes(document, "mediaType", "parameter", "header"):
        if "schema" not in node.value:
            continue
        values = [node.value["example"]] if "example" in node.value else []
        values += [example["value"] for example in node.value.get("examples", {}).values()]
        for value in values:
            for fault in _example_faults(document, node, value):
                yield f"{node.pointer}: {fault}"


@rule
def answers_are_open(document: dict[str, Json]) -> Iterator[str]:
    """A host may add a member any day; that must not make its answer invalid."""
    requests = {id(schema) for _, schema in _request_schemas(document)}
    for node in nodes(document, "schema", "property"):
        if id(node.value) not in requests and node.value.get("additionalProperties") is False:
            yield f"{node.pointer}: closed, and no request"


@rule
def a_number_in_disguise_says_what_to_present_it_as(document: dict[str, Json]) -> Iterator[str]:
    for node in nodes(document, "schema", "property"):
        kinds = set(_kinds(node.value)) - {"null"}
        presented = node.value.get("x-present-as")
        if {"string"} < kinds and presented not in ("integer", "number", "boolean"):
            yield f"{node.pointer}: types {sorted(kinds)} without x-present-as"
        allowed = {
            "integer": [{"integer", "string"}],
            "number": [{"number", "string"}],
            "boolean": [{"integer", "string"}, {"integer"}],
            "duration": [{"string"}],
            "csv": [{"string"}],
        }
        if presented == "boolean" and kinds == {"string"} and len(node.value.get("enum", [])) == 2:
            continue  # two words, no and yes
        if presented is not None and kinds not in allowed[presented]:
            yield f"{node.pointer}: x-present-as {presented} on types {sorted(kinds)}"


# XML


@rule
def an_xml_answer_names_its_xsd_and_its_root(document: dict[str, Json]) -> Iterator[str]:
    """Nothing else tells a document of the right shape from any other well-formed one."""
    for node in nodes(document, "mediaType"):
        media_type = node.pointer.rpartition("/")[2].replace("~1", "/")
        root = node.value.get("x-xml", {}).get("root")
        is_xml = media_type.endswith(("/xml", "+xml"))
        if is_xml != (root is not None):
            yield f"{node.pointer}: {'no' if is_xml else 'an'} x-xml on {media_type}"
        if root is None:
            continue
        schema = node.value.get("schema", {})
        if "$ref" not in schema:
            yield f"{node.pointer}: the schema has no name in components"
        elif (name := resolve(document, schema).get("xml", {}).get("name")) != root:
            yield f"{node.pointer}: the root is {root}, its schema says xml: {{name: {name}}}"
        example = node.value.get("example", f"<{root}/>")
        if not re.search(rf"^(<\?[^>]*>)?\s*<{re.escape(root)}[\s/>]", str(example)):
            yield f"{node.pointer}: the example does not begin with {root}"


@rule
def what_stands_in_a_tag_or_is_a_text_is_one_plain_value(
    document: dict[str, Json],
) -> Iterator[str]:
    """An attribute and a text hold no parts; an element with a text of its own has no others."""
    for node in nodes(document, "schema"):
        members = node.value.get("properties", {})
        kinds = {name: xml_kind(member) for name, member in members.items()}
        for name, kind in kinds.items():
            here = step(node.pointer, "properties", name)
            described = resolve(document, members[name])
            if kind != "element" and described.get("type") in ("array", "object", None):
                yield f"{here}: {kind}, and no plain value"
            if kind == "text" and set(kinds) - {name} != {
                other for other, its in kinds.items() if its == "attribute"
            }:
                yield f"{here}: a text beside elements or another text"


# Servers


@rule
def a_variable_of_a_server_is_described_and_bounded(document: dict[str, Json]) -> Iterator[str]:
    """It becomes a part of a host's name: text of any kind could lead to any other host."""
    for node in nodes(document, "document", "operation"):
        for index, server in enumerate(node.value.get("servers", [])):
            here = step(node.pointer, "servers", index)
            variables = server.get("variables", {})
            named = re.findall(r"{([^{}]*)}", server["url"])
            if sorted(named) != sorted(variables):
                yield f"{here}: the address names {named}, the variables are {list(variables)}"
            for name, variable in variables.items():
                pattern = variable.get("x-pattern")
                if not variable.get("description"):
                    yield f"{here}: {name} has no description"
                if pattern is None:
                    yield f"{here}: {name} has no x-pattern"
                elif not re.fullmatch(pattern, variable["default"]):
                    yield f"{here}: the default of {name} is none of {pattern}"
                elif any(re.search(pattern, f"1{hostile}") for hostile in _HOSTILE):
                    yield f"{here}: {name} can lead to another host by {pattern}"


# Everywhere


@rule
def everything_has_a_description(document: dict[str, Json]) -> Iterator[str]:
    described = ("parameter", "response", "header", "securityScheme", "schema")
    for node in nodes(document, *described):
        if not node.value.get("description"):
            yield f"{node.pointer}: no description"
    for node in nodes(document, "property"):
        if node.pointer.endswith("/schema") or not node.value:
            continue  # its parameter, header or response has the words; {} is anything at all
        if not resolve(document, node.value).get("description"):
            yield f"{node.pointer}: no description"


@rule
def operations_and_schemas_name_their_source(document: dict[str, Json]) -> Iterator[str]:
    for node in nodes(document, "operation", "schema"):
        if "x-source" not in node.value:
            yield f"{node.pointer}: no x-source"


@rule
def extensions_are_known_and_stand_where_they_may(document: dict[str, Json]) -> Iterator[str]:
    known = load_extensions()
    kinds = {node.pointer: node.kind for node in walk(document)}
    for holder, name, value in _extensions(document, ""):
        here = step(holder, name)
        if name not in known:
            yield f"{here}: unknown; describe it in extensions.schema.json or spell it so"
            continue
        if kinds.get(holder) not in known[name]["standsOn"]:
            yield f"{here}: may not stand on {kinds.get(holder, 'this')}"
        for error in _extension_validator(known[name]).iter_errors(value):
            yield f"{here}: {error.message}"


@rule
def evidence_stands_beside_a_provenance(document: dict[str, Json]) -> Iterator[str]:
    for node in walk(document):
        if "x-evidence" in node.value and "x-provenance" not in node.value:
            yield f"{node.pointer}: x-evidence for nothing"


@rule
def every_row_of_the_error_table_can_win(document: dict[str, Json]) -> Iterator[str]:
    """The first match wins, so a row must not stand behind one that asks for less."""
    rows = document.get("x-error-table", [])
    for index, row in enumerate(rows):
        for earlier in rows[:index]:
            conditions = {key: earlier.get(key) for key in ("status", "code", "message")}
            asked = {key: value for key, value in conditions.items() if value is not None}
            if all(row.get(key) == value for key, value in asked.items()):
                yield f"/x-error-table/{index}: never reached, {asked} comes before it"
                break


@rule
def references_stay_in_the_file_and_resolve(document: dict[str, Json]) -> Iterator[str]:
    for pointer, value in _strings(document, ""):
        if not pointer.endswith("/$ref"):
            continue
        if not value.startswith("#/"):
            yield f"{pointer}: {value} is not in this file"
            continue
        try:
            at(document, value)
        except KeyError as error:
            yield f"{pointer}: {error.args[0]}"


@rule
def every_component_is_used(document: dict[str, Json]) -> Iterator[str]:
    used = {value for pointer, value in _strings(document, "") if pointer.endswith("/$ref")}
    for kind, components in document.get("components", {}).items():
        if kind == "securitySchemes":
            continue  # they are used by name, which has a rule of its own
        for name, component in components.items():
            if f"#/components/{kind}/{name}" not in used and not component.get("x-model-only"):
                yield f"/components/{kind}/{name}: nothing refers to it"


@rule
def nothing_looks_like_a_credential(document: dict[str, Json]) -> Iterator[str]:
    for pointer, value in _strings(document, ""):
        for found in credentials_in(value):
            yield f"{pointer}: {found[:6]}... looks like a credential; write a placeholder"


@rule
def the_base_url_is_a_public_https_address(document: dict[str, Json]) -> Iterator[str]:
    servers = document.get("servers", [])
    if not servers:
        yield "/servers: none"
    for index, server in enumerate(servers):
        parts = urlsplit(server["url"])
        local = parts.hostname in ("localhost", "127.0.0.1", "::1")
        if parts.scheme not in ("https", "http") or local or server["url"].endswith("/"):
            yield f"/servers/{index}: {server['url']}"


def credentials_in(text: str) -> list[str]:
    """What looks like a key, a token or a secret in a text; MD5 sums and placeholders do not."""
    return [match.group() for match in _CREDENTIAL.finditer(text)]


# Longer than an MD5 sum and no cursor of a list; or with the prefix that Chevereto gives its keys;
# or a bearer token.
_CREDENTIAL = re.compile(
    r"(?<!_offset\": \")\b[0-9a-fA-F]{40,}\b"
    r"|\bchv_[0-9A-Za-z]+_[0-9A-Za-z]{8,}|\bBearer [0-9A-Za-z._-]{12,}"
)
# What a value would hold that should lead elsewhere.
_HOSTILE = ("/", ".", "@", ":", "#", "?", "\\", "%", "-", ".example.com/")
_SECRET_NAME = re.compile(r"(?i)^(api_?)?key$|token|secret|password|cookie")


def _is_secret_argument(member: dict[str, Json]) -> bool:
    """A credential, a secret that callers give themselves, or a mere yes or no about one."""
    return (
        "x-credential" in member
        or member.get("format") == "password"
        or member.get("x-present-as") == "boolean"
    )


def _kinds(schema: dict[str, Json]) -> list[str]:
    kinds = schema.get("type", [])
    return [kinds] if isinstance(kinds, str) else list(kinds)


def _request_media(document: dict[str, Json]) -> Iterator[Node]:
    for node in nodes(document, "mediaType"):
        if "/requestBody/" in node.pointer or node.pointer.startswith("/components/requestBodies"):
            yield node


def _request_members(document: dict[str, Json]) -> Iterator[tuple[Node, str, dict[str, Json]]]:
    for node in _request_media(document):
        schema = resolve(document, node.value.get("schema", {}))
        for name, member in schema.get("properties", {}).items():
            yield node, name, resolve(document, member)


def _request_schemas(document: dict[str, Json]) -> Iterator[tuple[str, dict[str, Json]]]:
    """Schemas of bodies, of their members and of parameters."""
    for node in _request_media(document):
        yield node.pointer, resolve(document, node.value.get("schema", {}))
    for node, name, member in _request_members(document):
        yield step(node.pointer, name), member
    for node in nodes(document, "parameter"):
        yield node.pointer, resolve(document, node.value.get("schema", {}))


def _bracket_twins(pointer: str, names: list[str]) -> Iterator[str]:
    for name in names:
        if f"{name}[]" in names:
            yield f"{pointer}: {name} beside {name}[]"


def _example_faults(document: dict[str, Json], node: Node, value: Json) -> list[str]:
    """What is wrong with an example; that of an XML answer is the document as text."""
    if "x-xml" in node.value:
        try:
            value = shaped(document, node.value["schema"], parse(value))
        except ParseError as error:
            return [f"not well formed: {error}"]
    return faults(document, step(node.pointer, "schema"), value)


def _expression_faults(
    document: dict[str, Json], node: Node, here: str, expression: str
) -> Iterator[str]:
    """A runtime expression that reads the answer must name a member that the answer has."""
    if not expression.startswith("$response.body#"):
        return
    media = node.value.get("content", {}).get("application/json", {})
    schema = resolve(document, media.get("schema", {}))
    for name in expression.partition("#")[2].split("/")[1:]:
        if name.isdigit() and "items" in schema:
            schema = resolve(document, schema["items"])
            continue
        members = schema.get("properties", {})
        if name not in members:
            yield f"{here}: {expression} names no member of the answer"
            return
        schema = resolve(document, members[name])


def _members_of_body(document: dict[str, Json], operation: dict[str, Json]) -> set[str]:
    body = resolve(document, operation.get("requestBody", {}))
    schemas = (resolve(document, media["schema"]) for media in body.get("content", {}).values())
    return {name for schema in schemas for name in schema.get("properties", {})}


def _extensions(value: Json, pointer: str) -> Iterator[tuple[str, str, Json]]:
    """Every extension: the place of its holder, its name, its value. Examples are data."""
    if isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _extensions(inner, step(pointer, index))
    if not isinstance(value, dict):
        return
    names_follow = pointer.endswith(("/properties", "/headers", "/examples", "/parameters"))
    for key, inner in value.items():
        name = str(key)
        if name.startswith("x-") and not names_follow:
            yield pointer, name, inner
        if name not in ("example", "value") or names_follow:
            yield from _extensions(inner, step(pointer, name))


def _extension_validator(definition: dict[str, Json]) -> Draft202012Validator:
    return Draft202012Validator(definition, format_checker=Draft202012Validator.FORMAT_CHECKER)


def _strings(value: Json, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _strings(inner, step(pointer, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _strings(inner, step(pointer, index))
    elif isinstance(value, str):
        yield pointer, value
