"""What a spec says of its operations, in the words of the contract runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator

from contracts.support.specs import at, classify, load_spec, operations, resolve, step

Json = Any
MULTIPART, URLENCODED = "multipart/form-data", "application/x-www-form-urlencoded"
FORMS = (MULTIPART, URLENCODED)


@dataclass(frozen=True)
class Answer:
    """An answer, from whichever library it came."""

    status: int
    media_type: str
    headers: dict[str, list[str]]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode("utf-8", "replace")

    @cached_property
    def data(self) -> Json:
        """The content as JSON, or None where it is none."""
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
    """A failure that tells what went wrong."""

    message: str
    #: The row of the spec's error table that speaks of it; None where no row does.
    row: dict[str, Json] | None


class Shape:
    """One operation of a spec."""

    def __init__(self, document: dict[str, Json], id: str, pointer: str, spec: dict[str, Json]):
        self.document = document
        self.id = id
        self.pointer = pointer
        self.spec = spec
        self.method = pointer.rpartition("/")[2].upper()
        self._validators: dict[tuple[str, str], Draft202012Validator] = {}

    @cached_property
    def members(self) -> dict[str, dict[str, dict[str, Json]]]:
        """Schemas of what may be sent: by place (query, path, header, or a media type), by name."""
        found: dict[str, dict[str, dict[str, Json]]] = {}
        for parameter in self.spec.get("parameters", []):
            parameter = resolve(self.document, parameter)
            schema = resolve(self.document, parameter.get("schema", {}))
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
                if scheme["type"] == "apiKey" and "x-credential" in scheme:
                    found.setdefault(scheme["in"], scheme["name"])
        return found

    @cached_property
    def demanded(self) -> set[str]:
        """Places where the spec requires the credential."""
        found: set[str] = set()
        for place, name in self.credentials.items():
            if place in FORMS:
                content = resolve(self.document, self.spec["requestBody"])["content"]
                schema = resolve(self.document, content[place]["schema"])
                if name in schema.get("required", []):
                    found.add(place)
            for parameter in self.spec.get("parameters", []):
                parameter = resolve(self.document, parameter)
                if parameter["name"] == name and parameter["in"] == place:
                    found |= {place} if parameter.get("required") else set()
        return found

    @cached_property
    def source(self) -> str | None:
        """The member that carries a file, or in another place a text that stands for one."""
        names = {
            name
            for node in operations(self.document).values()
            for name, schema in Shape(self.document, "", node.pointer, node.value)
            .members.get(MULTIPART, {})
            .items()
            if schema.get("format") == "binary"
        }
        mine = {name for members in self.members.values() for name in members}
        return next(iter(sorted(names & mine)), None)

    @cached_property
    def file_types(self) -> tuple[str, ...]:
        """Media types of the files that it takes."""
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
    def links(self) -> dict[str, str]:
        """Declared links: the operation that each leads to, by name."""
        return {
            name: link["operationId"]
            for response in self.spec["responses"].values()
            for name, link in resolve(self.document, response).get("links", {}).items()
        }

    @cached_property
    def success_status(self) -> str:
        """The status of success; there is one."""
        (status,) = (
            status
            for status, response in self.spec["responses"].items()
            if status[0] in "23" and "x-outcome" not in resolve(self.document, response)
        )
        return str(status)

    def succeeded(self, answer: Answer) -> bool:
        """Whether an answer says that the thing was done."""
        if str(answer.status) != self.success_status:
            return False
        if answer.status >= 300:
            return bool(answer.location)
        if answer.media_type.startswith("text/"):
            # A host that answers in text says success by an address and failure by a sentence.
            return answer.text.startswith(("http://", "https://"))
        return answer.data is not None

    def refusal(self, answer: Answer) -> Refusal | None:
        """A documented failure with something to say; None for anything else."""
        if self.succeeded(answer) or str(answer.status) not in self.spec["responses"]:
            return None
        code, message = None, answer.text
        if answer.data is not None:
            pointers = self.document.get("x-error-body", {})
            try:
                code = at(answer.data, pointers["code"]) if "code" in pointers else None
                message = str(at(answer.data, pointers["message"]))
            except KeyError:
                return None
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
        if checked is None or answer.data is None:
            return []
        return [f"{e.json_path}: {e.message[:200]}" for e in checked.iter_errors(answer.data)]

    def addresses(self, answer: Answer) -> Iterator[tuple[str, str]]:
        """Every address in a JSON answer that may be opened, with its place; no secret ones."""
        response = self._response(str(answer.status))
        media = response.get("content", {}).get(answer.media_type)
        if media is not None and answer.data is not None:
            yield from self._addresses(media["schema"], answer.data, "")

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

    def _validator(self, status: str, media_type: str) -> Draft202012Validator | None:
        schema = self._response(status).get("content", {}).get(media_type, {}).get("schema")
        if schema is None:
            return None
        if (status, media_type) not in self._validators:
            whole = {**schema, "components": self.document.get("components", {})}
            self._validators[status, media_type] = Draft202012Validator(whole)
        return self._validators[status, media_type]


@cache
def load_shapes(api: str) -> dict[str, Shape]:
    """The operations of an API by their ids."""
    document = load_spec(api)
    return {
        id: Shape(document, id, node.pointer, node.value)
        for id, node in operations(document).items()
    }


def base_path(api: str) -> str:
    """The path of the documented base URL."""
    return urlsplit(str(load_spec(api)["servers"][0]["url"])).path.rstrip("/")
