"""The particulars of ImageShack: limits, defaults, and names that it knows."""

from __future__ import annotations

from dataclasses import dataclass

from ...core import rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile(rows.Profile):
    """The particulars of the site."""

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
#: What a user says about themselves.
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
