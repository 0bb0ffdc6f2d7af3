"""A picture as it is given, and what can be known of it before it is sent."""

from __future__ import annotations

import hashlib
import os
import re
from typing import TYPE_CHECKING, Any, cast

from imagehosts_wire.types import Base64, Url

from ..core.errors import InvalidArgument
from ..core.quick_folders import is_quick

if TYPE_CHECKING:
    from imagehosts_wire.types import UploadSource

__all__ = ["Source"]


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
        self._looked = False
        self._content: bytes | None = None

    def look(self, *, keep: bool = False) -> None:
        """Find out what can be known without reading all of it.

        Args:
            keep: Read a small file all the same, so that it is opened once; see :meth:`forget`.

        Raises:
            InvalidArgument: There is no such file, it is empty, or it cannot be read.
        """
        from ..core.sources import as_text, checked_url

        if self._looked:
            return
        self._looked = True
        if self.is_address:
            checked_url(self.given.url if isinstance(self.given, Url) else str(self.given))
            return
        text = as_text(self.given)
        if text is not None:
            self.size = len(text) * 3 // 4 - text[-2:].count("=")
            return
        from ..core.files import prepare_file

        given: Any = self.given
        part = prepare_file(given, keep=_LARGE if keep and self.is_path else -1)
        self.size, self.mime = part.size, part.content_type
        self._content = part.take()
        self.repeatable = part.rewindable
        if not part.head(1):
            part.close()
            raise InvalidArgument("source", "the file is empty")
        if part.rewindable:
            part.close()
        else:
            # What was read of it to know its kind must not be lost.
            self.given = (part.filename, part.open(), part.content_type)

    @property
    def is_known(self) -> bool:
        """Whether :meth:`look` was called, so that it does nothing any more."""
        return self._looked

    def takes_time(self, wants_digest: bool) -> bool:
        """Whether :meth:`examine` may take long: it is on a disk that may, or large.

        Raises:
            InvalidArgument: As with :meth:`look`, which is called where that is quick.
        """
        given: Any = self.given[1] if isinstance(self.given, tuple) else self.given
        if isinstance(given, _BUFFERS):
            return memoryview(cast("bytes", given)).nbytes > _LARGE
        if self.is_path and is_quick(os.fsdecode(given)):
            self.look(keep=True)
            return wants_digest and self._content is None
        return not isinstance(given, Url)

    def examine(self, wants_digest: bool) -> str | None:
        """:meth:`look`, and give the digest where that is wanted.

        What is small is read, so that nothing else of it has to wait for a disk; see
        :meth:`forget`.

        Raises:
            InvalidArgument: As with :meth:`look`.
        """
        self.look(keep=True)
        if wants_digest and self._content is not None:
            self._digest = hashlib.sha256(self._content).hexdigest()
        return self.digest() if wants_digest else None

    @property
    def sendable(self) -> Any:
        """What the clients get: the source, or its content where that was read already."""
        if self._content is None:
            return self.given
        return (os.path.basename(self.identity), self._content)

    def forget(self) -> None:
        """Let go of what was read."""
        self._content = None

    @property
    def is_path(self) -> bool:
        """Whether it is the name of a file."""
        given: Any = self.given
        if self.is_address or not isinstance(given, (str, os.PathLike)):
            return False
        return os.fsdecode(cast("str", given))[:5].lower() != "data:"

    @property
    def identity(self) -> str:
        """What tells this source from others in a journal: a whole path, or its own name."""
        if self.is_path:
            return os.path.abspath(os.fsdecode(cast("str", self.given)))
        return self.label

    def portable(self) -> Source:
        """The same picture as a worker finds it, in another process and folder.

        Raises:
            InvalidArgument: It can be read in this process only.
        """
        given: Any = self.given
        if isinstance(given, tuple):
            name, content, *rest = cast("Any", given)
            inner: Any = Source(content).portable().given
            return Source(cast("Any", (name, inner, *rest)), self.label)
        if isinstance(given, _BUFFERS):
            given = bytes(cast("bytes", given))
        elif self.is_path:
            given = self.identity
        elif not isinstance(given, (str, Base64, Url)):
            raise InvalidArgument(
                "sources",
                f"{self.label}: an open file cannot be sent to a worker; give its path or its"
                " content",
            )
        return Source(given, self.label)

    def name_of_file(self) -> str:
        """The name of the file, without its folder."""
        return re.split(r"[/\\]", self.label.rstrip("/\\"))[-1] or "picture"

    def digest(self) -> str | None:
        """The SHA-256 of its content; None where it cannot be read twice or is elsewhere."""
        if self._digest is None and not self.is_address and self.repeatable:
            self._digest = _digest(self.given)
        return self._digest


#: Bytes whose hash takes longer than handing them to a thread.
_LARGE = 256 * 1024
_BUFFERS = (bytes, bytearray, memoryview)


def _label(given: Any) -> str:
    if isinstance(given, Url):
        return given.url
    if isinstance(given, str):
        return "data: URL" if given[:5].lower() == "data:" else given
    if isinstance(given, Base64):
        return "base64 text"
    if isinstance(given, _BUFFERS):
        return f"{memoryview(cast('bytes', given)).nbytes} bytes"
    named: Any = given
    if isinstance(named, tuple):
        return str(cast("Any", named)[0])
    if isinstance(named, os.PathLike):
        return os.fsdecode(cast("os.PathLike[str]", named))
    name = getattr(named, "name", None)
    return name if isinstance(name, str) else type(named).__name__


def _digest(given: Any) -> str | None:
    if isinstance(given, tuple):
        given = cast("Any", given)[1]
    if isinstance(given, Base64):
        return hashlib.sha256(given.data.encode()).hexdigest()
    if isinstance(given, _BUFFERS):
        return hashlib.sha256(cast("bytes", given)).hexdigest()
    if isinstance(given, str) and given[:5].lower() == "data:":
        return hashlib.sha256(given.encode()).hexdigest()
    if not isinstance(given, (str, os.PathLike)):
        return None
    try:
        with open(cast("str", given), "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None  # the upload itself says what is wrong with it
