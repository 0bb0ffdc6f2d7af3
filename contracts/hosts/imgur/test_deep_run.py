"""A deep run on imgur that is asked by nothing but its API."""

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
        code, report = run_deep(case, "imgur", f"{url}/3", 60, IMGUR_CLIENT_ID="any-key")
        assert (code, report["result"], report["drift"]) == (0, "kept", [])
        tried = [check["claim"] for check in report["checks"]]
        assert len([claim for claim in tried if " keeps its contract in " in claim]) >= 50
        assert report["created"] >= 6
        assert report["left"] == []
        assert emulator.internal_errors == []
        assert emulator.pictures == []
        (left_out,) = [check for check in report["checks"] if check["result"] == "skipped"]
        assert "albums_delete" in left_out["detail"]
    assert list(tmp_path.iterdir()) == []
