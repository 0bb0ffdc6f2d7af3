"""An XSD and the schemas of its spec say the same, and what either forbids is found."""

from __future__ import annotations

import copy
import inspect
import re
from collections.abc import Callable
from functools import cache
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement, tostring

import xmlschema
from imagehosts_wire.imageshack_gallery.resources.galleries import GalleriesResource

from contracts.hosts.imageshack_gallery.document import ACTIONS, TEXTS
from contracts.specs.xsd import differences
from contracts.support.reporting import each
from contracts.support.specs import (
    API_NAMES,
    SPECS,
    Json,
    load_examples,
    load_spec,
    operations,
    resolve,
)
from contracts.support.xml import XmlAnswer, load_xsd, parse, xml_answers, xml_faults, xsd_errors

Document = dict[str, Json]

XSDS = [
    (api, name)
    for api in API_NAMES
    for name in sorted({answer.xsd for answer in xml_answers(load_spec(api))})
]
API, XSD = "imageshack_gallery", "gallery.xsd"
SCHEMA = "{http://www.w3.org/2001/XMLSchema}"


@cache
def text() -> str:
    return (SPECS / API / XSD).read_text("utf-8")


def answer(root: str, schema: str) -> XmlAnswer:
    """An answer of the spec by its root and the name of its schema."""
    wanted = f"#/components/schemas/{schema}"
    return next(
        found
        for found in xml_answers(load_spec(API))
        if (found.root, found.media["schema"]["$ref"]) == (root, wanted)
    )


def sample(name: str) -> Element:
    """A documented payload, to be changed."""
    return parse((SPECS / API / "examples/documented" / name).read_bytes())


def test_every_xsd_is_named_by_an_answer() -> None:
    found = {(path.parent.name, path.name) for path in SPECS.glob("*/*.xsd")}
    assert found == set(XSDS)
    assert (API, XSD) in XSDS


@each(("api", "name"), XSDS, group="api")
def test_an_xsd_is_a_valid_xml_schema_in_one_file(api: str, name: str) -> None:
    xsd = load_xsd(api, name)
    assert xsd.validation_attempted == "full"
    assert not xsd.includes
    assert not [space for space in xsd.imports if space]


@each(("api", "name"), XSDS, group="api")
def test_the_xsd_declares_the_root_of_every_xml_answer(api: str, name: str) -> None:
    answers = [answer for answer in xml_answers(load_spec(api)) if answer.xsd == name]
    assert answers
    assert {answer.root for answer in answers} == set(load_xsd(api, name).elements)


@each(("api", "name"), XSDS, group="api")
def test_schemas_and_xsd_say_the_same(api: str, name: str) -> None:
    assert differences(load_spec(api), load_xsd(api, name)) == []


# The comparison, shown able to fail: one thing changed in the XSD, then one in the schemas.

ELEMENT = '<xs:element name="{}" type="{}"/>'
CHANGED_XSD = {
    "an element less": (ELEMENT.format("thumbnail", "xs:boolean"), ""),
    "an element more": (
        ELEMENT.format("thumbnail", "xs:boolean"),
        ELEMENT.format("thumbnail", "xs:boolean") + ELEMENT.format("size", "xs:integer"),
    ),
    "an element of another name": ('name="bucket"', 'name="folder"'),
    "an element of another type": (
        ELEMENT.format("bucket", "xs:nonNegativeInteger"),
        ELEMENT.format("bucket", "xs:string"),
    ),
    "numbers below zero": (
        ELEMENT.format("batch", "xs:nonNegativeInteger"),
        ELEMENT.format("batch", "xs:integer"),
    ),
    "an address that is any text": (
        ELEMENT.format("yfrog_url", "xs:anyURI"),
        ELEMENT.format("yfrog_url", "xs:string"),
    ),
    "an element with the parts of another": (
        ELEMENT.format("uploader", "Uploader"),
        ELEMENT.format("uploader", "GalleryCount"),
    ),
    "an optional element required": (
        ' minOccurs="0"/>\n    </xs:sequence>',
        "/>\n    </xs:sequence>",
    ),
    "a required element optional": (
        ELEMENT.format("embed", "Embed"),
        '<xs:element name="embed" type="Embed" minOccurs="0"/>',
    ),
    "a list of one": (' minOccurs="0" maxOccurs="unbounded"', ' minOccurs="0"'),
    "a list of at least one": (' minOccurs="0" maxOccurs="unbounded"', ' maxOccurs="unbounded"'),
    "one that may come again": (
        ELEMENT.format("title", "xs:string"),
        '<xs:element name="title" type="xs:string" maxOccurs="2"/>',
    ),
    "parts that must be there after deleting": ('<xs:sequence minOccurs="0">', "<xs:sequence>"),
    "one part of several": (
        '<xs:sequence>\n      <xs:element name="total" type="xs:nonNegativeInteger"/>\n'
        '      <xs:element name="batch" type="xs:nonNegativeInteger"/>\n    </xs:sequence>',
        '<xs:choice>\n      <xs:element name="total" type="xs:nonNegativeInteger"/>\n'
        '      <xs:element name="batch" type="xs:nonNegativeInteger"/>\n    </xs:choice>',
    ),
    "an attribute less": ('<xs:attribute name="flashvars" type="xs:string" use="required"/>', ""),
    "an attribute of another type": (
        '<xs:attribute name="menu" type="xs:boolean"',
        '<xs:attribute name="menu" type="xs:string"',
    ),
    "a required attribute optional": (
        '<xs:attribute name="code" type="xs:string" use="required"/>',
        '<xs:attribute name="code" type="xs:string"/>',
    ),
    "an optional attribute required": (
        '<xs:attribute name="updated" type="xs:nonNegativeInteger"/>',
        '<xs:attribute name="updated" type="xs:nonNegativeInteger" use="required"/>',
    ),
    "an attribute that is an element": (
        '</xs:sequence>\n    <xs:attribute name="total" type="xs:nonNegativeInteger" '
        'use="required"/>',
        ELEMENT.format("total", "xs:nonNegativeInteger") + "</xs:sequence>",
    ),
    "a text of another type": (
        '<xs:extension base="xs:string">\n        <xs:attribute name="code"',
        '<xs:extension base="xs:integer">\n        <xs:attribute name="code"',
    ),
    "a type of another name": ('"GalleryFile"', '"Picture"'),
    "a root less": (ELEMENT.format("galleries", "GalleriesType"), ""),
    "a root more": (
        ELEMENT.format("errors", "ErrorsType"),
        ELEMENT.format("errors", "ErrorsType") + ELEMENT.format("error", "Error"),
    ),
    "a type that nothing uses": (
        "</xs:schema>",
        '<xs:complexType name="Album"><xs:attribute name="id" type="xs:string"/></xs:complexType>'
        "</xs:schema>",
    ),
}


@each("what", CHANGED_XSD)
def test_a_change_of_the_xsd_alone_is_found(what: str) -> None:
    old, new = CHANGED_XSD[what]
    assert old in text()
    assert differences(load_spec(API), xmlschema.XMLSchema(text().replace(old, new)))


def schemas(document: Document) -> Json:
    return document["components"]["schemas"]


def member(schema: str, name: str) -> Callable[[Document], Json]:
    return lambda document: schemas(document)[schema]["properties"][name]


def put(holder: Callable[[Document], Json], key: str, value: Json) -> Callable[[Document], None]:
    return lambda document: holder(document).update({key: value})


def rename(schema: str, old: str, new: str) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        found = schemas(document)[schema]
        found["properties"][new] = found["properties"].pop(old)
        found["required"] = [new if name == old else name for name in found["required"]]

    return change


def drop(schema: str, name: str) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        found = schemas(document)[schema]
        del found["properties"][name]
        found["required"] = [other for other in found["required"] if other != name]

    return change


def demand(schema: str, *names: str) -> Callable[[Document], None]:
    return lambda document: schemas(document)[schema].update(required=list(names))


def list_of_one(document: Document) -> None:
    files = schemas(document)["GalleryFiles"]["properties"]
    files["file"] = {"$ref": "#/components/schemas/GalleryFile"}


CHANGED_SCHEMAS: dict[str, Callable[[Document], None]] = {
    "a member less": drop("GalleryFile", "thumbnail"),
    "a member more": put(
        lambda d: schemas(d)["GalleryFile"]["properties"], "size", {"type": "integer"}
    ),
    "a member of another name": rename("GalleryFile", "bucket", "folder"),
    "a member of another type": put(member("GalleryFile", "bucket"), "type", "string"),
    "numbers below zero": lambda d: member("GalleryCount", "batch")(d).pop("minimum"),
    "an address that is any text": lambda d: member("GalleryLinks", "yfrog_url")(d).pop("format"),
    "a member with the parts of another": put(
        member("Gallery", "uploader"), "$ref", "#/components/schemas/GalleryCount"
    ),
    "an optional member required": demand("Uploader", "username", "token"),
    "a required member optional": demand("EmbedCode"),
    "a list of one": list_of_one,
    "one that is a list": put(
        lambda d: schemas(d)["Gallery"]["properties"],
        "title",
        {"type": "array", "items": {"type": "string"}},
    ),
    "a list of at least one": demand("Galleries", "version", "count", "gallery"),
    "an attribute less": drop("Embed", "flashvars"),
    "an attribute that is an element": lambda d: member("Embed", "src")(d).pop("xml"),
    "a text that is an element": lambda d: member("Error", "text")(d).pop("x-xml-text"),
    "an optional text": demand("Error", "code"),
    "a part that is there after deleting": put(
        lambda d: schemas(d)["DeletedGallery"]["properties"],
        "deleted",
        {"type": "integer", "minimum": 0},
    ),
    "a part that both have and the XSD does not demand": lambda d: (
        schemas(d)["DeletedGallery"]["properties"].update(updated=member("Gallery", "updated")(d)),
        schemas(d)["DeletedGallery"]["required"].append("updated"),
    )[0],
    "two schemas of one element that contradict each other": put(
        member("DeletedGallery", "version"), "type", "number"
    ),
}


@each("what", CHANGED_SCHEMAS)
def test_a_change_of_the_schemas_alone_is_found(what: str) -> None:
    document = copy.deepcopy(load_spec(API))
    CHANGED_SCHEMAS[what](document)
    assert differences(document, load_xsd(API, XSD))


# Answers that only look right.


def at(element: Element, path: str) -> Element:
    found = element.find(path)
    assert found is not None
    return found


def less(element: Element, path: str) -> None:
    at(element, path.rpartition("/")[0] or ".").remove(at(element, path))


def text_at(element: Element, path: str, value: str) -> None:
    at(element, path).text = value


INVALID: dict[str, Callable[[Element], object]] = {
    "half of it": lambda e: [less(e, name) for name in ("uploader", "files", "links")],
    "no name": lambda e: less(e, "name"),
    "a file without a bucket": lambda e: less(e, "files/file/bucket"),
    "no version": lambda e: e.attrib.pop("version"),
    "a number in words": lambda e: text_at(e, "files/file/width", "wide"),
    "an empty number": lambda e: text_at(e, "server", ""),
    "a flag in another word": lambda e: text_at(e, "files/file/thumbnail", "y"),
    "a time that is a date": lambda e: e.set("updated", "2009-10-07"),
    "two names": lambda e: e.insert(2, e[1]),
    "parts in an address": lambda e: SubElement(at(e, "links/yfrog_url"), "b"),
}


@each("what", INVALID)
def test_a_corrupted_gallery_fails_by_the_xsd_and_by_the_schema(what: str) -> None:
    gallery = answer("gallery", "Gallery")
    element = sample("gallery_create.xml")
    assert xml_faults(API, load_spec(API), gallery, tostring(element)) == []
    INVALID[what](element)
    assert list(xsd_errors(API, gallery, element))
    found = xml_faults(API, load_spec(API), gallery, tostring(element))
    assert [fault for fault in found if not fault.startswith("XSD")], "the schema sees nothing"


def test_empty_element_of_a_deleted_gallery_is_not_a_gallery() -> None:
    """The XSD allows either; the schema of the operation says which."""
    element = sample("gallery_delete.xml")
    gallery, deleted = answer("gallery", "Gallery"), answer("gallery", "DeletedGallery")
    assert not list(xsd_errors(API, gallery, element))
    assert xml_faults(API, load_spec(API), gallery, tostring(element))
    assert xml_faults(API, load_spec(API), deleted, tostring(element)) == []


@each(
    "example",
    [e for e in load_examples(API) if e.path.suffix == ".xml"],
    ids=lambda e: e.entry["file"],
    group="api",
)
def test_another_root_and_a_cut_are_found_in_every_example(example: Json) -> None:
    element = parse(example.content)
    schema = example.entry["schema"].rpartition("/")[2]
    mine = answer(element.tag, schema)
    for end in range(0, len(example.content.rstrip()) - 1, 41):
        assert xml_faults(API, load_spec(API), mine, example.content[:end])
    element.tag = "html"
    assert xml_faults(API, load_spec(API), mine, tostring(element)) == [
        f"begins with html, not with {mine.root}"
    ]


def test_address_may_have_line_breaks_around_it_and_titles_keep_spaces() -> None:
    xsd = load_xsd(API, XSD)
    links = resolve(load_spec(API), {"$ref": "#/components/schemas/GalleryLinks"})
    addresses = [n for n, m in links["properties"].items() if m.get("format") == "uri"]
    assert len(addresses) == 3
    for name in addresses:
        found = xsd.types["GalleryLinks"].content
        kinds = {element.local_name: element.type for element in found.iter_elements()}
        assert kinds[name].white_space == "collapse"
    titles = re.findall(r'name="title" type="([^"]+)"', text())
    assert titles == ["xs:string", "xs:string"]
    assert xsd.meta_schema.types["string"].white_space == "preserve"


def test_the_codes_of_each_action_stand_in_spec_xsd_and_docstring() -> None:
    (told,) = [
        " ".join((part.text or "").split())
        for part in ElementTree.fromstring(text()).iter(f"{SCHEMA}documentation")
        if "by action" in (part.text or "")
    ]
    for name, node in operations(load_spec(API)).items():
        action = node.pointer.split("#")[1].partition("/")[0]
        codes = node.value["x-error-codes"]
        assert tuple(codes) == ACTIONS[action].codes
        assert codes == {code: TEXTS[code] for code in codes}
        assert f"{action}: {', '.join(codes)}." in told
        method = getattr(GalleriesResource, name.removeprefix("galleries_"))
        words = " ".join((inspect.getdoc(method) or "").split())
        assert [
            f"{code}: {line}" for code, line in codes.items() if f"{code}: {line}" not in words
        ] == []
