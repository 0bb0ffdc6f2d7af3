"""The directive ``api-reference <api>``: the whole reference of one API, made from its spec."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from codegen.portable import PORTABLE
from docutils import nodes

from docs.console import CONSOLE
from docs.doc_nodes import (
    ReferenceDirective,
    badge,
    code,
    folded,
    item,
    line,
    literal,
    origin,
    table,
    told,
    words,
)
from docs.spec_reference import (
    Body,
    ErrorRow,
    Example,
    Member,
    Model,
    Operation,
    Paging,
    Provenance,
    Quirk,
    XmlRoot,
    find_apis,
    words_of,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.domains.python import PythonDomain

#: More headers than these are only named, folded; the contract describes them.
MANY_HEADERS = 3

#: What the parameter of a page holds, by the style of paging.
PAGE_WORDS = {
    "page": "is the number of the page",
    "offset": "is the number of the first item",
    "start": "is the number of the first item",
    "cursor": "is the cursor from the page before",
}


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive."""
    app.add_directive("api-reference", ApiDirective)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


class ApiDirective(ReferenceDirective):
    """The reference of one API."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Make all of it."""
        found = {each.api: each for each in find_apis()}
        if self.arguments[0] not in found:
            raise self.error(f"there is no API {self.arguments[0]!r} in specs/")
        self.reference = found[self.arguments[0]]
        self.env.note_dependency(str(self.reference.spec.path))
        try:
            return list(self.parts())
        except Exception as error:  # the pages of the other APIs do not wait for this one
            place = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{Path(place.filename).name}:{place.lineno}"
            reason = f"{type(error).__name__}: {error}, at {where}"
            raise self.error(f"no page can be made of this spec: {reason}") from error

    def parts(self) -> Iterator[nodes.Node]:
        """The sections; what a spec does not have gets none."""
        self.model_names = {model.name for model in self.reference.models}
        yield from self.introduction()
        yield self.operations()
        if self.reference.models:
            yield self.models()
        yield from self.xml_schemas()
        if self.reference.errors:
            yield self.errors()
        if self.reference.quirks:
            yield self.quirks()

    def introduction(self) -> Iterator[nodes.Node]:
        """What the API is, where it is, and what a caller needs."""
        reference = self.reference
        yield from self.prose(reference.info.get("description", ""))
        yield from told(reference.claims)
        yield self.facts()
        for name, document in reference.documents.items():
            yield from self.document(name, document)
        legend = line("What is not plainly in the host's document is marked:")
        legend += nodes.Text(" ")
        legend += badge(Provenance("observed"))
        legend += nodes.Text(" in answers or published code of real servers, or ")
        legend += badge(Provenance("inferred"))
        legend += nodes.Text(" by us.")
        yield legend

    def document(self, name: str, document: dict[str, Any]) -> Iterator[nodes.Node]:
        """A document that the spec was written from, and whose words it holds."""
        known = line("Source", code(name), ":", *self.inline(document["title"]), ".")
        if address := document.get("address"):
            known += [nodes.Text(" "), nodes.reference("", address, refuri=address)]
        if document["by"] != "host":
            known += [nodes.Text(" "), nodes.strong("", "These are not the host's words.")]
        known += [nodes.Text(" "), *self.inline(" ".join(document["note"].split()))]
        yield known

    def facts(self) -> nodes.field_list:
        """Where it is, and what a caller needs."""
        api = self.reference.api
        contract = line(nodes.reference("", PORTABLE, refuri=f"../specs/{api}/{PORTABLE}"))
        contract += [nodes.Text(" for any tool; its source form "), self.file_link("openapi.yaml")]
        for name in self.reference.xsd_files:
            contract += [nodes.Text(" and "), self.file_link(name)]
        addresses = line(code(self.reference.server))
        for server in self.reference.servers:
            addresses += [nodes.Text("; of some calls "), code(server)]
        console = f"../{CONSOLE.format(api=api)}.html"
        facts = nodes.field_list(classes=["facts"])
        for name, parts in (
            ("Version", line(str(self.reference.info["version"]))),
            ("Documented address", addresses),
            ("Clients", self.clients()),
            ("Models", line(code(f"{self.reference.package}.models"))),
            *(("Credential", self.credential(*each)) for each in self.reference.credentials),
            ("Contract", contract),
            ("Try it", line(nodes.reference("", "console", refuri=console))),
        ):
            if parts is not None:
                body = nodes.field_body("", parts)
                facts += nodes.field("", nodes.field_name(name, name), body)
        return facts

    def clients(self) -> nodes.paragraph | None:
        """The classes for this API."""
        name = self.reference.client
        if not name:
            return None
        return line(
            self.python(f"imagehosts.{name}", "class"),
            "and",
            self.python(f"imagehosts.Async{name}", "class"),
        )

    def credential(self, scheme: str, variable: str, places: Sequence[str]) -> nodes.paragraph:
        """A credential, and where it is sent."""
        shown = line(code(scheme), f"in the {'; the '.join(_placed(place) for place in places)}")
        if variable:
            shown += [nodes.Text("; from the environment: "), code(variable)]
        return shown

    # operations

    def operations(self) -> nodes.section:
        """An index, and every operation."""
        section = self.section("Operations", "operations")
        resources = groupby(self.reference.operations, lambda operation: operation.resource)
        for resource, operations in resources:
            section += nodes.rubric("", resource)
            section += self.index(operations)
        for operation in self.reference.operations:
            if not operation.twin_of:
                section += self.operation(operation)
        return section

    def index(self, operations: Iterable[Operation]) -> nodes.table:
        """The operations of a resource, a line for each; its twin by another method with it."""
        return table(
            "index",
            ("Call", "Request", "What it does"),
            [
                (
                    [
                        line(self.link(each.id, each.id))
                        for each in (operation, *self.twins(operation))
                    ],
                    [self.request(each) for each in (operation, *self.twins(operation))],
                    line(*self.inline(operation.summary)),
                )
                for operation in operations
                if not operation.twin_of
            ],
        )

    def twins(self, operation: Operation) -> list[Operation]:
        """The same call by other methods."""
        return [each for each in self.reference.operations if each.twin_of == operation.id]

    def request(self, operation: Operation) -> nodes.paragraph:
        """Method and path, and the constant that distinguishes the call."""
        made = line(words(operation.method, "http-method"), code(operation.path))
        for constant in operation.constants:
            made += [nodes.Text(" "), code(constant)]
        return made

    def operation(self, operation: Operation, plain: Operation | None = None) -> nodes.section:
        """Everything about one operation; where it is a twin, beside the plain one."""
        section = self.section(operation.id, operation.id)
        self.name_target(f"{self.reference.api}-{operation.id}", operation.id, operation.summary)
        request = self.request(operation)
        request += [nodes.Text(" "), *badge(operation.provenance, always=True)]
        section += request
        section += line(nodes.strong("", operation.summary))
        section += self.prose(operation.text)
        section += told(operation.claims)
        section += literal(operation.call, "python")
        section += self.notes(operation)
        section += nodes.rubric("", "Parameters")
        section += self.members(operation.members, arguments=True)
        section += nodes.rubric("", "Answers")
        if plain is not None and plain.responses == operation.responses:
            section += line("The same as for", self.link(plain.id, plain.id))
        else:
            section += self.answers(operation)
        if operation.request:
            section += folded("Example request", [literal(operation.request.content, "http")])
        section += self.examples(operation.examples)
        for twin in self.twins(operation):
            section += self.operation(twin, operation)
        return section

    def notes(self, operation: Operation) -> nodes.bullet_list:
        """What else to know about a call, a line for each."""
        notes = nodes.bullet_list()
        if operation.server:
            notes += item(line("Server:", code(operation.server)))
        if operation.other_path:
            notes += item(line("Also tried at", code(operation.other_path), "."))
        if operation.bodies:
            kinds: list[nodes.Node] = []
            for kind in operation.bodies:
                kinds += [nodes.Text(", "), code(kind)] if kinds else [code(kind)]
            body = nodes.paragraph()
            body += [nodes.Text("Body: "), *kinds]
            notes += item(body)
        repeated = "Repeated after a failure that another try can fix."
        once = "Repeated only when the request is known not to have arrived."
        notes += item(line(repeated if operation.repeatable else once))
        if operation.source:
            notes += item(line(f"Source: {operation.source}."))
        if operation.paging:
            notes += item(self.paging(operation.paging))
        return notes

    def paging(self, paging: Paging) -> nodes.paragraph:
        """How to get the next page of a list."""
        text = line("Answers a page of a list:", code(paging.parameter), PAGE_WORDS[paging.style])
        if paging.first:
            text += nodes.Text(f", counted from {paging.first}")
        if paging.limit:
            text += [nodes.Text(", "), code(paging.limit), nodes.Text(" the most items of a page")]
        text += nodes.Text(". Iterating fetches the following pages")
        if paging.total:
            text += [
                nodes.Text(" until there are as many items as "),
                code(paging.total.strip("/")),
            ]
            text += nodes.Text(" says")
        text += nodes.Text(".")
        return text

    def answers(self, operation: Operation) -> list[nodes.Node]:
        """What comes back: by status, and part by part where it is XML."""
        made: list[nodes.Node] = [
            table(
                "answers",
                ("Status", "Meaning", "Body"),
                [
                    (
                        self.status(response.status, response.success),
                        [
                            *self.prose(response.text),
                            *origin(response.provenance),
                            *told(response.claims),
                        ],
                        self.bodies(response.bodies, response.headers),
                    )
                    for response in operation.responses
                ],
            )
        ]
        if operation.error_codes:
            made.append(nodes.rubric("", "Error codes in the document"))
            made.append(
                table(
                    "codes",
                    ("Code", "Text"),
                    [(line(code(key)), line(text)) for key, text in operation.error_codes.items()],
                )
            )
        if operation.xml:
            made += self.xml_parts(operation.xml)
        return made

    def xml_parts(self, root: XmlRoot) -> list[nodes.Node]:
        """Every attribute, element and text below a root element."""
        inner = table(
            "parts",
            ("Part", "Kind", "Type", "In Python"),
            [
                (
                    line(code(part.path)),
                    line(*self.kind_tags(part.kind, part.repeated, part.required)),
                    line(*self.linked(part.type)),
                    line(code(part.python_path)),
                )
                for part in root.parts
            ],
        )
        return folded(f"Parts of the answer, below its root element {root.name}", [inner])

    def kind_tags(self, kind: str, repeated: bool, required: bool) -> Iterator[nodes.Node]:
        """The kind of a part of an XML answer, and how often it occurs."""
        yield words(kind, "tag")
        if repeated:
            yield words("repeated", "tag")
        elif not required:
            yield words("optional", "tag")

    def members(self, members: Sequence[Member], *, arguments: bool = False) -> nodes.table:
        """Parameters, or members of a model."""
        return table(
            "members",
            ("Name", "Type", "Meaning"),
            [
                (
                    [*self.name_cell(member, arguments=arguments)],
                    [*self.type_cell(member)],
                    [
                        *self.prose(member.text),
                        *origin(member.provenance),
                        *told(member.claims),
                    ],
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
        if member.repeated:
            tags.append("repeated")
        if member.required:
            tags.append("required" if arguments else "always there")
        if tags:
            yield line(*(words(tag, "tag", tag.replace(" ", "-")) for tag in tags))

    def type_cell(self, member: Member) -> Iterator[nodes.Node]:
        """The second column: the Python type, and how it is sent."""
        if member.filled_in:
            yield line(member.filled_in)
        elif member.python_type:
            yield line(self.python_type(member.python_type))
        wire = nodes.paragraph(classes=["wire"])
        wire += nodes.Text("sent as: ")
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
        """A status, and whether it is a success."""
        return line(code(status), words("success" if success else "error", "tag"))

    def bodies(
        self, bodies: Sequence[Body], headers: Sequence[tuple[str, str]]
    ) -> list[nodes.Node]:
        """What comes with a status."""
        cells: list[nodes.Node] = []
        for body in bodies:
            paragraph = line(
                code(body.media_type), *([code(f"<{body.root}>")] if body.root else ())
            )
            paragraph += nodes.Text(" ")
            paragraph.extend(self.linked(body.schema))
            cells.append(paragraph)
        if len(headers) > MANY_HEADERS:
            names: list[nodes.Node] = [code(name) for name, _ in headers]
            return [*cells, *folded(f"{len(names)} headers", [line(*names)])]
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
                known = f"{example.status} {example.provenance.word}".strip().capitalize()
                summary = f"{known}: {example.what}"
            inner: list[nodes.Node] = [literal(example.content, example.language)]
            if example.corrected:
                inner.insert(
                    0, line(nodes.strong("", "Corrected:"), *self.inline(example.corrected))
                )
            made += folded(summary, inner)
        return made

    # models

    def models(self) -> nodes.section:
        """Every model."""
        section = self.section("Models", "models")
        section += self.prose(
            "The schemas of the answers, and of objects in requests. What a call returns is a"
            " class; an absent member of it is `None`, and unknown members are ignored. What a"
            " request holds is a dictionary. The client reads envelopes and errors, which have no"
            " class."
        )
        for model in self.reference.models:
            section += self.model(model)
        return section

    def model(self, model: Model) -> nodes.section:
        """One model; the Python reference finds it by its path."""
        identifier = f"model-{model.name}"
        section = self.section(model.name, identifier)
        domain = cast("PythonDomain", self.env.get_domain("py"))
        if model.python_path:
            domain.note_object(model.python_path, "class", identifier, location=section)
        section += origin(model.provenance)
        section += self.prose(model.text)
        section += told(model.claims)
        if model.members:
            section += self.members(model.members)
        section += self.examples(model.examples)
        if model.source:
            section += line(words(f"Source: {model.source}.", "source"))
        return section

    # XML Schemas

    def xml_schemas(self) -> Iterator[nodes.section]:
        """The whole XSD: what answers in XML are checked against."""
        for name, path in self.reference.xsd_files.items():
            title, identifier = f"XML Schema {name}", f"xsd-{path.stem}"
            section = self.section(title, identifier)
            self.name_target(f"{self.reference.api}-{name}", identifier, title)
            section += line(
                "What answers in XML are checked against, as the file",
                self.file_link(name),
                "beside the contract. Its types have the names of the models above and must agree"
                " with them: otherwise no client is generated.",
            )
            section += literal(path.read_text("utf-8").rstrip(), "xml")
            yield section

    def file_link(self, name: str) -> nodes.reference:
        """A link to a file beside the portable form."""
        return nodes.reference("", name, refuri=f"../specs/{self.reference.api}/{name}")

    # errors

    def errors(self) -> nodes.section:
        """The error table."""
        section = self.section("Errors", "errors")
        section += self.prose(
            "Which error an answer becomes. The first row that matches decides: status and code"
            " must be equal to those of the answer, and the pattern must be found in the message."
        )
        section += table(
            "errors",
            ("Answer", "Error", "Meaning"),
            [
                (
                    self.condition(row),
                    line(self.python(f"imagehosts.{row.error}", "exc"), words(row.category, "tag")),
                    [*self.prose(row.meaning), *origin(row.provenance)],
                )
                for row in self.reference.errors
            ],
        )
        return section

    def condition(self, row: ErrorRow) -> list[nodes.Node]:
        """When a row matches."""
        shown = (("status", row.status), ("code", row.code), ("message", row.message))
        return [line(name, code(value)) for name, value in shown if value]

    # quirks

    def quirks(self) -> nodes.section:
        """The quirks of the document, and what was decided."""
        section = self.section("Quirks", "quirks")
        section += self.prose(
            "Quirks of the host's document: what was decided, where it is done, and which test"
            " shows it."
        )
        for quirk in self.reference.quirks:
            section += self.quirk(quirk)
        return section

    def quirk(self, quirk: Quirk) -> nodes.section:
        """One quirk."""
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
            definition = nodes.definition("", *value)
            listed += nodes.definition_list_item("", nodes.term(name, name), definition)
        section += listed
        return section


def _placed(place: str) -> str:
    where, _, name = place.partition(" ")
    return f"{where} {name}" if where != "body" else f"body as {name}"
