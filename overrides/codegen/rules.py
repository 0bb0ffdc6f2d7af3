"""The rules for specs, in the order of their stages; each only where the ones before found nothing.

References come first, because everything else follows them; then OpenAPI itself and the extensions;
the constructs that the generator can do (:mod:`codegen.constructs`); what it needs beyond OpenAPI;
what a spec says of itself (:mod:`codegen.contents`); and style, for specs that ask for it
(:mod:`codegen.style`).
"""

from __future__ import annotations

import json
import keyword
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.validators import validator_for
from openapi_python_client.strings import ClassName, PythonIdentifier

from codegen import constructs, contents, style
from codegen.models import IN_CLASS_BODIES, all_properties, attribute_name
from codegen.naming import SHARED_MODULES, TAKEN_BY_MODELS, options_name, resource_classes
from codegen.plans import read_operations
from codegen.problems import GenerationFailed, SpecProblem, pointer
from codegen.security import security_rules
from codegen.specs import Json, Spec, Where, circles, steps
from codegen.walking import answer_schemas, walk
from codegen.xsd import read_xml

Rule = Callable[[Spec], Iterable[SpecProblem]]

#: The file beside the specs that describes the extensions.
EXTENSIONS = "extensions.schema.json"
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
        "adapt_arguments",
        "adapt_chosen",
        "alternate_url",
        "api",
        "around_call",
        "base_url",
        "base_url_variable",
        "cached_property",
        "call",
        "call_chosen",
        "cast",
        "check_credential",
        "check_fields",
        "credentials",
        "overload",
        "use_credentials",
        "close",
        "credential_groups",
        "credential_help",
        "credential_order",
        "credential_slots",
        "delete",
        "download",
        "download_to",
        "drift_counts",
        "environment",
        "exchange",
        "exchange_adapted",
        "failure_in_message",
        "fetch",
        "host_name",
        "improve_error",
        "is_refusal",
        "is_suspicious",
        "login",
        "logout",
        "may_retry",
        "meant_status",
        "missing_credentials",
        "needs_base_url",
        "normalize_answer",
        "note_response",
        "note_result",
        "read_redirect",
        "read_text",
        "repair_request",
        "read_answer",
        "report_drift",
        "retry_after",
        "says_failure",
        "secrets",
        "upload",
        "with_options",
    }
)
#: Methods that every resource has.
OWN_METHODS = ("with_raw_response", "with_streaming_response", "in_mode")


def check(spec: Spec) -> None:
    """Raise everything that is wrong with a spec before the generator sees it."""
    for stage in STAGES:
        problems = [problem for rule in stage for problem in rule(spec)]
        if problems:
            raise GenerationFailed(list({str(each): each for each in problems}.values()))


# --- references ----------------------------------------------------------------------------


def references(spec: Spec) -> Iterator[SpecProblem]:
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
            yield spec.problem(here, f"{reference} points to nothing", "correct the reference")
        elif _leads_back(spec, holder):
            yield spec.problem(here, f"{reference} refers to itself", "break the circle")


def schemas_have_an_end(spec: Spec) -> Iterator[SpecProblem]:
    for name in circles(spec.document):
        yield spec.problem(
            ("components", "schemas", name),
            f"the schema {name} leads back into itself without a class between",
            "take a class with members for what it holds, or any value: `{}`",
        )


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


def standard_with_place(spec: Spec) -> Iterator[SpecProblem]:
    """What the validator finds, and can say where."""
    return (problem for problem in _standard_problems(spec) if problem.where)


def standard_without_place(spec: Spec) -> Iterator[SpecProblem]:
    """The rest of it: most often something that a rule of ours has placed before."""
    return (problem for problem in _standard_problems(spec) if not problem.where)


@lru_cache(maxsize=1)
def _standard_problems(spec: Spec) -> tuple[SpecProblem, ...]:
    """What the validator finds. Both stages ask for it, and it is a quarter of a generation."""
    version = spec.document.get("openapi")
    if version != "3.1.0":
        return (spec.problem(("openapi",), f"version {version!r}", "write `openapi: 3.1.0`"),)
    advice = "make the document valid OpenAPI 3.1.0 here"
    return tuple(validation_problems(spec, version, advice))


@cache
def _validators(version: str) -> tuple[Any, Any]:
    """Two validators of OpenAPI 3.0 or 3.1: a fast one, and one that tells more.

    What openapi-spec-validator takes by itself depends on what else is installed. A faster one
    names the whole object around a mistake among alternatives, and refuses some patterns.
    """
    import openapi_spec_validator as osv
    from openapi_spec_validator.schemas import schema_v30, schema_v31

    fast, schema = (
        (osv.OpenAPIV30SpecValidator, schema_v30)
        if version.startswith("3.0")
        else (osv.OpenAPIV31SpecValidator, schema_v31)
    )
    telling = {"schema_validator": validator_for(schema)(schema)}
    return fast, type(fast.__name__, (fast,), telling)


def validation_problems(spec: Spec, version: str, advice: str) -> Iterator[SpecProblem]:
    """What a validator of OpenAPI finds, at the most telling places, in the order of the file."""
    found = _validation_problems(spec, version, advice)
    yield from sorted(found, key=lambda each: (each.line or 0, pointer(each.where), each.fault))


def _validation_problems(spec: Spec, version: str, advice: str) -> Iterator[SpecProblem]:
    fast, telling = _validators(version)
    try:
        if next(fast(spec.document).iter_errors(), None) is None:
            return
        for error in telling(spec.document).iter_errors():
            where = tuple(error.absolute_path) if hasattr(error, "absolute_path") else ()
            cause = _deepest(error)
            place = where if cause is error else tuple(cause.absolute_path)
            message = _in_json_terms(str(getattr(cause, "message", cause)).partition("\n")[0])
            unexpected = re.search(r"\('([^']*)' was unexpected\)", message)
            if unexpected and spec.at((*place, unexpected[1])) is not None:
                place = (*place, unexpected[1])
            elif hasattr(cause, "instance"):
                place = _whole_place(spec, place, cause.instance)
            if len(message) > 300:
                message = f"{message[:140]} ... {message[-140:]}"
            yield spec.problem(place, message, advice)
    except (KeyError, TypeError, AttributeError) as error:
        # The second half of the validator expects what the first half has found missing.
        yield spec.problem((), f"the validator stumbles over {error}", advice)


def _in_json_terms(message: str) -> str:
    """A message of the validator with the words of JSON, and without its own expressions."""
    if unknown := re.match(r"(.+) (?:does|do) not match any of the regexes: ", message):
        return f"Additional properties are not allowed ({unknown[1]} was unexpected)"
    words = {"None": "null", "True": "true", "False": "false"}
    return re.sub(r"^(None|True|False)(?= is )", lambda word: words[word[0]], message)


def _whole_place(spec: Spec, place: Where, value: Any) -> Where:
    """Where a value stands in the document; the validator names places within a schema alone."""
    tail = len(place)
    found = [at for at, each in _values(spec.document, ()) if at[-tail:] == place and each == value]
    return place if not place or place in found or not found else found[0]


def _values(value: Any, where: Where) -> Iterator[tuple[Where, Any]]:
    yield where, value
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _values(inner, (*where, key))


def _deepest(error: Any) -> Any:
    """The most telling of the errors nested in one; the outer one names only the whole branch."""
    while getattr(error, "context", None):
        error = max(error.context, key=lambda inner: len(inner.absolute_path))
    return error


def extensions_are_known_and_stand_where_they_may(spec: Spec) -> Iterator[SpecProblem]:
    """A misspelt extension, or a misspelt value of one, would otherwise be ignored in silence."""
    path = spec.path.parents[1] / EXTENSIONS
    if not path.exists():
        yield spec.problem((), f"no {path.name} beside the specs", "put it there")
        return
    known = json.loads(path.read_text("utf-8"))
    nodes = {node.where: node for node in walk(spec.document)}
    rows = [(where, node.value) for where, node in nodes.items() if node.kind == "errorRow"]
    for where, holder in (*_objects(spec.document, ()), *rows):
        kind = nodes[where].kind if where in nodes else "this"
        for name, value in holder.items():
            if not name.startswith("x-"):
                continue
            here = (*where, name)
            definition = known["$defs"].get(name)
            if definition is None:
                yield spec.problem(
                    here,
                    f"unknown extension {name}",
                    f"spell it as {path.name} does, describe it there, or take it out",
                )
                continue
            if kind not in definition.get("standsOn", [kind]):
                yield spec.problem(
                    here,
                    f"{name} may not stand on a {kind}",
                    f"put it on: {', '.join(definition['standsOn'])}",
                )
            schema = {"$defs": known["$defs"], "$ref": f"#/$defs/{name}"}
            checker = Draft202012Validator.FORMAT_CHECKER
            for error in Draft202012Validator(schema, format_checker=checker).iter_errors(value):
                yield spec.problem(
                    (*here, *error.absolute_path),
                    error.message[:300],
                    f"write it as {path.name} describes {name}",
                )


# --- what the generator needs --------------------------------------------------------------


def folder_names_a_package(spec: Spec) -> Iterator[SpecProblem]:
    if not _is_name(spec.api) or spec.api in SHARED_MODULES:
        yield spec.problem(
            (), f"the folder {spec.api!r} names no package", "name it as Python names modules"
        )


def servers_are_there(spec: Spec) -> Iterator[SpecProblem]:
    if not spec.document.get("servers"):
        yield spec.problem((), "no `servers`", "name the documented base URL")


def operations_are_named(spec: Spec) -> Iterator[SpecProblem]:
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


def classes_of_resources_have_names_of_their_own(spec: Spec) -> Iterator[SpecProblem]:
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


def parameters_are_described(spec: Spec) -> Iterator[SpecProblem]:
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


def schemas_are_named_like_classes(spec: Spec) -> Iterator[SpecProblem]:
    for name in spec.document.get("components", {}).get("schemas", {}):
        here = ("components", "schemas", name)
        found = ClassName(name, "")
        if found != name:
            yield spec.problem(
                here, f"the schema {name} would become {found}", "name it like a class"
            )
        elif not name.isidentifier():
            yield spec.problem(here, f"Python cannot name a class {name}", "choose another name")
        elif name in TAKEN_BY_MODELS:
            yield spec.problem(here, f"{name} means something in Python", "choose another name")


def members_have_names_of_their_own(spec: Spec) -> Iterator[SpecProblem]:
    schemas = spec.document.get("components", {}).get("schemas", {})
    answered = {node.where for node in answer_schemas(spec)}
    for where, holder in _objects(spec.document.get("components", {}), ("components",)):
        members = holder.get("properties", {})
        if "allOf" in holder:
            members = all_properties(spec, holder)
        seen: dict[str, str] = {}
        for wire, reference in members.items():
            # The generator tells members apart by its names for them, and we by ours.
            member = spec.resolve(reference)
            if "x-alias-of" in member and where not in answered:
                continue  # clients send the other name
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


def objects_have_names(spec: Spec) -> Iterator[SpecProblem]:
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


def operations_can_be_planned(spec: Spec) -> Iterator[SpecProblem]:
    """What stands in the way of a method with arguments and one result."""
    try:
        read_operations(spec)
    except GenerationFailed as failed:
        yield from failed.problems


def xml_agrees_with_its_xsd(spec: Spec) -> Iterator[SpecProblem]:
    """Answers in XML are described twice, alike."""
    try:
        read_xml(spec)
    except GenerationFailed as failed:
        yield from failed.problems
    except SpecProblem as problem:
        yield problem


def style_rules(spec: Spec) -> Iterator[SpecProblem]:
    """Those of :mod:`codegen.style`, for a spec that wants them."""
    if spec.document.get("x-style") == "strict":
        for rule in style.RULES:
            yield from rule(spec)


#: Each stage relies on what the one before has made sure of.
STAGES: tuple[tuple[Rule, ...], ...] = (
    (references, schemas_have_an_end),
    (standard_with_place, extensions_are_known_and_stand_where_they_may),
    constructs.SHAPES,
    (
        folder_names_a_package,
        servers_are_there,
        operations_are_named,
        classes_of_resources_have_names_of_their_own,
        parameters_are_described,
        schemas_are_named_like_classes,
        members_have_names_of_their_own,
        objects_have_names,
        security_rules,
        *constructs.RULES,
    ),
    (standard_without_place,),
    (operations_can_be_planned, xml_agrees_with_its_xsd),
    (*contents.RULES, style_rules),
)
