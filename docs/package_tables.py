"""Directives for what the package knows of itself, so that no page can get out of date.

- ``hosts``: the hosts, and what works at each;
- ``services-today``: what is known of each host, from which documents and since when;
- ``host-guides``: the guides of the hosts, for the sidebar;
- ``api-pages``: the APIs, for the sidebar;
- ``host-clients <host>``: the reference of a client and of what belongs to it;
- ``client-pages``: the pages of these, for the sidebar;
- ``moved-clients``: the names that are on them, with the addresses that they had before;
- ``upload-addresses``: which addresses of an uploaded picture each host gives;
- ``base-urls``: where each client finds the emulator;
- ``emulator-settings``: every setting of the emulator;
- ``emulator-faults``: everything that can be made to go wrong;
- ``command-help <command>``: what a command prints for ``--help``.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html import escape
from inspect import isclass, isfunction
from pathlib import Path
from typing import TYPE_CHECKING, Any, is_typeddict

from docutils import nodes
from docutils.statemachine import StringList
from imagehosts.core.errors import CATEGORIES
from imagehosts.hosts import HOSTS
from imagehosts.sharing.capabilities import addresses_of
from sphinx.addnodes import pending_xref
from sphinx.directives.other import TocTree

from docs.doc_nodes import ReferenceDirective, code, folded, line, literal, table, words
from docs.rows import (
    chosen_members,
    exports_of,
    found,
    guide_of,
    host_names,
    inherited_members,
    status_of,
    title_of,
)
from docs.spec_reference import ApiReference, find_apis

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: Where the pages of the clients are, as Sphinx names pages.
CLIENTS = "python/clients/"
#: What stands for the list of their names until it can be made.
MOVED = "<!-- moved clients -->"


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directives."""
    app.add_directive("hosts", HostsDirective)
    app.add_directive("services-today", ServicesDirective)
    app.add_directive("host-guides", GuidesDirective)
    app.add_directive("api-pages", ApiPagesDirective)
    app.add_directive("host-clients", ClientsDirective)
    app.add_directive("client-pages", ClientPagesDirective)
    app.add_directive("moved-clients", MovedClientsDirective)
    app.connect("html-page-context", fill_moved)
    app.add_directive("upload-addresses", AddressesDirective)
    app.add_directive("base-urls", BaseUrlsDirective)
    app.add_directive("emulator-settings", SettingsDirective)
    app.add_directive("emulator-faults", FaultsDirective)
    app.add_directive("command-help", HelpDirective)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


class HostsDirective(ReferenceDirective):
    """The hosts that the package supports."""

    def run(self) -> list[nodes.Node]:
        """A card for each host: its guide, what works there today, its client."""
        cards = nodes.bullet_list(classes=["cards", "hosts"])
        for host in HOSTS:
            client = self.python(f"imagehosts.{host.client}", "class")
            cards += nodes.list_item(
                "",
                nodes.paragraph("", "", nodes.strong("", "", self.guide(host.name, host.title))),
                line(status_of(host)),
                line(words("Client: "), client),
            )
        return [cards]

    def guide(self, name: str, title: str) -> pending_xref:
        """A link to the guide of a host."""
        return pending_xref(
            "",
            nodes.inline("", title),
            refdomain="std",
            reftype="doc",
            reftarget=f"/guides/{name}",
            refexplicit=True,
            refwarn=True,
            refdoc=self.env.docname,
        )


#: A year, in what somebody saw.
YEAR = re.compile(r"\b(?:19|20)\d\d\b")


class ServicesDirective(ReferenceDirective):
    """What works at each host, the documents of its contract, and what was seen, with dates."""

    def run(self) -> list[nodes.Node]:
        """A section for each host."""
        made: list[nodes.Node] = []
        apis = {reference.api: reference for reference in find_apis()}
        for host in HOSTS:
            section = self.section(title_of(host.name), f"today-{host.name}")
            guide = guide_of(host.name).rpartition("/")[2]
            section += self.prose(f"{status_of(host)} [The guide]({guide}) says more.")
            if host.name in apis:
                section += self.prose(_documents(apis[host.name]))
                dated = _dated(apis[host.name].document)
                if dated:
                    listed = "".join(f"- {each}\n" for each in dated)
                    section += self.prose(f"What was seen, and when:\n\n{listed}")
            made.append(section)
        return made


def _documents(reference: ApiReference) -> str:
    lines = ["The contract was written from:\n"]
    for document in reference.documents.values():
        title = f"“{document['title']}”"
        if "address" in document:
            title = f"[{title}]({document['address']})"
        lines.append(f"- {title}: {document['note']}")
    return "\n".join(lines)


def _dated(value: Any) -> list[str]:
    """Claims whose evidence names a year, each with it; the last years first."""
    found: dict[str, list[str]] = {}
    waiting = [value]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            waiting += node.values()
            evidence = node.get("x-evidence", node.get("evidence"))
            said = node.get("text") or node.get("description") or node.get("summary")
            if isinstance(evidence, str) and isinstance(said, str) and YEAR.search(evidence):
                sentence = re.split(r"(?<=[.!?])\s", " ".join(said.split()))[0]
                claims = found.setdefault(" ".join(evidence.split()), [])
                claims += [] if sentence in claims else [sentence]
        elif isinstance(node, list):
            waiting += node
    last = {evidence: max(YEAR.findall(evidence)) for evidence in found}
    order = sorted(sorted(found), key=lambda evidence: last[evidence], reverse=True)
    return [f"{' '.join(found[evidence])} *{evidence}*" for evidence in order]


class GuidesDirective(TocTree):
    """The guides of all hosts, as a table of contents."""

    def run(self) -> list[nodes.Node]:
        """The pages in the order of the rows."""
        source = self.get_source_info()[0]
        self.content = StringList([f"/guides/{name}" for name in host_names()], source=source)
        return super().run()


class ApiPagesDirective(TocTree):
    """The list of the APIs and their overviews, as a table of contents."""

    def run(self) -> list[nodes.Node]:
        """The list first."""
        source = self.get_source_info()[0]
        names = sorted(Path(self.env.srcdir).glob("apis/*.md"))
        pages = ["/apis/index", *(f"/apis/{path.stem}" for path in names if path.stem != "index")]
        self.content = StringList(pages, source=source)
        return super().run()


class ClientsDirective(ReferenceDirective):
    """The clients of a host, and what its module has beside them."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """What no host before it has described."""
        described: set[str] = set()
        for host in HOSTS:
            exports = [path for path in exports_of(host) if path not in described]
            described.update(exports)
            if host.name == self.arguments[0]:
                both = inherited_members(host.sync_client)
                blocks = [
                    *_client(f"imagehosts.{host.client}", both),
                    *_client(f"imagehosts.Async{host.client}", []),
                    *(row for path in exports for row in _export(path)),
                ]
                return self.prose("\n".join(["```{eval-rst}", *blocks, "```"]))
        raise self.error(f"there is no host {self.arguments[0]!r}")


class ClientPagesDirective(TocTree):
    """The pages of the clients of all hosts, as a table of contents."""

    def run(self) -> list[nodes.Node]:
        """The pages in the order of the rows."""
        source = self.get_source_info()[0]
        self.content = StringList([f"/{CLIENTS}{host.name}" for host in HOSTS], source=source)
        return super().run()


class MovedClientsDirective(ReferenceDirective):
    """What was on this page before each host had one of its own."""

    def run(self) -> list[nodes.Node]:
        """A place for a list that can be made when all pages have been read."""
        return [nodes.raw("", MOVED, format="html")]


def fill_moved(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Put in the names that are on the pages of the hosts now, each under its old address."""
    if MOVED not in context.get("body", ""):
        return
    builder = app.builder
    # One for each anchor: an object may have several names, of which the public one is shorter.
    items: dict[str, tuple[str, str]] = {}
    for host in HOSTS:
        page = builder.get_relative_uri(pagename, f"{CLIENTS}{host.name}")
        items[host.name.replace("_", "-")] = (page, host.title)
    objects = app.env.domains.python_domain.objects
    for name, entry in sorted(objects.items(), key=lambda pair: len(pair[0])):
        if entry.docname.startswith(CLIENTS):
            page = builder.get_relative_uri(pagename, entry.docname)
            items.setdefault(entry.node_id, (f"{page}#{entry.node_id}", name))
    listed = "".join(
        f'<li id="{escape(anchor)}"><a href="{escape(url)}">{escape(name)}</a></li>'
        for anchor, (url, name) in items.items()
    )
    context["body"] = context["body"].replace(MOVED, f'<ul class="names moved">{listed}</ul>')


def _client(path: str, inherited: list[str]) -> Iterator[str]:
    """A client with its own methods, generated ones, and those that both of its kinds share."""
    yield from (f".. autoclass:: {path}", "   :members:", "   :show-inheritance:", "")
    kind = found(path)
    for name in (*chosen_members(kind), *inherited):
        role = "autoproperty" if isinstance(getattr(kind, name), property) else "automethod"
        yield from (f"   .. {role}:: {name}", "")


def _export(path: str) -> Iterator[str]:
    """A class, a function, or a type that arguments have."""
    value = found(path)
    if isclass(value):
        yield from (f".. autoclass:: {path}", "   :members:")
        if is_typeddict(value):
            yield "   :undoc-members:"
    elif isfunction(value):
        yield f".. autofunction:: {path}"
    else:
        yield f".. autodata:: {path}"
        if isinstance(value, str):  # a type whose parts are only imported by type checkers
            yield "   :no-value:"
    yield ""


class AddressesDirective(ReferenceDirective):
    """Which addresses of an uploaded picture each host gives, as ``--format`` takes them."""

    meanings = {  # noqa: RUF012 - read only
        "url": "of the file",
        "page": "of a page that shows it",
        "thumbnail": "of a small version",
        "delete": "what deletes it",
    }

    def run(self) -> list[nodes.Node]:
        """A row for each host that takes uploads."""
        heads = [f"{name}, {meaning}" for name, meaning in self.meanings.items()]
        rows = [
            (
                line(host.title),
                *(line("yes" if name in addresses_of(host) else "no") for name in self.meanings),
            )
            for host in HOSTS
            if not host.uploads_nothing
        ]
        return [table("addresses", ("Host", *heads), rows)]


class BaseUrlsDirective(ReferenceDirective):
    """Where each client finds the emulator, and the variable to say so."""

    def run(self) -> list[nodes.Node]:
        """A row for each client."""
        rows = [
            (
                line(self.python(f"imagehosts.{host.client}", "class")),
                line(code(f"http://127.0.0.1:8765{host.base_path}")),
                line(code(host.base_url_variable)),
            )
            for host in HOSTS
        ]
        return [table("base-urls", ("Client", "Base URL", "Variable"), rows)]


class SettingsDirective(ReferenceDirective):
    """The settings of the emulator, as options and as arguments."""

    def run(self) -> list[nodes.Node]:
        """A table for each group of settings."""
        from dataclasses import fields

        from imagehosts.emulator.config import EmulatorConfig, help_of

        groups: dict[str, list[tuple[nodes.Node, ...]]] = {}
        for setting in fields(EmulatorConfig):
            meta = setting.metadata
            option = " ".join(each for each in (meta["flag"], meta["metavar"]) if each)
            meaning = help_of(setting)
            groups.setdefault(meta["group"], []).append(
                (
                    line(code(option)),
                    line(code(setting.name)),
                    line(words(f"{meaning[0].upper()}{meaning[1:]}.")),
                )
            )
        made: list[nodes.Node] = []
        for group, rows in groups.items():
            made.append(nodes.rubric("", f"{group[0].upper()}{group[1:]}"))
            made.append(table("settings", ("Option", "In Python", "Meaning"), rows))
        return made


class FaultsDirective(ReferenceDirective):
    """The faults of the emulator: what happens everywhere, and what hosts answer."""

    def run(self) -> list[nodes.Node]:
        """A table of the effects, and one of the answers with the hosts that give them."""
        from imagehosts.emulator import EmulatorConfig
        from imagehosts.emulator.core.faults import EFFECTS, ERRORS, errors_of, fault_name
        from imagehosts.emulator.hosts import find_sites

        sites = find_sites(EmulatorConfig()).sites
        effects = [
            (
                line(code(name if effect.default is None else f"{name}={effect.default:g}")),
                line(words(f"{effect.meaning[0].upper()}{effect.meaning[1:]}.")),
            )
            for name, effect in EFFECTS.items()
        ]
        errors: list[tuple[nodes.Node, ...]] = []
        for name, category in ERRORS.items():
            hosts = [site.api for site in sites if name in errors_of(site)]
            kind = CATEGORIES[category]
            assert fault_name(kind) == name
            errors.append(
                (
                    line(code(name)),
                    line(self.python(f"imagehosts.{kind.__name__}", "exception")),
                    line(words(", ".join(hosts))),
                )
            )
        own = [
            (
                line(*(code(name) for name in (fault.alias, fault.name) if name)),
                line(words(site.api)),
                line(words(f"{fault.meaning[0].upper()}{fault.meaning[1:]}.")),
            )
            for site in sites
            for fault in site.own_faults
        ]
        return [
            nodes.rubric("", "What happens to any answer"),
            table("faults", ("Fault", "Meaning"), effects),
            nodes.rubric("", "Errors, as the hosts answer them"),
            table("faults", ("Fault", "What clients raise", "Hosts"), errors),
            nodes.rubric("", "Answers of one host"),
            table("faults", ("Fault", "Host", "Meaning"), own),
        ]


class HelpDirective(ReferenceDirective):
    """What a command prints for ``--help``."""

    required_arguments = 0
    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Run the command."""
        given = self.arguments[0].split() if self.arguments else []
        shown = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-m", "imagehosts", *given, "--help"],
            capture_output=True,
            check=False,
            text=True,
            env={**os.environ, "COLUMNS": "88", "NO_COLOR": "1"},
        )
        if shown.returncode:
            raise self.error(f"`imagehosts {' '.join(given)} --help` fails: {shown.stderr}")
        return folded(f"imagehosts {' '.join(given)} --help", [literal(shown.stdout.rstrip())])
