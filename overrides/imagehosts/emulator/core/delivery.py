"""Serving pictures: byte for byte, with ranges and validators, and harmless to a browser."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable
from email.utils import formatdate, parsedate_to_datetime
from functools import partial
from typing import Any, NamedTuple

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from .blobs import BlobError, Blobs
from .store import StoredFile

logger = logging.getLogger("imagehosts.emulator")

_GONE = "The file is gone or damaged."
#: No script runs and nothing is loaded, whatever an uploaded file holds.
SAFE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
}
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})\Z", re.ASCII)


def deliver(request: Request, file: StoredFile, blobs: Blobs, created: float) -> Response:
    """The answer to a GET or HEAD of a stored file."""

    def give(start: int, stop: int, **options: Any) -> Response:
        return Delivery(blobs, file, start, stop, **options)

    return _deliver(request, _File(file.sha256, file.size, file.mime, created), give)


def deliver_bytes(request: Request, content: bytes, mime: str, created: float) -> Response:
    """The same for a file that was made on demand."""

    def give(start: int, stop: int, **options: Any) -> Response:
        return Response(b"" if request.method == "HEAD" else content[start:stop], **options)

    file = _File(hashlib.sha256(content).hexdigest(), len(content), mime, created)
    return _deliver(request, file, give)


def gone() -> Response:
    """The answer where the bytes of a file are not there any more."""
    return Response(_GONE, 404, {**SAFE_HEADERS, "Content-Type": "text/plain"})


class _File(NamedTuple):
    sha256: str
    size: int
    mime: str
    created: float


def _deliver(request: Request, file: _File, give: Callable[..., Response]) -> Response:
    etag = f'"{file.sha256[:32]}"'
    headers = {
        **SAFE_HEADERS,
        "ETag": etag,
        "Last-Modified": formatdate(file.created, usegmt=True),
        "Accept-Ranges": "bytes",
        "Cache-Control": "public, max-age=0, must-revalidate",
    }
    status = _precondition(request, etag, int(file.created))
    if status is not None:
        return Response(status_code=status, headers=headers)
    headers["Content-Type"] = file.mime
    start, stop, status = 0, file.size, 200
    wanted = request.headers.get("range")
    if wanted and request.headers.get("if-range", etag) in (etag, headers["Last-Modified"]):
        found = _parse_range(wanted, file.size)
        if found is not None:
            start, stop = found
            if start >= stop:
                headers["Content-Range"] = f"bytes */{file.size}"
                return Response(status_code=416, headers=headers)
            headers["Content-Range"] = f"bytes {start}-{stop - 1}/{file.size}"
            status = 206
    headers["Content-Length"] = str(stop - start)
    return give(start, stop, status_code=status, headers=headers)


def _precondition(request: Request, etag: str, modified: int) -> int | None:
    """The status of a request whose conditions end it: 412, 304, or ``None`` for an answer."""
    headers = request.headers
    if (wanted := headers.get("if-match")) is not None:
        if not _names(wanted, etag):
            return 412
    elif (last := _moment(headers.get("if-unmodified-since"))) is not None and modified > last:
        return 412
    if (known := headers.get("if-none-match")) is not None:
        return 304 if _names(known, etag) else None
    moment = _moment(headers.get("if-modified-since"))
    return 304 if moment is not None and modified <= moment else None


def _names(tags: str, etag: str) -> bool:
    """Whether a list of tags has this one."""
    return tags.strip() == "*" or etag in tags


def _moment(date: str | None) -> float | None:
    """A date of HTTP in Unix seconds; what is not one does not count."""
    if date is None:
        return None
    try:
        return parsedate_to_datetime(date).timestamp()
    except (ValueError, OverflowError):
        return None


class Delivery(Response):
    """A part of a stored file. What is not as it was written is not sent."""

    def __init__(
        self, blobs: Blobs, file: StoredFile, start: int, stop: int, **options: Any
    ) -> None:
        super().__init__(**options)
        self._blobs, self._file, self._start, self._stop = blobs, file, start, stop

    def is_known(self) -> bool | None:
        """Whether the file is as it was written; ``None`` where it would have to be read."""
        return self._blobs.is_known(self._file.sha256, self._file.size)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the file, or 404 where it is gone or damaged."""
        blobs, sha256, size = self._blobs, self._file.sha256, self._file.size
        whole = self.is_known()
        if whole is None:
            whole = await anyio.to_thread.run_sync(blobs.is_whole, sha256, size)
        if not whole:
            logger.error("the bytes of %s are gone or damaged: blob %s", self._file.path, sha256)
            await gone()(scope, receive, send)
            return
        start = self._start
        begin: Message = {"type": "http.response.start", "status": self.status_code}
        begin["headers"] = self.raw_headers
        await send(begin)
        if scope["method"] == "HEAD":
            start = self._stop
        while True:
            length = min(self._blobs.piece, self._stop - start)
            piece = await self._piece(start, length) if length else b""
            start += length
            more = start < self._stop
            await send({"type": "http.response.body", "body": piece, "more_body": more})
            if not more:
                return

    async def _piece(self, start: int, length: int) -> bytes:
        """What is small is read at once: to hand it to a thread would take longer."""
        read = partial(self._blobs.read, self._file.sha256, start, length)
        try:
            small = self._file.size <= self._blobs.at_once
            piece = read() if small else await anyio.to_thread.run_sync(read)
        except (KeyError, OSError) as error:
            raise BlobError(f"blob {self._file.sha256} cannot be read: {error!r}") from None
        if len(piece) != length:  # to end the answer here would leave the client waiting
            raise BlobError(f"blob {self._file.sha256} has become shorter")
        return piece


def _parse_range(header: str, size: int) -> tuple[int, int] | None:
    """Start and end of one range; ``None`` for what servers ignore, an empty range for 416."""
    match = _RANGE.match(header.strip())
    if not match or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        length = int(last)
        return (max(0, size - length), size) if length else (size, size)
    start = int(first)
    if last and int(last) < start:
        return None
    return start, min(size, int(last) + 1 if last else size)
