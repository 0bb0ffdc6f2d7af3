"""The charts say what the tables beside them say, and everybody can read them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from contracts.support.reporting import report_all
from docs.charts import COVERAGE, INTEROP, coverage_chart, interop_chart

SVG = "{http://www.w3.org/2000/svg}"


def drawn(html: str) -> ET.Element:
    """The drawing of a chart."""
    return ET.fromstring(re.findall(r"<svg.*?</svg>", html, re.DOTALL)[0])


def test_bars_of_coverage_have_the_length_of_their_numbers() -> None:
    one = {"operation": {"sent": {"used": 3, "total": 4}, "taken": {"used": 1, "total": 4}}}
    other = {"operation": {"sent": {"used": 5, "total": 6}, "taken": {"used": 0, "total": 6}}}
    chart = drawn(coverage_chart({"one": one, "other": other}))
    widths = [
        float(bar.attrib["width"])
        for bar in chart.iter("rect")
        if bar.attrib["class"].startswith("share")
    ]
    assert widths == [360 * 0.8, 360 * 0.1]
    words = [text.text for text in chart.iter("text")]
    assert words == ["operation, sent", "80 %", "operation, taken", "10 %"]
    assert chart.findtext("desc") == "operation, sent: 8 of 10; operation, taken: 1 of 10."


def test_marks_of_tools_are_those_of_their_table() -> None:
    table = """<!-- interop: begin -->

| tool | version | what it does | `one` | `other` |
|---|---|---|---|---|
| Lint | 1 | lints | ok, warnings | ok |
| Write | 2 | writes | ok, used | 3 problems |
| XML | 3 | reads | - | ok, compiled |
"""
    chart = drawn(interop_chart(table))
    marks = [
        part.attrib["class"]
        for part in chart.iter()
        if part.tag != "text" and "class" in part.attrib
    ]
    assert marks == ["partly", "ok", "used", "failed", "none", "partly"]
    assert "of 5 pairs 2 have" in (chart.findtext("desc") or "")


@pytest.mark.site
def test_charts_stand_beside_their_tables_with_a_title(site: Path) -> None:
    pages = {
        "contract-coverage": coverage_chart(json.loads(COVERAGE.read_text("utf-8"))),
        "interoperability": interop_chart(INTEROP.read_text("utf-8")),
    }
    with report_all(len(pages)) as case:
        for name, chart in pages.items():
            with case(name):
                page = (site / "guides" / f"{name}.html").read_text("utf-8")
                assert chart in page
                assert "<table" in page.partition(chart)[2]
                drawing = drawn(chart)
                title, about = drawing[0], drawing[1]
                assert drawing.attrib["role"] == "img"
                names = f"{title.attrib['id']} {about.attrib['id']}"
                assert drawing.attrib["aria-labelledby"] == names
                assert title.text
                assert about.text
