"""ImageShack's API, version 2.

:mod:`.dialect` has the way of a request, :mod:`.requests` what clients send, :mod:`.access` who may
do what, :mod:`.answers` what is answered, :mod:`.problems` what is refused, and :mod:`.profile` the
numbers of the host. The other modules hold a handler for each operation, and :mod:`.pages` what
links lead to.
"""

from __future__ import annotations

from ...core.rows import SiteSpec
from .profile import IMAGESHACK

SITE = SiteSpec(
    profile=IMAGESHACK,
    rules=("max_file_size", "space_limit", "captcha", "maintenance", "banned"),
)
