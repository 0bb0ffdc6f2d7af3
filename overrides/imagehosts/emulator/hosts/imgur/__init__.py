"""imgur's API, version 3.

:mod:`.dialect` has the way of a request, :mod:`.requests` what clients send, :mod:`.access` who may
do what, :mod:`.answers` what is answered, and :mod:`.problems` what is refused. The other modules
hold a handler for each operation, and :mod:`.pages` what links lead to.
"""

from __future__ import annotations

from ...core.rows import SiteSpec
from .faults import SHAPES

SITE = SiteSpec(
    rules=(
        "max_file_size",
        "client_credits",
        "user_credits",
        "enforce_credits",
        "hourly_uploads",
        "token_lifetime",
        "stale_token_status",
    ),
    own_faults=tuple(SHAPES.values()),
)
