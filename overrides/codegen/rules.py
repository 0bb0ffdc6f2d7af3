"""What a spec must keep to before anything is generated from it.

Three stages, each only where the one before found nothing: references, because everything else
follows them; OpenAPI itself and the extensions; and the rules of this house, without which the
output would be less than the spec, in silence.
"""

from __future__ import annotations

import json
import keyword
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from openapi_python_client.strings import ClassName, PythonIdentifier

from codegen import constructs
from codegen.models import IN_CLASS_BODIES, all_properties, attribute_name
from codegen.naming import SHARED_MODULES, TAKEN_BY_MODELS, options_name, resource_classes
from codegen.problems import GenerationFailed, SpecProblem
from codegen.security import security_rules
from codegen.specs import Json, Spec, Where, steps

#: Keys whose value holds names of somebody's choice, and under each name an object.
NAMED = frozenset(
    {
        "$defs",
        "callbacks",
        "content",
        "encoding",
        "examples",
        "headers",
        "links",
        "parameters",
        "pathItems",
        "paths",
        "patternProperties",
        "properties",
        "requestBodies",
        "responses",
        "schemas",
        "securitySchemes",
        "variables",
        "webhooks",
    }
)
#: Keys whose value is data: nothing in there is OpenAPI.
DATA = ("example", "value", "default", "const", "enum")
#: What a client has under the name of its resource: a tag of such a name would be hidden.
CLIENT_NAMES = frozenset(
    {
        "api",
        "base_url",
        "base_url_variable",
        "cached_property",
        "call",
        "cast",
        "check_fields",
        "checked_credential",
        "close",
        "credential_help",
        "credential_order",
        "credential_slots",
        "default_base_url",
        "delete",
        "download",
        "download_to",
        "drift_counts",
        "elsewhere",
        "environment",
        "exchange",
        "failure",
        "failure_in_words",
        "fetch",
        "from_environment",
        "login",
        "logout",
        "mended",
        "missing_credentials",
        "no_result",
        "prepare",
        "read",
        "read_redirect",
        "read_text",
        "received",
        "refuses",
        "report_drift",
        "retry_hint",
        "secrets",
        "send",
        "upload",
        "with_options",
    }
)
#: Methods that every resource has.
OWN_METHODS = ("with_raw_response", "with_streaming_response", "in_mode")


def check(spec: Spec, extensions: Path) -> None:
    """Raise everything that is wrong with a spec before the generator sees it."""
    broken = [*_references(spec)]
    standard = [] if broken else [*_standard_problems(spec)]
    placed = [problem for problem in standard if problem.where]
    problems = broken or [*placed, *_extensions(spec, extensions)]
    for rules in (constructs.SHAPES, RULES):
        # Each stage relies on what the one before has made sure of.
        problems = problems or [problem for rule in rules for problem in rule(spec)]
    # What the validator cannot place is most often something that a rule of ours has placed.
    problems = problems or standard
    if problems:
        raise GenerationFailed(problems)


# --- references ----------------------------------------------------------------------------


def _references(spec: Spec) -> Iterator[SpecProblem]:
    for where, holder in _objects(spec.document, ()):
        reference = holder.get("$ref")
        if not isinstance(reference, str):
            continue
        here = (*where, "$ref")
        if where[:1] == ("paths",) and len(where) == 2:
            yield spec.problem(where, "a path item by $ref", "write the path item here")
        elif not reference.startswith("#/"):
            yield spec.problem(
                here, f"{reference} points outside this file", "keep each API in one file"
            )
        elif spec.at(steps(reference)) is None:
            yield spec.problem(here, f"{reference} points to nothing", "mend the reference")
        elif _leads_back(spec, holder):
            yield spec.problem(here, f"{reference} refers to itself", "break the circle")


def _leads_back(spec: Spec, holder: Json) -> bool:
    """Whether a reference that leads to a reference, and so on, comes back to where it began."""
    value: Any = holder
    seen: set[str] = set()
    while isinstance(value, dict) and isinstance(value.get("$ref"), str):
        if value["$ref"] in seen:
            return bool(value["$ref"] == holder["$ref"])
        seen.add(value["$ref"])
        value = spec.at(steps(value["$ref"]))
    return False


def _objects(value: Any, where: Where, *, named: bool = False) -> Iterator[tuple[Where, Json]]:
    """Every object of a document with its place, down to where its data begins."""
    if isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _objects(inner, (*where, index))
    elif isinstance(value, dict):
        if not named:
            yield where, value
        for key, inner in value.items():
            is_data = key in DATA or key.startswith("x-")
            if named or not is_data:
                names = not named and key in NAMED and isinstance(inner, dict)
                yield from _objects(inner, (*where, key), named=names)


# --- OpenAPI and the extensions ------------------------------------------------------------


def _standard_problems(spec: Spec) -> Iterator[SpecProblem]:
    version = spec.document.get("openapi")
    if version != "3.1.0":
        yield spec.problem(("openapi",), f"version {version!r}", "write `openapi: 3.1.0`")
        return
    from openapi_spec_validator import OpenAPIV31SpecValidator

    advice = "make the document valid OpenAPI 3.1.0 here"
    try:
        for error in OpenAPIV31SpecValidator(spec.document).iter_errors():
            where = tuple(error.absolute_path) if hasattr(error, "absolute_path") else ()
            cause = _deepest(error)
            place = where if cause is error else tuple(cause.absolute_path)
            message = str(getattr(cause, "message", cause)).partition("\n")[0]
            unexpected = re.search(r"\('([^']*)' was unexpected\)", message)
            if unexpected and spec.at((*place, unexpected[1])) is not None:
                place = (*place, unexpected[1])
            if len(message) > 300:
                message = f"{message[:140]} ... {message[-140:]}"
            yield spec.problem(place, message, advice)
    except (KeyError, TypeError, AttributeError) as error:
        # The second half of the validator expects what the first half has found missing.
        yield spec.problem((), f"the validator stumbles over {error}", advice)


def _deepest(error: Any) -> Any:
    """The most telling of the errors nested in one; the outer one names only the whole branch."""
    while getattr(error, "context", None):
        error = max(error.context, key=lambda inner: len(inner.absolute_path))
    return error


def _extensions(spec: Spec, path: Path) -> Iterator[SpecProblem]:
    """A misspelt extension, or a misspelt value of one, would otherwise be ignored in silence."""
    if not path.exists():
        yield spec.problem((), f"no {path.name} beside the specs", "put it there")
        return
    known = json.loads(path.read_text("utf-8"))
    for where, holder in _objects(spec.document, ()):
        for name, value in holder.items():
            if not name.startswith("x-"):
                continue
            if name not in known["$defs"]:
                yield spec.problem(
                    (*where, name),
                    f"unknown extension {name}",
                    f"spell it as {path.name} does, or describe it there",
                )
                continue
            schema = {"$defs": known["$defs"], "$ref": f"#/$defs/{name}"}
            for error in Draft202012Validator(schema).iter_errors(value):
                yield spec.problem(
                    (*where, name, *error.absolute_path),
                    error.message[:300],
                    f"write it as {path.name} describes {name}",
                )


# --- the rules of this house ---------------------------------------------------------------

Rule = Callable[[Spec], Iterable[SpecProblem]]


def _folder(spec: Spec) -> Iterator[SpecProblem]:
    if not _is_name(spec.api) or spec.api in SHARED_MODULES:
        yield spec.problem(
            (), f"the folder {spec.api!r} names no package", "name it as Python names modules"
        )


def _servers(spec: Spec) -> Iterator[SpecProblem]:
    if not spec.document.get("servers"):
        yield spec.problem((), "no `servers`", "name the documented base URL")


def _operation_names(spec: Spec) -> Iterator[SpecProblem]:
    seen: set[str] = set()
    for where, _, _, operation in spec.operations():
        name = operation.get("operationId", "")
        here = (*where, "operationId")
        tags = operation.get("tags") or []
        tag, _, method = name.partition("_")
        if len(tags) != 1:
            yield spec.problem(where, f"{len(tags)} tags", "give exactly one: the resource")
        elif not _is_name(tags[0]):
            yield spec.problem(
                (*where, "tags", 0), f"tag {tags[0]!r}", "name it as Python names attributes"
            )
        elif tags[0] in CLIENT_NAMES:
            yield spec.problem(
                (*where, "tags", 0),
                f"every client has its own {tags[0]!r}",
                "name the tag after the resource, such as images",
            )
        else:
            tag, method = tags[0], name.removeprefix(f"{tags[0]}_")
            if not name.startswith(f"{tag}_") or not method:
                yield spec.problem(
                    here, f"operationId {name!r}", f"begin it with the tag: {tag}_<method name>"
                )
            elif not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", method):
                yield spec.problem(here, f"operationId {name!r}", "name it in snake_case")
            elif method in OWN_METHODS:
                yield spec.problem(
                    here, f"every resource has a method {method} already", "choose another name"
                )
        if name in seen:
            yield spec.problem(here, f"{name!r} a second time", "make it unique")
        seen.add(name)
    if not seen:
        yield spec.problem(("paths",), "no operations", "describe at least one")


def _class_names(spec: Spec) -> Iterator[SpecProblem]:
    """The classes of resources and of optional arguments are made from tags and ids."""
    seen: dict[str, str] = {}
    for where, _, _, operation in spec.operations():
        tag, operation_id = (operation.get("tags") or [""])[0], operation.get("operationId", "")
        made: list[tuple[str, str, Where]]
        made = [(name, tag, ("tags", 0)) for name in resource_classes(tag)]
        made.append((options_name(operation_id), operation_id, ("operationId",)))
        for name, source, place in made:
            other = seen.setdefault(name, source)
            if other != source:
                yield spec.problem(
                    (*where, *place),
                    f"{other!r} and {source!r} would both be the class {name}",
                    "rename one of them",
                )


def _parameters(spec: Spec) -> Iterator[SpecProblem]:
    for where, path, _, _ in spec.operations():
        described = set()
        for reference, here in spec.parameters(where):
            parameter, place = spec.follow(reference, here)
            described.add((parameter["in"], parameter["name"]))
            if "content" in parameter:
                yield spec.problem(
                    place, "a parameter described by `content`", "describe it by a `schema`"
                )
            usual = "form" if parameter["in"] in ("query", "cookie") else "simple"
            if parameter.get("style", usual) != usual:
                yield spec.problem(
                    place, f"style {parameter['style']}", f"only {usual} is sent; leave `style` out"
                )
        names = re.findall(r"{([^{}]*)}", path.partition("#")[0])
        for name in dict.fromkeys(names):
            if ("path", name) not in described:
                yield spec.problem(
                    where, f"nothing describes {{{name}}} of the path", "add the path parameter"
                )
        for place, name in described:
            if place == "path" and name not in names:
                yield spec.problem(
                    where, f"the path has no {{{name}}}", "put it there, or drop the parameter"
                )
        for name in dict.fromkeys(names):
            if names.count(name) > 1:
                yield spec.problem(
                    where, f"{{{name}}} stands in the path twice", "give each a name of its own"
                )


def _schema_names(spec: Spec) -> Iterator[SpecProblem]:
    for name in spec.document.get("components", {}).get("schemas", {}):
        here = ("components", "schemas", name)
        if ClassName(name, "") != name or not name.isidentifier():
            yield spec.problem(
                here,
                f"the schema {name} would become {ClassName(name, '')}",
                "name it like a class",
            )
        elif name in TAKEN_BY_MODELS:
            yield spec.problem(here, f"{name} means something in Python", "choose another name")


def _member_names(spec: Spec) -> Iterator[SpecProblem]:
    schemas = spec.document.get("components", {}).get("schemas", {})
    for where, holder in _objects(spec.document.get("components", {}), ("components",)):
        members = holder.get("properties", {})
        if "allOf" in holder:
            members = all_properties(spec, holder)
        seen: dict[str, str] = {}
        for wire, reference in members.items():
            # The generator tells members apart by its names for them, and we by ours.
            member = spec.resolve(reference)
            named = member.get("x-argument") or attribute_name(wire, schemas)
            names = (PythonIdentifier(wire, "field_"), f"our {named}")
            other = next((seen[name] for name in names if name in seen), None)
            seen |= dict.fromkeys(names, wire)
            here = (*where, "properties", wire)
            here = here if spec.at(here) is not None else where
            if other is not None:
                yield spec.problem(
                    here,
                    f"{other!r} and {wire!r} are one name to the generator",
                    "keep one of them; the other is in the raw answer",
                )
            elif not _is_attribute(named):
                yield spec.problem(
                    here, f"Python cannot name a member {named!r}", "give it another `x-argument`"
                )


def _is_attribute(name: str) -> bool:
    return name.isidentifier() and not keyword.iskeyword(name) and name not in IN_CLASS_BODIES


def _nameless_objects(spec: Spec) -> Iterator[SpecProblem]:
    """A class needs a name that somebody chose."""
    for where, _, _, operation in spec.operations():
        for status, reference in operation.get("responses", {}).items():
            response, place = spec.follow(reference, (*where, "responses", status))
            if status[0] not in "23":
                continue
            for kind, media in response.get("content", {}).items():
                here = (*place, "content", kind, "schema")
                # An envelope is opened and never becomes a class.
                is_named = "x-envelope" in media
                yield from _nameless(spec, media.get("schema", {}), here, is_named=is_named)
    for name, schema in spec.document.get("components", {}).get("schemas", {}).items():
        yield from _nameless(spec, schema, ("components", "schemas", name), is_named=True)


def _nameless(spec: Spec, schema: Any, where: Where, *, is_named: bool) -> Iterator[SpecProblem]:
    if not isinstance(schema, dict):
        return
    if schema.get("properties") and not is_named:
        yield spec.problem(
            where, "an object without a name", "move it to components/schemas and refer to it"
        )
        return
    for index, part in enumerate(schema.get("allOf", [])):
        yield from _nameless(spec, part, (*where, "allOf", index), is_named=is_named)
    for name, member in schema.get("properties", {}).items():
        yield from _nameless(spec, member, (*where, "properties", name), is_named=False)
    for key in ("items", "additionalProperties"):
        yield from _nameless(spec, schema.get(key), (*where, key), is_named=False)
    for key in ("anyOf", "oneOf"):
        for index, part in enumerate(schema.get(key, [])):
            yield from _nameless(spec, part, (*where, key, index), is_named=False)


def _is_name(text: str) -> bool:
    return re.fullmatch(r"[a-z][a-z0-9_]*", text) is not None and not keyword.iskeyword(text)


RULES: tuple[Rule, ...] = (
    _folder,
    _servers,
    _operation_names,
    _class_names,
    _parameters,
    _schema_names,
    _member_names,
    _nameless_objects,
    security_rules,
    *constructs.RULES,
)
