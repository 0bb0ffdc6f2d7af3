"""The site is built from what is there, whole, and loads nothing from elsewhere."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import imagehosts
import pytest
from imagehosts.hosts import HOSTS

from contracts.docs.markdown import ROOT, blocks
from contracts.support.specs import (
    API_NAMES,
    SPECS,
    load_examples,
    load_quirks,
    load_spec,
    operations,
    resolve,
)
from docs.check_site import check_site, read_page

#: Those that answer in XML.
XML_APIS = [api for api in API_NAMES if list((SPECS / api).glob("*.xsd"))]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    finished = subprocess.run(
        [sys.executable, "docs/build.py", "--output", folder / "site", "--work", folder / "work"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert finished.returncode == 0, finished.stderr
    return folder / "site"


def text_of(page: Path) -> str:
    """What a reader sees, in one line, without spaces that markup may have put anywhere."""
    return squeezed(unescape(re.sub(r"<[^>]+>", "", page.read_text("utf-8"))))


def squeezed(text: str) -> str:
    """Text without spaces, quotes and Markdown's marks, which typography changes."""
    return re.sub(r"[\s`*\"'“”‘’|–—-]|\.\.\.|…", "", text)


def test_the_built_site_has_no_faults(site: Path) -> None:
    assert check_site(site) == []


@pytest.mark.parametrize("api", API_NAMES)
def test_every_operation_has_its_place(site: Path, api: str) -> None:
    page = site / "apis" / f"{api}.html"
    known = operations(load_spec(api))
    assert set(known) <= read_page(page.read_text("utf-8")).ids
    shown = text_of(page)
    for name, node in known.items():
        tag = node.value["tags"][0]
        assert squeezed(f"client.{tag}.{name.removeprefix(f'{tag}_')}(") in shown
        assert squeezed(node.value["summary"]) in shown


@pytest.mark.parametrize("api", API_NAMES)
def test_every_member_of_every_model_is_described(site: Path, api: str) -> None:
    page = site / "apis" / f"{api}.html"
    shown, ids = text_of(page), read_page(page.read_text("utf-8")).ids
    for name, schema in load_spec(api)["components"]["schemas"].items():
        if name.endswith("Request"):
            continue
        assert f"model-{name}" in ids
        for member, value in schema.get("properties", {}).items():
            assert squeezed(value.get("description", "")) in shown, f"{name}.{member}"


@pytest.mark.parametrize("api", API_NAMES)
def test_every_error_is_told_with_its_class(site: Path, api: str) -> None:
    shown = text_of(site / "apis" / f"{api}.html")
    for row in load_spec(api)["x-error-table"]:
        assert squeezed(row["meaning"]) in shown
        assert squeezed(str(row.get("message", ""))) in shown


@pytest.mark.parametrize("api", API_NAMES)
def test_every_quirk_is_told_with_what_was_decided(site: Path, api: str) -> None:
    page = site / "apis" / f"{api}.html"
    shown, ids = text_of(page), read_page(page.read_text("utf-8")).ids
    for quirk in load_quirks(api):
        assert quirk["id"] in ids
        for part in ("claim", "evidence", "decision"):
            assert squeezed(str(quirk[part])) in shown, quirk["id"]


@pytest.mark.parametrize("api", API_NAMES)
def test_every_example_is_shown(site: Path, api: str) -> None:
    shown = text_of(site / "apis" / f"{api}.html")
    for example in load_examples(api):
        assert squeezed(example.text) in shown, example.id
        assert squeezed(example.entry.get("mended", "")) in shown, example.id


def section_of(page: Path, name: str) -> str:
    """What a reader sees of an operation, up to the next one."""
    _, _, section = page.read_text("utf-8").partition(f'<section id="{name}">')
    return unescape(re.sub(r"<[^>]+>", "", section.partition("<section")[0]))


@pytest.mark.parametrize("api", API_NAMES)
def test_a_call_by_another_method_stands_below_its_twin(site: Path, api: str) -> None:
    page = site / "apis" / f"{api}.html"
    text = page.read_text("utf-8")
    every = operations(load_spec(api))
    for name in every:
        plain = re.sub(r"_by_(get|post)$", "", name)
        if plain == name or plain not in every:
            continue
        between = text[text.index(f'<section id="{plain}">') : text.index(f'<section id="{name}">')]
        assert between.count("</section>") == between.count("<section") - 1, name
        assert squeezed(f"Answers Those of {plain}") in squeezed(section_of(page, name))


@pytest.mark.parametrize("api", XML_APIS)
def test_the_xsd_is_shown_whole_and_can_be_had_as_a_file(site: Path, api: str) -> None:
    shown = text_of(site / "apis" / f"{api}.html")
    for xsd in (ROOT / "specs" / api).glob("*.xsd"):
        assert squeezed(xsd.read_text("utf-8")) in shown
        assert (site / "specs" / api / xsd.name).read_bytes() == xsd.read_bytes()
        page = (site / "apis" / f"{api}.html").read_text("utf-8")
        _, _, section = page.partition(f'<section id="xsd-{xsd.stem}">')
        assert f'href="../specs/{api}/{xsd.name}"' in section.partition("<section")[0]
        assert '<div class="highlight-xml' in section.partition("<section")[0]


@pytest.mark.parametrize("api", XML_APIS)
def test_every_part_of_an_xml_answer_is_named_with_its_kind(site: Path, api: str) -> None:
    page = site / "apis" / f"{api}.html"
    document = load_spec(api)
    for name, node in operations(document).items():
        if re.sub(r"_by_(get|post)$", "", name) != name:
            continue  # its answers are those of its twin
        media = node.value["responses"]["200"]["content"]["application/xml"]
        shown = squeezed(section_of(page, name))
        assert squeezed(f"below its root element {media['x-xml']['root']}") in shown
        for path, kind, repeated in xml_parts(document, media["schema"]):
            there = f"{path} {kind} {'repeated' if repeated else ''}"
            assert squeezed(there) in shown, f"{name}: {there}"


def xml_parts(
    document: dict[str, Any], reference: dict[str, Any], path: str = ""
) -> Iterator[tuple[str, str, bool]]:
    """Path and kind of everything below an element, and whether it comes again and again."""
    for wire, member in resolve(document, reference)["properties"].items():
        schema = resolve(document, member)
        if schema.get("xml", {}).get("attribute"):
            yield f"{path}@{wire}", "attribute", False
        elif schema.get("x-xml-text"):
            yield f"{path}text()", "text", False
        else:
            yield f"{path}{wire}", "element", schema["type"] == "array"
            inner = schema.get("items", schema)
            if resolve(document, inner)["type"] == "object":
                yield from xml_parts(document, inner, f"{path}{wire}/")


def test_the_page_says_which_server_a_call_goes_to_and_how_a_list_goes_on(site: Path) -> None:
    page = site / "apis" / "imageshack_gallery.html"
    for name in ("galleries_edit", "galleries_view_by_post"):
        shown = squeezed(section_of(page, name))
        assert squeezed("Server: http://img{server}.imageshack.us") in shown
        assert squeezed("server address required int | str wire: text like ^[0-9]{1,6}$") in shown
    assert "Server:" not in section_of(page, "galleries_create")
    assert squeezed("start is the number of the first item, counted from 0, limit") in squeezed(
        section_of(page, "galleries_list")
    )


def test_no_credential_is_said_to_be_always_sent(site: Path) -> None:
    for api in API_NAMES:
        shown = text_of(site / "apis" / f"{api}.html")
        for name in ("cookie", "token", "key", "auth_token"):
            for place in ("query", "body"):
                assert squeezed(f"{name} {place} always sent") not in shown, (api, name)


@pytest.mark.parametrize(
    ("api", "operation", "shown"),
    [
        ("imgur", "images_upload", "Authorization: Client-ID YOUR_CLIENT_ID"),
        ("imgur", "account_delete", "Authorization: Bearer YOUR_ACCESS_TOKEN"),
        ("imageshack", "images_like", "auth_token=YOUR_AUTH_TOKEN"),
        ("imageshack", "images_update_many", "title="),
        ("imageshack_gallery", "galleries_edit", "Host: img1.imageshack.us"),
        ("imageshack_gallery", "galleries_edit", "cookie=YOUR_COOKIE"),
    ],
)
def test_an_example_request_is_what_the_client_sends(
    site: Path, api: str, operation: str, shown: str
) -> None:
    page = (site / "apis" / f"{api}.html").read_text("utf-8")
    _, _, section = page.partition(f'<section id="{operation}">')
    _, _, request = section.partition("<section")[0].partition("Example request")
    assert shown in unescape(re.sub(r"<[^>]+>", "", request))


@pytest.mark.parametrize("client", ["Chevereto", "ImageShack", "Imgur"])
def test_a_name_that_several_hosts_have_leads_to_the_right_one(site: Path, client: str) -> None:
    page = (site / "python" / "clients.html").read_text("utf-8")
    _, _, rest = page.partition(f'id="imagehosts.{client}.upload"')
    signature = rest.partition("</dt>")[0]
    module = f"imagehosts_wire.{getattr(imagehosts, client).api.name}.resources.images"
    assert re.findall(r'href="#([\w.]+Options)"', signature)[-1] == f"{module}.ImagesUploadOptions"


@pytest.mark.parametrize("api", API_NAMES)
@pytest.mark.parametrize("word", ["observed", "inferred"])
def test_what_is_not_documented_is_marked(site: Path, api: str, word: str) -> None:
    page = (site / "apis" / f"{api}.html").read_text("utf-8")
    _, _, rest = page.partition('id="models"')
    models, _, rest = rest.partition('id="errors"')
    errors, _, _ = rest.partition('id="quirks"')
    spec = load_spec(api)
    marked = [
        value.get("x-provenance")
        for name, schema in spec["components"]["schemas"].items()
        if not name.endswith("Request")
        for value in (schema, *schema.get("properties", {}).values())
    ]
    mark = f'class="badge {word}"'
    assert models.count(mark) == marked.count(word)
    assert errors.count(mark) == sum(r["x-provenance"] == word for r in spec["x-error-table"])


@pytest.mark.parametrize("api", API_NAMES)
def test_every_operation_says_how_it_is_known(site: Path, api: str) -> None:
    page = (site / "apis" / f"{api}.html").read_text("utf-8")
    for name in operations(load_spec(api)):
        _, _, section = page.partition(f'<section id="{name}">')
        assert 'class="badge ' in section.partition("Parameters")[0], name


@pytest.mark.parametrize("api", API_NAMES)
def test_the_console_of_every_api_has_its_document(site: Path, api: str) -> None:
    page = (site / "console" / f"{api}.html").read_text("utf-8")
    embedded = re.search(r'id="specification">(.*?)</script>', page, re.DOTALL)
    assert embedded
    merged = json.loads((site / "specs" / api / "console.json").read_text("utf-8"))
    assert json.loads(embedded[1]) == merged
    assert (site / "specs" / api / "openapi.yaml").read_bytes() == (
        ROOT / "specs" / api / "openapi.yaml"
    ).read_bytes()


def test_the_console_sends_no_field_that_was_left_empty(site: Path) -> None:
    # Swagger UI's boxes "Send empty value" are ticked at first; without them nothing is sent.
    for page in (site / "console").glob("*.html"):
        assert "ParameterIncludeEmpty: () => null" in page.read_text("utf-8")


def test_the_home_page_tells_of_every_host(site: Path) -> None:
    shown = text_of(site / "index.html")
    for host in HOSTS:
        assert squeezed(host.title) in shown
        assert squeezed(host.status[1:]) in shown


def test_the_search_finds_what_is_on_the_pages_of_the_apis(site: Path) -> None:
    index = (site / "searchindex.js").read_text("utf-8")
    assert "delete_url" in index


def test_no_page_holds_a_place_of_this_machine(site: Path) -> None:
    for page in [*site.rglob("*.html"), *site.rglob("*.js"), *site.rglob("*.json")]:
        text = page.read_text("utf-8")
        assert str(ROOT) not in text, page.name
        assert str(site.parent) not in text, page.name


# --- what the build refuses ----------------------------------------------------------------

BUILD = """
import sys
from pathlib import Path
from docs.build import run_sphinx
source = Path("source")
problems = run_sphinx(source.resolve(), Path("html").resolve(), Path("doctrees").resolve())
print("\\n".join(problems))
sys.exit(1 if problems else 0)
"""


@pytest.mark.parametrize(
    ("page", "complaint"),
    [
        ("# Home\n\n[away](no-such-page.md)\n", "no-such-page"),
        ("# Home\n\n{class}`~imagehosts.NoSuchThing`\n", "NoSuchThing"),
        ("# Home\n\n```{api-reference} no_such_api\n```\n", "no_such_api"),
        ("# Home\n\n```{no-such-directive}\n```\n", "no-such-directive"),
    ],
    ids=["link", "name", "api", "directive"],
)
def test_a_page_that_leads_nowhere_is_refused(page: str, complaint: str, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "index.md").write_text(page, "utf-8")
    finished = subprocess.run(
        [sys.executable, "-c", BUILD],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": "", "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert finished.returncode == 1, finished.stderr
    assert complaint in finished.stdout + finished.stderr
    assert "source" not in finished.stdout or "docs/index.md" in finished.stdout


PAGE = (
    """<!doctype html><html><head>{head}</head><body><h1 id="top">Page</h1>{body}</body></html>"""
)


@pytest.mark.parametrize(
    ("head", "body", "complaint"),
    [
        ('<link rel="stylesheet" href="https://cdn.example/a.css">', "", "loads https://cdn"),
        ('<link rel="preconnect" href="//fonts.example">', "", "loads //fonts"),
        ('<script src="https://cdn.example/a.js"></script>', "", "loads https://cdn"),
        ('<meta http-equiv="refresh" content="0; url=https://else.example/">', "", "loads https"),
        ("<style>@import 'https://fonts.example/f.css';</style>", "", "loads https://fonts"),
        ("<style>p {{ background: url(//img.example/a.png) }}</style>", "", "loads //img"),
        ("<script>fetch('https://api.example/x')</script>", "", "asks api.example"),
        ("<script>import('//cdn.example/m.js')</script>", "", "asks cdn.example"),
        ("<script>navigator.sendBeacon('https://t.example/')</script>", "", "asks t.example"),
        ("<script>new WebSocket('wss://t.example/')</script>", "", "asks t.example"),
        ("<script>SwaggerUIBundle({{}})</script>", "", "would ask its validator"),
        ("", '<img src="https://img.example/a.png">', "loads https://img"),
        ("", '<img srcset="a.png 1x, https://img.example/b.png 2x">', "loads https://img"),
        ("", '<iframe src="https://frame.example/"></iframe>', "loads https://frame"),
        ("", '<p style="background: url(https://img.example/a)">x</p>', "loads https://img"),
        ("", '<a href="gone.html">x</a>', "leads nowhere"),
        ("", '<a href="#gone">x</a>', "no place of its page"),
        ("", '<a href="../outside.html">x</a>', "leads nowhere"),
        ("", '<a href="/index.html">x</a>', "root of a server"),
        ("", '<img src="gone.png">', "leads nowhere"),
    ],
)
def test_a_fault_of_a_page_is_found(head: str, body: str, complaint: str, tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (tmp_path / "outside.html").write_text("", "utf-8")
    (site / "a.png").write_bytes(b"")
    (site / "page.html").write_text(
        PAGE.format(head=head.replace("{{", "{").replace("}}", "}"), body=body), "utf-8"
    )
    problems = check_site(site)
    assert any(complaint in problem for problem in problems), problems


def test_a_page_without_faults_has_none(tmp_path: Path) -> None:
    body = '<a href="#top">x</a> <a href="https://elsewhere.example/">for people</a>'
    (tmp_path / "index.html").write_text(PAGE.format(head="", body=body), "utf-8")
    (tmp_path / "a.css").write_text("p { background: url(data:image/png;base64,AA) }", "utf-8")
    (tmp_path / "a.js").write_text('const xmlns = "http://www.w3.org/2000/svg";', "utf-8")
    assert check_site(tmp_path) == []


def test_a_folder_without_pages_is_no_site(tmp_path: Path) -> None:
    assert check_site(tmp_path) != []


@pytest.mark.parametrize("name", ["style.css", "script.js"])
def test_what_a_file_beside_the_pages_loads_is_found(name: str, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(PAGE.format(head="", body=""), "utf-8")
    loads: dict[str, Any] = {
        "style.css": "@font-face { src: url('https://fonts.example/f.woff2') }",
        "script.js": "var s = document.createElement('script'); s.src = 'https://cdn.example/a.js'",
    }
    (tmp_path / name).write_text(loads[name], "utf-8")
    assert len(check_site(tmp_path)) == 1


def test_every_page_of_the_guides_has_something_to_try() -> None:
    for page in (ROOT / "docs" / "guides").glob("*.md"):
        assert any(block.language in ("python", "sh") for block in blocks(page)), page.name
