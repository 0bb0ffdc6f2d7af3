"""Rules about what a spec says of itself: its links, examples, error table and addresses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

from jsonschema import Draft202012Validator

from codegen.problems import SpecProblem
from codegen.specs import Json, Spec, Where, steps
from codegen.style import kinds_of, texts
from codegen.walking import Node, walk
from codegen.xsd import ATTRIBUTE, ELEMENT, XmlPlan, read_xml

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

#: Longer than an MD5 sum and no cursor of a list; or with the prefix that Chevereto gives its keys;
#: or a bearer token.
_CREDENTIAL = re.compile(
    r"(?<!_offset\": \")\b[0-9a-fA-F]{40,}\b"
    r"|\bchv_[0-9A-Za-z]+_[0-9A-Za-z]{8,}|\bBearer [0-9A-Za-z._-]{12,}"
)
#: The types that each presentation may have on the wire.
_PRESENTED = {
    "integer": [{"integer", "string"}],
    "number": [{"number", "string"}],
    "boolean": [{"integer", "string"}, {"boolean", "string"}, {"integer"}],
    "duration": [{"string"}],
    "csv": [{"string"}],
}


def credentials_in(text: str) -> list[str]:
    """What looks like a key, a token or a secret in a text; MD5 sums and placeholders do not."""
    return [match.group() for match in _CREDENTIAL.finditer(text)]


def nothing_looks_like_a_credential(spec: Spec) -> Iterator[SpecProblem]:
    for where, text in texts(spec.document):
        for found in credentials_in(text):
            fault = f"{found[:6]}... looks like a credential"
            yield spec.problem(where, fault, "write a placeholder such as YOUR_API_KEY")


def base_url_is_an_address(spec: Spec) -> Iterator[SpecProblem]:
    for index, server in enumerate(spec.document.get("servers", [])):
        url = str(server["url"])
        parts = urlsplit(url)
        here = ("servers", index, "url")
        if parts.scheme not in ("https", "http") or not parts.netloc:
            yield spec.problem(here, f"the address {url}", "begin with https:// and a host")
        elif url.endswith("/") or parts.query or parts.fragment:
            yield spec.problem(here, f"the address {url}", "end it with its path, without a slash")
        named = set(re.findall(r"{([^{}]*)}", url))
        for name in sorted(named ^ set(server.get("variables", {}))):
            advice = "name the same in the address and in `variables`"
            yield spec.problem(here, f"{name} is in one of address and variables", advice)


def default_of_a_server_variable_fits(spec: Spec) -> Iterator[SpecProblem]:
    for node in walk(spec.document):
        pattern = node.value.get("x-pattern") if node.kind == "serverVariable" else None
        if pattern is not None and not re.fullmatch(pattern, str(node.value["default"])):
            yield spec.problem(
                (*node.where, "default"),
                f"{node.value['default']!r} is not of the form {pattern}",
                "let the default fit its own `x-pattern`",
            )


def only_successes_are_marked_as_failures(spec: Spec) -> Iterator[SpecProblem]:
    for node in walk(spec.document):
        marked = node.kind == "response" and "x-outcome" in node.value
        if marked and node.where[0] == "paths" and str(node.where[-1])[0] not in "23":
            here = (*node.where, "x-outcome")
            yield spec.problem(here, "the status says so itself", "leave it out")


def presentations_fit_their_types(spec: Spec) -> Iterator[SpecProblem]:
    for node in walk(spec.document):
        presented = node.value.get("x-present-as")
        if node.kind not in ("schema", "property") or presented is None:
            continue
        kinds = kinds_of(node.value)
        words = presented == "boolean" and len(node.value.get("enum", [])) == 2
        if kinds not in _PRESENTED[presented] and not (words and kinds == {"string"}):
            yield spec.problem(
                (*node.where, "x-present-as"),
                f"{presented} of types {', '.join(sorted(kinds)) or 'unknown'}",
                f"use types such as {' or '.join(sorted(_PRESENTED[presented][0]))}",
            )


def paths_that_share_a_route_are_told_apart(spec: Spec) -> Iterator[SpecProblem]:
    """By fragments; one of those that share a route may do without."""
    seen: dict[tuple[str, str], str] = {}
    for path in spec.document.get("paths", {}):
        here = ("paths", path)
        route, _, fragment = path.partition("#")
        if "#" in path and not re.fullmatch(r"[a-z][a-z0-9_]*", fragment):
            yield spec.problem(here, f"the fragment {fragment!r}", "name it in snake_case")
        if "?" in path:
            yield spec.problem(here, "a query in a path", "make it a parameter with a `const`")
        key = (re.sub(r"{[^}]*}", "{}", route), fragment)
        other = seen.setdefault(key, path)
        if other != path:
            yield spec.problem(
                here, f"the same route as {other}", "tell them apart by a fragment, such as #json"
            )


def links_lead_to_operations_and_their_parameters(spec: Spec) -> Iterator[SpecProblem]:
    known = {str(raw.get("operationId")): (where, raw) for where, _, _, raw in spec.operations()}
    for node in walk(spec.document):
        links = node.value.get("links", {}) if node.kind == "response" else {}
        for name, reference in links.items():
            link, here = spec.follow(reference, (*node.where, "links", name))
            target = known.get(str(link.get("operationId")))
            if target is None:
                fault = f"no operation {link.get('operationId')!r}"
                yield spec.problem(here, fault, "name the operation that the link leads to")
                continue
            names = {str(spec.resolve(each)["name"]) for each, _ in spec.parameters(target[0])}
            members = _members_of_body(spec, target[1])
            given = [(k.rpartition(".")[2], v) for k, v in link.get("parameters", {}).items()]
            sent = list(link.get("requestBody", {}).items())
            named = [(key, names, "parameter") for key, _ in given]
            named += [(key, members, "member of a body") for key, _ in sent]
            for key, known_names, kind in named:
                if key not in known_names:
                    fault = f"{link['operationId']} has no {kind} {key!r}"
                    advice = f"name one of: {', '.join(sorted(known_names))}"
                    yield spec.problem(here, fault, advice)
            for _, expression in (*given, *sent):
                for each in expression if isinstance(expression, list) else [expression]:
                    yield from _unreadable(spec, node, here, str(each))


def _members_of_body(spec: Spec, operation: Json) -> set[str]:
    body = spec.resolve(operation.get("requestBody", {}))
    schemas = [spec.resolve(media.get("schema", {})) for media in body.get("content", {}).values()]
    return {name for schema in schemas for name in schema.get("properties", {})}


def _unreadable(spec: Spec, node: Node, here: Where, expression: str) -> Iterator[SpecProblem]:
    """A runtime expression that reads the answer must name a member that the answer has."""
    if not expression.startswith("$response.body#"):
        return
    media = node.value.get("content", {}).get("application/json", {})
    schema = spec.resolve(media.get("schema", {}))
    for name in expression.partition("#")[2].split("/")[1:]:
        if name.isdigit() and "items" in schema:
            schema = spec.resolve(schema["items"])
            continue
        members = schema.get("properties", {})
        if name not in members:
            fault = f"{expression} names no member of the answer"
            yield spec.problem(here, fault, f"name one of: {', '.join(members)}")
            return
        schema = spec.resolve(members[name])


def every_row_of_the_error_table_can_win(spec: Spec) -> Iterator[SpecProblem]:
    """The first match wins, so a row must not stand behind one that asks for less."""
    rows = spec.document.get("x-error-table", [])
    for index, row in enumerate(rows):
        for earlier in rows[:index]:
            asked = {k: earlier[k] for k in ("status", "code", "message") if k in earlier}
            if all(row.get(key) == value for key, value in asked.items()):
                yield spec.problem(
                    ("x-error-table", index),
                    f"never reached: a row for {asked} stands before it",
                    "put the special row first",
                )
                break


def examples_are_valid(spec: Spec) -> Iterator[SpecProblem]:
    xml = read_xml(spec)
    for node in walk(spec.document):
        if node.kind not in ("mediaType", "parameter", "header") or "schema" not in node.value:
            continue
        for where, value in _examples(spec, node.value, node.where):
            for fault in _example_faults(spec, xml, node, value):
                yield spec.problem(where, fault, "let the example be what its schema says")


def _examples(spec: Spec, holder: Json, where: Where) -> Iterator[tuple[Where, Any]]:
    """The examples that stand beside a schema, each with its place."""
    if "example" in holder:
        yield (*where, "example"), holder["example"]
    for name, reference in holder.get("examples", {}).items():
        example, place = spec.follow(reference, (*where, "examples", name))
        if "value" in example:
            yield place, example["value"]


def examples_say_how_the_call_went(spec: Spec) -> Iterator[SpecProblem]:
    """Where a member of every answer tells success from failure, the examples must show it."""
    mark = spec.document.get("x-error-body", {}).get("success")
    if mark is None:
        return
    written = json.dumps(mark["values"])
    seen: set[Where] = set()
    for where, _, _, operation in spec.operations():
        for status, reference in operation.get("responses", {}).items():
            response, place = spec.follow(reference, (*where, "responses", status))
            good = str(status)[0] in "23" and response.get("x-outcome") != "error"
            for kind, media in response.get("content", {}).items():
                for here, value in _examples(spec, media, (*place, "content", kind)):
                    said = _pointed(value, mark["at"])
                    if here in seen or said is None:
                        continue
                    seen.add(here)
                    if any(said == each and type(said) is type(each) for each in mark["values"]):
                        if not good:
                            fault = f"an error with {json.dumps(said)} at {mark['at']}"
                            advice = f"{written} means success in `x-error-body`"
                            yield spec.problem(here, fault, advice)
                    elif good:
                        fault = f"a success with {json.dumps(said)} at {mark['at']}"
                        advice = f"`x-error-body` takes {written} for success"
                        yield spec.problem(here, fault, advice)


def _pointed(value: Any, pointer: str) -> Any:
    for name in steps(pointer):
        if not isinstance(value, dict) or name not in value:
            return None
        value = value[name]
    return value


def _example_faults(spec: Spec, xml: XmlPlan, node: Node, value: Any) -> Iterator[str]:
    """What is wrong with an example; that of an XML answer is the document as text."""
    if "x-xml" not in node.value:
        schema = {
            "allOf": [node.value["schema"]],
            "components": spec.document.get("components", {}),
            "paths": spec.document["paths"],
        }
        for error in Draft202012Validator(schema).iter_errors(value):
            yield f"{error.json_path}: {error.message}"[:300]
        return
    named = node.value["x-xml"]
    try:
        element = ElementTree.fromstring(value)
    except ElementTree.ParseError as error:
        yield f"not well formed: {error}"
        return
    if element.tag != named["root"]:
        yield f"begins with {element.tag}, not with {named['root']}"
        return
    path = spec.path.with_name(named["xsd"])
    for fault in _xsd(path, path.read_bytes()).iter_errors(element):
        yield f"{fault.path}: {fault.reason}"
    # One type of the XSD may serve several answers; the schema says what this one has.
    named_schema = str(node.value["schema"]["$ref"]).rpartition("/")[2]
    yield from _missing_parts(xml, named_schema, element, f"/{element.tag}")


def _missing_parts(xml: XmlPlan, schema: str, element: Element, at: str) -> Iterator[str]:
    for part, _ in xml.classes[schema].parts:
        if part.kind == ATTRIBUTE:
            if part.required and element.get(part.name) is None:
                yield f"{at} has no attribute {part.name}"
            continue
        children = element.findall(part.name) if part.kind == ELEMENT else []
        if part.kind == ELEMENT and part.required and not children:
            yield f"{at} has no {part.name}"
        for child in [] if part.simple else children:
            yield from _missing_parts(xml, part.type, child, f"{at}/{part.name}")


@cache
def _xsd(path: Path, content: bytes) -> Any:
    import xmlschema

    return xmlschema.XMLSchema(content.decode(), allow="none")


RULES = (
    nothing_looks_like_a_credential,
    base_url_is_an_address,
    default_of_a_server_variable_fits,
    only_successes_are_marked_as_failures,
    presentations_fit_their_types,
    paths_that_share_a_route_are_told_apart,
    links_lead_to_operations_and_their_parameters,
    every_row_of_the_error_table_can_win,
    examples_are_valid,
    examples_say_how_the_call_went,
)
