"""The forms of ImgBB's pages, pressed in a real browser."""

from __future__ import annotations

from urllib.parse import urlsplit

import httpx
import pytest
from imagehosts.emulator import Emulator

from contracts.support.browser import Browser
from contracts.support.emulated import png, sound


@pytest.mark.outside("sends what the host must refuse or forgive")
def test_delete_removes_the_picture_once_pressed(browser: Browser) -> None:
    emulator = Emulator()
    with sound(emulator), emulator.serve() as url:
        files = {"image": ("lake.png", png(), "image/png")}
        answer = httpx.post(f"{url}/1/upload", params={"key": "any"}, files=files)
        browser.open(url + urlsplit(answer.json()["data"]["delete_url"]).path)
        assert len(emulator.pictures) == 1
        browser.press("Delete")
        assert "The picture is gone." in browser.text
        assert emulator.pictures == []
        assert browser.complaints == []
