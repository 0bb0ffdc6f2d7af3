"""The Python on the pages runs unchanged, and prints what the pages say."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from imagehosts.hosts import HOSTS

from contracts.docs.markdown import PAGES, ROOT, blocks
from contracts.support.reporting import report_all

WITH_PYTHON = [page for page in PAGES if any(b.language == "python" for b in blocks(page))]


#: A page that is wrong, and what the message about it must contain.
WRONG = {
    "other output": ("```python\nprint(1)\n```\n\n```output\n2\n```\n", "where the page says"),
    "error": ("```python\nimport imagehosts\nimagehosts.NoSuchThing\n```\n", "NoSuchThing"),
    "other server": (
        "```python\nimport httpx\nhttpx.get('https://pictures.example/')\n```\n",
        "the page would send a request to pictures.example",
    ),
    "failing test": ("```python\ndef test_one():\n    assert 1 == 2\n```\n", "assert 1 == 2"),
    "end of the process": ("```python\nimport os\nos._exit(0)\n```\n", "ended its process"),
}


def run_pages(pages: list[Path], folder: Path) -> tuple[int, list[str]]:
    """The exit status of a run of pages, and what it says of each; nothing where one is right."""
    keys = {host.variable: "any" for host in HOSTS if host.needs_key}
    finished = subprocess.run(
        [sys.executable, "-W", "error", "-m", "contracts.docs.snippets", *pages],
        cwd=folder,
        env={**os.environ, **keys, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    reports = [folder / f"{number}.txt" for number in range(len(pages))]
    assert all(report.is_file() for report in reports), finished.stderr
    return finished.returncode, [report.read_text("utf-8") for report in reports]


def test_python_of_each_page_runs_and_prints_what_it_says(tmp_path: Path) -> None:
    status, reports = run_pages(WITH_PYTHON, tmp_path)
    with report_all(len(WITH_PYTHON)) as case:
        for page, report in zip(WITH_PYTHON, reports, strict=True):
            with case(page.relative_to(ROOT)):
                assert report == ""
    assert status == 0


def test_pages_for_beginners_have_python() -> None:
    names = {str(page.relative_to(ROOT)) for page in WITH_PYTHON}
    assert {"README.md", "docs/index.md", "docs/guides/uploading.md"} <= names


def test_page_that_is_wrong_is_reported(tmp_path: Path) -> None:
    pages = [tmp_path / f"{name}.md" for name in WRONG]
    for page, (text, _) in zip(pages, WRONG.values(), strict=True):
        page.write_text(text, "utf-8")
    status, reports = run_pages(pages, tmp_path)
    assert status == 1
    with report_all(len(WRONG)) as case:
        for (name, (_, complaint)), report in zip(WRONG.items(), reports, strict=True):
            with case(name):
                assert complaint in report
