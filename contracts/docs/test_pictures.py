"""The pictures of the home page can be made again, show something, and are not out of date."""

from __future__ import annotations

import json
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from PIL import Image

from contracts.docs.pictures import FOLDER, PICTURES, SCHEMES, TEXTS, WIDTH, make
from contracts.support.browser import Browser, browser, chromium
from contracts.support.reporting import report_all

pytestmark = pytest.mark.site

__all__ = ["browser", "chromium"]

#: So many bytes may a picture have.
MOST_BYTES = 100_000
#: So much of what can be read may be other than on the picture that is there.
ALIKE = 0.9


def test_pictures_can_be_made_again_and_show_what_they_did(
    browser: Browser, site: Path, tmp_path: Path
) -> None:
    texts = make(browser, site, tmp_path)
    before = json.loads((FOLDER / TEXTS).read_text("utf-8"))
    with report_all(len(PICTURES) * (1 + 2 * len(SCHEMES))) as case:
        for name, (_, height) in PICTURES.items():
            with case(f"{name} is up to date"):
                now, then = texts[name].split(), before[name].split()
                likeness = SequenceMatcher(None, now, then, autojunk=False).ratio()
                assert likeness >= ALIKE, f"run `make pictures`: {texts[name]}"
            for scheme in SCHEMES:
                for folder in (tmp_path, FOLDER):
                    file = folder / f"{name}-{scheme}.png"
                    with case(f"{name}-{scheme} in {folder.name}"):
                        check_picture(file, height, dark=scheme == "dark")


def check_picture(file: Path, height: int, *, dark: bool) -> None:
    """It has the size of the window, light or dark ground, and something on it."""
    assert file.stat().st_size < MOST_BYTES
    with Image.open(file) as opened:
        picture = opened.convert("L")
    assert picture.size == (WIDTH, height)
    counts = sorted(enumerate(picture.histogram()), key=lambda each: -each[1])
    ground, most = counts[0]
    assert (ground < 80) if dark else (ground > 200), ground
    assert most < 0.99 * WIDTH * height, "it is blank"


def test_home_page_shows_each_picture_in_both_schemes_with_a_text(site: Path) -> None:
    home = (site / "index.html").read_text("utf-8")
    with report_all(len(PICTURES) * len(SCHEMES)) as case:
        for name in PICTURES:
            for scheme in SCHEMES:
                with case(f"{name} {scheme}"):
                    (tag,) = [
                        part.partition(">")[0]
                        for part in home.split("<img")[1:]
                        if f"{name}-{scheme}.png" in part.partition(">")[0]
                    ]
                    assert f"only-{scheme}" in tag
                    assert len(tag.partition('alt="')[2].partition('"')[0]) > 80
                    assert (site / "_images" / f"{name}-{scheme}.png").is_file()
