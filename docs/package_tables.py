"""Directives for what the package knows of itself, so that no page can fall behind it.

- ``hosts``: the hosts, and how alive each is;
- ``emulator-settings``: every setting of the emulator;
- ``command-help <words>``: what a command prints for ``--help``.
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.addnodes import pending_xref

from docs.doc_nodes import ReferenceDirective, code, folded, line, literal, table, words
from docs.spec_reference import find_apis

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directives."""
    app.add_directive("hosts", HostsDirective)
    app.add_directive("emulator-settings", SettingsDirective)
    app.add_directive("command-help", HelpDirective)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


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
