"""What the galleries write is XML for every parser, and hostile requests break nothing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from urllib.parse import quote
from xml.dom import minidom
from xml.etree import ElementTree as ET
from xml.parsers import expat
from xml.sax import handler, parseString

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from imagehosts.emulator import Emulator
from imagehosts.emulator.core.xml import Element, document, possible

from contracts.hosts.imageshack.emulated import Shack
from contracts.hosts.imageshack_gallery.emulated import World, code_of, files, text
from contracts.support.emulated import sound
from contracts.support.reporting import each

TEXTS = [
    "",
    " ",
    " \t\n padded \n",
    "a\rb\r\nc\n\rd",
    "]]>",
    "<![CDATA[x]]>",
    "<!-- -- -->",
    "<?php ?>",
    "<!DOCTYPE a [<!ENTITY b 'c'>]>",
    "&amp; &lt; &#0; &b; &",
    "\"'`",
    "\0\x01\x08\x0b\x0c\x0e\x1f\x7f\x80\x85\x9f",
    "😀 👩‍👩‍👧 𝒜 \u2028\u2029 \ufeff",
    "\ufffe\uffff \ufdd0 \U0001fffe \U0010ffff",
    "Übersicht 写真 \u202e evil",
    "é" * 9_999,
]


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with sound(Emulator(users=("owner:secret", "other:secret"))) as emulated:
        yield World(Shack(emulated.emulator))


def _by_expat(content: bytes) -> str:
    found: list[str] = []
    open_elements: list[str] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: open_elements.append(name)
    parser.EndElementHandler = lambda name: open_elements.pop()
    parser.CharacterDataHandler = lambda data: (
        found.append(data) if open_elements[-1] == "title" else None
    )
    parser.Parse(content, True)
    return "".join(found)


def _by_dom(content: bytes) -> str:
    (title,) = minidom.parseString(content).getElementsByTagName("title")
    return "".join(node.data for node in title.childNodes)


def _by_sax(content: bytes) -> str:
    class Titles(handler.ContentHandler):
        found = ""
        inside = False

        def startElement(self, name: str, attrs: object) -> None:
            self.inside = name == "title"

        def endElement(self, name: str) -> None:
            self.inside = False

        def characters(self, content: str) -> None:
            self.found += content if self.inside else ""

    titles = Titles()
    parseString(content, titles)
    return titles.found


def _by_etree(content: bytes) -> str:
    return text(ET.fromstring(content), "title")


@each("title", TEXTS, ids=ascii)
def test_every_parser_reads_a_gallery_with_any_title(world: World, title: str) -> None:
    (image,) = world.images()
    response = world.galleries.request(
        "POST", data={"action": "create", "image": image, "title": title}
    )
    assert response.content.startswith(b'<?xml version="1.0" encoding="UTF-8"?>')
    assert b"]]>" not in response.content
    world.galleries.read(response)
    for read in (_by_expat, _by_dom, _by_sax, _by_etree):
        assert read(response.content) == possible(title)


_WORDS = st.text(max_size=300)


@settings(deadline=None, max_examples=50)
@given(_WORDS, st.sampled_from(["query", "form", "multipart"]))
def test_a_title_comes_back_as_it_was_sent(world: World, title: str, place: str) -> None:
    (image,) = _one_image(world)
    gallery = world.galleries.ask("create", place=place, image=image, title=title, token="t")
    expected = "".join(c if _is_xml(c) else "\ufffd" for c in title)
    assert text(gallery, "title") == expected
    values = {"g": text(gallery, "name"), "token": "t", "image": image}
    assert text(world.galleries.ask(place=place, g=values["g"]), "title") == expected
    changed = world.galleries.ask("edit", place=place, title=title[::-1], **values)
    assert text(changed, "title") == expected[::-1]


def _one_image(world: World) -> list[str]:
    if not world.owner.get("/user/owner/images")["images"]:
        return world.images()
    image = world.owner.get("/user/owner/images")["images"][0]
    return [f"img{image['server']}/{image['bucket']}/{image['filename']}"]


def _is_xml(character: str) -> bool:
    """Whether the grammar of XML 1.0 has a character."""
    number = ord(character)
    return (
        number in (0x9, 0xA, 0xD)
        or 0x20 <= number <= 0xD7FF
        or 0xE000 <= number <= 0xFFFD
        or number >= 0x10000
    )


@settings(deadline=None)
@given(st.text(), st.text())
def test_any_text_and_attribute_survives_writing(content: str, attribute: str) -> None:
    root = ET.fromstring(document(Element("a", (Element("b", content, {"c": attribute}),))))
    assert text(root, "b") == possible(content)
    assert root[0].attrib == {"c": possible(attribute)}


@settings(deadline=None, max_examples=50)
@given(token=st.text(min_size=1, max_size=50))
def test_any_token_opens_what_it_made(world: World, token: str) -> None:
    (image,) = _one_image(world)
    gallery = world.galleries.ask("create", image=image, token=token)
    answer = world.galleries.ask("delete", g=text(gallery, "name"), token=token)
    assert answer.attrib == {"version": "1.0"}


@settings(deadline=None, max_examples=50)
@given(name=st.text(max_size=150))
def test_any_name_becomes_one_that_is_found_again(world: World, name: str) -> None:
    (image,) = _one_image(world)
    gallery = world.galleries.ask("create", image=image, name=name, token="t")
    found = text(gallery, "name")
    assert world.galleries.page(text(gallery, "links/gallery_url")).status_code == 200
    assert world.galleries.page(text(gallery, "links/yfrog_url")).status_code == 302
    assert quote(found, safe="") == found
    assert world.galleries.ask("delete", g=found, token="t").attrib == {"version": "1.0"}


# Hostile requests


def test_ten_thousand_pictures_are_more_than_a_request_may_have(world: World) -> None:
    (image,) = world.images()
    gallery = world.galleries.ask("create", images=[image] * 10_000)
    assert files(gallery) == [image]
    answer = world.galleries.ask("create", images=[f"img1/{n}/a.jpg" for n in range(10_000)])
    assert code_of(answer) == "bad_parameter_file"


def test_a_megabyte_of_title_is_cut(world: World) -> None:
    (image,) = world.images()
    for place in ("form", "multipart"):
        gallery = world.galleries.ask("create", place=place, image=image, title="x" * 1_100_000)
        assert text(gallery, "title") == "x" * 10_000


#: Bytes that are no text, no characters, no escapes.
_ODD = ("%00", "%ED%A0%80", "%ED%B0%80%ED%A0%80", "%FF%FE", "%C0%80", "%F4%90%80%80", "%", "%zz")


@each("name", ["title", "name", "g", "image", "image[]", "token", "cookie"])
@each("method", ["GET", "POST"])
def test_bytes_that_are_no_text_break_nothing(world: World, method: str, name: str) -> None:
    (image,) = _one_image(world)
    for action, escaped in product(("create", "edit", "view"), _ODD):
        pairs = f"action={action}&image={image}&token=t&{name}={escaped}"
        if method == "GET":
            response = world.galleries.request("GET", f"/gallery_api.php?{pairs}")
        else:
            headers = {"Content-Type": "application/x-www-form-urlencoded"}
            response = world.galleries.request("POST", content=pairs, headers=headers)
        world.galleries.read(response)


@each(
    ("content_type", "body"),
    [
        ("application/xml", b"<gallery><action>create</action></gallery>"),
        ("application/json", b'{"action": "create"}'),
        ("application/x-www-form-urlencoded", b"\0\xff&&&==&[]&action[]=create&image[[[=1"),
        ("application/x-www-form-urlencoded", b"&" * 100_000),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\ncut"),
        ("", b"action=create"),
    ],
)
def test_bodies_that_are_no_form_say_nothing(world: World, content_type: str, body: bytes) -> None:
    headers = {"Content-Type": content_type}
    response = world.galleries.request("POST", content=body, headers=headers)
    assert world.galleries.read(response).tag == "errors"


def test_file_in_place_of_a_picture_is_not_taken_for_one(world: World) -> None:
    response = world.galleries.request(
        "POST",
        data={"action": "create"},
        files={"image": ("a.png", b"\x89PNG", "image/png")},
    )
    assert code_of(world.galleries.read(response)) == "bad_parameter_file"


def test_invalid_host_is_not_a_server(world: World) -> None:
    name = text(world.galleries.ask("create", images=world.images()), "name")
    for host in (
        "img9.imageshack.us.evil.example",
        "img1234567.imageshack.us",
        "img.imageshack.us",
    ):
        response = world.galleries.request("GET", params={"g": name}, headers={"Host": host})
        gallery = world.galleries.read(response)
        assert text(gallery, "links/gallery_url") == f"http://{host}/gal.php?g={name}"
