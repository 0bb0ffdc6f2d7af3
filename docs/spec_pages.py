"""The Sphinx extension behind the pages of the APIs, the console, and a few tables.

Directives:

- ``api-reference <api>``: the whole reference of one API;
- ``hosts``: the hosts that the package knows, and how alive each is;
- ``emulator-settings``: every setting of the emulator;
- ``command-help <words>``: what a command prints for ``--help``.

Everything is made of document nodes, not of HTML: so it is found by the search, and a link that
leads nowhere is a warning, which ends the build.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from docutils.statemachine import StringList
from docs.merge_spec import merge
from sphinx.addnodes import pending_xref
from sphinx.util.docutils import SphinxDirective
from docs.spec_reference import (
    DOCUMENTED,
    ApiReference,
    ErrorRow,
    Example,
    Member,
    Model,
    Operation,
    Provenance,
    Quirk,
    find_apis,
    words_of,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.domains.python import PythonDomain

CONSOLE = "console/{api}"
#: Models as signatures of the clients call them.
SHORT_NAMES = {
    "imagehosts_wire.imagehosting_me.models.Image": "Image",
    "imagehosts_wire.imges.models.Image": "ImgesImage",
}
SWAGGER_FILES = ("swagger-ui.css", "swagger-ui-bundle.js", "LICENSE", "NOTICE")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register everything with Sphinx."""
    app.add_directive("api-reference", ApiDirective)
    app.add_directive("hosts", HostsDirective)
    app.add_directive("emulator-settings", SettingsDirective)
    app.add_directive("command-help", HelpDirective)
    app.connect("html-collect-pages", console_pages)
    app.connect("build-finished", copy_assets)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


# --- small parts ---------------------------------------------------------------------------


def code(text: str, *classes: str) -> nodes.literal:
    """Text in code style."""
    return nodes.literal(text, text, classes=list(classes))


def words(text: str, *classes: str) -> nodes.inline:
    """Text with classes."""
    return nodes.inline(text, text, classes=list(classes))


def line(*parts: nodes.Node | str) -> nodes.paragraph:
    """A paragraph of parts with spaces between them."""
    paragraph = nodes.paragraph()
    for index, part in enumerate(parts):
        if index:
            paragraph += nodes.Text(" ")
        paragraph += nodes.Text(part) if isinstance(part, str) else part
    return paragraph


def badge(provenance: Provenance, *, always: bool = False) -> list[nodes.Node]:
    """How something is known, where that is not plainly the document or it is asked for."""
    if provenance.word == DOCUMENTED and not always:
        return []
    parts: list[nodes.Node] = [words(provenance.word, "badge", provenance.word)]
    if provenance.evidence:
        parts += [nodes.Text(" "), words(provenance.evidence, "evidence")]
    return parts


def table(
    kind: str, head: Sequence[str], rows: Iterable[Sequence[nodes.Node | list[nodes.Node]]]
) -> nodes.table:
    """A table; each cell is a node or a list of them, and knows its heading for narrow screens."""
    made = nodes.table(classes=["reference", kind])
    group = nodes.tgroup(cols=len(head))
    made += group
    for _ in head:
        group += nodes.colspec(colwidth=1)
    header = nodes.thead()
    group += header
    header += _row([[nodes.paragraph(text, text)] for text in head])
    body = nodes.tbody()
    group += body
    for cells in rows:
        body += _row([cell if isinstance(cell, list) else [cell] for cell in cells])
    return made


def _row(cells: Sequence[list[nodes.Node]]) -> nodes.row:
    row = nodes.row()
    for cell in cells:
        entry = nodes.entry()
        entry.extend(cell)
        row += entry
    return row


def literal(text: str, language: str = "text") -> nodes.literal_block:
    """A block of code or of an answer."""
    return nodes.literal_block(text, text, language=language)


def folded(summary: str, inner: Sequence[nodes.Node]) -> list[nodes.Node]:
    """Nodes that a reader has to unfold."""
    from html import escape

    begin = f"<details><summary>{escape(summary)}</summary>"
    return [nodes.raw("", begin, format="html"), *inner, nodes.raw("", "</details>", format="html")]


# --- the reference of an API ---------------------------------------------------------------


class ReferenceDirective(SphinxDirective):
    """What the directives below share."""

    def prose(self, text: str) -> list[nodes.Node]:
        """Markdown as it stands in a spec, as nodes."""
        if not text.strip():
            return []
        lines = StringList(text.strip().splitlines(), source=self.get_source_info()[0])
        container = nodes.Element()
        self.state.nested_parse(lines, self.content_offset, container)
        return list(container.children)

    def inline(self, text: str) -> list[nodes.Node]:
        """The same for text of one paragraph, without the paragraph."""
        parsed = self.prose(text)
        if len(parsed) == 1 and isinstance(parsed[0], nodes.paragraph):
            return list(parsed[0].children)
        return parsed

    def section(self, title: str | Sequence[nodes.Node], identifier: str) -> nodes.section:
        """A section that can be linked to by ``identifier``."""
        section = nodes.section(ids=[identifier], names=[identifier])
        heading = nodes.title()
        if isinstance(title, str):
            heading += nodes.Text(title)
        else:
            heading.extend(title)
        section += heading
        return section

    def name_target(self, label: str, identifier: str, title: str) -> None:
        """Let ``{ref}`label``` lead to a section of this page."""
        domain = self.env.domains.standard_domain
        domain.labels[label] = (self.env.docname, identifier, title)
        domain.anonlabels[label] = (self.env.docname, identifier)

    def python(self, name: str, role: str, shown: str | None = None) -> pending_xref:
        """A link into the Python reference."""
        text = shown or name.rpartition(".")[2]
        return pending_xref(
            "",
            code(text, "xref", "py", f"py-{role}"),
            refdomain="py",
            reftype=role,
            reftarget=name,
            refexplicit=True,
            refwarn=True,
            refdoc=self.env.docname,
        )


class ApiDirective(ReferenceDirective):
    """The reference of one API."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Make all of it."""
        reference = next(each for each in find_apis() if each.api == self.arguments[0])
        self.reference = reference
        self.model_names = {model.name for model in reference.models}
        self.env.note_dependency(str(reference.spec.path))
        return [
            *self.introduction(),
            self.operations(),
            self.models(),
            self.errors(),
            self.quirks(),
        ]

    def introduction(self) -> Iterator[nodes.Node]:
        """What the API is, where it is, and what a caller needs."""
        reference = self.reference
        yield from self.prose(reference.info.get("description", ""))
        facts: list[tuple[str, list[nodes.Node]]] = [
            ("Version", [nodes.Text(str(reference.info["version"]))]),
            ("Documented address", [code(reference.server)]),
        ]
        if reference.client:
            clients: list[nodes.Node] = [
                self.python(f"imagehosts.{reference.client}", "class"),
                nodes.Text(", "),
                self.python(f"imagehosts.Async{reference.client}", "class"),
            ]
            facts.append(("Clients", clients))
        facts.append(("Models", [code(f"{reference.package}.models")]))
        for scheme, variable, places in reference.credentials:
            text = f" in the {'; the '.join(_placed(place) for place in places)}"
            given: list[nodes.Node] = [code(scheme), nodes.Text(text)]
            if variable:
                given += [nodes.Text("; from the environment, "), code(variable)]
            facts.append(("Credential", given))
        document = f"../specs/{reference.api}/openapi.yaml"
        facts.append(
            (
                "Contract",
                [nodes.reference("", "openapi.yaml", refuri=document, classes=["download"])],
            )
        )
        console = f"../{CONSOLE.format(api=reference.api)}.html"
        facts.append(
            ("Try it", [nodes.reference("", "console", refuri=console), nodes.Text(", on an emulator or the host")])
        )
        fields = nodes.field_list(classes=["facts"])
        for name, value in facts:
            entry = nodes.field()
            entry += nodes.field_name(name, name)
            body = nodes.field_body()
            paragraph = nodes.paragraph()
            paragraph.extend(value)
            body += paragraph
            entry += body
            fields += entry
        yield fields
        legend = line(
            "How something is known is marked where it is not plainly in the host's document:"
        )
        legend += nodes.Text(" ")
        legend += badge(Provenance("observed"))
        legend += nodes.Text(" in answers or published code of real servers, ")
        legend += badge(Provenance("inferred"))
        legend += nodes.Text(" by us.")
        yield legend

    # operations

    def operations(self) -> nodes.section:
        """An index and every operation."""
        section = self.section("Operations", "operations")
        section += table(
            "index",
            ("Call", "Request", "What it does"),
            [
                (
                    line(self.link(operation.id, operation.id)),
                    line(words(operation.method, "http-method"), code(operation.path)),
                    line(*self.inline(operation.summary)),
                )
                for operation in self.reference.operations
            ],
        )
        for operation in self.reference.operations:
            section += self.operation(operation)
        return section

    def operation(self, operation: Operation) -> nodes.section:
        """Everything about one operation."""
        section = self.section(operation.id, operation.id)
        self.name_target(f"{self.reference.api}-{operation.id}", operation.id, operation.summary)
        request = line(words(operation.method, "http-method"), code(operation.path))
        request += [nodes.Text(" "), *badge(operation.provenance, always=True)]
        section += request
        section += line(nodes.strong("", operation.summary))
        section += self.prose(operation.text)
        section += literal(operation.call, "python")
        notes = nodes.bullet_list()
        if operation.other_path:
            notes += _item(line("Also tried at", code(operation.other_path), "."))
        if operation.bodies:
            kinds: list[nodes.Node] = []
            for kind in operation.bodies:
                kinds += [nodes.Text(", "), code(kind)] if kinds else [code(kind)]
            body = nodes.paragraph()
            body += [nodes.Text("Body: "), *kinds]
            notes += _item(body)
        repeated = "Repeated after a failure that another try can mend."
        once = "Creates something: repeated only when the request is known not to have arrived."
        notes += _item(line(repeated if operation.repeatable else once))
        if operation.source:
            notes += _item(line(f"Source: {operation.source}."))
        section += notes
        section += nodes.rubric("", "Parameters")
        section += self.members(operation.members, arguments=True)
        section += nodes.rubric("", "Answers")
        section += table(
            "answers",
            ("Status", "Meaning", "Body"),
            [
                (
                    self.status(response.status, response.success),
                    [*self.prose(response.text), *_paragraph(badge(response.provenance))],
                    self.bodies(response.bodies, response.headers),
                )
                for response in operation.responses
            ],
        )
        if operation.request:
            section += folded("Example request", [literal(operation.request.content)])
        section += self.examples(operation.examples)
        return section

    def members(self, members: Sequence[Member], *, arguments: bool = False) -> nodes.table:
        """Parameters, or members of a model."""
        return table(
            "members",
            ("Name", "Type", "Meaning"),
            [
                (
                    [*self.name_cell(member, arguments=arguments)],
                    [*self.type_cell(member)],
                    [*self.prose(member.text), *_paragraph(badge(member.provenance))],
                )
                for member in members
            ],
        )

    def name_cell(self, member: Member, *, arguments: bool) -> Iterator[nodes.Node]:
        """The first column: name, place, whether it must be there."""
        yield line(code(member.name, "name"))
        if member.python_name:
            yield line("in Python", code(member.python_name))
        tags = [member.place] if member.place else []
        if member.required:
            tags.append("required" if arguments else "always there")
        if tags:
            yield line(*(words(tag, "tag", tag.replace(" ", "-")) for tag in tags))

    def type_cell(self, member: Member) -> Iterator[nodes.Node]:
        """The second column: the Python type, and what travels."""
        if member.filled_in:
            yield line(member.filled_in)
        else:
            yield line(self.python_type(member.python_type))
        wire = nodes.paragraph(classes=["wire"])
        wire += nodes.Text("wire: ")
        wire.extend(self.linked(member.wire_type))
        yield wire

    def python_type(self, text: str) -> nodes.literal:
        """A Python type with its models as links."""
        made = nodes.literal(classes=["type"])
        made.extend(self.linked(text))
        return made

    def linked(self, text: str) -> Iterator[nodes.Node]:
        """Text in which the names of models are links."""
        for word in words_of(text):
            if word in self.model_names:
                yield self.link(word, f"model-{word}")
            else:
                yield nodes.Text(word)

    def link(self, text: str, identifier: str) -> nodes.reference:
        """A link to a section of this page."""
        return nodes.reference("", text, refid=identifier, internal=True)

    def status(self, status: str, success: bool) -> nodes.paragraph:
        """A status, with what it is to the caller."""
        return line(code(status), words("success" if success else "error", "tag"))

    def bodies(
        self, bodies: Sequence[tuple[str, str]], headers: Sequence[tuple[str, str]]
    ) -> list[nodes.Node]:
        """What comes with a status."""
        cells: list[nodes.Node] = []
        for kind, schema in bodies:
            paragraph = line(code(kind), "")
            paragraph.extend(self.linked(schema))
            cells.append(paragraph)
        for name, text in headers:
            cells.append(line("header", code(name)))
            cells += self.prose(text)
        return cells

    def examples(self, examples: Sequence[Example]) -> list[nodes.Node]:
        """All examples of an operation, folded."""
        made: list[nodes.Node] = []
        for example in examples:
            if example.content_type == "request":
                summary = f"Documented request: {example.what}"
            else:
                summary = f"{example.status} {example.provenance.word}: {example.what}"
            made += folded(summary, [literal(example.content, example.language)])
        return made

    # models

    def models(self) -> nodes.section:
        """Every model."""
        section = self.section("Models", "models")
        section += self.prose(
            "Classes of the answers. Members that are not always there are `None` where they are"
            " absent; unknown members are passed over."
        )
        for model in self.reference.models:
            section += self.model(model)
        return section

    def model(self, model: Model) -> nodes.section:
        """One model, known to the Python reference by its path."""
        identifier = f"model-{model.name}"
        section = self.section(model.name, identifier)
        domain = cast("PythonDomain", self.env.get_domain("py"))
        domain.note_object(model.python_path, "class", identifier, location=section)
        if model.python_path in SHORT_NAMES:
            short = SHORT_NAMES[model.python_path]
            domain.note_object(short, "class", identifier, aliased=True, location=section)
        if badges := badge(model.provenance):
            section += _paragraph(badges)
        section += self.prose(model.text)
        if model.members:
            section += self.members(model.members)
        if model.source:
            section += line(words(f"Source: {model.source}.", "source"))
        return section

    # errors

    def errors(self) -> nodes.section:
        """The error table."""
        section = self.section("Errors", "errors")
        section += self.prose(
            "Which error an answer becomes. The first row that fits decides: its status and code are"
            " equal to those of the answer, its pattern is found in the message."
        )
        section += table(
            "errors",
            ("Answer", "Error", "Meaning"),
            [
                (
                    self.condition(row),
                    line(self.python(f"imagehosts.{row.error}", "exc"), words(row.category, "tag")),
                    [*self.prose(row.meaning), *_paragraph(badge(row.provenance))],
                )
                for row in self.reference.errors
            ],
        )
        return section

    def condition(self, row: ErrorRow) -> list[nodes.Node]:
        """When a row fits."""
        shown = (("status", row.status), ("code", row.code), ("message", row.message))
        return [line(name, code(value)) for name, value in shown if value]

    # quirks

    def quirks(self) -> nodes.section:
        """What is odd about the document, and what was decided."""
        section = self.section("Quirks", "quirks")
        section += self.prose(
            "What is odd about the host's document, what was decided, where that is done, and"
            " which test shows it."
        )
        for quirk in self.reference.quirks:
            section += self.quirk(quirk)
        return section

    def quirk(self, quirk: Quirk) -> nodes.section:
        """One oddity."""
        section = self.section(quirk.id, quirk.id)
        section += self.prose(quirk.claim)
        every = {operation.id for operation in self.reference.operations}
        about: nodes.Node
        if set(quirk.operations) == every:
            about = line("all operations")
        else:
            about = nodes.paragraph()
            for index, operation in enumerate(quirk.operations):
                about += [nodes.Text(", ")] if index else []
                about += self.link(operation, operation)
        entries: list[tuple[str, list[nodes.Node]]] = [
            ("Evidence", self.prose(quirk.evidence)),
            ("Decision", self.prose(quirk.decision)),
            ("Concerns", [about]),
            ("Handled in", [line(code(handler)) for handler in quirk.handlers]),
            ("Shown by", [line(code(test)) for test in quirk.tests]),
        ]
        listed = nodes.definition_list(classes=["quirk", "simple"])
        for name, value in entries:
            item = nodes.definition_list_item()
            item += nodes.term(name, name)
            definition = nodes.definition()
            definition += value
            item += definition
            listed += item
        section += listed
        return section


def _placed(place: str) -> str:
    where, _, name = place.partition(" ")
    return f"{where} {name}" if where != "body" else f"body as {name}"


def _item(*inner: nodes.Node) -> nodes.list_item:
    item = nodes.list_item()
    item += list(inner)
    return item


def _paragraph(parts: Sequence[nodes.Node]) -> list[nodes.Node]:
    if not parts:
        return []
    paragraph = nodes.paragraph(classes=["provenance"])
    paragraph += list(parts)
    return [paragraph]


# --- tables of the package -----------------------------------------------------------------


class HostsDirective(ReferenceDirective):
    """The hosts that the package knows."""

    def run(self) -> list[nodes.Node]:
        """A row for each host."""
        from imagehosts.hosts import HOSTS

        pages = {reference.api for reference in find_apis()}
        rows = []
        for host in HOSTS:
            name: nodes.Node = nodes.Text(host.title)
            if host.name in pages:
                name = pending_xref(
                    "",
                    nodes.inline("", host.title),
                    refdomain="std",
                    reftype="doc",
                    reftarget=f"/apis/{host.name}",
                    refexplicit=True,
                    refwarn=True,
                    refdoc=self.env.docname,
                )
            rows.append(
                (
                    line(name),
                    line(self.python(f"imagehosts.{host.client}", "class")),
                    line(f"{host.status[0].upper()}{host.status[1:]}."),
                )
            )
        return [table("hosts", ("Host", "Client", "Status"), rows)]


class SettingsDirective(ReferenceDirective):
    """The settings of the emulator, as switches and as arguments."""

    def run(self) -> list[nodes.Node]:
        """A table for each group of settings."""
        from dataclasses import fields

        from imagehosts.emulator.config import EmulatorConfig

        groups: dict[str, list[tuple[nodes.Node, ...]]] = {}
        for setting in fields(EmulatorConfig):
            meta = setting.metadata
            switch = " ".join(each for each in (meta["flag"], meta["metavar"]) if each)
            groups.setdefault(meta["group"], []).append(
                (
                    line(code(switch)),
                    line(code(setting.name)),
                    line(words(f"{meta['help'][0].upper()}{meta['help'][1:]}.")),
                )
            )
        made: list[nodes.Node] = []
        for group, rows in groups.items():
            made.append(nodes.rubric("", f"{group[0].upper()}{group[1:]}"))
            made.append(table("settings", ("Switch", "In Python", "Meaning"), rows))
        return made


class HelpDirective(ReferenceDirective):
    """What a command says of itself."""

    required_arguments = 0
    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Ask the command."""
        given = self.arguments[0].split() if self.arguments else []
        shown = subprocess.run(
            [sys.executable, "-m", "imagehosts", *given, "--help"],
            capture_output=True,
            text=True,
            env={**os.environ, "COLUMNS": "88", "NO_COLOR": "1"},
        )
        if shown.returncode:
            raise self.error(f"`imagehosts {' '.join(given)} --help` fails: {shown.stderr}")
        return folded(f"imagehosts {' '.join(given)} --help", [literal(shown.stdout.rstrip())])


# --- the console ---------------------------------------------------------------------------


def console_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """A page per API with Swagger UI and the merged spec in it."""
    apis = find_apis()
    for reference in apis:
        context = {
            "title": f"{reference.info['title']} console",
            "api": reference.api,
            "apis": [(each.api, each.info["title"]) for each in apis],
            "specification": _for_script(merge(reference.document)),
        }
        yield CONSOLE.format(api=reference.api), context, "console.html"


def copy_assets(app: Sphinx, error: Exception | None) -> None:
    """Swagger UI as its package carries it, and the specs to download."""
    if error is not None:
        return
    out = Path(app.outdir)
    package = files("mkdocs_swagger_ui_tag").joinpath("swagger-ui")
    target = out / "_static" / "swagger-ui"
    target.mkdir(parents=True, exist_ok=True)
    for name in SWAGGER_FILES:
        folder = {".css": "stylesheets", ".js": "javascripts"}.get(Path(name).suffix)
        source = package.joinpath(folder, name) if folder else package.joinpath(name)
        # The maps that they name at their end are not part of the site.
        text = source.read_text("utf-8")
        kept = [row for row in text.splitlines(keepends=True) if "sourceMappingURL=" not in row]
        (target / name).write_text("".join(kept), "utf-8")
    for reference in find_apis():
        folder_of_spec = out / "specs" / reference.api
        folder_of_spec.mkdir(parents=True, exist_ok=True)
        shutil.copy(reference.spec.path, folder_of_spec / "openapi.yaml")
        merged = json.dumps(merge(reference.document), indent=2, ensure_ascii=False)
        (folder_of_spec / "console.json").write_text(f"{merged}\n", "utf-8")


def _for_script(document: dict[str, Any]) -> str:
    """JSON that can stand in a script element: no text in it can end the element."""
    text = json.dumps(document, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
