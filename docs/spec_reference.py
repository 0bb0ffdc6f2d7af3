"""What the page of an API says, as data: a spec together with the Python generated from it.

Specs are found in ``specs/``, so a new API gets its page with no change here. What an operation
takes and answers comes from the spec, the name and types of its method from the generated package,
and the request it sends from the client itself, which makes it without sending it.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from codegen.claims import Claim, claims_of, documents, holder_of, of_parameter, shown_source
from codegen.limits import with_limits
from codegen.plans import OperationPlan, class_name, identifier, read_operations
from codegen.problems import SpecProblem
from codegen.specs import Spec, SpecLoader, find_specs, schemas_reached
from codegen.xsd import Part, XmlPlan, read_xml
from imagehosts.core.errors import CATEGORIES

from docs.rows import client_class, find_row

if TYPE_CHECKING:
    from docs.call_forms import Forms

Json = dict[str, Any]

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTED = "documented"
CALL_WIDTH = 76


@dataclass
class Provenance:
    """How something is known, and the evidence for it."""

    word: str = DOCUMENTED
    evidence: str = ""

    @classmethod
    def of(cls, *holders: Json) -> Provenance:
        """The provenance of the first holder that has one."""
        for holder in holders:
            if "x-provenance" in holder:
                return cls(holder["x-provenance"], holder.get("x-evidence", ""))
        return cls()


@dataclass
class Member:
    """A parameter, a member of a body, or a member of a model."""

    name: str
    wire_type: str
    python_type: str
    required: bool
    text: str
    provenance: Provenance
    place: str = ""
    #: What is known of it in another way than the rest.
    claims: list[Claim] = field(default_factory=list)
    #: Of a member of an XML answer: whether its element can repeat.
    repeated: bool = False
    #: The name of the Python argument or attribute, where it is different.
    python_name: str = ""
    #: Who fills it in, where the caller does not.
    filled_in: str = ""


@dataclass
class Body:
    """The body that comes with a status, in one media type."""

    media_type: str
    schema: str
    #: Its root element, where it is XML.
    root: str = ""


@dataclass
class Response:
    """One status that an operation can answer with."""

    status: str
    text: str
    bodies: list[Body]
    headers: list[tuple[str, str]]  # name, and what it holds
    success: bool
    provenance: Provenance
    claims: list[Claim]


@dataclass
class Example:
    """A body, or a request, that shows something."""

    what: str
    content: str
    language: str
    status: str = ""
    content_type: str = ""
    provenance: Provenance = field(default_factory=Provenance)
    #: What was corrected in the text of the document.
    corrected: str = ""


@dataclass
class XmlPart:
    """A part of an XML answer."""

    #: From the root on, as in ``files/@total``.
    path: str
    #: ``attribute``, ``element`` or ``text``.
    kind: str
    repeated: bool
    required: bool
    type: str
    #: From the model on, as in ``files.total``.
    python_path: str


@dataclass
class XmlRoot:
    """The root element of a success, and everything that can be in it."""

    name: str
    schema: str
    parts: list[XmlPart]


@dataclass
class Paging:
    """How an operation answers page after page."""

    parameter: str
    style: str
    first: str
    limit: str
    total: str


@dataclass
class Failure:
    """An answer that is an error, and what clients raise for it."""

    status: str
    error: str
    text: str
    provenance: Provenance
    claims: list[Claim]
    #: The schemas of its bodies.
    bodies: list[Body]


@dataclass
class Operation:
    """One call."""

    id: str
    #: The operation that makes the same call by another method, and has the shorter name.
    twin_of: str
    resource: str
    method: str
    path: str
    #: Its server, if that is not the documented one.
    server: str
    #: What distinguishes it from other calls of its route.
    constants: list[str]
    other_path: str
    call: str
    summary: str
    text: str
    claims: list[Claim]
    source: str
    provenance: Provenance
    repeatable: bool
    paging: Paging | None
    members: list[Member]
    bodies: list[str]
    responses: list[Response]
    xml: XmlRoot | None
    #: The ways to make the call; None where there is no client.
    forms: Forms | None
    examples: list[Example]
    #: What its result is in Python.
    result: str
    #: The errors that its answers become: status, class, when, how that is known.
    failures: list[Failure]
    #: The codes that the document lists for it, with their texts there.
    error_codes: dict[str, str]
    python_path: str


@dataclass
class Model:
    """A named schema of an answer."""

    name: str
    #: Empty where no result leads to it, as with envelopes and errors: it has no class then.
    python_path: str
    text: str
    claims: list[Claim]
    source: str
    provenance: Provenance
    members: list[Member]
    #: Examples of the document that no operation answers with.
    examples: list[Example]


@dataclass
class ErrorRow:
    """A row of the error table."""

    status: str
    code: str
    message: str
    error: str
    category: str
    meaning: str
    provenance: Provenance


@dataclass
class Quirk:
    """A quirk, and what was decided."""

    id: str
    operations: list[str]
    claim: str
    evidence: str
    decision: str
    handlers: list[str]
    tests: list[str]


class ApiReference:
    """Everything that the page of one API shows.

    Args:
        spec_path: The ``openapi.yaml``; ``quirks.yaml`` and ``examples/`` are beside it.
    """

    def __init__(self, spec_path: Path) -> None:
        self.spec = Spec(spec_path, spec_path.relative_to(spec_path.parents[2]))
        self.api = self.spec.api
        self.document: Json = self.spec.document
        self.info: Json = self.document["info"]
        self.package = f"imagehosts_wire.{self.api}"
        try:
            import_module(f"{self.package}.api")
        except ImportError as error:
            raise LookupError(
                f"{self.spec.shown_as}: there is no {self.package}; run `make generate`"
            ) from error

    @property
    def claims(self) -> list[Claim]:
        """What is said of the API as a whole beside its description."""
        return claims_of(self.info)

    @property
    def documents(self) -> dict[str, Json]:
        """What the spec was written from, by the names of the sources."""
        return documents(self.spec)

    @property
    def server(self) -> str:
        """The documented base URL."""
        return str(self.document["servers"][0]["url"])

    @cached_property
    def operations(self) -> list[Operation]:
        """The operations in the order of the spec."""
        return [self._operation(plan) for plan in self._plans]

    @cached_property
    def _plans(self) -> list[OperationPlan]:
        paths: Json = self.document["paths"]

        def written(plan: OperationPlan) -> tuple[int, int]:
            return list(paths).index(plan.key), list(paths[plan.key]).index(plan.method.lower())

        return sorted(read_operations(self.spec), key=written)

    @cached_property
    def xsd_files(self) -> dict[str, Path]:
        """The XML Schemas beside the spec, by name."""
        return self._xml.files

    @cached_property
    def _xml(self) -> XmlPlan:
        return read_xml(self.spec)

    @property
    def servers(self) -> list[str]:
        """Other servers than the documented one that some operations use."""
        return _unique([operation.server for operation in self.operations])

    @cached_property
    def models(self) -> list[Model]:
        """The schemas of the answers, and of the objects that requests hold.

        Members of a body itself are the parameters of its operation.
        """
        schemas = self.document.get("components", {}).get("schemas", {})
        answers = [
            media.get("schema")
            for plan in self._plans
            for response in plan.raw.get("responses", {}).values()
            for media in self.spec.resolve(response).get("content", {}).values()
        ]
        inner = [each.schema for plan in self._plans for each in plan.arguments if each.is_json]
        found = schemas_reached(self.spec.document, [*answers, *inner])
        found |= {name for name, schema in schemas.items() if schema.get("x-model-only")}
        return [
            self._model(name, schema)
            for name, schema in schemas.items()
            if name in found and {"properties", "allOf"} & set(schema)
        ]

    @cached_property
    def errors(self) -> list[ErrorRow]:
        """The error table with the class of each row."""
        return [
            ErrorRow(
                str(row.get("status", "")),
                str(row.get("code", "")),
                row.get("message", ""),
                CATEGORIES[row["category"]].__name__,
                row["category"],
                row["meaning"],
                Provenance.of(row),
            )
            for row in self.document.get("x-error-table", [])
        ]

    @cached_property
    def quirks(self) -> list[Quirk]:
        """The entries of ``quirks.yaml``."""
        entries = _read_list(self.spec.path.with_name("quirks.yaml"))
        every = [plan.id for plan in self._plans]
        return [
            Quirk(
                entry["id"],
                every if entry["operations"] == "all" else entry["operations"],
                entry["claim"],
                str(entry["evidence"]),
                entry["decision"],
                _listed(entry["handler"]),
                _listed(entry["test"]),
            )
            for entry in entries
        ]

    @cached_property
    def credentials(self) -> list[tuple[str, str, list[str]]]:
        """Each credential: its name, its environment variable, and the places that take it."""
        places: dict[str, list[str]] = {}
        for plan in self._plans:
            for slot in plan.credentials:
                where = f"{slot.place} {slot.wire}"
                if where not in places.setdefault(slot.scheme, []):
                    places[slot.scheme].append(where)
        host = find_row(self.api)
        variables = client_class(host).environment if host else {}
        return [(scheme, variables.get(scheme, ""), found) for scheme, found in places.items()]

    @cached_property
    def client(self) -> str:
        """The name of the client class, empty where there is none."""
        host = find_row(self.api)
        return host.client if host else ""

    # --- operations ------------------------------------------------------------------------

    def _operation(self, plan: OperationPlan) -> Operation:
        method = _method(self.package, plan)
        signature = inspect.signature(method)
        responses = self._responses(plan.raw)
        return Operation(
            id=plan.id,
            twin_of=self._twin(plan),
            resource=plan.tag,
            method=plan.method,
            path=plan.path,
            server=plan.server,
            constants=[f"{name}={value}" for _, name, value in plan.constants],
            other_path=plan.alternate_path,
            call=_call(plan, signature),
            summary=plan.summary,
            text=plan.raw.get("description", ""),
            claims=claims_of(plan.raw),
            source=self._source(plan.raw),
            provenance=Provenance.of(plan.raw),
            repeatable=plan.repeatable,
            paging=_paging(plan),
            members=self._members(plan, signature),
            bodies=plan.bodies,
            responses=responses,
            xml=self._xml_root(responses),
            forms=self._forms(plan),
            examples=self._examples(plan),
            result=str(signature.return_annotation),
            failures=self._failures(responses),
            error_codes=plan.error_codes,
            python_path=f"{method.__module__}.{method.__qualname__}",
        )

    def _twin(self, plan: OperationPlan) -> str:
        """The operation that this one repeats by another method."""
        plain = plan.id.removesuffix(f"_by_{plan.method.lower()}")
        keys = {each.id: each.key for each in self._plans}
        return plain if plain != plan.id and keys.get(plain) == plan.key else ""

    def _members(self, plan: OperationPlan, signature: inspect.Signature) -> list[Member]:
        arguments = {(each.place, each.wire): each for each in plan.arguments}
        members = [
            self._member(
                each.wire,
                "address",
                {"type": f"text like {each.pattern}"},
                {"description": each.description},
                True,
                Provenance(),
                each,
                signature,
            )
            for each in plan.arguments
            if each.place == "server"
        ]
        for reference, _ in self.spec.parameters(plan.where):
            parameter = self.spec.resolve(reference)
            schema = self.spec.resolve(parameter.get("schema", {}))
            members.append(
                self._member(
                    parameter["name"],
                    parameter["in"],
                    parameter.get("schema", {}),
                    of_parameter(parameter, schema),
                    bool(parameter.get("required")),
                    Provenance.of(parameter, schema),
                    arguments.get((parameter["in"], parameter["name"])),
                    signature,
                    credential="x-credential" in parameter or "x-credential" in schema,
                    alias=parameter.get("x-alias-of", ""),
                )
            )
        members += self._body_members(plan, signature)
        return sorted(members, key=lambda member: (bool(member.filled_in), not member.required))

    def _body_members(self, plan: OperationPlan, signature: inspect.Signature) -> list[Member]:
        content = self.spec.resolve(plan.raw.get("requestBody", {})).get("content", {})
        arguments = {each.wire: each for each in plan.arguments if each.place == "body"}
        found: dict[str, list[tuple[str, Json, bool]]] = {}
        for media_type, media in content.items():
            schema = self.spec.resolve(media.get("schema", {}))
            for name, member in schema.get("properties", {}).items():
                required = name in schema.get("required", [])
                found.setdefault(name, []).append((media_type, member, required))
        members = []
        for name, spellings in found.items():
            schemas = [self.spec.resolve(member) for _, member, _ in spellings]
            member = self._member(
                name,
                "body",
                spellings[0][1],
                schemas[0],
                all(required for _, _, required in spellings) and len(spellings) == len(content),
                Provenance.of(*schemas),
                arguments.get(name),
                signature,
                credential="x-credential" in schemas[0],
                alias=schemas[0].get("x-alias-of", ""),
            )
            kinds = {kind: self.words(raw) for kind, raw, _ in spellings}
            if len(set(kinds.values())) > 1:
                member.wire_type = "; ".join(f"{words} in {kind}" for kind, words in kinds.items())
                texts = _unique([schema.get("description", "") for schema in schemas])
                member.text = "\n\n".join(texts)
                member.claims = list(dict.fromkeys(c for each in schemas for c in claims_of(each)))
            members.append(member)
        return members

    def _member(
        self,
        name: str,
        place: str,
        schema: Json,
        described_by: Json,
        required: bool,
        provenance: Provenance,
        argument: Any,
        signature: inspect.Signature,
        *,
        credential: bool = False,
        alias: str = "",
    ) -> Member:
        text = with_limits(described_by.get("description", ""), self.spec.resolve(schema))
        member = Member(name, self.words(schema), "", required, text, provenance, place)
        member.claims = claims_of(described_by)
        if argument is not None:
            member.python_type = str(signature.parameters[argument.name].annotation)
            member.python_name = argument.name if argument.name != name else ""
            member.required = argument.required
        elif credential:
            member.filled_in = "filled in by the client from its credentials"
        elif alias:
            member.filled_in = f"another name of {alias}, which the client sends"
        else:
            member.filled_in = "always sent by the client"
        return member

    def _responses(self, operation: Json) -> list[Response]:
        responses = []
        for status, reference in operation["responses"].items():
            response = self.spec.resolve(reference)
            responses.append(
                Response(
                    str(status),
                    response.get("description", ""),
                    [
                        Body(
                            kind,
                            self.words(media.get("schema", {})),
                            media.get("x-xml", {}).get("root", ""),
                        )
                        for kind, media in response.get("content", {}).items()
                    ],
                    [
                        (name, self.spec.resolve(header).get("description", ""))
                        for name, header in response.get("headers", {}).items()
                    ],
                    str(status)[0] in "23" and response.get("x-outcome") != "error",
                    Provenance.of(response),
                    claims_of(response),
                )
            )
        return responses

    def _failures(self, responses: list[Response]) -> list[Failure]:
        return [
            Failure(
                each.status,
                self._error_of(each.status),
                each.text,
                each.provenance,
                each.claims,
                each.bodies,
            )
            for each in responses
            if not each.success
        ]

    def _error_of(self, status: str) -> str:
        """The class of the errors of a status, where no code or message says more."""
        if not status.isdigit():
            return "StatusError"
        rows = [
            row for row in self.errors if row.status == status and not row.code and not row.message
        ]
        if rows:
            return rows[0].error
        from imagehosts.core.failures import category_of_status

        category = category_of_status(int(status))
        return CATEGORIES[category].__name__ if category else "StatusError"

    # --- XML -------------------------------------------------------------------------------

    def _xml_root(self, responses: list[Response]) -> XmlRoot | None:
        """The root element of a success, part by part; None where it is not XML."""
        for response in responses:
            for body in response.bodies:
                if response.success and body.root:
                    return XmlRoot(body.root, body.schema, list(self._xml_parts(body.schema)))
        return None

    def _xml_parts(self, schema: str, path: str = "", python: str = "") -> Iterator[XmlPart]:
        attributes = _attributes(getattr(self._models, class_name(schema)))
        for part, member in self._xml.classes[schema].parts:
            here = path + _step(part)
            attribute = python + attributes.get(member, identifier(member))
            yield XmlPart(
                here,
                part.kind,
                part.repeated,
                part.required,
                part.type if part.simple else class_name(part.type),
                attribute,
            )
            if not part.simple:
                brackets = "[]" if part.repeated else ""
                yield from self._xml_parts(part.type, f"{here}/", f"{attribute}{brackets}.")

    # --- models ----------------------------------------------------------------------------

    @cached_property
    def _models(self) -> Any:
        return import_module(f"{self.package}.models")

    def _model(self, name: str, schema: Json) -> Model:
        has_class = class_name(name) in self._models.__all__
        kind = getattr(self._models, class_name(name)) if has_class else None
        attributes = _attributes(kind)
        parts = {member: part for part, member in getattr(self._xml.classes.get(name), "parts", [])}
        members = []
        for wire, reference in schema.get("properties", {}).items():
            described_by = holder_of(self.spec, reference)
            attribute = attributes.get(wire, identifier(wire))
            # `from __future__ import annotations` keeps the types as they were written.
            python_type = str(kind.__annotations__[attribute]) if has_class else ""
            member = Member(
                wire,
                self.words(reference),
                python_type,
                wire in schema.get("required", []),
                with_limits(
                    described_by.get("description", ""),
                    self.spec.resolve(reference),
                    patterns=False,
                ),
                Provenance.of(reference),
                claims=claims_of(described_by),
                python_name=attribute if has_class and attribute != wire else "",
            )
            if wire in parts:
                member.place, member.repeated = parts[wire].kind, parts[wire].repeated
            members.append(member)
        return Model(
            class_name(name),
            f"{self.package}.models.{class_name(name)}" if has_class else "",
            schema.get("description", ""),
            claims_of(schema),
            self._source(schema),
            Provenance.of(schema),
            members,
            [
                self._example(entry)
                for entry in self._index
                if not entry.get("operation")
                and entry.get("schema") == f"#/components/schemas/{name}"
            ],
        )

    def words(self, schema: Json) -> str:
        """A schema in a few words."""
        if "$ref" in schema:
            return str(class_name(schema["$ref"].rpartition("/")[2]))
        if "const" in schema:
            return json.dumps(schema["const"])
        for keyword in ("anyOf", "oneOf", "allOf"):
            if keyword in schema:
                return " or ".join(self.words(part) for part in schema[keyword])
        kinds = schema.get("type", "any")
        kinds = [kinds] if isinstance(kinds, str) else list(kinds)
        nullable = "null" in kinds
        words = [self._kind(kind, schema) for kind in kinds if kind != "null"]
        if "enum" in schema:
            words = [json.dumps(value) for value in schema["enum"] if value is not None]
        return " or ".join(words) + (" or null" if nullable else "")

    def _kind(self, kind: str, schema: Json) -> str:
        if kind == "array":
            items = schema.get("items") or {}
            return f"array of {self.words(items)}" if items else "array"
        shown = {"binary": "file", "uri": "URL", "uri-reference": "URL or path"}
        style = schema.get("format", "")
        if kind == "string" and style:
            return shown.get(style, f"string ({style})" if style != "password" else "string")
        if kind == "string" and schema.get("x-present-as") in ("integer", "number", "boolean"):
            return "string of digits"
        return kind

    # --- examples --------------------------------------------------------------------------

    @cached_property
    def _index(self) -> list[Json]:
        return _read_list(self.spec.path.parent / "examples" / "index.yaml")

    def _examples(self, plan: OperationPlan) -> list[Example]:
        """The examples of the index; those of the spec where a success or failure is missing."""
        listed = [
            self._example(entry) for entry in self._index if entry.get("operation") == plan.id
        ]
        successes: Iterable[Example] = ()
        failures: Iterable[Example] = ()
        if not any(each.status[:1] in ("2", "3") for each in listed):
            successes = self._of_contract(plan, success=True)
        if not any(each.status[:1] in ("4", "5") for each in listed):
            failures = islice(self._of_contract(plan, success=False), 1)
        return [*successes, *listed, *failures]

    def _of_contract(self, plan: OperationPlan, *, success: bool) -> Iterator[Example]:
        """The examples of a success, or of a failure, that stand in the spec itself."""
        known = Provenance("in the contract")
        for status, reference in plan.raw["responses"].items():
            response = self.spec.resolve(reference)
            if success != (str(status)[0] in "23" and response.get("x-outcome") != "error"):
                continue
            for kind, media in response.get("content", {}).items():
                language = {"json": "json", "xml": "xml"}.get(kind.rpartition("/")[2], "text")
                for what, value in _shown(self.spec, media):
                    text = value if isinstance(value, str) else json.dumps(value, indent=2)
                    yield Example(what, text.rstrip("\n"), language, str(status), kind, known)
            location = self.spec.resolve(response.get("headers", {}).get("Location", {}))
            if "example" in location:
                text = f"Location: {location['example']}"
                yield Example("its address", text, "text", str(status), "header", known)

    def _source(self, holder: Json) -> str:
        document, section = shown_source(self.spec, holder.get("x-source", {}))
        return f"{document}, “{section}”" if document else ""

    def _example(self, entry: Json) -> Example:
        path = self.spec.path.parent / "examples" / entry["file"]
        content_type = entry.get("content_type", "")
        if entry["kind"] == "request":
            content_type = "request"
        elif entry.get("header"):
            content_type = "header"
        return Example(
            " ".join(entry["what"].split()),
            _read_example(path).rstrip("\n"),
            _language(path.suffix),
            str(entry.get("status", "")),
            content_type,
            Provenance(entry.get("provenance", DOCUMENTED)),
            " ".join(entry.get("corrected", "").split()),
        )

    def _forms(self, plan: OperationPlan) -> Forms | None:
        """How the call is made, by people with different tools; None where there is no client."""
        host = find_row(self.api)
        if host is None:
            return None
        from docs.call_forms import forms_of

        return forms_of(host, self.spec, plan)


@cache
def _read_apis(root: Path) -> dict[str, ApiReference | str]:
    """The reference of every API that has a spec, or the message that says why there is none."""
    read: dict[str, ApiReference | str] = {}
    for path in find_specs(root / "specs"):
        try:
            read[path.parent.name] = ApiReference(path)
        except (SpecProblem, LookupError) as error:
            read[path.parent.name] = str(error)
    return read


def find_apis(root: Path = ROOT) -> tuple[ApiReference, ...]:
    """The reference of every API that has a spec and generated code, each read once."""
    return tuple(each for each in _read_apis(root).values() if isinstance(each, ApiReference))


def broken_apis(root: Path = ROOT) -> dict[str, str]:
    """For each API without a reference, what to do about it."""
    return {api: text for api, text in _read_apis(root).items() if isinstance(text, str)}


def _read_example(path: Path) -> str:
    """The text of an example: UTF-8, but for XML that declares another encoding."""
    content = path.read_bytes()
    declared = re.match(rb"<\?xml[^>]*\bencoding=[\"']([A-Za-z0-9._-]+)", content)
    return content.decode(declared[1].decode() if declared else "utf-8")


def _read_list(path: Path) -> list[Json]:
    entries: list[Json] = []
    if path.exists():
        entries = yaml.load(path.read_text("utf-8"), Loader=SpecLoader)  # noqa: S506 - a safe one
    return entries


def _parameters(spec: Spec, plan: OperationPlan) -> list[Json]:
    """The parameters of an operation: those of its path, which its own replace."""
    item = spec.document["paths"][plan.key]
    references = [*item.get("parameters", []), *plan.raw.get("parameters", [])]
    resolved = [spec.resolve(each) for each in references]
    return list({(each["in"], each["name"]): each for each in resolved}.values())


def _method(package: str, plan: OperationPlan) -> Any:
    module = import_module(f"{package}.resources.{plan.tag}")
    resources = import_module(f"{package}.api").Resources
    name = str(inspect.get_annotations(getattr(resources, plan.tag).func)["return"])
    return getattr(getattr(module, name), plan.method_name)


def _call(plan: OperationPlan, signature: inspect.Signature) -> str:
    parts: list[str] = []
    for parameter in signature.parameters.values():
        if parameter.name in ("self", "options"):
            continue
        if parameter.kind is parameter.KEYWORD_ONLY and "*" not in parts:
            parts.append("*")
        default = "" if parameter.default is parameter.empty else f"={parameter.default!r}"
        parts.append(parameter.name + default)
    head, result = f"client.{plan.tag}.{plan.method_name}(", f") -> {signature.return_annotation}"
    whole = head + ", ".join(parts) + result
    if len(whole) <= CALL_WIDTH:
        return whole
    return "\n".join([head, *(f"    {part}," for part in parts), result])


def _paging(plan: OperationPlan) -> Paging | None:
    pages = plan.raw.get("x-pagination")
    if pages is None:
        return None
    return Paging(
        pages.get("parameter", ""),
        pages["style"],
        str(pages.get("first", "")),
        pages.get("limit", ""),
        pages.get("total", ""),
    )


def _step(part: Part) -> str:
    return {"attribute": f"@{part.name}", "text": "text()"}.get(part.kind, part.name)


def _attributes(kind: Any) -> dict[str, str]:
    """The attributes of a model, by their names on the wire."""
    wire_names = getattr(kind, "__wire_names__", {})
    names = [attribute.name for attribute in getattr(kind, "__attrs_attrs__", ())]
    return {wire_names.get(name, name): name for name in names}


def _shown(spec: Spec, media: Json) -> Iterator[tuple[str, Any]]:
    """The examples of a media type: what each is, and its value."""
    if "example" in media:
        yield "an answer", media["example"]
    for reference in media.get("examples", {}).values():
        example = spec.resolve(reference)
        yield example.get("summary", "an answer"), example["value"]


def _language(suffix: str) -> str:
    return {".json": "json", ".xml": "xml", ".html": "html"}.get(suffix, "text")


def _listed(value: Any) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]


def _unique(values: list[str]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))


def words_of(python_type: str) -> list[str]:
    """A Python type split into names and the text between them, so that names can be links."""
    return [part for part in re.split(r"([A-Za-z_][A-Za-z0-9_.]*)", python_type) if part]
