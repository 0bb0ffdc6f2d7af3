"""Pages for people: home, references, and nothing that is loaded from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import imagehosts.emulator
import pytest
from imagehosts.emulator.core.specs import load_spec, operations_of
from imagehosts.emulator.reference import prose

from contracts.hosts.imageshack.emulated import Shack
from contracts.hosts.imageshack_gallery.emulated import Galleries, reference
from contracts.hosts.imgur.emulated import USERS, World
from contracts.support.emulated import BASE, IMGES, EmulatorClient, png
from contracts.support.reporting import each, report_all
from contracts.support.specs import API_NAMES

VOID = {"meta", "link", "img", "br", "input", "hr"}


class _Page(HTMLParser):
    """Checks that elements close in order; collects what is linked and loaded."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.ids: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        assert tag != "script"
        assert not [name for name in values if name.startswith("on") or name == "style"]
        if tag not in VOID:
            self.open.append(tag)
        if tag == "a":
            self.links.append(values["href"])
        elif tag == "link":
            self.loaded.append(values["href"])
        elif "src" in values:
            self.loaded.append(values["src"])
        if "id" in values:
            self.ids.append(values["id"])

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def _pages(emulated: EmulatorClient) -> dict[str, str]:
    image = emulated.image(png(900, 600), title="A lake")
    addresses = ["/", image["url_viewer"], *(f"/_emulator/reference/{api}" for api in API_NAMES)]
    picture = Shack(emulated.emulator).become("demo", "demo").picture(title="<Another> lake")
    Galleries(emulated.emulator).create(reference(picture), name="lakes", title="<Lakes>")
    addresses += ["/gal.php?g=lakes", "/slideshow/webplayer.php?id=lakes"]
    return {address: emulated.get(address).text for address in addresses}


def test_pages_are_well_formed_and_load_only_from_here(emulated: EmulatorClient) -> None:
    for address, text in _pages(emulated).items():
        page = _Page(text)
        assert text.lower().startswith("<!doctype html>")
        assert len(page.ids) == len(set(page.ids)), address
        for loaded in page.loaded:
            assert loaded.startswith("/"), loaded
            assert emulated.get(loaded).status_code == 200, loaded


def test_every_link_on_a_page_leads_somewhere(emulated: EmulatorClient) -> None:
    for address, text in _pages(emulated).items():
        page = _Page(text)
        for link in set(page.links):
            target, _, anchor = link.partition("#")
            if not target:
                assert anchor in page.ids, (address, link)
            elif target.startswith("/"):
                assert emulated.get(target).status_code in (200, 302), (address, link)


def test_pages_forbid_what_they_do_not_need(emulated: EmulatorClient) -> None:
    image = emulated.image()
    for address in ("/", "/_emulator/reference/imges", image["url_viewer"], "/nothing"):
        headers = emulated.get(address).headers
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert headers["x-content-type-options"] == "nosniff"


def test_every_button_is_pressed_in_a_browser() -> None:
    """Those of a host by its own browser tests, all others by those of this folder."""
    sources, contracts = Path(imagehosts.emulator.__file__).parent, Path(__file__).parents[1]
    pages = [*sources.rglob("*.html"), *sources.rglob("*.py")]
    with report_all(least=3) as case:
        for page in pages:
            text = page.read_text("utf-8")
            buttons = re.findall(r"<button[^>]*>([^<]+)<", text)
            assert len(buttons) >= text.count("<form"), page
            below = page.relative_to(sources).parts
            folder = Path("hosts", below[1]) if below[0] == "hosts" else Path("emulator")
            for button in buttons:
                with case(f"{button} of {'/'.join(below)}"):
                    assert f'"{button}"' in (contracts / folder / "test_browser.py").read_text()


def test_the_home_page_shows_hosts_and_the_newest_pictures(emulated: EmulatorClient) -> None:
    empty = emulated.get("/").text
    assert "None yet" in empty
    for api in API_NAMES:
        spec = load_spec(api)
        assert spec["info"]["title"] in empty
        assert f"{BASE}{urlsplit(spec['servers'][0]['url']).path.rstrip('/')}<" in empty
        assert f'href="/_emulator/reference/{api}"' in empty
    for number in range(30):
        emulated.image(png(10 + number, 10), title=f"Picture {number}.")
    full = emulated.get("/").text
    shown = re.findall(r'alt="Picture (\d+)\."', full)
    assert shown == [str(number) for number in range(29, 5, -1)]
    at_imges = EmulatorClient(emulated.emulator, "https://imges.link").get("/").text
    assert "Picture" not in at_imges
    assert "imagehosting.me API" not in at_imges


def test_the_home_page_shows_what_is_public_and_nothing_else(
    open_emulated: Callable[..., EmulatorClient],
) -> None:
    emulated = open_emulated(users=USERS)
    shack = Shack(emulated.emulator).become("miriam", "lake-house")
    shack.picture(title="shack public")
    shack.picture(title="shack private", public=False)
    hidden = shack.picture(title="shack deleted")["id"]
    shack.result("DELETE", f"/images/{hidden}")
    shack.ask("POST", "/user/miriam/forgot")

    imgur = World(emulated)
    loose = imgur.upload("tove", 60, title="imgur unlisted")
    imgur.upload(None, 61, title="imgur anonymous")
    imgur.post("tove", "imgur posted", 62)  # shown by the name of its file
    one = imgur.upload("tove", 63, title="imgur in a posted album")
    album = imgur.album("tove", title="Tahoe", **{"ids[]": [one["id"]]})["id"]
    imgur.data("tove", "POST", f"/gallery/album/{album}", data={"title": "Two", "terms": "1"})

    text = emulated.get("/").text
    shown = re.findall(r'alt="([^"]*)"', text)
    assert set(shown) == {"shack public", "imgur in a posted album", "lake.png"}
    assert len(shown) == 3
    page = _Page(text)
    for address in {*page.links, *page.loaded}:
        assert emulated.get(address).status_code == 200, address
    secrets = [shack.token, loose["deletehash"], one["deletehash"]]
    (mail,) = emulated.emulator.mails
    secrets += [mail.text, mail.facts["auth"]]
    secrets += [imgur.headers("tove")["Authorization"].split()[1], "lake-house", "sail-boat"]
    assert [secret for secret in secrets if secret and secret in text] == []


@pytest.mark.parametrize("api", API_NAMES)
def test_reference_page_has_everything_of_the_spec(emulated: EmulatorClient, api: str) -> None:
    spec = load_spec(api)
    text = emulated.get(f"/_emulator/reference/{api}").text
    page = _Page(text)
    for operation in operations_of(spec):
        assert operation.id in page.ids
        for status in operation.spec["responses"]:
            assert f"<code>{status}</code>" in text
    schemas = spec["components"]["schemas"]
    for name, schema in schemas.items():
        if not name.endswith("Request"):
            assert f"model-{name}" in page.ids
        for member in schema.get("properties", {}):
            assert f"<code>{escape(member)}</code>" in text
    for row in spec["x-error-table"]:
        assert row["category"] in text
    assert text.count("<tr>") > len(spec["x-error-table"])
    assert emulated.get(f"/_emulator/reference/{api}/spec.json").json() == spec


@pytest.mark.parametrize("api", API_NAMES)
def test_reference_page_shows_claims_and_whose_words_a_source_holds(
    emulated: EmulatorClient, api: str
) -> None:
    text = unescape(emulated.get(f"/_emulator/reference/{api}").text)
    spec = load_spec(api)
    for operation in operations_of(spec):
        for claim in operation.spec.get("x-claims", []):
            words = re.sub("[`*]", "", " ".join(claim["text"].split()))
            assert words in re.sub("</?(code|strong)>", "", text)
            assert f'class="tag {claim["provenance"]}"' in text
    kept_by = [document["by"] for document in spec.get("x-documents", {}).values()]
    assert ("(a third party's capture)" in text) == ("third party" in kept_by)


def test_a_reference_of_nothing_is_404(emulated: EmulatorClient) -> None:
    assert emulated.get("/_emulator/reference/flickr").status_code == 404
    assert emulated.get("/_emulator/reference/flickr/spec.json").status_code == 404


@each(
    ("text", "html"),
    [
        ("One\nline.\n\nTwo.", "<p>One line.</p>\n<p>Two.</p>"),
        ("- a\n- `b`", "<ul><li>a</li><li><code>b</code></li></ul>"),
        ("**Bold** <b>", "<p><strong>Bold</strong> &lt;b&gt;</p>"),
        ("[a](https://b.example/?c=d&e)", '<p><a href="https://b.example/?c=d&amp;e">a</a></p>'),
        ("[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>"),
        ("`<script>`", "<p><code>&lt;script&gt;</code></p>"),
        ("", ""),
    ],
)
def test_prose_of_specs_becomes_html_and_nothing_more(text: str, html: str) -> None:
    assert str(prose(text)) == html


def test_only_one_api_can_be_served(open_emulated: Callable[..., EmulatorClient]) -> None:
    emulated = open_emulated(apis=("imges",))
    assert emulated.upload(path=IMGES).status_code == 200
    assert emulated.upload().status_code == 404
    assert "imagehosting.me" not in emulated.get("/").text


def test_a_person_at_a_phone_can_read_it(emulated: EmulatorClient) -> None:
    style = emulated.get("/_emulator/style.css")
    assert style.headers["content-type"].startswith("text/css")
    assert "url(" not in style.text
    assert "@import" not in style.text
    assert "prefers-color-scheme: dark" in style.text
    for text in _pages(emulated).values():
        assert 'name="viewport"' in text
