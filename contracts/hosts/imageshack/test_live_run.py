"""The live tests of this host leave a server as they found it."""

from __future__ import annotations

import pytest
from imagehosts import ImageShack
from imagehosts.emulator import Emulator

from contracts.live.ledger import tiny_png
from contracts.live.running import run_live


def test_live_tests_leave_what_they_found() -> None:
    with Emulator() as emulator, emulator.serve() as url:
        with ImageShack("any", base_url=f"{url}/v2") as owner:
            token = owner.login("demo", "demo").auth_token
            found = owner.upload(("lake.png", tiny_png()), album="Lakes", tags=["lake"])
            run_live("imageshack", url, IMAGESHACK_AUTH_TOKEN=token)
            (left,) = owner.users.images("demo", show_private=True)
            assert left.id == found.id
            assert owner.tags.of_image(found.id) == ["lake"]
            assert [album.title for album in owner.users.albums("demo", show_private=True)] == [
                "Lakes"
            ]
        assert len(emulator.pictures) > 3  # the host hides what its owner deletes


def test_a_key_alone_is_not_enough_where_a_token_is_needed() -> None:
    with pytest.raises(AssertionError, match=r"set IMAGESHACK_AUTH_TOKEN\."):
        run_live("imageshack", "http://127.0.0.1:1")
