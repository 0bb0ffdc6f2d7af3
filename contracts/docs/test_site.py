"""The site is built from what is there, is complete, and loads nothing from another server."""

from __future__ import annotations

import inspect
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from codegen.plans import class_name, read_operations
from codegen.specs import Spec, schemas_reached
from imagehosts.hosts import HOSTS
from sphinx.util.inventory import InventoryFile

from contracts.docs.conftest import HALF, NEW, Built
from contracts.docs.markdown import ROOT, blocks, commands
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
from docs.merge_spec import call_ids
from docs.rows import host_names, missing_guides
from docs.tables import PAGE, with_tables

Json = dict[str, Any]
BY_METHOD = re.compile(r"_by_(get|post)$")

pytestmark = pytest.mark.site


@cache
def html_of(page: Path) -> str:
    return page.read_text("utf-8")


@cache
def ids_of(page: Path) -> set[str]:
    """Everything on a page that can be linked to."""
    return read_page(html_of(page)).ids


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


def pages_of(site: Path, api: str) -> list[Path]:
    """The overview of an API and its other pages."""
    return [site / "apis" / f"{api}.html", *sorted((site / "apis" / api).glob("*.html"))]


@cache
def html_of_all(site: Path, api: str) -> str:
    """The HTML of all pages of an API."""
    return "".join(html_of(page) for page in pages_of(site, api))


@cache
def text_of_all(site: Path, api: str) -> str:
    """What a reader sees on all pages of an API, squeezed."""
    return squeezed(shown_in(html_of_all(site, api)))


@cache
def sections_of(site: Path, api: str) -> dict[str, str]:
    """The HTML of each section on the pages beside the overview, by its id."""
    found = {}
    for page in pages_of(site, api)[1:]:
        for part in re.split(r'(?=<section id=")', html_of(page))[1:]:
            found[part.split('"')[1]] = part.partition("</section>")[0]
    return found


def section_of(site: Path, api: str, name: str) -> str:
    """The HTML of a section."""
    return sections_of(site, api).get(name, "")


def shown_section(site: Path, api: str, name: str) -> str:
    """What a reader sees of it, squeezed."""
    return squeezed(shown_in(section_of(site, api, name)))


# --- the pages of one API ------------------------------------------------------------------
#
# Each of these looks at the pages of one and fails where something of the spec is not on them.


def check_operations(site: Path, api: str) -> None:
    known = operations(load_spec(api))
    overview = html_of(site / "apis" / f"{api}.html")
    for name, node in known.items():
        shown = shown_section(site, api, name)
        tag, summary = node.value["tags"][0], node.value["summary"]
        assert squeezed(f"client.{tag}.{name.removeprefix(f'{tag}_')}(") in shown, name
        above, _, _ = section_of(site, api, name).partition('role="tablist"')
        heading = squeezed(shown_in(above.partition("</h2>")[0]))
        assert heading.startswith(squeezed(summary + name)), name
        assert 'class="badge ' in above, f"{name} does not say how it is known"
        assert f'<li id="{name}">' in overview, f"{name} is not listed"


def check_models(site: Path, api: str) -> None:
    for name, schema in answered(api).items():
        shown = shown_section(site, api, f"model-{class_name(name)}")
        assert shown, name
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
    found = schemas_reached(spec.document, bodies) | {
        name for name, schema in schemas.items() if schema.get("x-model-only")
    }
    return {
        n: schemas[n] for n in schemas if n in found and {"properties", "allOf"} & {*schemas[n]}
    }


def check_errors(site: Path, api: str) -> None:
    shown = text_of(site / "apis" / api / "errors.html")
    for row in load_spec(api).get("x-error-table", []):
        assert squeezed(row["meaning"]) in shown
        assert squeezed(str(row.get("message", ""))) in shown


def check_errors_of_calls(site: Path, api: str) -> None:
    """Every status of a failure stands with the class that clients raise for it."""
    document = load_spec(api)
    for name, node in operations(document).items():
        if "The answers are those of" in section_of(site, api, name):
            continue
        for status, reference in node.value["responses"].items():
            failed = (
                resolve(document, reference).get("x-outcome") == "error" or status[0] not in "23"
            )
            raised = (
                rf"<code>{status}</code> <a href=\"[^\"]*errors.html#imagehosts\.(\w+)\">\1</a>"
            )
            assert bool(re.search(raised, section_of(site, api, name))) == failed, (name, status)


def check_quirks(site: Path, api: str) -> None:
    every = set(operations(load_spec(api)))
    for quirk in load_quirks(api):
        shown = shown_section(site, api, quirk["id"])
        for part in ("claim", "evidence", "decision"):
            assert squeezed(str(quirk[part])) in shown, quirk["id"]
        concerned = set(quirk["operations"]) if quirk["operations"] != "all" else every
        if concerned != every:
            for name in concerned:
                assert squeezed(quirk["claim"]) in shown_section(site, api, name), quirk["id"]


def check_examples(site: Path, api: str) -> None:
    for example in load_examples(api):
        assert squeezed(example.text) in text_of_all(site, api), example.id
        assert squeezed(example.entry.get("corrected", "")) in text_of_all(site, api), example.id


def check_twins(site: Path, api: str) -> None:
    every = operations(load_spec(api))
    for name in every:
        plain = BY_METHOD.sub("", name)
        if plain != name and plain in every:
            assert squeezed(f"The answers are those of {plain}") in shown_section(site, api, name)


def check_xsd(site: Path, api: str) -> None:
    for xsd in (SPECS / api).glob("*.xsd"):
        page = site / "apis" / api / f"xsd-{xsd.stem}.html"
        assert squeezed(xsd.read_text("utf-8")) in text_of(page)
        assert (site / "specs" / api / xsd.name).read_bytes() == xsd.read_bytes()
        assert f'href="../specs/{api}/{xsd.name}"' in html_of(site / "apis" / f"{api}.html")


def check_xml_parts(site: Path, api: str) -> None:
    document = load_spec(api)
    for name, node in operations(document).items():
        for status, reference in node.value["responses"].items():
            media = resolve(document, reference).get("content", {}).get("application/xml", {})
            if "x-xml" not in media or status[0] != "2" or BY_METHOD.search(name):
                continue
            shown = shown_section(site, api, name)
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


def check_servers_and_pages(site: Path, api: str) -> None:
    for name, node in operations(load_spec(api)).items():
        shown = shown_section(site, api, name)
        own = [server["url"] for server in node.value.get("servers", [])]
        assert ("Server:" in shown) == bool(own), name
        for url in own:
            assert squeezed(f"Server: {url}") in shown, name
        pages = node.value.get("x-pagination")
        assert ("Itisapageofalist" in shown) == (pages is not None), name
        for word in (pages or {}).get("parameter", ""), (pages or {}).get("limit", ""):
            assert squeezed(word) in shown, name


def check_credentials(site: Path, api: str) -> None:
    for plan in read_operations(Spec(SPECS / api / "openapi.yaml")):
        for slot in plan.credentials:
            claim = f"{slot.wire} {slot.place} always sent"
            assert squeezed(claim) not in text_of_all(site, api), plan.id


def check_requests(site: Path, api: str) -> None:
    """An example request is that of the client: line, server, and the credential that it needs."""
    for plan in read_operations(Spec(SPECS / api / "openapi.yaml")):
        _, _, rest = section_of(site, api, plan.id).partition("Example request")
        request = shown_in(rest.partition("</details>")[0]).strip()
        assert re.match(rf"{plan.method} /\S* HTTP/1.1\nHost: \S+(\n|$)", request), plan.id
        for _, name, value in plan.constants:
            assert value in request, (plan.id, name)
        needed = plan.credentials and not plan.credential_optional
        assert not needed or "YOUR_" in request, plan.id


def check_provenance(site: Path, api: str) -> None:
    models = "".join(html_of(page) for page in (site / "apis" / api).glob("models*.html"))
    errors = html_of(site / "apis" / api / "errors.html")
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


def check_claims(site: Path, api: str) -> None:
    """Every claim of an operation, a resource and the API stands there, with what it rests on."""
    document = load_spec(api)
    holders: list[tuple[str | None, Json]] = [(None, document["info"])]
    holders += [(None, tag) for tag in document.get("tags", [])]
    holders += [(name, node.value) for name, node in operations(document).items()]
    for name, holder in holders:
        shown = shown_section(site, api, name) if name else text_of_all(site, api)
        for claim in holder.get("x-claims", []):
            assert squeezed(claim["text"]) in shown, (name, claim["text"])
            assert squeezed(claim["evidence"]) in shown, (name, claim["evidence"])
        plain = BY_METHOD.sub("", name or "")
        codes = {} if plain != name else holder.get("x-error-codes", {})
        for code, text in codes.items():
            assert squeezed(f"{code} {text}") in shown, (name, code)


def check_sources(site: Path, api: str) -> None:
    """Whose words a document holds is said where it is described and at each source."""
    shown = shown_in(html_of_all(site, api)).replace("\u2019", "'")
    for name, document in load_spec(api).get("x-documents", {}).items():
        assert squeezed(document["note"]) in text_of_all(site, api)
        third = document["by"] != "host"
        assert ("These are not the host's words" in shown) == third
        named = shown.count(f"Source: {name} (a third party's capture)")
        assert bool(named) == third, name
        assert f"Source: {name}, " not in shown or not third


def check_links_into_documents(site: Path, api: str) -> None:
    """A source leads to its section, where the document has an address."""
    for name, node in operations(load_spec(api)).items():
        source = node.value["x-source"]
        documents = load_spec(api).get("x-documents", {})
        address = documents.get(source["document"], {}).get("address")
        linked = f'Source: <a href="{address}#:~:text=' in section_of(site, api, name)
        assert linked == bool(address), name


def check_successes(site: Path, api: str) -> None:
    """Each operation shows a success."""
    for name in operations(load_spec(api)):
        shown = shown_in(section_of(site, api, name))
        assert re.search(r"^\s*(2|3)\d\d (documented|observed|in the contract)", shown, re.M), name


def check_second_names(site: Path, api: str) -> None:
    assert squeezed("avatar_sever body always sent") not in text_of_all(site, api)
    if api == "imageshack":
        shown = shown_section(site, api, "users_update")
        assert squeezed("another name of avatar_server, which the client sends") in shown


def check_limits(site: Path, api: str) -> None:
    if api == "imageshack":
        for name in ("images_upload", "images_update"):
            assert "0 to 23" in shown_in(section_of(site, api, name))


def check_console(site: Path, api: str) -> None:
    console = html_of(site / "console" / f"{api}.html")
    embedded = re.search(r'id="specification">(.*?)</script>', console, re.DOTALL)
    assert embedded
    merged = json.loads((site / "specs" / api / "console.json").read_text("utf-8"))
    assert json.loads(embedded[1]) == merged
    published = (site / "specs" / api / "openapi.yaml").read_bytes()
    assert published == (SPECS / api / "openapi.yaml").read_bytes()
    sendable = call_ids(merged)
    for name in operations(load_spec(api)):
        tried = re.search(r'class="try-it" href="([^"]*)"', section_of(site, api, name))
        assert bool(tried) == (name in sendable), name


def check_contracts(site: Path, api: str) -> None:
    """The portable form can be downloaded from the page, and its source form beside it."""
    text = html_of(site / "apis" / f"{api}.html")
    for name in ("openapi.json", "openapi.yaml"):
        assert f'href="../specs/{api}/{name}"' in text
    published = (site / "specs" / api / "openapi.json").read_bytes()
    assert published == (ROOT / "generated/imagehosts_wire" / api / "openapi.json").read_bytes()


CHECKS: tuple[Callable[[Path, str], None], ...] = (
    *(check_operations, check_models, check_errors, check_quirks, check_examples, check_twins),
    *(check_xsd, check_xml_parts, check_servers_and_pages, check_credentials, check_requests),
    *(check_provenance, check_claims, check_sources, check_successes, check_second_names),
    *(check_limits, check_console, check_contracts, check_errors_of_calls),
    *(check_links_into_documents,),
)


@pytest.mark.parametrize("api", API_NAMES)
def test_pages_of_an_api_show_all_of_its_spec(built: Built, api: str) -> None:
    with report_all(len(CHECKS) + 1) as case:
        with case("the build has no problem with it"):
            assert not re.findall(rf".*docs/(?:apis|console)/{api}\b.*", built.messages)
        for check in CHECKS:
            with case(check.__name__):
                check(built.folder, api)


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
                    assert f"imagehosts.{name}" in ids_of(clients)


def test_types_in_signatures_lead_to_an_api_of_the_same_host(site: Path) -> None:
    every: list[str] = []
    with report_all() as case:
        for host in HOSTS:
            page = html_of(site / "python" / "clients" / f"{host.name}.html")
            source = inspect.getsource(sys.modules[host.sync_client.__module__])
            own = set(re.findall(r"imagehosts_wire\.(\w+)", source))
            terms = rf'id="imagehosts\.{host.client}\.\w+">.*?</dt>'
            signatures = "".join(re.findall(terms, page, re.DOTALL))
            linked = re.findall(r'href="\.\./\.\./apis/(\w+)/[\w-]+\.html#model-', signatures)
            linked += re.findall(r'href="[\w.]*#imagehosts_wire\.(\w+)\.', signatures)
            every += linked
            with case(host.name):
                assert own >= set(linked)
    assert every


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


def test_every_address_that_the_site_has_had_leads_somewhere(site: Path) -> None:
    """A section that has moved is an entry on its old page, which leads to the new one."""
    page, count = "", 0
    with report_all() as case:
        for line in (ROOT / "docs" / "addresses.txt").read_text("utf-8").splitlines():
            if line.startswith("#") or not line:
                continue
            if not line.startswith(" "):
                page = line
                with case(page):
                    assert (site / page).is_file()
                continue
            ids = ids_of(site / page) if (site / page).is_file() else set()
            for anchor in line.split():
                count += 1
                with case(f"{page}#{anchor}"):
                    assert anchor in ids
    assert count > 1000


def test_inventory_names_models_calls_and_clients_for_other_projects(site: Path) -> None:
    found = InventoryFile.loads((site / "objects.inv").read_bytes(), uri="").data
    with report_all(len(API_NAMES)) as case:
        for api in API_NAMES:
            with case(api):
                for name in operations(load_spec(api)):
                    uri = found["std:label"][f"{api}-{name}"].uri
                    page, _, anchor = uri.partition("#")
                    assert anchor in ids_of(site / page), uri
                for schema in answered(api):
                    path = f"imagehosts_wire.{api}.models.{class_name(schema)}"
                    if path in found["py:class"]:
                        page, _, anchor = found["py:class"][path].uri.partition("#")
                        assert anchor in ids_of(site / page), path
    assert "imagehosts.NotFound" in found["py:exception"]


def test_index_of_methods_has_every_call_with_its_table_of_requests(site: Path) -> None:
    page = html_of(site / "apis" / "methods.html")
    with report_all() as case:
        for api in API_NAMES:
            for name, node in operations(load_spec(api)).items():
                tag = node.value["tags"][0]
                python = f"{api}.{tag}.{name.removeprefix(f'{tag}_')}"
                with case(python):
                    row = page.partition(f">{python}</a>")[2].partition("</tr>")[0]
                    cells = [shown_in(cell) for cell in row.split("</td>")]
                    assert name in cells
                    place, _, line = cells[5].partition(":")
                    plain = re.sub(r"_by_\w+$", "", name)
                    names = (name, plain, plain.removeprefix(f"{tag}_"))
                    written = (ROOT / place).read_text("utf-8").splitlines()[int(line) - 1]
                    assert any(f'"{each}"' in written for each in names), written


def test_numbers_of_an_api_are_those_of_its_spec(site: Path) -> None:
    with report_all(len(API_NAMES)) as case:
        for api in API_NAMES:
            with case(api):
                every = operations(load_spec(api)).values()
                shown = shown_in(html_of(site / "apis" / f"{api}.html"))
                known = [node.value.get("x-provenance", "documented") for node in every]
                sections = {
                    str(node.value["x-source"])
                    for node, word in zip(every, known, strict=True)
                    if word == "documented"
                }
                assert f"{len(known)} operations" in shown
                assert f"{len(sections)} in the document" in shown
                for word in ("observed", "inferred"):
                    if word in known:
                        assert f"{known.count(word)} that it does not list, {word}" in shown


# --- another host --------------------------------------------------------------------------


def test_new_host_is_on_every_page_with_no_page_edited(built: Built) -> None:
    for path in (ROOT / "docs").rglob("*.*"):
        if path.suffix != ".pyc":
            assert (built.root / path.relative_to(ROOT)).read_bytes() == path.read_bytes(), path
    site = built.folder
    for page in ("index.html", "apis/index.html", "python/clients.html", f"console/{NEW}.html"):
        assert "Pixbin" in html_of(site / page), page
    assert "client.images.delete(" in shown_in(html_of_all(site, NEW))
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
    "api": ("```{api-overview} no_such_api\n```\n", "no_such_api"),
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
    ("", '<h2 id="top">x</h2>', "two elements with the id top"),
    ("<script>go()</script>", "", "a strict policy does not let run: <script>"),
    ("<style>p {{ color: red }}</style>", "", "a strict policy does not let run: <style>"),
    ("", '<p onclick="go()">x</p>', "a strict policy does not let run: onclick"),
    ("", '<p style="color: red">x</p>', "a strict policy does not let run: style of <p>"),
    ("", '<a href="page.html#/tag/gone">x</a>', "names a missing operation"),
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
    "console.js": "const ui = SwaggerUIBundle({ dom_id: '#console' });",
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
            if "Written from a run" in page.read_text("utf-8"):
                continue  # a report, which nobody wrote by hand
            with case(page.name):
                assert commands(page) or any(b.language == "python" for b in blocks(page))
