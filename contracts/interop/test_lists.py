"""What `make interop` installs is pinned, and the table in the documentation is of these tools."""

from __future__ import annotations

import json
import re

from contracts.interop.__main__ import PAGE, TOOLS
from contracts.interop.environment import HERE, LOCK
from contracts.interop.results import BEGIN, END
from contracts.support.reporting import report_all
from contracts.support.specs import API_NAMES

NODE = HERE / "node"


def versions() -> dict[str, str]:
    """The pinned version of every package, of both worlds."""
    packages = json.loads((NODE / "package-lock.json").read_text("utf-8"))["packages"]
    found = {
        name.removeprefix("node_modules/"): package["version"]
        for name, package in packages.items()
        if name
    }
    return found | dict(re.findall(r"^([a-z0-9-]+)==([^ ;\\]+)", LOCK.read_text("utf-8"), re.M))


def test_locks_pin_everything_and_name_no_registry() -> None:
    packages = json.loads((NODE / "package-lock.json").read_text("utf-8"))["packages"]
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, each in packages.items() if name and "integrity" not in each] == []
    wanted = json.loads((NODE / "package.json").read_text("utf-8"))["dependencies"]
    assert [name for name, version in wanted.items() if not version[0].isdigit()] == []
    text = LOCK.read_text("utf-8")
    assert "://" not in text
    assert text.count("\n    --hash=") >= text.count("==") > 0


def test_table_has_each_tool_at_its_version_and_no_problem() -> None:
    _, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    table = rest.partition(END)[0]
    rows = {line.split(" | ")[0].removeprefix("| "): line for line in table.splitlines()}
    known = versions()
    with report_all(len(TOOLS)) as case:
        for tool in TOOLS:
            with case(tool.name):
                cells = rows[tool.name].strip("| ").split(" | ")
                assert cells[1] == known[tool.package]
                assert len(cells) == 3 + len(API_NAMES)
                assert [cell for cell in cells[3:] if cell[:2] not in ("ok", "-")] == []
