"""The live tests of this host leave a server as they found it."""

from __future__ import annotations

from imagehosts import ImageShack, ImageShackGallery
from imagehosts.emulator import Emulator

from contracts.live.ledger import tiny_png
from contracts.live.running import run_live


def test_live_tests_only_look() -> None:
    with Emulator() as emulator, emulator.serve() as url:
        with ImageShack("any", base_url=f"{url}/v2") as owner:
            cookie = owner.login("demo", "demo").auth_token
            picture = owner.upload(("lake.png", tiny_png()))
        with ImageShackGallery(cookie=cookie, base_url=url) as host:
            made = [host.create_gallery([picture], name=f"lakes{number}") for number in range(3)]
        before = len(emulator.requests)
        name = f"img{made[0].server}/{made[0].name}"
        run_live("imageshack_gallery", url, LIVE_GALLERY=name, LIVE_GALLERY_USER="demo")
        asked = [entry.operation for entry in emulator.requests[before:]]
        assert len(asked) > 5
        assert set(asked) == {"galleries_view", "galleries_view_by_post", "galleries_list"}
