"""The live tests of this host leave a server as they found it."""

from __future__ import annotations

import pytest
from imagehosts.emulator import Emulator

from contracts.live.running import run_live


@pytest.mark.parametrize("name", ["imges", "imagehosting_me", "chevereto"])
def test_live_tests_delete_what_they_can(name: str) -> None:
    with Emulator() as emulator, emulator.serve() as url:
        run_live(name, url)
        assert emulator.requests
        kept = [picture for picture in emulator.pictures if picture.expires is None]
        assert len(kept) <= 3 if name == "imges" else kept == []
