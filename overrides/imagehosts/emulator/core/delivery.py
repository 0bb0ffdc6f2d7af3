"""Serving pictures: byte for byte, with ranges and validators, and harmless to a browser."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from email.utils import formatdate
from functools import partial

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from .blobs import CHUNK, Blobs
from .store import StoredFile

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
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers)
    return StreamingResponse(
        _chunks(blobs, file.sha256, start, stop), status_code=status, headers=headers
    )


async def _chunks(blobs: Blobs, sha256: str, start: int, stop: int) -> AsyncIterator[bytes]:
    while start < stop:
        read = partial(blobs.read, sha256, start, min(CHUNK, stop - start))
        piece = await anyio.to_thread.run_sync(read)
        if not piece:
            return
        yield piece
        start += len(piece)


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
