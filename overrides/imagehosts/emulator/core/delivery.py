"""Serving pictures: byte for byte, with ranges and validators, and harmless to a browser."""

from __future__ import annotations

import logging
import re
from email.utils import formatdate
from functools import partial
from typing import Any

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from .blobs import CHUNK, BlobError, Blobs
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
    etag = f'"{file.sha256[:32]}"'
    headers = {
        **SAFE_HEADERS,
        "ETag": etag,
        "Last-Modified": formatdate(created, usegmt=True),
        "Accept-Ranges": "bytes",
        "Cache-Control": "public, max-age=0, must-revalidate",
    }
    if etag in request.headers.get("if-none-match", "") or (
        request.headers.get("if-none-match", "").strip() == "*"
    ):
        return Response(status_code=304, headers=headers)
    headers["Content-Type"] = file.mime
    start, stop, status = 0, file.size, 200
    wanted = request.headers.get("range")
    if wanted and request.headers.get("if-range", etag) == etag:
        found = _parse_range(wanted, file.size)
        if found is not None:
            start, stop = found
            if start >= stop:
                headers["Content-Range"] = f"bytes */{file.size}"
                return Response(status_code=416, headers=headers)
            headers["Content-Range"] = f"bytes {start}-{stop - 1}/{file.size}"
            status = 206
    headers["Content-Length"] = str(stop - start)
    return Delivery(blobs, file, start, stop, status_code=status, headers=headers)


class Delivery(Response):
    """A part of a stored file. What is not as it was written is not sent."""

    def __init__(
        self, blobs: Blobs, file: StoredFile, start: int, stop: int, **options: Any
    ) -> None:
        super().__init__(**options)
        self._blobs, self._file, self._start, self._stop = blobs, file, start, stop

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the file, or 404 where it is gone or damaged."""
        blobs, sha256, size = self._blobs, self._file.sha256, self._file.size
        whole = blobs.is_known(sha256, size)
        if whole is None:
            whole = await anyio.to_thread.run_sync(blobs.is_whole, sha256, size)
        if not whole:
            logger.error("the bytes of %s are gone or damaged: blob %s", self._file.path, sha256)
            gone = Response(_GONE, 404, {**SAFE_HEADERS, "Content-Type": "text/plain"})
            await gone(scope, receive, send)
            return
        start = self._start
        begin: Message = {"type": "http.response.start", "status": self.status_code}
        begin["headers"] = self.raw_headers
        await send(begin)
        if scope["method"] == "HEAD":
            start = self._stop
        while True:
            length = min(CHUNK, self._stop - start)
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
            small = self._file.size <= CHUNK
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
