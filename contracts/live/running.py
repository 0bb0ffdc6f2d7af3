"""Runs of ``imagehosts contract`` as a user starts them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from imagehosts.contract.command import main
from imagehosts.emulator import Emulator
from imagehosts.hosts import find_host

__all__ = ["InProcess", "run_deep", "run_host", "start_run", "without_controls"]


class InProcess(NamedTuple):
    """What a run in the process of a test uses of pytest."""

    capsys: Any
    monkeypatch: Any
    folder: Path


def start_run(folder: Path, *arguments: str, **settings: str) -> subprocess.Popen[str]:
    """Begin a run in a folder of its own, with these variables."""
    return subprocess.Popen(
        [sys.executable, "-m", "imagehosts", "contract", *arguments],
        cwd=folder,
        env={**os.environ, "LIVE_PAUSE": "0", **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def run_host(name: str, url: str, folder: Path, **settings: str) -> dict[str, Any]:
    """The report of a run on an emulated host, with a key of one's own; it must be kept."""
    host = find_host(name)
    assert host is not None
    key = {host.variable: "a-key-of-ones-own"} if host.needs_key else {}
    process = start_run(
        folder, name, "--base-url", url + host.base_path, "--json", **key, **settings
    )
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, out + err
    report: dict[str, Any] = json.loads(out)
    assert not [check for check in report["checks"] if check["result"] != "kept"]
    assert list(folder.iterdir()) == [], "a ledger stays though nothing is left"
    return report


def run_deep(
    case: InProcess, name: str, base_url: str, requests: int, **settings: str
) -> tuple[int, dict[str, Any]]:
    """The exit code and the report of a deep run, in this process: its engine loads slowly."""
    for variable, value in {"LIVE_PAUSE": "0", **settings}.items():
        case.monkeypatch.setenv(variable, value)
    case.monkeypatch.chdir(case.folder)
    case.capsys.readouterr()
    code = main([name, "--base-url", base_url, "--json", "--deep", "--requests", str(requests)])
    return code, json.loads(case.capsys.readouterr().out)


@contextmanager
def without_controls(emulator: Emulator) -> Iterator[str]:
    """The address of an emulator whose controls are not there, as at a host."""
    inner = emulator.app

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["path"].startswith("/_emulator"):
            scope = {**scope, "path": "/nothing", "raw_path": b"/nothing"}
        await inner(scope, receive, send)

    emulator.app = app
    with emulator.serve() as url:
        yield url
