"""What ``imagehosts upload`` gives to the desktop: text to the clipboard, a page to the browser."""

from __future__ import annotations

import webbrowser
from collections.abc import Callable
from pathlib import Path

import pytest

from contracts.cli.conftest import Run
from contracts.support.emulated import png
from contracts.support.reporting import report_all

Programs = Callable[..., None]

pytestmark = pytest.mark.skipif("os.name == 'nt'", reason="the programs are shell scripts")


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    """Have these programs on the path and no others: name and what each does."""

    def install(**scripts: str) -> None:
        folder = tmp_path / "programs"
        folder.mkdir(exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        for name, script in scripts.items():
            path = folder / name.replace("_", ".").replace("wl.", "wl-")
            path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
            path.chmod(0o755)
        monkeypatch.setenv("PATH", str(folder))

    return install


def test_copied_text_goes_to_the_first_program_that_works(
    run: Run, programs: Programs, tmp_path: Path
) -> None:
    copied = tmp_path / "copied"
    keep = f"exec /bin/cat > {copied}"
    words = ("upload", "lake.png", "--to", "imgur", "--copy", "--format", "markdown")
    with report_all() as case:
        for name, scripts, encoding in (
            ("the first", {"wl_copy": keep, "xclip": "exit 1"}, "utf-8"),
            ("the second, where the first fails", {"wl_copy": "exit 1", "xclip": keep}, "utf-8"),
            ("that of Windows, which reads UTF-16", {"clip_exe": keep}, "utf-16"),
        ):
            with case(name):
                copied.write_bytes(b"")
                programs(**scripts)
                status, printed, complaint = run(*words, "--title", "Łódź 写")
                assert (status, complaint) == (0, "")
                assert copied.read_bytes().decode(encoding) == printed.removesuffix("\n")
        with case("JSON, whose addresses are copied"):
            programs(xsel=keep)
            assert run(*words[:-1], "json")[0] == 0
            assert copied.read_text().startswith("http://127.0.0.1:")


def test_clipboard_that_fails_leaves_the_link_and_a_status(run: Run, programs: Programs) -> None:
    words = ("upload", "lake.png", "--to", "imgur", "--copy")
    with report_all() as case:
        for scripts, message in (
            ({}, "--copy: there is no clipboard; wl-copy, xclip or xsel reach it"),
            (
                {"xclip": "exit 1", "xsel": "kill -9 $$"},
                "--copy: the clipboard cannot be reached; xclip and xsel failed",
            ),
        ):
            with case(message):
                programs(**scripts)
                status, printed, complaint = run(*words)
                assert (status, complaint) == (1, f"imagehosts: {message}\n")
                assert printed.startswith("http://127.0.0.1:")


def test_picture_in_the_clipboard_is_uploaded_or_missed(
    run: Run, programs: Programs, tmp_path: Path
) -> None:
    picture = tmp_path / "copied.png"
    picture.write_bytes(png(9, 9))
    words = ("upload", "--clipboard", "--to", "imgur")
    programs(wl_paste="exit 1", xclip=f"exec /bin/cat {picture}")
    assert run(*words)[::2] == (0, "")
    programs(wl_paste="exit 1", xclip="kill -9 $$")
    status, printed, complaint = run(*words)
    assert (status, printed) == (2, "")
    assert complaint == "imagehosts: --clipboard: there is no picture in the clipboard\n"


def test_open_shows_the_page_or_says_that_nothing_did(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda url: not opened.append(url))
    with report_all() as case:
        for form in ("url", "json"):
            with case(form):
                opened.clear()
                status, _, complaint = run(
                    "upload", "lake.png", "--to", "imgur", "--open", "--format", form
                )
                assert (status, complaint, len(opened)) == (0, "", 1)
        with case("no browser"):
            monkeypatch.setattr(webbrowser, "open", lambda url: False)
            status, printed, complaint = run("upload", "lake.png", "--to", "imgur", "--open")
            assert status == 1
            assert printed.startswith("http://")
            assert complaint.startswith("imagehosts: --open: no browser opened http://")


def test_album_create_prints_what_an_upload_takes(run: Run) -> None:
    status, printed, complaint = run("album", "create", "Lakes", "--to", "imageshack")
    assert (status, complaint) == (0, "")
    words = ("upload", "lake.png", "--to", "imageshack", "--album", printed.strip())
    assert run(*words)[::2] == (0, "")
    assert len(run("album", "show", printed.strip(), "--to", "imageshack")[1].splitlines()) == 1
