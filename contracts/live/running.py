"""The live tests of a host, run against an emulator in the place of a real server."""

from __future__ import annotations

import os
import subprocess
import sys

from imagehosts.hosts import find_host

from contracts.support.specs import ROOT

__all__ = ["run_live"]


def run_live(name: str, url: str, **settings: str) -> None:
    """Run them as a user would, with a key of one's own in the environment; they must pass."""
    host = find_host(name)
    assert host is not None
    key = {host.variable: "a-key-of-ones-own"} if host.needs_key else {}
    done = subprocess.run(
        [sys.executable, "-m", "contracts", "--api", name, "--base-url", url + host.base_path],
        cwd=ROOT,
        env={**os.environ, **key, "LIVE_PAUSE": "0", **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout
