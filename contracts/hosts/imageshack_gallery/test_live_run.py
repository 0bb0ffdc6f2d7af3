"""A contract run only looks at this host."""

from __future__ import annotations

from pathlib import Path

from imagehosts import ImageShack, ImageShackGallery
from imagehosts.emulator import Emulator

from contracts.live.running import run_host
from contracts.support.emulated import png


def test_run_only_looks(tmp_path: Path) -> None:
    with Emulator() as emulator, emulator.serve() as url:
        with ImageShack("any", base_url=f"{url}/v2") as owner:
            cookie = owner.login("demo", "demo").auth_token
            picture = owner.upload(("lake.png", png()))
        with ImageShackGallery(cookie=cookie, base_url=url) as host:
            made = [host.create_gallery([picture], name=f"lakes{number}") for number in range(3)]
        before = len(emulator.requests)
        name = f"img{made[0].server}/{made[0].name}"
        settings = {"LIVE_GALLERY": name, "LIVE_GALLERY_USER": "demo"}
        report = run_host("imageshack_gallery", url, tmp_path, **settings)
        assert report["created"] == 0
        asked = {entry.operation for entry in emulator.requests[before:]} - {"", None}
        assert asked == {"galleries_view", "galleries_view_by_post", "galleries_list"}
