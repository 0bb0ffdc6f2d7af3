"""The emulator serves the documentation at /docs, under a policy that lets no code in pages run."""

from __future__ import annotations

from pathlib import Path

import pytest
from imagehosts.emulator import Emulator
from imagehosts.emulator.documentation import HEADERS, find_documentation

from contracts.support.emulated import EmulatorClient


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A site of two pages."""
    folder = tmp_path / "site"
    (folder / "guides").mkdir(parents=True)
    (folder / "_static").mkdir()
    (folder / "index.html").write_text("<h1>Home</h1>", "utf-8")
    (folder / "guides" / "one.html").write_text("<h1>One</h1>", "utf-8")
    (folder / "_static" / "here.js").write_text("window.EMULATOR = null;", "utf-8")
    (tmp_path / "secret.html").write_text("secret", "utf-8")
    return folder


def test_documentation_is_served_with_a_strict_policy(pages: Path) -> None:
    with Emulator(docs=pages) as emulator:
        client = EmulatorClient(emulator)
        start = client.get("/docs")
        assert (start.status_code, start.headers["location"]) == (307, "/docs/")
        for path, text in (("/docs/", "Home"), ("/docs/guides/one.html", "One")):
            answer = client.get(path)
            assert text in answer.text
            assert answer.headers["content-type"].startswith("text/html")
            policy = answer.headers["content-security-policy"]
            assert policy == HEADERS["Content-Security-Policy"]
            assert "unsafe" not in policy
            assert "default-src 'none'" in policy
        assert emulator.internal_errors == []


def test_consoles_of_the_documentation_speak_to_this_emulator(pages: Path) -> None:
    with Emulator(docs=pages) as emulator:
        script = EmulatorClient(emulator).get("/docs/_static/here.js")
        assert script.text == "window.EMULATOR = location.origin;\n"
        assert script.headers["content-type"].startswith("text/javascript")


def test_home_page_leads_to_the_documentation_where_there_is_one(pages: Path) -> None:
    with Emulator(docs=pages) as emulator:
        assert 'href="/docs/"' in EmulatorClient(emulator).get("/").text
    with Emulator() as emulator:
        emulator.services.documentation = None
        assert 'href="/docs/"' not in EmulatorClient(emulator).get("/").text


def test_nothing_outside_the_documentation_is_served(pages: Path) -> None:
    with Emulator(docs=pages) as emulator:
        client = EmulatorClient(emulator)
        for path in ("/docs/gone.html", "/docs/../secret.html", "/docs/%2e%2e/secret.html"):
            answer = client.get(path)
            assert answer.status_code == 404, path
            assert "secret" not in answer.text
        assert emulator.internal_errors == []


def test_folder_without_pages_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="`make docs` builds the pages"):
        Emulator(docs=tmp_path)


def test_checkout_has_its_documentation_once_it_is_built(pages: Path, tmp_path: Path) -> None:
    assert find_documentation(None, tmp_path) is None
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "build.py").write_text("", "utf-8")
    assert find_documentation(None, tmp_path) == pages
    (pages / "index.html").unlink()
    assert find_documentation(None, tmp_path) is None
