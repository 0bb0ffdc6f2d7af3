"""Style rules: what a spec with ``x-style: strict`` keeps to, beyond what clients need.

They make a contract complete for its readers and for other tools: everything has a description, a
source and an example, requests are closed, answers open. A spec that was written elsewhere may do
without; say ``x-style: strict`` in its root to hold it to them.

What would be lost on the way to a client is refused in every spec, by :mod:`codegen.constructs` and
:mod:`codegen.contents`. A rule is style where no client is wrong without it, or where it guesses:
that a name sounds like a credential is reason enough to ask in a spec of ours, and not to refuse
the ``key`` of somebody's map.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from codegen import claim_rules
from codegen.claims import described
from codegen.plans import replacement
from codegen.problems import SpecProblem
from codegen.specs import Json, Spec
from codegen.walking import Node, walk

_SECRET_NAME = re.compile(r"(?i)^(api_?)?key$|token|secret|password|cookie")
_CURSOR_NAME = re.compile(r"(?i)(page|next|previous|continuation|sync|cursor)_?token|token_?type")
_SHORT_TEXT = 40


def looks_like_a_credential(name: str) -> bool:
    """Whether a value of this name gives power to those who see it; a place in a list does not."""
    return bool(_SECRET_NAME.search(name)) and not _CURSOR_NAME.search(name)


def _nodes(spec: Spec, *kinds: str) -> Iterator[Node]:
    return (node for node in walk(spec.document) if node.kind in kinds)


# --- operations ----------------------------------------------------------------------------


def root_describes_every_tag(spec: Spec) -> Iterator[SpecProblem]:
    tags = spec.document.get("tags", [])
    described = {tag["name"] for tag in tags if tag.get("description")}
    for node in _nodes(spec, "operation"):
        for index, tag in enumerate(node.value.get("tags", [])):
            if tag not in described:
                yield spec.problem(
                    (*node.where, "tags", index),
                    f"nothing describes the tag {tag}",
                    "describe it in `tags` at the root",
                )


def operation_has_summary_and_description(spec: Spec) -> Iterator[SpecProblem]:
    for node in _nodes(spec, "operation"):
        summary = node.value.get("summary", "")
        if not summary or summary.endswith("."):
            yield spec.problem(
                (*node.where, "summary"),
                f"summary {summary!r}",
                "write one line without a full stop",
            )
        if len(described(node.value)) < _SHORT_TEXT:
            yield spec.problem(
                (*node.where, "description"),
                "hardly a description",
                f"say in {_SHORT_TEXT} characters or more what the call does",
            )


def deprecated_operation_names_what_to_use(spec: Spec) -> Iterator[SpecProblem]:
    """Clients warn of it, and a warning that names no way out helps nobody."""
    for node in _nodes(spec, "operation"):
        if node.value.get("deprecated") and replacement(spec, node.value) is None:
            yield spec.problem(
                (*node.where, "deprecated"),
                "nothing says what to use instead",
                "name an operationId in the description, in backticks",
            )


def operation_describes_refusals_and_the_rest(spec: Spec) -> Iterator[SpecProblem]:
    for node in _nodes(spec, "operation"):
        statuses = node.value.get("responses", {})
        if "default" not in statuses or not any(status[0] == "4" for status in statuses):
            yield spec.problem(
                (*node.where, "responses"),
                f"responses {', '.join(statuses)} alone",
                "add a 4xx, and `default` for the rest",
            )


def every_security_scheme_is_used(spec: Spec) -> Iterator[SpecProblem]:
    used: set[str] = set()
    for holder in [spec.document, *(node.value for node in _nodes(spec, "operation"))]:
        for requirement in holder.get("security", []):
            used.update(requirement)
    for node in _nodes(spec, "securityScheme"):
        if node.where[-1] not in used:
            yield spec.problem(
                node.where, "nothing uses this security scheme", "require it, or take it out"
            )


def credential_is_marked_wherever_it_travels(spec: Spec) -> Iterator[SpecProblem]:
    """By name: a key that is not marked would end up in signatures, logs and try-it forms."""
    advice = "mark it `x-credential`, or `format: password` where callers give it themselves"
    for node in _nodes(spec, "parameter"):
        name = node.value.get("name", "")
        if looks_like_a_credential(name) and "x-credential" not in node.value:
            yield spec.problem(node.where, f"{name} looks like a credential", advice)
    for node in _nodes(spec, "securityScheme"):
        if "x-credential" not in node.value:
            fault = "a scheme that names no credential"
            yield spec.problem(node.where, fault, "name it by `x-credential`, such as api_key")
    for node, name, member in _request_members(spec):
        if looks_like_a_credential(name) and not _is_secret_argument(member):
            yield spec.problem(node.where, f"{name} looks like a credential", advice)


# --- requests ------------------------------------------------------------------------------


def requests_have_no_defaults(spec: Spec) -> Iterator[SpecProblem]:
    """Other generators send a default as if the caller had asked for it."""
    for node in _nodes(spec, "parameter"):
        schema = spec.resolve(node.value.get("schema", {}))
        if "default" in schema:
            fault = f"a default of {node.value.get('name')}"
            yield spec.problem((*node.where, "schema"), fault, "tell of it in the description")
    for node, name, member in _request_members(spec):
        if "default" in member:
            fault = f"a default of {name}"
            yield spec.problem((*node.where, "schema"), fault, "tell of it in the description")


def request_bodies_are_named_closed_objects(spec: Spec) -> Iterator[SpecProblem]:
    for node in _request_media(spec):
        schema = node.value.get("schema", {})
        found = spec.resolve(schema)
        here = (*node.where, "schema")
        if "$ref" not in schema:
            yield spec.problem(here, "a body without a name", "name it in components/schemas")
        if any(key in found for key in ("oneOf", "anyOf", "allOf")):
            yield spec.problem(here, "a body of alternatives", "describe each media type apart")
        elif found.get("type") != "object" or found.get("additionalProperties") is not False:
            yield spec.problem(
                here, "an open body", "write `type: object, additionalProperties: false`"
            )


def no_list_is_offered_under_two_names(spec: Spec) -> Iterator[SpecProblem]:
    """``ids`` beside ``ids[]`` become the same argument, and other generators drop the call."""
    for node in _nodes(spec, "operation"):
        parameters = [spec.resolve(reference) for reference, _ in spec.parameters(node.where)]
        names = [str(each["name"]) for each in parameters if "x-alias-of" not in each]
        yield from _bracket_twins(spec, node, names)
    for node in _request_media(spec):
        members = spec.resolve(node.value.get("schema", {})).get("properties", {})
        names = [name for name, member in members.items() if "x-alias-of" not in member]
        yield from _bracket_twins(spec, node, names)


def constant_is_required(spec: Spec) -> Iterator[SpecProblem]:
    """Operations that share a route are told apart by it, so it must always be sent."""
    advice = "require it"
    for node in _nodes(spec, "parameter"):
        schema = spec.resolve(node.value.get("schema", {}))
        if "const" in schema and not node.value.get("required"):
            yield spec.problem(node.where, "a const that may be left out", advice)
    for media in _request_media(spec):
        schema = spec.resolve(media.value.get("schema", {}))
        for name, member in schema.get("properties", {}).items():
            if "const" in spec.resolve(member) and name not in schema.get("required", []):
                fault = f"{name} is a const that may be left out"
                yield spec.problem((*media.where, "schema"), fault, advice)


def replacement_is_an_operation(spec: Spec) -> Iterator[SpecProblem]:
    """What a reader is told to call instead must be there."""
    known = {operation["operationId"] for _, _, _, operation in spec.operations()}
    for where, _, _, operation in spec.operations():
        for name in re.findall(r"`(\w+)`", operation.get("x-instead", "")):
            if name not in known:
                fault = f"there is no operation {name}"
                yield spec.problem((*where, "x-instead"), fault, "name one by its operationId")


# --- answers -------------------------------------------------------------------------------


def every_body_has_a_schema_and_an_example(spec: Spec) -> Iterator[SpecProblem]:
    for node in _nodes(spec, "response"):
        content = node.value.get("content", {})
        for name, media in content.items():
            here = (*node.where, "content", name)
            if not media.get("schema"):
                yield spec.problem(here, f"{name} has no schema", "describe what comes")
            if "example" not in media and not media.get("examples"):
                yield spec.problem(here, f"{name} has no example", "show what comes")
        location = node.value.get("headers", {}).get("Location", {})
        redirects = str(node.where[-1]).startswith("3") and not content
        if redirects and not (location.get("schema") and location.get("example")):
            yield spec.problem(
                node.where,
                "a redirect that does not say where",
                "describe `Location` with a schema and an example",
            )


def answers_are_open(spec: Spec) -> Iterator[SpecProblem]:
    """A host may add a member any day; that must not make its answer invalid."""
    requests = {id(spec.resolve(media.value.get("schema", {}))) for media in _request_media(spec)}
    for node in _nodes(spec, "schema", "property"):
        if id(node.value) not in requests and node.value.get("additionalProperties") is False:
            yield spec.problem(
                (*node.where, "additionalProperties"), "a closed answer", "leave it open"
            )


def number_in_disguise_says_what_it_is(spec: Spec) -> Iterator[SpecProblem]:
    for node in _nodes(spec, "schema", "property"):
        kinds = kinds_of(node.value)
        numeric = node.value.get("x-present-as") in ("integer", "number", "boolean")
        if {"string"} < kinds and not numeric:
            yield spec.problem(
                node.where,
                f"text or something else ({', '.join(sorted(kinds))})",
                "say by `x-present-as` which of them it is to a user",
            )


# --- everywhere ----------------------------------------------------------------------------


def everything_has_a_description(spec: Spec) -> Iterator[SpecProblem]:
    advice = "say what it is, with its unit"
    described = ("parameter", "response", "header", "securityScheme", "schema")
    for node in _nodes(spec, *described, "serverVariable"):
        if not node.value.get("description"):
            yield spec.problem(node.where, "no description", advice)
    for node in _nodes(spec, "property"):
        if node.where[-1] == "schema" or not node.value:
            continue  # its parameter, header or response says it; {} is anything at all
        if not spec.resolve(node.value).get("description"):
            yield spec.problem(node.where, "no description", advice)


def operations_and_schemas_name_their_source(spec: Spec) -> Iterator[SpecProblem]:
    for node in _nodes(spec, "operation", "schema"):
        if "x-source" not in node.value:
            yield spec.problem(
                node.where, "no source", "name document and section in an `x-source`"
            )


def evidence_stands_beside_a_provenance(spec: Spec) -> Iterator[SpecProblem]:
    for node in walk(spec.document):
        if "x-evidence" in node.value and "x-provenance" not in node.value:
            yield spec.problem(
                (*node.where, "x-evidence"), "evidence for nothing", "add the `x-provenance`"
            )


def every_component_is_used(spec: Spec) -> Iterator[SpecProblem]:
    used = {text for where, text in texts(spec.document) if where[-1:] == ("$ref",)}
    for kind, components in spec.document.get("components", {}).items():
        if kind == "securitySchemes":
            continue  # they are used by name, which has a rule of its own
        for name, component in components.items():
            if f"#/components/{kind}/{name}" not in used and not component.get("x-model-only"):
                yield spec.problem(
                    ("components", kind, name),
                    "nothing refers to it",
                    "take it out, or mark a schema `x-model-only`",
                )


def base_url_is_public(spec: Spec) -> Iterator[SpecProblem]:
    for index, server in enumerate(spec.document.get("servers", [])):
        if urlsplit(server["url"]).hostname in ("localhost", "127.0.0.1", "::1"):
            yield spec.problem(
                ("servers", index, "url"), "an address of this machine", "name the public one"
            )


RULES = (
    root_describes_every_tag,
    operation_has_summary_and_description,
    deprecated_operation_names_what_to_use,
    operation_describes_refusals_and_the_rest,
    every_security_scheme_is_used,
    credential_is_marked_wherever_it_travels,
    requests_have_no_defaults,
    request_bodies_are_named_closed_objects,
    no_list_is_offered_under_two_names,
    constant_is_required,
    replacement_is_an_operation,
    every_body_has_a_schema_and_an_example,
    answers_are_open,
    number_in_disguise_says_what_it_is,
    everything_has_a_description,
    operations_and_schemas_name_their_source,
    evidence_stands_beside_a_provenance,
    every_component_is_used,
    base_url_is_public,
    *claim_rules.RULES,
)


# --- helpers -------------------------------------------------------------------------------


def kinds_of(schema: Json) -> set[str]:
    """The types of a schema, without null."""
    kinds = schema.get("type", [])
    return ({kinds} if isinstance(kinds, str) else set(kinds)) - {"null"}


def texts(value: Any, where: tuple[str | int, ...] = ()) -> Iterator[tuple[Any, str]]:
    """Every text in a document with its place."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, (dict, list)):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in pairs:
            yield from texts(inner, (*where, key))


def _is_secret_argument(member: Json) -> bool:
    """A credential, a secret that callers give themselves, or a mere yes or no about one."""
    return (
        "x-credential" in member
        or member.get("format") == "password"
        or member.get("x-present-as") == "boolean"
    )


def _request_media(spec: Spec) -> Iterator[Node]:
    for node in _nodes(spec, "mediaType"):
        if "requestBody" in node.where or node.where[:2] == ("components", "requestBodies"):
            yield node


def _request_members(spec: Spec) -> Iterator[tuple[Node, str, Json]]:
    for node in _request_media(spec):
        schema = spec.resolve(node.value.get("schema", {}))
        for name, member in schema.get("properties", {}).items():
            yield node, name, spec.resolve(member)


def _bracket_twins(spec: Spec, node: Node, names: list[str]) -> Iterator[SpecProblem]:
    for name in names:
        if f"{name}[]" in names:
            yield spec.problem(node.where, f"{name} beside {name}[]", "keep one of them")
