"""The page on changed specs in CONTRIBUTING shows what the report really says."""

from __future__ import annotations

import re
from pathlib import Path

from codegen.changes.report import compare_specs, short_text, text_of, version_of

from contracts.support.specs import ROOT, SPECS

#: In two parts, or this file would be one of the places that the report names.
NAME = "images_upload_" + "txt"
#: The edit that the page speaks of.
EDITS = (
    (f"operationId: {NAME}\n", f"operationId: {NAME[:-3]}text\n"),
    ("        - size_formatted\n        - width\n", "        - size_formatted\n"),
)


def test_page_on_changed_specs_shows_what_is_really_said(tmp_path: Path) -> None:
    spec = SPECS / "imges" / "openapi.yaml"
    text = spec.read_text("utf-8")
    for old, new in EDITS:
        assert text.count(old) >= 1
        text = text.replace(old, new, 1)
    folder = tmp_path / "imges"
    folder.mkdir()
    (folder / "openapi.yaml").write_text(text, "utf-8")
    (folder / "quirks.yaml").write_bytes(spec.with_name("quirks.yaml").read_bytes())
    found = compare_specs({"imges": spec}, {"imges": folder / "openapi.yaml"})
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("what now\n")[2]
    shown = re.findall(r"```text\n(.*?)```", page, re.DOTALL)[:2]
    assert comparable(short_text(found)) in comparable(shown[0])
    assert comparable(text_of(found, ROOT, version_of(ROOT))) == comparable(shown[1])


def comparable(text: str) -> str:
    """A report without the numbers of lines, which move with every edit."""
    return re.sub(r":\d[\d, ]*( and \d+ more)?$", "", text.strip(), flags=re.MULTILINE)
