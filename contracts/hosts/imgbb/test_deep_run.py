"""A deep run on ImgBB that is asked by nothing but its API."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from imagehosts.emulator import Emulator

from contracts.live.running import InProcess, run_deep, without_controls


@pytest.mark.outside("deep runs send what no contract has")
def test_deep_run_tries_much_and_leaves_nothing(
    capsys: Any, monkeypatch: Any, tmp_path: Path
) -> None:
    case = InProcess(capsys, monkeypatch, tmp_path)
    with Emulator() as emulator, without_controls(emulator) as url:
        code, report = run_deep(case, "imgbb", f"{url}/1", 20, IMGBB_API_KEY="any-key")
        assert (code, report["result"], report["drift"]) == (0, "kept", [])
        tried = [check["claim"] for check in report["checks"]]
        assert len([claim for claim in tried if " keeps its contract in " in claim]) >= 2
        assert report["created"] >= 4
        assert report["left"] == []
        assert emulator.internal_errors == []
        emulator.clock.advance(seconds=61)
        assert emulator.pictures == [], "the host has no way to delete them: they expire"
    assert list(tmp_path.iterdir()) == []
