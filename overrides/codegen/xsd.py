"""Reads the XSD beside a spec, and holds it against the schemas: both must say the same.

xsdata turns the file into its typed model of a schema; what is looked at here is the part of XML
Schema that answers of such hosts need. Everything else is refused rather than passed over: named
complex types of a sequence (or ``xs:all``) of elements with attributes, or of text with attributes;
named restrictions of simple types; no namespaces.
"""

from __future__ import annotations

import importlib.metadata
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from xml.parsers import expat

from xsdata.codegen.parsers import SchemaParser
from xsdata.formats.dataclass.parsers.handlers import XmlEventHandler
from xsdata.models import xsd as parsed
from xsdata.models.enums import FormType, UseType

from codegen.plans import result_kind
from codegen.problems import GenerationFailed, SpecProblem
from codegen.specs import Json, Spec, Where

XSDATA_VERSION = "26.10"

#: The simple types that can be read, each with what the schemas call it.
SIMPLE_TYPES = {
    "string": "string",
    "anyURI": "uri",
    "boolean": "boolean",
    **dict.fromkeys(("decimal", "double", "float"), "number"),
    **dict.fromkeys(
        (
            *("integer", "nonNegativeInteger", "positiveInteger"),
            *("nonPositiveInteger", "negativeInteger"),
            *("long", "int", "short", "byte"),
            *("unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
        ),
        "integer",
    ),
}
#: The same for a schema of JSON: its type, and its format where that matters.
JSON_TYPES = ("string", "boolean", "number", "integer")

#: Which parts of a type can be in an element. The text has no name of its own.
ATTRIBUTE, ELEMENT, TEXT = "attribute", "element", "text"

Key = tuple[str, str]


class Part(NamedTuple):
    """An attribute of an element, an element in it, or its text, as one of the two says it."""

    kind: str
    name: str
    type: str
    """A value of :data:`SIMPLE_TYPES`, or the name of a complex type or schema."""
    simple: bool
    required: bool
    repeated: bool
    where: Where

    @property
    def key(self) -> Key:
        """What tells the parts of one element apart."""
        return self.kind, self.name

    def __str__(self) -> str:
        return f"{self.kind} {self.name!r}" if self.name else "text"


class SchemaPart(NamedTuple):
    """A part with the member of the class that takes it."""

    part: Part
    member: str


@dataclass
class XmlClass:
    """A schema that an XML answer can hold."""

    name: str
    where: Where
    parts: list[SchemaPart] = field(default_factory=list)


@dataclass
class XmlPlan:
    """What the answers of an API in XML are made of.

    Attributes:
        files: The XSD files, by the names that the spec gives them.
        classes: The schemas in the order of their names.
        read: The names of those that a client reads: a success begins with them or holds them.
    """

    files: dict[str, Path] = field(default_factory=dict)
    classes: dict[str, XmlClass] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)


class Answer(NamedTuple):
    """An answer in XML that the spec describes."""

    where: Where
    xsd: str
    root: str
    schema: str
    success: bool


def read_xml(spec: Spec) -> XmlPlan:
    """The classes of the XML answers of a spec, once they are known to be what the XSD says."""
    plan = XmlPlan()
    problems: list[SpecProblem] = []
    answers = list(_answers(spec, problems))
    documents: dict[str, Xsd] = {}
    for name in dict.fromkeys(answer.xsd for answer in answers):
        try:
            documents[name] = Xsd(spec, name)
        except GenerationFailed as failed:
            problems += failed.problems
    if problems:
        raise GenerationFailed(problems)
    for name, document in documents.items():
        plan.files[name] = document.path
        stands_for = _pairs(spec, document, plan, [a for a in answers if a.xsd == name], problems)
        for type_name, schemas in stands_for.items():
            classes = [plan.classes[schema] for schema in schemas]
            problems += _disagreements(spec, document, document.types[type_name], classes)
        problems += document.unused(stands_for, {a.root for a in answers if a.xsd == name})
    if problems:
        raise GenerationFailed(list({str(problem): problem for problem in problems}.values()))
    for answer in answers:
        if answer.success:
            _mark_read(plan, answer.schema)
    return plan


def _mark_read(plan: XmlPlan, name: str) -> None:
    if name not in plan.read:
        plan.read.add(name)
        for part, _ in plan.classes[name].parts:
            if not part.simple:
                _mark_read(plan, part.type)


# --- the answers of the spec ---------------------------------------------------------------


def _answers(spec: Spec, problems: list[SpecProblem]) -> Iterator[Answer]:
    seen: set[tuple[str, str, str, bool]] = set()
    for where, _, _, operation in spec.operations():
        for status, reference in operation.get("responses", {}).items():
            response, place = spec.follow(reference, (*where, "responses", status))
            success = str(status)[0] in "23" and response.get("x-outcome") != "error"
            for media_type, media in response.get("content", {}).items():
                here = (*place, "content", media_type)
                if result_kind(media_type) != "xml":
                    if "x-xml" in media:
                        problems.append(
                            spec.problem(
                                (*here, "x-xml"),
                                f"{media_type} is no XML",
                                "call it application/xml, or leave `x-xml` out",
                            )
                        )
                    continue
                if "x-envelope" in media:
                    fault, advice = "an envelope in XML", "describe the whole element"
                    problems.append(spec.problem((*here, "x-envelope"), fault, advice))
                name = _schema_name(media.get("schema"))
                if "x-xml" not in media or name is None:
                    problems.append(
                        spec.problem(
                            here,
                            "an answer in XML without its XSD and root element"
                            if name
                            else "an answer in XML that is no named schema",
                            "give it `x-xml: {xsd: <file>, root: <element>}`"
                            if name
                            else "refer to an object in components/schemas",
                        )
                    )
                    continue
                key = (media["x-xml"]["xsd"], media["x-xml"]["root"], name, success)
                if key not in seen:
                    seen.add(key)
                    yield Answer(here, *key)


def _schema_name(schema: Any) -> str | None:
    reference = schema.get("$ref", "") if isinstance(schema, dict) else ""
    prefix = "#/components/schemas/"
    return reference.removeprefix(prefix) if reference.startswith(prefix) else None


def _pairs(
    spec: Spec,
    document: Xsd,
    plan: XmlPlan,
    answers: list[Answer],
    problems: list[SpecProblem],
) -> dict[str, list[str]]:
    """Which schemas stand for each type of the XSD that an answer leads to."""
    stands_for: dict[str, list[str]] = {}
    queue: list[tuple[str, str]] = []
    for answer in answers:
        type_name = document.roots.get(answer.root)
        if type_name is None:
            problems.append(
                spec.problem(
                    (*answer.where, "x-xml", "root"),
                    f"{document.shown_as.name} declares no element {answer.root!r}",
                    f"declare it there, or name one of: {', '.join(document.roots) or 'none yet'}",
                )
            )
        else:
            queue.append((type_name, answer.schema))
    while queue:
        type_name, name = queue.pop(0)
        schemas = stands_for.setdefault(type_name, [])
        if name in schemas:
            continue
        if name not in plan.classes:
            try:
                plan.classes[name] = _read_schema(spec, name)
            except GenerationFailed as failed:
                problems += failed.problems
                plan.classes[name] = XmlClass(name, ("components", "schemas", name))
                continue
        schemas.append(name)
        known = {part.key: part for part in document.types[type_name].parts}
        for part, _ in plan.classes[name].parts:
            other = known.get(part.key)
            if other is not None and not part.simple and not other.simple:
                queue.append((other.type, part.type))
    return stands_for


def _read_schema(spec: Spec, name: str) -> XmlClass:
    """A schema as parts of an element; what XML cannot hold is refused."""
    where = ("components", "schemas", name)
    schema = spec.resolve({"$ref": f"#/components/schemas/{name}"})
    result = XmlClass(name, where)
    problems: list[SpecProblem] = []
    if schema.get("type") != "object" or {"allOf", "anyOf", "oneOf"} & schema.keys():
        raise GenerationFailed(
            [
                spec.problem(
                    where,
                    f"{name} is an element of an XML answer and no plain object",
                    "describe it as `type: object` with all its members",
                )
            ]
        )
    required = schema.get("required", [])
    for wire, reference in schema.get("properties", {}).items():
        here = (*where, "properties", wire)
        try:
            part = _read_member(spec, wire, reference, here, is_required=wire in required)
            result.parts.append(SchemaPart(part, wire))
        except SpecProblem as problem:
            problems.append(problem)
    keys = [part.key for part, _ in result.parts]
    for part, _ in result.parts:
        if keys.count(part.key) > 1:
            problems.append(
                spec.problem(part.where, f"a second {part}", "give it a name of its own")
            )
    if problems:
        raise GenerationFailed(problems)
    return result


def _read_member(
    spec: Spec, wire: str, reference: Json, where: Where, *, is_required: bool
) -> Part:
    member = spec.resolve(reference)
    hints: Json = member.get("xml", {})
    unknown = sorted(hints.keys() - {"attribute", "name"})
    if unknown:
        raise spec.problem(
            (*where, "xml", unknown[0]),
            f"`xml: {{{unknown[0]}: ...}}` is not read",
            "use `attribute` and `name` alone; describe a wrapping element as an object",
        )
    refused = {"x-present-as", "x-alias-of", "x-keyed-by", "enum", "const"} & member.keys()
    if refused:
        raise spec.problem(
            (*where, sorted(refused)[0]),
            f"{sorted(refused)[0]} in an XML answer",
            "give the member its plain type; the reader converts text by itself",
        )
    kind = ATTRIBUTE if hints.get("attribute") else TEXT if member.get("x-xml-text") else ELEMENT
    name = "" if kind == TEXT else hints.get("name", wire)
    repeated = member.get("type") == "array"
    if repeated:
        if kind != ELEMENT:
            raise spec.problem(where, f"a list as {kind}", "only elements can be repeated")
        is_required = is_required and member.get("minItems", 0) > 0
        reference = member.get("items", {})
        member = spec.resolve(reference)
    schema = _schema_name(reference)
    if member.get("type") == "object" and schema is not None:
        if kind != ELEMENT:
            raise spec.problem(where, f"an object as {kind}", "only elements can hold others")
        return Part(kind, name, schema, False, is_required, repeated, where)
    if member.get("type") not in JSON_TYPES:
        raise spec.problem(
            where,
            f"a value of type {member.get('type', 'any')} in an XML answer",
            f"make it one of {', '.join(JSON_TYPES)}, a list of these, or a named object;"
            " where there may be none, leave it out of `required`",
        )
    simple = "uri" if member.get("format") == "uri" else str(member["type"])
    return Part(kind, name, simple, True, is_required, repeated, where)


# --- the XSD -------------------------------------------------------------------------------


@dataclass
class XsdType:
    """A complex type: what may stand in an element of it."""

    name: str
    parts: list[Part] = field(default_factory=list)


class Xsd:
    """An XSD file: its global elements, its complex types, and the lines on which they stand.

    Attributes:
        roots: The complex type of each global element.
        types: The complex types by name.
    """

    def __init__(self, spec: Spec, name: str) -> None:
        self.path = spec.path.with_name(name)
        self.shown_as = spec.shown_as.with_name(name)
        self.roots: dict[str, str] = {}
        self.types: dict[str, XsdType] = {}
        self._lines: dict[Where, int] = {}
        self._problems: list[SpecProblem] = []
        self._simple: dict[str, str] = {}
        schema = self._parse()
        self._read(schema)
        if self._problems:
            raise GenerationFailed(self._problems)

    def problem(self, where: Where, fault: str, advice: str) -> SpecProblem:
        """A problem at a place of this file: the names of what stands around it."""
        near = where
        while near and near not in self._lines:
            near = near[:-1]
        return SpecProblem(self.shown_as, where, fault, advice, self._lines.get(near))

    def unused(self, types: Iterable[str], roots: Iterable[str]) -> Iterator[SpecProblem]:
        """What no answer of the spec needs, and so nothing would be held against."""
        for name in sorted(self.roots.keys() - set(roots)):
            yield self.problem(
                (name,), f"no answer begins with {name!r}", "name it in an `x-xml`, or drop it"
            )
        reached = set(types)
        unreached = sorted(self.types.keys() - reached)
        # A type that only a wrong root leads to has been complained about already.
        if not self.roots.keys() - set(roots):
            for name in unreached:
                yield self.problem((name,), f"no answer holds a {name}", "use it, or drop it")

    def _refuse(self, where: Where, fault: str, advice: str) -> None:
        self._problems.append(self.problem(where, fault, advice))

    def _parse(self) -> parsed.Schema:
        advice = "make it an XML Schema 1.0 document: `<xs:schema>` around all"
        try:
            content = self.path.read_bytes()
        except OSError as error:
            raise self._unreadable(
                f"the file cannot be read: {error.strerror}", "put it beside the spec"
            ) from None
        try:
            self._lines = _lines(content)
        except expat.ExpatError as error:
            fault = f"not readable as XML: {expat.ErrorString(error.code)}"
            raise self._unreadable(fault, "correct the syntax", error.lineno) from None
        except ValueError as error:
            raise self._unreadable(f"not readable as an XSD: {error}", advice) from None
        location = f"file:///{self.shown_as.as_posix()}"
        parser = SchemaParser(location=location, handler=XmlEventHandler)
        # A misspelt attribute or an invalid number would be left out in silence.
        parser.config.fail_on_unknown_properties = True
        parser.config.fail_on_unknown_attributes = True
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                schema = parser.from_bytes(content, parsed.Schema)
        except (Warning, ValueError, TypeError, KeyError) as error:
            raise self._unreadable(f"not readable as an XSD: {error}", advice) from None
        return schema

    def _unreadable(self, fault: str, advice: str, line: int | None = None) -> GenerationFailed:
        return GenerationFailed([SpecProblem(self.shown_as, (), fault, advice, line)])

    def _read(self, schema: parsed.Schema) -> None:
        if schema.target_namespace:
            self._refuse((), "a target namespace", "leave it out: the reader knows no namespaces")
        self._only(schema, (), parsed.Element, parsed.ComplexType, parsed.SimpleType)
        restricted = {simple.name or "": simple for simple in schema.simple_types}
        for name in restricted:
            self._simple[name] = self._restricted(restricted, name)
        for complex_type in schema.complex_types:
            self.types[complex_type.name or ""] = XsdType(complex_type.name or "")
        for complex_type in schema.complex_types:
            name = complex_type.name or ""
            self.types[name].parts = list(self._parts(complex_type, (name,)))
        for element in schema.elements:
            name = element.name or ""
            self._plain(element, (name,))
            type_name = element.type or ""
            if type_name not in self.types:
                self._refuse(
                    (name,),
                    f"the element is of type {type_name or 'its own'}",
                    f"give it a named complex type: {', '.join(self.types) or 'none yet'}",
                )
            else:
                self.roots[name] = type_name

    def _restricted(self, restricted: dict[str, parsed.SimpleType], name: str) -> str:
        """What a named simple type comes down to; empty where that is nothing we can read."""
        self._only(restricted[name], (name,), parsed.Restriction)
        base = name
        seen: set[str] = set()
        while base in restricted and base not in seen:
            seen.add(base)
            restriction = restricted[base].restriction
            if restriction is not None and restriction.enumerations:
                self._refuse((base,), "an enumeration", "restrict the text by a pattern, or not")
            base = "" if restriction is None else restriction.base or ""
        if base in restricted:
            self._refuse((name,), f"the type {name} restricts itself", "break the circle")
            return ""
        return self._simple_type(base, (name,))

    def _simple_type(self, name: str, where: Where) -> str:
        """What a type of text is called in the schemas; what cannot be read is refused."""
        if name in self._simple:
            return self._simple[name]
        prefix, _, local = name.rpartition(":")
        if prefix and local in SIMPLE_TYPES:
            return SIMPLE_TYPES[local]
        prefix = prefix or "xs"
        known = ", ".join(f"{prefix}:{simple}" for simple in SIMPLE_TYPES)
        self._refuse(
            where,
            f"a value of type {name}" if name else "a value without a named type",
            f"use one of {known}, or a named type of this file",
        )
        return ""

    def _parts(self, complex_type: parsed.ComplexType, where: Where) -> Iterator[Part]:
        self._only(
            complex_type,
            where,
            parsed.Sequence,
            parsed.All,
            parsed.Attribute,
            parsed.SimpleContent,
        )
        for fault in ("mixed", "abstract"):
            if getattr(complex_type, fault):
                self._refuse(where, f"{fault} content", "describe an element, or text alone")
        attributes = complex_type.attributes
        content = complex_type.simple_content
        if content is not None:
            self._only(content, where, parsed.Extension)
            if content.extension is not None:
                self._only(content.extension, where, parsed.Attribute)
                attributes = content.extension.attributes
                simple = self._simple_type(content.extension.base or "", where)
                yield Part(TEXT, "", simple, True, True, False, where)
        for attribute in attributes:
            yield from self._attribute(attribute, where)
        for group in (complex_type.sequence, complex_type.all):
            if group is None:
                continue
            self._only(group, where, parsed.Element)
            if group.max_occurs != 1:
                self._refuse(where, "a sequence that is repeated", "repeat its elements instead")
            for element in group.elements:
                yield from self._element(element, where, optional=group.min_occurs == 0)

    def _attribute(self, attribute: parsed.Attribute, where: Where) -> Iterator[Part]:
        here = (*where, f"@{attribute.name}")
        self._plain(attribute, here)
        if attribute.use == UseType.PROHIBITED:
            self._refuse(here, "an attribute that is prohibited", "leave it out")
            return
        simple = self._simple_type(attribute.type or "", here)
        required = attribute.use == UseType.REQUIRED
        yield Part(ATTRIBUTE, attribute.name or "", simple, True, required, False, here)

    def _element(self, element: parsed.Element, where: Where, *, optional: bool) -> Iterator[Part]:
        here = (*where, element.name or str(element.ref))
        self._plain(element, here)
        if element.max_occurs == 0 or element.ref:
            return
        type_name = element.type or ""
        complex_type = type_name in self.types
        shown = type_name if complex_type else self._simple_type(type_name, here)
        required = not optional and element.min_occurs > 0
        repeated = element.max_occurs != 1
        name = element.name or ""
        yield Part(ELEMENT, name, shown, not complex_type, required, repeated, here)

    def _plain(self, part: parsed.Element | parsed.Attribute, where: Where) -> None:
        """Refuse what would change the meaning of an element or attribute."""
        self._only(part, where)
        faults = {
            "ref": "a reference",
            "default": "a default value",
            "fixed": "a fixed value",
            "substitution_group": "a substitution group",
            "nillable": "an element that may be nil",
            "abstract": "an abstract element",
        }
        for name, fault in faults.items():
            if getattr(part, name, None):
                self._refuse(where, fault, "declare it here, with a name and a named type")
        # xsdata writes the form of the whole schema into each part; without a namespace it says
        # nothing of elements.
        if isinstance(part, parsed.Attribute) and part.form == FormType.QUALIFIED:
            self._refuse(
                where, "a qualified attribute", "leave `form` out: there are no namespaces"
            )

    def _only(self, holder: Any, where: Where, *kinds: type) -> None:
        """Refuse every part of the schema language that is not one of these."""
        for child in holder.children():
            if isinstance(child, (parsed.Annotation, *kinds)):
                continue
            kind = type(child).__name__
            tag = kind[0].lower() + kind[1:]
            advice = "name the type and refer to it by `type`"
            if kind not in ("ComplexType", "SimpleType"):
                known = [k.__name__[0].lower() + k.__name__[1:] for k in kinds]
                advice = f"only {', '.join(f'xs:{k}' for k in known) or 'nothing'} may stand here"
            self._refuse(where, f"xs:{tag} is not read", advice)


def _lines(content: bytes) -> dict[Where, int]:
    """The line of everything that has a name, by the names around it.

    Raises:
        ValueError: The document is no schema, or one that other files or entities are a part of.
    """
    found: dict[Where, int] = {}
    names: list[Where] = [()]

    def start(tag: str, attributes: dict[str, str]) -> None:
        if len(names) == 1 and tag.rpartition(":")[2] != "schema":
            raise ValueError(f"it begins with <{tag}>")
        name = attributes.get("name") or attributes.get("ref")
        if name and tag.rpartition(":")[2] == "attribute":
            name = f"@{name}"
        names.append((*names[-1], name) if name else names[-1])
        found.setdefault(names[-1], parser.CurrentLineNumber)

    def refuse(*_: object) -> None:
        raise ValueError("a document type")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda tag: names.pop()
    parser.Parse(content, True)
    return found


# --- do they say the same? -----------------------------------------------------------------


def _disagreements(
    spec: Spec, document: Xsd, type_: XsdType, classes: list[XmlClass]
) -> Iterator[SpecProblem]:
    """Where a type of the XSD and the schemas that stand for it say different things."""
    theirs = {part.key: part for part in type_.parts}
    shown = " and ".join(each.name for each in classes)
    ours: dict[Key, list[Part]] = {}
    for each in classes:
        for part, _ in each.parts:
            ours.setdefault(part.key, []).append(part)
    for key, part in theirs.items():
        if key not in ours:
            yield document.problem(
                part.where,
                f"{shown} in {spec.shown_as.name} has no {part}",
                "add it there, or drop it here",
            )
    for key, parts in ours.items():
        other = theirs.get(key)
        if other is None:
            kinds = [part.kind for part in theirs.values() if part.name == key[1]]
            is_there = f"has it as {kinds[0]}" if kinds else "has no such part"
            yield spec.problem(
                parts[0].where,
                f"{parts[0]}: the type {type_.name} of {document.shown_as.name} {is_there}",
                "make both say the same",
            )
            continue
        for part in parts:
            yield from _differences(spec, document, type_, part, other)
        required = len(parts) == len(classes) and all(part.required for part in parts)
        if required != other.required:
            says = "required" if required else "optional"
            but = "optional" if required else "required"
            yield spec.problem(
                parts[0].where,
                f"{parts[0]} is {says} in {shown} and {but} in {document.shown_as.name}",
                "make both say the same (a list is required where `minItems` is 1 or more)",
            )


def _differences(
    spec: Spec, document: Xsd, type_: XsdType, part: Part, other: Part
) -> Iterator[SpecProblem]:
    place = f"the type {type_.name} of {document.shown_as.name}"
    if part.simple != other.simple or (part.simple and part.type != other.type):
        yield spec.problem(
            part.where,
            f"{part} is {_shown(part)} here and {_shown(other)} in {place}",
            "give it the same type in both (`format: uri` is xs:anyURI)",
        )
    if part.repeated != other.repeated:
        yield spec.problem(
            part.where,
            f"{part} is {'a list' if part.repeated else 'one'} here"
            f" and {'a list' if other.repeated else 'one'} in {place}",
            "make both a list (`type: array`, `maxOccurs`), or none",
        )


def _shown(part: Part) -> str:
    return part.type if part.simple else f"an element of type {part.type}"


def check_version() -> None:
    """Refuse another xsdata than the one whose model this module was written for."""
    installed = importlib.metadata.version("xsdata")
    if installed != XSDATA_VERSION:
        raise RuntimeError(
            f"xsdata {installed} is installed and the reader of XSD files is made for"
            f" {XSDATA_VERSION}; run `make setup`"
        )
