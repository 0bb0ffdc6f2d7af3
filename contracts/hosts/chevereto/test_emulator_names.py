"""File names: what is kept of them, and what becomes of them in addresses."""

from __future__ import annotations

import string
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from imagehosts.emulator.core.forms import base_name
from imagehosts.emulator.hosts.chevereto.options import served_name, slug

from contracts.support.emulated import BASE, ME, EmulatorClient, field, file, multipart, png
from contracts.support.reporting import each

#: Of the tests of each host, these run in PostgreSQL too.
pytestmark = pytest.mark.usefixtures("each_database")

#: What stands behind ``filename=``, the name that is kept, the name that is served.
NAMES = [
    ('"lake.png"', "lake.png", "lake"),
    ("lake.png", "lake.png", "lake"),
    ('"Übersicht.png"', "Übersicht.png", "Ubersicht"),
    ('"my  lake.png"', "my  lake.png", "my-lake"),
    (r'"a \"quoted\" name.png"', 'a "quoted" name.png', "a-quoted-name"),
    ('"%22percent%22.png"', "%22percent%22.png", "22percent22"),
    ('"../../etc/passwd"', "passwd", "passwd"),
    ('"/etc/passwd"', "passwd", "passwd"),
    (r'"C:\Users\me\lake.png"', "lake.png", "lake"),
    (r'"..\..\lake.png"', "lake.png", "lake"),
    ('".htaccess"', ".htaccess", ""),
    ('"....png"', "....png", ""),
    ('"lake.th.png"', "lake.th.png", "lake"),
    ('"lake.md.png"', "lake.md.png", "lake"),
    ('"lake.png.png"', "lake.png.png", "lake"),
    ('"shell.php"', "shell.php", "shell"),
    ('"shell.php.png"', "shell.php.png", "shell.php"),
    ('"<script>.png"', "<script>.png", "script"),
    ('"a;b=c.png"', "a;b=c.png", "abc"),
    ("\"naïve 写真.png\"; filename*=UTF-8''other.png", "naïve 写真.png", "naive"),
    ('"日本語.png"', "日本語.png", ""),
    ('"😀.png"', "😀.png", ""),
    ('"tab\there.png"', "tabhere.png", "tabhere"),
    ('"nul\0here.png"', "nul", "nul"),
    ('"cut " here.png"', "cut ", "cut"),
]


@each(("sent", "kept", "served"), NAMES)
def test_a_name_is_kept_as_text_and_served_as_ascii(
    open_emulated: Callable[..., EmulatorClient], sent: str, kept: str, served: str
) -> None:
    emulated = open_emulated()
    body = multipart(field("key", "k"), file(f'name="source"; filename={sent}', png()))
    image = emulated.post(ME, **body).json()["image"]
    assert image["original_filename"] == kept
    if served:
        assert image["name"] == served
    else:
        assert len(image["name"]) == 32
    assert image["url"].isascii()
    assert emulated.get(image["url"]).content == png()
    assert emulated.get(image["url_viewer"]).status_code == 200


def test_line_ends_in_a_name_reach_no_header(emulated: EmulatorClient) -> None:
    body = multipart(
        field("key", "k"), file('name="source"; filename="a%0d%0aX-Bad: 1.png"', png())
    )
    image = emulated.post(ME, **body).json()["image"]
    assert image["original_filename"] == "a%0d%0aX-Bad: 1.png"
    assert "x-bad" not in emulated.get(image["url"]).headers
    redirect = emulated.upload(name="a\r\nX-Bad: 1.png", format="redirect", title="b\r\nX-Bad: 1")
    assert "x-bad" not in redirect.headers
    assert redirect.headers["location"].startswith("/image/b-X-Bad-1.")


def test_a_long_name_is_served_shortened_and_stays_apart(emulated: EmulatorClient) -> None:
    images = [emulated.image(name="x" * 240 + ".png") for _ in range(3)]
    assert [len(image["name"]) for image in images] == [200, 200, 200]
    assert len({image["name"] for image in images}) == 3


@settings(deadline=None)
@given(st.text(max_size=300), st.sampled_from(["png", "jpg", "gif"]))
def test_served_name_is_safe_for_any_input(name: str, extension: str) -> None:
    served = served_name(base_name(name), extension)
    allowed = set(string.ascii_letters + string.digits + "._-")
    assert set(served) <= allowed
    assert not served.startswith(".")
    assert len(served) <= 200


@settings(deadline=None)
@given(st.text(max_size=300))
def test_slug_is_safe_for_any_title(title: str) -> None:
    assert set(slug(title)) <= set(string.ascii_letters + string.digits + "-")


@settings(deadline=None)
@given(st.text())
def test_no_name_is_a_path(name: str) -> None:
    assert not set("/\\\r\n\0") & set(base_name(name))


def test_addresses_in_answers_are_ascii(emulated: EmulatorClient) -> None:
    image = emulated.image(name="写真.png", title="写真")
    assert image["url_viewer"] == f"{BASE}/image/{image['id_encoded']}"
