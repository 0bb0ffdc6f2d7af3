"""Imges, API version 1: a Chevereto site."""

from __future__ import annotations

from ...core.rows import SiteSpec
from ..chevereto.profile import RULES
from .profile import IMGES

SITE = SiteSpec(
    profile=IMGES,
    family="chevereto",
    rules=RULES,
    example="curl -F key=any -F source=@picture.jpg {base}/upload/",
)
