"""Reads an OpenAPI file from elsewhere, in YAML or JSON, and refuses what is not one.

What is wrong is reported as everywhere in the generator: file, line, place, and what to do.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from codegen.newhost.schemas import HOLDING_SCHEMAS, read_bounds, visit_schemas
from codegen.problems import GenerationFailed, SpecProblem
from codegen.rules import validation_problems
from codegen.specs import METHODS, Json, Spec, SpecLoader, Where, circles, steps

#: So many problems of a file are shown.
MOST_PROBLEMS = 20

#: A pattern as JavaScript has it in a program; no text fits what stands around it.
_LITERAL_PATTERN = re.compile(r"/(\^.*\$)/[a-z]*")


class CannotImport(Exception):
    """The file is no OpenAPI document that can become a spec; the message says why."""


class Foreign(Spec):
    """A document from elsewhere, with what was left out so that it is valid."""

    forgiven: Sequence[tuple[Where, str]] = ()


def read(path: Path) -> Foreign:
    """Read an OpenAPI file, in YAML or JSON.

    Raises:
        CannotImport: It cannot be read, or is something else.
        GenerationFailed: It is not valid OpenAPI; each problem names its line.
    """
    document = _document(path)
    version = str(document.get("openapi", "")) if isinstance(document, dict) else ""
    if isinstance(document, dict) and document.get("swagger"):
        raise CannotImport(
            f"{path}: expected OpenAPI 3.0 or 3.1, found Swagger {document['swagger']}; convert it"
            " first (for instance with `npx swagger2openapi`)"
        )
    if not re.match(r"3\.[01]\.", version):
        found = f"version {version}" if version else "no `openapi` version"
        raise CannotImport(f"{path}: expected OpenAPI 3.0 or 3.1, found {found}")
    if not document.get("paths"):
        raise CannotImport(f"{path}: `paths` is empty; there is nothing to make a client of")
    source = Foreign(path, document=document)
    source.forgiven = list(_forgive(source.document))
    problems = list(_reference_problems(source, source.document, ()))
    if not problems:
        advice = f"make the document valid OpenAPI {version} here"
        # What has no place is about names and paths, which an import completes itself.
        found_problems = validation_problems(source, version, advice)
        problems = [problem for problem in found_problems if problem.where]
        if not version.startswith("3.0"):
            known = [problem.where for problem in problems]
            problems += [
                problem
                for problem in _schema_problems(source, advice)
                if not any(place[: len(problem.where)] == problem.where for place in known)
            ]
    if problems:
        raise GenerationFailed(problems[:MOST_PROBLEMS])
    return source


def _forgive(document: Json) -> Iterator[tuple[Where, str]]:
    """Leave out what frameworks write although no version of OpenAPI has it, and what Python lacks.

    OpenAPI has the patterns of JavaScript, some of which Python cannot read, and schemas without an
    end, which no type can say.
    """
    yield from _break_circles(document)
    yield from _forgive_security(document)
    if dialect := document.pop("jsonSchemaDialect", None):
        yield (), f"the dialect {dialect} was left out: schemas are read as those of OpenAPI"
    changed: list[tuple[Where, str]] = []

    def forgive_schema(schema: Json, where: Where) -> None:
        changed.extend((where, text) for text in _forgive_schema(schema, document))

    visit_schemas(document, forgive_schema)
    yield from changed
    yield from _forgive_answers(document)


def _forgive_security(document: Json) -> Iterator[tuple[Where, str]]:
    schemes = (document.get("components") or {}).get("securitySchemes") or {}
    for name, scheme in schemes.items():
        if isinstance(scheme, dict) and scheme.get("type") in ("http", "oauth2"):
            for key in ("in", "name"):
                if scheme.pop(key, None) is not None:
                    where = ("components", "securitySchemes", name)
                    kind = scheme["type"]
                    yield where, f"security scheme {name}: `{key}` means nothing for {kind}"


def _forgive_answers(document: Json) -> Iterator[tuple[Where, str]]:
    for path, item in (document.get("paths") or {}).items():
        for method in METHODS:
            operation = item.get(method) if isinstance(item, dict) else None
            if isinstance(operation, dict) and not operation.get("responses"):
                operation["responses"] = {"200": {"description": "The operation was done."}}
                text = f"{method.upper()} {path}: no answer is documented; an empty 200 was assumed"
                yield ("paths", path, method), text


def _forgive_schema(schema: Json, document: Json) -> Iterator[str]:
    """What is written as another version or another language has it."""
    if dialect := schema.pop("$schema", None):
        yield f"`$schema` {dialect} was left out: schemas are read as those of OpenAPI"
    pattern = schema.get("pattern")
    if isinstance(pattern, str):
        if literal := _LITERAL_PATTERN.fullmatch(pattern):
            schema["pattern"] = literal[1]
            yield f"the pattern {pattern} is read without the marks around it"
        if not _is_readable(schema["pattern"]):
            del schema["pattern"]
            yield f"the pattern {pattern} was left out: Python cannot read it"
    if not str(document["openapi"]).startswith("3.0"):
        bounds = [key for key in ("exclusiveMinimum", "exclusiveMaximum") if key in schema]
        if any(isinstance(schema[key], bool) for key in bounds):
            read_bounds(schema)
            yield f"{' and '.join(bounds)} of OpenAPI 3.0 became a limit of 3.1"


def _is_readable(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def _break_circles(document: Json) -> Iterator[tuple[Where, str]]:
    """Give every schema an end: no type can say what holds itself without a class between.

    A base often names those that are made of it as its alternatives; it is a class without them.
    """
    schemas = (document.get("components") or {}).get("schemas") or {}
    # What is by its reference another one ends where that does, or is refused.
    while name := next((each for each in circles(document) if "$ref" not in schemas[each]), ""):
        schema = schemas[name]
        alternatives = [key for key in ("oneOf", "anyOf") if key in schema]
        if alternatives and (schema.get("properties") or "allOf" in schema):
            for key in (*alternatives, "discriminator"):
                schema.pop(key, None)
            text = f"the alternatives of {name} are made of it, and were left out"
        else:
            schemas[name] = {key: schema[key] for key in ("description",) if key in schema}
            text = f"the schema {name} holds itself without a class between: any value is taken"
        yield ("components", "schemas", name), text


def _document(path: Path) -> Any:
    """What the file holds, as JSON has it: no anchor shares a part with another place."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CannotImport(f"{path}: {error}") from None
    try:
        if path.suffix == ".json" or text.lstrip().startswith("{"):
            try:
                return json.loads(text, object_pairs_hook=_without_duplicates)
            except json.JSONDecodeError:
                if path.suffix == ".json":
                    raise
        return json.loads(json.dumps(yaml.load(text, SpecLoader)))
    except (ValueError, TypeError, RecursionError, yaml.YAMLError) as error:
        raise CannotImport(f"{path} is not readable: {error}") from None


def _without_duplicates(pairs: list[tuple[str, Any]]) -> Json:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {twice!r} stands in one object twice")
    return found


def _schema_problems(source: Spec, advice: str) -> list[SpecProblem]:
    """Keywords with values that JSON Schema does not have.

    The schema of OpenAPI 3.1 says of schemas only that they are objects, and not every one is
    looked at by its validator.
    """
    found: list[SpecProblem] = []
    keywords = Draft202012Validator(Draft202012Validator.META_SCHEMA)

    def look(schema: Json, where: Where) -> None:
        for key, value in schema.items():
            if key in HOLDING_SCHEMAS:
                continue  # each of them is looked at by itself
            for error in keywords.iter_errors({key: value}):
                place = (*where, *error.absolute_path)
                found.append(source.problem(place, error.message, advice))

    visit_schemas(source.document, look)
    return found


def _reference_problems(
    source: Spec, value: Any, where: tuple[str | int, ...]
) -> Iterator[SpecProblem]:
    if isinstance(value, dict):
        reference = value.get("$ref")
        if isinstance(reference, str):
            if not reference.startswith("#/"):
                yield source.problem(
                    (*where, "$ref"),
                    f"{reference} points outside the file",
                    "bundle all into one file first (for instance with `npx @redocly/cli bundle`)",
                )
            elif source.at(steps(reference)) is None:
                yield source.problem(
                    (*where, "$ref"), f"{reference} points to nothing", "correct the reference"
                )
            elif _is_circle(source, reference):
                yield source.problem(
                    (*where, "$ref"), f"{reference} leads to itself", "break the circle"
                )
        for key, each in value.items():
            if key not in ("example", "value", "enum", "const", "default"):
                yield from _reference_problems(source, each, (*where, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _reference_problems(source, each, (*where, index))


def _is_circle(source: Spec, reference: str) -> bool:
    seen: set[str] = set()
    while reference not in seen:
        seen.add(reference)
        target = source.at(steps(reference))
        if not (isinstance(target, dict) and isinstance(target.get("$ref"), str)):
            return False
        reference = target["$ref"]
    return True
