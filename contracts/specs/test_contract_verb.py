"""``make contract``: the suite of one API is found, and a live server needs a key of one's own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from imagehosts.emulator import Emulator

from contracts.suites import SUITES
from contracts.support.specs import API_NAMES

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


#: For each API a folder of every kind of its tests, and a test of each that is its own.
FOUND = {
    "imges": ("test_answers.py::", "fuzz/test_contract.py::"),
    "imagehosting_me": ("test_answers.py::", "fuzz/test_contract.py::"),
    "imageshack": (
        "specs/test_imageshack_spec.py::",
        "clients/test_imageshack_uses.py::",
        "emulator/test_imageshack_sequences.py::",
        "wire/test_tables.py::",
        "fuzz/test_contract.py::",
        "fuzz/test_guard.py::",
        "fuzz/test_server_process.py::",
    ),
    "imgur": (
        "specs/test_imgur_spec.py::",
        "clients/test_imgur_oauth.py::",
        "emulator/test_imgur_story.py::",
        "wire/test_tables.py::",
        "fuzz/test_contract.py::",
        "fuzz/test_guard.py::",
        "fuzz/test_server_process.py::",
    ),
}


def test_every_api_has_a_suite() -> None:
    assert set(FOUND) == set(SUITES) == set(API_NAMES)


@pytest.mark.parametrize("api", FOUND)
def test_the_suite_of_an_api_is_found(api: str) -> None:
    done = contract("--api", api, "--collect-only")
    assert done.returncode == 0, done.stdout + done.stderr
    for found in FOUND[api]:
        assert found in done.stdout
    assert "test_live" not in done.stdout
    others = API_NAMES if api in ("imageshack", "imgur") else ("imageshack", "imgur")
    for other in set(others) - {api}:
        assert f"[{other}]" not in done.stdout


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
