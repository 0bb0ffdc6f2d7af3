"""Finds and reads the specs; :mod:`codegen.rules` checks them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote

import yaml

from codegen.problems import SpecProblem

#: Media types of bodies that are forms.
FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

Json = dict[str, Any]
Where = tuple[str | int, ...]


class SpecLoader(yaml.CSafeLoader):
    """YAML 1.2 as JSON has it: no dates, no ``yes`` and ``off`` as booleans, no key twice."""


#: What a plain word means beside text; nothing of YAML 1.1, such as octals or 12:30 in seconds.
_WORDS = (
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
    (
        "float",
        r"^(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)$",
        "-+.0123456789",
    ),
)
SpecLoader.yaml_implicit_resolvers = {
    first: kept
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    if (kept := [each for each in resolvers if each[0].rpartition(":")[2] in ("null", "merge")])
}


def resolve_words(kind: type[yaml.CSafeLoader] | type[yaml.CSafeDumper]) -> None:
    """Have a loader or dumper take for numbers and booleans what YAML 1.2 does."""
    for name, pattern, first in _WORDS:
        tag = f"tag:yaml.org,2002:{name}"
        kind.add_implicit_resolver(tag, re.compile(pattern), list(first))


resolve_words(SpecLoader)


def _integer(loader: SpecLoader, node: yaml.ScalarNode) -> int:
    return int(str(loader.construct_scalar(node)))


SpecLoader.add_constructor("tag:yaml.org,2002:int", _integer)


def _mapping_without_duplicates(loader: SpecLoader, node: yaml.MappingNode) -> Json:
    seen: dict[str, yaml.Node] = {}
    for key, _ in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise yaml.constructor.ConstructorError(
                None, None, "a key that is no plain text", key.start_mark
            )
        if key.value in seen:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key {key.value!r} stands here a second time", key.start_mark
            )
        seen[key.value] = key
    # Status codes are strings in OpenAPI, whether or not somebody quoted them.
    return {str(key): value for key, value in loader.construct_mapping(node, deep=True).items()}


SpecLoader.add_constructor("tag:yaml.org,2002:map", _mapping_without_duplicates)


class Spec:
    """One API's contract, with the way back from a place in it to a line of its file."""

    def __init__(
        self, path: Path, shown_as: Path | None = None, document: Json | None = None
    ) -> None:
        """Read a file; with a ``document``, take that for what the file holds."""
        self.api = path.parent.name
        self.path = path
        self.shown_as = shown_as or path
        self.text = path.read_text("utf-8-sig")
        try:
            self.document: Json = document or yaml.load(self.text, Loader=SpecLoader)
        except yaml.YAMLError as error:
            raise SpecProblem(
                self.shown_as,
                (),
                f"not readable as YAML: {getattr(error, 'problem', None) or error}",
                "correct the syntax; an editor with YAML support shows the place",
                _line_of(error, self.text),
            ) from None
        if not isinstance(self.document, dict):
            raise self.problem((), "the file holds no mapping", "begin with `openapi: 3.1.0`")

    def line(self, where: Sequence[str | int]) -> int:
        """The line (from 1) of a place, or of the nearest thing around it that exists."""
        node = _tree(self.text)
        if node is None:
            return 1
        mark = node.start_mark
        for part in where:
            if isinstance(node, yaml.MappingNode):
                found = [(k, v) for k, v in node.value if k.value == str(part)]
                if not found:
                    break
                key, node = found[0]
                mark = key.start_mark
            elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
                if part >= len(node.value):
                    break
                node = node.value[part]
                mark = node.start_mark
            else:
                break
        number: int = mark.line + 1
        return number

    def problem(self, where: Sequence[str | int], fault: str, advice: str) -> SpecProblem:
        """A problem at a place of this spec."""
        return SpecProblem(self.shown_as, where, fault, advice, self.line(where))

    def resolve(self, value: Any) -> Any:
        """What a ``$ref`` points to, or the value itself; siblings of the ``$ref`` win."""
        seen: set[str] = set()
        while isinstance(value, dict) and "$ref" in value:
            ref = value["$ref"]
            if ref in seen:
                raise self.problem((), f"{ref} refers to itself", "break the circle")
            seen.add(ref)
            if not ref.startswith("#/"):
                raise self.problem(
                    (), f"{ref} points outside this file", "keep each API in one file"
                )
            target = self.at(steps(ref))
            if target is None:
                raise self.problem((), f"{ref} points to nothing", "correct the reference")
            siblings = {k: v for k, v in value.items() if k != "$ref"}
            value = {**target, **siblings} if siblings and isinstance(target, dict) else target
        return value

    def follow(self, value: Any, where: Where) -> tuple[Any, Where]:
        """What :meth:`resolve` gives, and the place where that stands."""
        resolved = self.resolve(value)
        while isinstance(value, dict) and "$ref" in value:
            where = steps(value["$ref"])
            value = self.at(where)
        return resolved, where

    def at(self, where: Where) -> Any:
        """What stands at a place; None where nothing does."""
        return value_at(self.document, where)

    def parameters(self, where: Where) -> list[tuple[Any, Where]]:
        """The parameters of an operation with their places: its path's, unless it has its own."""
        found: dict[tuple[str, str], tuple[Any, Where]] = {}
        for holder in (where[:2], where):
            for index, reference in enumerate((self.at(holder) or {}).get("parameters", [])):
                parameter = self.resolve(reference)
                key = (str(parameter.get("in")), str(parameter.get("name")))
                found[key] = (reference, (*holder, "parameters", index))
        return list(found.values())

    def servers(self, where: Where) -> tuple[list[Json], Where]:
        """The servers of an operation's own, or else of its path; none where the API's hold."""
        for holder in (where, where[:2]):
            servers = (self.at(holder) or {}).get("servers")
            if servers:
                return servers, (*holder, "servers")
        return [], (*where, "servers")

    def operations(self) -> Iterator[tuple[Where, str, str, Json]]:
        """Every operation: its place, its path key, its method, itself."""
        for path, item in (self.document.get("paths") or {}).items():
            for method in METHODS:
                if method in item:
                    yield ("paths", path, method), path, method, item[method]


@lru_cache(maxsize=8)
def _tree(text: str) -> yaml.Node | None:
    """A file with the lines of everything in it, which takes long for a large one."""
    # YAML knows no pairs of surrogates, which JSON has; lengths stay as they are.
    plain = re.sub(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}", r"\\ufffd", text)
    try:
        return cast("yaml.Node", yaml.compose(plain, Loader=SpecLoader))
    except yaml.YAMLError:
        return None  # JSON that is no YAML has no lines here


def find_specs(folder: Path) -> list[Path]:
    """The specs below a folder, in the order of their API's names."""
    return sorted(folder.glob("*/openapi.yaml"))


def steps(reference: str) -> Where:
    """The keys that a ``$ref`` within the file leads through."""
    parts = reference.removeprefix("#").split("/")[1:]
    return tuple(unquote(part).replace("~1", "/").replace("~0", "~") for part in parts)


def value_at(document: Json, where: Where) -> Any:
    """What stands at a place of a document; None where nothing does."""
    value: Any = document
    for part in where:
        if isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list) and str(part).isdigit() and int(part) < len(value):
            value = value[int(part)]
        else:
            return None
    return value


def circles(document: Json) -> Iterator[str]:
    """The named schemas that lead back into themselves without a class between."""
    schemas = (document.get("components") or {}).get("schemas") or {}
    for name in schemas:
        seen: set[Any] = set()
        queue: list[Any] = [schemas[name]]
        while queue:
            value = queue.pop()
            if isinstance(value, list):
                queue += value
            elif isinstance(value, dict):
                place = steps(str(value.get("$ref", "")))
                if place[:2] == ("components", "schemas") and place[2:] not in seen:
                    seen.add(place[2:])
                    queue.append(value_at(document, place))
                # What a class has as members is read as it comes; all else is read at once.
                within = () if value.get("properties") else ("items", "additionalProperties")
                queue += [value.get(key) for key in ("allOf", "anyOf", "oneOf", *within)]
        if (name,) in seen:
            yield name


def reached(document: Json, values: Iterable[Any]) -> set[Where]:
    """The places that some values refer to, directly or through others; examples are data."""
    found: set[Where] = set()
    queue = list(values)
    while queue:
        value = queue.pop()
        if isinstance(value, list):
            queue += value
        elif isinstance(value, dict):
            reference = value.get("$ref")
            if isinstance(reference, str) and steps(reference) not in found:
                found.add(steps(reference))
                queue.append(value_at(document, steps(reference)))
            queue += [each for key, each in value.items() if key not in ("example", "examples")]
    return found


def schemas_reached(document: Json, values: Iterable[Any]) -> set[str]:
    """The names of the schemas among these places."""
    schemas = ("components", "schemas")
    found = reached(document, values)
    return {str(place[2]) for place in found if place[:2] == schemas and len(place) == 3}


def _line_of(error: yaml.YAMLError, text: str) -> int | None:
    """The line of a fault in YAML: some kinds know it, others the character alone."""
    mark = getattr(error, "problem_mark", None)
    if mark is not None:
        return int(mark.line) + 1
    position = getattr(error, "position", None)
    return None if position is None else text.count("\n", 0, position) + 1
