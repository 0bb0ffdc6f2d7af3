"""What the generator makes of answers in XML, and what it refuses to make anything of.

One spec (:mod:`contracts.codegen.xml_spec`) has everything in it. The disagreements are that spec
with one thing changed on one side; the message must name the file with the line of the change.
"""

from __future__ import annotations

import ast
import re
from typing import Any, NamedTuple

import pytest
from codegen import xsd
from imagehosts.core.errors import InvalidArgument, NotFound, ResponseDecodeError, StatusError
from imagehosts_wire.types import RawResponse

from contracts.codegen.conftest import Build
from contracts.codegen.minispec import (
    BASE_URL,
    Checkout,
    MiniApi,
    answering_xml,
    document,
    operation,
)
from contracts.codegen.refused import Refusal, refusals
from contracts.codegen.xml_spec import SHELF, SHELF_XML, SHELF_XSD
from contracts.support.recording import Recorder, Reply
from contracts.support.reporting import each, report_all


@pytest.fixture(scope="module")
def shelf(build: Build) -> MiniApi:
    """The API of the shelf."""
    return build(SHELF, SHELF_XSD)


def read(api: MiniApi, text: str | bytes, drift: list[str] | None = None, status: int = 200) -> Any:
    """What both clients make of an answer, and where it deviates."""
    content = text.encode() if isinstance(text, str) else text
    found: list[str] = []
    result, _ = api.call(
        lambda client: client.things.get(),
        Reply(status, content, {"content-type": "text/html"}),
        on_drift=lambda drift: found.append(f"{drift.pointer}: {drift.expected}, {drift.got}"),
    )
    assert found[: len(found) // 2] == found[len(found) // 2 :]
    assert found[: len(found) // 2] == (drift or [])
    return result


# --- reading -------------------------------------------------------------------------------


def test_every_kind_of_part_becomes_its_member(shelf: MiniApi) -> None:
    models = shelf.models
    assert read(shelf, SHELF_XML) == models.Shelf(
        version="2.0",
        updated=1254914155,
        owner=" Ann ",
        page="http://shelf.example/a?b=1&c=2",
        length=1.5,
        open=True,
        mark=[1, 2],
        books=[
            models.Book(id=7, class_=False, from_="Rome", id_element="a-7", sub_title=""),
            models.Book(id=8, from_="Béziers", id_element="a-8"),
        ],
        label=models.Label(lang="en", href="http://l.example/", words="Good <books>"),
        above=models.Shelf(
            version="1",
            owner="",
            mark=[],
            books=[models.Book(id=1, from_="", id_element="")],
        ),
    )


def test_what_may_be_absent_is_none_and_a_list_is_empty(shelf: MiniApi) -> None:
    found = read(shelf, '<shelf version="1"><owner/><book id="1"><id/><from/></book></shelf>')
    assert (found.updated, found.page, found.length, found.open) == (None, None, None, None)
    assert (found.label, found.above, found.mark) == (None, None, [])


def test_one_root_may_be_two_classes(shelf: MiniApi) -> None:
    reply = Reply(200, b'<shelf version="1.0" />')
    cleared, sent = shelf.call(lambda client: client.things.clear(), reply)
    assert cleared == shelf.models.EmptyShelf(version="1.0")
    assert sent.method == "DELETE"
    with pytest.raises(ResponseDecodeError, match="/shelf/book is missing"):
        shelf.call(lambda client: client.things.get(), reply)


def test_a_raw_answer_is_parsed_by_the_same_reader(shelf: MiniApi) -> None:
    with shelf.sync_client(Recorder(Reply(200, SHELF_XML.encode()))) as client:
        raw: RawResponse[Any] = client.things.with_raw_response.get()
    assert raw.content == SHELF_XML.encode()
    assert raw.parse().books[0].id == 7


DRIFT: dict[str, tuple[tuple[str, str], list[str]]] = {
    "an unknown element": (
        ("<owner>", "<colour>red</colour><owner>"),
        ['/shelf/colour: no such element, string "red"'],
    ),
    "an unknown element with a secret name": (
        ("<owner>", "<api_key>0123456789</api_key><owner>"),
        ["/shelf/api_key: no such element, [redacted] string"],
    ),
    "an unknown attribute": (
        ('updated="', 'xmlns="http://x.example/" updated="'),
        ['/shelf/@xmlns: no such attribute, string "http://x.example/"'],
    ),
    "text between elements": (
        ("<open>", "stray <open>"),
        ['/shelf/#text: no text, string "\\n  stray "'],
    ),
    "text before the elements": (
        ("<owner>", "stray <owner>"),
        ['/shelf/#text: no text, string "\\n  stray "'],
    ),
    "an element in text": (
        ("> Ann <", "> Ann <b/><"),
        ['/shelf/owner/b: no such element, string ""'],
    ),
    "an attribute of text": (
        ("<owner>", "<owner id='1'>"),
        ['/shelf/owner/@id: no such attribute, string "1"'],
    ),
    "an element that should be one": (
        ("<open>", "<owner>Bob</owner><open>"),
        ['/shelf/owner: one such element, string "another one"'],
    ),
    "white space before it": (
        ("<?xml", "\n <?xml"),
        [
            "(whole answer)"[:0]
            + ': an XML document alone, string "white space before the document"'
        ],
    ),
}


@each("name", DRIFT)
def test_unknown_element_is_drift_and_changes_nothing(shelf: MiniApi, name: str) -> None:
    change, drift = DRIFT[name]
    assert SHELF_XML.count(change[0]) >= 1
    found = read(shelf, SHELF_XML.replace(*change, 1), drift)
    assert found == read(shelf, SHELF_XML)


UNREADABLE: dict[str, tuple[tuple[str, str], str, Any, list[str]]] = {
    "an integer": ((">1<", ">one<"), "mark", [None, 2], ['/shelf/mark/0: int, string "one"']),
    "a fraction": ((">1<", ">1.0<"), "mark", [None, 2], ['/shelf/mark/0: int, string "1.0"']),
    "python's own": ((">1<", ">1_0<"), "mark", [None, 2], ['/shelf/mark/0: int, string "1_0"']),
    "other digits": ((">1<", ">١<"), "mark", [None, 2], ['/shelf/mark/0: int, string "١"']),
    "nothing": ((">1<", "><"), "mark", [None, 2], ['/shelf/mark/0: int, string ""']),
    "a sign": ((">1<", ">\n-1<"), "mark", [-1, 2], []),
    "too many digits": (
        (">1<", f">{'9' * 5000}<"),
        "mark",
        [None, 2],
        [f'/shelf/mark/0: int, string "{"9" * 71}…'],
    ),
    "an attribute": (
        ("1254914155", "today"),
        "updated",
        None,
        ['/shelf/@updated: int, string "today"'],
    ),
    "a number": ((">1.5<", ">NaN<"), "length", None, ['/shelf/length: float, string "NaN"']),
    "a huge number": (
        (">1.5<", ">1e999<"),
        "length",
        None,
        ['/shelf/length: float, string "1e999"'],
    ),
    "another number": ((">1.5<", "> -.5e1 <"), "length", -5.0, []),
    "a word": ((">true<", ">yes<"), "open", None, ['/shelf/open: bool, string "yes"']),
    "a loud word": ((">true<", ">FALSE<"), "open", False, ['/shelf/open: bool, string "FALSE"']),
    "a padded word": ((">true<", "> 0\n<"), "open", False, []),
}


@each("name", UNREADABLE)
def test_a_value_that_cannot_be_read_is_none_and_drift(shelf: MiniApi, name: str) -> None:
    change, member, value, drift = UNREADABLE[name]
    assert SHELF_XML.count(change[0]) == 1
    assert getattr(read(shelf, SHELF_XML.replace(*change), drift), member) == value


@each(
    ("change", "missing"),
    [
        ((' version="2.0"', ""), "/shelf/@version"),
        (("<owner> Ann </owner>", ""), "/shelf/owner"),
        (("<from>Rome</from>", ""), "/shelf/book/0/from"),
        ((' id="8"', ""), "/shelf/book/1/@id"),
        ((' lang="en"', ""), "/shelf/label/@lang"),
        (('<above version="1"><owner/>', '<above version="1">'), "/shelf/above/owner"),
    ],
)
def test_a_missing_part_is_an_error_that_says_where(
    shelf: MiniApi, change: tuple[str, str], missing: str
) -> None:
    assert SHELF_XML.count(change[0]) == 1
    with pytest.raises(ResponseDecodeError, match=rf"\({missing} is missing\)$"):
        read(shelf, SHELF_XML.replace(*change))


@each("status", [200, 404, 500])
def test_failure_is_found_by_its_pointers_at_every_status(shelf: MiniApi, status: int) -> None:
    text = '<faults><fault code="7"> No <![CDATA[shelf]]> &lt;there> </fault><fault/></faults>'
    with pytest.raises(NotFound) as caught:
        read(shelf, text, status=status)
    assert (caught.value.code, caught.value.host_message) == ("7", "No shelf <there>")


def test_a_failure_without_any_reason_is_one(shelf: MiniApi) -> None:
    with pytest.raises(StatusError, match=r"gave no reason \(HTTP 200\)"):
        read(shelf, "<faults/>")


def test_nothing_of_xsdata_is_imported_to_read_xml(shelf: MiniApi) -> None:
    for name in ("mini.xsd", "spec.json", "xml.py"):
        assert (shelf.folder / name).exists()
    tree = ast.parse(shelf.source("xml.py"))
    modules = {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    own = f"imagehosts_wire.{shelf.name}.models"
    assert modules == {
        "__future__",
        "typing",
        own,
        "imagehosts_wire.reading",
        "xml.etree.ElementTree",
    }


# --- servers -------------------------------------------------------------------------------

SERVERS = """
servers:
  - url: http://img{server}.mini.example
    variables:
      server: {default: "1", description: Where., x-pattern: '^[0-9]{1,6}$'}
"""


def served(servers: str = SERVERS) -> str:
    text = document(
        operation(
            servers
            + "parameters:\n  - {name: g, in: query, required: true, schema: {type: string}}"
        )
    )
    return text.replace(BASE_URL, "http://www.mini.example")


def test_a_variable_of_a_server_is_the_first_argument(build: Build) -> None:
    api = build(served())
    for server in (123, "123"):
        sent = api.sent(lambda client, server=server: client.things.get(server, "a"))
        assert sent.url == "http://img123.mini.example/things?g=a"


@each(
    ("base_url", "expected"),
    [
        ("http://www.mini.example/", "http://img7.mini.example/things"),
        ("http://WWW.mini.example", "http://img7.mini.example/things"),
        ("https://www.mini.example", "https://img7.mini.example/things"),
        ("http://www.mini.example:8080", "http://www.mini.example:8080/things"),
        ("http://www.mini.example/mirror", "http://www.mini.example/mirror/things"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000/things"),
    ],
)
def test_another_address_of_the_api_is_the_only_one(
    build: Build, base_url: str, expected: str
) -> None:
    api = build(served())
    sent = api.sent(lambda client: client.things.get(7, "a"), base_url=base_url)
    assert sent.address == expected


@each("base_url", ["http://www.mini.example", "http://127.0.0.1:8000"])
@each(
    "server",
    [
        "",
        " ",
        "1.evil.example/",
        "1@evil.example",
        "1\n",
        "１",
        "1234567",
        "-1",
        -1,
        True,
        None,
        1.5,
    ],
)
def test_a_server_that_could_lead_elsewhere_is_refused(
    build: Build, server: Any, base_url: str
) -> None:
    api = build(served())
    with pytest.raises(InvalidArgument) as caught:
        api.sent(lambda client: client.things.get(server, "a"), base_url=base_url)
    assert caught.value.argument == "server"


# --- disagreements -------------------------------------------------------------------------


class Wrong(NamedTuple):
    """A change that must be refused: of the spec or of the XSD, and what the refusal says."""

    old: str
    new: str
    pointer: str
    says: tuple[str, ...]


IN_SHELF = "/components/schemas/Shelf/properties"
IN_BOOK = "/components/schemas/Book/properties"

FAULTS = "\n              schema:\n                $ref: '#/components/schemas/Faults'"

WRONG_SPEC: dict[str, Wrong] = {
    "a member more": Wrong(
        "owner: {type: string}",
        "owner: {type: string}\n        more: {type: string}",
        f"{IN_SHELF}/more",
        ("element 'more'", "type Shelf of mini.xsd has no such part", "both say the same"),
    ),
    "an attribute that is an element": Wrong(
        "updated: {type: integer, xml: {attribute: true}}",
        "updated: {type: integer}",
        f"{IN_SHELF}/updated",
        ("element 'updated'", "has it as attribute"),
    ),
    "an element that is an attribute": Wrong(
        "owner: {type: string}",
        "owner: {type: string, xml: {attribute: true}}",
        f"{IN_SHELF}/owner",
        ("attribute 'owner'", "has it as element"),
    ),
    "text that is an element": Wrong(
        "words: {type: string, x-xml-text: true}",
        "words: {type: string}",
        "/components/schemas/Label/properties/words",
        ("element 'words'", "has no such part"),
    ),
    "another type": Wrong(
        "length: {type: number}",
        "length: {type: integer}",
        f"{IN_SHELF}/length",
        ("integer here and number in the type Shelf of mini.xsd", "same type in both"),
    ),
    "an address that is text": Wrong(
        "page: {type: string, format: uri}",
        "page: {type: string}",
        f"{IN_SHELF}/page",
        ("string here and uri",),
    ),
    "an element of elements that is text": Wrong(
        "label: {$ref: '#/components/schemas/Label'}",
        "label: {type: string}",
        f"{IN_SHELF}/label",
        ("string here and an element of type Label",),
    ),
    "a list that is one": Wrong(
        "mark:\n          type: array\n          items: {type: integer}",
        "mark: {type: integer}",
        f"{IN_SHELF}/mark",
        ("one here and a list", "maxOccurs"),
    ),
    "one that is a list": Wrong(
        "owner: {type: string}",
        "owner: {type: array, minItems: 1, items: {type: string}}",
        f"{IN_SHELF}/owner",
        ("a list here and one",),
    ),
    "a required member": Wrong(
        "required: [lang, words]",
        "required: [lang, words, href]",
        "/components/schemas/Label/properties/href",
        ("attribute 'href' is required in Label and optional in mini.xsd",),
    ),
    "an optional member": Wrong(
        "required: [id, from, id_element]",
        "required: [from, id_element]",
        f"{IN_BOOK}/id",
        ("attribute 'id' is optional in Book and required in mini.xsd",),
    ),
    "a member of one class more": Wrong(
        "EmptyShelf:\n      type: object\n      required: [version]\n      properties:\n",
        "EmptyShelf:\n      type: object\n      required: [version]\n      properties:\n"
        "        left: {type: string}\n",
        "/components/schemas/EmptyShelf/properties/left",
        ("element 'left'",),
    ),
    "a root that is not declared": Wrong(
        "x-xml: {xsd: mini.xsd, root: faults}",
        "x-xml: {xsd: mini.xsd, root: failures}",
        "/paths/~1shelf/delete/responses/400/content/application~1xml/x-xml/root",
        ("mini.xsd declares no element 'failures'", "shelf, faults"),
    ),
    "a value of several types": Wrong(
        "open: {type: boolean}",
        "open: {type: [boolean, 'null']}",
        f"{IN_SHELF}/open",
        ("['boolean', 'null'] in an XML answer", "leave it out of `required`"),
    ),
    "any value": Wrong(
        "open: {type: boolean}", "open: {}", f"{IN_SHELF}/open", ("a value of type any",)
    ),
    "a list of attributes": Wrong(
        "mark:\n          type: array",
        "mark:\n          type: array\n          xml: {attribute: true}",
        f"{IN_SHELF}/mark",
        ("a list as attribute", "only elements can be repeated"),
    ),
    "an enumeration": Wrong(
        "owner: {type: string}",
        "owner: {type: string, enum: [Ann, Bob]}",
        f"{IN_SHELF}/owner/enum",
        ("enum in an XML answer", "plain type"),
    ),
    "a converted value": Wrong(
        "mark:\n          type: array\n          items: {type: integer}",
        "mark: {type: string, x-present-as: integer}",
        f"{IN_SHELF}/mark/x-present-as",
        ("x-present-as in an XML answer",),
    ),
    "a wrapped list": Wrong(
        "minItems: 1",
        "minItems: 1\n          xml: {wrapped: true}",
        f"{IN_SHELF}/book/xml/wrapped",
        ("wrapped", "describe a wrapping element as an object"),
    ),
    "a choice of classes": Wrong(
        "Label:\n      type: object",
        "Label:\n      type: object\n      allOf: [{type: object}]",
        "/components/schemas/Label",
        ("Label is an element of an XML answer and no plain object",),
    ),
    "two members of one name": Wrong(
        "sub-title: {type: string}",
        "sub-title: {type: string}\n        again: {type: string, xml: {name: from}}",
        f"{IN_BOOK}/again",
        ("a second element 'from'", "a name of its own"),
    ),
    "no x-xml": Wrong(
        "x-xml: {xsd: mini.xsd, root: faults}",
        "example: <faults/>",
        "/paths/~1shelf/delete/responses/400/content/application~1xml",
        ("without its XSD and root element", "x-xml: {xsd: <file>, root: <element>}"),
    ),
    "x-xml of JSON": Wrong(
        f"application/xml:{FAULTS}",
        f"application/json:{FAULTS}",
        "/paths/~1shelf/delete/responses/400/content/application~1json/x-xml",
        ("application/json is no XML",),
    ),
    "an envelope": Wrong(
        "x-xml: {xsd: mini.xsd, root: faults}",
        "x-xml: {xsd: mini.xsd, root: faults}\n              x-envelope: {result: fault}",
        "/paths/~1shelf/delete/responses/400/content/application~1xml/x-envelope",
        ("an envelope in XML",),
    ),
    "a missing file": Wrong(
        "x-xml: {xsd: mini.xsd, root: faults}",
        "x-xml: {xsd: other.xsd, root: faults}",
        "",
        ("/other.xsd at /", "cannot be read: No such file", "put it beside the spec"),
    ),
}

OWNER = '<xs:element name="owner" type="xs:string"/>'
VERSION = '<xs:attribute name="version" type="xs:string" use="required"/>'

WRONG_XSD: dict[str, Wrong] = {
    "an element more": Wrong(
        OWNER,
        OWNER + '\n      <xs:element name="more" type="xs:string"/>',
        "/Shelf/more",
        ("Shelf and EmptyShelf in openapi.yaml has no element 'more'", "add it there"),
    ),
    "an attribute more": Wrong(
        VERSION,
        VERSION + '\n    <xs:attribute name="more" type="xs:string"/>',
        "/Shelf/@more",
        ("has no attribute 'more'",),
    ),
    "a root more": Wrong(
        '<xs:element name="faults" type="Faults"/>',
        '<xs:element name="faults" type="Faults"/>\n<xs:element name="more" type="Faults"/>',
        "/more",
        ("no answer begins with 'more'", "x-xml"),
    ),
    "a type more": Wrong(
        '<xs:complexType name="Faults">',
        '<xs:complexType name="More"/>\n  <xs:complexType name="Faults">',
        "/More",
        ("no answer holds a More",),
    ),
    "a type that is not there": Wrong(
        OWNER,
        '<xs:element name="owner" type="Owner"/>',
        "/Shelf/owner",
        ("a value of type Owner", "xs:string, xs:anyURI, xs:boolean"),
    ),
    "a type that cannot be read": Wrong(
        OWNER,
        '<xs:element name="owner" type="xs:dateTime"/>',
        "/Shelf/owner",
        ("a value of type xs:dateTime", "xs:integer"),
    ),
    "no type": Wrong(
        OWNER, '<xs:element name="owner"/>', "/Shelf/owner", ("a value without a named type",)
    ),
    "a nameless type": Wrong(
        OWNER,
        '<xs:element name="owner"><xs:complexType/></xs:element>',
        "/Shelf/owner",
        ("xs:complexType is not read", "name the type"),
    ),
    "a root of text": Wrong(
        '<xs:element name="faults" type="Faults"/>',
        '<xs:element name="faults" type="xs:string"/>',
        "/faults",
        ("the element is of type xs:string", "a named complex type"),
    ),
    "a choice": Wrong(
        OWNER,
        f"{OWNER}<xs:choice>{OWNER}</xs:choice>",
        "/Shelf",
        ("xs:choice is not read", "only xs:element may stand here"),
    ),
    "any element": Wrong(OWNER, f"{OWNER}<xs:any/>", "/Shelf", ("xs:any is not read",)),
    "any attribute": Wrong(
        VERSION, f"{VERSION}<xs:anyAttribute/>", "/Shelf", ("xs:anyAttribute is not read",)
    ),
    "a reference": Wrong(
        OWNER, '<xs:element ref="faults"/>', "/Shelf/faults", ("a reference", "declare it here")
    ),
    "a default value": Wrong(
        VERSION,
        '<xs:attribute name="version" type="xs:string" default="2"/>',
        "/Shelf/@version",
        ("a default value",),
    ),
    "a fixed value": Wrong(
        OWNER,
        '<xs:element name="owner" type="xs:string" fixed="Ann"/>',
        "/Shelf/owner",
        ("a fixed value",),
    ),
    "nil": Wrong(
        OWNER,
        '<xs:element name="owner" type="xs:string" nillable="true"/>',
        "/Shelf/owner",
        ("may be nil",),
    ),
    "an enumeration": Wrong(
        '<xs:simpleType name="Flag"><xs:restriction base="xs:boolean"/>',
        '<xs:simpleType name="Flag"><xs:restriction base="xs:string">'
        '<xs:enumeration value="y"/></xs:restriction>',
        "/Flag",
        ("an enumeration",),
    ),
    "a union": Wrong(
        '<xs:restriction base="xs:boolean"/>',
        '<xs:union memberTypes="xs:boolean xs:string"/>',
        "/Flag",
        ("xs:union is not read",),
    ),
    "a type in a circle": Wrong(
        '<xs:restriction base="xs:nonNegativeInteger"/>',
        '<xs:restriction base="Small"/>',
        "/Number",
        ("the type Number restricts itself", "break the circle"),
    ),
    "mixed content": Wrong(
        '<xs:complexType name="Book">',
        '<xs:complexType name="Book" mixed="true">',
        "/Book",
        ("mixed content",),
    ),
    "a sequence again and again": Wrong(
        '<xs:sequence minOccurs="0">',
        '<xs:sequence minOccurs="0" maxOccurs="2">',
        "/Shelf",
        ("a sequence that is repeated", "repeat its elements"),
    ),
    "a prohibited attribute": Wrong(
        VERSION,
        '<xs:attribute name="version" type="xs:string" use="prohibited"/>',
        "/Shelf/@version",
        ("prohibited",),
    ),
    "an import": Wrong(
        '<xs:element name="faults" type="Faults"/>',
        '<xs:import namespace="http://x.example/"/><xs:element name="faults" type="Faults"/>',
        "/",
        ("xs:import is not read",),
    ),
    "a namespace": Wrong(
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">',
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"'
        ' targetNamespace="http://x.example/">',
        "/",
        ("a target namespace",),
    ),
    "a misspelt attribute": Wrong(
        'name="page" type="xs:anyURI" minOccurs="0"',
        'name="page" type="xs:anyURI" minOccur="0"',
        "/",
        ("not readable as an XSD", "minOccur"),
    ),
    "an invalid number": Wrong(
        'name="page" type="xs:anyURI" minOccurs="0"',
        'name="page" type="xs:anyURI" minOccurs="few"',
        "/",
        ("not readable as an XSD", "few"),
    ),
    "a misspelt element": Wrong(
        "<xs:all>", "<xs:al>", "/", ("not readable as XML", "mismatched tag")
    ),
    "an unknown element": Wrong(
        "<xs:annotation>", "<xs:remark/><xs:annotation>", "/", ("not readable as an XSD", "remark")
    ),
    "no XML": Wrong(SHELF_XSD, "{}", "/", ("not readable as XML", "correct the syntax")),
    "another document": Wrong(SHELF_XSD, "<shelf/>", "/", ("not readable as an XSD",)),
    "a document type": Wrong(
        "<xs:schema ", '<!DOCTYPE a [<!ENTITY b "c">]><xs:schema ', "/", ("document type",)
    ),
}


def refused(checkout: Checkout, capsys: pytest.CaptureFixture[str]) -> str:
    """What the generator says of a checkout that it must refuse."""
    capsys.readouterr()
    assert checkout.run("generate") == 1
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert "to do: " in said
    assert checkout.tree() == {}
    return said


@pytest.mark.snapshots
def test_specs_that_say_something_else_than_their_xsd_are_refused(
    checkout: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    specs = {}
    for name, (old, new, _, _) in WRONG_SPEC.items():
        assert SHELF.count(old) == 1, f"{name}: the change is not where it should be"
        specs[name] = Refusal(SHELF.replace(old, new), SHELF_XSD)
    said = refusals(checkout, capsys, specs, "xml")
    with report_all() as case:
        for name, (_, _, pointer, words) in WRONG_SPEC.items():
            with case(name):
                everything = "\n".join(said[name])
                assert [word for word in words if word not in everything] == []
                place = re.compile(rf"\S+\.yaml:(\d+) at {re.escape(pointer)}\n")
                for number in {int(found[1]) for found in place.finditer(everything)}:
                    line = specs[name].text.splitlines()[number - 1]
                    assert pointer.rpartition("/")[2].replace("~1", "/") in line
                assert not pointer or place.search(everything)


@pytest.mark.snapshots
def test_xsds_that_say_something_else_than_their_spec_are_refused(
    checkout: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    specs = {}
    for name, (old, new, _, _) in WRONG_XSD.items():
        assert SHELF_XSD.count(old) == 1, f"{name}: the change is not where it should be"
        specs[name] = Refusal(SHELF, SHELF_XSD.replace(old, new))
    said = refusals(checkout, capsys, specs, "xsds")
    with report_all() as case:
        for name, (_, _, pointer, words) in WRONG_XSD.items():
            with case(name):
                everything = "\n".join(said[name])
                assert [word for word in words if word not in everything] == []
                places = re.findall(rf"(?m)^\S+?(?::(\d+))? at {re.escape(pointer)}$", everything)
                assert places, everything
                if pointer != "/":
                    # The line of the thing itself, or of the named thing around it.
                    named = pointer.rpartition("/")[2].removeprefix("@")
                    assert f'"{named}"' in specs[name].xsd.splitlines()[int(places[0]) - 1]


def test_all_differences_of_spec_and_xsd_are_reported_at_once(
    checkout: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    checkout.write(SHELF.replace("open: {type: boolean}", "shut: {type: boolean}"))
    checkout.write_beside("mini.xsd", SHELF_XSD.replace('name="mark"', 'name="note"'))
    said = refused(checkout, capsys)
    assert "4 problems" in said
    for part in ("'open'", "'shut'", "'mark'", "'note'"):
        assert part in said


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (", x-pattern: '^[0-9]{1,6}$'", "", ("may be anything", "x-pattern")),
        ("^[0-9]{1,6}$", "^.*$", ("lead to another host", "letters, digits and dashes")),
        ("^[0-9]{1,6}$", "^[0-9.a-z]+$", ("lead to another host",)),
        ("^[0-9]{1,6}$", "^[0-9]*$", ("lead to another host",)),
        ("img{server}.mini.example", "img{other}.mini.example", ("nothing describes {other}",)),
        ("img{server}.mini.example", "img1.mini.example/{server}", ("in the name of the host",)),
    ],
)
def test_a_server_that_an_argument_could_turn_into_another_is_refused(
    checkout: Checkout,
    capsys: pytest.CaptureFixture[str],
    old: str,
    new: str,
    words: tuple[str, ...],
) -> None:
    assert SERVERS.count(old) == 1
    checkout.write(served(SERVERS.replace(old, new)))
    said = refused(checkout, capsys)
    assert [word for word in words if word not in said] == []
    assert "/paths/~1things/get/servers/0" in said


def test_another_xsdata_is_refused(
    checkout: Checkout, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout.write(SHELF)
    checkout.write_beside("mini.xsd", SHELF_XSD)
    monkeypatch.setattr(xsd, "XSDATA_VERSION", "0.0.1")
    assert checkout.run("generate") == 1
    said = capsys.readouterr().err
    assert "0.0.1" in said
    assert "make setup" in said


def test_an_answer_in_xml_needs_no_operation_with_a_body(build: Build) -> None:
    """The smallest thing: one root, one attribute."""
    api = build(
        document(
            operation(answer=answering_xml("Done", "done")),
            "schemas:\n  Done:\n    type: object\n    required: [at]\n    properties:\n"
            "      at: {type: integer, xml: {attribute: true}}\n",
        ),
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">'
        '<xs:element name="done" type="Done"/><xs:complexType name="Done">'
        '<xs:attribute name="at" type="xs:int" use="required"/></xs:complexType></xs:schema>',
    )
    assert read(api, "<done at='5'/>").at == 5
