"""The clipboard: by the programs that each system has for it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from . import output

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imagehosts.sharing.sources import Source

__all__ = ["copy_text", "picture_in_clipboard"]

#: Programs that take a text from standard input; the first one that is there is used.
_COPY: Sequence[tuple[str, ...]] = (
    ("wl-copy",),
    ("xclip", "-selection", "clipboard", "-in"),
    ("xsel", "--clipboard", "--input"),
    ("pbcopy",),
    ("clip.exe",),
    ("clip",),
)
#: Programs that write a picture to standard output.
_PASTE: Sequence[tuple[str, ...]] = (
    ("wl-paste", "--no-newline", "--type", "image/png"),
    ("xclip", "-selection", "clipboard", "-target", "image/png", "-out"),
    ("pngpaste", "-"),
)
_SECONDS = 10


def copy_text(text: str) -> None:
    """Put a text into the clipboard; a clipboard that cannot be reached is said, and no error."""
    program = _first(_COPY)
    if program is None:
        output.say("--copy: there is no clipboard; wl-copy, xclip or xsel reach it")
        return
    try:
        # The program stays in the background on X11, so its output must not be waited for.
        subprocess.run(  # noqa: S603
            program,
            input=text.encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
            timeout=_SECONDS,
        )
    except (OSError, subprocess.SubprocessError) as error:
        output.say(f"--copy: {program[0]} failed: {error}")


def picture_in_clipboard() -> Source:
    """The picture in the clipboard.

    Raises:
        UsageError: There is none, or the clipboard cannot be reached.
    """
    from imagehosts.sharing.sources import Source

    content = b""
    program = _first(_PASTE)
    if program is not None:
        found = subprocess.run(  # noqa: S603
            program, capture_output=True, check=False, timeout=_SECONDS
        )
        content = found.stdout
    elif sys.platform in ("win32", "darwin"):
        content = _grabbed()
    else:
        raise output.UsageError("--clipboard: wl-paste or xclip is needed to reach the clipboard")
    if not content:
        raise output.UsageError("--clipboard: there is no picture in the clipboard")
    return Source(("clipboard.png", content), "clipboard")


def _grabbed() -> bytes:
    """What Pillow finds in the clipboard of Windows or macOS."""
    import io

    try:
        from PIL import Image, ImageGrab
    except ImportError:
        raise output.UsageError(
            '--clipboard needs Pillow here: pip install "imagehosts[resize]"'
        ) from None
    found = ImageGrab.grabclipboard()
    if not isinstance(found, Image.Image):
        return b""
    out = io.BytesIO()
    found.save(out, "PNG")
    return out.getvalue()


def _first(programs: Sequence[tuple[str, ...]]) -> tuple[str, ...] | None:
    return next((each for each in programs if shutil.which(each[0])), None)
