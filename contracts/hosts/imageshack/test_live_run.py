"""A contract run leaves this host as it found it."""

from __future__ import annotations

from pathlib import Path

import pytest
from imagehosts import ImageShack
from imagehosts.contract.command import main
from imagehosts.contract.ledger import Ledger
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


def test_clean_deletes_what_was_stored_though_its_answer_was_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Emulator() as emulator, emulator.serve() as url:
        with ImageShack("any", base_url=f"{url}/v2") as owner:
            token = owner.login("demo", "demo").auth_token
            kept = owner.upload(("lake.png", png(9, 9)))
            owner.upload(("contract-1a2b.png", png()), public=False)
            for name, value in {
                "IMAGESHACK_API_KEY": "any",
                "IMAGESHACK_AUTH_TOKEN": token,
                "LIVE_PAUSE": "0",
            }.items():
                monkeypatch.setenv(name, value)
            path = tmp_path / "run.ledger"
            ledger = Ledger.create(path, "imageshack", f"{url}/v2")
            for number in ("1a2b", "3c4d"):
                ledger.intend("picture", {"file": f"contract-{number}.png"})
            assert main(["clean", str(path)]) == 0
            assert [each.id for each in owner.users.images("demo", show_private=True)] == [kept.id]
    assert not path.exists()
