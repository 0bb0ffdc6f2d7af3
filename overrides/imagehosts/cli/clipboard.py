"""The clipboard: by the programs that each system has for it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from . import output

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imagehosts.sharing.sources import Source

__all__ = ["copy_text", "picture_in_clipboard"]

#: Programs that take a text from standard input, and how they want it written; they are tried in
#: turn, for one that is installed may not reach the desktop that there is.
_COPY: Sequence[tuple[str, tuple[str, ...]]] = (
    ("utf-8", ("wl-copy",)),
    ("utf-8", ("xclip", "-selection", "clipboard", "-in")),
    ("utf-8", ("xsel", "--clipboard", "--input")),
    ("utf-8", ("pbcopy",)),
    ("utf-16", ("clip.exe",)),
    ("utf-16", ("clip",)),
)
#: Programs that write a picture to standard output.
_PASTE: Sequence[tuple[str, ...]] = (
    ("wl-paste", "--no-newline", "--type", "image/png"),
    ("xclip", "-selection", "clipboard", "-target", "image/png", "-out"),
    ("pngpaste", "-"),
)
_SECONDS = 10


def copy_text(text: str) -> bool:
    """Put a text into the clipboard; False, and a word on standard error, where that fails."""
    tried: list[str] = []
    for encoding, program in _COPY:
        if shutil.which(program[0]) is None:
            continue
        try:
            # The program stays in the background on X11, so its output must not be waited for.
            subprocess.run(  # noqa: S603
                program,
                input=text.encode(encoding, "replace"),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=True,
                timeout=_SECONDS,
            )
        except (OSError, subprocess.SubprocessError):
            tried.append(program[0])
        else:
            return True
    if tried:
        output.say(f"--copy: the clipboard cannot be reached; {' and '.join(tried)} failed")
    else:
        output.say("--copy: there is no clipboard; wl-copy, xclip or xsel reach it")
    return False


def picture_in_clipboard() -> Source:
    """The picture in the clipboard.

    Raises:
        UsageError: There is none, or the clipboard cannot be reached.
    """
    from imagehosts.sharing.sources import Source

    content = b""
    programs = [each for each in _PASTE if shutil.which(each[0])]
    if programs:
        for program in programs:
            with suppress(OSError, subprocess.SubprocessError):
                found = subprocess.run(  # noqa: S603
                    program, capture_output=True, check=False, timeout=_SECONDS
                )
                content = found.stdout
            if content:
                break
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
