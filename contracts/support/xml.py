"""XML answers for tests: read as plain data, shaped by the spec's schemas, held against the XSD.

Written apart from the generator and from the package, so that neither can excuse its own mistake.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import xmlschema

from contracts.support.specs import SPECS, Json, faults, nodes, resolve, step

_TRUTH = {"true": True, "1": True, "false": False, "0": False}


class XmlAnswer(NamedTuple):
    """A media type of a spec that stands for an XML document."""

    pointer: str
    root: str
    xsd: str
    media: dict[str, Json]


def xml_answers(document: dict[str, Json]) -> list[XmlAnswer]:
    """Every XML media type of a spec."""
    return [
        XmlAnswer(node.pointer, named["root"], named["xsd"], node.value)
        for node in nodes(document, "mediaType")
        if (named := node.value.get("x-xml"))
    ]


@cache
def load_xsd(api: str, name: str) -> xmlschema.XMLSchema:
    """An XSD beside a spec; an error where it is no valid XML Schema."""
    return xmlschema.XMLSchema(str(SPECS / api / name), allow="local")


def parse(content: str | bytes) -> Element:
    """The root element. The text of a spec is read as text, whatever encoding it declares.

    Raises:
        ElementTree.ParseError: It is not well formed, or declares a document type, as no answer
            of a host may.
    """
    return ElementTree.fromstring(content, ElementTree.XMLParser(target=_Builder()))


class _Builder(ElementTree.TreeBuilder):
    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise ElementTree.ParseError("it declares a document type")


def plain(element: Element) -> dict[str, Json]:
    """The document as ``x-error-body`` sees it: specs/README.md, ``x-xml``."""
    return {element.tag: _plain(element)}


def _plain(element: Element) -> dict[str, Json]:
    found: dict[str, Json] = {f"@{name}": value for name, value in element.attrib.items()}
    if (element.text or "").strip():
        found["#text"] = element.text
    for child in element:
        found.setdefault(child.tag, []).append(_plain(child))
    return found


def shaped(document: dict[str, Json], schema: Json, element: Element) -> Json:
    """An element as the value that a schema speaks of; what the schema cannot place stays plain."""
    schema = resolve(document, schema)
    if schema.get("type") != "object":
        alone = not element.attrib and not len(element)
        return _scalar(schema, element.text or "") if alone else _plain(element)
    members = {
        name: (xml_kind(member), resolve(document, member))
        for name, member in schema.get("properties", {}).items()
    }
    values: dict[str, Json] = {}
    for name, text in element.attrib.items():
        kind, member = members.get(name, ("", {}))
        if kind == "attribute":
            values[name] = _scalar(member, text)
        else:
            values[f"@{name}"] = text
    for tag in dict.fromkeys(child.tag for child in element):
        kind, member = members.get(tag, ("", {}))
        children = [child for child in element if child.tag == tag]
        if kind != "element":
            values[f"<{tag}>"] = [_plain(child) for child in children]
        elif member.get("type") == "array":
            values[tag] = [shaped(document, member["items"], child) for child in children]
        else:
            several = [shaped(document, member, child) for child in children]
            values[tag] = several[0] if len(several) == 1 else several
    values |= {name: element.text or "" for name, (kind, _) in members.items() if kind == "text"}
    return values


def xml_kind(member: Json) -> str:
    """How a member of a schema stands in XML: ``attribute``, ``text`` or ``element``."""
    if member.get("xml", {}).get("attribute"):
        return "attribute"
    return "text" if member.get("x-xml-text") else "element"


def xml_faults(
    api: str, document: dict[str, Json], answer: XmlAnswer, content: str | bytes
) -> list[str]:
    """What is wrong with an XML document by either of its two descriptions, a line each."""
    try:
        element = parse(content)
    except ElementTree.ParseError as error:
        return [f"not well formed: {error}"]
    if element.tag != answer.root:
        return [f"begins with {element.tag}, not with {answer.root}"]
    found = [f"XSD: {error.path} {error.reason}" for error in xsd_errors(api, answer, element)]
    value = shaped(document, answer.media["schema"], element)
    return found + faults(document, step(answer.pointer, "schema"), value)


def xml_faults_by_root(
    api: str, document: dict[str, Json], answers: Iterable[XmlAnswer], content: str | bytes
) -> list[str]:
    """The same where several documents may come, told apart by their root elements."""
    try:
        root = parse(content).tag
    except ElementTree.ParseError as error:
        return [f"not well formed: {error}"]
    known = {answer.root: answer for answer in answers}
    if root not in known:
        return [f"begins with {root}, not with {' or '.join(sorted(known))}"]
    return xml_faults(api, document, known[root], content)


def xsd_errors(
    api: str, answer: XmlAnswer, element: Element
) -> Iterator[xmlschema.XMLSchemaValidationError]:
    """What the XSD alone says against an element."""
    return load_xsd(api, answer.xsd).iter_errors(element)


def _scalar(schema: Json, text: str) -> Json:
    """A value of the schema's type where the text is one of XML Schema's ways to write it."""
    text_ = text.strip()
    if schema.get("type") == "integer" and re.fullmatch(r"[+-]?[0-9]+", text_):
        return int(text_)
    if schema.get("type") == "boolean" and text_ in _TRUTH:
        return _TRUTH[text_]
    return text_ if schema.get("format") == "uri" else text
