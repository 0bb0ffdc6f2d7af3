"""A contract run leaves this host as it found it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from imagehosts import Imgur
from imagehosts.contract.command import main
from imagehosts.emulator import Emulator

from contracts.live.running import run_host
from contracts.support.emulated import png


def test_run_deletes_what_it_made(tmp_path: Path) -> None:
    with Emulator() as emulator, emulator.serve() as url:
        with Imgur("somebody-else", base_url=f"{url}/3") as other:
            found = other.upload(("lake.png", png()))
            album = other.albums.create(title="Lakes", deletehashes=[found.deletehash or ""])
            report = run_host("imgur", url, tmp_path)
            assert (report["created"], report["deleted"]) == (4, 4)
            assert [image.id for image in other.albums.images(album.id)] == [found.id]
        assert len(emulator.pictures) == 1


def test_texts_of_people_are_kept_out_of_a_recording(
    capsys: Any, monkeypatch: Any, tmp_path: Path
) -> None:
    monkeypatch.setenv("IMGUR_CLIENT_ID", "client-id-of-somebody")
    monkeypatch.setenv("LIVE_PAUSE", "0")
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "run.har"
    with Emulator() as emulator, emulator.serve() as url:
        arguments = ["imgur", "--base-url", f"{url}/3", "--record", str(path)]
        assert main(arguments) == 0
        hashes = [picture.id for picture in emulator.pictures]
    text = path.read_text("utf-8")
    for secret in ("client-id-of-somebody", url, "127.0.0.1", *hashes):
        assert secret not in text, secret
    for entry in json.loads(text)["log"]["entries"]:
        body = entry["response"]["content"]["text"]
        assert '"deletehash": "' not in body or '"deletehash": "[redacted]"' in body
