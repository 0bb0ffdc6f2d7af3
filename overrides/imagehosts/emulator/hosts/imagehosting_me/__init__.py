"""imagehosting.me, API version 1.1: a Chevereto site, and with another profile an older one."""

from __future__ import annotations

from ...core.rows import OtherProfile, SiteSpec
from ..chevereto.profile import RULES
from .profile import CHEVERETO_FREE, CHEVERETO_FREE_PHP81, IMAGEHOSTING_ME

SITE = SiteSpec(
    profile=IMAGEHOSTING_ME,
    other_profiles={
        "chevereto-free": OtherProfile(
            CHEVERETO_FREE,
            "what answers at /api/1 is a Chevereto-Free 1.6.2 (API version 1, strings for numbers,"
            " no medium for small pictures, redirects between slash and query, no CORS headers)"
            " instead of imagehosting.me",
        ),
        "chevereto-free-php81": OtherProfile(
            CHEVERETO_FREE_PHP81, "the same on PHP 8.1 or later: numbers for numbers"
        ),
    },
    family="chevereto",
    rules=RULES,
    example="curl -F key=any -F source=@picture.jpg {base}/upload",
)
