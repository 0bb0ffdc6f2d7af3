"""Runs of ``imagehosts contract`` as a user starts them, and the independent site they run on."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from contracts.hosts.chevereto.site import KEY
from contracts.live.running import start_run

#: What a run on the site needs in its environment.
SETTINGS = {"CHEVERETO_API_KEY": KEY, "LIVE_PAUSE": "0", "LIVE_SETTLE": "0.5"}

__all__ = ["SETTINGS", "run_site", "site", "start", "stored"]


@contextmanager
def site(*faults: str) -> Iterator[str]:
    """The address of a site with these faults."""
    command = [sys.executable, "-I", str(Path(__file__).with_name("site.py")), *faults]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def stored(address: str) -> list[str]:
    """The codes of the pictures that a site stores."""
    codes: list[str] = httpx.get(f"{address}/state", trust_env=False).json()["stored"]
    return codes


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """Begin a run in a folder of its own, with the key of the site."""
    return start_run(folder, *arguments, **SETTINGS)


def run_site(
    capsys: Any, monkeypatch: Any, folder: Path, address: str, *arguments: str
) -> tuple[int, dict[str, Any]]:
    """The exit code and the report of a run on a site, in this process."""
    from imagehosts.contract.command import main

    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(folder)
    capsys.readouterr()
    code = main(["chevereto", "--base-url", f"{address}/api/1", "--json", *arguments])
    return code, json.loads(capsys.readouterr().out)
