"""What the contract runs know of imagehosting.me beyond its spec."""

from __future__ import annotations

from contracts.fuzz.rows import Row
from contracts.hosts.chevereto.fuzz import EXCLUDED_BY_FAMILY, REFUSALS

ROW = Row(
    address="/image/url",
    excluded=EXCLUDED_BY_FAMILY,
    refusals=REFUSALS,
    plausible={"width": (1, 16, 33), "category_id": (0, 3)},
    width="width",
    settings={"chevereto-free": {"profile": "chevereto-free"}},
    server_names=(b"imagehosting.me:80",),
)
