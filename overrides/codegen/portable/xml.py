"""Examples of XML answers as values of their schemas.

The source form has them as text. Linters hold an example against its schema, and tools that know
how a schema is written in XML make the document of the value themselves; the text stays beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

from codegen.portable.plain import nodes
from codegen.specs import Json, Spec

CONVERTERS: dict[str, Callable[[str], Any]] = {
    "integer": int,
    "number": float,
    "boolean": lambda text: text.lower() in ("true", "1"),
}


def structure_examples(spec: Spec) -> None:
    """Replace the text of XML documents by what their schemas say of it, where that can be done."""
    for node in nodes(spec.document, "mediaType"):
        media = node.value
        if "x-xml" not in media:
            continue
        if isinstance(media.get("example"), str):
            media["examples"] = {"document": {"value": media.pop("example")}}
        for example in media.get("examples", {}).values():
            if not isinstance(example.get("value"), str):
                continue
            text = example["value"]
            root = ElementTree.fromstring(text)  # ours, and checked against the XSD
            example["value"] = _value(spec, _schema_for(spec, media["schema"], root.tag), root)
            about = str(example.get("description", "")).strip()
            example["description"] = f"{about}\n\n```xml\n{text.strip()}\n```".strip()


def name_roots(spec: Spec) -> None:
    """Say in standard terms how the root element of an answer is called."""
    for node in nodes(spec.document, "mediaType"):
        root = node.value.get("x-xml", {}).get("root")
        schema = spec.resolve(node.value.get("schema", {}))
        if root and "properties" in schema:
            schema.setdefault("xml", {}).setdefault("name", root)


def _schema_for(spec: Spec, reference: Json, tag: str) -> Json:
    """Of several schemas the one whose root element this is."""
    schema: Json = spec.resolve(reference)
    options: list[Json] = [spec.resolve(each) for each in schema.get("anyOf", [])]
    named = [each for each in options if each.get("xml", {}).get("name") == tag]
    return (named or options or [schema])[0]


def _value(spec: Spec, reference: Json, element: ElementTree.Element) -> Any:
    schema = spec.resolve(reference)
    if "properties" not in schema:
        return _scalar(schema, (element.text or "").strip())
    found: Json = {}
    for name, member_reference in schema["properties"].items():
        member = spec.resolve(member_reference)
        xml = member.get("xml", {})
        wire = xml.get("name", name)
        if xml.get("attribute"):
            if wire in element.attrib:
                found[name] = _scalar(member, element.attrib[wire])
        elif member.get("x-xml-text"):
            found[name] = _scalar(member, (element.text or "").strip())
        elif "items" in member:
            found[name] = [_value(spec, member["items"], each) for each in element.findall(wire)]
        elif (child := element.find(wire)) is not None:
            found[name] = _value(spec, member_reference, child)
    return found


def _scalar(schema: Json, text: str) -> Any:
    kinds = schema.get("type", "string")
    for kind in [kinds] if isinstance(kinds, str) else kinds:
        if kind in CONVERTERS and text:
            return CONVERTERS[kind](text)
    return text
