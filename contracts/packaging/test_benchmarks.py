"""The measurements can be made; what they measure is for `make bench` to say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_what_decoding_is_measured_on_is_generated_and_decoded() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "decode"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr  # 1: a busy machine missed an aim
    assert "Traceback" not in done.stderr
    name = "decode 53 kB, 100 images"
    rows = [line for line in done.stdout.splitlines() if line.startswith(name)]
    assert len(rows) == 4
