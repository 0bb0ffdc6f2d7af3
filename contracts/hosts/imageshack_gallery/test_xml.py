"""XML answers: what no document, however made, can do to a client, and what every text survives.

The Gallery API of ImageShack stands for all of it. Its operations are driven by the plain clients
of the runtime, one that waits and one that awaits, which must do the same.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tracemalloc
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

import imagehosts.core.xml
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from imagehosts import ResponseLimits
from imagehosts.cli import main
from imagehosts.core.client import AsyncClient, SyncClient
from imagehosts.core.errors import (
    HostUnavailable,
    ImageHostError,
    InvalidArgument,
    NotFound,
    ResponseDecodeError,
    StatusError,
)
from imagehosts.core.logging import Drift, redact_text
from imagehosts_wire.imageshack_gallery import models
from imagehosts_wire.imageshack_gallery.api import API, AsyncResources, Resources
from imagehosts_wire.imageshack_gallery.resources import galleries

from contracts.support.recording import Recorder, Reply, Sent
from contracts.support.reporting import each
from contracts.support.spec_checking import faults_of
from contracts.support.specs import SPECS, Example, load_examples, load_spec

EXAMPLES = {each.entry["file"]: each for each in load_examples("imageshack_gallery")}
GALLERY = EXAMPLES["documented/gallery_create.xml"].text
TOKEN = "a-token-of-these-tests"


class Galleries(SyncClient, Resources):
    """The API without what its host's module adds."""

    api = API


class AsyncGalleries(AsyncClient, AsyncResources):
    """Its twin."""

    api = API


class Read(NamedTuple):
    """What a client made of an answer: a result or an error, and the drift it reported."""

    result: Any
    error: ImageHostError | None
    drift: list[str]


def read(content: str | bytes, content_type: str = "application/xml", status: int = 200) -> Read:
    """What ``view`` makes of an answer; both clients must agree."""
    body = content.encode() if isinstance(content, str) else content
    reply = Reply(status, body, {"content-type": content_type})
    options: dict[str, Any] = {"credentials": {}, "max_retries": 0}
    found: list[Read] = []
    drift: list[Drift] = []

    def keep(result: Any, error: ImageHostError | None) -> None:
        found.append(Read(result, error, [f"{d.pointer}: {d.got}" for d in drift]))
        drift.clear()

    with Galleries(transport=Recorder(reply), on_drift=drift.append, **options) as client:
        try:
            keep(client.galleries.view(123, "my_gallery"), None)
        except ImageHostError as error:
            keep(None, error)

    async def awaited() -> None:
        options["on_drift"] = drift.append
        async with AsyncGalleries(transport=Recorder(reply), **options) as client:
            try:
                keep(await client.galleries.view(123, "my_gallery"), None)
            except ImageHostError as error:
                keep(None, error)

    asyncio.run(awaited())
    one, other = found
    assert (one.result, str(one.error), one.drift) == (other.result, str(other.error), other.drift)
    return one


def titled(title: str, declaration: str = "") -> str:
    """The gallery with a title, which is XML already."""
    assert GALLERY.count("<title/>") == 1
    text = GALLERY.replace("<title/>", f"<title>{title}</title>")
    return declaration + text.removeprefix('<?xml version="1.0"?>').lstrip()


# --- hostile documents ---------------------------------------------------------------------

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
BLOWUP = "x" * 50_000
DECLARED = '<?xml version="1.0" encoding="{}"?>'
UTF7_DOCTYPE = "+ADwAIQ-DOCTYPE a +AFsAPAAh-ENTITY e SYSTEM +ACI-file:///etc/passwd+ACIAPgBdAD4-"
DOCTYPE = "a document type, which is never read"
ENCODED = "UTF-16 or UTF-32"

#: Documents that are refused, each with the words that say why.
HOSTILE: dict[str, tuple[str | bytes, str]] = {
    "billion laughs": (
        f'<!DOCTYPE gallery [<!ENTITY l0 "lol">{LAUGHS}]>' + titled("&l11;"),
        DOCTYPE,
    ),
    "quadratic blowup": (
        f'<!DOCTYPE gallery [<!ENTITY x "{BLOWUP}">]>' + titled("&x;" * 50_000),
        DOCTYPE,
    ),
    "an external entity": (
        '<!DOCTYPE gallery [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + titled("&e;"),
        DOCTYPE,
    ),
    "an external entity on the network": (
        '<!DOCTYPE gallery [<!ENTITY e SYSTEM "http://127.0.0.1:9/e">]>' + titled("&e;"),
        DOCTYPE,
    ),
    "a parameter entity": (
        '<!DOCTYPE gallery [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]>' + titled(""),
        DOCTYPE,
    ),
    "an external subset": (
        '<!DOCTYPE gallery SYSTEM "http://127.0.0.1:9/gallery.dtd">' + titled(""),
        DOCTYPE,
    ),
    "a document type alone": ("<!DOCTYPE gallery>" + titled(""), DOCTYPE),
    "a document type behind comments": (
        "<!-- a --><?php b ?>\n<!DOCTYPE gallery>" + titled(""),
        DOCTYPE,
    ),
    "a document type with a default attribute": (
        '<!DOCTYPE gallery [<!ATTLIST gallery updated CDATA "1">]>' + titled(""),
        DOCTYPE,
    ),
    "an undefined entity": (titled("a&nbsp;b"), "undefined entity"),
    "UTF-16 little endian": (("<!DOCTYPE a>" + titled("")).encode("utf-16"), ENCODED),
    "UTF-16 big endian": (b"\xfe\xff" + titled("").encode("utf-16-be"), ENCODED),
    "UTF-16 without a mark": (titled("").encode("utf-16-le"), ENCODED),
    "UTF-32": (titled("").encode("utf-32"), ENCODED),
    "a NUL": (titled("a\0b"), ENCODED),
    "a document type in UTF-7": (
        DECLARED.format("utf-7") + UTF7_DOCTYPE + titled("+AGE-"),
        "line 1:",
    ),
    "a document type in EBCDIC": (
        (DECLARED.format("cp037") + "<!DOCTYPE a>" + titled("")).encode("cp037"),
        "line 1:",
    ),
    "a cut in a tag": (GALLERY[:-4], "unclosed token"),
    "a cut between elements": (GALLERY[: GALLERY.index("<links>")], "no element found"),
    "a cut in the text": (GALLERY[: GALLERY.index("my_gallery") + 4], "no element found"),
    "the document's own broken example": (
        GALLERY.replace('height="240" name=', 'height="240"name='),
        "not well-formed",
    ),
    "an attribute without quotes": (
        GALLERY.replace('pluginspage="', "pluginspage=").replace('player"', "player"),
        "not well-formed",
    ),
    "tags that cross": (titled("<b><i></b></i>"), "mismatched tag"),
    "an attribute twice": (
        GALLERY.replace('version="2"', 'version="2" version="3"'),
        "duplicate attribute",
    ),
    "two documents": (GALLERY + titled("other"), "junk after document element"),
    "text behind the document": (GALLERY + "</gallery> Warning: died", "not well-formed"),
    "a control character": (titled("a\x01b"), "not well-formed"),
    "a control character by reference": (titled("a&#1;b"), "invalid character number"),
    "a surrogate by reference": (titled("a&#xD800;b"), "invalid character number"),
    "an invalid character": (titled("a\uffffb"), "not well-formed"),
    "an end of CDATA": (titled("a]]>b"), "not well-formed"),
    "nesting without an end": ("<gallery>" * 100_000, "nested more than 500 deep"),
    "nesting": (
        titled("<a>" * 100_000 + "</a>" * 100_000),
        "nested more than 500 deep",
    ),
    "another root": ("<album/>", "begins with <album> instead of <gallery>"),
    "a root in other letters": ("<Gallery/>", "begins with <Gallery>"),
    "a root with a prefix": (
        '<g:gallery xmlns:g="http://g.example/" version="2"/>',
        "begins with <g:gallery>",
    ),
    "a list": (EXAMPLES["documented/gallery_list.xml"].text, "begins with <galleries>"),
    "what is left after deleting": (
        EXAMPLES["documented/gallery_delete.xml"].text,
        "/gallery/@updated is missing",
    ),
    "a missing part": (GALLERY.replace("<title/>", ""), "/gallery/title is missing"),
    "a missing part far inside": (
        GALLERY.replace("<width>928</width>", "", 1),
        "/gallery/files/file/0/width is missing",
    ),
    "a prefix on a part": (
        GALLERY.replace("<title/>", '<g:title xmlns:g="http://g.example/"/>'),
        "/gallery/title is missing",
    ),
    "JSON": ('{"gallery": {"version": "2"}}', "line 1:"),
    "plain text": ("my_gallery", "syntax error"),
    "a byte order mark alone": (b"\xef\xbb\xbf", "is empty"),
    "compressed bytes": (b"\x1f\x8b\x08\x00", ENCODED),
    "ten megabytes of text": (titled("a" * 10_000_000), "longer than"),
    "ten megabytes of an attribute": (
        GALLERY.replace('version="2"', f'version="{"a" * 10_000_000}"'),
        "longer than",
    ),
    "a byte too many": (titled("a" * (ResponseLimits().max_xml_bytes + 1)), "longer than"),
}


@each("name", HOSTILE)
def test_a_hostile_document_is_one_of_our_errors(name: str) -> None:
    content, why = HOSTILE[name]
    found = read(content)
    assert type(found.error) is ResponseDecodeError
    assert why in str(found.error)
    assert len(str(found.error)) < 1000
    assert found.error.response is not None
    assert (found.error.status, found.error.operation) == (200, "galleries_view")
    assert found.drift == [], "a document that is refused is no drift"
    # Of an error in another library nothing is left to fall over.
    assert found.error.__cause__ is None
    assert found.error.__suppress_context__


@each("content", [b"", b" \r\n\t"])
def test_an_empty_answer_is_said_to_be_empty(content: bytes) -> None:
    found = read(content)
    assert type(found.error) is ResponseDecodeError
    assert "it is empty" in str(found.error)
    assert str(found.error).count("empty") == 1


@each(
    "page",
    [
        "<!doctype html><title>Gone</title>",
        "<html><body><h1>It works</h1></body></html>",
        EXAMPLES["observed/other_page.html"].text,
    ],
)
def test_a_page_for_people_is_an_error_of_the_host(page: str) -> None:
    assert type(read(page, "text/html").error) is HostUnavailable


@each("name", ["billion laughs", "quadratic blowup"])
def test_a_bomb_takes_no_more_memory_than_its_bytes_do(name: str) -> None:
    content, _ = HOSTILE[name]
    body = content.encode() if isinstance(content, str) else content
    with pytest.raises(imagehosts.core.xml.NotXml):
        imagehosts.core.xml.parse(body, {}, print)
    tracemalloc.start()
    try:
        with pytest.raises(imagehosts.core.xml.NotXml):
            imagehosts.core.xml.parse(body, {}, print)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4 * len(body) + 200_000


@each("depth", [ResponseLimits().max_depth, ResponseLimits().max_depth + 1])
def test_the_depth_is_bounded_exactly(depth: int) -> None:
    inner = depth - 2  # below the gallery and its title
    found = read(titled("<a>" * inner + "</a>" * inner))
    if depth > ResponseLimits().max_depth:
        assert type(found.error) is ResponseDecodeError
    else:
        assert found.drift == ['/gallery/title/a: string ""']


def test_long_text_is_text() -> None:
    long = "a" * 4_000_000
    found = read(titled(long).replace('version="2"', f'version="{long}"'))
    assert found.result.title == found.result.version == long


def test_every_cut_of_a_document_is_an_error() -> None:
    """Never half a model, wherever the connection broke."""
    operation = _operation()
    whole = GALLERY.rstrip().encode()
    for length in range(len(whole)):
        with pytest.raises(imagehosts.core.xml.NotXml):
            imagehosts.core.xml.decode_xml(operation, whole[:length], {}, _fail)
    assert imagehosts.core.xml.decode_xml(operation, whole, {}, _fail).name == "my_gallery"


@given(st.binary(max_size=200), st.integers(0, len(GALLERY)), st.integers(0, 40))
@settings(max_examples=150, deadline=None)
def test_corrupted_bytes_are_a_model_or_one_of_our_errors(noise: bytes, at: int, gap: int) -> None:
    body = GALLERY.encode()
    try:
        client = Galleries(
            credentials={},
            max_retries=0,
            transport=Recorder(Reply(200, body[:at] + noise + body[at + gap :])),
        )
        found = client.galleries.view(123, "my_gallery")
    except ImageHostError:
        return
    assert isinstance(found, models.Gallery)
    assert None not in (found.uploader, found.files, found.links, found.name, found.title)


# --- what is tolerated ---------------------------------------------------------------------

TOLERATED: dict[str, tuple[str | bytes, str, list[str]]] = {
    "an unknown element": (
        GALLERY.replace("<title/>", "<title/><colour>red</colour>"),
        "application/xml",
        ['/gallery/colour: string "red"'],
    ),
    "an unknown attribute": (
        GALLERY.replace("<title/>", "<title lang='en'/>"),
        "application/xml",
        ['/gallery/title/@lang: string "en"'],
    ),
    "a warning before": (
        "<br />\n<b>Warning</b>:  x in <b>/y.php</b> on line <b>3</b><br />\n" + titled(""),
        "application/xml",
        [': string "text before the document"'],
    ),
    "words before": (
        "Warning: mysql_connect()" + GALLERY,
        "application/xml",
        [': string "text before the document"'],
    ),
    "a warning behind": (
        GALLERY + "<br />\n<b>Notice</b>: died in <b>/y.php</b> on line <b>9</b><br />",
        "application/xml",
        [': string "text behind the document"'],
    ),
    "an unreadable encoding": (
        titled("", DECLARED.format("klingon")),
        "application/xml",
        [': string "klingon"'],
    ),
    "a wrong encoding": (
        titled("", DECLARED.format("UTF-16")),
        "application/xml",
        [': string "UTF-16"'],
    ),
    "an encoding that is no encoding": (
        titled("", DECLARED.format("zip")),
        "application/xml",
        [': string "zip"'],
    ),
    "a wrong charset": (titled(""), "text/xml; charset=utf-7", [': string "utf-7"']),
    "a mark of UTF-8": (b"\xef\xbb\xbf" + titled("").encode(), "application/xml", []),
    "a comment and an instruction": (
        "<!-- a --><?php b ?>" + titled("<!-- c --><?d e?>"),
        "application/xml",
        [],
    ),
    "other white space": (titled("").replace("\n", "\r\n\t"), "application/xml", []),
    "another content type": (titled(""), "text/plain", []),
    "no content type": (titled(""), "", []),
}


@each("name", TOLERATED)
def test_harmless_deviation_is_tolerated_and_reported(name: str) -> None:
    content, content_type, drift = TOLERATED[name]
    found = read(content, content_type)
    assert found.result == read(titled("")).result
    assert found.drift == drift


@each(
    ("declaration", "content_type", "encoding", "drift"),
    [
        (DECLARED.format("iso-8859-1"), "application/xml", "iso-8859-1", []),
        (DECLARED.format("ISO-8859-1"), "text/xml; charset=UTF-8", "iso-8859-1", []),
        (DECLARED.format("latin1"), "application/xml", "iso-8859-1", []),
        (DECLARED.format("windows-1252"), "application/xml", "windows-1252", []),
        ("", "text/xml; charset=iso-8859-1", "iso-8859-1", []),
        ("", 'text/xml; Charset="ISO-8859-1"', "iso-8859-1", []),
        ("", "application/xml", "iso-8859-1", [': string "other bytes"']),
        ("", "text/xml; charset=utf-8", "iso-8859-1", [': string "other bytes"'] * 2),
        (
            DECLARED.format("utf-8"),
            "application/xml",
            "iso-8859-1",
            [': string "other bytes"'] * 2,
        ),
        ("", "application/xml", "utf-8", []),
        (DECLARED.format("utf-8"), "text/xml; charset=iso-8859-1", "utf-8", []),
        (DECLARED.format("us-ascii"), "application/xml", "ascii", []),
    ],
)
def test_text_is_read_by_declaration_then_header_then_as_utf_8_then_latin(
    declaration: str, content_type: str, encoding: str, drift: list[str]
) -> None:
    title = "Berlin" if encoding == "ascii" else "Béziers, Größe ÿ"
    found = read(titled(title, declaration).encode(encoding), content_type)
    assert found.result.title == title
    assert found.drift == drift


#: Every character that XML 1.0 allows. A carriage return is written by its number, as must be.
CHARACTERS = st.characters(
    exclude_categories=["Cs"],
    exclude_characters=[chr(n) for n in range(32) if n not in (9, 10, 13)] + ["\ufffe", "\uffff"],
)
TEXT = st.text(CHARACTERS, max_size=60)


@given(TEXT, TEXT)
@example("]]>", "<title/>")
@example(" padded \t", "\n")
@example("\r\n", "\x85\u2028")
@example("👩‍👩‍👧", "<![CDATA[")
@example("&amp;", "&#65;")
@example("<!DOCTYPE gallery>", '"')
@settings(max_examples=300, deadline=None)
def test_any_text_survives(title: str, name: str) -> None:
    numbered = {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}
    text = titled(escape(title, {"\r": "&#13;"}))
    text = text.replace('bgcolor="#ffffff"', f"bgcolor={quoteattr(name, numbered)}")
    operation = _operation()
    found = imagehosts.core.xml.decode_xml(operation, text.encode(), {}, _fail)
    assert found.title == title
    assert found.links.embed_code.embed.bgcolor == name


# --- failures and examples -----------------------------------------------------------------


def _success(example: Example) -> bool:
    return example.entry["kind"] == "response" and "category" not in example.entry


@each("file", [file for file, each in EXAMPLES.items() if _success(each)])
def test_every_example_is_read_without_drift(file: str) -> None:
    each = EXAMPLES[file]
    operation = _operation(each.entry["operation"])
    headers = {"content-type": each.entry["content_type"]}
    content = _bytes(file)
    found = imagehosts.core.xml.decode_xml(operation, content, headers, _fail)
    assert type(found).__name__ == each.entry["schema"].rpartition("/")[2]
    assert found.version in ("2", "1.0")


def test_padded_addresses_are_trimmed_and_other_text_is_not() -> None:
    found = imagehosts.core.xml.decode_xml(
        _operation("galleries_list"), _bytes("documented/gallery_list.xml"), {}, _fail
    )
    assert (found.count.total, found.count.batch) == (20, 2)
    first = found.gallery[0]
    assert first.links.gallery_url == "http://img123.imageshack.us/gal.php?g=my_gallery"
    assert first.links.embed_code.embed.menu is False
    assert read(titled("  a\n ")).result.title == "  a\n "


@each("status", [200, 400, 404, 500, 503])
def test_code_decides_the_error_at_every_status(status: int) -> None:
    error = read(EXAMPLES["documented/error_not_exist.xml"].text, status=status).error
    assert type(error) is NotFound
    assert (error.code, error.status) == ("not_exist", status)
    assert error.host_message == "Specified album does not exist"


def test_the_form_of_the_sibling_interfaces_is_a_failure_too() -> None:
    error = read(_bytes("observed/error_sibling_file_too_big.xml")).error
    assert isinstance(error, StatusError)
    assert error.code == "file_too_big"


@each("text", ["<errors/>", "<errors></errors>", "<links/>", "<errors><error/></errors>"])
def test_errors_without_an_error_are_a_failure_without_a_reason(text: str) -> None:
    error = read(text).error
    assert type(error) is StatusError
    assert "the host gave no reason" in str(error)


@each(
    "text",
    [
        "<errors><error code='io_error'>" + "<a>" * 100_000,
        "<!DOCTYPE errors [<!ENTITY e 'x'>]><errors><error code='io_error'>&e;</error></errors>",
    ],
)
def test_a_failure_is_parsed_as_safely_as_a_success(text: str) -> None:
    error = read(text, status=404).error
    assert isinstance(error, StatusError)
    assert error.code is None


# --- secrets -------------------------------------------------------------------------------


@each(
    "text",
    [
        f"<token>{TOKEN}</token>",
        f"<token >{TOKEN}</token>",
        f"<token a='b'>\n{TOKEN}\n</token>",
        f"<token><![CDATA[{TOKEN}]]></token>",
        f"<token><![CDATA[{TOKEN}",
        f"<token>{TOKEN}",
        f"<g:token>{TOKEN}</g:token>",
        f"<uploader token='{TOKEN}'/>",
        f'<uploader token="{TOKEN}"/>',
    ],
)
def test_a_secret_element_is_struck_out_of_any_text(text: str) -> None:
    assert TOKEN not in redact_text(f"before {text} after")
    assert "before" in redact_text(f"before {text} after")


def test_text_that_is_not_secret_stays_readable() -> None:
    text = "<name>my_gallery</name><token/><title>A title</title>"
    assert redact_text(text) == text


@each(
    ("old", "new", "status"),
    [
        ("<title/>", "", 200),
        ("<title/>", "", 500),
        ("</gallery>", "", 200),
        ("</gallery>", "", 502),
        ("<name>my_gallery</name>", "<name>my_gallery</name>\0", 200),
    ],
)
def test_no_error_shows_the_token_of_a_gallery(old: str, new: str, status: int) -> None:
    text = GALLERY.replace("YOUR_GALLERY_TOKEN", TOKEN).replace(old, new)
    assert TOKEN in text
    error = read(text, status=status).error
    assert error is not None
    assert TOKEN not in str(error) + repr(error)
    assert not isinstance(error, StatusError) or TOKEN not in error.host_message


def test_drift_in_the_token_does_not_show_it() -> None:
    text = GALLERY.replace("YOUR_GALLERY_TOKEN", f"<b>{TOKEN}</b>")
    assert text != GALLERY
    found = read(text)
    assert found.drift == ["/gallery/uploader/token/b: [redacted] string"]
    assert TOKEN not in repr(read(GALLERY.replace("YOUR_GALLERY_TOKEN", TOKEN)).result)


# --- the addresses that the requests go to -------------------------------------------------


@each("base_url", ["", "http://www.imageshack.us", "http://127.0.0.1:8000"])
def test_gallery_is_requested_from_its_own_server(base_url: str) -> None:
    """Each request is held against the spec, and so is one to a server that it does not have."""
    recorder = Recorder(Reply(200, GALLERY.encode()))
    options: dict[str, Any] = {"base_url": base_url} if base_url else {}
    secrets = {"cookie": "a-cookie"}
    with Galleries(credentials=secrets, transport=recorder, **options) as client:
        client.galleries.create(["img1/2/a.jpg"])
        client.galleries.edit(123, "my_gallery", ["img1/2/a.jpg"])
        client.galleries.add(123, "my_gallery", ["img1/2/a.jpg"])
        client.galleries.delete_image(123, "my_gallery", "img1/2/a.jpg")
        client.galleries.view(123, "my_gallery")
        client.galleries.view_by_post(123, "my_gallery")
    hosts = [urlsplit(sent.url).netloc for sent in recorder.sent]
    own = "img123.imageshack.us"
    mirrored = ["127.0.0.1:8000"] * 6
    assert hosts == (mirrored if "127" in base_url else ["www.imageshack.us", *[own] * 5])
    document = load_spec("imageshack_gallery")
    for sent in recorder.sent:
        assert faults_of(document, sent, base_url)[1] == []
        foreign = Sent(
            sent.method,
            sent.url.replace(urlsplit(sent.url).netloc, "img1.imageshack.us.example"),
            sent.headers,
            sent.content,
        )
        assert faults_of(document, foreign, base_url)[1] != []


@each("server", ["123.imageshack.us.gallery_api.php", "1/", "", "img123", 1.5])
def test_no_credential_goes_to_a_server_outside_the_pattern(server: Any) -> None:
    recorder = Recorder()
    with (
        Galleries(credentials={"token": "a-token"}, transport=recorder) as client,
        pytest.raises(InvalidArgument, match=r"^imageshack_gallery galleries_delete: server: "),
    ):
        client.galleries.delete(server, "my_gallery")
    assert recorder.sent == []


# --- the command line ----------------------------------------------------------------------


def test_the_xsd_can_be_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["spec", "imageshack_gallery", "--xsd"]) == 0
    printed = capsys.readouterr()
    assert printed.out == (SPECS / "imageshack_gallery" / "gallery.xsd").read_text("utf-8")
    assert printed.err == ""
    assert main(["spec", "imageshack_gallery", "--source"]) == 0
    assert json.loads(capsys.readouterr().out) == load_spec("imageshack_gallery")


def test_an_api_without_an_xsd_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["spec", "imges", "--xsd"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "imges has no XSD" in printed.err


# --- imports -------------------------------------------------------------------------------


def test_xml_is_imported_with_the_first_answer_and_nothing_of_xsdata_ever() -> None:
    program = (
        "import sys, httpx\n"
        "from imagehosts.core.client import SyncClient\n"
        "from imagehosts_wire.imageshack_gallery.api import API, Resources\n"
        "class Galleries(SyncClient, Resources):\n    api = API\n"
        f"content = {GALLERY!r}\n"
        "answers = httpx.MockTransport(lambda request: httpx.Response(200, text=content))\n"
        "client = Galleries(credentials={}, transport=answers)\n"
        "galleries = client.galleries\n"
        "parsers = ('pyexpat', 'xml.etree.ElementTree', 'imagehosts.core.xml', 'msgspec')\n"
        "assert not [name for name in parsers if name in sys.modules], sys.modules.keys()\n"
        "assert galleries.view(1, 'a').name == 'my_gallery'\n"
        "foreign = ('xsdata', 'lxml', 'xmlschema', 'defusedxml')\n"
        "assert not [name for name in sys.modules if name.partition('.')[0] in foreign]\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr


def test_one_module_alone_parses_xml() -> None:
    package = Path(imagehosts.core.xml.__file__).parent
    parsers = ("xml.etree", "xml.parsers", "xml.sax", "xml.dom", "pyexpat", "lxml")
    found = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if line.lstrip().startswith(("import ", "from ")) and any(name in line for name in parsers)
    }
    assert {name for name in found if not name.startswith("emulator/")} == {"xml.py"}


def _operation(name: str = "galleries_view") -> Any:
    return getattr(galleries, name.upper())


def _bytes(file: str) -> bytes:
    return (SPECS / "imageshack_gallery" / "examples" / file).read_bytes()


def _fail(pointer: str, expected: str, got: object) -> None:
    raise AssertionError(f"{pointer}: expected {expected}, got {got!r}")
