"""Finds, reads and checks the specs before anything is generated from them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import yaml

from codegen.problems import GenerationFailed, SpecProblem

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

Json = dict[str, Any]
Where = tuple[str | int, ...]


class SpecLoader(yaml.CSafeLoader):
    """YAML as JSON has it: no dates, no ``yes`` and ``off`` as booleans, no key twice."""


SpecLoader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag not in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")
    ]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
SpecLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf")
)


def _mapping_without_duplicates(loader: SpecLoader, node: yaml.MappingNode) -> Json:
    seen: dict[str, yaml.Node] = {}
    for key, _ in node.value:
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

    def __init__(self, path: Path, shown_as: Path | None = None) -> None:
        self.api = path.parent.name
        self.path = path
        self.shown_as = shown_as or path
        self.text = path.read_text("utf-8")
        try:
            self.document: Json = yaml.load(self.text, Loader=SpecLoader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            raise SpecProblem(
                self.shown_as,
                (),
                f"not readable as YAML: {error.problem}",
                "mend the syntax; an editor with YAML support shows the place",
                None if mark is None else mark.line + 1,
            ) from None
        if not isinstance(self.document, dict):
            raise self.problem((), "the file holds no mapping", "begin with `openapi: 3.1.0`")

    @cached_property
    def _tree(self) -> yaml.Node:
        return cast("yaml.Node", yaml.compose(self.text, Loader=SpecLoader))

    def line(self, where: Sequence[str | int]) -> int:
        """The line (from 1) of a place, or of the nearest thing around it that exists."""
        node = self._tree
        for part in where:
            if isinstance(node, yaml.MappingNode):
                found = [(k, v) for k, v in node.value if k.value == str(part)]
                if not found:
                    break
                key, value = found[0]
                node = value if isinstance(value, (yaml.MappingNode, yaml.SequenceNode)) else key
            elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
                if part >= len(node.value):
                    break
                node = node.value[part]
            else:
                break
        mark_line: int = node.start_mark.line
        inside = isinstance(node, yaml.MappingNode) and bool(where)
        return mark_line if inside else mark_line + 1

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
            target: Any = self.document
            for part in ref[2:].split("/"):
                key = part.replace("~1", "/").replace("~0", "~")
                if not isinstance(target, dict) or key not in target:
                    raise self.problem((), f"{ref} points to nothing", "mend the reference")
                target = target[key]
            siblings = {k: v for k, v in value.items() if k != "$ref"}
            value = {**target, **siblings} if siblings and isinstance(target, dict) else target
        return value

    def operations(self) -> Iterator[tuple[Where, str, str, Json]]:
        """Every operation: its place, its path key, its method, itself."""
        for path, item in (self.document.get("paths") or {}).items():
            for method in METHODS:
                if method in item:
                    yield ("paths", path, method), path, method, item[method]


def find_specs(folder: Path) -> list[Path]:
    """The specs below a folder, in the order of their API's names."""
    return sorted(folder.glob("*/openapi.yaml"))


def check(spec: Spec, extensions: Path) -> None:
    """Raise everything that is wrong with a spec before the generator sees it."""
    problems = [*_standard_problems(spec), *_extension_problems(spec, extensions)]
    if not problems:
        problems = list(_house_problems(spec))
    if problems:
        raise GenerationFailed(problems)


def _standard_problems(spec: Spec) -> Iterator[SpecProblem]:
    version = spec.document.get("openapi")
    if version != "3.1.0":
        yield spec.problem(("openapi",), f"version {version!r}", "write `openapi: 3.1.0`")
        return
    from openapi_spec_validator import OpenAPIV31SpecValidator

    for error in OpenAPIV31SpecValidator(spec.document).iter_errors():
        where = tuple(error.absolute_path) if hasattr(error, "absolute_path") else ()
        cause = _deepest(error)
        place = where if cause is error else tuple(cause.absolute_path)
        message = str(getattr(cause, "message", cause))
        if len(message) > 300:
            message = f"{message[:140]} ... {message[-140:]}"
        yield spec.problem(place, message, "make the document valid OpenAPI 3.1.0 here")


def _deepest(error: Any) -> Any:
    """The most telling of the errors nested in one; the outer one names only the whole branch."""
    while getattr(error, "context", None):
        error = max(error.context, key=lambda inner: len(inner.absolute_path))
    return error


def _extension_problems(spec: Spec, extensions: Path) -> Iterator[SpecProblem]:
    """Extensions that nobody knows: a misspelt one would otherwise be ignored in silence."""
    known = set(json.loads(extensions.read_text("utf-8"))["$defs"]) if extensions.exists() else None
    if known is None:
        return
    for where in _extension_places(spec.document, ()):
        if str(where[-1]) not in known:
            yield spec.problem(
                where,
                f"unknown extension {where[-1]}",
                f"spell it as {extensions.name} does, or describe it there",
            )


def _extension_places(value: Any, where: Where) -> Iterator[Where]:
    if isinstance(value, dict):
        for key, inner in value.items():
            here = (*where, key)
            if str(key).startswith("x-"):
                yield here
            elif key not in ("example", "examples", "properties", "headers", "default"):
                yield from _extension_places(inner, here)
            elif key in ("properties", "headers"):
                # The keys below are names of members, whatever they begin with.
                for name, member in inner.items():
                    yield from _extension_places(member, (*here, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _extension_places(inner, (*where, index))


def _house_problems(spec: Spec) -> Iterator[SpecProblem]:
    """Rules without which the output would be silently less than the spec."""
    seen: dict[str, Where] = {}
    if not spec.document.get("servers"):
        yield spec.problem((), "no `servers`", "name the documented base URL")
    for path, item in (spec.document.get("paths") or {}).items():
        if "$ref" in item:
            yield spec.problem(("paths", path), "a path item by $ref", "write the path item here")
    for where, _, _, operation in spec.operations():
        operation_id = operation.get("operationId", "")
        tags = operation.get("tags") or []
        if len(tags) != 1:
            yield spec.problem(where, f"{len(tags)} tags", "give exactly one: the resource")
        elif not operation_id.startswith(f"{tags[0]}_"):
            yield spec.problem(
                (*where, "operationId"),
                f"operationId {operation_id!r}",
                f"begin it with the tag: {tags[0]}_<method name>",
            )
        if operation_id in seen:
            yield spec.problem(
                (*where, "operationId"), f"{operation_id!r} a second time", "make it unique"
            )
        seen[operation_id] = where
    if not seen:
        yield spec.problem(("paths",), "no operations", "describe at least one")
