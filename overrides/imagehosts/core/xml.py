"""XML answers: the only module that parses XML, and what else there is to do around that.

Safe whatever comes: a document type is refused at its first word, so there are no entities beside
the five of XML itself and nothing is ever fetched; size and depth are bounded; a document that is
cut off or broken is an error. The bytes become text here, not in the parser, so that no encoding
can hide what a document holds. What the elements mean is the matter of the generated readers.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from .transport import DEFAULT_LIMITS, ResponseLimits

if TYPE_CHECKING:
    from imagehosts_wire.reading import Note
    from imagehosts_wire.types import Operation

__all__ = ["NotXml", "as_plain", "decode_xml", "parse"]

#: After so many characters it is looked at how many elements are open; after more where a tag, a
#: comment or the like is longer.
_PIECE = 16 * 1024

#: The encodings that are believed, by the names of their codecs: in each of them ASCII is ASCII. In
#: others, such as UTF-7 or EBCDIC, a document could say what a look at its bytes does not show.
ENCODINGS = frozenset({"utf-8", "ascii", "iso8859-1", "iso8859-15", "cp1252"})

_DECLARED = re.compile(
    rb"""\s*<\?xml\s[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']"""
)
_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._-]{1,40})""", re.IGNORECASE)


class NotXml(Exception):
    """A body that cannot be read as XML; the message says why and quotes nothing of it."""


def decode_xml(
    operation: Operation[Any],
    content: bytes,
    headers: Mapping[str, str],
    note: Note,
    limits: ResponseLimits = DEFAULT_LIMITS,
) -> Any:
    """The result in an XML body; what is not as the contract has it is reported to ``note``.

    Raises:
        NotXml: It is not XML that may be read, or begins with another element.
        imagehosts_wire.reading.MissingPart: It lacks what the result cannot do without.
    """
    result = operation.result
    if result.reader is None:
        raise TypeError(f"{operation!r} has no reader of XML")
    root = parse(content, headers, note, limits)
    if root.tag != result.root:
        raise NotXml(f"it begins with <{root.tag[:40]}> instead of <{result.root}>")
    return result.reader()(root, f"/{root.tag}", note)


def parse(
    content: bytes,
    headers: Mapping[str, str],
    note: Note,
    limits: ResponseLimits = DEFAULT_LIMITS,
) -> Element:
    """The root of the document in a body.

    Raises:
        NotXml: It is not XML, or not XML that may be read.
    """
    if len(content) > limits.max_xml_bytes:
        raise NotXml(f"it is longer than {limits.max_xml_bytes} bytes (max_xml_bytes)")
    text = _as_text(content, headers, note)
    if not text.strip():
        raise NotXml("it is empty")
    begin, end = _place(text)
    document = text[begin:end]
    if begin:
        # An empty line at the end of a PHP file is easily made, and so is a warning.
        what = "text" if text[:begin].strip() else "white space"
        note("", "an XML document alone", f"{what} before the document")
    if text[end:].strip():
        note("", "an XML document alone", "text behind the document")
    builder = TreeBuilder()
    # The name given here wins over the declaration: the text has been decoded already.
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    top: list[Element] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        top.append(builder.start(tag, attributes))
        # Methods in C: a function of ours for each tag would take longer than all else.
        parser.StartElementHandler = builder.start

    parser.StartElementHandler = start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    try:
        at, size = 0, _PIECE
        while at < len(document):
            read = parser.CurrentByteIndex
            parser.Parse(document[at : at + size], False)
            if top and _open_elements(top[0]) > limits.max_depth:
                raise _nested(limits.max_depth)
            at += size
            # What has no end yet is read again from its start with the next piece.
            size = _PIECE if parser.CurrentByteIndex > read else 2 * size
        parser.Parse("", True)
    except expat.ExpatError as error:
        raise NotXml(f"line {error.lineno}: {expat.ErrorString(error.code)}") from None
    root = builder.close()
    _check_depth(root, limits.max_depth)
    return root


def _open_elements(root: Element) -> int:
    """How many elements stand in each other where a document that is being read has come to."""
    count, last = 1, root
    while len(last):
        count, last = count + 1, last[-1]
    return count


def _check_depth(root: Element, most: int) -> None:
    level = [root]
    for _ in range(most):
        level = [child for element in level for child in element]
        if not level:
            return
    raise _nested(most)


def _nested(most: int) -> NotXml:
    return NotXml(f"its elements are nested more than {most} deep (max_depth)")


def _place(text: str) -> tuple[int, int]:
    """Where the document begins and ends in a text with other things around it.

    What begins as a document is left to the parser as it is, whatever it holds.
    """
    begin = len(text) - len(text.lstrip(" \t\r\n"))
    if not _BEGINS.match(text, begin):
        later = _BEGINS.search(text, begin)
        if later is not None and "<!doctype" not in text[begin : later.start()].lower():
            begin = later.start()
    root = _START_TAG.search(text, begin)
    if root is None:
        return begin, len(text)
    closing = f"</{root[1]}>"
    last = text.rfind(closing)
    if last >= 0:
        return begin, last + len(closing)
    alone = _EMPTY_TAG.match(text, root.start())
    return begin, alone.end() if alone is not None else len(text)


_START_TAG = re.compile(r"<([A-Za-z_][\w.:-]*)")
_EMPTY_TAG = re.compile(r"<[^<>]*/>")
#: A declaration, or an element other than those in which PHP and its helpers dress a warning.
_BEGINS = re.compile(
    r"(?i)<(?:[?!]|(?!(?:a|b|br|center|code|div|em|font|h[1-6]|hr|i|p|pre|small|span|strong|table"
    r"|td|th|tr|tt|u)[\s/>])[a-z_])"
)


def as_plain(
    content: bytes, headers: Mapping[str, str], limits: ResponseLimits = DEFAULT_LIMITS
) -> dict[str, Any] | None:
    """A document as plain data, for JSON Pointers to lead through; None where it is not XML.

    An element is an object of its attributes by ``@name``, its text as ``#text``, and the lists of
    the elements in it by their names. The document is an object with its root.
    """
    try:
        root = parse(content, headers, _pass_over, limits)
    except NotXml:
        return None
    return {root.tag: _plain(root)}


def _plain(element: Element) -> dict[str, Any]:
    # No deeper than the parser lets a document be.
    plain: dict[str, Any] = {f"@{name}": value for name, value in element.items()}
    if text := (element.text or "").strip():
        plain["#text"] = text
    for child in element:
        plain.setdefault(child.tag, []).append(_plain(child))
    return plain


def _pass_over(pointer: str, expected: str, got: object) -> None:
    """What a reader of failures notes is of no interest: they are no drift."""


def _refuse_doctype(name: str, system: str | None, public: str | None, internal: bool) -> None:
    raise NotXml("it has a document type, which is never read")


# --- bytes to text -------------------------------------------------------------------------


def _as_text(content: bytes, headers: Mapping[str, str], note: Note) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in content:
        raise NotXml("it is in UTF-16 or UTF-32, or holds characters that are no text")
    content = content.removeprefix(codecs.BOM_UTF8)
    for said, encoding in _encodings(content, headers):
        if encoding not in ENCODINGS:
            note("", "a known encoding", said)
            continue
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            note("", f"text in {said}", "other bytes")
    return content.decode("iso8859-1")


def _encodings(content: bytes, headers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What the bytes may be in, as it is said and as the codec is called, the best word first."""
    declared = _DECLARED.match(content)
    charset = _CHARSET.search(headers.get("content-type", ""))
    said = [declared[1].decode("ascii")] if declared else []
    said += [charset[1]] if charset else []
    for name in (*said, "UTF-8"):
        try:
            yield name, codecs.lookup(name).name
        except LookupError:
            yield name, ""
