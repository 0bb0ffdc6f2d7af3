"""The search: an index of calls, guides, errors, quirks, models and the Python reference.

It takes the place of Sphinx' own, which knows words alone: somebody who looks for
``albums_create``, ``/album`` or the text of an error wants the call, and not every page with that
word on it. Each entry has the names that lead to it at once; ``static/search.js`` weighs them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from docutils import nodes
from sphinx.addnodes import desc

from docs.api_pages import ApiPages, made_pages, page_name
from docs.spec_reference import ErrorRow, Operation

if TYPE_CHECKING:
    from sphinx.application import Sphinx

INDEX = "searchindex.js"
TEXT_LIMIT, GUIDE_LIMIT = 400, 3000
#: Members of an answer whose text is the message of an error.
MESSAGES = re.compile(r"error|message|title|detail", re.IGNORECASE)

Entry = dict[str, Any]


def setup(app: Sphinx) -> dict[str, Any]:
    """Put this index in the place of Sphinx' own."""
    app.connect("builder-inited", _without_own_search)
    app.connect("html-collect-pages", _search_page)
    app.connect("build-finished", write_index)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _without_own_search(app: Sphinx) -> None:
    builder: Any = app.builder
    builder.search = False


def _search_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    yield "search", {"title": "Search"}, "search.html"


def write_index(app: Sphinx, error: Exception | None) -> None:
    """Write the index as a script, which a page from a disk may load as well."""
    if error is not None:
        return
    entries = [
        *(entry for pages in made_pages() for entry in _of_api(app, pages)),
        *_of_documents(app),
    ]
    text = json.dumps(entries, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    (Path(app.outdir) / INDEX).write_text(f"window.SEARCH={text};\n", "utf-8")


def entry(kind: str, title: str, url: str, text: str = "", names: list[str] | None = None) -> Entry:
    """What the script finds: kind, title, address, text, and names that mean it."""
    shown = " ".join(text.split())[: GUIDE_LIMIT if kind == "Guide" else TEXT_LIMIT]
    return {
        "k": kind,
        "t": title,
        "u": url,
        "x": shown,
        "n": [name for name in names or [] if name],
    }


def _of_api(app: Sphinx, pages: ApiPages) -> Iterator[Entry]:
    reference = pages.reference

    def address(section: str, page: str | None = None) -> str:
        name = page_name(pages.api, pages.places[section] if page is None else page)
        uri = app.builder.get_target_uri(name)
        return f"{uri}#{section}" if page is None else uri

    title = reference.info["title"]
    about = f"{reference.info.get('summary', '')} {pages.numbers()}"
    yield entry("API", title, address("", ""), about, [pages.api, reference.client])
    for call in reference.operations:
        text = " ".join([call.text, *(claim.text for claim in call.claims)])
        names = list(_names(pages, call))
        yield entry(
            "Call", f"{call.summary} ({pages.api} {call.id})", address(call.id), text, names
        )
    for quirk in reference.quirks:
        yield entry("Quirk", quirk.id, address(quirk.id), quirk.claim, [quirk.id])
    errors_page = address("", "errors") if reference.errors else ""
    for number, row in enumerate(reference.errors, 1):
        shown = _plain(row.message) or row.code or row.status
        names = [_plain(row.message), row.code]
        url = f"{errors_page}#error-{number}"
        yield entry("Error", f"{shown}: {row.error} ({title})", url, row.meaning, names)
    for message, number in sorted(_messages(reference.errors, reference.operations).items()):
        row = reference.errors[number]
        url = f"{errors_page}#error-{number + 1}"
        yield entry("Error", f"{message}: {row.error} ({title})", url, row.meaning, [message])
    for model in reference.models:
        members = " ".join(member.name for member in model.members)
        url = address(f"model-{model.name}")
        yield entry(
            "Model", f"{model.name} ({title})", url, f"{model.text} {members}", [model.name]
        )


def _names(pages: ApiPages, call: Operation) -> Iterator[str]:
    """Everything that means a call: in Python, in the contract, and on its way."""
    method = call.id.removeprefix(f"{call.resource}_")
    yield call.id
    for head in (f"{pages.api}.", f"{pages.reference.client}.", "client.", ""):
        yield f"{head}{call.resource}.{method}"
    yield f"imagehosts api {pages.api} {call.resource} {method.replace('_', '-')}"
    base = call.server or pages.reference.server
    yield call.path
    yield f"{call.method} {call.path}"
    yield urlsplit(base).path + call.path
    yield base + call.path


def _plain(pattern: str) -> str:
    """The words of a pattern, the first of its alternatives."""
    text = re.sub(r"^\(\?\w+\)|^\^", "", pattern)
    text = re.sub(r"^\^|\\[sbd]\*?|\[\^?[^\]]*\][*+?]?|\?|\\", "", text).split("|")[0]
    return text.strip("^$.*+() ")


def _messages(rows: list[ErrorRow], operations: list[Operation]) -> dict[str, int]:
    """The messages of the examples of failures, each with the row that decides on it."""
    found: dict[str, int] = {}
    for call in operations:
        for example in call.examples:
            if example.status[:1] in ("2", "3", "") and '"error"' not in example.content:
                continue
            for message in _texts(example.content):
                number = _row_of(rows, example.status, message)
                if number is not None:
                    found.setdefault(message, number)
    return found


def _texts(content: str) -> Iterator[str]:
    try:
        document = json.loads(content)
    except ValueError:
        return
    waiting = [("", document)]
    while waiting:
        name, value = waiting.pop()
        if isinstance(value, dict):
            waiting += value.items()
        elif isinstance(value, list):
            waiting += [(name, each) for each in value]
        elif isinstance(value, str) and MESSAGES.search(name) and " " in value:
            yield value


def _row_of(rows: list[ErrorRow], status: str, message: str) -> int | None:
    for number, row in enumerate(rows):
        if row.code or (row.status and row.status != status):
            continue
        if row.message and not re.search(row.message, message):
            continue
        if row.message or row.status:
            return number
    return None


def _of_documents(app: Sphinx) -> Iterator[Entry]:
    """Every section of the guides, and every object of the Python reference."""
    for name in sorted(app.env.found_docs):
        if name.startswith("apis/"):
            continue
        uri = app.builder.get_target_uri(name)
        doctree = app.env.get_doctree(name)
        kind = "Python" if name.startswith("python/") else "Guide"
        page = app.env.titles[name].astext()
        for section in doctree.findall(nodes.section):
            heading = section.next_node(nodes.title)
            title = heading.astext() if heading is not None else page
            shown = title if title == page else f"{title} – {page}"
            text = " ".join(
                child.astext()
                for child in section.children
                if not isinstance(child, nodes.section | nodes.title | nodes.raw | desc)
            )
            yield entry(kind, shown, f"{uri}#{section['ids'][0]}", text, [_bare(title)])
        for described in doctree.findall(desc):
            yield from _of_object(described, uri)


def _bare(title: str) -> str:
    """A title as people type it."""
    return re.sub(r"^(The|A|An) ", "", title)


def _of_object(described: desc, uri: str) -> Iterator[Entry]:
    signature = described.children[0]
    if described.get("domain") != "py" or not isinstance(signature, nodes.Element):
        return
    if not signature.get("ids"):
        return
    full = signature["ids"][0]
    is_member = bool(signature.get("class"))
    text = next((each.astext() for each in described.findall(nodes.paragraph)), "")
    short = signature.get("fullname", full)
    yield entry("Member" if is_member else "Class", full, f"{uri}#{full}", text, [full, short])
