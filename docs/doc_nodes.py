"""Pieces that the pages are made of: document nodes, and what the directives have in common.

Pages are made of nodes and not of HTML, so that the search finds what is on them, and a link that
leads nowhere is a warning, which ends the build.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from codegen.claims import Claim
from docutils import nodes
from docutils.statemachine import StringList
from sphinx.addnodes import pending_xref
from sphinx.util.docutils import SphinxDirective

from docs.spec_reference import DOCUMENTED, Provenance


class ReferenceDirective(SphinxDirective):
    """What the directives below share."""

    def prose(self, text: str) -> list[nodes.Node]:
        """Markdown, such as the descriptions in a spec, as nodes."""
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
    begin = f"<details><summary>{escape(summary)}</summary>"
    return [nodes.raw("", begin, format="html"), *inner, nodes.raw("", "</details>", format="html")]


def item(*inner: nodes.Node) -> nodes.list_item:
    """An item of a list."""
    made = nodes.list_item()
    made += list(inner)
    return made


def told(claims: Iterable[Claim]) -> list[nodes.Node]:
    """A paragraph for each claim, with how it is known and what that rests on."""
    made: list[nodes.Node] = []
    for claim in claims:
        text = nodes.paragraph(classes=["claim"])
        text += [nodes.Text(f"{claim.text} "), *badge(_known(claim), always=True)]
        made.append(text)
    return made


def _known(claim: Claim) -> Provenance:
    """How a claim is known; the words of a document stand in quotes."""
    quoted = claim.provenance == DOCUMENTED
    return Provenance(claim.provenance, f"“{claim.evidence}”" if quoted else claim.evidence)


def origin(provenance: Provenance) -> list[nodes.Node]:
    """A paragraph with the badge, if there is anything to say."""
    parts = badge(provenance)
    if not parts:
        return []
    made = nodes.paragraph(classes=["provenance"])
    made += parts
    return [made]
