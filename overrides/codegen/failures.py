"""Which errors a method documents: the classes of the client, with what the spec says of each."""

from __future__ import annotations

from codegen.claims import wholly
from codegen.specs import Json, Spec

#: The class of each category of an error table.
ERROR_CLASSES = {
    "authentication": "AuthenticationFailed",
    "captcha": "CaptchaRequired",
    "permission": "PermissionDenied",
    "geo_blocked": "GeoBlocked",
    "not_found": "NotFound",
    "invalid_request": "InvalidRequest",
    "too_large": "FileTooLarge",
    "unsupported_format": "UnsupportedFormat",
    "duplicate": "DuplicateUpload",
    "rate_limited": "RateLimited",
    "unavailable": "HostUnavailable",
}
#: What a status means where the error table has no row for it.
CATEGORY_BY_STATUS = {
    400: "invalid_request",
    401: "authentication",
    403: "permission",
    404: "not_found",
    405: "invalid_request",
    409: "invalid_request",
    410: "not_found",
    411: "invalid_request",
    413: "too_large",
    414: "too_large",
    415: "unsupported_format",
    422: "invalid_request",
    429: "rate_limited",
    451: "geo_blocked",
}
ANY_STATUS = "StatusError"
EVERY_ERROR = "ImageHostError"


def read_failures(spec: Spec, operation: Json) -> dict[str, str]:
    """The classes of the errors of an operation, and what its responses say of them.

    The first is the base of all, with what the spec says of any other failure.
    """
    found: dict[str, list[str]] = {EVERY_ERROR: []}
    for status, reference in operation.get("responses", {}).items():
        response = spec.resolve(reference)
        if str(status).startswith(("4", "5", "default")) or response.get("x-outcome") == "error":
            text = wholly(response)
            texts = found.setdefault(_error_class(spec, str(status)), [])
            texts += [text] * (text not in texts)
    return {error: _sentences(texts) or "Any other failure." for error, texts in found.items()}


def _sentences(texts: list[str]) -> str:
    return " ".join(
        text if text.endswith((".", "!", "?")) else f"{text}." for text in texts if text
    )


def _error_class(spec: Spec, status: str) -> str:
    if status == "default":
        return EVERY_ERROR
    if not status.isdigit():
        return ERROR_CLASSES["unavailable"] if status.startswith("5") else ANY_STATUS
    for row in spec.document.get("x-error-table", []):
        if row.get("status") == int(status) and not {"code", "message"} & set(row):
            return ERROR_CLASSES[row["category"]]
    category = CATEGORY_BY_STATUS.get(int(status), "unavailable" if status[0] == "5" else "")
    return ERROR_CLASSES.get(category, ANY_STATUS)
