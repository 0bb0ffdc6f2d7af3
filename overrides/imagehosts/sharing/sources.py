"""A picture as it is given, and what can be known of it before it is sent."""

from __future__ import annotations

import hashlib
import os
import re
from typing import TYPE_CHECKING, Any

from imagehosts_wire.types import Base64, Url

from ..core.errors import InvalidArgument

if TYPE_CHECKING:
    from imagehosts_wire.types import UploadSource

__all__ = ["Source"]

_PIECE = 1024 * 1024


class Source:
    """One picture to upload.

    Attributes:
        given: What the caller gave, as the clients take it.
        label: A name for people and results.
        is_address: Whether the host is to fetch it.
        size: Bytes, where they are known.
        mime: Its media type, as far as its first bytes and its name tell.
        repeatable: Whether it can be read more than once.
    """

    def __init__(self, given: UploadSource, label: str | None = None) -> None:
        self.given = given
        self.size: int | None = None
        self.mime = ""
        self.is_address = isinstance(given, Url) or (
            isinstance(given, str) and re.match(r"https?://", given, re.IGNORECASE) is not None
        )
        self.repeatable = True
        self.label = label or _label(given)
        self._digest: str | None = None

    def look(self) -> None:
        """Find out what can be known without reading all of it.

        Raises:
            InvalidArgument: There is no such file, it is empty, or it cannot be read.
        """
        from ..core.sources import as_text, checked_url

        if self.is_address:
            checked_url(self.given.url if isinstance(self.given, Url) else str(self.given))
            return
        text = as_text(self.given)
        if text is not None:
            self.size = len(text) * 3 // 4 - text[-2:].count("=")
            return
        from ..core.files import prepare_file

        part = prepare_file(self.given)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        self.size, self.mime = part.size, part.content_type
        self.repeatable = part.rewindable
        part.close()
        if self.size == 0:
            raise InvalidArgument("source", f"{self.label} is empty")

    @property
    def identity(self) -> str:
        """What tells this source from others in a journal: a whole path, or its own name."""
        if isinstance(self.given, (str, os.PathLike)) and not self.is_address:
            text = os.fspath(self.given)
            if isinstance(text, str) and text[:5].lower() != "data:":
                return os.path.abspath(text)
        return self.label

    def name_of_file(self) -> str:
        """The name of the file, without its folder."""
        return re.split(r"[/\\]", self.label.rstrip("/\\"))[-1] or "picture"

    def digest(self) -> str | None:
        """The SHA-256 of its content; None where it cannot be read twice or is elsewhere."""
        if self._digest is None and not self.is_address and self.repeatable:
            self._digest = _digest(self.given)
        return self._digest


def _label(given: Any) -> str:
    if isinstance(given, Url):
        return given.url
    if isinstance(given, tuple):
        return str(given[0])
    if isinstance(given, str):
        return "data: URL" if given[:5].lower() == "data:" else given
    if isinstance(given, os.PathLike):
        return os.fsdecode(given)
    if isinstance(given, (bytes, bytearray, memoryview)):
        return f"{len(given)} bytes"
    if isinstance(given, Base64):
        return "base64 text"
    name = getattr(given, "name", None)
    return name if isinstance(name, str) else type(given).__name__


def _digest(given: Any) -> str | None:
    found = hashlib.sha256()
    if isinstance(given, tuple):
        given = given[1]
    if isinstance(given, Base64):
        given = given.data
    if isinstance(given, (bytes, bytearray, memoryview)):
        found.update(given)
        return found.hexdigest()
    if isinstance(given, str) and given[:5].lower() == "data:":
        found.update(given.encode())
        return found.hexdigest()
    if isinstance(given, (str, os.PathLike)):
        try:
            with open(given, "rb") as file:
                while piece := file.read(_PIECE):
                    found.update(piece)
        except OSError:
            return None  # the upload itself says what is wrong with it
        return found.hexdigest()
    return None
