"""The Python on the pages runs unchanged, and prints what the pages say."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from imagehosts.hosts import HOSTS

from contracts.docs.markdown import PAGES, ROOT, blocks
from contracts.support.reporting import report_all

WITH_PYTHON = [page for page in PAGES if any(b.language == "python" for b in blocks(page))]


def run_page(page: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    keys = {host.variable: "any" for host in HOSTS if host.needs_key}
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "contracts.docs.snippets", str(page)],
        cwd=folder,
        env={**os.environ, **keys, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@pytest.mark.parametrize("page", WITH_PYTHON, ids=lambda page: str(page.relative_to(ROOT)))
def test_python_of_a_page_runs_and_prints_what_it_says(page: Path, tmp_path: Path) -> None:
    finished = run_page(page, tmp_path)
    assert finished.returncode == 0, finished.stderr


def test_pages_for_beginners_have_python() -> None:
    names = {str(page.relative_to(ROOT)) for page in WITH_PYTHON}
    assert {"README.md", "docs/index.md", "docs/guides/uploading.md"} <= names


#: A page that is wrong, and what the message about it must contain.
WRONG = {
    "other output": ("```python\nprint(1)\n```\n\n```output\n2\n```\n", "where the page says"),
    "error": ("```python\nimport imagehosts\nimagehosts.NoSuchThing\n```\n", "NoSuchThing"),
    "other server": (
        "```python\nimport httpx\nhttpx.get('https://pictures.example/')\n```\n",
        "the page would send a request to pictures.example",
    ),
    "failing test": ("```python\ndef test_one():\n    assert 1 == 2\n```\n", "assert 1 == 2"),
}


def test_page_that_is_wrong_is_reported(tmp_path: Path) -> None:
    with report_all(len(WRONG)) as case:
        for name, (text, complaint) in WRONG.items():
            page = tmp_path / f"{name}.md"
            page.write_text(text, "utf-8")
            with case(name):
                finished = run_page(page, tmp_path)
                assert finished.returncode == 1
                assert complaint in finished.stderr
