"""What Chevereto sites refuse, in the codes and messages of two versions of its API."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from ...core.problems import HostProblem


class Refused(HostProblem):
    """A request that a site refuses; ``kind`` names the problem in its profile.

    ``detail`` stands for ``{}`` in its message, ``quoted`` for ``{quoted}``.
    """

    def __init__(self, kind: str, detail: str = "", quoted: str = "") -> None:
        super().__init__(f"{kind}: {detail}" if detail else kind)
        self.kind = kind
        self.detail = detail
        self.quoted = quoted


@dataclass(frozen=True, slots=True)
class Problem:
    """The code and message of an error. ``{}`` in the message takes a detail.

    With a code of 0 the program has broken off: an empty answer of status 500.
    """

    code: int
    message: str
    context: str = "Exception"


_UPLOAD = "CHV\\UploadException"
_IMAGE = "CHV\\ImageException"

V1_PROBLEMS = MappingProxyType(
    {
        "no_key": Problem(100, "Invalid API v1 key."),
        "wrong_key": Problem(100, "Invalid API v1 key."),
        "version": Problem(110, "Invalid API version."),
        "action": Problem(120, "Invalid API action."),
        "no_source": Problem(130, "Empty upload source."),
        "source_array": Problem(666, "Concurrency: Array is gone"),
        "base64_by_get": Problem(130, "Upload using base64 source must be done using POST method."),
        "bad_base64": Problem(120, "Invalid base64 string."),
        "empty_base64": Problem(130, "Invalid base64 string."),
        "bad_source": Problem(120, "Invalid file source", _UPLOAD),
        "duplicate": Problem(101, "Duplicated upload"),
        "duplicate_stored": Problem(102, "Duplicated upload"),
        "duplicate_resized": Problem(103, "Duplicated upload"),
        "url_disabled": Problem(403, "URL uploading is disabled", _UPLOAD),
        "url_scheme": Problem(400, "Unsupported URL scheme", _UPLOAD),
        "url_address": Problem(400, "Unsupported non-public IP address for upload", _UPLOAD),
        "flood": Problem(
            130, "Flooding detected. You can only upload {} images per minute", _UPLOAD
        ),
        "too_large_for_php": Problem(201, "File too big (UPLOAD_ERR_INI_SIZE)", _UPLOAD),
        "partial": Problem(201, "File was partially uploaded (UPLOAD_ERR_PARTIAL)", _UPLOAD),
        "no_file": Problem(201, "No file was uploaded (UPLOAD_ERR_NO_FILE)", _UPLOAD),
        "fetch": Problem(202, "Failed to connect: {}", _UPLOAD),
        "not_a_picture": Problem(310, "Can't get target upload source info", _UPLOAD),
        "unavailable_format": Problem(313, "Unavailable image format", _UPLOAD),
        "too_big": Problem(313, "File too big - max {}", _UPLOAD),
        "animated_webp": Problem(314, "Animated WebP is not supported", _UPLOAD),
        "undecodable": Problem(210, "Can't create image from source", _IMAGE),
        "target_width": Problem(
            610, "Target width is greater than the original image width", _IMAGE
        ),
        "bad_text": Problem(
            400,
            "SQLSTATE[HY000]: General error: 1366 Incorrect string value for column '{}' at row 1",
            _IMAGE,
        ),
        "long_text": Problem(
            400,
            "SQLSTATE[22001]: String data, right truncated: 1406 Data too long for column '{}'"
            " at row 1",
            _IMAGE,
        ),
        "internal_error": Problem(400, "The emulator failed; its log says why", _IMAGE),
    }
)

#: What was observed of version 3, beyond what its ancestors and successors are known to say.
V1_OBSERVED_PROBLEMS = MappingProxyType(
    {
        **V1_PROBLEMS,
        "url_scheme": Problem(400, "Unsupported URL scheme `{}`", _UPLOAD),
        "url_self": Problem(400, "Unsupported self host URL upload", _UPLOAD),
        "unresolved": Problem(0, ""),
        "bad_text": Problem(
            400,
            "SQLSTATE[22007]: Invalid datetime format: 1366 Incorrect string value: '{quoted}'"
            " for column '{}' at row 1",
            _IMAGE,
        ),
    }
)

V1_1_PROBLEMS = MappingProxyType(
    {
        **V1_PROBLEMS,
        "no_version": Problem(100, "No version provided"),
        "no_action": Problem(100, "No action provided"),
        "no_key": Problem(100, "No key provided"),
        "wrong_key": Problem(100, "Invalid API key."),
        "action": Problem(120, "Invalid API action"),
        "no_source": Problem(130, "Empty upload source"),
        "bad_base64": Problem(120, "Invalid base64 string"),
        "empty_base64": Problem(130, "Empty source"),
        "bad_source": Problem(620, "Invalid file source"),
        "too_large_for_php": Problem(601, "File too big (UPLOAD_ERR_INI_SIZE)"),
        "partial": Problem(601, "File was partially uploaded (UPLOAD_ERR_PARTIAL)"),
        "no_file": Problem(601, "No file was uploaded (UPLOAD_ERR_NO_FILE)"),
        "fetch": Problem(600, "Failed to connect: {}"),
        "not_a_picture": Problem(610, "Can't get target upload source info"),
        "unavailable_format": Problem(613, "Unavailable image format"),
        "too_big": Problem(400, "File too big - max {}"),
        "animated_webp": Problem(400, "Animated WebP is not supported"),
        "undecodable": Problem(600, "Can't create the picture from its source"),
        "internal_error": Problem(600, "The emulator failed; its log says why"),
    }
)
