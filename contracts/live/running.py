"""Runs of ``imagehosts contract`` as a user starts them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from imagehosts.hosts import find_host

__all__ = ["run_host", "start_run"]


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
