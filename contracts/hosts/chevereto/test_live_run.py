"""A contract run leaves these hosts as it found them."""

from __future__ import annotations

from pathlib import Path

import pytest
from imagehosts.emulator import Emulator

from contracts.live.running import run_host


@pytest.mark.parametrize("name", ["imagehosting_me", "chevereto"])
def test_run_deletes_what_it_made(name: str, tmp_path: Path) -> None:
    with Emulator() as emulator, emulator.serve() as url:
        report = run_host(name, url, tmp_path)
        assert report["created"] >= 3
        assert [picture for picture in emulator.pictures if picture.expires is None] == []
