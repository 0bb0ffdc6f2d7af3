"""A deep run on ImageShack that is asked by nothing but its API."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from imagehosts import ImageShack
from imagehosts.emulator import Emulator

from contracts.live.running import InProcess, run_deep, without_controls


@pytest.mark.outside("deep runs send what no contract has")
def test_deep_run_tries_much_and_leaves_nothing(
    capsys: Any, monkeypatch: Any, tmp_path: Path
) -> None:
    case = InProcess(capsys, monkeypatch, tmp_path)
    with Emulator() as emulator, without_controls(emulator) as url:
        with ImageShack("any", base_url=f"{url}/v2") as owner:
            token = owner.login("demo", "demo").auth_token
        keys = {"IMAGESHACK_API_KEY": "any", "IMAGESHACK_AUTH_TOKEN": token}
        code, report = run_deep(case, "imageshack", f"{url}/v2", 50, **keys)
        assert (code, report["result"], report["drift"]) == (0, "kept", [])
        tried = [check["claim"] for check in report["checks"]]
        assert len([claim for claim in tried if " keeps its contract in " in claim]) >= 15
        assert report["created"] >= 7
        assert report["left"] == []
        assert emulator.internal_errors == []
        with ImageShack("any", token, base_url=f"{url}/v2") as owner:
            assert list(owner.users.images("demo", show_private=True)) == []
            assert list(owner.users.albums("demo", show_private=True)) == []
    assert list(tmp_path.iterdir()) == []
