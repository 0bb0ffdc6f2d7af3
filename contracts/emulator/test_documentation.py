"""The emulator serves the documentation at /docs, under a policy that lets no code in pages run."""

from __future__ import annotations

import zipfile
from pathlib import Path

import httpx
import pytest
from imagehosts.emulator import Emulator
from imagehosts.emulator.documentation import HEADERS, find_documentation

from contracts.support.emulated import EmulatorClient
from contracts.support.reporting import report_all
from docs.build import pack


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


def test_packed_documentation_is_served_as_the_folder_is(pages: Path, tmp_path: Path) -> None:
    packed = tmp_path / "site.zip"
    assert pack(pages, packed) == packed.stat().st_size
    paths = (
        *("/docs/", "/docs/guides/one.html", "/docs/_static/here.js", "/docs/gone.html"),
        *("/docs/../secret.html", "/docs/%2e%2e/secret.html", "/docs/guides"),
    )
    with Emulator(docs=pages) as one, Emulator(docs=packed) as other, report_all(14) as case:
        for method in ("GET", "HEAD"):
            for path in paths:
                with case(f"{method} {path}"):
                    answers = [
                        EmulatorClient(each).request(method, path, follow_redirects=True)
                        for each in (one, other)
                    ]
                    first, second = (
                        (answer.status_code, answer.text, named(answer)) for answer in answers
                    )
                    assert first == second
        client = EmulatorClient(other)
        tag = client.get("/docs/guides/one.html").headers["etag"]
        again = client.get("/docs/guides/one.html", headers={"If-None-Match": tag})
        assert (again.status_code, again.text) == (304, "")
        assert [*one.internal_errors, *other.internal_errors] == []


def named(answer: httpx.Response) -> dict[str, str | None]:
    """The headers that a browser goes by."""
    names = ("content-type", "content-length", "content-security-policy", "x-content-type-options")
    return {name: answer.headers.get(name) for name in names}


def test_archive_of_something_else_is_no_documentation(pages: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("readme.txt", "Nothing.")
    (tmp_path / "no.zip").write_bytes(b"PK")
    for name in ("other.zip", "no.zip"):
        with pytest.raises(FileNotFoundError, match=r"no index\.html"):
            find_documentation(tmp_path / name)
    (tmp_path / "installed").mkdir()
    packed = tmp_path / "installed" / "site.zip"
    assert find_documentation(None, tmp_path / "installed", packed) is None
    pack(pages, packed)
    assert find_documentation(None, tmp_path / "installed", packed) == packed


def test_folder_without_pages_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="`make docs` builds the pages"):
        Emulator(docs=tmp_path)


def test_checkout_has_its_documentation_once_it_is_built(pages: Path, tmp_path: Path) -> None:
    none = tmp_path / "none.zip"
    assert find_documentation(None, tmp_path, none) is None
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "build.py").write_text("", "utf-8")
    assert find_documentation(None, tmp_path) == pages
    (pages / "index.html").unlink()
    assert find_documentation(None, tmp_path, none) is None
