"""Reads each operation of a spec into a plan: what its method looks like and how it is sent.

The generator that we build on sees neither extensions nor security schemes, styles or several
bodies. A plan is our own reading of the same YAML; :mod:`codegen.lowering` gives the generator
what it can read, and the Python types that it finds come back into the plan.
"""

from __future__ import annotations

import keyword
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from codegen.claims import described, of_parameter, origin, shown_source, wholly
from codegen.failures import read_failures
from codegen.limits import with_limits
from codegen.naming import BUILTIN_TYPES, names_in_resource, options_name, qualify
from codegen.problems import GenerationFailed, SpecProblem
from codegen.security import Slot, read_security
from codegen.specs import FORMS, Json, Spec, Where

#: What a variable in the name of a host must not be: each would end the name, or make it another.
SMUGGLED = ("", ".", "a.b", "a/", "a:1", "a@b", "a?", "a#", "a\\b", "a b", "1\n")
TAKEN_ARGUMENTS = ("self", "options")
JSON = "application/json"
BODIES = (*FORMS, JSON)


@dataclass
class Argument:
    """One argument of a method."""

    name: str
    wire: str
    place: str
    encode: str
    required: bool
    description: str
    schema: Json
    array: str = ""
    optional_segment: bool = False
    pattern: str = ""
    where: Where = ()
    type: str = ""  # filled in from the generator, or for JSON from :mod:`codegen.inputs`

    @property
    def is_json(self) -> bool:
        """Whether it is a value of JSON, with objects or lists in it."""
        return self.encode == "json"


@dataclass
class ResultPlan:
    """What the method returns."""

    kind: str
    schema: Json | None = None
    envelope: str = ""
    tolerant: bool = False
    statuses: tuple[int, ...] = (200,)
    description: str = ""
    root: str = ""  # the element that an XML document begins with
    reader: str = ""  # filled in from the plan of the readers
    type: str = "None"  # filled in from the generator
    item_type: str = ""  # of a paged result
    models: tuple[str, ...] = ()

    @property
    def runtime_type(self) -> str:
        """The type as an expression over the lazy ``models`` module."""
        return qualify(self.type, {"models": self.models})


@dataclass
class OperationPlan:
    """One operation, ready for a template."""

    id: str
    tag: str
    method_name: str
    method: str
    key: str
    path: str
    where: Where
    raw: Json
    summary: str
    description: str
    arguments: list[Argument]
    constants: list[tuple[str, str, str]]
    credentials: list[Slot]
    credential_optional: bool
    bodies: list[str]
    result: ResultPlan
    repeatable: bool
    deprecated: str = field(default="", kw_only=True)
    """What to use instead, of an operation that its host gives up."""
    alternate_path: str = ""
    pagination: Json | None = None
    server_path: str | None = None
    server_url: str = ""
    server: str = ""
    """The address of the operation's own server, empty where it is on the API's."""
    source: tuple[str, str] = ("", "")
    shown_source: tuple[str, str] = ("", "")
    """The same for readers: it says whose words they are, where they are not the host's."""
    origin: str = ""
    """How the operation is known, where it is not in the document."""
    failures: dict[str, str] = field(default_factory=dict)
    error_codes: dict[str, str] = field(default_factory=dict)
    """The codes that the document lists for it, with their texts there."""
    names_around: frozenset[str] = frozenset()
    """What else has a name in its module."""
    methods_around: frozenset[str] = frozenset()
    """The methods of its resource, this one among them."""

    @property
    def constant_name(self) -> str:
        return self.id.upper()

    @property
    def positional(self) -> list[Argument]:
        return [argument for argument in self.arguments if argument.required]

    @property
    def by_keyword(self) -> list[Argument]:
        return [argument for argument in self.arguments if not argument.required]

    @property
    def takes_file(self) -> bool:
        """Whether an argument is a file, or a picture in another form."""
        kinds = {argument.encode.rpartition(":")[2] for argument in self.arguments}
        return bool(kinds & {"file", "source"})

    @property
    def options_class(self) -> str:
        """The name of the class of its optional arguments."""
        return options_name(self.id)

    @property
    def returns(self) -> str:
        """The return type of the synchronous method."""
        return f"Page[{self.item_type}]" if self.result.item_type else self.result_type

    @property
    def result_type(self) -> str:
        """The type of the result as its module may write it."""
        return self._annotation(self.result.type, self.names_around & {*self.result.models})

    @property
    def item_type(self) -> str:
        """The type of an item of a paged result, likewise."""
        return self._annotation(self.result.item_type, self.names_around & {*self.result.models})

    @property
    def imported_models(self) -> list[str]:
        """The classes of the result that nothing else in the module has the name of."""
        return [name for name in self.result.models if name not in self.names_around]

    def argument_type(self, argument: Argument) -> str:
        """The type of an argument as its module may write it."""
        return self._annotation(argument.type)

    def _annotation(self, text: str, models: frozenset[str] = frozenset()) -> str:
        builtins = self.methods_around.intersection(BUILTIN_TYPES)
        return qualify(text, {"models": models, "builtins": builtins})


def read_operations(spec: Spec) -> list[OperationPlan]:
    """The plans of all operations, in the order of the file."""
    plans: list[OperationPlan] = []
    problems: list[SpecProblem] = []
    for where, path, method, raw in spec.operations():
        try:
            plans.append(_read_operation(spec, where, path, method, raw))
        except SpecProblem as problem:
            problems.append(problem)
    if problems:
        raise GenerationFailed(problems)
    tags: dict[str, list[OperationPlan]] = {}
    for plan in plans:
        tags.setdefault(plan.tag, []).append(plan)
    for tag, neighbours in tags.items():
        names = names_in_resource(tag, [plan.id for plan in neighbours])
        methods = frozenset({plan.method_name for plan in neighbours})
        for plan in neighbours:
            plan.names_around, plan.methods_around = names, methods
    return plans


def identifier(wire: str) -> str:
    """A Python name for a name on the wire, as close to it as Python allows."""
    name = re.sub(r"\W+", "_", wire).strip("_") or "value"
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
    if name[0].isdigit():
        name = f"n{name}"
    return f"{name}_" if keyword.iskeyword(name) else name


def class_name(component: str) -> str:
    """The class of a named schema."""
    return component[:1].upper() + component[1:]


def _read_operation(spec: Spec, where: Where, key: str, method: str, raw: Json) -> OperationPlan:
    tag = raw["tags"][0]
    path = key.partition("#")[0]
    arguments: list[Argument] = []
    constants: list[tuple[str, str, str]] = []
    credentials: list[Slot] = []

    for reference, here in spec.parameters(where):
        parameter, standing = spec.follow(reference, here)
        if "x-alias-of" in parameter:
            continue  # the host reads another name for it too
        schema = _plain_schema(spec, parameter.get("schema", {}))
        place = parameter["in"]
        if place == "cookie":
            raise spec.problem(
                standing,
                "a cookie parameter",
                "clients keep no cookies: model it as a credential in a header or in the query",
            )
        if "x-credential" in parameter or "x-credential" in schema:
            scheme = parameter.get("x-credential") or schema["x-credential"]
            credentials.append(
                Slot(scheme, place, parameter["name"], required=bool(parameter.get("required")))
            )
        elif "const" in schema and parameter.get("required"):
            constants.append((place, parameter["name"], _as_text(schema["const"])))
        else:
            arguments.append(
                _argument(
                    spec,
                    parameter["name"],
                    place,
                    schema,
                    required=bool(parameter.get("required")),
                    description=wholly(of_parameter(parameter, schema)),
                    name=parameter.get("x-argument"),
                    array=_query_array(parameter, schema),
                    where=standing,
                    optional_segment=bool(parameter.get("x-optional-segment")),
                )
            )

    bodies = _read_bodies(spec, where, raw, arguments, constants, credentials)
    placed, optional = read_security(spec, raw)
    credentials = [*placed, *credentials]
    server = read_server(spec, where)
    arguments = [*_server_arguments(spec, server), *arguments]
    _refuse_clashes(spec, arguments)
    arguments.sort(key=lambda argument: not argument.required)

    source = raw.get("x-source", {})
    return OperationPlan(
        id=raw["operationId"],
        tag=tag,
        method_name=identifier(raw["operationId"][len(tag) + 1 :]),
        method=method.upper(),
        key=key,
        path=path,
        where=where,
        raw=raw,
        summary=raw.get("summary", ""),
        description=described(raw),
        arguments=arguments,
        constants=constants,
        credentials=credentials,
        credential_optional=optional,
        bodies=bodies,
        result=_read_result(spec, where, raw),
        repeatable=method in ("get", "head", "options", "put", "delete")
        and raw.get("x-retry") != "never",
        deprecated=read_deprecation(spec, raw),
        alternate_path=raw.get("x-alternate-path", ""),
        pagination=_read_pagination(spec, where, raw, arguments),
        server_path=server.path,
        server_url=server.url if server.other_host else "",
        server=server.url,
        source=(source.get("document", ""), source.get("section", "")),
        shown_source=shown_source(spec, source),
        origin=origin(raw),
        failures=read_failures(spec, raw),
        error_codes={str(code): text for code, text in raw.get("x-error-codes", {}).items()},
    )


def read_deprecation(spec: Spec, raw: Json) -> str:
    """What is said of a deprecated operation: the call to use instead, as its description names it.

    The description names it in backticks, by its operationId or by method and path.
    """
    if not raw.get("deprecated"):
        return ""
    this = _call_of(raw)
    instead = replacement(spec, raw)
    if instead is not None:
        return f"{this}() is deprecated; use {_call_of(instead)}()"
    sentences = re.split(r"(?<=[.!?])\s+", " ".join(str(raw.get("description", "")).split()))
    said = next((each for each in sentences if re.search(r"\b(use|instead)\b", each, re.I)), "")
    return f"{this}() is deprecated: {said}" if said else f"{this}() is deprecated by its host"


def replacement(spec: Spec, raw: Json) -> Json | None:
    """The operation that the description of another one names."""
    named = re.findall(r"`([^`]+)`", str(raw.get("description", "")))
    for _, path, method, other in spec.operations():
        known = {other.get("operationId"), f"{method.upper()} {path.partition('#')[0]}"}
        if other is not raw and known & {*named}:
            return other
    return None


def _call_of(raw: Json) -> str:
    tag = raw["tags"][0]
    return f"{tag}.{identifier(raw['operationId'][len(tag) + 1 :])}"


@dataclass
class ServerPlan:
    """The server of an operation, where it is not that of the API."""

    where: Where = ()
    url: str = ""
    variables: Json = field(default_factory=dict)
    #: Whether it is another host than the API's.
    other_host: bool = False
    #: What stands in for the path of the API's base URL, on the same host.
    path: str | None = None


def base_url(spec: Spec) -> str:
    """The documented address of the API, with the defaults of its variables."""
    server = spec.document["servers"][0]
    url = str(server["url"])
    for name, variable in server.get("variables", {}).items():
        url = url.replace("{" + name + "}", str(variable["default"]))
    return url


def read_server(spec: Spec, where: Where) -> ServerPlan:
    """Where an operation is sent, by itself or by its path."""
    servers, place = spec.servers(where)
    if not servers:
        return ServerPlan()
    url, variables = str(servers[0]["url"]), servers[0].get("variables", {})
    here = (*place, 0)
    parts, documented = urlsplit(url), urlsplit(base_url(spec))
    faulty = parts.query or parts.fragment or "@" in parts.netloc
    if faulty or not re.match(r"https?://[^/]|/(?!/)", url):
        raise spec.problem(
            (*here, "url"), f"the address {url}", "write https://, a host and a path"
        )
    if parts.scheme and parts.scheme != documented.scheme:
        raise spec.problem(
            (*here, "url"),
            f"the address {url} beside {documented.scheme}:// of the API",
            "write both by one scheme; clients take that of their base URL for all",
        )
    other_host = "{" in url or parts.netloc.lower() not in ("", documented.netloc.lower())
    path = None if other_host else parts.path.rstrip("/")
    return ServerPlan(here, url.rstrip("/") if other_host else url, variables, other_host, path)


def _server_arguments(spec: Spec, server: ServerPlan) -> list[Argument]:
    """The variables in the address of an operation's own server, as arguments."""
    here, url, variables = server.where, server.url, server.variables
    if "{" not in url and not variables:
        return []
    names = re.findall(r"{([^{}]*)}", url)
    faults = {
        f"nothing describes {{{name}}} of the address": "describe it in `variables`"
        for name in names
        if name not in variables
    }
    faults |= {
        f"the address has no {{{name}}}": "put it there, or drop the variable"
        for name in variables
        if name not in names
    }
    for name in names:
        pattern = _variable_pattern(variables.get(name, {}))
        if pattern is None:
            faults[f"{{{name}}} may be anything"] = "say what it may be by `x-pattern` or `enum`"
        elif any(re.fullmatch(pattern, other) for other in SMUGGLED):
            faults[f"{pattern!r} lets {{{name}}} lead to another host"] = (
                "allow letters, digits and dashes alone"
            )
    if not re.match(r"https?://[^/?#]+/?$", url) or urlsplit(base_url(spec)).path.rstrip("/"):
        faults[f"variables in {url}"] = (
            "have them in the name of the host alone, for an API whose servers have no path"
        )
    for fault, advice in faults.items():
        raise spec.problem(here, fault, advice)
    return [
        Argument(
            name=identifier(name),
            wire=name,
            place="server",
            encode="text",
            required=True,
            description=variables[name].get("description", ""),
            schema={},
            pattern=str(_variable_pattern(variables[name])),
            where=(*here, "variables", name),
            type="int | str",  # ids in answers are numbers
        )
        for name in dict.fromkeys(names)
    ]


def _variable_pattern(variable: Json) -> str | None:
    """What a variable may be, as a regular expression."""
    if "enum" in variable and "x-pattern" not in variable:
        return f"^(?:{'|'.join(re.escape(str(value)) for value in variable['enum'])})$"
    pattern = variable.get("x-pattern")
    return None if pattern is None else str(pattern)


def _read_pagination(spec: Spec, where: Where, raw: Json, arguments: list[Argument]) -> Json | None:
    pagination: Json | None = raw.get("x-pagination")
    if pagination is None:
        return None
    wires = {argument.wire: argument.name for argument in arguments}
    named = dict(pagination)
    for key in ("parameter", "limit"):
        wire = pagination.get(key)
        if wire is not None:
            if wire not in wires:
                raise spec.problem(
                    (*where, "x-pagination", key),
                    f"the operation has no parameter {wire!r}",
                    f"name one of: {', '.join(wires)}",
                )
            named[key] = wires[wire]
    return named


def _argument(
    spec: Spec,
    wire: str,
    place: str,
    schema: Json,
    *,
    required: bool,
    description: str,
    where: Where,
    name: str | None = None,
    array: str = "",
    optional_segment: bool = False,
    inside: str = "",
) -> Argument:
    encode = _encoding(spec, schema, where, inside=inside)
    return Argument(
        name=name or schema.get("x-argument") or identifier(wire),
        wire=wire,
        place=place,
        encode=encode,
        required=required and not optional_segment,
        description=with_limits(description, schema),
        schema=schema,
        array=array if _base_type(schema) == "array" and encode != "json" else "",
        optional_segment=optional_segment,
        where=where,
    )


def _plain_schema(spec: Spec, schema: Any) -> Json:
    """The one schema of an argument: references followed, wrappers and null alternatives gone."""
    schema = spec.resolve(schema)
    for wrapper in ("allOf", "anyOf", "oneOf"):
        members = [spec.resolve(member) for member in schema.get(wrapper, [])]
        members = [member for member in members if member.get("type") != "null"]
        if len(members) == 1:
            rest = {key: value for key, value in schema.items() if key != wrapper}
            return {**_plain_schema(spec, members[0]), **rest}
    found: Json = schema
    return found


def _read_bodies(
    spec: Spec,
    where: Where,
    raw: Json,
    arguments: list[Argument],
    constants: list[tuple[str, str, str]],
    credentials: list[Slot],
) -> list[str]:
    """Lay the media types of a body over each other: one argument a member, whatever carries it."""
    if "requestBody" not in raw:
        return []
    body, place = spec.follow(raw["requestBody"], (*where, "requestBody"))
    content: Json = body.get("content", {})
    whole = _read_whole_body(spec, body, (*place, "content"))
    if whole is not None:
        arguments.append(whole)
        return list(content)
    found: dict[str, Argument] = {}
    demanded: list[set[str]] = []
    as_json = list(content) == [JSON]
    for media_type, media in content.items():
        here = (*place, "content", media_type)
        members, required = _body_members(spec, media.get("schema", {}), (*here, "schema"), here)
        demanded.append(required)
        inside = "" if media_type == JSON and not as_json else media_type
        for wire, (reference, standing) in members.items():
            _, at = spec.follow(reference, standing)
            member = _plain_schema(spec, reference)
            if "x-alias-of" in member or member.get("readOnly"):
                continue  # the host may read another name for it, or says it and never reads it
            if "x-credential" in member:
                slot = Slot(member["x-credential"], "body", wire)
                if slot not in credentials:
                    credentials.append(slot)
            elif "const" in member:
                if ("body", wire, _as_text(member["const"])) not in constants:
                    constants.append(("body", wire, _as_text(member["const"])))
            elif wire in found:
                encoding = _encoding(spec, member, at, inside=inside)
                merged = _merged_encoding(found[wire].encode, encoding)
                if merged is None:
                    raise spec.problem(
                        at,
                        f"{wire!r} is {found[wire].encode} in one media type and"
                        f" {encoding} in another",
                        "give it the same type in each",
                    )
                found[wire].encode = merged
            else:
                encoding = media.get("encoding", {}).get(wire, {})
                found[wire] = _argument(
                    spec,
                    wire,
                    "body",
                    member,
                    required=True,
                    description=wholly(member),
                    name=reference.get("x-argument") if isinstance(reference, dict) else None,
                    array=_body_array(member, encoding),
                    where=at,
                    inside=inside,
                )
    for wire, argument in found.items():
        argument.required = all(wire in names for names in demanded)
    for slot in credentials:
        if slot.place == "body":
            slot.required = all(slot.wire in names for names in demanded)
    if as_json:
        for argument in found.values():
            if argument.encode.rpartition(":")[2] in ("file", "source"):
                raise spec.problem(
                    argument.where,
                    f"{argument.wire!r} is a file in a body of JSON",
                    "describe the body as multipart/form-data, or the member as base64 text",
                )
    arguments.extend(found.values())
    return list(content)


def body_members(spec: Spec, raw: Json) -> dict[str, dict[str, Json]]:
    """The members of a body that has members, by its media types: the schema of each."""
    body = spec.resolve(raw.get("requestBody", {}))
    found: dict[str, dict[str, Json]] = {}
    for media_type, media in body.get("content", {}).items():
        schema = spec.resolve(media.get("schema", {}))
        if media_type in BODIES and _has_members(spec, schema):
            members, _ = _body_members(spec, schema, (), ())
            found[media_type] = {
                wire: _plain_schema(spec, member) for wire, (member, _) in members.items()
            }
    return found


def _read_whole_body(spec: Spec, body: Json, where: Where) -> Argument | None:
    """The one argument of a body that has no members: a file, text, or a value of JSON."""
    content: Json = body.get("content", {})
    kinds = {kind if kind in BODIES else "raw" for kind in content}
    schemas = {
        kind: _plain_schema(spec, media.get("schema", {})) for kind, media in content.items()
    }
    if JSON in kinds and _has_members(spec, schemas[JSON]):
        kinds.discard(JSON)
    if not kinds - {*FORMS}:
        return None
    kind = next(each for each in content if each not in BODIES or each == JSON)
    if len(content) > 1 and (kinds != {"raw"} or JSON in content):
        raise spec.problem(
            (*where, kind),
            f"a body of type {kind} beside another kind of body",
            "keep the one that clients are to send, or make an operation of each",
        )
    schema, here = schemas[kind], (*where, kind, "schema")
    if kind == JSON:
        return _whole_argument(spec, body, schema, here, name="body", encode="json")
    for other, each in schemas.items():
        if other.startswith("multipart/"):
            fault, advice = f"a body of type {other}", f"describe it as {FORMS[0]}"
            raise spec.problem((*where, other), fault, advice)
        if _base_type(each) not in ("", "string") or each.keys() & {"properties", "allOf"}:
            raise spec.problem(
                (*where, other),
                f"a body of type {other} that is not one file or text",
                "describe it as `type: string, format: binary`, or as one of " + ", ".join(BODIES),
            )
    is_text = all(_is_text(other, each) for other, each in schemas.items())
    if is_text and len(content) == 1:
        return _whole_argument(spec, body, schema, here, name="body", encode="text")
    return _whole_argument(spec, body, schema, here, name="file", encode="file")


def _is_text(media_type: str, schema: Json) -> bool:
    return media_type.startswith("text/") and schema.get("format") != "binary"


def _has_members(spec: Spec, schema: Json) -> bool:
    """Whether the members of a body are known by name; alternatives are refused other_host."""
    if schema.keys() & {"properties", "oneOf", "anyOf", "not"}:
        return True
    if schema.get("additionalProperties") is False:
        return True
    return any(_has_members(spec, spec.resolve(part)) for part in schema.get("allOf", []))


def _whole_argument(
    spec: Spec, body: Json, schema: Json, where: Where, *, name: str, encode: str
) -> Argument:
    description = wholly(schema) or wholly(body)
    return Argument(
        name=schema.get("x-argument") or name,
        wire="",
        place="body",
        encode=encode,
        required=bool(body.get("required")),
        description=with_limits(description, schema),
        schema=schema,
        where=where,
    )


def _body_members(
    spec: Spec, schema: Any, where: Where, media: Where
) -> tuple[dict[str, tuple[Any, Where]], set[str]]:
    """The members of a body with their places, and which of them are required."""
    schema, where = spec.follow(schema, where)
    for alternatives in ("oneOf", "anyOf", "not"):
        if alternatives in schema:
            raise spec.problem(
                media, f"a body with {alternatives}", "describe one object with all its members"
            )
    if _base_type(schema) != "object" and "allOf" not in schema:
        raise spec.problem(
            media,
            f"a body of type {_base_type(schema) or 'any'}",
            "describe an object with the members of the body",
        )
    members: dict[str, tuple[Any, Where]] = {}
    required = set(schema.get("required", []))
    for index, part in enumerate(schema.get("allOf", [])):
        inner, demanded = _body_members(spec, part, (*where, "allOf", index), media)
        members |= inner
        required |= demanded
    for wire, member in schema.get("properties", {}).items():
        members[wire] = (member, (*where, "properties", wire))
    return members, required


def _merged_encoding(first: str, second: str) -> str | None:
    """A member that is a file in one media type and text in another takes either.

    None where the two cannot be one.
    """
    if first == second:
        return first
    if {first, second} == {"file", "text"}:
        return "source"
    return None


def _encoding(spec: Spec, schema: Json, where: Where, *, inside: str = "") -> str:
    """How an argument is sent; objects, and lists of them, where they are ``inside`` a body."""
    present = schema.get("x-present-as")
    if present == "boolean":
        values = [str(value) for value in schema.get("enum", [0, 1]) if value is not None]
        if len(values) != 2:
            raise spec.problem(
                where, f"a flag with {len(values)} values", "give it two: false, true"
            )
        no, yes = sorted(values, key=_truth)
        return f"flag:{yes}/{no}"
    if present in ("duration", "csv"):
        return str(present)
    schema = _plain_schema(spec, schema)
    kind = _base_type(schema)
    if inside in (JSON, FORMS[0]) and _is_nested(spec, schema, anything=inside == JSON):
        return "json"
    if kind == "array":
        inner = _encoding(spec, spec.resolve(schema.get("items", {})), where)
        if inner.startswith(("list:", "csv")):
            raise spec.problem(where, "a list of lists as an argument", "describe one list")
        return f"list:{inner}"
    if kind == "boolean":
        return "flag:true/false"
    if kind == "string" and (schema.get("format") == "binary" or "contentMediaType" in schema):
        return "file"
    if kind == "object":
        raise spec.problem(where, "an object as an argument", "describe its members one by one")
    if kind == "string" and "enum" in schema and "/" not in "".join(map(str, schema["enum"])):
        return f"choice:{'/'.join(str(value) for value in schema['enum'])}"
    if kind == "integer" and "enum" in schema:
        numbers = [value for value in schema["enum"] if isinstance(value, int)]
        return f"integer:{min(numbers)}:{max(numbers)}"
    if kind == "integer" and {"minimum", "maximum"} & set(schema):
        return f"integer:{schema.get('minimum', '')}:{schema.get('maximum', '')}".rstrip(":")
    return {"integer": "integer", "number": "number"}.get(kind, "text")


def _is_nested(spec: Spec, schema: Json, *, anything: bool) -> bool:
    """Whether a value is an object, a list of lists or objects, or ``anything`` at all."""
    kind = _base_type(schema)
    if kind == "array" and schema.get("x-array-format") is None:
        item = _plain_schema(spec, schema.get("items", {}))
        return _base_type(item) == "array" or _is_nested(spec, item, anything=anything)
    if kind == "object" or schema.keys() & {"properties", "allOf"}:
        return True
    return anything and not kind and not schema.keys() & {"enum", "const", "x-present-as"}


def _truth(value: str) -> bool:
    return value.lower() in ("1", "true", "y", "yes", "on")


def _query_array(parameter: Json, schema: Json) -> str:
    chosen = parameter.get("x-array-format") or schema.get("x-array-format")
    if chosen:
        return str(chosen)
    if parameter["in"] in ("path", "header"):
        return "csv"
    return "repeat" if parameter.get("explode", True) else "csv"


def _body_array(member: Json, encoding: Json) -> str:
    if member.get("x-array-format"):
        return str(member["x-array-format"])
    return "csv" if encoding.get("explode") is False else "repeat"


def _read_result(spec: Spec, where: Where, raw: Json) -> ResultPlan:
    successes = {}
    for status, reference in raw.get("responses", {}).items():
        response = spec.resolve(reference)
        if str(status)[0] in "23" and response.get("x-outcome") != "error":
            successes[str(status)] = response
    first: Json = next(iter(successes.values()), {})
    if not successes or any(
        response.get("content", {}) != first.get("content", {}) for response in successes.values()
    ):
        raise spec.problem(
            (*where, "responses"),
            f"{len(successes)} success responses ({', '.join(successes) or 'none'})",
            "keep one 2xx or 3xx; mark others with `x-outcome: error` or make two operations",
        )
    for status in successes:
        if not status.isdigit():
            raise spec.problem(
                (*where, "responses", status),
                f"the success {status}",
                "name one status, such as 200",
            )
    status, response = next(iter(successes.items()))
    statuses = tuple(int(each) for each in successes)
    description = wholly(response)
    content: Json = response.get("content", {})
    if not content:
        kind = "redirect" if status.startswith("3") else "none"
        return ResultPlan(kind, statuses=statuses, description=description)
    kinds = {result_kind(media_type) for media_type in content}
    schemas = [media.get("schema") for media in content.values()]
    if len(kinds) > 1 or (kinds & {"json", "xml"} and schemas.count(schemas[0]) < len(schemas)):
        raise spec.problem(
            (*where, "responses", status),
            f"a success in several forms ({', '.join(content)})",
            "keep the one that clients are to read, or make an operation of each",
        )
    media_type, media = next(iter(content.items()))
    (kind,) = kinds
    if kind in ("text", "bytes"):
        return ResultPlan(kind, statuses=statuses, description=description)
    schema = media.get("schema", {})
    envelope = (media.get("x-envelope") or {}).get("result", "")
    if envelope:
        members = spec.resolve(schema).get("properties", {})
        if envelope not in members:
            raise spec.problem(
                (*where, "responses", status, "content", media_type, "x-envelope"),
                f"the envelope has no member {envelope!r}",
                f"name one of: {', '.join(members)}",
            )
        schema = members[envelope]
    return ResultPlan(
        kind,
        schema=schema,
        envelope=envelope,
        tolerant=_is_tolerant(spec, schema, set()),
        statuses=statuses,
        description=description,
        root=media.get("x-xml", {}).get("root", ""),
    )


def result_kind(media_type: str) -> str:
    """How a body of a media type is read."""
    name = media_type.partition(";")[0].strip().lower()
    if name == "application/json" or name.endswith("+json"):
        return "json"
    if name in ("application/xml", "text/xml") or name.endswith("+xml"):
        return "xml"
    return "text" if name.startswith("text/") else "bytes"


def _is_tolerant(spec: Spec, schema: Any, seen: set[str]) -> bool:
    """Whether a number or flag in here may come as text, as the spec says of some hosts."""
    if isinstance(schema, list):
        return any(_is_tolerant(spec, inner, seen) for inner in schema)
    if not isinstance(schema, dict):
        return False
    if "x-present-as" in schema:
        return True
    if "$ref" in schema:
        if schema["$ref"] in seen:
            return False
        seen.add(schema["$ref"])
        return _is_tolerant(spec, spec.resolve(schema), seen)
    parts = [*schema.get("properties", {}).values()]
    parts += [schema.get(key) for key in ("items", "anyOf", "allOf", "oneOf")]
    parts += [schema.get("additionalProperties")]
    return any(_is_tolerant(spec, part, seen) for part in parts)


def _base_type(schema: Json) -> str:
    kinds = schema.get("type", "")
    if isinstance(kinds, list):
        kinds = next((kind for kind in kinds if kind != "null"), "")
    return str(kinds)


def _as_text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _refuse_clashes(spec: Spec, arguments: list[Argument]) -> None:
    seen: dict[str, Argument] = {}
    for argument in arguments:
        if argument.name in TAKEN_ARGUMENTS:
            raise spec.problem(
                argument.where,
                f"the argument name {argument.name!r} is taken",
                "give it an `x-argument`",
            )
        if not argument.name.isidentifier() or keyword.iskeyword(argument.name):
            raise spec.problem(
                argument.where,
                f"Python cannot name an argument {argument.name!r}",
                "give it another `x-argument`",
            )
        other = seen.setdefault(argument.name, argument)
        if other is not argument:
            raise spec.problem(
                argument.where,
                f"{other.place} {other.wire!r} and {argument.place} {argument.wire!r} would both"
                f" be the argument {argument.name!r}",
                "give one of them another name with `x-argument`",
            )
