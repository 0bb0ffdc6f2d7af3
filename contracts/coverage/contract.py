"""The elements of a spec that a test can use, and which of them an exchange does.

An element has a name of three parts, ``kind: where: what``, such as
``value: query sort of gallery_browse: "top"``. Names are all that is counted, so counts of several
processes and of several days can be put together.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Generic, NamedTuple, TypeVar
from urllib.parse import urlsplit

import msgspec
from jsonschema.exceptions import ValidationError

from contracts.support.recording import Sent
from contracts.support.spec_checking import judged_as
from contracts.support.specs import (
    API_NAMES,
    at,
    classify,
    first_at,
    load_spec,
    nodes,
    operations,
    resolve,
    step,
    succeeded,
)
from contracts.support.validating import Validator
from contracts.support.xml import parse, plain, shaped, xml_answers, xml_faults_by_root

__all__ = ["KINDS", "Answered", "Contract", "Element", "load_contract", "values_to_send"]

Json = Any
T = TypeVar("T")

#: What is counted, in the order of the table: the kind, and at which end it is looked for.
KINDS = ("operation", "parameter", "value", "media type", "status", "member", "error row")
#: So many items at the beginning of a list are looked at; all are held against the schema.
MOST_ITEMS = 3
#: Statuses that any operation may answer with where it documents ``default``: whoever is nobody has
#: to log in first. All others must be named.
LEFT_TO_DEFAULT = ("401",)
#: Lists of more items than these are not sent for the limit's sake.
MOST_SENT = 100
LIMITS = ("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems")


class Element(NamedTuple):
    """A part of a spec that a test can use."""

    kind: str
    where: str
    what: str = ""

    def __str__(self) -> str:
        return ": ".join(part for part in self if part)


class Answered(NamedTuple):
    """An answer, from either end."""

    status: int
    media_type: str
    content: bytes


class Requested(NamedTuple):
    """What is wrong with a request as an operation, and whether it goes there at all."""

    faults: list[str]
    is_routed: bool


class _Tree:
    """A schema of answers with the elements that its members are, for walking beside a value."""

    __slots__ = ("element", "items", "members", "null", "several")

    def __init__(self) -> None:
        self.element: str | None = None
        self.null: str | None = None
        self.members: dict[str, _Tree] = {}
        self.items: _Tree | None = None
        self.several: list[_Tree] = []


class _Response(NamedTuple):
    """What may be answered with one status: by media type a validator and a tree, or nothing."""

    content: Mapping[str, tuple[Validator | None, _Tree | None]]
    is_xml: bool


class _Memory(Generic[T]):
    """What was worked out before; it forgets everything where that becomes too much."""

    def __init__(self, most: int = 4000) -> None:
        self._most = most
        self._kept: dict[Any, T] = {}

    def get(self, key: Any) -> T | None:
        """What is known of this, if anything."""
        return self._kept.get(key)

    def keep(self, key: Any, value: T) -> None:
        """Remember it."""
        if len(self._kept) >= self._most:
            self._kept.clear()
        self._kept[key] = value


class Contract:
    """A spec, ready to be held against many exchanges.

    Args:
        api: The name of the API.
    """

    def __init__(self, api: str) -> None:
        self.api = api
        self.document = load_spec(api)
        self.operations = operations(self.document)
        self._xml = xml_answers(self.document)
        self._responses: dict[tuple[str, str], _Response | None] = {}
        self._trees: dict[str, _Tree] = {}
        self._schemas: dict[str, dict[tuple[str, str], Json]] = {}
        self._constants: dict[str, set[str]] = {}
        # The two ends of one exchange see the same, and tests repeat themselves.
        self._requested: _Memory[tuple[Requested, frozenset[str]]] = _Memory()
        self._answered: _Memory[tuple[list[str], frozenset[str]]] = _Memory()
        self._rows: dict[tuple[int, Json, str | None], str | None] = {}

    # --- what there is -----------------------------------------------------------------------

    def elements(self) -> Iterator[Element]:
        """Everything that the tests can use, in the order of the spec."""
        for id, node in self.operations.items():
            yield Element("operation", id)
            for (place, name), schema in self.parameters(id).items():
                yield Element("parameter", id, f"{place} {name}")
                for value, _ in values_to_send(self.document, schema):
                    yield Element("value", id, f"{place} {name} = {value}")
            body = resolve(self.document, node.value.get("requestBody", {}))
            for media_type in body.get("content", {}):
                yield Element("media type", id, media_type)
            for status in node.value["responses"]:
                if status != "default":
                    yield Element("status", id, status)
        yield from self._member_elements()
        for index in range(len(self.document.get("x-error-table", []))):
            yield self._row(index)

    def method(self, id: str) -> str:
        """The HTTP method of an operation, in lower case."""
        return self.operations[id].pointer.rpartition("/")[2]

    def parameters(self, id: str) -> dict[tuple[str, str], Json]:
        """The schemas of what an operation is sent, by place and name; no credentials' schemes."""
        if id not in self._schemas:
            node = self.operations[id]
            shared = at(self.document, node.pointer.rpartition("/")[0]).get("parameters", [])
            found: dict[tuple[str, str], Json] = {}
            for reference in [*shared, *node.value.get("parameters", [])]:
                parameter = resolve(self.document, reference)
                schema = resolve(self.document, parameter.get("schema", {}))
                found[parameter["in"], parameter["name"]] = schema
            body = resolve(self.document, node.value.get("requestBody", {}))
            for media in body.get("content", {}).values():
                for name, member in _members(self.document, media.get("schema", {})).items():
                    found["body", name] = resolve(self.document, member)
            self._schemas[id] = found
        return self._schemas[id]

    def _member_elements(self) -> Iterator[Element]:
        found: dict[str, None] = {}
        for node in nodes(self.document, "operation"):
            for status in node.value["responses"]:
                response = self.response(node.value["operationId"], status)
                for _, tree in response.content.values() if response else ():
                    if tree is not None:
                        _collect(tree, found, set())
        for text in found:
            kind, where, what = text.split(": ", 2)
            yield Element(kind, where, what)

    def _row(self, index: int) -> Element:
        row = self.document["x-error-table"][index]
        shown = {k: v for k, v in row.items() if k in ("status", "code", "message")}
        text = ", ".join(f"{name} {value}" for name, value in shown.items()) or "all else"
        return Element("error row", row.get("error", "") or str(index), text.replace("\n", " "))

    # --- what an exchange uses ---------------------------------------------------------------

    def request(self, id: str, sent: Sent, used: set[str], *, constants: bool = True) -> list[str]:
        """Note what a request uses, and say what is wrong with it as this operation.

        Args:
            id: The operation.
            sent: The request.
            used: The names of the elements; those of this request are added.
            constants: Whether what is always the same must be there.
        """
        key = _key_of(id, sent)
        known = self._requested.get(key)
        if known is None:
            names: set[str] = set()
            known = self._judged(id, sent, names), frozenset(names)
            self._requested.keep(key, known)
        (faults, is_routed), found = known
        used |= found
        if not constants:
            faults = [fault for fault in faults if fault not in self._missing_constants(id)]
        return Requested(faults, is_routed)

    def _judged(self, id: str, sent: Sent, used: set[str]) -> Requested:
        try:
            seen, faults = judged_as(self.document, id, sent)
        except (AssertionError, ValueError, LookupError) as error:
            fault = f"it cannot be read: {type(error).__name__}: {str(error)[:200]}"
            return Requested([fault], is_routed=True)
        used.add(f"operation: {id}")
        schemas = self.parameters(id)
        for (place, name), value in seen.values.items():
            schema = schemas.get((place, name))
            if schema is None:
                continue
            label = f"{place} {name}"
            used.add(f"parameter: {id}: {label}")
            for text in _used_values(self.document, schema, value):
                used.add(f"value: {id}: {label} = {text}")
        if seen.media_type:
            used.add(f"media type: {id}: {seen.media_type}")
        return Requested(faults, seen.is_routed)

    def _missing_constants(self, id: str) -> set[str]:
        """What is said of a request that lacks what is always the same."""
        if id not in self._constants:
            names = [key for key, schema in self.parameters(id).items() if "const" in schema]
            self._constants[id] = {
                text
                for place, name in names
                for text in (f"{place} {name} is missing", f"body: '{name}' is a required property")
            }
        return self._constants[id]

    def answer(
        self, id: str, answered: Answered, used: set[str], *, default: bool = False
    ) -> list[str]:
        """Note what an answer uses, and say what is wrong with it.

        With ``default`` it may be what servers in front of a host answer: a page with any status,
        which is documented as ``default``.
        """
        key = (id, answered.status, answered.media_type, hash(answered.content), default)
        known = self._answered.get(key)
        if known is None:
            names: set[str] = set()
            try:
                faults = self._judged_answer(id, answered, names)
                if faults and default and (in_front := self.response(id, "default")):
                    names.clear()
                    faults = self._content(id, in_front, answered, names, failed=True)
            except (ValueError, LookupError, RecursionError) as error:
                faults = [f"it cannot be read: {type(error).__name__}: {str(error)[:200]}"]
            known = faults, frozenset(names)
            self._answered.keep(key, known)
        faults, found = known
        used |= found
        return faults

    def _judged_answer(self, id: str, answered: Answered, used: set[str]) -> list[str]:
        status = str(answered.status)
        response = self.response(id, status)
        if response is None and status in LEFT_TO_DEFAULT and self.response(id, "default"):
            self._note_row(answered, _json_or_none(answered), used)
            return []
        if response is None:
            return [f"status {status} is not documented"]
        documented = self.operations[id].value["responses"]
        name = status if status in documented else f"{status[0]}XX"
        found: set[str] = {f"status: {id}: {name}"}
        faults = self._content(id, response, answered, found)
        if not faults:
            used |= found
        return faults

    def _content(
        self,
        id: str,
        response: _Response,
        answered: Answered,
        used: set[str],
        *,
        failed: bool = False,
    ) -> list[str]:
        if not response.content:
            return ["it has a body, and none is documented"] if answered.content else []
        if answered.media_type not in response.content:
            if not answered.content and not answered.media_type:
                return ["it has no body"]
            known = ", ".join(response.content)
            return [f"its media type is {answered.media_type or 'missing'}; known: {known}"]
        validator, tree = response.content[answered.media_type]
        data: Json = None
        if response.is_xml and answered.media_type.endswith("xml"):
            below = [
                each for each in self._xml if each.pointer.startswith(self.operations[id].pointer)
            ]
            faults = xml_faults_by_root(self.api, self.document, below, answered.content)
            if faults:
                return faults
            root = parse(answered.content)
            media = next(each.media for each in below if each.root == root.tag)
            data = plain(root)
            tree = self._tree(media["schema"], root.tag)
            _walk(tree, shaped(self.document, media["schema"], root), used)
        elif answered.media_type.endswith("json"):
            try:
                data = msgspec.json.decode(answered.content)
            except msgspec.DecodeError as error:
                return [f"it is not JSON: {error}"]
            faults = [_message_of(error) for error in validator.errors(data)] if validator else []
            if faults:
                return faults
            if tree is not None:
                _walk(tree, data, used)
        self._note_row(answered, data, used, failed=failed)
        return []

    def _note_row(
        self, answered: Answered, data: Json, used: set[str], *, failed: bool = False
    ) -> None:
        """Which row of the error table decides what this failure is."""
        pointers = self.document.get("x-error-body", {})
        code = first_at(data, pointers.get("code", []))
        message = first_at(data, pointers.get("message", []))
        if (
            not failed
            and answered.status < 400
            and ((code is None and message is None) or succeeded(self.document, data))
        ):
            return
        if message is None and answered.media_type.startswith("text/"):
            message = answered.content.decode("utf-8", "replace")
        name = self._row_of(answered.status, code, None if message is None else str(message))
        if name is not None:
            used.add(name)

    def _row_of(self, status: int, code: Json, message: str | None) -> str | None:
        key = status, code, message
        if key not in self._rows:
            try:
                row = classify(self.document, status, code, message)
            except LookupError:
                self._rows[key] = None
            else:
                table = self.document["x-error-table"]
                index = next(n for n, each in enumerate(table) if each is row)
                self._rows[key] = str(self._row(index))
        return self._rows[key]

    def response(self, id: str, status: str) -> _Response | None:
        """What an operation may answer with a status; None where it is not documented."""
        key = id, status
        if key not in self._responses:
            responses = self.operations[id].value["responses"]
            raw = responses.get(status) or responses.get(f"{status[0]}XX")
            self._responses[key] = (
                None if raw is None else self._compiled(id, resolve(self.document, raw))
            )
        return self._responses[key]

    def _compiled(self, id: str, raw: dict[str, Json]) -> _Response:
        content: dict[str, tuple[Validator | None, _Tree | None]] = {}
        is_xml = False
        for media_type, media in raw.get("content", {}).items():
            is_xml = is_xml or "x-xml" in media
            schema = media.get("schema")
            if schema is None or not (media_type.endswith("json") or "x-xml" in media):
                content[media_type] = None, None
            else:
                name = media["x-xml"]["root"] if "x-xml" in media else f"answer of {id}"
                content[media_type] = Validator(schema, self.document), self._tree(schema, name)
        return _Response(content, is_xml)

    def _tree(self, schema: Json, name: str) -> _Tree:
        """The tree of a schema; those that have a name in the spec are made once."""
        reference = schema.get("$ref") if isinstance(schema, Mapping) else None
        if reference is not None:
            name = reference.rpartition("/")[2]
        key = reference or f"{name} {id(schema)}"
        if key in self._trees:
            return self._trees[key]
        tree = self._trees[key] = _Tree()
        resolved = resolve(self.document, schema)
        if not isinstance(resolved, Mapping):
            return tree
        for member, below in resolved.get("properties", {}).items():
            inner = self._tree(below, f"{name}.{member}")
            held = _Tree()  # the member is this schema's, what it holds may be another's
            held.element = f"member: {name}: {member}"
            held.null = f"{held.element} = null" if _may_be_null(self.document, below) else None
            held.several = [inner]
            tree.members[member] = held
        if isinstance(resolved.get("items"), Mapping):
            tree.items = self._tree(resolved["items"], f"{name}[]")
        if isinstance(resolved.get("additionalProperties"), Mapping):
            tree.members["*"] = self._tree(resolved["additionalProperties"], f"{name}.*")
        for word in ("allOf", "anyOf", "oneOf"):
            tree.several += [self._tree(part, name) for part in resolved.get(word, [])]
        return tree


@cache
def load_contract(api: str) -> Contract | None:
    """The contract of an API, or None where there is no such spec."""
    return Contract(api) if api in API_NAMES else None


_BOUNDARY = re.compile(r"boundary=\"?([^\";]+)")
#: Headers that decide whether a request is one of the contract.
_DECIDING = ("content-", "transfer-", "authorization", "cookie", "proxy-auth", "x-")


def _key_of(id: str, sent: Sent) -> tuple[Any, ...]:
    """What makes two requests one: all of them but where the API stands, and the boundary."""
    parts = urlsplit(sent.url)
    content, headers = sent.content, sent.headers
    found = _BOUNDARY.search(headers.get("content-type", ""))
    boundary = found[1] if found else ""
    if boundary:
        content = content.replace(boundary.encode("latin-1", "replace"), b"")
    deciding = tuple(
        (name, value.replace(boundary, "") if boundary else value)
        for name, value in headers.items()
        if name.startswith(_DECIDING)
    )
    return id, sent.method, parts.path, parts.query, deciding, hash(content), len(content)


def _walk(tree: _Tree, value: Json, used: set[str]) -> None:
    if tree.element is not None:
        if value is None:
            if tree.null is not None:
                used.add(tree.null)
            return
        used.add(tree.element)
    for other in tree.several:
        _walk(other, value, used)
    if tree.element is not None:
        return  # what it holds was walked as its schema
    if isinstance(value, dict):
        members = tree.members
        if members:
            for name, inner in value.items():
                below = members.get(name) or members.get("*")
                if below is not None:
                    _walk(below, inner, used)
    elif isinstance(value, list) and tree.items is not None:
        for inner in value[:MOST_ITEMS]:
            _walk(tree.items, inner, used)


def _collect(tree: _Tree, found: dict[str, None], known: set[int]) -> None:
    if id(tree) in known:
        return
    known.add(id(tree))
    for text in (tree.element, tree.null):
        if text is not None:
            found[text] = None
    for other in (*tree.members.values(), *tree.several, *([tree.items] if tree.items else [])):
        _collect(other, found, known)


def _members(document: dict[str, Json], reference: Json) -> dict[str, Json]:
    schema = resolve(document, reference)
    found: dict[str, Json] = {}
    for part in schema.get("allOf", []):
        found |= _members(document, part)
    return {**found, **schema.get("properties", {})}


def _may_be_null(document: dict[str, Json], schema: Json) -> bool:
    resolved = resolve(document, schema)
    if not isinstance(resolved, Mapping):
        return False
    kinds = resolved.get("type", [])
    if "null" in ([kinds] if isinstance(kinds, str) else kinds):
        return True
    parts = [*resolved.get("anyOf", []), *resolved.get("oneOf", [])]
    return any(_may_be_null(document, part) for part in parts)


def values_to_send(document: dict[str, Json], schema: Json) -> Iterator[tuple[str, Json]]:
    """The values of a parameter that a test should send: listed ones, both flags, the limits.

    Each with its name. Texts that must look like something are left out.
    """
    if "x-credential" in schema or schema.get("format") == "binary":
        return
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    listed = schema.get("enum", [schema["const"]] if "const" in schema else [])
    for value in listed or ([True, False] if "boolean" in kinds else []):
        yield json.dumps(value), value
    item = resolve(document, schema.get("items", {}))
    for limit in LIMITS:
        number = schema.get(limit)
        if number is None or (limit in ("minLength", "minItems") and number == 0):
            continue
        if limit in ("minimum", "maximum"):
            yield f"{limit} {number}", number
        elif limit in ("minLength", "maxLength") and not {"pattern", "format"} & schema.keys():
            yield f"{limit} {number}", "x" * number
        elif "Items" in limit and number <= MOST_SENT and not {"pattern", "format"} & item.keys():
            values = [value for _, value in values_to_send(document, item)]
            yield f"{limit} {number}", [*values, *(f"x{n}" for n in range(number))][:number]
    if "array" in kinds:
        yield from values_to_send(document, item)


def _used_values(document: dict[str, Json], schema: Json, value: Json) -> Iterator[str]:
    """Those of them that a value is."""
    if "x-credential" in schema:
        return
    if isinstance(value, list):
        for limit in ("minItems", "maxItems"):
            if schema.get(limit) == len(value):
                yield f"{limit} {len(value)}"
        items = resolve(document, schema.get("items", {}))
        for inner in value:
            yield from _used_values(document, items, inner)
        return
    if "enum" in schema or "const" in schema or isinstance(value, bool):
        yield json.dumps(value)
        return
    if isinstance(value, str):
        for limit in ("minLength", "maxLength"):
            if schema.get(limit) == len(value):
                yield f"{limit} {len(value)}"
    else:
        for limit in ("minimum", "maximum"):
            if limit in schema and schema[limit] == value:
                yield f"{limit} {schema[limit]}"


def _json_or_none(answered: Answered) -> Json:
    try:
        return msgspec.json.decode(answered.content)
    except msgspec.DecodeError:
        return None


def _message_of(error: ValidationError) -> str:
    return f"{step('', *error.absolute_path) or '(whole answer)'}: {error.message[:200]}"
