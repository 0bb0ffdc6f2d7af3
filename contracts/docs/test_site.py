"""The site is built from what is there, is complete, and loads nothing from another server."""

from __future__ import annotations

import inspect
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from codegen.lowering import reachable
from codegen.plans import class_name, read_operations
from codegen.specs import Spec
from imagehosts.hosts import HOSTS

from contracts.docs.markdown import ROOT, blocks
from contracts.support.reporting import report_all
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
from docs.rows import host_names, missing_guides
from docs.tables import PAGE, with_tables

Json = dict[str, Any]
BY_METHOD = re.compile(r"_by_(get|post)$")

pytestmark = pytest.mark.site


class Built(NamedTuple):
    """A built site, the checkout that it is of, and what the build said."""

    root: Path
    folder: Path
    messages: str


#: A host that is made in the copy of the checkout, and one of which only the spec is there.
NEW, HALF = "pixbin", "halfbin"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site of this checkout and two more hosts. It takes long, so all tests look at one."""
    folder = tmp_path_factory.mktemp("docs")
    root = folder / "checkout"
    for name in ("contracts", "docs", "generated", "overrides", "specs"):
        shutil.copytree(ROOT / name, root / name)
    for name in ("CHANGELOG.md", "README.md", "pyproject.toml"):
        shutil.copy(ROOT / name, root / name)
    run(root, "-m", "codegen", "--root", root, "new-host", NEW).check_returncode()
    spec = (root / "specs" / NEW / "openapi.yaml").read_text("utf-8")
    (root / "specs" / HALF).mkdir()
    (root / "specs" / HALF / "openapi.yaml").write_text(spec.replace(NEW, HALF), "utf-8")
    finished = run(root, "docs/build.py", "--output", folder / "site", "--work", folder / "work")
    # That a host is incomplete does not stop it.
    assert (folder / "site" / "index.html").is_file(), finished.stderr
    return Built(root, folder / "site", finished.stderr)


def run(root: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run Python in a checkout."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": f"{root / 'overrides'}{os.pathsep}{root / 'generated'}"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@pytest.fixture(scope="module")
def site(built: Built) -> Path:
    return built.folder


@cache
def html_of(page: Path) -> str:
    return page.read_text("utf-8")


@cache
def text_of(page: Path) -> str:
    """What a reader sees, in one line, without spaces that markup may have put anywhere."""
    return squeezed(shown_in(html_of(page)))


def shown_in(html: str) -> str:
    """What a reader sees of HTML."""
    return unescape(re.sub(r"<[^>]+>", "", html))


def squeezed(text: str) -> str:
    """Text without spaces, quotes and Markdown's marks, which typography changes."""
    return re.sub(r"[\s`*\"'“”‘’|–—-]|\.\.\.|…", "", text)


def section_of(page: Path, name: str) -> str:
    """The HTML of an operation, up to the next one."""
    _, _, section = html_of(page).partition(f'<section id="{name}">')
    return section.partition("<section")[0]


# --- the page of one API -------------------------------------------------------------------
#
# Each of these looks at one page and fails where something of the spec is not on it.


def check_operations(page: Path, api: str) -> None:
    known = operations(load_spec(api))
    assert set(known) <= read_page(html_of(page)).ids
    shown = text_of(page)
    for name, node in known.items():
        tag = node.value["tags"][0]
        assert squeezed(f"client.{tag}.{name.removeprefix(f'{tag}_')}(") in shown, name
        assert squeezed(node.value["summary"]) in shown, name
        above, _, _ = section_of(page, name).partition("Parameters")
        assert 'class="badge ' in above, f"{name} does not say how it is known"


def check_models(page: Path, api: str) -> None:
    shown, ids = text_of(page), read_page(html_of(page)).ids
    for name, schema in answered(api).items():
        assert f"model-{class_name(name)}" in ids, name
        for member, value in schema.get("properties", {}).items():
            assert squeezed(value.get("description", "")) in shown, f"{name}.{member}"


def answered(api: str) -> dict[str, Json]:
    """The schemas with members that answers are made of, by name."""
    spec = Spec(SPECS / api / "openapi.yaml")
    bodies = [
        media.get("schema")
        for node in operations(load_spec(api)).values()
        for response in node.value["responses"].values()
        for media in spec.resolve(response).get("content", {}).values()
    ]
    schemas = load_spec(api).get("components", {}).get("schemas", {})
    found = reachable(spec, bodies) | {
        name for name, schema in schemas.items() if schema.get("x-model-only")
    }
    return {
        n: schemas[n] for n in schemas if n in found and {"properties", "allOf"} & {*schemas[n]}
    }


def check_errors(page: Path, api: str) -> None:
    for row in load_spec(api).get("x-error-table", []):
        assert squeezed(row["meaning"]) in text_of(page)
        assert squeezed(str(row.get("message", ""))) in text_of(page)


def check_quirks(page: Path, api: str) -> None:
    ids = read_page(html_of(page)).ids
    for quirk in load_quirks(api):
        assert quirk["id"] in ids
        for part in ("claim", "evidence", "decision"):
            assert squeezed(str(quirk[part])) in text_of(page), quirk["id"]


def check_examples(page: Path, api: str) -> None:
    for example in load_examples(api):
        assert squeezed(example.text) in text_of(page), example.id
        assert squeezed(example.entry.get("corrected", "")) in text_of(page), example.id


def check_twins(page: Path, api: str) -> None:
    text, every = html_of(page), operations(load_spec(api))
    for name in every:
        plain = BY_METHOD.sub("", name)
        if plain == name or plain not in every:
            continue
        between = text[text.index(f'<section id="{plain}">') : text.index(f'<section id="{name}">')]
        assert between.count("</section>") == between.count("<section") - 1, name
        same = f"Answers The same as for {plain}"
        assert squeezed(same) in squeezed(shown_in(section_of(page, name)))


def check_xsd(page: Path, api: str) -> None:
    for xsd in (SPECS / api).glob("*.xsd"):
        assert squeezed(xsd.read_text("utf-8")) in text_of(page)
        assert (page.parents[1] / "specs" / api / xsd.name).read_bytes() == xsd.read_bytes()
        section = section_of(page, f"xsd-{xsd.stem}")
        assert f'href="../specs/{api}/{xsd.name}"' in section
        assert '<div class="highlight-xml' in section


def check_xml_parts(page: Path, api: str) -> None:
    document = load_spec(api)
    for name, node in operations(document).items():
        for status, reference in node.value["responses"].items():
            media = resolve(document, reference).get("content", {}).get("application/xml", {})
            if "x-xml" not in media or status[0] != "2" or BY_METHOD.search(name):
                continue
            shown = squeezed(shown_in(section_of(page, name)))
            assert squeezed(f"below its root element {media['x-xml']['root']}") in shown
            for path, kind, repeated in xml_parts(document, media["schema"]):
                part = f"{path} {kind} {'repeated' if repeated else ''}"
                assert squeezed(part) in shown, f"{name}: {part}"


def xml_parts(document: Json, reference: Json, path: str = "") -> Iterator[tuple[str, str, bool]]:
    """Path and kind of everything below an element, and whether it can repeat."""
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


def check_servers_and_pages(page: Path, api: str) -> None:
    for name, node in operations(load_spec(api)).items():
        shown = squeezed(shown_in(section_of(page, name)))
        own = [server["url"] for server in node.value.get("servers", [])]
        assert ("Server:" in shown) == bool(own), name
        for url in own:
            assert squeezed(f"Server: {url}") in shown, name
        pages = node.value.get("x-pagination")
        assert ("Answersapageofalist" in shown) == (pages is not None), name
        for word in (pages or {}).get("parameter", ""), (pages or {}).get("limit", ""):
            assert squeezed(word) in shown, name


def check_credentials(page: Path, api: str) -> None:
    for plan in read_operations(Spec(SPECS / api / "openapi.yaml")):
        for slot in plan.credentials:
            claim = f"{slot.wire} {slot.place} always sent"
            assert squeezed(claim) not in text_of(page), plan.id


def check_requests(page: Path, api: str) -> None:
    """An example request is that of the client: line, server, and the credential that it needs."""
    for plan in read_operations(Spec(SPECS / api / "openapi.yaml")):
        _, _, rest = section_of(page, plan.id).partition("Example request")
        request = shown_in(rest.partition("</details>")[0]).strip()
        assert re.match(rf"{plan.method} /\S* HTTP/1.1\nHost: \S+(\n|$)", request), plan.id
        for _, name, value in plan.constants:
            assert value in request, (plan.id, name)
        needed = plan.credentials and not plan.credential_optional
        assert not needed or "YOUR_" in request, plan.id


def check_provenance(page: Path, api: str) -> None:
    _, _, rest = html_of(page).partition('id="models"')
    models, _, rest = rest.partition('id="errors"')
    errors, _, _ = rest.partition('id="quirks"')
    marked = []
    for schema in answered(api).values():
        for value in (schema, *schema.get("properties", {}).values()):
            marked.append(value.get("x-provenance"))
            told = resolve(load_spec(api), value) if "description" not in value else value
            marked += [claim["provenance"] for claim in told.get("x-claims", [])]
    rows = [row.get("x-provenance") for row in load_spec(api).get("x-error-table", [])]
    for word in ("observed", "inferred"):
        mark = f'class="badge {word}"'
        assert models.count(mark) == marked.count(word)
        assert errors.count(mark) == rows.count(word)


def check_claims(page: Path, api: str) -> None:
    """Every claim of an operation and of the API stands on the page, with what it rests on."""
    document = load_spec(api)
    holders = [(None, document["info"])]
    holders += [(name, node.value) for name, node in operations(document).items()]
    for name, holder in holders:
        shown = squeezed(shown_in(section_of(page, name))) if name else text_of(page)
        for claim in holder.get("x-claims", []):
            assert squeezed(claim["text"]) in shown, (name, claim["text"])
            assert squeezed(claim["evidence"]) in shown, (name, claim["evidence"])
        plain = BY_METHOD.sub("", name or "")
        codes = {} if plain != name else holder.get("x-error-codes", {})
        for code, text in codes.items():
            assert squeezed(f"{code} {text}") in shown, (name, code)


def check_sources(page: Path, api: str) -> None:
    """Whose words a document holds is said where it is described and at each source."""
    for name, document in load_spec(api).get("x-documents", {}).items():
        assert squeezed(document["note"]) in text_of(page)
        shown = shown_in(html_of(page)).replace("\u2019", "'")
        third = document["by"] != "host"
        assert ("These are not the host's words" in shown) == third
        named = shown.count(f"Source: {name} (a third party's capture)")
        assert bool(named) == third, name
        assert f"Source: {name}, " not in shown or not third


def check_successes(page: Path, api: str) -> None:
    """Each operation shows a success, where its page or its plain call has room for one."""
    for name in operations(load_spec(api)):
        shown = shown_in(section_of(page, name))
        assert re.search(r"^\s*(2|3)\d\d (documented|observed|in the contract)", shown, re.M), name


def check_second_names(page: Path, api: str) -> None:
    assert squeezed("avatar_sever body always sent") not in text_of(page)
    if api == "imageshack":
        shown = squeezed(shown_in(section_of(page, "users_update")))
        assert squeezed("another name of avatar_server, which the client sends") in shown


def check_limits(page: Path, api: str) -> None:
    if api == "imageshack":
        for name in ("images_upload", "images_update"):
            assert "0 to 23" in shown_in(section_of(page, name))


def check_console(page: Path, api: str) -> None:
    site = page.parents[1]
    console = html_of(site / "console" / f"{api}.html")
    embedded = re.search(r'id="specification">(.*?)</script>', console, re.DOTALL)
    assert embedded
    merged = json.loads((site / "specs" / api / "console.json").read_text("utf-8"))
    assert json.loads(embedded[1]) == merged
    published = (site / "specs" / api / "openapi.yaml").read_bytes()
    assert published == (SPECS / api / "openapi.yaml").read_bytes()
    # Swagger UI's boxes "Send empty value" are ticked by default; without them nothing is sent.
    assert "ParameterIncludeEmpty: () => null" in console


def check_contracts(page: Path, api: str) -> None:
    """The portable form can be downloaded from the page, and its source form beside it."""
    text = page.read_text("utf-8")
    for name in ("openapi.json", "openapi.yaml"):
        assert f'href="../specs/{api}/{name}"' in text
    published = (page.parents[1] / "specs" / api / "openapi.json").read_bytes()
    assert published == (ROOT / "generated/imagehosts_wire" / api / "openapi.json").read_bytes()


CHECKS: tuple[Callable[[Path, str], None], ...] = (
    *(check_operations, check_models, check_errors, check_quirks, check_examples, check_twins),
    *(check_xsd, check_xml_parts, check_servers_and_pages, check_credentials, check_requests),
    *(check_provenance, check_claims, check_sources, check_successes, check_second_names),
    *(check_limits, check_console, check_contracts),
)


@pytest.mark.parametrize("api", API_NAMES)
def test_page_of_an_api_shows_all_of_its_spec(built: Built, api: str) -> None:
    with report_all(len(CHECKS) + 1) as case:
        with case("the build has no problem with it"):
            assert not re.findall(rf".*docs/(?:apis|console)/{api}\b.*", built.messages)
        for check in CHECKS:
            with case(check.__name__):
                check(built.folder / "apis" / f"{api}.html", api)


@pytest.mark.parametrize("api", host_names())
def test_every_host_has_a_guide_with_something_to_run(built: Built, api: str) -> None:
    guide = ROOT / "docs" / "guides" / f"{api}.md"
    assert guide.is_file(), missing_guides()[api]
    assert any(block.language in ("python", "sh") for block in blocks(guide))
    assert not re.findall(rf".*docs/guides/{api}\b.*", built.messages)
    assert (built.folder / "guides" / f"{api}.html").is_file()


# --- the other pages -----------------------------------------------------------------------


def test_built_site_has_no_problems(built: Built) -> None:
    assert check_site(built.folder) == []


def test_every_host_is_on_the_pages_that_list_hosts(site: Path) -> None:
    home, clients = site / "index.html", site / "python" / "clients.html"
    with report_all() as case:
        for host in HOSTS:
            with case(host.name):
                assert squeezed(host.title) in text_of(home)
                assert squeezed(host.status[1:]) in text_of(home)
                assert f'href="guides/{host.name}.html"' in html_of(home)
                for name in (host.client, f"Async{host.client}"):
                    assert f"imagehosts.{name}" in read_page(html_of(clients)).ids


def test_types_in_signatures_lead_to_an_api_of_the_same_host(site: Path) -> None:
    page = html_of(site / "python" / "clients.html")
    every: list[str] = []
    with report_all() as case:
        for host in HOSTS:
            source = inspect.getsource(sys.modules[host.sync_client.__module__])
            own = set(re.findall(r"imagehosts_wire\.(\w+)", source))
            terms = rf'id="imagehosts\.{host.client}\.\w+">.*?</dt>'
            signatures = "".join(re.findall(terms, page, re.DOTALL))
            linked = re.findall(r'href="\.\./apis/(\w+)\.html#model-', signatures)
            linked += re.findall(r'href="#imagehosts_wire\.(\w+)\.', signatures)
            every += linked
            with case(host.name):
                assert own >= set(linked)
    assert every


def test_search_finds_the_text_of_the_api_pages(site: Path) -> None:
    index = (site / "searchindex.js").read_text("utf-8")
    with report_all() as case:
        for api in API_NAMES:
            with case(api):
                assert f'"apis/{api}"' in index
    assert "delete_url" in index


def test_no_page_contains_a_path_of_this_machine(site: Path) -> None:
    with report_all() as case:
        for page in [*site.rglob("*.html"), *site.rglob("*.js"), *site.rglob("*.json")]:
            with case(page.name):
                assert str(ROOT) not in html_of(page)
                assert str(site.parent) not in html_of(page)


def test_tables_of_readme_are_those_of_the_rows() -> None:
    text = PAGE.read_text("utf-8")
    assert with_tables(text) == text, "README.md is out of date: run `make docs`"


def test_tables_change_with_the_rows_and_need_their_place() -> None:
    text = PAGE.read_text("utf-8")
    shorter = with_tables(text, HOSTS[1:])
    assert f"`{HOSTS[0].client}` |" not in shorter
    assert f"`{HOSTS[1].client}` |" in shorter
    with pytest.raises(LookupError, match="no place for a table"):
        with_tables(text.replace("<!-- hosts: end -->", ""))


# --- another host --------------------------------------------------------------------------


def test_new_host_is_on_every_page_with_no_page_edited(built: Built) -> None:
    for path in (ROOT / "docs").rglob("*.*"):
        if path.suffix != ".pyc":
            assert (built.root / path.relative_to(ROOT)).read_bytes() == path.read_bytes(), path
    site = built.folder
    for page in ("index.html", "apis/index.html", "python/clients.html", f"console/{NEW}.html"):
        assert "Pixbin" in html_of(site / page), page
    assert "client.images.delete(" in shown_in(html_of(site / "apis" / f"{NEW}.html"))
    assert "from imagehosts import Pixbin" in shown_in(html_of(site / "guides" / f"{NEW}.html"))


def test_half_a_host_only_fails_itself_and_says_what_to_write(built: Built) -> None:
    messages = built.messages.splitlines()
    assert all(HALF in line for line in messages[:-1]), built.messages
    for wanted in (f"write docs/guides/{HALF}.md", "run `make generate`"):
        assert wanted in built.messages
    page = html_of(built.folder / "guides" / f"{HALF}.html")
    assert f"docs/guides/{HALF}.md" in shown_in(page)


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

#: A page that is wrong, and what the message about it must contain.
WRONG_PAGES = {
    "link": ("[away](no-such-page.md)\n", "no-such-page"),
    "name": ("{class}`~imagehosts.NoSuchThing`\n", "NoSuchThing"),
    "api": ("```{api-reference} no_such_api\n```\n", "no_such_api"),
    "directive": ("```{no-such-directive}\n```\n", "no-such-directive"),
}


def test_wrong_page_is_refused_with_the_name_of_its_file(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for name, (text, _) in WRONG_PAGES.items():
        (source / f"{name}.md").write_text(f"# Page\n\n{text}", "utf-8")
    pages = "\n".join(WRONG_PAGES)
    (source / "index.md").write_text(f"# Home\n\n```{{toctree}}\n{pages}\n```\n", "utf-8")
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
    with report_all() as case:
        for name, (_, complaint) in WRONG_PAGES.items():
            with case(name):
                lines = [line for line in finished.stdout.splitlines() if complaint in line]
                assert any(f"docs/{name}.md" in line for line in lines), finished.stdout


HTML = (
    """<!doctype html><html><head>{head}</head><body><h1 id="top">Page</h1>{body}</body></html>"""
)


#: The head and body of a page, and what the message about it must contain.
PROBLEMS = [
    ('<link rel="stylesheet" href="https://cdn.example/a.css">', "", "loads https://cdn"),
    ('<link rel="preconnect" href="//fonts.example">', "", "loads //fonts"),
    ('<script src="https://cdn.example/a.js"></script>', "", "loads https://cdn"),
    ('<meta http-equiv="refresh" content="0; url=https://else.example/">', "", "loads https"),
    ("<style>@import 'https://fonts.example/f.css';</style>", "", "loads https://fonts"),
    ("<style>p {{ background: url(//img.example/a.png) }}</style>", "", "loads //img"),
    ("<script>fetch('https://api.example/x')</script>", "", "requests api.example"),
    ("<script>import('//cdn.example/m.js')</script>", "", "requests cdn.example"),
    ("<script>navigator.sendBeacon('https://t.example/')</script>", "", "requests t.example"),
    ("<script>new WebSocket('wss://t.example/')</script>", "", "requests t.example"),
    ("<script>SwaggerUIBundle({{}})</script>", "", "would use its validator"),
    ("", '<img src="https://img.example/a.png">', "loads https://img"),
    ("", '<img srcset="a.png 1x, https://img.example/b.png 2x">', "loads https://img"),
    ("", '<iframe src="https://frame.example/"></iframe>', "loads https://frame"),
    ("", '<p style="background: url(https://img.example/a)">x</p>', "loads https://img"),
    ("", '<a href="gone.html">x</a>', "is broken"),
    ("", '<a href="#gone">x</a>', "names a missing anchor"),
    ("", '<a href="../outside.html">x</a>', "is broken"),
    ("", '<a href="/index.html">x</a>', "root of a server"),
    ("", '<img src="gone.png">', "is broken"),
]


def test_every_kind_of_problem_of_a_page_is_found(tmp_path: Path) -> None:
    (tmp_path / "outside.html").write_text("", "utf-8")
    with report_all(len(PROBLEMS)) as case:
        for number, (head, body, complaint) in enumerate(PROBLEMS):
            site = tmp_path / str(number)
            site.mkdir()
            (site / "a.png").write_bytes(b"")
            head = head.replace("{{", "{").replace("}}", "}")
            (site / "page.html").write_text(HTML.format(head=head, body=body), "utf-8")
            with case(complaint):
                problems = check_site(site)
                assert any(complaint in problem for problem in problems), problems


def test_page_without_problems_has_none(tmp_path: Path) -> None:
    body = '<a href="#top">x</a> <a href="https://elsewhere.example/">for people</a>'
    (tmp_path / "index.html").write_text(HTML.format(head="", body=body), "utf-8")
    (tmp_path / "a.css").write_text("p { background: url(data:image/png;base64,AA) }", "utf-8")
    (tmp_path / "a.js").write_text('const xmlns = "http://www.w3.org/2000/svg";', "utf-8")
    assert check_site(tmp_path) == []


def test_folder_without_pages_is_not_a_site(tmp_path: Path) -> None:
    assert check_site(tmp_path) != []


#: Files beside the pages that load something from another server.
LOADING = {
    "style.css": "@font-face { src: url('https://fonts.example/f.woff2') }",
    "script.js": "var s = document.createElement('script'); s.src = 'https://cdn.example/a.js'",
}


def test_loads_of_style_sheets_and_scripts_are_found(tmp_path: Path) -> None:
    with report_all(len(LOADING)) as case:
        for name, text in LOADING.items():
            site = tmp_path / name
            site.mkdir()
            (site / "index.html").write_text(HTML.format(head="", body=""), "utf-8")
            (site / name).write_text(text, "utf-8")
            with case(name):
                assert len(check_site(site)) == 1


def test_every_guide_has_something_to_try() -> None:
    with report_all() as case:
        for page in (ROOT / "docs" / "guides").glob("*.md"):
            with case(page.name):
                assert any(block.language in ("python", "sh") for block in blocks(page))
