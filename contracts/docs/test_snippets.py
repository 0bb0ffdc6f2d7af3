"""The Python on the pages works as it stands there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from imagehosts.hosts import HOSTS

from contracts.docs.markdown import PAGES, ROOT, blocks

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
def test_the_python_of_a_page_runs_and_prints_what_the_page_says(
    page: Path, tmp_path: Path
) -> None:
    finished = run_page(page, tmp_path)
    assert finished.returncode == 0, finished.stderr


def test_the_pages_that_people_start_with_have_examples() -> None:
    names = {str(page.relative_to(ROOT)) for page in WITH_PYTHON}
    assert {"README.md", "docs/index.md", "docs/guides/uploading.md"} <= names


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("```python\nprint(1)\n```\n\n```output\n2\n```\n", "where the page says"),
        ("```python\nimport imagehosts\nimagehosts.NoSuchThing\n```\n", "NoSuchThing"),
        (
            "```python\nimport httpx\nhttpx.get('https://pictures.example/')\n```\n",
            "the page would ask pictures.example",
        ),
        ("```python\ndef test_one():\n    assert 1 == 2\n```\n", "assert 1 == 2"),
    ],
    ids=["other output", "error", "other host", "failing test"],
)
def test_a_page_that_is_wrong_is_found_out(text: str, complaint: str, tmp_path: Path) -> None:
    page = tmp_path / "wrong.md"
    page.write_text(text, "utf-8")
    finished = run_page(page, tmp_path)
    assert finished.returncode == 1
    assert complaint in finished.stderr
