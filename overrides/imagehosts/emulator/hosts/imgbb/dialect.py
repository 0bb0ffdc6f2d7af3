"""How ImgBB speaks: its key, its one limit, and the envelope of its errors."""

from __future__ import annotations

from http import HTTPStatus

from starlette.responses import Response

from imagehosts.core.quirks import quirk

from ...core.context import Call
from ...core.dialect import Dialect
from ...core.faults import Fault
from ...core.problems import Refused, RouteProblem
from ...core.store import Picture
from ...domain import simple
from .requests import find_key

__all__ = ["check_key", "dialect", "fail", "viewer_path"]


@quirk("IBB-15", "IBB-17")
def fail(call: Call, error: Exception) -> Response:
    """An error in its own envelope, without the ``context`` of earlier years."""
    status, message, code, headers = 500, "Internal error", 500, {}
    if isinstance(error, Refused):
        status, message, code = error.status, error.message, error.number
    elif isinstance(error, RouteProblem):
        status, headers = error.status, error.headers
        message, code = HTTPStatus(status).phrase, status
    call.entry.problem = f"{code} {message}"
    body = {
        "status_code": status,
        "error": {"message": message, "code": code},
        "status_txt": HTTPStatus(status).phrase,
    }
    return simple.answer(body, status, headers)


@quirk("IBB-02")
def check_key(call: Call) -> None:
    """A missing key is answered like a wrong one."""
    key = find_key(call)
    if not key or not call.services.keys.accepts(key):
        raise Refused(400, "Invalid API v1 key.", "100")
    call.key = key


#: Too many uploads have the status and the code of a wrong key.
RATE_LIMIT_REACHED = Refused(400, "Rate limit reached.", "100")


def viewer_path(picture: Picture) -> str:
    """The page of a picture, which has its id alone."""
    return f"/{picture.code}"


dialect = Dialect(
    "imgbb",
    fail=fail,
    names=("imgbb.com", "*.imgbb.com", "ibb.co", "*.ibb.co"),
    viewer_path=viewer_path,
    errors={
        "authentication_failed": Refused(400, "Invalid API v1 key.", "100"),
        "invalid_request": Refused(400, "Empty upload source.", "130"),
        "file_too_large": Refused(400, "File too big - max 32 MB", "313"),
        "unsupported_format": Refused(400, "Can't get target upload source info", "310"),
        "duplicate_upload": Refused(400, "Duplicated upload", "101"),
        "rate_limited": RATE_LIMIT_REACHED,
    },
)


@dialect.own_fault
@quirk("IBB-16")
def answer_with_fault(call: Call, fault: Fault) -> Response:
    """The one that there is."""
    return fail(call, RATE_LIMIT_REACHED)
