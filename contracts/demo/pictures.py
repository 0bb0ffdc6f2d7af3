"""The pictures of the demo: made on the spot, and perhaps one of the user's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image, ImageDraw


class Picture(NamedTuple):
    """A picture to upload; ``own`` says that it is the user's."""

    name: str
    content: bytes
    path: Path
    own: bool = False


def fault_of(path: Path) -> str:
    """Why a file is no picture to upload; empty if it is one."""
    if not path.is_file():
        return f"there is no file {path}"
    try:
        with Image.open(path) as picture:
            picture.verify()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return f"{path} is no picture"
    return ""


def make_pictures(folder: Path, own: Path | None) -> Iterator[Picture]:
    """A photograph, a drawing with transparency, an animation, and the user's own picture."""
    makers: dict[str, Callable[[], bytes]] = {
        "lake.jpg": _photograph,
        "naïve 写真.png": _drawing,
        "waves.gif": _animation,
    }
    for name, make in makers.items():
        path = folder / name
        path.write_bytes(make())
        yield Picture(name, path.read_bytes(), path)
    if own:
        yield Picture(own.name, own.read_bytes(), own, own=True)


def tiny_picture(number: int) -> bytes:
    """A picture of a few bytes that no other number gives."""
    return _encoded(Image.new("RGB", (4, 4), (number, 40, 80)), "PNG")


def _photograph() -> bytes:
    sky = Image.linear_gradient("L").resize((800, 300))
    lake = sky.rotate(180)
    picture = Image.new("RGB", (800, 600))
    picture.paste(Image.merge("RGB", (sky, sky, sky.point(lambda v: min(255, v + 60)))), (0, 0))
    picture.paste(Image.merge("RGB", (lake.point(lambda v: v // 3), lake, lake)), (0, 300))
    noise = Image.effect_noise((800, 600), 24).convert("RGB")
    return _encoded(Image.blend(picture, noise, 0.15), "JPEG", quality=88)


def _drawing() -> bytes:
    picture = Image.new("RGBA", (640, 420), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    for step in range(8):
        box = (20 + 36 * step, 20 + 20 * step, 340 + 36 * step, 260 + 20 * step)
        draw.ellipse(box, fill=(30 * step, 90, 200 - 20 * step, 90), outline=(20, 20, 20, 255))
    return _encoded(picture, "PNG")


def _animation() -> bytes:
    frames = []
    for step in range(6):
        frame = Image.new("RGB", (120, 80), "white")
        ImageDraw.Draw(frame).arc((10 + step * 8, 10, 70 + step * 8, 70), 0, 180, "navy", 4)
        frames.append(frame)
    return _encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=80, loop=0)


def _encoded(picture: Image.Image, format: str, **options: Any) -> bytes:
    out = BytesIO()
    picture.save(out, format, **options)
    return out.getvalue()
