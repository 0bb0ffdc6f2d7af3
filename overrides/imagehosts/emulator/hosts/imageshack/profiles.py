"""What the emulator knows of ImageShack beyond its spec: errors, limits, defaults."""

from __future__ import annotations

from dataclasses import dataclass

from ...core.routing import HostProblem

MISSING, INVALID, NO_ACCOUNT, EMAIL_TAKEN, SYSTEM = 2, 3, 29, 30, 1


@dataclass(frozen=True, slots=True)
class Problem:
    """A refusal as the host words it; ``{}`` in the message is filled in."""

    code: int
    message: str


#: Every refusal. The codes are seen or documented, most of the words are ours.
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
    "bad_name": Problem(NO_ACCOUNT, "This username cannot be used"),
    "email_taken": Problem(EMAIL_TAKEN, "Email already exists"),
    "fault": Problem(SYSTEM, "System Error"),
}


class Refused(HostProblem):
    """A refusal: its name in :data:`PROBLEMS`, and what its message names."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(f"{kind} {detail}".strip())
        self.kind = kind
        self.detail = detail


class MethodRefused(HostProblem):
    """The server in front does not take this method here; ``allowed`` are those that it takes."""

    def __init__(self, allowed: set[str]) -> None:
        super().__init__("method not allowed")
        self.allowed = allowed


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The particulars of the site."""

    cors: bool = True
    #: Bytes of one file; ``--max-file-size`` sets another bound.
    max_file_size: int = 25 * 1024 * 1024
    membership: str = "free"


IMAGESHACK = Profile()

#: The settings of a new account, in the order of the document.
SETTINGS = {
    "private_profile": False,
    "private_images": False,
    "private_albums": False,
    "private_files": False,
    "private_followings": False,
    "upload_notification": False,
    "comments_notification": True,
    "shares_notification": True,
    "likes_notification": True,
    "follows_notification": True,
    "new_feature_notification": True,
    "weekly_update_notification": False,
    "daily_update_notification": False,
    "skypath_message": False,
    "skypath_share_file": False,
    "onboarding": False,
}
#: What a user tells of themselves.
PERSON = ("first_name", "last_name", "gender", "location", "description")
#: Words that stand in routes where names of accounts stand.
RESERVED_NAMES = frozenset({"login", "settings"})
LONGEST_ALBUM_DESCRIPTION = 200
HIGHEST_FILTER = 23
#: The documented numbers of things shown where the call does not say, by parameter.
SHOWN = {"image_limit": 5, "next_prev_limit": 2, "related_images_limit": 10}
PAGE, RELATED, COMMENTS = 20, 10, 10
#: The most that a call is given, for safety alone.
LARGEST_PAGE = 5000
