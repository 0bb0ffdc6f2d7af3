"""Makes the pictures of the home page: a terminal, the emulator, the reference; light and dark.

``make pictures`` writes them into ``docs/pictures``, with what can be read on each. The site is
built with the files that are there, so it needs no browser; a test makes them anew and compares.
"""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path

import imagehosts
from imagehosts.emulator import Emulator
from PIL import Image, ImageDraw

from contracts.support.accessibility import appearing
from contracts.support.browser import NO_BROWSER, Browser, start

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "pictures"
TEXTS = "texts.json"
SCHEMES = ("light", "dark")
WIDTH = 1100
COLOURS = 40
SEED, NOW = 17, 1_750_000_000.0
#: Sky and ground of landscapes.
COLOURS_OF = (
    ((250, 200, 120), (40, 90, 120)),
    ((150, 200, 240), (20, 110, 110)),
    ((60, 70, 130), (20, 30, 60)),
    ((240, 150, 140), (110, 60, 70)),
    ((190, 220, 200), (70, 110, 70)),
)
#: The address that the pages name, in place of the port that was free.
SHOWN = "127.0.0.1:8765"
PORT = re.compile(r"127\.0\.0\.1:\d+")
#: What is typed in the terminal.
TYPED = (
    "imagehosts upload lake.jpg --to imgbb",
    "imagehosts upload lake.jpg dunes.jpg --to imgur --format markdown",
    "imagehosts api imgur albums create --title Tahoe",
    "imagehosts delete --last",
)
TERMINAL = """<!doctype html><html lang="en"><meta charset="utf-8"><title>A terminal</title><style>
body {{ margin: 0; background: #f4f6f7; color: #22282c; font: 17px/1.55 monospace; }}
pre {{ margin: 28px 32px; white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }}
b {{ color: #0b5d7a; }}
@media (prefers-color-scheme: dark) {{
  body {{ background: #14181a; color: #e4e6e6; }} b {{ color: #7cc8e4; }}
}}
</style><pre>{text}</pre></html>"""
#: The words in the window, and the address as it is shown.
READ = """
const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const range = document.createRange();
const article = document.querySelector("article") || document.body;
const found = [];
while (walk.nextNode()) {
  const node = walk.currentNode;
  node.textContent = node.textContent.replace(/127\\.0\\.0\\.1:\\d+/g, arguments[0]);
  range.selectNodeContents(node);
  const box = range.getBoundingClientRect();
  const seen = box.width && box.top < innerHeight - 20 && box.bottom > 0 && box.left < innerWidth;
  const text = node.textContent.trim().replace(/\\s+/g, " ");
  if (seen && text && article.contains(node)) found.push(text);
}
return found.join(" ");
"""


def landscape(name: str) -> bytes:
    """A picture worth looking at: a sky, a sun and a shore, other ones for each name."""
    number = sum(name.encode()) % len(COLOURS_OF)
    sky, ground = COLOURS_OF[number]
    image = Image.new("RGB", (640, 480), sky)
    draw = ImageDraw.Draw(image)
    for row in range(300):
        share = row / 300
        shade = tuple(int(one + (255 - one) * share * 0.7) for one in sky)
        draw.line([(0, row), (640, row)], fill=shade)
    draw.ellipse((400 - 60 * number, 110, 490 - 60 * number, 200), fill=(255, 250, 225))
    draw.polygon([(0, 300), (170, 190), (300, 300)], fill=tuple(one // 2 + 40 for one in ground))
    draw.polygon(
        [(200, 300), (430, 150 + 20 * number), (640, 300)],
        fill=tuple(one // 2 + 25 for one in ground),
    )
    draw.rectangle((0, 300, 640, 480), fill=ground)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()


def terminal(browser: Browser, address: str, folder: Path) -> None:
    """What the commands print, each as it is."""
    for name in ("lake.jpg", "dunes.jpg"):
        (folder / name).write_bytes(landscape(name))
    environment = {
        **os.environ,
        "IMAGEHOSTS_HOME": str(folder / "home"),
        "COLUMNS": "100",
        "IMGBB_BASE_URL": f"{address}/1",
        "IMGBB_API_KEY": "any",
        "IMGUR_BASE_URL": f"{address}/3",
        "IMGUR_CLIENT_ID": "any",
    }
    lines = []
    for line in TYPED:
        finished = subprocess.run(
            [sys.executable, "-m", *shlex.split(line)],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if finished.returncode:
            raise RuntimeError(f"{line}: {finished.stderr}")
        printed = escape(PORT.sub(SHOWN, finished.stdout + finished.stderr))
        lines.append(f"<b>$ {escape(line)}</b>\n{printed}")
    page = folder / "terminal.html"
    page.write_text(TERMINAL.format(text="\n".join(lines)), "utf-8")
    browser.open(page.as_uri())


def emulator(browser: Browser, address: str, folder: Path) -> None:
    """The home page with a few pictures."""
    options = {
        "imgur": {"client_id": "any", "base_url": f"{address}/3"},
        "imgbb": {"api_key": "any", "base_url": f"{address}/1"},
    }
    for name, host in (("dawn", "imgur"), ("lake", "imgbb"), ("snow", "imgur"), ("dunes", "imgbb")):
        imagehosts.upload(
            (f"{name}.jpg", landscape(name)),
            to=host,
            client_options=options,
        )
    browser.open(f"{address}/")


def reference(browser: Browser, address: str, folder: Path) -> None:
    """A call with its forms."""
    browser.open(f"{address}/docs/apis/imgur/albums.html#albums_create")


#: How each page comes about, and so much of it as is shown.
PICTURES: Mapping[str, tuple[Callable[[Browser, str, Path], None], int]] = {
    "terminal": (terminal, 340),
    "emulator": (emulator, 640),
    "reference": (reference, 640),
}


def make(browser: Browser, site: Path, folder: Path) -> dict[str, str]:
    """Write the pictures into a folder; what can be read on each, by its name."""
    texts: dict[str, str] = {}
    for name, (prepare, height) in PICTURES.items():
        with (
            tempfile.TemporaryDirectory() as scratch,
            Emulator(docs=site, seed=SEED, frozen_at=NOW) as served,
            served.serve() as address,
            appearing(browser, SCHEMES[0], WIDTH, height),
        ):
            prepare(browser, address, Path(scratch))
            for scheme in SCHEMES:
                with appearing(browser, scheme, WIDTH, height):
                    texts[name] = str(browser.driver.execute_script(READ, SHOWN))
                    content = browser.driver.get_screenshot_as_png()
                shot = Image.open(io.BytesIO(content)).convert("RGB")
                small = shot.quantize(COLOURS, dither=Image.Dither.NONE)
                small.save(folder / f"{name}-{scheme}.png", optimize=True)
    return texts


def main() -> int:
    """Write them where the site takes them from."""
    driver = start()
    if driver is None:
        print(f"{NO_BROWSER}; the site keeps the pictures that are there", file=sys.stderr)
        return 1
    try:
        FOLDER.mkdir(exist_ok=True)
        texts = make(Browser(driver), ROOT / "site", FOLDER)
    finally:
        driver.quit()
    (FOLDER / TEXTS).write_text(json.dumps(texts, indent=2, ensure_ascii=False) + "\n", "utf-8")
    print(FOLDER.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
