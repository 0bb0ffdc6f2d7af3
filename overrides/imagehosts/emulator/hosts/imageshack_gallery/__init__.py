"""ImageShack's Gallery API, which answers in XML.

:mod:`.dialect` has the way of a request and its seven actions, :mod:`.requests` what clients send
and who may do what, :mod:`.answers` what is answered, :mod:`.problems` what is refused, and
:mod:`.pages` what links lead to.
"""

from __future__ import annotations

from ...core.rows import SiteSpec
from .faults import BROKEN

SITE = SiteSpec(rules=("maintenance", "banned"), own_faults=tuple(BROKEN.values()))
