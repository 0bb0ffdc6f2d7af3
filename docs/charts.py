"""Charts of what tables say: SVG from the templates in ``templates/charts/``, with no script.

- ``coverage-chart``: what the tests use of the contracts, from ``docs/contract-coverage.json``;
- ``interop-chart``: what other tools make of them, from the table of that page.

Colours are those of the site, light and dark, and nothing is said by colour alone.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from docs.doc_nodes import ReferenceDirective
from docs.rows import ROOT

if TYPE_CHECKING:
    from sphinx.application import Sphinx

COVERAGE = ROOT / "docs" / "contract-coverage.json"
INTEROP = ROOT / "docs" / "guides" / "interoperability.md"
TEMPLATES = Path(__file__).parent / "templates" / "charts"
#: The ends at which a part of a contract can be used: of the clients, and of the emulator.
CLIENTS = ("sent", "read")
GROUPS = ("by the clients", "by the emulator")
#: What a cell of the table of tools begins with, and its mark.
MARKS = (
    ("-", "none"),
    ("ok, used", "used"),
    ("ok, warnings", "partly"),
    ("ok, compiled", "partly"),
    ("ok", "ok"),
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directives."""
    app.add_directive("coverage-chart", CoverageDirective)
    app.add_directive("interop-chart", InteropDirective)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


@cache
def templates() -> Environment:
    """The templates of charts."""
    loader = FileSystemLoader(TEMPLATES)
    return Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def coverage_chart(data: dict[str, Any]) -> str:
    """Of each kind of part, how many are used at each end, in all contracts together."""
    counts: dict[tuple[str, str], list[int]] = {}
    for kinds in data.values():
        for kind, ends in kinds.items():
            for end, count in ends.items():
                sums = counts.setdefault((kind, end), [0, 0])
                sums[0] += count["used"]
                sums[1] += count["total"]
    rows = [
        {
            "label": f"{kind}, {end}",
            "group": 1 if end in CLIENTS else 2,
            "used": used,
            "total": total,
        }
        for (kind, end), (used, total) in counts.items()
        if total
    ]
    about = "; ".join(f"{row['label']}: {row['used']} of {row['total']}" for row in rows)
    return (
        templates()
        .get_template("bars.svg")
        .render(
            id="coverage",
            title="What the tests use of all contracts together",
            about=f"{about}.",
            rows=rows,
            groups=GROUPS,
        )
    )


def interop_chart(page: str) -> str:
    """Which tool takes which API, out of the table between the marks of the page."""
    table = re.findall(r"^\|(.*)\|$", page.partition("interop: begin")[2], re.MULTILINE)
    head, _, *lines = ([cell.strip() for cell in line.split("|")] for line in table)
    rows = [{"label": line[0], "cells": [_mark(cell) for cell in line[3:]]} for line in lines]
    good = sum(cell in ("used", "ok") for row in rows for cell in row["cells"])
    asked = sum(cell != "none" for row in rows for cell in row["cells"])
    return (
        templates()
        .get_template("grid.svg")
        .render(
            id="interop",
            title="What other tools make of each contract",
            about=(
                f"{len(rows)} tools and {len(head[3:])} contracts; of {asked} pairs {good} have"
                " nothing to complain about. The table below has each of them."
            ),
            columns=[name.strip("`") for name in head[3:]],
            rows=rows,
        )
    )


def _mark(cell: str) -> str:
    return next((mark for start, mark in MARKS if cell.startswith(start)), "failed")


class _Chart(ReferenceDirective):
    """A chart as it is."""

    def chart(self) -> str:
        """Its HTML."""
        raise NotImplementedError

    def run(self) -> list[nodes.Node]:
        """Put it there."""
        return [nodes.raw("", self.chart(), format="html")]


class CoverageDirective(_Chart):
    """What the tests use of the contracts."""

    def chart(self) -> str:
        """Its HTML."""
        self.env.note_dependency(str(COVERAGE))
        return coverage_chart(json.loads(COVERAGE.read_text("utf-8")))


class InteropDirective(_Chart):
    """What other tools make of the contracts."""

    def chart(self) -> str:
        """Its HTML."""
        self.env.note_dependency(str(INTEROP))
        return interop_chart(INTEROP.read_text("utf-8"))
