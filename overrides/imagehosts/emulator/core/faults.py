"""Errors that are switched on by ``--fault`` or the admin API: nothing here is on by itself.

One table has a row for each shape that imgur was seen to answer with. The other names what breaks
inside ImageShack's galleries, by the codes that its document gives.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

_TYPE = "application/json"
_EXCEPTION: dict[str, Any] = {"type": "ImgurException", "exception": []}
_COUNTERS = {
    "X-RateLimit-ClientLimit": "12500",
    "X-RateLimit-ClientRemaining": "12500",
    "X-RateLimit-ClientReset": "86400",
    "X-RateLimit-UserLimit": "2000",
    "X-RateLimit-UserRemaining": "2000",
    "X-RateLimit-UserReset": "3600",
}
_PAGE = "<html><head><title>imgur: the simple 404 page</title></head><body>404</body></html>"
_GATEWAY_ID = "legacy-api-7d9f8c6b5-x2x9q/aBcDeFgHiJ-000001"
OAUTH_TOKEN, OAUTH_AUTHORIZE, API = r"/oauth2/token", r"/oauth2/authorize", r"/3/"


@dataclass(frozen=True, slots=True)
class Shape:
    """An error as it arrives. ``{request}`` and ``{method}`` stand for those of the request.

    ``error`` is what stands in ``data.error``; ``body`` is a whole body instead.
    """

    name: str
    meaning: str
    status: int
    error: Any = None
    body: Any = None
    named: bool = True
    inner_status: int | None = None
    content_type: str = _TYPE
    headers: dict[str, str] = field(default_factory=dict[str, str])
    where: str = API

    def content(self, request: str, method: str) -> Any:
        """The body: text, or data that goes out as JSON."""
        if self.body is not None:
            return self.body
        data: dict[str, Any] = {"error": self.error}
        if self.named:
            data |= {"request": request, "method": method}
        return {"data": data, "success": False, "status": self.inner_status or self.status}


#: Every shape of imgur, by name.
SHAPES = {
    shape.name: shape
    for shape in (
        Shape("e1", "a token that is none", 403, "The access token provided is invalid."),
        Shape(
            "e2",
            "a file that is no picture; the error is an object",
            400,
            {"code": 1003, "message": "File type invalid (1)", **_EXCEPTION},
        ),
        Shape(
            "e3",
            "forbidden, with 400 outside and 403 inside",
            400,
            {"code": 403, "message": "Forbidden", **_EXCEPTION},
        ),
        Shape(
            "e4",
            "too many uploads, minutes to wait in the text",
            429,
            {
                "code": 429,
                "message": "You are uploading too fast. Please wait 37 more minutes.",
                **_EXCEPTION,
            },
        ),
        Shape("e5", "the credits of the day are used up", 429, "Daily client requests exceeded"),
        Shape(
            "e6",
            "the server in front says stop while all counters are full",
            429,
            body={
                "errors": [
                    {
                        "id": _GATEWAY_ID,
                        "code": "429",
                        "status": "Too Many Requests",
                        "detail": "Too Many Requests",
                    }
                ]
            },
            content_type="application/vnd.imgur.v1+json",
            headers={name.lower(): value for name, value in _COUNTERS.items()},
        ),
        Shape(
            "e7",
            "the server in front refuses the address",
            400,
            "These actions are forbidden.",
            named=False,
            headers={"CDN-Error": "yes", "Retry-After": "0", "Server": "cat factory 1.0"},
        ),
        Shape(
            "e8",
            "over capacity, as 403",
            403,
            "Imgur is temporarily over capacity. Please try again later.",
            named=False,
        ),
        Shape(
            "e8-500",
            "over capacity, as 500",
            500,
            "Imgur is temporarily over capacity. Please try again later.",
            named=False,
        ),
        Shape(
            "e9", "a refresh token that is none", 400, "Invalid refresh token", where=OAUTH_TOKEN
        ),
        Shape("e10", "consent refused", 403, "Unauthorized", where=OAUTH_AUTHORIZE),
        Shape("e11", "nobody is logged in", 401, "Authentication required"),
        Shape("e12", "a header that is malformed", 403, "Malformed auth header"),
        Shape(
            "e13",
            "an album of somebody else",
            400,
            "You are not the owner of album 'nB4xY2c', which means you can't add images to it."
            " For anonymous albums, use the album deletehash.",
        ),
        Shape("e14", "no such album", 404, "Unable to find an album with the id, nB4xY2c"),
        Shape("e14-html", "a page instead of JSON", 404, body=_PAGE, content_type="text/html"),
        Shape("e15", "a file that is too large", 400, "File is over the size limit"),
        Shape(
            "e16", "nine bytes that are no JSON", 502, body="Bad gate\n", content_type="text/plain"
        ),
        Shape(
            "e17",
            "data is a bare text",
            400,
            body={"data": "An error occurred", "success": False, "status": 400},
        ),
        Shape(
            "e17-false",
            "data is false",
            500,
            body={"data": False, "success": False, "status": 500},
        ),
        Shape(
            "e17-200",
            "a failure with status 200",
            200,
            body={"data": False, "success": False, "status": 200},
        ),
        Shape(
            "e17-1203",
            "a status inside that HTTP does not have",
            400,
            "Imgur is over capacity. Please try again.",
            inner_status=1203,
        ),
    )
}

#: What breaks in the galleries, by code; it meets the actions that may answer with that code.
BROKEN = {
    "io_create_error": "a disk that takes no new gallery",
    "io_read_error": "a gallery that cannot be read",
    "io_save_error": "a gallery that cannot be written",
    "io_error": "the same, with the code of the document's example",
    "io_delete_error": "a gallery that cannot be deleted",
    "db_delete_error": "the same, because of the database",
    "db_error_album_list": "a database that gives no list",
}
#: Whatever can be switched on.
NAMES = (*SHAPES, *BROKEN)


class Faults:
    """Which errors are on, and for how many requests more."""

    def __init__(self, names: tuple[str, ...] = ()) -> None:
        self._lock = threading.Lock()
        self._configured = names
        self._on: dict[str, int | None] = dict.fromkeys(names)

    def set(self, name: str, times: int | None = None) -> None:
        """Switch an error on, for so many requests or for good. ``KeyError`` for no name of one."""
        if name not in NAMES:
            raise KeyError(name)
        with self._lock:
            self._on[name] = times

    def clear(self) -> None:
        """Switch everything off."""
        with self._lock:
            self._on.clear()

    def reset(self) -> None:
        """Back to what the configuration switched on."""
        with self._lock:
            self._on = dict.fromkeys(self._configured)

    def on(self) -> dict[str, int | None]:
        """What is on, with the number of requests left, ``None`` for any number."""
        with self._lock:
            return dict(self._on)

    def take(self, path: str) -> Shape | None:
        """The shape that answers a request for ``path``, the first that is on."""
        with self._lock:
            for name in self._on:
                if name in SHAPES and re.match(SHAPES[name].where, path):
                    self._use(name)
                    return SHAPES[name]
        return None

    def take_one_of(self, names: Collection[str]) -> str | None:
        """The first of ``names`` that is on."""
        with self._lock:
            for name in self._on:
                if name in names:
                    self._use(name)
                    return name
        return None

    def _use(self, name: str) -> None:
        times = self._on[name]
        if times is not None:
            self._on[name] = times - 1
            if times <= 1:
                del self._on[name]
