"""ImgBB: one call that uploads, in JSON, with pages that show a picture and ask before deleting.

:mod:`.dialect` has keys and errors, :mod:`.requests` what clients send, :mod:`.upload` stores,
:mod:`.answers` writes the answer, and :mod:`.pages` has what its links lead to.
"""

from __future__ import annotations

from ...core.faults import Fault
from ...core.rows import SiteSpec

RATE_LIMIT = Fault("rate_limit_reached", "too many uploads, with the code of a wrong key")

SITE = SiteSpec(
    own_faults=(RATE_LIMIT,),
    example="curl -F key=any -F image=@picture.jpg {base}/upload",
)
