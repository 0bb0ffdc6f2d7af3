"""A contract run leaves this host as it found it."""

from __future__ import annotations

from pathlib import Path

from imagehosts import ImageShack
from imagehosts.emulator import Emulator

from contracts.live.running import run_host
from contracts.support.emulated import png


def test_run_deletes_what_it_made(tmp_path: Path) -> None:
    with Emulator() as emulator, emulator.serve() as url:
        with ImageShack("any", base_url=f"{url}/v2") as owner:
            token = owner.login("demo", "demo").auth_token
            found = owner.upload(("lake.png", png()), album="Lakes", tags=["lake"])
            report = run_host("imageshack", url, tmp_path, IMAGESHACK_AUTH_TOKEN=token)
            assert report["created"] >= 4
            (left,) = owner.users.images("demo", show_private=True)
            assert left.id == found.id
            assert owner.tags.of_image(found.id) == ["lake"]
            albums = owner.users.albums("demo", show_private=True)
            assert [album.title for album in albums] == ["Lakes"]
