"""The live tests of this host leave a server as they found it."""

from __future__ import annotations

from imagehosts import Imgur
from imagehosts.emulator import Emulator

from contracts.live.ledger import tiny_png
from contracts.live.running import run_live


def test_live_tests_leave_what_they_found() -> None:
    with Emulator() as emulator, emulator.serve() as url:
        with Imgur("somebody-else", base_url=f"{url}/3") as other:
            found = other.upload(("lake.png", tiny_png()))
            album = other.albums.create(title="Lakes", deletehashes=[found.deletehash or ""])
            run_live("imgur", url)
            assert [image.id for image in other.albums.images(album.id)] == [found.id]
        assert len(emulator.pictures) == 1
        uploads = [entry for entry in emulator.requests if entry.operation == "images_upload"]
        assert len(uploads) > 3
