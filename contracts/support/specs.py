"""The specs as data for tests: which there are, their parts, their examples and their quirks.

``walk`` is the heart of it: it names every object of an OpenAPI document with its JSON Pointer and
its kind, so that a rule about "every response" or "every property" is one loop.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from codegen.claims import described
from codegen.problems import SpecProblem
from codegen.specs import METHODS, Spec, find_specs
from jsonschema import Draft202012Validator

ROOT = Path(__file__).resolve().parents[2]
SPECS = ROOT / "specs"
EXTENSIONS = SPECS / "extensions.schema.json"

LOCK = ROOT / "generated" / "imagehosts_wire" / "generation.lock.json"


def spec_problem(path: Path) -> str:
    """Why a spec cannot be read, its references included; empty where it can.

    One that is as it was generated from is not looked at for that.
    """
    content = path.read_bytes().replace(b"\r\n", b"\n")
    known = json.loads(LOCK.read_text("utf-8"))["inputs"] if LOCK.is_file() else {}
    name = path.relative_to(ROOT)
    if known.get(name.as_posix()) == hashlib.sha256(content).hexdigest():
        return ""
    from codegen.rules import STAGES

    try:
        spec = Spec(path, name)
        return next((str(problem) for rule in STAGES[0] for problem in rule(spec)), "")
    except SpecProblem as problem:
        return str(problem)


#: Every API that has a spec, and those whose spec can be read: what cannot fails its host alone.
SPEC_NAMES = [path.parent.name for path in find_specs(SPECS)]
API_NAMES = [path.parent.name for path in find_specs(SPECS) if not spec_problem(path)]

Json = Any


class Node(NamedTuple):
    """An object of a spec: where it is, what kind of object it is, and itself."""

    pointer: str
    kind: str
    value: dict[str, Json]


class Example(NamedTuple):
    """An entry of ``examples/index.yaml`` with the file that it speaks of."""

    api: str
    path: Path
    entry: dict[str, Json]

    @property
    def text(self) -> str:
        """The file as it would come over the wire, without the line end that editors want."""
        return read_example(self.path).removesuffix("\n")

    @property
    def content(self) -> bytes:
        """The same in bytes; XML is in the encoding that it declares."""
        return self.path.read_bytes().removesuffix(b"\n")

    @property
    def id(self) -> str:
        return f"{self.api}/{self.entry['file']}"


@cache
def load_spec(api: str) -> dict[str, Json]:
    """The spec of an API. Shared between tests: copy it before changing it."""
    return Spec(SPECS / api / "openapi.yaml").document


@cache
def load_extensions() -> dict[str, dict[str, Json]]:
    """The definition of each vendor extension."""
    definitions: dict[str, dict[str, Json]] = json.loads(EXTENSIONS.read_text("utf-8"))["$defs"]
    return definitions


@cache
def load_quirks(api: str) -> list[dict[str, Json]]:
    """The entries of an API's ``quirks.yaml``."""
    return _entries(SPECS / api / "quirks.yaml")


@cache
def load_examples(api: str) -> list[Example]:
    """The examples that an API's index lists."""
    folder = SPECS / api / "examples"
    return [
        Example(api, folder / entry["file"], entry) for entry in _entries(folder / "index.yaml")
    ]


def _entries(path: Path) -> list[dict[str, Json]]:
    """The entries of a list in YAML; none where there is no such list, which one test reports."""
    try:
        found = yaml.safe_load(path.read_text("utf-8"))
    except (FileNotFoundError, yaml.YAMLError):
        return []
    return found if isinstance(found, list) else []


def read_example(path: Path) -> str:
    """The text of a file beside a spec: UTF-8, but for XML that declares another encoding."""
    content = path.read_bytes()
    declared = re.match(rb"<\?xml[^>]*\bencoding=[\"']([A-Za-z0-9._-]+)", content)
    return content.decode(declared[1].decode() if declared else "utf-8")


def step(pointer: str, *names: str | int) -> str:
    """A JSON Pointer, some steps further down."""
    for name in map(str, names):
        plain = "~" not in name and "/" not in name
        pointer += "/" + (name if plain else name.replace("~", "~0").replace("/", "~1"))
    return pointer


def at(document: Json, pointer: str) -> Json:
    """What a JSON Pointer, with or without a ``#`` before it, points to; KeyError where nothing."""
    value = document
    for part in pointer.removeprefix("#").split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        try:
            value = value[int(name)] if isinstance(value, list) else value[name]
        except (IndexError, KeyError, TypeError, ValueError):
            raise KeyError(f"{pointer} points to nothing") from None
    return value


def first_at(data: Json, pointers: str | list[str]) -> Json:
    """The first text or number that one of the pointers leads to; None where none does."""
    for pointer in [pointers] if isinstance(pointers, str) else pointers:
        try:
            found = at(data, pointer)
        except KeyError:
            continue
        if isinstance(found, str | int) and not isinstance(found, bool):
            return found
    return None


def succeeded(document: Json, data: Json) -> bool | None:
    """What the member says that tells how a call went; None where there is none."""
    mark = document.get("x-error-body", {}).get("success")
    if mark is None:
        return None
    try:
        said = at(data, mark["at"])
    except KeyError:
        return None
    return any(said == each and type(said) is type(each) for each in mark["values"])


def resolve(document: Json, value: Json) -> Json:
    """What a ``$ref`` points to, or the value itself."""
    while isinstance(value, Mapping) and "$ref" in value:
        value = at(document, value["$ref"])
    return value


def said(holder: Json) -> str:
    """Everything that a spec says of a thing: its description, and the claims beside it."""
    return described(holder)


def walk(document: dict[str, Json]) -> Iterator[Node]:
    """Every OpenAPI object that may carry an extension, each at its own place only."""
    yield Node("", "document", document)
    yield Node("/info", "info", document["info"])
    for index, tag in enumerate(document.get("tags", [])):
        yield Node(step("/tags", index), "tag", tag)
    for index, row in enumerate(document.get("x-error-table", [])):
        yield Node(step("", "x-error-table", index), "errorRow", row)
    for index, server in enumerate(document.get("servers", [])):
        yield from _server(step("/servers", index), server)
    for path, item in document.get("paths", {}).items():
        for method, operation in item.items():
            if method in METHODS:
                yield from _operation(step("/paths", path, method), operation)
    components = document.get("components", {})
    for name, parameter in components.get("parameters", {}).items():
        yield from _parameter(step("/components/parameters", name), parameter, "parameter")
    for name, header in components.get("headers", {}).items():
        yield from _parameter(step("/components/headers", name), header, "header")
    for name, response in components.get("responses", {}).items():
        yield from _response(step("/components/responses", name), response)
    for name, body in components.get("requestBodies", {}).items():
        yield from _content(step("/components/requestBodies", name), body)
    for name, scheme in components.get("securitySchemes", {}).items():
        yield Node(step("/components/securitySchemes", name), "securityScheme", scheme)
    for name, schema in components.get("schemas", {}).items():
        yield from _schema(step("/components/schemas", name), schema, "schema")


def nodes(document: dict[str, Json], *kinds: str) -> Iterator[Node]:
    """The objects of some kinds."""
    return (node for node in walk(document) if node.kind in kinds)


def operations(document: dict[str, Json]) -> dict[str, Node]:
    """The operations by their id. What is in them is left alone, for tests ask very often."""
    return {
        operation["operationId"]: Node(step("/paths", path, method), "operation", operation)
        for path, item in document.get("paths", {}).items()
        for method, operation in item.items()
        if method in METHODS
    }


def validator(document: dict[str, Json], pointer: str) -> Draft202012Validator:
    """A validator of the schema at a place of a spec, whose references it can follow."""
    at(document, pointer)
    schema = {"$ref": "#" + pointer.removeprefix("#"), **_without_paths(document)}
    return Draft202012Validator(schema)


def faults(document: dict[str, Json], pointer: str, instance: Json) -> list[str]:
    """What is wrong with an instance, a line each; empty where it is valid."""
    return [
        f"{error.json_path}: {error.message}"
        for error in validator(document, pointer).iter_errors(instance)
    ]


def leaves(value: Json, pointer: str = "") -> Iterator[tuple[str, Json]]:
    """The values of a payload that hold no others; an empty list or object is one too."""
    waiting = [(pointer, value)]  # the next one last: the runs look at very many answers
    while waiting:
        pointer, value = waiting.pop()
        if isinstance(value, dict) and value:
            waiting += [(step(pointer, name), inner) for name, inner in reversed(value.items())]
        elif isinstance(value, list) and value:
            last = len(value) - 1
            waiting += [(f"{pointer}/{last - n}", each) for n, each in enumerate(reversed(value))]
        else:
            yield pointer, value


def describing(document: dict[str, Json], schema: Json, pointer: str) -> Json:
    """The schema of a leaf of a payload; KeyError where the payload's schema has no such member."""
    schema = resolve(document, schema)
    for name in pointer.split("/")[1:]:
        if isinstance(schema.get("items"), dict) and name.isdigit():
            schema = resolve(document, schema["items"])
        else:
            schema = resolve(document, schema["properties"][name])
    return schema


def classify(
    document: dict[str, Json], status: int, code: Json, message: str | None
) -> dict[str, Json]:
    """The row of the error table that speaks of an error."""
    for row in document["x-error-table"]:
        if "status" in row and row["status"] != status:
            continue
        if "code" in row and row["code"] != code:
            continue
        if "message" in row and not re.search(row["message"], message or ""):
            continue
        found: dict[str, Json] = row
        return found
    raise LookupError(f"no row for {status}, {code}, {message!r}")


def _operation(pointer: str, operation: dict[str, Json]) -> Iterator[Node]:
    yield Node(pointer, "operation", operation)
    for index, server in enumerate(operation.get("servers", [])):
        yield from _server(step(pointer, "servers", index), server)
    for index, parameter in enumerate(operation.get("parameters", [])):
        yield from _parameter(step(pointer, "parameters", index), parameter, "parameter")
    if "requestBody" in operation:
        yield from _content(step(pointer, "requestBody"), operation["requestBody"])
    for status, response in operation.get("responses", {}).items():
        yield from _response(step(pointer, "responses", status), response)


def _server(pointer: str, server: dict[str, Json]) -> Iterator[Node]:
    for name, variable in server.get("variables", {}).items():
        yield Node(step(pointer, "variables", name), "serverVariable", variable)


def _parameter(pointer: str, parameter: dict[str, Json], kind: str) -> Iterator[Node]:
    if "$ref" in parameter:
        return  # it is walked where it stands
    yield Node(pointer, kind, parameter)
    if "schema" in parameter:
        yield from _schema(step(pointer, "schema"), parameter["schema"], "property")


def _response(pointer: str, response: dict[str, Json]) -> Iterator[Node]:
    if "$ref" in response:
        return
    yield Node(pointer, "response", response)
    for name, header in response.get("headers", {}).items():
        yield from _parameter(step(pointer, "headers", name), header, "header")
    yield from _content(pointer, response)


def _content(pointer: str, holder: dict[str, Json]) -> Iterator[Node]:
    for name, media in holder.get("content", {}).items():
        here = step(pointer, "content", name)
        yield Node(here, "mediaType", media)
        if "schema" in media:
            yield from _schema(step(here, "schema"), media["schema"], "property")


def _schema(pointer: str, schema: Json, kind: str) -> Iterator[Node]:
    if not isinstance(schema, dict):
        return  # true and false are schemas too
    yield Node(pointer, kind, schema)
    for name, member in schema.get("properties", {}).items():
        yield from _schema(step(pointer, "properties", name), member, "property")
    for name in ("items", "additionalProperties", "not"):
        yield from _schema(step(pointer, name), schema.get(name), "property")
    for name in ("allOf", "anyOf", "oneOf", "prefixItems"):
        for index, member in enumerate(schema.get(name, [])):
            yield from _schema(step(pointer, name, index), member, "property")


def _without_paths(document: dict[str, Json]) -> dict[str, Json]:
    """The parts of a document that references lead to; ``$ref`` resolves inside this one schema."""
    return {name: document[name] for name in ("paths", "components") if name in document}
