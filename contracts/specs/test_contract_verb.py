"""``make contract``: the suite of one API is found, and a live server needs a key of one's own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from imagehosts.emulator import Emulator

ROOT = Path(__file__).resolve().parents[2]


def contract(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "contracts", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("api", ["imges", "imagehosting_me"])
def test_the_suite_of_an_api_is_found(api: str) -> None:
    done = contract("--api", api, "--collect-only")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "test_answers.py::" in done.stdout
    assert "test_live" not in done.stdout


def test_an_unknown_api_is_named() -> None:
    done = contract("--api", "flickr")
    assert done.returncode == 2
    assert "flickr" in done.stderr


def test_a_live_server_is_not_touched_without_a_key() -> None:
    done = contract("--api", "imges", "--base-url", "http://127.0.0.1:1/sharexapi/1")
    assert done.returncode == 2
    assert "IMGES_API_KEY" in done.stderr


@pytest.mark.parametrize(
    ("api", "variable", "path"),
    [
        ("imges", "IMGES_API_KEY", "/sharexapi/1"),
        ("imagehosting_me", "IMAGEHOSTING_ME_API_KEY", "/api/1"),
    ],
)
def test_the_live_part_passes_on_a_server_and_deletes_what_it_can(
    api: str, variable: str, path: str
) -> None:
    with Emulator() as emulator, emulator.serve() as url:
        settings = {variable: "a-key-of-ones-own", "LIVE_PAUSE": "0"}
        done = contract("--api", api, "--base-url", url + path, **settings)
        assert done.returncode == 0, done.stdout + done.stderr
        assert " passed" in done.stdout
        kept = [picture for picture in emulator.pictures if picture.expires is None]
        assert emulator.requests
        assert kept == [] if api == "imagehosting_me" else len(kept) <= 3
