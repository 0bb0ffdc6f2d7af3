"""One spec that answers in XML, with everything in it that such an answer can hold, and its XSD."""

from __future__ import annotations

from contracts.codegen.minispec import answering_xml, document, operation, schemas

SHELF_SCHEMAS = schemas(
    """
Shelf:
  type: object
  required: [version, owner, book]
  properties:
    version: {type: string, xml: {attribute: true}}
    updated: {type: integer, xml: {attribute: true}}
    owner: {type: string}
    page: {type: string, format: uri}
    length: {type: number}
    open: {type: boolean}
    mark:
      type: array
      items: {type: integer}
    book:
      type: array
      x-argument: books
      minItems: 1
      items: {$ref: '#/components/schemas/Book'}
    label: {$ref: '#/components/schemas/Label'}
    shade: {$ref: '#/components/schemas/Shade'}
    above: {$ref: '#/components/schemas/Shelf'}
Shade: {type: string}
EmptyShelf:
  type: object
  required: [version]
  properties:
    version: {type: string, xml: {attribute: true}}
Book:
  type: object
  required: [id, from, id_element]
  properties:
    id: {type: integer, xml: {attribute: true}}
    from: {type: string}
    id_element: {type: string, xml: {name: id}}
    sub-title: {type: string}
    class: {type: boolean, xml: {attribute: true}}
Label:
  type: object
  required: [lang, words]
  properties:
    lang: {type: string, xml: {attribute: true}}
    href: {type: string, format: uri, xml: {attribute: true}}
    words: {type: string, x-xml-text: true}
Faults:
  type: object
  required: [fault]
  properties:
    fault: {type: array, items: {$ref: '#/components/schemas/Fault'}}
Fault:
  type: object
  required: [code, text]
  properties:
    code: {type: integer, xml: {attribute: true}}
    text: {type: string, x-xml-text: true}
"""
)

SHELF = document(
    operation(answer=answering_xml("Shelf", "shelf"))
    + operation(
        method="delete",
        key="/shelf",
        id="things_clear",
        answer=answering_xml("EmptyShelf", "shelf"),
    ).replace(
        "    responses:\n",
        '    responses:\n      "400":\n'
        + "".join(f"        {line}\n" for line in answering_xml("Faults", "faults").splitlines()),
    ),
    SHELF_SCHEMAS,
    "x-error-body: {code: /faults/fault/0/@code, message: '/faults/fault/0/#text'}\n"
    "x-error-table:\n"
    "  - {code: 7, category: not_found, meaning: No such shelf., x-provenance: documented}\n"
    "  - {message: '^Busy', category: unavailable, meaning: Busy., x-provenance: documented}\n",
)

SHELF_XSD = """\
<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:element name="shelf" type="Shelf"/>
  <xs:element name="faults" type="Faults"/>
  <xs:complexType name="Shelf">
    <xs:annotation><xs:documentation>Words.</xs:documentation></xs:annotation>
    <xs:sequence minOccurs="0">
      <xs:element name="owner" type="xs:string"/>
      <xs:element name="page" type="xs:anyURI" minOccurs="0"/>
      <xs:element name="length" type="xs:decimal" minOccurs="0"/>
      <xs:element name="open" type="Flag" minOccurs="0"/>
      <xs:element name="mark" type="Number" minOccurs="0" maxOccurs="unbounded"/>
      <xs:element name="book" type="Book" maxOccurs="9"/>
      <xs:element name="label" type="Label" minOccurs="0"/>
      <xs:element name="shade" type="xs:string" minOccurs="0"/>
      <xs:element name="above" type="Shelf" minOccurs="0"/>
    </xs:sequence>
    <xs:attribute name="version" type="xs:string" use="required"/>
    <xs:attribute name="updated" type="xs:long"/>
  </xs:complexType>
  <xs:complexType name="Book">
    <xs:all>
      <xs:element name="from" type="xs:string"/>
      <xs:element name="id" type="xs:string"/>
      <xs:element name="sub-title" type="xs:string" minOccurs="0"/>
    </xs:all>
    <xs:attribute name="id" type="Small" use="required"/>
    <xs:attribute name="class" type="xs:boolean"/>
  </xs:complexType>
  <xs:complexType name="Label">
    <xs:simpleContent>
      <xs:extension base="xs:string">
        <xs:attribute name="lang" type="xs:string" use="required"/>
        <xs:attribute name="href" type="xs:anyURI"/>
      </xs:extension>
    </xs:simpleContent>
  </xs:complexType>
  <xs:complexType name="Faults">
    <xs:sequence>
      <xs:element name="fault" type="Fault" minOccurs="0" maxOccurs="unbounded"/>
    </xs:sequence>
  </xs:complexType>
  <xs:complexType name="Fault">
    <xs:simpleContent>
      <xs:extension base="xs:string">
        <xs:attribute name="code" type="Number" use="required"/>
      </xs:extension>
    </xs:simpleContent>
  </xs:complexType>
  <xs:simpleType name="Flag"><xs:restriction base="xs:boolean"/></xs:simpleType>
  <xs:simpleType name="Small">
    <xs:restriction base="Number"><xs:maxInclusive value="999"/></xs:restriction>
  </xs:simpleType>
  <xs:simpleType name="Number"><xs:restriction base="xs:nonNegativeInteger"/></xs:simpleType>
</xs:schema>
"""

SHELF_XML = """\
<?xml version="1.0"?>
<shelf version="2.0" updated="1254914155">
  <owner> Ann </owner>
  <page>
    http://shelf.example/a?b=1&amp;c=2
  </page>
  <length>1.5</length>
  <open>true</open>
  <mark>1</mark>
  <mark> 2 </mark>
  <book id="007" class="0"><from>Rome</from><id>a-7</id><sub-title/></book>
  <book id="8"><id>a-8</id><from>B&#233;ziers</from></book>
  <label lang="en" href=" http://l.example/ ">Good <![CDATA[<books>]]></label>
  <above version="1"><owner/><book id="1"><id/><from/></book></above>
</shelf>
"""
