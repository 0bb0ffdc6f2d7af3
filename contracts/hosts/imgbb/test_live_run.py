"""A contract run leaves nothing on this host but pictures that expire by themselves."""

from __future__ import annotations

from pathlib import Path

from imagehosts.emulator import Emulator

from contracts.live.running import run_host


def test_run_makes_only_what_expires(tmp_path: Path) -> None:
    with Emulator() as emulator, emulator.serve() as url:
        report = run_host("imgbb", url, tmp_path)
        assert (report["created"], report["left"]) == (2, [])
        assert [picture for picture in emulator.pictures if picture.expires is None] == []
