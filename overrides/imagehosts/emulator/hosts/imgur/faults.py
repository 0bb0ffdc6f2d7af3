"""Answers that imgur was seen to give where something is wrong: a row for each shape."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...core.faults import Fault

if TYPE_CHECKING:
    from ...core.context import Call

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
OAUTH_TOKEN, OAUTH_AUTHORIZE, API = r"/oauth2/token", r"/oauth2/authorize", r"/(?:3|post/v1)/"


@dataclass(frozen=True, slots=True)
class Shape(Fault):
    """An error as it arrives. ``{request}`` and ``{method}`` stand for those of the request.

    ``error`` is what stands in ``data.error``; ``body`` is a whole body instead.
    """

    status: int = 400
    error: Any = None
    body: Any = None
    named: bool = True
    inner_status: int | None = None
    content_type: str = _TYPE
    headers: dict[str, str] = field(default_factory=dict[str, str])
    where: str = API

    def meets(self, call: Call) -> bool:
        """Whether the request goes where this was seen."""
        return re.match(self.where, call.request.scope["path"]) is not None

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
        Shape(
            "e1", "an invalid token", "invalid_token", 403, "The access token provided is invalid."
        ),
        Shape(
            "e2",
            "a file that is not a picture; the error is an object",
            "file_type_invalid",
            400,
            {"code": 1003, "message": "File type invalid (1)", **_EXCEPTION},
        ),
        Shape(
            "e3",
            "forbidden, with 400 outside and 403 inside",
            "forbidden_as_400",
            400,
            {"code": 403, "message": "Forbidden", **_EXCEPTION},
        ),
        Shape(
            "e4",
            "too many uploads, minutes to wait in the text",
            "too_fast",
            429,
            {
                "code": 429,
                "message": "You are uploading too fast. Please wait 37 more minutes.",
                **_EXCEPTION,
            },
        ),
        Shape(
            "e5",
            "the credits of the day are used up",
            "daily_limit",
            429,
            "Daily client requests exceeded",
        ),
        Shape(
            "e6",
            "the server in front says stop while all counters are full",
            "gateway_limit",
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
            "address_refused",
            400,
            "These actions are forbidden.",
            named=False,
            headers={"CDN-Error": "yes", "Retry-After": "0", "Server": "cat factory 1.0"},
        ),
        Shape(
            "e8",
            "over capacity, as 403",
            "over_capacity",
            403,
            "Imgur is temporarily over capacity. Please try again later.",
            named=False,
        ),
        Shape(
            "e8-500",
            "over capacity, as 500",
            "over_capacity_as_500",
            500,
            "Imgur is temporarily over capacity. Please try again later.",
            named=False,
        ),
        Shape(
            "e9",
            "an invalid refresh token",
            "invalid_refresh_token",
            400,
            "Invalid refresh token",
            where=OAUTH_TOKEN,
        ),
        Shape(
            "e10", "consent refused", "consent_refused", 403, "Unauthorized", where=OAUTH_AUTHORIZE
        ),
        Shape("e11", "nobody is logged in", "no_login", 401, "Authentication required"),
        Shape(
            "e12", "a header that is malformed", "malformed_header", 403, "Malformed auth header"
        ),
        Shape(
            "e13",
            "an album of somebody else",
            "not_album_owner",
            400,
            "You are not the owner of album 'nB4xY2c', which means you can't add images to it."
            " For anonymous albums, use the album deletehash.",
        ),
        Shape(
            "e14",
            "no such album",
            "no_such_album",
            404,
            "Unable to find an album with the id, nB4xY2c",
        ),
        Shape(
            "e14-html",
            "a page instead of JSON",
            "html_not_found",
            404,
            body=_PAGE,
            content_type="text/html",
        ),
        Shape(
            "e15", "a file that is too large", "file_over_limit", 400, "File is over the size limit"
        ),
        Shape(
            "e16",
            "nine bytes that are not JSON",
            "bad_gateway_text",
            502,
            body="Bad gate\n",
            content_type="text/plain",
        ),
        Shape(
            "e17",
            "data is a bare text",
            "bare_text",
            400,
            body={"data": "An error occurred", "success": False, "status": 400},
        ),
        Shape(
            "e17-false",
            "data is false",
            "data_is_false",
            500,
            body={"data": False, "success": False, "status": 500},
        ),
        Shape(
            "e17-200",
            "a failure with status 200",
            "failure_with_200",
            200,
            body={"data": False, "success": False, "status": 200},
        ),
        Shape(
            "e17-1203",
            "a status inside that HTTP does not have",
            "inner_status_1203",
            400,
            "Imgur is over capacity. Please try again.",
            inner_status=1203,
        ),
    )
}
