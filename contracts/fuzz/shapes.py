"""What a spec says of its operations, as the contract runs need it."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, ParseError

from codegen.specs import METHODS

from contracts.hosts import answered_by_examples
from contracts.support.specs import (
    Node,
    at,
    classify,
    first_at,
    load_spec,
    operations,
    resolve,
    step,
    succeeded,
)
from contracts.support.validating import Validator
from contracts.support.xml import XmlAnswer, parse, plain, shaped, xml_answers, xml_faults_by_root

Json = Any
MULTIPART, URLENCODED = "multipart/form-data", "application/x-www-form-urlencoded"
FORMS = (MULTIPART, URLENCODED)


@dataclass(frozen=True)
class Answer:
    """An answer, from any HTTP library."""

    status: int
    media_type: str
    headers: dict[str, list[str]]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode("utf-8", "replace")

    @cached_property
    def root(self) -> Element | None:
        """The root element of an answer in XML, or None where it is something else."""
        if not self.media_type.endswith("xml"):
            return None
        try:
            return parse(self.content)
        except ParseError:
            return None

    @cached_property
    def data(self) -> Json:
        """The content as plain data, from JSON or XML, or None where it is neither."""
        if self.root is not None:
            return plain(self.root)
        if not self.media_type.endswith("json"):
            return None
        try:
            return json.loads(self.content)
        except ValueError:
            return None

    @property
    def location(self) -> str:
        return next(iter(self.headers.get("location", [])), "")


@dataclass(frozen=True)
class Refusal:
    """A failure that says what went wrong."""

    message: str
    #: The row of the spec's error table that speaks of it; None where no row does.
    row: dict[str, Json] | None


class Shape:
    """One operation of a spec."""

    def __init__(
        self,
        document: dict[str, Json],
        id: str,
        pointer: str,
        spec: dict[str, Json],
        api: str = "",
    ) -> None:
        #: Whose folder has the XSD of answers in XML.
        self.api = api
        self.document = document
        self.id = id
        self.pointer = pointer
        self.spec = spec
        self.method = pointer.rpartition("/")[2].upper()
        self._validators: dict[tuple[str, str], Validator] = {}

    @cached_property
    def members(self) -> dict[str, dict[str, dict[str, Json]]]:
        """Schemas of what may be sent: by place (query, path, header, or a media type), by name."""
        found: dict[str, dict[str, dict[str, Json]]] = {}
        for parameter in self.spec.get("parameters", []):
            parameter = resolve(self.document, parameter)
            schema = resolve(self.document, parameter.get("schema", {}))
            if "x-credential" in parameter:
                schema = {**schema, "x-credential": parameter["x-credential"]}
            found.setdefault(parameter["in"], {})[parameter["name"]] = schema
        body = resolve(self.document, self.spec.get("requestBody", {}))
        for media_type, media in body.get("content", {}).items():
            schema = resolve(self.document, media.get("schema", {}))
            found[media_type] = {
                name: resolve(self.document, member)
                for name, member in schema.get("properties", {}).items()
            }
        return found

    @cached_property
    def constants(self) -> dict[str, dict[str, Json]]:
        """Members with one value, by place. They tell operations of one address apart."""
        return {
            place: {name: schema["const"] for name, schema in members.items() if "const" in schema}
            for place, members in self.members.items()
        }

    @cached_property
    def credentials(self) -> dict[str, str]:
        """Where a credential may travel: the name of the member, by place."""
        found = {
            place: name
            for place, members in self.members.items()
            for name, schema in members.items()
            if "x-credential" in schema
        }
        schemes = self.document.get("components", {}).get("securitySchemes", {})
        for demand in self.spec.get("security", self.document.get("security", [])):
            for name in demand:
                scheme = schemes[name]
                if scheme["type"] == "apiKey":
                    found.setdefault(scheme["in"], scheme["name"])
                elif scheme["type"] == "http":
                    found.setdefault("header", "Authorization")
        return found

    @cached_property
    def key_prefix(self) -> str:
        """What stands before a key in a header."""
        schemes = self.document.get("components", {}).get("securitySchemes", {})
        for demand in self.spec.get("security", self.document.get("security", [])):
            for name in demand:
                scheme = schemes[name]
                default = "Bearer " if scheme["type"] == "http" else ""
                if scheme.get("in", "header") == "header":
                    return str(scheme.get("x-prefix", default))
        return ""

    @property
    def is_public(self) -> bool:
        """Whether it may be done with no credential. A key that members carry is wanted there."""
        demands = self.spec.get("security", self.document.get("security"))
        optional = demands is not None and {} in demands and not self.secrets
        return not self.credentials or optional

    @cached_property
    def linked(self) -> dict[str, dict[str, str]]:
        """By operation that a link leads to: where its parameters stand in the answer, by name."""
        found: dict[str, dict[str, str]] = {}
        for response in self.spec["responses"].values():
            for link in resolve(self.document, response).get("links", {}).values():
                for name, value in link.get("parameters", {}).items():
                    if str(value).startswith("$response.body#"):
                        bare = name.rpartition(".")[2]
                        pointer = str(value).partition("#")[2]
                        found.setdefault(link["operationId"], {})[bare] = pointer
        return found

    @property
    def path(self) -> str:
        """Its path, without the fragment that tells it from others of the same."""
        return self.variants[0].partition("#")[0]

    @cached_property
    def secrets(self) -> dict[str, dict[str, str]]:
        """Members of parameters and forms that carry credentials, with the kind: by place."""
        return {
            place: kinds
            for place, members in self.members.items()
            if (
                kinds := {
                    name: str(schema["x-credential"])
                    for name, schema in members.items()
                    if "x-credential" in schema
                }
            )
        }

    @cached_property
    def schemes(self) -> list[dict[str, str]]:
        """The alternatives that headers offer: by kind of credential, the word before it."""
        schemes = self.document.get("components", {}).get("securitySchemes", {})
        return [
            {
                str(schemes[name]["x-credential"]): str(schemes[name].get("x-prefix", ""))
                for name in demand
            }
            for demand in self.spec.get("security", self.document.get("security", []))
        ]

    @cached_property
    def required_secrets(self) -> set[str]:
        """Kinds of credentials without which there is no success."""
        found: set[str] = set()
        for place, kinds in self.secrets.items():
            found |= {kinds[name] for name in self.required.get(place, set()) & kinds.keys()}
        if self.schemes:
            found |= set.intersection(*(set(alternative) for alternative in self.schemes))
        return found

    @property
    def secrets_of_user(self) -> bool:
        """Whether it knows more than one kind of credential."""
        kinds = {kind for kinds in self.secrets.values() for kind in kinds.values()}
        return len(kinds.union(*self.schemes)) > 1

    @cached_property
    def required(self) -> dict[str, set[str]]:
        """Names of what must be sent, by place."""
        found: dict[str, set[str]] = {}
        for parameter in self.spec.get("parameters", []):
            parameter = resolve(self.document, parameter)
            if parameter.get("required"):
                found.setdefault(parameter["in"], set()).add(parameter["name"])
        body = resolve(self.document, self.spec.get("requestBody", {}))
        for media_type, media in body.get("content", {}).items():
            schema = resolve(self.document, media.get("schema", {}))
            found[media_type] = set(schema.get("required", []))
        return found

    def least(self, place: str) -> dict[str, Json]:
        """The least that must be sent in a place, the first that the spec allows of each."""
        members = self.members.get(place, {})
        return {name: _plain(members[name]) for name in sorted(self.required.get(place, ()))}

    @cached_property
    def demanded(self) -> set[str]:
        """Places where the spec requires the credential."""
        return {
            place
            for place, name in self.credentials.items()
            if name in self.required.get(place, set())
        }

    @cached_property
    def source(self) -> str | None:
        """The member that carries a file, or in another place a text that stands for one."""
        names = _index(self.document).file_members
        mine = {name for members in self.members.values() for name in members}
        # A list of ids may bear the name of a list of files.
        there = MULTIPART in self.members or not any(name.endswith("[]") for name in names & mine)
        return next(iter(sorted(names & mine)), None) if there else None

    @property
    def takes_several(self) -> bool:
        """Whether it takes a list of files."""
        schema = self.members.get(MULTIPART, {}).get(self.source or "", {})
        return schema.get("type") == "array"

    @cached_property
    def file_types(self) -> tuple[str, ...]:
        """Media types of the files that it takes; for a list of files, those of single ones."""
        found = self.own_file_types
        return _index(self.document).file_types if self.takes_several and not found else found

    @cached_property
    def own_file_types(self) -> tuple[str, ...]:
        """Media types that its own body declares."""
        body = resolve(self.document, self.spec.get("requestBody", {}))
        media = body.get("content", {}).get(MULTIPART, {})
        encoding = media.get("encoding", {}).get(self.source or "", {})
        return tuple(t.strip() for t in encoding.get("contentType", "").split(",") if t.strip())

    @cached_property
    def example_sources(self) -> set[str]:
        """URLs that the spec's examples name as a source."""
        found: set[str] = set()
        body = resolve(self.document, self.spec.get("requestBody", {}))
        for media in body.get("content", {}).values():
            found.add(str(media.get("example", {}).get(self.source, "")))
        for parameter in self.spec.get("parameters", []):
            parameter = resolve(self.document, parameter)
            if parameter["name"] == self.source:
                found.add(str(parameter.get("example", "")))
        return {url for url in found if url.startswith(("http://", "https://"))}

    @cached_property
    def links(self) -> set[str]:
        """Declared links, each with the operation that it leads to: ``name -> operation``."""
        return {
            f"{name} -> {link['operationId']}"
            for response in self.spec["responses"].values()
            for name, link in resolve(self.document, response).get("links", {}).items()
        }

    @cached_property
    def success_statuses(self) -> tuple[str, ...]:
        """The statuses of success: one, or several with the same content."""
        return tuple(
            str(status)
            for status, response in self.spec["responses"].items()
            if status[0] in "23" and "x-outcome" not in resolve(self.document, response)
        )

    @property
    def success_status(self) -> str:
        """The status of success that stands first."""
        return self.success_statuses[0]

    @cached_property
    def xml_answers(self) -> list[XmlAnswer]:
        """The XML documents that it may be answered with."""
        here = f"{self.pointer}/responses/"
        found = _index(self.document).xml_answers
        return [each for each in found if each.pointer.startswith(here)]

    @cached_property
    def xml_root(self) -> str | None:
        """The root element of a success in XML."""
        success = f"{self.pointer}/responses/{self.success_status}/"
        roots = [each.root for each in self.xml_answers if each.pointer.startswith(success)]
        return roots[0] if roots else None

    def xml_faults(self, content: bytes) -> list[str]:
        """In what an answer differs from every XML document that may come: schema and XSD."""
        return xml_faults_by_root(self.api, self.document, self.xml_answers, content)

    def value(self, answer: Answer) -> Json:
        """The data of an answer as its schema speaks of it."""
        if answer.root is None:
            return answer.data
        known = {each.root: each.media["schema"] for each in self.xml_answers}
        schema = known.get(answer.root.tag)
        return None if schema is None else shaped(self.document, schema, answer.root)

    def succeeded(self, answer: Answer) -> bool:
        """Whether an answer says that the thing was done."""
        if str(answer.status) not in self.success_statuses:
            return False
        if self.xml_root is not None:
            # A failure in XML may come with the status of a success, so the root tells.
            return answer.root is not None and answer.root.tag == self.xml_root
        if answer.status >= 300:
            return bool(answer.location)
        if not self._response(self.success_status).get("content"):
            return True  # such as 204: the status says it all
        if answer.media_type.startswith("text/"):
            # A host that answers an upload in text says success by an address and failure by a
            # sentence. What else is text is a page.
            return not self.source or answer.text.startswith(("http://", "https://"))
        return answer.data is not None and succeeded(self.document, answer.data) is not False

    def refusal(self, answer: Answer) -> Refusal | None:
        """A documented failure with something to say; None for anything else."""
        if self.succeeded(answer) or str(answer.status) not in self.spec["responses"]:
            return None
        code, message = None, answer.text
        if self.xml_root is not None or answer.data is not None:
            pointers = self.document.get("x-error-body", {})
            code = first_at(answer.data, pointers.get("code", []))
            found = first_at(answer.data, pointers.get("message", []))
            if found is None:
                return None
            message = str(found)
        if not message.strip():
            return None
        try:
            row = classify(self.document, answer.status, code, message)
        except LookupError:
            row = None
        return Refusal(message, row)

    def faults(self, answer: Answer) -> list[str]:
        """In what a JSON answer differs from its schema."""
        checked = self._validator(str(answer.status), answer.media_type)
        if checked is None or answer.data is None or answer.root is not None:
            return []
        return [f"{e.json_path}: {e.message[:200]}" for e in checked.errors(answer.data)]

    def addresses(self, answer: Answer) -> Iterator[tuple[str, str]]:
        """Every address in an answer that may be opened, with its place; no secret ones."""
        response = self._response(str(answer.status))
        media = response.get("content", {}).get(answer.media_type)
        value = self.value(answer)
        if media is not None and value is not None:
            yield from self._addresses(media["schema"], value, "")

    @cached_property
    def variants(self) -> list[str]:
        """Its path, and the shorter ones where segments at the end may be left out."""
        path = self.pointer.split("/")[2].replace("~1", "/").replace("~0", "~")
        optional = {
            resolved["name"]
            for parameter in self.spec.get("parameters", [])
            if (resolved := resolve(self.document, parameter)).get("x-optional-segment")
        }
        found = [path]
        while (found[-1].rpartition("/")[2].strip("{}")) in optional:
            found.append(found[-1].rpartition("/")[0])
        return found

    def _addresses(self, schema: Json, value: Json, pointer: str) -> Iterator[tuple[str, str]]:
        schema = resolve(self.document, schema)
        if isinstance(value, dict):
            for name, member in schema.get("properties", {}).items():
                if name in value:
                    yield from self._addresses(member, value[name], step(pointer, name))
        elif isinstance(value, list) and isinstance(schema.get("items"), dict):
            for index, item in enumerate(value):
                yield from self._addresses(schema["items"], item, step(pointer, index))
        elif isinstance(value, str) and schema.get("format") in ("uri", "uri-reference"):
            yield pointer, value

    def _response(self, status: str) -> dict[str, Json]:
        responses = self.spec["responses"]
        found: dict[str, Json] = resolve(
            self.document, responses.get(status) or responses.get("default", {})
        )
        return found

    def _validator(self, status: str, media_type: str) -> Validator | None:
        schema = self._response(status).get("content", {}).get(media_type, {}).get("schema")
        if schema is None:
            return None
        if (status, media_type) not in self._validators:
            self._validators[status, media_type] = Validator(schema, self.document)
        return self._validators[status, media_type]


class _Index:
    """What all operations of a document have in common, looked for once."""

    def __init__(self, document: dict[str, Json]) -> None:
        self.document = document  # held, so that its id stays its own
        self.xml_answers = xml_answers(document)
        self.shapes = [
            Shape(document, id, node.pointer, node.value)
            for id, node in operations(document).items()
        ]

    @cached_property
    def file_members(self) -> set[str]:
        """Names of the members that carry files."""
        return {
            name
            for shape in self.shapes
            for name, schema in shape.members.get(MULTIPART, {}).items()
            if _is_file(schema)
        }

    @cached_property
    def file_types(self) -> tuple[str, ...]:
        """Every media type that some operation takes."""
        return tuple(dict.fromkeys(t for shape in self.shapes for t in shape.own_file_types))


_indexes: dict[int, _Index] = {}


def _index(document: dict[str, Json]) -> _Index:
    if id(document) not in _indexes:
        _indexes[id(document)] = _Index(document)
    return _indexes[id(document)]


def _plain(schema: dict[str, Json]) -> Json:
    """A value that a schema allows."""
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    match schema.get("type"):
        case "array":
            return [_plain(schema.get("items", {}))]
        case "integer":
            return schema.get("minimum", 1)
        case _:
            return "1"


def _is_file(schema: dict[str, Json]) -> bool:
    return schema.get("format") == "binary" or schema.get("items", {}).get("format") == "binary"


@cache
def load_shapes(api: str) -> dict[str, Shape]:
    """The operations of an API by their ids, but those that the emulator has only examples for."""
    document = load_spec(api)
    return {
        id: Shape(document, id, node.pointer, _with_shared(document, node), api)
        for id, node in operations(document).items()
        if id not in answered_by_examples(api)
    }


def _with_shared(document: dict[str, Json], node: Node) -> dict[str, Json]:
    """An operation with the parameters that its path gives to all of its operations."""
    shared = at(document, node.pointer.rpartition("/")[0]).get("parameters", [])
    own = node.value.get("parameters", [])
    named = {(p["name"], p["in"]) for p in (resolve(document, each) for each in own)}
    more = [
        each for each in shared if ((p := resolve(document, each))["name"], p["in"]) not in named
    ]
    return {**node.value, "parameters": [*more, *own]} if more else node.value


def base_path(api: str) -> str:
    """The path of the documented base URL."""
    return _path_of(load_spec(api))


def document_for_runs(api: str) -> dict[str, Json]:
    """A spec as schemathesis can use it.

    Paths are whole, for operations may have a server of their own; those with optional segments
    come without them as well. The library takes a list of files for a text as soon as their media
    types are declared. It chooses a schema by the status alone, so where the root of an XML
    document tells what it is, any of them will do, and the root stands above the value.
    """
    shapes = load_shapes(api)
    document = copy.deepcopy(load_spec(api))
    paths: dict[str, Json] = {}
    for item in document["paths"].values():
        for method in [name for name in item if name in METHODS]:
            shape = shapes.get(item[method]["operationId"])
            if shape is None:
                continue
            operation = copy.deepcopy(shape.spec)
            base = _path_of(operation if "servers" in operation else document)
            if shape.takes_several:
                operation["requestBody"]["content"][MULTIPART].pop("encoding", None)
            if shape.xml_root is not None:
                operation["responses"] = _by_root(shape)
            for number, variant in enumerate(shape.variants):
                paths.setdefault(base + variant, {})[method] = _shortened(
                    document, operation, variant, number
                )
    document["paths"] = paths
    document["servers"] = [{"url": "/"}]
    return document


def _by_root(shape: Shape) -> dict[str, Json]:
    """The responses of an operation, their XML an object with the root as its one member."""
    roots = {answer.root: answer.media["schema"] for answer in shape.xml_answers}
    schema = {
        "oneOf": [
            {"type": "object", "required": [root], "properties": {root: below}}
            for root, below in roots.items()
        ]
    }
    found = {}
    for status, response in shape.spec["responses"].items():
        response = resolve(shape.document, response)
        content = {
            media_type: {"schema": schema} if "x-xml" in media else media
            for media_type, media in response.get("content", {}).items()
        }
        found[status] = {**response, "content": content}
    return found


#: Stands behind the id of an operation whose optional segments are left out.
SHORTER = "~"


def _shortened(
    document: dict[str, Json], operation: dict[str, Json], path: str, number: int
) -> dict[str, Json]:
    parameters = [
        parameter
        for parameter in operation.get("parameters", [])
        if (resolved := resolve(document, parameter))["in"] != "path"
        or f"{{{resolved['name']}}}" in path
    ]
    kept = {k: v for k, v in operation.items() if k not in ("servers", "parameters")}
    name = operation["operationId"] + SHORTER * number
    return {**kept, "operationId": name, **({"parameters": parameters} if parameters else {})}


def _path_of(holder: dict[str, Json]) -> str:
    return urlsplit(str(holder["servers"][0]["url"])).path.rstrip("/")
