"""The pages of the APIs: for each an overview, a page for each resource, models, errors, quirks.

The overview is a page of Sphinx (the directive ``api-overview``). The others are HTML from the
templates in ``templates/api/``, put into the theme's page: an operation is some hundred elements,
and a page may have three thousand, so each element is there on purpose. Where a resource has more
calls than fit, its page goes on on the next one.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

from codegen.claims import claims_of
from codegen.portable import PORTABLE
from docutils import nodes
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from sphinx.domains.python import ObjectEntry
from sphinx.errors import ExtensionError

from docs import page_text
from docs.console import CONSOLE, console_calls
from docs.doc_nodes import ReferenceDirective
from docs.rows import ROOT, find_row, guide_of, status_of, title_of
from docs.spec_reference import (
    ApiReference,
    Example,
    Model,
    Operation,
    Paging,
    Quirk,
    find_apis,
    words_of,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.domains.python import PythonDomain
    from sphinx.environment import BuildEnvironment

#: So many elements may what is on a page be beside what the theme puts around it.
BUDGET = 2200
EMULATOR = "http://127.0.0.1:8765"
#: So many operations are named where a model stands.
SHOWN_USERS = 6
#: Names that are not written like other words.
SPELLED = {"oauth": "OAuth"}

PAGE_WORDS = {
    "page": "is the number of the page",
    "offset": "is the number of the first item",
    "start": "is the number of the first item",
    "cursor": "is the cursor from the page before",
}

MODELS = """\
The schemas of the answers, and of objects in requests. What a call returns is a class; an absent
member of it is `None`, and unknown members are ignored. What a request holds is a dictionary. The
client reads envelopes and errors, which have no class.
"""
ERRORS = """\
Which error an answer becomes. The first row that matches decides: status and code must be equal to
those of the answer, and the pattern must be found in the message.
"""
QUIRKS = """\
Quirks of the host's document: what was decided, where it is done, and which test shows it.
"""
SCHEMA = """\
What answers in XML are checked against. Its types have the names of the models and must agree with
them: otherwise no client is generated.
"""


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the overview, and add the other pages."""
    app.add_directive("api-overview", OverviewDirective)
    app.add_directive("api-list", ListDirective)
    app.connect("env-updated", note_names)
    app.connect("html-collect-pages", collect_pages)
    # Behind the theme (500), which makes the navigation.
    app.connect("html-page-context", complete_page, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


@dataclass
class Section:
    """A part of a page that can be linked to."""

    id: str
    title: str
    html: str


@dataclass
class Page:
    """A page as it goes into the theme's."""

    name: str
    title: str
    body: str
    sections: list[Section]
    #: The resource, where it has one, for the sidebar.
    group: str
    #: Whether it goes on from the page before.
    follows: bool = False


@dataclass
class Part:
    """One page of several that belong together, as the others name it."""

    page: str
    title: str
    subjects: str
    here: bool = False


@cache
def environment() -> Environment:
    """The templates of the pages."""
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates" / "api"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for name in ("prose", "inline", "coloured", "badge", "claim", "typed"):
        made.filters[name] = getattr(page_text, name)
    return made


def human(name: str) -> str:
    """A resource as a heading."""
    return SPELLED.get(name, name.replace("_", " ").capitalize())


class ApiPages:
    """The pages of one API.

    Args:
        reference: What they say.
    """

    def __init__(self, reference: ApiReference) -> None:
        self.reference = reference
        self.api = reference.api
        self.models = {model.name for model in reference.models}
        self.operations = {each.id: each for each in reference.operations}
        self._console = console_calls(reference.api)

    def render(self, template: str, **context: Any) -> str:
        """A template of this API."""
        shared = {"reference": self.reference, "api": self.api, "models": self.models}
        return self._environment.get_template(template).render(**shared, **context)

    @cached_property
    def _environment(self) -> Environment:
        """The templates, with a filter that knows the operations of this API."""
        made = environment().overlay()
        with_operations = partial(page_text.with_operations, operations=self.operations)
        made.filters = {**made.filters, "with_operations": with_operations}
        return made

    @cached_property
    def resources(self) -> dict[str, list[Operation]]:
        """The calls of each resource, each followed by those that repeat it by another method."""
        found: dict[str, list[Operation]] = {
            tag["name"]: [] for tag in self.reference.document.get("tags", [])
        }
        for operation in self.reference.operations:
            if not operation.twin_of:
                twins = [each for each in self.reference.operations if each.twin_of == operation.id]
                found.setdefault(operation.resource, []).extend([operation, *twins])
        return {name: calls for name, calls in found.items() if calls}

    @cached_property
    def pages(self) -> list[Page]:
        """All pages but the overview."""
        return [
            *(page for name in self.resources for page in self._resource(name)),
            *self._models(),
            *self._errors(),
            *self._quirks(),
            *self._schemas(),
        ]

    @cached_property
    def places(self) -> dict[str, str]:
        """The page of each section."""
        found = {"overview": "", "on-the-emulator": ""}
        for page in self.pages:
            if not page.follows:
                found[page.group] = page.name
            found |= {section.id: page.name for section in page.sections}
        return found

    # --- pages ----------------------------------------------------------------------------

    def _resource(self, name: str) -> Iterator[Page]:
        calls = self.resources[name]
        sections = [
            Section(call.id, call.summary, self.render("call.html", **self._call(call)))
            for call in calls
        ]
        tags = {tag["name"]: tag for tag in self.reference.document.get("tags", [])}
        tag = tags.get(name, {})
        about = {
            "resource": name,
            "tag": {**tag, "claims": claims_of(tag)},
            "variables": self.variables,
        }
        yield from self._packed(
            name, human(name), sections, "resource.html", name, about=about, all_calls=calls
        )

    def _packed(
        self,
        name: str,
        title: str,
        sections: Sequence[Section],
        template: str,
        group: str,
        *,
        about: Mapping[str, Any],
        all_calls: Sequence[Operation] = (),
    ) -> Iterator[Page]:
        """As many pages as the sections need."""
        packed = page_text.pack([section.html for section in sections], BUDGET)
        count = len(packed)
        parts = [
            Part(
                name if number == 1 else f"{name}-{number}",
                f"{title}, {number} of {count}" if count > 1 else title,
                _from_to([sections[index].title for index in indices]),
            )
            for number, indices in enumerate(packed, 1)
        ]
        for part, indices in zip(parts, packed, strict=True):
            held = [sections[index] for index in indices]
            part.here = True
            ids = {section.id for section in held}
            body = self.render(
                template,
                title=part.title,
                parts=parts,
                calls=[call for call in all_calls if call.id in ids],
                body=Markup("").join(Markup(section.html) for section in held),  # noqa: S704
                **about,
            )
            part.here = False
            yield Page(part.page, part.title, body, held, group, follows=part is not parts[0])

    def _call(self, call: Operation) -> dict[str, Any]:
        plain = self.operations.get(call.twin_of)
        same = plain is not None and plain.responses == call.responses
        return {
            "call": call,
            "plain": plain if same else None,
            "successes": [each for each in call.responses if each.success],
            "examples": _shown(call.examples),
            "quirks": self.quirks_of(call.id),
            "paging": _paging(call.paging) if call.paging else "",
            "try_it": call.id in self._console,
            "left_out": call.id not in self._console,
            "source_link": self._source_link(call.source),
        }

    def quirks_of(self, operation: str) -> list[Quirk]:
        """The quirks that an operation has and others have not."""
        return [
            quirk
            for quirk in self.reference.quirks
            if operation in quirk.operations and not self._of_all(quirk)
        ]

    def _of_all(self, quirk: Quirk) -> bool:
        return len(self.operations) > 1 and set(quirk.operations) == set(self.operations)

    def _source_link(self, source: str) -> str:
        """Where a section of a document is, if the document has an address."""
        document, _, section = source.partition(", “")
        address = self.reference.documents.get(document.partition(" (")[0], {}).get("address", "")
        return f"{address}#:~:text={quote(section.rstrip('”'))}" if address else ""

    def _models(self) -> Iterator[Page]:
        sections = [
            Section(
                f"model-{model.name}", model.name, self.render("model.html", **self._model(model))
            )
            for model in self.reference.models
        ]
        yield from self._sections("models", "Models", MODELS, sections)

    def _model(self, model: Model) -> dict[str, Any]:
        users = [
            each.id
            for each in self.reference.operations
            if any(model.name in words_of(text) for text in _schemas(each))
        ]
        return {
            "model": model,
            "users": users[:SHOWN_USERS],
            "others": len(users[SHOWN_USERS:]),
            "examples": _shown(model.examples),
            "source_link": self._source_link(model.source),
        }

    def _errors(self) -> Iterator[Page]:
        if self.reference.errors:
            table = Section("", "", self.render("errors.html", errors=self.reference.errors))
            for page in self._sections("errors", "Errors", ERRORS, [table]):
                page.sections = []
                yield page

    def _quirks(self) -> Iterator[Page]:
        sections = [
            Section(
                quirk.id,
                quirk.id,
                self.render("quirk.html", quirk=quirk, of_all=self._of_all(quirk)),
            )
            for quirk in self.reference.quirks
        ]
        yield from self._sections("quirks", "Quirks", QUIRKS, sections)

    def _schemas(self) -> Iterator[Page]:
        for name, path in self.reference.xsd_files.items():
            text = Markup('<pre tabindex="0">{}</pre>').format(path.read_text("utf-8").rstrip())
            sections = [Section("", "", text)]
            for page in self._sections(f"xsd-{path.stem}", f"XML Schema {name}", SCHEMA, sections):
                page.sections = []
                yield page

    def _sections(
        self, name: str, title: str, introduction: str, sections: list[Section]
    ) -> Iterator[Page]:
        if sections:
            yield from self._packed(
                name,
                title,
                sections,
                "sections.html",
                name,
                about={"name": name, "introduction": introduction},
            )

    # --- the overview ---------------------------------------------------------------------

    @property
    def variables(self) -> list[str]:
        """The environment variables of the credentials."""
        return [variable for _, variable, _ in self.reference.credentials if variable]

    def numbers(self) -> str:
        """How many operations there are, and of how many calls of the document."""
        every = self.reference.operations
        documented = [each for each in every if each.provenance.word == "documented"]
        calls = len({each.source for each in documented})
        more = len(documented) - calls
        said = [f"{calls} in the document"]
        if more:
            said.append(f"{more} more for the same calls, by another method or for another answer")
        for word in ("observed", "inferred"):
            count = sum(each.provenance.word == word for each in every)
            if count:
                said.append(f"{count} that it does not list, {word}")
        total = f"{len(every)} operations"
        return f"{total}: {'; '.join(said)}." if len(said) > 1 else f"{total}, {said[0]}."

    def setting(self) -> str:
        """What to type for the emulator."""
        host = find_row(self.api)
        if host is None:
            return "imagehosts emulate"
        from docs.emulator_logins import login_of

        values = {host.base_url_variable: f"{EMULATOR}{host.base_path}", **login_of(host)}
        given = " \\\n  ".join(f"{name}={value}" for name, value in values.items())
        return f"imagehosts emulate\n\n# in another terminal\nexport {given}"

    def overview(self) -> Iterator[tuple[str, str, str | list[tuple[str, str, str]]]]:
        """Id, title and HTML of each section, or the sections below it; the first has no title."""
        reference = self.reference
        host = find_row(self.api)
        schemes = reference.document.get("components", {}).get("securitySchemes", {})

        def part(name: str, **context: Any) -> str:
            return self.render("overview.html", part=name, **context)

        yield (
            "",
            "",
            part(
                "introduction",
                status=status_of(host) if host else "",
                numbers=self.numbers(),
                guide=title_of(self.api),
            ),
        )
        if reference.credentials:
            texts = dict.fromkeys([scheme for scheme, _, _ in reference.credentials], "")
            for scheme in schemes.values():
                texts[scheme["x-credential"]] = scheme.get("description", "")
            yield (
                "authentication",
                "Authentication",
                part("authentication", placed=_placed, texts=texts),
            )
        yield "on-the-emulator", "Without an account", part("emulator", setting=self.setting())
        tags = {tag["name"]: tag for tag in reference.document.get("tags", [])}
        yield (
            "operations",
            "Calls",
            [
                (
                    name,
                    human(name),
                    part(
                        "resource",
                        tag={"description": "", **tags.get(name, {})},
                        calls=calls,
                        page=name,
                        title=human(name),
                    ),
                )
                for name, calls in self.resources.items()
            ],
        )
        for name, title, introduction in (
            ("models", "Models", "What the calls answer."),
            ("quirks", "Quirks", "Where the document is wrong, silent or at odds with itself."),
        ):
            names = [
                (section.id, section.title)
                for page in self.pages
                if page.group == name
                for section in page.sections
            ]
            if names:
                yield name, title, part("list", introduction=introduction, names=names)
        description = reference.info.get("description", "")
        _, _, rest = description.strip().partition("\n\n")
        if rest or reference.claims:
            yield "good-to-know", "Good to know", part("known", rest=rest)
        if reference.errors:
            link = Markup('<p><a href="@page:errors">Which error an answer becomes</a>: {}.</p>')
            yield "errors", "Errors", link.format(f"{len(reference.errors)} rules")
        yield "downloads", "Downloads", part("downloads", portable=PORTABLE)
        if reference.documents:
            yield "documents", "Documents", part("documents")


def _schemas(operation: Operation) -> Iterator[str]:
    yield operation.result
    for response in operation.responses:
        for body in response.bodies:
            yield body.schema


def _from_to(titles: Sequence[str]) -> str:
    return titles[0] if len(titles) < 2 else f"{titles[0]} to {titles[-1]}"


@dataclass
class ShownExample:
    """An example as a page unfolds it."""

    title: str
    content: str
    corrected: str
    open: bool


def _shown(examples: Sequence[Example]) -> list[ShownExample]:
    """The examples with their titles; the first success is unfolded."""
    made: list[ShownExample] = []
    opened = False
    for example in examples:
        if example.content_type == "request":
            title = f"Documented request: {example.what}"
        else:
            known = f"{example.status} {example.provenance.word}".strip().capitalize()
            title = f"{known}: {example.what}"
        is_first = example.status[:1] in ("2", "3") and not opened
        opened = opened or is_first
        made.append(ShownExample(title, example.content, example.corrected, is_first))
    return made


def _paging(paging: Paging) -> str:
    """How to get the next page of a list."""
    text = f"It is a page of a list: `{paging.parameter}` {PAGE_WORDS[paging.style]}"
    if paging.first:
        text += f", counted from {paging.first}"
    if paging.limit:
        text += f", `{paging.limit}` the most items of a page"
    text += ". Iterating fetches the following pages"
    if paging.total:
        text += f" until there are as many items as `{paging.total.strip('/')}` says"
    return f"{text}."


def _placed(places: Sequence[str]) -> str:
    """Where a credential is sent."""
    shown = []
    for place in places:
        where, _, name = place.partition(" ")
        shown.append(f"{where} {name}" if where != "body" else f"body as {name}")
    return f"in the {'; the '.join(shown)}"


# --- into Sphinx ---------------------------------------------------------------------------


@cache
def pages_of(api: str) -> ApiPages:
    """The pages of an API, made once."""
    return next(ApiPages(reference) for reference in find_apis() if reference.api == api)


def overview_name(api: str) -> str:
    """The overview of an API, as Sphinx names pages."""
    return f"apis/{api}"


def page_name(api: str, page: str) -> str:
    """A page of an API, as Sphinx names pages; without a name the overview."""
    return f"apis/{api}/{page}" if page else overview_name(api)


class OverviewDirective(ReferenceDirective):
    """The overview of one API."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """All sections."""
        api = self.arguments[0]
        found = {each.api: each for each in find_apis()}
        if api not in found:
            raise self.error(f"there is no API {api!r} in specs/")
        self.env.note_dependency(str(found[api].spec.path))
        try:
            return list(self.parts(api))
        except Exception as error:  # the pages of the other APIs do not wait for this one
            place = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{Path(place.filename).name}:{place.lineno}"
            reason = f"{type(error).__name__}: {error}, at {where}"
            raise self.error(f"no page can be made of this spec: {reason}") from error

    def parts(self, api: str) -> Iterator[nodes.Node]:
        """The sections as nodes, so that the table of contents has them."""
        for identifier, title, html in pages_of(api).overview():
            if not title:
                yield nodes.raw("", cast("str", html), format="html")
                continue
            section = self.section(title, identifier)
            if isinstance(html, str):
                section += nodes.raw("", html, format="html")
            else:
                for below in html:
                    inner = self.section(below[1], below[0])
                    inner += nodes.raw("", below[2], format="html")
                    section += inner
            yield section


class ListDirective(ReferenceDirective):
    """Every API on a card: what it is, how it is today, and its resources."""

    def run(self) -> list[nodes.Node]:
        """A card for each."""
        cards = []
        for pages in made_pages():
            host = find_row(pages.api)
            cards.append(
                {
                    "api": pages.api,
                    "title": pages.reference.info["title"],
                    "summary": pages.reference.info.get("summary", ""),
                    "status": status_of(host) if host else "",
                    "numbers": pages.numbers(),
                    "resources": [(name, human(name)) for name in pages.resources],
                }
            )
        html = environment().get_template("list.html").render(cards=cards)
        return [nodes.raw("", html, format="html")]


def made_pages() -> list[ApiPages]:
    """The pages of every API of which pages can be made."""
    made = []
    for reference in find_apis():
        try:
            _ = pages_of(reference.api).places
        except Exception:  # noqa: S112 - its overview, which is made first, says so
            continue
        made.append(pages_of(reference.api))
    return made


def note_names(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Let the Python reference, guides and other projects link to models and calls."""
    python = cast("PythonDomain", env.get_domain("py"))
    standard = env.domains.standard_domain
    for pages in made_pages():
        for model in pages.reference.models:
            if model.python_path:
                where = page_name(pages.api, pages.places[f"model-{model.name}"])
                entry = ObjectEntry(where, f"model-{model.name}", "class", False)
                python.objects[model.python_path] = entry
        targets = [(call.id, call.id, call.summary) for call in pages.reference.operations]
        targets += [(quirk.id, quirk.id, quirk.id) for quirk in pages.reference.quirks]
        targets += [
            (name, f"xsd-{path.stem}", f"XML Schema {name}")
            for name, path in pages.reference.xsd_files.items()
        ]
        for name, identifier, title in targets:
            where = page_name(pages.api, pages.places[identifier])
            label = f"{pages.api}-{name}".lower()
            standard.labels[label] = (where, identifier, title)
            standard.anonlabels[label] = (where, identifier)
    return []


def collect_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Every page of every API but the overviews, and the index of all methods."""
    for pages in made_pages():
        order = [("", pages.reference.info["title"])]
        order += [(page.name, page.title) for page in pages.pages]
        for number, page in enumerate(pages.pages, 1):
            name = page_name(pages.api, page.name)
            yield (
                name,
                {
                    "title": f"{page.title}, {pages.reference.info['title']}",
                    "body": page.body,
                    "toc": _toc(page),
                    "api_page": pages.api,
                    "prev": _related(app, name, pages.api, order[number - 1]),
                    "next": _related(app, name, pages.api, order[number + 1])
                    if number + 1 < len(order)
                    else None,
                },
                "page.html",
            )
    body = (
        environment()
        .get_template("methods.html")
        .render(
            apis=[(pages.reference, _methods(pages)) for pages in made_pages()],
            tests=_test_functions(),
        )
    )
    context = {"title": "All methods", "body": body, "api_page": ""}
    yield "apis/methods", context, "page.html"


def _related(app: Sphinx, name: str, api: str, page: tuple[str, str]) -> dict[str, str]:
    link = app.builder.get_relative_uri(name, page_name(api, page[0]))
    return {"link": link, "title": page[1]}


def _toc(page: Page) -> str:
    """What is on the page, for the theme's column, which follows the reader."""
    if not page.sections:
        return ""
    inner = "".join(
        f'<li><a class="reference internal" href="#{section.id}">{escape(section.title)}</a></li>'
        for section in page.sections
    )
    top = f'<a class="reference internal" href="#">{escape(page.title)}</a>'
    return f"<ul><li>{top}<ul>{inner}</ul></li></ul>"


@dataclass
class MethodRow:
    """A call in the index of methods."""

    id: str
    python: str
    route: str
    sent_as: str
    quirks: str
    test: str


def _methods(pages: ApiPages) -> list[MethodRow]:
    return [
        MethodRow(
            call.id,
            f"{pages.api}.{call.resource}.{call.id.removeprefix(f'{call.resource}_')}",
            " ".join([call.method, call.path, *call.constants]),
            ", ".join(kind.rpartition("/")[2] for kind in call.bodies) or "address",
            ", ".join(quirk.id for quirk in pages.quirks_of(call.id)),
            _test_of(pages.api, call.id, call.resource),
        )
        for calls in pages.resources.values()
        for call in calls
    ]


@cache
def _tables(api: str) -> list[tuple[str, str]]:
    """The tables of exact requests, as paths and texts: the host's own, then those it shares."""
    folder = ROOT / "contracts" / "hosts"
    paths = [folder / api / "wire.py", *sorted(folder.glob("*/wire.py"))]
    return [
        (path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))
        for path in paths
        if path.is_file()
    ]


def _test_of(api: str, operation: str, resource: str) -> str:
    """Where the request of a call is written down: the table, and the line of its name there."""
    plain = re.sub(r"_by_\w+$", "", operation)
    for name in (operation, plain, plain.removeprefix(f"{resource}_")):
        for path, text in _tables(api):
            if (place := text.find(f'"{name}"')) >= 0:
                return f"{path}:{text.count(chr(10), 0, place) + 1}"
    return ""


@cache
def _test_functions() -> int:
    """How many test functions there are."""
    return sum(
        len(re.findall(r"^ *(?:async )?def test_", path.read_text("utf-8"), re.MULTILINE))
        for path in (ROOT / "contracts").rglob("test_*.py")
    )


def complete_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Fill in links, and show the pages of an API in the sidebar while one of them is read."""
    if context.get("body"):
        body = page_text.fill_links(context["body"], Links(app, pagename))
        context["body"] = body if pagename.startswith("apis/") else page_text.lighter(body)
    if pagename in _overviews():
        context["api_page"] = pagename.rpartition("/")[2]
    tree = context.get("furo_navigation_tree", "")
    context["furo_navigation_tree"] = tree.replace(
        'role="heading"', 'role="heading" aria-level="2"'
    )
    if context.get("api_page") is None:
        return
    if context.get("toc"):
        context["furo_hide_toc"] = False
    if context["api_page"]:
        tree = context["furo_navigation_tree"]
        context["furo_navigation_tree"] = _with_pages(app, pagename, context["api_page"], tree)


@cache
def _overviews() -> frozenset[str]:
    return frozenset(overview_name(reference.api) for reference in find_apis())


def _with_pages(app: Sphinx, pagename: str, api: str, tree: str) -> str:
    """The navigation with the pages of an API below its overview."""
    own = app.builder.get_relative_uri(pagename, overview_name(api))
    is_here = pagename == overview_name(api)
    href = "#" if is_here else own
    pages = pages_of(api)
    listed = "".join(
        '<li class="toctree-l2{}"><a class="{}" href="{}"{}>{}</a></li>'.format(
            " current current-page" if page_name(api, page.name) == pagename else "",
            "current reference internal"
            if page_name(api, page.name) == pagename
            else "reference internal",
            app.builder.get_relative_uri(pagename, page_name(api, page.name)),
            ' aria-current="page"' if page_name(api, page.name) == pagename else "",
            escape(page.title),
        )
        for page in pages.pages
    )
    found = re.compile(
        rf'(<li class="toctree-l1[^"]*"><a class="[^"]*" href="{re.escape(href)}">[^<]*</a>)'
    )
    made, count = found.subn(lambda match: f"{match[1]}<ul>{listed}</ul>", tree, count=1)
    if not count:
        raise ExtensionError(f"the sidebar of {pagename} has no entry {href}")
    return made


class Links:
    """Finds what links on a page lead to."""

    def __init__(self, app: Sphinx, pagename: str) -> None:
        self._app = app
        self._page = pagename
        parts = pagename.split("/")
        self._api = parts[1] if parts[0] == "apis" and len(parts) > 1 else ""

    def __call__(self, kind: str, target: str) -> str:
        """The address."""
        return str(getattr(self, f"to_{kind}")(target))

    def _to(self, name: str, fragment: str = "") -> str:
        address = "" if name == self._page else self._app.builder.get_relative_uri(self._page, name)
        return f"{address}#{fragment}" if fragment else address or "#"

    def _section(self, target: str) -> tuple[str, str]:
        """API and section: ``albums_create``, or with the API before it."""
        api, colon, section = target.rpartition(":")
        return (api if colon else self._api), section

    def to_api(self, target: str) -> str:
        api, section = self._section(target)
        pages = pages_of(api)
        page = pages.places[section]
        is_page = section in (page, "overview")
        return self._to(page_name(api, page), "" if is_page else section)

    def to_page(self, target: str) -> str:
        return self._to(page_name(self._api, target))

    def to_site(self, target: str) -> str:
        """A page by its name."""
        return self._to(target)

    def to_guide(self, target: str) -> str:
        return self._to(guide_of(target).removeprefix("docs/").removesuffix(".md"))

    def to_console(self, target: str) -> str:
        api, operation = self._section(target)
        console = self._to(CONSOLE.format(api=api))
        if not operation:
            return console
        return f"{console}#/{console_calls(api)[operation]}/{operation}"

    def to_py(self, target: str) -> str:
        entry = self._app.env.domains.python_domain.objects.get(target)
        if entry is None:
            raise ExtensionError(f"{self._page}: the Python reference has no {target}")
        return self._to(entry.docname, entry.node_id)
