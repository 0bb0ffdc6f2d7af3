"""What ImageShack refuses. The codes were seen or are documented, most messages are ours."""

from __future__ import annotations

from dataclasses import dataclass

from ...core.problems import HostProblem

MISSING, INVALID, NO_ACCOUNT, EMAIL_TAKEN, SYSTEM = 2, 3, 29, 30, 1


@dataclass(frozen=True, slots=True)
class Problem:
    """A refusal: the host's code and message; ``{}`` in the message is filled in."""

    code: int
    message: str


#: Every refusal, by name.
PROBLEMS = {
    "captcha": Problem(MISSING, "Missing capcha response"),  # the spelling is the host's
    "missing": Problem(MISSING, "Missing required parameter: {}"),
    "invalid": Problem(INVALID, "Invalid parameter value: {}"),
    "no_key": Problem(MISSING, "Missing required parameter: api_key"),
    "wrong_key": Problem(INVALID, "The api_key is invalid"),
    "no_login": Problem(MISSING, "You must be logged in"),
    "wrong_token": Problem(INVALID, "The auth_token is invalid"),
    "wrong_password": Problem(INVALID, "Invalid credentials"),
    "wrong_hash": Problem(INVALID, "Invalid parameter value: auth"),
    "username": Problem(INVALID, "The username is invalid"),
    "image": Problem(INVALID, "The image id is invalid"),
    "album": Problem(INVALID, "The album id is invalid"),
    "private_image": Problem(INVALID, "The image is private"),
    "private_album": Problem(INVALID, "The album is private"),
    "private_user": Problem(INVALID, "The profile is private"),
    "not_yours": Problem(INVALID, "You do not have permission to do this"),
    "no_comments": Problem(INVALID, "Comments are not allowed on this image"),
    "no_space": Problem(INVALID, "There is not enough space left in the account"),
    "too_large": Problem(INVALID, "The request is too large"),
    "not_a_picture": Problem(INVALID, "The file is not a valid image"),
    "bad_name": Problem(NO_ACCOUNT, "This username cannot be used"),
    "email_taken": Problem(EMAIL_TAKEN, "Email already exists"),
    "no such address": Problem(INVALID, "There is nothing at this address"),
    "method not allowed": Problem(INVALID, "This method is not allowed here"),
    "internal_error": Problem(SYSTEM, "System Error"),
}


class Refused(HostProblem):
    """A refusal: its name in :data:`PROBLEMS`, and what its message names."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(f"{kind} {detail}".strip())
        self.kind = kind
        self.detail = detail
